"""How do they compare in size? Material capabilities, economies, incomes, military spending."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope

#: National accounts in order of preference: data set and how it is named as a source.
_ACCOUNTS = (
    ("penn-world-table-10.01", "penn-world-table-10.01@10.01"),
    ("maddison-2020", "maddison-2020@2020"),
)


def _ratio(table: str, column: str, *sources: tuple[str, str]) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    """A measure: a's figure over b's, both above nought, from the first of the table's data sets that has both.

    Each of `sources` is the id of a data set and how it is named as a source. Figures of two data sets never meet
    in one ratio: they may be at prices of different years.
    """

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        rows = atlas.scan(table).filter(scope.about("state"), pl.col(column) > 0)
        sizes = rows.group_by("state", pl.col("year").cast(pl.Int32)).agg(
            pl.col(column).filter(pl.col("dataset") == dataset).first().alias(f"size_{number}")
            for number, (dataset, _) in enumerate(sources)
        )
        theirs = sizes.rename({"state": "b"} | {f"size_{k}": f"size_{k}_b" for k in range(len(sources))})
        ratios = [pl.col(f"size_{k}") / pl.col(f"size_{k}_b") for k in range(len(sources))]
        named = [pl.when(ratio.is_not_null()).then(pl.lit(s)) for ratio, (_, s) in zip(ratios, sources, strict=True)]
        return (
            scope.grid(directed=True)
            .lazy()
            .join(sizes.rename({"state": "a"}), on=["a", "year"])
            .join(theirs, on=["b", "year"])
            .select(
                "a",
                "b",
                "year",
                value=pl.coalesce(ratios),
                n=pl.lit(1),
                coverage=pl.lit(1.0),
                sources=pl.coalesce(named),
            )
            .filter(pl.col("value").is_not_null())
        )

    return measure


_TERRITORY = (
    "Figures follow today's borders: Germany with the East before 1990, Pakistan without Bangladesh; the USSR to 1991 "
    "is in Maddison only."
)

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
        measure=_ratio("capabilities", "cinc", ("cow-nmc7", "cow-nmc7@7.0")),
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
        measure=_ratio("economy", "gdp_usd_current", ("world-bank-wdi", "world-bank-wdi")),
    ),
    Indicator(
        id="power.gdp_ppp_ratio",
        label="Ratio of GDP at purchasing power",
        question="How many times b's economy is a's, at the same prices for both?",
        unit="ratio a / b",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("national_accounts",),
        reference="Feenstra, Inklaar and Timmer 2015, American Economic Review 105(10); Bolt and van Zanden 2020",
        limits="Penn World Table (1950-2019, output side) where it has both states, else Maddison (from 1820): the "
        "column of sources says which, and the series may jump where it changes. " + _TERRITORY,
        measure=_ratio("national_accounts", "gdp_usd_million", *_ACCOUNTS),
    ),
    Indicator(
        id="power.income_ratio",
        label="Ratio of incomes",
        question="How many times the GDP per head of b is that of a, at the same prices for both?",
        unit="ratio a / b",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("national_accounts",),
        reference="Feenstra, Inklaar and Timmer 2015, American Economic Review 105(10); Bolt and van Zanden 2020",
        limits="Penn World Table (1950-2019, expenditure side) where it has both states, else Maddison (from 1820): "
        "the column of sources says which, and the series may jump where it changes. " + _TERRITORY,
        measure=_ratio("national_accounts", "gdp_per_capita_usd", *_ACCOUNTS),
    ),
    Indicator(
        id="power.milex_ratio",
        label="Ratio of military spending",
        question="How many times b's military spending is a's?",
        unit="ratio a / b",
        range=(0, None),
        closer="neither",
        directed=True,
        tables=("military_spending",),
        reference="SIPRI Military Expenditure Database, 2021 edition",
        limits="US$ of 2019 at market exchange rates, to 2020: understates spending where pay and prices are low. No "
        "USSR before 1988 and no China before 1989; no ratio with a state that spends nothing.",
        measure=_ratio("military_spending", "milex_usd_2019_million", ("sipri-milex", "sipri-milex@2021 via OWID")),
    ),
)
