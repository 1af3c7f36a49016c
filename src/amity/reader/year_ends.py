"""The years of two ends told without years: "fell from 70 to 50 per cent", where two years were told just before.

An author who has told the two years between which he compares leaves them out from then on. Where no year stands
beside either end, the first is of the earlier year and the second of the later one; where but one year was told, what
it came from is of the year before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from amity.reader import senses
from amity.reader.model import Period, Quantity
from amity.reader.scene import Earlier, Scene

#: Between two ends: "from 70 to 50 per cent".
_TO = re.compile(
    r"\s*(?:to|down\s+to|up\s+to)\s+(?:(?:as\s+\w+\s+as|just|only|about|some|around|nearly|almost|over|a|an|the|record|"
    r"more\s+than|less\s+than|mere)\s+)*"
)
_FROM = re.compile(r"\bfrom\s+(?:(?:just|only|about|some|around|nearly|almost|over|a|an|the|mere|more\s+than)\s+)*$")
#: Between a figure and the one it is set against.
_AGAINST = re.compile(
    r"\s*[,(]?\s*(?:(?:up|down)\s+from|from|(?:as\s+)?against|versus|vs\.?|after|(?:as\s+)?compared\s+(?:with|to))\s+"
    r"(?:(?:just|only|about|some|around|nearly|almost|over|a|an|the|mere|more\s+than)\s+)*(?:US)?\$?"
)
#: A time told by its length, which has ends of its own.
_COUNTED = re.compile(
    r"\b(?:years?|decades?|months)\s+(?:later|earlier|before|after|on|ago|previously)\b|\bthe\s+year\s+(?:before|after)\b|"
    r"\b(?:over|in|within|during)\s+(?:those|these|the|that|a)\s+(?:\w+\s+)?(?:years?|decades?|period|time|stretch)\b|\bonce\b",
    re.IGNORECASE,
)
#: Before a year that leads its sentence.
_LEADS = re.compile(r"\W*(?:(?:and|but|then)\s+)?(?:in|during|over)\s+(?:the\s+year\s+|calendar\s+)?", re.IGNORECASE)
#: Behind what is set against a figure: whose it is.
_FOR_ONE = re.compile(r"\s*(?:%|per\s?cent|percent)?\s*(?:for|in|of|from|with|to|between|among|by)\s+(?:the\s+)?[A-Z]")
#: So many figures of the paragraph before may tell the two years.
_BACK = 6


@dataclass(frozen=True, slots=True)
class _Ends:
    """Two figures of which one came from the other, or is set against it; and which of the two is asked for."""

    earlier: Quantity
    later: Quantity
    name: str


def ends_told(scene: Scene, timed: Sequence[Period]) -> Iterator[tuple[Period, str]]:
    """The year of an end that has none beside it, with the sign."""
    if scene.case.quantity.by:
        yield from _steps(scene)
        return
    ends = _ends(scene)
    if ends is not None and ends.name == "from" and (year := _led_by(scene, ends, timed)):
        yield Period((0, 0), year - 1, year - 1), "y:bare from of one"
        return
    if ends is None or not _is_bare(scene, ends, timed):
        return
    is_first = ends.earlier.span == scene.case.quantity.span
    known, where = _two(scene, ends, timed)
    if len(known) == 2:
        yield min(known, key=_last) if is_first else max(known, key=_last), f"y:bare {ends.name} of two {where}"
    elif len(known) == 1:
        year = known[0].last
        if is_first:
            yield Period((0, 0), year - 1, year - 1), f"y:bare {ends.name} of one"
        else:
            yield known[0], f"y:bare {ends.name} of one"


def _led_by(scene: Scene, ends: _Ends, timed: Sequence[Period]) -> int:
    """The only year of a sentence, where that leads it: "in 2014 it grew from 11 to 13 per cent"; 0 for none."""
    text, years = scene.case.text, {(p.first, p.last) for p in timed}
    if len(years) != 1 or len(timed) != 1 or timed[0].last > timed[0].first or _COUNTED.search(text) is not None:
        return 0
    leads = _LEADS.fullmatch(text, 0, timed[0].span[0]) is not None and timed[0].span[1] <= ends.earlier.span[0]
    return timed[0].last if leads else 0


def _last(period: Period) -> tuple[int, int]:
    return period.last, period.first


def _ends(scene: Scene) -> _Ends | None:
    """The two ends of which the figure is one."""
    text, me = scene.case.text, scene.case.quantity
    measure = senses.measure(me.unit)
    like = [q for q in scene.figures if not q.by and q.kind == me.kind and senses.measure(q.unit) in (measure, "")]
    for one, other in pairwise(like):
        if me.span not in (one.span, other.span):
            continue
        name = "from" if one.span == me.span else "to"
        if _TO.fullmatch(text, one.span[1], other.span[0]) or text.startswith("to ", other.span[0]):
            if _FROM.search(text[: one.span[0]]) or text.startswith("from ", one.span[0]):
                return _Ends(one, other, name)
        elif _AGAINST.fullmatch(text, one.span[1], other.span[0]) and not _of_another(scene, one, other):
            return _Ends(other, one, "base" if other.span == me.span else "beside a base")
    return None


def _of_another(scene: Scene, one: Quantity, other: Quantity) -> bool:
    """Whether what a figure is set against is that of another state: "41 per cent, against 27 for Germany"."""
    until = min((q.span[0] for q in scene.case.quantities if q.span[0] >= other.span[1]), default=len(scene.case.text))
    behind = scene.case.text[other.span[1] : until]
    return any(one.span[1] <= a.span[0] < other.span[0] for a in scene.actors) or bool(_FOR_ONE.match(behind))


def _is_bare(scene: Scene, ends: _Ends, timed: Sequence[Period]) -> bool:
    """Whether no year stands with either end."""
    low = min(ends.earlier.span[0], ends.later.span[0])
    high = max(ends.earlier.span[1], ends.later.span[1])
    until = min((q.span[0] for q in scene.case.quantities if q.span[0] >= high), default=len(scene.case.text))
    until = min(until, high + 60)
    begin = max((q.span[1] for q in scene.case.quantities if q.span[1] <= low), default=0)
    if any(low <= p.span[0] < until for p in timed) or _COUNTED.search(scene.case.text, begin, until):
        return False
    # "In 2015 the share rose from 12 to 15 per cent": one year of its own says which end it is of.
    own = {(p.first, p.last) for p in timed if begin <= p.span[0] < low}
    return len(own) != 1 or any(p.last > p.first for p in timed if begin <= p.span[0] < low)


def _two(scene: Scene, ends: _Ends, timed: Sequence[Period]) -> tuple[list[Period], str]:
    """The years told just before, if they are two: in the sentence, or by the figures before; else the one told."""
    low = min(ends.earlier.span[0], ends.later.span[0])
    begin = max((q.span[1] for q in scene.case.quantities if q.span[1] <= low), default=0)
    here = _distinct([p for p in timed if begin <= p.span[0] < low])
    if len(here) == 1 and here[0].last - here[0].first > 0 and not _is_arms_span(here[0], scene):
        span = here[0]
        return [Period(span.span, span.first, span.first), Period(span.span, span.last, span.last)], "of a span"
    if len(here) == 2:
        return here, "here"
    found: list[Period] = []
    before = [e for e in scene.known if e.block == scene.block and not _is_end(scene, ends, e)][:_BACK]
    for earlier in before:
        found = _distinct([*found, *_years(earlier)])
        if len(found) == 2:
            return found, "in the sentence" if earlier.sentence == scene.sentence else "before"
        if len(found) > 2:
            return [], ""
    return found, ""


def _is_end(scene: Scene, ends: _Ends, earlier: Earlier) -> bool:
    """Whether a figure before is the other end."""
    spans = (ends.earlier.span, ends.later.span)
    return earlier.sentence == scene.sentence and earlier.span in spans


def _years(earlier: Earlier) -> list[Period]:
    """The years of a figure before: both ends of a change over years."""
    period = earlier.period
    if earlier.kind == "change" and period.last > period.first:
        return [Period((0, 0), year, year) for year in (period.last, period.first)]
    return [Period((0, 0), period.first, period.last)]


def _is_arms_span(period: Period, scene: Scene) -> bool:
    """Whether the five years are one time, as those of the trade in arms are."""
    return period.last - period.first == 4 and scene.last is not None and scene.last.way.sense.id.startswith("arms")


def _distinct(periods: Sequence[Period]) -> list[Period]:
    return list({(p.first, p.last): p for p in reversed(periods)}.values())[::-1]


def _steps(scene: Scene) -> Iterator[tuple[Period, str]]:
    """The years of one of several changes told after the sums between which they are: "increases of 33 and 22 %"."""
    here = [e for e in scene.known if e.sentence == scene.sentence]
    sums = [e for e in here if e.kind in ("level", "change") and e.unit != "%" and e.period.first == e.period.last]
    years = sorted({e.period.last for e in sums})
    last = max((e.span[1] for e in sums), default=0)
    spans = [q.span for q in scene.case.quantities if q.span[0] >= last and q.unit == "%" and q.by]
    if len(years) < 3 or len(spans) != len(years) - 1 or scene.case.quantity.span not in spans:
        return
    at = spans.index(scene.case.quantity.span)
    yield Period((0, 0), years[at], years[at + 1], "span"), "y:step between sums"
