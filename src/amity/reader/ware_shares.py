"""The share of a state in a ware told of before: "they buy Russian crude. The Russian share rose to 86 per cent"."""

from __future__ import annotations

import re

from amity.reader import senses
from amity.reader.cases import Case, clause_at, pair_other
from amity.reader.model import Actor
from amity.reader.relations import Role
from amity.reader.slots import Way, how_found, merged

#: Behind the state: its share, of nothing that is named.
_SHARE = re.compile(r"(?:['’]s?)?\s+(?:own\s+)?(?:share|part|portion|slice)\b(?!\s+(?:of|in|to|as)\b)")
#: Before whom it is a share for: "in Hungary's case", "for Japan".
_FOR = re.compile(
    r"(?:^|[.,;:]\s+|\b(?:and|but|while)\s+)(?:[Ii]n|[Ff]or|[Ww]ith)\s+(?:the\s+case\s+of\s+)?(?:the\s+)?$"
)

_WORLD = re.compile(r"\b(?:world(?:wide)?|global(?:ly)?)\b", re.IGNORECASE)


def of_ware_told(case: Case) -> Way | None:
    """The share that a state has in the imports of the ware told of in the sentence before."""
    sense = senses.of_goods(case.ware, "in") if case.ware not in (None, "goods") and case.ware else None
    if sense is None or "share" not in sense.figures or case.quantity.by or _WORLD.search(case.text):
        return None
    start = case.quantity.span[0]
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.span[1] <= start]
    seller = next((a for a in reversed(single) if _has_share(case, a)), None)
    if seller is None or any(a.span[0] >= seller.span[1] and a.codes != seller.codes for a in single):
        return None
    ahead = [a for a in single if a.span[1] <= seller.span[0] and a.codes != seller.codes]
    named = next((a for a in reversed(ahead) if _FOR.search(case.text, 0, a.span[0])), None)
    if named is None and ahead:
        return None
    partner = Role(seller.codes[0], "genitive", seller)
    owner = Role(named.codes[0], "preposition", named) if named is not None else pair_other(case, partner.code)
    if owner is None or owner.code == partner.code:
        return None
    features = merged(how_found(case, owner), how_found(case, partner), {"carried": 1.0})
    return Way(sense, "share", owner.code, (partner.code,), features)


def _has_share(case: Case, actor: Actor) -> bool:
    """Whether a share is told to be that of a state, in the clause of the figure."""
    is_own = actor.genitive or actor.kind == "demonym"
    near = clause_at(case, actor.span[0]) == clause_at(case, case.quantity.span[0])
    return is_own and near and _SHARE.match(case.text, actor.span[1]) is not None
