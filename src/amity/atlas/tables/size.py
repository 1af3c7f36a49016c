"""How large states are: economy, people, capabilities."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


class Economy(dy.Schema):
    """Size of an economy and a people (World Bank)."""

    state = columns.unit(key=True)
    year = columns.year(1960, key=True)
    gdp_usd_current = columns.amount("current US$", "Gross domestic product at market rates.")
    population = columns.amount("persons", "Residents.")
    dataset = columns.dataset(key=False)


class Capabilities(dy.Schema):
    """National material capabilities (COW NMC)."""

    state = columns.state(key=True)
    year = columns.year(1816, key=True)
    milex_usd_thousand = columns.amount(
        "thousand current US$", "Military expenditure (before 1914 in thousand pounds)."
    )
    milper_thousand = columns.amount("thousand persons", "Military personnel.")
    irst_thousand_tonne = columns.amount("thousand tonnes", "Iron and steel production.")
    pec_thousand_coal_tonne = columns.amount("thousand coal-tonnes", "Primary energy consumption.")
    tpop_thousand = columns.amount("thousand persons", "Population.")
    upop_thousand = columns.amount("thousand persons", "Urban population; its definition breaks for China 2000-2007.")
    cinc = columns.amount("share of the world", "Composite index of national capability.", high=1)
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "economy": Economy,
    "capabilities": Capabilities,
}
