"""A change is of the year told behind what it came to, whatever the weights."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.scene import Scene
from amity.reader.year_reached import reached


def _told(text: str) -> list[tuple[int, str]]:
    span = (0, len(text))
    found = list(cases(Document("x", text, (Block(span),), date=dt.date(2019, 6, 1))))
    sentence, _, case = next(one for one in found if one[2].quantity.by)
    scene = Scene(case, (), None, "", (), sentence.span, span)
    return [(period.last, sign) for period, sign in reached(scene, case.periods)]


@pytest.mark.parametrize(
    "text",
    [
        "Trade of Peru with Chile grew 5% to $3 billion in 2014.",
        "Peru's exports to Chile rose by 8 percent to reach $3 billion in 2014.",
        "Trade between Kenya and Uganda increased by 13% and amounted to $800 million in 2014.",
        "Kenya's exports to Uganda fell by 7%, reaching $680 million at the end of 2014.",
    ],
)
def test_the_year_of_what_it_came_to_is_its_own(text: str) -> None:
    assert _told(text) == [(2014, "y:of what it reached")]


@pytest.mark.parametrize(
    "text",
    [
        "Trade grew 5% in 2013, to $3 billion.",
        "Exports rose by 8 percent while imports were worth $3 billion in 2014.",
        "Exports rose by 8 percent to $3 billion, the highest sum since 2014.",
        "Exports rose by 8 percent, far more than the $3 billion aimed at in 2014.",
    ],
)
def test_a_year_of_something_else_is_not(text: str) -> None:
    assert _told(text) == []
