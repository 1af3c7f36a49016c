"""How much could a state move another? Bandwidth of their dealings times the other's dependence.

The form is that of Formal Bilateral Influence Capacity (Moyer, Meisel, Matthews, Bohl and Burrows 2021); the weights
are not published, so these are our own and the figures must not be called by that name. `load` reads a copy of the
published index that a user has, `against` compares ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import LAST_YEAR, Indicator, Scope, get, table_years
from amity.indicators.arms import WINDOW, editions
from amity.indicators.trade import bilateral
from amity.scores._published import load as load
from amity.scores._shares import KEY, Matrix, Shares, Z, shares, world_trade
from amity.scores.balance import CONCENTRATION, WEIGHTS, joined, overall

#: First year, as of the published index.
FIRST = 1960

#: Weight of each part of bandwidth: economic, political and security a third each, security shared by what is
#: delivered and what is pledged. Declared, not measured; `stability` says how much hangs on them.
BANDWIDTH: Mapping[str, float] = MappingProxyType(
    {"trade": 1 / 3, "organisations": 1 / 3, "arms": 1 / 6, "pacts": 1 / 6}
)

#: Volumes count by their logarithm: this share of the world's counts nothing, all of the world's counts 1.
_LEAST_TRADE, _LEAST_ARMS = 1e-6, 1e-5
#: So many shared organisations count 1 (the most ever held is 106), and so does a pledge of defence.
_MOST_SHARED, _MOST_PLEDGED = 100, 3
#: For so many years after its last one a slow record stands as it was, ever less surely: root mean square change of
#: all pairs per root of years, 1990 to the last year.
_CARRIED = 10
_DRIFT: Mapping[str, float] = MappingProxyType({"trade": 0.0, "organisations": 0.02, "arms": 0.0, "pacts": 0.04})
#: Standard deviation (logarithm) of the bandwidth per unit of weight missing.
_MISSING = 0.5
#: Added before, taken off after a geometric mean, which one zero would make zero.
_FLOOR = 0.01


def _carried(atlas: Atlas, scope: Scope, name: str, table: str) -> pl.LazyFrame:
    """An indicator's rows, the last year's standing for the years after it: a, b, year, value, lag, sources."""
    _, last = table_years(atlas, table)
    measure = get(name).measure
    columns = ("a", "b", "year", "value", "sources")
    rows = measure(atlas, replace(scope, last=min(scope.last, last))).select(*columns, lag=pl.lit(0))
    parts = [rows.filter(pl.col("year") <= last)]
    if scope.last > last:
        kept = measure(atlas, replace(scope, first=last, last=last)).filter(pl.col("year") == last).select(*columns)
        years = range(max(scope.first, last + 1), min(scope.last, last + _CARRIED) + 1)
        later = pl.LazyFrame({"later": list(years)}, schema={"later": pl.Int32})
        parts.append(
            kept.join(later, how="cross").select(
                "a", "b", "value", "sources", year="later", lag=pl.col("later") - pl.col("year")
            )
        )
    return pl.concat(parts, how="diagonal_relaxed")


def _both_ways(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows with a < b, and the same with a and b exchanged."""
    return pl.concat([rows, rows.with_columns(a="b", b="a")])


def _log_share(part: pl.Expr, least: float) -> pl.Expr:
    """0 at `least` and below, 1 at the whole, by the logarithm."""
    return (1 - part.clip(1e-12).log10() / float(np.log10(least))).clip(0, 1)


def _trade(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    world = world_trade(atlas).lazy().filter("is_held")
    flows = bilateral(atlas, scope).lazy().filter(pl.col("sources").str.starts_with("imf").not_())
    share = (pl.col("x") + pl.col("m")) / pl.col("world")
    return flows.join(world, on="year").select(*KEY, "sources", value=_log_share(share, _LEAST_TRADE), lag=pl.lit(0))


def _organisations(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    rows = _carried(atlas, scope, "institutions.shared_igos", "shared_igos")
    return _both_ways(rows.with_columns(value=(pl.col("value") / _MOST_SHARED).clip(0, 1)))


def _pacts(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    rows = _carried(atlas, scope, "military.obligations", "obligations")
    strongest = rows.group_by(
        pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"), "year", "lag", "sources"
    ).agg(value=pl.col("value").max() / _MOST_PLEDGED)
    return _both_ways(strongest)


@lru_cache(maxsize=4)
def _arms_years(atlas: Atlas) -> pl.DataFrame:
    """Year, the newest edition that has the five years to it, and the world's deliveries in them (million TIV)."""
    chosen = {
        year: vintage
        for vintage, first, last in reversed(editions(atlas))
        for year in range(first + WINDOW - 1, last + 1)
    }
    named = pl.DataFrame({"year": list(chosen), "vintage": list(chosen.values())}, schema_overrides={"year": pl.Int32})
    world = _windowed(atlas.scan("arms_transfers").select("year", "vintage", "tiv_million"), ["vintage"])
    return named.lazy().join(world.rename({"tiv": "world"}), on=["year", "vintage"]).collect()


def _windowed(rows: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """Deliveries of each year and the four before it."""
    year = pl.col("year").cast(pl.Int32)
    spread = pl.concat([rows.with_columns(year=year + lag) for lag in range(WINDOW)])
    return spread.group_by(*by, "year").agg(tiv=pl.col("tiv_million").sort().sum())


def _arms(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    wide = replace(scope, first=scope.first - WINDOW + 1)
    moved = (
        atlas.scan("arms_transfers")
        .filter(wide.keeps("source", "target"))
        .select(
            "year",
            "vintage",
            "tiv_million",
            a=pl.min_horizontal("source", "target"),
            b=pl.max_horizontal("source", "target"),
        )
    )
    return (
        scope.grid(directed=False)
        .lazy()
        .join(_arms_years(atlas).lazy(), on="year")
        .join(_windowed(moved, ["a", "b", "vintage"]), on=["a", "b", "year", "vintage"], how="left")
        # Editions cover all deliveries in the world: inside their years, no row means none.
        .select(
            *KEY,
            value=_log_share(pl.col("tiv").fill_null(0.0) / pl.col("world"), _LEAST_ARMS),
            lag=pl.lit(0),
            sources=pl.format("sipri-arms-transfers@{}", "vintage"),
        )
        .pipe(_both_ways)
    )


_PARTS: Mapping[str, Callable[[Atlas, Scope], pl.LazyFrame]] = {
    "trade": _trade,
    "organisations": _organisations,
    "arms": _arms,
    "pacts": _pacts,
}


@dataclass(frozen=True, eq=False)
class Ties:
    """What influence is made of, for many directed pairs.

    Attributes:
        shares: Dependence per pillar, of a on b.
        parts: Bandwidth per part, 0 to 1, shape (rows, parts); NaN where not held.
        drift: Standard deviation of each part that stands from an earlier year.
        sources: Of organisations and pacts; those of dependence name the data sets of the other parts too.
    """

    shares: Shares
    parts: Matrix
    drift: Matrix
    sources: tuple[pl.Series, ...]


def ties(atlas: Atlas, scope: Scope) -> Ties:
    """Bandwidth and dependence, part by part."""
    scope = replace(scope, first=max(scope.first, FIRST), seed=0, intervals=False)
    of = shares(atlas, scope, tuple(WEIGHTS))
    given = pl.collect_all([_PARTS[name](atlas, scope) for name in BANDWIDTH], engine=scope.engine)
    values: list[Matrix] = []
    drifts: list[Matrix] = []
    named: list[pl.Series] = []
    for name, rows in zip(BANDWIDTH, given, strict=True):
        held = of.key.join(
            rows.with_columns(pl.col("year").cast(pl.Int32)), on=list(KEY), how="left", maintain_order="left"
        )
        values.append(held["value"].cast(pl.Float64).to_numpy())
        drifts.append(_DRIFT[name] * np.sqrt(held["lag"].cast(pl.Float64).to_numpy()))
        if name in ("organisations", "pacts"):
            named.append(held["sources"].alias(name))
    return Ties(of, np.column_stack(values), np.column_stack(drifts), tuple(named))


@dataclass(frozen=True, eq=False)
class _Product:
    """Bandwidth times dependence of b on a, one per row: value, standard deviations of its logarithm, coverage, n.

    `sd` holds all of it, `noise` what is not the weights.
    """

    value: Matrix
    sd: Matrix
    noise: Matrix
    dependence_high: Matrix
    bandwidth: Matrix
    coverage: Matrix
    n: NDArray[np.int64]


_TRADE = tuple(BANDWIDTH).index("trade")
_B, _D = (np.array(list(weights.values())) for weights in (BANDWIDTH, WEIGHTS))


def _product(of: Ties) -> _Product:
    """Null where either has no value; bandwidth has one only where trade is held."""
    held = ~np.isnan(of.parts)
    w = held * _B
    mass = w.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        w = w / mass[:, None]
        wide = np.where(held[:, _TRADE], (w * np.nan_to_num(of.parts)).sum(axis=1), np.nan)
        between = (w * np.nan_to_num(of.parts - wide[:, None]) ** 2).sum(axis=1) / (CONCENTRATION * mass + 1)
        drift = (w**2 * np.nan_to_num(of.drift) ** 2).sum(axis=1)
        missing = _MISSING * (1 - mass)
        whole = overall(of.shares, _D)
        mirrored = of.shares.mirrored
        on_a, sd_a = mirrored(whole.value), mirrored(whole.sd) * (1 - mirrored(whole.value))
        sd = np.sqrt((between + drift) / wide**2 + missing**2 + sd_a**2)
        # How well shares are known differs from pair to pair; what the weights are does not.
        noise = np.sqrt(drift / wide**2 + missing**2 + (mirrored(whole.noise) * (1 - on_a)) ** 2)
    return _Product(
        value=wide * on_a,
        sd=sd,
        noise=noise,
        dependence_high=mirrored(whole.high),
        bandwidth=wide,
        coverage=(mass + mirrored(whole.mass)) / 2,
        n=held.sum(axis=1) + mirrored(whole.n),
    )


def largest(atlas: Atlas) -> pl.DataFrame:
    """The largest product of each year: table `influence`."""
    parts: list[pl.DataFrame] = []
    for first in range(FIRST, LAST_YEAR + 1, 8):
        of = ties(atlas, Scope(first, min(first + 7, LAST_YEAR)))
        rows = of.shares.key.with_columns(pl.Series("product", _product(of).value).fill_nan(None).round(6))
        parts.append(
            rows.filter(pl.col("product").is_not_null())
            .sort("product", "a", "b", descending=[True, False, False])
            .group_by(pl.col("year").cast(pl.Int16), maintain_order=True)
            .agg(pl.col("a", "b", "product").first(), n_pairs=pl.len().cast(pl.Int32))
        )
    return pl.concat(parts).sort("year")


DERIVE: dict[str, Callable[[Atlas], pl.DataFrame]] = {"influence": largest}


@lru_cache(maxsize=4)
def _scale(atlas: Atlas) -> float:
    """The largest product of any two states since 1960, which counts as 1."""
    held = atlas.scan("influence").collect() if "influence" in atlas.tables else largest(atlas)
    if held.is_empty():
        raise NoDataError("This atlas was built from an excerpt: there is no scale of influence.")
    return float(held.select(pl.col("product").max()).item())


def _influence(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    of = ties(atlas, scope)
    found, scale = _product(of), _scale(atlas)
    with np.errstate(invalid="ignore", over="ignore"):
        value = np.minimum(found.value / scale, 1)
        low = value * np.exp(-Z * found.sd)
        most = np.where(value > 0, value * np.exp(Z * found.sd), found.bandwidth * found.dependence_high / scale)
    lacking = np.isnan(value)
    named = pl.DataFrame([joined(of.shares).alias("dependence"), *of.sources])
    sources = named.select(sources=pl.concat_str(pl.all(), separator="; ", ignore_nulls=True))["sources"]
    return of.shares.key.with_columns(
        pl.Series("value", value).fill_nan(None),
        pl.Series("low", np.where(value > 0, low, value)).fill_nan(None),
        pl.Series("high", np.where(lacking, np.nan, np.minimum(np.where(np.isnan(most), value, most), 1))).fill_nan(
            None
        ),
        pl.Series("n", found.n),
        pl.Series("coverage", found.coverage),
        sources,
        reason=pl.when(pl.Series(lacking)).then(
            pl.lit("goods trade of the two, or b's total trade, is not held for this year")
        ),
    ).lazy()


def _draws(n: int, seed: int, at: Matrix | None, parts: int) -> Matrix:
    """Random weights, shape (n, parts): around `at`, or any at all, each as likely as another."""
    generator = np.random.default_rng(seed)
    return generator.dirichlet(np.ones(parts) if at is None else CONCENTRATION * at, size=n)


def _means(values: Matrix, weights: Matrix) -> Matrix:
    """Weighted means over the columns held, shape (draws, rows)."""
    return (weights @ np.nan_to_num(values).T) / (weights @ (~np.isnan(values)).T)


def _geometric(values: Matrix, weights: Matrix) -> Matrix:
    return np.exp(_means(np.log(values + _FLOOR), weights)) - _FLOOR


@dataclass(frozen=True, eq=False)
class _Field:
    """All pairs of one year with a value: ties without gaps, and whose they are."""

    parts: Matrix
    on_a: Matrix
    found: _Product
    names: list[str]
    owner: NDArray[np.int64]

    def outward(self, b: Matrix, d: Matrix, mean: Callable[[Matrix, Matrix], Matrix] = _means) -> Matrix:
        """Sum of products over all others, shape (draws, states), one draw of the weights at a time."""
        sums: list[Matrix] = []
        for k in range(len(b)):
            product = mean(self.parts, b[k : k + 1])[0] * mean(self.on_a, d[k : k + 1])[0]
            sums.append(np.asarray(np.bincount(self.owner, np.nan_to_num(product), len(self.names)), dtype=np.float64))
        return np.array(sums)


@lru_cache(maxsize=2)
def _field(atlas: Atlas, year: int) -> _Field:
    of = ties(atlas, Scope(year, year)) if year >= FIRST else None
    found = None if of is None else _product(of)
    if of is None or found is None or np.isnan(found.value).all():
        raise NoDataError(f"No influence is known for {year}: trade of all pairs is held for 1960-2020 and 2022-2023.")
    kept = ~np.isnan(found.value)
    codes = of.shares.key["a"].filter(pl.Series(kept))
    names = sorted(set(codes))
    owner = codes.cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int64)
    picked = _Product(**{name: values[kept] for name, values in vars(found).items()})
    return _Field(of.parts[kept], of.shares.mirrored(of.shares.s)[kept], picked, names, owner)


_DRAWS = 200


def capacity(
    atlas: Atlas, year: int, aggregation: Literal["additive", "geometric"] = "additive", seed: int = 0
) -> pl.DataFrame:
    """How much influence capacity each state has over all others together.

    Args:
        atlas: The atlas.
        year: 1960 on; all pairs are held to 2020 and for 2022-2023.
        aggregation: How parts make a whole; "geometric" means only for seeing how much hangs on it.
        seed: Of the random weights behind the intervals.

    Returns:
        state, outward (sum of influence over every other state with a value; 0 or more), rank (1 = most), low, high
        (90 %: weights around the declared ones, and how well each pair is known), partners (how many have a value).
        A pair that is not held adds nothing, so sums are of what is known.

    Raises:
        NoDataError: Nothing is held for the year.
    """
    field, scale = _field(atlas, year), _scale(atlas)
    mean = _means if aggregation == "additive" else _geometric
    outward = field.outward(_B[None], _D[None], mean)[0] / scale
    drawn = field.outward(_draws(_DRAWS, seed, _B, len(_B)), _draws(_DRAWS, seed + 1, _D, len(_D)), mean) / scale
    # A pair whose dependence is nought has no logarithm to vary.
    with np.errstate(invalid="ignore"):
        spread = np.nan_to_num(field.found.value / scale * field.found.noise) ** 2
    noise = Z * np.sqrt(np.bincount(field.owner, spread, len(field.names)))
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    return (
        pl.DataFrame(
            {
                "state": field.names,
                "outward": outward,
                "low": np.maximum(0, outward - np.hypot(np.maximum(outward - low, 0), noise)),
                "high": outward + np.hypot(np.maximum(high - outward, 0), noise),
                "partners": np.bincount(field.owner, minlength=len(field.names)),
            }
        )
        .with_columns(pl.col("outward", "low", "high").round_sig_figs(9))
        .with_columns(rank=pl.col("outward").rank("min", descending=True).cast(pl.Int64))
        .sort("rank", "state")
        .select("state", "outward", "rank", "low", "high", "partners")
    )


def stability(atlas: Atlas, year: int, draws: int = 500, seed: int = 0) -> pl.DataFrame:
    """How far the ranking of outward capacity hangs on the weights: all weights drawn, any as likely as another.

    Returns:
        One row per draw: draw, spearman (rank correlation with the ranking at the declared weights, -1 to 1), top10
        (how many of the ten first are the same).

    Raises:
        NoDataError: Nothing is held for the year.
        UsageError: Fewer than one draw.
    """
    if draws < 1:
        raise UsageError(f"At least one draw is needed, not {draws}.")
    field = _field(atlas, year)
    declared = field.outward(_B[None], _D[None])[0]
    drawn = field.outward(_draws(draws, seed, None, len(_B)), _draws(draws, seed + 1, None, len(_D)))
    first = set(np.argsort(-declared)[:10].tolist())
    return pl.DataFrame(
        {
            "draw": np.arange(draws),
            "spearman": [_spearman(declared, one) for one in drawn],
            "top10": [len(first & set(np.argsort(-one)[:10].tolist())) for one in drawn],
        }
    )


def _spearman(x: Matrix, y: Matrix) -> float:
    """Rank correlation, ties at their middle; NaN where one does not vary."""
    ranks = [pl.Series(v).rank("average").to_numpy() for v in (x, y)]
    return float(np.corrcoef(ranks)[0, 1]) if all(np.ptp(r) > 0 for r in ranks) else float("nan")


def against(atlas: Atlas, frame: pl.DataFrame) -> pl.DataFrame:
    """How alike this score and a user's copy of the published index rank the pairs of each year.

    Args:
        atlas: The atlas.
        frame: What `load` returns.

    Returns:
        year, n (directed pairs with a value in both), spearman (-1 to 1; null under three pairs, or where one of the
        two does not vary), by year. Years of `frame` for which this score has nothing have n 0.

    Raises:
        UsageError: `frame` has not the columns a, b, year, fbic.
    """
    if lacking := [name for name in (*KEY, "fbic") if name not in frame.columns]:
        raise UsageError(f"The index to compare with has no column {', '.join(lacking)}; read the file with load().")
    rows: list[tuple[int, int, float | None]] = []
    for year in sorted(set(frame["year"].drop_nulls().to_list())):
        theirs = frame.filter(pl.col("year") == year, pl.col("fbic").is_not_null())
        both = _ranked(atlas, year).join(theirs, on=["a", "b"])
        alike = _spearman(both["value"].to_numpy(), both["fbic"].to_numpy()) if both.height > 2 else float("nan")
        rows.append((year, both.height, alike))
    found = pl.DataFrame(rows, schema={"year": pl.Int32, "n": pl.Int64, "spearman": pl.Float64}, orient="row")
    return found.with_columns(pl.col("spearman").fill_nan(None))


def _ranked(atlas: Atlas, year: int) -> pl.DataFrame:
    """a, b, value of every pair in a year; the scale is no matter."""
    if not FIRST <= year <= LAST_YEAR:
        return pl.DataFrame(schema={"a": pl.String, "b": pl.String, "value": pl.Float64})
    of = ties(atlas, Scope(year, year))
    rows = of.shares.key.select("a", "b", pl.Series("value", _product(of).value).fill_nan(None))
    return rows.filter(pl.col("value").is_not_null())


SCORES = (
    Indicator(
        id="influence",
        label="Influence capacity",
        question="How much capacity to influence b does a have through their dealings?",
        unit="index (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        kind="score",
        tables=(
            *("trade", "trade_totals", "energy_flows", "energy_totals", "arms_transfers", "arms_totals"),
            *("direct_investment", "direct_investment_totals", "technology_shares", "export_baskets"),
            *("shared_igos", "obligations", "influence"),
        ),
        reference=(
            "Bandwidth times dependence, the form of Moyer, Meisel, Matthews, Bohl and Burrows 2021, China-US "
            "Competition: Measuring Global Influence; weights by amity (docs/scores/influence.md)"
        ),
        limits=(
            "Not the published index, whose weights nobody can read. 1 is the largest between any two states since "
            "1960. Capacity, not use: it does not say that anything was asked or done. Shared organisations stand as "
            "in 2014 and pacts as in 2018 for ten years more; no diplomatic missions, no aid, no people. 2021 and 2024 "
            "lack the trade of most pairs."
        ),
        measure=_influence,
    ),
)
