"""Disputes, events, wars and peace between states: rival data sets side by side, told apart by `dataset`."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.atlas.tables.columns import Undirected

_HOSTILITY = "1 none, 2 threat, 3 display, 4 use of force, 5 war."
_DEATHS = "0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 more."


def _level(what: str, low: int, high: int, *, nullable: bool = True) -> dy.Int8:
    """A step on an ordinal scale."""
    return dy.Int8(nullable=nullable, min=low, max=high, metadata={"description": what})


def _number(what: str, *, small: bool = False) -> dy.Int32 | dy.Int16:
    """The number a data set gives to a dispute, war or conflict."""
    kind = dy.Int16 if small else dy.Int32
    return kind(primary_key=True, min=1, metadata={"description": what})


def _days(what: str) -> dy.Int16:
    return dy.Int16(nullable=True, min=0, metadata={"unit": "days", "description": what})


class Disputes(Undirected):
    """One militarised dispute between two states on opposite sides at the same time, on one list of disputes."""

    dataset = columns.dataset()
    dispute = _number("Dispute number; COW and GML share numbers.")
    first_year = columns.year(1816, what="First year both took part.")
    last_year = columns.year(1816, what="Last year both took part.")
    hostility_a = _level(f"a: {_HOSTILITY}", 1, 5)
    hostility_b = _level(f"b: {_HOSTILITY}", 1, 5)
    fatality = _level(f"Deaths in the whole dispute: {_DEATHS}", 0, 6)
    min_days = _days("Shortest the whole dispute can have lasted, given unknown days.")
    max_days = _days("Longest the whole dispute can have lasted.")
    is_reciprocated = columns.flag("Reciprocated, as the makers have it.")


class DisputeYears(dy.Schema):
    """What `source` did in a dispute with `target`, once per year in which both were in it on opposite sides.

    But for `year` and `is_onset`, all columns are of the source's whole part in the dispute, repeated for each of its
    opponents and years: never add them up.
    """

    source = columns.state(key=True, what="State the row is about.")
    target = columns.state(key=True, what="Its opponent.")
    year = columns.year(1816, key=True)
    dataset = columns.dataset()
    dispute = _number("Dispute number.")
    is_onset = columns.flag("The year in which the two entered the dispute, or entered it again.")
    is_side_a = columns.flag("Source is on the side that took the first militarised action.")
    is_originator = columns.flag("Source is an originator of the dispute, not a joiner.")
    is_revisionist = columns.flag("Source is a revisionist state in the dispute.")
    highest_action = _level("Source's highest action, 0 none to 22 (its order is not quite that of hostility).", 0, 22)
    hostility = _level(f"Source: {_HOSTILITY}", 1, 5)
    fatality = _level(f"Source's deaths: {_DEATHS}", 0, 6)
    deaths = columns.count("Source's deaths where known exactly.", nullable=True)
    is_main = columns.flag("The dispute that stands for the dyad-year in peacesciencer; null where it has not said.")


class DisputeEvents(dy.Schema):
    """Threats, displays and uses of force by `source` against `target` that began in a year."""

    source = columns.state(key=True, what="State that acted.")
    target = columns.state(key=True, what="State it acted against.")
    year = columns.year(1816, key=True, what="Year in which the events began.")
    dataset = columns.dataset()
    events = columns.count("Events.")
    hostility = _level(f"Highest: {_HOSTILITY}", 1, 5, nullable=False)
    source_deaths_min = columns.count("Deaths of the source in these events, low estimate.")
    source_deaths_max = columns.count("Deaths of the source, high estimate.")
    target_deaths_min = columns.count("Deaths of the target, low estimate.")
    target_deaths_max = columns.count("Deaths of the target, high estimate.")


class Wars(dy.Schema):
    """One war between states."""

    war = _number("War number.", small=True)
    dataset = columns.dataset()
    name = columns.text("Name given by the makers.")
    first_day = columns.day("First day of the first participants.")
    last_day = columns.day("Last day of the last participants.")
    states = columns.count("States that took part.")
    battle_deaths = columns.count("Battle deaths of all of them; null if one's are unknown.", nullable=True)


class WarParticipants(dy.Schema):
    """A state's part in a war, on one side."""

    war = _number("War number.", small=True)
    state = columns.state(key=True)
    side = dy.Int8(primary_key=True, min=1, max=2, metadata={"description": "1 or 2; says nothing about guilt."})
    dataset = columns.dataset()
    first_day = columns.day("First day.")
    last_day = columns.day("Last day of the (first) time.")
    second_first_day = columns.day("First day of the second time, if it left and came back.", nullable=True)
    second_last_day = columns.day("Last day of the second time.", nullable=True)
    is_initiator = columns.flag("Among those that began the war.")
    outcome = _level(
        "1 won, 2 lost, 3 compromise, 4 war went on as another kind, 5 ongoing, 6 stalemate, 7 below war, "
        "8 changed sides.",
        1,
        8,
        nullable=False,
    )
    battle_deaths = columns.count("Its battle deaths, both times together.", nullable=True)


class WarPairs(Undirected):
    """Two states in one war and year: on opposite sides, or on the same side, on some common day.

    Vintage "4.0" follows from sides and days in `war_participants`; "dyadic" is the makers' own list of those who
    fought each other, with opposite sides only.
    """

    year = columns.year(1816, key=True)
    dataset = columns.dataset()
    vintage = columns.vintage()
    war = _number("War number.", small=True)
    relation = dy.Enum(["opposite", "same"], primary_key=True, metadata={"description": "Sides they were on."})


class PeaceLevels(Undirected):
    """One period in which the relationship between two states stood on one level of the peace scale.

    Pairs without a relationship in the makers' sense have no row: that is neither peace nor rivalry.
    """

    dataset = columns.dataset()
    first_day = columns.day("First day; 1900-01-01 if it began before 1900.", key=True)
    last_day = columns.day("Last day; null if ongoing when the list ends.", nullable=True)
    level = dy.Float32(
        nullable=True,
        min=0,
        max=1,
        metadata={
            "description": "0 severe rivalry, .25 lesser rivalry, .5 negative peace, .75 warm peace, "
            "1 security community; null while between two levels."
        },
    )


class ArmedConflictParties(dy.Schema):
    """A state that took part with its troops in an armed conflict in a year; conflicts of 25 deaths a year and more."""

    conflict = _number("UCDP conflict number.")
    year = columns.year(1946, key=True)
    state = columns.state(key=True)
    side = dy.Enum(["a", "b"], primary_key=True, metadata={"description": "Side; says nothing about guilt."})
    dataset = columns.dataset()
    vintage = columns.vintage()
    kind = dy.Enum(
        ["extrasystemic", "interstate", "intrastate", "internationalised"],
        metadata={"description": "Kind of conflict in that year; internationalised: intrastate with foreign troops."},
    )
    is_war = columns.flag("1,000 deaths or more in the year.")
    is_primary = columns.flag("Primary party; else it supported the side with troops.")


class ArmedConflicts(Undirected):
    """Two states on opposite sides of an armed conflict in a year, as primary or as supporting parties."""

    year = columns.year(1946, key=True)
    dataset = columns.dataset()
    vintage = columns.vintage()
    conflict = _number("UCDP conflict number.")
    kind = dy.Enum(
        ["extrasystemic", "interstate", "intrastate", "internationalised"],
        metadata={"description": "Kind of conflict in that year."},
    )
    is_war = columns.flag("1,000 deaths or more in the year, in the whole conflict.")
    is_primary = columns.flag("Both are primary parties; else one of them or both sent troops in support.")


class Rivalries(Undirected):
    """One spell of rivalry between two states, on one list of rivalries."""

    dataset = columns.dataset()
    vintage = dy.Enum(["tss", "td", "riv500"], primary_key=True, metadata={"description": "Which list."})
    first_year = columns.year(1400, key=True)
    last_year = columns.year(1400, nullable=True, what="Last year; null if ongoing when the list ends.")
    is_positional = columns.flag("About influence or status.")
    is_spatial = columns.flag("About territory.")
    is_ideological = columns.flag("About political systems or beliefs.")
    is_interventionary = columns.flag("About intervention.")


TABLES: dict[str, type[dy.Schema]] = {
    "armed_conflict_parties": ArmedConflictParties,
    "armed_conflicts": ArmedConflicts,
    "dispute_events": DisputeEvents,
    "dispute_years": DisputeYears,
    "disputes": Disputes,
    "peace_levels": PeaceLevels,
    "rivalries": Rivalries,
    "war_pairs": WarPairs,
    "war_participants": WarParticipants,
    "wars": Wars,
}
