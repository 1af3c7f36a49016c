"""Shares and ratios from what states report themselves, where the amounts must not ship."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

#: Tables as read that go in, and tables that come out with those they come from.
READS = ("reported_trade",)
MAKES = {"mirror_gaps": ("reported_trade",), "reported_shares": ("reported_trade",)}

_EDITION = ["dataset", "vintage"]


def assemble(parts: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Tables `reported_shares` and `mirror_gaps`."""
    reported = pl.concat(parts["reported_trade"].values())
    return {"reported_shares": reported_shares(reported), "mirror_gaps": mirror_gaps(reported)}


def reported_shares(reported: pl.DataFrame) -> pl.DataFrame:
    """Which share of a state's exports or imports is with a partner on its own books, to a thousandth?

    A partner's figure without the reporter's total gives no share, nor does one above the total (a mistake of the
    source).

    Args:
        reported: reporter, partner (null for the world), year, flow, dataset, vintage, value_usd_million.
    """
    by = ["reporter", "year", "flow", *_EDITION]
    whole = reported.filter(pl.col("partner").is_null()).select(*by, whole="value_usd_million")
    return (
        reported.drop_nulls("partner")
        .join(whole, on=by)
        .filter(pl.col("whole") > 0, pl.col("value_usd_million") <= pl.col("whole"))
        .with_columns(share=(pl.col("value_usd_million") / pl.col("whole")).round(3).cast(pl.Float32))
    )


def mirror_gaps(reported: pl.DataFrame) -> pl.DataFrame:
    """How much larger is the importer's figure of a flow than the exporter's (log ratio, to a thousandth)?

    Only flows that both books hold, both above zero.
    """
    pairs = reported.drop_nulls("partner").filter(pl.col("value_usd_million") > 0)
    year = ["year", *_EDITION]
    sent = pairs.filter(pl.col("flow") == "exports").select(
        *year, source="reporter", target="partner", sent="value_usd_million"
    )
    got = pairs.filter(pl.col("flow") == "imports").select(
        *year, source="partner", target="reporter", got="value_usd_million"
    )
    return sent.join(got, on=["source", "target", *year]).with_columns(
        log_ratio=(pl.col("got") / pl.col("sent")).log().round(3).cast(pl.Float32)
    )
