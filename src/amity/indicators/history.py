"""What lies between them? Militarised disputes and rivalries."""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, table_years

#: The list of rivalries used: the newer and longer of the two held.
_LIST = "tss"

_MID = "Palmer et al. 2022, Conflict Management and Peace Science 39(4)"


def _dispute_years(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """One row per dyad, dispute and year it went on: a, b, year, hostility."""
    return (
        atlas.scan("disputes")
        .filter(scope.keeps("a", "b", year=None))
        .with_columns(year=pl.int_ranges(pl.col("first_year").cast(pl.Int32), pl.col("last_year").cast(pl.Int32) + 1))
        .explode("year")
        .select("a", "b", pl.col("year").cast(pl.Int32), "dispute")
    )


def _covered_grid(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    first, last = table_years(atlas, "disputes")
    return scope.grid(directed=False).lazy().filter(pl.col("year").is_between(first, last))


def _disputes(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    counted = _dispute_years(atlas, scope).group_by("a", "b", "year").agg(value=pl.len().cast(pl.Float64))
    return (
        _covered_grid(atlas, scope)
        .join(counted, on=["a", "b", "year"], how="left")
        .with_columns(
            value=pl.col("value").fill_null(0.0),
            n=pl.lit(1),
            coverage=pl.lit(1.0),
            sources=pl.lit("cow-mid5@5.0"),
        )
    )


def _last_dispute(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    grid = _covered_grid(atlas, scope).sort("year")
    happened = (
        _dispute_years(atlas, scope).select("a", "b", "year").unique().with_columns(last=pl.col("year")).sort("year")
    )
    return grid.join_asof(happened, on="year", by=["a", "b"], strategy="backward", check_sortedness=False).select(
        "a",
        "b",
        "year",
        value=(pl.col("year") - pl.col("last")).cast(pl.Float64),
        n=pl.lit(1),
        coverage=pl.lit(1.0),
        sources=pl.lit("cow-mid5@5.0"),
        reason=pl.when(pl.col("last").is_null()).then(pl.lit("no dispute between them on record since 1816")),
    )


def _rivalry(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    spells = (
        atlas.scan("rivalries")
        .filter(pl.col("vintage") == _LIST, scope.keeps("a", "b", year=None))
        .select("a", "b", "first_year", "last_year")
    )
    first, last = table_years(atlas, "rivalries", vintage=_LIST)
    years = (
        spells.with_columns(
            year=pl.int_ranges(
                pl.col("first_year").cast(pl.Int32), pl.col("last_year").fill_null(last).cast(pl.Int32) + 1
            )
        )
        .explode("year")
        .select("a", "b", pl.col("year").cast(pl.Int32))
        .unique()
        .with_columns(value=pl.lit(1.0))
    )
    return (
        scope.grid(directed=False)
        .lazy()
        .filter(pl.col("year").is_between(first, last))
        .join(years, on=["a", "b", "year"], how="left")
        .with_columns(
            value=pl.col("value").fill_null(0.0),
            n=pl.lit(1),
            coverage=pl.lit(1.0),
            sources=pl.lit(f"rivalries@{_LIST}"),
        )
    )


INDICATORS = (
    Indicator(
        id="history.disputes",
        label="Militarised disputes",
        question="In how many militarised disputes did the two stand on opposite sides during the year?",
        unit="count",
        range=(0, None),
        closer="lower",
        directed=False,
        tables=("disputes",),
        reference=_MID,
        limits="Threats, displays and uses of force by one state against another; ends in 2014. Other lists differ.",
        measure=_disputes,
    ),
    Indicator(
        id="history.last_dispute",
        label="Years since the last militarised dispute",
        question="How many years had passed since the two last stood on opposite sides of a militarised dispute?",
        unit="years",
        range=(0, None),
        closer="higher",
        directed=False,
        tables=("disputes",),
        reference=_MID,
        limits="No value where no dispute is on record since 1816; ends in 2014.",
        measure=_last_dispute,
    ),
    Indicator(
        id="history.rivalry",
        label="Strategic rivalry",
        question="Did the two count as strategic rivals in the year?",
        unit="0 no, 1 yes",
        range=(0, 1),
        closer="lower",
        directed=False,
        tables=("rivalries",),
        reference="Thompson, Sakuwa and Suhas 2022, Analyzing Strategic Rivalries in World Politics",
        limits="Historians' judgement of who saw whom as a threatening competitor; ends in 2020.",
        measure=_rivalry,
    ),
)
