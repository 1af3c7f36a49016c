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

`amity.scores.loadings` learns loadings and variances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from amity.errors import UsageError
from amity.scores.loadings import Floats, Standards, blocks, distance, fit

__all__ = ["Floats", "Posterior", "Prediction", "Standards", "contributions", "filter", "fit", "predict", "smooth"]


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
    for block in blocks(dyads):
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
    for block in blocks(dyads):
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
    for block in blocks(dyads):
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
    for block in blocks(len(given)):
        state = _joint(*_read(given[block], standards), standards)
        mean = np.einsum("ki,tid->tkd", load, state.mean) + state.offset
        found.mean[block] = mean.transpose(2, 0, 1) + standards.intercepts
        spread = _quadratic(load, state.covariance) + state.offset_variance
        spread += 2 * np.einsum("ki,tikd->tkd", load, state.with_offset) + noise[:, None]
        found.variance[block] = spread.transpose(2, 0, 1)
    return found


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


def _read(items: Floats, standards: Standards) -> tuple[Floats, Floats]:
    return distance(items, standards.intercepts, standards.bound)


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
    every = list(range(seen.shape[1]))
    info[every, every] += seen.sum(axis=0) / standards.reading[:, None]
    return info


def _offsets(info: Floats, told: Floats, standards: Standards) -> tuple[Floats, Floats]:
    """Posterior covariance (K, K, D) of the offsets, and their means (K, C, D) by what each column told (K, C, D)."""
    root = np.sqrt(standards.lasting)
    scaled = (root[:, None, None] * info * root[None, :, None]).transpose(2, 0, 1)
    scaled = 0.5 * (scaled + scaled.transpose(0, 2, 1)) + np.eye(len(root))
    inverse = np.asarray(np.linalg.inv(scaled), dtype=np.float64)
    spread = root[:, None, None] * inverse.transpose(1, 2, 0) * root[None, :, None]
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
    every = list(range(len(standards.noise)))
    return _Joint(mean, covariance, offset, spread[every, every], shared)


def _upto(seen: Floats, y: Floats, standards: Standards) -> tuple[Floats, Floats]:
    """Filtered means (T, 2, D) and covariances (T, 3, D) of a block: offsets known only as far as seen so far."""
    years, count, dyads = y.shape
    one, two = standards.persistence
    drift = standards.drift
    info, pull = _information(seen, standards), _pull(seen, standards)
    means, covariances = np.empty((years, 2, dyads)), np.empty((years, 3, dyads))
    every = list(range(count))
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
