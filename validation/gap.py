"""Words and deeds: how far they agree, how much of each figure is noise, and the gap of known pairs."""

from __future__ import annotations

import numpy as np
import polars as pl

from amity.atlas import Atlas
from amity.indicators import Scope, table_years
from amity.scores import gap, words

KEY = ["a", "b", "year"]
PAIRS = (("CHN", "RUS"), ("CUB", "USA"), ("ISR", "USA"), ("IND", "PAK"), ("CHN", "USA"))


def figures(atlas: Atlas) -> str:
    """Every figure of the page, as Markdown."""
    parts = (
        _held(atlas),
        _agreement(atlas),
        _noise(atlas),
        _clusters(atlas),
        _coverage_of_intervals(),
        _attention(atlas),
        _known(atlas),
    )
    return "\n\n".join(parts)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def _spearman(frame: pl.DataFrame, x: str, y: str) -> str:
    return f"{frame.select(pl.corr(x, y, method='spearman')).item():.2f}"


def _gaps(atlas: Atlas) -> dict[str, pl.DataFrame]:
    """The gaps this atlas allows, by what they compare words with."""
    found: dict[str, pl.DataFrame] = {}
    for deeds in ("closeness", "engagement", "affinity", "news"):
        rows = gap.compared_with(atlas, deeds)
        if rows is not None:
            found[deeds] = rows.with_columns(said=pl.col("words").arr.mean(), did=pl.col("deeds").arr.mean())
    return found


def _held(atlas: Atlas) -> str:
    """How many dyad-years have words data, and of which sort."""
    first, last = table_years(atlas, "speeches")
    years = Scope(first, last).grid(directed=False).with_columns(decade=pl.col("year") // 10 * 10)
    tone = words.shares(atlas, "tone").select(KEY).with_columns(tone=pl.lit(value=True))
    attention = (
        words.mentions(atlas)
        .filter(pl.col("value").is_not_null())
        .select("year", a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b"))
        .unique()
        .with_columns(attention=pl.lit(value=True))
    )
    every = years.join(tone, on=KEY, how="left").join(attention, on=KEY, how="left")
    shares = (
        every.group_by("decade")
        .agg(pl.len(), pl.col("attention", "tone").is_not_null().sum())
        .sort("decade")
        .with_columns(pl.col("attention", "tone") / pl.col("len"))
    )
    rows = [[f"{d}s", f"{n:,}", f"{100 * x:.0f} %", f"{100 * y:.1f} %"] for d, n, x, y in shares.iter_rows()]
    inside = every.filter(pl.col("year").is_between(*table_years(atlas, "events")))
    share = 100 * inside["tone"].is_not_null().mean()
    return (
        "**Dyad-years with words data** (of all dyads of members).\n\n"
        + _table(["decade", "dyad-years", "attention", "tone"], rows)
        + f"\n\nIn the years of the events, 2002-2014, {share:.1f} % of the dyad-years have a tone: {tone.height:,}."
    )


def _agreement(atlas: Atlas) -> str:
    """How far a place by words goes with a place by deeds."""
    rows: list[list[str]] = []
    gaps = _gaps(atlas)
    for deeds, frame in gaps.items():
        many = frame.filter(pl.col("n") >= 200)
        clear = ((frame["low"] > 0) | (frame["high"] < 0)).mean()
        rows.append(
            [
                deeds,
                f"{frame.height:,}",
                _spearman(frame, "said", "did"),
                f"{many.height:,}",
                _spearman(many, "said", "did"),
                f"{100 * clear:.0f} %",
                f"{(frame['high'] - frame['low']).median():.0f}",
            ]
        )
    head = ["deeds", "dyad-years", "rank correlation", "with 200 items", "rank correlation", "gap clear of 0", "width"]
    text = (
        "**Words and deeds.** Spearman's correlation of the place by tone with the place by deeds; the share of "
        "dyad-years whose 90 % interval of the gap leaves zero out, and its median width in points.\n\n"
        + _table(head, rows)
    )
    first, last = table_years(atlas, "events")
    yearly = [
        [str(year), *(_spearman(frame.filter(pl.col("year") == year), "said", "did") for frame in gaps.values())]
        for year in range(first, last + 1)
    ]
    missing = [name for name in ("closeness", "engagement", "affinity") if name not in gaps]
    without = f"\n\nThis atlas holds no {', '.join(missing)}." if missing else ""
    return f"{text}\n\nBy year:\n\n{_table(['year', *gaps], yearly)}{without}"


def _noise(atlas: Atlas) -> str:
    """Share of the spread of shares and places that is counting noise, and what goes with many words."""
    rows: list[list[str]] = []
    for of in words.SHARES:
        frame = words.shares(atlas, of)
        q, places = frame["q"].to_numpy(), words.placed(frame)["q"].to_numpy()
        noise = [100 * x.var(axis=1).mean() / x.ravel().var() for x in (q, places)]
        exact = frame.with_columns(place=pl.Series(places.mean(axis=1)))
        rows.append(
            [
                of,
                f"{frame.height:,}",
                f"{frame['q'].arr.mean().mean():.3f}",
                f"{noise[0]:.0f} %",
                f"{noise[1]:.0f} %",
                _spearman(exact, "place", "n"),
                f"{np.median(places[:, -1] - places[:, 0]):.0f}",
            ]
        )
    head = ["share", "dyad-years", "mean", "noise in it", "noise in its place", "correlation with n", "width of place"]
    return (
        "**Noise.** The part of the variance, over all dyad-years, that is not known from counts; Spearman's "
        "correlation of the place with the number of events; median width of the 90 % interval of a place.\n\n"
        + _table(head, rows)
    )


def _clusters(atlas: Atlas) -> str:
    """Squared differences of one year from the next, on counting noise: slope (design effect), intercept (change)."""
    rows: list[list[str]] = []
    counts = words.counts(atlas, directed=False)
    for of, share in words.SHARES.items():
        years = counts.select(
            *KEY, k=pl.col(share.part).cast(pl.Float64), n=(pl.col(share.part) + pl.col(share.rest)).cast(pl.Float64)
        ).filter(pl.col("n") >= 10)
        pairs = years.join(years.with_columns(pl.col("year") - 1), on=KEY, suffix="_next")
        k, n, k2, n2 = (pairs[c].to_numpy() for c in ("k", "n", "k_next", "n_next"))
        p = (k + k2 + 1) / (n + n2 + 2)
        slope, change = np.polyfit(1 / n + 1 / n2, (k / n - k2 / n2) ** 2 / (p * (1 - p)), 1)
        rows.append([of, f"{len(k):,}", f"{slope:.2f}", f"{share.cluster:g}", f"{change:.3f}"])
    return (
        "**Do events come in clusters?** Squared differences between successive years, in units of p (1 - p), on the "
        "noise of independent events: the slope is how many times larger the noise is, the intercept true change.\n\n"
        + _table(["share", "pairs of years", "slope", "used", "intercept"], rows)
    )


def _coverage_of_intervals() -> str:
    """Simulated words and deeds with known truth: how often the 90 % interval of the gap holds it."""
    rng = np.random.default_rng(2014)
    held, zeros = [], []
    for _ in range(10):
        n = 2000
        tone, deed = rng.beta(5, 0.25, n), rng.normal(size=n)
        events = np.maximum(10, rng.lognormal(3.5, 1.5, n).astype(int)).astype(float)
        friendly = rng.binomial(events.astype(int), tone).astype(float)
        sd = rng.uniform(0.1, 0.7, n)
        seen = pl.Series((1 - sd**2) * deed + rng.normal(size=n) * sd * np.sqrt(1 - sd**2))
        half = 1.6448536 * pl.Series(sd)
        frame = pl.DataFrame({"a": "A", "b": [f"{i:05d}" for i in range(n)], "year": 2000, "n": 1})
        said = frame.with_columns(q=pl.Series(words.believed_shares(friendly, events), dtype=words.BELIEF))
        did = frame.with_columns(
            q=pl.Series(gap.believed_scores(seen, seen - half, seen + half), dtype=words.BELIEF),
            coverage=pl.lit(1.0),
            sources=pl.lit("made"),
        )
        found = gap.compared(said, did)
        rank = [100 * (x.argsort().argsort() + 0.5) / n for x in (tone, deed)]
        truth = rank[0] - rank[1]
        held.append(((found["low"].to_numpy() <= truth) & (truth <= found["high"].to_numpy())).mean())
        zeros.append(np.corrcoef(found["value"].to_numpy(), truth)[0, 1])
    return (
        f"**Is the interval right?** In ten simulated years of 2,000 dyads, words drawn as counts (shares from "
        f"Beta(5, 0.25), from ten events on), deeds with normal error: the 90 % interval holds the true gap in "
        f"{100 * np.mean(held):.1f} % of the dyads (least {100 * min(held):.1f} %), and the value correlates "
        f"{np.mean(zeros):.2f} with the truth."
    )


def _attention(atlas: Atlas) -> str:
    """Whether being spoken of much is being spoken of well."""
    tone = words.shares(atlas, "tone", directed=True).select(*KEY, "n", tone=pl.col("q").arr.mean())
    news = words.shares(atlas, "news", directed=True).select(*KEY, news=pl.col("q").arr.mean())
    heard = words.mentions(atlas).filter(pl.col("value").is_not_null()).select(*KEY, "value", "expected")
    rows: list[list[str]] = []
    for label, least in (("all", 0.0), ("expected once or more", 1.0), ("expected four times or more", 4.0)):
        both = heard.filter(pl.col("expected") >= least).join(tone, on=KEY)
        done = both.join(news, on=KEY)
        rows.append(
            [
                label,
                f"{both.height:,}",
                _spearman(both, "value", "tone"),
                _spearman(both, "value", "n"),
                f"{done.height:,}",
                _spearman(done, "value", "news"),
            ]
        )
    head = [
        "named",
        "directed dyad-years",
        "with tone of words",
        "with number of events",
        "with deeds",
        "tone of deeds",
    ]
    return (
        "**Is attention praise?** Spearman's correlation of attention in the General Debate with the tone of the same "
        "side's words, the number of its verbal events, and the tone of its deeds.\n\n" + _table(head, rows)
    )


def _known(atlas: Atlas) -> str:
    """The gap of known pairs through the years."""
    gaps = _gaps(atlas)
    shown = [name for name in ("closeness", "news") if name in gaps]
    texts: list[str] = []
    for name in shown:
        rows: list[list[str]] = []
        for year in (2002, 2005, 2008, 2011, 2014):
            cells = [str(year)]
            for a, b in PAIRS:
                row = gaps[name].filter(a=a, b=b, year=year)
                if row.is_empty():
                    cells.append("-")
                    continue
                low, value, high, said, did = row.select("low", "value", "high", "said", "did").row(0)
                cells.append(f"{value:+.0f} ({low:+.0f} to {high:+.0f}); {said:.0f} - {did:.0f}")
            rows.append(cells)
        against = "the tone of deeds in the same news (`gap.news`)" if name == "news" else "closeness (`gap`)"
        texts.append(
            f"**Known pairs, words against {against}.** The gap with its 90 % interval; percentile by words - by "
            f"deeds.\n\n" + _table(["year", *("-".join(pair) for pair in PAIRS)], rows)
        )
    return "\n\n".join(texts)
