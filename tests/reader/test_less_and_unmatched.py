"""Places by whom nobody matches, shares less than before, what is counted in besides, and whose a thing is."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader import periods
from amity.reader.actors import actors
from amity.reader.antecedent_signs import antecedent_signs
from amity.reader.aside import aside
from amity.reader.cases import Case
from amity.reader.check import cases
from amity.reader.counted_in import counted_in
from amity.reader.dating import period_of
from amity.reader.fronted import fronted
from amity.reader.model import Block, Document
from amity.reader.quantities import quantities
from amity.reader.regions import is_within
from amity.reader.relations import relations
from amity.reader.scene import Scene
from amity.reader.wholes import leaning


def _case(text: str, number: str) -> Case:
    document = Document("x", text, (Block((0, len(text)), "paragraph"),), date=dt.date(2020, 6, 1))
    return next(c for _, _, c in cases(document) if number in c.text[slice(*c.quantity.span)])


def _places(text: str) -> list[tuple[str, float]]:
    return [(text[slice(*q.span)], q.low) for q in quantities(text) if q.kind == "rank"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Nobody buys more from Chile than Japan does.", ("more", 1)),
        ("No country does more trade with Kenya than India.", ("more", 1)),
        ("No market took more Peruvian goods than Spain.", ("more", 1)),
        ("With no other country does Oman trade more.", ("more", 1)),
        ("With no single state has Ghana done more business than with Togo.", ("more", 1)),
        ("No other supplier delivered as much.", ("as much", 1)),
        ("Since then they came no better than sixth.", ("sixth", 6)),
        ("Since then they rank no higher than fourth.", ("fourth", 4)),
        ("Only two states sold more, which leaves Poland third.", ("third", 3)),
        ("Iraq was third, and behind it came Peru, fourth with 54.8 million tons.", ("fourth", 4)),
    ],
)
def test_a_place_is_told_by_whom_nobody_matches(text: str, place: tuple[str, float]) -> None:
    assert place in _places(text)


@pytest.mark.parametrize(
    "text",
    [
        "No country buys more than a tenth of its oil from Iran.",
        "Nobody in the world buys more arms abroad than India.",
        "No country sold more than 5 billion to Japan.",
        "He left China second time lucky.",
        "It came from Peru, fourth with its hands tied.",
        "The ministers left Japan first.",
    ],
)
def test_other_comparatives_tell_no_place(text: str) -> None:
    assert not _places(text)


def test_a_place_that_is_named_besides_is_told_once() -> None:
    assert [value for _, value in _places("No country bought more from Kenya than Uganda, its biggest market.")] == [1]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Germany sold 33% less in Ukraine, 21% less in Belarus and 20% less in Peru.", [-1, -1, -1]),
        ("It sold goods for $256.4 billion, $9.1 billion (3.4 percent) less than in 2018.", [0, -1, -1]),
        ("They shipped 3.4 percent ($9 billion) more than in 2018.", [1, 1]),
        ("France sold India 40% more last year.", [1]),
        ("India bought 5 per cent fewer arms from Peru.", [-1]),
        ("India bought 5 per cent more oil from Iraq.", [1]),
        ("Exports came to $5 billion (4 per cent of the total), less than hoped.", [0, 0]),
        ("A deal worth 3 billion (3.4 per cent of exports) is less than half of it.", [0, 0, 0]),
    ],
)
def test_a_share_less_than_before_is_a_change(text: str, signs: list[int]) -> None:
    assert [q.sign if q.by else 0 for q in quantities(text)] == signs


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("It went up in the ten years from 2000 to 2010.", (2000, 2010)),
        ("It went up in 24 years from 1995 to 2019.", (1995, 2019)),
        ("It went up in the five years from 2010.", (2010, 2014)),
    ],
)
def test_a_run_of_years_ends_where_it_says(text: str, years: tuple[int, int]) -> None:
    assert [(p.first, p.last) for p in periods.periods(text, today=dt.date(2020, 6, 1))] == [years]


@pytest.mark.parametrize(
    ("text", "number", "base"),
    [
        ("Compared with 1994 exports to Mexico have tripled.", "tripled", 1994),
        ("Compared to 2010 exports were up 5 per cent in 2015.", "5 per cent", 2010),
        ("In comparison with 2010 exports to Mexico doubled.", "doubled", 2010),
        ("Exports are about six times what they were in 1993.", "six times", 1993),
        ("Exports in 2015 were twice those of 2010.", "twice", 2010),
        ("Exports to Mexico tripled in 1994.", "tripled", None),
        ("Exports came six times in 1993 to more than 5 billion.", "5 billion", None),
    ],
)
def test_a_year_that_is_compared_with_is_a_base(text: str, number: str, base: int | None) -> None:
    _, found, _ = period_of(_case(text, number))
    assert (found and found.first) == base


@pytest.mark.parametrize(
    ("text", "owner", "partner"),
    [
        ("It passed Japan, whose exports to China fell by 5%.", "JPN", "CHN"),
        ("It is behind Thailand, whose economy is four times smaller.", "THA", None),
        ("It spoke of Poland and Japan, whose trade came to 5 billion.", "POL", "JPN"),
        ("It passed Japan, in whose view exports to China fell by 5%.", None, "CHN"),
        ("It passed Japan, whose minister said exports to China fell by 5%.", None, "CHN"),
    ],
)
def test_what_stands_behind_whose_is_of_the_state_before(text: str, owner: str | None, partner: str | None) -> None:
    found = relations(text, actors(text, year=2020))[-1]
    assert (found.owner and found.owner.code, found.partner and found.partner.code) == (owner, partner)


@pytest.mark.parametrize(
    ("text", "number", "told"),
    [
        ("With services included, the two did $677 billion of business in 2019.", "677", "services"),
        ("Trade in goods came to $677 billion in 2019; services are another matter.", "677", ""),
        ("Direct investment (FDI) in both directions had reached $33 billion by 2015.", "33", "both directions"),
        ("Mutual trade came to $40 billion and Japan's investment in Peru to $33 billion.", "33", ""),
        ("He has no doubt that $10 billion will be passed this year.", "10 billion", "forecast"),
        ("Trade of $10 billion was passed last year.", "10 billion", ""),
        ("Some 90 percent of the oil that Russia sold was bound for China and India.", "90", "several states"),
        ("Of the oil 50 percent went to China and 40 percent to India.", "50", ""),
        ("In 2019 5 and 6 per cent of it went to China and India, respectively.", "6 per cent", ""),
    ],
)
def test_what_is_counted_in_besides(text: str, number: str, told: str) -> None:
    reason = counted_in(_case(text, number))
    assert told in reason if told else not reason


@pytest.mark.parametrize(
    ("text", "number", "is_aside"),
    [
        ("In 2015, when the aim of $30 billion had not been set, it had been $7.8 billion.", "7.8", False),
        ("The aim of India and Russia is to reach $7.8 billion.", "7.8", True),
        ("Russia could lose its position as main supplier of India.", "main", False),
        ("Russia could become the main supplier of India.", "main", True),
    ],
)
def test_what_was_behind_an_aim_is_no_forecast(text: str, number: str, *, is_aside: bool) -> None:
    assert ("forecast" in aside(_case(text, number))) is is_aside


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "For 55 per cent of the natural gas that it burns in winter Turkey relies on Russia.",
            ("gas.in", "TUR", "RUS"),
        ),
        ("In 55 per cent of the towns where it is cold in winter, as in all, Turkey relies on Russia.", None),
    ],
)
def test_what_one_leans_for_may_stand_first(text: str, whole: tuple[str, str, str] | None) -> None:
    found = leaning(_case(text, "55"))
    if found is None or found.sense is None or found.owner is None or found.partner is None:
        assert whole is None
    else:
        assert (found.sense.id, found.owner.code, found.partner.code) == whole


@pytest.mark.parametrize(
    ("text", "number", "pair", "sign"),
    [
        ("It passed Japan, whose sales abroad fell by 5% in 2019.", "5%", ("JPN", "CHN"), "p:before whose is owner"),
        ("Japan sold 33% less in China.", "33", ("JPN", "CHN"), "p:where less is partner"),
        ("As a supplier China came second in that year.", "second", ("JPN", "CHN"), "p:as a seller is partner"),
    ],
)
def test_a_state_in_a_telling_place_speaks_for_a_pair(text: str, number: str, pair: tuple[str, str], sign: str) -> None:
    case = _case(text, number)
    made: dict[str, float] = {}
    scene = Scene(case, (), None, "", (), (0, len(text)), (0, len(text)))
    owner, partner = pair
    antecedent_signs(scene, owner, partner, made.__setitem__)
    assert made == {sign: 1.0}
    made.clear()
    plain = "Japan sold China goods worth 33% of the total, or 5%, and came second."
    scene = Scene(_case(plain, number), (), None, "", (), (0, len(plain)), (0, len(plain)))
    antecedent_signs(scene, "JPN", "CHN", made.__setitem__)
    assert not made


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("A fifth is with China, but of China's turnover only some 3% is with Russia.", "3%", ("goods.with", "CHN")),
        ("Germany buys oil; of Germany's gas, slightly more than 50% came from Russia.", "50", ("gas.in", "DEU")),
        ("Russia sells oil; of Russia's gas 50% went to Germany.", "50", ("gas.out", "RUS")),
        ("Germany buys oil; of Germany's gas 50% was sold by Russia.", "50", ("gas.in", "DEU")),
        ("The price of China's exports rose by 3% and Russia paid it.", "3%", None),
        ("It speaks of Germany's gas in winter, when 50% of homes are cold.", "50", None),
    ],
)
def test_what_opens_the_clause_of_a_share_is_its_whole(text: str, number: str, whole: tuple[str, str] | None) -> None:
    found = fronted(_case(text, number))
    if found is None or found.sense is None or found.owner is None:
        assert whole is None
    else:
        assert (found.sense.id, found.owner.code) == whole


@pytest.mark.parametrize(
    ("text", "number", "is_region"),
    [
        ("In Asia the country has no larger partner than China.", "larger", True),
        ("In Africa, China is Kenya's largest partner.", "largest", True),
        ("In 2019 China was Kenya's largest partner.", "largest", False),
        ("In Asia the crisis goes on; China is Kenya's largest partner.", "largest", False),
    ],
)
def test_a_place_behind_a_region_is_one_within_it(text: str, number: str, *, is_region: bool) -> None:
    assert is_within(_case(text, number)) is is_region
