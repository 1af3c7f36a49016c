"""Every figure held for two states: all data sets, editions and books side by side, the chosen one marked."""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas

#: Columns that name the two states of a row.
_PAIRS = (("source", "target"), ("a", "b"), ("reporter", "partner"), ("speaker", "target"), ("respondents", "about"))
#: Columns that tell rival figures apart.
_BOOKS = ("reporter", "basis", "series", "price_base")

#: Columns of what `figures` returns.
SCHEMA = {
    "table": pl.String,
    "a": pl.String,
    "b": pl.String,
    "year": pl.Int32,
    "last_year": pl.Int32,
    "dataset": pl.String,
    "vintage": pl.String,
    "books": pl.String,
    "detail": pl.String,
    "quantity": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "is_default": pl.Boolean,
}


def figures(atlas: Atlas, tables: tuple[str, ...], a: str, b: str, first: int, last: int) -> pl.DataFrame:
    """Which figures do the sources give for a pair, and which of them is the default?

    Args:
        atlas: Where to look.
        tables: Which tables; those that hold no rows on pairs of states give nothing.
        a: One state.
        b: The other.
        first: First year.
        last: Last year.

    Returns:
        One row per figure: table; a and b as the row has them (flows run from a to b); year (last_year where the row
        is a spell); dataset and vintage; books (whose, or on which basis; empty where there is one only); detail
        (what else the key says, such as the fuel); quantity (name of the column), value and unit; is_default (null
        where the table knows no default). Sorted. Missing figures have no row.
    """
    parts = [part for table in tables if (part := _table(atlas, table, a, b, first, last)) is not None]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    key = ["table", "quantity", "a", "b", "year", "dataset", "vintage", "books", "detail"]
    return pl.concat(parts).sort(key)


def _table(atlas: Atlas, table: str, a: str, b: str, first: int, last: int) -> pl.DataFrame | None:
    rows = atlas.scan(table)
    schema = rows.collect_schema()
    pair = next((p for p in _PAIRS if all(schema.get(c) == pl.String for c in p)), None)
    start = next((c for c in ("year", "first_year") if c in schema), None)
    if pair is None or start is None:
        return None
    entry = atlas.manifest["tables"][table]
    x, y = pair
    end = "last_year" if start == "first_year" and "last_year" in schema else start
    both = ((pl.col(x) == a) & (pl.col(y) == b)) | ((pl.col(x) == b) & (pl.col(y) == a))
    within = (pl.col(start) <= last) & (pl.coalesce(end, pl.lit(9999)) >= first)
    books = [c for c in entry["key"] if c in _BOOKS and c not in pair]
    known = {x, y, start, end, "dataset", "vintage", "is_default", *books}
    detail = [c for c in entry["key"] if c not in known]
    values = [
        c
        for c, dtype in schema.items()
        if c not in known and c not in detail and (dtype.is_numeric() or dtype == pl.Boolean)
    ]
    if not values:
        return None
    lone = " + ".join(dict.fromkeys(str(span["dataset"]) for span in entry["coverage"]))
    units = {c: entry["columns"][c]["unit"] or ("1 yes, 0 no" if schema[c] == pl.Boolean else "") for c in values}
    wide = rows.filter(both & within).select(
        pl.lit(table).alias("table"),
        pl.col(x).alias("a"),
        pl.col(y).alias("b"),
        pl.col(start).cast(pl.Int32).alias("year"),
        (pl.col(end) if end != start else pl.lit(None)).cast(pl.Int32).alias("last_year"),
        pl.col("dataset") if "dataset" in schema else pl.lit(lone).alias("dataset"),
        pl.col("vintage").cast(pl.String) if "vintage" in schema else pl.lit("").alias("vintage"),
        pl.concat_str([pl.col(c).cast(pl.String) for c in books] or [pl.lit("")], separator=" · ").alias("books"),
        pl.concat_str([pl.col(c).cast(pl.String) for c in detail] or [pl.lit("")], separator=" · ").alias("detail"),
        pl.col("is_default") if "is_default" in schema else pl.lit(None, pl.Boolean).alias("is_default"),
        *[pl.col(c).cast(pl.Float64) for c in values],
    )
    index = [c for c in SCHEMA if c not in ("quantity", "value", "unit")]
    return (
        wide.unpivot(values, index=index, variable_name="quantity", value_name="value")
        .drop_nulls("value")
        .with_columns(unit=pl.col("quantity").replace_strict(units, return_dtype=pl.String))
        .select([pl.col(c).cast(t) for c, t in SCHEMA.items()])
        .collect()
    )
