"""Forms in which what the data hold is told, whatever the weights."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.check import cases
from amity.reader.held_forms import told_of
from amity.reader.model import Block, Document
from amity.reader.scene import Scene
from amity.reader.sense_signs import sense_signs


def _scene(text: str) -> Scene:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2021, 6, 1))
    sentence, _, case = list(cases(document))[-1]
    return Scene(case, (), None, "", (), sentence.span, sentence.block.span)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("German companies had $41.5 billion invested in Poland at the end of 2020.", ["stock"]),
        ("At the close of last year the stock of Chinese capital in Laos stood at $5.7 billion.", ["stock"]),
        ("German companies invested $41.5 billion in Poland in 2020.", []),
        ("At the end of 2020 Germany sold Poland goods worth $41.5 billion.", []),
        ("Chinese companies booked contracts worth $5.9 billion in Laos in 2016.", ["deals"]),
        ("Contracts won by Chinese builders in Brazil totalled $4.2 billion in 2016.", ["deals"]),
        ("A Chinese company signed a contract worth $5.9 billion in Laos in 2016.", []),
        ("In 2019 Egypt voted with Washington in just 14 per cent of cases.", ["votes"]),
        ("In 2019 Kenya and Uganda were of one mind in 93 per cent of General Assembly votes.", ["votes"]),
        ("In 2019 the other members voted with Washington in 31 per cent of cases on average.", []),
        ("In 2019 the party won 31 per cent of the votes in Kenya.", []),
    ],
)
def test_what_is_told_so(text: str, told: list[str]) -> None:
    assert list(told_of(_scene(text))) == told


def test_the_senses_of_a_figure_carry_them() -> None:
    scene = _scene("In 2019 Egypt voted with Washington in just 14 per cent of cases in the General Assembly.")
    signs = {(sense.id, statistic): features for sense, statistic, features in sense_signs(scene)}
    assert "s:part of all votes" in signs["votes.assembly", "share"]
