"""Is a state named only as the place or the enemy of a war? "Since the invasion of Ukraine trade has doubled"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from amity.reader.model import Actor, Span

_BEFORE = re.compile(
    r"\b(?<!trade )(?<!tariff )(?<!customs )(?<!price )(?<!economic )(?<!Cold )(?<!civil )"
    r"(?:(?:wars?|conflicts?|invasions?|aggression|attacks?|assaults?|offensive|operations?|hostilities|fighting|annexation|"
    r"strikes|crisis|campaign|incursion|events|situation)\s+(?:in|of|on|against|into|upon|with|over)|"
    r"invad(?:ed|es|ing)|attack(?:ed|s|ing)|entered|marched\s+into|troops\s+into|tanks\s+into|annex(?:ed|es|ing))\s+"
    r"(?:(?:the|neighbou?ring|eastern|western|all\s+of|parts\s+of)\s+)*$"
)
#: How what stands before such a state ends: quickly told.
_ENDS = (
    *("in", "of", "on", "against", "into", "upon", "with", "over", "entered"),
    *("invaded", "invades", "invading", "attacked", "attacks", "attacking", "annexed", "annexes", "annexing"),
    *("the", "neighbouring", "neighboring", "eastern", "western"),
)
_AFTER = re.compile(r"\s+(?:war|conflict|invasion|crisis)\b")


def is_struck(text: str, span: Span) -> bool:
    """Whether a state stands in the text as the place or the enemy of a war.

    Example:
        >>> is_struck("Since the war in Ukraine trade grew.", (17, 24))
        True
        >>> is_struck("Trade with Ukraine grew.", (11, 18))
        False
    """
    if _AFTER.match(text, span[1]) is not None:
        return True
    head = text[max(0, span[0] - 60) : span[0]]
    return head.rstrip().endswith(_ENDS) and _BEFORE.search(head) is not None


def lasting(text: str, named: Iterable[Actor]) -> Iterator[Actor]:
    """Whom later words may mean: the actors named outright, but for those that are only the place of a war."""
    return (actor for actor in named if actor.kind != "pronoun" and not is_struck(text, actor.span))
