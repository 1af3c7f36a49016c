"""What agrees by chance, or is of something the data do not hold, gets no verdict."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.atlas import open_atlas
from amity.reader.check import check
from amity.reader.model import Block, Document, Finding


def _findings(text: str, year: int = 2022) -> list[Finding]:
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(year, 6, 1))
    return list(check(document, open_atlas()).findings)


def _of(text: str, number: str) -> Finding:
    [found] = [f for f in _findings(text) if number in text[slice(*f.quantity.span)]]
    return found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("In 2010, coal made up nearly 70 per cent of Japan's energy consumption, much of it from Australia.", "70"),
        ("Brazil sells soy to China; 62 per cent of Brazil's farmland grew it in 2018.", "62"),
        ("Today nearly 70 per cent of Vietnam's military equipment is Russian-made.", "70"),
        ("Chilean firms hold 12 per cent of Peru's foreign exchange reserves, and trade grew in 2015.", "12"),
    ],
)
def test_a_share_of_what_is_not_held_is_set_aside(text: str, number: str) -> None:
    assert _of(text, number).outcome == "set aside"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("In 2015, 24 per cent of exports out of Poland's Lublin Province went to Ukraine.", "24"),
        ("Germany took 31 per cent of the province's imports in 2014, Poland said.", "31"),
        (
            "In 2016 China took 16 per cent of the farms in Russia's Far East and 9 per cent of its exports.",
            "9",
        ),
    ],
)
def test_a_part_of_a_state_is_not_the_state(text: str, number: str) -> None:
    assert _of(text, number).outcome == "set aside"


@pytest.mark.parametrize(
    "text",
    [
        "India imported $5.9 billion worth of goods from Kenya between January and August 2014.",
        "From March to July 2014 India bought goods for $5.9 billion from Kenya.",
        "India's imports from Kenya, January–October 2014, came to $5.9 billion.",
    ],
)
def test_months_are_no_year(text: str) -> None:
    assert _of(text, "5.9").outcome == "set aside"


@pytest.mark.parametrize(
    "text",
    [
        "Over 2014-18 helicopters accounted for more than 30 per cent of Peru's arms imports, Russia said.",
        "Warships made up 41 per cent of Chile's arms purchases in 2010-14, some from Britain.",
    ],
)
def test_a_thing_is_no_partner(text: str) -> None:
    assert all(f.outcome not in ("agrees", "off", "contradicts") for f in _findings(text))


def _share_text(printed: str) -> str:
    return f"In 2016 Brazil sent {printed} of its exports to China."


def test_a_bound_far_from_the_figure_says_little() -> None:
    """ "More than 2 per cent" is true of 19, and hardly what was meant; "more than 18" is."""
    held = _of(_share_text("11.1 per cent"), "11.1").evidence
    assert held is not None
    assert held.value is not None
    value = 100 * held.value
    assert _of(_share_text(f"more than {value / 1.1:.1f} per cent"), "more").outcome == "agrees"
    assert _of(_share_text(f"more than {value / 5:.1f} per cent"), "more").outcome == "unsure"


def test_what_another_book_nearly_says_is_no_contradiction() -> None:
    """China and Russia book their trade differently; growth by the one is not contradicted by the other.

    The sentence tells what https://asiafinancial.com/china-russia-trade-up-36-to-146bn-as-nations-grow-closer told.
    """
    text = "Total trade between China and Russia jumped 35.9% in 2021 to a record $146.9 billion."
    assert _of(text, "35.9").outcome != "contradicts"


def test_a_share_of_something_unsaid_is_not_contradicted() -> None:
    text = "In 2016 the share of Brazilian exports to Argentina increased to 55 per cent."
    assert _of(text, "55").outcome != "contradicts"
