"""Who needs whose fuel? Shares in crude oil, gas and coal trade, on BACI's reconciled figures."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope, shared

#: Fuels by the name of the quantity; "energy" is all of them together.
_GROUPS: dict[str, tuple[str, ...]] = {
    "energy": ("crude", "lng", "pipeline gas", "coal", "lignite"),
    "crude": ("crude",),
    "gas": ("lng", "pipeline gas"),
    "coal": ("coal", "lignite"),
}

#: The data set in which every state's flows to every partner are meant to be there.
_COMPLETE = "cepii-baci-raw-materials"

#: They stopped reporting: a flow of theirs that the partner does not report either is unknown, not zero.
_SILENT = {"RUS": 2022, "BLR": 2022}


def _in(group: str) -> pl.Expr:
    return pl.col("fuel").cast(pl.String).is_in(_GROUPS[group])


def _flows(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Default flows in scope."""
    flows = atlas.scan("energy_flows").filter(scope.keeps("source", "target"), "is_default")
    return flows.with_columns(pl.col("year").cast(pl.Int32))


@shared
def _sums(atlas: Atlas, scope: Scope, side: str) -> pl.LazyFrame:
    """What the shares of one side ("exports" or "imports") are made of, for every pair on complete books.

    Returns:
        a, b, year, vintage; per group of fuels `<group>_whole` (a's exports or imports), `<group>_part` (those to or
        from b) and `<group>_items` (how many flows that is; 0 or null where none is held).
    """
    mine, theirs = ("source", "target") if side == "exports" else ("target", "source")
    value, total = pl.col("value_usd_million").cast(pl.Float64), pl.col(f"{side}_usd_million").cast(pl.Float64)
    parts = (
        _flows(atlas, scope)
        .group_by(a=mine, b=theirs, year="year", vintage="vintage")
        .agg(
            *(value.filter(_in(group)).sort().sum().alias(f"{group}_part") for group in _GROUPS),
            *(_in(group).sum().cast(pl.Int64).alias(f"{group}_items") for group in _GROUPS),
        )
    )
    wholes = (
        atlas.scan("energy_totals")
        .filter(scope.about("state"), pl.col("dataset") == _COMPLETE)
        .group_by(a="state", year=pl.col("year").cast(pl.Int32), vintage="vintage")
        .agg(total.filter(_in(group)).sort().sum().alias(f"{group}_whole") for group in _GROUPS)
    )
    # A state with any energy trade in the year is covered; one without any may be absent from the data set.
    covered = wholes.select("year", "vintage", b="a")
    return (
        # Every covered pair: cheaper than the grid of all dyads, which `measure` applies afterwards.
        wholes.join(covered, on=["year", "vintage"])
        .filter(scope.keeps("a", "b"), pl.col("a") != pl.col("b"))
        .join(parts, on=["a", "b", "year", "vintage"], how="left")
    )


def _unknown() -> pl.Expr:
    """Whether a missing flow between a and b may be one that nobody reported."""
    return pl.any_horizontal(
        pl.any_horizontal(pl.col("a") == code, pl.col("b") == code) & (pl.col("year") >= year)
        for code, year in _SILENT.items()
    )


_UNREPORTED = "no figure held; Russia and Belarus do not report from 2022, so it is unknown, not zero"


def _share(group: str, side: str) -> Callable[[Atlas, Scope], pl.LazyFrame]:
    """Share of b in a's exports (`side` "exports") or imports ("imports") of a group of fuels, by value."""
    part, whole, items = (pl.col(f"{group}_{of}") for of in ("part", "whole", "items"))

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        value = (
            pl.when(items > 0)
            # Flows are rounded and totals are not: a state with one partner must not sell it more than everything.
            .then(pl.min_horizontal(part / whole, 1.0))
            .when(~_unknown())
            .then(0.0)
        )
        return (
            _sums(atlas, scope, side)
            .filter(whole > 0)
            .select(
                "a",
                "b",
                "year",
                value=value,
                n=pl.when(items > 0).then(items).otherwise(1),
                coverage=pl.when(value.is_null()).then(0.0).otherwise(1.0),
                sources=pl.lit(f"{_COMPLETE}@") + pl.col("vintage"),
                reason=pl.when(value.is_null()).then(pl.lit(_UNREPORTED)),
            )
        )

    return measure


def _crude_quantity(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    lacking = pl.col("quantity_mt").is_null()
    crude = _flows(atlas, scope).filter(_in("crude"))
    return crude.select(
        "year",
        a="source",
        b="target",
        # Held in single precision: more digits would be noise.
        value=pl.col("quantity_mt").cast(pl.Float64).round_sig_figs(7),
        n=pl.lit(1, pl.Int64),
        coverage=pl.when(lacking).then(0.0).otherwise(1.0),
        sources=pl.format(f"{_COMPLETE}@{{}}", "vintage"),
        reason=pl.when(lacking).then(pl.lit("BACI has a value but no quantity for this flow")),
    )


_REFERENCE = "Gaulier and Zignago 2010, BACI (CEPII Working Paper 2010-23)"
_LIMITS = (
    "Reconciled figures of BACI, HS92, current US$ without freight: crude oil (2709), natural gas as LNG and as gas "
    "(271111, 271121), coal and lignite (2701, 2702). No oil products, no electricity, no nuclear fuel. Totals hold "
    "all flows. 0 only where both states are in the data set that year and a has other partners; a flow that neither "
    "reports would be missed, and is given as missing for Russia and Belarus from 2022."
)
_NAMES = {"energy": "crude oil, gas and coal", "crude": "crude oil", "gas": "natural gas", "coal": "coal"}


def _declare(group: str, side: str) -> Indicator:
    what = _NAMES[group]
    prefix = "" if group == "energy" else f"{group}_"
    question = (
        f"What share of a's exports of {what} goes to b, by value?"
        if side == "exports"
        else f"What share of a's imports of {what} comes from b, by value?"
    )
    return Indicator(
        id=f"energy.{prefix}{side.removesuffix('s')}_share",
        label=f"Share in {side} of {what}",
        question=question,
        unit="share (0-1)",
        range=(0, 1),
        closer="higher",
        directed=True,
        tables=("energy_flows", "energy_totals"),
        reference=_REFERENCE,
        limits=_LIMITS,
        measure=_share(group, side),
    )


INDICATORS = (
    *(_declare(group, side) for group in _GROUPS for side in ("exports", "imports")),
    Indicator(
        id="energy.crude_quantity",
        label="Crude oil delivered",
        question="How much crude oil went from a to b?",
        unit="million tonnes",
        range=(0, None),
        closer="higher",
        directed=True,
        tables=("energy_flows",),
        reference=_REFERENCE,
        limits=(
            "Reconciled quantities of BACI. Russia to China lies 8-9 per cent under China's customs before 2022 and "
            "equals them from 2022; table energy_flows holds customs, CREA and BP beside it. A pair without a row is "
            "missing, not zero."
        ),
        measure=_crude_quantity,
    ),
)
