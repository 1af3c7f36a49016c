"""What is in the trade, and whose books say so? Sections of goods, production links, shares on own books."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope

_EDITION = pl.format("{}@{}", "dataset", "vintage")
_YEAR = pl.col("year").cast(pl.Int32)


def _part_of_flow(*sections: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    """Share of some sections in what a exports to b."""

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        thousandths = pl.sum_horizontal(pl.col(f"{name}_permille").cast(pl.Int64) for name in sections)
        return (
            atlas.scan("trade_sections")
            .filter(scope.keeps("source", "target"))
            .select(
                _YEAR,
                a="source",
                b="target",
                # The sum of rounded shares may exceed the whole by a thousandth.
                value=pl.min_horizontal(thousandths, 1000) / 1000,
                n=pl.lit(len(sections), pl.Int64),
                coverage=pl.lit(1.0),
                sources=_EDITION,
            )
        )

    return measure


def _intermediate_share(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    flows = (
        atlas.scan("intermediate_flows")
        .filter(scope.about("source"))
        .with_columns(_YEAR, pl.col("value_usd_million").cast(pl.Float64))
    )
    by = ["source", "year", "dataset", "vintage"]
    wholes = flows.group_by(by).agg(whole=pl.col("value_usd_million").sort().sum(), n=pl.len().cast(pl.Int64))
    buyers = atlas.scan("intermediate_flows").select(_YEAR, b="target").unique()
    parts = flows.filter(scope.keeps("source", "target")).select(*by, b="target", part="value_usd_million")
    return (
        wholes.rename({"source": "a"})
        .join(buyers, on="year")
        .filter(scope.keeps("a", "b"), pl.col("a") != pl.col("b"))
        .join(parts.rename({"source": "a"}), on=["a", "b", "year", "dataset", "vintage"], how="left")
        .select(
            "a",
            "b",
            "year",
            "n",
            value=pl.col("part").fill_null(0.0) / pl.col("whole"),
            coverage=pl.lit(1.0),
            sources=_EDITION,
        )
    )


def _similarity(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    baskets = atlas.scan("export_baskets").filter(scope.about("state")).with_columns(_YEAR)
    sections = [name for name in baskets.collect_schema().names() if name.endswith("_permille")]
    least = [pl.min_horizontal(pl.col(name), pl.col(f"{name}_b")).cast(pl.Int64) for name in sections]
    other = baskets.rename({name: f"{name}_b" for name in sections})
    edition = ["dataset", "vintage"]
    return (
        baskets.rename({"state": "a"})
        .join(other.rename({"state": "b"}), on=["year", *edition])
        .filter(scope.keeps("a", "b"), pl.col("a") < pl.col("b"))
        .select(
            "a",
            "b",
            "year",
            value=pl.min_horizontal(pl.sum_horizontal(least), 1000) / 1000,
            n=pl.lit(len(sections), pl.Int64),
            coverage=pl.lit(1.0),
            sources=_EDITION,
        )
    )


def _reported_share(flow: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    """Share of b in a's exports or imports on a's own books."""

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        edition = ["dataset", "vintage"]
        books = (
            atlas.scan("reported_shares")
            .filter(scope.about("reporter"), pl.col("flow").cast(pl.String) == flow)
            .select(_YEAR, *edition, "share", a="reporter", b="partner")
        )
        held = books.filter(scope.keeps("a", "b"))
        # Whoever reports in a year has five partners with a figure; the others are smaller, by how much is not held.
        reporters = books.select("a", "year", *edition).unique()
        lacking = pl.col("share").is_null()
        return (
            scope.grid(directed=True)
            .lazy()
            .join(reporters, on=["a", "year"])
            .join(held, on=["a", "b", "year", *edition], how="left")
            .select(
                "a",
                "b",
                "year",
                # Held to a thousandth in single precision.
                value=pl.col("share").cast(pl.Float64).round(3),
                n=pl.lit(1, pl.Int64),
                coverage=pl.when(lacking).then(0.0).otherwise(1.0),
                sources=_EDITION,
                reason=pl.when(lacking).then(
                    pl.lit("not among its five largest partners of the year on its own books")
                ),
            )
        )

    return measure


#: Where both books are held as amounts; it goes before ratios made beforehand.
_BOTH_BOOKS = "imf-imts-china-usa"


def _mirror_gap(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    key = ["a", "b", "year"]
    booked = (
        atlas.scan("trade")
        .filter(scope.keeps("source", "target"), pl.col("dataset") == _BOTH_BOOKS, pl.col("value_usd_million") > 0)
        .select(
            _YEAR,
            "dataset",
            "vintage",
            pl.col("reporter").cast(pl.String),
            a="source",
            b="target",
            usd="value_usd_million",
        )
    )
    edition = [*key, "dataset", "vintage"]
    sent = booked.filter(pl.col("reporter") == "source").select(*edition, sent="usd")
    got = booked.filter(pl.col("reporter") == "target").select(*edition, got="usd")
    imts = sent.join(got, on=edition).select(
        *edition, value=(pl.col("got") / pl.col("sent")).log(), n=pl.lit(2, pl.Int64), rank=pl.lit(0)
    )
    wits = (
        atlas.scan("mirror_gaps")
        .filter(scope.keeps("source", "target"))
        .select(
            _YEAR,
            "dataset",
            "vintage",
            a="source",
            b="target",
            value=pl.col("log_ratio").cast(pl.Float64).round(3),
            n=pl.lit(2, pl.Int64),
            rank=pl.lit(1),
        )
    )
    # One side's figure alone is no gap, but it is known that the other's is lacking.
    exporting = pl.col("flow").cast(pl.String) == "exports"
    half = (
        atlas.scan("reported_shares")
        .filter(scope.keeps("reporter", "partner"))
        .select(
            _YEAR,
            "dataset",
            "vintage",
            a=pl.when(exporting).then("reporter").otherwise("partner"),
            b=pl.when(exporting).then("partner").otherwise("reporter"),
            value=pl.lit(None, pl.Float64),
            n=pl.lit(1, pl.Int64),
            rank=pl.lit(2),
            reason=pl.when(exporting)
            .then(pl.lit("only the exporter's figure is held: it is none of the importer's five largest sources"))
            .otherwise(pl.lit("only the importer's figure is held: it is none of the exporter's five largest markets")),
        )
    )
    return (
        pl.concat([imts, wits, half], how="diagonal")
        .sort(*key, "rank", "reason")
        .unique(key, keep="first", maintain_order=True)
        .select(
            *key,
            "value",
            "n",
            coverage=pl.col("n") / 2,
            sources=_EDITION,
            reason="reason",
        )
    )


_ATLAS = "The Growth Lab at Harvard University, International Trade Data (HS, 92), doi:10.7910/DVN/T4CHWJ"
_SECTIONS = (
    "Reconciled figures of the Growth Lab, 2010-2020, goods only, in ten wide sections; shares to 0.1 per cent. Flows "
    "under a million US$ a year have no value."
)
_BOOKS = (
    "World Bank WITS (UN Comtrade) to 2015, own books, shares to 0.1 per cent. Only where the partner is among the "
    "reporter's five largest that year; otherwise missing, which means smaller, not zero."
)

INDICATORS = (
    Indicator(
        id="trade.fuels_share",
        label="Minerals and fuels in exports",
        question="What share of a's goods exports to b is minerals, ores and fuels?",
        unit="share (0-1)",
        range=(0, 1),
        closer="neither",
        directed=True,
        tables=("trade_sections",),
        reference=_ATLAS,
        limits=_SECTIONS,
        measure=_part_of_flow("minerals"),
    ),
    Indicator(
        id="trade.machinery_share",
        label="Machinery, electronics and vehicles in exports",
        question="What share of a's goods exports to b is machinery, electronics and vehicles?",
        unit="share (0-1)",
        range=(0, 1),
        closer="neither",
        directed=True,
        tables=("trade_sections",),
        reference=_ATLAS,
        limits=_SECTIONS,
        measure=_part_of_flow("machinery", "electronics", "vehicles"),
    ),
    Indicator(
        id="trade.similarity",
        label="Similarity of exports",
        question="How alike are the goods that the two export?",
        unit="index (0-1)",
        range=(0, 1),
        closer="neither",
        directed=False,
        tables=("export_baskets",),
        reference=(
            "Finger and Kreinin 1979, A Measure of 'Export Similarity' and Its Possible Uses, Economic Journal "
            "89(356): 905-912 (sum over goods of the lesser share)"
        ),
        limits=(
            "Ten wide sections only, so it lies far above the same index on single products; exports to the whole "
            "world, not to one third market. Rivals on the same markets are alike too: it says nothing of closeness."
        ),
        measure=_similarity,
    ),
    Indicator(
        id="trade.intermediate_export_share",
        label="Share in foreign-bound intermediates",
        question="What share of the goods and services that a sells abroad for production goes to b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("intermediate_flows",),
        reference="OECD 2025, Inter-Country Input-Output Database",
        limits=(
            "2022 only; 80 economies without a rest of the world, so abroad means the other 79. Intermediate use of "
            "all sectors, services included; no final goods. 0 means under 500 US$."
        ),
        measure=_intermediate_share,
    ),
    Indicator(
        id="trade.reported_export_share",
        label="Share in goods exports on own books",
        question="What share of its goods exports does a itself report as going to b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("reported_shares",),
        reference="World Bank, World Integrated Trade Solution (WITS)",
        limits=_BOOKS,
        measure=_reported_share("exports"),
    ),
    Indicator(
        id="trade.reported_import_share",
        label="Share in goods imports on own books",
        question="What share of its goods imports does a itself report as coming from b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("reported_shares",),
        reference="World Bank, World Integrated Trade Solution (WITS)",
        limits=_BOOKS,
        measure=_reported_share("imports"),
    ),
    Indicator(
        id="trade.mirror_gap",
        label="Gap between the two books",
        question="How much larger is b's figure of what it imported from a than a's figure of what it exported to b?",
        unit="natural logarithm of the ratio",
        range=(None, None),
        closer="neither",
        directed=True,
        tables=("trade", "mirror_gaps", "reported_shares"),
        reference="Mirror statistics: the same trade on each partner's books",
        limits=(
            "Both figures are of one data set and edition: IMF for China and the USA, else WITS to 2015, there only "
            "where each is among the other's five largest partners. Importers mostly count freight, exporters do "
            "not. Half of WITS's gaps lie between -0.13 and 0.11, so a gap inside that span says little."
        ),
        measure=_mirror_gap,
    ),
)
