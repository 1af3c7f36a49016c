"""Turns of phrase that lean on the figure before for whom they mean, whatever the weights."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.model import Block, Document, Period
from amity.reader.pair_signs import of_pair
from amity.reader.pair_turns import turns
from amity.reader.scene import Earlier, Scene
from amity.reader.senses import named, of_goods


def _scene(text: str, owner: str, partner: str) -> Scene:
    """The last figure of a text after one of the same kind that was read as told."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2020, 6, 1))
    asked = list(cases(document))
    (first, _, before), (last, _, case) = asked[-2], asked[-1]
    sense = of_goods("goods", "out")
    assert sense is not None
    quantity = before.quantity
    statistic = "rank" if quantity.kind == "rank" else "share"
    way = Way(sense, statistic, owner, (partner,), {})
    block = (0, len(text))
    earlier = Earlier(way, Period((0, 0), 2018, 2018), quantity.unit, quantity.kind, first.span, quantity.span, block)
    return Scene(case, (), None, "", (earlier,), last.span, block)


def _signs(text: str, owner: str, partner: str, *, of: tuple[str, str], sense: str = "goods.out") -> set[str]:
    scene = _scene(text, owner, partner)
    told = named(sense)
    assert told is not None
    found: set[str] = set()
    statistic = "rank" if scene.case.quantity.kind == "rank" else "share"
    turns(scene, told, statistic, *of, lambda name, _: found.add(name))
    return found


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("In 2018 China was Russia's largest partner, Japan its ninth.", "f:turn, place"),
        ("Italy took 12 per cent of Russia's exports and the Japanese one was 3 per cent.", "f:turn, one"),
        ("China took 12 per cent of Russia's exports, whereas Japan's part rose to 3 per cent.", "f:turn, part"),
    ],
)
def test_whose_it_was_it_stays(text: str, sign: str) -> None:
    assert _signs(text, "RUS", "CHN", of=("RUS", "JPN")) == {sign}
    assert _signs(text, "RUS", "CHN", of=("RUS", "CHN")) == {f"{sign}, half"}
    assert _signs(text, "RUS", "CHN", of=("CHN", "JPN")) == {f"{sign}, half"}
    assert _signs(text, "RUS", "CHN", of=("JPN", "CHN")) == {f"{sign}, others"}


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 China was Russia's largest partner and Japan ninth.",
        "Italy took 12 per cent of Russia's exports and Japan bought 3 per cent.",
        "China took 12 per cent of Russia's exports, and Japan's share of its imports was 3 per cent.",
    ],
)
def test_other_words_say_nothing(text: str) -> None:
    assert not _signs(text, "RUS", "CHN", of=("RUS", "JPN"))


def test_two_joined_are_the_two_who_agree() -> None:
    text = "Moscow and Beijing voted alike on 78 per cent of resolutions in 2018, Paris and Washington on 48 per cent."
    assert _signs(text, "RUS", "CHN", of=("FRA", "USA"), sense="votes.assembly") == {"f:turn, joined"}
    assert _signs(text, "RUS", "CHN", of=("RUS", "USA"), sense="votes.assembly") == {"f:turn, joined, half"}


def test_the_pairs_of_a_figure_carry_them() -> None:
    scene = _scene("In 2018 China was Russia's largest partner, Japan its ninth.", "RUS", "CHN")
    sense = named("goods.with")
    assert sense is not None
    assert "f:turn, place" in of_pair(scene, sense, "rank", "RUS", "JPN")
