"""How often China's senior leaders are on record as dealing with a state: counts of China Vitae's entries.

The entries' text must not be passed on (no licence stated); only counts per state, year and leader leave this file.
"""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

_FILE = "all_engagements*.rds"
#: The site's spellings that name a part of a state.
_PARTS = {"England": "GBR", "Wales": "GBR"}


def _read(folder: Path) -> Tables:
    """Entries per state, year and leader.

    Raises:
        SourceError: A damaged file, a missing column, an unknown state, a date that is none or of another year.
    """
    import polars as pl

    path = first_file(folder, _FILE)
    frame = require(read_table(path), ("date", "year", "country", "leader"), path)
    frame = whole_numbers(frame, ("year",), path)
    day = pl.col("date").str.to_date("%m/%d/%y", strict=False)
    refuse(frame, day.is_null() | (day.dt.year() != pl.col("year")), "date", path, "no day of its year")
    refuse(frame, pl.col("leader").is_null(), "leader", path, "no name")
    known = states.name_codes()
    codes: dict[object, str] = {
        name: code
        for name in frame["country"].drop_nulls().unique()
        for code in [_PARTS.get(name) or known.get(states.normalise(name))]
        if code is not None
    }
    frame = recode(frame, "country", codes, path, "target")
    counted = frame.group_by("target", pl.col("year").cast(pl.Int16), "leader").agg(
        pl.len().cast(pl.Int32).alias("entries")
    )
    return {
        "leader_contacts": counted.select(
            pl.lit("CHN").alias("source"), "target", "year", "leader", "entries", pl.lit(SOURCE.id).alias("dataset")
        ).sort("target", "year", "leader")
    }


SOURCE = Source(
    id="china-vitae-engagements",
    title="Engagements of seven senior leaders of China with foreign states, from China Vitae",
    version="as of December 2018",
    citation="China Vitae, http://www.chinavitae.com; collected by gbwalker, chinese-diplomacy-and-financing.",
    licence="No licence stated; terms to be checked. Text must not ship; counts may.",
    landing_url="http://www.chinavitae.com/",
    download_url="gbwalker/chinese-diplomacy-and-financing data/all_engagements_2003-2018.rds",
    grain="a day, a leader and a state in an entry of the site",
    coverage="China with 177 states and territories, 2003 to 7 December 2018",
    ships="aggregates",
    forms=(Form("collector's rds", (_FILE,), _read),),
    by_hand="Put the collector's file all_engagements_2003-2018.rds in the folder.",
    defects=(
        "Entries, not meetings: telegrams, speeches and news about a state count, and one visit makes several entries.",
        "Seven people, three in most years; four in 2007 and six in 2013, when posts changed hands.",
        "An entry that names eight states counts for each of them.",
        "'England' and 'Wales' are the United Kingdom's; Taiwan's entries are mostly about it, not with it.",
    ),
)
