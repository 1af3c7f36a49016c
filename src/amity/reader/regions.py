"""Is a place among partners one in a region or a group only? "The third largest buyer among the Nordic countries"."""

from __future__ import annotations

import re

from amity.reader.cases import Case

_WITHIN = re.compile(
    r"(?:\s+(?!that\b|which\b)\w+){0,2}?,?\s+(?:in|among|amongst|within|across|out\s+of)\s+(?:the\s+|its\s+)?"
    r"(?:(?:whole|entire|wider|West|East|South|North|Southeast|sub-Saharan)\s+)*(?:region|continent|bloc|area|group|"
    r"(?:[A-Z]?[\w-]+\s+){0,2}(?:countries|states|nations|members|economies|republics|region|market|bloc|continent))\b"
    r"(?!\s+(?:[A-Z][\w.]+\s+){1,2}(?:trades|exports|sells|buys|imports|ships)\b)"
)
_ALL = re.compile(r"\b(?:all|trading|trade|partner|foreign|export|import|source)\s+\w+$", re.IGNORECASE)
_IN = re.compile(
    r"(?:\s+(?:for|of|to|with)\s+(?:its\s+|the\s+)?[\w’' -]{2,24}?|\s+[a-z]+){0,2}?,?\s+"
    r"(?:in|among|amongst|within|across|on|out\s+of|from)\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+){0,2}?"
)
_AMONG = re.compile(r"\b(?:[Aa]mong|[Aa]mongst|[Ww]ithin|[Oo]ut\s+of)\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+)?$")


def is_within(case: Case) -> bool:
    """Whether a place is one in a region or among some states only: "among the Nordic countries", "African buyer"."""
    start, end = case.quantity.span
    groups = [a for a in case.actors if a.group not in (None, "UN") or len(a.codes) > 2]
    if any(start <= a.span[0] < end for a in groups):
        return True
    # "Africa's largest buyer".
    if any(a.genitive and a.span[1] <= start <= a.span[1] + 8 for a in groups):
        return True
    # "Among the Nordic states Sweden is the second largest".
    if any(a.span[1] <= start and _AMONG.search(case.text[: a.span[0]]) for a in groups):
        return True
    for actor in groups:
        if end <= actor.span[0] <= end + 60 and _IN.fullmatch(case.text[end : actor.span[0]]):
            return True
    match = _WITHIN.match(case.text, end)
    return match is not None and _ALL.search(match[0]) is None
