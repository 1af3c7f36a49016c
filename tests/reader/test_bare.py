"""Figures whose unit, or what they rank or count, is said elsewhere in the sentence or before it."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.actors import actors
from amity.reader.bare import with_bare
from amity.reader.memory import with_money
from amity.reader.model import Quantity
from amity.reader.periods import periods
from amity.reader.quantities import quantities

_TODAY = dt.date(2021, 6, 1)
_SHARE = Quantity((0, 0), "share", 12, 12, "12", "%")
_COUNT = Quantity((0, 0), "count", 5, 5, "", "exercises")


def _read(text: str, last: Quantity | None = None) -> list[tuple[float, str]]:
    found = with_money(text, quantities(text), "")
    figures = with_bare(text, found, actors(text, year=2021), periods(text, today=_TODAY), last)
    return [(figure.low, figure.unit) for figure in figures]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Places in a table that a noun names.
        ("India's rank among Brazil's partners, seventh in 1995, was sixth in 2004 and first by 2011.", [7, 6, 1]),
        ("Place among Peru's trading partners: fifth, after second in 2015.", [5, 2]),
        ("Kenya was only number 59 on the list of China's partners in 2018.", [59]),
        ("In the table of Spain's partners it was only the 37th in 2019.", [37]),
        ("Chile was Japan's customer no. 15 in 2016.", [15]),
        ("It was the sixth largest of Japan's partners (in 2005, the seventeenth).", [6, 17]),
        ("Among China's partners Russia was eighth in 2019, finishing fourteenth in 2015.", [8, 14]),
        ("Among India's trading partners Nepal came a respectable ninth in 2018.", [9]),
    ],
)
def test_places_in_a_table_of_partners(text: str, wanted: list[float]) -> None:
    assert _read(text) == [(value, "rank") for value in wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Joint exercises: six in 2019.", [6]),
        ("The joint exercises go on, two last year.", [2]),
        ("American sanctions against Iran, of which four were in force in 2016 and six in 2019, bite.", [4, 6]),
        ("They held 18 joint exercises that year, as against one in 2017.", [18, 1]),
        (
            "They agreed on 70 per cent of votes and cast one joint veto; two years before there had been two.",
            [70, 2],
        ),
    ],
)
def test_what_is_counted_before_its_number(text: str, wanted: list[float]) -> None:
    assert [value for value, _ in _read(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In 2010 Japan took 5.4 per cent of it; a decade on it absorbed 15.9.", [5.4, 15.9]),
        ("Oil was 63 per cent of the total in 2015; machines, 4.", [63, 4]),
        ("In 2019 Kenya voted with China on 90 per cent of texts, and with France on 34.", [90, 34]),
        ("Italy took 48 per cent in 2010 and 16 per cent in 2015, Spain 18, 16 and 35 in turn.", [48, 16, 18, 16, 35]),
        ("Some 36.1 per cent was Saudi in 2019 and 15.1 Emirati.", [36.1, 15.1]),
        ("Peru took 31 per cent ($296 million, in the main) and Chile 28.", [31, 28]),
        ("More than double the Indian share of 9 in 2004.", [9]),
        ("Of these 47 per cent were Russian; China's contribution over 2016-20 barely exceeded 8.", [47, 8]),
        ("Where China had bought 5 per cent in 2010, ten years later it was taking 32.", [5, 32]),
        ("The Chinese share is thus 18 per cent and the German one 27.", [18, 27]),
        (
            "It was 79 per cent in 2015, when the sanctions were fresh; three years on, the figure was down to 39.",
            [79, 39],
        ),
    ],
)
def test_shares_without_their_sign(text: str, wanted: list[float]) -> None:
    assert [value for value, unit in _read(text) if unit == "%"] == wanted


def test_the_sentence_before_lends_its_unit() -> None:
    assert _read("In 2010: 30.", _SHARE) == [(30, "%")]
    assert _read("By last year's count, 10.8; more is to come.", _SHARE) == [(10.8, "%")]
    assert _read("Six years earlier, in 2014, there had been seven.", _COUNT) == [(7, "exercises")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("If you prefer dollars, that was 6.4bn going south.", "USD bn"),
        ("In tonnes we delivered more than ever, 39.1 million.", "Mt"),
        ("Deliveries fell to 653 million of SIPRI's units.", "TIV m"),
    ],
)
def test_a_unit_told_once_in_the_sentence(text: str, unit: str) -> None:
    assert [one[1] for one in _read(text)] == [unit]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 it took 12 per cent of exports, as table 3.2 tells.",
        "Its share was 12 per cent in 2019, says one of the 27 members.",
        "Its share was 12 per cent in 2019; the authors list five reasons.",
        "In 2019 the share was 12 per cent, and one asks why.",
    ],
)
def test_numbers_of_other_things_are_none(text: str) -> None:
    assert [one for one in _read(text) if one[1] == "%"] == [(12, "%")]


def test_the_turn_of_the_century_is_a_year() -> None:
    (found,) = periods("At the turn of the century it had been 6 per cent.", today=_TODAY)
    assert (found.first, found.last, found.grain) == (2000, 2000, "year")
