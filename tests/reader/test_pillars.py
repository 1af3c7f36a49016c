"""Arms, votes, institutions, disputes, sanctions, investment, sizes and views, each told in many ways."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.atlas import open_atlas
from amity.reader.binding import readings
from amity.reader.check import cases, check
from amity.reader.model import Block, Document, Finding


def _findings(text: str) -> list[Finding]:
    document = Document("case", text, (Block((0, len(text))),), date=dt.date(2021, 6, 1))
    return list(check(document, open_atlas()).findings)


def _bound(text: str, number: str) -> tuple[str, set[str | None], tuple[int, int]]:
    """What the figure with these words is bound to, or would be: its figure, the two states, the years."""
    [found] = [f for f in _findings(text) if number in text[slice(*f.quantity.span)]]
    test = (found.bound or found.candidates[0]).test
    return test.figure.name, {test.figure.of, test.figure.on}, test.years


def _directed(text: str, number: str) -> tuple[str, str | None, str | None, int]:
    [found] = [f for f in _findings(text) if number in text[slice(*f.quantity.span)]]
    test = (found.bound or found.candidates[0]).test
    return test.figure.name, test.figure.of, test.figure.on, test.years[1]


@pytest.mark.parametrize(
    "text",
    [
        "In 2013 SIPRI recorded transfers from Russia to India of 777 million TIV.",
        "In 2013 India took delivery of Russian arms with a volume of 777 million TIV.",
        "Russia transferred major weapons worth 777 million TIV to India in 2013.",
        "SIPRI counts 777 million TIV of Russian weapons delivered to India in 2013.",
        "Deliveries of Russian arms to India came to TIV 777m in 2013.",
        "Russian arms deliveries to India shrank to 777 million of its trend-indicator units in 2013.",
    ],
)
def test_volumes_of_arms_are_told_in_many_ways(text: str) -> None:
    assert _directed(text, "777") == ("arms.tiv", "RUS", "IND", 2013)


@pytest.mark.parametrize(
    "text",
    [
        "Turkey gets its weapons from the United States: 77 per cent of them in 2006–2010.",
        "Of the arms that Turkey imported in 2006–2010, 77 per cent were American, 5 per cent German.",
    ],
)
def test_shares_of_arms_are_told_in_many_ways(text: str) -> None:
    assert _directed(text, "77") == ("arms.import_share", "TUR", "USA", 2010)


@pytest.mark.parametrize(
    "text",
    [
        "In 2015 Hungary and Germany cast identical votes in 77 per cent of roll calls in the General Assembly.",
        "In New York Hungary and Germany vote as one, agreeing in 77 per cent of General Assembly votes in 2015.",
        "In 2015 Hungary voted with Russia in 50 per cent of General Assembly votes and with Germany in 77 per cent.",
        "In General Assembly votes, Hungary's position coincided with that of Germany in 77 per cent of cases in 2015.",
        "Hungary and Germany took the same position on 77 per cent of General Assembly resolutions in 2015.",
        "On the East River, Hungary and Germany saw eye to eye 77 per cent of the time in 2015.",
        "The agreement rate between Hungary and Germany in the UN General Assembly was 77 per cent in 2015.",
        "In the Security Council, Germany and Hungary agreed on 98% of drafts in 2015, in the General Assembly on 77%.",
        "At the UN in 2015 Hungary voted the same way as Russia on 50 per cent of resolutions, and the same way as "
        "Germany on 77 per cent.",
    ],
)
def test_votes_are_told_in_many_ways(text: str) -> None:
    assert _bound(text, "77") == ("diplomacy.agreement", {"HUN", "DEU"}, (2015, 2015))


def test_each_with_has_its_figure() -> None:
    text = (
        "Hanoi votes with Moscow more often than with Washington: in 77 per cent of General Assembly votes in 2015, "
        "against 16 per cent."
    )
    assert _bound(text, "77")[1] == {"VNM", "RUS"}
    assert _bound(text, "16")[1] == {"VNM", "USA"}


@pytest.mark.parametrize(
    ("text", "number", "name", "year"),
    [
        ("Japan and Chile had 77 memberships of international organisations in common in 2010.", "77", "igos", 2010),
        ("The number of organisations to which both Japan and Chile belong rose from 7 in 1990 to 77 in 2010.", "77",
         "igos", 2010),
        ("In 2010 Japan and Chile sat together in 77 IGOs.", "77", "igos", 2010),
        ("As of 2010, Japan and Chile had not had a militarised dispute for 33 years.", "33", "last_dispute", 2010),
        ("In 2010, the most recent militarised dispute between Japan and Chile lay 33 years back.", "33",
         "last_dispute", 2010),
        ("In 2010 it had been 33 years since Japan and Chile last had a militarised dispute.", "33",
         "last_dispute", 2010),
    ],
)  # fmt: skip
def test_organisations_and_years_of_peace_are_told_in_many_ways(text: str, number: str, name: str, year: int) -> None:
    found, states, years = _bound(text, number)
    assert name in found
    assert states == {"JPN", "CHL"}
    assert years == (year, year)


@pytest.mark.parametrize(
    "text",
    [
        "The Philippines' economy is dwarfed by that of Japan, which was 77 times as large in 2018.",
        "Manila's economy grew in 2018, though Japan's economy was still 77 times as large in 2018.",
        "In 2018 the Japanese economy had 77 times the output of the Philippine one.",
        "By 2018 the economy of Japan was at least 77 times as big as that of the Philippines.",
        "Japan's GDP exceeded that of the Philippines by a factor of 77 in 2018.",
    ],
)
def test_sizes_are_compared_in_many_ways(text: str) -> None:
    assert _directed(text, "77") == ("power.gdp_ratio", "JPN", "PHL", 2018)


def test_a_part_may_be_a_ratio() -> None:
    [found] = _findings("Russia's military spending was a tenth of America's in 2018.")
    assert found.bound is not None
    assert found.bound.test.figure.name == "power.milex_ratio"
    assert found.bound.test.value == pytest.approx(0.1)


@pytest.mark.parametrize(
    "text",
    [
        "In 2014, 50 per cent of Pakistanis had a favourable view of China, and 77 per cent of the United States.",
        "In 2014, 50 per cent of Pakistanis viewed India favourably; for the United States the figure was 77 per cent.",
        "Pakistan's public is of two minds on the United States: 77 percent held a favourable opinion in 2014.",
        "The share of Pakistanis with a favourable opinion of the US was 77 per cent in 2014.",
        "In 2014 America was seen favourably by 50 per cent of Turks and 77 per cent of Pakistanis.",
        "In Turkey, 50 per cent held a positive view of the United States in 2014; in Pakistan it was 77 per cent.",
        "In 2014 the United States was liked by 77 per cent of Pakistanis.",
    ],
)
def test_views_have_a_holder_and_an_object(text: str) -> None:
    assert _directed(text, "77") == ("opinion.favourability", "PAK", "USA", 2014)


def test_contracts_of_states_without_a_casefile_are_sought_in_the_data() -> None:
    for text in (
        "In 2016 Chinese builders and investors won contracts worth $7.7 billion in Australia.",
        "Chinese companies signed deals worth $7.7 billion in Australia in 2016.",
    ):
        assert _directed(text, "7.7") == ("investment.construction", "CHN", "AUS", 2016)


@pytest.mark.parametrize(
    ("text", "number", "year"),
    [
        ("In 2000 France supplied 27 per cent of Algeria's imports, in 2016 only 12 per cent.", "27", 2000),
        ("In 2000 France supplied 27 per cent of Algeria's imports, in 2016 only 12 per cent.", "12", 2016),
        ("France supplied 12 per cent of Algeria's imports in 2016 (in 2000, 27 per cent).", "27", 2000),
        ("France supplied 12 per cent of Algeria's imports in 2016 (in 2000, 27 per cent).", "12", 2016),
        ("In 2016, the year before the vote, France supplied 12 per cent of Algeria's imports.", "12", 2016),
        ("France supplied 27 per cent of Algeria's imports in 2000 and 12 per cent sixteen years on.", "12", 2016),
        ("France supplied 27 per cent of Algeria's imports in 2000; by then Italy supplied 9 per cent.", "9", 2000),
        ("In 2000, 2008 and 2016, France supplied 27, 17 and 12 per cent of Algeria's imports.", "17", 2008),
        ("France's share in Algerian imports fell from 27 % (2000) to 12 % (2016).", "12", 2016),
        ("France supplied 27 per cent of Algeria's imports in 2000 and bought 13 per cent of its exports in the same "
         "year; in 2016 the figure was 11.", "13", 2000),
    ],
)  # fmt: skip
def test_each_figure_has_its_year(text: str, number: str, year: int) -> None:
    assert _bound(text, number)[2] == (year, year)


def test_what_a_change_reached_is_of_the_last_year() -> None:
    text = "French exports to Algeria fell by 30 per cent between 2012 and 2016, to $5.7 billion."
    assert _bound(text, "5.7")[2] == (2016, 2016)
    assert _bound(text, "30")[2] == (2012, 2016)


def test_a_change_of_a_share_is_of_the_share() -> None:
    text = "China's share of Brazil's exports rose by 77 per cent between 2010 and 2018."
    assert _bound(text, "77")[0] == "trade.export_share"
    [found] = _findings(text)
    assert found.outcome != "contradicts"


def test_totals_of_the_world_are_no_figures_of_two_states() -> None:
    world, ours = _findings(
        "World trade in goods grew by 3.1 per cent in 1997; Morocco's exports to Spain, by 9 per cent."
    )
    assert world.outcome == "set aside"
    assert (ours.bound or ours.candidates[0]).test.change == "growth"


@pytest.mark.parametrize(
    ("template", "false"),
    [
        ("In 2013 SIPRI recorded transfers from Russia to India of {} million TIV.", 3.0),
        ("In 2014, {} per cent of Pakistanis had a favourable view of China.", 0.4),
        ("In 2015 Hungary and Poland cast identical votes in {} per cent of roll calls in the General Assembly.", 0.5),
    ],
)
def test_what_says_just_what_the_data_hold_may_be_called_true_or_false(template: str, false: float) -> None:
    [probe] = _findings(template.format("1"))
    evidence = probe.evidence
    assert evidence is not None
    assert evidence.value is not None
    held = 100 * evidence.value if abs(evidence.value) < 1 else evidence.value
    [right] = _findings(template.format(f"{held:,.0f}"))
    [wrong] = _findings(template.format(f"{false * held:,.0f}"))
    assert right.outcome == "agrees"
    assert wrong.outcome == "contradicts"


def test_a_stock_of_investment_agrees_only_where_it_is_true() -> None:
    """It is told in words that deals are told in, too: three times as much is shown with what is held."""
    template = "In 2019 the stock of German direct investment in Poland was ${} million."
    [probe] = _findings(template.format("1"))
    assert probe.evidence is not None
    held = probe.evidence.value
    assert held is not None
    [right] = _findings(template.format(f"{held:,.0f}"))
    [wrong] = _findings(template.format(f"{3 * held:,.0f}"))
    assert right.outcome == "agrees"
    assert wrong.outcome in ("contradicts", "unsure")
    assert wrong.evidence is not None
    assert wrong.evidence.value == held


@pytest.mark.parametrize(("seller", "buyer"), [("Russian", "China"), ("Qatari", "India"), ("Algerian", "Spain")])
def test_a_clause_with_states_of_its_own_tells_its_own_share(seller: str, buyer: str) -> None:
    first = "Japanese exports to Germany fell by 40 per cent between 2014 and 2015"
    text = f"{first}, while {seller} gas made up 33 per cent of what {buyer} imported in 2018."
    alone = f"{seller} gas made up 33 per cent of what {buyer} imported in 2018."
    read = [_read(told, "33") for told in (text, alone)]
    assert read[0] == read[1]
    assert read[0][0] == "energy.gas_import_share"


def _read(text: str, number: str) -> tuple[str, str | None, str | None, int]:
    """What the grammar alone makes of a figure."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2021, 1, 1))
    [case] = [case for _, _, case in cases(document) if number in text[slice(*case.quantity.span)]]
    test = readings(case)[0].candidate.test
    return test.figure.name, test.figure.of, test.figure.on, test.years[1]


@pytest.mark.parametrize(
    "after", ["; with the United States, Russia in 19.", ", whereas Russia agreed with Japan in 19."]
)
def test_with_whom_is_not_sought_in_the_next_clause(after: str) -> None:
    text = f"In the General Assembly Russia and China voted alike in 81 per cent of cases in 2019{after}"
    name, one, other, year = _directed(text, "81")
    assert (name, {one, other}, year) == ("diplomacy.agreement", {"RUS", "CHN"}, 2019)
