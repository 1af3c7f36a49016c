"""An additive multinomial logit: the log-odds of each kind are a sum of one smooth curve per item.

Each item enters through piecewise-linear functions on knots ("hats"): between two knots a value belongs to both in
proportion, beyond the last ones to the last. A term of two items has a hat for every pair of knots. What a term says
averages nought over the cases in which its items are known, and is nought where they are not: missing says nothing.
Curves are kept smooth by a penalty on steps from knot to knot, and small by a ridge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def positions(values: Floats, knots: Floats) -> Floats:
    """Where values stand among rising knots, 0 to len(knots) - 1; NaN stays NaN.

    Knots that coincide are one; a value on them stands at their middle.
    """
    if (np.diff(knots) > 0).all():
        return np.where(np.isnan(values), np.nan, np.interp(values, knots, np.arange(len(knots))))
    places, which = np.unique(knots, return_inverse=True)
    middle = np.bincount(which, np.arange(len(knots))) / np.bincount(which)
    return np.where(np.isnan(values), np.nan, np.interp(values, places, middle))


def softmax(scores: Floats) -> Floats:
    """Probabilities from log-odds along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Term:
    """A curve of one item, or a surface of two.

    Attributes:
        name: What it is called.
        items: The items, one or two.
        knots: Which of each item's knots it uses.
    """

    name: str
    items: tuple[str, ...]
    knots: tuple[tuple[int, ...], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Knots per item."""
        return tuple(len(chosen) for chosen in self.knots)

    @property
    def size(self) -> int:
        """Hats."""
        return int(np.prod(self.shape))

    def hats(self, at: Mapping[str, Floats]) -> tuple[Ints, Floats]:
        """Columns and weights of the hats that hold, shape (rows, 2 or 4); weights are 0 where an item is missing."""
        columns, weights = np.zeros((len(at[self.items[0]]), 1), dtype=np.int64), np.ones((len(at[self.items[0]]), 1))
        for item, chosen, count in zip(self.items, self.knots, self.shape, strict=True):
            position = np.interp(at[item], chosen, np.arange(count))
            known = ~np.isnan(at[item])
            lower = np.clip(np.floor(np.where(known, position, 0.0)), 0, max(count - 2, 0)).astype(np.int64)
            upper = np.where(known, position - lower, 0.0)
            both = np.stack([lower, np.minimum(lower + 1, count - 1)], axis=1)
            part = np.stack([np.where(known, 1.0 - upper, 0.0), upper], axis=1)
            columns = (columns[:, :, None] * count + both[:, None, :]).reshape(len(known), -1)
            weights = (weights[:, :, None] * part[:, None, :]).reshape(len(known), -1)
        return columns, weights


@dataclass(frozen=True)
class Design:
    """The terms of a model, and where their columns stand: the intercept, the hats, then one "missing" per term."""

    terms: tuple[Term, ...]

    @cached_property
    def begin(self) -> tuple[int, ...]:
        """First column of each term, and the first after the last."""
        return tuple(int(x) for x in 1 + np.concatenate([[0], np.cumsum([term.size for term in self.terms])]))

    @property
    def size(self) -> int:
        """Columns with a weight of their own."""
        return self.begin[-1]

    def matrix(self, at: Mapping[str, Floats]) -> Any:
        """Sparse matrix of shape (rows, size + terms) from the position of each item."""
        from scipy import sparse

        rows = len(next(iter(at.values())))
        columns, weights = [np.zeros((rows, 1), dtype=np.int64)], [np.ones((rows, 1))]
        for number, (term, begin) in enumerate(zip(self.terms, self.begin, strict=False)):
            where, much = term.hats(at)
            columns += [where + begin, np.full((rows, 1), self.size + number)]
            weights += [much, (much.sum(axis=1, keepdims=True) == 0).astype(np.float64)]
        column, weight = np.concatenate(columns, axis=1), np.concatenate(weights, axis=1)
        used = weight != 0
        pointer = np.concatenate([[0], np.cumsum(used.sum(axis=1))])
        return sparse.csr_matrix(
            (weight[used], column[used].astype(np.int32), pointer), shape=(rows, self.size + len(self.terms))
        )

    def penalty(self, ridge: float, smooth: float) -> Floats:
        """The matrix P of the penalty w'Pw / 2; the intercept is free but for a trace."""
        total = ridge * np.eye(self.size)
        total[0, 0] = 1e-3
        for term, begin in zip(self.terms, self.begin, strict=False):
            own = slice(begin, begin + term.size)
            for axis, count in enumerate(term.shape):
                step = np.diff(np.eye(count), axis=0)
                parts = [step.T @ step if axis == k else np.eye(c) for k, c in enumerate(term.shape)]
                total[own, own] += smooth * (parts[0] if len(parts) == 1 else _kron(*parts))
        return total

    def centring(self, mass: Floats) -> Floats:
        """The projection onto weights with which each term averages nought, given how often each column held."""
        kept = np.eye(self.size)
        for term, begin in zip(self.terms, self.begin, strict=False):
            own = slice(begin, begin + term.size)
            norm = float(mass[own] @ mass[own])
            if norm > 0:
                kept[own, own] -= np.outer(mass[own], mass[own]) / norm
        return kept


@dataclass(frozen=True, eq=False)
class Fitted:
    """Weights of shape (size, kinds), with what is needed to say how sure they are."""

    design: Design
    weights: Floats
    kept: Floats
    penalty: Floats
    mass: Floats


def fit(
    design: Design, matrix: Any, kinds: Ints, weights: Floats, *, ridge: float, smooth: float, rounds: int, n: int
) -> Fitted:
    """Maximise the penalised likelihood of `kinds` (0 to n - 1) by a fixed number of rounds of L-BFGS.

    Args:
        design: The terms.
        matrix: `design.matrix` of the rows.
        kinds: Kind of each row.
        weights: Weight of each row.
        ridge: Pull of every weight to nought.
        smooth: Pull of neighbouring knots to each other.
        rounds: Rounds of the optimiser.
        n: How many kinds there are.
    """
    from scipy import optimize

    hats = matrix[:, : design.size]
    transposed = hats.T.tocsr()
    mass = np.asarray(transposed @ weights)
    kept, penalty = design.centring(mass), design.penalty(ridge, smooth)
    row = np.arange(len(kinds))

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = kept @ flat.reshape(-1, n)
        scores = hats @ w
        top = scores.max(axis=1)
        raised = np.exp(scores - top[:, None])
        norm = raised.sum(axis=1)
        likelihood = (scores[row, kinds] - top - np.log(norm)) @ weights
        missed = raised / norm[:, None]
        missed[row, kinds] -= 1.0
        pulled = penalty @ w
        gradient = kept @ (transposed @ (weights[:, None] * missed) + pulled)
        return (0.5 * float((w * pulled).sum()) - likelihood) / mass[0], (gradient / mass[0]).ravel()

    options = {"maxiter": rounds, "maxcor": 20, "ftol": 0.0, "gtol": 0.0}
    solve: Any = getattr(optimize, "minimize")  # noqa: B009 - its type is known in part only
    flat: Floats = solve(loss, np.zeros(design.size * n), jac=True, method="L-BFGS-B", options=options).x
    w: Floats = kept @ flat.reshape(-1, n)
    return Fitted(design, w - w.mean(axis=1, keepdims=True), kept, penalty, mass)


def draws(
    fitted: Fitted, matrix: Any, kinds: Ints, weights: Floats, groups: Ints, *, number: int, every: int, seed: int
) -> Floats:
    """Weights as other samples of groups would have given them: shape (number, size + terms, kinds).

    The Bayesian bootstrap by group (each group weighs as a draw from the exponential distribution), to first order:
    one step of Newton from the estimate. The Hessian is taken from one group in `every`, weighed up. In each draw,
    a missing term says what it says of a case drawn at random among those in which it is known: what is not known
    widens the interval as much as it could have moved the answer.
    """
    hats = matrix[:, : fitted.design.size]
    n = fitted.weights.shape[1]
    p = softmax(np.asarray(hats @ fitted.weights))
    missed = np.eye(n)[kinds] - p
    rng = np.random.default_rng(seed)
    drawn = rng.standard_exponential((number, int(groups.max()) + 1))
    # The last kind is the one the others are measured against.
    free = n - 1
    some = np.flatnonzero(groups % every == 0)
    thin, w, q = hats[some], every * weights[some], p[some]
    size = fitted.design.size
    hessian: Floats = np.zeros((free * size, free * size))
    for i in range(free):
        for j in range(i, free):
            d = w * q[:, i] * ((i == j) - q[:, j])
            block = np.asarray((thin.T @ thin.multiply(d[:, None]).tocsr()).todense())
            hessian[i * size : (i + 1) * size, j * size : (j + 1) * size] = block
            hessian[j * size : (j + 1) * size, i * size : (i + 1) * size] = block.T
    # Sum-to-nought ridge in contrasts to the last kind: (I - 11'/n) per column.
    shape = np.eye(free) - 1.0 / n
    full = _kron(np.eye(free), fitted.kept)
    hessian = full @ (hessian + _kron(shape, fitted.penalty)) @ full
    # Directions taken out by the centring stay where they are.
    hessian = hessian + np.eye(free * size) - full
    lift = (drawn - 1.0)[:, groups] * weights
    score = np.stack([np.asarray(hats.T @ (row[:, None] * missed[:, :free])) for row in lift])
    right = full @ score.transpose(0, 2, 1).reshape(number, -1).T
    moved = (full @ np.linalg.solve(hessian, right)).T.reshape(number, free, size).transpose(0, 2, 1)
    moved = np.concatenate([moved, np.zeros((number, size, 1))], axis=2)
    out = fitted.weights + moved - moved.mean(axis=2, keepdims=True)
    return np.concatenate([out, _unknown(fitted, out, rng)], axis=1)


def _kron(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.kron(x, y), dtype=np.float64)


def _unknown(fitted: Fitted, drawn: Floats, rng: np.random.Generator) -> Floats:
    """What each term says of a known case drawn at random, per draw: shape (number, terms, kinds)."""
    said = np.zeros((len(drawn), len(fitted.design.terms), drawn.shape[2]))
    for k, (term, begin) in enumerate(zip(fitted.design.terms, fitted.design.begin, strict=False)):
        mass = np.maximum(fitted.mass[begin : begin + term.size], 0.0)
        chance = mass.cumsum() / mass.sum() if mass.sum() > 0 else np.linspace(1 / term.size, 1, term.size)
        # Evenly spread over the cases, in random order: few draws then stand for all.
        even = (rng.permutation(len(drawn)) + 0.5) / len(drawn)
        chosen = np.minimum(np.searchsorted(chance, even), term.size - 1)
        said[:, k] = drawn[np.arange(len(drawn)), begin + chosen]
    return said
