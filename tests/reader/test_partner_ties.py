"""How states are tied to their parts of a flow, and whose trade a document tells."""

import datetime as dt
import itertools

import pytest

from amity.reader.actors import actors
from amity.reader.binding import bind, readings
from amity.reader.cases import protagonist
from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.pair_grammar import ties
from amity.reader.protagonists import protagonists
from amity.reader.quantities import quantities
from amity.reader.rankings import ranking

_PARTS = [
    ("Russia's share of Brazilian imports rose to 9%.", "RUS", "whose share"),
    ("That lifted the American share of its exports to 13.8 percent.", "USA", "whose share"),
    ("The share of China in the trade of Peru was 20 percent.", "CHN", "share of it"),
    ("The share of Peruvian exports going there was 20 percent.", "PER", "share of its flow"),
    ("In 2018, 14 percent of Chile's exports went there.", "CHL", "part of its flow"),
    ("Vietnam now accounts for 6.4 percent of Korean exports.", "VNM", "accounts for"),
    ("Kazakhstan comes next with 13.8% of the total.", "KAZ", "has with"),
    ("Japan – 8.7% (5 billion dollars)", "JPN", "label"),
    ("Japan: $142.6 billion (5.5%)", "JPN", "label"),
]


@pytest.mark.parametrize(("text", "code", "name"), _PARTS)
def test_a_part_is_tied_to_a_state(text: str, code: str, name: str) -> None:
    figure = next(q for q in quantities(text) if q.unit == "%")
    found = ties(text, figure.span, actors(text, year=2019), is_rank=False, since=0, until=len(text))
    assert name in found.get(code, set())


@pytest.mark.parametrize(
    "text", ["Chile's exports to China came to 14% of its total.", "Chile, China and Japan talked; 8.7% was said."]
)
def test_no_part_is_tied_where_none_is_told(text: str) -> None:
    figure = next(q for q in quantities(text) if q.unit == "%")
    found = ties(text, figure.span, actors(text, year=2019), is_rank=False, since=0, until=len(text))
    told = {"whose share", "share of it", "accounts for", "has with", "label"}
    assert not told & set().union(*found.values())


def test_those_who_supply_are_suppliers() -> None:
    text = "Among the countries that supply Brazil, China moved past Mexico to second place in 2003."
    figure = next(q for q in quantities(text) if q.unit == "rank")
    found = ranking(text, actors(text, year=2010), figure.span)
    assert found is not None
    assert found.sense is not None
    assert found.sense.flow == "in"
    assert found.owner is not None
    assert found.partner is not None
    assert (found.owner.code, found.partner.code) == ("BRA", "CHN")


def test_whose_trade_is_told_is_not_who_is_named_most() -> None:
    text = (
        "China is Peru's largest trading partner. China sold more, China bought more, and China will invest. "
        "Peruvian exports to China grew. China also gave a loan to the customers of Peru."
    )
    found = protagonists(text, [actors(text, year=2019)])
    assert found[0][0] == "PER"
    assert 0 < sum(share for _, share in found) <= 1


def test_no_trade_is_told_where_no_words_tell_it() -> None:
    text = "China and Peru met in Lima. Chinese ministers spoke with Peru's president."
    assert protagonists(text, [actors(text, year=2019)]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The share of Russia in Belarusian exports hardly moved from 45% between 1995 and 2020.",
        "Never has Japan's share of Korean exports been as small as last year's 4.9 percent.",
    ],
)
def test_a_figure_that_stayed_or_was_a_record_is_not_denied(text: str) -> None:
    document = Document("case", text, (Block((0, len(text))),), date=dt.date(2021, 6, 1))
    shares = [bind(case) for _, _, case in cases(document) if case.quantity.unit == "%"]
    assert shares
    assert all("negated" not in bound.reason and bound.candidates for bound in shares)


def test_sales_are_those_of_the_state_whose_trade_is_told() -> None:
    text = (
        "Peruvian exports grew. China is Peru's largest trading partner, and China bought more from Peru.\n"
        "China was quick, and China paid. China lent China's friends money.\n"
        "Sales to Japan rose to 5 billion dollars in 2018."
    )
    spans = [0, *(i + 1 for i, letter in enumerate(text) if letter == "\n"), len(text) + 1]
    blocks = tuple(Block((low, high - 1)) for low, high in itertools.pairwise(spans))
    asked = list(cases(Document("case", text, blocks, date=dt.date(2019, 6, 1))))
    last = asked[-1][2]
    assert last.main == "CHN"
    assert protagonist(last) == "PER"
    pairs = {frozenset((way.way.owner, *way.way.partners)) for way in readings(last)}
    assert frozenset(("PER", "JPN")) in pairs
