"""From rows to a report: latest values, who depends on whom, charts per pillar, what to cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from amity import __version__, casefile
from amity.atlas import Atlas
from amity.errors import NoDataError
from amity.indicators import LAST_YEAR, PILLARS, Indicator
from amity.report import (
    Balance,
    Chart,
    Citation,
    Method,
    Pillar,
    Report,
    Value,
    cased,
    claimed,
    judgement,
    readings,
    scored,
    sentences,
    words,
)
from amity.report.charts import BOTH, FIRST, LEVELS, OTHER, SECOND, Series, Strip, lines, mirrored, strips
from amity.report.dials import answer as judged
from amity.report.evidence import Evidence, Row, Standing, collect, datasets, shorten, standings
from amity.report.marks import marked
from amity.report.pillars import HEADLINES, PICTURES, TITLES, Picture
from amity.report.sentences import Names
from amity.states import Dyad

LIMITS = (
    "Everything here is counted from the data sets listed under Sources. What they do not record is not on this page: "
    "secret agreements, intelligence, deals that were announced and never made, most services and finance.",
    "Data sets end in different years. A value is shown with its own year and is never carried forward; a gap in a "
    "line is a gap in the data.",
    "Percentiles compare the pair with all pairs that have a figure in the same year. They say how unusual a value is, "
    "not whether it is good or bad.",
    "Trade figures differ between the two partners' books; the data set behind each figure is named.",
    "Scores are estimates. The 90 % interval says how far the figures leave them open, not whether the choice of items "
    "and weights is right; that is tested under Methods, score by score.",
    "Closeness says how two states act, not why. It does not know intentions, and cooperation that no data set records "
    "does not raise it.",
    "Resemblance compares conduct with pairs whose kind is known. It is no forecast; resembling allies binds nobody.",
)

_BALANCE = (
    ("trade.export_share", "Share of exports that go to the other", "share"),
    ("trade.import_share", "Share of imports that come from the other", "share"),
    ("trade.share", "Share of goods trade that is with the other", "share"),
    ("trade.dependence", "Trade with the other relative to own GDP", "ratio"),
    ("energy.export_share", "Share of fuel exports that go to the other", "share"),
    ("energy.import_share", "Share of fuel imports that come from the other", "share"),
    ("technology.import_dependence", "Share of machinery imports that come from the other", "share"),
    ("arms.import_share", "Share of arms imports that come from the other, five years", "share"),
    ("power.gdp_ratio", "GDP relative to the other’s", "GDP"),
    ("power.cinc_ratio", "Material capabilities relative to the other’s", "capability index"),
)


def gather(
    dyad: Dyad, atlas: Atlas, year: int | None, seed: int, drawn: Callable[[Chart], object] | None = None
) -> Report:
    """The report on a dyad; see `amity.report.compose`."""
    limit = LAST_YEAR if year is None else year
    years = dyad.years(limit)
    if not years:
        raise NoDataError(_never_met(dyad, limit))
    a, b = dyad.a.code, dyad.b.code
    evidence = collect(a, b, atlas, years[0], years[-1], seed)
    held = [row.year for rows in evidence.rows.values() for row in rows if row.value is not None]
    last = year if year is not None else max(held, default=years[-1])
    when = min(last, years[-1])
    names = Names(a, b, dyad.a.name_in(when), dyad.b.name_in(when))
    measured = [p for p in PILLARS if any(i.startswith(f"{p}.") for i in evidence.indicators)]
    file = casefile.find(a, b)
    events = cased.events(file, names, last) if file else ()
    charts = {
        p: tuple(marked(c, p, events) for c in _charts(p, evidence, names, last) if c is not None) for p in measured
    }
    found = scored.collect(a, b, atlas, last, seed=seed, wanted=scored.ON_THE_PAGE)
    world = scored.world(atlas, found.path["year"][-1], found.declared) if found.path.height else None
    plane, history = judgement.pictures(found, world, names, last)
    history = tuple(marked(chart, "", events) for chart in history)
    for chart in (*(c for p in measured for c in charts[p]), *([plane] if plane else []), *history):
        if drawn is not None:
            drawn(chart)
    case = None
    if file is not None:
        # Verdicts on claims may take seconds: the pictures above are painted meanwhile.
        case = cased.gather(file, names, last, claimed.about(atlas, a, b, last), readings.readings(found))
        for chart in cased.charts(case):
            if drawn is not None:
                drawn(chart)
    latest = _latest(evidence)
    standing = standings(((evidence.indicators[i], x, y, row) for (i, x, y), row in latest.items()), atlas)
    values = {key: _value(key, row, evidence, names, standing, last) for key, row in latest.items()}
    scores = judgement.judge(found, world, names, plane, history)
    plain, facts = sentences.answer(evidence, names, last)
    return Report(
        dyad=dyad,
        names=(names.name_a, names.name_b),
        codes=(a, b),
        years=tuple(words.runs(list(years))),
        year=last,
        atlas=atlas.id,
        amity=__version__,
        answer=judged(found, scores.dials, names, sentences.pledged(evidence)) or plain,
        facts=facts,
        scores=scores,
        balance=_balance(evidence, names, standing, last),
        pillars=tuple(_pillar(p, charts[p], evidence, names, values, last) for p in measured),
        unmeasured=tuple(TITLES[p] for p in PILLARS if p not in measured),
        sources=_citations((*evidence.rows.values(), *found.rows.values()), atlas),
        limits=LIMITS,
        cite=(
            f"amity {__version__}, atlas {atlas.id}: {names.name_a} and {names.name_b}, data up to {last}. "
            f'Made with `amity report "{dyad.a.name}" "{dyad.b.name}"{f" --year {year}" if year else ""}`; '
            f"intervals drawn with seed {seed}."
        ),
        seed=seed,
        case=case,
    )


def _never_met(dyad: Dyad, limit: int) -> str:
    spans = [
        f"{s.name}: {', '.join(words.span(*r) for r in words.runs(list(s.member_years(limit)))) or f'not by {limit}'}"
        for s in (dyad.a, dyad.b)
    ]
    return (
        f"{dyad.a.name} and {dyad.b.name} were not both members of the state system in any year up to {limit} "
        f"({'; '.join(spans)}). Try another year, or `amity states` for predecessors and successors."
    )


# ------------------------------------------------------------------------------------------------------------ values


def _latest(evidence: Evidence) -> dict[tuple[str, str, str], Row]:
    """The latest row with a value per indicator and direction; undirected ones once."""
    found: dict[tuple[str, str, str], Row] = {}
    for indicator in evidence.indicators.values():
        pairs = [(evidence.a, evidence.b), (evidence.b, evidence.a)]
        for x, y in pairs if indicator.directed else pairs[:1]:
            row = evidence.last(indicator.id, x, y)
            if row is not None:
                found[indicator.id, x, y] = row
    return found


def _value(
    key: tuple[str, str, str],
    row: Row | None,
    evidence: Evidence,
    names: Names,
    standing: Mapping[tuple[str, str, str, int], Standing],
    last: int,
) -> Value:
    indicator, (name, a, b) = evidence.indicators[key[0]], key
    how = words.style(indicator)
    ends = evidence.ends(name, last)
    label = _label(indicator, a, b, names)
    if row is None:
        why = evidence.why(name, a, b)
        return Value(name, label, a, b, None, None, None, None, "no data", "", None, None, "", None, "", why, ends)
    # The table of all dyads lists undirected pairs in one order only.
    place = standing.get((name, a, b, row.year))
    return Value(
        indicator=name,
        label=label,
        a=a,
        b=b,
        year=row.year,
        value=row.value,
        low=row.low,
        high=row.high,
        text=_rank_text(row) if how == "rank" else words.value(how, row.value),
        interval=words.interval(how, row.low, row.high),
        percentile=place.percentile if place else None,
        pairs=place.pairs if place else None,
        standing=_standing(indicator, row, place),
        n=row.n,
        sources=row.sources,
        reason=None,
        ends=ends,
    )


def _standing(indicator: Indicator, row: Row, place: Standing | None) -> str:
    if place is None:
        return ""
    what = "directed pairs" if indicator.directed else "pairs"
    if row.value == 0 and place.equal > 0.02:
        return f"zero, like {words.among(100 * place.equal)} of the {place.pairs:,} {what} with data"
    if indicator.closer == "lower":
        share, word = 100 - place.percentile, "closer than"
    else:
        share, word = place.percentile, "closer than" if indicator.closer == "higher" else "higher than"
    return f"{word} {words.among(share)} of the {place.pairs:,} {what} with data"


def _rank_text(row: Row) -> str:
    text = words.value("rank", row.value)
    return f"{text} of {row.n:,}" if row.n and row.n > 1 else text


def _label(indicator: Indicator, a: str, b: str, names: Names) -> str:
    if indicator.id in sentences.LABELS:
        return names.fill(sentences.LABELS[indicator.id], a, b)
    if indicator.directed:
        return names.fill(f"{indicator.label}: {{a}} → {{b}}", a, b)
    return indicator.label


def _balance(
    evidence: Evidence, names: Names, standing: Mapping[tuple[str, str, str, int], Standing], last: int
) -> tuple[Balance, ...]:
    rows: list[Balance] = []
    for name, label, what in _BALANCE:
        if name not in evidence.indicators:
            continue
        mine, theirs = evidence.both(name)
        if mine is None and theirs is None:
            continue
        of_a = _value((name, names.a, names.b), mine, evidence, names, standing, last)
        of_b = _value((name, names.b, names.a), theirs, evidence, names, standing, last)
        if name.startswith("power.") and mine is not None and mine.value:
            big, small = (names.name_a, names.name_b) if mine.value >= 1 else (names.name_b, names.name_a)
            factor = words.times(max(mine.value, 1 / mine.value))
            text = f"{words.of(big)} {what} is {factor} times {words.of(small)}"
        else:
            text = sentences.ratio(mine, theirs, names, what)
        rows.append(Balance(label, of_a, of_b, words.upper(text)))
    return tuple(rows)


# ----------------------------------------------------------------------------------------------------------- pillars


def _pillar(
    name: str,
    charts: tuple[Chart, ...],
    evidence: Evidence,
    names: Names,
    values: Mapping[tuple[str, str, str], Value],
    last: int,
) -> Pillar:
    order = {i: n for n, i in enumerate(HEADLINES)}
    mine = [i for i in evidence.indicators.values() if i.pillar == name]
    mine.sort(key=lambda i: order.get(i.id, len(order)))
    present = sorted(set[int]().union(*(evidence.years(i.id) for i in mine)))
    spans = [evidence.spans[i.id] for i in mine if i.id in evidence.spans]
    covered = (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None
    first, end = (present[0], present[-1]) if present else (None, None)
    shown: list[Value] = []
    for indicator in mine:
        pairs = [(names.a, names.b), (names.b, names.a)]
        # One direction of a ratio of sizes is the other upside down.
        for pair in pairs if indicator.directed and name != "power" else pairs[:1]:
            key = (indicator.id, *pair)
            shown.append(values[key] if key in values else _value(key, None, evidence, names, {}, last))
    # Where there is no figure at all the reasons are folded away: a table of nothing is long and says little.
    first_shown = order if present else {}
    return Pillar(
        id=name,
        title=TITLES[name],
        summary=sentences.summary(name, evidence, names),
        coverage=", ".join(words.span(*run) for run in shorten(words.runs(present), 3)) or "no data for this pair",
        first=first,
        last=end,
        covered=covered,
        present=tuple(words.runs(present)),
        charts=charts,
        values=tuple(v for v in shown if v.indicator in first_shown),
        more=tuple(v for v in shown if v.indicator not in first_shown),
        methods=tuple(Method(i.id, i.label, i.question, i.unit, i.reference, i.limits) for i in mine),
    )


class _Draw:
    """Shorthand for the charts of one dyad: series with names and colours, common right edge of all charts."""

    def __init__(self, evidence: Evidence, names: Names, last: int) -> None:
        self.evidence, self.names, self.last = evidence, names, last

    def two(self, indicator: str) -> list[Series]:
        """Both directions of a directed indicator."""
        a, b = self.names.a, self.names.b
        return [self._one(indicator, a, b, FIRST), self._one(indicator, b, a, SECOND, dashed=True)]

    def _one(self, indicator: str, a: str, b: str, colour: str, *, dashed: bool = False) -> Series:
        label = self.names.fill(sentences.LABELS.get(indicator, "{a} → {b}"), a, b)
        return Series(self.names.short(a), label, colour, self.evidence.series(indicator, a, b), dashed)

    def of_both(self, indicator: str, short: str, colour: str = BOTH, *, dashed: bool = False) -> Series:
        """An undirected indicator."""
        declared = self.evidence.indicators.get(indicator)
        rows = self.evidence.series(indicator, self.names.a, self.names.b)
        how = words.style(declared) if declared else None
        return Series(short, declared.label if declared else short, colour, rows, dashed, how)

    def domain(self, series: Sequence[Series]) -> tuple[int, int]:
        """From the first value to the last year of the page."""
        years = [r.year for s in series for r in s.rows if r.value is not None]
        return (min(years, default=self.last), max([self.last, *years]))

    def ends(self, *ids: str) -> int | None:
        """Last covered year of the indicators, if it is before the last year of the page."""
        ends = [self.evidence.spans[i][1] for i in ids if i in self.evidence.spans]
        return max(ends) if ends and max(ends) < self.last else None


def _charts(pillar: str, evidence: Evidence, names: Names, last: int) -> list[Chart | None]:
    draw = _Draw(evidence, names, last)
    makers = {
        "trade": _trade_charts,
        "arms": _arms_charts,
        "military": _military_charts,
        "diplomacy": _diplomacy_charts,
        "institutions": _institutions_charts,
        "history": _history_charts,
        "power": _power_charts,
    }
    if pillar in makers:
        return makers[pillar](draw)
    return [_plain(draw, picture) for picture in PICTURES.get(pillar, ()) if picture.indicator in evidence.indicators]


def _plain(draw: _Draw, picture: Picture) -> Chart | None:
    """Lines over years, and nothing where neither direction has two values."""
    indicator = draw.evidence.indicators[picture.indicator]
    series = draw.two(indicator.id) if indicator.directed else [draw.of_both(indicator.id, "Pair")]
    held = [s for s in series if any(r.value for r in s.rows)]
    if not held or max(sum(r.value is not None for r in s.rows) for s in held) < 2:
        return None
    return lines(
        indicator.id.replace(".", "-").replace("_", "-"), picture.title, picture.subtitle, series,
        words.style(indicator), draw.domain(series), ends=draw.ends(indicator.id), bounds=picture.bounds or (0, None),
    )  # fmt: skip


def _trade_charts(draw: _Draw) -> list[Chart | None]:
    flow, share, weight = draw.two("trade.flow"), draw.two("trade.export_share"), draw.two("trade.dependence")
    books = draw.two("trade.reported_total")
    codes = (draw.names.a, draw.names.b)
    flow = [_renamed(s, f"from {draw.names.short(code, 7)}") for s, code in zip(flow, codes, strict=True)]
    sizes = [r.value for s in flow for r in s.rows if r.value]
    log = bool(sizes) and max(sizes) / min(sizes) > 60
    a, b = draw.names.name_a, draw.names.name_b
    return [
        lines(
            "trade-flow", f"Goods traded between {words.the(a)} and {words.the(b)}", "Current US$ a year", flow,
            "dollars",
            draw.domain(flow), ends=draw.ends("trade.flow"), log=log,
        ),
        lines(
            "trade-export-share", "Share of each one’s exports that goes to the other", "% of all goods exports", share,
            "percent", draw.domain(share), ends=draw.ends("trade.export_share"),
        ),
        lines(
            "trade-dependence", "Trade with the other relative to own GDP", "Exports plus imports, % of GDP", weight,
            "percent", draw.domain(weight), ends=draw.ends("trade.dependence"),
        ),
        lines(
            "trade-books", "The same trade on each one’s books", "Exports plus imports, current US$ a year", books,
            "dollars", draw.domain(books), ends=draw.ends("trade.reported_total"),
        )
        if any(s.rows for s in books)
        else None,
    ]  # fmt: skip


def _renamed(s: Series, short: str) -> Series:
    return replace(s, short=short)


def _arms_charts(draw: _Draw) -> list[Chart | None]:
    up, down = draw.two("arms.tiv")
    a, b = draw.names.short(draw.names.a), draw.names.short(draw.names.b)
    up, down = _renamed(up, f"{a} → {b}"), _renamed(down, f"{b} → {a}")
    share = draw.two("arms.import_share")
    some = any(r.value for s in share for r in s.rows)
    return [
        mirrored(
            "arms-tiv", "Major arms delivered", "SIPRI trend-indicator value (TIV), million a year", up, down, "tiv",
            draw.domain([up, down]), ends=draw.ends("arms.tiv"),
        ),
        lines(
            "arms-import-share", "Share of each one’s arms imports that comes from the other",
            "% of deliveries in the five years to each year", share, "percent", draw.domain(share),
            ends=draw.ends("arms.import_share"),
        ) if some else None,
    ]  # fmt: skip


def _military_charts(draw: _Draw) -> list[Chart | None]:
    names = draw.names
    a, b = names.a, names.b
    mine = draw.evidence.series("military.obligations", a, b)
    theirs = draw.evidence.series("military.obligations", b, a)
    if not any(r.value for r in (*mine, *theirs)):
        return []
    same = [(r.year, r.value) for r in mine] == [(r.year, r.value) for r in theirs]
    lanes = (
        [Strip("Each to the other", mine, round)]
        if same
        else [Strip(f"{names.of(x)} to {names.of(y)}", rows, round) for x, y, rows in ((a, b, mine), (b, a, theirs))]
    )
    kinds = [(colour, words.upper(name)) for colour, name in zip(LEVELS, words.PLEDGES, strict=True)]
    series = [Series("", "", BOTH, mine), Series("", "", BOTH, theirs)]
    return [
        strips(
            "military-obligations", "Strongest military obligation by treaty", "What treaties in force said, by year",
            lanes, kinds, "pledge", draw.domain(series),
        )
    ]  # fmt: skip


def _diplomacy_charts(draw: _Draw) -> list[Chart | None]:
    alike = [
        draw.of_both("diplomacy.kappa", "Kappa"),
        draw.of_both("diplomacy.agreement", "Same vote", OTHER, dashed=True),
    ]
    # One axis for both: the share is written as it is drawn, from 0 to 1.
    alike = [replace(s, style="index") for s in alike]
    gap = [draw.of_both("diplomacy.ideal_distance", "Distance")]
    council = [draw.of_both("diplomacy.council_agreement", "Same vote")]
    kappa = [r.value for r in alike[0].rows if r.value is not None]
    found = [
        lines(
            "diplomacy-votes", "Votes in the UN General Assembly",
            "Share of equal votes (1 = all); agreement beyond chance (kappa, 0 = as by chance)", alike, "plain",
            draw.domain(alike), ends=draw.ends("diplomacy.kappa", "diplomacy.agreement"), bounds=(0, 1),
            line_at=0 if kappa and min(kappa) < 0 else None,
        ),
        lines(
            "diplomacy-distance", "Distance between their UN voting positions",
            "Standard deviations of all states; 0 = same position", gap, "distance", draw.domain(gap),
            ends=draw.ends("diplomacy.ideal_distance"),
        ),
    ]  # fmt: skip
    if len(draw.evidence.known("diplomacy.council_agreement", draw.names.a, draw.names.b)) >= 5:
        found.append(
            lines(
                "diplomacy-council", "Same vote in the UN Security Council",
                "Share of resolutions adopted while both sat",
                council, "percent", draw.domain(council), ends=draw.ends("diplomacy.council_agreement"), bounds=(0, 1),
            )
        )  # fmt: skip
    return found


def _institutions_charts(draw: _Draw) -> list[Chart | None]:
    shared = [draw.of_both("institutions.shared_igos", "Shared")]
    ends = draw.ends("institutions.shared_igos")
    title = "Intergovernmental organisations both belonged to"
    return [
        lines(
            "institutions-shared",
            title,
            "Full memberships in common",
            shared,
            "count",
            draw.domain(shared),
            ends=ends,
        )
    ]


def _history_charts(draw: _Draw) -> list[Chart | None]:
    a, b = draw.names.a, draw.names.b
    fights, rivals = (
        draw.evidence.series("history.disputes", a, b),
        draw.evidence.series("history.rivalry", a, b),
    )
    if not any(r.value for r in (*fights, *rivals)):
        return []
    present = ((OTHER, "none"), (BOTH, "in the year"))
    lanes = [Strip("Militarised disputes", fights, bool), Strip("Strategic rivalry", rivals, bool)]
    domain = draw.domain([Series("", "", BOTH, fights), Series("", "", BOTH, rivals)])
    title = "Militarised disputes and rivalry"
    return [
        strips(
            "history-disputes",
            title,
            "Years in which there was any",
            lanes,
            present,
            "count",
            domain,
            show_text=False,
        )
    ]


def _power_charts(draw: _Draw) -> list[Chart | None]:
    names = draw.names
    a, b = names.a, names.b
    series = [
        Series("GDP", f"GDP, {names.name_a} to {names.name_b}", BOTH, draw.evidence.series("power.gdp_ratio", a, b)),
        Series(
            "Capabilities", f"Material capabilities (CINC), {names.name_a} to {names.name_b}", OTHER,
            draw.evidence.series("power.cinc_ratio", a, b), dashed=True,
        ),
    ]  # fmt: skip
    sides = (f"{names.name_a} larger", f"{names.name_b} larger")
    title = f"{words.upper(words.the(names.name_a))} to {words.the(names.name_b)}: ratio of size"
    return [
        lines(
            "power-ratio", title, "1 : 1 = equal", series, "ratio", draw.domain(series),
            ends=draw.ends("power.gdp_ratio", "power.cinc_ratio"), log=True, bounds=(None, None), line_at=1,
            sides=sides,
        )
    ]  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- sources


def _citations(measured: Iterable[Sequence[Row]], atlas: Atlas) -> tuple[Citation, ...]:
    """Every data set that gave a value, with the years and editions used."""
    used: dict[str, dict[str, set[int]]] = {}
    for rows in measured:
        for name, years in datasets(rows).items():
            ident, _, vintage = name.partition("@")
            used.setdefault(ident, {}).setdefault(vintage, set()).update(years)
    return tuple(_citation(ident, used[ident], atlas) for ident in sorted(used))


def _citation(ident: str, editions: Mapping[str, set[int]], atlas: Atlas) -> Citation:
    record: Mapping[str, Any] = atlas.manifest["sources"].get(ident, {})
    spans = [
        (f"edition {vintage}: " if vintage else "")
        + ", ".join(words.span(*run) for run in shorten(words.runs(list(years))))
        for vintage, years in sorted(editions.items())
    ]
    return Citation(
        id=ident,
        title=record.get("title", ident),
        version=record.get("version", ", ".join(v for v in editions if v) or "not stated"),
        citation=record.get("citation", "not stated"),
        licence=record.get("licence", "not stated"),
        url=record.get("landing_url", ""),
        coverage="; ".join(spans),
        defects=tuple(record.get("defects", ())),
        sha256=tuple(str(file["sha256"])[:12] for file in record.get("files", ())),
    )
