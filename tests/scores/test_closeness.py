"""Engagement, affinity, closeness: laws, an exact reference, damage. The model is learned once, from the atlas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from amity import scores
from amity.atlas import Atlas, open_atlas
from amity.atlas.tables.closeness import Closeness, ClosenessStandards
from amity.errors import NoDataError, UnknownStateError, UsageError
from amity.indicators import Scope, measure
from amity.scores import closeness as c
from amity.scores import deeds, expected, standards

PAIRS = (("CHN", "RUS"), ("DEU", "FRA"), ("CUB", "USA"), ("IND", "PAK"), ("BTN", "PRY"), ("DDR", "RUS"))


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    atlas = open_atlas()
    held = "closeness_standards" in atlas.tables
    return atlas.scan("closeness_standards").collect() if held else standards.learn(atlas)


@pytest.fixture(scope="module")
def atlas(rows: pl.DataFrame) -> Iterator[Atlas]:
    """The shipped atlas; where it holds no standards, those just learned are put in their place."""
    atlas, found = open_atlas(), standards.read(rows)
    patch = pytest.MonkeyPatch()
    patch.setattr(standards, "model", lambda _: found)
    patch.setattr(c, "_world", lambda _: _some(atlas, found))
    yield atlas
    patch.undo()


def _some(atlas: Atlas, found: standards.Model) -> pl.DataFrame:
    """The dyads of a few states: enough of a world to be ranked among."""
    parts = []
    for state in ("RUS", "USA", "PRY", "PAK"):
        grid = deeds.field(Scope(deeds.FIRST, deeds.LAST, state))
        parts.append(c._measured(grid, found.items(atlas, grid), found.weights))  # pyright: ignore[reportPrivateUsage]
    return pl.concat(parts).unique(["a", "b", "year"]).sort("a", "b", "year")


def test_tables_keep_their_contracts(rows: pl.DataFrame, atlas: Atlas) -> None:
    ClosenessStandards.validate(rows)
    Closeness.validate(_some(atlas, standards.model(atlas)))


def test_what_is_written_is_what_is_used(rows: pl.DataFrame) -> None:
    """Every number survives being written and read; rounding to six digits would show."""
    found = standards.read(rows)
    trade = rows.filter(pl.col("item") == "trade", pl.col("quantity") == "effect", pl.col("state") == "USA")
    effects = found.effects["trade"].states[found.names.index("USA")]
    assert np.array_equal(effects[trade["year"].to_numpy() - deeds.FIRST], trade["value"].to_numpy())
    assert np.isfinite(effects).sum() == trade.height > 70
    assert (found.weights.loadings >= 0).all()
    assert not found.weights.loadings[~standards.loads()].any()


def test_nothing_swallows_a_variable(rows: pl.DataFrame) -> None:
    shares = standards.read(rows).weights.shares
    assert np.allclose(shares.sum(axis=0), 1)
    assert shares.max() <= standards.CAP + 0.005
    pillars = np.array([deeds.DEEDS[name].pillar for name in standards.ITEMS])
    for pillar in set(pillars):
        assert shares[pillars == pillar, 0].sum() <= standards.CAP + 0.005, pillar
    threat = np.isin(standards.ITEMS, standards.THREAT)
    assert shares[threat, 1].sum() == pytest.approx(0.5)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_path_does_not_depend_on_the_order_and_its_interval_holds_it(atlas: Atlas, a: str, b: str) -> None:
    one, two = c.path(atlas, a, b), c.path(atlas, b, a)
    assert one.equals(two)
    for name in ("engagement", "affinity", "closeness"):
        some = one.filter(pl.col(name).is_not_null())
        assert some.height
        value, low, high, sd = (some[f"{name}{end}"] for end in ("", "_low", "_high", "_sd"))
        assert ((low < value) & (value < high)).all()
        assert np.allclose((high - low).to_numpy(), 2 * 1.6448536 * sd.to_numpy(), atol=1e-6)
        assert one[f"{name}_percentile"].drop_nulls().is_between(0, 100).all()
    assert one["coverage"].is_between(0, 1).all()
    assert one["correlation"].is_between(-1, 1).all()


def test_closeness_is_the_declared_function(atlas: Atlas) -> None:
    found = c.path(atlas, "CHN", "RUS")
    alike = standards.model(atlas).alike
    both = (found["engagement"] + found["affinity"]) / (2 + 2 * alike) ** 0.5
    assert np.allclose(found["closeness"].to_numpy(), both.to_numpy())
    e, f, r = (found[n].to_numpy() for n in ("engagement_sd", "affinity_sd", "correlation"))
    assert np.allclose(found["closeness_sd"].to_numpy(), np.sqrt((e**2 + f**2 + 2 * r * e * f) / (2 + 2 * alike)))


def test_a_pair_is_what_it_is_in_the_world(atlas: Atlas) -> None:
    world = c._world(atlas)  # pyright: ignore[reportPrivateUsage]
    for a, b in PAIRS:
        mine = world.filter(pl.col("a") == a, pl.col("b") == b)
        found = c.path(atlas, a, b)
        if mine.height:
            for name in ("engagement", "affinity"):
                assert np.abs(found[name].to_numpy() - mine[f"{name}_centi"].to_numpy() / 100).max() <= c.STEP * 1.01
            assert found["n"].to_list() == mine["n"].to_list()
    for score in c.SCORES:
        whole = measure(score, atlas, Scope(2000, 2010))
        pair = measure(score, atlas, Scope(2000, 2010, "RUS", "CHN"))
        assert pair.height == 11
        assert pair.equals(whole.filter(pl.col("a") == "CHN", pl.col("b") == "RUS"))
        assert pair["sources"].str.contains("cow-igo3" if score.id != "affinity" else "un-ga-ideal-points").any()


def test_the_smoother_is_the_exact_posterior(atlas: Atlas) -> None:
    """Against one large Gaussian: every reading, offset and year of a pair in a single covariance matrix."""
    grid = deeds.field(Scope(deeds.FIRST, deeds.LAST, "IND", "PAK"))
    model = standards.model(atlas)
    items, w = model.items(atlas, grid), model.weights
    found = w.smooth(items)
    years = len(grid.years)
    gap = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    cells = np.argwhere(np.isfinite(items[0]))
    t, k = cells.T
    y = w.clipped(items)[0][t, k]
    # Engagement, side and peace; affinity is the last two over the root of two.
    loads = np.zeros((len(standards.ITEMS), 3))
    loads[w.here, :2], loads[w.there, 2] = w.dealing.loadings, w.threat.loadings[:, 1]
    prior = [w.persistence[s] ** gap for s in range(3)]
    cov = sum(loads[k, s][:, None] * loads[k, s] * prior[s][np.ix_(t, t)] for s in range(3))
    cov = cov + np.equal.outer(k, k) * w.each("lasting")[k][:, None] + np.diag(w.each("reading")[k])
    for side, parts in enumerate(([1.0, 0.0, 0.0], [0.0, 0.5**0.5, 0.5**0.5])):
        cross = sum(part * loads[k, s] * prior[s][:, t] for s, part in enumerate(parts))
        mean = cross @ np.linalg.solve(cov, y)
        variance = 1 - np.einsum("ij,ji->i", cross, np.linalg.solve(cov, cross.T))
        assert np.allclose(found.mean[0, :, side], mean, atol=1e-8)
        assert np.allclose(found.covariance[0, :, side, side], variance, atol=1e-8)


def test_what_moved_sums_to_the_change(atlas: Atlas) -> None:
    found = c.path(atlas, "CHN", "RUS")
    for year in (1960, 1969, 1990, 2022):
        rows = c.moved(atlas, "RUS", "CHN", year)
        for name in ("engagement", "affinity", "closeness"):
            part = rows.filter(pl.col("dimension") == name)
            total = part.filter(pl.col("item") == "total")["contribution"].item()
            assert part.filter(pl.col("item") != "total")["contribution"].sum() == pytest.approx(total, abs=1e-12)
            now, before = (found.filter(pl.col("year") == y)[name].item() for y in (year, year - 1))
            assert total == pytest.approx(now - before, abs=0.021)


def test_dealing_is_no_evidence_of_siding(atlas: Atlas) -> None:
    """But through joint exercises, which speak of both, and hardly."""
    rows = c.moved(atlas, "RUS", "CHN", 1969)
    of = {(d, i) for d, i, x in rows.select("dimension", "item", "contribution").rows() if abs(x) > 0}
    assert ("engagement", "arms") in of
    assert ("affinity", "acts") in of
    assert abs(rows.filter(pl.col("dimension") == "affinity", pl.col("item") == "trade")["contribution"].sum()) < 1e-4


def test_pillars_know_less_than_all_of_them(atlas: Atlas) -> None:
    found = c.path(atlas, "CHN", "RUS").filter(pl.col("year") == 1990)
    rows = c.pillars(atlas, "CHN", "RUS", 1990)
    assert rows["year"].unique().to_list() == [1990]
    assert {"trade", "arms", "institutions"} <= set(rows.filter(pl.col("dimension") == "engagement")["pillar"])
    assert {"diplomacy", "history"} <= set(rows.filter(pl.col("dimension") == "affinity")["pillar"])
    for dimension, width in rows.select("dimension", pl.col("high") - pl.col("low")).rows():
        assert width >= (found[f"{dimension}_high"] - found[f"{dimension}_low"]).item() - 0.02
    whole = c.pillars(atlas, "CHN", "RUS")
    assert whole.filter(pl.col("year") == 1990).equals(rows)


def test_a_pair_without_deeds_has_no_value(atlas: Atlas) -> None:
    grid = deeds.field(Scope(deeds.FIRST, deeds.LAST, "BTN", "PRY"))
    model = standards.model(atlas)
    none = np.full((1, len(grid.years), len(standards.ITEMS)), np.nan)
    rows = c._measured(grid, none, model.weights)  # pyright: ignore[reportPrivateUsage]
    read = c._read(atlas, rows).collect()  # pyright: ignore[reportPrivateUsage]
    for name in ("engagement", "affinity", "closeness", "closeness_low"):
        assert read[name].null_count() == read.height > 0
    assert (read["n"] == 0).all()


def test_strangers_are_known_less_than_neighbours(atlas: Atlas) -> None:
    strangers, near = c.path(atlas, "BTN", "PRY"), c.path(atlas, "DEU", "FRA")
    assert strangers["engagement_sd"].median() > near["engagement_sd"].median()
    assert strangers["n"].median() < near["n"].median()


def test_more_hostility_is_less_affinity(atlas: Atlas) -> None:
    """One year of use of force, added to a pair's deeds, lowers affinity around it and leaves engagement alone."""
    grid = deeds.field(Scope(deeds.FIRST, deeds.LAST, "DEU", "FRA"))
    model = standards.model(atlas)
    values = dict(zip(deeds.DEEDS, deeds.measured(atlas, grid), strict=True))
    place = [model.names.index(name) for name in grid.names]
    k = standards.ITEMS.index("hostility")
    effects = replace(model.effects["hostility"], states=model.effects["hostility"].states[place])
    worse = values["hostility"].copy()
    worse[0, 1980 - deeds.FIRST] = 4.0
    items = model.items(atlas, grid)
    changed = items.copy()
    read = expected.readings("hostility", {"hostility": worse}, effects, grid, expected.setting(atlas, grid))
    changed[:, :, k] = (read - model.centre[k]) / model.scale[k]
    before, after = model.weights.smooth(items), model.weights.smooth(changed)
    year = 1982 - deeds.FIRST
    assert after.mean[0, year, 1] < before.mean[0, year, 1] - 0.02
    assert after.mean[0, year, 0] == pytest.approx(before.mean[0, year, 0], abs=0.02)


def test_known_pairs_stand_where_they_should(atlas: Atlas) -> None:
    """A test, never a target: nothing was tuned on these."""

    def at(a: str, b: str, year: int) -> dict[str, float]:
        return c.path(atlas, a, b).filter(pl.col("year") == year).row(0, named=True)

    for a, b in (("USA", "GBR"), ("FRA", "DEU")):
        assert at(a, b, 2000)["engagement"] > 1
        assert at(a, b, 2000)["affinity"] > 1
    assert at("USA", "CHN", 2000)["engagement"] > 0 > at("USA", "CHN", 2000)["affinity_high"]
    assert at("USA", "CUB", 2000)["engagement_high"] < 0 > at("USA", "CUB", 2000)["affinity_high"]
    assert at("IND", "PAK", 2000)["affinity"] < 0
    assert at("CHN", "RUS", 1969)["affinity"] < min(at("CHN", "RUS", y)["affinity"] for y in (1955, 2019))
    assert at("FRA", "DEU", 1955)["closeness"] < at("FRA", "DEU", 2000)["closeness"]


def test_damage_is_told(atlas: Atlas) -> None:
    with pytest.raises(UsageError, match="itself"):
        c.path(atlas, "RUS", "RUS")
    with pytest.raises(UnknownStateError):
        c.path(atlas, "RUS", "XXX")
    with pytest.raises(NoDataError, match="never members"):
        c.path(atlas, "DDR", "UKR")
    with pytest.raises(UsageError, match="not both members"):
        c.moved(atlas, "CHN", "RUS", 1946)


def test_declared_like_every_score() -> None:
    for name in ("closeness", "engagement", "affinity"):
        score = scores.get(name)
        assert score.kind == "score"
        assert score.question.endswith("?")
        assert not score.directed
    assert {"closeness", "closeness_standards"} <= set(scores.derive())
