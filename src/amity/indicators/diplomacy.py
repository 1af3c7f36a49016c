"""Do they vote and speak as one? UN General Assembly, Security Council, published voting positions."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.atlas.tally import CELLS, tally
from amity.indicators import Indicator, Scope, _similarity

_REPLICATES = 1000

#: From joint frequency tables of shape (..., 3, 3) to values of shape (...).
Statistic = Callable[[NDArray[np.int64]], NDArray[np.float64]]


def ballots(atlas: Atlas, scope: Scope, *, agenda: str = "all", by: str = "year") -> pl.DataFrame:
    """Votes of the states in scope: columns state, roll_call, vote, year.

    Args:
        atlas: Where `roll_calls` and `votes` lie.
        scope: States and years.
        agenda: "all" recorded votes, or "final": the data rules of Bailey, Strezhnev and Voeten (2017), which drop
            votes on paragraphs and amendments after 1989, unanimous votes, session 19, Zanzibar, and South Africa
            in session 48.
        by: "year" for calendar years, or "session": year = session + 1945, a special session counting with the
            regular session in progress.
    """
    calls = atlas.scan("roll_calls").with_columns(
        session=pl.coalesce(
            pl.col("session").cast(pl.Int32, strict=False),
            pl.col("year").cast(pl.Int32) - 1945 - (pl.col("day").dt.month() < 9).cast(pl.Int32),
        )
    )
    if by == "session":
        calls = calls.with_columns(year=(pl.col("session") + 1945).cast(pl.Int16))
    calls = calls.filter(pl.col("year").is_between(scope.first, scope.last))
    if agenda == "final":
        calls = calls.filter(
            ~(pl.col("is_part").fill_null(value=False) & (pl.col("day").dt.year() > 1989)),
            pl.col("session") != 19,
            # A vote in which everybody took the same side tells nobody apart.
            pl.sum_horizontal((pl.col("n_yes", "n_abstain", "n_no") > 0).cast(pl.Int8)) > 1,
        )
    votes = atlas.scan("votes").filter(scope.about("state", year=None))
    joined = votes.join(calls.select("roll_call", "year", "session"), on="roll_call")
    if agenda == "final":
        joined = joined.filter(pl.col("state") != "ZAN", ~((pl.col("state") == "ZAF") & (pl.col("session") == 48)))
    return joined.select("state", "roll_call", "vote", "year").collect(engine=scope.engine)


def joint_votes(atlas: Atlas, scope: Scope, *, agenda: str = "all", by: str = "year") -> pl.DataFrame:
    """Nine counts per pair and period (see `amity.atlas.tally.tally`); see `ballots` for `agenda` and `by`."""
    return _joint_votes(atlas, replace(scope, seed=0, intervals=False), agenda, by)


@lru_cache(maxsize=8)  # three indicators start from the same counts
def _joint_votes(atlas: Atlas, scope: Scope, agenda: str, by: str) -> pl.DataFrame:
    if agenda == "all" and by == "year":
        return atlas.scan("vote_pairs").filter(scope.keeps("a", "b")).collect(engine=scope.engine)
    votes = ballots(atlas, scope, agenda=agenda, by=by)
    if scope.a is not None and scope.b is not None:
        return _together(votes, *sorted((scope.a, scope.b)))
    return tally(votes).filter(scope.keeps("a", "b"))


def _together(votes: pl.DataFrame, a: str, b: str) -> pl.DataFrame:
    """What `tally` gives for one pair, without matrices."""
    mine, theirs = (votes.lazy().filter(pl.col("state") == state) for state in (a, b))
    cells = [
        ((pl.col("vote") == 1 + "yan".index(x)) & (pl.col("vote_b") == 1 + "yan".index(y))).sum().alias(x + y)
        for x, y in CELLS
    ]
    return (
        mine.join(theirs, on=["roll_call", "year"], suffix="_b")
        .group_by("year")
        .agg(cells)
        .select(pl.lit(a).alias("a"), pl.lit(b).alias("b"), "year", *CELLS)
        .sort("year")
        .collect(engine="in-memory")
    )


def redraw(a: str, b: str, year: int, counts: tuple[int, ...], seed: int) -> NDArray[np.int64]:
    """The year's roll calls drawn again with replacement, as tables of counts: shape (replicates, 3, 3).

    Resampling roll calls of one pair and year is a multinomial draw from its table of nine counts, so no roll call
    needs to be touched. Each pair and year has a generator of its own, seeded by `seed`, pair and year: an interval
    does not depend on what else is asked for.
    """
    rng = np.random.default_rng([seed, zlib.crc32(f"{a}{b}".encode()), year])
    n = sum(counts)
    return rng.multinomial(n, np.asarray(counts) / n, size=_REPLICATES).reshape(_REPLICATES, 3, 3)


@lru_cache(maxsize=8)
def _redraws(atlas: Atlas, scope: Scope, agenda: str, by: str) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which rows of `joint_votes` have roll calls to draw from, and their draws: shape (rows, replicates, 3, 3)."""
    rows = joint_votes(atlas, scope, agenda=agenda, by=by).select("a", "b", "year", *CELLS).rows()
    drawable = np.array([sum(counts) >= 2 for _, _, _, *counts in rows], dtype=np.bool_)
    draws = [
        redraw(a, b, year, tuple(counts), scope.seed)
        for (a, b, year, *counts), some in zip(rows, drawable, strict=True)
        if some
    ]
    return drawable, np.array(draws, dtype=np.int64).reshape(-1, _REPLICATES, 3, 3)


def _interval(
    atlas: Atlas, scope: Scope, agenda: str, by: str, statistic: Statistic
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """5 % and 95 % quantiles of `statistic` over `redraw`, per row of `joint_votes`; NaN where not defined."""
    drawable, draws = _redraws(atlas, scope, agenda, by)
    low, high = np.full(len(drawable), np.nan), np.full(len(drawable), np.nan)
    if len(draws):
        values = statistic(draws)
        defined = np.isfinite(values).sum(axis=1) >= _REPLICATES // 2
        quantiles = np.full((2, len(draws)), np.nan)
        if defined.any():
            quantiles[:, defined] = np.nanquantile(values[defined], (0.05, 0.95), axis=1)
        low[drawable], high[drawable] = quantiles
    return low, high


def _vote_measure(statistic: Statistic, agenda: str, by: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        pairs = joint_votes(atlas, scope, agenda=agenda, by=by)
        counts = pairs.select(CELLS).to_numpy().astype(np.int64)
        value = statistic(counts.reshape(-1, 3, 3))
        result = pairs.select(
            "a",
            "b",
            pl.col("year").cast(pl.Int32),
            value=pl.Series(value),
            n=pl.Series(counts.sum(axis=1)),
            coverage=pl.lit(1.0),
            sources=_vote_sources(),
            reason=pl.when(pl.Series(np.isfinite(value)))
            .then(None)
            .otherwise(
                pl.lit("at least one of the two voted the same way every time: agreement beyond chance is undefined")
            ),
        )
        if scope.intervals:
            low, high = _interval(atlas, scope, agenda, by, statistic)
            result = result.with_columns(low=pl.Series(low).fill_nan(None), high=pl.Series(high).fill_nan(None))
        return result.lazy()

    return measure


def _vote_sources() -> pl.Expr:
    return (
        pl.when(pl.col("year") < 2019)
        .then(pl.lit("un-ga-votes-unvotes"))
        .when(pl.col("year") == 2019)
        .then(pl.lit("un-ga-votes-unvotes + un-ga-votes-dgacm"))
        .otherwise(pl.lit("un-ga-votes-dgacm"))
    )


def _ideal_distance(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    points = (
        atlas.scan("ideal_points")
        .filter(scope.about("state"), pl.col("series") == "final", pl.col("value").is_not_null())
        .filter(pl.col("vintage") == pl.col("vintage").max())
        .select(
            "state",
            pl.col("year").cast(pl.Int32),
            "value",
            sd=(pl.col("high") - pl.col("low")) / (2 * 1.6449),
            n="n",
            sources=pl.format("{}@{}", "dataset", "vintage"),
        )
        .collect(engine=scope.engine)
        .lazy()
    )
    both = (
        scope.grid(directed=False)
        .lazy()
        .join(points.rename({"state": "a"}), on=["a", "year"])
        .join(points.rename({"state": "b"}), on=["b", "year"], suffix="_b")
    )
    gap = (pl.col("value") - pl.col("value_b")).abs()
    spread = 1.6449 * (pl.col("sd") ** 2 + pl.col("sd_b") ** 2).sqrt()
    return both.select(
        "a",
        "b",
        "year",
        value=gap,
        low=(gap - spread).clip(lower_bound=0.0),
        high=gap + spread,
        n=pl.min_horizontal("n", "n_b"),
        coverage=pl.lit(1.0),
        sources="sources",
    )


def _council(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Votes of both states on adopted resolutions, one row per resolution and pair: a, b, item, year, same."""
    items = atlas.scan("council_items").filter(pl.col("is_adopted"), pl.col("year").is_between(scope.first, scope.last))
    votes = (
        atlas.scan("council_votes")
        .filter(scope.about("state", year=None))
        .join(items.select("item", "year"), on="item")
        .select("state", "item", "vote", pl.col("year").cast(pl.Int32))
    )
    return (
        votes.rename({"state": "a"})
        .join(votes.rename({"state": "b"}), on=["item", "year"], suffix="_b")
        .filter(pl.col("a") < pl.col("b"), scope.keeps("a", "b"))
        .with_columns(same=pl.col("vote") == pl.col("vote_b"))
    )


def _council_agreement(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    low, high = wilson(pl.col("k"), pl.col("n"))
    return (
        _council(atlas, scope)
        .group_by("a", "b", "year")
        .agg(k=pl.col("same").sum().cast(pl.Int64), n=pl.len().cast(pl.Int64))
        .select(
            "a",
            "b",
            "year",
            "n",
            value=pl.col("k") / pl.col("n"),
            low=low,
            high=high,
            coverage=pl.lit(1.0),
            sources=pl.lit("un-sc-votes-dgacm"),
        )
    )


def wilson(k: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Ends of the 90 % Wilson score interval of a share k/n: between 0 and 1; n at least 1."""
    z = 1.6449
    share, spread = k / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * (share * (1 - share) / n + spread / (4 * n)).sqrt() / (1 + spread)
    return (centre - half).clip(0.0, 1.0), (centre + half).clip(0.0, 1.0)


#: Beijing's government sits for China since October 1971 (un-ga-votes-unvotes; Bailey, Strezhnev and Voeten 2017).
_BEIJING_SINCE = 1971


@cache
def _vetoes(atlas: Atlas) -> pl.DataFrame:
    """Every veto cast: state, item, year."""
    return (
        atlas.scan("council_votes")
        .filter(pl.col("is_veto"))
        .join(atlas.scan("council_items").select("item", "year"), on="item")
        .select("state", "item", pl.col("year").cast(pl.Int32))
        .collect()
    )


def _joint_vetoes(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    cast = _vetoes(atlas)
    # Only those who ever vetoed can veto together, and the list covers every draft in its years.
    holders, years = cast["state"].unique().to_list(), cast["year"].unique().sort()
    seated = pl.col("a").is_in(holders) & pl.col("b").is_in(holders) & pl.col("year").is_between(years[0], years[-1])
    beijing = (pl.col("a") == "CHN") | (pl.col("b") == "CHN")
    both = (
        cast.lazy()
        .rename({"state": "a"})
        .join(cast.lazy().rename({"state": "b"}), on=["item", "year"])
        .filter(pl.col("a") < pl.col("b"))
        .group_by("a", "b", "year")
        .agg(value=pl.len().cast(pl.Float64))
    )
    drafts = cast.lazy().group_by("year").agg(n=pl.col("item").n_unique().cast(pl.Int64))
    return (
        scope.grid(directed=False)
        .lazy()
        .filter(seated & (~beijing | (pl.col("year") >= _BEIJING_SINCE)))
        .join(both, on=["a", "b", "year"], how="left")
        .join(drafts, on="year", how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.col("value").fill_null(0.0),
            n=pl.col("n").fill_null(0),
            coverage=pl.lit(1.0),
            sources=pl.lit("un-sc-vetoes"),
        )
    )


_RULES = (
    "Votes by session (year = session + 1945) under the data rules of Bailey, Strezhnev and Voeten (2017): "
    "no paragraphs or amendments after 1989, no unanimous votes, no session 19."
)
_HAGE = "Häge 2011, Political Analysis 19(3): 287-305"
_BSV = "Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61(2): 430-456"

INDICATORS = (
    Indicator(
        id="diplomacy.agreement",
        label="Same vote in the UN General Assembly",
        question="In what share of the year's recorded votes in which both took part did the two vote the same?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=False,
        tables=("vote_pairs", "roll_calls"),
        reference=_BSV,
        limits=(
            "Moves with the agenda: when nearly everybody votes yes, strangers agree. Read it with kappa. Calendar "
            "years; all recorded votes; absence is not abstention and counts for nothing. From 2019 on only adopted "
            "resolutions are known."
        ),
        measure=_vote_measure(_similarity.same_share, "all", "year"),
        min_n=5,
    ),
    Indicator(
        id="diplomacy.kappa",
        label="UN voting agreement beyond chance (kappa)",
        question="How far do the two agree in UN votes beyond what their separate habits would give by chance?",
        unit="index (at most 1; 0 is chance)",
        range=(None, 1),
        closer="higher",
        directed=False,
        tables=("votes", "roll_calls"),
        reference=_HAGE,
        limits=f"Weighted with squared distances. {_RULES} Consensus decisions are not votes.",
        measure=_vote_measure(_similarity.kappa, "final", "session"),
        min_n=10,
    ),
    Indicator(
        id="diplomacy.pi",
        label="UN voting agreement beyond chance (pi)",
        question="How far do the two agree in UN votes beyond what one common habit would give by chance?",
        unit="index (at most 1; 0 is chance)",
        range=(None, 1),
        closer="higher",
        directed=False,
        tables=("votes", "roll_calls"),
        reference=_HAGE,
        limits=f"Weighted with squared distances; never above kappa. {_RULES}",
        measure=_vote_measure(_similarity.pi, "final", "session"),
        min_n=10,
    ),
    Indicator(
        id="diplomacy.s_score",
        label="Similarity of UN votes (S)",
        question="How similar are the two states' UN votes, abstention counted as halfway?",
        unit="index (-1 to 1)",
        range=(-1, 1),
        closer="higher",
        directed=False,
        tables=("votes", "roll_calls"),
        reference="Signorino and Ritter 1999, International Studies Quarterly 43: 115-144",
        limits=f"Unweighted, absolute distances; not corrected for chance. {_RULES}",
        measure=_vote_measure(_similarity.s_score, "final", "session"),
        min_n=10,
    ),
    Indicator(
        id="diplomacy.ideal_distance",
        label="Distance of published UN ideal points",
        question="How far apart are the two states' positions on the main line of conflict in UN votes?",
        unit="standard deviations of all states",
        range=(0, None),
        closer="lower",
        directed=False,
        tables=("ideal_points",),
        reference=_BSV,
        limits=(
            "One dimension; final-passage votes of the calendar year. The interval takes the two published "
            "positions as independent and normal."
        ),
        measure=_ideal_distance,
    ),
    Indicator(
        id="diplomacy.council_agreement",
        label="Same vote in the UN Security Council",
        question="In what share of the resolutions adopted while both sat on the Council did the two vote the same?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=False,
        tables=("council_votes", "council_items"),
        reference="Share of identical votes; Wilson 1927 score interval",
        limits="Adopted resolutions only, which overstates agreement; most are unanimous. From 2000.",
        measure=_council_agreement,
        min_n=5,
    ),
    Indicator(
        id="diplomacy.joint_vetoes",
        label="Vetoes cast together",
        question="How many drafts did the two veto together in the Security Council?",
        unit="count",
        range=(0, None),
        closer="higher",
        directed=False,
        tables=("council_votes", "council_items"),
        reference="Count from the list of vetoed drafts",
        limits="Permanent members only. The list ends in September 2022; n is the number of drafts vetoed by anybody.",
        measure=_joint_vetoes,
        min_n=0,
    ),
)
