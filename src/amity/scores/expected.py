"""What two states' size, activity and distance lead one to expect of their deeds, and the readings that remain.

Four rules turn a deed into a reading; each deed has one (`RULES`).

- *activity*, for what most states do with most others (trade, arms, shared organisations): expected from i to j is
  `s_i r_j exp(f)`, f linear in the logarithm of the distance of capitals, where the s (what a state gives) and r (what
  it takes) of a year are such that all of each state's expected deeds add up to its actual ones. These are the Poisson
  estimates of a gravity model with effects of each sender, receiver and year. Reading: `log((O + c) / (E + c))`, O
  being the deed and E what is expected of it, both ways added.
- *opportunity*, for what is rare or recorded for a few states only (disputes, sanctions, visits): expected is a
  function of both states' size (share of world capabilities), the distance of capitals and that of territories, with
  a level of each year, and not of how active the two were: a quarrelsome state's quarrels are not excused. Same
  reading. Of disputes and fighting both O and E are remembered, half of them for `HALF_LIFE` years; and a lack of
  hostility is read only of the dyads most exposed to it.
- *sides*, for positions (UN votes): two states that stand together far from the middle agree more than the sum of
  their habits. Reading: what remains of the figure net of a level and an effect of each state, by least squares.
- *balance*, for conflict in the news beside cooperation in the news: attention cancels out.

The c shrinks readings to 0 where little is expected and little seen: strangers without disputes are no friends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from amity.atlas import Atlas
from amity.scores import deeds
from amity.scores.deeds import DEEDS, Field, Flags, Floats

Rule = Literal["activity", "opportunity", "sides", "balance"]

#: How each deed is read. Wars fought on the same side are too rare for a reading.
RULES: Mapping[str, Rule] = {
    "trade": "activity",
    "energy": "activity",
    "investment": "opportunity",
    "finance": "opportunity",
    "construction": "opportunity",
    "arms": "activity",
    "exercises": "opportunity",
    "troops": "opportunity",
    "visits": "opportunity",
    "contacts": "opportunity",
    "cooperation": "activity",
    "organisations": "activity",
    "kappa": "sides",
    "ideal_distance": "sides",
    "hostility": "opportunity",
    "fatality": "opportunity",
    "acts": "opportunity",
    "armed_conflict": "opportunity",
    "conflict": "balance",
    "sanctions": "opportunity",
}

#: Deeds with a sender and a receiver.
_DIRECTED = frozenset({"trade", "energy", "arms", "cooperation"})

#: Of amounts, c is this part of what those who have any have on average in the year; of things counted it is 1.
PART = 0.1
_COUNTED = frozenset({"visits", "exercises", "hostility", "fatality", "acts", "armed_conflict", "sanctions",
                      "contacts", "conflict", "cooperation"})  # fmt: skip

#: What is remembered, and after how many years half of it.
REMEMBERED = frozenset({"hostility", "fatality", "acts", "armed_conflict"})
HALF_LIFE = 5.0

#: A lack of hostility is read of this part of the dyads of a year, those of whom most is expected. About as many
#: dyads are neighbours or have a great power in them.
_EXPOSED = 0.1
_HOSTILE = REMEMBERED | {"sanctions"}

#: A year in which fewer of the members' dyads are covered tells nothing of each state's activity: the effects of the
#: year before stand in, scaled to the level.
THIN = 0.25

#: Slopes are estimated from every so many years; states and levels from all.
_EVERY = 4

#: Rounds of each estimate: fixed in number, far beyond need, so that no run stops elsewhere than another.
_BALANCING, _SLOPES, _CENTRING = 40, 8, 12

#: Readings of a state that its effect under "sides" is drawn to 0 by.
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
    north, east = (
        np.radians(_filled(*grid.states(rows, f"{side}_deg"), 0.0)) for side in ("latitude", "longitude")
    )
    one, two = grid.pairs.T
    half = (
        np.sin((north[one] - north[two]) / 2) ** 2
        + np.cos(north[one]) * np.cos(north[two]) * np.sin((east[one] - east[two]) / 2) ** 2
    )
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))


def _filled(value: Floats, there: Flags, otherwise: float) -> Floats:
    """Gaps along the last axis take the value before them, the first ones the value after them."""
    place = np.where(there, np.arange(value.shape[1]), -1)
    before = np.maximum.accumulate(place, axis=1)
    some = there.any(axis=1)
    first = np.where(some, there.argmax(axis=1), 0)
    source = np.where(before >= 0, before, first[:, None])
    return np.where(some[:, None], np.take_along_axis(value, source, axis=1), otherwise)


@dataclass(frozen=True, eq=False)
class Effects:
    """The standard by which one deed is read; T years, S states.

    Attributes:
        slopes: Of the rows of `setting`: (1,) under "activity", (3,) under "opportunity", else (0,).
        level: (T,), logarithm of the year's level ("sides": the level itself).
        states: (2, S, T), logarithms of s and r ("sides": the state's effect, twice); NaN where it has none.
        shrink: (T,), the c of the reading.
        floor: (T,), expected hostility from which on a lack of it is read; minus infinity where all is read.
    """

    slopes: Floats
    level: Floats
    states: Floats
    shrink: Floats
    floor: Floats


def expected(deed: str, effects: Effects, grid: Field, where: Floats) -> Floats:
    """What is expected of a deed read under "activity" or "opportunity", in its own unit, shape (dyads, years)."""
    log = effects.level + np.tensordot(effects.slopes, where[: len(effects.slopes)], axes=1)
    if RULES[deed] == "opportunity":
        return _remembered(deed, np.exp(log), grid)
    one, two = grid.pairs.T
    sent, taken = effects.states
    with np.errstate(invalid="ignore"):
        return np.exp(log) * (np.exp(sent[one] + taken[two]) + np.exp(sent[two] + taken[one]))


def readings(deed: str, values: Mapping[str, Floats], effects: Effects, grid: Field, where: Floats) -> Floats:
    """Readings of one deed, shape (dyads, years): positive is closer; NaN where not covered or not read.

    Args:
        deed: Its name.
        values: Raw figures by deed, each of shape (dyads, years).
        effects: From `estimate`.
        grid: The dyads and years of the figures, from `deeds.FIRST` on.
        where: From `setting`.
    """
    value, sign = values[deed], DEEDS[deed].sign
    if RULES[deed] == "balance":
        friendly = values["cooperation"]
        read = np.log((friendly + 1.0) / (value * np.exp(effects.level) + 1.0))
        return np.where(friendly + value > 0, read, np.nan)
    if RULES[deed] == "sides":
        return sign * (value - effects.level - effects.states[0][grid.pairs].sum(axis=1))
    due = expected(deed, effects, grid, where)
    seen = _remembered(deed, value, grid)
    read = sign * np.log((seen + effects.shrink) / (due + effects.shrink))
    return np.where((due >= effects.floor) | (seen > 0), read, np.nan)


def _remembered(deed: str, value: Floats, grid: Field) -> Floats:
    """Each year's figure with what is left of the years before, from the first year that both were members."""
    if deed not in REMEMBERED:
        return value
    left = 0.5 ** (1.0 / HALF_LIFE)
    found, lived = np.empty_like(value), grid.lived
    before = np.zeros(len(value))
    for t in range(value.shape[1]):
        found[:, t] = value[:, t] + left * before
        before = np.where(lived[:, t], np.where(np.isnan(found[:, t]), left * before, found[:, t]), 0.0)
    return found


def estimate(atlas: Atlas, deed: str, values: Mapping[str, Floats], grid: Field, where: Floats) -> Effects:
    """The standard of one deed, from all dyads."""
    value = values[deed]
    seen = np.isfinite(value)
    states, years = grid.member.shape
    none = np.full((2, states, years), np.nan)
    shrink, floor = np.ones(years), np.full(years, -np.inf)
    if RULES[deed] == "balance":
        both = seen & np.isfinite(values["cooperation"])
        friendly, hostile = values["cooperation"][both].sum(), value[both].sum()
        return Effects(np.zeros(0), np.full(years, np.log(friendly / hostile)), none, shrink, floor)
    if RULES[deed] == "sides":
        level, effect = _centred(value, seen, grid)
        return Effects(np.zeros(0), level, np.stack([effect, effect]), shrink, floor)
    amount = np.where(seen, value, 0.0)
    if deed not in _COUNTED:
        some = (amount > 0).sum(axis=0)
        typical = np.divide(amount.sum(axis=0), some, out=np.zeros(years), where=some > 0)
        shrink = PART * _nearest(np.where(typical > 0, typical, np.nan))
    if RULES[deed] == "activity":
        sent = deeds.forward(atlas, grid, deed) if deed in _DIRECTED else value / 2
        found = _gravity(amount, np.where(seen, np.nan_to_num(sent), 0.0), seen, grid, where[0])
        return Effects(*found, shrink, floor)
    slopes, level = _poisson(amount, seen, where)
    given = Effects(slopes, level, none, shrink, floor)
    if deed in _HOSTILE:
        due = np.where(seen, expected(deed, given, grid, where), np.nan)
        floor = np.array([np.nanquantile(due[:, t], 1 - _EXPOSED) if seen[:, t].any() else 0.0 for t in range(years)])
        return Effects(slopes, level, none, shrink, floor)
    return given


def _centred(value: Floats, seen: Flags, grid: Field) -> tuple[Floats, Floats]:
    """Level and state effects of each year by alternating least squares, the effects shrunk."""
    states, years = grid.member.shape
    level, effect = np.zeros(years), np.full((states, years), np.nan)
    for t in np.flatnonzero(seen.any(axis=0)):
        table, there = _table(value[:, t], value[:, t], seen[:, t], grid), _table(1.0, 1.0, seen[:, t], grid)
        met = there.sum(axis=1)
        centre, own = 0.0, np.zeros(states)
        for _ in range(_CENTRING):
            centre = float((table - there * (own[:, None] + own)).sum() / there.sum())
            own = (table - there * (centre + own)).sum(axis=1) / (met + _SHRUNK)
        level[t] = centre
        effect[met > 0, t] = own[met > 0]
    return level, effect


def _table(out: Floats | float, back: Floats | float, seen: Flags, grid: Field) -> Floats:
    """One year's figures as a table of states, from row to column; 0 where unseen."""
    table = np.zeros((len(grid.names), len(grid.names)))
    one, two = grid.pairs[seen].T
    table[one, two] = out[seen] if isinstance(out, np.ndarray) else out
    table[two, one] = back[seen] if isinstance(back, np.ndarray) else back
    return table


def _poisson(amount: Floats, seen: Flags, features: Floats) -> tuple[Floats, Floats]:
    """Slopes and yearly levels of a Poisson regression: Newton's method with the levels concentrated out."""
    span = seen.shape[1]
    told = np.flatnonzero(seen.any(axis=0) & (amount.sum(axis=0) > 0))
    chosen = told[::_EVERY] if len(told) > 3 * _EVERY else told
    dyad, place = np.nonzero(seen[:, chosen])
    year = chosen[place]
    x = features[:, dyad, year]
    centre, scale = x.mean(axis=1), np.maximum(x.std(axis=1), 1e-6)
    x = (x - centre[:, None]) / scale[:, None]
    y = amount[dyad, year]
    total = np.bincount(year, weights=y, minlength=span)
    slopes = np.zeros(len(x))
    for _ in range(_SLOPES):
        weight = np.exp(slopes @ x)
        sums = np.bincount(year, weights=weight, minlength=span)
        fitted = weight * np.divide(total, sums, out=np.zeros(span), where=sums > 0)[year]
        means = np.stack([np.bincount(year, weights=fitted * row, minlength=span) for row in x])
        means = np.divide(means, total, out=np.zeros_like(means), where=total > 0)
        gone = x - means[:, year]
        information = (gone * fitted) @ gone.T + 1e-6 * total.sum() * np.eye(len(x))
        slopes = slopes + np.clip(np.linalg.solve(information, x @ (y - fitted)), -1.0, 1.0)
    raw = slopes / scale
    weight = np.exp(np.tensordot(raw, features, axes=1)) * seen
    level = np.full(span, np.nan)
    level[told] = np.log(amount.sum(axis=0)[told] / weight.sum(axis=0)[told])
    # Years without any deed keep the level of the nearest year with some.
    return raw, _nearest(level)


def _nearest(level: Floats) -> Floats:
    known = np.flatnonzero(np.isfinite(level))
    gap = np.abs(np.arange(len(level))[:, None] - known[None, :])
    return level[known[gap.argmin(axis=1)]]


def _gravity(
    amount: Floats, sent: Floats, seen: Flags, grid: Field, distance: Floats
) -> tuple[Floats, Floats, Floats]:
    """Slope of distance common to all years, by Newton's method, each year's states balanced between the steps."""
    states, years = grid.member.shape
    full = (seen.sum(axis=0) >= THIN * grid.lived.sum(axis=0)) & (amount.sum(axis=0) > 0)
    told = np.flatnonzero(full)
    activity = np.zeros((2, states, years))
    slope = 0.0
    for _ in range(_SLOPES):
        score = information = 0.0
        for t in told[::_EVERY]:
            fitted, near = _balanced(amount, sent, seen, grid, distance, slope, t, activity)
            score += float(near @ (amount[seen[:, t], t] - fitted) / fitted.sum())
            gone = near - near @ fitted / fitted.sum()
            information += float((gone * fitted) @ gone / fitted.sum())
        slope += float(np.clip(score / information, -1.0, 1.0))
    for t in told:
        _balanced(amount, sent, seen, grid, distance, slope, t, activity)
    state = np.where(activity > 0, np.log(np.maximum(activity, 1e-12)), np.nan)
    level = np.zeros(years)
    for t in np.flatnonzero(~full & seen.any(axis=0)):
        earlier = told[told < t]
        if len(earlier):
            state[:, :, t] = state[:, :, earlier[-1]]
            given = Effects(np.array([slope]), level, state, level, level)
            due = expected("trade", given, grid, distance[None])[:, t]
            use = seen[:, t] & np.isfinite(due)
            level[t] = np.log(amount[use, t].sum() / due[use].sum())
    return np.array([slope]), level, state


def _balanced(
    amount: Floats, sent: Floats, seen: Flags, grid: Field, distance: Floats, slope: float, t: int, activity: Floats
) -> tuple[Floats, Floats]:
    """Sets the states' s and r of year t; what is then expected of the dyads seen, and their log distance."""
    dyads = seen[:, t]
    near = distance[dyads, t]
    pull = np.exp(slope * distance[:, t])
    kernel = _table(pull, pull, dyads, grid)
    table = _table(sent[:, t], amount[:, t] - sent[:, t], dyads, grid)
    out, into = table.sum(axis=1), table.sum(axis=0)
    gives, takes = activity[:, :, t]
    if not takes.any():
        takes = np.sqrt(into)
    for _ in range(_BALANCING):
        reach = kernel @ takes
        gives = np.divide(out, reach, out=np.zeros(len(out)), where=reach > 0)
        reach = kernel @ gives
        takes = np.divide(into, reach, out=np.zeros(len(into)), where=reach > 0)
    # Only their product means something: both add up alike.
    even = np.sqrt(takes.sum() / gives.sum())
    activity[0, :, t], activity[1, :, t] = gives * even, takes / even
    one, two = grid.pairs[dyads].T
    gives, takes = activity[:, :, t]
    return pull[dyads] * (gives[one] * takes[two] + gives[two] * takes[one]), near


