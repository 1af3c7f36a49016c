"""An amount told once more in the money of another state: "worth $4 million (Sh405 million) were sold".

Only one of the two is compared with the data; the other one parts it from the words that say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from amity.reader import senses
from amity.reader.cases import OTHER_MONEY
from amity.reader.model import Quantity, Span

_OPENS = re.compile(r"\s*(\(\s*(?:(?:about|around|some|nearly|roughly|approximately|or|equal\s+to|=|US)\s*)?)")
_CLOSES = re.compile(r"\s*\)")
#: "94 billion euros, or 104 billion dollars, in 2016".
_OR = re.compile(r"(,?\s+or\s+(?:(?:about|around|some|nearly|roughly|approximately)\s+)?)")
_AFTER_OR = re.compile(r",?(?=\s|[.;)]|$)")


def told_once(text: str, figures: Sequence[Quantity]) -> tuple[str, tuple[Quantity, ...]]:
    """A sentence with blanks for each amount that stands beside the same one in dollars, and the figures left."""
    again = list(_again(text, figures)) if "(" in text or " or " in text else []
    # A change beside them may be that of the other money.
    if not again or any(figure.by for figure in figures):
        return text, tuple(figures)
    for _, (start, end) in again:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    left = {figure.span for figure, _ in again}
    return text, tuple(q for q in figures if q.span not in left)


def _again(text: str, figures: Sequence[Quantity]) -> Iterator[tuple[Quantity, Span]]:
    """Each amount that is told in dollars too, with what of the sentence is blank without it."""
    for one, other in pairwise(figures):
        opens, closes = _OPENS.fullmatch(text, one.span[1], other.span[0]), _CLOSES.match(text, other.span[1])
        if opens is None:
            opens, closes = _OR.fullmatch(text, one.span[1], other.span[0]), _AFTER_OR.match(text, other.span[1])
        if opens is None or closes is None or one.by or other.by:
            continue
        if _is_dollars(one) and _is_foreign(other):
            yield other, (opens.start(1), closes.end())
        elif _is_foreign(one) and _is_dollars(other):
            yield one, (one.span[0], other.span[0])
            yield one, (other.span[1], closes.end())


def _is_dollars(figure: Quantity) -> bool:
    return senses.measure(figure.unit) == "USD"


def _is_foreign(figure: Quantity) -> bool:
    return OTHER_MONEY.match(figure.unit) is not None and not figure.unit.startswith("USD")
