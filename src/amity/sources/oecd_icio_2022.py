"""OECD inter-country input-output tables, reference year 2022: goods and services used in production abroad."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, read_table, recode, refuse, require

_ID = "oecd-icio-2022"
_FILE = "icio2025_2022_intermediate_country_pairs.csv.gz"


def _read(folder: Path) -> Tables:
    """From seller, buyer, intermediate_usd_mn_2022.

    Raises:
        SourceError: An unknown economy, a figure that is none, a doubled pair, or too few economies.
    """
    import polars as pl

    path = folder / _FILE
    value = "intermediate_usd_mn_2022"
    raw = require(read_table(path), ("seller", "buyer", value), path).with_row_index("line", offset=2)
    amount = pl.col(value).cast(pl.Float64, strict=False)
    refuse(raw, amount.is_null() | amount.is_nan() | (amount < 0), value, path, "not an amount")
    refuse(raw, pl.struct("seller", "buyer").is_duplicated(), "seller", path, "the second row of this pair")
    codes = states.iso3_codes()
    raw = recode(recode(raw, "seller", {**codes}, path, "source"), "buyer", {**codes}, path, "target")
    return {
        "intermediate_flows": raw.filter(pl.col("source") != pl.col("target"))
        .select(
            "source",
            "target",
            pl.lit(2022, pl.Int16).alias("year"),
            pl.lit(_ID).alias("dataset"),
            pl.lit("2025").alias("vintage"),
            amount.round(3).cast(pl.Float32).alias("value_usd_million"),
        )
        .sort("source", "target")
    }


SOURCE = Source(
    id=_ID,
    title="OECD Inter-Country Input-Output tables: intermediate flows between economies in 2022",
    version="release of 2025, reference year 2022",
    citation="OECD (2025). Inter-Country Input-Output Database.",
    licence=(
        "OECD data since 2024: CC BY 4.0 unless noted (recalled; check). The package it was derived from is MIT and "
        "points to the OECD's terms."
    ),
    landing_url="https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html",
    download_url="https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html",
    grain="What one economy's producers sold to another's producers in 2022, all sectors together.",
    coverage="80 economies, 2022. No rest of the world: Iran, for one, is absent.",
    ships="values",
    forms=(Form("country pairs csv", (_FILE,), _read),),
    by_hand=(
        "Sum the intermediate block of 2022_SML.csv over sectors and write a csv of that name with the columns seller, "
        "buyer, intermediate_usd_mn_2022 (million US$)."
    ),
    defects=(
        "Derived: flow = coefficients times output of a package, not the OECD's own matrix.",
        "Intermediate use only, goods and services, no final goods: it is no total trade.",
        "Domestic use (the diagonal) is left out; flows under 500 US$ are not in the file.",
        "The official matrix (2022_SML.csv) is not read.",
    ),
)
