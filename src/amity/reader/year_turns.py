"""Turns of phrase by which a figure takes the year of the one before, or a year told is that of the next figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from amity.reader.dating import behind_twin
from amity.reader.model import Period
from amity.reader.scene import Features, Scene
from amity.reader.seldom import seldom

#: "That represents 22 per cent of exports": what was told right before, told again in another way.
_THAT_IS = re.compile(
    r"\W*(?:(?:And|But|In\s+turn|Thereby),?\s+)?(?:That|This|It|Which|The\s+(?:latter|last|former)\s+(?:figure|sum|amount)|That\s+"
    r"(?:figure|sum|amount)|The\s+(?:sum|amount))\s+(?:(?:also|thus|thereby|still|in\s+turn)\s+)?"
    r"(?:represents?|represented|equals?|equalled|amounts?\s+to|amounted\s+to|corresponds?\s+to|corresponded\s+to|"
    r"works\s+out\s+at|accounts?\s+for|accounted\s+for|makes?\s+up|made\s+up|translates?\s+into|is|was)\b"
)
#: "In value, Australian shipments were 1.4 billion": the same once more in another unit.
_IN_TERMS = re.compile(
    r"\W*(?:In|By)\s+(?:(?:absolute|relative|dollar|money|value|volume|cash)\s+terms|value|volume|weight|money|cash|dollars|tonnes|"
    r"tons|absolute\s+(?:numbers|figures|amounts)|percentages|per\s?cent)\b"
)
#: What takes years is not of one.
_LASTS = re.compile(r"\b(?:within|years|decades?|from|then|against|than)\b")
#: Between a year counted from another and the figure that it belongs to.
_LEADS = re.compile(
    r"(?:,?\s+(?:it|this|that|they|these)\b)?\s+(?:had|has|have|was|were|is|stood|fell|rose|would)\b[^,;:.]{0,44}$"
)
_COUNTED = seldom(
    r"\b(?:(?:an?|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|\d{1,2})\s+(?:years?|decades?)\s+"
    r"(?:later|on|earlier|before|after)|the\s+year\s+(?:before|after)|the\s+(?:following|next|previous|preceding)\s+year)\b",
    re.IGNORECASE,
)

_At = Callable[[Period], Features]


def forms(scene: Scene, timed: Sequence[Period], at: _At) -> None:
    """What these turns say of the years of a figure.

    Args:
        scene: The figure.
        timed: The years its sentence names.
        at: What speaks for a year, to be added to.
    """
    _as_told(scene, timed, at)
    _of_next(scene, at)
    twin = behind_twin(scene.case)
    if twin is not None and twin in timed:
        at(twin)["y:behind its twin in brackets"] = 1.0


def _as_told(scene: Scene, timed: Sequence[Period], at: _At) -> None:
    """The year of the figure right before the sentence, where that is told again."""
    how = again(scene)
    before = [
        earlier for earlier in scene.before if earlier.sentence != scene.sentence and earlier.block == scene.block
    ]
    if not how or not before or timed or scene.case.quantity.by or _LASTS.search(scene.case.text) is not None:
        return
    at(before[0].period)[f"y:{how}, as before it"] = 1.0


def again(scene: Scene) -> str:
    """How a sentence tells once more what was told right before it; "" where it does not."""
    if _THAT_IS.match(scene.case.text) is not None:
        return "that is"
    return "in other terms" if _IN_TERMS.match(scene.case.text) is not None else ""


def _of_next(scene: Scene, at: _At) -> None:
    """A counted year behind a figure that leads up to the next one is none of its own."""
    span = leads_on(scene)
    if span is None:
        return
    for period in scene.case.periods:
        if period.span[0] < scene.start and not period.span[0] < scene.since:
            at(period)["y:before one that leads on"] = 1.0


def leads_on(scene: Scene) -> tuple[int, int] | None:
    """Where a counted year behind a figure stands that leads up to the next figure."""
    text, until = scene.case.text, scene.until
    if until >= len(text):
        return None
    for match in _COUNTED.finditer(text, scene.end, until):
        is_parted = re.search(r"[,;]", text[scene.end : match.start()]) is not None
        if is_parted and _LEADS.fullmatch(text, match.end(), until) is not None:
            return match.span()
    return None
