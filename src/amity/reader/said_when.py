"""Months that say when something was told or happened, not of which part of a year a figure is.

"In November last year the president said in Berlin that ..." dates the speech, "since a pact was signed in December
2015" the pact: the figure is of a whole year all the same.
"""

from __future__ import annotations

import re

from amity.reader.model import Span

_SPEAKS = (
    r"(?:said|told|announced|reported|stated|noted|declared|wrote|claimed|argued|warned|remarked|explained|admitted|"
    r"estimated|reckoned|revealed|disclosed|recalled|stressed|boasted|complained)"
)
#: Behind the month: who spoke then, and that something was so.
_TOLD = re.compile(
    rf"(?:\s+(?:last|this)\s+year|,?\s+(?:19|20)\d\d)?,?\s+(?:[^\s.;:,]+,?\s+){{1,9}}?{_SPEAKS}\b(?P<what>[^.;:]{{0,60}})"
)
_THAT = re.compile(r"\bthat\b")
#: What such a time begins with.
_FRONTED = re.compile(
    r"(?:^|[.;:]\s+|\b(?:[Aa]nd|[Bb]ut|[Aa]s\s+early\s+as|[Aa]lready)\s+)(?:[Bb]ack\s+)?(?:[Ii]n\s+)?(?:early\s+|late\s+|mid-)?$"
)
#: A clause of time that tells of an event, up to its month.
_EVENT = re.compile(
    r"\b(?:[Ss]ince|[Aa]fter|[Bb]efore|[Uu]ntil|[Oo]nce|[Ww]hen|[Aa]s)\s+(?!(?:the\s+)?(?:start|beginning|end|first|last|then)\b)"
    r"(?:[\w'’.-]+\s+){1,9}?(?:was|were|had|has|came|took|went|began|left|won|lost|met|fell|broke|became|put|hit|shot|[a-z]{2,}ed)\b"
    r"(?:\s+[\w'’-]+){0,5}?\s+(?:in|on|at\s+the\s+end\s+of)\s+(?:early\s+|late\s+|mid-)?$"
)


def is_of_speech(text: str, span: Span) -> bool:
    """Whether a month tells when somebody said what the figure is: "in May 2019 the minister said that"."""
    if _FRONTED.search(text, max(0, span[0] - 24), span[0]) is None and span[0]:
        return False
    told = _TOLD.match(text, span[1])
    return told is not None and _THAT.search(told["what"]) is not None


def is_of_event(text: str, span: Span) -> bool:
    """Whether a month dates what a clause of time tells: "since a pact was signed in December 2015"."""
    return _EVENT.search(text, max(0, span[0] - 130), span[0]) is not None


def is_told(text: str, span: Span) -> bool:
    """Whether a month is of a speech or of an event."""
    return is_of_speech(text, span) or is_of_event(text, span)
