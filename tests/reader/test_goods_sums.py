"""Sums of trade: changes told in two units, added sums, who counts trade, years of books and behind brackets."""

import datetime as dt

import pytest

from amity.reader import year_places
from amity.reader.actors import actors
from amity.reader.binding import bind
from amity.reader.check import cases
from amity.reader.documents import from_text
from amity.reader.pair_grammar import ties
from amity.reader.periods import is_of_books, periods
from amity.reader.quantities import quantities


def _told(text: str) -> list[tuple[str, int]]:
    """The unit and the sign of every figure that is a change."""
    return [(q.unit, q.sign) for q in quantities(text) if q.by and q.kind == "change"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Peru bought goods for $10.9 billion, which is $1.2 billion or 12.5 percent above 2018.", [1, 1]),
        ("The $33.5 billion earned there were $7.9 billion or 30.6% above 2017 and 89.5% above 2008.", [1, 1, 1]),
        ("It meant a rise of $4.1 billion, or 18.7 per cent, on 2016 and of 71.6 per cent on 2007.", [1, 1, 1]),
        ("The deficit was wider by $31.6 billion or 16 percent than in 2005.", [1, 1]),
        ("Purchases rose by $28.7 billion (75.4 percent) from 2015 to 2019.", [1, 1]),
        ("The last year alone added $17.5 billion (35.6 percent).", [1, 1]),
        ("Exports to Chile gained a mere 150 million USD or so.", [1]),
        ("The $40 billion added in 2005 exceeds the rest.", [1]),
        ("Compared with the 106.71 billion USD of 2018 this was over 10 billion USD more.", [1]),
        ("The year before it had been 46.8% more, and much else.", [1]),
        ("Sales came to $8.02 billion in 2017 and $8.70 billion in 2018, almost 9 percent more in a year.", [1]),
        ("Chile shipped 3.1 percent less to Peru and bought 1.5 percent less from it.", [-1, -1]),
    ],
)
def test_a_change_is_told(text: str, changes: list[int]) -> None:
    assert [sign for _, sign in _told(text)] == changes


@pytest.mark.parametrize(
    "text",
    [
        "Exports reached $5 billion (7 per cent of the total) in 2018.",
        "Trade was worth $1.2 billion or 12.5 percent of all in 2018.",
        "Exports and imports together added up to $3.2 billion for the month.",
        "With Peru it was $2 billion more.",
        "Sales came to $8 billion and purchases to $9 billion.",
    ],
)
def test_what_is_no_change(text: str) -> None:
    assert _told(text) == []


def _said(text: str) -> list[str]:
    """What the grammar takes each figure for, or why it takes it for nothing."""
    found: list[str] = []
    for _, _, case in cases(from_text(text), date=dt.date(2023, 6, 1)):
        bound = bind(case)
        found.append(bound.candidates[0].said if bound.candidates else bound.reason)
    return found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "China's customs service counted trade of $190 billion with Russia in 2022.",
            "goods trade between China and Russia, 2022",
        ),
        (
            "Cheap phones took trade between India and China to $135.98 billion in 2022.",
            "goods trade between India and China, 2022",
        ),
        (
            "For 2015 the accounts of Bangladesh show sales to India of US$ 527.16 million.",
            "goods exports of Bangladesh to India, 2015",
        ),
        (
            "In 2016 Bangladesh bought Indian goods for US$ 5 billion and sold its own for US$ 689.62 million.",
            "goods exports of Bangladesh to India, 2016",
        ),
        (
            "China shipped 3.1 percent less to North Korea in 2014.",
            "change of goods exports of China to North Korea, 2013 to 2014",
        ),
        (
            "Mongolia's purchases from Russia became 6.2 times larger in the 20 years to 2015.",
            "change of goods imports of Mongolia from Russia, 1995 to 2015",
        ),
    ],
)
def test_the_last_figure_is_taken_for(text: str, said: str) -> None:
    assert _said(text)[-1] == said


def test_services_are_no_goods() -> None:
    assert "no data are held" in _said("China's service exports to Russia came to $3 billion in 2022.")[0]


@pytest.mark.parametrize(
    ("text", "years"),
    [("12.5 percent above 2018", [2018]), ("or 18.7 per cent, on 2016 and of 71.6 per cent on 2007", [2016, 2007])],
)
def test_a_year_that_is_a_base(text: str, years: list[int]) -> None:
    told = periods(f"Trade was {text}.", today=dt.date(2020, 1, 1))
    assert [p.first for p in told if p.role == "base"] == years


@pytest.mark.parametrize(
    ("text", "is_books"),
    [("in 2017-18", True), ("in 2017/18", True), ("from 2010 to 2018", False), ("in 2018", False), ("2010-18", False)],
)
def test_a_year_of_books(text: str, is_books: bool) -> None:
    told = periods(f"It was $10 million {text}.", today=dt.date(2020, 1, 1))
    assert [is_of_books(f"It was $10 million {text}.", p) for p in told] == [is_books]


def test_brackets_are_passed() -> None:
    text = "134.2 billion (24.2 percent) in 2011"
    assert text[year_places.past_brackets(text, text.index(" (")) :] == " in 2011"
    assert text[year_places.past_brackets(text, text.index(")")) :] == " in 2011"
    assert year_places.past_brackets("134 billion in 2011", 11) == 11


def test_a_state_with_its_sum() -> None:
    text = "Next in the region is Uzbekistan with 9.9 billion dollars."
    figure = quantities(text)[-1]
    told = ties(text, figure.span, actors(text, year=2020), is_rank=False, since=0, until=len(text))
    assert "has with it" in told["UZB"]
