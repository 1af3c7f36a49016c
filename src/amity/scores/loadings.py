"""How items read the two latent variables, and learning it from how items vary together.

By likelihood (expectation-maximisation, tried first) slow noise of an item is taken for a latent variable: with noise
of 0.9 persistence, loadings fell to a half and the two variables came out as one. Covariances of *different* items
hold none of an item's own noise, however long it lasts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from amity.errors import UsageError

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Dyads that move through the years together: enough to hide the cost of a call, few enough to stay in the cache.
_BLOCK = 512

#: Years apart at which items are compared; later ones are few and say little.
_LAGS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48)

#: Bounds of the yearly persistence: below, a latent variable is no relationship; above, it is a constant.
_PERSISTENCE = (0.5, 0.995)

#: Largest correlation of the two latent variables either way, so that they stay two.
_MOST_ALIKE = 0.8

#: Largest share of an item's variance that the latent variables may explain, and least share of noise.
_MOST_SIGNAL, _LEAST_NOISE = 0.9, 0.05

#: Shares left after a year that item noise may have.
_FADES = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)

#: Most by which noise may be raised for repeating itself.
_MOST_REPEATED = 60.0

#: Weight of the starting value of a loading beside that of the covariances (1 at most each): decides only where the
#: data do not.
_RIDGE = 1e-3

#: Dyads that an item must have had in a year before the year's own intercept weighs as much as the overall one.
_DYADS_PER_INTERCEPT = 20.0


@dataclass(frozen=True, slots=True)
class Standards:
    """How the items read the two latent variables; K items, T years.

    Attributes:
        loadings: (K, 2), item per unit of latent variable; 0 where not allowed.
        noise: (K,), variance of one year's reading about what lasts.
        offset: (K,), variance over dyads of the item's lasting offset.
        repeated: (K,), at least 1: by how much the noise is raised because it repeats itself from year to year.
        held_back: (K,), at least 1: by how much noise and offset are raised so that the item stays under the cap.
        persistence: (2,), share of a latent variable left after a year, 0 to 1.
        variance: (2, 2), long-run variance (diagonal 1) of the latent variables; that of a dyad without any data.
        intercepts: (T, K), the reading expected of a dyad at nought.
        bound: Items farther than this from their intercept are read as being this far.
    """

    loadings: Floats
    noise: Floats
    offset: Floats
    repeated: Floats
    held_back: Floats
    persistence: Floats
    variance: Floats
    intercepts: Floats
    bound: float

    @property
    def drift(self) -> Floats:
        """(2, 2), variance of a year's change: what keeps the long-run variance as it is."""
        return self.variance * (1.0 - np.outer(self.persistence, self.persistence))

    @property
    def reading(self) -> Floats:
        """(K,), variance with which one year's reading is weighed."""
        return self.noise * self.repeated * self.held_back

    @property
    def lasting(self) -> Floats:
        """(K,), variance with which an item's offset is weighed."""
        return self.offset * self.held_back

    @property
    def shares(self) -> Floats:
        """(K, 2), each item's share of what all items, once read, tell about a latent variable."""
        told = self.loadings**2 / (self.reading + self.lasting)[:, None]
        return told / np.maximum(told.sum(axis=0), 1e-300)


def fit(
    items: ArrayLike,
    allowed: ArrayLike,
    *,
    sign: ArrayLike,
    iterations: int = 200,
    cap: float = 0.5,
    yearly: bool = False,
    bound: float = 4.0,
    sample: int = 8000,
    seed: int = 0,
) -> Standards:
    """Learn how the items read the latent variables.

    Args:
        items: (D, T, K), standardised readings; NaN where missing.
        allowed: (K, 2) booleans, whether an item may load on a latent variable.
        sign: (K,) or (K, 2), +1 or -1: the direction of a loading.
        iterations: Rounds of least squares; always all of them, so that results do not hang on rounding.
        cap: Largest share of the information about a latent variable that one item may hold; its noise and offset
            are raised until it does. Where too few items load on a variable for that, they share equally.
        yearly: Whether the items' standards drift: an intercept for each year, drawn to the overall one where few
            dyads were read.
        bound: Winsorising: items farther than this from their intercept are read as being this far.
        sample: Learn from this many dyads, drawn from those with data; they are exchangeable.
        seed: Of that draw.

    Raises:
        UsageError: Shapes do not fit, an item is allowed nowhere or never seen, or the cap is no share.
    """
    given = np.asarray(items, dtype=np.float64)
    may = np.asarray(allowed, dtype=bool)
    _admissible(given, may, cap)
    signs = np.broadcast_to(np.asarray(sign, dtype=np.float64).reshape(may.shape[0], -1), may.shape)
    intercepts = _intercepts(given, yearly=yearly)
    some = np.flatnonzero(np.isfinite(given).any(axis=(1, 2)))
    if len(some) > sample:
        some = np.sort(np.random.default_rng(seed).choice(some, sample, replace=False))
    found = _covariances(given[some], intercepts, bound)
    loadings, persistence, variance = _shared(found, may, signs, iterations)
    noise, offset, repeated = _noises(found, loadings, persistence, variance)
    free = np.ones(len(may))
    standards = Standards(loadings, noise, offset, repeated, free, persistence, variance, intercepts, bound)
    return replace(standards, held_back=_held_back(standards, cap))


def _intercepts(items: Floats, *, yearly: bool) -> Floats:
    """(T, K), mean reading of an item, over all years or drawn to that from the year's own."""
    cells = np.isfinite(items).sum(axis=0)
    sums = np.nansum(items, axis=0)
    overall = sums.sum(axis=0) / cells.sum(axis=0)
    if not yearly:
        return np.tile(overall, (len(sums), 1))
    return (sums + _DYADS_PER_INTERCEPT * overall) / (cells + _DYADS_PER_INTERCEPT)


@dataclass(frozen=True, slots=True)
class _Covariances:
    """Of items k in a year and l `lags[h]` years earlier: `value` and number of such readings, both (H, K, K)."""

    lags: Floats
    value: Floats
    cells: Floats


def _covariances(items: Floats, intercepts: Floats, bound: float) -> _Covariances:
    years, count = intercepts.shape
    lags = [lag for lag in _LAGS if lag < years]
    value, cells = np.zeros((2, len(lags), count, count))
    for block in blocks(len(items)):
        seen, y = distance(items[block], intercepts, bound)
        for row, lag in enumerate(lags):
            value[row] += np.matmul(y[lag:], y[: years - lag].transpose(0, 2, 1)).sum(axis=0)
            cells[row] += np.matmul(seen[lag:], seen[: years - lag].transpose(0, 2, 1)).sum(axis=0)
    return _Covariances(np.array(lags, dtype=np.float64), value / np.maximum(cells, 1.0), cells)


def _shared(found: _Covariances, may: Mask, signs: Floats, iterations: int) -> tuple[Floats, Floats, Floats]:
    """Loadings, persistence and long-run variance that reproduce the covariances of different items."""
    count = len(may)
    lags = found.lags
    weight = np.sqrt(found.cells) * (1.0 - np.eye(count))
    weight = weight / max(float(weight.max()), 1.0)
    loadings: Floats = 0.5 * signs * may
    start = loadings.copy()
    persistence: Floats = np.array([0.95, 0.95])
    alike = 0.0
    for _ in range(iterations):
        variance = np.array([[1.0, alike], [alike, 1.0]])
        fading: Floats = np.power(persistence, lags[:, None])
        for item in range(count):
            # Whether the item is the later or the earlier of the two, the covariance is linear in its loadings.
            later: Floats = fading[:, None, :] * (loadings @ variance)
            earlier: Floats = (loadings * fading[:, None, :]) @ variance
            rows = np.concatenate([later, earlier]).reshape(-1, 2)
            told = np.concatenate([found.value[:, item], found.value[:, :, item]]).ravel()
            by = np.concatenate([weight[:, item], weight[:, :, item]]).ravel()
            xx = (rows * by[:, None]).T @ rows + _RIDGE * np.eye(2)
            xz = (rows * by[:, None]).T @ told + _RIDGE * start[item]
            most = np.sqrt(_MOST_SIGNAL * found.value[0, item, item])
            loadings[item] = _bounded(_regressed(xx, xz, may[item], signs[item]), variance, most)
        # One step of Gauss and Newton for what all items share.
        own, other = loadings[:, None, :] * loadings[None, :, :], loadings[:, None, :] * loadings[None, :, ::-1]
        each: Floats = (own + alike * other)[None] * fading[:, None, None, :]
        left: Floats = (found.value - each.sum(axis=3)) * np.sqrt(weight)
        slope: Floats = each * (lags[:, None] / persistence)[:, None, None, :] * np.sqrt(weight)[..., None]
        tilt: Floats = (other[None] * fading[:, None, None, :]).sum(axis=3) * np.sqrt(weight)
        rows = np.concatenate([slope, tilt[..., None]], axis=3).reshape(-1, 3)
        step = np.asarray(np.linalg.solve(rows.T @ rows + _RIDGE * np.eye(3), rows.T @ left.ravel()), dtype=np.float64)
        moved: Floats = persistence + np.clip(step[:2], -0.02, 0.02)
        persistence = np.minimum(np.maximum(moved, _PERSISTENCE[0]), _PERSISTENCE[1])
        alike = float(np.clip(alike + np.clip(step[2], -0.1, 0.1), -_MOST_ALIKE, _MOST_ALIKE))
    return loadings, persistence, np.array([[1.0, alike], [alike, 1.0]])


def _regressed(xx: Floats, xz: Floats, may: Mask, sign: Floats) -> Floats:
    """Loadings by least squares, none against its sign."""
    ready, slope = may, np.zeros(2)
    # With two regressors and a sign each: both, or the one that is left where the other has the wrong sign.
    for _ in range(2):
        here = np.flatnonzero(ready)
        slope = np.zeros(2)
        if len(here):
            slope[here] = np.linalg.solve(xx[np.ix_(here, here)], xz[here])
        ready = ready & (slope * sign > 0.0)
    return np.where(ready, slope, 0.0)


def _bounded(loading: Floats, variance: Floats, most: float) -> Floats:
    """A loading that explains no more than `most` squared of its item's variance."""
    explained = float(np.sqrt(loading @ variance @ loading))
    return loading * (most / explained) if explained > most else loading


def _noises(found: _Covariances, loadings: Floats, persistence: Floats, variance: Floats) -> tuple[Floats, ...]:
    """(K,) each: variance of the noise that passes, of the offset that lasts, and by how much the first repeats.

    What x leaves of an item's covariance with its own past is laid out as noise of one year, noise that fades and an
    offset.
    """
    count = len(loadings)
    fading = persistence ** found.lags[:, None]
    passing, lasting, repeated = np.empty((3, count))
    for item in range(count):
        by_x = np.einsum("i,hi,ij,j->h", loadings[item], fading, variance, loadings[item])
        own = found.value[:, item, item]
        weight = np.sqrt(found.cells[:, item, item] / found.cells[0, item, item])
        white, wander, fade, stays = _laid_out(found.lags, own - by_x, weight, own[0])
        passing[item], lasting[item] = white + wander, stays
        repeated[item] = _repeated(loadings[item], persistence, variance, (white, wander, fade, stays))
    return passing, lasting, repeated


def _laid_out(lags: Floats, noise: Floats, weight: Floats, total: float) -> tuple[float, float, float, float]:
    """Of one year, fading, its share left after a year, and lasting: nonnegative, by least squares."""
    best: tuple[float, tuple[float, float, float, float]] = np.inf, (total, 0.0, 0.0, 0.0)
    for fade in _FADES:
        basis = np.stack([lags == 0.0, fade**lags, np.ones(len(lags))], axis=1).astype(np.float64)
        for parts in ((0, 1, 2), (0, 1), (0, 2), (1, 2), (0,), (1,), (2,)):
            columns = basis[:, parts] * weight[:, None]
            if len(parts) > len(lags):
                continue
            size = np.linalg.lstsq(columns, noise * weight, rcond=None)[0]
            missed = float(((columns @ size - noise * weight) ** 2).sum())
            # Ties to a millionth are settled by the order, not by rounding.
            if (size >= 0.0).all() and missed < best[0] * (1.0 - 1e-6):
                full = np.zeros(3)
                full[list(parts)] = size
                best = missed, (float(full[0]), float(full[1]), fade, float(full[2]))
    white, wander, fade, stays = best[1]
    return max(white, _LEAST_NOISE * total - wander), wander, fade, stays


def _repeated(
    loading: Floats, persistence: Floats, variance: Floats, noise: tuple[float, float, float, float]
) -> float:
    """By how much to raise the noise, read as independent from year to year, for the variances to be true.

    Over 50 years and three such items: the smoother that takes the noise to be white claims a variance; what its
    weights truly leave, under the noise as it is, must not be more.
    """
    white, wander, fade, stays = noise
    if not loading.any() or wander == 0.0:
        return 1.0
    when: Floats = np.arange(50.0)
    gap: Floats = np.abs(when[:, None] - when)
    signal: Floats = np.einsum("i,tsi,ij,j->ts", loading, persistence ** gap[..., None], variance, loading)
    unit, alone = np.eye(50), white + wander
    truth = (white * unit + wander * fade**gap + stays) / 3
    low, high = 0.0, math.log(_MOST_REPEATED)
    for _ in range(20):
        middle = 0.5 * (low + high)
        read: Floats = signal + (alone * math.exp(middle) * unit + stays) / 3
        weights = np.asarray(np.linalg.solve(read, signal), dtype=np.float64).T
        claimed = np.trace(signal - weights @ signal)
        kept = unit - weights
        left = np.trace(kept @ signal @ kept.T) + np.trace(weights @ truth @ weights.T)
        low, high = (middle, high) if left > claimed else (low, middle)
    return math.exp(high)


def _held_back(standards: Standards, cap: float) -> Floats:
    """(K,), what to multiply an item's noise and offset by so that no item holds more than `cap` of a variable."""
    held = np.ones(len(standards.noise))
    # An item on both variables held back for one loses on the other, where the rest then weigh more: a few passes.
    for _ in range(4):
        told = standards.loadings**2 / ((standards.noise * standards.repeated + standards.offset) * held)[:, None]
        for column in told.T:
            most = _most(column[column > 0.0], cap)
            held *= np.maximum(column / most, 1.0) if most > 0.0 else 1.0
    return held


def _most(told: Floats, cap: float) -> float:
    """The level to which the largest must come down for none to be above `cap` of the sum."""
    if not len(told):
        return 0.0
    falling = np.sort(told)[::-1]
    for above in range(len(falling)):
        level = float(cap * falling[above:].sum() / (1.0 - above * cap))
        if falling[above] <= level:
            return level
    return float(falling[-1])


def _admissible(items: Floats, may: Mask, cap: float) -> None:
    if items.ndim != 3 or may.shape != (items.shape[2], 2):
        raise UsageError(f"Items must be dyads x years x K and `allowed` K x 2; got {items.shape} and {may.shape}.")
    if not may.any(axis=1).all():
        raise UsageError(f"Items {np.flatnonzero(~may.any(axis=1)).tolist()} may load on neither latent variable.")
    unseen = ~np.isfinite(items).any(axis=(0, 1))
    if unseen.any():
        raise UsageError(f"Items {np.flatnonzero(unseen).tolist()} hold no reading at all.")
    if not 0.0 < cap <= 1.0:
        raise UsageError(f"The cap is a share above 0 and up to 1; got {cap}.")


def blocks(dyads: int) -> Iterator[slice]:
    """Dyads a block at a time."""
    return (slice(start, min(start + _BLOCK, dyads)) for start in range(0, dyads, _BLOCK))


def distance(items: Floats, intercepts: Floats, bound: float) -> tuple[Floats, Floats]:
    """(T, K, D): which items were seen (1 or 0), and their distance from the intercept (0 where not seen)."""
    away = (items - intercepts).transpose(1, 2, 0)
    seen = np.isfinite(away)
    y = np.where(seen, np.clip(away, -bound, bound), 0.0)
    return np.ascontiguousarray(seen, dtype=np.float64), np.ascontiguousarray(y)
