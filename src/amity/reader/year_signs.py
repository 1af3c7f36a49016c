"""When a figure may be, and what speaks for each year or span."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from amity.reader import quantity_words as words
from amity.reader.model import Period, Span
from amity.reader.scene import Features, Scene

#: At most so many are weighed for one figure.
_MANY = 14
_COUNTS = {name: int(value) for name, value in words.NUMBERS.items() if 0 < value < 100 and name.isalpha()}
_COUNTED = re.compile(
    rf"\b(?:(?P<count>an?|\d{{1,2}}|{'|'.join(_COUNTS)})\s+(?P<unit>years?|decades?)\s+"
    r"(?P<to>later|earlier|before|after(?:wards?)?|on(?! end)|previously|ago)|"
    r"the\s+year\s+(?P<next>before|after)|the\s+(?P<other>following|next|previous|preceding)\s+year)\b",
    re.IGNORECASE,
)
_FORWARD = frozenset({"later", "after", "afterwards", "afterward", "on", "following", "next"})
#: "The ten years to 2009": what is summed there is of them all.
_YEARS_TO = re.compile(
    rf"\b(?:(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\s+years|(?P<decade>decade))\s+"
    r"(?:to|until|up to|ending(?:\s+in)?)\s+$",
    re.IGNORECASE,
)
#: "Within a decade", "in two years": so long a change took.
_WITHIN = re.compile(
    rf"\b(?:in|over|within|during)\s+(?:the\s+(?:same|next|following|past|last|space of)\s+)?"
    rf"(?:(?P<count>an?|\d{{1,2}}|{'|'.join(_COUNTS)})\s+)?(?P<unit>years?|decades?)\b",
    re.IGNORECASE,
)
_FROM, _TO = re.compile(r"\bfrom\s+\W*$"), re.compile(r"\bto\s+\W*$")


def year_signs(scene: Scene) -> Iterator[tuple[Period, Features]]:
    """When it may be, and what speaks for it."""
    found: dict[tuple[int, int], tuple[Period, Features]] = {}

    def at(period: Period) -> Features:
        return found.setdefault((period.first, period.last), (period, {}))[1]

    if scene.period is not None:
        at(scene.period)["y:rule"] = 1.0
    timed = [period for period in scene.case.periods if period.first <= scene.case.last_year]
    fresh = [period for period in timed if scene.is_fresh(period.span)]
    for period in timed:
        features = at(period)
        features["y:near"] = max(features.get("y:near", 0.0), 1 / (1 + scene.away(period.span) / 30))
        features |= _beside(scene, period, is_fresh=period in fresh)
        if all(other.span == period.span for other in timed):
            features["y:only"] = 1.0
    for one in timed:
        for other in timed:
            is_change = scene.case.quantity.by or scene.case.quantity.kind == "ratio"
            if is_change and one.last < other.last and one.grain == other.grain == "year":
                at(Period((0, 0), one.last, other.last, "span"))["y:two of a change"] = 1.0
    _of_change(scene, timed, at)
    for period in timed:
        match = _YEARS_TO.search(scene.case.text[: period.span[0]]) if period.first == period.last else None
        if match is not None:
            years = 10 if match["decade"] else _count(match["count"])
            at(Period(period.span, period.last - years + 1, period.last, "span"))["y:years to"] = 1.0
    for period in timed:
        if period.last > period.first and period.grain in ("year", "span"):
            at(Period(period.span, period.first, period.first))[_end(scene, "first")] = 1.0
            at(Period(period.span, period.last, period.last))[_end(scene, "last")] = 1.0
    for year, span in _counted(scene, timed):
        features = at(Period(span, year, year))
        features["y:counted"] = 1.0
        features["y:counted near"] = max(features.get("y:counted near", 0.0), 1 / (1 + scene.away(span) / 30))
        if scene.is_fresh(span):
            features["y:counted fresh"] = 1.0
        if tie := scene.tie(span):
            features[f"y:counted {tie}"] = 1.0
    for place, earlier in enumerate(scene.before[:2]):
        features = at(earlier.period)
        features[f"y:as before {place} {scene.where(earlier)}"] = 1.0
        if fresh:
            features[f"y:as before though another is named {place}"] = 1.0
    for how, earlier in scene.answers:
        at(earlier.period)[f"y:{how}"] = 1.0
    _of_ends(scene, at)
    if scene.case.earlier is not None:
        at(scene.case.earlier)["y:earlier"] = 1.0
    for back in range(3):
        year = scene.case.year - back
        at(Period((0, 0), year, year))[f"y:document less {back}"] = 1.0
    yield from list(found.values())[:_MANY]


def _of_ends(scene: Scene, at: Callable[[Period], Features]) -> None:
    """The years of "from 3.1 to 7.4" and "up from 2.4", where the sentence tells none: those of the figures before."""
    known = sorted({e.period.last for e in scene.before if e.block == scene.block and e.sentence != scene.sentence})
    if len(known) < 2 or scene.case.quantity.by:
        return
    size, text = len(scene.row.quantities), scene.case.text
    is_from = _FROM.search(text[: scene.start]) is not None
    is_to = _TO.search(text[: scene.start]) is not None or text[scene.start : scene.start + 3].lower() == "to "
    if is_from or is_to:
        year = known[-2 if size < 3 else -min(size, len(known))] if is_from else known[-1]
        at(Period((0, 0), year, year))[f"y:{'from' if is_from else 'to'} of two before"] = 1.0


def _count(word: str | None) -> int:
    """The number of "a", "ten" or "10"; one where none is told."""
    word = (word or "a").lower()
    return 1 if word in ("a", "an") else _COUNTS.get(word) or int(word)


def _of_change(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> None:
    """The years between which something changed: those of the figures before, or so many back from one of them."""
    known = [period.last for period in timed] or [earlier.period.last for earlier in scene.before[:2]]
    known += [scene.case.earlier.last] if scene.case.earlier is not None else []
    if scene.case.quantity.by and len(scene.before) > 1:
        first, last = sorted(earlier.period.last for earlier in scene.before[:2])
        if first < last:
            at(Period((0, 0), first, last, "span"))["y:between the two before"] = 1.0
    for match in _WITHIN.finditer(scene.case.text):
        years = _count(match["count"]) * (10 if match["unit"].lower().startswith("decade") else 1)
        for year in dict.fromkeys(known):
            if scene.case.quantity.by or scene.case.quantity.kind == "ratio":
                at(Period((0, 0), year - years, year, "span"))["y:so long a change"] = 1.0
            else:
                at(Period(match.span(), year - years, year - years))["y:so long before"] = 1.0


def _end(scene: Scene, end: str) -> str:
    """Which end of a span a figure is said of: "from 13 to 45 billion between 2011 and 2018"."""
    before = scene.case.text[: scene.start]
    told = " after from" if _FROM.search(before) else " after to" if _TO.search(before) else ""
    if scene.case.text[scene.start : scene.start + 3].lower() == "to ":
        told = " after to"
    return f"y:{end} of span{told}"


def _counted(scene: Scene, timed: list[Period]) -> Iterator[tuple[int, Span]]:
    """Years counted from another: "sixteen years later", "a decade before", "the year after"."""
    for match in _COUNTED.finditer(scene.case.text):
        word = (match["count"] or "a").lower()
        count = _count(word)
        count *= 10 if (match["unit"] or "").lower().startswith("decade") else 1
        to = (match["to"] or match["next"] or match["other"]).lower()
        known = [period.last for period in timed if period.span[1] <= match.start()][-1:]
        known += [earlier.period.last for earlier in scene.before[:2]]
        known += [scene.case.earlier.last] if scene.case.earlier is not None else []
        for year in dict.fromkeys([scene.case.year] if to == "ago" else known):
            found = year + count if to in _FORWARD else year - count
            if found <= scene.case.last_year:
                yield found, match.span()


def _beside(scene: Scene, period: Period, *, is_fresh: bool) -> Features:
    """What the place of a period in the sentence says."""
    made: Features = {}
    is_after = period.span[0] >= scene.end
    if scene.is_here(period.span):
        made["y:in clause"] = 1.0
    if tie := scene.tie(period.span):
        made[f"y:{tie}"] = 1.0
    if is_fresh:
        made["y:fresh"] = made["y:fresh after" if is_after else "y:fresh before"] = 1.0
        if scene.years_follow is not None:
            made["y:on its side" if is_after == scene.years_follow else "y:on the other side"] = 1.0
    if is_after:
        made["y:after"] = 1.0
        if period.span[0] - scene.end < 14:
            made["y:right after"] = 1.0
    if period.role != "at":
        made[f"y:{period.role}"] = 1.0
    if period.last > period.first:
        made["y:span"] = 1.0
        if scene.case.quantity.by:
            made["y:span of a change"] = 1.0
    return made
