"""From the facts of casefiles to rows of indicators: what a year without a fact means, and what no casefile means.

A casefile is what somebody found. Inside the years that a file of it reaches, a year without a row counts as none
found; outside them nobody looked, and a pair without a casefile has no figure at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import polars as pl

from amity import casefile
from amity.atlas import Atlas
from amity.casefile import Casefile, CasefileError
from amity.casefile.reading import repeats
from amity.indicators import SCHEMA, Measure, Scope

#: From a casefile to its figures: year, value, n and whichever of a, b, low, high, coverage and reason apply. Years it
#: does not name are not reached.
Yearly = Callable[[Casefile], pl.DataFrame]

#: From a casefile to dated facts: year, what (in words), source (as the row names it), is_default (false where another
#: row tells of the same event).
Facts = Callable[[Casefile], pl.DataFrame]

_COLUMNS: Mapping[str, type[pl.DataType]] = {name: kind for name, kind in SCHEMA.items() if name != "indicator"}


def recorded(what: str, yearly: Yearly, *, directed: bool = False) -> Measure:
    """A measure that reads casefiles.

    Args:
        what: What the file holds, in words, for the reasons: "meetings".
        yearly: From a casefile to its figures; those of a directed measure name a and b.
        directed: Whether both directions have values.
    """

    def rows(atlas: Atlas, scope: Scope) -> pl.LazyFrame:  # noqa: ARG001 - all measures are called alike
        held = {pair: _figures(pair, what, yearly) for pair in casefile.available() if _asked(scope, pair)}
        grid = scope.grid(directed=directed).lazy()
        x, y = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")
        if scope.a is not None and scope.b is not None:  # one pair: nothing to look up row by row
            x, y = pl.lit(min(scope.a, scope.b)), pl.lit(max(scope.a, scope.b))
        none = pl.format("no casefile of {} and {} is held; `amity casefile new {} {}` makes an empty one", x, y, x, y)
        if not held:
            return grid.with_columns(value=pl.lit(None, pl.Float64), n=pl.lit(0), reason=none)
        keys = [{"x": a, "y": b, "outside": reason} for (a, b), (_, reason) in held.items()]
        return (
            grid.with_columns(x=x, y=y)
            .join(pl.LazyFrame(keys), on=["x", "y"], how="left")
            .join(pl.concat(frame for frame, _ in held.values()).lazy(), on=["a", "b", "year"], how="left")
            .with_columns(
                pl.col("n").fill_null(0),
                reason=pl.when(pl.col("value").is_null()).then(pl.coalesce("reason", "outside", none)),
            )
            .select(*_COLUMNS)
        )

    return rows


def _asked(scope: Scope, pair: tuple[str, str]) -> bool:
    return all(state is None or state in pair for state in (scope.a, scope.b))


def _figures(pair: tuple[str, str], what: str, yearly: Yearly) -> tuple[pl.DataFrame, str]:
    """What the casefile of a pair gives, and what is true of the years it gives nothing for."""
    try:
        case = casefile.find(*pair)
    except CasefileError as error:
        folder = casefile.available()[pair]
        first = str(error).splitlines()[0].rstrip(":")
        return pl.DataFrame(schema=dict(_COLUMNS)), f"{first}; `amity casefile check {folder}` lists them"
    assert case is not None
    if {case.a, case.b} != set(pair):
        return pl.DataFrame(schema=dict(_COLUMNS)), f"{case.folder} is about {case.a} and {case.b}: rename the folder"
    return _of(case, pair, what, yearly)


@lru_cache(maxsize=64)
def _of(case: Casefile, pair: tuple[str, str], what: str, yearly: Yearly) -> tuple[pl.DataFrame, str]:
    """The same, of a casefile as it was read: an edited one is read anew and is another."""
    found = yearly(case).filter(pl.col("year").is_not_null())
    a, b = pair
    given = {"a": pl.lit(a), "b": pl.lit(b), "sources": pl.lit(case.id)}
    lacking = [
        given.get(column, pl.lit(None)).cast(dtype).alias(column)
        for column, dtype in _COLUMNS.items()
        if column not in found.columns
    ]
    frame = found.with_columns(lacking).select([pl.col(c).cast(t) for c, t in _COLUMNS.items()])
    if frame.is_empty():
        return frame, f"the casefile of {a} and {b} holds no {what}"
    years = frame["year"].sort()
    return frame, f"the casefile's {what} reach from {years[0]} to {years[-1]}"


def counted(facts: Facts, within: Callable[[Casefile], tuple[int, int] | None]) -> Yearly:
    """Events per year, zero in a year without one inside the years that are reached."""

    def yearly(case: Casefile) -> pl.DataFrame:
        events = facts(case).filter("is_default").group_by("year").agg(n=pl.len())
        return every_year(within(case), events).with_columns(
            value=pl.col("n").fill_null(0).cast(pl.Float64), n=pl.col("n").fill_null(0)
        )

    return yearly


def every_year(reached: tuple[int, int] | None, rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with every year from the first to the last reached."""
    years = range(reached[0], reached[1] + 1) if reached else range(0)
    return pl.DataFrame({"year": pl.Series(years, dtype=pl.Int32)}).join(
        rows.with_columns(pl.col("year").cast(pl.Int32)), on="year", how="left"
    )


def told_once(rows: pl.DataFrame, key: pl.Expr, what: Sequence[str], first: pl.Expr, last: pl.Expr) -> pl.DataFrame:
    """Facts of rows that may tell of one event more than once.

    Args:
        rows: Of one file of a casefile.
        key: What must be the same in rows on one event, beside the time.
        what: Columns that say it in words.
        first: First day that the row may mean.
        last: Last day.
    """
    dated = rows.with_columns(key=key, first=first, last=last).filter(pl.col("first").is_not_null())
    again = repeats(dated["key"].to_list(), dated["first"].to_list(), dated["last"].to_list())
    return dated.with_columns(
        pl.Series("is_default", [not one for one in again], dtype=pl.Boolean),
        year=pl.col("first").dt.year().cast(pl.Int32),
        what=pl.concat_str(list(what), separator=", ", ignore_nulls=True),
        source=SOURCE,
    )


#: Where a row was read, as one text.
SOURCE = pl.concat_str(["source_title", "source_publisher", "source_date"], separator=", ")


def named(column: str) -> pl.Expr:
    """Names parted by semicolons as one text in which neither order nor capitals matter."""
    names = pl.col(column).str.to_lowercase().str.split(";").list.eval(pl.element().str.strip_chars())
    return names.list.eval(pl.element().filter(pl.element() != "")).list.sort().list.join(";")
