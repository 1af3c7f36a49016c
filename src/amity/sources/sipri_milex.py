"""SIPRI: what states spend on their military, in two republished extracts of two editions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from amity import states
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_ID = "sipri-milex"

_REGIONS = ("Africa", "Asia", "Europe", "NATO members", "North America", "Oceania", "South America", "World")
_OWID, _GAPMINDER = "2021 via OWID", "to 2022 via Gapminder"


def _amounts(frame: pl.DataFrame, columns: tuple[str, ...], path: Path) -> pl.DataFrame:
    import polars as pl

    for name in columns:
        number = pl.col(name).cast(pl.Float64, strict=False)
        refuse(frame, (number.is_null() & pl.col(name).is_not_null()) | (number < 0), name, path, "not an amount")
        frame = frame.with_columns(number.alias(name))
    return frame


def _rows(frame: pl.DataFrame, vintage: str, path: Path) -> pl.DataFrame:
    """Rows of the table from state, year, `usd` and `percent`."""
    import polars as pl

    refuse(frame, pl.struct("state", "year").is_duplicated(), "state", path, "there twice in one year")
    return frame.filter(pl.col("usd").is_not_null() | pl.col("percent").is_not_null()).select(
        "state",
        pl.col("year").cast(pl.Int16),
        pl.lit(_ID).alias("dataset"),
        pl.lit(vintage).alias("vintage"),
        (pl.col("usd") / 1e6).round_sig_figs(5).alias("milex_usd_2019_million"),
        (pl.col("percent") / 100).round(7).alias("milex_share_gdp"),
    )


def _read(folder: Path) -> Tables:
    """One row per edition, state and year.

    Traps: regions stand among the states; a share printed as 0.00 beside spending above nought is rounding and
    missing here; nought is real for states without an army; Russia before 1992 is the USSR.
    """
    import polars as pl

    path = first_file(folder, "sipri_milex_owid_1949_2020.csv*")
    amounts = ("military_expenditure", "military_expenditure_share_gdp")
    owid = require(read_table(path), ("Entity", "Year", *amounts), path)
    owid = _amounts(whole_numbers(owid, ("Year",), path).with_row_index("line", offset=2), amounts, path)
    names = {name: states.name_codes().get(states.normalise(name)) for name in owid["Entity"].unique()}
    codes: dict[object, str] = {name: code for name, code in names.items() if code is not None}
    owid = recode(owid, "Entity", codes | dict.fromkeys(_REGIONS, ""), path, "state").filter(pl.col("state") != "")
    usd, percent = pl.col(amounts[0]), pl.col(amounts[1])
    rounded_away = (percent == 0) & (usd.is_null() | (usd > 0))
    owid = owid.rename({"Year": "year"}).with_columns(
        usd.alias("usd"), pl.when(~rounded_away).then(percent).alias("percent")
    )
    first = _rows(owid, _OWID, path)

    path = first_file(folder, "milex_pct_gdp_gapminder.csv*")
    gap = require(read_table(path), ("geo", "time", "Value", "Measure"), path).with_row_index("line", offset=2)
    refuse(gap, pl.col("Measure") != "Military Spending (% GDP)", "Measure", path, "another measure")
    gap = _amounts(whole_numbers(gap, ("time",), path), ("Value",), path)
    gap = recode(gap.with_columns(pl.col("geo").str.to_uppercase()), "geo", {**states.iso3_codes()}, path, "state")
    gap = gap.rename({"time": "year", "Value": "percent"}).with_columns(pl.lit(None, pl.Float64).alias("usd"))
    both = pl.concat([first, _rows(gap, _GAPMINDER, path)])
    # The newer edition stands for a state and year that both have a share for.
    share, newer = pl.col("milex_share_gdp").is_not_null(), pl.col("vintage") == _GAPMINDER
    stands = share & (newer | ~newer.any().over("state", "year"))
    return {"military_spending": both.with_columns(stands.alias("is_default")).sort("state", "year", "vintage")}


_FOLDER = "SIPRI Military Expenditure Database"
_OWID_URL = "https://raw.githubusercontent.com/owid/owid-datasets/master/datasets/" + quote(f"{_FOLDER}/{_FOLDER}.csv")
_GAP_URL = (
    "https://raw.githubusercontent.com/youneselkaisi/Global-Arms-Trade-Dashboard/"
    "56e97ead23e7c633a11c2425ca96090e9ff35d08/military_expenditure_percent_of_gdp-.csv"
)

SOURCE = Source(
    id=_ID,
    title="SIPRI Military Expenditure Database (two republished extracts)",
    version="2021 edition of Our World in Data (to 2020); Gapminder's share of GDP (to 2022)",
    citation="SIPRI Military Expenditure Database 2021; Our World in Data; Gapminder.",
    licence="(c) SIPRI, non-commercial use with citation; the processing CC BY: as recalled, not seen, check.",
    landing_url="https://www.sipri.org/databases/milex",
    download_url=_OWID_URL,
    grain="One state or region in one year.",
    coverage="States; constant US$ 1949-2020, share of GDP 1949-2022; no USSR before 1988.",
    ships="values",
    forms=(
        Form(
            "Our World in Data and Gapminder csv",
            ("sipri_milex_owid_1949_2020.csv*", "milex_pct_gdp_gapminder.csv*"),
            _read,
        ),
    ),
    downloads=(
        Download(_OWID_URL, "sipri_milex_owid_1949_2020.csv", most_bytes=20_000_000),
        Download(_GAP_URL, "milex_pct_gdp_gapminder.csv", most_bytes=20_000_000),
    ),
    defects=(
        "SIPRI publishes a workbook this reader does not know. No figures in US$ after 2020.",
        "Russia 1988-1990 is the USSR; 1991 is missing. China has no US$ figure before 1989.",
        "Shares printed as 0.00 beside spending above nought (25 rows: Congo-Kinshasa 1964-1979 and others) are "
        "rounding and left out; Costa Rica, Iceland and Panama really spent nought.",
        "Spending per head is left out; eight regions are left out.",
        "The two editions differ for the same year (Russia 2020: 4.26 and 4.17 % of GDP).",
    ),
)
