"""The report says only what the rows say. Figures here are made up; the laws must hold for any."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import re
import zlib
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

import polars as pl
import pytest
from rich.console import Console

from amity import indicators, scores, states
from amity.atlas import Atlas
from amity.errors import NoDataError
from amity.indicators import Indicator, Scope
from amity.report import Report, cased, charts, claimed, compose, html, sentences, terminal, to_dict, words
from amity.report.evidence import Row, collect

SPANS = {
    "trade": (1949, 2023),
    "arms": (1950, 2023),
    "military": (1815, 2018),
    "diplomacy": (1946, 2025),
    "institutions": (1900, 2014),
    "history": (1816, 2014),
    "power": (1816, 2016),
}
GAPS = {1966, 1967, 2021}
HOSTILE = "<script>alert('x')</script>&\"<b>"


def made_up(indicator: Indicator, *, gaps: set[int] = GAPS, sources: str = "a-set@1") -> indicators.Measure:
    """A measure that invents a smooth, deterministic series for any dyad, with gaps."""
    first, last = SPANS.get(indicator.pillar, (1950, 2020))

    def value(a: str, b: str, year: int) -> float:
        rng = random.Random(zlib.crc32(f"{indicator.id}{a}{b}".encode()))
        level, slope = rng.random(), rng.random() - 0.3
        low, high = indicator.range
        t = min(max(level * 0.5 + slope * (year - 1950) / 150 + 0.03 * ((year * 7) % 5), 0.001), 1)
        if indicator.id == "trade.flow":
            return 10 ** (1 + 4 * t)
        if indicator.unit.startswith("ratio a"):
            return value("", min(a, b), year) / (value("", max(a, b), year) or 1) if a else 0.1 + t
        if indicator.id in ("military.obligations", "trade.rank", "institutions.shared_igos"):
            return float(round(t * (3 if high == 3 else 40)) + (1 if low == 1 else 0))
        if indicator.unit == "count" or (high == 1 and low == 0 and "yes" in indicator.unit):
            return float(rng.random() * 0 + ((year * 31 + len(a)) % 11 == 0))
        if high is None:
            return t * 50
        return t * (high if high else 1)

    def measure(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        grid = scope.grid(directed=indicator.directed).filter(pl.col("year").is_between(first, last))
        if scope.a is None:
            grid = grid.filter(pl.col("a").is_in(["CHN", "RUS"]) | pl.col("b").is_in(["CHN", "RUS"]))
        values = [None if y in gaps else value(a, b, y) for a, b, y in grid.iter_rows()]
        frame = grid.with_columns(value=pl.Series(values, dtype=pl.Float64)).lazy()
        banded = indicator.id in ("diplomacy.kappa", "diplomacy.s_score")
        return frame.with_columns(
            low=pl.col("value") - 0.05 if banded else pl.lit(None, pl.Float64),
            high=pl.col("value") + 0.05 if banded else pl.lit(None, pl.Float64),
            n=pl.lit(87),
            coverage=pl.lit(1.0),
            sources=pl.lit(sources),
            reason=pl.when(pl.col("value").is_null()).then(pl.lit(f"not held {HOSTILE}")),
        )

    return measure


def made_up_atlas(registry: dict[str, Indicator]) -> Atlas:
    spans = {t: SPANS.get(i.pillar, (1950, 2020)) for i in registry.values() for t in i.tables}
    tables = {
        t: {"coverage": [{"dataset": "a-set", "vintage": "1", "first_year": a, "last_year": b, "gaps": []}]}
        for t, (a, b) in spans.items()
    }
    source = {
        "title": f"A set {HOSTILE}",
        "version": "1",
        "citation": f"Somebody {HOSTILE}",
        "licence": "Terms",
        "landing_url": "https://example.org/set",
        "defects": [f"Breaks {HOSTILE}"],
        "files": [{"name": "x", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}],
    }
    odd = {**source, "landing_url": "javascript:alert(1)"}
    return Atlas(Path("nowhere"), {"atlas": "0123456789ab", "tables": tables, "sources": {"a-set": source, "odd": odd}})


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch):
    """Change the registry: `world(change)` gives an atlas, `change` maps an indicator to one, or None to drop it."""

    def install(change=lambda indicator: dataclasses.replace(indicator, measure=made_up(indicator))) -> Atlas:
        real = _real_registry()
        changed = {k: new for k, v in real.items() if (new := change(v)) is not None}
        monkeypatch.setattr(indicators, "registry", lambda: MappingProxyType(changed))
        monkeypatch.setattr(scores, "registry", dict)  # tests/test_report_scores.py has them
        monkeypatch.setattr(claimed, "reviewed", lambda _: ())  # tests/test_report_case.py has them
        indicators._among_all.cache_clear()
        indicators._distribution.cache_clear()
        return made_up_atlas(changed)

    return install


_real_registry = indicators.registry


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text.replace("\u202f", " "))


def pair(a: str, b: str) -> states.Dyad:
    return states.dyad(a, b)


CHINA_RUSSIA = ("China", "Russia")


def test_every_number_in_the_answer_is_a_row(world) -> None:
    atlas = world()
    report = compose(pair(*CHINA_RUSSIA), atlas)
    evidence = collect("CHN", "RUS", atlas, 1816, 2026, 0)
    known = {"90"}  # the size of the interval
    for (name, _, _), rows in evidence.rows.items():
        how = words.style(evidence.indicators[name])
        for row in rows:
            if row.value is not None:
                known.add(str(row.year))
                shown = [words.value(how, v) for v in (row.value, row.low, row.high) if v is not None]
                shown += [words.whole_percent(row.value), f"{row.n:,}"]
                known.update(n for text in shown for n in numbers(text))
    assert len(numbers(report.answer)) > 8
    assert set(numbers(report.answer)) <= known
    assert all(re.search(r"\b(18|19|20)\d\d\b", fact) for fact in report.facts), "every fact has its year"


def test_percentiles_are_percentages(world) -> None:
    report = compose(pair(*CHINA_RUSSIA), world())
    places = [v.percentile for p in report.pillars for v in p.values if v.percentile is not None]
    assert len(places) > 5
    assert all(0 <= p <= 100 for p in places)


def test_a_gap_in_the_data_is_a_gap_in_the_line(world) -> None:
    report = compose(pair(*CHINA_RUSSIA), world())
    looked = 0
    for chart in (c for p in report.pillars for c in p.charts):
        for layer in chart.spec["layer"]:
            mark = layer["mark"]["type"]
            if mark in ("line", "area"):
                by_year = {v["x"]: v["y"] for v in layer["data"]["values"]}
                inside = [y for y in GAPS if min(by_year) < y < max(by_year)]
                assert all(by_year.get(y, 0) is None for y in inside), chart.id
                looked += len(inside)
            elif mark == "rect":
                spans = [(v["x"], v["x2"]) for v in layer["data"]["values"]]
                assert layer["mark"]["color"] == charts.SHADE or not any(a < y < b for a, b in spans for y in GAPS)
        table = {row[0]: row[1:] for row in chart.rows}
        assert all(set(table[y][:-1]) <= {None, 87} for y in GAPS if y in table)
    assert looked > 10


def test_nothing_after_the_year_asked_for(world) -> None:
    report = compose(pair("China", "Russia"), world(), year=1969)
    assert report.names == ("China", "Soviet Union")
    assert report.year == 1969
    years = [row[0] for p in report.pillars for c in p.charts for row in c.rows]
    assert years
    assert max(years) <= 1969
    assert not any(int(y) > 1969 for y in re.findall(r"\b(?:19|20)\d\d\b", report.answer))
    assert all(v.year is None or v.year <= 1969 for p in report.pillars for v in p.values)


@pytest.mark.parametrize("dropped", ["trade", "arms", "military", "diplomacy", "institutions", "history", "power"])
def test_a_missing_pillar_is_named_and_nothing_breaks(world, dropped: str) -> None:
    atlas = world(lambda i: None if i.pillar == dropped else dataclasses.replace(i, measure=made_up(i)))
    report = compose(pair(*CHINA_RUSSIA), atlas)
    assert dropped not in {p.id for p in report.pillars}
    assert len(report.unmeasured) + len(report.pillars) == len(indicators.PILLARS)
    assert html.render(report)


@pytest.mark.parametrize(
    "kept", ["trade.flow", "trade.share", "diplomacy.agreement", "history.disputes", "power.gdp_ratio"]
)
def test_one_indicator_alone_makes_a_page(world, kept: str) -> None:
    atlas = world(lambda i: dataclasses.replace(i, measure=made_up(i)) if i.id == kept else None)
    report = compose(pair(*CHINA_RUSSIA), atlas)
    assert report.answer.endswith(".")
    assert html.render(report)


def test_no_data_at_all(world) -> None:
    def nothing(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        return pl.LazyFrame(schema={"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64})

    report = compose(pair("South Sudan", "Uganda"), world(lambda i: dataclasses.replace(i, measure=nothing)))
    assert "no data" in report.answer.lower()
    assert not report.balance
    assert not [c for p in report.pillars for c in p.charts]
    assert {v.text for p in report.pillars for v in p.more} == {"no data"}
    page = html.render(report)
    assert "no data for this pair" in page
    shown(report)


def test_an_indicator_that_cannot_be_measured_says_why(world) -> None:
    def broken(atlas: Atlas, scope: Scope) -> pl.LazyFrame:
        raise NoDataError("The table is empty.")

    atlas = world(lambda i: dataclasses.replace(i, measure=broken if i.id == "arms.tiv" else made_up(i)))
    report = compose(pair(*CHINA_RUSSIA), atlas)
    reasons = {v.reason for p in report.pillars for v in p.values if v.indicator == "arms.tiv"}
    assert reasons == {"The table is empty."}


def test_states_that_never_met(world) -> None:
    with pytest.raises(NoDataError, match="not both members"):
        compose(pair("South Sudan", "Uganda"), world(), year=1990)


def test_zero_is_not_missing(world) -> None:
    def zero(i: Indicator) -> Indicator:
        measure = made_up(i)
        if i.pillar == "arms":
            return dataclasses.replace(
                i,
                measure=lambda a, s: measure(a, s).with_columns(
                    value=pl.col("value") * 0, reason=pl.lit(None, pl.String)
                ),
            )
        return dataclasses.replace(i, measure=measure)

    report = compose(pair(*CHINA_RUSSIA), world(zero))
    arms = next(p for p in report.pillars if p.id == "arms")
    assert "no deliveries of major arms between them are on record" in arms.summary.lower()
    assert not arms.charts
    assert {v.text.replace("\u202f", " ") for v in arms.values} == {"0 million TIV", "0 %"}


class Page(HTMLParser):
    """Checks nesting and gathers what the page loads, links and names."""

    VOID = frozenset(("meta", "link", "br", "img", "input", "hr", "path", "line", "rect", "circle"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.labelled: list[str] = []
        self.counts: dict[str, int] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if found.get("id"):
            self.ids.append(str(found["id"]))
        self.loads += [
            str(found[k]) for k in ("src", "srcset", "xlink:href", "data", "action", "poster") if found.get(k)
        ]
        if tag == "link":
            self.loads.append(str(found.get("href")))
        if tag == "a":
            self.links.append(str(found.get("href")))
        if tag == "svg" and found.get("role") == "img":
            self.labelled.append(str(found["aria-labelledby"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()


def test_the_page_needs_nothing_else(world) -> None:
    report = compose(pair(*CHINA_RUSSIA), world())
    text = html.render(report)
    page = Page(text)
    assert not page.open
    assert not page.loads
    assert len(page.ids) == len(set(page.ids))
    assert {link.split(":")[0] for link in page.links if not link.startswith("#")} <= {"https", "data"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert report.case is not None
    drawn = [*cased.charts(report.case), *(c for p in report.pillars for c in p.charts)]
    assert len(drawn) >= 12
    assert page.labelled == [f"{c.id}-alt" for c in drawn]
    assert set(page.labelled) <= set(page.ids)
    assert all(len(c.alt) > 40 and c.rows for c in drawn)
    assert page.counts["figure"] == len(drawn)
    assert page.counts["table"] >= 2 * len(drawn) - 10
    assert not re.search(r"url\(|@import|@font-face", text)
    assert len(text.encode()) < 2_500_000
    assert "script-src 'sha256-" in unescape(text)
    assert "unsafe-eval" not in text


def test_hostile_text_stays_text(world) -> None:
    atlas = world(lambda i: dataclasses.replace(i, measure=made_up(i, sources=f"odd@{HOSTILE}"), limits=HOSTILE))
    report = compose(pair(*CHINA_RUSSIA), atlas)
    odd = dataclasses.replace(report, names=(f"A{HOSTILE}", "B"), answer=HOSTILE)
    text = html.render(odd)
    page = Page(text)
    assert page.counts["script"] == 1
    assert "<script>alert" not in text
    assert "javascript:" not in [link[:11] for link in page.links]
    chart = report.pillars[0].charts[0]
    series = charts.Series(HOSTILE, HOSTILE, charts.FIRST, [Row(2000, 1.0, None, None, 1, "s", None)])
    drawn = charts.lines("x", HOSTILE, HOSTILE, [series], "plain", (1990, 2000))
    assert drawn is not None
    assert chart
    assert "<script" not in html.picture(drawn)
    assert "<b>" not in html.picture(drawn)


def test_json_round_trip(world) -> None:
    report = compose(pair(*CHINA_RUSSIA), world())
    data = to_dict(report)
    again = json.loads(json.dumps(data, allow_nan=False))
    assert again == data
    assert again["dyad"] == "CHN-RUS"
    assert again["pillars"][0]["charts"][0]["spec"]["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")


def test_the_same_question_gives_the_same_page(world) -> None:
    atlas = world()
    assert html.render(compose(pair(*CHINA_RUSSIA), atlas)) == html.render(compose(pair(*CHINA_RUSSIA), atlas))


def test_both_orders_say_the_same_figures(world) -> None:
    atlas = world()
    one, other = compose(pair("China", "Russia"), atlas), compose(pair("Russia", "China"), atlas)
    assert other.names == ("Russia", "China")

    def figures(report: Report) -> set[tuple[object, ...]]:
        return {(v.indicator, v.a, v.b, v.value) for b in report.balance for v in (b.of_a, b.of_b)}

    assert figures(one) == figures(other)
    undirected = [
        {v.value for p in r.pillars for v in p.values if v.indicator == "diplomacy.kappa"} for r in (one, other)
    ]
    assert undirected[0] == undirected[1] != set()
    places = [
        {v.percentile for p in r.pillars for v in p.values if v.indicator == "diplomacy.kappa"} for r in (one, other)
    ]
    assert places[0] == places[1]


def shown(report: Report, width: int = 80, encoding: str = "utf-8", **options) -> str:
    import io

    raw = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    console = Console(file=raw, width=width, height=24, legacy_windows=False)
    console.print(terminal.render(report, **options))
    raw.flush()
    return raw.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [80, 100, 140])
def test_the_summary_fits_one_screen(world, width: int) -> None:
    text = shown(compose(pair(*CHINA_RUSSIA), world()), width)
    lines = text.rstrip("\n").split("\n")
    assert len(lines) <= 23  # and one line for the path of the page
    assert max(map(len, lines)) <= width
    assert "China" in text
    assert re.search("[▁▂▃▄▅▆▇█]{4}", text)


@pytest.mark.parametrize(("encoding", "options"), [("ascii", {}), ("latin-1", {}), ("utf-8", {"ascii": True})])
def test_the_summary_in_ascii(world, encoding: str, options: dict) -> None:
    text = shown(compose(pair("China", "Côte d'Ivoire"), world()), 80, encoding, **options)
    assert text.isascii()
    assert "Cote d'Ivoire" in text


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        ("percent", 0.333333, "33.3 %"),
        ("percent", 0.0, "0 %"),
        ("percent", 0.00001, "under 0.01 %"),
        ("percent", 0.0042, "0.42 %"),
        ("percent", 0.0099999, "1.0 %"),
        ("dollars", 128_432.0, "US$ 128 bn"),
        ("dollars", 999.9, "US$ 1.00 bn"),
        ("dollars", 0.0, "US$ 0"),
        ("dollars", 1_240_000.0, "US$ 1.24 trillion"),
        ("ratio", 9.42, "9.4 : 1"),
        ("ratio", 0.1, "1 : 10"),
        ("index", -0.004, "0.00"),
        ("index", -0.12, "−0.12"),
        ("growth", -0.1234, "−12.3 %"),
        ("rank", 11.0, "11th"),
        ("rank", 22.0, "22nd"),
        ("count", 1234.0, "1,234"),
        ("years", 1.0, "1 year"),
        ("pledge", 2.0, "neutrality or consultation"),
        ("percent", None, "no data"),
    ],
)
def test_figures_in_words(style: words.Style, value: float | None, text: str) -> None:
    assert words.value(style, value).replace("\u202f", " ") == text


def test_nearly_all_is_not_all() -> None:
    assert words.whole_percent(0.999).startswith("99.9")
    assert words.whole_percent(0.002).startswith("0.2")
    assert words.among(99.97).startswith("99.9")
    assert words.among(100).startswith("100")


@pytest.mark.parametrize(
    ("name", "inside", "possessive"),
    [
        ("France", "France", "France’s"),
        ("United States", "the United States", "the United States’"),
        ("Netherlands", "the Netherlands", "the Netherlands’"),
        ("Soviet Union", "the Soviet Union", "the Soviet Union’s"),
        ("Laos", "Laos", "Laos’"),
        ("Gambia", "the Gambia", "the Gambia’s"),
        ("Republic of the Congo", "the Republic of the Congo", "the Republic of the Congo’s"),
        ("Seychelles", "Seychelles", "Seychelles’"),
    ],
)
def test_names_inside_sentences(name: str, inside: str, possessive: str) -> None:
    assert words.the(name) == inside
    assert words.of(name) == possessive


def row(value: float | None) -> Row | None:
    return None if value is None else Row(2000, value, None, None, 1, "s", None)


@pytest.mark.parametrize(
    ("mine", "theirs", "text"),
    [
        (0.1, 0.2, "B’s share is 2.0 times A’s"),
        (0.0, 0.2, "only B’s is above zero"),
        (0.0, 0.0, "both are zero"),
        (0.1, 0.102, "the two shares differ by less than 5 %"),
        (None, 0.1, "no comparison: one side has no data"),
    ],
)
def test_ratio_in_words(mine: float | None, theirs: float | None, text: str) -> None:
    names = sentences.Names("AAA", "BBB", "A", "B")
    assert sentences.ratio(row(mine), row(theirs), names, "share").replace("\u202f", " ") == text


def test_sparkline_keeps_gaps() -> None:
    assert words.sparkline([0, 1, None, 2], 10) == "▁▅ █"
    assert words.sparkline([0, 1, None, 2], 10, ascii=True).isascii()
    assert words.sparkline([None, None], 10) == ""
    assert len(words.sparkline([float(i) for i in range(100)], 12)) == 12


@pytest.mark.parametrize(("low", "high"), [(0, 0.33), (0, 1), (-0.4, 0.9), (5, 5), (0, 1e-5), (0, 123456)])
def test_ticks_enclose(low: float, high: float) -> None:
    marks = charts.ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high - 1e-12
    assert 2 <= len(marks) <= 8


@pytest.mark.parametrize(("low", "high"), [(1, 1), (0.3, 20), (1e-3, 1e6), (10, 1000)])
def test_decades_enclose(low: float, high: float) -> None:
    marks = charts.decades(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high
    assert 2 <= len(marks) <= 7


def test_charts_drawn_ahead_are_the_same(world) -> None:
    atlas = world()
    told: list[charts.Chart] = []
    report = compose(pair(*CHINA_RUSSIA), atlas, drawn=lambda chart: (told.append(chart), html.prepare(chart)))
    assert report.case is not None
    assert told == [*(c for p in report.pillars for c in p.charts), *cased.charts(report.case)]
    assert html.render(report) == html.render(report), "once from pictures drawn ahead, once without"
