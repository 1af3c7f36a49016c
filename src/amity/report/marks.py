"""Turning points on the timelines of the page: a sign above each chart's years, and the words in a list beside it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from amity.report import Chart, Key, Mark
from amity.report.charts import GRID, INK

#: Which turning points belong on the charts of a part of the relationship, where they are not called alike.
_TOUCHING = {
    "trade": ("trade", "external-pressure"),
    "institutions": ("institutions", "region"),
    "rhetoric": ("rhetoric", "diplomacy"),
    "arms": ("arms", "military"),
    "opinion": ("opinion", "history"),
}

#: Direction to shape, word for the key, and name of the mark in the page's style.
SIGNS = {1: ("triangle-up", "closer", "up"), -1: ("triangle-down", "apart", "down"), 0: ("circle", "neither", "dot")}

#: More lines than this through a picture hide it; then there are only the signs above it.
_MOST_LINES = 14

#: Where several signs share a year they stand this many pixels apart.
_APART = 6.5


def marked(chart: Chart, part: str, events: Sequence[Mark]) -> Chart:
    """A chart with the turning points of its part of the relationship; of all parts where that one has none.

    Args:
        chart: A picture with years on its horizontal axis; any other is given back as it is.
        part: The pillar the chart belongs to; empty for the whole relationship.
        events: Turning points in the order of time.
    """
    if not chart.has_years or chart.places:
        return chart
    first, last = chart.domain
    within = [event for event in events if first <= event.year <= last]
    own = [event for event in within if event.pillar in _TOUCHING.get(part, (part,))]
    drawn = own or within
    if not drawn:
        return chart
    spec = copy.deepcopy(dict(chart.spec))
    x = next(layer["encoding"]["x"] for layer in spec["layer"] if layer["encoding"].get("x", {}).get("field") == "x")
    per_year = spec["width"] / (last - first + 2 * chart.pad)
    spec["layer"] = [*_lines(drawn, x), *spec["layer"], *_signs(drawn if own else _net(drawn), x, per_year)]
    kinds = sorted({event.direction for event in (drawn if own else _net(drawn))}, key=(1, -1, 0).index)
    heads = ("turning points: ", *[""] * len(kinds))
    keys = [Key(INK, SIGNS[kind][2], head + SIGNS[kind][1]) for head, kind in zip(heads, kinds, strict=False)]
    return replace(
        chart,
        spec=spec,
        keys=(*chart.keys, *keys),
        marks=tuple(drawn),
        has_all_marks=not own,
        alt=f"{chart.alt} {len(drawn)} turning point{'s are' if len(drawn) > 1 else ' is'} marked; the list is below.",
    )


def _net(events: Sequence[Mark]) -> list[Mark]:
    """One turning point per year, the way most of the year point: of a whole relationship there are too many."""
    years: dict[int, list[Mark]] = {}
    for event in events:
        years.setdefault(event.year, []).append(event)
    sums = ((found[0], sum(event.direction for event in found)) for found in years.values())
    return [replace(first, direction=(total > 0) - (total < 0)) for first, total in sums]


def _lines(events: Sequence[Mark], x: dict[str, Any]) -> list[dict[str, Any]]:
    years = sorted({event.year for event in events})
    if len(years) > _MOST_LINES:
        return []
    values = [{"x": year} for year in years]
    mark = {"type": "rule", "color": GRID, "strokeWidth": 1}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"x": x}}]


def _signs(events: Sequence[Mark], x: dict[str, Any], per_year: float) -> list[dict[str, Any]]:
    """A sign per year and direction; those of one year beside each other where there is room."""
    places: dict[int, list[int]] = {}
    for event in events:
        kinds = places.setdefault(event.year, [])
        if event.direction not in kinds:
            kinds.append(event.direction)
    layers: list[dict[str, Any]] = []
    for kind, (shape, _, _) in SIGNS.items():
        values: list[dict[str, float]] = []
        for year, kinds in places.items():
            if kind in kinds:
                place = sorted(kinds, reverse=True).index(kind) - (len(kinds) - 1) / 2
                values.append({"x": year + place * _APART / per_year})
        if values:
            size = 16 if kind == 0 else 30
            mark = {"type": "point", "shape": shape, "filled": True, "color": INK, "opacity": 1, "size": size}
            encoding = {"x": x, "y": {"value": -5}}
            layers.append({"data": {"values": values}, "mark": {**mark, "clip": False}, "encoding": encoding})
    return layers
