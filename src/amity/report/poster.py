"""A chart as one picture that can stand alone: title, key, chart, sources and how to cite it, as SVG or PNG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap

from amity.report import Chart, paint
from amity.report.charts import FONT, INK, MUTED

#: Room around the chart, height of a line of text, and of characters per pixel of width in small letters.
_EDGE, _LINE, _PER_PX = 14, 15, 0.175


def svg(chart: Chart, heading: str, cite: Sequence[str]) -> str:
    """The picture as SVG on white.

    Args:
        chart: The chart.
        heading: Whose it is, such as "China and Russia".
        cite: Lines for its foot, after the chart's own sources.
    """
    drawn = paint.svg(chart.spec)
    wide, high = _size(drawn)
    width = max(wide, 420.0)
    small = int(width * _PER_PX)
    y = 20.0
    parts = [
        _text(line, y + 19 * i, 15, INK, 700) for i, line in enumerate(wrap(f"{heading}: {chart.title}", small - 18))
    ]
    y += 19 * len(parts)
    for line in wrap(chart.subtitle, small):
        parts.append(_text(line, y, 12, MUTED))
        y += _LINE
    x = float(_EDGE)
    for key in chart.keys:
        length = 24 + 6.6 * len(key.text)
        if x > _EDGE and x + length > width:
            x, y = float(_EDGE), y + _LINE
        parts.append(
            f'<rect x="{x:g}" y="{y - 5:g}" width="16" height="4" fill="{key.colour}"/>'
            + _text(key.text, y, 12, INK, at=x + 21)
        )
        x += length + 12
    y += 10 if chart.keys else 0
    body = re.sub(r"^.*?<svg", f'<svg x="{_EDGE}" y="{y:g}"', drawn, count=1, flags=re.DOTALL)
    parts.append(body)
    y += high + _LINE
    foot = [f"{chart.note} Sources: {chart.sources}".strip().replace("@", " "), *cite]
    for line in (part for text in foot for part in wrap(text, small + 14)):
        parts.append(_text(line, y, 10, MUTED))
        y += 13
    inside = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * _EDGE:g}" height="{y + 4:g}" '
        f'viewBox="0 0 {width + 2 * _EDGE:g} {y + 4:g}" font-family="{escape(FONT)}" role="img">'
        f"<title>{escape(heading)}: {escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{inside}</svg>'
    )


def png(chart: Chart, heading: str, cite: Sequence[str]) -> bytes:
    """The picture as PNG, at twice its size in pixels."""
    return paint.png(svg(chart, heading, cite), scale=2)


def _size(drawn: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    assert found is not None, "every picture has its size"
    return float(found[1]), float(found[2])


def _text(text: str, y: float, size: int, colour: str, weight: int = 400, at: float = _EDGE) -> str:
    return f'<text x="{at:g}" y="{y:g}" font-size="{size}" font-weight="{weight}" fill="{colour}">{escape(text)}</text>'
