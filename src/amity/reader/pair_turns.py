"""Who is meant by turns of phrase that lean on the figure before: "its seventh", "the German one", "India's part"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from amity.reader.model import Actor
from amity.reader.scene import Scene
from amity.reader.senses import Sense

_HEDGED = (
    r"(?:(?:only|just|about|some|nearly|almost|over|under|merely|a\s+mere|roughly|around|barely|still|"
    r"no\s+better\s+than)\s+)*"
)
#: "China was its top partner, Japan its seventh".
_ITS_PLACE = re.compile(rf"\s+(?:(?:was|is|being|came)\s+)?(?:its|their)\s+{_HEDGED}$")
#: "The share of Italy was 12 per cent, the German one 27", "twice the Chinese one of 26".
_ONE = re.compile(rf"\s+one\s*,?\s+(?:(?:was|is|were|stood\s+at|came\s+to|of|at|reached|only)\s+)*{_HEDGED}$")
#: "Its companies had 41 billion invested there, Polish ones in Germany only 3".
_ONES_IN = re.compile(r"\s+(?:ones|companies|firms|investors)\s+in\s+(?:the\s+)?$")
_ONES = re.compile(rf"\s*,?\s+(?:(?:had|held|put|came\s+to|were|was|at)\s+)*{_HEDGED}[$€£]?$")
#: "Whereas India's part rose from 22 per cent to 38", "China's contribution exceeded 8".
_PART = re.compile(
    r"['’]s?\s+(?:own\s+)?(?:share|part|portion|contribution|slice|weight|proportion|percentage)\b(?!\s+(?:of|in)\b)[^;:.]{0,60}$"
)
#: "For Latvia the share is 12 per cent and for Estonia 10", where the one before was told of others.
_FOR = re.compile(
    r"(?:^\W*|[.;:,—–]\s+|\b(?:and|but|while|whereas|yet)\s+)(?:for|in\s+the\s+case\s+of)\s+(?:the\s+)?$", re.IGNORECASE
)
_FIGURE_IS = re.compile(
    r"\s*,?\s*(?:(?:it|(?:the|this|that|its|their)\s+(?:corresponding\s+|same\s+)?(?:share|figure|proportion|percentage|"
    r"part|number|portion|ratio))\s+)?(?:(?:is|was|are|were|had\s+been|has\s+been|came\s+to|comes\s+to|stood\s+at|stands\s+at|"
    rf"reached|at|amounted\s+to)\s+)?{_HEDGED}$"
)
#: "Beijing and Washington on a mere 12", "those of Kenya and Tanzania in 98".
_AND = re.compile(r"\s+and\s+(?:the\s+|those\s+of\s+)?")
_ON = re.compile(rf"(?:['’]s?)?\s+(?:(?:did\s+so|did|voted|agreed)\s+)?(?:on|in|at)\s+{_HEDGED}$")
_Add = Callable[[str, float], None]


def are_any(scene: Scene) -> bool:
    """Whether any of these turns stands before a figure."""
    return bool(_told(scene))


def turns(scene: Scene, sense: Sense, statistic: str, owner: str, partner: str, add: _Add) -> None:
    """What these turns say of a pair in this order.

    Args:
        scene: The figure.
        sense: What would be measured.
        statistic: As what.
        owner: Of whom it would be.
        partner: With whom.
        add: Takes the signs.
    """
    is_pair = sense.flow == "pair"
    for name, one, other in _told(scene):
        if (name == "place") != (statistic == "rank") or (name == "joined") != is_pair:
            continue
        if {owner, partner} == {one, other} if is_pair else (owner, partner) == (one, other):
            add(f"f:turn, {name}", 1.0)
        elif partner == other or owner == one:
            add(f"f:turn, {name}, half", 1.0)
        else:
            add(f"f:turn, {name}, others", 1.0)


def _told(scene: Scene) -> list[tuple[str, str, str]]:
    """The turns before a figure, each with owner and partner that it tells."""
    if scene.turns is None:
        scene.turns = list(dict.fromkeys(_found(scene)))
    return scene.turns


def _found(scene: Scene) -> Iterator[tuple[str, str, str]]:
    text, last = scene.case.text, scene.last
    named = [a for a in scene.actors if len(a.codes) == 1 and a.kind != "pronoun"]
    near = [a for a in named if scene.since <= a.span[0] and a.span[1] <= scene.start]
    if not near:
        return
    actor, head = near[-1], text[near[-1].span[1] : scene.start]
    if len(near) > 1 and _ON.fullmatch(head) and _AND.fullmatch(text, near[-2].span[1], actor.span[0]):
        yield "joined", near[-2].codes[0], actor.codes[0]
    if len(near) > 1 and _ONES.fullmatch(head) and _ONES_IN.fullmatch(text, near[-2].span[1], actor.span[0]):
        yield "ones in", near[-2].codes[0], actor.codes[0]
    if last is None or not scene.in_block or not last.way.partners:
        return
    yield from _of_last(scene, actor, head)


def _of_last(scene: Scene, actor: Actor, head: str) -> Iterator[tuple[str, str, str]]:
    """The turns that keep whose the figure before was."""
    last = scene.last
    assert last is not None
    owner, code = last.way.owner, actor.codes[0]
    if code == owner:
        return
    if scene.case.quantity.kind == "rank" and last.kind == "rank" and scene.in_sentence and _ITS_PLACE.fullmatch(head):
        yield "place", owner, code
    is_for = _FIGURE_IS.fullmatch(head) is not None and _FOR.search(scene.case.text[: actor.span[0]]) is not None
    if is_for and scene.case.quantity.kind != "rank" and code not in last.way.partners:
        yield from _for_another(scene, code)
    if actor.kind == "demonym" and _ONE.fullmatch(head):
        yield "one", owner, code
    if scene.case.quantity.unit == "%" and last.way.sense.flow in ("in", "out", "with") and _PART.match(head):
        yield "part", owner, code


def _for_another(scene: Scene, code: str) -> Iterator[tuple[str, str, str]]:
    """Whose place a state takes that a figure is told for: that of whoever changed before, else of either."""
    last = scene.last
    assert last is not None
    owner, partner = last.way.owner, last.way.partners[0]
    earlier = next((e.way for e in scene.before[1:2] if e.way.sense is last.way.sense), None)
    is_same_partner = earlier is not None and earlier.partners[:1] == (partner,) and earlier.owner != owner
    is_same_owner = earlier is not None and earlier.owner == owner and earlier.partners[:1] != (partner,)
    if is_same_partner or is_same_owner:
        yield ("for the next", code, partner) if is_same_partner else ("for the next", owner, code)
        return
    yield "for whose", code, partner
    yield "for whom", owner, code
