"""World Bank WITS trade summary: each state's own trade totals and its five largest partners, 1988-2015.

The figures are UN Comtrade's, which may not be passed on: only shares and ratios made from them leave the atlas's
assembly.
"""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, read_table, recode, refuse, require

_ID = "wits-trade-summary"
_FILE = "wits_trade_summary_1988_2015_long.csv.gz"

#: Indicator of the file → direction and whether it is of all partners.
_INDICATORS = {
    "Exports (in US$ Mil)": ("exports", True),
    "Imports (in US$ Mil)": ("imports", True),
    "Trade (US$ Mil)-Top 5 Export Partner": ("exports", False),
    "Trade (US$ Mil)-Top 5 Import Partner": ("imports", False),
}

#: Reporters that are groups of states.
_GROUPS = frozenset({"EAS", "ECS", "EUN", "LCN", "MEA", "NAC", "OAS", "SAS", "SSF", "Wld"})

#: Partners that are no state or territory.
_NO_STATES = frozenset({"Bunkers", "European Union", "Free Zones", "Special Categories", "Unspecified"})

#: Partners' names that could not be understood otherwise → our code. "Other Asia, nes" is Taiwan in practice.
_SPELLINGS = {"Heard Island and McDonald Isla": "HMD", "Korea, Dem. Rep.": "PRK", "Other Asia, nes": "TWN"}


def _read(folder: Path) -> Tables:
    """From reporter_iso3, partner, indicator, year, value; every other indicator of the file is left aside.

    Raises:
        SourceError: An unknown reporter or partner, or a figure that is none.
    """
    import polars as pl

    path = folder / _FILE
    raw = require(read_table(path), ("reporter_iso3", "partner", "indicator", "year", "value"), path)
    raw = raw.with_row_index("line", offset=2)
    raw = raw.filter(pl.col("indicator").is_in(list(_INDICATORS)))
    value = pl.col("value").cast(pl.Float64, strict=False)
    refuse(raw, pl.col("year").cast(pl.Int64, strict=False).is_null(), "year", path, "not a year")
    refuse(raw, value.is_null() | value.is_nan() | (value < 0), "value", path, "not an amount")
    twice = pl.struct("reporter_iso3", "partner", "indicator", "year").is_duplicated()
    refuse(raw, twice, "indicator", path, "the second row of this reporter, partner and year")
    total = pl.col("indicator").replace_strict({k: v[1] for k, v in _INDICATORS.items()}, return_dtype=pl.Boolean)
    refuse(raw, total != (pl.col("partner") == "World"), "partner", path, "not what this indicator is about")
    known = states.name_codes()
    names = raw["partner"].unique().drop_nulls().to_list()
    partners = {name: known[states.normalise(name)] for name in names if states.normalise(name) in known} | _SPELLINGS
    partners |= {**dict.fromkeys(_NO_STATES, ""), "World": "World"}
    reporters = {**states.iso3_codes(), **dict.fromkeys(_GROUPS, "")}
    raw = recode(recode(raw, "reporter_iso3", {**reporters}, path, "own"), "partner", {**partners}, path, "other")
    flow = pl.col("indicator").replace_strict({k: v[0] for k, v in _INDICATORS.items()}, return_dtype=pl.String)
    key = ("reporter", "partner", "year", "flow")
    rows = (
        raw.filter(pl.col("own") != "", pl.col("other") != "", pl.col("own") != pl.col("other"))
        .select(
            pl.col("own").alias("reporter"),
            pl.col("other").replace("World", None).alias("partner"),
            pl.col("year").cast(pl.Int16),
            flow.cast(pl.Enum(["exports", "imports"])).alias("flow"),
            (value * 1_000_000).round().cast(pl.Int64).alias("usd"),
        )
        # A predecessor and its successor may both be partners in one year.
        .group_by(key)
        .agg(pl.col("usd").sum() / 1_000_000)
        .select(
            *key,
            pl.lit(_ID).alias("dataset"),
            pl.lit("about 2017").alias("vintage"),
            pl.col("usd").alias("value_usd_million"),
        )
    )
    return {"reported_trade": rows.sort(key)}


SOURCE = Source(
    id=_ID,
    title="World Integrated Trade Solution (WITS): trade summary by country",
    version="crawled about 2017, 1988-2015",
    citation="World Bank, World Integrated Trade Solution (WITS), from UN Comtrade.",
    licence=(
        "WITS terms and conditions, seen in a stored copy of its page: UN Comtrade data are copyrighted by the United "
        "Nations, for internal use only, and may not be re-disseminated in any form without written permission. "
        "Therefore no amount is shipped: only shares and log ratios made from them, rounded, with citation; check."
    ),
    landing_url="https://wits.worldbank.org/countrysnapshot/en/ALL",
    download_url="https://wits.worldbank.org/countrysnapshot/en/ALL",
    grain="One indicator of one reporter, partner and year.",
    coverage="198 reporters and ten groups, 1988-2015; partners only where among the reporter's five largest.",
    ships="aggregates",
    forms=(Form("long csv", (_FILE,), _read),),
    by_hand=(
        "Unpack wits_en_trade_summary_allcountries_allyears.zip, put its files en_XXX_AllYears_WITS_Trade_Summary.CSV "
        "below one another, one row per year, as a csv of that name with the columns reporter_iso3, reporter, partner, "
        "product, type, indicator, year, value."
    ),
    defects=(
        "A partner has a figure only in the years in which it is among the reporter's five largest.",
        "Reporters' own books: exports without freight, imports mostly with it. Places among the five are taken by "
        + ", ".join(sorted(_NO_STATES))
        + ", which make no pair but count in totals.",
        "Groups of states as reporters are left out: " + ", ".join(sorted(_GROUPS)) + ".",
        "'Other Asia, nes' is read as Taiwan; the Soviet Union as Russia, Serbia and Montenegro as Serbia.",
        "Product groups, tariffs and development figures of the file are not read; nor is the official layout.",
    ),
)
