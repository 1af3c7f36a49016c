"""Six trade and economy sources, and the rule that picks one figure: samples, damage, figures, laws."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amity.atlas.assemble import trade as assemble_trade
from amity.atlas.tables import CONTRACTS, codes
from amity.errors import SourceError
from amity.sources import Source, Tables
from amity.sources.cepii_baci_totals import SOURCE as BACI
from amity.sources.china_russia_annual import SOURCE as ANNUAL
from amity.sources.cow_trade_4_0 import SOURCE as COW
from amity.sources.imf_dots_5countries import SOURCE as DOTS
from amity.sources.imf_imts_china_usa import SOURCE as IMTS
from amity.sources.world_bank_wdi import SOURCE as WDI
from library import LIBRARY, samples

ALL = (COW, BACI, IMTS, DOTS, ANNUAL, WDI)
SAMPLES = samples()


def read(source: Source, library: Path = SAMPLES) -> Tables:
    form, _ = source.locate(library)
    return form.read(library / source.id)


def form_named(source: Source, name: str) -> Callable[[Path], Tables]:
    return next(form.read for form in source.forms if form.name == name)


def check(tables: Tables) -> None:
    """Each table keeps its contract, in its column order, and knows only known units."""
    for name, frame in tables.items():
        contract = CONTRACTS[name]
        wanted = [c for c in contract.column_names() if c != "is_default"]
        assert frame.columns == wanted
        contract.validate(frame.with_columns(is_default=False) if name == "trade" else frame)
        for column, spec in contract.columns().items():
            kind = (spec.metadata or {}).get("code")
            if kind:
                assert set(frame[column]) <= codes(kind), (name, column)


def value(frame: pl.DataFrame, column: str = "value_usd_million", **key: object) -> float | None:
    found = frame.filter(**key)
    assert found.height == 1, (key, found.height)
    return found[column][0]


# --- samples ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ALL, ids=lambda s: s.id)
def test_sample_in_the_first_form_keeps_the_contracts(source: Source) -> None:
    form, files = source.locate(SAMPLES)
    assert form is source.forms[0]
    assert files
    tables = form.read(SAMPLES / source.id)
    assert all(frame.height for frame in tables.values())
    check(tables)


@pytest.mark.parametrize("source", ALL, ids=lambda s: s.id)
def test_declaration_is_complete(source: Source) -> None:
    for field in ("title", "version", "citation", "licence", "grain", "coverage"):
        assert getattr(source, field), field
    assert source.landing_url.startswith("https://")
    assert source.download_url.startswith("https://")
    assert source.ships == "values"
    assert source.defects


def test_cow_flow1_is_what_state_1_imports_from_state_2() -> None:
    trade = read(COW)["trade"]
    assert value(trade, source="CHN", target="RUS", year=2014) == 51135
    assert value(trade, source="RUS", target="CHN", year=2014) == 42807
    assert set(trade["reporter"]) == {"target"}


def test_cow_missing_is_no_row_and_zero_is_a_row() -> None:
    trade = read(COW)["trade"]
    assert trade.filter(source="YEM", target="NIC").is_empty()
    assert value(trade, source="NIC", target="YEM", year=1990) == 0


def test_cow_predecessor_and_successor_in_one_year_are_added() -> None:
    trade = read(COW)["trade"]
    assert value(trade, source="YEM", target="IRN", year=1990) == 1
    assert value(trade, source="IRN", target="YEM", year=1990) == 24


def test_cow_national_totals_keep_both_sets() -> None:
    totals = read(COW)["trade_totals"].filter(state="CHN", year=2000)
    assert dict(totals.select("vintage", "exports_usd_million").rows()) == {
        "4.0 national": 454001.6875,
        "4.0 national alternative": 249211.619,
    }
    assert read(COW)["trade_totals"].filter(state="RUS", year=1917).is_empty()
    assert value(read(COW)["trade_totals"], "imports_usd_million", state="CHN", year=1960) is None


def test_cow_reads_without_national_totals(tmp_path: Path) -> None:
    (tmp_path / COW.id).mkdir()
    shutil.copy(SAMPLES / COW.id / "Dyadic_COW_4.0.csv", tmp_path / COW.id)
    assert set(read(COW, tmp_path)) == {"trade"}


def test_cow_mirror_agrees_with_the_official_layout() -> None:
    mirror = form_named(COW, "peacesciencer mirror")(SAMPLES / COW.id / "package")["trade"]
    assert mirror.equals(read(COW)["trade"])


def test_cow_names_that_are_not_utf8_do_no_harm(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / COW.id, tmp_path / COW.id)
    path = tmp_path / COW.id / "Dyadic_COW_4.0.csv"
    path.write_bytes(path.read_bytes().replace(b"Nicaragua", "Côte d'Ivoire".encode("latin-1")))
    assert read(COW, tmp_path)["trade"].equals(read(COW)["trade"])


def test_baci_official_sums_products_and_leaves_rests_out() -> None:
    trade = read(BACI)["trade"]
    assert trade.height == 6
    assert value(trade, source="RUS", target="CHN") == 129002.5385
    assert value(trade, source="TWN", target="CHN") == 96569.992
    assert set(trade["vintage"]) == {"HS22 V202501"}


def test_baci_package_and_official_form_agree() -> None:
    trade = form_named(BACI, "package of totals")(SAMPLES / BACI.id / "package")["trade"]
    check({"trade": trade})
    official = read(BACI)["trade"].filter(pl.col("source").is_in(["CHN", "RUS"]), pl.col("target") != "TWN")
    both = trade.join(official, on=["source", "target", "year", "vintage"], suffix="_official")
    assert both.height == 2
    assert both["value_usd_million"].to_list() == both["value_usd_million_official"].to_list()
    assert set(trade.filter(pl.col("year") <= 2020)["vintage"]) == {"2022 (unnamed)"}


def test_imts_portal_and_package_agree() -> None:
    portal = read(IMTS)["trade"]
    package = form_named(IMTS, "package")(SAMPLES / IMTS.id / "package")["trade"]
    check({"trade": package})
    pair = {"source": "RUS", "target": "CHN", "year": 2024, "reporter": "target"}
    assert value(portal, **pair) == value(package, **pair)
    assert value(portal, source="USA", target="AUS", year=2001) == 10944.9
    assert portal.filter(target="XKX")["year"].min() == 2009
    assert set(portal["target"]) | set(portal["source"]) == {"USA", "AUS", "XKX", "CHN", "RUS"}


def test_imts_books_follow_the_flow() -> None:
    package = form_named(IMTS, "package")(SAMPLES / IMTS.id / "package")["trade"]
    of_china = package.filter(source="CHN", target="RUS")
    assert set(of_china["reporter"]) == {"source"}
    assert set(package.filter(source="CHN", target="USA", year=2024)["reporter"]) == {"source", "target"}
    assert package.filter(source="CHN", target="SRB", year=2004).height == 1


def test_imts_leaves_re_imports_out(tmp_path: Path) -> None:
    (tmp_path / IMTS.id).mkdir()
    rows = "year,reporter,partner,flow,value_musd\n2024,CHN,CHN,import_cif,5\n2024,CHN,RUS,import_cif,7\n"
    (tmp_path / IMTS.id / "imts_china_usa_2001_2024.csv.gz").write_bytes(gzip.compress(rows.encode()))
    assert read(IMTS, tmp_path)["trade"]["source"].to_list() == ["RUS"]


def test_dots_leaves_declared_impossible_cells_out() -> None:
    rows = read(DOTS)["two_way_trade"]
    assert rows.filter(reporter="MEX", partner="URY")["year"].to_list() == [1985, 1988]
    assert round(value(rows, reporter="CHN", partner="RUS", year=2014) or 0) == 95244


def test_annual_books_follow_the_basis_and_plans_are_no_outcomes() -> None:
    tables = read(ANNUAL)
    two_way = tables["two_way_trade"]
    assert value(two_way, reporter="CHN", year=2025) == 228100
    assert value(two_way, reporter="RUS", year=2018, vintage="Russian customs (FCS), as quoted / pennews.net") == 108300
    trade = tables["trade"]
    assert value(trade, source="RUS", target="CHN", year=2018, reporter="source") == 56065
    assert value(trade, source="CHN", target="RUS", year=2018, reporter="target") == 52218
    assert value(trade, source="RUS", target="CHN", year=2022, reporter="target") == 114150
    series = tables["dyad_series"]
    assert series.height == 20
    assert series.filter(pl.col("note") == "plan, not outcome").height == 2


def test_annual_trade_total_marked_forecast_is_no_outcome(tmp_path: Path) -> None:
    (tmp_path / ANNUAL.id).mkdir()
    text = (SAMPLES / ANNUAL.id / "china_russia_annual_series.csv").read_text()
    text += 'bilateral trade total,2030,300,USD bn,"somebody, forecast",https://example.org,\n'
    (tmp_path / ANNUAL.id / "china_russia_annual_series.csv").write_text(text)
    tables = read(ANNUAL, tmp_path)
    assert tables["dyad_series"].filter(year=2030).height == 1
    assert tables["two_way_trade"].filter(year=2030).is_empty()


def test_wdi_joins_both_and_leaves_aggregates_out() -> None:
    economy = read(WDI)["economy"]
    assert set(economy["state"]) == {"CHN", "RUS", "PRK", "XKX"}
    assert value(economy, "gdp_usd_current", state="PRK", year=2023) is None
    assert value(economy, "population", state="CHN", year=2024) == 1408975000
    assert value(economy, "gdp_usd_current", state="RUS", year=2023) == 2021421476035.417


# --- damage ----------------------------------------------------------------------------------------------


def spoil(tmp_path: Path, source: Source, file: str, old: str, new: str) -> Path:
    """A copy of a sample folder with one text replaced once; its folder."""
    folder = tmp_path / source.id
    shutil.copytree(SAMPLES / source.id, folder)
    path = folder / file
    packed = path.suffix == ".gz"
    text = gzip.decompress(path.read_bytes()).decode() if packed else path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return folder


DAMAGE = [
    pytest.param(COW, "Dyadic_COW_4.0.csv", "365,710,1992", "366,711,1992", "711", id="cow-code"),
    pytest.param(COW, "Dyadic_COW_4.0.csv", ",51135,42807,", ",-51135,42807,", "-51135", id="cow-negative"),
    pytest.param(COW, "Dyadic_COW_4.0.csv", ",51135,42807,", ",many,42807,", "many", id="cow-text"),
    pytest.param(COW, "Dyadic_COW_4.0.csv", "flow1", "flow_1", "flow1 is missing", id="cow-column"),
    pytest.param(COW, "Dyadic_COW_4.0.csv", "365,710,1996", "365,710,1992", "second row", id="cow-twice"),
    pytest.param(COW, "National_COW_4.0.csv", "39931.4", "-3", "-3", id="national-negative"),
    pytest.param(COW, "National_COW_4.0.csv", "365,Russia,RUS,1992", "999,X,X,1992", "999", id="national-code"),
    pytest.param(BACI, "BACI_HS22_Y2023_V202501.csv", "2023,643,156", "2023,999,156", "999", id="baci-code"),
    pytest.param(BACI, "BACI_HS22_Y2023_V202501.csv", "27503485.200", "-1", "-1", id="baci-negative"),
    pytest.param(BACI, "BACI_HS22_Y2023_V202501.csv", "2023,156,643", "2022,156,643", "2022", id="baci-year"),
    pytest.param(BACI, "BACI_HS22_Y2023_V202501.csv", "t,i,j", "t,x,j", "BACI_HS22", id="baci-column"),
    pytest.param(BACI, "country_codes_V202501.csv", "RUS", "R55", "R55", id="baci-list"),
    pytest.param(IMTS, "IMTS_annual.csv", "CHN.XG_FOB_USD.RUS.A", "CHN.XG_FOB_USD.QQQ.A", "QQQ", id="imts-code"),
    pytest.param(IMTS, "IMTS_annual.csv", "CHN.XG_FOB_USD.RUS.A", "CHN.XX_USD.RUS.A", "XX_USD", id="imts-flow"),
    pytest.param(IMTS, "IMTS_annual.csv", "CHN.XG_FOB_USD.RUS.A", "CHN.XG_FOB_USD.RUS.Q", "RUS.Q", id="imts-freq"),
    pytest.param(IMTS, "IMTS_annual.csv", "10944.9", "-10944.9", "-10944.9", id="imts-negative"),
    pytest.param(IMTS, "IMTS_annual.csv", "SERIES_CODE", "SERIES", "SERIES_CODE is missing", id="imts-column"),
    pytest.param(DOTS, "imf_dots_bilateral_total_trade_1948_2019.csv.gz", "Russia", "Rusia", "Rusia", id="dots-code"),
    pytest.param(
        DOTS,
        "imf_dots_bilateral_total_trade_1948_2019.csv.gz",
        "2019,1",
        "2019,99999",
        "trillion",
        id="dots-impossible",
    ),
    pytest.param(ANNUAL, "china_russia_annual_series.csv", "228.1", "-228.1", "-228.1", id="annual-negative"),
    pytest.param(ANNUAL, "china_russia_annual_series.csv", "228.1,USD bn", "228.1,EUR bn", "EUR bn", id="annual-unit"),
    pytest.param(
        ANNUAL,
        "china_russia_annual_series.csv",
        "China customs (GACC)",
        "Rumour",
        "Rumour",
        id="annual-basis",
    ),
    pytest.param(WDI, "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", '"RUS"', '"RUX"', "RUX", id="wdi-code"),
    pytest.param(WDI, "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", '"1493', '"-1493', "-1493", id="wdi-negative"),
    pytest.param(WDI, "API_SP.POP.TOTL_DS2_en_csv_v2_1.csv", "SP.POP.TOTL", "SP.POP", "SP.POP", id="wdi-indicator"),
    pytest.param(WDI, "API_SP.POP.TOTL_DS2_en_csv_v2_1.csv", "Country Name", "Name", "Country Name", id="wdi-header"),
]


@pytest.mark.parametrize(("source", "file", "old", "new", "said"), DAMAGE)
def test_damage_is_an_error_that_names_file_and_value(
    tmp_path: Path, source: Source, file: str, old: str, new: str, said: str
) -> None:
    folder = spoil(tmp_path, source, file, old, new)
    with pytest.raises(SourceError) as caught:
        source.forms[0].read(folder)
    assert file in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("source", "form", "folder", "file"),
    [
        (COW, "peacesciencer mirror", "package", "cow_trade_4.0_dyadic.csv.gz"),
        (BACI, "package of totals", "package", "baci_totals_2022_2023.csv.gz"),
        (IMTS, "package", "package", "imts_china_usa_2001_2024.csv.gz"),
        (DOTS, "package csv", ".", "imf_dots_bilateral_total_trade_1948_2019.csv.gz"),
    ],
    ids=lambda x: x if isinstance(x, str) else x.id,
)
def test_truncated_gzip_is_an_error(tmp_path: Path, source: Source, form: str, folder: str, file: str) -> None:
    shutil.copytree(SAMPLES / source.id / folder, tmp_path / "cut")
    path = tmp_path / "cut" / file
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match="damaged, truncated"):
        form_named(source, form)(tmp_path / "cut")


def test_official_baci_without_its_country_list_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / BACI.id
    shutil.copytree(SAMPLES / BACI.id, folder)
    (folder / "country_codes_V202501.csv").rename(folder / "country_codes_V202401.csv")
    with pytest.raises(SourceError, match="country_codes_V202501"):
        BACI.forms[0].read(folder)


# --- the rule --------------------------------------------------------------------------------------------


def flow(source: str, target: str, year: int, reporter: str, dataset: str, vintage: str, amount: float) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "source": [source],
            "target": [target],
            "year": [year],
            "reporter": [reporter],
            "dataset": [dataset],
            "vintage": [vintage],
            "value_usd_million": [float(amount)],
        },
        schema_overrides={"year": pl.Int16, "reporter": pl.Enum(["source", "target", "reconciled"])},
    )


def test_one_data_set_per_year_and_the_importer_first() -> None:
    imts = ("imf-imts-china-usa", "IMTS 1.0.0 (2025)")
    trade = pl.concat(
        [
            flow("CHN", "USA", 2021, "source", *imts, 1),
            flow("CHN", "USA", 2021, "target", *imts, 2),
            flow("CHN", "RUS", 2021, "source", *imts, 3),
            flow("CHN", "RUS", 2014, "source", *imts, 4),
            flow("CHN", "RUS", 2014, "target", "cow-trade-4.0", "4.0", 5),
            flow("CHN", "TWN", 2014, "target", "cow-trade-4.0", "4.0", 6),
            flow("CHN", "RUS", 2014, "reconciled", "cepii-baci-totals", "2022 (unnamed)", 7),
            flow("CHN", "RUS", 1999, "target", "cow-trade-4.0", "4.0", 8),
            flow("CHN", "RUS", 2022, "source", "china-russia-annual", "quoted", 9),
        ]
    )
    series = assemble_trade.default_series(trade)
    assert {(r[1], r[2]): r[3] for r in series.rows()} == {
        ("USA", 2021): 2,
        ("RUS", 2021): 3,
        ("RUS", 2014): 7,
        ("RUS", 1999): 8,
    }
    marked = assemble_trade.mark_default(trade)
    assert marked.drop("is_default").equals(trade)
    assert marked["is_default"].sum() == 4


def test_newest_release_then_oldest_nomenclature_is_the_default() -> None:
    trade = pl.concat(
        flow("CHN", "RUS", 2020, "reconciled", "cepii-baci-totals", vintage, 1)
        for vintage in ("2022 (unnamed)", "HS22 V202501", "HS92 V202501", "HS92 V202401b")
    )
    assert assemble_trade.default_editions(trade)["vintage"].to_list() == ["HS92 V202501"]


def test_totals_exist_only_on_complete_books() -> None:
    imts = ("imf-imts-china-usa", "IMTS 1.0.0 (2025)")
    trade = pl.concat(
        [
            flow("CHN", "RUS", 2021, "source", *imts, 3),
            flow("RUS", "CHN", 2021, "target", *imts, 4),
            flow("RUS", "CHN", 1992, "target", "cow-trade-4.0", "4.0", 5),
            flow("RUS", "CHN", 2022, "target", "china-russia-annual", "quoted", 9),
        ]
    )
    totals = assemble_trade.totals(trade)
    CONTRACTS["trade_totals"].validate(totals)
    seen = totals.select("state", "year", "reporter", "exports_usd_million", "imports_usd_million").rows()
    assert seen == [
        ("CHN", 1992, "self", None, 5.0),
        ("CHN", 2021, "self", 3.0, 4.0),
        ("RUS", 1992, "partners", 5.0, None),
    ]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["CHN", "RUS", "USA", "HKG"]), st.integers(0, 10**10)),
        min_size=2,
        max_size=20,
    ),
    st.randoms(use_true_random=False),
)
def test_totals_are_exact_and_know_no_order(rows: list[tuple[str, int]], rng: object) -> None:
    trade = pl.concat(
        flow(state, "DEU", 2000 + n, "reconciled", "cepii-baci-totals", "2022 (unnamed)", tenths / 10_000)
        for n, (state, tenths) in enumerate(rows)
    ).with_columns(pl.lit(2020, dtype=pl.Int16).alias("year"))
    totals = assemble_trade.totals(trade)
    shuffled = list(range(len(rows)))
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assemble_trade.totals(trade[shuffled]).equals(totals)
    assert value(totals, "imports_usd_million", state="DEU") == sum(tenths for _, tenths in rows) * 100 / 1_000_000


# --- published figures -----------------------------------------------------------------------------------


def test_barbieri_shares_from_national_totals() -> None:
    """Shares on the national totals of COW 4.0, printed in methods.md §5 to five decimals."""
    tables = read(COW)
    national = tables["trade_totals"].filter(vintage="4.0 national")
    expected = {
        1992: (0.03093, 0.06916, 0.04625, 0.96177, 0.04449, 0.03823),
        1996: (0.02121, 0.04788, 0.03186, 0.97332, 0.03101, 0.02668),
        2000: (0.00795, 0.05200, 0.02034, 0.95595, 0.01944, 0.04405),
        2005: (0.01169, 0.07010, 0.02863, 0.94159, 0.02696, 0.05841),
        2010: (0.01734, 0.11156, 0.04398, 0.90578, 0.03984, 0.09422),
        2014: (0.01760, 0.11991, 0.04594, 0.89769, 0.04124, 0.10231),
    }
    for year, printed in expected.items():
        both = tables["trade"].filter(pl.col("source").is_in(["CHN", "RUS"]), pl.col("target").is_in(["CHN", "RUS"]))
        two_way = both.filter(year=year)["value_usd_million"].sum()

        def share(state: str, year: int = year, two_way: float = two_way) -> float:
            row = national.filter(state=state, year=year)
            return two_way / (row["exports_usd_million"][0] + row["imports_usd_million"][0])

        china, russia = share("CHN"), share("RUS")
        salience, symmetry = (china * russia) ** 0.5, 1 - abs(china - russia)
        got = (china, russia, salience, symmetry, salience * symmetry, russia - china)
        assert got == pytest.approx(printed, abs=1e-4), year


@pytest.fixture(scope="module")
def held() -> dict[str, pl.DataFrame]:
    """All trade of the library with its totals and default series."""
    trade = pl.concat([read(source, LIBRARY)["trade"] for source in (COW, BACI, IMTS, ANNUAL)])
    return {
        "trade": trade,
        "totals": assemble_trade.totals(trade),
        "series": assemble_trade.default_series(trade),
    }


@pytest.mark.raw
@pytest.mark.skipif(not (LIBRARY / COW.id).is_dir(), reason="raw files are not here")
class TestRaw:
    @pytest.mark.parametrize("source", ALL, ids=lambda s: s.id)
    def test_held_files_keep_the_contracts(self, source: Source) -> None:
        check(read(source, LIBRARY))

    def test_row_counts(self, held: dict[str, pl.DataFrame]) -> None:
        counts = dict(held["trade"].group_by("dataset").len().rows())
        assert counts == {COW.id: 1_296_473, BACI.id: 632_260, IMTS.id: 18_982, ANNUAL.id: 6}
        assert read(DOTS, LIBRARY)["two_way_trade"].height == 895
        assert {n: f.height for n, f in read(ANNUAL, LIBRARY).items()} == {
            "trade": 6,
            "two_way_trade": 66,
            "dyad_series": 100,
        }

    def test_shares_of_economy_md(self, held: dict[str, pl.DataFrame]) -> None:
        years = (2010, 2014, 2018, 2020, 2022, 2023)
        printed = {
            ("RUS", "CHN", "exports"): (5.5, 8.8, 12.8, 15.1, 22.1, 33.3),
            ("CHN", "RUS", "imports of target"): (14.4, 18.0, 20.6, 22.9, 39.8, 54.2),
            ("CHN", "RUS", "exports"): (1.9, 2.2, 1.8, 1.9, 2.1, 3.2),
        }
        for (source, target, side), shares in printed.items():
            for year, share in zip(years, shares, strict=True):
                row = held["series"].filter(source=source, target=target, year=year)
                state, column = (source, "exports") if side == "exports" else (target, "imports")
                total = held["totals"].filter(
                    state=state,
                    year=year,
                    dataset=row["dataset"][0],
                    vintage=row["vintage"][0],
                    reporter="reconciled",
                )
                assert row["dataset"][0] == BACI.id
                got = 100 * row["value_usd_million"][0] / total[f"{column}_usd_million"][0]
                assert got == pytest.approx(share, abs=0.05), (source, target, year)

    def test_imts_totals_and_rank_of_russia(self, held: dict[str, pl.DataFrame]) -> None:
        own = held["trade"].filter(
            dataset=IMTS.id,
        )
        out = own.filter(source="CHN", reporter="source").select("year", partner="target", v="value_usd_million")
        back = own.filter(target="CHN", reporter="target").select("year", partner="source", v="value_usd_million")
        both = (
            pl.concat([out, back])
            .group_by("year", "partner")
            .agg(pl.col("v").sum())
            .with_columns(rank=pl.col("v").rank("ordinal", descending=True).over("year"))
            .filter(partner="RUS")
        )
        billions = {year: round(v / 1000, 2) for year, v in both.select("year", "v").rows()}
        assert [billions[y] for y in (2021, 2022, 2023, 2024)] == [145.95, 188.49, 239.07, 243.89]
        ranks = dict(both.select("year", "rank").rows())
        assert [ranks[y] for y in (2014, 2018, 2019, 2020, 2021, 2022, 2023, 2024)] == [
            9,
            11,
            11,
            11,
            11,
            10,
            6,
            7,
        ]

    def test_cow_concentration(self, held: dict[str, pl.DataFrame]) -> None:
        cow = held["trade"].filter(dataset=COW.id)
        printed = {
            "RUS": {1992: 0.0551, 2000: 0.0451, 2010: 0.0469, 2014: 0.0469},
            "CHN": {1992: 0.1167, 2000: 0.1021, 2010: 0.0584, 2014: 0.0499},
        }
        for state, by_year in printed.items():
            for year, hhi in by_year.items():
                of_year = cow.filter(year=year)
                sums = (
                    pl.concat(
                        [
                            of_year.filter(source=state).select(partner="target", v="value_usd_million"),
                            of_year.filter(target=state).select(partner="source", v="value_usd_million"),
                        ]
                    )
                    .group_by("partner")
                    .agg(pl.col("v").sum())["v"]
                )
                assert ((sums / sums.sum()) ** 2).sum() == pytest.approx(hhi, abs=5e-5)

    def test_years_of_the_default_series(self, held: dict[str, pl.DataFrame]) -> None:
        by_set = held["series"].group_by("dataset", "vintage").agg(pl.col("year").unique().sort())
        years = {(d, v): set(y) for d, v, y in by_set.rows()}
        assert years[(COW.id, "4.0")] == set(range(1870, 2000))
        assert years[(BACI.id, "2022 (unnamed)")] == set(range(2000, 2021))
        assert years[(BACI.id, "HS22 V202501")] == {2022, 2023}
        assert years[(IMTS.id, "IMTS 1.0.0 (2025)")] == {2021, 2024}
        assert not held["series"].select("source", "target", "year").is_duplicated().any()

    def test_2021_has_totals_of_china_and_the_usa_only(self, held: dict[str, pl.DataFrame]) -> None:
        assert set(held["totals"].filter(year=2021)["state"]) == {"CHN", "USA"}

    def test_declared_seams_of_cow(self, held: dict[str, pl.DataFrame]) -> None:
        cow = held["trade"].filter(dataset=COW.id)
        germany = cow.filter(source="DEU", target="USA")["year"].to_list()
        assert not set(germany) & set(range(1960, 1990))
        # China includes Hong Kong and Macau from 1999: US imports against the IMF's three partners.
        imts = held["trade"].filter(
            pl.col("source").is_in(["CHN", "HKG", "MAC"]),
            dataset=IMTS.id,
            target="USA",
            reporter="target",
            year=2010,
        )
        assert value(cow, source="CHN", target="USA", year=2010) == round(imts["value_usd_million"].sum())

    def test_totals_do_not_depend_on_row_order(self, held: dict[str, pl.DataFrame]) -> None:
        shuffled = held["trade"].sample(fraction=1, shuffle=True, seed=7)
        assert assemble_trade.totals(shuffled).equals(held["totals"])
        assert assemble_trade.default_series(shuffled).equals(held["series"])
