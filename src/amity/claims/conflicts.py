"""Where studies part: claims that cannot both be true, and claims that pull one reading of a tie in two directions.

The two are kept apart. A contradiction follows from what two tests say of one figure, whatever the data are; nothing
is called one that could be reconciled. That two claims pull apart says less: one figure is said to move both ways in
years that overlap, or two claims bear on one hypothesis, or on one mechanism, in opposite directions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from amity import scores
from amity.claims import precision, wording
from amity.claims.language import Claim, Figure, Study, Test, Untested
from amity.claims.units import converted

_T = TypeVar("_T")

#: What is for one of these is against the other: the closest and the most distant reading of a tie.
_OPPOSITE = {"alliance": "estrangement", "estrangement": "alliance"}

_UP, _DOWN = ("rising", ">", ">="), ("falling", "<", "<=")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be true, or (of `pulls`) that say one figure moves both ways.

    Attributes:
        one: A claim.
        other: Another one, of the same or another study.
        what: The figure both speak of.
        said: What both say of it, in words.
    """

    one: Claim
    other: Claim
    what: str
    said: str


@dataclass(frozen=True, slots=True)
class Division:
    """Claims that bear on one question in opposite directions.

    Attributes:
        kind: "hypothesis" or "mechanism".
        name: Which one.
        pro: Claims for the hypothesis, or that assert the mechanism.
        con: Claims against it, or that deny it.
    """

    kind: str
    name: str
    pro: tuple[Claim, ...]
    con: tuple[Claim, ...]

    @property
    def pairs(self) -> tuple[tuple[Claim, Claim], ...]:
        """One claim of each side, where both speak of one pillar or mechanism, or one of them of the tie as a whole."""
        return tuple(
            (one, other) for one in self.pro for other in self.con if self.kind == "mechanism" or _meet(one, other)
        )


def _meet(one: Claim, other: Claim) -> bool:
    if one.pillar == other.pillar or "overall" in (one.pillar, other.pillar):
        return True
    x, y = bearing(one), bearing(other)
    return x is not None and y is not None and x.mechanism is not None and x.mechanism == y.mechanism


def bearing(claim: Claim) -> Untested | None:
    """What a claim bears on: hypothesis and mechanism, with the direction."""
    return claim.bears_on or claim.untested


def contradictions(studies: Sequence[Study]) -> tuple[Contradiction, ...]:
    """Pairs of claims that cannot both be true.

    Found are claims of one figure in the same years whose values, bounds or places exclude each other beyond what both
    were printed to; that it rises and that it falls in the same years; that it is more and that it is less than
    another figure; that something is on record and that it is not; and claims that name the same quantity, for which
    no data are held, with different values. Claims tested by a proxy are left to `pulls`.
    """
    claims = [claim for study in studies for claim in study.claims]
    asserted = [(c, test) for c in claims for test in c.tests if not test.instead and not _is_proxied(c)]
    found: dict[tuple[str, str], Contradiction] = {}
    for (one, x), (other, y) in _pairs(asserted):
        if one.id != other.id and _same(x.figure, y.figure) and (said := _excluded(x, y)):
            found.setdefault((one.id, other.id), Contradiction(one, other, _named(x), said))
    return (*found.values(), *_quantities(claims))


def _is_proxied(claim: Claim) -> bool:
    """Whether something else is tested in place of what is claimed: then claims may agree whose tests do not."""
    return any(str(note).startswith("proxy") for note in claim.more.get("notes", []))


def pulls(studies: Sequence[Study]) -> tuple[Contradiction, ...]:
    """Pairs of claims by which one figure moves both ways in years most of which they share, or whose proxies clash."""
    claims = [claim for study in studies for claim in study.claims]
    proxies = [(claim, test) for claim in claims for test in claim.tests if not test.instead]
    ways = [(claim, test, way) for claim in claims for test in claim.tests if (way := _way(test)) is not None]
    strict = {(c.one.id, c.other.id) for c in contradictions(studies)}
    found: dict[tuple[str, str], Contradiction] = {}
    for (one, x), (other, y) in _pairs(proxies):
        stands_in = _is_proxied(one) or _is_proxied(other)
        if one.id != other.id and stands_in and _same(x.figure, y.figure) and (said := _excluded(x, y)):
            found.setdefault((one.id, other.id), Contradiction(one, other, _named(x), said))
    for (one, x, (up, first)), (other, y, (rises, second)) in _pairs(ways):
        if one.id == other.id or up == rises or (one.id, other.id) in strict or not _same(x.figure, y.figure):
            continue
        shared = min(first[1], second[1]) - max(first[0], second[0])
        least, most = sorted((first[1] - first[0], second[1] - second[0]))
        # Most of the shorter span, and no mere moment of the longer: one may well rise first and fall later.
        if 0 < least <= 2 * shared and most <= 4 * least:
            said = " against ".join(
                f"{'up' if u else 'down'} {wording.span(s)}" for u, s in ((up, first), (rises, second))
            )
            found.setdefault((one.id, other.id), Contradiction(one, other, wording.figure(x.figure), said))
    return tuple(found.values())


def divisions(studies: Sequence[Study]) -> tuple[Division, ...]:
    """The hypotheses, then the mechanisms, on which claims bear in opposite directions."""
    sides: dict[tuple[str, str], tuple[list[Claim], list[Claim]]] = {}
    for claim in (claim for study in studies for claim in study.claims):
        for kind, name, is_for in _borne(claim):
            sides.setdefault((kind, name), ([], []))[0 if is_for else 1].append(claim)
    return tuple(
        Division(kind, name, tuple(pro), tuple(con))
        for (kind, name), (pro, con) in sorted(sides.items())
        if pro and con
    )


def _borne(claim: Claim) -> Iterator[tuple[str, str, bool]]:
    """Each question a claim bears on, and whether it is for it."""
    of = bearing(claim)
    if of is None:
        return
    if of.hypothesis is not None:
        yield "hypothesis", of.hypothesis, of.direction == "for"
        if of.direction == "for" and of.hypothesis in _OPPOSITE:
            yield "hypothesis", _OPPOSITE[of.hypothesis], False
    if of.mechanism is not None:
        yield "mechanism", of.mechanism, not of.denies


def _pairs(items: Sequence[_T]) -> Iterable[tuple[_T, _T]]:
    return ((one, other) for i, one in enumerate(items) for other in items[i + 1 :])


def _same(one: Figure, other: Figure) -> bool:
    return one.name == other.name and _ordered(one) == _ordered(other)


def _ordered(figure: Figure) -> Figure:
    """The same figure with the two states of an undirected indicator in one order."""
    of, on = figure.of, figure.on
    if figure.kind != "indicator" or not isinstance(of, str) or not isinstance(on, str) or of < on:
        return figure
    return figure if scores.get(figure.name).directed else replace(figure, of=on, on=of)


def _excluded(x: Test, y: Test) -> str | None:
    """What two tests of one figure say, where both cannot hold; None where they can."""
    ops = {x.op, y.op}
    if ops == {"rising", "falling"}:
        return f"{x.op} against {y.op}" if x.years == y.years else None
    if ops == {"exists", "absent"}:
        there, gone = (x, y) if x.op == "exists" else (y, x)
        within = gone.years[0] <= there.years[0] and there.years[1] <= gone.years[1]
        return (
            f"on record in {wording.span(there.years)} against none in {wording.span(gone.years)}" if within else None
        )
    if x.than is not None or y.than is not None:
        return _compared(x, y)
    if (
        x.value is None
        or y.value is None
        or (x.change, x.base) != (y.change, y.base)
        or (x.op == "first") != (y.op == "first")
    ):
        return None
    if not _speaks_of(x, y):
        return None
    value = y.value if x.unit == y.unit else converted(y.value, y.unit or "", x.unit or "")
    if value is None:
        return None
    scale = value / y.value if y.value else 1.0
    (low, high), (least, most) = _bounds(x, x.value, _slack(x)), _bounds(y, value, scale * _slack(y))
    if low <= most and least <= high:
        return None
    told = [f"{'' if t.op in ('=', 'first') else t.op + ' '}{t.printed} {t.unit or ''}".strip() for t in (x, y)]
    return " against ".join(told)


def _speaks_of(x: Test, y: Test) -> bool:
    """Whether two tests speak of the same years: the same span, or one of every year of a span that holds the other."""
    if x.years == y.years:
        return x.span == y.span or x.years[0] == x.years[1]
    return any(
        one.years[0] == one.years[1]
        and many.years[0] <= one.years[0] <= many.years[1]
        and (many.span, many.op) in {("each", ">="), ("each", ">"), ("max", "<="), ("max", "<")}
        for one, many in ((x, y), (y, x))
    )


def _bounds(test: Test, value: float, slack: float) -> tuple[float, float]:
    """Between which values the figure lies by a test."""
    if test.op in (">", ">="):
        return value - slack if test.op == ">=" else math.nextafter(value, math.inf), math.inf
    if test.op in ("<", "<="):
        return -math.inf, value + slack if test.op == "<=" else math.nextafter(value, -math.inf)
    return value - slack, value + slack


def _compared(x: Test, y: Test) -> str | None:
    """Two comparisons of the same figures, one of which says more and the other less."""
    if x.than is None or y.than is None or (x.years, x.change, x.span) != (y.years, y.change, y.span):
        return None
    if not _same(x.than, y.than) or (x.than_years or x.years) != (y.than_years or y.years):
        return None
    if (x.op in _UP) == (y.op in _UP) or "=" in (x.op, y.op) or {x.op, y.op} == {">=", "<="}:
        return None
    return f"{x.op} {wording.figure(x.than)} against {y.op} it"


def _slack(test: Test) -> float:
    if test.tolerance is None:
        return precision(test.printed) if test.op in ("=", "first") else 0.0
    return test.tolerance * abs(test.value or 0.0) if test.is_relative else test.tolerance


def _way(test: Test) -> tuple[bool, tuple[int, int]] | None:
    """Whether a figure goes up by a test, and over which years; None where it says nothing of that."""
    if test.op in ("rising", "falling"):
        return test.op == "rising", test.years
    if test.than is not None and test.change is None and _same(test.figure, test.than):
        before = test.than_years or test.years
        if before[1] <= test.years[0] and before != test.years and test.op in (*_UP, *_DOWN):
            return test.op in _UP, (before[1], test.years[1])
        return None
    if test.change in ("growth", "difference", "ratio") and test.value is not None:
        still = 1.0 if test.change == "ratio" else 0.0
        over = test.years if test.base is None else (test.base[0], test.years[1])
        if (test.op in _UP and test.value >= still) or (test.op == "=" and test.value > still):
            return True, over
        if (test.op in _DOWN and test.value <= still) or (test.op == "=" and test.value < still):
            return False, over
    return None


def _quantities(claims: Sequence[Claim]) -> Iterable[Contradiction]:
    named = [c for c in claims if c.untested and c.untested.quantity and "value" in c.more]
    for one, other in _pairs(named):
        assert one.untested is not None
        assert other.untested is not None
        x, y = (str(claim.more["value"]) for claim in (one, other))
        unit = one.more.get("unit")
        if one.untested.quantity == other.untested.quantity and unit == other.more.get("unit") and x != y:
            yield Contradiction(one, other, str(one.untested.quantity), f"{x} {unit} against {y} {unit}")


def _named(test: Test) -> str:
    return f"{wording.figure(test.figure)}, {wording.span(test.years)}"
