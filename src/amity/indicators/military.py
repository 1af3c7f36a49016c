"""What have they bound themselves to? Alliance obligations in force."""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, table_years


def _obligations(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    first, last = table_years(atlas, "obligations")
    pledged = (
        atlas.scan("obligations")
        .filter(scope.keeps("source", "target"))
        .select(
            a="source",
            b="target",
            year=pl.col("year").cast(pl.Int32),
            value=pl.when(pl.col("defense") | pl.col("offense"))
            .then(3.0)
            .when(pl.col("neutral") | pl.col("consul"))
            .then(2.0)
            .when(pl.col("nonagg"))
            .then(1.0)
            .otherwise(0.0),
        )
    )
    # ATOP lists every pledge in its years: inside them, no row means none.
    return (
        scope.grid(directed=True)
        .lazy()
        .filter(pl.col("year").is_between(first, last))
        .join(pledged, on=["a", "b", "year"], how="left")
        .with_columns(value=pl.col("value").fill_null(0.0), n=pl.lit(1), coverage=pl.lit(1.0), sources=pl.lit("atop51"))
    )


INDICATORS = (
    Indicator(
        id="military.obligations",
        label="Treaty obligation",
        question="What is the strongest military obligation a has to b by treaty?",
        unit="0 none, 1 nonaggression, 2 neutrality or consultation, 3 defence or offence",
        range=(0, 3),
        closer="higher",
        directed=True,
        tables=("obligations",),
        reference="Leeds, Ritter, Mitchell and Long 2002, International Interactions 28; valued as in peacesciencer",
        limits="What treaties say, not whether they are kept. Informal pledges and exercises are not in it.",
        measure=_obligations,
    ),
)
