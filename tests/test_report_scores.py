"""What the page, `explain` and `compare` say of scores: made-up scores with known answers, then the shipped ones."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import amity
from amity import scores, states
from amity.atlas import SHIPPED, open_atlas
from amity.errors import UsageError
from amity.report import Figure, Gauge, dials, html, plane, readings, to_dict, words
from amity.report.dials import ahead, conduct, depends, percentile, since
from amity.report.evidence import Row
from amity.report.scored import Scored, World, shared_out
from amity.report.sentences import Names
from ran import Ran

NAMES = Names("CHN", "RUS", "China", "Russia")
Amity = Callable[..., Ran]


def placed(value: float, low: float, high: float) -> Figure:
    return Figure("x", "X", 2020, value, low, high, "", "", value, low, high)


def told(value: float, low: float, high: float, interval: str = "1–2") -> Figure:
    return Figure("x", "X", 2020, value, low, high, "", interval)


# ------------------------------------------------------------------------------------------------------- honest words


def test_conduct_is_no_surer_than_the_intervals() -> None:
    assert conduct(placed(97, 92, 99), placed(95, 91, 99)) == (
        "dealt closely with each other and stood on the same side"
    )
    assert "probably leaned to the same side" in conduct(placed(97, 92, 99), placed(85, 65, 95))
    assert "but" in conduct(placed(97, 92, 99), placed(5, 1, 8))
    unsure = conduct(placed(97, 92, 99), placed(50, 5, 95))
    assert unsure == "dealt closely with each other; the data cannot tell on whose side they stood"
    nothing = conduct(placed(50, 2, 98), placed(50, 2, 98))
    assert nothing.startswith("have too few figures")
    assert conduct(Figure("x", "X", None, None, None, None, "", ""), placed(50, 40, 60)) == ""


def test_balance_names_the_side_that_depends_more() -> None:
    assert depends(told(-3.0, -4.0, -2.0), NAMES).startswith("Russia depended 8.0 times as much on China")
    assert depends(told(3.0, 2.0, 4.0), NAMES).startswith("China depended 8.0 times as much on Russia")
    assert "it is open" in depends(told(1.0, -0.5, 2.5), NAMES)
    assert "about equally" in depends(told(0.1, -0.5, 0.7), NAMES)


def course(*values: tuple[int, float, float]) -> list[Row]:
    return [Row(year, value, value - half, value + half, 9, "cow-trade-4.0", None) for year, value, half in values]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], ""),
        ([(2000, -1.0, 2.0), (2001, 1.0, 2.0), (2002, 1.0, 2.0)], "since 2001; in no year did"),
        ([(1999, -1.0, 0.5), (2001, 1.0, 2.0), (2002, 1.0, 2.0)], "settled it was 1999, with Russia’s the larger"),
        ([(2000, -1.0, 0.5), (2001, 1.0, 2.0), (2002, 1.0, 0.5)], "since 2001; the interval has left no doubt of it"),
        ([(2000, 1.0, 0.5), (2001, 1.0, 0.5)], "China’s dependence has been the larger since at least 2000;"),
        ([(1957, 1.0, 0.5), (1978, 1.0, 0.5), (1980, 2.0, 0.5)], "since at least 1978; the interval has left no"),
        ([(2000, 1.0, 0.5), (2001, -1.0, 0.5)], "Russia’s dependence has been the larger since 2001;"),
    ],
)
def test_since_when_the_balance_leans(rows: list[tuple[int, float, float]], text: str) -> None:
    told = since(course(*rows), NAMES)
    assert text in told
    assert bool(told) == bool(rows)


def test_a_year_without_a_value_says_nothing_of_since() -> None:
    held = [*course((2000, -1.0, 2.0), (2001, 1.0, 0.5)), Row(2002, None, None, None, 0, "", "no data")]
    assert "since 2001; the interval has left no doubt of it since 2001." in since(held, NAMES)


def test_words_run_ahead_only_outside_the_interval() -> None:
    assert ahead(told(20, 10, 30)).startswith("words ran 20 percentile points ahead of deeds")
    assert ahead(told(-20, -30, -10)).startswith("words ran 20 percentile points behind deeds")
    assert "in step" in ahead(told(5, -10, 20))


@pytest.mark.parametrize(
    ("place", "text"),
    [(97.2, "97th"), (1.6, "2nd"), (99.97, "99.9th"), (99.5, "99.5th"), (0.0, "0.1th"), (50, "50th"), (22.7, "23rd")],
)
def test_percentiles_never_read_as_all_or_nothing(place: float, text: str) -> None:
    assert percentile(place) == text


def test_priors_share_what_is_left() -> None:
    given = shared_out({"b": 0.4}, ("a", "b", "c"))
    assert given == {"a": pytest.approx(0.3), "c": pytest.approx(0.3), "b": 0.4}
    for wrong in ({"z": 0.1}, {"a": 1.2}, {"a": 0.6, "b": 0.6}, {"a": 0.1, "b": 0.1, "c": 0.1}, {"a": float("nan")}):
        with pytest.raises(UsageError):
            shared_out(wrong, ("a", "b", "c"))


# --------------------------------------------------------------------------------------------------------- the plane


def way(n: int = 40, *, gap: int | None = None, sd: float = 0.3, r: float = 0.5) -> pl.DataFrame:
    years = [y for y in range(1981, 1981 + n) if y != gap]
    e, f = np.linspace(-1, 2, len(years)), np.linspace(1, -0.5, len(years))
    columns = {"year": years, "correlation": [r] * len(years)}
    for name, v in (("engagement", e), ("affinity", f)):
        columns |= {name: v, f"{name}_sd": [sd] * len(years), f"{name}_low": v - sd, f"{name}_high": v + sd}
    return pl.DataFrame(columns)


def around(n: int = 4000) -> World:
    points = np.random.default_rng(0).normal(size=(n, 2))
    ordered = {"engagement": np.sort(points[:, 0]), "affinity": np.sort(points[:, 1])}
    return World(2020, points, ordered)


def test_the_ellipse_holds_nine_tenths() -> None:
    row = {"engagement": 1.0, "affinity": -1.0, "engagement_sd": 0.5, "affinity_sd": 0.2, "correlation": 0.7}
    ring = plane.ellipse(row)
    spread = np.array([[0.25, 0.07], [0.07, 0.04]])
    drawn = np.random.default_rng(1).multivariate_normal([1.0, -1.0], spread, 40_000)
    far = np.einsum("ij,jk,ik->i", drawn - [1, -1], np.linalg.inv(spread), drawn - [1, -1])
    edge = np.einsum("ij,jk,ik->i", ring - [1, -1], np.linalg.inv(spread), ring - [1, -1])
    assert np.ptp(edge) < 1e-6
    assert (far <= edge[0]).mean() == pytest.approx(0.9, abs=0.01)


def test_the_plane_says_its_years_and_every_pair() -> None:
    found = plane.plane("plane", "T", [plane.Track("China and Russia", "#7a3e9d", way())], around())
    assert found is not None
    text = json.dumps(found.spec, ensure_ascii=False)
    for year in ("1981", "1990", "2000", "2010", "2020"):
        assert f'"t": "{year}"' in text
    assert "4,000 pairs in 2020" in found.subtitle
    assert [row[0] for row in found.rows] == list(range(1981, 2021))
    assert len(found.places) == 40
    width, height = found.spec["width"], found.spec["height"]
    for _, x, y in found.places:
        assert 0 <= x - 40 <= width
        assert 0 <= y - 26 <= height
    assert "engagement from −1.00 in 1981 to 2.00 in 2020" in found.alt


def test_a_missing_year_breaks_the_path() -> None:
    def steps(path: pl.DataFrame) -> int:
        found = plane.plane("plane", "T", [plane.Track("X", "#7a3e9d", path)], None)
        assert found is not None
        return next(
            len(v["data"]["values"])
            for v in found.spec["layer"]
            if v["mark"]["type"] == "rule" and "x2" in v["encoding"]
        )

    assert steps(way()) == 39
    assert steps(way(gap=2000)) == 37


def test_no_point_no_plane() -> None:
    assert plane.plane("plane", "T", [plane.Track("X", "#7a3e9d", way().clear())], around()) is None
    one = plane.plane("plane", "T", [plane.Track("X", "#7a3e9d", way(1))], None)
    assert one is not None


def test_labels_stay_on_the_picture() -> None:
    tracks = [plane.Track(f"AAA–BB{i}", "#0b6fa8", way(sd=0.1 + 0.1 * i), is_dated=False) for i in range(6)]
    found = plane.plane("compare", "T", tracks, around())
    assert found is not None
    texts = [
        v for v in found.spec["layer"] if v["mark"]["type"] == "text" and v["data"]["values"][0]["t"].startswith("AAA")
    ]
    assert len(texts) == 12  # each with its halo
    for layer in texts:
        assert 0 <= layer["encoding"]["x"]["value"] <= found.spec["width"]
        assert 0 <= layer["encoding"]["y"]["value"] <= found.spec["height"]


# ------------------------------------------------------------------------------------------------------- made-up score


def made_up(**changes) -> Scored:
    def rows(value: float, low: float, high: float, year: int = 2020) -> list[Row]:
        return [Row(y, value, low, high, 9, "cow-trade-4.0@4.0 + atop51@5.1", None) for y in (year - 1, year)]

    values = {
        ("closeness", False): (2.0, 1.5, 2.4),
        ("engagement", False): (2.0, 1.6, 2.4),
        ("affinity", False): (1.9, 1.5, 2.4),
        ("gap", False): (12.0, 3.0, 20.0),
        ("resemblance.ally", False): (0.47, 0.4, 0.6),
        ("resemblance.partner", False): (0.3, 0.2, 0.35),
        ("resemblance.ordinary", False): (0.2, 0.1, 0.3),
        ("resemblance.rival", False): (0.03, 0.0, 0.1),
    }
    held = {(name, x, y): rows(*v) for (name, _), v in values.items() for x, y in (("CHN", "RUS"), ("RUS", "CHN"))}
    held |= {("balance", "CHN", "RUS"): rows(-3, -4, -2), ("balance", "RUS", "CHN"): rows(3, 2, 4)}
    evidence = pl.DataFrame(
        {
            "item": ["start", "arms_deliveries", "disputes"],
            "pillar": ["", "arms", "history"],
            "group": ["prior", "behaviour", "behaviour"],
            "ally": [-3.0, 1.2, -0.8],
            "partner": [-1.0, 0.1, 0.2],
            "rival": [-2.0, -0.3, 0.5],
            "words": ["", "Arms in 20 of 20 years", "A dispute 12 years ago"],
        }
    )
    moved = pl.DataFrame(
        {
            "dimension": ["closeness"] * 3,
            "item": ["trade", "votes", "total"],
            "pillar": ["trade", "diplomacy", ""],
            "contribution": [0.2, -0.1, 0.1],
        }
    )
    blank = pl.DataFrame()
    coverage = {(*key, row.year): 0.75 for key, found in held.items() for row in found}
    whole = Scored(
        "CHN", "RUS", 2020, held, coverage, dict(scores.registry()), way().with_columns(closeness=1.0), moved, blank,
        blank, evidence, blank, None, {"ladder": "no table", "hypotheses": "no table"},
    )  # fmt: skip
    return dataclasses.replace(whole, **changes)


def test_one_sentence_from_the_scores() -> None:
    given = dials.dials(made_up(), near_the_top(), NAMES)
    text = dials.answer(made_up(), given, NAMES, (2, 2018)).replace("\u202f", " ")
    assert text.startswith(
        "In 2020 China and Russia dealt closely with each other and stood on the same side (closeness: "
    )
    assert (
        "they behave most like allies with a defence pact (p = 0.47), without a defence treaty (data to 2018)" in text
    )
    assert "Russia depended 8.0 times as much on China as the reverse (90 % interval 4.0–16)" in text
    assert "words ran 12 percentile points ahead of deeds" in text


def near_the_top() -> World:
    values = np.sort(np.random.default_rng(2).normal(size=10_000))
    return World(
        2020, np.stack([values, values], axis=1), dict.fromkeys(("closeness", "engagement", "affinity"), values)
    )


def test_the_sentence_says_what_is_missing() -> None:
    whole = made_up()
    rows = {key: found for key, found in whole.rows.items() if key[0] != "gap"}
    partial = dataclasses.replace(whole, rows=rows, failed={"gap": "no words are on record"})
    given = dials.dials(partial, near_the_top(), NAMES)
    assert "no gap can be given" in dials.answer(partial, given, NAMES, None)
    assert given[2].say == "No gap can be given: no words are on record."
    without = dataclasses.replace(whole, rows={})
    assert dials.answer(without, dials.dials(without, None, NAMES), NAMES, None) == ""


def test_a_defence_treaty_is_said() -> None:
    given = dials.dials(made_up(), near_the_top(), NAMES)
    assert "and a treaty of defence bound them in 2018" in dials.answer(made_up(), given, NAMES, (3, 2018))


def test_gauges_lie_on_their_scale() -> None:
    for dial in dials.dials(made_up(), near_the_top(), NAMES):
        for gauge in dial.gauges:
            assert isinstance(gauge, Gauge)
            if gauge.at is not None:
                assert gauge.low is not None
                assert gauge.high is not None
                assert 0 <= gauge.low <= gauge.at <= gauge.high <= 1
    balance = dials.dials(made_up(), near_the_top(), NAMES)[1]
    assert balance.ends == ("China depends more", "Russia depends more")
    assert (balance.gauges[0].at or 0) > 0.5  # Russia depends more


def test_what_moved_closeness() -> None:
    reasons, said = readings.moved(made_up())
    assert [r.weight for r in reasons] == [0.2, -0.1]
    assert "changed by +0.10" in said
    assert "closer through trade, apart through votes" in said


def test_evidence_for_and_against_the_likeliest_kind() -> None:
    found = readings.resemblance(made_up())
    assert found is not None
    assert found.leading == "ally"
    assert found.next_likely == "partners by treaty"
    assert [(r.what, round(r.weight, 6)) for r in found.speaking_for] == [("arms deliveries", 1.1)]
    assert [(r.what, round(r.weight, 6)) for r in found.against] == [("disputes", -1.0)]
    assert sum(k.probability or 0 for k in found.kinds) == pytest.approx(1.0)


# ---------------------------------------------------------------------------------------------------- the shipped atlas

held = pytest.mark.skipif(
    not {"closeness", "resemblance"} <= set(open_atlas(SHIPPED).tables), reason="the atlas holds no scores yet"
)


@held
def test_the_page_shows_every_score() -> None:
    page = amity.dyad("China", "Russia").report()
    text = html.render(page)
    for section in ("dials", "closeness", "resemblance", "readings", "ladder", "balance", "coverage"):
        assert f'<section id="{section}"' in text
    assert page.answer.startswith("In 20")
    assert "closeness: " in page.answer
    assert not page.scores.missing
    plain = to_dict(page)
    json.dumps(plain, allow_nan=False)
    assert [dial["id"] for dial in plain["scores"]["dials"]] == ["closeness", "balance", "gap"]
    for dial in page.scores.dials:
        found = dial.gauges[0].figure
        assert found.interval
        assert found.coverage is not None
        assert found.sources
    assert re.search(r"data-places=", text)


@held
def test_no_score_uses_later_data() -> None:
    page = amity.dyad("China", "Russia").report(year=1985)
    years = [g.figure.year for d in page.scores.dials for g in d.gauges if g.figure.year]
    assert years
    assert max(years) <= 1985
    assert page.scores.plane is not None
    assert max(row[0] for row in page.scores.plane.rows) <= 1985
    assert page.scores.resemblance is None or page.scores.resemblance.year <= 1985


@held
@pytest.mark.parametrize("pair", [("Tuvalu", "Paraguay"), ("Soviet Union", "East Germany"), ("South Sudan", "Bhutan")])
def test_thin_pairs_are_told_as_thin(pair: tuple[str, str]) -> None:
    page = amity.dyad(*pair).report()
    text = html.render(page)
    for dial in page.scores.dials:
        found = dial.gauges[0].figure
        assert found.value is not None or (found.reason and f"{dial.title.lower()} can be given" in dial.say)
    judged = re.search(r'<section id="dials".*?<section id="(?:balance|coverage)"', text, flags=re.DOTALL)
    assert judged
    assert "None" not in judged[0]


@held
def test_rank_and_show_take_scores(amity: Amity) -> None:
    ranked = json.loads(amity("rank", "closeness", "--year", "2014", "-n", "5", "--json").out)
    assert [row["rank"] for row in ranked["rows"]] == [1, 2, 3, 4, 5]
    assert all(row["low"] <= row["value"] <= row["high"] for row in ranked["rows"])
    assert "90 % interval" in amity("rank", "closeness", "-n", "3").out
    rows = json.loads(amity("show", "china", "russia", "closeness", "--year", "2014", "--json").out)["rows"]
    assert [row["year"] for row in rows] == [2014]
    assert rows[0]["coverage"] > 0
    listed = json.loads(amity("indicators", "scores", "--json").out)["indicators"]
    assert {row["kind"] for row in listed} == {"score"}
    assert "engagement" in {row["id"] for row in listed}
    assert amity("indicators").out.splitlines()[1].split()[0] in scores.registry()


@held
def test_compare_side_by_side(amity: Amity, tmp_path: Path) -> None:
    picture = tmp_path / "plane.svg"
    done = amity("compare", "china,russia", "usa,japan", "--year", "2018", "--out", str(picture))
    assert done.code == 0, done.err
    assert "China – Russia" in done.out
    assert "CHN–RUS" in picture.read_text(encoding="utf-8")
    answer = json.loads(amity("compare", "china,russia", "usa,japan", "--year", "2018", "--json").out)
    assert {(r["a"], r["b"]) for r in answer["rows"]} == {("CHN", "RUS"), ("USA", "JPN")}
    assert all(row["year"] is None or row["year"] <= 2018 for row in answer["rows"])
    assert all(row["value"] is not None or row["reason"] for row in answer["rows"])
    csv = amity("compare", "china,russia", "--csv").out.splitlines()
    assert csv[0].startswith("a,b,score,label,year")


@held
@pytest.mark.parametrize("score", ["closeness", "balance", "gap", "resemblance", "ladder", "hypotheses"])
def test_explain_each_score(amity: Amity, score: str) -> None:
    answer = json.loads(amity("explain", "china", "russia", score, "--json").out)
    assert answer["say"]
    assert answer["tables"]
    assert all(table["rows"] for table in answer["tables"])


@held
def test_priors_move_the_posterior(amity: Amity) -> None:
    def first(*more: str) -> dict[str, float]:
        rows = json.loads(amity("explain", "china", "russia", "hypotheses", *more, "--json").out)["tables"][0]["rows"]
        return {row["hypothesis"]: row["posterior"] for row in rows}

    assert first("--prior", "convenience=0.6")["convenience"] > first()["convenience"]


@held
def test_views_of_a_dyad() -> None:
    view = amity.dyad("China", "Russia")
    assert {"closeness_low", "engagement_sd", "affinity_percentile"} <= set(view.closeness.columns)
    assert view.engagement["indicator"].unique().to_list() == ["engagement"]
    assert view.affinity["value"].drop_nulls().len() > 50
    assert view.balance["a"].unique().to_list() == ["CHN"]
    assert "percentile" in view.gap.columns
    assert view.ladder["met"].is_in(["yes", "no", "unknown"]).all()
    assert view.resemblance(2000).tables
    assert view.moved(2014)["contribution"].len()
    assert "<table" in view.resemblance(2000)._repr_html_()


@held
def test_measure_and_panel_take_scores() -> None:
    one = amity.measure("closeness", "China", "Russia", 2000, 2010)
    world = amity.measure("closeness", None, None, 2005, 2005).filter(pl.col("a") == "CHN", pl.col("b") == "RUS")
    assert one.filter(year=2005)["value"].to_list() == world["value"].to_list()
    frame = amity.panel("dyad-year", 2000, 2001, dyads=[("China", "Russia")], indicators=["closeness"]).frame
    assert frame["closeness"].null_count() == 0


# ------------------------------------------------------------------------------------------------------- wrong use


@pytest.mark.parametrize(
    ("argv", "code", "word"),
    [
        (["compare"], 2, "1 to 12 pairs"),
        (["compare", "china"], 2, "china,russia"),
        (["compare", "china,russia", "RUS,CHN"], 2, "twice"),
        (["compare", "china,russsia"], 2, "Russia"),
        (["compare", "china,russia", "--out", "x.gif"], 2, ".svg"),
        (["compare", "china,russia", "--json", "--csv"], 2, "Choose one"),
        (["compare", "kazakhstan,ussr", "--year", "1985"], 3, "1991"),
        (["explain", "china", "russia", "closenes"], 2, "closeness"),
        (["explain", "china", "russia", "--prior", "x=1"], 2, "hypotheses"),
        (["explain", "china", "russia", "hypotheses", "--prior", "x"], 2, "convenience=0.4"),
        (["explain", "kazakhstan", "ussr", "--year", "1985"], 3, "1991"),
        (["show", "china", "russia", "closenes"], 2, "closeness"),
        (["rank", "closenes"], 2, "closeness"),
    ],
)
def test_wrong_use_is_one_line_with_a_hint(amity: Amity, argv: list[str], code: int, word: str) -> None:
    done = amity(*argv)
    assert done.code == code, done
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert word in done.err


def test_states_in_the_made_up_scores_exist() -> None:
    assert states.get("CHN").name == NAMES.name_a
    assert words.times(8.0) == "8.0"
