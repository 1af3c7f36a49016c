"""Figures of a whole year though a part of one is named: "pumping began in May, with 5 per cent that year"."""

from __future__ import annotations

import re

from amity.reader.cases import Case
from amity.reader.seldom import seldom

#: A whole year by another one told: "of imports that year", "in the following one".
_THAT_YEAR = seldom(
    r"(?<!\bof\s)\b(?:that|the\s+same|the\s+(?:whole|full|entire|following|next|previous|preceding))\s+(?:year|one)\b"
    r"(?!\s+(?:earlier|ago|on|so\s+far)|['’])",
    re.IGNORECASE,
)
#: Before it: "in May that year" is of May.
_OF_PART = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|months?|quarters?|half|"
    r"spring|summer|autumn|winter|weeks?)\s+(?:in\s+|of\s+)?$",
    re.IGNORECASE,
)
#: What may stand between a figure and "that year" behind it, or before it.
_CLOSE = 70


def of_whole_year(case: Case) -> bool:
    """Whether a figure is told of "that year", so of all of it, whatever month the sentence names.

    Example:
        "Pumping began in December 2019, with 1.4 per cent of imports that year": of 2019.
    """
    start, end = case.quantity.span
    low = max([0, *(q.span[1] for q in case.quantities if q.span[1] <= start)])
    high = min([len(case.text), *(q.span[0] for q in case.quantities if q.span[0] >= end)])
    for match in _THAT_YEAR.finditer(case.text, max(low, start - _CLOSE), min(high, end + _CLOSE)):
        between = case.text[end : match.start()] if match.start() >= end else case.text[match.end() : start]
        if _OF_PART.search(case.text, max(0, match.start() - 20), match.start()) is None and not re.search(
            r"[;:.]", between
        ):
            return True
    return False
