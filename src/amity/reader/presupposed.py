"""A figure told as known, which a negation before it leaves as it is: "never hid his anger at the $69 bn surplus".

The article says that the reader knows of it. Only where the figure is the very mark that was missed ("did not reach the
$100 billion mark") is it what was denied.
"""

from __future__ import annotations

import re

from amity.reader.model import Span

#: The article right before the number, with what may stand between.
_KNOWN = re.compile(
    r"\b(?:the|its|their|this|that|these|those|his|her|\w+['’]s)\s+(?:(?:huge|large|vast|yawning|massive|record|nearly|almost|roughly|"
    r"about|some|more\s+than|over|annual|current|whole)\s+)*(?:(?:US|U\.S\.)\s?)?[$€£]?\s?$"
)
#: What such a figure is of, right behind it.
_OF = re.compile(
    r"[\s-]*(?:(?:[a-z]+|[A-Z][\w.]+(?:-[A-Z]\w+)?)\s+){0,2}?(?:surplus|deficit|gap|shortfall|imbalance|trade|exports?|imports?|"
    r"exchange|turnover|investments?|purchases|sales|shipments|deliveries|share|(?:largest|biggest)\b|partner|supplier|market)\b",
)
#: A goal or a line to be crossed is what was not reached.
_MARK = re.compile(
    r"[\s-]*(?:\w+\s+){0,3}?(?:mark|level|goal|target|threshold|barrier|line|limit|cap|peak|record|high)\b"
)
#: What was not done to the figure itself, right before the article: "did not exceed the", "never reached last year's".
_REACHED = re.compile(
    r"\b(?:reach|exceed|surpass|top|match|pass|attain|hit|equal|equall|approach|regain|recover)(?:e[ds]|ing|s)?\s+(?:\S+\s+){0,3}$|"
    r"\b(?:include|count|contain|cover|mean|involve|comprise|constitute|be|is|was|were|are)\w*\s+(?:\S+\s+){0,3}$"
)


def is_known(text: str, span: Span, printed: str) -> bool:
    """Whether the figure of `span` is told as known, so that a negation before it denies something else.

    Args:
        text: The sentence.
        span: Where the figure stands.
        printed: Its digits, "" where it is words.
    """
    at = text.find(printed, *span) if printed else span[0]
    known = _KNOWN.search(text, max(0, span[0] - 60), max(at, span[0]))
    if known is None or _OF.match(text, span[1]) is None or _MARK.match(text, span[1]) is not None:
        return False
    return _REACHED.search(text, max(0, known.start() - 40), known.start()) is None
