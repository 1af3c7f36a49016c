"""Other wares, other wholes and other lists are told from what the data hold; places of wars are no partners."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.actors import names
from amity.reader.check import cases
from amity.reader.elsewhere import elsewhere
from amity.reader.model import Block, Document
from amity.reader.wars import is_struck


def _reason(text: str, number: str) -> str:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2022, 6, 1))
    for _, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return elsewhere(case)
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number", "about"),
    [
        ("From Peru came 41% of the fruit and 12% of the copper that Spain used in 2019.", "12%", "share"),
        ("Germany bought 30% of the Danish pork exported in 2018.", "30%", "share"),
        ("Of Italy's gas 38 percent was Algerian, which equals 15 percent of what the Italians burned.", "15", "share"),
        ("Wind covered 44 percent of Danish energy use in 2019.", "44 percent", "used"),
        ("Among the buyers from Uruguay China comes first, and for beef it is the top customer.", "top", "ware"),
        ("Within South America, Peru is the third biggest of Japan's trading partners.", "third", "region"),
        ("Chile is the second largest supplier of Spain in Latin America.", "second", "region"),
        ("In 2019 German outlays on research were 9 times the Polish ones.", "9 times", "spent"),
        ("In 2018 Ottawa put tariffs on American goods for $12 billion.", "$12 billion", "duty"),
        ("Without crude, Nigerian deliveries to Spain came to $300 million in 2019.", "$300 million", "part"),
        ("What Japan bought from the five taken together was $9 billion in 2018.", "$9 billion", "together"),
    ],
)
def test_what_is_of_another_kind_is_told_so(text: str, number: str, about: str) -> None:
    assert about in _reason(text, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("China took 41 percent of all that Peru ships abroad.", "41 percent"),
        ("In 2019 Spain bought 12% of its crude oil from Nigeria.", "12%"),
        ("Peru is the third largest trading partner of Japan.", "third"),
        ("In 2019 German outlays on arms were 4 times the Polish ones.", "4 times"),
        ("Canada sold goods for $300 billion to the United States in 2018.", "$300 billion"),
    ],
)
def test_what_the_data_may_hold_is_left(text: str, number: str) -> None:
    assert _reason(text, number) == ""


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Since the war in Georgia trade has doubled.", "Georgia", True),
        ("Since Iraq attacked Iran trade has doubled.", "Iran", True),
        ("Since Iraq attacked Iran trade has doubled.", "Iraq", False),
        ("The Yemen war made it grow.", "Yemen", True),
        ("The trade war with China made it shrink.", "China", False),
        ("Exports to Georgia doubled.", "Georgia", False),
    ],
)
def test_the_place_of_a_war_is_told_from_a_partner(text: str, name: str, expected: bool) -> None:
    at = text.index(name)
    assert is_struck(text, (at, at + len(name))) is expected


def test_two_states_are_not_the_place_of_a_war() -> None:
    text = (
        "Iran and Turkey trade more. It is the war in Yemen that drove it. The total of the two states was $9 billion."
    )
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2022, 6, 1))
    [case] = [case for _, _, case in cases(document) if "billion" in case.quantity.unit or "bn" in case.quantity.unit]
    assert {code for a in case.actors for code in a.codes} == {"IRN", "TUR"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The Stockholm International Peace Research Institute says so.", []),
        ("The Paris Agreement binds them.", []),
        ("A Moscow-based bank says so.", []),
        ("Stockholm says so.", ["SWE"]),
    ],
)
def test_houses_named_after_capitals_are_no_states(text: str, codes: list[str]) -> None:
    assert [code for actor in names(text, 2020) for code in actor.codes] == codes
