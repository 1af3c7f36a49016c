"""When a figure is: the years that are weighed for it, and what speaks for each."""

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

TODAY = dt.date(2021, 6, 1)
#: The way all figures of the probes are read.
WAY = Way(named("goods.out"), "level.USD", "PER", ("CHL",), {})


def _document(text: str) -> Document:
    """Paragraphs of a text; the first one is its title where it begins with an equals sign."""
    blocks: list[Block] = []
    start = 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block((start, start + len(paragraph)), "title" if paragraph.startswith("=") else "paragraph"))
        start += len(paragraph) + 2
    return Document("x", text, tuple(blocks), date=TODAY)


def _signs(text: str, number: str, read: str = "") -> dict[tuple[int, int], dict[str, float]]:
    """The years weighed for the figure with these digits with their signs.

    Args:
        text: What is read.
        number: The digits of the figure.
        read: The years of the figures before it, as they were read.
    """
    before: list[Earlier] = []
    years = [int(year) for year in read.split()]
    for sentence, _, case in cases(_document(text)):
        scene = Scene(
            case,
            readings(case),
            period_of(case)[0],
            bind(case).reason,
            tuple(before),
            sentence.span,
            sentence.block.span,
        )
        if case.quantity.printed == number:
            return {(period.first, period.last): signs for period, signs in year_signs(scene)}
        year = years.pop(0) if years else 2000
        quantity = case.quantity
        before.insert(
            0,
            Earlier(
                WAY,
                Period((0, 0), year, year),
                quantity.unit,
                quantity.kind,
                sentence.span,
                quantity.span,
                sentence.block.span,
            ),
        )
    raise AssertionError(f"no figure {number}")


def _has(text: str, number: str, years: int | tuple[int, int], sign: str, read: str = "") -> bool:
    found = _signs(text, number, read)
    key = (years, years) if isinstance(years, int) else years
    return any(name.startswith(sign) for name in found.get(key, {}))


FLOW = "Peruvian exports to Chile were $1.1 billion in 2007 and $2.2 billion in 2013."


@pytest.mark.parametrize(
    ("words", "number", "year", "sign"),
    [
        ("Imports came to $0.7 billion in the former year and $1.9 billion in the latter.", "0.7", 2007, "y:former"),
        ("Imports came to $0.7 billion in the former year and $1.9 billion in the latter.", "1.9", 2013, "y:latter"),
        ("Imports rose from $0.7 billion in the earlier year to $1.9 billion.", "0.7", 2007, "y:former"),
        ("Imports stood at $1.9 billion by then.", "1.9", 2013, "y:then"),
        ("That year imports came to $1.9 billion.", "1.9", 2013, "y:same year, told 0"),
        ("In the same year imports came to $1.9 billion.", "1.9", 2013, "y:same year, told 0"),
        ("Imports were $0.7 billion at the start of the period.", "0.7", 2007, "y:start of all told"),
        ("Imports were $1.9 billion by the end of it.", "1.9", 2013, "y:end of all told"),
        ("At the beginning of the decade imports were $0.8 billion.", "0.8", 2010, "y:start of the decade"),
        ("Between 2004 and 2015 it rose. Imports were $0.7 billion at the outset.", "0.7", 2004, "y:start of the"),
    ],
)
def test_years_told_by_words_for_years_told_before(words: str, number: str, year: int, sign: str) -> None:
    assert _has(f"{FLOW} {words}", number, year, sign, read="2007 2013")


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("over those years Ecuador's went from $0.3 billion to $0.9 billion", (2007, 2013)),
        ("Ecuador's were $0.3 billion and $0.9 billion respectively", (2007, 2013)),
        ("Ecuador's rose from $0.3 billion to $0.9 billion", (2007, 2013)),
    ],
)
def test_figures_in_the_order_of_their_years(words: str, years: tuple[int, int]) -> None:
    """The years of a row of figures belong to those of the next row in their order."""
    text = f"{FLOW[:-1]}; {words}."
    for number, year in zip(("0.3", "0.9"), years, strict=True):
        assert _has(text, number, year, "y:nth as many before")


def test_a_rise_runs_forward_in_time() -> None:
    text = (
        "Peruvian exports to Chile were $2.2 billion in 2013, up from $1.1 billion in 2007. "
        "Imports rose from $0.3 billion to $0.9 billion over the same years."
    )
    assert _has(text, "0.3", 2007, "y:nth as many earlier")
    assert _has(text, "0.9", 2013, "y:nth as many earlier")


def test_a_year_of_its_own_is_no_row() -> None:
    """ "In 2012 it was 3 and 4" tells two figures of one year."""
    text = "Exports were $5 billion in 2018, imports $6 billion; in 2012 they were $3.1 billion and $4.2 billion."
    assert not any(_has(text, n, y, "y:nth as many before") for n in ("3.1", "4.2") for y in (2012, 2018))


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("a year later it reached $7.5 billion", 2013),
        ("ten years before it had been $7.5 billion", 2002),
        ("the year after, it reached $7.5 billion", 2013),
        ("twelve months later it reached $7.5 billion", 2013),
        ("two decades earlier it had been $7.5 billion", 1992),
    ],
)
def test_years_counted_from_the_one_named(words: str, year: int) -> None:
    assert _has(f"Peruvian exports to Chile were $5 billion in 2012; {words}.", "7.5", year, "y:counted")


def test_years_are_counted_from_outside_the_brackets() -> None:
    found = periods("It took 24 per cent in 2016 (in 2006, 30), down from 38 seven years before.", today=TODAY)
    assert [period.first for period in found] == [2016, 2006, 2009]


@pytest.mark.parametrize("words", ["that last year", "in its last year", "in the last year for which there are data"])
def test_a_last_year_told_of_something_is_not_that_before_the_document(words: str) -> None:
    assert not periods(f"Imports came to $8.9 billion in {words}.", today=TODAY)
    assert [p.first for p in periods("Imports came to $8.9 billion last year.", today=TODAY)] == [2020]


@pytest.mark.parametrize(
    "words", ["than that of 1996", "than it was in 1996", "roughly as in 1996", "against those of 1996"]
)
def test_what_a_figure_is_compared_with(words: str) -> None:
    [period] = periods(f"The share was 0.7 per cent, lower {words}.", today=TODAY)
    assert (period.first, period.role) == (1996, "base")


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        ("## Trade with Chile, 2014\n\n- Peruvian exports to Chile: $1.5 billion", "1.5", "y:heading"),
        ("**FLOWS, 2014**\n\nPeruvian exports to Chile came to $1.5 billion.", "1.5", "y:heading"),
        ("In 2014 Peru traded as follows:\n\n- exports to Chile: $1.5 billion", "1.5", "y:heading"),
        ("All figures are for 2014 unless we say otherwise.\n\nPeru sold Chile $1.5 billion.", "1.5", "y:heading"),
        ("= Peru and Chile in 2014\n\nPeru sold Chile goods worth $1.5 billion.", "1.5", "y:title"),
    ],
)  # fmt: skip
def test_headings_and_titles_date_what_stands_below(text: str, number: str, sign: str) -> None:
    assert _has(text, number, 2014, sign)


def test_a_heading_dates_until_the_next() -> None:
    text = "## Trade, 2014\n\nPeru sold Chile $1.5 billion.\n\n## Outlook\n\nPeru sold Chile goods worth $2.5 billion."
    assert _has(text, "1.5", 2014, "y:heading")
    assert not _has(text, "2.5", 2014, "y:heading")


def test_what_stood_in_brackets_behind_since_is_of_that_year() -> None:
    text = "Chile provided 17 per cent of Peru's imports, a share that has scarcely moved since 2006 (20 per cent)."
    assert period_of(next(c for _, _, c in cases(_document(text)) if c.quantity.printed == "20"))[0] is not None
    assert (2006, 2006) in _signs(text, "20", "2020")


def test_what_a_rise_over_a_span_came_to_is_of_its_end() -> None:
    text = "Peru's exports to Chile had grown by 70 per cent from 2009 to 2013, to $1.8 billion, then $1.9 billion."
    case = next(c for _, _, c in cases(_document(text)) if c.quantity.printed == "1.8")
    period = period_of(case)[0]
    assert period is not None
    assert (period.first, period.last) == (2013, 2013)


@pytest.mark.parametrize(
    ("text", "number", "years", "sign"),
    [
        (
            "$1 billion in 2004 and $3.9 billion in 2011, a rise of 290 per cent",
            "290",
            (2004, 2011),
            "y:two of a change",
        ),
        ("$3.9 billion in 2011; two years later they had fallen by 64 per cent", "64", (2011, 2013), "y:change over"),
        ("$3.9 billion in 2019 and have grown by 31 per cent since 2012", "31", (2012, 2019), "y:two, one the base"),
    ],
)
def test_the_years_of_a_change(text: str, number: str, years: tuple[int, int], sign: str) -> None:
    assert _has(f"Peru's exports to Chile were {text}.", number, years, sign, read="2011")
