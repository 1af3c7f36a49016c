"""Figures that stand in a casefile: its series, and its dated facts counted."""

from __future__ import annotations

import difflib

import polars as pl

from amity import casefile
from amity.casefile import Casefile
from amity.casefile.schema import ANALYSIS, FILES
from amity.claims.language import Figure, FigureError
from amity.claims.rows import by_year, matching, with_entries


def case(figure: Figure) -> Casefile:
    """The casefile that a figure is taken from."""
    pair = figure.casefile or (figure.of, figure.on)
    if not isinstance(pair[0], str) or not isinstance(pair[1], str):
        raise FigureError(f"{figure.kind} {figure.name} needs `casefile: [A, B]`, or both `of` and `on`")
    return casefile.require(*(str(code).partition(":")[0] for code in pair))


def series(figure: Figure) -> pl.DataFrame:
    """The readings of a series: one for each source that gives it."""
    file = case(figure)
    frame = file["series"]
    rows = frame.filter(pl.col("metric") == figure.name)
    if rows.is_empty():
        near = difflib.get_close_matches(figure.name, frame["metric"].unique().sort(), n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise FigureError(f"the casefile {file.title} has no series {figure.name!r}.{hint}")
    for column, wanted in (("subject", figure.of), ("object", figure.on)):
        if isinstance(wanted, str):
            same = (
                pl.col(column) == wanted if ":" in wanted or wanted == "world" else pl.col(f"{column}_code") == wanted
            )
            rows = rows.filter(same)
    # What an analysis claims settles no claim, not even another's.
    rows = rows.filter(~pl.col("source_url_or_repo").str.starts_with(ANALYSIS))
    rows = matching(rows, figure, exact=True)
    told = pl.concat_str([pl.col("source_title"), pl.col("source_publisher")], separator=", ")
    return rows.select(
        year=pl.col("period_last").dt.year(),
        value="value",
        low=pl.lit(None, pl.Float64),
        high=pl.lit(None, pl.Float64),
        unit="unit",
        source=pl.concat_str([pl.lit(f"{file.id}: "), told]),
        reading=pl.concat_str([told, pl.col("note").fill_null("")], separator=" · "),
        # A casefile keeps conflicting readings side by side; the first of a year stands for it.
        is_default=pl.int_range(pl.len()).over(pl.col("period_last").dt.year()) == 0,
        facts=pl.concat_str([pl.col("metric"), pl.col("period"), pl.col("unit")], separator=", "),
    )


def facts(figure: Figure) -> pl.DataFrame:
    """How many facts of a kind a casefile has in each year, or a column of them; undated ones have no year."""
    file = case(figure)
    rows = matching(file[figure.name], figure, exact=False)
    when, what = FILES[figure.name].when, FILES[figure.name].what
    if figure.take == "distinct":
        value = pl.lit(1.0)
        rows = with_entries(rows, figure)
    elif figure.column is not None:
        if figure.column.endswith("_date") or f"{figure.column}_first" in rows.columns:
            when = figure.column
            value = pl.col(f"{when}_first").dt.year().cast(pl.Float64)
        elif rows.schema.get(figure.column) == pl.Float64:
            value = pl.col(figure.column)
        else:
            raise FigureError(f"{figure.name} has no column of numbers or dates called {figure.column!r}")
    else:
        value = pl.lit(1.0)
    told = pl.concat_str([pl.col("source_title"), pl.col("source_publisher")], separator=", ")
    named = rows.with_columns(
        year=pl.col(f"{when}_first").dt.year(),
        value=value,
        told=told,
        what=pl.concat_str([pl.col(when), pl.col(what)], separator=" "),
    ).drop_nulls("value")
    counted = by_year(named, figure, file.id)
    whole = file[figure.name][f"{when}_first"].dt.year().drop_nulls()
    if figure.column is not None or whole.is_empty():
        return counted
    undated = counted.filter(pl.col("year").is_null())
    # Of a count, a year without a row is a year in which none was found, as far as the file reaches.
    return (
        pl.DataFrame({"year": range(int(whole.min()), int(whole.max()) + 1)}, schema={"year": pl.Int32})  # pyright: ignore[reportArgumentType]
        .join(counted, on="year", how="left")
        .with_columns(
            pl.col("value").fill_null(0.0),
            pl.col("unit").fill_null("count"),
            pl.col("reading").fill_null(""),
            pl.col("is_default").fill_null(value=True),
            pl.col("source").fill_null(f"{file.id}: no row"),
        )
        .vstack(undated)
    )
