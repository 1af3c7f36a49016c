"""Surveys, single polls and published numbers: samples, damage, published figures."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from amity import indicators
from amity.errors import SourceError
from amity.sources import (
    Source,
    Tables,
    china_russia_benchmarks,
    opinion_russia_china_polls,
    pew_global_attitudes,
)
from library import LIBRARY, raw, read, samples

HERE = samples()
PEW, POLLS = pew_global_attitudes.SOURCE, opinion_russia_china_polls.SOURCE
MARKS = china_russia_benchmarks.SOURCE
ALL = (PEW, POLLS, MARKS)

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


@each
def test_sample_gives_the_expected_tables(source: Source) -> None:
    tables = read(source, HERE)
    files = sorted((HERE / source.id / "expected").glob("*.csv"))
    assert [file.stem for file in files] == sorted(tables)
    for file in files:
        frame = tables[file.stem]
        assert frame.equals(pl.read_csv(file, schema=frame.schema)), file.stem


def test_surveys_ship_as_aggregates_and_opinion_is_no_deed() -> None:
    assert [source.id for source in ALL if source.ships == "aggregates"] == [PEW.id]
    assert indicators.get("opinion.favourability").kind == "words"


def test_polls_and_surveys_are_different_tables() -> None:
    assert set(read(PEW, HERE)) == {"favourability"}
    assert set(read(POLLS, HERE)) == {"polls"}


def test_organisations_and_territories_are_asked_about_and_asked() -> None:
    rows = read(PEW, HERE)["favourability"]
    assert {"EU", "UN"} <= set(rows["about"])
    assert "PSE" in set(rows["state"])


def test_every_published_number_keeps_its_page_and_period() -> None:
    rows = {r["period"]: r for r in read(MARKS, HERE)["benchmarks"].iter_rows(named=True) if r["kind"] == "count"}
    assert all(row["page"] for row in rows.values())
    spans = {period: (row["first_year"], row["last_year"]) for period, row in rows.items()}
    assert spans["2003-2022mid"] == (2003, 2022)
    assert spans["2013-2021Dec15"] == (2013, 2021)
    events = read(MARKS, HERE)["benchmarks"].filter(pl.col("kind") == "event")
    assert (events["first_year"] == events["last_year"]).all()  # a day is not taken for a year
    assert events.height == 2


DAMAGE = [
    (PEW, "pew_favourability_country_target_year.csv", "PLS", "XXX", "country is 'XXX', an unknown code"),
    (PEW, "pew_favourability_country_target_year.csv", "CHN,UN", "CHN,NATO", "target is 'NATO', an unknown code"),
    (PEW, "pew_favourability_country_target_year.csv", "54.1", "154.1", "fav is 154.1, not a percentage"),
    (PEW, "pew_favourability_country_target_year.csv", "54.1", "44.1", "not 100 together"),
    (PEW, "pew_favourability_country_target_year.csv", "RUS,CHN,2014", "RUS,CHN,2013", "the wave whose China is wrong"),
    (PEW, "pew_favourability_country_target_year.csv", "RUS,CHN,2014", "RUS,CHN,2007", "the second row of its kind"),
    (PEW, "pew_favourability_country_target_year.csv", "dk_refused", "dk", "column dk_refused is missing"),
    (POLLS, "russia_china_polls.csv", "RUS,EU", "RUS,EEC", "about is 'EEC', an unknown code"),
    (POLLS, "russia_china_polls.csv", "2017-04", "April", "date is 'April', without a year"),
    (POLLS, "russia_china_polls.csv", ",78,13.0", ",178,13.0", "not a percentage"),
    (POLLS, "russia_china_polls.csv", "2014 (after)", "2014 (start of the jump)", "the second row of this poll"),
    (MARKS, "benchmarks.csv", "\nmilestone", "\nstone", "kind is 'stone', an unknown kind"),
    (MARKS, "benchmarks.csv", "2003-2022mid", "2003-1922mid", "no period"),
    (MARKS, "benchmarks.csv", ",78,exercises", ",many,exercises", "not a number"),
]


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "message"), DAMAGE, ids=[f"{d[0].id}-{d[3].strip()}" for d in DAMAGE]
)
def test_damage_is_named(source: Source, file: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(HERE / source.id, tmp_path / source.id))
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert file.split(".")[0] in str(caught.value)


@each
def test_a_page_instead_of_a_table_is_refused(source: Source, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(HERE / source.id, tmp_path / source.id))
    next(folder.glob("*.csv")).write_text("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n")
    with pytest.raises(SourceError, match="is missing"):
        read(source, tmp_path)


# Published check values ---------------------------------------------------------------------------


@cache
def library(source: Source) -> Tables:
    return read(source, LIBRARY)


@raw
def test_russians_on_china_and_chinese_on_russia() -> None:
    rows = library(PEW)["favourability"]

    def course(state: str, about: str) -> dict[int, float]:
        pair = rows.filter(pl.col("state") == state, pl.col("about") == about)
        return dict(pair.select("year", "favourable_percent").iter_rows())

    china = course("RUS", "CHN")
    early = [value for year, value in china.items() if year <= 2014]
    assert (round(min(early)), round(max(early))) == (59, 64)
    assert len(early) == 9
    assert round(china[2015]) == 79
    assert china[2019] == 71.5  # printed as 71
    assert max(china) == 2019
    russia = course("CHN", "RUS")
    assert {year: round(russia[year]) for year in (2007, 2014, 2015)} == {2007: 54, 2014: 66, 2015: 51}
    assert max(russia) == 2015


@raw
def test_views_of_china_in_2013_stay_missing() -> None:
    rows = library(PEW)["favourability"]
    assert rows.height == 2_617
    assert rows.filter(pl.col("about") == "CHN", pl.col("year") == 2013).is_empty()
    assert rows.filter(pl.col("about") == "RUS", pl.col("year") == 2013).height > 30
    assert rows["about"].n_unique() == 12


@raw
def test_collections_are_whole() -> None:
    polls, marks = library(POLLS)["polls"], library(MARKS)["benchmarks"]
    assert polls.height == 26
    assert polls["page"].null_count() == 0
    assert marks.height == 29
    assert dict(marks["kind"].cast(pl.String).value_counts().iter_rows()) == {
        "count": 8,
        "share": 5,
        "event": 10,
        "milestone": 6,
    }
    assert marks["page"].str.starts_with("http").sum() == 10
