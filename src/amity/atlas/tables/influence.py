"""The largest influence capacity of each year, which sets the scale of the score."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class Influence(dy.Schema):
    """The pair with the largest product of bandwidth and dependence in a year; the largest of all years counts as 1."""

    year = columns.year(1960, key=True)
    a = columns.state(what="Whose influence it is.")
    b = columns.state(what="Over whom.")
    product = columns.amount("index", "Bandwidth times dependence of b on a, at the default weights.", high=1)
    n_pairs = columns.count("Directed pairs with a value.")


TABLES: dict[str, type[dy.Schema]] = {"influence": Influence}

RESTS_ON: dict[str, tuple[str, ...]] = {
    "influence": (
        "trade",
        "trade_totals",
        "energy_flows",
        "energy_totals",
        "arms_transfers",
        "arms_totals",
        "direct_investment",
        "direct_investment_totals",
        "technology_shares",
        "export_baskets",
        "shared_igos",
        "obligations",
    )
}
