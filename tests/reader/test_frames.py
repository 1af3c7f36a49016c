"""What was said of groups, services, products and parts of a year holds for the sentences after it, until said anew."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader import frames, partial
from amity.reader.aside import aside
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.frame_signs import frame_signs
from amity.reader.model import Block, Document
from amity.reader.scene import Scene


def _found(text: str, number: str) -> tuple[Case, set[str]]:
    blocks: list[Block] = []
    at = 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block((at, at + len(paragraph))))
        at += len(paragraph) + 2
    document = Document("x", text, tuple(blocks), date=dt.date(2022, 6, 1))
    for sentence, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return case, set(frame_signs(Scene(case, (), None, "", (), sentence.span, sentence.block.span)))
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        (
            "Peru's trade with the European Union grew in 2016. Sales to it came to $4.1 billion.",
            "4.1",
            "w:party group and one carried USD",
        ),
        (
            "Japan took 12 percent of Peru's exports, and 9.9 percent went to the 27 states of the Union.",
            "9.9",
            "w:party group and one beside share",
        ),
        (
            "All Peruvian foreign trade came to 80 billion USD in 2016: exports rose 8.4 percent, imports by 6.",
            "8.4",
            "w:party all and one sentence change",
        ),
        (
            "Trade in goods and services between Peru and Japan rose in 2016. Peru sold $4.1 billion.",
            "4.1",
            "w:goods services carried USD",
        ),
        ("Soybeans come first. Of those Peru sold in 2016, Japan bought 70 percent.", "70", "of those: product"),
        ("Soybean exports of Peru to Japan brought in $4.1 billion in 2016.", "4.1", "w:ware product beside USD"),
        ("Iron ore leads. To Japan alone Peru sent $4.1 billion worth.", "4.1", "w:ware product carried USD"),
        ("Of Peru's creditors Japan was the largest in 2016.", "largest", "place by something else"),
        ("In 2016 Peru ranked as the sixth largest importer of weapons.", "sixth", "place of import 1 nobody’s"),
        (
            "Adjusted for inflation, Peru's trade with Japan grew by 40 percent from 2006 to 2016.",
            "40",
            "in real terms",
        ),
        ("The surpluses of Peru with Japan since ties were opened add up to $72.6 billion.", "72.6", "summed USD"),
        ("The two presidents of Peru and Japan named $9 billion as the goal.", "9", "aimed beside USD"),
        ("Peru's trade with Japan is 2.7 times that with Chile.", "2.7", "two flows compared"),
        ("In 2016 the trade of Peru with Japan was 4.1 trillion dollars.", "4.1", "w:size USD 25"),
    ],
)
def test_what_was_said_is_carried_on(text: str, number: str, sign: str):
    assert sign in _found(text, number)[1]


@pytest.mark.parametrize(
    ("text", "number", "start"),
    [
        (
            "Peru's trade with the European Union grew in 2016. Trade between Peru and Japan came to $4.1 billion.",
            "4.1",
            "w:party group",
        ),
        (
            "Peru's trade in goods and services rose in 2016. Goods exports to Japan came to $4.1 billion.",
            "4.1",
            "w:goods services",
        ),
        ("Soybeans come first. Peru's exports to Japan came to $4.1 billion in 2016.", "4.1", "w:ware product"),
        ("Ukraine's largest customer in 2016 was Japan.", "largest", "place by something else"),
    ],
)
def test_what_is_said_anew_ends_it(text: str, number: str, start: str):
    assert not [sign for sign in _found(text, number)[1] if sign.startswith(start)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("He told reporters that January-March 2016 had seen Peru's trade with Japan expand 22%.", "22"),
        ("Peru's part of Japan's imports was 1.3% ($2.2bn) in 2016 up to November.", "1.3"),
        ("In the opening quarter of 2016 Japan took 9.4 percent of Peru's exports.", "9.4"),
        (
            "Peru's trade with Japan was $8.2 bn last year and $3.9 bn, or 5 percent, in five months of this one.",
            "3.9",
        ),
        ("Trade with Japan came to $4.1 billion in 5M16, Peru says.", "4.1"),
        (
            "Japan bought for $3.7 billion from Peru, whereas last year those four months had brought $2.5 billion.",
            "2.5",
        ),
    ],
)
def test_a_part_of_a_year_is_seen(text: str, number: str):
    case, _ = _found(text, number)
    found = partial.times(case.text, case.periods)
    assert partial.nearest_time(case.text, case.quantity, case.quantities, found) == "part"


def test_a_record_of_long_ago_does_not_end_a_part_of_a_year():
    text = (
        "In the first nine months of 2016 Peru sold Japan goods for $4.1 billion, the lowest sum on record "
        "going back to 1966. Chile's sales came to $5.3 billion."
    )
    assert _found(text, "5.3")[0].dated.partial.since == 1


def test_a_part_told_in_the_paragraph_is_remembered_after_a_whole_year():
    text = (
        "From January to May 2016 Peru sold Japan goods for $4.1 billion. In 2015 it had sold $7 billion. "
        "Japan supplied 9.4 percent of its imports."
    )
    case, signs = _found(text, "9.4")
    assert case.dated.partial.in_block
    assert "part told in the paragraph, no time is told" in signs


def test_how_often_a_document_tells_parts_of_a_year():
    assert partial.share("In January and March, and in the months to May, it fell.") > 0.7
    assert partial.share("In 2015, 2016 and 2017 it fell.") == 0.0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "The fall of Peru's exports to Japan looks set to be the steepest since 2010, when it was 14.7 percent.",
            "14.7",
        ),
        ("He is expected in Lima and said that trade between Peru and Japan has reached 8.2 billion dollars.", "8.2"),
        ("Peru's trade with Japan should outdo last year's $8.2 billion.", "8.2"),
        ("In 2005 Algerian gas met 68 per cent of Italy's import needs.", "68"),
        ("Unlikely as it may seem, Japan took 17 percent of Peru's exports in 2016.", "17"),
        ("In 2016 Japan was the second among the countries Peru trades most with.", "second"),
        ("A poll says that of Peru those who like Japan are 37 percent of the population.", "37"),
    ],
)
def test_what_was_is_not_set_aside(text: str, number: str):
    assert aside(_found(text, number)[0]) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Peru's trade with Japan is expected to reach 8.2 billion dollars.", "8.2"),
        ("Peru wants to double its trade with Japan, which was $4 billion in 2016, to $8.2 billion.", "8.2"),
        ("Peru's trade with Japan will have reached $8.2 billion by then.", "8.2"),
        ("In 2016 Japan was the second among the Asian countries.", "second"),
        (
            "Peru sold 40% more from January to May 2016, and Japan took 3 percent more than in those months of 2015.",
            "3 percent",
        ),
    ],
)
def test_what_is_to_come_or_of_a_part_is_set_aside(text: str, number: str):
    assert aside(_found(text, number)[0]) != ""


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        (
            "Of all weapons traded Russia sold 22 percent and Peru, next to it, 4 percent.",
            "4",
            "w:whole of all sentence share",
        ),
        ("Peru's imports of arms rose in 2016. Russia had 22 percent.", "22", "w:whole of one carried share"),
        ("Among the exporters Peru is third with 7 percent.", "7", "w:whole agents sentence share"),
        ("Peru's trade with the region came to $4.1 billion in 2016.", "4.1", "group of words as a side USD"),
        ("Peru sold 31 percent of its goods to the European Union in 2016.", "31", "group as a side share"),
        ("In 2016 Peru's trade with Japan, Chile and Bolivia came to $4.1 billion.", "4.1", "3 states as a side USD"),
        ("Oil apart, Peru sold Japan goods for $4.1 billion in 2016.", "4.1", "but for a part in the clause"),
    ],
)
def test_wholes_and_sides_are_told(text: str, number: str, sign: str):
    assert sign in _found(text, number)[1]


@pytest.mark.parametrize(
    ("text", "is_group"),
    [
        ("The Asian giant bought goods worth $4.1 billion from Peru in 2016.", False),
        ("Under European sanctions Russia bought goods worth $4.1 billion from Peru in 2016.", False),
        ("World Bank data for 2016 show Peruvian exports to Japan of $4.1 billion.", False),
        ("Asia bought goods worth $4.1 billion from Peru in 2016.", True),
    ],
)
def test_words_for_one_state_are_no_group(text: str, is_group: bool):
    case, signs = _found(text, "4.1")
    assert any(sign.startswith("w:party group") for sign in signs) is is_group
    assert any(frames.is_group(case.text, actor) for actor in case.actors) is is_group


def test_the_months_of_a_year_are_no_whole_year():
    case, _ = _found("Over the first ten months of this calendar year Peru sold Japan goods for $4.1 billion.", "4.1")
    assert partial.times(case.text, case.periods).wholes == ()
