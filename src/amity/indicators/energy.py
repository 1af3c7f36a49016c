"""Who needs whose fuel? Shares in crude oil, gas and coal trade, on BACI's reconciled figures."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from amity.atlas import Atlas
from amity.indicators import Indicator, Scope

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


def _flows(atlas: Atlas, scope: Scope, fuels: tuple[str, ...], *columns: str) -> pl.LazyFrame:
    """Default flows of these fuels in scope: source, target, year, vintage and the columns asked for."""
    return (
        atlas.scan("energy_flows")
        .filter(scope.keeps("source", "target"), "is_default", pl.col("fuel").cast(pl.String).is_in(fuels))
        .select("source", "target", "vintage", pl.col("year").cast(pl.Int32), *columns)
    )


def _totals(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    """Rows of `energy_totals` on complete books of the states in scope."""
    return (
        atlas.scan("energy_totals")
        .filter(scope.about("state"), pl.col("dataset") == _COMPLETE)
        .with_columns(pl.col("year").cast(pl.Int32))
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
    fuels = _GROUPS[group]
    mine, theirs = ("source", "target") if side == "exports" else ("target", "source")

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        parts = (
            _flows(atlas, scope, fuels, "value_usd_million")
            .group_by(a=mine, b=theirs, year="year", vintage="vintage")
            .agg(part=pl.col("value_usd_million").cast(pl.Float64).sort().sum(), items=pl.len().cast(pl.Int64))
        )
        totals = _totals(atlas, scope)
        wholes = (
            totals.filter(pl.col("fuel").cast(pl.String).is_in(fuels))
            .group_by(a="state", year="year", vintage="vintage")
            .agg(whole=pl.col(f"{side}_usd_million").cast(pl.Float64).sort().sum())
            .filter(pl.col("whole") > 0)
        )
        # A state with any energy trade in the year is covered; one without any may be absent from the data set.
        covered = totals.select(b="state", year="year", vintage="vintage").unique()
        value = (
            pl.when(pl.col("part").is_not_null())
            # Flows are rounded and totals are not: a state with one partner must not sell it more than everything.
            .then(pl.min_horizontal(pl.col("part") / pl.col("whole"), 1.0))
            .when(~_unknown())
            .then(0.0)
        )
        return (
            # Every covered pair: cheaper than the grid of all dyads, which `measure` applies afterwards.
            wholes.join(covered, on=["year", "vintage"])
            .filter(scope.keeps("a", "b"), pl.col("a") != pl.col("b"))
            .join(parts, on=["a", "b", "year", "vintage"], how="left")
            .select(
                "a",
                "b",
                "year",
                value=value,
                n=pl.col("items").fill_null(1),
                coverage=pl.when(value.is_null()).then(0.0).otherwise(1.0),
                sources=pl.format(f"{_COMPLETE}@{{}}", "vintage"),
                reason=pl.when(value.is_null()).then(pl.lit(_UNREPORTED)),
            )
        )

    return measure


def _crude_quantity(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
    lacking = pl.col("quantity_mt").is_null()
    return _flows(atlas, scope, ("crude",), "quantity_mt").select(
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
