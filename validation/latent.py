"""Does the engine of the latent variables say what it knows? Simulated paths, items with noise of several kinds.

Besides the model's own noise, kinds it does not have: noise that fades slowly, mixtures, heavy tails, and noise shared
by two items (which it takes to be independent).
"""

from __future__ import annotations

import numpy as np

from amity.atlas import Atlas
from amity.scores import latent

DYADS, YEARS, ITEMS = 1500, 60, 8
ALLOWED = np.array([[1, 0], [1, 0], [1, 0], [1, 1], [0, 1], [0, 1], [0, 1], [0, 1]], dtype=bool)
PERSISTENCE, VARIANCE = np.array([0.97, 0.95]), np.array([[1.0, 0.3], [0.3, 1.0]])

#: Shares of one-year, lasting and fading noise, and what fading noise leaves after a year.
KINDS = {
    "of one year": (1.0, 0.0, 0.0, 0.0),
    "half lasting": (0.5, 0.5, 0.0, 0.0),
    "fading, .7": (0.0, 0.0, 1.0, 0.7),
    "fading, .9": (0.0, 0.0, 1.0, 0.9),
    "fading, .97": (0.0, 0.0, 1.0, 0.97),
    "half fading, .95": (0.5, 0.0, 0.5, 0.95),
    "lasting, fading .8, one year": (0.2, 0.4, 0.4, 0.8),
    "half lasting, heavy tails": (0.5, 0.5, 0.0, 0.0),
    "half lasting, shared by two": (0.5, 0.5, 0.0, 0.0),
}


def simulated(kind: str, seed: int = 0):
    """Paths, full items, items with gaps, loadings."""
    rng = np.random.default_rng(seed)
    loadings = rng.uniform(0.4, 0.9, (ITEMS, 2)) * ALLOWED
    drift = VARIANCE * (1 - np.outer(PERSISTENCE, PERSISTENCE))
    x = np.empty((DYADS, YEARS, 2))
    x[:, 0] = rng.multivariate_normal([0, 0], VARIANCE, DYADS)
    for t in range(1, YEARS):
        x[:, t] = PERSISTENCE * x[:, t - 1] + rng.multivariate_normal([0, 0], drift, DYADS)
    year, stays, fading, fade = KINDS[kind]
    shape = (DYADS, YEARS, ITEMS)
    one = rng.standard_t(3, size=shape) / np.sqrt(3) if "heavy" in kind else rng.normal(size=shape)
    slow = rng.normal(size=shape)
    for t in range(1, YEARS):
        slow[:, t] = fade * slow[:, t - 1] + np.sqrt(1 - fade**2) * slow[:, t]
    noise = np.sqrt(year) * one + np.sqrt(stays) * rng.normal(size=(DYADS, 1, ITEMS)) + np.sqrt(fading) * slow
    if "shared" in kind:
        noise[:, :, 1] = 0.5 * noise[:, :, 0] + np.sqrt(0.75) * noise[:, :, 1]
    spread = np.maximum(1 - np.einsum("ki,ij,kj->k", loadings, VARIANCE, loadings), 0.2)
    full = np.einsum("dti,ki->dtk", x, loadings) + noise * np.sqrt(spread)
    never = rng.random((DYADS, 1, ITEMS)) < 0.4
    late = (np.arange(YEARS)[None, :, None] < rng.integers(0, YEARS, (DYADS, 1, ITEMS))) & (
        rng.random((DYADS, 1, ITEMS)) < 0.3
    )
    gone = never | late | (rng.random(shape) < 0.1)
    return x, full, np.where(gone, np.nan, full), loadings


def figures(atlas: Atlas) -> str:  # noqa: ARG001
    """One row per kind of noise."""
    rows = [
        "| item noise | 90 % interval holds engagement, affinity | up to the year only | of a change over 10 years |"
        " masked items | correlation with truth | largest error of a loading | persistence |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        x, full, items, loadings = simulated(kind)
        standards = latent.fit(items, ALLOWED, sign=np.ones(ITEMS))
        smooth, ahead = latent.smooth(items, standards), latent.filter(items, standards)
        held = [_inside(found, x) for found in (smooth, ahead)]
        close = [np.corrcoef(smooth.mean[..., i].ravel(), x[..., i].ravel())[0, 1] for i in (0, 1)]
        hidden = np.isfinite(items) & (np.random.default_rng(1).random(items.shape) < 0.1)
        cells = latent.predict(np.where(hidden, np.nan, items), standards)
        inside = np.abs(cells.mean - full)[hidden] < 1.645 * np.sqrt(cells.variance[hidden])
        # The variance of a change is at most that of two independent years: what a reader of intervals would take.
        change = np.abs((smooth.mean - x)[:, 10:] - (smooth.mean - x)[:, :-10])
        spread = np.diagonal(smooth.covariance, axis1=2, axis2=3)
        moved = (change < 1.645 * np.sqrt(spread[:, 10:] + spread[:, :-10])).mean(axis=(0, 1))
        off = np.abs(standards.loadings - loadings).max()
        rows.append(
            f"| {kind} | {held[0]} | {held[1]} | {moved[0]:.3f}, {moved[1]:.3f} | {inside.mean():.3f} |"
            f" {close[0]:.2f}, {close[1]:.2f} | {off:.2f} | {standards.persistence[0]:.2f},"
            f" {standards.persistence[1]:.2f} |"
        )
    told = (
        f"{DYADS} dyads, {YEARS} years, {ITEMS} items, of which four in ten are never seen of a dyad and a tenth of the"
        " other cells are missing; true persistence .97 and .95. Changes are held against two independent years, which"
        " is too wide on purpose.\n\n"
    )
    return told + "\n".join(rows)


def _inside(found: latent.Posterior, x: np.ndarray) -> str:
    spread = np.sqrt(np.diagonal(found.covariance, axis1=2, axis2=3))
    share = (np.abs(found.mean - x) < 1.645 * spread).mean(axis=(0, 1))
    return f"{share[0]:.3f}, {share[1]:.3f}"
