"""`amity readouts`: two accounts of one meeting, topic by topic."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amity.cli import printing, writing
from amity.errors import UsageError
from amity.reader import documents
from amity.reader.model import Actor, Document, Quantity
from amity.reader.passages import Passage, Position
from amity.reader.readouts import Comparison, Mark, Row, beside, excerpt, readouts
from amity.reader.told_dates import Date


def run(a: Path, b: Path, *, html: Path | None, names: tuple[str, ...], json: bool) -> int:
    """Compare two accounts; exit 1 if anything contradicts; see `amity readouts --help`."""
    if names and len(names) != 2:
        raise UsageError(f"--names takes two names, one per file: --names Beijing Moscow; {len(names)} given.")
    target = writing.target(html) if html is not None else None
    if str(a) == str(b) == "-":
        raise UsageError("Only one account can come from standard input. Name a file for the other.")
    compared = readouts(_account_in(a), _account_in(b), names=(names[0], names[1]) if names else None)
    if target is not None:
        from amity.reader import readouts_page

        writing.write(target, readouts_page.render(compared))
    if json:
        printing.dump("readouts", None, content(compared) | {"path": str(target) if target else None})
    else:
        _print(compared)
        if target is not None:
            printing.line(f"Side by side: {target}")
    return 1 if compared.contradicts else 0


def _account_in(path: Path) -> Document | Path:
    """The account in a file, or with - that on standard input."""
    return documents.from_stream(sys.stdin.buffer) if str(path) == "-" else path


def _print(compared: Comparison) -> None:
    printing.line(compared.say)
    for note in compared.notes:
        printing.line(note)
    if not compared.rows:
        return
    printing.line()
    a, b = compared.names
    outcomes = {"only A": f"only {a}", "only B": f"only {b}"}
    rows = [
        [outcomes.get(r.outcome, r.outcome), r.label, f"{r.confidence:.2f}", _what(r, compared)] for r in compared.rows
    ]
    printing.table(["outcome", "topic", "sure", "what"], rows, right=["sure"], firm=["outcome"])


def _what(row: Row, compared: Comparison) -> str:
    """The words of the one account that speaks of it, or of both, and why these do not fit."""
    if row.outcome == "only A":
        return _first(row.a, compared.passages_a, row.topic)
    if row.outcome == "only B":
        return _first(row.b, compared.passages_b, row.topic)
    words = beside(row, compared, length=80)
    said = " ".join(f"{name}: {text}" for name, text in zip(compared.names, words, strict=True)) if words else ""
    return said or row.reason if row.outcome == "both" else f"{row.reason}. {said}".strip()


def _first(numbers: Sequence[int], read: Sequence[Passage], topic: str) -> str:
    """The first passage on a topic, cut, and how many more there are."""
    cut = excerpt(read[numbers[0]], topic)
    return cut + (f" (+{len(numbers) - 1})" if len(numbers) > 1 else "")


def content(compared: Comparison) -> dict[str, Any]:
    """The comparison as plain data; offsets count characters of each account's text."""
    return {
        "names": list(compared.names),
        "sides": list(compared.sides),
        "say": compared.say,
        "counts": {o: compared.count(o) for o in ("contradicts", "only A", "only B", "cannot tell", "both")},
        "topics": [_row(row) for row in compared.rows],
        "a": _account(compared.passages_a, compared.marks_a),
        "b": _account(compared.passages_b, compared.marks_b),
        "links": [asdict(link) for link in compared.links],
        "notes": list(compared.notes),
    }


def _row(row: Row) -> dict[str, Any]:
    return asdict(row)


def _account(read: Sequence[Passage], marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [_passage(p) | {"mark": mark} for p, mark in zip(read, marks, strict=True)]


def _passage(p: Passage) -> dict[str, Any]:
    return {
        **_span(p),
        "text": p.text,
        "mark": None,
        "topics": list(p.topics),
        "speaker": list(p.speaker),
        "positions": [
            {**_span(x), "stance": x.stance, "sign": x.sign, "negated": x.negated, "holder": list(x.holder)}
            for x in p.positions
        ],
        "figures": [
            {**_span(q), "low": q.low, "high": q.high, "unit": q.unit, "kind": q.kind, "bound": q.bound}
            for q in p.quantities
        ],
        "dates": [{**_span(d), "year": d.year, "month": d.month, "day": d.day} for d in p.dates],
        "actors": [{**_span(x), "codes": list(x.codes), "group": x.group} for x in p.actors],
        "names": list(p.names),
        "is_commitment": p.is_commitment,
    }


def _span(found: Passage | Position | Quantity | Date | Actor) -> dict[str, int]:
    return {"start": found.span[0], "end": found.span[1]}
