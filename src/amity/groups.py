"""Which states belong to an organisation or a region, and in which years?

One table beside this file, `groups.csv`, names the page or list each row was read from; docs/regions.md and
docs/sanctions.md say how it is used. An *organisation* has members by year; a *region* is a fixed list, and a state
belongs to it whenever it exists. A group that is not in the table has no members here: nothing is guessed.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from amity import states
from amity.errors import UsageError

Kind = Literal["organisation", "region"]


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of one state in one group.

    Attributes:
        group: Name of the group, e.g. "EU" or "Central Asia".
        kind: "organisation" (members by year) or "region" (a fixed list).
        state: Code of the member.
        first_year: Calendar year in which it joined; None in a region.
        last_year: Calendar year in which it left or was suspended; None if it had not when the page was read.
        source: The page or list that says so.
    """

    group: str
    kind: Kind
    state: str
    first_year: int | None
    last_year: int | None
    source: str

    def touches(self, year: int) -> bool:
        """Was it a member on any day of that calendar year, as far as years can say?"""
        return (self.first_year is None or self.first_year <= year) and (
            self.last_year is None or year <= self.last_year
        )


@cache
def everything() -> tuple[Membership, ...]:
    """Every row of the table, in its order."""
    path = f"{os.path.dirname(__file__)}/groups.csv"  # noqa: PTH120 - pathlib costs start-up time, see states
    with open(path, encoding="utf-8", newline="") as handle:  # noqa: PTH123
        rows = list(csv.reader(handle))[1:]
    return tuple(
        Membership(group, cast("Kind", kind), state, int(first) if first else None, int(last) if last else None, source)
        for group, kind, state, first, last, source in rows
    )


@cache
def names(kind: Kind | None = None) -> tuple[str, ...]:
    """The groups held, of one kind or all, in alphabetical order."""
    return tuple(sorted({row.group for row in everything() if kind in (None, row.kind)}))


def find(text: str) -> str:
    """Which group does this spelling mean? Case, accents and hyphens do not matter.

    Raises:
        UsageError: None; the message lists the groups there are.

    Example:
        >>> find("south-east asia")
        'South-East Asia'
    """
    found = _index().get(states.normalise(text))
    if found is None:
        raise UsageError(f"No group is called {text[:60]!r}. Groups with members: {', '.join(names())}.")
    return found


def members(group: str, year: int | None = None) -> tuple[str, ...]:
    """Codes of a group's members, in alphabetical order.

    Args:
        group: Any spelling of its name.
        year: Only states that were members of the group, and members of the state system, in that calendar year;
            None for every state that ever was one.

    Returns:
        State codes; empty if the group had no members yet.

    Raises:
        UsageError: No such group.

    Example:
        >>> members("Central Asia", 2000)
        ('KAZ', 'KGZ', 'TJK', 'TKM', 'UZB')
    """
    name = find(group)
    rows = [row for row in everything() if row.group == name]
    if year is None:
        return tuple(sorted({row.state for row in rows}))
    return tuple(sorted({r.state for r in rows if r.touches(year) and states.get(r.state).is_member(year)}))


@cache
def _index() -> Mapping[str, str]:
    return {states.normalise(name): name for name in names()}
