"""The model of engagement and affinity: learned from all dyads, written down in a table, read back for any of them.

Table `closeness_standards` holds every number that the readings of a pair and their weights depend on, rounded. What is
computed for the world and what is computed for one pair both start from the rounded numbers, so they agree.

Quantities: of a deed `slope` (place: row of `expected.setting`), `level` and `shrink` (by year), `effect` (by state and
year), `centre` and `scale` (mean and standard deviation of readings), `loading` (place: engagement 0, side or peace 1),
`noise`, `offset`, `repeated`, `held_back` (as in `latent.Standards`); of all `persistence` (place: engagement, side,
peace), `correlation` (of engagement and affinity), `due` (place: 0 readings on engagement, 1 on affinity, 2 on either
that any dyad has in a year).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl

from amity.atlas import Atlas
from amity.errors import NoDataError
from amity.indicators import Scope
from amity.scores import deeds, expected, latent
from amity.scores.deeds import DEEDS, FIRST, LAST, YEARS, Field, Floats
from amity.scores.expected import Effects
from amity.scores.weights import HALVES, Places, Weights

#: Deeds that are read, in the order of `expected.RULES`.
ITEMS: tuple[str, ...] = tuple(expected.RULES)

#: Largest share of what is told of engagement or affinity that may come from one item, or of engagement from one
#: pillar, so that none swallows it.
CAP = 0.35

#: Readings farther than this from the mean, in standard deviations, are read as being this far. Threat is rare and
#: severe: most pairs never quarrelled, and what is far from them is what it is about.
BOUND, THREAT_BOUND = 4.0, 12.0

#: Deeds that tell of threat: whether the two use or show force, or put each other under sanctions.
THREAT: tuple[str, ...] = ("hostility", "acts", "armed_conflict", "conflict", "sanctions")

#: What is learned of each item beside its loadings.
_OF_ITEMS = ("noise", "offset", "repeated", "held_back")

#: Decimals kept: effects and levels of figures in logarithms or less, weights.
_FINE, _WEIGHTS = 4, 5


@dataclass(frozen=True, eq=False)
class Model:
    """Everything that a pair's score depends on beside its own deeds.

    Attributes:
        effects: By deed.
        names: States that `effects` tell apart, sorted.
        centre: (K,), mean reading of each item.
        scale: (K,), standard deviation of its readings.
        weights: How items, centred and scaled, are read. Of themselves the two are independent here: that two
            states trade is no evidence that they are on one side, however often both go together.
        alike: Correlation of the two over dyads, as learned.
        due: (3, T), items with a reading of any dyad in a year: on engagement, on affinity, on either.
    """

    effects: Mapping[str, Effects]
    names: tuple[str, ...]
    centre: Floats
    scale: Floats
    weights: Weights
    alike: float
    due: Floats

    def items(self, atlas: Atlas, grid: Field) -> Floats:
        """Centred and scaled readings of the dyads of `grid`, shape (dyads, years, K); NaN where there is none."""
        return np.stack(self._columns(atlas, grid), axis=2)

    def _columns(self, atlas: Atlas, grid: Field) -> list[Floats]:
        values = dict(zip(DEEDS, deeds.measured(atlas, grid), strict=True))
        where = expected.setting(atlas, grid)
        place = {name: number for number, name in enumerate(self.names)}
        chosen = np.array([place[name] for name in grid.names])
        found: list[Floats] = []
        for name, centre, scale in zip(ITEMS, self.centre, self.scale, strict=True):
            effects = self.effects[name]
            mine = replace(effects, states=effects.states[chosen])
            with np.errstate(invalid="ignore", divide="ignore"):
                read = expected.readings(name, values, mine, grid, where)
            found.append((np.where(np.isfinite(values[name]), read, np.nan) - centre) / scale)
        return found


def loads() -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """(K, 2), on which of the two each item may load."""
    dimensions = [DEEDS[name].dimension for name in ITEMS]
    return np.array([[d != "affinity", d != "engagement"] for d in dimensions])


def learn(atlas: Atlas) -> pl.DataFrame:
    """The rows of table `closeness_standards`, from all dyads of the atlas."""
    grid = deeds.field(Scope(FIRST, LAST))
    values = dict(zip(DEEDS, deeds.measured(atlas, grid), strict=True))
    where = expected.setting(atlas, grid)
    effects = {name: _rounded(expected.estimate(name, values, grid, where)) for name in ITEMS}
    none = np.zeros(len(ITEMS))
    unit = Model(effects, grid.names, none, none + 1.0, _unfitted(), 0.0, np.zeros((3, len(YEARS))))
    read = unit.items(atlas, grid)
    centre = np.asarray(np.nanmean(read, axis=(0, 1)), dtype=np.float64).round(_WEIGHTS)
    scale = np.asarray(np.nanstd(read, axis=(0, 1)), dtype=np.float64).round(_WEIGHTS)
    items: Floats = (read - centre) / scale
    here, there = groups()
    may, only = loads()[here], np.tile([False, True], (len(there), 1))
    dealing = latent.fit(items[..., here], may, sign=np.ones(may.shape), cap=1.0, bound=BOUND)
    threat = latent.fit(items[..., there], only, sign=np.ones(only.shape), cap=2 * CAP, bound=THREAT_BOUND)
    fitted = Weights(replace(dealing, held_back=_held_back(dealing, here)), threat, here, there)
    seen = np.isfinite(items).any(axis=0)
    told = fitted.loadings != 0
    due = np.stack([(seen & told[:, 0]).sum(axis=1), (seen & told[:, 1]).sum(axis=1), seen.sum(axis=1)])
    # Threat is learned apart, as if it had nothing to do with engagement.
    alike = float(dealing.variance[0, 1]) / HALVES
    return _written(effects, grid.names, centre, scale, fitted, alike, due)


def groups() -> tuple[Places, Places]:
    """Places in `ITEMS` of what tells of engagement and side, and of what tells of threat."""
    mine = np.array([name in THREAT for name in ITEMS])
    return np.flatnonzero(~mine), np.flatnonzero(mine)


def _unfitted() -> Weights:
    def none(count: int) -> latent.Standards:
        ones, level = np.ones(count), np.zeros((len(YEARS), count))
        return latent.Standards(np.zeros((count, 2)), ones, ones, ones, ones, np.ones(2), np.eye(2), level, BOUND)

    here, there = groups()
    return Weights(none(len(here)), none(len(there)), here, there)


def _held_back(fitted: latent.Standards, places: Places) -> Floats:
    """By how much noise is raised so that none holds more than its part of what is told of a latent variable.

    Of engagement no pillar holds more than `CAP`; of side, which is half of affinity, no item more than twice that.
    """
    names = [ITEMS[int(k)] for k in places.tolist()]
    pillars = [DEEDS[name].pillar for name in names]
    held = np.ones(len(names))
    groups = [(0, np.array([p == pillar for p in pillars]), CAP) for pillar in dict.fromkeys(pillars)]
    groups += [(1, np.arange(len(names)) == k, 2 * CAP) for k in range(len(names))]
    for _ in range(60):
        for variable, mine, cap in groups:
            share = float(replace(fitted, held_back=held).shares[mine, variable].sum())
            if share > cap:
                # What brings the share down to the cap while the others stay as they are.
                held = np.where(mine, held * share * (1 - cap) / (cap * (1 - share)), held)
    return held


def _rounded(effects: Effects) -> Effects:
    return Effects(
        np.round(effects.slopes, _WEIGHTS),
        np.round(effects.level, _FINE),
        np.round(effects.states, _FINE),
        _significant(effects.shrink),
    )


def _significant(value: Floats) -> Floats:
    """To six digits."""
    size = np.where(np.isfinite(value) & (value != 0), np.abs(value), 1.0)
    unit = 10.0 ** (np.floor(np.log10(size)) - 5)
    return np.where(np.isfinite(value), np.round(value / unit) * unit, value)


def _written(
    effects: Mapping[str, Effects],
    names: tuple[str, ...],
    centre: Floats,
    scale: Floats,
    fitted: Weights,
    alike: float,
    due: Floats,
) -> pl.DataFrame:
    rows: list[tuple[str, str, int, str, int, float]] = []

    def add(item: str, quantity: str, values: Floats, first: int = 0, digits: int = _WEIGHTS) -> None:
        """One row per value: by year from `first` on, or by place where `first` is 0."""
        for number, value in enumerate(np.atleast_1d(values).tolist()):
            if np.isfinite(value):
                place, year = (number, 0) if first == 0 else (0, first + number)
                rows.append((item, quantity, place, "", year, round(value, digits)))

    for k, name in enumerate(ITEMS):
        found = effects[name]
        add(name, "slope", found.slopes)
        add(name, "level", found.level, FIRST, _FINE)
        add(name, "shrink", found.shrink, FIRST, 12)
        add(name, "centre", centre[k])
        add(name, "scale", scale[k])
        add(name, "loading", fitted.loadings[k])
        for quantity in _OF_ITEMS:
            add(name, quantity, fitted.each(quantity)[k])
        for s, year in np.argwhere(np.isfinite(found.states)).tolist():
            rows.append((name, "effect", 0, names[s], FIRST + year, float(found.states[s, year])))
    add("", "persistence", fitted.persistence)
    add("", "correlation", np.array(alike))
    for place, counts in enumerate(due):
        rows += [("", "due", place, "", FIRST + t, float(count)) for t, count in enumerate(counts)]
    kinds = {"item": pl.String, "quantity": pl.String, "place": pl.Int8, "state": pl.String, "year": pl.Int16}
    frame = pl.DataFrame(rows, schema={**kinds, "value": pl.Float64}, orient="row")
    return frame.sort("item", "quantity", "place", "state", "year")


@lru_cache(maxsize=2)
def model(atlas: Atlas) -> Model:
    """The model that the atlas holds; learned from its deeds where it holds none.

    Raises:
        NoDataError: The atlas is but an excerpt.
    """
    held = atlas.scan("closeness_standards").collect() if "closeness_standards" in atlas.tables else learn(atlas)
    if held.is_empty():
        raise NoDataError("This atlas was built from an excerpt: there is nothing to tell closeness by.")
    return read(held)


def read(rows: pl.DataFrame) -> Model:
    """The model that rows of `closeness_standards` describe."""
    names = deeds.field(Scope(FIRST, LAST)).names
    number = {name: k for k, name in enumerate(names)}
    span = len(YEARS)
    parts = rows.partition_by("item", "quantity", as_dict=True)

    def series(item: str, quantity: str, otherwise: float) -> Floats:
        values = np.full(span, otherwise)
        part = parts.get((item, quantity))
        if part is not None:
            values[part["year"].to_numpy() - FIRST] = part["value"].to_numpy()
        return values

    def places(item: str, quantity: str) -> Floats:
        part = parts.get((item, quantity))
        return np.zeros(0) if part is None else part.sort("place")["value"].to_numpy()

    effects: dict[str, Effects] = {}
    for name in ITEMS:
        states = np.full((len(names), span), np.nan)
        part = parts.get((name, "effect"))
        if part is not None:
            who = np.array([number[code] for code in part["state"].to_list()])
            states[who, part["year"].to_numpy() - FIRST] = part["value"].to_numpy()
        effects[name] = Effects(
            places(name, "slope"),
            series(name, "level", 0.0),
            states,
            series(name, "shrink", 1.0),
        )
    alike = float(places("", "correlation")[0])
    persistence = places("", "persistence")

    def standards(chosen: Places, kept: Floats, bound: float) -> latent.Standards:
        mine = [ITEMS[int(k)] for k in chosen.tolist()]
        each = {q: np.array([places(name, q)[0] for name in mine]) for q in _OF_ITEMS}
        loadings = np.stack([places(name, "loading") for name in mine])
        level = np.zeros((span, len(mine)))
        return latent.Standards(loadings, **each, persistence=kept, variance=np.eye(2), intercepts=level, bound=bound)

    here, there = groups()
    weights = Weights(
        standards(here, persistence[:2], BOUND),
        # Nothing is read of the first latent variable of this group; whatever its persistence.
        standards(there, np.array([persistence[2], persistence[2]]), THREAT_BOUND),
        here,
        there,
    )
    due = np.zeros((3, span))
    told = parts[("", "due")]
    due[told["place"].to_numpy(), told["year"].to_numpy() - FIRST] = told["value"].to_numpy()
    centre, scale = (np.array([places(name, q)[0] for name in ITEMS]) for q in ("centre", "scale"))
    return Model(effects, names, centre, scale, weights, alike, due)
