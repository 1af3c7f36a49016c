"""Do their spheres overlap? The weight of two states in third states, and which of them weighs more there."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import groups, indicators, states
from amity.atlas import Atlas
from amity.errors import UsageError
from amity.indicators import Indicator, Scope
from amity.indicators._books import COMPLETE, Books, Matrix, books

#: Fewest third states that both trade with: two or three make no pattern.
_FEWEST = 5

_COUNTS = ("n", "either", "ahead", "behind")
_COLUMNS = ("a", "b", "year", "overlap", *_COUNTS, "sources")
_DTYPES = {"a": pl.String, "b": pl.String, "sources": pl.String, "year": pl.Int32, "overlap": pl.Float64}

#: What a state weighs in a third one: pillar → indicator, measured of the third state on it. An indicator that is not
#: registered is passed over, so a pillar may be named here before its table exists.
WEIGHTS: dict[str, str] = {
    "trade": "trade.share",
    "energy": "energy.import_share",
    "arms": "arms.import_share",
    "votes": "diplomacy.agreement",
    "organisations": "institutions.shared_igos",
}


def contest(atlas: Atlas, a: str, b: str, year: int, group: str | None = None) -> pl.DataFrame:
    """What do two states weigh in each third state, and which of them weighs more?

    Weights of x in a third state c, each an indicator measured in that calendar year (nothing is carried forward):
    `trade` is x's share in c's goods trade, `arms` x's share in what c imported in arms in five years, `votes` the
    share of UN votes in which c and x voted the same, `organisations` the organisations c and x share; `energy`, where
    held, x's share in c's imports of energy.

    Args:
        atlas: The tables.
        a: Code of one state.
        b: Code of the other.
        year: Calendar year.
        group: Only members of this region or organisation in that year (see `amity.groups.names`); None for all states.

    Returns:
        One row per third state that was a member of the state system, in alphabetical order of code: `state`; per
        pillar `<pillar>_a` and `<pillar>_b` (in the indicator's unit; null where not held) and `<pillar>_leads` (code
        of the one that weighs more, "" if both weigh the same, null where one of the two weights is null);
        `leads_a` and `leads_b` (in how many pillars each leads); `leads` (who leads in more, "" if neither, null
        where no pillar can be compared); `coverage` (share of the pillars in which both weights are held, 0 to 1).

    Raises:
        UsageError: Both are one state, or no such group.
        UnknownStateError: No state has such a code.
    """
    if states.get(a).code == states.get(b).code:
        raise UsageError(f"{a} cannot contest anything with itself. Name two different states.")
    inside = groups.members(group, year) if group is not None else tuple(s.code for s in states.members(year))
    rows = pl.DataFrame({"state": sorted(set(inside) - {a, b})}, schema={"state": pl.String})
    known = indicators.registry()
    pillars = [pillar for pillar, name in WEIGHTS.items() if name in known]
    for pillar in pillars:
        for side, code in (("a", a), ("b", b)):
            weight = _weights(known[WEIGHTS[pillar]], atlas, code, year).rename({"value": f"{pillar}_{side}"})
            rows = rows.join(weight, on="state", how="left", maintain_order="left")
        mine, theirs = pl.col(f"{pillar}_a"), pl.col(f"{pillar}_b")
        rows = rows.with_columns(_leader(mine, theirs, a, b).alias(f"{pillar}_leads"))
    leaders = [pl.col(f"{pillar}_leads") for pillar in pillars]
    compared = pl.sum_horizontal(leader.is_not_null() for leader in leaders)
    return rows.with_columns(
        leads_a=pl.sum_horizontal((leader == a).fill_null(value=False) for leader in leaders).cast(pl.Int32),
        leads_b=pl.sum_horizontal((leader == b).fill_null(value=False) for leader in leaders).cast(pl.Int32),
        coverage=compared / len(pillars),
    ).with_columns(
        leads=pl.when(pl.col("coverage") > 0).then(_leader(pl.col("leads_a"), pl.col("leads_b"), a, b)),
    )


def _weights(indicator: Indicator, atlas: Atlas, code: str, year: int) -> pl.DataFrame:
    """What `code` weighs in every other state: columns state, value."""
    rows = indicators.measure(indicator, atlas, Scope(year, year, code, intervals=False))
    if indicator.directed:
        return rows.filter(pl.col("b") == code).select("value", state="a")
    other = pl.when(pl.col("a") == code).then("b").otherwise("a")
    return rows.select("value", state=other)


def _leader(mine: pl.Expr, theirs: pl.Expr, a: str, b: str) -> pl.Expr:
    """The code of the one with more, "" if equal, null where one is null."""
    return (
        pl.when(mine > theirs).then(pl.lit(a)).when(mine < theirs).then(pl.lit(b)).when(mine == theirs).then(pl.lit(""))
    )


def _two_way(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Goods trade of states with states: state, third, year, value (whole US$, sum of the flows held), sources.

    Of the two states of the scope if it names two, else of all. Without the others' trade there is nothing to
    compare, so the years of which only China's and the USA's books are held (2021, 2024) have no row.
    """
    flows = (
        atlas.scan("trade")
        .filter(scope.touches("source", "target"), pl.col("is_default"), pl.col("dataset").is_in(COMPLETE))
        .select(
            "source",
            "target",
            pl.col("year").cast(pl.Int32),
            "dataset",
            "vintage",
            value=(pl.col("value_usd_million") * 1e6).round(),
        )
        .collect(engine=scope.engine)
        .lazy()
    )
    columns = ["year", "dataset", "vintage", "value"]
    both = pl.concat(
        [
            flows.select(*columns, state="source", third="target"),
            flows.select(*columns, state="target", third="source"),
        ]
    ).filter(scope.about("state", year=None))
    member = _member_years(scope.first, scope.last).lazy()
    return (
        both.group_by("state", "third", "year")
        .agg(pl.col("value").sum(), pl.format("{}@{}", "dataset", "vintage").first().alias("sources"))
        .filter(pl.col("value") > 0)
        .join(member, left_on=["third", "year"], right_on=["state", "year"], how="semi")
        .join(member, on=["state", "year"], how="semi")
    )


@lru_cache(maxsize=8)
def _member_years(first: int, last: int) -> pl.DataFrame:
    """Every state and year in which it was a member of the state system."""
    rows = [(s.code, year) for s in states.members() for year in s.member_years(last) if year >= first]
    return pl.DataFrame(rows, schema={"state": pl.String, "year": pl.Int32}, orient="row")


def _pair(atlas: Atlas, scope: Scope, a: str, b: str) -> pl.DataFrame:
    """Columns of `_compared` for one pair of states, without matrices."""
    rows = _two_way(atlas, scope)
    # A year counts when both have any trade, be it only with one another.
    years = (
        rows.group_by("year")
        .agg(pl.col("state").n_unique(), pl.col("sources").min())
        .filter(pl.col("state") == 2)
        .drop("state")
    )
    mine, theirs = (
        rows.filter(pl.col("state") == state, pl.col("third") != other).select(
            "third", "year", pl.col("value").alias(to)
        )
        for state, other, to in ((a, b, "v"), (b, a, "w"))
    )
    v, w = pl.col("v").fill_null(0.0), pl.col("w").fill_null(0.0)
    shared = pl.col("v").is_not_null() & pl.col("w").is_not_null()
    return (
        mine.join(theirs, on=["third", "year"], how="full", coalesce=True)
        .group_by("year")
        .agg(
            V=v.sum(),
            W=w.sum(),
            overlap=pl.min_horizontal(v / v.sum(), w / w.sum()).sum(),
            n=shared.sum().cast(pl.Int64),
            either=pl.len().cast(pl.Int64),
            ahead=(shared & (pl.col("v") > pl.col("w"))).sum().cast(pl.Int64),
            behind=(shared & (pl.col("v") < pl.col("w"))).sum().cast(pl.Int64),
        )
        .join(years, on="year", how="right")
        .select(
            "year",
            "sources",
            pl.col("n", "either", "ahead", "behind").fill_null(0),
            a=pl.lit(a),
            b=pl.lit(b),
            overlap=pl.when((pl.col("V") > 0) & (pl.col("W") > 0)).then("overlap"),
        )
        .select(_COLUMNS)
        .collect(engine=scope.engine)
    )


def _pair_in_memory(held: Books, scope: Scope, a: str, b: str) -> pl.DataFrame:
    """The same as `_pair`, from the trade held in memory."""
    span = held.years(scope.first, scope.last)
    members = held.members[span]

    def thirds(state: str) -> Matrix:
        """Whole US$ with each member of the state system, 0 where none is on record or the state is no member."""
        flows = (np.nan_to_num(np.round(one(state, span) * 1e6)) for one in (held.sent, held.received))
        here = members[:, held.place[state]] if state in held.place else np.zeros(len(members), dtype=np.bool_)
        return sum(flows, np.zeros(members.shape)) * (members & here[:, None])

    v, w = thirds(a), thirds(b)
    # A year counts when both have any trade, be it only with one another.
    some = v.any(axis=1) & w.any(axis=1)
    for weights, other in ((v, b), (w, a)):
        if other in held.place:
            weights[:, held.place[other]] = 0.0
    v, w = v[some], w[some]
    years = np.flatnonzero(some) + held.first + span.start
    total, total_b = v.sum(axis=1), w.sum(axis=1)
    measured = (total > 0) & (total_b > 0)
    parts = (x / np.where(measured, whole, 1.0)[:, None] for x, whole in ((v, total), (w, total_b)))
    overlap = np.where(measured, np.minimum(*parts).sum(axis=1), np.nan)
    shared = (v > 0) & (w > 0)
    counts = (shared, (v > 0) | (w > 0), shared & (v > w), shared & (v < w))
    return pl.DataFrame(
        {
            "year": pl.Series(years, dtype=pl.Int32),
            "overlap": pl.Series(overlap).fill_nan(None),
            **{name: np.count_nonzero(cells, axis=1) for name, cells in zip(_COUNTS, counts, strict=True)},
            "sources": pl.Series([held.sources[year - held.first] for year in years.tolist()], dtype=pl.String),
        }
    ).select(*(pl.lit(code).alias(to) for code, to in ((a, "a"), (b, "b"))), pl.all())


def _world(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """Columns of `_compared` for every pair of states, or every pair of `scope.a`."""
    rows = _two_way(atlas, replace(scope, a=None, b=None)).sort("year", "state", "third").collect(engine=scope.engine)
    names = pl.concat([rows["state"], rows["third"]]).unique().sort()
    codes = pl.Enum(names)
    states_of, thirds_of = (rows[column].cast(codes).to_physical().to_numpy() for column in ("state", "third"))
    years, starts = np.unique(rows["year"].to_numpy(), return_index=True)
    value, cuts = rows["value"].to_numpy(), [*starts.tolist(), rows.height]
    found: list[tuple[NDArray[np.generic], ...]] = []
    for year, start, end in zip(years.tolist(), cuts[:-1], cuts[1:], strict=True):
        here, i = np.unique(states_of[start:end], return_inverse=True)
        j = np.searchsorted(here, thirds_of[start:end])
        trade = np.zeros((len(here), len(here)))
        trade[i, j] = value[start:end]
        only = None
        if scope.a is not None:
            place = np.flatnonzero(here == names.index_of(scope.a))
            if not len(place):
                continue
            only = int(place[0])
        overlap, ahead, both, either = _against_all(trade, only)
        x, y = np.nonzero(np.triu(~np.isnan(overlap), 1))
        pairs = (overlap[x, y], both[x, y], either[x, y], ahead[x, y], ahead[y, x])
        found.append((here[x], here[y], np.full(len(x), year), np.full(len(x), start), *pairs))
    if not found:
        return pl.DataFrame(schema={c: _DTYPES.get(c, pl.Int64) for c in _COLUMNS})
    a, b, year, row, overlap, *counts = (np.concatenate(column) for column in zip(*found, strict=True))
    return pl.DataFrame(
        {
            "a": names.gather(a),
            "b": names.gather(b),
            "year": pl.Series(year, dtype=pl.Int32),
            "overlap": np.where(overlap < 0, np.nan, overlap),
            **{name: pl.Series(n).cast(pl.Int64) for name, n in zip(_COUNTS, counts, strict=True)},
            "sources": rows["sources"].gather(row),
        }
    ).with_columns(pl.col("overlap").fill_nan(None))


def _against_all(trade: Matrix, only: int | None) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Overlap, and counts ahead, both and either (see `_compared`), of every state with every other.

    Args:
        trade: Whole US$ between states, shape (states, states), 0 where not held and on the diagonal. Whole numbers,
            so that the pair's own trade comes out of a total without a rest.
        only: Row of the one state whose pairs are wanted; None for all.

    Returns:
        Four matrices of that shape. Overlap is -1 where one of the two has no trade with a third state, NaN for a pair
        that is not wanted.
    """
    size, total, known = len(trade), trade.sum(axis=1), trade > 0
    overlap, ahead = np.full((size, size), np.nan), np.zeros((size, size))
    held = known.astype(np.float64)
    both = held @ held.T
    partners = held.sum(axis=1)
    either = partners[:, None] - held + (partners[:, None] - held).T - both
    for one in range(size):
        # The third states' order does not matter, and a pair's own trade meets the other's zero on the diagonal.
        ahead[one] = np.count_nonzero((trade[one] > trade) & known, axis=1)
        if only is None:
            others = slice(one + 1, size)
        elif one == only:
            others = slice(0, size)
        else:
            continue
        v, w = total[one] - trade[one, others], total[others] - trade[others, one]
        some = (v > 0) & (w > 0)
        v, w = np.where(some, v, 1.0), np.where(some, w, 1.0)
        shared = np.minimum(trade[one] / v[:, None], trade[others] / w[:, None]).sum(axis=1)
        overlap[one, others] = np.where(some, shared, -1.0)
    if only is not None:
        overlap[only, only] = np.nan
        overlap[:, only] = overlap[only]
    return overlap, ahead, both, either


def _compared(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    """How two states trade with third states, per pair and year.

    Returns:
        a, b (a before b), year; overlap (see `region.overlap`; null where one trades with no third state); n, the third
        states with which both trade; either, those with which one of them does; ahead and behind, those of n that
        trade more with a, or with b; sources.
    """
    return _compared_once(atlas, replace(scope, seed=0, intervals=False))


@lru_cache(maxsize=8)  # two indicators start from the same rows
def _compared_once(atlas: Atlas, scope: Scope) -> pl.DataFrame:
    if scope.a is not None and scope.b is not None:
        a, b = sorted((scope.a, scope.b))
        held = books(atlas)
        return _pair(atlas, scope, a, b) if held is None else _pair_in_memory(held, scope, a, b)
    return _world(atlas, scope)


def _overlap(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    lacks = pl.col("overlap").is_null()
    return (
        _compared(atlas, scope)
        .lazy()
        .select(
            "a",
            "b",
            "year",
            value="overlap",
            n="n",
            coverage=pl.when(lacks).then(0.0).otherwise(1.0),
            sources="sources",
            reason=pl.when(lacks).then(pl.lit("one of the two has no trade with a third state on record")),
        )
    )


def _lead(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    rows = _compared(atlas, scope).lazy()
    columns = ["year", "n", "either", "sources"]
    both = pl.concat(
        [rows.select("a", "b", *columns, more="ahead"), rows.select(*columns, a="b", b="a", more="behind")],
        how="diagonal",
    )
    some = pl.col("n") > 0
    return both.select(
        "a",
        "b",
        "year",
        value=pl.when(some).then(pl.col("more") / pl.col("n")),
        n="n",
        coverage=pl.when(some).then(pl.col("n") / pl.col("either")).otherwise(0.0),
        sources="sources",
        reason=pl.when(~some).then(pl.lit("no third state's trade with both is on record")),
    )


_LIMITS = (
    "Goods only; both directions together, a flow without a figure adding nothing. Third states that were members of "
    "the state system. Only from data sets that hold every pair: none for 2021 and 2024. A year's data set is its "
    "default (docs/trade.md), so values jump where that changes."
)

INDICATORS = (
    Indicator(
        id="region.overlap",
        label="Overlap of trade with third states",
        question="How far do the two divide their trade over the same third states?",
        unit="share (0-1)",
        range=(0, 1),
        closer="neither",
        directed=False,
        tables=("trade",),
        reference="Schoener 1968, Ecology 49(4): 704-726 (proportional overlap: sum of the smaller of two shares)",
        limits=f"Says where each trades, not how much it weighs there. {_LIMITS}",
        measure=_overlap,
        min_n=_FEWEST,
    ),
    Indicator(
        id="region.lead",
        label="Third states that trade more with a than with b",
        question="In what share of the third states that trade with both does a weigh more in goods trade than b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="neither",
        directed=True,
        tables=("trade",),
        reference="Defined by this project",
        limits=(
            f"Every third state counts alike, large or small; one that has a figure with only one of the two is left "
            f"out, and coverage is the share left in. {_LIMITS}"
        ),
        measure=_lead,
        min_n=_FEWEST,
    ),
)
