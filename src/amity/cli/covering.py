"""`amity sources --coverage`: who is covered when, as strips of years in the terminal or as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amity.cli import printing, writing
from amity.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from amity.atlas import Atlas

_FIRST, _LAST = 1816, 2026
#: Years per character of a strip.
_STEP = 5
_SHADES = (("░", "."), ("▒", ":"), ("▓", "+"), ("█", "#"))
_SUFFIXES = (".svg", ".png")


def coverage(atlas: Atlas, of: Sequence[str], out: Path | None, source: str | None) -> None:
    """Print strips, or write the picture to `out`.

    Raises:
        UsageError: A suffix that is no picture's, a folder that cannot be written.
    """
    from amity import states
    from amity.atlas.coverage import by_year

    codes = [states.find(name).code for name in of]
    if len(codes) > 2:
        raise UsageError(f"--of takes one or two states, not {len(codes)}.")
    rows = by_year(atlas, codes)
    if source is not None:
        rows = rows.filter(rows["dataset"].str.split(" + ").list.contains(source))
    lines = _lines(rows)
    about = " and ".join(states.get(code).name for code in codes)
    if out is None:
        _print(lines, about)
    else:
        _write(lines, about, out)
        printing.line(f"Wrote {out}")


def _lines(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """One line per table and data set, editions together: label, the most states per year, years, share by year."""
    import polars as pl

    best = rows.group_by("table", "dataset", "year").agg(pl.col("states", "share").max())
    lines: list[dict[str, Any]] = []
    for (table, dataset), part in sorted(best.partition_by("table", "dataset", as_dict=True).items()):
        held = {int(r["year"]): (r["states"], r["share"]) for r in part.iter_rows(named=True)}
        counts = [n for n, _ in held.values() if n is not None]
        few = len(str(dataset).split(" + "))
        lines.append(
            {
                "table": str(table),
                "dataset": str(dataset) if few <= 2 else f"{few} sources",
                "years": f"{min(held)}–{max(held)}",
                "states": str(max(counts)) if counts else "",
                "held": held,
            }
        )
    return lines


def _strip(held: dict[int, tuple[int | None, float | None]], *, utf8: bool) -> str:
    """One character per five years: blank where no row, else darker the more of the members of the time have one."""
    cells: list[str] = []
    for start in range(_FIRST - _FIRST % _STEP, _LAST + 1, _STEP):
        years = [held[y] for y in range(start, start + _STEP) if y in held]
        if not years:
            cells.append(" ")
            continue
        share = max(1.0 if share is None else share for _, share in years)
        shade = _SHADES[min(3, int(share * 4))]
        cells.append(shade[0] if utf8 else shade[1])
    return "".join(cells)


def _axis() -> str:
    marks = {1820: "1820", 1860: "1860", 1900: "1900", 1940: "1940", 1980: "1980", 2020: "2020"}
    text = ""
    for start in range(_FIRST - _FIRST % _STEP, _LAST + 1, _STEP):
        place = (start - (_FIRST - _FIRST % _STEP)) // _STEP
        if start in marks:
            text = text.ljust(place) + marks[start]
    return text


def _print(lines: Sequence[dict[str, Any]], about: str) -> None:
    utf8 = printing.is_utf8()
    shown = [[x["table"], x["dataset"], x["years"], x["states"], _strip(x["held"], utf8=utf8)] for x in lines]
    headings = ["table", "source", "years", "states", _axis()]
    printing.table(headings, shown, right=("states",), firm=(headings[-1], "years"))
    printing.line()
    if about:
        printing.line(f"One sign is {_STEP} years; filled where a row names {about}; blank: no row.")
        return
    key = ", ".join(
        f"{s[0] if utf8 else s[1]} {t}" for s, t in zip(_SHADES, ("a few", "some", "most", "nearly all"), strict=True)
    )
    printing.line(
        f"One sign is {_STEP} years; {key} of the members of the time; blank: no row. "
        "states: the most that have a row in one year."
    )


def _write(lines: Sequence[dict[str, Any]], about: str, out: Path) -> None:
    if out.suffix not in _SUFFIXES:
        raise UsageError(f"{out}: a chart is written as {' or '.join(_SUFFIXES)}.")
    target = writing.target(out)
    from amity.report import paint

    spec = _spec(lines, about)
    drawn = paint.svg(spec)
    writing.write(target, drawn if out.suffix == ".svg" else paint.png(drawn, scale=2))


def _spec(lines: Sequence[dict[str, Any]], about: str) -> dict[str, Any]:
    """Rows of tables, years from left to right, darker the more states have a row."""
    from amity.report.charts import FONT, INK, MUTED, SCHEMA

    order = [f"{x['table']} · {x['dataset']}" for x in lines]
    values = [
        {"line": name, "year": year, "end": year + 1, "share": 1.0 if share is None else round(share, 3)}
        for name, x in zip(order, lines, strict=True)
        for year, (_, share) in x["held"].items()
        if year >= _FIRST
    ]
    subject = f"rows that name {about}" if about else "share of the states of the time that have a row"
    return {
        "$schema": SCHEMA,
        "title": {
            "text": "Who is covered when",
            "subtitle": f"Per table and source: {subject}. White: no row.",
            "anchor": "start",
            "color": INK,
            "subtitleColor": MUTED,
            "fontSize": 16,
            "offset": 12,
        },
        "data": {"values": values},
        "width": 760,
        "height": {"step": 15},
        "mark": {"type": "rect", "height": {"band": 0.82}},
        "encoding": {
            "x": {
                "field": "year",
                "type": "quantitative",
                "scale": {"domain": [_FIRST, _LAST + 1], "nice": False, "zero": False},
                "axis": {"format": "d", "title": None, "orient": "top", "gridColor": "#eceef0", "tickCount": 20},
            },
            "x2": {"field": "end"},
            "y": {
                "field": "line",
                "type": "nominal",
                "sort": order,
                "axis": {"title": None, "labelLimit": 360, "domain": False, "ticks": False, "labelFontSize": 11},
            },
            "color": {
                "field": "share",
                "type": "quantitative",
                "scale": {"domain": [0, 1], "range": ["#dbe9f3", "#0b4f7a"]},
                "legend": {"title": "Share of states", "format": "%", "orient": "bottom", "gradientLength": 200},
            },
        },
        "config": {"font": FONT, "view": {"stroke": None}, "background": "white", "axis": {"labelColor": INK}},
    }
