"""Direct investment, finance, deals and the Belt and Road: samples, damage, the rule of defaults, published figures."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from amity.atlas.assemble import investment
from amity.atlas.tables import CONTRACTS
from amity.errors import SourceError
from amity.sources import Source, Tables, aei_cgit_2021fall, aiddata_gcdf, gfdc_bri_countries, imf_dip
from library import LIBRARY, edit, raw, read, sample, samples

HERE = samples()
DIP, GCDF = imf_dip.SOURCE, aiddata_gcdf.SOURCE
CGIT, BRI = aei_cgit_2021fall.SOURCE, gfdc_bri_countries.SOURCE
ALL = (DIP, GCDF, CGIT, BRI)

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


# Samples ------------------------------------------------------------------------------------------


@each
def test_declarations_are_complete(source: Source) -> None:
    assert source.landing_url.startswith("http")
    assert source.defects
    assert source.by_hand or source.downloads
    assert "check" in source.licence  # no licence of these was read in a file that came with the data


def test_projects_and_deals_ship_as_aggregates_only() -> None:
    assert {source.id for source in ALL if source.ships == "aggregates"} == {GCDF.id, CGIT.id}


@each
def test_sample_gives_the_expected_tables(source: Source) -> None:
    form, _ = source.locate(HERE)
    assert form == source.forms[0]
    tables = read(source, HERE)
    files = sorted((HERE / source.id / "expected").glob("*.csv"))
    assert [file.stem for file in files] == sorted(tables)
    for file in files:
        frame = tables[file.stem]
        assert frame.equals(pl.read_csv(file, schema=frame.schema)), file.stem


def test_both_forms_of_direct_investment_read_alike(tmp_path: Path) -> None:
    shutil.copytree(HERE / DIP.id / "package", tmp_path / DIP.id)
    form, files = DIP.locate(tmp_path)
    assert form == DIP.forms[1]
    assert len(files) == 2
    assert all(frame.equals(read(DIP, HERE)[name]) for name, frame in read(DIP, tmp_path).items())


def test_whose_books_a_position_is_on() -> None:
    rows = read(DIP, HERE)["direct_investment"].filter(pl.col("year") == 2021)

    def figures(source: str, target: str) -> set[tuple[str, str, float]]:
        pair = rows.filter(pl.col("source") == source, pl.col("target") == target)
        return set(pair.select("reporter", "basis", "value_usd_million").rows())

    # Outward file, reported and derived.
    assert figures("CHN", "RUS") == {("source", "reported", 10644.107), ("target", "derived", 3322.882)}
    # Inward file: what China reports is the host's figure.
    assert figures("RUS", "CHN") == {("target", "reported", 319.997), ("source", "derived", 341.21)}
    # Both report: the derived figures are the other's reports and stand once.
    assert figures("CHN", "USA") == {("source", "reported", 77172.358), ("target", "reported", 31831.0)}
    assert figures("MHL", "USA") == {("target", "reported", -201.0)}  # negative positions are kept


def test_figures_in_dollars_become_millions() -> None:
    rows = read(DIP, HERE)["direct_investment"].filter(pl.col("basis") == "reported")
    got = {(s, t, y): v for s, t, y, v in rows.select("source", "target", "year", "value_usd_million").rows()}
    assert got["KOR", "CHN", 2021] == 96_878.970  # printed 96878969765.89; Korea itself says 95,422.691
    assert got["CHN", "KOR", 2021] == 6_601.496
    assert got["XKX", "CHN", 2018] == 1.0


def test_groups_and_empty_cells_give_no_row_and_the_world_is_a_total() -> None:
    tables = read(DIP, HERE)
    assert tables["direct_investment"].filter((pl.col("source") == "CHN") & (pl.col("year") == 2022)).is_empty()
    assert {"HKG", "IOT"} <= set(tables["direct_investment"]["target"])
    total = tables["direct_investment_totals"].filter(state="CHN", year=2021, direction="outward", basis="reported")
    assert total["value_usd_million"].item() == 2_785_149.715


def test_unknown_amounts_are_null_and_classes_may_be_unknown() -> None:
    rows = {(r["target"], r["year"]): r for r in read(GCDF, HERE)["development_finance"].iter_rows(named=True)}
    nothing = rows["AFG", 2013]
    assert nothing["n_projects"] == 1
    assert nothing["value_usd_2021_million"] is None
    assert nothing["oda_usd_2021_million"] is None
    assert rows["RUS", 2015]["oda_usd_2021_million"] == 0.0
    assert rows["SRB", 2010]["value_usd_2021_million"] == 344.937
    assert rows["SRB", 2010]["oof_usd_2021_million"] is None
    assert rows["RUS", 2018]["unadjusted_usd_2021_million"] > rows["RUS", 2018]["value_usd_2021_million"]


def test_completed_before_committed_counts_as_completed_but_gives_no_time() -> None:
    row = read(GCDF, HERE)["project_delivery"].filter(target="UGA", year=2009).row(0, named=True)
    assert row["n_completed"] == 1
    assert row["n_dated"] == 0
    assert row["delivery_years"] == 0


def test_uncertain_is_neither_a_date_nor_absence() -> None:
    rows = {r["state"]: r for r in read(BRI, HERE)["belt_and_road"].iter_rows(named=True)}
    assert rows["RUS"]["is_uncertain"]
    assert rows["RUS"]["first_day"] is None
    assert rows["ITA"]["last_day"] is not None
    assert not rows["ITA"]["is_uncertain"]


# Damage -------------------------------------------------------------------------------------------

OUT = "dataset_2026-03-29T08_21_04.640359868Z_DEFAULT_INTEGRATION_IMF.STA_DIP_12.0.1.csv"
DAMAGE = [
    (DIP, OUT, '"TX585"', '"TX999"', "COUNTERPART_COUNTRY.ID is 'TX999', an unknown code"),
    (DIP, OUT, '"SCC"', '"OO"', "DV_TYPE.ID is 'OO', neither O nor SCC"),
    (DIP, OUT, "OTWD_D_NETAL_FALL_ALL", "OTWD_D_EQ", "INDICATOR.ID is 'OTWD_D_EQ'"),
    (DIP, OUT, '"6","Millions"', '"9","Billions"', "SCALE.ID is 9, not 6, for millions"),
    (DIP, OUT, "OBS_VALUE", "VALUE", "column OBS_VALUE is missing"),
    (DIP, OUT, "10644.10715171", "10644107151.71", "more than the world total of its series"),
    (DIP, OUT, "10644.10715171", "n.a.", "OBS_VALUE is 'n.a.', not an amount"),
    (GCDF, "gcdf3_country_year_cow.csv", "365,2015", "366,2014", "KHM|EST"),
    (GCDF, "gcdf3_country_year_cow.csv", "365,2015", "9999,2015", "unknown code 9999 in column ccode"),
    (GCDF, "gcdf3_country_year_iso.csv", "8416890349", "9416890349", "not the sum of classes"),
    (GCDF, "gcdf3_country_year_iso.csv", "SRB", "SXX", "unknown code 'SXX'"),
    (GCDF, "gcdf3_country_year_iso.csv", "projects", "project", "column projects is missing"),
    (GCDF, "aiddata_gcdf_military_v2.0.csv", ",Completion,", ",Finished,", "Status is 'Finished', an unknown status"),
    (GCDF, "aiddata_gcdf_military_v2.0.csv", ",Cambodia,", ",Kambuja,", "unknown code 'Kambuja' in column Recipient"),
    (CGIT, "cgit_2005_2021.csv", "Energy", "Power", "Sector is 'Power', an unknown sector"),
    (CGIT, "cgit_2005_2021.csv", "Kuwait", "Quwait", "unknown code 'Quwait' in column Country"),
    (CGIT, "cgit_2005_2021.csv", "$", "about ", "not an amount"),
    (BRI, "bri_countries_2025_05.csv", "uncertain", "soon", "'soon' in column Likely date of joining"),
    (BRI, "bri_countries_2025_05.csv", "ITA", "ITX", "unknown code 'ITX'"),
    (BRI, "bri_countries_2025_05.csv", "2023-06-12", "2018-06-12", "before the day of joining"),
    (BRI, "bri_countries_2025_05.csv", "COL", "PAN", "listed twice"),
]


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "message"), DAMAGE, ids=[f"{d[0].id}-{d[2]}-{d[3]}" for d in DAMAGE]
)
def test_damage_is_named(source: Source, file: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    folder = sample(source, tmp_path)
    edit(folder / file, old, new)
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert file.split(".")[0] in str(caught.value)


@each
def test_a_page_instead_of_a_table_is_refused(source: Source, tmp_path: Path) -> None:
    folder = sample(source, tmp_path)
    path = next(p for p in sorted(folder.iterdir()) if p.suffix == ".csv")
    path.write_text("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n")
    with pytest.raises(SourceError, match="is missing"):
        read(source, tmp_path)


@pytest.mark.parametrize("source", [DIP, GCDF, CGIT], ids=lambda source: source.id)
def test_truncated_files_are_refused(source: Source, tmp_path: Path) -> None:
    folder = sample(source, tmp_path)
    if source is DIP:
        shutil.rmtree(folder)
        shutil.copytree(HERE / DIP.id / "package", folder)
        path = next(folder.glob("*.gz"))
    else:
        plain = next(iter(sorted(folder.glob("*.csv"))))
        path = folder / f"{plain.name}.gz"
        path.write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceError, match="fetch it again"):
        read(source, tmp_path)


def test_half_of_direct_investment_is_refused(tmp_path: Path) -> None:
    folder = sample(DIP, tmp_path)
    (folder / OUT).unlink()
    with pytest.raises(SourceError, match="found inward only"):
        read(DIP, tmp_path)


# The rule of defaults -----------------------------------------------------------------------------


def positions(*rows: tuple[str, str, int, str, str, float]) -> pl.DataFrame:
    names = ["source", "target", "year", "reporter", "basis", "value_usd_million"]
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.col("year").cast(pl.Int16), dataset=pl.lit("d"), vintage=pl.lit("1")
    )


def test_one_series_per_pair_reports_first_then_the_investors() -> None:
    frame = positions(
        ("CHN", "RUS", 2017, "target", "derived", 1.0),
        ("CHN", "RUS", 2018, "source", "reported", 2.0),
        ("CHN", "RUS", 2018, "target", "derived", 3.0),
        ("RUS", "CHN", 2018, "source", "derived", 4.0),
        ("RUS", "CHN", 2018, "target", "reported", 5.0),
        ("CHN", "USA", 2018, "source", "reported", 6.0),
        ("CHN", "USA", 2018, "target", "reported", 7.0),
        ("SGP", "IDN", 2018, "target", "derived", 8.0),
    )
    marked = investment.mark_default(frame)
    assert marked.drop("is_default").equals(frame)
    # 2017 stays without a default: the other side's books do not stand in.
    assert marked.filter("is_default")["value_usd_million"].to_list() == [2.0, 5.0, 6.0, 8.0]


def test_the_row_order_does_not_matter() -> None:
    frame = read(DIP, HERE)["direct_investment"]
    forth, back = investment.mark_default(frame), investment.mark_default(frame.reverse()).reverse()
    assert forth.equals(back)
    assert forth.filter("is_default").select("source", "target", "year").is_unique().all()


def test_totals_say_how_much_is_named() -> None:
    tables = read(DIP, HERE)
    totals = investment.name_shares(tables["direct_investment_totals"], tables["direct_investment"])
    row = totals.filter(state="CHN", year=2021, direction="outward", basis="reported").row(0, named=True)
    named = 1549657.0  # Hong Kong, rounded; the sample has four more counterparts
    assert row["n_partners"] == 5
    assert row["named_share"] == pytest.approx((named + 77172.358 + 10644.107 + 6601.496) / 2785149.715, abs=1e-4)
    CONTRACTS["direct_investment_totals"].validate(totals.sort("state"), cast=True)


# Published check values ---------------------------------------------------------------------------


@cache
def library(source: Source) -> Tables:
    return read(source, LIBRARY)


def of(origin: Source, table: str, /, **equal: object) -> pl.DataFrame:
    return library(origin)[table].filter(**equal)


def rows_of(file: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    """A raw file, read without our code."""
    return list(csv.DictReader(io.StringIO(gzip.decompress((LIBRARY / file).read_bytes()).decode(encoding))))


@raw
@pytest.mark.parametrize(
    ("year", "reporter", "value"),
    [(2021, "source", 10_644), (2021, "target", 3_323), (2023, "source", 10_668), (2024, "source", 15_752)],
)
def test_china_in_russia(year: int, reporter: str, value: float) -> None:
    row = of(DIP, "direct_investment", source="CHN", target="RUS", year=year, reporter=reporter)
    assert row["value_usd_million"].item() == pytest.approx(value, abs=0.5)


@raw
def test_both_directions_of_a_pair_that_both_report_are_the_same_figures() -> None:
    """All 380 derived figures between two reporters are the other's reports, to the last digit."""
    five = {"CHN", "DEU", "JPN", "SGP", "USA"}
    own: dict[tuple[str, ...], float] = {}
    derived: dict[tuple[str, ...], float] = {}
    for file in ("outward", "inward"):
        for r in rows_of(f"imf-dip/imf_dip_{file}_positions_2014_2024.csv.gz"):
            a, b = r["COUNTRY.ID"], r["COUNTERPART_COUNTRY.ID"]
            if a in five and b in five:
                books, pair = (a, (a, b)) if file == "outward" else (a, (b, a))
                into = own if r["DV_TYPE.ID"] == "O" else derived
                into[(*pair, books if into is own else b, r["TIME_PERIOD"])] = float(r["OBS_VALUE"])
    assert len(derived) == 380
    assert all(own[key] == pytest.approx(value, abs=1e-6) for key, value in derived.items())


@raw
def test_chinas_counterparts_add_up_to_its_total_once_in_millions() -> None:
    totals = investment.name_shares(library(DIP)["direct_investment_totals"], library(DIP)["direct_investment"]).filter(
        state="CHN", basis="reported"
    )
    later = totals.filter(pl.col("year") >= 2021)
    assert later.height == 8
    assert (later["named_share"] - 1).abs().max() < 1e-4
    assert totals["named_share"].min() > 0.84
    assert totals["named_share"].max() < 1.0001


@raw
def test_direct_investment_in_numbers() -> None:
    table = investment.mark_default(library(DIP)["direct_investment"])
    assert table.height == 24_101
    assert table.filter("is_default").height == 17_267
    assert (table["value_usd_million"] < 0).sum() > 900
    assert library(DIP)["direct_investment_totals"].height == 205


@raw
def test_russia_in_development_finance() -> None:
    russia = of(GCDF, "development_finance", target="RUS")
    total, before = russia["value_usd_2021_million"].sum(), russia["unadjusted_usd_2021_million"].sum()
    assert total == pytest.approx(169_266, abs=1)  # the notes: 169.3 to 169.6 bn
    assert before == pytest.approx(169_568, abs=1)
    assert russia["oof_usd_2021_million"].sum() / total == pytest.approx(0.99, abs=0.005)
    assert russia["oda_usd_2021_million"].sum() == 0
    world = library(GCDF)["development_finance"]
    assert world.height == 2_525
    assert world["value_usd_2021_million"].null_count() == 295
    assert world["value_usd_2021_million"].sum() == pytest.approx(1_331_641, abs=1)
    assert world.filter(pl.col("oda_usd_2021_million").is_null()).filter(
        pl.col("value_usd_2021_million").is_not_null()
    )["target"].unique().sort().to_list() == ["COK", "NIU", "PSE", "SRB", "SXM"]


@raw
def test_military_projects() -> None:
    table = library(GCDF)["project_delivery"]
    counts = {name: table[name].sum() for name in ("n_pledged", "n_committed", "n_implementing", "n_completed")}
    projects = rows_of("aiddata-gcdf/aiddata_gcdf_military_v2.0.csv.gz", "latin-1")
    assert len(projects) == 446
    kept = [r for r in projects if r["Umbrella"] == "No" and r["Recipient"] != "Africa, regional"]
    assert sum(counts.values()) + table["n_cancelled"].sum() == len(kept)
    assert counts["n_completed"] == sum(r["Status"] == "Completion" for r in kept)
    assert table["n_cancelled"].sum() == 2
    assert table.filter(pl.col("target") == "RUS").is_empty()
    spans = [
        int(r["Completion Year"]) - int(r["Commitment Year"])
        for r in kept
        if r["Status"] == "Completion" and r["Completion Year"] >= r["Commitment Year"]
    ]
    assert table["n_dated"].sum() == len(spans)
    assert table["delivery_years"].sum() == sum(spans)


@raw
def test_deals() -> None:
    russia = of(CGIT, "construction", target="RUS")
    assert russia["n_deals"].sum() == 84
    assert russia["value_usd_million"].sum() == 58_390
    assert library(CGIT)["construction"]["n_deals"].sum() == 3_752
    assert library(CGIT)["construction"]["value_usd_million"].sum() == 2_199_720


@raw
def test_belt_and_road() -> None:
    table = library(BRI)["belt_and_road"]
    assert table.height == 152
    assert table.filter(pl.col("last_day").is_not_null())["state"].to_list() == ["ITA", "PAN"]
    assert table.filter("is_uncertain")["state"].to_list() == ["AUT", "COD", "NER", "RUS"]
