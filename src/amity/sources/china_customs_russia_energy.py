"""China's customs service: crude, gas and coal imported from Russia, annual sums of monthly series."""

from __future__ import annotations

from pathlib import Path

from amity.sources import Form, Source, Tables, read_table, refuse, require
from amity.sources.cepii_baci_raw_materials import FUELS

_ID = "china-customs-russia-energy"
_FILE = "china_imports_from_russia_energy_annual.csv.gz"

#: Series → fuel, what it measures, its unit in the file, and how many of these make the unit of the column.
_SERIES = {
    "Value of Imports: Coal: Russian Federation": ("coal", "value_usd_million", "USD", 1e6),
    "Value of Imports: Crude Oil: Russian Federation": ("crude", "value_usd_million", "USD", 1e6),
    "Value of Imports: Pipeline Carried Natural Gas (Gaseous State): Russian Federation": (
        "pipeline gas", "value_usd_million", "USD", 1e6,
    ),
    "Volume of Imports: Coal: Russian Federation": ("coal", "quantity_mt", "ton", 1e6),
    "Volume of Imports: Crude Oil: Russian Federation": ("crude", "quantity_mt", "kg", 1e9),
    "Volume of Imports: Liquified Natural Gas (LNG): Russian Federation": ("lng", "quantity_mt", "kg", 1e9),
    "Volume of Imports: Pipeline Carried Natural Gas (Gaseous State): Russian Federation": (
        "pipeline gas", "quantity_mt", "kg", 1e9,
    ),
}  # fmt: skip

#: Series of the file that are not kept → why.
_LEFT_OUT = {
    "Value of Imports: Coking Coal: Russian Federation": "part of coal",
    "Value of Imports: Steam Coal: Russian Federation": "part of coal",
    "Volume of Imports: Coking Coal: Russian Federation": "part of coal",
    "Volume of Imports: Steam Coal: Russian Federation": "part of coal",
    "Value of Imports: Liquified Natural Gas(271111)": "from all states, not from Russia",
    "Value of Imports: Natural Gas(271121)": "from all states, not from Russia",
}


def _read(folder: Path) -> Tables:
    """From series, unit, year, sum, months_reported.

    Raises:
        SourceError: An unknown series, another unit than the series had, or a figure that is none.
    """
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), ("series", "unit", "year", "sum", "months_reported"), path)
    raw = raw.with_row_index("line", offset=2)
    year, months = (pl.col(c).cast(pl.Int64, strict=False) for c in ("year", "months_reported"))
    amount = pl.col("sum").cast(pl.Float64, strict=False)
    refuse(raw, ~pl.col("series").is_in([*_SERIES, *_LEFT_OUT]), "series", path, "an unknown series")
    refuse(raw, year.is_null(), "year", path, "not a year")
    refuse(raw, ~months.is_between(1, 12).fill_null(value=False), "months_reported", path, "not a number of months")
    refuse(raw, amount.is_null() | amount.is_nan() | (amount < 0), "sum", path, "not an amount")
    twice = pl.struct("series", "year").is_duplicated()
    refuse(raw, twice, "series", path, "the second row of this series and year")
    kept = raw.filter(pl.col("series").is_in(list(_SERIES)))
    units = {series: unit for series, (_, _, unit, _) in _SERIES.items()}
    wanted = pl.col("series").replace_strict(units, return_dtype=pl.String)
    refuse(kept, pl.col("unit") != wanted, "unit", path, "not the unit this series had")

    def part(place: int, dtype: type[pl.DataType]) -> pl.Expr:
        return pl.col("series").replace_strict({s: v[place] for s, v in _SERIES.items()}, return_dtype=dtype)

    tidy = kept.rename({"months_reported": "months"}).with_columns(
        part(0, pl.String).alias("fuel"),
        part(1, pl.String).alias("column"),
        (amount / part(3, pl.Float64)).alias("amount"),
        year,
        pl.col("months").cast(pl.Int64),
    )

    def measured(column: str) -> pl.DataFrame:
        return tidy.filter(column=column).select("fuel", "year", "months", pl.col("amount").alias(column))

    # Where value and volume of a year rest on different months they are no pair: the one with more months is kept.
    both = (
        measured("value_usd_million")
        .join(measured("quantity_mt"), on=("fuel", "year"), how="full", coalesce=True, suffix="_volume")
        .with_columns(
            pl.when(pl.col("months") >= pl.col("months_volume").fill_null(0)).then("value_usd_million"),
            pl.when(pl.col("months_volume") >= pl.col("months").fill_null(0)).then("quantity_mt"),
            months=pl.max_horizontal("months", "months_volume"),
        )
    )
    rows = both.select(
        pl.lit("RUS").alias("source"),
        pl.lit("CHN").alias("target"),
        pl.col("year").cast(pl.Int16),
        pl.col("fuel").cast(pl.Enum(FUELS)),
        pl.lit("target").cast(pl.Enum(["source", "target", "reconciled"])).alias("reporter"),
        pl.lit(_ID).alias("dataset"),
        pl.lit("2022-06").alias("vintage"),
        pl.col("value_usd_million").cast(pl.Float32),
        pl.lit(None, pl.Float32).alias("value_eur_million"),
        pl.col("quantity_mt").cast(pl.Float32),
        pl.lit(None, pl.Float32).alias("quantity_bcm"),
        pl.lit(None, pl.Float32).alias("quantity_ej"),
        pl.col("months").cast(pl.UInt8),
        pl.lit(value=False).alias("is_default"),
    )
    return {"energy_flows": rows.sort("fuel", "year")}


SOURCE = Source(
    id=_ID,
    title="China customs: energy imports from Russia, annual sums of monthly series",
    version="collected 2022 (to June 2022)",
    citation="General Administration of Customs of China.",
    licence=(
        "The monthly file carries vendor series ids (Wind, CEIC); only annual sums made from it are held and shipped. "
        "Terms not seen, check."
    ),
    landing_url="http://stats.customs.gov.cn/",
    download_url="http://stats.customs.gov.cn/",
    grain="One series in one year: the sum of its months and how many there were.",
    coverage="Imports of China from Russia: crude 1995-2022, coal 2004-2022, LNG 2010-2022, pipeline gas 2019-2022.",
    ships="aggregates",
    forms=(Form("annual sums csv", (_FILE,), _read),),
    by_hand=(
        "Sum the monthly imports from Russia of the customs service's portal by year into a csv of that name with the "
        "columns series, unit, year, sum, months_reported and the series names this reader lists."
    ),
    defects=(
        "2022 covers January to June only, and early years of coal and gas fewer than twelve months: `months` says "
        "how many. A sum of fewer is no annual figure.",
        "Where value and volume of a year rest on different months, the one with more months is kept alone.",
        "The value of LNG from Russia is not in it; two value series of gas are of all states and are left out.",
        "Left out: " + "; ".join(f"{series} ({why})" for series, why in _LEFT_OUT.items()) + ".",
        "Import values include freight (CIF). Pipeline gas is in tonnes, not in cubic metres.",
        "The portal's own layout is not read.",
    ),
)
