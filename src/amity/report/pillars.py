"""How each pillar is laid out on the page: its title, which values come first, and its plain pictures.

Pictures that need more than lines over years are drawn in `gather`.
"""

from __future__ import annotations

from typing import NamedTuple

TITLES = {
    "trade": "Trade",
    "energy": "Energy",
    "investment": "Investment",
    "arms": "Arms",
    "military": "Military",
    "diplomacy": "Diplomacy and votes",
    "rhetoric": "Words",
    "institutions": "Institutions",
    "region": "Third states",
    "opinion": "Opinion",
    "history": "Disputes and rivalry",
    "technology": "Technology",
    "external-pressure": "Outside pressure",
    "power": "Size",
    "regime": "Regime",
}

#: Indicators in the order a reader wants them; those not named come after, as further measures.
HEADLINES = (
    "trade.flow", "trade.export_share", "trade.import_share", "trade.share", "trade.dependence", "trade.rank",
    "trade.reported_total",
    "energy.export_share", "energy.import_share", "energy.crude_quantity",
    "investment.fdi_stock", "investment.fdi_stock_share", "investment.finance", "investment.construction",
    "arms.tiv", "arms.import_share", "arms.export_share",
    "military.obligations",
    "diplomacy.agreement", "diplomacy.kappa", "diplomacy.ideal_distance", "diplomacy.council_agreement",
    "diplomacy.joint_vetoes", "diplomacy.leader_contacts",
    "rhetoric.mentions", "rhetoric.verbal_share", "rhetoric.material_share", "rhetoric.event_tone",
    "institutions.shared_igos", "institutions.belt_and_road",
    "region.overlap", "region.lead",
    "opinion.favourability",
    "history.disputes", "history.last_dispute", "history.rivalry", "history.peace_level", "history.war",
    "technology.import_dependence",
    "external-pressure.sanctions", "external-pressure.sanctions_received", "external-pressure.common_sanctioner",
    "external-pressure.distance_to_usa",
    "power.gdp_ratio", "power.cinc_ratio", "power.milex_ratio",
    "regime.similarity", "regime.polity_difference",
)  # fmt: skip


class Picture(NamedTuple):
    """One chart of lines: both directions of each directed indicator, one line of an undirected one."""

    indicator: str
    title: str
    subtitle: str
    bounds: tuple[float | None, float | None] | None = None


#: Pictures of the pillars that are shown as plain lines.
PICTURES: dict[str, tuple[Picture, ...]] = {
    "energy": (
        Picture(
            "energy.export_share", "Share of each one’s fuel exports that goes to the other",
            "% of crude oil, gas and coal exports by value",
        ),
        Picture(
            "energy.import_share", "Share of each one’s fuel imports that comes from the other",
            "% of crude oil, gas and coal imports by value",
        ),
    ),
    "investment": (
        Picture("investment.fdi_stock", "Direct investment of each one in the other", "Position at year end, US$"),
        Picture("investment.finance", "Official finance committed by one to the other", "Constant 2021 US$ a year"),
        Picture("investment.construction", "Tracked investments and construction contracts", "US$ a year"),
    ),
    "rhetoric": (
        Picture(
            "rhetoric.mentions", "Mentions of the other in the UN General Debate", "Per 1,000 words of the speech",
        ),
        Picture(
            "rhetoric.verbal_share", "Cooperation in words, as reported in the news",
            "% of all events from one towards the other", (0, 1),
        ),
    ),
    "region": (
        Picture("region.overlap", "How far both weigh in the same third states", "1 = the same weights", (0, 1)),
        Picture("region.lead", "Third states that trade more with one", "% of third states", (0, 1)),
    ),
    "opinion": (
        Picture(
            "opinion.favourability", "Favourable view of the other", "% of the public asked (survey years only)",
            (0, 1),
        ),
    ),
    "technology": (
        Picture(
            "technology.import_dependence", "Share of each one’s machinery imports that comes from the other",
            "% of imports of machinery and electronics by value",
        ),
    ),
    "external-pressure": (
        Picture("external-pressure.sanctions", "Sanctions of one against the other", "Cases in force"),
        Picture("external-pressure.sanctions_received", "Sanctions against each from anybody", "Cases in force"),
        Picture(
            "external-pressure.distance_to_usa", "Distance of each one’s UN voting position to that of the USA",
            "Standard deviations of all states; 0 = same position",
        ),
    ),
    "regime": (Picture("regime.similarity", "Likeness of their political systems", "1 = the same", (0, 1)),),
}  # fmt: skip

#: Every indicator that pictures and sentences follow through all years; of the rest only the latest value is shown.
FOLLOWED = frozenset(
    (
        "trade.flow", "trade.export_share", "trade.dependence", "trade.reported_total", "arms.tiv",
        "arms.import_share", "military.obligations", "diplomacy.agreement", "diplomacy.kappa",
        "diplomacy.ideal_distance", "diplomacy.council_agreement", "diplomacy.joint_vetoes",
        "institutions.shared_igos", "history.disputes", "history.rivalry", "power.cinc_ratio", "power.gdp_ratio",
        *(picture.indicator for pictures in PICTURES.values() for picture in pictures),
    )
)  # fmt: skip

#: Held for a few dyads only: said nothing about where there is nothing.
WHERE_HELD = frozenset(
    (
        "trade.reported_total", "trade.reported_export_share", "trade.reported_import_share",
        "trade.intermediate_export_share", "investment.finance", "investment.finance_share",
        "investment.construction", "investment.delivery_rate", "institutions.belt_and_road",
        "diplomacy.leader_contacts", "diplomacy.leader_visits", "rhetoric.headlines", "military.joint_exercises",
        "military.troops",
    )
)  # fmt: skip

#: Values for which a rank among all dyads says nothing: yes or no, kinds of pledge, mostly zero, ranks themselves;
#: and further measures, which `amity show` and `amity rank` compare.
UNRANKED = frozenset(
    (
        "history.rivalry", "history.disputes", "history.disputes_gml", "history.last_dispute", "history.war",
        "history.armed_conflict", "history.allies_in_war", "history.events", "history.hostility",
        "military.obligations", "military.joint_exercises", "military.troops", "diplomacy.joint_vetoes",
        "diplomacy.pi", "diplomacy.s_score", "diplomacy.leader_visits", "diplomacy.leader_contacts",
        "diplomacy.leader_overlap", "trade.rank", "trade.reported_total", "trade.reported_export_share",
        "trade.reported_import_share", "trade.growth", "trade.asymmetry", "trade.interdependence",
        "trade.concentration", "trade.mirror_gap", "institutions.belt_and_road", "rhetoric.headlines",
        "external-pressure.sanctions", "external-pressure.sanctions_received",
        "external-pressure.common_sanctioner", "external-pressure.common_adversary", "investment.delivery_rate",
    )
)  # fmt: skip
