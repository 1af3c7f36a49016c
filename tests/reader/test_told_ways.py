"""Which way goods go by the words about a figure alone, and that both ways are told together otherwise."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.model import Block, Document, Span
from amity.reader.pair_grammar import sides, told_way
from amity.reader.scene import Features, Scene
from amity.reader.senses import of_goods
from amity.reader.way_signs import add_way_signs


def _cases(text: str) -> list[Case]:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2022, 6, 1))
    return [case for *_, case in cases(document)]


def _around(case: Case) -> Span:
    own = case.quantity.span
    before = [q.span[1] for q in case.quantities if q.span[1] <= own[0]]
    return max([0, *before]), min([len(case.text), *(q.span[0] for q in case.quantities if q.span[0] >= own[1])])


@pytest.mark.parametrize(
    ("text", "which", "expected"),
    [
        ("Goods from Russia were worth $1.6 billion.", 0, {"RUS": "sells"}),
        ("Purchases from China amounted to $20.7 billion.", 0, {"CHN": "sells"}),
        ("Of this, $35.1 billion were Brazilian sales to China.", 0, {"BRA": "sells", "CHN": "buys"}),
        ("Goods of about $40 billion were sold by Russia to China.", 0, {"RUS": "sells", "CHN": "buys"}),
        ("A mere $250 million of this was exported by the Tajiks.", 0, {"TJK": "sells"}),
        ("Chinese figures put the exchange of goods at $243 million.", 0, {}),
        ("North Korea and China traded goods for $6.5 billion.", 0, {}),
    ],
)
def test_who_sells_and_who_buys(text: str, which: int, expected: dict[str, str]) -> None:
    case = _cases(text)[which]
    assert sides(case.text, case.quantity.span, case.actors, *_around(case)) == expected


@pytest.mark.parametrize(
    ("text", "which", "expected"),
    [
        ("Japan was there, with exports for $63.3 billion and imports for $132.2 billion.", 0, "sells"),
        ("Japan was there, with exports for $63.3 billion and imports for $132.2 billion.", 1, "buys"),
        ("The two traded for $544.9 billion.", 0, ""),
    ],
)
def test_a_way_may_be_told_though_not_whose(text: str, which: int, expected: str) -> None:
    case = _cases(text)[which]
    assert told_way(case.text, case.quantity.span, *_around(case)) == expected


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Goods from Russia were worth $1.6 billion.", "s:1 sides told, level one way"),
        ("Brazil was there, with exports for $63.3 billion.", "s:way told, level one way"),
        ("Russia and China traded for $63.3 billion.", "s:no way told, level one way"),
        ("Sales from Russia to China grew by 5 per cent.", "s:2 sides told, change one way"),
    ],
)
def test_signs_of_a_way(text: str, sign: str) -> None:
    [case] = _cases(text)
    scene = Scene(case, (), None, "", (), (0, len(text)), (0, len(text)))
    sense = of_goods("goods", "out")
    assert sense is not None
    features: Features = {}
    add_way_signs(scene, [(sense, "level.USD", features)])
    assert list(features) == [sign]
