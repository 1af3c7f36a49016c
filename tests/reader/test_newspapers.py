"""Figures told as pages of newspapers tell them: dependence, rows in brackets, places taken from others, views."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.atlas import open_atlas
from amity.reader.actors import actors, korea
from amity.reader.binding import readings
from amity.reader.check import cases, check
from amity.reader.model import Block, Document


def _document(text: str) -> Document:
    return Document("case", text, (Block((0, len(text))),), date=dt.date(2022, 6, 20))


def _read(text: str, number: str) -> tuple[str, str, str, tuple[str, ...]]:
    """What the rules make of the figure with these digits: sense, statistic, owner, partners."""
    [case] = [case for _, _, case in cases(_document(text)) if case.quantity.printed == number]
    way = readings(case)[0].way
    return way.sense.id, way.statistic, way.owner, way.partners


@pytest.mark.parametrize(
    ("text", "number", "sense", "owner", "partner"),
    [
        ("Latvia was 90 % dependent on Russian gas in 2014.", "90", "gas.in", "LVA", "RUS"),
        ("Serbia cut its Russian crude reliance from 70 to 55 percent in 2018.", "55", "crude.in", "SRB", "RUS"),
        ("Spain's dependence on Algeria in the gas sector fell to 43 percent.", "43", "gas.in", "ESP", "DZA"),
        ("Spain depends for 43 percent of its gas on Algeria.", "43", "gas.in", "ESP", "DZA"),
        ("Egypt bought arms mainly from France (30 %), Russia (26 %) and Italy.", "26", "arms.in", "EGY", "RUS"),
        ("Spain sold arms to many in 2017, but the bulk went to Australia (33 %).", "33", "arms.out", "ESP", "AUS"),
        (
            "The main buyers of Italian weapons in 2017 were Turkey (16%) and Qatar (14%).",
            "14",
            "arms.out",
            "ITA",
            "QAT",
        ),
        ("Chile's main customers are China (33% of its exports), Japan (8.9%).", "8.9", "goods.out", "CHL", "JPN"),
        ("In 2019, 64 % of Spain's gas supplies were delivered by Algeria.", "64", "gas.in", "ESP", "DZA"),
        ("Some 31 percent of foreign shipments from Chile head to China.", "31", "goods.out", "CHL", "CHN"),
        ("China's share in the foreign trade of Mongolia exceeded 60 percent.", "60", "goods.with", "MNG", "CHN"),
        ("China's share in foreign trade with Mongolia exceeded 60 percent.", "60", "goods.with", "MNG", "CHN"),
    ],
)
def test_shares_are_read_whose_and_of_what(text: str, number: str, sense: str, owner: str, partner: str) -> None:
    assert _read(text, number) == (sense, "share", owner, (partner,))


@pytest.mark.parametrize(
    ("text", "sense", "owner", "partner"),
    [
        ("In 2014 China moved past Japan and became Chile's largest customer.", "goods.out", "CHL", "CHN"),
        (
            "In 2014 China surpassed Brazil and Mexico to become Chile's second largest supplier.",
            "goods.in",
            "CHL",
            "CHN",
        ),
        ("Chile rose to 24th place on the list of countries that sell goods to China.", "goods.in", "CHN", "CHL"),
        ("In 2014 China was Chile's number one export destination.", "goods.out", "CHL", "CHN"),
        ("Exports from Chile head to China, making it the country's top export market.", "goods.out", "CHL", "CHN"),
    ],
)
def test_who_has_a_place_among_whose_partners(text: str, sense: str, owner: str, partner: str) -> None:
    [case] = [
        case for _, _, case in cases(_document(text)) if case.quantity.kind == "rank" or case.quantity.unit == "rank"
    ]
    way = readings(case)[0].way
    assert (way.sense.id, way.owner, way.partners) == (sense, owner, (partner,))


@pytest.mark.parametrize(
    ("text", "number", "sense"),
    [
        ("Goods worth $1.5 billion were traded between Spain and Peru in 2018.", "1.5", "goods.with"),
        ("Total import and export of goods between Spain and Peru reached $1.5 billion in 2018.", "1.5", "goods.with"),
        ("Spanish imports from and exports to Peru rose to $3 billion in 2018.", "3", "goods.with"),
        ("In 2018 Spain's exports to Peru were $1 billion higher than its imports.", "1", "goods.surplus"),
        ("In 2018 Spain's exports to Peru were $1 billion lower than its imports.", "1", "goods.deficit"),
        (
            "In 2018 Spain's $2 billion worth of exports went to Peru, and $3 billion imports came back.",
            "3",
            "goods.in",
        ),
    ],
)
def test_trade_and_balances_told_by_their_halves(text: str, number: str, sense: str) -> None:
    assert _read(text, number)[0] == sense


def test_two_figures_for_two_flows_are_no_sum() -> None:
    text = "Spain's imports from and exports to Peru were $1 billion and $2 billion respectively in 2018."
    assert _read(text, "1")[0] != "goods.with"


def test_korea_is_the_south_unless_more_is_said_of_the_north() -> None:
    assert korea("Korea's exports to Vietnam fell.", 2019) == "KOR"
    assert korea("North Korea closed its border. Korea's exports fell.", 2019) is None
    assert korea("Korea's exports fell.", 1930) is None
    # The name of an office, a war or a peninsula is no state.
    assert korea("The Korea Institute wrote of the Korean peninsula.", 2019) is None
    # Only a document tells which one is meant.
    assert [a.codes for a in actors("Korea sells much to Vietnam.", year=2019)] == [("VNM",)]
    way = _read("Korea's exports to Vietnam made up 8.9 percent of its total exports in 2019.", "8.9")
    assert way == ("goods.out", "share", "KOR", ("VNM",))


def test_a_figure_of_a_page_that_names_no_year_is_sought_in_the_years_before_it() -> None:
    text = "A poll asked people in Spain. Some 66 percent of Spaniards have a favorable view of the United States."
    [finding] = [f for f in check(_document(text), open_atlas()).findings if f.quantity.printed == "66"]
    assert finding.bound is not None or finding.candidates
    test = (finding.bound or finding.candidates[0]).test
    assert test.figure.of == "ESP"
    assert test.figure.on == "USA"
    assert 2020 <= test.years[1] <= 2022
