"""Which countries are said to have joined the Belt and Road Initiative, and when: GFDC, May 2025."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require

if TYPE_CHECKING:
    import polars as pl

_ID = "gfdc-bri-countries"
_FILE = "bri_countries_*.csv"
_JOINED, _LEFT = "Likely date of joining", "Likely date of exit"
_UNCERTAIN = "uncertain"


def _day(frame: pl.DataFrame, column: str, path: Path) -> pl.Series:
    """Days from "2019-03-01 00:00:00" or "2019-03-01"; empty and "uncertain" are null."""
    import polars as pl

    text = frame[column].cast(pl.String).replace(["", _UNCERTAIN], None)
    day = text.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    wrong = day.is_null() & text.is_not_null()
    if wrong.any():
        row = wrong.arg_true()[0]
        raise SourceError(f"{path}: {text[row]!r} in column {column}, row {row + 2}, is no date. Fetch it again.")
    return day.alias(column)


def _read(folder: Path) -> Tables:
    """One row per country of the list.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a date that is none, or an exit before joining.
    """
    import polars as pl

    path = first_file(folder, _FILE)
    raw = require(read_table(path), ("Country Code", _JOINED, _LEFT), path)
    refuse(raw, pl.col(_JOINED).is_null(), _JOINED, path, "neither a date nor 'uncertain'")
    refuse(raw, pl.col("Country Code").is_duplicated(), "Country Code", path, "listed twice")
    raw = recode(raw, "Country Code", {**states.iso3_codes()}, path, "state")
    is_uncertain = raw[_JOINED] == _UNCERTAIN
    raw = raw.with_columns(_day(raw, _JOINED, path), _day(raw, _LEFT, path), is_uncertain.alias("is_uncertain"))
    refuse(raw, (pl.col(_LEFT) < pl.col(_JOINED)).fill_null(value=False), _LEFT, path, "before the day of joining")
    table = raw.select(
        "state",
        pl.col(_JOINED).alias("first_day"),
        pl.col(_LEFT).alias("last_day"),
        "is_uncertain",
        pl.lit(_ID).alias("dataset"),
        pl.lit("2025-05").alias("vintage"),
    )
    return {"belt_and_road": table.sort("state")}


SOURCE = Source(
    id=_ID,
    title="Countries of the Belt and Road Initiative (BRI)",
    version="May 2025",
    citation="Nedopil, Christoph (2025): 'Countries of the Belt and Road Initiative'; Shanghai, Green Finance & "
    "Development Center, FISF Fudan University, www.greenfdc.org",
    licence="To be cited as given in the workbook; no licence text, check.",
    landing_url="https://greenfdc.org/countries-of-the-belt-and-road-initiative-bri/",
    download_url="https://greenfdc.org/countries-of-the-belt-and-road-initiative-bri/ (the workbook's sheet saved as "
    "bri_countries_2025_05.csv)",
    grain="one country",
    coverage="152 countries with a memorandum, or said to have one, as of May 2025; two of them left",
    ships="values",
    years={"belt_and_road": (2013, 2025)},
    by_hand="Download the workbook from the page and save its sheet of countries as bri_countries_2025_05.csv.",
    forms=(Form("sheet of the workbook as csv", (_FILE,), _read),),
    defects=(
        "Dates are 'likely' ones; most are the first of a month.",
        "Austria, DR Congo, Niger and Russia are listed with the date 'uncertain'. The makers say that Austria, Niger "
        "and Russia have not confirmed a full memorandum or have denied it.",
        "Some days look like day and month swapped (Italy's exit is given as 12 June 2023); years are not affected.",
        "A memorandum of understanding binds to nothing; some may have run out.",
    ),
)
