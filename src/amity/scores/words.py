"""How do two states speak of each other: how much, and how friendly?

Words are of two sorts that must not be mixed. *Attention* is how often one names the other; quarrels do that as well
as friendship. *Tone* is how friendly the words are; it is known only where verbal cooperation was counted apart from
verbal conflict. docs/scores/gap.md derives both.

Every uncertain figure is carried as a *belief*: ten equally likely values, the middles of the tenths of its
distribution, the outer two of which bound the 90 % interval. Ranks and differences of beliefs need no further
assumption and no random draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, table_years

#: Levels of the ten equally likely values; the first and the last are the ends of a 90 % interval.
LEVELS: NDArray[np.float64] = (np.arange(10) + 0.5) / 10

BELIEF = pl.Array(pl.Float64, len(LEVELS))
KEY = ["a", "b", "year"]
_YEAR = pl.col("year").cast(pl.Int32)

#: Shape of the distribution of "named so many times as often as expected" over all pairs: the median of the yearly
#: moment estimates 1946-2022 (quartiles 0.20 and 0.38).
ATTENTION_SHAPE = 0.3
#: Names come in clusters: the variance from one speech to the next over that of independent mentions, for pairs
#: expected to be named once to four times (1.0 to 2.6; it includes true change).
ATTENTION_CLUSTER = 1.5


@dataclass(frozen=True, slots=True)
class Share:
    """A share of events in the news that says something of words or deeds.

    Attributes:
        part: Classes of events counted.
        rest: Classes they are set against.
        least: Fewest events, both together, for a figure.
        cluster: Variance of the share over that of independent events (docs/scores/gap.md has the measured figures).
    """

    part: str
    rest: str
    least: int
    cluster: float


#: Tone of words: friendly among all words. Tone of deeds: the same of deeds. Talk: words among all friendly acts.
SHARES = {
    "tone": Share("verbal_cooperation", "verbal_conflict", 10, 1.0),
    "news": Share("material_cooperation", "material_conflict", 5, 2.0),
    "talk": Share("verbal_cooperation", "material_cooperation", 10, 1.0),
}

ICEWS = "icews-dyad"
UNGDC = "ungdc@1-77"
_ATTENTION_ONLY = "only attention is known (how often speeches name the other), not how friendly the words were"


def believed_shares(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is believed of true shares, given how all of them are spread: ten equally likely values of each.

    The spread is a Beta distribution fitted to the shares by their first two moments, the noise of counting taken out
    of the second; each posterior is Beta again. Few events give a wide belief near the middle of all.

    Args:
        part: Events counted, shape (n,).
        whole: Events in all, above zero, shape (n,).

    Returns:
        Shares, 0 to 1, shape (n, 10), rising.
    """
    from scipy.special import betaincinv

    share = part / whole
    middle, noise = share.mean(), (1 / whole).mean()
    varying = middle * (1 - middle)
    if varying == 0:  # all alike: nothing to learn from the others, and Jeffreys' prior
        yes, no = part + 0.5, whole - part + 0.5
    else:
        spread = (share.var() - varying * noise) / (1 - noise) if noise < 1 else 0.0
        # Between "all as different as can be" and "all the same"; the latter is never certain.
        strength = varying / np.clip(spread, varying / 1000, varying * 0.99) - 1
        yes, no = strength * middle + part, strength * (1 - middle) + whole - part
    # Few events come in few combinations: each is worked out once.
    kinds, place = np.unique(yes + 1j * no, return_inverse=True)
    return betaincinv(kinds.real[:, None], kinds.imag[:, None], LEVELS)[place]


def placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Beliefs `q` turned into percentiles among all rows of the same year: 0 lowest, 100 highest.

    The percentile of a value is its place in the beliefs of all dyads together, ties at their middle.
    """
    if frame.is_empty():
        return frame
    beliefs, years = frame["q"].to_numpy(), frame["year"].to_numpy()
    out = np.empty(beliefs.shape)
    for year in np.unique(years):
        rows = years == year
        every = np.sort(beliefs[rows], axis=None)
        sides = [np.searchsorted(every, beliefs[rows], side) for side in ("left", "right")]
        out[rows] = 50.0 * (sides[0] + sides[1]) / every.size
    return frame.with_columns(q=pl.Series(out, dtype=BELIEF))


@lru_cache(maxsize=16)
def counts(atlas: Atlas, *, directed: bool) -> pl.DataFrame:
    """Events per pair, year and class; pairs of covered states without any are left out."""
    classes = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
    events = atlas.scan("events").select(*classes, a="source", b="target", year=_YEAR)
    if not directed:
        events = (
            events.with_columns(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b"))
            .group_by(KEY)
            .agg(pl.col(classes).sum())
        )
    return events.sort(KEY).collect()


@lru_cache(maxsize=16)
def shares(atlas: Atlas, of: str, *, directed: bool = False) -> pl.DataFrame:
    """Beliefs of one of `SHARES` for all dyads with enough events: a, b, year, n (events), q (shares, 0 to 1)."""
    share = SHARES[of]
    frame = (
        counts(atlas, directed=directed)
        .select(*KEY, part=pl.col(share.part), n=(pl.col(share.part) + pl.col(share.rest)).cast(pl.Int64))
        .filter(pl.col("n") >= share.least)
    )
    years = [
        rows.select(*KEY, "n").with_columns(
            q=pl.Series(
                believed_shares(rows["part"].to_numpy() / share.cluster, rows["n"].to_numpy() / share.cluster),
                dtype=BELIEF,
            )
        )
        for rows in frame.partition_by("year")
    ]
    return pl.concat(years) if years else frame.select(*KEY, "n", q=pl.lit(None, BELIEF))


@cache
def _words(atlas: Atlas) -> pl.DataFrame:
    """Where each dyad stands by tone: a, b, year, n, q (percentiles)."""
    return placed(shares(atlas, "tone"))


@cache
def _sought(atlas: Atlas) -> tuple[str, ...]:
    return tuple(atlas.scan("mentions").select(pl.col("target").unique().sort()).collect()["target"])


@cache
def _speakers(atlas: Atlas) -> pl.DataFrame:
    """Who spoke in the General Debate in which year: state, year, spoke."""
    return atlas.scan("speeches").select("state", year=_YEAR, spoke=pl.lit(value=True)).collect()


@cache
def _covered(atlas: Atlas) -> pl.DataFrame:
    return atlas.scan("event_coverage").select("state", "first_year", "last_year").collect()


def _why_none(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Every dyad-year since the first speech, and why its words have no tone, if they have none."""
    first, last = table_years(atlas, "speeches")
    share, sought = SHARES["tone"], list(_sought(atlas))
    counted = counts(atlas, directed=False).lazy().filter(scope.keeps("a", "b"))
    rows = (
        scope.grid(directed=False)
        .lazy()
        .filter(pl.col("year").is_between(first, last))
        .join(counted.select(*KEY, said=pl.col(share.part) + pl.col(share.rest)), on=KEY, how="left")
    )
    for side in "ab":
        spoke = _speakers(atlas).lazy().rename({"state": side, "spoke": f"spoke_{side}"})
        covered = (
            _covered(atlas).lazy().rename({"state": side, "first_year": f"from_{side}", "last_year": f"to_{side}"})
        )
        rows = rows.join(spoke, on=[side, "year"], how="left").join(covered, on=side, how="left")
    due = pl.all_horizontal(pl.col("year").is_between(f"from_{s}", f"to_{s}").fill_null(value=False) for s in "ab")
    named = [pl.col(f"spoke_{x}").is_not_null() & pl.col(y).is_in(sought) for x, y in ("ab", "ba")]
    few = pl.format(
        "only {} words of the two about each other in the news; at least {} are needed",
        pl.col("said").fill_null(0),
        pl.lit(share.least),
    )
    why = pl.when(due).then(few).when(pl.any_horizontal(named)).then(pl.lit(_ATTENTION_ONLY))
    return rows.select(*KEY, reason=why.otherwise(pl.lit("no words of the two about each other are held")))


def measure_words(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Score `words`: where dyads stand by tone; a dyad-year without tone says why."""
    here = _words(atlas).lazy().filter(scope.keeps("a", "b"))
    return (
        _why_none(atlas, scope)
        .join(here, on=KEY, how="left")
        .select(
            *KEY,
            value=pl.col("q").arr.mean().round(6),
            low=pl.col("q").arr.first().round(6),
            high=pl.col("q").arr.last().round(6),
            n=pl.col("n").fill_null(0),
            coverage=pl.when(pl.col("q").is_not_null()).then(1.0),
            sources=pl.lit(ICEWS),
            reason=pl.when(pl.col("q").is_null()).then("reason"),
        )
    )


def _measure_tone(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Rows of the directed dyads with any event; the others have none to judge."""
    share = SHARES["tone"]
    said = (
        counts(atlas, directed=True)
        .lazy()
        .filter(scope.keeps("a", "b"))
        .select(*KEY, n=(pl.col(share.part) + pl.col(share.rest)).cast(pl.Int64))
    )
    few = pl.format("only {} words of a about b in the news; at least {} are needed", "n", pl.lit(share.least))
    return said.join(shares(atlas, "tone", directed=True).lazy().drop("n"), on=KEY, how="left").select(
        *KEY,
        "n",
        value=pl.col("q").arr.mean(),
        low=pl.col("q").arr.first(),
        high=pl.col("q").arr.last(),
        coverage=pl.lit(1.0),
        sources=pl.lit(ICEWS),
        reason=pl.when(pl.col("q").is_null()).then(few),
    )


@cache
def mentions(atlas: Atlas) -> pl.DataFrame:
    """Mentions and how many were to be expected, all speakers and names sought: a, b, year, count, expected, words."""
    spoke = atlas.scan("speeches").select(a="state", year=_YEAR, words=pl.col("n_words").cast(pl.Float64))
    named = atlas.scan("mentions").select(
        a="speaker", b="target", year=_YEAR, count=pl.col("mentions").cast(pl.Float64)
    )
    others = (pl.col("count").sum() - pl.col("count"), pl.col("words").sum() - pl.col("words"))
    rate = others[0].over("b", "year") / others[1].over("b", "year")
    return (
        spoke.join(pl.LazyFrame({"b": list(_sought(atlas))}), how="cross")
        .filter(pl.col("a") != pl.col("b"))
        .join(named, on=KEY, how="left")
        .with_columns(pl.col("count").fill_null(0.0))
        .with_columns(expected=pl.col("words") * rate)
        # "China" may mean either government in any speech before 1971, and in Taiwan's always.
        .with_columns(
            unclear=pl.col("b").is_in(["CHN", "TWN"]) & ((pl.col("year") < 1971) | (pl.col("a") == "TWN")),
            value=_posterior_mean(pl.col("count"), pl.col("expected")),
        )
        .with_columns(value=pl.when(~pl.col("unclear")).then("value"))
        .sort(KEY)
        .collect()
    )


def _posterior_mean(count: pl.Expr, expected: pl.Expr) -> pl.Expr:
    return (count / ATTENTION_CLUSTER + ATTENTION_SHAPE) / (expected / ATTENTION_CLUSTER + ATTENTION_SHAPE)


def measure_attention(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Score `words.attention`: a Gamma posterior of how many times as often as expected b is named."""
    from scipy.special import gammaincinv

    rows = mentions(atlas).filter(scope.keeps("a", "b"))
    count, expected = (rows[c].to_numpy() / ATTENTION_CLUSTER + ATTENTION_SHAPE for c in ("count", "expected"))
    low, high = (gammaincinv(count, level) / expected for level in (LEVELS[0], LEVELS[-1]))
    return rows.lazy().select(
        *KEY,
        "value",
        low=pl.when(~pl.col("unclear")).then(pl.Series(low)),
        high=pl.when(~pl.col("unclear")).then(pl.Series(high)),
        reason=pl.when("unclear").then(pl.lit("'China' in this speech may mean either government")),
        n=pl.col("words").cast(pl.Int64),
        coverage=pl.lit(1.0),
        sources=pl.lit(UNGDC),
    )


NEWS = (
    "Events in the news, coded by machine, 2002-2014, 152 states (not Turkey, Serbia, Czechia, Venezuela or Taiwan): "
    "what is said in public, not what is meant."
)
REFERENCE = "Boschee et al. 2015, ICEWS Coded Event Data, doi:10.7910/DVN/28075; docs/scores/gap.md"
EVENT_TABLES, SPEECH_TABLES = ("events", "event_coverage"), ("speeches", "mentions")

SCORES = (
    Indicator(
        id="words",
        label="Words: how friendly, among all dyads",
        question="Where do the two stand among all dyads of the year by how friendly their words about each other are?",
        unit="percentile (0-100)",
        range=(0, 100),
        closer="higher",
        directed=False,
        tables=(*EVENT_TABLES, *SPEECH_TABLES),
        reference=REFERENCE,
        limits="Half of the dyads have friendly words only: few words place a dyad loosely, and the interval says so. "
        "Speeches and titles tell attention, not tone, and give no figure. " + NEWS,
        kind="score",
        measure=measure_words,
    ),
    Indicator(
        id="words.tone",
        label="Words of one about the other: how friendly",
        question="What share of a's words about b in the news was friendly?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=EVENT_TABLES,
        reference=REFERENCE,
        limits="Drawn towards the mean of all where there are few words. " + NEWS,
        kind="score",
        measure=_measure_tone,
    ),
    Indicator(
        id="words.attention",
        label="How much one speaks of the other",
        question="How many times as often as was to be expected did a name b in its speech in the UN General Debate?",
        unit="times",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=SPEECH_TABLES,
        reference="Baturo, Dasandi and Mikhaylov 2017, Research & Politics 4(2); docs/scores/gap.md",
        limits="Attention, friendly or not: it never enters the gap. Expected from the length of the speech and how "
        "often all others name b. 70 names were sought. Who is never named by anybody has a wide interval around 1.",
        kind="score",
        measure=measure_attention,
    ),
)
