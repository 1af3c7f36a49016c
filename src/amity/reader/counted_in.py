"""What is counted in a figure besides what the data hold: services, two partners at once, a sum still to be reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from amity.reader.cases import Case, own_clause
from amity.reader.model import Actor
from amity.reader.seldom import seldom

#: Services are told to be part of it: "with services included", "including services", "if services are counted".
_SERVICES = seldom(
    r"\b(?:(?:with|once|if|when)\s+(?:trade\s+in\s+)?services\s+(?:are\s+|is\s+)?(?:included|counted|added|taken\s+in)|"
    r"(?:including|counting|adding)\s+(?:trade\s+in\s+)?services|services\s+(?:included|counted\s+in)|"
    r"goods\s+as\s+well\s+as\s+services)\b",
    re.IGNORECASE,
)
#: What each has invested in the other, as one sum.
_MUTUAL = seldom(
    r"\b(?:(?:two-way|mutual|bilateral|cross)\s+(?:(?:foreign|direct)\s+){0,2}(?:investments?|FDI)|"
    r"(?:investments?|FDI)\)?\s+(?:stocks?\s+)?(?:in\s+both\s+directions|both\s+ways|in\s+each\s+other))\b",
    re.IGNORECASE,
)
#: What a sum is said to come to yet: "10 billion will be passed this year".
_TO_COME = re.compile(
    r"(?:\s+(?:mark|threshold|line|level|target))?\s+(?:(?:will|would|can|could|might|may|should)\s+(?:soon\s+|again\s+|also\s+)?"
    r"be\s+(?:passed|reached|exceeded|surpassed|topped|crossed|hit|attained|achieved)|"
    r"(?:is|was)\s+(?:now\s+)?(?:within\s+reach|the\s+(?:target|goal|aim)))\b"
)
#: Behind a share, what goods do with all whom they reach: "was bound for China and India".
_GOES = re.compile(
    r"[^,;:.()]{0,70}?(?:,\s[^,;:.()]{2,40},\s)?\b(?:(?:bound|destined|meant|headed)\s+for|(?:go(?:es|ing)?|went|gone|flow(?:s|ed)?|ship(?:s|ped)|sent|"
    r"sold|exported|delivered|bought\s+by|absorbed\s+by|taken\s+by)(?:\s+(?:to|by))?|"
    r"(?:comes?|came|coming|imported|bought|purchased|sourced|obtained|supplied|shipped|delivered)\s+(?:from|by))\s+(?:both\s+)?"
    r"(?:the\s+)?$"
)
_AND = re.compile(r"\s+and\s+(?:the\s+)?")
#: So near stands the figure before in a row of two.
_ROW = 12
#: Each has its own then.
_EACH = seldom(r"\b(?:respectively|each|apiece|in\s+turn)\b")


def counted_in(case: Case) -> str:
    """Why a figure is not checked, where more is counted in it than the data hold for two states."""
    quantity = case.quantity
    if quantity.kind in ("level", "change") and _has_services(case):
        return "of goods and services together; the data are on goods"
    if quantity.kind == "level" and _is_mutual(case):
        return "of investment in both directions together"
    if quantity.kind == "level" and (match := _TO_COME.match(case.text, quantity.span[1])):
        return f"a forecast, a plan or a condition (“{match[0].strip()}”)"
    if quantity.unit == "%" and quantity.kind == "share" and not quantity.by and _is_of_two(case):
        return "of several states together"
    return ""


def _has_services(case: Case) -> bool:
    """Whether services are told to be part of it, in its clause or to open the sentence."""
    match = _SERVICES.search(case.text)
    if match is None:
        return False
    opens = match.start() == 0 and not any(q.span[1] <= case.quantity.span[0] for q in case.quantities)
    return opens or match[0] in own_clause(case)


def _is_mutual(case: Case) -> bool:
    """Whether it is told, since the figure before, of what each has invested in the other."""
    start, end = case.quantity.span
    since = max((q.span[1] for q in case.quantities if q.span[1] <= start), default=0)
    until = min((q.span[0] for q in case.quantities if q.span[0] >= end), default=len(case.text))
    return _MUTUAL.search(case.text, since, until) is not None


def _is_of_two(case: Case) -> bool:
    """Whether a share goes to two states at once: "90 per cent of its oil was bound for China and India"."""
    end = case.quantity.span[1]
    after = [a for a in case.actors if a.span[0] >= end and len(a.codes) == 1 and a.group is None]
    until = min((q.span[0] for q in case.quantities if q.span[0] >= end and q.kind == "share"), default=len(case.text))
    for one, other in _pairs(case.text, after):
        if other.span[1] > until or _EACH.search(case.text) is not None:
            return False
        if _GOES.fullmatch(case.text, end, one.span[0]) is not None:
            start = case.quantity.span[0]
            # "5 and 6 per cent went to": each its own.
            is_row = any(q.kind == "share" and 0 < start - q.span[1] < _ROW for q in case.quantities)
            return not is_row and not case.text.startswith(("’s ", "'s "), other.span[1])
    return False


def _pairs(text: str, actors: Sequence[Actor]) -> list[tuple[Actor, Actor]]:
    """Neighbours that "and" joins."""
    return [(a, b) for a, b in pairwise(actors) if _AND.fullmatch(text, a.span[1], b.span[0])]
