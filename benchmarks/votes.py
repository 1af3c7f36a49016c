"""All pairs of states, 1946 on: how each two voted together, beside the joins one would write first.

Run: `uv run python benchmarks/votes.py`. Prints seconds (best of three) and the ratio; checks that the sums agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import polars as pl

from amity.atlas import open_atlas
from amity.atlas.tally import CELLS, tally


def joined(ballots: pl.DataFrame) -> pl.DataFrame:
    """The naive reference: join every vote with every other vote in the same roll call, year by year."""
    parts = [
        year.join(year, on=["roll_call", "year"], suffix="_b")
        .filter(pl.col("state") < pl.col("state_b"))
        .group_by("state", "state_b", "year")
        .agg(
            ((pl.col("vote") == i + 1) & (pl.col("vote_b") == j + 1)).sum().alias("yan"[i] + "yan"[j])
            for i in range(3)
            for j in range(3)
        )
        for year in ballots.partition_by("year")
    ]
    return pl.concat(parts)


def best(work: Callable[[], pl.DataFrame], times: int) -> tuple[float, pl.DataFrame]:
    """Shortest wall time of several runs, and the result."""
    spans: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        spans.append(time.perf_counter() - start)
    return min(spans), result


def main() -> None:
    atlas = open_atlas()
    calls = atlas.scan("roll_calls").select("roll_call", "year")
    ballots = atlas.scan("votes").join(calls, on="roll_call").collect()
    ours, counted = best(lambda: tally(ballots), 3)
    naive, reference = best(lambda: joined(ballots), 1)
    sums = [frame.select(pl.col(CELLS).cast(pl.Int64).sum()).row(0) for frame in (counted, reference)]
    assert sums[0] == sums[1], sums
    print(f"{ballots.height:,} votes -> {counted.height:,} pair-years")
    print(f"matrix algebra {ours:.2f} s   join by year {naive:.2f} s   {naive / ours:.0f} times faster")


if __name__ == "__main__":
    main()
