"""The engine of the latent variables: against conditioning in one matrix, against simulated truth, and its laws."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from amity.errors import UsageError
from amity.scores import latent

YEARS, ITEMS = 40, 7
ALLOWED = np.array([[1, 0], [1, 0], [1, 0], [1, 1], [0, 1], [0, 1], [0, 1]], dtype=bool)
SIGN = np.array([1, 1, 1, 1, 1, -1, 1])


def simulated(kind, dyads=900, seed=3):
    """Latent paths, full items and items with gaps: the noise of `kind` is the items' own."""
    rng = np.random.default_rng(seed)
    loadings = rng.uniform(0.5, 0.8, (ITEMS, 2)) * ALLOWED * SIGN[:, None]
    persistence, variance = np.array([0.97, 0.95]), np.array([[1.0, 0.3], [0.3, 1.0]])
    x = np.empty((dyads, YEARS, 2))
    x[:, 0] = rng.multivariate_normal([0, 0], variance, dyads)
    drift = variance * (1 - np.outer(persistence, persistence))
    for t in range(1, YEARS):
        x[:, t] = persistence * x[:, t - 1] + rng.multivariate_normal([0, 0], drift, dyads)
    noise = rng.normal(size=(dyads, YEARS, ITEMS))
    lasting = rng.normal(size=(dyads, 1, ITEMS))
    slow = rng.normal(size=noise.shape)
    for t in range(1, YEARS):
        slow[:, t] = 0.95 * slow[:, t - 1] + np.sqrt(1 - 0.95**2) * slow[:, t]
    parts = {"white": (1, 0, 0), "offset": (0.5, 0.5, 0), "slow": (0.5, 0, 0.5), "mixed": (0.3, 0.35, 0.35)}[kind]
    own = sum(np.sqrt(p) * e for p, e in zip(parts, (noise, lasting, slow), strict=True))
    spread = 1 - np.einsum("ki,ij,kj->k", loadings, variance, loadings)
    full = np.einsum("dti,ki->dtk", x, loadings) + own * np.sqrt(np.maximum(spread, 0.25))
    never, late = rng.random((dyads, 1, ITEMS)) < 0.3, rng.integers(0, YEARS, (dyads, 1, ITEMS))
    gone = never | ((np.arange(YEARS)[None, :, None] < late) & (rng.random((dyads, 1, ITEMS)) < 0.3))
    gone |= rng.random(full.shape) < 0.1
    return x, full, np.where(gone, np.nan, full), loadings


@cache
def fitted(kind="mixed"):
    x, full, items, loadings = simulated(kind)
    return x, full, items, loadings, latent.fit(items, ALLOWED, sign=SIGN)


def conditioned(items, standards):
    """Means and covariances of x in all years and of every cell for one dyad, by conditioning in one large matrix."""
    years, count = items.shape
    lags = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    first = np.subtract.outer(np.arange(years), np.arange(years)) >= 0
    powers = standards.persistence ** lags[..., None]
    # Cov(x_t, x_s) = A^(t-s) S for t >= s.
    prior = np.where(
        first[..., None, None], powers[..., :, None] * standards.variance, standards.variance * powers[..., None, :]
    )
    prior = prior.transpose(0, 2, 1, 3).reshape(2 * years, 2 * years)
    design = np.kron(np.eye(years), standards.loadings)
    lasting = np.kron(np.ones((years, years)), np.diag(standards.lasting))
    signal = design @ prior @ design.T + lasting
    spread = signal + np.diag(np.tile(standards.reading, years))
    y = np.clip(items - standards.intercepts, -standards.bound, standards.bound).ravel()
    seen = np.isfinite(y)
    inverse = np.linalg.inv(spread[np.ix_(seen, seen)])
    gain = (prior @ design.T)[:, seen] @ inverse
    mean, covariance = gain @ y[seen], prior - gain @ (design @ prior)[seen]
    reach = signal[:, seen] @ inverse
    cell = signal - reach @ signal[seen]
    mean_cell = (reach @ y[seen]).reshape(years, count) + standards.intercepts
    variance_cell = np.diag(cell).reshape(years, count) + standards.noise
    at = [covariance[2 * t : 2 * t + 2, 2 * t : 2 * t + 2] for t in range(years)]
    return mean.reshape(years, 2), np.array(at), mean_cell, variance_cell


def test_equals_conditioning_in_one_matrix():
    _, _, items, _, standards = fitted()
    some = items[:6].copy()
    some[5, 3:] = np.nan
    smooth, ahead = latent.smooth(some, standards), latent.filter(some, standards)
    cells = latent.predict(some, standards)
    for dyad, rows in enumerate(some):
        mean, covariance, cell, spread = conditioned(rows, standards)
        np.testing.assert_allclose(smooth.mean[dyad], mean, atol=1e-8)
        np.testing.assert_allclose(smooth.covariance[dyad], covariance, atol=1e-8)
        np.testing.assert_allclose(cells.mean[dyad], cell, atol=1e-8)
        np.testing.assert_allclose(cells.variance[dyad], spread, atol=1e-8)
        for year in (0, 1, 17, YEARS - 1):
            sofar = np.where(np.arange(YEARS)[:, None] <= year, rows, np.nan)
            mean, covariance, _, _ = conditioned(sofar, standards)
            np.testing.assert_allclose(ahead.mean[dyad, year], mean[year], atol=1e-8)
            np.testing.assert_allclose(ahead.covariance[dyad, year], covariance[year], atol=1e-8)


@pytest.mark.parametrize("kind", ["white", "offset", "slow", "mixed"])
def test_intervals_hold_the_truth_nine_times_in_ten(kind):
    x, _, items, loadings, standards = fitted(kind)
    for found in (latent.smooth(items, standards), latent.filter(items, standards)):
        spread = np.sqrt(np.diagonal(found.covariance, axis1=2, axis2=3))
        inside = np.abs(found.mean - x) < 1.645 * spread
        assert ((inside.mean(axis=(0, 1)) > 0.85) & (inside.mean(axis=(0, 1)) < 0.96)).all(), inside.mean(axis=(0, 1))
    assert np.abs(standards.loadings - loadings).max() < 0.2
    assert np.abs(standards.persistence - [0.97, 0.95]).max() < 0.02


@pytest.mark.parametrize("kind", ["offset", "mixed"])
def test_masked_items_are_predicted(kind):
    _, full, items, _, standards = fitted(kind)
    hidden = np.isfinite(items) & (np.random.default_rng(5).random(items.shape) < 0.1)
    found = latent.predict(np.where(hidden, np.nan, items), standards)
    off = np.abs(found.mean - full)[hidden]
    inside = off < 1.645 * np.sqrt(found.variance[hidden])
    # Noise that fades is foretold by the years beside a cell, which the prediction leaves unused: a little too wide.
    assert 0.85 < inside.mean() < 0.97
    assert off.mean() < 0.75 * np.abs(full[hidden]).mean()


def test_without_data_nothing_is_known():
    standards = fitted()[-1]
    nothing = np.full((2, YEARS, ITEMS), np.nan)
    for found in (latent.smooth(nothing, standards), latent.filter(nothing, standards)):
        assert not found.mean.any()
        np.testing.assert_allclose(found.covariance, np.broadcast_to(standards.variance, (2, YEARS, 2, 2)), atol=1e-12)
    nothing[0, 0, 0] = 1.0
    spread = latent.smooth(nothing, standards).covariance[0, :, 0, 0]
    assert spread[0] < spread[20] < spread[-1] < 1.0


def test_contributions_add_up_and_missing_items_add_nothing():
    _, _, items, _, standards = fitted()
    some = items[:40]
    parts = latent.contributions(some, standards)
    np.testing.assert_allclose(parts.sum(axis=3), latent.smooth(some, standards).mean, atol=1e-9)
    never = ~np.isfinite(some).any(axis=1)
    assert never.any()
    assert not parts.transpose(0, 3, 1, 2)[never].any()


def test_leaving_an_item_out_is_not_having_it():
    _, _, items, _, standards = fitted()
    some, using = items[:30].copy(), np.arange(ITEMS) != 3
    restricted = latent.smooth(some, standards, using=using)
    some[:, :, 3] = np.nan
    np.testing.assert_array_equal(restricted.mean, latent.smooth(some, standards).mean)
    spread = np.diagonal(restricted.covariance - latent.smooth(items[:30], standards).covariance, axis1=2, axis2=3)
    assert (spread > -1e-12).all()
    assert spread.max() > 0.001


def test_dyads_do_not_see_each_other_and_items_have_no_order():
    _, _, items, _, standards = fitted()
    order, turned = np.random.default_rng(1).permutation(700), np.array([6, 2, 0, 1, 5, 4, 3])
    found = latent.smooth(items[:700], standards)
    np.testing.assert_allclose(latent.smooth(items[order], standards).mean, found.mean[order], atol=1e-11)
    np.testing.assert_allclose(latent.smooth(items[3:4], standards).mean[0], found.mean[3], atol=1e-11)
    other = latent.fit(items[:, :, turned], ALLOWED[turned], sign=SIGN[turned])
    np.testing.assert_allclose(other.loadings, standards.loadings[turned], atol=1e-4)


def test_the_same_twice():
    _, _, items, _, standards = fitted()
    again = latent.fit(items, ALLOWED, sign=SIGN)
    np.testing.assert_array_equal(again.loadings, standards.loadings)
    np.testing.assert_array_equal(latent.smooth(items[:50], again).mean, latent.smooth(items[:50], standards).mean)


def test_no_item_swallows_a_variable():
    rng = np.random.default_rng(9)
    x = np.cumsum(rng.normal(size=(500, 30, 1)), axis=1) / 4
    items = np.concatenate([x + 0.01 * rng.normal(size=x.shape), x + rng.normal(size=(500, 30, 5))], axis=2)
    allowed = np.array([[1, 0]] * 3 + [[0, 1]] * 3, dtype=bool)
    free = latent.fit(items, allowed, sign=np.ones(6), cap=1.0)
    held = latent.fit(items, allowed, sign=np.ones(6), cap=0.4)
    assert free.shares[0, 0] > 0.6
    assert held.shares.max() < 0.4 + 1e-6
    assert held.held_back[0] > 1.0


def test_standards_may_drift():
    _, _, items, _, _ = fitted("offset")
    drift = np.linspace(-1, 1, YEARS)[:, None] * np.arange(ITEMS) / 3
    found = latent.fit(items + drift, ALLOWED, sign=SIGN, yearly=True)
    still = latent.fit(items, ALLOWED, sign=SIGN, yearly=True)
    np.testing.assert_allclose(found.intercepts - still.intercepts, drift, atol=0.12)
    np.testing.assert_allclose(found.loadings, still.loadings, atol=0.03)


def test_signs_are_kept():
    _, _, items, _, _ = fitted("white")
    wrong = latent.fit(items, ALLOWED, sign=-SIGN)
    assert (wrong.loadings * SIGN[:, None] <= 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"allowed": np.zeros((ITEMS, 2), dtype=bool)}, "neither"),
        ({"allowed": ALLOWED[1:]}, "`allowed` K x 2"),
        ({"cap": 0.0}, "cap"),
        ({"items": np.full((3, YEARS, ITEMS), np.nan)}, "no reading"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change, message):
    given = {"items": simulated("white", dyads=5)[2], "allowed": ALLOWED, "cap": 0.5} | change
    with pytest.raises(UsageError, match=message):
        latent.fit(given["items"], given["allowed"], sign=SIGN, cap=given["cap"])


def test_items_unlike_the_fitted_are_refused():
    _, _, items, _, standards = fitted()
    with pytest.raises(UsageError, match="as fitted"):
        latent.smooth(items[:, :-1], standards)
    with pytest.raises(UsageError, match="using"):
        latent.smooth(items, standards, using=[True])
