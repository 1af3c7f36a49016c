"""Pictures as Vega-Lite specs in plain dicts: lines with gaps and bands, mirrored bars, strips of years.

Every spec has a fixed size and explicit scales, so that one picture serves page, print and download, and so that the
place of a year on it is known without a browser. A year without data is a gap, never a zero and never bridged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from amity.report import Chart, Key, words
from amity.report.evidence import Row, cite_years
from amity.report.words import Style

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

# Of the first state, of the second, of both together, and a second figure of both: told apart by the usual kinds of
# colour blindness and, being always labelled or dashed, without any colour. The page's style sheet has dark twins.
FIRST, SECOND, BOTH, OTHER = "#0b6fa8", "#c04f00", "#7a3e9d", "#5f6b76"
INK, MUTED, GRID, SHADE, AXIS = "#1b1e22", "#5a6068", "#e3e5e8", "#f1f2f4", "#9aa0a6"
#: Treaty pledges from none to defence: ever darker.
LEVELS = ("#e9e3ef", "#cbb5dc", "#a273c2", "#5e2a80")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"

WIDTH, HEIGHT = 436, 176
LEFT, RIGHT, TOP, BOTTOM = 56, 92, 10, 24
PLOT = WIDTH - LEFT - RIGHT

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its short label at the end, its full name in key and table, its rows."""

    short: str
    label: str
    colour: str
    rows: Sequence[Row]
    dashed: bool = False
    style: Style | None = None


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round steps that enclose [low, high], at most about `most` of them."""
    if high <= low:
        high = low + 1
    raw = (high - low) / most
    power = 10 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def decades(low: float, high: float) -> list[float]:
    """Powers of ten that enclose [low, high], every second one where there are many."""
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    last = max(last, first + 1)
    step = 1 if last - first <= 5 else 2
    return [10.0**i for i in range(first, last + (last - first) % step + 1, step)]


_LABELS: dict[str, str] = {
    "percent": "format(datum.value * 100, '~g') + ' %'",
    "dollars": (
        "datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + ' tn' : "
        "datum.value >= 1e3 ? format(datum.value / 1e3, '~g') + ' bn' : "
        "datum.value >= 1 ? format(datum.value, '~g') + ' m' : "
        "datum.value == 0 ? '0' : format(datum.value * 1e3, '~g') + ' k'"
    ),
    "ratio": ("datum.value >= 1 ? format(datum.value, ',~r') + ' : 1' : '1 : ' + format(1 / datum.value, ',.3~r')"),
    "tiv": "format(abs(datum.value), ',~g')",
}


def _x(domain: tuple[float, float], plot: int = PLOT) -> Spec:
    span = domain[1] - domain[0]
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100) if span / s * 48 <= plot), 100)
    years = list(range(math.ceil(domain[0] / step) * step, math.floor(domain[1]) + 1, step))
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {
            "values": years,
            "format": "d",
            "title": None,
            "grid": False,
            "tickColor": AXIS,
            "domainColor": AXIS,
        },
    }


def _y(values: list[float], style: str, *, log: bool = False) -> Spec:
    scale: Spec = {"domain": [values[0], values[-1]], "nice": False, "zero": False}
    if log:
        scale["type"] = "log"
    axis: Spec = {
        "values": values,
        "title": None,
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
        "labelPadding": 6,
    }
    axis["labelExpr"] = _LABELS.get(style, "format(datum.value, ',~g')")
    return {"field": "y", "type": "quantitative", "scale": scale, "axis": axis}


def _frame(layers: list[Spec], height: int = HEIGHT, left: int = LEFT, right: int = RIGHT) -> Spec:
    text = {"labelFont": FONT, "labelFontSize": 12, "labelColor": MUTED, "labelFlush": False}
    return {
        "$schema": SCHEMA,
        "width": WIDTH - left - right,
        "height": height,
        "padding": {"left": left, "right": right, "top": TOP, "bottom": BOTTOM},
        "autosize": "none",
        "background": None,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": text, "aria": False},
        "layer": layers,
    }


def _layer(mark: Spec, values: list[Spec], **encoding: Any) -> Spec:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _text(values: list[Spec], x: Spec, y: Spec, colour: str, **mark: Any) -> Spec:
    look = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": 12,
        "color": colour,
        "clip": False,
        **mark,
    }
    return _layer(look, values, x=x, y=y, text={"field": "t"})


def lines(
    ident: str,
    title: str,
    subtitle: str,
    series: Sequence[Series],
    style: Style,
    domain: tuple[int, int],
    *,
    ends: int | None = None,
    log: bool = False,
    bounds: tuple[float | None, float | None] = (0, None),
    line_at: float | None = None,
    sides: tuple[str, str] | None = None,
) -> Chart | None:
    """Values over the years, one line each, labelled at its end; None where no series has a value.

    Args:
        ident: Id of the chart.
        title: Title.
        subtitle: Unit.
        series: The lines.
        style: How values are written.
        domain: First and last year of the axis.
        ends: Last year the data cover, where that is before the end of the axis: shaded and said.
        log: Logarithmic scale; zeros are then not drawn, and the note says so.
        bounds: What the scale includes at least.
        line_at: A value that means "equal" or "chance", drawn as a line.
        sides: What lies above and below that line.
    """
    whole = [s for s in series if any(r.value is not None for r in s.rows)]
    since = _since(whole, domain)
    drawn = [replace(s, rows=[r for r in s.rows if r.year >= since]) for s in whole]
    drawn = [s for s in drawn if any(r.value is not None for r in s.rows)]
    if not drawn:
        return None
    usable: Callable[[float | None], bool] = (lambda v: v is not None and v > 0) if log else (lambda v: v is not None)
    if style in ("percent", "dollars") and not any(r.value for s in drawn for r in s.rows):
        return None
    reach = [v for s in drawn for r in s.rows for v in (r.value, r.low, r.high) if v is not None and usable(v)]
    if not reach:
        return None
    reach += [v for v in bounds if v is not None and usable(v)]
    if line_at is not None:
        reach.append(line_at)
    marks = decades(min(reach), max(reach)) if log else ticks(min(reach), max(reach))
    if not log and bounds[1] is not None and marks[-1] > bounds[1] >= max(reach):
        marks = [m for m in marks if m <= bounds[1]]
    earliest, domain = domain[0], _widen((max(domain[0], since), domain[1]))
    x, y = _x(domain), _y(marks, style, log=log)
    layers: list[Spec] = [*_after(ends, domain, marks, x, y), *_seams(drawn, x)]
    if line_at is not None:
        layers.append(_layer({"type": "rule", "color": AXIS, "strokeDash": [3, 3]}, [{"y": line_at}], y=y))
    labels: list[tuple[float, Series, Row]] = []
    for s in drawn:
        points = _every_year(s.rows, usable)
        band = [p for p in points if p["lo"] is not None or p["y"] is None]
        if any(p["lo"] is not None for p in points):
            area = {"type": "area", "color": s.colour, "opacity": 0.18, "line": False}
            layers.append(_layer(area, band, x=x, y={**y, "field": "lo"}, y2={"field": "hi"}))
        stroke: Spec = {"type": "line", "color": s.colour, "strokeWidth": 2.2, "strokeJoin": "round"}
        if s.dashed:
            stroke["strokeDash"] = [6, 2.5]
        layers.append(_layer(stroke, [{"x": p["x"], "y": p["y"]} for p in points], x=x, y=y))
        dots = [{"x": p["x"], "y": p["y"]} for p in points if p["lone"]]
        last = next(r for r in reversed(s.rows) if usable(r.value))
        dots.append({"x": last.year, "y": last.value})
        layers.append(_layer({"type": "circle", "color": s.colour, "opacity": 1, "size": 26}, dots, x=x, y=y))
        labels.append((float(last.value or 0), s, last))
    layers += _end_labels(labels, marks, style, x, log=log)
    if sides is not None and line_at is not None:
        layers += _sides(sides, line_at, marks, domain, x, y)
    notes = [_ends_note(ends)]
    if log and any(r.value == 0 for s in drawn for r in s.rows):
        notes.append("Zeros, which this scale cannot show, are in the table.")
    if _seam_years(drawn):
        notes.append("Dotted: the data set changes.")
    if since > earliest:
        notes.append(f"The table begins in {earliest}.")
    columns, rows, styles = _table(whole, style)
    return Chart(
        id=ident,
        title=title,
        subtitle=subtitle + (", logarithmic scale" if log else ""),
        alt=f"Line chart. {title}. " + " ".join(_trace(s, s.style or style) for s in drawn) + _ends_alt(ends),
        spec=_frame(layers),
        keys=tuple(Key(s.colour, "dashed" if s.dashed else "line", s.label) for s in drawn),
        columns=columns,
        rows=rows,
        styles=styles,
        sources=cite_years(r for s in whole for r in s.rows),
        note=" ".join(n for n in notes if n),
        domain=domain,
    )


#: Where a chart has enough years after it, the time before is left to its table.
MODERN = 1946


def _since(series: Sequence[Series], domain: tuple[int, int]) -> int:
    """The first year drawn: 1946 if at least twenty years after it have a value, else the first with one."""
    years = {r.year for s in series for r in s.rows if r.value is not None and r.year >= MODERN}
    return MODERN if len(years) >= 20 and domain[0] < MODERN else domain[0]


def _widen(domain: tuple[int, int]) -> tuple[int, int]:
    return domain if domain[1] > domain[0] else (domain[0] - 1, domain[1] + 1)


def _every_year(rows: Sequence[Row], usable: Callable[[float | None], bool]) -> list[Spec]:
    """A point per year from the first value to the last; years without one carry null, so the line breaks."""
    by_year = {r.year: r for r in rows if usable(r.value)}
    points: list[Spec] = []
    for year in range(min(by_year), max(by_year) + 1):
        row = by_year.get(year)
        interval = row is not None and row.low is not None and row.high is not None
        points.append(
            {
                "x": year,
                "y": row.value if row else None,
                "lo": row.low if row and interval else None,
                "hi": row.high if row and interval else None,
                "lone": row is not None and year - 1 not in by_year and year + 1 not in by_year,
            }
        )
    return points


def _place(value: float, marks: list[float], *, log: bool) -> float:
    """Pixels from the top of the plot."""
    low, high = marks[0], marks[-1]
    if log:
        value, low, high = math.log10(value), math.log10(low), math.log10(high)
    return HEIGHT * (1 - (value - low) / (high - low))


_BRIEF = ((f"US${words.THIN}", "$"), ("million", "m"), ("trillion", "tn"), ("thousand", "k"))


def _end_labels(
    labels: list[tuple[float, Series, Row]], marks: list[float], style: Style, x: Spec, *, log: bool
) -> list[Spec]:
    """Name and last value beside each line's last point, moved apart where they would touch."""
    need = 30.0
    placed = sorted(((_place(v, marks, log=log), s, r) for v, s, r in labels), key=lambda item: item[0])
    spots = [min(max(p, 8), HEIGHT - 14) for p, _, _ in placed]
    for i in range(1, len(spots)):
        spots[i] = max(spots[i], spots[i - 1] + need)
    over = spots[-1] - (HEIGHT - 8)
    if over > 0:
        spots[-1] -= over
        for i in range(len(spots) - 2, -1, -1):
            spots[i] = min(spots[i], spots[i + 1] - need)
    layers: list[Spec] = []
    for spot, (_, s, row) in zip(spots, placed, strict=True):
        figure = words.value(s.style or style, row.value)
        for long, brief in _BRIEF:
            figure = figure.replace(long, brief)
        value = [{"x": row.year, "t": [s.short, figure]}]
        look = {"dx": 7, "dy": -7, "lineHeight": 14, "fontWeight": 600}
        layers.append(_text(value, x, {"value": round(spot, 1)}, s.colour, **look))
    return layers


def _after(ends: int | None, domain: tuple[int, int], marks: list[float], x: Spec, y: Spec) -> list[Spec]:
    """Shade what lies after the end of the data, and say so."""
    if ends is None or ends >= domain[1]:
        return []
    shade = [{"x": ends, "x2": domain[1], "y": marks[0], "y2": marks[-1]}]
    layer = _layer({"type": "rect", "color": SHADE}, shade, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"})
    # Beside the axis, where no line and no label can be.
    said = [{"x": domain[1], "t": f"ends {ends}"}]
    return [layer, _text(said, x, {"value": HEIGHT + 12.5}, MUTED, dx=20, fontSize=11)]


def _seam_years(series: Sequence[Series]) -> list[int]:
    """Years whose value comes from another data set than the value of the year before."""
    found: set[int] = set()
    for s in series:
        known = [r for r in s.rows if r.value is not None]
        found |= {
            b.year
            for a, b in pairwise(known)
            if b.year == a.year + 1 and a.sources and b.sources and a.sources != b.sources
        }
    return sorted(found)


def _seams(series: Sequence[Series], x: Spec) -> list[Spec]:
    years = [{"x": year - 0.5} for year in _seam_years(series)]
    return [_layer({"type": "rule", "color": AXIS, "strokeDash": [1, 3]}, years, x=x)] if years else []


def _sides(
    sides: tuple[str, str], at: float, marks: list[float], domain: tuple[int, int], x: Spec, y: Spec
) -> list[Spec]:
    layers: list[Spec] = []
    for text, edge, dy in ((sides[0], marks[-1], 8), (sides[1], marks[0], -8)):
        if edge != at and text:
            layers.append(
                _text(
                    [{"x": domain[0], "y": edge, "t": text}],
                    x,
                    y,
                    MUTED,
                    dx=4,
                    dy=dy,
                    fontSize=11,
                    fontStyle="italic",
                )
            )
    return layers


def _ends_note(ends: int | None) -> str:
    return f"Data end {ends}." if ends is not None else ""


def _ends_alt(ends: int | None) -> str:
    return f" The data end in {ends}." if ends is not None else ""


def _trace(s: Series, style: Style) -> str:
    """What a line does, in words."""
    known = [r for r in s.rows if r.value is not None]
    first, last, top = known[0], known[-1], max(known, key=lambda r: r.value or 0)
    text = f"{s.label}: {words.value(style, last.value)} in {last.year}"
    if first.year != last.year:
        text = f"{s.label}: from {words.value(style, first.value)} in {first.year} "
        text += f"to {words.value(style, last.value)} in {last.year}"
        if top.year not in (first.year, last.year):
            text += f", highest in {top.year} at {words.value(style, top.value)}"
    return text + "."


def _table(
    series: Sequence[Series], style: Style
) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...], tuple[str, ...]]:
    """Columns, rows and styles of the table behind a chart: every year from the first row to the last."""
    columns, styles = ["year"], ["year"]
    banded = [any(r.low is not None for r in s.rows) for s in series]
    counted = [any((r.n or 0) > 5 for r in s.rows) for s in series]
    for s, has_band, has_n in zip(series, banded, counted, strict=True):
        how = s.style or style
        columns += [s.label, *(["90 % low", "90 % high"] if has_band else []), *(["n"] if has_n else [])]
        styles += [how, *([how, how] if has_band else []), *(["count"] if has_n else [])]
    by_year = [{r.year: r for r in s.rows} for s in series]
    known = [r.year for s in series for r in s.rows if r.value is not None]
    rows: list[tuple[Any, ...]] = []
    for year in range(min(known), max(known) + 1):
        cells: list[Any] = [year]
        sources: list[str] = []
        for held, has_band, has_n in zip(by_year, banded, counted, strict=True):
            row = held.get(year)
            cells.append(row.value if row else None)
            cells += [row.low if row else None, row.high if row else None] if has_band else []
            cells += [row.n if row else None] if has_n else []
            if row and row.value is not None and row.sources not in sources:
                sources.append(row.sources)
        rows.append((*cells, "; ".join(sources)))
    return (*columns, "sources"), tuple(rows), (*styles, "text")


def mirrored(
    ident: str,
    title: str,
    subtitle: str,
    up: Series,
    down: Series,
    style: Style,
    domain: tuple[int, int],
    *,
    ends: int | None = None,
) -> Chart | None:
    """Yearly amounts of the two directions: one as bars upwards, the other as bars downwards."""
    if not any(r.value for s in (up, down) for r in s.rows):
        return None
    tops = [max((r.value or 0 for r in s.rows), default=0) for s in (up, down)]
    room = 0.22 * max(tops)
    marks = ticks(-max(tops[1] * 1.25, room), max(tops[0] * 1.25, room), 6)
    wide = (domain[0] - 0.5, domain[1] + 0.5)
    x, y = _x(wide, WIDTH - LEFT - 12), _y(marks, style)
    layers: list[Spec] = []
    if ends is not None and ends < domain[1]:
        shade = [{"x": ends + 0.5, "x2": wide[1], "y": marks[0], "y2": marks[-1], "t": f"data end {ends}"}]
        rect = _layer({"type": "rect", "color": SHADE}, shade, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"})
        layers += [
            rect,
            _text(shade, {**x, "field": "x2"}, {"value": HEIGHT - 9}, MUTED, dx=-3, align="right", fontSize=11),
        ]
    for s, sign in ((up, 1), (down, -1)):
        bars = [{"x": r.year - 0.4, "x2": r.year + 0.4, "y": sign * r.value, "y2": 0} for r in s.rows if r.value]
        layers.append(
            _layer({"type": "rect", "color": s.colour}, bars, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"})
        )
        edge = marks[-1] if sign > 0 else marks[0]
        tell = s.short if bars else f"{s.short}: none on record"
        layers.append(_text([{"x": wide[0], "y": edge, "t": tell}], x, y, s.colour, dx=4, dy=8 * sign, fontWeight=600))
    layers.append(_layer({"type": "rule", "color": MUTED}, [{"y": 0}], y=y))
    columns, rows, styles = _table((up, down), style)
    alt = " ".join(_amounts(s, style) for s in (up, down))
    return Chart(
        id=ident,
        title=title,
        subtitle=subtitle,
        alt=f"Bar chart by year. {title}. {alt}{_ends_alt(ends)}",
        spec=_frame(layers, right=12),
        keys=tuple(Key(s.colour, "bar", s.label) for s in (up, down)),
        columns=columns,
        rows=rows,
        styles=styles,
        sources=cite_years(r for s in (up, down) for r in s.rows),
        note=_ends_note(ends),
        domain=domain,
        pad=0.5,
    )


def _amounts(s: Series, style: Style) -> str:
    some = [r for r in s.rows if r.value]
    if not some:
        return f"{s.label}: none on record."
    top = max(some, key=lambda r: r.value or 0)
    when = f"in {len(some)} years between {some[0].year} and {some[-1].year}"
    return f"{s.label}: {when}, most in {top.year} ({words.value(style, top.value)})."


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of years: runs of one kind each, as (first, last, level), where the data begin and end."""

    label: str
    rows: Sequence[Row]
    levels: Callable[[float], int]


def strips(
    ident: str,
    title: str,
    subtitle: str,
    lanes: Sequence[Strip],
    names: Sequence[tuple[str, str]],
    style: Style,
    domain: tuple[int, int],
    *,
    show_text: bool = True,
) -> Chart | None:
    """Spells over the years, one lane each; `names` holds colour and name per level, level 0 being "none".

    Years outside the data are left white, years with level 0 are a thin line: none is not the same as unknown.
    """
    lanes = [lane for lane in lanes if any(r.value is not None for r in lane.rows)]
    if not lanes:
        return None
    lane_height, gap = 30, 26
    height = len(lanes) * (lane_height + gap)
    wide = (domain[0] - 0.5, domain[1] + 0.5)
    plot = WIDTH - 12 - 14
    x = _x(wide, plot)
    layers: list[Spec] = []
    used: set[int] = set()
    for i, lane in enumerate(lanes):
        top = i * (lane_height + gap) + gap - 4
        layers.append(_text([{"x": wide[0], "t": lane.label}], x, {"value": top - 11}, INK, fontWeight=600))
        spells = _spells(lane)
        end = spells[-1][1]
        if end < domain[1]:
            fits = plot * (domain[1] - end) / (wide[1] - wide[0]) > 78
            look = {"dx": 5} if fits else {"dx": 0, "align": "right"}
            at = {"value": top + lane_height / 2} if fits else {"value": top - 11}
            spot = end + 0.5 if fits else wide[1]
            layers.append(_text([{"x": spot, "t": f"data end {end}"}], x, at, MUTED, fontSize=11, **look))
        for level in sorted({s[2] for s in spells}):
            used.add(level)
            thin = level == 0
            y1, y2 = (top + lane_height / 2 - 2, top + lane_height / 2 + 2) if thin else (top, top + lane_height)
            runs = [{"x": a - 0.5, "x2": b + 0.5} for a, b, at_level in spells if at_level == level]
            colour = AXIS if thin else names[level][0]
            layers.append(
                _layer({"type": "rect", "color": colour, "stroke": None if thin else "#ffffff", "strokeWidth": 0.5},
                       runs,
                       x=x, x2={"field": "x2"}, y={"value": y1}, y2={"value": y2})
            )  # fmt: skip
        for a, b, level in spells if show_text else ():
            name = names[level][1]
            if level and plot * (b - a + 1) / (wide[1] - wide[0]) > 6.4 * len(name) + 8:
                ink = "#ffffff" if level >= 2 else INK
                layers.append(
                    _text(
                        [{"x": a - 0.5, "t": name}],
                        x,
                        {"value": top + lane_height / 2},
                        ink,
                        dx=6,
                        fontSize=11.5,
                    )
                )
    as_series = [Series(lane.label, lane.label, BOTH, lane.rows) for lane in lanes]
    columns, rows, styles = _table(as_series, style)
    alt = " ".join(f"{lane.label}: {_spell_words(_spells(lane), names)}." for lane in lanes)
    return Chart(
        id=ident,
        title=title,
        subtitle=subtitle,
        alt=f"Time strip. {title}. {alt}",
        spec=_frame(layers, height=height, left=12, right=14),
        keys=tuple(
            Key(AXIS if lv == 0 else names[lv][0], "thin" if lv == 0 else "bar", names[lv][1]) for lv in sorted(used)
        ),
        columns=columns,
        rows=rows,
        styles=styles,
        sources=cite_years(r for lane in lanes for r in lane.rows),
        note="",
        domain=domain,
        pad=0.5,
    )


def _spells(lane: Strip) -> list[tuple[int, int, int]]:
    """Runs of years at one level, in order of time; a missing year ends a run."""
    spells: list[tuple[int, int, int]] = []
    for row in lane.rows:
        if row.value is None:
            continue
        level = lane.levels(row.value)
        if spells and spells[-1][1] == row.year - 1 and spells[-1][2] == level:
            spells[-1] = (spells[-1][0], row.year, level)
        else:
            spells.append((row.year, row.year, level))
    return spells


def _spell_words(spells: list[tuple[int, int, int]], names: Sequence[tuple[str, str]]) -> str:
    shown = [f"{names[level][1]} {words.span(a, b)}" for a, b, level in spells if level]
    covered = f"(data {words.span(spells[0][0], spells[-1][1])})"
    return f"{', '.join(shown) or 'none'} {covered}"


#: The least picture there is: rendering it starts the renderer.
BLANK: Spec = _frame([_layer({"type": "point"}, [])])
