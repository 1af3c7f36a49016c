"""The tables of the atlas: what each row is, its key, and the contract every column must keep.

Loaded only by `amity build` and by tests: at run time the manifest carries the same declarations. Conventions: a
state is its three-letter code; flows run from `source` to `target`; undirected rows have `a < b`; a column with a
dimension carries its unit; missing stays null, and zero is written only where a source measured it.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from amity import states

_CODE = r"^[A-Z]{3}$"


def _state(*, key: bool = False, what: str = "State code.") -> dy.String:
    return dy.String(primary_key=key, nullable=False, regex=_CODE, metadata={"code": "state", "description": what})


def _unit(*, key: bool = False, what: str = "State or territory code.") -> dy.String:
    return dy.String(primary_key=key, nullable=False, regex=_CODE, metadata={"code": "unit", "description": what})


def _year(first: int, *, key: bool = False, nullable: bool = False, what: str = "Calendar year.") -> dy.Int16:
    return dy.Int16(
        primary_key=key,
        nullable=nullable,
        min=first,
        max=2100,
        metadata={"unit": "year", "description": what},
    )


def _text(what: str, *, key: bool = False, nullable: bool = False) -> dy.String:
    return dy.String(primary_key=key, nullable=nullable, metadata={"description": what})


def _amount(unit: str, what: str, *, low: float | None = 0, high: float | None = None) -> dy.Float64:
    return dy.Float64(nullable=True, min=low, max=high, metadata={"unit": unit, "description": what})


def _count(what: str, *, nullable: bool = False) -> dy.Int32:
    return dy.Int32(nullable=nullable, min=0, metadata={"unit": "count", "description": what})


def _flag(what: str) -> dy.Bool:
    return dy.Bool(nullable=True, metadata={"description": what})


def _day(what: str, *, key: bool = False, nullable: bool = False) -> dy.Date:
    return dy.Date(primary_key=key, nullable=nullable, metadata={"unit": "day", "description": what})


def _dataset(*, key: bool = True) -> dy.String:
    return _text("Id of the source the row comes from.", key=key)


def _vintage(*, key: bool = True) -> dy.String:
    return _text("Edition of that source.", key=key)


class Undirected(dy.Schema):
    """Rows about two states without direction: `a` comes before `b` in the alphabet of codes."""

    a = _state(key=True)
    b = _state(key=True)

    @dy.rule()
    def ordered(cls) -> pl.Expr:  # noqa: N805 - dataframely passes the class
        """`a` sorts before `b`."""
        return cls.a.col < cls.b.col


class Membership(dy.Schema):
    """One spell of a state in one list of independent states (Correlates of War; Gleditsch and Ward)."""

    state = _unit(key=True, what="State code; a few are on the second list only.")
    system = dy.Enum(["cow", "gw"], primary_key=True, metadata={"description": "Whose list."})
    number = dy.Int16(primary_key=True, min=1, metadata={"description": "The state's number in that list."})
    first_day = _day("First day of membership.", key=True)
    last_day = _day("Last day; null while the list's last edition shows it as a member.", nullable=True)


class MajorPowers(dy.Schema):
    """One spell of a state as a major power (Correlates of War)."""

    state = _state(key=True)
    first_day = _day("First day as a major power.", key=True)
    last_day = _day("Last day; null while the list's last edition shows it.", nullable=True)


class Capitals(dy.Schema):
    """One spell of a state's capital."""

    state = _state(key=True)
    capital = _text("Name of the capital.", key=True)
    first_day = _day("First day as capital.", key=True)
    last_day = _day("Last day; null if current.", nullable=True)
    latitude_deg = _amount("degree", "Latitude, north positive.", low=-90, high=90)
    longitude_deg = _amount("degree", "Longitude, east positive.", low=-180, high=180)


class Contiguity(Undirected):
    """One spell of direct contiguity (COW 3.2): 1 land or river; 2 to 5 water up to 12, 24, 150, 400 miles."""

    kind = dy.Int8(min=1, max=5, metadata={"description": "1 land or river border ... 5 up to 400 miles of water."})
    first_day = _day("First day.", key=True)
    last_day = _day("Last day; null while the last edition shows it.", nullable=True)


class Distance(Undirected):
    """Minimum distance between two states' territories, as spells of years with one value."""

    first_year = _year(1816, key=True)
    last_year = _year(1816)
    distance_km = _amount("km", "Shortest distance between territories; 0 for neighbours.")


class RecordedVotes(dy.Schema):
    """One recorded vote of the UN General Assembly, as a source gives it."""

    roll_call = dy.Int32(primary_key=True, min=1, metadata={"description": "Our number, stable in one atlas."})
    symbol = _text("Document symbol without 'A/RES/' where known, e.g. '74/19'.", nullable=True)
    session = _text("Session, e.g. '74' or 'ES-11'.")
    day = _day("Date of the vote.")
    year = _year(1946)
    title = _text("Subject in brief.", nullable=True)
    topics = _text("Issue codes, space-separated: me nu di hr co ec; null where nobody coded them.", nullable=True)
    is_part = dy.Bool(
        nullable=True,
        metadata={"description": "A vote on a paragraph or an amendment, not on the whole; null unknown."},
    )
    dataset = _dataset(key=False)


class RollCalls(RecordedVotes):
    """One recorded vote of the UN General Assembly."""

    n_yes = dy.UInt16(metadata={"unit": "states", "description": "States that voted yes."})
    n_abstain = dy.UInt16(metadata={"unit": "states", "description": "States that abstained."})
    n_no = dy.UInt16(metadata={"unit": "states", "description": "States that voted no."})


class Votes(dy.Schema):
    """What one state did in one recorded vote of the General Assembly; absences have no row."""

    state = _state(key=True)
    roll_call = dy.Int32(primary_key=True, min=1, metadata={"description": "Key of `roll_calls`."})
    vote = dy.UInt8(min=1, max=3, metadata={"description": "1 yes, 2 abstain, 3 no."})


class CouncilItems(dy.Schema):
    """One draft the UN Security Council voted on: adopted resolutions, and drafts stopped by a veto."""

    item = _text("Symbol of the resolution or of the vetoed draft.", key=True)
    day = _day("Date of the vote.")
    year = _year(1946)
    title = _text("Subject in brief.", nullable=True)
    is_adopted = dy.Bool(metadata={"description": "Adopted (true) or vetoed (false)."})
    dataset = _dataset(key=False)


class CouncilVotes(dy.Schema):
    """What one member did on one item. For vetoed drafts only the vetoing members are known."""

    state = _state(key=True)
    item = _text("Key of `council_items`.", key=True)
    vote = dy.UInt8(min=1, max=3, metadata={"description": "1 yes, 2 abstain, 3 no."})
    is_veto = dy.Bool(metadata={"description": "The no of a permanent member that stopped the draft."})


class IdealPoints(dy.Schema):
    """Published UN voting positions (Bailey, Strezhnev and Voeten); west is positive."""

    state = _state(key=True)
    year = _year(1946, key=True, what="Calendar year; in series 'legacy' and editions before 2025, session + 1945.")
    series = dy.Enum(["final", "all", "legacy"], primary_key=True, metadata={"description": "Votes used."})
    vintage = _vintage()
    value = _amount("standard deviation", "Position.", low=-6, high=6)
    low = _amount("standard deviation", "5 % quantile.", low=-8, high=8)
    high = _amount("standard deviation", "95 % quantile.", low=-8, high=8)
    n = _count("Votes the estimate rests on.", nullable=True)
    dataset = _dataset(key=False)


class Trade(dy.Schema):
    """Goods sent from `source` to `target` in a year, on one party's books or reconciled."""

    source = _unit(key=True, what="Where the goods come from.")
    target = _unit(key=True, what="Where they go.")
    year = _year(1870, key=True)
    reporter = dy.Enum(
        ["source", "target", "reconciled"],
        primary_key=True,
        metadata={"description": "Whose books the figure is from."},
    )
    dataset = _dataset()
    vintage = _vintage()
    value_usd_million = _amount("million current US$", "Value of the goods.")
    is_default = dy.Bool(
        nullable=False,
        metadata={"description": "The one figure that stands for this source, target and year."},
    )


class TradeTotals(dy.Schema):
    """A state's trade with all partners, territories included, summed over one data set's flows."""

    state = _unit(key=True)
    year = _year(1870, key=True)
    reporter = dy.Enum(["self", "partners", "reconciled"], primary_key=True, metadata={"description": "Whose books."})
    dataset = _dataset()
    vintage = _vintage()
    exports_usd_million = _amount("million current US$", "Goods to all partners.")
    imports_usd_million = _amount("million current US$", "Goods from all partners.")
    n_export_partners = _count("Partners with a figure; null where the source gives the sum only.", nullable=True)
    n_import_partners = _count("Partners with a figure; null where the source gives the sum only.", nullable=True)


class TwoWayTrade(dy.Schema):
    """Exports plus imports of two states, where a source gives only the sum."""

    reporter = _state(key=True, what="Whose books.")
    partner = _state(key=True)
    year = _year(1900, key=True)
    dataset = _dataset()
    vintage = _vintage()
    value_usd_million = _amount("million current US$", "Both directions together.")
    note = _text("Page quoted, or remark.", nullable=True)


class Economy(dy.Schema):
    """Size of an economy and a people (World Bank)."""

    state = _unit(key=True)
    year = _year(1960, key=True)
    gdp_usd_current = _amount("current US$", "Gross domestic product at market rates.")
    population = _amount("persons", "Residents.")
    dataset = _dataset(key=False)


class Capabilities(dy.Schema):
    """National material capabilities (COW NMC)."""

    state = _state(key=True)
    year = _year(1816, key=True)
    milex_usd_thousand = _amount("thousand current US$", "Military expenditure (before 1914 in thousand pounds).")
    milper_thousand = _amount("thousand persons", "Military personnel.")
    irst_thousand_tonne = _amount("thousand tonnes", "Iron and steel production.")
    pec_thousand_coal_tonne = _amount("thousand coal-tonnes", "Primary energy consumption.")
    tpop_thousand = _amount("thousand persons", "Population.")
    upop_thousand = _amount("thousand persons", "Urban population; its definition breaks for China 2000-2007.")
    cinc = _amount("share of the world", "Composite index of national capability.", high=1)
    dataset = _dataset(key=False)


class ArmsTransfers(dy.Schema):
    """Major conventional arms delivered from `source` to `target` in a year, in SIPRI trend-indicator values."""

    source = _state(key=True, what="Supplier.")
    target = _state(key=True, what="Recipient.")
    year = _year(1950, key=True)
    vintage = _vintage()
    tiv_million = _amount("million TIV", "Volume of deliveries; 0 means under half a million.")
    dataset = _dataset(key=False)


class ArmsTotals(dy.Schema):
    """A state's arms deliveries to and from everybody, non-state and unknown parties included."""

    state = _state(key=True)
    year = _year(1950, key=True)
    vintage = _vintage()
    exports_tiv_million = _amount("million TIV", "Delivered to all recipients.")
    imports_tiv_million = _amount("million TIV", "Received from all suppliers.")
    dataset = _dataset(key=False)


class Alliances(dy.Schema):
    """One alliance treaty (ATOP 5.1) with what it obliges to."""

    alliance = dy.Int32(primary_key=True, min=1, metadata={"description": "ATOP id."})
    first_day = _day("Signed; unknown month or day set to the first.")
    last_day = _day("Ended; null while in force at the end of coverage (2018).", nullable=True)
    is_bilateral = _flag("Between two states only.")
    defense = _flag("Help if a member is attacked.")
    offense = _flag("Help in an attack.")
    neutral = _flag("Stay neutral if a member is attacked.")
    nonagg = _flag("Not to attack each other.")
    consul = _flag("Consult in a crisis.")
    dataset = _dataset(key=False)


class AllianceMembers(dy.Schema):
    """One state's membership in one alliance, with that member's own obligations."""

    alliance = dy.Int32(primary_key=True, min=1, metadata={"description": "Key of `alliances`."})
    state = _state(key=True)
    first_day = _day("Entered; unknown month or day set to the first.", key=True)
    last_day = _day("Left; null while in force at the end of coverage (2018).", nullable=True)
    defense = _flag("Help if a member is attacked.")
    offense = _flag("Help in an attack.")
    neutral = _flag("Stay neutral if a member is attacked.")
    nonagg = _flag("Not to attack each other.")
    consul = _flag("Consult in a crisis.")


class Obligations(dy.Schema):
    """What `source` owed `target` by treaty in a year (ATOP); pairs without any pledge have no row."""

    source = _state(key=True, what="Who pledged.")
    target = _state(key=True, what="To whom.")
    year = _year(1815, key=True)
    defense = dy.Bool(metadata={"description": "Help if attacked."})
    offense = dy.Bool(metadata={"description": "Help in an attack."})
    neutral = dy.Bool(metadata={"description": "Stay neutral."})
    nonagg = dy.Bool(metadata={"description": "Not to attack."})
    consul = dy.Bool(metadata={"description": "Consult in a crisis."})
    dataset = _dataset(key=False)


class Disputes(Undirected):
    """One militarised dispute between two states on opposite sides at the same time (COW MID 5)."""

    dispute = dy.Int32(primary_key=True, min=1, metadata={"description": "MID number."})
    first_year = _year(1816, what="First year both took part.")
    last_year = _year(1816, what="Last year both took part.")
    hostility_a = dy.Int8(nullable=True, min=1, max=5, metadata={"description": "a: 1 none ... 4 use of force, 5 war."})
    hostility_b = dy.Int8(nullable=True, min=1, max=5, metadata={"description": "b: 1 none ... 4 use of force, 5 war."})
    fatality = dy.Int8(nullable=True, min=0, max=6, metadata={"description": "Deaths in the whole dispute, 0-6 scale."})
    dataset = _dataset(key=False)


class SharedIgos(Undirected):
    """Intergovernmental organisations both states were full members of (COW IGO 3)."""

    year = _year(1816, key=True)
    shared_igos = _count("Organisations in common.")
    dataset = _dataset(key=False)


class IgoMemberships(dy.Schema):
    """How many intergovernmental organisations a state was a full member of (COW IGO 3)."""

    state = _state(key=True)
    year = _year(1816, key=True)
    full_memberships = _count("Organisations.")
    dataset = _dataset(key=False)


class Rivalries(Undirected):
    """One spell of rivalry between two states, on one list of rivalries."""

    dataset = _dataset()
    vintage = dy.Enum(["tss", "td", "riv500"], primary_key=True, metadata={"description": "Which list."})
    first_year = _year(1400, key=True)
    last_year = _year(1400, nullable=True, what="Last year; null if ongoing when the list ends.")
    is_positional = _flag("About influence or status.")
    is_spatial = _flag("About territory.")
    is_ideological = _flag("About political systems or beliefs.")
    is_interventionary = _flag("About intervention.")


class DyadSeries(Undirected):
    """One dated figure about two states that no global data set holds; every row has its page."""

    series = _text("What it measures, with direction where it has one.", key=True)
    year = _year(1900, key=True)
    basis = _text("Who says it.", key=True)
    page = _text("Where it was read.", key=True)
    value = dy.Float64(metadata={"description": "In the row's unit."})
    unit = _text("Unit of the value.", key=True)
    note = _text("Remark.", nullable=True)
    dataset = _dataset(key=False)


class VotePairs(Undirected):
    """How two states voted together in the General Assembly in a calendar year: a 3 by 3 table of counts.

    The first letter is `a`'s vote, the second `b`'s (y yes, a abstain, n no), over all recorded votes in which both
    took part. Every vote measure and its bootstrap over roll calls is a function of these nine counts.
    """

    year = _year(1946, key=True)
    yy = dy.UInt16(metadata={"unit": "roll calls"})
    ya = dy.UInt16(metadata={"unit": "roll calls"})
    yn = dy.UInt16(metadata={"unit": "roll calls"})
    ay = dy.UInt16(metadata={"unit": "roll calls"})
    aa = dy.UInt16(metadata={"unit": "roll calls"})
    an = dy.UInt16(metadata={"unit": "roll calls"})
    ny = dy.UInt16(metadata={"unit": "roll calls"})
    na = dy.UInt16(metadata={"unit": "roll calls"})
    nn = dy.UInt16(metadata={"unit": "roll calls"})


class Distributions(dy.Schema):
    """How many pairs of states have each value of an indicator, for the indicator's last three years."""

    indicator = _text("Id of the indicator.", key=True)
    year = _year(1816, key=True)
    value = dy.Float64(primary_key=True, metadata={"description": "In the indicator's unit."})
    pairs = dy.Int32(min=1, metadata={"unit": "pairs", "description": "Pairs with this value; directed where it is."})


#: Table name → contract.
CONTRACTS: dict[str, type[dy.Schema]] = {
    "membership": Membership,
    "major_powers": MajorPowers,
    "capitals": Capitals,
    "contiguity": Contiguity,
    "distance": Distance,
    "roll_calls": RollCalls,
    "votes": Votes,
    "vote_pairs": VotePairs,
    "council_items": CouncilItems,
    "council_votes": CouncilVotes,
    "ideal_points": IdealPoints,
    "trade": Trade,
    "trade_totals": TradeTotals,
    "two_way_trade": TwoWayTrade,
    "economy": Economy,
    "capabilities": Capabilities,
    "arms_transfers": ArmsTransfers,
    "arms_totals": ArmsTotals,
    "alliances": Alliances,
    "alliance_members": AllianceMembers,
    "obligations": Obligations,
    "disputes": Disputes,
    "shared_igos": SharedIgos,
    "igo_memberships": IgoMemberships,
    "rivalries": Rivalries,
    "dyad_series": DyadSeries,
    "distributions": Distributions,
}

#: Tables measured from the others, not read: whoever calls `build` says how.
DERIVED: tuple[str, ...] = ("distributions",)

#: What a source's reader returns, where the atlas adds derived columns.
AS_READ: dict[str, type[dy.Schema]] = CONTRACTS | {"roll_calls": RecordedVotes}


def codes(kind: str) -> set[str]:
    """The codes a column of kind "state" or "unit" (states and territories) may hold."""
    return {s.code for s in states.everything() if kind == "unit" or s.kind == "state"}
