"""Rows that answer to rows, flows that come back, words that stand for a flow, places given up and taken over."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind, readings
from amity.reader.cases import Case, Way, negated
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.flow_turns import is_turned
from amity.reader.model import Block, Document, Period
from amity.reader.pair_signs import of_pair
from amity.reader.partial import times
from amity.reader.periods import periods
from amity.reader.row_signs import answered, of_year
from amity.reader.scene import Earlier, Features, Scene
from amity.reader.sense_signs import sense_signs
from amity.reader.senses import named
from amity.reader.successions import successions

TODAY = dt.date(2021, 5, 20)
GAS = named("gas.out")


def _document(text: str) -> Document:
    blocks: list[Block] = []
    for paragraph in text.split("\n\n"):
        start = blocks[-1].span[1] + 2 if blocks else 0
        blocks.append(Block((start, start + len(paragraph))))
    return Document("x", text, tuple(blocks), date=TODAY)


def _scene(text: str, number: str, *ways: tuple[Way, int], nth: int = 0) -> Scene:
    """A figure by its digits, after those before it, which were read as the ways and years given, in their order."""
    before: list[Earlier] = []
    told = iter(ways)
    for sentence, _, case in cases(_document(text)):
        block, quantity = sentence.block.span, case.quantity
        if number in case.text[slice(*quantity.span)]:
            if not nth:
                reason = bind(case).reason
                return Scene(case, readings(case), period_of(case)[0], reason, tuple(before), sentence.span, block)
            nth -= 1
        if (read := next(told, None)) is not None:
            way, year = read
            last = Earlier(
                way, Period((0, 0), year, year), quantity.unit, quantity.kind, sentence.span, quantity.span, block
            )
            before.insert(0, last)
    raise AssertionError(f"no figure {number}")


def _share(owner: str, partner: str, year: int = 2021) -> tuple[Way, int]:
    return Way(GAS, "share", owner, (partner,), {}), year


def _sold(owner: str, partner: str, sense: str = "goods.out") -> tuple[Way, int]:
    return Way(named(sense), "level.USD", owner, (partner,), {}), 2019


def _case(text: str, number: str) -> Case:
    return next(case for _, _, case in cases(_document(text)) if number in case.text[slice(*case.quantity.span)])


HALVES = (
    "In 2021, 50 per cent of Peru's gas exports went to Chile and 27 per cent to Spain, whereas in 2015 it had been"
)


@pytest.mark.parametrize(("number", "place", "partner"), [("17", 0, "CHL"), ("16", 1, "ESP")])
def test_a_row_answers_to_its_own_pair(number: str, place: int, partner: str) -> None:
    ways = _share("PER", "CHL"), _share("PER", "ESP"), _share("PER", "CHL", 2015)
    scene = _scene(f"{HALVES} 17 and 16.", number, *ways[: 2 + place])
    row = answered(scene)
    assert row is not None
    assert (row.pairs, row.place, row.lead) == ((("PER", "CHL"), ("PER", "ESP")), place, frozenset())
    other = "ESP" if partner == "CHL" else "CHL"
    assert "p:answers to its own, apart, 0 lead" in of_pair(scene, GAS, "share", "PER", partner)
    assert "p:answers to another, apart, 0 lead" in of_pair(scene, GAS, "share", "PER", other)


def test_a_figure_alone_answers_to_no_row() -> None:
    scene = _scene(f"{HALVES} 17.", "17", _share("PER", "CHL"), _share("PER", "ESP"))
    assert answered(scene) is None


def test_who_leads_a_row_takes_the_place_of_the_owner() -> None:
    text = (
        "Peru sends 64 per cent of its exports to Chile and 25 per cent to Spain, Bolivia 16 per cent and 32 per cent."
    )
    scene = _scene(text, "16", _share("PER", "CHL"), _share("PER", "ESP"))
    row = answered(scene)
    assert row is not None
    assert row.lead == {"BOL"}
    assert "p:leads a row, with the partner it answers to" in of_pair(scene, GAS, "share", "BOL", "CHL")
    assert "p:leads a row, with the partner it answers to" not in of_pair(scene, GAS, "share", "BOL", "ESP")


def test_the_years_of_a_row_answer_in_their_order() -> None:
    text = "Chile took 48 per cent of the gas in 2010 and 19 per cent in 2019, Spain 18 per cent and 35 per cent."
    scene = _scene(text, "35", _share("PER", "CHL", 2010), _share("PER", "CHL", 2019), _share("PER", "ESP", 2010))
    found: dict[int, Features] = {}
    of_year(scene, lambda period: found.setdefault(period.last, {}))
    assert list(found[2019]) == ["y:answers to its own in years"]
    assert list(found[2010]) == ["y:answers to another in years"]


@pytest.mark.parametrize(
    ("text", "number", "is_parted"),
    [
        ("Chile 22 per cent, compared with 30 per cent and 46 per cent in 2005.", "30", True),
        ("Chile had 22 per cent and 46 per cent in 2005.", "46", False),
    ],
)
def test_what_is_compared_opens_a_row_of_its_own(text: str, number: str, is_parted: bool) -> None:
    scene = _scene(text, number)
    assert ("22" in [q.printed for q in scene.row.quantities]) is not is_parted


def test_respectively_answers_to_the_states_right_before_it() -> None:
    text = (
        "In 2005 Peru obtained 35.7 per cent of its imports from Chile, and Chile 8.1 per cent of its own from Peru; "
        "in 2018 the figures were 9.5 per cent and 6.1 per cent, respectively."
    )
    assert [q.printed for q in _case(text, "9.5").quantities] == ["35.7", "8.1", "9.5", "6.1"]
    near = "In 2018 Peru and Chile sold Spain 9.5 per cent and 6.1 per cent of its gas, respectively."
    assert [q.printed for q in _case(near, "9.5").quantities] == ["9.5"]


def test_respectively_answers_to_the_years_of_as_many_figures() -> None:
    text = (
        "Peru and Chile voted alike in 100 per cent of cases in 2017 and 90 per cent in 2019, Peru and Spain in "
        "97 per cent and 43 per cent, respectively."
    )
    assert len(_case(text, "97").quantities) == 4
    scene = _scene(text, "43", _share("CHL", "PER", 2017), _share("CHL", "PER", 2019), _share("ESP", "PER", 2017))
    row = answered(scene)
    assert row is not None
    assert row.lead == {"PER", "ESP"}


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("Peru sold Chile goods for $16.4 billion and bought for $20.1 billion.", "20.1", True),
        ("With Peru's sales to Chile at $3.6 billion and purchases at $1.5 billion, it did well.", "1.5", True),
        ("Peru's exports to Chile came to $3.6 billion, imports to $1.5 billion.", "1.5", True),
        ("Peru's exports to Chile came to $3.6 billion, and exports had been $1.5 billion.", "1.5", False),
        ("Peru's exports to Chile came to $3.6 billion, Spain's imports to $1.5 billion.", "1.5", False),
        ("Peru sold Chile goods for $1.7 billion ($1.5 billion in 2018) and bought for $9.4 billion.", "1.5", False),
    ],
)
def test_the_other_noun_turns_the_flow(text: str, number: str, expected: bool) -> None:
    scene = _scene(text, number, _sold("PER", "CHL"))
    assert is_turned(scene) is expected
    back = of_pair(scene, named("goods.in"), "level.USD", "PER", "CHL")
    on = of_pair(scene, named("goods.out"), "level.USD", "PER", "CHL")
    assert ("d:back though the noun turns" in back) is expected
    assert ("d:on though the noun turns" in on) is expected


def _standing(text: str, number: str) -> set[str]:
    scene = _scene(text, number)
    signs = next(
        (f for s, statistic, f in sense_signs(scene) if (s.id, statistic) == ("goods.deficit", "level.USD")), {}
    )
    return {name for name in signs if "stands for" in name}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peru's deficit with Chile has never been larger. It reached $2.1 billion in 2015.",
            {"s:it stands for it, level"},
        ),
        ("Peru's deficit with Chile grew. By 2010 the figure was $2.1 billion.", {"s:figure stands for it, level"}),
        ("Peru's exports to Chile grew. The deficit reached $2.1 billion in 2015.", set[str]()),
        ("Peru's deficit with Chile grew. Goods for $2.1 billion were sold there in 2015.", set[str]()),
    ],
)
def test_a_word_stands_for_what_the_sentence_before_told_of(text: str, expected: set[str]) -> None:
    assert _standing(text, "2.1") == expected


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (
            "Last year Spain had to cede its position as Peru's largest trading partner to China.",
            "largest",
            {"ESP": "gives it up", "CHN": "takes it over"},
        ),
        (
            "Spain is no longer the first among Peru's suppliers: China took its place.",
            "first",
            {"ESP": "gives it up", "CHN": "takes it over"},
        ),
        ("Peru's main customer is no longer Spain but China.", "main", {"ESP": "gives it up", "CHN": "takes it over"}),
        ("China took over as the largest partner of Peru in 2009.", "largest", {"CHN": "takes it over"}),
        (
            "China took over 10 per cent of Peru's exports and is its largest market.",
            "largest",
            {},
        ),
        ("China is Peru's largest trading partner, ahead of Spain.", "largest", {}),
        ("Spain can no longer be sure of being Peru's largest supplier.", "largest", {}),
    ],
)
def test_who_gives_a_place_up_and_who_takes_it_over(text: str, number: str, expected: dict[str, str]) -> None:
    found = successions(_scene(text, number))
    assert {code: how for code, how in found.items() if code != "PER"} == expected


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("Not even 6 per cent of Peru's oil came from Chile.", "6", False),
        ("In Peru it was not far from 35 per cent.", "35", False),
        ("Exports to Chile were hardly different from the $6.4 billion of 2005.", "6.4", False),
        ("Peru did not sell $6 billion worth of goods to Chile.", "6", True),
        ("Peru hardly sold $6 billion worth of goods to Chile.", "6", True),
    ],
)
def test_not_even_denies_nothing(text: str, number: str, expected: bool) -> None:
    assert negated(_case(text, number)) is expected


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("Since the beginning of 2014 exports have doubled.", False),
        ("Exports came to 5 billion at the beginning of 2014.", True),
        ("Exports have doubled since the beginning of this year.", True),
        ("Exports came to 5 billion in the twelve months to December.", False),
        ("Exports came to 5 billion in the nine months to September.", True),
    ],
)
def test_which_times_are_parts_of_a_year(text: str, is_part: bool) -> None:
    assert bool(times(text, tuple(periods(text, today=TODAY))).parts) is is_part


def test_the_subject_of_what_one_imports_is_no_it() -> None:
    text = "China was the main supplier, with a quarter of what Russia imported; it sold goods for $73 billion there."
    meant = {text[slice(*a.span)]: a.codes for a in _case(text, "73").actors if a.kind == "pronoun"}
    assert meant == {"it": ("CHN",), "there": ("RUS",)}
    plain = "China was the main supplier, and Russia did well; it sold goods for $73 billion abroad."
    assert next(a.codes for a in _case(plain, "73").actors if a.kind == "pronoun") == ("RUS",)
