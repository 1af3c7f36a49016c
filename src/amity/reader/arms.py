"""Flows of goods that are flows of arms: in SIPRI's unit, and where a document speaks of hardly anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from amity.reader import senses
from amity.reader.model import Actor, Quantity
from amity.reader.roles import Relation, Role
from amity.reader.senses import Sense
from amity.reader.wares import is_on_arms, patterns


def of_arms(found: Iterable[Relation]) -> tuple[Relation, ...]:
    """Relations with flows of goods, or of what no ware is, as flows of arms."""
    return tuple(_armed(relation) for relation in found)


#: Verbs of those who take and of those who give, with nothing behind them but by how much.
_BY_HOW_MUCH = re.compile(
    r"\b(?:(?P<take>t(?:ook|akes?|aken)|got|gets|receive[sd]?|b(?:ought|uys?)|obtain(?:s|ed)|acquire[sd]|import(?:s|ed))|"
    r"(?P<give>s(?:old|ells?|ent|ends?)|deliver(?:s|ed)|suppl(?:ies|ied)|ship(?:s|ped)|export(?:s|ed)|provide[sd]))\s+"
    r"(?:(?:about|around|some|over|nearly|almost|only|just|fully)\s+)?[\d.,]+\s*(?:%|per\s?cent)\s+(?:more|less|fewer)\b"
)
_NO_VERB = re.compile(r"\s+[\d.,]+\s*(?:%|per\s?cent)\s+(?P<more>more|less|fewer)\b")
_JOINED = re.compile(r"\s*(?:,|;|\band|\bbut|\bwhile)(?:\s*(?:and|but|then))?\s+(?:the\s+)?")
#: Between who does it and the verb.
_DOES = re.compile(r",?(?:\s+(?:however|too|also|by contrast|in turn|has|have|had|itself|alone|now|still)\b,?)*\s+")
_LINK = {"take": re.compile(r"\bfrom\s+(?:the\s+)?$"), "give": re.compile(r"\bto\s+(?:the\s+)?$")}


def meant(
    text: str,
    found: Sequence[Relation],
    actors: Sequence[Actor],
    subjects: Sequence[tuple[str, float]],
    *,
    is_trade: bool = False,
) -> tuple[Relation, ...]:
    """What a sentence tells, its bare "exports" and "sold" being of arms where its document is about those.

    Args:
        text: The sentence.
        found: What it says is measurable.
        actors: Its actors, spans counted in it.
        subjects: What its document names most, with its part in all that it names.
        is_trade: Whether its paragraph speaks of trade in general.
    """
    if is_trade or not any(name == "arms" for name, _ in subjects) or not is_on_arms(text, subjects):
        return tuple(found)
    verbs = list(_verbs(text, actors))
    kept = [r for r in found if not any(r.is_verb and _meet(r, verb) for verb in verbs)]
    armed = (_armed(r) if r.sense is not None and r.sense.flow in ("in", "out") else r for r in kept)
    return tuple(sorted([*armed, *verbs], key=lambda r: r.span))


def of_trade(figures: Sequence[Quantity], said: Sequence[Sense]) -> bool:
    """Whether a paragraph speaks of trade in general, by its sums in dollars or what was measured last in it.

    Args:
        figures: The figures of a sentence.
        said: What was measured in the paragraph before it, the last first.
    """
    return any(s.ware == "goods" for s in said[:1]) or any(senses.measure(q.unit) == "USD" for q in figures)


def _verbs(text: str, actors: Sequence[Actor]) -> Iterator[Relation]:
    """Arms moved by verbs that name nothing: "Egypt, however, received 44 per cent more from it"."""
    own = [a for a in actors if len(a.codes) == 1 and a.group is None]
    for match in _BY_HOW_MUCH.finditer(text):
        which = "take" if match["take"] else "give"
        subject = next((a for a in own if _DOES.fullmatch(text, a.span[1], match.start())), None)
        if subject is None:
            continue
        # Whom "from it" means is told before, and no better known here.
        later = [a for a in own if match.end() <= a.span[0] < match.end() + 40 and a.kind != "pronoun"]
        other = next((a for a in later if _LINK[which].search(text, match.end(), a.span[0])), None)
        sense = senses.of_goods("arms", "in" if which == "take" else "out")
        partner = other and other.codes != subject.codes and Role(other.codes[0], "preposition", other)
        span = match.span(which)
        first = Relation(
            span, span[0], sense, Role(subject.codes[0], "subject", subject), partner or None, is_verb=True
        )
        yield first
        yield from _also(text, own, first, match.end())


def _also(text: str, own: Sequence[Actor], first: Relation, since: int) -> Iterator[Relation]:
    """Those of whom a verb told before is left out: "China received 60 per cent more and Egypt 73 per cent more"."""
    for actor in own:
        match = _NO_VERB.match(text, actor.span[1]) if actor.span[0] >= since else None
        if match is None or _JOINED.fullmatch(text, since, actor.span[0]) is None:
            continue
        owner, partner = Role(actor.codes[0], "subject", actor), first.partner
        partner = None if partner is not None and partner.code == owner.code else partner
        span = match.span("more")
        yield replace(first, span=span, start=span[0], owner=owner, partner=partner)
        since = match.end()


def _meet(one: Relation, other: Relation) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _armed(relation: Relation) -> Relation:
    if relation.sense is None:
        # "SIPRI recorded transfers": whatever the words before the noun are, they are no ware.
        match = patterns()[1 if relation.is_verb else 0].search(relation.ware)
        sense = senses.of_goods("arms", match.lastgroup) if match and match.lastgroup else None
    else:
        sense = senses.of_goods("arms", relation.sense.flow) if relation.sense.ware == "goods" else None
    return replace(relation, sense=sense) if sense is not None else relation
