"""Whether the data hold a figure is weighed apart from which reading it has."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from amity.reader import weighing
from amity.reader.binding import readings
from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.none_signs import none_signs
from amity.reader.scene import Features, Scene
from amity.reader.weighing import HELD, Grid, grid_of, weighed


def _scene(text: str, number: str) -> Scene:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2022, 6, 1))
    for sentence, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return Scene(case, readings(case), None, "", (), sentence.span, sentence.block.span)
    raise AssertionError(number)


def _grid() -> Grid:
    return grid_of(_scene("In 2016 Brazil sold goods for $13.4 billion to Argentina and $4.1 billion to Chile.", "4.1"))


def _with(monkeypatch: pytest.MonkeyPatch, by: dict[str, float]) -> tuple[list[float], float]:
    monkeypatch.setattr(weighing, "weights", lambda: by)
    found, none = weighed(_grid())
    return [one.probability for one in found], none


def test_second_weights_move_whether_there_is_a_reading_and_not_which(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = {"s:rule first": 2.0, "p:rule": 2.0, "n:": 5.0, HELD: 0.3}
    before, low = _with(monkeypatch, choice)
    after, high = _with(monkeypatch, choice | {HELD + "s:rule first": -3.0})
    assert high > low
    ratio = [b / a for b, a in zip(before, after, strict=False)][:10]
    assert ratio == pytest.approx([(1 - low) / (1 - high)] * len(ratio))


def test_only_a_part_of_what_tells_readings_apart_says_that_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def odds(by: dict[str, float]) -> float:
        none = _with(monkeypatch, by)[1]
        return math.log((1 - none) / none)

    for part in (1.0, 0.3, 0.0):
        # A sign that every reading has tells none from another: it counts by its part alone.
        plain, more = {HELD: part, "n:": 5.0}, {HELD: part, "n:": 5.0, "y:one year for a level": 1.0}
        assert odds(more) - odds(plain) <= part + 1e-9
    assert odds({HELD: 0.3, "n:": 4.0}) - odds({HELD: 0.3, "n:": 5.0}) == pytest.approx(1.0)


def test_without_a_part_of_its_own_none_is_one_more_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    grid, (_, none) = _grid(), _with(monkeypatch, {"n:": 3.0})
    open_pairs = sum(weighing.NEVER not in features for row in grid.of_pair for features in row)
    twice = sum(math.exp(weighing.TOLD_TWICE) - 1 for _ in grid.told)
    assert none == pytest.approx(math.exp(3) / (math.exp(3) + open_pairs * len(grid.years) + twice))


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        (
            "Of the $12 billion that Peru and Japan traded, oil was 5; the rest, $7 billion, was ore.",
            "7",
            "n:the rest level",
        ),
        ("Of the other goods that Peru exports, 16.4% go to Japan.", "16.4", "n:the rest share"),
        ("In a poll 44% of Peruvians saw Japan in a good light and 50% in a bad one.", "50", "n:ill"),
        ("As a buyer Peru came first, when 12% of everything sold went there.", "12", "n:of everything"),
        ("Peru's exports to Japan rose by 15.4% in each year from 2010 to 2014.", "15.4", "n:a year change"),
        ("In 2022 oil made up $38 billion of what Peru sold to Japan.", "38", "n:things make up a level"),
        ("Japan bought 70% of the Peruvian anchovies caught in 2022.", "70", "n:w:of anchov"),
    ],
)
def test_what_speaks_for_none(text: str, number: str, sign: str) -> None:
    assert sign in _signs(text, number)


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        ("Japan took 12% of everything sold by Peru.", "12", "n:of everything"),
        ("In a poll 44% of Peruvians saw Japan in a good light.", "44", "n:ill"),
        ("Peru sold goods for $2.2 billion to Japan in 2016.", "2.2", "n:the rest level"),
    ],
)
def test_what_does_not(text: str, number: str, sign: str) -> None:
    assert sign not in _signs(text, number)


def _signs(text: str, number: str) -> Features:
    return none_signs(_scene(text, number))
