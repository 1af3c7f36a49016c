"""Years of books told by words, whole years from month to month, quarters that are shares, what was foreseen."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.aside import aside
from amity.reader.check import cases
from amity.reader.dating import change_years, span_on_span
from amity.reader.model import Block, Document, Period
from amity.reader.partial import times
from amity.reader.periods import is_of_books, periods
from amity.reader.quantities import quantities

TODAY = dt.date(2022, 6, 6)


@pytest.mark.parametrize(
    ("text", "said", "years"),
    [
        ("It was 27th on the list of the last fiscal.", "the last fiscal", (2021, 2021)),
        ("Trade grew in the past Persian year.", "the past Persian year", (2021, 2021)),
        ("It came to $12 billion in 2021-22 after $6 billion the preceding financial year.", "preceding", (2020, 2021)),
        ("It rose in fiscal 2019-20 from $17 billion the fiscal year before, they say.", "before", (2018, 2019)),
        ("Trade, $22 billion a fiscal year before, rose to $43 billion in 2021-22.", "before", (2020, 2020)),
        (
            "In the twelve months from April 2018 to March 2019 it was 47.",
            "from April 2018 to March 2019",
            (2018, 2019),
        ),
    ],
)
def test_years_of_books_are_told_by_words(text: str, said: str, years: tuple[int, int]):
    [one] = [p for p in periods(text, today=TODAY) if said in text[slice(*p.span)]]
    assert (one.first, one.last) == years
    assert one.fiscal


def test_a_year_of_books_is_one_year():
    text = "In fiscal 2019-20 and from April 2018 to March 2019, not in 2015-18."
    assert [is_of_books(text, p) for p in periods(text, today=TODAY)] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "In the twelve months from April 2018 to March 2019 Peru sold goods for $4 billion.",
        "Upwards of one-quarter of what Hungary sold abroad in 2017 went to Germany.",
        "More than one quarter of its exports went to China in 2019.",
        "Deliveries in 2017 were five times those of 2012, says the report, which came out this week.",
    ],
)
def test_what_is_no_part_of_a_year(text: str):
    assert times(text, periods(text, today=TODAY)).parts == ()


@pytest.mark.parametrize(
    "text",
    [
        "From April 2018 to January 2019 Peru sold goods for $4 billion.",
        "In one quarter alone Peru sold goods for $4 billion.",
        "Peru sold 500,000 barrels a day each week.",
    ],
)
def test_what_is_a_part_of_a_year(text: str):
    assert times(text, periods(text, today=TODAY)).parts != ()


def _aside(text: str, number: str) -> str:
    document = Document("x", text, (Block((0, len(text))),), date=TODAY)
    found = [case for _, _, case in cases(document) if number in case.text[slice(*case.quantity.span)]]
    return aside(found[0])


def test_what_was_foreseen_is_no_forecast():
    assert _aside("As everyone would expect, Brazil is first, having sold China goods for $122 billion.", "122") == ""
    assert _aside("As planned, Peru sold China goods for $22 billion in 2019.", "22") == ""
    assert "forecast" in _aside("Everyone would expect Brazil to have sold China goods for $122 billion.", "122")


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        ("Purchases rose by 20 percent and by a shade less than 19 percent in South Africa.", "19", 1),
        ("The agency puts the loss in China at 10% against the year before.", "10", -1),
        ("The agency puts the loss in China at 10% and the gain in America at 11%.", "11", 1),
    ],
)
def test_a_change_is_put_at_a_figure(text: str, number: str, sign: int):
    [one] = [q for q in quantities(text) if number in text[slice(*q.span)]]
    assert (one.kind, one.by, one.sign) == ("change", True, sign)


def test_what_is_put_at_a_share_is_no_change():
    [one] = [q for q in quantities("The agency puts the share of China at 10%.") if q.unit == "%"]
    assert not one.by


def test_growth_between_years_of_books_is_counted_by_those_in_which_they_begin():
    text = "India's deficit was 48 billion in 2014-15, which is 34 per cent above that of the fiscal year before."
    document = Document("x", text, (Block((0, len(text))),), date=TODAY)
    [case] = [case for _, _, case in cases(document) if case.quantity.unit == "%"]
    base = next(p for p in case.periods if p.role == "base")
    for when in (Period((0, 0), 2014, 2014), next(p for p in case.periods if p.role == "at")):
        assert change_years(case, when, base, 1) == (2013, 2014)


def test_five_years_before_are_no_year_of_their_own():
    text = "Deliveries of arms were over five times those of the five years before, the report says."
    document = Document("x", text, (Block((0, len(text))),), date=TODAY)
    [case] = [case for _, _, case in cases(document) if case.quantity.unit == "times"]
    assert span_on_span(case, of_arms=True) == ((2017, 2021), (2012, 2016))
