"""What speaks for a reading, and how much? Fits the weights of `amity.reader.weighing` on the labelled texts.

`python validation/reader_weights.py` writes `weights.json` and `surety.json` and prints how often the likeliest reading
is right, on texts left out of the fit (five parts, whole passages). Only sets that are open are used. The fit is a
nested logit: the likelihood that the data hold a figure, times that of the readings a label allows among all its
readings, with a normal prior around 0 for every weight.
"""

from __future__ import annotations

import json
import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import reader_surety
from _labelled import Label, Passage, is_right, passages
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from amity.atlas import open_atlas
from amity.reader.binding import bind, readings, test_of
from amity.reader.cases import Case, Way
from amity.reader.check import cases
from amity.reader.dating import period_of
from amity.reader.pair_signs import NEVER
from amity.reader.scene import Earlier, Scene, with_unit
from amity.reader.weighing import HELD, TOLD_TWICE, Grid, grid_of
from amity.reader.worded import is_worded
from reader import OPEN, QUALITY

#: How strongly weights are drawn towards 0: those of signs, of words, of signs for none, and of signs for there being a
#: reading at all.
PRIOR, OF_WORDS, OF_NONE, OF_HELD = 2.0, 6.0, 5.0, 15.0
#: How much of what speaks for the readings together speaks for there being one.
SHARED = 0.2
#: In how many parts figures are left out of the fit in turn.
PARTS = 5
#: How much a figure counts for: pages that were published are what is read; single sentences are many and plain.
HEAVY = {"pages": 4.0, "seeds": 2.0, "articles": 2.0, "written": 1.0}
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


@dataclass(slots=True)
class Cells:
    """All readings of all figures, end to end.

    Attributes:
        of: The rows of each reading: its sense, its pair, its year.
        figure: The figure it is a reading of.
        gold: Whether a label allows it.
        told: What it is worth less where it was told before.
        none: The row of each figure for none of its readings.
        is_held: Whether the data hold each figure.
    """

    of: tuple[np.ndarray, np.ndarray, np.ndarray]
    figure: np.ndarray
    gold: np.ndarray
    told: np.ndarray
    none: np.ndarray
    is_held: np.ndarray


@dataclass(slots=True)
class Weighed:
    """What weights make of the readings: how likely each is among them, what it says of there being one, and that."""

    share: np.ndarray
    says: np.ndarray
    said: np.ndarray
    held: np.ndarray


class Fit:
    """The figures as one sparse matrix, and the likelihood of their labels."""

    def __init__(self, found: Sequence[Figure]) -> None:
        self.found = found
        names: dict[str, int] = {}
        rows: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        never: list[int] = []

        often = _word_counts(found)

        def put(features: dict[str, float]) -> None:
            for name, value in features.items():
                if often.get(name, RARE) < RARE:
                    continue
                if name == NEVER:
                    never.append(len(rows) - 1)
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
        self.never = np.array(never, int)
        self.matrix = csr_matrix((values, columns, rows), shape=(len(rows) - 1, len(names)))
        self.turned = self.matrix.T.tocsr()
        self.cells = _cells(found, self.at)
        of_words = np.array([":w:" in name for name in self.names])
        of_none = np.array([name.startswith("n:") for name in self.names])
        # Words tell readings apart; whether there is one they tell on the side of none.
        self.second = np.flatnonzero(~of_words & ~of_none)
        self.prior = np.concatenate(
            [np.select([of_words, of_none], [OF_WORDS, OF_NONE], PRIOR), np.full(len(self.second), OF_HELD)]
        )

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """What speaks for each row, weighed: for its reading among others, and for there being one."""
        second = np.zeros(len(self.names))
        second[self.second] = weights[len(self.names) :]
        scores = self.matrix @ np.column_stack([weights[: len(self.names)], second])
        scores[self.never] = (-1e9, 0.0)
        return scores

    def weighed(self, scores: np.ndarray) -> Weighed:
        """What the scores of the rows make of the readings."""
        cells, many = self.cells, len(self.found)
        odds = cells.told + sum(scores[rows, 0] for rows in cells.of)
        top = np.full(many, -1e9)
        np.maximum.at(top, cells.figure, odds)
        share = np.exp(odds - top[cells.figure])
        whole = np.maximum(np.bincount(cells.figure, share, many), 1e-300)
        share /= whole[cells.figure]
        says = sum(scores[rows, 1] for rows in cells.of)
        said = np.bincount(cells.figure, share * says, many)
        return Weighed(share, says, said, expit(SHARED * (top + np.log(whole)) + said - scores[cells.none, 0]))

    def shares(self, scores: np.ndarray) -> list[tuple[np.ndarray, float]]:
        """Of each figure the probabilities of its readings, and of none of them."""
        by = self.weighed(scores)
        flat = by.share * by.held[self.cells.figure]
        ends = np.cumsum([math.prod(size) for size in self.at])
        parts = np.split(flat, ends[:-1])
        return [(part.reshape(size), 1 - held) for part, size, held in zip(parts, self.at, by.held, strict=True)]

    def loss(self, weights: np.ndarray, heavy: np.ndarray) -> tuple[float, np.ndarray]:
        """What the labels cost, each as heavy as told, and the gradient of that."""
        cells, by, rows = self.cells, self.weighed(self.scores(weights)), self.matrix.shape[0]
        right = np.maximum(np.bincount(cells.figure, by.share * cells.gold, len(self.found)), 1e-12)
        chance = np.where(cells.is_held, by.held * right, 1 - by.held)
        of_held = heavy * (by.held - cells.is_held)
        of_choice = (heavy * cells.is_held)[cells.figure] * by.share * (1 - cells.gold / right[cells.figure])
        lifted = of_held[cells.figure] * by.share
        back = _onto(cells, of_choice + lifted * (SHARED + by.says - by.said[cells.figure]), rows)
        back[cells.none] -= of_held
        second = _onto(cells, lifted, rows)
        back[self.never] = second[self.never] = 0.0
        slope = np.concatenate([self.turned @ back, (self.turned @ second)[self.second]]) + self.prior * weights
        cost = -float(heavy @ np.log(np.maximum(chance, 1e-12)))
        return cost + 0.5 * float(self.prior @ weights**2), slope

    def fitted(self, use: np.ndarray) -> np.ndarray:
        """The weights that suit the figures used best."""
        heavy = np.array([HEAVY[one.group.partition("-")[0]] for one in self.found])
        is_told = np.array([one.gold is None or one.gold.size > 0 for one in self.found])
        start, heavy = np.zeros(len(self.prior)), heavy * use * is_told
        return minimize(self.loss, start, args=(heavy,), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x

    def kept(self, weights: np.ndarray) -> dict[str, float]:
        """The weights by name, those for there being a reading under names of their own."""
        names = [*self.names, *(HELD + self.names[i] for i in self.second)]
        kept = {name: round(float(w), 3) for name, w in sorted(zip(names, weights, strict=True)) if abs(w) >= 0.01}
        kept.pop(PACKED, None)
        return {HELD: SHARED} | kept


def _cells(found: Sequence[Figure], at: Sequence[tuple[int, int, int]]) -> Cells:
    """The readings of all figures, end to end."""
    rows: list[np.ndarray] = []
    told: list[np.ndarray] = []
    gold: list[np.ndarray] = []
    none: list[int] = []
    start = 0
    for one, size in zip(found, at, strict=True):
        senses, pairs, years = np.indices(size).reshape(3, -1)
        of_pairs = start + size[0]
        of_years = of_pairs + size[0] * size[1]
        rows.append(np.stack([start + senses, of_pairs + senses * size[1] + pairs, of_years + years]))
        before = np.zeros(size)
        for place in one.grid.told:
            before[place] += TOLD_TWICE
        told.append(before.ravel())
        is_gold = one.gold is not None and one.gold.size
        gold.append(one.gold.ravel().astype(float) if is_gold else np.zeros(before.size))
        none.append(of_years + size[2])
        start = none[-1] + 1
    figure = np.repeat(np.arange(len(found)), [part.size for part in told])
    sense, pair, year = np.concatenate(rows, axis=1)
    is_held = np.array([one.gold is not None for one in found])
    return Cells((sense, pair, year), figure, np.concatenate(gold), np.concatenate(told), np.array(none), is_held)


def _onto(cells: Cells, slope: np.ndarray, rows: int) -> np.ndarray:
    """The slope of readings, brought back to the rows they are made of."""
    return sum((np.bincount(of, slope, rows) for of in cells.of), start=np.zeros(rows))


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
    read: list[reader_surety.Text] = []
    atlas = open_atlas()
    for number in range(PARTS):
        weights = fit.fitted(part != number)
        left_out += told(fit, weights, part == number)
        by = fit.kept(weights)
        for name, several in texts.items():
            for passage in several:
                if part_of(group_of(name, passage)) == number:
                    inside = reader_surety.figures(passage, by, atlas)
                    read.append(reader_surety.Text(name, number, inside))
    for kind in sorted({row[0] for row in left_out}):
        rows = [row for row in left_out if row[0] == kind]
        held, sure = [row for row in rows if row[3]], [row for row in rows if row[3] and row[1] >= 0.5]
        print(
            f"{kind}: {sum(row[2] for row in held)} of {len(held)} right, "
            f"{sum(row[2] for row in sure)} of the {len(sure)} with a probability of a half or more; "
            f"{sum(row[2] for row in rows if not row[3])} of {len(rows) - len(held)} rightly told as not held"
        )
    weights = fit.kept(fit.fitted(np.ones(len(found), bool)))
    WEIGHTS.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights kept", flush=True)
    reader_surety.main(read)


def group_of(name: str, passage: Passage) -> str:
    """What keeps the figures of a passage together."""
    return f"{name.replace(' ', '-')} {passage.labels[0].said.split('-')[0]}"


def part_of(group: str) -> int:
    """In which part a passage is left out."""
    return zlib.crc32(group.encode()) % PARTS


if __name__ == "__main__":
    main()
