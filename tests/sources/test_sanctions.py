"""Sanctions: samples in the raw layouts, damage, the rules of counting, and the published check values."""

from __future__ import annotations

import gzip
import shutil
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from amity import groups, states
from amity.atlas import open_atlas
from amity.atlas.assemble import sanctions
from amity.atlas.tables import AS_READ, CONTRACTS
from amity.errors import SourceError
from amity.sources import Source, eusanct, gsdb_v4
from library import LIBRARY, raw, samples

HERE = samples()
GSDB, EUSANCT = gsdb_v4.SOURCE, eusanct.SOURCE
ALL = (GSDB, EUSANCT)
FILES = {GSDB.id: "GSDB_V4.csv", EUSANCT.id: "eusanct_case_level.csv"}

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


def read(source: Source, library: Path) -> pl.DataFrame:
    form, _ = source.locate(library)
    cases = form.read(library / source.id)["sanction_cases"]
    assert cases.columns == list(AS_READ["sanction_cases"].column_names())
    AS_READ["sanction_cases"].validate(cases)
    return cases


@cache
def counted(library: Path = HERE) -> dict[str, pl.DataFrame]:
    made = sanctions.assemble({"sanction_cases": {source.id: read(source, library) for source in ALL}})
    for name, frame in made.items():
        assert set(frame.columns) == set(CONTRACTS[name].column_names())
        CONTRACTS[name].validate(frame.select(list(CONTRACTS[name].column_names())))
    return made


def of(table: str, library: Path = HERE, /, **equal: object) -> pl.DataFrame:
    return counted(library)[table].filter(**equal).sort("year")


def sample(source: Source, library: Path) -> Path:
    """A copy of the source's sample to damage."""
    return Path(shutil.copytree(HERE / source.id, library / source.id)) / FILES[source.id]


# Samples ------------------------------------------------------------------------------------------


def test_only_counts_ship() -> None:
    assert {source.ships for source in ALL} == {"aggregates"}
    assert "sanction_cases" not in CONTRACTS
    assert all(source.by_hand for source in ALL)
    assert all("check" in source.licence for source in ALL)


def test_parties_of_a_case() -> None:
    cases = read(GSDB, HERE)
    assert cases["case"].n_unique() == 11
    two = cases.filter(case=2)
    assert two.select("source", "source_is_group").rows() == [("EU", True), ("NOR", False), ("USA", False)]
    assert two["target"].unique().to_list() == ["RUS"]
    assert cases.filter(case=5).select("target", "source").rows() == [
        ("COD", "United Nations"),
        ("PRK", "United Nations"),
    ]
    assert cases.filter(case=6)["target"].to_list() == ["EGY"]
    assert cases.filter(case=9).select("source", "target").row(0) == ("EU", "RUS")
    assert cases.filter(case=10)["target_is_group"].all()
    assert cases.filter(case=1).select("trade", "arms", "military", "financial", "travel").row(0) == (
        True,
        True,
        False,
        False,
        False,
    )


def test_threats_alone_are_no_sanctions() -> None:
    cases = read(EUSANCT, HERE)
    assert cases.select("case", "source", "target", "first_year", "last_year").rows() == [
        (2000010101, "EU", "RUS", 2014, 2015),
        (2000010101, "USA", "RUS", 2012, 2014),
        (2002010101, "United Nations", "COD", 2013, 2015),
    ]
    assert cases["trade"].null_count() == cases.height


# Counting -----------------------------------------------------------------------------------------


def test_a_case_counts_in_each_of_its_years() -> None:
    rows = of("sanctions", source="USA", target="CHN", dataset=GSDB.id)
    assert rows["year"].to_list() == [1950, 1951, 1952]
    assert rows["n_trade"].to_list() == rows["n_arms"].to_list() == [1, 1, 1]
    assert rows["n_travel"].to_list() == [0, 0, 0]
    two = of("sanctions", source="USA", target="RUS", dataset=GSDB.id)
    assert two.select("year", "n_cases", "n_financial", "n_arms").head(3).rows() == [
        (2014, 1, 1, 0),
        (2015, 2, 1, 1),
        (2016, 1, 0, 1),
    ]
    assert two["year"].max() == 2023


def test_members_are_bound_by_their_organisation_in_their_years() -> None:
    bound = of("sanctions", target="RUS", year=2014, dataset=GSDB.id)
    assert {*groups.members("EU", 2014), "USA", "NOR"} == set(bound["source"])
    assert "GBR" in bound["source"].to_list()
    own = dict(bound.select("source", "n_own").rows())
    assert own["USA"] == own["NOR"] == 1
    assert own["FRA"] == 0
    earlier = of("sanctions", target="RUS", year=1981, dataset=GSDB.id)
    assert set(earlier["source"]) == {"BEL", "DEU", "FRA", "ITA", "LUX", "NLD", "DNK", "IRL", "GBR", "GRC"}


def test_a_group_as_target_stands_for_its_members() -> None:
    hit = of("sanctions", source="RUS", year=2014, dataset=GSDB.id)
    assert set(hit["target"]) == set(groups.members("EU", 2014))
    assert len(hit) == 28


def test_the_united_nations_are_not_193_states() -> None:
    assert of("sanctions", target="PRK").is_empty()
    mine = of("organisation_sanctions", target="PRK")
    assert mine.select("organisation", "year", "n_cases", "n_arms").rows() == [
        ("United Nations", 2006, 1, 1),
        ("United Nations", 2007, 1, 1),
    ]
    assert of("sanctions_received", target="PRK").select("n_cases", "n_states", "n_organisations").rows() == [
        (1, 0, 1),
        (1, 0, 1),
    ]


def test_a_target_does_not_sanction_itself_through_its_organisation() -> None:
    senders = set(of("sanctions", target="EGY")["source"])
    assert "SAU" in senders
    assert "EGY" not in senders
    assert of("sanctions", source="NGA").is_empty()  # ECOWAS against ECOWAS
    assert set(of("sanctions", source="RUS", year=2022)["target"]) == {"ARM", "BLR", "KAZ", "KGZ"}
    assert of("sanctions_received", target="RUS", year=2022, dataset=GSDB.id)["n_cases"].to_list() == [1]
    assert of("organisation_sanctions", organisation="ECOWAS").is_empty()


def test_south_vietnam_ends_in_1975() -> None:
    assert of("sanctions", target="RVN")["year"].to_list() == [1974, 1975]
    assert of("sanctions", target="VNM")["year"].to_list() == [1976, 1977]


def test_targets_that_are_no_states_make_no_pair() -> None:
    assert of("sanctions", source="FRA").filter(pl.col("year").is_between(2011, 2012)).is_empty()


def test_everybody_against_one_state() -> None:
    rows = of("sanctions_received", target="RUS", dataset=GSDB.id)
    assert rows.filter(year=2015).select("n_cases", "n_states", "n_organisations").row(0) == (2, 30, 1)
    assert rows.filter(year=2016).select("n_cases", "n_states", "n_organisations").row(0) == (1, 1, 0)


def test_sets_stand_side_by_side_and_kinds_stay_unknown() -> None:
    rows = of("sanctions", source="FRA", target="RUS", year=2014)
    assert rows.sort("dataset").select("dataset", "n_cases", "n_travel").rows() == [
        (EUSANCT.id, 1, None),
        (GSDB.id, 1, 1),
    ]


def test_order_of_cases_does_not_matter() -> None:
    cases = pl.concat([read(source, HERE) for source in ALL])
    again = sanctions.counts(cases.reverse())
    assert all(frame.equals(again[name]) for name, frame in counted().items())


# Damage -------------------------------------------------------------------------------------------

DAMAGE = [
    (GSDB, "China,United", "Atlantis,United", "row 2: sanctioned_state is 'Atlantis', which is neither"),
    (GSDB, "Norway", "Noway", "row 3: sanctioning_state is 'Noway'"),
    (GSDB, "sanctioning_state", "sender", "column sanctioning_state is missing"),
    (GSDB, "1950,1952", "1950,1949", "row 2: end is 1949, before"),
    (GSDB, "1950,1952", "1850,1952", "row 2: begin is 1850"),
    (GSDB, "2015,2023", "2015,2024", "row 4: end is 2024"),
    (GSDB, "1950,1952", "x,1952", "'x' in column begin, row 2"),
    (GSDB, "1952,1,", "1952,2,", "row 2: trade is 2, not 0 or 1"),
    (GSDB, "\n2,", "\n1,", "case_id is 1, a number that occurs twice"),
    (GSDB, "China,United", ",United", "without a target"),
    (EUSANCT, ",365,", ",3650,", "unknown code 3650 in column targetstate, row 2"),
    (EUSANCT, "impositionUN_year", "yearUN", "column impositionUN_year is missing"),
    (EUSANCT, "1,1,2012.0", "1,1,", "row 2: impositionUS_year is None, though"),
    (EUSANCT, "1,1,2012.0", "1,1,2015.0", "row 2: endyearUS is 2014, before"),
    (EUSANCT, "2001010101", "2000010101", "caseid is 2000010101, a number that occurs twice"),
    (EUSANCT, "1,1,2012.0", "1,1,2012.5", "'?2012.5'? in column impositionUS_year"),
]


@pytest.mark.parametrize(("source", "old", "new", "message"), DAMAGE, ids=[f"{d[0].id}-{d[2]!r}" for d in DAMAGE])
def test_damage_is_named(source: Source, old: str, new: str, message: str, tmp_path: Path) -> None:
    path = sample(source, tmp_path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert path.name in str(caught.value)


@each
def test_truncated_and_foreign_files_are_refused(source: Source, tmp_path: Path) -> None:
    path = sample(source, tmp_path)
    packed = gzip.compress(path.read_bytes())
    path.write_text("<html><body>Not found</body></html>\n<p>\n")
    with pytest.raises(SourceError, match="is missing"):
        read(source, tmp_path)
    path.unlink()
    path.with_name(f"{path.name}.gz").write_bytes(packed[:-20])
    with pytest.raises(SourceError, match="fetch it again"):
        read(source, tmp_path)


@each
def test_gzipped_samples_read_alike(source: Source, tmp_path: Path) -> None:
    path = sample(source, tmp_path)
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    assert read(source, tmp_path).equals(read(source, HERE))


@each
def test_nothing_there_says_where_to_get_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Get them from"):
        source.locate(tmp_path)


# Published check values ---------------------------------------------------------------------------


@cache
def library(source: Source) -> pl.DataFrame:
    return read(source, LIBRARY)


def cases_with(column: str, code: str) -> int:
    return library(GSDB).filter(pl.col(column) == code)["case"].n_unique()


@raw
def test_gsdb_as_noted() -> None:
    """1,547 cases; 39 against China, which imposed 17; none by China on Russia."""
    assert library(GSDB)["case"].n_unique() == 1547
    assert cases_with("target", "CHN") == 39
    assert cases_with("source", "CHN") == 17
    assert library(GSDB).filter(source="CHN", target="RUS").is_empty()
    assert of("sanctions", LIBRARY, source="CHN", target="RUS", dataset=GSDB.id).is_empty()


@raw
def test_russia_as_noted_by_name() -> None:
    """48 against and 42 by "Russia", as noted; with the Soviet Union's cases, one state here, 57 and 55."""
    text = pl.read_csv(LIBRARY / GSDB.id / "GSDB_V4.csv.gz")
    for column, code, named, both in (("sanctioned_state", "target", 48, 57), ("sanctioning_state", "source", 42, 55)):
        assert text[column].str.contains("Russia", literal=True).sum() == named
        assert text[column].str.contains("Russia|Soviet Union").sum() == both
        assert cases_with(code, "RUS") == both


@raw
def test_groups_that_are_not_spread() -> None:
    """What docs/sanctions.md says: cases by groups whose members are not known here, counted once each."""
    senders = library(GSDB).filter("source_is_group").group_by("source").agg(pl.col("case").n_unique())
    counts = dict(senders.rows())
    assert counts["United Nations"] == 88
    assert counts["EU"] == 174
    held = groups.names("organisation")
    others = {name: n for name, n in counts.items() if name not in held and name != "United Nations"}
    assert others["Commonwealth"] == 10
    assert others["Organisation of African Unity"] == 6
    assert sum(others.values()) == 31
    assert len(others) == 14


@raw
def test_eusanct_as_noted() -> None:
    """326 cases, 209 of them imposed by at least one of the three."""
    assert pl.read_csv(LIBRARY / EUSANCT.id / "eusanct_case_level.csv.gz", infer_schema=False).height == 326
    assert library(EUSANCT)["case"].n_unique() == 209
    imposed = dict(library(EUSANCT).group_by("source").len().rows())
    assert imposed == {"EU": 81, "USA": 182, "United Nations": 34}


@raw
def test_counts_of_the_real_cases_keep_their_contracts() -> None:
    made = counted(LIBRARY)
    assert made["sanctions"].height > 40_000
    known = {state.code for state in states.everything()}
    assert {*made["sanctions"]["source"], *made["sanctions"]["target"]} <= known


@raw
def test_the_atlas_in_use_holds_what_the_cases_give() -> None:
    atlas = open_atlas()
    for name, frame in counted(LIBRARY).items():
        held = atlas.scan(name).collect()
        assert held.sort(CONTRACTS[name].primary_key()).equals(
            frame.select(held.columns).sort(CONTRACTS[name].primary_key())
        )
