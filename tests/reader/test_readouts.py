"""Two accounts of one meeting: single rules, the call of 25 August 2021, the page, the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import amity as package
from amity.errors import UsageError
from amity.reader import documents, passages, readouts_page
from amity.reader.readouts import LONGEST, Comparison, compare
from ran import Ran

HERE = Path(__file__).parent / "readouts"


def _compared(a: str, b: str) -> Comparison:
    return compare(documents.from_text(a, "a"), documents.from_text(b, "b"))


def _outcome(a: str, b: str, topic: str) -> str:
    return next(row.outcome for row in _compared(a, b).rows if row.topic == topic)


def _pair(name: str) -> tuple[str, str]:
    held = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return held["a"], held["b"]


def test_the_call_of_25_august_2021() -> None:
    """Support on Taiwan, Hong Kong, Xinjiang and the South China Sea stands in the Chinese account alone."""
    found = _compared(*_pair("call-2021-08-25"))
    assert found.sides == ("CHN", "RUS")
    alone = {row.topic: row for row in found.rows if row.outcome == "only A"}
    assert {"core-interests", "taiwan", "hong-kong", "xinjiang", "south-china-sea"} == set(alone)
    passage = found.passages_a[alone["taiwan"].a[0]]
    assert "core interests" in passage.text
    assert [(p.stance, p.sign, p.holder) for p in passage.positions] == [("supports", 1, ("RUS",))]
    assert not found.contradicts


@pytest.mark.parametrize(
    ("a", "b", "topic", "outcome"),
    [
        (
            "Russia supports China's position on Taiwan.",
            "Russia does not support China's position on Taiwan.",
            "taiwan",
            "contradicts",
        ),
        (
            "China welcomed Russia's proposal on gas supplies.",
            "China rejected Russia's proposal on gas supplies.",
            "gas",
            "contradicts",
        ),
        # Two sides with opposed views are two positions, not a contradiction.
        (
            "China opposes the sanctions on Russian banks.",
            "The United States supports the sanctions on Russian banks.",
            "sanctions",
            "both",
        ),
        (
            "Russia supports China's position on the South China Sea.",
            "Moscow does not take sides in the South China Sea dispute.",
            "south-china-sea",
            "cannot tell",
        ),
        (
            "Russia will deliver 30 bcm of gas to China in 2025.",
            "Gazprom will supply China with 38 bcm of natural gas in 2025.",
            "gas",
            "contradicts",
        ),
        (
            "Trade reached 190 billion dollars in 2022.",
            "The sides aim to raise trade to 200 billion dollars by 2024.",
            "trade",
            "both",
        ),
        ("Trade exceeded 200 billion dollars.", "Bilateral trade reached 240 billion dollars.", "trade", "both"),
        (
            "Trade exceeded 228 billion dollars.",
            "Bilateral trade exceeded 240 billion dollars.",
            "trade",
            "contradicts",
        ),
        (
            "The President of Russia will visit Beijing in October.",
            "Vladimir Putin will pay a visit to Beijing in November.",
            "visits",
            "contradicts",
        ),
        (
            "China and Russia agreed on gas prices.",
            "No agreement was reached on gas prices.",
            "gas-prices",
            "cannot tell",
        ),
        (
            "The sides agreed to lift tariffs on steel.",
            "The sides agreed to impose tariffs on steel.",
            "tariffs",
            "contradicts",
        ),
        ("China and India discussed gas prices.", "China and India discussed energy.", "gas-prices", "only A"),
        ("China and India spoke of ties with Japan.", "China and India spoke of tourism.", "third:JPN", "only A"),
        ("Товарооборот достиг 240 млрд долларов.", "双边贸易额达到2200亿美元。", "trade", "contradicts"),
        (
            "Россия поддерживает позицию Китая по Тайваню.",
            "Россия не поддерживает позицию Китая по Тайваню.",
            "taiwan",
            "contradicts",
        ),
    ],
)
def test_rules(a: str, b: str, topic: str, outcome: str) -> None:
    assert _outcome(a, b, topic) == outcome
    turned = {"only A": "only B"}.get(outcome, outcome)
    assert _outcome(b, a, topic) == turned


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Xi Jinping stressed that Russia supports the plan for Ukraine.", {"RUS"}),
        ("The Russian side reaffirmed its support for the plan for Ukraine.", {"RUS"}),
        ("The plan for Ukraine was condemned by Russia in the talks with China.", {"RUS"}),
        ("The two sides agreed to back the plan for Ukraine.", {"CHN", "RUS"}),
        ("China and Russia oppose the plan for Ukraine.", {"CHN", "RUS"}),
        ("China’s position is that Russia opposes the plan for Ukraine.", {"RUS"}),
    ],
)
def test_who_holds_a_position(text: str, holders: set[str]) -> None:
    (passage,) = passages.read(documents.from_text(text), ("CHN", "RUS"), 2023)
    signed = [p for p in passage.positions if p.sign] or list(passage.positions)
    assert {code for p in signed for code in p.holder} == holders


def test_what_only_looks_like_a_stance() -> None:
    text = "The sides discussed the fight against terrorism, core concerns and political will in Syria."
    (passage,) = passages.read(documents.from_text(text), ("CHN", "RUS"), 2023)
    assert [p.stance for p in passage.positions] == ["discussed"]


def test_greetings_are_set_apart() -> None:
    a = "Good afternoon, dear friends.\n\nThe talks were held in a warm atmosphere.\n\nBoth sides discussed Syria."
    found = _compared(a, "Russia and China discussed Syria.")
    assert found.marks_a == ("set apart", "set apart", "both")


def test_too_long_is_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError, match=f"{LONGEST:,} are compared. Cut out"):
        _compared("China and Russia spoke of trade. " * 2000, "China and Russia spoke of trade.")


def test_the_page_needs_nothing_else() -> None:
    found = compare(
        *(documents.from_text(text, "x") for text in _pair("russia-turkey-call")), names=("Moscow", "<Ankara>")
    )
    page = readouts_page.render(found)
    assert "<Ankara>" not in page
    assert "&lt;Ankara&gt;" in page
    assert "<script" not in page
    assert "style-src &#39;sha256-" in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    anchors = set(re.findall(r'id="([ab]\d+)"', page))
    goals = set(re.findall(r'href="#([ab]\d+)"', page))
    assert goals
    assert goals <= anchors
    assert len(anchors) == len(found.passages_a) + len(found.passages_b)


def test_hostile_words_stay_words() -> None:
    page = readouts_page.render(_compared("China <script>alert(1)</script> opposes tariffs.", "Russia & tariffs."))
    assert "<script" not in page
    assert "alert(1)" in page


def test_the_command(amity: Callable[..., Ran], tmp_path: Path) -> None:
    a, b = _pair("russia-turkey-call")
    (tmp_path / "a.txt").write_text(a, encoding="utf-8")
    (tmp_path / "b.txt").write_text(b, encoding="utf-8")
    files = str(tmp_path / "a.txt"), str(tmp_path / "b.txt")
    done = amity("readouts", *files, "--names", "Moscow", "Ankara", "--html", str(tmp_path / "page.html"))
    assert done.code == 1
    assert "contradicts" in done.out
    assert "only Moscow" in done.out
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    told = json.loads(amity("readouts", *files, "--json").out)
    assert told["counts"]["contradicts"] >= 1
    text = documents.load(tmp_path / "a.txt").text
    assert all(text[p["start"] : p["end"]] == p["text"] for p in told["a"])
    assert amity("readouts", files[0], files[0]).code == 0
    assert amity("readouts", files[0], str(tmp_path / "none.txt")).code == 2


def test_the_python_name(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("China and Russia discussed Syria.", encoding="utf-8")
    assert package.readouts(file, file).say == "1 topic: 1 in both."
