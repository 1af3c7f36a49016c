"""What may stand beside the indicators in a panel: facts about each state and about each pair, declared as data.

A variable names the table and the column it is read from, how rows spread over years, and what an absent row means.
Nothing here is computed; `amity.panel.columns` reads whatever is declared. A variable whose table an atlas lacks is
known all the same, and asking for it says what is lacking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

#: Whose fact it is: one state's, a pair's, or what the first state does to the second.
Level = Literal["state", "pair", "directed"]

#: How a row of the table spreads over years: one year; the years from `first_year` to `last_year`; the years touched by
#: the days from `first_day` to `last_day`; every year.
Time = Literal["year", "years", "days", "static"]

#: Which of several rows for one year stands: the least, the greatest, the one that began last, or their number.
Several = Literal["min", "max", "last", "count"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One column, or one per state, that a panel can hold.

    Attributes:
        name: Stem of the column; a state's variable gets the suffixes _a and _b.
        group: The name under which it is asked for together with others.
        definition: What it is, in a sentence; with the rule for several rows in one year.
        unit: Its unit.
        table: Where it is read.
        column: Which column; empty where the row itself is the fact (1).
        level: Whose fact it is.
        keys: The columns of the table that name the states.
        time: How rows spread over years.
        several: Which of several rows for one year stands.
        keep: Rows of the table that count, as column and value.
        zero: Whether no row means zero inside the years the table covers.
        reverse: For level "directed": what the second state does to the first.
        range: Least and greatest possible value; None where unbounded.
        peer: Its name in peacesciencer, where that has one.
    """

    name: str
    group: str
    definition: str
    unit: str
    table: str
    column: str
    level: Level
    keys: tuple[str, ...]
    time: Time = "year"
    several: Several = "last"
    keep: Mapping[str, str | bool] = field(default_factory=dict[str, str | bool])
    zero: bool = False
    reverse: bool = False
    range: tuple[float | None, float | None] = (None, None)
    peer: str = ""


_STATE, _PAIR, _FLOW = ("state",), ("a", "b"), ("source", "target")
_POSITIVE = (0.0, None)
_YES_NO = (0.0, 1.0)


def _state(name: str, group: str, definition: str, unit: str, table: str, column: str, peer: str = "") -> Variable:
    return Variable(name, group, definition, unit, table, column, "state", _STATE, range=_POSITIVE, peer=peer)


def _capability(column: str, definition: str, unit: str, peer: str) -> Variable:
    return _state(column, "capabilities", f"{definition} (COW NMC).", unit, "capabilities", column, peer)


def _regime(column: str, definition: str, unit: str, span: tuple[float, float], peer: str = "") -> Variable:
    keep = {"dataset": "regime-scores"}
    return Variable(
        column, "regimes", definition, unit, "regimes", column, "state", _STATE, keep=keep, range=span, peer=peer
    )


def _accounts(prefix: str, dataset: str, whose: str) -> tuple[Variable, ...]:
    return tuple(
        Variable(
            f"{prefix}_{column}",
            f"{prefix}_accounts",
            f"{what} ({whose}).",
            unit,
            "national_accounts",
            column,
            "state",
            _STATE,
            keep={"dataset": dataset},
            range=_POSITIVE,
        )
        for column, what, unit in (
            ("gdp_usd_million", "Gross domestic product at purchasing power", "million international US$"),
            ("gdp_per_capita_usd", "Gross domestic product per person at purchasing power", "international US$"),
            ("population", "Residents", "persons"),
        )
    )


def _spending(column: str, definition: str, unit: str) -> Variable:
    keep = {"dataset": "sipri-milex", "is_default": True}
    definition = f"{definition} (SIPRI, the default edition)."
    return Variable(
        column, "military_spending", definition, unit, "military_spending", column, "state", _STATE, keep=keep,
        range=_POSITIVE,
    )  # fmt: skip


def _leader(name: str, column: str, several: Several, definition: str, unit: str) -> Variable:
    return Variable(
        name, "leaders", f"{definition} (Archigos 4.1).", unit, "leaders", column, "state", _STATE, "days", several
    )


def _pledge(column: str, definition: str, peer: str) -> Variable:
    return Variable(
        f"atop_{column}",
        "alliances",
        f"Whether a owed b by treaty: {definition} (ATOP; no row in its years means no).",
        "0 no, 1 yes",
        "obligations",
        column,
        "directed",
        _FLOW,
        zero=True,
        range=_YES_NO,
        peer=peer,
    )


def _rivalry(name: str, vintage: str, whose: str, peer: str = "") -> Variable:
    return Variable(
        name,
        "rivalries",
        f"Whether the two were strategic rivals in the year, on the list of {whose}.",
        "0 no, 1 yes",
        "rivalries",
        "",
        "pair",
        _PAIR,
        "years",
        "max",
        {"vintage": vintage},
        zero=True,
        range=_YES_NO,
        peer=peer,
    )


def _disputes(prefix: str, dataset: str, whose: str) -> tuple[Variable, ...]:
    return tuple(
        Variable(
            f"{prefix}_{name}",
            f"{prefix}_disputes",
            f"{definition} ({whose}).",
            unit,
            "dispute_years",
            column,
            "pair",
            _FLOW,
            "year",
            several,
            {"dataset": dataset},
            zero=True,
            range=_YES_NO if unit != "count" else _POSITIVE,
            peer=peer,
        )
        for name, column, several, definition, unit, peer in _DISPUTES[prefix]
    )


#: Prefix → name, column, rule, definition, unit, name in peacesciencer.
_DISPUTES: Mapping[str, tuple[tuple[str, str, Several, str, str, str], ...]] = {
    prefix: (
        (
            "ongoing",
            "",
            "max",
            "Whether the two were on opposite sides of a militarised dispute in the year",
            "0 no, 1 yes",
            f"{peer}midongoing",
        ),
        (
            "onset",
            "is_onset",
            "max",
            "Whether the two entered a militarised dispute on opposite sides in the year",
            "0 no, 1 yes",
            f"{peer}midonset",
        ),
        ("count", "dispute", "count", "Militarised disputes with the two on opposite sides in the year", "count", ""),
    )
    for prefix, peer in (("mid", "cow"), ("gml", "gml"))
}


def _distance(column: str, definition: str) -> Variable:
    return Variable(
        f"geodist_{column.removesuffix('_distance_km').removesuffix('_km')}_km",
        "geodist",
        f"{definition} (CEPII GeoDist; the same in every year).",
        "km",
        "geodist",
        column,
        "pair",
        _PAIR,
        "static",
        range=_POSITIVE,
    )


DECLARED: tuple[Variable, ...] = (
    Variable(
        "major_power",
        "major_powers",
        "Whether the state counted as a major power on any day of the year (COW).",
        "0 no, 1 yes",
        "major_powers",
        "",
        "state",
        _STATE,
        "days",
        "max",
        zero=True,
        range=_YES_NO,
        peer="cowmaj",
    ),
    _capability("cinc", "Composite index of national capability: share of the world", "share (0-1)", "cinc"),
    _capability("milex_usd_thousand", "Military expenditure; before 1914 in pounds", "thousand current US$", "milex"),
    _capability("milper_thousand", "Military personnel", "thousand persons", "milper"),
    _capability("irst_thousand_tonne", "Iron and steel production", "thousand tonnes", "irst"),
    _capability("pec_thousand_coal_tonne", "Primary energy consumption", "thousand coal-tonnes", "pec"),
    _capability("tpop_thousand", "Population", "thousand persons", "tpop"),
    _capability("upop_thousand", "Urban population", "thousand persons", "upop"),
    _state(
        "gdp_usd_current",
        "economy",
        "Gross domestic product at market rates (World Bank).",
        "current US$",
        "economy",
        "gdp_usd_current",
    ),
    _state("population", "economy", "Residents (World Bank).", "persons", "economy", "population"),
    Variable(
        "igo_memberships",
        "organisations",
        "Intergovernmental organisations of which the state was a full member (COW IGO).",
        "count",
        "igo_memberships",
        "full_memberships",
        "state",
        _STATE,
        range=_POSITIVE,
        peer="sum_igo_full",
    ),
    Variable(
        "capital",
        "capitals",
        "Name of the capital on the last day of the year on which the state had one.",
        "name",
        "capitals",
        "capital",
        "state",
        _STATE,
        "days",
        "last",
    ),
    _regime("polyarchy", "Electoral democracy index (V-Dem 15).", "index (0-1)", (0, 1), "v2x_polyarchy"),
    _regime("polyarchy_low", "Lower bound of the electoral democracy index (V-Dem 15).", "index (0-1)", (0, 1)),
    _regime("polyarchy_high", "Upper bound of the electoral democracy index (V-Dem 15).", "index (0-1)", (0, 1)),
    _regime("liberal_democracy", "Liberal democracy index (V-Dem 15).", "index (0-1)", (0, 1)),
    _regime("polity2", "Combined polity score (Polity5).", "score (-10 to 10)", (-10, 10), "polity2"),
    _regime(
        "extended_unified_democracy",
        "Extended unified democracy score, a latent trait (Marquez 2016).",
        "standard deviations",
        (-4, 4),
        "xm_qudsest",
    ),
    *_accounts("penn", "penn-world-table-10.01", "Penn World Table 10.01, prices of 2017"),
    *_accounts("maddison", "maddison-2020", "Maddison Project 2020, prices of 2011"),
    _spending("milex_share_gdp", "Military expenditure as a share of GDP", "share (0-1)"),
    _leader("leader", "leader", "last", "Leader on the last day of the year on which one is listed", "name"),
    _leader("n_leaders", "spell", "count", "Spells in office that touch the year", "count"),
    Variable(
        "contiguity",
        "contiguity",
        "Closest direct contiguity on any day of the year (COW 3.2): 1 land or river; 2 to 5 water up to 12, 24, 150, "
        "400 miles; 0 none.",
        "category (0-5)",
        "contiguity",
        "kind",
        "pair",
        _PAIR,
        "days",
        "min",
        zero=True,
        range=(0, 5),
        peer="conttype",
    ),
    Variable(
        "minimum_distance_km",
        "distance",
        "Shortest distance between the two territories; 0 for neighbours (CShapes 2.0).",
        "km",
        "distance",
        "distance_km",
        "pair",
        _PAIR,
        "years",
        "last",
        range=_POSITIVE,
        peer="mindist",
    ),
    Variable(
        "capital_distance_km",
        "capital_distance",
        "Great-circle distance between the capitals that the two had last in the year, on a sphere of 6,371 km.",
        "km",
        "capitals",
        "",
        "pair",
        _STATE,
        "days",
        "last",
        range=(0, 20_020),
        peer="capdist",
    ),
    _distance("distance_km", "Distance between the largest cities"),
    _distance("capital_distance_km", "Distance between the capitals"),
    _distance("weighted_distance_km", "Distance weighted by the population of cities"),
    _pledge("defense", "help if attacked", "atop_defense"),
    _pledge("offense", "help in an attack", "atop_offense"),
    _pledge("neutral", "neutrality", "atop_neutral"),
    _pledge("nonagg", "nonaggression", "atop_nonagg"),
    _pledge("consul", "consultation", "atop_consul"),
    Variable(
        "shared_igos",
        "shared_igos",
        "Intergovernmental organisations of which both were full members (COW IGO).",
        "count",
        "shared_igos",
        "shared_igos",
        "pair",
        _PAIR,
        range=_POSITIVE,
        peer="dyadigos",
    ),
    *(
        Variable(
            name,
            "trade",
            f"Goods {what} in the default series (docs/trade.md); a missing figure is missing, not zero.",
            "million current US$",
            "trade",
            "value_usd_million",
            "directed",
            _FLOW,
            keep={"is_default": True},
            reverse=reverse,
            range=_POSITIVE,
            peer=peer,
        )
        for name, what, reverse, peer in (
            ("exports_usd_million", "sent from a to b", False, "flow2"),
            ("imports_usd_million", "sent from b to a", True, "flow1"),
        )
    ),
    _rivalry("rivalry", "tss", "Thompson, Sakuwa and Suhas (2022)", "ongoingrivalry"),
    _rivalry("rivalry_td", "td", "Thompson and Dreyer (2012)"),
    *_disputes("mid", "cow-mid5", "COW MID 5"),
    *_disputes("gml", "gml-mid22", "Gibler, Miller and Little 2.2"),
)


@cache
def registry() -> Mapping[str, Variable]:
    """Every variable by name."""
    found = {variable.name: variable for variable in DECLARED}
    if len(found) != len(DECLARED):
        raise ValueError("two variables have the same name")
    return found


@cache
def groups() -> Mapping[str, tuple[Variable, ...]]:
    """The variables of each group, in the order declared."""
    names = dict.fromkeys(variable.group for variable in DECLARED)
    return {name: tuple(v for v in DECLARED if v.group == name) for name in names}
