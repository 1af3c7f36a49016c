"""Figures told by turns of phrase, places left for others, and what words alone must not set aside."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader import senses
from amity.reader.actors import actors
from amity.reader.binding import bind, readings
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.model import Block, Document, Part
from amity.reader.quantities import quantities
from amity.reader.scene import Scene
from amity.reader.sense_signs import sense_signs
from amity.reader.turns import spenders, with_turns


def _cases(text: str, *, title: str = "") -> list[Case]:
    head = (Block((0, len(title)), "title"),) if title else ()
    part: Part = "paragraph"
    whole = f"{title}\n\n{text}" if title else text
    blocks = (*head, Block((len(whole) - len(text), len(whole)), part))
    return [case for _, _, case in cases(Document("x", whole, blocks, date=dt.date(2020, 6, 1)))]


def _told(text: str) -> list[tuple[float, str]]:
    return [(case.quantity.low, case.quantity.unit) for case in _cases(text)]


def _case(text: str, number: str) -> Case:
    return next(c for c in _cases(text) if number in c.text[slice(*c.quantity.span)])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A single militarised dispute pitted Turkey against Greece in 2014.", [(1, "disputes")]),
        ("For every dollar that Spain spent on its army in 2004, Morocco spent 7.9.", [(7.9, "times")]),
        ("Beijing was spending 3.7 dollars for each one spent by Moscow.", [(3.7, "times")]),
        ("For every dollar in India's military budget there are 3.2 in China's.", [(3.2, "times")]),
        ("Goods trade with Norway (2004): place among partners: 4.", [(4, "rank")]),
        ("Vietnamese exporters sold the United States 40.5 times as much in 2013 as in 1998.", [(40.5, "times")]),
        ("Their latest militarised dispute was 4 years old.", [(4, "years")]),
    ],
)
def test_figures_told_by_a_turn_of_phrase(text: str, wanted: list[tuple[float, str]]) -> None:
    assert _told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "There was not a single dispute between Turkey and Greece.",
        "It is a single market with a single currency.",
        "His car is 4 years old.",
        "For every dollar that Spain spent, Morocco spent 2 million.",
    ],
)
def test_other_words_of_the_kind_tell_none(text: str) -> None:
    assert not [q for q in with_turns(text, quantities(text)) if q.unit in ("disputes", "times", "years")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Japan was China's third-largest partner, whereas China has been Japan's largest since 2007.", [3, 1]),
        ("Russia is the leading partner with $19.8 billion; the second, China, follows.", [1, 2]),
        ("Peru was the largest buyer until 2012; China, in that year still second with 14.8, has passed it.", [1, 2]),
        ("Russia's rank with China moved as well, from 13th in 2000 to 6th.", [13, 6]),
        ("The answer may well be a rank: 7th.", [7]),
        ("Moscow, by a wide margin the largest of Algiers' suppliers, sent 93 per cent.", [1]),
        ("Russia counted China among its 3 biggest trading partners in 2010.", [3]),
    ],
)
def test_places(text: str, wanted: list[float]) -> None:
    assert [value for value, unit in _told(text) if unit == "rank"] == wanted


def test_an_event_is_no_place() -> None:
    assert not [
        1 for _, unit in _told("China was its second market. The jets arrived in March, a first.") if unit == "rank"
    ][1:]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Joint vetoes of China and Russia are rare. In 2012 there were two, in 2019 three.", [2, 3]),
        ("Common memberships of China and Japan rose from 22 in 1995 to 55 in 2014.", [22, 55]),
        ("India and China went years without a militarised dispute, then had one in 2013.", [1]),
    ],
)
def test_what_is_counted_is_named_before(text: str, wanted: list[float]) -> None:
    assert [c.quantity.low for c in _cases(text) if c.quantity.kind == "count"] == wanted


def test_a_share_of_votes_goes_on_with_a_bare_number() -> None:
    text = "India sided with China in 82 per cent of the votes, whereas China and Russia agreed in 47."
    assert _told(text) == [(82, "%"), (47, "%")]


def test_the_two_are_not_counted() -> None:
    assert _told("Sanctions on Iran and Iraq are old. The trade of the two was large.") == []


def test_so_much_for_each_dollar_is_the_other_ones() -> None:
    text = "For every dollar that Spain spent on its army in 2004, Morocco spent 7.9."
    [figure] = with_turns(text, quantities(text))
    found = spenders(text, figure.span, actors(text, year=2004))
    assert found is not None
    assert found.codes == ("MAR",)
    [reading] = [r for r in readings(_case(text, "7.9")) if r.way.statistic == "ratio"]
    assert (reading.way.owner, reading.way.partners) == ("MAR", ("ESP",))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("As of 2017, Cuba was the target of 4 American sanctions cases.", "4"),
        ("In 2013, the last year of what may be called normality, Russia took 23 per cent of Ukraine's exports.", "23"),
        ("Mongolian coal met 10 per cent of China's import needs in 2017.", "10"),
        ("It had been 46 years, by 2002, since Hungary and Russia last fought in a militarised dispute.", "46"),
        ("One should be careful, since India and China agreed in 82 per cent of votes in the Assembly in 2010.", "82"),
        ("In 2014 Russia was seen favourably by 12 per cent of the population of Poland.", "12"),
        ("Trade of China and Korea should beat its best mark, last year's $839 billion.", "839"),
        ("In 2009 Nigeria took 32nd place among the countries South Africa exports to.", "32nd"),
        ("Despite the worldwide slump, 2009 still yielded $15.4 billion in Vietnam's exports to Japan.", "15.4"),
        ("In 2009, in the world crisis, Russia's exports to China dropped to $39.5 billion.", "39.5"),
    ],
)
def test_not_set_aside(text: str, number: str) -> None:
    assert bind(_case(text, number)).candidates


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Russia set a target of $200 billion for its trade with China.", "200"),
        ("Russia's exports to China may reach $60 billion in 2018.", "60"),
        ("Coal met 10 per cent of China's energy needs in 2017.", "10"),
        ("Trade of China and Korea should reach $839 billion.", "839"),
    ],
)
def test_still_set_aside(text: str, number: str) -> None:
    assert not bind(_case(text, number)).candidates


def test_a_year_aimed_at_is_not_that_of_the_next_sentence() -> None:
    text = "Russia and China pledged trade of $200 billion by 2024. Russian deliveries to China came to $55.3 billion."
    assert bind(_case(text, "55.3")).candidates


def test_the_same_period_of_two_years_is_no_part_of_one() -> None:
    text = (
        "In the first half of 2019 trade grew. Japan's investment in China was $145 billion in 2019, up from "
        "$52 billion in 2014, although as a share of all its investment it fell over the same period to 7.5 per cent."
    )
    assert "part of" not in bind(_case(text, "7.5")).reason


def test_the_money_of_a_heading_holds_for_the_paragraph() -> None:
    text = "The table gives flows in billions of dollars. 2000: U.S. imports from China 72.6bn. 2005: 195.1 billion."
    assert _told(text) == [(72.6, "USD bn"), (195.1, "USD bn")]


def test_a_ratio_told_again_compares_the_same_two() -> None:
    text = "Australia's economy is 6.7 times that of New Zealand and its defence budget 5.7 times."
    assert [r.way.statistic for r in readings(_case(text, "5.7"))][:1] == ["ratio"]
    text = "In 2019 Russia's trade with China was twice that of 2010, and its exports to China 45 times."
    assert "ratio" not in [r.way.statistic for r in readings(_case(text, "45"))]


def test_a_profile_is_about_the_state_of_its_title() -> None:
    text = "Russia and China are near. The country has a deficit of $15.4 billion with Russia and one with China."
    found = _cases(text, title="Country note: Kazakhstan between two neighbours")
    assert found[0].main == "KAZ"
    assert any(a.codes == ("KAZ",) for a in found[0].actors)


def test_large_investments_are_held_of_china_alone() -> None:
    assert senses.named("investment.deals").owners == {"CHN"}
    case = _case("American contracts for building projects in India were worth $18 billion in 2010.", "18")
    assert not [r for r in readings(case) if r.way.sense.id == "investment.deals"]


def test_years_that_end_in_a_year_told_begin_before_it() -> None:
    text = "Vietnam's deficit with China widened from $15.9 billion to $54.1 billion over the ten years to 2020."
    assert [bind(_case(text, number)).candidates[0].test.years for number in ("15.9", "54.1")] == [
        (2010, 2010),
        (2020, 2020),
    ]


def test_a_rank_with_another_is_among_its_partners() -> None:
    case = _case("Russia's rank with China moved as well, from 13th in 2000 to 6th in 2010.", "6th")
    reading = readings(case)[0]
    assert (reading.way.owner, reading.way.partners) == ("CHN", ("RUS",))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The United States took 19 per cent of China's exports. The GDP ratio had risen to 8.4.", (8.4, "times")),
        ("Exports of Peru to Chile fell in 2012, a loss of 28 per cent.", (28, "%")),
    ],
)
def test_ratios_and_losses(text: str, wanted: tuple[float, str]) -> None:
    assert _told(text)[-1] == wanted


@pytest.mark.parametrize(
    ("text", "number", "part"),
    [
        ("In 2018 three quarters of Russia's exports to China consisted of mineral fuels.", "three", "fuels"),
        ("In 2018 Russia imported much from China; half of what it imported was machines.", "half", "machinery"),
    ],
)
def test_what_a_share_is_told_to_be(text: str, number: str, part: str) -> None:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2020, 6, 1))
    for sentence, _, case in cases(document):
        if number not in case.text[slice(*case.quantity.span)]:
            continue
        scene = Scene(case, readings(case), None, "", (), sentence.span, sentence.block.span)
        told = {statistic: set(features) for _, statistic, features in sense_signs(scene)}
        assert "s:it is the part" in told[part]
        assert "s:it is another part" in told["share"]
