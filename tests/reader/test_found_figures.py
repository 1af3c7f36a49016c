"""Figures that stand without the words that usually mark them: places, parts, changes and sums told in other ways."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader import sentences, wares
from amity.reader.check import cases
from amity.reader.documents import from_text
from amity.reader.quantities import quantities


def _ranks(text: str) -> list[int]:
    return [int(q.low) for q in quantities(text) if q.unit == "rank"]


def _told(text: str) -> list[tuple[str, float, float, str]]:
    return [(q.kind, round(q.low, 2), round(q.high, 2), q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # What something is, without a noun.
        ("Among those who buy from Peru, Spain is sixth; Chile is fourth.", [6, 4]),
        ("For some years Norway stayed second, and in 2014 it was merely third.", [2, 3]),
        ("Ghana is 32nd and takes one per cent; in Africa it was 10th and thirty-first in the world.", [32, 10, 31]),
        ("Kenya was second and Uganda third.", [2, 3]),
        ("Germany, fifth in line, sold less.", [5]),
        ("This made it third behind Iran and Iraq.", [3]),
        ("Its purchases from Oman are second only to those from Qatar.", [2]),
        ("The second among exporters is Chile, and Peru became the third of the Latin suppliers.", [2, 3]),
        ("Among investors in Ghana Spain is today the fourth.", [4]),
        ("Spain moved up to second, having slipped from first to fourth.", [2, 4]),
        ("With nine per cent Spain was a distant second.", [2]),
        ("Second-ranked Spain sold less.", [2]),
        # Places with their own nouns, and numbers.
        ("It kept the top spot and Spain the second slot, ahead of Peru in third position.", [1, 2, 3]),
        ("The two rose to second and third place.", [2, 3]),
        ("Ghana's first rank among the sellers was safe.", [1]),
        ("Spain is thus No. 1 for Peru, and Chile, down to number eight, was number two until 2010.", [1, 8, 2]),
        ("It is the #3 supplier of Peru.", [3]),
        ("Spain topped the list of its buyers.", [1]),
        # Superlatives.
        ("Spain, the largest of Peru's customers, is the most important of all the countries that buy there.", [1, 1]),
        ("Of its creditors abroad Spain is at present the largest.", [1]),
        ("No market is larger than Spain, and Peru has no bigger customer.", [1, 1]),
        ("It took the biggest slice of what Peru sells.", [1]),
        ("It is Peru's single largest customer.", [1]),
        ("Delhi is its best client and was its fourth-best market.", [1, 4]),
        ("Next came France, third, and Germany, fourth.", [3, 4]),
        ("As a source of goods it did better still: tenth.", [10]),
        ("It was Peru's customer no. 15 that year, no. 2 last year.", [15, 2]),
    ],
)
def test_a_place_is_found_without_the_noun_that_is_ranked(text: str, wanted: list[int]) -> None:
    assert _ranks(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "In the first place, this was first reported in May, for the second time.",
        "Second, his second visit was part of a second term; a third party stood by.",
        "One of the largest of its partners left.",
        "The second minister spoke at the third session of the first committee.",
        "Flight No. 5 left from gate number 7.",
        "Prices were higher and larger than before; no larger sum was named.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert _ranks(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fewer than a third do.", [("share", 33.33, 33.33, "%")]),
        ("Almost a third went there.", [("share", 33.33, 33.33, "%")]),
        ("A full quarter of it, and a good fifth of that.", [("share", 25, 25, "%"), ("share", 20, 20, "%")]),
        ("Of this, half lay in Asia, of which half, again, was oil.", [("share", 50, 50, "%")] * 2),
        ("Upwards of half, and twothirds of the rest.", [("share", 50, 50, "%"), ("share", 66.67, 66.67, "%")]),
        ("One firm in nine, of one mind in 20 per cent.", [("share", 11.11, 11.11, "%"), ("share", 20, 20, "%")]),
        ("Every third barrel came from there.", [("share", 33.33, 33.33, "%")]),
        ("60-odd per cent, 70-plus percent", [("share", 60, 60, "%"), ("share", 70, 70, "%")]),
        ("five to 10 times as big", [("ratio", 5, 10, "times")]),
        ("a five-to 10-fold increase", [("change", 5, 10, "times")]),
        ("a ratio of four-to-one", [("ratio", 4, 4, "times")]),
        ("imports swelled 11fold", [("change", 11, 11, "times")]),
        ("a twelvefold rise", [("change", 12, 12, "times")]),
        ("half as much as in 2010", [("ratio", 0.5, 0.5, "times")]),
        ("at $98–103 a barrel", [("level", 98, 103, "USD")]),
        ("250-300,000 barrels a day", [("level", 250_000, 300_000, "bbl/d")]),
        ("from $552 million to $2.04 billion", [("level", 552, 552, "USD m"), ("level", 2.04, 2.04, "USD bn")]),
    ],
)
def test_parts_folds_and_ranges(text: str, wanted: list[tuple[str, float, float, str]]) -> None:
    assert _told(text) == wanted


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("RM60.2 billion", 60.2, "MYR bn"),
        ("SR1,207 billion", 1207, "SAR bn"),
        ("Sh19.28 billion", 19.28, "SHS bn"),
        ("Rs 59,670 crore", 596_700, "INR m"),
        ("Rs. 5 lakh crore", 5000, "INR bn"),
        ("a sum of R35 billion", 35, "ZAR bn"),
        ("NT$5 billion", 5, "TWD bn"),
        ("R$3bn", 3, "BRL bn"),
        ("$US5 billion", 5, "USD bn"),
        ("51.7 billion zlotys", 51.7, "PLN bn"),
        ("960 billion won a year", 960, "KRW bn"),
        ("¥5tr", 5000, "RMB bn"),
    ],
)
def test_money_that_is_no_dollar(text: str, value: float, unit: str) -> None:
    (found,) = quantities(text)
    assert (round(found.low, 2), found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["the Su-35 and the R-73", "an RM-1 and a P5", "he won 5 prizes", "flight SR 111A"])
def test_names_with_letters_of_money_are_no_money(text: str) -> None:
    assert not any(q.unit[:3] in ("ZAR", "PHP", "MYR", "KRW") for q in quantities(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In May, 87,700 Peruvians came.", [("count", 87_700, 87_700, "persons")]),
        ("19 000 were sold, where it had been 26 000.", [("level", 19_000, 19_000, ""), ("level", 26_000, 26_000, "")]),
        ("They held 20 drills; five of them were large.", [("count", 20, 20, "drills"), ("count", 5, 5, "drills")]),
        ("Of the 40 ships on order, nine are late.", [("count", 40, 40, "ships"), ("count", 9, 9, "ships")]),
        ("Two vetoes in 2019, and four others later.", [("count", 2, 2, "vetoes"), ("count", 4, 4, "vetoes")]),
        ("The students numbered 516,000.", [("level", 516_000, 516_000, "")]),
    ],
)
def test_numbers_that_count_what_was_told_before(text: str, wanted: list[tuple[str, float, float, str]]) -> None:
    assert _told(text) == wanted


@pytest.mark.parametrize(
    ("text", "sign", "values"),
    [
        ("Deliveries fell: by 5.8 percent in 2012, by 6.7 percent in 2013.", -1, [5.8, 6.7]),
        ("Sales went up steeply, by about 50%.", 1, [50]),
        ("It was $1.035 billion above what it had been in 2021.", 1, [1.035]),
        ("Turnover was 56.4 percent better than in 2016.", 1, [56.4]),
        ("Sales grew at a much slower 17.5%.", 1, [17.5]),
        ("Peru's purchases are down by a steep 37%.", -1, [37]),
        ("That is $307 million, or 13 percent, more than in 2011.", 1, [307, 13]),
        ("It dropped by 19 percent, which amounts to $384 million.", -1, [19, 384]),
        ("In Peru and in Chile the loss was 22 points each, the poll says.", -1, [22]),
        ("Only two partners gained, Peru (2.5%) and Chile (7.9%).", 1, [2.5, 7.9]),
        ("There was less trade, Peru's loss (16.7%) being the greatest.", -1, [16.7]),
        ("Spanish goods declined 12.9 percent; Peruvian goods going to Spain, 6.9 percent.", -1, [12.9, 6.9]),
        ("They agreed to almost triple supplies.", 1, [3]),
    ],
)
def test_changes(text: str, sign: int, values: list[float]) -> None:
    found = [q for q in quantities(text) if q.kind == "change"]
    assert [q.low for q in found] == values
    assert all(q.sign == sign and q.by for q in found)


def test_a_sum_with_the_next_one_is_no_change() -> None:
    found = quantities("It adds up to $151 billion, or 16.4 percent less than last year.")
    assert [(q.kind, q.low) for q in found] == [("level", 151), ("change", 16.4)]


def test_a_blank_behind_a_decimal_point_ends_no_sentence() -> None:
    document = from_text("Trade jumped to $15. 6 billion in 2018. Then it fell.")
    assert len(sentences.split(document)) == 2


def test_a_document_names_what_it_is_about() -> None:
    about = "Arms sales grew. Weapons went east. Arms from Peru and weapons from Chile were dear. Oil was cheap."
    assert wares.subjects_of(about) == (("arms", 0.8),)
    assert wares.subjects_of("Trade grew. Oil was cheap.") == ()
    document = from_text(f"{about}\n\nSpain took 12 per cent of what Peru sold in 2018.")
    (case,) = [case for _, _, case in cases(document, date=dt.date(2019, 1, 1)) if case.quantity.unit == "%"]
    assert case.subjects == wares.subjects_of(document.text)
    polled = "Pew polled Poles. Views of Spain are positive; opinions of Peru are less favourable."
    assert [name for name, _ in wares.subjects_of(polled)] == ["opinion.favourable"]
