"""Which wars states fought, against whom and beside whom: COW Inter-State Wars 4.0 and Dyadic Inter-State Wars."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_UPLOADS = "https://correlatesofwar.org/wp-content/uploads/"
_NUMBERS = ("WarNum", "ccode", "Side", "Initiator", "Outcome", "BatDeath")
_DAYS = tuple(f"{end}{part}{time}" for time in (1, 2) for end in ("Start", "End") for part in ("Year", "Month", "Day"))


def _lines(path: Path) -> pl.DataFrame:
    """The file of participants, whose lines end in a carriage return as the makers ship it.

    Raises:
        SourceError: It is damaged or truncated.
    """
    import polars as pl

    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        frame = pl.read_csv(BytesIO(text), infer_schema_length=None, encoding="utf8-lossy")
    except Exception as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise SourceError(
            f"{path}: cannot be read ({reason}). The file is damaged or truncated; fetch it again."
        ) from (error)
    if frame.is_empty():
        raise SourceError(f"{path}: holds no rows. The file is truncated; fetch it again.")
    return frame


def _day(rows: pl.DataFrame, prefix: str, time: int, path: Path) -> pl.Series:
    """A day; null where the year is -8 (there was no second time).

    Raises:
        SourceError: Year, month and day are no date.
    """
    import polars as pl

    year, month, day = (pl.col(f"{prefix}{part}{time}") for part in ("Year", "Month", "Day"))
    text = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    given = rows.select(
        text.str.to_date("%Y-%m-%d", strict=False).alias("day"), text=text, none=(year == -8) & pl.lit(time == 2)
    )
    wrong = given.with_row_index("line", offset=2).filter(pl.col("day").is_null(), ~pl.col("none"))
    if wrong.height:
        raise SourceError(
            f"{path}: row {wrong['line'][0]}: {prefix}Year{time} to {prefix}Day{time} are {wrong['text'][0]}, "
            "no date. Mend or refetch the file."
        )
    return given["day"]


def _participants(path: Path) -> pl.DataFrame:
    """Table `war_participants`, with `name`.

    Raises:
        SourceError: A missing column, an unknown code, a value off its scale, something that is no date.
    """
    import polars as pl

    whole = (*_NUMBERS, *_DAYS)
    rows = whole_numbers(require(_lines(path), (*whole, "WarName"), path), whole, path)
    for column, low, high in (("Side", 1, 2), ("Initiator", 1, 2), ("Outcome", 1, 8)):
        refuse(rows, ~pl.col(column).is_between(low, high), column, path, f"not {low}-{high}")
    refuse(rows, (pl.col("BatDeath") < 0) & (pl.col("BatDeath") != -9), "BatDeath", path, "neither a number nor -9")
    dates = {
        "first_day": _day(rows, "Start", 1, path),
        "last_day": _day(rows, "End", 1, path),
        "second_first_day": _day(rows, "Start", 2, path),
        "second_last_day": _day(rows, "End", 2, path),
    }
    rows = rows.with_columns(**dates)
    refuse(rows, pl.col("last_day") < pl.col("first_day"), "EndYear1", path, "before the start")
    return recode(rows, "ccode", {**states.cow_codes()}, path, "state").select(
        war=pl.col("WarNum").cast(pl.Int16),
        state="state",
        side=pl.col("Side").cast(pl.Int8),
        dataset=pl.lit(SOURCE.id),
        first_day="first_day",
        last_day="last_day",
        second_first_day="second_first_day",
        second_last_day="second_last_day",
        is_initiator=pl.col("Initiator") == 1,
        outcome=pl.col("Outcome").cast(pl.Int8),
        battle_deaths=pl.when(pl.col("BatDeath") >= 0).then(pl.col("BatDeath")).cast(pl.Int32),
        name=pl.col("WarName").str.strip_chars(),
    )


def _met(participants: pl.DataFrame) -> pl.DataFrame:
    """Table `war_pairs` of vintage "4.0": who was in a war on some common day, on which sides, by year."""
    import polars as pl

    spells = pl.concat(
        [
            participants.select("war", "state", "side", first=f"{time}first_day", last=f"{time}last_day").drop_nulls()
            for time in ("", "second_")
        ]
    )
    return (
        spells.join(spells, on="war", suffix="_b")
        .filter(pl.col("state") < pl.col("state_b"))
        .with_columns(begin=pl.max_horizontal("first", "first_b"), end=pl.min_horizontal("last", "last_b"))
        .filter(pl.col("begin") <= pl.col("end"))
        .select(
            a="state",
            b="state_b",
            year=pl.int_ranges(pl.col("begin").dt.year(), pl.col("end").dt.year() + 1),
            dataset=pl.lit(SOURCE.id),
            vintage=pl.lit("4.0"),
            war="war",
            relation=pl.when(pl.col("side") == pl.col("side_b")).then(pl.lit("same")).otherwise(pl.lit("opposite")),
        )
        .explode("year", empty_as_null=False)
        .with_columns(pl.col("year").cast(pl.Int16), pl.col("relation").cast(pl.Enum(["opposite", "same"])))
        .unique()
    )


def _fought(path: Path, wars: pl.Series) -> pl.DataFrame:
    """Table `war_pairs` of vintage "dyadic": who fought whom in the makers' eyes, by year.

    Raises:
        SourceError: A missing column, an unknown code, a war that the list of wars lacks, half a pair.
    """
    import polars as pl

    whole = ("warnum", "statea", "stateb", "year")
    rows = whole_numbers(require(read_table(path), whole, path), whole, path)
    refuse(rows, ~pl.col("warnum").is_in(wars.cast(pl.Int64).implode()), "warnum", path, "not on the list of wars")
    rows = recode(
        recode(rows, "statea", {**states.cow_codes()}, path, "x"), "stateb", {**states.cow_codes()}, path, "y"
    )
    back = rows.select("warnum", "year", x="y", y="x")
    refuse(
        rows.join(back, on=["warnum", "x", "y", "year"], how="anti"), pl.lit(value=True), "warnum", path, "half a pair"
    )
    return rows.filter(pl.col("x") < pl.col("y")).select(
        a="x",
        b="y",
        year=pl.col("year").cast(pl.Int16),
        dataset=pl.lit(SOURCE.id),
        vintage=pl.lit("dyadic"),
        war=pl.col("warnum").cast(pl.Int16),
        relation=pl.lit("opposite", pl.Enum(["opposite", "same"])),
    )


def _read(folder: Path) -> Tables:
    """Wars, who took part, and pairs of states by year.

    Traps: a state may change sides within a war (two rows) or leave and come back (second days); -8 means "does not
    apply", -9 unknown; two states on opposite sides need not have met in battle.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a value off its scale, half a pair.
    """
    import polars as pl

    participants = _participants(first_file(folder, "Inter-StateWarData_v4.0.csv*"))
    deaths = pl.when(pl.col("battle_deaths").null_count() == 0).then(pl.col("battle_deaths").sum())
    wars = (
        participants.group_by("war")
        .agg(
            pl.lit(SOURCE.id).alias("dataset"),
            pl.col("name").first(),
            pl.col("first_day").min(),
            pl.max_horizontal(pl.col("last_day").max(), pl.col("second_last_day").max()).alias("last_day"),
            pl.col("state").n_unique().cast(pl.Int32).alias("states"),
            deaths.cast(pl.Int32).alias("battle_deaths"),
        )
        .sort("war")
    )
    pairs = pl.concat([_met(participants), _fought(first_file(folder, "directed_dyadic_war.csv*"), wars["war"])])
    return {
        "wars": wars,
        "war_participants": participants.drop("name").sort("war", "state", "side"),
        "war_pairs": pairs.sort("a", "b", "year", "vintage", "war", "relation"),
    }


SOURCE = Source(
    id="cow-wars",
    title="COW Inter-State Wars and Dyadic Inter-State Wars",
    version="4.0; dyadic file without version",
    citation="Sarkees, Wayman (2010). Resort to War: 1816-2007. CQ Press. Maoz et al., Dyadic Inter-State War dataset.",
    licence="Free for research with citation, to be fetched from the project's site; formal licence not seen, check.",
    landing_url="https://correlatesofwar.org/data-sets/cow-war/",
    download_url=f"{_UPLOADS}Inter-StateWarData_v4.0.csv and {_UPLOADS}Dyadic-Interstate-War-Dataset.zip",
    grain="a state's part in a war; a directed pair of states, war and year",
    coverage="members of the COW state system, 1816-2007 (4.0), 1816-2010 (dyadic)",
    ships="values",
    years={
        "wars": (1816, 2007),
        "war_participants": (1816, 2007),
        "4.0": (1816, 2007),
        "dyadic": (1816, 2010),
    },
    downloads=(
        Download(f"{_UPLOADS}Inter-StateWarData_v4.0.csv", "Inter-StateWarData_v4.0.csv", most_bytes=5_000_000),
        Download(
            f"{_UPLOADS}Dyadic-Interstate-War-Dataset.zip",
            "Dyadic-Interstate-War-Dataset.zip",
            members=("directed_dyadic_war.csv",),
            most_bytes=20_000_000,
        ),
    ),
    forms=(Form("official csv", ("Inter-StateWarData_v4.0.csv*", "directed_dyadic_war.csv*"), _read),),
    defects=(
        "Ends in 2007; the last war on it is of 2003.",
        "Opposite sides need not have met: Portugal and Bulgaria were on opposite sides in the First World War.",
        "The dyadic file lacks four wars (145, 158, 215, 217).",
        "Intra-state and extra-state wars are not read.",
    ),
)
