"""Do the rungs form a ladder, and where do four well-known pairs stand on it?"""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Scope, measure
from amity.scores import ladder as scored
from amity.scores.ladder import RUNGS, Guttman, guttman, ladder

_YEARS = (1985, 1995, 2005, 2010)
_EVERYWHERE = ("treaty", "consultations", "technical_cooperation", "confidence_building")
_PAIRS = (("CHN", "RUS", 2018), ("USA", "JPN", 2010), ("CHN", "PRK", 2018), ("IND", "RUS", 2018))


def figures(atlas: Atlas) -> str:
    """Markdown."""
    return "\n\n".join(
        [
            "### Do the rungs form one scale?",
            "Five rungs, pairs of a power with another state (drills are known for no others):",
            _scales([guttman(atlas, year) for year in _YEARS]),
            "Four rungs, all pairs:",
            _scales([guttman(atlas, year, _EVERYWHERE) for year in (1970, *_YEARS, 2018)]),
            "Rungs in the year 2010, commonest first, five rungs:",
            _rungs(guttman(atlas, 2010)),
            "The treaty rungs are read off the same list, so they cannot but agree in part. Without consultation and "
            "nonaggression, treaty, arms and drills alone:",
            _scales([guttman(atlas, year, ("treaty", "technical_cooperation", "drills")) for year in _YEARS]),
            "### What can be decided",
            _decidable(atlas),
            "### Four pairs",
            *(_pair(atlas, *pair) for pair in _PAIRS),
        ]
    )


def _scales(found: list[Guttman]) -> str:
    lines = [
        "| Year | Pairs | with a rung met | Reproducibility | if guessed | Reproducibility, rung met | if guessed "
        "| Scalability | No rung skipped | One | Two or more |",
        "|---:|" + "---:|" * 10,
    ]
    for g in found:
        skipped = g.dyads["skipped"]
        shares = [(skipped == 0).mean(), (skipped == 1).mean(), (skipped >= 2).mean()]
        lines.append(
            f"| {g.year} | {g.n} | {g.dyads.height} | {g.reproducibility:.3f} | {g.minimum:.3f} "
            f"| {g.reproducibility_met:.3f} | {g.minimum_met:.3f} | {g.scalability:.2f} | "
            + " | ".join(f"{100 * s:.0f} %" for s in shares)
            + " |"
        )
    return "\n".join(lines)


def _rungs(g: Guttman) -> str:
    lines = ["| Rung | Pairs | Share | Errors |", "|---|---:|---:|---:|"]
    for rung, dyads, share, errors in g.rungs.iter_rows():
        lines.append(f"| {rung} | {dyads} | {share:.3f} | {errors} |")
    return "\n".join(lines)


def _decidable(atlas: Atlas) -> str:
    (score,) = scored.SCORES
    lines = [
        "| Year | Pairs with a score | Rungs decided, mean | Rungs met, mean | Pairs with 4 or more |",
        "|---:|" * 5,
    ]
    lines[1] = "|---:|---:|---:|---:|---:|"
    for year in (1955, 1975, 1995, 2010, 2018):
        rows = measure(score, atlas, Scope(year, year)).drop_nulls("value")
        many = (rows["value"] >= 4).sum()
        lines.append(f"| {year} | {rows.height} | {rows['n'].mean():.2f} | {rows['value'].mean():.2f} | {many} |")
    return "\n".join(lines)


def _pair(atlas: Atlas, a: str, b: str, year: int) -> str:
    rows = ladder(atlas, a, b, year)
    lines = [
        f"**{a} and {b}, {year}**",
        "",
        "| | Criterion | Met | First | Lapsed | Why |",
        "|---:|---|---|---:|---:|---|",
    ]
    for row in rows.iter_rows(named=True):
        first, last = row["first_year"] or "", row["last_year"] or ""
        lines.append(
            f"| {row['rung'] or ''} | {row['criterion']} | {row['met']} | {first} | {last} | {row['reason']} |"
        )
    met = rows.filter(pl.col("rung").is_not_null())["met"].to_list()
    lines += ["", f"{met.count('yes')} of {len(RUNGS)} met, {met.count('unknown')} unknown."]
    return "\n".join(lines)
