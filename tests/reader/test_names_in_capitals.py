"""States whose names stand in capitals, and months told as a span that make a whole year."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.actors import names
from amity.reader.partial import times
from amity.reader.periods import is_whole_year, periods


def _named(text: str) -> list[str]:
    return [code for actor in names(text, 2015, None, frozenset()) for code in actor.codes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALGERIA: Trade rose from $55 million in 2001.", ["DZA"]),
        ("CHINA OVERTAKES GERMANY AS TOP PARTNER", ["CHN", "DEU"]),
        ("SOUTH AFRICA: Exports came to 5 billion.", ["ZAF"]),
        ("GUINEA-BISSAU: Imports were small.", ["GNB"]),
        ("NIGER: Exports of 78 million.", ["NER"]),
        ("NIGERIA: Exports of 78 million.", ["NGA"]),
        ("TURKEY-RUSSIA TRADE, 2023", ["TUR", "RUS"]),
        ("CHINA'S EXPORTS TO RUSSIAN BUYERS", ["CHN", "RUS"]),
    ],
)
def test_names_in_capitals_mean_their_states(text: str, expected: list[str]) -> None:
    assert _named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SINGAPORE, Feb 11 - Refiners bought less.",
        "SINGAPORE: Goods for S$59 billion passed the port.",
        "RUSSIA — Factories have a new buyer.",
        "KUWAIT CITY (Reuters) - Refiners bought less.",
        "Michael JORDAN spoke.",
        "The CHINO range and the PERUSAL of books.",
    ],
)
def test_where_a_report_was_written_is_no_state_it_tells_of(text: str) -> None:
    assert _named(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last", "fiscal"),
    [
        ("purchases in July-June 2023-24 came to 5 billion", 2023, 2024, True),
        ("exports during July-June (2019-20) rose", 2019, 2020, True),
        ("in April to March 2018-19", 2018, 2019, True),
        ("in January-December 2019", 2019, 2019, False),
    ],
)
def test_twelve_months_are_one_year(text: str, first: int, last: int, fiscal: bool) -> None:
    (period,) = periods(text, today=dt.date(2024, 7, 1))
    assert (period.first, period.last, period.fiscal) == (first, last, fiscal)
    assert times(text, (period,)).parts == ()


@pytest.mark.parametrize("months", ["July-March", "January to June", "April–February", "July"])
def test_fewer_months_are_a_part_of_one(months: str) -> None:
    assert not is_whole_year(months)
    text = f"Exports in {months} 2019 came to 5 billion."
    assert times(text, periods(text, today=dt.date(2024, 7, 1))).parts


@pytest.mark.parametrize("months", ["July-June", "from April to March", "Jul–Jun", "January to December"])
def test_twelve_months_without_a_year_are_no_part(months: str) -> None:
    assert is_whole_year(months)
    assert times(f"Exports {months} came to 5 billion.", ()).parts == ()
