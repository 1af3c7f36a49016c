"""Goods trade of every pair in memory, for whoever asks about one pair after another.

What a state trades with all its partners is some ten thousand rows of `trade`; taken from a dense array it costs a
few slices instead of a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas
from amity.indicators import Scope

#: Data sets in which every state's trade with every partner is meant to be there, so that sums are totals.
COMPLETE = ("cow-trade-4.0", "cepii-baci-totals")

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Books:
    """Default flows of the complete data sets.

    Attributes:
        flows: Million US$ from state to partner, shape (states, years, states); NaN where there is no row.
        place: Where a state or territory stands in `flows`.
        first: Year of the first layer.
        sources: Data set and vintage of each year; None in a year that no complete data set gives.
        members: Who was a member of the state system, shape (years, states).
        rest: Rows of `trade` of the other editions that are the default of some year.
    """

    flows: Matrix
    place: dict[str, int]
    first: int
    sources: tuple[str | None, ...]
    members: NDArray[np.bool_]
    rest: pl.DataFrame

    def years(self, first: int, last: int) -> slice:
        """The layers from one year to another, both included."""
        return slice(max(0, first - self.first), max(0, last + 1 - self.first))

    def sent(self, state: str, years: slice) -> Matrix:
        """What a state sent each partner, shape (years, states)."""
        place = self.place.get(state)
        return np.full(self.members[years].shape, np.nan) if place is None else self.flows[place, years]

    def received(self, state: str, years: slice) -> Matrix:
        """What a state received from each partner, shape (years, states)."""
        place = self.place.get(state)
        return np.full(self.members[years].shape, np.nan) if place is None else self.flows[:, years, place].T

    def two_way(self, state: str, years: slice) -> Matrix:
        """A state's trade with each partner, shape (years, states): the flows held; NaN where there is none."""
        sent, received = self.sent(state, years), self.received(state, years)
        return np.where(np.isnan(sent), received, np.where(np.isnan(received), sent, sent + received))


def books(atlas: Atlas) -> Books | None:
    """All trade in memory; None before table `trade` is held, since one pair is read faster from the file."""
    return _books(atlas) if atlas.holds("trade") else None


@lru_cache(maxsize=1)  # some 70 MB
def _books(atlas: Atlas) -> Books | None:
    """None also where a year has several editions, or an edition several figures for a flow: no array holds that."""
    edition = ["year", "dataset", "vintage"]
    complete = pl.col("dataset").is_in(COMPLETE)
    trade = atlas.scan("trade")
    rows = trade.filter(complete).select(*edition, "source", "target", "value_usd_million", "is_default").collect()
    flows = rows.filter("is_default")
    editions = flows.select(edition).unique()
    rivals = rows.filter(~pl.col("is_default")).join(editions, on=edition, how="semi")
    if flows.is_empty() or editions["year"].is_duplicated().any() or rivals.height:
        return None
    names = pl.concat([flows["source"].unique(), flows["target"].unique()]).unique().sort()
    source, target = (flows[c].cast(pl.Enum(names)).to_physical().to_numpy() for c in ("source", "target"))
    named = {year: f"{dataset}@{vintage}" for year, dataset, vintage in editions.rows()}
    first, last = min(named), max(named)
    dense = np.full((len(names), last + 1 - first, len(names)), np.nan)
    dense[source, flows["year"].to_numpy().astype(np.int64) - first, target] = flows["value_usd_million"].fill_null(0.0)
    if np.count_nonzero(~np.isnan(dense)) != flows.height:
        return None
    place = {code: number for number, code in enumerate(names)}
    members = np.zeros((last + 1 - first, len(names)), dtype=np.bool_)
    for state in states.members():
        if state.code in place:
            for year in state.member_years(last):
                if year >= first:
                    members[year - first, place[state.code]] = True
    others = trade.filter(~complete).collect()
    rest = others.join(others.filter("is_default").select(edition).unique(), on=edition, how="semi")
    return Books(dense, place, first, tuple(named.get(y) for y in range(first, last + 1)), members, rest)


def places(held: Books, scope: Scope, a: str, b: str) -> pl.DataFrame:
    """The place of b among a's partners, and how concentrated a's trade is: the columns of `trade._places`."""
    span = held.years(scope.first, scope.last)
    value = held.two_way(a, span)
    with_b = value[:, held.place[b]] if b in held.place else np.full(len(value), np.nan)
    partners = np.count_nonzero(~np.isnan(value), axis=1)
    some = partners > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        hhi = np.nansum(value**2, axis=1) / np.nansum(value, axis=1) ** 2
    rank = np.where(with_b > 0, 1.0 + np.count_nonzero(value > with_b[:, None], axis=1), np.nan)
    years = (np.arange(len(value)) + held.first + span.start)[some]
    return pl.DataFrame(
        {
            "a": pl.repeat(a, len(years), eager=True),
            "b": pl.repeat(b, len(years), eager=True),
            "year": pl.Series(years, dtype=pl.Int32),
            "sources": pl.Series([held.sources[year - held.first] for year in years.tolist()], dtype=pl.String),
            "partners": partners[some],
            "ranked": np.count_nonzero(value > 0, axis=1)[some],
            "rank": pl.Series(rank[some]).fill_nan(None),
            "hhi": hhi[some],
        }
    )
