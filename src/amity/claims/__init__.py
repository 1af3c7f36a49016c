"""Claims: what a document asserts, executed against the data; the verdict names the row that says so."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from amity.atlas import Atlas
from amity.claims.figures import converted, partners, readings, scale
from amity.claims.language import Claim, ClaimError, Figure, FigureError, Study, Test, parse, read
from amity.errors import NoDataError

__all__ = ["Claim", "ClaimError", "Evidence", "Study", "Test", "Verdict", "parse", "read", "run", "try_test"]

Outcome = Literal["agrees", "off", "contradicts", "no data", "not testable"]

#: From readings and the years asked to one value; None where they give none.
Worth = Callable[[pl.DataFrame, tuple[int, int]], float | None]

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim and what the data say on it."""

    claim: Claim
    outcome: Outcome
    evidence: tuple[Evidence, ...]
    reason: str | None = None


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
    """What the data say on one test: the first of its figures that agrees, else the first with data."""
    found = [_evidence(test, figure, atlas) for figure in (test.figure, *test.rivals)]
    agreeing = next((e for e in found if e.outcome == "agrees"), None)
    return agreeing or next((e for e in found if e.outcome != "no data"), found[0])


def _evidence(test: Test, figure: Figure, atlas: Atlas) -> Evidence:
    try:
        rows = readings(atlas, figure)
    except (FigureError, NoDataError) as error:
        return Evidence("no data", str(error), test.line)
    first, last = test.years
    within = rows.filter(pl.col("year").is_between(first, last))
    if test.op in ("exists", "absent"):
        return _existence(test, within, rows)
    if within.is_empty() and test.op != "first":
        return Evidence("no data", _uncovered(rows, first, last), test.line, nearest=None)
    if test.op in ("rising", "falling"):
        return _trend(test, within)
    if test.op == "rank":
        return _rank(test, figure, atlas)
    return _level(test, rows, atlas)


def _uncovered(rows: pl.DataFrame, first: int, last: int) -> str:
    asked = str(first) if first == last else f"{first} to {last}"
    if rows.is_empty():
        return f"no value is held for {asked} or any other year"
    return f"no value is held for {asked}; the figure covers {rows['year'].min()} to {rows['year'].max()}"


def _existence(test: Test, within: pl.DataFrame, rows: pl.DataFrame) -> Evidence:
    there = within.filter(pl.col("value") != 0)
    if there.is_empty() and within.is_empty() and test.figure.kind in ("indicator", "table") and test.op == "exists":
        return Evidence("no data", _uncovered(rows, *test.years), test.line)
    if there.is_empty() and within.is_empty() and test.figure.kind != "indicator" and test.op == "absent":
        # No row is no proof: a casefile holds what was found, not all there was.
        known = "the casefile holds none" if test.figure.kind in ("facts", "series") else "no row is held"
        return Evidence("agrees", f"{known} in these years", test.line, years=test.years)
    is_there = there.height > 0
    outcome: Outcome = "agrees" if is_there == (test.op == "exists") else "contradicts"
    shown = there if is_there else within
    nearest = None
    if outcome == "contradicts" and test.op == "exists" and (other := rows.filter(pl.col("value") != 0)).height:
        years = other["year"].unique().sort()
        nearest = f"it is on record in {', '.join(map(str, years.head(6)))}"
    return Evidence(
        outcome,
        f"on record in {', '.join(map(str, there['year'].unique().sort().head(8)))}" if is_there else "none on record",
        test.line,
        years=test.years,
        source=shown["source"][0] if shown.height else None,
        facts=shown["facts"][0] if shown.height else None,
        nearest=nearest,
    )


def _trend(test: Test, within: pl.DataFrame) -> Evidence:
    """Whether later years lie higher: the share of pairs of years that go that way (Kendall), and the ends."""
    series = within.filter("is_default").unique("year", keep="first").sort("year")
    years, values = series["year"].to_list(), series["value"].to_list()
    if len(values) < 2:
        return Evidence("no data", f"only {len(values)} year of {test.years[0]} to {test.years[1]} is held", test.line)
    sign = 1 if test.op == "rising" else -1
    pairs = [(y - x) * sign for i, x in enumerate(values) for y in values[i + 1 :]]
    moved = [p for p in pairs if p]
    # Years alike say nothing either way; a figure that never moves goes nowhere.
    steady = sum(p > 0 for p in moved) / len(moved) if moved else 0.0
    ends = (values[-1] - values[0]) * sign > 0
    both = ends and steady >= _STEADY
    outcome: Outcome = "agrees" if both else "off" if ends or steady > 0.5 else "contradicts"
    said = (
        f"{_shown(values[0])} in {years[0]}, {_shown(values[-1])} in {years[-1]}; "
        f"{steady:.0%} of pairs of years go that way"
    )
    return Evidence(
        outcome,
        said,
        test.line,
        value=values[-1],
        unit=series["unit"][0],
        years=(years[0], years[-1]),
        source=series["source"][-1],
    )


def _rank(test: Test, figure: Figure, atlas: Atlas) -> Evidence:
    if figure.kind != "indicator" or figure.of is None or figure.on is None:
        return Evidence("no data", "a rank needs an indicator with `of` and `on`", test.line)
    for year in range(test.years[1], test.years[0] - 1, -1):
        ranked = partners(atlas, figure, year)
        place = next((i for i, (who, _) in enumerate(ranked, 1) if who == figure.on), None)
        if place is not None:
            break
    else:
        return Evidence("no data", f"{figure.on} has no value in these years", test.line)
    assert test.value is not None
    outcome: Outcome = "agrees" if place == test.value else "off" if abs(place - test.value) <= 1 else "contradicts"
    before = ", ".join(who for who, _ in ranked[: place - 1][:10]) or "nobody"
    return Evidence(
        outcome,
        f"place {place} of {len(ranked)} in {year}; before it {before}",
        test.line,
        value=float(place),
        unit="rank (1 = largest)",
        claimed=test.value,
        years=(year, year),
        source=", ".join(figure.name.split("\n")),
    )


def _level(test: Test, rows: pl.DataFrame, atlas: Atlas) -> Evidence:
    """A value, change or ratio compared with a number or another figure."""
    worth = _worth(test)
    unit = _unit(test, rows)
    claimed, source_than = _claimed(test, atlas, unit)
    if claimed is None:
        return Evidence("no data", source_than, test.line)
    allowed = _allowed(test, claimed, unit)
    found: list[tuple[str, float, str, str | None]] = []
    for reading, part in _by_reading(rows):
        value = worth(part, test.years)
        within = part.filter(pl.col("year").is_between(*test.years))
        if value is not None and (within.height or test.op == "first"):
            shown = within if within.height else part
            found.append((reading, value, str(shown["source"][-1]), shown["facts"][-1]))
    if not found:
        return Evidence("no data", _uncovered(rows, *test.years), test.line)
    best = next((f for f in found if _holds(test.op, f[1], claimed, allowed)), found[0])
    reading, value, source, facts = best
    agrees = _holds(test.op, value, claimed, allowed)
    miss = abs(value - claimed) / abs(claimed) if claimed else math.inf
    near = abs(value - claimed) <= NEAR_YEARS if test.op == "first" else miss <= NEAR
    outcome: Outcome = "agrees" if agrees else "off" if near else "contradicts"
    nearest = None if agrees else _nearest(test, rows, worth, claimed, allowed)
    against = f" ({source_than})" if source_than else ""
    return Evidence(
        outcome,
        f"{_told(value, unit)} against {_told(claimed, unit).split()[0]} claimed{against}",
        test.line,
        value=value,
        unit=unit,
        claimed=claimed,
        years=test.years,
        source=source,
        reading=reading or None,
        default=found[0][1] if best is not found[0] else None,
        nearest=nearest,
        facts=facts,
    )


def _by_reading(rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """The default figure of every year, whosever it is; then each rival reading by itself."""
    default = rows.filter("is_default")
    rivals = rows.filter(pl.len().over("reading") > pl.col("is_default").sum().over("reading"))
    parts = rivals.sort("reading").group_by(["reading"], maintain_order=True)
    return [("", default), *((str(reading), part) for (reading,), part in parts)]


def _unit(test: Test, rows: pl.DataFrame) -> str:
    if test.op == "first":
        return "year"
    if test.change == "growth":
        return "share (0-1)"
    if test.change == "ratio":
        return "times"
    return str(rows["unit"][0]) if rows.height else test.unit or ""


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
        other = readings(atlas, test.than)
    except (FigureError, NoDataError) as error:
        return None, str(error)
    years = test.than_years or test.years
    worth = _worth(test) if test.op != "first" else _over(test.span)
    value = worth(other.filter("is_default"), years)
    if value is None:
        return None, _uncovered(other, *years)
    own = value if test.change in ("growth", "ratio") else converted(value, str(other["unit"][0]), unit)
    if own is None:
        return None, f"{other['unit'][0]} and {unit} cannot be compared"
    what = f"{test.than.name} {test.than.of or ''} {test.than.on or ''}".strip()
    return own, f"{what}, {years[0] if years[0] == years[1] else f'{years[0]} to {years[1]}'}"


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
    return precision(test.printed) * factor if test.printed else 0.0


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


def _worth(test: Test) -> Worth:
    """What of the readings is compared."""
    if test.op == "first":
        return _first
    return _CHANGES[test.change] if test.change else _over(test.span)


def _over(span: str) -> Worth:
    """How the years of a span become one value."""

    def worth(rows: pl.DataFrame, years: tuple[int, int]) -> float | None:
        within = rows.filter(pl.col("year").is_between(*years)).unique("year", keep="first").sort("year")
        if within.is_empty():
            return None
        values = [float(v) for v in within["value"]]
        if span == "last":
            return values[-1]
        if span == "sum":
            return math.fsum(values)
        if span in ("max", "any"):
            return max(values)
        if span in ("min", "each"):
            return min(values)
        return math.fsum(values) / len(values)

    return worth


def _ends(rows: pl.DataFrame, years: tuple[int, int]) -> tuple[float, float] | None:
    ends = rows.filter(pl.col("year").is_in(list(years))).unique("year", keep="first").sort("year")["value"]
    return (float(ends[0]), float(ends[1])) if len(ends) == 2 and ends[0] else None


def _growth(rows: pl.DataFrame, years: tuple[int, int]) -> float | None:
    ends = _ends(rows, years)
    return None if ends is None else ends[1] / ends[0] - 1


def _ratio(rows: pl.DataFrame, years: tuple[int, int]) -> float | None:
    ends = _ends(rows, years)
    return None if ends is None else ends[1] / ends[0]


def _difference(rows: pl.DataFrame, years: tuple[int, int]) -> float | None:
    ends = rows.filter(pl.col("year").is_in(list(years))).unique("year", keep="first").sort("year")["value"]
    return float(ends[1] - ends[0]) if len(ends) == 2 else None


def _first(rows: pl.DataFrame, years: tuple[int, int]) -> float | None:  # noqa: ARG001 - as the others
    there = rows.filter(pl.col("value") != 0)["year"]
    return None if there.is_empty() else float(there.min())  # pyright: ignore[reportArgumentType]


_CHANGES: dict[str, Worth] = {"growth": _growth, "ratio": _ratio, "difference": _difference}


def _nearest(
    test: Test,
    rows: pl.DataFrame,
    worth: Worth,
    claimed: float,
    allowed: float,
) -> str | None:
    """The years nearest to those claimed in which a reading makes the claim true."""
    if test.op == "first" or rows.is_empty():
        return None
    first, last = test.years
    low, high = int(rows["year"][0]), int(rows["year"][-1])
    for shift in sorted(range(low - last, high - first + 1), key=lambda s: (abs(s), s)):
        years = (first + shift, last + shift)
        for reading, part in _by_reading(rows):
            value = worth(part, years)
            if shift and value is not None and _holds(test.op, value, claimed, allowed):
                when = str(years[0]) if years[0] == years[1] else f"{years[0]} to {years[1]}"
                return f"{_shown(value)} in {when}{f' ({reading})' if reading else ''}"
    return None


def _told(value: float, unit: str) -> str:
    """A value with its unit; a year, also that of a dated column, stands as years do."""
    dated = unit == "year" or unit.endswith(("_date", "_completion")) or unit in ("date", "start", "end")
    return f"{value:.0f} ({unit})" if dated else f"{_shown(value)} {unit}"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
