"""How do they compare in size? Material capabilities and economies."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope


def _ratio(table: str, column: str, source: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        size = (
            atlas.scan(table)
            .filter(scope.about("state"), pl.col(column) > 0)
            .select("state", year=pl.col("year").cast(pl.Int32), size=column)
        )
        return (
            scope.grid(directed=True)
            .lazy()
            .join(size.rename({"state": "a"}), on=["a", "year"])
            .join(size.rename({"state": "b", "size": "size_b"}), on=["b", "year"])
            .select(
                "a",
                "b",
                "year",
                value=pl.col("size") / pl.col("size_b"),
                n=pl.lit(1),
                coverage=pl.lit(1.0),
                sources=pl.lit(source),
            )
        )

    return measure


INDICATORS = (
    Indicator(
        id="power.cinc_ratio",
        label="Ratio of material capabilities",
        question="How many times b's material capabilities are a's?",
        unit="ratio a / b",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("capabilities",),
        reference="Singer 1987, International Interactions 14(2)",
        limits="CINC weighs soldiers, steel, energy and people; it says little about technology or reach.",
        measure=_ratio("capabilities", "cinc", "cow-nmc7@7.0"),
    ),
    Indicator(
        id="power.gdp_ratio",
        label="Ratio of GDP",
        question="How many times b's economy is a's?",
        unit="ratio a / b",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("economy",),
        reference="World Bank, World Development Indicators (NY.GDP.MKTP.CD)",
        limits="Current US$ at market rates: exchange rates move it.",
        measure=_ratio("economy", "gdp_usd_current", "world-bank-wdi"),
    ),
)
