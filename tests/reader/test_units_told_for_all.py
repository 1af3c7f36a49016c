"""A unit told in brackets for all the bare numbers of a sentence."""

from __future__ import annotations

import pytest

from amity.reader.quantities import heading_unit, quantities


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Trade in goods (2018, bn USD): exports 6.2", "USD bn"),
        ("Trade in goods (2018; in million USD): exports 6.2", "USD m"),
        ("Trade (in US$ million): exports 6.2", "USD m"),
        ("Trade (mln USD): exports 6.2", "USD m"),
        ("Trade (million EUR): exports 6.2", "EUR m"),
        ("The 2018 deal (of 5 million tonnes): exports 6.2", ""),
    ],
)
def test_a_unit_may_stand_in_brackets(text: str, unit: str) -> None:
    assert heading_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trade (2018, bn USD): exports to Romania 6.2, imports 3.7, balance 2.5.", ["6.2", "3.7", "2.5"]),
        ("Exports (USD bn): Italy 6.2, Peru 3.1.", ["6.2", "3.1"]),
    ],
)
def test_bare_numbers_take_it(text: str, expected: list[str]) -> None:
    found = quantities(text)
    assert [text[slice(*q.span)] for q in found] == expected
    assert {q.unit for q in found} == {"USD bn"}


@pytest.mark.parametrize(
    "text",
    [
        "Exports to Romania 6.2, imports 3.7.",
        "Exports (USD bn) carried by a Boeing 737, in Table 2, on May 5, in 2018.",
    ],
)
def test_names_and_dates_do_not(text: str) -> None:
    assert not quantities(text)
