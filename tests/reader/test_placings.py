"""Places told in turn, each of one state of a list, and parts by which something grew."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.quantities import quantities


def _placed(text: str) -> list[tuple[int, list[str]]]:
    """Each place with the states that its sentence is left with."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2021, 5, 20))
    found = [case for _, _, case in cases(document) if case.quantity.kind == "rank"]
    return [(int(c.quantity.low), sorted({a.codes[0] for a in c.actors if len(a.codes) == 1})) for c in found]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They became its second and third largest customers.", ["second", "third largest customers"]),
        ("It is the second, third and fourth biggest buyer.", ["second", "third", "fourth biggest buyer"]),
        ("They were its first and second largest partners.", ["first", "second largest partners"]),
        ("They hold second and third place on its list of customers.", ["second", "third place"]),
        ("It sank in the second and third quarters.", []),
        ("On his second and third visits they met.", []),
    ],
)
def test_places_in_a_row_are_told_one_by_one(text: str, places: list[str]) -> None:
    assert [text[slice(*q.span)] for q in quantities(text) if q.kind == "rank"] == places


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Brazil's sales to Peru (+39%) and Chile (+44%) rose: they are its second and third largest customers.",
            [(2, ["BRA", "PER"]), (3, ["BRA", "CHL"])],
        ),
        (
            "Peru and Chile are Brazil's second and third largest customers.",
            [(2, ["BRA", "PER"]), (3, ["BRA", "CHL"])],
        ),
        (
            "For Brazil the second and third largest customers were Peru and Chile.",
            [(2, ["BRA", "PER"]), (3, ["BRA", "CHL"])],
        ),
        # One state that had both places, and one place after the other.
        ("Peru was Brazil's second and third largest customer.", [(2, ["BRA", "PER"]), (3, ["BRA", "PER"])]),
        (
            "Peru and Chile moved from third to second place among Brazil's customers.",
            [(3, ["BRA", "CHL", "PER"]), (2, ["BRA", "CHL", "PER"])],
        ),
    ],
)
def test_each_place_is_of_one_state(text: str, told: list[tuple[int, list[str]]]) -> None:
    assert _placed(text)[: len(told)] == told


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("To Chile 37% less was delivered.", -1),
        ("Peru exported 13.4 percent more in 2018 than before.", 1),
        ("France sold 25% more between the two periods.", 1),
        ("It was 5 per cent more or less.", 0),
        ("Some 5 per cent more is with Chile.", 0),
    ],
)
def test_more_and_less_are_a_change(text: str, sign: int) -> None:
    assert [q.sign if q.by else 0 for q in quantities(text) if q.unit == "%"] == [sign]
