"""How sure is a reading in the end? Fits the trees of `amity.reader.surety` on texts that no weight was fitted on.

Called by `reader_weights.py`. Every figure labelled gives the rows of its likeliest readings; a row is right where its
reading is the one of the label.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from _labelled import Label, Passage, is_right
from sklearn.ensemble import HistGradientBoostingClassifier

from amity.atlas import Atlas
from amity.claims import Test, distance
from amity.reader.binding import bind
from amity.reader.check import cases, runs, told_of
from amity.reader.paths import Paths
from amity.reader.surety import AROUND, OF_FIGURE, OF_READING, trees_of
from reader import QUALITY

#: How heavy a figure of a set is: pages are what is read; the made texts are many, and plain.
HEAVY = {"pages": 1.0, "seeds": 1.0, "articles": 1.0, "written": 0.5}
FILE = QUALITY.with_name("surety.json")
#: Trees, their leaves, how much each adds, the fewest rows of a leaf, and how strongly leaves are drawn towards 0.
TREES, LEAVES, RATE, FEWEST, PRIOR = 150, 16, 0.05, 30, 5.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A labelled figure as it is read with weights that have not seen it.

    Attributes:
        said: The id of its passage.
        label: What it should be read as.
        rows: What is known of its likeliest readings; shape (readings, features).
        right: Which of these are right.
    """

    said: str
    label: Label
    rows: np.ndarray
    right: np.ndarray


def figures(passage: Passage, by: Mapping[str, float], atlas: Atlas) -> Iterator[Figure]:
    """The labelled figures of a passage, read with weights."""
    known: dict[Test, float | None] = {}

    def away(test: Test) -> float | None:
        if test not in known:
            known[test] = distance(test, atlas)
        return known[test]

    paths = Paths(away, by)
    for run in runs(cases(passage.document)):
        told = [told_of(one, bind(one[2])) for one in run]
        _, found = paths.rows(told)
        for (sentence, _, case), (options, rows) in zip(run, found, strict=True):
            start, end = (at + sentence.span[0] for at in case.quantity.span)
            labels = [label for label in passage.labels if start <= label.span[0] and label.span[1] <= end]
            if not labels or labels[0].is_checkable == "may" or labels[0].is_figure not in ("yes", "no"):
                continue
            test = labels[0].test
            right = np.array([test is not None and is_right(labels[0], option.test) for option in options], bool)
            yield Figure(labels[0].said, labels[0], rows, right)


def fitted(found: Sequence[tuple[str, Figure]]) -> HistGradientBoostingClassifier:
    """The trees that tell right rows of figures from wrong ones best; each row is as heavy as the set of its figure."""
    kept = [(one, HEAVY[name.split()[0]]) for name, one in found if len(one.rows)]
    rows, right = np.concatenate([one.rows for one, _ in kept]), np.concatenate([one.right for one, _ in kept])
    weight = np.concatenate([np.full(len(one.rows), weight) for one, weight in kept])
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=FEWEST,
        l2_regularization=PRIOR,
        max_features=0.5,
        monotonic_cst=[*OF_READING.values(), *OF_FIGURE.values(), *AROUND.values()],
        early_stopping=False,
        random_state=0,
    )
    return model.fit(rows, right, sample_weight=weight)


def told(model: HistGradientBoostingClassifier) -> dict[str, Any]:
    """The trees as `surety.json` tells them."""
    trees: list[list[list[float]]] = []
    deepest = 0
    for (one,) in model._predictors:
        nodes = one.nodes
        deepest = max(deepest, int(nodes["depth"].max()))
        trees.append(
            [
                [round(float(node["value"]), 5)]
                if node["is_leaf"]
                else [int(node["feature_idx"]), float(node["num_threshold"]), int(node["left"]), int(node["right"])]
                for node in nodes
            ]
        )
    return {"base": float(model._baseline_prediction.ravel()[0]), "depth": deepest, "trees": trees}


def main(read: Sequence[tuple[str, int, Figure]]) -> None:
    """Fit, tell how good it is where left out, write.

    Args:
        read: Figures with their set and the part they were left out in.
    """
    sure: dict[str, list[tuple[float, bool, bool]]] = {}
    for number in sorted({part for _, part, _ in read}):
        trees = trees_of(told(fitted([(name, one) for name, part, one in read if part != number])))
        for name, part, one in read:
            if part == number:
                chance = trees.sure(one.rows) if len(one.rows) else np.zeros(1)
                best = int(chance.argmax())
                is_right = bool(len(one.rows)) and bool(one.right[best])
                sure.setdefault(name, []).append((float(chance[best]), is_right, one.label.test is not None))
    for name, rows in sure.items():
        for least in (0.4, 0.5, 0.8):
            taken = [is_right for chance, is_right, _ in rows if chance >= least]
            held = sum(is_held for *_, is_held in rows)
            print(f"{name}: {sum(taken)} of {held} bound rightly, {len(taken)} bound, at {least} and more")
    FILE.write_text(json.dumps(told(fitted([(name, one) for name, _, one in read]))) + "\n", encoding="utf-8")
