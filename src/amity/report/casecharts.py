"""Pictures of a casefile: projects from promise to delivery, the share delivered by time, what happened how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from amity.report import Chart, Key, words
from amity.report.charts import AXIS, BOTH, FONT, GRID, INK, LEVELS, MUTED, OTHER, SCHEMA, WIDTH, ticks
from amity.scores.delivery import Delivery

Spec = dict[str, Any]

#: Height of a project's name and line together, and where the line lies in it.
_PITCH, _LINE = 29, 20
#: A share is drawn while at least so many projects were still open: the steps of the last one or two say nothing.
_LEAST_OPEN = 3
#: Years after the last year of the page that promises may reach into; further ones end in an arrow.
_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Course:
    """One project as a line: places in years, None where not known.

    `is_dated` says that it ended then; else it is only known to have ended by then, or to have been open.
    """

    name: str
    announced: float | None
    promised: float | None
    ended: float | None
    expected: float | None
    outcome: str
    is_dated: bool
    cells: tuple[str | float | None, ...]


def year_of(first: date, last: date) -> float:
    """The middle of the days that a date may mean, as a year with its part."""
    middle = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
    return middle.year + (middle.timetuple().tm_yday - 1) / 366


def _frame(layers: list[Spec], width: int, height: int, left: int, right: int, top: int = 10) -> Spec:
    text = {"labelFont": FONT, "labelFontSize": 12, "labelColor": MUTED, "labelFlush": False}
    return {
        "$schema": SCHEMA,
        "width": width - left - right,
        "height": height,
        "padding": {"left": left, "right": right, "top": top, "bottom": 24},
        "autosize": "none",
        "background": None,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": text, "aria": False},
        "layer": layers,
    }


def _layer(mark: Spec, values: list[Spec], **encoding: Any) -> Spec:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _axis(field: str, values: Sequence[float], reach: tuple[float, float], **axis: Any) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": list(reach), "nice": False, "zero": False},
        "axis": {"values": list(values), "title": None, "tickColor": AXIS, "domainColor": AXIS, **axis},
    }


def _years(first: float, last: float, most: int = 7) -> list[int]:
    step = next((s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= most), 100)
    return [y for y in range(int(first), int(last) + 1) if y % step == 0]


# ---------------------------------------------------------------------------------------------------------- projects

_HEADS = ("project", "announced", "promised for", "delivered", "outcome", "followed to", "years late", "sources")


def projects(courses: Sequence[Course], last: int, sources: str) -> Chart | None:
    """Each project on a line from announcement to delivery, with what was promised; None where none has dates."""
    drawn = [c for c in courses if c.announced is not None and c.ended is not None]
    if not drawn:
        return None
    drawn.sort(key=lambda c: (c.announced or 0.0, c.name))
    latest = max(v for c in drawn for v in (c.announced, c.promised, c.ended, c.expected) if v is not None)
    first, end = int(min(c.announced or 0.0 for c in drawn)), min(int(latest) + 1, last + _AHEAD)
    domain = (first - 0.6, end + 0.6)
    height = len(drawn) * _PITCH + 6
    x = _axis("x", _years(first, end), domain, format="d", grid=True, gridColor=GRID)
    layers: list[Spec] = []
    for row, course in enumerate(drawn):
        layers += _course(course, row * _PITCH, x, domain)
    late = [c for c in drawn if _is_late(c)]
    kinds = Counter(c.outcome for c in drawn)
    told = ", ".join(f"{n} {name}" for name, n in kinds.most_common())
    return Chart(
        id="case-projects",
        title="From announcement to delivery",
        subtitle="One line per project, in the order of announcement",
        alt=f"Line per project. {len(drawn)} projects with dates since {first}: {told}; {len(late)} were delivered "
        "after the date promised. Every date is in the table.",
        spec=_frame(layers, WIDTH, height, 10, 10, top=4),
        keys=(
            Key(BOTH, "line", "delivered ●"),
            *([Key(LEVELS[1], "thin", "later than promised")] if late else []),
            Key(OTHER, "dashed", "open when last followed"),
            Key(AXIS, "line", "cancelled ×"),
            Key(INK, "diamond", "date promised"),
            Key(OTHER, "dot-open", "announced"),
        ),
        columns=_HEADS,
        rows=tuple(c.cells for c in sorted(courses, key=lambda c: (c.announced is None, c.announced or 0.0, c.name))),
        styles=("text", "text", "text", "text", "text", "text", "plain", "text"),
        sources=sources,
        note=" ".join(_notes(drawn, latest, end)),
        domain=(first, end),
        has_years=False,
    )


def _is_late(course: Course) -> bool:
    is_done = course.outcome == "delivered" and course.is_dated
    return is_done and course.promised is not None and (course.ended or 0.0) > course.promised


def _notes(drawn: Sequence[Course], latest: float, end: int) -> list[str]:
    notes: list[str] = []
    if any(c.outcome == "delivered" and not c.is_dated for c in drawn):
        notes.append("A ring at the end: delivered by then, the day is not on record.")
    if latest > end + 1:
        notes.append(f"Promises beyond {end} end in an arrow.")
    return notes


def _course(course: Course, top: float, x: Spec, domain: tuple[float, float]) -> list[Spec]:
    """The name, the line below it, and the signs on it."""
    assert course.announced is not None
    assert course.ended is not None
    at = {"value": top + _LINE}
    name = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11.5, "color": INK, "clip": False}
    layers = [_layer(name, [{"x": domain[0], "t": course.name}], x=x, y={"value": top + 8}, text={"field": "t"})]
    colour, dash = {"delivered": (BOTH, None), "cancelled": (AXIS, None)}.get(course.outcome, (OTHER, [4, 3]))
    if _is_late(course):
        late = {"type": "rule", "color": LEVELS[1], "strokeWidth": 7}
        layers.append(_layer(late, [{"x": course.promised, "x2": course.ended}], x=x, x2={"field": "x2"}, y=at))
    line: Spec = {"type": "rule", "color": colour, "strokeWidth": 2.4, "clip": False}
    if dash:
        line["strokeDash"] = dash
    run = [{"x": course.announced, "x2": max(course.ended, course.announced + 0.12)}]
    layers.append(_layer(line, run, x=x, x2={"field": "x2"}, y=at))
    begin = {"type": "point", "shape": "circle", "size": 26, "color": colour, "strokeWidth": 1.6, "opacity": 1}
    layers.append(_layer(begin, [{"x": course.announced}], x=x, y=at))
    if course.promised is not None:
        if course.promised > domain[1]:
            arrow = {"type": "text", "text": "→", "fontSize": 13, "color": INK, "align": "right", "dy": -1}
            layers.append(_layer(arrow, [{"x": domain[1]}], x=x, y=at))
        else:
            shape = {"type": "point", "shape": "diamond", "size": 44, "color": INK, "strokeWidth": 1.5, "opacity": 1}
            layers.append(_layer(shape, [{"x": course.promised}], x=x, y=at))
    if course.outcome == "delivered":
        full: Spec = {"type": "point", "shape": "circle", "size": 42, "color": BOTH, "opacity": 1}
        full |= {"filled": True} if course.is_dated else {"strokeWidth": 1.8}
        layers.append(_layer(full, [{"x": course.ended}], x=x, y=at))
    if course.outcome == "cancelled":
        cross = {"type": "text", "text": "×", "fontSize": 16, "color": MUTED, "dy": 0.5}
        layers.append(_layer(cross, [{"x": max(course.ended, course.announced + 0.12)}], x=x, y=at))
    return layers


# ------------------------------------------------------------------------------------------------------------- curve


def curve(found: Delivery, sources: str) -> Chart | None:
    """The share of announced projects delivered by years since announcement, and were none cancelled."""
    held = found.curve.filter(pl.col("at_risk") >= _LEAST_OPEN)
    if not found.delivered or held.is_empty():
        return None
    shown = (("delivered", "Delivered", BOTH), ("uncancelled", "Were none cancelled", OTHER))
    reach = max([10.0, *held["years"].to_list()])
    end = float(int(reach) + 1)
    x = _axis("x", _years(0, end), (0.0, end), format="d", grid=False)
    y = _axis("y", [0, 0.25, 0.5, 0.75, 1], (0.0, 1.0), format=".0%", domain=False, ticks=False, gridColor=GRID)
    layers: list[Spec] = []
    for outcome, _, colour in shown:
        steps = held.filter(pl.col("outcome") == outcome).sort("years")
        points = _stairs(steps, end)
        if outcome == "delivered":
            band = {"type": "area", "color": colour, "opacity": 0.16, "interpolate": "step-after"}
            layers.append(_layer(band, points, x=x, y={**y, "field": "lo"}, y2={"field": "hi"}))
        stroke: Spec = {"type": "line", "color": colour, "strokeWidth": 2.2, "interpolate": "step-after"}
        if outcome != "delivered":
            stroke["strokeDash"] = [6, 2.5]
        layers.append(_layer(stroke, points, x=x, y=y))
        text = {"type": "text", "align": "left", "fontSize": 12, "fontWeight": 600, "color": colour, "clip": False}
        tail = {"x": end, "y": points[-1]["y"], "t": f"{words.whole_percent(points[-1]['y'])}"}
        layers.append(_layer({**text, "dx": 6, "dy": 1}, [tail], x=x, y=y, text={"field": "t"}))
    wide = _wide(found.curve)
    return Chart(
        id="case-delivery",
        title="Share of announced projects delivered",
        subtitle="By years since announcement; band: 90\u202f% interval",
        alt=f"Step chart. {_said(found)} The table has every step.",
        spec=_frame(layers, WIDTH, 176, 48, 56),
        keys=tuple(Key(c, "line" if o == "delivered" else "dashed", t) for o, t, c in shown),
        columns=("years", "delivered", "90 % low", "90 % high", "were none cancelled", "open before", "sources"),
        rows=tuple((*row, sources) for row in wide),
        styles=("text", "percent", "percent", "percent", "percent", "count", "text"),
        sources=sources,
        note=f"{found.n} projects with dates: {found.delivered} delivered, {found.cancelled} cancelled, "
        f"{found.censored} open when last followed. Drawn while {_LEAST_OPEN} or more were open; the table goes on.",
        domain=(0, int(end)),
        has_years=False,
    )


def _stairs(steps: pl.DataFrame, end: float) -> list[Spec]:
    points: list[Spec] = [{"x": 0.0, "y": 0.0, "lo": 0.0, "hi": 0.0}]
    points += [
        {"x": float(x), "y": float(v), "lo": float(lo), "hi": float(hi)}
        for x, v, lo, hi in steps.select("years", "value", "low", "high").iter_rows()
    ]
    return [*points, {**points[-1], "x": end}]


def _wide(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    done = frame.filter(pl.col("outcome") == "delivered").select("years", "value", "low", "high", "at_risk")
    other = frame.filter(pl.col("outcome") == "uncancelled").select("years", pl.col("value").alias("other"))
    both = done.join(other, on="years", how="left").sort("years")
    return [(f"{years:.1f}", value, low, high, rest, n) for years, value, low, high, n, rest in both.iter_rows()]


def _said(found: Delivery) -> str:
    told = found.within.filter(pl.col("outcome") == "delivered", pl.col("value").is_not_null())
    parts = [f"{words.whole_percent(r['value'])} within {r['years']:g} years" for r in told.iter_rows(named=True)]
    return f"Delivered: {words.listed(parts)}." if parts else ""


# ------------------------------------------------------------------------------------------------------------ counts


def stacked(
    ident: str,
    title: str,
    subtitle: str,
    groups: Sequence[tuple[str, Mapping[int, int]]],
    listed: Mapping[int, Sequence[str]],
    last: int,
    sources: str,
    note: str,
) -> Chart | None:
    """How often what happened by year, one colour per type; `listed` names the instances of each year."""
    groups = [(name, held) for name, held in groups if held]
    years = sorted({year for _, held in groups for year in held})
    if not years:
        return None
    first = years[0]
    totals = {year: sum(held.get(year, 0) for _, held in groups) for year in years}
    marks = [v for v in ticks(0, max(totals.values()), 4) if v == int(v)]
    wide = (first - 0.5, last + 0.5)
    x = _axis("x", _years(first, last), wide, format="d", grid=False)
    y = _axis("y", marks, (0, marks[-1]), domain=False, ticks=False, gridColor=GRID)
    colours = (BOTH, LEVELS[1], OTHER, AXIS)
    layers: list[Spec] = []
    below: Counter[int] = Counter()
    for (_, held), colour in zip(groups, colours, strict=False):
        bars = [{"x": y0 - 0.4, "x2": y0 + 0.4, "y": below[y0], "y2": below[y0] + n} for y0, n in sorted(held.items())]
        below.update(held)
        rect = {"type": "rect", "color": colour}
        layers.append(_layer(rect, bars, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"}))
    top = max(totals, key=lambda year: totals[year])
    told = "; ".join(f"{name}: {sum(held.values())}" for name, held in groups)
    return Chart(
        id=ident,
        title=title,
        subtitle=subtitle,
        alt=f"Bar chart by year. {title}, {words.span(first, last)}: {sum(totals.values())} in all ({told}); "
        f"most in {top}: {totals[top]}.",
        spec=_frame(layers, WIDTH, 176, 40, 12),
        keys=tuple(Key(colour, "bar", name) for (name, _), colour in zip(groups, colours, strict=False)),
        columns=("year", *(name for name, _ in groups), "all", "which"),
        rows=tuple(
            (year, *(held.get(year, 0) for _, held in groups), totals.get(year, 0), "; ".join(listed.get(year, ())))
            for year in range(first, last + 1)
        ),
        styles=("year", *("count" for _ in groups), "count", "text"),
        sources=sources,
        note=note,
        domain=(first, last),
        pad=0.5,
    )
