"""Which two states a figure is about where its sentence does not say: those told of before, else the document's.

What is found here is a guess, and weighed as one: the data may bear it out, never contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from amity.reader.cases import Case, names_bloc, protagonist
from amity.reader.model import Actor
from amity.reader.relations import Relation, Role
from amity.reader.seldom import seldom

#: "Total exports", "exports to the world": of all partners, so none is sought.
_ALL = re.compile(
    r"\b(?:total|overall|all|whole|entire|world|global|globally|worldwide|foreign trade|external)\b", re.IGNORECASE
)
OPPOSITE = seldom(
    r"\b(?:other|opposite|reverse|return) (?:direction|way|flow|stock|trade|traffic|movement|journey|dependence|side)"
    r"\b|"
    r"\bin (?:return|exchange|turn)\b|\bvice versa\b|\bthe other way\b|\breverse(?:d|ly)? \w+|"
    r"\b(?:came|coming|flow(?:s|ed|ing)|went|sent) back\b|\bconversely\b",
    re.IGNORECASE,
)

_ITEM = re.compile(r"\s*(?:[-•·▪*–]|\d{1,2}[.)])\s")


def guesses(
    case: Case, relation: Relation, owner: Role | None, partner: Role | None
) -> Iterator[tuple[Role, Role, float]]:
    """Whose and with whom, the likeliest first, each with how many guesses stand beside it.

    Args:
        case: The figure and what stands around it.
        relation: What is measured.
        owner: Whose it is, if the sentence says so.
        partner: With whom, if the sentence says so.
    """
    sense = relation.sense
    if sense is None or sense.flow == "of" or relation.group is not None or names_bloc(case):
        return
    if _ALL.search(case.text[max(0, relation.start - 20) : relation.span[1] + 20]) and owner is not None:
        return
    found = list(dict.fromkeys(_pairs(case, relation, owner and owner.code, partner and partner.code)))
    for one, other in found[:3]:
        first = owner if owner is not None else Role(one, "context")
        second = partner if partner is not None else Role(other, "context")
        yield first, second, float(min(len(found), 3) - 1)


def _pairs(case: Case, relation: Relation, owner: str | None, partner: str | None) -> Iterator[tuple[str, str]]:
    assert relation.sense is not None
    known = owner or partner
    headed = list(_headed(case, owner, partner))
    yield from headed
    if headed and _ITEM.match(case.text):
        # An item below a heading is on what the heading says.
        return
    for one, other in _told(case, relation):
        if (owner in (None, one) and partner in (None, other)) or (
            known in (one, other) and relation.sense.flow not in ("in", "out", "balance")
        ):
            yield one, other
    if known is None:
        return
    for code in (*_others(case, known), case.hub, case.main):
        if code is not None and code != known:
            yield (known, code) if owner is not None else (code, known)


def _others(case: Case, known: str) -> Iterator[str]:
    """The states that were spoken of with one, or at all, the likeliest first."""
    for last in (case.topic, case.past):
        if last is None:
            continue
        codes = {role.code for role in (last.owner, last.partner) if role is not None}
        if known in codes:
            yield from codes - {known}
        else:
            # "Sales to Japan" are those of whose trade is told.
            yield from (code for code in (protagonist(case), case.hub) if code is not None and code != known)
    if case.pair is not None and known in case.pair:
        yield from (code for code in case.pair if code != known)
    if (whose := protagonist(case)) is not None and whose != known:
        yield whose
    recent = list(dict.fromkeys(code for code in case.before if code != known))
    if len(recent) == 1:
        yield recent[0]


def _label(case: Case) -> str | None:
    """The state that an item begins with: "- Uganda: 35 per cent of imports"."""
    item = _ITEM.match(case.text)
    first = case.actors[0] if case.actors else None
    is_label = item is not None and first is not None and len(first.codes) == 1 and first.span[0] <= item.end() + 4
    return first.codes[0] if is_label and first and case.text.startswith(":", first.span[1]) else None


def _headed(case: Case, owner: str | None, partner: str | None) -> Iterator[tuple[str, str]]:
    """The two whom the heading above names, or the one it names and the one all is about."""
    if len(case.heads) not in (1, 2):
        return
    other = case.heads[-1]
    one = case.heads[0] if len(case.heads) == 2 else owner or partner or _label(case) or case.main
    if one is None or one == other:
        return
    if owner is None and partner is None and case.main == other:
        one, other = other, one
    if owner in (None, one) and partner in (None, other):
        yield one, other
    elif owner in (None, other) and partner in (None, one):
        yield other, one


def _told(case: Case, relation: Relation) -> Iterator[tuple[str, str]]:
    """The two told of before, turned as the flow is; then the two of the document, either way."""
    assert relation.sense is not None
    is_back = OPPOSITE.search(case.text) is not None
    for last in (case.topic, case.past):
        if last is None or last.owner is None or last.partner is None or last.sense is None:
            continue
        one, other = last.owner.code, last.partner.code
        if last is not case.topic and case.pair is not None and {one, other} != set(case.pair):
            # In another paragraph the document goes on, not the aside that ended the last one.
            continue
        is_turned = is_back and relation.sense.flow == last.sense.flow
        yield (other, one) if is_turned else (one, other)
    if case.pair is not None:
        one, other = case.pair
        yield (other, one) if case.main == other else (one, other)
        yield (one, other) if case.main == other else (other, one)


def carried(case: Case) -> Iterator[tuple[Relation, float]]:
    """What was measured before, where a sentence tells a figure of it, each with how many readings stand beside it.

    Who is named anew takes the place of one of the two: "Israel is catching up, with 112 million".
    """
    last = case.topic or case.past
    if last is None or last.owner is None or last.partner is None or last.sense is None:
        return
    owner, partner = Role(last.owner.code, "context"), Role(last.partner.code, "preposition")
    plain = replace(last, span=(0, 0), start=0, owner=owner, partner=partner)
    codes = [owner.code, partner.code]
    new = {code for a in case.actors if _takes_part(case, a) for code in a.codes} - set(codes)
    if not new:
        if OPPOSITE.search(case.text) is not None:
            plain = replace(plain, owner=Role(partner.code, "context"), partner=Role(owner.code, "preposition"))
        yield plain, 0.0
    elif len(new) == 1:
        other = Role(new.pop(), "preposition")
        found = [replace(plain, owner=owner, partner=other), replace(plain, owner=other, partner=partner)]
        is_whose = any(a.genitive and a.codes == (other.code,) for a in case.actors)
        if is_whose or (case.hub == partner.code and last.sense.flow != "in"):
            # "Nigeria's came to 5 billion": whose it is, not with whom.
            found.reverse()
        named = {code for a in case.actors if _takes_part(case, a) for code in a.codes}
        kept = [r for r in found if named <= {role.code for role in (r.owner, r.partner) if role}]
        yield from ((relation, len(kept) - 0.5) for relation in kept)


_PLAYS = re.compile(
    r"(?:['’]s?)?\s+(?:was|were|is|are|had|at|only|just|share|part|figure|equivalent|turnover|ones?|came|reached|stood|"
    r"amounted|totall?ed|rose|fell|grew|[$€\d])"
)
_ASIDE = re.compile(
    r"\b(?:after|before|since|despite|unlike|under|during|until|behind|over|about|against|because of|outside|near)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)


def _takes_part(case: Case, actor: Actor) -> bool:
    """Whether a state may be one of the two: not in "after Washington's turn"."""
    if actor.group is not None or actor.kind == "firm" or _ASIDE.search(case.text[: actor.span[0]][-20:]):
        return False
    return not actor.genitive or len(actor.codes) == 2 or _PLAYS.match(case.text, actor.span[1]) is not None
