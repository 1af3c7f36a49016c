"""The measured quality of the reader stays above what it has reached, and the yardstick can tell right from wrong."""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from amity.atlas import open_atlas

ROOT = Path(__file__).parents[2]


def _yardstick() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measured_reader", ROOT / "validation" / "reader.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.append(str(ROOT / "validation"))
    spec.loader.exec_module(module)
    return module


YARDSTICK = _yardstick()
LABELLED = sys.modules["_labelled"]
#: Least shares of figures found, of found that are figures, of checkable bound rightly and of bindings that are right,
#: and the largest share of wrong verdicts: what was measured, less what chance alone may take away.
FLOORS = {
    "pages dev": (0.97, 0.93, 0.87, 0.89, 0.05),
    "pages held-out": (0.88, 0.94, 0.74, 0.80, 0.06),
    "written dev": (0.97, 0.97, 0.92, 0.95, 0.02),
    "articles dev": (0.97, 0.96, 0.90, 0.94, 0.02),
    "written opened": (0.97, 0.97, 0.92, 0.96, 0.02),
    "articles opened": (0.95, 0.97, 0.88, 0.93, 0.04),
    "written held-out": (0.95, 0.96, 0.85, 0.92, 0.03),
    "articles held-out": (0.90, 0.95, 0.69, 0.86, 0.04),
}
FLOW = "{indicator: trade.flow, of: RUS, 'on': CHN, years: 2014, op: '=', value: 41.6, unit: USD bn}"


@cache
def _tally(name: str):
    return YARDSTICK.tally(YARDSTICK.read_set(name, open_atlas()))


@pytest.mark.parametrize("name", FLOORS)
def test_the_reader_is_as_good_as_it_was(name: str) -> None:
    made = _tally(name)
    *floors, most_wrong = FLOORS[name]
    for floor, right in zip(floors, (made.found, made.true, made.reached, made.bound), strict=True):
        assert len(right) > 50
        assert sum(right) / len(right) >= floor
    assert sum(made.wrong) / len(made.wrong) <= most_wrong


def test_what_the_program_quotes_was_measured_on_these_sets() -> None:
    told = json.loads((ROOT / "src" / "amity" / "reader" / "quality.json").read_text(encoding="utf-8"))
    assert set(told["sets"]) == {*YARDSTICK.SETS, *YARDSTICK.POOLED}
    for steps in told["sets"].values():
        assert {"precision", "recall", "n", "low", "high"} <= steps["detection"].keys()
        assert {"precision", "recall", "n", "low", "high"} <= steps["binding"].keys()
        if not steps["verdicts"]["n"]:
            continue  # none was sure enough
        assert 0 <= steps["verdicts"]["low"] <= steps["verdicts"]["wrong"] <= steps["verdicts"]["high"] <= 1


@pytest.mark.parametrize(
    ("test", "right"),
    [
        (FLOW, True),
        ("{series: goods_exports_china_customs, of: RUS, 'on': CHN, years: 2014, op: exists}", True),
        ("{indicator: trade.flow, of: CHN, 'on': RUS, years: 2014, op: exists}", False),
        ("{indicator: trade.flow, of: RUS, 'on': CHN, years: 2015, op: exists}", False),
        ("{indicator: trade.flow, of: RUS, 'on': CHN, years: 2013-2014, op: growth, value: 4.9, unit: '%'}", False),
        ("{indicator: trade.export_share, of: RUS, 'on': CHN, years: 2014, op: exists}", False),
        ("{indicator: trade.flow, of: RUS, 'on': IND, years: 2014, op: exists}", False),
    ],
)
def test_a_binding_is_right_in_quantity_states_direction_and_years(test: str, *, right: bool) -> None:
    label = LABELLED.Label((0, 4), "yes", "yes", LABELLED.test_of(FLOW), "agrees", None, "trade", "x")
    assert LABELLED.is_right(label, LABELLED.test_of(test)) is right


def test_readings_of_the_same_thing_are_alike() -> None:
    both = "{indicator: trade.flow, of: RUS, 'on': CHN, plus: [{indicator: trade.flow, of: CHN, 'on': RUS}], "
    total = LABELLED.keys(LABELLED.test_of(both + "years: 2014, op: exists}"))
    told = "{indicator: trade.reported_total, of: CHN, 'on': RUS, years: 2014, op: exists}"
    assert total == LABELLED.keys(LABELLED.test_of(told))
    grown = LABELLED.keys(LABELLED.test_of(both + "years: 2013-2014, op: growth, value: 5, unit: '%'}"))
    told = "{indicator: trade.growth, of: CHN, 'on': RUS, years: 2014, op: exists}"
    assert grown == LABELLED.keys(LABELLED.test_of(told))
    assert grown != total


@pytest.mark.parametrize(
    ("told", "expected", "wrong"),
    [
        ("contradicts", "agrees", True),
        ("agrees", "contradicts", True),
        ("agrees", "agrees", False),
        ("off", "agrees", False),
        ("agrees", "off", False),
        ("contradicts", "off", False),
        ("agrees", "no data", True),
    ],
)
def test_a_wrong_verdict_is_one_the_other_way_round(told: str, expected: str, *, wrong: bool) -> None:
    label = LABELLED.Label((0, 4), "yes", "yes", LABELLED.test_of(FLOW), expected, None, "trade", "x")
    assert YARDSTICK.is_wrong(told, [label]) is wrong


def test_a_verdict_on_what_cannot_be_checked_is_wrong() -> None:
    label = LABELLED.Label((0, 4), "yes", "no", None, "set aside", None, "trade", "x")
    assert YARDSTICK.is_wrong("agrees", [label])
    assert YARDSTICK.is_wrong("off", [])


def test_intervals_are_wilsons() -> None:
    # By hand, z = 1.6449: middle (.9 + .1353) / 1.2706 = .8148, half 1.6449 * sqrt(.009 + .0068) / 1.2706 = .1626.
    share, low, high = YARDSTICK.interval([True] * 9 + [False])
    assert (round(share, 3), round(low, 3), round(high, 3)) == (0.9, 0.652, 0.977)
