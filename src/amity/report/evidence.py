"""All rows about one dyad, indicator by indicator, and where each value stands among all dyads of its year."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from amity import indicators
from amity.atlas import Atlas
from amity.errors import AmityError
from amity.indicators import Indicator, Scope, Standing
from amity.report import words
from amity.report.pillars import FOLLOWED, UNRANKED, WHERE_HELD


class Row(NamedTuple):
    """One year of one indicator in one direction."""

    year: int
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    sources: str
    reason: str | None


@dataclass(frozen=True)
class Evidence:
    """What the atlas says about one dyad up to a year.

    Attributes:
        a: Code of the state asked for first.
        b: Code of the other.
        indicators: Every indicator that could be measured, by id.
        rows: Rows by (indicator, a, b); undirected indicators are found under both orders.
        spans: First and last year that the atlas covers, per indicator, cut at the year asked for.
        failed: Indicators that could not be measured, and why.
        limit: The last year looked at.
    """

    a: str
    b: str
    indicators: Mapping[str, Indicator]
    rows: Mapping[tuple[str, str, str], list[Row]]
    spans: Mapping[str, tuple[int, int]]
    failed: Mapping[str, str]
    limit: int

    def series(self, indicator: str, a: str, b: str) -> list[Row]:
        """Rows in the order of years; empty where there are none."""
        return self.rows.get((indicator, a, b), [])

    def known(self, indicator: str, a: str, b: str) -> list[Row]:
        """The rows that have a value."""
        return [row for row in self.series(indicator, a, b) if row.value is not None]

    def last(self, indicator: str, a: str, b: str) -> Row | None:
        """The latest row with a value."""
        known = self.known(indicator, a, b)
        return known[-1] if known else None

    def both(self, indicator: str) -> tuple[Row | None, Row | None]:
        """The latest rows of both directions: of one year where a year has both, else each its own latest."""
        mine = {row.year: row for row in self.known(indicator, self.a, self.b)}
        theirs = {row.year: row for row in self.known(indicator, self.b, self.a)}
        common = mine.keys() & theirs.keys()
        if common:
            return mine[max(common)], theirs[max(common)]
        return (mine[max(mine)] if mine else None, theirs[max(theirs)] if theirs else None)

    def why(self, indicator: str, a: str, b: str) -> str:
        """Why there is no value."""
        if indicator in self.failed:
            return self.failed[indicator]
        reasons = [row.reason for row in self.series(indicator, a, b) if row.reason]
        return reasons[-1] if reasons else "no figure is held for this pair"

    def ends(self, indicator: str, year: int) -> int | None:
        """Last covered year, if that is before `year`."""
        span = self.spans.get(indicator)
        return span[1] if span is not None and span[1] < year else None

    def years(self, indicator: str) -> set[int]:
        """Years with a value in either direction."""
        return {row.year for x, y in ((self.a, self.b), (self.b, self.a)) for row in self.known(indicator, x, y)}


_PILLARS_KNOWN = frozenset(name.split(".")[0] for name in FOLLOWED)
#: How many of the last covered years are searched for a latest value before all are.
_RECENT = 4


def collect(a: str, b: str, atlas: Atlas, first: int, last: int, seed: int) -> Evidence:
    """Measure every indicator for one dyad: all years of those that are followed, else up to the latest value."""
    measured = {
        name: indicator
        for name, indicator in indicators.registry().items()
        if all(table in atlas.tables for table in indicator.tables)
    }
    scope = Scope(first, last, a, b, seed=seed)

    covered = {name: _covered(indicator, atlas) for name, indicator in measured.items()}
    rows: dict[tuple[str, str, str], list[Row]] = {}
    spans: dict[str, tuple[int, int]] = {}
    failed: dict[str, str] = {}
    for name, frame in _frames(measured, atlas, scope, covered).items():
        if isinstance(frame, str):
            failed[name] = frame
            continue
        if (name in WHERE_HELD or measured[name].casefile) and frame["value"].null_count() == frame.height:
            del measured[name]
            continue
        for x, y in ((a, b), (b, a)):
            of, on = (x, y) if measured[name].directed else sorted((x, y))
            rows[name, x, y] = _rows(frame.filter(pl.col("a") == of, pl.col("b") == on))
        spans[name] = _span(covered[name], frame, last)
    return Evidence(a, b, measured, rows, {k: v for k, v in spans.items() if v[0] <= v[1]}, failed, last)


Covered = Mapping[str, tuple[int, int] | None]


def _frames(
    measured: Mapping[str, Indicator], atlas: Atlas, scope: Scope, covered: Covered
) -> dict[str, pl.DataFrame | str]:
    """Rows of every indicator, or why it cannot be measured."""
    try:
        return {**_together(list(measured.values()), atlas, scope, covered)}
    except AmityError:
        # One of them fails: measured one by one, the others are still told.
        found: dict[str, pl.DataFrame | str] = {}
        for name, indicator in measured.items():
            try:
                found |= _together([indicator], atlas, scope, covered)
            except AmityError as error:
                found[name] = str(error)
        return found


def _together(wanted: Sequence[Indicator], atlas: Atlas, scope: Scope, covered: Covered) -> dict[str, pl.DataFrame]:
    """All years of what is followed; of the rest the last years, or all where these lack a value both ways."""
    scopes = {indicator.id: _recent(indicator, scope, covered[indicator.id]) for indicator in wanted}
    found = _by_indicator(wanted, indicators.measure_each([(i, scopes[i.id]) for i in wanted], atlas))
    short = [i for i in wanted if scopes[i.id] is not scope and not _is_held(i, found[i.id])]
    return found | _by_indicator(short, indicators.measure_each([(i, scope) for i in short], atlas))


def _recent(indicator: Indicator, scope: Scope, covered: tuple[int, int] | None) -> Scope:
    if indicator.id in FOLLOWED or indicator.pillar not in _PILLARS_KNOWN or covered is None:
        return scope
    return replace(scope, first=max(scope.first, min(scope.last, covered[1]) - _RECENT))


def _is_held(indicator: Indicator, rows: pl.DataFrame) -> bool:
    """Is there a value in every direction?"""
    return rows.filter(pl.col("value").is_not_null()).select("a", "b").n_unique() == 1 + indicator.directed


def _by_indicator(wanted: Sequence[Indicator], rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    parts = rows.partition_by("indicator", as_dict=True)
    return {i.id: parts.get((i.id,), rows.clear()) for i in wanted}


def _covered(indicator: Indicator, atlas: Atlas) -> tuple[int, int] | None:
    with contextlib.suppress(AmityError, KeyError):
        return indicators.covered(indicator, atlas)
    return None


def _rows(frame: pl.DataFrame) -> list[Row]:
    """One row per year: where several are held, the first that has a value."""
    kept: dict[int, Row] = {}
    for values in frame.select(*Row._fields).iter_rows():
        row = Row(*values)._replace(sources=values[5] or "")
        if row.year not in kept or (kept[row.year].value is None and row.value is not None):
            kept[row.year] = row
    return [kept[year] for year in sorted(kept)]


def _span(covered: tuple[int, int] | None, frame: pl.DataFrame, last: int) -> tuple[int, int]:
    """Years covered by the tables of the indicator, never less than those this dyad has values for."""
    with_value = frame.filter(pl.col("value").is_not_null())["year"]
    own = [int(year) for year in (with_value.min(), with_value.max()) if isinstance(year, int)]
    first, end = covered or (9999, 0)
    return min([first, *own]), min(max([end, *own]), last)


def standings(
    wanted: Iterable[tuple[Indicator, str, str, Row]], atlas: Atlas
) -> dict[tuple[str, str, str, int], Standing]:
    """Where values stand among all dyads of their year, for each (indicator, a, b, row) that can be ranked."""
    return {
        (indicator.id, a, b, row.year): indicators.standing(indicator, atlas, row.year, row.value)
        for indicator, a, b, row in wanted
        if indicator.id not in UNRANKED and not indicator.casefile and row.value is not None
    }


def datasets(rows: Iterable[Row]) -> dict[str, list[int]]:
    """Years with a value by data set with vintage, in the order first met."""
    used: dict[str, list[int]] = {}
    for row in rows:
        if row.value is not None:
            for name in row.sources.split(" + "):
                if name:
                    used.setdefault(name, []).append(row.year)
    return used


def cite_years(rows: Iterable[Row]) -> str:
    """Data sets with the years each gives: "cow-trade@4.0 1949–1999; baci@202401 2000–2023"."""
    return "; ".join(
        f"{name} {', '.join(words.span(*run) for run in shorten(words.runs(years)))}"
        for name, years in datasets(rows).items()
    )


def shorten(runs: list[tuple[int, int]], most: int = 4) -> list[tuple[int, int]]:
    """The runs, or one from the first to the last where there are more than `most`."""
    return runs if len(runs) <= most else [(runs[0][0], runs[-1][1])]
