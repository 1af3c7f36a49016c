"""Which way goods go by the nouns of two figures: of one state's sales and its purchases the latter come back.

"With Russian sales at 30 billion and purchases at 15": the second sum goes the other way, whoever tells of it.
"""

from __future__ import annotations

from collections.abc import Callable

from amity.reader.roles import Relation
from amity.reader.scene import Scene
from amity.reader.senses import Sense
from amity.reader.series import PARTS

_WAYS = frozenset({"in", "out"})


def is_turned(scene: Scene) -> bool:
    """Whether the flow named for a figure is not the one named for the figure before, and no other state is named."""
    last = scene.last
    if last is None or not scene.in_sentence or last.way.sense.flow not in _WAYS:
        return False
    if any(a.kind != "pronoun" for a in scene.actors if scene.is_fresh(a.span)):
        return False
    told = [r for r in scene.case.relations if _way(r) is not None]
    new = [r for r in told if scene.since <= r.span[0] < scene.start]
    text = scene.case.text
    new = new or [
        r for r in told if scene.end <= r.span[0] < scene.until and not PARTS.search(text, scene.end, r.span[0])
    ]
    old = [r for r in told if r.span[0] < last.span[0]]
    return bool(new and old) and _way(new[-1]) != _way(old[-1])


def _way(relation: Relation) -> str | None:
    """Which way goods of a relation go, seen from its owner."""
    sense = relation.sense
    return sense.flow if sense is not None and sense.ware is not None and sense.flow in _WAYS else None


def of_pair(scene: Scene, sense: Sense, owner: str, partner: str, add: Callable[[str, float], None]) -> None:
    """Whether goods go on or come back in a reading of a sum, where the nouns say that they come back."""
    last = scene.last
    if last is None or not last.way.partners or {owner, partner} != {last.way.owner, last.way.partners[0]}:
        return
    went = last.way.owner if last.way.sense.flow == "out" else last.way.partners[0]
    goes = owner if sense.flow == "out" else partner
    add(f"d:{'on' if goes == went else 'back'} though the noun turns", 1.0)
