"""Who supplies the machines? Dependence on a partner's machinery and electronics."""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope


def _import_dependence(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    edition = ["dataset", "vintage"]
    year = pl.col("year").cast(pl.Int32)
    shares = atlas.scan("technology_shares").filter(scope.about("target"))
    parts = shares.filter(scope.keeps("source", "target")).select(
        year, *edition, a="target", b="source", value="import_share"
    )
    importers = shares.select(year, *edition, a="target").unique()
    suppliers = atlas.scan("export_baskets").filter(scope.about("state")).select(year, *edition, b="state").unique()
    return (
        importers.join(suppliers, on=["year", *edition])
        .filter(scope.keeps("a", "b"), pl.col("a") != pl.col("b"))
        .join(parts, on=["a", "b", "year", *edition], how="left")
        .select(
            "a",
            "b",
            "year",
            # Held to a ten-thousandth in single precision; what rounds to nothing has no row.
            value=pl.col("value").cast(pl.Float64).round(4).fill_null(0.0),
            n=pl.lit(1, pl.Int64),
            coverage=pl.lit(1.0),
            sources=pl.format("{}@{}", "dataset", "vintage"),
        )
    )


INDICATORS = (
    Indicator(
        id="technology.import_dependence",
        label="Share in imports of machinery and electronics",
        question="What share of a's imports of machinery and electronics comes from b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("technology_shares", "export_baskets"),
        reference="The Growth Lab at Harvard University, International Trade Data (HS, 92), doi:10.7910/DVN/T4CHWJ",
        limits=(
            "Goods by value, 2010-2020, reconciled: a washing machine counts like a chip machine, and where it was "
            "designed or by whom the parts were made is not seen. 0 means under 0.005 per cent in the data set, where "
            "both states appear that year."
        ),
        measure=_import_dependence,
    ),
)
