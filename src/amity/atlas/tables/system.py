"""Which states existed when, who was great, and where they lie."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.atlas.tables.columns import Undirected


class Membership(dy.Schema):
    """One spell of a state in one list of independent states (Correlates of War; Gleditsch and Ward)."""

    state = columns.unit(key=True, what="State code; a few are on the second list only.")
    system = dy.Enum(["cow", "gw"], primary_key=True, metadata={"description": "Whose list."})
    number = dy.Int16(primary_key=True, min=1, metadata={"description": "The state's number in that list."})
    first_day = columns.day("First day of membership.", key=True)
    last_day = columns.day("Last day; null while the list's last edition shows it as a member.", nullable=True)


class MajorPowers(dy.Schema):
    """One spell of a state as a major power (Correlates of War)."""

    state = columns.state(key=True)
    first_day = columns.day("First day as a major power.", key=True)
    last_day = columns.day("Last day; null while the list's last edition shows it.", nullable=True)


class Capitals(dy.Schema):
    """One spell of a state's capital."""

    state = columns.state(key=True)
    capital = columns.text("Name of the capital.", key=True)
    first_day = columns.day("First day as capital.", key=True)
    last_day = columns.day("Last day; null if current.", nullable=True)
    latitude_deg = columns.amount("degree", "Latitude, north positive.", low=-90, high=90)
    longitude_deg = columns.amount("degree", "Longitude, east positive.", low=-180, high=180)


class Contiguity(Undirected):
    """One spell of direct contiguity (COW 3.2): 1 land or river; 2 to 5 water up to 12, 24, 150, 400 miles."""

    kind = dy.Int8(min=1, max=5, metadata={"description": "1 land or river border ... 5 up to 400 miles of water."})
    first_day = columns.day("First day.", key=True)
    last_day = columns.day("Last day; null while the last edition shows it.", nullable=True)


class Distance(Undirected):
    """Minimum distance between two states' territories, as spells of years with one value."""

    first_year = columns.year(1816, key=True)
    last_year = columns.year(1816)
    distance_km = columns.amount("km", "Shortest distance between territories; 0 for neighbours.")


TABLES: dict[str, type[dy.Schema]] = {
    "membership": Membership,
    "major_powers": MajorPowers,
    "capitals": Capitals,
    "contiguity": Contiguity,
    "distance": Distance,
}
