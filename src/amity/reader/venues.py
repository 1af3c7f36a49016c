"""Is a forum or a state named only as where they met: "on the margins of the SCO summit", "met in Riyadh"?"""

from __future__ import annotations

import re

_MARGINS = re.compile(r"\b(?:margins|sidelines|fringes) of (?:the )?(?:\S+ ){0,3}$", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:at|during|attend(?:ing|ed|s)?|host(?:ing|ed)?\sof)\s+(?:the\s+|an?\s+)?(?:\d+\w*\s+)?$",
    re.IGNORECASE,
)
_GATHERING = re.compile(
    r"(?:-related)?\s+(?:\S+\s+){0,3}?(?:summits?|meetings?|forum|gathering|week|plenary|session|general assembly)\b",
    re.IGNORECASE,
)
_MEET_AT = re.compile(r"\bmeet(?:ing)?\s+(?:again\s+|in\s+person\s+)?(?:at|during)\s+(?:the\s+)?$", re.IGNORECASE)
#: A meeting, and nothing said between it and the place: "met on Monday in Riyadh", not "met on the war in Sudan".
_HELD = re.compile(
    r"\b(?:met|meets?|meeting|summits?|talks|session|consultations|visit|held|conference|gathering|convened|place|leaders|received)\b"
    r"(?:(?!\b(?:about|discuss\w*|situation|regarding|concern\w*|war|elections?|conflict|developments)\b|"
    r"\bon\b(?!\s+(?:\d|the\s(?:side|marg|fring)|\w+day\b|[A-Z][a-z]+\s\d)))[^.;:]){0,150}"
    r"\b(?:in|at)\s+(?:the\s+)?(?:(?:[A-Z][\w’'-]+,?|d[eo])\s+){0,4}$"
    r"|\bon\s+an?\s+(?:\w+\s+){0,2}visit\s+to\s+(?:the\s+)?$"
)


def is_venue(before: str, after: str, *, is_forum: bool) -> bool:
    """Whether a name is where they met and no topic.

    Args:
        before: The words before it.
        after: Those after it.
        is_forum: Whether it is an organisation that meets: only such can be attended.
    """
    if _MARGINS.search(before):
        return True
    return is_forum and bool(_MEET_AT.search(before) or (_AT.search(before) and _GATHERING.match(after)))


def is_place(before: str) -> bool:
    """Whether a state stands for the place of a meeting, by the words of the sentence before it."""
    return bool(_HELD.search(before[-260:]))
