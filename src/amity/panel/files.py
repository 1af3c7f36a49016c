"""Panels on disk: each format by its ending, the whole file or none."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import polars as pl
from polars.exceptions import ComputeError

from amity.errors import UsageError

if TYPE_CHECKING:
    from amity.panel import Panel

#: Stata's longest name of a variable, longest label, and longest text that is not a "long string".
_STATA_NAME, _STATA_LABEL, _STATA_TEXT = 32, 80, 2045


def _parquet(panel: Panel, path: Path) -> None:
    _streamed(panel).sink_parquet(path, compression="lz4", statistics=True, maintain_order=True)


def _arrow(panel: Panel, path: Path) -> None:
    _streamed(panel).sink_ipc(path, compression="lz4", maintain_order=True)


def _streamed(panel: Panel) -> pl.LazyFrame:
    """The rows as a query that makes them piece by piece while it is written."""
    if "frame" in panel.__dict__:
        return panel.frame.lazy()
    from polars.io.plugins import register_io_source

    pieces = panel.chunks()
    first = next(pieces)

    def made(
        columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        if columns is not None or predicate is not None or n_rows is not None:
            raise NotImplementedError("a panel is written whole")
        yield first
        yield from pieces

    return register_io_source(made, schema=first.schema)


def _csv(panel: Panel, path: Path) -> None:
    with path.open("wb") as stream:
        _write_csv(panel, stream)


def _csv_gz(panel: Panel, path: Path) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as stream:
        _write_csv(panel, stream)


def _write_csv(panel: Panel, stream: IO[bytes] | gzip.GzipFile) -> None:
    for number, chunk in enumerate(panel.chunks()):
        chunk.write_csv(cast("IO[bytes]", stream), include_header=number == 0)


def _stata(panel: Panel, path: Path) -> None:
    data = panel.to_pandas()
    frame = panel.frame
    for name, dtype in frame.schema.items():
        if dtype == pl.Boolean:
            data[name] = frame[name].cast(pl.Float64 if frame[name].null_count() else pl.Int8).to_numpy()
        elif dtype == pl.String or dtype == pl.Enum or dtype == pl.Categorical:
            data[name] = frame[name].cast(pl.String).fill_null("").str.slice(0, _STATA_TEXT).to_list()
        elif dtype.is_integer():
            wide = frame[name].cast(pl.Float64 if frame[name].null_count() else pl.Int32, strict=False)
            safe = wide if wide.null_count() == frame[name].null_count() else frame[name].cast(pl.Float64)
            data[name] = safe.to_numpy()
    short = stata_names(frame.columns)
    about = {column.name: column.definition for column in panel.columns}
    labels = {
        short[name]: (name if short[name] != name else about.get(name, name))[:_STATA_LABEL] for name in frame.columns
    }
    data.rename(columns=dict(short)).to_stata(path, write_index=False, version=118, variable_labels=_latin(labels))


def _latin(labels: Mapping[str, str]) -> dict[Any, str]:
    return {name: text.encode("ascii", "replace").decode() for name, text in labels.items()}


def stata_names(names: list[str]) -> Mapping[str, str]:
    """Each column's name in Stata: its own, or cut to 32 characters and kept apart from the others by a number."""
    short = {name: name for name in names if len(name) <= _STATA_NAME}
    taken = set(short)
    for name in names:
        if name in short:
            continue
        number = 1
        while (cut := f"{name[: _STATA_NAME - 1 - len(str(number))]}_{number}") in taken:
            number += 1
        short[name] = cut
        taken.add(cut)
    return short


#: Ending → how to write it.
FORMATS: Mapping[str, Callable[[Panel, Path], None]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".csv.gz": _csv_gz,
    ".arrow": _arrow,
    ".feather": _arrow,
    ".dta": _stata,
}


def format_of(path: Path) -> str:
    """The ending that says the format.

    Raises:
        UsageError: It says none that can be written.
    """
    name = path.name.lower()
    for ending in sorted(FORMATS, key=len, reverse=True):
        if name.endswith(ending) and len(name) > len(ending):
            return ending
    raise UsageError(f"{path} does not say a format. End it in {', '.join(FORMATS)}.")


def write(panel: Panel, path: Path) -> Path:
    """Write the panel in the format of the path's ending."""
    how = FORMATS[format_of(path)]
    if how is _stata:
        from amity.panel import _require  # pyright: ignore[reportPrivateUsage]

        _require("pandas", "pyarrow")
    with replacing(path) as draft:
        how(panel, draft)
    return path


def check(path: Path) -> Path:
    """The file that a path means, if it can be written; checked before the work starts.

    Raises:
        UsageError: It is a folder, lies in none, or cannot be written.
    """
    try:
        path = Path(os.path.realpath(path)) if path.is_symlink() else path
        if path.is_dir():
            raise UsageError(f"{path} is a folder. Name a file in it, e.g. {path / 'panel.parquet'}.")
        if path.exists() and not path.is_file():
            raise UsageError(f"{path} is no regular file. Name another.")
        if not path.parent.is_dir():
            raise UsageError(f"There is no folder {path.parent}. Create it, or choose another file.")
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise PermissionError(13, "no permission")
    except (OSError, ValueError) as error:
        raise UsageError(_unwritable(path, error)) from error
    return path


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """A draft beside `path` that takes its place when all is written, and is gone if anything fails."""
    path = check(path)
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(path)
    except (OSError, ValueError, ComputeError) as error:
        raise UsageError(_unwritable(path, error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _unwritable(path: Path, error: Exception) -> str:
    why = getattr(error, "strerror", None) or str(error)
    return f"{path} cannot be written ({why}). Choose another file."
