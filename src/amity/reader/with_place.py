"""What an amount or a share told with a place measures: what the place is a place in.

"Venezuela stands first among the trading partners of the island, with a share of 22 per cent", "with 14 per cent
Washington was the second supplier".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from amity.reader.rank_signs import NOUN
from amity.reader.scene import Features, Scene
from amity.reader.senses import Sense

_HEDGED = (
    r"(?:(?:only|just|about|some|nearly|almost|over|more\s+than|less\s+than|around|roughly|approximately|merely|a\s+mere|"
    r"no\s+less\s+than|fully|as\s+much\s+as)\s+)*"
)
#: Between a place and what is told with it.
_WITH = re.compile(
    r"[^.;:]{0,90}?,?\s+(?:with|at|on|taking|holding|having|accounting\s+for|making\s+up|worth)\s+"
    rf"(?:(?:a|an|its|their)\s+(?:[a-z]+\s+){{0,2}}?(?:share|part|portion|total|volume|turnover|sum)\s+of\s+)?{_HEDGED}(?:US)?\$?"
)
#: What it is of is told behind it: "with 40 per cent of the world's exports".
_OF_ELSE = re.compile(
    r"\s*(?:%|per\s?cent|percent)?\s+(?:of|in)\s+(?!(?:it|them|the\s+total|this|these|that)\b|(?:19|20)\d\d)"
)
#: What opens a clause that ends in a place: "with 14 per cent Washington was second".
_LED = re.compile(
    rf"(?:^|[,;:]\s|\b(?:and|but|while|whereas|yet)\s)\W*(?:with|at|on)\s+{_HEDGED}(?:US)?\$?$", re.IGNORECASE
)
_THEN = re.compile(
    r"(?:\s*\([^)]*\))?,?\s+(?:[\w’'.-]+\s+){1,4}?(?:was|is|were|are|became|ranked|ranks?|came|comes?|stood|stands?|held|holds?|"
    r"took|takes?|remained|remains?|being)\s+(?:[a-z-]+\s+){0,4}?"
)
#: Opens what is told with a place.
_TAIL = re.compile(r"\b(?:with|at|worth)\b")
#: So far behind a place its noun stands.
_FAR = 50

_Found = Iterable[tuple[Sense, str, Features]]


def with_place(scene: Scene, found: _Found) -> None:
    """Whether what is measured is that in which a place is told with the figure."""
    quantity = scene.case.quantity
    if quantity.kind == "rank" or quantity.by or _OF_ELSE.match(scene.case.text, scene.end):
        return
    told = _before(scene) or _behind(scene)
    if told is None:
        return
    where, flow, ware = told
    kind = "share" if quantity.unit == "%" else "level"
    for sense, statistic, features in found:
        if sense.flow not in ("in", "out", "with") or not statistic.startswith(kind):
            continue
        is_ware = ware in (None, sense.ware)
        features[f"s:{'its' if is_ware and sense.flow == flow else 'no'} place told {where}, {kind}"] = 1.0


def _before(scene: Scene) -> tuple[str, str, str | None] | None:
    """The flow and the ware of a place told just before: "was the second partner, with a share of 9 per cent"."""
    last = scene.last
    if last is None or last.kind != "rank" or not scene.in_sentence or last.way.sense.ware is None:
        return None
    if _WITH.fullmatch(scene.case.text, last.span[1], scene.start) is None or _is_named_since(scene, last.span[1]):
        return None
    return "before", last.way.sense.flow, last.way.sense.ware


def _is_named_since(scene: Scene, since: int) -> bool:
    """Whether a flow is named between a place and the figure that is not that of the place: "with exports of"."""
    tail = _TAIL.search(scene.case.text, since, scene.start)
    begin = tail.start() if tail is not None else since
    return any(begin <= r.span[0] < scene.start and not r.is_verb for r in scene.case.relations if r.sense is not None)


def _behind(scene: Scene) -> tuple[str, str, str | None] | None:
    """The flow of a place told right behind: "with 14 per cent Washington was the second supplier"."""
    text, later = scene.case.text, [q for q in scene.case.quantities if q.span[0] >= scene.end][:1]
    if not later or later[0].kind != "rank" or _LED.search(text[: scene.start]) is None:
        return None
    if _THEN.fullmatch(text, scene.end, later[0].span[0]) is None:
        return None
    noun = NOUN.search(text, later[0].span[0], later[0].span[1] + _FAR)
    flow = {"sells": "in", "buys": "out", "trades": "with"}[noun.lastgroup or ""] if noun is not None else None
    return None if flow is None else ("behind", flow, None)
