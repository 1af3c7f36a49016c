"""The five United Nations sources: samples in official layouts, damage, and the published check values."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pyreadr
import pytest

from amity.atlas.assemble import votes as assemble_votes
from amity.atlas.tables import AS_READ, CONTRACTS
from amity.errors import SourceError
from amity.sources import (
    Source,
    Tables,
    un_ga_ideal_points,
    un_ga_votes_dgacm,
    un_ga_votes_unvotes,
    un_sc_vetoes,
    un_sc_votes_dgacm,
)
from library import samples

HERE = samples()
UNVOTES, DGACM = un_ga_votes_unvotes.SOURCE, un_ga_votes_dgacm.SOURCE
POINTS, COUNCIL, VETOES = un_ga_ideal_points.SOURCE, un_sc_votes_dgacm.SOURCE, un_sc_vetoes.SOURCE
ALL = (UNVOTES, DGACM, POINTS, COUNCIL, VETOES)


def read(source: Source, library: Path) -> Tables:
    """Tables of a source, each within its contract."""
    form, files = source.locate(library)
    assert files
    tables = form.read(library / source.id)
    for name, frame in tables.items():
        assert frame.columns == list(AS_READ[name].column_names()), name
        AS_READ[name].validate(frame)
    return tables


# Samples, laid out as the makers do ---------------------------------------------------------------


def unvotes_official(library: Path) -> Path:
    """Column names as in the authors' codebook and scripts; their order in the file was not seen."""
    return Path(shutil.copytree(HERE / UNVOTES.id / "official", library / UNVOTES.id))


def unvotes_package(library: Path) -> Path:
    """The package's tables, packed as .rda with the types R gives them."""
    folder = library / UNVOTES.id
    folder.mkdir(parents=True)
    for csv in sorted((HERE / UNVOTES.id / "package").glob("*.csv")):
        frame = pd.read_csv(csv, dtype={"amend": str, "para": str}, keep_default_na=False, na_values=[""])
        for column in set(frame.columns) - {"rcid", "session"}:
            frame[column] = frame[column].astype(object)
        pyreadr.write_rdata(str(folder / f"{csv.stem}.rda"), frame, df_name=csv.stem)
    return folder


def dgacm(library: Path) -> Path:
    return Path(shutil.copytree(HERE / DGACM.id / "official", library / DGACM.id))


def council(library: Path) -> Path:
    return Path(shutil.copytree(HERE / COUNCIL.id / "official", library / COUNCIL.id))


def vetoes(library: Path) -> Path:
    return Path(shutil.copytree(HERE / VETOES.id, library / VETOES.id))


def points(library: Path) -> Path:
    """The CSV editions as they are; the one of July 2025 packed as .dta."""
    folder = Path(shutil.copytree(HERE / POINTS.id, library / POINTS.id))
    july = folder / "IdealpointsJuly2025.csv"
    frame = pd.read_csv(july, keep_default_na=True).fillna({"iso3c": "", "countryname": ""})
    frame.astype({"ccode": "int16"}).to_stata(july.with_suffix(".dta"), write_index=False)
    july.unlink()
    return folder


def gz(path: Path) -> Path:
    """The file as gzip, in its place."""
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    path.unlink()
    return packed


# General Assembly, 1946 on ------------------------------------------------------------------------

ROLL_CALLS = [
    (3, "1/66", "1", date(1946, 1, 1), 1946, "AMENDMENTS, RULES OF PROCEDURE", None, True),
    (623, "14/775B", "14", date(1959, 12, 2), 1959, "TRUSTEESHIP COUNCIL MEMBERSHIP", "co", True),
    (874, "18/1983A", "18", date(1963, 12, 3), 1963, "PEACEKEEPING FINANCES", "ec", True),
    (1193, "26/2765A", "26", date(1971, 11, 4), 1971, "SOUTHERN RHODESIA", None, False),
    (3663, "47/1", "47", date(1992, 9, 3), 1992, "ADMISSION, YUGOSLAVIA", None, None),
    (
        5588,
        "ES-10/19",
        "72",
        date(2017, 12, 21),
        2017,
        "Status of Jerusalem : resolution / adopted by the General Assembly",
        "me",
        None,
    ),
    (
        5803,
        "61/231",
        "61",
        date(2006, 12, 22),
        2006,
        "The President: The representative of the Syrian Arab Republic has introduced an oral amend",
        None,
        True,
    ),
]
#: Roll call → state → vote; "-" is no row. The Republic of China sits until 1971, Serbia follows Yugoslavia.
VOTES = {
    3: {"USA": 1, "RUS": 3, "TWN": 3, "SRB": 3},
    623: {"USA": 1, "RUS": 3, "TWN": 2, "SRB": 2, "YEM": 1},
    874: {"USA": 1, "RUS": 3, "TWN": 1, "SRB": 1, "YEM": 2, "ZAN": 2},
    1193: {"RUS": 1, "CHN": 1, "SRB": 1, "YEM": 1},
    3663: {"USA": 1, "RUS": 1, "CHN": 2, "SRB": 3, "DEU": 1, "NAM": 2},
    5588: {"USA": 3, "RUS": 1, "CHN": 1, "SRB": 1, "DEU": 1, "NAM": 1},
    5803: {"USA": 3, "RUS": 2, "SRB": 2, "DEU": 2, "NAM": 1},
}


@pytest.mark.parametrize("lay", [unvotes_official, unvotes_package])
def test_unvotes_sample(lay: Callable[[Path], Path], tmp_path: Path) -> None:
    lay(tmp_path)
    tables = read(UNVOTES, tmp_path)
    assert tables["roll_calls"].drop("dataset").sort("roll_call").rows() == ROLL_CALLS
    found = {(r, s): v for s, r, v in tables["votes"].iter_rows()}
    assert found == {(r, s): v for r, votes in VOTES.items() for s, v in votes.items()}


def test_unvotes_gzip(tmp_path: Path) -> None:
    gz(unvotes_official(tmp_path) / "UNVotes.csv")
    assert read(UNVOTES, tmp_path)["votes"].height == sum(map(len, VOTES.values()))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (",365,1,3,RUS", ",999,1,3,RUS", "'999' in column ccode, row 3"),
        (",365,1,3,RUS", ",365,1,7,RUS", "'7' in column vote, row 3"),
        ("1946-01-01", "1946-13-01", "'1946-13-01' in column date, row 2"),
        ("R/1/66,1,0", "R/1/66,maybe,0", "'maybe' in column amend, row 2"),
        ("1971-11-04", "1971-11-4x", "'1971-11-4x' in column date, row 29"),
        ("unres", "resolution", "column unres is missing"),
        ("4,3,713", "4,3,365", "column rcid"),
    ],
)
def test_unvotes_damage(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    path = unvotes_official(tmp_path) / "UNVotes.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    refused(UNVOTES, tmp_path, "UNVotes.csv", complaint)


@pytest.mark.parametrize(
    ("table", "column", "row", "value", "complaint"),
    [
        ("un_votes", "country_code", 2, "QQ", "'QQ' in column country_code, row 4"),
        ("un_votes", "vote", 0, "perhaps", "'perhaps' in column vote, row 2"),
        ("un_votes", "rcid", 0, 4.0, "4.0 in column rcid, row 2"),
        ("un_roll_call_issues", "short_name", 0, "xx", "'xx' in column short_name"),
    ],
)
def test_unvotes_package_damage(
    table: str, column: str, row: int, value: object, complaint: str, tmp_path: Path
) -> None:
    folder = unvotes_package(tmp_path)
    path = folder / f"{table}.rda"
    frame = pyreadr.read_r(str(path))[table].reset_index(drop=True)
    frame.loc[row, column] = value
    pyreadr.write_rdata(str(path), frame, df_name=table)
    refused(UNVOTES, tmp_path, path.name, complaint)


def test_unvotes_truncated(tmp_path: Path) -> None:
    packed = gz(unvotes_official(tmp_path) / "UNVotes.csv")
    packed.write_bytes(packed.read_bytes()[:300])
    refused(UNVOTES, tmp_path, "UNVotes.csv.gz", "cannot be read")


def test_unvotes_package_truncated(tmp_path: Path) -> None:
    path = unvotes_package(tmp_path) / "un_votes.rda"
    path.write_bytes(path.read_bytes()[:80])
    refused(UNVOTES, tmp_path, "un_votes.rda", "cannot be read")


def refused(source: Source, library: Path, file: str, complaint: str) -> None:
    """Reading names the file and what is wrong with it."""
    form, _ = source.locate(library)
    with pytest.raises(SourceError) as caught:
        form.read(library / source.id)
    assert file in str(caught.value)
    assert complaint in str(caught.value)


# General Assembly, 2019 on ------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True])
def test_dgacm_sample(packed: bool, tmp_path: Path) -> None:
    for path in sorted(dgacm(tmp_path).glob("*.json")) if packed else ():
        gz(path)
    if not packed:
        dgacm(tmp_path)
    tables = read(DGACM, tmp_path)
    calls = tables["roll_calls"]
    assert calls.select("roll_call", "symbol", "session", "day", "year").rows() == [
        (100_001, "74/7", "74", date(2019, 11, 7), 2019),
        (100_002, "74/24", "74", date(2019, 12, 12), 2019),
        (100_003, "ES-11/1", "ES-11", date(2022, 3, 2), 2022),
        (100_004, "ES-11/2", "ES-11", date(2022, 3, 24), 2022),
        (100_005, "79/266", "79", date(2025, 3, 4), 2025),
    ]
    assert calls["title"][2] == "Aggression against Ukraine"
    assert calls["is_part"].to_list() == [False] * 5
    assert calls["topics"].null_count() == 5
    found: dict[int, dict[str, int]] = {}
    for state, number, vote in tables["votes"].iter_rows():
        found.setdefault(number - 100_000, {})[state] = vote
    assert found == {
        1: {"CHN": 1, "CIV": 1, "RUS": 1, "TUR": 1, "COG": 1, "COD": 1, "ISR": 3, "USA": 3},
        2: {"CHN": 1, "CIV": 1, "ISR": 1, "RUS": 1, "TUR": 1, "USA": 1, "COD": 1},
        3: {"CIV": 1, "COD": 1, "ISR": 1, "TUR": 1, "USA": 1, "RUS": 3, "CHN": 2, "COG": 2},
        4: {"CIV": 1, "COD": 1, "ISR": 1, "TUR": 1, "USA": 1, "RUS": 3, "CHN": 2, "COG": 2},
        5: {"CHN": 1, "CIV": 1, "COD": 1, "ISR": 1, "RUS": 1, "TUR": 1, "USA": 3},
    }


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"CHINA"', '"CATHAY"', "line 2: unknown state 'CATHAY' in the vote on A/RES/74/7"),
        ('"MS_in_favour_count": "6"', '"MS_in_favour_count": "9"', "A/RES/74/7 counts (9, 0, 2)"),
        ('"MS_in_favour_count": "6"', '"MS_in_favour_count": "six"', "unknown count 'six'"),
        ('["ISRAEL"', '["CHINA"', "'CHINA' votes twice on A/RES/74/7"),
        ("2019-11-07 00:00:00", "7 Brumaire 2019", "unknown date '7 Brumaire 2019'"),
        ("2019-11-07 00:00:00", "2019-11-31 00:00:00", "unknown date '2019-11-31 00:00:00'"),
        ("A/RES/74/7", "A/74/L.6", "unknown symbol 'A/74/L.6'"),
        ('"MS_abstaining"', '"abstained"', "field MS_abstaining is missing"),
        ('{"symbol": "A/RES/74/7"', '{"symbol": "A/RES/74/7', "after line 2: cannot be read"),
        ('{"symbol": "A/RES/74/24"', '[]\n{"symbol": "A/RES/74/24"', "after line 3: cannot be read"),
        ('"Without a vote"', '"By a recorded vote"', "A/RES/74/1 was adopted by a recorded vote"),
    ],
)
def test_dgacm_damage(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    path = dgacm(tmp_path) / "74.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    refused(DGACM, tmp_path, "74.json", complaint)


def test_dgacm_repeats_must_agree(tmp_path: Path) -> None:
    path = dgacm(tmp_path) / "79.json"
    first, second = path.read_text(encoding="utf-8").splitlines()
    path.write_text(first + "\n" + second.replace('"RUSSIAN FEDERATION"', '"NAURU"') + "\n", encoding="utf-8")
    refused(DGACM, tmp_path, "79.json", "A/RES/79/266 differs from the same resolution")


@pytest.mark.parametrize(("source", "lay"), [(DGACM, dgacm), (COUNCIL, council)])
def test_truncated_gzip(source: Source, lay: Callable[[Path], Path], tmp_path: Path) -> None:
    paths = [gz(path) for path in sorted(lay(tmp_path).glob("*.json"))]
    paths[1].write_bytes(paths[1].read_bytes()[:-30])
    refused(source, tmp_path, paths[1].name, "cannot be read")


def test_empty_file(tmp_path: Path) -> None:
    (dgacm(tmp_path) / "75.json").write_text("")
    refused(DGACM, tmp_path, "75.json", "holds no lines")


# Both together ------------------------------------------------------------------------------------


def _calls(*rows: tuple[int, str | None, date, bool | None]) -> pl.DataFrame:
    schema = AS_READ["roll_calls"].create_empty().schema
    made = [
        {"roll_call": n, "symbol": s, "session": "74", "day": d, "year": d.year, "is_part": p, "dataset": "x"}
        for n, s, d, p in rows
    ]
    return pl.DataFrame(made, schema=schema)


def _votes(*rows: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=CONTRACTS["votes"].create_empty().schema, orient="row")


DAY = date(2019, 12, 1)


def test_join_adds_only_new_symbols() -> None:
    ours = _calls((1, None, DAY, None), (2, "74/1", DAY, None), (3, "74/2", DAY, True), (4, "74/2", DAY, None))
    theirs = _calls((100_001, "74/1", DAY, False), (100_002, "74/9", date(2019, 11, 1), False))
    cast = _votes(("CHN", 1, 1), ("CHN", 2, 1), ("RUS", 2, 3), ("CHN", 3, 3), ("CHN", 4, 1))
    more = _votes(("CHN", 100_001, 1), ("USA", 100_001, 3), ("CHN", 100_002, 2))
    calls, votes = assemble_votes.join((ours, cast), (theirs, more))
    assert calls["roll_call"].to_list() == [100_002, 1, 2, 3, 4]
    assert votes.height == 6
    assert ("USA", 100_001, 3) not in votes.rows()


def test_join_refuses_contradiction() -> None:
    ours, theirs = _calls((2, "74/1", DAY, None)), _calls((100_001, "74/1", DAY, False))
    with pytest.raises(SourceError, match="RUS on resolution 74/1: no in un-ga-votes-unvotes, yes in"):
        assemble_votes.join((ours, _votes(("RUS", 2, 3))), (theirs, _votes(("RUS", 100_001, 1))))


def test_join_refuses_shared_numbers() -> None:
    ours = _calls((2, "74/1", DAY, None)), _votes()
    with pytest.raises(SourceError, match="roll call number 2"):
        assemble_votes.join(ours, ours)


def test_a_part_does_not_stand_for_the_whole() -> None:
    ours, theirs = _calls((2, "74/1", DAY, True)), _calls((100_001, "74/1", DAY, False))
    calls, votes = assemble_votes.join((ours, _votes(("RUS", 2, 3))), (theirs, _votes(("RUS", 100_001, 1))))
    assert calls["roll_call"].to_list() == [2, 100_001]
    assert assemble_votes.pairs(calls, votes).is_empty()


# Security Council ---------------------------------------------------------------------------------


def test_council_sample(tmp_path: Path) -> None:
    council(tmp_path)
    tables = read(COUNCIL, tmp_path)
    assert tables["council_items"].select("item", "day", "year", "is_adopted").rows() == [
        ("S/RES/1310 (2000)", date(2000, 7, 27), 2000, True),
        ("S/RES/1326 (2000)", date(2000, 10, 31), 2000, True),
        ("S/RES/2423 (2018)", date(2018, 6, 28), 2018, True),
        ("S/RES/2722 (2024)", date(2024, 1, 10), 2024, True),
        ("S/RES/2723 (2024)", date(2024, 1, 30), 2024, True),
        ("S/RES/2728 (2024)", date(2024, 3, 25), 2024, True),
        ("S/RES/2820 (2026)", date(2026, 4, 30), 2026, True),
    ]
    assert "ceasefire in the Gaza Strip" in tables["council_items"]["title"][5]
    votes = tables["council_votes"]
    assert not votes["is_veto"].any()
    assert sorted(votes.select("item", "state", "vote").rows()) == [
        ("S/RES/1310 (2000)", "CHN", 1),
        ("S/RES/1310 (2000)", "RUS", 1),
        ("S/RES/1310 (2000)", "USA", 1),
        ("S/RES/2423 (2018)", "CHN", 1),
        ("S/RES/2423 (2018)", "CIV", 1),
        ("S/RES/2423 (2018)", "RUS", 1),
        ("S/RES/2423 (2018)", "USA", 1),
        ("S/RES/2722 (2024)", "CHN", 2),
        ("S/RES/2722 (2024)", "RUS", 2),
        ("S/RES/2722 (2024)", "USA", 1),
        ("S/RES/2728 (2024)", "CHN", 1),
        ("S/RES/2728 (2024)", "RUS", 1),
        ("S/RES/2728 (2024)", "USA", 2),
        ("S/RES/2820 (2026)", "CHN", 2),
        ("S/RES/2820 (2026)", "COD", 1),
        ("S/RES/2820 (2026)", "RUS", 2),
        ("S/RES/2820 (2026)", "USA", 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"CHINA"', '"CATHAY"', "unknown state 'CATHAY' in the vote on S/RES/2722 (2024)"),
        ('"10 January 2024"', '"10 January 2023"', "is dated 2023-01-10, outside the year"),
        ("S/RES/2722 (2024)", "S/RES/2722", "unknown symbol 'S/RES/2722'"),
        ('["UNITED STATES"]', "[]", "S/RES/2722 (2024) counts (1, 2, 0)"),
        ('"S/RES/2723 (2024)"', '"S/RES/2799 (2024)"', "S/RES/2799 (2024) names no member"),
    ],
)
def test_council_damage(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    path = council(tmp_path) / "2024.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    refused(COUNCIL, tmp_path, "2024.json", complaint)


def test_vetoes_sample(tmp_path: Path) -> None:
    vetoes(tmp_path)
    tables = read(VETOES, tmp_path)
    assert tables["council_items"].select("item", "day", "year", "is_adopted").rows() == [
        ("S/PV.49", date(1946, 6, 26), 1946, False),
        ("S/PV.49 (2)", date(1946, 6, 26), 1946, False),
        ("S/PV.49 (3)", date(1946, 6, 26), 1946, False),
        ("S/10771", date(1972, 8, 25), 1972, False),
        ("S/12211", date(1976, 10, 19), 1976, False),
        ("S/2007/14", date(2007, 1, 12), 2007, False),
        ("S/2020/654", date(2020, 7, 7), 2020, False),
    ]
    votes = tables["council_votes"]
    assert votes["is_veto"].all()
    assert votes["vote"].unique().to_list() == [3]
    assert sorted(votes.select("item", "state").rows()) == [
        ("S/10771", "CHN"),
        ("S/12211", "FRA"),
        ("S/12211", "GBR"),
        ("S/12211", "USA"),
        ("S/2007/14", "CHN"),
        ("S/2007/14", "RUS"),
        ("S/2020/654", "CHN"),
        ("S/2020/654", "RUS"),
        ("S/PV.49", "RUS"),
        ("S/PV.49 (2)", "RUS"),
        ("S/PV.49 (3)", "RUS"),
    ]


def test_china_before_november_1971_is_the_republic(tmp_path: Path) -> None:
    """Made up: the list holds no such veto, but a fuller edition may."""
    path = vetoes(tmp_path) / "unsc_vetoes_sample.csv"
    path.write_text(path.read_text().replace("8/25/1972", "10/31/1971"))
    votes = read(VETOES, tmp_path)["council_votes"]
    assert votes.filter(item="S/10771")["state"].to_list() == ["TWN"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Asia,China,,", "Asia,Cathay,,", "unknown member_veto1 'Cathay' in row 4 (draft S/10771)"),
        ("Asia,China,,", "Asia,,,", "unknown member_veto1 None in row 4 (draft S/10771)"),
        ("France,UK,USA", "France,Albion,USA", "unknown member_veto2 'Albion' in row 5"),
        ("8/25/1972", "25/8/1972", "unknown date '25/8/1972' in row 4"),
        (",draft,", ",document,", "column draft is missing"),
    ],
)
def test_vetoes_damage(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    path = vetoes(tmp_path) / "unsc_vetoes_sample.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    refused(VETOES, tmp_path, "unsc_vetoes_sample.csv", complaint)


# Ideal points -------------------------------------------------------------------------------------


def test_points_sample(tmp_path: Path) -> None:
    points(tmp_path)
    frame = read(POINTS, tmp_path)["ideal_points"]

    def row(state: str, year: int, series: str, vintage: str) -> tuple[float | None, ...]:
        found = frame.filter(state=state, year=year, series=series, vintage=vintage)
        assert found.height == 1
        values = found.select("value", "low", "high", "n").row(0)
        return tuple(None if v is None else round(v, 6) for v in values)

    assert row("CHN", 2024, "final", "2025-07") == (-0.853527, -1.018866, -0.692784, 100)
    assert row("RUS", 2023, "all", "2025-07") == (-1.272414, -1.375654, -1.177814, 218)
    assert row("RUS", 2023, "legacy", "2025-07") == (-0.53161, None, None, 87)
    assert row("RUS", 2023, "all", "2024-06") == (-0.53161, -0.724329, -0.352125, 87)
    assert row("SRB", 2019, "legacy", "2020-04") == (0.471058, 0.345781, 0.590566, 86)
    assert row("CIV", 1995, "legacy", "2020-04") == (-0.197098, -0.440861, 0.025596, 78)
    # 1990: COW's 255 has the year's estimate, 260 the session's; both are DEU and neither hides the other.
    assert row("DEU", 1990, "final", "2025-07")[0] == 1.809726
    assert row("DEU", 1990, "legacy", "2025-07") == (1.894994, None, None, 84)
    assert frame.filter(vintage="2025-07", series="all", year=2024).is_empty()
    assert frame.height == 9 + 14 + (15 + 10 + 10)


def test_points_damage(tmp_path: Path) -> None:
    folder = points(tmp_path)
    april = folder / "IdealpointestimatesAll_Apr2020.csv"
    text = april.read_bytes()
    april.write_bytes(text.replace(b"49,2,50,", b"49,999,50,"))
    refused(POINTS, tmp_path, april.name, "unknown code 999 in column ccode, row 2")
    april.write_bytes(text.replace(b"IdealPoint,", b"Theta,"))
    refused(POINTS, tmp_path, april.name, "column IdealPoint is missing")
    april.write_bytes(text.replace(b"73,2,74,", b"73,2,50,"))
    refused(POINTS, tmp_path, april.name, "USA has two values of legacy in 1995")
    april.write_bytes(text)
    packed = gz(april)
    assert read(POINTS, tmp_path)
    packed.write_bytes(packed.read_bytes()[:-40])
    refused(POINTS, tmp_path, packed.name, "cannot be read")


@pytest.mark.parametrize("name", ["IdealpointestimatesAll_Jun2024.csv", "IdealpointsJuly2025.dta"])
def test_points_truncated(name: str, tmp_path: Path) -> None:
    packed = gz(points(tmp_path) / name)
    packed.write_bytes(packed.read_bytes()[: packed.stat().st_size // 2])
    refused(POINTS, tmp_path, name, "cannot be read")


# Declarations -------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)
def test_declaration_is_complete(source: Source, tmp_path: Path) -> None:
    for field in (
        "title",
        "version",
        "citation",
        "licence",
        "landing_url",
        "download_url",
        "grain",
        "coverage",
    ):
        assert getattr(source, field).strip(), field
    assert source.ships == "values"
    assert source.defects
    with pytest.raises(SourceError, match=source.id):
        source.locate(tmp_path)
