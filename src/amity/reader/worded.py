"""Which quantities a sentence tells in words alone: majorities, balances, trends, comparisons, vague amounts.

"Most", "growth" and "largest" are everywhere in prose. Only where a thing that the data measure and a state stand
beside them is anything told; and where a figure in the same clause says how much, that figure tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from amity.reader import senses
from amity.reader import worded_words as words
from amity.reader.cases import Case, clause_at
from amity.reader.model import Kind, Quantity, Span
from amity.reader.phrases import clause_of, clauses
from amity.reader.quantity_words import DURATIONS
from amity.reader.relations import Relation
from amity.reader.senses import Sense

#: What a quantity told in words may be.
WORDED: frozenset[Kind] = frozenset({"majority", "balance", "comparison", "vague"})


_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A wording in a sentence, before it is weighed against the others."""

    span: Span
    kind: Kind
    sign: Literal[-1, 0, 1] = 0
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    bound: Literal["=", ">=", "<=", "~"] = "="

    def quantity(self) -> Quantity:
        return Quantity(self.span, self.kind, self.low, self.high, "", self.unit, self.bound, self.sign)


def is_worded(quantity: Quantity) -> bool:
    """Whether a quantity is told in words alone, trends without a number among them."""
    return quantity.kind in WORDED or quantity.kind == "trend" or quantity.unit == "record"


def may_tell(text: str) -> bool:
    """Whether a sentence has the words that such a quantity needs; all others need not be read for them."""
    found = _WORD.findall(text.lower())
    return not (words.MEASURED.isdisjoint(found) or words.TRIGGERS.isdisjoint(found))


def worded(case: Case) -> tuple[Quantity, ...]:
    """The quantities that a sentence tells in words, in the order they stand; that of `case` is not looked at."""
    measured = [r for r in case.relations if r.sense]
    rules = (_dealings, _comparisons, _records, _balances, _parts, _trends, _players, _amounts)
    bare = (_dealings, _comparisons, _balances, _parts, _crises, _players)
    taken = [q.span for q in case.quantities if q.kind != "trend"]
    kept: list[_Found] = []
    for rule in rules if measured else bare:
        for found in rule(case):
            spans = (*taken, *(k.span for k in kept))
            if any(a < found.span[1] and found.span[0] < b for a, b in spans) or _is_counted(case, found):
                continue
            head = _before(case, found.span[0])[-70:]
            if words.OPEN.search(head) or words.NONE.search(head) or words.ASKED.search(case.text):
                continue
            if words.FEARED.search(head):
                continue
            if found.kind == "comparison" and words.TOGETHER.search(case.text, found.span[1]):
                continue
            if found.kind != "vague" and words.DENIED.search(case.text, found.span[1], _clause(case, found.span[0])[1]):
                continue
            kept.append(found)
    return tuple(found.quantity() for found in sorted(kept, key=lambda found: found.span))


def _is_counted(case: Case, found: _Found) -> bool:
    """Whether a figure of the same clause says how much."""
    own = clause_at(case, found.span[0])
    for figure in case.quantities:
        if figure.kind in ("first", "trend", "rank") or figure.unit in DURATIONS or figure.unit == "occasions":
            continue
        is_next = found.kind != "balance" and found.span[1] <= figure.span[0] <= found.span[1] + 12
        if clause_at(case, figure.span[0]) == own or is_next:
            return True
    return False


def _before(case: Case, at: int) -> str:
    """The words of a clause before a place."""
    spans = clauses(case.text)
    return case.text[spans[clause_of(spans, at)][0] : at]


def _clause(case: Case, at: int) -> Span:
    spans = clauses(case.text)
    return spans[clause_of(spans, at)]


def _measured(case: Case, at: int) -> list[Relation]:
    """What is measurable in the clause of a place, the nearest first."""
    own = clause_at(case, at)
    here = [r for r in case.relations if r.sense and clause_at(case, r.span[0]) == own and not _is_other(case, r)]
    return sorted(here, key=lambda r: min(abs(r.span[0] - at), abs(r.span[1] - at)))


def _is_other(case: Case, relation: Relation) -> bool:
    """Whether it is the deficit of a budget, of trust and the like."""
    if relation.sense is None or relation.sense.flow != "balance":
        return False
    return words.OTHER_BALANCE.search(case.text[max(0, relation.span[0] - 24) : relation.span[1]]) is not None


# Parts of a whole ----------------------------------------------------------------------------------------------------


def _parts(case: Case) -> Iterator[_Found]:
    """Reads "Most of Russia's arms imports", "hardly any of its oil", "a tiny share of", "mainly from"."""
    for match in words.PARTS.finditer(case.text):
        name = match.lastgroup or ""
        is_part = name in ("small", "large") and words.INVESTMENT.match(case.text, match.end()) is not None
        if not is_part and not _is_of_whole(case, match.end(), is_bare=name in ("most", "all", "none")):
            continue
        yield _part(match.span(), name)
    for match in words.DOMINATES.finditer(case.text):
        if done_to(case, match.end()) is not None or words.MARKET.match(case.text, match.end()):
            yield _part((match.start(), match.start() + len(match[0].rstrip())), "large")
    for match in words.MAINLY.finditer(case.text):
        measured = [r for r in _measured(case, match.start()) if r.sense and "share" in r.sense.figures]
        head = case.text[: match.start()]
        measured = measured or words.DEALS.search(head) or words.comes().search(head)
        goes = re.compile(r"\s+(?:from|to|by)\s+(?:the\s+)?(?=[A-Z])").match(case.text, match.end())
        made = words.made_of().match(case.text, match.end())
        if measured and (goes or made):
            yield _part(match.span(), match.lastgroup or "")


def _part(span: Span, name: str) -> _Found:
    if name in ("small", "large"):
        return _Found(span, "vague", -1 if name == "small" else 1, "%")
    low, high, bound = _SHARES[name]
    return _Found(span, "majority", 0, "%", low, high, bound)


#: What is claimed of a share by the name of its words.
_SHARES: dict[str, tuple[float, float, Literal[">=", "<="]]] = {
    "most": (50.0, 100.0, ">="),
    "all": (90.0, 100.0, ">="),
    "minor": (0.0, 50.0, "<="),
    "none": (0.0, 10.0, "<="),
}


def _is_of_whole(case: Case, at: int, *, is_bare: bool) -> bool:
    """Whether what follows is a flow: "of Russia's arms imports", "of its oil", "Russian weapons"."""
    match = re.compile(r"\s+(?:of|in|from)\s+" if not is_bare else r"\s+(?:(?:of|in|from)\s+)?").match(case.text, at)
    if match is None:
        return False
    for relation in case.relations:
        if relation.sense is None or relation.is_verb or "share" not in relation.sense.figures:
            continue
        if at <= relation.start <= relation.span[0] and relation.start - match.end() < 45:
            between = case.text[match.end() : relation.start]
            return not re.search(r"[,;:.]|\b(?:is|was|were|are|has|have|had|that|which|who|and)\b", between)
    ware = words.ware_there().match(case.text, match.end())
    is_flow = any(r.sense and "share" in r.sense.figures for r in case.relations)
    return ware is not None and (is_flow or words.GOES.match(case.text, ware.end()) is not None)


# Balances ------------------------------------------------------------------------------------------------------------


def _balances(case: Case) -> Iterator[_Found]:
    """Reads "Runs a surplus", "in deficit", "sells more than it buys", "a positive balance", "trade is balanced"."""
    for relation in case.relations:
        is_told = relation.sense is not None and (relation.sense.flow == "balance" or relation.sense.id == "goods.with")
        if relation.sense is None or not is_told or relation.is_verb:
            continue
        said = case.text[relation.start : relation.span[1]].lower()
        if _is_other(case, relation) or _is_partial(case, relation):
            continue
        if words.WITH_NONE.search(case.text[slice(*_clause(case, relation.span[0]))]):
            continue
        if "surplus" in said or "deficit" in said or re.search(r"positive|favou?rable|negative|adverse", said):
            is_plus = not re.search("deficit|negative|adverse", said)
            yield _Found(relation.span, "balance", 1 if is_plus else -1)
        elif relation.sense.id in ("goods.balance", "goods.with"):
            signs = words.SIGNED if relation.sense.flow == "balance" else words.IN_COLOUR
            signed = signs.search(case.text, relation.span[1], _clause(case, relation.span[0])[1])
            if signed is not None:
                yield _Found(signed.span(), "balance", 1 if signed.lastgroup == "plus" else -1)
    for match in words.MORE_THAN_BACK.finditer(case.text):
        if (flow := flow_of(match)) is not None and flow.ware == "goods":
            yield _Found(
                match.span(), "balance", 1 if (flow.flow == "out") == (match["more"].lower() == "more") else -1
            )
    for match in words.BALANCED.finditer(case.text):
        if any(r.sense and r.sense.flow == "with" and r.sense.ware == "goods" for r in _measured(case, match.start())):
            yield _Found(match.span(), "vague", 0, "balance")


def _is_partial(case: Case, relation: Relation) -> bool:
    """Whether a balance is of one ware only ("in oil"), or is told as gone."""
    first, last = _clause(case, relation.span[0])
    wares = (match.lastgroup for match in words.ware_bare().finditer(case.text, first, last))
    is_gone = words.GONE.search(case.text, relation.span[1], min(last, relation.span[1] + 60)) is not None
    is_going = words.GOING.search(case.text, first, relation.start) is not None
    is_service = re.search(r"\bservices?\b", case.text[first:last]) is not None
    return any(ware != "goods" for ware in wares) or is_gone or is_going or is_service


def flow_of(match: re.Match[str]) -> Sense | None:
    """What is sold, bought or traded in "buys more (oil) from": goods, or the ware named; None of what is not held."""
    verb = match["verb"].lower()
    ware = words.ware_bare().search(match["what"])
    if ware is None and not words.ANYTHING.fullmatch(match["what"]):
        return None
    flow = "with" if verb.startswith("trad") else "out" if words.SELLS.match(verb) else "in"
    return senses.of_goods(ware.lastgroup or "goods", flow) if ware is not None else senses.of_goods("goods", flow)


# Trends --------------------------------------------------------------------------------------------------------------


def _trends(case: Case) -> Iterator[_Found]:
    """Reads "Trade has fallen since 2014", "the growth of exports", "cut its imports", "entered recession"."""
    for match in words.MOVED.finditer(case.text):
        sign = _sign(match.lastgroup)
        if words.SECOND_ORDER.search(case.text[slice(*_clause(case, match.start()))]) or _is_record(case, match.end()):
            continue
        if words.TO_FIGURE.match(case.text, match.end()):
            continue
        made = done_to(case, match.end()) if words.MAKING.match(match[0]) else None
        if spoken_of(case, match.start()) or made:
            yield _Found(match.span(), "trend", sign)
    for match in words.MOVEMENT.finditer(case.text):
        if done_to(case, match.end()) is not None:
            yield _Found(match.span("noun"), "trend", 1 if match["up"] else -1)
    for relation in case.relations:
        if not relation.is_verb and _is_level(relation) and relation.sense and not _is_other(case, relation):
            match = words.MOVING.match(case.text, relation.span[1])
            if match is not None and not words.SECOND_ORDER.search(case.text[slice(*_clause(case, match.start()))]):
                sign = 1 if match["up"] else -1
                yield _Found((relation.span[0], match.end()), "trend", sign)
    for match in words.ECONOMY.finditer(case.text):
        yield _Found(match.span(), "trend", _sign(match.lastgroup))
    yield from _crises(case)


def _crises(case: Case) -> Iterator[_Found]:
    """Reads "entered recession", "is facing an economic crisis"."""
    for match in words.CRISIS.finditer(case.text):
        clause = _clause(case, match.start())
        if any(clause[0] <= a.span[0] < clause[1] and len(a.codes) == 1 and a.group is None for a in case.actors):
            yield _Found(match.span("noun"), "trend", -1)


def _is_record(case: Case, at: int) -> bool:
    """Whether the verb tells a record: "fell to its lowest level since 2009"."""
    return any(q.unit == "record" and 0 <= q.span[0] - at < 14 for q in case.quantities)


def _sign(name: str | None) -> Literal[-1, 0, 1]:
    return 1 if name == "up" else -1 if name == "down" else 0


def spoken_of(case: Case, at: int) -> Relation | None:
    """What is measurable and stands before a verb in its clause as what it may be said of."""
    if words.POSSESSIVE.search(case.text, max(0, at - 40), at):
        # "Germany's exports fell, China's rose": of whom is told, of what is not.
        return None
    for relation in _measured(case, at):
        if relation.is_verb or relation.span[1] > at or at - relation.span[1] > 75 or not _is_level(relation):
            continue
        between = case.text[relation.span[1] : at]
        if words.FINITE.search(between) or any(
            relation.span[1] <= r.span[0] < at and r.span != relation.span for r in case.relations
        ):
            continue
        return relation
    return None


def done_to(case: Case, at: int) -> Relation | None:
    """What is measurable and follows a verb or a noun of change as its object."""
    for relation in _measured(case, at):
        if relation.is_verb or relation.start < at or relation.start - at > 30 or not _is_level(relation):
            continue
        if re.fullmatch(r"\s*(?:(?:of|in|its|their|his|the|annual|total|overall)\s+)*", case.text[at : relation.start]):
            return relation
    return None


def _is_level(relation: Relation) -> bool:
    return relation.sense is not None and (
        relation.sense.flow in ("in", "out", "with", "of") or relation.sense.flow == "balance"
    )


def _records(case: Case) -> Iterator[_Found]:
    """Reads "trade reached a new record"."""
    for match in words.RECORD.finditer(case.text):
        if spoken_of(case, match.start()) is not None:
            yield _Found(match.span("noun"), "rank", 1, "record", 1.0, 1.0)


# Comparisons ---------------------------------------------------------------------------------------------------------


def _comparisons(case: Case) -> Iterator[_Found]:
    """Reads "Buys more from Russia than from Germany", "exports exceeded imports", "overtook", "dwarfs"."""
    for match in words.MORE_FROM.finditer(case.text):
        if flow_of(match) is not None:
            yield _Found(match.span("more"), "comparison", 1 if match["more"].lower() == "more" else -1)
    for match in words.EXCEEDED.finditer(case.text):
        if spoken_of(case, match.start()) is not None and _is_compared(case, match.end()):
            is_above = bool(match["up"]) != bool(match["by"])
            yield _Found(match.span(), "comparison", 1 if is_above else -1)
    for match in words.OVERTOOK.finditer(case.text):
        named = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.kind != "firm"]
        is_after = any(0 <= a.span[0] - match.end() < 8 for a in named)
        has_place = any(q.unit == "rank" and q.span[0] > match.end() for q in case.quantities)
        if is_after and has_place and any(a.span[1] <= match.start() for a in named):
            yield _Found(match.span(), "comparison", -1 if match["by"] else 1)


def _is_compared(case: Case, at: int) -> bool:
    """Whether what follows can be set beside what came before: a flow, "those to Japan", "Germany's", "in 2014"."""
    if words.THOSE.match(case.text, at) or words.YEAR_BEFORE.match(case.text, at):
        return True
    if any(r.sense and not r.is_verb and 0 <= r.start - at < 25 for r in case.relations):
        return True
    whose = next((a for a in case.actors if 0 <= a.span[0] - at < 6 and len(a.codes) == 1), None)
    return whose is not None and whose.genitive


# Dealings of two states ----------------------------------------------------------------------------------------------


def _dealings(case: Case) -> Iterator[_Found]:
    """Reads "relies on Russia for its oil", "sold little to", "more than to any other", "a net importer from"."""
    for match in words.RELIES.finditer(case.text):
        if words.ware_bare().search(match["what"]) or words.FLOW.search(match["what"]):
            how = words.HOW_MUCH.search(match["said"])
            yield _part(match.span("said"), (how.lastgroup or "") if how else "large")
    for match in (m for pattern in words.DEALT for m in pattern.finditer(case.text)):
        if words.INVESTS.match(match["verb"]) or flow_of(match) is not None:
            yield _Found(match.span("said"), "vague", -1 if match["small"] else 1)
    for match in (m for pattern in words.INTEREST for m in pattern.finditer(case.text)):
        yield _Found(match.span("said"), "vague", -1 if match["small"] else 1)
    for match in words.NET.finditer(case.text):
        yield _Found(match.span("said"), "balance", 1 if match["plus"] else -1)
    for match in words.FAVOUR.finditer(case.text):
        near = {r.sense.id for r in _measured(case, match.start()) if r.sense}
        is_told = re.search(r"\b(?:surplus|deficit)", case.text[slice(*_clause(case, match.start()))]) is not None
        if not is_told and near & {"goods.surplus", "goods.balance", "goods.with"}:
            yield _Found(match.span("said"), "balance", 1)
    for match in words.MORE_THAN.finditer(case.text):
        if flow_of(match) is not None:
            yield _Found(match.span("said"), "comparison", 1 if match["said"].lower() == "more" else -1)
    for match in words.PARTNER_THAN.finditer(case.text):
        yield _Found(match.span("said"), "comparison", 1 if match["up"] else -1)


# Vague amounts -------------------------------------------------------------------------------------------------------


def _amounts(case: Case) -> Iterator[_Found]:
    """Reads "Little Chinese investment", "trade remains small", "worth billions", "a minor partner"."""
    for match in words.ADJECTIVES.finditer(case.text):
        if much_of(case, match.span()) is not None:
            yield _Found(match.span(), "vague", 1 if match.lastgroup == "large" else -1)
    for match in words.SCARCELY.finditer(case.text):
        if much_of(case, match.span()) is not None:
            yield _Found(match.span(), "vague", -1)
    for match in words.REMAINS.finditer(case.text):
        name = "large" if match["large"] else "small"
        if spoken_of(case, match.start()) is not None:
            yield _Found(match.span(name), "vague", 1 if name == "large" else -1)
    for match in words.MANY.finditer(case.text):
        if any(
            r.sense and not r.is_verb and 0 <= r.span[0] - match.end() < 30 and _is_counted_noun(r)
            for r in case.relations
        ):
            yield _Found((match.start(), match.start() + len(match[0].rstrip())), "vague", 1, "many")
    for match in words.PAR.finditer(case.text):
        if spoken_of(case, match.start()) is not None and _is_compared(case, match.end()):
            yield _Found(match.span("said"), "vague")
    for match in words.WORTH.finditer(case.text):
        if _measured(case, match.start()) or any(
            r.sense and r.sense.id == "deals" for r in case.relations if abs(r.span[1] - match.start()) < 40
        ):
            yield _Found(match.span("much"), "vague", 1, "USD")


def _players(case: Case) -> Iterator[_Found]:
    """Reads "a minor partner of"."""
    for match in words.WORLD_SHARE.finditer(case.text):
        yield _Found(match.span("said"), "vague", -1 if match["small"] else 1, "place")
    for match in words.PLAYER.finditer(case.text):
        yield _Found(match.span(), "vague", -1 if match["small"] else 1, "place")


def _is_counted_noun(relation: Relation) -> bool:
    return relation.sense is not None and (
        relation.sense.counted is not None or "level.persons" in relation.sense.figures
    )


def much_of(case: Case, span: Span) -> Relation | None:
    """What an adjective of size stands before: a noun, or the ware of a verb."""
    for relation in _measured(case, span[0]):
        # The phrase of the noun may begin with the adjective: "modest investment".
        first = relation.start if relation.start >= span[1] else relation.span[0]
        between = case.text[span[1] : first]
        if relation.is_verb:
            ware = words.ware_bare().match(case.text, span[1] + 1)
            if ware is not None and 0 <= span[0] - relation.span[1] < 12 and _is_level(relation):
                return relation
        elif first >= span[1] and _is_level(relation) and words.ADJECTIVAL.fullmatch(between[:31]):
            return relation
    return None
