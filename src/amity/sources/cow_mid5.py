"""When two states threatened or fought each other: COW Militarized Interstate Disputes 5."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, read_table, recode, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_FATAL = ("fatality", "fatalpre")
_BEGIN, _END = ("styear", "stmon", "stday"), ("endyear", "endmon", "endday")


def _day(frame: pl.DataFrame, parts: tuple[str, str, str], path: Path, *, last: bool) -> pl.Series:
    """Days from year, month, day; an unknown day (-9) is the first or, for `last`, the last of its month."""
    import polars as pl

    year, month, day = (pl.col(name) for name in parts)
    text = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), pl.max_horizontal(day, 1).cast(pl.String))
    first = text.str.to_date("%Y-%m-%d", strict=False)
    known = pl.when(day == -9).then(first.dt.month_end() if last else first).otherwise(first)
    result = frame.select(known.alias("day"))["day"]
    if result.null_count():
        row = result.is_null().arg_true()[0]
        raise SourceError(f"{path}: {frame.select(parts).row(row)} in row {row + 2} is not a date.")
    return result


def _scale(frame: pl.DataFrame, column: str, low: int, high: int, path: Path) -> pl.Expr:
    """`column` as Int8 with -9 missing.

    Raises:
        SourceError: A value is neither -9 nor on the scale.
    """
    import polars as pl

    wrong = ~(frame[column].is_between(low, high) | (frame[column] == -9))
    if wrong.any():
        row = wrong.arg_true()[0]
        raise SourceError(
            f"{path}: {frame[column][row]!r} in column {column}, row {row + 2}, is not {low}-{high} or -9."
        )
    return pl.when(pl.col(column) != -9).then(pl.col(column)).cast(pl.Int8)


def _read(folder: Path) -> Tables:
    """Pairs of states on opposite sides of a dispute on the same day: once per dispute, and per year and direction.

    Traps: -9 is missing; a state may have several spells in one dispute (`disputes` then runs from the first to
    the last common day, with the highest hostility; `dispute_years` has only years of common spells); sides never
    change within a spell; `fatality` of `disputes` is of the whole dispute. Unknown days count from the first to
    the last of their month, so a doubtful overlap is an overlap.

    Raises:
        SourceError: A damaged file, a missing column, a value off its scale, an unknown code, a dispute
        without row A.
    """
    import polars as pl

    path_a, path_b = first_file(folder, "MIDA*5.0.csv*"), first_file(folder, "MIDB*5.0.csv*")
    whole_a = ("dispnum", "fatality", "mindur", "maxdur", "recip")
    disputes = whole_numbers(require(read_table(path_a), whole_a, path_a), whole_a, path_a)
    if disputes["dispnum"].is_duplicated().any():
        raise SourceError(f"{path_a}: a dispute number occurs twice; the file is damaged.")
    disputes = disputes.select(
        "dispnum",
        _scale(disputes, "fatality", 0, 6, path_a),
        min_days=pl.col("mindur").cast(pl.Int16),
        max_days=pl.col("maxdur").cast(pl.Int16),
        is_reciprocated=pl.col("recip") == 1,
    )
    whole_b = ("dispnum", "ccode", *_BEGIN, *_END, "sidea", "orig", "revstate", "hiact", "hostlev", *_FATAL)
    spells = whole_numbers(require(read_table(path_b), whole_b, path_b), whole_b, path_b)
    orphans = spells.join(disputes, on="dispnum", how="anti")
    if orphans.height:
        raise SourceError(f"{path_b}: dispute {orphans['dispnum'][0]} is not in {path_a.name}; one file is cut short.")
    spells = recode(spells, "ccode", {**states.cow_codes()}, path_b, "state").select(
        "dispnum",
        "state",
        "sidea",
        "orig",
        "revstate",
        _scale(spells, "hiact", 0, 22, path_b),
        _scale(spells, "hostlev", 1, 5, path_b).alias("hostility"),
        _scale(spells, "fatality", 0, 6, path_b),
        pl.when(pl.col("fatalpre") >= 0).then(pl.col("fatalpre")).cast(pl.Int32).alias("deaths"),
        _day(spells, _BEGIN, path_b, last=False).alias("first"),
        _day(spells, _END, path_b, last=True).alias("last"),
    )
    met = (
        spells.join(spells, on="dispnum", suffix="_b")
        .filter((pl.col("sidea") != pl.col("sidea_b")) & (pl.col("state") != pl.col("state_b")))
        .with_columns(
            pl.max_horizontal("first", "first_b").alias("from"),
            pl.min_horizontal("last", "last_b").alias("to"),
        )
        .filter(pl.col("from") <= pl.col("to"))
    )
    pairs = (
        met.filter(pl.col("state") < pl.col("state_b"))
        .group_by("state", "state_b", "dispnum")
        .agg(
            pl.col("from").min().dt.year().cast(pl.Int16).alias("first_year"),
            pl.col("to").max().dt.year().cast(pl.Int16).alias("last_year"),
            pl.col("hostility").max().alias("hostility_a"),
            pl.col("hostility_b").max(),
        )
        .join(disputes, on="dispnum", how="left")
    )
    return {
        "disputes": pairs.select(
            pl.col("state").alias("a"),
            pl.col("state_b").alias("b"),
            pl.lit(SOURCE.id).alias("dataset"),
            pl.col("dispnum").cast(pl.Int32).alias("dispute"),
            "first_year",
            "last_year",
            "hostility_a",
            "hostility_b",
            "fatality",
            "min_days",
            "max_days",
            "is_reciprocated",
        ).sort("a", "b", "dispute"),
        "dispute_years": _years(met),
    }


def _years(met: pl.DataFrame) -> pl.DataFrame:
    """Table `dispute_years` from directed pairs of spells with common days, `from` first to last `to`."""
    import polars as pl

    begin, end = pl.col("from").dt.year(), pl.col("to").dt.year()
    return (
        met.with_columns(year=pl.int_ranges(begin, end + 1), begin=begin)
        .explode("year", empty_as_null=False)
        .group_by("state", "state_b", "year", "dispnum")
        .agg(
            (pl.col("year") == pl.col("begin")).any().alias("is_onset"),
            pl.col("sidea", "orig", "revstate", "hiact", "hostility", "fatality", "deaths").max(),
        )
        .select(
            source="state",
            target="state_b",
            year=pl.col("year").cast(pl.Int16),
            dataset=pl.lit(SOURCE.id),
            dispute=pl.col("dispnum").cast(pl.Int32),
            is_onset="is_onset",
            is_side_a=pl.col("sidea") == 1,
            is_originator=pl.col("orig") == 1,
            is_revisionist=pl.col("revstate") == 1,
            highest_action="hiact",
            hostility="hostility",
            fatality="fatality",
            deaths="deaths",
            is_main=pl.lit(None, pl.Boolean),
        )
        .sort("source", "target", "year", "dispute")
    )


SOURCE = Source(
    id="cow-mid5",
    title="Militarized Interstate Disputes",
    version="5.0",
    citation="Palmer, McManus, D'Orazio, Kenwick, Karstens, Bloch, Dietrich, Kahn, Ritter, Soules (2022). "
    "The MID5 Dataset, 2011-2014. Conflict Management and Peace Science 39(4).",
    licence="Free for research with citation, to be fetched from the project's site; formal licence not seen, check.",
    landing_url="https://correlatesofwar.org/data-sets/mids/",
    download_url="https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip "
    "(MIDA 5.0.csv, MIDB 5.0.csv)",
    grain="A: a dispute; B: a state's spell in a dispute",
    coverage="members of the COW state system, 1816-2014",
    ships="values",
    years={"disputes": (1816, 2014), "dispute_years": (1816, 2014)},
    forms=(Form("official csv", ("MIDA*5.0.csv*", "MIDB*5.0.csv*"), _read),),
    defects=(
        "Ends in 2014.",
        "Opposite sides are a coding of the whole dispute: in coalitions, two foes need not have met.",
        "Russia and China are on opposite sides in 46 disputes, but at the same time in 45.",
        "Fatality is of the dispute, or of a state in it, not of the pair; the pair's part is not known.",
        "Hostility and actions are of a state's whole part in a dispute, whoever it met and whenever.",
    ),
)
