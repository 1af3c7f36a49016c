"""States that have a figure each in one row, and turnover that is of exports or imports alone."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.fellows import fellow_signs, row
from amity.reader.model import Block, Document
from amity.reader.scene import Scene


def _cases(text: str) -> list[Case]:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2020, 7, 1))
    return [case for *_, case in cases(document)]


def _rows(text: str) -> list[set[str]]:
    scenes = [Scene(case, (), None, "", (), (0, len(text)), (0, len(text))) for case in _cases(text)]
    return [set(row(scene)) for scene in scenes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iraq's trade came to $16 billion with Turkey and to $12 billion with Iran.", {"TUR", "IRN"}),
        (
            "Chile led, ahead of Peru (USD 672 million), Cuba (USD 65 million), Haiti (USD 4 million).",
            {"PER", "CUB", "HTI"},
        ),
        (
            "Then followed Russia with $2.5 billion, China with $1.9 billion and Japan with $1 billion.",
            {"RUS", "CHN", "JPN"},
        ),
    ],
)
def test_states_told_alike_are_of_one_row(text: str, expected: set[str]) -> None:
    found = _rows(text)
    assert found
    assert all(states == expected for states in found)


@pytest.mark.parametrize(
    "text",
    [
        "Poland sold Germany goods for $5 billion in 2019.",
        "Exports came to $5 billion from China and to $6 billion in 2019.",
        "Exports of $5 billion from China to India, and of $6 billion from China, were told.",
    ],
)
def test_others_are_of_none(text: str) -> None:
    assert not any(_rows(text))


def test_two_of_a_row_are_no_pair() -> None:
    text = "Iraq's trade came to $16 billion with Turkey and to $12 billion with Iran."
    case = _cases(text)[-1]
    scene = Scene(case, (), None, "", (), (0, len(text)), (0, len(text)))
    told: dict[tuple[str, str], list[str]] = {}
    for pair in (("IRQ", "IRN"), ("IRN", "TUR"), ("IRQ", "TUR")):
        fellow_signs(scene, *pair, lambda name, _value, pair=pair: told.setdefault(pair, []).append(name))
    assert told == {
        ("IRQ", "IRN"): ["p:its own of a row, with a third"],
        ("IRN", "TUR"): ["p:two of one row"],
        ("IRQ", "TUR"): ["p:another of the row, with a third"],
    }


@pytest.mark.parametrize(
    ("text", "flow", "ware"),
    [
        ("Vietnam's export turnover to Japan was $20 billion in 2019.", "out", "goods"),
        ("Vietnam's import turnover from Japan was $20 billion in 2019.", "in", "goods"),
        ("The import-export turnover between Vietnam and Japan was $40 billion in 2019.", "with", "goods"),
        ("The trade turnover between Vietnam and Japan was $40 billion in 2019.", "with", "goods"),
    ],
)
def test_turnover_of_exports_is_exports(text: str, flow: str, ware: str) -> None:
    (case,) = _cases(text)
    told = [(r.sense.flow, r.sense.ware) for r in case.relations if r.sense is not None]
    assert (flow, ware) in told


def test_turnover_of_a_ware_not_held_is_not_of_goods() -> None:
    (case,) = _cases("Vietnam's rice export turnover to Japan was $20 million in 2019.")
    assert all(r.sense is None or r.sense.ware != "goods" for r in case.relations)
