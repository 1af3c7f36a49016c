"""From a figure in a text to a test in the language of claims, and to a verdict or a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amity.atlas import open_atlas
from amity.reader.binding import confidence
from amity.reader.check import CERTAIN, SURE, check
from amity.reader.model import Block, Document, Finding
from growth import is_linear

if TYPE_CHECKING:
    from amity.claims import Test


def _findings(text: str, year: int = 2021) -> list[Finding]:
    blocks: list[Block] = []
    at = 0
    for part in text.split("\n"):
        blocks.append(Block((at, at + len(part))))
        at += len(part) + 1
    document = Document("case", text, tuple(blocks), date=dt.date(year, 6, 1))
    return list(check(document, open_atlas()).findings)


def _only(text: str, year: int = 2021) -> Finding:
    [found] = [f for f in _findings(text, year) if f.outcome != "set aside"]
    return found


def _test(finding: Finding) -> Test:
    chosen = finding.bound or finding.candidates[0]
    return chosen.test


@pytest.mark.parametrize(
    ("text", "name", "of", "on", "years"),
    [
        ("Russia's exports to China were $41.6 billion in 2014.", "trade.flow", "RUS", "CHN", (2014, 2014)),
        ("In 2014, China's imports from Russia were $41.6 billion.", "trade.flow", "RUS", "CHN", (2014, 2014)),
        ("In 2018 China took 12.5 per cent of Russia's exports.", "trade.export_share", "RUS", "CHN", (2018, 2018)),
        ("In 2018, 12.5% of Russia's exports went to China.", "trade.export_share", "RUS", "CHN", (2018, 2018)),
        ("China's share in Russian imports was 21 % in 2018.", "trade.import_share", "RUS", "CHN", (2018, 2018)),
        (
            "Russia supplied 60% of India's arms imports between 2014 and 2018.",
            "arms.import_share",
            "IND",
            "RUS",
            (2018, 2018),
        ),
        (
            "In 2017, 14.6 per cent of China's crude imports came from Russia.",
            "energy.crude_import_share",
            "CHN",
            "RUS",
            (2017, 2017),
        ),
        (
            "Russia shipped 53 million tonnes of crude oil to China in 2017.",
            "energy.crude_quantity",
            "RUS",
            "CHN",
            (2017, 2017),
        ),
        ("China was Russia's largest trading partner in 2018.", "trade.rank", "RUS", "CHN", (2018, 2018)),
        ("China’s economy was six times larger than Russia’s in 2015.", "power.gdp_ratio", "CHN", "RUS", (2015, 2015)),
        (
            "China and Russia voted together in 80% of votes in the UN General Assembly in 2018.",
            "diplomacy.agreement",
            "CHN",
            "RUS",
            (2018, 2018),
        ),
        (
            "China and Russia jointly vetoed six drafts between 2011 and 2017.",
            "diplomacy.joint_vetoes",
            "CHN",
            "RUS",
            (2011, 2017),
        ),
        (
            "In 2019, 71% of people in Russia had a favourable view of China.",
            "opinion.favourability",
            "RUS",
            "CHN",
            (2019, 2019),
        ),
        ("German exports to China tripled between 2005 and 2015.", "trade.flow", "DEU", "CHN", (2005, 2015)),
    ],
)
def test_slots(text: str, name: str, of: str, on: str, years: tuple[int, int]) -> None:
    test = _test(_only(text))
    assert (test.figure.name, test.figure.of, test.figure.on, test.years) == (name, of, on, years)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Trade between China and Russia will reach $300 billion by 2030.", "forecast"),
        ("Trade between Russia and Turkey came to 30 billion euros in 2019.", "currency"),
        ("Rosneft earned $5 billion in 2014.", "firm"),
        ("Russia's exports to the EU were worth $150 billion in 2019.", "EU"),
        ("Russia's wheat exports to Egypt came to $2 billion in 2019.", "no data are held on this"),
        ("In 2018 Russia sold wheat worth $2 billion to Egypt.", "no data are held on this"),
        ("Russia exported aircraft worth $3 billion to China in 2018.", "no data are held on this"),
        (
            "Between 2000 and 2010 China bought more than $20 billion worth of Russian arms.",
            "arms imports in this unit",
        ),
        ("In the first half of 2015 Russia's exports to China were $20 billion.", "part of 2015"),
        ("In the first five months of 2015 trade between Russia and China fell by 30 per cent.", "part of a year"),
        ("Its talks with Russia took China two years.", "length of time"),
        (
            "Chinese direct investment in Russia was 5 billion out of 120 billion dollars worldwide in 2019.",
            "world",
        ),
    ],
)
def test_set_aside_with_its_reason(text: str, reason: str) -> None:
    aside = [f for f in _findings(text) if f.outcome == "set aside"]
    assert any(reason in f.reason for f in aside), [f.reason for f in _findings(text)]


def test_every_finding_has_a_reason_and_points_at_its_words() -> None:
    text = "Trade between India and Russia was $10 billion in 2019, 5% more than in 2018; three firms left in May."
    for finding in _findings(text):
        assert finding.reason
        start, end = finding.quantity.span
        assert 0 <= start < end <= len(text)
        assert any(c.isalnum() for c in text[start:end])


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("Trade between India and Russia did not exceed $10 billion in 2016.", "<=", 10.0),
        ("Trade between India and Russia was over $7 billion in 2016.", ">=", 7.0),
        ("Trade between India and Russia was at most $9 billion in 2016.", "<=", 9.0),
        ("Russia's exports to China fell by 30% in 2015.", "=", -30.0),
    ],
)
def test_bounds_and_negation(text: str, op: str, value: float) -> None:
    test = _test(_only(text))
    assert (test.op, test.value) == (op, value)


def test_about_is_wider_than_a_plain_figure() -> None:
    plain = _test(_only("Trade between India and Russia was $7.4 billion in 2016."))
    about = _test(_only("Trade between India and Russia was about $7.4 billion in 2016."))
    assert plain.tolerance is None
    assert about.is_relative
    assert about.tolerance == 0.1


def test_a_figure_without_a_year_never_contradicts() -> None:
    found = _only("Russia's exports to China account for 55 per cent of its total exports.")
    assert found.outcome == "unsure"
    assert "no year" in found.reason


def test_a_year_of_the_sentence_before_never_contradicts() -> None:
    text = "Things changed in 2014. Russia's exports to China were $900 billion."
    assert [f.outcome for f in _findings(text) if f.outcome != "set aside"] == ["unsure"]


def test_the_other_direction_of_a_pronoun_is_no_contradiction() -> None:
    # Whose imports "it" means is a guess; the other guess would be true.
    text = "India has long bought from Russia. In 2018 its exports there were $7.2 billion."
    assert all(f.outcome != "contradicts" for f in _findings(text))


def test_a_balance_on_other_books_is_no_contradiction() -> None:
    found = _only("In 2019, Russia's trade surplus with China was $2.7 billion.")
    assert found.outcome == "unsure"


def test_an_agreement_names_its_binding_and_evidence() -> None:
    found = _only("In 2014, trade between China and Russia was $95 billion.")
    assert found.outcome == "agrees"
    assert found.bound is not None
    assert found.evidence is not None
    assert "2014" in found.bound.said
    assert found.evidence.source


def test_the_paragraph_gives_the_two_states() -> None:
    text = "India and Russia are old friends. Bilateral trade stood at $9.9 billion in 2019."
    test = _test(_only(text))
    assert {test.figure.of, test.figure.on} == {"IND", "RUS"}


def test_the_states_given_are_those_of_the_document() -> None:
    document = Document("case", "Nothing here.", (Block((0, 13)),), date=dt.date(2021, 1, 1))
    assert check(document, open_atlas(), states=("Turkey", "Russia")).states == ("TUR", "RUS")


@pytest.mark.parametrize(
    ("text", "of", "on", "value"),
    [
        (
            "Russia bought 24 % of Ukraine's exports in 2012, while Poland bought 3.5 %.",
            "UKR",
            "POL",
            3.5,
        ),
        (
            "In 2016 Indonesian coal was 34 % of India's coal imports and 30 % of China's.",
            "CHN",
            "IDN",
            30.0,
        ),
        ("In 2019 Chinese exports to Russia were $50 billion and those to Kazakhstan $12 billion.", "CHN", "KAZ", 12.0),
        ("Saudi Arabia shipped 88 Mt of crude to China in 2019, against 25 Mt to Japan.", "SAU", "JPN", 25.0),
    ],
)
def test_what_is_left_out_is_taken_from_before(text: str, of: str, on: str, value: float) -> None:
    last = [f for f in _findings(text) if f.quantity.low == value]
    assert len(last) == 1
    test = _test(last[0])
    assert (test.figure.of, test.figure.on, test.value) == (of, on, value)


def test_years_ago_are_counted_from_the_document() -> None:
    test = _test(_only("Five years ago China took 10 per cent of Russia's exports.", 2020))
    assert test.years == (2015, 2015)


def test_confidence_falls_with_every_doubt() -> None:
    base = confidence({})
    assert CERTAIN < base < 1
    for doubt in ("distance", "clause", "rivals", "only", "context", "year_none", "carried", "pronoun"):
        assert confidence({doubt: 1.0}) < base
    assert confidence({"context": 2.0, "year_none": 1.0, "clause": 1.0}) < SURE


_PIECES = """\
Russia’s exports
 to China
 of
 12.4 per cent
 $5 billion
 in 2014
 its total imports
Sino-Russian trade
 fell by
 30%
 (16.2%)
, while
 the former
 bought
 crude oil
 10 million tonnes
 times that of
 third-largest supplier
.
;
 between India and Japan
 respectively
 EU
 Rosneft
 not
 GDP
–
 2010–2014
 voted together
 six vetoes""".splitlines()


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@settings(max_examples=150)
def test_no_sentence_breaks_the_reading(text: str) -> None:
    for finding in _findings(text):
        assert finding.reason
        assert finding.outcome != "contradicts" or finding.bound is not None


@pytest.mark.parametrize("piece", ["5 per cent and ", "Russia voted with China in 5 per cent, it in 6, ", "its "])
def test_a_long_row_of_figures_costs_no_more_than_its_length(piece: str) -> None:
    assert is_linear(_findings, piece * 600)
    assert all(finding.reason for finding in _findings(piece * 600))
