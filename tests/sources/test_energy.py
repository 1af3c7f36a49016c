"""Energy and the contents of trade, seven sources: samples, damage, and the figures printed in the data notes."""

from __future__ import annotations

import gzip
import shutil
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from amity.atlas.assemble import reported as assemble_reported
from amity.atlas.assemble import sections as assemble_sections
from amity.atlas.tables import CONTRACTS
from amity.errors import SourceError
from amity.sources import (
    Source,
    Tables,
    atlas_trade_sections,
    bp_statistical_review_2021,
    cepii_baci_raw_materials,
    china_customs_russia_energy,
    crea_russia_fossil,
    oecd_icio_2022,
    wits_trade_summary,
)
from library import LIBRARY, checked, raw, sample, samples

HERE = samples()
BACI, CUSTOMS = cepii_baci_raw_materials.SOURCE, china_customs_russia_energy.SOURCE
CREA, BP = crea_russia_fossil.SOURCE, bp_statistical_review_2021.SOURCE
SECTIONS, ICIO, WITS = atlas_trade_sections.SOURCE, oecd_icio_2022.SOURCE, wits_trade_summary.SOURCE
ALL = (BACI, CUSTOMS, CREA, BP, SECTIONS, ICIO, WITS)

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


def read(source: Source, library: Path = HERE) -> Tables:
    form, _ = source.locate(library)
    return checked(form.read(library / source.id))


def package(folder: Path = HERE / BACI.id / "package") -> Tables:
    return checked(next(form.read for form in BACI.forms if "package" in form.name)(folder))


def one(frame: pl.DataFrame, column: str, **key: object) -> float | None:
    found = frame.filter(**key)
    assert found.height == 1, (key, found.height)
    return found[column][0]


# Declarations and samples -------------------------------------------------------------------------


@each
def test_declaration_is_complete(source: Source) -> None:
    for word in (source.title, source.version, source.citation, source.grain, source.coverage, source.by_hand):
        assert len(word) > 2
    assert source.landing_url.startswith("http")
    assert source.defects
    assert "check" in source.licence


def test_which_sources_ship_aggregates_only() -> None:
    assert [source.id for source in ALL if source.ships == "aggregates"] == [
        CUSTOMS.id,
        CREA.id,
        SECTIONS.id,
        WITS.id,
    ]
    # Amounts of these two are read but never kept.
    assert not {"section_flows", "reported_trade"} & CONTRACTS.keys()


@each
def test_sample_is_in_the_first_form(source: Source) -> None:
    form, files = source.locate(HERE)
    assert form == source.forms[0]
    assert files
    assert all(frame.height for frame in read(source).values())


def test_baci_adds_products_to_fuels() -> None:
    flows = read(BACI)["energy_flows"].filter(source="RUS", target="CHN")
    values = dict(flows.select("fuel", "value_usd_million").rows())
    assert set(values) == {"crude", "lng", "pipeline gas", "coal"} | (set(values) & {"lignite"})
    products = pl.read_csv(HERE / BACI.id / "BACI_HS92_Y2023_V202501.csv", infer_schema=False).filter(i="643", j="156")
    coal = products.filter(pl.col("k").is_in(["270111", "270112", "270119"]))
    assert coal.height > 1
    assert values["coal"] == pytest.approx(coal["v"].cast(pl.Float64).sum() / 1000, abs=0.001)
    assert one(flows, "quantity_mt", fuel="coal") == pytest.approx(coal["q"].cast(pl.Float64).sum() / 1e6, rel=1e-6)
    assert one(flows, "quantity_mt", fuel="pipeline gas") is None
    assert set(flows["is_default"]) == {True}


def test_baci_forms_agree() -> None:
    official, packed = read(BACI), package()
    for name, key in (("energy_flows", ["source", "target", "fuel"]), ("energy_totals", ["state", "fuel"])):
        other = packed[name].filter(year=2023).drop("vintage").sort(key)
        assert official[name].drop("vintage").sort(key).equals(other), name
        assert set(official[name]["vintage"]) == {"HS92 V202501"}


def test_baci_keeps_no_rests_but_counts_them() -> None:
    tables = package()
    assert tables["energy_flows"].filter(year=1997).is_empty()
    assert one(tables["energy_totals"], "imports_usd_million", state="DEU", year=1997, fuel="coal") == pytest.approx(
        228.140427, rel=1e-6
    )
    assert set(tables["energy_flows"].filter(year=2005)["source"]) == {"SRB"}
    assert tables["energy_flows"].filter(source="TWN").height + tables["energy_flows"].filter(target="TWN").height > 0


def test_baci_totals_hold_the_flows_too_small_to_keep() -> None:
    tables = package()
    flows = tables["energy_flows"].filter(year=2023)
    small = pl.read_csv(HERE / BACI.id / "package" / "baci_hs92_raw_materials_1995_2024.csv.gz").filter(
        pl.col("hs92").is_in([270900, 271111, 271121]), pl.col("value_kusd") < 0.5, year=2023
    )
    assert small.height
    assert flows["value_usd_million"].min() >= 0.001 - 1e-9
    sums = flows.group_by("source", "fuel").agg(pl.col("value_usd_million").sum(), n=pl.len())
    both = tables["energy_totals"].filter(year=2023).join(sums, left_on=["state", "fuel"], right_on=["source", "fuel"])
    assert ((both["exports_usd_million"] - both["value_usd_million"]).abs() < 0.01).all()
    assert (both["n_export_partners"] > both["n"]).any()


def test_baci_quantity_is_missing_where_one_product_lacks_it(tmp_path: Path) -> None:
    (tmp_path / BACI.id).mkdir()
    for name in ("BACI_HS92_Y2023_V202501.csv", "country_codes_V202501.csv"):
        shutil.copy(HERE / BACI.id / name, tmp_path / BACI.id)
    path = tmp_path / BACI.id / "BACI_HS92_Y2023_V202501.csv"
    lines = path.read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("2023,643,156,270111"))
    lines[at] = lines[at].rsplit(",", 1)[0] + ",NA"
    path.write_text("\n".join(lines) + "\n")
    flows = read(BACI, tmp_path)["energy_flows"].filter(source="RUS", target="CHN")
    assert one(flows, "quantity_mt", fuel="coal") is None
    assert one(flows, "quantity_mt", fuel="crude") is not None


def test_customs_keeps_totals_of_russia_and_says_how_many_months() -> None:
    rows = read(CUSTOMS)["energy_flows"]
    assert one(rows, "quantity_mt", fuel="crude", year=2019) == pytest.approx(77.64, abs=0.005)
    assert one(rows, "months", fuel="pipeline gas", year=2020) == 11
    assert rows.filter(fuel="lng")["value_usd_million"].null_count() == rows.filter(fuel="lng").height  # not Russia's
    assert set(rows["reporter"]) == {"target"}
    assert not rows["is_default"].any()


def test_customs_value_and_volume_of_other_months_are_no_pair(tmp_path: Path) -> None:
    path = sample(CUSTOMS, tmp_path) / "china_imports_from_russia_energy_annual.csv.gz"
    edit(path, r"Value of Imports: Crude Oil: Russian Federation,USD,2019,", "Value", months=("12", "9"))
    row = read(CUSTOMS, tmp_path)["energy_flows"].filter(fuel="crude", year=2019).row(0, named=True)
    assert (row["value_usd_million"], row["months"]) == (None, 12)
    assert row["quantity_mt"] == pytest.approx(77.64, abs=0.005)


def test_crea_sums_months_with_a_figure() -> None:
    rows = read(CREA)["energy_flows"]
    crude = rows.filter(fuel="crude", target="DEU", year=2022).row(0, named=True)
    monthly = pl.read_csv(HERE / CREA.id / "comtrade_eurostat_russia_fossil_monthly.csv.gz").filter(
        country="Germany", commodity="oil", unit="eur"
    )
    assert crude["months"] == monthly.drop_nulls("value").height == 10
    assert crude["value_eur_million"] == pytest.approx(monthly["value"].sum() / 1e6, rel=1e-6)
    assert "MKD" in set(rows["target"])
    assert rows.filter(fuel="pipeline gas")["quantity_mt"].null_count() == rows.filter(fuel="pipeline gas").height
    assert rows["value_usd_million"].null_count() == rows.height


def test_crea_leaves_years_with_a_negative_month_out(tmp_path: Path) -> None:
    path = sample(CREA, tmp_path) / "comtrade_eurostat_russia_fossil_monthly.csv.gz"
    assert read(CREA, tmp_path)["energy_flows"].filter(fuel="coke").height == 1
    text = gzip.decompress(path.read_bytes()).decode()
    first = next(line for line in text.splitlines() if ",coke," in line and ",eur," in line)
    head, amount = first.rsplit(",", 1)
    path.write_bytes(gzip.compress(text.replace(first, f"{head},-{amount}", 1).encode()))
    assert read(CREA, tmp_path)["energy_flows"].filter(fuel="coke").is_empty()


def test_bp_keeps_states_only() -> None:
    rows = read(BP)["energy_flows"]
    assert set(rows["source"]) | set(rows["target"]) == {"RUS", "CHN", "CAN", "USA", "DEU"}
    pair = {"source": "RUS", "target": "CHN"}
    assert one(rows, "quantity_mt", fuel="crude", **pair) == pytest.approx(83.445, abs=0.001)
    assert one(rows, "quantity_bcm", fuel="pipeline gas", **pair) == pytest.approx(3.881, abs=0.001)
    assert one(rows, "quantity_ej", fuel="coal", **pair) == pytest.approx(1.001, abs=0.001)
    assert rows.filter(source="CAN", target="CAN").is_empty()


# Shares made from what must not ship ---------------------------------------------------------------


def test_sections_become_shares() -> None:
    made = assemble_sections.assemble({"section_flows": {SECTIONS.id: read(SECTIONS)["section_flows"]}})
    assert set(made) == set(assemble_sections.MAKES)
    sections = made["trade_sections"]
    row = sections.filter(source="RUS", target="CHN", year=2019).row(0, named=True)
    flow = read(SECTIONS)["section_flows"].filter(source="RUS", target="CHN", year=2019).row(0, named=True)
    total = sum(value for name, value in flow.items() if name.endswith("_usd_million"))
    assert row["minerals_permille"] == round(1000 * flow["minerals_usd_million"] / total)
    assert sections.filter(target="NRU", year=2019).height == 1  # China's 1.2 million; Russia's 0.3 is under a million
    # Unknown parties make no pair but count: China buys from ANS too.
    technology = made["technology_shares"]
    tech = (
        read(SECTIONS)["section_flows"]
        .filter(target="CHN", year=2019)
        .with_columns(part=pl.col("machinery_usd_million") + pl.col("electronics_usd_million"))
    )
    assert tech["source"].null_count() == 1
    russia = tech.filter(source="RUS")["part"][0] / tech["part"].sum()
    assert one(technology, "import_share", source="RUS", target="CHN", year=2019) == pytest.approx(russia, abs=5e-5)
    assert one(made["export_baskets"], "minerals_permille", state="RUS", year=2019) > 500
    for name, frame in made.items():
        CONTRACTS[name].validate(frame.select(CONTRACTS[name].column_names()))


def test_reported_trade_becomes_shares_and_gaps() -> None:
    made = assemble_reported.assemble({"reported_trade": {WITS.id: read(WITS)["reported_trade"]}})
    read_in = read(WITS)["reported_trade"]
    share = one(made["reported_shares"], "share", reporter="RUS", partner="CHN", flow="exports")
    parts = {
        partner: one(read_in.filter(pl.col("partner").eq_missing(partner)), "value_usd_million", reporter="RUS",
                     flow="exports")
        for partner in ("CHN", None)
    }  # fmt: skip
    assert share == pytest.approx(parts["CHN"] / parts[None], abs=0.0005)
    gaps = made["mirror_gaps"]
    assert set(gaps.select("source", "target").iter_rows()) == {("CHN", "USA"), ("USA", "CHN")}
    assert one(gaps, "log_ratio", source="CHN", target="USA") == pytest.approx(0.203, abs=0.001)  # ln 490/400
    for name, frame in made.items():
        CONTRACTS[name].validate(frame.select(CONTRACTS[name].column_names()))
    assert set(read_in["partner"].drop_nulls()) >= {"TWN", "BLR"}
    assert "EUN" not in set(read_in["reporter"])


def test_intermediate_flows_have_no_domestic_use() -> None:
    rows = read(ICIO)["intermediate_flows"]
    assert rows.height == 12
    assert (rows["source"] != rows["target"]).all()


# Damage -------------------------------------------------------------------------------------------


def edit(path: Path, old: str, new: str, months: tuple[str, str] | None = None) -> None:
    """Replace `old` once, or the end of the first line beginning with `old` if `months` is given."""
    packed = path.suffix == ".gz"
    text = gzip.decompress(path.read_bytes()).decode() if packed else path.read_text()
    if months is not None:
        line = next(line for line in text.splitlines() if line.startswith(old))
        old, new = line, line.removesuffix(months[0]) + months[1]
    assert old in text
    text = text.replace(old, new, 1)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())


_BACI, _CODES = "BACI_HS92_Y2023_V202501.csv", "country_codes_V202501.csv"
_CUSTOMS = "china_imports_from_russia_energy_annual.csv.gz"
_CREA = "comtrade_eurostat_russia_fossil_monthly.csv.gz"
_BP = "bp2021_trade_movements_2020.csv.gz"
_SECTIONS = "atlas_bilateral_sections_2010_2020.csv.gz"
_ICIO = "icio2025_2022_intermediate_country_pairs.csv.gz"
_WITS = "wits_trade_summary_1988_2015_long.csv.gz"

DAMAGE = [
    (BACI, _BACI, "\n2023,643,156,270900", "\n2022,643,156,270900", "not the year 2023"),
    (BACI, _BACI, "\n2023,643,156,270900", "\n2023,999,156,270900", "999, not in country_codes"),
    (BACI, _BACI, "t,i,j,k,v,q", "t,i,j,k,v,x", "cannot be read"),
    (BACI, _CODES, "RUS", "RUX", "'RUX', unknown"),
    (CUSTOMS, _CUSTOMS, "Crude Oil: Russian", "Crude Oil: Ruritanian", "an unknown series"),
    (
        CUSTOMS,
        _CUSTOMS,
        "Crude Oil: Russian Federation,USD",
        "Crude Oil: Russian Federation,EUR",
        "unit this series had",
    ),
    (CUSTOMS, _CUSTOMS, ",12\n", ",13\n", "not a number of months"),
    (CUSTOMS, _CUSTOMS, "months_reported", "months", "column months_reported is missing"),
    (CREA, _CREA, "China", "Atlantis", "unknown code 'Atlantis' in column country, row 2"),
    (CREA, _CREA, ",eur,", ",gbp,", "neither eur nor tonne"),
    (CREA, _CREA, "2021-01-01", "2021-13-01", "is no date"),
    (CREA, _CREA, ",oil,", ",peat,", "an unknown commodity"),
    (BP, _BP, "crude_mt", "crude_kt", "an unknown measure"),
    (BP, _BP, "Canada,US", "Canada,Atlantis", "unknown code 'Atlantis' in column to"),
    (BP, _BP, "83.44", "-83.44", "not an amount"),
    (SECTIONS, _SECTIONS, "RUS", "RUX", "unknown code 'RUX'"),
    (SECTIONS, _SECTIONS, "2018,CHN,NRU,1913", "2018,CHN,NRU,1914", "not the sum of its sections"),
    (SECTIONS, _SECTIONS, "textiles", "cloth", "column textiles is missing"),
    (ICIO, _ICIO, "RUS,CHN", "RUX,CHN", "unknown code 'RUX' in column seller"),
    (ICIO, _ICIO, "RUS,CHN", "RUS,DEU", "the second row of this pair"),
    (WITS, _WITS, "Hong Kong, China", "Atlantis, China", "unknown code 'Atlantis, China'"),
    (
        WITS,
        _WITS,
        "World,All Products,Export,Exports (in",
        "China,All Products,Export,Exports (in",
        "indicator is about",
    ),
    (WITS, _WITS, "reporter_iso3", "iso3", "column reporter_iso3 is missing"),
]


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "message"),
    DAMAGE,
    ids=[f"{d[0].id}-{d[2].strip()}-{d[3].strip()}" for d in DAMAGE],
)
def test_damage_is_named(source: Source, file: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    edit(sample(source, tmp_path) / file, old, new)
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert file.split(".")[0] in str(caught.value)


@each
def test_truncated_files_and_web_pages_are_refused(source: Source, tmp_path: Path) -> None:
    for original in [p for p in (HERE / source.id).iterdir() if ".csv" in p.suffixes]:
        folder = sample(source, tmp_path / original.name)
        packed = original.suffix == ".gz"
        page = b"<html><body>Not found</body></html>"
        (folder / original.name).write_bytes(gzip.compress(page) if packed else page)
        with pytest.raises(SourceError, match=original.name):
            read(source, tmp_path / original.name)
        if packed:
            (folder / original.name).write_bytes(original.read_bytes()[:-40])
            with pytest.raises(SourceError, match="etch it again"):
                read(source, tmp_path / original.name)


@each
def test_nothing_there_says_where_to_get_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Get them from"):
        source.locate(tmp_path)


# Figures printed in the data notes ------------------------------------------------------------------


@cache
def library(source: Source) -> Tables:
    return read(source, LIBRARY)


def share(year: int, side: str) -> float:
    """China in Russia's energy exports (`side` "exports"), or Russia in China's imports, in per cent."""
    tables = library(BACI)
    flows = tables["energy_flows"].filter(source="RUS", target="CHN", year=year)["value_usd_million"].sum()
    state = "RUS" if side == "exports" else "CHN"
    return 100 * flows / tables["energy_totals"].filter(state=state, year=year)[f"{side}_usd_million"].sum()


@raw
def test_energy_shares_as_printed() -> None:
    """Printed figures hold lignite; without it 2022 would be 29.9 and 18.2 per cent."""
    years = (2010, 2014, 2019, 2022, 2024)
    assert [round(share(year, "exports"), 1) for year in years] == [4.6, 12.3, 21.0, 30.0, 46.5]
    assert [round(share(year, "imports"), 1) for year in years] == [5.7, 9.3, 12.6, 17.9, 20.7]


@raw
def test_crude_quantities_as_printed() -> None:
    crude = {"source": "RUS", "target": "CHN", "fuel": "crude"}
    baci = library(BACI)["energy_flows"]
    assert one(baci, "quantity_mt", year=2022, **crude) == pytest.approx(86.2, abs=0.051)
    assert one(baci, "quantity_mt", year=2024, **crude) == pytest.approx(108.5, abs=0.051)
    world = baci.filter(fuel="crude", year=2019)["quantity_mt"].sum()
    assert world == pytest.approx(2200, abs=100)
    customs = library(CUSTOMS)["energy_flows"]
    assert one(customs, "quantity_mt", year=2019, **crude) == pytest.approx(77.64, abs=0.0051)
    assert one(customs, "quantity_mt", year=2020, **crude) == pytest.approx(83.57, abs=0.0051)
    assert one(library(BP)["energy_flows"], "quantity_mt", **crude) == pytest.approx(83.4, abs=0.051)
    for year in (2019, 2020, 2021):
        ratio = one(baci, "quantity_mt", year=year, **crude) / one(customs, "quantity_mt", year=year, **crude)
        assert 0.90 < ratio < 0.93


@raw
def test_coverage_of_the_files() -> None:
    baci = library(BACI)["energy_flows"]
    assert (baci["year"].min(), baci["year"].max()) == (1995, 2024)
    crea = library(CREA)["energy_flows"]
    assert crea["target"].n_unique() >= 100
    assert crea.filter(target="CHN", year=2022).is_empty()
    assert library(CUSTOMS)["energy_flows"].filter(year=2022)["months"].to_list() == [6, 6, 6, 6]
    icio = library(ICIO)["intermediate_flows"]
    assert icio["source"].n_unique() == 80
    assert "IRN" not in set(icio["source"])


@raw
def test_intermediates_as_printed() -> None:
    icio = library(ICIO)["intermediate_flows"]

    def part(of: str, to: str) -> float:
        sold = icio.filter(source=of)
        return 100 * sold.filter(target=to)["value_usd_million"].sum() / sold["value_usd_million"].sum()

    assert round(part("RUS", "CHN"), 1) == 20.3
    assert round(part("CHN", "RUS"), 1) == 1.7


@cache
def made() -> dict[str, pl.DataFrame]:
    return assemble_sections.assemble({"section_flows": {SECTIONS.id: library(SECTIONS)["section_flows"]}})


@raw
def test_sections_as_printed() -> None:
    flows = library(SECTIONS)["section_flows"]
    amounts = [name for name in flows.columns if name.endswith("_usd_million")]
    pair = pl.col("source").is_in(["CHN", "RUS"]) & pl.col("target").is_in(["CHN", "RUS"])
    both = flows.filter(pair).group_by("year").agg(bn=pl.sum_horizontal(amounts).sum() / 1000)
    printed = {2010: 54.2, 2014: 92.4, 2018: 106.0, 2019: 109.0, 2020: 100.8}
    assert {y: round(v, 1) for y, v in both.rows() if y in printed} == printed

    def bn(source: str, target: str) -> dict[str, float]:
        row = flows.filter(source=source, target=target, year=2019).row(0, named=True)
        return {name.removesuffix("_usd_million"): round(row[name] / 1000, 1) for name in amounts}

    russia, china = bn("RUS", "CHN"), bn("CHN", "RUS")
    wanted = {"minerals": 43.0, "agriculture": 8.5, "metals": 3.5, "chemicals": 2.0, "machinery": 0.8}
    assert {name: russia[name] for name in wanted} == wanted
    wanted = {"machinery": 12.1, "electronics": 9.8, "textiles": 8.6, "agriculture": 5.9, "chemicals": 4.6}
    assert {name: china[name] for name in wanted} == wanted


@raw
def test_section_shares_as_printed() -> None:
    sections, baskets = made()["trade_sections"], made()["export_baskets"].filter(year=2019)
    of = {"source": "RUS", "target": "CHN", "year": 2019}
    assert one(sections, "minerals_permille", **of) == pytest.approx(720, abs=5)
    back = sections.filter(source="CHN", target="RUS", year=2019).row(0, named=True)
    assert back["machinery_permille"] + back["electronics_permille"] == pytest.approx(440, abs=5)
    profiles = {
        ("BGD", "textiles"): 94,
        ("SAU", "minerals"): 75,
        ("BWA", "stone"): 90,
        ("ZMB", "metals"): 75,
        ("IRL", "chemicals"): 59,
        ("TWN", "electronics"): 48,
        ("SVK", "vehicles"): 37,
    }
    for (state, section), percent in profiles.items():
        assert one(baskets, f"{section}_permille", state=state) == pytest.approx(10 * percent, abs=6), state


@raw
def test_own_books_as_printed() -> None:
    trade = library(WITS)["reported_trade"]

    def bn(reporter: str, partner: str, flow: str) -> float:
        return round(
            one(trade, "value_usd_million", reporter=reporter, partner=partner, flow=flow, year=2014) / 1000, 1
        )

    assert (bn("RUS", "CHN", "exports"), bn("RUS", "CHN", "imports")) == (37.4, 50.9)
    assert (bn("CHN", "USA", "exports"), bn("CHN", "USA", "imports")) == (397.1, 159.8)
    shares = assemble_reported.reported_shares(trade).filter(reporter="RUS", partner="CHN", flow="exports")
    assert one(shares, "share", year=2014) == pytest.approx(0.075, abs=1e-6)
    assert one(shares, "share", year=2015) == pytest.approx(0.082, abs=1e-6)


@raw
def test_gaps_between_books_as_documented() -> None:
    gaps = assemble_reported.mirror_gaps(library(WITS)["reported_trade"])["log_ratio"]
    assert len(gaps) == 2041
    assert (round(gaps.quantile(0.25), 2), round(gaps.quantile(0.75), 2)) == (-0.13, 0.11)


@raw
def test_shares_on_own_books_are_those_that_wits_prints() -> None:
    """Other programs' arithmetic: the file holds each share a second time, in per cent."""
    printed = (
        pl.read_csv(LIBRARY / WITS.id / _WITS, infer_schema_length=None)
        .filter(pl.col("indicator") == "Partner share(%)-Top 5 Export Partner", pl.col("partner") == "China")
        .select(pl.col("reporter_iso3").alias("reporter"), pl.col("year").cast(pl.Int16), printed="value")
    )
    shares = assemble_reported.reported_shares(library(WITS)["reported_trade"])
    both = shares.filter(partner="CHN", flow="exports").join(printed, on=["reporter", "year"])
    # Totals of a few million have too few digits in the file.
    both = both.filter(pl.col("whole") > 100)
    assert both.height > 500
    assert ((both["share"] * 100 - both["printed"]).abs() < 0.056).all()
