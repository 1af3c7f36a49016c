"""Figures that are compared: which years stand for what they are compared with, and for what is told plainly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from amity.reader import year_places as places
from amity.reader.model import Period
from amity.reader.scene import Earlier, Features, Scene

#: Between a change and the year it is counted from: "31 per cent above the level of 2022", "130 times what it was in".
_COUNTED_FROM = re.compile(
    r"\b(?:what\s+(?:it|they)\s+(?:was|were|had\s+been)|than|above|below|over|on|from|compared|comparison|against|versus|vs|as\s+(?:in|it|they|that|those)|relative|"
    r"(?:figures?|levels?|values?|volumes?)\s+(?:of|in|for))\b",
    re.IGNORECASE,
)
#: Between the year of a change and the one that it is counted from.
_THAN_IN = re.compile(
    r"\s*,?\s*(?:than|as)\s+(?:(?:it|they|that|those)\s+(?:was|were|did|had\s+been)\s+)?(?:(?:just|only|back|even)\s+)?"
    r"(?:in|during|for)?\s*"
)
#: At most so many letters lie between a change and what it is counted from.
_CLOSE = 60
#: The same change in another unit.
_OR = re.compile(r",?\s*(?:\(|or\s)")
_OR_CLOSE = 12
_NO_MORE = re.compile(r"[;:]|\.\s|\b(?:and|but|while|whereas)\b")


def bases(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> dict[tuple[int, int], str]:
    """The years of a change whose base is told right after it, and of a figure that another is compared with.

    Returns:
        Of years that are not those of the figure itself, by their first and last: whose they are.
    """
    if scene.case.quantity.by or scene.case.quantity.kind == "ratio":
        return _of_change(scene, timed, at)
    found: dict[tuple[int, int], str] = {}
    for period in _of_the_compared(scene, timed):
        at(period)["y:of what it is compared with"] = 1.0
        found[period.first, period.last] = " of what it is compared with"
    plain = _plain(scene)
    if plain is None:
        return found
    year = plain.period.last - 1
    known = [*scene.case.dated.told, *scene.case.dated.above, *(e.period for e in scene.before)]
    tail = " though another is near" if any(scene.is_fresh(p.span) for p in timed) else ""
    at(Period((0, 0), year, year))[f"y:compared, year before the plain{tail}"] = 1.0
    earlier = next((p for p in known if p.last <= year), None)
    if earlier is not None:
        at(earlier)[f"y:compared, the last told that is earlier{tail}"] = 1.0
    return found


def _of_change(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> dict[tuple[int, int], str]:
    base = base_of(scene, timed)
    if base is None:
        return _led_to(scene, timed, at)
    at(base)["y:base of a change"] = 1.0
    for year, how in _ends(scene, timed, base):
        at(Period((0, 0), base.last, year, "span"))[f"y:base told, to {how}"] = 1.0
        at(Period((0, 0), year, year))[f"y:end where the base is told, {how}"] = 1.0
    return {(base.first, base.last): " of the base"}


def base_of(scene: Scene, timed: list[Period]) -> Period | None:
    """The year that a change is counted from, where it follows right after it."""
    end, until = _told_once_more(scene)
    low = scene.end
    after = [p for p in timed if end <= p.span[0] < until]
    if len(after) > 1 and _THAN_IN.fullmatch(scene.case.text, after[0].span[1], after[1].span[0]):
        # "30 per cent higher in 2018 than in 2012", "three times as much in 2018 as in 2012".
        low = end = after[0].span[1]
        after = after[1:]
    if not after or after[0].first != after[0].last:
        return None
    gap = scene.case.text[end : after[0].span[0]]
    is_told = after[0].role == "base" or _COUNTED_FROM.search(gap) is not None
    if not is_told or _NO_MORE.search(gap) is not None:
        return None
    # "12.9 times as big as those of Japan in 2003" compares two states.
    is_other = any(a.kind != "pronoun" and low <= a.span[0] < after[0].span[0] for a in scene.actors)
    return None if is_other else after[0]


def _told_once_more(scene: Scene) -> tuple[int, int]:
    """Where a change ends and the next figure begins; of "4.1 billion, or 18.7 per cent, on 2016" behind the second."""
    after = [q for q in scene.figures if q.span[0] >= scene.end][:2]
    if not after or not after[0].by or _OR.match(scene.case.text, scene.end) is None:
        return scene.end, scene.until
    unit = scene.case.quantity.unit
    if after[0].unit == unit or after[0].span[0] - scene.end > _OR_CLOSE:
        return scene.end, scene.until
    return after[0].span[1], after[1].span[0] if len(after) > 1 else len(scene.case.text)


def _ends(scene: Scene, timed: list[Period], base: Period) -> Iterator[tuple[int, str]]:
    """Up to which years a change may be told, and how each is known."""
    told: list[tuple[int, str]] = []
    told += [(p.last, "named before") for p in timed[::-1] if p.span[1] <= scene.start and p.role != "base"][:1]
    after = [p for p in timed if p.span[0] >= scene.end and p.role != "base" and p is not base]
    told += [(p.last, "named after") for p in after[:1]]
    told += [(e.period.last, "the figure before") for e in scene.before if e.sentence == scene.sentence][:1]
    told += [(e.period.last, "the sentence before") for e in scene.before if e.sentence != scene.sentence][:1]
    told += [(p.last, "told before") for p in scene.case.dated.told[:1]]
    told += [(scene.case.year - 1, "the year before the document")]
    for year, how in told:
        if year > base.last:
            yield year, how


def _of_the_compared(scene: Scene, timed: list[Period]) -> Iterator[Period]:
    """The years that belong to the figure behind this one, where that is what this one is compared with."""
    text, after = scene.case.text, [q for q in scene.figures if q.span[0] >= scene.end]
    for change in after:
        behind = [p for p in timed if p.span[0] >= change.span[1]][:1]
        if change.by and behind and _COUNTED_FROM.search(gap := text[change.span[1] : behind[0].span[0]]):
            # "83.57 million tonnes, up 7.6 per cent from 2019".
            yield from behind if len(gap) < _CLOSE and _NO_MORE.search(gap) is None else ()
    if not after or not places.is_compared(text, scene.case.quantities, after[0].span[0]):
        return
    low, high = after[0].span[1], after[1].span[0] if len(after) > 1 else len(text)
    for period in timed:
        if low <= period.span[0] < high and places.between(text[low : period.span[0]]) in ("tight", "words"):
            yield period


def _plain(scene: Scene) -> Earlier | None:
    """The figure before in the sentence that this one is compared with; None where it is not compared."""
    text, quantities = scene.case.text, scene.case.quantities
    if not places.is_compared(text, quantities, scene.start):
        return None
    told = [e for e in scene.before if e.sentence == scene.sentence]
    return next((e for e in told if not places.is_compared(text, quantities, e.span[0])), None)


def _led_to(scene: Scene, timed: list[Period], at: Callable[[Period], Features]) -> dict[tuple[int, int], str]:
    """The year of what a change led to: "leapt by 30 per cent to 190 billion in 2022"; the others are not its own."""
    after = [q for q in scene.figures if q.span[0] >= scene.end][:1]
    if not after or after[0].by or not places.follows_to(scene.case.text, after[0].span[0]):
        return {}
    ends = [p for p in timed if places.owner(scene, p.span) is after[0]]
    for period in ends:
        at(period)["y:of what it led to"] = 1.0
        for earlier in scene.before[:1]:
            if earlier.period.last < period.last and earlier.sentence == scene.sentence:
                at(Period((0, 0), earlier.period.last, period.last, "span"))["y:to what it led to"] = 1.0
    return {(p.first, p.last): " of where it began" for p in timed if ends and p not in ends}
