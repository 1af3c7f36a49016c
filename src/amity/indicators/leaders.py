"""Who leads them, and for how long have the two known one another in office?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from amity.atlas import Atlas
from amity.errors import NoDataError
from amity.indicators import Indicator, Scope, table_years

#: Mean length of a year of the Gregorian calendar.
_DAYS_PER_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class InOffice:
    """A leader in office on a day.

    Attributes:
        leader: Name as the data set writes it.
        first_day: First day of this spell in office.
        years: Years in office by that day, this spell alone.
    """

    leader: str
    first_day: date
    years: float


def in_office(atlas: Atlas, state: str, day: date) -> tuple[InOffice, ...]:
    """Who led a state on a day, by Archigos; two on the day of a change, none while nobody was known to.

    Args:
        atlas: Where from.
        state: Code of the state.
        day: The day asked for.

    Returns:
        The leaders in the order they came.

    Raises:
        NoDataError: The day lies outside the years covered.
    """
    first, last = table_years(atlas, "leaders")
    if not first <= day.year <= last:
        raise NoDataError(f"Leaders are known from {first} to {last}, not in {day.year}. Ask for a day in those years.")
    rows = (
        atlas.scan("leaders")
        .filter(
            pl.col("state") == state,
            pl.col("first_day") <= day,
            pl.col("last_day").is_null() | (pl.col("last_day") >= day),
        )
        .sort("first_day", "spell")
        .select("leader", "first_day")
        .collect()
    )
    return tuple(InOffice(leader, came, (day - came).days / _DAYS_PER_YEAR) for leader, came in rows.iter_rows())


def _at_year_end(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """State, year, and since when its leader on 31 December had been in office."""
    first, last = table_years(atlas, "leaders")
    first, last = max(first, scope.first), min(last, scope.last)
    end = pl.date(pl.col("year"), 12, 31)
    began = pl.col("first_day").dt.year().clip(lower_bound=first)
    ended = pl.col("last_day").dt.year().fill_null(last).clip(upper_bound=last)
    return (
        atlas.scan("leaders")
        .filter(scope.about("state", year=None), began <= ended)
        .select("state", "first_day", "last_day", year=pl.int_ranges(began, ended + 1, dtype=pl.Int32))
        .explode("year")
        .filter(pl.col("first_day") <= end, pl.col("last_day").is_null() | (pl.col("last_day") >= end))
        .group_by("state", "year")
        .agg(since=pl.col("first_day").max())  # on the day of a change, whoever comes
    )


def _overlap(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    first, last = table_years(atlas, "leaders")
    leader = _at_year_end(atlas, scope)
    end = pl.date(pl.col("year"), 12, 31)
    lacks_a, lacks_b = pl.col("since").is_null(), pl.col("since_b").is_null()
    return (
        scope.grid(directed=False)
        .lazy()
        .filter(pl.col("year").is_between(first, last))
        .join(leader.rename({"state": "a"}), on=["a", "year"], how="left")
        .join(leader.rename({"state": "b", "since": "since_b"}), on=["b", "year"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.when(~lacks_a & ~lacks_b).then(
                (end - pl.max_horizontal("since", "since_b")).dt.total_days() / _DAYS_PER_YEAR
            ),
            n=pl.lit(2),
            coverage=pl.lit(1.0),
            sources=pl.lit("archigos@4.1"),
            reason=pl.when(lacks_a | lacks_b).then(
                pl.format("no leader of {} known on 31 December", pl.when(lacks_a).then("a").otherwise("b"))
            ),
        )
    )


INDICATORS = (
    Indicator(
        id="diplomacy.leader_overlap",
        label="Years both leaders have been in office",
        question="For how many years had the two leaders of 31 December been in office at the same time?",
        unit="years",
        range=(0, None),
        closer="neither",
        directed=False,
        tables=("leaders",),
        reference="Goemans, Gleditsch and Chiozza 2009, Journal of Peace Research 46(2)",
        limits="Since the later of the two came; says nothing about whether they met. Ends in 2015. The leader is who "
        "held power in fact (Putin from 2000 without a break); an earlier spell of the same person does not count.",
        measure=_overlap,
    ),
)
