"""The labels of the reader of documents, and what makes a binding the one of a label."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from amity import scores
from amity.claims import Test
from amity.claims.language import Figure, parse
from amity.reader.model import Block, Document

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "tests" / "reader" / "labels"
SEEDS = ROOT.parent / "shared" / "seeds" / "texts"
#: When the five texts were published: a reader of a text knows that, where the text itself does not say it.
PUBLISHED = {
    "000": dt.date(2020, 12, 31),
    "001": dt.date(2021, 10, 31),
    "002": dt.date(2021, 1, 23),
    "003": dt.date(2015, 5, 31),
    "004": dt.date(2019, 1, 9),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A figure as it should be read.

    Attributes:
        span: Where its number stands in the document.
        is_figure: "yes", "no", "either", or "words" for a claim without a number.
        is_checkable: "yes", "no" or "may".
        test: What it claims, where that can be checked.
        expected: The verdict expected.
        years: First and last of the years that are as right as that of the test.
        kind: The pillar.
        said: The id of the passage.
        claims: The claims of the five studies it stands for.
    """

    span: tuple[int, int]
    is_figure: str
    is_checkable: str
    test: Test | None
    expected: str
    years: tuple[int, int] | None
    kind: str
    said: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled document; of the five texts each half of the labels makes one, and knows those of the other.

    Attributes:
        document: What is read.
        labels: The figures in it.
        others: Those of the other half.
        start: Where its text begins, after the title, in which nothing is labelled.
    """

    document: Document
    labels: tuple[Label, ...]
    others: tuple[Label, ...] = ()
    start: int = 0

    def has(self, span: tuple[int, int]) -> bool:
        """Whether a figure found at `span` falls to this half: the label nearest to it does."""
        if span[0] < self.start:
            return False
        own = min((_apart(span, label.span) for label in self.labels), default=math.inf)
        return own <= min((_apart(span, label.span) for label in self.others), default=math.inf)


def _apart(x: tuple[int, int], y: tuple[int, int]) -> int:
    return max(x[0] - y[1], y[0] - x[1], -1)


def passages(name: str) -> list[Passage]:
    """The labelled documents of a set; none where the texts are not at hand."""
    kind, _, half = name.partition(" ")
    rows = _rows(LABELS / f"{kind}_{half.replace('-', '')}.csv")
    if kind == "seeds":
        return _seeds(rows, _rows(LABELS / f"seeds_{'heldout' if half == 'dev' else 'dev'}.csv"))
    is_prose = kind in ("articles", "pages")
    texts = _articles(kind, half) if is_prose else {row["id"]: ("", row["text"], row["date"]) for row in rows}
    by: dict[str, list[Label]] = {}
    for row in rows:
        title = texts[row["id"]][0]
        start = len(title) + 2 if title else 0
        by.setdefault(row["id"], []).append(_label(row, row["id"], lambda at, start=start: at + start))
    return [
        Passage(_document(one, *texts[one]), tuple(labels), start=len(title) + 2 if (title := texts[one][0]) else 0)
        for one, labels in by.items()
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _label(row: Mapping[str, str], said: str, move: Callable[[int], int] = int) -> Label:
    checkable = row.get("is_checkable") or ("yes" if row["test"] else "no")
    years = row.get("years") or ""
    first, _, last = years.partition("-")
    return Label(
        span=(move(int(row["start"])), move(int(row["end"]) - 1) + 1),
        is_figure=row["is_figure"],
        is_checkable=checkable if row["is_figure"] == "yes" else "",
        test=test_of(row["test"]) if row["test"] else None,
        expected=row["expected"],
        years=(int(first), int(last or first)) if years else None,
        kind="" if row["kind"] in ("mixed", "article") else row["kind"],
        said=said,
        claims=tuple(row.get("claim", "").split()),
    )


@cache
def test_of(text: str) -> Test:
    """A test on one line, read."""
    study = parse(f"study: x\ntitle: x\nclaims: [{{id: a, text: x, kind: quantity, pillar: trade, test: {text}}}]")
    return study.claims[0].tests[0]


def _document(name: str, title: str, text: str, date: str) -> Document:
    text = f"{title}\n\n{text}" if title else text
    blocks: list[Block] = []
    start = 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block((start, start + len(paragraph)), "title" if title and not blocks else "paragraph"))
        start += len(paragraph) + 2
    return Document(name, text, tuple(blocks), date=dt.date.fromisoformat(date) if date else None)


def _articles(kind: str, half: str) -> dict[str, tuple[str, str, str]]:
    whole = (LABELS / f"{kind}_{half.replace('-', '')}.md").read_text(encoding="utf-8")
    found: dict[str, tuple[str, str, str]] = {}
    for part in whole.removeprefix("## ").split("\n## "):
        head, _, body = part.partition("\n")
        name, date, title = (word.strip() for word in head.split("|"))
        found[name] = (title, body.strip("\n"), date)
    return found


def _seeds(rows: list[dict[str, str]], others: list[dict[str, str]]) -> list[Passage]:
    """The five texts as the loader gives them, labels moved to where their letters went."""
    from amity.reader import documents

    found: list[Passage] = []
    for name in sorted({row["text"] for row in rows}):
        path = SEEDS / f"{name}.txt"
        if not path.exists():
            return []
        document = documents.load(path)
        move = _moved(path.read_bytes().decode("utf-8"), document.text)
        here, there = (tuple(_label(r, name[:3], move) for r in part if r["text"] == name) for part in (rows, others))
        dated = document if document.date else replace(document, date=PUBLISHED[name[:3]])
        found.append(Passage(dated, here, there))
    return found


def _moved(raw: str, text: str) -> Callable[[int], int]:
    """Where a letter of the raw text stands in the loaded one, which may lack spaces, bullets and hyphens of it."""
    to: list[int] = []
    at = 0
    for here, letter in enumerate(raw):
        while at < len(text) and text[at].isspace():
            at += 1
        to.append(at)
        if at < len(text) and text[at] == letter:
            at += 1
        elif not letter.isspace() and letter.isalnum():
            near = raw[max(0, here - 20) : here + 20]
            raise ValueError(f"the loader changed the letters of a text near {near!r}: its labels mean nothing")
    return to.__getitem__


#: Indicators that are alike.
_SAME = {
    "dependence.trade": "trade.share",
    "dependence.arms": "arms.import_share",
    "dependence.technology": "technology.import_dependence",
    "trade.reported_export_share": "trade.export_share",
    "trade.reported_import_share": "trade.import_share",
    "diplomacy.s_score": "diplomacy.agreement",
}
_RANKED = {"total": "trade.rank", "trade.share": "trade.rank", "trade.flow": "trade.export_share"}
Key = tuple[Any, ...]


def keys(test: Test) -> set[Key]:
    """What a test looks up, in terms in which readings of the same thing are alike."""
    return {_key(figure, test) for figure in (test.figure, *test.rivals)}


def _key(figure: Figure, test: Test) -> Key:
    name, states = _looked_up(figure)
    years, change = test.years, test.change
    if name == "trade.growth":
        name, change, years = "total", "growth", (test.years[0] - 1, test.years[1])
    if test.change == "rank":
        name, states = _RANKED.get(name, name), (figure.of, figure.on)
        name = name if name == "trade.rank" else f"rank by {name}"
    if name in ("arms.import_share", "arms.export_share"):
        # Shares of five years, named by the last.
        years = (years[1], years[1])
    change = "growth" if change == "ratio" else change
    several = test.span if years[0] != years[1] and not change else ""
    return name, states, years if test.base is None else (*test.base, *years), change or "", several


def _looked_up(figure: Figure) -> tuple[str, object]:
    """The quantity by one name, and the states: a pair, or a set where it has no direction."""
    # A table may name the other state as one of its columns.
    about = dict(figure.where).get("about", ())
    pair: object = (figure.of, about[0] if figure.on is None and len(about) == 1 else figure.on)
    both = frozenset({figure.of, figure.on} - {None}) or frozenset(figure.casefile or ())
    if figure.minus is not None:
        return f"{_looked_up(replace(figure, minus=None))[0]} less {_looked_up(figure.minus)[0]}", pair
    if figure.plus:
        return ("total", both) if _is_flow(figure) else ("sum", pair)
    if figure.kind == "facts":
        return f"facts {figure.name} {figure.column or 'count'}", both
    if figure.per is not None:
        return _share(figure), pair
    if figure.name in ("trade.reported_total", "two_way_trade") or figure.name.startswith("goods_trade_total"):
        return "total", both
    if _is_flow(figure):
        return "trade.flow", pair
    if figure.kind == "indicator":
        name = _SAME.get(figure.name, figure.name)
        return name, pair if scores.get(figure.name).directed else both
    return f"{figure.kind} {figure.name} {figure.column or ''}", pair


def _is_flow(figure: Figure) -> bool:
    return (
        figure.name == "trade.flow"
        or (figure.kind == "table" and figure.name == "trade")
        or (figure.kind == "series" and figure.name.startswith("goods_exports"))
    )


def _share(figure: Figure) -> str:
    """A quotient by the name of the indicator it is, where it is one."""
    per = figure.per
    assert per is not None
    if figure.name == "arms_transfers" and per.name == "arms_totals":
        return "arms.import_share" if "import" in (per.column or "") else "arms.export_share"
    return f"{figure.name} per {per.name}"


def is_right(label: Label, test: Test) -> bool:
    """Whether a binding is that of the label."""
    if label.test is None:
        return False
    bound = keys(test)
    if bound & keys(label.test):
        return True
    if label.years is None or not label.years[0] <= test.years[0] <= test.years[1] <= label.years[1]:
        return False
    return bool(bound & keys(replace(label.test, years=test.years, span=test.span)))
