"""Where does each state stand on the main line of conflict in the UN General Assembly? Our own estimate from votes.

The model is that of Bailey, Strezhnev and Voeten (2017): a state votes yes, abstains or votes no as its position, times
the slope of the roll call, falls under, between or above two cut points; positions change from session to session.
`amity.scores._ordinal` estimates it; here are the data, the choices, and what follows for pairs of states. The
published positions are never used, only compared with (validation/ideal.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import Indicator, Scope
from amity.indicators.diplomacy import ballots
from amity.scores import _ordinal

#: Which roll calls positions are estimated from: those with this topic code in `roll_calls`.
ISSUES: dict[str, str | None] = {
    "all": None,
    "colonialism": "co",
    "disarmament": "di",
    "economy": "ec",
    "human-rights": "hr",
    "middle-east": "me",
    "nuclear": "nu",
}

#: The smoothing of the published procedure: a change has variance s n / (n + m) after m and n votes, s = 0.5. A first
#: position is left open: standard deviation 2 where all positions have 1.
PRIOR = _ordinal.Prior(walk=0.25, start_sd=2.0)

#: Steps of the search; after them a position moves by less than its rounding.
STEPS = 16

#: A session with fewer roll calls on an issue says nothing of it by itself.
MIN_CALLS = 5

#: Whoever stands on the positive side.
_WEST = "USA"

#: Columns of `estimate`.
_ROWS = {
    "state": pl.String,
    "year": pl.Int16,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int16,
    "calls": pl.Int16,
}

#: Quantiles 5 % and 95 % of a normal curve lie this many standard deviations from its mean.
_Z = 1.6449

_Choices = NDArray[np.int8]


def votes(atlas: Atlas, issue: str = "all") -> tuple[list[_Choices], list[int], list[str]]:
    """What positions are estimated from.

    Votes follow the data rules of Bailey, Strezhnev and Voeten (2017), see `amity.indicators.diplomacy.ballots`:
    China before session 26 is the seat of Taipei, votes on paragraphs and amendments after 1989, unanimous votes,
    session 19, Zanzibar, and South Africa in session 48 are left out.

    Returns:
        One array (roll calls, states) per session: 0 yes, 1 abstain, 2 no, -1 absent; the sessions' years (session +
        1945); the states.
    """
    cast = ballots(atlas, Scope(1946, 2100), agenda="final", by="session")
    if (topic := _topic(issue)) is not None:
        on = pl.col("topics").fill_null("").str.split(" ").list.contains(topic)
        cast = cast.join(atlas.scan("roll_calls").filter(on).select("roll_call").collect(), on="roll_call", how="semi")
    telling = pl.col("vote").n_unique().over("roll_call") > 1
    enough = pl.col("roll_call").n_unique().over("year") >= (1 if topic is None else MIN_CALLS)
    cast = cast.filter(telling).filter(enough).sort("year", "roll_call", "state")
    names = cast["state"].unique().sort()
    place = pl.col("state").cast(pl.Enum(names)).to_physical().cast(pl.Int64)
    choices: list[_Choices] = []
    years: list[int] = []
    for (year,), part in cast.partition_by("year", as_dict=True, maintain_order=True).items():
        at = part.select(row=pl.col("roll_call").rank("dense").cast(pl.Int64) - 1, column=place)
        sheet = np.full((part["roll_call"].n_unique(), len(names)), _ordinal.MISSING, np.int8)
        sheet[at["row"].to_numpy(), at["column"].to_numpy()] = part["vote"].to_numpy().astype(np.int8) - 1
        choices.append(sheet)
        years.append(int(str(year)))
    return choices, years, names.to_list()


def _topic(issue: str) -> str | None:
    if issue not in ISSUES:
        raise UsageError(f"No ideal points are estimated on {issue!r}; there are {', '.join(ISSUES)}.")
    return ISSUES[issue]


def first_component(choices: list[_Choices], west: int) -> NDArray[np.float64]:
    """The first principal component of each session, each signed like the one before, of shape (sessions, states).

    Absent votes count as the roll call's mean. It is what the estimate starts from and is judged against.
    """
    rows: list[NDArray[np.float64]] = []
    last = np.zeros(choices[0].shape[1])
    for sheet in choices:
        here = (sheet != _ordinal.MISSING).any(axis=0)
        scores = np.where(sheet == _ordinal.MISSING, np.nan, sheet.astype(np.float64))
        centred = np.nan_to_num(scores - np.nanmean(scores, axis=1, keepdims=True))
        component = np.linalg.svd(centred, full_matrices=False)[2][0] * np.sqrt(here.sum())
        component *= -1.0 if component @ last < 0 else 1.0
        last = np.where(here, component, last)
        rows.append(last)
    found = np.array(rows)
    return found if found[:, west].sum() > 0 else -found


def estimate(atlas: Atlas, issue: str = "all", start: pl.DataFrame | None = None) -> pl.DataFrame:
    """Positions of all states in all sessions with their 90 % intervals.

    Mean 0 and standard deviation 1 over all rows; the United States is on the positive side. Takes some seconds.

    Args:
        atlas: Where `votes` and `roll_calls` lie.
        issue: One of `ISSUES`.
        start: Positions (state, year, value) to start from, so that an issue gets its sign from all votes.

    Returns:
        Columns state, year (session + 1945), value, low, high, n (votes cast), calls (roll calls of the session). No
        rows where the United States cast no vote: positions would have no sign.

    Raises:
        UsageError: There is no such issue.

    Reference: Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61(2): 430-456.
    """
    choices, years, names = votes(atlas, issue)
    if _WEST not in names:
        return pl.DataFrame(schema=_ROWS)
    begin = first_component(choices, names.index(_WEST))
    if start is not None:
        grid = pl.DataFrame({"year": np.repeat(years, len(names)), "state": names * len(years)}).join(
            start.select("state", "year", "value"), on=["state", "year"], how="left", maintain_order="left"
        )
        begin = grid["value"].fill_null(0.0).to_numpy().reshape(len(years), len(names))
    found = _ordinal.fit(choices, years, begin, PRIOR, STEPS)
    return table(found, choices, years, names)


def table(found: _ordinal.Fit, choices: list[_Choices], years: list[int], names: list[str]) -> pl.DataFrame:
    """What was found as rows; see `estimate`."""
    cast = np.stack([(sheet != _ordinal.MISSING).sum(axis=0) for sheet in choices])
    t, i = np.nonzero(cast)
    value, half = found.position[t, i], _Z * found.sd[t, i]
    return pl.DataFrame(
        {
            "state": np.array(names)[i],
            "year": np.array(years, np.int16)[t],
            "value": value,
            "low": value - half,
            "high": value + half,
            "n": cast[t, i].astype(np.int16),
            "calls": np.array([len(sheet) for sheet in choices], np.int16)[t],
        }
    )


def derive(atlas: Atlas) -> pl.DataFrame:
    """Table `estimated_ideal_points`: every issue."""
    every = estimate(atlas)
    return thousandths(
        {issue: every if topic is None else estimate(atlas, issue, every) for issue, topic in ISSUES.items()}
    )


def thousandths(estimates: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Estimates by issue as the atlas holds them: rounded far above what the order of sums can change."""
    return (
        pl.concat([part.with_columns(issue=pl.lit(issue)) for issue, part in estimates.items()])
        .with_columns((pl.col("value", "low", "high") * 1000).round().cast(pl.Int16).name.suffix("_permille"))
        .select("issue", "year", "state", "value_permille", "low_permille", "high_permille", "n", "calls")
        .sort("issue", "year", "state")
    )


def points(atlas: Atlas, state: str, issue: str = "all") -> pl.DataFrame:
    """Where one state stood, session by session.

    Args:
        atlas: Where `estimated_ideal_points` lies.
        state: Name or code.
        issue: One of `ISSUES`. Each issue has a scale of its own.

    Returns:
        Columns year (session + 1945), value, low, high (90 % interval; in standard deviations of all states' positions,
        positive towards the United States), n (votes cast), calls (roll calls); sorted by year.

    Raises:
        UsageError: There is no such issue or state.
        NoDataError: The state cast no such vote.
    """
    _topic(issue)
    found = states.find(state)
    rows = _points(atlas, Scope(1946, 2100, found.code, found.code), issue).drop("state").sort("year").collect()
    if rows.is_empty():
        raise NoDataError(f"{found.name} cast no recorded vote on {issue} in the General Assembly.")
    return rows


def _points(atlas: Atlas, scope: Scope, issue: str) -> pl.LazyFrame:
    return (
        atlas.scan("estimated_ideal_points")
        .filter(scope.about("state"))
        .filter(pl.col("issue") == issue)
        .select(
            "state",
            pl.col("year").cast(pl.Int32),
            *((pl.col(f"{name}_permille") / 1000).alias(name) for name in ("value", "low", "high")),
            pl.col("n", "calls").cast(pl.Int64),
        )
    )


@cache
def _folded() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Means from 0 to 4 of normal curves with standard deviation 1; 5 % and 95 % quantiles of their absolute values."""
    from scipy.special import ndtr

    means, ends = np.linspace(0.0, 4.0, 201), np.linspace(0.0, 6.0, 6001)
    below = ndtr(ends - means[:, None]) - ndtr(-ends - means[:, None])
    low, high = (np.array([np.interp(p, row, ends) for row in below]) for p in (0.05, 0.95))
    return means, low, high


def _distance(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    rows = _points(atlas, scope, "all").with_columns(sd=(pl.col("high") - pl.col("low")) / (2 * _Z))
    both = (
        scope.grid(directed=False)
        .lazy()
        .join(rows.rename({"state": "a"}), on=["a", "year"])
        .join(rows.rename({"state": "b"}), on=["b", "year"], suffix="_b")
        .select(
            "a",
            "b",
            "year",
            value=(pl.col("value") - pl.col("value_b")).abs(),
            sd=(pl.col("sd") ** 2 + pl.col("sd_b") ** 2).sqrt(),
            n=pl.min_horizontal("n", "n_b"),
            coverage=pl.min_horizontal("n", "n_b") / pl.col("calls"),
        )
        .collect(engine=scope.engine)
    )
    value, sd = both["value"].to_numpy(), both["sd"].to_numpy()
    means, low, high = _folded()
    apart = value / sd
    # Beyond four standard deviations the fold is not felt.
    near = np.minimum(np.interp(apart, means, low), apart)
    ends = [
        np.where(apart < means[-1], near, apart - _Z),
        np.where(apart < means[-1], np.interp(apart, means, high), apart + _Z),
    ]
    return both.lazy().select(
        "a",
        "b",
        "year",
        "value",
        low=pl.Series(ends[0] * sd),
        high=pl.Series(ends[1] * sd),
        n="n",
        coverage="coverage",
        sources=pl.when(pl.col("year") < 2019)
        .then(pl.lit("un-ga-votes-unvotes"))
        .when(pl.col("year") == 2019)
        .then(pl.lit("un-ga-votes-unvotes + un-ga-votes-dgacm"))
        .otherwise(pl.lit("un-ga-votes-dgacm")),
    )


DERIVE = {"estimated_ideal_points": derive}

SCORES = (
    Indicator(
        id="ideal_distance",
        label="Distance of UN ideal points (our estimate)",
        question="How far apart do the two states stand on the main line of conflict in UN votes?",
        unit="standard deviations of all states",
        range=(0, None),
        closer="lower",
        directed=False,
        tables=("estimated_ideal_points",),
        reference="Model of Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61(2): 430-456",
        limits=(
            "One line only: two states may stand at one point for different reasons. Final votes of the session (year "
            "= session + 1945); consensus decisions are no votes. Distances of years far apart compare only as far as "
            "states' positions change slowly. The interval takes the two positions as independent and normal, and "
            "contains the uncertainty of the session's common level, which a distance does not feel: it is too wide "
            "rather than too narrow."
        ),
        measure=_distance,
        kind="score",
        min_n=5,
    ),
)
