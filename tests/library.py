"""Two libraries of raw files for the tests: small samples that travel with the code, and the real one where it lies.

A sample whose real counterpart must never be committed is stored with `sample_` before its name, so that no file here
can be taken for a raw file; `samples()` gives it its real name back.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

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
