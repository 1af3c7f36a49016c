"""What two states did with, for and against each other, side by side: one row per dyad-year, one column per deed.

These are the raw figures that closeness and resemblance rest on. Words, treaties, declared labels and other makers'
judgements of a relationship (rivalry, peace scale) are no deeds and never stand here. Every figure is symmetric: the
two directions of a flow are added. Null is "not covered"; 0 stands only where a source's coverage makes it a
measurement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas
from amity.indicators import Scope, arms
from amity.indicators import _similarity as similarity

#: The years in which two states can have a row.
FIRST, LAST = 1946, 2024
YEARS = range(FIRST, LAST + 1)

#: Deliveries of arms come in lumps, so that those of several years are added.
WINDOW = arms.WINDOW

#: Fewer recorded votes than these say nothing about how two states vote.
MIN_VOTES = 10

#: The optimisations that pay on the few rows of a pair; finding others takes longer than they save.
_PLAIN = pl.QueryOptFlags.none(predicate_pushdown=True, projection_pushdown=True)

#: Below so many rows their states are looked up one by one.
_FEW = 2000

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Deed:
    """One kind of deed.

    Attributes:
        name: Column of `deeds`.
        pillar: Part of the relationship.
        dimension: What it speaks of: how much they deal with each other, on whose side they stand, or both.
        sign: 1 if more means closer, -1 if more means less close.
        unit: Unit of the figure.
        tables: Tables it is read from.
        datasets: Data sets it is read from, the one that goes before the others first.
        meaning: What it is, in one line.
    """

    name: str
    pillar: str
    dimension: Literal["engagement", "affinity", "both"]
    sign: Literal[1, -1]
    unit: str
    tables: tuple[str, ...]
    datasets: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, eq=False)
class Field:
    """The dyads and years asked for, as an array has them.

    Attributes:
        scope: What was asked for.
        names: Codes of the states that take part, sorted.
        pairs: For each dyad the numbers of its two states in `names`, shape (dyads, 2); the first sorts before.
        years: The years, rising.
        member: Which state was a member in which year, shape (states, years).
    """

    scope: Scope
    names: tuple[str, ...]
    pairs: NDArray[np.int64]
    years: NDArray[np.int64]
    member: Flags

    @property
    def shape(self) -> tuple[int, int]:
        """Dyads and years."""
        return len(self.pairs), len(self.years)

    @property
    def lived(self) -> Flags:
        """Dyad-years in which both were members, shape (dyads, years)."""
        return self.both(self.member)

    def both(self, of_states: Flags) -> Flags:
        """What is true of both states of each dyad, from what is true of states: shape (dyads, years)."""
        return of_states[self.pairs[:, 0]] & of_states[self.pairs[:, 1]]

    def within(self, first: int, last: int) -> Flags:
        """The years from one to another, shape (years,)."""
        return (self.years >= first) & (self.years <= last)

    def place(
        self, rows: pl.LazyFrame, x: str, y: str, value: str | None = None, *, worst: bool = False
    ) -> tuple[Floats, Flags]:
        """Sum of `value` over rows with columns x, y, year in either order of the states; and where any row was.

        Args:
            rows: Any rows; those about other dyads or years are left out.
            x: Column of one state.
            y: Column of the other.
            value: Column of amounts, null counting as 0; None to count rows.
            worst: Whether to take the highest of a dyad-year's amounts instead of their sum.

        Returns:
            Two arrays of shape (dyads, years): the sum, 0 where there is no row; whether there is one.
        """
        one, two, year, amount = self._arrays(rows, (x, y), value)
        inside = (one >= 0) & (two >= 0) & (year >= 0) & (year < len(self.years))
        low, high = np.minimum(one, two)[inside], np.maximum(one, two)[inside]
        dyad = self._dyads[low, high]
        asked = dyad >= 0
        cell, amount = (dyad * len(self.years) + year[inside])[asked], amount[inside][asked]
        size = self.shape[0] * self.shape[1]
        if worst:
            total = np.zeros(size)
            np.maximum.at(total, cell, amount)
        else:
            total = np.bincount(cell, weights=amount, minlength=size).astype(np.float64)
        return total.reshape(self.shape), (np.bincount(cell, minlength=size) > 0).reshape(self.shape)

    def states(self, rows: pl.LazyFrame, value: str | None = None) -> tuple[Floats, Flags]:
        """Rows with columns state, year and `value` as an array, shape (states, years); and where any row was."""
        state, year, amounts = self._arrays(rows, ("state",), value)
        inside = (state >= 0) & (year >= 0) & (year < len(self.years))
        amount = np.zeros(self.member.shape)
        there = np.zeros(self.member.shape, dtype=np.bool_)
        there[state[inside], year[inside]] = True
        amount[state[inside], year[inside]] = amounts[inside]
        return amount, there

    def _arrays(self, rows: pl.LazyFrame, of_states: tuple[str, ...], value: str | None) -> list[NDArray[Any]]:
        """Columns as arrays: numbers of the states in `names` (-1 for others), years from the first, amounts."""
        columns = [*of_states, "year"] if value is None else [*of_states, "year", value]
        found = rows.select(columns).collect(optimizations=_PLAIN, engine=self.scope.engine)
        numbers = [self._numbers(found[column]) for column in of_states]
        year = found["year"].to_numpy().astype(np.int64) - self.years[0]
        amount = np.ones(found.height) if value is None else np.nan_to_num(found[value].to_numpy().astype(np.float64))
        return [*numbers, year, amount]

    def _numbers(self, codes: pl.Series) -> NDArray[np.int64]:
        if len(codes) < _FEW:
            place = {name: number for number, name in enumerate(self.names)}
            return np.fromiter((place.get(code, -1) for code in codes.to_list()), np.int64, len(codes))
        numbered = codes.cast(pl.String).cast(pl.Enum(self.names), strict=False).to_physical()
        return numbered.cast(pl.Int64).fill_null(-1).to_numpy()

    @property
    def _dyads(self) -> NDArray[np.int64]:
        """The number of each dyad by the numbers of its states; -1 where it is not asked for."""
        table = np.full((len(self.names), len(self.names)), -1, dtype=np.int64)
        table[self.pairs[:, 0], self.pairs[:, 1]] = np.arange(len(self.pairs))
        return table


@lru_cache(maxsize=16)
def field(scope: Scope) -> Field:
    """The dyads of a scope that were both members in one of its years, and those years within `YEARS`."""
    years = np.arange(max(scope.first, FIRST), min(scope.last, LAST) + 1)
    everyone = states.members() if scope.a is None or scope.b is None else (states.get(scope.a), states.get(scope.b))
    spans = {state.code: np.isin(years, state.member_years(LAST)) for state in everyone}
    names = tuple(sorted(code for code, lived in spans.items() if lived.any()))
    member = np.array([spans[code] for code in names], dtype=np.bool_).reshape(len(names), len(years))
    met = member.astype(np.float32) @ member.astype(np.float32).T > 0
    if scope.a is not None and scope.b is None:
        mine = np.array([code == scope.a for code in names], dtype=np.bool_)
        met &= mine[:, None] | mine[None, :]
    return Field(scope, names, np.argwhere(np.triu(met, 1)), years, member)


Reader = Callable[[Atlas, Field], Floats]


def _span(atlas: Atlas, table: str, of: str) -> tuple[int, int]:
    """First and last year of one data set or vintage in a table."""
    spans: list[Mapping[str, Any]] = atlas.manifest["tables"][table]["coverage"]
    named = [s for s in spans if of in (s["dataset"], s.get("vintage"))]
    return min(s["first_year"] for s in named), max(s["last_year"] for s in named)


def _known(value: Floats, known: Flags) -> Floats:
    return np.where(known, value, np.nan)


def _trade(atlas: Atlas, grid: Field) -> Floats:
    """A flow without a row is unknown: COW writes its zeros, BACI's lack of a row may be either."""
    rows = atlas.scan("trade").filter(grid.scope.keeps("source", "target"), "is_default")
    return _known(*grid.place(rows, "source", "target", "value_usd_million"))


#: As in the shares of energy trade: fuels counted, and who no longer reports (a missing flow is then unknown).
_FUELS = ("crude", "lng", "pipeline gas", "coal", "lignite")
_SILENT = {"RUS": 2022, "BLR": 2022}


def _energy(atlas: Atlas, grid: Field) -> Floats:
    fuels = pl.col("fuel").cast(pl.String).is_in(_FUELS)
    rows = atlas.scan("energy_flows").filter(grid.scope.keeps("source", "target"), "is_default", fuels)
    value, there = grid.place(rows, "source", "target", "value_usd_million")
    complete = pl.col("dataset") == "cepii-baci-raw-materials"
    totals = atlas.scan("energy_totals").filter(grid.scope.about("state"), complete)
    _, covered = grid.states(totals)
    for code, year in _SILENT.items():
        if code in grid.names:
            covered[grid.names.index(code), grid.years >= year] = False
    return _known(value, there | grid.both(covered))


def _investment(atlas: Atlas, grid: Field) -> Floats:
    rows = atlas.scan("direct_investment").filter(grid.scope.keeps("source", "target"), "is_default")
    known = rows.filter(pl.col("value_usd_million").is_not_null())
    # A negative position is money owed the other way; as a deed between the two it is none.
    owned = known.with_columns(value=pl.col("value_usd_million").clip(0.0))
    return _known(*grid.place(owned, "source", "target", "value"))


#: Any year a table can hold.
_EVER = (1816, 2100)


def _tracked(table: str, dataset: str, value: str) -> Reader:
    """What one state's records say of its dealings; 0 only for states that they name in some year."""

    def read(atlas: Atlas, grid: Field) -> Floats:
        rows = atlas.scan(table).filter(grid.scope.keeps("source", "target", year=None))
        amount, there = grid.place(rows, "source", "target", value)
        ever = replace(grid, years=np.arange(_EVER[0], _EVER[1]))
        _, years = ever.place(rows, "source", "target", value)
        named = np.any(years, axis=1, keepdims=True)
        return _known(amount, there | (named & grid.within(*_span(atlas, table, dataset))))

    return read


def _arms(atlas: Atlas, grid: Field) -> Floats:
    """Each year's window from the newest edition that covers all of it; editions hold all deliveries of the world."""
    result = np.full(grid.shape, np.nan)
    first = int(grid.years[0]) - WINDOW + 1
    wide = Scope(first, int(grid.years[-1]), grid.scope.a, grid.scope.b)
    back = replace(grid, scope=wide, years=np.arange(first, int(grid.years[-1]) + 1))
    rows = atlas.scan("arms_transfers").filter(wide.keeps("source", "target"))
    for vintage, begin, end in reversed(arms.editions(atlas)):
        sent, _ = back.place(rows.filter(pl.col("vintage") == vintage), "source", "target", "tiv_million")
        sums = np.stack([sent[:, lag : lag + len(grid.years)] for lag in range(WINDOW)]).sum(axis=0)
        inside = grid.within(begin + WINDOW - 1, end)
        result[:, inside] = sums[:, inside]
    return result


def _signal(column: str) -> Reader:
    """A sign of a power towards the other state, in one direction or both; every coded year has a row."""

    def read(atlas: Atlas, grid: Field) -> Floats:
        rows = atlas.scan("support_signals").filter(grid.scope.keeps("source", "target"))
        return _known(*grid.place(rows, "source", "target", column))

    return read


def _organisations(atlas: Atlas, grid: Field) -> Floats:
    rows = atlas.scan("shared_igos").filter(grid.scope.keeps("a", "b"), pl.col("shared_igos").is_not_null())
    return _known(*grid.place(rows, "a", "b", "shared_igos"))


_CELLS = ("yy", "ya", "yn", "ay", "aa", "an", "ny", "na", "nn")


def _kappa(atlas: Atlas, grid: Field) -> Floats:
    cells = atlas.scan("vote_pairs").filter(grid.scope.keeps("a", "b"))
    found = cells.filter(pl.sum_horizontal(_CELLS) >= MIN_VOTES).collect(optimizations=_PLAIN, engine=grid.scope.engine)
    counts = found.select(_CELLS).to_numpy().astype(np.float64).reshape(-1, 3, 3)
    kappa = similarity.kappa(counts, 2)
    rows = found.select("a", "b", "year").with_columns(pl.Series("value", kappa)).filter(~np.isnan(kappa))
    return _known(*grid.place(rows.lazy(), "a", "b", "value"))


def _ideal_distance(atlas: Atlas, grid: Field) -> Floats:
    newest = atlas.manifest["tables"]["ideal_points"]["coverage"][-1]["vintage"]
    published = atlas.scan("ideal_points").filter(
        grid.scope.about("state"), pl.col("series") == "final", pl.col("vintage") == newest
    )
    point, there = grid.states(published.filter(pl.col("value").is_not_null()), "value")
    gap = np.abs(point[grid.pairs[:, 0]] - point[grid.pairs[:, 1]])
    return _known(gap, grid.both(there))


def _listed(table: str, of: str, x: str, y: str, value: str | None, keep: pl.Expr, *, worst: bool = False) -> Reader:
    """A list that holds every case of its years: the `worst` of a year's rows, or all added (None: counted)."""

    def read(atlas: Atlas, grid: Field) -> Floats:
        rows = atlas.scan(table).filter(grid.scope.keeps(x, y), keep)
        total, _ = grid.place(rows, x, y, value, worst=worst)
        return _known(total, np.broadcast_to(grid.within(*_span(atlas, table, of)), grid.shape))

    return read


def _armed_conflict(atlas: Atlas, grid: Field) -> Floats:
    """1 on opposite sides in support, 2 as primary parties, 3 as those in a war; the newest edition."""
    vintage = atlas.manifest["tables"]["armed_conflicts"]["coverage"][-1]["vintage"]
    grade = pl.when("is_primary").then(2.0 + pl.col("is_war").cast(pl.Float64)).otherwise(1.0)
    rows = atlas.scan("armed_conflicts").filter(grid.scope.keeps("a", "b"), pl.col("vintage") == vintage)
    total, _ = grid.place(rows.with_columns(value=grade), "a", "b", "value", worst=True)
    return _known(total, np.broadcast_to(grid.within(*_span(atlas, "armed_conflicts", vintage)), grid.shape))


def _events(column: str) -> Reader:
    """Events in the news, both directions; 0 for a pair without a row of states that are both covered."""

    def read(atlas: Atlas, grid: Field) -> Floats:
        rows = atlas.scan("events").filter(grid.scope.keeps("source", "target"))
        value, there = grid.place(rows, "source", "target", column)
        spans = atlas.scan("event_coverage").filter(grid.scope.about("state", year=None))
        every = spans.with_columns(
            year=pl.int_ranges(pl.col("first_year").cast(pl.Int32), pl.col("last_year").cast(pl.Int32) + 1)
        ).explode("year", empty_as_null=False)
        _, covered = grid.states(every)
        return _known(value, there | grid.both(covered))

    return read


_COW = pl.col("dataset") == "cow-mid5"
_DECLARED: tuple[tuple[Deed, Reader], ...] = (
    (
        Deed("trade", "trade", "engagement", 1, "million current US$", ("trade",),
             ("cepii-baci-totals", "cow-trade-4.0", "imf-imts-china-usa"), "Goods sent both ways."),
        _trade,
    ),
    (
        Deed("energy", "energy", "engagement", 1, "million current US$", ("energy_flows", "energy_totals"),
             ("cepii-baci-raw-materials",), "Crude oil, gas and coal sent both ways."),
        _energy,
    ),
    (
        Deed("investment", "investment", "engagement", 1, "million current US$", ("direct_investment",),
             ("imf-dip",), "Direct investment in each other at the end of the year."),
        _investment,
    ),
    (
        Deed("finance", "investment", "engagement", 1, "million US$ of 2021", ("development_finance",),
             ("aiddata-gcdf",), "What China's official sector committed."),
        _tracked("development_finance", "aiddata-gcdf", "value_usd_2021_million"),
    ),
    (
        Deed("construction", "investment", "engagement", 1, "million current US$", ("construction",),
             ("aei-cgit-2021fall",), "China's large investments and construction contracts."),
        _tracked("construction", "aei-cgit-2021fall", "value_usd_million"),
    ),
    (
        Deed("arms", "arms", "both", 1, "million TIV", ("arms_transfers",), ("sipri-arms-transfers",),
             f"Major arms delivered both ways in the last {WINDOW} years."),
        _arms,
    ),
    (
        Deed("exercises", "military", "both", 1, "powers (0-2)", ("support_signals",), ("major-power-signals",),
             "A power held a joint exercise with the other in the year."),
        _signal("exercises"),
    ),
    (
        Deed("troops", "military", "engagement", 1, "persons", ("support_signals",), ("major-power-signals",),
             "Troops of a power in the other's country."),
        _signal("troops"),
    ),
    (
        Deed("visits", "diplomacy", "engagement", 1, "powers (0-2)", ("support_signals",), ("major-power-signals",),
             "Leaders of a power visited in the year."),
        _signal("visit"),
    ),
    (
        Deed("contacts", "diplomacy", "engagement", 1, "entries", ("leader_contacts",), ("china-vitae-engagements",),
             "Recorded dealings of China's leaders with the other."),
        _tracked("leader_contacts", "china-vitae-engagements", "entries"),
    ),
    (
        Deed("cooperation", "diplomacy", "engagement", 1, "events", ("events", "event_coverage"), ("icews-dyad",),
             "Cooperation in deeds, as far as it made news."),
        _events("material_cooperation"),
    ),
    (
        Deed("organisations", "institutions", "engagement", 1, "organisations", ("shared_igos",), ("cow-igo3",),
             "Intergovernmental organisations both were full members of."),
        _organisations,
    ),
    (
        Deed("kappa", "diplomacy", "affinity", 1, "kappa (-1 to 1)", ("vote_pairs",),
             ("un-ga-votes-dgacm", "un-ga-votes-unvotes"), "Agreement in UN votes beyond chance."),
        _kappa,
    ),
    (
        Deed("ideal_distance", "diplomacy", "affinity", -1, "standard deviations", ("ideal_points",),
             ("un-ga-ideal-points",), "Distance of published voting positions in the UN."),
        _ideal_distance,
    ),
    (
        Deed("hostility", "history", "affinity", -1, "level (0-5)", ("dispute_years",), ("cow-mid5",),
             "Highest hostility in a militarised dispute: 2 threat, 3 display, 4 use of force, 5 war."),
        _listed("dispute_years", "cow-mid5", "source", "target", "hostility", _COW, worst=True),
    ),
    (
        Deed("fatality", "history", "affinity", -1, "level (0-6)", ("dispute_years",), ("cow-mid5",),
             "Deaths of either in a militarised dispute, by order of size."),
        _listed("dispute_years", "cow-mid5", "source", "target", "fatality", _COW, worst=True),
    ),
    (
        Deed("acts", "history", "affinity", -1, "events", ("dispute_events",), ("mie",),
             "Threats, displays and uses of force that began in the year."),
        _listed("dispute_events", "mie", "source", "target", "events", pl.lit(value=True)),
    ),
    (
        Deed("armed_conflict", "history", "affinity", -1, "grade (0-3)", ("armed_conflicts",), ("ucdp-prio-acd",),
             "Opposite sides of an armed conflict: 1 in support, 2 primary parties, 3 in a war."),
        _armed_conflict,
    ),
    (
        Deed("allies_in_war", "history", "affinity", 1, "wars", ("war_pairs",), ("cow-wars",),
             "Wars between states fought on the same side."),
        _listed("war_pairs", "4.0", "a", "b", None, (pl.col("vintage") == "4.0") & (pl.col("relation") == "same"),
                ),
    ),
    (
        Deed("conflict", "history", "affinity", -1, "events", ("events", "event_coverage"), ("icews-dyad",),
             "Conflict in deeds, as far as it made news."),
        _events("material_conflict"),
    ),
    (
        Deed("sanctions", "external-pressure", "affinity", -1, "cases", ("sanctions",), ("gsdb-v4",),
             "Sanction cases in force between them, both ways."),
        _listed("sanctions", "gsdb-v4", "source", "target", "n_cases", pl.col("dataset") == "gsdb-v4"),
    ),
)  # fmt: skip

#: Every deed by name, in the order of the columns.
DEEDS: Mapping[str, Deed] = {deed.name: deed for deed, _ in _DECLARED}


def measured(atlas: Atlas, grid: Field) -> Floats:
    """All deeds as an array of shape (deeds, dyads, years); NaN where not covered or one of the two was no member."""
    values = np.stack([read(atlas, grid) for _, read in _DECLARED])
    values[:, ~grid.lived] = np.nan
    return values


def deeds(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """One row per dyad-year of the scope with a column per deed.

    Args:
        atlas: The atlas.
        scope: One pair, all pairs of one state, or every pair; years outside `YEARS` have no rows.

    Returns:
        Columns a, b (a before b), year, then those of `DEEDS`, null where not covered; sorted by a, b, year.
    """
    grid = field(scope)
    values, lived = measured(atlas, grid), grid.lived
    dyad, year = np.nonzero(lived)
    names = pl.Series(grid.names, dtype=pl.String)
    columns = {name: pl.Series(values[k][lived]).fill_nan(None) for k, name in enumerate(DEEDS)}
    return pl.DataFrame(
        {
            "a": names.gather(grid.pairs[dyad, 0]),
            "b": names.gather(grid.pairs[dyad, 1]),
            "year": pl.Series(grid.years[year], dtype=pl.Int32),
            **columns,
        }
    )


def sources(atlas: Atlas, deed: str, year: int) -> str:
    """Data set and vintage a deed's figure of one year comes from, like "cow-igo3"; "" if none covers the year."""
    declared = DEEDS[deed]
    spans: list[Mapping[str, Any]] = atlas.manifest["tables"][declared.tables[0]]["coverage"]
    for dataset in declared.datasets:
        covering = [s for s in spans if dataset in s["dataset"] and s.get("first_year", 0) <= year <= _end(s)]
        if covering:
            newest = max(covering, key=_end)
            vintage = newest.get("vintage")
            return dataset if vintage is None else f"{dataset}@{vintage}"
    return ""


def _end(span: Mapping[str, Any]) -> int:
    return int(span.get("last_year", 9999))
