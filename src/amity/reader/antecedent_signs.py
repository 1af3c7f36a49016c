"""Whom a figure concerns by a state that stands in a telling place: before "whose", behind "less in", as a dealer."""

from __future__ import annotations

import re
from collections.abc import Callable

from amity.reader.model import Actor
from amity.reader.scene import Scene
from amity.reader.seldom import seldom

#: Behind a state: what follows is its own.
_WHOSE = re.compile(r"(?:\s*\([^()]{1,40}\))?,?\s+(?:and\s+|but\s+)?whose\s+[^,;:.]{2,60}$")
#: By how much less or more was dealt in, and where: "33 per cent less in Ukraine".
_WHERE = re.compile(
    r"(?:\s+(?:more|less|fewer))?\s+(?:(?:goods|arms|oil|gas|coal)\s+)?(?P<way>in|into|to|from)\s+(?:the\s+)?$"
)
_LESS = re.compile(r"\b(?:more|less|fewer)\b")
#: As what a state is ranked or told of: "As a supplier the country came second".
_AS = seldom(
    r"\bas\s+(?:an?|its|their|the)\s+(?:[a-z]+\s+)?(?:(?P<seller>supplier|seller|source|exporter|provider|vendor)|"
    r"(?P<buyer>customer|buyer|market|importer|destination|client|outlet)|(?P<partner>(?:trading\s+|trade\s+)?partner))\b"
    r"(?:\s+of\s+[a-z ]{3,20})?,?\s+(?:the\s+)?$",
    re.IGNORECASE,
)

_Add = Callable[[str, float], None]


def antecedent_signs(scene: Scene, owner: str, partner: str, add: _Add) -> None:
    """What the telling places of the states named near a figure say of a pair in this order."""
    for name, code in _told(scene):
        if code in (owner, partner):
            add(f"p:{name} is {'owner' if code == owner else 'partner'}", 1.0)
        else:
            add(f"p:{name} is neither", 1.0)


def _told(scene: Scene) -> tuple[tuple[str, str], ...]:
    """The telling places around a figure, each with the state that stands there; found once."""
    if scene.telling is None:
        whose = next((a for a in reversed(scene.actors) if _is_before_whose(scene, a)), None)
        where = next((a for a in scene.actors if _is_where(scene, a)), None) if scene.case.quantity.by else None
        found = [("before whose", whose), ("where less", where)]
        named = reversed(scene.actors) if _AS.may_match(scene.case.text) else ()
        dealer = next(((a, m) for a in named if (m := _as_what(scene, a)) is not None), None)
        if dealer is not None:
            found.append((f"as a {dealer[1].lastgroup}", dealer[0]))
        scene.telling = tuple((name, a.codes[0]) for name, a in found if a is not None and len(a.codes) == 1)
    return scene.telling


def _is_before_whose(scene: Scene, actor: Actor) -> bool:
    """Whether "X, whose exports" leads up to the figure, with no other figure between."""
    text = scene.case.text
    return (
        "whose" in text
        and scene.since <= actor.span[0] < scene.start
        and _WHOSE.fullmatch(text, actor.span[1], scene.start) is not None
    )


def _is_where(scene: Scene, actor: Actor) -> bool:
    """Whether a state stands right behind "33 per cent less in"."""
    text = scene.case.text
    return (
        scene.end <= actor.span[0] < scene.until
        and _LESS.search(text, scene.end - 5, actor.span[0]) is not None
        and _WHERE.fullmatch(text, scene.end, actor.span[0]) is not None
    )


def _as_what(scene: Scene, actor: Actor) -> re.Match[str] | None:
    """As what a state is told of right before it: "as a supplier the country"."""
    if not (scene.is_here(actor.span) and scene.since <= actor.span[0] < scene.start):
        return None
    return _AS.search(scene.case.text, max(0, actor.span[0] - 60), actor.span[0])
