"""Rows of readings: their columns, which of them are meant, and how those of one year become one."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from amity import groups
from amity.claims.language import Figure, FigureError, Party
from amity.indicators import LAST_YEAR

#: One reading of a figure in one year (null: undated). `reading` tells rival ones apart (data set, edition, books);
#: empty is default. `weight` is what the value was divided by, `entries` are the different entries counted.
SCHEMA = {
    "year": pl.Int32,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "source": pl.String,
    "reading": pl.String,
    "is_default": pl.Boolean,
    "facts": pl.String,
    "weight": pl.Float64,
    "entries": pl.List(pl.String),
}

FIRST = 1800


def matching(rows: pl.DataFrame, figure: Figure, *, exact: bool) -> pl.DataFrame:
    """Rows in whose columns one of the wanted texts stands, and none of the unwanted."""
    asked = [(column, texts, True) for column, texts in figure.where]
    asked += [(column, texts, False) for column, texts in figure.without]
    for column, texts, is_wanted in asked:
        if column not in rows.columns:
            raise FigureError(f"{figure.name} has no column {column!r}; there are {', '.join(c for c in rows.columns)}")
        text = pl.col(column).cast(pl.String).fill_null("")
        if exact:
            there = text.is_in(list(texts))
        else:
            low = text.str.to_lowercase()
            there = pl.any_horizontal(low.str.contains(t.lower(), literal=True) for t in texts)
        rows = rows.filter(there if is_wanted else ~there)
    return rows


def with_entries(rows: pl.DataFrame, figure: Figure) -> pl.DataFrame:
    """The rows with the entries of the column whose different ones are counted."""
    if figure.column not in rows.columns:
        raise FigureError(f"{figure.name} has no column {figure.column!r}; there are {', '.join(rows.columns)}")
    return rows.with_columns(entry=pl.col(figure.column).cast(pl.String)).drop_nulls("entry")


def by_year(rows: pl.DataFrame, figure: Figure, source: str) -> pl.DataFrame:
    """The rows of each year as one value, with what is behind it: columns year, value, told, what (entry) needed."""
    take = "sum" if figure.column is None else figure.take
    is_count = figure.column is None or take in ("count", "distinct")
    taken = {"sum": pl.col("value").sum(), "mean": pl.col("value").mean(), "max": pl.col("value").max()}
    taken |= {"min": pl.col("value").min(), "count": pl.len().cast(pl.Float64)}
    if take == "distinct":
        taken |= {"distinct": pl.col("entry").n_unique().cast(pl.Float64)}
    return (
        rows.group_by("year")
        .agg(
            value=taken[take],
            facts=pl.col("what").unique(maintain_order=True).head(12).str.join("; "),
            source=pl.concat_str([pl.lit(f"{source}: "), pl.col("told").unique(maintain_order=True).str.join("; ")]),
            entries=pl.col("entry").unique().sort() if take == "distinct" else pl.lit(None, pl.List(pl.String)),
        )
        .with_columns(
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            unit=pl.lit("count" if is_count else figure.column),
            reading=pl.lit(""),
            is_default=pl.lit(value=True),
            weight=pl.lit(None, pl.Float64),
        )
        .select(*SCHEMA)
    )


@lru_cache(maxsize=64)
def membership(party: Party) -> pl.DataFrame:
    """Which states are meant in which year, and how many they are: columns state, year, members."""
    rows = [
        (state, year)
        for year in range(FIRST, LAST_YEAR + 1)
        for state in (party if isinstance(party, tuple) else groups.members(str(party), year))
    ]
    frame = pl.DataFrame(rows, schema={"state": pl.String, "year": pl.Int32}, orient="row")
    return frame.with_columns(members=pl.len().over("year"))
