"""Penn World Table: GDP at purchasing power parity and population of states, at constant 2017 prices."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_ID = "penn-world-table-10.01"

#: Years in which the row is about a part of the state that bore the code then.
_PARTS = {"RUS": 1991, "SRB": 1991, "YEM": 1989, "VNM": 1975}
#: (State, last year): what the territory measured was, where the state's was another.
TERRITORY = {
    ("DEU", 1989): "with East Germany",
    ("PAK", 1971): "without East Pakistan (Bangladesh)",
}


def _read(folder: Path, code: str) -> Tables:
    """One row per state and year with a figure.

    Traps: rgdpo measures what an economy can produce, rgdpe what its people can consume; population is in
    millions; a state that did not exist yet has rows within today's borders.
    """
    import polars as pl

    path = first_file(folder, "pwt10*")
    frame = require(read_table(path), (code, "year", "rgdpe", "rgdpo", "pop"), path)
    frame = whole_numbers(frame, ("year",), path).with_row_index("line", offset=2)
    frame = recode(frame, code, {**states.iso3_codes()}, path, "state")
    for name in ("rgdpe", "rgdpo", "pop"):
        raw = pl.col(name).replace(["", "NA"], None) if frame.schema[name] == pl.String else pl.col(name)
        number = raw.cast(pl.Float64, strict=False)
        refuse(frame, (number.is_null() & raw.is_not_null()) | (number <= 0), name, path, "not an amount")
        frame = frame.with_columns(number.alias(name))
    refuse(frame, pl.struct("state", "year").is_duplicated(), code, path, "there twice in one year")
    part, note = pl.lit(value=False), pl.lit(None, pl.String)
    for state, last in _PARTS.items():
        part |= (pl.col("state") == state) & (pl.col("year") <= last)
    for (state, last), what in TERRITORY.items():
        note = pl.when(pl.col("state") == state, pl.col("year") <= last).then(pl.lit(what)).otherwise(note)
    return {
        "national_accounts": frame.filter(~part, pl.any_horizontal(pl.col("rgdpe", "rgdpo", "pop").is_not_null()))
        .select(
            "state",
            pl.col("year").cast(pl.Int16),
            pl.lit(_ID).alias("dataset"),
            pl.lit("10.01").alias("vintage"),
            pl.lit("PPP 2017").cast(pl.Enum(["PPP 2017", "PPP 2011"])).alias("price_base"),
            pl.col("rgdpo").round_sig_figs(5).alias("gdp_usd_million"),
            (pl.col("rgdpe") / pl.col("pop")).round_sig_figs(5).alias("gdp_per_capita_usd"),
            (pl.col("pop") * 1e6).round_sig_figs(5).alias("population"),
            note.alias("territory"),
        )
        .sort("state", "year")
    }


def _read_official(folder: Path) -> Tables:
    """From the makers' Stata file, whose code column is `countrycode`."""
    return _read(folder, "countrycode")


def _read_package(folder: Path) -> Tables:
    """From the R package's table, whose code column is `isocode`."""
    return _read(folder, "isocode")


SOURCE = Source(
    id=_ID,
    title="Penn World Table: real GDP (rgdpo, rgdpe) and population",
    version="10.01",
    citation="Feenstra, Inklaar and Timmer (2015), The Next Generation of the Penn World Table, AER 105(10).",
    licence="CC BY 4.0 as recalled, not seen, check.",
    landing_url="https://www.rug.nl/ggdc/productivity/pwt/",
    download_url="https://dataverse.nl/api/access/datafile/354098",
    grain="One state or territory in one year.",
    coverage="183 states and territories, 1950-2019; 10,399 of 12,810 rows have figures.",
    ships="values",
    forms=(
        Form("Stata file of the makers", ("pwt1001.dta",), _read_official),
        Form("pwt10 package as csv", ("pwt10.01.csv*",), _read_package),
    ),
    downloads=(Download("https://dataverse.nl/api/access/datafile/354098", "pwt1001.dta", most_bytes=50_000_000),),
    defects=(
        "GDP is the output side (rgdpo, productive capacity); GDP per head the expenditure side (rgdpe, living "
        "standard): their product is not GDP.",
        "Left out, because the row is about a part of the state then: Russia and Serbia to 1991, Yemen to 1989, "
        "Vietnam to 1975. Other rows follow today's borders; column territory says where that is known to matter.",
        "The other 47 columns (labour, capital, prices, shares) are not kept. Version 11.0 exists.",
        "The Stata file's address was taken from a user's notes, not seen at the makers'.",
    ),
)
