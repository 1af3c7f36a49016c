"""Fuels sent between states, and each state's totals."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.sources.cepii_baci_raw_materials import FUELS


def _short(unit: str, what: str) -> dy.Float32:
    """A quantity to seven digits, which is more than any of the sources knows."""
    return dy.Float32(nullable=True, min=0, metadata={"unit": unit, "description": what})


def _fuel() -> dy.Enum:
    return dy.Enum(
        list(FUELS),
        primary_key=True,
        metadata={
            "description": "Crude oil, LNG, natural gas as gas, coal (HS 2701), lignite (HS 2702), products, coke."
        },
    )


class EnergyFlows(dy.Schema):
    """One fuel sent from `source` to `target` in a year, in whichever units the source gives."""

    source = columns.unit(key=True, what="Where the fuel comes from.")
    target = columns.unit(key=True, what="Where it goes.")
    year = columns.year(1990, key=True)
    fuel = _fuel()
    reporter = dy.Enum(
        ["source", "target", "reconciled"],
        primary_key=True,
        metadata={"description": "Whose books the figure is from."},
    )
    dataset = columns.dataset()
    vintage = columns.vintage()
    value_usd_million = _short("million current US$", "Value.")
    value_eur_million = _short("million current EUR", "Value, where the source gives euro.")
    quantity_mt = _short("million tonnes", "Mass.")
    quantity_bcm = _short("billion cubic metres", "Volume of gas; LNG as gas.")
    quantity_ej = _short("exajoules", "Energy content.")
    months = dy.UInt8(
        nullable=True,
        min=1,
        max=12,
        metadata={
            "unit": "count",
            "description": "Months the sum covers, where made from months; under 12 it is no annual figure.",
        },
    )
    is_default = dy.Bool(
        nullable=False,
        metadata={"description": "The one figure that stands for this source, target, year and fuel (BACI's)."},
    )


class EnergyTotals(dy.Schema):
    """A state's trade in one fuel with all partners, flows too small for `energy_flows` included."""

    state = columns.unit(key=True)
    year = columns.year(1990, key=True)
    fuel = _fuel()
    reporter = dy.Enum(["self", "partners", "reconciled"], primary_key=True, metadata={"description": "Whose books."})
    dataset = columns.dataset()
    vintage = columns.vintage()
    exports_usd_million = _short("million current US$", "Sent to all partners.")
    imports_usd_million = _short("million current US$", "Received from all partners.")
    n_export_partners = columns.count("Partners with a figure.")
    n_import_partners = columns.count("Partners with a figure.")


TABLES: dict[str, type[dy.Schema]] = {"energy_flows": EnergyFlows, "energy_totals": EnergyTotals}
