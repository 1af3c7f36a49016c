"""20,000 dyads, 79 years, 16 items: two latent variables with offsets, beside a Kalman smoother for each dyad.

Run: `uv run python benchmarks/latent.py`. Prints seconds of wall and processor, the ratio and peak memory; checks that
both find the same. The naive reference holds the offsets in its state and runs for a hundred dyads.
"""

from __future__ import annotations

import resource
import time

import numpy as np
from numpy.typing import NDArray

from amity.scores import latent

DYADS, YEARS, ITEMS, NAIVE = 20_000, 79, 16, 100
Floats = NDArray[np.float64]


def simulated() -> tuple[Floats, NDArray[np.bool_]]:
    """Items with gaps, and what each may load on."""
    rng = np.random.default_rng(0)
    allowed = np.zeros((ITEMS, 2), dtype=bool)
    allowed[: ITEMS // 2 + 1, 0] = allowed[ITEMS // 2 :, 1] = True
    x = np.empty((YEARS, DYADS, 2))
    x[0] = rng.normal(size=(DYADS, 2))
    for t in range(1, YEARS):
        x[t] = 0.97 * x[t - 1] + np.sqrt(1 - 0.97**2) * rng.normal(size=(DYADS, 2))
    items = np.einsum("tdi,ki->dtk", x, 0.6 * allowed)
    items += 0.6 * rng.normal(size=(DYADS, 1, ITEMS))
    items += 0.5 * rng.normal(size=items.shape)
    gone = (rng.random((DYADS, 1, ITEMS)) < 0.4) | (rng.random(items.shape) < 0.1)
    items[gone] = np.nan
    return items, allowed


def one_by_one(items: Floats, standards: latent.Standards) -> Floats:
    """Smoothed means by the textbook: a state of 2 and K for each dyad, filtered and smoothed alone."""
    count = items.shape[2]
    turn = np.diag(np.concatenate([standards.persistence, np.ones(count)]))
    drift, start = np.zeros((2, 2 + count, 2 + count))
    drift[:2, :2], start[:2, :2] = standards.drift, standards.variance
    start[2:, 2:] = np.diag(standards.lasting)
    design = np.concatenate([standards.loadings, np.eye(count)], axis=1)
    found = np.empty((*items.shape[:2], 2))
    for dyad, rows in enumerate(items):
        ahead, after = [], []
        mean, cov = np.zeros(2 + count), start
        for t, row in enumerate(rows):
            if t:
                mean, cov = turn @ mean, turn @ cov @ turn.T + drift
            ahead.append((mean, cov))
            seen = np.isfinite(row)
            h = design[seen]
            gain = np.linalg.solve(h @ cov @ h.T + np.diag(standards.reading[seen]), h @ cov).T
            y = np.clip(row[seen] - standards.intercepts[t, seen], -standards.bound, standards.bound)
            mean, cov = mean + gain @ (y - h @ mean), cov - gain @ h @ cov
            after.append((mean, cov))
        found[dyad, -1] = mean[:2]
        for t in range(len(rows) - 2, -1, -1):
            back = np.linalg.solve(ahead[t + 1][1], turn @ after[t][1]).T
            mean = after[t][0] + back @ (mean - ahead[t + 1][0])
            found[dyad, t] = mean[:2]
    return found


def main() -> None:
    items, allowed = simulated()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, cpu = time.perf_counter(), time.process_time()
    standards = latent.fit(items, allowed, sign=np.ones(ITEMS))
    middle, middle_cpu = time.perf_counter(), time.process_time()
    found = latent.smooth(items, standards)
    end, end_cpu = time.perf_counter(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    naive = time.process_time()
    reference = one_by_one(items[:NAIVE], standards)
    naive = (time.process_time() - naive) * DYADS / NAIVE
    assert np.abs(reference - found.mean[:NAIVE]).max() < 1e-8
    print(f"{DYADS:,} dyads, {YEARS} years, {ITEMS} items ({items.nbytes / 2**20:.0f} MB)")
    print(f"learn {middle - wall:.1f} s ({middle_cpu - cpu:.1f} CPU)")
    print(f"smooth {end - middle:.1f} s ({end_cpu - middle_cpu:.1f} CPU)")
    print(f"one by one {naive:.0f} s CPU (of {NAIVE}), {naive / (end_cpu - middle_cpu):.0f} times as long")
    print(f"peak {peak:.0f} MB, {before:.0f} MB of it before")


if __name__ == "__main__":
    main()
