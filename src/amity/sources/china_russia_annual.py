"""China-Russia figures from public pages, one row per quoted fact: trade, energy, currencies, regions.

Every row goes to `dyad_series`. Trade totals also go to `two_way_trade` and the two directions to `trade`,
each on the books its `basis` names; plans, forecasts and targets are in `dyad_series` only, because they are
no outcomes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity.sources import Form, Source, Tables, read_table, refuse, require

if TYPE_CHECKING:
    import polars as pl

_ID = "china-russia-annual"
_FILE = "china_russia_annual_series.csv"
_TOTAL = "bilateral trade total"

#: Series with a direction → (from, to, whose books).
_DIRECTED = {
    "china exports to russia": ("CHN", "RUS", "source"),
    "china imports from russia": ("RUS", "CHN", "target"),
    "russia exports to china": ("RUS", "CHN", "source"),
    "russia imports from china": ("CHN", "RUS", "target"),
}

#: Who says it → whose books that is. Only trade rows need one.
_BOOKS = {
    "China customs (GACC), as quoted": "CHN",
    "IMF DOTS, China-reported": "CHN",
    "IMF DOTS, Russia-reported": "RUS",
    "Russian customs (FCS), as quoted": "RUS",
}

#: Words that mark a figure as a plan.
_PLAN = r"(?i)\b(plan|planned|forecast|target|expected)\b"


def _trade_rows(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The outcomes among rows of trade series, with `books`, `vintage` and the value in million US$."""
    import polars as pl

    marked = pl.concat_str("series", "basis", pl.col("note").fill_null(""), separator=" ").str.contains(_PLAN)
    rows = raw.filter(pl.col("series").is_in([_TOTAL, *_DIRECTED]) & ~marked)
    refuse(rows, pl.col("unit") != "USD bn", "unit", path, "of a trade figure; wanted USD bn")
    refuse(rows, ~pl.col("basis").is_in(list(_BOOKS)), "basis", path, "not in the list of whose books that is")
    # The page's host, or its text where it has no address: keeps several quotes of one year apart.
    host = (
        pl.col("source")
        .str.extract(r"^https?://(?:www\.)?([^/\s]+)")
        .fill_null(pl.col("source").str.strip_prefix("see ").str.strip_chars("()"))
    )
    return rows.with_columns(
        pl.col("basis").replace_strict(_BOOKS, return_dtype=pl.String).alias("books"),
        (pl.col("basis") + " / " + host).alias("vintage"),
        (pl.col("value") * 1000).round(6).alias("value_usd_million"),
        pl.lit(_ID).alias("dataset"),
        (pl.col("source") + pl.when(pl.col("note").is_null()).then(pl.lit("")).otherwise("; " + pl.col("note"))).alias(
            "remark"
        ),
    )


def _read(folder: Path) -> Tables:
    """From series, year, value, unit, basis, source, note."""
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), ("series", "year", "value", "unit", "basis", "source", "note"), path)
    raw = raw.with_row_index("line", offset=2)
    year, value = pl.col("year").cast(pl.Int16, strict=False), pl.col("value").cast(pl.Float64, strict=False)
    empty = pl.any_horizontal(pl.col("series", "unit", "basis", "source").is_null())
    twice = pl.struct("series", "year", "basis", "source", "unit").is_duplicated()
    refuse(raw, year.is_null(), "year", path, "not a year")
    refuse(raw, value.is_null() | value.is_nan() | (value < 0), "value", path, "not an amount")
    refuse(raw, empty, "series", path, "a row that lacks its series, unit, basis or source")
    refuse(raw, twice, "series", path, "the second row of this series, year, basis, source and unit")
    raw = raw.with_columns(year, value)
    trade = _trade_rows(raw, path)
    directed = trade.filter(pl.col("series").is_in(list(_DIRECTED)))
    parts = {n: {k: v[n] for k, v in _DIRECTED.items()} for n in range(3)}
    of_trade = directed.select(
        pl.col("series").replace_strict(parts[0], return_dtype=pl.String).alias("source"),
        pl.col("series").replace_strict(parts[1], return_dtype=pl.String).alias("target"),
        "year",
        pl.col("series")
        .replace_strict(parts[2], return_dtype=pl.String)
        .cast(pl.Enum(["source", "target", "reconciled"]))
        .alias("reporter"),
        "dataset",
        "vintage",
        "value_usd_million",
    )
    two_way = trade.filter(pl.col("series") == _TOTAL).select(
        pl.col("books").alias("reporter"),
        pl.when(pl.col("books") == "CHN").then(pl.lit("RUS")).otherwise(pl.lit("CHN")).alias("partner"),
        "year",
        "dataset",
        "vintage",
        "value_usd_million",
        pl.col("remark").alias("note"),
    )
    series = raw.select(
        pl.lit("CHN").alias("a"),
        pl.lit("RUS").alias("b"),
        "series",
        "year",
        "basis",
        pl.col("source").alias("page"),
        "value",
        "unit",
        "note",
        pl.lit(_ID).alias("dataset"),
    )
    return {
        "trade": of_trade.sort("source", "target", "year", "reporter", "vintage"),
        "two_way_trade": two_way.sort("reporter", "year", "vintage"),
        "dyad_series": series.sort("series", "year", "basis", "page", "unit"),
    }


SOURCE = Source(
    id=_ID,
    title="China-Russia annual figures, hand-collected",
    version="first collection (100 rows)",
    citation="Per row: the page in `page`, quoting whom `basis` names. Compiled for amity.",
    licence="Own compilation of single facts with their source; free to publish with attribution.",
    landing_url="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    download_url="https://data.imf.org/en/datasets/IMF.STA:IMTS",
    grain="One figure of one series in one year, as one page quotes it.",
    coverage=("China and Russia, 1992-2025: trade, gas, crude, settlement currencies, direct investment, regions."),
    ships="values",
    forms=(Form("own csv", (_FILE,), _read),),
    defects=(
        "Second-hand: mostly news items quoting customs services; there is no press figure of total trade for 2020.",
        "The same quantity often has a Chinese and a Russian value: both are kept, `basis` tells them apart.",
        "Rows marked plan, forecast, target or expected are not outcomes; they are in dyad_series only.",
        "Fifty-six rows repeat IMF DOTS (imf-dots-5countries) in thousand-million US$ with three decimals.",
        "Some pages have no stored address; their text stands in `page`.",
    ),
    by_hand="Nothing to fetch: the rows were compiled for amity and come with the shipped atlas. To add rows, write "
    "them to china_russia_annual_series.csv with the columns series, year, value, unit, basis, source, note.",
)
