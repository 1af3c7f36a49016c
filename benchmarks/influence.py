"""Influence capacity of all pairs in one year, beside a loop over pairs.

Run: `uv run python benchmarks/influence.py`. Prints seconds (wall and processor, best of three), the ratio, and peak
memory; checks that the loop, which asks for one pair at a time, gives the same values.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import polars as pl

from amity import indicators, scores
from amity.atlas import open_atlas
from amity.indicators import Scope

YEAR, PAIRS = 2010, 40


def best(work: Callable[[], pl.DataFrame], times: int) -> tuple[float, float, pl.DataFrame]:
    """Shortest wall and processor time of several runs, and the result."""
    spans: list[tuple[float, float]] = []
    for _ in range(times):
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        spans.append((time.perf_counter() - wall, time.process_time() - processor))
    return min(s[0] for s in spans), min(s[1] for s in spans), result


def main() -> None:
    atlas, score = open_atlas(), scores.get("influence")
    atlas.hold()
    indicators.measure(score, atlas, Scope(YEAR, YEAR, "CHN", "RUS"))  # the scale is found once
    wall, processor, world = best(lambda: indicators.measure(score, atlas, Scope(YEAR, YEAR)), 3)
    pairs = world.filter(pl.col("a") < pl.col("b")).sample(PAIRS, seed=0).select("a", "b").rows()

    def loop() -> pl.DataFrame:
        return pl.concat([indicators.measure(score, atlas, Scope(YEAR, YEAR, a, b)) for a, b in pairs])

    slow, slow_processor, singly = best(loop, 1)
    both = singly.join(world, on=["a", "b", "year"], suffix="_w")
    assert both.height == singly.height
    assert both.select((pl.col("value").eq_missing(pl.col("value_w"))).all()).item()
    n = world.height // 2
    print(f"{n:,} pairs, {YEAR}: {wall:.2f} s ({processor:.2f} s processor)")
    print(
        f"one at a time: {slow / PAIRS * 1000:.0f} ms a pair ({slow_processor / PAIRS * 1000:.0f} ms processor)", end=""
    )
    print(f", {slow / PAIRS * n:.0f} s for all: {slow / PAIRS * n / wall:.0f} times slower")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
