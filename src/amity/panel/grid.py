"""The rows of a panel: which states or pairs in which years, and where each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.indicators import LAST_YEAR

Unit = Literal["directed-dyad-year", "dyad-year", "state-year"]
Numbers = NDArray[np.integer]

#: Rows made at a time where a panel is written without being held.
CHUNK = 1 << 17


@dataclass(frozen=True, slots=True)
class Keys:
    """Some rows as numbers.

    Attributes:
        rows: Number of the row.
        a: Number of the first state.
        b: Number of the second; the same as `a` where the unit is a state and a year.
        year: Years since `Grid.first`.
    """

    rows: Numbers
    a: Numbers
    b: Numbers
    year: Numbers


class Grid:
    """Every unit of a panel in every year of its membership, in the order of codes and years.

    Args:
        unit: What a row is.
        first: First year; rows before the panel's own first year are there for its lags.
        last: Last year.
        codes: The states, in alphabetical order.
        pairs: The pairs wanted, as numbers of states; None for all.
    """

    def __init__(
        self, unit: Unit, first: int, last: int, codes: Sequence[str], pairs: Collection[tuple[int, int]] | None
    ) -> None:
        self.unit, self.first, self.last, self.codes = unit, first, last, tuple(codes)
        self.n_years, self.n_states = last - first + 1, len(codes)
        member = np.zeros((self.n_states, self.n_years), dtype=np.bool_)
        for number, code in enumerate(codes):
            for spell in states.get(code).spells:
                start = max(first, spell.first_day.year)
                end = min(last, LAST_YEAR if spell.last_day is None else spell.last_day.year)
                member[number, max(0, start - first) : max(0, end - first + 1)] = True
        if unit == "state-year":
            present = member
        else:
            wanted = np.zeros((self.n_states, self.n_states), dtype=np.bool_)
            if pairs is None:
                wanted[:] = True
            for a, b in pairs or ():
                wanted[a, b] = wanted[b, a] = True
            wanted &= ~np.eye(self.n_states, dtype=np.bool_) if unit == "directed-dyad-year" else _above(self.n_states)
            present = member[:, None, :] & member[None, :, :] & wanted[:, :, None]
        #: Where each row stands in the box of all states (twice, for pairs) and years.
        self.places: NDArray[np.int32] = np.flatnonzero(present).astype(np.int32)
        #: The row at each place of that box, -1 where there is none.
        self.row_at: NDArray[np.int32] = np.full(present.size, -1, dtype=np.int32)
        self.row_at[self.places] = np.arange(len(self.places), dtype=np.int32)

    def __len__(self) -> int:
        return len(self.places)

    @property
    def is_dyadic(self) -> bool:
        """Is a row about two states?"""
        return self.unit != "state-year"

    @cached_property
    def years(self) -> NDArray[np.int32]:
        """Years since `first`, per row."""
        return self.places % self.n_years

    def keys(self, rows: Numbers) -> Keys:
        """The states and years of these rows; of row 0 where a number is negative."""
        units, year = np.divmod(self.places[np.maximum(rows, 0)], self.n_years)
        a, b = np.divmod(units, self.n_states) if self.is_dyadic else (units, units)
        return Keys(rows, a, b, year)

    def rows(self, a: Numbers, b: Numbers, year: Numbers) -> Numbers:
        """The rows of these states (numbers; -1 unknown) in these calendar years, -1 where there is none."""
        inside = (a >= 0) & (b >= 0) & (year >= self.first) & (year <= self.last)
        unit = a * np.int32(self.n_states) + b if self.is_dyadic else a
        place = unit * np.int32(self.n_years) + (year - np.int32(self.first))
        if not inside.all():
            place = np.where(inside, place, 0)
            return np.where(inside, self.row_at[place], np.int32(-1))
        return self.row_at[place]

    def before(self, rows: Numbers, lag: int) -> Numbers:
        """The rows of the same units `lag` years earlier, -1 where there is none."""
        place = self.places[rows] - lag
        there = (self.years[rows] >= lag) & (place >= 0)
        return np.where(there, self.row_at[np.maximum(place, 0)], -1)

    def numbers(self, codes: pl.Series) -> Numbers:
        """The number of each state, -1 for those that are not in the panel."""
        if codes.is_empty():
            return np.empty(0, dtype=np.intp)
        known = pl.Series(self.codes, dtype=pl.String)
        found = codes.replace_strict(
            known, pl.Series(np.arange(len(known), dtype=np.int32)), default=-1, return_dtype=pl.Int32
        )
        return found.to_numpy()

    def pairs(self) -> Numbers:
        """Every pair with a row, once: number of the first state times `n_states` plus number of the second."""
        if not self.is_dyadic:
            return np.empty(0, dtype=np.int32)
        there = (self.row_at >= 0).reshape(self.n_states, self.n_states, self.n_years).any(axis=2)
        return np.flatnonzero(np.triu(there | there.T, 1))

    def from_year(self, year: int) -> Numbers:
        """The rows of this calendar year and later."""
        return np.flatnonzero(self.years >= year - self.first)

    def chunks(self, rows: Numbers) -> Iterator[Numbers]:
        """These rows, some at a time."""
        for start in range(0, max(1, len(rows)), CHUNK):
            yield rows[start : start + CHUNK]


def _above(n: int) -> NDArray[np.bool_]:
    return np.triu(np.ones((n, n), dtype=np.bool_), 1)
