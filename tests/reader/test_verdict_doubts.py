"""What bounds a figure, and when true bounds and agreeing digits are no verdict."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import cast

import pytest

from amity.claims import Evidence
from amity.reader.binding import bind
from amity.reader.cases import Case, Way
from amity.reader.check import cases
from amity.reader.doubts import is_far
from amity.reader.fitting import options
from amity.reader.model import Block, Document, Period
from amity.reader.quantities import quantities
from amity.reader.senses import of_goods
from amity.reader.weighing import Meant


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Bilateral trade shot up to more than 130 billion USD in 2022.", ">="),
        ("Bilateral trade climbed to over $5 billion.", ">="),
        ("That brought it up to $5 billion.", "="),
        ("Exports went up to 12 percent of the total.", "="),
        ("China took up to 12 percent of the total.", "<="),
        ("It may buy up to 12 percent of the total.", "<="),
        ("Trade came up to nearly 12 percent of the total.", "~"),
        ("Trade was worth no more than about 5 billion dollars.", "<="),
        ("Trade was worth at least $5 billion.", ">="),
    ],
)
def test_what_stands_nearest_bounds_a_figure(text: str, bound: str) -> None:
    [found] = quantities(text)
    assert found.bound == bound


def _case(text: str) -> Case:
    [found] = quantities(text)
    return cast("Case", SimpleNamespace(quantity=found))


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("More than 30 percent went there.", 0.36, False),
        ("More than 30 percent went there.", 0.55, True),
        ("Under 4 percent came from there.", 0.035, False),
        ("Under 4 percent came from there.", 0.0, True),
        ("Exactly 4 percent came from there.", 0.0, False),
    ],
)
def test_who_bounds_a_figure_is_near_it(text: str, value: float, expected: bool) -> None:
    case = _case(text)
    evidence = cast("Evidence", SimpleNamespace(value=value, claimed=case.quantity.low / 100))
    assert is_far(evidence, case) is expected


def _cases(text: str, date: dt.date) -> list[Case]:
    document = Document("x", text, (Block((0, len(text))),), date=date)
    return [case for *_, case in cases(document)]


def test_two_ways_to_tell_the_years_of_a_change_are_one_claim() -> None:
    [case] = _cases("Chinese imports from Russia rose by 8 per cent in 2022.", dt.date(2023, 6, 1))
    sense = of_goods("goods", "in")
    assert sense is not None
    way = Way(sense, "level.USD", "CHN", ("RUS",), {})
    meant = [Meant(way, Period((0, 0), first, 2022), 0.3) for first in (2022, 2021)]
    [found] = options(case, meant, None, lambda _: None)
    assert found.test.years == (2021, 2022)
    assert found.prior == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("What China sells to Russia is up more than 121% since 2021.", (2021, 2023)),
        ("What China sells to Russia is up more than 121% since 2022.", (2022, 2023)),
        ("Chinese sales to Russia rose 12% from 2021 to 2022.", (2021, 2022)),
    ],
)
def test_flows_since_a_year_are_held_up_to_the_year_before_the_document(text: str, years: tuple[int, int]) -> None:
    [case] = _cases(text, dt.date(2024, 2, 22))
    assert bind(case).candidates[0].test.years == years
