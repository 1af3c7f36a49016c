"""Which figure in the data is a figure in a text: every way to bind it, how sure each is, or why none is sought.

A binding needs five slots: what is measured (a sense), of whom, with whom, when, and in which unit. Each slot is read
from the words beside the figure; the further it had to be sought, the less sure the binding. The weights of
`confidence` were fitted on labelled sentences by validation/reader_confidence.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from amity import states
from amity.claims.language import Figure, Test
from amity.reader import senses
from amity.reader.model import Actor, Candidate, Period, Quantity
from amity.reader.relations import Relation, Role, clause_of, clauses, ranking
from amity.reader.senses import Sense

#: How far each slot had to be sought, times these, is taken from the log odds of a binding.
WEIGHTS: Mapping[str, float] = {
    "sure": 3.2,
    "distance": -0.5,
    "clause": -0.9,
    "after": -0.3,
    "rivals": -0.7,
    "carried": -1.3,
    "subject": -0.25,
    "inherited": -0.35,
    "only": -0.9,
    "context": -1.7,
    "year_near": -0.25,
    "year_far": -1.0,
    "year_none": -1.6,
    "crowd": -0.35,
    "coarse": -0.8,
    "alone": -1.0,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A figure with all that its sentence and its document say around it; spans are counted in the sentence.

    Attributes:
        text: The sentence.
        quantity: The figure.
        quantities: All figures of the sentence.
        actors: The actors of the sentence.
        relations: What it says is measurable.
        periods: The periods it names.
        earlier: The last period named in the paragraph before it.
        topic: What the sentence before was about.
        pair: The two states the document is about, as far as it is about two.
        year: Year of the document.
    """

    text: str
    quantity: Quantity
    quantities: tuple[Quantity, ...]
    actors: tuple[Actor, ...]
    relations: tuple[Relation, ...]
    periods: tuple[Period, ...]
    earlier: Period | None
    topic: Relation | None
    pair: tuple[str, str] | None
    year: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of a figure.

    Attributes:
        candidates: Ways to bind it, the surest first.
        reason: Why it is set aside, where there are none.
        period: When it is said to be, as far as it says.
        is_dated: Whether the year stands in the sentence, so that a year not held is no reason to doubt.
        is_soft: Whether a contradiction may be one of definitions.
    """

    candidates: tuple[Candidate, ...]
    reason: str
    period: Period | None = None
    is_dated: bool = False
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a figure, before it becomes a test."""

    sense: Sense
    statistic: str
    owner: str
    partners: tuple[str, ...]
    features: Mapping[str, float]


_FORECAST = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|expect(?:s|ed|ations?)?|forecasts?|projected|projections?|predict\w*|"
    r"plan(?:s|ned|ning)?|targets?|targeted|aim(?:s|ed|ing)?|goals?|pledg\w+|promis\w+|intend\w*|hop(?:e|es|ed|ing)|set to|"
    r"on track|estimated to reach|potential(?:ly)?|proposed|envisag\w+|ambition\w*|if|agreed to|wants?|seeks?|objective)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no longer|hardly|neither|nor|fail(?:s|ed)? to|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_EXCEED = re.compile(r"\b(?:exceed|surpass|top|pass|more than|go beyond|rise above|over)\w*\b", re.IGNORECASE)
_REACH = re.compile(r"\b(?:reach|attain|hit|amount to|make up|come to)\w*\b", re.IGNORECASE)
_PARTS = frozenset({"month", "quarter", "half"})
_OTHER_MONEY = re.compile(r"\b(?:EUR|RMB|RUB|GBP|JPY|INR|KRW|CNY|CHF|[A-Z]{3})\b")
_DENOMINATOR = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:[a-z]+ly\s+)?(?:of|in|from)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:share|proportion|percentage|part)\b", re.IGNORECASE)
_MARKET = re.compile(
    r"\b(?:(?:world|global|international)(?:['’]s)?\s+)?(?:arms|weapons)\s+market\b|"
    r"\b(?:world|global|international)(?:['’]s)?\s+(?:major\s+)?(?:arms|weapons)\s+(?P<flow>exports?|sales|trade|imports?|transfers)",
    re.IGNORECASE,
)
_ITS = re.compile(
    r"^\W*(?:(?:in|by|for|during)\s+[^,]{0,25},\s*)?(?:and\s+)?(?:it|this|that|the figure|the total|the volume|the value|the number|trade|turnover|"
    r"they|these|the (?:same )?(?:figure|share)|the latter figure)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\btimes\s+(?:as\s+\w+\s+as|\w+er\s+than|more\s+\w+\s+than|that of|the size|those of|greater|what)|\bof (?:that|those) of\b|\bsize of\b",
    re.IGNORECASE,
)


def bind(case: Case) -> Bound:
    """Every way to bind a figure to the data, or why there is none."""
    reason = _aside(case)
    if reason:
        return Bound((), reason)
    period, base, nearness = _period(case)
    if period is not None and period.grain in _PARTS:
        return Bound((), f"tells of a part of a year ({case.text[slice(*period.span)]}); the data are yearly", period)
    if period is not None and period.first > case.year:
        return Bound((), "lies ahead of the document", period)
    readings = list(_readings(case))
    if not readings:
        return Bound((), _why_none(case), period)
    candidates: dict[Test, Candidate] = {}
    softs: dict[Test, bool] = {}
    for reading in readings:
        features = dict(reading.features) | _crowd(case) | nearness
        made = _test(case, reading, period, base)
        if made is None:
            continue
        candidate = Candidate(made, confidence(features), _said(reading, made))
        if made not in candidates or candidates[made].confidence < candidate.confidence:
            candidates[made], softs[made] = candidate, reading.sense.soft
    ranked = sorted(candidates.values(), key=lambda c: -c.confidence)[:5]
    if not ranked:
        return Bound((), "negated in a way that no test follows" if _negation(case) else "no test follows from it", period)
    ranked = _rivalled(ranked)
    return Bound(tuple(ranked), "", period, "year_far" not in nearness and "year_none" not in nearness, softs[ranked[0].test])


def confidence(features: Mapping[str, float]) -> float:
    """How sure a binding is, 0 to 1, from how far its slots were sought."""
    odds = WEIGHTS["sure"] + sum(WEIGHTS[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-odds))


def _rivalled(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The same, each no surer than its rivals leave it."""
    if len(ranked) < 2:
        return list(ranked)
    gap = ranked[0].confidence - ranked[1].confidence
    first = ranked[0] if gap > 0.15 else replace(ranked[0], confidence=ranked[0].confidence * (0.8 + 1.3 * max(0.0, gap)))
    return [first, *ranked[1:]]


def _clause(case: Case, at: int) -> int:
    return clause_of(clauses(case.text), at)


def _clause_text(case: Case) -> tuple[str, int]:
    """The words of the figure's clause before it, and where they begin."""
    spans = clauses(case.text)
    start = spans[clause_of(spans, case.quantity.span[0])][0]
    return case.text[start : case.quantity.span[0]], start


def _aside(case: Case) -> str:
    """Why a figure is not checked, where its words alone say so."""
    before, _ = _clause_text(case)
    if match := _FORECAST.search(before):
        return f"a forecast, a plan or a condition (“{match[0]}”)"
    unit = case.quantity.unit
    if senses.measure(unit) == unit and _OTHER_MONEY.match(unit) and not unit.startswith("USD"):
        return "money in another currency than US dollars"
    if unit in ("years", "months", "weeks", "days", "hours", "minutes", "decades"):
        return "a length of time"
    return ""


def _why_none(case: Case) -> str:
    named = [a for a in case.actors if a.codes and a.group is None]
    if any(a.kind == "firm" for a in case.actors) and len(named) < 2:
        return "speaks of a firm, not of a state"
    groups = [a.group for a in case.actors if a.group is not None]
    if groups and len({a.codes for a in named}) < 2:
        return f"speaks of {groups[0]}, not of two states"
    near = [r for r in case.relations if _clause(case, r.span[0]) == _clause(case, case.quantity.span[0])]
    unknown = next((r for r in near if r.sense is None), None)
    if unknown is not None:
        return f"no data are held on this ({unknown.ware})"
    if not named and case.pair is None:
        return "names no state"
    if case.relations:
        return "what it measures is not held in this unit, or it is not said between whom"
    return "nothing that the data measure is named beside it"


_NO_YEAR = Period((0, 0), 0, 0)


def _period(case: Case) -> tuple[Period | None, Period | None, dict[str, float]]:
    """When the figure is said to be, what it is compared with, and how near that stands."""
    start, end = case.quantity.span
    own = _clause(case, start)
    base = next((p for p in case.periods if p.role == "base"), None)
    timed = [p for p in case.periods if p.role != "base"]
    others = [q.span for q in case.quantities if q.span != case.quantity.span]

    def between(a: int, b: int) -> bool:
        return any(a <= s[0] and s[1] <= b for s in others)

    after = [p for p in case.periods if p.span[0] >= end and not between(end, p.span[0])]
    if after and after[0].span[0] - end < 50 and _clause(case, after[0].span[0]) == own:
        close = case.text[end : after[0].span[0]]
        is_level = case.quantity.kind != "change" and not re.search(r"compar|against|than|from|versus|relative", close)
        if after[0].role != "base" or is_level:
            return _spanned(after[0], case), base if base is not after[0] else None, {}
    before = [p for p in timed if p.span[1] <= start and not between(p.span[1], start)]
    if before and _clause(case, before[-1].span[0]) == own:
        return _spanned(before[-1], case), base, {}
    if timed:
        nearest = min(timed, key=lambda p: (_clause(case, p.span[0]) != own, abs(p.span[0] - start)))
        alone = len({(p.first, p.last) for p in timed}) == 1
        return _spanned(nearest, case), base, {"year_near": 1.0 if alone else 3.0}
    if case.earlier is not None:
        return case.earlier, base, {"year_far": 1.0}
    return None, base, {"year_none": 1.0}


def _spanned(period: Period, case: Case) -> Period:
    """A period with its end: "since 2014" runs to the year of the document."""
    if period.role == "since" and period.last < case.year:
        return replace(period, last=case.year)
    return period


def _crowd(case: Case) -> dict[str, float]:
    spans = clauses(case.text)
    own = clause_of(spans, case.quantity.span[0])
    like = [
        q
        for q in case.quantities
        if q.span != case.quantity.span and q.unit == case.quantity.unit and clause_of(spans, q.span[0]) == own
    ]
    found = {"crowd": float(min(3, len(like)))} if like else {}
    if "respectively" in case.text:
        found["rivals"] = 2.0
    return found


def _readings(case: Case) -> Iterator[_Reading]:
    quantity = case.quantity
    measure = senses.measure(quantity.unit)
    if quantity.unit == "rank" or quantity.kind == "rank":
        yield from _ranks(case)
    elif quantity.kind == "ratio" or quantity.unit == "times":
        yield from _ratios(case)
    elif quantity.kind == "change" or (quantity.by and quantity.sign):
        yield from _changes(case, measure)
    elif measure == "share":
        yield from _shares(case)
    elif measure == "bbl/d":
        yield from _levels(case, "level.t")
    elif measure in ("USD", "TIV", "m3", "t", "persons"):
        yield from _levels(case, f"level.{measure}")
        yield from _alone(case, f"world.{measure}")
    else:
        yield from _counts(case)


def _near(case: Case, statistics: Sequence[str]) -> list[tuple[Relation, dict[str, float], str]]:
    """Relations that have one of the statistics, the nearest first, with the features of the distance."""
    start, end = case.quantity.span
    own = _clause(case, start)
    found: list[tuple[float, Relation, dict[str, float], str]] = []
    pool = [(relation, 0.0) for relation in case.relations]
    if case.topic is not None and (not case.relations or _ITS.match(case.text)):
        pool.append((replace(case.topic, span=(0, 0), start=0), 1.0))
    for relation, carried in pool:
        if relation.sense is None:
            continue
        statistic = next((s for s in statistics if s in relation.sense.figures), None)
        if statistic is None:
            continue
        is_after = relation.span[0] >= end
        away = relation.span[0] - end if is_after else start - relation.span[1]
        features = {"distance": max(0.0, math.log1p(max(0, away) / 25))}
        if carried:
            features = {"carried": 1.0}
        elif _clause(case, relation.span[0]) != own:
            features["clause"] = 1.0
        if is_after and not carried:
            features["after"] = 1.0
        found.append((-sum(WEIGHTS[k] * v for k, v in features.items()), relation, features, statistic))
    found.sort(key=lambda item: (item[0], item[1].span))
    # A relation as near as the first makes both doubtful.
    for i, (cost, relation, features, _) in enumerate(found):
        rivals = [c for j, (c, r, *_) in enumerate(found) if j != i and c - cost < 0.35 and r.span != relation.span]
        if rivals and i == 0:
            features["rivals"] = 1.0
    return [(relation, features, statistic) for _, relation, features, statistic in found[:4]]


def _unsupported(case: Case) -> bool:
    """Whether the relation nearest to the figure in its clause is one the data do not hold ("wheat exports")."""
    start, end = case.quantity.span
    own = _clause(case, start)
    inside = [r for r in case.relations if _clause(case, r.span[0]) == own]
    if not inside:
        return False
    nearest = min(inside, key=lambda r: r.span[0] - end if r.span[0] >= end else start - r.span[1])
    return nearest.sense is None


def _levels(case: Case, statistic: str) -> Iterator[_Reading]:
    if _unsupported(case):
        return
    for relation, features, found in _near(case, [statistic]):
        yield from _filled(case, relation, features, found)


def _alone(case: Case, statistic: str) -> Iterator[_Reading]:
    """Figures of one state: its economy, its people, all its exports."""
    if _unsupported(case):
        return
    for relation, features, found in _near(case, [statistic]):
        assert relation.sense is not None
        is_property = relation.sense.flow == "of"
        if relation.owner is None or relation.partner is not None or relation.group is not None:
            continue
        if not is_property and not re.search(r"\b(?:total|overall|world|global|worldwide)\b", case.text, re.IGNORECASE):
            continue
        how = _how(relation.owner)
        yield _Reading(relation.sense, found, relation.owner.code, (), features | how | {"alone": 1.0})


def _counts(case: Case) -> Iterator[_Reading]:
    noun = case.quantity.unit
    printed = case.text[case.quantity.span[0] : case.quantity.span[1] + 45]
    for sense in senses.everything():
        statistic = next((s for s in ("count", "last") if s in sense.figures), None)
        if statistic is None or sense.counted is None:
            continue
        if not sense.counted.search(noun) and not (noun in ("", "times") and sense.counted.search(printed)):
            continue
        if sense.context and not sense.context.search(case.text):
            continue
        named = [r for r in case.relations if r.sense is sense]
        relation = named[0] if named else Relation(case.quantity.span, case.quantity.span[0], sense)
        yield from _filled(case, relation, {}, statistic)


def _changes(case: Case, measure: str) -> Iterator[_Reading]:
    quantity = case.quantity
    if _unsupported(case):
        return
    if measure == "share" and quantity.unit == "percentage points":
        statistics = ["share"]
    elif measure == "share" or quantity.unit == "times":
        statistics = ["level.USD", "level.t", "level.m3", "level.TIV", "level.persons"]
    else:
        statistics = [f"level.{measure}"]
    for relation, features, statistic in _near(case, statistics):
        yield from _filled(case, relation, features, statistic)


def _ratios(case: Case) -> Iterator[_Reading]:
    """ "Ten times larger than Russia's"; "doubled" is a change."""
    compared = _COMPARED.search(case.text)
    if not compared:
        yield from _changes(case, "share")
        return
    for relation, features, statistic in _near(case, ["ratio"]):
        assert relation.sense is not None
        named = [a for a in case.actors if len(a.codes) == 1 and a.group is None]
        owner = relation.owner or (Role(named[0].codes[0], "subject") if named else None)
        if owner is None:
            continue
        later = [a for a in named if a.span[0] >= case.quantity.span[1] and a.codes[0] != owner.code]
        if later:
            yield _Reading(relation.sense, statistic, owner.code, later[0].codes, features | _how(owner))


def _ranks(case: Case) -> Iterator[_Reading]:
    found = ranking(case.text, case.actors, case.quantity.span)
    if found is None or found.sense is None or found.sense.rank is None or found.owner is None:
        return
    partner = found.partner or _other(case, found.owner.code)
    if partner is None or partner.code == found.owner.code:
        return
    features = _how(found.owner) | _merged(_how(found.owner), _how(partner))
    if any(a.group for a in case.actors):
        # Whether a bloc counts as one partner is a matter of counting.
        features["coarse"] = 2.0
    yield _Reading(found.sense, "rank", found.owner.code, (partner.code,), features)


def _shares(case: Case) -> Iterator[_Reading]:
    market = _MARKET.search(case.text, case.quantity.span[1], case.quantity.span[1] + 90)
    if market is not None:
        sense = senses.of_goods("arms", "in" if (market["flow"] or "").startswith("import") else "out")
        subject = _subject(case, ())
        if sense and subject:
            yield _Reading(sense, "market", subject.code, (), _how(subject))
        return
    whole, features = _whole(case)
    if whole is not None:
        if whole.sense is None:
            return
        if "share" in whole.sense.figures:
            yield from _parted(case, whole, features)
        elif whole.sense.id == "gdp":
            yield from _of_gdp(case, whole)
        return
    # What is a share by itself: votes, views, settlements.
    for relation, found, statistic in _near(case, ["share"]):
        assert relation.sense is not None
        if relation.sense.ware is None:
            yield from _filled(case, relation, found, statistic)


def _whole(case: Case) -> tuple[Relation | None, dict[str, float]]:
    """What the share is a share of: named after "of", or before the verb as "share of"."""
    start, end = case.quantity.span
    own = _clause(case, start)
    for relation in case.relations:
        if relation.sense is not None and relation.sense.ware is None and relation.sense.id != "gdp":
            continue
        if relation.is_verb:
            continue
        if relation.span[0] >= end and relation.start - end < 60:
            between = case.text[end : relation.start]
            if _DENOMINATOR.match(between) and not re.search(r"[;,]", between):
                return relation, {}
    for relation in reversed(case.relations):
        if relation.is_verb or relation.span[1] > start or (relation.sense and relation.sense.ware is None):
            continue
        head = case.text[max(0, relation.start - 60) : relation.start]
        if _SHARE.search(head) and _clause(case, relation.span[0]) == own:
            return relation, {"distance": math.log1p((start - relation.span[1]) / 25)}
    return None, {}


def _parted(case: Case, whole: Relation, features: dict[str, float]) -> Iterator[_Reading]:
    """Shares of a flow: whose flow is the whole, who has the part."""
    assert whole.sense is not None
    start, end = case.quantity.span
    part = next(
        (r for r in reversed(case.relations) if r.span[1] <= start and r.owner and r.partner and not r.is_verb), None
    )
    if whole.partner is not None and whole.partner.how == "preposition":
        # "40 % of its exports to China are oil": what a flow is made of, not a partner's share.
        return
    owner = whole.owner or (replace(part.owner, how="inherited") if part and part.owner else None)
    if owner is None:
        return
    features = features | _how(owner)
    if part is not None and part.owner is not None and part.partner is not None and whole.span[0] >= end:
        other = part.partner if part.owner.code == owner.code else part.owner if part.partner.code == owner.code else None
        if other is not None:
            yield _Reading(whole.sense, "share", owner.code, (other.code,), features)
            return
    listed = _listed(case, whole.span[1], owner.code) if whole.span[0] >= end else ()
    subject = _subject(case, (owner.code,))
    holder = _share_holder(case, whole, owner.code)
    if holder is not None:
        yield _Reading(whole.sense, "share", owner.code, (holder.code,), features | _how(holder))
    elif listed:
        yield _Reading(whole.sense, "share", owner.code, listed, features)
    elif subject is not None:
        yield _Reading(whole.sense, "share", owner.code, (subject.code,), features | _how(subject))
    else:
        other = _other(case, owner.code)
        if other is not None:
            yield _Reading(whole.sense, "share", owner.code, (other.code,), _merged(features, _how(other)))


_LINK = re.compile(
    r"^[^,;.]{0,45}?\b(?:from|to|with|by|for)\s+(?:the\s+)?$|^\s*(?:\([^)]*\)\s*)?[^,;.]{0,30}\b(?:from|to|with|by|for)\s+(?:the\s+)?$"
)


def _listed(case: Case, at: int, owner: str) -> tuple[str, ...]:
    """The states a share goes to or comes from: "... of its arms imports came from Russia and France"."""
    codes: list[str] = []
    last = at
    for actor in case.actors:
        if actor.span[0] < at or len(actor.codes) != 1 or actor.group is not None:
            continue
        between = case.text[last : actor.span[0]]
        linked = _LINK.search(between) if not codes else re.fullmatch(r"\s*(?:,|and|,\s*and|or|&)\s*(?:the\s+)?", between)
        if not linked:
            if codes:
                break
            continue
        if actor.codes[0] != owner and actor.codes[0] not in codes:
            codes.append(actor.codes[0])
        last = actor.span[1]
    return tuple(codes)


def _share_holder(case: Case, whole: Relation, owner: str) -> Role | None:
    """Whose share: "China's share in Russia's trade", "the share of China in ...", "China as a share of"."""
    if whole.span[0] >= case.quantity.span[1]:
        return None
    for actor in case.actors:
        if actor.span[1] <= whole.start and len(actor.codes) == 1 and actor.codes[0] != owner and actor.group is None:
            between = case.text[actor.span[1] : whole.start]
            if _SHARE.search(between) or _SHARE.search(case.text[max(0, actor.span[0] - 20) : actor.span[0]]):
                return Role(actor.codes[0], "genitive", actor)
    return None


def _of_gdp(case: Case, whole: Relation) -> Iterator[_Reading]:
    """Trade, or military spending, as a share of an economy."""
    for relation in case.relations:
        if relation is whole or relation.sense is None or relation.span[0] > case.quantity.span[0]:
            continue
        owner = whole.owner or relation.owner
        if owner is None:
            continue
        if "gdp" in relation.sense.figures:
            yield _Reading(relation.sense, "gdp", owner.code, (), _how(owner))
        elif "share_of_gdp" in relation.sense.figures and relation.owner and relation.partner:
            other = relation.partner.code if relation.owner.code == owner.code else relation.owner.code
            if other != owner.code:
                yield _Reading(relation.sense, "share_of_gdp", owner.code, (other,), _how(owner))


def _how(role: Role) -> dict[str, float]:
    return {role.how: 1.0} if role.how in WEIGHTS else {}


def _merged(*parts: Mapping[str, float]) -> dict[str, float]:
    total: dict[str, float] = {}
    for part in parts:
        for name, value in part.items():
            total[name] = total.get(name, 0.0) + value
    return total


def _filled(case: Case, relation: Relation, features: Mapping[str, float], statistic: str) -> Iterator[_Reading]:
    """The relation with both its states, sought further off where the words beside it do not name them."""
    sense = relation.sense
    assert sense is not None
    owner, partner = relation.owner, relation.partner
    if sense.flow == "pair":
        owner, partner = _two(case, relation)
    elif owner is None and partner is None:
        owner, partner = _undirected(case, relation)
    elif owner is None and partner is not None:
        owner = _subject(case, (partner.code,)) or _other(case, partner.code)
    elif partner is None and owner is not None:
        partner = _partner(case, relation, owner)
    if owner is None or partner is None or owner.code == partner.code:
        return
    yield _Reading(sense, statistic, owner.code, (partner.code,), _merged(features, _how(owner), _how(partner)))


def _two(case: Case, relation: Relation) -> tuple[Role | None, Role | None]:
    """Two states that do something together."""
    own = _clause(case, relation.span[0])
    for place in ("clause", "sentence"):
        codes: list[str] = []
        for actor in case.actors:
            if place == "sentence" or _clause(case, actor.span[0]) == own:
                if actor.group is None and len(actor.codes) <= 2 and actor.kind != "firm":
                    codes.extend(actor.codes)
        distinct = list(dict.fromkeys(codes))
        if len(distinct) == 2:
            how = "pair" if place == "clause" else "only"
            return Role(distinct[0], how), Role(distinct[1], how)
        if len(distinct) > 2:
            return None, None
    if case.pair is not None and set(distinct) <= set(case.pair):
        return Role(case.pair[0], "context"), Role(case.pair[1], "context")
    return None, None


def _undirected(case: Case, relation: Relation) -> tuple[Role | None, Role | None]:
    """Both states of a flow that has no direction, or whose direction does not matter."""
    assert relation.sense is not None
    if relation.group is not None or relation.sense.flow not in ("with", "pair"):
        return None, None
    return _two(case, relation)


def _subject(case: Case, without: Sequence[str]) -> Role | None:
    """The state nearest before the figure in its clause that is the subject there."""
    spans = clauses(case.text)
    clause = spans[clause_of(spans, case.quantity.span[0])]
    for actor in reversed(case.actors):
        if not clause[0] <= actor.span[0] < case.quantity.span[0] or len(actor.codes) != 1 or actor.group is not None:
            continue
        if actor.codes[0] in without or actor.genitive:
            continue
        before = case.text[max(0, actor.span[0] - 12) : actor.span[0]]
        if re.search(r"\b(?:to|from|in|of|for|by|between|against|than)\s+(?:the\s+)?$", before):
            continue
        return Role(actor.codes[0], "subject", actor)
    return None


def _other(case: Case, owner: str) -> Role | None:
    """The only other state of the sentence, else of the document."""
    if any(a.group for a in case.actors):
        return None
    others = list(dict.fromkeys(a.codes[0] for a in case.actors if len(a.codes) == 1 and a.codes[0] != owner))
    if len(others) == 1:
        return Role(others[0], "only")
    return None


def _partner(case: Case, relation: Relation, owner: Role) -> Role | None:
    """With whom, where the words after the noun do not say: the other one of the sentence, or of "bilateral"."""
    if relation.group is not None or (relation.sense and relation.sense.flow == "of"):
        return None
    pair = next((a for a in case.actors if len(a.codes) == 2 and a.group is None and owner.code in a.codes), None)
    if pair is not None:
        return Role(next(c for c in pair.codes if c != owner.code), "only")
    return _other(case, owner.code)


def _negation(case: Case) -> bool:
    before, _ = _clause_text(case)
    return _NEGATED.search(before[-70:]) is not None


#: Tonnes a year that a barrel a day makes: 365 days, 7.33 barrels a tonne (BP Statistical Review, conversion factors).
_TONNES_PER_BARREL_A_DAY = 365 / 7.33


def _value(case: Case) -> tuple[float, str, str, float | None, bool]:
    """The number, its digits, its unit, the tolerance and whether that is relative."""
    quantity = case.quantity
    value, unit, printed = (quantity.low + quantity.high) / 2, quantity.unit, quantity.printed
    tolerance, relative = None, False
    if quantity.high > quantity.low:
        tolerance = (quantity.high - quantity.low) / 2
        printed = ""
    elif not printed:
        tolerance, relative = 0.1, True
    if senses.measure(unit) == "bbl/d":
        many = {"thousand": 1e3, "million": 1e6}.get(unit.split()[0], 1.0)
        value, unit = value * many * _TONNES_PER_BARREL_A_DAY, "t"
        tolerance, relative = 0.07, True
    for word, power in (("trn", 1e3), ("trillion", 1e3), ("tn", 1e3)):
        if unit.split()[-1] == word and unit.startswith("USD"):
            value, unit = value * power, "USD bn"
            tolerance, relative = (tolerance, relative) if tolerance is not None else (_rounding(quantity), True)
    if quantity.bound == "~" and not relative:
        # "About" and "nearly" say no more than a tenth.
        tolerance, relative = 0.1, True
    return value, printed, unit, tolerance, relative


def _rounding(quantity: Quantity) -> float:
    digits = quantity.printed.partition(".")[2]
    return 0.5 * 10.0 ** -len(digits) / abs(quantity.low or 1.0)


def _op(case: Case) -> str | None:
    """The operator that the bound of the figure and a negation make; None where no test follows."""
    quantity = case.quantity
    if not _negation(case):
        return quantity.bound if quantity.bound != "~" else "="
    before, _ = _clause_text(case)
    tail = before[-70:]
    if _EXCEED.search(tail) or quantity.bound == ">=":
        return "<="
    if _REACH.search(tail):
        return "<"
    return None


def _test(case: Case, reading: _Reading, period: Period | None, base: Period | None) -> Test | None:
    """The claim that a reading makes, ready for the engine."""
    last = period.last if period else case.year
    first = period.first if period else last
    if reading.statistic == "rank":
        return _rank_test(case, reading, (first, last))
    op = _op(case)
    if op is None:
        return None
    figures = _figures(reading)
    if not figures:
        return None
    value, printed, unit, tolerance, relative = _value(case)
    quantity, change, years, span = case.quantity, None, (first, last), "mean"
    is_change = quantity.kind == "change" or (quantity.kind == "ratio" and reading.statistic != "ratio")
    if is_change and (quantity.by or quantity.kind == "ratio"):
        years = (base.last if base else first if last > first else last - 1, last)
        if years[0] >= years[1]:
            return None
        value *= quantity.sign or 1
        change = "growth" if unit == "%" else "ratio" if unit == "times" else "difference"
        if change == "difference" and unit == "percentage points":
            unit = "%"
        if change == "ratio" and quantity.sign == -1:
            value = abs(value)
        if value < 0 and op in (">=", "<="):
            op = {">=": "<=", "<=": ">="}[op]
    elif reading.statistic == "count":
        span, unit = "sum", ""
    elif reading.statistic == "last":
        span, unit = "last", ""
    elif reading.sense.id.startswith("arms.") and reading.statistic == "share" and last - first >= 3:
        # The indicator looks back five years by itself.
        years, span = (last, last), "last"
    elif last > first and reading.statistic.startswith("level") and reading.sense.flow != "of":
        span = "sum" if re.search(r"\btotal|cumulative|altogether|in all\b", case.text) else "mean"
    if reading.statistic == "ratio":
        unit = ""
    return Test(
        figure=figures[0],
        rivals=figures[1:],
        years=years,
        op=op,  # pyright: ignore[reportArgumentType]
        value=value,
        printed=printed.replace(",", ""),
        unit=unit or None,
        line=0,
        tolerance=tolerance,
        is_relative=relative,
        span=span,
        change=change,
    )


def _rank_test(case: Case, reading: _Reading, years: tuple[int, int]) -> Test | None:
    assert reading.sense.rank is not None
    text = reading.sense.rank
    partner = reading.partners[0]
    is_negated = _negation(case)
    if text.startswith("= "):
        figure = senses.figure(text.removeprefix("= "), reading.owner, partner)
        value = case.quantity.low
        op = "=" if not is_negated else ">"
        return Test(figure, years, op, value, f"{value:.0f}", None, 0, tolerance=0.0, span="last")
    if is_negated:
        return None
    figure = senses.figure(text, reading.owner, partner)
    return Test(figure, years, "rank", case.quantity.low, f"{case.quantity.low:.0f}", None, 0)


def _figures(reading: _Reading) -> tuple[Figure, ...]:
    if len(reading.partners) < 2:
        return senses.figures(reading.sense, reading.statistic, reading.owner, next(iter(reading.partners), None))
    # A share of several partners is the sum of theirs.
    each = [senses.figures(reading.sense, reading.statistic, reading.owner, partner) for partner in reading.partners]
    first = [figures[0] for figures in each if figures]
    return (replace(first[0], plus=tuple(first[1:])),) if len(first) == len(reading.partners) else ()


_TOLD = {
    "share": "share in {}",
    "market": "share of the world in {}",
    "rank": "place in {}",
    "share_of_gdp": "{} relative to GDP",
    "gdp": "{} relative to GDP",
    "ratio": "ratio of the {}",
}


def _said(reading: _Reading, test: Test) -> str:
    """The binding in words."""
    partners = " and ".join(states.get(code).name for code in reading.partners)
    said = reading.sense.said.format(o=states.get(reading.owner).name, p=partners or "all")
    said = _TOLD.get(reading.statistic, "{}").format(said)
    if reading.statistic == "ratio":
        said = f"{said} to that of {partners}"
    years = str(test.years[0]) if test.years[0] == test.years[1] else f"{test.years[0]} to {test.years[1]}"
    change = {"growth": "change of ", "ratio": "change of ", "difference": "change of "}.get(test.change or "", "")
    return f"{change}{said}, {years}"


@dataclass(slots=True)
class Memory:
    """What earlier sentences leave for later ones: the last period and topic of the paragraph."""

    period: Period | None = None
    topic: Relation | None = None
    block: object = field(default=None)

    def turn(self, block: object) -> None:
        """Forget at the beginning of another block."""
        if block is not self.block:
            self.block, self.period, self.topic = block, None, None

    def keep(self, periods: Sequence[Period], relations: Sequence[Relation]) -> None:
        """Remember what a sentence said."""
        timed = [p for p in periods if p.role != "base" and p.grain != "day"]
        if timed:
            self.period = timed[-1]
        known = [r for r in relations if r.sense is not None and r.owner is not None and r.partner is not None]
        if known:
            self.topic = known[-1]
