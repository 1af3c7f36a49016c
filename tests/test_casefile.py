"""Casefiles: the shipped one holds what was collected; a broken one says where, and is never used in part."""

from __future__ import annotations

import csv
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from amity import casefile
from amity.casefile.schema import FILES, day_span
from amity.casefile.system import HYPOTHESES, NAMING, SYSTEM
from amity.claims import studies
from amity.errors import NoDataError, UsageError
from amity.scores import hypotheses
from library import LIBRARY

COLLECTED = LIBRARY.parent / "casefile" / "china-russia"
SHIPPED = casefile.available()["CHN", "RUS"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "CHN-RUS"))


def test_the_shipped_casefile_keeps_its_rules() -> None:
    problems, found = casefile.check(SHIPPED)
    assert problems == ()
    assert found is not None
    assert (found.a, found.b) == ("CHN", "RUS")
    assert {name: found[name].height for name in ("series", "meetings", "exercises")} == {
        "series": 719,
        "meetings": 161,
        "exercises": 55,
    }
    for name, frame in found.frames.items():
        assert frame.height, name
        assert frame["source_title"].null_count() == 0


def test_either_order_and_any_pair() -> None:
    assert casefile.find("RUS", "CHN") is casefile.find("CHN", "RUS")
    assert casefile.find("USA", "CHN") is None
    with pytest.raises(NoDataError, match="casefile new USA CHN"):
        casefile.require("USA", "CHN")


def test_a_link_without_its_mechanism_is_told_with_every_line(copy: Path) -> None:
    path = copy / "mechanisms.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = next(line for line in lines if line.startswith("energy,"))
    path.write_text("".join(line for line in lines if line != gone), encoding="utf-8")
    problems, _ = casefile.check(copy)
    links = (SHIPPED / "links.csv").read_text(encoding="utf-8").splitlines()
    assert [p.line for p in problems] == [n for n, line in enumerate(links, 1) if line.startswith("energy,")]
    assert {(p.file, p.column) for p in problems} == {("links.csv", "mechanism")}


def _named_ids() -> dict[tuple[str, str], set[str]]:
    found = casefile.load(SHIPPED)
    return {
        (name, column): {part.strip() for cell in found[name][column].drop_nulls() for part in cell.split(";")}
        for name, columns in NAMING.items()
        for column in columns
    }


def test_every_claim_and_study_that_is_named_exists() -> None:
    known = set(studies.shipped()) | {claim.id for study in studies.shipped().values() for claim in study.claims}
    named = _named_ids()
    assert {name for name, _ in named} >= {"actors", "mechanisms", "links", "gaps", "interests", "contradictions"}
    for where, ids in named.items():
        assert ids, where
        assert ids <= known, where


def test_mechanisms_and_readings_are_those_that_claims_bear_on() -> None:
    bearing = [b for s in studies.shipped().values() for c in s.claims for b in (c.untested, c.bears_on) if b]
    found = casefile.load(SHIPPED)
    assert set(found["mechanisms"]["mechanism"]) == {b.mechanism for b in bearing if b.mechanism}
    assert set(found["links"]["mechanism"]) == set(found["mechanisms"]["mechanism"])
    assert tuple(hypotheses.HYPOTHESES) == HYPOTHESES
    assert {b.hypothesis for b in bearing if b.hypothesis} <= set(HYPOTHESES)


def test_the_two_kinds_of_files_are_kept_apart() -> None:
    """A claim may be tested against facts alone, never against what a study says."""
    assert not FILES.keys() & SYSTEM.keys()
    assert {**FILES, **SYSTEM} == casefile.EVERY


SPECIFICATION = LIBRARY.parent / "seeds" / "system.md"


@pytest.mark.raw
@pytest.mark.skipif(not SPECIFICATION.is_file(), reason="the specification is not here")
@pytest.mark.parametrize(("section", "file"), [("## 3.", "flows"), ("## 7.", "readings"), ("## 8.", "interests")])
def test_every_row_of_the_specification_has_one_here(section: str, file: str) -> None:
    text = SPECIFICATION.read_text(encoding="utf-8")
    part = text[text.index(section) :].split("\n## ", 1)[0]
    rows = [line for line in part.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(rows) > 5
    assert casefile.load(SHIPPED)[file].height == len(rows)


@pytest.mark.raw
@pytest.mark.skipif(not SPECIFICATION.is_file(), reason="the specification is not here")
def test_every_figure_of_the_specification_is_a_claim_that_ships() -> None:
    cited = set(
        re.findall(r"`((?:duggal|baev|bulletin|marange)-\d{4}-\d+)`", SPECIFICATION.read_text(encoding="utf-8"))
    )
    assert len(cited) > 200
    assert cited <= {claim.id for study in studies.shipped().values() for claim in study.claims}


@pytest.mark.raw
@pytest.mark.skipif(not SPECIFICATION.is_file(), reason="the specification is not here")
@pytest.mark.parametrize(
    ("section", "columns"),
    [("## 4.", ("mechanisms", "links")), ("## 6.", ("gaps",)), ("## 11.", ("contradictions",))],
)
def test_every_claim_the_specification_cites_is_named_here(section: str, columns: tuple[str, ...]) -> None:
    text = SPECIFICATION.read_text(encoding="utf-8")
    part = text[text.index(section) :].split("\n## ", 1)[0]
    cited = set(re.findall(r"`((?:duggal|baev|bulletin|marange)-\d{4}-\d+)`", part))
    assert len(cited) > 20
    named = set[str]().union(*(ids for (name, _), ids in _named_ids().items() if name in columns))
    assert cited <= named


@pytest.mark.raw
@pytest.mark.skipif(not COLLECTED.is_dir(), reason="the collected facts are not here")
@pytest.mark.parametrize("name", FILES)
def test_every_fact_collected_with_a_source_ships_unchanged(name: str) -> None:
    coded = {"type", "host", "multilateral", "pillar", "outcome", "position_a", "position_b"}
    with (
        (COLLECTED / f"{name}.csv").open(encoding="utf-8", newline="") as one,
        (SHIPPED / f"{name}.csv").open(encoding="utf-8", newline="") as other,
    ):
        collected, shipped = list(csv.DictReader(one)), list(csv.DictReader(other))
    assert len(collected) == len(shipped) > 0
    shared = (collected[0].keys() & shipped[0].keys()) - coded
    assert len(shared) > 5
    for row, kept in zip(collected, shipped, strict=True):
        assert {c: row[c] for c in shared} == {c: kept[c] for c in shared}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2014-12", "2014-12-01", "2014-12-31"),
        ("2014-05-21", "2014-05-21", "2014-05-21"),
    ],
)
def test_a_date_means_the_days_it_may_be(text: str, first: str, last: str) -> None:
    assert tuple(day.isoformat() for day in day_span(text)) == (first, last)


@pytest.mark.parametrize(
    "text", ["2014-13", "2014-02-30", "14", "2014-5", "", "９９９９", "1799", "2101", "2014-05-21T00"]
)
def test_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no|outside"):
        day_span(text)


def test_an_empty_casefile_is_made_and_is_valid_but_for_what_only_its_writer_knows(tmp_path: Path) -> None:
    folder = casefile.create("india", "Russia", tmp_path / "new")
    problems, found = casefile.check(folder)
    assert problems == ()
    assert found is not None
    assert (found.a, found.b, found.rows) == ("IND", "RUS", 0)
    assert all(frame.schema == dict(casefile.EVERY[name].schema) for name, frame in found.frames.items())
    with pytest.raises(UsageError, match="not empty"):
        casefile.create("india", "russia", folder)


def test_ones_own_goes_before_the_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMITY_HOME", str(tmp_path))
    assert casefile.available()["CHN", "RUS"] == SHIPPED
    shutil.copytree(SHIPPED, tmp_path / "casefiles" / "CHN-RUS")
    assert casefile.available()["CHN", "RUS"] == tmp_path / "casefiles" / "CHN-RUS"
    (tmp_path / "casefiles" / "CHN-RUS" / "events.csv").write_text("", encoding="utf-8")
    with pytest.raises(casefile.CasefileError, match=r"events\.csv line 1"):
        casefile.find("CHN", "RUS")


#: What may happen to a cell, and what the message must then speak of.
CELLS: list[tuple[str, str, str, str]] = [
    ("series", "value", "12,5", "is no number"),
    ("series", "value", "nan", "is no number"),
    ("series", "value", "1e400", "is no number"),
    ("series", "value", "", "is empty"),
    ("series", "period", "2014/2010", "ends before"),
    ("series", "period", "2014/", "is no date"),
    ("series", "subject", "Atlantis", "is no state"),
    ("series", "subject", "Atlantis: North", "is no state"),
    ("series", "source_title", "", "is empty"),
    ("series", "source_url_or_repo", "javascript:alert(1)", "is no address"),
    ("meetings", "type", "dinner", "is none of"),
    ("meetings", "date", "yesterday", "is no date"),
    ("meetings", "date", "2014-00-10", "no day of the calendar"),
    ("meetings", "who", " ", "is empty"),
    ("exercises", "end", "1999", "lies before start"),
    ("exercises", "participants", "", "is empty"),
    ("agreements", "status", "great", "is none of"),
    ("agreements", "kind", "TREATY", "is none of"),
    ("projects", "outcome", "", "is empty"),
    ("projects", "actual_completion", "1800", "lies before announced_date"),
    ("arms", "quantity", "many", "is no number"),
    ("divergences", "status", "x" * 5_000, "is none of"),
    ("events", "direction", "2", "is none of"),
    ("events", "pillar", "security", "is none of"),
    ("events", "date", "２０１４", "is no date"),
    ("actors", "kind", "planet", "is none of"),
    ("actors", "said_by", "", "is empty"),
    ("flows", "source_title", "", "is empty"),
    ("mechanisms", "mechanism", "Pressure drives!", "is no id"),
    ("mechanisms", "loop", "round", "is none of"),
    ("mechanisms", "asserted_by", "Baev, p. 3", "is no id"),
    ("links", "sign", "++", "is none of +, -, 0"),
    ("links", "step", "1.5", "is no step"),
    ("links", "mechanism", "no-such-thing", "has no row in mechanisms.csv"),
    ("gaps", "direction", "sideways", "is none of"),
    ("interests", "status", "", "is empty"),
    ("readings", "hypothesis", "friendship", "is none of"),
    ("timeline", "date", "999", "is no date"),
    ("measures", "kind", "feeling", "is none of"),
    ("contradictions", "claims", "baev-2019-01;;baev-2019-02", "is no id"),
]


@pytest.mark.parametrize(("name", "column", "text", "reason"), CELLS)
def test_a_bad_cell_is_told_with_file_line_and_column(
    copy: Path, name: str, column: str, text: str, reason: str
) -> None:
    path = copy / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    at = next(i for i, row in enumerate(rows) if row.get("announced_date", row.get("end", "x")))
    rows[at][column] = text
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    problems, _ = casefile.check(copy)
    assert [(p.file, p.line, p.column) for p in problems] == [(f"{name}.csv", at + 2, column)]
    assert reason in problems[0].reason
    assert len(str(problems[0])) < 500
    with pytest.raises(casefile.CasefileError, match=f"{name}.csv line {at + 2}, {column}"):
        casefile.load(copy)


def _repeat(data: bytes) -> bytes:
    return data + data.splitlines(keepends=True)[-1]


#: What may happen to a whole file.
FILES_HARMED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("repeated row", _repeat, "says the same as line"),
    ("header of another", lambda data: data.replace(b"date,", b"day,", 1), "header lacks date"),
    ("columns in another order", lambda data: data.replace(b"date,event", b"event,date", 1), "in this order"),
    ("cut within a row", lambda data: data[: data.rindex(b",") - 30], "cells"),
    ("one cell more", lambda data: data.rstrip(b"\n") + b",more\n", "cells"),
    ("not UTF-8", lambda data: data + b"\xff\xfe", "is not UTF-8"),
    ("NUL", lambda data: data[:200] + b"\0" + data[200:], "NUL"),
    ("open quote", lambda data: data + b'2014,"open', "CSV"),
    ("junk of 10 MB", lambda _: random.Random(1).randbytes(10_000_000), "longer than"),
    ("a page instead", lambda _: b"<!doctype html><html></html>", "header lacks"),
    ("nothing at all", lambda _: b"", "header lacks"),
]


@pytest.mark.parametrize(("harm", "reason"), [(h, r) for _, h, r in FILES_HARMED], ids=[n for n, _, _ in FILES_HARMED])
def test_a_harmed_file_is_told(copy: Path, harm: Callable[[bytes], bytes], reason: str) -> None:
    path = copy / "events.csv"
    path.write_bytes(harm(path.read_bytes()))
    problems, _ = casefile.check(copy)
    assert problems
    assert {p.file for p in problems} == {"events.csv"}
    assert reason in " ".join(map(str, problems))
    with pytest.raises(casefile.CasefileError, match=r"events\.csv"):
        casefile.load(copy)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is missing or no text"),
        ('a = "CHN"', "is missing"),
        ("a = [", "Invalid"),
        ("a = " + "[" * 5_000, "casefile.toml"),
        ('a = "CHN"\nb = "Atlantis"\ntitle = "x"\ncompiled = ""\nabout = ""', "Atlantis"),
        ('a = "CHN"\nb = "China"\ntitle = "x"\ncompiled = ""\nabout = ""', "same state"),
        ('a = "CHN"\nb = "RUS"\ntitle = 3\ncompiled = ""\nabout = ""', "no text"),
        ('a = "CHN"\nb = "RUS"\ntitle = "x"\ncompiled = ""\nabout = ""\nc = 1', "unknown"),
    ],
)
def test_a_bad_head_is_told(copy: Path, text: str, reason: str) -> None:
    (copy / casefile.FACTS).write_text(text, encoding="utf-8")
    problems, _ = casefile.check(copy)
    assert reason in " ".join(map(str, problems))


def test_a_stranger_among_the_files_is_told(copy: Path) -> None:
    (copy / "rumours.csv").write_text("a,b\n", encoding="utf-8")
    problems, _ = casefile.check(copy)
    assert [str(p) for p in problems] == [
        f"rumours.csv: is no file of a casefile; there are {', '.join(casefile.EVERY)}",
    ]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(casefile.CasefileError, match="is not a folder"):
        casefile.load(tmp_path / "nowhere")


@pytest.mark.parametrize("seed", range(50))
def test_whatever_bytes_change_there_is_a_casefile_or_a_message(copy: Path, seed: int) -> None:
    draw = random.Random(seed)
    path = draw.choice(sorted(p for p in copy.iterdir() if p.suffix in {".csv", ".toml"}))
    data = bytearray(path.read_bytes())
    for _ in range(draw.randint(1, 20)):
        at = draw.randrange(len(data))
        match draw.randrange(4):
            case 0:
                data[at] = draw.randrange(256)
            case 1:
                del data[at : at + draw.randint(1, 200)]
            case 2:
                data[at:at] = draw.randbytes(draw.randint(1, 50))
            case _:
                data[at:at] = draw.choice([b'"', b",", b"\n", "\u202e\ufeff".encode(), b"=cmd()"])
    path.write_bytes(bytes(data))
    problems, found = casefile.check(copy)
    assert problems or found is not None
    for problem in problems:
        assert problem.reason
        assert "\n" not in str(problem)
    if not problems:
        assert found is not None
        assert all(isinstance(frame, pl.DataFrame) for frame in found.frames.values())
