"""What speaks for a figure that tells how far two flows lie apart, and neither of them nor a change of one.

"China led the United States by 14.8 percent of Korea's exports", "trade with Canada is some 35 percent larger".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amity.reader.scene import Scene
from amity.reader.seldom import seldom

_LED = seldom(
    r"\b(?:led|leads?|leading|ahead|trail(?:s|ed|ing)?|behind|outstrip\w*|outd[io]\w*|surpass\w*|exceed\w*|overt(?:ook|ak)\w*|"
    r"beats?|beaten|lag(?:s|ged|ging)?)\b"
)
_BY = re.compile(
    r"[^.;\d]{0,45}\bby\s+(?:(?:about|around|some|roughly|nearly|almost|over|only|just|more\s+than|less\s+than|at\s+least|"
    r"as\s+much\s+as)\s+)*(?:US)?[$€£]?"
)
_LARGER = r"(?:larger|bigger|smaller|higher|lower|greater)\b"
_BEHIND = re.compile(rf"[\s%]*{_LARGER}")
_WITHIN = re.compile(rf"\b{_LARGER}$")
#: What is told of another time.
_THAN_THEN = re.compile(
    r"\s*(?:than\s+(?:in|on|a|at|last|before|it|its|what|during|those|that|(?:the\s+)?(?:year|previous|preceding|same|figure|"
    r"level|one)|(?:19|20)\d\d)\b|(?:last\s+|the\s+)?year\b|in\s+(?:19|20)\d\d|(?:over|from|by|on)\b)"
)


def gap_signs(scene: Scene) -> Iterator[str]:
    """Whether a figure tells by how much one leads another, or is larger than another of the same time."""
    quantity, text = scene.case.quantity, scene.case.text
    if quantity.kind in ("rank", "count"):
        return
    number = text.find(quantity.printed, *quantity.span) if quantity.printed else quantity.span[0]
    for match in _LED.finditer(text, max(scene.since, number - 80), number):
        if _BY.fullmatch(text, match.end(), number):
            yield f"led by {quantity.kind}"
            break
    behind = _BEHIND.match(text, scene.end)
    end = behind.end() if behind is not None else scene.end
    if (behind is not None or _WITHIN.search(text, quantity.span[0], scene.end)) and not _THAN_THEN.match(text, end):
        yield f"larger than another {quantity.kind}"
        if text.startswith(" than", end):
            yield "larger than another, named"
