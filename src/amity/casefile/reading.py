"""Reading a casefile as data: how far its files reach, which rows tell of one event, a series source by source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import polars as pl

from amity import casefile
from amity.casefile import Casefile
from amity.errors import NoDataError, nearest

#: What somebody hopes for says nothing of how long a fact was followed.
_HOPES = ("promised_completion", "expected_completion")

#: Columns of `readings`.
READINGS: dict[str, type[pl.DataType]] = {
    "metric": pl.String,
    "period": pl.String,
    "year": pl.Int32,
    "subject": pl.String,
    "object": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "source": pl.String,
    "note": pl.String,
    "is_default": pl.Boolean,
}


def reach(case: Casefile, files: Iterable[str]) -> tuple[int, int] | None:
    """First and last year of any dated fact of these files; None where they hold none."""
    years: list[int] = []
    for name in files:
        frame = case[name]
        for column in frame.columns:
            base = column.rpartition("_")[0]
            if frame.schema[column] == pl.Date and base not in _HOPES:
                years += frame[column].drop_nulls().dt.year().to_list()
    return (min(years), max(years)) if years else None


def span(files: Sequence[str]) -> tuple[int, int] | None:
    """First and last year of any dated fact of these files in any casefile that keeps its rules."""
    spans: list[tuple[int, int]] = []
    for a, b in casefile.available():
        try:
            case = casefile.find(a, b)
        except casefile.CasefileError:
            continue
        if case is not None and (found := reach(case, files)) is not None:
            spans.append(found)
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def repeats(keys: Sequence[str], firsts: Sequence[dt.date], lasts: Sequence[dt.date]) -> list[bool]:
    """Which rows tell of an event that another row tells of, so that none is counted twice?

    Rows of one key whose days overlap are one event. The row with the more precise date stands for it, of equally
    precise ones the first: of "2007" and "2007-08-09" the latter.

    Args:
        keys: What must be the same, e.g. who met.
        firsts: First day that each row may mean.
        lasts: Last day.
    """
    order = sorted(range(len(keys)), key=lambda i: (keys[i], -firsts[i].toordinal(), lasts[i], i))
    again = [False] * len(keys)
    shortest: dict[str, dt.date] = {}
    for i in order:
        # A row that began no earlier and ended no later lies inside this one.
        again[i] = keys[i] in shortest and shortest[keys[i]] <= lasts[i]
        shortest[keys[i]] = min(lasts[i], shortest.get(keys[i], lasts[i]))
    until: dict[str, dt.date] = {}
    for i in sorted((i for i in order if not again[i]), key=lambda i: (firsts[i], i)):
        again[i] = keys[i] in until and firsts[i] <= until[keys[i]]
        if not again[i]:
            until[keys[i]] = lasts[i]
    return again


def readings(case: Casefile, metric: str) -> pl.DataFrame:
    """What do the sources and reporters say of one series of a casefile, side by side?

    Args:
        case: The casefile.
        metric: As in its `series.csv`. Series whose name goes on after it are shown with it, since what other
            reporters say is called so: `goods_trade_total` and `goods_trade_total_china_customs`.

    Returns:
        Columns `READINGS`, by year, subject and object; `is_default` marks the first reading of a metric, subject,
        object, unit and year, which stands for them where one figure is needed. The year is that in which the period
        ends.

    Raises:
        NoDataError: It has no such series.
    """
    rows = case["series"].filter((pl.col("metric") == metric) | pl.col("metric").str.starts_with(f"{metric}_"))
    if rows.is_empty():
        known = case["series"]["metric"].unique().sort().to_list()
        raise NoDataError(
            f"The casefile {case.title} has no series {metric!r}.{nearest(metric, known)} "
            f"`amity casefile show {case.a} {case.b} series` shows all."
        )
    return (
        rows.with_columns(
            year=pl.col("period_last").dt.year(),
            source=pl.concat_str(
                [pl.col("source_title"), pl.col("source_publisher"), pl.col("source_date")], separator=", "
            ),
        )
        .with_columns(is_default=pl.int_range(pl.len()).over("metric", "subject", "object", "unit", "year") == 0)
        .sort("year", "subject", "object", maintain_order=True)
        .select([pl.col(c).cast(t) for c, t in READINGS.items()])
    )
