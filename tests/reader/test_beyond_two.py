"""Figures of groups, of many states and of one with all its partners are told from those of two; years of aims too."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.aside import aside
from amity.reader.beyond_two import beyond_two
from amity.reader.binding import readings
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.dating import change_years, period_of
from amity.reader.model import Block, Document
from amity.reader.quantities import quantities


def _case(text: str, number: str) -> Case:
    blocks: list[Block] = []
    at = 0
    for part in text.split("\n\n"):
        blocks.append(Block((at, at + len(part))))
        at += len(part) + 2
    document = Document("x", text, tuple(blocks), date=dt.date(2022, 6, 1))
    for _, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return case
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "number", "about"),
    [
        ("Peru traded less with Chile than with the European Union ($9 billion) in 2019.", "$9 billion", "EU"),
        ("Brazil buys from China. The EU, for long the first supplier, fell from 20% to 15% in 2019.", "20%", "EU"),
        ("Brazil buys from China. The EU, for long the first supplier, fell from 20% to 15% in 2019.", "to 15%", "EU"),
        ("The European Union, by custom the top supplier, came behind China in 2019.", "top", "EU"),
        ("In 2018 no fewer than 60 countries had China as their number one partner.", "number one", "many"),
        ("China is by now the largest trading partner of more than 120 countries.", "largest", "many"),
        ("It has become a leading partner for many.", "leading", "many"),
        ("China is India's top supplier in eight industrial sectors.", "top", "branches"),
        ("Peru sold Japan goods for $2 billion in 2019, 4% of the $48 billion that it earned abroad.", "$48", "all"),
        ("India imported goods worth $600 billion in 2019, of which $70 billion was Chinese.", "$600", "all"),
        ("Of the industrial goods India imports, 30% came from China in 2019.", "30%", "share"),
        ("China's share in India's consumer goods imports was 21% in 2019.", "21%", "share"),
        ("The amount of cargo moved between Peru and Chile went up 21% in 2019.", "21%", "freight"),
        (
            "India bought Russian goods in 2019, with oil making up $38 billion of a total of $49 billion.",
            "$38",
            "ware",
        ),
    ],
)
def test_what_is_told_of_others_than_two_states_is_told_so(text: str, number: str, about: str) -> None:
    assert about in beyond_two(_case(text, number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Peru traded more with Chile ($9 billion) than with the European Union in 2019.", "$9 billion"),
        ("The EU's largest supplier is China, and Norway sold Germany 20% of its gas in 2019.", "20%"),
        ("China is the largest trading partner of Brazil.", "largest"),
        ("China is India's top supplier of machinery.", "top"),
        ("Both countries count China as their top partner for now, but Chile is Peru's second partner.", "second"),
        ("In 2019 the two exchanged goods worth $154 billion, of which $104 billion was Chinese.", "$154 billion"),
        ("Japan took 4% of the $48 billion of goods that Peru sold to it and to others in 2019.", "4%"),
        ("Trade between Peru and Chile went up 21% in 2019, and more cargo was moved.", "21%"),
        ("India bought Russian goods, oil among them, for $49 billion in 2019.", "$49 billion"),
        ("China sends industrial goods, and its share in India's imports was 14% in 2019.", "14%"),
    ],
)
def test_what_is_told_of_two_states_is_left(text: str, number: str) -> None:
    assert not beyond_two(_case(text, number))


@pytest.mark.parametrize(
    ("text", "number", "years"),
    [
        ("Trade was 27% higher in 2020 than in 2019, and in 2021 it rose by another 17%.", "17%", (2020, 2021)),
        ("In 2021, when it was 90% below the level of 2019, their trade touched bottom.", "90%", (2019, 2021)),
        ("2011 stands out. Trade rose by 50%, so that what was aimed at for 2015 was reached.", "50%", (2010, 2011)),
        ("Trade was 27% above that of 2019 in 2020, and in 2021 it was 50% higher.", "50%", (2019, 2021)),
    ],
)
def test_a_change_is_counted_from_its_own_year(text: str, number: str, years: tuple[int, int]) -> None:
    case = _case(text, number)
    period, base, _ = period_of(case)
    assert change_years(case, period, base, 1) == years


@pytest.mark.parametrize(
    ("text", "number", "year"),
    [
        ("In 2000 they came to $1 billion. By 2021, twenty-one years on, they came to $87 billion.", "$87", 2021),
        ("In 2000 they came to $1 billion. Seventeen years later they came to $60 billion.", "$60", 2017),
        ("In 1995 they came to $1 billion. Twenty-three years later they came to $60 billion.", "$60", 2018),
    ],
)
def test_years_counted_in_long_words_are_read(text: str, number: str, year: int) -> None:
    period, _, _ = period_of(_case(text, number))
    assert period is not None
    assert period.last == year


def test_a_share_of_today_does_not_lie_in_the_year_it_is_to_change_by() -> None:
    text = "China's share of Israel's exports went from 5 percent at present to 10 percent in 2035."
    now, then = period_of(_case(text, "5 percent"))[0], period_of(_case(text, "10 percent"))[0]
    assert now is None
    assert then is not None
    assert then.last == 2035


@pytest.mark.parametrize(
    ("text", "is_condition"),
    [
        ("If liquefied gas is counted as well, a quarter of Japan's gas came from Qatar in 2019.", False),
        ("If Qatar delivers, a quarter of Japan's gas comes from there in 2019.", True),
    ],
)
def test_a_way_of_counting_is_no_condition(text: str, is_condition: bool) -> None:
    assert ("condition" in aside(_case(text, "quarter"))) is is_condition


@pytest.mark.parametrize(
    ("text", "number", "year"),
    [
        ("Hungary took 61% of its crude from Russia before the invasion and 80% later.", "61%", 2021),
        ("Prior to Russia's full-scale war on Ukraine 61% of Hungary's crude imports were Russian.", "61%", 2021),
        ("Hungary took 61% of its crude from Russia before the invasion of Iraq.", "61%", None),
        ("Hungary took 61% of its crude from Russia before the war in Ukraine in 2014.", "61%", 2014),
    ],
)
def test_a_year_before_the_invasion_is_told_by_it(text: str, number: str, year: int | None) -> None:
    period, _, _ = period_of(_case(text, number))
    assert (period.last if period is not None else None) == year


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        (
            "Hungary still buys Russian crude. The Russian share rose from 61% in 2018 to 80% in 2020.",
            "61%",
            "share in crude oil imports of Hungary from Russia, 2018",
        ),
        (
            "Both states buy Russian crude. In Hungary's case the Russian share was 61% in 2018.",
            "61%",
            "share in crude oil imports of Hungary from Russia, 2018",
        ),
        ("Hungary still buys Russian crude. The Russian share of world exports was 11% in 2018.", "11%", ""),
        ("Hungary still buys Russian wheat. The Russian share was 61% in 2018.", "61%", ""),
    ],
)
def test_a_share_is_of_the_ware_told_before(text: str, number: str, said: str) -> None:
    found = readings(_case(text, number))
    assert (found[0].candidate.said if found else "") == said


def test_a_row_of_sums_in_brackets_is_of_its_own_states() -> None:
    text = "Korea's trade in 2018 was largest with Japan ($24 billion), Qatar ($16 billion) and Kuwait ($11 billion)."
    text = text.replace("Korea", "South Korea")
    found = {reading.candidate.said for reading in readings(_case(text, "$11 billion"))}
    assert any("South Korea" in said and "Kuwait" in said for said in found)
    assert not any("Qatar" in said and "Kuwait" in said for said in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Its share edged up to 86 percent in 2019.", ("change", "=", 1, False)),
        ("Its share jumped up to 86 percent in 2019.", ("change", "=", 1, False)),
        ("Its share rose by up to 86 percent in 2019.", ("change", "<=", 1, True)),
        ("Its share edged up 6 percent in 2019.", ("change", "=", 1, True)),
        ("Its share edged down to 86 percent in 2019.", ("change", "=", -1, False)),
        ("Its share went from 61 percent before the war up to 86 percent.", ("share", "=", 0, False)),
        ("It takes up to 86 percent of them.", ("share", "<=", 0, False)),
        ("Sales inched up to $39.4 billion.", ("level", "=", 0, False)),
    ],
)
def test_where_something_went_up_to_is_no_bound(text: str, told: tuple[str, str, int, bool]) -> None:
    last = quantities(text)[-1]
    assert (last.kind, last.bound, last.sign, last.by) == told


def test_what_a_country_needs_is_no_whole_that_is_held() -> None:
    assert aside(_case("Iraq covered a fifth of the country's demand for crude in India in 2018.", "fifth"))
    assert not aside(_case("Iraq covered a fifth of the country's crude imports from abroad in 2018.", "fifth"))


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        (
            "Israel's trade with China was $11.9 billion in 2020, far behind the United States ($18 billion).",
            "$18 billion",
            "goods trade between Israel and United States, 2020",
        ),
        (
            "Germany's exports to China and imports from it added up to $272 billion in 2020.",
            "$272 billion",
            "goods trade between Germany and China, 2020",
        ),
        (
            "Germany's exports to China and imports from it came to EUR240 billion (USD272 billion) in 2020.",
            "USD272",
            "goods trade between Germany and China, 2020",
        ),
        (
            "Germany's exports to China rose while its imports from China came to $150 billion in 2020.",
            "$150 billion",
            "goods imports of Germany from China, 2020",
        ),
    ],
)
def test_sums_are_read_of_the_state_in_front_and_of_both_ways(text: str, number: str, said: str) -> None:
    found = {reading.candidate.said for reading in readings(_case(text, number))[:3]}
    first, _, second = said.removeprefix("goods trade between ").partition(" and ")
    states, _, year = second.partition(", ")
    assert said in found or f"goods trade between {states} and {first}, {year}" in found
