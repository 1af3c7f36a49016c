"""UN ideal points of all states and sessions: ours beside a crude mode by plain gradients and one component each.

Run: `uv run python benchmarks/ideal.py`. Prints wall and CPU seconds, peak memory, and how each correlates with the
published points (sessions of 1946 to 2019).
"""

from __future__ import annotations

import importlib
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from amity.atlas import open_atlas
from amity.scores import _ordinal, ideal

sys.path.insert(0, str(Path(__file__).parents[1] / "validation"))
validation = importlib.import_module("ideal")


def main() -> None:
    atlas = open_atlas()
    choices, years, names = ideal.votes(atlas)
    last = years.index(2019) + 1
    choices, years = choices[:last], years[:last]
    theirs = validation.published(atlas)
    start = ideal.first_component(choices, names.index("USA"))

    def rows(position: np.ndarray) -> pl.DataFrame:
        t, i = np.nonzero(np.isfinite(position))
        year = np.array(years, np.int16)[t]
        return pl.DataFrame({"state": np.array(names)[i], "year": year, "value": position[t, i]})

    ways: dict[str, Callable[[], pl.DataFrame]] = {
        "component": lambda: validation.components(choices, years, names, theirs),
        "ours": lambda: rows(_ordinal.fit(choices, years, start, ideal.PRIOR, ideal.STEPS).position),
        "crude mode": lambda: rows(validation.crude(choices, start)),
    }
    print(f"{sum(int((sheet >= 0).sum()) for sheet in choices):,} votes")
    for name, work in ways.items():
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        sessions, pooled = validation.beside(found, theirs)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{name:10}  {wall:6.1f} s  {cpu:6.1f} s CPU  peak {peak} MB so far   r within sessions: median "
            f"{sessions['r'].median():.4f}, worst {sessions['r'].min():.4f}; pooled {pooled:.4f}"
        )


if __name__ == "__main__":
    main()
