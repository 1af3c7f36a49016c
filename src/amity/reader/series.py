"""Rows of figures told alike: "the two had been at 30 and 44 per cent" answers to the two figures before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from amity.reader import senses
from amity.reader.model import Actor, Period, Quantity
from amity.reader.seldom import seldom

#: At most so many figures to either side make a row.
_MANY = 6
#: The most letters between two figures of a row, and what ends one.
_NEAR = 26
_PARTED = re.compile(r"[;:.!?()\d]|\b(?:while|whereas|but|which|who|compared|against|versus|vs|(?:up|down)\s+from)\b")
#: Words that say a row answers to one before.
_ANSWERS = seldom(
    r"\b(?:respectively|in (?:that|the same) order|correspond(?:ing|ed)|counterparts?|those (?:same )?(?:years|dates)|"
    r"(?:figures|shares|proportions|percentages|numbers|values|ratios|sums|amounts|quantities)\s+"
    r"(?:is|are|was|were|had|have|has|stood|came|for|in)|same (?:years|period|two|three|dates))\b",
    re.IGNORECASE,
)
#: What parts a figure from what belongs to the next one.
PARTS = re.compile(r"[,;:.)–—]|\b(?:and|but|or|while|whereas|against|versus|compared|than|up|down|to)\b")


#: What tells of the same thing as the figure before.
CONTINUES = re.compile(
    r"\b(?:it|they|that|those|this|these|the (?:latter|former|other|second|corresponding|reverse|same|first)|"
    r"(?:the|its|their) (?:figures?|shares?|proportions?|percentages?|numbers?|values?|ratios?|totals?|parts?|"
    r"rates?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures that stand in a row with one of them.

    Attributes:
        quantities: All of them, in their order.
        place: Which of them it is.
        is_answer: Whether words say that they answer to a row before.
    """

    quantities: tuple[Quantity, ...]
    place: int
    is_answer: bool


def row_of(
    text: str, own: Quantity, quantities: Sequence[Quantity], actors: Sequence[Actor], periods: Sequence[Period]
) -> Row:
    """The row in which a figure stands: figures of its measure with but a few words between, no state and no year."""
    measure = _measure(own)
    like = [q for q in quantities if _measure(q) == measure and q.kind != "trend"]
    named = [*(a.span[0] for a in actors), *(p.span[0] for p in periods)]

    def joined(one: Quantity, other: Quantity) -> bool:
        low, high = one.span[1], other.span[0]
        between = text[low:high]
        return len(between) <= _NEAR and not _PARTED.search(between) and not any(low <= n < high for n in named)

    at = next((i for i, q in enumerate(like) if q.span == own.span), None)
    if at is None:
        return Row((own,), 0, is_answer=False)
    like, at = like[max(0, at - _MANY) : at + _MANY + 1], min(at, _MANY)
    first = last = at
    while first > 0 and joined(like[first - 1], like[first]):
        first -= 1
    while last + 1 < len(like) and joined(like[last], like[last + 1]):
        last += 1
    return Row(tuple(like[first : last + 1]), at - first, _ANSWERS.search(text) is not None)


def _measure(quantity: Quantity) -> str:
    return "rank" if quantity.kind == "rank" else senses.measure(quantity.unit)
