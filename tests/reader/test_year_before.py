"""What a change came from is of the year before the one that leads its sentence."""

from __future__ import annotations

import pytest

from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.model import Block, Document


def _years(text: str) -> list[int]:
    found = [case for _, _, case in cases(Document("x", text, (Block((0, len(text))),)))]
    periods = [period_of(case)[0] for case in found if case.quantity.kind in ("level", "share", "change")]
    return [period.last for period in periods if period is not None]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("In 2014 Peru's exports to China fell from $7.4 billion to $7 billion.", [2013, 2014]),
        ("In 2014 Peru's exports to China fell to $7 billion from $7.4 billion.", [2014, 2013]),
        ("In 2014 the share of Russia in Georgia's total trade grew from 11.4% to 13.1%.", [2013, 2014]),
    ],
)
def test_it_is_of_the_year_before(text: str, years: list[int]) -> None:
    assert _years(text) == years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In 2014 Peru's exports to China came to $7 billion, up from $3.4 billion five years earlier.", 2009),
        ("In 2014 Peru's exports to China fell from the $7.4 billion of 2012 to $7 billion.", 2012),
    ],
)
def test_another_time_told_is_kept(text: str, year: int) -> None:
    assert year in _years(text)
    assert 2013 not in _years(text)
