"""Do their words run ahead of their deeds?

The gap is where a dyad stands among the others by the tone of its words (`amity.scores.words`), less where it stands
by deeds. Attention never enters it: the states spoken of most are often the quarrelled with. docs/scores/gap.md
derives it.
"""

from __future__ import annotations

from functools import cache, lru_cache, partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import casefile, indicators, states
from amity.atlas import Atlas
from amity.errors import UsageError
from amity.indicators import Indicator, Scope, measure, recorded, table_years
from amity.indicators import projects as recorded_projects
from amity.indicators._recorded import SOURCE
from amity.scores.words import (
    BELIEF,
    EVENT_TABLES,
    ICEWS,
    KEY,
    LEVELS,
    NEWS,
    REFERENCE,
    SHARES,
    SPEECH_TABLES,
    UNGDC,
    measure_attention,
    measure_words,
    mentions,
    placed,
    shares,
)

#: Standard normal quantiles of the upper half of `LEVELS`, and of all.
_UPPER = (0.1256613469, 0.3853204664, 0.6744897502, 1.0364333895, 1.6448536270)
_Z: NDArray[np.float64] = np.array([*(-z for z in reversed(_UPPER)), *_UPPER])


#: Scores of deeds shown beside words where the atlas has them; the gap uses the first.
DEEDS = ("closeness", "engagement", "affinity")


def believed_scores(value: pl.Series, low: pl.Series, high: pl.Series) -> NDArray[np.float64]:
    """Ten equally likely values of figures with 90 % intervals, each side of the value normal; shape (n, 10).

    A figure without interval is taken as exact.
    """
    mid = value.to_numpy()[:, None]
    below = (value - low).fill_null(0.0).to_numpy()[:, None]
    above = (high - value).fill_null(0.0).to_numpy()[:, None]
    return mid + np.where(_Z < 0, below, above) * _Z / _Z[-1]


def differences(words: NDArray[np.float64], deeds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Value, low and high (90 %) of words less deeds, whose errors are independent; shapes (n, 10) twice to (n, 3)."""
    if not len(words):
        return np.empty((0, 3))
    every = (words[:, :, None] - deeds[:, None, :]).reshape(len(words), -1)
    ends = np.quantile(every, [LEVELS[0], LEVELS[-1]], axis=1)
    return np.column_stack([words.mean(axis=1) - deeds.mean(axis=1), ends.T])


def _deeds(atlas: Atlas, what: str) -> pl.DataFrame | None:
    """Beliefs on all dyads' deeds: a, b, year, n, coverage, sources, q; None where the atlas has no such score."""
    if what == "news":
        return shares(atlas, "news").with_columns(coverage=pl.lit(1.0), sources=pl.lit(ICEWS))
    from amity import scores  # it lists this module

    if what in DEEDS and what not in {**scores.registry(), **indicators.registry()}:
        return None
    score = scores.get(what)
    if score.directed:
        raise UsageError(f"{what} has two values for two states, one each way; name an undirected score of deeds.")
    if not set(score.tables) <= set(atlas.tables):
        return None
    rows = measure(score, atlas, Scope(*table_years(atlas, "events"))).filter(pl.col("value").is_not_null())
    beliefs = believed_scores(rows["value"], rows["low"], rows["high"])
    return rows.select(*KEY, "n", "coverage", "sources", q=pl.Series(beliefs, dtype=BELIEF))


def compared(words: pl.DataFrame, deeds: pl.DataFrame) -> pl.DataFrame:
    """Words less deeds of the dyads that have both, each placed among these dyads in the same year.

    Args:
        words: Beliefs: a, b, year, n, q, in any unit that rises with friendliness.
        deeds: The same with coverage and sources.

    Returns:
        a, b, year, n (items of both), n_deeds, coverage, sources, value, low, high (percentage points), the beliefs
        `words` and `deeds` (percentiles) and `done` (the deeds in their own unit).
    """
    both = words.join(deeds, on=KEY, suffix="_deeds").sort(KEY)
    said = placed(both.select(*KEY, "q"))["q"]
    done = placed(both.select(*KEY, q="q_deeds"))["q"]
    figures = differences(said.to_numpy(), done.to_numpy())
    return both.select(
        *KEY, "n_deeds", "coverage", "sources", n=pl.col("n") + pl.col("n_deeds"), done="q_deeds"
    ).with_columns(
        **{name: pl.Series(figures[:, i]).round(6) for i, name in enumerate(("value", "low", "high"))},
        words=said,
        deeds=done,
    )


@lru_cache(maxsize=8)
def compared_with(atlas: Atlas, deeds: str) -> pl.DataFrame | None:
    """Words less these deeds for all dyads, as `compared` gives them; None where the atlas has no such score."""
    held = _deeds(atlas, deeds)
    return None if held is None else compared(shares(atlas, "tone"), held)


def measure_gap(atlas: Atlas, scope: Scope, deeds: str = "closeness") -> pl.LazyFrame:
    """Where dyads stand by the tone of their words less where they stand by deeds.

    Args:
        atlas: Where from.
        scope: Which dyads and years.
        deeds: `news` for the tone of deeds in the same news, or any undirected score or indicator that rises with
            closeness.

    Returns:
        Every dyad-year since the first speech; percentage points, null with the reason where one of the two is not
        known.

    Raises:
        UsageError: There is no such score, or it is directed.
    """
    words = measure_words(atlas, scope).select(*KEY, "reason")
    found = compared_with(atlas, deeds)
    if found is None:
        return words.select(*KEY, reason=pl.coalesce("reason", pl.lit(f"{deeds} is not in this atlas")))
    few = f"fewer than {SHARES['news'].least} deeds of the two in the news"
    lacking = few if deeds == "news" else f"no {deeds} of the two is held for this year"
    here = found.lazy().filter(scope.keeps("a", "b")).drop("words", "deeds", "done", "n_deeds")
    named = pl.col("sources").str.contains(ICEWS, literal=True)
    return words.join(here, on=KEY, how="left").with_columns(
        pl.col("n").fill_null(0),
        sources=pl.when(named).then("sources").otherwise(pl.concat_str(pl.lit(ICEWS), "sources", separator="; ")),
        reason=pl.when(pl.col("value").is_null()).then(pl.coalesce("reason", pl.lit(lacking))),
    )


_OUTSIDE = "events in the news are held for 2002-2014 and 152 states; too few were told of these two, or none"
#: Parts in the order shown, each with its sources and why a year may have no value.
_PARTS: dict[str, tuple[str, str]] = {
    "tone": (ICEWS, _OUTSIDE),
    "attention": (UNGDC, "no speech in the General Debate, or the other was not among the names sought"),
    "headlines": ("russia-official-headlines@mfa", "only titles of Russia's foreign ministry from 2016 are held"),
    "talk": (ICEWS, _OUTSIDE),
    "news": (ICEWS, _OUTSIDE),
} | {score: ("", f"no {score} is held where words are") for score in DEEDS}
_SHOWN = ["year", "part", "direction", "value", "percentile", "low", "high", "n"]


@lru_cache(maxsize=16)
def _placed(atlas: Atlas, of: str, *, directed: bool) -> pl.DataFrame:
    """Beliefs of one of `SHARES` with their percentiles `p`."""
    frame = shares(atlas, of, directed=directed)
    return frame.with_columns(p=placed(frame)["q"])


def _of_beliefs(frame: pl.DataFrame, part: str, a: str, b: str) -> pl.DataFrame:
    """Rows to show of frames with beliefs: q in the part's unit, p in percentiles."""
    pair = (pl.col("a").is_in([a, b])) & (pl.col("b").is_in([a, b]))
    p = pl.col("p").arr
    return frame.filter(pair).select(
        "a",
        "b",
        "year",
        "n",
        part=pl.lit(part),
        value=pl.col("q").arr.mean(),
        percentile=p.mean(),
        low=p.first(),
        high=p.last(),
    )


@lru_cache(maxsize=4)
def _heard(atlas: Atlas, part: str) -> dict[int, NDArray[np.float64]]:
    """The values of attention or of headlines of all dyads, in order, by year."""
    world = mentions(atlas) if part == "attention" else _all_headlines(atlas)
    values = world.select("year", "value").drop_nulls().sort("year", "value")
    return {year: rows["value"].to_numpy() for (year,), rows in values.partition_by("year", as_dict=True).items()}


def _among(world: dict[int, NDArray[np.float64]], rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the percentile of value, low and high among the values of all dyads of the same year."""
    figures = np.empty((rows.height, 3))
    for i, (year, *ends) in enumerate(rows.select("year", "value", "low", "high").iter_rows()):
        here = world[year]
        figures[i] = 50.0 * (here.searchsorted(ends, "left") + here.searchsorted(ends, "right")) / len(here)
    return rows.with_columns(
        percentile=pl.Series(figures[:, 0]), low=pl.Series(figures[:, 1]), high=pl.Series(figures[:, 2])
    )


@cache
def _all_headlines(atlas: Atlas) -> pl.DataFrame:
    indicator = indicators.get("rhetoric.headlines")
    return measure(indicator, atlas, Scope(*table_years(atlas, "headlines"))).filter(pl.col("value").is_not_null())


def parts(atlas: Atlas, a: str, b: str) -> pl.DataFrame:
    """What words and what deeds say of two states, year by year: the rows of the chart "words v deeds".

    Args:
        atlas: Where from.
        a: Code of one state.
        b: Code of the other.

    Returns:
        year, part, direction ("both" or "AAA>BBB"), value (in the part's unit), percentile (0-100, among the dyads of
        the year with that part), low, high (90 % interval of the percentile), n, sources, reason (where there is no
        value), by part, direction and year. Parts: `tone` (share of friendly words), `attention` (named so many times
        as often as expected), `headlines` (share of titles), `talk` (share of words among friendly acts), `news`
        (share of friendly deeds among deeds in the news), and each of `DEEDS` (in its own unit, percentile among the
        dyads with words). Attention and headlines are beside the gap, never in it.

    Raises:
        UsageError: Both are the same state, or one is unknown.
    """
    a, b = sorted((states.get(a).code, states.get(b).code))
    if a == b:
        raise UsageError("Words and deeds are between two states; name two different ones.")
    scope = Scope(table_years(atlas, "speeches")[0], table_years(atlas, "headlines")[1], a, b)
    both, towards = scope.grid(directed=False), scope.grid(directed=True)
    found: list[pl.DataFrame] = []
    due: list[pl.DataFrame] = []
    for part, directed in (("tone", False), ("tone", True), ("talk", False), ("news", False)):
        own = {"part": pl.lit(part), "both": pl.lit(not directed)}
        due.append((towards if directed else both).with_columns(**own))
        found.append(_of_beliefs(_placed(atlas, part, directed=directed), part, a, b).with_columns(both=own["both"]))
    for part, rows in (
        ("attention", measure_attention(atlas, scope).collect()),
        ("headlines", _all_headlines(atlas).filter(scope.keeps("a", "b"))),
    ):
        own = {"part": pl.lit(part), "both": pl.lit(value=False)}
        due.append(towards.with_columns(**own))
        kept = rows.filter(pl.col("value").is_not_null()).select(*KEY, "n", "value", "low", "high", **own)
        found.append(_among(_heard(atlas, part), kept))
    for score in DEEDS:
        due.append(both.with_columns(part=pl.lit(score), both=pl.lit(value=True)))
        if (gaps := compared_with(atlas, score)) is not None:
            told = gaps.with_columns(p="deeds", q="done", n=pl.col("n_deeds"))
            found.append(_of_beliefs(told, score, a, b).with_columns(both=pl.lit(value=True)))
    order = {part: number for number, part in enumerate(_PARTS)}
    direction = pl.when("both").then(pl.lit("both")).otherwise(pl.format("{}>{}", "a", "b"))
    return (
        pl.concat(due)
        .join(pl.concat(found, how="diagonal"), on=[*KEY, "part", "both"], how="left")
        .with_columns(
            pl.col("n").fill_null(0),
            pl.col("percentile", "low", "high").round(6),
            direction=direction,
            sources=pl.col("part").replace_strict({p: source or p for p, (source, _) in _PARTS.items()}),
            reason=pl.when(pl.col("value").is_null()).then(
                pl.col("part").replace_strict({p: reason for p, (_, reason) in _PARTS.items()})
            ),
        )
        .sort(pl.col("part").replace_strict(order), "direction", "year")
        .select(*_SHOWN, "sources", "reason")
    )


#: Columns of `declared`.
DECLARED = {
    "year": pl.Int32,
    "date": pl.String,
    "part": pl.String,
    "what": pl.String,
    "became": pl.String,
    "source": pl.String,
}


def declared(a: str, b: str) -> pl.DataFrame:
    """What have two states declared and announced, and what became of it: facts beside the gap, never in it.

    Args:
        a: Code of one state.
        b: Code of the other.

    Returns:
        Columns `DECLARED`, by year: `part` is "label" (each new name for the relationship; what became of it is the
        status of its agreement), "memorandum" or "project" (by its announcement), `became` the status or outcome that
        the casefile has, with the year of completion where known. Empty where there is no casefile.

    Raises:
        CasefileError: The casefile breaks its rules.
    """
    case = casefile.find(a, b)
    if case is None:
        return pl.DataFrame(schema=DECLARED)
    memoranda = case["agreements"].filter(pl.col("kind") == "MoU")
    ready = pl.col("actual_completion_first").dt.year().cast(pl.String)
    projects = recorded_projects.listed(case).filter(pl.col("announced_date").is_not_null())
    outcome = pl.when(pl.col("outcome") == "delivered").then(pl.concat_str("outcome", ready, separator=" "))
    parts = (
        (recorded.labels(case).filter("is_default"), "date", "label", "partnership_label", pl.col("status")),
        (memoranda, "date", "memorandum", "name", pl.col("status")),
        (projects, "announced_date", "project", "name", pl.coalesce(outcome, "outcome")),
    )
    rows = [
        frame.select(
            year=pl.col(f"{day}_first").dt.year().cast(pl.Int32),
            date=day,
            part=pl.lit(part),
            what=what,
            became=became,
            source=pl.concat_str([pl.lit(f"{case.id}: "), SOURCE]),
        )
        for frame, day, part, what, became in parts
    ]
    return pl.concat(rows, how="vertical_relaxed").sort("year", maintain_order=True)


SCORES = (
    Indicator(
        id="gap",
        label="Gap: words less deeds",
        question="By how much do their words run ahead of their deeds, among all dyads of the year?",
        unit="percentage points (-100 to 100)",
        range=(-100, 100),
        closer="neither",
        directed=False,
        tables=(*EVENT_TABLES, *SPEECH_TABLES, "closeness"),
        reference=REFERENCE,
        limits="Percentile by tone of words less percentile by closeness, among dyads with both. Above zero: words run "
        "ahead. A dyad that lets its words speak little lies near the middle by them, with a wide interval. " + NEWS,
        kind="score",
        measure=measure_gap,
    ),
    Indicator(
        id="gap.news",
        label="Gap: words less deeds, both as the news tells them",
        question="By how much do their words run ahead of their deeds, if both are told by the same news?",
        unit="percentage points (-100 to 100)",
        range=(-100, 100),
        closer="neither",
        directed=False,
        tables=(*EVENT_TABLES, *SPEECH_TABLES),
        reference=REFERENCE,
        limits="Needs no score of closeness: the tone of words against that of deeds in one data set. Deeds without a "
        "story (trade, votes, contracts) are not in it; five deeds are needed. " + NEWS,
        kind="score",
        measure=partial(measure_gap, deeds="news"),
    ),
)
