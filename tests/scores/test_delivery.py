"""Delivery of announced projects: hand-computed, another program, simulation, damaged tables."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from amity import casefile, scores
from amity.atlas import open_atlas
from amity.errors import NoDataError, UsageError
from amity.indicators import Scope, measure
from amity.scores.delivery import COLUMNS, delivery, of_pair, read

DAY = 365.2425


def table(*rows: tuple[str | date | None, ...]) -> pl.DataFrame:
    text = [tuple(None if value is None else str(value) for value in row) for row in rows]
    return pl.DataFrame(text, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def made(days: np.ndarray, kinds: np.ndarray) -> pl.DataFrame:
    """Projects announced on one day: 1 delivered, 2 cancelled, 0 open after so many days."""
    start = date(1900, 1, 1)
    ends = [str(date.fromordinal(start.toordinal() + int(day))) for day in days]
    return table(
        *(
            (str(start), *(end if kind == place else None for place in (1, 2, 0)))
            for end, kind in zip(ends, kinds, strict=True)
        )
    )


def one(frame: pl.DataFrame, outcome: str) -> pl.DataFrame:
    return frame.filter(pl.col("outcome") == outcome)


def test_by_hand() -> None:
    """Six projects: delivered after 1, cancelled after 2, open at 3, delivered after 4 and 5, open at 6 years.

    At risk 6, 5, 3, 2. Kaplan-Meier with the cancelled one censored: 5/6, 5/6 * 2/3, 5/6 * 2/3 * 1/2. Open before:
    1, 5/6, 4/6, 4/6 * 2/3; delivered 1/6, + 4/6 * 1/3, + 4/9 * 1/2; cancelled 5/6 * 1/5.
    """
    days = np.array([1, 2, 3, 4, 5, 6]) * 366
    found = delivery(made(days, np.array([1, 2, 0, 1, 1, 0])), horizons=(2.5, 4.5, 5.5, 7))
    curve = one(found.curve, "delivered")
    assert curve["at_risk"].to_list() == [6, 5, 3, 2]
    assert curve["value"].to_list() == pytest.approx([1 / 6, 1 / 6, 1 / 6 + 2 / 9, 1 / 6 + 4 / 9])
    assert one(found.curve, "cancelled")["value"].to_list() == pytest.approx([0, 1 / 6, 1 / 6, 1 / 6])
    assert one(found.curve, "uncancelled")["value"].to_list() == pytest.approx([1 / 6, 1 / 6, 4 / 9, 13 / 18])
    assert (found.n, found.delivered, found.cancelled, found.censored) == (6, 3, 1, 2)
    within = one(found.within, "delivered")
    assert within["value"].to_list()[:3] == pytest.approx([1 / 6, 7 / 18, 11 / 18])
    assert within["at_risk"].to_list() == [4, 2, 1, 0]
    assert within["value"][3] is None
    assert "no project was followed for 7 years" in within["reason"][3]
    assert one(found.median, "delivered")["value"].item() == pytest.approx(5 * 366 / DAY)
    assert one(found.median, "cancelled")["value"].item() is None


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")  # where the peer's formula has none
@pytest.mark.parametrize("seed", range(4))
def test_like_scipy(seed: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(seed)
    days, kinds = rng.integers(0, 4000, 80), rng.choice([0, 1, 2], 80, p=[0.3, 0.5, 0.2])
    curve = one(delivery(made(days, kinds)).curve, "uncancelled")
    done = kinds == 1
    peer = stats.ecdf(stats.CensoredData(uncensored=days[done] / DAY, right=days[~done] / DAY)).sf
    low, high = (np.asarray(side.probabilities) for side in peer.confidence_interval(0.9, method="log-log"))
    place = np.searchsorted(peer.quantiles, curve["years"].to_numpy() + 1e-9) - 1
    assert curve["value"].to_numpy() == pytest.approx(1 - peer.probabilities[place])
    both = (curve["value"].to_numpy() > 0) & (curve["value"].to_numpy() < 1 - 1e-9)
    assert both.sum() > 30
    assert curve["low"].to_numpy()[both] == pytest.approx(1 - high[place][both])
    assert curve["high"].to_numpy()[both] == pytest.approx(1 - low[place][both])


def test_every_project_ends_in_one_way() -> None:
    rng = np.random.default_rng(7)
    found = delivery(made(rng.integers(0, 3000, 200), rng.choice([0, 1, 2], 200)))
    done, gone, only = (one(found.curve, name) for name in ("delivered", "cancelled", "uncancelled"))
    total = done["value"] + gone["value"]
    assert total.max() <= 1 + 1e-12
    assert total.diff().drop_nulls().min() > 0
    out = (done["events"] + gone["events"]).to_numpy()
    still = np.cumprod(1 - out / done["at_risk"].to_numpy())
    assert (1 - total).to_numpy() == pytest.approx(still)
    assert (only["value"] >= done["value"] - 1e-12).all()
    for curve in (done, gone, only):
        assert curve.filter((pl.col("low") > pl.col("value")) | (pl.col("high") < pl.col("value"))).is_empty()


def test_without_cancellation_both_curves_are_one() -> None:
    rng = np.random.default_rng(8)
    found = delivery(made(rng.integers(1, 3000, 60), rng.choice([0, 1], 60)))
    done, only = (one(found.curve, name).drop("outcome") for name in ("delivered", "uncancelled"))
    for column in ("value", "low", "high"):
        assert done[column].to_numpy() == pytest.approx(only[column].to_numpy(), abs=1e-9)


def test_the_band_holds_the_truth_nine_times_in_ten() -> None:
    """Delivery at rate .15 a year, cancellation at .08: by year 5 a share .15/.23 (1 - exp(-1.15)) is delivered."""
    rng = np.random.default_rng(9)
    truth = 0.15 / 0.23 * (1 - np.exp(-0.23 * 5))
    held = 0
    for _ in range(300):
        done, gone, seen = rng.exponential(1 / 0.15, 60), rng.exponential(1 / 0.08, 60), rng.uniform(2, 12, 60)
        first = np.minimum(np.minimum(done, gone), seen)
        kinds = np.select([first == done, first == gone], [1, 2], 0)
        row = one(delivery(made(first * DAY, kinds), horizons=(5,)).within, "delivered").row(0, named=True)
        held += row["low"] <= truth <= row["high"]
    assert 0.86 < held / 300 < 0.94


def test_none_delivered_is_not_certain() -> None:
    found = delivery(made(np.full(20, 4000), np.zeros(20)))
    row = one(found.within, "delivered").row(0, named=True)
    assert (row["value"], row["low"]) == (0, 0)
    assert row["high"] == pytest.approx(1 - 0.05 ** (1 / 20))
    assert found.curve.is_empty()
    assert found.median["value"].null_count() == 3


def test_all_delivered_leaves_nothing_open() -> None:
    found = delivery(made(np.array([100, 200, 300]), np.ones(3)))
    last = one(found.curve, "delivered").row(-1, named=True)
    assert last["value"] == pytest.approx(1)
    assert 0 < last["low"] < 1 == last["high"]
    assert one(found.within, "delivered")["value"].to_list() == pytest.approx([1, 1])


def test_months_and_years_count_from_their_middle() -> None:
    found = delivery(table(("2000", "2003", None, None), ("2001-02", "2001-02", None, None)))
    assert one(found.curve, "delivered")["years"].to_list() == pytest.approx([0, 3], abs=0.002)
    exact = delivery(
        pl.DataFrame(
            {"announced": [date(2000, 1, 1)], "delivered": [date(2001, 1, 1)], "cancelled": [None], "as_of": [None]}
        )
    )
    assert exact.curve["years"][0] == pytest.approx(366 / DAY)
    within_a_year = delivery(table(("2000", "2000-03", None, None)))
    assert within_a_year.curve["years"][0] == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("2000", "1999-05", None, None), "Row 1: delivered 1999-05 is before announced 2000"),
        (("2000", None, None, "1998"), "as_of 1998 is before"),
        (("2000", "2001", "2002", None), "Row 1: both delivered and cancelled"),
        (("2000", None, None, None), "no as_of"),
        ((None, "2001", None, None), "Row 1: announced is empty"),
        (("2000-13", "2001", None, None), "Row 1: announced is '2000-13'"),
        (("2000-02-30", "2001", None, None), "2000-02-30"),
        (("soon", "2001", None, None), "'soon'; write YYYY"),
    ],
)
def test_contradictions_are_named(row: tuple[str | None, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        delivery(table(row))


def test_no_projects_no_curve() -> None:
    with pytest.raises(NoDataError, match="no project"):
        delivery(table())
    with pytest.raises(UsageError, match="needs the column as_of"):
        delivery(table(("2000", "2001", None, None)).drop("as_of"))


CASEFILE = """name,announced_date,actual_completion,status,status_date,note
bridge,1993,2022-06-10,delivered,2022-06-10,
pipeline,2008-10,,delivered,2011-01,finished by
stake,2014-09,,cancelled as joint project,2016,
offer,2014-11,,rejected at the time,2015,
rail,2014-10-13,,postponed,2020-03-08,
park,,,stopped,2019,no announcement
idea,2015,,,,no later date
"""


def test_a_casefile_is_read(tmp_path: Path) -> None:
    file = tmp_path / "projects.csv"
    file.write_text(CASEFILE, encoding="utf-8")
    projects = read(file)
    assert projects["name"].to_list() == ["bridge", "pipeline", "stake", "offer", "rail"]
    assert projects["delivered"].to_list() == ["2022-06-10", "2011-01", None, None, None]
    assert projects["cancelled"].to_list() == [None, None, "2016", "2015", None]
    found = delivery(projects)
    assert (found.n, found.delivered, found.cancelled, found.censored) == (5, 2, 2, 1)
    projects.write_csv(file)
    assert read(file).equals(projects)


def test_the_outcome_goes_before_the_words_of_a_status(tmp_path: Path) -> None:
    file = tmp_path / "projects.csv"
    file.write_text(
        "name,announced_date,actual_completion,outcome,status,status_date\n"
        "plant,2017-11-01,2025-08-28,underway,sanctioned; first cargo,2025-08-28\n"
        "programme,2009-09,,cancelled,little done,2018-09-26\n"
        "line,2013-03,,delivered,in use,2025-04\n",
        encoding="utf-8",
    )
    assert read(file).rows() == [
        ("plant", "2017-11-01", None, None, "2025-08-28"),
        ("programme", "2009-09", None, "2018-09-26", "2018-09-26"),
        ("line", "2013-03", "2025-04", None, "2025-04"),
    ]


def test_the_casefile_of_a_pair_is_what_its_file_says() -> None:
    """Counted with the csv module; the shares are those of the page on casefiles."""
    with (casefile.available()["CHN", "RUS"] / "projects.csv").open(encoding="utf-8", newline="") as file:
        dated = [row for row in csv.DictReader(file) if row["announced_date"]]
    outcomes = Counter(row["outcome"] for row in dated)
    found = of_pair("RUS", "CHN")
    assert (found.n, found.delivered, found.cancelled) == (len(dated), outcomes["delivered"], outcomes["cancelled"])
    assert (found.n, found.delivered, found.cancelled, found.censored) == (30, 7, 7, 16)
    shares = one(found.within, "delivered")["value"].to_list()
    assert shares == pytest.approx([0.1006, 0.2275], abs=5e-5)


def test_a_pair_without_projects_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoDataError, match="casefile new DEU FRA"):
        of_pair("DEU", "FRA")
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    file = casefile.create("India", "Russia") / "projects.csv"
    with pytest.raises(NoDataError, match="no project with a date of announcement"):
        of_pair("IND", "RUS")
    rest = "a page,a paper,2020,https://example.org,"
    file.write_text(
        file.read_text(encoding="utf-8") + f"Plant,energy,2015,,,,,,underway,begun,2012,,{rest}\n", encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"projects\.csv: Row 1, Plant: as_of 2012 is before announced 2015"):
        of_pair("IND", "RUS")


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        read(tmp_path / "none.csv")
    file = tmp_path / "odd.csv"
    file.write_text("name,when\nx,2000\n", encoding="utf-8")
    with pytest.raises(UsageError, match="neither the columns announced"):
        read(file)
    file.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read(file)


# The score


def test_share_delivered_counts_all_announced() -> None:
    """By hand from the table: China's projects in Ghana, 17 completed of 18."""
    atlas = open_atlas()
    score = scores.get("delivery")
    rows = measure(score, atlas, Scope(1995, 2025, "CHN", "GHA"))
    told = rows.filter(pl.col("a") == "CHN")
    assert (told["year"].min(), told["year"].max()) == (2000, 2017)
    last = told.filter(year=2017).row(0, named=True)
    assert (last["value"], last["n"]) == (pytest.approx(17 / 18), 18)
    assert 0.7 < last["low"] < last["value"] < last["high"] < 1
    assert told["n"].is_sorted()
    other = rows.filter(pl.col("a") == "GHA")
    assert other["value"].null_count() == other.height > 0
    assert other["reason"].unique().to_list() == ["not held: only China's projects are followed"]
    none = measure(score, atlas, Scope(2010, 2010, "CHN", "RUS")).filter(pl.col("a") == "CHN").row(0, named=True)
    assert none["value"] is None
    assert "no military project" in none["reason"]


def test_a_pair_is_as_in_the_world_and_few_projects_have_no_share() -> None:
    atlas = open_atlas()
    score = scores.get("delivery")
    world = measure(score, atlas, Scope(2015, 2016))
    assert measure(score, atlas, Scope(2015, 2016, "PAK", "CHN")).equals(
        world.filter(pl.col("a").is_in(["CHN", "PAK"]) & pl.col("b").is_in(["CHN", "PAK"]))
    )
    known = world.filter(pl.col("value").is_not_null())
    assert known["n"].min() >= 3
    assert known.filter((pl.col("low") > pl.col("value")) | (pl.col("high") < pl.col("value"))).is_empty()
    thin = world.filter(pl.col("n").is_between(1, 2))
    assert thin.height
    assert thin["value"].null_count() == thin.height
