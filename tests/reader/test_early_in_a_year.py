"""When in its year a document is written says which year it tells of where it names none."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.scene import Scene
from amity.reader.year_signs import year_signs
from amity.reader.year_words import season

_TEXT = "The US takes a third of the exports of Honduras."


def _signs(date: dt.date | None, year: int) -> set[str]:
    span = (0, len(_TEXT))
    sentence, _, case = list(cases(Document("x", _TEXT, (Block(span),), date=date)))[-1]
    scene = Scene(case, (), None, "", (), sentence.span, span)
    return {name for period, signs in year_signs(scene) if period.first == period.last == year for name in signs}


@pytest.mark.parametrize(
    ("date", "name"),
    [
        (dt.date(2023, 2, 16), "early in its year"),
        (dt.date(2023, 6, 1), "within its year"),
        (dt.date(2023, 12, 31), "late in its year"),
    ],
)
def test_the_month_of_a_document_is_a_sign(date: dt.date, name: str) -> None:
    for back in range(3):
        assert any(sign.startswith(f"y:document less {back}, {name}") for sign in _signs(date, 2023 - back))


def test_a_document_without_a_date_has_no_month() -> None:
    assert season(0) == ""
    assert not any("its year" in sign for year in (2020, 2025) for sign in _signs(None, year))
