"""What is foreseen is no figure of what was, whether that is said before it or behind."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.aside import aside
from amity.reader.check import cases
from amity.reader.model import Block, Document


def _reason(text: str, number: str) -> str:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2021, 5, 20))
    for _, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return aside(case)
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number", "is_told"),
    [
        ("About $150 billion of trade between Peru and Chile is forecast for this year.", "150", True),
        ("Of the trade between Peru and Chile $7 billion was aimed at for 2020.", "7", True),
        ("In Lima the envoy counts on trade of $5 billion with Chile.", "5", True),
        ("For the whole year Peru reckoned with sales of $4 billion to Chile.", "4", True),
        ("Trade between Peru and Chile came to $7 billion, while $9 billion was forecast.", "7", False),
        ("Peru sold Chile goods for $4 billion, which is less than it had bought.", "4", False),
        ("Chile relies on Peru for 5 per cent of its imports and was expected in Lima.", "5", False),
    ],
)
def test_what_is_foreseen_is_told_before_or_behind(text: str, number: str, is_told: bool) -> None:
    assert _reason(text, number).startswith("a forecast") == is_told
