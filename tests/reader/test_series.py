"""Rows of figures told alike, what stands between figures, and that a thing is told once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amity.reader import senses
from amity.reader.actors import actors
from amity.reader.cases import Case, Way
from amity.reader.check import cases
from amity.reader.documents import from_text
from amity.reader.model import Period
from amity.reader.quantities import quantities
from amity.reader.scene import Earlier, Scene
from amity.reader.series import row_of
from amity.reader.weighing import grid_of


def _told(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*q.span)], q.unit) for q in quantities(text)]


def _scene(text: str, figure: str, before: tuple[Earlier, ...] = ()) -> Scene:
    case = next(case for _, _, case in cases(from_text(text)) if figure in _figure(case))
    return Scene(case, (), None, "", before, (900, 1000), (0, 1000))


def _figure(case: Case) -> str:
    return case.text[slice(*case.quantity.span)]


def _earlier(at: int, owner: str, partner: str, year: int) -> Earlier:
    way = Way(senses.named("goods.out"), "share", owner, (partner,), {})
    return Earlier(way, Period((0, 0), year, year), "%", "share", (100, 200), (at, at + 5), (0, 1000))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("In 2001 the proportions had been 85 per cent and 42 per cent.", 2),
        ("The shares came to 12 per cent, 14 per cent and 16 per cent respectively.", 3),
        ("It went from 19.1 per cent by way of 25.2 per cent to 29.5 per cent.", 3),
        ("It was 12 per cent; imports were 14 per cent.", 1),
        ("Sweden took 12 per cent and Norway 14 per cent.", 1),
        ("It was 12 per cent in 2004 and 14 per cent in 2009.", 1),
    ],
)
def test_a_row_is_of_figures_with_nothing_named_between(text: str, size: int) -> None:
    found = quantities(text)
    case = next(iter(cases(from_text(text))))[2]
    row = row_of(text, found[0], found, actors(text, year=2015), case.periods)
    assert (len(row.quantities), row.place) == (size, 0)


@pytest.mark.parametrize(("figure", "place"), [("85", 0), ("42", 1)])
def test_a_row_answers_to_the_figures_before(figure: str, place: int) -> None:
    before = (_earlier(150, "NOR", "GBR", 2014), _earlier(120, "SWE", "GBR", 2014))
    scene = _scene("In 2001 the proportions had been 85 per cent and 42 per cent.", figure, before)
    assert {how: told.way.owner for how, told in scene.answers} == dict.fromkeys(
        ("row last", "row first", "row told"), ("SWE", "NOR")[place]
    )


@pytest.mark.parametrize(
    ("text", "figure", "year", "tie"),
    [
        ("By 2003 it had reached 88 per cent and by 2011 93 per cent.", "88", "2011", "parted after"),
        ("By 2003 it had reached 88 per cent and by 2011 93 per cent.", "93", "2011", "tied before"),
        ("It had reached 88 per cent in 2003 and 93 per cent in 2011.", "88", "2003", "tied after"),
        ("It had reached 88 per cent in 2003 and 93 per cent in 2011.", "93", "2003", "tied to the last"),
        ("Chad sent 64 per cent to Benin and 25 per cent to Gabon.", "64", "Benin", "tied after"),
        ("Chad sent 64 per cent to Benin, Niger 25 per cent.", "64", "Niger", "parted after"),
    ],
)
def test_what_stands_between_figures_is_tied_to_one(text: str, figure: str, year: str, tie: str) -> None:
    at = text.index(year)
    assert _scene(text, figure).tie((at, at + len(year))) == tie


def test_what_a_figure_before_tells_is_known() -> None:
    text = "In 2001 Sweden sent 42 per cent of its exports to Norway."
    grid = grid_of(_scene(text, "42", (_earlier(120, "SWE", "NOR", 2001),)))
    told = [(grid.senses[i], grid.pairs[j], grid.years[k].last) for i, j, k in grid.told]
    assert told == [((senses.named("goods.out"), "share"), ("SWE", "NOR"), 2001)]
    other = replace(_earlier(120, "SWE", "NOR", 2001), unit="USD m", kind="level")
    assert not grid_of(_scene(text, "42", (other,))).told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It sold 18 per cent of what they bought, to your 15.", ("15", "%")),
        ("Its share of exports was 32 per cent, Egypt's share of Libyan imports 30.", ("30", "%")),
        ("It was the largest buyer, with 11 per cent, and the leading source as well, with 16.", ("16", "%")),
        ("It took 52 per cent of the crude, some 83.8 million tonnes, and by 2016 61.", ("61", "%")),
        ("Against Chile: 14", ("14", "")),
        ("There were two in 2012, both on Syria.", ("two", "")),
        ("The first partner of Malta was Italy, which is only the tenth to Madrid.", ("tenth", "rank")),
        ("For us it is the first partner, for them we are merely sixteenth.", ("sixteenth", "rank")),
        ("Tonnes lifted went up, from 18.3m in 2014 to 50.7m in 2016.", ("50.7m", "Mt")),
    ],
)
def test_figures_whose_unit_or_noun_is_told_before(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in [(words.split()[-1], unit) for words, unit in _told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "See Table: 14",
        "There were three reasons in 2012 for it.",
        "Malta was the first partner, but it was only the second time.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert not [words for words, unit in _told(text) if unit in ("", "%") or words == "second"]
