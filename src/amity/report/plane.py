"""The plane engagement by affinity: where a pair stands among all, how it came there, and how sure that is.

Every picture has the same frame: dots for all pairs of the year, a path per pair, the 90 % region of its last year.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity.report import Chart, Key, words
from amity.report.charts import AXIS, FONT, GRID, INK, MUTED, SCHEMA, WIDTH, ticks
from amity.report.scored import World

Spec = dict[str, Any]
Spot = tuple[float, float]

_LEFT, _RIGHT, _TOP, _BOTTOM, _SIDE = 40, 14, 26, 46, 356
_PLOT = WIDTH - _LEFT - _RIGHT
#: Pixels between the middles of two dots of the background.
_STEP = 8.5
#: Sizes of these dots, for one pair to the most.
_SIZES = 6
#: How much of a normal distribution in two dimensions lies within this many squared standard deviations: 90 %.
_NINETY = 4.605
#: Points of an ellipse's outline.
_ROUND = 72
#: Dots are grey, and darker where there are more pairs; the quietest mark on the page.
_DOT = "#9aa0a6"
_QUIET = {"labelFont": FONT, "labelFontSize": 12, "labelColor": MUTED, "titleFont": FONT, "titleColor": INK}
_AXIS = {**_QUIET, "titleFontSize": 12, "titleFontWeight": 600, "gridColor": GRID, "domain": False, "ticks": False}


@dataclass(frozen=True, slots=True)
class Track:
    """One pair on the plane.

    Attributes:
        label: What stands beside its last point.
        colour: Its colour.
        path: Rows with year, engagement, affinity, their `_low`, `_high` and `_sd`, and correlation; in order of years.
        is_dated: Whether years are written along the path.
    """

    label: str
    colour: str
    path: pl.DataFrame
    is_dated: bool = True

    @property
    def end(self) -> Mapping[str, Any]:
        """The last row."""
        return self.path.row(-1, named=True)


def plane(ident: str, title: str, tracks: Sequence[Track], world: World | None, *, sources: str = "") -> Chart | None:
    """Paths over the plane; None where no track has a point.

    Args:
        ident: Id of the chart.
        title: Title.
        tracks: The pairs; those without any year are left out.
        world: All pairs of the last year, behind the paths.
        sources: Data sets behind the paths.
    """
    drawn = [t for t in tracks if t.path.height]
    if not drawn:
        return None
    rings = [ellipse(t.end) for t in drawn]
    frame = _Frame.around([_points(t.path) for t in drawn] + rings, world)
    layers = [*frame.ground(world)]
    taken: list[tuple[float, float, float, float]] = []
    marks: list[Spec] = []
    for track, ring in zip(drawn, rings, strict=True):
        layers += [frame.region(ring, track.colour), *frame.path(track)]
        marks += frame.ends(track)
    layers += marks
    for track in drawn:
        layers += frame.names(track, drawn, taken)
    last = drawn[0].end
    year = int(last["year"])
    pairs = f"dots: all {len(world.points):,} pairs in {world.year}; " if world is not None else ""
    return Chart(
        id=ident,
        title=title,
        subtitle=f"Standard deviations of all pairs, 0 = the middle; {pairs}outline: 90{words.THIN}% region",
        alt=f"Plane of engagement and affinity. {' '.join(_told(t) for t in drawn)}",
        spec=frame.spec(layers),
        keys=tuple(Key(t.colour, "line", f"{t.label}, {t.path['year'][0]}–{t.end['year']}") for t in drawn),
        columns=("year", *(f"{t.label}: {c}" if len(drawn) > 1 else c for t in drawn for c in _HEADS)),
        rows=_rows(drawn),
        styles=("year", *(["distance"] * len(_HEADS) * len(drawn))),
        sources=sources,
        note="",
        domain=(min(int(t.path["year"][0]) for t in drawn), year),
        places=frame.places(drawn[0]) if len(drawn) == 1 else (),
    )


_HEADS = (
    "engagement",
    "engagement 90 % low",
    "engagement 90 % high",
    "affinity",
    "affinity 90 % low",
    "affinity 90 % high",
)
_COLUMNS = ("engagement", "engagement_low", "engagement_high", "affinity", "affinity_low", "affinity_high")


def _rows(tracks: Sequence[Track]) -> tuple[tuple[Any, ...], ...]:
    held = [{int(r[0]): r[1:] for r in t.path.select("year", *_COLUMNS).iter_rows()} for t in tracks]
    blank = (None,) * len(_COLUMNS)
    years = range(min(min(h) for h in held), 1 + max(max(h) for h in held))
    return tuple((year, *(v for h in held for v in h.get(year, blank))) for year in years)


def _told(track: Track) -> str:
    first, last = track.path.row(0, named=True), track.end
    ends = [
        f"{what} from {words.signed(first[what])} in {first['year']} to {words.signed(last[what])} in {last['year']} "
        f"(90{words.THIN}% interval {words.signed(last[what + '_low'])} to {words.signed(last[what + '_high'])})"
        for what in ("engagement", "affinity")
    ]
    return f"{track.label}: {', '.join(ends)}."


def _points(path: pl.DataFrame) -> NDArray[np.float64]:
    return path.select("engagement", "affinity").to_numpy()


def ellipse(row: Mapping[str, Any]) -> NDArray[np.float64]:
    """The outline of the region that holds a pair's true point with 90 % probability, one point per row."""
    x, y = float(row["engagement_sd"]), float(row["affinity_sd"])
    shared = min(max(float(row["correlation"] or 0.0), -0.999), 0.999) * x * y
    half = np.linalg.cholesky(np.array([[x * x, shared], [shared, y * y]]) + 1e-12 * np.eye(2))
    turn = np.linspace(0, 2 * math.pi, _ROUND, endpoint=False)
    circle = math.sqrt(_NINETY) * np.stack([np.cos(turn), np.sin(turn)])
    return np.array([row["engagement"], row["affinity"]]) + (half @ circle).T


@dataclass(frozen=True, slots=True)
class _Frame:
    """Axes that hold everything drawn, and where a point lies on the picture."""

    xs: list[float]
    ys: list[float]

    @classmethod
    def around(cls, shapes: Sequence[NDArray[np.float64]], world: World | None) -> _Frame:
        every = np.concatenate(shapes)
        low, high = every.min(axis=0), every.max(axis=0)
        if world is not None and len(world.points):
            # The outermost pairs would make room for themselves alone.
            edge = np.quantile(world.points, (0.002, 0.998), axis=0)
            low, high = np.minimum(low, edge[0]), np.maximum(high, edge[1])
        pad = 0.04 * (high - low)
        return cls(*(_even(low[i] - pad[i], high[i] + pad[i]) for i in (0, 1)))

    def at(self, x: float, y: float) -> Spot:
        """Pixels from the left and from the top of the plot."""
        return (
            _PLOT * (x - self.xs[0]) / (self.xs[-1] - self.xs[0]),
            _SIDE * (1 - (y - self.ys[0]) / (self.ys[-1] - self.ys[0])),
        )

    def ground(self, world: World | None) -> list[Spec]:
        """Grid, the lines of the middle, every pair of the year, what the corners mean."""
        x, y = self._x(), self._y()
        zero = [
            _layer({"type": "rule", "color": AXIS}, [{"x": 0.0}], x=x),
            _layer({"type": "rule", "color": AXIS}, [{"y": 0.0}], y=y),
        ]
        dots = self._dots(world.points) if world is not None and len(world.points) else []
        corners = [
            _text(px, py, text, MUTED, align=align, baseline=base, fontSize=11, fontStyle="italic")
            for px, py, text, align, base in (
                (_PLOT - 4, 5, "deal much, on the same side", "right", "top"),
                (4, 5, "deal little, on the same side", "left", "top"),
                (_PLOT - 4, _SIDE - 5, "deal much, on opposite sides", "right", "bottom"),
                (4, _SIDE - 5, "deal little, on opposite sides", "left", "bottom"),
            )
        ]
        blank = _layer({"type": "point", "opacity": 0}, [{"x": 0.0, "y": 0.0}], x=x, y=y)
        return [blank, *dots, *zero, *corners]

    def _dots(self, points: NDArray[np.float64]) -> list[Spec]:
        """Pairs gathered into a grid of hexagons: the more pairs, the larger the dot."""
        px = _PLOT * (points[:, 0] - self.xs[0]) / (self.xs[-1] - self.xs[0])
        py = _SIDE * (1 - (points[:, 1] - self.ys[0]) / (self.ys[-1] - self.ys[0]))
        high = _STEP * math.sqrt(3) / 2
        line = np.round(py / high).astype(int)
        shift = np.where(line % 2, 0.5, 0.0)
        place = np.round(px / _STEP - shift).astype(int)
        cells, counts = np.unique(np.stack([place, line], axis=1), axis=0, return_counts=True)
        grow = np.ceil(_SIZES * np.log1p(counts) / math.log1p(float(counts.max()))).astype(int)
        sizes: dict[int, list[Spec]] = {}
        for (column, row), size in zip(cells.tolist(), grow.tolist(), strict=True):
            x, y = _STEP * (column + (0.5 if row % 2 else 0.0)), high * row
            if 0 <= x <= _PLOT and 0 <= y <= _SIDE:
                # A line of one point with round ends is a dot; all of one size are one shape of the picture.
                sizes.setdefault(size, []).extend(({"px": round(x, 1), "py": round(y, 1)}, {"px": None, "py": None}))
        look = {"type": "line", "stroke": _DOT, "strokeCap": "round"}
        return [
            _layer({**look, "strokeWidth": round(1.4 + 5.0 * size / _SIZES, 2),
                    "opacity": round(0.3 + 0.3 * size / _SIZES, 2)},
                   [{**v, "i": i} for i, v in enumerate(values)],
                   x=_px("px"), y=_px("py"), order={"field": "i", "type": "quantitative"})
            for size, values in sorted(sizes.items())
        ]  # fmt: skip

    def region(self, ring: NDArray[np.float64], colour: str) -> Spec:
        """The 90 % region."""
        spots = [self.at(float(x), float(y)) for x, y in ring]
        values = [{"px": round(x, 1), "py": round(y, 1), "o": i} for i, (x, y) in enumerate(spots)]
        look = {"type": "line", "interpolate": "linear-closed", "stroke": colour, "strokeWidth": 1.4, "fill": colour,
                "fillOpacity": 0.14}  # fmt: skip
        return _layer(look, values, x=_px("px"), y=_px("py"), order={"field": "o", "type": "quantitative"})

    def path(self, track: Track) -> list[Spec]:
        """The way through the years, stronger towards the end; a year that is missing breaks it."""
        years = track.path["year"].to_list()
        spots = [self.at(float(x), float(y)) for x, y in _points(track.path)]
        steps = [
            {"px": round(a[0], 1), "py": round(a[1], 1), "qx": round(b[0], 1), "qy": round(b[1], 1),
             "o": round(0.3 + 0.7 * (i + 1) / len(spots), 2), "w": round(1.1 + 1.5 * (i + 1) / len(spots), 2)}
            for i, (a, b) in enumerate(pairwise(spots)) if years[i + 1] == years[i] + 1
        ]  # fmt: skip
        raw = {"type": "quantitative", "scale": None, "legend": None}
        look = {"type": "rule", "stroke": track.colour, "strokeCap": "round"}
        return [
            _layer(look, steps, x=_px("px"), y=_px("py"), x2={"field": "qx"}, y2={"field": "qy"},
                   opacity={"field": "o", **raw}, strokeWidth={"field": "w", **raw})
        ] if steps else []  # fmt: skip

    def ends(self, track: Track) -> list[Spec]:
        """The last point, and a dot for each year that is written."""
        dated = [self.at(float(x), float(y)) for year, x, y in self._dated(track) if year != track.end["year"]]
        small = [{"px": round(x, 1), "py": round(y, 1)} for x, y in dated]
        x, y = self.at(float(track.end["engagement"]), float(track.end["affinity"]))
        look = {"type": "circle", "fill": track.colour, "opacity": 1, "stroke": "#ffffff"}
        found = [_layer({**look, "size": 70, "strokeWidth": 1.4}, [{"px": round(x, 1), "py": round(y, 1)}],
                        x=_px("px"), y=_px("py"))]  # fmt: skip
        if small:
            found.insert(0, _layer({**look, "size": 22, "strokeWidth": 0.8}, small, x=_px("px"), y=_px("py")))
        return found

    def _dated(self, track: Track) -> list[tuple[int, float, float]]:
        """Years written along a path: the first, the last, the decades between, none too near to another."""
        if not track.is_dated:
            return []
        rows = [
            (int(year), float(x), float(y))
            for year, x, y in track.path.select("year", "engagement", "affinity").iter_rows()
        ]
        wanted = [rows[-1], rows[0], *(row for row in rows[1:-1] if row[0] % 10 == 0)]
        kept: list[tuple[int, float, float]] = []
        for row in wanted:
            spot = self.at(row[1], row[2])
            if all(math.dist(spot, self.at(other[1], other[2])) > 24 for other in kept):
                kept.append(row)
        return kept

    def names(
        self, track: Track, tracks: Sequence[Track], taken: list[tuple[float, float, float, float]]
    ) -> list[Spec]:
        """Years along the path, or the name at its end, where they cover neither a path nor one another."""
        busy = [self.at(float(x), float(y)) for t in tracks for x, y in _points(t.path)]
        busy += [self.at(float(x), float(y)) for t in tracks for x, y in ellipse(t.end)]
        wanted = [(str(year), x, y, year == track.end["year"]) for year, x, y in self._dated(track)]
        if not track.is_dated:
            wanted = [(track.label, float(track.end["engagement"]), float(track.end["affinity"]), True)]
        layers: list[Spec] = []
        for text, x, y, is_end in wanted:
            size = 13.0 if is_end and track.is_dated else 12.0 if is_end else 11.0
            px, py, box = _free(self.at(x, y), text, size, busy, taken)
            taken.append(box)
            look = {"align": "center", "baseline": "middle", "fontSize": size, "fontWeight": 700 if is_end else 500}
            layers.append(_text(px, py, text, "#ffffff", **look, stroke="#ffffff", strokeWidth=3.2, strokeJoin="round"))
            layers.append(_text(px, py, text, track.colour if is_end else INK, **look))
        return layers

    def places(self, track: Track) -> tuple[tuple[int, float, float], ...]:
        """Where each year of a path lies on the picture."""
        rows = track.path.select("year", "engagement", "affinity").iter_rows()
        spots = [(int(year), self.at(float(x), float(y))) for year, x, y in rows]
        return tuple((year, round(_LEFT + x, 1), round(_TOP + y, 1)) for year, (x, y) in spots)

    def spec(self, layers: list[Spec]) -> Spec:
        return {
            "$schema": SCHEMA,
            "width": _PLOT,
            "height": _SIDE,
            "padding": {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
            "autosize": "none",
            "background": None,
            "config": {"font": FONT, "view": {"stroke": None}, "aria": False},
            "layer": layers,
        }

    def _x(self) -> Spec:
        title = "Engagement: how much they deal with each other →"
        axis = {**_AXIS, "values": self.xs, "title": title, "titleAnchor": "end", "titlePadding": 6}
        return {"field": "x", "type": "quantitative", "scale": _scale(self.xs), "axis": {**axis, "labelExpr": _SIGNED}}

    def _y(self) -> Spec:
        title = "↑ Affinity: on whose side they stand"
        axis = {**_AXIS, "values": self.ys, "title": title, "titleAngle": 0, "titleAlign": "left",
                "titleAnchor": "start", "titleX": -_LEFT + 6, "titleY": -14, "titleBaseline": "middle"}  # fmt: skip
        return {"field": "y", "type": "quantitative", "scale": _scale(self.ys), "axis": {**axis, "labelExpr": _SIGNED}}


_SIGNED = "datum.value > 0 ? '+' + format(datum.value, '~g') : format(datum.value, '~g')"


def _even(low: float, high: float) -> list[float]:
    """Round steps that hold everything, and the middle."""
    return ticks(min(low, -0.5), max(high, 0.5), 7)


def _scale(values: list[float]) -> Spec:
    return {"domain": [values[0], values[-1]], "nice": False, "zero": False}


def _px(name: str) -> Spec:
    """A place in pixels, not in units of an axis."""
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


def _layer(mark: Spec, values: list[Spec], **encoding: Any) -> Spec:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _text(px: float, py: float, text: str, colour: str, **mark: Any) -> Spec:
    look = {"type": "text", "color": colour, "clip": False, **mark}
    return _layer(look, [{"t": text}], x={"value": round(px, 1)}, y={"value": round(py, 1)}, text={"field": "t"})


def _free(
    spot: Spot, text: str, size: float, busy: Sequence[Spot], taken: Sequence[tuple[float, float, float, float]]
) -> tuple[float, float, tuple[float, float, float, float]]:
    """Middle and box of a text beside a spot that covers least of what is drawn."""
    wide, high = 0.58 * size * len(text) / 2 + 2, size / 2 + 1
    best: tuple[float, float, float, tuple[float, float, float, float]] | None = None
    for ring, far in enumerate((7.0, 14.0, 24.0)):
        for turn in range(12):
            angle = turn * math.pi / 6
            px = spot[0] + (wide + far) * math.cos(angle)
            py = spot[1] - (high + far) * math.sin(angle)
            box = (px - wide, py - high, px + wide, py + high)
            out = min(box[0], 0) + min(box[1], 0) + min(_PLOT - box[2], 0) + min(_SIDE - box[3], 0)
            hit = sum(box[0] - 2 <= x <= box[2] + 2 and box[1] - 2 <= y <= box[3] + 2 for x, y in busy)
            over = sum(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken)
            cost = hit + 20 * over - 5 * out + 1.5 * ring
            if best is None or cost < best[0] - 1e-9:
                best = (cost, px, py, box)
    assert best is not None
    return best[1], best[2], best[3]
