"""The seven security sources: samples in the official layouts, damage, and the published check values."""

from __future__ import annotations

import gzip
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
    atop51,
    cow_igo3,
    cow_mid5,
    cow_nmc7,
    cow_state_system,
    read_table,
    rivalries,
    sipri_arms_transfers,
)
from library import LIBRARY, edit, raw, read, sample, samples

HERE = samples()
STATES, ARMS, ATOP = cow_state_system.SOURCE, sipri_arms_transfers.SOURCE, atop51.SOURCE
MID, NMC, IGO, RIVALS = cow_mid5.SOURCE, cow_nmc7.SOURCE, cow_igo3.SOURCE, rivalries.SOURCE
ALL = (STATES, ARMS, ATOP, MID, NMC, IGO, RIVALS)

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


# Declarations -------------------------------------------------------------------------------------


@each
def test_declarations_are_complete(source: Source) -> None:
    words = (source.title, source.version, source.citation, source.licence, source.grain, source.coverage)
    assert all(len(word) > 2 for word in words)
    assert source.landing_url.startswith("http")
    assert source.download_url
    assert source.defects
    assert "check" in source.licence  # no licence of these was read in a file that came with the data


def test_only_aggregates_of_the_arms_register_ship() -> None:
    assert [source.id for source in ALL if source.ships == "aggregates"] == [ARMS.id]


# Samples ------------------------------------------------------------------------------------------


@each
def test_official_sample_gives_the_expected_tables(source: Source) -> None:
    form, _ = source.locate(HERE)
    assert form == source.forms[0]
    tables = read(source, HERE)
    files = sorted((HERE / source.id / "expected").glob("*.csv"))
    assert [file.stem for file in files] == sorted(tables)
    for file in files:
        frame = tables[file.stem]
        expected = pl.read_csv(file, schema=frame.schema)
        assert frame.equals(expected), file.stem


@each
def test_gzipped_samples_read_alike(source: Source, tmp_path: Path) -> None:
    folder = sample(source, tmp_path)
    for path in [*folder.glob("*.csv")]:
        with gzip.open(f"{path}.gz", "wb") as packed:
            packed.write(path.read_bytes())
        path.unlink()
    assert all(frame.equals(read(source, HERE)[name]) for name, frame in read(source, tmp_path).items())


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    """Sums of the register are bit for bit the same in any order."""
    folder = sample(ARMS, tmp_path)
    lines = (folder / "trade_register.csv").read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("SIPRI AT"))
    shuffled = [*lines[: at + 1], *reversed(lines[at + 1 :])]
    (folder / "trade_register.csv").write_text("\n".join(shuffled) + "\n")
    again = read(ARMS, tmp_path)
    assert all(frame.equals(again[name]) for name, frame in read(ARMS, HERE).items())
    assert 0.3 in again["arms_transfers"]["tiv_million"].to_list()  # 0.1 + 0.2


def test_register_alone_is_enough(tmp_path: Path) -> None:
    (sample(ARMS, tmp_path) / "tiv_supplier_recipient_1950_2021.csv").unlink()
    assert set(read(ARMS, tmp_path)["arms_transfers"]["vintage"]) == {"2026-02"}


def test_edition_of_the_register_is_read_from_it(tmp_path: Path) -> None:
    edit(sample(ARMS, tmp_path) / "trade_register.csv", "12 Feb 2026", "9 Mar 2027")
    assert set(read(ARMS, tmp_path)["arms_transfers"]["vintage"]) == {"2027-03", "2022"}


def test_latin_1_register_is_read(tmp_path: Path) -> None:
    path = sample(ARMS, tmp_path) / "trade_register.csv"
    edit(path, ",Turkiye,", ",Türkiye,")
    assert read(ARMS, tmp_path)["arms_totals"].equals(read(ARMS, HERE)["arms_totals"])


def test_packaged_capabilities_equal_the_official(tmp_path: Path) -> None:
    frame = pl.read_csv(HERE / NMC.id / "NMC-70-abridged.csv", null_values="-9")
    numbers = frame.drop("stateabb", "version").cast(pl.Float64).to_pandas()
    (tmp_path / NMC.id).mkdir()
    pyreadr.write_rdata(str(tmp_path / NMC.id / "cow_nmc.rda"), numbers, df_name="cow_nmc")
    assert read(NMC, tmp_path)["capabilities"].equals(read(NMC, HERE)["capabilities"])


def test_directed_contiguity_equals_undirected(tmp_path: Path) -> None:
    path = sample(STATES, tmp_path) / "contdir.csv"
    text = path.read_text()
    swapped = []
    for line in text.splitlines()[1:]:
        cells = line.split(",")
        swapped.append(",".join([cells[0], *cells[3:5], *cells[1:3], *cells[5:]]))
    path.write_text(text + "\n".join(swapped) + "\n")
    assert read(STATES, tmp_path)["contiguity"].equals(read(STATES, HERE)["contiguity"])
    path.write_text(text + "\n".join(swapped[1:]) + "\n")
    with pytest.raises(SourceError, match="two directions"):
        read(STATES, tmp_path)


def test_obligations_from_members_alone(tmp_path: Path) -> None:
    """Without dyad-years they follow from memberships; a day on which one leaves and one enters is none."""
    (sample(ATOP, tmp_path) / "atop5_1ddyr.csv").unlink()
    made = read(ATOP, tmp_path)["obligations"]
    pact = made.filter((pl.col("source") == "RUS") & (pl.col("target") == "CHN"))
    assert pact["year"].to_list() == [*range(1950, 1981), *range(2001, 2019)]
    assert pact.filter("defense")["year"].max() == 1980
    spell = read(ATOP, HERE)["alliance_members"].drop("state", "alliance").head(1)
    start, end = spell["first_day"][0], spell["last_day"][0]
    touching = pl.concat([spell, spell.with_columns(first_day=pl.lit(end), last_day=pl.lit(None, pl.Date))])
    touching = touching.with_columns(alliance=pl.lit(1, pl.Int32), state=pl.Series(["AAA", "BBB"]))
    assert start < end
    assert atop51.build_obligations(touching).is_empty()


# Damage -------------------------------------------------------------------------------------------

DAMAGE = [
    (STATES, "states2016.csv", "USA,2,", "USA,3,", "unknown code 3 in column ccode, row 2"),
    (STATES, "states2016.csv", "1816,1,1,", "1816,13,1,", "1816-13-01.*row 2, is no date"),
    (STATES, "states2016.csv", "styear", "year", "column styear is missing"),
    (STATES, "majors2024.csv", "1940", "x", "'x' in column endyear, row 2"),
    (STATES, "majors2024.csv", ",2024,12,31", ",2031,12,31", "runs beyond 2024-12-31"),
    (STATES, "ksgmdw.txt", "USA\t", "", "row 2 has not five"),
    (STATES, "contdir.csv", "186010", "186013", "'1860-13-01' in column stdate"),
    (ARMS, "trade_register.csv", "Turkiye", "Atlantis", "unknown party 'Atlantis' in row 13"),
    (ARMS, "trade_register.csv", "12.25,No", "?,No", r"'\?' in row 10 is no TIV"),
    (ARMS, "trade_register.csv", ",2000,No,New,1,5,5,No;", "", "row 11 is cut short"),
    (ARMS, "trade_register.csv", "Data generated", "Made", "Data generated"),
    (ARMS, "trade_register.csv", "TIV delivery values", "TIV", "column TIV delivery values is missing"),
    (ARMS, "tiv_supplier_recipient_1950_2021.csv", "Katanga", "Atlantis", "'Atlantis' in row 8"),
    (ARMS, "tiv_supplier_recipient_1950_2021.csv", "Russia", "Soviet Union", "occurs twice"),
    (ATOP, "atop5_1m.csv", "3200,365,", "3200,3650,", "unknown code 3650 in column member"),
    (ATOP, "atop5_1ddyr.csv", "nonagg", "nonaggression", "column nonagg is missing"),
    (ATOP, "atop5_1a.csv", "1950,2,14", "1950,2,30", "1950-02-30"),
    (MID, "MIDB 5.0.csv", ",365,", ",3650,", "unknown code 3650 in column ccode"),
    (MID, "MIDA 5.0.csv", "4640,", "4641,", "dispute 4640 is not in"),
    (MID, "MIDB 5.0.csv", "hostlev", "level", "column hostlev is missing"),
    (NMC, "NMC-70-abridged.csv", "USA,2,", "USA,3,", "unknown code 3"),
    (NMC, "NMC-70-abridged.csv", "838814000", "-8", "in column milex, row 2"),
    (NMC, "NMC-70-abridged.csv", "GFR,260,1989", "GFR,260,1990", "two rows for 1990"),
    (IGO, "dyadic_formatv3.csv", "USA,710", "USA,711", "unknown code 711 in column ccode2, row 2"),
    (IGO, "dyadic_formatv3.csv", "AALCO", "AAA", "column AALCO is missing"),
    (IGO, "state_year_formatv3.csv", "255,1991", "x,1991", "'x' in column ccode, row 4"),
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
def test_truncated_files_are_refused(source: Source, tmp_path: Path) -> None:
    """Half of any raw file, packed or not an .rda any more, is refused and named."""
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
def test_nothing_there_says_where_to_get_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Get them from") as caught:
        source.locate(tmp_path)
    assert source.download_url in str(caught.value)


def test_unknown_rivals_and_kinds_are_refused(tmp_path: Path) -> None:
    folder = sample(RIVALS, tmp_path)
    good = pyreadr.read_r(str(folder / "td_rivalries.rda"))["td_rivalries"]
    for column, value, message in (
        ("ccode1", 3240.0, "unknown code 3240"),
        ("type1", "cultural", "unknown kind of rivalry 'cultural'"),
        ("endyear", 2011.0, "do not fit a list ending in 2010"),
    ):
        bad = good.copy()
        bad.iloc[0, bad.columns.get_loc(column)] = value
        pyreadr.write_rdata(str(folder / "td_rivalries.rda"), bad, df_name="td_rivalries")
        with pytest.raises(SourceError, match=message):
            read(RIVALS, tmp_path)


# Published check values ---------------------------------------------------------------------------


@cache
def library(source: Source) -> Tables:
    return read(source, LIBRARY)


def of(origin: Source, table: str, /, **equal: object) -> pl.DataFrame:
    return library(origin)[table].filter(**equal)


@raw
def test_states_of_2016() -> None:
    """195 members in 2016, as published."""
    now = of(STATES, "membership", system="cow").filter(pl.col("last_day").is_null())
    assert now.height == 195
    assert of(STATES, "membership", system="cow").height == 243
    assert of(STATES, "membership", system="gw").height == 216
    assert set(of(STATES, "membership", state="DEU", system="cow")["number"]) == {255, 260}


@raw
def test_major_powers_and_capitals() -> None:
    assert of(STATES, "major_powers").height == 14
    assert of(STATES, "major_powers").filter(pl.col("last_day").is_null())["state"].to_list() == [
        "CHN",
        "DEU",
        "FRA",
        "GBR",
        "JPN",
        "RUS",
        "USA",
    ]
    assert of(STATES, "capitals").height == 242


@raw
def test_contiguity_has_no_overlaps() -> None:
    spells = of(STATES, "contiguity")
    assert of(STATES, "contiguity", a="CHN", b="RUS")["kind"].to_list() == [1]
    later = spells.with_columns(pl.col("first_day").shift(-1).over("a", "b").alias("next"))
    assert later.filter(pl.col("last_day") >= pl.col("next")).is_empty()
    assert spells.filter(pl.col("last_day") < pl.col("first_day")).is_empty()


@raw
def test_distances_unfold_to_every_raw_row() -> None:
    """Spells, unfolded to years, are the raw 952,244 pair-years."""
    spells = of(STATES, "distance")
    assert spells.select((pl.col("last_year") - pl.col("first_year") + 1).sum()).item() == 952_244
    years = spells.select("a", "b", pl.int_ranges("first_year", pl.col("last_year") + 1).alias("year"), "distance_km")
    years = years.explode("year", empty_as_null=False)
    cow = dict(states.cow_codes())
    origin = read_table(LIBRARY / STATES.id / "cow_mindist.rda").select(
        pl.col("ccode1", "ccode2", "year").cast(pl.Int64), pl.col("mindist").round(3)
    )
    one, two = (pl.col(name).replace_strict(cow, return_dtype=pl.String) for name in ("ccode1", "ccode2"))
    origin = origin.select(
        pl.min_horizontal(one, two).alias("a"),
        pl.max_horizontal(one, two).alias("b"),
        pl.col("year").cast(years.schema["year"]),
        pl.col("mindist").alias("distance_km"),
    )
    assert origin.join(years, on=["a", "b", "year", "distance_km"]).height == 952_244


def china_from_russia(vintage: str, first: int, last: int) -> tuple[float, float]:
    """TIV, and share of all China's imports."""
    span = pl.col("year").is_between(first, last)
    pair = of(ARMS, "arms_transfers", source="RUS", target="CHN", vintage=vintage).filter(span)
    whole = of(ARMS, "arms_totals", state="CHN", vintage=vintage).filter(span)
    value = pair["tiv_million"].sum()
    return value, value / whole["imports_tiv_million"].sum()


@raw
def test_russia_in_chinas_arms_imports_2022_edition() -> None:
    assert china_from_russia("2022", 1992, 2006)[1] == pytest.approx(0.845, abs=0.0005)
    assert china_from_russia("2022", 2007, 2021)[1] == pytest.approx(0.707, abs=0.0005)
    assert china_from_russia("2022", 2021, 2021)[0] == 773


@raw
@pytest.mark.parametrize(
    ("year", "value", "share"),
    [
        (1995, 496, 0.70),
        (2000, 2205, 0.89),
        (2005, 3066, 0.89),
        (2006, 2444, 0.87),
        (2008, 1443, 0.81),
        (2010, 653, 0.70),
        (2012, 586, 0.38),
        (2014, 560, 0.54),
        (2016, 742, 0.61),
        (2018, 1656, 0.82),
        (2020, 547, 0.71),
        (2021, 467, 0.68),
        (2022, 498, 0.77),
        (2023, 327, 0.76),
        (2024, 30, 0.42),
    ],
)
def test_russia_in_chinas_arms_imports_2026_edition(year: int, value: int, share: float) -> None:
    got, part = china_from_russia("2026-02", year, year)
    assert got == pytest.approx(value, abs=0.5)
    assert part == pytest.approx(share, abs=0.005)


@raw
def test_suppliers_shares_of_the_fact_sheet() -> None:
    """World total: states' exports and imports less flows between states."""
    recent = pl.col("year").is_between(2020, 2024)
    totals = of(ARMS, "arms_totals", vintage="2026-02").filter(recent)
    between = of(ARMS, "arms_transfers", vintage="2026-02").filter(recent)["tiv_million"].sum()
    world = totals["exports_tiv_million"].sum() + totals["imports_tiv_million"].sum() - between
    shares = {
        state: round(100 * totals.filter(state=state)["exports_tiv_million"].sum() / world, 1)
        for state in ("USA", "FRA", "RUS", "CHN", "DEU")
    }
    assert shares == {"USA": 42.6, "FRA": 9.6, "RUS": 7.8, "CHN": 5.9, "DEU": 5.6}


@raw
def test_pacts_of_russia_and_china() -> None:
    for source, target in (("RUS", "CHN"), ("CHN", "RUS")):
        rows = of(ATOP, "obligations", source=source, target=target)
        owed = {row["year"]: {k for k in atop51._PLEDGES if row[k]} for row in rows.iter_rows(named=True)}
        for year in (1945, 1950):
            assert owed[year] >= {"defense", "offense", "nonagg"}
        for year in (1960, 1979, 1980):
            assert "defense" in owed[year]
        assert not set(range(1981, 1992)) & set(owed)
        assert owed[1992] == owed[2000] == {"nonagg"}
        assert all(owed[year] == {"nonagg", "consul"} for year in range(2001, 2019))
    assert {3200, 4980, 6020} <= set(of(ATOP, "alliances")["alliance"])
    last = of(ATOP, "alliances", alliance=3200)["last_day"][0]
    assert (last.year, last.month) == (1980, 4)
    assert of(ATOP, "alliances").height == 789


@raw
def test_obligations_from_members_agree_with_the_makers() -> None:
    """Pledges equal in over 99.8 %; the rest are treaties with duties to some partners only."""
    theirs = of(ATOP, "obligations")
    ours = atop51.build_obligations(atop51._members(LIBRARY / ATOP.id / "atop5_1m.csv.gz"))
    keys = ["source", "target", "year"]
    assert theirs.join(ours, on=keys, how="anti").is_empty()
    extra = ours.join(theirs, on=keys, how="anti").height
    same = theirs.join(ours, on=[*keys, *atop51._PLEDGES]).height
    assert theirs.height == 273_024
    assert same / (theirs.height + extra) > 0.998


@raw
def test_disputes_of_russia_and_china() -> None:
    ours = of(MID, "disputes", a="CHN", b="RUS")
    assert ours.height == 45
    assert ours.filter(pl.col("first_year") > 1986)["first_year"].sort().to_list() == [1993, 1994, 2009, 2012]
    spells = read_table(LIBRARY / MID.id / "MIDB_5.0.csv.gz")
    both = spells.filter(ccode=365).join(spells.filter(ccode=710), on="dispnum")
    assert both.filter(pl.col("sidea") != pl.col("sidea_right"))["dispnum"].n_unique() == 46


@raw
def test_disputes_agree_with_the_packaged_dyad_years() -> None:
    """Every pair and dispute of the package, no other, with the same first and last year."""
    cow = dict(states.cow_codes())
    theirs = read_table(LIBRARY / MID.id / "cow_mid_dirdisps.rda").with_columns(
        pl.col("ccode1", "ccode2").cast(pl.Int64).replace_strict(cow, return_dtype=pl.String)
    )
    theirs = theirs.filter((pl.col("sidea1") != pl.col("sidea2")) & (pl.col("ccode1") < pl.col("ccode2")))
    theirs = theirs.group_by("ccode1", "ccode2", pl.col("dispnum").cast(pl.Int32)).agg(
        pl.col("year").min().cast(pl.Int16).alias("first"), pl.col("year").max().cast(pl.Int16).alias("last")
    )
    same = of(MID, "disputes").join(
        theirs,
        left_on=["a", "b", "dispute", "first_year", "last_year"],
        right_on=["ccode1", "ccode2", "dispnum", "first", "last"],
    )
    assert same.height == theirs.height == of(MID, "disputes").height == 3720


@raw
@pytest.mark.parametrize(
    ("state", "year", "cinc"),
    [
        ("CHN", 1991, 0.1185),
        ("CHN", 2010, 0.2092),
        ("CHN", 2016, 0.2308),
        ("CHN", 2022, 0.2341),
        ("RUS", 1991, 0.1032),
        ("RUS", 2010, 0.0391),
        ("RUS", 2016, 0.0365),
        ("RUS", 2022, 0.0382),
        ("USA", 1991, 0.1373),
        ("USA", 2010, 0.1479),
        ("USA", 2016, 0.1333),
        ("USA", 2022, 0.1236),
    ],
)
def test_capabilities(state: str, year: int, cinc: float) -> None:
    assert of(NMC, "capabilities", state=state, year=year)["cinc"].item() == pytest.approx(cinc, abs=5e-5)


@raw
def test_capabilities_drop_only_the_two_states_that_joined_another_in_1990() -> None:
    assert of(NMC, "capabilities").height == 17_121 - 2
    assert of(NMC, "capabilities", state="DEU", year=1990)["tpop_thousand"].item() == 79_402


@raw
def test_shared_organisations() -> None:
    pair = of(IGO, "shared_igos", a="CHN", b="RUS")
    got = dict(pair.select("year", "shared_igos").iter_rows())
    assert {year: got[year] for year in (1972, 1991, 2000, 2014)} == {1972: 13, 1991: 33, 2000: 50, 2014: 55}
    assert of(IGO, "shared_igos").height == 917_695
    assert of(IGO, "igo_memberships").height == 15_557


@raw
def test_rivalry_of_china_and_russia_is_over() -> None:
    for vintage in ("tss", "td"):
        pair = library(RIVALS)["rivalries"].filter(
            (pl.col("a") == "CHN") & (pl.col("b") == "RUS") & (pl.col("vintage") == vintage)
        )
        assert pair.select("first_year", "last_year").rows() == [(1816, 1949), (1958, 1989)]
    ongoing = library(RIVALS)["rivalries"].filter(pl.col("last_year").is_null())["vintage"].value_counts()
    assert dict(ongoing.iter_rows()) == {"tss": 56, "td": 42}
    assert library(RIVALS)["rivalries"].height == 264 + 197 - 4  # less Venice's
