"""What a casefile adds to the page: only what its rows and the verdicts say, and nothing for a pair without one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from amity import casefile, states
from amity.atlas import open_atlas
from amity.casefile import EVERY
from amity.claims import studies
from amity.report import Mark, Report, cased, claimed, compose, html, marks, terminal, to_dict
from amity.report.case import OUTCOMES
from amity.report.charts import BOTH, Series, lines
from amity.report.evidence import Row
from amity.scores.delivery import delivery
from test_report import Page

SECTIONS = ("promised", "contacts", "spoken", "parting", "moves", "analysts", "turning-points")


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(states.dyad("China", "Russia"), open_atlas())


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return html.render(report)


# ------------------------------------------------------------------------------------------------------ China–Russia


def test_every_section_is_there_and_can_be_read_by_all(page: str) -> None:
    seen = Page(page)
    assert not seen.open
    assert not seen.loads
    assert len(seen.ids) == len(set(seen.ids))
    assert set(SECTIONS) <= set(seen.ids)
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)
    # Headings never skip a level, and every section is named by its own.
    heads = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert heads[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(heads))
    assert all(f'aria-labelledby="{name}-head"' in page for name in SECTIONS)
    # No sign stands without its word.
    for sign, word in (("▲", "closer"), ("▼", "apart"), ("✓", "agrees"), ("✗", "contradict")):
        assert sign in page
        assert word in page
    assert page.count('<span class="effect') - 3 == page.count('<span class="unseen"> raises</span>') + page.count(
        '<span class="unseen">lowers</span>'
    ) + page.count('<span class="unseen">has no effect on</span>')


def test_projects_are_those_of_the_casefile(report: Report) -> None:
    assert report.case is not None
    promised = report.case.promised
    assert promised is not None
    rows = casefile.require("CHN", "RUS")["projects"]
    counts = Counter(rows["outcome"])
    assert [p.outcome for p in promised.projects].count("delivered") == counts["delivered"]
    assert f"Of {rows.height} projects" in promised.say
    assert f"{counts['cancelled']} cancelled" in promised.say
    assert [chart.id for chart in promised.charts] == ["case-projects", "case-delivery"]
    # The curve is the score's own, of the same rows; a first cargo of a plant underway is no delivery.
    ends = {"delivered": "delivered", "cancelled": "cancelled"}
    dated = [row for row in rows.iter_rows(named=True) if row["announced_date"]]
    endings = [(row, ends.get(row["outcome"], "as_of")) for row in dated]
    found = delivery(
        pl.DataFrame(
            [
                {"announced": row["announced_date"]}
                | dict.fromkeys(("delivered", "cancelled", "as_of"))
                | {end: (end == "delivered" and row["actual_completion"]) or row["status_date"]}
                for row, end in endings
            ],
            schema=dict.fromkeys(("announced", "delivered", "cancelled", "as_of"), pl.String),
        )
    )
    assert f"{found.n} projects with dates: {found.delivered} delivered" in promised.charts[1].note
    course = found.curve.filter(outcome="delivered").sort("years")["value"].to_list()
    assert [row[1] for row in promised.charts[1].rows] == pytest.approx(course)
    assert promised.values is not None
    stated = rows.filter(outcome="cancelled")["promised_value_usd"].sum()
    line = next(row for row in promised.values.rows if row[0] == "Cancelled")
    assert f"{stated / 1e9:.3g}" in line[2]


def test_a_late_project_is_told_late_and_one_without_a_day_is_not(report: Report) -> None:
    assert report.case is not None
    assert report.case.promised is not None
    by_name = {row[0]: row for row in report.case.promised.charts[0].rows}
    assert by_name["Yamal LNG"][2:4] == ("2016", "2017-12-08")
    assert by_name["Skovorodino-Mohe expansion to 30 Mt"][3] == "by 2025-04"
    assert (
        " 1 of the delivered has both a promised and an actual date on record; 1 came late." in report.case.promised.say
    )


def test_meetings_and_exercises_are_counted_by_year(report: Report) -> None:
    assert report.case is not None
    assert report.case.contacts is not None
    file = casefile.require("CHN", "RUS")
    for chart, name, when in zip(
        report.case.contacts.charts, ("meetings", "exercises"), ("date_first", "start_first"), strict=True
    ):
        years = Counter(day.year for day in file[name][when])
        assert {row[0]: row[-2] for row in chart.rows if row[-2]} == years
        assert all(sum(row[1:-2]) == row[-2] for row in chart.rows)
        assert all(row[-1].count("; ") >= row[-2] - 1 for row in chart.rows if row[-2])


def test_turning_points_are_on_every_timeline(report: Report, page: str) -> None:
    assert report.case is not None
    charts = [
        *(c for p in report.pillars for c in p.charts),
        *report.scores.history,
        *(report.case.contacts.charts if report.case.contacts else ()),
    ]
    assert len(charts) > 20
    for chart in charts:
        assert chart.marks, chart.id
        assert all(chart.domain[0] <= mark.year <= chart.domain[1] for mark in chart.marks)
        assert any("turning points: " in key.text for key in chart.keys)
        start = page.index(f'<figure id="{chart.id}"')
        figure = page[start : page.index("</figure>", start)]
        if chart.has_all_marks:
            assert '<a href="#turning-points">' in figure
        else:
            assert figure.count("<li data-year=") == len(chart.marks)
            assert chart.marks[0].date in figure
    whole = page[page.index('id="turning-points"') :]
    assert whole[: whole.index("</section>")].count("<li data-year=") == len(report.case.events) == 94


def test_interests_keep_their_side_in_either_order(report: Report) -> None:
    turned = compose(states.dyad("Russia", "China"), open_atlas())
    assert report.case is not None
    assert turned.case is not None
    assert report.case.parting is not None
    assert turned.case.parting is not None
    ours = {i.topic: i for i in report.case.parting.interests if i.result}
    theirs = {i.topic: i for i in turned.case.parting.interests if i.result}
    assert ours["Taiwan"].interest_a == theirs["Taiwan"].interest_b == "Core interest"
    assert ours["Arctic"].instances[0].position_a == theirs["Arctic"].instances[0].position_b
    rows = casefile.require("CHN", "RUS")["divergences"].height
    told = sum(len(i.instances) for i in report.case.parting.interests) + len(report.case.parting.votes)
    assert told == rows


def test_mechanisms_bear_the_verdicts_of_their_claims(report: Report) -> None:
    assert report.case is not None
    assert report.case.moves is not None
    assert report.case.analysts is not None
    mechanisms = {m.id: m for m in report.case.moves.mechanisms}
    assert len(mechanisms) == 18
    known = {c.id: c.outcome for s in claimed.about(open_atlas(), "CHN", "RUS", 2026) for c in s.claims}
    for mechanism in mechanisms.values():
        assert mechanism.chains
        assert dict(mechanism.tally) == Counter(known[c.id] for c in mechanism.claims)
        assert all(a.effect == b.cause for chain in mechanism.chains for a, b in pairwise(chain))
    pressure = mechanisms["pressure-alignment"]
    assert "Baev 2021" in pressure.denied_by
    assert "Baev 2021" not in pressure.asserted_by
    assert [link.sign for link in mechanisms["western-restraint"].chains[0]] == [1, -1]
    assert mechanisms["dependence-unease"].loop == "balancing"


def test_the_scorecard_is_that_of_the_studies(report: Report, page: str) -> None:
    assert report.case is not None
    analysts = report.case.analysts
    assert analysts is not None
    atlas = open_atlas()
    assert {s.id for s in analysts.studies} == set(studies.shipped())
    assert sum(s.n for s in analysts.studies) == 596
    card = next(s for s in analysts.studies if s.id == "baev-2019")
    found = studies.verdicts(studies.shipped()["baev-2019"], atlas)
    assert dict(card.tally) == Counter(v.outcome for v in found)
    contradicted = {v.claim.id for v in found if v.outcome == "contradicts"}
    assert contradicted == {c.id for c in analysts.contradicted if c.id.startswith("baev-2019")}
    assert all(claim.said and claim.text in html_text(page) for claim in analysts.contradicted)
    assert [f.due for f in analysts.forecasts] == sorted(f.due or 0 for f in analysts.forecasts)
    assert {b.id for b in analysts.backing} == {"alliance", "entente", "convenience", "junior_partner", "estrangement"}
    assert report.scores.readings is not None
    assert {b.id: b.probability for b in analysts.backing} == {
        r.id: r.probability for r in report.scores.readings.readings
    }


def html_text(page: str) -> str:
    from html import unescape

    return unescape(page)


def test_json_has_the_same_and_nothing_else(report: Report) -> None:
    found = json.loads(json.dumps(to_dict(report), allow_nan=False))["case"]
    assert set(found) == {
        "id", "title", "about", "promised", "contacts", "spoken", "parting", "moves", "analysts", "events",
    }  # fmt: skip
    assert set(found["promised"]) == {"say", "charts", "values", "projects"}
    assert set(found["analysts"]["contradicted"][0]) >= {"id", "text", "outcome", "said", "source", "nearest"}
    assert {outcome for s in found["analysts"]["studies"] for outcome, _ in s["tally"]} <= set(OUTCOMES)
    assert found["events"][0]["year"] == 1949


def test_nothing_later_than_the_year_asked_for() -> None:
    report = compose(states.dyad("China", "Russia"), open_atlas(), year=2016)
    case = report.case
    assert case is not None
    assert case.promised is not None
    assert case.contacts is not None
    assert case.analysts is not None
    assert max(event.year for event in case.events) == 2016
    assert max(row[0] for chart in case.contacts.charts for row in chart.rows) == 2016
    by_name = {p.name: p for p in case.promised.projects}
    assert by_name["Power of Siberia 1 gas pipeline"].outcome == "underway"
    assert by_name["Power of Siberia 1 gas pipeline"].actual == ""
    assert "Rosneft stake 14.16% to CEFC" not in by_name
    assert [s.id for s in case.analysts.studies] == ["marange-2015"]
    for row in case.promised.charts[0].rows:
        assert all(cell is None or cell.removeprefix("by ")[:4] <= "2016" for cell in (row[1], row[3], row[5]))


def test_a_page_of_long_ago_tells_nothing_of_later_days() -> None:
    case = compose(states.dyad("Soviet Union", "China"), open_atlas(), year=1969).case
    assert case is not None
    assert case.promised is case.contacts is case.parting is case.moves is case.analysts is None
    assert [event.year for event in case.events] == [1949, 1950, 1951, 1960, 1969]
    assert case.spoken is not None
    assert [label.label for label in case.spoken.labels] == ["alliance"]


def test_the_summary_has_a_line_of_it(report: Report) -> None:
    console = Console(width=100, record=True, file=io.StringIO(), force_terminal=False)
    console.print(terminal.render(report, height=40))
    line = next(line for line in console.export_text().splitlines() if line.startswith("Casefile"))
    assert "7 of 35 projects delivered" in line
    assert "161 meetings" in line
    assert "596 claims" in line


# ----------------------------------------------------------------------------------------------------- another pair

ROWS = {
    "meetings": [
        {"date": "2018-10-05", "place": "New Delhi", "type": "visit", "host": "India", "multilateral": "no"}
        | {"who": "Narendra Modi; Vladimir Putin"},
        {"date": "2019-09", "type": "meeting", "multilateral": "yes", "who": "<script>alert('x')</script>"},
    ],
    "projects": [
        {"name": "A <b>plant</b>", "sector": "energy", "announced_date": "2008", "promised_completion": "2010"}
        | {"actual_completion": "2013-10", "outcome": "delivered", "status": "delivered", "status_date": "2014"},
    ],
    "events": [{"date": "2000-10-03", "event": "A declaration & more", "pillar": "diplomacy", "direction": "1"}],
    "interests": [
        {"topic": "China", "interest_a": "balance", "interest_b": "partner", "result": "apart", "status": "divergent"}
        | {"said_by": "mine-2020"},
    ],
    "mechanisms": [
        {"mechanism": "hedge", "title": "Hedging", "loop": "none", "asserted_by": "mine-2020-1; nobody-1999"}
    ],
    "links": [
        {"mechanism": "hedge", "step": "1", "cause": "Fear", "sign": "+", "effect": "Arms", "asserted_by": "mine-2020"},
    ],
}
STUDY = """\
study: mine-2020
title: Two friends
author: Ann Author
outlet: A journal
published: '2020'
claims:
  - id: mine-2020-1
    text: India and Russia have no defence treaty.
    kind: existence
    pillar: military
    subject: [IND]
    object: [RUS]
    test: {indicator: military.obligations, of: IND, on: RUS, years: 2015, op: "<", value: 3}
    bears_on: {hypothesis: alliance, direction: against, mechanism: hedge}
  - id: mine-2020-2
    text: They will be allies by 2030.
    kind: forecast
    pillar: military
    subject: [IND]
    object: [RUS]
    untested: {reason: forecast, settle: a treaty by 2030, due: 2030, rule: True if a treaty promises defence by 2030}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with a small casefile of India and Russia, and a study of them."""
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    folder = casefile.create("India", "Russia")
    for name, rows in ROWS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [column.name for column in EVERY[name].columns])
            writer.writeheader()
            source = {"source_title": "T", "source_publisher": "P", "source_date": "2020", "source_url_or_repo": "here"}
            writer.writerows(row | source for row in rows)
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "mine-2020.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def test_ones_own_casefile_gets_the_same_sections(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "shipped", dict)  # their verdicts are not asked for here
    report = compose(states.dyad("India", "Russia"), open_atlas())
    assert report.case is not None
    assert report.case.analysts is not None
    assert report.case.moves is not None
    assert [(s.id, s.short, dict(s.tally)) for s in report.case.analysts.studies] == [
        ("mine-2020", "Author 2020", {"agrees": 1, "not testable": 1})
    ]
    (hedge,) = report.case.moves.mechanisms
    assert hedge.asserted_by == "Author 2020, nobody-1999"
    assert dict(hedge.tally) == {"agrees": 1}
    page = html.render(report)
    seen = Page(page)
    assert not seen.open
    assert set(SECTIONS) <= {*seen.ids, "spoken"}
    assert "spoken" not in seen.ids  # neither agreements nor gaps
    assert "<b>plant</b>" not in page
    assert "A &lt;b&gt;plant&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert "A declaration &amp; more" in page
    assert (own / "cache").is_dir()


def test_a_pair_without_a_casefile_has_one_line_about_it() -> None:
    report = compose(states.dyad("United States", "Japan"), open_atlas())
    assert report.case is None
    assert to_dict(report)["case"] is None
    page = html.render(report)
    assert not set(SECTIONS) & set(Page(page).ids)
    assert page.count("No casefile of the two is held") == 1
    assert "amity casefile new USA JPN" in page
    assert not any(chart.marks for pillar in report.pillars for chart in pillar.charts)


# -------------------------------------------------------------------------------------------------------- the verdicts


def test_verdicts_are_found_once_and_found_again_when_something_changes(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studies, "shipped", dict)
    atlas, asked = open_atlas(), []
    real = studies.verdicts
    monkeypatch.setattr(studies, "verdicts", lambda study, a: (asked.append(study.id), real(study, a))[1])
    first = claimed.reviewed(atlas)
    assert claimed.reviewed(atlas) == first
    assert asked == ["mine-2020"]
    path = own / "studies" / "mine-2020.yaml"
    path.write_text(STUDY.replace("value: 3", "value: 0"), encoding="utf-8")
    again = claimed.reviewed(atlas)
    assert asked == ["mine-2020"] * 2
    assert [c.outcome for c in first[0].claims] != [c.outcome for c in again[0].claims]


@pytest.mark.parametrize("harm", ["", "[]]", "[{}]", '[{"id": 1}]'])
def test_what_was_kept_and_is_harmed_is_found_anew(own: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    monkeypatch.setattr(studies, "shipped", dict)
    first = claimed.reviewed(open_atlas())
    (kept,) = (own / "cache").iterdir()
    kept.write_text(harm, encoding="utf-8")
    assert claimed.reviewed(open_atlas()) == first


def test_a_home_that_cannot_be_written_costs_nothing_but_time(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "shipped", dict)
    (own / "cache").write_text("a file where a folder is due", encoding="utf-8")
    assert [s.id for s in claimed.reviewed(open_atlas())] == ["mine-2020"]


# ------------------------------------------------------------------------------------------------------ turning points


def event(year: int, pillar: str, direction: int) -> Mark:
    return Mark(year, str(year), f"{pillar} {year}", pillar, direction, "a source")


def a_chart(first: int = 1990, last: int = 2020):
    rows = [Row(year, 1.0 + year % 3, None, None, 1, "a-set@1", None) for year in range(first, last + 1)]
    made = lines("a-chart", "A chart", "unit", [Series("x", "x", BOTH, rows)], "plain", (first, last))
    assert made is not None
    return made


def test_a_chart_bears_the_marks_of_its_own_part() -> None:
    events = [event(1980, "arms", 1), event(2000, "arms", -1), event(2005, "trade", 1), event(2010, "energy", 0)]
    found = marks.marked(a_chart(), "energy", events)
    assert [mark.year for mark in found.marks] == [2010]
    assert not found.has_all_marks
    assert [key.mark for key in found.keys][-1] == "dot"
    assert "1 turning point is marked" in found.alt
    assert len(found.spec["layer"]) == len(a_chart().spec["layer"]) + 2


def test_a_chart_without_its_own_bears_all_one_a_year() -> None:
    events = [event(2000, "arms", -1), event(2000, "trade", 1), event(2005, "trade", 1), event(1980, "trade", 1)]
    found = marks.marked(a_chart(), "opinion", events)
    assert [mark.year for mark in found.marks] == [2000, 2000, 2005]
    assert found.has_all_marks
    signs = [layer for layer in found.spec["layer"] if layer["mark"].get("shape")]
    assert [[v["x"] for v in layer["data"]["values"]] for layer in signs] == [[2005], [2000]]


def test_no_mark_no_change() -> None:
    chart = a_chart()
    assert marks.marked(chart, "trade", []) is chart
    assert marks.marked(chart, "trade", [event(1900, "trade", 1)]) is chart


def test_signs_of_one_year_stand_beside_each_other() -> None:
    found = marks.marked(a_chart(), "trade", [event(2000, "trade", 1), event(2000, "trade", -1)])
    xs = [v["x"] for layer in found.spec["layer"] if layer["mark"].get("shape") for v in layer["data"]["values"]]
    assert len(xs) == 2
    assert sum(xs) / 2 == pytest.approx(2000)
    assert xs[0] != xs[1]


def test_every_picture_of_the_case_is_among_those_drawn(report: Report) -> None:
    assert report.case is not None
    assert [c.id for c in cased.charts(report.case)] == [
        "case-projects", "case-delivery", "case-meetings", "case-exercises",
    ]  # fmt: skip
