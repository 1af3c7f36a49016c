"""Signs of money set apart from their country, places left for others, and wishes beside what was done."""

from __future__ import annotations

import pytest

from amity.reader import aside
from amity.reader.quantities import quantities
from amity.reader.subordinate import is_beside


def _found(text: str) -> list[tuple[str, str, str]]:
    return [(text[slice(*q.span)], q.kind, q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trade increased by US $1 billion.", [("increased by US $1 billion", "change", "USD bn")]),
        (
            "Exports rose to US $12 billion from US $10 billion.",
            [("rose to US $12 billion", "change", "USD bn"), ("US $10 billion", "level", "USD bn")],
        ),
        ("The U.S. $ 5.5 billion of goods sold.", [("U.S. $ 5.5 billion", "level", "USD bn")]),
        ("It sold goods for NZ $381 million.", [("NZ $381 million", "level", "NZD m")]),
        ("In the US, $5 billion was spent.", [("$5 billion", "level", "USD bn")]),
    ],
)
def test_a_sign_may_stand_apart_from_its_country(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The country slipped from 11th to 12th among the customers.", ["11th", "12th"]),
        ("South Africa has dropped from second to fourth place there.", ["second", "fourth place"]),
        ("Poland moved from 15th to 7th.", ["15th", "7th"]),
        (
            "Peru, Chile and Cuba, which rank third, fourth and fifth among its markets, grew.",
            ["third", "fourth", "fifth"],
        ),
        ("Uganda had been number one until this year.", ["number one"]),
    ],
)
def test_a_place_left_for_another_is_found(text: str, expected: list[str]) -> None:
    assert [found for found, kind, _ in _found(text) if kind == "rank"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The child moved from 5th to 8th grade.",
        "They went from the 19th to the 20th century.",
        "She was first and second among equals of old.",
    ],
)
def test_what_is_no_place_is_left_alone(text: str) -> None:
    assert not [found for found, kind, _ in _found(text) if kind == "rank"]


def _is_beside(before: str) -> bool:
    wishes = aside._FORECAST
    wish = wishes.search(before)
    assert wish is not None
    return is_beside(before, wish, wishes)


@pytest.mark.parametrize(
    "before",
    [
        "While farmers in Poland want the border shut, Kyiv moved up to ",
        "Although Berlin expects a fall, exports to Poland rose by ",
        "But Iran, which hopes to sell more oil, sold China ",
    ],
)
def test_what_is_wished_for_beside_it_is_not_told_of_the_figure(before: str) -> None:
    assert _is_beside(before)


@pytest.mark.parametrize(
    "before",
    [
        "While it wants more, exports should reach ",
        "Poland, which bought little, wants to buy ",
        "Iran, which hopes to sell more, could sell ",
        "Although trade rose, it is expected to reach ",
        "Berlin expected a fall, and exports rose by ",
    ],
)
def test_what_is_wished_for_in_its_own_clause_is(before: str) -> None:
    assert not _is_beside(before)
