"""Maddison Project: GDP per head and population of states over two centuries, at constant 2011 prices."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from amity import states
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_ID = "maddison-2020"

#: The state system begins here; earlier years are left out.
_FIRST = 1816

_REGIONS = (
    "East Asia",
    "Eastern Europe",
    "Latin America",
    "Middle East",
    "South and South-East Asia",
    "Sub-Sahara Africa",
    "Western Europe",
    "Western Offshoots",
    "World",
)
#: Entities that were one state until a year and go on as a sum afterwards: our code, last year they are a state.
_UNTIL = {
    "Former USSR": ("RUS", 1991),
    "Former Yugoslavia": ("SRB", 1991),
    "Czechoslovakia": ("CSK", 1992),
}
#: Entities whose rows up to a year are about a part, or more than the whole, of the state that bore the code then.
_FROM = {"Russia": 1992, "Serbia": 1992, "Vietnam": 1976, "Yemen": 1990}
#: State, first and last year → how the territory measured differs.
_TERRITORY = {
    ("DEU", 1945, 1989): "with East Germany",
    ("PAK", 1947, 1971): "without East Pakistan (Bangladesh)",
    ("SRB", 1992, 2005): "without Montenegro",
}
_OWID = "Maddison Project Database 2020 (Bolt and van Zanden (2020))"
_URL = "https://raw.githubusercontent.com/owid/owid-datasets/master/datasets/" + quote(f"{_OWID}/{_OWID}.csv")


def _read(folder: Path) -> Tables:
    """One row per state and year with a figure from 1816 on.

    Traps: regions stand among the states; the USSR and Yugoslavia go on as sums after their end, and their
    republics have rows before it; figures follow today's borders.
    """
    import polars as pl

    path = first_file(folder, "maddison_2020.csv*")
    amounts = ("GDP per capita", "Population", "GDP")
    frame = require(read_table(path), ("Entity", "Year", *amounts), path)
    frame = whole_numbers(frame, ("Year",), path).with_row_index("line", offset=2)
    for name in amounts:
        number = pl.col(name).cast(pl.Float64, strict=False)
        refuse(frame, (number.is_null() & pl.col(name).is_not_null()) | (number <= 0), name, path, "not an amount")
        frame = frame.with_columns(number.alias(name))
    names = {name: states.name_codes().get(states.normalise(name)) for name in frame["Entity"].unique()}
    codes: dict[object, str] = {name: code for name, code in names.items() if code is not None}
    codes |= {name: code for name, (code, _) in _UNTIL.items()} | dict.fromkeys(_REGIONS, "")
    frame = recode(frame, "Entity", codes, path, "state").filter(pl.col("state") != "", pl.col("Year") >= _FIRST)
    other, note = pl.lit(value=False), pl.lit(None, pl.String)
    for name, (_, last) in _UNTIL.items():
        other |= (pl.col("Entity") == name) & (pl.col("Year") > last)
    for name, first in _FROM.items():
        other |= (pl.col("Entity") == name) & (pl.col("Year") < first)
    for (state, first, last), what in _TERRITORY.items():
        within = (pl.col("state") == state) & pl.col("Year").is_between(first, last)
        note = pl.when(within).then(pl.lit(what)).otherwise(note)
    frame = frame.filter(~other, pl.any_horizontal(pl.col(amounts).is_not_null()))
    refuse(frame, pl.struct("state", "Year").is_duplicated(), "Entity", path, "there twice in one year")
    return {
        "national_accounts": frame.select(
            "state",
            pl.col("Year").cast(pl.Int16).alias("year"),
            pl.lit(_ID).alias("dataset"),
            pl.lit("2020").alias("vintage"),
            pl.lit("PPP 2011").cast(pl.Enum(["PPP 2017", "PPP 2011"])).alias("price_base"),
            (pl.col("GDP") / 1e6).round_sig_figs(5).alias("gdp_usd_million"),
            pl.col("GDP per capita").round_sig_figs(5).alias("gdp_per_capita_usd"),
            pl.col("Population").round_sig_figs(5).alias("population"),
            note.alias("territory"),
        ).sort("state", "year")
    }


SOURCE = Source(
    id=_ID,
    title="Maddison Project Database: GDP per head and population",
    version="2020, as Our World in Data republished it",
    citation="Bolt and van Zanden (2020), Maddison style estimates of the evolution of the world economy.",
    licence="CC BY 4.0 as recalled, not seen, check.",
    landing_url="https://www.rug.nl/ggdc/historicaldevelopment/maddison/",
    download_url=_URL,
    grain="One state, territory or region in one year.",
    coverage="166 states and territories; population and, for fewer, GDP, 1816-2018 (GDP mostly from 1950).",
    ships="values",
    forms=(Form("Our World in Data csv", ("maddison_2020.csv*",), _read),),
    downloads=(Download(_URL, "maddison_2020.csv", most_bytes=20_000_000),),
    defects=(
        "Years before 1816 and nine regions are left out. GDP is GDP per head times population, as republished.",
        "The makers publish a workbook this reader does not know; the copy has neither its codes nor its benchmarks.",
        "The USSR stands for Russia to 1991 and Yugoslavia for Serbia; then Russia and Serbia (without Montenegro).",
        "Vietnam before 1976 and Yemen before 1990 are left out: the figures are for both of the states there were.",
        "Other figures follow today's borders (Germany with the East, Pakistan without Bangladesh, Austria and Turkey "
        "without their empires); column territory says so where the state existed in others.",
        "The 2023 edition exists.",
    ),
)
