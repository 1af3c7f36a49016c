"""What states are like: regimes, distances, national accounts, leaders, military spending."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pyreadr
import pytest

from amity import indicators
from amity.atlas import open_atlas
from amity.errors import NoDataError, SourceError
from amity.indicators import Scope
from amity.indicators.leaders import in_office
from amity.sources import (
    Source,
    Tables,
    archigos,
    cepii_geodist,
    cow_state_system,
    maddison_2020,
    penn_world_table_10_01,
    read_table,
    regime_scores,
    sipri_milex,
    world_bank_wdi,
)
from library import LIBRARY, raw, read, sample, samples

HERE = samples()
REGIMES, GEODIST, PWT = regime_scores.SOURCE, cepii_geodist.SOURCE, penn_world_table_10_01.SOURCE
MADDISON, LEADERS, MILEX = maddison_2020.SOURCE, archigos.SOURCE, sipri_milex.SOURCE
ALL = (REGIMES, GEODIST, PWT, MADDISON, LEADERS, MILEX)

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


# Samples ------------------------------------------------------------------------------------------


@each
def test_declarations_are_complete(source: Source) -> None:
    assert source.landing_url.startswith("http")
    assert source.defects
    assert "check" in source.licence
    assert source.downloads or source.by_hand
    assert {download.file for download in source.downloads} <= {
        pattern.rstrip("*").replace("4.1", "4.1_stata14.dta") if "Archigos" in pattern else pattern.rstrip("*")
        for form in source.forms
        for pattern in form.files
    } | {"Archigos_4.1_stata14.dta"}


@each
def test_sample_gives_the_expected_tables(source: Source) -> None:
    tables = read(source, HERE)
    files = sorted((HERE / source.id / "expected").glob("*.csv"))
    assert [file.stem for file in files] == sorted(tables)
    for file in files:
        frame = tables[file.stem]
        assert frame.height > 10
        assert frame.equals(pl.read_csv(file, schema=frame.schema)), file.stem


def test_vdem_package_reads_as_the_official_csv(tmp_path: Path) -> None:
    folder = sample(REGIMES, tmp_path)
    official = folder / "V-Dem-CY-Core-v15.csv"
    frame = pl.read_csv(official).rename({"COWcode": "vdem_cowcode"}).to_pandas()
    official.unlink()
    pyreadr.write_rdata(str(folder / "vdem_simple.rda"), frame, df_name="vdem_simple")
    assert REGIMES.locate(tmp_path)[0] == REGIMES.forms[1]
    assert read(REGIMES, tmp_path)["regimes"].equals(read(REGIMES, HERE)["regimes"])


@pytest.mark.parametrize(
    ("source", "packaged", "official", "renamed"),
    [
        (GEODIST, "dist_cepii.csv", "dist_cepii.dta", {}),
        (PWT, "pwt10.01.csv", "pwt1001.dta", {"isocode": "countrycode"}),
        (LEADERS, "archigos.rda", "Archigos_4.1_stata14.dta", {"gwcode": "ccode"}),
    ],
    ids=lambda value: value.id if isinstance(value, Source) else "",
)
def test_stata_files_read_as_the_packages(
    source: Source, packaged: str, official: str, renamed: dict[str, str], tmp_path: Path
) -> None:
    folder = sample(source, tmp_path)
    frame = read_table(folder / packaged).rename(renamed)
    (folder / packaged).unlink()
    frame.to_pandas().to_stata(folder / official, write_index=False, version=118)
    assert source.locate(tmp_path)[0] == source.forms[0]
    for name, table in read(source, tmp_path).items():
        assert table.equals(read(source, HERE)[name])


# Damage -------------------------------------------------------------------------------------------

DAMAGE = [
    (REGIMES, "V-Dem-CY-Core-v15.csv", "HKG,,2020", "HKK,,2020", "unknown code 'HKK' in column country_text_id"),
    (REGIMES, "V-Dem-CY-Core-v15.csv", "USA,2,2024", "USA,3,2024", "unknown code 3 in column COWcode"),
    (REGIMES, "V-Dem-CY-Core-v15.csv", "USA,2,2024,0.84", "USA,2,2024,8.4", "v2x_polyarchy is 8.4, not a score"),
    (REGIMES, "V-Dem-CY-Core-v15.csv", "USA,2,1815", "USA,2,1816", "there twice in one year"),
    (REGIMES, "V-Dem-CY-Core-v15.csv", "v2x_libdem", "libdem", "column v2x_libdem is missing"),
    (REGIMES, "V-Dem-CY-Core-v15.csv", "country_name", "<html>\ncountry_name", "missing|cannot be read"),
    (GEODIST, "dist_cepii.csv", "CHN,CMR,", "CHN,ZZZ,", "unknown code 'ZZZ' in column iso_d, row 3"),
    (GEODIST, "dist_cepii.csv", "11002.26,11002.26", "11002.26,21002.26", "distcap is 21002.26, no distance on earth"),
    (GEODIST, "dist_cepii.csv", "11002.26,11002.26", "11003.26,11002.26", "dist is 11003.26, another value the other"),
    (GEODIST, "dist_cepii.csv", "CHN,CMR,0.0", "CHN,CMR,2.0", "contig is 2.0, neither 0 nor 1"),
    (GEODIST, "dist_cepii.csv", "CHN,CMR,0.0", "CHN,CMR,1.0", "contig is True, another value the other way"),
    (GEODIST, "dist_cepii.csv", "iso_o", "iso", "column iso_o is missing"),
    (PWT, "pwt10.01.csv", "COD,2019", "CDD,2019", "unknown code 'CDD' in column isocode"),
    (PWT, "pwt10.01.csv", "CHN,1952", "CHN,2019", "isocode is 'CHN', there twice"),
    (PWT, "pwt10.01.csv", "rgdpo", "rgdpx", "column rgdpo is missing"),
    (PWT, "pwt10.01.csv", "1952", "1952.5", "in column year, row .*, is not a whole number"),
    (MADDISON, "maddison_2020.csv", "Afghanistan", "Atlantis", "unknown code 'Atlantis' in column Entity, row 2"),
    (MADDISON, "maddison_2020.csv", "3280000.0", "-3280000.0", "Population is -3280000.0, not an amount"),
    (MADDISON, "maddison_2020.csv", "Entity", "Country", "column Entity is missing"),
    (MILEX, "sipri_milex_owid_1949_2020.csv", "Angola", "Atlantis", "unknown code 'Atlantis' in column Entity"),
    (MILEX, "sipri_milex_owid_1949_2020.csv", "197217329.0", "x", "military_expenditure is 'x', not an amount"),
    (MILEX, "milex_pct_gdp_gapminder.csv", "chn,1989", "chx,1989", "unknown code 'CHX' in column geo, row 2"),
    (MILEX, "milex_pct_gdp_gapminder.csv", "Military Spending (% GDP)", "Arms", "Measure is 'Arms', another measure"),
    (MILEX, "milex_pct_gdp_gapminder.csv", "chn,1989", "chn,1992", "there twice in one year"),
]


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "message"), DAMAGE, ids=[f"{d[0].id}-{d[2]}-{d[3]}" for d in DAMAGE]
)
def test_damage_is_named(source: Source, file: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    path = sample(source, tmp_path) / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert file.split(".")[0] in str(caught.value)


RDA_DAMAGE = [
    (REGIMES, "polity5", "polity_annual_ccode", 3.0, "unknown code 3 in column polity_annual_ccode"),
    (REGIMES, "polity5", "polity", 11.0, "polity is 11, neither a score nor"),
    (REGIMES, "polity5", "polity2", -11.0, "polity2 is -11, no score"),
    (REGIMES, "cw_democracy", "ccode", 3.0, "unknown code 3 in column ccode"),
    (REGIMES, "cw_democracy", "aeuds", 40.0, "aeuds is 40.0, not a score"),
    (LEADERS, "archigos", "gwcode", 3.0, "unknown code 3 in column gwcode"),
    (LEADERS, "archigos", "entry", "By lot", "unknown code 'By lot' in column entry"),
    (LEADERS, "archigos", "exit", "By lot", "unknown code 'By lot' in column exit"),
    (LEADERS, "archigos", "startdate", "1869-02-30", "'1869-02-30' in column startdate, row 2, is no date"),
    (LEADERS, "archigos", "enddate", "1860-01-01", "a spell that ends before it begins"),
    (LEADERS, "archigos", "enddate", "2016-01-01", "a spell that runs beyond 2015-12-31"),
    (LEADERS, "archigos", "obsid", "USA-2009", "obsid is 'USA-2009', empty or there twice"),
    (LEADERS, "archigos", "leader", " ", "leader is ' ', no name"),
]


@pytest.mark.parametrize(
    ("source", "file", "column", "value", "message"), RDA_DAMAGE, ids=[f"{d[1]}-{d[2]}-{d[3]}" for d in RDA_DAMAGE]
)
def test_damage_in_r_files_is_named(
    source: Source, file: str, column: str, value: object, message: str, tmp_path: Path
) -> None:
    path = sample(source, tmp_path) / f"{file}.rda"
    frame = pyreadr.read_r(str(path))[file]
    frame.iloc[0, frame.columns.get_loc(column)] = value
    pyreadr.write_rdata(str(path), frame, df_name=file)
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert file in str(caught.value)


@each
def test_truncated_files_are_refused(source: Source, tmp_path: Path) -> None:
    for number, original in enumerate(sorted(p for p in (HERE / source.id).iterdir() if p.suffix in {".csv", ".rda"})):
        path = sample(source, tmp_path / str(number)) / original.name
        path.write_bytes(b"" if original.suffix == ".csv" else original.read_bytes()[:40])
        with pytest.raises(SourceError, match=r"[Ff]etch it again") as caught:
            read(source, tmp_path / str(number))
        assert original.name in str(caught.value)


@each
def test_nothing_there_says_where_to_get_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Get them from"):
        source.locate(tmp_path)


# Indicators ---------------------------------------------------------------------------------------


def measured(name: str, first: int, last: int, a: str, b: str) -> pl.DataFrame:
    return indicators.measure(indicators.get(name), open_atlas(), Scope(first, last, a, b))


def test_likeness_has_an_interval_and_says_who_is_not_scored() -> None:
    row = measured("regime.similarity", 2024, 2024, "CHN", "RUS").row(0, named=True)
    # 1.645 times the root of the sum of squared standard deviations .005 and .014
    assert row["value"] - row["low"] == pytest.approx(1.645 * math.hypot(0.005, 0.014), abs=1e-6)
    assert row["high"] - row["value"] == pytest.approx(row["value"] - row["low"], abs=1e-9)
    row = measured("regime.similarity", 2020, 2020, "MCO", "FRA").row(0, named=True)
    assert row["value"] is None
    assert row["reason"] == "V-Dem has no score for MCO"
    assert measured("regime.similarity", 2025, 2026, "CHN", "RUS").is_empty()


def test_accounts_of_one_source_on_both_sides() -> None:
    rows = measured("power.gdp_ppp_ratio", 1980, 2019, "CHN", "RUS").filter(pl.col("a") == "CHN")
    by_year = dict(rows.select("year", "sources").iter_rows())
    assert by_year[1991] == "maddison-2020@2020"
    assert by_year[1992] == "penn-world-table-10.01@10.01"
    assert rows.height == 40


@pytest.mark.parametrize("name", ["power.gdp_ppp_ratio", "power.income_ratio", "power.milex_ratio"])
def test_ratios_invert(name: str) -> None:
    rows = measured(name, 1950, 2026, "CHN", "USA")
    both = rows.filter(pl.col("a") == "CHN").join(rows.filter(pl.col("a") == "USA"), on="year")
    assert both.height > 25
    assert ((both["value"] * both["value_right"] - 1).abs() < 1e-7).all()


def test_no_ratio_with_a_state_that_spends_nothing() -> None:
    spent = open_atlas().scan("military_spending").filter(pl.col("state") == "CRI", pl.col("year") == 2020).collect()
    assert spent["milex_usd_2019_million"].to_list() == [0.0]
    assert measured("power.milex_ratio", 2020, 2020, "CRI", "USA").is_empty()


def test_leaders_on_a_day() -> None:
    atlas = open_atlas()
    (putin,) = in_office(atlas, "RUS", date(2015, 6, 1))
    assert (putin.leader, putin.first_day) == ("Putin", date(2000, 1, 1))
    assert putin.years == pytest.approx(15.41, abs=0.005)
    assert [one.leader for one in in_office(atlas, "RUS", date(1991, 8, 21))] == ["Gorbachev", "Yeltsin"]
    assert in_office(atlas, "RUS", date(1984, 2, 11)) == ()
    with pytest.raises(NoDataError, match="from 1875 to 2015"):
        in_office(atlas, "RUS", date(2016, 1, 1))


def test_no_overlap_where_nobody_is_known_to_lead() -> None:
    row = measured("diplomacy.leader_overlap", 2015, 2015, "HTI", "USA").row(0, named=True)
    assert row["value"] is None
    assert row["reason"] == "no leader of HTI known on 31 December"


# Published check values ---------------------------------------------------------------------------


@cache
def library(source: Source) -> Tables:
    return read(source, LIBRARY)


def of(origin: Source, table: str, /, **equal: object) -> pl.DataFrame:
    return library(origin)[table].filter(**equal)


@raw
@pytest.mark.parametrize(
    ("folder", "file", "rows"),
    [
        ("regime-scores", "vdem_simple.rda", 27_913),
        ("regime-scores", "polity5.rda", 17_574),
        ("regime-scores", "cw_democracy.rda", 17_706),
        ("cepii-geodist", "dist_cepii.csv.gz", 50_176),
        ("penn-world-table-10.01", "pwt10.01.csv.gz", 12_810),
        ("maddison-2020", "maddison_2020.csv.gz", 21_854),
        ("archigos", "archigos.rda", 3_409),
        ("sipri-milex", "sipri_milex_owid_1949_2020.csv.gz", 8_496),
        ("sipri-milex", "milex_pct_gdp_gapminder.csv.gz", 7_570),
    ],
)
def test_rows_of_the_raw_files(folder: str, file: str, rows: int) -> None:
    assert read_table(LIBRARY / folder / file).height == rows


@raw
def test_polyarchy_of_2024() -> None:
    got = dict(of(REGIMES, "regimes", year=2024).select("state", "polyarchy").iter_rows())
    assert (got["USA"], got["RUS"], got["CHN"]) == (0.840, 0.172, 0.073)


@raw
def test_regime_scores_as_a_whole() -> None:
    frame = library(REGIMES)["regimes"]
    assert frame.height == 26_406
    assert frame["polyarchy"].count() == 24_990
    assert frame.filter(pl.col("polity2").is_not_null())["year"].max() == 2020
    assert set(frame.filter(pl.col("polity2").is_not_null(), pl.col("year") > 2018)["state"]) == {"USA"}
    apart = (frame["polyarchy"] - frame["polyarchy_v16"]).abs()
    assert apart.mean() < 0.0025
    assert apart.max() < 0.1


@raw
def test_unified_scores_differ_from_the_adjusted_by_a_constant() -> None:
    frame = read_table(LIBRARY / REGIMES.id / "cw_democracy.rda").drop_nulls("aeuds")
    apart = frame["euds"] - frame["aeuds"]
    assert apart.min() == pytest.approx(0.293156, abs=1e-6)
    assert apart.max() == pytest.approx(0.293156, abs=1e-6)


@raw
def test_china_and_russia_are_neighbours_5795_km_apart() -> None:
    (row,) = of(GEODIST, "geodist", a="CHN", b="RUS").to_dicts()
    assert row["distance_km"] == row["capital_distance_km"] == 5795
    assert row["is_contiguous"]
    frame = library(GEODIST)["geodist"]
    assert frame.height == 224 * 223 // 2
    assert frame["is_same_country"].null_count() == 33
    assert frame["weighted_distance_km"].null_count() == 5 * 219 + 10


#: Capitals that one of the two lists puts elsewhere: moved since, another city, or a coordinate that is wrong.
ELSEWHERE = {"WSM", "BRA", "TUN", "MMR", "GIN", "NZL", "SAU", "COL", "BDI", "ISR", "DJI", "PLW", "NGA", "CHN", "MHL"}


@raw
def test_distances_of_capitals_agree_with_our_coordinates() -> None:
    """Great circles between our capitals on a sphere of 6,378 km: 90 % within 10 km, 15 capitals apart."""
    capitals = of(cow_state_system.SOURCE, "capitals").filter(pl.col("last_day").is_null()).unique("state")
    where = capitals.select("state", lat=pl.col("latitude_deg").radians(), lon=pl.col("longitude_deg").radians())
    pairs = (
        library(GEODIST)["geodist"]
        .join(where, left_on="a", right_on="state")
        .join(where, left_on="b", right_on="state", suffix="_b")
    )
    cosine = (
        pl.col("lat").sin() * pl.col("lat_b").sin()
        + pl.col("lat").cos() * pl.col("lat_b").cos() * (pl.col("lon") - pl.col("lon_b")).cos()
    )
    pairs = pairs.with_columns(apart=(6378 * cosine.clip(-1, 1).arccos() - pl.col("capital_distance_km")).abs())
    each_state = pl.concat([pairs.select("a", "apart"), pairs.select(pl.col("b").alias("a"), "apart")])
    typical = each_state.group_by("a").agg(pl.col("apart").median())
    assert set(typical.filter(pl.col("apart") > 15)["a"]) == ELSEWHERE
    others = pairs.filter(~pl.col("a").is_in(ELSEWHERE) & ~pl.col("b").is_in(ELSEWHERE))["apart"]
    assert len(others) > 15_000
    assert (others < 10).mean() > 0.9
    assert others.max() < 33


@raw
def test_national_accounts() -> None:
    assert of(PWT, "national_accounts", state="CHN", year=2019)["gdp_usd_million"].item() == 20_258_000
    assert of(MADDISON, "national_accounts", state="CHN", year=2018)["gdp_per_capita_usd"].item() == 13_102
    assert of(MADDISON, "national_accounts", state="RUS", year=1990)["population"].item() == 288_360_000
    assert set(library(PWT)["national_accounts"]["price_base"]) == {"PPP 2017"}
    assert set(library(MADDISON)["national_accounts"]["price_base"]) == {"PPP 2011"}


@raw
def test_gdp_of_china_and_russia_in_2023() -> None:
    wdi = of(world_bank_wdi.SOURCE, "economy", year=2023)
    got = {state: wdi.filter(state=state)["gdp_usd_current"].item() / 1e12 for state in ("CHN", "RUS")}
    assert got == {"CHN": pytest.approx(17.79, abs=0.006), "RUS": pytest.approx(2.02, abs=0.006)}


@raw
def test_leaders() -> None:
    frame = library(LEADERS)["leaders"]
    assert frame.height == 3_409
    assert frame["last_day"].null_count() == 165
    assert frame["exit"].null_count() == 168
    assert frame.filter("first_in_dataset")["state"].is_unique().all()
    ordered = frame.sort("state", "first_day", "last_day", nulls_last=True)
    later = ordered.with_columns(pl.col("first_day").shift(-1).over("state").alias("next"))
    assert later.filter(pl.col("last_day") > pl.col("next")).is_empty()


@raw
@pytest.mark.parametrize(("state", "billion"), [("CHN", 244.9), ("RUS", 66.8), ("USA", 766.6)])
def test_military_spending_of_2020(state: str, billion: float) -> None:
    rows = of(MILEX, "military_spending", state=state, year=2020)
    assert rows["milex_usd_2019_million"].drop_nulls().item() / 1000 == pytest.approx(billion, abs=0.05)
    assert rows.filter("is_default")["vintage"].to_list() == ["to 2022 via Gapminder"]


@raw
def test_nought_is_spent_by_states_without_an_army_only() -> None:
    frame = library(MILEX)["military_spending"]
    nought = (pl.col("milex_usd_2019_million") == 0) | (pl.col("milex_share_gdp") == 0)
    assert set(frame.filter(nought)["state"]) == {"CRI", "ISL", "PAN"}
