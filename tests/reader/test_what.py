"""What a figure measures: what is named beside it overrules what the one before measured."""

from __future__ import annotations

import pytest

from amity.reader import documents
from amity.reader.binding import bind, readings
from amity.reader.check import cases


def _last(text: str) -> tuple[str, str, float]:
    """Sense and statistic of the likeliest reading of the last figure, with its confidence; or why there is none."""
    *_, (_, _, case) = cases(documents.from_text(text, "text"))
    reason = bind(case).reason
    if reason:
        return reason, "", 0.0
    best = readings(case)[0]
    return best.way.sense.id, best.way.statistic, best.candidate.confidence


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        (
            "Chile exported goods worth $1.5 billion to Peru in 2015 and imported $1.2 billion; both directions "
            "together came to $2.7 billion.",
            "goods.with",
        ),
        (
            "Turnover between Spain and Morocco was $18 billion in 2019, $9 billion of it in Spanish exports.",
            "goods.out",
        ),
        ("The balance was in Mongolia's favour by $4.3 billion in 2018 in its trade with China.", "goods.surplus"),
        (
            "In the Security Council the two are close. China and Russia voted alike in 90 per cent of cases in 2019.",
            "votes.council",
        ),
        (
            "In the General Assembly they are not. China and Russia voted alike in 79 per cent of cases in 2019.",
            "votes.assembly",
        ),
        ("The navies of Russia and China met three times in 2019.", "exercises"),
    ],
)
def test_what_is_named_beside_a_figure_is_what_it_measures(text: str, sense: str) -> None:
    assert _last(text)[0] == sense


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Mineral fuels made up 75 per cent of Russian exports to China in 2018.", "fuels"),
        ("Machinery accounted for 3 per cent of Kazakh exports to China in 2017.", "machinery"),
        ("Fuels made up 75 per cent of Russian exports to India in 2018; machinery made up 2 per cent.", "machinery"),
    ],
)
def test_a_part_of_a_flow_is_the_one_told_nearest(text: str, part: str) -> None:
    assert _last(text)[1] == part


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Kazakhstan is to ship 5 million tonnes of crude to China in 2019.", "a forecast"),
        ("Brazil is due to ship 5 million tonnes of crude to China in 2019.", "a forecast"),
        ("Gas from Qatar to Korea fetched $260 per tonne in 2018.", "a price"),
        ("Its welders in Mexico are paid $4.80 an hour by American buyers.", "a price"),
    ],
)
def test_plans_and_prices_are_set_aside(text: str, why: str) -> None:
    assert _last(text)[0].startswith(why)


def test_another_direction_named_since_makes_a_carried_reading_unsure() -> None:
    text = "Imports of Kenya from India came to $2.0 billion in 2019, leaving a deficit of $1.9 billion."
    sense, _, sure = _last(text)
    assert sense != "goods.in" or sure < 0.5
