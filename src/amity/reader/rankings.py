"""Places among partners: "China is Russia's largest trading partner", "second-largest supplier of arms to India"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from amity.reader import senses
from amity.reader.model import Actor, Span
from amity.reader.phrases import Parsed, clauses
from amity.reader.relations import Role
from amity.reader.senses import Sense
from amity.reader.wares import patterns

_RANKED = (
    r"(?:trad(?:e|ing)|commercial|economic)[\s-]partner|(?:export )?(?:market|destination|customer|buyer|"
    r"client|importer|"
    r"purchaser|recipient)|(?:supplier|source|provider|seller|exporter|vendor|origin)|partner"
)

_RANK = re.compile(
    rf"\b(?:(?P<ware>[\w-]+(?: (?:oil|gas|goods|arms|weapons))?)\s+)?(?P<noun>{_RANKED})s?\b"
    rf"(?:\s+(?:of|for)\s+(?P<of>(?:[A-Z][\w’']+\s+)?[\w-]+(?: (?:oil|gas|goods|arms|imports|exports))?))?",
)

_SUPPLIER = re.compile(r"supplier|source|provider|seller|exporter|vendor|origin")

_BUYER = re.compile(r"market|destination|customer|buyer|client|importer|purchaser|recipient")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Whose partners are ranked, by what, and who has the place: "China is Russia's largest trading partner".

    Attributes:
        span: Where the noun stands.
        sense: By what.
        owner: Whose partners.
        partner: Who has the place.
    """

    span: Span
    sense: Sense | None
    owner: Role | None
    partner: Role | None


def ranking(text: str, actors: Sequence[Actor], quantity: Span) -> Ranking | None:
    """What a rank at `quantity` is a rank of, where its noun follows it within a few words."""
    match = next((m for m in _RANK.finditer(text, quantity[0], min(len(text), quantity[1] + 60))), None)
    if match is None or re.search(r"[,;.]", text[quantity[1] : match.start("noun")]):
        return None
    reading = Parsed(text, tuple(a for a in actors if a.kind != "firm"), tuple(clauses(text)))
    noun = match["noun"]
    flow = "in" if _SUPPLIER.search(noun) else "out" if _BUYER.search(noun) else "with"
    words = text[quantity[0] : match.start("noun")]
    tail = text[match.end("noun") : match.end("noun") + 45]
    named = patterns()[2].search(words) or patterns()[2].search(re.split(r"\b(?:to|in|after|with|and)\b", tail)[0])
    ware = named.lastgroup if named and named.lastgroup else "goods"
    sense = senses.of_goods(ware, flow)
    owner, partner = _ranked(reading, quantity, match.span("noun"))
    return Ranking(match.span("noun"), sense, owner, partner)


_OVERTOOK = re.compile(
    r"\b(?:overt[oa]\w+|replac\w+|surpass\w+|displac\w+|eclips\w+|unseat\w+|oust\w+|supplant\w+|pass(?:ed|es))\b"
)


def _ranked(reading: Parsed, quantity: Span, noun: Span) -> tuple[Role | None, Role | None]:
    before = reading.ending_at(quantity[0])
    if before is None or len(before.codes) != 1:
        # "Ranked seventh among Egypt's trading partners".
        inside = [a for a in reading.actors if quantity[1] <= a.span[0] < noun[0] and a.genitive and len(a.codes) == 1]
        before = inside[0] if inside else before
    owner = (
        Role(before.codes[0], "genitive", before) if before and len(before.codes) == 1 and not before.group else None
    )
    tail = re.compile(r"[^,;.]{0,40}?\b(?:of|to|for|in)\s+(?:the\s+)?").match(reading.text, noun[1])
    after = reading.beginning_at(tail.end()) if tail else None
    if owner is None and after is not None and len(after.codes) == 1:
        owner = Role(after.codes[0], "preposition", after)
    if owner is None:
        # "For Russia, Ukraine is the fourth largest trading partner".
        above = re.search(r"(?:^|[,;:]\s*)For\s+(?:the\s+)?(?=\S)", reading.text[: quantity[0]])
        whose = reading.beginning_at(above.end()) if above else None
        owner = Role(whose.codes[0], "preposition", whose) if whose and len(whose.codes) == 1 else None
    if owner is None:
        return None, None
    assert owner.actor is not None
    others = [a for a in reading.actors if len(a.codes) == 1 and a.group is None and a.codes[0] != owner.code]
    clause = reading.clause(quantity[0])
    inside = [a for a in others if clause[0] <= a.span[0] < quantity[0]]
    if inside:
        last = inside[-1]
        if len(inside) > 1 and _OVERTOOK.search(reading.text[inside[-2].span[1] : last.span[0]]):
            last = inside[-2]
        return owner, Role(last.codes[0], "subject", last)
    later = [a for a in others if noun[1] <= a.span[0] < clause[1]]
    if later and re.search(r"\b(?:is|was|are|were|remains?|became|being)\s*$", reading.text[: later[0].span[0]]):
        return owner, Role(later[0].codes[0], "subject", later[0])
    return owner, None
