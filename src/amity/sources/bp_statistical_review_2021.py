"""BP Statistical Review 2021: oil, gas and coal moved between areas in 2020; kept where both areas are one state."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, read_table, recode, refuse, require
from amity.sources.cepii_baci_raw_materials import FUELS

_ID = "bp-statistical-review-2021"
_FILE = "bp2021_trade_movements_2020.csv.gz"

#: Measure of the file → fuel and column.
_MEASURES = {
    "crude_mt": ("crude", "quantity_mt"),
    "product_mt": ("oil products", "quantity_mt"),
    "lng_bcm": ("lng", "quantity_bcm"),
    "pipeline_bcm": ("pipeline gas", "quantity_bcm"),
    "coal_ej": ("coal", "quantity_ej"),
}

#: Areas of several states, and sums: no pair of states.
_AREAS = frozenset(
    {
        "Africa", "Asia Pacific", "Australasia", "CIS", "East & S. Africa", "Europe", "Middle East",
        "Middle East & Africa", "North Africa", "North America", "Other Africa", "Other Americas*",
        "Other Asia Pacific", "Other Asia Pacific*", "Other CIS", "Other EU", "Other Europe", "Other Europe*",
        "Other Middle East", "Other Middle East & Africa", "Other S. & Cent. America", "Rest of Europe",
        "Rest of World", "S. & Cent. America", "Total", "Total exports", "Total imports", "West Africa",
    }
)  # fmt: skip


def _read(folder: Path) -> Tables:
    """From measure, from, to, year, value.

    Raises:
        SourceError: An unknown area or measure, or a figure that is none.
    """
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), ("measure", "from", "to", "year", "value"), path).with_row_index("line", offset=2)
    value = pl.col("value").cast(pl.Float64, strict=False)
    refuse(raw, ~pl.col("measure").is_in(list(_MEASURES)), "measure", path, "an unknown measure")
    refuse(raw, pl.col("year").cast(pl.Int64, strict=False).is_null(), "year", path, "not a year")
    refuse(raw, value.is_null() | value.is_nan() | (value < 0), "value", path, "not an amount")
    twice = pl.struct("measure", "from", "to", "year").is_duplicated()
    refuse(raw, twice, "from", path, "the second row of this movement")
    known = states.name_codes()
    names = {*raw["from"].drop_nulls(), *raw["to"].drop_nulls()}
    codes = {name: known[states.normalise(name)] for name in names if states.normalise(name) in known}
    codes |= dict.fromkeys(_AREAS, "")
    raw = recode(recode(raw, "from", {**codes}, path, "source"), "to", {**codes}, path, "target")
    # An area's own diagonal is trade inside it.
    raw = raw.filter(pl.col("source") != "", pl.col("target") != "", pl.col("source") != pl.col("target"))
    column = pl.col("measure").replace_strict({m: c for m, (_, c) in _MEASURES.items()}, return_dtype=pl.String)
    fuel = pl.col("measure").replace_strict({m: f for m, (f, _) in _MEASURES.items()}, return_dtype=pl.Enum(FUELS))
    quantities = [
        pl.when(column == name).then(value).round(6).cast(pl.Float32).alias(name)
        for name in ("quantity_mt", "quantity_bcm", "quantity_ej")
    ]
    rows = raw.select(
        "source",
        "target",
        pl.col("year").cast(pl.Int16),
        fuel.alias("fuel"),
        pl.lit("reconciled").cast(pl.Enum(["source", "target", "reconciled"])).alias("reporter"),
        pl.lit(_ID).alias("dataset"),
        pl.lit("2021-07").alias("vintage"),
        pl.lit(None, pl.Float32).alias("value_usd_million"),
        pl.lit(None, pl.Float32).alias("value_eur_million"),
        *quantities,
        pl.lit(None, pl.UInt8).alias("months"),
        pl.lit(value=False).alias("is_default"),
    )
    return {"energy_flows": rows.sort("source", "target", "fuel")}


SOURCE = Source(
    id=_ID,
    title="BP Statistical Review of World Energy 2021: trade movements in 2020",
    version="70th edition, July 2021",
    citation="BP (2021). Statistical Review of World Energy, July 2021.",
    licence=(
        "BP: free use with acknowledgement (recalled, not seen; check). Redistribution of the whole workbook is not "
        "expressly granted: only movements between two named states from four of its sheets are shipped."
    ),
    landing_url="https://www.energyinst.org/statistical-review",
    download_url="https://www.energyinst.org/statistical-review",
    grain="What moved from one area to another in 2020, by fuel.",
    coverage="2020; areas, of which some are single states: a state without a row was not listed by itself.",
    ships="values",
    forms=(Form("trade movements csv", (_FILE,), _read),),
    by_hand=(
        "From the workbook bp-stats-review-2021-all-data.xlsx write the sheets Oil - Inter-area movements, Gas - Trade "
        "movts LNG and pipeline, and Coal - Inter area movts as a csv of that name with the columns measure, from, to, "
        "year, value."
    ),
    defects=(
        "Areas, not all states: most partners are lumped (Europe, West Africa), so no state's total can be made.",
        "Oil in million tonnes, gas in billion cubic metres (LNG as gas), coal in exajoules. No values in money.",
        "Only state-to-state cells are kept; sums and areas (" + ", ".join(sorted(_AREAS)) + ") are left out.",
        "0 is printed both for none and for under half of the last digit shown. The workbook itself is not read.",
    ),
)
