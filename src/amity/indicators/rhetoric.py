"""What do they say of each other? Speeches, titles, and events told by the news."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, shared, table_years

#: Standard normal quantile of a 90 % interval.
_Z = 1.6448536269514722

#: Below so many events a share says nothing.
_FEW_EVENTS = 10
#: A year's tone needs half of its months.
_FEW_MONTHS = 6
#: Below so many titles a share says nothing.
_FEW_TITLES = 100

#: The outlet whose titles are measured; the president's speeches name states too rarely (docs/words.md).
_OUTLET = "mfa"

_YEAR = pl.col("year").cast(pl.Int32)


def wilson(part: pl.Expr, whole: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The 90 % score interval (0 to 1) of a share `part` / `whole`; null where `whole` is 0 or null.

    Reference: Wilson 1927, Journal of the American Statistical Association 22(158).
    """
    n = pl.when(whole > 0).then(whole.cast(pl.Float64))
    share = part / n
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * (share * (1 - share) / n + _Z**2 / (4 * n**2)).sqrt() / (1 + _Z**2 / n)
    return (middle - half).clip(0.0, 1.0), (middle + half).clip(0.0, 1.0)


def _mentions(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Mentions per 1,000 words; zero where a spoke and b was sought and not named. A full count has no interval."""
    spoke = atlas.scan("speeches").filter(scope.about("state")).select(a="state", year=_YEAR, n="n_words")
    sought = atlas.scan("mentions").filter(scope.about("target", year=None)).select(b="target").unique()
    named = (
        atlas.scan("mentions")
        .filter(scope.keeps("speaker", "target"))
        .select(a="speaker", b="target", year=_YEAR, count="mentions")
    )
    # The Republic of China's "China" may be either government: not counted, so not zero either.
    unclear = (pl.col("a") == "TWN") & (pl.col("b") == "CHN")
    rate = 1000 * pl.col("count").fill_null(0) / pl.col("n")
    return (
        spoke.join(sought, how="cross")
        .filter(pl.col("a") != pl.col("b"), scope.keeps("a", "b"))
        .join(named, on=["a", "b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            "n",
            value=pl.when(~unclear).then(rate),
            coverage=pl.lit(1.0),
            sources=pl.lit("ungdc@1-77"),
            reason=pl.when(unclear).then(pl.lit("'China' in this speech may mean either government")),
        )
    )


_CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


@shared
def _counted(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Events a→b per class in the years in which both are covered: a, b, year, classes (null where there is none)."""
    years = pl.int_ranges(pl.col("first_year").cast(pl.Int32), pl.col("last_year").cast(pl.Int32) + 1)
    covered = (
        atlas.scan("event_coverage")
        .filter(scope.about("state", year=None))
        .select("state", year=years)
        .explode("year")
        .filter(pl.col("year").is_between(scope.first, scope.last))
    )
    counted = (
        atlas.scan("events")
        .filter(scope.keeps("source", "target"))
        .select(*_CLASSES, a="source", b="target", year=_YEAR, whole=pl.sum_horizontal(_CLASSES))
    )
    return (
        covered.rename({"state": "a"})
        .join(covered.rename({"state": "b"}), on="year")
        .filter(pl.col("a") != pl.col("b"), scope.keeps("a", "b"))
        .join(counted, on=["a", "b", "year"], how="left")
    )


def _share(*classes: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    """Share of these classes of events in all events a→b of the year."""
    whole = pl.col("whole")
    # A pair without a row has no events of any class, not none of these.
    part = pl.when(whole.is_not_null()).then(pl.sum_horizontal(classes))
    low, high = wilson(part, whole)

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        return _counted(atlas, scope).select(
            "a",
            "b",
            "year",
            value=part / whole,
            low=low,
            high=high,
            n=whole.fill_null(0),
            coverage=pl.lit(1.0),
            sources=pl.lit("icews-dyad"),
            reason=pl.when(whole.is_null()).then(pl.lit("no event of a towards b in the news that were coded")),
        )

    return measure


def _event_tone(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Sum of a pair's monthly scores over the geometric mean of both states' sums of absolute scores."""
    first, last = table_years(atlas, "event_scores")
    pairs = (
        atlas.scan("event_scores")
        .filter(scope.keeps("a", "b"))
        .group_by("a", "b", year=_YEAR)
        .agg(score=pl.col("score").sum(), n=pl.len())
    )
    volume = (
        atlas.scan("event_volume")
        .filter(scope.about("state"))
        .select("state", "volume", year=_YEAR, days=pl.col("days_covered").cast(pl.Float64))
    )
    in_year = pl.when(pl.date(pl.col("year"), 1, 1).dt.is_leap_year()).then(366).otherwise(365)
    return (
        scope.grid(directed=False)
        .lazy()
        .filter(pl.col("year").is_between(first, last))
        .join(pairs, on=["a", "b", "year"], how="left")
        .join(volume.rename({"state": "a", "volume": "volume_a"}), on=["a", "year"], how="left")
        .join(volume.select(b="state", year="year", volume_b="volume"), on=["b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.col("score") / (pl.col("volume_a").cast(pl.Float64) * pl.col("volume_b")).sqrt(),
            n=pl.col("n").fill_null(0),
            coverage=pl.when(pl.col("n").is_not_null()).then(pl.col("days") / in_year),
            sources=pl.lit("gdelt-dyad-monthly"),
            reason=pl.when(pl.col("n").is_null()).then(
                pl.lit("no score is held: too little news between the two in 2018-2024, or none in this year")
            ),
        )
    )


def _headlines(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Share of a's titles that name b; a state whose titles are not held gets rows only opposite one whose are."""
    here = pl.col("outlet") == _OUTLET
    totals = (
        atlas.scan("headline_totals")
        .filter(here, scope.about("source"))
        .select(a="source", year=_YEAR, n="titles", months="months")
    )
    named = (
        atlas.scan("headlines")
        .filter(here, scope.keeps("source", "target"))
        .select(a="source", b="target", year=_YEAR, part="titles")
    )
    grid = scope.grid(directed=True).lazy()
    part = pl.col("part").fill_null(0)
    low, high = wilson(part, pl.col("n"))
    measured = (
        grid.join(totals, on=["a", "year"])
        .join(named, on=["a", "b", "year"], how="left")
        .select("a", "b", "year", "n", value=part / pl.col("n"), low=low, high=high, coverage=pl.col("months") / 12)
        .with_columns(reason=pl.lit(None, pl.String))
    )
    silent = (
        grid.join(totals.select(b="a", year="year"), on=["b", "year"])
        .join(totals, on=["a", "year"], how="anti")
        .select("a", "b", "year", reason=pl.lit("no official titles of this state are held"))
    )
    source = pl.lit(f"russia-official-headlines@{_OUTLET}").alias("sources")
    return pl.concat([measured, silent], how="diagonal").with_columns(source)


_EVENTS = (
    "Counts follow the volume of news and are coded by machine; only shares of a pair's own events are comparable. "
    "2002-2014, 152 states; Turkey, Serbia, Czechia and Venezuela are not among them."
)
_ICEWS = "Boschee et al. 2015, ICEWS Coded Event Data, doi:10.7910/DVN/28075; classes of Schrodt's CAMEO"

INDICATORS = (
    Indicator(
        id="rhetoric.mentions",
        label="Mentions in the UN General Debate",
        question="How often does a name b in its speech in the UN General Debate?",
        unit="mentions per 1,000 words",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("mentions", "speeches"),
        reference="Baturo, Dasandi and Mikhaylov 2017, Research & Politics 4(2)",
        limits="Attention, friendly or not. Names of 70 states and territories were sought, by approximate aliases "
        "(Georgia, Korea; capitals count); 'China' before 1971 may mean either government, and the speeches of "
        "China of 1950-1970 are Taiwan's. One speech a year is fully counted, so there is no interval.",
        kind="words",
        measure=_mentions,
    ),
    Indicator(
        id="rhetoric.verbal_share",
        label="Friendly words among events",
        question="What share of what a did towards b in the news was friendly words?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("events", "event_coverage"),
        reference=_ICEWS,
        limits="Verbal cooperation: talks, visits, praise, promises. " + _EVENTS,
        kind="words",
        min_n=_FEW_EVENTS,
        measure=_share("verbal_cooperation"),
    ),
    Indicator(
        id="rhetoric.material_share",
        label="Friendly deeds among events",
        question="What share of what a did towards b in the news was cooperation in deeds?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("events", "event_coverage"),
        reference=_ICEWS,
        limits="Material cooperation, as far as it made news: deeds without a story are not in it, and talk is in the "
        "whole it is a share of. " + _EVENTS,
        kind="deeds",
        min_n=_FEW_EVENTS,
        measure=_share("material_cooperation"),
    ),
    Indicator(
        id="rhetoric.conflict_share",
        label="Conflict among events",
        question="What share of what a did towards b in the news was conflict, in words or deeds?",
        unit="share (0-1)",
        range=(0, 1),
        closer="lower",
        directed=True,
        tables=("events", "event_coverage"),
        reference=_ICEWS,
        limits="Words and deeds together, so counted as words; rhetoric.material_conflict_share has the deeds. Allies "
        "quarrel in words more than partners of convenience: no quarrel is not closeness. " + _EVENTS,
        kind="words",
        min_n=_FEW_EVENTS,
        measure=_share("verbal_conflict", "material_conflict"),
    ),
    Indicator(
        id="rhetoric.material_conflict_share",
        label="Hostile deeds among events",
        question="What share of what a did towards b in the news was conflict in deeds?",
        unit="share (0-1)",
        range=(0, 1),
        closer="lower",
        directed=True,
        tables=("events", "event_coverage"),
        reference=_ICEWS,
        limits="Sanctions, coercion and force, as far as they made news. " + _EVENTS,
        kind="deeds",
        min_n=_FEW_EVENTS,
        measure=_share("material_conflict"),
    ),
    Indicator(
        id="rhetoric.event_tone",
        label="Tone of events in the news",
        question="How friendly was the news between the two, for two states as much in the news as they are?",
        unit="-1 to 1, net score over both states' usual volume",
        range=(-1, 1),
        closer="higher",
        directed=False,
        tables=("event_scores", "event_volume"),
        reference="GDELT 2.0; Goldstein 1992, Journal of Conflict Resolution 36(2); normalised like a cosine",
        limits="The sign says friendly or hostile on balance; the size also tells how much of the two states' news is "
        "about each other. News and deeds told by it, coded by machine. Months without data lower `coverage`; pairs "
        "with little news have no value.",
        kind="words",
        min_n=_FEW_MONTHS,
        measure=_event_tone,
    ),
    Indicator(
        id="rhetoric.headlines",
        label="Posts of the foreign ministry",
        question="What share of the posts of a's foreign ministry name b in their first words?",
        unit="share (0-1)",
        range=(0, 1),
        closer="neither",
        directed=True,
        tables=("headlines", "headline_totals"),
        reference="Ministry of Foreign Affairs of Russia, English channel; counted by amity",
        limits="Russia's only, from November 2016 to March 2026 (see coverage). The first 120 characters; names, "
        "demonyms, flags and hashtags, not capitals or leaders. Attention, friendly or not.",
        kind="words",
        min_n=_FEW_TITLES,
        measure=_headlines,
    ),
)
