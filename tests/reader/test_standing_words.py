"""Standing forms of English that tell whose, what and when: signs that are found, whatever they weigh."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from amity.reader import documents
from amity.reader.binding import bind, readings
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.pair_forms import told
from amity.reader.scene import Scene
from amity.reader.weighing import Grid, grid_of


def scene(text: str, place: int = 0) -> Scene:
    """A figure of a text, with nothing read before it."""
    found = [(sentence, case) for sentence, _, case in cases(documents.from_text(text))]
    sentence, case = found[place]
    return Scene(case, readings(case), period_of(case)[0], bind(case).reason, (), sentence.span, sentence.block.span)


def years(grid: Grid) -> Mapping[tuple[int, int], set[str]]:
    """The signs of every year offered."""
    return {(p.first, p.last): set(signs) for p, signs in zip(grid.years, grid.of_year, strict=True)}


@pytest.mark.parametrize(
    ("text", "place", "year", "sign"),
    [
        (
            "Having been worth $4 billion a decade earlier, Polish exports to Germany reached $9 billion in 2016.",
            0,
            (2006, 2006),
            "y:counted",
        ),
        (
            "By 2020, trade between Poland and Germany had doubled in a dozen years.",
            0,
            (2008, 2020),
            "y:long 0, change near",
        ),
        (
            "Polish exports to Germany grew by 9 per cent in the three years to 2018.",
            0,
            (2015, 2018),
            "y:long to, change near",
        ),
        (
            "Polish exports to Germany rose from $5 billion to $9 billion over the ten years to 2018.",
            0,
            (2008, 2008),
            "y:long to, first, from near",
        ),
        (
            "Polish exports to Germany rose from $5 billion to $9 billion over the ten years to 2018.",
            1,
            (2018, 2018),
            "y:long to, last, to near",
        ),
        (
            "Goods sold in 2004 and in 2008 to Germany by Poland came to $5 billion in the first of those years.",
            0,
            (2004, 2004),
            "y:place among told after though another is near",
        ),
        (
            "Polish exports to Germany were lower than in 2011, when they came to $5 billion.",
            0,
            (2011, 2011),
            "y:when, of the year before it",
        ),
        (
            "2003 was a busy year. Polish exports to Germany came to $5 billion.",
            0,
            (2003, 2003),
            "y:undated, less 0 where one is told",
        ),
    ],
)
def test_a_year_is_told_by_others(text: str, place: int, year: tuple[int, int], sign: str) -> None:
    found = years(grid_of(scene(text, place)))
    assert year in found, sorted(found)
    if sign not in found[year]:
        pytest.fail(f"{sorted(found[year])}")


def test_the_year_before_last() -> None:
    text = "15 June 2019\n\nGerman goods worth $62 billion reached Poland the year before last."
    case = scene(text, 0)
    found = years(grid_of(case))
    year = case.case.year - 2
    assert any(sign.startswith("y:year before last") for sign in found[year, year])


@pytest.mark.parametrize(
    ("text", "state", "names"),
    [
        ("Chinese buyers provided 12 % of it in 2020.", "CHN", {"trade buys fresh"}),
        ("In 2004 US goods worth $5 billion reached Japan.", "USA", {"trade sells fresh"}),
        ("In 2004 Iran sold China goods worth $5 billion.", "CHN", set[str]()),
        ("In 2004 India's suppliers were led by Russia with 28 %.", "IND", {"trade buys fresh"}),
        ("Seen from London, the same flows weighed 0.6 per cent in 2016.", "GBR", {"told from its side, seen"}),
        ("For Japan, Saudi Arabia met 30 % of all imports in 2011.", "JPN", {"told from its side, for"}),
        ("On the German side, Poland was third in 2012 with 5 %.", "DEU", {"told from its side, side"}),
        ("In 2005 the ratio of US to British GDP was 5.7 to one.", "USA", {"first of a ratio"}),
        ("In 2005 the ratio of US to British GDP was 5.7 to one.", "GBR", {"second of a ratio"}),
        ("Chinese firms had sunk $7.5 billion into Pakistan by 2021.", "CHN", {"money invests fresh"}),
        ("Chinese firms had sunk $7.5 billion into Pakistan by 2021.", "PAK", {"money host behind"}),
        ("In 2012 Russia's surplus came to $5 billion.", "RUS", {"balance had fresh"}),
        ("In 2012 Russia ran a trade surplus of $5 billion.", "RUS", {"balance had fresh"}),
        ("In 2012 the balance was $5 billion in Russia's favour.", "RUS", {"balance in its favour"}),
        ("In 2012 Ukraine was the source of 85 per cent of Russia's imports.", "UKR", {"trade sells role fresh"}),
    ],
)
def test_what_is_said_of_a_state(text: str, state: str, names: set[str]) -> None:
    assert told(scene(text))[state] == names


def test_what_is_told_is_turned() -> None:
    text = "In 2022 India made up 1.1 per cent of Russia's trade; the reverse figure was 3 per cent."
    assert "" in told(scene(text, 1))
    assert "" not in told(scene(text, 0))


@pytest.mark.parametrize(
    ("text", "place", "sense", "sign"),
    [
        (
            "Of the money Russia earned from gas exports in 2021, buyers in China provided 10 %.",
            0,
            "gas.out",
            "s:fronted whole",
        ),
        (
            "In 2021 Poland was the main destination of German exports of cars, with 7 % of German exports.",
            0,
            "goods.out",
            "s:outlet behind rank out",
        ),
        (
            "Crude, gas and coal taken together, Canada met 27 % of US imports in 2001.",
            0,
            "energy.in",
            "s:3 fuels together",
        ),
        (
            "Gas tells the same story. In 2017 Hungary took 46 % of its imports of the fuel from Russia.",
            0,
            "gas.in",
            "s:called again",
        ),
        (
            "In 2012, Italy's exports and imports amounted to $5 billion and $7 billion with France.",
            0,
            "goods.out",
            "s:flow in its place",
        ),
        (
            "In 2012, Italy's exports and imports amounted to $5 billion and $7 billion with France.",
            1,
            "goods.in",
            "s:flow in its place",
        ),
    ],
)
def test_what_is_measured(text: str, place: int, sense: str, sign: str) -> None:
    grid = grid_of(scene(text, place))
    found = {s.id: set(signs) for (s, _), signs in zip(grid.senses, grid.of_sense, strict=True)}
    assert sign in found[sense], sorted(n for n in found[sense] if ":w:" not in n)
