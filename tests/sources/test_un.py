"""The five United Nations sources: samples in official layouts, damage, and the published check values."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import polars as pl
import pyreadr
import pytest

from amity.atlas import assemble_votes
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
from library import LIBRARY, samples

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


# The real files -----------------------------------------------------------------------------------

needs_raw = [
    pytest.mark.raw,
    pytest.mark.skipif(not (LIBRARY / UNVOTES.id).is_dir(), reason=f"no raw files in {LIBRARY}"),
]


def raw(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that reads the raw library."""
    for mark in needs_raw:
        test = mark(test)
    return test


@cache
def held(source: Source) -> Tables:
    return read(source, LIBRARY)


@cache
def joined() -> tuple[pl.DataFrame, pl.DataFrame]:
    pairs = [(held(s)["roll_calls"], held(s)["votes"]) for s in (UNVOTES, DGACM)]
    calls, votes = assemble_votes.join(pairs[0], pairs[1])
    CONTRACTS["roll_calls"].validate(calls)
    CONTRACTS["votes"].validate(votes)
    return calls, votes


def together(votes: pl.DataFrame, calls: pl.DataFrame, on: str, a: str, b: str) -> pl.DataFrame:
    """Votes of two states on the same items, with what `calls` says on each."""
    both = votes.filter(state=a).join(votes.filter(state=b), on=on, suffix="_b")
    return both.join(calls, on=on).with_columns(is_same=pl.col("vote") == pl.col("vote_b"))


def printed(share: float) -> float:
    """Rounded as in SECURITY.md: first to three places, then to two, half up (2018: .78495 → .79)."""
    once = Decimal(str(share)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return float(once.quantize(Decimal("0.01"), ROUND_HALF_UP))


@raw
def test_join_is_exact_in_session_74() -> None:
    calls, votes = joined()
    assert (calls.height, votes.height) == (6843, 982_334)
    ours, theirs = held(UNVOTES), held(DGACM)
    shared = ours["roll_calls"].join(theirs["roll_calls"], on=("symbol", "day"))
    assert shared.height == 90
    cast = ours["votes"].join(shared, on="roll_call").select("symbol", "state", "vote")
    more = theirs["votes"].join(shared, left_on="roll_call", right_on="roll_call_right")
    more = more.select("symbol", "state", "vote")
    assert cast.height == 16_174
    assert cast.sort("symbol", "state").equals(more.sort("symbol", "state"))


AGREEMENT = """
    1971 50 .80 .29 | 1980 86 .76 .20 | 1988 128 .92 .10 | 1991 67 .54 .09 | 1993 62 .39 .08 | 1995 76 .45 .13
    2000 75 .75 .18 | 2005 95 .72 .10 | 2010 86 .74 .24 | 2013 61 .74 .13 | 2014 76 .70 .14 | 2016 108 .68 .30
    2018 93 .79 .12 | 2019 86 .79 .14 | 2020 89 .79 .10 | 2021 86 .77 .17 | 2022 88 .71 .16 | 2023 87 .67 .16
    2024 91 .66 .19 | 2025 184 .79 .04
"""


@raw
def test_agreement_by_calendar_year() -> None:
    """Table of SECURITY.md. Its 2020 is DGACM alone (88, .78); joined, 74/267 of January is there too."""
    calls, votes = joined()
    russia, america = (together(votes, calls, "roll_call", "CHN", other) for other in ("RUS", "USA"))
    rows = [line.split() for line in AGREEMENT.replace("\n", "|").split("|") if line.strip()]
    entries = [entry for row in rows for entry in [row[i : i + 4] for i in range(0, len(row), 4)]]
    assert len(entries) == 20
    for year, n, same, american in entries:
        found = russia.filter(year=int(year))
        shares = [float(f.filter(year=int(year))["is_same"].mean()) for f in (russia, america)]
        assert found.height == int(n), year
        assert [printed(s) for s in shares] == [float(same), float(american)], year
    alone = together(held(DGACM)["votes"], held(DGACM)["roll_calls"], "roll_call", "CHN", "RUS").filter(year=2020)
    assert (alone.height, printed(float(alone["is_same"].mean()))) == (88, 0.78)


@raw
@pytest.mark.parametrize(
    ("session", "n", "agree"),
    [
        (26, 48, 0.8542),
        (40, 146, 0.8048),
        (47, 70, 0.6571),
        (50, 78, 0.6859),
        (55, 66, 0.8788),
        (60, 73, 0.8767),
        (65, 67, 0.8507),
        (70, 72, 0.8333),
        (72, 90, 0.8778),
        (74, 87, 0.8736),
    ],
)
def test_agreement_by_session(session: int, n: int, agree: float) -> None:
    """methods.md 2.2, rules of 1.2: sessions after the 44th (1989) without parts; no unanimous vote."""
    calls = held(UNVOTES)["roll_calls"].filter(session=str(session))
    if session > 44:
        calls = calls.filter(~pl.col("is_part").fill_null(value=False))
    votes = held(UNVOTES)["votes"].join(calls.select("roll_call"), on="roll_call")
    votes = votes.filter(pl.col("vote").n_unique().over("roll_call") > 1).cast({"vote": pl.Int8})
    both = together(votes, calls, "roll_call", "CHN", "RUS")
    assert both.height == n
    found = both.select((1 - (pl.col("vote") - pl.col("vote_b")).abs() / 2).mean()).item()
    assert round(found, 4) == agree


@raw
def test_seat_of_china() -> None:
    calls, votes = joined()
    dated = votes.join(calls.select("roll_call", "session", "year"), on="roll_call")
    assert dated.filter(state="TWN")["year"].max() == 1971
    assert dated.filter(state="CHN").select(pl.col("session").head(1)).item() == "26"
    assert dated.filter(state="CHN")["year"].min() == 1971
    assert dated.filter(state="TWN").height == 1233


@raw
def test_days_are_wrong_until_1996() -> None:
    """The declared defect; if this fails, the file was mended and the declaration must go."""
    calls = held(UNVOTES)["roll_calls"]
    assert calls.filter(pl.col("year") <= 1996)["day"].dt.day().max() == 7


@raw
def test_emergency_votes_as_published() -> None:
    calls, votes = joined()
    for symbol, counts in {"ES-11/1": (141, 35, 5), "ES-11/4": (143, 35, 5), "ES-11/5": (94, 73, 14)}.items():
        cast = votes.join(calls.filter(symbol=symbol), on="roll_call")["vote"]
        assert tuple((cast == v).sum() for v in (1, 2, 3)) == counts


@raw
def test_council_agreement() -> None:
    tables = held(COUNCIL)
    assert tables["council_items"].height == 1538
    assert tables["council_votes"]["item"].n_unique() == 1525
    both = together(tables["council_votes"], tables["council_items"], "item", "CHN", "RUS")
    expected = {2019: 0.90, 2020: 0.91, 2021: 0.93, 2022: 0.89, 2023: 0.84, 2024: 0.82, 2025: 0.93}
    for year, share in expected.items():
        assert round(float(both.filter(year=year)["is_same"].mean()), 2) == share
    recent = both.filter(pl.col("year").is_between(2022, 2025))
    assert recent.height == 190
    assert round(float(recent["is_same"].mean()), 3) == 0.868


@raw
def test_vetoes_in_full() -> None:
    tables = held(VETOES)
    assert tables["council_items"].height == 214
    both = together(tables["council_votes"], tables["council_items"], "item", "CHN", "RUS")
    assert (both.height, both["year"].min(), both["year"].max()) == (14, 2007, 2022)
    assert "TWN" not in tables["council_votes"]["state"]


IDEAL = {
    1971: ((1.768, 1.614, 1.927), (-2.425, -2.756, -2.089), (-0.976, -1.489, -0.485), 1.449),
    1985: ((2.854, 2.724, 2.995), (-1.459, -1.726, -1.222), (0.181, 0.042, 0.323), 1.641),
    1990: ((3.068, 2.882, 3.263), (-0.136, -0.359, 0.092), (-0.167, -0.420, 0.036), 0.031),
    1991: ((2.977, 2.760, 3.180), (0.691, 0.545, 0.842), (-0.302, -0.571, -0.069), 0.993),
    1995: ((3.130, 2.901, 3.378), (1.156, 0.971, 1.339), (-1.503, -1.823, -1.196), 2.659),
    2000: ((2.664, 2.477, 2.865), (0.211, 0.032, 0.368), (-0.736, -1.044, -0.462), 0.947),
    2005: ((2.890, 2.692, 3.081), (0.081, -0.065, 0.233), (-0.741, -0.978, -0.514), 0.822),
    2010: ((2.519, 2.326, 2.719), (0.023, -0.115, 0.180), (-0.859, -1.155, -0.559), 0.882),
    2014: ((2.668, 2.468, 2.863), (0.071, -0.084, 0.209), (-0.842, -1.104, -0.571), 0.913),
    2015: ((2.592, 2.404, 2.779), (0.179, 0.033, 0.316), (-0.259, -0.437, -0.087), 0.438),
    2017: ((2.680, 2.492, 2.879), (0.110, -0.044, 0.254), (-0.378, -0.584, -0.190), 0.488),
    2019: ((2.695, 2.511, 2.867), (0.142, 0.008, 0.281), (-0.334, -0.529, -0.155), 0.476),
}


@raw
@pytest.mark.parametrize("year", IDEAL)
def test_ideal_points_of_2020(year: int) -> None:
    """methods.md 1.4, three decimals."""
    frame = held(POINTS)["ideal_points"].filter(year=year, series="legacy", vintage="2020-04")
    found = {s: v for s, *v in frame.select("state", "value", "low", "high").iter_rows()}
    for state, expected in zip(("USA", "RUS", "CHN"), IDEAL[year], strict=False):
        assert found[state] == pytest.approx(expected, abs=0.0005001)
    assert abs(found["CHN"][0] - found["RUS"][0]) == pytest.approx(IDEAL[year][3], abs=0.0005001)


@raw
def test_ideal_points_in_full() -> None:
    frame = held(POINTS)["ideal_points"]
    sizes = {(v, s): n for v, s, n in frame.group_by("vintage", "series").len().iter_rows()}
    assert sizes == {
        ("2025-07", "final"): 11_421,
        ("2025-07", "all"): 11_232,
        ("2025-07", "legacy"): 11_238,
        ("2024-06", "all"): 11_238,
        ("2020-04", "legacy"): 10_469,
    }
    old = frame.filter(vintage="2020-04")["value"]
    assert (round(float(old.mean()), 3), round(float(old.std()), 3)) == (0.0, 0.985)
    final = frame.filter(vintage="2025-07", series="final")
    distances = {1971: 1.90, 1989: 0.53, 1995: 2.95, 2014: 0.81, 2021: 0.36, 2022: 0.54, 2024: 0.26}
    for year, distance in distances.items():
        at = dict(final.filter(year=year).select("state", "value").iter_rows())
        assert printed(abs(at["CHN"] - at["RUS"])) == distance
    # The edition of 2024 calls "all" what that of 2025 calls "legacy".
    twin = frame.filter(vintage="2024-06").join(frame.filter(series="legacy", vintage="2025-07"), on=("state", "year"))
    assert twin.height == 11_238
    assert twin.select((pl.col("value") - pl.col("value_right")).abs().max()).item() < 1e-6


@raw
def test_count_of_defects_is_as_declared() -> None:
    """Every resolution declared as miscounted or nameless still is."""
    named = {"75": "A/RES/75/290 A", "77": "A/RES/77/293"}
    for session, symbol in named.items():
        with gzip.open(LIBRARY / DGACM.id / f"{session}.json.gz", "rt", encoding="utf-8") as lines:
            record = next(r for r in map(json.loads, lines) if r["symbol"] == symbol)
        assert int(record["MS_abstaining_count"]) != len(record["MS_abstaining"])
    calls, votes = joined()
    doubled = votes.join(calls.filter(symbol="75/290A"), on="roll_call")["vote"]
    assert [(doubled == v).sum() for v in (1, 2, 3)] == [90, 47, 0]
