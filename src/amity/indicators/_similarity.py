"""Similarity of two portfolios of positions, from their joint frequency table; what chance alone would give removed.

A table has shape (..., k, k): entry [i, j] counts (or weighs) the items on which the first state took position i and
the second position j, positions being ordered 0 ... k-1. All functions broadcast over leading axes and return shape
(...). An empty table, and one whose chance-corrected measure is 0/0, gives NaN: missing, never zero.

References: Signorino and Ritter 1999 (S); Häge 2011, Political Analysis 19(3): 287-305 (kappa and pi);
Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61(2): 430-456 (agreement score).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def _normalised(table: ArrayLike) -> Floats:
    counts = np.asarray(table, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return counts / counts.sum(axis=(-2, -1), keepdims=True)


def _costs(k: int, power: int | None) -> Floats:
    """Disagreement between positions: |i - j|**power, or 0/1 for nominal positions (`power` None)."""
    gap = np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(np.float64)
    return (gap > 0).astype(np.float64) if power is None else gap**power


def _corrected(observed: Floats, expected: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 1e-12, 1.0 - observed / expected, np.nan)


def same_share(table: ArrayLike) -> Floats:
    """Share of items with the very same position, 0 to 1."""
    return np.trace(_normalised(table), axis1=-2, axis2=-1)


def s_score(table: ArrayLike, power: int = 1) -> Floats:
    """S of Signorino and Ritter, -1 (opposite on every item) to 1 (same on every item).

    Args:
        table: Joint frequencies, shape (..., k, k); weigh the items by weighing their counts.
        power: 1 absolute (the original), 2 squared distances.
    """
    joint = _normalised(table)
    k = joint.shape[-1]
    return 1.0 - 2.0 * (joint * _costs(k, power)).sum(axis=(-2, -1)) / float(k - 1) ** power


def agreement_score(table: ArrayLike) -> Floats:
    """Mean of 1 - |x - y| / (k - 1), 0 to 1; for votes the agreement score of Bailey, Strezhnev and Voeten."""
    return (s_score(table, 1) + 1.0) / 2.0


def kappa(table: ArrayLike, power: int | None = 2) -> Floats:
    """Weighted kappa: agreement beyond what each state's own habits give by chance; at most 1, 0 is chance.

    NaN where one of the two took the same position on every item: kappa would be 0 whatever the other did.

    Args:
        table: Joint frequencies, shape (..., k, k).
        power: 1 absolute, 2 squared distances, None nominal positions.
    """
    joint = _normalised(table)
    cost = _costs(joint.shape[-1], power)
    rows, columns = joint.sum(axis=-1), joint.sum(axis=-2)
    chance = rows[..., :, None] * columns[..., None, :]
    value = _corrected((joint * cost).sum(axis=(-2, -1)), (chance * cost).sum(axis=(-2, -1)))
    # Against a state that never varies, observed and expected disagreement are equal whatever the other does.
    constant = (np.count_nonzero(rows, axis=-1) < 2) | (np.count_nonzero(columns, axis=-1) < 2)
    return np.where(constant, np.nan, value)


def pi(table: ArrayLike, power: int | None = 2) -> Floats:
    """Weighted pi: as kappa, with one common habit for both states; never above kappa.

    Args:
        table: Joint frequencies, shape (..., k, k).
        power: 1 absolute, 2 squared distances, None nominal positions.
    """
    joint = _normalised(table)
    cost = _costs(joint.shape[-1], power)
    mean = (joint.sum(axis=-1) + joint.sum(axis=-2)) / 2.0
    chance = mean[..., :, None] * mean[..., None, :]
    return _corrected((joint * cost).sum(axis=(-2, -1)), (chance * cost).sum(axis=(-2, -1)))


def tau_b(table: ArrayLike) -> Floats:
    """Kendall's tau-b with the usual correction for ties, -1 to 1; shown for history, it ignores levels."""
    counts = np.asarray(table, dtype=np.float64)
    k = counts.shape[-1]
    concordant = np.zeros(counts.shape[:-2])
    discordant = np.zeros(counts.shape[:-2])
    for i in range(k):
        for j in range(k):
            concordant = concordant + counts[..., i, j] * counts[..., i + 1 :, j + 1 :].sum(axis=(-2, -1))
            discordant = discordant + counts[..., i, j] * counts[..., i + 1 :, :j].sum(axis=(-2, -1))
    n = counts.sum(axis=(-2, -1))
    pairs = n * (n - 1) / 2
    tied_rows = (counts.sum(axis=-1) * (counts.sum(axis=-1) - 1) / 2).sum(axis=-1)
    tied_columns = (counts.sum(axis=-2) * (counts.sum(axis=-2) - 1) / 2).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (concordant - discordant) / np.sqrt((pairs - tied_rows) * (pairs - tied_columns))


def alignment_index(table: ArrayLike, power: int = 1) -> Floats:
    """S observed minus S expected if both states took their positions independently."""
    joint = _normalised(table)
    independent = joint.sum(axis=-1)[..., :, None] * joint.sum(axis=-2)[..., None, :]
    return s_score(joint, power) - s_score(independent, power)
