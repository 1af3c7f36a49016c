"""Forms in which what the data hold is told: a stock at a year's end, contracts of many firms, a part of all votes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from amity.reader.scene import Features, Scene
from amity.reader.seldom import seldom
from amity.reader.senses import Sense

#: When a stock is counted.
_YEAR_END = seldom(
    r"\b(?:at|by|as\s+of)\s+(?:the\s+)?(?:end|close)(?:\s+of)?[\s-]+(?:the\s+)?(?:(?:19|20)\d\d|last\s+year|that\s+year|"
    r"(?:same\s+)?(?:year|period|decade))\b|\byear[\s-]end\b",
    re.IGNORECASE,
)
_STOCK = re.compile(r"\b(?:stock|stake|holdings?|invest(?:ed|ments?)|FDI|position|capital)\b")
#: Firms of a state, none of them by name, and what they won.
_FIRMS = (
    r"\b(?:firms|companies|contractors|builders|enterprises|groups|corporations|constructors)\b"
    r"(?!\s+(?:such\s+as|like|including|led\s+by))"
)
_WON = r"\b(?:[Cc]ontracts|[Dd]eals|[Pp]rojects|[Ww]ork|works|[Oo]rders)\b"
_MANY_FIRMS = seldom(rf"{_FIRMS}[^.;:]{{0,60}}?{_WON}[^.;:]{{0,60}}$|{_WON}[^.;:]{{0,40}}?{_FIRMS}[^.;:]{{0,60}}$")
_ONE_FIRM = re.compile(
    r"\b(?:[Aa]|[Oo]ne|[Tt]he)\s+(?:[\w-]+\s+){0,2}(?:firm|company|contractor|builder|group|consortium)\b"
)
#: What a share of agreement is of.
_OF_VOTES = re.compile(
    r"[\s%]*(?:per\s?cent|percent|%)?\s*of\s+(?:(?:the|all|its|their|recorded|contested|General|Assembly['’]?s?|UN|roll-call|"
    r"those|these|[A-Z][\w]+)\s+){0,4}(?:votes?|resolutions?|ballots?|roll[\s-]calls?|texts?|drafts?|occasions|cases|questions|"
    r"(?:the\s+)?time|instances)\b"
)
_ALIKE = re.compile(
    r"\b(?:vot(?:e[sd]?|ing)|agree[ds]?|concur\w*|sided?|alike|together|identical\w*|same|coincid\w+|one\s+mind|with)\b[^.;:]*$"
)

#: All others together, or a mean of them.
_OTHERS = re.compile(r"\b(?:others?|members|membership|countries|states|nations|average[ds]?|mean)\b")

_Found = Iterable[tuple[Sense, str, Features]]


def forms(scene: Scene, found: _Found) -> None:
    """What these forms say for each sense offered."""
    told = set(told_of(scene))
    for sense, statistic, features in found if told else ():
        if sense.id == "investment.stock" and statistic.startswith("level") and "stock" in told:
            features["s:stock at a year's end"] = 1.0
        if sense.id == "investment.deals" and statistic.startswith("level") and "deals" in told:
            features["s:deals of many firms"] = 1.0
        if sense.id.startswith("votes") and statistic == "share" and "votes" in told:
            features["s:part of all votes"] = 1.0


def told_of(scene: Scene) -> Iterable[str]:
    """Which of the forms stand around a figure."""
    text, start, end = scene.case.text, scene.start, scene.end
    unit = scene.case.quantity.unit
    if unit.startswith("USD"):
        around = text[max(0, scene.since - 120) : scene.until]
        if _YEAR_END.search(text, scene.since, scene.until) is not None and _STOCK.search(around) is not None:
            yield "stock"
        head = text[max(0, start - 160) : start]
        if _MANY_FIRMS.search(head) is not None and _ONE_FIRM.search(head) is None:
            yield "deals"
    elif unit == "%" and _OF_VOTES.match(text, end) is not None:
        is_of_others = _OTHERS.search(text, scene.since, scene.until) is not None
        if not is_of_others and _ALIKE.search(text, scene.since, start) is not None:
            yield "votes"
