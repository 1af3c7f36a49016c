"""Which militarised events passed between two states: Militarized Interstate Events."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_DEATHS = {
    "fatalmin1": "source_deaths_min",
    "fatalmax1": "source_deaths_max",
    "fatalmin2": "target_deaths_min",
    "fatalmax2": "target_deaths_max",
}
_COLUMNS = ("micnum", "eventnum", "ccode1", "ccode2", "styear", "endyear", "hostlev", *_DEATHS)


def _read(folder: Path) -> Tables:
    """One row per actor, the state it acted against, and the year in which events began.

    Traps: `ccode1` acted, whichever side began the dispute; an event that lasts into later years counts in its first
    only; the deaths `1` are the actor's own, `2` those of the other; hostility has no 1 ("none") here.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a value off its scale, an event twice.
    """
    import polars as pl

    path = first_file(folder, "mie-*.csv*")
    rows = whole_numbers(require(read_table(path), _COLUMNS, path), _COLUMNS, path)
    refuse(rows, ~pl.col("hostlev").is_between(2, 5), "hostlev", path, "not 2-5")
    refuse(rows, ~pl.col("styear").is_between(1816, 2014), "styear", path, "outside 1816-2014")
    refuse(rows, pl.col("endyear") < pl.col("styear"), "endyear", path, "before the event began")
    for low, high in (("fatalmin1", "fatalmax1"), ("fatalmin2", "fatalmax2")):
        refuse(rows, ~pl.col(low).is_between(0, pl.col(high)), low, path, f"not between 0 and {high}")
    refuse(rows, pl.struct("micnum", "eventnum").is_duplicated(), "eventnum", path, "there twice in its confrontation")
    rows = recode(rows, "ccode1", {**states.cow_codes()}, path, "source")
    rows = recode(rows, "ccode2", {**states.cow_codes()}, path, "target")
    refuse(rows, pl.col("source") == pl.col("target"), "ccode2", path, "the state that acted")
    events = rows.group_by("source", "target", pl.col("styear").cast(pl.Int16).alias("year")).agg(
        pl.lit(SOURCE.id).alias("dataset"),
        pl.len().cast(pl.Int32).alias("events"),
        pl.col("hostlev").max().cast(pl.Int8).alias("hostility"),
        *(pl.col(raw).sum().cast(pl.Int32).alias(name) for raw, name in _DEATHS.items()),
    )
    return {"dispute_events": events.sort("source", "target", "year")}


SOURCE = Source(
    id="mie",
    title="Militarized Interstate Events",
    version="1.0",
    citation="Gibler, Miller (2024). The Militarized Interstate Events (MIE) dataset, 1816-2014. Conflict Management "
    "and Peace Science 41(4).",
    licence="Free with citation; terms not seen, check.",
    landing_url="https://internationalconflict.ua.edu/data-download/",
    download_url="https://internationalconflict.ua.edu/data-download/ (mie-1.0.csv)",
    grain="an event: one state's act against another",
    coverage="members of the COW state system, 1816-2014",
    ships="values",
    years={"dispute_events": (1816, 2014)},
    by_hand="Download MIE 1.0 from the makers' page, unpack it and put mie-1.0.csv here.",
    forms=(Form("official csv", ("mie-*.csv*",), _read),),
    defects=(
        "Ends in 2014.",
        "Only event counts, the highest hostility and summed deaths per year are kept; days and actions are not.",
        "An event counts in the year it began; 442 of 28,011 end in a later year.",
        "In coalitions one battle may be entered for several pairs, so deaths must not be added over pairs.",
        "No event between Russia and China after 1986, while MID 5 has disputes in 1993, 1994, 2009 and 2012.",
    ),
)
