"""Who arms whom? Deliveries of major conventional arms in SIPRI's trend-indicator values."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope

#: Years of deliveries that one share rests on: arms come in lumps, so the field sums five years.
WINDOW = 5


def editions(atlas: Atlas) -> list[tuple[str, int, int]]:
    """Vintage, first and last year of each edition held, the newest edition first."""
    spans = atlas.manifest["tables"]["arms_transfers"]["coverage"]
    return sorted(((s["vintage"], s["first_year"], s["last_year"]) for s in spans), key=lambda s: -s[2])


def _choose(years: pl.Expr, spans: list[tuple[str, int, int]], lead: int) -> pl.Expr:
    """The newest edition that covers a year and the `lead` years before it; null where none does."""
    chosen = pl.lit(None, pl.String)
    for vintage, first, last in reversed(spans):
        chosen = pl.when(years.is_between(first + lead, last)).then(pl.lit(vintage)).otherwise(chosen)
    return chosen


def _tiv(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    spans = editions(atlas)
    moved = (
        atlas.scan("arms_transfers")
        .filter(scope.keeps("source", "target"))
        .select(a="source", b="target", year=pl.col("year").cast(pl.Int32), vintage="vintage", value="tiv_million")
    )
    # Editions cover all deliveries in the world: inside their years, no row means none.
    return (
        scope.grid(directed=True)
        .lazy()
        .with_columns(vintage=_choose(pl.col("year"), spans, 0))
        .filter(pl.col("vintage").is_not_null())
        .join(moved, on=["a", "b", "year", "vintage"], how="left")
        .select(
            "a",
            "b",
            "year",
            value=pl.col("value").fill_null(0.0),
            n=pl.lit(1),
            coverage=pl.lit(1.0),
            sources=pl.format("sipri-arms-transfers@{}", "vintage"),
        )
    )


def _share(side: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    """Share of b in a's arms imports (`side` "imports") or exports ("exports") over the window."""

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        spans = editions(atlas)
        wide = Scope(scope.first - WINDOW + 1, scope.last, scope.a, scope.b)
        mine, theirs = ("target", "source") if side == "imports" else ("source", "target")
        moved = (
            atlas.scan("arms_transfers")
            .filter(wide.keeps("source", "target"))
            .select(a=mine, b=theirs, year=pl.col("year").cast(pl.Int32), vintage="vintage", part="tiv_million")
        )
        totals = (
            atlas.scan("arms_totals")
            .filter(wide.about("state"))
            .select(a="state", year=pl.col("year").cast(pl.Int32), vintage="vintage", whole=f"{side}_tiv_million")
        )
        shares = (
            scope.grid(directed=True)
            .lazy()
            .with_columns(vintage=_choose(pl.col("year"), spans, WINDOW - 1))
            .filter(pl.col("vintage").is_not_null())
            .join(_window(moved, ["a", "b", "vintage"], "part"), on=["a", "b", "year", "vintage"], how="left")
            .join(_window(totals, ["a", "vintage"], "whole"), on=["a", "year", "vintage"], how="left")
        )
        whole = pl.col("whole").fill_null(0.0)
        return shares.select(
            "a",
            "b",
            "year",
            value=pl.when(whole > 0).then(pl.col("part").fill_null(0.0) / whole),
            n=pl.lit(WINDOW),
            coverage=pl.lit(1.0),
            sources=pl.format("sipri-arms-transfers@{}", "vintage"),
            reason=pl.when(whole <= 0).then(
                pl.lit(f"no arms {side} recorded in the {WINDOW} years, so there is nothing to share")
            ),
        )

    return measure


def _window(rows: pl.LazyFrame, by: list[str], value: str) -> pl.LazyFrame:
    """Sums over the years t - WINDOW + 1 ... t for each t a row can reach."""
    spread = [rows.with_columns(year=pl.col("year") + lag) for lag in range(WINDOW)]
    return pl.concat(spread).group_by(*by, "year").agg(pl.col(value).sort().sum())


_LIMITS = (
    "Major conventional arms only; TIV measures military value, not price. SIPRI revises backwards, so editions are "
    "never mixed: the newest edition that covers the years is used and named."
)
_REFERENCE = "SIPRI Arms Transfers Database, Stockholm International Peace Research Institute"

INDICATORS = (
    Indicator(
        id="arms.tiv",
        label="Arms delivered",
        question="What volume of major arms did a deliver to b?",
        unit="million TIV",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("arms_transfers",),
        reference=_REFERENCE,
        limits=_LIMITS,
        measure=_tiv,
    ),
    Indicator(
        id="arms.import_share",
        label="Share in arms imports, five years",
        question="What share of the arms a received in the last five years came from b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("arms_transfers", "arms_totals"),
        reference=_REFERENCE,
        limits=_LIMITS,
        measure=_share("imports"),
    ),
    Indicator(
        id="arms.export_share",
        label="Share in arms exports, five years",
        question="What share of the arms a delivered in the last five years went to b?",
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("arms_transfers", "arms_totals"),
        reference=_REFERENCE,
        limits=_LIMITS,
        measure=_share("exports"),
    ),
)
