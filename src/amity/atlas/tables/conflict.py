"""Disputes and rivalries between states."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.atlas.tables.columns import Undirected


class Disputes(Undirected):
    """One militarised dispute between two states on opposite sides at the same time (COW MID 5)."""

    dispute = dy.Int32(primary_key=True, min=1, metadata={"description": "MID number."})
    first_year = columns.year(1816, what="First year both took part.")
    last_year = columns.year(1816, what="Last year both took part.")
    hostility_a = dy.Int8(nullable=True, min=1, max=5, metadata={"description": "a: 1 none ... 4 use of force, 5 war."})
    hostility_b = dy.Int8(nullable=True, min=1, max=5, metadata={"description": "b: 1 none ... 4 use of force, 5 war."})
    fatality = dy.Int8(nullable=True, min=0, max=6, metadata={"description": "Deaths in the whole dispute, 0-6 scale."})
    dataset = columns.dataset(key=False)


class Rivalries(Undirected):
    """One spell of rivalry between two states, on one list of rivalries."""

    dataset = columns.dataset()
    vintage = dy.Enum(["tss", "td", "riv500"], primary_key=True, metadata={"description": "Which list."})
    first_year = columns.year(1400, key=True)
    last_year = columns.year(1400, nullable=True, what="Last year; null if ongoing when the list ends.")
    is_positional = columns.flag("About influence or status.")
    is_spatial = columns.flag("About territory.")
    is_ideological = columns.flag("About political systems or beliefs.")
    is_interventionary = columns.flag("About intervention.")


TABLES: dict[str, type[dy.Schema]] = {
    "disputes": Disputes,
    "rivalries": Rivalries,
}
