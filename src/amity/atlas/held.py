"""Rows of tables found by state, without reading or filtering the whole table each time.

A predicate made by `about`, `between` or `touching` says of itself which states' rows it can keep. `Rows.filter` uses
that: it filters the few rows that name these states, once for all who ask, instead of the table. Whatever else is in
the predicate is applied as it stands, so the result is the same rows in the same order; only the time differs.

The rows of the first states asked for are read from the file. From the second on the table is held in memory with an
index by state, up to `BUDGET` bytes for all tables of an atlas.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: Most bytes that the tables of one atlas may take in memory.
BUDGET = 400_000_000

#: Tables whose file is not larger are held from the first look: reading them again costs more than keeping them.
SMALL = 40_000

#: How many selections of rows are kept for the next who asks, and how many rows they may have in all.
_SLICES, _SLICE_ROWS = 256, 2_000_000


@dataclass(frozen=True, slots=True)
class Touch:
    """Which rows a predicate can keep at most.

    Attributes:
        columns: The columns that name states.
        states: The states.
        every: Whether each of the columns must name one of them, or any.
    """

    columns: tuple[str, ...]
    states: tuple[str, ...]
    every: bool

    def expression(self) -> pl.Expr:
        """The same as a predicate."""
        tests = [pl.col(column).is_in(list(self.states)) for column in self.columns]
        return pl.all_horizontal(tests) if self.every else pl.any_horizontal(tests)


class Kept(pl.Expr):
    """A predicate that knows which states' rows it can keep; so does its conjunction with any other."""

    touch: Touch

    @classmethod
    def _from_pyexpr(cls, pyexpr: Any) -> pl.Expr:
        return pl.Expr._from_pyexpr(pyexpr)  # pyright: ignore[reportPrivateUsage]

    def __and__(self, other: Any) -> pl.Expr:
        return kept(super().__and__(other), self.touch)

    def __rand__(self, other: Any) -> pl.Expr:
        return kept(super().__rand__(other), self.touch)


def kept(predicate: pl.Expr, touch: Touch) -> Kept:
    """`predicate`, which must imply `touch`, marked with it."""
    marked = Kept.__new__(Kept)
    marked._pyexpr = predicate._pyexpr  # pyright: ignore[reportPrivateUsage]
    marked.touch = touch
    return marked


class Rows(pl.LazyFrame):
    """The rows of one table; filtered by a `Kept` predicate it starts from the rows of those states."""

    _store: Store | None = None
    _table: str = ""

    @classmethod
    def _from_pyldf(cls, ldf: Any) -> pl.LazyFrame:
        return pl.LazyFrame._from_pyldf(ldf)  # pyright: ignore[reportPrivateUsage]

    def filter(self, *predicates: Any, **constraints: Any) -> pl.LazyFrame:
        """As `polars.LazyFrame.filter`."""
        if self._store is not None:
            for predicate in predicates:
                if isinstance(predicate, Kept):
                    return self._store.rows(self._table, predicate.touch).lazy().filter(*predicates, **constraints)
        return super().filter(*predicates, **constraints)


class _Index:
    """Where in a column each state is named."""

    def __init__(self, column: pl.Series) -> None:
        column = column.cast(pl.String)
        names = column.unique().drop_nulls().sort()
        self.place = {name: number for number, name in enumerate(names)}
        self.codes = column.cast(pl.Enum(names)).to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
        self._order = np.argsort(self.codes, kind="stable")
        self._cuts = np.searchsorted(self.codes, np.arange(len(names) + 1), sorter=self._order)

    def numbers(self, state: str) -> NDArray[np.int64]:
        """The numbers of the state's rows, rising."""
        place = self.place.get(state)
        return self._order[:0] if place is None else self._order[self._cuts[place] : self._cuts[place + 1]]


@dataclass(eq=False)
class _Held:
    """A whole table in memory, with an index of each column that names states."""

    frame: pl.DataFrame
    indices: dict[str, _Index] = field(default_factory=dict[str, _Index])

    def index(self, column: str) -> _Index:
        if column not in self.indices:
            self.indices[column] = _Index(self.frame[column])
        return self.indices[column]

    def rows(self, touch: Touch) -> pl.DataFrame:
        first, *others = (self.index(column) for column in touch.columns)
        states = tuple(dict.fromkeys(touch.states))
        if touch.every:
            numbers = np.concatenate([first.numbers(state) for state in states])
            for index in others:
                codes = [index.place[state] for state in states if state in index.place]
                numbers = numbers[np.isin(index.codes[numbers], codes)]
            numbers.sort()
        else:
            numbers = np.unique(np.concatenate([i.numbers(state) for i in (first, *others) for state in states]))
        return self.frame[numbers] if len(numbers) else self.frame.clear()


class Store:
    """What one atlas keeps in memory.

    Args:
        read: Gives the whole of a table, lazily, from its file.
        size: Gives the bytes of a table's file.
    """

    def __init__(self, read: Callable[[str], pl.LazyFrame], size: Callable[[str], int]) -> None:
        self._read, self._size = read, size
        self._held: dict[str, _Held] = {}
        self._bytes = 0
        self._asked: dict[str, tuple[str, ...]] = {}
        self._slices: OrderedDict[tuple[str, Touch], pl.DataFrame] = OrderedDict()
        self._slice_rows = 0

    def scan(self, table: str) -> Rows:
        """The rows of a table, from memory if it is held."""
        if table not in self._held and self._size(table) <= SMALL:
            self.hold(table)
        held = self._held.get(table)
        source = self._read(table) if held is None else held.frame.lazy()
        rows = Rows.__new__(Rows)
        rows._ldf = source._ldf  # pyright: ignore[reportPrivateUsage]
        rows._store, rows._table = self, table  # pyright: ignore[reportPrivateUsage]
        return rows

    def holds(self, table: str) -> bool:
        """Whether a table is in memory."""
        return table in self._held

    def hold(self, table: str) -> bool:
        """Keep a table in memory if there is room for it; says whether it is there."""
        if table in self._held:
            return True
        if self._size(table) > BUDGET:  # it only grows when it is read
            return False
        frame = self._read(table).collect()
        size = int(frame.estimated_size())
        if self._bytes + size > BUDGET:
            return False
        self._bytes += size
        self._held[table] = _Held(frame)
        return True

    def rows(self, table: str, touch: Touch) -> pl.DataFrame:
        """The rows of a table that name these states, in the order of the table."""
        key = (table, touch)
        if key in self._slices:
            self._slices.move_to_end(key)
            return self._slices[key]
        asked = self._asked.setdefault(table, touch.states)
        if table in self._held or (asked != touch.states and self.hold(table)):
            rows = self._held[table].rows(touch)
        else:
            rows = self._read(table).filter(touch.expression()).collect()
        self._slices[key] = rows
        self._slice_rows += rows.height
        while len(self._slices) > _SLICES or self._slice_rows > _SLICE_ROWS > rows.height:
            self._slice_rows -= self._slices.popitem(last=False)[1].height
        return rows


def about(column: str, states: tuple[str, ...]) -> Kept:
    """Rows in which `column` is one of the states."""
    return _predicate(Touch((column,), states, every=True))


def between(x: str, y: str, a: str, b: str) -> Kept:
    """Rows about the two states, in either order of columns `x` and `y`."""
    pair = ((pl.col(x) == a) & (pl.col(y) == b)) | ((pl.col(x) == b) & (pl.col(y) == a))
    return kept(pair, Touch((x, y), (a, b), every=True))


def touching(x: str, y: str, states: tuple[str, ...]) -> Kept:
    """Rows in which column `x` or column `y` is one of the states."""
    return _predicate(Touch((x, y), states, every=False))


@cache
def _predicate(touch: Touch) -> Kept:
    return kept(touch.expression(), touch)
