"""Data sets for analysis: one row per pair (or state) and year, whatever is asked for beside it, ready to cite.

`amity.panel(...)` names the rows (unit, years, states), the columns (indicators, variables, their lags) and what
happens to missing values; nothing is guessed. Joining never adds or drops rows: a panel has as many rows as there are
units in those years, whatever stands beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import polars as pl

from amity.atlas import Atlas, citation, open_atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import LAST_YEAR
from amity.panel import columns as reading
from amity.panel import selection
from amity.panel.codebook import Codebook, describe
from amity.panel.columns import DETAILS, Column, Reducer
from amity.panel.grid import Grid, Numbers, Unit
from amity.panel.variables import DECLARED, Variable

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["Panel", "Variable", "panel", "variables"]

#: The list of states begins in this year.
FIRST_YEAR = 1816

#: Where the rows themselves come from.
_MEMBERSHIP = "cow-state-system"

#: What to do with missing values: leave them, leave out rows that have any, or set them in the columns named.
Missing = Literal["null", "drop"] | Mapping[str, float | str]


@dataclass(frozen=True, eq=False)
class Panel:
    """A data set; its values are looked up when they are asked for.

    Attributes:
        unit: What a row is.
        first: First year.
        last: Last year.
        atlas: Where the figures come from.
        columns: The columns after those that name the row.
        missing: What became of missing values.
    """

    unit: Unit
    first: int
    last: int
    atlas: Atlas
    columns: tuple[Column, ...]
    missing: Missing
    _grid: Grid = field(repr=False)

    @cached_property
    def _rows(self) -> Numbers:
        return self._grid.from_year(self.first)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a row; together they are unique."""
        return ("a", "b", "year") if self._grid.is_dyadic else ("state", "year")

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        return (*self.keys, *(column.name for column in self.columns))

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.frame.height if self.missing == "drop" else len(self._rows)

    @property
    def width(self) -> int:
        """How many columns there are, those that name the row included."""
        return len(self.names)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Ids of the data sets that any row or value comes from."""
        return tuple(sorted({_MEMBERSHIP}.union(*(c.sources(self.first, self.last) for c in self.columns))))

    @cached_property
    def frame(self) -> pl.DataFrame:
        """All rows, sorted by state or pair and then year."""
        parts = list(self._made())
        return parts[0] if len(parts) == 1 else pl.concat(parts)

    def chunks(self) -> Iterator[pl.DataFrame]:
        """The rows, some at a time, without holding them all; at least one frame, maybe empty."""
        if "frame" in self.__dict__:
            yield self.frame
        else:
            yield from self._made()

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame.

        Raises:
            UsageError: pandas or pyarrow is not installed.
        """
        _require("pandas", "pyarrow")
        return self.frame.to_pandas()

    def to_arrow(self) -> pa.Table:  # pyright: ignore
        """The rows as an Arrow table.

        Raises:
            UsageError: pyarrow is not installed.
        """
        _require("pyarrow")
        return self.frame.to_arrow()  # pyright: ignore

    def write(self, path: str | Path) -> Path:
        """Write the rows to a file whose name says the format: parquet, csv, csv.gz, arrow, feather or dta (Stata).

        The whole file is written, or the old one stays as it was. In Stata a column name has at most 32 characters;
        longer ones are cut, and the label of the variable holds the whole name.

        Returns:
            The file written.

        Raises:
            UsageError: Another ending, a place that cannot be written, or what Stata needs is not installed.
        """
        from amity.panel import files

        return files.write(self, Path(path))

    def codebook(self) -> Codebook:
        """What each column is, where it comes from, which years it has and how much of it is missing."""
        return describe(self)

    def cite(self, style: Literal["text", "bibtex"] = "text") -> str:
        """How to cite amity and exactly the sources whose values stand in this panel."""
        known = self.atlas.manifest["sources"]
        works = [citation.itself(self.atlas), *(known[name] for name in self.sources)]
        return "\n\n".join(citation.bibtex(work) if style == "bibtex" else citation.plain(work) for work in works)

    def __len__(self) -> int:
        return self.height

    def __repr__(self) -> str:
        size = f"{self.height:,} rows" if self.missing != "drop" or "frame" in self.__dict__ else "rows without gaps"
        return (
            f"<amity.panel {self.unit} {self.first}-{self.last}: {size}, {self.width} columns, atlas {self.atlas.id}>"
        )

    def _repr_html_(self) -> str:
        return self.frame._repr_html_()  # pyright: ignore[reportPrivateUsage]

    def _made(self) -> Iterator[pl.DataFrame]:
        for rows in self._grid.chunks(self._rows):
            made = self._chunk(rows)
            if self.missing == "drop":
                made = made.drop_nulls()
            elif isinstance(self.missing, Mapping):
                made = made.with_columns(
                    pl.col(name).fill_null(pl.lit(value, made.schema[name])) for name, value in self.missing.items()
                )
            yield made

    def _chunk(self, rows: Numbers) -> pl.DataFrame:
        """The values of some rows, as they were found."""
        keys = self._grid.keys(rows)
        codes = pl.Series("codes", self._grid.codes, dtype=pl.String)
        year = pl.Series("year", keys.year + self._grid.first).cast(pl.Int16)
        sides = [("a", keys.a), ("b", keys.b)] if self._grid.is_dyadic else [("state", keys.a)]
        made = {name: codes.gather(pl.Series(numbers).cast(pl.UInt32)) for name, numbers in sides} | {"year": year}
        wanted: dict[tuple[int, int], tuple[reading.Lookup, set[str]]] = {}
        for column in self.columns:
            for lookup in (column.lookup, column.other):
                if lookup is not None:
                    wanted.setdefault((id(lookup), column.lag), (lookup, set()))[1].add(column.field)
        found: dict[tuple[int, int], pl.DataFrame] = {}
        earlier = {lag: self._grid.before(rows, lag) for lag in {lag for _, lag in wanted} if lag}
        for (number, lag), (lookup, fields) in wanted.items():
            if lag:
                found[number, lag] = lookup.look(self._grid.keys(earlier[lag]), sorted(fields), earlier[lag] < 0)
            else:
                found[number, lag] = lookup.look(keys, sorted(fields), None)
        for column in self.columns:
            values = found[id(column.lookup), column.lag][column.field]
            if column.other is not None:
                values = _reduced(values, found[id(column.other), column.lag][column.field], column.reducer)
            made[column.name] = values
        return pl.DataFrame([series.alias(name) for name, series in made.items()])


def panel(
    unit: Unit,
    first: int,
    last: int,
    *,
    states: str | Sequence[str] | None = None,
    dyads: Sequence[tuple[str, str | None]] | None = None,
    indicators: Literal["all"] | Sequence[str] = (),
    variables: Literal["all"] | Sequence[str] = (),
    lags: Sequence[int] | Mapping[str, Sequence[int] | int] = (),
    reduce: Mapping[str, Reducer] | None = None,
    missing: Missing = "null",
    details: Sequence[str] = (),
    seed: int = 0,
    atlas: Atlas | None = None,
    progress: Callable[[str], None] | None = None,
) -> Panel:
    """Make a data set with one row per pair (or state) and year.

    A pair or state has a row in each calendar year on any day of which it was (both were) a member of the Correlates
    of War state system.

    Args:
        unit: "directed-dyad-year" (a on b and b on a are two rows), "dyad-year" (one row, a before b in the
            alphabet of codes) or "state-year".
        first: First year, not before 1816.
        last: Last year.
        states: Only pairs of these states, or these states: names or codes, or the group "major powers" (those that
            counted as one in any of the years); None for all.
        dyads: Only these pairs; with None as the second state all pairs of the first.
        indicators: Ids ("trade.share") or pillars ("trade"), or "all".
        variables: Names or groups (see `variables`), or "all" that the atlas holds.
        lags: Values of earlier years as further columns `..._lag1`: (1, 2) for every column, or by indicator,
            variable, group or column: {"trade.share": 1}. A lag is what the same column holds in the row of the same
            unit so many years earlier, null where there is no such row.
        reduce: In unit "dyad-year", how the two directions of a directed indicator or variable become one value:
            "sum", "mean", "min", "max" (null unless both are known), "a_to_b" or "b_to_a". Without it both stand
            there, as `..._ab` and `..._ba`.
        missing: "null" leaves missing values missing; "drop" leaves out rows with any; {column: value} sets them in
            the columns named.
        details: What stands beside each indicator's value: any of n, low, high, coverage, sources, reason.
        seed: Seed of the intervals.
        atlas: Where to look; by default the atlas in use.
        progress: Told what is being measured.

    Raises:
        UsageError: An unknown name (the nearest are named), years the wrong way round, pairs asked of single states.
        NoDataError: The years lie outside the list of states, no unit is left, or the atlas lacks a table.

    Example:
        >>> import amity
        >>> made = amity.panel("dyad-year", 2000, 2010, dyads=[("China", "Russia")], variables=["contiguity"])
        >>> made.height, made.names
        (11, ('a', 'b', 'year', 'contiguity'))
    """
    atlas = atlas or open_atlas()
    if unit not in get_args(Unit):
        raise UsageError(f"A row cannot be a {unit!r}; choose one of {', '.join(get_args(Unit))}.")
    _check_years(first, last)
    wanted = selection.indicators(indicators, atlas)
    chosen = selection.variables(variables, atlas)
    if unit == "state-year":
        paired = [i.id for i in wanted] + [v.name for v in chosen if v.level != "state"]
        if paired and variables != "all":
            raise UsageError(f"{paired[0]} is about two states; a state-year has one. Choose a dyadic unit.")
        if wanted or dyads is not None:
            raise UsageError("Indicators and dyads are about two states; a state-year has one. Choose a dyadic unit.")
        chosen = [v for v in chosen if v.level == "state"]
    for name in details:
        if name not in DETAILS:
            raise UsageError(f"No detail is called {name!r}; there are {', '.join(DETAILS)}.")
    reducers = selection.reducers(dict(reduce or {}), wanted, chosen, unit)
    codes, pairs = selection.units(states, dyads, atlas, first, last)
    asked = selection.lags(lags)
    depth = max([0, *(lag for many in asked.values() for lag in many)])
    grid = Grid(unit, first - depth, last, codes, pairs)
    if not len(grid.from_year(first)):
        raise NoDataError(
            f"No {unit.replace('-', ' ')} is left: none of the states asked for "
            f"{'was a member' if unit == 'state-year' else 'were members together'} from {first} to {last}."
        )
    made = reading.read(atlas, grid, chosen, reducers)
    made += reading.measured(atlas, grid, wanted, tuple(dict.fromkeys(details)), reducers, seed, progress or _silent)
    made = selection.with_lags(made, asked)
    names = [column.name for column in made]
    selection.require_columns(missing, names)
    return Panel(unit, first, last, atlas, tuple(made), missing, grid)


def variables(atlas: Atlas | None = None) -> pl.DataFrame:
    """What can stand in a panel beside the indicators?

    Returns:
        One row per variable: variable, group, level (state, pair or directed), unit, definition, table, first_year,
        last_year, held (whether the atlas has its table), peacesciencer (its name there).
    """
    atlas = atlas or open_atlas()
    rows: list[dict[str, Any]] = []
    for variable in DECLARED:
        held = reading.held(atlas, variable)
        first, last = reading.covered(atlas, variable) if held and variable.time != "static" else (None, None)
        rows.append(
            {
                "variable": variable.name,
                "group": variable.group,
                "level": variable.level,
                "unit": variable.unit,
                "definition": variable.definition,
                "table": variable.table,
                "first_year": first,
                "last_year": last,
                "held": held,
                "peacesciencer": variable.peer or None,
            }
        )
    schema = {"first_year": pl.Int32, "last_year": pl.Int32, "peacesciencer": pl.String}
    return pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)


def _check_years(first: int, last: int) -> None:
    if first > last:
        raise UsageError(f"The years run backwards: from {first} to {last}. Swap them.")
    if first < FIRST_YEAR or last > LAST_YEAR:
        raise NoDataError(f"No panel from {first} to {last}: the list of states covers {FIRST_YEAR} to {LAST_YEAR}.")


def _reduced(ab: pl.Series, ba: pl.Series, how: Reducer | None) -> pl.Series:
    both = pl.DataFrame([ab.alias("ab"), ba.alias("ba")])
    if both.schema["ab"] == pl.Boolean:
        both = both.cast(pl.Int8)
    x, y = pl.col("ab"), pl.col("ba")
    made = {
        "sum": x + y,
        "mean": (x + y) / 2,
        "min": pl.min_horizontal(x, y),
        "max": pl.max_horizontal(x, y),
    }[cast("str", how)]
    return both.select(pl.when(x.is_not_null() & y.is_not_null()).then(made).alias("value"))["value"]


def _require(*modules: str) -> None:
    from importlib.util import find_spec

    lacking = [name for name in modules if find_spec(name) is None]
    if lacking:
        raise UsageError(f"This needs {' and '.join(lacking)}. Run `pip install 'amity[panel]'`.")


def _silent(_what: str) -> None:
    """No progress shown."""


class _Callable(ModuleType):
    """`amity.panel` is this module, and calling it is calling `panel`: one name for what is one thing."""

    __wrapped__ = panel

    def __call__(self, *arguments: Any, **named: Any) -> Panel:
        return panel(*arguments, **named)


sys.modules[__name__].__class__ = _Callable
