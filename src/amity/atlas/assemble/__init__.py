"""Tables that need more than putting the rows of their sources below one another: one module per subject.

A module declares `READS`, the tables as read that go in (none of them is kept as it is), `MAKES`, each table that comes
out with the tables as read whose sources it rests on, and `assemble`, a pure function from the one to the other.
Everything else is concatenated.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Protocol, cast

import polars as pl

#: Table as read → source → its rows.
Parts = Mapping[str, Mapping[str, pl.DataFrame]]


class Assembly(Protocol):
    """What a module of this package offers."""

    READS: tuple[str, ...]
    MAKES: Mapping[str, tuple[str, ...]]

    def assemble(self, parts: Parts) -> Mapping[str, pl.DataFrame]:
        """The tables of `MAKES`."""
        ...


@cache
def assemblies() -> tuple[Assembly, ...]:
    """Every module of this package, in alphabetical order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(cast("Assembly", importlib.import_module(f"{__name__}.{name}")) for name in names)


def assemble(parts: Parts) -> dict[str, pl.DataFrame]:
    """Every table that is not measured from others, from the rows of all sources."""
    frames: dict[str, pl.DataFrame] = {}
    taken: set[str] = set()
    for assembly in assemblies():
        if parts.keys().isdisjoint(assembly.READS):
            continue  # none of its sources takes part in this build
        frames |= assembly.assemble(parts)
        taken |= set(assembly.READS)
    plain = {name: pl.concat(by_source.values()) for name, by_source in parts.items() if name not in taken}
    return plain | frames


#: Tables that some module of this package makes.
ASSEMBLED: frozenset[str] = frozenset(table for assembly in assemblies() for table in assembly.MAKES)


def origin(table: str) -> tuple[str, ...]:
    """The tables as read whose sources `table` rests on."""
    for assembly in assemblies():
        if table in assembly.MAKES:
            return assembly.MAKES[table]
    return (table,)
