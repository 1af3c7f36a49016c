"""What a sentence says the states do to one another: exports of one to the other, a share, a rank, a vote.

Words are found by the table of senses (`senses.toml`); who owns the flow and who is the other is read from genitives,
prepositions, the subject of the verb and pairs ("Sino-Russian"). What stays open here, `binding` may fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from amity.reader import senses
from amity.reader.model import Actor, Span
from amity.reader.senses import Sense

#: How a role was found, from the plainest to the weakest.
How = Literal["genitive", "preposition", "pair", "subject", "inherited", "only", "context"]


@dataclass(frozen=True, slots=True)
class Role:
    """A state in its part, and how that was read."""

    code: str
    how: How
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Something measurable, named in a sentence.

    Attributes:
        span: Where it is named, in the sentence.
        start: Where its noun phrase begins, the owner included.
        sense: What it is; None for a ware of which no data are held.
        owner: Whose it is.
        partner: With whom.
        ware: The ware as printed, where it is a flow of goods.
        is_verb: Whether it is named by a verb ("sold").
        group: An organisation or region named in the place of one of the two.
    """

    span: Span
    start: int
    sense: Sense | None
    owner: Role | None = None
    partner: Role | None = None
    ware: str = ""
    is_verb: bool = False
    group: str | None = None


_CLAUSE = re.compile(
    r"[;:—()]|\s[–-]\s|,\s+(?:while|whereas|but|although|though|and|which|compared|up|down|with\s+\w+\s+\w+ing)\b|"
    r"\s(?:while|whereas|but|although)\b"
)
#: Words of a noun phrase that do not change what is measured.
_NEUTRAL = frozenset(
    "total overall combined goods merchandise foreign external annual yearly bilateral mutual two-way whole global "
    "worldwide own recent direct commodity visible gross net entire aggregate cumulative accumulated respective new "
    "legal official commercial key major main own-account international cross-border world monthly quarterly physical "
    "actual domestic economic national of".split()
)
_STOP = frozenset(
    "the a an to from with and or its their his her our is was were are be been has had have by for on at as that which "
    "this these those worth while all in into when where than more less not no but if both about over under after "
    "before during since between among against per cent percent between's".split()
)
_WORD_BEFORE = re.compile(r"([\w’'-]+)[\s]*$")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)\s+(?:\w+ly\s+)?$")
_RANKED = (
    r"(?:trad(?:e|ing)|commercial|economic)[\s-]partner|(?:export )?(?:market|destination|customer|buyer|client|importer|"
    r"purchaser|recipient)|(?:supplier|source|provider|seller|exporter|vendor|origin)|partner"
)
_RANK = re.compile(
    rf"\b(?:(?P<ware>[\w-]+(?: (?:oil|gas|goods|arms|weapons))?)\s+)?(?P<noun>{_RANKED})s?\b"
    rf"(?:\s+(?:of|for)\s+(?P<of>(?:[A-Z][\w’']+\s+)?[\w-]+(?: (?:oil|gas|goods|arms|imports|exports))?))?",
)
_SUPPLIER = re.compile(r"supplier|source|provider|seller|exporter|vendor|origin")
_BUYER = re.compile(r"market|destination|customer|buyer|client|importer|purchaser|recipient")


def clauses(text: str) -> list[Span]:
    """The clauses of a sentence, roughly: parts that do not share their subject."""
    ends = [match.start() for match in _CLAUSE.finditer(text)]
    return [(a, b) for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if b > a]


def clause_of(spans: Sequence[Span], at: int) -> int:
    """Number of the clause in which an offset lies."""
    return next((i for i, (_, end) in enumerate(spans) if at < end), len(spans) - 1)


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
    reading = _Reading(text, tuple(a for a in actors if a.kind != "firm"), tuple(clauses(text)))
    found = sorted(
        (*_nouns(reading), *_verbs(reading), *_worded(reading)), key=lambda r: (r.span[0] - r.span[1], r.is_verb)
    )
    kept: list[Relation] = []
    for relation in found:
        same = [k for k in kept if k.span[0] < relation.span[1] and relation.span[0] < k.span[1]]
        # Two senses may share their words ("voted with"); a flow inside a longer name is part of the name.
        if not same or all(k.span == relation.span and k.sense and relation.sense for k in same):
            kept.append(relation)
    return _inherited(text, sorted(kept, key=lambda r: r.span))


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    actors: tuple[Actor, ...]
    clauses: tuple[Span, ...]

    def clause(self, at: int) -> Span:
        return self.clauses[clause_of(self.clauses, at)]

    def ending_at(self, at: int) -> Actor | None:
        """The actor, perhaps with its possessive, that ends where a word begins."""
        head = self.text[:at].rstrip()
        for end in {len(head), len(head.removesuffix("’s")), len(head.removesuffix("'s")), len(head.rstrip("’'"))}:
            for actor in self.actors:
                if actor.span[1] == end:
                    return actor
        return None

    def beginning_at(self, at: int) -> Actor | None:
        match = re.compile(r"\s*(?:the\s+)?(?:both\s+)?", re.IGNORECASE).match(self.text, at)
        starts = {at, match.end() if match else at}
        # "The" may belong to the actor ("the two countries").
        starts |= {at + len(self.text[at:]) - len(self.text[at:].lstrip())}
        return next((a for a in self.actors if a.span[0] in starts), None)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Nouns of flows, their verbs, and wares."""

    def either(field: str) -> str:
        return "|".join(f"(?P<{name}>{getattr(flow, field)})" for name, flow in reversed(senses.flows().items()))

    wares = "|".join(
        f"(?P<{name}>{'|'.join(sorted(words.split('|'), key=len, reverse=True))})"
        for name, words in sorted(senses.wares().items(), key=lambda item: -max(map(len, item[1].split("|"))))
    )
    flags = re.IGNORECASE
    return (
        re.compile(rf"(?<![\w])(?:{either('nouns')})(?![\w-])", flags),
        re.compile(rf"(?<![\w-])(?:{either('verbs')})(?![\w-])", flags),
        re.compile(rf"(?<![\w-])(?:{wares})(?![\w])", flags),
    )


def _ware_ending(text: str) -> tuple[str, int] | None:
    """The ware whose words end a text, and where they begin: the longest."""
    pattern = _patterns()[2]
    best: tuple[str, int] | None = None
    for match in pattern.finditer(text, max(0, len(text) - 40)):
        if match.end() == len(text) and match.lastgroup and (best is None or match.start() < best[1]):
            best = match.lastgroup, match.start()
    return best


def _ware_before(reading: _Reading, at: int) -> tuple[str, int]:
    """Which ware the words before a noun name, and where its phrase begins; "" where it is one not held."""
    ware, start = "goods", at
    for _ in range(7):
        if reading.ending_at(start) is not None:
            break
        head = reading.text[:start].rstrip(" ")
        known = _ware_ending(head)
        if known is not None:
            ware, start = (known[0] if ware == "goods" else ware), known[1]
            continue
        match = _WORD_BEFORE.search(head)
        if match is None or match.end() < len(head):
            break
        word = match[1].lower()
        if word in _STOP or any(c.isdigit() for c in word):
            break
        if word not in _NEUTRAL and not word.endswith(("ed", "ing", "ly", "est", "er", "’s", "'s")):
            # A verb or an adverb ends the phrase as well ("boost exports"); only what looks like a noun is a ware.
            return ("", match.start(1)) if ware == "goods" else (ware, start)
        start = match.start(1)
    return ware, start


_OF_WARE = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?:[A-Z][\w’'.-]*\s+)?(?P<words>[a-z][\w-]*(?: [a-z][\w-]*){0,3})")
_NO_WARE = frozenset(
    "some about around over nearly almost more less at up only just goods merchandise all both its their each which "
    "that this any other several two three four five six seven eight nine ten the last past first second same recent"
    " world national as previous an a".split()
)


def _ware_after(reading: _Reading, at: int) -> str | None:
    """The ware of "exports of crude oil"; "" where it is one not held, None where none is named."""
    match = _OF_WARE.match(reading.text, at)
    if match is None or any(a.span[0] <= match.start("words") < a.span[1] for a in reading.actors):
        return None
    found = _patterns()[2].match(reading.text, match.start("words"))
    if found is not None and found.lastgroup:
        return found.lastgroup
    word = match["words"].split()[0]
    is_of = re.match(r"\s+of\b", reading.text[at:]) is not None
    return None if word in _NO_WARE or not is_of else ""


def _nouns(reading: _Reading) -> Iterator[Relation]:
    for match in _patterns()[0].finditer(reading.text):
        flow = match.lastgroup
        assert flow is not None
        if flow == "with" and re.match(r"\s+(?:deficits?|surplus(?:es)?|balance|gap|imbalance|partners?|war|deals?|"
                                       r"agreements?|polic|minist|talks)\b", reading.text[match.end():]):
            continue
        ware, start = _ware_before(reading, match.start())
        after = _ware_after(reading, match.end())
        if after is not None and ware == "goods":
            ware = after
        sense = senses.of_goods(ware, flow) if ware else None
        if flow == "with" and sense is None:
            ware = ware or "?"
        printed = reading.text[start : match.end()]
        to, by = senses.flows()[flow].to, senses.flows()[flow].by
        yield _roles(reading, Relation(match.span(), start, sense, ware=printed), flow, to, by)


def _worded(reading: _Reading) -> Iterator[Relation]:
    for sense in senses.everything():
        if sense.words is None:
            continue
        for match in sense.words.finditer(reading.text):
            if sense.context and not sense.context.search(reading.text):
                break
            if sense.unless and sense.unless.search(reading.text):
                break
            relation = Relation(match.span(), match.start(), sense)
            yield _roles(reading, relation, sense.flow, sense.to, sense.by)


def _roles(reading: _Reading, relation: Relation, flow: str, to: str, by: str) -> Relation:
    """The relation with owner and partner, as far as the words beside it tell."""
    start = _ware_before(reading, relation.start)[1] if relation.sense and relation.sense.words else relation.start
    before = reading.ending_at(start)
    owner, partner, group = None, None, None
    if before is not None:
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
    owner2, partner2, group2 = _prepositions(reading, relation.span[1], flow, to, by)
    if partner is None:
        # "exports from Russia to China", "Russia's exports to China"; two genitives cannot both own.
        owner, partner = owner or owner2, partner2
    group = group or (group2 if partner is None else None)
    if owner and partner and owner.code == partner.code:
        partner = None
    return replace(relation, start=min(start, relation.start), owner=owner, partner=partner, group=group)


def _joined(reading: _Reading, actor: Actor) -> Actor | None:
    """The actor joined to this one by a hyphen: "Russia-China", "Sino-Russian", "US–Japan"."""
    for other in reading.actors:
        if len(other.codes) == 1 and other.group is None and other.span[1] < actor.span[0]:
            between = reading.text[other.span[1] : actor.span[0]]
            if re.fullmatch(r"\s?[-–‑/—]\s?", between):
                return other
    return None


_PREP = re.compile(r"\b(to|with|from|into|in|between|on|against|upon|by|of|and|for|towards?|about|among|out of|visited)\s+"
                   r"(?:(?:both|mainland|neighbou?ring|post-Soviet|Communist)\s+)?(?:the\s+)?(?=\S)", re.IGNORECASE)
_NP_END = re.compile(r"\b(?:was|were|is|are|has|had|have|reached|rose|fell|grew|totall?ed|stood|amount\w*|account\w*|"
                     r"compris\w*|made|make|makes|increas\w+|declin\w+|dropp\w+|doubled|tripled|exceed\w*|hit|came|went|"
                     r"will|would|could|remain\w*|represent\w*|constitut\w*|surpass\w*|equal\w*|jump\w+|climb\w+|soar\w+|surg\w+|"
                     r"plung\w+|shrank|shrunk|decreas\w+|expand\w+|more than|worth|valued)\b")


def _prepositions(
    reading: _Reading, at: int, flow: str, to: str, by: str
) -> tuple[Role | None, Role | None, str | None]:
    """Owner, partner and organisation in the prepositional phrases after a noun."""
    end = reading.clause(max(0, at - 1))[1]
    stop = _NP_END.search(reading.text, at, end)
    # Phrases may stand after the verb, too ("exports rose to 5 bn ... to China" is rare): only those before it are sure.
    limit = stop.start() if stop else min(end, at + 110)
    owner = partner = None
    group = None
    for match in _PREP.finditer(reading.text, at, limit):
        actor = next((a for a in reading.actors if match.end() - 4 <= a.span[0] <= match.end() and a.span[1] > match.end()), None)
        if actor is None:
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
        if word in to.split("|") or (word == "toward" and "towards?" in to):
            partner = partner or role
        elif word in by.split("|") or (word == "and" and flow == "with"):
            owner = owner or role
    return owner, partner, group if partner is None else None


def _between(reading: _Reading, first: Actor) -> tuple[Role, Role] | None:
    """ "between Russia and China", "between the two countries"."""
    if len(first.codes) == 2:
        return Role(first.codes[0], "pair", first), Role(first.codes[1], "pair", first)
    for other in reading.actors:
        if other.span[0] > first.span[1] and len(other.codes) == 1 and other.group is None:
            if re.fullmatch(r"(?:['’]s)?\s+and\s+(?:the\s+)?", reading.text[first.span[1] : other.span[0]]):
                return Role(first.codes[0], "pair", first), Role(other.codes[0], "pair", other)
            return None
    return None


def _verbs(reading: _Reading) -> Iterator[Relation]:
    nouns = [m.span() for m in _patterns()[0].finditer(reading.text)]
    for match in _patterns()[1].finditer(reading.text):
        flow = match.lastgroup
        assert flow is not None
        if any(a < match.end() and match.start() < b for a, b in nouns):
            continue
        clause = reading.clause(match.start())
        ware = _ware_of_verb(reading, match.end(), clause[1])
        sense = senses.of_goods(ware, flow) if ware else None
        relation = Relation(match.span(), match.start(), sense, ware=match[0], is_verb=True)
        yield _verb_roles(reading, relation, clause, flow)


_MONEY_NEXT = re.compile(r"\s*(?:goods|products|merchandise|commodities|(?:\w+\s+){0,3}(?:[$€£¥]|US\$|USD|\d)|(?:\w+\s+){0,3}worth)")


def _ware_of_verb(reading: _Reading, at: int, end: int) -> str:
    found = _patterns()[2].search(reading.text, at, min(end, at + 90))
    if found is not None and found.lastgroup and not re.match(r"\s+(?:pipeline|company|firm|giant|price|field|deal)", reading.text[found.end():]):
        return found.lastgroup
    text = reading.text[at:end]
    actor = reading.beginning_at(at)
    if actor is not None:
        text = reading.text[actor.span[1] : end]
    return "goods" if _MONEY_NEXT.match(text) and re.search(r"\$|dollar|USD|goods|products|merchandise", text) else ""


def _verb_roles(reading: _Reading, relation: Relation, clause: Span, flow: str) -> Relation:
    text, (start, end) = reading.text, relation.span
    words = senses.flows()[flow]
    owner, partner, group = _verb_prepositions(reading, end, clause[1], words.to, words.by)
    if not _PASSIVE.search(text[:start]):
        subject = _subject(reading, clause[0], start)
        owner = Role(subject.codes[0], "subject", subject) if subject else owner
        direct = reading.beginning_at(end)
        if flow == "out" and direct and len(direct.codes) == 1 and not direct.genitive and partner is None:
            partner = Role(direct.codes[0], "preposition", direct)
    if owner and partner and owner.code == partner.code:
        owner = None
    return replace(relation, owner=owner, partner=partner, group=group)


def _verb_prepositions(
    reading: _Reading, at: int, end: int, to: str, by: str
) -> tuple[Role | None, Role | None, str | None]:
    owner = partner = None
    group = None
    for match in _PREP.finditer(reading.text, at, end):
        actor = next((a for a in reading.actors if match.end() - 4 <= a.span[0] <= match.end() and a.span[1] > match.end()), None)
        if actor is None or (actor.genitive and not reading.text[max(0, actor.span[0] - 9) : actor.span[0]].rstrip().endswith((" of", " by"))):
            continue
        if actor.group is not None or len(actor.codes) != 1:
            group = group or actor.group
            continue
        role = Role(actor.codes[0], "preposition", actor)
        word = match[1].lower()
        if word in to.split("|"):
            partner = partner or role
        elif word in by.split("|") and word != "of":
            owner = owner or role
    return owner, partner, group if partner is None else None


def _subject(reading: _Reading, start: int, end: int) -> Actor | None:
    """The state nearest before a verb that no preposition governs."""
    for actor in reversed(reading.actors):
        if start <= actor.span[0] and actor.span[1] <= end and len(actor.codes) == 1 and actor.group is None:
            before = reading.text[max(0, actor.span[0] - 12) : actor.span[0]]
            if re.search(r"\b(?:to|from|with|in|of|for|by|between|against)\s+(?:the\s+)?$", before):
                continue
            if actor.genitive and actor.kind != "demonym":
                continue
            return actor
    return None


def _inherited(text: str, found: Sequence[Relation]) -> tuple[Relation, ...]:
    """Owners and partners handed along a list: "Russia's exports to and imports from China"."""
    done: list[Relation] = []
    for relation in found:
        last = done[-1] if done else None
        if last is not None and relation.owner is None and last.owner is not None and not relation.is_verb:
            between = text[last.span[1] : relation.start]
            if re.fullmatch(r"\s*(?:to|from)?\s*(?:and|or|,)\s*", between):
                relation = replace(relation, owner=replace(last.owner, how="inherited"))
                if last.partner is None and relation.partner is not None:
                    done[-1] = replace(last, partner=replace(relation.partner, how="inherited"))
        done.append(relation)
    return tuple(done)


@dataclass(frozen=True, slots=True)
class Ranking:
    """ "China is Russia's largest trading partner": whose partners are ranked, by what, and who has the place.

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
    reading = _Reading(text, tuple(a for a in actors if a.kind != "firm"), tuple(clauses(text)))
    noun = match["noun"]
    flow = "in" if _SUPPLIER.search(noun) else "out" if _BUYER.search(noun) else "with"
    words = text[quantity[1] : match.start("noun")]
    tail = text[match.end("noun") : match.end("noun") + 45]
    named = _patterns()[2].search(words) or _patterns()[2].search(re.split(r"\b(?:to|in|after|with|and)\b", tail)[0])
    ware = named.lastgroup if named and named.lastgroup else "goods"
    sense = senses.of_goods(ware, flow)
    owner, partner = _ranked(reading, quantity, match.span("noun"))
    return Ranking(match.span("noun"), sense, owner, partner)


def _ranked(reading: _Reading, quantity: Span, noun: Span) -> tuple[Role | None, Role | None]:
    before = reading.ending_at(quantity[0])
    owner = Role(before.codes[0], "genitive", before) if before and len(before.codes) == 1 and not before.group else None
    tail = re.compile(r"[^,;.]{0,40}?\b(?:of|to|for|in)\s+(?:the\s+)?").match(reading.text, noun[1])
    after = reading.beginning_at(tail.end()) if tail else None
    if owner is None and after is not None and len(after.codes) == 1:
        owner = Role(after.codes[0], "preposition", after)
    if owner is None:
        return None, None
    assert owner.actor is not None
    others = [a for a in reading.actors if len(a.codes) == 1 and a.group is None and a.codes[0] != owner.code]
    clause = reading.clause(quantity[0])
    inside = [a for a in others if clause[0] <= a.span[0] < quantity[0]]
    if inside:
        return owner, Role(inside[-1].codes[0], "subject", inside[-1])
    later = [a for a in others if noun[1] <= a.span[0] < clause[1]]
    if later and re.search(r"\b(?:is|was|are|were|remains?|became|being)\s*$", reading.text[: later[0].span[0]]):
        return owner, Role(later[0].codes[0], "subject", later[0])
    return owner, None
