"""Readings that the words leave open, tried on the data: which of them do the very digits of a figure bear out?

The grammar reads what it has rules for. Where it ends without a binding, this module lists what could be meant: what
the sentence and the one before it measure, the states they name, either way round, and the years. If the data bear out
one of these, that is evidence for it, the more so the more digits are printed and the fewer readings were tried. By
Bayes' rule a reading c of weight w(c) that agrees has

    P(c | digits) = w(c) r / (w(c) r + sum of w(d) q over the other readings d, "none of these" among them)

with r the share of right readings whose figure the data bear out, and q how often a wrong one does so by chance. Only
agreement can be found so, never a contradiction.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from amity.claims.language import Test
from amity.reader import senses
from amity.reader.binding import said_of, test_of, value_of
from amity.reader.cases import Case, Way, clause_at, own_clause
from amity.reader.dating import period_of
from amity.reader.model import Candidate, Period
from amity.reader.senses import Sense
from amity.reader.slots import OPPOSITE

#: How often a right reading agrees to the digit, and the least and the most that a wrong one does by chance.
_RIGHTLY, _LEAST, _MOST = 0.6, 0.01, 0.25
#: Weight of all that is not among the readings listed.
_NONE = 0.8
#: From this probability on a reading is taken.
TAKEN = 0.8
#: Readings of less weight than this are not tried, and no more than so many.
_LIGHT, _MANY = 0.02, 60
#: Organisations that are where something happens rather than a party to it.
_FORUMS = ("UN",)


@dataclass(frozen=True, slots=True)
class _Open:
    """A reading that the words leave open, and how well it suits them."""

    way: Way
    period: Period
    weight: float
    is_told: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """A reading that the data bear out.

    Attributes:
        candidate: The reading; its confidence is the probability that it is the one meant.
        is_told: Whether the words tell which way round it is, or it has no direction.
    """

    candidate: Candidate
    is_told: bool


def fit(case: Case, agrees: Callable[[Test], bool]) -> Fitted | None:
    """The reading that the digits of a figure speak for; None if none does, or several do.

    Args:
        case: The figure with what stands around it.
        agrees: Whether the data bear a test out.
    """
    if not _is_telling(case) or OPPOSITE.search(own_clause(case)):
        return None
    chance = _chance(case)
    tried: dict[object, tuple[float, Test, _Open]] = {}
    base = period_of(case)[1]
    for one in sorted(_listed(case), key=lambda one: -one.weight)[:_MANY]:
        if one.weight < _LIGHT:
            break
        test = test_of(case, one.way, one.period, base)
        if test is not None:
            tried.setdefault(_measured(one), (one.weight, test, one))
    whole = sum(weight for weight, *_ in tried.values()) + _NONE
    fitting = [item for item in tried.values() if agrees(item[1])]
    if not fitting:
        return None
    weight, test, one = max(fitting, key=lambda item: item[0])
    # Others that agree as well are rivals with their whole weight.
    rivals = sum(w for w, t, _ in fitting if t != test)
    rightly = weight * _RIGHTLY
    probability = rightly / (rightly + rivals * _RIGHTLY + (whole - weight - rivals) * chance)
    if probability < TAKEN:
        return None
    return Fitted(Candidate(test, probability, said_of(one.way, test)), one.is_told)


def _measured(one: _Open) -> object:
    """What is looked up: what one sells to the other the other buys."""
    way, years = one.way, (one.period.first, one.period.last)
    if way.sense.flow == "in" and way.statistic.startswith("level"):
        return way.sense.ware or way.sense.id, way.partners[0], way.owner, years
    if way.sense.flow == "out" and way.statistic.startswith("level"):
        return way.sense.ware or way.sense.id, way.owner, way.partners[0], years
    return way.sense.id, way.statistic, way.owner, way.partners, years


def _is_telling(case: Case) -> bool:
    """Whether the digits say enough that the data hardly agree by chance."""
    quantity = case.quantity
    digits = re.sub(r"\D", "", quantity.printed).lstrip("0")
    return (
        quantity.bound in ("=", "~") and quantity.low == quantity.high and len(digits) > 1 and quantity.kind != "rank"
    )


def _chance(case: Case) -> float:
    """How often a wrong reading agrees by chance: the part of the values such a figure may have that the digits leave."""
    value, printed, _, tolerance, relative = value_of(case)
    if tolerance is None:
        decimals = len(printed.partition(".")[2])
        tolerance = 0.5 * 10.0**-decimals
    part = tolerance if relative else tolerance / abs(value or 1.0)
    return min(_MOST, max(_LEAST, 2 * part / 2.5))


def _listed(case: Case) -> Iterator[_Open]:
    pairs = list(_pairs(case))
    years = list(_years(case))
    for (sense, statistic, w), (owner, partner, v), (period, u) in itertools.product(_senses(case), pairs, years):
        if owner > partner and (sense.flow == "pair" or (sense.flow == "with" and statistic.startswith("level"))):
            # Both ways round are one.
            continue
        told = _told(case, sense, owner, partner)
        if told < 0:
            continue
        yield _Open(Way(sense, statistic, owner, (partner,), {}), period, w * v * u * (1.0 if told else 0.5), told > 0)


def _senses(case: Case) -> Iterator[tuple[Sense, str, float]]:
    """What may be measured, and as what."""
    own = clause_at(case, case.quantity.span[0])
    weights: dict[str, tuple[Sense, float]] = {}

    def add(sense: Sense | None, weight: float) -> None:
        if sense is not None and weights.get(sense.id, (sense, 0.0))[1] < weight:
            weights[sense.id] = sense, weight

    for relation in case.relations:
        here = clause_at(case, relation.span[0]) == own
        add(relation.sense, 1.0 if here else 0.6)
    if case.topic is not None:
        add(case.topic.sense, 0.5 if not case.relations else 0.3)
    if case.share is not None:
        add(case.share.sense, 0.5 if not case.relations else 0.3)
    for sense in senses.everything():
        if sense.hints is not None and sense.hints.search(case.text):
            add(sense, 0.4)
    if senses.measure(case.quantity.unit) == "TIV":
        for flow in ("out", "in"):
            add(senses.of_goods("arms", flow), 0.8)
    for sense, weight in weights.values():
        for statistic in _statistics(case, sense):
            yield sense, statistic, weight


def _told(case: Case, sense: Sense, owner: str, partner: str) -> int:
    """1 if the words tell that these are owner and partner, or their order is all one; -1 if the other way round."""
    if sense.flow == "pair" or (sense.flow == "with" and case.quantity.unit != "%"):
        return 1
    here, there = _signs(case, sense, owner, partner), _signs(case, sense, partner, owner)
    return (here > there) - (here < there)


def _signs(case: Case, sense: Sense, owner: str, partner: str) -> int:
    """How many words beside the names speak for this order: "from" or "to" the partner, the owner's genitive."""
    count = 0
    to = re.compile(rf"\b(?:{sense.to})\s+(?:the\s+)?$", re.IGNORECASE)
    for actor in case.actors:
        before = case.text[max(0, actor.span[0] - 24) : actor.span[0]]
        if actor.codes == (partner,) and to.search(before) and not actor.genitive:
            count += 1
        if actor.codes == (owner,) and (actor.genitive or re.search(r"\bof\s+(?:the\s+)?$", before)):
            after = case.text[actor.span[1] : actor.span[1] + 60]
            nouns = senses.flows().get(sense.flow)
            if nouns is None or re.search(rf"\b(?:{nouns.nouns})\b", after):
                count += 1
    return count


def _statistics(case: Case, sense: Sense) -> Iterator[str]:
    quantity = case.quantity
    measure = senses.measure(quantity.unit)
    if (quantity.by and quantity.sign) or quantity.kind == "change":
        wanted = ["share"] if quantity.unit == "percentage points" else ["level.USD", "level.t", "level.TIV"]
        wanted = wanted if measure == "share" or quantity.unit == "times" else [f"level.{measure}"]
    elif measure == "share":
        wanted = ["share"]
        if re.search(r"\b(?:GDP|gross domestic product|national income|economy)\b", case.text):
            wanted = ["share_of_gdp"]
    elif quantity.kind == "ratio" or quantity.unit == "times":
        wanted = ["ratio"]
    elif measure in ("USD", "TIV", "t", "m3"):
        wanted = [f"level.{measure}"]
    else:
        wanted = []
    yield from (name for name in wanted if name in sense.figures)


def _pairs(case: Case) -> Iterator[tuple[str, str, float]]:
    """Ordered pairs of states, those of the figure's own clause first."""
    own = clause_at(case, case.quantity.span[0])
    weights: dict[str, float] = {}
    for actor in case.actors:
        if actor.group is None:
            here = clause_at(case, actor.span[0]) == own
            for code in actor.codes:
                weights[code] = max(weights.get(code, 0.0), 1.0 if here else 0.7)
    around = (*case.before, *(case.pair or ()), *((case.main,) if case.main else ()))
    for code in around:
        weights.setdefault(code, 0.35)
    if any(actor.group not in (None, *_FORUMS) for actor in case.actors):
        weights = {code: weight / 2 for code, weight in weights.items()}
    for one, other in itertools.permutations(weights, 2):
        yield one, other, weights[one] * weights[other]


def _years(case: Case) -> Iterator[tuple[Period, float]]:
    period, _, _ = period_of(case)
    seen: set[tuple[int, int]] = set()

    def new(one: Period | None) -> bool:
        return one is not None and (one.first, one.last) not in seen and not seen.add((one.first, one.last))

    if period is not None and new(period):
        yield period, 1.0
    for one in case.periods:
        if one.first <= case.last_year and one.grain in ("year", "span") and new(one):
            yield one, 0.5
    if period is None and case.earlier is not None and new(case.earlier):
        yield case.earlier, 0.5
    if period is None and not case.periods:
        for back in range(3):
            year = case.year - back
            if new(Period((0, 0), year, year)):
                yield Period((0, 0), year, year), 0.3
