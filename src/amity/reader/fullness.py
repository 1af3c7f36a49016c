"""How fully a reading is told: whether what is measured, whose and with whom stand beside the figure or before it.

Each of these alone says which reading is meant. Together they say whether there is one: a flow named anew with one of
its two states and no word of the other is mostly a total, while a bare figure behind one already read goes on as that
did.
"""

from __future__ import annotations

from amity.reader.scene import Features, Scene
from amity.reader.senses import Sense


def fullness(scene: Scene, sense: Sense, statistic: str, owner: str, partner: str, *, is_pair: bool) -> Features:
    """How a reading's parts are told together."""
    what = _what(scene, sense)
    places = [_place(scene, code) for code in (owner, partner)]
    if is_pair:
        places.sort()
    kind = "change" if scene.case.quantity.by else statistic.partition(".")[0]
    told = f"{what}: {', '.join(places)}"
    return {f"t:{told}": 1.0, f"t:{kind} {told}": 1.0}


def _what(scene: Scene, sense: Sense) -> str:
    """Where what is measured is named."""
    spans = [relation.span for relation in scene.case.relations if relation.sense is sense]
    if any(scene.is_fresh(span) and scene.is_here(span) for span in spans):
        return "named beside"
    if any(scene.is_fresh(relation.span) for relation in scene.case.relations if relation.sense is not None):
        return "another named beside"
    if spans:
        return "named in the sentence"
    last = scene.last
    if last is not None and last.way.sense is sense:
        return f"as before, {scene.where(last)}"
    return "not named"


def _place(scene: Scene, code: str) -> str:
    """Where a state is named."""
    actors = scene.places.get(code, ())
    if any(scene.is_fresh(actor.span) and scene.is_here(actor.span) for actor in actors):
        return "beside"
    if actors:
        return "sentence"
    last = scene.last
    if last is not None and scene.in_block and code in (last.way.owner, *last.way.partners):
        return "last"
    return "nowhere"
