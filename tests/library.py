"""Two libraries of raw files for the tests: small samples that travel with the code, and the real one where it lies.

A sample whose real counterpart must never be committed is stored with `sample_` before its name, so that no file here
can be taken for a raw file; `samples()` gives it its real name back.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from amity.atlas.tables import AS_READ, codes
from amity.sources import Source, Tables

HERE = Path(__file__).parent / "sources"

#: The raw files, where they are held.
LIBRARY = Path(os.environ.get("AMITY_LIBRARY", Path(__file__).parents[2] / "shared" / "data"))


@cache
def samples() -> Path:
    """A temporary copy of the samples in which every file bears the name its reader looks for."""
    target = Path(tempfile.mkdtemp(prefix="amity-samples-"))
    atexit.register(shutil.rmtree, target, ignore_errors=True)
    for path in HERE.rglob("*"):
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts:
            copy = target / path.relative_to(HERE).with_name(path.name.removeprefix("sample_"))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    return target


@cache
def small() -> Path:
    """A complete library made of the samples: one folder per source, each in one of its forms."""
    import pandas as pd

    target = Path(tempfile.mkdtemp(prefix="amity-library-"))
    atexit.register(shutil.rmtree, target, ignore_errors=True)
    for folder in sorted(path for path in samples().iterdir() if path.is_dir()):
        origin = folder / "official" if (folder / "official").is_dir() else folder
        (target / folder.name).mkdir()
        for path in origin.iterdir():
            if path.is_file() and path.suffix != ".md":
                shutil.copy(path, target / folder.name)
    points = target / "un-ga-ideal-points"
    stata = pd.read_csv(points / "IdealpointsJuly2025.csv")
    stata.to_stata(points / "IdealpointsJuly2025.dta", write_index=False, version=118)
    (points / "IdealpointsJuly2025.csv").unlink()
    return target


def raw(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test that needs the raw files."""
    skip = pytest.mark.skipif(not LIBRARY.is_dir(), reason=f"no raw files in {LIBRARY}")
    return pytest.mark.raw(skip(test))


def read(source: Source, library: Path) -> Tables:
    """Tables of a source in the form found, each within its contract."""
    form, _ = source.locate(library)
    return checked(form.read(library / source.id))


def checked(tables: Tables) -> Tables:
    """The tables, if each keeps the contract of what readers return and names known states only."""
    for name, frame in tables.items():
        contract = AS_READ[name]
        assert frame.columns == list(contract.column_names()), name
        contract.validate(frame)
        for column, spec in contract.columns().items():
            if kind := (spec.metadata or {}).get("code"):
                assert set(frame[column].drop_nulls()) <= codes(kind), (name, column)
    return tables


def sample(source: Source, library: Path) -> Path:
    """A copy of a source's sample to damage."""
    return Path(shutil.copytree(samples() / source.id, library / source.id))


def edit(path: Path, old: str, new: str) -> None:
    """Change the first `old` in a text file, whatever its encoding, to `new`."""
    text = path.read_bytes().decode("latin-1")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("latin-1"))
