"""Years told by words for years told before: "by then", "the latter year", "at the start of the period", "now"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from amity.reader.model import Period, Span
from amity.reader.scene import Scene
from amity.reader.seldom import seldom

_START = seldom(
    r"\bat\s+the\s+(?:very\s+)?(?:start|beginning|outset|opening)(?:\s+of\s+(?:the|this|that|these)\s+(?P<of>\w+(?:\s\w+)?))?\b|"
    r"\b(?:initially|originally|at\s+first|to\s+begin\s+with)\b|\bwhen\s+the\s+(?P<of2>decade|period|century|series|data)\s+(?:began|opened|started)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|before|prior\s+to)\s+[^,;.:]{0,50}$", re.IGNORECASE)
_START_OF = re.compile(r"\b(?:start|beginning|outset|dawn|opening)\s+of\s+the\s+$", re.IGNORECASE)
_ENDS = seldom(
    r"\b(?:at|by|towards?)\s+(?:the\s+(?:very\s+)?(?:end|close)(?:\s+of\s+(?:the|this|that|these)\s+(?P<of>\w+(?:\s\w+)?)|\s+of\s+it)?|"
    r"(?:its|the\s+(?P<of2>decade|period)['’]s)\s+(?:end|close))\b|\b(?:in\s+the\s+end|eventually|ultimately)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:former|earlier|first)\s+(?:of\s+the\s+two\s+)?(?:years?|period|date|span|decade|half)\b|\bin\s+the\s+earlier\b",
    re.IGNORECASE,
)
_LATTER = re.compile(
    r"\b(?:latter|later|second|that\s+last|final)\s+(?:of\s+the\s+two\s+)?(?:years?|period|date|span|decade|half)\b(?!\s+ago)|\bin\s+the\s+latter\b|\bin\s+the\s+later\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:by\s+then|by\s+(?:that|which)\s+(?:time|date|year|point)|then|at\s+(?:that|the|this)\s+(?:time|point|date|moment)|meanwhile|ever\s+since)\b",
    re.IGNORECASE,
)
#: "Last year's exchange".
_YEARS_OWN = re.compile(r"\b(last|this)\s+year['’]s\b", re.IGNORECASE)
_SAME = re.compile(
    r"\b(?:(?:that|the)\s+same|that(?:\s+last)?|this\s+very|the\s+very)\s+(?:year|span|period|time|twelvemonth)\b|"
    r"\b(?:those|these|the\s+same|both)\s+(?:\w+\s+)?years\b|\bin\s+the\s+year\b(?!\s+(?:before|after|to|of|prior|following|ending|that|when|until|up))",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|today|nowadays|currently|at\s+present|presently|these\s+days|at\s+the\s+moment|to\s+date|latest|most\s+recent(?:ly)?|"
    r"last\s+count|as\s+things\s+stand|has\s+since|have\s+since|still)\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"\b(?:has|have)\s+(?:since\s+|now\s+|meanwhile\s+|\w+ly\s+)?(?!been\s+worth)\w+(?:ed|en|un|un[gk]|wn|lt|ot|me|ne)\b"
)
_PRESENT = re.compile(
    r"\b(?:is|are|goes|go|takes?|buys?|sells?|accounts?|makes?|sends?|comes?|supplies|supply|stands?|owes?|votes?|holds?|"
    r"receives?|absorbs?|imports|exports|amounts?|ranks?|remains?|runs?|depends?|provides?|has|have|draws?|gets?)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|went|took|bought|sold|made|sent|came|stood|fell|rose|grew|did|\w{3,}ed)\b")
_AVERAGE = seldom(
    r"\b(?:averag\w*|a\s+year|per\s+year|annually|each\s+year|yearly|combined|in\s+total|cumulative\w*|altogether|in\s+all|sum\w*|"
    r"taken\s+together|as\s+a\s+whole|total(?:l?ed|l?ing)?)\b",
    re.IGNORECASE,
)

#: The year before is told as a whole until the first of these months, its own year nearly so after the second.
_SPRING, _SUMMER = 4, 8


def told(scene: Scene, timed: Sequence[Period]) -> Iterator[tuple[Period, str, Span]]:
    """What words for years told before may mean, with the sign and its place."""
    text = scene.case.text
    before = [p for p in timed if p.span[1] <= scene.start]
    known = [*reversed(before), *scene.case.dated.told, *(e.period for e in scene.before[:2])]
    everything = [*known, *(p for p in timed if p not in before)]
    decade = scene.case.year // 10 * 10 if scene.case.year % 10 else scene.case.year - 10
    for match in _START.finditer(text):
        of = (match["of"] or match["of2"] or "").lower()
        spans = [p for p in known if p.last > p.first]
        if spans:
            yield _at(spans[0].first, match.span()), "y:start of the last span", match.span()
        if known:
            yield _at(min(p.first for p in known), match.span()), "y:start of all told", match.span()
        if "decade" in of:
            for start in (decade, *(p.last // 10 * 10 for p in known[:1])):
                yield _at(start, match.span()), "y:start of the decade", match.span()
    for match in _ENDS.finditer(text):
        of = (match["of"] or match["of2"] or "").lower()
        spans = [p for p in known if p.last > p.first]
        if spans:
            yield _at(spans[0].last, match.span()), "y:end of the last span", match.span()
        if known:
            yield _at(max(p.last for p in known), match.span()), "y:end of all told", match.span()
        if "decade" in of:
            for start in dict.fromkeys((decade, *(p.last // 10 * 10 for p in known[:1]))):
                yield _at(start + 9, match.span()), "y:end of the decade, 9", match.span()
                yield _at(start + 10, match.span()), "y:end of the decade, 10", match.span()
    for match in _YEARS_OWN.finditer(text):
        year = scene.case.year - (match[1].lower() == "last")
        yield _at(year, match.span()), "y:year's own", match.span()
    two = _two(known)
    for pattern, which in ((_FORMER, 0), (_LATTER, 1)):
        for match in pattern.finditer(text):
            if two is not None:
                yield two[which], f"y:{'latter' if which else 'former'}", match.span()
            for span in [p for p in known if p.last > p.first][:1]:
                year = span.last if which else span.first
                yield _at(year, match.span()), f"y:{'latter' if which else 'former'} of span", match.span()
    for match in _THEN.finditer(text):
        if known:
            yield known[0], "y:then, the last told", match.span()
            latest = max(known, key=lambda p: p.last)
            yield latest, "y:then, the latest told", match.span()
        if scene.last is not None:
            yield scene.last.period, "y:then, as before", match.span()
    for match in _SAME.finditer(text):
        earlier = [p for p in before if p.span[1] <= match.start()][::-1] or list(scene.case.dated.told)
        for nth, period in enumerate(earlier[:2]):
            yield period, f"y:same year, told {nth}", match.span()
            if period.role == "since" and period.last > period.first:
                yield _at(period.first, match.span()), "y:same year, start of that since", match.span()
        if scene.last is not None:
            yield scene.last.period, "y:same year, as before", match.span()
        for period in everything[:6]:
            if period.last > period.first:
                yield period, "y:same span", match.span()


def is_now(text: str) -> bool:
    """Whether a text speaks of now by a word for it."""
    return _NOW.search(text) is not None


def is_until(before: str) -> bool:
    """Whether what stands before a date tells of the time before it: "until troops marched on February 24"."""
    return _UNTIL.search(before) is not None


def is_start(before: str) -> bool:
    """Whether what stands before a period picks its start: "at the start of the 2000s"."""
    return _START_OF.search(before) is not None


def present(scene: Scene) -> str:
    """Whether the clause of a figure speaks of now: by a word for it, by its verbs; "" if they tell of the past."""
    low, high = scene.spans[scene.own]
    clause = scene.case.text[low:high]
    if _NOW.search(clause):
        return "now"
    if _PERFECT.search(clause):
        return "perfect"
    verbs = [m.group() for m in _PRESENT.finditer(clause)]
    if verbs and _PAST.search(clause) is None:
        return "present"
    return ""


def sums(scene: Scene) -> bool:
    """Whether the sentence speaks of an average or a sum over years."""
    return _AVERAGE.search(scene.case.text) is not None


def _two(known: Sequence[Period]) -> tuple[Period, Period] | None:
    """The two years or spans told last, the earlier first."""
    found = list({(p.first, p.last): p for p in known}.values())
    if len(found) < 2:
        return None
    first, last = sorted(found[:2], key=lambda p: (p.first, p.last))
    return first, last


def _at(year: int, span: Span) -> Period:
    return Period(span, year, year)


def season(month: int) -> str:
    """How much of its own year a document of a month can tell of; "" where the month is not known."""
    if not month:
        return ""
    return "early in its year" if month < _SPRING else "late in its year" if month > _SUMMER else "within its year"
