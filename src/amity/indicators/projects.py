"""Was what the two announced delivered? Projects of casefiles: how many, worth what, how late.

How soon projects are delivered is a question of survival, which `amity.scores.delivery` answers from `endings`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

from amity.casefile import Casefile
from amity.casefile.reading import reach
from amity.indicators import Indicator
from amity.indicators._recorded import SOURCE, Facts, Yearly, counted, every_year, recorded
from amity.indicators.rhetoric import wilson

#: Words of a status that mean that a project will not be delivered as announced.
CANCELLED = ("cancelled", "lapsed", "rejected", "stopped", "withdrawn")
#: Sectors whose projects are of technology rather than of resources or roads.
TECHNOLOGY = ("aviation", "space", "nuclear", "technology", "telecommunications", "digital", "science")

_DAYS_PER_YEAR = 365.2425
#: Fewest projects announced for a share.
_FEWEST = 3


def endings(projects: pl.DataFrame) -> pl.DataFrame:
    """What became of projects as a casefile's `projects.csv` has them, in dates as written.

    Its column `outcome` says what became of a project; without it the words of `status` do. A project is delivered on
    its completion, or by the day of the status (the latest it can have been); cancelled on the day of a status that
    says so; else open on that day.

    Returns:
        name (where there is one), announced, delivered, cancelled, as_of; without projects that have no announcement
        or no later date, which say nothing of time.
    """
    completed, status, day = (pl.col(c).replace("", None) for c in ("actual_completion", "status", "status_date"))
    if "outcome" in projects.columns:
        done, ended = pl.col("outcome") == "delivered", pl.col("outcome") == "cancelled"
    else:
        done = completed.is_not_null() | (status == "delivered").fill_null(value=False)
        ended = status.str.contains(rf"(?i)\b({'|'.join(CANCELLED)})\b").fill_null(value=False)
    later = ("delivered", "cancelled", "as_of")
    return (
        projects.with_columns(
            announced=pl.col("announced_date").replace("", None),
            delivered=pl.when(done).then(pl.coalesce(completed, day)),
            cancelled=pl.when(~done & ended).then(day),
            as_of=day,
        )
        .select(*(c for c in ("name",) if c in projects.columns), "announced", *later)
        .filter(pl.col("announced").is_not_null(), pl.any_horizontal(pl.col(later).is_not_null()))
    )


def listed(case: Casefile) -> pl.DataFrame:
    """The projects of a casefile, each once: of several rows on one the first stands for it."""
    return case["projects"].filter(pl.col("name").str.to_lowercase().is_first_distinct())


def _dated(column: str, *wanted: pl.Expr) -> Facts:
    """Projects by the year of one of their dates."""

    def facts(case: Casefile) -> pl.DataFrame:
        first = pl.col("name").str.to_lowercase().is_first_distinct()
        day = pl.col(f"{column}_first")
        return case["projects"].with_columns(is_default=first).filter(day.is_not_null(), *wanted).with_columns(
            year=day.dt.year().cast(pl.Int32),
            what=pl.concat_str([column, "name", "sector", "outcome"], separator=", "),
            source=SOURCE,
        )  # fmt: skip

    return facts


def _announced_years(case: Casefile) -> tuple[int, int] | None:
    """From the first to the last announcement: nobody says that later ones were looked for."""
    years = listed(case)["announced_date_first"].drop_nulls().dt.year()
    return (int(years.sort()[0]), int(years.sort()[-1])) if len(years) else None


def _followed_years(case: Casefile) -> tuple[int, int] | None:
    """From the first announcement to the last year in which the state of any project was looked at."""
    begun, seen = _announced_years(case), reach(case, ["projects"])
    return (begun[0], seen[1]) if begun and seen else None


def _value(column: str, *, none: float | None) -> Yearly:
    """Million US$ of the projects announced in a year, of those of which they are stated; `none` if there are none."""

    def yearly(case: Casefile) -> pl.DataFrame:
        rows = listed(case).group_by(year=pl.col("announced_date_first").dt.year().cast(pl.Int32))
        sums = rows.agg(n=pl.col(column).count(), held=pl.len(), usd=pl.col(column).sum() / 1e6)
        return every_year(_announced_years(case), sums.drop_nulls("year")).with_columns(
            pl.col("n").fill_null(0),
            value=pl.when(pl.col("held").is_null()).then(none).when(pl.col("n") > 0).then("usd"),
            coverage=pl.col("n") / pl.col("held"),
            reason=pl.when(pl.col("held").is_null())
            .then(pl.lit("no project was announced in this year"))
            .otherwise(pl.lit("projects were announced, but of none is this value stated")),
        )

    return yearly


def _delivered_share(case: Casefile) -> pl.DataFrame:
    """Of all announced up to a year, those delivered by its end."""
    rows = endings(listed(case)).with_columns(
        year=pl.col("announced").str.slice(0, 4).cast(pl.Int32), done=pl.col("delivered").str.slice(0, 4).cast(pl.Int32)
    )
    years = every_year(_followed_years(case), pl.DataFrame(schema={"year": pl.Int32}))
    begun = rows.rename({"year": "begun"}).select("begun", "done")
    summed = (
        years.join(begun, how="cross")
        .filter(pl.col("begun") <= pl.col("year"))
        .group_by("year")
        .agg(n=pl.len(), done=(pl.col("done") <= pl.col("year")).sum())
    )
    low, high = wilson(pl.col("done"), pl.col("n"))
    found = years.join(summed, on="year", how="left")
    return found.with_columns(value=pl.col("done") / pl.col("n"), low=low, high=high)


def delays(case: Casefile) -> pl.DataFrame:
    """How late is each project that was due?

    Returns:
        name, due (last day that the promise may mean), ready (last day of its completion, null while open), cancelled
        (null if not), seen (last day on which its state was known). One that is delivered, but nobody says when, is
        left out: it may have been on time.
    """
    done = pl.col("outcome") == "delivered"
    last = {column: pl.col(f"{column}_last") for column in ("promised_completion", "actual_completion", "status_date")}
    return (
        listed(case)
        .filter(last["promised_completion"].is_not_null(), ~done | last["actual_completion"].is_not_null())
        .select(
            "name",
            due=last["promised_completion"],
            ready=pl.when(done).then(last["actual_completion"]),
            cancelled=pl.when(pl.col("outcome") == "cancelled").then(last["status_date"]),
            seen=last["status_date"],
        )
    )


def _delay(case: Casefile) -> pl.DataFrame:
    """Mean years from promise to completion, or to when it was last seen open, of what was due by the end of a year."""
    rows: list[tuple[int, float, int]] = []
    due = delays(case).rows(named=True)
    for year in range(*((r[0], r[1] + 1) if (r := _followed_years(case)) else (0, 0))):
        end = dt.date(year, 12, 31)
        late = [
            (min(end, p["ready"] or p["seen"]) - p["due"]).days / _DAYS_PER_YEAR
            for p in due
            # Of one last seen before it was due nobody knows whether it was late.
            if p["due"] <= end
            and (p["ready"] or p["seen"] > p["due"])
            and (p["cancelled"] is None or p["cancelled"] > end)
        ]
        rows.append((year, sum(late) / len(late) if late else 0.0, len(late)))
    years = pl.DataFrame(rows, schema={"year": pl.Int32, "mean": pl.Float64, "n": pl.Int64}, orient="row")
    return years.with_columns(
        value=pl.when(pl.col("n") > 0).then("mean"),
        reason=pl.lit("no project with a promised day was due by then and not cancelled"),
    )


_HAND = "Casefile; reckoned by amity (docs/casefiles.md)"
_LISTED = "Projects that somebody wrote down: the famous ones, delivered or failed. "


def _indicator(
    name: str,
    label: str,
    question: str,
    yearly: Yearly,
    limits: str,
    unit: str = "count",
    ends: tuple[float | None, float | None] = (0, None),
    closer: Literal["higher", "lower"] = "higher",
    min_n: int = 0,
) -> Indicator:
    return Indicator(
        id=name,
        label=label,
        question=question,
        unit=unit,
        range=ends,
        closer=closer,
        directed=False,
        tables=(),
        reference=_HAND,
        limits=limits,
        measure=recorded("projects", yearly),
        kind="words" if name in _WORDS else "deeds",
        min_n=min_n,
        casefile=("projects",),
    )


#: Announcing is saying.
_WORDS = ("investment.projects_announced", "investment.value_promised", "technology.projects_announced")
_ANNOUNCED = _dated("announced_date")
_DELIVERED = _dated("actual_completion", pl.col("outcome") == "delivered")
_TECHNICAL = _dated("announced_date", pl.col("sector").is_in(TECHNOLOGY))
_DUE = _dated("promised_completion")

#: The facts that each indicator of this module rests on.
FACTS: Mapping[str, Facts] = {
    "investment.projects_announced": _ANNOUNCED,
    "investment.projects_delivered": _DELIVERED,
    "investment.delivered_share": _ANNOUNCED,
    "investment.value_promised": _ANNOUNCED,
    "investment.value_delivered": _ANNOUNCED,
    "investment.delay_years": _DUE,
    "technology.projects_announced": _TECHNICAL,
}

INDICATORS: Sequence[Indicator] = (
    _indicator(
        "investment.projects_announced",
        "Projects announced",
        "How many joint projects were announced or agreed in the year?",
        counted(_ANNOUNCED, _announced_years),
        _LISTED + "Those without a date of announcement count in no year.",
    ),
    _indicator(
        "investment.projects_delivered",
        "Projects delivered",
        "How many joint projects were ready in the year?",
        counted(_DELIVERED, _followed_years),
        _LISTED + "One that is delivered, but on no day that a source tells, counts in no year.",
    ),
    _indicator(
        "investment.delivered_share",
        "Share of announced projects delivered",
        "What share of the joint projects announced up to the year had been delivered by its end?",
        _delivered_share,
        _LISTED + "Recent ones had less time: a share, no rate; amity.scores.delivery draws the curve over time. "
        "Cancelled ones count as announced. Those lost sight of count as not delivered.",
        unit="share (0-1)",
        ends=(0, 1),
        min_n=_FEWEST,
    ),
    _indicator(
        "investment.value_promised",
        "Value of projects announced",
        "What were the joint projects announced in the year said to be worth?",
        _value("promised_value_usd", none=0.0),
        _LISTED + "The sum of those of which a value is stated (covered: their share). In dollars of the day.",
        unit="million US$",
    ),
    _indicator(
        "investment.value_delivered",
        "Value delivered of projects announced",
        "How much of the value of the joint projects announced in the year has been delivered so far?",
        _value("delivered_value_usd", none=None),
        _LISTED + "By the year of announcement, up to when each was last looked at. The sum of those of which it is "
        "stated (covered: their share), which is seldom.",
        unit="million US$",
    ),
    _indicator(
        "investment.delay_years",
        "Years late",
        "How many years late, on average, are the joint projects that were due by the end of the year?",
        _delay,
        _LISTED + "Against the first promise, a year being kept until its last day. One still open is as late as when "
        "it was last seen, which is a least; cancelled ones are left out from then on, and those delivered on no day "
        "that a source tells.",
        unit="years",
        ends=(None, None),
        closer="lower",
        min_n=1,
    ),
    _indicator(
        "technology.projects_announced",
        "Projects of technology announced",
        "How many joint projects in aviation, space, nuclear power or other technology were announced in the year?",
        counted(_TECHNICAL, _announced_years),
        _LISTED + f"Sectors: {', '.join(TECHNOLOGY)}.",
    ),
)
