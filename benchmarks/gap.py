"""The gap between words and deeds of all dyads, and of one pair, beside drawing at random.

Run: `uv run python benchmarks/gap.py`. Prints seconds (wall, CPU), the ratio and peak memory; checks that both agree.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from amity.atlas import open_atlas
from amity.indicators import Scope, measure
from amity.scores import gap, get, words

DRAWS = 1000


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall and CPU seconds of one run, and its result."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def drawn(year: int) -> pl.DataFrame:
    """The naive reference for one year: draw every dyad's shares many times, rank each draw, subtract."""
    atlas, rng = open_atlas(), np.random.default_rng(1)
    counts = words.counts(atlas, directed=False).filter(pl.col("year") == year)
    said, did = words.SHARES["tone"], words.SHARES["news"]
    whole = [pl.col(share.part) + pl.col(share.rest) for share in (said, did)]
    fit, both = [], counts.filter(whole[0] >= said.least, whole[1] >= did.least)
    for share, n in zip((said, did), whole, strict=True):
        every = counts.filter(n >= share.least).select(k=share.part, n=n).to_numpy() / share.cluster
        rate, noise = every[:, 0] / every[:, 1], (1 / every[:, 1]).mean()
        m = rate.mean()
        strength = m * (1 - m) * (1 - noise) / (rate.var() - m * (1 - m) * noise) - 1
        k, n_both = (both.select(k=share.part, n=n).to_numpy() / share.cluster).T
        draws = rng.beta((strength * m + k)[:, None], (strength * (1 - m) + n_both - k)[:, None], (len(k), DRAWS))
        fit.append(100 * (draws.argsort(axis=0).argsort(axis=0) + 0.5) / len(k))
    gaps = fit[0] - fit[1]
    low, high = np.quantile(gaps, [0.05, 0.95], axis=1)
    return both.select("a", "b", "year").with_columns(
        drawn=pl.Series(gaps.mean(axis=1)), drawn_low=pl.Series(low), drawn_high=pl.Series(high)
    )


def main() -> None:
    atlas = open_atlas()
    pair = Scope(1946, 2022, "CHN", "RUS")
    first = timed(lambda: measure(get("gap.news"), atlas, pair))
    again = min(timed(lambda: measure(get("gap.news"), atlas, Scope(1946, 2022, "IND", "PAK")))[:2] for _ in range(5))
    shown = timed(lambda: gap.parts(atlas, "CHN", "RUS"))
    shown_again = timed(lambda: gap.parts(atlas, "IND", "PAK"))
    world = timed(lambda: measure(get("gap.news"), atlas, Scope(2002, 2014)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    naive = timed(lambda: drawn(2010))
    gap.compared_with.cache_clear()
    words.shares.cache_clear()
    ours = timed(lambda: gap.compared_with(atlas, "news"))
    both = ours[2].join(naive[2], on=["a", "b", "year"])
    peers = {"value": "drawn", "low": "drawn_low", "high": "drawn_high"}
    off = ", ".join(f"{name} {(both[name] - both[peer]).abs().mean():.2f}" for name, peer in peers.items())
    for name, (wall, cpu) in {
        "one pair, first in the process": first[:2],
        "one pair, warm": again,
        "its chart, first": shown[:2],
        "a chart, warm": shown_again[:2],
        "all dyads 2002-2014, warm": world[:2],
        "all 13 years from counts": ours[:2],
        f"{DRAWS} draws, one year": naive[:2],
    }.items():
        print(f"{name:32} {wall:7.3f} s wall {cpu:7.3f} s CPU")
    ratio = 13 * naive[1] / ours[1]
    print(f"{ratio:.0f} times faster than draws; mean difference in points: {off}")
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
