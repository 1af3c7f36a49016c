"""Dated figures about one dyad that no global data set holds."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.atlas.tables.columns import Undirected


class DyadSeries(Undirected):
    """One dated figure about two states that no global data set holds; every row has its page."""

    series = columns.text("What it measures, with direction where it has one.", key=True)
    year = columns.year(1900, key=True)
    basis = columns.text("Who says it.", key=True)
    page = columns.text("Where it was read.", key=True)
    value = dy.Float64(metadata={"description": "In the row's unit."})
    unit = columns.text("Unit of the value.", key=True)
    note = columns.text("Remark.", nullable=True)
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "dyad_series": DyadSeries,
}
