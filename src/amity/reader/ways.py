"""Every way to read a figure: as a level, a change, a ratio, a rank, a count or a share of something measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from amity.reader import senses
from amity.reader.cases import Case, other_state, own_clause, pair_other, subject_of
from amity.reader.rankings import ranking
from amity.reader.relations import Relation, Role
from amity.reader.senses import Sense
from amity.reader.shares import shares
from amity.reader.slots import Way, filled, how_found, is_unsupported, merged, nearest

#: "68.8 billion dollars globally": of all the world.
WORLD = re.compile(
    r"\b(?:globally|worldwide|world-wide|around the world|in the world|out of a (?:\w+ )?total of)\b", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\btimes\s+(?:as\s+\w+(?:\s+\w+){0,4}\s+as|\w+er\s+than|more\s+\w+\s+than|that of|the size|those of|"
    r"greater|what)|\bof (?:that|those) of\b|\bsize of\b",
    re.IGNORECASE,
)


def ways(case: Case) -> Iterator[Way]:
    """Every way to read a figure, whatever it is told as."""
    quantity = case.quantity
    measure = senses.measure(quantity.unit)
    if quantity.kind == "trend":
        yield from _trends(case)
    elif quantity.unit == "rank" or quantity.kind == "rank":
        yield from _ranks(case)
    elif quantity.kind == "ratio" or quantity.unit == "times":
        yield from _ratios(case)
    elif quantity.by and quantity.sign:
        yield from _changes(case, measure)
    elif measure == "share" and (change := in_brackets(case)) is not None:
        yield from _changes(change, measure)
    elif measure == "share":
        yield from shares(case)
    elif measure == "bbl/d":
        yield from _levels(case, "level.t")
    elif quantity.unit in ("m", "bn", "million", "billion"):
        yield from _alone(case, "world.persons")
    elif measure == "TIV":
        yield from _levels(_of_arms(case), "level.TIV")
    elif measure in ("USD", "TIV", "m3", "t", "persons"):
        yield from _levels(case, f"level.{measure}")
        yield from _alone(case, f"world.{measure}")
    else:
        yield from _counts(case)


def _of_arms(case: Case) -> Case:
    """The case with its flows of goods as flows of arms: SIPRI's unit measures nothing else."""

    def armed(relation: Relation) -> Relation:
        is_goods = relation.sense is not None and relation.sense.ware == "goods"
        sense = senses.of_goods("arms", relation.sense.flow) if is_goods and relation.sense else None
        return replace(relation, sense=sense) if sense is not None else relation

    return replace(case, relations=tuple(armed(relation) for relation in case.relations))


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
    more = _MORE_THAN.match(case.text, end)
    if (less := _EXCEEDED.search(case.text[: case.quantity.span[0]])) is not None:
        # "Its exports to Morocco exceeded its imports by 2 billion": the balance.
        flow = next((r for r in case.relations if r.span[0] == less.start(1)), None)
        if flow is not None:
            sense = senses.named("goods.surplus" if less[1].startswith("export") else "goods.deficit")
            yield from filled(case, replace(flow, sense=sense), {}, statistic)
        return
    for relation, features, found in nearest(case, [statistic]):
        if more is not None and relation.sense is not None and relation.sense.flow in ("in", "out"):
            # "Sold 3 billion more to Hungary than it bought from it": the balance.
            sense = senses.named("goods.surplus" if relation.sense.flow == "out" else "goods.deficit")
            relation = replace(relation, sense=sense)
        yield from filled(case, relation, features, found)


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
        if not sense.counted.search(noun) and not (noun in ("", "times") and sense.counted.search(printed)):
            continue
        if sense.unless and sense.unless.search(case.text):
            continue
        if sense.context and not sense.context.search(case.text):
            continue
        named = [r for r in case.relations if r.sense is sense]
        relation = named[0] if named else Relation(case.quantity.span, case.quantity.span[0], sense)
        yield from filled(case, relation, {}, statistic)


def _changes(case: Case, measure: str) -> Iterator[Way]:
    quantity = case.quantity
    if measure == "share" and quantity.unit == "percentage points":
        statistics = ["share"]
    elif measure == "share" or quantity.unit == "times":
        statistics = ["level.USD", "level.t", "level.m3", "level.TIV", "level.persons"]
    else:
        statistics = [f"level.{measure}"]
    if is_unsupported(case, statistics):
        return
    for relation, features, statistic in nearest(case, statistics):
        yield from filled(case, relation, features, statistic)


def _trends(case: Case) -> Iterator[Way]:
    """Trends without a figure: "trade grew between 2014 and 2019"."""
    statistics = ["level.USD", "level.t", "level.m3", "level.TIV"]
    if case.quantity.sign == 0 or is_unsupported(case, statistics):
        return
    for relation, features, statistic in nearest(case, statistics):
        if not relation.is_verb and "carried" not in features:
            yield from filled(case, relation, features, statistic)


def _ratios(case: Case) -> Iterator[Way]:
    """Comparisons: "ten times larger than Russia's"; "doubled" is a change."""
    after = case.quantity.span[1]
    is_named = any(re.fullmatch(r"\s+(?:the\s+)?", case.text[after : a.span[0]]) for a in case.actors)
    if not is_named and not _COMPARED.search(case.text):
        yield from _changes(case, "share")
        return
    for relation, features, statistic in nearest(case, ["ratio"]):
        assert relation.sense is not None
        named = [a for a in case.actors if len(a.codes) == 1 and a.group is None]
        owner = relation.owner or (Role(named[0].codes[0], "subject") if named else None)
        if owner is None:
            continue
        later = [a for a in named if a.span[0] >= case.quantity.span[1] and a.codes[0] != owner.code]
        if later:
            yield Way(relation.sense, statistic, owner.code, later[0].codes, features | how_found(case, owner))


def _ranks(case: Case) -> Iterator[Way]:
    found = ranking(case.text, case.actors, case.quantity.span)
    if found is None or found.owner is None:
        yield from _ranked_before(case, found.sense if found else None)
        return
    if found.sense is None or found.sense.rank is None:
        return
    owner, partner = found.owner, found.partner or other_state(case, found.owner.code)
    if partner is None and owner.actor is not None and owner.actor.kind == "pronoun":
        # "China was its largest partner": the subject has the place, and whose partners they are is said elsewhere.
        partner, owner = owner, pair_other(case, owner.code)
    if owner is None or partner is None or partner.code == owner.code:
        return
    features = how_found(case, owner) | merged(how_found(case, owner), how_found(case, partner))
    if any(a.group for a in case.actors):
        # Whether a bloc counts as one partner is a matter of counting.
        features["coarse"] = 2.0
    yield Way(found.sense, "rank", owner.code, (partner.code,), features)


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
