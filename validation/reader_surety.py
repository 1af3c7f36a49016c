"""How sure is a reading in the end? Fits the trees of `amity.reader.surety` on texts that no weight was fitted on.

Called by `reader_weights.py`. Every figure labelled gives the rows of its likeliest readings; a row is right where its
reading is the one of the label. First trees are grown for a figure alone, then for one among the others of its text,
each of which is as sure as trees make it that have not seen the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from _labelled import Label, Passage, is_right
from sklearn.ensemble import HistGradientBoostingClassifier

from amity.atlas import Atlas
from amity.claims import Test, distance
from amity.reader import concord
from amity.reader.binding import bind
from amity.reader.check import cases, runs, told_of
from amity.reader.concord import Read
from amity.reader.paths import Paths
from amity.reader.surety import AROUND, OF_FIGURE, OF_READING, Trees, trees_of
from reader import QUALITY

#: How heavy a figure of a set is: pages are what is read; the made texts are many, and plain.
HEAVY = {"pages": 1.0, "seeds": 1.0, "articles": 1.0, "written": 0.5}
FILE = QUALITY.with_name("surety.json")
#: Trees, their leaves, how much each adds, the fewest rows of a leaf, and how strongly leaves are drawn towards 0.
TREES, LEAVES, RATE, FEWEST, PRIOR = 150, 16, 0.05, 30, 5.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is read with weights that have not seen it.

    Attributes:
        label: What it should be read as; None where that is not told or arguable.
        read: Its likeliest readings, with what is known of each.
        right: Which of these are right.
    """

    label: Label | None
    read: Read
    right: np.ndarray


@dataclass(frozen=True, slots=True)
class Text:
    """The figures of a passage in their order.

    Attributes:
        name: The set it is of.
        part: The part of all texts that it was left out with.
        figures: Its figures.
    """

    name: str
    part: int
    figures: Sequence[Figure]


def figures(passage: Passage, by: Mapping[str, float], atlas: Atlas) -> list[Figure]:
    """The figures of a passage, read with weights."""
    known: dict[Test, float | None] = {}

    def away(test: Test) -> float | None:
        if test not in known:
            known[test] = distance(test, atlas)
        return known[test]

    paths, made = Paths(away, by), list[Figure]()
    for run in runs(cases(passage.document)):
        read = paths.unsure([told_of(one, bind(one[2])) for one in run])
        for (sentence, _, case), one in zip(run, read, strict=True):
            start, end = (at + sentence.span[0] for at in case.quantity.span)
            labels = [label for label in passage.labels if start <= label.span[0] and label.span[1] <= end]
            label = labels[0] if labels else None
            if label is not None and (label.is_checkable == "may" or label.is_figure not in ("yes", "no")):
                label = None
            is_held = label is not None and label.test is not None
            right = [is_held and label is not None and is_right(label, option.test) for option in one.options]
            made.append(Figure(label, replace(one, meant=()), np.array(right, bool)))
    return made


def alone(texts: Sequence[Text], but: int | None = None) -> HistGradientBoostingClassifier:
    """The trees of a figure alone, grown on all texts but those of one part."""
    return _grown([(one.name, figure, figure.read.rows) for one in texts if one.part != but for figure in one.figures])


def together(texts: Sequence[Text], but: int | None = None) -> HistGradientBoostingClassifier:
    """The trees of a figure among the others; the texts are those of `left_out`."""
    return _grown([row for one in texts if one.part != but for row in _among(one)])


def left_out(texts: Sequence[Text]) -> list[Text]:
    """The texts, each figure as sure as trees alone make it that were grown on other parts."""
    made: list[Text] = []
    for number in sorted({one.part for one in texts}):
        trees = trees_of(told(alone(texts, but=number)))
        for one in texts:
            if one.part == number:
                sure = [replace(f, read=replace(f.read, sure=_sure(trees, f.read.rows))) for f in one.figures]
                made.append(replace(one, figures=sure))
    return made


def _sure(trees: Trees, rows: np.ndarray) -> list[float]:
    return trees.sure(rows).tolist() if len(rows) else []


def _among(text: Text) -> Iterator[tuple[str, Figure, np.ndarray]]:
    """Each figure of a text with what is known of its readings alone and among the others."""
    around = concord.rows([figure.read for figure in text.figures])
    start = 0
    for figure in text.figures:
        end = start + len(figure.read.options)
        yield text.name, figure, np.column_stack([figure.read.rows, around[start:end]]) if end > start else around[:0]
        start = end


def _grown(found: Sequence[tuple[str, Figure, np.ndarray]]) -> HistGradientBoostingClassifier:
    """The trees that tell right rows of figures from wrong ones best; each row is as heavy as the set of its figure."""
    kept = [(HEAVY[name.split()[0]], one, rows) for name, one, rows in found if len(rows) and one.label is not None]
    rows, right = np.concatenate([rows for *_, rows in kept]), np.concatenate([one.right for _, one, _ in kept])
    weight = np.concatenate([np.full(len(rows), weight) for weight, _, rows in kept])
    known = [*OF_READING.values(), *OF_FIGURE.values(), *AROUND.values()]
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=FEWEST,
        l2_regularization=PRIOR,
        max_features=0.5,
        monotonic_cst=[*known, *[0] * (rows.shape[1] - len(known))],
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


def main(texts: Sequence[Text]) -> None:
    """Fit, tell how good it is where left out, write."""
    texts = left_out(texts)
    sure: dict[str, list[tuple[float, bool, bool]]] = {}
    for number in sorted({one.part for one in texts}):
        trees = trees_of(told(together(texts, but=number)))
        for name, figure, rows in (row for one in texts if one.part == number for row in _among(one)):
            if figure.label is not None:
                chance = trees.sure(rows) if len(rows) else np.zeros(1)
                best = int(chance.argmax())
                is_right = bool(len(rows)) and bool(figure.right[best])
                sure.setdefault(name, []).append((float(chance[best]), is_right, figure.label.test is not None))
    for name, rows in sure.items():
        for least in (0.4, 0.5, 0.8):
            taken = [is_right for chance, is_right, _ in rows if chance >= least]
            held = sum(is_held for *_, is_held in rows)
            print(f"{name}: {sum(taken)} of {held} bound rightly, {len(taken)} bound, at {least} and more")
    grown = {"alone": told(alone(texts)), "together": told(together(texts))}
    FILE.write_text(json.dumps(grown) + "\n", encoding="utf-8")
