"""Years told by an event that everyone dates alike: "61 per cent before the invasion".

Of wars only the attack on Ukraine of 24 February 2022 is meant so without a date (`events.csv` of the casefile on China
and Russia tells its source): the last whole year before it is 2021.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from amity.reader.model import Period
from amity.reader.seldom import seldom

#: The year of the attack.
_YEAR = 2022
_WHOSE = r"(?:the|Russia['’]s|Moscow['’]s|the\s+Kremlin['’]s|(?:Vladimir\s+)?Putin['’]s)"
_HOW = r"(?:(?:full-?\s?scale|all-out|large-scale|Russian|2022)\s+)*"
#: "Before the invasion", "prior to Russia's war on Ukraine"; not the invasion of Iraq, nor one that is dated.
_BEFORE = seldom(
    rf"\b(?:(?:just\s+|right\s+|immediately\s+)?(?:before|prior\s+to)|on\s+the\s+eve\s+of)\s+{_WHOSE}\s+{_HOW}"
    r"(?:invasion|(?:war|attack|assault|aggression)\s+(?:in|on|against)\s+Ukraine)(?:\s+of\s+Ukraine)?\b"
    r"(?!\s+of\s)(?!\s+(?:in|on|of)\s+(?:[A-Z]?\w+\s+){0,2}(?:19|20)\d\d)|\b[Pp]re-invasion\b",
    re.IGNORECASE,
)
#: Before it: what a figure is compared with.
_COMPARES = re.compile(r"\b(?:than|compared\s+(?:to|with)|against|versus|(?:up|down)\s+(?:on|from))\s+(?:the\s+)?$")


def with_events(text: str, periods: Sequence[Period], written: dt.date) -> tuple[Period, ...]:
    """The periods of a sentence with the years before the event, where it names that without a date.

    Args:
        text: The sentence.
        periods: The years it names.
        written: The date of the document.
    """
    if written.year < _YEAR:
        return tuple(periods)
    found = [
        Period(
            match.span(),
            _YEAR - 1,
            _YEAR - 1,
            "year",
            "base" if _COMPARES.search(text, 0, match.start()) else "at",
        )
        for match in _BEFORE.finditer(text)
        if not any(p.span[0] < match.end() and match.start() < p.span[1] for p in periods)
    ]
    return tuple(sorted((*periods, *found), key=lambda period: period.span)) if found else tuple(periods)
