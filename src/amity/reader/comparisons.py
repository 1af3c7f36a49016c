"""Comparisons told in words: one partner with another, one state with another, one flow with another, now with then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from amity.reader import worded_words as words
from amity.reader.cases import Case, Way, clause_at
from amity.reader.claimed import LEVELS, Claimed, as_test, dealing, named_at, years_of
from amity.reader.model import Actor, Period
from amity.reader.rankings import ranking
from amity.reader.relations import Relation, Role
from amity.reader.slots import figures_of, filled, how_found, merged, nearest


def comparisons(case: Case, period: Period | None) -> Iterator[Claimed]:
    """Every way to test a comparison."""
    years, (start, end) = years_of(case, period), case.quantity.span
    op = ">" if case.quantity.sign > 0 else "<"
    is_placed = any(q.unit == "rank" and q.span[0] > end for q in case.quantities)
    if is_placed and words.OVERTOOK.fullmatch(case.text, start, end):
        yield from _overtaken(case, years, op)
        return
    more = next((m for m in words.MORE_FROM.finditer(case.text) if m.span("more") == (start, end)), None)
    if more is not None:
        one, two = (named_at(case, more.end(name)) for name in ("one", "two"))
        verb = dealing(case, more)
        if one and two and verb is not None:
            yield from _two_partners(case, verb, one, two, years, op)
        return
    left = next(
        (r for r, _, _ in nearest(case, (*LEVELS, "world.persons", "ratio")) if not r.is_verb and r.span[1] <= start),
        None,
    )
    if left is None or left.sense is None or clause_at(case, left.span[0]) != clause_at(case, start):
        return
    if (before := words.YEAR_BEFORE.match(case.text, end)) is not None:
        # "A year earlier" is no year of its own.
        timed = [p.last for p in case.periods if p.role == "at" and not end <= p.span[0] < before.end()]
        last = max(timed, default=years[1])
        yield from _with_year(case, left, last - 1, last, op)
        return
    then = _then(case, end)
    if then is not None:
        yield from _with_earlier(case, left, then, op)
        return
    if left.sense.flow == "of":
        yield from _two_owners(case, left, years, op)
        return
    yield from _two_flows(case, left, years, op)


def _statistic(relation: Relation) -> str | None:
    """The amount that a flow is told in."""
    return next((name for name in LEVELS if relation.sense and name in relation.sense.figures), None)


def compared(one: Way, other: Way, years: tuple[int, int], op: Literal[">", "<"]) -> Iterator[Claimed]:
    """The one above or below the other."""
    figures, others = figures_of(one), figures_of(other)
    if figures and others and figures[0] != others[0]:
        yield Claimed(one, as_test(figures[:1], years, op, than=others[0]), one.sense.soft or one.sense.gaps)


def _two_partners(
    case: Case, verb: Relation, one: Actor, two: Actor, years: tuple[int, int], op: Literal[">", "<"]
) -> Iterator[Claimed]:
    """Reads "Buys more from Russia than from Germany"."""
    statistic = _statistic(verb)
    if statistic is None or one.codes == two.codes:
        return
    for way in filled(case, replace(verb, partner=Role(one.codes[0], "preposition", one)), {}, statistic):
        if way.owner not in (one.codes[0], two.codes[0]):
            yield from compared(way, replace(way, partners=two.codes), years, op)


def _then(case: Case, at: int) -> Period | None:
    """The year of "higher than in 2014", "below its 2014 level"."""
    match = re.compile(r"\s+(?:(?:in|its|their|the|those of|that of|levels? of|level in)\s+){0,2}").match(case.text, at)
    return next((p for p in case.periods if match and p.span[0] == match.end()), None)


def _with_earlier(case: Case, left: Relation, then: Period, op: Literal[">", "<"]) -> Iterator[Claimed]:
    timed = [p for p in case.periods if p.span != then.span and p.last > then.last]
    if timed:
        yield from _with_year(case, left, then.last, timed[-1].last, op)


def _with_year(case: Case, left: Relation, then: int, last: int, op: Literal[">", "<"]) -> Iterator[Claimed]:
    statistic = _statistic(left)
    if statistic is None:
        return
    for way in filled(case, left, {}, statistic):
        figures = figures_of(way)
        if figures:
            test = replace(as_test(figures, (then, last), op, 0.0), change="difference")
            yield Claimed(way, test, way.sense.soft or way.sense.gaps)


def _two_owners(case: Case, left: Relation, years: tuple[int, int], op: Literal[">", "<"]) -> Iterator[Claimed]:
    """Reads "Russia's economy is smaller than Italy's"."""
    end = case.quantity.span[1]
    later = [a for a in case.actors if a.span[0] >= end and a.span[0] - end < 30 and len(a.codes) == 1 and not a.group]
    if left.sense is None or left.owner is None or not later or "ratio" not in left.sense.figures:
        return
    if later[0].codes[0] == left.owner.code:
        return
    way = Way(left.sense, "ratio", left.owner.code, later[0].codes, how_found(case, left.owner))
    yield Claimed(way, as_test(figures_of(way), years, op, 1.0), left.sense.soft)


def _two_flows(case: Case, left: Relation, years: tuple[int, int], op: Literal[">", "<"]) -> Iterator[Claimed]:
    """Reads "Its exports exceeded its imports", "dwarf those to Japan", "were larger than Germany's"."""
    end, statistic = case.quantity.span[1], _statistic(left)
    if statistic is None or left.sense is None:
        return
    right = next(
        (
            r
            for r in case.relations
            if r.sense and not r.is_verb and 0 <= r.start - end < 25 and statistic in r.sense.figures
        ),
        None,
    )
    for way in filled(case, left, {}, statistic):
        if right is not None and right.sense is not None:
            owner = right.owner if right.owner is not None else Role(way.owner, "inherited")
            partner = right.partner
            if partner is None or partner.code == owner.code:
                # "Those of Japan" are Japan's to the same state; its imports those from the other.
                is_same = owner.code == way.owner or right.sense is left.sense
                partner = Role(way.partners[0] if is_same else way.owner, "inherited")
            other = replace(way, sense=right.sense, owner=owner.code, partners=(partner.code,))
            yield from compared(way, other, years, op)
            continue
        match = re.compile(r"\s+(?:those|that)\s+(?P<how>to|from|with|of|by|between)\s+(?:the\s+)?").match(
            case.text, end
        )
        actor = named_at(case, match.end() if match else end)
        if actor is None or (match is None and not actor.genitive):
            continue
        is_owner = match is None or match["how"] in ("of", "by") or match["how"] not in left.sense.to.split("|")
        if actor.codes[0] in (way.owner, way.partners[0]):
            continue
        other = replace(way, owner=actor.codes[0]) if is_owner else replace(way, partners=actor.codes)
        yield from compared(way, other, years, op)


def _overtaken(case: Case, years: tuple[int, int], op: Literal[">", "<"]) -> Iterator[Claimed]:
    """Reads "China overtook Germany as Russia's largest supplier": in that year the one was larger than the other."""
    start, end = case.quantity.span
    place = next((q for q in case.quantities if q.unit == "rank" and q.span[0] > end), None)
    found = ranking(case.text, case.actors, place.span) if place is not None else None
    after = next((a for a in case.actors if 0 <= a.span[0] - end < 8 and len(a.codes) == 1 and not a.group), None)
    before = [
        a for a in case.actors if a.span[1] <= start and len(a.codes) == 1 and a.group is None and a.kind != "firm"
    ]
    if found is None or found.sense is None or found.owner is None or after is None or not before:
        return
    states = before[-1].codes[0], after.codes[0]
    if "share" not in found.sense.figures or found.owner.code in states or states[0] == states[1]:
        return
    role = Role(states[0], "subject", before[-1])
    features = merged(how_found(case, found.owner), how_found(case, role))
    way = Way(found.sense, "share", found.owner.code, states[:1], features)
    yield from compared(way, replace(way, partners=states[1:]), (years[1], years[1]), op)
