"""The report as one HTML file that needs nothing else: no host, no font, no script to be read, printed and cited."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from amity.report import Balance, Chart, Report, Value, charts, paint, words
from amity.report.case import OUTCOMES
from amity.report.paint import painter

_HERE = Path(__file__).parent


#: Pictures being painted ahead, by their specification.
_ahead: dict[str, Future[str]] = {}


def warm() -> None:
    """Start the painting of charts in the background: its start costs a second, which measuring can use.

    Call it as soon as it is known that a page will be written, and give `prepare` to `amity.report.compose`.
    """
    painter().paint(charts.BLANK)


def prepare(chart: Chart) -> None:
    """Paint a chart in the background, to be found ready by `render`."""
    key = json.dumps(chart.spec)
    if key not in _ahead:
        _ahead[key] = painter().paint(chart.spec)


def render(report: Report) -> str:
    """The whole page as text, to be written as UTF-8."""
    return _template().render(**content(report))


def content(report: Report) -> dict[str, Any]:
    """What the template of the page is given."""
    style, script = _static("page.css"), _static("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        "r": report,
        "style": style,
        "script": script,
        "policy": policy,
        "strip": _strip(report),
        "scale": _scale(report),
        "words": words,
        "known": {source.id for source in report.sources},
        "cites": _cites,
        "brief": _brief,
        "spelled": _spelled,
        "outcomes": OUTCOMES,
        "verdict_signs": _VERDICTS,
        "verdicts_counted": _verdicts,
        "status_signs": _STATUSES,
        "mark_signs": _MARKS,
        "contents": _contents(report),
        "is_web": lambda url: bool(re.match(r"https?://", url)),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    }


@cache
def _static(name: str) -> str:
    return (_HERE / "static" / name).read_text(encoding="utf-8")


@cache
def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    dress(environment)
    return environment.get_template("page.html.jinja")


def dress(environment: Any) -> None:
    """Give an environment of templates the filters that the page needs."""
    from markupsafe import Markup, escape

    def svg(chart: Chart) -> Markup:
        return Markup(picture(chart))

    def strong(text: str) -> Markup:
        """Percentages in bold, everything else as plain text."""
        return Markup(re.sub(rf"\d[\d.,]*{words.THIN}%(?! interval)", r"<b>\g<0></b>", str(escape(text))))

    def under(text: str) -> Markup:
        """What stands in brackets at the end, in small letters on a line of its own."""
        head, bracket, tail = str(escape(text)).partition(" (")
        return Markup(f"{head}<small>{tail.removesuffix(')')}</small>" if bracket else head)

    environment.filters["svg"] = svg
    environment.filters["under"] = under
    environment.filters["share"] = _width
    environment.filters["percent"] = words.whole_percent
    environment.filters["signed"] = _signed
    environment.filters["upper_first"] = words.upper
    environment.filters["strong"] = strong
    environment.filters["csv"] = csv_link
    environment.filters["cell"] = cell
    environment.filters["raw"] = Markup


# ----------------------------------------------------------------------------------------------------- charts


def _svg_of(spec: Mapping[str, Any]) -> str:
    """The picture painted ahead, or else one painted now."""
    ready = _ahead.pop(json.dumps(spec), None)
    if ready is not None:
        with suppress(paint.PaintError):
            return ready.result()
    return paint.svg(spec)


#: What the renderer writes for empty backgrounds and foregrounds.
_EMPTY = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')
_ROLES = re.compile(r' (?:class="(?:mark-|role-)[^"]*"|aria-(?:hidden|roledescription)="[^"]*"|role="[^"]*")')


def picture(chart: Chart) -> str:
    """A chart as SVG for the page: scales with its column, named for screen readers, ids of its own."""
    svg = _svg_of(chart.spec)
    body = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    body = _ROLES.sub("", _EMPTY.sub("", body))
    body = re.sub(r'\bid="', f'id="{chart.id}-', body).replace("url(#", f"url(#{chart.id}-")
    # Digits enough for a tenth of a pixel.
    body = re.sub(r"(\d+\.\d)\d{2,}", r"\1", body)
    box = re.search(r'viewBox="([^"]*)"', svg)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{chart.id}-alt" '
        f'viewBox="{box.group(1) if box else ""}">{body}</svg>'
    )


def cell(value: Any, style: str) -> str:
    """A cell of a data table as people read it; an empty dash where nothing is held."""
    if value is None:
        return "–"
    if style in ("year", "text"):
        return str(value)
    return words.value(style, float(value))  # pyright: ignore[reportArgumentType]


def csv_link(chart: Chart) -> str:
    """The chart's data as a link that a browser saves as a CSV file; figures to six digits, no data = empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(chart.columns)
    for row in chart.rows:
        writer.writerow([f"{v:.6g}" if isinstance(v, float) else ("" if v is None else v) for v in row])
    return "data:text/csv;charset=utf-8," + quote(text.getvalue(), safe=",:;@()")


# ----------------------------------------------------------------------------------- what the template needs


def _cites(sources: str) -> list[tuple[str, str]]:
    """Data sets and editions named in a row: "cow-trade@4.0 + wdi" as pairs."""
    parts = (name.partition("@") for name in sources.split(" + "))
    return [(ident, vintage) for ident, _, vintage in parts]


def _spelled(sources: str) -> list[tuple[str, str, str]]:
    """A chart's sources piece by piece: data set, edition and years with a space before, what joins it to the next."""
    pieces = re.split(r"( \+ |; )", sources)
    joints = [*pieces[1::2], ""]
    parts = (re.split(r"[@ ]", piece, maxsplit=1) for piece in pieces[::2])
    return [(part[0], f" {part[1]}" if part[1:] else "", joint) for part, joint in zip(parts, joints, strict=True)]


def _brief(sources: str) -> list[str]:
    """Data sets without their editions, each once: a score rests on many."""
    parts = (name.partition("@")[0].strip() for name in re.split(r" \+ |; ", sources))
    return list(dict.fromkeys(name for name in parts if name))


#: Signs beside words, so that no meaning rests on colour.
_VERDICTS = {"agrees": "✓", "off": "≈", "contradicts": "✗", "no data": "–", "not testable": "○"}
_STATUSES = {"aligned": "=", "contested": "~", "divergent": "≠"}
_MARKS = {1: ("▲", "closer"), -1: ("▼", "apart"), 0: ("●", "neither closer nor apart")}


def _verdicts(tally: Iterable[tuple[str, int]]) -> str:
    """Verdicts and their numbers in words: "3 agree, 1 contradicted"."""
    names = {"agrees": ("agrees", "agree"), "contradicts": ("contradicted",) * 2, "no data": ("without data",) * 2}
    return ", ".join(f"{n} {names.get(outcome, (outcome,) * 2)[n > 1]}" for outcome, n in tally)


def _contents(report: Report) -> list[tuple[str, str]]:
    """The sections of a long page, by id and title."""
    s, case = report.scores, report.case
    held = [
        ("dials", "Three dials", True),
        ("closeness", "Closeness", s.plane),
        ("resemblance", "Resemblance", s.resemblance),
        ("readings", "Readings", s.readings),
        ("ladder", "Ladder", s.ladder),
        ("balance", "Who depends on whom", report.balance),
    ]
    if case is not None:
        held += [
            ("promised", "Promised and delivered", case.promised),
            ("contacts", "Meetings and exercises", case.contacts),
            ("spoken", "Words and deeds", case.spoken),
            ("parting", "Where interests part", case.parting),
            ("moves", "What moves it", case.moves),
            ("analysts", "What analysts claimed", case.analysts),
            ("turning-points", "Turning points", case.events),
        ]
    held += [("coverage", "What the data cover", True)]
    held += [(p.id, p.title, True) for p in report.pillars]
    held += [("sources", "Sources", True)]
    return [(ident, title) for ident, title, is_there in held if is_there]


def _width(part: float) -> str:
    """A share as a width in the style sheet's words."""
    return f"{100 * part:.2f}%"


def _signed(value: float) -> str:
    """With the sign always said."""
    text = words.signed(value, 2 if abs(value) >= 0.095 else 3)
    return text if value < 0 or float(text) == 0 else f"+{text}"


def _strip(report: Report) -> dict[str, Any]:
    """Where each pillar has data, as percentages of a common axis of years."""
    firsts = [p.present[0][0] for p in report.pillars if p.present]
    first = min(firsts, default=report.year - 1)
    first -= first % 10
    years_in_all = max(report.year + 1 - first, 1)

    def place(a: int, b: int) -> tuple[str, str]:
        return f"{100 * (a - first) / years_in_all:.2f}%", f"{100 * (b + 1 - a) / years_in_all:.2f}%"

    step = next((s for s in (5, 10, 20, 50) if years_in_all / s <= 7), 50)
    years = [y for y in range(first, report.year + 1) if y % step == 0]
    covered = {p.id: _clipped(p.covered, report) for p in report.pillars}
    rows = [
        {
            "pillar": p,
            "covered": place(*span) if (span := covered[p.id]) else None,
            "present": [place(a, b) for a, b in p.present],
        }
        for p in report.pillars
    ]
    return {"rows": rows, "years": [(y, place(y, y)[0]) for y in years]}


def _clipped(covered: tuple[int, int] | None, report: Report) -> tuple[int, int] | None:
    """The years covered, without those before the two met or after the last year of the page."""
    if covered is None:
        return None
    first, last = max(covered[0], report.years[0][0]), min(covered[1], report.year)
    return (first, last) if first <= last else None


def _scale(report: Report) -> dict[str, list[tuple[str, str]]]:
    """Bar widths per balance row: a full track is 100 %, or more where a ratio to GDP is; size ratios share one bar."""
    shares = [v.value for b in report.balance for v in (b.of_a, b.of_b) if not _is_power(b) and v.value]
    top = max([1.0, *shares])
    found: dict[str, list[tuple[str, str]]] = {}
    for b in report.balance:
        if _is_power(b) and b.of_a.value:
            part = 100 * b.of_a.value / (1 + b.of_a.value)
            widths = (part, 100 - part)
        else:
            widths = tuple(100 * (v.value or 0) / top for v in (b.of_a, b.of_b))
        found[b.label] = [(f"{w:.2f}%", _shown(b, v)) for w, v in zip(widths, (b.of_a, b.of_b), strict=True)]
    return found


def _is_power(balance: Balance) -> bool:
    return balance.of_a.indicator.startswith("power.")


def _shown(balance: Balance, value: Value) -> str:
    return "" if _is_power(balance) else value.text
