"""Shares in brackets behind the states they are of: "bought arms from Russia (66 %), China (13 %) and Germany"."""

from __future__ import annotations

import re
from dataclasses import replace

from amity.reader import senses
from amity.reader.cases import Case, clause_at, subject_of
from amity.reader.model import Actor
from amity.reader.relations import Relation, Role
from amity.reader.senses import Sense
from amity.reader.slots import Way, how_found, merged

_OPENS = re.compile(
    r"(?:['’]s?)?\s*(?:[(\[]\s*(?:with\s+|at\s+|a\s+share\s+of\s+)?|,?\s+(?:with|at|on)\s+(?:a\s+share\s+of\s+)?)$"
)
_CLOSES = re.compile(r"\s*(?:each\s*)?(?:[)\],;.]|$|and\b)|\s+(?:of|in|between|during)\b")
#: What stands between two states of a row, each with its figure or without.
_NEXT = re.compile(
    r"(?:['’]s?)?\s*(?:[(\[][^()\[\]]{1,40}[)\]]|,?\s(?:with|at|on)\s[^,;()]{1,40}?)?\s*(?:,|;|and|,\s*and|as\s+well\s+as|or)\s+(?:(?:of|to|from|by|with|for)\s+)?(?:the\s+)?"
)
_GOVERNED = re.compile(r"\b(?P<to>to|from|by|with|for)\s+(?:(?:both|mainly|mostly|chiefly|above all)\s+)?(?:the\s+)?$")
#: Those who deal with one: "its main customers are", "the largest buyers of its arms were".
_DEALERS = re.compile(
    r"\b(?:(?P<sells>suppliers?|sellers?|sources?|providers?|vendors?|exporters?|origins?|"
    r"(?:countries|states|nations)\s+(?:that\s+)?(?:sell|suppl|export|deliver)\w*)|"
    r"(?P<buys>customers?|clients?|buyers?|recipients?|destinations?|markets?|importers?|purchasers?|"
    r"(?:countries|states|nations)\s+(?:that\s+)?(?:buy|purchas|import)\w*)|"
    r"(?P<both>(?:trad(?:e|ing)\s+)?partners?))\b[^.;()]{0,70}?"
    r"(?:\b(?:is|are|was|were|being|include[sd]?|including|remain(?:s|ed)?|became|namely)\b|[:,—–])\s*"
    r"(?:(?:there\s+(?:are|were)|such\s+as|still|once\s+again|again|first\s+of\s+all|above\s+all|first\s+and\s+foremost|"
    r"in\s+the\s+first\s+place|mainly|mostly|chiefly|primarily|in\s+(?:this|that)\s+order|notably),?\s+)?(?:the\s+)?$"
)
#: Part of what was spoken of: "the bulk still went to Pakistan (37 %)".
_WENT = re.compile(
    r"\b(?:bulk|most|majority|lion['’]s\s+share|rest|remainder|half|third|they|these|it|those|them|deliveries|arms|"
    r"shipments|sales|exports|weapons|volumes|barrels)\b[^.;()]{0,40}?"
    r"\b(?P<went>went|go|goes|going|came|come|comes|coming|head(?:ed|ing|s)?|flow(?:ed|ing|s)?|(?:was|were|is|are)\s+"
    r"(?:sold|sent|shipped|delivered|bought|supplied|exported|imported))\s+(?:\w+ly\s+)?(?P<to>to|from|by)\s+(?:the\s+)?$"
)


#: So few letters stand between a state and the figure in brackets behind it.
_NEAR = 60
#: "Followed by India with 10.4": told as the share before it was.
_FOLLOWS = re.compile(r"\b(?:followed|trailed)\s+(?:[a-z]+\s+)?by\b[^;]*$")


def bracketed(case: Case) -> Way | None:
    """The share that stands in brackets behind a state, where what all of the row is told of comes before the row."""
    start, end = case.quantity.span
    if _FOLLOWS.search(case.text, 0, start) and any(q.span[1] <= start and q.unit == "%" for q in case.quantities):
        return None
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.kind not in ("firm", "pronoun")]
    near = (a for a in single if 0 <= start - a.span[1] < _NEAR)
    held = [a for a in near if _OPENS.fullmatch(case.text, a.span[1], start)]
    if not held or case.quantity.sign or _CLOSES.match(case.text, end) is None:
        return None
    row = _row(case.text, single, held[-1])
    told = _viewed(case, row) or _dealers(case, row) or _went(case, row) or _flow(case, row)
    if told is None or held[-1].codes[0] == told[1].code:
        return None
    sense, owner = told
    if "share" not in sense.figures:
        return None
    features = merged(how_found(case, owner), {"coarse": 0.5})
    return Way(sense, "share", owner.code, held[-1].codes, features)


def _row(text: str, single: list[Actor], last: Actor) -> Actor:
    """The state with which the row begins."""
    first = last
    for actor in reversed([a for a in single if a.span[1] <= last.span[0]]):
        if text.rfind("(", 0, actor.span[0]) > text.rfind(")", 0, actor.span[0]):
            # "China (19 per cent of Japanese exports), the United States (15)".
            continue
        if _NEXT.fullmatch(text, actor.span[1], first.span[0]) is None:
            break
        first = actor
    return first


_VIEWED = re.compile(r"\s*(?:of|about|on|upon|towards?|for)\s+(?:the\s+)?")


def _viewed(case: Case, first: Actor) -> tuple[Sense, Role] | None:
    """Who thinks well of the row: "Russians think kindly of Belarus (79 %) and of China (78 %)"."""
    before = [r for r in case.relations if r.span[1] <= first.span[0] and r.sense and r.sense.id.startswith("opinion")]
    if not before or _VIEWED.fullmatch(case.text, before[-1].span[1], first.span[0]) is None:
        return None
    sense, owner = before[-1].sense, before[-1].owner or subject_of(case, first.codes)
    return (sense, owner) if sense is not None and owner is not None else None


#: Of what a row of customers is told: "Pakistan with 35 per cent of the sales, Bangladesh with 20 per cent".
OF_ROW = re.compile(
    r"\s+of\s+(?:(?:the|its|their|these|those|all|total)\s+)+(?:sales|purchases|deliveries|exports|imports|total|whole|volume)"
    r"\s*(?:[,.;)]|and\b|$)"
)


def _dealers(case: Case, first: Actor) -> tuple[Sense, Role] | None:
    """Whose customers or suppliers the row tells, and of what: of arms, where those were spoken of."""
    noun = None
    for match in _DEALERS.finditer(case.text, 0, first.span[0]):
        noun = match
    if noun is None or clause_at(case, noun.start()) != clause_at(case, first.span[0]):
        return None
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.codes != first.codes]
    owners = [a for a in single if a.span[1] <= first.span[0] and (a.genitive or _is_of(case.text, a, noun))]
    subject = subject_of(case, first.codes)
    owner = Role(owners[-1].codes[0], "genitive", owners[-1]) if owners else subject
    flow = "in" if noun["sells"] else "out" if noun["buys"] else "with"
    words = case.text[max(0, noun.start() - 25) : first.span[0]].lower()
    ware = "arms" if re.search(r"\b(?:arms|weapons?|defen[cs]e|military)\b", words) else case.ware or "goods"
    sense = senses.of_goods(ware, flow) or senses.of_goods(ware, "out")
    return (sense, owner) if sense is not None and owner is not None else None


def _is_of(text: str, actor: Actor, noun: re.Match[str]) -> bool:
    """Whether a state stands behind the noun as whose they are: "the main clients of the USA"."""
    return (
        actor.span[0] >= noun.start()
        and re.search(r"\b(?:of|for|in|to|from)\s+(?:the\s+)?$", text[: actor.span[0]]) is not None
    )


def _flow(case: Case, first: Actor) -> tuple[Sense, Role] | None:
    """What the flow is that goes to the row or comes from it: "bought its arms mainly from"."""
    governed = _GOVERNED.search(case.text, 0, first.span[0])
    before = [r for r in case.relations if r.span[1] <= first.span[0] and r.sense and r.sense.flow in ("in", "out")]
    if governed is None or not before or re.search(r"[.;]", case.text[before[-1].span[1] : first.span[0]]):
        return None
    relation = before[-1]
    return _as_told(case, relation, governed["to"], first)


def _as_told(case: Case, relation: Relation, to: str, first: Actor) -> tuple[Sense, Role] | None:
    assert relation.sense is not None
    flow = {"to": "out", "from": "in", "by": "out" if relation.sense.flow == "in" else "in", "for": "out"}.get(to)
    sense = senses.of_goods(relation.sense.ware or "", flow or relation.sense.flow)
    named = [role for role in (relation.owner, relation.partner) if role and role.code != first.codes[0]]
    owner = relation.owner if relation.owner in named else None
    owner = owner or subject_of(case, first.codes) or (named[0] if named else None)
    return (sense, owner) if sense is not None and owner is not None else None


def _went(case: Case, first: Actor) -> tuple[Sense, Role] | None:
    """Of what "the bulk went to" is a part: the flow told before in the sentence, or the one before."""
    went = _WENT.search(case.text, 0, first.span[0])
    if went is None or went.end() != first.span[0]:
        return None
    told = [r for r in case.relations if r.span[1] <= went.end("went") and r.sense and r.sense.ware and r.owner]
    relation = told[-1] if told else case.topic or case.past
    if relation is None or relation.sense is None or relation.sense.ware is None or relation.owner is None:
        # "It supplied 53 countries, though the bulk went to Pakistan (37 %)": of the ware spoken of.
        giver = next((a for a in case.actors if len(a.codes) == 1 and a.span[1] <= went.start()), None)
        sense = senses.of_goods(case.ware, "out") if case.ware and went["to"] == "to" else None
        return (sense, Role(giver.codes[0], "subject", giver)) if sense is not None and giver is not None else None
    owner = relation.owner if told else replace(relation.owner, how="context", actor=None)
    flow = "in" if went["to"] == "from" else "out"
    if relation.sense.flow != flow and relation.partner is not None and relation.partner.code not in first.codes:
        owner = relation.partner if told else replace(relation.partner, how="context", actor=None)
    sense = senses.of_goods(relation.sense.ware, flow)
    return (sense, owner) if sense is not None else None
