"""What one pair's kind costs: read from the atlas, measured anew with its evidence, and what all pairs cost at once.

Run: `uv run python benchmarks/resemblance.py`. Prints wall and CPU milliseconds (best of five, other pairs each time)
and peak memory; the naive reference measures all pairs to answer for one.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

from amity.atlas import open_atlas
from amity.indicators import Scope, measure_all
from amity.scores import resemblance

_PAIRS = (("CHN", "RUS"), ("IND", "PAK"), ("JPN", "USA"), ("BRA", "USA"), ("IRN", "RUS"), ("DEU", "FRA"))


def best(work: Callable[[str, str], object]) -> tuple[float, float]:
    """Least wall and CPU seconds over the pairs after the first, which warms up."""
    spans: list[tuple[float, float]] = []
    for a, b in _PAIRS:
        wall, cpu = time.perf_counter(), time.process_time()
        work(a, b)
        spans.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(s[0] for s in spans[1:]), min(s[1] for s in spans[1:])


def main() -> None:
    atlas = open_atlas()
    atlas.hold()
    last = resemblance.latest(atlas)

    def read(a: str, b: str) -> object:
        return measure_all(resemblance.SCORES, atlas, Scope(resemblance.FIRST, last, a, b))

    def anew(a: str, b: str) -> object:
        return resemblance.answered(atlas, Scope(resemblance.FIRST, last, a, b))

    def proof(a: str, b: str) -> object:
        return resemblance.evidence(atlas, a, b, 2010)

    stored = {"four scores of a pair, all years, from the atlas": read, "the same measured anew": anew}
    spans = {name: best(work) for name, work in stored.items()}
    spans["evidence of a pair already measured"] = best(proof)
    wall, cpu = time.perf_counter(), time.process_time()
    rows = resemblance.answered(atlas, Scope(resemblance.FIRST, last)).height
    world = time.perf_counter() - wall, time.process_time() - cpu
    for name, (w, c) in spans.items():
        print(f"{name}: {1000 * w:.0f} ms ({1000 * c:.0f} ms CPU)")
    print(f"naive, all {rows:,} dyad-years measured anew: {world[0]:.1f} s ({world[1]:.1f} s CPU)")
    pair = spans["the same measured anew"][1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"one pair anew {world[1] / pair:.0f} times cheaper; peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
