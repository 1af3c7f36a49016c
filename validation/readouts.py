"""How good is the comparison of two accounts? Topics and outcomes, beside labels made by hand.

Pairs of accounts stand in tests/reader/readouts, each with the topics that a reader finds on both sides, on one side,
or in contradiction. More than half were written after the code; what they gave at first sight is kept here, beside what
real accounts gave. Those are not kept; five stand there retold in other words ("real-..."). A topic told that no label
names is wrong; "cannot tell" is no answer: it lowers recall, not precision. A topic labelled that the list lacked
counts as not found.

`python validation/readouts.py` prints the figures, writes them into docs/readouts.md and keeps them for the program;
`python validation/readouts.py errors` lists what goes wrong.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from amity.reader import documents, vocabulary
from amity.reader.readouts import OUTCOMES, Comparison, compare

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "tests" / "reader" / "readouts"
#: The page the figures go into, and the file the program quotes them from.
PAGE = ROOT / "docs" / "readouts.md"
QUALITY = ROOT / "src" / "amity" / "reader" / "readouts_quality.json"
BEGIN, END = "<!-- figures: written by validation/run.py -->", "<!-- end of figures -->"
#: Two-sided 90 % intervals.
Z = 1.6449
#: What was measured at first sight: on pairs written after the code, before anything was changed for what they showed.
#: Set, pairs, right, told, labelled. The list of topics has been widened since, so they are seen now.
FIRST_SIGHT = (
    ("English, first five", 5, 74, 83, 93),
    ("English, four more, after the list was widened", 4, 51, 57, 62),
    ("with Russian or Chinese", 2, 41, 43, 43),
    ("real accounts, one pair in Russian", 13, 143, 188, 185),
    ("real accounts, seven more, after the list was widened", 7, 56, 71, 72),
    ("real accounts, five more, after it was widened again", 5, 40, 49, 54),
    ("real accounts, three more, two of them Chinese beside Russian", 3, 38, 44, 48),
)
BANDS = ((0.0, 0.55), (0.55, 0.7), (0.7, 0.88), (0.88, 1.01))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts with labels, and what the comparison makes of them.

    Attributes:
        name: Of the file.
        language: "English", or which languages.
        gold: Outcome per topic.
        told: Outcome and confidence per topic; general topics only where a label names them.
        compared: The whole comparison.
    """

    name: str
    language: str
    gold: Mapping[str, str]
    told: Mapping[str, tuple[str, float]]
    compared: Comparison


@cache
def pairs() -> tuple[Pair, ...]:
    """Every labelled pair, compared."""
    return tuple(_pair(path) for path in sorted(PAIRS.glob("*.yaml")))


def _pair(path: Path) -> Pair:
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown = {t for t in held["gold"] if not t.startswith(vocabulary.THIRD)} - set(vocabulary.topics())
    assert not unknown, f"{path.name}: no topics called {sorted(unknown)}"
    compared = compare(documents.from_text(held["a"], "a"), documents.from_text(held["b"], "b"))
    told = {
        row.topic: (row.outcome, row.confidence)
        for row in compared.rows
        if row.topic and (row.topic in held["gold"] or not vocabulary.topic(row.topic).general)
    }
    language = held.get("language", "English")
    return Pair(path.stem, language, held["gold"], told, compared)


def sets() -> dict[str, list[Pair]]:
    """The pairs by language."""
    return {
        "English": [p for p in pairs() if p.language == "English"],
        "with Russian or Chinese": [p for p in pairs() if p.language != "English"],
    }


# -------------------------------------------------------------------------------------------------------- figures


def told_rightly(read: Sequence[Pair], outcome: str | None = None) -> list[bool]:
    """Of the outcomes told, "cannot tell" apart: which are right."""
    return [
        p.gold.get(topic) == told
        for p in read
        for topic, (told, _) in p.told.items()
        if told != "cannot tell" and outcome in (None, told)
    ]


def found(read: Sequence[Pair], outcome: str | None = None) -> list[bool]:
    """Of the labels: which are told with their outcome."""
    return [
        p.told.get(topic, ("", 0))[0] == label
        for p in read
        for topic, label in p.gold.items()
        if outcome in (None, label)
    ]


def interval(right: Sequence[bool]) -> tuple[float, float, float]:
    """Share and its 90 % interval (Wilson); NaN of nothing."""
    n = len(right)
    if not n:
        return math.nan, math.nan, math.nan
    share, spread = sum(right) / n, Z * Z / n
    centre = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return share, max(0.0, centre - half), min(1.0, centre + half)


def _text(right: Sequence[bool]) -> str:
    share, low, high = interval(right)
    return "–" if math.isnan(share) else f"{share:.2f} ({low:.2f} to {high:.2f}), {sum(right)} of {len(right)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def figures(_atlas: object = None) -> str:
    """Markdown for the page: precision and recall per set and outcome, and how often each confidence was right."""
    first = [
        [name, str(n), _text(_of(right, told)), _text(_of(right, labelled))]
        for name, n, right, told, labelled in FIRST_SIGHT
    ]
    now = [[name, str(len(read)), _text(told_rightly(read)), _text(found(read))] for name, read in sets().items()]
    head = ["set", "pairs", "right of those told", "found of those labelled"]
    parts = ["At first sight:", _table(head, first), "All pairs now, none of them unseen:", _table(head, now)]
    english = sets()["English"]
    rows = [[o, _text(told_rightly(english, o)), _text(found(english, o))] for o in OUTCOMES if o != "cannot tell"]
    parts += ["English, now, by outcome:", _table(["outcome", "right", "found"], rows)]
    rows = [[f"{low:.2f} to {min(high, 1):.2f}", _text(_in_band(english, low, high))] for low, high in BANDS]
    parts += ["English, now, by confidence:", _table(["confidence", "right"], rows)]
    return "\n\n".join(parts)


def _of(right: int, n: int) -> list[bool]:
    return [True] * right + [False] * (n - right)


def _in_band(read: Sequence[Pair], low: float, high: float) -> list[bool]:
    return [
        p.gold.get(topic) == outcome
        for p in read
        for topic, (outcome, sure) in p.told.items()
        if outcome != "cannot tell" and low <= sure < high
    ]


def quality() -> dict[str, Any]:
    """The figures for the program to quote."""
    return {
        "at first sight": {
            name: {"pairs": n, "precision": _kept(_of(right, told)), "recall": _kept(_of(right, labelled))}
            for name, n, right, told, labelled in FIRST_SIGHT
        },
        "now": {
            name: {"pairs": len(read), "precision": _kept(told_rightly(read)), "recall": _kept(found(read))}
            for name, read in sets().items()
        },
    }


def _kept(right: Sequence[bool]) -> dict[str, float | int | None]:
    share, low, high = (None if math.isnan(x) else round(x, 3) for x in interval(right))
    return {"n": len(right), "share": share, "low": low, "high": high}


def keep(_atlas: object = None) -> None:
    """Write the figures for the program."""
    QUALITY.write_text(json.dumps(quality(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def errors() -> Iterator[str]:
    """What goes wrong, a line each."""
    for pair in pairs():
        for topic in sorted({*pair.gold, *pair.told}):
            label, told = pair.gold.get(topic), pair.told.get(topic, (None, 0))[0]
            if label != told:
                yield f"{pair.name}: {topic}: labelled {label}, told {told}"


def main(argv: list[str]) -> int:
    """Print, write and keep; 1 if the page is stale under `--check`."""
    if argv[:1] == ["errors"]:
        print("\n".join(errors()))
        return 0
    text = figures()
    print(text)
    old = PAGE.read_text(encoding="utf-8")
    before, _, rest = old.partition(BEGIN)
    _, _, after = rest.partition(END)
    new = f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"
    if "--check" in argv:
        return int(new != old)
    PAGE.write_text(new, encoding="utf-8")
    keep()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
