"""How alike are they ruled? Scores of democracy side by side."""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope

#: First and last year of each project; the table holds several and cannot show them.
_VDEM_YEARS, _POLITY_YEARS = (1816, 2024), (1816, 2018)

#: Standard deviations on each side that hold 90 % of a normal distribution.
_Z90 = 1.645


def _both(atlas: Atlas, scope: Scope, years: tuple[int, int], *columns: str) -> pl.LazyFrame:
    """The dyads of the scope in these years, with each column for a and, ending in _b, for b."""
    first, last = years
    scores = (
        atlas.scan("regimes")
        .filter(scope.about("state"))
        .select("state", *columns, year=pl.col("year").cast(pl.Int32))
        .filter(pl.col(columns[0]).is_not_null())
    )
    grid = scope.grid(directed=False).lazy().filter(pl.col("year").is_between(first, last))
    theirs = scores.rename({"state": "b", **{column: f"{column}_b" for column in columns}})
    return grid.join(scores.rename({"state": "a"}), on=["a", "year"], how="left").join(
        theirs, on=["b", "year"], how="left"
    )


def _unscored(column: str, project: str) -> pl.Expr:
    """Why there is no value: which of the two the project gives no score in that year."""
    lacks_a, lacks_b = pl.col(column).is_null(), pl.col(f"{column}_b").is_null()
    says = pl.lit(f"{project} has no score for ")
    return (
        pl.when(lacks_a & lacks_b)
        .then(pl.concat_str(says, "a", pl.lit(" and "), "b"))
        .when(lacks_a)
        .then(pl.concat_str(says, "a"))
        .when(lacks_b)
        .then(pl.concat_str(says, "b"))
    )


def _similarity(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    pairs = _both(atlas, scope, _VDEM_YEARS, "polyarchy", "polyarchy_sd")
    apart = (pl.col("polyarchy") - pl.col("polyarchy_b")).abs()
    # The errors of two scores add up as if they had nothing to do with one another.
    reach = _Z90 * (pl.col("polyarchy_sd") ** 2 + pl.col("polyarchy_sd_b") ** 2).sqrt()
    return pairs.select(
        "a",
        "b",
        "year",
        value=1 - apart,
        low=(1 - apart - reach).clip(lower_bound=0),
        # Where the difference may be nought, full likeness is possible.
        high=(1 - apart + reach).clip(upper_bound=1),
        n=pl.lit(2),
        coverage=pl.lit(1.0),
        sources=pl.lit("regime-scores@V-Dem 15"),
        reason=_unscored("polyarchy", "V-Dem"),
    )


def _polity_difference(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    return _both(atlas, scope, _POLITY_YEARS, "polity2").select(
        "a",
        "b",
        "year",
        value=(pl.col("polity2").cast(pl.Float64) - pl.col("polity2_b").cast(pl.Float64)).abs(),
        n=pl.lit(2),
        coverage=pl.lit(1.0),
        sources=pl.lit("regime-scores@Polity5"),
        reason=_unscored("polity2", "Polity5"),
    )


INDICATORS = (
    Indicator(
        id="regime.similarity",
        label="Likeness of regimes",
        question="How alike are the two in electoral democracy?",
        unit="1 - difference of indices (0-1)",
        range=(0, 1),
        closer="higher",
        directed=False,
        tables=("regimes",),
        reference="Teorell, Coppedge, Skaaning and Lindberg 2016, V-Dem Working Paper 25; data: Coppedge et al. 2025, "
        "V-Dem 15",
        limits="One minus the difference of V-Dem's polyarchy. Two autocracies of different kinds count as alike. The "
        "interval takes the two scores' errors as normal and independent; they share some coders, and it then "
        "is too wide or too narrow.",
        measure=_similarity,
    ),
    Indicator(
        id="regime.polity_difference",
        label="Difference of Polity scores",
        question="How many points of the Polity scale lie between the two regimes?",
        unit="points (0-20)",
        range=(0, 20),
        closer="lower",
        directed=False,
        tables=("regimes",),
        reference="Marshall and Gurr 2020, Polity5",
        limits="Ends in 2018; states of under half a million people have no score; 0 in an interregnum, and "
        "interpolated in a transition, are conventions and no observations.",
        measure=_polity_difference,
    ),
)
