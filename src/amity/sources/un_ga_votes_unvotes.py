"""Votes of the UN General Assembly since 1946, as collected by Voeten, Strezhnev and Bailey.

Grain of the raw files: one row is one state in one roll call; resolutions, amendments, paragraphs and failed
motions alike. Two layouts: the authors' `UNVotes.csv` (one wide table, states by COW number, absences coded 8
and non-members 9) and the R package unvotes (three tables, states by name, absences left out). Traps: until
1996 the day of the month is not a day (it never exceeds 7), only year and month can be used; "Russia" covers
the USSR; "Taiwan" is the Republic of China, which held the seat until October 1971; "Yugoslavia" goes on to
2020 for Serbia; a resolution's symbol before 1985 is not always its official one; a missing paragraph or
amendment mark is "unknown", not "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, read_table, recode, require

if TYPE_CHECKING:
    import polars as pl

_TOPICS = ("co", "di", "ec", "hr", "me", "nu")
#: The authors' codes; 8 (absent) and 9 (not a member) have no row with us.
_NUMBERED: dict[object, str] = {"1": "1", "2": "2", "3": "3", "8": "8", "9": "9"}
_WORDED: dict[object, str] = {"yes": "1", "abstain": "2", "no": "3"}
#: Names whose ISO code is missing in the package or no longer in use → COW number.
_COW_NAMED = {
    "Czechoslovakia": 315,
    "Federal Republic of Germany": 260,
    "German Democratic Republic": 265,
    "Yemen Arab Republic": 678,
    "Yemen People's Republic": 680,
    "Yugoslavia": 345,
    "Zanzibar": 511,
}


def _read_official(folder: Path) -> Mapping[str, pl.DataFrame]:
    """The authors' wide table."""
    import polars as pl

    path = sorted(folder.glob("UNVotes*.csv*"))[-1]
    header = (
        "rcid",
        "ccode",
        "session",
        "vote",
        "date",
        "unres",
        "amend",
        "para",
        "short",
        "descr",
        *_TOPICS,
    )
    try:
        lazy = pl.scan_csv(path, infer_schema=False, null_values=["NA", ""], encoding="utf8-lossy")
        held = lazy.collect_schema().names()
        raw = lazy.select([name for name in header if name in held]).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).strip().split("\n")[0]
        raise SourceError(f"{path}: cannot be read ({reason}). The file is damaged; fetch it again.") from error
    raw = require(raw, header, path).with_row_index("line", 2)
    calls = raw.unique("rcid", keep="first", maintain_order=True)
    tags = pl.concat_str([pl.when(pl.col(t) == "1").then(pl.lit(t)) for t in _TOPICS], separator=" ", ignore_nulls=True)
    calls = calls.with_columns(topics=pl.when(tags != "").then(tags))
    numbers: dict[object, str] = {str(number): code for number, code in states.cow_codes().items()}
    votes = recode(recode(raw, "vote", _NUMBERED, path, "cast"), "ccode", numbers, path, "state")
    return _tables(calls, votes, path, path)


def _read_package(folder: Path) -> Mapping[str, pl.DataFrame]:
    """The R package's three tables."""
    import polars as pl

    calls_path, votes_path, tags_path = (
        folder / f"{name}.rda" for name in ("un_roll_calls", "un_votes", "un_roll_call_issues")
    )
    header = ("rcid", "session", "date", "unres", "amend", "para", "short", "descr")
    calls = require(read_table(calls_path), header, calls_path).with_row_index("line", 2)
    tags = recode(
        require(read_table(tags_path), ("rcid", "short_name"), tags_path),
        "short_name",
        {topic: topic for topic in _TOPICS},
        tags_path,
        "topics",
    )
    tagged = tags.group_by("rcid").agg(pl.col("topics").unique().sort().str.join(" "))
    calls = calls.join(tagged, on="rcid", how="left", maintain_order="left")
    votes = require(read_table(votes_path), ("rcid", "country", "country_code", "vote"), votes_path)
    votes = votes.with_row_index("line", 2)
    numbers, two_letters = states.cow_codes(), states.iso2_codes()
    names: dict[object, str] = {}
    for country, code in votes.select("country", "country_code").unique().sort("country").iter_rows():
        found = numbers.get(_COW_NAMED[country]) if country in _COW_NAMED else two_letters.get(code)
        if found is None or names.setdefault(country, found) != found:
            bad = (pl.col("country") == country) & pl.col("country_code").eq_missing(pl.lit(code))
            _refuse(votes, votes.select(bad).to_series(), "country_code", votes_path)
    votes = recode(recode(votes, "vote", _WORDED, votes_path, "cast"), "country", names, votes_path, "state")
    return _tables(calls, votes, calls_path, votes_path)


def _tables(calls: pl.DataFrame, votes: pl.DataFrame, calls_path: Path, votes_path: Path) -> Mapping[str, pl.DataFrame]:
    """Both layouts' columns in the columns of `roll_calls` and `votes`."""
    import polars as pl

    def plain(column: str) -> pl.Expr:
        squeezed = pl.col(column).cast(pl.String).str.replace_all(r"\s+", " ").str.strip_chars()
        return pl.when(squeezed != "").then(squeezed)

    day = pl.col("date").cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    marks = [plain("para"), plain("amend")]
    roll_calls = calls.select(
        pl.col("rcid").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False).alias("roll_call"),
        plain("unres").str.replace(r"^(?:A/RES/|R/)", "").str.replace(r"(\d) ([A-Z])$", "${1}${2}").alias("symbol"),
        pl.col("session").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False).cast(pl.String).alias("session"),
        day.alias("day"),
        day.dt.year().cast(pl.Int16).alias("year"),
        pl.coalesce(plain("short"), plain("descr")).alias("title"),
        pl.col("topics").cast(pl.String),
        pl.any_horizontal([mark == "1" for mark in marks])
        .fill_null(pl.when(pl.any_horizontal([mark.is_not_null() for mark in marks])).then(pl.lit(value=False)))
        .alias("is_part"),
        pl.lit(SOURCE.id).alias("dataset"),
    )
    for made, column in (("roll_call", "rcid"), ("session", "session"), ("day", "date")):
        _refuse(calls, roll_calls[made].is_null(), column, calls_path)
    for column, known in (("para", plain("para")), ("amend", plain("amend"))):
        bad = calls.select(~known.is_in(["0", "1"])).to_series().fill_null(value=False)
        _refuse(calls, bad, column, calls_path)
    _refuse(calls, roll_calls["roll_call"].is_duplicated(), "rcid", calls_path)
    votes = votes.with_columns(roll_call=pl.col("rcid").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False))
    known = votes["roll_call"].is_in(roll_calls["roll_call"].implode()).fill_null(value=False)
    _refuse(votes, ~known, "rcid", votes_path)
    cast = votes.filter(pl.col("cast").is_in(["1", "2", "3"]))
    _refuse(cast, cast.select("state", "roll_call").is_duplicated(), "rcid", votes_path)
    cast = cast.select("state", "roll_call", pl.col("cast").cast(pl.UInt8).alias("vote"))
    return {"roll_calls": roll_calls.sort("roll_call"), "votes": cast}


def _refuse(raw: pl.DataFrame, bad: pl.Series, column: str, path: Path) -> None:
    """Raise on the first raw row marked bad, naming it and its value."""
    if bad.any():
        row = bad.arg_true()[0]
        raise SourceError(
            f"{path}: unknown or repeated value {raw[column][row]!r} in column {column}, "
            f"row {raw['line'][row]} ({bad.sum()} such rows). Mend the file, or fetch it again."
        )


SOURCE = Source(
    id="un-ga-votes-unvotes",
    title="United Nations General Assembly Voting Data",
    version="R package unvotes 0.3.0 (8 March 2021) of the Dataverse data set, sessions 1-74",
    citation=(
        "Voeten, Erik; Strezhnev, Anton; Bailey, Michael (2009-), United Nations General Assembly Voting "
        "Data, Harvard "
        "Dataverse, doi:10.7910/DVN/LEJUQZ, V28 or later. Package: Robinson, D. and Goguen-Compagnoni, N., "
        "unvotes 0.3.0."
    ),
    licence="CC0 1.0 on Dataverse (not seen, check on the dataset page); package unvotes: MIT",
    landing_url="https://doi.org/10.7910/DVN/LEJUQZ",
    download_url="https://doi.org/10.7910/DVN/LEJUQZ (UNVotes.csv)",
    grain="one state's vote in one roll call of the General Assembly",
    coverage="members of the UN, 6,203 roll calls of sessions 1-74, January 1946 to 14 January 2020",
    ships="values",
    defects=(
        "the day of the month is wrong until 1996 (never above 7): use year and month only",
        "symbols before 1985 do not always correspond to the official resolution (authors' codebook)",
        "159 roll calls have no symbol; several roll calls may share one (votes on its parts)",
        "paragraph and amendment marks are missing for sessions 40-51 and come from searches of descriptions",
        "votes on amendments since 1975, on paragraphs since 1978 and on failed drafts since 1985 are "
        "incomplete "
        "(authors' codebook)",
        "issue tags come from searches of descriptions, are null both where none fits and where nobody "
        "coded, and end "
        "in December 2019",
        "emergency and special sessions carry the number of the regular session of their year",
        "1,233 votes of the Republic of China (to October 1971) are under TWN; those of the PRC start in November 1971",
    ),
    forms=(
        Form("official csv", ("UNVotes*.csv*",), _read_official),
        Form(
            "R package unvotes",
            ("un_roll_calls.rda", "un_votes.rda", "un_roll_call_issues.rda"),
            _read_package,
        ),
    ),
    downloads=(
        Download(
            "https://dataverse.harvard.edu/api/datasets/:persistentId/?persistentId=doi:10.7910/DVN/LEJUQZ",
            "UNVotes.csv",
            most_bytes=2_000_000_000,
            listed="UNVotes.csv",
        ),
    ),
    by_hand="Where the data set lists no UNVotes.csv: take un_votes.rda, un_roll_calls.rda and un_roll_call_issues.rda "
    "from the folder data of https://github.com/dgrtwo/unvotes (sessions 1-74) and put them there. The UN's own "
    "library answers scripts with a test for humans and is not asked.",
)
