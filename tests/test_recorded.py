"""Indicators read from casefiles: counted anew with the csv module, and what a pair, a year or a row without says."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import amity as product
from amity import casefile, indicators
from amity.atlas import Atlas, open_atlas
from amity.casefile.reading import readings, repeats
from amity.casefile.schema import day_span
from amity.errors import NoDataError, UsageError
from amity.indicators import Scope, measure
from amity.indicators.recorded import positions
from amity.scores.gap import declared
from ran import Ran

SHIPPED = casefile.available()["CHN", "RUS"]
SOURCE = "a page,a paper,2020,https://example.org,"
READ = [i for i in indicators.registry().values() if i.casefile]

Amity = Callable[..., Ran]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas()


@pytest.fixture
def india(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty casefile of India and Russia in a home folder of one's own."""
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    return casefile.create("India", "Russia")


def rows_of(name: str) -> list[dict[str, str]]:
    with (SHIPPED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, *rows: str) -> None:
    """The file with its header and these rows, each ending with the same source."""
    file = folder / f"{name}.csv"
    header = file.read_text(encoding="utf-8").splitlines()[0]
    file.write_text("\n".join([header, *(f"{row},{SOURCE}" for row in rows)]) + "\n", encoding="utf-8")


def values(atlas: Atlas, name: str, a: str = "CHN", b: str = "RUS") -> dict[int, float]:
    rows = measure(indicators.get(name), atlas, Scope(1800, 2026, a, b)).drop_nulls("value")
    return dict(rows.filter(pl.col("a") == a).select("year", "value").iter_rows()) or dict(
        rows.select("year", "value").iter_rows()
    )


def why(atlas: Atlas, name: str, year: int, a: str = "IND", b: str = "RUS") -> str:
    rows = measure(indicators.get(name), atlas, Scope(year, year, a, b))
    assert rows["value"].null_count() == rows.height == 1
    return str(rows["reason"][0])


# ------------------------------------------------------------------------------------ counted anew, row by row


def counts(years: list[int], first: int, last: int) -> dict[int, float]:
    found = Counter(years)
    return {year: float(found[year]) for year in range(first, last + 1)}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("diplomacy.meetings", lambda row: True),
        ("diplomacy.meetings_alone", lambda row: row["multilateral"] == "no"),
        ("diplomacy.visits", lambda row: row["type"] in {"visit", "state visit"}),
        ("diplomacy.calls", lambda row: row["type"] in {"call", "video"}),
    ],
)
def test_meetings(atlas: Atlas, name: str, kept: Callable[[dict[str, str]], bool]) -> None:
    """No vague date of the shipped file holds a precise one of the same people, so a set of day and people will do."""
    events = {
        (row["date"], frozenset(who.strip() for who in row["who"].split(";")), row["type"] in {"call", "video"})
        for row in rows_of("meetings")
        if kept(row)
    }
    found = values(atlas, name)
    assert found == counts([int(day[:4]) for day, _, _ in events], 1989, 2025)
    assert sum(found.values()) == len(events) > 15


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("military.exercises", lambda row: True),
        ("military.exercises_alone", lambda row: set(row["participants"].split("; ")) == {"China", "Russia"}),
        ("military.exercises_sea", lambda row: any(w in row["type"] for w in ("sea", "naval", "submarine"))),
        ("military.exercises_land", lambda row: "land" in row["type"]),
        ("military.exercises_air", lambda row: "air" in row["type"].split(", ") or "air patrol" in row["type"]),
    ],
)
def test_exercises(atlas: Atlas, name: str, kept: Callable[[dict[str, str]], bool]) -> None:
    years = [int(row["start"][:4]) for row in rows_of("exercises") if kept(row)]
    assert values(atlas, name) == counts(years, 2003, 2025)


def test_projects(atlas: Atlas) -> None:
    rows = rows_of("projects")
    assert len({row["name"].lower() for row in rows}) == len(rows)
    announced = [int(row["announced_date"][:4]) for row in rows if row["announced_date"]]
    assert values(atlas, "investment.projects_announced") == counts(announced, 1993, 2024)
    ready = [
        int(row["actual_completion"][:4])
        for row in rows
        if row["actual_completion"] and row["announced_date"] and row["outcome"] == "delivered"
    ]
    assert values(atlas, "investment.projects_delivered") == counts(ready, 1993, 2025)
    sums: dict[int, float] = {year: 0.0 for year in range(1993, 2025) if year not in announced}
    for row in rows:
        if row["announced_date"] and row["promised_value_usd"]:
            year = int(row["announced_date"][:4])
            sums[year] = sums.get(year, 0.0) + float(row["promised_value_usd"]) / 1e6
    assert values(atlas, "investment.value_promised") == pytest.approx(sums)
    assert sums[2014] == pytest.approx(425_990)


def test_labels_and_orders(atlas: Atlas) -> None:
    first: dict[str, int] = {}
    for row in rows_of("agreements"):
        if row["partnership_label"]:
            first.setdefault(row["partnership_label"].lower(), int(row["date"][:4]))
    found = values(atlas, "rhetoric.labels")
    assert set(found) == set(range(1950, 2026))
    assert all(found[year] == sum(begun <= year for begun in first.values()) for year in found)
    listed = Counter(
        (int(row["order_year"]), row["source_title"])
        for row in rows_of("arms")
        if row["supplier"] == "Russia" and "/" not in row["order_year"]
    )
    orders = values(atlas, "arms.orders", "RUS", "CHN")
    assert orders == {
        year: float(max((n for (of, _), n in listed.items() if of == year), default=0)) for year in range(1990, 2025)
    }


def test_positions_are_shares_of_topics(atlas: Atlas) -> None:
    topics: dict[int, dict[str, set[str]]] = {}
    for row in rows_of("divergences"):
        if row["date"]:
            topics.setdefault(int(row["date"][:4]), {}).setdefault(row["topic"], set()).add(row["status"])
    for status, worse in (("divergent", set()), ("contested", {"divergent"}), ("aligned", {"divergent", "contested"})):
        name = "region.positions" if status == "divergent" else f"region.positions_{status}"
        due = {
            year: sum(status in found and not found & worse for found in of.values()) / len(of)
            for year, of in topics.items()
        }
        assert values(atlas, name) == pytest.approx(due)
    case = casefile.find("CHN", "RUS")
    assert case is not None
    matrix = positions(case)
    assert matrix.select(pl.sum_horizontal("aligned", "contested", "divergent").sum()).item() == 115
    assert matrix.filter(pl.col("topic") == "Arctic")["year"].to_list() == [2012, 2018, None]


# ------------------------------------------------------------------------------------ what is one event


def spans(*dates: str) -> tuple[list[dt.date], list[dt.date]]:
    found = [day_span(date) for date in dates]
    return [first for first, _ in found], [last for _, last in found]


@pytest.mark.parametrize(
    ("dates", "again"),
    [
        (("2016-06-25", "2016-06-25"), [False, True]),
        (("2007", "2007-08-09"), [True, False]),
        (("2007-08-09", "2007"), [False, True]),
        (("2007-08-09", "2007", "2007-09-01"), [False, True, False]),
        (("2007", "2007-08", "2007-08-09"), [True, True, False]),
        (("2007-08", "2007-09"), [False, False]),
        (("2007", "2007"), [False, True]),
    ],
)
def test_rows_on_one_event(dates: tuple[str, ...], again: list[bool]) -> None:
    assert repeats(["x"] * len(dates), *spans(*dates)) == again
    assert repeats([str(i) for i in range(len(dates))], *spans(*dates)) == [False] * len(dates)


def test_events_that_overlap_are_one() -> None:
    firsts = [dt.date(2018, 9, 11), dt.date(2018, 9, 13), dt.date(2018, 9, 30)]
    assert repeats(["x"] * 3, firsts, [dt.date(2018, 9, 15), dt.date(2018, 9, 17), dt.date(2018, 9, 30)]) == [
        False,
        True,
        False,
    ]


@given(st.lists(st.tuples(st.sampled_from("xy"), st.integers(0, 40), st.integers(0, 9)), max_size=14))
def test_kept_rows_never_overlap_and_every_other_meets_one_kept(rows: list[tuple[str, int, int]]) -> None:
    day = dt.date(2000, 1, 1).toordinal()
    keys = [key for key, _, _ in rows]
    firsts = [dt.date.fromordinal(day + first) for _, first, _ in rows]
    lasts = [dt.date.fromordinal(day + first + length) for _, first, length in rows]
    again = repeats(keys, firsts, lasts)
    kept = [i for i in range(len(rows)) if not again[i]]
    meet = {
        (i, j): keys[i] == keys[j] and firsts[i] <= lasts[j] and firsts[j] <= lasts[i]
        for i in range(len(rows))
        for j in range(len(rows))
    }
    assert not any(meet[i, j] for i in kept for j in kept if i != j)
    assert all(any(meet[i, j] for j in kept) for i in range(len(rows)))


def test_several_sources_on_one_meeting(atlas: Atlas, india: Path) -> None:
    write(
        india,
        "meetings",
        "2015-12-24,Moscow,visit,Russia,no,First Leader; Second Leader,",
        "2015-12-24,Palace,meeting,Russia,no,second leader ;First Leader,",
        "2015-12-24,,call,,no,First Leader; Second Leader,",
        "2015-12,Moscow,visit,Russia,no,First Leader; Second Leader,several documents",
        "2017,Delhi,visit,Russia,yes,First Leader; Second Leader,",
    )
    assert values(atlas, "diplomacy.meetings", "IND", "RUS") == {2015: 2.0, 2016: 0.0, 2017: 1.0}
    assert values(atlas, "diplomacy.visits", "IND", "RUS") == {2015: 1.0, 2016: 0.0, 2017: 1.0}
    assert values(atlas, "diplomacy.meetings_alone", "IND", "RUS") == {2015: 2.0, 2016: 0.0, 2017: 0.0}
    facts = indicators.facts(indicators.get("diplomacy.meetings"), "IND", "RUS", 2015, 2015)
    assert facts["is_default"].to_list() == [True, False, True, False]


def test_exercises_of_a_casefile(atlas: Atlas, india: Path) -> None:
    write(
        india,
        "exercises",
        '2014-07-14,2014-07-19,Drill 2014,Drill,"naval, air",,India; Russia,"1,500 troops"',
        "2014-07,,drill 2014,Drill,naval,,India; Russia,",
        "2016,,Drill 2016,Drill,land,,Russia; India,500 Indian troops and 250 more",
        "2017-10-19,,Other,Other,land,,India; Russia; Nepal,several companies",
    )
    assert values(atlas, "military.exercises", "IND", "RUS") == {2014: 1.0, 2015: 0.0, 2016: 1.0, 2017: 1.0}
    assert values(atlas, "military.exercises_alone", "IND", "RUS") == {2014: 1.0, 2015: 0.0, 2016: 1.0, 2017: 0.0}
    assert values(atlas, "military.exercises_air", "IND", "RUS")[2014] == 1
    assert values(atlas, "military.exercise_troops", "IND", "RUS") == {2014: 1500.0, 2015: 0.0, 2016: 500.0}
    assert "no number of troops is stated" in why(atlas, "military.exercise_troops", 2017)


def test_projects_of_a_casefile(atlas: Atlas, india: Path) -> None:
    """Made up: ready a year late, open and last seen two years late, given up, not yet due, ready on no day told."""
    write(
        india,
        "projects",
        "Dam,energy,2010,2012,2013,,2000000000,1500000000,delivered,ready,2013,",
        "dam,energy,2011,2012,2014,,9000000000,,delivered,another source,2014,",
        "Road,transport,2010-05-01,2013-12-31,,,,,underway,late,2015-12-31,",
        "Port,transport,2011,2012,,,1000000000,0,cancelled,given up,2014-06,",
        "Mine,energy,2014,2030,,2031,,,planned,planned,2015,",
        "Lab,space,2014,2014,,,,,delivered,in use,2016,",
        "Idea,space,,,,,,,unknown,named once,2016,",
    )
    told = {name: values(atlas, f"investment.{name}", "IND", "RUS") for name in ("projects_announced", "delay_years")}
    assert told["projects_announced"] == {2010: 2.0, 2011: 1.0, 2012: 0.0, 2013: 0.0, 2014: 2.0}
    assert values(atlas, "technology.projects_announced", "IND", "RUS")[2014] == 1
    assert values(atlas, "investment.projects_delivered", "IND", "RUS") == {
        year: float(year == 2013) for year in range(2010, 2017)
    }
    shares = values(atlas, "investment.delivered_share", "IND", "RUS")
    # Of three announced none by 2012, one by 2013; of five one in 2014 and 2015, two by 2016.
    assert shares == pytest.approx({2011: 0, 2012: 0, 2013: 1 / 3, 2014: 1 / 5, 2015: 1 / 5, 2016: 2 / 5})
    promised = values(atlas, "investment.value_promised", "IND", "RUS")
    assert promised == {2010: 2000.0, 2011: 1000.0, 2012: 0.0, 2013: 0.0}
    assert "of none is this value stated" in why(atlas, "investment.value_promised", 2014)
    assert values(atlas, "investment.value_delivered", "IND", "RUS") == {2010: 1500.0, 2011: 0.0}
    # At the end of 2012 the dam and the port are due that day; in 2013 both are 365 days late, the road 0; in 2014 the
    # port is given up and the road 365 days late; from 2015 the road 730.
    days = {2012: 0, 2013: (365 + 365 + 0) / 3, 2014: (365 + 365) / 2, 2015: (365 + 730) / 2, 2016: (365 + 730) / 2}
    assert told["delay_years"] == pytest.approx({year: mean / 365.2425 for year, mean in days.items()})


def test_periods_of_several_years_are_orders_of_none(atlas: Atlas, india: Path) -> None:
    write(
        india,
        "arms",
        "1996/2005,No,Russia,India,fighter (all),Aircraft,140,,New,,,",
        "2000,No,Russia,India,tank,Armoured vehicles,310,,New,,,",
        "2000,No,Russia,India,patrol aircraft,Aircraft,6,,New,,,",
    )
    assert values(atlas, "arms.orders", "RUS", "IND") == {y: 2.0 * (y == 2000) for y in range(1996, 2006)}
    assert values(atlas, "arms.orders", "IND", "RUS") == dict.fromkeys(range(1996, 2006), 0.0)


# ------------------------------------------------------------------------------------ what is missing


@pytest.mark.parametrize("indicator", READ, ids=lambda i: i.id)
def test_no_casefile_is_no_zero(atlas: Atlas, indicator: indicators.Indicator) -> None:
    rows = measure(indicator, atlas, Scope(1990, 2026, "FRA", "DEU"))
    assert rows["value"].null_count() == rows.height > 30
    assert rows["reason"].str.contains("`amity casefile new DEU FRA`", literal=True).all()


@pytest.mark.parametrize("indicator", READ, ids=lambda i: i.id)
def test_an_empty_file_is_no_zero(atlas: Atlas, india: Path, indicator: indicators.Indicator) -> None:
    assert india.is_dir()
    rows = measure(indicator, atlas, Scope(2000, 2026, "IND", "RUS"))
    assert rows["value"].null_count() == rows.height > 20
    assert rows["reason"].str.starts_with("the casefile of IND and RUS holds no ").all()
    assert indicators.covered(indicator, atlas)[1] <= 2025, "the shipped casefile alone has rows"


def test_nobody_looked_outside_the_years_of_a_file(atlas: Atlas, india: Path) -> None:
    write(india, "meetings", "2015-12-24,Moscow,visit,Russia,no,First Leader; Second Leader,")
    assert values(atlas, "diplomacy.meetings", "IND", "RUS") == {2015: 1.0}
    assert why(atlas, "diplomacy.meetings", 2016) == "the casefile's meetings reach from 2015 to 2015"


def test_no_casefile_with_rows_at_all(
    atlas: Atlas, amity: Amity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    casefile.create("China", "Russia")
    with pytest.raises(NoDataError, match="No casefile holds a dated row of meetings"):
        indicators.covered(indicators.get("diplomacy.meetings"), atlas)
    assert amity("show", "china", "russia", "diplomacy.meetings").code == 3
    assert amity("show", "china", "russia").code == 0
    assert "not in this atlas" in amity("indicators", "diplomacy.meetings").out
    assert product.dyad("China", "Russia").latest().height > 90
    assert declared("CHN", "RUS").is_empty()


def test_a_broken_casefile_says_so_and_breaks_no_other_pair(atlas: Atlas, amity: Amity, india: Path) -> None:
    write(india, "meetings", "yesterday,Moscow,visit,Russia,no,First Leader; Second Leader,")
    assert "has 1 problem; `amity casefile check" in why(atlas, "diplomacy.meetings", 2015)
    shown = amity("show", "india", "russia", "diplomacy.meetings")
    assert shown.code == 3
    assert "casefile check" in shown.err
    assert indicators.covered(indicators.get("diplomacy.meetings"), atlas) == (1989, 2025)
    assert amity("show", "china", "russia", "diplomacy.meetings", "--year", "2016").code == 0


def test_an_edit_is_seen_at_once(atlas: Atlas, india: Path) -> None:
    name, indicator = "diplomacy.meetings", indicators.get("diplomacy.meetings")
    assert values(atlas, name, "IND", "RUS") == {}
    assert indicators.among_all(indicator, atlas, 2015)["a"].to_list() == ["CHN"]
    row = "2015-{:02d}-24,Moscow,visit,Russia,no,First Leader; Second Leader,"
    for n in (1, 2, 3):
        write(india, "meetings", *(row.format(month) for month in range(1, n + 1)))
        assert values(atlas, name, "IND", "RUS") == {2015: float(n)}
        world = indicators.among_all(indicator, atlas, 2015).sort("a")
        assert world.select("a", "b", "value").rows() == [("CHN", "RUS", 6.0), ("IND", "RUS", float(n))]
    (india / "casefile.toml").unlink()
    assert "no casefile of IND and RUS" in why(atlas, name, 2015)


# ------------------------------------------------------------------------------------ among the others


def test_casefiles_place_and_rank_nobody(atlas: Atlas, amity: Amity) -> None:
    indicator = indicators.get("diplomacy.meetings")
    assert indicators.percentile(indicator, atlas, "CHN", "RUS", 2016) is None
    with pytest.raises(NoDataError, match="no pair is placed"):
        indicators.standing(indicator, atlas, 2016, 11)
    with pytest.raises(UsageError, match="ranks no pairs"):
        product.rank("diplomacy.meetings")
    ran = amity("rank", "diplomacy.meetings")
    assert (ran.code, ran.out) == (2, "")


def test_the_atlas_holds_nothing_of_casefiles(atlas: Atlas) -> None:
    assert len(READ) >= 20
    held = set(atlas.scan("distributions").select("indicator").unique().collect()["indicator"])
    assert held == set(indicators.registry()) - {i.id for i in READ}


def test_a_panel_has_them_by_their_id_alone() -> None:
    args = ("dyad-year", 2015, 2016)
    pair = {"dyads": [("China", "Russia"), ("India", "Russia")]}
    assert "diplomacy_meetings" not in product.panel(*args, **pair, indicators=["diplomacy"]).frame.columns
    frame = product.panel(*args, **pair, indicators=["diplomacy.meetings"]).frame
    assert frame["diplomacy_meetings"].to_list() == [6.0, 11.0, None, None]


def test_every_fact_is_shown_with_its_source(amity: Amity) -> None:
    shown = amity("show", "china", "russia", "diplomacy.meetings", "--year", "2016", "--figures")
    assert shown.code == 0
    assert "Key moments of Xi-Putin" in shown.out
    assert shown.out.count("default") == 11
    series = amity("show", "china", "russia", "diplomacy.meetings", "--from", "2016").out
    assert "amity show CHN RUS diplomacy.meetings --figures" in series
    for indicator in READ:
        facts = product.dyad("China", "Russia").figures(indicator.id)
        assert facts.filter("is_default").height > 3, indicator.id
        assert facts["dataset"].null_count() == 0


def test_a_series_source_by_source(amity: Amity) -> None:
    case = casefile.find("CHN", "RUS")
    assert case is not None
    rows = readings(case, "goods_trade_total")
    due = [row for row in rows_of("series") if row["metric"].startswith("goods_trade_total")]
    assert rows.height == len(due)
    assert rows["metric"].n_unique() >= 4
    assert rows["source"].null_count() == 0
    one = ["metric", "subject", "object", "unit", "year"]
    assert rows.filter("is_default").height == rows.select(one).unique().height
    shown = amity("casefile", "show", "china", "russia", "series", "goods_trade_total")
    assert shown.code == 0
    assert "Moscow Times" in shown.out
    told = json.loads(amity("casefile", "show", "china", "russia", "series", "goods_trade_total", "--json").out)
    assert len(told["facts"]["series"]) == len(due)
    wrong = amity("casefile", "show", "china", "russia", "series", "goods_trade_totl")
    assert wrong.code == 3
    assert "goods_trade_total" in wrong.err
    assert amity("casefile", "show", "china", "russia", "meetings", "x").code == 2


def test_the_page_prints_what_the_command_does(amity: Amity, root: Path) -> None:
    page = (root / "docs" / "casefiles.md").read_text(encoding="utf-8")
    block = next(text for text in page.split("```text\n")[1:] if text.startswith("Of 30 projects")).partition("```")[0]
    out = " ".join(amity("casefile", "show", "china", "russia", "projects").out.split())
    assert " ".join(block.split()) in out


def test_what_was_declared_stands_beside_the_gap() -> None:
    found = declared("RUS", "CHN")
    agreements, projects = rows_of("agreements"), rows_of("projects")
    assert Counter(found["part"]) == {
        "label": len({row["partnership_label"].lower() for row in agreements} - {""}),
        "memorandum": sum(row["kind"] == "MoU" for row in agreements),
        "project": sum(bool(row["announced_date"]) for row in projects),
    }
    bridge = found.filter(pl.col("what") == "Blagoveshchensk-Heihe road bridge").row(0, named=True)
    assert (bridge["year"], bridge["became"]) == (1993, "delivered 2022")
    assert found["source"].str.starts_with("casefile-CHN-RUS@").all()
    assert declared("DEU", "FRA").is_empty()
    view = product.dyad("China", "Russia")
    assert view.declared.equals(found)
    assert view.delivery.n == 30


def test_a_folder_that_is_about_others(atlas: Atlas, india: Path) -> None:
    write(india, "meetings", "2015,Moscow,visit,Russia,no,First Leader; Second Leader,")
    india.rename(india.parent / "IND-PAK")
    assert "is about IND and RUS: rename the folder" in why(atlas, "diplomacy.meetings", 2015, "IND", "PAK")
    assert "casefile new IND RUS" in why(atlas, "diplomacy.meetings", 2015)
