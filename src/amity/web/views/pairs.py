"""Pages about one state among others, and of several pairs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl

from amity import api, scores, states
from amity.api import described
from amity.api.scoring import compare as compared
from amity.atlas import Atlas, open_atlas
from amity.errors import NoDataError
from amity.indicators import Scope, covered, measure
from amity.report import words
from amity.web import look
from amity.web.answers import Answer
from amity.web.views.lists import page

#: Rows of each list on the page of a state.
_MANY = 10

#: "Most moved" looks back so many years.
_BACK = 5

#: What a state's page lists beside closeness: id of the score, heading, what it says.
_LISTS = (
    ("dependence", "Depends most on", "Share of its dealings with the world, over the pillars held."),
    ("influence", "Can influence most", "An index from what the other gets from it and cannot replace."),
)


def state(code: str) -> Answer:
    """Who is closest to a state, on whom it depends, what moved."""
    atlas = open_atlas()
    found = states.get(code)
    closeness = scores.get("closeness")
    first, last = covered(closeness, atlas)
    last = min(last, *(found.member_years(last)[-1:] or (last,)))
    if not first <= last:
        raise NoDataError(f"{found.name} was no member of the state system from {first} on; closeness begins then.")
    now = api.rank("closeness", last, code, 1_000)
    scale = "Standard deviations of all pairs; 0 is an ordinary pair."
    lists: list[dict[str, Any]] = [
        _list("closest", "closeness", f"Closest in {last}", scale, now.head(_MANY)),
        _list("apart", "closeness", f"Least close in {last}", scale, now.reverse().head(_MANY)),
        *_moved(last, code, atlas),
    ]
    for name, title, about in _LISTS:
        rows = _highest(name, last, code, atlas)
        if rows.height:
            lists.append(_list(name, name, f"{title}, {rows['year'][0]}", about, rows))
    return page(
        "state.html.jinja",
        "",
        state=found,
        facts=described.state(found),
        lists=lists,
        names=look.state_names(),
        year=last,
        url=f"/api/v1/rank/closeness?{urlencode({'of': code, 'year': last, 'n': 1000})}",
    )


def _highest(name: str, year: int, code: str, atlas: Atlas) -> pl.DataFrame:
    """The state's highest values of a directed score in the last year that has any."""
    score = scores.get(name)
    rows = measure(score, atlas, Scope(year - _BACK, year, code)).drop_nulls("value").filter(pl.col("a") == code)
    return rows.filter(pl.col("year") == pl.col("year").max()).sort("value", descending=True).head(_MANY)


def _list(ident: str, name: str, title: str, about: str, frame: pl.DataFrame) -> dict[str, Any]:
    """A list of a state's page: the other states with values and intervals on one scale."""
    score = scores.get(name)
    how = words.style(score)
    bounds = [v for name in ("value", "low", "high") for v in frame[name].drop_nulls()]
    low, high = min([0.0, *bounds]), max([0.0, *bounds])
    wide = (high - low) or 1.0
    rows = [
        {
            "state": states.get(row["b"]),
            "text": words.value(how, row["value"]),
            "interval": words.interval(how, row["low"], row["high"]),
            "at": f"{100 * (row['value'] - low) / wide:.1f}",
            "low": None if row["low"] is None else f"{100 * (row['low'] - low) / wide:.1f}",
            "width": None if row["low"] is None else f"{100 * (row['high'] - row['low']) / wide:.1f}",
        }
        for row in frame.iter_rows(named=True)
    ]
    zero = f"{-100 * low / wide:.1f}"
    return {"id": ident, "title": title, "about": about, "rows": rows, "method": score.id, "zero": zero}


def _moved(year: int, code: str, atlas: Atlas) -> list[dict[str, Any]]:
    """Who came closer or went apart most in the last years."""
    scope = Scope(year - _BACK, year, code)
    rows = measure(scores.get("closeness"), atlas, scope).drop_nulls("value")
    other = pl.when(pl.col("a") == code).then("b").otherwise("a")
    rows = rows.with_columns(b=other, a=pl.lit(code))
    ends = rows.filter(pl.col("year") == year).join(rows.filter(pl.col("year") == year - _BACK), on="b", suffix="_then")
    if ends.is_empty():
        return []
    half = [(pl.col(f"high{s}") - pl.col(f"low{s}")) / 2 for s in ("", "_then")]
    spread = (half[0].pow(2) + half[1].pow(2)).sqrt()
    change = pl.col("value") - pl.col("value_then")
    moved = ends.with_columns(value=change, low=change - spread, high=change + spread)
    moved = moved.sort(pl.col("value").abs(), descending=True).head(_MANY)
    about = "Change of closeness with its 90 % interval; where it crosses the line, it may be noise."
    told = _list("moved", "closeness", f"Moved most, {year - _BACK} to {year}", about, moved)
    for row, value in zip(told["rows"], moved["value"], strict=True):
        row["text"] = ("+" if value > 0 else "") + words.signed(value, 2)
    return [told]


def compare(pairs: Sequence[tuple[str, str]], year: int | None) -> Answer:
    """Several pairs of states side by side."""
    if not pairs:
        return page(
            "compare.html.jinja", "/compare", found=None, names=look.state_names(), asked=(), year=year, scores=()
        )
    found = compared(*pairs, year=year)
    rows = found.frame.to_dicts()
    listed = [
        {
            "label": one[0]["label"] if one[0]["score"] not in ("hypothesis",) else "Reading that fits best",
            "score": one[0]["score"],
            "cells": one,
        }
        for name in dict.fromkeys(row["score"] for row in rows)
        if (one := [row for row in rows if row["score"] == name])
    ]
    query = urlencode([("dyad", f"{d.a.code},{d.b.code}") for d in found.dyads] + ([("year", year)] if year else []))
    return page(
        "compare.html.jinja",
        "/compare",
        found=found,
        scores=listed,
        names=look.state_names(),
        asked=[f"{d.a.name}, {d.b.name}" for d in found.dyads],
        year=year,
        plane=found.plane,
        picture=look.picture,
        cell=look.cell,
        url=f"/api/v1/compare?{query}",
    )
