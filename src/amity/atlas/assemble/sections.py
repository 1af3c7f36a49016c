"""Shares from amounts that must not ship: what a flow is made of, and who supplies a state's machinery."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from amity.sources.atlas_trade_sections import SECTIONS

#: Tables as read that go in, and tables that come out with those they come from.
READS = ("section_flows",)
MAKES = {
    "export_baskets": ("section_flows",),
    "technology_shares": ("section_flows",),
    "trade_sections": ("section_flows",),
}

#: Flows below this are left out of `trade_sections`: shares of a few thousand dollars say nothing.
LEAST_USD_MILLION = 1.0

#: Sections that count as technology.
TECHNOLOGY = ("machinery", "electronics")

_AMOUNTS = [f"{name}_usd_million" for name in SECTIONS]


def assemble(parts: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Tables `trade_sections`, `export_baskets` and `technology_shares`."""
    # Whole thousands of US$, so that sums do not depend on the order of rows.
    flows = pl.concat(parts["section_flows"].values()).with_columns(
        (pl.col(*_AMOUNTS) * 1000).round().cast(pl.Int64).name.map(lambda name: name.removesuffix("_usd_million"))
    )
    return {
        "trade_sections": trade_sections(flows),
        "export_baskets": export_baskets(flows),
        "technology_shares": technology_shares(flows),
    }


def _shares() -> list[pl.Expr]:
    """Each section over the sum of all, to a thousandth."""
    total = pl.sum_horizontal(SECTIONS)
    return [(pl.col(name) * 1000 / total).round().cast(pl.UInt16).alias(f"{name}_permille") for name in SECTIONS]


def trade_sections(flows: pl.DataFrame) -> pl.DataFrame:
    """Which share does each section have in what `source` sent to `target`? Flows of a million US$ and more.

    Args:
        flows: source, target (null where no state), year, one column of thousand US$ per section, dataset, vintage.
    """
    large = pl.sum_horizontal(SECTIONS) >= LEAST_USD_MILLION * 1000
    return flows.drop_nulls(("source", "target")).filter(large).with_columns(_shares())


def export_baskets(flows: pl.DataFrame) -> pl.DataFrame:
    """Which share does each section have in a state's exports to everybody, unknown partners included?"""
    by = ["source", "year", "dataset", "vintage"]
    sums = flows.drop_nulls("source").group_by(by).agg(pl.col(*SECTIONS).sum())
    return sums.filter(pl.sum_horizontal(SECTIONS) > 0).with_columns(_shares()).rename({"source": "state"})


def technology_shares(flows: pl.DataFrame) -> pl.DataFrame:
    """Which share of a state's imports of machinery and electronics came from each supplier, to 0.01 per cent?

    The whole counts unknown suppliers; shares that round to nothing have no row.
    """
    part = pl.sum_horizontal(TECHNOLOGY)
    whole = part.sum().over("target", "year", "vintage")
    return (
        flows.drop_nulls("target")
        .with_columns(import_share=pl.when(whole > 0).then((part / whole).round(4)).cast(pl.Float32))
        .filter(pl.col("source").is_not_null(), pl.col("import_share") > 0)
    )
