"""What the data cannot check is set aside, beside the figure or carried from the sentences before."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.atlas import open_atlas
from amity.reader import partial
from amity.reader.check import cases, check
from amity.reader.model import Block, Document, Finding
from amity.reader.none_signs import none_signs
from amity.reader.periods import periods
from amity.reader.scene import Features, Scene


def _document(text: str, year: int = 2022) -> Document:
    blocks: list[Block] = []
    at = 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block((at, at + len(paragraph))))
        at += len(paragraph) + 2
    return Document("x", text, tuple(blocks), date=dt.date(year, 6, 1))


def _of(text: str, number: str) -> Finding:
    found = check(_document(text), open_atlas()).findings
    [one] = [f for f in found if number in text[slice(*f.quantity.span)]]
    return one


def _signs(text: str, number: str) -> Features:
    for sentence, _, case in cases(_document(text)):
        if number in case.text[slice(*case.quantity.span)]:
            return none_signs(Scene(case, (), None, "", (), sentence.span, sentence.block.span))
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Between January and September 2016 Peru exported goods worth $4.1 billion to Japan.", "4.1"),
        ("In the first 10 months of 2016 Peru exported goods worth $4.1 billion to Japan.", "4.1"),
        ("Peru's exports to Japan came to $4.1 billion in the third quarter of 2016.", "4.1"),
        ("In May alone Peru sold goods for $410 million to Japan.", "410"),
        ("April saw Peruvian exports to Japan of $410 million.", "410"),
        ("So far this year Peru's exports to Japan have reached $1.3 billion.", "1.3"),
        ("Peru's trade with Japan was $8.2 billion in 2016 and $3.9 billion in the first two quarters of 2017.", "3.9"),
        ("Peru's exports to Japan fell by 12 per cent in Jan–Aug 2016.", "12"),
        ("Over the past seven months Peru's exports to Japan have come to $2.2 billion.", "2.2"),
        ("By mid-2016 Peru had sold Japan goods for $2.2 billion.", "2.2"),
        ("Japan took 9.4 per cent of Peru's exports in the six months to June 2016.", "9.4"),
        (
            "From January to June 2016 Peru exported goods for $2.2 billion to Japan. "
            "In the same period Japan sold Peru goods worth $1.7 billion.",
            "1.7",
        ),
        (
            "Chile's trade with Japan in the first quarter of 2016 fell. "
            "In those months Chile sold $1.9 billion of goods to Japan.",
            "1.9",
        ),
        (
            "From January to June 2016 Chile's exports to Japan rose by 8 per cent. "
            "Its imports from there came to $0.7 billion.",
            "0.7",
        ),
    ],
)
def test_parts_of_a_year_are_set_aside(text: str, number: str) -> None:
    found = _of(text, number)
    assert found.outcome == "set aside"
    assert "part of" in found.reason


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Peru's trade with Japan was $8.2 billion in 2016 and $3.9 billion in the first two quarters of 2017.", "8.2"),
        ("A quarter of Peru's exports went to Japan in 2016, or $8.2 billion.", "8.2"),
        ("The ministry said in March 2017 that Peru exported goods for $4.1 billion to Japan in 2016.", "4.1"),
        ("Peru's exports to Japan in 2016, the second half of the decade opening, were $4.1 billion.", "4.1"),
        ("In the first half of 2016 trade fell. In 2015 Peru exported goods for $4.1 billion to Japan.", "4.1"),
    ],
)
def test_a_whole_year_is_no_part(text: str, number: str) -> None:
    assert "part of" not in _of(text, number).reason


def test_a_part_of_a_year_is_carried_until_a_whole_year_is_told() -> None:
    text = (
        "From January to May Peru's exports to Japan rose. Copper led them. They came to $1.9 billion. "
        "In 2016 they came to $4.2 billion. Fish was worth $0.3 billion.\n\nJapan sold Peru goods for $0.7 billion."
    )
    assert "n:part carried paragraph" in _signs(text, "1.9")
    assert not {"n:part carried paragraph", "n:part carried before"} & _signs(text, "4.2").keys()
    assert not {"n:part carried paragraph", "n:part carried before"} & _signs(text, "0.3").keys()
    assert "n:part in the lead" in _signs(text, "0.7")
    carried = "Peru's exports to Japan rose from January to May.\n\nJapan sold Peru goods for $0.7 billion."
    assert "n:part carried before" in _signs(carried, "0.7")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in the second half of the 1990s", ()),
        ("a quarter of its exports", ()),
        ("the nine months to September", ("nine months to", "to September")),
        ("Q3 of the year", ("Q3",)),
        ("last month", ("last month",)),
        ("they may sell more", ()),
        ("on 3 March 2016", ()),
    ],
)
def test_words_for_parts_of_a_year(text: str, said: tuple[str, ...]) -> None:
    found = partial.times(text, periods(text, today=dt.date(2017, 1, 1)))
    assert all(any(text[slice(*span)] in one or one in text[slice(*span)] for one in said) for span in found.parts)
    assert bool(found.parts) == bool(said)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya was Egypt's third-largest trading partner among the African countries in 2016.",
        "In 2016 Kenya was Egypt's third-largest trading partner in Africa.",
        "Kenya is the second-largest African buyer of Egyptian goods.",
        "In 2016 Chile was Japan's second-largest supplier in Latin America.",
        "Sweden was Poland's largest partner in the region in 2016.",
    ],
)
def test_a_place_in_a_region_is_set_aside(text: str) -> None:
    assert all(
        f.outcome == "set aside" for f in check(_document(text), open_atlas()).findings if f.quantity.kind == "rank"
    )


@pytest.mark.parametrize(
    "text",
    [
        "In 2016 Chile was Japan's second-largest supplier among all countries.",
        "Chile was Japan's second-largest trading partner in 2016, after China.",
    ],
)
def test_a_place_among_all_is_not(text: str) -> None:
    assert not any("region" in f.reason for f in check(_document(text), open_atlas()).findings)


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("Between 2010 and 2016 Peru's exports to Japan grew by 7 per cent a year.", "7", "average"),
        ("Peru's exports to Japan rose at an average annual rate of 7 per cent from 2010 to 2016.", "7", "average"),
        ("Peru's trade in goods and services with Japan came to $9.3 billion in 2016.", "9.3", "services"),
        ("In 2016 Japan and South Korea together accounted for 21 per cent of Peru's exports.", "21", "several"),
        ("In 2016 Kenya made up 31 per cent of Egypt's exports to Africa.", "31", "region"),
        ("Between 1990 and 2006 Peru bought 44 per cent of its arms from Russia.", "44", "years"),
        ("Over the last twenty years Russia supplied 44 per cent of Peru's arms imports.", "44", "years"),
        ("The ministers of Peru and Japan agreed on a roadmap to raise their trade to $9.3 billion.", "9.3", "plan"),
        ("In 2016 Japan was the third-largest investor in Peru, and trade grew.", "third", "rank"),
    ],
)
def test_what_the_data_do_not_hold_is_set_aside_with_its_reason(text: str, number: str, why: str) -> None:
    found = _of(text, number)
    assert found.outcome == "set aside"
    assert why in found.reason


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("Peru's exports to Japan grew by 7 per cent in 2016 from a year earlier.", "7", "average"),
        ("In 2016 Kenya took 31 per cent of Egypt's exports, Africa the rest.", "31", "region"),
        ("In 2012–16 Russia supplied 44 per cent of Peru's arms imports.", "44", "years"),
        ("Japan helped to raise trade with Peru, which came to $9.3 billion in 2016.", "9.3", "plan"),
    ],
)
def test_what_they_hold_is_not(text: str, number: str, why: str) -> None:
    assert why not in _of(text, number).reason


def test_signs_tell_what_stands_beside_a_figure() -> None:
    assert "n:of the world share" in _signs("In 2016 Peru had 2.4 per cent of global imports of arms.", "2.4")
    assert "n:w:goods services beside USD" in _signs("Peru's services exports to Japan were $0.4 billion.", "0.4")
    assert "n:things make up" in _signs("In 2016 copper accounted for 61 per cent of exports to Japan.", "61")
    assert "n:one side only, 1 states" in _signs("In 2016 Peru's exports came to $37 billion.", "37")
    assert "n:3 joined share" in _signs("Peru, Chile and Bolivia accounted for 42.1 per cent in 2016.", "42.1")
