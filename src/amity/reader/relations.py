"""What a sentence says the states do to one another: exports of one to the other, a share, a rank, a vote.

Words are found by the table of senses (`senses.toml`); who owns the flow and who is the other is read from genitives,
prepositions, the subject of the verb and pairs ("Sino-Russian"). What stays open here, `binding` may fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from amity.reader import senses
from amity.reader.model import Actor, Span
from amity.reader.movements import AND_FIGURE, WORTH_OF, both_ways, movements, route, wholes
from amity.reader.phrases import Parsed, clauses
from amity.reader.relatives import with_antecedents
from amity.reader.roles import Relation, Role
from amity.reader.seldom import seldom
from amity.reader.wares import comes_from, patterns, ware_after, ware_before, ware_meant, ware_of_verb

_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)\s+(?:\w+ly\s+)?$")


def relations(text: str, actors: Sequence[Actor]) -> tuple[Relation, ...]:
    """What is measurable in a sentence, in the order of its words.

    Args:
        text: The sentence.
        actors: Its actors, spans counted in the sentence.

    Returns:
        Relations; of those that overlap the longest.

    Example:
        >>> from amity.reader.actors import actors
        >>> text = "Russia’s exports to China"
        >>> [found] = relations(text, actors(text, year=2020))
        >>> found.sense.id, found.owner.code, found.partner.code
        ('goods.out', 'RUS', 'CHN')
    """
    reading = Parsed(text, tuple(a for a in actors if a.kind != "firm"), tuple(clauses(text)))
    found = _with_moves(reading, [*_nouns(reading), *_verbs(reading), *_worded(reading), *_both(reading)])
    found.sort(key=lambda r: (r.sense is None, r.span[0] - r.span[1], r.is_verb))
    found.extend([*_those(reading, found), *_whose(reading, found)])
    kept: list[Relation] = []
    for relation in found:
        same = [k for k in kept if k.span[0] < relation.span[1] and relation.span[0] < k.span[1]]
        # Two senses may share their words ("voted with"); a flow inside a longer name is part of the name.
        if not same or all(k.span == relation.span and k.sense and relation.sense for k in same):
            kept.append(relation)
    owned = with_antecedents(text, reading.actors, sorted(kept, key=lambda r: r.span))
    return _inherited(text, list(owned))


def _with_moves(reading: Parsed, found: Sequence[Relation]) -> list[Relation]:
    """The relations with those of wares that move, which take the place of verbs that could not be read."""
    moved: list[Relation] = []
    for move in movements(reading, _subject):
        sense = senses.of_goods(move.ware, move.flow)
        source, target = (a and Role(a.codes[0], "preposition", a) for a in (move.source, move.target))
        owner, partner = (target, source) if move.flow == "in" else (source, target)
        moved.append(Relation(move.span, move.span[0], sense, owner, partner, ware=move.ware, is_verb=True))
    found = [*map(partial(_gone, reading), found), *_wholes(reading)]
    moved = [m for m in moved if not any(_is_told(r) and _meet(r, m) for r in found)]
    kept = [r for r in found if not (r.is_verb and not _is_told(r) and any(_meet(r, m) for m in moved))]
    back = _way_back(reading, [*kept, *moved])
    kept = [r for r in kept if not (r.is_verb and any(_meet(r, m) for m in back))]
    return [*(m for m in moved if not any(_meet(m, b) for b in back)), *kept, *back]


def _wholes(reading: Parsed) -> Iterator[Relation]:
    """All that a state buys or sells, as a noun: "what Poland imported"."""
    for whole in wholes(reading):
        actor = whole.source or whole.target
        sense = senses.of_goods(whole.ware, whole.flow)
        if actor is None or sense is None:
            continue
        to, by = senses.flows()[whole.flow].to, senses.flows()[whole.flow].by
        _, partner, _ = _prepositions(reading, whole.span[1], whole.flow, to, by)
        owner = Role(actor.codes[0], "genitive", actor)
        partner = None if partner and partner.code == owner.code else partner
        yield Relation(whole.span, whole.span[0], sense, owner, partner, ware=whole.ware)


_THAT_IT = re.compile(r"\s+(?:that|which)\s+(?:the\s+)?(?=[A-Z])")


def _both(reading: Parsed) -> Iterator[Relation]:
    """Trade told by its two halves, or by what was traded: "imports from and exports to Peru", "goods were traded"."""
    for way in both_ways(reading):
        owner, partner = way.whose and Role(way.whose.codes[0], "genitive", way.whose), None
        if way.other is not None:
            partner = Role(way.other.codes[0], "preposition", way.other)
        else:
            owner, partner, _ = _prepositions(reading, way.span[1], "with", "and|between", "between")
        yield Relation(way.span, way.span[0], senses.of_goods("goods", "with"), owner, partner)


def _gone(reading: Parsed, relation: Relation) -> Relation:
    """The relation with the ends that its verb names: "exports worth 5 bn went from Thailand to Vietnam"."""
    sense = relation.sense
    if relation.is_verb or sense is None or sense.flow not in ("in", "out") or relation.owner:
        return relation
    that = _THAT_IT.match(reading.text, relation.span[1])
    whose = reading.beginning_at(that.end()) if that else None
    if whose is not None and len(whose.codes) == 1 and whose.group is None and not whose.genitive:
        # "The share of imports that Mexico obtains from the United States".
        other = next((a for a in reading.actors if a.span[0] > whose.span[1] and len(a.codes) == 1), None)
        link = reading.text[whose.span[1] : other.span[0]] if other else ""
        is_with = other is not None and re.search(rf"\b(?:{senses.flows()[sense.flow].to})\s+(?:the\s+)?$", link)
        partner = Role(other.codes[0], "preposition", other) if other and is_with and len(link) < 30 else None
        owner = Role(whose.codes[0], "genitive", whose)
        return replace(relation, owner=owner, partner=partner or relation.partner)
    if relation.partner:
        return relation
    source, target = route(reading, relation.span)
    if source is None or target is None:
        return relation
    ends = Role(source.codes[0], "preposition", source), Role(target.codes[0], "preposition", target)
    owner, partner = ends if sense.flow == "out" else (ends[1], ends[0])
    return replace(relation, owner=owner, partner=partner)


def _is_told(relation: Relation) -> bool:
    return relation.sense is not None and relation.owner is not None and relation.partner is not None


def _meet(one: Relation, other: Relation) -> bool:
    """Whether two relations are told by the same words."""
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


_BACK = seldom(
    r"\b(?:(?:came|went|flowed|moved|travelled|going|coming|sent|shipped)\s+)?(?:(?:in|took|taking) )?the "
    r"(?:other|opposite|reverse|return) (?:direction|way)\b|\bin (?:return|exchange)\b|\bcame back\b",
    re.IGNORECASE,
)


def _way_back(reading: Parsed, found: Sequence[Relation]) -> list[Relation]:
    """What went the other way than told before: "... and goods worth 5 bn came back"."""
    back: list[Relation] = []
    for match in _BACK.finditer(reading.text):
        clause = reading.clause(match.start())
        before = [r for r in found if r.span[1] <= match.start() and _is_told(r) and r.sense and r.sense.ware]
        first = max(before, key=lambda r: r.span, default=None)
        is_named = any(not r.is_verb and clause[0] <= r.span[0] < clause[1] for r in found)
        if first is None or first.sense is None or first.sense.ware is None or is_named:
            continue
        sense = senses.of_goods(first.sense.ware, {"in": "in", "out": "out"}.get(first.sense.flow, ""))
        if sense is not None and first.owner and first.partner:
            # One guess, not two: who gives and who takes are exchanged together.
            owner, partner = replace(first.partner, how="inherited"), replace(first.owner, how="pair")
            back.append(Relation(match.span(), match.start(), sense, owner, partner, is_verb=True))
    return back


_NOT_TRADE = re.compile(
    r"[\s-]+(?:deficits?|surplus(?:es)?|balances?|gap|imbalances?|partners?|partnership|wars?|deals?|"
    r"agreements?|polic\w+|minist\w+|talks|routes?|unions?|barriers?|tariffs?|relations?|ties|links?|disputes?|fairs?|sanctions|"
    r"restrictions)\b"
)


def _nouns(reading: Parsed) -> Iterator[Relation]:
    for match in patterns()[0].finditer(reading.text):
        flow = match.lastgroup
        assert flow is not None
        if flow == "with" and (other := _NOT_TRADE.match(reading.text, match.end())):
            # "Trade war", "trade deficit": the noun is another; what `_worded` does not know is not held.
            yield Relation(
                (match.start(), other.end()), match.start(), None, ware=reading.text[match.start() : other.end()]
            )
            continue
        ware, start = ware_before(reading, match.start())
        after = ware_after(reading, match.end(), is_trade=flow == "with")
        if after is not None and ware == "goods":
            ware = after
        elif ware == "goods" and flow != "with":
            ware = ware_meant(reading, match, start)
        sense = senses.of_goods(ware, flow) if ware else None
        if flow == "with" and sense is None:
            ware = ware or "?"
        printed = reading.text[start : match.end()]
        ends = (
            route(reading, match.span())
            if flow == "with" and re.match(r"(?:flow|movement)", match[0])
            else (None, None)
        )
        if ends[0] is not None and ends[1] is not None:
            # "The flow of goods from Sweden to Finland" has a direction.
            source, target = (Role(a.codes[0], "preposition", a) for a in ends if a is not None)
            one_way = senses.of_goods(ware, "out") if ware else None
            yield Relation(match.span(), start, one_way, source, target, ware=printed)
            continue
        to, by = senses.flows()[flow].to, senses.flows()[flow].by
        yield _roles(reading, Relation(match.span(), start, sense, ware=printed), flow, to, by)


def _worded(reading: Parsed) -> Iterator[Relation]:
    for sense in senses.by_words().of(reading.text):
        for match in sense.words.finditer(reading.text) if sense.words is not None else ():
            if sense.context and not sense.context.search(reading.text):
                break
            if sense.unless and sense.unless.search(reading.text):
                break
            relation = Relation(match.span(), match.start(), sense)
            yield _roles(reading, relation, sense.flow, sense.to, sense.by)


def _roles(reading: Parsed, relation: Relation, flow: str, to: str, by: str) -> Relation:
    """The relation with owner and partner, as far as the words beside it tell."""
    start = ware_before(reading, relation.start)[1] if relation.sense and relation.sense.words else relation.start
    before = reading.ending_at(start)
    owner, partner, group = None, None, None
    inside = [a for a in reading.actors if start <= a.span[0] and a.span[1] <= relation.span[1] and len(a.codes) == 1]
    if inside and inside[0].group is None:
        # "The stock of American FDI": the owner stands inside the name.
        owner = Role(inside[0].codes[0], "genitive", inside[0])
    lit = re.search(r"\s+in\s+an?\s+$", reading.text[:start])
    if lit is not None and _sight(reading, lit.start()) is not None:
        # "Saw the US in a favourable light".
        before = _sight(reading, lit.start())
    is_view = relation.sense is not None and relation.sense.id.startswith("opinion")
    if is_view and before is not None and _VIEWED.search(reading.text[: before.span[0]]):
        # "Viewed Russia favourably": the state before the word is the one viewed.
        if len(before.codes) == 1:
            partner = Role(before.codes[0], "preposition", before)
    elif (
        is_view and _SEEN.search(reading.text[: relation.span[0]]) and (seen := _subject(reading, 0, relation.span[0]))
    ):
        # "Russia was seen favourably by 12 % of the population of Poland".
        partner = Role(seen.codes[0], "subject", seen)
        owner, _, _ = _prepositions(reading, relation.span[1], flow, "", by)
        return replace(relation, owner=owner, partner=partner)
    elif before is not None:
        if before.group is not None or not before.codes:
            group = before.group
        elif len(before.codes) == 2:
            owner, partner = (Role(code, "pair", before) for code in before.codes)
        else:
            owner = Role(before.codes[0], "genitive", before)
            other = _joined(reading, before)
            if other is not None:
                owner, partner = Role(other.codes[0], "pair", other), Role(before.codes[0], "pair", before)
        start = before.span[0]
    if owner is None and before is None and flow in ("in", "out"):
        # "Turkey's $9.5 billion worth of exports".
        worth = WORTH_OF.search(reading.text[:start])
        whose = reading.ending_at(worth.start()) if worth else None
        if whose is not None and len(whose.codes) == 1 and (whose.genitive or whose.kind == "demonym"):
            owner = Role(whose.codes[0], "genitive", whose)
    if flow == "in" and before is not None and before.kind == "demonym" and owner is not None and partner is None:
        # "Chinese imports in Russia" are Russia's.
        place = re.compile(r"\s+(?:in|into)\s+(?:the\s+)?").match(reading.text, relation.span[1])
        inside = reading.beginning_at(place.end()) if place else None
        if inside is not None and len(inside.codes) == 1 and inside.group is None:
            return replace(relation, start=start, owner=Role(inside.codes[0], "preposition", inside), partner=owner)
    owner2, partner2, group2 = _prepositions(reading, relation.span[1], flow, to, by)
    if owner is None and partner is not None and before is not None and partner.actor is before:
        owner = owner2
    elif partner2 is not None and before is not None and len(before.codes) == 2:
        # "Two-way trade with China": of the two spoken of, the other one, if China is one of them.
        rest = [code for code in before.codes if code != partner2.code]
        owner, partner = (Role(rest[0], "only", before) if len(rest) == 1 else None), partner2
    elif partner is None:
        # "exports from Russia to China", "Russia's exports to China"; two genitives cannot both own.
        owner, partner = owner or owner2, partner2
    group = group or (group2 if partner is None else None)
    if owner and partner and owner.code == partner.code:
        partner = None
    return replace(relation, start=min(start, relation.start), owner=owner, partner=partner, group=group)


def _sight(reading: Parsed, at: int) -> Actor | None:
    """The state that ends at an offset, if somebody saw or viewed it."""
    actor = reading.ending_at(at)
    return actor if actor is not None and _VIEWED.search(reading.text[: actor.span[0]]) else None


_SEEN = re.compile(r"\b(?:was|were|is|are|been)\s+(?:\w+ly\s+)?(?:seen|viewed|regarded|perceived|judged|rated)\s+$")
_VIEWED = re.compile(
    r"\b(?:view|see|regard|rate|perceive|judge|consider)(?:s|ed|d|n|ing)?\s+(?:the\s+)?$|\bsaw\s+(?:the\s+)?$"
)


def _joined(reading: Parsed, actor: Actor) -> Actor | None:
    """The actor joined to this one by a hyphen: "Russia-China", "Sino-Russian", "US–Japan"."""
    for other in reading.actors:
        if len(other.codes) == 1 and other.group is None and other.span[1] < actor.span[0]:
            between = reading.text[other.span[1] : actor.span[0]]
            if re.fullmatch(r"\s?[-–‑/—]\s?", between):
                return other
    return None


_THERE = re.compile(r"\s+there\b")

_PREP = re.compile(
    r"\b(to|with|from|into|in|between|on|against|upon|by|of|and|for|towards?|about|among|out of|visited)\s+"
    r"(?:(?:both|mainland|neighbou?ring|post-Soviet|Communist)\s+)?(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)

_NP_END = re.compile(
    r"\b(?:comes?|goes|go|originat\w+|flow\w*|was|were|is|are|has|had|have|reached|rose|fell|grew|totall?ed|stood|"
    r"amount\w*|account\w*|compris\w*|made|make|makes|increas\w+|declin\w+|dropp\w+|doubled|tripled|exceed\w*|hit|"
    r"came|went|will|would|could|remain\w*|heads?|headed|represent\w*|constitut\w*|surpass\w*|equal\w*|jump\w+|"
    r"climb\w+|soar\w+|surg\w+|plung\w+|shrank|shrunk|decreas\w+|expand\w+|more than)\b"
)


_COMPARED = re.compile(r",\s+(?:against|compared|versus|up|down|followed|ahead|behind|more|less|as opposed)\b")


def _prepositions(reading: Parsed, at: int, flow: str, to: str, by: str) -> tuple[Role | None, Role | None, str | None]:
    """Owner, partner and organisation in the prepositional phrases after a noun."""
    end = reading.clause(max(0, at - 1))[1]
    stop = _NP_END.search(reading.text, at, end)
    # Phrases may stand after the verb, too ("exports rose to 5 bn ... to China"): only those before it are sure.
    limit = stop.start() if stop else min(end, at + 110)
    if (aside := _COMPARED.search(reading.text, at, limit)) is not None:
        # "Of Poland's exports, against 6.8 for Britain": of another figure.
        limit = aside.start()
    owner = partner = None
    group = None
    if _THERE.match(reading.text, at):
        place = next((a for a in reading.actors if a.span[0] == at + 1), None)
        partner = Role(place.codes[0], "preposition", place) if place and len(place.codes) == 1 else None
    for match in _PREP.finditer(reading.text, at, limit):
        actor = next(
            (a for a in reading.actors if match.end() - 4 <= a.span[0] <= match.end() and a.span[1] > match.end()), None
        )
        if actor is None:
            continue
        if actor.kind == "pronoun" and actor.genitive and len(actor.codes) == 1:
            # "In its trade with China": the possessor is no party of the preposition.
            continue
        word = " ".join(match[1].lower().split())
        if actor.group is not None or not actor.codes:
            group = group or actor.group
            continue
        if word == "between" or (flow == "with" and len(actor.codes) == 2):
            pair = _between(reading, actor)
            if pair:
                return (*pair, None)
        if len(actor.codes) != 1:
            continue
        role = Role(actor.codes[0], "preposition", actor)
        is_origin = flow == "in" and word == "of" and comes_from(reading.text, actor)
        if is_origin or word in to.split("|") or (word == "toward" and "towards?" in to):
            partner = partner or role
        elif word in by.split("|") or (word == "and" and flow == "with"):
            owner = owner or role
    return owner, partner, group if partner is None else None


def _between(reading: Parsed, first: Actor) -> tuple[Role, Role] | None:
    """The two states of "between Russia and China", "between the two countries"."""
    if len(first.codes) == 2:
        return Role(first.codes[0], "pair", first), Role(first.codes[1], "pair", first)
    for other in reading.actors:
        if other.span[0] > first.span[1] and len(other.codes) == 1 and other.group is None:
            if re.fullmatch(r"(?:['’]s)?\s+and\s+(?:the\s+)?", reading.text[first.span[1] : other.span[0]]):
                return Role(first.codes[0], "pair", first), Role(other.codes[0], "pair", other)
            return None
    return None


def _verbs(reading: Parsed) -> Iterator[Relation]:
    nouns = [m.span() for m in patterns()[0].finditer(reading.text)]
    for match in patterns()[1].finditer(reading.text):
        flow = match.lastgroup
        assert flow is not None
        if any(a < match.end() and match.start() < b for a, b in nouns):
            continue
        clause = reading.clause(match.start())
        ware = ware_of_verb(reading, match.start(), match.end(), clause[1])
        sense = senses.of_goods(ware, flow) if ware else None
        if sense is None and _WEAK.fullmatch(match[0]):
            continue
        relation = Relation(match.span(), match.start(), sense, ware=match[0], is_verb=True)
        yield _verb_roles(reading, relation, clause, flow)
    for match in _MOVED.finditer(reading.text):
        source, target = reading.beginning_at(match.end("from")), None
        if source is not None:
            onward = re.compile(r"\s+(?:on\s+)?to\s+").match(reading.text, source.span[1])
            target = reading.beginning_at(onward.end()) if onward else None
        if source and target and len(source.codes) == len(target.codes) == 1:
            clause = reading.clause(match.start())
            named = patterns()[2].search(reading.text, clause[0], match.start())
            sense = senses.of_goods(named.lastgroup, "out") if named and named.lastgroup else None
            parties = Role(source.codes[0], "preposition", source), Role(target.codes[0], "preposition", target)
            yield Relation(match.span("verb"), match.start(), sense, *parties, ware=match["verb"], is_verb=True)


#: Verbs that mean a flow only where a ware follows: "got 5 tonnes of coal", but "got worse".
_WEAK = re.compile(r"got|gets|obtain\w*|sourc\w*|provid\w*|receiv\w*|acquir\w*|deliver\w*", re.IGNORECASE)
_MOVED = seldom(
    r"\b(?P<verb>went|flowed|flows?|moved|travel\w+|came|goes|passed|crossed)\s+(?:\w+\s+)?(?P<from>from\s+)(?=\S)"
)


def _verb_roles(reading: Parsed, relation: Relation, clause: Span, flow: str) -> Relation:
    text, (start, end) = reading.text, relation.span
    words = senses.flows()[flow]
    if text[start:end].lower() == "imported" and reading.ending_at(start) is not None:
        owning = reading.ending_at(start)
        if owning is not None and (owning.genitive or owning.kind == "demonym") and len(owning.codes) == 1:
            # "Turkey's imported weapons" are its imports.
            return replace(
                relation, start=owning.span[0], owner=Role(owning.codes[0], "genitive", owning), is_verb=False
            )
    owner, partner, group = _verb_prepositions(reading, end, clause[1], words.to, words.by)
    if partner is None and (front := _FRONT.match(text, clause[0])) and front[1].lower() in words.to.split("|"):
        # "From the United States it imported ...".
        named = reading.beginning_at(front.end())
        is_near = named is not None and len(named.codes) == 1 and start - named.span[1] < 40
        partner = Role(named.codes[0], "preposition", named) if named and is_near else None
    if not _PASSIVE.search(text[:start]):
        subject = _subject(reading, clause[0], start)
        owner = Role(subject.codes[0], "subject", subject) if subject else owner
        direct = reading.beginning_at(end)
        if (
            direct
            and len(direct.codes) == 1
            and partner is None
            and ((flow == "out" and not direct.genitive) or (flow == "in" and direct.kind == "demonym"))
        ):
            # "Sold China goods", "imported Brazilian goods".
            partner = Role(direct.codes[0], "preposition", direct)
        if flow == "with" and partner is None:
            owner = None
    if owner and partner and owner.code == partner.code:
        owner = None
    return replace(relation, owner=owner, partner=partner, group=group)


_FRONT = re.compile(r"\W*(?:(?:and|while|but)\s+)?(from|to)\s+(?:the\s+)?(?=[A-Z])", re.IGNORECASE)
_CAME = re.compile(r"\b(?:came|come|comes|went|was|were|is|are|accounted|made up)\b")

#: Who acts for a state: "Chinese companies", "Russian buyers".
_PEOPLE = re.compile(
    r"\s+(?:(?:state-owned|private|oil|energy|arms|state|steel|power)\s+)?(?:companies|firms|investors|buyers|sellers|"
    r"exporters|importers|producers|refiners|refineries|customers|suppliers|banks|lenders|businesses|enterprises|"
    r"manufacturers|makers|builders|contractors|consumers|traders|merchants|factories|mills|utilities|farmers|"
    r"miners|troops|forces|armed forces)\b"
)
_AGENTS = re.compile(
    _PEOPLE.pattern + r"|\s+(?:major |conventional )?(?:goods|products|merchandise|crude|oil|gas|coal|arms|weapons)\b"
)


def acts(text: str, actor: Actor) -> bool:
    """Whether an actor can be a subject: a state, or an adjective before those who act for it."""
    if not actor.genitive:
        return True
    if actor.kind == "pronoun":
        return False
    if actor.kind == "demonym":
        return _AGENTS.match(text, actor.span[1]) is not None
    owned = re.compile("['’]s?").match(text, actor.span[1])
    return owned is not None and _PEOPLE.match(text, owned.end()) is not None


def _verb_prepositions(
    reading: Parsed, at: int, end: int, to: str, by: str
) -> tuple[Role | None, Role | None, str | None]:
    owner = partner = None
    group = None
    stop = _CAME.search(reading.text, at, end)
    for match in _PREP.finditer(reading.text, at, stop.start() if stop else end):
        actor = next(
            (a for a in reading.actors if match.end() - 4 <= a.span[0] <= match.end() and a.span[1] > match.end()), None
        )
        if actor is None or (
            actor.genitive
            and not reading.text[max(0, actor.span[0] - 9) : actor.span[0]].rstrip().endswith((" of", " by"))
        ):
            continue
        if actor.group is not None or len(actor.codes) != 1:
            group = group or actor.group
            continue
        role = Role(actor.codes[0], "preposition", actor)
        word = match[1].lower()
        if word in to.split("|"):
            partner = partner or role
        elif word == "of" and "from" in to and comes_from(reading.text, actor):
            # "Imported 16 billion dollars of Russian goods".
            partner = partner or role
        elif word in by.split("|") and word != "of":
            owner = owner or role
    return owner, partner, group if partner is None else None


def _subject(reading: Parsed, start: int, end: int) -> Actor | None:
    """The state nearest before a verb that no preposition governs; of a second verb that of the first."""
    if re.search(r"\b(?:and|but)\s+(?:\w+ly\s+)?$", reading.text[start:end]):
        first = list(patterns()[1].finditer(reading.text, start, end))
        if first and (subject := _subject(reading, start, first[0].start())) is not None:
            return subject
    for actor in reversed(reading.actors):
        if start <= actor.span[0] and actor.span[1] <= end and len(actor.codes) == 1 and actor.group is None:
            before = reading.text[max(0, actor.span[0] - 12) : actor.span[0]]
            if re.search(r"\b(?:to|from|with|in|of|for|by|between|against)\s+(?:the\s+)?$", before):
                continue
            if not acts(reading.text, actor) or _is_object(before):
                continue
            return actor
    return None


def _is_object(before: str) -> bool:
    """Whether a verb of a flow stands right before: "sold the latter" has an object."""
    words = before.split()
    return bool(words) and patterns()[1].fullmatch(words[-1]) is not None


_THOSE = re.compile(r"\b(?:those|that|the figure|the volume)\s+(?P<prep>to|from|with|of|for)\s+(?=\S)")


_OF_SHARE = re.compile(r"\bshare\s+(?:of|in)\s+(?:the\s+)?(?:[\w’']+\s+){0,2}$")


def _those(reading: Parsed, found: Sequence[Relation]) -> Iterator[Relation]:
    """The same flow with another state: "exports to Russia were worth 50 billion and those to Kazakhstan 12"."""
    for match in _THOSE.finditer(reading.text):
        actor = reading.beginning_at(match.end())
        before = [r for r in found if r.span[1] <= match.start() and not r.is_verb]
        if actor is None or len(actor.codes) != 1 or actor.group is not None or not before:
            continue
        last = max(before, key=lambda r: r.span)
        if (
            match[0].startswith("that")
            and reading.text[slice(*last.span)].endswith("s")
            and _OF_SHARE.search(reading.text[: last.start])
        ):
            # "The German share of imports had been 5 per cent and that of America 77": the share, not the imports.
            continue
        role = Role(actor.codes[0], "preposition", actor)
        owner = last.owner and replace(last.owner, how="inherited")
        if match["prep"] in ("of", "for"):
            # "... and that of British FDI in the USA": another owner; its partner stands after it.
            _, partner, _ = _prepositions(reading, actor.span[1], "", last.sense.to if last.sense else "", "")
            yield replace(last, span=match.span(), start=match.start(), owner=role, partner=partner)
        else:
            yield replace(last, span=match.span(), start=match.start(), owner=owner, partner=role)


_WHOSE = re.compile(
    r"['’]s?,?\s+(?:(?:by contrast|meanwhile|in turn|too),?\s+)?(?:at|was|were|is|came|stood|amounted|reached|"
    r"totall?ed|made|only|just|[$€]|\d)|['’]s?[.;]"
)


def _whose(reading: Parsed, found: Sequence[Relation]) -> Iterator[Relation]:
    """The same thing of another owner: "Japan's stock in the USA was larger than Canada's, at 480 billion"."""
    for actor in reading.actors:
        if len(actor.codes) != 1 or actor.group is not None or not actor.genitive or actor.kind == "pronoun":
            continue
        mark = max(reading.text.rfind(c, actor.span[0], actor.span[1] + 1) for c in "'’")
        before = [r for r in found if r.span[1] <= actor.span[0] and not r.is_verb and r.sense and r.owner]
        if mark < 0 or not before or _WHOSE.match(reading.text, mark) is None:
            continue
        last = max(before, key=lambda r: r.span)
        if last.owner and last.partner and actor.codes[0] not in (last.owner.code, last.partner.code):
            partner = replace(last.partner, how="inherited")
            role = Role(actor.codes[0], "genitive", actor)
            yield replace(last, span=actor.span, start=actor.span[0], owner=role, partner=partner)


def _inherited(text: str, found: Sequence[Relation]) -> tuple[Relation, ...]:
    """Owners and partners handed along a list: "Russia's exports to and imports from China"."""
    done: list[Relation] = []
    for relation in found:
        last = done[-1] if done else None
        if last is not None and relation.owner is None and last.owner is not None and not relation.is_verb:
            between = text[last.span[1] : relation.start]
            if AND_FIGURE.fullmatch(between):
                relation = replace(relation, owner=replace(last.owner, how="inherited"))
                if last.partner is None and relation.partner is not None:
                    done[-1] = replace(last, partner=replace(relation.partner, how="inherited"))
        done.append(_second_verb(relation, done) if relation.is_verb else relation)
    return tuple(done)


def _second_verb(relation: Relation, before: Sequence[Relation]) -> Relation:
    """The second verb of "sold Japan goods worth 74 billion and bought 143": between the same two."""
    verb = next((r for r in reversed(before) if r.is_verb), None)
    if verb is None or relation.partner is not None or verb.partner is None:
        return relation
    if relation.owner is not None and (verb.owner is None or relation.owner.code != verb.owner.code):
        return relation
    owner = relation.owner or (verb.owner and replace(verb.owner, how="inherited"))
    return replace(relation, owner=owner, partner=replace(verb.partner, how="inherited"))
