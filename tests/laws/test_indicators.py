"""What must hold for every indicator, whatever it measures, and what experts expect of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from amity import indicators, states
from amity.atlas import Atlas, open_atlas
from amity.indicators import SCHEMA, Indicator, Scope

CASES = Path(__file__).parents[1] / "cases"
ALL = list(indicators.registry().values())
DYADS = (("CHN", "RUS"), ("IND", "PAK"), ("DEU", "FRA"), ("ISL", "GBR"), ("SSD", "UGA"), ("USA", "GBR"))


class Recent(dict[str, int]):
    """A year in which many indicators have values: 2012, else the next later one with any, else the last before."""

    def __missing__(self, name: str) -> int:
        indicator, atlas = indicators.get(name), open_atlas()
        first, last = indicators.covered(indicator, atlas)
        start = max(first, min(last, 2012))
        years = (*range(start, last + 1), *range(start - 1, first - 1, -1))
        self[name] = next(y for y in years if indicators.among_all(indicator, atlas, y).height)
        return self[name]


RECENT = Recent()


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


def _cases() -> list[dict[str, Any]]:
    found = [case for path in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(path.read_text())]
    assert len(found) > 50
    return found


@pytest.mark.parametrize("case", _cases(), ids=lambda c: f"{c['indicator']}-{c['a']}-{c['b']}-{c['year']}")
def test_case(atlas: Atlas, case: dict[str, Any]) -> None:
    indicator = indicators.get(case["indicator"])
    rows = indicators.measure(
        indicator, atlas, Scope(case["year"], case["year"], case["a"], case["b"], intervals=False)
    )
    a, b = (case["a"], case["b"]) if indicator.directed else sorted((case["a"], case["b"]))
    row = rows.filter((pl.col("a") == a) & (pl.col("b") == b)).row(0, named=True)
    assert row["value"] == pytest.approx(case["value"], abs=case["tolerance"] + 1e-12)
    if case["n"] is not None:
        assert row["n"] == case["n"]


@pytest.mark.parametrize("indicator", ALL, ids=lambda i: i.id)
class TestLaws:
    def _everything(self, atlas: Atlas, indicator: Indicator, a: str, b: str) -> pl.DataFrame:
        return indicators.measure(indicator, atlas, Scope(1816, indicators.LAST_YEAR, a, b))

    @pytest.mark.parametrize(("a", "b"), DYADS)
    def test_shape_and_bounds(self, atlas: Atlas, indicator: Indicator, a: str, b: str) -> None:
        rows = self._everything(atlas, indicator, a, b)
        assert rows.schema == pl.Schema(SCHEMA)
        assert rows.select("a", "b", "year").is_unique().all()
        least, most = indicator.range
        values = rows.drop_nulls("value")
        if least is not None:
            assert (values["value"] >= least - 1e-9).all()
        if most is not None:
            assert (values["value"] <= most + 1e-9).all()
        assert values["value"].is_finite().all()
        bounded = rows.drop_nulls("low")
        assert (bounded["low"] <= bounded["value"] + 0.02 * (1 + bounded["value"].abs())).all()
        assert (bounded["high"] >= bounded["value"] - 0.02 * (1 + bounded["value"].abs())).all()
        assert values["coverage"].is_between(0, 1).all()
        assert (values["n"] >= indicator.min_n).all()
        assert values["sources"].null_count() == 0

    @pytest.mark.parametrize(("a", "b"), DYADS)
    def test_missing_is_not_zero(self, atlas: Atlas, indicator: Indicator, a: str, b: str) -> None:
        rows = self._everything(atlas, indicator, a, b)
        missing = rows.filter(pl.col("value").is_null())
        assert missing["reason"].null_count() == 0, "every missing value says why"
        assert rows.filter(pl.col("value").is_not_null())["reason"].null_count() == rows.height - missing.height
        first, last = indicators.covered(indicator, atlas)
        outside = rows.filter(~pl.col("year").is_between(min(first, 1816), last))
        assert outside.drop_nulls("value").is_empty(), "no value outside declared coverage"

    @pytest.mark.parametrize(("a", "b"), DYADS)
    def test_order_of_the_question_does_not_matter(self, atlas: Atlas, indicator: Indicator, a: str, b: str) -> None:
        assert self._everything(atlas, indicator, a, b).equals(self._everything(atlas, indicator, b, a))

    def test_direction(self, atlas: Atlas, indicator: Indicator) -> None:
        rows = self._everything(atlas, indicator, "CHN", "RUS")
        pairs = set(rows.select("a", "b").unique().iter_rows())
        assert pairs == ({("CHN", "RUS"), ("RUS", "CHN")} if indicator.directed else {("CHN", "RUS")})

    def test_part_equals_part_of_whole(self, atlas: Atlas, indicator: Indicator) -> None:
        """Measuring one dyad gives what measuring the world gives for it."""
        year = RECENT[indicator.id]
        world = indicators.measure(indicator, atlas, Scope(year, year, intervals=False))
        assert world.drop_nulls("value").height > 0
        for a, b in DYADS:
            alone = indicators.measure(indicator, atlas, Scope(year, year, a, b, intervals=False))
            within = world.filter(pl.col("a").is_in([a, b]) & pl.col("b").is_in([a, b]))
            assert alone.equals(within)
        mine = indicators.measure(indicator, atlas, Scope(year, year, "CHN", intervals=False))
        assert mine.equals(world.filter((pl.col("a") == "CHN") | (pl.col("b") == "CHN")))

    def test_years_are_independent(self, atlas: Atlas, indicator: Indicator) -> None:
        long = self._everything(atlas, indicator, "CHN", "RUS")
        year = RECENT[indicator.id]
        short = indicators.measure(indicator, atlas, Scope(year - 3, year, "CHN", "RUS"))
        assert short.equals(long.filter(pl.col("year").is_between(year - 3, year)))

    def test_only_members_and_no_self(self, atlas: Atlas, indicator: Indicator) -> None:
        year = RECENT[indicator.id]
        world = indicators.measure(indicator, atlas, Scope(year, year, intervals=False))
        members = {s.code for s in states.members(year)}
        assert set(world["a"]) | set(world["b"]) <= members
        assert (world["a"] != world["b"]).all()
        if not indicator.directed:
            assert (world["a"] < world["b"]).all()


@pytest.mark.parametrize("indicator", [i for i in ALL if not i.casefile], ids=lambda i: i.id)
class TestPlaces:
    """Where a value stands among all dyads; what casefiles say of few places nobody."""

    def test_percentile(self, atlas: Atlas, indicator: Indicator) -> None:
        year = RECENT[indicator.id]
        everyone = indicators.among_all(indicator, atlas, year)
        best = everyone.sort("value", "a", "b").row(-1, named=True)
        standing = indicators.percentile(indicator, atlas, best["a"], best["b"], year)
        assert standing is not None
        ties = (everyone["value"] == best["value"]).sum()
        assert standing == pytest.approx(100 * (1 - ties / everyone.height / 2))
        if not indicator.directed:
            assert standing == indicators.percentile(indicator, atlas, best["b"], best["a"], year)

    def test_distribution_held_ready_is_what_measuring_gives(self, atlas: Atlas, indicator: Indicator) -> None:
        held = atlas.scan("distributions").filter(pl.col("indicator") == indicator.id).collect()
        years = held["year"].unique().sort()
        assert 0 < len(years) <= 2
        everyone = indicators.among_all(indicator, atlas, years[-1])["value"].cast(pl.Float32)
        assert held.filter(pl.col("year") == years[-1])["pairs"].sum() == len(everyone)
        for value in (everyone.min(), everyone.median(), everyone.max()):
            place = indicators.standing(indicator, atlas, years[-1], value)
            assert place.pairs == len(everyone)
            below, equal = int((everyone < value).sum()), int((everyone == value).sum())
            assert place.percentile == pytest.approx(100 * (below + equal / 2) / len(everyone))
            assert place.equal == pytest.approx(equal / len(everyone))


def test_ratios_invert(atlas: Atlas) -> None:
    for name in ("power.cinc_ratio", "power.gdp_ratio"):
        rows = indicators.measure(indicators.get(name), atlas, Scope(1950, 2026, "CHN", "RUS"))
        there = rows.filter(pl.col("a") == "CHN").sort("year")["value"]
        back = rows.filter(pl.col("a") == "RUS").sort("year")["value"]
        assert len(there) > 30
        assert ((there * back - 1).abs() < 1e-7).all()


def test_asymmetry_is_antisymmetric(atlas: Atlas) -> None:
    rows = indicators.measure(indicators.get("trade.asymmetry"), atlas, Scope(1950, 2026, "CHN", "RUS"))
    there = rows.filter(pl.col("a") == "CHN").sort("year")["value"]
    back = rows.filter(pl.col("a") == "RUS").sort("year")["value"]
    assert ((there + back).drop_nulls().abs() < 1e-9).all()


def test_shares_add_up(atlas: Atlas) -> None:
    """China's trade shares with all states sum to at most one, and nearly to one."""
    rows = indicators.measure(indicators.get("trade.share"), atlas, Scope(2018, 2018, "CHN"))
    total = rows.filter(pl.col("a") == "CHN")["value"].sum()
    assert 0.85 < total <= 1.0 + 1e-9


class InThousands(Atlas):
    """The same atlas with every flow and total in another unit."""

    def scan(self, table: str) -> pl.LazyFrame:
        return super().scan(table).with_columns(pl.col("^.*_usd_million$") * 1000.0)


def test_unit_change_of_flows_leaves_shares(atlas: Atlas) -> None:
    scope = Scope(2010, 2014, "CHN", "RUS")
    other = InThousands(atlas.folder, atlas.manifest)
    for name in ("trade.share", "trade.rank", "trade.concentration", "trade.interdependence", "trade.growth"):
        before = indicators.measure(indicators.get(name), atlas, scope)
        after = indicators.measure(indicators.get(name), other, scope)
        assert before["value"].drop_nulls().len() > 0
        assert (before["value"] - after["value"]).abs().max() < 1e-9, name
    flow = indicators.get("trade.flow")
    before, after = (indicators.measure(flow, x, scope)["value"] for x in (atlas, other))
    assert ((after / before - 1000).abs() < 1e-6).all()


def test_gaps_stay_gaps(atlas: Atlas) -> None:
    """No data set of all pairs covers 2021 and 2024: India and Pakistan have no figure then, not zero."""
    rows = indicators.measure(indicators.get("trade.flow"), atlas, Scope(2019, 2026, "IND", "PAK"))
    assert not set(rows.drop_nulls("value")["year"]) & {2021, 2024}
    assert {2020, 2022, 2023} <= set(rows["year"])


def test_interval_is_reproducible_and_moves_with_the_seed(atlas: Atlas) -> None:
    kappa = indicators.get("diplomacy.kappa")
    one = indicators.measure(kappa, atlas, Scope(2019, 2019, "CHN", "RUS", seed=1))
    assert one.equals(indicators.measure(kappa, atlas, Scope(2019, 2019, "CHN", "RUS", seed=1)))
    other = indicators.measure(kappa, atlas, Scope(2019, 2019, "CHN", "RUS", seed=2))
    assert one["value"].equals(other["value"])
    assert not one["low"].equals(other["low"])
