"""Lists of states, paragraphs that open alike, places told by a turn of phrase."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind, readings
from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.lists import Entry
from amity.reader.model import Block, Document, Period
from amity.reader.none_signs import none_signs
from amity.reader.pair_signs import of_pair
from amity.reader.quantities import quantities
from amity.reader.scene import Earlier, Features, Scene
from amity.reader.sense_signs import sense_signs
from amity.reader.senses import named
from amity.reader.year_signs import year_signs

TODAY = dt.date(2021, 5, 20)
WAY = Way(named("goods.out"), "level.USD", "PER", ("CHL",), {})


def _scene(text: str, number: str) -> Scene:
    """The figure with these digits or words, after those before it, each read as Peru's exports to Chile in 2019."""
    blocks: list[Block] = []
    for paragraph in text.split("\n\n"):
        start = blocks[-1].span[1] + 2 if blocks else 0
        blocks.append(Block((start, start + len(paragraph))))
    before: list[Earlier] = []
    for sentence, _, case in cases(Document("x", text, tuple(blocks), date=TODAY)):
        block, quantity = sentence.block.span, case.quantity
        scene = Scene(
            case,
            readings(case),
            period_of(case)[0],
            bind(case).reason,
            tuple(before),
            sentence.span,
            block,
        )
        if number in case.text[slice(*quantity.span)]:
            return scene
        period = Period((0, 0), 2019, 2019)
        before.insert(0, Earlier(WAY, period, quantity.unit, quantity.kind, sentence.span, quantity.span, block))
    raise AssertionError(f"no figure {number}")


def _of_pair(text: str, number: str, sense: str, statistic: str, owner: str, partner: str) -> Features:
    return of_pair(_scene(text, number), named(sense), statistic, owner, partner)


def _entry(text: str, number: str) -> Entry | None:
    return _scene(text, number).entry


ABOVE = "Here are the main customers of Peru in 2019, each with its share in brackets."


@pytest.mark.parametrize(
    ("text", "number", "code", "how", "kind", "where"),
    [
        (f"{ABOVE}\n\nJapan: US$2.1 billion (4.6%)", "2.1", "JPN", "colon", "buyers", "above"),
        (f"{ABOVE}\n\nJapan: US$2.1 billion (4.6%)", "4.6", "JPN", "colon", "buyers", "above"),
        (f"{ABOVE}\n\nJapan: US$2.1 billion\n\nChile: US$1.3 billion", "1.3", "CHL", "colon", "buyers", "above"),
        (
            "Peru's chief suppliers: China ($9.5 billion), Brazil ($2.4 billion).",
            "2.4",
            "BRA",
            "bracket",
            "sellers",
            "row",
        ),
        (
            "Its main partners in 2019: China with $20 billion, Brazil with $4 billion.",
            "$4",
            "BRA",
            "with",
            "partners",
            "row",
        ),
        ("Peru bought from Chile for $1.3 billion and Brazil for $2.4 billion.", "2.4", "BRA", "for", "", ""),
    ],
)
def test_an_entry_tells_whose_figure_it_is(text: str, number: str, code: str, how: str, kind: str, where: str):
    entry = _entry(text, number)
    assert entry is not None
    assert (entry.code, entry.how, entry.kind, entry.where) == (code, how, kind, where)


def test_what_stands_above_a_list_tells_its_year_and_owner():
    entry = _entry(f"{ABOVE}\n\nJapan: US$2.1 billion (4.6%)", "2.1")
    assert entry is not None
    assert entry.listing is not None
    assert entry.listing.owner == "PER"
    assert entry.listing.period is not None
    assert entry.listing.period.last == 2019


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"{ABOVE}\n\nTrade grew again.\n\nJapan: US$2.1 billion", "2.1"),
        ("Japan: US$2.1 billion", "2.1"),
    ],
)
def test_a_list_ends_with_the_first_paragraph_that_is_no_entry(text: str, number: str):
    entry = _entry(text, number)
    assert entry is not None
    assert entry.kind == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Peru sold Japan goods worth $2.1 billion in 2019.", "2.1"),
        ("Japan, which bought little before, took goods for $2.1 billion in 2019.", "2.1"),
        ("Peru ranks second in Japan's trade (it was 5.1% in 2019).", "5.1"),
    ],
)
def test_what_has_a_verb_is_no_entry(text: str, number: str):
    assert _entry(text, number) is None


def test_an_entry_is_with_the_owner_of_its_list():
    text = f"{ABOVE}\n\nJapan: US$2.1 billion (4.6%)"
    signs = _of_pair(text, "4.6", "goods.out", "share", "PER", "JPN")
    assert "p:entry of buyers: out partner" in signs
    assert "p:entry, whose list" in signs
    assert "p:entry of another" in _of_pair(text, "4.6", "goods.out", "share", "PER", "CHL")


def test_paragraphs_that_open_alike_tell_the_same_of_another():
    text = "Peru sold Chile goods for $1.3 billion in 2019.\n\nJapan got goods for $2.1 billion, ore for $1.1 billion"
    scene = _scene(text, "2.1")
    made = {(sense.id, statistic): signs for sense, statistic, signs in sense_signs(scene)}
    assert "s:as the last paragraph opens" in made["goods.out", "level.USD"]
    assert "s:not as the last paragraph opens" in made["goods.in", "level.USD"]
    sign = "p:a new one with the owner of the last paragraph's opening"
    assert sign in of_pair(scene, named("goods.out"), "level.USD", "PER", "JPN")
    years = {period.last: signs for period, signs in year_signs(scene)}
    assert "y:as the last paragraph opens" in years[2019]
    inside = {(sense.id, statistic): signs for sense, statistic, signs in sense_signs(_scene(text, "1.1"))}
    assert not any("last paragraph" in sign for signs in inside.values() for sign in signs)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("What Peru imports is 78 per cent American, 16 per cent German.", "16"),
        ("Of Peru's arms purchases 78 per cent were American and 16 per cent were German.", "16"),
    ],
)
def test_a_share_is_told_by_its_origin(text: str, number: str):
    assert "p:of that origin, in partner" in _of_pair(text, number, "goods.in", "share", "PER", "DEU")
    assert "p:of that origin, in neither" in _of_pair(text, number, "goods.in", "share", "PER", "USA")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Of Peru's purchases 16 per cent went on German machines.", "16"),
        ("Peru sells 16 per cent to German firms.", "16"),
    ],
)
def test_what_is_german_is_no_origin_of_a_share(text: str, number: str):
    signs = _of_pair(text, number, "goods.in", "share", "PER", "DEU")
    assert not any("origin" in sign for sign in signs)


def test_who_is_left_behind_has_not_the_place():
    text = "In 2019 China went past Brazil to become the largest market for Peru, ahead of Chile and Japan."
    for code in ("BRA", "CHL", "JPN"):
        assert "p:left behind, partner" in _of_pair(text, "largest market", "goods.out", "rank", "PER", code)
    assert "p:left behind, partner" not in _of_pair(text, "largest market", "goods.out", "rank", "PER", "CHN")


def test_whom_no_one_surpasses_has_the_place():
    text = "No country is a larger source of Peru's imports than China."
    assert "p:surpassed by no one, partner" in _of_pair(text, "larger", "goods.in", "rank", "PER", "CHN")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("As a market China ranked as the largest for Peru in 2019.", "s:as buyers out rank"),
        ("As a source of goods, China was second for Peru in 2019.", "s:as sellers out rank"),
    ],
)
def test_as_what_a_state_is_told_of(text: str, sign: str):
    found = sense_signs(_scene(text, "largest" if "largest" in text else "second"))
    assert any(sign in signs for _, _, signs in found)


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [
        ("From 2013 to 2018 it had been China that came out on top.", "top", 1),
        ("Then it was Chile's turn to be on top: it had 16%.", "top", 1),
        ("The Americans had been the top buyers for 15 years.", "top buyers", 1),
        ("At present the leader is Mexico with 15%.", "leader", 1),
        ("It is Spain with which Morocco traded most in 2016.", "most", 1),
        ("Peru still trades most with China.", "most", 1),
        ("No country trades more with Peru than China.", "more", 1),
        ("China ranked as the largest in the twelve months to December.", "largest", 1),
        ("By 2012, when none was larger, it was 16%.", "larger", 1),
        ("None is nearly as big a supplier as Brazil.", "big", 1),
        ("Kuwait: number 27 on the list of the last fiscal year.", "number 27", 27),
        ("So far number one has been Germany.", "number one", 1),
        ("It is the second-largest partner behind the Emirates, the largest.", "largest", 1),
    ],
)
def test_places_are_told_by_turns_of_phrase(text: str, place: str, value: int):
    found = [q for q in quantities(text) if q.kind == "rank" and text[slice(*q.span)].endswith(place)]
    assert [q.low for q in found] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "On top of that, the tariff went up.",
        "It came on top of the old debts.",
        "Who trades most with Peru?",
        "Most of what Peru sold went to China.",
        "No country sold more wheat.",
        "It ranked as the country with the most rain.",
    ],
)
def test_other_turns_tell_no_place(text: str):
    assert not [q for q in quantities(text) if q.kind == "rank"]


def _senses(text: str, number: str) -> dict[tuple[str, str], Features]:
    return {(sense.id, statistic): signs for sense, statistic, signs in sense_signs(_scene(text, number))}


def test_a_noun_right_before_a_figure_heads_it():
    made = _senses("The deficit of Peru with Japan was $1 billion on a turnover of $7.5 billion.", "7.5")
    assert "s:heads the figure level" in made["goods.with", "level.USD"]
    assert "s:another heads the figure level" in made["goods.deficit", "level.USD"]


def test_a_share_may_multiply():
    made = _senses("From 2002 to 2019 the Chinese share in the imports of Peru tripled.", "tripled")
    assert "s:times a share, share" in made["goods.in", "share"]
    made = _senses("From 2002 to 2019 the Chinese sales to Peru tripled.", "tripled")
    assert ("goods.in", "share") not in made


def test_what_a_sentence_names_the_next_one_measures():
    made = _senses("What set a record was Peru's deficit. With Japan it came to $4.5 billion.", "4.5")
    assert ("goods.deficit", "level.USD") in made


def test_a_total_is_told_behind_a_figure():
    assert "n:overall behind change" in none_signs(_scene("Peru's purchases rose by 20 percent overall in 2019.", "20"))
    assert "n:overall behind change" not in none_signs(_scene("Peru's purchases rose by 20 percent in 2019.", "20"))


def test_what_something_came_from_was_earlier():
    text = "Between 2002 and 2019 the Chinese share in Peru's imports went up to 23 per cent from 5 per cent."
    years = {(period.first, period.last): signs for period, signs in year_signs(_scene(text, "5 per cent"))}
    assert "y:came from, the last told that is earlier" in years[2002, 2002]
    assert "y:came from, year of the other" in years[2019, 2019]
