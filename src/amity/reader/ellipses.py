"""Shares of which the whole was told before: "Russia bought 24 per cent of its exports, while Poland bought 3.5"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from amity.reader import senses
from amity.reader.cases import Case, Way, own_clause, with_whom
from amity.reader.slots import OPPOSITE, merged
from amity.reader.views import named_since
from amity.reader.wares import patterns

_AGAIN = re.compile(r"\b(?:the (?:share|figure|proportion|percentage)|it|they|that)\b", re.IGNORECASE)
_ALSO = re.compile(
    r"(?:^|\b(?:and|but|against|from|to|down|up|compared|while|whereas)\b)[^.;]{0,40}$|"
    r",\s*(?:\w+ed|bought|took|sold|got)\s+(?:just |only )?$"
)
_OF_OTHERS = re.compile(r"\s*of\s+(?:the\s+)?(?=\S)")


def again(case: Case, plain: Callable[[Case], Iterator[Way]]) -> Iterator[Way]:
    """The share spoken of just before: "Russia bought 24 per cent of its exports, while Poland bought 3.5"."""
    start = case.quantity.span[0]
    earlier = [q for q in case.quantities if q.span[1] <= start and q.unit == case.quantity.unit and not q.by]
    first, since = case.share, 0
    for q in reversed(earlier[-4:]):
        if (told := next(plain(replace(case, quantity=q)), None)) is not None:
            first, since = told, q.span[1]
            break
    if first is None or len(first.partners) != 1:
        return
    if first.sense.id.startswith("opinion"):
        yield from _viewed_again(case, first, {"inherited": 1.0} if earlier else {"carried": 1.0})
        return
    whose = _others_whole(case)
    if earlier and whose is not None:
        # "34 per cent of India's coal imports and 30 per cent of China's"; "2 per cent of China's, 18 of Russia's".
        partners = (first.owner,) if whose in first.partners else first.partners
        yield replace(first, owner=whose, partners=partners, features=merged(first.features, {"inherited": 2.0}))
        return
    if earlier and (ware := _ware_of(case, first)) is not None:
        yield replace(ware, features=merged(first.features, {"inherited": 2.0}))
        return
    if _whole_unknown(case):
        return
    first = _turned(first, case.text[earlier[-1].span[1] if earlier else 0 : start])
    if (states := _states_after(case)) is not None:
        yield from _exchanged(first, states, {"inherited": 2.0} if earlier else {"carried": 1.0})
        return
    between = case.text[since:start]
    new = [a for a in case.actors if since <= a.span[0] and a.span[1] <= start and a.group is None and a.kind != "firm"]
    codes = list(dict.fromkeys(c for a in new for c in a.codes))
    features = merged(first.features, {"inherited": 2.0} if earlier else {"carried": 1.0})
    owner, partner = first.owner, first.partners[0]
    if first.sense.flow == "pair" and (pair := with_whom(case)) is not None:
        yield replace(first, owner=pair[0].code, partners=(pair[1].code,), features=features)
        return
    if first.sense.flow == "pair":
        after = _AFTER_SHARE.match(case.text, case.quantity.span[1])
        if after is not None and any(a.span[0] == after.end() for a in case.actors):
            named = [a for a in case.actors if a.span[0] >= after.end() and len(a.codes) == 1][:2]
            codes = [a.codes[0] for a in named]
        if len(codes) == 2:
            yield replace(first, owner=codes[0], partners=(codes[1],), features=features)
        elif not codes and earlier and (_AGAIN.search(own_clause(case)) or _ALSO.search(between)):
            yield replace(first, features=features)
        return
    if new and _FOR.search(case.text[: new[-1].span[0]]) and codes[-1] not in (owner, partner):
        # "For Hungary the figure was 55": who is meant has the part of the subject before, or of the other.
        yield from _exchanged(first, codes[-1], features)
        return
    codes = [code for code in codes if code != owner]
    back = case.text[earlier[-1].span[1] : case.quantity.span[1] + 40] if earlier else own_clause(case)
    if OPPOSITE.search(back) and set(codes) <= {partner}:
        yield replace(first, owner=partner, partners=(owner,), features=features)
    elif codes and codes[-1] != partner:
        # The state nearest before the figure has the part now.
        yield replace(first, partners=(codes[-1],), features=features)
        if first.sense.flow != "pair":
            # Perhaps it has the whole: the data may tell.
            yield replace(first, owner=codes[-1], features=merged(features, {"rivals": 2.0}))
    elif set(codes) <= {partner} and (_AGAIN.search(own_clause(case)) or (earlier and _ALSO.search(between)) or codes):
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


_FOR = re.compile(r"\b(?:[Ff]or|[Ii]n the case of|[Ii]n)\s+(?:the\s+)?$")
_AFTER_SHARE = re.compile(r"\s*\)?\s*(?:for|from|to|in the case of|in|by)\s+(?:the\s+)?(?=\S)")
SUPPLYING = re.compile(
    r"\b(?:suppl(?:ied|y|ies|ying)|provid(?:ed|es?|ing)|deliver(?:ed|s|ing)?|furnish(?:ed|es)|suppliers?|sources?)\b"
)
TAKING = re.compile(
    r"\b(?:absorb(?:ed|s|ing)?|bought|buys?|buying|took|takes?|taking|purchas(?:ed|es|ing)|markets?|"
    r"customers?|buyers?|destinations?)\b"
)


def _turned(first: Way, between: str) -> Way:
    """The share before of the flow that the verb since then tells: "absorbed 18 % of exports and supplied 16"."""
    if first.sense.ware is None or first.sense.flow not in ("in", "out"):
        return first
    flows = [flow for flow, verb in (("in", SUPPLYING), ("out", TAKING)) if verb.search(between)]
    sense = senses.of_goods(first.sense.ware, flows[0]) if len(flows) == 1 else None
    return replace(first, sense=sense) if sense is not None and "share" in sense.figures else first


def _states_after(case: Case) -> str | None:
    """The state right after a figure that names nothing else: "compared with 7 per cent for India"."""
    match = _AFTER_SHARE.match(case.text, case.quantity.span[1])
    actor = next((a for a in case.actors if match and a.span[0] == match.end()), None)
    if actor is None or len(actor.codes) != 1 or actor.group is not None or actor.kind in ("pronoun", "firm"):
        return None
    return (
        actor.codes[0]
        if not actor.genitive and re.match(r"\s*(?:[,.;()]|and\b|in\b|$)", case.text[actor.span[1] :])
        else None
    )


def _exchanged(first: Way, code: str, more: dict[str, float]) -> Iterator[Way]:
    """The share with another state in one of the two parts; which of them, the words do not say."""
    if code in (first.owner, *first.partners) or first.sense.flow == "pair":
        return
    features = merged(first.features, more)
    yield replace(first, partners=(code,), features=merged(features, {"rivals": 1.0}))
    yield replace(first, owner=code, features=merged(features, {"rivals": 1.0}))


def _others_whole(case: Case) -> str | None:
    """Whose, where the whole is told by its owner alone: "30 per cent of China's"."""
    match = _OF_OTHERS.match(case.text, case.quantity.span[1])
    if match is None:
        return None
    actor = next((a for a in case.actors if a.span[0] == match.end() and len(a.codes) == 1 and a.genitive), None)
    is_bare = actor is not None and re.match(r"(?:['’]s?)?\s*(?:[.,;)]|$|in\b)", case.text[actor.span[1] :])
    return actor.codes[0] if actor is not None and is_bare else None


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


def _whole_unknown(case: Case) -> bool:
    """Whether the figure is said to be a share of something else than before."""
    after = case.text[case.quantity.span[1] :]
    return re.match(r"\s*(?:\([^)]*\)\s*)?of\s+(?!them\b|it\b|the total\b)", after) is not None
