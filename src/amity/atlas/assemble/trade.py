"""Which trade figure counts: one default figure per directed pair and year, and each state's totals.

Several data sets give several true figures for one flow. The rule that picks one is here, once, and written
out in docs/trade.md: a year has one default data set and edition. Both numbers of a share must come from the
same data set, edition and books, so totals are kept per books. All functions are pure; sums are exact (whole
US$), so row order and number of cores do not matter.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

#: Tables as read that go in, and tables that come out with those they come from.
READS = ("trade", "trade_totals")
MAKES = {"trade": ("trade",), "trade_totals": ("trade", "trade_totals")}

#: Default data sets, best first: a year's default is the first that has rows of that year. Only these cover
#: all partners of those who report, so only these make totals; the value is the books that are complete.
_COMPLETE_BOOKS: dict[str, tuple[str, ...]] = {
    "cepii-baci-totals": ("reconciled",),
    "cow-trade-4.0": ("self", "partners"),
    "imf-imts-china-usa": ("self",),
}

#: Whose books a flow's figure is on, seen from the exporting and from the importing state.
_BOOKS_OF_EXPORTER = {"source": "self", "target": "partners", "reconciled": "reconciled"}
_BOOKS_OF_IMPORTER = {"source": "partners", "target": "self", "reconciled": "reconciled"}

_BOOKS = pl.Enum(["self", "partners", "reconciled"])


def assemble(parts: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Tables `trade` and `trade_totals` from the flows, and the totals some sources print themselves."""
    flows = pl.concat(parts["trade"].values(), how="vertical")
    printed = parts.get("trade_totals", {}).values()
    return {"trade": mark_default(flows), "trade_totals": pl.concat([totals(flows), *printed])}


def totals(trade: pl.DataFrame) -> pl.DataFrame:
    """What did each state sell to and buy from everybody, per data set, edition and books?

    Million current US$, summed over all partners with a figure, territories included. A total exists only
    where its books are complete: every partner's in COW and BACI, but in IMTS only a reporter's own. Where
    one direction is on no such books it is missing (COW: "self" has imports only, "partners" exports only),
    never zero.

    Args:
        trade: Rows of `trade`.

    Returns:
        Rows of `trade_totals`, sorted by key.
    """
    key = ["state", "year", "reporter", "dataset", "vintage"]
    seen = _from_both_sides(trade)

    def side(flow: str, noun: str) -> pl.DataFrame:
        """Sums and counts of one direction."""
        return (
            seen.filter(pl.col("flow") == flow)
            .group_by(key)
            .agg(
                pl.col("usd").sum(),
                pl.len().cast(pl.Int32).alias(f"n_{flow}_partners"),
            )
            .select(*key, (pl.col("usd") / 1_000_000).alias(f"{noun}_usd_million"), f"n_{flow}_partners")
        )

    return (
        side("export", "exports")
        .join(side("import", "imports"), on=key, how="full", coalesce=True)
        .select(
            *key,
            "exports_usd_million",
            "imports_usd_million",
            pl.col("n_export_partners", "n_import_partners").fill_null(0),
        )
        .sort(key)
    )


def mark_default(trade: pl.DataFrame) -> pl.DataFrame:
    """Which one figure stands for what `source` sent to `target` in a year?

    The year's default data set and edition decide (see `default_editions`); inside it the importer's books go
    before the exporter's. A pair that this data set lacks in that year is missing: no gap is filled from
    another one.

    Args:
        trade: Rows of `trade`.

    Returns:
        The same rows in the same order with `is_default`, true for at most one row per source, target and
        year.
    """
    pair = ["source", "target", "year"]
    editions = default_editions(trade).with_columns(chosen=pl.lit(value=True))
    rows = trade.join(editions, on=["year", "dataset", "vintage"], how="left", maintain_order="left").with_columns(
        pl.col("chosen").fill_null(value=False) & pl.col("value_usd_million").is_not_null()
    )
    by_importer = rows.filter("chosen", pl.col("reporter") == "target").select(*pair, imported=pl.lit(value=True))
    return (
        rows.join(by_importer, on=pair, how="left", maintain_order="left")
        .with_columns(is_default=pl.col("chosen") & ((pl.col("reporter") != "source") | pl.col("imported").is_null()))
        .drop("chosen", "imported")
    )


def default_series(trade: pl.DataFrame) -> pl.DataFrame:
    """The default figures alone (see `mark_default`).

    Returns:
        source, target, year, value_usd_million, reporter, dataset, vintage; sorted, one row per directed pair
        and year.
    """
    return (
        mark_default(trade)
        .filter("is_default")
        .select("source", "target", "year", "value_usd_million", "reporter", "dataset", "vintage")
        .sort("source", "target", "year")
    )


def default_editions(trade: pl.DataFrame) -> pl.DataFrame:
    """Which data set and which edition of it is the default of each year?

    The first of BACI, COW, IMTS that has any row of the year; of several editions the newest release
    ("V202501" goes before "V202401" and before an unnamed one), then the first in the alphabet (HS92 before
    HS22).

    Returns:
        year, dataset, vintage; one row per year, sorted.
    """
    order = {dataset: rank for rank, dataset in enumerate(_COMPLETE_BOOKS)}
    return (
        trade.filter(pl.col("dataset").is_in(list(order)))
        .select("year", "dataset", "vintage")
        .unique()
        .with_columns(
            pl.col("dataset").replace_strict(order, return_dtype=pl.Int8).alias("rank"),
            pl.col("vintage").str.extract(r"\bV(\d{6})").cast(pl.Int32).fill_null(0).alias("release"),
            pl.col("vintage").str.extract(r"\bHS(\d\d)").cast(pl.Int32).fill_null(0).alias("edition"),
        )
        # HS92 is the oldest nomenclature, so its two digits sort as 1992.
        .with_columns(pl.col("edition") + pl.when(pl.col("edition") > 87).then(1900).otherwise(2000))
        .sort("year", "rank", "release", "edition", "vintage", descending=[False, False, True, False, False])
        .unique("year", keep="first", maintain_order=True)
        .select("year", "dataset", "vintage")
    )


def _from_both_sides(trade: pl.DataFrame) -> pl.DataFrame:
    """Each flow as an export of its source and an import of its target, on complete books only."""
    rows = trade.filter(pl.col("dataset").is_in(list(_COMPLETE_BOOKS))).drop_nulls("value_usd_million")

    def seen(state: str, flow: str, books: dict[str, str]) -> pl.DataFrame:
        """The flows as `state`'s."""
        return rows.select(
            pl.col(state).alias("state"),
            "year",
            pl.col("reporter").replace_strict(books, return_dtype=_BOOKS),
            "dataset",
            "vintage",
            (pl.col("value_usd_million") * 1_000_000).round().cast(pl.Int64).alias("usd"),
            pl.lit(flow).alias("flow"),
        )

    both = pl.concat([seen("source", "export", _BOOKS_OF_EXPORTER), seen("target", "import", _BOOKS_OF_IMPORTER)])
    complete = pl.any_horizontal(
        (pl.col("dataset") == dataset) & pl.col("reporter").is_in(pl.Series(books, dtype=_BOOKS).implode())
        for dataset, books in _COMPLETE_BOOKS.items()
    )
    return both.filter(complete)
