"""Two latent variables of many dyads at once, followed through time: mathematics only, no atlas.

Item k of dyad d in year t is `y = intercept[t, k] + loading[k] @ x[d, t] + offset[d, k] + noise`. The latent vector x
(engagement, affinity) starts at its long-run variance, 1 each, and returns slowly to nought: `x[t] = persistence *
x[t-1] + drift`. An item may load on either or on both; the signs are given. What lasts in an item of a dyad, and says
nothing about x (two states whose trade is high for reasons of its own), is its *offset*: without it a hundred equal
readings would pass for a hundred witnesses. What is left is still correlated from year to year, so that its
information is counted down until the variances claimed are true.

Given x's dynamics every dyad is a linear Gaussian model: a Kalman filter and the Rauch-Tung-Striebel smoother over x,
the offsets as regression effects on top (de Jong's augmented filter: one more column of the same recursion for each
item). All columns of all dyads of a block move together, so a year costs a few products of arrays.

Loadings, persistence and the correlation of the two come from how *different* items vary together over up to 48
years, by least squares with a fixed number of rounds: noise of an item's own, however long it lasts, has no part in
that, whereas by likelihood (tried first: expectation-maximisation) slow noise of the items is taken for the latent
variables and the intervals come out too narrow. What is left of an item's covariance with its own past is its noise.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is known of the latent variables: `mean` (D, T, 2) and `covariance` (D, T, 2, 2)."""

    mean: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class Prediction:
    """What an item not seen should read: `mean` and `variance`, both (D, T, K)."""

    mean: Floats
    variance: Floats


def smooth(items: ArrayLike, standards: Standards, *, using: ArrayLike | None = None) -> Posterior:
    """Latent variables of each year, given the items of all years.

    Args:
        items: (D, T, K), standardised readings; NaN where missing.
        standards: From `fit`.
        using: (K,) booleans, the items to use; all where None.

    Raises:
        UsageError: Shapes do not fit.
    """
    given = _checked(items, standards, using)
    dyads, years = given.shape[:2]
    found = Posterior(np.empty((dyads, years, 2)), np.empty((dyads, years, 2, 2)))
    for block in _blocks(dyads):
        state = _joint(*_read(given[block], standards), standards)
        found.mean[block] = state.mean.transpose(2, 0, 1)
        found.covariance[block] = _square(state.covariance)
    return found


def filter(items: ArrayLike, standards: Standards, *, using: ArrayLike | None = None) -> Posterior:  # noqa: A001
    """Latent variables of each year, given the items up to and with that year only; arguments as in `smooth`.

    Raises:
        UsageError: Shapes do not fit.
    """
    given = _checked(items, standards, using)
    dyads, years = given.shape[:2]
    found = Posterior(np.empty((dyads, years, 2)), np.empty((dyads, years, 2, 2)))
    for block in _blocks(dyads):
        seen, y = _read(given[block], standards)
        mean, covariance = _upto(seen, y, standards)
        found.mean[block] = mean.transpose(2, 0, 1)
        found.covariance[block] = _square(covariance)
    return found


def contributions(items: ArrayLike, standards: Standards, *, using: ArrayLike | None = None) -> Floats:
    """What each item adds to the smoothed means: (D, T, 2, K), its sum over K is the mean.

    The smoothed mean is linear in the items, so this is exact, and so is the difference of two years. A missing item
    adds nothing. For few dyads at a time: it is as long as all items are, twice.

    Raises:
        UsageError: Shapes do not fit.
    """
    given = _checked(items, standards, using)
    dyads, years, count = given.shape
    found = np.empty((dyads, years, 2, count))
    for block in _blocks(dyads):
        seen, y = _read(given[block], standards)
        pull = _pull(seen, standards)
        swept = _sweep(seen, np.concatenate([pull * y[:, None], pull], axis=2), standards)
        data, unit = swept.mean[:, :, :count], swept.mean[:, :, count:]
        told = -_weighed(seen, data, standards)
        told[np.arange(count), np.arange(count)] += ((seen * y) / standards.reading[:, None]).sum(axis=0)
        _, offsets = _offsets(_repeats(seen, unit, standards), told, standards)
        found[block] = (data - np.einsum("tikd,kcd->ticd", unit, offsets)).transpose(3, 0, 1, 2)
    return found


def predict(items: ArrayLike, standards: Standards, *, using: ArrayLike | None = None) -> Prediction:
    """What every cell should read, given the items of all years: with the item's offset where the dyad shows it.

    To test the model, blank cells of `items` (NaN) and compare them with what is predicted of them.

    Raises:
        UsageError: Shapes do not fit.
    """
    given = _checked(items, standards, using)
    found = Prediction(np.empty(given.shape), np.empty(given.shape))
    load, noise = standards.loadings, standards.noise
    for block in _blocks(len(given)):
        state = _joint(*_read(given[block], standards), standards)
        mean = np.einsum("ki,tid->tkd", load, state.mean) + state.offset
        found.mean[block] = mean.transpose(2, 0, 1) + standards.intercepts
        spread = _quadratic(load, state.covariance) + state.offset_variance
        spread += 2 * np.einsum("ki,tikd->tkd", load, state.with_offset) + noise[:, None]
        found.variance[block] = spread.transpose(2, 0, 1)
    return found


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


# ------------------------------------------------------------------------------------------------ one block of dyads
# Arrays of a block have years first and dyads last: (T, ..., D). A symmetric 2x2 matrix is three rows: 11, 12, 22.


@dataclass(frozen=True, slots=True)
class _Swept:
    """Smoothed means (T, 2, C, D) of each column, and their covariance (T, 3, D)."""

    mean: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class _Joint:
    """Latent variables and offsets together.

    Attributes:
        mean: (T, 2, D).
        covariance: (T, 3, D).
        offset: (K, D).
        offset_variance: (K, D).
        with_offset: (T, 2, K, D), covariance of x with the offsets.
    """

    mean: Floats
    covariance: Floats
    offset: Floats
    offset_variance: Floats
    with_offset: Floats


def _blocks(dyads: int) -> Iterator[slice]:
    return (slice(start, min(start + _BLOCK, dyads)) for start in range(0, dyads, _BLOCK))


def _distance(items: Floats, intercepts: Floats, bound: float) -> tuple[Floats, Floats]:
    """(T, K, D): which items were seen (1 or 0), and their distance from the intercept (0 where not seen)."""
    away = (items - intercepts).transpose(1, 2, 0)
    seen = np.isfinite(away)
    y = np.where(seen, np.clip(away, -bound, bound), 0.0)
    return np.ascontiguousarray(seen, dtype=np.float64), np.ascontiguousarray(y)


def _read(items: Floats, standards: Standards) -> tuple[Floats, Floats]:
    return _distance(items, standards.intercepts, standards.bound)


def _pull(seen: Floats, standards: Standards) -> Floats:
    """(T, 2, K, D): what a reading of 1 adds to the information on x."""
    return (standards.loadings / standards.reading[:, None]).T[None, :, :, None] * seen[:, None]


def _information(seen: Floats, standards: Standards) -> Floats:
    """(T, 3, D): what a year's items tell of x, as a precision."""
    one, two = standards.loadings.T
    each = np.stack([one * one, one * two, two * two]) / standards.reading
    return np.matmul(each, seen)


def _sweep(seen: Floats, force: Floats, standards: Standards) -> _Swept:
    """Forward and back through the years with every column of `force` (T, 2, C, D) in turn as the data."""
    years, _, _, dyads = force.shape
    one, two = standards.persistence
    drift = standards.drift
    info = _information(seen, standards)
    mean = np.empty_like(force)
    cov = np.empty((years, 3, dyads))
    ahead = np.empty((years, 3, dyads))
    for t in range(years):
        if t:
            ahead[t, 0] = one * one * cov[t - 1, 0] + drift[0, 0]
            ahead[t, 1] = one * two * cov[t - 1, 1] + drift[0, 1]
            ahead[t, 2] = two * two * cov[t - 1, 2] + drift[1, 1]
        else:
            ahead[t] = standards.variance[(0, 0, 1), (0, 1, 1)][:, None]
        cov[t] = _updated(ahead[t], info[t])
        _move(mean, t, cov[t], info[t], force[t], (one, two))
    for t in range(years - 2, -1, -1):
        gain = _gain(cov[t], ahead[t + 1], (one, two))
        g11, g12, g21, g22 = gain
        step = mean[t + 1].copy()
        step[0] -= one * mean[t, 0]
        step[1] -= two * mean[t, 1]
        mean[t, 0] += g11 * step[0] + g12 * step[1]
        mean[t, 1] += g21 * step[0] + g22 * step[1]
        d11, d12, d22 = cov[t + 1] - ahead[t + 1]
        cov[t, 0] += g11 * g11 * d11 + 2 * g11 * g12 * d12 + g12 * g12 * d22
        cov[t, 1] += g11 * g21 * d11 + (g11 * g22 + g12 * g21) * d12 + g12 * g22 * d22
        cov[t, 2] += g21 * g21 * d11 + 2 * g21 * g22 * d12 + g22 * g22 * d22
    return _Swept(mean, cov)


def _updated(ahead: Floats, info: Floats) -> Floats:
    """Covariance after a year's items: (ahead^-1 + info)^-1."""
    a, b, c = ahead
    j, k, m = info
    # 2x2 by hand: with det the determinant of I + ahead @ info, the inverse is (ahead + |ahead| adj(info)) / det.
    size = a * c - b * b
    det = 1.0 + a * j + 2 * b * k + c * m + size * (j * m - k * k)
    return np.stack([a + size * m, b - size * k, c + size * j]) / det


def _move(mean: Floats, t: int, cov: Floats, info: Floats, force: Floats, persistence: tuple[float, float]) -> None:
    """Filtered means of year `t` from those of the year before."""
    p11, p12, p22 = cov
    if t == 0:
        mean[0, 0] = p11 * force[0] + p12 * force[1]
        mean[0, 1] = p12 * force[0] + p22 * force[1]
        return
    first, second = persistence[0] * mean[t - 1, 0], persistence[1] * mean[t - 1, 1]
    j, k, m = info
    left = force[0] - j * first - k * second
    right = force[1] - k * first - m * second
    mean[t, 0] = first + p11 * left + p12 * right
    mean[t, 1] = second + p12 * left + p22 * right


def _gain(cov: Floats, ahead: Floats, persistence: tuple[float, float]) -> tuple[Floats, Floats, Floats, Floats]:
    """The smoother's gain: cov @ persistence @ ahead^-1."""
    one, two = persistence
    a, b, c = ahead
    det = a * c - b * b
    p, q, r = cov[0] / det, cov[1] / det, cov[2] / det
    return one * p * c - two * q * b, two * q * a - one * p * b, one * q * c - two * r * b, two * r * a - one * q * b


def _weighed(seen: Floats, mean: Floats, standards: Standards) -> Floats:
    """(K, C, D): the sum over years of what each item should read by each column's mean, by its precision."""
    one, two = (standards.loadings / standards.reading[:, None]).T
    first = np.einsum("tkd,tcd->kcd", seen, mean[:, 0])
    second = np.einsum("tkd,tcd->kcd", seen, mean[:, 1])
    return one[:, None, None] * first + two[:, None, None] * second


def _repeats(seen: Floats, unit: Floats, standards: Standards) -> Floats:
    """(K, K, D): information on the offsets once x is accounted for."""
    info = -_weighed(seen, unit, standards)
    every = np.arange(seen.shape[1])
    info[every, every] += seen.sum(axis=0) / standards.reading[:, None]
    return info


def _offsets(info: Floats, told: Floats, standards: Standards) -> tuple[Floats, Floats]:
    """Posterior covariance (K, K, D) of the offsets, and their means (K, C, D) by what each column told (K, C, D)."""
    root = np.sqrt(standards.lasting)
    scaled = (root[:, None, None] * info * root[None, :, None]).transpose(2, 0, 1)
    scaled = 0.5 * (scaled + scaled.transpose(0, 2, 1)) + np.eye(len(root))
    spread = root[:, None, None] * np.linalg.inv(scaled).transpose(1, 2, 0) * root[None, :, None]
    return spread, np.einsum("kld,lcd->kcd", spread, told)


def _joint(seen: Floats, y: Floats, standards: Standards) -> _Joint:
    """Smoothed latent variables and offsets of a block."""
    pull = _pull(seen, standards)
    data = np.einsum("tikd,tkd->tid", pull, y)[:, :, None]
    swept = _sweep(seen, np.concatenate([data, pull], axis=2), standards)
    unit = swept.mean[:, :, 1:]
    told = ((seen * y) / standards.reading[:, None]).sum(axis=0)[:, None]
    told = told - _weighed(seen, swept.mean[:, :, :1], standards)
    spread, offset = _offsets(_repeats(seen, unit, standards), told, standards)
    offset = offset[:, 0]
    mean = swept.mean[:, :, 0] - np.einsum("tikd,kd->tid", unit, offset)
    shared = -np.einsum("tikd,kld->tild", unit, spread, optimize=True)
    covariance = swept.covariance.copy()
    for row, (i, j) in enumerate(((0, 0), (0, 1), (1, 1))):
        covariance[:, row] -= np.einsum("tkd,tkd->td", shared[:, i], unit[:, j])
    every = np.arange(len(standards.noise))
    return _Joint(mean, covariance, offset, spread[every, every], shared)


def _upto(seen: Floats, y: Floats, standards: Standards) -> tuple[Floats, Floats]:
    """Filtered means (T, 2, D) and covariances (T, 3, D) of a block: offsets known only as far as seen so far."""
    years, count, dyads = y.shape
    one, two = standards.persistence
    drift = standards.drift
    info, pull = _information(seen, standards), _pull(seen, standards)
    means, covariances = np.empty((years, 2, dyads)), np.empty((years, 3, dyads))
    every = np.arange(count)
    about, told = np.zeros((count, count, dyads)), np.zeros((count, 1, dyads))
    cov = np.empty((3, dyads))
    mean = np.zeros((2, 1 + count, dyads))
    for t in range(years):
        if t:
            mean = mean * standards.persistence[:, None, None]
            turn = np.array([one * one, one * two, two * two])[:, None]
            cov = turn * cov + drift[(0, 0, 1), (0, 1, 1)][:, None]
        else:
            cov = np.repeat(standards.variance[(0, 0, 1), (0, 1, 1)][:, None], dyads, axis=1)
        cov = _updated(cov, info[t])
        force = np.concatenate([np.einsum("ikd,kd->id", pull[t], y[t])[:, None], pull[t]], axis=1)
        j, k, m = info[t]
        news = np.stack([force[0] - j * mean[0] - k * mean[1], force[1] - k * mean[0] - m * mean[1]])
        moved = np.stack([cov[0] * news[0] + cov[1] * news[1], cov[1] * news[0] + cov[2] * news[1]])
        # With e the innovations of the columns and F their variance, e' F^-1 e without ever forming F.
        near = -np.einsum("ikd,icd->kcd", pull[t], mean) - np.einsum("ikd,icd->kcd", mean[:, 1:] + moved[:, 1:], news)
        exact = seen[t] / standards.reading[:, None]
        told += near[:, :1] + (exact * y[t])[:, None]
        about += near[:, 1:]
        about[every, every] += exact
        mean = mean + moved
        spread, offset = _offsets(about, told, standards)
        unit = mean[:, 1:]
        means[t] = mean[:, 0] - np.einsum("ikd,kd->id", unit, offset[:, 0])
        shared = np.einsum("ikd,kld->ild", unit, spread)
        covariances[t] = cov + np.einsum("akd,akd->ad", shared[[0, 0, 1]], unit[[0, 1, 1]])
    return means, covariances


def _quadratic(load: Floats, covariance: Floats) -> Floats:
    """(T, K, D): variance of each item's reading of x."""
    one, two = load.T
    return np.matmul(np.stack([one * one, 2 * one * two, two * two], axis=1), covariance)


def _square(covariance: Floats) -> Floats:
    """(T, 3, D) as (D, T, 2, 2)."""
    return covariance[:, (0, 1, 1, 2)].transpose(2, 0, 1).reshape(covariance.shape[2], covariance.shape[0], 2, 2)


# ------------------------------------------------------------------------------------------------------------ learning


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
    for block in _blocks(len(items)):
        seen, y = _distance(items[block], intercepts, bound)
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
    loadings = 0.5 * signs * may
    start = loadings.copy()
    persistence, alike = np.array([0.95, 0.95]), 0.0
    for _ in range(iterations):
        variance = np.array([[1.0, alike], [alike, 1.0]])
        fading = persistence ** lags[:, None]
        for item in range(count):
            # Whether the item is the later or the earlier of the two, the covariance is linear in its loadings.
            later = fading[:, None, :] * (loadings @ variance)
            earlier = (loadings * fading[:, None, :]) @ variance
            rows = np.concatenate([later, earlier]).reshape(-1, 2)
            told = np.concatenate([found.value[:, item], found.value[:, :, item]]).ravel()
            by = np.concatenate([weight[:, item], weight[:, :, item]]).ravel()
            xx = (rows * by[:, None]).T @ rows + _RIDGE * np.eye(2)
            xz = (rows * by[:, None]).T @ told + _RIDGE * start[item]
            most = np.sqrt(_MOST_SIGNAL * found.value[0, item, item])
            loadings[item] = _bounded(_regressed(xx, xz, may[item], signs[item]), variance, most)
        # One step of Gauss and Newton for what all items share.
        own, other = loadings[:, None, :] * loadings[None, :, :], loadings[:, None, :] * loadings[None, :, ::-1]
        each = (own + alike * other)[None] * fading[:, None, None, :]
        left = (found.value - each.sum(axis=3)) * np.sqrt(weight)
        slope = each * (lags[:, None] / persistence)[:, None, None, :] * np.sqrt(weight)[..., None]
        tilt = (other[None] * fading[:, None, None, :]).sum(axis=3) * np.sqrt(weight)
        rows = np.concatenate([slope, tilt[..., None]], axis=3).reshape(-1, 3)
        step = np.linalg.solve(rows.T @ rows + _RIDGE * np.eye(3), rows.T @ left.ravel())
        persistence = np.clip(persistence + np.clip(step[:2], -0.02, 0.02), *_PERSISTENCE)
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
    gap = np.abs(np.subtract.outer(np.arange(50), np.arange(50)))
    signal = np.einsum("i,tsi,ij,j->ts", loading, persistence ** gap[..., None], variance, loading)
    unit, alone = np.eye(50), white + wander
    truth = (white * unit + wander * fade**gap + stays) / 3
    low, high = 0.0, np.log(_MOST_REPEATED)
    for _ in range(20):
        middle = 0.5 * (low + high)
        weights = np.linalg.solve(signal + (alone * np.exp(middle) * unit + stays) / 3, signal).T
        claimed = np.trace(signal - weights @ signal)
        kept = unit - weights
        left = np.trace(kept @ signal @ kept.T) + np.trace(weights @ truth @ weights.T)
        low, high = (middle, high) if left > claimed else (low, middle)
    return float(np.exp(high))


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
        if (above + 1) * cap >= 1.0:
            break
        level = cap * falling[above:].sum() / (1.0 - above * cap)
        if falling[above] <= level:
            return float(level)
    return float(falling[min(above, len(falling) - 1)])


def _checked(items: ArrayLike, standards: Standards, using: ArrayLike | None) -> Floats:
    given = np.asarray(items, dtype=np.float64)
    years, count = standards.intercepts.shape
    if given.ndim != 3 or given.shape[1:] != (years, count):
        raise UsageError(f"Items must be dyads x {years} years x {count} items, as fitted; got {given.shape}.")
    if using is None:
        return given
    kept = np.asarray(using, dtype=bool)
    if kept.shape != (count,):
        raise UsageError(f"`using` must say of each of {count} items whether it is used; got shape {kept.shape}.")
    return np.where(kept, given, np.nan)


def _admissible(items: Floats, may: Mask, cap: float) -> None:
    if items.ndim != 3 or may.shape != (items.shape[2], 2):
        raise UsageError(f"Items must be dyads x years x K and `allowed` K x 2; got {items.shape} and {may.shape}.")
    if not may.any(axis=1).all():
        raise UsageError(f"Items {np.flatnonzero(~may.any(axis=1)).tolist()} may load on neither latent variable.")
    if not may.any(axis=0).all():
        raise UsageError("Each latent variable needs an item that may load on it.")
    unseen = ~np.isfinite(items).any(axis=(0, 1))
    if unseen.any():
        raise UsageError(f"Items {np.flatnonzero(unseen).tolist()} hold no reading at all.")
    if not 0.0 < cap <= 1.0:
        raise UsageError(f"The cap is a share above 0 and up to 1; got {cap}.")
