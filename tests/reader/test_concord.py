"""What the figures around a figure say of its readings: by their laws, and against a slow way to count them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.concord import OF_OTHERS, Read, fitted, rows
from amity.reader.fitting import Option, options
from amity.reader.model import Block, Document, Period
from amity.reader.senses import named
from amity.reader.surety import AROUND, OF_FIGURE, OF_READING, trees
from amity.reader.weighing import Meant

FEATURES = len(OF_READING) + len(OF_FIGURE) + len(AROUND)
#: Sense, owner, partner, year.
Told = tuple[str, str, str, int]
WHEAT: Told = ("goods.out", "CAN", "CHN", 2012)


TEXT = "In 2012 Canada sold goods worth $1.5 billion to China."


@cache
def _option(told: Told) -> Option:
    sense, owner, partner, year = told
    case = next(case for _, _, case in cases(Document("x", TEXT, (Block((0, len(TEXT))),))))
    way = Way(named(sense), "level.USD", owner, (partner,), {})
    return options(case, [Meant(way, Period((0, 0), year, year), 0.5)], None, lambda _: None)[0]


def _read(*told: Told, sure: Sequence[float] = (), printed: str = "1.5", sentence: int = 0) -> Read:
    options = [_option(one) for one in told]
    given = list(sure) or [0.9 / (1 + place) for place in range(len(told))]
    known = np.zeros((len(told), FEATURES))
    return Read(options, known, given, [o.meant for o in options], 0.1, printed, (sentence, sentence + 1))


def _told(read: Sequence[Read]) -> list[dict[str, float]]:
    return [dict(zip(OF_OTHERS, row, strict=True)) for row in rows(read).tolist()]


def test_there_is_a_row_for_each_reading() -> None:
    read = [_read(WHEAT, ("goods.in", "CAN", "CHN", 2012)), _read(), _read(WHEAT)]
    found = rows(read)
    assert found.shape == (3, len(OF_OTHERS))
    assert np.isfinite(found).all()
    assert rows([_read(), _read()]).shape == rows([]).shape == (0, len(OF_OTHERS))


def test_what_is_shared_with_the_figures_around_is_weighed_by_how_sure_they_are() -> None:
    read = [
        _read(("goods.out", "CAN", "CHN", 2012), sure=[0.9]),
        _read(("goods.out", "CHN", "CAN", 2013), ("goods.out", "CAN", "USA", 2011), sure=[0.6, 0.5]),
        _read(("goods.in", "CAN", "CHN", 2011), sure=[0.3]),
    ]
    turned, american = _told(read)[1:3]
    assert turned["all around"] == turned["all close"] == pytest.approx(1.2)
    assert (turned["same pair around"], turned["same pair this way around"]) == (1.0, 0.0)
    assert (american["same pair around"], american["same owner around"], american["same partner around"]) == (0, 1, 0)
    assert turned["same sense around"] == american["same sense around"] == pytest.approx(0.75)
    assert (turned["same year around"], american["same year around"]) == (0.0, pytest.approx(0.25))


def test_of_the_figures_around_the_surest_reading_counts() -> None:
    read = [_read(WHEAT), _read(("goods.in", "CAN", "CHN", 2012), WHEAT, sure=[0.2, 0.8])]
    assert _told(read)[0]["same sense after"] == 1.0


def test_where_the_figures_around_are_unsure_nothing_is_shared() -> None:
    read = [_read(WHEAT, sure=[0.1]), _read(WHEAT)]
    assert _told(read)[1]["same pair around"] == -1.0
    assert _told([_read(WHEAT)])[0]["same pair close"] == -1.0


def test_the_figures_next_to_it_are_told_one_by_one() -> None:
    read = [
        _read(WHEAT, sure=[0.7]),
        _read(WHEAT),
        _read(("goods.out", "CHN", "CAN", 2012), sure=[0.4], sentence=5),
    ]
    found = _told(read)
    assert (found[1]["sure before"], found[1]["sure after"]) == (0.7, 0.4)
    assert (found[1]["same sentence before"], found[1]["same sentence after"]) == (1.0, 0.0)
    assert (found[1]["same pair this way before"], found[1]["same pair this way after"]) == (1.0, 0.0)
    assert found[0]["sure before"] == found[2]["sure after"] == -1.0


def test_a_reading_that_another_figure_has_is_told_with_its_digits() -> None:
    same, other = _read(WHEAT, sure=[0.8], printed="1.5"), _read(WHEAT, sure=[0.6], printed="2.7")
    found = _told([_read(WHEAT, printed="1.5"), same, other])[0]
    assert (found["same reading, same digits"], found["same reading, other digits"]) == (0.8, 0.6)
    changed = _told([_read(("goods.out", "CAN", "CHN", 2011), printed="1.5"), same, other])[0]
    assert (changed["same reading, same digits"], changed["same reading, other digits"]) == (0.0, 0.0)


def test_a_long_document_is_as_one_of_its_stretches() -> None:
    """What is far away says nothing: a figure among many is told as if only those near it stood there."""
    draw = np.random.default_rng(3)
    states, senses = ("CAN", "CHN", "USA", "BRA"), ("goods.out", "goods.in")
    read: list[Read] = []
    for number in range(80):
        told: list[Told] = []
        for _ in range(int(draw.integers(0, 4))):
            owner, partner = map(str, draw.choice(states, 2, replace=False))
            told.append((str(draw.choice(senses)), owner, partner, int(draw.integers(2010, 2013))))
        read.append(_read(*told, sure=draw.random(len(told)).tolist(), printed=str(draw.integers(4)), sentence=number))
    whole, at = rows(read), int(np.cumsum([0, *(len(one.options) for one in read)])[40])
    part, there = rows(read[28:53]), sum(len(one.options) for one in read[28:40])
    many = len(read[40].options)
    np.testing.assert_allclose(whole[at : at + many], part[there : there + many])
    slow = [_slowly(read, 40, place) for place in range(many)]
    fast = [dict(zip(OF_OTHERS, row, strict=True)) for row in whole[at : at + many].tolist()]
    assert many
    for one, other in zip(slow, fast, strict=True):
        assert one == pytest.approx({name: other[name] for name in one})


def _slowly(read: Sequence[Read], at: int, place: int) -> dict[str, float]:
    """The shares of all figures around that have the pair and the year of a reading, one by one."""
    mine, all_of_them, pair, year = read[at].options[place].meant, 0.0, 0.0, 0.0
    for other in (*read[at - 12 : at], *read[at + 1 : at + 13]):
        if other.options:
            sure, best = max(zip(other.sure, other.options, strict=True), key=lambda item: item[0])
            all_of_them += sure
            ways = best.meant.way, mine.way
            pair += sure * (len({frozenset((way.owner, *way.partners)) for way in ways}) == 1)
            year += sure * (best.meant.period.last == mine.period.last)
    whole = {"all around": all_of_them, "same pair around": pair / all_of_them, "same year around": year / all_of_them}
    return {**whole, "figures around": 24.0, "figures so far": 12.0}


def test_every_figure_with_readings_is_fitted() -> None:
    read = [_read(WHEAT), _read(), _read(WHEAT, ("goods.in", "CAN", "CHN", 2012))]
    found = fitted(read)
    assert [one is None for one in found] == [False, True, False]
    assert all(one is None or 0 < one.candidate.confidence < 1 for one in found)
    assert trees("together").feature.max() < FEATURES + len(OF_OTHERS)
    assert fitted([]) == fitted([])[:0]
