"""Our UN ideal points beside the published ones, cruder estimates, an exact sampler, and simulated votes."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.atlas import Atlas
from amity.scores import _ordinal, ideal

Floats = NDArray[np.float64]
Choices = list[NDArray[np.int8]]

GROUPS = ((1946, 1959), (1960, 1974), (1975, 1989), (1990, 2004), (2005, 2019))
#: Sessions of the table of check values in docs/methods.md, section 1.4.
CELLS = (26, 40, 45, 46, 50, 55, 60, 65, 69, 70, 72, 74)
#: The published estimates that rest on the same votes, and later ones that rest on others.
VINTAGES = (("legacy", "2020-04"), ("all", "2024-06"), ("all", "2025-07"), ("final", "2025-07"))
#: Years on which the sampler runs, its sweeps, and those thrown away.
SAMPLED, SWEEPS, BURN = (1990, 1997), 700, 300


def published(atlas: Atlas, series: str = "legacy", vintage: str = "2020-04") -> pl.DataFrame:
    """Published positions: state, year, theirs, their_low, their_high."""
    return (
        atlas.scan("ideal_points")
        .filter(pl.col("series") == series, pl.col("vintage") == vintage, pl.col("value").is_not_null())
        .select("state", "year", theirs="value", their_low="low", their_high="high")
        .collect()
    )


def beside(ours: pl.DataFrame, theirs: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """Correlation per session, and over all."""
    both = ours.join(theirs, on=["state", "year"])
    sessions = both.group_by("year").agg(r=pl.corr("value", "theirs")).sort("year")
    return sessions, float(np.corrcoef(both["value"], both["theirs"])[0, 1])


def components(choices: Choices, years: list[int], names: list[str], theirs: pl.DataFrame) -> pl.DataFrame:
    """First principal component of each session, states with more than half the votes, signed by the published."""
    parts: list[pl.DataFrame] = []
    for sheet, year in zip(choices, years, strict=True):
        steady = np.flatnonzero((sheet != _ordinal.MISSING).mean(axis=0) > 0.5)
        component = ideal.first_component([sheet[:, steady]], 0)[0]
        part = pl.DataFrame({"state": np.array(names)[steady], "year": pl.Series([year] * len(steady), dtype=pl.Int16)})
        part = part.with_columns(value=(component - component.mean()) / component.std())
        both = part.join(theirs, on=["state", "year"])
        turned = both.height > 2 and both.select(pl.corr("value", "theirs")).item() < 0
        parts.append(part.with_columns(pl.col("value") * (-1.0 if turned else 1.0)))
    return pl.concat(parts)


def crude(choices: Choices, start: Floats, steps: int = 400) -> Floats:
    """The mode by plain gradients (Adam), random walk of variance 0.25, nothing averaged: positions per session."""
    from scipy.special import ndtr

    rows, votes = [], []
    base = 0
    for t, sheet in enumerate(choices):
        v, i = np.nonzero(sheet != _ordinal.MISSING)
        rows.append(np.stack([v + base, np.full(len(v), t), i]))
        votes.append(sheet[v, i])
        base += len(sheet)
    (item, t, i), y = np.concatenate(rows, axis=1), np.concatenate(votes)
    here = np.zeros(start.shape, np.bool_)
    here[t, i] = True
    cell = t * start.shape[1] + i
    share = np.stack([np.bincount(item, y == 0, base), np.bincount(item, y == 1, base)]) / np.bincount(item)
    x = np.where(here, start, 0.0)
    parameters = [x, np.sign(np.bincount(item, (y - 1) * x[t, i], base)), 2 * share[0] - 1, np.log(share[1] + 0.05)]
    first = [np.zeros_like(p) for p in parameters]
    second = [np.zeros_like(p) for p in parameters]
    both = here[1:] & here[:-1]
    for step in range(1, steps + 1):
        x, slope, cut, gap = parameters
        shift, width = slope[item] * x[t, i], np.exp(gap)[item]
        upper = np.where(y == 0, cut[item], np.where(y == 1, cut[item] + width, 40.0)) - shift
        lower = np.where(y == 0, -40.0, np.where(y == 1, cut[item], cut[item] + width)) - shift
        p = np.maximum(ndtr(upper) - ndtr(lower), 1e-9) * np.sqrt(2 * np.pi)
        a, b = np.exp(-0.5 * upper**2) / p, np.exp(-0.5 * lower**2) / p
        walk = np.where(both, np.diff(x, axis=0), 0.0) / 0.25
        pull = np.bincount(cell, slope[item] * (b - a), x.size).reshape(x.shape)
        pull[1:] -= walk
        pull[:-1] += walk
        gradient = [
            pull,
            np.bincount(item, x[t, i] * (b - a), base) - slope,
            np.bincount(item, a - b, base),
            np.bincount(item, width * (np.where(y == 1, a, 0.0) - np.where(y == 2, b, 0.0)), base) - 0.1 * gap,
        ]
        for k, g in enumerate(gradient):
            first[k] = 0.9 * first[k] + 0.1 * g
            second[k] = 0.999 * second[k] + 0.001 * g**2
            rate = 0.05 / (np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8)
            parameters[k] = parameters[k] + rate * first[k] / (1 - 0.9**step)
        parameters[0] = np.where(here, (parameters[0] - parameters[0][here].mean()) / parameters[0][here].std(), 0.0)
    return np.where(here, parameters[0], np.nan)


def sample(
    choices: Choices, years: list[int], start: Floats, sweeps: int, burn: int, seed: int
) -> tuple[Floats, Floats]:
    """Means and standard deviations of draws from the exact posterior, as the slow reference.

    Positions by Albert and Chib's latent variables and forward filtering, backward sampling; each item's slope and cut
    points together by a Metropolis step with the latent variables integrated out, its proposal learned before
    `burn`. Each sweep ends with mean 0 and standard deviation 1, the items moved along.
    """
    from scipy.special import ndtr, ndtri

    rng = np.random.default_rng(seed)
    here = np.stack([(sheet != _ordinal.MISSING).any(axis=0) for sheet in choices])
    seated = np.maximum.accumulate(here, axis=0) & np.maximum.accumulate(here[::-1], axis=0)[::-1]
    sizes = [len(sheet) for sheet in choices]
    period = np.repeat(np.arange(len(choices)), sizes)
    cuts_at = np.cumsum(sizes)[:-1]
    y = np.concatenate(choices)
    chose = y != _ordinal.MISSING
    has = np.stack([(y == k).any(axis=1) for k in range(3)], axis=1)
    ternary = has.all(axis=1)[:, None]
    low = (y == 0) | ((y == 1) & ~has[:, :1])
    middle = (y == 1) & ternary
    cast = np.stack([(sheet != _ordinal.MISSING).sum(axis=0) for sheet in choices])
    weight = np.where((cast[1:] > 0) & (cast[:-1] > 0), 2 * cast[1:] / np.maximum(cast[1:] + cast[:-1], 1), 1.0)
    walk = ideal.PRIOR.walk * np.diff(years)[:, None] * weight

    def ends(b: Floats) -> tuple[Floats, Floats]:
        second = np.where(ternary, b[:, 2:], b[:, 1:2])
        return (
            np.where(low, b[:, 1:2], np.where(middle, second, 50.0)),
            np.where(low, -50.0, np.where(middle, b[:, 1:2], second)),
        )

    def posterior(b: Floats, x: Floats) -> Floats:
        upper, lower = ends(b)
        shift = b[:, :1] * x[period]
        turn = np.where(lower - shift > 0, -1.0, 1.0)
        p = turn * (ndtr(turn * (upper - shift)) - ndtr(turn * (lower - shift)))
        loglik = np.where(chose, np.log(np.maximum(p, 1e-300)), 0.0).sum(axis=1)
        prior = -0.5 * b[:, 0] ** 2 - 0.02 * (b[:, 1] ** 2 + b[:, 2] ** 2)
        return np.where((b[:, 2] > b[:, 1]) | ~ternary[:, 0], loglik + prior, -np.inf)

    x = np.where(seated, (start - start[here].mean()) / start[here].std(), 0.0)
    shares = np.clip(np.stack([low.sum(1), (low | middle).sum(1)], axis=1) / chose.sum(1)[:, None], 0.01, 0.99)
    score = np.where(chose, np.where(low, -1.0, np.where(middle, 0.0, 1.0)) - (1 - shares.sum(axis=1))[:, None], 0.0)
    b = np.column_stack([np.sign((score * x[period]).sum(axis=1)), ndtri(shares) * 1.4])
    b[:, 2] = np.where(ternary[:, 0], np.maximum(b[:, 2], b[:, 1] + 0.1), 0.0)
    root = np.eye(3) * (1.2 / np.sqrt(chose.sum(axis=1)))[:, None, None]
    seen: list[Floats] = []
    total, squares = np.zeros_like(x), np.zeros_like(x)
    for sweep in range(sweeps):
        current = posterior(b, x)
        for _ in range(2):
            proposed = b + np.einsum("vjk,vk->vj", root, rng.standard_normal(b.shape))
            proposed[:, 2] = np.where(ternary[:, 0], proposed[:, 2], 0.0)
            value = posterior(proposed, x)
            taken = np.log(rng.random(len(b))) < value - current
            b[taken], current = proposed[taken], np.where(taken, value, current)
        if sweep < burn:
            seen.append(b.copy())
            if sweep in (burn // 4, burn // 2, burn - 1):
                recent = np.stack(seen[len(seen) // 2 :])
                recent = recent - recent.mean(axis=0)
                spread = np.einsum("tvj,tvk->vjk", recent, recent) / len(recent)
                root = np.linalg.cholesky(spread * 1.9 + np.eye(3) * 1e-5)
        upper, lower = ends(b)
        shift = b[:, :1] * x[period]
        turn = np.where(lower - shift > 0, -1.0, 1.0)
        p, q = ndtr(turn * (upper - shift)), ndtr(turn * (lower - shift))
        z = shift + turn * ndtri(np.clip(q + rng.random(y.shape) * (p - q), 1e-15, 1 - 1e-15))
        slope = np.where(chose, b[:, :1], 0.0)
        weight = np.stack([part.sum(axis=0) for part in np.split(slope**2, cuts_at)])
        drive = np.stack([part.sum(axis=0) for part in np.split(slope * z, cuts_at)])
        x = _walk(weight, drive, walk, seated, rng)
        centre, scale = x[here].mean(), x[here].std()
        x = np.where(seated, (x - centre) / scale, 0.0)
        b[:, 1:] -= b[:, :1] * centre
        b[:, 2] *= ternary[:, 0]
        b[:, 0] *= scale
        if sweep >= burn:
            total, squares = total + x, squares + x**2
    mean = total / (sweeps - burn)
    sd = np.sqrt(np.maximum(squares / (sweeps - burn) - mean**2, 0.0))
    return np.where(here, mean, np.nan), np.where(here, sd, np.nan)


def _walk(weight: Floats, drive: Floats, walk: Floats, seated: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Forward filtering, backward sampling, all states at once."""
    means, variances = np.zeros_like(weight), np.ones_like(weight)
    first = ideal.PRIOR.start_sd**2
    for t in range(len(weight)):
        begun = seated[t - 1] if t else np.zeros_like(seated[0])
        m = np.where(begun, means[t - 1], 0.0)
        v = np.where(begun, variances[t - 1] + (walk[t - 1] if t else 0.0), first)
        variances[t] = 1 / (1 / v + weight[t])
        means[t] = variances[t] * (m / v + drive[t])
    x = means + np.sqrt(variances) * rng.standard_normal(means.shape)
    for t in range(len(weight) - 2, -1, -1):
        v = 1 / (1 / variances[t] + 1 / walk[t])
        m = v * (means[t] / variances[t] + x[t + 1] / walk[t])
        on = seated[t] & seated[t + 1]
        x[t] = np.where(on, m + np.sqrt(v) * rng.standard_normal(len(m)), x[t])
    return x


def simulate(periods: int, n: int, items: int, seed: int) -> tuple[Choices, Floats]:
    """Votes drawn from the model, a tenth missing, and the true positions (mean 0, standard deviation 1)."""
    rng = np.random.default_rng(seed)
    x = np.cumsum(np.vstack([rng.standard_normal((1, n)), 0.3 * rng.standard_normal((periods - 1, n))]), axis=0)
    x = (x - x.mean()) / x.std()
    choices: Choices = []
    for row in x:
        slope = rng.standard_normal(items)[:, None]
        cut = slope * rng.normal(0, 1, items)[:, None] + rng.normal(0.5, 0.7, items)[:, None]
        z = slope * row + rng.standard_normal((items, n))
        sheet = ((z > cut).astype(np.int8) + (z > cut + rng.uniform(0.1, 1.2, items)[:, None])).astype(np.int8)
        sheet[rng.random(sheet.shape) < 0.1] = _ordinal.MISSING
        told = [len({*row.tolist()} - {_ordinal.MISSING}) > 1 for row in sheet]
        choices.append(sheet[told])
    return choices, x


def figures(atlas: Atlas) -> str:
    """All tables of docs/scores/ideal.md."""
    choices, years, names = ideal.votes(atlas)
    start = ideal.first_component(choices, names.index("USA"))
    fit = _ordinal.fit(choices, years, start, ideal.PRIOR, ideal.STEPS)
    ours = ideal.table(fit, choices, years, names)
    theirs = published(atlas)
    last = years.index(2019) + 1
    rough = crude(choices[:last], start[:last])
    t, i = np.nonzero(np.isfinite(rough))
    roughly = pl.DataFrame({"state": np.array(names)[i], "year": np.array(years, np.int16)[t], "value": rough[t, i]})
    static = components(choices[:last], years[:last], names, theirs)
    return "\n\n".join(
        [
            _by_group(ours, roughly, static, theirs),
            _by_vintage(atlas, ours),
            _cells(ours, theirs),
            _issues(atlas, ours),
            _exact(choices, years, start, names, theirs),
            _simulated(),
            "Largest move of a position in each step of the search: " + ", ".join(f"{m:.2g}" for m in fit.moved) + ".",
        ]
    )


def _by_group(ours: pl.DataFrame, roughly: pl.DataFrame, static: pl.DataFrame, theirs: pl.DataFrame) -> str:
    found = [beside(part, theirs) for part in (ours, roughly, static)]
    both = ours.join(theirs, on=["state", "year"])
    inside = pl.col("theirs").is_between("low", "high").mean()
    lines = [
        "| sessions (years) | ours: median r | worst r | published points in our 90 % bands | crude mode: median r | "
        "worst r | principal component: median r | worst r |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for first, last in (*GROUPS, (1946, 2019)):
        within = pl.col("year").is_between(first, last)
        r = [sessions.filter(within)["r"].to_numpy() for sessions, _ in found]
        covered = both.filter(within).select(inside).item()
        lines.append(
            f"| {first}–{last} | {np.median(r[0]):.4f} | {r[0].min():.4f} | {covered:.3f} | {np.median(r[1]):.3f} | "
            f"{r[1].min():.3f} | {np.median(r[2]):.3f} | {r[2].min():.3f} |"
        )
    pooled = ", ".join(
        f"{name} {value:.4f}" for name, (_, value) in zip(("ours", "crude mode", "component"), found, strict=True)
    )
    aligned = both.with_columns(
        (pl.col("value", "low", "high") - pl.col("value").mean().over("year"))
        * (pl.col("theirs").std() / pl.col("value").std()).over("year")
        + pl.col("theirs").mean().over("year")
    )
    late = both.filter(pl.col("year") >= 1960).select(pl.corr("value", "theirs")).item()
    hit = both.select(pl.col("value").is_between("their_low", "their_high").mean()).item()
    width = (pl.col("their_high") - pl.col("their_low")) / (pl.col("high") - pl.col("low"))
    lines += [
        "",
        f"Pooled over all sessions: {pooled}; ours from 1960 on {late:.4f}. With each session's mean and spread set to "
        f"the published ones ours gives {aligned.select(pl.corr('value', 'theirs')).item():.4f}, and our bands hold "
        f"{aligned.select(inside).item():.3f} of the published points. Our points lie in the published bands in "
        f"{hit:.3f} of {both.height:,} cases; the published band is {both.select(width.median()).item():.2f} times as "
        "wide as ours in the median.",
    ]
    return "\n".join(lines)


def _by_vintage(atlas: Atlas, ours: pl.DataFrame) -> str:
    lines = ["| published series | median r | worst r | pooled r | in our bands |", "|---|---|---|---|---|"]
    for series, vintage in VINTAGES:
        theirs = published(atlas, series, vintage)
        sessions, pooled = beside(ours, theirs)
        covered = (
            ours.join(theirs, on=["state", "year"]).select(pl.col("theirs").is_between("low", "high").mean()).item()
        )
        r = sessions["r"]
        lines.append(f"| {series}, {vintage} | {r.median():.4f} | {r.min():.4f} | {pooled:.4f} | {covered:.3f} |")
    old, new = published(atlas), published(atlas, "final", "2025-07")
    sessions, pooled = beside(old.select("state", "year", value="theirs"), new)
    lines.append(
        f"| for comparison: legacy, 2020-04 beside final, 2025-07 | {sessions['r'].median():.4f} | "
        f"{sessions['r'].min():.4f} | {pooled:.4f} | |"
    )
    return "\n".join(lines)


def _cells(ours: pl.DataFrame, theirs: pl.DataFrame) -> str:
    lines = ["| session | USA: ours (published) | RUS | CHN | CHN–RUS distance |", "|---|---|---|---|---|"]
    both = ours.join(theirs, on=["state", "year"])
    hits = 0
    for session in CELLS:
        row = {r["state"]: r for r in both.filter(pl.col("year") == session + 1945).iter_rows(named=True)}
        cells: list[str] = []
        for state in ("USA", "RUS", "CHN"):
            r = row[state]
            hit = r["their_low"] <= r["value"] <= r["their_high"]
            hits += hit
            cells.append(f"{r['value']:.2f} ({r['theirs']:.2f}){'' if hit else ' outside'}")
        gaps = [abs(row["CHN"][k] - row["RUS"][k]) for k in ("value", "theirs")]
        lines.append(f"| {session} | {' | '.join(cells)} | {gaps[0]:.2f} ({gaps[1]:.2f}) |")
    lines += ["", f"{hits} of {3 * len(CELLS)} cells ({hits / (3 * len(CELLS)):.0%}) lie in the published bands."]
    return "\n".join(lines)


def _issues(atlas: Atlas, ours: pl.DataFrame) -> str:
    lines = [
        "| issue | sessions | rows | median width of the 90 % band | r with all votes, median session | pooled |",
        "|---|---|---|---|---|---|",
    ]
    for issue, topic in ideal.ISSUES.items():
        if topic is None:
            continue
        rows = ideal.estimate(atlas, issue, ours)
        sessions, pooled = beside(rows, ours.select("state", "year", theirs="value"))
        lines.append(
            f"| {issue} | {rows['year'].n_unique()} | {rows.height:,} | {(rows['high'] - rows['low']).median():.2f} | "
            f"{sessions['r'].median():.3f} | {pooled:.3f} |"
        )
    return "\n".join(lines)


def _exact(choices: Choices, years: list[int], start: Floats, names: list[str], theirs: pl.DataFrame) -> str:
    part = slice(years.index(SAMPLED[0]), years.index(SAMPLED[1]) + 1)
    fit = _ordinal.fit(choices[part], years[part], start[part], ideal.PRIOR, ideal.STEPS)
    mean, sd = sample(choices[part], years[part], start[part], SWEEPS, BURN, seed=1)
    told = np.isfinite(mean)
    r = np.corrcoef(mean[told], fit.position[told])[0, 1]
    ratio = np.median(fit.sd[told] / sd[told])
    apart = np.abs(mean - fit.position)[told]
    west = names.index("USA")
    usa = theirs.filter(pl.col("state") == "USA", pl.col("year").is_between(*SAMPLED))["theirs"].mean()
    return (
        f"Exact sampler on the sessions of {SAMPLED[0]}–{SAMPLED[1]} ({SWEEPS - BURN:,} draws after {BURN}; "
        f"{told.sum():,} positions): correlation of its means with ours {r:.4f}, root mean square difference "
        f"{np.sqrt(np.mean(apart**2)):.3f}, {np.mean(apart < sd[told]):.1%} of ours within one of its standard "
        f"deviations; our standard deviation over its, median {ratio:.3f}. "
        f"The United States' mean position in these years: {np.nanmean(mean[:, west]):.2f} by the sampler, "
        f"{np.nanmean(fit.position[:, west]):.2f} by ours, {usa:.2f} published (scale of all years)."
    )


def _simulated() -> str:
    lines = ["| simulated votes | r with the truth | true points in our 90 % bands |", "|---|---|---|"]
    for periods, n, items in ((12, 60, 25), (12, 120, 80), (30, 120, 50)):
        choices, truth = simulate(periods, n, items, seed=7)
        start = ideal.first_component(choices, 0)
        start *= np.sign((start * truth).sum())
        fit = _ordinal.fit(choices, list(range(periods)), start, ideal.PRIOR, ideal.STEPS)
        covered = np.mean(np.abs(fit.position - truth) < 1.6449 * fit.sd)
        r = np.corrcoef(fit.position.ravel(), truth.ravel())[0, 1]
        lines.append(f"| {periods} sessions, {n} states, {items} roll calls | {r:.4f} | {covered:.3f} |")
    return "\n".join(lines)
