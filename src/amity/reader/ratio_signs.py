"""How one state is measured by another: "four times the size of India", "10 times smaller", "a quarter of China's".

Of a ratio the first of the two is who is told by it, the second who is the measure; "smaller" turns them round.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from amity.reader.model import Actor
from amity.reader.scene import Scene

#: Right behind a figure, or right before it, what makes the one told the smaller one.
_LESS_AFTER = re.compile(
    r"\s*(?:as\s+)?(?:smaller|less|lower|poorer|fewer|weaker|lighter|below|behind|short)\b", re.IGNORECASE
)
_LESS_BEFORE = re.compile(
    r"\b(?:smaller|lower|less|poorer|weaker|behind|trails?|trailed|lags?|lagged|dwarfed|outspent|outdone|exceeded)\s+"
    r"(?:by\s+)?(?:a\s+factor\s+of\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
#: Between a figure and the state that it is a multiple or a part of.
_MEASURE = re.compile(
    r"\s*(?:(?:as\s+)?(?:larger|bigger|greater|higher|more|stronger|richer|wealthier|smaller|less|lower|poorer|fewer|weaker|"
    r"large|big|great|high|much|many|strong|rich|wealthy|populous|powerful)\b)?[^,;:.]{0,40}?"
    r"\b(?:than|as|of|over|above|what|to)\s+(?:[\w-]+\s+){0,4}?$"
)
#: "40 per cent larger than India": by how much more, where a state follows.
_THAN = re.compile(r"\s*than\s+(?:(?:that|those|the\s+\w+)\s+of\s+)?(?:the\s+)?(?:[a-z]+\s+)?")
_FAR = 70


def compares_states(scene: Scene) -> bool:
    """Whether a figure says by how much one state exceeds another: "40 per cent larger than India"."""
    match = _THAN.match(scene.case.text, scene.end)
    return match is not None and any(a.span[0] == match.end() and len(a.codes) == 1 for a in scene.actors)


def ratio_signs(scene: Scene, owner: str, partner: str, add: Callable[[str, float], None]) -> None:
    """What speaks for the first as the one told by the second."""
    text = scene.case.text
    one, measure = _told(scene), _measure(scene)
    is_less = _LESS_AFTER.match(text, scene.end) is not None or _LESS_AFTER.search(text, scene.start, scene.end)
    if is_less or _LESS_BEFORE.search(text, max(0, scene.start - 40), scene.start):
        # "10 times smaller": the other one is so many times it, unless a share says so outright.
        one, measure = (measure, one) if not scene.case.quantity.by else (one, measure)
    told = [code == actor.codes[0] for code, actor in ((owner, one), (partner, measure)) if actor is not None]
    turned = [code == actor.codes[0] for code, actor in ((partner, one), (owner, measure)) if actor is not None]
    if told and all(told):
        add(f"c:{len(told)} as measured", 1.0)
    elif turned and all(turned):
        add(f"c:{len(turned)} turned", 1.0)
    elif any(told):
        add("c:one as measured", 1.0)
    elif told:
        add("c:none as measured", 1.0)
    _by_before(scene, owner, partner, add)


#: What is told by a pronoun: "by 2010 it was already four times as large".
_IT = re.compile(r"\b(?:it|its\s+[a-z]+|the\s+(?:ratio|multiple|gap))\s+(?:[a-z]+\s+){0,4}$", re.IGNORECASE)


def _by_before(scene: Scene, owner: str, partner: str, add: Callable[[str, float], None]) -> None:
    """Where no state is named, the ratio before, or the two that the sentence before compares."""
    last, text = scene.last, scene.case.text
    # Who stands right behind the ratio before is its measure.
    since = max(scene.since, text.rfind(",", scene.since, scene.start), text.rfind(";", scene.since, scene.start))
    if any(a.kind != "pronoun" and since <= a.span[0] < scene.until for a in scene.actors):
        return
    if last is not None and scene.in_block and last.unit == "times" and last.way.partners:
        was = (last.way.owner, last.way.partners[0])
        if {owner, partner} == set(was):
            add("c:as the ratio before" if (owner, partner) == was else "c:turned from the ratio before", 1.0)
        return
    names = scene.case.paragraph[:2]
    is_it = not scene.in_sentence and _IT.search(text, 0, scene.start) is not None
    if is_it and {owner, partner} == set(names):
        # Those of the sentence before stand with the last one first.
        add("c:it, the first named before" if owner == names[1] else "c:it, the last named before", 1.0)


def _told(scene: Scene) -> Actor | None:
    """The state told by a figure: the first one of its clause before it, else the last one named."""
    before = [a for a in scene.actors if a.span[1] <= scene.start and len(a.codes) == 1]
    here = [a for a in before if scene.is_here(a.span) and scene.since <= a.span[0]]
    return here[0] if here else before[-1] if before else None


def _measure(scene: Scene) -> Actor | None:
    """The state that a figure is a multiple or a part of, named behind it."""
    after = [a for a in scene.actors if scene.end <= a.span[0] < scene.end + _FAR and len(a.codes) == 1]
    for actor in after[:1]:
        if _MEASURE.fullmatch(scene.case.text, scene.end, actor.span[0]) is not None:
            return actor
    return None
