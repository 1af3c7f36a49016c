"""Goods sent between states, and each state's totals."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class Trade(dy.Schema):
    """Goods sent from `source` to `target` in a year, on one party's books or reconciled."""

    source = columns.unit(key=True, what="Where the goods come from.")
    target = columns.unit(key=True, what="Where they go.")
    year = columns.year(1870, key=True)
    reporter = dy.Enum(
        ["source", "target", "reconciled"],
        primary_key=True,
        metadata={"description": "Whose books the figure is from."},
    )
    dataset = columns.dataset()
    vintage = columns.vintage()
    value_usd_million = columns.amount("million current US$", "Value of the goods.")
    is_default = dy.Bool(
        nullable=False,
        metadata={"description": "The one figure that stands for this source, target and year."},
    )


class TradeTotals(dy.Schema):
    """A state's trade with all partners, territories included, summed over one data set's flows."""

    state = columns.unit(key=True)
    year = columns.year(1870, key=True)
    reporter = dy.Enum(["self", "partners", "reconciled"], primary_key=True, metadata={"description": "Whose books."})
    dataset = columns.dataset()
    vintage = columns.vintage()
    exports_usd_million = columns.amount("million current US$", "Goods to all partners.")
    imports_usd_million = columns.amount("million current US$", "Goods from all partners.")
    n_export_partners = columns.count(
        "Partners with a figure; null where the source gives the sum only.", nullable=True
    )
    n_import_partners = columns.count(
        "Partners with a figure; null where the source gives the sum only.", nullable=True
    )


class TwoWayTrade(dy.Schema):
    """Exports plus imports of two states, where a source gives only the sum."""

    reporter = columns.state(key=True, what="Whose books.")
    partner = columns.state(key=True)
    year = columns.year(1900, key=True)
    dataset = columns.dataset()
    vintage = columns.vintage()
    value_usd_million = columns.amount("million current US$", "Both directions together.")
    note = columns.text("Page quoted, or remark.", nullable=True)


TABLES: dict[str, type[dy.Schema]] = {
    "trade": Trade,
    "trade_totals": TradeTotals,
    "two_way_trade": TwoWayTrade,
}
