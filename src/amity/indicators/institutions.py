"""In how many rooms do they sit together? Shared intergovernmental organisations, and China's Belt and Road."""

from __future__ import annotations

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, table_years


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


#: Whose initiative the Belt and Road is; it is no organisation, so members are tied to China and not to each other.
_INITIATOR = "CHN"


def _belt_and_road(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    first, last = table_years(atlas, "belt_and_road")
    listed = atlas.scan("belt_and_road").select(
        "is_uncertain", partner="state", joined="first_day", left="last_day", is_listed=pl.lit(value=True)
    )
    end = pl.date(pl.col("year"), 12, 31)
    is_in = (pl.col("joined") <= end) & (pl.col("left").is_null() | (pl.col("left") > end))
    unknown = pl.col("is_uncertain").fill_null(value=False)
    return (
        scope.grid(directed=False)
        .lazy()
        .filter(pl.col("year").is_between(first, last), (pl.col("a") == _INITIATOR) | (pl.col("b") == _INITIATOR))
        .with_columns(partner=pl.when(pl.col("a") == _INITIATOR).then("b").otherwise("a"))
        .join(listed, on="partner", how="left")
        .select(
            "a",
            "b",
            "year",
            # The list is of all countries: who is not on it had not joined.
            value=pl.when(~unknown).then(is_in.fill_null(value=False).cast(pl.Float64)),
            n=pl.lit(1),
            coverage=pl.lit(1.0),
            sources=pl.lit("gfdc-bri-countries@2025-05"),
            reason=pl.when(unknown).then(pl.lit("listed, but whether and when it joined is uncertain")),
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
    Indicator(
        id="institutions.belt_and_road",
        label="Belt and Road",
        question="Had the partner joined China's Belt and Road Initiative by the end of the year?",
        unit="0 no, 1 yes",
        range=(0, 1),
        closer="higher",
        directed=False,
        tables=("belt_and_road",),
        reference="Nedopil 2025, Countries of the Belt and Road Initiative, Green Finance & Development Center",
        limits=(
            "Pairs with China only, 2013 to May 2025; likely dates. Joining is a memorandum of understanding, which "
            "binds to nothing. Russia, Austria, Niger and DR Congo are listed without a date and have no value."
        ),
        measure=_belt_and_road,
    ),
)
