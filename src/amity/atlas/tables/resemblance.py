"""Which known kind of relationship every pair behaves like, and the model that says so."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class ResemblanceStandards(dy.Schema):
    """The model: how much each step of each item speaks for each kind, and where the steps lie each year."""

    term = columns.text("The item, or the two items joined by *; intercept for how common the kinds are.", key=True)
    kind = columns.text("The kind; empty for knots.", key=True)
    year = dy.Int16(
        primary_key=True,
        min=0,
        max=2100,
        metadata={"unit": "year", "description": "Year of a knot; 0 for weights, which hold for all years."},
    )
    draw = dy.Int16(
        primary_key=True,
        min=0,
        metadata={"description": "0 the estimate; others as other samples of pairs would have it."},
    )
    knot = dy.Int16(
        primary_key=True,
        min=-1,
        metadata={"description": "Number of the knot; -1 what is said where the item is missing."},
    )
    value_millionth = dy.Int32(
        metadata={"unit": "millionth", "description": "Weight in log-odds, or place of the knot in the item's measure."}
    )


class Resemblance(columns.Undirected):
    """How likely a pair that behaves like this is on record as rivals, partners, allies; the rest is ordinary."""

    year = columns.year(1950, key=True)
    rival_permille = dy.Int16(min=0, max=1000, metadata={"unit": "permille", "description": "Rivals."})
    partner_permille = dy.Int16(
        min=0,
        max=1000,
        metadata={"unit": "permille", "description": "Treaty of alliance short of defence, no rivalry."},
    )
    ally_permille = dy.Int16(min=0, max=1000, metadata={"unit": "permille", "description": "Defence pact, no rivalry."})
    rival_doubt = dy.UInt8(metadata={"description": "Standard deviation of the log-odds is 0.05 * 1.5 ** this."})
    partner_doubt = dy.UInt8(metadata={"description": "As rival_doubt."})
    ally_doubt = dy.UInt8(metadata={"description": "As rival_doubt."})
    ordinary_doubt = dy.UInt8(metadata={"description": "As rival_doubt."})
    n = dy.UInt8(metadata={"unit": "count", "description": "Items observed."})


TABLES: dict[str, type[dy.Schema]] = {
    "resemblance_standards": ResemblanceStandards,
    "resemblance": Resemblance,
}

_BEHAVIOUR = (
    "armed_conflicts",
    "arms_totals",
    "arms_transfers",
    "capabilities",
    "capitals",
    "contiguity",
    "dispute_years",
    "disputes",
    "event_coverage",
    "events",
    "igo_memberships",
    "major_powers",
    "sanctions",
    "shared_igos",
    "support_signals",
    "trade",
    "trade_totals",
    "vote_pairs",
    "war_pairs",
)

#: Treaties and rivalries are read for the kinds on record only.
RESTS_ON: dict[str, tuple[str, ...]] = {
    "resemblance_standards": (*_BEHAVIOUR, "obligations", "rivalries"),
    "resemblance": (*_BEHAVIOUR, "resemblance_standards"),
}
