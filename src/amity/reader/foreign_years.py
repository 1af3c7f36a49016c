"""Years beside a figure that are those of something else: of an aim, of what lies ahead, of the change before.

"Trade rose by half, so that the volume aimed at for 2015 was reached"; "from 5 per cent at present to 10 in 2035";
"27 per cent higher than in 2020, and in 2022 it increased by another 17".
"""

from __future__ import annotations

import re

from amity.reader.cases import Case
from amity.reader.model import Period

#: Before a year for which something was aimed at.
_AIMED = re.compile(
    r"\b(?:aim(?:ed|ing)?(?:\s+at)?|target(?:s|ed)?|goals?|objectives?|planned|envisaged|foreseen|hoped\s+for|set|scheduled|"
    r"projected|forecast)\s+(?:(?:originally|initially|jointly|only)\s+)?(?:for|by|in)\s+$"
)
#: Between the figure and the aim something else begins.
_APART = re.compile(r"[,;:–—]|\b(?:so\s+that|and|which|while|but|as|thus|well\s+before|ahead\s+of|years?\s+before)\b")
#: Right behind a figure of today.
_PRESENT = re.compile(
    r"\s+(?:of\s+[^,;.\d]{3,40}?\s+)?(?:at\s+present|at\s+the\s+moment|at\s+this\s+time|now|today|currently|presently|nowadays)\b(?=[^.;]*?\bto\b)"
)
#: What a change adds to the one told before it.
_ANOTHER = re.compile(r"\b(?:another|a\s+(?:still\s+)?further|once\s+more|yet\s+another)\s+(?:[$€£]\s?)?\S*$")
#: A change told by its verb is counted from the year before; "higher" may be from the year told.
_VERB = re.compile(
    r"^(?:(?:increas|decreas|declin|shrank|shrunk|rose|risen|r[iu]s|fell|fall|grew|grow|jump|soar|surg|dropp|drop|slump|plung|"
    r"climb|slipp|expand|contract|advanc|add|gain|dipp|leap|leapt|went\s+up|went\s+down|put\s+on)\w*)\b",
    re.IGNORECASE,
)


def aimed_at(case: Case) -> tuple[Period, ...]:
    """Years behind a figure for which something else was aimed at."""
    end = case.quantity.span[1]
    return tuple(
        p
        for p in case.periods
        if p.span[0] >= end and _AIMED.search(case.text, end, p.span[0]) and _APART.search(case.text, end, p.span[0])
    )


def at_present(case: Case) -> tuple[Period, ...]:
    """Years to come, to which a figure of today is said to go: "from 5 per cent at present to 10 in 2035"."""
    end = case.quantity.span[1]
    if case.quantity.by or _PRESENT.match(case.text, end) is None:
        return ()
    return tuple(p for p in case.periods if p.span[0] >= end and p.first > case.last_year)


def is_of_former(case: Case, base: Period) -> bool:
    """Whether what is compared with is that of a change told before, and this one has a year of its own."""
    start = case.quantity.span[0]
    if not case.quantity.by or base.span[1] > start:
        return False
    is_told = any(q.by and q.span[1] <= base.span[0] for q in case.quantities)
    own = any(base.span[1] <= p.span[0] < start and p.role == "at" and p.first > base.last for p in case.periods)
    said = case.text[start : case.quantity.span[1]]
    number = case.text.find(case.quantity.printed, start) if case.quantity.printed else start
    return (
        is_told
        and own
        and (_ANOTHER.search(case.text, start - 20, max(number, start)) is not None or bool(_VERB.match(said)))
    )
