"""Laws of comparing two accounts: what a change of the words must do to the outcome."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from amity.reader import documents
from amity.reader.model import Document
from amity.reader.readouts import Comparison, compare

PAIRS = sorted(Path(__file__).parent.glob("readouts/*.yaml"))
FLIP = {"only A": "only B", "only B": "only A"}
#: Ways to deny a sentence by one word.
DENIALS = (
    (r"\b(will|would|should|must|could|can|is|are|was|were|has been|have been) (?!not|no )", r"\1 not "),
    (r"\bagreed\b", "did not agree"),
    (r"\bdiscussed\b", "did not discuss"),
    (r"\bwelcomed\b", "did not welcome"),
    (r"\bsupports\b", "does not support"),
    (r"\bopposes\b", "does not oppose"),
    (r"\breaffirmed\b", "did not reaffirm"),
    (r"\bexpressed\b", "did not express"),
)


@cache
def _held(path: Path) -> dict[str, str]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _text(text: str) -> Document:
    return documents.from_text(text, "text")


def _english() -> Iterator[tuple[str, str]]:
    for path in PAIRS:
        for side in "ab":
            if _held(path)[side].isascii() or "language" not in _held(path):
                yield f"{path.stem} {side}", _held(path)[side]


def _topics(compared: Comparison) -> dict[str, str]:
    return {row.topic: row.outcome for row in compared.rows if row.topic}


def test_there_are_pairs() -> None:
    assert len(PAIRS) >= 8
    assert len(list(_english())) >= 16


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.stem)
@pytest.mark.parametrize("side", ["a", "b"])
def test_an_account_agrees_with_itself(path: Path, side: str) -> None:
    document = _text(_held(path)[side])
    found = compare(document, document)
    assert found.rows
    assert {row.outcome for row in found.rows} == {"both"}
    assert set(found.marks_a) <= {"both", "set apart"}


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.stem)
def test_turning_the_accounts_round_turns_the_outcome_round(path: Path) -> None:
    a, b = (_text(_held(path)[side]) for side in "ab")
    there, back = compare(a, b), compare(b, a)
    turned = {topic: FLIP.get(outcome, outcome) for topic, outcome in _topics(there).items()}
    assert turned == _topics(back)
    assert tuple(FLIP.get(mark, mark) for mark in there.marks_a) == back.marks_b


@pytest.mark.parametrize("path", [p for p in PAIRS if "language" not in _held(p)], ids=lambda p: p.stem)
def test_the_order_of_sentences_changes_nothing(path: Path) -> None:
    a, text = _text(_held(path)["a"]), _held(path)["b"]
    sentences = [s for part in text.split("\n") for s in re.split(r"(?<=[.])\s+", part) if s.strip()]
    random.Random(7).shuffle(sentences)
    # A pronoun's meaning may change with its place: outcomes of topics may not.
    assert _topics(compare(a, _text("\n\n".join(sentences)))) == _topics(compare(a, _text(text)))


def test_a_denied_sentence_is_never_told_as_common() -> None:
    marks: list[str] = []
    for name, text in _english():
        document = _text(text)
        passages = compare(document, document).passages_a
        for number, passage in enumerate(passages):
            denied = _denied(passage.text)
            # To deny what is denied already says nothing plain.
            if passage.is_protocol or passage.negated or denied is None:
                continue
            changed = _text(text[: passage.span[0]] + denied + text[passage.span[1] :])
            if changed.text.count("\n") != document.text.count("\n"):
                continue
            mark = compare(document, changed).marks_a[number]
            assert mark in ("contradicts", "cannot tell"), (name, denied)
            marks.append(mark)
    assert len(marks) > 60
    assert marks.count("contradicts") >= 0.9 * len(marks)


def _denied(text: str) -> str | None:
    for pattern, denial in DENIALS:
        if re.search(pattern, text):
            return re.sub(pattern, denial, text, count=1)
    return None


def test_a_dropped_sentence_leaves_its_topics_on_one_side() -> None:
    seen = 0
    for name, text in _english():
        document = _text(text)
        passages = compare(document, document).passages_a
        for number, passage in enumerate(passages):
            others = {t for n, p in enumerate(passages) if n != number for t in p.mentioned}
            alone = set(passage.topics) - others
            if passage.is_protocol or not alone:
                continue
            shorter = _text(text[: passage.span[0]] + text[passage.span[1] :].lstrip(" .;,"))
            outcomes = _topics(compare(document, shorter))
            assert {outcomes[topic] for topic in alone} == {"only A"}, (name, passage.text)
            seen += len(alone)
    assert seen > 80


def test_a_changed_figure_contradicts() -> None:
    seen = 0
    for name, text in _english():
        document = _text(text)
        found = compare(document, document)
        for number, passage in enumerate(found.passages_a):
            for quantity in passage.quantities:
                printed = document.text[quantity.span[0] : quantity.span[1]]
                digits = re.search(r"\d[\d,.]*\d|\d", printed)
                if digits is None or passage.is_protocol:
                    continue
                more = int(float(digits[0].replace(",", "")) * 1.3) + 7
                other = printed.replace(digits[0], f"{more:,}" if "," in digits[0] else str(more))
                changed = document.text[: quantity.span[0]] + other + document.text[quantity.span[1] :]
                assert compare(document, _text(changed)).marks_a[number] == "contradicts", (name, other)
                seen += 1
    assert seen >= 10
