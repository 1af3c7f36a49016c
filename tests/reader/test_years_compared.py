"""The years of a change that names its end before its base: "30 per cent higher in 2018 than in 2012"."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind, readings
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.model import Block, Document
from amity.reader.scene import Scene
from amity.reader.year_signs import year_signs


def _signs(text: str) -> dict[tuple[int, int], dict[str, float]]:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2019, 3, 1))
    sentence, _, case = next(iter(cases(document)))
    why, period = bind(case).reason, period_of(case)[0]
    scene = Scene(case, readings(case), period, why, (), sentence.span, sentence.block.span)
    return {(found.first, found.last): signs for found, signs in year_signs(scene)}


@pytest.mark.parametrize(
    "text",
    [
        "Vietnam's exports to Japan were 30 per cent higher in 2018 than in 2012.",
        "Japan spent 3.3 times as much on Vietnamese goods in 2018 as in 2012.",
        "Turkey's sales to Iraq were 27% lower in 2018 than they had been in 2012.",
    ],
)
def test_the_base_may_follow_the_end(text: str) -> None:
    found = _signs(text)
    assert "y:base of a change" in found[2012, 2012]
    assert "y:base told, to named after" in found[2012, 2018]


def test_two_states_compared_have_no_base() -> None:
    found = _signs("Vietnam's exports to Japan were 3.3 times as big in 2018 as those of Laos in 2012.")
    assert "y:base of a change" not in found.get((2012, 2012), {})
