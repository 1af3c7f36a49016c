"""Of which ware a figure is: trade in general beside arms, and what a flow is made of. Values are made up."""

from __future__ import annotations

import pytest

from amity.reader import documents
from amity.reader.binding import readings
from amity.reader.check import cases
from amity.reader.scene import Scene
from amity.reader.sense_signs import sense_signs

_ARMS = (
    "Arms and weapons\n\nThe arms of Egypt are Russian arms: weapons for its army. SIPRI counts arms deliveries; arms "
    "imports and weapons transfers grew. Russian weapons, more weapons, and arms.\n\n"
)


@pytest.mark.parametrize(
    ("text", "ware"),
    [
        ("Russia provided 9 per cent of Egyptian imports in 2018.", "arms"),
        (
            "Russian exports to Egypt were worth 4 billion dollars. Russia provided 9 per cent of Egyptian imports.",
            "goods",
        ),
        ("Bilateral trade shrank. Russia provided 9 per cent of Egyptian imports in 2018.", "goods"),
    ],
)
def test_where_a_paragraph_tells_of_trade_its_imports_are_of_goods(text: str, ware: str) -> None:
    *_, (_, _, case) = cases(documents.from_text(_ARMS + text, "text"))
    assert {r.sense.ware for r in case.relations if r.sense is not None and r.sense.flow == "in"} == {ware}


@pytest.mark.parametrize(
    ("text", "is_ware"),
    [
        ("Fuels made up 36 per cent of Russian deliveries to China in 2019.", False),
        ("Most of it is fuel: 36 per cent of Russian deliveries to China in 2019.", False),
        ("In fuels China is first: it took 36 per cent of Russian deliveries in 2019.", True),
    ],
)
def test_what_a_flow_is_made_of_is_no_ware_of_a_bare_flow(text: str, is_ware: bool) -> None:
    sentence, _, case = next(iter(cases(documents.from_text(text, "text"))))
    scene = Scene(case, readings(case), None, "", (), sentence.span, sentence.block.span)
    signs = [features for sense, _, features in sense_signs(scene) if sense.ware not in (None, "goods")]
    assert any("s:bare near" in features for features in signs) is is_ware
