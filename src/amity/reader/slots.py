"""The slots of a binding: what is measured, of whom and with whom, each with how far it had to be sought."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from amity.claims.language import Figure
from amity.reader import senses
from amity.reader.cases import (
    NEIGHBOUR,
    Case,
    Way,
    clause_at,
    counterpart,
    couple,
    is_named_here,
    names_bloc,
    other_state,
    own_clause,
    pair_other,
    subject_of,
    view_holder,
)
from amity.reader.contexts import OPPOSITE, carried, guesses
from amity.reader.relations import Relation, Role
from amity.reader.views import view_of

#: How far each slot had to be sought, times these, is taken from the log odds of a binding.
WEIGHTS: Mapping[str, float] = {
    "sure": 3.78,
    "distance": -0.84,
    "clause": -1.39,
    "after": -1.32,
    "rivals": -0.94,
    "carried": -1.6,
    "subject": -0.1,
    "inherited": -0.45,
    "pronoun": -0.79,
    "far": -1.5,
    "only": -1.57,
    "context": -1.9,
    "year_near": -0.2,
    "year_far": -1.0,
    "year_none": -2.0,
    "behind": -2.14,
    "crowd": -0.55,
    "coarse": -1.4,
    "alone": -1.0,
}
ITS = re.compile(
    r"^\W*(?:[^,]{0,30},\s*){0,2}(?:and\s+)?(?:it|this(?! year)|that(?! year)|the figure|the total|the volume|"
    r"the value|the number|trade|turnover|"
    r"they|these|the (?:same )?(?:figure|share)|the latter figure)\b",
    re.IGNORECASE,
)


def confidence(features: Mapping[str, float]) -> float:
    """How sure a binding is, 0 to 1, from how far its slots were sought."""
    odds = WEIGHTS["sure"] + sum(WEIGHTS[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-odds))


def nearest(case: Case, statistics: Sequence[str]) -> list[tuple[Relation, dict[str, float], str]]:
    """Relations that have one of the statistics, the nearest first, with the features of the distance."""
    start, end = case.quantity.span
    own = clause_at(case, start)
    found: list[tuple[float, Relation, dict[str, float], str]] = []
    pool = [(relation, 0.0) for relation in case.relations]
    if case.topic is not None and ITS.match(case.text):
        # Its states were read there: here they are as sure as the topic.
        owner, partner = (role and replace(role, actor=None) for role in (case.topic.owner, case.topic.partner))
        pool.append((replace(case.topic, span=(0, 0), start=0, owner=owner, partner=partner), 1.0))
    elif not any(r.sense and any(s in r.sense.figures for s in statistics) for r in case.relations):
        pool.extend((relation, 1.3 + 0.3 * rivals) for relation, rivals in carried(case))
    has_balance = any(
        r.sense and r.sense.flow == "balance" and clause_at(case, r.span[0]) == own for r in case.relations
    )
    for relation, further in pool:
        if relation.sense is None or (has_balance and relation.sense.flow == "with"):
            continue
        statistic = next((s for s in statistics if s in relation.sense.figures), None)
        if statistic is None:
            continue
        features = {"carried": further} if further else _away(case, relation)
        found.append((_cost(features), relation, features, statistic))
    own_noun = [item for item in found if _is_own(case, item[1])]
    found = sorted(own_noun or found, key=lambda item: (item[0], item[1].span))
    for i, (cost, relation, features, _) in enumerate(found):
        # A relation as near as this one makes both doubtful; one that stands between makes this one unlikely.
        if any(j != i and abs(c - cost) < 0.2 and r.span != relation.span for j, (c, r, *_) in enumerate(found)):
            features["rivals"] = 1.0
        low, high = (end, relation.span[0]) if relation.span[0] >= end else (relation.span[1], start)
        if any(low <= r.span[0] and r.span[1] <= high and r.span != relation.span for _, r, *_ in found):
            features["behind"] = 1.0
    return [(relation, features, statistic) for _, relation, features, statistic in found[:4]]


def is_unsupported(case: Case, statistics: Sequence[str]) -> bool:
    """Whether what stands nearest to the figure is something the data do not hold ("wheat exports")."""
    unknown = [_cost(_away(case, r)) for r in case.relations if r.sense is None]
    known = [_cost(features) for _, features, _ in nearest(case, statistics) if "carried" not in features]
    return bool(unknown) and (not known or min(unknown) < min(known))


def _cost(features: Mapping[str, float]) -> float:
    return -sum(WEIGHTS[name] * value for name, value in features.items())


_WORTH = re.compile(r"\s+(?:(?:US\s+)?dollars\s+|USD\s+)?(?:worth\s+(?:of|in)\s+|in\s+(?=\w*(?:im|ex)ports))?")


def _is_own(case: Case, relation: Relation) -> bool:
    """Whether a noun is the figure's own: "Turkey's 9 billion worth of exports and 8 billion imports"."""
    end, sense = case.quantity.span[1], relation.sense
    is_flow = not relation.is_verb and sense is not None and sense.flow in ("in", "out")
    is_level = case.quantity.kind == "level" and not case.quantity.by
    return (
        is_flow and is_level and relation.start >= end and _WORTH.fullmatch(case.text, end, relation.start) is not None
    )


def _away(case: Case, relation: Relation) -> dict[str, float]:
    """How far a relation stands from the figure."""
    start, end = case.quantity.span
    is_after = relation.span[0] >= end
    away = relation.span[0] - end if is_after else start - relation.span[1]
    if _is_own(case, relation):
        return {"distance": 0.0}
    features = {"distance": max(0.0, math.log1p(max(0, away) / 25))}
    if clause_at(case, relation.span[0]) != clause_at(case, start):
        features["clause"] = 1.0
    if is_after:
        features["after"] = 1.0
        if re.search(r"[.!?][”’\")\]]*\s+[A-Z]", case.text[end : relation.span[0]]):
            features["clause"] = 2.0
    return features


def how_found(case: Case, role: Role) -> dict[str, float]:
    """The feature that tells how a role was found; none where it stands in plain words."""
    found = {role.how: 1.0} if role.how in WEIGHTS else {}
    if role.actor is None or role.actor.kind != "pronoun":
        return found
    # A pronoun whose state the sentence does not name is a guess about another sentence.
    return found | ({"pronoun": 1.0} if is_named_here(case, role) else {"far": 1.0})


def merged(*parts: Mapping[str, float]) -> dict[str, float]:
    """Features added up."""
    total: dict[str, float] = {}
    for part in parts:
        for name, value in part.items():
            total[name] = total.get(name, 0.0) + value
    return total


_FORUMS = {"votes.assembly": "assembly|UNGA", "votes.council": "council|UNSC"}
_FORUM = re.compile(
    "|".join(rf"(?P<{name.replace('.', '_')}>\b(?:{words})\b)" for name, words in _FORUMS.items()), re.I
)


def forum(case: Case) -> str | None:
    """Where the votes of a figure were cast, by the name nearest to it: the sense of that; None where none is told."""
    start, end = case.quantity.span
    of = re.compile(r"\s*of\s+[^,;.\d]{0,40}$")
    found = [(m.start(), (m.lastgroup or "").replace("_", ".")) for m in _FORUM.finditer(case.text)]
    own = [name for at, name in found if at >= end and of.match(case.text[end:at])]
    before = [name for at, name in found if at < start]
    return next(iter(own or before[::-1] or [name for _, name in found]), None)


def filled(case: Case, relation: Relation, features: Mapping[str, float], statistic: str) -> Iterator[Way]:
    """The relation with both its states, sought further off where the words beside it do not name them."""
    sense = relation.sense
    assert sense is not None
    if sense.id in _FORUMS and forum(case) not in (None, sense.id):
        return
    owner, partner = relation.owner, relation.partner
    if sense.flow == "balance" and partner is None:
        with_ = next((r for r in case.relations if r.sense and r.sense.flow == "with" and r.partner), None)
        partner = with_.partner if with_ else None
        owner = owner or (with_.owner if with_ and with_.owner and with_.owner.how == "genitive" else None)
    is_apart = clause_at(case, relation.span[0]) != clause_at(case, case.quantity.span[0])
    if _goes_back(case, relation) or (OPPOSITE.search(own_clause(case)) and is_apart):
        owner, partner = partner, owner
    if owner is None and partner is None and sense.flow in ("in", "out") and OPPOSITE.search(own_clause(case)):
        owner, partner = _reversed(case, relation)
    partner = _named_after(case, relation, owner) or _named_since(case, relation, owner) or partner
    if sense.id.startswith("opinion"):
        holder, seen = view_of(case)
        owner, partner = holder or owner, seen or partner
        if owner is None and case.share is not None and case.share.sense.id.startswith("opinion"):
            owner = Role(case.share.owner, "context")
    if sense.flow in ("in", "out") and (new := _subject_since(case, relation)) is not None:
        # "Russia delivered arms of 426 million to Indonesia, the United States of 898": another does the same.
        owner = new if partner is None or partner.code != new.code else owner
    if sense.flow == "pair":
        owner, partner = couple(case, relation)
    elif owner is None and partner is None:
        owner, partner = _undirected(case, relation)
    elif owner is None and partner is not None:
        owner = (
            subject_of(case, (partner.code,))
            or _subject_there(case, relation, partner.code)
            or view_holder(case, relation, partner)
            or _same_flow(case, relation, partner)
            or other_state(case, partner.code, beside=partner)
            or pair_other(case, partner.code)
        )
    elif partner is None and owner is not None:
        partner = counterpart(case, relation, owner)
    if owner is not None and partner is not None:
        if owner.code != partner.code:
            how = merged(features, how_found(case, owner), how_found(case, partner))
            if case.quantity.kind in ("vague", "trend") and sense.owners and owner.code not in sense.owners:
                # "There was little Russian investment": large deals are held of China alone, stocks of many.
                sense = senses.named("investment.stock")
            yield Way(sense, statistic, owner.code, (partner.code,), how)
        return
    for one, other, rivals in guesses(case, relation, owner, partner):
        if one.code != other.code:
            how = {"context": 1.0, "far": 1.0, "rivals": rivals / 2}
            yield Way(sense, statistic, one.code, (other.code,), merged(features, how))


_RETURNED = re.compile(r"\s*(?:back\b|in (?:return|exchange|turn)\b|the other way\b)")
_HEADED = re.compile(r"\b(north|south|east|west)(?:wards?|bound)\b|\bgoing (north|south|east|west)\b")


def _goes_back(case: Case, relation: Relation) -> bool:
    """Whether a figure is the other way of the one before it: "sold 3 billion to Iran and got 4 back"."""
    start, end = case.quantity.span
    before = [q.span[1] for q in case.quantities if q.span[1] <= start and q.kind == case.quantity.kind]
    if not before or relation.span[0] >= start or relation.sense is None or relation.sense.flow not in ("in", "out"):
        return False
    told, since = max(before[-1], relation.span[1]), case.text[before[-1] : start]
    if told == before[-1] and ";" not in since and (OPPOSITE.search(since) or _RETURNED.match(case.text, end)):
        return True
    then = {"".join(m.groups("")) for m in _HEADED.finditer(case.text, 0, told + 24) if m.end() < start - 24}
    now = {"".join(m.groups("")) for m in _HEADED.finditer(case.text, max(told, start - 24), end + 24)}
    return len(now) == 1 and not now & then


_AFTER = re.compile(r"\s+(?:of [\w-]+(?: [\w-]+)?\s+)?(?:(to|from|in|for)\s+(?:the\s+)?|(?=there\b))")


def _named_after(case: Case, relation: Relation, owner: Role | None) -> Role | None:
    """The partner right after the figure: "87 million tonnes to China, against 20 million tonnes to the USA"."""
    match = _AFTER.match(case.text, case.quantity.span[1])
    if match is None or relation.sense is None or (match[1] not in (None, "for", *relation.sense.to.split("|"))):
        return None
    starts = (match.end(), match.end(1) + 1 if match[1] else match.end())
    actor = next((a for a in case.actors if a.span[0] in starts and len(a.codes) == 1), None)
    if actor is None or actor.group is not None or (owner is not None and actor.codes[0] == owner.code):
        return None
    if actor.kind == "pronoun" and actor.genitive:
        # "A deficit of 3 billion in its trade with India".
        return None
    return Role(actor.codes[0], "preposition", actor)


def _subject_there(case: Case, relation: Relation, other: str) -> Role | None:
    """The subject of the clause that names the flow: "US firms held 8 bn in Britain, compared with 1 in Spain"."""
    if relation.sense is None or relation.sense.flow != "out" or relation.sense.ware is not None:
        return None
    there = replace(case, quantity=replace(case.quantity, span=relation.span))
    role = subject_of(there, (other,))
    return role and replace(role, how="inherited")


def _same_flow(case: Case, relation: Relation, partner: Role) -> Role | None:
    """Whose, where the flow told before had an owner: "its imports from Mexico were 5 bn; imports from China 7"."""
    sense = relation.sense
    if sense is None or sense.flow not in ("in", "out", "with") or relation.is_verb:
        return None
    before = [r for r in case.relations if r.span[1] <= relation.span[0] and r.sense is sense and r.owner]
    if before and before[-1].owner and before[-1].owner.code != partner.code:
        return replace(before[-1].owner, how="inherited")
    topic = case.topic
    if topic and topic.sense is sense and topic.owner and not names_bloc(case):
        codes = {c for a in case.actors for c in a.codes}
        if topic.owner.code != partner.code and codes <= {topic.owner.code, partner.code}:
            return Role(topic.owner.code, "context")
    return None


def _reversed(case: Case, relation: Relation) -> tuple[Role | None, Role | None]:
    """Who ships to whom in "shipments in the other direction": the two of the flow told before, the other way."""
    before = [r for r in case.relations if r.span[1] <= relation.span[0] and r.owner and r.partner and r.sense]
    last = before[-1] if before else case.topic
    if last is None or last.sense is None or last.sense.flow not in ("in", "out"):
        return None, None
    owner, partner = (role and replace(role, how="inherited") for role in (last.owner, last.partner))
    return (owner, partner) if relation.sense and last.sense.flow != relation.sense.flow else (partner, owner)


_SINCE = re.compile(
    r"[\s,;)]*(?:(?:and|but|while|or)\s+)?(?:(to|from|in|with|for)\s+)?(?:the\s+)?@\s*"
    r"(?:\(\s*|,?\s*(?:(?:it|they|the figure)\s+)?(?:(?:was|were|to|at|came to|stood at|only|just|a mere)\s+)*)"
)


def _named_since(case: Case, relation: Relation, owner: Role | None) -> Role | None:
    """The partner named since the figure before: "... in Hungary came to 19 billion, in Spain to 66 billion"."""
    start = case.quantity.span[0]
    before = [q.span[1] for q in case.quantities if q.span[1] <= start and q.unit == case.quantity.unit]
    if not before or before[-1] < relation.span[1] or relation.sense is None or relation.partner is None:
        return None
    since = [a for a in case.actors if before[-1] <= a.span[0] and a.span[1] <= start]
    if len(since) != 1 or len(since[0].codes) != 1 or since[0].group is not None:
        return None
    if since[0].kind == "pronoun" and since[0].genitive:
        return None
    actor = since[0]
    match = _SINCE.fullmatch(case.text[before[-1] : actor.span[0]] + "@" + case.text[actor.span[1] : start])
    if match is None or (match[1] is None and not match[0].rstrip().endswith("(")):
        return None
    is_own = owner is not None and actor.codes[0] == owner.code
    return None if is_own else Role(actor.codes[0], "preposition", actor)


_SINCE_SUBJECT = re.compile(
    r"[^.;]{0,60}?(?:,|;|\band|\bwhile|\bbut|\bwhereas|\bthan)\s+(?:the\s+)?@(?:['’]s?)?\s*,?\s*"
    r"(?:(?:only|just|about|some|nearly|over|a mere|of|for|with|at|was|were|came to|amounted to|stood at|reached|"
    r"totall?ed|by contrast|meanwhile|in turn|sold|bought|delivered|exported|imported|shipped|took|another|to)"
    r"\s*,?\s*){0,3}"
)


def _subject_since(case: Case, relation: Relation) -> Role | None:
    """Who did the same as the one before, named alone since the last like figure."""
    start = case.quantity.span[0]
    before = [q.span[1] for q in case.quantities if q.span[1] <= start and q.unit == case.quantity.unit]
    if not before or before[-1] < relation.span[1] or relation.owner is None:
        return None
    since = [a for a in case.actors if before[-1] <= a.span[0] and a.span[1] <= start]
    if not since or len(since[-1].codes) != 1 or since[-1].group is not None or since[-1].kind in ("pronoun", "firm"):
        return None
    actor = since[-1]
    text = case.text[before[-1] : actor.span[0]] + "@" + case.text[actor.span[1] : start]
    is_verb = relation.is_verb or actor.genitive
    return Role(actor.codes[0], "inherited", actor) if is_verb and _SINCE_SUBJECT.fullmatch(text) else None


def _undirected(case: Case, relation: Relation) -> tuple[Role | None, Role | None]:
    """Both states of a flow that has no direction, or whose direction does not matter."""
    assert relation.sense is not None
    if relation.group is not None:
        return None, None
    if relation.sense.flow in ("with", "pair"):
        return couple(case, relation)
    owner = subject_of(case, ())
    topic = case.topic
    if (
        owner is None
        and relation.sense.flow == "balance"
        and topic
        and topic.sense
        and topic.sense.flow in ("in", "out")
    ):
        # "The resulting deficit": of those who traded in the sentence before, if it names nobody else.
        roles = tuple(role and Role(role.code, "context") for role in (topic.owner, topic.partner))
        codes = {role.code for role in roles if role}
        return (roles[0], roles[1]) if {c for a in case.actors for c in a.codes} <= codes else (None, None)
    if owner is None:
        return None, None
    is_near = NEIGHBOUR.match(case.text, relation.span[1]) is not None
    return owner, other_state(case, owner.code) or (pair_other(case, owner.code) if is_near else None)


def figures_of(reading: Way) -> tuple[Figure, ...]:
    """The figures that a way looks up, the default first; () where the data hold none of this statistic."""
    if len(reading.partners) < 2:
        return senses.figures(reading.sense, reading.statistic, reading.owner, next(iter(reading.partners), None))
    # A share of several partners is the sum of theirs.
    each = [senses.figures(reading.sense, reading.statistic, reading.owner, partner) for partner in reading.partners]
    first = [figures[0] for figures in each if figures]
    return (replace(first[0], plus=tuple(first[1:])),) if len(first) == len(reading.partners) else ()
