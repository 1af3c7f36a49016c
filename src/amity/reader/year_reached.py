"""The year of a change told behind what it came to: "grew 5 per cent to $3 billion in 2014"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from amity.reader.model import Period
from amity.reader.scene import Scene

#: Between a change and what it came to.
_TO = re.compile(
    r"[\s,]*(?:(?:and|thus|so|to|reaching|reach|totall?ing|amounting|hitting|coming|standing|bringing|which|brought|took|it|them|"
    r"the\s+(?:total|sum|figure|volume|value|turnover)|amounted|reached|came|totall?ed|stood|hit|was|were|worth|at|a|an|record|"
    r"just|some|about|around|nearly|almost|over|more\s+than)\b[\s,]*){0,7}(?:US)?\$?"
)
#: Between that and the year.
_IN = re.compile(
    r"[\s,]*(?:(?:in|during|for|by|at|over|the|whole|full|of|end|year|calendar|dollars?|USD)\b[\s,]*){0,5}"
)


def reached(scene: Scene, timed: Sequence[Period]) -> Iterator[tuple[Period, str]]:
    """The year behind what a change came to, with the sign."""
    me, text = scene.case.quantity, scene.case.text
    later = [q for q in scene.case.quantities if q.span[0] >= me.span[1]][:1] if me.by else []
    if not later or later[0].by or later[0].kind == "rank" or _TO.fullmatch(text, me.span[1], later[0].span[0]) is None:
        return
    here = [p for p in timed if p.span[0] < later[0].span[0]]
    behind = next((p for p in timed if p.span[0] >= later[0].span[1]), None)
    if behind is None or _IN.fullmatch(text, later[0].span[1], behind.span[0]) is None:
        return
    yield behind, "y:of what it reached" + (" though one leads" if here else "")
