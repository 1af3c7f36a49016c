"""What "it", "they" and "the figure" stand for: "Exports go mostly to China. They came to 5 billion"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from amity.reader import senses
from amity.reader.scene import Features, Scene
from amity.reader.seldom import seldom
from amity.reader.senses import Sense

#: What flows do and states do not, or what is said of an amount.
_DOES = (
    r"(?:was|were|is|are|(?:had|has|have)\s+(?:\w+\s+)?been|amount\w*|came|comes?|reach\w*|stood|stands?|total\w*|rose|risen|"
    r"rises?|fell|fallen|falls?|gr[eo]wn?|grows?|climb\w*|jump\w*|leapt|soar\w*|surg\w+|declin\w*|dropp?\w*|shr[aiu]nk|slid|"
    r"slipp\w+|plung\w+|narrow\w*|widen\w*|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|swell\w*|swollen|swelled|increas\w*|decreas\w*|"
    r"exceed\w*|hit|hits|surpass\w*|topped|passed|peak\w*|hover\w*|averag\w+|went\s+(?:up|down|from)|gone\s+(?:up|down|from)|"
    r"edged|crept|dwindl\w+|contract\w+|expand\w*)"
)
#: A word for what was told, as the subject of what is told of it now.
_STANDS = seldom(
    r"(?:^(?:[A-Z][a-z]+\s+(?:[a-z]+\s+)?\d{4},?\s+)?|[;:—–]\s|\.\s|,\s(?:and|but|so|yet|while|though|whereas)\s|\b(?:and|but|that|when|where|then|once)\s|,\s)\W{0,3}"
    r"(?:(?P<it>[Ii]t|[Tt]hey|[Tt]his|[Tt]hese|[Tt]hose)|(?P<figure>(?:[Tt]he|[Tt]hat|[Tt]his|[Tt]hese|[Tt]hose)\s+"
    r"(?:[a-z]+\s+)?(?:figures?|amounts?|sums?|values?|totals?|numbers?|volumes?|levels?|quantit(?:y|ies)|flows?|gap|result)"
    r"(?:\s+(?:for|in|of)\s+(?:\d{4}|the\s+\w+\s+year|last\s+year|that\s+year))?)),?"
    rf"(?:\s+(?!not\b)(?:[a-z]+ly|had|has|have|then|now|also|still|even|thus|already|later|only|again|once|never|so|just)){{0,3}}"
    rf"\s+{_DOES}\b"
)
#: What stands between it and the figure is told of something else from here on.
_TURNS = re.compile(r"[;:]|\b(?:while|whereas|though|although|but|and|as)\s+(?:the\b|its\b|their\b|[A-Z])")
#: At most so many letters stand between.
_FAR = 90

_Found = Iterable[tuple[Sense, str, Features]]


def stand_ins(scene: Scene, found: _Found) -> None:
    """Whether what is measured is what a word stands for that the figure is told of."""
    sense = scene.case.subject
    if sense is None or scene.case.quantity.kind == "rank" or (how := _stands(scene)) is None:
        return
    quantity = scene.case.quantity
    kind = "change" if quantity.by else "share" if senses.measure(quantity.unit) == "share" else "level"
    for one, _, features in found:
        if one is sense:
            features[f"s:{how} stands for it, {kind}"] = 1.0
        elif one.ware is not None and one.ware == sense.ware:
            features[f"s:{how} stands for another, {kind}"] = 1.0


def _stands(scene: Scene) -> str | None:
    """Which kind of word a figure is told of that stands for what was told before; None for none."""
    text = scene.case.text
    match = next(iter([*_STANDS.finditer(text, 0, scene.start)][-1:]), None)
    if match is None or scene.start - match.end() > _FAR or _TURNS.search(text, match.end(), scene.start):
        return None
    if any(r.span[0] < scene.start and r.sense is not None for r in scene.case.relations):
        return None
    return match.lastgroup
