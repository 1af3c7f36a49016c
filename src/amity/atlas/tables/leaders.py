"""Who led each state, from when to when."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from amity.atlas.tables import columns


class Leaders(dy.Schema):
    """One spell of one person as the leader of one state or territory (Archigos 4.1, 1875-2015)."""

    spell = columns.text("Archigos' id of the spell, e.g. 'USA-1881-1'.", key=True)
    state = columns.unit()
    leader = columns.text("Name as Archigos writes it.")
    first_day = columns.day("Entered office; may lie before 1875 for whoever then ruled.")
    last_day = columns.day("Left office; null if in office at the end of coverage (2015-12-31).", nullable=True)
    entry = dy.Enum(
        ["regular", "irregular", "foreign imposition", "unknown"],
        metadata={"description": "How power was won: by the state's own rules, against them, or from abroad."},
    )
    exit = dy.Enum(
        ["regular", "irregular", "foreign imposition", "natural death", "ill health", "suicide", "unknown"],
        nullable=True,
        metadata={"description": "How power was lost; null if in office at the end of coverage."},
    )
    first_in_dataset = columns.flag("The state's first spell in the list: nobody before this leader is known to it.")
    dataset = columns.dataset(key=False)

    @dy.rule()
    def in_order(cls) -> pl.Expr:  # noqa: N805 - dataframely passes the class
        """Nobody leaves before coming."""
        return cls.last_day.col.is_null() | (cls.first_day.col <= cls.last_day.col)


TABLES: dict[str, type[dy.Schema]] = {
    "leaders": Leaders,
}
