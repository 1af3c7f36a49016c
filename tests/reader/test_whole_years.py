"""Figures of a whole year in sentences that name a part of one."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.whole_years import of_whole_year


def _cases(text: str) -> list[Case]:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2021, 10, 1))
    return [case for *_, case in cases(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pumping began in December 2019; China got 1.4 per cent of its gas imports from Russia that year.", True),
        (
            "After a deal in May 2014 Russia's exports to China fell, and in the following year they came to $5 bn.",
            True,
        ),
        ("In May that year China bought $5 bn of goods from Russia.", False),
        ("In May 2014 China bought $5 bn of goods from Russia.", False),
        ("In the first half of that year China bought $5 bn of goods from Russia.", False),
        ("China bought $5 bn of goods in May 2014. That year ended badly.", False),
    ],
)
def test_that_year_is_a_whole_one(text: str, expected: bool) -> None:
    assert of_whole_year(_cases(text)[-1]) is expected


def test_such_a_figure_is_not_set_aside() -> None:
    text = "Pumping began in December 2019, and China got 1.4 per cent of its gas imports from Russia that year."
    assert "part of" not in bind(_cases(text)[-1]).reason
