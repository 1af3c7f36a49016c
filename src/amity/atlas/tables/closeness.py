"""How close every two states were, and the standards by which it is read."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class ClosenessStandards(dy.Schema):
    """One number of the model of engagement and affinity: what is expected of a deed, or how a reading is weighed.

    With these and the deeds of one pair its closeness is computed without looking at any other pair.
    """

    item = columns.text("Deed the number belongs to; empty for what all share.", key=True)
    quantity = columns.text("What the number is, as in `amity.scores.standards`.", key=True)
    place = dy.Int8(primary_key=True, nullable=False, metadata={"description": "Which of several of the kind, from 0."})
    state = columns.text("State whose effect it is; empty otherwise.", key=True)
    year = dy.Int16(
        primary_key=True, nullable=False, metadata={"unit": "year", "description": "Year it holds for; 0 for all."}
    )
    value = dy.Float64(nullable=False, metadata={"description": "The number, rounded as it is used."})


class Closeness(columns.Undirected):
    """Engagement and affinity of two states in a year: what deeds of all years say, with standard errors.

    In standard deviations of all pairs, times 100. Closeness is their sum, scaled to the same spread.
    """

    year = columns.year(1946, key=True)
    engagement_centi = dy.Int16(nullable=False, metadata={"unit": "hundredths", "description": "Engagement."})
    engagement_sd_centi = dy.UInt8(nullable=False, metadata={"unit": "hundredths", "description": "Its error."})
    affinity_centi = dy.Int16(nullable=False, metadata={"unit": "hundredths", "description": "Affinity."})
    affinity_sd_centi = dy.UInt8(nullable=False, metadata={"unit": "hundredths", "description": "Its error."})
    correlation_centi = dy.Int8(
        nullable=False, min=-100, max=100, metadata={"unit": "hundredths", "description": "Of the two errors."}
    )
    n_engagement = dy.UInt8(nullable=False, metadata={"unit": "readings", "description": "On engagement this year."})
    n_affinity = dy.UInt8(nullable=False, metadata={"unit": "readings", "description": "On affinity this year."})
    n = dy.UInt8(nullable=False, metadata={"unit": "readings", "description": "On either this year."})


TABLES: dict[str, type[dy.Schema]] = {"closeness_standards": ClosenessStandards, "closeness": Closeness}

_READ = (
    "trade",
    "energy_flows",
    "energy_totals",
    "direct_investment",
    "arms_transfers",
    "support_signals",
    "events",
    "event_coverage",
    "shared_igos",
    "vote_pairs",
    "ideal_points",
    "dispute_years",
    "dispute_events",
    "armed_conflicts",
    "sanctions",
    "distance",
    "capitals",
    "capabilities",
)

RESTS_ON: dict[str, tuple[str, ...]] = {
    "closeness_standards": _READ,
    "closeness": (*_READ, "closeness_standards"),
}
