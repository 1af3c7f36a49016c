"""What is told with a place is of what the place is in, whatever the weights."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.cases import Way
from amity.reader.check import cases
from amity.reader.model import Block, Document, Period
from amity.reader.scene import Earlier, Features, Scene
from amity.reader.senses import Sense, of_goods
from amity.reader.with_place import with_place


def _signs(text: str, flow: str, told: str | None) -> set[str]:
    """What is said of a flow of goods for the last figure; the one before it was read as a place in the other."""
    document = Document("x", text, (Block((0, len(text))),), date=dt.date(2020, 6, 1))
    asked = [one for one in cases(document) if one[2].quantity.kind in ("rank", "share", "level")]
    last, _, case = asked[-1] if told is not None else asked[0]
    sense, other = of_goods("goods", flow), of_goods("goods", told or flow)
    assert sense is not None
    assert other is not None
    block, before = (0, len(text)), []
    if told is not None:
        first, _, of_place = asked[-2]
        assert of_place.quantity.kind == "rank"
        way = Way(other, "rank", "CUB", ("VEN",), {})
        when = Period((0, 0), 2010, 2010)
        before = [Earlier(way, when, "", "rank", first.span, of_place.quantity.span, block)]
    scene = Scene(case, (), None, "", tuple(before), last.span, block)
    statistic = "share" if case.quantity.unit == "%" else "level.USD"
    found: list[tuple[Sense, str, Features]] = [(sense, statistic, {})]
    with_place(scene, found)
    return set(found[0][2])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In 2010 Venezuela was the largest trading partner of Cuba, with a share of 22 percent.", "share"),
        ("In 2010 Venezuela was the second partner of Cuba with about 22 percent.", "share"),
        ("In 2010 Venezuela ranked third among the partners of Cuba, at $6 billion.", "level"),
    ],
)
def test_what_follows_a_place_is_of_the_same(text: str, kind: str) -> None:
    assert _signs(text, "with", "with") == {f"s:its place told before, {kind}"}
    assert _signs(text, "in", "with") == {f"s:no place told before, {kind}"}


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("In 2013, with 14 percent Washington was the second supplier of arms.", "in"),
        ("In 2010 it got doctors in return; with $1.9 billion China was the second largest partner.", "with"),
        ("With 9 percent it became the fifth customer of Spain in 2010.", "out"),
    ],
)
def test_what_leads_to_a_place_is_of_the_same(text: str, flow: str) -> None:
    (sign,) = _signs(text, flow, None)
    assert sign.startswith("s:its place told behind")


@pytest.mark.parametrize(
    "text",
    [
        "In 2010 Venezuela was the largest trading partner of Cuba. With imports it took 22 percent.",
        "In 2010 Venezuela was the largest trading partner of Cuba, with exports of $6 billion.",
        "In 2010 Venezuela was the largest trading partner of Cuba and sold it oil for $6 billion.",
    ],
)
def test_what_is_told_of_something_else_is_not(text: str) -> None:
    assert _signs(text, "with", "with") == set()
