"""Whom a figure told "for" a state means, after one of the same kind for others, whatever the weights."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.model import Block, Document, Period
from amity.reader.pair_turns import turns
from amity.reader.scene import Earlier, Scene
from amity.reader.senses import of_goods


def _signs(text: str, *before: tuple[str, str], of: tuple[str, str]) -> set[str]:
    """What the turns say of a pair for the last figure, after those read as told, the last one first."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2020, 6, 1))
    asked = list(cases(document))
    last, _, case = asked[-1]
    sense = of_goods("goods", "out")
    assert sense is not None
    block = (0, len(text))
    earlier = [
        Earlier(
            Way(sense, "share", owner, (partner,), {}),
            Period((0, 0), 2018, 2018),
            told.quantity.unit,
            told.quantity.kind,
            first.span,
            told.quantity.span,
            block,
        )
        for (owner, partner), (first, _, told) in zip(before, reversed(asked[:-1]), strict=False)
    ]
    scene = Scene(case, (), None, "", tuple(earlier), last.span, block)
    found: set[str] = set()
    turns(scene, sense, "share", *of, lambda name, _: found.add(name))
    return {name for name in found if not name.endswith(("half", "others"))}


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 21 percent of Lithuania's exports went to Russia. For Latvia the share was 12 percent.",
        "In 2018 21 percent of Lithuania's exports went to Russia; for Latvia it was just 12 percent.",
        "21 percent of Lithuania's exports went to Russia and in the case of Latvia the share was 12 percent.",
    ],
)
def test_who_is_told_of_takes_either_place(text: str) -> None:
    assert _signs(text, ("LTU", "RUS"), of=("LVA", "RUS")) == {"f:turn, for whose"}
    assert _signs(text, ("LTU", "RUS"), of=("LTU", "LVA")) == {"f:turn, for whom"}
    assert _signs(text, ("LTU", "RUS"), of=("RUS", "LVA")) == set()


def test_the_next_one_takes_the_same_place() -> None:
    text = "21 percent of Lithuania's exports went to Russia. For Latvia it was 12 percent and for Estonia 10 percent."
    assert _signs(text, ("LVA", "RUS"), ("LTU", "RUS"), of=("EST", "RUS")) == {"f:turn, for the next"}
    assert _signs(text, ("LTU", "LVA"), ("LTU", "RUS"), of=("LTU", "EST")) == {"f:turn, for the next"}


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 21 percent of Lithuania's exports went to Russia. In Latvia the share was 12 percent.",
        "In 2018 21 percent of Lithuania's exports went to Russia. For Latvia to sell more would take 12 percent.",
        "In 2018 21 percent of Lithuania's exports went to Russia and 12 percent were for Latvia.",
    ],
)
def test_other_words_are_no_such_turn(text: str) -> None:
    for pair in (("LVA", "RUS"), ("LTU", "LVA")):
        assert _signs(text, ("LTU", "RUS"), of=pair) == set()
