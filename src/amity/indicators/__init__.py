"""What is measured between two states: a declaration and one pure function per indicator, one file per pillar.

An indicator maps the tables of an atlas and a *scope* (which dyads, which years) to rows of one shape, `SCHEMA`.
Everything after it (scores, claims, report) reads only those rows. Missing stays missing: a null value carries the
reason, and zero is returned only inside the coverage of the data set that measured it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, wraps
from itertools import islice
from typing import Concatenate, Literal, ParamSpec

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import casefile, states
from amity.atlas import Atlas, figures, held
from amity.casefile import Casefile, reading, schema
from amity.errors import NoDataError, UsageError

#: Columns of every result. `a` is the state the question is about (source of a flow, the one that depends), `b` its
#: counterpart; `low` and `high` bound a 90 % interval; `n` counts the items the value rests on; `coverage` is the
#: share (0 to 1) of the items due that were observed; `sources` names data sets with vintage; `reason` says why a
#: value is null.
SCHEMA: Mapping[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "a": pl.String,
    "b": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "coverage": pl.Float64,
    "sources": pl.String,
    "reason": pl.String,
}

#: Last calendar year for which any table can hold rows; states still members then count as members.
LAST_YEAR = 2026

#: Parts of a relationship that a fact may belong to, and the two that only figures have.
PILLARS: tuple[str, ...] = (*schema.PILLARS, "power", "regime")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which dyads and years are asked for.

    Attributes:
        first: First year.
        last: Last year.
        a: One state of the dyad, or the state whose dyads are all wanted; None for every dyad.
        b: The other state; None for all partners of `a`.
        seed: Seed of every random draw made for this scope.
        intervals: Whether to compute intervals that cost random draws.
    """

    first: int
    last: int
    a: str | None = None
    b: str | None = None
    seed: int = 0
    intervals: bool = True

    def keeps(self, x: str, y: str, year: str | None = "year") -> pl.Expr:
        """Rows about these dyads, in either order of columns `x` and `y`, in these years."""
        if self.a is None:
            return self._years(year)
        pair = held.touching(x, y, (self.a,)) if self.b is None else held.between(x, y, self.a, self.b)
        return pair if year is None else pair & self._years(year)

    def about(self, x: str, year: str | None = "year") -> pl.Expr:
        """Rows about the states named, where column `x` is one state."""
        if self.a is None or self.b is None:
            return self._years(year)
        one = held.about(x, (self.a, self.b))
        return one if year is None else one & self._years(year)

    def touches(self, x: str, y: str, year: str | None = "year") -> pl.Expr:
        """Rows in which one of the states named, if two are, is column `x` or column `y`: all their dealings."""
        if self.a is None or self.b is None:
            return self._years(year)
        either = held.touching(x, y, (self.a, self.b))
        return either if year is None else either & self._years(year)

    @property
    def engine(self) -> Literal["auto", "in-memory"]:
        """How to collect rows of this scope: those of one pair are so few that streaming costs more than it saves."""
        return "auto" if self.b is None else "in-memory"

    def _years(self, year: str | None) -> pl.Expr:
        return pl.lit(value=True) if year is None else pl.col(year).is_between(self.first, self.last)

    def grid(self, *, directed: bool) -> pl.DataFrame:
        """Every dyad of the scope in every year in which both were members: columns a, b, year."""
        grid = _directed_grid if directed else _grid
        return grid(self.first, self.last, self.a, self.b)


@lru_cache(maxsize=8)
def _directed_grid(first: int, last: int, a: str | None, b: str | None) -> pl.DataFrame:
    grid = _grid(first, last, a, b)
    return pl.concat([grid, grid.select(a="b", b="a", year="year")])


@lru_cache(maxsize=64)
def _grid(first: int, last: int, a: str | None, b: str | None) -> pl.DataFrame:
    """Undirected dyad-years with a < b, both members on some day of the year."""
    everyone = states.members() if a is None or b is None else (states.get(a), states.get(b))
    rows = sorted(
        {
            (state.code, year)
            for state in everyone
            for spell in state.spells
            for year in range(
                max(first, spell.first_day.year),
                1 + min(last, LAST_YEAR if spell.last_day is None else spell.last_day.year),
            )
        }
    )
    member = pl.DataFrame(rows, schema={"a": pl.String, "year": pl.Int32}, orient="row").lazy()
    one = member if a is None or b is not None else member.filter(pl.col("a") == a)
    pairs = one.join(member.rename({"a": "b"}), on="year")
    if a is not None:
        pairs = pairs.filter(pl.col("a") != pl.col("b")).with_columns(
            a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b")
        )
    return pairs.filter(pl.col("a") < pl.col("b")).select("a", "b", "year").unique().sort("a", "b", "year").collect()


#: From tables and a scope to rows with a, b, year, value and whichever of the other columns of SCHEMA apply.
Measure = Callable[[Atlas, Scope], pl.LazyFrame]


_Facts = ParamSpec("_Facts")
_Query = Callable[Concatenate[Atlas, Scope, _Facts], pl.LazyFrame]


def shared(query: _Query[_Facts]) -> _Query[_Facts]:
    """A query from which several indicators start: of two named states its rows are collected once for all of them.

    The few rows of one pair cost less than asking again; of many pairs only what an indicator uses should be computed.
    """

    @lru_cache(maxsize=16)
    def collected(atlas: Atlas, scope: Scope, *facts: _Facts.args, **named: _Facts.kwargs) -> pl.DataFrame:
        return query(atlas, scope, *facts, **named).collect(optimizations=_PLAIN, engine=scope.engine)

    @wraps(query)
    def rows(atlas: Atlas, scope: Scope, *facts: _Facts.args, **named: _Facts.kwargs) -> pl.LazyFrame:
        if scope.b is None:
            return query(atlas, scope, *facts, **named)
        return collected(atlas, replace(scope, seed=0, intervals=False), *facts, **named).lazy()

    return rows


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declared measure.

    Attributes:
        id: `pillar.quantity`.
        label: A few plain words for charts and tables.
        question: The one question it answers.
        unit: Unit of the value, e.g. "share (0-1)".
        range: Least and greatest possible value; None where unbounded.
        closer: Which direction means closer: "higher", "lower" or "neither".
        directed: Whether the value of A on B differs from that of B on A.
        kind: Deeds, words, or a score made of measures.
        tables: Atlas tables it reads; none if it reads casefiles.
        reference: Where the measure is defined (author, year, DOI where there is one).
        limits: What it cannot tell.
        measure: The function.
        min_n: Fewest items for a value; below it the value is null with a reason.
        datasets: Data sets or vintages of its tables that it reads; empty where it reads all of them.
        casefile: Files of a casefile that it reads. Such an indicator has values of the few pairs with a casefile,
            each as diligent as its writer: no pair is placed among others by it, and the atlas holds nothing of it.
    """

    id: str
    label: str
    question: str
    unit: str
    range: tuple[float | None, float | None]
    closer: Literal["higher", "lower", "neither"]
    directed: bool
    tables: tuple[str, ...]
    reference: str
    limits: str
    measure: Measure
    kind: Literal["deeds", "words", "score"] = "deeds"
    min_n: int = 1
    datasets: frozenset[str] = frozenset()
    casefile: tuple[str, ...] = ()

    @property
    def pillar(self) -> str:
        """The part of the relationship it belongs to."""
        return self.id.split(".")[0]


@cache
def registry() -> Mapping[str, Indicator]:
    """Every indicator by id, in the order of the pillars."""
    found: dict[str, Indicator] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        declared: tuple[Indicator, ...] = importlib.import_module(f"{__name__}.{module.name}").INDICATORS
        for indicator in declared:
            if indicator.id in found:
                raise ValueError(f"two indicators are called {indicator.id}")
            found[indicator.id] = indicator
    return dict(sorted(found.items(), key=lambda item: (PILLARS.index(item[1].pillar), item[0])))


def get(name: str) -> Indicator:
    """The indicator called `name`.

    Raises:
        UsageError: There is none; the message names the nearest.
    """
    known = registry()
    if name in known:
        return known[name]
    import difflib

    near = difflib.get_close_matches(name, known, n=4, cutoff=0.4)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise UsageError(f"No indicator is called {name!r}.{hint} `amity indicators` lists them all.")


def measure(indicator: Indicator, atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """Rows of `SCHEMA` for one indicator, sorted by a, b, year.

    For a directed indicator both directions are returned; for an undirected one `a < b`. Years in which one of the
    two was no member of the state system have no row.
    """
    grid = scope.grid(directed=indicator.directed).lazy()
    rows = _rows(indicator, atlas, scope).join(grid, on=["a", "b", "year"], how="semi").sort("a", "b", "year")
    return rows.collect(engine=scope.engine)


def measure_all(wanted: Sequence[Indicator], atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """Rows of `SCHEMA` for several indicators, in their order, each as `measure` gives them."""
    return measure_each([(indicator, scope) for indicator in wanted], atlas)


def measure_each(wanted: Sequence[tuple[Indicator, Scope]], atlas: Atlas) -> pl.DataFrame:
    """Rows of `SCHEMA` for several indicators, in their order, each for the years of its own scope; the dyads are one.

    Many small questions cost more than one large one: the indicators' queries run side by side, and what is done to
    every result alike is done once.
    """
    if not wanted:
        return pl.DataFrame(schema=dict(SCHEMA))
    declared, scopes = [indicator for indicator, _ in wanted], [scope for _, scope in wanted]
    widest = replace(scopes[0], first=min(s.first for s in scopes), last=max(s.last for s in scopes))
    queries = [indicator.measure(atlas, scope) for indicator, scope in wanted]
    given = pl.collect_all(queries, optimizations=_PLAIN, engine=widest.engine)
    numbers = np.arange(len(given), dtype=np.int32)
    facts = pl.LazyFrame(
        {
            "number": numbers,
            "indicator": [indicator.id for indicator in declared],
            "min_n": [indicator.min_n for indicator in declared],
            "directed": [indicator.directed for indicator in declared],
            "first": [scope.first for scope in scopes],
            "last": [scope.last for scope in scopes],
        }
    )
    columns = [column for column in SCHEMA if column != "indicator"]
    parts = [rows[[column for column in columns if column in rows.columns]] for rows in given]
    every = pl.concat([pl.DataFrame(schema={c: SCHEMA[c] for c in columns}), *parts], how="diagonal_relaxed")
    return (
        every.with_columns(pl.Series("number", np.repeat(numbers, [rows.height for rows in given])))
        .lazy()
        .join(widest.grid(directed=True).lazy(), on=["a", "b", "year"], how="semi")
        .join(facts, on="number", how="left")
        .filter(pl.col("directed") | (pl.col("a") < pl.col("b")), pl.col("year").is_between("first", "last"))
        .with_columns(_ROUNDED)
        .with_columns([pl.col(c).cast(SCHEMA[c]) for c in columns])
        .with_columns(_thinned(pl.col("min_n")))
        .sort("number", "a", "b", "year")
        .select(*SCHEMA)
        .collect(optimizations=_PLAIN, engine=widest.engine)
    )


#: The optimisations that pay on a few rows in memory; the others take longer to find than they save.
_PLAIN = pl.QueryOptFlags.none(predicate_pushdown=True, projection_pushdown=True)

#: Nine digits: the last bits of a sum depend on how many rows and cores took part, and nobody reads them.
_ROUNDED = pl.col("value", "low", "high").cast(pl.Float64).fill_nan(None).round_sig_figs(9)


def _rows(indicator: Indicator, atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """What the indicator's function gives, in the columns of `SCHEMA`, too thin values taken out."""
    raw = indicator.measure(atlas, scope)
    given = raw.collect_schema().names()
    lacking = [pl.lit(None, dtype).alias(column) for column, dtype in SCHEMA.items() if column not in given]
    frame = (
        raw.with_columns(lacking)
        .with_columns(_ROUNDED, indicator=pl.lit(indicator.id))
        .select([pl.col(c).cast(t) for c, t in SCHEMA.items()])
    )
    return frame if indicator.min_n <= 1 else frame.with_columns(_thinned(pl.lit(indicator.min_n)))


def _thinned(least: pl.Expr) -> list[pl.Expr]:
    """Values that rest on fewer than `least` items are taken out, with the reason."""
    thin = pl.col("value").is_not_null() & (pl.col("n") < least)
    reason = pl.format("only {} items; at least {} are needed", "n", least)
    return [
        pl.when(thin).then(reason).otherwise("reason").alias("reason"),
        *(pl.when(thin).then(None).otherwise(c).alias(c) for c in ("value", "low", "high")),
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a value stands among all dyads that have one in the same year.

    Attributes:
        percentile: 0 lowest, 100 highest value; ties stand at their middle.
        equal: Share (0 to 1) of the dyads with the very same value.
        pairs: How many dyads have a value; directed ones where the indicator is directed.
    """

    percentile: float
    equal: float
    pairs: int


def standing(indicator: Indicator, atlas: Atlas, year: int, value: float) -> Standing:
    """Where `value` stands among the values of all dyads in `year`.

    Raises:
        NoDataError: No dyad has a value in that year, or the indicator reads casefiles.
    """
    if indicator.casefile:
        raise NoDataError(
            f"{indicator.id} is read from casefiles, which people keep pair by pair: no pair is placed by it."
        )
    values, upto = _distribution(indicator, atlas, year)
    pairs = int(upto[-1])
    if not pairs:
        raise NoDataError(f"No pair of states has a value of {indicator.id} in {year}.")
    below, through = (int(upto[values.searchsorted(np.float32(value), side)]) for side in ("left", "right"))
    equal = through - below
    return Standing(100.0 * (below + equal / 2) / pairs, equal / pairs, pairs)


def percentile(indicator: Indicator, atlas: Atlas, a: str, b: str, year: int) -> float | None:
    """Where the dyad's value stands among all dyads of the year; None where it has no value or none can be placed."""
    if indicator.casefile:
        return None
    x, y = (a, b) if indicator.directed else sorted((a, b))
    rows = measure(indicator, atlas, Scope(year, year, a, b, intervals=False))
    mine = rows.filter(pl.col("a") == x, pl.col("b") == y, pl.col("value").is_not_null())["value"]
    return None if mine.is_empty() else standing(indicator, atlas, year, mine[0]).percentile


@cache
def _distribution(indicator: Indicator, atlas: Atlas, year: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The values of all dyads in one year, each once and in order; how many dyads lie under each, and under none."""
    stored = _stored(atlas).get((indicator.id, year))
    if stored is None:
        stored = _counted(among_all(indicator, atlas, year))
    upto = np.concatenate([[0], np.cumsum(stored["pairs"].to_numpy(), dtype=np.int64)])
    return stored["value"].to_numpy(), upto


@cache
def _stored(atlas: Atlas) -> Mapping[tuple[str, int], pl.DataFrame]:
    """The distributions that the atlas holds ready, by indicator and year."""
    if "distributions" not in atlas.tables:
        return {}
    rows = atlas.scan("distributions").collect()
    key = ["indicator", "year"]
    # The table is sorted by its key, so each distribution is a run of rows.
    starts = rows.select(pl.arg_where(pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift())))).to_series()
    cuts = [*starts, rows.height]
    names = rows.select(key)[starts].rows()
    return {name: rows[start:end] for name, start, end in zip(names, cuts[:-1], cuts[1:], strict=True)}


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    """Each value once, to the seven digits of single precision (a table of them is half as large)."""
    return rows.group_by(pl.col("value").cast(pl.Float32)).agg(pairs=pl.len().cast(pl.Int32)).sort("value")


#: For how many of an indicator's last years the atlas keeps the values of all dyads ready.
_YEARS_READY = 2


def distributions(atlas: Atlas) -> pl.DataFrame:
    """How values are spread over all dyads in the last years of each indicator: table `distributions`.

    Measuring the whole world to place one value would take most of the time of a report.
    """
    parts: list[pl.DataFrame] = []
    for indicator in registry().values():
        if indicator.casefile:
            continue  # the atlas does not change with somebody's casefile
        first, last = covered(indicator, atlas)
        years = (year for year in range(last, first - 1, -1) if among_all(indicator, atlas, year).height)
        for year in islice(years, _YEARS_READY):
            counted = _counted(among_all(indicator, atlas, year))
            parts.append(
                counted.select(
                    pl.lit(indicator.id).alias("indicator"), pl.lit(year, pl.Int16).alias("year"), "value", "pairs"
                )
            )
    return pl.concat(parts)


def among_all(indicator: Indicator, atlas: Atlas, year: int) -> pl.DataFrame:
    """All dyads' values in one year, without intervals and in no order; rows without value are dropped."""
    # A casefile may change while this process runs; the atlas does not.
    return (_among_all.__wrapped__ if indicator.casefile else _among_all)(indicator, atlas, year)


@cache
def _among_all(indicator: Indicator, atlas: Atlas, year: int) -> pl.DataFrame:
    members = [state.code for state in states.members(year)]
    return (
        _rows(indicator, atlas, Scope(year, year, intervals=False))
        .filter(
            pl.col("value").is_not_null(),
            pl.col("year") == year,
            pl.col("a").is_in(members),
            pl.col("b").is_in(members),
            pl.lit(indicator.directed) | (pl.col("a") < pl.col("b")),
        )
        .collect()
    )


def facts(indicator: Indicator, a: str, b: str, first: int, last: int) -> pl.DataFrame:
    """Which facts of the pair's casefile does an indicator count, and which tell of the same event again?

    Returns:
        Rows of `amity.atlas.figures.SCHEMA`, by year: `detail` says the fact and `dataset` where it was read;
        `is_default` is false for facts not counted. Empty where the pair has no casefile.

    Raises:
        CasefileError: The casefile breaks its rules.
    """
    case = casefile.find(a, b)
    if case is None:
        return pl.DataFrame(schema=figures.SCHEMA)
    rows = _facts_of(indicator.id)(case).filter(pl.col("year").is_between(first, last))
    x, y = ("supplier_code", "recipient_code") if indicator.directed else (pl.lit(case.a), pl.lit(case.b))
    return rows.select(
        table=pl.lit(f"casefile {', '.join(indicator.casefile)}"),
        a=x,
        b=y,
        year="year",
        last_year=pl.lit(None, pl.Int32),
        dataset="source",
        vintage=pl.lit(""),
        books=pl.lit(""),
        detail="what",
        quantity=pl.lit("fact"),
        value=pl.lit(1.0),
        unit=pl.lit("count"),
        is_default="is_default",
    ).sort("year", maintain_order=True)


def _facts_of(name: str) -> Callable[[Casefile], pl.DataFrame]:
    modules = (importlib.import_module(f"{__name__}.{module}") for module in ("recorded", "projects"))
    return next(module.FACTS[name] for module in modules if name in module.FACTS)


def table_years(atlas: Atlas, table: str, vintage: str | None = None) -> tuple[int, int]:
    """First and last year a table covers, over all its data sets, or of one vintage."""
    spans = [
        span
        for span in atlas.manifest["tables"][table]["coverage"]
        if vintage is None or span.get("vintage") == vintage
    ]
    return min(s["first_year"] for s in spans), max(s["last_year"] for s in spans)


def covered(indicator: Indicator, atlas: Atlas) -> tuple[int, int]:
    """First and last year for which any table of the indicator holds rows of the data sets it reads, or any casefile.

    Raises:
        NoDataError: None of its tables has years, or no casefile any dated row.
    """
    if indicator.casefile:
        if (found := reading.span(indicator.casefile)) is None:
            raise NoDataError(
                f"No casefile holds a dated row of {' or '.join(indicator.casefile)}, which {indicator.id} is read "
                "from. `amity casefile list` shows the casefiles there are."
            )
        return found
    known = atlas.manifest["tables"]
    spans_of = {table: known[table]["coverage"] for table in indicator.tables if table in known}
    held = [table for table, spans in spans_of.items() if spans and "first_year" in spans[0]]
    if not held:
        raise NoDataError(f"The atlas holds no years for {indicator.id}.")
    spans = [span for table in held for span in spans_of[table]]
    read = [s for s in spans if {s["dataset"], s.get("vintage")} & indicator.datasets] or spans
    return min(s["first_year"] for s in read), max(s["last_year"] for s in read)
