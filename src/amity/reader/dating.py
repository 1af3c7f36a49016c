"""When a figure is said to be: the period of its own clause, of its sentence, of the paragraph, or none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from amity.reader.cases import Case, clause_at
from amity.reader.foreign_years import aimed_at, at_present, is_of_former
from amity.reader.lists import entry_of
from amity.reader.model import Period, Quantity, Span
from amity.reader.periods import is_apposed, is_of_books
from amity.reader.phrases import clause_of, clauses
from amity.reader.quantity_words import NUMBERS
from amity.reader.seldom import seldom


def period_of(case: Case) -> tuple[Period | None, Period | None, dict[str, float]]:
    """When the figure is said to be, what it is compared with, and how near that stands."""
    if gone := told_of_else(case):
        case = replace(case, periods=tuple(p for p in case.periods if p not in gone))
    start, end = case.quantity.span
    own = clause_at(case, start)
    base = _base_of(case)
    timed = [p for p in case.periods if p.role != "base" and not _bracketed(case, p) and has_own(case, p) is not False]
    others = [q.span for q in case.quantities if q.span != case.quantity.span]

    def between(a: int, b: int) -> bool:
        return any(a <= s[0] and s[1] <= b for s in others)

    leg = _leg(case) or _end_of_span(case)
    if leg is not None:
        return leg, base, {"year_near": 1.0}
    within = [p for p in timed if start < p.span[0] and p.span[1] < end]
    if within:
        # "Widened in 2008 to $13.6 billion".
        return _spanned(within[-1], case), base, {}
    if (twin := behind_twin(case)) is not None and twin in timed:
        return _spanned(twin, case), base if base is not twin else None, {}
    counted = _counted(case, between)
    if counted is not None:
        return counted, None, {"year_near": 1.0}
    if (year := _year_before(case, timed)) is not None:
        return year, base, {"year_near": 1.0}
    when = next((p for p in case.periods if p.span[1] <= start and _WHEN.fullmatch(case.text[p.span[1] : start])), None)
    if when is not None:
        # "In 2021, when it was 90 per cent below the level of 2019": what is counted from stands behind.
        return replace(when, role="at"), base if base is not None and base.span[0] >= end else None, {}
    same = _same(case, timed)
    if same is not None:
        return same, base, {"year_near": 1.0}
    after = [p for p in case.periods if p.span[0] >= end and not between(end, p.span[0]) and not _leads(case, p)]
    if after and not case.quantity.by and _HAS_BEEN.search(case.text, end, after[0].span[0]):
        # "It stands at 10 billion and has been falling for the past two years": of the fall, not of where it stands.
        timed = [p for p in timed if p is not after[0]]
        after = after[1:]
    if after and _BRACKET.fullmatch(case.text[end : after[0].span[0]]):
        return _spanned(after[0], case), base if base is not after[0] else None, {}
    before = [p for p in timed if p.span[1] <= start and not between(p.span[1], start) and not _trails(case, p)]
    before = [p for p in before if clause_at(case, p.span[0]) == own]
    is_parted = bool(after and before) and _is_parted(case, before[-1], after[0])
    if after and not is_parted and after[0].span[0] - end < 50 and clause_at(case, after[0].span[0]) == own:
        close = case.text[end : after[0].span[0]]
        is_level = not case.quantity.by and case.quantity.kind != "ratio"
        is_level = is_level and not re.search(r"compar|against|than|from|versus|relative|\bas\b", close)
        if after[0].role != "base" or is_level:
            return _spanned(after[0], case), base if base is not after[0] else None, {}
    if before:
        return _spanned(before[-1], case), base, {}
    if timed:
        nearest = min(timed, key=lambda p: (clause_at(case, p.span[0]) != own, abs(p.span[0] - start)))
        alone = len({(p.first, p.last) for p in timed}) == 1
        return _spanned(nearest, case), base, {"year_near": 1.0 if alone else 3.0}
    if (listed := _of_list(case)) is not None:
        return listed, base, {"year_near": 2.0}
    if case.earlier is not None and not _AGO.search(case.text) and not _is_left_ahead(case, case.earlier):
        is_same = re.search(r"\b(?:the same|that|this) year\b", case.text, re.IGNORECASE)
        return case.earlier, base, {"year_near": 2.0} if is_same else {"year_far": 1.0}
    ago = _AGO.search(case.text)
    if ago is not None:
        count = _COUNTED.get(ago[1].lower()) or int(ago[1])
        year = case.year - count * (10 if ago[2].lower().startswith("decade") else 1)
        return Period(ago.span(), year, year), base, {"year_near": 1.0}
    if case.dated.heading is not None and _UNTOLD.search(case.text) is None:
        return case.dated.heading, base, {"year_far": 1.0}
    return None, base, {"year_none": 1.0}


#: What is or was so: no plan told before is meant.
_IS_SO = re.compile(
    r"\b(?:is|are|was|were|has|have|had|came|comes?|stood|stands?|remain(?:s|ed)?|account(?:s|ed)|made|took|takes|bought|buys|"
    r"sold|sells|supplie[ds]|ranks?|ranked|rose|fell|grew|exported|imported|delivered|amounted)\b(?!\s+to\s+(?:be|reach|rise|grow)\b)"
)
_WILL_BE = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|plans?|planned|expects?|expected|targets?|aims?|goals?|by\s+then)\b"
)


def _is_left_ahead(case: Case, earlier: Period) -> bool:
    """Whether the year told before lies ahead of the document, and this sentence tells what is or was.

    "They want to trade 200 billion by 2030. China is the largest partner of Russia": it is so today.
    """
    is_ahead = earlier.first > case.last_year
    return is_ahead and _IS_SO.search(case.text) is not None and _WILL_BE.search(case.text) is None


def _of_list(case: Case) -> Period | None:
    """When the list is of in which the figure is an entry: "The main customers in 2016: ... Chile: $5 billion"."""
    if case.listing is None or case.listing.period is None or case.periods:
        return None
    entry = entry_of(case.text, case.quantity, case.quantities, case.actors, case.listing)
    return replace(case.listing.period, span=(0, 0)) if entry is not None else None


#: "31 per cent, as few as in 2003", "41 per cent, which equals the dismal result of 2003": told of another year.
_EQUALS = re.compile(
    r"\b(?:as\s+(?:few|low|high|many|much|little|bad(?:ly)?|good|poor(?:ly)?|small|large|well)\s+as|"
    r"equal(?:s|led|ling)?|match(?:es|ed|ing)|(?:the\s+)?same\s+as|on\s+a\s+par\s+with|(?:much|just|exactly|again)\s+(?:as|like)|"
    r"level\s+with|repeats?|repeating)\b[^,;]{0,45}$"
)

#: "20 per cent of all exports, though it has been fighting since 2014".
_LASTS = re.compile(
    r"\b(?:though|although|while|whereas|even\s+if|despite|because|which|who|but)\s+(?:[\w’'-]+\s+){0,4}?(?:has|have|had)\s+"
    r"(?:\w+ly\s+)?(?:been\s+)?\w+(?:ing|ed|en)\b[^;:]{0,60}$"
)


#: A figure told again in brackets, and what leads to its year: "134 billion (24.2 percent) in 2011".
_TWIN = re.compile(r"\s*\([^()]*\d[^()]*\)\s+(?:back\s+)?(?:in|for|during|of)\s+(?:the\s+year\s+)?")


def behind_twin(case: Case) -> Period | None:
    """The year that follows a figure and the same figure told again in brackets."""
    match = _TWIN.match(case.text, case.quantity.span[1])
    if match is None:
        return None
    return next((p for p in case.periods if p.span[0] == match.end() and p.grain == "year"), None)


def told_of_else(case: Case) -> tuple[Period, ...]:
    """A year told behind a figure that is not its own: one that it equals, or since when something else has lasted."""
    end = case.quantity.span[1]
    until = min((q.span[0] for q in case.quantities if q.span[0] >= end), default=len(case.text))
    if gone := at_present(case):
        return gone
    after = [p for p in case.periods if end <= p.span[0] < until and p.first < case.year]
    if case.quantity.by or not after:
        return aimed_at(case)
    until = after[0].span[0]
    is_lasting = after[0].role == "since" and _LASTS.search(case.text, end, until) is not None
    is_next = _leads_next(case, after[0])
    return (after[0],) if is_lasting or is_next or _EQUALS.search(case.text, end, until) else ()


def _leads_next(case: Case, period: Period) -> bool:
    """Whether a year opens what is told behind a semicolon: "number 30 %; last year it was 35"."""
    if ";" not in case.text[case.quantity.span[1] : period.span[0]]:
        return False
    following = next((q for q in case.quantities if q.span[0] >= period.span[1]), None)
    is_like = following is not None and following.unit == case.quantity.unit
    return is_like and following is not None and ";" not in case.text[period.span[1] : following.span[0]]


def _is_parted(case: Case, before: Period, after: Period) -> bool:
    """Whether a year behind is of what is told next: "in 2010 took 82 per cent of it and last year 90"."""
    start, end = case.quantity.span
    if _PARTS.search(case.text[before.span[1] : start]) is not None:
        return False
    return _TOLD_NEXT.search(case.text[end : after.span[0]]) is not None


def _base_of(case: Case) -> Period | None:
    """What a figure is compared with: the year told so right behind it, else the last one before, else any."""
    bases = [p for p in case.periods if p.role == "base"]
    if len(bases) < 2:
        return bases[0] if bases and not is_of_former(case, bases[0]) else None
    start, end = case.quantity.span
    until = min((q.span[0] for q in case.quantities if q.span[0] >= end), default=len(case.text))
    since = max((q.span[1] for q in case.quantities if q.span[1] <= start), default=0)
    behind = [p for p in bases if end <= p.span[0] < until]
    before = [p for p in bases if since <= p.span[0] < start]
    return (behind or before[::-1] or bases)[0]


#: A year is told, though not by its number: that of the heading is not meant.
_UNTOLD = re.compile(r"\b(?:years?|decades?|months?|then|now|today|century)\b", re.IGNORECASE)

#: "A decade earlier", "four years on": no event follows, as in "the year before the war".
_LATER = seldom(
    r"\b(?:(?:([\w-]+)\s+)?(years?|decades?)\s+(?:(earlier|previously|later|afterwards?|thereafter)|"
    r"(before|on|after)(?=\s*(?:[,;:.)]|$|(?:it|they|its|their|that|this|the (?:figure|share|number|proportion|"
    r"percentage|total|value|volume)|was|were|had|has|and|stood|at|to|from|by which)\b)))|"
    r"the\s+(previous|following|next)\s+(year))\b",
    re.IGNORECASE,
)
#: What parts a figure from what follows it.
_PARTS = re.compile(r"[,;:()—]|\s[–-]\s|\b(?:and|but|while|whereas|against|then|yet)\b")
#: Before "a year earlier" these make it what a change is counted from.
_COMPARES = re.compile(r"\b(?:from|than|on|over|against|with|to)\s+(?:that\s+of\s+|those\s+of\s+)?$", re.IGNORECASE)


#: "Lower than in 2012, when it stood at 49.7 billion".
_WHEN = re.compile(r"\s*,?\s*when\s+(?:it|they|the\s+\w+|that)\s+(?:\w+\s+){1,3}(?:at|to|of|for)?\s*")
_HAS_BEEN = re.compile(
    r"\band\s+(?:it\s+|they\s+)?(?:has|have|had)\s+(?:\w+ly\s+|been\s+|now\s+|also\s+){0,3}(?:falling|rising|growing|shrinking|"
    r"declining|increasing|dropping|decreasing|fallen|risen|grown|shrunk|declined|increased|dropped|decreased|"
    r"doubled|tripled|halved)\b"
)
_BRACKET = re.compile(r"\s*\(\s*(?:in\s+|for\s+|as of\s+)?")
_SAME = re.compile(
    r"\s*,?\s*(?:in|for|during|over)\s+(?:the same|that(?: same)?)\s+(?:year|period|span)\b", re.IGNORECASE
)


def _same(case: Case, timed: Sequence[Period]) -> Period | None:
    """The year told before, where "in the same year" follows the figure."""
    if _SAME.match(case.text, case.quantity.span[1]) is None:
        return None
    before = [p for p in timed if p.span[1] <= case.quantity.span[0]]
    return before[-1] if before else case.earlier


#: Before a year that leads its sentence, and what tells of another time without a year.
_LED = re.compile(r"\W*(?:(?:and|but|then)\s+)?(?:in|during|over)\s+(?:the\s+year\s+|calendar\s+)?", re.IGNORECASE)
_CAME_FROM = re.compile(r"\bfrom\s+(?:(?:just|only|about|some|around|nearly|almost|over|a|an|mere)\s+)*(?:US)?\$?$")
_OTHER_TIME = re.compile(r"\b(?:earlier|before|ago|previous\w*|later|then|last|since|decades?|years)\b")


def _year_before(case: Case, timed: Sequence[Period]) -> Period | None:
    """When what a change came from was, where one year leads the sentence: "in 2014 it fell from 11 to 9"."""
    start, end = case.quantity.span
    if not case.quantity.base or len(case.periods) != 1 or len(timed) != 1 or _OTHER_TIME.search(case.text) is not None:
        return None
    led = timed[0]
    is_led = led.first == led.last and led.grain == "year" and _LED.fullmatch(case.text, 0, led.span[0]) is not None
    is_end = _CAME_FROM.search(case.text[:start]) is not None and _told_to(case, start, end)
    return Period((0, 0), led.first - 1, led.first - 1) if is_led and is_end else None


def _told_to(case: Case, start: int, end: int) -> bool:
    """Whether what it came to stands right before or behind it."""
    text, tos = case.text, ("to ", "down to ", "up to ")
    spans = [q.span for q in case.quantities if q.unit == case.quantity.unit and q.span != case.quantity.span]
    behind = any(
        0 <= low - end < 12 and (text[low:high].startswith(tos) or " to " in text[end:low]) for low, high in spans
    )
    before = any(0 <= start - high < 12 and "to " in text[max(0, low - 4) : high] for low, high in spans)
    return behind or before


def _bracketed(case: Case, period: Period) -> bool:
    """Whether a year stands in brackets with another figure, which it belongs to: "(in 2014, 18 per cent)"."""
    opened, closed = case.text.rfind("(", 0, period.span[0]), case.text.find(")", period.span[1])
    if opened < 0 or closed < 0 or ")" in case.text[opened : period.span[0]]:
        return False
    inside = [q for q in case.quantities if opened <= q.span[0] and q.span[1] <= closed]
    return bool(inside) and case.quantity not in inside


#: "After last year's 74%": of the figure right behind it alone.
_OWN = re.compile(r"['’]s\s(?:\w+\sof\s)?[$€£¥]?(?=\d)")


def has_own(case: Case, period: Period) -> bool | None:
    """Whether a year that has a figure of its own has this one: "last year's 74%"; None where it has none."""
    match = _OWN.match(case.text, period.span[1])
    return None if match is None else case.quantity.span[0] <= match.end() < case.quantity.span[1]


def _leads(case: Case, period: Period) -> bool:
    """Whether a year after a figure leads the next one: "27 per cent in 2000, in 2016 only 12" of the second."""
    end = case.quantity.span[1]
    following = next((q for q in case.quantities if q.span[0] >= period.span[1]), None)
    if _bracketed(case, period) or has_own(case, period) is False:
        return True
    is_apart = _PARTS.search(case.text[end : period.span[0]]) is not None
    if following is None or not is_apart or _PARTS.search(case.text[period.span[1] : following.span[0]]):
        return False
    own = [p for p in case.periods if p.span[1] <= case.quantity.span[0] and p.role != "base"]
    earlier = [q for q in case.quantities if q.span[1] <= case.quantity.span[0]]
    return bool(own) and not any(own[-1].span[1] <= q.span[0] for q in earlier)


#: Between a figure and a year, where something else is told.
_TOLD_NEXT = re.compile(r"[;—]|\s[–-]\s|\b(?:and|but|while|whereas|then|yet|was|were|had|has)\b")
_CLOSE = re.compile(r"\s*\(?(?:in|by|for|during|since|of)?\s*")


def _trails(case: Case, period: Period) -> bool:
    """Whether a year before a figure ends what was told of another: "7 billion in 1998, contracted to 2 billion"."""
    before = next((q for q in reversed(case.quantities) if q.span[1] <= period.span[0]), None)
    if before is None or not _CLOSE.fullmatch(case.text[before.span[1] : period.span[0]]):
        return False
    return _PARTS.search(case.text[period.span[1] : case.quantity.span[0]]) is not None


def _end_of_span(case: Case) -> Period | None:
    """The last year of a span, for what a change reached: "fell by 30 % between 2012 and 2016, to 5.7 billion"."""
    quantity = case.quantity
    if quantity.kind != "change" or quantity.by:
        return None
    spans = [p for p in case.periods if p.last > p.first and p.role == "at"]
    years = [p for p in case.periods if p.last == p.first and p.role != "base"]
    if _AVERAGE.search(case.text) is not None:
        return None
    # "From 250 million in 2000-2001 to 2,666 million": that span is of the figure before.
    is_to = case.text.startswith("to ", quantity.span[0])
    before = [p for p in spans if not is_to and re.fullmatch(r",?\s+", case.text[p.span[1] : quantity.span[0]])]
    found = before[-1] if before else spans[0] if len(spans) == 1 and not years else None
    return Period(found.span, found.last, found.last) if found is not None else None


_AVERAGE = re.compile(r"\b(?:averag\w*|a year|per year|annually|each year|yearly|combined|total of)\b", re.IGNORECASE)


_SOME = "(?:about |some |just |only |nearly |over |under |more than |less than |a mere |an? estimated )?"
_FROM = re.compile(rf"\bfrom\s+{_SOME}$")
_TO = re.compile(rf"\s+to\s+{_SOME}")
#: "To 45 billion, up from 13": the level reached comes first.
_REACHED = re.compile(rf"\bto\s+{_SOME}$")
_UP_FROM = re.compile(rf",?\s+(?:up\s+|down\s+)?from\s+{_SOME}")


def _leg(case: Case) -> Period | None:
    """The year of one end of "from 13 to 45 billion between 2011 and 2018", where neither end has its own.

    "Between 2011 and 2018 it rose to 45 billion from 13" tells the ends the other way round.
    """
    like = [q for q in case.quantities if q.unit == case.quantity.unit]
    at = next((i for i, q in enumerate(like) if q.span == case.quantity.span), None)
    if at is None or case.quantity.by:
        return None
    for first, last in itertools.pairwise(like[max(0, at - 1) : at + 2]):
        start, end = _number_at(case, first), _number_at(case, last)
        head, between = case.text[:start], case.text[first.span[1] : end]
        is_turned = _REACHED.search(head) is not None and _UP_FROM.fullmatch(between) is not None
        if not is_turned and not (_FROM.search(head) and _TO.fullmatch(between)):
            continue
        spans = [p for p in case.periods if p.last > p.first]
        years = sorted({p.last for p in case.periods if p.grain == "year"})
        if len(spans) == 1:
            low, high, span = spans[0].first, spans[0].last, spans[0].span
        elif len(years) == 2 and not spans:
            low, high, span = *years, (0, 0)
        elif (told := _over_years(case)) is not None and len(years) == 1:
            low, high, span = told
        else:
            return None
        year = low if (first is like[at]) is not is_turned else high
        return Period(span, year, year)
    return None


#: "From 16 to 54 billion over the ten years to 2020".
_OVER_YEARS = re.compile(
    r"\b(?:over|in|during|within)\s+(?:the\s+)?(?:(?P<decade>decade)|(?P<count>\w+)\s+years)\s+"
    r"(?:to|until|up\s+to|ending(?:\s+in)?)\s+$"
)


def _over_years(case: Case) -> tuple[int, int, Span] | None:
    """The first and the last of so many years that end in a year told, and where that stands."""
    for period in case.periods:
        match = _OVER_YEARS.search(case.text[: period.span[0]]) if period.grain == "year" else None
        if match is not None:
            word = (match["count"] or "").lower()
            count = 10 if match["decade"] else _COUNTED.get(word) or (int(word) if word.isdecimal() else 0)
            return (period.last - count, period.last, period.span) if count else None
    return None


def _number_at(case: Case, quantity: Quantity) -> int:
    """Where the number of a figure begins, behind its verb of change and "to"."""
    match = re.compile(r"(?:.*?\b(?:to|from)\s+)?").match(case.text, *quantity.span)
    return match.end() if match else quantity.span[0]


def _counted(case: Case, between: Callable[[int, int], bool]) -> Period | None:
    """The year of "a decade earlier", beside the figure: counted from the year told before it."""
    start, end = case.quantity.span
    for match in _LATER.finditer(case.text):
        low, high = (end, match.start()) if match.start() >= end else (match.end(), start)
        if is_apposed(case.text, *match.span()):
            continue
        if clause_at(case, match.start()) != clause_at(case, start) or between(low, high) or high - low > 70:
            continue
        if any(low <= p.span[0] < high for p in case.periods) or (case.quantity.by and match.start() >= end):
            # "In 2014, five years later, ..." is told outright; "up 5 per cent on a year earlier" is a change.
            continue
        if match.end() <= start and (
            _COMPARES.search(case.text[: match.start()]) or any(0 <= p.span[0] - end < 8 for p in case.periods)
        ):
            continue
        told = [p for p in case.periods if p.span[1] <= match.start() and not _LATER.search(case.text, *p.span)]
        known = told[-1] if told else case.earlier
        word = (match[1] or "a").lower()
        count = 1 if match[6] else int(word) if word.isdecimal() else sum(_COUNTED.get(w, 0) for w in word.split("-"))
        if known is None or not count or known.grain in ("day", "month", "quarter", "half"):
            return None
        step = count * (10 if (match[2] or "").lower().startswith("decade") else 1)
        is_later = (match[3] or match[4] or match[5]).lower() not in ("earlier", "before", "previously", "previous")
        year = known.last + (step if is_later else -step)
        return Period(match.span(), year, year)
    return None


#: "A decade ago", "two years ago": counted from the document's year.
_COUNTED = {"a": 1, "the": 1, "couple": 2, "dozen": 12} | {word: n for word, n in NUMBERS.items() if n}
_AGO = seldom(rf"\b({'|'.join(_COUNTED)}|\d{{1,2}})\s+(years?|decades?)\s+ago\b", re.IGNORECASE)


#: Spans of fewer years than this are no period that another is compared with.
_LONG = 3
_YEARS_BEFORE = re.compile(
    r"\b(?:previous|preceding|prior|earlier|last)\s+"
    r"(?:(?:\w+|\d)[- ]year\s+(?:period|span|cycle|block)|(?:\w+|\d)\s+years)\b|"
    r"\b(?:five|four|three|5)\s+years\s+(?:before|earlier|previously)\b|\bfive-year\s+period\s+before\b",
    re.IGNORECASE,
)


#: Two spans told before: "between the two periods", "over the same period".
_BOTH = re.compile(
    r"\b(?:between|over|across|in|from)\s+(?:the|these|those|both)\s+(?:same\s+)?(?:two\s+)?(?:five-year\s+)?periods\b|"
    r"\b(?:over|in|during)\s+(?:the|that)\s+same\s+(?:period|time|years)\b|\bfrom\s+one\s+period\s+to\s+the\s+(?:other|next)\b",
    re.IGNORECASE,
)
_FIVE_BEFORE = re.compile(r"^(?:five|5)\s+years\s+(?:before|earlier|previously)$", re.IGNORECASE)
#: The span that the trade in arms is told of, and compared with the one before.
_FIVE = 5


def span_on_span(case: Case, *, of_arms: bool = False) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The years of "between 2009-13 and 2014-18", the later first; None where it is not one span against another.

    Args:
        case: The figure with what stands around it.
        of_arms: Whether it may be of deliveries of arms: those are compared over five years with the five before.
    """
    spans = _long(case.periods)
    if of_arms and spans == [(case.year - _FIVE, case.year)]:
        # "In the last five years": those that are over.
        spans = [(case.year - _FIVE, case.year - 1)]
    if len(spans) == 2 and spans[0][1] < spans[1][0]:
        return spans[1], spans[0]
    if of_arms and (after := _after_base(case)) is not None:
        return after
    # "Five times those of the five years before": those are no year of their own.
    named = [p for p in case.periods if _FIVE_BEFORE.search(case.text[p.span[0] : p.span[1]]) is None]
    is_told_before = not spans and (not named if of_arms else _BOTH.search(case.text) is not None)
    if is_told_before or (of_arms and _BOTH.search(case.text)):
        known = _long(case.dated.told[:_LATELY])
        if len(known) == 2 and known[0][1] < known[1][0]:
            return known[1], known[0]
        spans = spans or (known if of_arms and len(known) == 1 else [])
        if of_arms and spans == [(case.year - _FIVE, case.year)]:
            # "In the last five years": those that are over.
            spans = [(case.year - _FIVE, case.year - 1)]
        if of_arms and not spans:
            spans = [(case.year - _FIVE, case.year - 1)]
    if len(spans) == 1:
        (first, last), long = spans[0], spans[0][1] - spans[0][0] + 1
        is_base = any((p.first, p.last) == spans[0] and p.role == "base" for p in case.periods)
        single = any(p.first == p.last for p in named)
        if _YEARS_BEFORE.search(case.text) is not None or (of_arms and long == _FIVE and not single and not is_base):
            return (first, last), (first - long, first - 1)
    return None


def _after_base(case: Case) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The five years after those of "less than in 2012-2016", told in the sentence or, if it names none, before it."""
    told = case.periods or case.dated.told[:1]
    if len(told) != 1 or told[0].role != "base" or told[0].last - told[0].first + 1 != _FIVE:
        return None
    first, last = told[0].first, told[0].last
    return ((last + 1, last + _FIVE), (first, last)) if last + _FIVE <= case.last_year else None


def _long(periods: Sequence[Period]) -> list[tuple[int, int]]:
    """The spans among periods, the earlier first."""
    return sorted({(p.first, p.last) for p in periods if p.last - p.first + 1 >= _LONG and p.role != "since"})


#: So many of the periods told last are looked at.
_LATELY = 3


def change_years(case: Case, period: Period | None, base: Period | None, back: int) -> tuple[int, int]:
    """The two years that a change of a figure is counted from and to.

    Args:
        case: The figure with what stands around it.
        period: When it is said to be.
        base: What it is compared with.
        back: How many years it took where one year alone is told.
    """
    last = period.last if period else case.year
    first = period.first if period else last
    if base is None and first == last and not case.periods:
        # "Exports rose by 5 per cent compared to 2011. Imports fell by 3 per cent."
        base = next((p for p in case.dated.told[:2] if p.role == "base" and p.last < last), None)
    if base is not None:
        ago = _EARLIER.fullmatch(case.text, *base.span)
        # "Up 5 per cent on a year earlier": whichever year is meant.
        if ago is None and is_of_books(case.text, base):
            # "34 per cent above the fiscal year before" compares years by those in which they begin.
            is_one = period is not None and (first == last or is_of_books(case.text, period))
            return base.first, first if is_one else last
        return (last - (_COUNTED.get((ago[1] or "a").lower()) or int(ago[1])) if ago else base.last), last
    if period is None or first == last:
        then = _first_told(case, period) if period is not None else None
        return (last - back if then is None else then), last
    is_event = period.role == "since" and period.grain in ("day", "month")
    is_past = period.grain == "span" and period.role == "at" and _PAST.match(case.text, *period.span) is not None
    over = int(last == case.year and (is_event or is_past))
    # "Since March 2014": from the last whole year before; "in the past decade": up to the last year that is over.
    first -= 1 if is_event or (is_past and over) else 0
    return first, max(last - over, first)


#: "Had doubled by 2015", "has tripled by now".
_BY_THEN = re.compile(r"\b(?:had|has|have)\s+(?:\w+ly\s+|more\s+than\s+|almost\s+|nearly\s+|even\s+)*$")
_BY = re.compile(r"\bby\s+(?:the\s+end\s+of\s+)?$")


def _first_told(case: Case, period: Period) -> int | None:
    """The year from which "it had doubled by 2015" counts: that of the level told before it in the sentence."""
    start, end = case.quantity.span
    if period.span[0] < end or _BY.search(case.text, end, period.span[0]) is None:
        return None
    if _BY_THEN.search(case.text, max(0, start - 40), start) is None:
        return None
    before = [p for p in case.periods if p.grain == "year" and p.span[1] <= start and p.last < period.last]
    return before[-1].last if before else None


_EARLIER = re.compile(
    rf"(?:(?:the\s+)?({'|'.join(_COUNTED)}|\d{{1,2}})\s+years?\s+(?:earlier|previously|prior|before)|"
    r"(?:the\s+)?(?:previous|preceding|prior)\s+year|the\s+year\s+(?:before|prior)|the\s+year-earlier\s+\w+|"
    r"year[-\s]on[-\s]year|year[-\s]over[-\s]year|y[-/](?:o[-/])?y)",
    re.IGNORECASE,
)
_PAST = re.compile(r"the\s+(?:past|last|previous|preceding)\b", re.IGNORECASE)


def _spanned(period: Period, case: Case) -> Period:
    """A period with its end: "since 2014" runs to the year of the document."""
    if period.role == "since" and re.fullmatch(r"\s*\(", case.text[period.span[1] : case.quantity.span[0]]):
        # "A proportion that has scarcely moved since 2006 (20)".
        return Period(period.span, period.first, period.first)
    if period.role == "since" and period.last < case.year:
        return replace(period, last=case.year)
    is_level = not case.quantity.by and case.quantity.kind != "ratio"
    if is_level and period.last == case.year > period.first and _PAST.match(case.text, *period.span):
        # "Took 30 per cent in the past five years": in those that are over.
        return replace(period, last=case.year - 1)
    return period


def crowd(case: Case) -> dict[str, float]:
    """How many like figures stand beside it, which its year or its states might belong to."""
    spans = clauses(case.text)
    own = clause_of(spans, case.quantity.span[0])
    like = [
        q
        for q in case.quantities
        if q.span != case.quantity.span and q.unit == case.quantity.unit and clause_of(spans, q.span[0]) == own
    ]
    found = {"crowd": float(min(3, len(like)))} if like else {}
    if "respectively" in case.text:
        found["rivals"] = 4.0
    return found
