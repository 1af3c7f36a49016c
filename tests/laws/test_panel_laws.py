"""What must hold for every panel, whatever stands in it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import amity
from amity import indicators, states
from amity.errors import NoDataError
from amity.indicators import Scope, measure, measure_all
from amity.panel import Panel, panel, variables

HELD = variables().filter("held")
PAIRED = HELD.filter(pl.col("level") != "state")["variable"].to_list()
ALL = HELD["variable"].to_list()
CODES = ("CHN", "RUS", "DEU", "FRA", "DDR", "YEM", "YMD", "ETH", "ISL", "SSD", "VNM", "AUH", "JPN")

_years = st.tuples(st.integers(1816, 2026), st.integers(0, 12)).map(lambda y: (y[0], min(2026, y[0] + y[1])))
_some = st.lists(st.sampled_from(ALL), max_size=5, unique=True)
_states = st.lists(st.sampled_from(CODES), min_size=2, max_size=6, unique=True)


def _made(unit: str, years: tuple[int, int], codes: Sequence[str], **more: object) -> Panel | None:
    try:
        return panel(unit, *years, states=codes, **more)  # type: ignore[arg-type]
    except NoDataError:
        return None


def _units(unit: str, years: tuple[int, int], codes: Sequence[str]) -> int:
    """How many rows there must be, counted one by one."""
    count = 0
    for year in range(years[0], years[1] + 1):
        n = sum(states.get(code).is_member(year) for code in codes)
        count += n if unit == "state-year" else n * (n - 1) if unit == "directed-dyad-year" else n * (n - 1) // 2
    return count


@settings(max_examples=60)
@given(
    unit=st.sampled_from(["directed-dyad-year", "dyad-year", "state-year"]), years=_years, codes=_states, names=_some
)
def test_joining_never_multiplies_or_loses_rows(
    unit: str, years: tuple[int, int], codes: list[str], names: list[str]
) -> None:
    if unit == "state-year":
        names = [name for name in names if name not in PAIRED]
    made = _made(unit, years, codes, variables=names)
    assert (0 if made is None else made.height) == _units(unit, years, codes)
    if made is not None:
        assert made.frame.height == made.height
        assert tuple(made.frame.columns) == made.names
        assert made.frame.select(made.keys).is_unique().all()
        assert made.frame.equals(made.frame.sort(made.keys))


@settings(max_examples=30)
@given(years=_years, codes=_states, names=_some)
def test_direction_swaps(years: tuple[int, int], codes: list[str], names: list[str]) -> None:
    """What stands for a in the row (a, b) stands for b in the row (b, a); a flow there is a flow back."""
    made = _made("directed-dyad-year", years, codes, variables=[*names, "trade", "contiguity", "capital_distance"])
    if made is None:
        return
    turned = made.frame.select(
        pl.col("b").alias("a"),
        pl.col("a").alias("b"),
        "year",
        *(pl.col(_other(name)).alias(name) for name in made.names[3:]),
    )
    mirrored = [name for name in made.names if not name.startswith("atop_")]
    assert_frame_equal(
        made.frame.select(mirrored), turned.select(mirrored).sort("a", "b", "year"), check_exact=False, abs_tol=1e-9
    )


def _other(name: str) -> str:
    swaps = {"exports_usd_million": "imports_usd_million", "imports_usd_million": "exports_usd_million"}
    if name.endswith(("_a", "_b")):
        return name[:-1] + {"a": "b", "b": "a"}[name[-1]]
    return swaps.get(name, name)


@settings(max_examples=25)
@given(years=_years, codes=_states, names=_some)
def test_both_directions_of_an_undirected_panel_are_the_two_rows_of_a_directed_one(
    years: tuple[int, int], codes: list[str], names: list[str]
) -> None:
    wanted = [*names, "alliances", "trade"]
    one = _made("dyad-year", years, codes, variables=wanted)
    two = _made("directed-dyad-year", years, codes, variables=wanted)
    assert (one is None) == (two is None)
    if one is None or two is None:
        return
    for stem in ("atop_defense", "exports_usd_million"):
        there = two.frame.filter(pl.col("a") < pl.col("b"))[stem]
        back = two.frame.filter(pl.col("a") > pl.col("b")).sort("b", "a", "year")[stem]
        assert one.frame[f"{stem}_ab"].equals(there)
        assert one.frame[f"{stem}_ba"].equals(back)


@settings(max_examples=25)
@given(years=_years, codes=_states, names=_some, inner=st.integers(0, 12), fewer=st.integers(2, 6))
def test_part_of_a_panel_is_the_panel_of_the_part(
    years: tuple[int, int], codes: list[str], names: list[str], inner: int, fewer: int
) -> None:
    whole = _made("directed-dyad-year", years, codes, variables=names)
    shorter, mine = (years[0], min(years[1], years[0] + inner)), codes[:fewer]
    part = _made("directed-dyad-year", shorter, mine, variables=names)
    if whole is None or part is None:
        return
    inside = pl.col("a").is_in(mine) & pl.col("b").is_in(mine) & pl.col("year").is_between(*shorter)
    assert part.frame.equals(whole.frame.filter(inside))


@settings(max_examples=25)
@given(years=_years, codes=_states, names=_some, lag=st.integers(1, 5))
def test_a_lag_is_the_row_so_many_years_before(
    years: tuple[int, int], codes: list[str], names: list[str], lag: int
) -> None:
    made = _made("dyad-year", years, codes, variables=[*names, "cinc"], lags=(1, lag, lag + 1))
    if made is None or years[0] - lag - 1 < 1816:
        return
    long = panel("dyad-year", years[0] - lag - 1, years[1], states=codes, variables=[*names, "cinc"]).frame
    for name in (n for n in made.names[3:] if "_lag" not in n):
        for years_ago in {1, lag, lag + 1}:
            before = long.select("a", "b", year=(pl.col("year") + years_ago).cast(pl.Int16), before=pl.col(name))
            beside = made.frame.join(before, on=["a", "b", "year"], how="left", maintain_order="left")
            assert beside[f"{name}_lag{years_ago}"].equals(beside["before"]), (name, years_ago)


def test_a_lag_of_a_lag_is_the_longer_lag() -> None:
    made = panel("dyad-year", 1950, 1970, states=["USA", "RUS", "DDR"], variables=["cinc", "trade"], lags=(1, 2))
    for name in ("cinc_a", "exports_usd_million_ab"):
        again = made.frame.with_columns(pl.col(f"{name}_lag1").shift(1).over("a", "b").alias("again"))
        inner = again.filter(pl.col("year").cum_count().over("a", "b") > 1)
        assert inner.height > 20
        assert inner["again"].equals(inner[f"{name}_lag2"])


def test_missing_is_not_zero() -> None:
    """Zero stands where a data set covers the year and names nobody, and never outside its years."""
    made = panel("directed-dyad-year", 2010, 2024, states=["ISL", "FJI", "CHN"], variables=["contiguity", "alliances"])
    for name, last in (("contiguity", 2016), ("atop_defense", 2018)):
        inside = made.frame.filter(pl.col("year") <= last)
        assert inside[name].null_count() == 0
        assert made.frame.filter(pl.col("year") > last)[name].null_count() == made.height - inside.height > 0
    trade = panel("directed-dyad-year", 2019, 2024, dyads=[("India", "Pakistan")], variables=["trade"]).frame
    assert trade.filter(pl.col("year").is_in([2021, 2024]))["exports_usd_million"].null_count() == 4


def test_reducers() -> None:
    args = ("dyad-year", 1995, 2024)
    pair = {"dyads": [("China", "Russia"), ("India", "Pakistan")], "indicators": ["trade.share"]}
    both = panel(*args, **pair).frame
    ab, ba = (both[f"trade_share_{way}"] for way in ("ab", "ba"))
    known = ab.is_not_null() & ba.is_not_null()
    assert 20 < known.sum() < both.height
    for how, made in (
        ("sum", ab + ba),
        ("mean", (ab + ba) / 2),
        ("min", pl.select(pl.min_horizontal(ab, ba)).to_series()),
        ("max", pl.select(pl.max_horizontal(ab, ba)).to_series()),
    ):
        reduced = panel(*args, **pair, reduce={"trade.share": how}).frame["trade_share"]
        assert reduced.is_not_null().equals(known), how
        assert reduced.filter(known).equals(made.filter(known), check_names=False), how
    assert panel(*args, **pair, reduce={"trade.share": "a_to_b"}).frame["trade_share"].equals(ab, check_names=False)
    assert panel(*args, **pair, reduce={"trade.share": "b_to_a"}).frame["trade_share"].equals(ba, check_names=False)


@pytest.mark.parametrize("pair", [("CHN", "RUS"), ("DDR", "POL"), ("SSD", "UGA")])
def test_measuring_all_at_once_is_measuring_each(pair: tuple[str, str]) -> None:
    atlas = amity.open_atlas()
    known = [i for i in indicators.registry().values() if set(i.tables) <= set(atlas.tables)]
    assert len(known) > 20
    for scope in (Scope(1816, 2026, *pair), Scope(2000, 2004, *pair, seed=3)):
        each = pl.concat([measure(indicator, atlas, scope) for indicator in known])
        assert measure_all(known, atlas, scope).equals(each)


def test_indicators_stand_in_a_panel_as_they_are_measured() -> None:
    atlas = amity.open_atlas()
    for name in ("trade.share", "diplomacy.agreement", "military.obligations"):
        indicator = indicators.get(name)
        column = name.replace(".", "_")
        world = panel("directed-dyad-year", 2010, 2011, indicators=[name]).frame
        pair = panel("directed-dyad-year", 2010, 2011, dyads=[("Brazil", "China")], indicators=[name]).frame
        rows = measure(indicator, atlas, Scope(2010, 2011, "BRA", "CHN", intervals=False)).select(
            "a", "b", "year", "value"
        )
        if not indicator.directed:
            rows = pl.concat([rows, rows.select(pl.col("b").alias("a"), pl.col("a").alias("b"), "year", "value")])
        assert world.filter(pl.col("a").is_in(["BRA", "CHN"]), pl.col("b").is_in(["BRA", "CHN"])).equals(pair)
        assert pair[column].to_list() == rows.sort("a", "b", "year")["value"].to_list()
        assert pair[column].null_count() < 4
