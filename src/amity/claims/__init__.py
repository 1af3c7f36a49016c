"""Claims: what a document asserts, executed against the data; the verdict names the row that says so."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from amity.atlas import Atlas
from amity.claims.figures import Known, Part, Reading, converted, known, prepare, ranking, scale
from amity.claims.language import Claim, ClaimError, Figure, FigureError, Study, Test, parse, read
from amity.claims.wording import amount, bound, span
from amity.claims.wording import figure as figure_in_words
from amity.errors import NoDataError

__all__ = [
    "Claim",
    "ClaimError",
    "Evidence",
    "Study",
    "Test",
    "Verdict",
    "parse",
    "read",
    "run",
    "run_each",
    "try_test",
]

Outcome = Literal["agrees", "off", "contradicts", "no data", "not testable"]

#: The nearest reading in words, and how many years it is away.
_Nearest = tuple[str | None, int | None]

#: From readings and the years asked to one value; None where they give none.
Worth = Callable[[Part, tuple[int, int]], float | None]

#: Worst first: a claim of several tests is as good as its worst.
_ORDER: tuple[Outcome, ...] = ("contradicts", "off", "no data", "not testable", "agrees")

#: A figure that misses by no more than this share of itself is off; beyond it the data contradict the claim.
NEAR = 0.25

#: The same of a year: beyond this many years it is another time.
NEAR_YEARS = 3

#: What "rising" and "falling" leave to chance: at least this share of all pairs of years must go that way.
_STEADY = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the data say on one test.

    Attributes:
        outcome: The verdict on it.
        value: The figure found, in `unit`; None where there is none.
        unit: Its unit.
        claimed: The value claimed, in the same unit.
        years: The years it was found for.
        source: Where it comes from.
        reading: Which of several readings agrees, where it is not the default.
        default: The default reading, where another one was used.
        nearest: The nearest reading that would make the claim true, in words.
        away: How many years that reading is away from those claimed.
        facts: The facts behind it, of casefiles.
        said: The comparison in words.
        line: Line of the test in the claim file.
    """

    outcome: Outcome
    said: str
    line: int
    value: float | None = None
    unit: str | None = None
    claimed: float | None = None
    years: tuple[int, int] | None = None
    source: str | None = None
    reading: str | None = None
    default: float | None = None
    nearest: str | None = None
    facts: str | None = None
    away: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim and what the data say on it."""

    claim: Claim
    outcome: Outcome
    evidence: tuple[Evidence, ...]
    reason: str | None = None

    def _repr_html_(self) -> str:
        from html import escape

        told = [
            f"{e.said}{f'; nearest: {e.nearest}' if e.nearest else ''} [{e.source or 'no source'}]"
            for e in self.evidence
        ]
        lines = "".join(f"<li>{escape(line)}</li>" for line in told or [self.reason or ""])
        return f"<p>{escape(self.claim.text)}</p><p><b>{self.outcome}</b></p><ul>{lines}</ul>"


def run_each(claims: Sequence[Claim], atlas: Atlas) -> tuple[Verdict, ...]:
    """The verdict on every claim, in their order; what they ask for alike is looked up once."""
    tests = [option for claim in claims for test in claim.tests for option in (test, *test.instead)]
    named = [figure for test in tests if test.change != "rank" for figure in (test.figure, *test.rivals)]
    prepare(atlas, [*named, *(test.than for test in tests if test.than is not None)])
    return tuple(run(claim, atlas) for claim in claims)


def run(claim: Claim, atlas: Atlas) -> Verdict:
    """The verdict on one claim; never raises for what the data lack."""
    if not claim.tests:
        assert claim.untested is not None
        outcome: Outcome = "no data" if claim.untested.reason == "no data" else "not testable"
        return Verdict(claim, outcome, (), claim.untested.settle)
    evidence = tuple(try_test(test, atlas) for test in claim.tests)
    for outcome in _ORDER:
        if any(e.outcome == outcome for e in evidence):
            return Verdict(claim, outcome, evidence)
    raise AssertionError("every outcome has its place in the order")


def try_test(test: Test, atlas: Atlas) -> Evidence:
    """What the data say on one test: the first of its figures that agrees, else the first with data.

    Where one of several tests will do, the one that does best speaks for all.
    """
    best = _tried(test, atlas)
    for other in test.instead:
        if best.outcome == "agrees":
            break
        found = _tried(other, atlas)
        best = min(best, found, key=lambda e: ("agrees", "off", "contradicts", "no data").index(e.outcome))
    return best


def distance(test: Test, atlas: Atlas) -> float | None:
    """How far what is claimed lies from what the data hold, so briefly that many tests can be tried.

    Args:
        test: The test.
        atlas: The data.

    Returns:
        0 if the data bear the test out by one of its figures; else the least absolute natural logarithm of the quotient
        of value and claim, `inf` where their signs differ or one is 0; None where nothing is held to compare.
    """
    least: float | None = None
    for figure in (test.figure, *test.rivals):
        found = _evidence(test, figure, atlas, is_brief=True)
        if found.outcome == "agrees":
            return 0.0
        if found.value is not None and found.claimed is not None:
            quotient = found.value / found.claimed if found.claimed else 0.0
            apart = abs(math.log(quotient)) if quotient > 0 else math.inf
            # What does not agree is not borne out, be it ever so near.
            least = min(apart if least is None else least, max(apart, 1e-9))
    return least


def _tried(test: Test, atlas: Atlas) -> Evidence:
    found = [_evidence(test, figure, atlas) for figure in (test.figure, *test.rivals)]
    agreeing = next((e for e in found if e.outcome == "agrees"), None)
    if agreeing is not None:
        return agreeing
    first = next((e for e in found if e.outcome != "no data"), found[0])
    # Another figure may hold in years less far away than the first one does.
    closest = min((e for e in found if e.away is not None), key=lambda e: e.away or 0, default=None)
    if closest is None or closest is first:
        return first
    return replace(first, nearest=closest.nearest, away=closest.away)


def _evidence(test: Test, figure: Figure, atlas: Atlas, *, is_brief: bool = False) -> Evidence:
    """What the data say by one figure; in brief without the years in which it would be true."""
    try:
        if test.change == "rank":
            return _rank(test, figure, atlas, is_brief=is_brief)
        held = known(atlas, figure)
        if test.op in ("exists", "absent"):
            return _existence(test, figure, held)
        if test.op in ("rising", "falling"):
            return _trend(test, held)
        return _level(test, held, atlas, is_rival=figure is not test.figure, is_brief=is_brief)
    except (FigureError, NoDataError) as error:
        return Evidence("no data", str(error), test.line)


def _uncovered(held: Known, first: int, last: int) -> str:
    asked = str(first) if first == last else f"{first} to {last}"
    if not held.years:
        return f"no value is held for {asked} or any other year"
    return f"no value is held for {asked}; the figure covers {held.years[0]} to {held.years[-1]}"


def _existence(test: Test, figure: Figure, held: Known) -> Evidence:
    first, last = test.years
    shown = [(year, r) for _, part in held.parts for year, r in sorted(part.items()) if first <= year <= last]
    there = [(year, reading) for year, reading in shown if reading.value != 0]
    undated = next((reading for reading in held.undated if reading.value != 0), None)
    if not there and not shown and figure.kind in ("indicator", "table") and test.op == "exists":
        return Evidence("no data", _uncovered(held, first, last), test.line)
    if not there and undated is not None:
        # It is on record, but nobody wrote down when: enough for having been at all, not for never having been then.
        outcome: Outcome = "agrees" if test.op == "exists" else "no data"
        said, facts = "on record, without a date", undated.facts
        return Evidence(outcome, said, test.line, years=test.years, source=undated.source, facts=facts)
    if not there and not shown and figure.kind != "indicator" and test.op == "absent":
        # No row is no proof: a casefile holds what was found, not all there was.
        empty = "the casefile holds none" if figure.kind in ("facts", "series") else "no row is held"
        return Evidence("agrees", f"{empty} in these years", test.line, years=test.years)
    outcome = "agrees" if bool(there) == (test.op == "exists") else "contradicts"
    nearest = None
    if outcome == "contradicts" and test.op == "exists":
        other = sorted({year for _, part in held.parts for year, reading in part.items() if reading.value != 0})
        nearest = f"it is on record in {', '.join(map(str, other[:6]))}" if other else None
    best = (there or shown)[0][1] if there or shown else None
    years = sorted({year for year, _ in there})
    return Evidence(
        outcome,
        _recorded(years) + ("" if outcome == "agrees" else ", claimed none" if there else ", claimed on record"),
        test.line,
        years=test.years,
        source=best.source if best else None,
        facts=best.facts if best else None,
        nearest=nearest,
    )


def _recorded(years: list[int]) -> str:
    """In which years something is on record: runs of years, at most eight of them."""
    if not years:
        return "none on record"
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    told = [str(a) if a == b else f"{a}–{b}" for a, b in runs]
    return f"on record in {', '.join(told[:8])}{' …' if len(told) > 8 else ''}"


def _trend(test: Test, held: Known) -> Evidence:
    """Whether later years lie higher: the share of pairs of years that go that way (Kendall), and the ends."""
    series = _within(held.default, test.years)
    if not series:
        return Evidence("no data", _uncovered(held, *test.years), test.line)
    if len(series) < 2:
        return Evidence("no data", f"only {len(series)} year of {test.years[0]} to {test.years[1]} is held", test.line)
    years, values = [year for year, _ in series], [reading.value for _, reading in series]
    sign = 1 if test.op == "rising" else -1
    pairs = [(y - x) * sign for i, x in enumerate(values) for y in values[i + 1 :]]
    moved = [p for p in pairs if p]
    # Years alike say nothing either way; a figure that never moves goes nowhere.
    steady = sum(p > 0 for p in moved) / len(moved) if moved else 0.0
    ends = (values[-1] - values[0]) * sign > 0
    both = ends and steady >= _STEADY
    outcome: Outcome = "agrees" if both else "off" if ends or steady > 0.5 else "contradicts"
    claimed = "" if both else f", claimed {test.op}"
    said = (
        f"{amount(values[0], held.unit)} in {years[0]}, {amount(values[-1], held.unit)} in {years[-1]}{claimed} "
        f"({100 * steady:.0f} % of pairs of years {'rise' if sign > 0 else 'fall'})"
    )
    return Evidence(
        outcome,
        said,
        test.line,
        value=values[-1],
        unit=held.unit,
        years=(years[0], years[-1]),
        source=series[-1][1].source,
    )


def _rank(test: Test, figure: Figure, atlas: Atlas, *, is_brief: bool) -> Evidence:
    """The place of a state among all others that have a value, largest first; equals share the better place."""
    who, everybody = ranking(atlas, figure)
    assert test.value is not None
    at = _place(who, everybody, test.years, test.span)
    if at is None:
        covered = sorted(everybody.get(who, {}))
        more = f"; the figure covers {covered[0]} to {covered[-1]}" if covered else ""
        return Evidence("no data", f"{who} has no value in these years{more}", test.line)
    place, above, count, years = at
    allowed = test.tolerance or 0.0
    agrees = _holds(test.op, place, test.value, allowed)
    near = abs(place - test.value) <= allowed + max(1.0, NEAR * test.value)
    outcome: Outcome = "agrees" if agrees else "off" if near else "contradicts"
    nearest, away = (None, None) if agrees or is_brief else _nearest_place(test, who, everybody, allowed)
    return Evidence(
        outcome,
        f"place {place} of {count} in {span(years)}; before it {', '.join(above[:10]) or 'nobody'}",
        test.line,
        value=float(place),
        unit="rank (1 = largest)",
        claimed=test.value,
        years=years,
        source=everybody[who][years[1]].source,
        nearest=nearest,
        away=away,
    )


def _place(
    who: str, everybody: Mapping[str, Part], years: tuple[int, int], span: str
) -> tuple[int, list[str], int, tuple[int, int]] | None:
    """The place of a state, who stands before it, how many are ranked, and the years; None without a value."""
    mine = [year for year, _ in _within(everybody.get(who, {}), years)]
    if not mine:
        return None
    when = (mine[-1], mine[-1]) if span == "last" else (mine[0], mine[-1])
    worth = _over(span)
    values = {state: value for state, part in everybody.items() if (value := worth(part, when)) is not None}
    above = sorted((state for state in values if values[state] > values[who]), key=lambda state: -values[state])
    return len(above) + 1, above, len(values), when


def _nearest_place(test: Test, who: str, everybody: Mapping[str, Part], allowed: float) -> _Nearest:
    assert test.value is not None
    for years in _shifted(test.years, everybody[who]):
        at = _place(who, everybody, years, test.span)
        if at is not None and _holds(test.op, at[0], test.value, allowed):
            return f"place {at[0]} in {span(at[3])}", abs(years[0] - test.years[0])
    return None, None


def _level(test: Test, held: Known, atlas: Atlas, *, is_rival: bool, is_brief: bool) -> Evidence:
    """A value, change or ratio compared with a number or another figure."""
    unit = _unit(test, held)
    claimed, source_than = _claimed(test, atlas, unit)
    if claimed is None:
        return Evidence("no data", source_than, test.line)
    worth = _worth(test, claimed)
    allowed = _allowed(test, claimed, unit)
    found: list[tuple[str, float, Reading]] = []
    for name, part in held.parts:
        value = worth(part, test.years)
        within = _within(part, test.years) or (sorted(part.items()) if test.op == "first" else [])
        if value is not None and within:
            found.append((name, value, within[-1][1]))
    if not found:
        near_by, away = (None, None) if is_brief else _nearest(test, held, worth, claimed, allowed, is_rival=is_rival)
        return Evidence("no data", _uncovered(held, *test.years), test.line, nearest=near_by, away=away)
    best = next((f for f in found if _holds(test.op, f[1], claimed, allowed)), found[0])
    name, value, reading = best
    agrees = _holds(test.op, value, claimed, allowed)
    miss = abs(value - claimed) / abs(claimed) if claimed else math.inf
    near = abs(value - claimed) <= NEAR_YEARS if test.op == "first" else miss <= NEAR
    outcome: Outcome = "agrees" if agrees else "off" if near else "contradicts"
    nearest, away = (
        (None, None) if agrees or is_brief else _nearest(test, held, worth, claimed, allowed, is_rival=is_rival)
    )
    against = f" ({source_than})" if source_than else ""
    return Evidence(
        outcome,
        _said(test, value, claimed, unit) + against,
        test.line,
        value=value,
        unit=unit,
        claimed=claimed,
        years=test.years,
        source=reading.source,
        reading=name or None,
        default=found[0][1] if best is not found[0] else None,
        nearest=nearest,
        facts=reading.facts,
        away=away,
    )


def _within(part: Part, years: tuple[int, int]) -> list[tuple[int, Reading]]:
    """The readings of a span of years, in their order."""
    return sorted((year, reading) for year, reading in part.items() if years[0] <= year <= years[1])


def _unit(test: Test, held: Known) -> str:
    if test.op == "first":
        return "year"
    if test.change == "growth":
        return "share (0-1)"
    if test.change == "ratio":
        return "times"
    return held.unit or test.unit or ""


def _claimed(test: Test, atlas: Atlas, unit: str) -> tuple[float | None, str]:
    """The number to compare with in the unit of the figure, and where it comes from if it is a figure itself."""
    if test.value is not None:
        if test.unit is None or test.op == "first" or test.change == "ratio":
            return test.value, ""
        value = converted(test.value, test.unit, unit)
        if value is None:
            return None, f"the claim is in {test.unit}, the figure in {unit}: the two cannot be compared"
        return value, ""
    assert test.than is not None
    try:
        other = known(atlas, test.than)
    except (FigureError, NoDataError) as error:
        return None, str(error)
    years = test.than_years or test.years
    worth = _worth(test) if test.op != "first" else _over(test.span)
    value = worth(other.default, years)
    if value is None:
        return None, _uncovered(other, *years)
    own = value if test.change in ("growth", "ratio") else converted(value, other.unit, unit)
    if own is None:
        return None, f"{other.unit} and {unit} cannot be compared"
    return own, f"{figure_in_words(test.than)}, {span(years)}"


def precision(printed: str) -> float:
    """Half a unit of the last digit printed: .05 of "94.1"; zeros at the end of a whole number do not count.

    A round number is printed for what it is near to, but never more than 5 % away.
    """
    digits = printed.lstrip("-")
    if "." in digits:
        return 0.5 * 10.0 ** -len(digits.partition(".")[2])
    zeros = len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0
    return min(0.5 * 10.0**zeros, max(0.5, 0.05 * float(digits or 0)))


def _allowed(test: Test, claimed: float, unit: str) -> float:
    """How far the figure may lie from what is claimed, in the unit of the figure."""
    if test.is_relative and test.tolerance is not None:
        return test.tolerance * abs(claimed)
    if test.op == "first":
        return test.tolerance or 0.0
    factor = scale(test.unit)[1] / scale(unit)[1] if test.unit and test.change != "ratio" else 1.0
    if test.tolerance is not None:
        return test.tolerance * factor
    # "At least 50" is not met by 49.6; of a bound nothing is left to rounding.
    return precision(test.printed) * factor if test.printed and test.op == "=" else 0.0


def _holds(op: str, value: float, claimed: float, allowed: float) -> bool:
    # A hair more than the printed precision: 94.15 is not exactly a binary number.
    slack = allowed * (1 + 1e-9) + 1e-12 * abs(claimed)
    if op == ">=":
        return value >= claimed - slack
    if op == "<=":
        return value <= claimed + slack
    if op == ">":
        return value > claimed
    if op == "<":
        return value < claimed
    return abs(value - claimed) <= slack


def _worth(test: Test, claimed: float | None = None) -> Worth:
    """What of the readings is compared."""
    if test.op == "first":
        return _first
    if test.change is None:
        return _over(test.span, test.op, claimed)
    return _CHANGES[test.change] if test.base is None else _since(test)


def _over(span: str, op: str = ">=", claimed: float | None = None) -> Worth:
    """How the years of a span become one value; of "each" and "any" the one on which `op` hangs."""

    def worth(part: Part, years: tuple[int, int]) -> float | None:
        within = [reading for _, reading in _within(part, years)]
        if not within:
            return None
        values = [reading.value for reading in within]
        if span == "last":
            return values[-1]
        if span == "sum":
            return _summed(within)
        if span in ("each", "any"):
            return _decisive(values, op, claimed, is_each=span == "each")
        if span in ("max", "min"):
            return max(values) if span == "max" else min(values)
        return math.fsum(values) / len(values)

    return worth


def _decisive(values: list[float], op: str, claimed: float | None, *, is_each: bool) -> float:
    """The value that decides for all: each year is below 5 if the highest is, any if the lowest is."""
    if op == "=" and claimed is not None:
        return (max if is_each else min)(values, key=lambda value: abs(value - claimed))
    return min(values) if is_each == (op not in ("<", "<=")) else max(values)


def _summed(within: list[Reading]) -> float:
    """The sum of the years: of shares that of the parts over that of the wholes; different entries count once."""
    entries = [reading.entries for reading in within if reading.entries is not None]
    if entries:
        return float(len(frozenset[str]().union(*entries)))
    weights = [reading.weight for reading in within if reading.weight is not None]
    if len(weights) == len(within) and (whole := math.fsum(weights)):
        return math.fsum(r.value * (r.weight or 0.0) for r in within) / whole
    return math.fsum(reading.value for reading in within)


def _since(test: Test) -> Worth:
    """How the years as a whole differ from earlier ones as a whole."""
    assert test.base is not None
    back = (test.years[0] - test.base[0], test.years[1] - test.base[1])
    over = _over(test.span)

    def worth(part: Part, years: tuple[int, int]) -> float | None:
        before, after = over(part, (years[0] - back[0], years[1] - back[1])), over(part, years)
        if before is None or after is None:
            return None
        if test.change == "difference":
            return after - before
        if not before:
            return None
        return after / before - (1 if test.change == "growth" else 0)

    return worth


def _ends(part: Part, years: tuple[int, int]) -> tuple[float, float] | None:
    first, last = part.get(years[0]), part.get(years[1])
    return None if first is None or last is None or years[0] == years[1] else (first.value, last.value)


def _growth(part: Part, years: tuple[int, int]) -> float | None:
    ends = _ends(part, years)
    return None if ends is None or not ends[0] else ends[1] / ends[0] - 1


def _ratio(part: Part, years: tuple[int, int]) -> float | None:
    ends = _ends(part, years)
    return None if ends is None or not ends[0] else ends[1] / ends[0]


def _difference(part: Part, years: tuple[int, int]) -> float | None:
    ends = _ends(part, years)
    return None if ends is None else ends[1] - ends[0]


def _first(part: Part, years: tuple[int, int]) -> float | None:  # noqa: ARG001 - as the others
    there = [year for year, reading in part.items() if reading.value]
    return float(min(there)) if there else None


_CHANGES: dict[str, Worth] = {"growth": _growth, "ratio": _ratio, "difference": _difference}


def _shifted(years: tuple[int, int], held: Iterable[int]) -> list[tuple[int, int]]:
    """Spans as long as the one given within the years held, the nearest first."""
    known_years = sorted(held)
    first, last = years
    if not known_years:
        return []
    # Whole spans only, unless none is that long.
    low, high = known_years[0] - first, known_years[-1] - last
    shifts = range(low, high + 1) if low <= high else range(known_years[0] - last, known_years[-1] - first + 1)
    return [(first + s, last + s) for s in sorted(shifts, key=lambda s: (abs(s), s)) if s]


def _nearest(test: Test, held: Known, worth: Worth, claimed: float, allowed: float, *, is_rival: bool) -> _Nearest:
    """The years nearest to those claimed in which a reading makes the claim true."""
    if test.op == "first":
        return None, None
    for years in _shifted(test.years, held.years):
        for name, part in held.parts:
            value = worth(part, years)
            if value is not None and _holds(test.op, value, claimed, allowed):
                where = name or (_within(part, years)[-1][1].source if is_rival else "")
                told = f"{amount(value, _unit(test, held))} in {span(years)}{f' ({where})' if where else ''}"
                return told, abs(years[0] - test.years[0])
    return None, None


def _said(test: Test, value: float, claimed: float, unit: str) -> str:
    """Both values; to more digits where they look alike and are not."""
    for digits in (4, 6, 9):
        found, asked = amount(value, unit, digits), amount(claimed, unit, digits)
        if found != asked or value == claimed:
            break
    number, _, unit_found = found.partition(" ")
    if number[-1].isdigit() and len(unit_found) > 4 and asked.endswith(f" {unit_found}"):
        found = number
    return f"{found}, claimed {bound(test.op)}{asked}"
