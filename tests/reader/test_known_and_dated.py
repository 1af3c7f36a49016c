"""Figures told as known, months of speeches and of events, ends of a change, and wares told with who moves them."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind
from amity.reader.cases import Case, negated
from amity.reader.check import cases
from amity.reader.dating import change_years, period_of
from amity.reader.elsewhere import elsewhere
from amity.reader.model import Block, Document
from amity.reader.quantities import quantities
from amity.reader.said_when import is_of_event, is_of_speech


def _case(text: str, number: str) -> Case:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2019, 6, 1))
    for _, _, case in cases(document):
        if number in case.text[slice(*case.quantity.span)]:
            return case
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [
        ("Rome never hid its anger at the $9 billion surplus that Spain has in trade with Italy.", False),
        ("Italy does not like its $9 billion deficit with Spain.", False),
        ("Nobody who knows Italy will not mention the record $9 billion gap in its trade with Spain.", False),
        ("In 2018 exports of Italy to Spain did not come to $9 billion.", True),
        ("In 2018 trade of Italy and Spain did not reach the $9 billion mark.", True),
        ("In 2018 Italy never reached the $9 billion exports of Spain.", True),
        ("In 2018 the deficit of Italy with Spain was not the $9 billion gap that some feared.", True),
    ],
)
def test_a_negation_leaves_what_is_known(text: str, is_denied: bool) -> None:
    assert negated(_case(text, "$9 billion")) is is_denied


@pytest.mark.parametrize(
    ("text", "number", "is_part"),
    [
        ("In November last year the president said in Rome that Italy's main trading partner was Peru.", "main", False),
        ("In May 2018 the minister told reporters that Italy had sold Peru goods for $2 billion.", "$2 billion", False),
        ("In May 2018 Italy sold Peru goods for $2 billion.", "$2 billion", True),
        ("Peru has been Italy's main trading partner since a pact was signed in May 2015.", "main", False),
        ("From January to May 2018 Italy sold Peru goods for $2 billion, the minister said.", "$2 billion", True),
    ],
)
def test_months_of_speeches_and_events_are_no_part_of_a_year(text: str, number: str, is_part: bool) -> None:
    assert ("part of" in bind(_case(text, number)).reason) is is_part


@pytest.mark.parametrize(
    ("text", "month", "speech", "event"),
    [
        ("In May 2018 the minister said in Rome that exports were up.", "May 2018", True, False),
        ("In May 2018 exports were up, he said.", "May 2018", False, False),
        ("In May 2018 exports rose by 5 %. The minister said that this was good.", "May 2018", False, False),
        ("It has grown since the ban was lifted in May 2018.", "May 2018", False, True),
        ("It has grown since the start of May 2018.", "May 2018", False, False),
        ("It was lifted in May 2018.", "May 2018", False, False),
    ],
)
def test_what_a_month_dates(text: str, month: str, speech: bool, event: bool) -> None:
    span = (text.index(month), text.index(month) + len(month))
    assert (is_of_speech(text, span), is_of_event(text, span)) == (speech, event)


@pytest.mark.parametrize(
    ("text", "number", "year"),
    [
        ("From 2015 to 2016 Peru's imports from Spain had gone up to $6 billion from $4 billion.", "$6", 2016),
        ("From 2015 to 2016 Peru's imports from Spain had gone up to $6 billion from $4 billion.", "$4", 2015),
        ("Between 2012 and 2016 Peru's imports from Spain rose to over $6 billion from about $4 billion.", "$4", 2012),
        ("From 2015 to 2016 Peru's imports from Spain had gone up from $4 billion to $6 billion.", "$4", 2015),
    ],
)
def test_the_end_of_a_change_may_come_first(text: str, number: str, year: int) -> None:
    period, _, _ = period_of(_case(text, number))
    assert period is not None
    assert (period.first, period.last) == (year, year)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Peru's deficit with Spain, around $5 billion in 2009, had doubled by 2015.", (2009, 2015)),
        ("Peru's deficit with Spain, $5 billion in 2009, had more than doubled by the end of 2015.", (2009, 2015)),
        ("Peru's deficit with Spain, around $5 billion in 2009, doubled in 2015.", (2014, 2015)),
        ("Peru's deficit with Spain had doubled by 2015.", (2014, 2015)),
    ],
)
def test_what_had_doubled_counts_from_the_level_told(text: str, years: tuple[int, int]) -> None:
    case = _case(text, "doubled")
    period, base, _ = period_of(case)
    assert change_years(case, period, base, 1) == years


@pytest.mark.parametrize(
    ("text", "number", "about"),
    [
        ("Chile bought two thirds of all the beer that Peru exported in 2018.", "two thirds", "share"),
        ("Chile bought 40% of the flowers which Peru sold in 2018.", "40%", "share"),
        ("Chile bought 40% of the oil that Peru exported in 2018.", "40%", ""),
        ("Chile bought 40% of all that Peru exported in 2018.", "40%", ""),
        ("Chile bought 40% of what the Peruvians exported in 2018.", "40%", ""),
        ("A duty on gold has brought trade of Chile and Peru down, but $5 billion is still a lot.", "$5", ""),
        ("In 2018 Chile put a duty on Peruvian goods worth $5 billion.", "$5", "duty"),
    ],
)
def test_wares_told_with_who_moves_them(text: str, number: str, about: str) -> None:
    reason = elsewhere(_case(text, number))
    assert about in reason if about else reason == ""


@pytest.mark.parametrize(
    ("said", "kind", "bound", "unit"),
    [
        ("In 2018 trade fell just short of $9 billion.", "level", "<=", "USD bn"),
        ("In 2018 trade fell to $9 billion.", "change", "=", "USD bn"),
        ("In 2018 trade went well beyond $9 billion.", "level", ">=", "USD bn"),
        ("In 2018 trade was worth QAR 9bn.", "level", "=", "QAR bn"),
        ("In 2018 trade was worth KWD 9 billion.", "level", "=", "KWD bn"),
    ],
)
def test_bounds_and_codes_of_money(said: str, kind: str, bound: str, unit: str) -> None:
    (found,) = quantities(said)
    assert (found.kind, found.bound, found.unit.replace("billion", "bn")) == (kind, bound, unit)


@pytest.mark.parametrize(
    ("text", "number", "held"),
    [
        ("Formal exports of Uganda to Sudan came to $245 million in 2008.", "$245 million", True),
        ("Modest exports of Uganda to Sudan came to $245 million in 2008.", "$245 million", True),
        ("Civilian trade of India and Israel came to $5 billion in 2017.", "$5 billion", True),
        ("The pact helped to triple trade between Peru and China by 2018.", "triple", True),
        ("Informal trade of Uganda and Sudan came to $909 million in 2008.", "$909 million", False),
        ("In 2008 soap exports of Uganda to Sudan came to $5 million.", "$5 million", False),
    ],
)
def test_how_exports_are_is_no_ware(text: str, number: str, held: bool) -> None:
    assert bind(_case(text, number)).reason.startswith("no data are held on this") is not held


@pytest.mark.parametrize(
    ("text", "number", "is_ahead"),
    [
        ("Peru and Spain want to reach $9 billion by 2024. Peru is the largest partner of Spain.", "largest", False),
        ("Peru and Spain want to reach $9 billion by 2024. Oil is expected to make up 40%.", "40%", True),
        ("By 2024 Peru is the largest partner of Spain.", "largest", True),
    ],
)
def test_a_plan_leaves_its_year_to_no_fact(text: str, number: str, is_ahead: bool) -> None:
    reason = bind(_case(text, number)).reason
    assert ("ahead" in reason or "forecast" in reason) is is_ahead


def test_years_ahead_are_not_remembered() -> None:
    first, second = "By 2022 there should be 72 jets.", "America supplied 68% of the arms that Australia imported."
    text = f"{first}\n\n{second}"
    blocks = (Block((0, len(first))), Block((len(first) + 2, len(text))))
    document = Document("x", text, blocks, date=dt.date(2015, 6, 1))
    (case,) = [case for _, _, case in cases(document) if "68%" in case.text[slice(*case.quantity.span)]]
    assert case.dated.above == ()
