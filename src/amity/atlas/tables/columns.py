"""What columns are made of: one builder per kind of column, so that like columns carry like contracts."""

from __future__ import annotations

import dataframely as dy
import polars as pl

CODE = r"^[A-Z]{3}$"


def state(*, key: bool = False, what: str = "State code.") -> dy.String:
    """A required state code."""
    return dy.String(primary_key=key, nullable=False, regex=CODE, metadata={"code": "state", "description": what})


def unit(*, key: bool = False, what: str = "State or territory code.") -> dy.String:
    """A required code of a state or territory."""
    return dy.String(primary_key=key, nullable=False, regex=CODE, metadata={"code": "unit", "description": what})


def year(first: int, *, key: bool = False, nullable: bool = False, what: str = "Calendar year.") -> dy.Int16:
    """A calendar year not before `first`."""
    return dy.Int16(
        primary_key=key,
        nullable=nullable,
        min=first,
        max=2100,
        metadata={"unit": "year", "description": what},
    )


def text(what: str, *, key: bool = False, nullable: bool = False) -> dy.String:
    """Free text."""
    return dy.String(primary_key=key, nullable=nullable, metadata={"description": what})


def amount(unit: str, what: str, *, low: float | None = 0, high: float | None = None) -> dy.Float64:
    """A quantity with its unit; null where nobody measured it."""
    return dy.Float64(nullable=True, min=low, max=high, metadata={"unit": unit, "description": what})


def rounded(unit: str, what: str, step: float, *, low: float | None = None, high: float | None = None) -> dy.Float32:
    """A figure of a score, kept in steps of `step`; null where nothing can be said."""
    return dy.Float32(nullable=True, min=low, max=high, metadata={"unit": unit, "description": what, "step": step})


def count(what: str, *, nullable: bool = False) -> dy.Int32:
    """A whole number of things."""
    return dy.Int32(nullable=nullable, min=0, metadata={"unit": "count", "description": what})


def flag(what: str) -> dy.Bool:
    """Yes, no or unknown."""
    return dy.Bool(nullable=True, metadata={"description": what})


def day(what: str, *, key: bool = False, nullable: bool = False) -> dy.Date:
    """A calendar day."""
    return dy.Date(primary_key=key, nullable=nullable, metadata={"unit": "day", "description": what})


def dataset(*, key: bool = True) -> dy.String:
    """Which source the row comes from."""
    return text("Id of the source the row comes from.", key=key)


def vintage(*, key: bool = True) -> dy.String:
    """Which edition of that source."""
    return text("Edition of that source.", key=key)


class Undirected(dy.Schema):
    """Rows about two states without direction: `a` comes before `b` in the alphabet of codes."""

    a = state(key=True)
    b = state(key=True)

    @dy.rule()
    def ordered(cls) -> pl.Expr:  # noqa: N805 - dataframely passes the class
        """`a` sorts before `b`."""
        return cls.a.col < cls.b.col
