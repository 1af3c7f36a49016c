"""Where raw data come from: one file per source, each a declaration plus a reader.

A *source* is a declared origin (who, what, which version, under which terms) with one or more *forms*:
layouts in which its raw files are found, the official one first. Reading changes units, types, codes and
names, nothing else; it never computes an indicator. A source's folder in a library has the source's id as name.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from amity.errors import SourceError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

#: Table name → rows in that table's columns (see `amity.atlas.tables`).
Tables = Mapping[str, "pl.DataFrame"]


@dataclass(frozen=True, slots=True)
class Form:
    """One layout of a source's raw files.

    Attributes:
        name: Who made this layout, e.g. "official csv" or "peacesciencer rda".
        files: Glob patterns inside the source's folder; the form is present when each matches a file.
        read: From the source's folder to rows per table. Raises `SourceError` naming file, row and value.
    """

    name: str
    files: tuple[str, ...]
    read: Callable[[Path], Tables]


@dataclass(frozen=True, slots=True)
class Download:
    """One official file that `amity pull` fetches into a source's folder.

    Attributes:
        url: Its official address; with `listed`, that of a Dataverse data set's list of files.
        file: Name it is kept under; for an archive, the name of the archive itself, which is not kept.
        members: Patterns of the archive's members that are unpacked into the folder, by name or by whole path
            (nested archives as "inner.zip/*.csv"); empty for a file kept as it is.
        most_bytes: More than this is refused, downloaded or unpacked.
        listed: Name in the list of files, where the address of the file itself changes with each edition.
    """

    url: str
    file: str
    members: tuple[str, ...] = ()
    most_bytes: int = 200_000_000
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A declared origin of data.

    Attributes:
        id: Name of its folder in a library; also the value of `dataset` columns.
        title: What it is, in the makers' words.
        version: Edition(s) held.
        citation: How its makers ask to be cited.
        licence: Terms, as far as known; says where they were not seen.
        landing_url: The official page.
        download_url: Where `amity pull` or the user gets the official form.
        grain: What one row of the raw file is.
        coverage: States and years, in words.
        ships: "values" when its terms allow values per state, pair and year in the shipped atlas, "aggregates"
            when only sums, shares and counts derived from its rows may ship.
        defects: Known faults a reader of the figures must know.
        years: First and last year covered, by table or vintage, where rows are spells and cannot show it.
        forms: Layouts it is found in, official first.
        downloads: What `amity pull` fetches: together the files of the first form.
        by_hand: What the user must do where no script can fetch it (a form, a key, a licence to accept), or can do
            where the download fails; empty where `downloads` are all that is needed. `amity pull` adds the folder.
    """

    id: str
    title: str
    version: str
    citation: str
    licence: str
    landing_url: str
    download_url: str
    grain: str
    coverage: str
    ships: Literal["values", "aggregates"]
    forms: tuple[Form, ...]
    defects: tuple[str, ...] = ()
    years: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]], hash=False)
    downloads: tuple[Download, ...] = ()
    by_hand: str = ""

    def locate(self, library: Path) -> tuple[Form, tuple[Path, ...]]:
        """Which form of this source lies in `library`, and its files in a stable order.

        Raises:
            SourceError: No form is complete there.
        """
        folder = library / self.id
        for form in self.forms:
            found = [sorted(folder.glob(pattern)) for pattern in form.files]
            if all(found):
                return form, tuple(dict.fromkeys(path for paths in found for path in paths))
        wanted = " or ".join(f"{' + '.join(form.files)} ({form.name})" for form in self.forms)
        raise SourceError(
            f"{self.id}: no raw files in {folder}. Wanted: {wanted}. "
            f"Get them from {self.download_url} and put them there."
        )


@cache
def registry() -> Mapping[str, Source]:
    """Every source by id, in alphabetical order of id."""
    found: dict[str, Source] = {}
    for module in pkgutil.iter_modules(__path__):
        source: Source = importlib.import_module(f"{__name__}.{module.name}").SOURCE
        if source.id in found:
            raise ValueError(f"two sources are called {source.id}")
        found[source.id] = source
    return dict(sorted(found.items()))


def read_table(path: Path, name: str | None = None, *, lossy: bool = False) -> pl.DataFrame:
    """One raw table as it is: `.csv`, `.csv.gz`, `.rda`, `.rds`, `.dta` or `.dta.gz`; text columns stay text.

    CSV columns are read as text unless every value is a number. `name` picks an object of an .rda file. A CSV in
    another encoding than UTF-8 is refused unless `lossy`: then each odd byte becomes U+FFFD, harmless where the
    columns used are plain ASCII.

    Raises:
        SourceError: The file is damaged, truncated, empty or not what its name says.
    """
    import polars as pl

    try:
        if ".csv" in path.suffixes:
            frame = pl.read_csv(path, infer_schema_length=None, encoding="utf8-lossy" if lossy else "utf8")
        elif path.suffix in {".rda", ".rds"}:
            frame = _from_pandas(_r_object(path, name))
        elif ".dta" in path.suffixes:
            import pandas as pd

            frame = _from_pandas(cast("pd.DataFrame", pd.read_stata(path, convert_categoricals=False)))
        else:
            raise ValueError(f"{path.suffix} is not a layout this reader knows")
    except Exception as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise SourceError(
            f"{path}: cannot be read ({reason}). The file is damaged, truncated or of another kind; fetch it again."
        ) from error
    if frame.is_empty():
        raise SourceError(f"{path}: holds no rows. The file is truncated; fetch it again.")
    return frame


def _r_object(path: Path, name: str | None) -> pd.DataFrame:
    """The data frame called `name` in an .rda file, or the first; the one of an .rds file."""
    import warnings

    import pyreadr

    read = cast("Callable[[str], dict[str, pd.DataFrame]]", pyreadr.read_r)  # pyright: ignore[reportUnknownMemberType]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        objects = read(str(path))
    return objects[name or next(iter(objects))]


def _from_pandas(frame: pd.DataFrame) -> pl.DataFrame:
    """A pandas frame with R's mixed object columns (dates, factors) turned into plain text."""
    import pandas as pd
    import polars as pl

    columns: dict[str, pl.Series] = {}
    for label in frame.columns:
        column = cast("Any", frame[label])
        if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype == object:
            values = [None if lacks else str(value) for value, lacks in zip(column, column.isna(), strict=True)]
            columns[str(label)] = pl.Series(str(label), values, dtype=pl.String)
        else:
            values = cast("Any", pl.from_pandas(column))
            columns[str(label)] = pl.Series(str(label), values)
    return pl.DataFrame(columns)


def require(frame: pl.DataFrame, columns: tuple[str, ...], path: Path) -> pl.DataFrame:
    """The named columns of a raw table, in that order.

    Raises:
        SourceError: A column is missing; the message lists what the file has.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise SourceError(
            f"{path}: column {', '.join(missing)} is missing (it has {', '.join(frame.columns[:12])}). "
            "The file is of another edition or damaged; fetch the edition `amity sources` names."
        )
    return frame.select(columns)


def recode(frame: pl.DataFrame, column: str, codes: Mapping[object, str], path: Path, into: str) -> pl.DataFrame:
    """`frame` with `column` mapped to our codes as new column `into`; nothing is dropped or guessed.

    Raises:
        SourceError: A value is not in `codes`; the message names row and value.
    """
    import polars as pl

    keys = pl.Series(column, list(codes.keys()), dtype=frame.schema[column])
    table = pl.DataFrame([keys, pl.Series(into, list(codes.values()), dtype=pl.String)])
    joined = frame.join(table, on=column, how="left", maintain_order="left")
    unknown = joined.with_row_index("row").filter(pl.col(into).is_null())
    if unknown.height:
        row, value = unknown["row"][0], unknown[column][0]
        raise SourceError(
            f"{path}: unknown code {value!r} in column {column}, row {row + 2} "
            f"({unknown.height} such rows). Add it to the source's code list if it is right, or mend the file."
        )
    return joined


def refuse(frame: pl.DataFrame, bad: pl.Expr, column: str, path: Path, why: str) -> None:
    """Raise `SourceError` on the first row where `bad` holds, with its `column` and why.

    The row number is in column `line` where the frame has one, else counted as in a file with one header
    line.
    """
    found = (frame if "line" in frame.columns else frame.with_row_index("line", offset=2)).filter(bad)
    if found.height:
        line, value = found["line"][0], found[column][0]
        raise SourceError(f"{path}: row {line}: {column} is {value!r}, {why}. Mend or refetch the file.")


def whole_numbers(frame: pl.DataFrame, columns: Iterable[str], path: Path, *, empty: bool = False) -> pl.DataFrame:
    """`frame` with `columns` as Int64; empty cells (also "NA" and ".") stay null where `empty` allows them.

    Raises:
        SourceError: A value is no whole number; the message names row, column and value.
    """
    import polars as pl

    for name in columns:
        raw = frame[name]
        if raw.dtype == pl.String:
            raw = raw.str.strip_chars().replace(["", "NA", "."], None)
        number = raw.cast(pl.Float64, strict=False)
        wrong = (number.is_null() & raw.is_not_null()) | (number != number.round()).fill_null(False)
        if not empty:
            wrong |= raw.is_null()
        if wrong.any():
            row = wrong.arg_true()[0]
            raise SourceError(
                f"{path}: {frame[name][row]!r} in column {name}, row {row + 2}, is not a whole number. "
                "The file is damaged or of another edition; fetch it again."
            )
        frame = frame.with_columns(number.cast(pl.Int64).alias(name))
    return frame


def first_file(folder: Path, pattern: str) -> Path:
    """The newest file (last by name) of `folder` matching `pattern`.

    Raises:
        SourceError: There is none.
    """
    found = sorted(folder.glob(pattern))
    if not found:
        raise SourceError(f"{folder}: no file {pattern}. Put it there; `amity sources` says where to get it.")
    return found[-1]


def days(frame: pl.DataFrame, column: str, path: Path, *, empty: bool = False) -> pl.DataFrame:
    """`frame` with the text `column` (YYYY-MM-DD) as dates.

    Raises:
        SourceError: A value is no date; the message names row and value.
    """
    import polars as pl

    parsed = frame[column].str.to_date("%Y-%m-%d", strict=False)
    wrong = parsed.is_null() & frame[column].is_not_null() if empty else parsed.is_null()
    if wrong.any():
        row = wrong.arg_true()[0]
        raise SourceError(
            f"{path}: {frame[column][row]!r} in column {column}, row {row + 2}, is no date. Fetch it again."
        )
    return frame.with_columns(parsed.cast(pl.Date).alias(column))
