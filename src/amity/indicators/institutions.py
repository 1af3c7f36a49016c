"""In how many rooms do they sit together? Shared intergovernmental organisations."""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope


def _shared_igos(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    return (
        atlas.scan("shared_igos")
        .filter(scope.keeps("a", "b"))
        .select(
            "a",
            "b",
            pl.col("year").cast(pl.Int32),
            value=pl.col("shared_igos").cast(pl.Float64),
            n=pl.lit(1),
            coverage=pl.lit(1.0),
            sources=pl.lit("cow-igo3"),
        )
    )


INDICATORS = (
    Indicator(
        id="institutions.shared_igos",
        label="Shared organisations",
        question="Of how many intergovernmental organisations were both full members?",
        unit="count",
        range=(0, None),
        closer="higher",
        directed=False,
        tables=("shared_igos",),
        reference="Pevehouse et al. 2020, Journal of Peace Research 57(3)",
        limits=(
            "Counts every organisation alike, from postal unions to alliances; their names are not held. Busy "
            "states share many."
        ),
        measure=_shared_igos,
    ),
)
