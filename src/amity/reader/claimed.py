"""A way to read a quantity told in words, with the test it makes, and what such ways share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from amity.claims.language import Figure, Test
from amity.reader.cases import Case, Way, subject_of
from amity.reader.model import Actor, Period
from amity.reader.relations import Relation, Role
from amity.reader.worded import flow_of

#: Statistics of amounts, the likeliest first.
LEVELS = ("level.USD", "level.t", "level.m3", "level.TIV", "level.persons", "world.USD")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A way to read a quantity told in words, and the test it makes.

    Attributes:
        way: What is measured and of whom.
        test: What must hold.
        is_soft: Whether a contradiction would prove nothing.
    """

    way: Way
    test: Test
    is_soft: bool = False


def as_test(
    figures: Sequence[Figure],
    years: tuple[int, int],
    op: Literal[">", ">=", "<=", "<", "rising", "falling"],
    value: float | None = None,
    unit: str | None = None,
    than: Figure | None = None,
) -> Test:
    """A test of the first of some figures, the others as rivals."""
    return Test(figures[0], years, op, value, "", unit, 0, rivals=tuple(figures[1:]), than=than)


def years_of(case: Case, period: Period | None) -> tuple[int, int]:
    """The years of a period, or that of the document."""
    return (period.first, period.last) if period is not None else (case.year, case.year)


def dealing(case: Case, match: re.Match[str]) -> Relation | None:
    """What the verb of "buys more oil from" tells, of its subject."""
    sense = flow_of(match)
    if sense is None:
        return None
    span = match.span("verb")
    subject = subject_of(replace(case, quantity=replace(case.quantity, span=span)), ())
    known = next((r for r in case.relations if r.is_verb and r.span[0] == span[0]), None)
    inside = [a for a in case.actors if match.start() < a.span[0] < match.end() and len(a.codes) == 1 and not a.group]
    named = [a for a in inside if a.kind != "pronoun"]
    partner = (
        known.partner
        if known and known.partner
        else Role(named[0].codes[0], "preposition", named[0])
        if named
        else None
    )
    owner = known.owner if known and known.owner else subject
    return Relation(span, span[0], sense, owner, partner, is_verb=True)


def named_at(case: Case, at: int) -> Actor | None:
    """The state named at a place, behind an article perhaps."""
    match = re.compile(r"\s*(?:the\s+)?").match(case.text, at)
    starts = {at, match.end() if match else at, at + 1}
    found = next((a for a in case.actors if a.span[0] in starts), None)
    return found if found is not None and len(found.codes) == 1 and found.group is None else None
