"""All claims of the five studies in one process: cold, warm, and beside looking every figure up anew.

Run: `uv run python benchmarks/claims.py`.
"""

from __future__ import annotations

import time

from amity.atlas import open_atlas
from amity.claims import Verdict, figures, measured, run, run_each, studies


def forget() -> None:
    """Nothing looked up is kept."""
    for held in (figures._known, figures._readings, figures.ranking, measured._held):  # pyright: ignore[reportPrivateUsage]
        held.cache_clear()
    measured._MEASURED.clear()  # pyright: ignore[reportPrivateUsage]


def main() -> None:
    start = time.perf_counter()
    atlas = open_atlas()
    claims = [claim for study in studies.shipped().values() for claim in study.claims]
    print(f"{time.perf_counter() - start:6.2f} s  {len(claims)} claims read")
    start = time.perf_counter()
    found = run_each(claims, atlas)
    cold = time.perf_counter() - start
    print(f"{cold:6.2f} s  run, nothing known before")
    start = time.perf_counter()
    again = run_each(claims, atlas)
    print(f"{time.perf_counter() - start:6.2f} s  run again")
    start = time.perf_counter()
    plain: list[Verdict] = []
    for claim in claims:
        forget()
        plain.append(run(claim, atlas))
    naive = time.perf_counter() - start
    assert [v.outcome for v in found] == [v.outcome for v in again] == [v.outcome for v in plain]
    print(f"{naive:6.2f} s  every claim by itself, every figure looked up anew: {naive / cold:.1f} times as long")


if __name__ == "__main__":
    main()
