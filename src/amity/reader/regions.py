"""Is a place among partners one in a region or a group only? "The third largest buyer among the Nordic countries"."""

from __future__ import annotations

import re

from amity.reader.cases import Case, clause_at

_WITHIN = re.compile(
    r"(?:\s+(?!that\b|which\b)\w+){0,2}?,?\s+(?:in|among|amongst|within|across|out\s+of)\s+(?:the\s+|its\s+)?"
    r"(?:(?:whole|entire|wider|West|East|South|North|Southeast|sub-Saharan)\s+)*(?:region|continent|bloc|area|group|"
    r"(?:[A-Z]?[\w-]+\s+){0,2}(?:countries|states|nations|members|economies|republics|region|market|bloc|continent))\b"
    # "Among the countries that it sells to": of all of them.
    r"(?!\s+(?:(?:that|which|with\s+(?:which|whom)|to\s+(?:which|whom)|from\s+(?:which|whom))\s+)?(?:it|they|we|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)\s+"
    r"(?:trades?|exports?|imports?|buys?|sells?|deals?|ships?|does)\b)"
)
_ALL = re.compile(r"\b(?:all|trading|trade|partner|foreign|export|import|source)\s+\w+$", re.IGNORECASE)
_IN = re.compile(
    r"(?:\s+(?:for|of|to|with)\s+(?:its\s+|the\s+)?[\w’' -]{2,24}?|\s+[a-z]+){0,2}?,?\s+"
    r"(?:in|among|amongst|within|across|on|out\s+of|from)\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+){0,2}?"
)
_AMONG = re.compile(r"\b(?:[Aa]mong|[Aa]mongst|[Ww]ithin|[Oo]ut\s+of)\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+)?$")


#: A region that opens the clause of a place: "In Africa, China is the largest".
_OPENING = re.compile(r"(?:^\W*|[;:]\s+)(?:In|in|Within|within|Across|across)\s+(?:all\s+(?:of\s+)?)?(?:the\s+)?$")


def _opens(case: Case, at: int) -> bool:
    """Whether what is named there opens the clause of the place."""
    if _OPENING.search(case.text[:at]) is None:
        return False
    return clause_at(case, at) == clause_at(case, case.quantity.span[0])


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
    # "In Asia it has no larger partner".
    if any(a.span[1] <= start and _opens(case, a.span[0]) for a in groups):
        return True
    for actor in groups:
        if end <= actor.span[0] <= end + 60 and _IN.fullmatch(case.text[end : actor.span[0]]):
            return True
    match = _WITHIN.match(case.text, end)
    return match is not None and _ALL.search(match[0]) is None
