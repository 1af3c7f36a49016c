"""Delivery of announced projects: against another program, by simulation, and what AidData's counts say."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from amity.atlas import Atlas
from amity.indicators import Scope, measure
from amity.scores import get
from amity.scores.delivery import COLUMNS, delivery

DAY = 365.2425


def figures(atlas: Atlas) -> str:
    """Every figure of the page, as Markdown."""
    return "\n\n".join((_toy(), _peer(), _simulated(), _recorded(atlas)))


def _made(days: np.ndarray, kinds: np.ndarray) -> pl.DataFrame:
    """Projects announced on one day: 1 delivered, 2 cancelled, 0 open after so many days."""
    start = date(1900, 1, 1)
    ends = [str(date.fromordinal(start.toordinal() + int(day))) for day in days]
    rows = [
        (str(start), *(end if kind == place else None for place in (1, 2, 0)))
        for end, kind in zip(ends, kinds, strict=True)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def _toy() -> str:
    """Six projects computed by hand."""
    found = delivery(_made(np.array([1, 2, 3, 4, 5, 6]) * 366, np.array([1, 2, 0, 1, 1, 0]))).curve
    hand = {"delivered": (1 / 6, 1 / 6, 7 / 18, 11 / 18), "cancelled": (0, 1 / 6, 1 / 6, 1 / 6)}
    hand["uncancelled"] = (1 / 6, 1 / 6, 4 / 9, 13 / 18)
    worst = max(
        np.abs(found.filter(outcome=name)["value"].to_numpy() - np.array(values)).max() for name, values in hand.items()
    )
    return (
        "**By hand.** Six projects: delivered after 1, cancelled after 2, open at 3, delivered after 4 and 5, open at "
        "6 years. Delivered by the four events: 1/6, 1/6, 7/18, 11/18; were none cancelled: 1/6, 1/6, 4/9, 13/18. "
        f"Largest difference: {worst:.0e}."
    )


def _peer() -> str:
    """The curve and band of scipy on drawn projects."""
    import warnings

    from scipy import stats

    worst = {"share": 0.0, "band": 0.0}
    rng = np.random.default_rng(1)
    for _ in range(50):
        days, kinds = rng.integers(0, 4000, 80), rng.choice([0, 1, 2], 80, p=[0.3, 0.5, 0.2])
        curve = delivery(_made(days, kinds)).curve.filter(outcome="uncancelled")
        done = kinds == 1
        peer = stats.ecdf(stats.CensoredData(uncensored=days[done] / DAY, right=days[~done] / DAY)).sf
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # no band before the first event and after the last
            band = peer.confidence_interval(0.9, method="log-log")
        place = np.searchsorted(peer.quantiles, curve["years"].to_numpy() + 1e-9) - 1
        inside = (curve["value"].to_numpy() > 0) & (curve["value"].to_numpy() < 1 - 1e-9)
        worst["share"] = max(worst["share"], np.abs(1 - peer.probabilities[place] - curve["value"].to_numpy()).max())
        for ours, theirs in (("low", band.high), ("high", band.low)):
            there = 1 - theirs.probabilities[place][inside]
            worst["band"] = max(worst["band"], np.abs(there - curve[ours].to_numpy()[inside]).max())
    return (
        "**Against `scipy.stats.ecdf`** (right-censored, log-log band, 90 %), 50 drawn tables of 80 projects: largest "
        f"difference of the curve {worst['share']:.0e}, of the band {worst['band']:.0e}."
    )


def _simulated() -> str:
    """Known rates: how often the band holds the true share, and what each curve says of it."""
    rng = np.random.default_rng(2)
    lines: list[str] = []
    for n in (30, 60, 200):
        held: dict[int, list[bool]] = {5: [], 10: []}
        values: dict[str, list[float]] = {"delivered": [], "uncancelled": []}
        truth = {years: 0.15 / 0.23 * (1 - np.exp(-0.23 * years)) for years in held}
        for _ in range(300):
            done, gone, seen = rng.exponential(1 / 0.15, n), rng.exponential(1 / 0.08, n), rng.uniform(2, 15, n)
            first = np.minimum(np.minimum(done, gone), seen)
            within = delivery(_made(first * DAY, np.select([first == done, first == gone], [1, 2], 0))).within
            for years in held:
                row = within.filter(outcome="delivered", years=float(years)).row(0, named=True)
                if row["value"] is not None:
                    held[years].append(row["low"] <= truth[years] <= row["high"])
            for name in values:
                values[name] += within.filter(outcome=name, years=10.0)["value"].drop_nulls().to_list()
        means = [np.mean(values[name]) for name in ("delivered", "uncancelled")]
        inside = [f"{100 * np.mean(held[years]):.0f} %" for years in held]
        lines.append(
            " | ".join(
                [f"| {n}", *inside, f"{len(held[10])}", f"{truth[10]:.3f}", *(f"{mean:.3f}" for mean in means), ""]
            ).rstrip()
        )
    return (
        "**Is the band right?** Delivery at 0.15 a year, cancellation at 0.08, each followed for 2 to 15 years; 300 "
        "draws. Share of draws whose 90 % band holds the true share delivered, and the mean of both curves at ten "
        "years.\n\n| projects | by 5 years | by 10 years | draws with 10 years | true by 10 | `delivered` "
        "| `uncancelled` |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n" + "\n".join(lines)
    )


def _recorded(atlas: Atlas) -> str:
    """AidData's counts of China's military projects."""
    counts = atlas.scan("project_delivery").select(pl.col("^n_.*$", "delivery_years").sum()).collect()
    pledged, committed, begun, done, gone, dated, years = counts.row(0)
    whole = pledged + committed + begun + done + gone
    by_span = (
        atlas.scan("project_delivery")
        .group_by(first=(pl.col("year") - 2000) // 6 * 6 + 2000)
        .agg(pl.col("n_completed", "n_dated", "delivery_years").sum(), n=pl.sum_horizontal("^n_[pcim].*$").sum())
        .sort("first")
        .collect()
    )
    spans = [
        f"| {first}-{first + 5} | {n} | {100 * c / n:.0f} % | {t / d:.2f} |"
        for first, c, d, t, n in by_span.iter_rows()
    ]
    rows = measure(get("delivery"), atlas, Scope(2017, 2017)).filter(pl.col("value").is_not_null())
    top = rows.sort("n", "b", descending=[True, False]).head(6)
    shown = [
        f"| {b} | {n} | {100 * v:.0f} % ({100 * low:.0f} to {100 * high:.0f}) |"
        for b, n, v, low, high in top.select("b", "n", "value", "low", "high").iter_rows()
    ]
    return (
        f"**China's military projects 2000-2017 (AidData).** Of {whole} announced, {done} are completed "
        f"({100 * done / whole:.1f} %), {begun} begun, {committed} committed, {pledged} only pledged, {gone} "
        "cancelled. "
        f"{dated} of the completed have both years; they took {years / dated:.2f} years on average, in whole "
        "years.\n\n"
        "| announced | projects | completed | years taken |\n| --- | --- | --- | --- |\n"
        + "\n".join(spans)
        + f"\n\n{rows.height} recipients have three or more. The largest:\n\n| recipient | projects | completed |\n"
        "| --- | --- | --- |\n" + "\n".join(shown)
    )
