"""What a plan starts from tells what is; views told as negative are unfavourable ones."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.aside import aside
from amity.reader.bases_of_plans import is_start
from amity.reader.binding import bind
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.quantities import quantities


def _case(text: str, number: str) -> Case:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2014, 12, 1))
    for _, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return case
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number", "start"),
    [
        ("Peru hopes to lift its trade with Spain to half a billion dollars, from $400 million now.", "$400", True),
        ("Peru hopes to lift its trade with Spain to half a billion dollars from $400 million in 2013.", "$400", True),
        ("Peru plans to raise its trade with Spain from $400 million last year to $500 million.", "$400", True),
        ("Peru wants to double its trade with Spain, which stands at some $400 million.", "$400", True),
        ("Peru wants to lift its trade with Spain beyond the current $400 million.", "$400", True),
        ("Peru hopes to lift its trade with Spain to $400 million, from less now.", "$400", False),
        ("Peru hopes to lift its trade with Spain from $400 million in 2020 to $900 million.", "$400", False),
        ("Peru wants to double its trade with Spain, which will stand at $400 million.", "$400", False),
    ],
)
def test_what_a_plan_starts_from_is_no_plan(text: str, number: str, start: bool) -> None:
    (found,) = [q for q in quantities(text) if number in text[slice(*q.span)]]
    assert is_start(text, found, 2014) is start
    assert ("forecast" in aside(_case(text, number))) is not start


@pytest.mark.parametrize(
    "text",
    [
        "Peru plans to raise trade with Spain from $400 million last year to $500 million.",
        "Peru and Spain meet to boost trade, which stands at $400 million.",
    ],
)
def test_what_is_raised_is_no_ware(text: str) -> None:
    assert not bind(_case(text, "$400")).reason.startswith("no data are held on this")


@pytest.mark.parametrize(
    ("text", "number", "sense"),
    [
        ("In 2007 83% of Turks were negative about America.", "83%", "opinion.unfavourable"),
        ("In 2013 21% of Americans saw Russia in a good light and 64% in a bad one.", "64%", "opinion.unfavourable"),
    ],
)
def test_negative_views_are_unfavourable(text: str, number: str, sense: str) -> None:
    assert sense in {r.sense.id for r in _case(text, number).relations if r.sense is not None}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Trade rose from a mere $27 million to $400 million in 2013.", [27.0, 400.0]),
        ("Trade is to rise from the current $27 million to $400 million.", [27.0, 400.0]),
        ("Trade rose from less than $27 million to $400 million in 2013.", [27.0, 400.0]),
        ("Trade came to a mere $27 million to $40 million in 2013.", [33.5]),
    ],
)
def test_two_ends_are_no_range(text: str, values: list[float]) -> None:
    assert [(q.low + q.high) / 2 for q in quantities(text)] == values
