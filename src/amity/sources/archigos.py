"""Archigos: who led each state, from which day to which, how they came and how they went."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import (
    Download,
    Form,
    Source,
    Tables,
    days,
    first_file,
    read_table,
    recode,
    refuse,
    require,
    whole_numbers,
)

_ID = "archigos"

#: Who is still in office on this day has no last day.
_END = "2015-12-31"

_ENTRY = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign Imposition": "foreign imposition",
    "Unknown": "unknown",
}
_IN_OFFICE = "Still in Office"
_EXIT = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign": "foreign imposition",
    "Natural Death": "natural death",
    "Retired Due to Ill Health": "ill health",
    "Suicide": "suicide",
    "Unknown": "unknown",
    _IN_OFFICE: "",
}


def _read(folder: Path, pattern: str, code: str) -> Tables:
    """One row per spell in office.

    Traps: the numbers are Gleditsch and Ward's, even where the column is called ccode; on the day of a change
    both leaders are in office; three spells still open were last checked on 2014-12-31 and end there.
    """
    import polars as pl

    path = first_file(folder, pattern)
    frame = require(read_table(path), ("obsid", code, "leader", "startdate", "enddate", "entry", "exit"), path)
    frame = whole_numbers(frame, (code,), path)
    frame = recode(frame, code, {**states.gw_codes()}, path, "state")
    entries: dict[object, str] = {**_ENTRY}
    exits: dict[object, str] = {**_EXIT}
    frame = recode(recode(frame, "entry", entries, path, "came"), "exit", exits, path, "went")
    frame = days(days(frame, "startdate", path), "enddate", path)
    end = pl.lit(_END).str.to_date()
    refuse(frame, pl.col("obsid").is_null() | pl.col("obsid").is_duplicated(), "obsid", path, "empty or there twice")
    refuse(frame, pl.col("leader").fill_null("").str.strip_chars() == "", "leader", path, "no name")
    refuse(frame, pl.col("startdate") > pl.col("enddate"), "obsid", path, "a spell that ends before it begins")
    refuse(frame, pl.col("enddate") > end, "obsid", path, f"a spell that runs beyond {_END}")
    open_ended = (pl.col("went") == "") & (pl.col("enddate") == end)
    return {
        "leaders": frame.select(
            pl.col("obsid").alias("spell"),
            "state",
            pl.col("leader").str.strip_chars(),
            pl.col("startdate").alias("first_day"),
            pl.when(~open_ended).then("enddate").alias("last_day"),
            pl.col("came").cast(pl.Enum(list(_ENTRY.values()))).alias("entry"),
            pl.col("went").replace("", None).cast(pl.Enum([v for v in _EXIT.values() if v])).alias("exit"),
            (pl.col("startdate") == pl.col("startdate").min().over("state")).alias("first_in_dataset"),
            pl.lit(_ID).alias("dataset"),
        ).sort("spell")
    }


def _read_official(folder: Path) -> Tables:
    """From the makers' Stata file."""
    return _read(folder, "Archigos_4.1*.dta", "ccode")


def _read_package(folder: Path) -> Tables:
    """From the table in the peacesciencer package."""
    return _read(folder, "archigos.rda", "gwcode")


_URL = "https://www.rochester.edu/college/faculty/hgoemans/Archigos_4.1_stata14.dta"

SOURCE = Source(
    id=_ID,
    title="Archigos: a data set of political leaders",
    version="4.1",
    citation="Goemans, Gleditsch and Chiozza (2009). Introducing Archigos: A Dataset of Political Leaders. Journal of "
    "Peace Research 46(2).",
    licence="Free with citation as recalled, not seen, check.",
    landing_url="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
    download_url=_URL,
    grain="One spell of one person as the leader in power of one state.",
    coverage="Members of the list of Gleditsch and Ward, 1875-2015.",
    ships="values",
    forms=(
        Form("Stata file of the makers", ("Archigos_4.1*.dta",), _read_official),
        Form("peacesciencer rda", ("archigos.rda",), _read_package),
    ),
    downloads=(Download(_URL, "Archigos_4.1_stata14.dta", most_bytes=20_000_000),),
    years={"leaders": (1875, 2015)},
    defects=(
        "The leader is who held power in fact: Putin without a break from 2000 on, Deng from 1980 to 1997.",
        "Three open spells were last checked on 2014-12-31 (Haiti, North Macedonia, Latvia): they end there without "
        "a way of exit. Saudi Arabia's of 2015 ends on the last day of coverage by natural death, as in the raw file.",
        "Leaders' traits (birth, gender; LEAD: schooling, service, health) are not kept.",
        "Tibet, Transvaal and the Orange Free State are on that list of states only.",
    ),
)
