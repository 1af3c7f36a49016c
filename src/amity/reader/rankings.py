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
from amity.reader.sides import side_told
from amity.reader.wares import patterns

_RANKED = (
    r"(?:trad(?:e|ing)|commercial|economic|(?:im|ex)port(?:ing)?)[\s-]partner|"
    r"(?:export )?(?:market|destination|customer|buyer|client|importer|"
    r"purchaser|recipient|outlet)|(?:supplier|source|provider|seller|exporter|vendor|origin)|partner"
)

_RANK = re.compile(
    rf"\b(?:(?P<ware>[\w-]+(?: (?:oil|gas|goods|arms|weapons))?)\s+)?(?P<noun>{_RANKED})s?\b"
    rf"(?:\s+(?:of|for)\s+(?P<of>(?:[A-Z][\w’']+\s+)?[\w-]+(?: (?:oil|gas|goods|arms|imports|exports))?))?",
)

_SUPPLIER = re.compile(r"supplier|source|provider|seller|exporter|vendor|origin|imports")

_BUYER = re.compile(r"market|destination|customer|buyer|client|importer|purchaser|recipient|outlet|exports")


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
    """What a rank is a rank of: its noun follows it within a few words, or was told before it."""
    reading = Parsed(text, tuple(a for a in actors if a.kind != "firm"), tuple(clauses(text)))
    noun = _after(text, quantity) or _dealing(text, quantity) or _trade_of(text, quantity)
    noun = noun or _told_before(text, quantity)
    if noun is None:
        return None
    flow = _flow(noun)
    if flow == "with":
        flow = side_told(text, noun.span("noun"), quantity[0]) or flow
    begin, end = min(quantity[0], noun.start("noun")), max(quantity[1], noun.start("noun"))
    words = text[begin:end] if noun.start("noun") >= quantity[0] else text[max(0, noun.start() - 12) : noun.end()]
    tail = text[noun.end("noun") : noun.end("noun") + 45]
    named = patterns()[2].search(words) or patterns()[2].search(re.split(r"\b(?:to|in|after|with|and)\b", tail)[0])
    ware = named.lastgroup if named and named.lastgroup else "goods"
    owner, partner = _ranked(reading, quantity, noun.span("noun"))
    return Ranking(noun.span("noun"), senses.of_goods(ware, flow), owner, partner)


def _flow(noun: re.Match[str]) -> str:
    """Which way goods go with those that are ranked."""
    groups, said = noun.groupdict(), noun["noun"]
    if said.startswith(("import", "export")) and said.endswith("partner"):
        # "Its top export partner" is who buys most.
        return "in" if said.startswith("import") else "out"
    if groups.get("sells") or groups.get("buys"):
        return "in" if groups.get("sells") else "out"
    return "in" if _SUPPLIER.search(said) else "out" if _BUYER.search(said) else "with"


def _after(text: str, quantity: Span) -> re.Match[str] | None:
    """The noun ranked, within a few words after the rank."""
    match = next((m for m in _RANK.finditer(text, quantity[0], min(len(text), quantity[1] + 60))), None)
    return None if match is None or re.search(r"[,;.]", text[quantity[1] : match.start("noun")]) else match


#: Those ranked by what they do: "17th on the list of states that sell goods to Brazil", "third country exporting to".
_DEALING = re.compile(
    r"\s*(?:(?:largest|biggest|top|main|leading)\s+)?(?:(?:place|position|spot|rank)\s+)?"
    r"(?:(?:on|in|among|amongst|of)\s+)?(?:the\s+)?(?:(?:list|ranking|rankings|table|league|group|ranks)\s+of\s+)?"
    r"(?:the\s+|all\s+)?(?P<noun>(?:countries|country|states?|nations?|economy|economies)\s+"
    r"(?:(?:that|which)\s+)?(?:most\s+)?"
    r"(?:(?P<sells>sell(?:s|ing)?|export(?:s|ing)?|suppl(?:y|ies|ying)|ship(?:s|ping)?|deliver(?:s|ing)?|send(?:s|ing)?)|"
    r"(?P<buys>buy(?:s|ing)?|import(?:s|ing)?|purchas(?:e|es|ing)|receiv(?:e|es|ing))))\b"
)


def _dealing(text: str, quantity: Span) -> re.Match[str] | None:
    """Those who sell to or buy from a state, behind the rank."""
    return _DEALING.match(text, quantity[1])


#: The same before the rank: "among the countries that supply Brazil, China moved to second place".
_AMONG_DEALING = re.compile(
    r"\b(?:[Aa]mong|[Oo]f|list\s+of|ranking\s+of)\s+(?:the\s+|all\s+)*(?P<noun>(?:countries|states|nations|economies|those)\s+"
    r"(?:(?:that|which|who)\s+)?(?:most\s+)?(?:(?P<sells>sell(?:ing)?|export(?:ing)?|supply(?:ing)?|ship(?:ping)?|"
    r"deliver(?:ing)?|send(?:ing)?)|(?P<buys>buy(?:ing)?|import(?:ing)?|purchas(?:e|ing)|receiv(?:e|ing))))\b"
)


_TRADE_OF = re.compile(
    r"\s*(?:(?:place|position|spot|rank)\s+)?(?:in|among|on|for)\s+[^,;.]{0,40}?"
    r"\b(?P<noun>(?:(?:foreign|external|total|overall)\s+)?(?:trade|exports|imports|commerce))\b"
)


def _trade_of(text: str, quantity: Span) -> re.Match[str] | None:
    """The flow in which a place is held: "second place in Poland's foreign trade"."""
    return _TRADE_OF.match(text, quantity[1])


def _told_before(text: str, quantity: Span) -> re.Match[str] | None:
    """The noun told before the rank: "among its partners Egypt came seventh", "its fifth partner, and B A's first"."""
    before = list(_RANK.finditer(text, 0, quantity[0]))
    dealing = None if before else _AMONG_DEALING.search(text, 0, quantity[0])
    return before[-1] if before else dealing


#: Before whom one leaves behind.
_OVERTOOK = re.compile(
    r"\b(?:overt[oa]\w+|replac\w+|surpass\w+|displac\w+|eclips\w+|unseat\w+|oust\w+|supplant\w+|pass(?:ed|es|ing)|"
    r"outstrip\w*|outpac\w+|outrank\w*|dethron\w+|leapfrog\w*|exceed\w*|beat(?:s|ing|en)?|edg(?:ed|ing)\s+out|"
    r"(?:push|knock|edg|driv|crowd)\w*\s+(?:out|aside)|pushed|topp(?:ed|ing)|"
    r"(?:mov|went|go|pull|edg|got|shot|jump|leap|leapt|climb|ran|forg)\w*\s+(?:past|ahead\s+of|above)|"
    r"ahead\s+of|(?:took|taking|takes)\s+over\s+from|instead\s+of|in\s+place\s+of|rather\s+than|"
    r"took\s+the\s+place\s+of|taking\s+the\s+place\s+of|next\s+to|unlike|followed\s+by)\b"
)
#: What may stand between two that are left behind.
_LISTED = re.compile(r"\s*(?:,|and|,\s*and|as\s+well\s+as|or|both)\s+(?:even\s+)?(?:the\s+)?")


def _foremost(text: str, row: Sequence[Actor]) -> Actor:
    """Who has the place, of those named before it: the last one, unless one before left the last behind."""
    at = len(row) - 1
    while at > 0:
        between = text[row[at - 1].span[1] : row[at].span[0]]
        if _OVERTOOK.search(between):
            return row[at - 1]
        if _LISTED.fullmatch(between) is None:
            break
        at -= 1
    return row[-1]


def _ranked(reading: Parsed, quantity: Span, noun: Span) -> tuple[Role | None, Role | None]:
    owner = _whose(reading, quantity, noun)
    if owner is None:
        return None, None
    others = [a for a in reading.actors if len(a.codes) == 1 and a.group is None and a.codes[0] != owner.code]
    clause = reading.clause(quantity[0])
    inside = [a for a in others if clause[0] <= a.span[0] < quantity[0]]
    if owner.actor is not None and owner.actor.span[0] < quantity[0]:
        # "Germany Poland's first": who stands right before the owner.
        inside = [a for a in inside if a.span[1] <= owner.actor.span[0] or noun[1] <= a.span[0]] or inside
    if inside:
        last = _foremost(reading.text, inside)
        return owner, Role(last.codes[0], "subject", last)
    later = [a for a in others if max(noun[1], quantity[1]) <= a.span[0] < clause[1]]
    if later and _IS.search(reading.text[: later[0].span[0]]):
        return owner, Role(later[0].codes[0], "subject", later[0])
    return owner, None


_IS = re.compile(r"\b(?:is|was|are|were|remains?|became|being|,\s+(?:namely|after)?)\s*(?:the\s+)?$")
_FOR = re.compile(r"(?:^|[,;:]\s*)(?:For|In|To)\s+(?:the\s+)?(?=\S)")
_GENITIVE = re.compile(r"\s+(?:[a-z-]+\s+){0,3}")


def _whose(reading: Parsed, quantity: Span, noun: Span) -> Role | None:
    """Whose partners are ranked."""
    text = reading.text
    single = [a for a in reading.actors if len(a.codes) == 1 and a.group is None]
    before = reading.ending_at(quantity[0])
    if before in single and (before.genitive or before.kind == "demonym"):
        return Role(before.codes[0], "genitive", before)
    if noun[0] >= quantity[1]:
        # "Ranked seventh among Egypt's trading partners".
        inside = [a for a in single if quantity[1] <= a.span[0] < noun[0]]
    else:
        # "Among Egypt's trading partners it ranked seventh"; "ranked third among Brazil's".
        after = [a for a in single if a.span[0] >= quantity[1] and a.genitive and _AMONG.search(text[: a.span[0]])]
        inside = after[:1] or [
            a for a in single if a.genitive and a.span[1] <= noun[0] and _GENITIVE.fullmatch(_owned(text, a, noun[0]))
        ]
    if inside:
        return Role(inside[0].codes[0], "genitive", inside[0])
    if _DEALS.search(text, *noun):
        # "The countries that supply the United States".
        served = _THE.match(text, noun[1])
        after = reading.beginning_at(served.end()) if served else None
        if after in single:
            return Role(after.codes[0], "preposition", after)
    for tail in _TAIL.finditer(text, noun[1], noun[1] + 60):
        after = reading.beginning_at(tail.end())
        if re.search(r"[,;.]", text[noun[1] : tail.start()]):
            break
        if after in single:
            return Role(after.codes[0], "preposition", after)
    if before in single:
        return Role(before.codes[0], "genitive", before)
    # "For Russia, Ukraine is the fourth largest trading partner".
    above = _FOR.search(text[: quantity[0]])
    whose = reading.beginning_at(above.end()) if above else None
    return Role(whose.codes[0], "preposition", whose) if whose is not None and whose in single else None


_TAIL = re.compile(r"\b(?:of|to|for|in)\s+(?:the\s+)?")
_DEALS = re.compile(r"(?:supply|supplies|supplying|serve)$")
_THE = re.compile(r"\s+(?:the\s+)?")
_AMONG = re.compile(r"\b(?:among|of|in|on)\s+(?:the\s+)?$")


def _owned(text: str, actor: Actor, until: int) -> str:
    """What stands between a possessive and a place."""
    owned = re.compile(r"['’]s?").match(text, actor.span[1])
    return text[owned.end() if owned else actor.span[1] : until]
