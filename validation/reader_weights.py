"""What speaks for a reading, and how much? Fits the weights of `amity.reader.weighing` on the labelled texts.

`python validation/reader_weights.py` writes `weights.json` and `surety.json` and prints how often the likeliest reading
is right, on texts left out of the fit (five parts, whole passages). Only sets that are open are used. The fit is a
conditional logit: the likelihood of the readings a label allows among all readings, with a normal prior around 0.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import reader_surety
from _labelled import Label, Passage, is_right, passages
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from amity.atlas import open_atlas
from amity.reader.binding import bind, readings, test_of
from amity.reader.cases import Case, Way
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.pair_signs import NEVER
from amity.reader.scene import Earlier, Scene, with_unit
from amity.reader.weighing import TOLD_TWICE, Grid, grid_of
from amity.reader.worded import is_worded
from reader import OPEN, QUALITY

#: How strongly weights are drawn towards 0.
PRIOR = 1.0
#: In how many parts figures are left out of the fit in turn.
PARTS = 5
#: How many single sentences a figure of an article counts for.
ARTICLES = 3.0
#: A word beside fewer figures than so many is no sign.
RARE = 4
#: The sets whose figures can be checked as often as those of what is published; in the others nearly all can. That sets
#: these apart is a sign of its own, so that it weighs on no other, and no reader ever meets it.
PAGES, PACKED = ("pages", "seeds"), "n:packed"
WEIGHTS = QUALITY.with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Figure:
    """A labelled figure: its readings, and which of them are right; none of them where `gold` is None."""

    group: str
    said: str
    grid: Grid
    gold: np.ndarray | None
    text: str = ""


def figures(passage: Passage, kind: str) -> list[Figure]:
    """The labelled figures of a passage, each after what the one before should have been read as."""
    made: list[Figure] = []
    before: list[Earlier] = []
    held: list[bool] = []
    for sentence, _, case in cases(passage.document):
        if is_worded(case.quantity):
            continue
        start, end = (at + sentence.span[0] for at in case.quantity.span)
        labels = [label for label in passage.labels if start <= label.span[0] and label.span[1] <= end]
        rules = readings(case)
        if not rules:
            case = with_unit(case, before, sentence.block.span)
        period = period_of(case)[0]
        scene = Scene(case, rules, period, bind(case).reason, before, sentence.span, sentence.block.span)
        grid = grid_of(scene, held)
        if not kind.startswith(PAGES):
            grid.of_none[PACKED] = 1.0
        label = labels[0] if labels else None
        found: tuple[Way, object] | None = None
        if label is not None and label.is_checkable != "may" and label.is_figure in ("yes", "no"):
            gold = _gold(case, grid, label) if label.test is not None else None
            name = label.said.split("-")[0]
            if label.test is None or (gold is not None and gold.any()):
                made.append(Figure(f"{kind} {name}", label.said, grid, gold, _around(case)))
            if gold is not None and gold.any():
                i, j, k = (int(n[0]) for n in np.nonzero(gold))
                found = Way(*grid.senses[i], grid.pairs[j][0], (grid.pairs[j][1],), {}), grid.years[k]
            elif label.test is not None:
                made.append(Figure(f"{kind} {name}", label.said, grid, np.zeros((0, 0, 0), bool), _around(case)))
        elif rules and rules[0].candidate.confidence >= 0.5 and period is not None:
            found = rules[0].way, period
        if label is None or label.is_checkable != "may":
            held.insert(0, found is not None)
        if found is not None:
            way, when = found
            before.insert(
                0,
                Earlier(
                    way,
                    when,
                    case.quantity.unit,
                    case.quantity.kind,
                    sentence.span,
                    case.quantity.span,
                    sentence.block.span,
                ),
            )
            del before[8:]
    return made


def _around(case: Case) -> str:
    start, end = case.quantity.span
    return f"{case.text[max(0, start - 110) : start]}«{case.text[start:end]}»{case.text[end : end + 60]}"


def _gold(case: Case, grid: Grid, label: Label) -> np.ndarray:
    assert label.test is not None
    base = period_of(case)[1]
    figures = (label.test.figure, *label.test.rivals)
    wanted = {frozenset({f.of, f.on} - {None} or set(f.casefile or ())) for f in figures}
    mask = np.zeros((len(grid.senses), len(grid.pairs), len(grid.years)), bool)
    for j, pair in enumerate(grid.pairs):
        if frozenset(pair) not in wanted:
            continue
        for i, (sense, statistic) in enumerate(grid.senses):
            if NEVER in grid.of_pair[i][j]:
                continue
            for k, period in enumerate(grid.years):
                test = test_of(case, Way(sense, statistic, pair[0], (pair[1],), {}), period, base)
                mask[i, j, k] = test is not None and is_right(label, test)
    return mask


def _word_counts(found: Sequence[Figure]) -> Counter[str]:
    """How many figures have a sign that is a word."""
    counts: Counter[str] = Counter()
    for one in found:
        features = (one.grid.of_none, *one.grid.of_sense)
        counts.update({name for made in features for name in made if ":w:" in name})
    return counts


class Fit:
    """The figures as one sparse matrix, and the likelihood of their labels."""

    def __init__(self, found: Sequence[Figure]) -> None:
        self.found = found
        names: dict[str, int] = {}
        rows: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        self.never: list[int] = []

        often = _word_counts(found)

        def put(features: dict[str, float]) -> None:
            for name, value in features.items():
                if often.get(name, RARE) < RARE:
                    continue
                if name == NEVER:
                    self.never.append(len(rows) - 1)
                    continue
                columns.append(names.setdefault(name, len(names)))
                values.append(value)
            rows.append(len(columns))

        self.at: list[tuple[int, int, int]] = []
        for one in found:
            grid = one.grid
            for features in grid.of_sense:
                put(features)
            for row in grid.of_pair:
                for features in row:
                    put(features)
            for features in grid.of_year:
                put(features)
            put(grid.of_none)
            self.at.append((len(grid.senses), len(grid.pairs), len(grid.years)))
        self.names = list(names)
        self.matrix = csr_matrix((values, columns, rows), shape=(len(rows) - 1, len(names)))

    def shares(self, scores: np.ndarray) -> list[tuple[np.ndarray, float]]:
        """Of each figure the probabilities of its readings, and of none of them."""
        made: list[tuple[np.ndarray, float]] = []
        at = 0
        for one, (ns, np_, ny) in zip(self.found, self.at, strict=True):
            s = scores[at : at + ns]
            p = scores[at + ns : at + ns + ns * np_].reshape(ns, np_)
            y = scores[at + ns + ns * np_ : at + ns + ns * np_ + ny]
            none = scores[at + ns + ns * np_ + ny]
            odds = s[:, None, None] + p[:, :, None] + y[None, None, :]
            for told in one.grid.told:
                odds[told] += TOLD_TWICE
            top = max(odds.max() if odds.size else -1e9, none)
            e, n = np.exp(odds - top), np.exp(none - top)
            whole = e.sum() + n
            made.append((e / whole, n / whole))
            at += ns + ns * np_ + ny + 1
        return made

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """What speaks for each row, weighed."""
        scores = self.matrix @ weights
        scores[self.never] = -1e9
        return scores

    def loss(self, weights: np.ndarray, use: np.ndarray) -> tuple[float, np.ndarray]:
        """What the labels of the figures used cost, and its gradient."""
        shares = self.shares(self.scores(weights))
        back = np.zeros(self.matrix.shape[0])
        total, at = 0.0, 0
        # Articles are what is read; the sentences written singly are many and plain.
        for one, (ns, np_, ny), (q, none), is_used in zip(self.found, self.at, shares, use, strict=True):
            size = ns + ns * np_ + ny + 1
            if is_used and (one.gold is None or one.gold.size):
                heavy = 1.0 if one.group.startswith("written") else ARTICLES
                if one.gold is None:
                    total -= heavy * np.log(max(none, 1e-12))
                    diff, miss = q, none - 1.0
                else:
                    right = (q * one.gold).sum()
                    total -= heavy * np.log(max(right, 1e-12))
                    diff, miss = q - q * one.gold / max(right, 1e-12), none
                back[at : at + ns] = diff.sum((1, 2))
                back[at + ns : at + ns + ns * np_] = diff.sum(2).ravel()
                back[at + ns + ns * np_ : at + size - 1] = diff.sum((0, 1))
                back[at + size - 1] = miss
                back[at : at + size] *= heavy
            at += size
        back[self.never] = 0.0
        return total + 0.5 * PRIOR * float(weights @ weights), self.matrix.T @ back + PRIOR * weights

    def fitted(self, use: np.ndarray) -> np.ndarray:
        """The weights that suit the figures used best."""
        start = np.zeros(len(self.names))
        return minimize(self.loss, start, args=(use,), jac=True, method="L-BFGS-B", options={"maxiter": 250}).x


def told(fit: Fit, weights: np.ndarray, use: np.ndarray) -> list[tuple[str, float, bool, bool]]:
    """Of each figure used: its set, the likeliest reading's probability, whether that is right, whether any is."""
    made = []
    for one, (q, none), is_used in zip(fit.found, fit.shares(fit.scores(weights)), use, strict=True):
        if not is_used:
            continue
        if one.gold is None:
            made.append((one.group.partition(" ")[0], float(none), none > (q.max() if q.size else 0), False))
        elif not one.gold.size:
            made.append((one.group.partition(" ")[0], float(q.max() if q.size else 0), False, True))
        else:
            at = np.unravel_index(q.argmax(), q.shape)
            made.append((one.group.partition(" ")[0], float(q.max()), bool(one.gold[at]) and q.max() > none, True))
    return made


def main() -> None:
    """Fit, tell, write: the weights, then on texts left out of their fit how sure readings are."""
    found: list[Figure] = []
    texts: dict[str, list[Passage]] = {name: passages(name) for name in OPEN}
    for name, several in texts.items():
        for passage in several:
            found += figures(passage, name.replace(" ", "-"))
    print(
        f"{len(found)} figures; {sum(f.gold is not None and not f.gold.size for f in found)} without the right reading"
    )
    fit = Fit(found)
    print(f"{len(fit.names)} features, {fit.matrix.nnz} entries", flush=True)
    part = np.array([part_of(one.group) for one in found])
    left_out: list[tuple[str, float, bool, bool]] = []
    read: list[tuple[str, int, reader_surety.Figure]] = []
    atlas = open_atlas()
    for number in range(PARTS):
        weights = fit.fitted(part != number)
        left_out += told(fit, weights, part == number)
        for name, several in texts.items():
            for passage in several:
                if part_of(group_of(name, passage)) == number:
                    read += [(name, number, one) for one in reader_surety.figures(passage, kept(fit, weights), atlas)]
    for kind in sorted({row[0] for row in left_out}):
        rows = [row for row in left_out if row[0] == kind]
        held, sure = [row for row in rows if row[3]], [row for row in rows if row[3] and row[1] >= 0.5]
        print(
            f"{kind}: {sum(row[2] for row in held)} of {len(held)} right, "
            f"{sum(row[2] for row in sure)} of the {len(sure)} with a probability of a half or more; "
            f"{sum(row[2] for row in rows if not row[3])} of {len(rows) - len(held)} rightly told as not held"
        )
    weights = kept(fit, fit.fitted(np.ones(len(found), bool)))
    WEIGHTS.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights kept", flush=True)
    reader_surety.main(read)


def group_of(name: str, passage: Passage) -> str:
    """What keeps the figures of a passage together."""
    return f"{name.replace(' ', '-')} {passage.labels[0].said.split('-')[0]}"


def part_of(group: str) -> int:
    """In which part a passage is left out."""
    return zlib.crc32(group.encode()) % PARTS


def kept(fit: Fit, weights: np.ndarray) -> dict[str, float]:
    """The weights that are of use to a reader, by name."""
    named = sorted(zip(fit.names, weights, strict=True))
    return {name: round(float(w), 3) for name, w in named if abs(w) >= 0.01 and name != PACKED}


if __name__ == "__main__":
    main()
