"""What a plan starts from: "hopes to lift trade to half a billion dollars, from 400 million now" tells what is."""

from __future__ import annotations

import re

from amity.reader.model import Quantity

_SOME = (
    r"(?:(?:about|some|just|only|nearly|almost|around|roughly|over|more\s+than|less\s+than|a\s+mere)\s+)*"
    r"(?:US\s?)?[$€£]?\s?$"
)
#: Says by itself that the figure is of today.
_TODAY = re.compile(
    rf"\b(?:(?:the|its|their)\s+(?:current|present|existing)|today['’]s|last\s+year['’]s)\s+(?:(?:level|volume|total)\s+of\s+)?{_SOME}"
)
#: Told beside the aim as what it stands at.
_STANDS = re.compile(
    r",\s+which\s+(?:currently\s+|now\s+|today\s+)?(?:stands?|stood|amounts?\s+to|amounted\s+to|came|comes|is|was|are|were|"
    rf"totals|total(?:l)?ed)\s+(?:now\s+|currently\s+|only\s+)?(?:at\s+|to\s+)?{_SOME}"
)
_FROM = re.compile(rf"\bfrom\s+{_SOME}")
#: Behind it: when it was.
_WHEN = re.compile(
    r"\s*,?\s*(?:(?P<now>now|today|currently|at\s+present|at\s+the\s+moment|nowadays|last\s+year|the\s+year\s+before)\b|"
    r"\(?in\s+(?P<year>(?:19|20)\d\d)\b)"
)


def is_start(text: str, quantity: Quantity, last_year: int) -> bool:
    """Whether a figure beside a plan is what it starts from, and so tells what is or was.

    Args:
        text: The sentence.
        quantity: The figure.
        last_year: The last year that is past for the document.
    """
    start, end = quantity.span
    at = text.find(quantity.printed, start, end) if quantity.printed else start
    low, at = max(0, start - 90), max(at, start)
    if quantity.by or quantity.high > quantity.low:
        return False
    if _TODAY.search(text, low, at) is not None or _STANDS.search(text, low, at) is not None:
        return True
    when = _WHEN.match(text, end) if _FROM.search(text, low, at) is not None else None
    return when is not None and (when["now"] is not None or int(when["year"]) <= last_year)
