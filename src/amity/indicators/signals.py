"""By which signs does a power stand by another state? Exercises, troops, visits, leaders' dealings."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, table_years

_YEAR = pl.col("year").cast(pl.Int32)

#: Powers whose signs are coded, and those of them that are never the state supported.
_POWERS = ("CHN", "FRA", "GBR", "RUS", "USA")
_NEVER_SUPPORTED = ("CHN", "RUS", "USA")


def _sign(column: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    """One sign of a power a towards b; rows exist for every year coded, so zero is as coded."""

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        first, last = table_years(atlas, "support_signals")
        coded = (
            atlas.scan("support_signals")
            .filter(scope.keeps("source", "target"))
            .select(a="source", b="target", year=_YEAR, value=pl.col(column).cast(pl.Float64), coded=pl.lit(value=True))
        )
        among_powers = pl.col("b").is_in(_NEVER_SUPPORTED)
        return (
            scope.grid(directed=True)
            .lazy()
            .filter(pl.col("year").is_between(first, last), pl.col("a").is_in(_POWERS))
            .join(coded, on=["a", "b", "year"], how="left")
            .select(
                "a",
                "b",
                "year",
                "value",
                n=pl.lit(1),
                coverage=pl.lit(1.0),
                sources=pl.lit("major-power-signals@2019"),
                reason=pl.when(pl.col("value").is_null()).then(
                    pl.when(among_powers)
                    .then(pl.lit("the data set has no signs towards the USA, the USSR or Russia, and China"))
                    .when(pl.col("coded"))
                    .then(pl.lit("the data set has this sign for no pair in this year"))
                    .otherwise(pl.lit("the data set has no row for b in this year"))
                ),
            )
        )

    return measure


def _leader_contacts(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Entries of China's leaders that name b; zero only for states that the record names in some year."""
    first, last = table_years(atlas, "leader_contacts")
    record = atlas.scan("leader_contacts").filter(scope.keeps("source", "target", year=None))
    named = record.select(b="target").unique()
    counted = record.group_by(a="source", b="target", year=_YEAR).agg(value=pl.col("entries").sum().cast(pl.Float64))
    grid = scope.grid(directed=True).lazy().filter(pl.col("year").is_between(first, last))
    theirs = pl.lit("only dealings of China's leaders are held")
    never = pl.lit("the record names this state in no year; whether it was looked for is unknown")
    seen = (
        grid.filter(pl.col("a") == "CHN")
        .join(named.with_columns(known=pl.lit(value=True)), on="b", how="left")
        .join(counted, on=["a", "b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.when(pl.col("known")).then(pl.col("value").fill_null(0.0)),
            reason=pl.when(pl.col("known").is_null()).then(never),
        )
    )
    unseen = grid.filter(pl.col("b") == "CHN").select("a", "b", "year", value=pl.lit(None, pl.Float64), reason=theirs)
    return pl.concat([seen, unseen]).with_columns(
        n=pl.lit(1),
        coverage=pl.lit(1.0),
        sources=pl.lit("china-vitae-engagements@2018-12"),
    )


_MCMANUS = "McManus and Nieman 2019, Journal of Peace Research 56(3), doi:10.1177/0022343318808842"
_LIMITS = (
    "Signs of five powers (USA, UK, France, USSR/Russia, China) towards other states, 1950-2012; never towards the "
    "USA, the USSR/Russia or China, so nothing on China and Russia."
)

INDICATORS = (
    Indicator(
        id="military.joint_exercises",
        label="Joint exercises with a power",
        question="Did the power a hold a joint military exercise with b in the year?",
        unit="0 no, 1 yes",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("support_signals",),
        reference=_MCMANUS,
        limits=_LIMITS + " How many exercises, or how large, is not told.",
        measure=_sign("exercises"),
    ),
    Indicator(
        id="military.troops",
        label="Troops of a power abroad",
        question="How many troops of the power a were in b?",
        unit="persons",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("support_signals",),
        reference=_MCMANUS,
        limits=_LIMITS + " Guests and occupiers alike; small detachments may be missing.",
        measure=_sign("troops"),
    ),
    Indicator(
        id="diplomacy.leader_visits",
        label="Visit of leaders",
        question="Does the record of signs of support have a leaders' visit of the power a for b in the year?",
        unit="0 no, 1 yes",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("support_signals",),
        reference=_MCMANUS,
        limits=_LIMITS + " Who travelled is not said in the files held; one visit or five count alike.",
        measure=_sign("visit"),
    ),
    Indicator(
        id="diplomacy.leader_contacts",
        label="Dealings of China's leaders",
        question="In how many entries of China Vitae does a senior leader of a deal with b in the year?",
        unit="count",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("leader_contacts",),
        reference="China Vitae; counted by amity",
        limits="China's only, 2003-2018. Entries, not meetings: telegrams and news count, a visit makes several. Seven "
        "leaders, whose terms differ, so the sum moves when posts change hands.",
        measure=_leader_contacts,
    ),
)
