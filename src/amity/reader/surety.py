"""How sure is a reading in the end, after words, neighbours and data?

The weighing knows the words around a figure, the data how far each reading misses; how the two go together is learned.
A level read rightly is mostly within a tenth of what is held, and of shares many wrong ones are near; an author who has
told five figures that the data hold tells a sixth. Boosted trees (Friedman 2001, "Greedy function approximation: a
gradient boosting machine", doi:10.1214/aos/1013203451) tell of each of the likeliest readings the probability that it
is the one meant. `validation/reader_weights.py` fits them on readings of texts left out of the fit of the weights; they
stand in `surety.json`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from amity.reader import senses
from amity.reader.cases import Way
from amity.reader.fitting import Option, Weighed
from amity.reader.weighing import Meant

Rows = NDArray[np.float64]

#: Of so many readings it is told, those the likeliest after words and data.
TOP = 5
#: What is told of the figures before and after, as far away as this.
_NEAR = (-2, -1, 1, 2)
#: Further off than this is just far.
_FAR = 5.0
_LEAST = 1e-6
#: So many rows go through the trees at once: a long document has too many for the memory.
_AT_ONCE = 4096
#: An agreement that is less likely by chance tells that the figure is held.
_TELLING = 0.1

_FAMILIES = (
    *("goods", "crude", "gas", "lng", "pipeline", "coal", "energy", "arms"),
    *("tech", "investment", "opinion", "votes"),
)
_FLOWS = ("out", "in", "with", "balance", "pair", "of")
_STATISTICS = ("level", "share", "rank", "ratio", "count", "change")
_KINDS = ("level", "share", "change", "ratio", "rank", "count", "first")
_UNITS = ("USD", "TIV", "share", "t", "m3", "bbl/d")

#: What is told of a reading, in this order, and whether the more of it, the surer (1) or the less sure (-1) it may be.
OF_READING = {
    "log probability by the words": 1,
    "the same beside that of none": 1,
    "share of all weight": 1,
    "place": 0,
    "share of the best other reading": 0,
    "probability by the words beside the best": 1,
    "distance from what is held": 0,
    "borne out": 0,
    "borne out, by how telling that is": 0,
    "family of the sense": 0,
    "flow": 0,
    "statistic": 0,
    "confidence of the rule that reads so": 0,
    "confidence of a rule that reads so in some year": 0,
    "part of the readings with this sense": 0,
    "part with this pair": 0,
    "part with this pair either way": 0,
    "part with this year": 0,
}
#: The same of a figure, whatever it means, and of those around it.
OF_FIGURE = {
    "log probability of none by the words": -1,
    "share of none in all weight": -1,
    "chance of agreement": 0,
    "readings": 0,
    "readings borne out": 0,
    "kind": 0,
    "unit": 0,
    "sign of a change": 0,
    "amount of a change": 0,
    "bound": 0,
    "digits": 0,
    "confidence of the best rule": 0,
    "set aside": 0,
    "dated": 0,
    "figures of the sentence": 0,
    "states of the sentence": 0,
}
AROUND = {
    f"{what} {where}": 1
    for where in ("two before", "before", "after", "two after", "so far", "in the paragraph")
    for what in ("held", "borne out")
}


@dataclass(frozen=True, slots=True)
class Hope:
    """Whether a figure is one that the data hold, at first sight.

    Attributes:
        by_words: The probability by the words.
        is_borne: Whether the data bear its likeliest reading out, which they hardly would by chance.
    """

    by_words: float
    is_borne: bool


def hope(one: Weighed) -> Hope:
    """What is to be hoped for a figure: whether the data hold it."""
    best = max(zip(one.weights, one.options, strict=True), key=lambda item: item[0], default=None)
    is_borne = best is not None and best[1].agrees and one.chance < _TELLING
    return Hope(1 - one.none_by_words, is_borne)


@dataclass(frozen=True, slots=True)
class Past:
    """What was to be hoped for the figures of a document so far.

    Attributes:
        many: How many there were.
        by_words: The sum of their probabilities by the words.
        borne: How many of them the data bear out.
        last: The last two.
    """

    many: int = 0
    by_words: float = 0.0
    borne: int = 0
    last: tuple[Hope, ...] = ()

    def then(self, one: Hope) -> Past:
        """The same one figure later."""
        return Past(
            self.many + 1, self.by_words + one.by_words, self.borne + one.is_borne, (*self.last, one)[_NEAR[0] :]
        )


def rows(run: Sequence[Weighed], past: Past) -> tuple[list[tuple[list[Option], Rows]], Past]:
    """Of each figure its likeliest readings, and what is known of each: a row of numbers.

    Args:
        run: The figures of a paragraph.
        past: What was to be hoped for the figures before it.

    Returns:
        The readings with their rows, and what was to be hoped for all figures up to here.
    """
    hopes = [hope(one) for one in run]
    near, at, whole = [*past.last], len(past.last), Past()
    for one, mine in zip(run, hopes, strict=True):
        if one.counts:
            near.append(mine)
            whole = whole.then(mine)
    made: list[tuple[list[Option], Rows]] = []
    for one, mine in zip(run, hopes, strict=True):
        around = [*_around(near, at), *_on_average(past), *_on_average(_without(whole, mine))]
        kept = sorted(zip(one.weights, range(len(one.options)), strict=True), reverse=True)[:TOP]
        shared = [*_of_figure(one), *around]
        found = [[*_of_option(one, place, kept), *shared] for place in range(len(kept))]
        made.append(([one.options[place] for _, place in kept], np.array(found, dtype=float)))
        if one.counts:
            at, past = at + 1, past.then(mine)
    return made, past


def _without(whole: Past, one: Hope) -> Past:
    """The figures of a paragraph but one."""
    return Past(whole.many - 1, whole.by_words - one.by_words, whole.borne - one.is_borne)


def _on_average(past: Past) -> tuple[float, float]:
    """What is to be hoped for figures on average; -1 where there are none."""
    return (past.by_words / past.many, past.borne / past.many) if past.many > 0 else (-1.0, -1.0)


def _around(hopes: Sequence[Hope], at: int) -> Iterator[float]:
    """What is to be hoped for the figures next to one; -1 where there is none."""
    for step in _NEAR:
        other = hopes[at + step] if 0 <= at + step < len(hopes) else None
        yield -1.0 if other is None else other.by_words
        yield -1.0 if other is None else float(other.is_borne)


def _of_figure(one: Weighed) -> Iterator[float]:
    """What is known of a figure, whatever it means."""
    quantity = one.case.quantity
    whole = sum(one.weights) + one.none
    yield _log(one.none_by_words)
    yield one.none / whole
    yield one.chance
    yield float(len(one.options))
    yield float(sum(option.agrees for option in one.options))
    yield _code(_KINDS, quantity.kind)
    yield _code(_UNITS, senses.measure(quantity.unit) or "")
    yield float(quantity.sign)
    yield float(quantity.by)
    yield float(quantity.bound != "=")
    yield float(len(re.sub(r"\D", "", quantity.printed)))
    yield max((rule.candidate.confidence for rule in one.rules), default=0.0)
    yield float(bool(one.reason))
    yield float(one.is_dated)
    yield float(len(one.case.quantities))
    yield float(len({code for actor in one.case.actors for code in actor.codes if actor.group is None}))


def _of_option(one: Weighed, place: int, kept: Sequence[tuple[float, int]]) -> Iterator[float]:
    """What is known of one reading of a figure."""
    weight, at = kept[place]
    option, whole = one.options[at], sum(one.weights) + one.none
    way, away = option.meant.way, option.away
    yield _log(option.prior)
    yield _log(option.prior) - _log(one.none_by_words)
    yield weight / whole
    yield float(place)
    yield (kept[1][0] if place == 0 and len(kept) > 1 else kept[0][0] if place else 0.0) / whole
    yield option.prior / max(other.prior for other in one.options)
    yield -1.0 if away is None else min(away, _FAR)
    yield float(option.agrees)
    yield -math.log(one.chance) if option.agrees else 0.0
    yield _code(_FAMILIES, way.sense.id.partition(".")[0])
    yield _code(_FLOWS, way.sense.flow)
    yield _code(_STATISTICS, way.statistic.partition(".")[0])
    yield max((rule.candidate.confidence for rule in one.rules if rule.candidate.test == option.test), default=0.0)
    yield max((rule.candidate.confidence for rule in one.rules if _is_way(rule.way, way)), default=0.0)
    known = 1 - one.none_by_words + _LEAST
    for alike in (_is_sense, _is_pair, _is_either_way, _is_year):
        yield sum(meant.probability for meant in one.meant if alike(meant, option.meant)) / known


def _is_way(one: Way, other: Way) -> bool:
    is_same = one.sense is other.sense and one.statistic == other.statistic
    return is_same and one.owner == other.owner and one.partners == other.partners


def _is_sense(one: Meant, other: Meant) -> bool:
    return one.way.sense is other.way.sense and one.way.statistic == other.way.statistic


def _is_pair(one: Meant, other: Meant) -> bool:
    return one.way.owner == other.way.owner and one.way.partners == other.way.partners


def _is_either_way(one: Meant, other: Meant) -> bool:
    return {one.way.owner, *one.way.partners} == {other.way.owner, *other.way.partners}


def _is_year(one: Meant, other: Meant) -> bool:
    return (one.period.first, one.period.last) == (other.period.first, other.period.last)


def _code(names: Sequence[str], name: str) -> float:
    return float(names.index(name)) if name in names else -1.0


def _log(share: float) -> float:
    return math.log(max(share, _LEAST))


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees side by side, so that all are asked at once.

    Attributes:
        base: Log odds before any tree.
        feature: The feature each node asks for, tree by node; a leaf asks for any.
        threshold: Up to which value it goes left.
        left: Where it goes on, or itself where it is a leaf.
        right: The same for larger values.
        value: What a leaf adds to the log odds.
        depth: How many steps lead to the last leaf.
    """

    base: float
    feature: NDArray[np.intp]
    threshold: Rows
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: Rows
    depth: int

    def sure(self, found: Rows) -> Rows:
        """The probability that each row is the reading meant; shape (rows,), 0 to 1."""
        if len(found) > _AT_ONCE:
            parts = [self.sure(found[start : start + _AT_ONCE]) for start in range(0, len(found), _AT_ONCE)]
            return np.concatenate(parts)
        tree = np.arange(len(self.feature))
        at = np.zeros((len(found), len(self.feature)), dtype=np.intp)
        row = np.arange(len(found))[:, None]
        for _ in range(self.depth):
            goes_left = found[row, self.feature[tree, at]] <= self.threshold[tree, at]
            at = np.where(goes_left, self.left[tree, at], self.right[tree, at])
        odds = self.base + self.value[tree, at].sum(axis=1)
        return 1 / (1 + np.exp(-odds))


@cache
def trees(which: Literal["alone", "together"]) -> Trees:
    """The trees in force: of a figure alone, or after all others of the document were read (`concord`)."""
    return trees_of(_told()[which])


@cache
def _told() -> Mapping[str, Any]:
    return json.loads(Path(__file__).with_name("surety.json").read_text(encoding="utf-8"))


def trees_of(told: Mapping[str, Any]) -> Trees:
    """Trees as `surety.json` tells them: a split is (feature, threshold, left, right), a leaf (value,)."""
    nodes: list[list[list[float]]] = told["trees"]
    shape = len(nodes), max(len(tree) for tree in nodes)
    feature, left, right = (np.zeros(shape, dtype=np.intp) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for i, tree in enumerate(nodes):
        for j, node in enumerate(tree):
            if len(node) == 1:
                value[i, j], left[i, j], right[i, j] = node[0], j, j
            else:
                feature[i, j], threshold[i, j] = int(node[0]), node[1]
                left[i, j], right[i, j] = int(node[2]), int(node[3])
    return Trees(told["base"], feature, threshold, left, right, value, told["depth"])
