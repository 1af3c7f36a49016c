"""What two states' size, activity and distance lead one to expect of their deeds, and the readings that remain.

Five rules turn a deed into a reading; each deed has one (`RULES`).

- *activity*, for what most states do with most others (trade, arms, shared organisations): the logarithm of the
  amount, net of a level of the year, an additive effect of each of the two states in the year, and a slope in the
  logarithm of the distance of their capitals; by least squares, every dyad counting alike. To the amount a small c is
  added; where no more than c is expected and nothing is there, nothing is read.
- *sides*, for positions (UN votes): the same for the figure itself, without distance. Two states that stand together
  far from the middle agree more than the sum of their habits: what remains says on whose side they stand.
- *opportunity*, for what is rare or recorded for a few states only (visits, exercises, investment): expected is a
  function of both states' size (share of world capabilities), the distance of capitals and that of territories, with
  a level of each year, by Poisson regression, and not of how active the two were. Reading:
  `log((O + c) / (E + c))`, O being the deed and E what is expected of it.
- *force*, for hostility (disputes, fighting, sanctions): the logarithm of one more than the figure of the year, net of
  nothing: that two neighbours or great powers have many occasions to quarrel explains their quarrels and does not make
  them less hostile. None on record reads as none. The latent variable remembers, and fades.
- *balance*, for conflict in the news beside cooperation in the news: attention cancels out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from amity.atlas import Atlas
from amity.scores import deeds
from amity.scores.deeds import DEEDS, Field, Flags, Floats

Rule = Literal["activity", "opportunity", "sides", "force", "balance"]

#: How each deed is read. Wars fought on the same side are too rare for a reading, deaths say again what hostility
#: says, and China's finance and construction are known of China alone.
RULES: Mapping[str, Rule] = {
    "trade": "activity",
    "energy": "activity",
    "investment": "opportunity",
    "arms": "activity",
    "exercises": "opportunity",
    "visits": "opportunity",
    "cooperation": "activity",
    "organisations": "activity",
    "kappa": "sides",
    "ideal_distance": "sides",
    "hostility": "force",
    "acts": "force",
    "armed_conflict": "force",
    "conflict": "balance",
    "sanctions": "force",
}

#: Of amounts, c is this part of what those who have any have on average in the year; of things counted it is 1.
PART = 0.01
_COUNTED = frozenset({"visits", "exercises", "conflict", "cooperation", "organisations"})

#: A year in which fewer of the members' dyads are covered tells nothing of each state's activity: the effects of the
#: year before stand in, scaled to the level.
THIN = 0.25

#: Slopes are estimated from every so many years; states and levels from all.
_EVERY = 4

#: Rounds of each estimate: fixed in number, far beyond need, so that no run stops elsewhere than another.
_SLOPES, _CENTRING = 8, 12

#: Readings of a state that its effect is drawn to 0 by.
_SHRUNK = 5.0

#: Kilometres added to a distance, so that neighbours have a logarithm.
_NEAR_KM = 100.0

#: Distance where no edition has one (18 dyad-years): that of the median dyad.
_USUAL_KM = 6400.0

#: Share of world capabilities below which a state is not smaller for our purpose.
_LEAST_SIZE = 1e-6

_EARTH_KM = 6371.0


def setting(atlas: Atlas, grid: Field) -> Floats:
    """What deeds depend on, whoever the states are; a year that no edition covers takes the nearest one's.

    Returns:
        Shape (3, dyads, years): logarithms of the distance of capitals and of territories, and the sum of both
        states' logarithms of capability.
    """
    spells = atlas.scan("distance").filter(grid.scope.keeps("a", "b", year=None))
    years = pl.int_ranges(pl.col("first_year").cast(pl.Int32), pl.col("last_year").cast(pl.Int32) + 1)
    rows = spells.with_columns(year=years).explode("year", empty_as_null=False)
    distance = _filled(*grid.place(rows, "a", "b", "distance_km"), _USUAL_KM)
    capability = atlas.scan("capabilities").filter(grid.scope.about("state", year=None), pl.col("cinc").is_not_null())
    size = np.log(np.maximum(_filled(*grid.states(capability, "cinc"), _LEAST_SIZE), _LEAST_SIZE))
    both = size[grid.pairs[:, 0]] + size[grid.pairs[:, 1]]
    return np.stack([np.log(_capitals(atlas, grid) + _NEAR_KM), np.log(distance + _NEAR_KM), both])


def _capitals(atlas: Atlas, grid: Field) -> Floats:
    """Great-circle distance of the capitals at the end of each year, km, shape (dyads, years)."""
    seats = atlas.scan("capitals").filter(grid.scope.about("state", year=None)).sort("state", "first_day")
    ends = pl.col("last_day").dt.year().fill_null(deeds.LAST + 1).cast(pl.Int32)
    years = pl.int_ranges(pl.col("first_day").dt.year().cast(pl.Int32), ends)
    rows = seats.with_columns(year=years).explode("year", empty_as_null=False)
    north, east = (np.radians(_filled(*grid.states(rows, f"{side}_deg"), 0.0)) for side in ("latitude", "longitude"))
    one, two = grid.pairs.T
    half = (
        np.sin((north[one] - north[two]) / 2) ** 2
        + np.cos(north[one]) * np.cos(north[two]) * np.sin((east[one] - east[two]) / 2) ** 2
    )
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))


def _filled(value: Floats, there: Flags, otherwise: float) -> Floats:
    """Gaps along the last axis take the value before them, the first ones the value after them."""
    place = np.where(there, np.arange(value.shape[1], dtype=np.int64), np.int64(-1))
    before = np.asarray(np.maximum.accumulate(place, axis=1), dtype=np.int64)
    some = np.any(there, axis=1, keepdims=True)
    first = np.where(some[:, 0], there.argmax(axis=1), 0)
    source = np.where(before >= 0, before, first[:, None])
    return np.where(some, np.take_along_axis(value, source, axis=1), otherwise)


@dataclass(frozen=True, eq=False)
class Effects:
    """The standard by which one deed is read; T years, S states.

    Attributes:
        slopes: Of the rows of `setting`: (1,) under "activity", (3,) under "opportunity", else (0,).
        level: (T,), the level of the year.
        states: (S, T), each state's effect; NaN where it has none.
        shrink: (T,), the c of the reading.
    """

    slopes: Floats
    level: Floats
    states: Floats
    shrink: Floats


def readings(deed: str, values: Mapping[str, Floats], effects: Effects, grid: Field, where: Floats) -> Floats:
    """Readings of one deed, shape (dyads, years): positive is closer; NaN where not covered or not read.

    Args:
        deed: Its name.
        values: Raw figures by deed, each of shape (dyads, years).
        effects: From `estimate`.
        grid: The dyads and years of the figures, from `deeds.FIRST` on.
        where: From `setting`.
    """
    value, rule = values[deed], RULES[deed]
    if rule == "balance":
        friendly = values["cooperation"]
        read = np.log((friendly + 1.0) / (value * np.exp(effects.level) + 1.0))
        return np.where(friendly + value > 0, read, np.nan)
    if rule == "force":
        return DEEDS[deed].sign * np.log1p(value)
    fitted = effects.level + np.tensordot(effects.slopes, where[: len(effects.slopes)], axes=1)
    if rule == "opportunity":
        return DEEDS[deed].sign * np.log((value + effects.shrink) / (np.exp(fitted) + effects.shrink))
    fitted = fitted + effects.states[grid.pairs].sum(axis=1)
    if rule == "sides":
        return DEEDS[deed].sign * (value - fitted)
    # Nobody can deal less than not at all: where that is what is to be expected, it says nothing.
    nothing = np.log(effects.shrink)
    read = np.log(value + effects.shrink) - np.maximum(fitted, nothing)
    return np.where((value > 0) | (fitted > nothing), read, np.nan)


def estimate(deed: str, values: Mapping[str, Floats], grid: Field, where: Floats) -> Effects:
    """The standard of one deed, from all dyads."""
    value, rule = values[deed], RULES[deed]
    seen = np.isfinite(value)
    states, years = len(grid.names), len(grid.years)
    none = np.full((states, years), np.nan)
    shrink = np.ones(years)
    if rule == "balance":
        both = seen & np.isfinite(values["cooperation"])
        friendly, hostile = float(values["cooperation"][both].sum()), float(value[both].sum())
        level: Floats = np.full(years, math.log(friendly / hostile))
        return Effects(np.zeros(0), level, none, shrink)
    if rule == "force":
        return Effects(np.zeros(0), np.zeros(years), none, shrink)
    if rule == "sides":
        return Effects(np.zeros(0), *_net(value, seen, grid), shrink)
    amount = np.where(seen, value, 0.0)
    if deed not in _COUNTED:
        some, whole = (np.asarray(x.sum(axis=0), dtype=np.float64) for x in (amount > 0, amount))
        typical: Floats = np.where(some > 0, whole / np.maximum(some, 1.0), 0.0)
        shrink = PART * _nearest(np.where(typical > 0, typical, np.nan))
    if rule == "activity":
        return _active(np.log(amount + shrink), seen, grid, where, shrink)
    return Effects(*_poisson(amount, seen, where), none, shrink)


def _active(figure: Floats, seen: Flags, grid: Field, where: Floats, shrink: Floats) -> Effects:
    full = seen.sum(axis=0) >= THIN * grid.lived.sum(axis=0)
    told = np.flatnonzero(full)
    some = np.zeros_like(full)
    some[told[::_EVERY]] = True
    over = near = 0.0
    level, states = _net(where[0], seen & some, grid)
    for t in np.flatnonzero(some):
        dyads = seen[:, t]
        away = where[0, dyads, t] - level[t] - states[grid.pairs[dyads], t].sum(axis=1)
        over, near = over + float(away @ figure[dyads, t]), near + float(away @ where[0, dyads, t])
    slope = over / near
    left = figure - slope * where[0]
    level, states = _net(left, seen & full, grid)
    for t in np.flatnonzero(~full & seen.any(axis=0)):
        if (told < t).any():
            states[:, t] = states[:, told[told < t][-1]]
            rest = left[:, t] - states[grid.pairs, t].sum(axis=1)
            level[t] = rest[seen[:, t] & np.isfinite(rest)].mean()
    return Effects(np.array([slope]), level, states, shrink)


def _net(value: Floats, seen: Flags, grid: Field) -> tuple[Floats, Floats]:
    """Level and state effects of each year by alternating least squares, the effects shrunk."""
    states, years = grid.member.shape
    level, effect = np.zeros(years), np.full((states, years), np.nan)
    for t in np.flatnonzero(seen.any(axis=0)):
        one, two = grid.pairs[seen[:, t]].T
        figure = value[seen[:, t], t]
        there = np.zeros((states, states))
        there[one, two] = there[two, one] = 1.0
        met = there.sum(axis=1)
        total = np.bincount(one, figure, states) + np.bincount(two, figure, states)
        centre, own = 0.0, np.zeros(states)
        for _ in range(_CENTRING):
            centre = float((total.sum() - 2 * met @ own) / met.sum())
            # A step short of the plain one: both states of a dyad move at once.
            own = own + 0.6 * ((total - centre * met - there @ own - met * own - _SHRUNK * own) / (met + _SHRUNK))
        level[t] = centre
        effect[met > 0, t] = own[met > 0]
    return level, effect


def _poisson(amount: Floats, seen: Flags, features: Floats) -> tuple[Floats, Floats]:
    """Slopes and yearly levels of a Poisson regression: Newton's method with the levels concentrated out."""
    span = seen.shape[1]
    told = np.flatnonzero(seen.any(axis=0) & (amount.sum(axis=0) > 0))
    chosen = told[::_EVERY] if len(told) > 3 * _EVERY else told
    dyad, place = np.nonzero(seen[:, chosen])
    year = chosen[place]
    x: Floats = features[:, dyad, year]
    scale = np.asarray(np.maximum(x.std(axis=1), 1e-6), dtype=np.float64)
    x = (x - x.mean(axis=1)[:, None]) / scale[:, None]
    y = amount[dyad, year]
    total: Floats = np.bincount(year, weights=y, minlength=span).astype(np.float64)
    slopes: Floats = np.zeros(len(x))
    for _ in range(_SLOPES):
        weight: Floats = np.exp(slopes @ x)
        sums: Floats = np.bincount(year, weights=weight, minlength=span).astype(np.float64)
        fitted = weight * np.where(sums > 0, total / np.where(sums > 0, sums, 1.0), 0.0)[year]
        means = np.stack([np.bincount(year, weights=fitted * row, minlength=span).astype(np.float64) for row in x])
        means = np.divide(means, total, out=np.zeros_like(means), where=total > 0)
        gone: Floats = x - means[:, year]
        information = (gone * fitted) @ gone.T + 1e-6 * total.sum() * np.eye(len(x))
        slopes = slopes + np.clip(np.asarray(np.linalg.solve(information, x @ (y - fitted)), np.float64), -1.0, 1.0)
    raw: Floats = slopes / scale
    weight = np.exp(np.tensordot(raw, features, axes=1)) * seen
    level = np.full(span, np.nan)
    level[told] = np.log(amount.sum(axis=0)[told] / weight.sum(axis=0)[told])
    # Years without any deed keep the level of the nearest year with some.
    return raw, _nearest(level)


def _nearest(level: Floats) -> Floats:
    known = np.flatnonzero(np.isfinite(level))
    gap = np.abs(np.arange(len(level))[:, None] - known[None, :])
    return level[known[gap.argmin(axis=1)]]
