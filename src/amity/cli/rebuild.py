"""`amity build`: make an atlas from raw files, or check that they give the one in use."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from amity.atlas import home, location, open_atlas
from amity.cli import printing
from amity.errors import UsageError

if TYPE_CHECKING:
    from amity.atlas import Atlas
    from amity.atlas.build import Built

#: What the `build` extra installs, by import name.
_EXTRA = ("dataframely", "pandas", "pyarrow", "pyreadr")

SAME, WRITER, DIFFERS = "same bytes", "same values, other Parquet writer", "other values"
ROUNDED = "same to the last digit kept"
NEW, GONE = "new", "gone"


def build(library: Path | None, target: Path | None, *, check: bool, json: bool) -> int:
    """Build or check; see `amity build --help`."""
    if library is None:
        library = home() / "library"
        if not library.is_dir():
            raise UsageError(
                f"No files have been pulled into {library}. Run `amity pull --all` first, or name a folder with "
                "--from DIR."
            )
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"Building needs {', '.join(missing)}. Run `pip install 'amity[build]'`, "
            "or `uv run --extra build amity build ...` in a checkout."
        )
    if check:
        return _check(library, target or location(), json=json)
    built = _built(library, target or home() / "atlas", open_atlas())
    if json:
        content = {
            "folder": str(built.folder),
            "built": built.atlas,
            "rows": dict(built.rows),
            "bytes": built.n_bytes,
            "taken_over": list(built.taken_over),
        }
        printing.dump("build", built.atlas, content)
        return 0
    printing.line(
        f"Atlas {built.atlas}: {len(built.rows)} tables, {sum(built.rows.values()):,} rows, "
        f"{built.n_bytes / 1e6:.1f} MB in {built.folder}"
    )
    if built.taken_over:
        printing.line(
            f"No raw files in {library} for {len(built.taken_over)} sources; their rows are those of the atlas in use: "
            f"{', '.join(built.taken_over)}."
        )
    if location().resolve() != built.folder.resolve():
        printing.line(f"amity uses the one in {location()}; set AMITY_ATLAS={built.folder} to use this one.")
    return 0


def _check(library: Path, used: Path, *, json: bool) -> int:
    """Build aside and compare; 0 if every byte is the same, or differs only as scores may between machines; else 1."""
    old = open_atlas(used)
    with tempfile.TemporaryDirectory(prefix="amity-check-") as scratch:
        _built(library, Path(scratch), None)
        new = open_atlas(Path(scratch))
        tables = compare(old.manifest["tables"], new.manifest["tables"])
        for name in [name for name, verdict in tables.items() if verdict == DIFFERS]:
            entry = new.manifest["tables"][name]
            one, other = old.scan(name).collect(), new.scan(name).collect()
            if "rests_on" in entry and same_but_for_rounding(one, other, entry["columns"]):
                tables[name] = ROUNDED
    same_manifest = _declarations(old) == _declarations(new)
    same = same_manifest and set(tables.values()) <= {SAME, ROUNDED}
    if json:
        content = {"folder": str(used), "built": new.id, "is_same": same, "tables": tables}
        printing.dump("build", old.id, content)
        return 0 if same else 1
    changed = {name: verdict for name, verdict in tables.items() if verdict != SAME}
    if same:
        printing.line(f"Atlas {old.id}: the raw files in {library} give the same bytes ({len(tables)} tables).")
        if changed:
            printing.line(f"In the last digit kept another processor may round otherwise: {', '.join(changed)}.")
        return 0
    printing.line(f"Atlas {old.id} in {used} is not what the raw files in {library} give ({new.id}):")
    for name, verdict in changed.items():
        printing.line(f"  {name}: {verdict}")
    if not same_manifest and not changed:
        printing.line("  the tables are the same; declarations, versions or raw files in the manifest differ")
    if WRITER in changed.values():
        printing.line(
            f"  written by polars {old.manifest.get('polars')}, rebuilt by polars {new.manifest.get('polars')}"
        )
    return 1


def _declarations(atlas: Atlas) -> dict[str, Any]:
    """The manifest without what the bytes of tables alone decide."""
    bytes_alone = {"file", "sha256", "bytes", "content"}
    entries = {
        name: {key: value for key, value in entry.items() if key not in bytes_alone}
        for name, entry in atlas.manifest["tables"].items()
    }
    return {key: value for key, value in atlas.manifest.items() if key != "atlas"} | {"tables": entries}


#: By how much a figure of a score may differ that another processor computed: sums run in another order there.
_RELATIVE = 1e-6


def same_but_for_rounding(one: pl.DataFrame, other: pl.DataFrame, columns: Mapping[str, Any]) -> bool:
    """Do two builds of a measured table differ at most in the last digit kept?

    Whole numbers, and fractions rounded to a declared `step`, by one step; other fractions by a millionth.
    """
    if one.schema != other.schema or one.height != other.height:
        return False
    for name, column in columns.items():
        x, y = one[name], other[name]
        if (x.is_null() != y.is_null()).any():
            return False
        if not x.dtype.is_numeric():
            if (x != y).any():
                return False
            continue
        gap = (x.cast(pl.Float64) - y.cast(pl.Float64)).abs()
        step = 1.0 if x.dtype.is_integer() else column.get("step") or 0.0
        if (gap > 1.001 * step + _RELATIVE * x.cast(pl.Float64).abs()).any():
            return False
    return True


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """One verdict per table of two manifests."""
    verdicts: dict[str, str] = {}
    for name in sorted({*old, *new}):
        if name not in new or name not in old:
            verdicts[name] = GONE if name in old else NEW
        elif old[name]["sha256"] == new[name]["sha256"]:
            verdicts[name] = SAME
        else:
            verdicts[name] = WRITER if old[name]["content"] == new[name]["content"] else DIFFERS
    return verdicts


def _built(library: Path, target: Path, base: Atlas | None) -> Built:
    from amity import scores
    from amity.atlas import build as builder

    with _progress() as progress:
        return builder.build(library, target, scores.derive(), progress, base)


def _silent(_what: str, _done: int, _total: int) -> None:
    """No progress shown."""


@contextmanager
def _progress() -> Generator[Callable[[str, int, int], None]]:
    """A bar on stderr if that is a terminal, else silence."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
