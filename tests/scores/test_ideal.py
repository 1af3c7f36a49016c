"""UN ideal points: the solver on simulated votes, the data rules, published points, and the score resting on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from amity.atlas import Atlas, open_atlas
from amity.atlas.tables import CONTRACTS
from amity.errors import NoDataError, UsageError
from amity.indicators import SCHEMA, Scope, measure
from amity.scores import _ordinal, ideal

Choices = list[NDArray[np.int8]]

#: Published points of docs/methods.md, section 1.4: state, session, 5 %, 95 %.
PUBLISHED = (
    ("RUS", 26, -2.756, -2.089),
    ("RUS", 60, -0.065, 0.233),
    ("CHN", 74, -0.529, -0.155),
    ("CHN", 50, -1.823, -1.196),
    ("CHN", 65, -1.155, -0.559),
    ("CHN", 69, -1.104, -0.571),
)


def simulate(periods: int, n: int, items: int, seed: int) -> tuple[Choices, NDArray[np.float64]]:
    """Choices drawn from the model, a tenth missing, and the true positions (mean 0, standard deviation 1)."""
    rng = np.random.default_rng(seed)
    x = np.cumsum(np.vstack([rng.standard_normal((1, n)), 0.4 * rng.standard_normal((periods - 1, n))]), axis=0)
    x = (x - x.mean()) / x.std()
    choices: Choices = []
    for row in x:
        slope = rng.standard_normal(items)[:, None]
        z = slope * row + rng.standard_normal((items, n))
        cut = slope * rng.standard_normal(items)[:, None]
        sheet = ((z > cut).astype(np.int8) + (z > cut + rng.uniform(0.1, 1.2, items)[:, None])).astype(np.int8)
        sheet[rng.random(sheet.shape) < 0.1] = _ordinal.MISSING
        choices.append(sheet[[len({*line.tolist()} - {_ordinal.MISSING}) > 1 for line in sheet]])
    return choices, x


def fit(choices: Choices, start: NDArray[np.float64], steps: int = ideal.STEPS) -> _ordinal.Fit:
    return _ordinal.fit(choices, list(range(len(choices))), start, ideal.PRIOR, steps)


@pytest.fixture(scope="module")
def world() -> tuple[Choices, NDArray[np.float64], NDArray[np.float64], _ordinal.Fit]:
    choices, truth = simulate(10, 50, 40, seed=3)
    start = ideal.first_component(choices, 0)
    start = start * np.sign((start * truth).sum())
    return choices, truth, start, fit(choices, start)


def test_known_points_are_found_and_bands_hold_them(world: Any) -> None:
    _, truth, _, found = world
    assert np.corrcoef(found.position.ravel(), truth.ravel())[0, 1] > 0.96
    covered = np.mean(np.abs(found.position - truth) < 1.6449 * found.sd)
    assert 0.85 <= covered <= 0.96


def test_mean_and_spread_are_fixed(world: Any) -> None:
    found = world[3]
    assert found.position.mean() == pytest.approx(0, abs=1e-9)
    assert found.position.std() == pytest.approx(1, abs=1e-9)


def test_the_search_has_come_to_rest(world: Any) -> None:
    choices, _, start, found = world
    assert found.moved[-1] < 1e-3 < found.moved[0]
    further = fit(choices, start, ideal.STEPS + 8)
    assert np.abs(further.position - found.position).max() < 1e-3
    assert np.abs(further.sd - found.sd).max() < 1e-3


def test_sides_can_be_swapped(world: Any) -> None:
    """Yes read as no, or the start turned round: the same points, or their mirror."""
    choices, _, start, found = world
    swapped = [np.where(sheet == _ordinal.MISSING, sheet, 2 - sheet).astype(np.int8) for sheet in choices]
    np.testing.assert_allclose(fit(swapped, start).position, found.position, atol=1e-3)
    np.testing.assert_allclose(fit(choices, -start).position, -found.position, atol=1e-6)


def test_order_does_not_matter(world: Any) -> None:
    choices, _, start, found = world
    rng = np.random.default_rng(0)
    who = rng.permutation(start.shape[1])
    mixed = [sheet[rng.permutation(len(sheet))][:, who] for sheet in choices]
    again = fit(mixed, start[:, who])
    np.testing.assert_allclose(again.position, found.position[:, who], atol=1e-8)
    np.testing.assert_allclose(again.sd, found.sd[:, who], atol=1e-8)


def test_who_is_absent_has_no_point_and_who_votes_little_a_wide_one(world: Any) -> None:
    choices, _, start, found = world
    fewer = [sheet.copy() for sheet in choices]
    fewer[4][:, 7] = fewer[0][:, 9] = fewer[9][:, 9] = _ordinal.MISSING
    fewer[5][3:, 11] = _ordinal.MISSING
    told = [[len({*line.tolist()} - {_ordinal.MISSING}) > 1 for line in sheet] for sheet in fewer]
    again = fit([sheet[keep] for sheet, keep in zip(fewer, told, strict=True)], start)
    assert np.isnan(again.position[4, 7])
    assert np.isnan(again.sd[0, 9])
    assert np.isfinite(np.delete(again.position[:, 7], 4)).all()
    assert again.sd[5, 11] > 1.1 * found.sd[5, 11]


def test_a_vote_without_two_sides_is_refused(world: Any) -> None:
    choices, _, start, _ = world
    with pytest.raises(ValueError, match="two categories"):
        fit([np.zeros_like(choices[0]), *choices[1:]], start)


def test_the_same_votes_give_the_same_bytes(world: Any) -> None:
    choices, _, start, found = world
    assert fit(choices, start).position.tobytes() == found.position.tobytes()


def test_data_rules_reproduce_published_counts() -> None:
    choices, years, names = ideal.votes(open_atlas())
    cast = {
        year: dict(zip(names, (sheet >= 0).sum(axis=0).tolist(), strict=True))
        for sheet, year in zip(choices, years, strict=True)
    }
    expected = {(70, "CHN"): 72, (70, "RUS"): 73, (71, "CHN"): 77, (71, "RUS"): 78}
    expected |= {(72, state): 90 for state in ("CHN", "RUS", "USA")}
    for (session, state), n in expected.items():
        assert abs(cast[session + 1945][state] - n) <= 1
    assert 1964 not in years
    assert all(cast[year]["CHN"] == 0 for year in years if year < 1971)
    assert cast[1993]["ZAF"] == 0


@pytest.fixture(scope="module")
def own() -> pl.DataFrame:
    """What the atlas will hold, from the sessions since 1946; issues left out for time."""
    return ideal.estimate(open_atlas())


class _With(Atlas):
    """The shipped atlas with our table, as it is after the next build."""

    rows: pl.DataFrame

    def scan(self, table: str) -> pl.LazyFrame:
        return self.rows.lazy() if table == "estimated_ideal_points" else super().scan(table)


@pytest.fixture(scope="module")
def atlas(own: pl.DataFrame) -> Atlas:
    shipped = open_atlas()
    held = _With(Path(shipped.folder), shipped.manifest)
    object.__setattr__(held, "rows", ideal.thousandths({"all": own}))
    return held


def test_points_agree_with_the_published(own: pl.DataFrame) -> None:
    theirs = open_atlas().scan("ideal_points").filter(pl.col("series") == "legacy", pl.col("vintage") == "2020-04")
    both = own.join(theirs.select("state", "year", theirs="value").collect(), on=["state", "year"])
    assert both.height == 10_469
    r = both.group_by("year").agg(pl.corr("value", "theirs").alias("r"))["r"].to_numpy()
    assert np.median(r) > 0.995
    assert r.min() > 0.98
    assert both.select(pl.corr("value", "theirs")).item() > 0.97
    assert both.select(pl.col("theirs").is_between("low", "high").mean()).item() > 0.79


@pytest.mark.parametrize(("state", "session", "low", "high"), PUBLISHED)
def test_points_lie_in_the_published_bands(
    own: pl.DataFrame, state: str, session: int, low: float, high: float
) -> None:
    value = own.filter(pl.col("state") == state, pl.col("year") == session + 1945)["value"].item()
    assert low <= value <= high


def test_the_table_keeps_its_contract(atlas: Atlas) -> None:
    rows = atlas.scan("estimated_ideal_points").collect()
    CONTRACTS["estimated_ideal_points"].validate(rows)
    assert rows.filter(pl.col("n") > pl.col("calls")).is_empty()
    assert rows.filter(~pl.col("value_permille").is_between("low_permille", "high_permille")).is_empty()


def test_distance_of_a_pair_is_that_of_the_world(atlas: Atlas) -> None:
    (score,) = ideal.SCORES
    pair = measure(score, atlas, Scope(2010, 2019, "RUS", "CHN"))
    world = measure(score, atlas, Scope(2010, 2019))
    assert pair.rows() == world.filter(pl.col("a") == "CHN", pl.col("b") == "RUS").rows()
    assert pair.height == 10
    assert list(pair.columns) == list(SCHEMA)
    some = world.drop_nulls("value")
    assert (some["low"] >= 0).all()
    assert some["value"].is_between(some["low"], some["high"]).all()
    assert some["coverage"].is_between(0, 1).all()
    assert world.filter(pl.col("n") < 5)["value"].null_count() == world.filter(pl.col("n") < 5).height
    both = {state: ideal.points(atlas, state).filter(pl.col("year") == 2015) for state in ("China", "RUS")}
    gap = abs(both["China"]["value"].item() - both["RUS"]["value"].item())
    assert pair.filter(pl.col("year") == 2015)["value"].item() == pytest.approx(gap)


def test_ends_of_a_folded_normal_are_those_of_draws() -> None:
    means, low, high = ideal._folded()
    rng = np.random.default_rng(0)
    for mean in (0.0, 0.5, 2.0, 4.0):
        draws = np.quantile(np.abs(mean + rng.standard_normal(200_000)), (0.05, 0.95))
        at = int(np.searchsorted(means, mean))
        assert (low[at], high[at]) == pytest.approx(draws, abs=0.02)


def test_wrong_questions_say_what_there_is(atlas: Atlas) -> None:
    with pytest.raises(UsageError, match="human-rights"):
        ideal.points(atlas, "CHN", "whales")
    with pytest.raises(NoDataError, match="no recorded vote"):
        ideal.points(atlas, "XKX")
