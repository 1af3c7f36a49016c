"""Twelve months that end in a month, and numbers told in two powers of ten."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.partial import times
from amity.reader.periods import periods
from amity.reader.quantities import quantities

_TODAY = dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in the year to December 2019", 2019, 2019),
        ("in the year to June 2019", 2018, 2019),
        ("in the year ended 30 June 2019", 2018, 2019),
        ("in the twelve months to March 2020", 2019, 2020),
        ("in the 12 months ending March 31, 2020", 2019, 2020),
        ("in the four quarters to the end of Q1 2023", 2022, 2023),
        ("in the four quarters to the end of Q4 2022", 2022, 2022),
    ],
)
def test_the_year_to_a_month_is_a_whole_year(text: str, first: int, last: int) -> None:
    (period,) = periods(text, today=_TODAY)
    assert (period.first, period.last, period.fiscal) == (first, last, first < last)
    assert times(text, (period,)).parts == ()


@pytest.mark.parametrize(
    "text", ["in the half-year to June 2019", "in the nine months to March 2020", "in the quarter to June 2019"]
)
def test_less_than_a_year_to_a_month_is_a_part(text: str) -> None:
    assert times(text, periods(text, today=_TODAY)).parts


@pytest.mark.parametrize(
    ("said", "value", "printed", "unit"),
    [
        ("14 billion 913 million dollars", 14.913, "14.913", "USD bn"),
        ("$1 billion 93.4 million", 1.0934, "1.0934", "USD bn"),
        ("1 billion 100 million dollars", 1.1, "1.100", "USD bn"),
        ("$2 million 350 thousand", 2.35, "2.350", "USD m"),
        ("445.9 mln. USD", 445.9, "445.9", "USD m"),
        ("5 mlrd dollars", 5.0, "5", "USD bn"),
    ],
)
def test_a_number_may_be_told_in_two_powers(said: str, value: float, printed: str, unit: str) -> None:
    (found,) = quantities(f"Exports came to {said} in all.")
    assert (round(found.low, 6), found.printed, found.unit) == (value, printed, unit)


@pytest.mark.parametrize("said", ["2 billion 5.6 billion", "1.5 billion 93 million", "14 billion 913 dollars"])
def test_two_numbers_in_a_row_stay_two(said: str) -> None:
    assert len(quantities(f"Exports came to {said} in all.")) == 2
