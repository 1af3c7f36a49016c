"""Forms of English that tell a year by others: "over those four years", "the first of these years"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from amity.reader import quantity_words as words
from amity.reader import year_places as places
from amity.reader.model import Period
from amity.reader.scene import Earlier, Features, Scene
from amity.reader.seldom import seldom

_COUNTS = {name: int(value) for name, value in words.NUMBERS.items() if 0 < value < 100 and name.isalpha()}
COUNTS = _COUNTS | {"a": 1, "an": 1, "dozen": 12}
#: "Over those four years", "in a dozen years", "in the three years to 2018", "within a decade".
_LONG = seldom(
    r"\b(?:over|in|within|during|after|across|inside|for)\s+(?:(?:the|these|those|that|as\s+many\s+as|the\s+space\s+of|"
    r"just|only|barely|some|about)\s+)*(?:(?:same|next|following|past|last|intervening)\s+)?"
    rf"(?:(?:an?\s+)?(?P<count>\d{{1,2}}|dozen|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})\s+years?|"
    r"(?:(?P<tens>two|three|four)\s+)?(?P<decade>decades?))\b"
    r"(?:\s+(?:to|until|up\s+to|through|ending(?:\s+in)?|that\s+ended\s+in)\s+(?P<until>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
#: "In the first of those years", "in that first year", "in the second", "by the last of these years".
_PLACE = seldom(
    r"\b(?:in|by|at|of|during)\s+(?:the|that)\s+(?P<which>first|second|third|last|latter|former|final|earlier|later)"
    r"(?:\s+(?:year|one)\b(?!\s+(?:of|since|for|on|that|in|half))|\s+of\s+(?:those|these|the|them)\s+(?:(?:two|three|four)\s+)?"
    r"(?:years|dates)\b|(?=\s*[.,;:)]|$))",
    re.IGNORECASE,
)
_BEFORE_LAST = seldom(r"\bthe\s+year\s+before\s+last\b", re.IGNORECASE)
#: "It went up to 532 million in 2018, then slipped to 193".
_NEXT = re.compile(
    r"(?:,|\band|\bbut|;|\bbefore|\bonly)\s+(?:then|afterwards|later|thereafter)\s+(?:[a-z]+\s+){0,3}\W*$|,?\s*then\s+\W*$"
)
#: "Since its peak in 2011, when it stood at 40 billion".
_WHEN = re.compile(
    r"\W{0,3}\s+(?:when|a\s+year\s+(?:in\s+which|when|that)|(?:in|by|during)\s+which(?:\s+time)?)\b[^;:]{0,90}"
)
_FROM = re.compile(r"\bfrom\s+\W*(?:[a-z]+\s+){0,2}\W*$")
_SINCE_THEN = seldom(r"\b(?:since\s+then|ever\s+since|(?:has|have)\s+since)\b", re.IGNORECASE)
#: What parts a figure from the one before: another thing is told.
_PARTS = re.compile(r"(?P<semi>[;:])|(?P<comma>,)|\b(?P<and>and|while|but|whereas|whose)\b")
#: Behind a figure that compares two states, not two years.
_OF_STATES = re.compile(
    r"\s*(?:times\s+)?(?:over\b|the\s+size\b|as\s+\w+(?:\s+\w+)?\s+as\s+(?!in\b|it\b|they\b|at\b|a\b|the\s+year|(?:19|20)\d)|"
    r"(?:that|those)\s+of\s+(?!(?:19|20)\d)|(?:the\s+)?[A-Z][\w.]+['’]|(?:its|their|our)\s+\w+['’]s?\b|ours\b|theirs\b|to\s+one\b)"
)

_At = Callable[[Period], Features]


def forms(scene: Scene, timed: Sequence[Period], at: _At) -> None:
    """What forms of English that tell a year by others say of a figure.

    Args:
        scene: The figure.
        timed: The years its sentence names.
        at: What speaks for a year, to be added to.
    """
    fresh = any(scene.is_fresh(p.span) for p in timed)
    tail = " though another is near" if fresh else ""
    _undated(scene, tail, at)
    _long(scene, timed, at)
    _in_place(scene, tail, at)
    for match in _BEFORE_LAST.finditer(scene.case.text):
        near = " near" if scene.is_fresh(match.span()) else ""
        at(_year(scene.case.year - 2))[f"y:year before last{near}"] = 1.0
    for period in timed:
        if period.span[1] >= scene.since and _WHEN.fullmatch(scene.case.text, period.span[1], scene.start):
            at(period)[f"y:when, of the year before it{', that of since' if period.role == 'since' else ''}"] = 1.0
            if period.last > period.first and period.role == "since":
                at(_year(period.first))["y:when, of the start of that since"] = 1.0
    if not fresh:
        _back_to_plain(scene, at)
        _then(scene, at)
        _after(scene, timed, at)


def is_of_states(scene: Scene) -> bool:
    """Whether how many times one thing is another compares two states: "5 times the size", "4 times Japan's"."""
    text = scene.case.text
    return text[: scene.end].rstrip().endswith("to one") or _OF_STATES.match(text, scene.end) is not None


def _undated(scene: Scene, tail: str, at: _At) -> None:
    """In a text without a date the latest year that it names stands for that of the document, and is no year after."""
    case = scene.case
    if case.last_year <= case.year:
        return
    tail += " where one is told" if case.dated.told else " where one is told above" if case.dated.above else ""
    for back in range(3):
        at(_year(case.year - back))[f"y:undated, less {back}{tail}"] = 1.0


def _long(scene: Scene, timed: Sequence[Period], at: _At) -> None:
    """The first year of so long a time, and the last: "from 5.4 to 25.4 per cent over those four years"."""
    quantity, text = scene.case.quantity, scene.case.text
    is_change = quantity.by or (quantity.kind == "ratio" and not is_of_states(scene))
    told = _told(scene, timed)
    for match in _LONG.finditer(text):
        years = _length(match)
        if years < 1:
            continue
        near = "near" if _is_of(scene, match.start()) else "far"
        ends = [int(match["until"])] if match["until"] else told[:3]
        for nth, last in enumerate(dict.fromkeys(ends)):
            how = "to" if match["until"] else "both told" if last - years in told else f"{min(nth, 1)}"
            if is_change:
                at(Period((0, 0), last - years, last, "span"))[f"y:long {how}, change {near}"] = 1.0
                continue
            end = "from" if _FROM.search(text[: scene.start]) else "to" if places.is_end(scene) else "plain"
            at(_year(last - years))[f"y:long {how}, first, {end} {near}"] = 1.0
            at(_year(last))[f"y:long {how}, last, {end} {near}"] = 1.0


def _length(match: re.Match[str]) -> int:
    """How many years a match tells."""
    if match["decade"]:
        return 10 * COUNTS.get((match["tens"] or "a").lower(), 1)
    count = match["count"].lower()
    return COUNTS.get(count) or (int(count) if count.isdecimal() else 0)


def _is_of(scene: Scene, at: int) -> bool:
    """Whether what stands somewhere may be said of a figure: no semicolon or full stop between."""
    low, high = sorted((at, scene.start))
    return not re.search(r"[;]|\.\s", scene.case.text[low:high])


def _told(scene: Scene, timed: Sequence[Period]) -> list[int]:
    """The years told around a figure, those of its sentence first, then of its paragraph, then of the document."""
    case = scene.case
    years = [p.last for p in sorted(timed, key=lambda p: scene.away(p.span)) if p.role != "base"]
    years += [e.period.last for e in scene.before if e.block == scene.block]
    years += [p.last for p in case.dated.told]
    if not years:
        years += [p.last for p in case.dated.above[:2]] + [case.year - (case.last_year <= case.year)]
    return list(dict.fromkeys(years))


def _in_place(scene: Scene, tail: str, at: _At) -> None:
    """The year that stands in a place among those told: "in the first of these years", "in the latter"."""
    found = (m for m in _PLACE.finditer(scene.case.text) if scene.is_fresh(m.span()))
    # "In the first year it sold 5 billion" is of no years told before.
    matches = [m for m in found if m.start() >= scene.end or m[0].lower().endswith(("years", "dates"))]
    if not matches:
        return
    timed = [p for p in scene.case.periods if p.span[1] <= scene.start and p.first == p.last]
    known = list(dict.fromkeys(p.last for p in timed))
    if len(known) < 2:
        known += [e.period.last for e in scene.known if e.block == scene.block]
        known += [p.last for p in scene.case.dated.told if p.first == p.last]
    for match in matches[:1]:
        which = match["which"].lower()
        side = "after" if match.start() >= scene.end else "before"
        is_plain = "plain " if not match[0].lower().endswith(("years", "year", "dates", "one")) else ""
        for name, years in (("told", known), ("latest", known[:3])):
            if (year := _picked(sorted(set(years)), which)) is not None:
                at(_year(year))[f"y:{is_plain}place among {name} {side}{tail}"] = 1.0


def _picked(years: Sequence[int], which: str) -> int | None:
    """The year in a place among several, the earliest first."""
    if len(years) < 2:
        return None
    if which in ("first", "former", "earlier"):
        return years[0]
    if which in ("second", "third"):
        place = 1 if which == "second" else 2
        return years[place] if place < len(years) else None
    return years[-1]


def _back_to_plain(scene: Scene, at: _At) -> None:
    """After a figure that another is compared with, the next one is of the year told plainly again."""
    last, text = scene.last, scene.case.text
    if last is None or not scene.in_sentence or scene.case.quantity.by or _is_compared(scene, scene.start):
        return
    told = [e for e in scene.before if e.sentence == scene.sentence]
    if not _is_compared(scene, last.span[0]):
        return
    plain = next((e for e in told if not _is_compared(scene, e.span[0])), None)
    between = text[last.span[1] : scene.start]
    parts = {match.lastgroup for match in _PARTS.finditer(between)}
    how = next((name for name in ("semi", "and", "comma") if name in parts), "nothing")
    how += " and another state" if scene.fresh else ""
    at(last.period)[f"y:on with the compared, parted by {how}"] = 1.0
    if plain is not None:
        at(plain.period)[f"y:back to the plain, parted by {how}"] = 1.0


def _is_compared(scene: Scene, start: int) -> bool:
    """Whether a figure is compared with, or told in brackets with a year of its own."""
    if places.is_compared(scene.case.text, scene.case.quantities, start):
        return True
    opened = scene.case.text.rfind("(", 0, start)
    if opened < 0 or ")" in scene.case.text[opened:start]:
        return False
    return any(opened < p.span[0] < start for p in scene.case.periods)


def _then(scene: Scene, at: _At) -> None:
    """What "since then" leads up to: the latest year of the document, or a later one than was told."""
    text = scene.case.text
    match = _SINCE_THEN.search(text, scene.since, scene.until)
    if match is None:
        return
    case = scene.case
    for year in _latest(scene):
        at(_year(year))["y:since then, up to the latest"] = 1.0
    for period in [*(e.period for e in scene.before[:1]), *case.dated.told[:1]]:
        at(period)["y:since then, as told before"] = 1.0


def _after(scene: Scene, timed: Sequence[Period], at: _At) -> None:
    """What comes "then": not of the year of the figure before, but of the next one told, or of the year after."""
    last = scene.last
    if last is None or not scene.in_sentence or not _NEXT.search(scene.case.text, last.span[1], scene.start):
        return
    year = last.period.last
    at(last.period)["y:then, of the year before it"] = 1.0
    at(_year(year + 1))["y:then, the year after"] = 1.0
    later = sorted({*(p.last for p in timed), *(p.last for p in scene.case.dated.told)} - set(range(year + 1)))
    if later:
        at(_year(later[0]))["y:then, the next told"] = 1.0


def _latest(scene: Scene) -> Iterator[int]:
    """The year that a document has come to: the latest that it names much, and the one before its date."""
    case = scene.case
    latest = max((year for year, _ in case.dated.often), default=None)
    if latest is not None and latest < case.year:
        yield latest
    yield case.year if case.last_year > case.year else case.year - 1


def main_years(scene: Scene, known: Sequence[Period]) -> list[int]:
    """From which years one may be counted: those told plainly, then the figure before, then those compared with."""
    case = scene.case

    def is_base(period: Period) -> bool:
        own = places.owner(scene, period.span)
        return period.role == "base" or (own is not None and places.is_compared_figure(scene, own))

    plain = [p.last for p in known if not is_base(p) and not places.is_aside(case.text, p.span, scene.start)]
    figure = [_plain_before(scene.before, scene)]
    base = [p.last for p in known]
    return list(dict.fromkeys(year for year in (*plain, *figure, *base) if year is not None))


def _plain_before(before: Sequence[Earlier], scene: Scene) -> int | None:
    """The year of the last figure of the sentence that is not compared with."""
    for earlier in before:
        if earlier.sentence == scene.sentence and not _is_compared(scene, earlier.span[0]):
            return earlier.period.last
    return None


def _year(year: int) -> Period:
    return Period((0, 0), year, year)
