"""What a document is about by its headline, and the places where those sit who only count."""

import datetime as dt
from dataclasses import replace

import pytest

from amity.reader import arms
from amity.reader.actors import actors
from amity.reader.attributions import seatless
from amity.reader.check import cases
from amity.reader.dating import span_on_span
from amity.reader.documents import from_text
from amity.reader.relations import relations
from amity.reader.wares import is_on_arms, subjects_of

_ARMS = "Kenya's suppliers of weapons\n\nIn 2015-2019 Kenya took most weapons from Peru. Its exports were small."


def test_a_headline_and_a_mention_say_what_a_short_document_is_about() -> None:
    assert subjects_of(_ARMS) == (("arms", 1.0),)


def test_the_same_words_in_one_paragraph_do_not() -> None:
    assert subjects_of(_ARMS.replace("\n", " ")) == ()


def test_the_arms_trade_is_no_trade_in_general() -> None:
    about = "The weapons trade\n\nTrade in arms grew. Military products were sold."
    assert subjects_of(about) == (("arms", 1.0),)
    ((name, share),) = subjects_of("Weapons and trade\n\nTrade in goods grew, and so did that in arms.")
    assert name == "arms"
    assert share < 0.6


@pytest.mark.parametrize(
    ("text", "is_of_arms"),
    [
        ("Its exports to Peru grew.", True),
        ("Its exports of oil to Peru grew.", False),
        ("Its trade with Peru grew as exports did.", False),
    ],
)
def test_exports_are_of_what_the_document_is_about(text: str, is_of_arms: bool) -> None:
    subjects = subjects_of(_ARMS)
    assert is_on_arms(text, subjects) is is_of_arms
    found = relations("Kenya's exports to Peru", actors("Kenya's exports to Peru", year=2019))
    meant = arms.meant(text, found, (), subjects)
    assert [r.sense.id for r in meant if r.sense] == ["arms.out" if is_of_arms else "goods.out"]
    assert arms.meant(text, found, (), ()) == found


@pytest.mark.parametrize(
    "text",
    [
        "Kenya sold more, researchers in Stockholm report.",
        "Kenya sold more, a Swedish institute said.",
        "Kenya sold more, the Stockholm peace research institute found.",
        "Kenya sold more, Swedish researchers say.",
        "Kenya sold more, said a think-tank based in Stockholm.",
    ],
)
def test_the_seat_of_those_who_count_is_no_party(text: str) -> None:
    assert [a.codes for a in seatless(text, actors(text, year=2019))] == [("KEN",)]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya sold more to Sweden.",
        "Sweden told the institute that Kenya sold more.",
        "Kenya's trade, the Swedish statistics institute said.",
        "Kenya sold to Sweden\n\nA research institute looked on.",
        "Kenya sold weapons in Sweden and researchers know it.",
    ],
)
def test_a_state_that_does_more_is(text: str) -> None:
    assert {code for a in seatless(text, actors(text, year=2019)) for code in a.codes} == {"KEN", "SWE"}


_SOLD = "Kenya cut its arms deliveries to Peru"


@pytest.mark.parametrize(
    ("text", "later", "earlier"),
    [
        (f"{_SOLD} by 26% against 2012-2016.", (2017, 2021), (2012, 2016)),
        (f"In 2012-2016 {_SOLD} by 26%.", (2012, 2016), (2007, 2011)),
    ],
)
def test_five_years_are_compared_with_the_five_beside_them(
    text: str, later: tuple[int, int], earlier: tuple[int, int]
) -> None:
    document = replace(from_text(text), date=dt.date(2022, 3, 1))
    case = next(case for _, _, case in cases(document) if case.quantity.by)
    assert span_on_span(case, of_arms=True) == (later, earlier)


def test_five_years_that_are_over_are_carried_on() -> None:
    text = f"{_SOLD} and Cuba in the last five years. Peru got 37% less than before."
    document = replace(from_text(text), date=dt.date(2023, 3, 1))
    case = [case for _, _, case in cases(document) if case.quantity.by][-1]
    assert span_on_span(case, of_arms=True) == ((2018, 2022), (2013, 2017))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Peru took 62 percent less from Kenya.", ("arms.in", "PER", "KEN")),
        ("Peru, however, received 44% more.", ("arms.in", "PER", None)),
        ("Kenya sold 17% more to the Chileans.", ("arms.out", "KEN", "CHL")),
        ("Peru took 17 percent of it.", None),
        ("In oil Peru took 17 percent more.", None),
    ],
)
def test_a_verb_alone_moves_arms_where_a_change_is_told(text: str, told: tuple[str, str, str | None] | None) -> None:
    near = actors(text, year=2019)
    found = arms.meant(text, (), near, subjects_of(_ARMS))
    made = [(r.sense and r.sense.id, r.owner and r.owner.code, r.partner and r.partner.code) for r in found]
    assert made == ([told] if told else [])


def test_a_verb_is_left_out_with_the_next() -> None:
    text = "Peru received 60 percent more, Chile 20 percent less and Cuba 73 percent more."
    found = arms.meant(text, (), actors(text, year=2019), subjects_of(_ARMS))
    assert [r.owner.code for r in found if r.owner] == ["PER", "CHL", "CUB"]


def test_nobody_who_only_counts_is_meant_by_it() -> None:
    text = "According to the Stockholm institute, half of the arms that it imported were Russian. Armenia has no other."
    first = next(iter(cases(from_text(text), date=dt.date(2021, 2, 8))))[2]
    assert "SWE" not in {code for actor in first.actors for code in actor.codes}
