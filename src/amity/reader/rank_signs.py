"""What a place is a place among: those who sell to a state, those who buy from it, or its partners both ways.

"Riyadh's largest customer" ranks those who buy from it, "its second source" those who sell to it. Whose partners they
are, and who has the place, the words between tell (`pair_grammar`); a place of which neither is told is seldom one
among partners.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from amity.reader.scene import Features, Scene
from amity.reader.senses import Sense
from amity.reader.sides import side_told

NOUN = re.compile(
    r"\b(?:(?P<sells>suppliers?|sources?|providers?|sellers?|exporters?|vendors?|origins?|purveyors?|armourers?|"
    r"import(?:ing)?\s+partners?)|"
    r"(?P<buys>customers?|buyers?|clients?|markets?|destinations?|importers?|purchasers?|recipients?|outlets?|takers?|"
    r"export(?:ing)?\s+partners?)|"
    r"(?P<trades>(?:trading\s+|trade\s+|commercial\s+|business\s+)?partners?))\b",
    re.IGNORECASE,
)
#: Those ranked by what they do: "among those who arm India", "of the states that sell it oil".
_DEALING = re.compile(
    r"\b(?:among|amongst|of|on\s+the\s+list\s+of)\s+(?:the\s+|all\s+)*(?:those|countries|states|nations|sellers|buyers)\s+"
    r"(?:who|that|which)?\s*(?:(?P<sells>arm|sell|supply|export|deliver|ship|provide)|(?P<buys>buy|import|purchase|take))\b",
    re.IGNORECASE,
)
#: How far behind a place its noun stands.
_FAR = 60
_ENDS = re.compile(r"[,;:.(]")
#: Ties that tell whose partners are ranked, and those that tell who has the place.
_WHOSE = frozenset(
    {"whose", "demonym", "led by for", "whose relative", "made"}
    | {f"then {word}{whose}" for word in ("of", "for", "to", "in") for whose in ("", " whose")}
)
_WHO = re.compile(r"is |aside |as |bare|then (?:is|aside|has|goes)|made")


def _noun(scene: Scene) -> tuple[str, str] | None:
    """What those ranked do, "sells", "buys" or "trades", and where that is told: in the place, behind it or before."""
    text, (start, end) = scene.case.text, scene.case.quantity.span
    inside = list(NOUN.finditer(text, start, end))
    if inside:
        what = inside[-1].lastgroup or ""
        side = side_told(text, inside[-1].span(), start) if what == "trades" else ""
        return {"in": "sells", "out": "buys"}.get(side, what), "own"
    stop = _ENDS.search(text, end)
    until = min(end + _FAR, stop.start() if stop else len(text))
    for pattern in (_DEALING, NOUN):
        behind = pattern.search(text, end, until)
        if behind is not None:
            return behind.lastgroup or "", "behind"
    before = list(NOUN.finditer(text, 0, start))
    return (before[-1].lastgroup or "", "before") if before else None


def ranked(scene: Scene, found: Iterable[tuple[Sense, str, Features]]) -> None:
    """Which way goods go with those among whom a place is told."""
    noun = _noun(scene) if scene.case.quantity.kind == "rank" else None
    if noun is None:
        return
    what, where = noun
    fits = {"sells": "in", "buys": "out", "trades": "with"}[what]
    for sense, statistic, features in found:
        if statistic == "rank" and sense.flow in ("in", "out", "with"):
            features[f"s:ranked {'as' if sense.flow == fits else 'not as'} told {where}"] = 1.0
            features[f"s:ranked {what} {where} {sense.flow}"] = 1.0


def rank_told(scene: Scene) -> Iterator[str]:
    """How much of a place is told: among whom, whose partners, who has it."""
    if scene.case.quantity.kind != "rank":
        return
    noun = _noun(scene)
    names = {name for told in scene.ties.values() for name in told}
    whose, who = bool(names & _WHOSE), any(_WHO.match(name) for name in names)
    told = "both" if whose and who else "whose" if whose else "who" if who else "neither"
    yield f"place, {told} told"
    yield f"place among {' '.join(noun) if noun else 'none'}"
    yield f"place among {noun[0] if noun else 'none'}, {told} told"
