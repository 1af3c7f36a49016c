"""What states pledged one another, and which organisations they share."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.atlas.tables.columns import Undirected


class Alliances(dy.Schema):
    """One alliance treaty (ATOP 5.1) with what it obliges to."""

    alliance = dy.Int32(primary_key=True, min=1, metadata={"description": "ATOP id."})
    first_day = columns.day("Signed; unknown month or day set to the first.")
    last_day = columns.day("Ended; null while in force at the end of coverage (2018).", nullable=True)
    is_bilateral = columns.flag("Between two states only.")
    defense = columns.flag("Help if a member is attacked.")
    offense = columns.flag("Help in an attack.")
    neutral = columns.flag("Stay neutral if a member is attacked.")
    nonagg = columns.flag("Not to attack each other.")
    consul = columns.flag("Consult in a crisis.")
    dataset = columns.dataset(key=False)


class AllianceMembers(dy.Schema):
    """One state's membership in one alliance, with that member's own obligations."""

    alliance = dy.Int32(primary_key=True, min=1, metadata={"description": "Key of `alliances`."})
    state = columns.state(key=True)
    first_day = columns.day("Entered; unknown month or day set to the first.", key=True)
    last_day = columns.day("Left; null while in force at the end of coverage (2018).", nullable=True)
    defense = columns.flag("Help if a member is attacked.")
    offense = columns.flag("Help in an attack.")
    neutral = columns.flag("Stay neutral if a member is attacked.")
    nonagg = columns.flag("Not to attack each other.")
    consul = columns.flag("Consult in a crisis.")


class Obligations(dy.Schema):
    """What `source` owed `target` by treaty in a year (ATOP); pairs without any pledge have no row."""

    source = columns.state(key=True, what="Who pledged.")
    target = columns.state(key=True, what="To whom.")
    year = columns.year(1815, key=True)
    defense = dy.Bool(metadata={"description": "Help if attacked."})
    offense = dy.Bool(metadata={"description": "Help in an attack."})
    neutral = dy.Bool(metadata={"description": "Stay neutral."})
    nonagg = dy.Bool(metadata={"description": "Not to attack."})
    consul = dy.Bool(metadata={"description": "Consult in a crisis."})
    dataset = columns.dataset(key=False)


class SharedIgos(Undirected):
    """Intergovernmental organisations both states were full members of (COW IGO 3)."""

    year = columns.year(1816, key=True)
    shared_igos = columns.count("Organisations in common.")
    dataset = columns.dataset(key=False)


class IgoMemberships(dy.Schema):
    """How many intergovernmental organisations a state was a full member of (COW IGO 3)."""

    state = columns.state(key=True)
    year = columns.year(1816, key=True)
    full_memberships = columns.count("Organisations.")
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "alliances": Alliances,
    "alliance_members": AllianceMembers,
    "obligations": Obligations,
    "shared_igos": SharedIgos,
    "igo_memberships": IgoMemberships,
}
