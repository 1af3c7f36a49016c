"""Does "it" stand for no state? "It had been 9 per cent", "as it was", "it is the US that", "holds its own"."""

from __future__ import annotations

import re

from amity.reader.model import Span

_IT_IS = re.compile(
    r"\s+(?:(?:is|was)\s+(?:the\s+(?:other|same)\b|(?:the\s+)?[A-Z]\w+[^.;:]{0,80}?,?\s+(?:that|which|who)\b)|"
    r"(?:is|was|(?:had|has|have)\s+been|would\s+be|stands?\s+at|stood\s+at)\s+(?:(?:only|just|about|still|even|some|"
    r"around|nearly|almost|barely|at|over|under|a|mere|up|to|as|high|low)\s+)*(?:US)?[$€£]?\d[\d.,]*\s?"
    r"(?:%|p(?:er)?\s?c(?:en)?t\b|percent|million|billion|bn|m\b|[,;.]|and\b|in\b|against\b))"
)
_AS_BEFORE = re.compile(r"\b(?:as|when)\s+$", re.IGNORECASE)
_IT_COMES = re.compile(r"\s+(?:is|was|were|comes|came)\b(?=\s*,|\s+to\b)")
_ITS_OWN = re.compile(r"\s+own(?=\s*[,.;:]|\s+(?:with|in|at|by)\b)")
_HOLDS = re.compile(r"\b(?:holds?|held|holding)\s+$")
_ITS_BOOKS = re.compile(r"\s+(?:numbers|figures|data)\s+on\b")


def is_empty(text: str, span: Span) -> bool:
    """Whether a word that looks like a pronoun is a figure or nothing at all.

    Example:
        >>> is_empty("In 2004 it was 30 per cent.", (8, 10))
        True
        >>> is_empty("In 2004 it was third.", (8, 10))
        False
    """
    word = text[slice(*span)].lower()
    if word == "its":
        holds = _HOLDS.search(text[max(0, span[0] - 9) : span[0]]) is not None
        return (holds and _ITS_OWN.match(text, span[1]) is not None) or _ITS_BOOKS.match(text, span[1]) is not None
    if word != "it":
        return False
    if _IT_IS.match(text, span[1]) is not None:
        return True
    return (
        _AS_BEFORE.search(text[max(0, span[0] - 8) : span[0]]) is not None
        and _IT_COMES.match(text, span[1]) is not None
    )
