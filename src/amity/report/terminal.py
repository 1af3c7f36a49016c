"""The report on one screen of a terminal: the answer, who depends on whom, a line per part with its course in time."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style

from amity.report import Balance, Pillar, Report, words
from amity.report.case import Case

_BOLD, _DIM, _PLAIN = Style(bold=True), Style(dim=True), Style()
_FIRST, _SECOND = Style(color="blue", bold=True), Style(color="yellow", bold=True)

#: What the line of each pillar shows, the first that has a value.
_LEADS: dict[str, tuple[str, ...]] = {
    "trade": ("trade.flow", "trade.share"),
    "energy": ("energy.import_share", "energy.export_share"),
    "investment": ("investment.fdi_stock", "investment.finance", "investment.construction"),
    "rhetoric": ("rhetoric.mentions", "rhetoric.verbal_share"),
    "region": ("region.lead", "region.overlap"),
    "opinion": ("opinion.favourability",),
    "technology": ("technology.import_dependence",),
    "external-pressure": ("external-pressure.sanctions_received", "external-pressure.distance_to_usa"),
    "regime": ("regime.similarity",),
    "arms": ("arms.tiv", "arms.import_share"),
    "military": ("military.obligations",),
    "diplomacy": ("diplomacy.kappa", "diplomacy.agreement"),
    "institutions": ("institutions.shared_igos",),
    "history": ("history.last_dispute", "history.disputes"),
    "power": ("power.gdp_ratio", "power.cinc_ratio"),
}
#: The chart whose first line is the little course in time.
_COURSE = {"diplomacy": "diplomacy-votes", "trade": "trade-flow"}

Line = list[tuple[str, Style]]


def render(report: Report, *, height: int = 23, ascii: bool = False) -> Summary:  # noqa: A002
    """The summary for `rich`: at most `height` lines, as wide as the console, plain ASCII where it must be.

    Args:
        report: What to show.
        height: Lines that may be used; the longest answers are cut with a pointer to the page.
        ascii: Use ASCII only, whatever the console can show.
    """
    return Summary(report, height, ascii)


@dataclass(frozen=True, slots=True)
class Summary:
    """A report that `rich` can print."""

    report: Report
    height: int
    ascii: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lines as segments; nothing is wrapped again."""
        narrow = self.ascii or not options.encoding.lower().startswith("utf")
        fit: Callable[[str], str] = words.plain if narrow else (lambda text: text)
        width = min(max(options.max_width, 40), 100)
        for line in _lines(self.report, width, self.height, ascii=narrow):
            room = width
            for text, style in line:
                shown = fit(text)[:room]
                room -= len(shown)
                if shown:
                    yield Segment(shown, style)
            yield Segment.line()


def _lines(report: Report, width: int, height: int, *, ascii: bool) -> Iterator[Line]:  # noqa: A002
    a, b = report.names
    yield [
        (a, _FIRST),
        (" and ", _PLAIN),
        (b, _SECOND),
        (f"  figures up to {report.year} · atlas {report.atlas}", _DIM),
    ]
    pillars = [_pillar(p, report.codes[0], width, ascii=ascii) for p in report.pillars]
    if report.case is not None and (told := _case(report.case)):
        pillars.append([(f"{'Casefile':<20} ", _BOLD), (told, _PLAIN)])
    balance, dials = list(_balance(report, width)), list(_dials(report, width, ascii=ascii))
    room = height - 1 - len(pillars) - 1
    spare = room - (len(balance) + 1 if balance else 0) - len(dials)
    answer = textwrap.wrap(report.answer.replace(words.THIN, "\u00a0"), width, break_long_words=False)
    # The sentence matters most: rows of the table go first, then the dials, then blank lines, then its tail.
    while balance and len(answer) > spare:
        balance.pop()
        spare += 1 if balance else 2
    while dials and len(answer) > spare:
        dials.pop()
        spare += 1
    if len(answer) > spare:
        answer = [*answer[: max(spare - 1, 1)], answer[max(spare - 1, 1)][: width - 20] + " … (see the page)"]
    blank = spare - len(answer)
    for text in answer:
        yield [(text, _PLAIN)]
    if dials:
        if blank > 0:
            yield [("", _PLAIN)]
            blank -= 1
        yield from dials
    if balance:
        if blank > 0:
            yield [("", _PLAIN)]
            blank -= 1
        yield _row(("Who depends on whom", a, b, "year"), width, _DIM)
        yield from balance
    if blank > 0:
        yield [("", _PLAIN)]
    yield from pillars
    if report.unmeasured:
        yield [(_cut(f"Not yet measured: {', '.join(report.unmeasured).lower()}", width), _DIM)]


def _dials(report: Report, width: int, *, ascii: bool) -> Iterator[Line]:  # noqa: A002
    """Each dial with its scale: where it stands, and how far the 90 % interval reaches."""
    cells = max(15, min(31, width - 62)) | 1
    for dial in report.scores.dials:
        for number, gauge in enumerate(dial.gauges):
            found = gauge.figure
            name = (dial.title if number == 0 else f"  {found.label.partition(':')[0].lower()}")[:20]
            if found.value is None:
                yield [(f"{name:<20} ", _BOLD), (_cut(f"no score: {found.reason}", width - 21), _DIM)]
            elif gauge.at is not None:
                scale = _scale(gauge.at, gauge.low, gauge.high, cells, ascii=ascii)
                tail = f" ({found.interval})" if found.interval else ""
                ends = f"  {dial.ends[0]} … {dial.ends[1]}" if dial.is_centred else ""
                yield [
                    (f"{name:<20} ", _BOLD if number == 0 else _PLAIN),
                    (f"{scale} ", _PLAIN),
                    (found.text.replace(words.THIN, "\u00a0"), _BOLD if number == 0 else _PLAIN),
                    (f"{tail}  {found.year}{ends}", _DIM),
                ]


def _case(case: Case) -> str:
    """The casefile in one line: projects delivered, meetings, claims and how they fared."""
    parts: list[str] = []
    if case.promised:
        done = sum(project.outcome == "delivered" for project in case.promised.projects)
        parts.append(f"{done} of {len(case.promised.projects)} projects delivered")
    if case.contacts and case.contacts.meetings:
        parts.append(f"{len(case.contacts.meetings.rows)} meetings")
    if case.analysts and case.analysts.studies:
        claims = sum(study.n for study in case.analysts.studies)
        parts.append(f"{claims} claims, {len(case.analysts.contradicted)} contradicted")
    return " · ".join(parts) or f"{len(case.events)} turning points"


def _scale(at: float, low: float | None, high: float | None, cells: int, *, ascii: bool) -> str:  # noqa: A002
    """A line with a thicker part for the interval and a mark for the value."""
    thin, thick, mark = ("-", "=", "O") if ascii else ("─", "━", "●")
    first, last = (at if end is None else end for end in (low, high))
    drawn = [thick if first * (cells - 1) - 0.5 <= i <= last * (cells - 1) + 0.5 else thin for i in range(cells)]
    drawn[round(at * (cells - 1))] = mark
    return "".join(drawn)


def _columns(width: int) -> tuple[int, int, int]:
    """Widths of the label and of the two values; the year takes the rest."""
    side = max(14, (width - 40) // 3)
    return width - 2 * side - 9, side, side


def _row(cells: tuple[str, str, str, str], width: int, style: Style = _PLAIN) -> Line:
    label, *sides = _columns(width)
    text = f"{_cut(cells[0], label - 1):<{label}}"
    text += "".join(f"{_cut(c, w - 1):>{w}}" for c, w in zip(cells[1:3], sides, strict=True))
    return [(f"{text}  {cells[3]}", style)]


def _cut(text: str, width: int) -> str:
    text = text.replace(words.THIN, "\u00a0")
    return text if len(text) <= width else text[: width - 1] + "…"


_SHORT = {
    "trade.export_share": "share of own exports to the other",
    "trade.import_share": "share of own imports from the other",
    "trade.share": "share of own goods trade",
    "trade.dependence": "trade with the other / own GDP",
    "energy.export_share": "share of own fuel exports to the other",
    "energy.import_share": "share of own fuel imports from the other",
    "technology.import_dependence": "share of own machinery imports",
    "arms.import_share": "share of own arms imports, 5 years",
    "power.gdp_ratio": "GDP relative to the other's",
    "power.cinc_ratio": "capabilities relative to the other's",
}


def _balance(report: Report, width: int) -> Iterator[Line]:
    for item in report.balance:
        label = _SHORT.get(item.of_a.indicator, item.label)
        yield _row((label, item.of_a.text, item.of_b.text, _years(item)), width)


def _years(item: Balance) -> str:
    years = sorted({v.year for v in (item.of_a, item.of_b) if v.year})
    return "/".join(str(year) for year in years)[:7]


def _pillar(pillar: Pillar, first: str, width: int, *, ascii: bool) -> Line:  # noqa: A002
    name = f"{pillar.title:<20.20} "
    held = [
        v for lead in _LEADS.get(pillar.id, ()) for v in pillar.values if v.indicator == lead and v.value is not None
    ]
    if not held:
        return [(name, _BOLD), ("no data for this pair", _DIM)]
    lead = [v for v in held if v.indicator == held[0].indicator]
    best = max(lead, key=lambda v: v.percentile or 0)
    text = _TELL.get(best.indicator, "") + best.text
    if best.indicator == "history.last_dispute":
        text += " since a dispute"
    elif best.indicator == "history.disputes" and not best.value:
        text = "no dispute on record"
    elif best.indicator.startswith("power."):
        what = "GDP" if best.indicator == "power.gdp_ratio" else "CINC"
        text = f"{what}, {lead[0].a} to {lead[0].b} {lead[0].text}"
    if best.indicator in _TWO_WAY:
        text = _TELL.get(best.indicator, "") + ", ".join(f"{'→' if v.a == first else '←'} {v.text}" for v in lead)
        text = text.replace("million TIV, ", "and ", 1)
    cells = max(10, (width - 60) // 2)
    wanted = _COURSE.get(pillar.id)
    chart = next((c for c in pillar.charts if c.id == wanted), pillar.charts[0] if pillar.charts else None)
    spark = words.sparkline([row[1] for row in chart.rows], cells, ascii=ascii) if chart else ""
    tail = f"  {best.year}"
    if best.ends == best.year:
        tail += ", data end"
    elif best.ends:
        tail += f", ends {best.ends}"
    place = "" if best.value == 0 else best.standing.split(" of the ")[0]
    line = f"{name}{spark:<{cells}} {text}{tail}"
    if place and len(line) + len(place) + 2 <= width:
        tail += f", {place}"
    return [
        (name, _BOLD),
        (f"{spark:<{cells}} ", _PLAIN),
        (text.replace(words.THIN, "\u00a0"), _PLAIN),
        (tail, _DIM),
    ]


#: Shown in both directions: first of the first state on the second.
_TWO_WAY = frozenset(
    (
        "trade.flow",
        "arms.tiv",
        "energy.import_share",
        "energy.export_share",
        "investment.fdi_stock",
        "rhetoric.mentions",
        "region.lead",
        "opinion.favourability",
        "technology.import_dependence",
        "external-pressure.sanctions_received",
        "external-pressure.distance_to_usa",
    )
)
_TELL = {
    "energy.import_share": "of fuel imports ",
    "energy.export_share": "of fuel exports ",
    "investment.fdi_stock": "direct investment ",
    "investment.finance": "finance ",
    "investment.construction": "deals ",
    "rhetoric.mentions": "mentions ",
    "rhetoric.verbal_share": "kind words ",
    "region.lead": "trades more with ",
    "region.overlap": "overlap ",
    "opinion.favourability": "favourable ",
    "technology.import_dependence": "of machinery imports ",
    "external-pressure.sanctions_received": "sanction cases against ",
    "external-pressure.distance_to_usa": "distance to USA ",
    "regime.similarity": "likeness ",
    "diplomacy.kappa": "kappa ",
    "diplomacy.agreement": "same vote ",
    "institutions.shared_igos": "shared ",
    "history.disputes": "disputes in the year ",
}
