"""The sources on conflict and peace: samples, damage, and the check values of the data notes."""

from __future__ import annotations

import gzip
import re
import shutil
from functools import cache
from pathlib import Path

import polars as pl
import pyreadr
import pytest

from amity import states
from amity.errors import SourceError
from amity.sources import (
    Source,
    Tables,
    cow_mid5,
    cow_wars,
    gml_mid22,
    interstate_peace,
    mie,
    read_table,
    ucdp_prio_acd,
)
from library import LIBRARY, edit, raw, read, sample, samples

HERE = samples()
GML, MIE, WARS = gml_mid22.SOURCE, mie.SOURCE, cow_wars.SOURCE
PEACE, UCDP, MID = interstate_peace.SOURCE, ucdp_prio_acd.SOURCE, cow_mid5.SOURCE
ALL = (GML, MIE, WARS, PEACE, UCDP)

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


# Samples ------------------------------------------------------------------------------------------


@each
def test_declarations_are_complete(source: Source) -> None:
    assert source.defects
    assert "check" in source.licence  # only the peace data's terms came with the data, and say nothing of rows
    assert source.downloads or source.by_hand
    assert source.landing_url.startswith("https://")


@each
def test_sample_gives_the_expected_tables(source: Source) -> None:
    tables = read(source, HERE)
    files = sorted((HERE / source.id / "expected").glob("*.csv"))
    assert [file.stem for file in files] == sorted(tables)
    for file in files:
        frame = tables[file.stem]
        assert frame.equals(pl.read_csv(file, schema=frame.schema)), file.stem


@each
def test_gzipped_samples_read_alike(source: Source, tmp_path: Path) -> None:
    folder = sample(source, tmp_path)
    for path in [*folder.glob("*.csv")]:
        with gzip.open(f"{path}.gz", "wb") as packed:
            packed.write(path.read_bytes())
        path.unlink()
    assert all(frame.equals(read(source, HERE)[name]) for name, frame in read(source, tmp_path).items())


def test_official_disputes_equal_the_packaged_but_for_the_choice_among_several(tmp_path: Path) -> None:
    shutil.copytree(HERE / GML.id / "csv", tmp_path / GML.id)
    form, _ = GML.locate(tmp_path)
    assert form == GML.forms[0]
    tables, packaged = read(GML, tmp_path), read(GML, HERE)
    assert tables["disputes"].equals(packaged["disputes"])
    assert tables["dispute_years"]["is_main"].null_count() == tables["dispute_years"].height
    assert tables["dispute_years"].drop("is_main").equals(packaged["dispute_years"].drop("is_main"))


def test_one_dispute_stands_for_a_dyad_year_with_several() -> None:
    rows = read(GML, HERE)["dispute_years"].filter(source="RUS", target="CHN", year=1968)
    assert dict(rows.select("dispute", "is_main").iter_rows()) == {349: True, 2711: False}


def test_editions_of_armed_conflicts_stand_side_by_side(tmp_path: Path) -> None:
    """A later official csv takes the place of the package of its edition; an older one alone is enough."""
    folder = sample(UCDP, tmp_path)
    both = read(UCDP, tmp_path)["armed_conflict_parties"]
    assert set(both["vintage"]) == {"24.1", "25.1"}
    text = (folder / "UcdpPrioConflict_v24_1.csv").read_text("utf-8")
    (folder / "UcdpPrioConflict_v25_1.csv").write_text(text.replace('"24.1"', '"25.1"'), "utf-8")
    assert UCDP.locate(tmp_path)[0] == UCDP.forms[0]
    assert read(UCDP, tmp_path)["armed_conflict_parties"].filter(conflict=201, vintage="25.1").height == 1
    (folder / "UcdpPrioConflict_v25_1.csv").unlink()
    (folder / "ucdp_acd_peacesciencer.rda").unlink()
    assert UCDP.locate(tmp_path)[0] == UCDP.forms[2]
    alone = read(UCDP, tmp_path)["armed_conflict_parties"]
    assert alone.equals(both.filter(vintage="24.1"))


def test_a_state_on_both_sides_is_not_its_own_foe() -> None:
    tables = read(UCDP, HERE)
    assert tables["armed_conflict_parties"].filter(conflict=395, state="UZB")["side"].to_list() == ["a", "a", "b", "b"]
    assert tables["armed_conflicts"].filter(conflict=395).select("a", "b").unique().rows() == [("TJK", "UZB")]


def test_sides_changed_within_a_year_give_both_relations() -> None:
    pairs = read(WARS, HERE)["war_pairs"].filter(a="DEU", b="RUS", year=1919, vintage="4.0")
    assert pairs["relation"].to_list() == ["opposite", "same"]


# Damage -------------------------------------------------------------------------------------------

OFFICIAL = "csv/gml-ddy-disputes-2.2.1.csv"
PARTS = "Inter-StateWarData_v4.0.csv"
DAMAGE = [
    (GML, OFFICIAL, "2,2,200,1902", "2,2,201,1902", "unknown code 201 in column ccode2, row 2"),
    (GML, OFFICIAL, "2,2,200,1902", "2,2,200,2012", "year is 2012, outside 1816-2010"),
    (GML, OFFICIAL, "hostlev1", "level1", "column hostlev1 is missing"),
    (GML, OFFICIAL, "4485,365,710,2009", "4485,365,740,2009", "in one direction only"),
    (GML, OFFICIAL, "4485,365,710,2009,1,1,1", "4485,365,710,2009,1,1,3", "sidea1 is 3, not 0-1"),
    (MIE, "mie-1.0.csv", "3,1,300,", "3,1,301,", "unknown code 301 in column ccode1, row 3"),
    (MIE, "mie-1.0.csv", ",7,3,0,0,0,0,", ",7,6,0,0,0,0,", "row 2: hostlev is 6, not 2-5"),
    (MIE, "mie-1.0.csv", "120000,240000", "250000,240000", "fatalmin1 is 250000, not between 0 and fatalmax1"),
    (MIE, "mie-1.0.csv", "2717,2,", "2717,1,", "eventnum is 1, there twice"),
    (MIE, "mie-1.0.csv", "3,1,300,345", "3,1,300,300", "ccode2 is 300, the state that acted"),
    (MIE, "mie-1.0.csv", "7,27,1953", "7,27,1949", "endyear is 1949, before"),
    (WARS, PARTS, "War,1,230,", "War,1,231,", "unknown code 231 in column ccode, row 2"),
    (WARS, PARTS, "2,4,7,1823", "2,4,31,1823", "row 2: StartYear1 to StartDay1 are 1823-04-31"),
    (WARS, PARTS, "Spain,2,", "Spain,3,", "Side is 3, not 1-2"),
    (WARS, PARTS, "2,2,2,-8,600", "2,2,2,-8,-8", "BatDeath is -8"),
    (WARS, PARTS, "BatDeath", "Deaths", "column BatDeath is missing"),
    (WARS, "directed_dyadic_war.csv", "\n118,", "\n119,", "not on the list of wars"),
    (WARS, "directed_dyadic_war.csv", "220,230", "220,235", "half a pair"),
    (PEACE, "peacedata3.1.csv", "2020,1920", "2019,1920", "unknown code 19 in column two, row 2"),
    (PEACE, "peacedata3.1.csv", ",0.75,19871003", ",0.7,19871003", "row 1: level '0.7' is none of"),
    (PEACE, "peacedata3.1.csv", "-19871002,", "-19871302,", "row 1: last is '19871302', no date"),
    (PEACE, "peacedata3.1.csv", "-19871002,", "-19181002,", "last is '19181002', before the period began"),
    (PEACE, "peacedata3.1.csv", "-19871002,", "-19881002,", "row 1: first_day is .*1987, 10, 3"),
    (PEACE, "peacedata3.1.csv", "2020,19200110-19871002,0.75,", "2020,19200110-19871002,", "row 1 is not a dyad"),
    (UCDP, "UcdpPrioConflict_v24_1.csv", '"750"', '"759"', "row 2: gwno_a is '759', no number of a state"),
    (UCDP, "UcdpPrioConflict_v24_1.csv", '"365, 710"', '"365; 710"', "gwno_a_2nd is '365; 710', no number"),
    (UCDP, "UcdpPrioConflict_v24_1.csv", "gwno_b_2nd", "gw_b_2nd", "column gwno_b_2nd is missing"),
    (UCDP, "UcdpPrioConflict_v24_1.csv", '"24.1"', '"v24"', "no edition such as 25.1"),
    (UCDP, "UcdpPrioConflict_v24_1.csv", '"2012","1","0","3"', '"2012","3","0","3"', "intensity_level is 3"),
]


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "message"), DAMAGE, ids=[f"{d[0].id}-{d[3][:24]}" for d in DAMAGE]
)
def test_damage_is_named(source: Source, file: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    folder = sample(source, tmp_path)
    if file.startswith("csv/"):
        shutil.copy(folder / file, folder)
    path = folder / Path(file).name
    edit(path, old, new)
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert str(path) in str(caught.value)


@each
def test_truncated_files_are_refused(source: Source, tmp_path: Path) -> None:
    originals = [path for path in sorted((HERE / source.id).iterdir()) if path.suffix in {".csv", ".rda"}]
    assert originals
    for number, original in enumerate(originals):
        folder = sample(source, tmp_path / str(number))
        path = folder / original.name
        if original.suffix == ".csv":
            path.unlink()
            path = folder / f"{original.name}.gz"
            path.write_bytes(gzip.compress(original.read_bytes())[:-20])
        else:
            path.write_bytes(original.read_bytes()[:40])
        with pytest.raises(SourceError, match=r"[Ff]etch it again"):
            read(source, tmp_path / str(number))


@each
def test_a_web_page_instead_of_data_is_refused(source: Source, tmp_path: Path) -> None:
    folder = sample(source, tmp_path)
    shutil.rmtree(folder / "csv", ignore_errors=True)
    path = next(path for path in sorted(folder.iterdir()) if path.suffix in {".csv", ".rda"})
    path.write_text("<!DOCTYPE html>\n<html><body>Not found</body></html>\n")
    with pytest.raises(SourceError, match=re.escape(str(path))):
        read(source, tmp_path)


@each
def test_nothing_there_says_where_to_get_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Get them from"):
        source.locate(tmp_path)


def test_kept_dyad_years_must_be_there(tmp_path: Path) -> None:
    folder = sample(GML, tmp_path)
    path = folder / "gml_mid_ddydisps.rda"
    rows = pyreadr.read_r(str(path))["gml_mid_ddydisps"]
    rows.loc[rows.index[0], "year"] = 1903.0
    pyreadr.write_rdata(str(path), rows, df_name="gml_mid_ddydisps")
    with pytest.raises(SourceError, match="12 dyad-years, of which 11 are in"):
        read(GML, tmp_path)


# The data notes' figures --------------------------------------------------------------------------


@cache
def library(source: Source) -> Tables:
    return read(source, LIBRARY)


def pair(frame: pl.DataFrame, a: str = "CHN", b: str = "RUS") -> pl.DataFrame:
    return frame.filter((pl.col("a") == a) & (pl.col("b") == b))


def codes(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """COW numbers of an .rda as our codes, other numbers as integers."""
    frame = frame.with_columns(pl.selectors.float().cast(pl.Int64))
    return frame.with_columns(pl.col(*columns).replace_strict(dict(states.cow_codes()), return_dtype=pl.String))


@raw
def test_gibler_miller_little_has_2174_disputes() -> None:
    rows = library(GML)["dispute_years"]
    assert rows["dispute"].n_unique() == 2174
    assert rows.height == 10_276
    main = rows.filter("is_main")
    assert main.height == 9284 == rows.select("source", "target", "year").n_unique()
    assert main.select("source", "target", "year").is_unique().all()


@raw
def test_seventeen_disputes_since_1949() -> None:
    """Russia and China: 17 in 1964-2009, war only in 1979, the last three with use of force and no deaths."""
    rows = library(GML)["dispute_years"].filter(pl.col("source") == "RUS", pl.col("target") == "CHN")
    since = rows.filter(pl.col("year") >= 1949)
    assert (since["dispute"].n_unique(), since["year"].min(), since["year"].max()) == (17, 1964, 2009)
    listed = pair(library(GML)["disputes"]).filter(pl.col("first_year") >= 1949)
    worst = listed.with_columns(level=pl.max_horizontal("hostility_a", "hostility_b"))
    assert worst.filter(level=5).select("dispute", "first_year").rows() == [(3007, 1979)]
    last = worst.sort("first_year").tail(3)
    assert last.select("first_year", "level", "fatality").rows() == [(1993, 4, 0), (1994, 4, 0), (2009, 4, 0)]


@raw
def test_three_lists_differ_after_1986() -> None:
    """Russia and China: MID 5 has four later disputes, GML (to 2010) three, MIE no event."""
    late = pl.col("first_year") > 1986
    assert pair(library(MID)["disputes"]).filter(late)["first_year"].sort().to_list() == [1993, 1994, 2009, 2012]
    assert pair(library(GML)["disputes"]).filter(late)["first_year"].sort().to_list() == [1993, 1994, 2009]
    events = library(MIE)["dispute_events"]
    assert events["events"].sum() == 28_011
    ours = events.filter(pl.col("source").is_in(["CHN", "RUS"]) & pl.col("target").is_in(["CHN", "RUS"]))
    assert (ours["events"].sum(), ours["year"].max()) == (265, 1986)
    assert ours.filter(source="RUS")["events"].sum() == 215
    assert ours.filter(pl.col("year") >= 1949)["events"].sum() == 145
    counts = [pair(library(source)["disputes"]) for source in (MID, GML)]
    assert [rows.height for rows in counts] == [45, 41]
    assert [rows.filter(pl.col("first_year") >= 1949).height for rows in counts] == [18, 17]
    for one, other, years in ((0, 1, [1900, 1910, 1912, 1914, 1933, 2012]), (1, 0, [1911, 1926])):
        alone = counts[one].join(counts[other], on="dispute", how="anti")
        assert alone["first_year"].sort().to_list() == years


@raw
def test_dispute_years_of_cow_equal_the_packaged() -> None:
    """Every directed dispute-year of the package and no other, with the same side, actions, onsets and origins."""
    theirs = codes(read_table(LIBRARY / MID.id / "cow_mid_dirdisps.rda"), "ccode1", "ccode2")
    ours = library(MID)["dispute_years"]
    assert ours.height == theirs.height == 11_390
    both = ours.with_columns(pl.col("dispute", "year").cast(pl.Int64)).join(
        theirs,
        left_on=["dispute", "source", "target", "year"],
        right_on=["dispnum", "ccode1", "ccode2", "year"],
    )
    assert both.height == 11_390
    for name, column in (("is_side_a", "sidea1"), ("highest_action", "hiact1"), ("hostility", "hostlev1")):
        assert (both[name].cast(pl.Int64) == both[column]).all(), name
    assert (both["is_originator"].cast(pl.Int64) != both["orig1"]).sum() == 0
    assert (both["fatality"].cast(pl.Int64).fill_null(-9) != both["fatality1"]).sum() <= 4


@raw
def test_95_wars() -> None:
    tables = library(WARS)
    assert tables["wars"].height == 95
    assert tables["war_participants"].height == 337
    assert tables["wars"]["last_day"].max().year == 2003
    assert tables["wars"].filter(pl.col("battle_deaths").is_null())["war"].to_list() == [170]
    dyadic = tables["war_pairs"].filter(vintage="dyadic")
    assert dyadic.height == 1364 / 2
    assert sorted(set(tables["wars"]["war"]) - set(dyadic["war"])) == [145, 158, 215, 217]


@raw
def test_opposite_sides_equal_the_packaged_but_for_those_who_came_back() -> None:
    """The package compares first times with first and second with second, so it misses eight pair-years."""
    theirs = codes(read_table(LIBRARY / WARS.id / "cow_war_inter.rda"), "ccode1", "ccode2")
    theirs = theirs.filter(pl.col("ccode1") < pl.col("ccode2")).select("ccode1", "ccode2", "year", "warnum").unique()
    ours = library(WARS)["war_pairs"].filter(vintage="4.0", relation="opposite")
    keys = ["a", "b", "year", "war"]
    theirs = theirs.rename(dict(zip(theirs.columns, keys, strict=True))).cast({"year": pl.Int16, "war": pl.Int16})
    assert (ours.height, theirs.height) == (966, 958)
    assert theirs.join(ours, on=keys, how="anti").is_empty()
    back = library(WARS)["war_participants"].drop_nulls("second_first_day").select("war", "state")
    more = ours.join(theirs, on=keys, how="anti")
    one, two = (more.join(back, left_on=["war", side], right_on=["war", "state"], how="semi") for side in ("a", "b"))
    assert one.height + two.height == more.height == 8


@raw
def test_wars_of_russia_and_china() -> None:
    ours = pair(library(WARS)["war_pairs"]).filter(vintage="4.0")
    assert ours.filter(relation="opposite").select("year", "war").rows() == [(1900, 82), (1900, 83), (1929, 118)]
    assert ours.filter(relation="same")["year"].to_list() == [1941, 1942, 1943, 1944, 1945]
    assert pair(library(WARS)["war_pairs"], "BGR", "PRT").filter(vintage="4.0")["year"].to_list() == [1916, 1917, 1918]


@raw
def test_59_conflicts_in_2023() -> None:
    parties = library(UCDP)["armed_conflict_parties"]
    count = parties.group_by("vintage", "year").agg(pl.col("conflict").n_unique())
    got = {(row[0], row[1]): row[2] for row in count.iter_rows()}
    assert (got["24.1", 2023], got["25.1", 2023], got["25.1", 2024]) == (59, 59, 61)
    assert ("24.1", 2024) not in got


@raw
def test_packaged_edition_is_the_next() -> None:
    """2,752 conflict-years, two of which only Hyderabad was in; up to 2023 it has all of 24.1 and six parties more."""
    parties = library(UCDP)["armed_conflict_parties"]
    new, old = parties.filter(vintage="25.1"), parties.filter(vintage="24.1")
    assert new.select("conflict", "year").n_unique() == 2752 - 2
    keys = ["conflict", "year", "state", "side", "is_primary"]
    assert old.join(new, on=keys, how="anti").is_empty()
    more = new.filter(pl.col("year") <= 2023).join(old, on=keys, how="anti")
    assert more.height == 6
    same = new.join(new, on=["conflict", "year", "side"]).filter(pl.col("state") < pl.col("state_right"))
    assert same.height == 55_373
    assert same["conflict"].value_counts(sort=True)["count"].head(5).sum() / same.height == pytest.approx(
        0.86, abs=0.005
    )
    twice = new.group_by("conflict", "year", "state").len().filter(pl.col("len") > 1)
    assert twice.height == 8


@raw
def test_ussuri_is_the_one_armed_conflict_of_russia_and_china() -> None:
    ours = pair(library(UCDP)["armed_conflicts"]).filter(vintage="25.1")
    assert ours.select("year", "conflict", "kind", "is_war").rows() == [(1969, 305, "interstate", False)]


@raw
def test_peace_of_russia_and_china() -> None:
    rows = pair(library(PEACE)["peace_levels"]).select(pl.col("first_day").dt.year(), "level", "last_day")
    assert dict(rows.select("first_day", "level").iter_rows()) == {1900: 0, 1952: 0.25, 1963: 0, 1997: None, 2004: 0.5}
    assert rows["last_day"][-1] is None


@raw
def test_every_period_of_the_peace_data_is_read() -> None:
    rows = library(PEACE)["peace_levels"]
    with gzip.open(LIBRARY / PEACE.id / "peacedata3.1.csv.gz", "rt") as file:
        lines = file.read().splitlines()
    assert len(lines) == 2688  # the data note counts 2,687: it takes the first for a header
    assert rows.height == sum(len(re.findall(r"\d{8}-\d{8}", line)) for line in lines) == 3746
    levels = dict(rows["level"].value_counts().iter_rows())
    assert levels == {0.5: 2537, 1: 389, 0.25: 274, 0.75: 230, 0: 205, None: 111}


@raw
def test_slips_of_the_peace_data_are_still_there() -> None:
    """A mended date that the file no longer has must go from the list."""
    with gzip.open(LIBRARY / PEACE.id / "peacedata3.1.csv.gz", "rt") as file:
        lines = {line.split(",")[0]: line for line in file}
    assert all(period in lines[str(dyad)] for dyad, period in interstate_peace._SLIPS)
