"""The model of engagement and affinity: learned from all dyads, written down in a table, read back for any of them.

Table `closeness_standards` holds every number that the readings of a pair and their weights depend on, rounded. What is
computed for the world and what is computed for one pair both start from the rounded numbers, so they agree.

Quantities: of a deed `slope` (place: row of `expected.setting`), `level` and `shrink` and `floor` (by year), `effect`
(by state and year), `centre` and `scale` (mean and standard deviation of readings), `loading` (place: engagement 0,
affinity 1), `noise`, `offset`, `repeated`, `held_back` (as in `latent.Standards`); of all `persistence` (by place),
`correlation`, `due` (place: 0 readings on engagement, 1 on affinity, 2 on either that any dyad has in a year).
"""

from __future__ import annotations

import math
import math
import math
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl

from amity.atlas import Atlas
from amity.indicators import Scope
from amity.scores import deeds, expected, latent
from amity.scores.deeds import DEEDS, FIRST, LAST, YEARS, Field, Floats
from amity.scores.expected import Effects

#: Deeds that are read, in the order of `expected.RULES`.
ITEMS: tuple[str, ...] = tuple(expected.RULES)

#: Largest share of what is told of a latent variable that may come from one pillar, so that none swallows it.
CAP = 0.35

#: Readings farther than this from the mean, in standard deviations, are read as being this far.
BOUND = 4.0

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
    weights: latent.Standards
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
    items = unit.items(atlas, grid)
    centre = np.round(np.nanmean(items, axis=(0, 1)), _WEIGHTS)
    scale = np.round(np.nanstd(items, axis=(0, 1)), _WEIGHTS)
    items = (items - centre) / scale
    may = loads()
    fitted = latent.fit(items, may, sign=np.ones(may.shape), cap=1.0, bound=BOUND)
    fitted = replace(fitted, held_back=_held_back(fitted))
    seen = np.isfinite(items).any(axis=0)
    told = fitted.loadings != 0
    due = np.stack([(seen & told[:, 0]).sum(axis=1), (seen & told[:, 1]).sum(axis=1), seen.sum(axis=1)])
    return _written(effects, grid.names, centre, scale, fitted, due)


def _unfitted() -> latent.Standards:
    count, ones = len(ITEMS), np.ones(len(ITEMS))
    level = np.zeros((len(YEARS), count))
    return latent.Standards(np.zeros((count, 2)), ones, ones, ones, ones, np.ones(2), np.eye(2), level, BOUND)


def _held_back(fitted: latent.Standards) -> Floats:
    """(K,), by how much noise is raised so that no pillar holds more than `CAP` of what is told of a variable."""
    families = [(DEEDS[name].pillar, DEEDS[name].dimension) for name in ITEMS]
    held = np.ones(len(ITEMS))
    for _ in range(60):
        for family in dict.fromkeys(families):
            mine = np.array([f == family for f in families])
            share = float(replace(fitted, held_back=held).shares[mine].sum(axis=0).max())
            if share > CAP:
                # What brings the share down to the cap while the others stay as they are.
                held = np.where(mine, held * share * (1 - CAP) / (CAP * (1 - share)), held)
    return held


def _rounded(effects: Effects) -> Effects:
    return Effects(
        np.round(effects.slopes, _WEIGHTS),
        np.round(effects.level, _FINE),
        np.round(effects.states, _FINE),
        _significant(effects.shrink),
        _significant(effects.floor),
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
    fitted: latent.Standards,
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
        add(name, "floor", found.floor, FIRST, 12)
        add(name, "centre", centre[k])
        add(name, "scale", scale[k])
        add(name, "loading", fitted.loadings[k])
        for quantity in ("noise", "offset", "repeated", "held_back"):
            add(name, quantity, getattr(fitted, quantity)[k])
        for s, year in zip(*np.nonzero(np.isfinite(found.states)), strict=True):
            rows.append((name, "effect", 0, names[s], FIRST + int(year), float(found.states[s, year])))
    add("", "persistence", fitted.persistence)
    add("", "correlation", fitted.variance[0, 1])
    for place, counts in enumerate(due):
        rows += [("", "due", place, "", FIRST + t, float(count)) for t, count in enumerate(counts)]
    kinds = {"item": pl.String, "quantity": pl.String, "place": pl.Int8, "state": pl.String, "year": pl.Int16}
    frame = pl.DataFrame(rows, schema={**kinds, "value": pl.Float64}, orient="row")
    return frame.sort("item", "quantity", "place", "state", "year")


@lru_cache(maxsize=2)
def model(atlas: Atlas) -> Model:
    """The model that the atlas holds; learned from its deeds where it holds none."""
    held = "closeness_standards" in atlas.tables
    return read(atlas.scan("closeness_standards").collect() if held else learn(atlas))


def read(rows: pl.DataFrame) -> Model:
    """The model that rows of `closeness_standards` describe."""
    names = deeds.field(Scope(FIRST, LAST)).names
    number = {name: k for k, name in enumerate(names)}
    span, count = len(YEARS), len(ITEMS)
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
            series(name, "floor", -np.inf),
        )
    alike = float(places("", "correlation")[0])
    each = {q: np.array([places(name, q)[0] for name in ITEMS]) for q in ("noise", "offset", "repeated", "held_back")}
    weights = latent.Standards(
        loadings=np.stack([places(name, "loading") for name in ITEMS]),
        **each,
        persistence=places("", "persistence"),
        variance=np.eye(2),
        intercepts=np.zeros((span, count)),
        bound=BOUND,
    )
    due = np.zeros((3, span))
    told = parts[("", "due")]
    due[told["place"].to_numpy(), told["year"].to_numpy() - FIRST] = told["value"].to_numpy()
    centre, scale = (np.array([places(name, q)[0] for name in ITEMS]) for q in ("centre", "scale"))
    return Model(effects, names, centre, scale, weights, alike, due)
