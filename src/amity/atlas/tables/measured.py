"""How values of indicators are spread over all pairs."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class Distributions(dy.Schema):
    """How many pairs of states have each value of an indicator, for the indicator's last two years."""

    indicator = columns.text("Id of the indicator.", key=True)
    year = columns.year(1816, key=True)
    value = dy.Float32(primary_key=True, metadata={"description": "In the indicator's unit, to seven digits."})
    pairs = dy.Int32(min=1, metadata={"unit": "pairs", "description": "Pairs with this value; directed where it is."})


TABLES: dict[str, type[dy.Schema]] = {
    "distributions": Distributions,
}

#: On nothing less than all the others: an indicator may read any of them.
RESTS_ON: dict[str, tuple[str, ...]] = {"distributions": ()}
