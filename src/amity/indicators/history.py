"""What lies between them? Militarised disputes, events, wars and armed conflicts; rivalry and peace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope

#: The list of rivalries used: the newer and longer of the two held.
_LIST = "tss"

#: The list of disputes that stands for the others where one figure must: it runs longest (to 2014).
_DISPUTES = "cow-mid5"

_MID = "Palmer et al. 2022, Conflict Management and Peace Science 39(4)"


def _span(atlas: Atlas, table: str, of: str) -> Mapping[str, Any]:
    """Declared coverage of one data set or vintage in a table."""
    spans: list[Mapping[str, Any]] = atlas.manifest["tables"][table]["coverage"]
    return next(span for span in spans if of in (span["dataset"], span.get("vintage")))


def _grid(atlas: Atlas, scope: Scope, table: str, of: str) -> pl.LazyFrame:
    """The dyad-years of the scope that one data set or vintage covers."""
    span = _span(atlas, table, of)
    return scope.grid(directed=False).lazy().filter(pl.col("year").is_between(span["first_year"], span["last_year"]))


def _counted(grid: pl.LazyFrame, rows: pl.LazyFrame, sources: str) -> pl.LazyFrame:
    """`value` of `rows` (a, b, year, value) on every dyad-year of `grid`, 0 where there is no row.

    To be used only where the data set lists every case in the years it covers.
    """
    return grid.join(rows, on=["a", "b", "year"], how="left").with_columns(
        value=pl.col("value").fill_null(0.0), n=pl.lit(1), coverage=pl.lit(1.0), sources=pl.lit(sources)
    )


def _unfolded(spells: pl.LazyFrame, scope: Scope, last: int) -> pl.LazyFrame:
    """One row per year from `first_year` to `last_year` (null: `last`), within the years of the scope."""
    begin = pl.max_horizontal(pl.col("first_year").cast(pl.Int32), pl.lit(scope.first))
    end = pl.min_horizontal(pl.col("last_year").cast(pl.Int32).fill_null(last), pl.lit(min(last, scope.last)))
    return (
        spells.with_columns(begin=begin, end=end)
        .filter(pl.col("begin") <= pl.col("end"))
        .with_columns(year=pl.int_ranges("begin", pl.col("end") + 1, dtype=pl.Int32))
        .explode("year", empty_as_null=False)
    )


def _dispute_years(atlas: Atlas, scope: Scope, dataset: str) -> pl.LazyFrame:
    """One row per dyad, dispute and year it went on, on one list of disputes."""
    listed = atlas.scan("disputes").filter(pl.col("dataset") == dataset, scope.keeps("a", "b", year=None))
    return _unfolded(listed, scope, _span(atlas, "disputes", dataset)["last_year"])


def _number_of_disputes(atlas: Atlas, scope: Scope, dataset: str, edition: str) -> pl.LazyFrame:
    counted = _dispute_years(atlas, scope, dataset).group_by("a", "b", "year").agg(value=pl.len().cast(pl.Float64))
    return _counted(_grid(atlas, scope, "disputes", dataset), counted, f"{dataset}@{edition}")


def _disputes(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    return _number_of_disputes(atlas, scope, _DISPUTES, "5.0")


def _disputes_gml(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    return _number_of_disputes(atlas, scope, "gml-mid22", "2.2.1")


def _hostility(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    worst = (
        _dispute_years(atlas, scope, _DISPUTES)
        .group_by("a", "b", "year")
        .agg(value=pl.max_horizontal("hostility_a", "hostility_b").max().cast(pl.Float64))
    )
    return _counted(_grid(atlas, scope, "disputes", _DISPUTES), worst, f"{_DISPUTES}@5.0")


def _last_dispute(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    grid = _grid(atlas, scope, "disputes", _DISPUTES).sort("year")
    ever = Scope(0, scope.last, scope.a, scope.b)
    happened = _dispute_years(atlas, ever, _DISPUTES).select("a", "b", "year").unique()
    happened = happened.with_columns(last=pl.col("year")).sort("year")
    return grid.join_asof(happened, on="year", by=["a", "b"], strategy="backward", check_sortedness=False).select(
        "a",
        "b",
        "year",
        value=(pl.col("year") - pl.col("last")).cast(pl.Float64),
        n=pl.lit(1),
        coverage=pl.lit(1.0),
        sources=pl.lit(f"{_DISPUTES}@5.0"),
        reason=pl.when(pl.col("last").is_null()).then(pl.lit("no dispute between them on record since 1816")),
    )


def _events(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    source, target = pl.col("source"), pl.col("target")
    counted = (
        atlas.scan("dispute_events")
        .filter(scope.keeps("source", "target"))
        .group_by(a=pl.min_horizontal(source, target), b=pl.max_horizontal(source, target), year="year")
        .agg(value=pl.col("events").sum().cast(pl.Float64))
        .with_columns(pl.col("year").cast(pl.Int32))
    )
    return _counted(_grid(atlas, scope, "dispute_events", "mie"), counted, "mie@1.0")


def _in_war(atlas: Atlas, scope: Scope, relation: str) -> pl.LazyFrame:
    rows = (
        atlas.scan("war_pairs")
        .filter(pl.col("vintage") == "4.0", pl.col("relation") == relation, scope.keeps("a", "b"))
        .select("a", "b", pl.col("year").cast(pl.Int32))
        .unique()
        .with_columns(value=pl.lit(1.0))
    )
    return _counted(_grid(atlas, scope, "war_pairs", "4.0"), rows, "cow-wars@4.0")


def _war(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    return _in_war(atlas, scope, "opposite")


def _allies_in_war(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    return _in_war(atlas, scope, "same")


def _armed_conflict(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    spans = atlas.manifest["tables"]["armed_conflicts"]["coverage"]
    newest = max(str(span["vintage"]) for span in spans)
    rows = (
        atlas.scan("armed_conflicts")
        .filter(pl.col("vintage") == newest, scope.keeps("a", "b"))
        .select("a", "b", pl.col("year").cast(pl.Int32))
        .unique()
        .with_columns(value=pl.lit(1.0))
    )
    return _counted(_grid(atlas, scope, "armed_conflicts", newest), rows, f"ucdp-prio-acd@{newest}")


def _rivalry(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    spells = atlas.scan("rivalries").filter(pl.col("vintage") == _LIST, scope.keeps("a", "b", year=None))
    years = _unfolded(spells, scope, _span(atlas, "rivalries", _LIST)["last_year"]).select("a", "b", "year").unique()
    rows = years.with_columns(value=pl.lit(1.0))
    return _counted(_grid(atlas, scope, "rivalries", _LIST), rows, f"rivalries@{_LIST}")


def _peace_level(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Mean of the year's months; a month has the level of its last day, as in the makers' own yearly file."""
    last = _span(atlas, "peace_levels", "interstate-peace")["last_year"]
    end = pl.col("last_day").fill_null(pl.date(last, 12, 31))

    def month(day: pl.Expr) -> pl.Expr:
        return day.dt.year() * 12 + day.dt.month().cast(pl.Int32) - 1

    # A period that ends within a month does not reach that month's last day.
    until = month(end) - (end != end.dt.month_end()).cast(pl.Int32)
    months = pl.min_horizontal("until", pl.col("year") * 12 + 11) - pl.max_horizontal("since", pl.col("year") * 12) + 1
    known = pl.col("months").filter(pl.col("level").is_not_null())
    periods = (
        atlas.scan("peace_levels")
        .filter(scope.keeps("a", "b", year=None))
        .select("a", "b", "level", since=month(pl.col("first_day")), until=until)
        .filter(pl.col("since") <= pl.col("until"))
        .with_columns(first_year=pl.col("since") // 12, last_year=pl.col("until") // 12)
    )
    years = (
        _unfolded(periods, scope, last)
        .with_columns(months=months)
        .group_by("a", "b", "year")
        .agg(
            value=(pl.col("level").cast(pl.Float64) * pl.col("months")).sum() / known.sum(),
            n=known.sum(),
            coverage=known.sum() / pl.col("months").sum(),
        )
    )
    apart = pl.when(pl.col("n").is_null()).then(pl.lit("no relationship between them on this list"))
    return (
        _grid(atlas, scope, "peace_levels", "interstate-peace")
        .join(years, on=["a", "b", "year"], how="left")
        .with_columns(
            value=pl.when(pl.col("n") > 0).then("value"),
            sources=pl.lit("interstate-peace@3.1"),
            reason=pl.when(pl.col("n") > 0)
            .then(None)
            .otherwise(apart.otherwise(pl.lit("between two levels all year, says the list"))),
        )
    )


_SIDES = "Opposite sides need not have met in battle."

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
        datasets=frozenset({_DISPUTES}),
    ),
    Indicator(
        id="history.disputes_gml",
        label="Militarised disputes, corrected list",
        question="In how many militarised disputes did the two stand on opposite sides, on the list of Gibler et al.?",
        unit="count",
        range=(0, None),
        closer="lower",
        directed=False,
        tables=("disputes",),
        reference="Gibler, Miller and Little 2016, International Studies Quarterly 60(4)",
        limits="A rival of the COW list: drops or merges disputes it cannot confirm; ends in 2010.",
        measure=_disputes_gml,
        datasets=frozenset({"gml-mid22"}),
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
        datasets=frozenset({_DISPUTES}),
    ),
    Indicator(
        id="history.hostility",
        label="Hostility in disputes",
        question="How hostile did the worst militarised dispute between the two get, of those going on in the year?",
        unit="0 no dispute, 1 none, 2 threat, 3 display, 4 use of force, 5 war",
        range=(0, 5),
        closer="lower",
        directed=False,
        tables=("disputes",),
        reference=_MID,
        limits="The higher of the two states' levels in the whole dispute, whoever they met and whichever year it was.",
        measure=_hostility,
        datasets=frozenset({_DISPUTES}),
    ),
    Indicator(
        id="history.events",
        label="Militarised events",
        question="How many threats, displays and uses of force between the two, by either, began in the year?",
        unit="count",
        range=(0, None),
        closer="lower",
        directed=False,
        tables=("dispute_events",),
        reference="Gibler and Miller 2024, Conflict Management and Peace Science 41(4)",
        limits="Counts a border shot and a month of war alike; long events count in their first year; ends in 2014.",
        measure=_events,
    ),
    Indicator(
        id="history.war",
        label="War between them",
        question="Were the two on opposite sides of a war between states during the year?",
        unit="0 no, 1 yes",
        range=(0, 1),
        closer="lower",
        directed=False,
        tables=("war_pairs",),
        reference="Sarkees and Wayman 2010, Resort to War",
        limits=f"{_SIDES} Ends in 2007.",
        measure=_war,
        datasets=frozenset({"4.0"}),
    ),
    Indicator(
        id="history.allies_in_war",
        label="War side by side",
        question="Were the two on the same side of a war between states during the year?",
        unit="0 no, 1 yes",
        range=(0, 1),
        closer="higher",
        directed=False,
        tables=("war_pairs",),
        reference="Sarkees and Wayman 2010, Resort to War",
        limits="Sharing a foe is not an alliance, and most pairs never had the occasion; ends in 2007.",
        measure=_allies_in_war,
        datasets=frozenset({"4.0"}),
    ),
    Indicator(
        id="history.armed_conflict",
        label="Opposite sides of an armed conflict",
        question="Were the two on opposite sides of an armed conflict, with troops of their own, during the year?",
        unit="0 no, 1 yes",
        range=(0, 1),
        closer="lower",
        directed=False,
        tables=("armed_conflicts",),
        reference="Gleditsch et al. 2002, Journal of Peace Research 39(5)",
        limits=f"Conflicts of 25 deaths a year and more; troops, not weapons or money sent. {_SIDES} Ends in 2024.",
        measure=_armed_conflict,
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
        datasets=frozenset({_LIST}),
    ),
    Indicator(
        id="history.peace_level",
        label="Level of peace",
        question="Where between severe rivalry and security community did the relationship stand over the year?",
        unit="0 severe rivalry, .25 lesser rivalry, .5 negative peace, .75 warm peace, 1 security community",
        range=(0, 1),
        closer="higher",
        directed=False,
        tables=("peace_levels",),
        reference="Diehl, Goertz and Gallegos 2021, Conflict Management and Peace Science 38",
        limits=(
            "Experts' judgement. Only pairs with a relationship in the makers' sense have a value: no value is neither "
            "peace nor rivalry. 1900 to 2020."
        ),
        measure=_peace_level,
    ),
)
