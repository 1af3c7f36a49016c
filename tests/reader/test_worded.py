"""Quantities told in words alone: what is found, how it is bound, and when there is a verdict.

What is true of the data is asked of the claim engine by a test written here, not by the reader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from amity.atlas import open_atlas
from amity.claims import try_test
from amity.claims.language import Figure
from amity.claims.language import Test as Asked
from amity.reader.check import check
from amity.reader.model import Block, Document, Finding
from amity.reader.worded import is_worded

_ADJECTIVES = {"DEU": "German", "CHN": "Chinese", "JPN": "Japanese", "CAN": "Canadian", "IND": "Indian"}
_NAMES = {"DEU": "Germany", "CHN": "China", "JPN": "Japan", "CAN": "Canada", "IND": "India", "USA": "the United States"}
_NAMES |= {"FRA": "France", "RUS": "Russia", "MEX": "Mexico", "BRA": "Brazil"}


def _findings(text: str) -> list[Finding]:
    document = Document("case", text, (Block((0, len(text))),), date=dt.date(2021, 6, 1))
    return [f for f in check(document, open_atlas()).findings if is_worded(f.quantity)]


def _filled(text: str, a: str, b: str, c: str, year: int) -> str:
    names = {
        "A": _NAMES[a],
        "B": _NAMES[b],
        "C": _NAMES[c],
        "As": f"{_NAMES[a]}'s",
        "Aa": _ADJECTIVES.get(a, ""),
        "Bs": f"{_NAMES[b]}'s",
        "y": year,
        "x": year - 5,
    }
    filled = text.format(**names)
    return filled[0].upper() + filled[1:]


def _flow(a: str, b: str) -> Figure:
    return Figure("indicator", "trade.flow", a, b)


def _both(a: str, b: str) -> Figure:
    return replace(_flow(a, b), plus=(_flow(b, a),))


def _balance(a: str, b: str) -> Figure:
    return replace(_flow(a, b), minus=_flow(b, a))


def _test(figure: Figure, years: tuple[int, int], op: str, value: float | None = None, **more: object) -> Asked:
    unit = "%" if value in (50.0, 90.0) else "USD" if value == 0.0 and "change" not in more else None
    return Asked(figure, years, op, value, "", unit, 0, **more)  # pyright: ignore[reportArgumentType]


def _share(name: str, a: str, b: str, year: int, least: float = 50.0) -> Asked:
    return _test(Figure("indicator", name, a, b), (year, year), ">" if least == 50 else ">=", least)


#: From A, B, C and a year to what is claimed.
Claim = Callable[[str, str, str, int], Asked]

#: Wordings with what they claim.
_FAMILIES: list[tuple[str, Claim]] = [
    ("In {y} most of {As} exports went to {B}.", lambda a, b, c, y: _share("trade.export_share", a, b, y)),
    ("Most {Aa} exports went to {B} in {y}.", lambda a, b, c, y: _share("trade.export_share", a, b, y)),
    ("The bulk of {As} imports came from {B} in {y}.", lambda a, b, c, y: _share("trade.import_share", a, b, y)),
    (
        "In {y}, {B} absorbed the vast majority of {Aa} exports.",
        lambda a, b, c, y: _share("trade.export_share", a, b, y),
    ),
    (
        "{B} supplied the lion's share of {As} arms imports in {y}.",
        lambda a, b, c, y: _share("arms.import_share", a, b, y),
    ),
    ("{A} bought most of its weapons from {B} in {y}.", lambda a, b, c, y: _share("arms.import_share", a, b, y)),
    (
        "In {y} {A} sent nearly all of its exports to {B}.",
        lambda a, b, c, y: _share("trade.export_share", a, b, y, 90.0),
    ),
    ("In {y} {A} ran a trade surplus with {B}.", lambda a, b, c, y: _test(_balance(a, b), (y, y), ">", 0.0)),
    ("{As} trade with {B} was in deficit in {y}.", lambda a, b, c, y: _test(_balance(b, a), (y, y), ">", 0.0)),
    ("{As} trade balance with {B} was negative in {y}.", lambda a, b, c, y: _test(_balance(b, a), (y, y), ">", 0.0)),
    ("In {y} {A} sold more to {B} than it bought from it.", lambda a, b, c, y: _test(_balance(a, b), (y, y), ">", 0.0)),
    (
        "Trade between {A} and {B} grew between {x} and {y}.",
        lambda a, b, c, y: _test(_both(a, b), (y - 5, y), "rising"),
    ),
    ("{As} exports to {B} declined from {x} to {y}.", lambda a, b, c, y: _test(_flow(a, b), (y - 5, y), "falling")),
    (
        "In {y} {Aa} imports from {B} slumped.",
        lambda a, b, c, y: _test(_flow(b, a), (y - 1, y), "<", 0.0, change="difference"),
    ),
    (
        "{A} cut its imports from {B} in {y}.",
        lambda a, b, c, y: _test(_flow(b, a), (y - 1, y), "<", 0.0, change="difference"),
    ),
    (
        "There was a sharp rise in {Aa} exports to {B} in {y}.",
        lambda a, b, c, y: _test(_flow(a, b), (y - 1, y), ">", 0.0, change="difference"),
    ),
    (
        "In {y} {A} bought more from {B} than from {C}.",
        lambda a, b, c, y: _test(_flow(b, a), (y, y), ">", than=_flow(c, a)),
    ),
    ("{A} sold less to {B} than to {C} in {y}.", lambda a, b, c, y: _test(_flow(a, b), (y, y), "<", than=_flow(a, c))),
    (
        "In {y}, {As} exports to {B} exceeded its imports from there.",
        lambda a, b, c, y: _test(_flow(a, b), (y, y), ">", than=_flow(b, a)),
    ),
    (
        "{As} exports to {B} were larger than those to {C} in {y}.",
        lambda a, b, c, y: _test(_flow(a, b), (y, y), ">", than=_flow(a, c)),
    ),
    (
        "In {y} {Aa} exports to {B} dwarfed those of {C}.",
        lambda a, b, c, y: _test(_flow(a, b), (y, y), ">", than=_flow(c, b)),
    ),
    (
        "Trade between {A} and {B} was higher in {y} than in {x}.",
        lambda a, b, c, y: _test(_both(a, b), (y - 5, y), ">", 0.0, change="difference"),
    ),
    (
        "In {y} {Aa} exports to {B} were still below their {x} level.",
        lambda a, b, c, y: _test(_flow(a, b), (y - 5, y), "<", 0.0, change="difference"),
    ),
    (
        "In {y} {Aa} exports to {B} reached the highest level since {x}.",
        lambda a, b, c, y: _test(_flow(a, b), (y, y), ">=", than=_flow(a, b), than_years=(y - 4, y - 1), span="max"),
    ),
]
_PAIRS = [
    ("DEU", "CHN", "FRA", 2012),
    ("CAN", "USA", "MEX", 2016),
    ("JPN", "RUS", "CHN", 2018),
    ("IND", "RUS", "FRA", 2009),
]


@pytest.mark.parametrize(("text", "claim"), _FAMILIES, ids=[text for text, _ in _FAMILIES])
def test_words_are_bound_to_what_they_claim_and_judged_as_the_engine_judges_that(text: str, claim: Claim) -> None:
    outcomes: list[str] = []
    for a, b, c, year in _PAIRS:
        [found] = _findings(_filled(text, a, b, c, year))
        wanted = claim(a, b, c, year)
        best = found.bound or found.candidates[0]
        test = best.test
        assert (test.figure, test.years, test.op, test.than) == (wanted.figure, wanted.years, wanted.op, wanted.than)
        outcome = try_test(wanted, open_atlas()).outcome
        assert found.outcome in (outcome, "unsure")
        outcomes.append(found.outcome)
    assert {"agrees", "contradicts", "off"} & set(outcomes)


@pytest.mark.parametrize(
    "text",
    [
        "In {y} only a tiny share of {As} exports went to {B}.",
        "{Aa} arms sales to {B} were small in {y}.",
        "{B} was a marginal market for {Aa} exports in {y}.",
        "Trade between {A} and {B} stagnated in {y}.",
        "In {y} trade between {A} and {B} was well balanced.",
        "There was little {Aa} investment in {B} in {y}.",
    ],
)
def test_what_is_vague_gets_the_value_and_no_verdict(text: str) -> None:
    for a, b, c, year in _PAIRS[:3]:
        [found] = _findings(_filled(text, a, b, c, max(year, 2014)))
        assert found.outcome == "unsure"
        assert found.candidates
        assert "is no figure" in found.reason or "does not say" in found.reason
        assert any(character.isdigit() for character in found.reason)


@pytest.mark.parametrize(
    "text",
    [
        "Most Germans like the sea, and growth is their largest concern.",
        "Relations between Russia and China have grown closer since 2014.",
        "The largest growth of Nigeria is in its cities, where most of its youth lives.",
        "China's rising influence worries the majority of observers in India.",
        "The budget deficit of France grew in 2015, and the trust deficit between Paris and Berlin is large.",
        "Trade between Japan and Vietnam will grow until 2030.",
        "If trade between Japan and Vietnam fell, most of the ports would close.",
        "Has trade between Japan and Vietnam fallen since 2015?",
        "Russian exports to China are limited to a few goods.",
    ],
)
def test_words_with_nothing_measured_beside_them_tell_nothing(text: str) -> None:
    assert _findings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Germany ran a deficit of $12 billion with China in 2012.",
        "Most of Japan's crude, 38 per cent, came from Saudi Arabia in 2016.",
        "Exports from Canada to the US grew by 5 per cent between 2012 and 2016.",
        "Trade between India and China rose from $58 billion in 2010 to $93 billion in 2018.",
    ],
)
def test_a_figure_in_the_clause_speaks_for_itself(text: str) -> None:
    assert _findings(text) == []


def test_without_a_year_it_must_hold_in_all_of_the_last_ones() -> None:
    [steady] = _findings("The United States runs a trade deficit with China.")
    [fickle] = _findings("Most of India's arms imports come from Russia.")
    assert steady.outcome == "agrees"
    assert fickle.outcome == "unsure"


def test_whose_balance_it_is_may_follow_its_sign() -> None:
    [found] = _findings("The balance of trade with China has been negative for India since 2005.")
    assert found.outcome == "agrees"
    assert found.bound is not None
    assert "deficit of India with China" in found.bound.said


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 Russia had no surplus with China.",
        "By 2019 the bulk of Cuba's imports no longer came from Russia.",
        "Russia's trade deficit with China disappeared in 2018.",
        "Russia ran a surplus with China in oil trade in 2014.",
        "Trade between Poland and Ukraine did not grow between 2012 and 2015.",
        "In 2018 the bulk of Russia's arms exports to India were aircraft.",
    ],
)
def test_what_is_denied_or_of_a_part_alone_is_not_taken_for_the_whole(text: str) -> None:
    assert _findings(text) == []


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("In 2018 China and India together took most of Russia's arms exports.", "CHN IND"),
        ("In 2016 most of Egypt's weapons came from Russia and France.", "RUS FRA"),
        ("India got arms from Russia in 2015, and most of its oil from Iraq and Saudi Arabia.", "IRQ SAU"),
    ],
)
def test_a_majority_may_be_that_of_several(text: str, partners: str) -> None:
    *_, found = _findings(text)
    best = found.bound or found.candidates[0]
    assert [figure.on for figure in (best.test.figure, *best.test.figure.plus)] == partners.split()


def test_an_economy_grows_at_constant_prices_which_are_not_held() -> None:
    [found] = _findings("Russia entered recession in 2015.")
    assert found.outcome == "unsure"
    assert "constant prices" in found.reason


def test_a_group_is_told_and_not_bound() -> None:
    [found] = _findings("Europe buys most Russian hydrocarbons.")
    assert found.outcome == "set aside"
    assert "Europe" in found.reason
