"""Verdicts: known results come out, missing is never a verdict on the claim, and the nearest reading is a true one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amity import claims
from amity.atlas import open_atlas
from amity.claims import Evidence, precision
from amity.claims.figures import converted, readings
from amity.claims.language import Figure, parse

ATLAS = open_atlas()


def _try(test: str) -> Evidence:
    study = parse(
        f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {{{test}}}}}]", "x"
    )
    return claims.try_test(study.claims[0].tests[0], ATLAS)


def test_a_share_that_is_too_low_is_contradicted_and_the_year_it_fits_is_named() -> None:
    # seeds/claims.yaml: 0.8 % of China's exports to Russia; about 2 % in 2014 to 2019.
    got = _try("indicator: trade.export_share, of: CHN, on: RUS, years: 2014-2019, op: '=', value: 0.8, unit: '%'")
    assert got.outcome == "contradicts"
    assert got.value is not None
    assert 0.015 < got.value < 0.025
    assert got.claimed == pytest.approx(0.008)
    assert got.nearest is not None
    year = int(got.nearest.split(" in ")[1][:4])
    assert year < 2014


@pytest.mark.parametrize(("year", "value"), [(2014, 95), (2010, 55)])
def test_totals_that_agree_on_chinas_books(year: int, value: int) -> None:
    got = _try(
        f"series: goods_trade_total, casefile: [CHN, RUS], years: {year}, op: '=', value: {value}, unit: USD bn, "
        "tolerance: 1%"
    )
    assert got.outcome == "agrees"
    assert got.source is not None
    assert "casefile-CHN-RUS" in got.source


def test_a_rival_source_that_agrees_is_named_beside_the_default() -> None:
    got = _try("indicator: trade.flow, of: RUS, on: CHN, years: 2014, op: '=', value: 41.6, unit: USD bn")
    assert got.outcome == "agrees"
    assert got.reading is not None
    assert got.reading.startswith("imf-imts-china-usa")
    assert got.default is not None
    assert abs(got.default - 41_600) > 50


def test_a_casefile_knows_when_and_what() -> None:
    where = "facts: exercises, of: CHN, on: RUS, where: {name: Peace Mission}"
    assert _try(f"{where}, years: 2005, op: exists").outcome == "agrees"
    assert _try(f"{where}, years: 2005, op: absent").outcome == "contradicts"
    assert _try(f"{where}, years: 2005, op: first, value: 2005").outcome == "agrees"
    late = _try(f"{where}, years: 2006, op: first, value: 2006")
    assert (late.outcome, late.value) == ("off", 2005)
    missing = _try(f"{where}, years: 2004, op: exists")
    assert missing.outcome == "contradicts"
    assert missing.nearest is not None
    assert "2005" in missing.nearest


def test_a_rise_needs_most_years_to_go_that_way() -> None:
    flow = "indicator: trade.flow, of: RUS, on: CHN"
    assert _try(f"{flow}, years: 2000-2014, op: rising").outcome == "agrees"
    assert _try(f"{flow}, years: 2000-2014, op: falling").outcome == "contradicts"
    assert _try(f"{flow}, years: 2014, op: rising").outcome == "no data"


def test_change_ratio_and_another_figure() -> None:
    flow = "indicator: trade.flow, of: RUS, on: CHN"
    rows = {r["year"]: r["value"] for r in readings(ATLAS, _figure(flow)).filter("is_default").iter_rows(named=True)}
    growth = rows[2010] / rows[2009] - 1
    assert _try(f"{flow}, years: 2009-2010, op: growth, value: {100 * growth:.4f}, unit: '%'").outcome == "agrees"
    assert _try(f"{flow}, years: 2000-2010, op: ratio, value: {rows[2010] / rows[2000]:.3f}").outcome == "agrees"
    back = "{indicator: trade.flow, of: CHN, on: RUS}"
    assert _try(f"{flow}, years: 2019, op: '>', than: {back}").outcome == "agrees"
    assert _try(f"{flow}, years: 2019, op: '<', than: {back}").outcome != "agrees"


def _figure(text: str) -> Figure:
    study = parse(
        f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, "
        f"test: {{{text}, years: 2000, op: exists}}}}]"
    )
    return study.claims[0].tests[0].figure


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("indicator: trade.flow, of: RUS, on: CHN, years: 1850, op: '=', value: 1, unit: USD bn", "covers"),
        ("indicator: trade.flow, of: RUS, on: CHN, years: 2014, op: '=', value: 1, unit: tonnes", "cannot be compared"),
        ("indicator: trade.flow, of: RUS, on: CHN, years: 1850, op: exists", "covers"),
        ("indicator: trade.flow, years: 2014, op: exists", "needs two states"),
        ("series: rumours, casefile: [CHN, RUS], years: 2014, op: exists", "no series"),
        ("facts: events, casefile: [USA, RUS], years: 2014, op: exists", "No casefile"),
        ("facts: events, years: 2014, op: exists", "needs `casefile"),
        ("facts: events, casefile: [CHN, RUS], where: {who: x}, years: 2014, op: exists", "no column 'who'"),
        ("facts: events, casefile: [CHN, RUS], column: event, years: 2014, op: exists", "no column of numbers"),
        ("table: nothing, years: 2014, op: exists", "no table"),
        ("table: trade, of: RUS, on: CHN, column: weight, years: 2014, op: exists", "no column 'weight'"),
    ],
)
def test_what_is_not_held_is_no_verdict(test: str, words: str) -> None:
    got = _try(test)
    assert got.outcome == "no data"
    assert words in got.said


@pytest.mark.parametrize(
    ("printed", "half"),
    [("94.1", 0.05), ("94.10", 0.005), ("41", 0.5), ("100", 5.0), ("4300", 50.0), ("1000000", 50_000.0), ("0", 0.5)],
)
def test_tolerance_is_the_printed_precision(printed: str, half: float) -> None:
    assert precision(printed) == pytest.approx(half)


@given(st.floats(0.01, 1e6), st.sampled_from(["USD bn", "USD m", "million current US$", "USD"]))
def test_units_go_there_and_back(value: float, unit: str) -> None:
    there = converted(value, unit, "USD bn")
    assert there is not None
    back = converted(there, "USD bn", unit)
    assert back is not None
    assert math.isclose(back, value, rel_tol=1e-12)
    assert converted(value, unit, "%") is None


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["=", ">=", "<="]), st.floats(1, 1000), st.integers(0, 3))
def test_the_nearest_reading_makes_the_claim_true(op: str, bn: float, digits: int) -> None:
    text = f"{bn:.{digits}f}"
    asked = "indicator: trade.flow, of: CHN, on: USA, years: 2010, op: '{}', value: {}, unit: USD bn"
    got = _try(asked.format(op, text))
    if got.outcome == "agrees":
        assert got.nearest is None
    elif got.nearest is not None:
        year = got.nearest.split(" in ")[1][:4]
        again = _try(asked.format(op, text).replace("years: 2010", f"years: {year}"))
        assert again.outcome == "agrees"
