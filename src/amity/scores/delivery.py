"""Is what was announced delivered, and how soon?

Projects still open are not failures: they are *censored*, known only to have taken longer than until they were last
looked at. And a cancelled project is not open: it will never be delivered. So two curves are shown. The share
**delivered** by a time since announcement, with cancellation as the other way out (Aalen-Johansen), is what became of
announcements. The share **uncancelled** (Kaplan-Meier, cancellation as censoring) is what it would be were nothing
ever cancelled; it is the higher of the two, and the one that is usually drawn. docs/scores/delivery.md derives both.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import casefile
from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import Indicator, Scope, table_years
from amity.indicators.projects import endings, listed
from amity.indicators.rhetoric import wilson

#: Standard normal quantile of a two-sided 90 % interval.
_Z = 1.6448536269514722
#: Mean length of a year of the Gregorian calendar.
_DAYS_PER_YEAR = 365.2425

#: Columns of a table of projects.
COLUMNS = ("announced", "delivered", "cancelled", "as_of")
#: Where a casefile's `projects.csv` holds them.
_CASEFILE = ("announced_date", "actual_completion", "status", "status_date")
#: Years after announcement for which shares are told.
HORIZONS = (5, 10)

_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of announced projects.

    Attributes:
        curve: Share by time: years (since announcement), outcome, value, low, high (90 %), at_risk (projects open just
            before), events. Outcomes: `delivered` and `cancelled` (Aalen-Johansen), `uncancelled` (Kaplan-Meier of
            delivery, cancelled ones censored).
        median: Years until half is reached: outcome, value, low, high; null where it is not.
        within: Share by 5 and by 10 years: years, outcome, value, low, high, at_risk, reason; null where nothing was
            followed so long.
        n: Projects.
        delivered: Of them delivered.
        cancelled: Of them cancelled.
        censored: Of them open when last looked at.
    """

    curve: pl.DataFrame
    median: pl.DataFrame
    within: pl.DataFrame
    n: int
    delivered: int
    cancelled: int
    censored: int


def delivery(projects: pl.DataFrame, horizons: Sequence[float] = HORIZONS) -> Delivery:
    """How soon, and whether, announced projects are delivered.

    Args:
        projects: One row per project: announced, delivered, cancelled, as_of (when its state was last known; needed
            only where neither delivered nor cancelled). Dates, or text YYYY, YYYY-MM, YYYY-MM-DD; of a month or a year
            its middle counts. Other columns are ignored.
        horizons: Years after announcement for which shares are told.

    Returns:
        Curves, medians and shares with 90 % bands (Greenwood's variance on the log-log scale).

    Raises:
        UsageError: A column is lacking, a date cannot be read, or dates contradict each other; names row and value.
        NoDataError: There is no project.

    Reference:
        Kaplan and Meier 1958, Journal of the American Statistical Association 53(282); Aalen and Johansen 1978,
        Scandinavian Journal of Statistics 5(3).
    """
    years, kinds = _spans(projects)
    times, at_risk, done, gone = _table(years, kinds)
    shares = {
        "delivered": _incidence(at_risk, done, gone),
        "cancelled": _incidence(at_risk, gone, done),
        "uncancelled": _incidence(at_risk, done, np.zeros_like(gone)),
    }
    curves: list[pl.DataFrame] = []
    medians: list[dict[str, float | str | None]] = []
    withins: list[dict[str, float | int | str | None]] = []
    for outcome, (share, variance) in shares.items():
        events = gone if outcome == "cancelled" else done
        left = at_risk - done - (0 if outcome == "uncancelled" else gone)
        low, high = _band(share, variance, at_risk, last=(left == 0) & (events > 0))
        curves.append(
            pl.DataFrame(
                {"years": times, "value": share, "low": low, "high": high, "at_risk": at_risk, "events": events}
            ).with_columns(pl.col("at_risk", "events").cast(pl.Int64), outcome=pl.lit(outcome))
        )
        reached = [_first(times, bound >= 0.5) for bound in (share, high, low)]
        medians.append({"outcome": outcome, **dict(zip(("value", "low", "high"), reached, strict=True))})
        withins += [
            {"years": float(horizon), "outcome": outcome} | _at(horizon, years, times, share, low, high)
            for horizon in horizons
        ]
    figures = dict.fromkeys(("value", "low", "high"), pl.Float64)
    return Delivery(
        pl.concat(curves).select("years", "outcome", "value", "low", "high", "at_risk", "events"),
        pl.DataFrame(medians, schema={"outcome": pl.String, **figures}),
        pl.DataFrame(
            withins,
            schema={"years": pl.Float64, "outcome": pl.String, **figures, "at_risk": pl.Int64, "reason": pl.String},
        ),
        len(years),
        *(int((kinds == kind).sum()) for kind in (_DELIVERED, _CANCELLED, _OPEN)),
    )


def read(path: Path | str) -> pl.DataFrame:
    """Projects of a CSV file, ready for `delivery`.

    Args:
        path: A file with the columns announced, delivered, cancelled, as_of; or a casefile's `projects.csv`
            (announced_date, actual_completion, status, status_date), read as
            `amity.indicators.projects.endings` says: projects without an announcement or without any later date say
            nothing of time and are left out.

    Returns:
        name (where there is one) and `COLUMNS`, as text.

    Raises:
        UsageError: There is no such file, it is no CSV table, or it has neither set of columns.
    """
    path = Path(path)
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {path}. Name a CSV table of projects.") from error
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(f"{path} cannot be read as a CSV table: {error}") from error
    if set(COLUMNS) <= set(frame.columns):
        return frame.select(*(c for c in ("name",) if c in frame.columns), *COLUMNS)
    if lacking := [column for column in _CASEFILE if column not in frame.columns]:
        raise UsageError(
            f"{path} has neither the columns {', '.join(COLUMNS)} nor a casefile's {', '.join(_CASEFILE)} "
            f"(it lacks {', '.join(lacking)}); it has {', '.join(frame.columns)}."
        )
    return endings(frame)


def of_pair(a: str, b: str) -> Delivery:
    """How soon, and whether, the projects of the casefile of two states were delivered.

    Args:
        a: Code of one state.
        b: Code of the other.

    Raises:
        NoDataError: They have no casefile, or it has no project with a date of announcement.
        UsageError: A project ends before it was announced; names it.
        CasefileError: The casefile breaks its rules.
    """
    case = casefile.require(a, b)
    projects = endings(listed(case))
    if projects.is_empty():
        raise NoDataError(f"The casefile of {case.a} and {case.b} has no project with a date of announcement.")
    try:
        return delivery(projects)
    except UsageError as error:
        raise UsageError(f"{case.folder / 'projects.csv'}: {error}") from error


_OPEN, _DELIVERED, _CANCELLED = 0, 1, 2
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _period(given: date | str, row: int, column: str) -> tuple[date, date]:
    """First and last day that a date, perhaps only a month or a year, can mean."""
    match = _DAY.fullmatch(str(given).strip())
    try:
        if match is None:
            raise ValueError("not of the form")
        year, month, day = (None if part is None else int(part) for part in match.groups())
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise UsageError(f"Row {row}: {column} is {given!r}; write YYYY, YYYY-MM or YYYY-MM-DD.") from error


def _spans(projects: pl.DataFrame) -> tuple[_Numbers, NDArray[np.int64]]:
    """Years from announcement to what ended each project's time under observation, and what that was."""
    if lacking := [column for column in COLUMNS if column not in projects.columns]:
        raise UsageError(f"A table of projects needs the column {lacking[0]}; it has {', '.join(projects.columns)}.")
    if projects.is_empty():
        raise NoDataError("There is no project in the table: nothing can be said of delivery.")
    years, kinds = np.empty(projects.height), np.empty(projects.height, np.int64)
    names = projects["name"].to_list() if "name" in projects.columns else [None] * projects.height
    for i, given in enumerate(projects.select(COLUMNS).iter_rows()):
        dates = {c: _period(v, i + 1, c) for c, v in zip(COLUMNS, given, strict=True) if v is not None and v != ""}
        if "announced" not in dates:
            raise UsageError(f"Row {i + 1}: announced is empty; a project counts from its announcement.")
        if "delivered" in dates and "cancelled" in dates:
            raise UsageError(f"Row {i + 1}: both delivered and cancelled; a project ends in one way.")
        ending = next((c for c in ("delivered", "cancelled", "as_of") if c in dates), None)
        if ending is None:
            raise UsageError(f"Row {i + 1}: neither delivered nor cancelled, and no as_of says until when it was open.")
        start, end = dates["announced"], dates[ending]
        if end[1] < start[0]:
            which = f"Row {i + 1}" if names[i] is None else f"Row {i + 1}, {names[i]}"
            raise UsageError(f"{which}: {ending} {given[COLUMNS.index(ending)]} is before announced {given[0]}.")
        middle = (end[0].toordinal() + end[1].toordinal() - start[0].toordinal() - start[1].toordinal()) / 2
        years[i] = max(0.0, middle) / _DAYS_PER_YEAR
        kinds[i] = {"delivered": _DELIVERED, "cancelled": _CANCELLED, "as_of": _OPEN}[ending]
    return years, kinds


def _table(years: _Numbers, kinds: NDArray[np.int64]) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers]:
    """Times with an event, how many were open just before, delivered then, cancelled then.

    What is censored on the day of an event was still open then.
    """
    times = np.unique(years[kinds != _OPEN])
    at_risk = len(years) - np.searchsorted(np.sort(years), times, "left")
    done, gone = (
        np.bincount(np.searchsorted(times, years[kinds == kind]), minlength=len(times))
        for kind in (_DELIVERED, _CANCELLED)
    )
    return times, at_risk.astype(float), done.astype(float), gone.astype(float)


def _incidence(at_risk: _Numbers, events: _Numbers, others: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Share that has met with `events` by each time, `others` being the other way out, and its variance.

    Aalen-Johansen; without others it is one less Kaplan-Meier's curve, and the variance is Greenwood's.
    """
    out = events + others
    open_before = np.concatenate([[1.0], np.cumprod(1 - out / at_risk)])[: len(at_risk)]
    share = np.cumsum(open_before * events / at_risk)
    later = np.tril(share[:, None] - share[None, :])  # what came after time j, by time i
    left = at_risk - out
    # Where nobody is left nothing comes after, so the term is zero.
    hazard = np.divide(out, at_risk * left, out=np.zeros_like(out), where=left > 0)
    own = open_before**2 * events * (at_risk - events) / at_risk**3
    shared = open_before * events / at_risk**2
    return share, np.maximum(later**2 @ hazard + np.cumsum(own) - 2 * later @ shared, 0.0)


def _band(share: _Numbers, variance: _Numbers, at_risk: _Numbers, last: NDArray[np.bool_]) -> tuple[_Numbers, _Numbers]:
    """The 90 % band of shares on the log-log scale.

    While there is none, up to the most that would likely show none among those at risk. `last` marks events after
    which nobody is left, whose variance is not known: the band reaches from where it was up to 1.
    """
    inside = (share > 0) & (share < 1 - 1e-12)
    rest = np.where(inside, 1 - share, 0.5)
    spread = np.exp(_Z * np.sqrt(variance) / (rest * -np.log(rest)))
    low = np.where(inside & ~last, 1 - rest ** (1 / spread), 0.0)
    high = np.where(inside, 1 - rest**spread, 1 - 0.05 ** (1 / at_risk))
    return np.where(last, np.maximum.accumulate(low), low), np.where(last, 1.0, high)


def _first(times: _Numbers, reached: NDArray[np.bool_]) -> float | None:
    return float(times[reached.argmax()]) if reached.any() else None


def _at(
    horizon: float, years: _Numbers, times: _Numbers, share: _Numbers, low: _Numbers, high: _Numbers
) -> dict[str, float | int | str | None]:
    """The curve at one time; null beyond the longest project followed, unless everything was over by then."""
    at_risk = int((years >= horizon).sum())
    step = int(np.searchsorted(times, horizon, "right")) - 1
    if not at_risk and not (step >= 0 and share[step] > 1 - 1e-12):
        reason = f"no project was followed for {horizon:g} years; the longest for {years.max():.1f}"
        return {"value": None, "low": None, "high": None, "at_risk": 0, "reason": reason}
    if step < 0 or share[step] == 0:
        figures = (0.0, 0.0, 1 - 0.05 ** (1 / at_risk))
    else:
        figures = (float(share[step]), float(low[step]), float(high[step]))
    return dict(zip(("value", "low", "high"), figures, strict=True)) | {"at_risk": at_risk, "reason": None}


#: The one financier whose projects are followed.
_TRACKED = "CHN"
#: Fewest projects announced for a share.
_FEWEST = 3


def _share(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Completed of all announced since the first year, by the edition's status."""
    first, last = table_years(atlas, "project_delivery")
    announced = pl.sum_horizontal("n_pledged", "n_committed", "n_implementing", "n_completed", "n_cancelled")
    yearly = (
        atlas.scan("project_delivery")
        .filter(Scope(first, last, scope.a, scope.b).keeps("source", "target"))
        .select(a="source", b="target", year=pl.col("year").cast(pl.Int32), done="n_completed", n=announced)
    )
    grid = scope.grid(directed=True).lazy().filter(pl.col("year").is_between(first, last))
    summed = (
        grid.join(yearly.rename({"year": "began"}), on=["a", "b"])
        .filter(pl.col("began") <= pl.col("year"))
        .group_by("a", "b", "year")
        .agg(pl.col("done", "n").sum().cast(pl.Int64))
    )
    low, high = wilson(pl.col("done"), pl.col("n"))
    none = pl.when(pl.col("a") != _TRACKED).then(pl.lit("not held: only China's projects are followed"))
    return grid.join(summed, on=["a", "b", "year"], how="left").select(
        "a",
        "b",
        "year",
        value=pl.col("done") / pl.col("n"),
        low=low,
        high=high,
        n=pl.col("n").fill_null(0),
        coverage=pl.when(pl.col("n") > 0).then(1.0),
        sources=pl.lit("aiddata-gcdf@2.0 military"),
        reason=pl.when(pl.col("n").is_null()).then(
            none.otherwise(pl.lit("no military project of China announced to b is on record"))
        ),
    )


SCORES = (
    Indicator(
        id="delivery",
        label="Announced projects delivered",
        question="What share of the projects that a announced to b has been completed?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("project_delivery",),
        reference="Custer et al. 2023, Tracking Chinese Development Finance (AidData); docs/scores/delivery.md",
        limits="China's military projects, announced since 2000 and up to the year; pledges and cancelled ones count. "
        "Status is that of the edition, not of the year asked, and recent ones had less time: a share, not a rate. "
        "Projects whose completion nobody told of count as open.",
        kind="score",
        min_n=_FEWEST,
        measure=_share,
    ),
)
