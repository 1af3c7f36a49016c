"""In how many intergovernmental organisations two states sit together: COW IGO 3."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl


def _count_full(path: Path, keys: tuple[str, ...], first: str, into: str) -> pl.DataFrame:
    """`keys` and the number of organisation columns (from `first` to the last) with value 1, full membership.

    Other values: 0 none, 2 associate, 3 observer, -9 missing, -1 not in existence; none of them counts. Read
    in a stream: the dyadic file has some 900,000 rows of 500 columns.
    """
    import polars as pl

    try:
        header = pl.read_csv(path, n_rows=0).columns
        missing = [name for name in (*keys, first) if name not in header]
        if missing:
            raise SourceError(f"{path}: column {', '.join(missing)} is missing; the file is of another edition.")
        bodies = header[header.index(first) :]
        types = dict.fromkeys(bodies, pl.Int16)
        counted = pl.sum_horizontal(pl.col(name) == 1 for name in bodies)
        frame = pl.scan_csv(path, schema_overrides=types).select(*keys, counted.alias(into)).collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SourceError(f"{path}: cannot be read ({str(error).splitlines()[0]}). Fetch it again.") from error
    if frame.is_empty():
        raise SourceError(f"{path}: holds no rows. The file is truncated; fetch it again.")
    return frame


def _counts(frame: pl.DataFrame, keys: tuple[str, ...], count: str, path: Path) -> pl.DataFrame:
    """Whole numbers in `keys` and `count`; rows whose count is missing or negative are dropped."""
    import polars as pl

    frame = whole_numbers(require(frame, (*keys, count), path), keys, path)
    return whole_numbers(frame, (count,), path, empty=True).filter(pl.col(count) >= 0)


def _tables(pairs: pl.DataFrame, pairs_path: Path, members: pl.DataFrame, members_path: Path) -> Tables:
    """Both tables. If two COW numbers of one state have a row in one year, the larger count holds."""
    import polars as pl

    codes: dict[object, str] = {**states.cow_codes()}
    pairs = _counts(pairs, ("ccode1", "ccode2", "year"), "dyadigos", pairs_path)
    pairs = recode(recode(pairs, "ccode1", codes, pairs_path, "one"), "ccode2", codes, pairs_path, "two")
    members = _counts(members, ("ccode", "year"), "sum_igo_full", members_path)
    members = recode(members, "ccode", codes, members_path, "state")
    dataset = pl.lit(SOURCE.id).alias("dataset")
    alphabet = pl.Enum(sorted(set(codes.values())))  # sorting 900,000 rows of text takes seven times as long
    return {
        "shared_igos": pairs.filter(pl.col("one") != pl.col("two"))
        .group_by(
            pl.min_horizontal("one", "two").alias("a"),
            pl.max_horizontal("one", "two").alias("b"),
            pl.col("year").cast(pl.Int16),
        )
        .agg(pl.col("dyadigos").max().cast(pl.Int32).alias("shared_igos"))
        .with_columns(dataset)
        .sort(pl.col("a", "b").cast(alphabet), "year"),
        "igo_memberships": members.group_by("state", pl.col("year").cast(pl.Int16))
        .agg(pl.col("sum_igo_full").max().cast(pl.Int32).alias("full_memberships"))
        .with_columns(dataset)
        .sort("state", "year"),
    }


def _official(folder: Path, dyadic: str, yearly: str) -> Tables:
    """Dyad-years and state-years with a column per organisation, from AALCO or AAAID to the last.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code.
    """
    pairs, members = first_file(folder, dyadic), first_file(folder, yearly)
    return _tables(
        _count_full(pairs, ("ccode1", "ccode2", "year"), "AALCO", "dyadigos"),
        pairs,
        _count_full(members, ("ccode", "year"), "AAAID", "sum_igo_full"),
        members,
    )


def _packaged(folder: Path) -> Tables:
    """Counts made by the package from the official files: dyad-years (each pair once) and state-years.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code.
    """
    pairs, members = first_file(folder, "cow_igo_ndy.rda"), first_file(folder, "cow_igo_sy.rda")
    return _tables(read_table(pairs), pairs, read_table(members), members)


def _official_form(name: str, dyadic: str, yearly: str) -> Form:
    return Form(name, (dyadic, yearly), functools.partial(_official, dyadic=dyadic, yearly=yearly))


SOURCE = Source(
    id="cow-igo3",
    title="Intergovernmental Organizations, version 3",
    version="3.0",
    citation="Pevehouse, Nordstrom, McManus, Jamison (2020). Tracking Organizations in the World: The "
    "Correlates of War IGO Version 3.0 datasets. Journal of Peace Research 57(3).",
    licence="Free for research with citation, to be fetched from the project's site; formal licence not seen, check.",
    landing_url="https://correlatesofwar.org/data-sets/IGOs/",
    download_url="https://correlatesofwar.org/wp-content/uploads/dyadic_formatv3.zip and state_year_formatv3.zip",
    grain="a pair of states and year; a state and year",
    coverage="members of the COW state system, 1816-2014",
    ships="values",
    forms=(
        _official_form("official csv", "dyadic_format*3.csv*", "state_year_format*3.csv*"),
        Form("peacesciencer rda", ("cow_igo_ndy.rda", "cow_igo_sy.rda"), _packaged),
    ),
    defects=(
        "The makers' files by organisation list every fifth year up to 1965; how the years between were "
        "filled is not documented in what we hold.",
        "A membership that is missing in the raw file counts as none, so early counts are lower bounds.",
        "The package form has no names of organisations.",
    ),
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/dyadic_formatv3.zip",
            "dyadic_formatv3.zip",
            ("dyadic_format*3.csv",),
            most_bytes=4_000_000_000,
        ),
        Download(
            "https://correlatesofwar.org/wp-content/uploads/state_year_formatv3.zip",
            "state_year_formatv3.zip",
            ("state_year_format*3.csv",),
        ),
    ),
)
