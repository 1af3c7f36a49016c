"""CREA: fossil fuels imported from Russia by state (UN Comtrade, Eurostat), annual sums in euro and tonnes."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, days, read_table, recode, refuse, require
from amity.sources.cepii_baci_raw_materials import FUELS

_ID = "crea-russia-fossil"
_FILE = "comtrade_eurostat_russia_fossil_monthly.csv.gz"

#: Commodity of the file → fuel.
_COMMODITIES = {
    "coal": "coal",
    "coke": "coke",
    "lng": "lng",
    "natural_gas": "pipeline gas",
    "oil": "crude",
    "oil_products": "oil products",
}
#: Too small to be of use.
_LEFT_OUT = {"coal_gas", "tar"}
#: A union of states whose members are in the file as well.
_UNION = "EU"
#: Names that could not be understood otherwise → our code.
_SPELLINGS = {"TFYR of Macedonia": "MKD"}


def _read(folder: Path) -> Tables:
    """From country, partner, date, commodity, unit, value: one row per month.

    Raises:
        SourceError: An unknown importer, commodity or unit, a partner that is not Russia, a doubled month.
    """
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), ("country", "partner", "date", "commodity", "unit", "value"), path)
    raw = days(raw.with_row_index("line", offset=2), "date", path)
    value = pl.col("value").cast(pl.Float64, strict=False)
    refuse(raw, pl.col("partner") != "Russia", "partner", path, "not Russia")
    refuse(raw, ~pl.col("commodity").is_in([*_COMMODITIES, *_LEFT_OUT]), "commodity", path, "an unknown commodity")
    refuse(raw, ~pl.col("unit").is_in(["eur", "tonne"]), "unit", path, "neither eur nor tonne")
    refuse(raw, pl.col("value").is_not_null() & (value.is_null() | value.is_nan()), "value", path, "not a number")
    twice = pl.struct("country", "date", "commodity", "unit").is_duplicated()
    refuse(raw, twice, "country", path, "the second row of this importer, month, commodity and unit")
    known = states.name_codes()
    names: list[str] = raw["country"].unique().drop_nulls().to_list()
    codes = {name: known[states.normalise(name)] for name in names if states.normalise(name) in known} | _SPELLINGS
    raw = recode(raw, "country", {**codes, _UNION: ""}, path, "target")
    # Months without a figure do not count as covered. Sums in whole cents and kilograms do not depend on row order.
    sums = (
        raw.filter(pl.col("target") != "", ~pl.col("commodity").is_in(list(_LEFT_OUT)))
        .with_columns(value)
        .drop_nulls("value")
        .group_by("target", "commodity", "unit", year=pl.col("date").dt.year())
        .agg(
            total=(pl.col("value") * 1000).round().cast(pl.Int64).sum() / 1000,
            least=pl.col("value").min(),
            months=pl.col("date").n_unique(),
        )
        # Negative months are corrections by subtraction; the year they lie in is no sum of imports.
        .filter(pl.col("least") >= 0)
    )

    def measured(unit: str, column: str) -> pl.DataFrame:
        return sums.filter(unit=unit).select(
            "target", "commodity", "year", "months", (pl.col("total") / 1e6).alias(column)
        )

    key = ["target", "commodity", "year", "months"]
    rows = (
        measured("eur", "value_eur_million")
        .join(measured("tonne", "quantity_mt"), on=key, how="full", coalesce=True)
        .select(
            pl.lit("RUS").alias("source"),
            "target",
            pl.col("year").cast(pl.Int16),
            pl.col("commodity").replace_strict(_COMMODITIES, return_dtype=pl.Enum(FUELS)).alias("fuel"),
            pl.lit("target").cast(pl.Enum(["source", "target", "reconciled"])).alias("reporter"),
            pl.lit(_ID).alias("dataset"),
            pl.lit("2022").alias("vintage"),
            pl.lit(None, pl.Float32).alias("value_usd_million"),
            pl.col("value_eur_million").cast(pl.Float32),
            # Tonnes of gaseous gas contradict the customs services (China 2021: 2.7 against 7.5 million).
            pl.when(pl.col("commodity") != "natural_gas").then("quantity_mt").cast(pl.Float32).alias("quantity_mt"),
            pl.lit(None, pl.Float32).alias("quantity_bcm"),
            pl.lit(None, pl.Float32).alias("quantity_ej"),
            pl.col("months").cast(pl.UInt8),
            pl.lit(value=False).alias("is_default"),
        )
        .drop_nulls("value_eur_million")
    )
    return {"energy_flows": rows.sort("target", "year", "fuel")}


SOURCE = Source(
    id=_ID,
    title="Fossil-fuel imports from Russia by country and month (UN Comtrade and Eurostat, collected by CREA)",
    version="collected 2022 (to November 2022)",
    citation="Centre for Research on Energy and Clean Air (CREA), Russia Fossil Tracker.",
    licence=(
        "Repository GPL-3.0 (code). CREA asks for attribution; Eurostat CC BY 4.0 and UN Comtrade terms apply to their "
        "parts (recalled, not seen; check). Only annual sums are shipped."
    ),
    landing_url="https://www.russiafossiltracker.com/",
    download_url="https://www.russiafossiltracker.com/",
    grain="Imports of one commodity by one state from Russia in one month, in euro or in tonnes.",
    coverage="124 importers, January 2016 to November 2022.",
    ships="aggregates",
    forms=(Form("monthly csv", (_FILE,), _read),),
    by_hand=(
        "Take comtrade_eurostat.RDS from the repository energyandcleanair/fossil_shipment_tracker_r "
        "(inst/extdata) and write it as a csv of that name with the columns country, partner, date, commodity, unit, "
        "value."
    ),
    defects=(
        "`months` says how many months of the year have a figure; a month without one may have had no imports. Sums of "
        "fewer than twelve are no annual figures; 2022 ends in November at the latest, and for China it is not there.",
        "China's months are all alike (a year divided by twelve), as are some years of Austria, Denmark and Ireland.",
        "Euro, at rates of the collector; not comparable with dollars without an exchange rate.",
        "The row of the EU is left out (its members are in the file), and so are tar and coal gas.",
        "Years with a negative month (differences of two series: China's coke, gas of Finland, the Netherlands and "
        "Sweden) are left out.",
        "Tonnes of gaseous gas are unreliable and left out. Whether coal includes lignite is not said.",
        "The sheet of IEA gas flows that lies beside it is not read; the tracker's own layout neither.",
    ),
)
