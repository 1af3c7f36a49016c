"""How close are two states, in deeds? Engagement, affinity, and closeness as a declared function of the two.

*Engagement* is how much two states deal with each other beyond what their activity and distance predict; *affinity*,
on whose side they stand and whether they threaten each other. Both are latent variables that move through time
(`latent`), read from deeds (`deeds`) net of what is to be expected (`expected`) by standards learned from all dyads
(`standards`). In each year a dyad is a point with an ellipse on the plane of the two. Units are standard deviations
of all dyads and years; 0 is a pair about which deeds say nothing either way.

Closeness is `(engagement + affinity) / sqrt(2 + 2 r)`, r being the correlation of the two over dyads: their sum in its
own standard deviations. It hides how the two differ, so that nothing here gives it without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import Indicator, Scope
from amity.scores import deeds, standards
from amity.scores.deeds import DEEDS, FIRST, LAST, YEARS, Field, Floats
from amity.scores.standards import ITEMS
from amity.scores.weights import Weights

#: Standard normal quantile of a 90 % interval.
_Z = 1.6448536269514722

#: Everything given is rounded to this: it is far finer than any interval, and what a table of all pairs can hold.
STEP = 0.01

#: With a standard error from here on (1 is that of a pair without a single deed) there is no value.
UNKNOWN = 0.98

_THREE = ("engagement", "affinity", "closeness")


def _yardstick(correlation: float) -> float:
    """What the sum of the two is divided by to have a standard deviation of 1 over dyads."""
    return float(np.sqrt(2.0 + 2.0 * correlation))


def _pair(a: str, b: str) -> Scope:
    """All years of a pair, whose smoothed values rest on all of them."""
    if a == b:
        raise UsageError(f"A state is not close to itself: {a!r} was given twice.")
    one, two = sorted((states.get(a).code, states.get(b).code))
    return Scope(FIRST, LAST, one, two)


@lru_cache(maxsize=64)
def _items(atlas: Atlas, a: str, b: str) -> tuple[Field, Floats]:
    grid = deeds.field(_pair(a, b))
    if not grid.shape[0]:
        raise NoDataError(f"{a} and {b} were never members of the state system together from {FIRST} to {LAST}.")
    return grid, standards.model(atlas).items(atlas, grid)


def _measured(grid: Field, items: Floats, weights: Weights) -> pl.DataFrame:
    """Rows of table `closeness`."""
    found = weights.smooth(items)
    lived = grid.lived
    dyad, year = np.nonzero(lived)
    seen, told = np.isfinite(items), weights.loadings != 0
    spread = np.sqrt(np.einsum("dtii->dti", found.covariance))
    alike = found.covariance[..., 0, 1] / (spread[..., 0] * spread[..., 1])
    names = pl.Series(grid.names, dtype=pl.String)
    columns: dict[str, tuple[Floats, type[pl.DataType]]] = {
        "engagement_centi": (found.mean[..., 0] / STEP, pl.Int16),
        "engagement_sd_centi": (spread[..., 0] / STEP, pl.UInt8),
        "affinity_centi": (found.mean[..., 1] / STEP, pl.Int16),
        "affinity_sd_centi": (spread[..., 1] / STEP, pl.UInt8),
        "correlation_centi": (alike / STEP, pl.Int8),
        "n_engagement": ((seen & told[:, 0]).sum(axis=2), pl.UInt8),
        "n_affinity": ((seen & told[:, 1]).sum(axis=2), pl.UInt8),
        "n": (seen.sum(axis=2), pl.UInt8),
    }
    return pl.DataFrame(
        {
            "a": names.gather(grid.pairs[dyad, 0]),
            "b": names.gather(grid.pairs[dyad, 1]),
            "year": pl.Series(grid.years[year], dtype=pl.Int16),
            **{name: pl.Series(np.rint(values[lived])).cast(kind) for name, (values, kind) in columns.items()},
        }
    )


def world(atlas: Atlas) -> pl.DataFrame:
    """The rows of table `closeness`: every dyad and year from 1946 to 2024."""
    model, whole = standards.model(atlas), deeds.field(Scope(FIRST, LAST))
    return _measured(whole, model.items(atlas, whole), model.weights)


@lru_cache(maxsize=1)
def _world(atlas: Atlas) -> pl.DataFrame:
    return atlas.scan("closeness").collect() if "closeness" in atlas.tables else world(atlas)


def _read(atlas: Atlas, rows: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
    """Rows of table `closeness` in its unit, with closeness, intervals and coverage."""
    model = standards.model(atlas)
    yardstick = _yardstick(model.alike)
    e, f = pl.col("engagement_sd"), pl.col("affinity_sd")
    due = pl.LazyFrame({"year": list(YEARS), **dict(zip(_DUE, model.due, strict=True))})
    plain = [
        (pl.col(f"{name}_centi").cast(pl.Float64) * STEP).alias(name)
        for name in ("engagement", "engagement_sd", "affinity", "affinity_sd", "correlation")
    ]
    value, spread = pl.col("engagement") + pl.col("affinity"), e**2 + f**2 + 2 * pl.col("correlation") * e * f
    wide = (
        rows.lazy()
        .select("a", "b", pl.col("year").cast(pl.Int64), *plain, "n_engagement", "n_affinity", "n")
        .with_columns(closeness=value / yardstick, closeness_sd=spread.sqrt() / yardstick)
        .join(due, on="year", how="left", maintain_order="left")
        .with_columns(
            (pl.col(n) / pl.max_horizontal(d, pl.col(n), 1)).alias(c)
            for n, d, c in zip(("n_engagement", "n_affinity", "n"), _DUE, _COVERED, strict=True)
        )
    )
    known = {"engagement": e < UNKNOWN, "affinity": f < UNKNOWN, "closeness": (e < UNKNOWN) | (f < UNKNOWN)}
    bounds = [
        pl.when(known[name]).then(pl.col(name) + sign * _Z * pl.col(f"{name}_sd")).alias(f"{name}_{end}")
        for name in _THREE
        for sign, end in ((-1, "low"), (1, "high"))
    ]
    values = [pl.when(known[name]).then(name).alias(name) for name in _THREE]
    return wide.with_columns(*bounds, *values, pl.col("year").cast(pl.Int32)).drop(_DUE)


_DUE = ("due_engagement", "due_affinity", "due")
_COVERED = ("coverage_engagement", "coverage_affinity", "coverage")


def path(atlas: Atlas, a: str, b: str) -> pl.DataFrame:
    """The way of two states over the plane of engagement and affinity, a row per year in which both were members.

    Computed from the pair's own deeds; equal to table `closeness` to its step.

    Args:
        atlas: The atlas.
        a: Code of one state.
        b: Code of the other; the order does not matter.

    Returns:
        year; engagement, affinity and closeness, each with `_low`, `_high` (90 % interval), `_sd` (standard
        deviations of all pairs; null where no deed says anything) and `_percentile` (0 to 100, among the dyads of
        the year); correlation (of the errors of the first two, for the ellipse); n, n_engagement, n_affinity
        (readings of the year itself: with none the value rests on the years around it); coverage (0 to 1, n among the
        readings that any dyad has in the year).

    Raises:
        UsageError: The two are one state.
        UnknownStateError: A code is none of a state.
        NoDataError: They were never members of the state system together from 1946 to 2024.
    """
    scope = _pair(a, b)
    grid, items = _items(atlas, str(scope.a), str(scope.b))
    rows = _read(atlas, _measured(grid, items, standards.model(atlas).weights)).collect(engine="in-memory")
    ranks = _ranks(atlas)
    places = {
        f"{name}_percentile": [
            None if value is None else _percentile(ranks[name, year], value)
            for year, value in rows.select("year", name).rows()
        ]
        for name in _THREE
    }
    order = [f"{name}{end}" for name in _THREE for end in ("", "_low", "_high", "_sd", "_percentile")]
    ready = rows.with_columns(pl.Series(name, values, dtype=pl.Float64) for name, values in places.items())
    return ready.select("year", *order, "correlation", "n", "n_engagement", "n_affinity", "coverage")


@lru_cache(maxsize=1)
def _ranks(atlas: Atlas) -> Mapping[tuple[str, int], NDArray[np.float64]]:
    """Each year's values of all dyads in order, by score and year."""
    rows = _read(atlas, _world(atlas)).select("year", *_THREE).collect()
    return {
        (name, year): np.sort(part[name].drop_nulls().to_numpy())
        for (year,), part in rows.partition_by("year", as_dict=True).items()
        for name in _THREE
    }


def _percentile(values: NDArray[np.float64], value: float) -> float:
    """Where a value stands, ties at their middle; half a step of leeway makes equal what was rounded alike."""
    leeway = STEP / 1000
    under, upto = np.searchsorted(values, value - leeway), np.searchsorted(values, value + leeway)
    return round(100.0 * float(under + upto) / 2 / max(len(values), 1), 1)


def pillars(atlas: Atlas, a: str, b: str, year: int | None = None) -> pl.DataFrame:
    """Engagement and affinity as each pillar alone would have them.

    Args:
        atlas: The atlas.
        a: Code of one state.
        b: Code of the other.
        year: One year; all where None.

    Returns:
        year, dimension ("engagement" or "affinity"), pillar, mean, low, high (90 % interval; the mean is drawn to 0 as
        far as the pillar says little), n (readings of the year itself). Pillars that say nothing of the pair in any
        year have no rows.

    Raises:
        UsageError, UnknownStateError, NoDataError: As `path`.
    """
    scope = _pair(a, b)
    grid, items = _items(atlas, str(scope.a), str(scope.b))
    weights = standards.model(atlas).weights
    lived = grid.lived[0]
    kept = lived if year is None else lived & (grid.years == year)
    asked: list[tuple[str, int, NDArray[np.bool_]]] = []
    for pillar in dict.fromkeys(DEEDS[name].pillar for name in ITEMS):
        mine = np.array([DEEDS[name].pillar == pillar for name in ITEMS])
        for k in range(2):
            using = mine & (weights.loadings[:, k] != 0)
            if np.isfinite(items[0][:, using]).any():
                asked.append((pillar, k, using))
    # One smoothing for all: each pillar is a dyad of which only its own items are known.
    each = np.stack([np.where(using, items[0], np.nan) for _, _, using in asked])
    found = weights.smooth(each)
    parts: list[pl.DataFrame] = []
    for row, (pillar, k, using) in enumerate(asked):
        mean: Floats = found.mean[row, kept, k]
        half: Floats = _Z * np.sqrt(found.covariance[row, kept, k, k])
        ends: tuple[Floats, ...] = (mean, mean - half, mean + half)
        years = pl.DataFrame({"year": pl.Series(grid.years[kept], dtype=pl.Int32)})
        parts.append(
            years.with_columns(
                pl.lit(_THREE[k]).alias("dimension"),
                pl.lit(pillar).alias("pillar"),
                *(pl.Series(name, end).round(2) for name, end in zip(("mean", "low", "high"), ends, strict=True)),
                pl.Series("n", np.isfinite(items[0][kept][:, using]).sum(axis=1), dtype=pl.Int64),
            )
        )
    return pl.concat(parts).sort("year", maintain_order=True)


def moved(atlas: Atlas, a: str, b: str, year: int) -> pl.DataFrame:
    """Which deeds moved the pair since the year before.

    A smoothed value rests on the deeds of all years, so what is told here is what each kind of deed, in all its years,
    adds to the value of `year` less what it adds to that of the year before.

    Args:
        atlas: The atlas.
        a: Code of one state.
        b: Code of the other.
        year: The later of the two years.

    Returns:
        dimension ("engagement", "affinity", "closeness"), item, pillar, contribution (standard deviations of all
        pairs), the largest in size first; then a row with item "total", which is their sum and the change.

    Raises:
        UsageError: The two are one state, or were not both members in the two years.
        UnknownStateError, NoDataError: As `path`.
    """
    scope = _pair(a, b)
    grid, items = _items(atlas, str(scope.a), str(scope.b))
    place = year - FIRST
    if not (1 <= place < len(YEARS) and grid.lived[0, place] and grid.lived[0, place - 1]):
        raise UsageError(f"{scope.a} and {scope.b} were not both members of the state system in {year - 1} and {year}.")
    weights = standards.model(atlas).weights
    added = weights.contributions(items)[0]
    change = added[place] - added[place - 1]
    yardstick = _yardstick(standards.model(atlas).alike)
    parts: list[pl.DataFrame] = []
    for dimension, moves in zip(_THREE, [*change, change.sum(axis=0) / yardstick], strict=True):
        rows = pl.DataFrame(
            {"item": list(ITEMS), "pillar": [DEEDS[name].pillar for name in ITEMS], "contribution": moves}
        )
        some = rows.filter(pl.col("contribution") != 0).sort(pl.col("contribution").abs(), descending=True)
        total = pl.DataFrame({"item": ["total"], "pillar": [""], "contribution": [float(moves.sum())]})
        parts.append(pl.concat([some, total]).select(pl.lit(dimension).alias("dimension"), pl.all()))
    return pl.concat(parts)


@cache
def _sources(atlas: Atlas, score: str) -> pl.DataFrame:
    """Data sets with vintage that a score's readings of a year come from: year, sources."""
    loads = standards.model(atlas).weights.loadings != 0
    used = {"engagement": loads[:, 0], "affinity": loads[:, 1], "closeness": loads.any(axis=1)}[score]
    named = [name for name, use in zip(ITEMS, used, strict=True) if use]
    told = {year: {deeds.sources(atlas, name, year) for name in named} - {""} for year in YEARS}
    return pl.DataFrame(
        {"year": list(YEARS), "sources": ["; ".join(sorted(told[year])) for year in YEARS]},
        schema={"year": pl.Int32, "sources": pl.String},
    )


def _score(score: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    n, coverage = {
        "engagement": ("n_engagement", "coverage_engagement"),
        "affinity": ("n_affinity", "coverage_affinity"),
        "closeness": ("n", "coverage"),
    }[score]

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        held = atlas.scan("closeness") if "closeness" in atlas.tables else _world(atlas).lazy()
        rows = _read(atlas, held.filter(scope.keeps("a", "b")).collect(engine=scope.engine))
        return rows.join(_sources(atlas, score).lazy(), on="year", how="left").select(
            "a",
            "b",
            "year",
            "sources",
            value=score,
            low=f"{score}_low",
            high=f"{score}_high",
            n=pl.col(n).cast(pl.Int64),
            coverage=coverage,
            reason=pl.when(pl.col(score).is_null()).then(pl.lit("no deed between them is on record in any year near")),
        )

    return measure


_TABLES = ("closeness", "closeness_standards")
_UNIT = "standard deviations of all pairs"
_REFERENCE = (
    "amity; additive effects as in Minhas, Hoff and Ward 2019 (Political Analysis), measurement by latent variables "
    "with drifting standards after Fariss 2014 (American Political Science Review)"
)
_COMMON = (
    " Deeds only: no speeches, polls, treaty texts or labels. A value rests on the deeds of the years around, too; n "
    "and coverage count the year's own. After 2014 disputes and shared organisations are not covered."
)

SCORES = (
    Indicator(
        id="closeness",
        label="Closeness",
        question="How close are the two in deeds, dealings and sides taken together?",
        unit=_UNIT,
        range=(None, None),
        closer="higher",
        directed=False,
        kind="score",
        tables=_TABLES,
        reference=_REFERENCE,
        limits="The sum of engagement and affinity, which may differ: never read it without them." + _COMMON,
        measure=_score("closeness"),
        min_n=0,
    ),
    Indicator(
        id="engagement",
        label="Engagement",
        question="How much do the two deal with each other, beyond what their activity and distance predict?",
        unit=_UNIT,
        range=(None, None),
        closer="higher",
        directed=False,
        kind="score",
        tables=_TABLES,
        reference=_REFERENCE,
        limits="Dealing with each other is not liking each other." + _COMMON,
        measure=_score("engagement"),
        min_n=0,
    ),
    Indicator(
        id="affinity",
        label="Affinity",
        question="On whose side do the two stand, and do they threaten each other?",
        unit=_UNIT,
        range=(None, None),
        closer="higher",
        directed=False,
        kind="score",
        tables=_TABLES,
        reference=_REFERENCE,
        limits="UN votes weigh much where two states never quarrelled: rivals who vote alike may stand too high."
        + _COMMON,
        measure=_score("affinity"),
        min_n=0,
    ),
)

DERIVE: dict[str, Callable[[Atlas], pl.DataFrame]] = {"closeness_standards": standards.learn, "closeness": world}
