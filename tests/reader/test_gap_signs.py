"""Figures that tell how far two flows lie apart."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.check import cases
from amity.reader.gap_signs import gap_signs
from amity.reader.model import Block, Document
from amity.reader.scene import Scene


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China still led the US by 14.8 percent of Korea's exports.", {"led by share"}),
        ("Russia trailed by almost 30 percent.", {"led by share"}),
        ("Japan is well behind: trade with Canada is some 35 percent larger.", {"larger than another change"}),
        (
            "Trade with Canada is 35 percent larger than with Japan.",
            {"larger than another change", "larger than another, named"},
        ),
        ("Trade with Canada was 35 percent larger than in 1987.", set[str]()),
        ("Trade with Canada was 35 percent larger than a year before.", set[str]()),
        ("Trade with Canada was larger by 35 percent.", set[str]()),
        ("Led by cars, trade with Canada grew by 35 percent.", set[str]()),
        ("Japan sold goods for $3 billion.", set[str]()),
    ],
)
def test_signs(text: str, expected: set[str]) -> None:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(1989, 6, 1))
    [case] = [case for *_, case in cases(document) if case.quantity.kind != "rank"]
    scene = Scene(case, (), None, "", (), (0, len(text)), (0, len(text)))
    assert set(gap_signs(scene)) == expected
