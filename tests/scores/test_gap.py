"""The gap between words and deeds: laws, an exact reference, simulation, and what must not enter it."""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl
import pytest

from amity import scores
from amity.atlas import Atlas, open_atlas
from amity.errors import UnknownStateError, UsageError
from amity.indicators import Scope, among_all, measure
from amity.scores import gap, words

KEY = ["a", "b", "year"]
IDS = ("words", "words.tone", "words.attention", "gap.news")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


def held(name: str, atlas: Atlas, scope: Scope) -> pl.DataFrame:
    return measure(scores.get(name), atlas, scope)


def beliefs(values: np.ndarray, year: int = 2000) -> pl.DataFrame:
    names = [f"X{i:04d}" for i in range(len(values))]
    frame = pl.DataFrame({"a": "AAA", "b": names, "year": year, "n": 10}, schema_overrides={"year": pl.Int32})
    return frame.with_columns(q=pl.Series(values, dtype=words.BELIEF))


def with_sources(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(coverage=pl.lit(1.0), sources=pl.lit("made"))


# Laws


@pytest.mark.parametrize("name", IDS)
def test_a_pair_is_as_in_the_world(atlas: Atlas, name: str) -> None:
    scope = Scope(2008, 2010)
    world = held(name, atlas, scope)
    for a, b in (("CHN", "RUS"), ("RUS", "CHN"), ("CUB", "USA"), ("AFG", "TUV")):
        pair = held(name, atlas, Scope(2008, 2010, a, b))
        inside = pl.col("a").is_in([a, b]) & pl.col("b").is_in([a, b])
        assert pair.equals(world.filter(inside)), (name, a, b)
    one = held(name, atlas, Scope(2008, 2010, "CHN"))
    assert one.height
    assert one.equals(world.filter((pl.col("a") == "CHN") | (pl.col("b") == "CHN")))


@pytest.mark.parametrize("name", IDS)
def test_values_lie_in_their_intervals_and_ranges(atlas: Atlas, name: str) -> None:
    score = scores.get(name)
    rows = held(name, atlas, Scope(2003, 2005))
    known = rows.filter(pl.col("value").is_not_null())
    assert known.height > 1000
    assert known.filter((pl.col("low") > pl.col("value")) | (pl.col("high") < pl.col("value"))).is_empty()
    least, most = score.range
    assert least is None or known["low"].min() >= least
    assert most is None or known["high"].max() <= most
    assert known.filter(pl.col("low") == pl.col("high")).is_empty()
    assert known["reason"].null_count() == known.height
    assert rows.filter(pl.col("value").is_null() & pl.col("reason").is_null()).is_empty()
    if not score.directed:
        assert rows.filter(pl.col("a") >= pl.col("b")).is_empty()


def test_missing_words_are_no_middle_value(atlas: Atlas) -> None:
    rows = held("words", atlas, Scope(1946, 2022, "RUS", "USA"))
    told = {row["year"]: row for row in rows.iter_rows(named=True)}
    assert told[2002]["value"] is not None
    for year in (1947, 1980, 2001, 2015, 2022):
        assert told[year]["value"] is None
        assert "only attention" in told[year]["reason"]
    few = held("words", atlas, Scope(2008, 2008, "AFG", "AGO")).row(0, named=True)
    assert few["value"] is None
    assert "at least 10" in few["reason"]
    never = held("gap", atlas, Scope(1980, 1980, "BEN", "BOL")).row(0, named=True)
    assert (never["value"], never["reason"]) == (None, "no words of the two about each other are held")


def test_few_words_are_placed_loosely(atlas: Atlas) -> None:
    rows = held("words", atlas, Scope(2010, 2010)).filter(pl.col("value").is_not_null())
    width = pl.col("high") - pl.col("low")
    few, many = (rows.filter(only).select(width.median()).item() for only in (pl.col("n") < 15, pl.col("n") > 1000))
    assert few > 70
    assert many < 15


def test_attention_never_enters_the_gap(atlas: Atlas) -> None:
    """The most quarrelled-with are spoken of most: Cuba of the USA far above what was to be expected."""
    rows = held("words.attention", atlas, Scope(2002, 2014, "CUB", "USA")).filter(pl.col("a") == "CUB")
    assert rows.filter(pl.col("low") > 1).height > rows.height / 2
    assert {"favourability", "headlines"}.isdisjoint(scores.get("gap").tables)
    tone = held("words", atlas, Scope(2002, 2014, "CUB", "USA"))
    assert tone["value"].max() < 20


# References


def test_shares_are_the_beta_posterior() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(3)
    whole = rng.integers(10, 400, 600).astype(float)
    part = rng.binomial(whole.astype(int), rng.beta(8, 2, 600)).astype(float)
    found = words.believed_shares(part, whole)
    assert found.shape == (600, 10)
    assert (np.diff(found, axis=1) > 0).all()
    # A share of many events is that of the counts alone; the prior pulls the others to the mean of all.
    big = words.believed_shares(np.array([9e6, 5e6, 99.0]), np.array([1e7, 1e7, 100.0]))
    assert big[:2].mean(axis=1) == pytest.approx([0.9, 0.5], abs=1e-4)
    # The prior found again: strength from the middle two moments, here 10 (Beta(8, 2)) within sampling.
    rest = stats.beta(8 + 50, 2 + 50).ppf(words.LEVELS)
    again = words.believed_shares(np.append(part, 50.0), np.append(whole, 100.0))[-1]
    assert again == pytest.approx(rest, abs=0.01)


def test_shares_all_alike_stay_uncertain() -> None:
    found = words.believed_shares(np.array([10.0, 20.0]), np.array([10.0, 20.0]))
    assert ((found >= 0) & (found <= 1)).all()
    assert found[0, 0] < found[1, 0] < 1


def test_places_are_percentiles() -> None:
    exact = np.repeat(np.array([3.0, 1.0, 2.0, 2.0])[:, None], 10, axis=1)
    frame = pl.concat([beliefs(exact, 2000), beliefs(exact[:2], 2001)])
    assert words.placed(frame)["q"].arr.first().to_list() == [87.5, 12.5, 50.0, 50.0, 75.0, 25.0]


def test_a_rising_transformation_moves_nobody() -> None:
    drawn = np.sort(np.random.default_rng(1).normal(size=(40, 10)), axis=1)
    first, second = (words.placed(beliefs(values))["q"].to_numpy() for values in (drawn, np.exp(drawn)))
    assert (first == second).all()


def test_the_gap_of_exact_figures_is_the_difference_of_ranks() -> None:
    rng = np.random.default_rng(5)
    said, done = (rng.permutation(50).astype(float) for _ in range(2))
    frames = [beliefs(np.repeat(x[:, None], 10, axis=1)) for x in (said, done)]
    found = gap.compared(frames[0], with_sources(frames[1]))
    assert found["value"].to_numpy() == pytest.approx(2.0 * (said - done), abs=1e-5)
    assert (found["low"] == found["high"]).all()
    swapped = gap.compared(frames[1], with_sources(frames[0]))
    assert swapped["value"].to_numpy() == pytest.approx(-found["value"].to_numpy(), abs=1e-5)


def test_only_dyads_with_both_are_compared() -> None:
    frame = beliefs(np.repeat(np.arange(6.0)[:, None], 10, axis=1))
    found = gap.compared(frame, with_sources(frame.filter(pl.col("b") >= "X0003")))
    assert found["b"].to_list() == ["X0003", "X0004", "X0005"]
    assert found["value"].to_list() == [0.0, 0.0, 0.0]
    assert gap.compared(frame, with_sources(frame.clear())).is_empty()


def test_a_normal_difference_has_its_interval() -> None:
    from scipy.stats import norm

    z = norm.ppf(words.LEVELS)[None, :]
    _, low, high = gap.differences(3 + 2 * z, 1 + z)[0]
    assert (low, high) == pytest.approx((2 - 1.645 * 5**0.5, 2 + 1.645 * 5**0.5), abs=0.25)
    value = pl.Series([1.0, 2.0, 5.0])
    assert gap.believed_scores(value, value - 1.645, value + 1.645)[0] == pytest.approx(1 + z[0], abs=1e-3)
    assert (gap.believed_scores(value, pl.Series([None] * 3, dtype=pl.Float64), value)[2] == 5).all()


def test_the_interval_holds_the_true_gap_nine_times_in_ten() -> None:
    """Words drawn as counts, deeds with normal error; the truth is the difference of the true percentiles."""
    rng = np.random.default_rng(11)
    n = 2500
    tone, deed = rng.beta(5, 0.5, n), rng.normal(size=n)
    events = np.maximum(10, rng.lognormal(3.5, 1.5, n).astype(int)).astype(float)
    friendly = rng.binomial(events.astype(int), tone).astype(float)
    error = rng.uniform(0.1, 1.0, n)
    seen = (deed / error**2 + 0.0) / (1 / error**2 + 1) + rng.normal(size=n) * error / (1 + error**2)
    sd = np.sqrt(1 / (1 / error**2 + 1))
    mid = pl.Series(seen)
    deeds = gap.believed_scores(mid, mid - 1.6448536 * pl.Series(sd), mid + 1.6448536 * pl.Series(sd))
    found = gap.compared(beliefs(words.believed_shares(friendly, events)), with_sources(beliefs(deeds)))
    rank = [100 * (x.argsort().argsort() + 0.5) / n for x in (tone, deed)]
    truth = rank[0] - rank[1]
    inside = (found["low"].to_numpy() <= truth) & (truth <= found["high"].to_numpy())
    assert 0.87 < inside.mean() < 0.93


# In use


def test_another_score_of_deeds_may_be_named(atlas: Atlas) -> None:
    """What stands for closeness here is shared organisations: any undirected measure that rises with closeness."""
    scope = Scope(2010, 2010)
    rows = gap.measure_gap(atlas, scope, "institutions.shared_igos").collect().filter(pl.col("value").is_not_null())
    others = among_all(scores.get("institutions.shared_igos"), atlas, 2010).select("a", "b")
    said = held("words", atlas, scope).filter(pl.col("value").is_not_null())
    both = said.join(others, on=["a", "b"], how="semi").select(KEY).sort(KEY)
    assert rows.select(KEY).sort(KEY).equals(both)
    assert abs(rows["value"].mean()) < 1e-6
    assert set(rows["sources"].str.split("; ").list.first()) == {"icews-dyad"}
    lacking = gap.measure_gap(atlas, scope, "institutions.shared_igos").collect().filter(pl.col("value").is_null())
    assert lacking["reason"].null_count() == 0
    with pytest.raises(UsageError, match="one each way"):
        gap.measure_gap(atlas, scope, "trade.share")
    with pytest.raises(UsageError, match="No score or indicator"):
        gap.measure_gap(atlas, scope, "trade.shar")


def test_without_closeness_there_is_no_gap(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "registry", dict)
    gap.compared_with.cache_clear()
    rows = gap.measure_gap(atlas, Scope(2010, 2010, "CHN", "RUS")).collect()
    gap.compared_with.cache_clear()
    assert rows["reason"].to_list() == ["closeness is not in this atlas"]
    assert "value" not in rows.columns or rows["value"].null_count() == 1


def test_parts_tell_attention_and_tone_apart(atlas: Atlas) -> None:
    rows = gap.parts(atlas, "USA", "CUB")
    assert rows.equals(gap.parts(atlas, "CUB", "USA"))
    assert rows.select("part", "direction", "year").is_unique().all()
    assert set(rows["direction"]) == {"both", "CUB>USA", "USA>CUB"}
    known = rows.filter(pl.col("value").is_not_null())
    assert known.filter((pl.col("percentile") < pl.col("low")) | (pl.col("percentile") > pl.col("high"))).is_empty()
    assert known["low"].min() >= 0
    assert known["high"].max() <= 100
    assert rows.filter(pl.col("value").is_null())["reason"].null_count() == 0
    tone = known.filter(part="tone", direction="both")
    score = held("words", atlas, Scope(2002, 2014, "CUB", "USA"))
    assert tone["percentile"].to_list() == pytest.approx(score["value"].to_list(), abs=1e-5)
    attention = known.filter(part="attention", direction="CUB>USA", year=2010)
    assert attention["percentile"].item() > 80
    assert tone.filter(year=2010)["percentile"].item() < 20


def test_parts_show_the_deeds_that_the_gap_used(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gap, "DEEDS", ("institutions.shared_igos",))
    monkeypatch.setattr(gap, "_PARTS", gap._PARTS | {"institutions.shared_igos": ("", "none")})
    rows = gap.parts(atlas, "CHN", "RUS").filter(pl.col("value").is_not_null())
    shown = rows.filter(part="institutions.shared_igos", year=2010).row(0, named=True)
    assert shown["value"] > 10
    assert shown["low"] <= shown["percentile"] <= shown["high"]
    assert set(rows.filter(part="headlines")["direction"]) == {"RUS>CHN"}


def test_parts_need_two_states(atlas: Atlas) -> None:
    with pytest.raises(UsageError, match="two different"):
        gap.parts(atlas, "CHN", "CHN")
    with pytest.raises(UnknownStateError):
        gap.parts(atlas, "CHN", "XXX")


def test_unclear_china_has_no_attention(atlas: Atlas) -> None:
    rows = held("words.attention", atlas, Scope(1955, 1980, "CHN", "USA")).filter(pl.col("b") == "CHN")
    before = rows.filter(pl.col("year") < 1971)
    assert before.height
    assert before["value"].null_count() == before.height
    assert before["reason"].unique().to_list() == ["'China' in this speech may mean either government"]
    assert rows.filter(pl.col("year") > 1971)["value"].null_count() == 0


def test_expected_mentions_are_those_of_the_others(atlas: Atlas) -> None:
    """By hand: the length of a's speech times what all others name b per word."""
    spoke = atlas.scan("speeches").filter(pl.col("year") == 2000).collect()
    named = atlas.scan("mentions").filter(pl.col("year") == 2000, pl.col("target") == "USA").collect()
    length = dict(spoke.select("state", "n_words").iter_rows())
    count = dict(named.select("speaker", "mentions").iter_rows())
    others = [state for state in length if state not in ("CUB", "USA")]
    rate = sum(count.get(state, 0) for state in others) / sum(length[state] for state in others)
    found = words.mentions(atlas).filter(a="CUB", b="USA", year=2000).row(0, named=True)
    assert found["expected"] == pytest.approx(length["CUB"] * rate)
    assert found["count"] == count["CUB"]


def test_the_scores_are_declared(atlas: Atlas) -> None:
    for name in (*IDS, "gap"):
        score = scores.get(name)
        assert score.kind == "score"
        assert score.question.endswith("?")
        assert set(score.tables) <= set(atlas.tables)
    assert isinstance(scores.get("gap.news").measure, partial)
