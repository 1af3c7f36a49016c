"""How far apart states lie, and what they share: language, border, colonial past."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from amity.atlas.tables import columns


def _km(what: str) -> dy.Float64:
    return columns.amount("km", f"{what}; great circle, to 1 km (the cities' coordinates are given to one minute).")


class Geodist(dy.Schema):
    """Distances and ties of two states or territories (CEPII GeoDist 2011); does not change with time."""

    a = columns.unit(key=True)
    b = columns.unit(key=True)
    dataset = columns.dataset()
    distance_km = _km("Between the most important cities, by population")
    capital_distance_km = _km("Between the capitals")
    weighted_distance_km = _km("Mean distance of the largest cities of both, weighted by their population")
    is_contiguous = columns.flag("They share a land border.")
    shares_official_language = columns.flag("They share an official or primary language.")
    shares_spoken_language = columns.flag("At least 9 % of the people of both speak a common language.")
    is_colonial_tie = columns.flag("One has ever been a colony of the other.")
    is_colonial_tie_after_1945 = columns.flag("One was a colony of the other after 1945.")
    shares_coloniser_after_1945 = columns.flag("Both had the same coloniser after 1945.")
    is_same_country = columns.flag("They were or are one country.")

    @dy.rule()
    def ordered(cls) -> pl.Expr:  # noqa: N805 - dataframely passes the class
        """`a` sorts before `b`."""
        return cls.a.col < cls.b.col


TABLES: dict[str, type[dy.Schema]] = {
    "geodist": Geodist,
}
