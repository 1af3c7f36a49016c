"""States that have a figure each in one row, told alike: "16 billion with Turkey and 12 with Iran".

Each stands to the same third one: no figure of the row is between two of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

from amity.reader.model import Span
from amity.reader.scene import Scene

_Add = Callable[[str, float], None]

#: Between a figure and the state behind it: "16 billion with Turkey", "12 per cent to the Netherlands".
_BEHIND = re.compile(
    r"\s*(?:%|per\s?cent|percent)?\s+(?:(?:was|were|went|came|goes|comes|is|being)\s+)?"
    r"(?P<word>with|to|from|for|in|by)\s+(?:the\s+)?"
)
#: Between a state and the figure behind it: "Russia (USD 651", "China with 1.9", "Japan 13 per cent", "Sudan at 3".
_BEFORE = re.compile(
    r"(?:\s+(?P<word>with|at|on|by)\s+|\s*(?P<sign>\()|(?P<colon>:)|(?P<comma>,))?\s*"
    r"(?:(?:about|some|nearly|almost|over|around|roughly|only|just|more\s+than|a\s+mere)\s+)?",
)
#: At least so many figures make a row.
_FEW = 2


@lru_cache(maxsize=4)
def _told(scene: Scene) -> dict[Span, tuple[str, str]]:
    """How each figure of a sentence is told of a state that stands beside it, and which."""
    text, found = scene.case.text, dict[Span, tuple[str, str]]()
    named = [a for a in scene.actors if len(a.codes) == 1 and a.kind != "pronoun" and a.group is None]
    for figure in scene.figures:
        start, end = figure.span
        behind = next((a for a in named if a.span[0] >= end), None)
        before = next((a for a in reversed(named) if a.span[1] <= start), None)
        if behind is not None and (match := _BEHIND.fullmatch(text, end, behind.span[0])):
            found[figure.span] = f"behind {match['word']}", behind.codes[0]
        elif before is not None and (match := _BEFORE.fullmatch(text, before.span[1], start)):
            found[figure.span] = f"before {match.lastgroup and match[match.lastgroup]}", before.codes[0]
    return found


@lru_cache(maxsize=4)
def row(scene: Scene) -> frozenset[str]:
    """The states of the row in which a figure stands; none where it stands in no row."""
    told = _told(scene)
    own = told.get(scene.case.quantity.span)
    if own is None:
        return frozenset()
    rows = defaultdict[str, list[str]](list)
    for how, code in told.values():
        rows[how].append(code)
    codes = rows[own[0]]
    return frozenset(codes) if len(codes) >= _FEW and len(set(codes)) == len(codes) else frozenset()


def fellow_signs(scene: Scene, owner: str, partner: str, add: _Add) -> None:
    """Whether two are of one row, or one of it and a third one."""
    states = row(scene)
    if not states:
        return
    own = _told(scene)[scene.case.quantity.span][1]
    inside = states & {owner, partner}
    if len(inside) == _FEW:
        add("p:two of one row", 1.0)
    elif own in inside:
        add("p:its own of a row, with a third", 1.0)
    elif inside:
        add("p:another of the row, with a third", 1.0)
