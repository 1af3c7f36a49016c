"""Rows of suppliers: a ware told long before, units and verbs told once for all, and nouns that only act."""

from __future__ import annotations

import pytest

from amity.reader.actors import actors
from amity.reader.binding import bind
from amity.reader.cases import Case, negated
from amity.reader.check import cases
from amity.reader.documents import from_text
from amity.reader.pair_grammar import ties
from amity.reader.quantities import quantities
from amity.reader.relations import relations


def _cases(text: str) -> list[Case]:
    return [case for _, _, case in cases(from_text(text))]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It delivered 4,39,000 bbl/d.", 439_000, "bbl/d"),
        ("Its spending was USD 2,28,230 million.", 228_230, "USD m"),
        ("It shipped 10,20,300 tonnes.", 1_020_300, "t"),
        ("It shipped 1,234,567 tonnes.", 1_234_567, "t"),
    ],
)
def test_numbers_by_lakhs(text: str, value: float, unit: str) -> None:
    [found] = quantities(text)
    assert (found.low, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Japan took 83% less coal from Russia.", -1),
        ("China bought 20 per cent less Russian oil in 2012.", -1),
        ("Refiners took over 26.5 % less crude from Iran.", -1),
        ("Oil made up 20 per cent of it.", 0),
    ],
)
def test_less_of_a_ware_is_a_change(text: str, sign: int) -> None:
    [found] = quantities(text)
    assert (found.sign, found.by) == (sign, sign != 0)


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("China's customs service counted trade of $190 billion with Russia.", "goods.with"),
        ("Last year saw exports of Korea to China shrink by 4.4 percent.", "goods.out"),
        ("Angola, whose shipments to India doubled.", "goods.out"),
        ("Of the oil they import, 0.7 percent came from Russia.", "crude.in"),
    ],
)
def test_who_acts_is_no_ware(text: str, sense: str) -> None:
    found = relations(text, actors(text, year=2020))
    assert sense in [r.sense.id for r in found if r.sense is not None]


def test_a_ware_not_held_is_still_one() -> None:
    text = "Wheat exports of Poland to Spain rose to 5 million dollars."
    assert all(r.sense is None for r in relations(text, actors(text, year=2020)))


def test_a_ware_is_kept_over_paragraphs() -> None:
    text = (
        "Iran is back among the sellers of crude oil to India, the ministry said on Monday in New Delhi.\n\n"
        "Indian purchases from Iran were 11 million tons in 2013 and 10.95 million tons in 2014.\n"
    )
    first, second = _cases(text)
    assert (first.past_ware, second.past_ware) == ("crude", "crude")
    for case in (first, second):
        test = bind(case).candidates[0].test
        assert (test.figure.name, test.figure.of, test.figure.on) == ("energy.crude_quantity", "IRN", "IND")


def test_tonnes_of_no_ware_stay_aside() -> None:
    text = "The two are neighbours.\n\nIndian purchases from Iran were 11 million tons in 2013.\n"
    [case] = _cases(text)
    assert bind(case).reason == "no data are held on goods imports in this unit"


def test_another_ware_is_not_the_one_before() -> None:
    text = (
        "Iran is back among the sellers of crude oil to India, the ministry said on Monday in New Delhi.\n\n"
        "Wheat is another matter: Indian purchases from Iran were 11 million tons in 2013.\n"
    )
    [case] = _cases(text)
    assert bind(case).reason == "no data are held on goods imports in this unit"


def test_a_unit_before_a_list() -> None:
    text = (
        "The United States imported crude oil. The volumes of 2024, in thousands of barrels a day: 4,068 from Canada, "
        "465 from Mexico and 273 from Saudi Arabia.\n"
    )
    assert [(c.quantity.low, c.quantity.unit) for c in _cases(text)] == [
        (4068, "thousand bbl/d"),
        (465, "thousand bbl/d"),
        (273, "thousand bbl/d"),
    ]


def test_a_place_without_a_verb() -> None:
    text = "Canada is first on the list, Saudi Arabia second and Mexico third."
    at = text.index("second")
    found = ties(text, (at, at + 6), actors(text, year=2012), is_rank=True, since=20, until=text.index("third"))
    assert found["SAU"] == {"bare"}


@pytest.mark.parametrize(
    ("text", "is_aside"),
    [
        ("In 2021 India covered 1 per cent of its needs in Russia.", False),
        ("In 2021 Russian gas covered 1 per cent of its needs.", True),
    ],
)
def test_needs_met_abroad(text: str, is_aside: bool) -> None:
    case = _cases(text)[0]
    assert (bind(case).reason == "what it is a share of is not held") is is_aside


def test_what_never_moved_is_not_denied() -> None:
    [case, *_] = _cases("Russia's share in the exports of Belarus hardly moved from 45 per cent in 2020.")
    assert negated(case)
    assert bind(case).reason != "negated in a way that no test follows"


def test_a_state_beside_a_group() -> None:
    text = "Of what they need ASEAN supplied 12 per cent in 2017, and Russia as much as 5 per cent."
    of_group, of_state = (bind(case).reason for case in _cases(text))
    assert of_group == "speaks of ASEAN, not of two states"
    assert of_state != of_group


@pytest.mark.parametrize("noun", ["origin of the oil that China imported", "outlet for its gas"])
def test_who_may_be_the_main_one(noun: str) -> None:
    [found] = quantities(f"Russia was the main {noun}.")
    assert (found.kind, found.low) == ("rank", 1)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Among the suppliers of Peru China is second, among its customers fourth.", [2, 4]),
        ("The fourth rank is Malaysia's, and the fifth that of Oman.", [4, 5]),
        ("It came second, and the third year was that of the war.", [2]),
    ],
)
def test_places_told_without_their_verb(text: str, places: list[int]) -> None:
    assert [q.low for q in quantities(text) if q.kind == "rank"] == places
