"""A share told once more without its whole: "Russia bought 24 per cent of its exports, while Poland bought 3.5"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from amity.reader import senses
from amity.reader.cases import Case, Way, own_clause, subject_of, with_whom
from amity.reader.contexts import OPPOSITE
from amity.reader.model import Actor
from amity.reader.relations import Relation
from amity.reader.slots import merged
from amity.reader.views import named_since
from amity.reader.wares import patterns

_AGAIN = re.compile(
    r"\b(?:the (?:share|figure|proportion|percentage|equivalent|corresponding \w+|ratio)|it|they|that)\b", re.IGNORECASE
)
_ALSO = re.compile(
    r"(?:^|\b(?:and|but|against|from|to|down|up|compared|while|whereas)\b)[^.;]{0,40}$|"
    r",\s*(?:\w+ed|bought|took|sold|got)\s+(?:just |only )?$|;\s*(?:in|by)\s+(?:19|20)\d\d,?\s*(?:just |only )?$"
)
_OF_OTHERS = re.compile(r"\s*of\s+(?:the\s+)?(?=\S)")
_FOR = re.compile(r"\b(?:[Ff]or|[Ii]n the case of|[Ii]n)\s+(?:the\s+)?$")
_AFTER_SHARE = re.compile(
    r"\s*\)?\s*(?:(?:that|which)\s+)?(?:(?:went|goes|came|comes|going|coming|bound|destined|sent|sold|bought)\s+)?"
    r"(?P<how>for|from|to|in the case of|in|by)\s+(?:the\s+)?(?=\S)"
)
SUPPLYING = re.compile(
    r"\b(?:suppl(?:ied|y|ies|ying)|provid(?:ed|es?|ing)|deliver(?:ed|s|ing)?|furnish(?:ed|es)|suppliers?|sources?)\b"
)
TAKING = re.compile(
    r"\b(?:absorb(?:ed|s|ing)?|bought|buys?|buying|took|takes?|taking|purchas(?:ed|es|ing)|markets?|"
    r"customers?|buyers?|destinations?)\b"
)
#: "The Russian share in China's was", "Argentina's share in those of Brazil was".
_SHARE_IN = re.compile(
    r"\b(?:share|part|portion|weight|proportion)\s+(?:in|of)\s+(?:(?:that|those)\s+of\s+)?(?:the\s+)?(?=\S)"
)
_HELD = re.compile(r"(?:['’]s?)?\s+(?:share|part|portion|weight|proportion)\b")
_BARE_OWNER = re.compile(r"(?:['’]s?|\s+ones?)?\s*(?:[.,;)]|$|(?:in|was|were|is|stood|at|came|reached|fell|rose)\b)")


def _is_whole(case: Case, relation: Relation) -> bool:
    """Whether a flow named before a figure is what that is a share of: "of Turkish arms imports, 44"."""
    return re.search(r"(?:[;,]|\b(?:and|but))\s+of\s+(?:all\s+)?(?:the\s+)?$", case.text[: relation.start]) is not None


def again(case: Case, plain: Callable[[Case], Iterator[Way]]) -> Iterator[Way]:
    """Ways to read a share whose whole was told with a figure before it.

    Args:
        case: The figure.
        plain: How shares are read that tell their whole.
    """
    start = case.quantity.span[0]
    earlier = [q for q in case.quantities if q.span[1] <= start and q.unit == case.quantity.unit and not q.by]
    first, told = case.share, case
    for q in reversed(earlier[-4:]):
        told = replace(case, quantity=q)
        is_next = q is earlier[-1] and len(earlier) > 1 and not _SAME_WHOLE.search(case.text[q.span[1] : start])
        found = next(plain(told), None) or (next(again(told, plain), None) if is_next else None)
        if found is not None:
            first = found
            break
    else:
        told = case
    if first is None or len(first.partners) != 1:
        return
    if first.sense.id.startswith("opinion"):
        yield from _viewed_again(case, first, {"inherited": 1.0} if earlier else {"carried": 1.0})
        return
    since = told.quantity.span[1] if told is not case else 0
    more = {"inherited": 2.0} if earlier else {"carried": 1.0}
    new = [a for a in case.actors if since <= a.span[0] and a.span[1] <= start and a.group is None and a.kind != "firm"]
    own = next((r for r in case.relations if since <= r.span[0] and r.span[1] <= start and _is_whole(case, r)), None)
    if earlier and own is not None and own.owner and own.sense is first.sense and own.owner.code not in first.partners:
        # "41 per cent of Greek imports were German; of Turkish imports, 44".
        yield replace(first, owner=own.owner.code, features=merged(first.features, more))
        return
    whose = _others_whole(case) if earlier else None
    if whose is not None:
        # "34 per cent of India's coal imports and 30 per cent of China's".
        yield from _of_another(case, first, whose, [a for a in new if a is not whose], more)
    elif earlier and (ware := _ware_of(case, first)) is not None:
        yield replace(ware, features=merged(first.features, more))
    elif not _whole_unknown(case):
        yield from _continued(case, told, first, new, more)


def _of_another(case: Case, first: Way, whose: Actor, new: Sequence[Actor], more: dict[str, float]) -> Iterator[Way]:
    """The part, or the subject since then, of what is another's."""
    owner, features = whose.codes[0], merged(first.features, more)
    holders = [a for a in new if len(a.codes) == 1 and (_is_subject(case, a) or _HELD.match(case.text, a.span[1]))]
    others = [a.codes[0] for a in holders if a.codes[0] != owner]
    partner = others[-1] if others else first.owner if owner in first.partners else first.partners[0]
    if owner != partner:
        yield replace(first, owner=owner, partners=(partner,), features=features)


def _continued(case: Case, told: Case, first: Way, new: Sequence[Actor], more: dict[str, float]) -> Iterator[Way]:
    """The share before, of whoever is named since then, or after the figure."""
    start, end = case.quantity.span
    since = told.quantity.span[1] if told is not case else 0
    first = _turned(first, _verbs_of(case, since, start))
    first = _of_other_part(first, case.text[since:start])
    plain = first
    first = _sided(first, case.text[since:start])
    if (pair := _in_brackets(case)) is not None:
        yield replace(first, owner=pair[0], partners=(pair[1],), features=merged(first.features, {"inherited": 1.0}))
        return
    features = merged(first.features, more)
    owner, partner = first.owner, first.partners[0]
    if first.sense.flow == "pair":
        yield from _of_pair(case, first, new, features, is_told=told is not case)
        return
    if (after := _state_after(case)) is not None:
        how, code = after
        if how in ("to", "from") and code not in (owner, partner):
            yield replace(first, partners=(code,), features=merged(first.features, {"inherited": 1.0}))
        else:
            yield from _exchanged(first, code, more)
        return
    codes = list(dict.fromkeys(c for a in new for c in a.codes))
    if new and _FOR.search(case.text[: new[-1].span[0]]) and codes[-1] not in (owner, partner):
        # "For Hungary the figure was 55": who is meant has the part of the subject before, or of the other.
        yield from _exchanged(first, codes[-1], more)
        return
    back = case.text[since : end + 40] if told is not case else own_clause(case)
    subject = subject_of(told, ()) if told is not case else None
    codes = [code for code in codes if code != owner]
    if OPPOSITE.search(back) and set(codes) <= {partner}:
        yield replace(first, owner=partner, partners=(owner,), features=features)
    elif (
        codes and codes[-1] != partner and subject is not None and subject.code == owner and _is_subject(case, new[-1])
    ):
        # "Spain owed 20 per cent of its gas to Algeria, Italy 24": the subject is another.
        yield replace(first, owner=codes[-1], features=features)
    elif codes and codes[-1] != partner:
        # The state nearest before the figure has the part now; perhaps it has the whole: the data may tell.
        yield replace(first, partners=(codes[-1],), features=features)
        yield replace(first, owner=codes[-1], features=merged(features, {"rivals": 2.0}))
    elif set(codes) <= {partner} and (
        codes
        or first is not plain
        or _AGAIN.search(own_clause(case))
        or (told is not case and _ALSO.search(case.text[since:start]))
    ):
        yield replace(first, features=features)


def _is_subject(case: Case, actor: Actor) -> bool:
    return not actor.genitive and not re.search(
        r"\b(?:to|from|with|in|of|for|by|between|against|than)\s+(?:the\s+)?$",
        case.text[max(0, actor.span[0] - 12) : actor.span[0]],
    )


def _of_pair(
    case: Case, first: Way, new: Sequence[Actor], features: dict[str, float], *, is_told: bool
) -> Iterator[Way]:
    """The share before of what two do together: "... in 56 per cent; Ukraine's and Poland's did in 45"."""
    if (pair := with_whom(case)) is not None:
        # Both are named here, however those before were told.
        yield replace(first, owner=pair[0].code, partners=(pair[1].code,), features={"inherited": 1.0, "carried": 0.5})
        return
    codes = list(dict.fromkeys(c for a in new for c in a.codes))
    after = _AFTER_SHARE.match(case.text, case.quantity.span[1])
    if after is not None and any(a.span[0] == after.end() for a in case.actors):
        codes = [a.codes[0] for a in case.actors if a.span[0] >= after.end() and len(a.codes) == 1][:2]
    is_again = _AGAIN.search(own_clause(case)) or _ALSO.search(case.text[: case.quantity.span[0]])
    if len(codes) == 2:
        yield replace(first, owner=codes[0], partners=(codes[1],), features=features)
    elif not codes and is_told and is_again:
        yield replace(first, features=features)


def _viewed_again(case: Case, first: Way, more: dict[str, float]) -> Iterator[Way]:
    """The view spoken of before, of others or by others: "for China the figure was 43"."""
    holder, seen = named_since(case)
    if holder is None and seen is None and not _AGAIN.search(own_clause(case)):
        return
    owner = holder.code if holder else first.owner
    partners = (seen.code,) if seen else first.partners
    if owner not in partners:
        yield replace(first, owner=owner, partners=partners, features=merged(first.features, more))


_SIDE = re.compile(
    r"\b(?:(?P<in>import side|imports?\b(?= tell| told| show)|as (?:a )?(?:suppliers?|sources?)|in imports)|"
    r"export side|in exports)\b",
    re.IGNORECASE,
)
_WARE_NOW = re.compile(r"\b(?:for|with|in|as for|of)\s+(?:the\s+)?(?=[a-z])", re.IGNORECASE)


def _sided(first: Way, between: str) -> Way:
    """The share before of the other flow, or of another ware: "on the import side", "for crude alone it is 40"."""
    sense, side = first.sense, _SIDE.search(between)
    if sense.ware is None or sense.flow not in ("in", "out"):
        return first
    flow = sense.flow if side is None else "in" if side["in"] else "out"
    found = [patterns()[2].match(between, m.end()) for m in _WARE_NOW.finditer(between)]
    wares = [m.lastgroup for m in found if m is not None and m.lastgroup not in (None, "goods", "tech")]
    new = senses.of_goods(wares[-1] if wares and wares[-1] else sense.ware, flow)
    return replace(first, sense=new) if new is not None and first.statistic in new.figures else first


_BRACKETS = re.compile(r"\s*\((?:the\s+)?@\s+(?:in|on|to|from|with)\s+(?:the\s+)?#\)")


def _in_brackets(case: Case) -> tuple[str, str] | None:
    """Whose and with whom, where both stand in brackets: "35.7 per cent (Brazil in Argentina)"."""
    end = case.quantity.span[1]
    named = [a for a in case.actors if a.span[0] >= end and len(a.codes) == 1 and a.group is None][:2]
    if len(named) < 2 or named[0].codes == named[1].codes:
        return None
    one, other = named
    text = case.text[end : one.span[0]] + "@" + case.text[one.span[1] : other.span[0]] + "#"
    closed = text + case.text[other.span[1] : other.span[1] + 1]
    return (other.codes[0], one.codes[0]) if _BRACKETS.match(closed) else None


_SAME_WHOLE = re.compile(r"[.!?]\s")


def _verbs_of(case: Case, start: int, end: int) -> str:
    """The words between two places, without those of a noun: "what Poland bought" takes nothing."""
    text = case.text
    for relation in case.relations:
        if not relation.is_verb:
            low, high = relation.span
            text = text[:low] + " " * (high - low) + text[high:]
    return text[start:end]


def _of_other_part(first: Way, between: str) -> Way:
    """What else the flow before is made of: "fuels made up 71 per cent of Russian deliveries, machinery 12"."""
    made = [name for name, words in senses.parts().items() if words.search(between) and name in first.sense.figures]
    is_made = first.statistic in senses.parts() and len(made) == 1
    return replace(first, statistic=made[0]) if is_made else first


def _turned(first: Way, between: str) -> Way:
    """The share before of the flow that the verb since then tells: "absorbed 18 % of exports and supplied 16"."""
    if first.sense.ware is None or first.sense.flow not in ("in", "out"):
        return first
    flows = [flow for flow, verb in (("in", SUPPLYING), ("out", TAKING)) if verb.search(between)]
    sense = senses.of_goods(first.sense.ware, flows[0]) if len(flows) == 1 else None
    return replace(first, sense=sense) if sense is not None and "share" in sense.figures else first


def _state_after(case: Case) -> tuple[str, str] | None:
    """The preposition and the state right after a figure that names nothing else: "against 7 per cent for India"."""
    match = _AFTER_SHARE.match(case.text, case.quantity.span[1])
    actor = next((a for a in case.actors if match and a.span[0] == match.end()), None)
    if match is None or actor is None or len(actor.codes) != 1 or actor.group is not None or actor.kind == "firm":
        return None
    if actor.kind == "pronoun" or actor.genitive or not _ENDS.match(case.text, actor.span[1]):
        return None
    return match["how"], actor.codes[0]


_ENDS = re.compile(r"\s*(?:[,.;()]|and\b|in\b|$)")


def _exchanged(first: Way, code: str, more: dict[str, float]) -> Iterator[Way]:
    """The share with another state in one of the two parts; which of them, the words do not say."""
    if code in (first.owner, *first.partners) or first.sense.flow == "pair":
        return
    features = merged(first.features, more)
    yield replace(first, partners=(code,), features=merged(features, {"rivals": 1.0}))
    yield replace(first, owner=code, features=merged(features, {"rivals": 1.0}))


def _others_whole(case: Case) -> Actor | None:
    """Whose, where the whole is told by its owner alone: "30 per cent of China's", "the Russian share in China's"."""
    places = [m.end() for m in _SHARE_IN.finditer(case.text, 0, case.quantity.span[0])][-1:]
    after = _OF_OTHERS.match(case.text, case.quantity.span[1])
    for at in (*places, *([after.end()] if after else ())):
        actor = next((a for a in case.actors if a.span[0] == at and len(a.codes) == 1), None)
        is_those = actor is not None and case.text[:at].rstrip().endswith((" those of", " that of", " of the"))
        if actor is not None and (actor.genitive or is_those) and _BARE_OWNER.match(case.text, actor.span[1]):
            return actor
    return None


_OF_WARE = re.compile(r"\s*of\s+(?:the|its|their|all)\s+(?:[a-z-]+\s+)?(?=[a-z])")


def _ware_of(case: Case, first: Way) -> Way | None:
    """The share before, of another ware: "60 per cent of the coal that Japan imported and 41 per cent of the gas"."""
    match = _OF_WARE.match(case.text, case.quantity.span[1])
    found = patterns()[2].match(case.text, match.end()) if match else None
    if found is None or not found.lastgroup or first.sense.flow not in ("in", "out"):
        return None
    if re.match(r"\s+(?:that|which|[A-Z]|\w+(?:ed|ports?)\b)", case.text[found.end() :]):
        return None
    sense = senses.of_goods(found.lastgroup, first.sense.flow)
    return replace(first, sense=sense) if sense is not None and "share" in sense.figures else None


_OF_ELSE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:of\s+(?!them\b|it\b|the total\b)|(?:the|a|its|their)\s+(?!year|previous|preceding|"
    r"following|same|decade|month|other|reverse|opposite|next|last)[a-z]{3})"
)


def _whole_unknown(case: Case) -> bool:
    """Whether the figure is said to be a share of something else than before."""
    after = case.text[case.quantity.span[1] :]
    return _OF_ELSE.match(after) is not None
