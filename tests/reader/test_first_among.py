"""Who is first among those who buy and sell, as against what was done for the first time."""

import pytest

from amity.reader.quantities import quantities


def _ranks(text: str) -> list[str]:
    return [text[slice(*q.span)] for q in quantities(text) if q.kind == "rank" and q.low == 1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Italy is thus the first destination of exports and the seventh supplier of the country.",
            "first destination",
        ),
        ("Spain remains the first trading partner of Morocco.", "first trading partner"),
        ("In 2015 China became the first export market of Peru.", "first export market"),
        ("Spain was the first customer of its exports.", "first customer"),
    ],
)
def test_the_first_of_those_who_trade_has_a_place(text: str, place: str) -> None:
    assert _ranks(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "It was the first buyer of the new jet.",
        "China has been the first export market of Peru to open.",
        "The first customer of exports came in May.",
        "Spain is the first partner of the country to sign.",
    ],
)
def test_what_is_first_in_time_has_none(text: str) -> None:
    assert _ranks(text) == []
