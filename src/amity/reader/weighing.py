"""Everything a figure may mean, weighed: what is measured, between whom, and when, or nothing that the data hold.

The grammar (`binding`) reads what its rules foresee. Here every sense, pair of states and year that the sentence and
the figures before it offer makes a reading; how well it suits is the sum of the weights of what speaks for it, and a
softmax over all readings makes that a probability (a conditional logit: McFadden 1974, "Conditional logit analysis of
qualitative choice behavior"). Whether it is any of them is asked apart (a nested logit): only a part of what speaks for
the readings together speaks for there being one, and each sign of a reading has a second weight for that alone, for
what tells two readings apart, such as a state named nearby, may say little of whether the data hold either. What the
rules found is one of the things that speak for a reading. `validation/reader_weights.py` fits the weights on the
labelled texts that are open; they stand in `weights.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from amity.reader.cases import Way
from amity.reader.model import Period
from amity.reader.none_signs import none_signs
from amity.reader.pair_signs import NEVER, Column, PairSigns, merged
from amity.reader.scene import Features, Scene
from amity.reader.sense_signs import sense_signs
from amity.reader.senses import Sense, of_goods
from amity.reader.year_signs import year_signs

#: How many of the likeliest readings are told, and the least probability of one.
_MANY, _LEAST = 40, 0.002
#: How many of the figures before tell of the next one.
_RUN = 8
#: What speaks against a reading that a figure before has already: of 626 labelled figures after others none had.
TOLD_TWICE = -2.0
#: Before the name of a sign: its weight for there being a reading at all. Alone: how much of the readings' sum says so.
HELD = "held "
#: Parts of readings less likely than this tell nothing of that.
_SLIGHT = 0.001
#: What no reading may be.
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Meant:
    """One reading with its probability."""

    way: Way
    period: Period
    probability: float


@dataclass(slots=True)
class Grid:
    """All readings of a figure: senses by pairs by years, each with what speaks for it.

    Attributes:
        senses: What may be measured, and as what.
        pairs: Owner and partner.
        years: When.
        of_sense: What speaks for each sense.
        columns: What speaks for each pair, by sense, in parts that add up; what senses share is one part of all.
        of_year: What speaks for each year.
        of_none: What speaks for a figure that the data do not hold.
        told: The readings that a figure before has, by their places.
    """

    senses: list[tuple[Sense, str]] = field(default_factory=list[tuple[Sense, str]])
    pairs: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    years: list[Period] = field(default_factory=list[Period])
    of_sense: list[Features] = field(default_factory=list[Features])
    columns: list[list[Column]] = field(default_factory=list[list[Column]])
    of_year: list[Features] = field(default_factory=list[Features])
    of_none: Features = field(default_factory=dict[str, float])
    told: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])

    @property
    def of_pair(self) -> list[list[Features]]:
        """What speaks for each pair, by sense."""
        return [[merged(parts) for parts in zip(*columns, strict=True)] for columns in self.columns]


def grid_of(scene: Scene, held: Sequence[bool] = ()) -> Grid:
    """Every reading of a figure with what speaks for it.

    Args:
        scene: The figure with what stands around it.
        held: Whether the figures before it in the document are held, the last one first.
    """
    pairs = PairSigns(scene)
    grid = Grid(pairs=pairs.pairs, of_none=none_signs(scene) | _of_run(held))
    for sense, statistic, features in sense_signs(scene):
        grid.senses.append((sense, statistic))
        grid.of_sense.append(features)
        grid.columns.append(pairs.of(sense, statistic))
    for period, features in year_signs(scene):
        grid.years.append(period)
        grid.of_year.append(features)
    grid.told = list(dict.fromkeys(_told(scene, grid)))
    return grid


def _of_run(held: Sequence[bool]) -> Features:
    """What the figures before tell of whether the data hold one: an author stays with a matter, or far from any."""
    if not held:
        return {}
    recent = held[:_RUN]
    made: Features = {"n:last held" if recent[0] else "n:last not held": 1.0}
    made["n:share held"] = sum(recent) / len(recent)
    if len(recent) > 2 and len(set(recent[:3])) == 1:
        made["n:last three held" if recent[0] else "n:last three not held"] = 1.0
    return made


def _told(scene: Scene, grid: Grid) -> Iterator[tuple[int, int, int]]:
    """The readings that would tell a thing once more that a figure before in the paragraph tells."""
    senses = {(sense.id, statistic): i for i, (sense, statistic) in enumerate(grid.senses)}
    pairs = {pair: j for j, pair in enumerate(grid.pairs)}
    years = {(period.first, period.last): k for k, period in enumerate(grid.years)}
    for earlier in scene.told:
        k = years.get((earlier.period.first, earlier.period.last))
        for sense, owner, partner in _same(earlier.way):
            i, j = senses.get((sense, earlier.way.statistic)), pairs.get((owner, partner))
            if i is not None and j is not None and k is not None:
                yield i, j, k


def _same(way: Way) -> Iterator[tuple[str, str, str]]:
    """What was told, and the same seen from the other side: what one sells the other buys."""
    if not way.partners:
        return
    yield way.sense.id, way.owner, way.partners[0]
    if way.sense.flow == "pair":
        yield way.sense.id, way.partners[0], way.owner
    if way.statistic.startswith("level") and way.sense.ware is not None and way.sense.flow in ("in", "out"):
        other = of_goods(way.sense.ware, "in" if way.sense.flow == "out" else "out")
        if other is not None:
            yield other.id, way.partners[0], way.owner


@cache
def weights() -> Mapping[str, float]:
    """The weights in force."""
    return json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))


def weighed(grid: Grid, by: Mapping[str, float] | None = None) -> tuple[list[Meant], float]:
    """The likeliest readings of a figure with their probabilities, and the probability that it is none of them.

    Args:
        grid: Its readings.
        by: What speaks for a reading, and how much; None takes the weights in force.
    """
    by = weights() if by is None else by
    if not (grid.senses and grid.pairs and grid.years):
        return [], 1.0
    of_sense = np.array([_total(by, features) for features in grid.of_sense])
    of_pair = _of_pairs(by, grid)
    of_year = np.array([_total(by, features) for features in grid.of_year])
    odds = of_sense[:, None, None] + of_pair[:, :, None] + of_year[None, None, :]
    for at in grid.told:
        odds[at] += TOLD_TWICE
    top = float(odds.max())
    if top <= _NEVER / 2:
        return [], 1.0
    shares = np.exp(odds - top)
    whole = float(shares.sum())
    shares /= whole
    any_of_them = by.get(HELD, 1.0) * (top + math.log(whole)) + _held(by, grid, shares)
    none = 1 / (1 + math.exp(max(-700.0, min(700.0, any_of_them - _total(by, grid.of_none)))))
    shares *= 1 - none
    found: list[Meant] = []
    likeliest: list[int] = np.argsort(shares, axis=None)[::-1][:_MANY].tolist()
    for at in likeliest:
        of, year = divmod(at, len(grid.years))
        (sense, statistic), (owner, partner) = grid.senses[of // len(grid.pairs)], grid.pairs[of % len(grid.pairs)]
        probability = float(shares.flat[at])
        if probability < _LEAST:
            break
        found.append(Meant(Way(sense, statistic, owner, (partner,), {}), grid.years[year], probability))
    return found, none


def _total(by: Mapping[str, float], features: Features, head: str = "") -> float:
    """What speaks for something, weighed; by the weights whose names begin with `head`."""
    if not features:
        return 0.0
    if NEVER in features and not head:
        return _NEVER
    total = 0.0
    for name, value in features.items():
        weight = by.get(head + name if head else name)
        if weight is not None:
            total += weight * value
    return total


def _of_pairs(by: Mapping[str, float], grid: Grid) -> np.ndarray:
    """What speaks for each pair, by sense, weighed; what readings share is weighed once."""
    totals: dict[int, float] = {}
    columns: dict[int, np.ndarray] = {}
    for column in (column for several in grid.columns for column in several):
        if id(column) in columns:
            continue
        row: list[float] = []
        for features in column:
            total = totals.get(id(features))
            if total is None:
                total = totals[id(features)] = _total(by, features)
            row.append(total)
        columns[id(column)] = np.array(row)
    none = np.zeros(len(grid.pairs))
    return np.array([sum((columns[id(column)] for column in several), none) for several in grid.columns])


def _held(by: Mapping[str, float], grid: Grid, shares: np.ndarray) -> float:
    """What the likely readings say of there being one, each by how likely it is."""
    of_pair = shares.sum(2)
    says: dict[int, float] = {}

    def said(features: Features) -> float:
        known = says.get(id(features))
        if known is None:
            known = says[id(features)] = _total(by, features, HELD)
        return known

    told = 0.0
    for rows, among in ((grid.of_sense, of_pair.sum(1)), (grid.of_year, shares.sum((0, 1)))):
        likely = ((features, share) for features, share in zip(rows, among.tolist(), strict=True) if share >= _SLIGHT)
        told += sum(share * said(features) for features, share in likely)
    for several, among in zip(grid.columns, of_pair.tolist(), strict=True):
        for at, share in enumerate(among):
            if share >= _SLIGHT:
                # Most columns tell nothing of most pairs.
                told += share * sum(said(features) for column in several if (features := column[at]))
    return told
