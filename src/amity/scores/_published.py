"""A copy of the published influence index (FBIC) that a user holds, read with suspicion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from amity import states
from amity.errors import SourceError, UsageError

#: Columns of the published file, under the names in use; the other columns are left alone.
_CODES, _NAMES = ("iso3a", "iso3b"), ("countrya", "countryb")
_MEASURES = (
    "fbic",
    "bandwidth",
    "politicalbandwidth",
    "economicbandwidth",
    "securitybandwidth",
    "dependence",
    "economicdependence",
    "securitydependence",
)

#: No edition comes near: 200 states, 64 years and 13 columns are some 400 MB of text.
_MOST_BYTES = 1_000_000_000
_YEARS = (1900, 2100)


def load(path: Path | str) -> pl.DataFrame:
    """The rows of a user's FBIC file, a CSV file with the published names of columns.

    Args:
        path: The file. Needed are `year`, `fbic` and either `iso3a`, `iso3b` or `countrya`, `countryb`, in any
            spelling amity knows; the parts (`bandwidth`, `economicdependence`, ...) are taken where they are there.

    Returns:
        a (whose influence), b (over whom), year, fbic (0 to 1, or null) and the parts present, sorted by a, b, year.

    Raises:
        SourceError: It is no such file: missing, too large, not text, columns lacking, a value that is no number or
            out of range, a state unknown, a pair twice in a year. The message names the first that is wrong.
    """
    file = Path(path)
    text = _read(file)
    text = text.rename({name: name.strip().strip("\ufeff").lower() for name in text.columns})
    sides = _CODES if set(_CODES) <= set(text.columns) else _NAMES
    if lacking := [name for name in (*sides, "year", "fbic") if name not in text.columns]:
        raise _wrong(
            file,
            f"has no column {', '.join(lacking)}; needed are year, fbic and {', '.join(_CODES)} (or "
            f"{', '.join(_NAMES)}). It has {', '.join(text.columns[:12])}",
        )
    measures = [name for name in _MEASURES if name in text.columns]
    rows = text.select(*sides, "year", *measures).with_columns(pl.all().str.strip_chars().replace("", None))
    year = _numbers(file, rows["year"]).fill_null(float("nan"))
    if not (year.is_between(*_YEARS) & (year == year.floor())).all():
        raise _wrong(file, f"has a year that is none between {_YEARS[0]} and {_YEARS[1]}")
    numbers = [_numbers(file, rows[name]) for name in measures]
    for values in numbers:
        most = 1.0 if values.name == "fbic" else float("inf")
        if values.is_infinite().any() or not values.drop_nulls().is_between(0, most).all():
            raise _wrong(file, f"has a value of {values.name} outside 0 to {'1' if most == 1 else 'any finite number'}")
    codes = [_coded(file, rows[side]) for side in sides]
    found = pl.DataFrame([codes[0].alias("a"), codes[1].alias("b"), year.cast(pl.Int32), *numbers])
    if (same := found.filter(pl.col("a") == pl.col("b"))).height:
        raise _wrong(file, f"pairs {same['a'][0]} with itself")
    if (twice := found.filter(pl.struct("a", "b", "year").is_duplicated())).height:
        a, b, when = twice.select("a", "b", "year").row(0)
        raise _wrong(file, f"has {a}, {b}, {when} more than once")
    return found.sort("a", "b", "year")


def _read(file: Path) -> pl.DataFrame:
    """The file as text."""
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            start = stream.read(65_536)
    except OSError as error:
        raise SourceError(f"The FBIC file {file} cannot be read: {error.strerror or error}.") from error
    if size > _MOST_BYTES:
        raise _wrong(file, f"has {size:,} bytes; the published index has far fewer than {_MOST_BYTES:,}")
    if b"\0" in start:
        raise _wrong(file, "is no text: unpack it, or save it as CSV, first")
    try:
        rows = pl.read_csv(file, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeError, OSError) as error:
        raise _wrong(file, f"is no CSV file ({str(error).splitlines()[0][:120]})") from error
    if not rows.height:
        raise _wrong(file, "has no rows")
    return rows


def _wrong(file: Path, what: str) -> SourceError:
    return SourceError(f"The FBIC file {file} {what}.")


def _numbers(file: Path, text: pl.Series) -> pl.Series:
    numbers = text.cast(pl.Float64, strict=False)
    bad = text.filter(numbers.is_null() & text.is_not_null() | numbers.is_nan().fill_null(value=False))
    if len(bad):
        raise _wrong(file, f"has {bad[0]!r:.40} for a number in column {text.name}")
    return numbers


def _coded(file: Path, names: pl.Series) -> pl.Series:
    """Codes of states and territories."""
    if names.null_count():
        raise _wrong(file, f"has a row without {names.name}")
    known: dict[str, str] = {}
    unknown: list[str] = []
    find: Callable[[str], states.State] = states.find
    for name in names.unique().sort():
        try:
            known[name] = find(name).code
        except UsageError:
            unknown.append(name)
    if unknown:
        named = ", ".join(f"{name!r:.40}" for name in unknown[:5])
        raise _wrong(file, f"names {len(unknown)} states that amity does not know in {names.name}: {named}")
    return names.replace_strict(known, return_dtype=pl.String)
