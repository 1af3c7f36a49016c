"""Whom "the former" and "the latter" mean."""

from __future__ import annotations

import pytest

from amity.reader.actors import actors


def _meant(before: str, text: str) -> list[str]:
    known = actors(before, year=2018) if before else ()
    found = actors(text, year=2018, before=known)
    return [a.codes[0] for a in found if a.kind == "pronoun" and text[slice(*a.span)].lower().startswith("the ")]


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (
            "Spain and France remain Morocco's main partners.",
            "Last year the former took a fifth and the latter a sixth of what was sold.",
            ["ESP", "FRA"],
        ),
        (
            "",
            "China and India are Iraq's largest buyers: the former took a quarter and the latter a third.",
            ["CHN", "IND"],
        ),
        ("Latvia trades with Lithuania and Estonia.", "The former bought a sixth, the latter a tenth.", ["LTU", "EST"]),
        ("In 2018 Kazakhstan sold Uzbekistan goods.", "The latter's deliveries were worth little.", ["UZB"]),
        ("Peru sold copper to Chile.", "The former also sold oil.", ["PER"]),
    ],
)
def test_those_named_side_by_side_come_first(before: str, text: str, expected: list[str]) -> None:
    assert _meant(before, text) == expected


def test_one_state_has_no_former() -> None:
    assert _meant("Peru sold copper.", "The former sold more.") == []
