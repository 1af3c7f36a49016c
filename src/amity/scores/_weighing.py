"""How evidence turns prior into posterior probabilities, with every uncertainty: mathematics only, no atlas.

N cases (a dyad in a year), E items, H readings. `cells[e]` is (N, bins): the probability that item e of a case lies
in each bin, one where the value is exact; a row of NaN means that there is no value.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from amity.scores._profiles import Item

Floats = NDArray[np.float64]

#: Draws behind an interval. The 5th and 95th percentile of 200 are good to about two percentage points of rank.
DRAWS = 200

#: Cases whose draws are held in memory at once.
_BLOCK = 128


def cells(value: ArrayLike, low: ArrayLike, high: ArrayLike, bounds: Sequence[float]) -> Floats:
    """Probability of each bin, (N, bins), for values with 90 % intervals.

    A value is spread evenly on either side, so that `low`, `value` and `high` are its 5th, 50th and 95th percentile;
    without an interval it is exact, without a value the row is NaN.
    """
    v, lo, hi = (np.asarray(x, dtype=np.float64)[:, None] for x in (value, low, high))
    lo, hi = np.where(np.isnan(lo), v, np.minimum(lo, v)), np.where(np.isnan(hi), v, np.maximum(hi, v))
    edge = np.asarray(bounds, dtype=np.float64)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        under = np.where(lo < v, np.clip(0.5 - 0.45 * (v - edge) / (v - lo), 0.0, 0.5), 0.0)
        over = np.where(hi > v, np.clip(0.5 + 0.45 * (edge - v) / (hi - v), 0.5, 1.0), 1.0)
    below = np.where(edge <= v, under, over)
    ends = np.zeros((len(v), 1))
    found = np.diff(np.hstack([ends, below, ends + 1.0]), axis=1)
    found[np.isnan(v[:, 0])] = np.nan
    return found


def cells_apart(value: ArrayLike, low: ArrayLike, high: ArrayLike, bounds: Sequence[float]) -> Floats:
    """As `cells`, for the size of values that may have either sign: each bin holds both signs."""
    mirrored = [*(-bound for bound in reversed(bounds)), *bounds]
    signed = cells(value, low, high, mirrored)
    middle = len(bounds)
    found = signed[:, middle:].copy()
    found[:, 1:] += signed[:, :middle][:, ::-1]
    return found


def counted(weights: Floats, groups: Sequence[str]) -> Floats:
    """Powers (N, E) of the likelihoods: a group of items counts as its heaviest one, shared by weight."""
    powers = np.zeros_like(weights)
    for group in dict.fromkeys(groups):
        members = [e for e, name in enumerate(groups) if name == group]
        part = weights[:, members]
        total = part.sum(axis=1, keepdims=True)
        share = np.divide(part, total, out=np.zeros_like(part), where=total > 0)
        powers[:, members] = share * part.max(axis=1, keepdims=True)
    return powers


def log_likelihoods(items: Sequence[Item], given: Sequence[Floats]) -> Floats:
    """(N, E, H): log probability of what was seen of each item under each reading; 0 where nothing was."""
    told = [
        np.log(np.where(np.isnan(q), 1.0 / q.shape[1], q) @ item.expected) for item, q in zip(items, given, strict=True)
    ]
    for log, q in zip(told, given, strict=True):
        log[np.isnan(q[:, 0])] = 0.0
    return np.stack(told, axis=1)


def posterior(prior: Floats, powers: Floats, logs: Floats) -> Floats:
    """(N, H): prior times each likelihood to its power, normalised."""
    return _normalised(np.log(prior) + np.einsum("ne,neh->nh", powers, logs))


def interval(
    items: Sequence[Item], given: Sequence[Floats], weights: Floats, prior: Floats, seed: int
) -> tuple[Floats, Floats]:
    """5th and 95th percentile (N, H) of the posterior, were judgements and evidence known exactly.

    Each draw takes the judgements from a Dirichlet with the item's strength and the bin of each item from its
    probabilities. An item without value is drawn as well, from what a reading expects that itself is drawn from the
    posterior so far: the interval covers what the missing evidence might say.

    Args:
        items: The items.
        given: Their cells.
        weights: (N, E), as if no value were missing.
        prior: (H,).
        seed: Of the draws. Items of one group share theirs, so that a repeated item changes nothing.
    """
    powers = counted(weights, [item.group for item in items])
    drawn = [_judgements(item, seed) for item in items]
    fate = np.random.default_rng([seed, 0]).random(DRAWS)
    low, high = np.empty((2, len(weights), len(prior)))
    for start in range(0, len(weights), _BLOCK):
        part = slice(start, start + _BLOCK)
        block = _drawn(drawn, [q[part] for q in given], powers[part], prior, fate)
        low[part], high[part] = np.quantile(block, (0.05, 0.95), axis=1)
    return low, high


def _judgements(item: Item, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Of each draw: logs (D, bins, H), cumulated probabilities, and where in (0, 1) a seen and an unseen bin fall."""
    rng = np.random.default_rng([seed, zlib.crc32(item.group.encode())])
    seen, unseen = rng.random((2, DRAWS))
    shares = rng.standard_gamma(item.strength * item.expected, size=(DRAWS, *item.expected.shape))
    shares = np.maximum(shares, 1e-12)
    shares /= shares.sum(axis=1, keepdims=True)
    return np.log(shares), shares.cumsum(axis=1), seen, unseen


def _drawn(
    drawn: Sequence[tuple[Floats, Floats, Floats, Floats]],
    given: Sequence[Floats],
    powers: Floats,
    prior: Floats,
    fate: Floats,
) -> Floats:
    """Posteriors (N, D, H) of each case in each draw."""
    draws = np.arange(DRAWS)
    logits = np.broadcast_to(np.log(prior), (len(powers), DRAWS, len(prior))).copy()
    for (logs, _, seen, _), q, power in zip(drawn, given, powers.T, strict=True):
        there = ~np.isnan(q[:, 0])
        place = _place(seen[None, :], q[there].cumsum(axis=1)[:, None, :])
        logits[there] += power[there, None, None] * logs[draws, place]
    true = _place(fate[None, :], _normalised(logits).cumsum(axis=2))
    for (logs, upto, _, unseen), q, power in zip(drawn, given, powers.T, strict=True):
        lacks = np.isnan(q[:, 0])
        if lacks.any():
            place = _place(unseen[None, :], upto.transpose(0, 2, 1)[draws, true[lacks]])
            logits[lacks] += power[lacks, None, None] * logs[draws, place]
    return _normalised(logits)


def _place(at: Floats, upto: Floats) -> NDArray[np.intp]:
    """In which of the bins, whose cumulated probabilities are on the last axis, each number lies."""
    place = np.zeros(np.broadcast_shapes(at.shape, upto.shape[:-1]), dtype=np.intp)
    for k in range(upto.shape[-1] - 1):
        place += at >= upto[..., k]
    return place


def _normalised(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def information(prior: Floats, expected: Floats) -> float:
    """Mutual information in bits of readings and an item's bins: how far the item can tell readings apart at all."""
    joint = expected * prior
    bins = joint.sum(axis=1, keepdims=True)
    return float((joint * np.log2(joint / (bins * prior))).sum())


def inconsistency(ratings: ArrayLike) -> tuple[float, float]:
    """Heuer's tally of one hypothesis: sums of squared ratings below and above neutral.

    Args:
        ratings: Each piece of evidence from 1 (very inconsistent) over 3 (neutral) to 5 (very consistent); NaN, not
            applicable, counts as neutral.

    Returns:
        Inconsistency and consistency. The hypothesis with the least inconsistency is the one to keep.
    """
    off = np.nan_to_num(np.asarray(ratings, dtype=np.float64), nan=3.0) - 3.0
    return float((np.minimum(off, 0.0) ** 2).sum()), float((np.maximum(off, 0.0) ** 2).sum())
