"""The share of a partner in each kind of a state's dealings, and how well each share is known.

The widths were measured: how far rival data sets lie from each other for the same pair and year, or, of arms, one year
from the next (docs/scores/balance.md; validation/balance.py measures them again).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import indicators
from amity.atlas import Atlas
from amity.indicators import LAST_YEAR, Scope
from amity.indicators._books import COMPLETE
from amity.indicators.trade import bilateral

Matrix = NDArray[np.float64]
_T = TypeVar("_T", bound=np.generic)

#: Standard normal quantile of a two-sided 90 % interval.
Z = 1.6448536269514722

#: Half-widths (log odds, 90 %) of shares of goods: how far COW's share lies from BACI's of the same year, 2000-2014,
#: falls with the size of the flow in world trade (per factor of ten) and hardly depends on anything else.
_FLOW, _PER_TENTH, _FLOW_LEAST, _FLOW_MOST = -0.45, -0.26, 0.2, 1.6
#: The same for a state's total trade, which is what remains of it in a ratio of two shares of one flow.
_TOTAL, _TOTAL_PER_TENTH, _TOTAL_LEAST, _TOTAL_MOST = -0.25, -0.22, 0.1, 0.6
#: A single fuel is less well known than all goods: by so much wider (BP, CREA and China's customs beside BACI).
_FUELS_WIDER = 1.5
#: Where COW has zero BACI has this share or less, nineteen times in twenty.
_TRADE_ZERO = 0.0015
#: What a missing flow of fuels may be, and a machinery share that rounds to nothing.
_FUEL_ZERO, _ROUNDING = 0.0001, 0.00005
#: Arms come in lumps: how far the share over five years lies from that a year earlier or later.
_LUMPS, _LUMPS_LEAST, _LUMPS_TOP = 1.5, 0.01, 0.95
#: Investor's and host's books: half-width at one million US$, and what it loses per factor of ten.
_POSITION, _POSITION_PER_TENTH, _POSITION_LEAST, _POSITION_MOST = 3.1, -0.45, 0.4, 2.5
#: Least width of a total, taken for those whose rivals are not held: of fuels, of direct investment, GDP.
_WHOLE = 0.1


@dataclass(frozen=True, slots=True)
class Pillar:
    """One kind of dealings.

    Attributes:
        measure: Gives a, b, year, s (share), h (half-width of its 90 % interval in log odds), own (the part of h that
            is a's alone, not shared with b's view of the same flow), n, coverage, sources, reason.
        zero: What a share of nought may be at most.
        least: By how much any share may be off at least.
        top: Shares above it are as uncertain as it.
    """

    measure: Callable[[Atlas, Scope], pl.LazyFrame]
    zero: float
    least: float = 0.0
    top: float = 1 - 1e-9


@lru_cache(maxsize=4)
def world_trade(atlas: Atlas) -> pl.DataFrame:
    """All goods trade of the complete data set of each year: year, world (million US$); gaps are bridged in logs.

    A year that only some states' own books give has a bridged figure and `is_held` false.
    """
    totals = (
        atlas.scan("trade_totals")
        .filter(pl.col("dataset").is_in(COMPLETE), pl.col("reporter").cast(pl.String).is_in(["reconciled", "partners"]))
        .group_by("year", "dataset")
        .agg(world=pl.col("exports_usd_million").sort().sum())
        .sort("year", "dataset")  # BACI goes before COW
        .unique("year", keep="first", maintain_order=True)
        .filter(pl.col("world") > 0)
        .collect()
    )
    held = totals["year"].to_numpy()
    years = np.arange(held.min(), LAST_YEAR + 1, dtype=np.int32)
    bridged = np.exp(np.interp(years, held, np.log(totals["world"].to_numpy())))
    return pl.DataFrame({"year": years, "world": bridged, "is_held": np.isin(years, held)})


#: Fewer partners than this make no total: the file of COW has West Germany 1960-1989 with two of them only.
_FEWEST = 5


@lru_cache(maxsize=4)
def _thin(atlas: Atlas) -> pl.DataFrame:
    """States and years whose total rests on too few partners: a, year, sources, is_thin."""
    partners = pl.max_horizontal("n_export_partners", "n_import_partners")
    return (
        atlas.scan("trade_totals")
        .filter(pl.col("dataset").is_in(COMPLETE))
        .group_by(a="state", year=pl.col("year").cast(pl.Int32), sources=pl.format("{}@{}", "dataset", "vintage"))
        .agg(partners.max().alias("partners"))
        .filter(pl.col("partners") < _FEWEST)
        .select("a", "year", "sources", is_thin=pl.lit(value=True))
        .collect()
    )


def _wide(size: pl.Expr, at_one: float, per_tenth: float, least: float, most: float) -> pl.Expr:
    """Half-width that falls with the logarithm of a size."""
    return (at_one + per_tenth * size.clip(1e-12).log10()).clip(least, most)


def _flow_width(part: pl.Expr) -> pl.Expr:
    return _wide(part, _FLOW, _PER_TENTH, _FLOW_LEAST, _FLOW_MOST)


def _trade(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Share of b in a's goods trade, as `trade.share`, where the total is one."""
    flow, total = pl.col("x") + pl.col("m"), pl.col("X") + pl.col("M")
    thin = pl.col("is_thin").is_not_null()
    value = pl.when(~thin & (total > 0)).then(flow / total)
    few = pl.lit(f"a's trade is held with fewer than {_FEWEST} partners, which is no total")
    width = _flow_width(flow / pl.col("world"))
    own = _wide(total / pl.col("world"), _TOTAL, _TOTAL_PER_TENTH, _TOTAL_LEAST, _TOTAL_MOST)
    return (
        bilateral(atlas, scope)
        .lazy()
        .join(world_trade(atlas).lazy(), on="year", how="left")
        .join(_thin(atlas).lazy(), on=["a", "year", "sources"], how="left")
        .select(
            "a",
            "b",
            "year",
            s=value,
            h=width,
            own=pl.min_horizontal(own, width),
            n=pl.lit(1, pl.Int64),
            coverage=pl.lit(1.0),
            sources="sources",
            reason=pl.when(thin)
            .then(few)
            .when(value.is_null())
            .then(pl.lit("the flow or the state's total trade is not held")),
        )
    )


def _trade_gdp(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Goods trade with b over a's GDP, as `trade.dependence`, at most 1."""
    flows = bilateral(atlas, scope).lazy().select("a", "b", "year", flow=pl.col("x") + pl.col("m"))
    width = _flow_width(pl.col("flow") / pl.col("world"))
    return (
        indicator("trade.dependence", atlas, scope)
        .join(flows, on=["a", "b", "year"], how="left")
        .join(world_trade(atlas).lazy(), on="year", how="left")
        .select(*KEY, *_FACTS, s=pl.col("value").clip(0, 1), h=(width**2 + _WHOLE**2).sqrt(), own=pl.lit(_WHOLE))
    )


KEY = ("a", "b", "year")
_FACTS = ("n", "coverage", "sources", "reason")


def indicator(name: str, atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Rows of an indicator: key, value and facts."""
    rows = indicators.get(name).measure(atlas, scope)
    lacking = [pl.lit(None, pl.String).alias("reason")] if "reason" not in rows.collect_schema() else []
    return rows.with_columns(lacking).select(
        "a",
        "b",
        "year",
        "value",
        pl.col("n").cast(pl.Int64),
        "coverage",
        "sources",
        "reason",
    )


@lru_cache(maxsize=4)
def _fuel_totals(atlas: Atlas) -> pl.DataFrame:
    """Each state's trade in fuels: a, year, X (exports), M (imports), world (everybody's), million US$."""
    fuels = pl.col("fuel").cast(pl.String).is_in(["crude", "lng", "pipeline gas", "coal", "lignite"])
    amounts = pl.col("exports_usd_million", "imports_usd_million").cast(pl.Float64)
    return (
        atlas.scan("energy_totals")
        .filter(pl.col("dataset") == "cepii-baci-raw-materials", fuels)
        .group_by(a="state", year=pl.col("year").cast(pl.Int32))
        .agg(amounts.sort().sum())
        .rename({"exports_usd_million": "X", "imports_usd_million": "M"})
        .with_columns(world=pl.col("X").sort().sum().over("year"))
        .collect()
    )


def _energy(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Share of b in a's trade in crude oil, gas and coal, both directions, from the two shares of pillar energy."""
    totals = _fuel_totals(atlas).lazy()
    sent = indicator("energy.export_share", atlas, scope).rename({"value": "xs", "n": "xn"})
    got = indicator("energy.import_share", atlas, scope).rename({"value": "ms", "n": "mn"})
    both = sent.join(got, on=list(KEY), how="full", coalesce=True, suffix="_m").join(
        totals, on=["a", "year"], how="left"
    )
    known = pl.when(pl.col("xs").is_not_null()).then("X").otherwise(0.0) + pl.when(pl.col("ms").is_not_null()).then(
        "M"
    ).otherwise(0.0)
    flow = (pl.col("xs") * pl.col("X")).fill_null(0.0) + (pl.col("ms") * pl.col("M")).fill_null(0.0)
    value = pl.when(known > 0).then(pl.min_horizontal(flow / known, 1.0))
    width = _FUELS_WIDER * _flow_width(flow / pl.col("world"))
    return both.select(
        *KEY,
        s=value,
        h=width,
        own=pl.min_horizontal(pl.lit(_WHOLE), width),
        n=pl.col("xn").fill_null(0) + pl.col("mn").fill_null(0),
        coverage=known / (pl.col("X") + pl.col("M")),
        sources=pl.coalesce("sources", "sources_m"),
        reason=pl.coalesce("reason", "reason_m"),
    )


def _arms(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Share of b in the arms a received in five years, as `arms.import_share`."""
    rows = indicator("arms.import_share", atlas, scope)
    return rows.select(*KEY, *_FACTS, s="value", h=pl.lit(_LUMPS), own=pl.lit(_LUMPS))


def _technology(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Share of b in a's imports of machinery and electronics, as `technology.import_dependence`."""
    # The flow itself is not held: it is taken to be as well known as all goods between the two.
    widths = _trade(atlas, scope).select(*KEY, "h")
    rows = indicator("technology.import_dependence", atlas, scope).join(widths, on=list(KEY), how="left")
    width = pl.col("h").fill_null(_FLOW_MOST)
    return rows.select(*KEY, *_FACTS, s="value", h=width, own=width)


def _investment(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Share of b in the direct investment a holds abroad and others hold in a, on a's own books."""
    year = pl.col("year").cast(pl.Int32)
    books = atlas.scan("direct_investment").filter(scope.keeps("source", "target"), pl.col("basis") == "reported")
    named = {"outward": ("source", "target"), "inward": ("target", "source")}
    parts = [
        books.filter(pl.col("reporter") == mine).select(
            year, a=mine, b=theirs, part="value_usd_million", direction=pl.lit(direction)
        )
        for direction, (mine, theirs) in named.items()
    ]
    totals = (
        atlas.scan("direct_investment_totals")
        .filter(scope.about("state"), pl.col("basis") == "reported")
        .select(
            year,
            pl.col("direction").cast(pl.String),
            a="state",
            whole="value_usd_million",
            named="named_share",
            sources=pl.format("{}@{}", "dataset", "vintage"),
        )
    )
    value = pl.when((pl.col("part") >= 0) & (pl.col("whole") > 0)).then(pl.col("part") / pl.col("whole"))
    width = _wide(pl.col("part"), _POSITION, _POSITION_PER_TENTH, _POSITION_LEAST, _POSITION_MOST)
    return (
        pl.concat(parts)
        .join(totals, on=["a", "year", "direction"])
        .group_by(*KEY)
        .agg(
            pl.col("part", "whole").sort().sum(),
            coverage=pl.col("named").clip(0, 1).mean() * pl.len() / len(named),
            n=pl.len().cast(pl.Int64),
            sources=pl.col("sources").first(),
        )
        .select(
            *KEY,
            s=value.clip(upper_bound=1.0),
            h=width,
            own=pl.min_horizontal(pl.lit(_WHOLE), width),
            n="n",
            coverage="coverage",
            sources="sources",
            reason=pl.when(value.is_null()).then(pl.lit("a's net position with b is negative, so it is no share")),
        )
    )


PILLARS: Mapping[str, Pillar] = {
    "trade": Pillar(_trade, _TRADE_ZERO),
    "energy": Pillar(_energy, _FUEL_ZERO),
    "arms": Pillar(_arms, _LUMPS_LEAST, _LUMPS_LEAST, _LUMPS_TOP),
    "investment": Pillar(_investment, _ROUNDING),
    "technology": Pillar(_technology, _ROUNDING, _ROUNDING),
    "trade_gdp": Pillar(_trade_gdp, _TRADE_ZERO),
}

#: Why a pillar has no row at all.
_ABSENT = {
    "trade": "no flow between the two, or no total of a, is held for this year",
    "energy": "fuels are held from 1995, for states with any trade in them",
    "arms": "deliveries are held from 1950, so five years of them from 1954",
    "investment": "own books of direct investment are held of China, Germany, Japan, Singapore and the USA from 2014",
    "technology": "machinery and electronics are held for 2010-2020",
    "trade_gdp": "no flow between the two is held for this year",
}


@dataclass(frozen=True, eq=False)
class Shares:
    """Dependence per pillar of many directed pairs; the second half of the rows mirrors the first.

    Attributes:
        key: a, b, year.
        names: The pillars.
        s: Share, shape (rows, pillars); NaN where not held.
        low: Lower end of its 90 % interval.
        high: Upper end.
        own: Standard deviation of the share that is a's alone.
        shared: That of what both ends of a flow have in common.
        facts: Per pillar: n, coverage, sources, reason of each row.
    """

    key: pl.DataFrame
    names: tuple[str, ...]
    s: Matrix
    low: Matrix
    high: Matrix
    own: Matrix
    shared: Matrix
    facts: tuple[pl.DataFrame, ...]

    def mirrored(self, values: NDArray[_T]) -> NDArray[_T]:
        """The same of b on a."""
        return np.roll(values, len(values) // 2, axis=0)


def shares(atlas: Atlas, scope: Scope, names: Sequence[str]) -> Shares:
    """Every pillar of every directed dyad-year of the scope."""
    scope = replace(scope, seed=0, intervals=False)
    key = scope.grid(directed=True)
    queries = [PILLARS[name].measure(atlas, scope) for name in names]
    given = pl.collect_all(queries, engine=scope.engine)
    blocks: list[dict[str, Matrix]] = []
    facts: list[pl.DataFrame] = []
    for name, rows in zip(names, given, strict=True):
        pillar = PILLARS[name]
        rows = rows.with_columns(pl.col("year").cast(pl.Int32))
        joined = key.join(rows, on=list(KEY), how="left", maintain_order="left")
        s, h, own = (joined[c].cast(pl.Float64).to_numpy().copy() for c in ("s", "h", "own"))
        blocks.append(_spread(pillar, s, h, own))
        reason = pl.when(pl.col("s").is_null()).then(pl.coalesce("reason", pl.lit(_ABSENT[name])))
        facts.append(joined.select("n", "coverage", "sources", reason.alias("reason")))
    stacked = {field: np.column_stack([block[field] for block in blocks]) for field in blocks[0]}
    return Shares(key=key, names=tuple(names), facts=tuple(facts), **stacked)


def _spread(pillar: Pillar, s: Matrix, h: Matrix, own: Matrix) -> dict[str, Matrix]:
    """Interval and standard deviations of shares."""
    held = np.clip(s, 1e-12, pillar.top)
    odds = np.log(held) - np.log1p(-held)
    least = np.where(s == 0, pillar.zero, pillar.least)
    low = np.where(s == 0, 0.0, np.minimum(s, share(odds - h)))
    high = np.minimum(1.0, np.maximum(np.where(s == 0, 0.0, share(odds + h)), s + least))
    # First order: a small step in log odds moves a share by share times rest.
    slope = np.where(s == 0, 0.0, held * (1 - held)) / Z
    alone = np.hypot(slope * own, least / Z)
    return {"s": s, "low": low, "high": np.maximum(high, s), "own": alone, "shared": slope * np.sqrt(h**2 - own**2)}


def share(odds: Matrix) -> Matrix:
    return 1 / (1 + np.exp(-odds))
