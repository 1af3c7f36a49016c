"""Make the map of the world that the first page shows, from Natural Earth as the npm package world-atlas has it.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python docs/world.py package

writes `src/amity/web/world.json`: outlines of states in the projection Equal Earth (Šavrič, Patterson & Jenny 2019,
doi:10.1080/13658816.2018.1504949), and a point for states too small for an outline at this scale. Borders are those of
Natural Earth, which draws who controls the ground; they are nobody's judgement on whose it is.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from amity import states

ROOT = Path(__file__).parents[1]
WIDTH = 1000.0
Point = tuple[float, float]

_A = (1.340264, -0.081106, 0.000893, 0.003796)


def project(longitude: float, latitude: float) -> Point:
    """Equal Earth, in units of the Earth's radius."""
    m = math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(latitude)))
    a = _A
    slope = a[0] + 3 * a[1] * t**2 + t**6 * (7 * a[2] + 9 * a[3] * t**2)
    return math.radians(longitude) * math.cos(t) / (m * slope), t * (a[0] + a[1] * t**2 + t**6 * (a[2] + a[3] * t**2))


_HALF = project(180, 0)[0]
_TOP, _BOTTOM = project(0, 84)[1], project(0, -57)[1]
HEIGHT = round(WIDTH * (_TOP - _BOTTOM) / (2 * _HALF), 1)


def place(longitude: float, latitude: float) -> Point:
    """Where that is on the map."""
    x, y = project(longitude, latitude)
    return (x + _HALF) / (2 * _HALF) * WIDTH, (_TOP - y) / (2 * _HALF) * WIDTH


def rings(topology: dict, geometry: dict) -> list[list[Point]]:
    """Rings of a geometry in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(number: int) -> list[Point]:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        return points if number >= 0 else points[::-1]

    def ring(numbers: Iterable[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            points += arc(number)[1 if points else 0 :]
        return points

    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring(numbers) for polygon in parts for numbers in polygon]


def area(points: Sequence[Point]) -> float:
    """Area of a ring, in the square of its units."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))) / 2


def unbroken(points: Sequence[Point]) -> list[list[Point]]:
    """A ring that crosses the 180th meridian as two that do not."""
    turned = [points[0]]
    for x, y in points[1:]:
        turned.append((x + 360 * round((turned[-1][0] - x) / 360), y))
    if all(-180 <= x <= 180 for x, _ in turned):
        return [turned]
    shift = 360 if min(x for x, _ in turned) < -180 else 0
    turned = [(x + shift, y) for x, y in turned]
    east, west = clipped(turned, 1), clipped(turned, -1)
    return [part for part in (east, [(x - 360, y) for x, y in west]) if len(part) > 2]


def clipped(points: Sequence[Point], side: int) -> list[Point]:
    """What of a ring lies west (1) or east (-1) of the 180th meridian."""
    kept: list[Point] = []
    for (x, y), (u, v) in zip(points, [*points[1:], points[0]], strict=True):
        if side * (180 - x) >= 0:
            kept.append((x, y))
        if (180 - x) * (180 - u) < 0:
            kept.append((180.0, y + (v - y) * (180 - x) / (u - x)))
    return kept


def path(found: Iterable[Sequence[Point]], least: float) -> str:
    """Rings of at least so many square pixels as an SVG path, to a tenth of a pixel."""
    parts: list[str] = []
    for ring in (part for whole in found for part in unbroken(whole)):
        points = [place(*point) for point in ring]
        if area(points) < least:
            continue
        kept = [(round(x, 1), round(y, 1)) for x, y in points]
        line = [p for i, p in enumerate(kept) if i == 0 or p != kept[i - 1]]
        steps = [f"M{line[0][0]:g} {line[0][1]:g}"]
        for (x, y), (u, v) in zip(line[1:], line, strict=False):
            steps.append(f"l{round(x - u, 1):g} {round(y - v, 1):g}")
        parts.append("".join(steps) + "z")
    return "".join(parts)


def main(folder: Path) -> None:
    """Write the file."""
    known = {state.m49: state.code for state in states.everything() if state.m49}
    coarse = json.loads((folder / "countries-110m.json").read_text(encoding="utf-8"))
    fine = json.loads((folder / "countries-50m.json").read_text(encoding="utf-8"))
    shapes: dict[str, str] = {}
    rest: list[str] = []
    for geometry in coarse["objects"]["countries"]["geometries"]:
        outline = path(rings(coarse, geometry), 0.5)
        code = known.get(str(geometry.get("id", "")).zfill(3))
        if code is None and geometry["properties"]["name"] == "Kosovo":
            code = states.find("Kosovo").code
        if code is None:
            rest.append(outline if geometry["properties"]["name"] != "Antarctica" else "")
        else:
            shapes[code] = shapes.get(code, "") + outline
    dots: dict[str, list[float]] = {}
    for geometry in fine["objects"]["countries"]["geometries"]:
        code = known.get(str(geometry.get("id", "")).zfill(3))
        if code is None or code in shapes:
            continue
        largest = max(rings(fine, geometry), key=area)
        x, y = place(sum(p[0] for p in largest) / len(largest), sum(p[1] for p in largest) / len(largest))
        dots.setdefault(code, [round(x, 1), round(y, 1)])
    content = {"width": WIDTH, "height": HEIGHT, "shapes": shapes, "dots": dots, "rest": "".join(rest)}
    target = ROOT / "src" / "amity" / "web" / "world.json"
    target.write_text(json.dumps(content, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    lacking = [s.code for s in states.members(2020) if s.code not in shapes and s.code not in dots]
    print(f"{len(shapes)} outlines, {len(dots)} dots; not on the map: {', '.join(lacking) or 'none'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
