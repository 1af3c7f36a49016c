"""Figures that tell by how much more or less, with the word for it elsewhere: "sold 33 % less in Ukraine"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from amity.reader.model import Quantity
from amity.reader.seldom import seldom

_LESS = r"(?P<less>more|less|fewer|higher|lower|up|down)"
_HEDGES = (
    r"(?:(?:about|around|some|roughly|nearly|almost|over|only|just|more than|less than|at least|up to|a full)\s+)*"
)
_THEN = (
    r"(?:than|from|on)\s+(?:(?:a|the)\s+(?:year|decade|previous|preceding)\b|(?:in|during)\s+(?:the\s+(?:year|previous|"
    r"preceding|same)\b|(?:19|20)\d\d)|last\s+year|before\b|(?:19|20)\d\d\b)"
)
#: Told once behind both: "$9.1 billion (3.4 per cent) less than in 2018".
_BEHIND_BOTH = seldom(rf"\)\s*,?\s+{_LESS}\s+{_THEN}")
_BRACKET = re.compile(r"\s*\((?:or\s+|about\s+|some\s+|by\s+|minus\s+|plus\s+)?$")
#: Where goods go or come from, so that no other state is what this one is compared with.
_WHERE = r"(?:in|into|to|from)\s+(?:the\s+)?[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'-]*)?"
_LESS_WHERE = seldom(
    rf"\s+(?:(?P<less>more|less|fewer)|(?:less|fewer)\s+(?:goods|arms|oil|gas|coal))\s+(?P<where>{_WHERE})"
)
_THAN_OTHER = re.compile(r"[^,;.]{0,40}?\bthan\s+(?:(?:in|into|to|from|with)\s+)?(?:the\s+)?[A-Z]")
_VERB = r"\b(?:s(?:old|ells?|elling)|b(?:ought|uys?|uying)|(?:ship|export|import|deliver|purchas|suppl)\w*|took|sent)"
_TRADED = re.compile(rf"{_VERB}\s+{_HEDGES}$")
#: Whom goods were sold stands between: "sold India 40 per cent more last year".
_TRADED_TO = re.compile(
    rf"\b(?:s(?:old|ells?)|(?:ship|suppl|deliver)\w*|sent)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){{1,2}}{_HEDGES}$"
)
_LESS_THEN = re.compile(
    rf"\s+(?P<less>more|less|fewer)(?=\s+(?:last\s+year|that\s+year|(?:in|during)\s+(?:19|20)\d\d|{_THEN})|\s*(?:[.;]|$))"
)
#: "Sold 33 per cent less in Ukraine, 21 per cent less in Belarus": the verb is told once for all.
_BETWEEN = re.compile(rf"\s+(?:(?:more|less|fewer)\s+)?{_WHERE},?\s+(?:(?:and|but)\s+)?{_HEDGES}$")


def with_differences(text: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of a sentence, those marked as changes that say by how much more or less goods were dealt in."""
    if "less" not in text and "more" not in text and "fewer" not in text and not _BEHIND_BOTH.search(text):
        return tuple(found)
    told: list[Quantity] = []
    for place, quantity in enumerate(found):
        match = None
        if not quantity.by and quantity.kind in ("share", "level") and not quantity.base:
            match = _bracketed(text, found, place) or _compared(text, quantity, told)
        told.append(_changed(quantity, match) if match is not None else quantity)
    return tuple(told)


def _changed(quantity: Quantity, match: re.Match[str]) -> Quantity:
    """The figure as a change, with the word that says so where it stands right behind."""
    sign = 1 if match["less"] in ("more", "higher", "up") else -1
    is_behind = match["less"] is not None and match.start() == quantity.span[1]
    end = match.end("less") if is_behind else quantity.span[1]
    return replace(quantity, span=(quantity.span[0], end), kind="change", by=True, sign=sign, of=None)


def _bracketed(text: str, found: Sequence[Quantity], place: int) -> re.Match[str] | None:
    """What an amount and its part in brackets are more or less than, told once behind them."""
    for first in (place, place - 1):
        if not 0 <= first < len(found) - 1:
            continue
        one, other = found[first], found[first + 1]
        if "%" not in (one.unit, other.unit) or _BRACKET.fullmatch(text, one.span[1], other.span[0]) is None:
            continue
        if (match := _BEHIND_BOTH.search(text, other.span[1])) is not None and match.start() == other.span[1]:
            return match
    return None


def _compared(text: str, quantity: Quantity, told: Sequence[Quantity]) -> re.Match[str] | None:
    """How a share is told to be so much more or less than before: of what is dealt in, and with whom."""
    if quantity.unit != "%":
        return None
    before, end = text[max(0, quantity.span[0] - 60) : quantity.span[0]], quantity.span[1]
    if _TRADED_TO.search(before) and (match := _LESS_THEN.match(text, end)) is not None:
        return match
    match = _LESS_WHERE.pattern.match(text, end)
    if match is None or _THAN_OTHER.match(text, match.end()) is not None:
        return None
    last = told[-1] if told else None
    goes_on = last is not None and last.by and _BETWEEN.fullmatch(text, last.span[1], quantity.span[0]) is not None
    return match if goes_on or _TRADED.search(before) else None
