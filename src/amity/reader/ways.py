"""Every way to read a figure: as a level, a change, a ratio, a rank, a count or a share of something measured."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from amity.reader import senses
from amity.reader.arms import of_arms
from amity.reader.bracketed_sums import sum_in_brackets
from amity.reader.cases import (
    Case,
    clause_at,
    names_bloc,
    other_state,
    own_clause,
    pair_other,
    subject_of,
    words_before,
)
from amity.reader.contexts import guesses
from amity.reader.model import Actor
from amity.reader.rankings import ranking
from amity.reader.relations import Relation, Role, acts
from amity.reader.senses import Sense
from amity.reader.shares import shares
from amity.reader.slots import Way, filled, how_found, is_unsupported, merged, nearest
from amity.reader.turns import spenders
from amity.reader.wares import ware_told

#: "68.8 billion dollars globally": of all the world.
WORLD = re.compile(
    r"\b(?:globally|worldwide(?! (?:crisis|recession|slump|downturn))|world-wide|around the world|"
    r"in the world(?! (?:crisis|recession|slump|war))|out of a (?:\w+ )?total of)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:times|twice|thrice)\s+(?:as\s+\w+|\w+er\b|more\s+\w+\s+than|that of|the \w+|its \w+|those of|"
    r"greater|what)|\bof (?:that|those) of\b|\bsize of\b|\bby a factor of\b|\bto one\b",
    re.IGNORECASE,
)


def ways(case: Case) -> Iterator[Way]:
    """Every way to read a figure, whatever it is told as."""
    quantity = case.quantity
    measure = senses.measure(quantity.unit)
    if quantity.unit == "rank" or quantity.kind == "rank":
        yield from ranks(case)
    elif quantity.kind == "ratio" or quantity.unit == "times":
        yield from _ratios(case)
    elif quantity.by and quantity.sign:
        yield from _changes(case, measure)
    elif measure == "share" and (change := in_brackets(case)) is not None:
        yield from _changes(change, measure)
    elif measure == "share":
        yield from (_of_another(case, way) for way in shares(case))
    elif measure == "bbl/d":
        yield from _levels(_of_ware(case, "level.t"), "level.t")
    elif quantity.unit in ("m", "bn", "million", "billion"):
        yield from _alone(case, "world.persons")
    elif measure == "TIV":
        found = list(_levels(replace(case, relations=of_arms(case.relations)), "level.TIV"))
        yield from found or _arms_again(case)
    elif measure in ("m3", "t"):
        yield from _levels(_of_ware(case, f"level.{measure}"), f"level.{measure}")
    elif measure in ("USD", "persons"):
        yield from _levels(case, f"level.{measure}")
        yield from _alone(case, f"world.{measure}")
    else:
        yield from _counts(case)


_HOLDS = re.compile(
    r"['’]s?(?:\s+(?:share|part|portion|figure|proportion|slice))?,?\s+(?:(?:being|was|at|came to|to)\s+)?"
)
_FOR = re.compile(r"\s+for\s+(?:the\s+)?")


def _of_another(case: Case, way: Way) -> Way:
    """The share told like the one before, of who is named since: "Korea's share being 6", "20 for the Americans"."""
    start, end = case.quantity.span
    before = [q.span[1] for q in case.quantities if q.unit == "%" and q.span[1] <= start]
    if not before or len(way.partners) != 1 or re.search(r"[.;]", case.text[before[-1] : start]):
        return way
    after = _FOR.match(case.text, end)
    for actor in case.actors:
        if len(actor.codes) != 1 or actor.group is not None or actor.codes[0] in (way.owner, *way.partners):
            continue
        has = (
            before[-1] <= actor.span[0] and actor.span[1] <= start and _HOLDS.fullmatch(case.text, actor.span[1], start)
        )
        governed = re.search(r"\b(?:in|of|to|from|with|than)\s+$", case.text[: actor.span[0]])
        if (has and not governed) or (after is not None and actor.span[0] == after.end()):
            return replace(way, partners=actor.codes, features=merged(way.features, {"inherited": 1.0}))
    return way


def long_told(case: Case) -> str | None:
    """The ware of the paragraphs before, where the sentence names none that the data do not hold."""
    return None if senses.beyond()["products"].search(case.text) else case.past_ware


def _of_ware(case: Case, statistic: str) -> Case:
    """The case with its flows of goods as flows of the ware spoken of: goods in general are not counted in tonnes."""
    told = ware_told(case.text, case.quantity.span[0]) or ware_told(case.text, len(case.text)) or case.ware
    ware = told or long_told(case) or ("gas" if statistic == "level.m3" else "")

    def weighed(relation: Relation) -> Relation:
        if relation.sense is None or relation.sense.ware != "goods" or not ware:
            return relation
        sense = senses.of_goods(ware, relation.sense.flow)
        return replace(relation, sense=sense) if sense is not None and statistic in sense.figures else relation

    return replace(case, relations=tuple(weighed(relation) for relation in case.relations))


def _arms_again(case: Case) -> Iterator[Way]:
    """Arms of those whose share was told before: "93 per cent Russian, although the volume fell to 333 million TIV"."""
    start = case.quantity.span[0]
    before = [q for q in case.quantities if q.unit == "%" and q.span[1] <= start]
    first = next(iter(shares(replace(case, quantity=before[-1]))), None) if before else case.share
    if first is None or first.sense.ware != "arms" or len(first.partners) != 1:
        return
    since = before[-1].span[1] if before else 0
    new = [a for a in case.actors if since <= a.span[0] < start and len(a.codes) == 1 and a.group is None]
    codes = list(dict.fromkeys(a.codes[0] for a in new if a.codes[0] != first.owner))
    if len(codes) > 1:
        return
    features = merged(first.features, {"inherited": 1.0} if before else {"carried": 1.0})
    yield replace(first, statistic="level.TIV", partners=tuple(codes) or first.partners, features=features)


def in_brackets(case: Case) -> Case | None:
    """The case of "fell by $87 billion (16.2%)", where the share in brackets is the change once more."""
    quantity = case.quantity
    before = [q for q in case.quantities if q.span[1] <= quantity.span[0]]
    if (
        not before
        or not before[-1].sign
        or not re.fullmatch(r"\s*[(,]\s*(?:or\s+)?", case.text[before[-1].span[1] : quantity.span[0]])
    ):
        return None
    if case.text[quantity.span[1] : quantity.span[1] + 1] not in ")," or not before[-1].by:
        return None
    return replace(case, quantity=replace(quantity, kind="change", sign=before[-1].sign, by=True))


def _levels(case: Case, statistic: str) -> Iterator[Way]:
    end = case.quantity.span[1]
    if is_unsupported(case, [statistic]) or WORLD.search(case.text[max(0, end - 60) : end + 28]):
        return
    if (told := sum_in_brackets(case, lambda other: _levels(other, statistic))) is not None:
        yield told
        return
    more = _MORE_THAN.match(case.text, end)
    if (less := _EXCEEDED.search(case.text[: case.quantity.span[0]])) is not None:
        # "Its exports to Morocco exceeded its imports by 2 billion": the balance.
        flow = next((r for r in case.relations if r.span[0] == less.start(1)), None)
        if flow is not None:
            sense = senses.named("goods.surplus" if less[1].startswith("export") else "goods.deficit")
            yield from filled(case, replace(flow, sense=sense), {}, statistic)
        return
    for relation, features, found in nearest(case, [statistic]):
        lost = _IN_THE_RED.match(case.text, end)
        if lost is not None and relation.sense is not None and relation.sense.ware == "goods":
            relation = replace(relation, sense=senses.named("goods.deficit" if lost[1] == "red" else "goods.surplus"))
        if more is not None and relation.sense is not None and relation.sense.flow in ("in", "out"):
            # "Sold 3 billion more to Hungary than it bought from it": the balance.
            sense = senses.named("goods.surplus" if relation.sense.flow == "out" else "goods.deficit")
            relation = replace(relation, sense=sense)
        if (balance := _balance(case, relation)) is not None:
            relation = replace(relation, sense=balance)
        yield from filled(case, relation, features, found)


#: "Its exports were 5 billion higher than its imports": the balance.
_THAN_OTHER = re.compile(
    r"\s+(?:worth\s+)?(?:(?P<more>more|higher|greater|larger|bigger|above|over|in\s+excess\s+of|ahead\s+of)|"
    r"(?P<less>less|lower|smaller|below|under|short\s+of|behind))\s+(?:than\s+)?(?:(?:its|their|the|those\s+of\s+its)\s+)?"
    r"(?:\w+\s+)?(?P<other>imports?|exports?|purchases|sales)\b"
)


def _balance(case: Case, relation: Relation) -> Sense | None:
    """The balance that a flow makes with the other one, to which it is compared behind the figure."""
    than = _THAN_OTHER.match(case.text, case.quantity.span[1])
    sense = relation.sense
    if than is None or sense is None or sense.ware != "goods" or sense.flow not in ("in", "out"):
        return None
    other = "in" if than["other"].startswith(("import", "purch")) else "out"
    if other == sense.flow or relation.span[0] >= case.quantity.span[1]:
        return None
    is_surplus = (sense.flow == "out") == (than["more"] is not None)
    return senses.named("goods.surplus" if is_surplus else "goods.deficit")


_IN_THE_RED = re.compile(r"\s+in the (red|black)\b")
_EXCEEDED = re.compile(
    r"\b(exports|imports)\b[^.;]{0,60}?\b(?:exceed|outstrip|surpass|outweigh|outpac)\w*[^.;]{0,50}?\b(?:im|ex)ports\b"
    r"[^.;]{0,40}?\sby\s+(?:some |about |nearly |almost )?$"
)
#: What one sold more than one bought, or bought more than one sold.
_MORE_THAN = re.compile(
    r"\s+(?:worth\s+)?more\b[^;.]*\bthan\s+(?:it|they)\s+(?:bought|imported|purchased|received|got|sold|exported|shipped)"
)


def _alone(case: Case, statistic: str) -> Iterator[Way]:
    """Figures of one state: its economy, its people, all its exports."""
    if is_unsupported(case, [statistic]):
        return
    for relation, features, found in nearest(case, [statistic]):
        assert relation.sense is not None
        is_property = relation.sense.flow == "of"
        if relation.owner is None or relation.partner is not None or relation.group is not None:
            continue
        if not is_property and not re.search(
            r"\b(?:total|overall|world|global|worldwide)\b", own_clause(case), re.IGNORECASE
        ):
            continue
        how = how_found(case, relation.owner)
        yield Way(relation.sense, found, relation.owner.code, (), features | how | {"alone": 1.0})


def _counts(case: Case) -> Iterator[Way]:
    noun = case.quantity.unit
    printed = case.text[case.quantity.span[0] : case.quantity.span[1] + 45]
    for sense in senses.everything():
        statistic = next((s for s in ("count", "last") if s in sense.figures), None)
        if statistic is None or sense.counted is None:
            continue
        if not sense.counted.search(noun) and not (noun in _VAGUE and sense.counted.search(printed)):
            continue
        if sense.unless and sense.unless.search(case.text):
            continue
        is_topic = case.topic is not None and case.topic.sense is sense
        if sense.context and not sense.context.search(case.text) and not is_topic:
            continue
        named = [r for r in case.relations if r.sense is sense]
        relation = named[0] if named else Relation(case.quantity.span, case.quantity.span[0], sense)
        yield from filled(case, relation, {}, statistic)


#: Nouns that say what is counted only with what follows: "two sets of sanctions".
_VAGUE = frozenset({"", "times", "sets", "packages", "rounds"})
_SHARES = re.compile(r"\b(?:share|proportion|percentage|weight|portion)\b", re.IGNORECASE)


def _changes(case: Case, measure: str) -> Iterator[Way]:
    quantity = case.quantity
    is_of_share = measure == "share" and _SHARES.search(words_before(case)[0]) is not None
    if measure == "share" and (quantity.unit == "percentage points" or is_of_share):
        statistics = ["share"]
    elif measure == "share" or quantity.unit == "times":
        statistics = ["level.USD", "level.t", "level.m3", "level.TIV", "level.persons"]
    else:
        statistics = [f"level.{measure}"]
    if is_unsupported(case, statistics):
        return
    for relation, features, statistic in nearest(case, statistics):
        yield from filled(case, relation, features, statistic)


#: "Four times as much as in 2005": compared with itself.
_THAN_THEN = re.compile(
    r"\s+(?:(?:that\s+(?:of|in)|as\s+\w+\s+as|more\s+than|\w+er\s+than|what\s+(?:it|they)\s+(?:was|were)|the\s+\w+\s+(?:of|in))\s+)"
    r"(?:(?:it|they|that)\s+(?:was|were|had been)\s+|those\s+)?(?:(?:in|of)\s+)?"
    r"(?:(?:19|20)\d\d|a\s+(?:year|decade)|the\s+year|\w+\s+years)\b|"
    r"\s+as\s+\w+\s+in\s+(?:19|20)\d\d\s+as\s+(?:it\s+(?:did|had)\s+)?(?:in\s+)?(?:(?:19|20)\d\d|\w+\s+years)\b|"
    r"\s+what\s+(?:it|they)\s+(?:was|were|had\s+been|used\s+to\s+be)\s*(?:[.,;:)]|then\b|$)"
)


#: Behind a factor: what another has.
_THAN_OURS = re.compile(
    r"\s+(?:ours|theirs|its\s+own|(?:as\s+\w+\s+(?:on\s+(?:[\w’']+\s+){1,3}?)?as|the\s+size\s+of|that\s+of|those\s+of)\s+(?!(?:in|it|they)\b)(?!\d)|"
    r"(?:the\s+)?(?:[A-Z][\w.]+\s)?[A-Z][\w.]+['’])"
)
#: "Twice as large" as before, when another was told to be so many times what it was.
_AS_LARGE = re.compile(r"(?:\s+as\s+\w+)?\s*(?:[,.;]|$|and\b)")
#: "Became 6.2 times larger in the 20 years": larger than before, as nothing else is named.
_GREW = re.compile(r"\b(?:became|become|becomes|grew|grown|got|gotten)\s+(?:\w+\s+){0,3}$")
_LARGER = re.compile(r"\s+(?:(?:larger|bigger|greater|higher|smaller|lower)|as\s+\w+)(?!\s+(?:than|as)\b)")


def _ratios(case: Case) -> Iterator[Way]:
    """Comparisons: "ten times larger than Russia's"; "doubled" is a change."""
    after = case.quantity.span[1]
    is_named = any(re.fullmatch(r"\s+(?:the\s+)?", case.text[after : a.span[0]]) for a in case.actors)
    earlier = [q for q in case.quantities if q.unit == "times" and q.span[1] <= case.quantity.span[0]]
    # "Its economy is 6.7 times ours and its budget 5.7 times": compared with another, not with what it was.
    is_of_other = bool(earlier) and not earlier[-1].by and _THAN_OURS.match(case.text, earlier[-1].span[1]) is not None
    is_again = _AS_LARGE.match(case.text, after) is not None and bool(earlier) and not is_of_other
    is_grown = (
        _LARGER.match(case.text, after) is not None and _GREW.search(case.text, 0, case.quantity.span[0]) is not None
    )
    is_spent = spenders(case.text, case.quantity.span, case.actors) is not None
    is_compared = is_of_other or is_spent or _COMPARED.search(case.text) is not None
    if not is_named and (is_grown or is_again or not is_compared or _THAN_THEN.match(case.text, after)):
        yield from _changes(case, "share")
        return
    for relation, features, statistic in nearest(case, ["ratio"]):
        assert relation.sense is not None
        named = [a for a in case.actors if len(a.codes) == 1 and a.group is None]
        owner = _larger(case, relation, named)
        if owner is None:
            continue
        later = [a for a in named if a.span[0] >= case.quantity.span[1] and a.codes[0] != owner.code]
        other = Role(later[0].codes[0], "preposition", later[0]) if later else None
        # "Berlin's was four times as high": of whom else the sentence, or the document, speaks.
        other = other or other_state(case, owner.code) or pair_other(case, owner.code)
        if other is not None and other.code != owner.code:
            features = features | merged(how_found(case, owner), how_found(case, other))
            yield Way(relation.sense, statistic, owner.code, (other.code,), features)


_EXCEEDS = re.compile(
    r"\b(?:exceed|surpass|outstrip|outweigh|outspen|outpac|outrank)\w*\b(?!\s+by\s+(?:that|the|those)\b)"
)
_WHICH = re.compile(r"\s*,?\s*(?:(?:which|who|whose (?:economy|population|budget))\s+)(?:[a-z]+\s+){1,3}$")


def _larger(case: Case, relation: Relation, named: Sequence[Actor]) -> Role | None:
    """Whose is so many times as large: "dwarfed by that of Japan, which was 14 times as large" Japan's."""
    start = case.quantity.span[0]
    if (spent := spenders(case.text, case.quantity.span, named)) is not None:
        return Role(spent.codes[0], "subject", spent)
    near = [a for a in named if a.span[1] <= start and _WHICH.fullmatch(case.text[a.span[1] : start])]
    if near:
        return Role(near[-1].codes[0], "subject", near[-1])
    verb = _EXCEEDS.search(case.text, 0, start)
    first = [a for a in named if verb is not None and a.span[1] <= verb.start()]
    if first:
        return Role(first[-1].codes[0], "subject", first[-1])
    own = clause_at(case, start)
    if relation.owner is not None and (not named or clause_at(case, relation.span[0]) == own):
        return relation.owner
    subject = subject_of(case, ())
    if subject is not None:
        return subject
    if relation.owner is not None:
        return relation.owner
    before = [a for a in named if a.span[1] <= start]
    if before:
        return Role(before[0].codes[0], "subject", before[0])
    return pair_other(case, named[0].codes[0]) if named else None


def ranks(case: Case) -> Iterator[Way]:
    """Every way to read a figure as a place among partners."""
    if (told := _rank_with(case)) is not None:
        yield told
        return
    found = ranking(case.text, case.actors, case.quantity.span)
    if found is None or found.sense is None:
        yield from _ranked_again(case)
        return
    if found.sense.rank is None:
        return
    owner, partner = found.owner, found.partner
    if owner is not None:
        partner = partner or other_state(case, owner.code)
    if partner is None and owner is not None and owner.actor is not None and owner.actor.kind == "pronoun":
        # "China was its largest partner": the subject has the place, and whose partners they are is said elsewhere.
        partner, owner = owner, pair_other(case, owner.code)
    pairs = [(owner, partner, 0.0)] if owner and partner else []
    if not pairs and (before := next(_ranked_before(case, found.sense), None)) is not None:
        yield before
        return
    if not pairs:
        relation = Relation(found.span, found.span[0], found.sense, owner, partner)
        pairs = [(one, other, 1.0) for one, other, _ in guesses(case, relation, owner, partner)][:2]
    for one, other, guessed in pairs:
        if one.code == other.code:
            continue
        features = how_found(case, one) | merged(how_found(case, one), how_found(case, other))
        if guessed:
            features = merged(features, {"far": guessed})
        if names_bloc(case):
            # Whether a bloc counts as one partner is a matter of counting.
            features["coarse"] = 2.0
        yield Way(found.sense, "rank", one.code, (other.code,), features)


_RANK_WITH = re.compile(
    r"['’]?s?\s+(?:own\s+)?(?:rank|place|position|standing|ranking)\s+(?:with|for|in\s+the\s+eyes\s+of)\s+(?:the\s+)?"
)


def _rank_with(case: Case) -> Way | None:
    """The place of "Russia's rank with China moved from 13th to 6th": Russia's among the partners of China."""
    named = [a for a in case.actors if a.span[1] <= case.quantity.span[0] and len(a.codes) == 1 and a.group is None]
    for one, other in itertools.pairwise(named):
        is_told = _RANK_WITH.fullmatch(case.text, one.span[1], other.span[0]) is not None
        if (
            is_told
            and one.codes != other.codes
            and not re.search(r"[.;]", case.text[other.span[1] : case.quantity.span[0]])
        ):
            owner, partner = (Role(a.codes[0], "preposition", a) for a in (other, one))
            features = merged(how_found(case, owner), how_found(case, partner))
            return Way(senses.named("goods.with"), "rank", owner.code, (partner.code,), features)
    return None


_WHOSE_PLACE = re.compile(r"\s*(?:place\s+|spot\s+)?(?:among|of|for|in)\s+(?:the\s+)?(?=\S)")


def _ranked_again(case: Case) -> Iterator[Way]:
    """The place told of before: "Japan is its fourth partner; in 2020 the United States was Japan's second"."""
    start, end = case.quantity.span
    earlier = [q for q in case.quantities if q.span[1] <= start and (q.unit == "rank" or q.kind == "rank")]
    plain = (next(ranks(replace(case, quantity=q, quantities=(q,))), None) for q in reversed(earlier[-3:]))
    first = next((way for way in plain if way is not None), None) or case.rank
    if first is None:
        return
    since = earlier[-1].span[1] if earlier else 0
    near = [a for a in case.actors if since <= a.span[0] < start and len(a.codes) == 1 and a.group is None]
    after = _WHOSE_PLACE.match(case.text, end)
    whose = next((a for a in case.actors if after and a.span[0] == after.end() and len(a.codes) == 1), None)
    if whose is None and near and re.fullmatch(r"(?:['’]s?)?\s+", case.text[near[-1].span[1] : start]):
        whose = near[-1] if near[-1].genitive or near[-1].kind == "pronoun" else None
    subjects = [a.codes[0] for a in near if a is not whose and acts(case.text, a)]
    owner = whose.codes[0] if whose is not None else first.owner
    partner = subjects[-1] if subjects else first.partners[0] if owner != first.partners[0] else first.owner
    if owner == partner:
        owner, partner = (first.partners[0], owner) if whose is None and owner == first.owner else (owner, first.owner)
    if owner != partner:
        carried = {"inherited": 2.0} if earlier else {"carried": 1.0}
        yield replace(first, owner=owner, partners=(partner,), features=merged(first.features, carried))


def _ranked_before(case: Case, sense: Sense | None) -> Iterator[Way]:
    """A place whose owner stands elsewhere: "took 2 % of German exports and ranked fourteenth among buyers"."""
    subject = subject_of(case, ())
    if subject is None:
        return
    start = case.quantity.span[0]
    told = [r for r in case.relations if r.span[1] <= start and r.sense and r.sense.rank and r.owner and not r.is_verb]
    owner = next((r.owner for r in reversed(told) if r.owner and r.owner.code != subject.code), None)
    if owner is not None:
        sense = sense or told[-1].sense
        features = {"inherited": 1.0}
    elif case.share is not None and subject.code in case.share.partners:
        owner, sense, features = Role(case.share.owner, "context"), sense or case.share.sense, {"carried": 1.0}
    elif re.search(r"\b(?:its|their|his)\s+$", case.text[:start]):
        owner, features = pair_other(case, subject.code), {"far": 1.0}
    else:
        return
    if owner is not None and sense is not None and sense.rank is not None and owner.code != subject.code:
        features = merged(features, how_found(case, owner), how_found(case, subject))
        yield Way(sense, "rank", owner.code, (subject.code,), features)
