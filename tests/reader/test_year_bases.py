"""When a figure is, where it is compared: the year of the base, of the end, of books kept by other years, of a view."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import bind, readings
from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.model import Block, Document, Period
from amity.reader.periods import periods
from amity.reader.scene import Earlier, Scene
from amity.reader.senses import named
from amity.reader.year_signs import year_signs

TODAY = dt.date(2023, 3, 13)
WAY = Way(named("goods.out"), "level.USD", "PER", ("CHL",), {})


def _signs(text: str, number: str, read: str = "") -> dict[tuple[int, int], dict[str, float]]:
    """The years weighed for the figure with these digits, with their signs.

    Args:
        text: Paragraphs; the first one is the title where it begins with an equals sign.
        number: The digits of the figure.
        read: The years of the figures before it, as they were read.
    """
    blocks: list[Block] = []
    for paragraph in text.split("\n\n"):
        start = blocks[-1].span[1] + 2 if blocks else 0
        blocks.append(Block((start, start + len(paragraph)), "title" if paragraph.startswith("=") else "paragraph"))
    before: list[Earlier] = []
    years = [int(year) for year in read.split()]
    for sentence, _, case in cases(Document("x", text, tuple(blocks), date=TODAY)):
        block, quantity = sentence.block.span, case.quantity
        why = bind(case).reason
        scene = Scene(case, readings(case), period_of(case)[0], why, tuple(before), sentence.span, block)
        if quantity.printed == number:
            return {(period.first, period.last): signs for period, signs in year_signs(scene)}
        year = Period((0, 0), years[0], years.pop(0)) if years else Period((0, 0), 2000, 2000)
        made = Earlier(WAY, year, quantity.unit, quantity.kind, sentence.span, quantity.span, block)
        before.insert(0, made)
    raise AssertionError(f"no figure {number}")


def _has(text: str, number: str, years: int | tuple[int, int], sign: str, read: str = "") -> bool:
    key = (years, years) if isinstance(years, int) else years
    return any(name.startswith(sign) for name in _signs(text, number, read).get(key, {}))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("26.3 percent above the level of 2019", "26.3"),
        ("26.3 percent more than in 2019", "26.3"),
        ("down 26.3 percent from the record of 2019", "26.3"),
        ("3.5 times what it had been in 2019", "3.5"),
    ],
)
def test_a_change_runs_from_the_base_told_behind_it(words: str, number: str) -> None:
    text = f"Peruvian exports to Chile were worth $2.4 billion in 2021, {words}."
    assert _has(text, number, (2019, 2021), "y:base told, to", read="2021")
    assert set(_signs(text, number, "2021")[2019, 2019]) >= {"y:base of a change"}
    assert not _has(text, number, 2019, "y:fresh", read="2021")


def test_another_state_beside_a_year_is_no_base() -> None:
    """ "Larger than Japan's in 2003" compares two states in one year."""
    text = "In 2009 Peru sold 4.5 times as much as Chile in 2003."
    assert not _has(text, "4.5", 2003, "y:base of a change")


def test_the_year_behind_what_it_is_compared_with() -> None:
    text = "Peru takes 26 percent of Chilean exports, after 41 percent in 2017."
    assert _has(text, "26", 2017, "y:of what it is compared with")
    assert not _has(text, "41", 2017, "y:of what it is compared with", read="2022")


def test_what_is_compared_is_of_the_year_before() -> None:
    text = "In 2021 Peruvian exports to Chile came to $2.4 billion against $1.9 billion."
    assert _has(text, "1.9", 2020, "y:compared, year before the plain", read="2021")


def test_states_after_from_are_not_compared() -> None:
    text = "In 2021 Peru got 45 percent of its imports from Chile, 12 percent from Brazil and 11 percent from China."
    assert not _has(text, "11", 2020, "y:compared, year before", read="2021 2021")


def test_a_change_of_a_level_that_follows() -> None:
    text = "Peruvian exports to Chile were $1.4 billion in 2020 and leapt by 30 percent to $1.9 billion in 2021."
    assert _has(text, "30", 2021, "y:of what it led to", read="2020")
    assert _has(text, "30", (2020, 2021), "y:to what it led to", read="2020")


@pytest.mark.parametrize(("number", "years"), [("64", (2013, 2017)), ("45", (2018, 2022))])
def test_two_spans_for_the_ends_of_a_fall(number: str, years: tuple[int, int]) -> None:
    text = "Peru supplied Chile in 2013-17 and in 2018-22, though its share of arms imports fell from 64% to 45%."
    sign = "y:from, the earlier told" if number == "64" else "y:to, the later told"
    assert _has(text, number, years, sign, read="2017")


def test_a_state_after_to_is_no_end() -> None:
    text = "In 2013-17 and 2018-22 Peru turned to Chile (69%) for its arms."
    assert not _has(text, "69", (2018, 2022), "y:to, the later told")


def test_the_past_years_end_with_the_last_full_one() -> None:
    text = "Chile took 30% of Peruvian arms exports in the past five years."
    signs = _signs(text, "30")[2018, 2022]
    assert "y:up to the last full year near" in signs
    assert "y:rule" in signs


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("=A poll in Peru", "On the bottom rung is Chile with 9 percent."),
        ("=Peru", "Pew polled Peruvians. On the bottom rung is Chile with 9 percent."),
    ],
)
def test_a_share_near_a_poll_is_a_view(title: str, words: str) -> None:
    assert _has(f"{title}\n\n{words}", "9", 2023, "y:view, document less 0")
    assert not _has("=Trade of Peru\n\nOn the bottom rung is Chile with 9 percent.", "9", 2023, "y:view")


def test_years_of_the_paragraphs_before() -> None:
    text = "In 2019 Peruvian trade grew.\n\nExports to Chile came to $1.9 billion."
    assert _has(text, "1.9", 2019, "y:told above 0")


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("In FY18 it was", (2018, 2018)),
        ("In FY'22 it was", (2022, 2022)),
        ("In FY18-19 it was", (2018, 2019)),
        ("In the 2018-19 fiscal year it was", (2018, 2019)),
        ("In the 2019 financial year it was", (2019, 2019)),
    ],
)
def test_years_of_books(words: str, years: tuple[int, int]) -> None:
    (found,) = periods(f"{words} $5 billion.", today=TODAY)
    assert (found.first, found.last, found.fiscal) == (*years, True)


def test_books_of_a_year_may_begin_in_the_one_before() -> None:
    assert _has("In FY18 Peru sold goods for $5 billion to Chile.", "5", 2017, "y:year before the books")


@pytest.mark.parametrize(
    ("words", "years"), [("From 2013 to 2107 [sic] it took", (2013, 2017)), ("From 2013 to 2017 it took", (2013, 2017))]
)
def test_two_digits_that_changed_places(words: str, years: tuple[int, int]) -> None:
    (found,) = periods(f"{words} 18 percent.", today=TODAY)
    assert (found.first, found.last) == years


def test_years_to_come_stay_what_they_are() -> None:
    """Only an end that makes sense when turned is turned: 2011 lies before 2050."""
    (found,) = periods("From 2050 to 2111 it may double.", today=TODAY)
    assert (found.first, found.last) == (2050, 2111)


def test_since_with_a_year_of_its_own_tells_why() -> None:
    (found,) = periods("They grow, since in 1995 they were $2.24 billion.", today=TODAY)
    assert (found.first, found.last, found.role) == (1995, 1995, "at")


def test_until_an_event_the_year_before_it_counts() -> None:
    text = "It is 35 percent now; until the troops marched on February 24 Chile had bought 55 percent of Peruvian gas."
    assert _has(text, "55", 2022, "y:year before the event", read="2022")


def test_the_figure_said_once_more_has_the_year_of_the_other() -> None:
    text = "The year 2021 brought Peru $45.6 billion ($11.5 billion) from Chile."
    signs = _signs(text, "11.5", "2021")[2021, 2021]
    assert not any("past" in name for name in signs)


@pytest.mark.parametrize(
    ("text", "number", "year"),
    [
        ("Chile in 2010 took 82 percent of Peruvian copper and last year took 90 percent.", "82", 2010),
        (
            "Peruvian exports fell by 28 percent in 2015 to just $68 billion and were slow to recover in 2016.",
            "68",
            2015,
        ),
        ("Peru sold Chile goods for $4 billion in 2015 and $5 billion in 2016.", "4", 2015),
        ("Peru in 2010 said Chile bought 40 percent of its copper in 2009.", "40", 2009),
    ],
)
def test_a_year_behind_what_is_told_next_is_not_the_figures_own(text: str, number: str, year: int) -> None:
    found = _signs(text, number, "2010 2010")
    assert [key for key, signs in found.items() if any(name.startswith("y:rule") for name in signs)] == [(year, year)]
