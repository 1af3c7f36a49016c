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


class NationalAccounts(dy.Schema):
    """Size of an economy at purchasing power and constant prices, as one project estimates it.

    Rows of different `price_base` are not comparable in level.
    """

    state = columns.unit(key=True)
    year = columns.year(1816, key=True)
    dataset = columns.dataset()
    vintage = columns.vintage()
    price_base = dy.Enum(
        ["PPP 2017", "PPP 2011"],
        metadata={"description": "International dollars of which year: 2017 (Penn World Table), 2011 (Maddison)."},
    )
    gdp_usd_million = columns.amount(
        "million international US$ of price_base",
        "GDP, to five digits; Penn World Table: output side, rgdpo; Maddison: GDP per head times population.",
    )
    gdp_per_capita_usd = columns.amount(
        "international US$ of price_base per person",
        "GDP per head, to five digits; Penn World Table: expenditure side, rgdpe / pop; Maddison: as published.",
    )
    population = columns.amount("persons", "Residents, to five digits.")
    territory = columns.text(
        "How the territory measured differs from the state's of that year, where it is known to; else null.",
        nullable=True,
    )


class MilitarySpending(dy.Schema):
    """What a state spent on its military in a year (SIPRI, in two republished extracts)."""

    state = columns.unit(key=True)
    year = columns.year(1949, key=True)
    dataset = columns.dataset()
    vintage = columns.vintage()
    milex_usd_2019_million = columns.amount(
        "million US$ of 2019", "Military expenditure at constant 2019 prices and exchange rates, to five digits."
    )
    milex_share_gdp = columns.amount("share (0-1)", "Military expenditure as a share of GDP.", high=2)
    is_default = dy.Bool(
        nullable=False,
        metadata={"description": "The edition that stands for this state and year's share of GDP: the newer one."},
    )


TABLES: dict[str, type[dy.Schema]] = {
    "economy": Economy,
    "capabilities": Capabilities,
    "national_accounts": NationalAccounts,
    "military_spending": MilitarySpending,
}
