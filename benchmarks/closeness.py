"""Closeness of one pair, all years, and of every pair: computed live, beside what one would do first.

Run: `uv run python benchmarks/closeness.py`. The reference for one pair is to measure all pairs and look it up, since
state effects need every pair; amity keeps the effects and reads the pair alone. Prints the best of several runs.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

from amity.atlas import open_atlas
from amity.scores import closeness, standards

PAIRS = (("CHN", "RUS"), ("DEU", "FRA"), ("IND", "PAK"), ("GBR", "USA"), ("CUB", "USA"), ("BRA", "ARG"))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    atlas = open_atlas()
    learn = timed(lambda: standards.learn(atlas))
    standards.model(atlas)
    world = timed(lambda: closeness.world(atlas))
    closeness.path(atlas, "IRN", "IRQ")
    closeness.path(atlas, "IRN", "TUR")
    runs = {
        "path": [timed(lambda a=a, b=b: closeness.path(atlas, a, b)) for a, b in PAIRS],
        "pillars": [timed(lambda a=a, b=b: closeness.pillars(atlas, a, b)) for a, b in PAIRS],
        "moved": [timed(lambda a=a, b=b: closeness.moved(atlas, a, b, 1990)) for a, b in PAIRS],
    }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"standards {learn[0]:.1f} s (cpu {learn[1]:.1f}), every pair {world[0]:.1f} s (cpu {world[1]:.1f})")
    print(f"peak memory {memory:.1f} GB")
    for name, spans in runs.items():
        wall, cpu = sorted(spans)[len(spans) // 2]
        print(f"{name}, one pair: {1e3 * wall:.0f} ms (cpu {1e3 * cpu:.0f})")
    pair = sorted(runs["path"])[len(PAIRS) // 2][0]
    print(f"one pair through the world: {(learn[0] + world[0]) / pair:.0f} times as long")


if __name__ == "__main__":
    main()
