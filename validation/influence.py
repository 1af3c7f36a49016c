"""How much hangs on the weights of influence capacity, and whose influence it finds."""

from __future__ import annotations

import numpy as np
import polars as pl

from amity import indicators, scores
from amity.atlas import Atlas
from amity.indicators import Scope
from amity.scores import influence as subject

YEARS = (1970, 1990, 2010, 2020)


def figures(atlas: Atlas) -> str:
    """All of them, as Markdown tables."""
    return "\n\n".join(part(atlas) for part in (_stable, _top, _over_china, _aggregated, _largest, _alone))


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(_shown(cell) for cell in row) + " |" for row in rows)])


def _shown(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _stable(atlas: Atlas) -> str:
    rows: list[list[object]] = []
    for year in YEARS:
        drawn = subject.stability(atlas, year, draws=500, seed=0)
        low, middle = (float(drawn["spearman"].quantile(q) or 0) for q in (0.05, 0.5))
        least = float(drawn["spearman"].to_numpy().min())
        states = subject.capacity(atlas, year).height
        rows.append([year, states, middle, low, least, float(drawn["top10"].to_numpy().mean())])
    head = ["Year", "States", "Spearman, median", "5 %", "least", "Of the first ten the same, mean"]
    return "**Outward capacity under random weights** (500 draws, any weights as likely as another)\n\n" + _table(
        head, rows
    )


def _top(atlas: Atlas) -> str:
    rows: list[list[object]] = []
    for year in (*YEARS, 2023):
        first = subject.capacity(atlas, year).head(6)
        rows.append(
            [
                year,
                *(f"{r['state']} {r['outward']:.1f} [{r['low']:.1f}, {r['high']:.1f}]" for r in first.rows(named=True)),
            ]
        )
    return "**Most outward capacity** (90 % intervals)\n\n" + _table(["Year", *map(str, range(1, 7))], rows)


def _over_china(atlas: Atlas) -> str:
    score = scores.get("influence")
    years = (1970, 1980, 1990, 1995, 2000, 2005, 2010, 2015, 2020, 2022, 2023)
    rows: list[list[object]] = []
    for year in years:
        found = indicators.measure(score, atlas, Scope(year, year, "CHN")).filter(
            pl.col("b") == "CHN", pl.col("value").is_not_null()
        )
        first = found.sort("value", descending=True).head(3).rows(named=True)
        rows.append([year, *(f"{r['a']} {r['value']:.3f} [{r['low']:.3f}, {r['high']:.3f}]" for r in first)])
    return "**Whose influence over China is largest**\n\n" + _table(["Year", "1", "2", "3"], rows)


def _aggregated(atlas: Atlas) -> str:
    rows: list[list[object]] = []
    for year in YEARS:
        both = subject.capacity(atlas, year).join(
            subject.capacity(atlas, year, aggregation="geometric"), on="state", suffix="_g"
        )
        ranks = [both[c].rank().to_numpy() for c in ("outward", "outward_g")]
        first = both.filter(pl.col("rank") <= 10, pl.col("rank_g") <= 10).height
        rows.append([year, float(np.corrcoef(ranks)[0, 1]), first])
    return "**Parts added or multiplied**\n\n" + _table(["Year", "Spearman", "Of the first ten the same"], rows)


def _largest(atlas: Atlas) -> str:
    found = atlas.scan("influence").collect() if "influence" in atlas.tables else subject.largest(atlas)
    rows = [
        [r["year"], f"{r['a']} over {r['b']}", float(r["product"]), r["n_pairs"]]
        for r in found.filter(pl.col("year").is_in([1960, 1970, 1980, 1990, 2000, 2010, 2020, 2023])).rows(named=True)
    ]
    top = found.sort("product", descending=True).row(0, named=True)
    return (
        "**Largest of the year**\n\n"
        + _table(["Year", "Pair", "Bandwidth times dependence", "Directed pairs"], rows)
        + f"\n\nOf all years: {top['a']} over {top['b']} in {top['year']}, {top['product']:.3f}, which counts as 1."
    )


def _alone(atlas: Atlas) -> str:
    """What bandwidth adds: ranks of the score beside those of dependence alone."""
    rows: list[list[object]] = []
    for year in YEARS:
        found = [
            indicators.measure(scores.get(name), atlas, Scope(year, year)).filter(pl.col("value").is_not_null())
            for name in ("influence", "dependence")
        ]
        # The dependence of b on a is what a's influence over b rests on.
        other = found[1].select(a="b", b="a", dependence="value")
        both = found[0].join(other, on=["a", "b"])
        ranks = [both[c].rank().to_numpy() for c in ("value", "dependence")]
        rows.append([year, both.height, float(np.corrcoef(ranks)[0, 1])])
    return "**Pairs ranked by the score and by dependence alone**\n\n" + _table(["Year", "Pairs", "Spearman"], rows)
