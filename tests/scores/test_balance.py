"""Who depends on whom: laws, printed shares, rival books, simulated uncertainty, unreasonable weights."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from amity import indicators, scores
from amity.atlas import Atlas, open_atlas
from amity.errors import UnknownStateError, UsageError
from amity.indicators import Scope
from amity.scores import balance as subject
from amity.scores._shares import PILLARS, Shares, shares

IDS = [score.id for score in subject.SCORES]
KEY = ["a", "b", "year"]
WEIGHTS = np.array(list(subject.WEIGHTS.values()))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    atlas = open_atlas()
    atlas.hold("trade", "arms_transfers", "energy_flows")
    return atlas


@pytest.fixture(scope="module")
def world(atlas: Atlas) -> dict[str, pl.DataFrame]:
    return {name: _measured(name, atlas, Scope(2012, 2012)) for name in IDS}


def _measured(name: str, atlas: Atlas, scope: Scope) -> pl.DataFrame:
    return indicators.measure(scores.get(name), atlas, scope)


def _made(rows: list[list[float]], own: float = 0.0, shared: float = 0.0) -> Shares:
    """Shares of one pair: dependence of a on b, and of b on a."""
    s = np.array(rows)
    key = pl.DataFrame({"a": ["AAA", "BBB"], "b": ["BBB", "AAA"], "year": [2000, 2000]})
    names = tuple(subject.WEIGHTS)[: s.shape[1]]
    return Shares(key, names, s, s, s, np.full_like(s, own), np.full_like(s, shared), ())


def test_the_scores_are_declared() -> None:
    pillars = [f"dependence.{name}" for name in subject.WEIGHTS]
    assert ["dependence", *pillars, "balance", "power_ratio"] == IDS
    assert all(scores.registry()[name].kind == "score" for name in IDS)
    assert sum(subject.WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", IDS)
def test_values_lie_in_their_range_and_interval(world: dict[str, pl.DataFrame], name: str) -> None:
    rows = world[name].filter(pl.col("value").is_not_null())
    if name == "dependence.investment":
        assert rows.is_empty()  # held from 2014
        return
    assert rows.height > 10_000
    assert rows.select((pl.col("low") <= pl.col("value") + 1e-12).all()).item()
    assert rows.select((pl.col("high") >= pl.col("value") - 1e-12).all()).item()
    if name.startswith("dependence"):
        assert rows.select(pl.min_horizontal("low", "value").min()).item() >= 0
        assert rows.select(pl.col("high").max()).item() <= 1
        assert rows.select((pl.col("high") > pl.col("low")).mean()).item() > 0.99
    assert rows.select(pl.col("sources").is_not_null().all()).item()
    assert rows.select(pl.col("coverage").is_between(0, 1 + 1e-9).all()).item()
    nothing = world[name].filter(pl.col("value").is_null())
    assert nothing.select(pl.col("reason").is_not_null().all()).item()
    assert nothing.select(pl.col("low").is_null().all() & pl.col("high").is_null().all()).item()


@pytest.mark.parametrize("name", ["balance", "power_ratio"])
def test_the_balance_is_antisymmetric(world: dict[str, pl.DataFrame], name: str) -> None:
    rows = world[name]
    turned = rows.select(a="b", b="a", year="year", v=-pl.col("value"), l=-pl.col("high"), h=-pl.col("low"))
    both = rows.join(turned, on=KEY)
    assert both.height == rows.height
    for mine, theirs in (("value", "v"), ("low", "l"), ("high", "h")):
        assert both.select(pl.col(mine).eq_missing(pl.col(theirs)).all()).item(), mine


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("pair", [("CHN", "RUS"), ("DEU", "USA"), ("ISL", "GBR")])
def test_a_pair_is_as_in_the_world(
    atlas: Atlas, world: dict[str, pl.DataFrame], name: str, pair: tuple[str, str]
) -> None:
    alone = _measured(name, atlas, Scope(2012, 2012, *pair))
    same = world[name].filter(pl.col("a").is_in(pair), pl.col("b").is_in(pair))
    assert alone.height == 2
    assert alone.equals(same)
    of_one = _measured(name, atlas, Scope(2012, 2012, pair[0])).filter(pl.col("b") == pair[1])
    assert of_one.equals(same.filter(pl.col("b") == pair[1]))


def test_trade_is_the_indicator(atlas: Atlas, world: dict[str, pl.DataFrame]) -> None:
    for score, indicator in (
        ("trade", "trade.share"),
        ("arms", "arms.import_share"),
        ("technology", "technology.import_dependence"),
    ):
        theirs = indicators.measure(indicators.get(indicator), atlas, Scope(2012, 2012)).select(*KEY, v="value")
        both = world[f"dependence.{score}"].join(theirs, on=KEY)
        assert both.select(pl.col("value").eq_missing(pl.col("v")).all()).item(), score
        assert both["v"].count() > 10_000


def test_fuels_of_both_directions_weigh_by_value(atlas: Atlas) -> None:
    """A state that only buys depends by its import share; one that does both lies between its two shares."""
    pair = Scope(2012, 2012, "DEU", "RUS")
    value, sent, got = (
        _measured(name, atlas, pair).filter(pl.col("a") == "DEU")["value"][0]
        for name in ("dependence.energy", "energy.export_share", "energy.import_share")
    )
    assert min(sent, got) < value < max(sent, got)
    assert value > 0.9 * got  # Germany sells hardly any


def test_printed_shares(atlas: Atlas) -> None:
    """COW 4.0 with its own state totals, computed outside; ours adds up the partners held."""
    trade = subject.balance(atlas, "CHN", "RUS").filter(pl.col("pillar") == "trade")
    for year, mine, theirs in ((1992, 0.03093, 0.06916), (1996, 0.02121, 0.04788)):
        row = trade.filter(pl.col("year") == year).row(0, named=True)
        assert row["a_on_b_low"] < mine < row["a_on_b_high"]
        assert row["b_on_a_low"] < theirs < row["b_on_a_high"]
        assert row["b_on_a"] == pytest.approx(theirs, rel=0.04)
    ratio = trade.select(pl.col("year"), r=2 ** -pl.col("log_ratio"))
    assert ratio.filter(year=1992)["r"][0] == pytest.approx(2.2, abs=0.4)
    assert ratio.filter(year=2014)["r"][0] > 2 * ratio.filter(year=1992)["r"][0]


def test_intervals_hold_what_rival_books_say(atlas: Atlas) -> None:
    """COW 2008 beside BACI: nine in ten of its shares, and nine in ten of its log ratios."""
    of = pl.col("dataset") == "cow-trade-4.0", pl.col("year") == 2008
    flows = atlas.scan("trade").filter(*of).select(a="source", b="target", x="value_usd_million").collect()
    two_way = flows.join(flows.select(a="b", b="a", m="x"), on=["a", "b"]).with_columns(t=pl.col("x") + pl.col("m"))
    whole = two_way.group_by("a").agg(whole=pl.col("t").sum())
    rival = (
        two_way.join(whole, on="a").select("a", "b", rival=pl.col("t") / pl.col("whole")).filter(pl.col("rival") > 0)
    )
    rows = _measured("dependence.trade", atlas, Scope(2008, 2008)).filter(pl.col("value") > 1e-5)
    both = rows.join(rival, on=["a", "b"])
    assert both.height > 10_000
    assert 0.86 < both.select(pl.col("rival").is_between("low", "high").mean()).item() < 0.94
    pillar = shares(atlas, Scope(2008, 2008), ("trade",))
    between = subject.ratio(pillar, np.ones(1))
    ours = pillar.key.with_columns(pl.Series("low", between.low), pl.Series("high", between.high))
    theirs = rival.join(rival.select(a="b", b="a", r="rival"), on=["a", "b"])
    held = ours.filter(pl.col("low").is_not_nan()).join(
        theirs.select("a", "b", v=(pl.col("rival") / pl.col("r")).log(2)), on=["a", "b"]
    )
    assert 0.86 < held.select(pl.col("v").is_between("low", "high").mean()).item() < 0.94


def test_the_variance_of_the_weights_is_that_of_draws() -> None:
    of = _made([[0.1, 0.2, 0.3, 0.05, 0.15], [0.02, 0.1, 0.01, 0.2, 0.3]])
    drawn = np.random.default_rng(1).dirichlet(subject.CONCENTRATION * WEIGHTS, size=40_000)
    means = drawn @ of.s.T
    whole = subject.overall(of, WEIGHTS)
    value = whole.value
    assert value == pytest.approx(of.s @ WEIGHTS)
    assert whole.sd * value * (1 - value) == pytest.approx(means.std(axis=0), rel=0.02)
    # The ratio is a first-order approximation.
    between = subject.ratio(of, WEIGHTS)
    assert between.sd[0] == pytest.approx(np.log2(means[:, 0] / means[:, 1]).std(), rel=0.1)


def test_what_is_shared_leaves_the_ratio() -> None:
    rows = [[0.1], [0.02]]
    own, shared = _made(rows, own=0.002), _made(rows)
    shared.shared[:] = np.array([[0.01], [0.002]])  # a tenth of each
    assert subject.ratio(shared, np.ones(1)).sd[0] == pytest.approx(0, abs=1e-12)
    assert subject.overall(shared, np.ones(1)).sd[0] > subject.overall(own, np.ones(1)).sd[0] > 0
    rng = np.random.default_rng(2)
    drawn = np.array(rows)[:, 0] + 0.002 * rng.standard_normal((100_000, 2))
    expected = np.log2(np.clip(drawn[:, 0], 1e-6, 1) / np.clip(drawn[:, 1], 1e-6, 1)).std()
    assert subject.ratio(own, np.ones(1)).sd[0] == pytest.approx(expected, rel=0.03)


def test_a_missing_pillar_is_no_zero() -> None:
    missing, zero = _made([[0.2, np.nan, 0.1]] * 2, 0.01), _made([[0.2, 0.0, 0.1]] * 2, 0.01)
    whole = _made([[0.2, 0.17272727, 0.1]] * 2, 0.01)
    weights = WEIGHTS[:3] / WEIGHTS[:3].sum()
    parts = [subject.overall(of, weights) for of in (missing, zero, whole)]
    assert parts[0].value[0] == pytest.approx((0.2 * weights[0] + 0.1 * weights[2]) / (weights[0] + weights[2]))
    assert parts[1].value[0] < parts[0].value[0]
    assert parts[0].sd[0] > parts[2].sd[0]
    assert parts[0].mass[0] == pytest.approx(1 - weights[1])
    assert parts[0].n[0] == 2


def test_too_little_weight_is_no_value() -> None:
    thin = _made([[np.nan, 0.9, 0.9, np.nan, np.nan]] * 2)
    assert np.isnan(subject.overall(thin, WEIGHTS).value).all()
    assert np.isnan(subject.overall(thin, WEIGHTS).high).all()
    assert np.isnan(subject.ratio(thin, WEIGHTS).value).all()
    assert subject.overall(thin, np.array([0, 0.5, 0.5, 0, 0])).value[0] == pytest.approx(0.9)


def test_the_ratio_counts_common_pillars_only() -> None:
    of = _made([[0.2, 0.9], [0.1, np.nan]])
    weights = np.array([0.5, 0.5])
    assert subject.ratio(of, weights).value == pytest.approx([1.0, -1.0])
    assert subject.ratio(of, weights).n.tolist() == [1, 1]
    assert np.isnan(subject.ratio(_made([[0.2], [0.0]]), np.ones(1)).value).all()


@pytest.mark.parametrize("pillar", range(5))
def test_more_of_any_pillar_is_more_dependence(pillar: int) -> None:
    base = [[0.1, 0.2, 0.3, 0.05, 0.15], [0.02, 0.1, 0.01, 0.2, 0.3]]
    more = [list(row) for row in base]
    more[0][pillar] += 0.1
    before, after = _made(base), _made(more)
    assert subject.overall(after, WEIGHTS).value[0] > subject.overall(before, WEIGHTS).value[0]
    assert subject.overall(after, WEIGHTS).value[1] == subject.overall(before, WEIGHTS).value[1]
    assert subject.ratio(after, WEIGHTS).value[0] > subject.ratio(before, WEIGHTS).value[0]


def test_zero_has_an_upper_end_only(world: dict[str, pl.DataFrame]) -> None:
    zeros = world["dependence.energy"].filter(pl.col("value") == 0)
    assert zeros.height > 1000
    assert zeros.select((pl.col("low") == 0).all() & (pl.col("high") > 0).all()).item()


def test_a_total_of_two_partners_is_none(atlas: Atlas) -> None:
    """The file of COW has West Germany of those years with Belgium and Luxembourg only."""
    rows = _measured("dependence.trade", atlas, Scope(1970, 1970, "DEU", "BEL"))
    mine, theirs = (rows.filter(pl.col("a") == a).row(0, named=True) for a in ("DEU", "BEL"))
    assert mine["value"] is None
    assert "fewer than 5 partners" in mine["reason"]
    assert 0.2 < theirs["value"] < 0.3


def test_a_negative_position_is_no_share(atlas: Atlas) -> None:
    rows = _measured("dependence.investment", atlas, Scope(2014, 2024))
    negative = rows.filter(pl.col("reason").str.contains("negative"))
    assert negative.height > 5
    assert negative["value"].null_count() == negative.height
    assert rows["value"].max() < 0.9


class TestHistory:
    def test_swapping_the_states_mirrors_it(self, atlas: Atlas) -> None:
        one, other = subject.balance(atlas, "China", "russia"), subject.balance(atlas, "RUS", "CHN")
        assert one.columns == other.columns
        assert set(one["a"]) == {"CHN"} == set(other["b"])
        assert one["a_on_b"].equals(other["b_on_a"])
        assert one["b_on_a_high"].equals(other["a_on_b_high"])
        assert one["log_ratio_low"].equals(-other["log_ratio_high"])
        assert (one["power_ratio"] + other["power_ratio"]).abs().max() < 1e-9

    def test_it_says_what_the_scores_say(self, atlas: Atlas) -> None:
        found = subject.balance(atlas, "RUS", "CHN")
        scope = Scope(1816, 2026, "CHN", "RUS")
        for name, column in (("dependence", "a_on_b"), ("balance", "log_ratio")):
            rows = _measured(name, atlas, scope).filter(pl.col("a") == "RUS", pl.col("value").is_not_null())
            both = found.filter(pl.col("pillar") == "overall").join(rows, on="year")
            assert both.height == rows.height > 90
            for end, theirs in (("", "value"), ("_low", "low"), ("_high", "high")):
                assert both.select((pl.col(column + end) - pl.col(theirs)).abs().max()).item() < 1e-6
        for pillar in subject.WEIGHTS:
            rows = _measured(f"dependence.{pillar}", atlas, scope).filter(pl.col("a") == "RUS").drop_nulls("value")
            both = found.filter(pl.col("pillar") == pillar).join(rows, on="year")
            assert both.height == rows.height
            assert both.filter((pl.col("a_on_b") - pl.col("value")).abs() > 1e-8).is_empty()

    def test_every_year_has_every_pillar_and_a_reason_for_each_gap(self, atlas: Atlas) -> None:
        found = subject.balance(atlas, "BLR", "RUS")
        assert found.group_by("year").len()["len"].unique().to_list() == [1 + len(PILLARS)]
        assert found["year"].min() == 1991
        assert found.filter(pl.col("log_ratio").is_null() != pl.col("reason").is_not_null()).is_empty()
        gdp = indicators.measure(indicators.get("trade.dependence"), atlas, Scope(2010, 2010, "BLR", "RUS"))
        row = found.filter(pl.col("year") == 2010, pl.col("pillar") == "trade_gdp").row(0, named=True)
        assert row["a_on_b"] == pytest.approx(gdp.filter(pl.col("a") == "BLR")["value"][0])

    def test_weights_are_shares_of_their_sum(self, atlas: Atlas) -> None:
        three = subject.balance(atlas, "CHN", "RUS", weights={"trade": 3, "arms": 3})
        half = subject.balance(atlas, "CHN", "RUS", weights={"trade": 0.5, "arms": 0.5})
        assert three.equals(half)
        alone = subject.balance(atlas, "CHN", "RUS", weights={"trade": 1})
        trade = alone.filter(pl.col("pillar") == "trade", pl.col("a_on_b").is_not_null())
        whole = alone.filter(pl.col("pillar") == "overall", pl.col("a_on_b").is_not_null())
        assert whole["a_on_b"].to_numpy() == pytest.approx(trade["a_on_b"].to_numpy())
        with_gdp = subject.balance(atlas, "CHN", "RUS", weights={"trade": 1, "trade_gdp": 1})
        assert with_gdp.filter(pl.col("pillar") == "overall", pl.col("year") == 2010)["a_on_b"][0] != pytest.approx(
            whole.filter(pl.col("year") == 2010)["a_on_b"][0]
        )

    @pytest.mark.parametrize(
        ("weights", "told"),
        [
            ({"votes": 1.0}, "'votes'"),
            ({"trade": -1.0, "arms": 2.0}, "0 or more"),
            ({"trade": float("nan")}, "0 or more"),
            ({"trade": float("inf")}, "0 or more"),
            ({"trade": 0.0}, "above 0"),
            ({}, "above 0"),
        ],
    )
    def test_weights_that_make_no_sense(self, atlas: Atlas, weights: dict[str, float], told: str) -> None:
        with pytest.raises(UsageError, match=told):
            subject.balance(atlas, "CHN", "RUS", weights=weights)

    def test_states_that_make_no_pair(self, atlas: Atlas) -> None:
        with pytest.raises(UsageError, match="two states"):
            subject.balance(atlas, "CHN", "China")
        with pytest.raises(UnknownStateError):
            subject.balance(atlas, "CHN", "Ruritania")


def test_power_lies_in_the_range_of_its_rivals(atlas: Atlas) -> None:
    row = _measured("power_ratio", atlas, Scope(2010, 2010, "CHN", "RUS")).filter(pl.col("a") == "CHN")
    assert row["value"][0] == pytest.approx(np.log2(0.2092 / 0.0391), abs=0.01)
    assert row["low"][0] <= row["value"][0] <= row["high"][0]
    assert row["n"][0] == 4
