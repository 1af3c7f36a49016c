"""Who presses whom from outside? Sanctions, common adversaries, and the distance to the United States."""

from __future__ import annotations

import polars as pl

from amity import states
from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, table_years

#: The one data set with all states and organisations as imposers; EUSANCT has three of them.
_SET = "gsdb-v4"
_SOURCES = f"{_SET}@release 4"

#: The list of rivalries used: the newer and longer of the two held.
_LIST = "tss"


def _years(atlas: Atlas, table: str) -> tuple[int, int]:
    """First and last year that the data set declares for a table."""
    spans = [span for span in atlas.manifest["tables"][table]["coverage"] if span["dataset"] == _SET]
    return min(span["first_year"] for span in spans), max(span["last_year"] for span in spans)


def _state_codes() -> list[str]:
    """Codes of everything that ever was a member of the state system."""
    return [state.code for state in states.members()]


def _covered_grid(atlas: Atlas, scope: Scope, table: str, *, directed: bool) -> pl.LazyFrame:
    first, last = _years(atlas, table)
    return scope.grid(directed=directed).lazy().filter(pl.col("year").is_between(first, last))


def _counted(grid: pl.LazyFrame, counts: pl.LazyFrame, on: list[str], sources: str) -> pl.LazyFrame:
    """The grid with `value` and `n` of `counts`, 0 where it has no row."""
    return grid.join(counts, on=on, how="left").select(
        "a",
        "b",
        "year",
        value=pl.col("value").fill_null(0).cast(pl.Float64),
        n=pl.col("n").fill_null(0).cast(pl.Int64),
        coverage=pl.lit(1.0),
        sources=pl.lit(sources),
    )


def _sanctions(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    counts = (
        atlas.scan("sanctions")
        .filter(pl.col("dataset") == _SET, scope.keeps("source", "target"))
        .select(a="source", b="target", year=pl.col("year").cast(pl.Int32), value="n_cases", n="n_cases")
    )
    grid = _covered_grid(atlas, scope, "sanctions", directed=True)
    return _counted(grid, counts, ["a", "b", "year"], _SOURCES)


def _sanctions_received(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    counts = (
        atlas.scan("sanctions_received")
        .filter(pl.col("dataset") == _SET, scope.about("target"))
        .select(
            a="target",
            year=pl.col("year").cast(pl.Int32),
            value="n_cases",
            n=pl.col("n_states").cast(pl.Int64) + pl.col("n_organisations"),
        )
    )
    grid = _covered_grid(atlas, scope, "sanctions_received", directed=True)
    return _counted(grid, counts, ["a", "year"], _SOURCES)


def _shared(of: pl.LazyFrame) -> pl.LazyFrame:
    """How many third states `by` both a and b have in a year: a < b, year, value, n. `of`: state, by, year."""
    return (
        of.rename({"state": "a"})
        .join(of.rename({"state": "b"}), on=["by", "year"])
        .filter(pl.col("a") < pl.col("b"))
        .group_by("a", "b", "year")
        .agg(value=pl.len(), n=pl.len())
    )


def _common_sanctioner(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    hit = (
        atlas.scan("sanctions")
        # Hong Kong, no member of the state system, imposes one, too.
        .filter(pl.col("dataset") == _SET, scope.about("target"), pl.col("source").is_in(_state_codes()))
        .select(state="target", by="source", year=pl.col("year").cast(pl.Int32))
        .collect(engine=scope.engine)
        .lazy()
    )
    grid = _covered_grid(atlas, scope, "sanctions", directed=False)
    return _counted(grid, _shared(hit), ["a", "b", "year"], _SOURCES)


def _common_adversary(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    first, last = table_years(atlas, "rivalries", vintage=_LIST)
    spells = (
        atlas.scan("rivalries")
        .filter(pl.col("vintage") == _LIST, scope.about("a", year=None) | scope.about("b", year=None))
        .with_columns(
            year=pl.int_ranges(
                pl.max_horizontal(pl.col("first_year").cast(pl.Int32), pl.lit(scope.first)),
                pl.min_horizontal(pl.col("last_year").fill_null(last).cast(pl.Int32), pl.lit(scope.last)) + 1,
            )
        )
        .explode("year")
        .drop_nulls("year")
        .with_columns(pl.col("year").cast(pl.Int32))
    )
    both = pl.concat([spells.select(state="a", by="b", year="year"), spells.select(state="b", by="a", year="year")])
    rivals = both.unique().collect(engine=scope.engine).lazy()
    grid = scope.grid(directed=False).lazy().filter(pl.col("year").is_between(first, last))
    return _counted(grid, _shared(rivals), ["a", "b", "year"], f"rivalries@{_LIST}")


def _distance_to_usa(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    # The series and edition are those of diplomacy.ideal_distance, so that the two agree for the USA's own dyads.
    points = (
        atlas.scan("ideal_points")
        .filter(
            pl.col("year").is_between(scope.first, scope.last),
            pl.col("series") == "final",
            pl.col("value").is_not_null(),
        )
        .filter(pl.col("vintage") == pl.col("vintage").max())
        .select(
            a="state",
            year=pl.col("year").cast(pl.Int32),
            point="value",
            sd=(pl.col("high") - pl.col("low")) / (2 * 1.6449),
            n="n",
            sources=pl.format("{}@{}", "dataset", "vintage"),
        )
        .collect(engine=scope.engine)
        .lazy()
    )
    usa = points.filter(pl.col("a") == "USA").select("year", point_usa="point", sd_usa="sd", n_usa="n")
    gap = (pl.col("point") - pl.col("point_usa")).abs()
    spread = 1.6449 * (pl.col("sd") ** 2 + pl.col("sd_usa") ** 2).sqrt()
    own = pl.col("a") == "USA"
    return (
        scope.grid(directed=True)
        .lazy()
        .join(points, on=["a", "year"])
        .join(usa, on="year")
        .select(
            "a",
            "b",
            "year",
            value=pl.when(~own).then(gap),
            low=pl.when(~own).then((gap - spread).clip(lower_bound=0.0)),
            high=pl.when(~own).then(gap + spread),
            n=pl.min_horizontal("n", "n_usa"),
            coverage=pl.lit(1.0),
            sources="sources",
            reason=pl.when(own).then(pl.lit("a is the United States")),
        )
    )


_GSDB = "Syropoulos et al. 2023/2024, The World Economy (GSDB release 4)"
_COUNT = (
    "Cases are counted, not weighed: a travel ban on a few people and an embargo are one each. A case is in force from "
    "its first to its last year; those that end in 2023 may go on."
)

INDICATORS = (
    Indicator(
        id="external-pressure.sanctions",
        label="Sanctions in force",
        question="How many sanction cases of a against b were in force in the year?",
        unit="cases",
        range=(0, None),
        closer="lower",
        directed=True,
        tables=("sanctions",),
        reference=_GSDB,
        limits=(
            f"{_COUNT} Cases of organisations with known members count for each member (the EU's for 27 states); the "
            "table tells a state's own decisions apart. Those of the United Nations count for no state."
        ),
        measure=_sanctions,
        min_n=0,
    ),
    Indicator(
        id="external-pressure.sanctions_received",
        label="Sanctions against a by anybody",
        question="How many sanction cases against a, by whomever, were in force in the year?",
        unit="cases",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("sanctions_received",),
        reference=_GSDB,
        limits=(
            f"A property of a alone: the same for every b, whose own sanctions are among them. {_COUNT} n is how many "
            "states and organisations impose them, members and their organisation both counted."
        ),
        measure=_sanctions_received,
        min_n=0,
    ),
    Indicator(
        id="external-pressure.common_sanctioner",
        label="Third states with sanctions on both",
        question="How many third states had a sanction case in force against a and one against b in the year?",
        unit="states",
        range=(0, None),
        closer="higher",
        directed=False,
        tables=("sanctions",),
        reference="Defined by this project; cases from GSDB release 4 (Syropoulos et al. 2023/2024)",
        limits=(
            "Members count each for the decisions of their organisation, so one act of the EU makes 27; the United "
            "Nations make none. Shared pressure need not bring two states together."
        ),
        measure=_common_sanctioner,
        min_n=0,
    ),
    Indicator(
        id="external-pressure.common_adversary",
        label="Third states that are rivals of both",
        question="How many third states counted as strategic rivals of a and of b in the year?",
        unit="states",
        range=(0, None),
        closer="higher",
        directed=False,
        tables=("rivalries",),
        reference="Defined by this project; rivalries of Thompson, Sakuwa and Suhas 2022",
        limits="Historians' judgement of who saw whom as a threatening competitor; most pairs have none; ends in 2020.",
        measure=_common_adversary,
        min_n=0,
    ),
    Indicator(
        id="external-pressure.distance_to_usa",
        label="Distance of a to the USA in UN votes",
        question="How far was a from the United States on the main line of conflict in UN votes?",
        unit="standard deviations of all states",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("ideal_points",),
        reference="Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61(2): 430-456",
        limits=(
            "A property of a alone: the same for every b. One dimension; final-passage votes of the calendar year. The "
            "interval takes the two published positions as independent and normal."
        ),
        measure=_distance_to_usa,
    ),
)
