"""Figures that stand in a table of the atlas: rows counted or a column taken, by state, pair or group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from amity.atlas import Atlas
from amity.claims.language import Figure, FigureError, is_group
from amity.claims.rows import by_year, matching, membership, with_entries

#: Tables of votes have no years of their own: what was voted on has.
_DATED_BY = {"votes": ("roll_calls", "roll_call"), "council_votes": ("council_items", "item")}

#: Columns of tables that name the state a row is about, and the other one.
PARTIES = {
    "of": ("state", "source", "a", "reporter", "speaker", "respondents"),
    "on": ("target", "b", "partner", "about"),
}

#: Where the years of a row stand, best first, and of a spell its end.
_WHEN = {"year": None, "first_year": "last_year", "first_day": "last_day", "day": None}


def table(atlas: Atlas, figure: Figure) -> pl.DataFrame:
    """The readings of a table: its rows counted, or a column of them taken, year by year."""
    entry, rows = dated(atlas, figure)
    if figure.column is not None and figure.column not in rows.columns:
        names = ", ".join(c for c in rows.columns if c != "_year")
        raise FigureError(f"table {figure.name} has no column {figure.column!r}; there are {names}")
    for name in ("of", "on"):
        rows = _about(rows, figure, name)
    rows = matching(rows, figure, exact=True)
    if figure.take == "distinct":
        rows = with_entries(rows, figure)
    is_number = figure.column is not None and figure.take not in ("distinct", "count")
    value = pl.col(str(figure.column)).cast(pl.Float64, strict=False) if is_number else pl.lit(1.0)
    lone = " + ".join(dict.fromkeys(str(span["dataset"]) for span in entry["coverage"]))
    vintage = [pl.col("vintage").cast(pl.String)] if "vintage" in rows.columns else []
    told = [pl.col("dataset").cast(pl.String) if "dataset" in rows.columns else pl.lit(lone), *vintage]
    named = rows.select(
        *(["entry"] if figure.take == "distinct" else []),
        year=pl.col("_year"),
        value=value,
        told=pl.concat_str(told, separator="@"),
        what=pl.concat_str([pl.lit(f"{figure.name} "), pl.col("_year").cast(pl.String)]),
    ).drop_nulls(["year", "value"])
    made = by_year(named, figure, f"atlas {atlas.id}")
    unit = entry["columns"][figure.column]["unit"] if is_number else None
    # A column called "value" says nothing of what it measures.
    return made.with_columns(unit=pl.lit(unit or "")) if unit or figure.column == "value" else made


def dated(atlas: Atlas, figure: Figure) -> tuple[Mapping[str, Any], pl.DataFrame]:
    """A table's entry in the manifest, and its rows with the year of each; a spell has a row in each of its years."""
    if figure.name not in atlas.tables:
        raise FigureError(f"the atlas has no table {figure.name!r}")
    entry = atlas.manifest["tables"][figure.name]
    rows = atlas.scan(figure.name)
    if figure.name in _DATED_BY:
        by, key = _DATED_BY[figure.name]
        rows = rows.join(atlas.scan(by), on=key, suffix="_of_item")
    schema = rows.collect_schema()
    when = next((c for c in _WHEN if c in schema), None)
    if when is None:
        raise FigureError(f"table {figure.name} has no years")
    if "is_default" in schema and not any(column == "dataset" for column, _ in figure.where):
        rows = rows.filter("is_default")
    for name in ("of", "on"):
        party = getattr(figure, name)
        column = next((c for c in PARTIES[name] if c in schema), None)
        # Narrowed before it is read; who belongs to a group in which year is looked at later.
        if isinstance(party, str) and not is_group(party) and column is not None:
            rows = rows.filter(pl.col(column) == party)
    end = _WHEN[when]
    first = _year_of(when, schema)
    if end is None or end not in schema:
        return entry, rows.with_columns(_year=first).collect()
    covered = max(int(span["last_year"]) for span in entry["coverage"])
    last = pl.coalesce(_year_of(end, schema), pl.max_horizontal(first, pl.lit(covered, pl.Int32)))
    return entry, rows.with_columns(_year=pl.int_ranges(first, last + 1, dtype=pl.Int32)).explode("_year").collect()


def _year_of(column: str, schema: pl.Schema) -> pl.Expr:
    dated = pl.col(column).dt.year() if schema[column] == pl.Date else pl.col(column)
    return dated.cast(pl.Int32)


def _about(rows: pl.DataFrame, figure: Figure, name: str) -> pl.DataFrame:
    """The rows of the state or the group that a figure is of, or on."""
    party = getattr(figure, name)
    if party is None:
        return rows
    column = next((c for c in PARTIES[name] if c in rows.columns), None)
    if column is None:
        raise FigureError(f"table {figure.name} has no column for {party}")
    if not is_group(party):
        return rows.filter(pl.col(column) == party)
    members = membership(party).select(pl.col("state").alias(column), pl.col("year").alias("_year"))
    return rows.join(members, on=[column, "_year"], how="semi")
