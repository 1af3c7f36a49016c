"""Everything a figure may mean, weighed: what is measured, of whom and with whom, and when, or nothing the data hold.

The grammar (`binding`) reads what its rules foresee. Here every sense, pair of states and year that the sentence and the
figures before it offer is a reading; how well it suits is the sum of the weights of what speaks for it, and a softmax
over all readings, "none of them" among these, makes that a probability (a conditional logit, McFadden 1974). What the
rules found is one of the things that speak for a reading. `validation/reader_weights.py` fits the weights on the
labelled texts that are open; they stand in `weights.json`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from amity.reader import senses
from amity.reader.binding import Reading
from amity.reader.cases import OTHER_MONEY, Case, Way
from amity.reader.model import Actor, Period, Span
from amity.reader.phrases import clause_of, clauses
from amity.reader.senses import Sense

Features = Mapping[str, float]

#: At most so many senses, pairs and years are weighed for one figure.
_SENSES, _PAIRS, _YEARS = 10, 42, 9


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a figure before was read: the next one often changes only one thing of it.

    Attributes:
        way: What it was read as.
        period: When.
        unit: Its unit.
        kind: Its kind.
        sentence: Where its sentence stands in the document.
        span: Where it stands in its sentence.
        block: Where its paragraph stands.
    """

    way: Way
    period: Period
    unit: str
    kind: str
    sentence: Span
    span: Span
    block: Span


@dataclass(frozen=True, slots=True)
class Meant:
    """One reading with its probability."""

    way: Way
    period: Period
    probability: float


@dataclass(slots=True)
class Grid:
    """All readings of a figure: senses by pairs by years, each axis with what speaks for it."""

    senses: list[tuple[Sense, str]] = field(default_factory=list[tuple[Sense, str]])
    pairs: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    years: list[Period] = field(default_factory=list[Period])
    of_sense: list[Features] = field(default_factory=list[Features])
    of_pair: list[list[Features]] = field(default_factory=list[list[Features]])
    of_year: list[Features] = field(default_factory=list[Features])
    of_none: Features = field(default_factory=dict[str, float])


@cache
def weights() -> Mapping[str, float]:
    """The weights in force."""
    path = Path(__file__).with_name("weights.json")
    return json.loads(path.read_text(encoding="utf-8"))


def weighed(grid: Grid, by: Mapping[str, float] | None = None) -> tuple[list[Meant], float]:
    """The readings of a figure, the likeliest first, and the probability that it is none of them."""
    by = weights() if by is None else by

    def total(features: Features) -> float:
        return sum(by.get(name, 0.0) * value for name, value in features.items())

    none = total(grid.of_none)
    if not (grid.senses and grid.pairs and grid.years):
        return [], 1.0
    s = np.array([total(f) for f in grid.of_sense])
    p = np.array([[total(f) for f in row] for row in grid.of_pair])
    y = np.array([total(f) for f in grid.of_year])
    odds = s[:, None, None] + p[:, :, None] + y[None, None, :]
    odds[~np.isfinite(odds)] = -1e9
    top = max(float(odds.max()), none)
    shares = np.exp(odds - top)
    whole = float(shares.sum()) + math.exp(none - top)
    shares /= whole
    found: list[Meant] = []
    for at in np.argsort(shares, axis=None)[::-1][:40]:
        i, j, k = (int(n) for n in np.unravel_index(at, shares.shape))
        probability = float(shares[i, j, k])
        if probability < 0.002:
            break
        sense, statistic = grid.senses[i]
        owner, partner = grid.pairs[j]
        found.append(Meant(Way(sense, statistic, owner, (partner,), {}), grid.years[k], probability))
    return found, math.exp(none - top) / whole


def grid_of(
    case: Case,
    rules: Sequence[Reading],
    rule_period: Period | None,
    reason: str,
    before: Sequence[Earlier],
    sentence: Span,
    block: Span,
) -> Grid:
    """Every reading of a figure with what speaks for it.

    Args:
        case: The figure with what stands around it.
        rules: What the grammar makes of it, the surest first.
        rule_period: When the grammar has it.
        reason: Why the grammar sets it aside, if it does.
        before: How the figures before it were read, the last one first.
        sentence: Where its sentence stands in the document.
        block: Where its paragraph stands.
    """
    scene = _Scene(case, rules, rule_period, reason, tuple(before), sentence, block)
    grid = Grid()
    for sense, statistic, features in scene.senses():
        grid.senses.append((sense, statistic))
        grid.of_sense.append(features)
    grid.pairs = scene.pairs()
    grid.of_pair = [[scene.pair(sense, statistic, *pair) for pair in grid.pairs] for sense, statistic in grid.senses]
    for period, features in scene.years():
        grid.years.append(period)
        grid.of_year.append(features)
    grid.of_none = scene.none()
    return grid


_PREPOSITION = re.compile(
    r"\b(to|from|with|of|by|in|for|on|between|and|against|than|among|towards?|at|into|as|behind|via)\s+(?:the\s+|its\s+)?$",
    re.IGNORECASE,
)
_GDP = re.compile(r"\b(?:GDP|gross domestic product|national income|output|economy)\b", re.IGNORECASE)
_MEAN = re.compile(r"\b(?:averag|annual)", re.IGNORECASE)


_OURS = re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)


class _Scene:
    """A figure with what speaks for each of its readings."""

    def __init__(
        self,
        case: Case,
        rules: Sequence[Reading],
        rule_period: Period | None,
        reason: str,
        before: tuple[Earlier, ...],
        sentence: Span,
        block: Span,
    ) -> None:
        self.case, self.rules, self.rule_period, self.reason = case, rules, rule_period, reason
        self.before = [e for e in before if e.block == block][:3] or list(before[:1])
        self.sentence, self.block = sentence, block
        self.start, self.end = case.quantity.span
        self.spans = clauses(case.text)
        self.own = clause_of(self.spans, self.start)
        self.last = self.before[0] if self.before else None
        self.in_sentence = self.last is not None and self.last.sentence == sentence
        self.in_block = self.last is not None and self.last.block == block
        # What is named since the figure before, or right after this one.
        self.since = self.last.span[1] if self.last is not None and self.in_sentence else 0
        later = [q.span[0] for q in case.quantities if q.span[0] >= self.end]
        self.until = min([*later, len(case.text)])
        self.actors = [a for a in case.actors if a.group is None and a.kind != "firm" and a.codes]
        self.is_ours = _OURS.search(case.text) is not None
        self.places = self._places()
        self.fresh = {c for a in self.actors for c in a.codes if self._is_fresh(a.span)}
        self.follows = self._follows()
        self.years_follow = self._years_follow()

    def _follows(self) -> bool | None:
        """Whether states stand behind their figures here: as the figure before has it; None where that is not told."""
        if self.last is None or not self.in_sentence:
            return None
        codes = {self.last.way.owner, *self.last.way.partners}
        low, high = self.last.span
        after = [a.span[0] - high for a in self.actors if codes & set(a.codes) and high <= a.span[0] < self.start]
        before = [low - a.span[1] for a in self.actors if codes & set(a.codes) and a.span[1] <= low]
        if not after and not before:
            return None
        return min(after, default=999) < min(before, default=999)

    def _years_follow(self) -> bool | None:
        """Whether years stand behind their figures here."""
        if self.last is None or not self.in_sentence:
            return None
        own = (self.last.period.first, self.last.period.last)
        spots = [p.span[0] for p in self.case.periods if (p.first, p.last) == own and p.span[0] < self.start]
        return any(spot >= self.last.span[1] for spot in spots) if spots else None

    def _form(self, actor: Actor) -> str:
        """How a state is put: after which preposition, as owner, or plain."""
        match = _PREPOSITION.search(self.case.text[max(0, actor.span[0] - 16) : actor.span[0]])
        if match:
            return match[1].lower()
        return "genitive" if actor.genitive or actor.kind == "demonym" else "plain"

    # ---- senses

    def senses(self) -> Iterator[tuple[Sense, str, Features]]:
        """What may be measured, as what, and what speaks for it."""
        found: dict[tuple[str, str], tuple[Sense, str, dict[str, float]]] = {}

        def at(sense: Sense | None, statistic: str | None = None) -> list[dict[str, float]]:
            if sense is None:
                return []
            names = [statistic] if statistic else list(self._statistics(sense))
            made: list[dict[str, float]] = []
            for name in names:
                entry = found.setdefault((sense.id, name), (sense, name, {}))
                made.append(entry[2])
            return made

        for place, reading in enumerate(self.rules):
            for features in at(reading.way.sense, reading.way.statistic):
                features["s:rule"] = max(features.get("s:rule", 0.0), reading.candidate.confidence)
                if place == 0:
                    features["s:rule first"] = 1.0
        for relation in self.case.relations:
            away = _gap(relation.span, self.case.quantity.span)
            here = clause_of(self.spans, relation.span[0]) == self.own
            for features in at(relation.sense):
                near = 1 / (1 + away / 30)
                features["s:named"] = max(features.get("s:named", 0.0), near)
                features["s:named in clause" if here else "s:named elsewhere"] = 1.0
                if relation.span[0] >= self.end:
                    features["s:named after"] = 1.0
                if relation.span[0] < self.since:
                    features["s:named before the last figure"] = 1.0
                if relation.is_verb:
                    features["s:verb"] = 1.0
        for place, earlier in enumerate(self.before):
            where = "sentence" if earlier.sentence == self.sentence else "block" if earlier.block == self.block else "far"
            is_like = senses.measure(earlier.unit) == senses.measure(self.case.quantity.unit)
            for features in at(earlier.way.sense):
                features[f"s:before {place} {where}"] = 1.0
                if is_like:
                    features[f"s:before like {place} {where}"] = 1.0
            for twin in _twins(earlier.way.sense):
                for features in at(twin):
                    features.setdefault(f"s:twin before {where}", 1.0)
        if self.case.topic is not None:
            for features in at(self.case.topic.sense):
                features["s:topic"] = 1.0
        for place, sense in enumerate(self.case.said):
            for features in at(sense):
                features[f"s:said before {min(place, 3)}"] = 1.0
        if self.case.share is not None:
            for features in at(self.case.share.sense):
                features["s:share before"] = 1.0
        low, high = self.spans[self.own]
        for sense in senses.everything():
            if sense.hints is None:
                continue
            here = [m.start() for m in sense.hints.finditer(self.case.text)]
            if not here:
                continue
            for features in at(sense):
                features["s:hint"] = 1.0
                if any(low <= place < high for place in here):
                    features["s:hint in clause"] = 1.0
        unit = senses.measure(self.case.quantity.unit)
        if unit == "TIV":
            for flow in ("out", "in"):
                at(senses.of_goods("arms", flow))
        if unit in ("USD", "share"):
            for flow in ("out", "in", "with"):
                at(senses.of_goods("goods", flow))
        made: list[tuple[float, Sense, str, dict[str, float]]] = []
        for sense, statistic, features in found.values():
            features[f"s:{sense.id}"] = 1.0
            features[f"s:{statistic.partition('.')[0]}"] = 1.0
            made.append((self._rough(features), sense, statistic, features))
        made.sort(key=lambda item: -item[0])
        yield from ((sense, statistic, features) for _, sense, statistic, features in made[:_SENSES])

    def _rough(self, features: Features) -> float:
        """Which senses are weighed at all, where there are many."""
        return sum(value for name, value in features.items() if not name.startswith("s:goods"))

    def _statistics(self, sense: Sense) -> Iterator[str]:
        """What of a sense a figure of this unit may tell."""
        quantity = self.case.quantity
        measure = senses.measure(quantity.unit)
        is_change = quantity.by and quantity.sign != 0
        names: list[str] = []
        if quantity.unit == "rank" or quantity.kind == "rank":
            if sense.rank is not None:
                yield "rank"
            return
        if is_change and (measure == "share" or quantity.unit == "times"):
            names = ["share"] if quantity.unit == "percentage points" else ["level.USD", "level.t", "level.m3", "level.TIV"]
        elif measure == "share":
            names = ["share"]
            if _GDP.search(self.case.text):
                names.append("share_of_gdp")
            names += [name for name, words in senses.parts().items() if words.search(self.case.text)]
        elif quantity.kind == "ratio" or quantity.unit == "times":
            names = ["ratio"]
            if self.case.quantity.kind != "ratio":
                names += ["level.USD", "level.TIV"]
        elif measure == "bbl/d":
            names = ["level.t"]
        elif measure in ("USD", "TIV", "m3", "t", "persons"):
            names = [f"level.{measure}"]
        else:
            printed = self.case.text[self.start : self.end + 45]
            if sense.counted is not None and (sense.counted.search(quantity.unit) or sense.counted.search(printed)):
                names = ["count", "last"]
            elif self.last is not None and self.last.way.sense is sense and quantity.unit in ("", self.last.unit):
                names = [name for name in ("count", "last") if name == self.last.way.statistic]
            elif sense.hints is not None and quantity.kind == "count" and sense.hints.search(self.case.text):
                names = ["count"]
        yield from (name for name in names if name in sense.figures)

    # ---- states

    def _places(self) -> dict[str, list[Actor]]:
        found: dict[str, list[Actor]] = {}
        for actor in self.actors:
            for code in actor.codes:
                found.setdefault(code, []).append(actor)
        return found

    def _is_fresh(self, span: Span) -> bool:
        return self.since <= span[0] < self.until

    def pairs(self) -> list[tuple[str, str]]:
        """Ordered pairs of states that may be meant."""
        rough: dict[str, float] = {}
        for code, actors in self.places.items():
            near = max(1 / (1 + _gap(a.span, self.case.quantity.span) / 60) for a in actors)
            rough[code] = 1.0 + near
        for reading in self.rules:
            for code in (reading.way.owner, *reading.way.partners):
                rough[code] = rough.get(code, 0.0) + 1.0
        for earlier in self.before[:2]:
            for code in (earlier.way.owner, *earlier.way.partners):
                rough[code] = rough.get(code, 0.0) + 0.9
        for code in (*(self.case.pair or ()), *([self.case.main] if self.case.main else [])):
            rough[code] = rough.get(code, 0.0) + 0.4
        for place, code in enumerate(self.case.paragraph):
            rough[code] = rough.get(code, 0.0) + 0.4 / (1 + place)
        for code, often in self.case.often:
            rough[code] = rough.get(code, 0.0) + 0.5 * often
        codes = sorted(rough, key=lambda code: -rough[code])[:7]
        made = [(one, other) for one in codes for other in codes if one != other]
        made.sort(key=lambda pair: -(rough[pair[0]] + rough[pair[1]]))
        return made[:_PAIRS]

    def pair(self, sense: Sense, statistic: str, owner: str, partner: str) -> Features:
        """What speaks for a pair, of a sense."""
        is_pair = sense.flow == "pair" or (sense.flow == "with" and statistic.startswith("level"))
        if is_pair and owner > partner:
            return {"never": -math.inf}
        made: dict[str, float] = {}
        flow = "pair" if is_pair else sense.flow

        def add(name: str, value: float = 1.0) -> None:
            made[name] = made.get(name, 0.0) + value

        for role, code in (("o", owner), ("p", partner)):
            self._role("x" if is_pair else role, flow, sense, code, add)
        codes = {owner, partner}
        self._by_rules(sense, owner, partner, is_pair, add)
        self._by_before(owner, partner, is_pair, sense, add)
        self._by_form(owner, partner, add)
        unused = len(self.fresh - codes)
        if unused:
            add("p:fresh unused", min(2, unused))
        used = len(self.fresh & codes)
        add(f"p:fresh used {min(2, used)}")
        if self.case.pair and codes == set(self.case.pair):
            add("p:document")
        if self.case.main in codes:
            add("p:main")
        for code, often in self.case.often:
            if code in codes:
                add("p:often", often)
        named = sum(code in self.places for code in codes)
        add(f"p:named {named}")
        return made

    def _by_rules(self, sense: Sense, owner: str, partner: str, is_pair: bool, add: object) -> None:
        assert callable(add)
        best: dict[str, float] = {}
        for place, reading in enumerate(self.rules):
            way, sure = reading.way, reading.candidate.confidence
            if {way.owner, *way.partners} == {owner, partner}:
                like = way.sense is sense
                same = is_pair or way.owner == owner
                name = ("p:rule" if like else "p:rule of another sense") + ("" if same else " swapped")
                best[name] = max(best.get(name, 0.0), sure)
                if place == 0:
                    best[name + " first"] = 1.0
        for name, value in best.items():
            add(name, value)

    def _by_form(self, owner: str, partner: str, add: object) -> None:
        """What the place and the form of a state named since the last figure say of its role."""
        assert callable(add)
        if self.last is None or not self.in_sentence or not self.last.way.partners:
            return
        was = {"o": self.last.way.owner, "p": self.last.way.partners[0]}
        forms = {
            role: {self._form(a) for a in self.places.get(code, ()) if a.span[0] < self.start} for role, code in was.items()
        }
        for role, code in (("o", owner), ("p", partner)):
            for actor in self.places.get(code, ()):
                if not self._is_fresh(actor.span) or code in was.values():
                    continue
                form, other = self._form(actor), "p" if role == "o" else "o"
                if form in forms[role] and form not in forms[other]:
                    add("p:parallel")
                if form in forms[other] and form not in forms[role]:
                    add("p:not parallel")
                is_after = actor.span[0] >= self.end
                if self.follows is not None:
                    add("p:on its side" if is_after == self.follows else "p:on the other side")
                add(f"p:fresh {'after' if is_after else 'before'}")

    def _by_before(self, owner: str, partner: str, is_pair: bool, sense: Sense, add: object) -> None:
        assert callable(add)
        for place, earlier in enumerate(self.before[:2]):
            where = "sentence" if earlier.sentence == self.sentence else "block" if earlier.block == self.block else "far"
            was = (earlier.way.owner, earlier.way.partners[0] if earlier.way.partners else "")
            kin = "" if earlier.way.sense is sense else " other sense"
            tail = f"{place} {where}{kin}"
            if set(was) == {owner, partner}:
                add(f"p:as before {tail}" if is_pair or was == (owner, partner) else f"p:swapped {tail}")
            elif was[0] == owner:
                add(f"p:same owner {tail}")
                if partner in self.fresh:
                    add(f"p:new partner {place} {where}")
            elif was[1] == partner:
                add(f"p:same partner {tail}")
                if owner in self.fresh:
                    add(f"p:new owner {place} {where}")
            elif {owner, partner} & set(was):
                add(f"p:one crossed {tail}")

    def _role(self, role: str, flow: str, sense: Sense, code: str, add: object) -> None:
        """What speaks for one state in one role."""
        assert callable(add)
        places = self.places.get(code)
        if not places:
            add(f"r:{role} unnamed")
            if code in self.case.before:
                add(f"r:{role} named before")
            if code in self.case.paragraph:
                add(f"r:{role} in paragraph", 1 / (1 + self.case.paragraph.index(code)))
            if self.is_ours and self.case.often and code == self.case.often[0][0]:
                add(f"r:{role} ours")
            return
        best = min(places, key=lambda a: _gap(a.span, self.case.quantity.span))
        away = _gap(best.span, self.case.quantity.span)
        add(f"r:{role} near", 1 / (1 + away / 40))
        if any(clause_of(self.spans, a.span[0]) == self.own for a in places):
            add(f"r:{role} in clause")
        nearest = min(_gap(a.span, self.case.quantity.span) for a in self.actors)
        if away == nearest:
            add(f"r:{flow} {role} nearest")
        if all(a.kind == "pronoun" for a in places):
            add(f"r:{role} pronoun")
        for actor in places:
            self._mention(role, flow, sense, actor, add)

    def _mention(self, role: str, flow: str, sense: Sense, actor: Actor, add: object) -> None:
        """What speaks for a role in one place where the state is named."""
        assert callable(add)
        text = self.case.text
        here = 1.0 if clause_of(self.spans, actor.span[0]) == self.own else 0.5
        before = text[max(0, actor.span[0] - 16) : actor.span[0]]
        match = _PREPOSITION.search(before)
        if match:
            add(f"m:{flow} {role} {match[1].lower()}", here)
        if actor.genitive:
            add(f"m:{flow} {role} genitive", here)
        if actor.kind == "demonym":
            add(f"m:{flow} {role} demonym", here)
        first = min(a.span[0] for a in self.actors if clause_of(self.spans, a.span[0]) == clause_of(self.spans, actor.span[0]))
        if actor.span[0] == first and match is None and not actor.genitive:
            add(f"m:{flow} {role} leads", here)
        if 0 <= actor.span[0] - self.end < 14:
            add(f"m:{flow} {role} right after", here)
        if 0 <= self.start - actor.span[1] < 14:
            add(f"m:{flow} {role} right before", here)
        for relation in self.case.relations:
            if relation.sense is not sense:
                continue
            kind = "verb" if relation.is_verb else "noun"
            if actor.span[1] <= relation.span[0]:
                gap = relation.span[0] - actor.span[1]
                add(f"m:{flow} {role} {'just ' if gap < 4 else ''}before {kind}", here / (1 + gap / 60))
            else:
                gap = actor.span[0] - relation.span[1]
                add(f"m:{flow} {role} {'just ' if gap < 12 else ''}after {kind}", here / (1 + gap / 60))
            for found, name in ((relation.owner, "o"), (relation.partner, "p")):
                if found is not None and found.code in actor.codes:
                    add(f"m:{role} read as {name}", here)

    # ---- years

    def years(self) -> Iterator[tuple[Period, Features]]:
        """When it may be, and what speaks for it."""
        found: dict[tuple[int, int], tuple[Period, dict[str, float]]] = {}

        def at(period: Period) -> dict[str, float]:
            return found.setdefault((period.first, period.last), (period, {}))[1]

        if self.rule_period is not None:
            at(self.rule_period)["y:rule"] = 1.0
        timed = [p for p in self.case.periods if p.first <= self.case.last_year]
        fresh = [p for p in timed if self._is_fresh(p.span)]
        for period in timed:
            features = at(period)
            away = _gap(period.span, self.case.quantity.span)
            features["y:near"] = max(features.get("y:near", 0.0), 1 / (1 + away / 30))
            if clause_of(self.spans, period.span[0]) == self.own:
                features["y:in clause"] = 1.0
            if period in fresh:
                features["y:fresh"] = 1.0
                is_after = period.span[0] >= self.end
                features["y:fresh after" if is_after else "y:fresh before"] = 1.0
                if self.in_sentence and self.last is not None and self.years_follow is not None:
                    features["y:on its side" if is_after == self.years_follow else "y:on the other side"] = 1.0
            if period.span[0] >= self.end:
                features["y:after"] = 1.0
            if 0 <= period.span[0] - self.end < 14:
                features["y:right after"] = 1.0
            if period.role != "at":
                features[f"y:{period.role}"] = 1.0
            if period.last > period.first:
                features["y:span"] = 1.0
                if self.case.quantity.by:
                    features["y:span of a change"] = 1.0
            if all(p.span == period.span for p in timed):
                features["y:only"] = 1.0
        for one in timed:
            for other in timed:
                if one.last < other.last and one.grain == other.grain == "year" and self.case.quantity.by:
                    at(Period((0, 0), one.last, other.last, "span"))["y:two of a change"] = 1.0
        for place, earlier in enumerate(self.before[:2]):
            where = "sentence" if earlier.sentence == self.sentence else "block" if earlier.block == self.block else "far"
            features = at(earlier.period)
            features[f"y:as before {place} {where}"] = 1.0
            if fresh:
                features[f"y:as before though another is named {place}"] = 1.0
        if self.case.earlier is not None:
            at(self.case.earlier)["y:earlier"] = 1.0
        for back in range(3):
            year = self.case.year - back
            features = at(Period((0, 0), year, year))
            features[f"y:document less {back}"] = 1.0
        none = not timed
        for period, features in found.values():
            if none:
                features["y:none named"] = 0.0
            yield period, features
            if len(found) > _YEARS and period is list(found.values())[_YEARS - 1][0]:
                return

    # ---- nothing that the data hold

    def none(self) -> Features:
        """What speaks for a figure that the data do not hold."""
        quantity = self.case.quantity
        best = max((r.candidate.confidence for r in self.rules), default=0.0)
        made: dict[str, float] = {"n:": 1.0, "n:rule": best}
        if not self.rules:
            made[f"n:{self.reason.partition('(')[0].strip()[:28]}"] = 1.0
        if not self.places:
            made["n:no state named"] = 1.0
        if any(a.kind == "firm" for a in self.case.actors):
            made["n:firm"] = 1.0
        if any(a.group not in (None, "UN") for a in self.case.actors):
            made["n:organisation"] = 1.0
        if any(r.sense is None for r in self.case.relations):
            made["n:ware not held"] = 1.0
        if OTHER_MONEY.match(quantity.unit) and not quantity.unit.startswith("USD"):
            made["n:other money"] = 1.0
        if not any(r.sense for r in self.case.relations):
            made["n:nothing named"] = 1.0
        if self.last is None:
            made["n:first"] = 1.0
        elif not self.in_block:
            made["n:first of paragraph"] = 1.0
        made[f"n:{quantity.kind}"] = 1.0
        return made


def _gap(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _twins(sense: Sense) -> tuple[Sense, ...]:
    """The senses of the same ware in the other directions."""
    return _of_ware(sense.ware, sense.id) if sense.ware is not None else ()


@cache
def _of_ware(ware: str, but: str) -> tuple[Sense, ...]:
    return tuple(s for s in senses.everything() if s.ware == ware and s.id != but)
