"""How good the tables are: rows, gaps, ranges, and how far rival figures for the same thing differ.

Rival figures stand side by side in one table, told apart by data set, edition (`vintage`), whose books they are on
(`reporter`, `basis`) or `series`. So every table is compared with itself: all pairs of such strata on the rest of the
key. No pair is picked by hand.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import polars as pl

from amity.atlas import Atlas

#: Key columns that tell rival figures apart.
_STRATA = ("dataset", "vintage", "reporter", "basis", "series", "price_base")
#: Numbers that only bound another.
_NO_FIGURES = ("low", "high")
#: Fewest shared keys for a comparison.
_FEW = 30


def columns(atlas: Atlas) -> pl.DataFrame:
    """Every column of every table.

    Returns:
        Columns table, column, unit, rows, missing (share, 0 to 1), low, high (least and greatest number, null for
        what is no number).
    """
    rows: list[dict[str, Any]] = []
    for table in atlas.tables:
        frame = atlas.scan(table).collect()
        for name, spec in atlas.manifest["tables"][table]["columns"].items():
            column = frame[name]
            number = column.dtype.is_numeric()
            rows.append(
                {
                    "table": table,
                    "column": name,
                    "unit": spec["unit"],
                    "rows": frame.height,
                    "missing": column.null_count() / max(1, frame.height),
                    "low": float(column.min()) if number and column.len() > column.null_count() else None,  # pyright: ignore[reportArgumentType]
                    "high": float(column.max()) if number and column.len() > column.null_count() else None,  # pyright: ignore[reportArgumentType]
                }
            )
    return pl.DataFrame(rows, schema_overrides={"low": pl.Float64, "high": pl.Float64, "unit": pl.String})


def rivals(atlas: Atlas) -> pl.DataFrame:
    """Every two rival sets of figures with at least 30 shared keys.

    Returns:
        Columns table, column, one, other (names of the strata), n (shared keys with both figures), correlation (of
        logarithms where all are positive in both, over those positive; else of the values), ratio (median of one over
        other, where both are positive), within_10, within_25 (share of the n whose figures differ by at most 10 or
        25 % of the larger; equal figures count, zeros too). Sorted.
    """
    found: list[dict[str, Any]] = []
    for table in atlas.tables:
        entry = atlas.manifest["tables"][table]
        frame = atlas.scan(table).collect()
        strata = _strata(entry, frame.schema)
        # Some tables name the data set outside the key because each key has one only: no rivals there.
        if not strata:
            continue
        rest = [c for c in entry["key"] if c not in strata]
        values = [
            name
            for name, dtype in frame.schema.items()
            if dtype.is_numeric() and name not in {*entry["key"], *_NO_FIGURES} and _is_measured(entry["columns"][name])
        ]
        groups = frame.partition_by(strata, as_dict=True, include_key=False)
        large = {k: g.select(*rest, *values) for k, g in groups.items() if g.height >= _FEW}
        for one, other in combinations(sorted(large, key=str), 2):
            both = large[one].join(large[other], on=rest, suffix="_other")
            if both.height < _FEW:
                continue
            for name in values:
                compared = _compare(both[name], both[f"{name}_other"])
                if compared is not None:
                    found.append({"table": table, "column": name, "one": _name(one), "other": _name(other), **compared})
    schema = {"table": pl.String, "column": pl.String, "one": pl.String, "other": pl.String, "n": pl.Int64}
    return pl.DataFrame(found, schema_overrides=schema).sort("table", "column", "one", "other")


def overlaps(atlas: Atlas) -> pl.DataFrame:
    """Every two rival lists of spells between two states: how many dyad-years are on one, on the other, on both.

    Returns:
        Columns table, one, other, first, last (years both lists cover, by their rows), only_one, only_other, both
        (undirected dyad-years). Sorted.
    """
    found: list[dict[str, Any]] = []
    for table in atlas.tables:
        entry = atlas.manifest["tables"][table]
        columns_held = entry["columns"].keys()
        if not {"a", "b", "first_year", "last_year"} <= columns_held:
            continue
        frame = atlas.scan(table).collect()
        strata = _strata(entry, frame.schema)
        if not strata:
            continue
        ends = {
            tuple(e.get(c) for c in strata if c in ("dataset", "vintage")): e["last_year"] for e in entry["coverage"]
        }
        years: dict[tuple[object, ...], pl.DataFrame] = {}
        for stratum, spells in frame.partition_by(strata, as_dict=True, include_key=False).items():
            end = ends.get(stratum)
            years[stratum] = (
                spells.select("a", "b", "first_year", pl.col("last_year").fill_null(end))
                .with_columns(year=pl.int_ranges("first_year", pl.col("last_year") + 1))
                .explode("year")
                .select("a", "b", "year")
                .unique()
            )
        for one, other in combinations(sorted(years, key=str), 2):
            x, y = years[one], years[other]
            first = max(int(f["year"].min()) for f in (x, y))  # pyright: ignore[reportArgumentType]
            last = min(int(f["year"].max()) for f in (x, y))  # pyright: ignore[reportArgumentType]
            x, y = (f.filter(pl.col("year").is_between(first, last)) for f in (x, y))
            both = x.join(y, on=["a", "b", "year"], how="semi").height
            found.append(
                {
                    "table": table,
                    "one": _name(one),
                    "other": _name(other),
                    "first": first,
                    "last": last,
                    "only_one": x.height - both,
                    "only_other": y.height - both,
                    "both": both,
                }
            )
    return pl.DataFrame(found).sort("table", "one", "other")


def _strata(entry: dict[str, Any], schema: pl.Schema) -> list[str]:
    """The key columns that tell rival figures apart; a `reporter` that is a state is part of the thing itself."""
    return [c for c in entry["key"] if c in _STRATA and not (c == "reporter" and schema[c] == pl.String)]


def _is_measured(column: dict[str, Any]) -> bool:
    """Has it a unit that is not a count of what the estimate rests on?"""
    return column["unit"] not in (None, "count", "year", "roll calls")


def _name(stratum: tuple[object, ...]) -> str:
    return " · ".join(str(part) for part in stratum)


def _compare(one: pl.Series, other: pl.Series) -> dict[str, Any] | None:
    """The figures of `rivals` for two columns of equal length; None with fewer than 30 pairs of figures."""
    pair = pl.DataFrame({"x": one.cast(pl.Float64), "y": other.cast(pl.Float64)}).drop_nulls()
    if pair.height < _FEW:
        return None
    positive = pair.filter(pl.col("x") > 0, pl.col("y") > 0)
    mostly = positive.height >= max(_FEW, pair.height / 2) and not (pair.min_horizontal() < 0).any()
    used = positive.select(pl.col("x").log(), pl.col("y").log()) if mostly else pair
    gap = (pl.col("x") - pl.col("y")).abs()
    size = pl.max_horizontal(pl.col("x").abs(), pl.col("y").abs())
    correlation = used.select(pl.corr("x", "y")).item()
    return {
        "n": pair.height,
        "correlation": None if correlation is None or correlation != correlation else round(correlation, 4),
        "ratio": round(float((positive["x"] / positive["y"]).median()), 4) if mostly else None,  # pyright: ignore[reportArgumentType]
        "within_10": round(pair.select((gap <= 0.1 * size).mean()).item(), 4),
        "within_25": round(pair.select((gap <= 0.25 * size).mean()).item(), 4),
    }
