"""What a quantity told in words claims: "most" more than half, "surplus" more than nothing, "grew" a rise.

What is vague ("little", "a considerable share", "stagnated") claims nothing that could be tested: its test only says
which value the data hold.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from amity.reader import senses
from amity.reader import worded_words as words
from amity.reader.cases import Case, Way, clause_at, other_state, pair_other, subject_of
from amity.reader.claimed import LEVELS, Claimed, as_test, dealing, named_at, years_of
from amity.reader.comparisons import comparisons
from amity.reader.dealings import dealings, is_dealing
from amity.reader.model import Period
from amity.reader.phrases import clause_of, clauses
from amity.reader.rankings import ranking
from amity.reader.relations import Relation, Role
from amity.reader.shares import shares
from amity.reader.slots import figures_of, filled, how_found, merged, nearest
from amity.reader.worded import done_to, much_of, spoken_of

#: No sense of its own, and no sure reading either: what it is called in print is not what the data hold.
_NOT_QUITE = frozenset({"gdp", "income", "population"})
_EVER = 1800
_HALF = 50.0
_JOINED = re.compile(r"\s*(?:,|,?\s+and|,?\s+or)\s+(?:the\s+)?")
_SHARE = re.compile(r"\b(?:share|proportion|percentage|weight)\s+(?:of|in)\b")


def claimed(case: Case, period: Period | None) -> Iterator[Claimed]:
    """Every way to test a quantity told in words."""
    kind = case.quantity.kind
    if (found := tuple(dealings(case, period))) or is_dealing(case):
        yield from found
        return
    if kind == "vague" and words.OF_WORLD.match(case.text, case.quantity.span[1]):
        yield from _places(case, period)
    elif kind == "majority" or (kind == "vague" and case.quantity.unit == "%"):
        yield from _parts(case, period)
    elif kind == "balance" or case.quantity.unit == "balance":
        yield from _balances(case, period)
    elif kind == "comparison":
        yield from comparisons(case, period)
    elif case.quantity.unit == "record":
        yield from _records(case, period)
    elif kind == "trend":
        yield from _trends(case, period)
    elif case.quantity.unit == "place":
        yield from _places(case, period)
    else:
        yield from _amounts(case, period)


def vague(case: Case, way: Way) -> str:
    """Why a quantity told in words can have no verdict, read this way; empty where it can."""
    said = case.text[slice(*case.quantity.span)]
    if case.quantity.kind == "vague":
        return f"“{said}” is no figure"
    if case.quantity.kind == "trend" and case.quantity.sign == 0:
        return f"“{said}” does not say how little it moved"
    if case.quantity.kind == "trend" and way.sense.id in _NOT_QUITE:
        return f"“{said}” is reckoned at constant prices, and the value held is in current dollars"
    return ""


# Parts of a whole ----------------------------------------------------------------------------------------------------


def _parts(case: Case, period: Period | None) -> Iterator[Claimed]:
    is_mainly = words.MAINLY.fullmatch(case.text, *case.quantity.span) is not None
    if _is_of_many(case):
        return
    for way in (*_mainly(case), *_dominated(case), *_invested(case), *(() if is_mainly else shares(case))):
        way = _with_all(case, way)
        figures = figures_of(way)
        if not figures:
            continue
        years = years_of(case, period)
        if way.sense.id.startswith("arms."):
            # The share looks back five years by itself.
            years = (years[1], years[1])
        is_low = case.quantity.bound == "<="
        value = case.quantity.high if is_low else case.quantity.low
        op = ("<" if value == _HALF else "<=") if is_low else ">=" if value > 50 else ">"
        if case.quantity.kind == "vague":
            op, value = ">=", 0.0
        is_soft = way.sense.soft or is_mainly or way.statistic in senses.parts()
        yield Claimed(way, replace(as_test(figures, years, op, value, "%"), span="mean"), is_soft)


def _is_of_many(case: Case) -> bool:
    """Whether the whole is that of several: "Belarus and Armenia sent most of their exports"."""
    if re.compile(r"\s+of\s+(?:all\s+)?their\b").match(case.text, case.quantity.span[1]) is None:
        return False
    before = [a for a in case.actors if a.span[1] <= case.quantity.span[0] and a.kind != "pronoun"]
    return any(_JOINED.fullmatch(case.text, a.span[1], b.span[0]) for a, b in itertools.pairwise(before))


def _with_all(case: Case, way: Way) -> Way:
    """The share with all who have it: "China and India took", "most of its oil from Iraq and Saudi Arabia"."""
    end = case.quantity.span[1]
    last = clauses(case.text)[clause_of(clauses(case.text), end)][1]
    goes = re.compile(r"\b(?:from|to)\s+(?:the\s+)?(?=[A-Z])").search(case.text, end, last)
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.kind != "firm"]
    first = next((a for a in single if goes and a.span[0] == goes.end() and not a.genitive), None)
    first = first or next((a for a in single if a.codes == way.partners[:1]), None)
    if first is None or way.sense.flow not in ("in", "out"):
        return way
    joined = [first]
    for one in (a for a in single if a.span[0] > first.span[1]):
        if _JOINED.fullmatch(case.text, joined[-1].span[1], one.span[0]):
            joined.append(one)
    for one in (a for a in reversed(single) if a.span[1] < first.span[0]):
        if _JOINED.fullmatch(case.text, one.span[1], joined[0].span[0]):
            joined.insert(0, one)
    codes = tuple(dict.fromkeys(a.codes[0] for a in joined))
    return way if way.owner in codes or len(way.partners) > len(codes) else replace(way, partners=codes)


def _mainly(case: Case) -> Iterator[Way]:
    """Reads "Buys its arms mainly from Russia", "exports mainly raw materials"."""
    start, end = case.quantity.span
    if words.MAINLY.fullmatch(case.text, start, end) is None:
        return
    made = words.made_of().match(case.text, end)
    goes = re.compile(r"\s+(?:from|to|by)\s+(?:the\s+)?").match(case.text, end)
    whom = next(
        (a for a in case.actors if goes and a.span[0] == goes.end() and len(a.codes) == 1 and not a.group), None
    )
    if whom is not None and (come := words.comes().search(case.text[:start])) is not None:
        yield from _coming(case, come, Role(whom.codes[0], "preposition", whom))
        return
    for relation, features, statistic in (*nearest(case, ["share"]), *_bare_verb(case)):
        sense = relation.sense
        if (
            sense is None
            or sense.flow not in ("in", "out")
            or clause_at(case, relation.span[0]) != clause_at(case, start)
        ):
            continue
        if made is None and whom is not None:
            relation = replace(relation, partner=Role(whom.codes[0], "preposition", whom))
            yield from filled(case, relation, features, statistic)
        elif made is not None:
            yield from (
                _made(way, made[0]) for way in filled(case, relation, features, statistic) if _is_made(way, made[0])
            )
        return


def _coming(case: Case, match: re.Match[str], partner: Role) -> Iterator[Way]:
    """The share of "India's arms come mainly from Russia"."""
    sense = senses.of_goods(match.lastgroup or "", "in")
    head = case.text[: match.start()].rstrip()
    owner = next((a for a in case.actors if len(a.codes) == 1 and 0 <= len(head) - a.span[1] < 3 and a.genitive), None)
    if sense is not None and owner is not None and owner.codes[0] != partner.code and "share" in sense.figures:
        role = Role(owner.codes[0], "genitive", owner)
        yield Way(sense, "share", role.code, (partner.code,), merged(how_found(case, role), how_found(case, partner)))


def _dominated(case: Case) -> Iterator[Way]:
    """The share of who "dominates Japan's arms imports", or with "Russian arms" the Indian market."""
    start = case.quantity.span[0]
    match = words.DOMINATES.match(case.text, start)
    whole = done_to(case, match.end()) if match else None
    holder = next((a for a in reversed(case.actors) if a.span[1] <= start and len(a.codes) == 1 and not a.group), None)
    if match is None or holder is None:
        return
    role = Role(holder.codes[0], "subject", holder)
    if whole is not None and whole.sense is not None and whole.owner is not None and "share" in whole.sense.figures:
        if whole.owner.code != role.code:
            features = merged(how_found(case, whole.owner), how_found(case, role))
            yield Way(whole.sense, "share", whole.owner.code, (role.code,), features)
        return
    ware = words.ware_bare().search(case.text, holder.span[1], start)
    sense = senses.of_goods(ware.lastgroup or "", "in") if ware else None
    if sense is None or "share" not in sense.figures:
        return
    inside = re.compile(r"(?:the\s+)?markets?\s+(?:in|of)\s+(?:the\s+)?").match(case.text, match.end())
    whose = named_at(case, inside.end() if inside else match.end())
    if whose is not None and whose.codes[0] != role.code:
        yield Way(sense, "share", whose.codes[0], (role.code,), how_found(case, role))
    elif whose is None and inside is not None and (other := pair_other(case, role.code)) is not None:
        # "The market in those regions": those of the other state of the document.
        yield Way(sense, "share", other.code, (role.code,), merged(how_found(case, role), how_found(case, other)))


def _invested(case: Case) -> Iterator[Way]:
    """The share of who gets "a negligible share of Chinese investment"."""
    end = case.quantity.span[1]
    if case.quantity.kind != "vague" or words.INVESTMENT.match(case.text, end) is None:
        return
    sense = senses.named("investment.stock")
    for relation in case.relations:
        if relation.sense is not None and relation.sense.id.startswith("investment") and 0 <= relation.start - end < 30:
            for way in filled(case, replace(relation, sense=sense), {}, "share"):
                if way.sense.id == sense.id:
                    yield way


def _bare_verb(case: Case) -> Iterator[tuple[Relation, dict[str, float], str]]:
    """The verb of "sells mainly raw materials to China", whose ware alone tells no flow of all goods."""
    verb = next((r for r in reversed(case.relations) if r.is_verb and r.span[1] <= case.quantity.span[0]), None)
    if verb is None or verb.sense is not None or verb.owner is None:
        return
    sense = senses.of_goods("goods", "out" if words.SELLS.match(case.text, verb.span[0]) else "in")
    yield replace(verb, sense=sense), {}, "share"


def _is_made(way: Way, stuff: str) -> bool:
    return way.sense.ware == "goods" and any(pattern.search(stuff) for pattern in senses.parts().values())


def _made(way: Way, stuff: str) -> Way:
    """The part of a flow that is of some stuff; imports are the other's exports."""
    statistic = next(name for name, pattern in senses.parts().items() if pattern.search(stuff))
    if way.sense.flow == "out":
        return replace(way, statistic=statistic)
    return replace(
        way, sense=senses.named("goods.out"), statistic=statistic, owner=way.partners[0], partners=(way.owner,)
    )


# Balances ------------------------------------------------------------------------------------------------------------


def _balances(case: Case, period: Period | None) -> Iterator[Claimed]:
    years, sign = years_of(case, period), case.quantity.sign
    if case.quantity.unit == "balance":
        # "Balanced": how much the one sold for each dollar of the other.
        for relation, features, _ in nearest(case, ["level.USD"]):
            if relation.sense is None or relation.sense.id != "goods.with":
                continue
            for way in filled(case, relation, features, "level.USD"):
                flow = replace(way, sense=senses.named("goods.out"))
                there, back = (
                    figures_of(flow)[0],
                    figures_of(replace(flow, owner=way.partners[0], partners=(way.owner,)))[0],
                )
                yield Claimed(flow, as_test([replace(there, per=back)], years, ">=", 0.0))
        return
    sense = senses.named("goods.surplus" if sign > 0 else "goods.deficit")
    more = words.MORE_THAN_BACK.fullmatch(case.text, *case.quantity.span)
    verb = dealing(case, more) if more is not None else None
    found = [(verb, dict[str, float](), "level.USD")] if verb is not None else _of_balance(case)
    for relation, features, statistic in found:
        told = relation.owner is not None and relation.owner.how == "genitive"
        relation, is_favoured = _favoured(case, relation)
        for way in filled(case, replace(relation, sense=sense), features, statistic):
            test = as_test(figures_of(way), years, ">", 0.0, "USD")
            is_soft = not (told or is_favoured or relation.sense != senses.named("goods.balance"))
            yield Claimed(way, replace(test, span="each" if years[0] < years[1] else "mean"), is_soft)


def _favoured(case: Case, relation: Relation) -> tuple[Relation, bool]:
    """The balance as that of whom it is said to be good or bad for: "negative for India"."""
    match = words.FAVOURED.match(case.text, case.quantity.span[1])
    whose = named_at(case, match.end()) if match else None
    if whose is None:
        return relation, False
    others = [role for role in (relation.owner, relation.partner) if role is not None and role.code != whose.codes[0]]
    other = others[0] if others else None
    return replace(relation, owner=Role(whose.codes[0], "preposition", whose), partner=other), True


def _of_balance(case: Case) -> Iterator[tuple[Relation, dict[str, float], str]]:
    is_coloured = words.IN_COLOUR.fullmatch(case.text, *case.quantity.span) is not None
    for relation, features, statistic in nearest(case, ["level.USD"]):
        is_trade = relation.sense is not None and relation.sense.id == "goods.with" and is_coloured
        if relation.sense is not None and (relation.sense.flow == "balance" or is_trade):
            at_once = relation.span[0] < case.quantity.span[1] and case.quantity.span[0] < relation.span[1]
            yield relation, {} if at_once else features, statistic


# Trends --------------------------------------------------------------------------------------------------------------


def _trends(case: Case, period: Period | None) -> Iterator[Claimed]:
    years, sign = years_of(case, period), case.quantity.sign
    is_first = words.A_FIRST.search(case.text, 0, case.quantity.span[0]) is not None
    if (is_first or any(q.kind == "first" for q in case.quantities)) and (since := _since(case)) is not None:
        # "Rose for the first time since 2014": on the year before.
        at = [p for p in case.periods if p.role == "at" and p.first == p.last and p.last > since.first]
        if not at:
            return
        years = (at[0].last, at[0].last)
    if words.EVER_SINCE.match(case.text, case.quantity.span[1]) and period is not None:
        years = (period.last, max(case.year, period.last))
    for way in _moving(case):
        figures = figures_of(way)
        if not figures:
            continue
        is_soft = way.sense.soft or way.sense.gaps or way.sense.id in _NOT_QUITE or way.sense.flow == "balance"
        if way.sense.id.startswith("arms."):
            # Deliveries go up and down from year to year: five of them make one figure.
            is_soft = True
        if words.BEFORE_THEN.search(case.text, 0, case.quantity.span[0]):
            is_soft = True
        if sign == 0:
            yield Claimed(way, as_test(figures, (years[1], years[1]), ">=", 0.0), is_soft)
        elif years[0] < years[1] and not _is_after(case, period):
            yield Claimed(way, as_test(figures[:1], years, "rising" if sign > 0 else "falling"), is_soft)
        elif years[0] < years[1]:
            # "Dropped after 2014": at once, or by and by.
            test = as_test(figures, (years[0], years[0] + 1), ">" if sign > 0 else "<", 0.0)
            later = as_test(figures, years, "rising" if sign > 0 else "falling")
            yield Claimed(way, replace(test, change="difference", instead=(later,)), is_soft=True)
        else:
            test = as_test(figures, (years[1] - 1, years[1]), ">" if sign > 0 else "<", 0.0)
            yield Claimed(way, replace(test, change="difference"), is_soft)


def _is_after(case: Case, period: Period | None) -> bool:
    return period is not None and re.search(r"\bafter\s+$", case.text[: period.span[0]], re.IGNORECASE) is not None


def _moving(case: Case) -> Iterator[Way]:
    """What moves: the flow beside the verb, or the share of it, or an economy."""
    start = case.quantity.span[0]
    if (crisis := words.CRISIS.search(case.text)) is not None and crisis.span("noun") == case.quantity.span:
        spans = clauses(case.text)
        first, last = spans[clause_of(spans, start)]
        named = [a for a in case.actors if first <= a.span[0] < last and len(a.codes) == 1 and a.group is None]
        before = [a for a in named if a.span[0] < start] or named
        if before:
            role = Role(before[-1].codes[0], "subject", before[-1])
            yield Way(senses.named("gdp"), "world.USD", role.code, (), how_found(case, role))
        return
    head = case.text[max(0, start - 110) : start]
    if _SHARE.search(head):
        yield from shares(replace(case, quantity=replace(case.quantity, unit="%")))
        return
    said = spoken_of(case, start) or done_to(case, case.quantity.span[1])
    for relation, features, statistic in nearest(case, LEVELS):
        if relation.is_verb or "carried" in features or relation.sense is None:
            continue
        is_inside = case.quantity.span[0] <= relation.span[0] < case.quantity.span[1]
        if (said is not None and relation.span != said.span) or (
            said is None and not is_inside and not _is_record(case)
        ):
            continue
        if clause_at(case, relation.span[0]) != clause_at(case, start):
            continue
        yield from _of_whom(case, relation, features, statistic)


def _is_record(case: Case) -> bool:
    return case.quantity.unit == "record"


def _of_whom(case: Case, relation: Relation, features: dict[str, float], statistic: str) -> Iterator[Way]:
    """Flows between two states; economies of one."""
    if relation.sense is not None and relation.sense.flow == "of":
        # "China has a booming economy": whose it is stands before the verb.
        there = replace(case, quantity=replace(case.quantity, span=relation.span))
        is_one = not case.text[slice(*relation.span)].endswith("ies")
        owner = relation.owner or (subject_of(there, ()) if is_one else None)
        if owner is not None and relation.partner is None and relation.group is None:
            yield Way(relation.sense, statistic, owner.code, (), merged(features, how_found(case, owner)))
    elif not statistic.startswith("world"):
        yield from filled(case, relation, features, statistic)


# Records and amounts -------------------------------------------------------------------------------------------------


def _since(case: Case) -> Period | None:
    return next((p for p in case.periods if p.role == "since"), None)


def _records(case: Case, period: Period | None) -> Iterator[Claimed]:
    """Reads "The highest level since 2014", "a record high"."""
    since = _since(case)
    at = [p for p in case.periods if p.role == "at" and p.first == p.last and (since is None or p.last > since.first)]
    year = at[0].last if at else period.last if period is not None and period.role == "at" else None
    if year is None:
        return
    before = (since.first + 1 if since is not None else _EVER, year - 1)
    if before[0] > before[1]:
        return
    for way in _moving(case):
        for figure in figures_of(way)[:1]:
            is_low = case.quantity.sign < 0
            test = as_test([figure], (year, year), "<=" if is_low else ">=", than=figure)
            test = replace(test, than_years=before, span="min" if is_low else "max")
            is_unnamed = any(words.UNNAMED.search(case.text[slice(*r.span)]) for r in case.relations)
            is_soft = way.sense.soft or way.sense.gaps or way.sense.id in _NOT_QUITE or is_unnamed
            yield Claimed(way, test, is_soft)


def _amounts(case: Case, period: Period | None) -> Iterator[Claimed]:
    """The value held, for "little investment", "trade is modest", "deals worth billions"."""
    years, (start, end) = years_of(case, period), case.quantity.span
    said = None if case.quantity.unit else much_of(case, (start, end)) or spoken_of(case, start)
    ways: Iterable[Way] = ()
    if said is not None and _SHARE.search(case.text[max(0, start - 110) : start]):
        ways = shares(replace(case, quantity=replace(case.quantity, unit="%")))
    else:
        found = nearest(case, ("last", "count", *LEVELS))
        found = [f for f in found if said is None or f[0].span == said.span]
        if case.quantity.unit == "many":
            found = [f for f in found if 0 <= f[0].span[0] - end < 30] or found
        if case.quantity.unit == "USD":
            # "Memoranda (MoU) worth millions": what is worth so much stands right before.
            found = [(r, dict[str, float](), name) for r, _, name in found if 0 <= start - r.span[1] < 40][-1:] or found
        ways = [way for relation, features, name in found for way in _of_whom(case, relation, features, name)]
        ways = ways or [way for relation, features, name in found for way in _of_pair(case, relation, features, name)]
    for way in ways:
        figures = figures_of(way)
        if figures:
            yield Claimed(way, as_test(figures, (years[1], years[1]), ">=", 0.0), True)


def _of_pair(case: Case, relation: Relation, features: dict[str, float], statistic: str) -> Iterator[Way]:
    """With the other state of the document, where the words name one: no verdict hangs on it."""
    if relation.owner is None or relation.sense is None or relation.sense.flow not in ("in", "out"):
        return
    other = pair_other(case, relation.owner.code)
    if other is not None:
        how = merged(features, how_found(case, relation.owner), how_found(case, other))
        yield Way(relation.sense, statistic, relation.owner.code, (other.code,), how)


def _places(case: Case, period: Period | None) -> Iterator[Claimed]:
    """The share of "a minor partner for China", "a small actor in world trade"."""
    years, (start, end) = years_of(case, period), case.quantity.span
    if words.OF_WORLD.match(case.text, end) or any(m.end() == end for m in words.WORLD_SHARE.finditer(case.text)):
        single = [a for a in case.actors if a.genitive and a.span[1] <= start and len(a.codes) == 1 and not a.group]
        subject = subject_of(case, ()) or (Role(single[-1].codes[0], "genitive", single[-1]) if single else None)
        sense = senses.named("goods.out")
        if subject is not None:
            way = Way(sense, "market", subject.code, (), how_found(case, subject))
            yield Claimed(way, as_test(figures_of(way), (years[1], years[1]), ">=", 0.0), True)
        return
    found = ranking(case.text, case.actors, (start, start + 1))
    if found is None or found.sense is None or found.owner is None or "share" not in found.sense.figures:
        return
    partner = found.partner or other_state(case, found.owner.code)
    if partner is not None and partner.code != found.owner.code:
        features = merged(how_found(case, found.owner), how_found(case, partner))
        way = Way(found.sense, "share", found.owner.code, (partner.code,), features)
        yield Claimed(way, as_test(figures_of(way), (years[1], years[1]), ">=", 0.0), True)
