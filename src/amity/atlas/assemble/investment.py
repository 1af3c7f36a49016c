"""Which direct investment figure counts: one series per directed pair; and how much of each total is named.

A position has an investor's and a host's figure, and both may be held as reported or as derived. The rule that picks
one is here, once, and written out in docs/investment.md. All functions are pure; sums are exact (whole US$).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

#: Tables as read that go in, and tables that come out with those they come from.
READS = ("direct_investment", "direct_investment_totals")
MAKES = {
    "direct_investment": ("direct_investment",),
    "direct_investment_totals": ("direct_investment", "direct_investment_totals"),
}

_PAIR = ["source", "target"]


def assemble(parts: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Tables `direct_investment` and `direct_investment_totals`."""
    positions = pl.concat(parts["direct_investment"].values())
    printed = pl.concat(parts["direct_investment_totals"].values())
    return {"direct_investment": mark_default(positions), "direct_investment_totals": name_shares(printed, positions)}


def mark_default(positions: pl.DataFrame) -> pl.DataFrame:
    """Which one figure stands for what `source` holds in `target` at the end of a year?

    One series per directed pair, for all its years: what one of the two reports itself goes before what is derived
    from the other's report, and between two reports the investor's. A year that this series lacks is missing; it is
    not filled from the other side's books, for that would show a change of books as a change of investment.

    Args:
        positions: Rows of `direct_investment`.

    Returns:
        The same rows in the same order with `is_default`, true for at most one row per source, target and year.
    """
    order = ["basis", "reporter", "dataset", "vintage"]
    series = (
        positions.select(*_PAIR, *order)
        .unique()
        .sort(
            *_PAIR,
            pl.col("basis") != "reported",
            pl.col("reporter") != "source",
            "dataset",
            pl.col("vintage"),
            descending=[False] * 5 + [True],
        )
        .unique(_PAIR, keep="first", maintain_order=True)
        .with_columns(is_default=pl.lit(value=True))
    )
    return positions.join(series, on=[*_PAIR, *order], how="left", maintain_order="left").with_columns(
        pl.col("is_default").fill_null(value=False)
    )


def name_shares(printed: pl.DataFrame, positions: pl.DataFrame) -> pl.DataFrame:
    """How many counterparts of a total are named, and what share of it they hold?

    Args:
        printed: Rows of `direct_investment_totals` as read.
        positions: Rows of `direct_investment`.

    Returns:
        `printed` with `n_partners` and `named_share`; the share is null where the total is zero. It can pass 1, as
        positions that are not specified may be negative.
    """
    key = ["state", "year", "direction", "dataset", "vintage", "own"]
    micro = (pl.col("value_usd_million") * 1_000_000).round().cast(pl.Int64)

    def side(state: str, direction: str, own: str) -> pl.DataFrame:
        """Positions as `state`'s; `own` tells whether they are on its own books."""
        return positions.select(
            pl.col(state).alias("state"),
            "year",
            pl.lit(direction).cast(printed.schema["direction"]).alias("direction"),
            "dataset",
            "vintage",
            (pl.col("reporter") == own).alias("own"),
            micro.alias("usd"),
        )

    named = (
        pl.concat([side("source", "outward", "source"), side("target", "inward", "target")])
        .group_by(key)
        .agg(pl.col("usd").sum(), pl.len().cast(pl.Int32).alias("n_partners"))
    )
    whole = pl.col("value_usd_million") * 1_000_000
    return (
        printed.with_columns(own=pl.col("basis") == "reported")
        .join(named, on=key, how="left", maintain_order="left")
        .with_columns(
            pl.col("n_partners").fill_null(0),
            named_share=pl.when(whole != 0).then((pl.col("usd").fill_null(0) / whole).round(4)),
        )
        .drop("own", "usd")
    )
