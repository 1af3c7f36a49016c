"""How states are ruled: scores of democracy by three projects, side by side."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns

_INDEX = "0 to 1"


def _index(what: str) -> dy.Float64:
    """A V-Dem index of version 15, to the three decimals published."""
    return columns.amount(_INDEX, f"{what} (V-Dem 15, 1816-2024).", high=1)


class Regimes(dy.Schema):
    """Democracy scores of one state or territory in one year; null where a project did not code it."""

    state = columns.unit(key=True)
    year = columns.year(1816, key=True)
    dataset = columns.dataset()
    polyarchy = _index("Electoral democracy")
    polyarchy_low = _index("Electoral democracy, lower bound: about one standard deviation below")
    polyarchy_high = _index("Electoral democracy, upper bound: about one standard deviation above")
    polyarchy_sd = _index("Electoral democracy, standard deviation of the estimate")
    liberal_democracy = _index("Liberal democracy")
    polyarchy_v16 = columns.amount(
        _INDEX,
        "Electoral democracy in V-Dem 16, 1816-2025, members of the state system only: another edition, not to be "
        "spliced with the columns of V-Dem 15.",
        high=1,
    )
    participatory_democracy = _index("Participatory democracy")
    deliberative_democracy = _index("Deliberative democracy")
    egalitarian_democracy = _index("Egalitarian democracy")
    polity2 = dy.Int8(
        nullable=True,
        min=-10,
        max=10,
        metadata={
            "unit": "score -10 to 10",
            "description": "Polity5 (1816-2018; the United States to 2020): -10 hereditary monarchy ... 10 "
            "consolidated democracy; 0 in an interregnum, interpolated in a transition, null under foreign rule.",
        },
    )
    polity_special = dy.Enum(
        ["interruption", "interregnum", "transition"],
        nullable=True,
        metadata={"description": "Why Polity5 gave no score of its own that year; null in ordinary years."},
    )
    extended_unified_democracy = columns.amount(
        "standard deviation",
        "Adjusted Extended Unified Democracy Score (Marquez 2016, 1816-2025), a latent trait drawn from many scores; "
        "0 where the average yes-or-no list draws its line. The unadjusted score is 0.293 higher throughout.",
        low=-4,
        high=4,
    )


TABLES: dict[str, type[dy.Schema]] = {
    "regimes": Regimes,
}
