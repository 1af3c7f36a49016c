"""Who depends on whom, and by how much more? One pillar at a time, and over all.

A dependence is the share of the partner in all dealings of one kind: goods trade, fuels, arms received, direct
investment, machinery bought. Over all it is the weighted mean of the pillars held. Every share is known only as well as
the books it comes from: its interval is where another careful data set would put it nine times in ten, and the widths
below are what rival data sets for the same years showed (docs/scores/balance.md, validation/balance.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas
from amity.errors import UsageError
from amity.indicators import LAST_YEAR, Indicator, Scope
from amity.scores._shares import KEY, PILLARS, Matrix, Shares, Z, indicator, share, shares

#: Weight of each pillar over all. Nothing measured says what the weights ought to be; trade, the widest and best known
#: of them, has what the other four, alike among themselves, leave. Users may give their own.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"trade": 0.4, "energy": 0.15, "arms": 0.15, "investment": 0.15, "technology": 0.15}
)

#: How sure the weights are: they are taken as a Dirichlet draw around `WEIGHTS` with this sum of parameters. At 10 the
#: weight of trade lies between 0.17 and 0.65 nine times in ten, that of another pillar between 0.02 and 0.36.
CONCENTRATION = 10.0

#: How far pillars left out move the whole: standard deviation in log odds per unit of weight missing, where trade is
#: held. Without trade the rest says little about the whole, so that less weight than `LEAST` gives no value.
_MISSING, LEAST = 1.2, 1 / 3
#: Beyond so many standard deviations in log odds the approximation ends.
_FARTHEST = 3.0


@dataclass(frozen=True, eq=False)
class Whole:
    """A quantity over all pillars, one per row.

    Attributes:
        value: Its value; NaN where there is none.
        low: Lower end of the 90 % interval.
        high: Upper end.
        sd: Standard deviation, of a mean that of its log odds.
        noise: The part of it that is not the weights.
        mass: Weight of the pillars held, 0 to 1.
        n: Their number.
    """

    value: Matrix
    low: Matrix
    high: Matrix
    sd: Matrix
    noise: Matrix
    mass: Matrix
    n: NDArray[np.int64]


def overall(of: Shares, weights: Matrix) -> Whole:
    """Weighted mean of the pillars held.

    Three things make it uncertain: the shares themselves, the weights (Dirichlet, whose variance of a mean is exact),
    and the pillars that are not held.

    Returns:
        `sd` is the standard deviation of the log odds.
    """
    held = ~np.isnan(of.s)
    w = held * weights
    mass = w.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        w = w / mass[:, None]
        value = np.where(mass > LEAST, (w * np.nan_to_num(of.s)).sum(axis=1), np.nan)
        noise = (w**2 * np.nan_to_num(of.own**2 + of.shared**2)).sum(axis=1)
        between = (w * np.nan_to_num(of.s - value[:, None]) ** 2).sum(axis=1) / (CONCENTRATION * mass + 1)
        absolute = np.sqrt(noise + between)
        inner = np.clip(value, 1e-12, 1 - 1e-9)
        odds = np.log(inner) - np.log1p(-inner)
        sd = np.minimum(np.hypot(absolute / (inner * (1 - inner)), _MISSING * (1 - mass)), _FARTHEST)
        low = np.where(value > 0, np.minimum(value, share(odds - Z * sd)), value)
        high = np.maximum(np.where(value > 0, share(odds + Z * sd), value), np.minimum(1, value + Z * absolute))
        alone = np.minimum(np.hypot(np.sqrt(noise) / (inner * (1 - inner)), _MISSING * (1 - mass)), _FARTHEST)
    return Whole(value, low, high, sd, alone, mass, held.sum(axis=1))


def ratio(of: Shares, weights: Matrix) -> Whole:
    """Doublings by which a depends more on b than b on a, over the pillars held for both; antisymmetric.

    What both ends of a flow have in common (its own size) moves both dependences alike and leaves the ratio; so do
    the weights, as far as the pillars agree.
    """
    s_b, own_b, shared_b = (of.mirrored(x) for x in (of.s, of.own, of.shared))
    common = ~np.isnan(of.s) & ~np.isnan(s_b)
    w = common * weights
    mass = w.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        w = w / mass[:, None]
        mine, theirs = (w * np.nan_to_num(of.s)).sum(axis=1), (w * np.nan_to_num(s_b)).sum(axis=1)
        known = (mine > 0) & (theirs > 0) & (mass > LEAST)
        value = np.where(known, np.log2(mine) - np.log2(theirs), np.nan)
        a, b = w / mine[:, None], w / theirs[:, None]
        alone = np.nan_to_num((a * of.own) ** 2 + (b * own_b) ** 2).sum(axis=1)
        both = np.nan_to_num((a * of.shared - b * shared_b) ** 2).sum(axis=1)
        apart = np.nan_to_num(of.s) / mine[:, None] - np.nan_to_num(s_b) / theirs[:, None]
        between = (w * apart**2).sum(axis=1) / (CONCENTRATION * mass + 1)
        sd = np.minimum(np.sqrt(alone + both + between + (_MISSING * (1 - mass)) ** 2), _FARTHEST) / np.log(2)
        sd = np.where(known, sd, np.nan)
        noise = np.sqrt(alone + both) / np.log(2)
    return Whole(value, value - Z * sd, value + Z * sd, sd, noise, mass, common.sum(axis=1))


def weighed(weights: Mapping[str, float] | None) -> tuple[tuple[str, ...], Matrix]:
    """The pillars that count, and their weights, which sum to 1.

    Raises:
        UsageError: A pillar is unknown, a weight is negative or no number, or all are nought.
    """
    given = dict(WEIGHTS if weights is None else weights)
    if unknown := sorted(given.keys() - PILLARS.keys()):
        raise UsageError(f"No pillar of the balance is called {unknown[0]!r}; there are {', '.join(PILLARS)}.")
    values = np.array([given[name] for name in given], dtype=np.float64)
    if not np.all(np.isfinite(values)) or (values < 0).any() or values.sum() <= 0:
        raise UsageError("Weights of the balance must be numbers of 0 or more, at least one of them above 0.")
    return tuple(given), values / values.sum()


def joined(of: Shares) -> pl.Series:
    """The sources of all pillars held, each once."""
    held = [
        facts.select(pl.when(pl.Series(~np.isnan(of.s[:, k]))).then("sources").alias(of.names[k]))
        for k, facts in enumerate(of.facts)
    ]
    return pl.concat(held, how="horizontal").select(
        pl.concat_str(pl.all(), separator="; ", ignore_nulls=True).alias("sources")
    )["sources"]


def _rows(key: pl.DataFrame, whole: Whole, sources: pl.Series, lacking: str) -> pl.LazyFrame:
    value = pl.Series("value", whole.value).fill_nan(None)
    return key.with_columns(
        value,
        pl.Series("low", whole.low).fill_nan(None),
        pl.Series("high", whole.high).fill_nan(None),
        pl.Series("n", whole.n),
        pl.Series("coverage", whole.mass),
        sources,
        reason=pl.when(pl.Series(value.is_null())).then(pl.lit(lacking)),
    ).lazy()


_NONE = "the pillars held carry a third of the weight or less (trade, the heaviest, is lacking)"
_NO_RATIO = "too few pillars are held for both sides, or one of them does not depend on the other at all"


def _dependence(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    names, weights = weighed(None)
    of = shares(atlas, scope, names)
    return _rows(of.key, overall(of, weights), joined(of), _NONE)


def _balance(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    names, weights = weighed(None)
    of = shares(atlas, scope, names)
    return _rows(of.key, ratio(of, weights), joined(of), _NO_RATIO)


def _of_pillar(name: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        of = shares(atlas, scope, (name,))
        facts = of.facts[0]
        return of.key.with_columns(
            pl.Series("value", of.s[:, 0]).fill_nan(None),
            pl.Series("low", of.low[:, 0]).fill_nan(None),
            pl.Series("high", of.high[:, 0]).fill_nan(None),
            facts["n"].fill_null(0),
            facts["coverage"].fill_null(0.0),
            facts["sources"],
            facts["reason"],
        ).lazy()

    return measure


#: The first is the value; the others, rival measures of the same, give the range.
_POWER = ("power.cinc_ratio", "power.gdp_ratio", "power.gdp_ppp_ratio", "power.milex_ratio")


def _power(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    key = scope.grid(directed=True).lazy()
    for number, name in enumerate(_POWER):
        rows = indicator(name, atlas, scope).select(
            *KEY, pl.col("value").log(2).alias(f"v{number}"), pl.col("sources").alias(f"s{number}")
        )
        key = key.join(rows, on=list(KEY), how="left")
    values = [f"v{number}" for number in range(len(_POWER))]
    known = pl.col("v0").is_not_null()
    n = pl.sum_horizontal(pl.col(values).is_not_null())
    return key.select(
        *KEY,
        value="v0",
        low=pl.when(known).then(pl.min_horizontal(values)),
        high=pl.when(known).then(pl.max_horizontal(values)),
        n=n,
        coverage=n / len(_POWER),
        sources=pl.concat_str([f"s{number}" for number in range(len(_POWER))], separator="; ", ignore_nulls=True),
        reason=pl.when(~known).then(pl.lit("material capabilities are held to 2022, for states with a figure above 0")),
    )


def balance(atlas: Atlas, a: str, b: str, weights: Mapping[str, float] | None = None) -> pl.DataFrame:
    """The history of who depends on whom, as one chart draws it.

    Args:
        atlas: The atlas.
        a: One state, in any spelling.
        b: The other.
        weights: Weight of each pillar over all, in any unit; `WEIGHTS` by default. Pillars left out count nothing;
            "trade_gdp" (trade over GDP, shown beside) may be given one.

    Returns:
        One row per year and pillar, "overall" first: year, pillar, a, b; a_on_b and b_on_a (dependence, 0 to 1) each
        with _low and _high; log_ratio (doublings by which a depends more, over the pillars held for both sides) with
        _low and _high; power_ratio (doublings by which a is the stronger) with _low and _high, the same for all
        pillars of a year; sources, n (pillars or items behind the ratio), reason. Intervals are 90 %. Years in which
        nothing at all is held have no row.

    Raises:
        UsageError: The weights make no sense, or a is b.
        UnknownStateError: A name is unknown.
    """
    one, other = states.find(a).code, states.find(b).code
    if one == other:
        raise UsageError(f"A balance needs two states; {one} was named twice.")
    names, given = weighed(weights)
    scope = Scope(1816, LAST_YEAR, one, other)
    every = (*names, *(name for name in PILLARS if name not in names))
    of = shares(atlas, scope, every)
    half = of.key.height // 2
    mine = slice(0, half) if one < other else slice(half, None)
    theirs = slice(half, None) if one < other else slice(0, half)
    counted = _some(of, len(names))
    wholes, ratios = [overall(counted, given)], [ratio(counted, given)]
    for k in range(len(every)):
        single = _some(of, 1, k)
        s, held = single.s[:, 0], ~np.isnan(single.s[:, 0])
        wholes.append(
            Whole(
                s,
                single.low[:, 0],
                single.high[:, 0],
                np.zeros_like(s),
                np.zeros_like(s),
                held * 1.0,
                held.astype(np.int64),
            )
        )
        ratios.append(ratio(single, np.ones(1)))
    columns = {
        f"{column}{end}": np.concatenate([getattr(each, field)[rows] for each in series])
        for column, series, rows in (("a_on_b", wholes, mine), ("b_on_a", wholes, theirs), ("log_ratio", ratios, mine))
        for end, field in (("", "value"), ("_low", "low"), ("_high", "high"))
    }
    order = ["overall", *every]
    total = pl.DataFrame({"n": ratios[0].n, "sources": joined(counted)}).with_columns(reason=pl.lit(None, pl.String))
    facts = [total, *(each.select("n", "sources", "reason") for each in of.facts)]
    one_side, other_side = (
        pl.concat([each[rows] for each in facts], how="vertical_relaxed") for rows in (mine, theirs)
    )
    charted = pl.DataFrame(columns).with_columns(pl.all().fill_nan(None))
    is_whole = pl.col("pillar") == "overall"
    lacking = (
        pl.when(is_whole & pl.all_horizontal(pl.col("a_on_b", "b_on_a").is_null()))
        .then(pl.lit(_NONE))
        .when(is_whole)
        .then(pl.lit(_NO_RATIO))
        .otherwise(pl.coalesce("reason", "reason_b", pl.lit("one of them does not depend on the other at all")))
    )
    power = _power(atlas, scope).select(*KEY, **dict(zip(_POWER_COLUMNS, ("value", "low", "high"), strict=True)))
    return (
        pl.concat([charted, one_side, other_side.rename(lambda name: f"{name}_b")], how="horizontal")
        .lazy()
        .with_columns(
            pl.Series("pillar", order, dtype=pl.Enum(order))[np.repeat(np.arange(len(order)), half)],
            pl.Series("year", np.tile(of.key["year"][mine].to_numpy(), len(order))),
            a=pl.lit(one),
            b=pl.lit(other),
        )
        .with_columns(
            pl.coalesce("sources", "sources_b"),
            n=pl.when(is_whole).then("n").otherwise(pl.col("n").fill_null(0) + pl.col("n_b").fill_null(0)),
            reason=pl.when(pl.col("log_ratio").is_null()).then(lacking),
        )
        .join(power, on=list(KEY), how="left")
        .filter(pl.any_horizontal(pl.col("a_on_b", "b_on_a").is_not_null()).any().over("year"))
        .sort("year", "pillar")
        .with_columns(pl.col("pillar").cast(pl.String))
        .select("year", "pillar", "a", "b", *_CHART, *_POWER_COLUMNS, "sources", "n", "reason")
        .collect(engine="in-memory")
    )


_CHART = tuple(f"{c}{end}" for c in ("a_on_b", "b_on_a", "log_ratio") for end in ("", "_low", "_high"))
_POWER_COLUMNS = ("power_ratio", "power_ratio_low", "power_ratio_high")


def _some(of: Shares, count: int, first: int = 0) -> Shares:
    """Some consecutive pillars of `of`."""
    kept = slice(first, first + count)
    blocks = {field: getattr(of, field)[:, kept] for field in ("s", "low", "high", "own", "shared")}
    return Shares(key=of.key, names=of.names[kept], facts=of.facts[kept], **blocks)


_TABLES = {
    "trade": ("trade", "trade_totals"),
    "energy": ("energy_flows", "energy_totals"),
    "arms": ("arms_transfers", "arms_totals"),
    "investment": ("direct_investment", "direct_investment_totals"),
    "technology": ("technology_shares", "export_baskets", "trade", "trade_totals"),
}
_ALL = tuple(dict.fromkeys(table for tables in _TABLES.values() for table in tables))
_WHAT = {
    "trade": "goods trade",
    "energy": "trade in crude oil, gas and coal (both directions)",
    "arms": "arms received in the last five years",
    "investment": "direct investment, held abroad and at home together",
    "technology": "imports of machinery and electronics",
}
_WIDTHS = (
    "The interval is where another data set would put the share nine times in ten, as measured between rival data "
    "sets (of arms: between one year and the next)."
)
_WEIGHTED = (
    "Weighted mean of the pillars held (trade 0.4; energy, arms, investment, technology 0.15 each); nothing measured "
    "says what the weights ought to be, so the interval also holds other weights, and what pillars not held might "
    "change. Which pillars are held changes over the years: 1954 arms, 1995 energy, 2010 technology, 2014 investment."
)

SCORES = (
    Indicator(
        id="dependence",
        label="Dependence",
        question="How far does a depend on b in its dealings with the world?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        kind="score",
        tables=_ALL,
        reference="Weighted mean of partner shares; weights and intervals by amity (docs/scores/balance.md)",
        limits=f"{_WEIGHTED} A share is not need: what could be bought elsewhere counts like what could not.",
        measure=_dependence,
    ),
    *(
        Indicator(
            id=f"dependence.{name}",
            label=f"Dependence, {name}",
            question=f"What share of a's {what} is with b?",
            unit="share (0-1)",
            range=(0, 1),
            closer="higher",
            directed=True,
            kind="score",
            tables=_TABLES[name],
            reference="Share of the partner (Barbieri 2002, The Liberal Illusion); intervals by amity",
            limits=_WIDTHS,
            measure=_of_pillar(name),
        )
        for name, what in _WHAT.items()
    ),
    Indicator(
        id="balance",
        label="Balance of dependence",
        question="How many times more (in doublings) does a depend on b than b on a?",
        unit="log2 ratio of dependences",
        range=(None, None),
        closer="neither",
        directed=True,
        kind="score",
        tables=_ALL,
        reference="Log ratio of dependences; asymmetry after Gartzke and Westerwinter 2016, J. Peace Research 53(3)",
        limits=f"Above 0: a depends more. Only over pillars held for both sides. {_WEIGHTED}",
        measure=_balance,
    ),
    Indicator(
        id="power_ratio",
        label="Balance of power",
        question="How many times as strong (in doublings) is a as b?",
        unit="log2 ratio of material capabilities",
        range=(None, None),
        closer="neither",
        directed=True,
        kind="score",
        tables=("capabilities", "economy", "national_accounts", "military_spending"),
        reference="Singer 1987, International Interactions 14(2)",
        limits=(
            "Composite index of national capability; low and high are no interval of it but the least and greatest "
            "among it and the ratios of GDP (market rates, purchasing power) and military spending that are held."
        ),
        measure=_power,
    ),
)
