"""How sure is a binding? Fits the weights of `amity.reader.slots` on labelled sentences and shows how they fare.

`python validation/reader_confidence.py tests/reader/labels/written_dev.csv` prints the weights and a table of
confidence against how often the binding was right. Every way to bind every labelled figure is one observation. Weights
are drawn towards those in force, as if `PRIOR` observations spoke for each: most doubts are rare in the sentences.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from amity.claims import Test, parse
from amity.claims.figures import scale
from amity.claims.language import Figure
from amity.reader.binding import readings
from amity.reader.check import cases
from amity.reader.model import Block, Document
from amity.reader.slots import WEIGHTS, confidence

PRIOR = 4.0
_SAME_BOTH_WAYS = ("diplomacy.", "history.", "institutions.", "delivery")

Observation = tuple[Mapping[str, float], bool]


def observations(path: Path) -> Iterator[Observation]:
    """Features of every way to bind a labelled figure, and whether it is the right one."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["is_figure"] == "yes"]
    for row in rows:
        wanted = _labelled(row["test"]) if row["test"] else None
        date = dt.date.fromisoformat(row["date"]) if len(row["date"]) == 10 else None
        document = Document("label", row["text"], (Block((0, len(row["text"]))),), date=date)
        for sentence, _, case in cases(document):
            start, end = (at + sentence.span[0] for at in case.quantity.span)
            if start < int(row["end"]) and int(row["start"]) < end:
                for reading in readings(case):
                    test = reading.candidate.test
                    if wanted is not None and "year_none" in reading.features:
                        # Which year is meant nobody says: the other slots count.
                        test = replace(test, years=wanted.years)
                    yield reading.features, wanted is not None and is_same(test, wanted)


def _labelled(text: str) -> Test:
    study = "study: x\ntitle: t\nauthor: a\npublished: '2024'\nclaims:\n  - id: one\n    text: t\n    kind: quantity\n"
    return parse(f"{study}    pillar: trade\n    test: {text}\n").claims[0].tests[0]


def is_same(test: Test, wanted: Test) -> bool:
    """Whether two tests ask the same: a figure in common, the same years, change, and value."""
    common = {_key(f) for f in (test.figure, *test.rivals)} & {_key(f) for f in (wanted.figure, *wanted.rivals)}
    if not common or (test.years, test.change, test.op) != (wanted.years, wanted.change, wanted.op):
        return False
    if test.value is None or wanted.value is None:
        return test.value is wanted.value
    one, other = (t.value * scale(t.unit or "")[1] for t in (test, wanted) if t.value is not None)
    return abs(one - other) <= 0.006 * abs(other) + 1e-9


def _key(figure: Figure) -> object:
    states = (figure.of, figure.on)
    if figure.kind == "facts":
        states = figure.casefile or states
    if figure.kind == "facts" or figure.name.startswith(_SAME_BOTH_WAYS):
        states = tuple(sorted(code or "" for code in states))
    own = (figure.kind, figure.name, states, figure.where, figure.column)
    added = frozenset([own, *(_key(other) for other in figure.plus)]) if figure.plus else own
    return added, figure.minus and _key(figure.minus), figure.per and _key(figure.per)


def fitted(found: list[Observation]) -> dict[str, float]:
    """Weights by logistic regression with a normal prior around those in force (Newton's method)."""
    names = list(WEIGHTS)
    x = np.array([[1.0 if n == "sure" else features.get(n, 0.0) for n in names] for features, _ in found])
    y = np.array([float(is_right) for _, is_right in found])
    prior = np.array([WEIGHTS[n] for n in names])
    weights = prior.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - PRIOR * (weights - prior)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + PRIOR * np.eye(len(names))
        weights = weights + np.linalg.solve(hessian, gradient)
    # A doubt never makes a binding surer; where the sentences say so, they are too few.
    return {n: round(float(w if n == "sure" else min(w, 0.0)), 2) for n, w in zip(names, weights, strict=True)}


def main() -> None:
    """Print weights and reliability."""
    found = list(observations(Path(sys.argv[1])))
    print(f"{len(found)} ways to bind, {sum(right for _, right in found)} of them right")
    for name, weight in fitted(found).items():
        print(f'    "{name}": {weight},{"" if weight == WEIGHTS[name] else f"  # was {WEIGHTS[name]}"}')
    for low in (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = 1.01 if low == 0.9 else {0.0: 0.2, 0.2: 0.4}.get(low, low + 0.1)
        inside = [right for features, right in found if low <= confidence(features) < high]
        if inside:
            print(f"confidence {low:.1f} to {min(high, 1):.1f}: {sum(inside)} of {len(inside)} right")


if __name__ == "__main__":
    main()
