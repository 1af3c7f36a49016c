"""Whom leaders deal with, and by which signs a major power stands by a state."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class LeaderContacts(dy.Schema):
    """Entries on record by which a senior leader of `source` dealt with `target` in a year; entries, not meetings."""

    source = columns.state(key=True, what="Whose leader.")
    target = columns.unit(key=True, what="Dealt with whom.")
    year = columns.year(2003, key=True)
    leader = columns.text("Name of the leader.", key=True)
    entries = columns.count("Entries that name the target.")
    dataset = columns.dataset(key=False)


class SupportSignals(dy.Schema):
    """By which signs a major power (`source`) showed support for another state in a year; every year has a row."""

    source = columns.state(key=True, what="The major power.")
    target = columns.state(key=True, what="The state supported.")
    year = columns.year(1950, key=True)
    visit = columns.flag("A leaders' visit.")
    exercises = columns.flag("A joint military exercise; null in years without any on record.")
    arms = columns.flag("Deliveries of arms.")
    troops = columns.count(
        "Troops of the power in the state, persons; null in years without any on record.", nullable=True
    )
    pact = columns.flag("A defence pact.")
    nuclear_weapons = columns.flag("Nuclear weapons of the power in the state; null where not coded.")
    investment_treaty = columns.flag("A bilateral investment treaty.")
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "leader_contacts": LeaderContacts,
    "support_signals": SupportSignals,
}
