"""Partners ranked by one side of trade, not by both."""

import pytest

from amity.reader.model import Actor
from amity.reader.quantities import quantities
from amity.reader.rankings import ranking


def _flow(text: str) -> str:
    place = next(q for q in quantities(text) if q.kind == "rank")
    found = ranking(text, (Actor((0, 0), ("CHN",), "name"),)[:0], place.span)
    assert found is not None
    assert found.sense is not None
    return found.sense.flow


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("In 2014 China was the top export partner of Peru.", "out"),
        ("Germany is the main import partner of Poland.", "in"),
        ("Pakistan is 12th among its import partners.", "in"),
        ("In 2014 China was Georgia's fourth largest trading partner by exports.", "out"),
        ("China was Peru's second largest trade partner for imports in 2014.", "in"),
        ("China was the third largest trading partner of Peru in 2014, in terms of exports.", "out"),
        ("On the import side, China was the main partner of Peru.", "in"),
        ("As for exports China is the largest partner of Peru.", "out"),
    ],
)
def test_a_side_of_trade_says_by_what_partners_are_ranked(text: str, flow: str) -> None:
    assert _flow(text) == flow


@pytest.mark.parametrize(
    "text",
    [
        "Germany is Poland's leading trade partner in both exports and imports.",
        "Germany is Bulgaria's number one trading partner in exports and imports.",
        "China is Peru's largest trading partner, and its exports grow.",
        "China is the largest trading partner of Peru for the third year.",
        "Exports grew, and China was the largest partner of Peru.",
    ],
)
def test_without_one_both_sides_count(text: str) -> None:
    assert _flow(text) == "with"
