"""Casefiles: dated facts of one pair of states that no data set of all pairs holds, each row with its source.

One ships with amity, China–Russia. Others are folders of one's own: in `casefiles/` of amity's home folder, where
`amity casefile new A B` puts an empty one. A casefile is checked as a whole before any of it is used.
"""

from __future__ import annotations

import csv
import io
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from amity import states
from amity.atlas import home
from amity.casefile.schema import FILES, File
from amity.casefile.system import SYSTEM
from amity.errors import AmityError, NoDataError, UsageError

__all__ = ["EVERY", "FACTS", "Casefile", "CasefileError", "Problem", "available", "check", "create", "find", "load"]

#: Casefiles inside the package.
_SHIPPED = Path(__file__).parent / "data"

#: Every file a casefile may have: facts, then what is argued about the pair.
EVERY: Mapping[str, File] = {**FILES, **SYSTEM}

#: The file that says which pair a casefile is about.
FACTS = "casefile.toml"

#: No file of facts that people wrote is longer; a longer one is something else.
_MOST_BYTES = 8_000_000

#: Problems told at once; a broken file has thousands.
_MOST_PROBLEMS = 20


class CasefileError(AmityError):
    """A casefile breaks its rules; the message lists where and how."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where.

    Attributes:
        file: Name of the file.
        line: Line in it, the header being 1; None where the file as a whole is meant.
        column: Column, where one is meant.
        reason: What is wrong and what is allowed.
    """

    file: str
    line: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file} line {self.line}"
        return f"{where}{f', {self.column}' if self.column else ''}: {self.reason}"


@dataclass(frozen=True, slots=True, eq=False)
class Casefile:
    """Facts of one pair.

    Attributes:
        a: Code of the first state, as `casefile.toml` has it.
        b: Code of the second.
        title: Its name.
        compiled: Day of the last change.
        about: What it covers and how it was made.
        folder: Where it is.
        frames: File name to rows; every file of `EVERY`, empty where the casefile has none. Dates stand as
            written and as first and last day (`date`, `date_first`, `date_last`); states as written and as code.
    """

    a: str
    b: str
    title: str
    compiled: str
    about: str
    folder: Path
    frames: Mapping[str, pl.DataFrame]

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.frames[name]

    @property
    def rows(self) -> int:
        """Rows in all, facts and what is argued."""
        return sum(frame.height for frame in self.frames.values())

    @property
    def id(self) -> str:
        """How figures name it as their source."""
        return f"casefile-{self.a}-{self.b}@{self.compiled}"


def available() -> Mapping[tuple[str, str], Path]:
    """Folder of every casefile there is by its two codes in alphabetical order; one's own before the shipped one."""
    found: dict[tuple[str, str], Path] = {}
    for root in (_SHIPPED, home() / "casefiles"):
        if not root.is_dir():
            continue
        for folder in sorted(root.iterdir()):
            a, _, b = folder.name.partition("-")
            if (folder / FACTS).is_file() and len(a) == len(b) == 3:
                found[min(a, b), max(a, b)] = folder
    return found


def find(a: str, b: str) -> Casefile | None:
    """The casefile of two states by code, or None.

    Raises:
        CasefileError: There is one, and it breaks its rules.
    """
    folder = available().get((min(a, b), max(a, b)))
    return None if folder is None else _loaded(folder, _stamp(folder))


def load(folder: Path) -> Casefile:
    """The casefile in a folder.

    Raises:
        CasefileError: It breaks its rules; lists the first problems.
    """
    problems, found = _read(folder)
    if found is None or problems:
        raise CasefileError(told(folder, problems))
    return found


def check(folder: Path) -> tuple[tuple[Problem, ...], Casefile | None]:
    """Everything that is wrong with a casefile, and the casefile itself if it could be read at all."""
    return _read(folder)


def told(folder: Path, problems: tuple[Problem, ...]) -> str:
    """The problems as one message."""
    shown = "\n".join(f"  {problem}" for problem in problems[:_MOST_PROBLEMS])
    more = len(problems) - _MOST_PROBLEMS
    rest = f"\n  … and {more} more" if more > 0 else ""
    return f"The casefile in {folder} has {len(problems)} problem{'s' if len(problems) != 1 else ''}:\n{shown}{rest}"


def create(a: str, b: str, folder: Path | None = None) -> Path:
    """Make an empty casefile of two states: `casefile.toml`, one file per kind with its header, and instructions.

    Returns:
        The folder.

    Raises:
        UsageError: A state is unknown, or the folder holds files.
    """
    pair = states.dyad(a, b)
    folder = folder or home() / "casefiles" / f"{pair.a.code}-{pair.b.code}"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there and not empty. Choose another folder with --to DIR.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in EVERY.values():
            header = ",".join(column.name for column in file.columns) + "\n"
            (folder / f"{file.name}.csv").write_text(header, encoding="utf-8")
        (folder / "README.md").write_text(_instructions(pair), encoding="utf-8")
        # Last: without it the folder is no casefile yet.
        (folder / FACTS).write_text(_facts(pair), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written ({error.strerror}). Choose another folder with --to DIR."
        ) from error
    return folder


def instructions() -> str:
    """What goes into each file, as Markdown; the same for every casefile."""
    parts: list[str] = []
    for file in EVERY.values():
        rows = [
            f"| `{c.name}` | {'yes' if c.is_required else 'no'} | {c.cell.what} | {c.about} |" for c in file.columns
        ]
        table = "\n".join(("| column | required | what | meaning |", "|---|---|---|---|", *rows))
        parts.append(f"## {file.name}.csv\n\n{file.about}\n\n{table}")
    return "\n\n".join(parts)


def _instructions(pair: states.Dyad) -> str:
    return (
        f"# Casefile {pair.a.name}–{pair.b.name}\n\nOne fact per row, each with the source it was read in; a row "
        "without a source is refused. Leave a cell empty where nothing is known. Files are CSV in UTF-8 with the "
        "header as it is; a file without rows may stay or go. `amity casefile check` says what is wrong, line by "
        f"line.\n\n{instructions()}\n"
    )


def _facts(pair: states.Dyad) -> str:
    return (
        f'a = "{pair.a.code}"\nb = "{pair.b.code}"\ntitle = "{pair.a.name}–{pair.b.name}"\n'
        '# Day of the last change, as YYYY-MM-DD: it is cited.\ncompiled = ""\n'
        '# What it covers, how it was made, what is missing.\nabout = ""\n'
    )


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Changes when a file of the folder does."""
    with os.scandir(folder) as found:
        return tuple(sorted((file.name, file.stat().st_mtime_ns) for file in found))


@lru_cache(maxsize=8)
def _loaded(folder: Path, stamp: tuple[tuple[str, int], ...]) -> Casefile:  # noqa: ARG001 - part of the key
    return load(folder)


def _read(folder: Path) -> tuple[tuple[Problem, ...], Casefile | None]:
    if not folder.is_dir():
        return (Problem(str(folder), None, None, "is not a folder"),), None
    problems: list[Problem] = []
    facts = _header(folder / FACTS, problems)
    strangers = {path.name for path in folder.glob("*.csv")} - {f"{name}.csv" for name in EVERY}
    problems += [
        Problem(name, None, None, f"is no file of a casefile; there are {', '.join(EVERY)}")
        for name in sorted(strangers)
    ]
    frames = {file.name: _frame(folder / f"{file.name}.csv", file, problems) for file in EVERY.values()}
    problems += _strays(folder, frames, {problem.file for problem in problems})
    if facts is None:
        return tuple(problems), None
    return tuple(problems), Casefile(**facts, folder=folder, frames=frames)


def _strays(folder: Path, frames: Mapping[str, pl.DataFrame], harmed: set[str]) -> list[Problem]:
    """Cells that name a row of another file which is not there; nothing of files that are wrong anyway."""
    found: list[Problem] = []
    for file in EVERY.values():
        for column, other in file.refers:
            if {f"{file.name}.csv", f"{other}.csv"} & harmed:
                continue
            known = set(frames[other][column])
            if set(frames[file.name][column]) <= known:
                continue
            lines = csv.DictReader(io.StringIO(_decoded(folder / f"{file.name}.csv"), newline=""))
            found += [
                Problem(f"{file.name}.csv", lines.line_num, column, f"{name!r} has no row in {other}.csv")
                for row in lines
                if (name := (row[column] or "").strip()) and name not in known
            ]
    return found


def _bytes(path: Path) -> bytes:
    """All of a file that people wrote.

    Raises:
        ValueError: It is missing, cannot be read, or is too long.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(f"is longer than {_MOST_BYTES:,} bytes: no file of facts is")
        return path.read_bytes()
    except FileNotFoundError:
        raise ValueError("is missing") from None
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None


def _decoded(path: Path) -> str:
    data = _bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValueError(f"is not UTF-8: byte {error.start} in line {line}") from None
    if "\0" in text:
        raise ValueError(f"holds a NUL byte in line {text[: text.index(chr(0))].count(chr(10)) + 1}: it is no text")
    return text


def _header(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """What `casefile.toml` says."""
    try:
        facts = tomllib.loads(_decoded(path))
    except (ValueError, RecursionError) as error:
        problems.append(Problem(path.name, None, None, str(error)))
        return None
    found: dict[str, Any] = {}
    for name in ("a", "b", "title", "compiled", "about"):
        value = facts.get(name)
        if not isinstance(value, str):
            problems.append(Problem(path.name, None, name, "is missing or no text"))
            return None
        found[name] = value
    if strange := sorted(facts.keys() - found.keys()):
        problems.append(Problem(path.name, None, strange[0], f"is unknown; there are {', '.join(found)}"))
    for name in ("a", "b"):
        try:
            found[name] = states.find(found[name]).code
        except UsageError as error:
            problems.append(Problem(path.name, None, name, str(error)))
            return None
    if found["a"] == found["b"]:
        problems.append(Problem(path.name, None, "b", "is the same state as a"))
    return found


def _frame(path: Path, file: File, problems: list[Problem]) -> pl.DataFrame:
    """The rows of one file that keep its rules; what does not is added to `problems`."""
    empty = pl.DataFrame(schema=file.schema)
    if not path.exists():
        return empty
    try:
        text = _decoded(path)
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        nothing: list[str] = []
        header = next(lines, nothing)
    except (ValueError, csv.Error) as error:
        problems.append(Problem(path.name, None, None, str(error)))
        return empty
    wanted = [column.name for column in file.columns]
    if header != wanted:
        problems.append(Problem(path.name, 1, None, _wrong_header(header, wanted)))
        return empty
    rows: list[tuple[object, ...]] = []
    seen: dict[tuple[str, ...], int] = {}
    try:
        # Extended while read: the rows before the one that cannot be parsed are checked too.
        rows.extend(
            row for cells in lines if (row := _row(path.name, lines.line_num, cells, file, seen, problems)) is not None
        )
    except csv.Error as error:
        problems.append(Problem(path.name, lines.line_num, None, f"cannot be parsed as CSV ({error})"))
    return pl.DataFrame(rows, schema=file.schema, orient="row")


def _wrong_header(header: list[str], wanted: list[str]) -> str:
    lacking = [name for name in wanted if name not in header]
    strange = [name for name in header if name not in wanted]
    if lacking or strange:
        told = [f"lacks {', '.join(lacking)}"] if lacking else []
        told += [f"has {', '.join(repr(name)[:40] for name in strange[:5])}"] if strange else []
        return f"the header {' and '.join(told)}; it must be {','.join(wanted)}"
    return f"the columns must stand in this order: {','.join(wanted)}"


def _row(
    name: str, line: int, cells: list[str], file: File, seen: dict[tuple[str, ...], int], problems: list[Problem]
) -> tuple[object, ...] | None:
    """The values of one line, or None and at least one problem more."""
    if not any(cells):
        return None
    if len(cells) != len(file.columns):
        problems.append(Problem(name, line, None, f"has {len(cells)} cells; {len(file.columns)} are due"))
        return None
    values: list[object] = []
    before = len(problems)
    days: dict[str, Any] = {}
    for column, text in zip(file.columns, cells, strict=True):
        text = text.strip()
        if not text:
            if column.is_required:
                problems.append(Problem(name, line, column.name, f"is empty; write {column.cell.what}"))
            values += [None] * len(column.cell.dtypes)
            continue
        try:
            read = column.cell.read(text)
        except ValueError as error:
            shown = text if len(text) <= 60 else f"{text[:57]}…"
            problems.append(Problem(name, line, column.name, f"{shown!r} {error}"))
            values += [None] * len(column.cell.dtypes)
            continue
        if "_last" in column.cell.dtypes:
            days[column.name] = read[1:]
        values += read
    for first, last in file.order:
        if first in days and last in days and days[last][1] < days[first][0]:
            problems.append(Problem(name, line, last, f"lies before {first}"))
    named = {column.name: text for column, text in zip(file.columns, cells, strict=True)}
    key = tuple(named[column] for column in (*file.key, "source_title", "note"))
    if key in seen:
        problems.append(Problem(name, line, None, f"says the same as line {seen[key]}"))
    seen.setdefault(key, line)
    return tuple(values) if len(problems) == before else None


def require(a: str, b: str) -> Casefile:
    """The casefile of two states by code.

    Raises:
        NoDataError: There is none.
    """
    found = find(a, b)
    if found is None:
        held = ", ".join("–".join(pair) for pair in available())
        raise NoDataError(
            f"No casefile of {a} and {b} is held (there is {held}). `amity casefile new {a} {b}` makes an empty one."
        )
    return found
