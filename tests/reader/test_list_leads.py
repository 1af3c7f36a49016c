"""What stands above a list of states: of when it is, and whether it is of those who buy or of those who sell."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.lists import entry_of
from amity.reader.model import Block, Document

BEFORE = "The world exported goods for $16 trillion in 2015."


def _entry(lead: str, line: str) -> tuple[str, int | None]:
    """The kind of list in which the figure of the last line stands, and its year by the grammar."""
    blocks: list[Block] = []
    text = "\n\n".join((BEFORE, lead, "Peru: $5 billion", line))
    for paragraph in text.split("\n\n"):
        start = blocks[-1].span[1] + 2 if blocks else 0
        blocks.append(Block((start, start + len(paragraph))))
    *_, (_, _, case) = cases(Document("x", text, tuple(blocks), date=dt.date(2018, 5, 20)))
    entry = entry_of(case.text, case.quantity, case.quantities, case.actors, case.listing)
    period = period_of(case)[0]
    return entry.kind if entry is not None else "", period.last if period is not None else None


@pytest.mark.parametrize(
    ("lead", "line", "told"),
    [
        ("Here are the main customers of Brazil in 2016.", "Chile: $3 billion", ("buyers", 2016)),
        ("By their share of all the gas that Brazil exports, in 2016:", "Chile: 12 percent", ("buyers", 2016)),
        ("Brazil's imports in 2016 by country:", "Chile: $3 billion", ("sellers", 2016)),
        # An entry that tells its own year, and a list that tells none.
        ("Here are the main customers of Brazil in 2016.", "Chile: $3 billion in 2014", ("buyers", 2014)),
        # Whose exports they are is not said above.
        ("Exports in 2016 by country:", "Chile: $3 billion", ("exports", 2016)),
    ],
)
def test_an_entry_is_read_by_what_stands_above_its_list(lead: str, line: str, told: tuple[str, int]) -> None:
    assert _entry(lead, line) == told


def test_what_follows_a_list_is_not_of_its_year() -> None:
    assert _entry("Here are the main customers of Brazil in 2016.", "Since then Chile bought for $3 billion.")[0] == ""
