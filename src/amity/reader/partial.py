"""Is a figure of a part of a year? Months, quarters and halves named beside it, before it, or above it.

The data are yearly. "From January to May" says so beside the figure; the next sentences often do not ("the deficit came
to 3 billion"), until one names a whole year again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from amity.reader.model import Period, Quantity, Span
from amity.reader.periods import is_whole_year
from amity.reader.phrases import clause_of, clauses
from amity.reader.said_when import is_of_speech
from amity.reader.seldom import seldom

_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = r"Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
_MONTH = rf"(?:{_NAMES}|{_SHORT})"
#: Numbers of months that make no year.
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|[2-9]|1[01])"
_YEAR = r"(?:1[89]|20)\d\d"
#: Goods and what is told of them: "July exports", "the June figures".
_OF_MONTH = (
    r"(?:exports?|imports?|trade|turnover|shipments?|sales|deliveries|purchases|arrivals|supplies|surplus|deficit|"
    r"turnover|inflows?|total|figures?|volumes?)"
)
#: What names a part of a year.
_PART = seldom(
    rf"\b(?:(?:(?:[Bb]etween|[Ff]rom)\s+)?{_MONTH}(?:\s+{_YEAR})?(?:\s?[-–—/]\s?|\s+(?:to|through|thru|until|till|and)\s+){_MONTH}(?![\w-])(?!\s+\d{{1,2}}\b)|"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\s*(?:[-–—]|to|and|through|until)\s*{_MONTH}\s+\d{{1,2}}|"
    rf"\d{{1,2}}\s+{_MONTH}\s*(?:[-–—]|to|and|through|until)\s*\d{{1,2}}\s+{_MONTH}|"
    rf"(?<!\d\s)(?<!\dth\s)(?<!\dst\s)(?<!\dnd\s)(?<!\drd\s){_MONTH},?\s+(?:of\s+)?(?:{_YEAR}|(?:last|this|the\s+(?:previous|preceding|same|current))\s+year)|"
    rf"(?:[Ii]n|[Ff]or|[Dd]uring|[Oo]f|[Ss]ince|[Bb]y|[Ll]ast|[Tt]his|[Ff]rom|[Uu]ntil|[Tt]hrough|[Tt]o|[Oo]ver|"
    rf"[Bb]etween|[Ee]arly|[Ll]ate|[Mm]id|end|[Oo]f|[Ii]nto|[Oo]n|[Tt]han)[\s-]+(?:the\s+(?:month|end)\s+of\s+)?"
    rf"{_MONTH}(?![\w’'-])(?!\.?\s+\d)|"
    rf"{_MONTH}(?:[’']s)?\s+{_OF_MONTH}\b|{_MONTH}\s+(?:alone|itself|by\s+itself|saw|brought|marked|was|showed)\b|"
    r"(?:[Ll]ast|[Tt]his|[Pp]ast)\s+(?:spring|summer|autumn|winter)\b|"
    rf"(?i:(?:first|last|past|initial|opening|closing|final|previous|preceding|next|same|these|those|latest|recent)\s+"
    rf"{_COUNT}[\s-]+(?:months?|weeks|quarters)\b|"
    rf"{_COUNT}[\s-]months?(?:[’']s?)?\s+(?:of|to|period|through|until|till|ended|ending|from|figures?|data|total|term|"
    rf"{_OF_MONTH})\b|(?:in|over|for|within|during|after)\s+(?:just\s+|only\s+|the\s+|these\s+|those\s+)*"
    rf"{_COUNT}\s+months\b|{_COUNT}\s+months\s+(?:in|into|of)\b|{_COUNT}M\s?{_YEAR}|[2-9]M[12]\d\b|1[01]M[12]\d\b|{_COUNT}\s+months(?=\))|"
    rf"{_YEAR}(?:,?\s+up)?\s+(?:to|through|until|till)\s+(?:the\s+end\s+of\s+)?{_MONTH}\b(?!\s+\d)|"
    rf"(?:(?<!since\sthe\s)(?:start|beginning|outset|opening)\s+of\s+{_YEAR}|"
    r"(?:start|beginning|outset|opening)\s+of\s+(?:this|last|the)\s+year)\b(?!\s+(?:19|20))|"
    r"(?:first|second|third|fourth|last|this|final|previous|current|same|that|corresponding|latest|each|every|opening|closing|"
    r"1st|2nd|3rd|4th|(?:19|20)\d\d)[\s-]quarters?\b|one\s+quarter(?!\s+of\s+(?!the\s+year))\b|(?:two|three)\s+quarters\s+of\s+(?:the\s+year|(?:19|20)\d\d)|"
    r"(?:the|a)\s+quarter\s+(?:to|ended|ending|through|of\s+(?:the\s+year|(?:19|20)\d\d))\b|quarter-ended\b|"
    r"quarterly\b|[1-4]Q\b|Q[1-4]\b|H[12]\b|[12]H\b|"
    r"(?:first|second|latter|last|1st|2nd|other|opening)[\s-]half(?:[\s-]year)?(?!\s+of\s+(?:the\s+)?(?:\w+\s+)?"
    r"(?:1\d{3}s|20\d0s|decade|century|nineties|eighties|seventies|sixties|match))\b|half[\s-]years?\b|half-yearly\b|"
    r"semesters?\b|(?:six|nine|three|eleven|ten|eight|seven|five|four|two)-month\b|mid[-–‑](?:19|20)\d\d\b(?![’']?s)|"
    r"so\s+far\s+(?:this|in\s+the(?:\s+current)?)\s+year|(?:this|the\s+current)\s+year\s+so\s+far|"
    r"so\s+far\s+in\s+(?:19|20)\d\d|already\s+this\s+year|to\s+date\s+(?:this\s+year|in\s+(?:19|20)\d\d)|"
    r"year[-\s]to[-\s]date|\bYTD\b|since\s+the\s+(?:start|beginning)\s+of\s+(?:the|this)\s+(?:\w+\s+)?year|"
    r"month[-\s]on[-\s]month|month[-\s]over[-\s]month|m/m|(?:last|this|same|previous|that|current|single|one|past)\s+month\b|"
    r"(?:a|per|each|every)\s+month\b|monthly\b|weekly\b|daily\s+average\b|(?:a|per|each|every)\s+week\b|"
    r"(?<=\d\s)(?:last|this)\s+week\b|"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh)\s+month\b))"
)
#: What a sentence must hold to name one at all: quickly told.
_MAY_PART = seldom(
    rf"\b(?:{_MONTH}|{_COUNT}M\s?{_YEAR}|[2-9]M[12]\d|1[01]M[12]\d|[1-4]Q\b|Q[1-4]\b|H[12]\b|[12]H\b|YTD\b|mid[-–‑](?:19|20)|m/m\b|"
    r"spring|summer|autumn|winter|so\s+far|already\s+this|to\s+date|year[-\s]to|since\s+the\s+(?:start|beginning)|"
    r"daily\s+average|(?:start|beginning|outset|opening)\s+of)|months?|quarter|half|week|semester",
    re.IGNORECASE,
)
#: "The same period last year", "in that time": what part of a year is meant, where one was told before.
_SAME = seldom(
    r"\b(?:(?:same|corresponding|like|similar|comparable|equivalent|identical|analogous|respective|this|that|the|whole|"
    r"entire|reported|reporting|review|reference|said|mentioned|aforementioned|stated|above|last|previous)\s+"
    r"(?:period|time\s*frame|timeframe|time\s+(?:span|window)|interval|months|quarter|half|stretch|span)(?:\s+under\s+review)?|"
    r"(?:same|corresponding|like|comparable|equivalent|respective)\s+part\s+of|in\s+that\s+time|(?:the|that|this|same)\s+time\s+period|(?:these|those|past|recent)\s+(?:\w+\s+)?months|period\s+of\s+(?:last|the\s+previous|the\s+preceding|(?:19|20)\d\d)|meanwhile\s+period)\b",
    re.IGNORECASE,
)
#: Before a month: it dates a report or an event, not the figure.
_DATES = re.compile(
    r"\b(?:said|told|report(?:ed|s)?|releas\w+|publish\w+|announc\w+|sign(?:ed|ing)|visit\w*|beg[au]n|start\w*|launch\w*|met|"
    r"meeting|impos\w+|inva\w+|war|attack\w*|surveys?|polls?|polled|conducted|summit|took\s+office|elect\w+|"
    r"came\s+into\s+(?:force|being|power|office)|effect|joined|took\s+effect|agree\w*|deal|visa|trip|talks|held|enter\w*|annex\w*|cris[ei]s|article|paper|study|"
    r"statement|speech|interview|embargo|ban(?:ned)?|sanction\w*|protest\w*|coup|opened|inaugurat\w+|pledged|vow\w+|"
    r"fieldwork|interviews?|reported|dated|issued|as\s+of|until|before)\b[^.;]{0,28}$",
    re.IGNORECASE,
)
#: Before a month: so long a time that it makes a year.
_TWELVE = re.compile(r"\b(?:twelve|12)\s+months\s+(?:(?:that\s+)?end(?:ed|ing)\s+|up\s+)?$")
#: A month that may as well date a report.
_ALONE = re.compile(rf"(?:(?!{_MONTH})\w+[\s-]+)?(?:{_NAMES}|{_SHORT})(?:\.?,?\s+(?:of\s+)?{_YEAR})?", re.IGNORECASE)
#: Names a whole year outright.
_WHOLE = seldom(
    r"\b(?:full|whole|entire|calendar)[\s-]year\b|\bas\s+a\s+whole\b|\bannual(?:ly)?\b|\b(?:twelve|12)[\s-]months?\b|"
    r"\b(?:last|previous|past)\s+year\b|\ball\s+of\s+(?:19|20)\d\d\b|\bthroughout\s+(?:the\s+year|(?:19|20)\d\d)\b|"
    r"\b(?:over|for|in)\s+the\s+year\b",
    re.IGNORECASE,
)


#: A year by its digits, also in "2004-5"; not one that is only compared with.
_DIGITS = seldom(
    r"(?<!than\s)(?<!than\sin\s)(?<!to\s)(?<!from\s)(?<!with\s)(?<!over\s)(?<!on\s)(?<!against\s)(?<![\d.,$€£-])\b(?:19|20)\d\d\b"
    r"(?![.,]\d|\s?(?:per\s?cent|%|million|billion|tonnes|tons))"
)


@dataclass(frozen=True, slots=True)
class Times:
    """What a sentence names: parts of a year, whole years, and words that mean the part told before.

    Attributes:
        parts: Where parts of a year stand.
        dates: Where months stand that date a report or an event.
        wholes: Where whole years stand.
        same: Where words such as "in that period" stand.
    """

    parts: tuple[Span, ...] = ()
    dates: tuple[Span, ...] = ()
    wholes: tuple[Span, ...] = ()
    same: tuple[Span, ...] = ()


#: A year told in more letters than this may have a month in it: "the year to December 2019".
_SPELLED = 15


@lru_cache(maxsize=256)
def times(text: str, periods: tuple[Period, ...]) -> Times:
    """The parts of a year and the whole years that a sentence names."""
    parts: list[Span] = []
    dates: list[Span] = []
    books = [p.span for p in periods if p.fiscal or (p.grain == "year" and not p.span[1] - p.span[0] < _SPELLED)]
    for match in _PART.finditer(text) if _MAY_PART.search(text) else ():
        is_year = is_whole_year(match[0]) or _TWELVE.search(text, 0, match.start()) is not None
        if is_year or any(_meets(match.span(), span) for span in books):
            # "From April 2018 to March 2019", "July-June 2019-20", "the twelve months to December" are whole years.
            continue
        is_date = _ALONE.fullmatch(match[0]) is not None and _DATES.search(text[: match.start()]) is not None
        is_date = is_date or is_of_speech(text, match.span())
        (dates if is_date else parts).append(match.span())
    taken = [*parts, *dates]
    same = [m.span() for m in _SAME.finditer(text) if not any(_meets(m.span(), span) for span in parts)]
    if same and not taken and len({p.last for p in periods if p.grain == "year" and p.span[1] <= same[0][0]}) > 1:
        # "It was 145 billion last year, up from 52 in 2014; as a share it slipped over the same period".
        same = []
    years = [p.span for p in periods if p.grain in ("year", "span", "decade") and p.role != "base"]
    told = [m.span() for m in _WHOLE.finditer(text)]
    if "19" in text or "20" in text:
        told += [m.span() for m in _DIGITS.finditer(text)]
    # "31.9 per cent below last year's" tells of another year.
    told = [span for span in told if _COMPARED.search(text, max(0, span[0] - 12), span[0]) is None]
    # "A bit less than the 36.5 billion of a year ago": so is what is only counted back.
    told = [span for span in told if _YEAR_BACK.match(text, span[0]) is None]
    years = [span for span in years if _YEAR_BACK.match(text, span[0]) is None]
    close = [*taken, *same]
    # "The same period of 2019", "January to May 2020", "last year those months" name no whole year.
    wholes = [
        s
        for s in (*years, *told)
        if not any(_meets((o[0] - 1, o[1] + 9), s) or _is_its_year(text, o, s) for o in close)
    ]
    return Times(tuple(parts), tuple(dates), tuple(sorted(set(wholes))), tuple(same))


def _is_its_year(text: str, part: Span, year: Span) -> bool:
    """Whether a year is that of a part of it: "last year the same months", "ten months of this calendar year"."""
    if year[1] <= part[0]:
        return _NEXT.fullmatch(text, year[1], part[0]) is not None
    return part[1] <= year[0] and _OF_YEAR.fullmatch(text, part[1], year[0]) is not None


_NEXT = re.compile(r"(?:\s+the)?\s+")
_OF_YEAR = re.compile(r"\s+of\s+(?:(?:this|the|that|its|last|current)\s+)*(?:[A-Z][a-z]+\s+)?(?:year\s+)?")


_YEAR_BACK = re.compile(
    r"(?:an?|one|the)\s+year\s+(?:ago|earlier|before|previously)\b|(?:twelve|12)\s+months\s+(?:ago|earlier|before)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:below|above|than|beyond)\s+(?:in\s+|for\s+)?$")


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@dataclass(frozen=True, slots=True)
class Partial:
    """How far parts of a year reach to a sentence from before it.

    Attributes:
        since: How many sentences ago a part of a year was told, with no whole year told since; 0 where none was.
        is_near: Whether that stands in the same paragraph, in a sentence that names no whole year.
        heading: Whether the heading above tells one.
        title: Whether the title does.
        lead: Whether the first sentence that tells any time tells one; None before that.
        often: How large a part of what times were told so far are parts of a year.
        in_block: Whether a sentence before it in its paragraph told one, whatever was told since.
        all: How large a part of the times of the whole document they are, roughly.
    """

    since: int = 0
    is_near: bool = False
    heading: bool = False
    title: bool = False
    lead: bool | None = None
    often: float = 0.0
    in_block: bool = False
    all: float = 0.0


#: Where nothing was told.
YEARLY = Partial()
#: At most so many sentences a part of a year is carried on.
_FAR = 12


def after(before: Partial, text: str, periods: Sequence[Period], part: str) -> Partial:
    """What is left for the sentences after one.

    Args:
        before: What was left for it.
        text: The sentence.
        periods: What periods it names.
        part: What it is: "title", "heading" or else.
    """
    found = times(text, tuple(periods))
    is_part = bool(found.parts)
    if part == "title":
        return replace(before, title=is_part)
    if part == "heading":
        return replace(
            before, heading=is_part, since=1 if is_part else 0 if found.wholes else before.since, is_near=False
        )
    count = len(found.parts) + len(found.wholes)
    often = before.often
    if count:
        often = 0.75 * before.often + 0.25 * len(found.parts) / count if before.lead is not None else float(is_part)
    lead = before.lead if before.lead is not None or not count else is_part
    # "The lowest part since 1966", "on record going back to 1966" tells of no other time.
    wholes = [span for span in found.wholes if _FAR_BACK.search(text, max(0, span[0] - 24), span[0]) is None]
    since, is_near = before.since + 1 if 0 < before.since < _FAR else 0, before.is_near
    if is_part and max((*found.parts, *found.same)) > max(wholes, default=(-1, -1)):
        since, is_near = 1, not wholes
    elif wholes and not found.same:
        since, is_near = 0, False
    return Partial(since, is_near, before.heading, before.title, lead, often, before.in_block or is_part, before.all)


_FAR_BACK = re.compile(r"\b(?:since|back\s+(?:to|as\s+far\s+as)|than\s+(?:in|for)|record\s+of|not\s+since)\s+$")
#: Names parts of a year, or may: cheap enough for whole documents.
_MAYBE = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December|quarter(?=s?\s+of\b|ly\b)|"
    r"half\s+of\s+(?:this|last|19|20)|months|year-on-year)\b"
)
_FOUR = re.compile(r"(?<![\d.,$€£])(?:19|20)\d\d(?![\d%]|[.,]\d)")


def share(text: str) -> float:
    """How large a part of the times that a document names are parts of a year, roughly."""
    parts = len(_MAYBE.findall(text))
    return parts / (parts + len(_FOUR.findall(text)) + 1)


def nearest_time(text: str, quantity: Quantity, quantities: Sequence[Quantity], found: Times) -> str:
    """What kind of time stands nearest to a figure in its clause, else in its sentence; "" where none is told."""
    spans = clauses(text)
    own = clause_of(spans, quantity.span[0])
    start, end = _twofold(text, quantity.span, [q.span for q in quantities])
    others = [q.span for q in quantities if q.span[1] <= start or q.span[0] >= end]
    best: tuple[tuple[bool, int, int], str] | None = None
    for kind, row in (("part", found.parts), ("whole", found.wholes), ("same", found.same)):
        for span in row:
            low, high = (end, span[0]) if span[0] >= end else (span[1], start)
            between = sum(low <= o[0] < high for o in others)
            # "80 in 2024 and 40 in the first quarter": what follows at once is the figure's own.
            is_own = span[0] >= end and _AT.fullmatch(text, end, span[0]) is not None
            away = (clause_of(spans, span[0]) != own, between, 0 if is_own else max(high - low, 1))
            if best is None or away < best[0]:
                best = away, kind
    return best[1] if best else ""


def _twofold(text: str, span: Span, quantities: Sequence[Span]) -> Span:
    """A figure with the same told in another unit: "208.8 billion, or 21.2 percent", "21.3% ($12.23bn)"."""
    start, end = span
    at = quantities.index(span) if span in quantities else -1
    if at > 0 and _OR.fullmatch(text, quantities[at - 1][1], start):
        start = quantities[at - 1][0]
    if 0 <= at < len(quantities) - 1 and _OR.fullmatch(text, end, quantities[at + 1][0]):
        end = quantities[at + 1][1]
    return start, end


_OR = re.compile(
    r"(?:,\s*or|\s*\(\s*(?:or)?|\s+or)\s*(?:(?:about|some|nearly|roughly|around|almost|over|just|only)\s+)*"
)
_AT = re.compile(
    r"\s*[,()]{0,2}\s*(?:back\s+|only\s+)?(?:in|for|during|over|from|between|by|through)?\s*(?:just\s+)?"
    r"(?:(?:the\s+)?(?:whole|all|entirety|full)\s+of\s+|all\s+)?(?:the\s+)?(?:(?:full|fiscal|financial|calendar)\s+(?:year\s+)?)?"
)
