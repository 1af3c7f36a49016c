"""What states invest, lend and build in one another, and who joined the Belt and Road."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.sources.aei_cgit_2021fall import SECTORS


class Positions(dy.Schema):
    """Direct investment of `source` in `target` at the end of a year, on one side's books, as read."""

    source = columns.unit(key=True, what="Investor.")
    target = columns.unit(key=True, what="Host.")
    year = columns.year(2000, key=True)
    reporter = dy.Enum(
        ["source", "target"], primary_key=True, metadata={"description": "Whose books: the investor's or the host's."}
    )
    basis = dy.Enum(
        ["reported", "derived"],
        metadata={
            "description": "Found under the reporter itself, or under its counterpart as derived from its report."
        },
    )
    dataset = columns.dataset()
    vintage = columns.vintage()
    value_usd_million = columns.amount("million current US$", "Net position; may be negative.", low=None)


class DirectInvestment(Positions):
    """Direct investment of `source` in `target` at the end of a year, on one side's books."""

    is_default = dy.Bool(metadata={"description": "The one figure that stands for this source, target and year."})


class PrintedTotals(dy.Schema):
    """A state's direct investment in or from the whole world at the end of a year, as printed."""

    state = columns.state(key=True)
    year = columns.year(2000, key=True)
    direction = dy.Enum(
        ["outward", "inward"], primary_key=True, metadata={"description": "The state invests, or is invested in."}
    )
    basis = dy.Enum(
        ["reported", "derived"],
        primary_key=True,
        metadata={"description": "The state's own report, or the sum of what its counterparts reported (incomplete)."},
    )
    dataset = columns.dataset()
    vintage = columns.vintage()
    value_usd_million = columns.amount("million current US$", "Net position, all counterparts.", low=None)


class DirectInvestmentTotals(PrintedTotals):
    """A state's direct investment in or from the whole world at the end of a year."""

    n_partners = columns.count("Counterparts with a figure in `direct_investment`, zeros included.")
    named_share = columns.amount(
        "share", "Sum over those counterparts as a share of the total; the rest is not specified.", low=None
    )


class DevelopmentFinance(dy.Schema):
    """What China's official sector committed to `target` in a year, US$ of 2021; no row where no project is known."""

    source = columns.state(key=True, what="Financier.")
    target = columns.unit(key=True, what="Recipient.")
    year = columns.year(2000, key=True, what="Year of commitment.")
    dataset = columns.dataset()
    vintage = columns.vintage()
    n_projects = columns.count("Projects and activities recorded.")
    value_usd_2021_million = columns.amount(
        "million US$ of 2021", "Adjusted amounts of all classes; null if no project's amount is known."
    )
    oda_usd_2021_million = columns.amount("million US$ of 2021", "Aid-like (ODA); null as above or not split by class.")
    oof_usd_2021_million = columns.amount("million US$ of 2021", "Other official flows; null likewise.")
    vague_usd_2021_million = columns.amount("million US$ of 2021", "Official, class unclear; null likewise.")
    unadjusted_usd_2021_million = columns.amount("million US$ of 2021", "All classes before adjustment; null likewise.")


class ProjectDelivery(dy.Schema):
    """What became of China's military projects in `target` committed in a year; umbrella entries left out."""

    source = columns.state(key=True, what="Financier.")
    target = columns.state(key=True, what="Recipient.")
    year = columns.year(2000, key=True, what="Year of commitment (of a pledge: of the pledge).")
    dataset = columns.dataset()
    vintage = columns.vintage()
    n_pledged = columns.count("Pledged, not committed.")
    n_committed = columns.count("Committed, not begun.")
    n_implementing = columns.count("Begun, not completed.")
    n_completed = columns.count("Completed.")
    n_cancelled = columns.count("Cancelled.")
    n_dated = columns.count("Completed ones with a year of completion not before that of commitment.")
    delivery_years = dy.Int32(
        min=0, metadata={"unit": "year", "description": "Sum over dated ones: year of completion less of commitment."}
    )


class Construction(dy.Schema):
    """Large investments and construction contracts of `source`'s companies in `target`, summed by year and sector."""

    source = columns.state(key=True, what="Home of the companies.")
    target = columns.state(key=True, what="Where they invest or build.")
    year = columns.year(2005, key=True)
    sector = dy.Enum(SECTORS, primary_key=True, metadata={"description": "Sector."})
    dataset = columns.dataset()
    vintage = columns.vintage()
    n_deals = columns.count("Deals of US$ 100 million or more.")
    value_usd_million = columns.amount("million current US$", "Announced value.")


class BeltAndRoad(dy.Schema):
    """One country said to have joined China's Belt and Road Initiative."""

    state = columns.unit(key=True)
    first_day = columns.day("Likely day of joining; null where the list says 'uncertain'.", nullable=True)
    last_day = columns.day("Likely day of exit; null while in at the date of the list.", nullable=True)
    is_uncertain = dy.Bool(metadata={"description": "Listed with 'uncertain' for a date."})
    dataset = columns.dataset()
    vintage = columns.vintage()


TABLES: dict[str, type[dy.Schema]] = {
    "direct_investment": DirectInvestment,
    "direct_investment_totals": DirectInvestmentTotals,
    "development_finance": DevelopmentFinance,
    "project_delivery": ProjectDelivery,
    "construction": Construction,
    "belt_and_road": BeltAndRoad,
}

#: What readers return where the atlas adds columns.
READ: dict[str, type[dy.Schema]] = {"direct_investment": Positions, "direct_investment_totals": PrintedTotals}
