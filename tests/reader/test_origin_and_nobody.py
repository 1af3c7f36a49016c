"""Goods by whose they are, places told by whom nobody matches, and times told by a century or a whole year."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind
from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.periods import periods
from amity.reader.quantities import quantities
from amity.reader.unmatched import with_unmatched


def _flows(text: str) -> set[tuple[str | None, str | None, str]]:
    """Who trades with whom, and which way, in the relations of the first figure of a text."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2019, 6, 1))
    _, _, case = next(iter(cases(document)))
    return {
        (r.owner.code if r.owner else None, r.partner.code if r.partner else None, r.sense.flow)
        for r in case.relations
        if r.sense is not None and r.sense.flow in ("in", "out")
    }


@pytest.mark.parametrize(
    ("text", "seller"),
    [
        ("Imports of Chinese goods came to $5 billion in 2005.", "CHN"),
        ("Purchases of Peruvian products by Spain came to $5 billion in 2005.", "PER"),
    ],
)
def test_goods_come_from_whom_their_adjective_names(text: str, seller: str) -> None:
    assert {(partner, flow) for _, partner, flow in _flows(text)} == {(seller, "in")}


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Imports of Peru came to $5 billion in 2005.", "PER"),
        ("Exports of Peruvian goods came to $5 billion in 2005.", "PER"),
    ],
)
def test_whose_a_flow_is_stays_so(text: str, owner: str) -> None:
    assert owner in {who for who, _, _ in _flows(text)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("With nobody does Iran trade more than with China.", "more"),
        ("Iran trades with nobody more than with China.", "more"),
        ("Kazakhstan has traded with no country as much as with Russia.", "as much"),
        ("No country sold China more oil than Russia in 2023.", "more"),
        ("With nobody does Iran trade more than $5 billion.", ""),
        ("Iran trades with nobody more often.", ""),
        ("No country sold China more novels than Russia in 2023.", ""),
        ("Iran trades more than Iraq with China.", ""),
    ],
)
def test_whom_nobody_matches_is_first(text: str, said: str) -> None:
    found = [q for q in with_unmatched(text, quantities(text)) if q.kind == "rank"]
    assert [text[slice(*q.span)] for q in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("When the century began the two traded little.", 2000),
        ("At the dawn of the new century the two traded little.", 2000),
        ("When the new millennium opened the two traded little.", 2000),
    ],
)
def test_a_century_begins(text: str, year: int) -> None:
    (found,) = periods(text, today=dt.date(2019, 6, 1))
    assert (found.first, found.last) == (year, year)


def test_what_a_century_is_not() -> None:
    assert periods("When the century-old firm began to trade, nobody noticed.", today=dt.date(2019, 6, 1)) == ()


@pytest.mark.parametrize(
    ("told", "is_part"),
    [
        ("in the whole of fiscal 2016-17", False),
        ("in all of 2016", False),
        ("in the first half of 2016", True),
    ],
)
def test_a_whole_year_after_a_part(told: str, is_part: bool) -> None:
    text = f"India's deficit with China was $36 billion from April to October, after $51 billion {told}."
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2017, 12, 1))
    (case,) = [case for _, _, case in cases(document) if "$51" in case.text[slice(*case.quantity.span)]]
    assert ("part of" in bind(case).reason) is is_part
