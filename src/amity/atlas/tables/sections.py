"""What is in the goods that states trade, how much of a state's own books a partner takes, and production links."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.sources.atlas_trade_sections import SECTIONS


def _share(of: str) -> dy.Float32:
    return dy.Float32(nullable=False, min=0, max=1, metadata={"unit": "share (0-1)", "description": of})


def _flow() -> dy.Enum:
    return dy.Enum(["exports", "imports"], primary_key=True, metadata={"description": "Which way the goods go."})


def _permille(what: str) -> dy.UInt16:
    """A share as a whole number of thousandths: a third smaller than as a fraction."""
    return dy.UInt16(nullable=False, max=1000, metadata={"unit": "thousandths", "description": what})


class _Sections(dy.Schema):
    """The ten sections, each in thousandths of the same total; rounded, so they may not add up to 1000."""

    textiles_permille = _permille("Textiles, clothing, footwear.")
    agriculture_permille = _permille("Food and agricultural goods, wood and paper with them.")
    stone_permille = _permille("Stone and glass, precious metals and stones with them.")
    minerals_permille = _permille("Minerals, ores and fuels.")
    metals_permille = _permille("Metals and goods of metal.")
    chemicals_permille = _permille("Chemicals, plastics, rubber.")
    vehicles_permille = _permille("Vehicles, aircraft, ships.")
    machinery_permille = _permille("Machinery.")
    electronics_permille = _permille("Electronics and electrical machinery.")
    other_permille = _permille("Everything else and unspecified goods.")


class TradeSections(_Sections):
    """What goods that went from `source` to `target` in a year were made of; flows of at least a million US$."""

    source = columns.unit(key=True, what="Where the goods come from.")
    target = columns.unit(key=True, what="Where they go.")
    year = columns.year(1960, key=True)
    dataset = columns.dataset(key=False)
    vintage = columns.vintage()


class ExportBaskets(_Sections):
    """What a state's goods exports to all partners were made of."""

    state = columns.unit(key=True)
    year = columns.year(1960, key=True)
    dataset = columns.dataset(key=False)
    vintage = columns.vintage()


class TechnologyShares(dy.Schema):
    """Which part of `target`'s imports of machinery and electronics came from `source`, if not about 0."""

    source = columns.unit(key=True, what="Supplier.")
    target = columns.unit(key=True, what="Importer.")
    year = columns.year(1960, key=True)
    dataset = columns.dataset(key=False)
    vintage = columns.vintage()
    import_share = _share("Share of the supplier in the importer's imports of machinery and electronics.")


class IntermediateFlows(dy.Schema):
    """Goods and services that producers of `source` sold to producers of `target`; domestic use is left out."""

    source = columns.unit(key=True, what="Seller.")
    target = columns.unit(key=True, what="Buyer.")
    year = columns.year(1990, key=True)
    dataset = columns.dataset(key=False)
    vintage = columns.vintage()
    value_usd_million = dy.Float32(
        nullable=False,
        min=0,
        metadata={"unit": "million current US$", "description": "Value of what was used in production."},
    )


class ReportedShares(dy.Schema):
    """Which part of its goods exports or imports a state says is with one of its five largest partners."""

    reporter = columns.unit(key=True, what="Whose books.")
    partner = columns.unit(key=True)
    year = columns.year(1960, key=True)
    flow = _flow()
    dataset = columns.dataset(key=False)
    vintage = columns.vintage()
    share = _share("Share of the partner in the reporter's goods exports or imports; rounded to a thousandth.")


class MirrorGaps(dy.Schema):
    """How the importer's figure of one flow differs from the exporter's, where neither may ship."""

    source = columns.unit(key=True, what="Exporter.")
    target = columns.unit(key=True, what="Importer.")
    year = columns.year(1960, key=True)
    dataset = columns.dataset(key=False)
    vintage = columns.vintage()
    log_ratio = dy.Float32(
        nullable=False,
        metadata={"unit": "natural logarithm", "description": "Importer's figure over the exporter's, as logarithm."},
    )


class SectionFlows(dy.Schema):
    """As read: goods from `source` to `target` by section; a null code is a party that is no state or territory."""

    source = dy.String(nullable=True, regex=columns.CODE, metadata={"code": "unit"})
    target = dy.String(nullable=True, regex=columns.CODE, metadata={"code": "unit"})
    year = columns.year(1960)
    textiles_usd_million = columns.amount("million current US$", SECTIONS[0])
    agriculture_usd_million = columns.amount("million current US$", SECTIONS[1])
    stone_usd_million = columns.amount("million current US$", SECTIONS[2])
    minerals_usd_million = columns.amount("million current US$", SECTIONS[3])
    metals_usd_million = columns.amount("million current US$", SECTIONS[4])
    chemicals_usd_million = columns.amount("million current US$", SECTIONS[5])
    vehicles_usd_million = columns.amount("million current US$", SECTIONS[6])
    machinery_usd_million = columns.amount("million current US$", SECTIONS[7])
    electronics_usd_million = columns.amount("million current US$", SECTIONS[8])
    other_usd_million = columns.amount("million current US$", SECTIONS[9])
    dataset = columns.dataset(key=False)
    vintage = columns.vintage(key=False)


class ReportedTrade(dy.Schema):
    """As read: a reporter's goods trade with one of its five largest partners, or with the world (null partner)."""

    reporter = columns.unit()
    partner = dy.String(nullable=True, regex=columns.CODE, metadata={"code": "unit"})
    year = columns.year(1960)
    flow = dy.Enum(["exports", "imports"])
    dataset = columns.dataset(key=False)
    vintage = columns.vintage(key=False)
    value_usd_million = columns.amount("million current US$", "Value of the goods on the reporter's books.")


TABLES: dict[str, type[dy.Schema]] = {
    "export_baskets": ExportBaskets,
    "intermediate_flows": IntermediateFlows,
    "mirror_gaps": MirrorGaps,
    "reported_shares": ReportedShares,
    "technology_shares": TechnologyShares,
    "trade_sections": TradeSections,
}

#: Amounts whose terms forbid passing them on: only shares and ratios made from them are kept.
READ: dict[str, type[dy.Schema]] = {"reported_trade": ReportedTrade, "section_flows": SectionFlows}
