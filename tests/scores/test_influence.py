"""Influence capacity: laws, simulated weights, ranks, and files that are not what they should be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from amity import indicators, scores
from amity.atlas import Atlas, open_atlas
from amity.atlas.tables.influence import Influence
from amity.errors import NoDataError, SourceError, UsageError
from amity.indicators import Scope
from amity.scores import influence as subject
from amity.scores._shares import Shares

YEAR = 2012
KEY = ["a", "b", "year"]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    atlas = open_atlas()
    atlas.hold("trade", "arms_transfers", "energy_flows", "shared_igos")
    return atlas


@pytest.fixture(autouse=True)
def _scaled(monkeypatch: pytest.MonkeyPatch, atlas: Atlas) -> None:
    """Before the table ships, finding the scale means measuring sixty years of all pairs."""
    if "influence" not in atlas.tables:
        monkeypatch.setattr(subject, "_scale", lambda _: 0.606)


@pytest.fixture(scope="module")
def world(atlas: Atlas) -> pl.DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        if "influence" not in atlas.tables:
            patch.setattr(subject, "_scale", lambda _: 0.606)
        return _measured("influence", atlas, Scope(YEAR, YEAR))


def _measured(name: str, atlas: Atlas, scope: Scope) -> pl.DataFrame:
    return indicators.measure(scores.get(name), atlas, scope)


def _made(parts: list[float], mine: list[float], theirs: list[float]) -> subject.Ties:
    """One pair: bandwidth, and dependence of a on b and of b on a (trade only, where one number is given)."""
    s = np.array([(row + [np.nan] * 5)[:5] for row in (mine, theirs)])
    key = pl.DataFrame({"a": ["AAA", "BBB"], "b": ["BBB", "AAA"], "year": [2000, 2000]})
    nought = np.zeros_like(s)
    of = Shares(key, ("trade", "energy", "arms", "investment", "technology"), s, s, s, nought, nought, ())
    return subject.Ties(of, np.array([parts, parts]), np.zeros((2, 4)), ())


def test_values_lie_in_their_range_and_interval(world: pl.DataFrame) -> None:
    rows = world.filter(pl.col("value").is_not_null())
    assert rows.height > 20_000
    assert rows.select(pl.col("value").is_between(0, 1).all()).item()
    assert rows.select((pl.col("low") <= pl.col("value")).all() & (pl.col("high") >= pl.col("value")).all()).item()
    assert rows.select(pl.col("low").min()).item() >= 0
    assert rows.select(pl.col("high").max()).item() <= 1
    assert rows.filter(pl.col("value") > 1e-9).select((pl.col("high") > pl.col("low")).all()).item()
    assert rows.select(pl.col("coverage").is_between(0.3, 1 + 1e-9).all()).item()
    nothing = world.filter(pl.col("value").is_null())
    assert nothing.height > 1000
    assert nothing.select(pl.col("reason").is_not_null().all() & pl.col("high").is_null().all()).item()


@pytest.mark.parametrize("pair", [("CHN", "RUS"), ("CAN", "USA"), ("GBR", "ISL")])
def test_a_pair_is_as_in_the_world(atlas: Atlas, world: pl.DataFrame, pair: tuple[str, str]) -> None:
    same = world.filter(pl.col("a").is_in(pair), pl.col("b").is_in(pair))
    assert _measured("influence", atlas, Scope(YEAR, YEAR, *pair)).equals(same)
    many_years = _measured("influence", atlas, Scope(1816, 2026, *pair))
    assert many_years.filter(pl.col("year") == YEAR).equals(same)
    assert many_years.filter(pl.col("value").is_not_null())["year"].min() >= subject.FIRST
    one = _measured("influence", atlas, Scope(YEAR, YEAR, pair[0]))
    assert one.filter(pl.col("b") == pair[1]).equals(same.filter(pl.col("b") == pair[1]))


def test_bandwidth_is_the_same_both_ways_and_dependence_is_that_of_the_other(atlas: Atlas, world: pl.DataFrame) -> None:
    of = subject.ties(atlas, Scope(YEAR, YEAR))
    half = len(of.parts) // 2
    assert np.array_equal(of.parts[:half], of.parts[half:], equal_nan=True)
    assert np.nanmin(of.parts) >= 0
    assert np.nanmax(of.parts) <= 1
    dependence = _measured("dependence", atlas, Scope(YEAR, YEAR)).select(a="b", b="a", d="value")
    weights = np.array(list(subject.BANDWIDTH.values()))
    held = ~np.isnan(of.parts)
    wide = (np.nan_to_num(of.parts) @ weights) / (held @ weights)
    ours = of.shares.key.with_columns(pl.Series("wide", wide)).join(world, on=KEY).join(dependence, on=["a", "b"])
    ours = ours.filter(pl.col("value") > 1e-6)
    scale = (ours["wide"] * ours["d"] / ours["value"]).to_numpy()
    assert scale == pytest.approx(np.full(len(scale), scale[0]), rel=1e-6)


def test_more_dependence_of_the_other_is_more_influence() -> None:
    base, more = _made([0.5, 0.4, 0.0, 0.0], [0.1], [0.2]), _made([0.5, 0.4, 0.0, 0.0], [0.1], [0.4])
    before, after = subject._product(base), subject._product(more)
    assert after.value[0] == pytest.approx(2 * before.value[0])
    assert after.value[1] == before.value[1]
    wider = subject._product(_made([0.6, 0.4, 0.0, 0.0], [0.1], [0.2]))
    assert (wider.value > before.value).all()


def test_missing_is_not_zero() -> None:
    zero, missing = (subject._product(_made([0.5, v, 0.2, 0.0], [0.1], [0.2])) for v in (0.0, np.nan))
    assert missing.value[0] > zero.value[0]
    assert missing.coverage[0] < zero.coverage[0]
    assert missing.n[0] == zero.n[0] - 1
    assert np.isnan(subject._product(_made([np.nan, 0.5, 0.5, 1.0], [0.1], [0.2])).value).all()
    assert np.isnan(subject._product(_made([0.5, 0.5, 0.5, 1.0], [0.1], [])).value[0])
    nought = subject._product(_made([0.5, 0.5, 0.5, 1.0], [0.1], [0.0]))
    assert nought.value[0] == 0


def test_the_variance_of_the_weights_is_that_of_draws() -> None:
    parts = [0.6, 0.4, 0.2, 1.0]
    found = subject._product(_made(parts, [0.1] * 5, [0.2] * 5))
    weights = np.array(list(subject.BANDWIDTH.values()))
    drawn = np.random.default_rng(1).dirichlet(subject.CONCENTRATION * weights, size=40_000) @ np.array(parts)
    # All pillars alike: what the weights of dependence are is no matter.
    assert found.sd[0] == pytest.approx(drawn.std() / drawn.mean(), rel=0.02)


def test_slow_records_stand_for_ten_years(atlas: Atlas) -> None:
    of = subject.ties(atlas, Scope(2010, 2026, "CHN", "RUS"))
    rows = of.shares.key.with_columns(
        pl.Series("shared", of.parts[:, 1]).fill_nan(None), pl.Series("drift", of.drift[:, 1]).fill_nan(None)
    ).filter(pl.col("a") == "CHN")
    held = dict(zip(rows["year"], rows["shared"], strict=True))
    drift = dict(zip(rows["year"], rows["drift"], strict=True))
    assert held[2014] == held[2015] == held[2024]
    assert held[2013] != held[2014] or held[2012] != held[2014]
    assert held[2025] is None
    assert drift[2014] == 0 < drift[2015] < drift[2024]


def test_arms_of_five_years(atlas: Atlas) -> None:
    """Both directions, in the newest edition that has all five years, by the logarithm of their part of the world's."""
    of = subject.ties(atlas, Scope(2010, 2010, "CHN", "RUS"))
    moved = atlas.scan("arms_transfers").filter(pl.col("vintage") == "2026-02", pl.col("year").is_between(2006, 2010))
    pair = moved.filter(pl.col("source").is_in(["CHN", "RUS"]), pl.col("target").is_in(["CHN", "RUS"]))
    total, world = (rows.select(pl.col("tiv_million").sum()).collect().item() for rows in (pair, moved))
    assert of.parts[0, 2] == pytest.approx(1 + np.log10(total / world) / 5)


class TestCapacity:
    def test_it_is_the_sum_over_all_others(self, atlas: Atlas, world: pl.DataFrame) -> None:
        found = subject.capacity(atlas, YEAR)
        sums = world.group_by("a").agg(total=pl.col("value").sum(), n=pl.col("value").count())
        both = found.join(sums, left_on="state", right_on="a")
        assert both.height == found.height > 180
        assert both["outward"].to_numpy() == pytest.approx(both["total"].to_numpy(), rel=1e-6)
        assert both["partners"].to_list() == both["n"].to_list()
        assert found["rank"].to_list() == sorted(found["rank"].to_list())
        assert found.select(
            (pl.col("low") <= pl.col("outward")).all() & (pl.col("high") >= pl.col("outward")).all()
        ).item()
        assert found.equals(subject.capacity(atlas, YEAR))
        assert not found.equals(subject.capacity(atlas, YEAR, seed=5))

    def test_multiplied_parts_rank_alike_but_are_not_the_same(self, atlas: Atlas) -> None:
        added, multiplied = (subject.capacity(atlas, YEAR, aggregation=how) for how in ("additive", "geometric"))
        both = added.join(multiplied, on="state", suffix="_g")
        assert both.select((pl.col("outward_g") < pl.col("outward") + 1e-9).all()).item()  # means: geometric is less
        assert both.select(pl.corr("rank", "rank_g")).item() > 0.9

    @pytest.mark.parametrize("year", [1950, 2021, 2050])
    def test_a_year_without_trade_has_none(self, atlas: Atlas, year: int) -> None:
        with pytest.raises(NoDataError, match=str(year)):
            subject.capacity(atlas, year)

    def test_stability(self, atlas: Atlas) -> None:
        drawn = subject.stability(atlas, YEAR, draws=20, seed=3)
        assert drawn.height == 20
        assert drawn.select(
            pl.col("spearman").is_between(0.8, 1).all() & pl.col("top10").is_between(5, 10).all()
        ).item()
        assert drawn["spearman"].n_unique() > 10
        assert drawn.equals(subject.stability(atlas, YEAR, draws=20, seed=3))
        with pytest.raises(UsageError, match="one draw"):
            subject.stability(atlas, YEAR, draws=0)


def test_rank_correlation_is_that_of_scipy() -> None:
    from scipy import stats

    rng = np.random.default_rng(4)
    x, y = rng.integers(0, 6, 60).astype(float), rng.integers(0, 6, 60).astype(float)
    assert subject._spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)


def test_most_influence_on_china_was_russia_in_2023(atlas: Atlas) -> None:
    """A public script on the published index says so of it."""
    rows = _measured("influence", atlas, Scope(2023, 2023, "CHN")).filter(pl.col("b") == "CHN")
    assert rows.sort("value", descending=True, nulls_last=True)["a"][0] == "RUS"


def test_the_table_keeps_its_contract(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "FIRST", 2020)
    monkeypatch.setattr(subject, "LAST_YEAR", 2023)
    made = subject.largest(atlas)
    assert Influence.validate(made).equals(made)
    assert made["year"].to_list() == [2020, 2022, 2023]
    assert made.row(0) == subject.largest(atlas).row(0)
    if "influence" in atlas.tables:
        shipped = atlas.scan("influence").filter(pl.col("year") >= 2020).collect()
        assert shipped.equals(made)


GOOD = "countrya,countryb,year,iso3a,iso3b,fbic,bandwidth,dependence\nRussia,China,2012,RUS,CHN,0.3,0.5,0.2\n"
ROW = "China,Russia,2012,CHN,RUS,0.2,0.4,\n"


class TestFile:
    def test_a_file_in_the_published_layout(self, tmp_path: Path) -> None:
        file = tmp_path / "fbic.csv"
        file.write_text(GOOD + ROW)
        found = subject.load(file)
        assert found.columns == ["a", "b", "year", "fbic", "bandwidth", "dependence"]
        assert found.rows() == [("CHN", "RUS", 2012, 0.2, 0.4, None), ("RUS", "CHN", 2012, 0.3, 0.5, 0.2)]

    def test_names_will_do_and_capitals_too(self, tmp_path: Path) -> None:
        file = tmp_path / "fbic.csv"
        file.write_text("\ufeffCountryA,CountryB,Year,FBIC\nRussian Federation,Germany,2012,0.25\n", encoding="utf-8")
        assert subject.load(str(file)).rows() == [("RUS", "DEU", 2012, 0.25)]

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "no CSV file"),
            (b"iso3a,iso3b,year,fbic\n", "no rows"),
            (b"iso3a,iso3b,year\nCHN,RUS,2012\n", "no column fbic"),
            (b"who,whom,year,fbic\nCHN,RUS,2012,0.1\n", "no column countrya, countryb"),
            (b"PK\x03\x04\x00\x00\x00\x00\x1f", "is no text"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,2012,0.1,7,8\n", "no CSV file"),
            (b"iso3a,iso3b,year,fbic\nCHN,XQZ,2012,0.1\n", "'XQZ'"),
            (b"iso3a,iso3b,year,fbic\nCHN,,2012,0.1\n", "without iso3b"),
            (b"iso3a,iso3b,year,fbic\nCHN,CHN,2012,0.1\n", "with itself"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,2012,0.1\nCHN,RUS,2012,0.1\n", "more than once"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,2012,1.5\n", "outside 0 to 1"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,2012,-0.1\n", "outside 0 to 1"),
            (b"iso3a,iso3b,year,fbic,bandwidth\nCHN,RUS,2012,0.1,inf\n", "of bandwidth"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,2012,nan\n", "'nan'"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,2012,much\n", "'much'"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,2012.5,0.1\n", "year"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,12,0.1\n", "year"),
            (b"iso3a,iso3b,year,fbic\nCHN,RUS,,0.1\n", "year"),
            (b"iso3a,iso3b,year,fbic\nCH\xff\xfe,RUS,2012,0.1\n", "fbic.csv"),
        ],
    )
    def test_a_damaged_file_gives_one_clear_message(self, tmp_path: Path, content: bytes, told: str) -> None:
        file = tmp_path / "fbic.csv"
        file.write_bytes(content)
        with pytest.raises(SourceError, match=told) as caught:
            subject.load(file)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 600

    def test_no_file_and_too_large_a_file(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="cannot be read"):
            subject.load(tmp_path / "none.csv")
        with pytest.raises(SourceError, match="cannot be read"):
            subject.load(tmp_path)
        large = tmp_path / "large.csv"
        with large.open("wb") as stream:
            stream.truncate(1_000_000_001)  # takes no room on the disk
        with pytest.raises(SourceError, match="bytes"):
            subject.load(large)


class TestAgainst:
    def test_ranks_alone_count(self, atlas: Atlas, world: pl.DataFrame) -> None:
        ours = world.filter(pl.col("value").is_not_null())
        same = ours.select(*KEY, fbic=pl.col("value").sqrt())
        found = subject.against(atlas, same)
        assert found.columns == ["year", "n", "spearman"]
        assert found.row(0) == (YEAR, ours.height, pytest.approx(1, abs=1e-6))
        turned = subject.against(atlas, same.with_columns(fbic=1 - pl.col("fbic")))
        assert turned["spearman"][0] == pytest.approx(-1, abs=1e-6)

    def test_years_and_columns_that_are_not_there(self, atlas: Atlas) -> None:
        rows = {"a": ["CHN", "CHN"], "b": ["RUS", "RUS"], "year": [1950, 2012], "fbic": [0.1, 0.2]}
        found = subject.against(atlas, pl.DataFrame(rows))
        assert found.rows() == [(1950, 0, None), (2012, 1, None)]
        with pytest.raises(UsageError, match="fbic"):
            subject.against(atlas, pl.DataFrame({"a": ["CHN"], "b": ["RUS"], "year": [2012]}))
