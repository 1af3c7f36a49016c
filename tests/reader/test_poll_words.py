"""What is said beside the figures of a poll, and of which of them it is said."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.none_signs import none_signs
from amity.reader.scene import Scene


def _signs(text: str, number: str) -> set[str]:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2022, 6, 1))
    for sentence, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return set(none_signs(Scene(case, (), None, "", (), sentence.span, sentence.block.span)))
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number", "is_told"),
    [
        ("Peru is viewed positively by 19% of respondents and negatively by 73%.", "19", False),
        ("Peru is viewed positively by 19% of respondents and negatively by 73%.", "73", True),
        ("In Chile 36% had a good opinion of Peru, as against 17% in 2010.", "36", False),
        ("In Chile 36% had a bad opinion of Peru in the poll.", "36", True),
        ("In the poll 36% of Chileans disliked Peru.", "36", True),
    ],
)
def test_a_bad_word_is_said_of_its_own_figure(text: str, number: str, is_told: bool) -> None:
    assert ("n:ill" in _signs(text, number)) == is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("In Chile 36 per cent of those asked had a good opinion of Peru.", False),
        ("In Chile 36 per cent of respondents had a good opinion of Peru.", False),
        ("In Chile 36 per cent of those with a degree had a good opinion of Peru.", True),
        ("In Chile 36 per cent of respondents under 30 had a good opinion of Peru.", True),
    ],
)
def test_those_asked_are_the_public_and_not_a_part_of_it(text: str, is_told: bool) -> None:
    assert ("n:beside groups" in _signs(text, "36")) == is_told


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Peru is liked by 19% of Chileans; for the European Union the figure is 25%.", "n:organisation parted"),
        ("Peru and the European Union are liked by 19% of Chileans.", "n:organisation"),
    ],
)
def test_an_organisation_behind_a_semicolon_is_told_of_elsewhere(text: str, sign: str) -> None:
    assert {s for s in _signs(text, "19") if s.startswith("n:organisation") and "beside" not in s} == {sign}
