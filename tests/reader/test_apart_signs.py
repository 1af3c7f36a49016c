"""Figures that are of more, of less or of something else than what two states traded in a year."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.actors import actors
from amity.reader.apart_signs import apart_signs
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.dating import behind_twin, period_of
from amity.reader.fitting import chance_of
from amity.reader.frames import said
from amity.reader.model import Block, Document
from amity.reader.partial import times
from amity.reader.scene import Scene
from amity.reader.unnamed_signs import unnamed_signs


def _cases(text: str) -> list[Case]:
    blocks: list[Block] = []
    start = 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block((start, start + len(paragraph))))
        start += len(paragraph) + 2
    document = Document("x", text, tuple(blocks), date=dt.date(2021, 6, 1))
    return [case for *_, case in cases(document)]


def _signs(text: str, printed: str) -> set[str]:
    """The signs of the figure printed so, the last one of these."""
    case = [case for case in _cases(text) if printed in case.text[slice(*case.quantity.span)]][-1]
    return set(apart_signs(Scene(case, (), None, "", (), (0, len(text)), (0, len(text)))))


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        (
            "China's trade with Russia, Kazakhstan and Belarus came to $114.6 billion.",
            "114.6",
            {"sum over a list near"},
        ),
        ("Of its exports 28% went to Mexico and Chile in 2019.", "28", {"sum over a list near"}),
        ("Exports to Mexico and Chile came to $3 billion and $4 billion.", "4", set[str]()),
        ("Exports to Mexico and Chile came to $3 billion each.", "3", set[str]()),
        ("Trade between Mexico and Chile came to $3 billion.", "3", set[str]()),
        ("Of Peru's exports 16% went to the United States and 15% to the European Union.", "15", {"group tight share"}),
        ("Of Peru's exports 16% went to the United States and 15% to the European Union.", "16", set[str]()),
        ("For Africa as a whole Peru's part was 40%.", "40", {"group leads beside"}),
        ("Japan sold goods worldwide for $7 billion.", "7", {"all partners beside level 1"}),
        ("Japan sold Peru goods for $7 billion.", "7", set[str]()),
    ],
)
def test_several_and_groups(text: str, printed: str, expected: set[str]) -> None:
    assert _signs(text, printed) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japan and Peru exchanged goods and services for $7 billion.", {"services told last in the sentence"}),
        ("With services counted in, Japan sold Peru $7 billion.", {"services told last in the sentence"}),
        ("Services apart, goods worth $7 billion went to Peru from Japan.", set[str]()),
        (
            "Japan's trade in services with Peru grew. Sales came to $7 billion.",
            {"services told last in the one before"},
        ),
        ("Japan's trade in goods with Peru grew. Sales came to $7 billion.", set[str]()),
    ],
)
def test_services(text: str, expected: set[str]) -> None:
    assert {sign for sign in _signs(text, "7") if "services" in sign} == expected


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("Australia sold Japan goods for $7 billion.", "7", {"dollars of its own in the sentence"}),
        ("Australia sold Japan goods for US$7 billion.", "7", set[str]()),
        ("Australia sold Japan goods for 7 billion dollars.", "7", {"dollars of its own in the sentence"}),
        ("Trade of Peru with Japan came to $7 billion this year.", "7", {"a flow of this year"}),
        ("Trade of Peru with Japan came to $7 billion last year, less than this year.", "7", set[str]()),
        ("Peru sold Japan goods for $7 billion.", "7", set[str]()),
        ("Peru's trade with Japan was 1.69 trillion yuan ($235.9 billion), 32% more.", "32", {"change of other money"}),
        ("Peru's trade with Japan was $235.9 billion (1.69 trillion yuan), 32% more.", "32", set[str]()),
        ("The two would like to see their trade at $7 billion.", "7", {"wished for"}),
        ("About $7 billion is forecast for trade with Japan.", "7", {"wished for"}),
        ("Japan invested $7 billion in Peru.", "7", {"money was put into it"}),
        ("Trade of Peru with Japan came to $7 billion.", "7", set[str]()),
    ],
)
def test_money(text: str, printed: str, expected: set[str]) -> None:
    assert _signs(text, printed) == expected


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("Of the goods that Peru shipped to Japan 56% were ore.", "56", {"then it is a ware"}),
        ("Of the goods that Peru shipped 56% were bound for Japan.", "56", set[str]()),
        ("A poll found that in Peru 56% think well of him.", "56", {"a leader is thought of"}),
        ("A 2018 poll found that in Peru 56% think well of Putin.", "56", {"a leader is thought of"}),
        ("A poll found that in Peru 56% thought well of Japan in Obama's last days.", "56", set[str]()),
        ("Peru's purchases from Japan were 4.5 times what it sold there.", "4.5", {"times another flow"}),
        ("Peru's purchases from Japan were 4.5 times those of the year 2010.", "4.5", set[str]()),
        ("Japan is Peru's largest market for everything but oil, with $7 billion.", "7", {"all but fuels"}),
        ("The gap with Japan is now number three on Peru's list.", "three", {"place by what ranks no partners"}),
        ("Japan is now number three among Peru's markets.", "three", set[str]()),
    ],
)
def test_something_else(text: str, printed: str, expected: set[str]) -> None:
    assert _signs(text, printed) == expected


@pytest.mark.parametrize(
    ("text", "printed", "year"),
    [
        (
            "Sales to Peru were $116 million (25.1 percent) in 2010 and $134 million (24.2 percent) in 2011.",
            "116",
            2010,
        ),
        (
            "Sales to Peru were $116 million (25.1 percent) in 2010 and $134 million (24.2 percent) in 2011.",
            "134",
            2011,
        ),
        ("In 2009 sales to Peru were $116 million (25.1 percent).", "116", None),
    ],
)
def test_a_year_behind_the_same_figure_in_brackets(text: str, printed: str, year: int | None) -> None:
    case = next(case for case in _cases(text) if case.quantity.printed == printed)
    found = behind_twin(case)
    assert (found.last if found is not None else None) == year
    period, _, _ = period_of(case)
    assert period is not None
    assert period.last == (year or 2009)


def test_a_year_between_the_verb_and_the_sum() -> None:
    text = "Peru's deficit with Japan, which was $8.5 billion in 2007, widened in 2008 to $13.6 billion."
    case = next(case for case in _cases(text) if case.quantity.printed == "13.6")
    period, _, _ = period_of(case)
    assert period is not None
    assert period.last == 2008


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("It sold goods for 35 billion dollars, less than the 36 billion of a year ago.", 0),
        ("It sold goods for 35 billion dollars last year.", 1),
    ],
)
def test_years_counted_back_are_no_whole_years_told(text: str, many: int) -> None:
    case = _cases(text)[0]
    assert bool(times(text, case.periods).wholes) == bool(many)


def test_a_first_place_agrees_by_chance_more_often_than_a_later_one() -> None:
    text = "Japan is Peru's largest partner, {} its second and China its tenth."
    first, second, tenth = (chance_of(case) for case in _cases(text.format("Chile")) if case.quantity.kind == "rank")
    assert first > second > tenth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peru's foreign trade grew. Imports climbed to $7 billion.",
            {
                "no partner named level, 0 states, nor a word for one",
                "no partner named, 0 states, nor a word for one, all told",
            },
        ),
        (
            "Peru trades with Japan. In return it sold goods for $7 billion.",
            {
                "no partner named level, 0 states, but a word for one",
                "no partner named, 0 states, but a word for one, two told 1 ago in the paragraph",
            },
        ),
        (
            "Peru sold goods for $7 billion.",
            {
                "no partner named level, 1 states, nor a word for one",
                "no partner named, 1 states, nor a word for one, nobody told",
            },
        ),
        ("Peru sold goods to Japan for $7 billion.", set[str]()),
        ("Peru's army has $7 billion.", set[str]()),
    ],
)
def test_no_partner_named(text: str, expected: set[str]) -> None:
    case = next(case for case in _cases(text) if case.quantity.printed == "7")
    scene = Scene(case, (), None, "", (), (0, len(text)), (0, len(text)))
    assert set(unnamed_signs(scene)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China's trade with South Africa grew.", "two"),
        ("China's trade with Africa grew.", "group and one"),
        ("China's trade with Southern Africa grew.", "group and one"),
        ("China's trade with Japan is in the region of $3 billion.", "two"),
        ("China's trade with the region grew.", "group and one"),
    ],
)
def test_what_is_a_group(text: str, expected: str) -> None:
    assert said(text, actors(text, year=2020), "party") == expected
