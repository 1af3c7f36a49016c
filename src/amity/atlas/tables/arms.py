"""Major conventional arms delivered between states."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class ArmsTransfers(dy.Schema):
    """Major conventional arms delivered from `source` to `target` in a year, in SIPRI trend-indicator values."""

    source = columns.state(key=True, what="Supplier.")
    target = columns.state(key=True, what="Recipient.")
    year = columns.year(1950, key=True)
    vintage = columns.vintage()
    tiv_million = columns.amount("million TIV", "Volume of deliveries; 0 means under half a million.")
    dataset = columns.dataset(key=False)


class ArmsTotals(dy.Schema):
    """A state's arms deliveries to and from everybody, non-state and unknown parties included."""

    state = columns.state(key=True)
    year = columns.year(1950, key=True)
    vintage = columns.vintage()
    exports_tiv_million = columns.amount("million TIV", "Delivered to all recipients.")
    imports_tiv_million = columns.amount("million TIV", "Received from all suppliers.")
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "arms_transfers": ArmsTransfers,
    "arms_totals": ArmsTotals,
}
