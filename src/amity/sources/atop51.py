"""What states promised each other: Alliance Treaty Obligations and Provisions 5.1."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, days, first_file, read_table, recode, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_PLEDGES = ("defense", "offense", "neutral", "nonagg", "consul")
#: Member numbers outside the COW list; their rows are left out.
_NOT_STATES = frozenset({8152})  # France's partner in ATOP 1320, 1874-83; the makers' dyad-years lack it too
_LAST_YEAR = 2018


def _codes() -> dict[object, str]:
    return {**states.cow_codes(), **dict.fromkeys(_NOT_STATES, "")}


def _pledges(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """`frame` with its pledges 0, 1 (or empty) as booleans.

    Raises:
        SourceError: Another value.
    """
    import polars as pl

    for name in _PLEDGES:
        wrong = (~frame[name].is_in([0, 1])).fill_null(False).arg_true()
        if wrong.len():
            raise SourceError(f"{path}: {frame[name][wrong[0]]} in column {name}, row {wrong[0] + 2}, is not 0 or 1.")
    return frame.with_columns(pl.col(_PLEDGES).cast(pl.Boolean))


def _spells(path: Path, keys: tuple[str, ...], begin: tuple[str, ...], end: tuple[str, ...]) -> pl.DataFrame:
    """`keys`, pledges, `alliance`, `first_day`, `last_day` (null where the raw year is 0: in force in 2018).

    `begin` and `end` name the columns of year, month and day; an unknown month or day becomes the first.
    """
    import polars as pl

    frame = require(read_table(path), (*keys, *begin, *end, *_PLEDGES), path)
    frame = whole_numbers(frame, (*keys, *begin[:2], *end[:2]), path)
    frame = _pledges(whole_numbers(frame, (begin[2], end[2], *_PLEDGES), path, empty=True), path)
    for (year, month, day), name in ((begin, "first_day"), (end, "last_day")):
        known = pl.format(
            "{}-{}-{}",
            pl.col(year),
            pl.max_horizontal(pl.col(month), 1).cast(pl.String).str.zfill(2),
            pl.max_horizontal(pl.col(day).fill_null(1), 1).cast(pl.String).str.zfill(2),
        )
        frame = frame.with_columns(pl.when(pl.col(year) > 0).then(known).alias(name))
        frame = days(frame, name, path, empty=name == "last_day")
    return frame.with_columns(pl.col("atopid").cast(pl.Int32).alias("alliance"))


def _alliances(path: Path) -> pl.DataFrame:
    """One row per treaty, with the pledges of all members taken together."""
    import polars as pl

    frame = _spells(path, ("atopid", "bilat"), ("begyr", "begmo", "begday"), ("endyr", "endmo", "endday"))
    return frame.select(
        "alliance",
        "first_day",
        "last_day",
        pl.col("bilat").cast(pl.Boolean).alias("is_bilateral"),
        *_PLEDGES,
        pl.lit(SOURCE.id).alias("dataset"),
    ).sort("alliance")


def _members(path: Path) -> pl.DataFrame:
    """Raw member rows as spells with our codes: one row per alliance, member, entry and phase."""
    import polars as pl

    frame = _spells(path, ("atopid", "member"), ("yrent", "moent", "dayent"), ("yrexit", "moexit", "dayexit"))
    frame = recode(frame, "member", _codes(), path, "state").filter(pl.col("state") != "")
    return frame.select("alliance", "state", "first_day", "last_day", *_PLEDGES)


def _alliance_members(members: pl.DataFrame) -> pl.DataFrame:
    """One row per alliance, state and entry; phases from one day on are one: latest end, all pledges."""
    import polars as pl

    last = pl.when(~pl.col("last_day").is_null().any()).then(pl.col("last_day").max())
    return (
        members.group_by("alliance", "state", "first_day")
        .agg(last.alias("last_day"), pl.col(_PLEDGES).any())
        .sort("alliance", "state", "first_day")
    )


def build_obligations(members: pl.DataFrame) -> pl.DataFrame:
    """What A owed B in a year, derived from memberships: A's own pledges in the alliances both were in.

    Rules: the two memberships overlap in time (a day on which one leaves and the other enters is no overlap);
    every calendar year the overlap touches counts; pledges of several alliances add up. The pairs and years
    are exactly those of the makers' file; the pledges differ in 360 of its 273,296 rows, because a member of
    one alliance can owe its partners different things (ATOP 2130, 1925-36) and has but one row here.
    """
    import polars as pl

    spells = members.with_columns(pl.col("last_day").fill_null(pl.date(_LAST_YEAR + 1, 1, 1)))
    partners = spells.select("alliance", pl.col("state").alias("target"), "first_day", "last_day")
    pairs = (
        spells.rename({"state": "source"})
        .join(partners, on="alliance", suffix="_b")
        .filter(pl.col("source") != pl.col("target"))
        .with_columns(
            pl.max_horizontal("first_day", "first_day_b").alias("from"),
            pl.min_horizontal("last_day", "last_day_b").alias("to"),
        )
        .filter(pl.col("from") < pl.col("to"))
    )
    first, last = pl.col("from").dt.year(), pl.min_horizontal(pl.col("to").dt.year(), _LAST_YEAR)
    years = pairs.with_columns(pl.int_ranges(first, last + 1).alias("year"))
    return _obligations(years.explode("year", empty_as_null=False))


def _obligations(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per source, target and year with any pledge; two numbers of one state (DEU 1990) add up."""
    import polars as pl

    return (
        rows.filter(pl.col("source") != pl.col("target"))
        .group_by("source", "target", pl.col("year").cast(pl.Int16))
        .agg(pl.col(_PLEDGES).any())
        .filter(pl.any_horizontal(_PLEDGES))
        .with_columns(pl.lit(SOURCE.id).alias("dataset"))
        .sort("source", "target", "year")
    )


def _dyad_years(path: Path) -> pl.DataFrame:
    """The makers' own directed dyad-years, from `atop5_1ddyr.csv` or the package's copy of it."""
    import polars as pl

    if path.suffix == ".rda":
        names = {"ccode1": "one", "ccode2": "two", "year": "year"}
        names |= {f"atop_{pledge}": pledge for pledge in _PLEDGES}
    else:
        names = {
            "stateA": "one",
            "stateB": "two",
            "year": "year",
            **dict(zip(_PLEDGES, _PLEDGES, strict=True)),
        }
    frame = whole_numbers(require(read_table(path), tuple(names), path), names, path).rename(names)
    frame = _pledges(frame, path)
    for number, code in (("one", "source"), ("two", "target")):
        frame = recode(frame, number, _codes(), path, code)
    return _obligations(frame.filter((pl.col("source") != "") & (pl.col("target") != "")))


def _read(folder: Path, dyad_years: str | None) -> Tables:
    """Treaties, memberships and directed dyad-years of pledges.

    Traps: year 0 of an end means in force in 2018; unknown days are empty; members may have several phases;
    numbers 255 and 260 are one state. A pair whose source owes nothing under their treaty has no row.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a pledge other than 0 or 1.
    """
    members = _members(first_file(folder, "atop5_1m.csv*"))
    pledged = _dyad_years(first_file(folder, dyad_years)) if dyad_years else build_obligations(members)
    return {
        "alliances": _alliances(first_file(folder, "atop5_1a.csv*")),
        "alliance_members": _alliance_members(members),
        "obligations": pledged,
    }


def _form(name: str, dyad_years: str | None) -> Form:
    files = ("atop5_1a.csv*", "atop5_1m.csv*", *([dyad_years] if dyad_years else []))
    return Form(name, files, functools.partial(_read, dyad_years=dyad_years))


SOURCE = Source(
    id="atop51",
    title="Alliance Treaty Obligations and Provisions",
    version="5.1",
    citation="Leeds, Ritter, Mitchell, Long (2002). Alliance Treaty Obligations and Provisions, 1815-1944. "
    "International Interactions 28.",
    licence="Free for research with citation; formal licence not seen, check.",
    landing_url="http://www.atopdata.org/",
    download_url="http://www.atopdata.org/ : ATOP 5.1 (.csv): atop5_1a.csv, atop5_1m.csv, atop5_1ddyr.csv",
    grain="an alliance; a member's phase in an alliance; a directed pair of states and year",
    coverage="1815-2018",
    ships="values",
    years={"alliances": (1815, 2018), "alliance_members": (1815, 2018), "obligations": (1815, 2018)},
    forms=(
        _form("official csv", "atop5_1ddyr.csv*"),
        _form("official csv, packaged dyad-years", "atop_alliance_ddyad_year.rda"),
        _form("official csv, dyad-years derived from members", None),
    ),
    defects=(
        "Ends in 2018.",
        "A pledge counts for every calendar year it touches: the Sino-Soviet pact lapsed in April 1980, "
        "and 1980 has its pledge.",
        "Where only the member file is held, pledges are those a member made in the treaty as a whole: right "
        "for 99.87 % of the makers' dyad-years, wrong where duties differ by partner.",
        "One partner without a COW number (8152, alliance 1320) is left out.",
        "Memberships split by phases that begin on one day are joined, with the latest end.",
    ),
    # Address and member as read in public loaders (cyaris/the_networks_of_war and others).
    downloads=(
        Download(
            "http://www.atopdata.org/uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip",
            "atop_5.1__.csv_.zip",
            ("atop5_1a.csv", "atop5_1m.csv", "atop5_1ddyr.csv"),
            most_bytes=1_000_000_000,
        ),
    ),
)
