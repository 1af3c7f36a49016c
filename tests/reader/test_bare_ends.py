"""The years of two ends told without years, and what is told of several figures at once."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.aside import aside
from amity.reader.binding import bind, readings
from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.model import Block, Document, Period
from amity.reader.pair_forms import told
from amity.reader.quantities import quantities
from amity.reader.scene import Earlier, Scene
from amity.reader.sense_signs import sense_signs
from amity.reader.senses import named
from amity.reader.year_signs import year_signs

WAY = Way(named("goods.out"), "level.USD", "PER", ("CHL",), {})
TWO = "Peru sold Chile goods worth 3 billion dollars in 2015 and 4 billion dollars in 2019. "


def _signs(text: str, number: str, read: str) -> dict[tuple[int, int], set[str]]:
    """The years weighed for the figure with these digits, where those before it were read as of these years."""
    before: list[Earlier] = []
    years = [int(year) for year in read.split()]
    document = Document("x", text, (Block((0, len(text)), "paragraph"),), date=dt.date(2021, 3, 13))
    for sentence, _, case in cases(document):
        quantity, block = case.quantity, sentence.block.span
        scene = Scene(case, readings(case), period_of(case)[0], bind(case).reason, tuple(before), sentence.span, block)
        if quantity.printed == number:
            return {(p.first, p.last): set(signs) for p, signs in year_signs(scene)}
        year = years.pop(0)
        made = Earlier(
            WAY, Period((0, 0), year, year), quantity.unit, quantity.kind, sentence.span, quantity.span, block
        )
        before.insert(0, made)
    raise AssertionError(f"no figure {number}")


@pytest.mark.parametrize(
    ("text", "number", "read", "years", "sign"),
    [
        (TWO + "Its share of imports went from 21 to 32 per cent.", "21", "2015 2019", (2015, 2015), "y:bare from"),
        (TWO + "Its share of imports went from 21 to 32 per cent.", "32", "2015 2019 2015", (2019, 2019), "y:bare to"),
        (
            TWO + "Bolivia bought for $5.1 billion versus $6.2 billion.",
            "6.2",
            "2015 2019 2019",
            (2015, 2015),
            "y:bare b",
        ),
        (TWO + "Bolivia bought for $5.1 billion versus $6.2 billion.", "5.1", "2015 2019", (2019, 2019), "y:bare b"),
        (
            "Sales to Chile climbed from $3 billion in 2015 to $4 billion in 2016 and $6 billion in 2017, increases of "
            "33 and 50 per cent.",
            "50",
            "2015 2016 2017 2016",
            (2016, 2017),
            "y:step between sums",
        ),
    ],
)
def test_bare_ends_are_of_the_years_told_before(
    text: str, number: str, read: str, years: tuple[int, int], sign: str
) -> None:
    """The first end is of the earlier year, the second of the later one."""
    signs = _signs(text, number, read)
    assert any(name.startswith(sign) for name in signs.get(years, ())), signs


@pytest.mark.parametrize(
    ("text", "number", "read"),
    [
        (TWO + "Its share of imports went from 21 per cent in 2010 to 32 per cent in 2018.", "21", "2015 2019"),
        (TWO + "Its share of imports went from 21 to 32 per cent within a decade.", "32", "2015 2019 2015"),
        (TWO + "Its share was 21 per cent, against 32 per cent for Brazil.", "32", "2015 2019 2019"),
        (TWO + "Its share was 21 per cent, that of Brazil 32 per cent.", "32", "2015 2019 2019"),
        ("Sales grew from $3 billion in 2015 to $4 billion in 2016, by 33 per cent.", "33", "2015 2016"),
    ],
)
def test_ends_with_a_time_of_their_own_are_not(text: str, number: str, read: str) -> None:
    """What has its own year, a length, or another owner is left alone."""
    signs = _signs(text, number, read)
    assert not any(name.startswith(("y:bare", "y:step")) for made in signs.values() for name in made), signs


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("The sums were a drop of 75 and 32 per cent.", [-1, -1]),
        ("It recorded increases of 3, 5 and 8 per cent, respectively.", [1, 1, 1]),
        ("It had a share of 75 and 32 per cent.", [0, 0]),
    ],
)
def test_changes_in_a_row_are_all_changes(text: str, signs: list[int]) -> None:
    """The noun is told once for all of them."""
    assert [q.sign for q in quantities(text)] == signs


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("By turnover Russia was the country's first partner and China its sixth.", ["first partner", "sixth"]),
        ("China is Chile's first trading partner.", ["first trading partner"]),
        ("It was Chile's first partner to sign the treaty.", []),
        ("Peru had been Chile's first trading partner.", []),
    ],
)
def test_first_and_its_sixth_are_places(text: str, places: list[str]) -> None:
    """Who is the first partner of a state is the largest; who was its first one once is not."""
    assert [text[slice(*q.span)] for q in quantities(text) if q.unit == "rank"] == places


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("It should be recalled that Chile sold Peru goods worth 3 billion dollars in 2013.", True),
        ("It should be stressed that Chile sold Peru goods worth 3 billion dollars in 2013.", True),
        ("Chile should sell Peru goods worth 3 billion dollars in 2013.", False),
    ],
)
def test_what_should_be_recalled_is_no_plan(text: str, *, is_plain: bool) -> None:
    """A formula that introduces a fact makes no condition of it."""
    document = Document("x", text, (Block((0, len(text)), "paragraph"),), date=dt.date(2021, 3, 13))
    assert next(not aside(case) for _, _, case in cases(document)) is is_plain


def _forms(text: str, number: str) -> dict[str, set[str]]:
    """What standing forms say of the states around the figure with these digits."""
    document = Document("x", text, (Block((0, len(text)), "paragraph"),), date=dt.date(2021, 3, 13))
    for sentence, _, case in cases(document):
        if case.quantity.printed == number:
            period, block = period_of(case)[0], sentence.block.span
            return told(Scene(case, readings(case), period, bind(case).reason, (), sentence.span, block))
    raise AssertionError(f"no figure {number}")


@pytest.mark.parametrize(
    ("text", "code", "form"),
    [
        (
            "In trade with Chile it was Peru that came out ahead, by $3 billion.",
            "PER",
            "balance in its favour",
        ),
        ("So the surplus on the Peruvian side widened to $3 billion.", "PER", "balance had fresh"),
        ("Chile lost ground in Peru, where it provided 3 per cent of imports.", "PER", "where it is done"),
    ],
)
def test_forms_tell_whose_it_is(text: str, code: str, form: str) -> None:
    """Who comes out ahead has the surplus; where something is done is the place named before."""
    assert form in _forms(text, "3")[code]


@pytest.mark.parametrize(
    ("text", "code", "form"),
    [
        ("Talks on the Peruvian side went on; the surplus was $3 billion.", "PER", "balance had fresh"),
        ("Chile lost ground in Peru, where it fought, and sold it goods for $3 billion.", "PER", "where it is done"),
    ],
)
def test_forms_of_something_else_tell_nothing(text: str, code: str, form: str) -> None:
    """A side that has no balance, and a place of something else."""
    assert form not in _forms(text, "3").get(code, set())


def test_there_is_the_place_named_before() -> None:
    """Where all is about another state, what comes "from there" is still from the place of which was spoken."""
    text = (
        "China is on the mind of all, and China it is that matters; China buys. China grows. China has friends.\n\n"
        "Who depends on Australian coal? Japan most of all. In 2020 it got 61 per cent of its coal from there."
    )
    at = text.index("\n\n")
    blocks = (Block((0, at), "paragraph"), Block((at + 2, len(text)), "paragraph"))
    document = Document("x", text, blocks, date=dt.date(2021, 3, 13))
    case = next(case for _, _, case in cases(document) if case.quantity.printed == "61")
    assert [a.codes for a in case.actors if case.text[slice(*a.span)] == "there"] == [("AUS",)]


def _senses(text: str, number: str) -> dict[str, set[str]]:
    """The senses weighed as levels for the figure with these digits, with their signs."""
    document = Document("x", text, (Block((0, len(text)), "paragraph"),), date=dt.date(2021, 3, 13))
    for sentence, _, case in cases(document):
        if case.quantity.printed == number:
            period, block = period_of(case)[0], sentence.block.span
            scene = Scene(case, readings(case), period, bind(case).reason, (), sentence.span, block)
            return {s.id: set(signs) for s, how, signs in sense_signs(scene) if how.startswith("level")}
    raise AssertionError(f"no figure {number}")


_SHEET = (
    "Merchandise trade of Chile with Peru in 2019: exports USD 2.6 billion; imports: USD 5.6 billion; balance USD 3.1 "
    "billion."
)


@pytest.mark.parametrize(
    ("text", "number", "own"),
    [
        (_SHEET, "2.6", {"goods.out"}),
        (_SHEET, "5.6", {"goods.in"}),
        (_SHEET, "3.1", {"goods.surplus", "goods.balance", "goods.deficit"}),
        ("Exports of Chile to Peru were worth USD 2.6 billion.", "2.6", set[str]()),
    ],
)
def test_the_noun_right_before_tells_what_it_is(text: str, number: str, own: set[str]) -> None:
    """In a sheet of facts each figure follows its noun, with no word between."""
    made = _senses(text, number)
    found = {sense for sense, signs in made.items() if "s:its own noun right before" in signs}
    assert bool(found) == bool(own), made
    assert found <= own, made
