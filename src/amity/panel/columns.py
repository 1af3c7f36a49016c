"""How a column gets its values: small tables, and for each row of the panel the number of the row to look at.

Nothing is as long as the panel but those numbers, so a panel of two million rows can be written in pieces. Every table
ends with two rows: all null, and zero in the columns where an absent row means zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.errors import NoDataError
from amity.indicators import Indicator, Scope, measure, measure_all
from amity.panel.grid import Grid, Keys, Numbers
from amity.panel.variables import Variable

#: How two directions become one value in an undirected panel; None keeps both as columns.
Reducer = Literal["sum", "mean", "min", "max", "a_to_b", "b_to_a"]

#: Of an indicator's rows, what can stand beside its value.
DETAILS = ("n", "low", "high", "coverage", "sources", "reason")

_EARTH_RADIUS_KM = 6371.0

#: Up to so many pairs each is measured by itself; measuring the world takes as long as that.
_FEW = 24


#: From a column and a first and last year to ids of data sets.
Sources = Callable[[str, int, int], frozenset[str]]


@dataclass(eq=False)
class Lookup:
    """A table and where each row of the panel finds its row in it.

    Attributes:
        frame: The table; its last but one row is all null, its last zero where absence means zero.
        at: From rows of the panel to rows of the table.
        sources: From a column and a span of years to the ids of the sources of the values the panel shows from then.
    """

    frame: pl.DataFrame
    at: Callable[[Keys], Numbers]
    sources: Sources

    def look(self, keys: Keys, columns: Sequence[str], missing: NDArray[np.bool_] | None) -> pl.DataFrame:
        """The values of some columns in some rows; null where `missing`."""
        numbers = self.at(keys)
        if missing is not None:
            numbers = np.where(missing, self.frame.height - 2, numbers)
        return self._plain[list(columns)][pl.Series(numbers.astype(np.uint32, copy=False))].fill_nan(None)

    @cached_property
    def _plain(self) -> pl.DataFrame:
        """The table with NaN for null: looking up numbers without a mask takes half the time."""
        return self.frame.with_columns(cs.float().fill_null(float("nan")))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a panel.

    Attributes:
        name: Its name.
        definition: What it is.
        unit: Its unit.
        range: Least and greatest possible value.
        lookup: Where its values are.
        field: The column of the lookup.
        other: The lookup of the other direction, where `reducer` makes one value of both.
        reducer: How.
        lag: How many years earlier the value is from.
        base: Name of the variable or indicator.
    """

    name: str
    definition: str
    unit: str
    range: tuple[float | None, float | None]
    lookup: Lookup
    field: str
    base: str
    other: Lookup | None = None
    reducer: Reducer | None = None
    lag: int = 0

    def sources(self, first: int, last: int) -> frozenset[str]:
        """Ids of the data sets that its values in rows of these years come from."""
        return self.lookup.sources(self.field, first - self.lag, last - self.lag)


def ended(frame: pl.DataFrame, zero: Sequence[str]) -> pl.DataFrame:
    """The table with its two last rows: all null, and 0 in the columns named."""
    last = [
        pl.Series(name, [None, False if dtype == pl.Boolean else 0] if name in zero else [None, None], dtype)
        for name, dtype in frame.schema.items()
    ]
    return pl.concat([frame, pl.DataFrame(last)])


# ---------------------------------------------------------------------------------------------- variables


def held(atlas: Atlas, variable: Variable) -> bool:
    """Has the atlas the rows this variable is read from?"""
    table = atlas.manifest["tables"].get(variable.table)
    if table is None:
        return False
    if variable.column != "" and variable.column not in table["columns"]:
        return False
    return bool(_spans(atlas, variable))


def _spans(atlas: Atlas, variable: Variable) -> list[tuple[int, int]]:
    """First and last years of the data sets and editions that the variable is read from."""
    table = atlas.manifest["tables"][variable.table]
    return [
        (span.get("first_year", 0), span.get("last_year", 0))
        for span in table["coverage"]
        if all(span.get(column, value) == value for column, value in variable.keep.items() if column != "is_default")
    ]


def covered(atlas: Atlas, variable: Variable) -> tuple[int, int]:
    """First and last year the variable's table covers."""
    spans = _spans(atlas, variable)
    return min(s[0] for s in spans), max(s[1] for s in spans)


def read(atlas: Atlas, grid: Grid, wanted: Sequence[Variable], reducers: Mapping[str, Reducer]) -> list[Column]:
    """The columns of these variables, in their order.

    Raises:
        NoDataError: The atlas lacks a table or data set; says which.
    """
    for variable in wanted:
        if not held(atlas, variable):
            dataset = f" of {variable.keep['dataset']}" if "dataset" in variable.keep else ""
            raise NoDataError(
                f"The atlas in {atlas.folder} holds no {variable.table}{dataset}, which {variable.name} is read from. "
                "`amity panel --list` shows what it holds."
            )
    tables: dict[tuple[object, ...], list[Variable]] = {}
    for variable in wanted:
        key = (variable.table, variable.level == "state", variable.time, *sorted(variable.keep.items()))
        tables.setdefault((*key, variable.name if variable.name == "capital_distance_km" else ""), []).append(variable)
    made: dict[str, list[Column]] = {}
    for variables in tables.values():
        if variables[0].name == "capital_distance_km":
            made |= {variables[0].name: [_capital_distance(atlas, grid, variables[0])]}
        elif variables[0].level == "state":
            made |= _of_states(atlas, grid, variables)
        else:
            made |= _of_pairs(atlas, grid, variables, reducers)
    return [column for variable in wanted for column in made[variable.name]]


def _rows(atlas: Atlas, grid: Grid, variables: Sequence[Variable]) -> tuple[pl.DataFrame, Numbers, Numbers, Numbers]:
    """One row per unit and year with the variables' values and `dataset`; with it the states' numbers and the year.

    Rows that hold in every year (time "static") have no year.
    """
    like = variables[0]
    first, last = covered(atlas, like)
    kept = [pl.col(column) == value for column, value in like.keep.items()]
    table = atlas.scan(like.table)
    columns = atlas.manifest["tables"][like.table]["columns"]
    years: list[pl.Expr] = []
    if like.time == "year":
        years = [pl.col("year").cast(pl.Int32)]
        kept.append(pl.col("year").is_between(grid.first, grid.last))
    elif like.time in _SPELLS:
        ends = ("first_year", "last_year") if like.time == "years" else ("first_day", "last_day")
        start, end = ((pl.col(c) if like.time == "years" else pl.col(c).dt.year()).cast(pl.Int32) for c in ends)
        begin = max(first, grid.first)  # whoever was there before the list begins tells of no year before it
        years = [
            pl.int_ranges(
                pl.max_horizontal(start, pl.lit(begin)),
                1 + pl.min_horizontal(end.fill_null(last), pl.lit(grid.last)),
            ).alias("year"),
            *(pl.col(end).alias(name) for end, name in zip(ends, ("from", "until"), strict=True)),
        ]
        kept.append((start <= grid.last) & (end.fill_null(last) >= begin))
    dataset = [pl.col("dataset")] if "dataset" in columns else []
    values = {v.name: v.column for v in variables if v.column != ""}
    rows = (
        table.filter(*kept)
        .select(
            *(pl.col(key).alias(name) for key, name in zip(like.keys, ("x", "y"), strict=False)),
            *years,
            *dataset,
            *(pl.col(column).alias(name) for name, column in values.items()),
        )
        .collect()
    )
    if like.time in _SPELLS:
        rows = _by_year(rows, variables, days=like.time == "days")
    rows = rows.with_columns(pl.lit(1, pl.Int8).alias(v.name) for v in variables if v.column == "")
    unit = ["x", "y"][: len(like.keys)] + ([] if like.time == "static" else ["year"])
    if any(v.several != "last" for v in variables):  # else whoever comes later stands over the others
        stand = [_several(v) for v in variables]
        rows = rows.group_by(unit, maintain_order=True).agg(*stand, *([pl.col("dataset").last()] if dataset else []))
    x = grid.numbers(rows["x"])
    y = grid.numbers(rows["y"]) if len(like.keys) == 2 else x
    year = np.empty(0, np.int32) if like.time == "static" else rows["year"].to_numpy()
    return rows, x, y, year


_SPELLS = ("years", "days")


def _by_year(rows: pl.DataFrame, variables: Sequence[Variable], *, days: bool) -> pl.DataFrame:
    """Spells as one row per year, in each year those last in force last, and among them the one that began last."""
    rows = rows.sort("from").explode("year").drop_nulls("year")
    if days and any(v.several == "last" for v in variables):
        goes_on = pl.col("until").is_null() | (pl.col("until").dt.year() > pl.col("year"))
        rows = rows.sort(pl.when(goes_on).then(400).otherwise(pl.col("until").dt.ordinal_day()), maintain_order=True)
    return rows


def _several(variable: Variable) -> pl.Expr:
    value = pl.col(variable.name)
    match variable.several:
        case "min":
            return value.min()
        case "max":
            return value.cast(pl.Int8).max() if variable.range == (0.0, 1.0) else value.max()
        case "count":
            return pl.len().cast(pl.Int16).alias(variable.name)
        case _:
            return value.last()


def _sources(
    atlas: Atlas, rows: pl.DataFrame, year: Numbers, used: NDArray[np.bool_], like: Sequence[Variable]
) -> Sources:
    """Which sources stand behind the rows used; those declared for the column where rows do not name their own."""
    by_name = {variable.name: variable for variable in like}
    columns = atlas.manifest["tables"][like[0].table]["columns"]
    span = covered(atlas, like[0])

    def sources(name: str, first: int, last: int) -> frozenset[str]:
        variable = by_name[name]
        declared = set(columns[variable.column if variable.column in columns else variable.keys[0]]["sources"])
        mine = used if variable.time == "static" else used & (year >= first) & (year <= last)
        shown = rows.filter(pl.Series(mine), pl.col(name).is_not_null())
        found: set[str] = declared if shown.height else set()
        if "dataset" in rows.columns:
            found = set(shown["dataset"].drop_nulls().unique())
        if variable.zero and first <= span[1] and last >= span[0]:  # that there was nothing is told by the same source
            found = found | ({str(variable.keep["dataset"])} if "dataset" in variable.keep else declared)
        return frozenset(found)

    return sources


def _of_states(atlas: Atlas, grid: Grid, variables: Sequence[Variable]) -> dict[str, list[Column]]:
    rows, x, _, year = _rows(atlas, grid, variables)
    names = [v.name for v in variables]
    frame = ended(rows.select(names), [v.name for v in variables if v.zero])
    cells = np.full((grid.n_states, grid.n_years), rows.height, dtype=np.int32)
    if any(v.zero for v in variables):
        first, last = covered(atlas, variables[0])
        cells[:, max(0, first - grid.first) : max(0, last - grid.first + 1)] = rows.height + 1
    inside = (x >= 0) & (year >= grid.first) & (year <= grid.last)
    cells[x[inside], year[inside] - grid.first] = np.flatnonzero(inside)
    flat = cells.ravel()
    sources = _sources(atlas, rows, year, inside, variables)
    sides = {"a": "_a", "b": "_b"} if grid.is_dyadic else {"a": ""}
    made: dict[str, list[Column]] = {v.name: [] for v in variables}
    for side, suffix in sides.items():
        lookup = Lookup(frame, _by_state(flat, grid.n_years, side), sources)
        for v in variables:
            whose = f" Of {side}." if grid.is_dyadic else ""
            made[v.name].append(Column(v.name + suffix, v.definition + whose, v.unit, v.range, lookup, v.name, v.name))
    return made


def _by_state(cells: NDArray[np.int32], n_years: int, side: str) -> Callable[[Keys], Numbers]:
    if side == "a":
        return lambda keys: cells[keys.a * n_years + keys.year]
    return lambda keys: cells[keys.b * n_years + keys.year]


def _of_pairs(
    atlas: Atlas, grid: Grid, variables: Sequence[Variable], reducers: Mapping[str, Reducer]
) -> dict[str, list[Column]]:
    rows, x, y, year = _rows(atlas, grid, variables)
    like = variables[0]
    names = [v.name for v in variables]
    frame = ended(rows.select(names), [v.name for v in variables if v.zero])
    blank = np.full(len(grid), rows.height, dtype=np.int32)
    if any(v.zero for v in variables):
        first, last = covered(atlas, like)
        blank[(grid.years >= first - grid.first) & (grid.years <= last - grid.first)] = rows.height + 1
    if like.time == "static":
        there, used = _pointers_of_all_years(grid, x, y, blank)
        back = there
    else:
        there, back, used = _pointers(grid, x, y, year, blank, both=like.level == "pair")
    sources = _sources(atlas, rows, year, used, variables)
    ab, ba = (Lookup(frame, _by_row(pointer), sources) for pointer in (there, back))
    made: dict[str, list[Column]] = {}
    for v in variables:
        shared = {"unit": v.unit, "range": v.range, "field": v.name, "base": v.name}
        made[v.name] = directions(
            v.name, v.definition, ab, ba, shared, reducers, directed=v.level == "directed", grid=grid, turned=v.reverse
        )
    return made


def directions(
    name: str,
    definition: str,
    ab: Lookup,
    ba: Lookup,
    shared: Mapping[str, object],
    reducers: Mapping[str, Reducer],
    *,
    directed: bool,
    grid: Grid,
    turned: bool = False,
) -> list[Column]:
    """The columns of one quantity: one where direction does not count or the rows have one, else two or a reduction."""
    given = dict(shared)

    def column(name: str, definition: str, lookup: Lookup, **more: object) -> Column:
        return Column(name=name, definition=definition, lookup=lookup, **(given | more))  # pyright: ignore[reportArgumentType]

    if turned:
        ab, ba = ba, ab
    if not directed or grid.unit == "directed-dyad-year":
        return [column(name, definition, ab)]
    base = str(given["base"])
    if base not in reducers:
        return [
            column(f"{name}_ab", f"{definition} From a to b.", ab),
            column(f"{name}_ba", f"{definition} From b to a (a and b change places).", ba),
        ]
    how = reducers[base]
    if how in ("a_to_b", "b_to_a"):
        return [column(name, f"{definition} Direction {how}.", ab if how == "a_to_b" else ba)]
    return [
        column(name, f"{definition} Both directions: {how}; null unless both are known.", ab, other=ba, reducer=how)
    ]


def _pointers(
    grid: Grid, x: Numbers, y: Numbers, year: Numbers, blank: NDArray[np.int32], *, both: bool
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """For each row of the panel the table's row about its a and b, and that about its b and a, else as `blank` says.

    Where direction does not count (`both`) the two are one. The last are the rows of the table that any row shows.
    """
    numbers = np.arange(len(x), dtype=np.int32)
    used = np.zeros(len(x), dtype=np.bool_)
    there = blank.copy()
    back = there if both else blank
    for turned in (False, True):
        at = grid.rows(y, x, year) if turned else grid.rows(x, y, year)
        known = at >= 0
        used |= known
        if turned and not both:
            back = blank.copy()
        (back if turned else there)[at[known]] = numbers[known]
    return there, back, used


def _pointers_of_all_years(
    grid: Grid, x: Numbers, y: Numbers, blank: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """As `_pointers`, for rows about a pair that hold in every year."""
    box = np.full((grid.n_states, grid.n_states), -1, dtype=np.int32)
    known = (x >= 0) & (y >= 0)
    box[x[known], y[known]] = box[y[known], x[known]] = np.flatnonzero(known)
    keys = grid.keys(np.arange(len(grid)))
    found = box[keys.a, keys.b]
    return np.where(found >= 0, found, blank), known


def _by_row(pointer: NDArray[np.int32]) -> Callable[[Keys], Numbers]:
    return lambda keys: pointer[np.maximum(keys.rows, 0)]


def _capital_distance(atlas: Atlas, grid: Grid, variable: Variable) -> Column:
    places = [replace(variable, name=column, column=column) for column in ("latitude_deg", "longitude_deg")]
    rows, x, _, year = _rows(atlas, grid, places)
    rows = rows.with_columns(place=pl.struct("latitude_deg", "longitude_deg").rank("dense").cast(pl.Int64) - 1)
    degrees = rows.unique("place").sort("place").select("latitude_deg", "longitude_deg").to_numpy()
    n = len(degrees)
    capital = np.full((grid.n_states, grid.n_years), n, dtype=np.int64)
    known = x >= 0
    capital[x[known], year[known] - grid.first] = rows["place"].to_numpy()[known]
    box = np.full((n + 1, n + 1), np.nan)
    box[:n, :n] = great_circle_km(degrees[:, None, :], degrees[None, :, :])
    values = pl.DataFrame({"capital_distance_km": box.ravel()}).with_columns(
        pl.col("capital_distance_km").fill_nan(None).round(1)
    )
    flat = capital.ravel()

    def at(keys: Keys) -> Numbers:
        mine, theirs = (flat[side * grid.n_years + keys.year] for side in (keys.a, keys.b))
        return mine * (n + 1) + theirs

    of_places = _sources(atlas, rows, year, known, places)
    lookup = Lookup(ended(values, []), at, lambda _, first, last: of_places("latitude_deg", first, last))
    return Column(
        variable.name, variable.definition, variable.unit, variable.range, lookup, variable.name, variable.name
    )


def great_circle_km(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance on a sphere of radius 6,371 km (haversine formula).

    Args:
        one: Latitude and longitude in degrees, shape (..., 2).
        other: The same of the other place, shape (..., 2).

    Returns:
        Kilometres, shape (...); NaN where a coordinate is.
    """
    lat, lon, lat_b, lon_b = (np.radians(p[..., i]) for p in (one, other) for i in (0, 1))
    half = np.sin((lat_b - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat_b) * np.sin((lon_b - lon) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))


# --------------------------------------------------------------------------------------------- indicators


def measured(
    atlas: Atlas,
    grid: Grid,
    wanted: Sequence[Indicator],
    details: Sequence[str],
    reducers: Mapping[str, Reducer],
    seed: int,
    progress: Callable[[str], None],
) -> list[Column]:
    """The columns of these indicators, in their order, each with the details asked for."""
    intervals = "low" in details or "high" in details
    if not wanted:
        return []
    pairs = grid.pairs()
    few: pl.DataFrame | None = None
    if len(pairs) <= _FEW:
        parts: list[pl.DataFrame] = []
        for pair in pairs:
            a, b = (grid.codes[int(number)] for number in divmod(int(pair), grid.n_states))
            progress(f"{a}-{b}")
            parts.append(measure_all(wanted, atlas, Scope(grid.first, grid.last, a, b, seed, intervals)))
        few = _numbered(grid, pl.concat(parts) if len(parts) != 1 else parts[0])
    split = {} if few is None else {str(k[0]): v for k, v in few.partition_by("indicator", as_dict=True).items()}
    made: list[Column] = []
    for indicator in wanted:
        progress(indicator.id)
        rows = split.get(indicator.id)
        if few is None:
            rows = measure(indicator, atlas, Scope(grid.first, grid.last, seed=seed, intervals=intervals))
            rows = _numbered(grid, rows)
        elif rows is None:
            rows = few.clear()
        made += _of_indicator(atlas, grid, indicator, rows, details, reducers)
    return made


def _numbered(grid: Grid, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the numbers of their states in columns x and y."""
    return rows.with_columns(x=pl.Series(grid.numbers(rows["a"])), y=pl.Series(grid.numbers(rows["b"])))


def _of_indicator(
    atlas: Atlas,
    grid: Grid,
    indicator: Indicator,
    rows: pl.DataFrame,
    details: Sequence[str],
    reducers: Mapping[str, Reducer],
) -> list[Column]:
    x, y, year = (rows[name].to_numpy() for name in ("x", "y", "year"))
    frame = ended(rows.select("value", *details), [])
    blank = np.full(len(grid), rows.height, dtype=np.int32)
    there, back, used = _pointers(grid, x, y, year, blank, both=not indicator.directed)

    def sources(_: str, first: int, last: int) -> frozenset[str]:
        shown = rows.filter(pl.Series(used), pl.col("value").is_not_null(), pl.col("year").is_between(first, last))
        texts = shown["sources"].drop_nulls().unique()
        named = {part.split("@")[0] for text in texts for part in text.split(" + ")}
        return frozenset(named & atlas.manifest["sources"].keys())

    ab, ba = (Lookup(frame, _by_row(pointer), sources) for pointer in (there, back))
    stem = identifier(indicator.id)
    made: list[Column] = []
    for what in ("value", *details):
        name = stem if what == "value" else f"{stem}_{what}"
        definition = indicator.question if what == "value" else f"{_DETAIL[what]} of {indicator.id}."
        definition += " From casefiles, which its detail `sources` names." if indicator.casefile else ""
        shared = {
            "unit": indicator.unit if what in ("value", "low", "high") else _DETAIL_UNIT[what],
            "range": indicator.range if what in ("value", "low", "high") else (0.0, None),
            "field": what,
            "base": indicator.id,
        }
        reduced: Mapping[str, Reducer] = reducers if what == "value" else {}
        made += directions(name, definition, ab, ba, shared, reduced, directed=indicator.directed, grid=grid)
    return made


_DETAIL = {
    "n": "Items behind the value",
    "low": "Lower end of the 90 % interval",
    "high": "Upper end of the 90 % interval",
    "coverage": "Share of the items due that were observed",
    "sources": "Data sets and editions",
    "reason": "Why there is no value",
}
_DETAIL_UNIT = {"n": "count", "coverage": "share (0-1)", "sources": "text", "reason": "text"}


def identifier(name: str) -> str:
    """An indicator's id as a column name that every program accepts: letters, digits and underscores."""
    return name.replace(".", "_").replace("-", "_")
