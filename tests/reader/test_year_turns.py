"""Turns of phrase by which a figure takes the year of another, and ratios told of "it", whatever the weights."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.model import Block, Document, Period
from amity.reader.ratio_signs import ratio_signs
from amity.reader.scene import Earlier, Scene
from amity.reader.senses import Sense, named, of_goods
from amity.reader.year_signs import year_signs
from amity.reader.year_turns import leads_on


def _scene(text: str, which: int = -1, sense: Sense | None = None, statistic: str = "level.USD") -> Scene:
    """A figure of a text after the one before it, which was read as of 2018 and of China with Russia."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2021, 6, 1))
    asked = list(cases(document))
    last, _, case = asked[which]
    before: tuple[Earlier, ...] = ()
    if len(asked) > 1 and which:
        first, _, other = asked[which - 1]
        told = sense or of_goods("goods", "out")
        assert told is not None
        way = Way(told, statistic, "CHN", ("RUS",), {})
        quantity, block = other.quantity, (0, len(text))
        period = Period((0, 0), 2018, 2018)
        before = (Earlier(way, period, quantity.unit, quantity.kind, first.span, quantity.span, block),)
    return Scene(case, (), None, "", before, last.span, (0, len(text)))


def _years(scene: Scene) -> dict[tuple[int, int], set[str]]:
    return {(period.first, period.last): set(features) for period, features in year_signs(scene)}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (
            "In 2018 China sold Russia goods worth $47.5 bn. That represents 2 per cent of its exports.",
            "y:that is, as before it",
        ),
        ("In 2018 China had 20 per cent of it. In value, its sales were $47.5 bn.", "y:in other terms, as before it"),
    ],
)
def test_what_is_told_again_is_of_the_same_year(text: str, sign: str) -> None:
    assert sign in _years(_scene(text))[2018, 2018]


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 China sold Russia goods worth $47.5 bn. That was 2 per cent more than before.",
        "In 2018 China sold Russia goods worth $47.5 bn. In dollars, sales rose to $60 bn within three years.",
        "In 2018 China sold Russia goods worth $47.5 bn. Its purchases were $60 bn.",
    ],
)
def test_other_sentences_are_not(text: str) -> None:
    assert not any(sign.endswith("as before it") for signs in _years(_scene(text)).values() for sign in signs)


def test_a_counted_year_that_leads_on_is_of_the_next_figure() -> None:
    text = "By 2010 China took 82 per cent of Mongolian exports, a part that nine years on had dwindled to 40 per cent."
    scene = _scene(text, 0)
    assert leads_on(scene) is not None
    assert "y:counted, leads to the next" in _years(scene)[2019, 2019]
    assert "y:before one that leads on" in _years(scene)[2010, 2010]
    assert leads_on(_scene("In 2010 China took 82 per cent of exports, and 40 per cent nine years on.", 0)) is None


def _ratio(text: str, owner: str, partner: str) -> set[str]:
    found: set[str] = set()
    scene = _scene(text, -1, named("gdp"), "ratio")
    ratio_signs(scene, owner, partner, lambda name, _: found.add(name))
    return found


def test_a_ratio_told_of_it() -> None:
    text = "The Chinese economy was no bigger than the Russian. By 2010 it was already 4.0 times as large."
    assert "c:it, the first named before" in _ratio(text, "CHN", "RUS")
    assert "c:it, the last named before" in _ratio(text, "RUS", "CHN")
    text = "China spends 4.0 times as much as Russia, with an economy that is 8.0 times as large."
    assert "c:as the ratio before" in _ratio(text, "CHN", "RUS")
    assert "c:turned from the ratio before" in _ratio(text, "RUS", "CHN")
    text = "China spends 4.0 times as much as Russia; Japan's economy is 8.0 times as large as Peru's."
    assert not any("before" in name for name in _ratio(text, "CHN", "RUS"))
