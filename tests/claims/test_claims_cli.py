"""Claims, studies and casefiles on the command line: answers, exit codes, one-line errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from amity.cli.printing import SHAPES
from ran import Ran

Amity = Callable[..., Ran]

CLAIM = """\
study: mine
title: Mine
claims:
  - {{id: a, text: Trade, kind: quantity, pillar: trade, test: {{indicator: trade.flow, of: RUS, on: CHN, years: 2014,
      op: '=', value: {value}, unit: USD bn}}}}
"""


@pytest.mark.parametrize(
    ("value", "code", "outcome", "word"),
    [("41.6", 0, "agrees", "The data agree (1)"), ("4.1", 1, "contradicts", "The data contradict (1)")],
)
def test_a_file_is_run(amity: Amity, tmp_path: Path, value: str, code: int, outcome: str, word: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(CLAIM.format(value=value), encoding="utf-8")
    ran = amity("claims", "run", str(path))
    assert ran.code == code
    assert word in ran.out
    answer = json.loads(amity("claims", "run", str(path), "--json").out)
    assert set(answer) == {"amity", "atlas", "command", *SHAPES["claims"]}
    assert answer["rows"][0]["outcome"] == outcome
    rows = amity("claims", "run", str(path), "--csv").out.splitlines()
    assert rows[0].startswith("study,id,kind")
    assert len(rows) == 2


def test_a_broken_file_is_one_line(amity: Amity, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(CLAIM.format(value="much"), encoding="utf-8")
    ran = amity("claims", "run", str(path))
    assert ran.code == 2
    assert "mine.yaml line 5" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_studies_are_listed_and_told(amity: Amity) -> None:
    answer = json.loads(amity("studies", "--json").out)
    assert {study["study"] for study in answer["studies"]} >= {"baev-2019", "marange-2015"}
    assert sum(study["claims"] for study in answer["studies"]) == 596
    one = amity("studies", "baev-2019", "--verdict", "contradicts")
    assert one.code == 0
    assert "The data contradict (4)" in one.out
    assert "The data agree" not in one.out
    # Nobody reads beyond the right edge.
    assert max(len(line.rstrip()) for line in amity("studies", "baev-2019").out.splitlines()) <= 120


def test_studies_are_written_as_pages(amity: Amity, tmp_path: Path) -> None:
    one, every = tmp_path / "one.html", tmp_path / "all.html"
    assert amity("studies", "baev-2019", "--out", str(one)).out.strip() == str(one)
    text = one.read_text(encoding="utf-8")
    assert "A stalled pseudo-alliance" in text
    assert text.count('class="claim ') == 61
    assert amity("studies", "--out", str(every)).code == 0
    assert every.read_text(encoding="utf-8").count('class="claim ') == 596
    assert amity("studies", "--out", str(tmp_path)).code == 2


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("studies", "bev-2019"), "Did you mean baev-2019"),
        (("studies", "--pillar", "trade"), "need a study"),
        (("studies", "baev-2019", "--pillar", "sport"), "there are"),
        (("studies", "baev-2019", "--verdict", "true"), "agrees"),
        (("casefile", "show", "china"), "takes two states"),
        (("casefile", "check"), "takes a folder"),
        (("casefile", "show", "china", "russia", "rumours"), "there are series"),
        (("casefile", "list", "--to", "x"), "goes with"),
    ],
)
def test_wrong_use_is_one_line(amity: Amity, argv: tuple[str, ...], words: str) -> None:
    ran = amity(*argv)
    assert ran.code == 2
    assert words in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_casefiles_are_listed_shown_made_and_checked(amity: Amity, tmp_path: Path) -> None:
    assert json.loads(amity("casefile", "list", "--json").out)["rows"][0]["a"] == "CHN"
    assert "719" in amity("casefile", "show", "russia", "china").out
    assert "Yamal LNG" in amity("casefile", "show", "china", "russia", "projects").out
    folder = tmp_path / "case"
    assert amity("casefile", "new", "india", "russia", "--to", str(folder)).code == 0
    assert amity("casefile", "check", str(folder)).code == 0
    (folder / "events.csv").write_text("date\n", encoding="utf-8")
    ran = amity("casefile", "check", str(folder))
    assert ran.code == 1
    assert "events.csv line 1" in ran.out
    answer = json.loads(amity("casefile", "check", str(folder), "--json").out)
    assert set(answer) == {"amity", "atlas", "command", *SHAPES["casefile"]}
    assert answer["problems"][0]["file"] == "events.csv"
    assert amity("casefile", "show", "india", "china").code == 3
