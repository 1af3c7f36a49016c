"""Whom pronouns and descriptions cannot mean, and whose "our" is, by what the words tell. Values are made up."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.actors import actors
from amity.reader.check import cases
from amity.reader.model import Block, Document


def _meant(text: str, word: str) -> tuple[str, ...]:
    """Whom a word means where it stands last."""
    found = [a.codes for a in actors(text, year=2019) if text[slice(*a.span)].lower() == word.lower()]
    return found[-1] if found else ()


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        # Who is named behind it in its clause is another one.
        (
            "Korea trades with America. From 2014 to 2018 it obtained 57 per cent of its arms from Korea.",
            "it",
            ("USA",),
        ),
        ("Peru and Chile trade. It took fourth place among Chile's partners.", "it", ("PER",)),
        ("Ghana mines. Togo took more. Its share of Ghanaian exports was 9 per cent.", "its", ("TGO",)),
        # Whose flow ends in a word is another one.
        ("Kenya is an example. Chinese exports to it were worth 5 billion dollars.", "it", ("KEN",)),
        ("Japan traded with Peru. Japanese sales there fell to 4 million dollars.", "there", ("PER",)),
        ("Zambia grows. In 2019 China's share in the country's imports was 13 per cent.", "the country's", ("ZMB",)),
        ("Goods from Japan fell, and the Korean deficit with the country was small.", "the country", ("JPN",)),
        # Who acts on it is the one beside it, not the one the sentence begins with.
        ("Chile is a market as well: China shipped it 23 billion dollars of goods.", "it", ("CHL",)),
        # Who speaks is no "it"; the United States are no speaker.
        ("In 1999 the US sent Mexico 15 per cent of its exports.", "its", ("USA",)),
        # Of what one draws from another it is the exports.
        ("Chile is a market: China drew 33 per cent of its exports in 2020.", "its", ("CHL",)),
    ],
)
def test_a_word_means_none_whom_its_own_clause_excludes(text: str, word: str, codes: tuple[str, ...]) -> None:
    assert _meant(text, word) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("In 2019 6 per cent of the country's imports were of Chinese origin.", ("ZMB",)),
        ("Russia was the origin of 47 per cent of the country's arms in 2016, and China of 44.", ("ZMB",)),
        ("By the German count, China had been the country's largest partner.", ("DEU",)),
        (
            "Of all Chilean imports 17 per cent were bought in China, so that China is the country's first partner.",
            ("CHL",),
        ),
        ("Seen from Tokyo, Chile is a small customer, and it ranked ninth among the country's partners.", ("JPN",)),
        ("Finnish firms sold Russia goods, and the neighbour ranked first among the country's partners.", ("FIN",)),
    ],
)
def test_the_country_is_not_who_acts_nor_who_is_named_behind_it(text: str, codes: tuple[str, ...]) -> None:
    assert _meant("Zambia mines copper. Zambia sells it to China. " + text, "the country's") == codes


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        ("Seen from Kampala, Kenya matters. In Uganda the neighbour supplied 12 per cent.", "the neighbour", ("KEN",)),
        ("Portugal sold less to Angola. Portugal sent its former colony oil.", "its former colony", ("AGO",)),
        ("Angola grew with Portugal, but the former metropole did well.", "the former", ()),
    ],
)
def test_the_other_one_by_what_it_is_to_the_first(text: str, word: str, codes: tuple[str, ...]) -> None:
    assert _meant(text, word) == codes


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ('"We have one buyer": a conversation with a former Mongolian trade official', "MNG"),
        ('"We are the corridor": an interview in Ulaanbaatar', "MNG"),
        ("We have another customer: a Mongolian's letter to Beijing", "MNG"),
        ("We and the neighbours", None),
    ],
)
def test_whose_our_is_where_the_title_tells_who_speaks(title: str, code: str | None) -> None:
    body = "China bought 8 per cent of our exports in 2010. China and Mongolia agree, and so does Russia. China grows."
    text = f"{title}\n{body}"
    blocks = (Block((0, len(title)), "title"), Block((len(title) + 1, len(text))))
    document = Document("case", text, blocks, date=dt.date(2021, 6, 1))
    case = next(case for _, _, case in cases(document) if case.quantity.printed == "8")
    ours = [a.codes[0] for a in case.actors if case.text[slice(*a.span)] == "our"]
    assert ours == ([code] if code else [])
