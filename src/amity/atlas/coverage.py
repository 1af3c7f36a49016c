"""Who is covered when: for every table, data set and edition, how many states have a row in each year."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from amity import states
from amity.atlas import Atlas

#: Columns that name a state, alone or in pairs.
_PLACES = ("state", "source", "target", "a", "b", "reporter", "partner", "speaker", "respondents", "about")
#: Last year any table can speak of: spells without an end reach it, unless their source ends before.
_LAST = 2026


def by_year(atlas: Atlas, of: Sequence[str] = ()) -> pl.DataFrame:
    """How many states have a row, per table, data set, edition and year.

    Args:
        atlas: The atlas looked at.
        of: Codes of one or two states: only rows that name all of them (in a table of single states: any of them).

    Returns:
        Columns table, dataset, vintage (empty where a table has none), year, states (territories not counted; rows
        that name none, such as roll calls, have null), share (0 to 1 of the members of the state system that year;
        1 where `of` is given).
        Years without a row are absent.
    """
    read = [name for name, entry in atlas.manifest["tables"].items() if "rests_on" not in entry]
    parts = [part for table in read if (part := _table(atlas, table, of)) is not None]
    members = pl.DataFrame(
        {"year": range(1816, _LAST + 1), "members": [len(states.members(y)) for y in range(1816, _LAST + 1)]},
        schema={"year": pl.Int32, "members": pl.Int32},
    )
    return (
        pl.concat(parts)
        .join(members, on="year", how="left")
        .with_columns(share=pl.lit(1.0) if of else (pl.col("states") / pl.col("members")).clip(0, 1))
        .drop("members")
        .sort("table", "dataset", "vintage", "year")
    )


def _table(atlas: Atlas, table: str, of: Sequence[str]) -> pl.DataFrame | None:
    """Rows of `by_year` of one table; None where it has no years."""
    rows = atlas.scan(table)
    schema = rows.collect_schema()
    span = _span(schema)
    if span is None:
        return None
    coverage = atlas.manifest["tables"][table]["coverage"]
    names = [c for c in _PLACES if schema.get(c) == pl.String]
    if of and names:
        hits = [pl.any_horizontal(pl.col(c) == code for c in names) for code in of]
        rows = rows.filter(pl.all_horizontal(hits) if len(names) > 1 else pl.any_horizontal(hits))
    # What a row without these columns comes from is in the manifest.
    lone = " + ".join(dict.fromkeys(str(entry["dataset"]) for entry in coverage))
    rows = rows.with_columns(
        dataset=pl.col("dataset") if "dataset" in schema else pl.lit(lone),
        vintage=pl.col("vintage").cast(pl.String) if "vintage" in schema else pl.lit(""),
    )
    key = ["dataset", "vintage"]
    # Open spells last as long as their source says.
    ends = pl.LazyFrame(
        [(str(e["dataset"]), str(e.get("vintage") or ""), min(int(e["last_year"]), _LAST)) for e in coverage]
        if all("last_year" in e for e in coverage)
        else [],
        schema={"dataset": pl.String, "vintage": pl.String, "end": pl.Int32},
        orient="row",
    ).unique(key)
    first, last = span
    spells = (
        rows.select(*key, *names, first=first, last=last)
        .unique()
        .join(ends, on=key, how="left")
        .with_columns(last=pl.coalesce("last", "end", pl.col("first")))
        .with_columns(pl.col("first").clip(1816))
        .filter(pl.col("first") <= pl.col("last"))
    )
    years = spells.with_columns(year=pl.int_ranges("first", pl.col("last") + 1)).explode("year")
    if not names:
        counted = years.select(*key, "year").unique().with_columns(states=pl.lit(None, pl.UInt32))
    else:
        own = [state.code for state in states.members()]
        counted = (
            pl.concat([years.select(*key, "year", place=name) for name in names])
            .unique()
            .filter(pl.col("place").is_in(own))
            .group_by(*key, "year")
            .agg(states=pl.len())
        )
    return counted.select(
        pl.lit(table).alias("table"), *key, pl.col("year").cast(pl.Int32), pl.col("states").cast(pl.Int32)
    ).collect()


def _span(schema: pl.Schema) -> tuple[pl.Expr, pl.Expr] | None:
    """First and last year of a row; None where a table has neither years nor days."""
    if "year" in schema:
        year = pl.col("year").cast(pl.Int32)
        return year, year
    if "first_year" in schema:
        return pl.col("first_year").cast(pl.Int32), pl.col("last_year").cast(pl.Int32)
    if "first_day" in schema:
        return pl.col("first_day").dt.year().cast(pl.Int32), pl.col("last_day").dt.year().cast(pl.Int32)
    return None
