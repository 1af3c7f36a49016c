"""Places told by words that name no ranked noun themselves."""

import pytest

from amity.reader.quantities import quantities

_TOLD = [
    ("No country is a bigger partner for the Chileans than China is today.", ["bigger partner"]),
    ("Among the suppliers of Chile China is second, among its customers fourth.", ["second", "fourth"]),
    ("Chile had been its first trading partner; Peru now took over as the main one again.", ["main one"]),
    (
        "It led the list of Chile's trading partners: it was the most important one, figures show.",
        ["most important one"],
    ),
    ("Chile has one partner that outweighs all others, and the biggest of them, Peru, grew.", ["biggest of them"]),
    ("Peru has moved past Chile and to the top of the country's trading partners.", ["top"]),
    ("In 2016 Peru had passed Chile and moved to the top of the list.", ["top"]),
    ("These days the No. 1 is Peru with 20 percent.", ["No. 1"]),
    ("For Chile, Peru is, with Brazil and China ahead of it, number four overall.", ["number four"]),
    (
        "It was sixth one year later, rose to number two in 2001 and has been the largest since 2003.",
        ["sixth", "largest"],
    ),
    ("Among its partners Peru stood in fifteenth place in 2006 and in eighth in 2007.", ["fifteenth place", "eighth"]),
    ("Of its imports Chile got the most from Peru.", ["most"]),
    ("The list is headed by Chile, followed by Peru and Brazil, with Cuba fourth.", ["fourth"]),
]
_NOT_TOLD = [
    "The law moved to the top of the agenda.",
    "He spoke to the top of the army.",
    "The main one of the problems is the largest since 2003.",
    "Its deficit with Chile was the largest since 2003.",
    "No country is a bigger threat to Chile than Peru.",
    "Chile got the most from its talks with Peru.",
    "Chile bought more from Peru than before.",
    "Of the ten states that bought the most from 2020 to 2024, four are in the south.",
    "No country has more people than Chile.",
    "He came in third and the fourth was late.",
    "It was the main one.",
]


@pytest.mark.parametrize(("text", "places"), _TOLD)
def test_a_place_without_its_noun_is_found(text: str, places: list[str]) -> None:
    found = [text[slice(*q.span)] for q in quantities(text) if q.unit == "rank"]
    assert set(places) <= set(found)


@pytest.mark.parametrize("text", _NOT_TOLD)
def test_what_is_no_place_among_states_is_left(text: str) -> None:
    ranks = [text[slice(*q.span)] for q in quantities(text) if q.unit == "rank"]
    assert not [said for said in ranks if said not in ("third",)]
