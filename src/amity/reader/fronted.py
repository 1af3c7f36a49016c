"""The whole that stands before its share within a sentence: "but of China's turnover 3 % is with Peru"."""

from __future__ import annotations

import re

from amity.reader import senses
from amity.reader.cases import Case
from amity.reader.relations import Relation, Role
from amity.reader.wares import ware_at

#: Where a clause begins with what its figure is a part of.
_OF = re.compile(
    r"(?:^\W*|[,;:—–]\s+)(?:(?:and|but|while|whereas|yet)\s+)?(?:[Oo]f|[Oo]ut\s+of)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?$"
)
#: Between the whole and the figure nothing but what softens it, or when.
_THEN = re.compile(
    r"(?:,|\s+in\s+(?:19|20)\d\d,?)?\s+(?:(?:only|just|some|about|around|nearly|almost|over|merely|a|mere|as|much|more|less|"
    r"than|slightly|at|least|up|to|no|fully|now)\s+)*(?:[$€£])?"
)
#: What the ware does behind the figure tells which way it goes.
_COMES = re.compile(
    r"[\s%]*(?:per\s?cent\s+)?(?:now\s+|then\s+|still\s+|also\s+)?(?:(?:has|have|had|is|are|was|were|been)\s+)*"
    r"(?:(?P<go>(?:goes|went|go|gone|sold|shipped|exported|sent|bound|destined)\b(?!\s+by\b))|"
    r"(?:c[ao]mes?|coming|bought|imported|supplied|provided|purchased|obtained|drawn|from|sold|shipped|sent)\b|(?=[A-Z]))"
)


def fronted(case: Case) -> Relation | None:
    """The whole that opens the clause of a share: a flow told by its noun, or a ware that came or went."""
    text, start = case.text, case.quantity.span[0]
    for relation in reversed(case.relations):
        if relation.is_verb or relation.span[1] > start or (relation.sense is not None and relation.sense.ware is None):
            continue
        if _OF.search(text[: relation.start]) and _THEN.fullmatch(text, relation.span[1], start):
            return relation
    return _ware(case)


def _ware(case: Case) -> Relation | None:
    """The flow of a ware that opens the clause: "of its gas, slightly more than half came from there"."""
    text, (start, end) = case.text, case.quantity.span
    for actor in reversed(case.actors):
        if actor.span[1] > start or len(actor.codes) != 1 or actor.group is not None or not actor.genitive:
            continue
        ware = ware_at(text, actor.span[1])
        if ware is None or not _OF.search(text[: actor.span[0]]) or not _THEN.fullmatch(text, ware[1], start):
            continue
        moves = _COMES.match(text, end)
        sense = senses.of_goods(ware[0], "out" if moves["go"] else "in") if moves is not None else None
        if sense is not None and "share" in sense.figures:
            return Relation((actor.span[0], ware[1]), actor.span[0], sense, Role(actor.codes[0], "genitive", actor))
    return None
