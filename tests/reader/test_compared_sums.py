"""Sums and shares that are changes by what follows them, and halves of Korea by their short names."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.actors import halves
from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.periods import periods
from amity.reader.quantities import quantities


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        ("It bought for $3.6 billion, or 5.4% more, so that its deficit narrowed.", "5.4", 1),
        (
            "The Kazakhs traded $2.8 billion more with the Chinese than a year before, the Kyrgyz $2.9 bn more.",
            "2.8",
            1,
        ),
        (
            "The Kazakhs traded $2.8 billion more with the Chinese than a year before, the Kyrgyz $2.9 bn more.",
            "2.9",
            1,
        ),
        ("It sold $3 million less of goods to Spain than in 2012.", "3 ", -1),
        ("With Peru turnover rose 28.8 percent to $19.8 billion, and with Chile 45 percent to $14 billion.", "45", 1),
        ("Imports fell 2 percent to $19.8 billion, those from Chile 45 percent to $14 billion.", "45", -1),
        ("As compared to 2010, the two traded 55% more last year.", "55", 1),
        ("Trade went down from $37 million to $12 million, a drop of more than three times.", "three", -1),
        ("Trade saw an increase of 2.5 times.", "2.5", 1),
        ("Only China and Egypt took more, with rises of 39% and 44% respectively.", "39", 1),
        ("Only China and Egypt took more, with rises of 39% and 44% respectively.", "44", 1),
    ],
)
def test_a_figure_is_a_change_by_what_follows_it(text: str, number: str, sign: int) -> None:
    [found] = [q for q in quantities(text) if number in text[slice(*q.span)] + " "]
    assert (found.kind, found.by, found.sign) == ("change", True, sign)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It sold $3 billion more to Spain than to Portugal.", "3"),
        ("The share went from 45 percent to 50 percent.", "45"),
        ("They met three times.", "three"),
        ("China bought goods for $5 billion, or 12% of all.", "12"),
    ],
)
def test_what_is_compared_with_no_year_before_is_no_change(text: str, number: str) -> None:
    [found] = [q for q in quantities(text) if number in text[slice(*q.span)]]
    assert not found.by


def test_a_year_counted_once_more_is_the_same_year() -> None:
    today = dt.date(2011, 6, 1)
    assert [p.first for p in periods("In 2010, 12 years later, it had reached 29 bn.", today=today)] == [2010]
    assert [p.first for p in periods("In 1998 it was 1 bn; 12 years later it was 29.", today=today)] == [1998, 2010]
    assert [p.first for p in periods("It was 1 bn in 1998, and 12 years later 29.", today=today)] == [1998, 2010]


def test_the_north_is_a_state_where_korea_is_told_of() -> None:
    text = "North Korea trades with China.\n\nThe North sold it goods for $2.9 billion in 2013."
    document = Document("x", text, (Block((0, 30)), Block((32, len(text)))), date=dt.date(2014, 6, 1))
    [(_, named, _)] = cases(document)
    assert ("PRK",) in [actor.codes for actor in named]
    assert not halves("Germany trades with China. The North of Germany sells most.", 2014)
    text = "North Korea lies on the sea. The North of the country and the North Sea sell nothing to the South."
    document = Document("x", f"{text} $2 billion.", (Block((0, len(text) + 12)),), date=dt.date(2014, 6, 1))
    assert not [a for *_, case in cases(document) for a in case.actors if a.codes == ("KOR",)]
