"""What do people think of the other country? Favourable views in surveys.

Opinion is neither a deed nor a government's word. It is declared as "words", because it is what people say when asked
and must never enter closeness, which is deeds only; a measure of what governments say must pick `rhetoric`, not this.
"""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope

#: Standard normal quantile of a two-sided 90 % interval.
_Z = 1.6448536269514722


def _favourability(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    n, z2 = pl.col("n").cast(pl.Float64), _Z * _Z
    share = pl.col("favourable_percent") / 100
    middle, half = (share + z2 / (2 * n)) / (1 + z2 / n), _Z / (1 + z2 / n)
    spreading = half * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
    return (
        atlas.scan("favourability")
        .filter(scope.keeps("state", "about"), pl.col("state") != pl.col("about"))
        .select(
            "n",
            a="state",
            b="about",
            year=pl.col("year").cast(pl.Int32),
            value=share,
            low=(middle - spreading).clip(0, 1),
            high=(middle + spreading).clip(0, 1),
            coverage=1 - pl.col("no_answer_percent") / 100,
            sources=pl.format("{}@{}", "dataset", "vintage"),
        )
    )


INDICATORS = (
    Indicator(
        id="opinion.favourability",
        label="Favourable views",
        question="What share of a's public has a favourable view of b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("favourability",),
        reference="Pew Research Center, Global Attitudes Survey 2002-2023; Wilson 1927 for the interval",
        limits=(
            "Years of survey waves only; nothing is filled in. The share is of all asked, so who does not know is not "
            "favourable; coverage is the share that answered. The interval takes n as a simple random sample; answers "
            "are weighted, so the true one is wider (with a design effect of 2, 1.4 times). About the USA, China, "
            "Russia, Iran, Germany, France, Japan, India, Brazil and Taiwan only; China asked to 2016, Russia to 2019. "
            "Views of China in 2013 are missing: the harmonised file has another item there."
        ),
        measure=_favourability,
        kind="words",
    ),
)
