"""Positions on one line behind ordered choices, changing over time: a dynamic ordinal probit model.

State i stands at x[i, t] in period t. On item v it takes the lowest category if slope[v] * x + noise lies under the
first cut point, the highest if it lies above the second, and the middle one between; noise is standard normal.
Positions walk at random from period to period, slopes are standard normal beforehand, cut points nearly free. The
positions of all states in all periods have mean 0 and standard deviation 1.

The estimate is a normal curve over positions and items together. Its centre solves the mean-field equations: positions
feel the items' average pull under what is known of them, and the items that of the positions; at a plain mode each
would be taken as exact, and periods with many items would be stretched. All are moved together by Newton steps. Given
the positions, items do not touch and are eliminated one by one; what is left ties each state to all others of its
period and to itself in the next, a block tridiagonal matrix that is factored period by period. Its inverse is the
positions' covariance, with the uncertainty of the items and of mean and scale already in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Where nobody chose.
MISSING = -1

#: Cut points are free but for this standard deviation, which keeps those of one-sided items finite.
_CUT_SD = 5.0

#: Beyond this many standard deviations a probability is as good as 0 or 1.
_FAR = 8.0

#: Longest move of a parameter in one step, and how much the first steps are held back: as if each position had been
#: seen before with this precision, a fraction of it in each following step.
_STRIDE, _CAUTION, _EASING = 0.7, 30.0, 0.3

#: From this step on the whole second derivative is used. Before, where choices are not yet fitted, it may not be
#: definite, and what vanishes with the residuals is left out (Gauss-Newton).
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known beforehand.

    Attributes:
        walk: Variance of a position's change in one unit of time between two periods in which the state chose equally
            often; it is multiplied by 2 n / (n + m) where the state chose n times after m times before.
        start_sd: Standard deviation of a state's first position around 0.
    """

    walk: float
    start_sd: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What was found; arrays of shape (periods, states), NaN where a state chose nothing.

    Attributes:
        position: Expected position.
        sd: Its standard deviation.
        moved: Largest move of a position in each step.
        slopes: Slopes of the items of each period.
    """

    position: Floats
    sd: Floats
    moved: Floats
    slopes: list[Floats]


@dataclass(slots=True)
class _Sheet:
    """One period: who has a seat, the choices of shape (items, seats), and the items' parameters.

    `upper1` and the like say (0 or 1) at which cut point a choice's interval ends.
    """

    seats: Places
    chose: NDArray[np.bool_]
    upper: NDArray[np.int8]
    lower: NDArray[np.int8]
    upper1: Floats
    upper2: Floats
    lower1: Floats
    lower2: Floats
    ternary: NDArray[np.bool_]
    x: Floats
    variance: Floats
    slope: Floats
    cuts: Floats

    def shift(self, change: Floats) -> None:
        """Move the items, cut points kept in order."""
        change = np.clip(change, -_STRIDE, _STRIDE)
        gap = self.cuts[:, 1] - self.cuts[:, 0]
        gap = np.maximum(gap + change[:, 2] - change[:, 1], 0.3 * gap)
        self.slope += change[:, 0]
        self.cuts[:, 0] += change[:, 1]
        self.cuts[:, 1] = np.where(self.ternary, self.cuts[:, 0] + gap, 0.0)


def _sheet(choices: NDArray[np.int8], seats: Places, start: Floats) -> _Sheet:
    """A period with its parameters as the shares of the categories suggest, slopes signed by the start."""
    from scipy.special import ndtri

    choices = choices[:, seats]
    count = np.stack([(choices == k).sum(axis=1) for k in range(3)], axis=1)
    if ((count > 0).sum(axis=1) < 2).any():
        raise ValueError("every item needs choices of two categories")
    ternary: NDArray[np.bool_] = np.all(count > 0, axis=1)
    chose = choices != MISSING
    # Of two categories the lower one is low, the other high, whichever they are.
    low = (choices == 0) | ((choices == 1) & (count[:, :1] == 0))
    middle = (choices == 1) & ternary[:, None]
    high = chose & ~low & ~middle
    two = ternary[:, None]
    upper = np.where(low, 1, np.where(middle, 2, 3)).astype(np.int8)
    lower = np.where(middle, 1, np.where(high, np.where(two, 2, 1), 0)).astype(np.int8)
    score = high.astype(np.float64) - low
    score -= score.sum(axis=1, keepdims=True) / chose.sum(axis=1, keepdims=True)
    shares = np.stack([low.sum(axis=1), (low | middle).sum(axis=1)], axis=1) / chose.sum(axis=1, keepdims=True)
    cuts = ndtri(np.clip(shares, 0.01, 0.99)) * np.sqrt(2.0)
    cuts[:, 1] = np.where(ternary, np.maximum(cuts[:, 1], cuts[:, 0] + 0.05), 0.0)
    x = start[seats]
    slope = np.sign(np.where(chose, score, 0.0) @ x)
    return _Sheet(
        seats=seats,
        chose=chose,
        upper=upper,
        lower=lower,
        upper1=(upper == 1).astype(np.float64),
        upper2=(upper == 2).astype(np.float64),
        lower1=(lower == 1).astype(np.float64),
        lower2=(lower == 2).astype(np.float64),
        ternary=ternary,
        x=x,
        variance=np.zeros(len(seats)),
        slope=slope,
        cuts=cuts,
    )


@dataclass(slots=True)
class _Terms:
    """First and second derivatives (the latter with minus) of one period's log likelihood, averaged as said above.

    Attributes:
        pull: By the items' parameters, of shape (items, 3).
        inverse: Inverse of twice by them, (items, 3, 3): how well each item is known, were the positions.
        cross: By them and the positions, (items, 3, seats).
        push: By the positions, (seats,).
        weight: Twice by them, (seats,).
    """

    pull: Floats
    inverse: Floats
    cross: Floats
    push: Floats
    weight: Floats


def _terms(sheet: _Sheet, *, near: bool = True) -> _Terms:
    from scipy.special import ndtr

    x, slope = sheet.x, sheet.slope[:, None]
    ends = np.column_stack([np.full(len(slope), -99.0), sheet.cuts, np.full(len(slope), 99.0)])
    shift = slope * x
    upper = np.clip(np.take_along_axis(ends, sheet.upper, axis=1) - shift, -_FAR, _FAR)
    lower = np.clip(np.take_along_axis(ends, sheet.lower, axis=1) - shift, -_FAR, _FAR)
    # In the upper tail differences are taken on the other side, where they keep their digits.
    turn = np.where(lower > 0, -1.0, 1.0)
    share = np.maximum(turn * (ndtr(turn * upper) - ndtr(turn * lower)), 1e-14)
    share *= np.sqrt(2 * np.pi)
    a, b = np.exp(-0.5 * upper**2) / share, np.exp(-0.5 * lower**2) / share
    a[~sheet.chose] = b[~sheet.chose] = 0.0
    drive, mixed = b - a, -a * b
    upper = a * (upper + a)  # twice by the upper end, and below by the lower one
    lower = b * (b - lower)
    by_upper, by_lower = upper + mixed, lower + mixed
    weight = by_upper + by_lower
    by1 = by_upper * sheet.upper1 + by_lower * sheet.lower1
    by2 = by_upper * sheet.upper2 + by_lower * sheet.lower2
    spread = weight @ sheet.variance
    pull = np.empty((len(slope), 3))
    pull[:, 0] = drive @ x - sheet.slope * (1.0 + spread)
    pull[:, 1] = np.einsum("vs,vs->v", a, sheet.upper1) - np.einsum("vs,vs->v", b, sheet.lower1)
    pull[:, 2] = np.einsum("vs,vs->v", a, sheet.upper2) - np.einsum("vs,vs->v", b, sheet.lower2)
    pull[:, 1:] -= sheet.cuts / _CUT_SD**2
    own = np.empty((len(slope), 3, 3))
    own[:, 0, 0] = weight @ x**2 + spread + 1.0
    own[:, 0, 1] = own[:, 1, 0] = -(by1 @ x)
    own[:, 0, 2] = own[:, 2, 0] = -(by2 @ x)
    own[:, 1, 1] = np.einsum("vs,vs->v", upper, sheet.upper1) + np.einsum("vs,vs->v", lower, sheet.lower1)
    own[:, 2, 2] = np.einsum("vs,vs->v", upper, sheet.upper2) + np.einsum("vs,vs->v", lower, sheet.lower2)
    own[:, [1, 2], [1, 2]] += 1 / _CUT_SD**2
    own[:, 1, 2] = own[:, 2, 1] = np.einsum("vs,vs,vs->v", mixed, sheet.lower1, sheet.upper2)
    known: Floats = np.linalg.inv(own).astype(np.float64, copy=False)
    cross = np.stack([weight * shift - drive if near else weight * shift, -by1 * slope, -by2 * slope], axis=1)
    push = drive.T @ sheet.slope - x * (weight.T @ known[:, 0, 0]) + by1.T @ known[:, 0, 1] + by2.T @ known[:, 0, 2]
    return _Terms(pull, known, cross, push, weight.T @ (sheet.slope**2 + known[:, 0, 0]))


@dataclass(frozen=True, slots=True)
class _Link:
    """Which seats of one period are those of which in the next, and how tightly the two positions are tied."""

    here: Places
    there: Places
    precision: Floats


def _solve(
    blocks: Sequence[Floats], links: Sequence[_Link], right: Sequence[Floats]
) -> tuple[list[Floats], list[Floats]]:
    """Solve a symmetric block tridiagonal system.

    Args:
        blocks: Blocks on the diagonal, one per period.
        links: What stands, with minus, between one period and the next.
        right: Right-hand sides, (seats, columns) for each period.

    Returns:
        The solution, and the diagonal of the inverse for each period.
    """
    inverses: list[Floats] = []
    solved = [part.copy() for part in right]
    for t, block in enumerate(blocks):
        if t:
            link, before = links[t - 1], inverses[-1][:, links[t - 1].here] * links[t - 1].precision
            block[np.ix_(link.there, link.there)] -= link.precision[:, None] * before[link.here]
            solved[t][link.there] += before.T @ solved[t - 1]
        inverses.append(np.linalg.inv(block).astype(np.float64, copy=False))
    last = inverses[-1]
    solved[-1] = last @ solved[-1]
    spreads = [np.diag(last)]
    for t in range(len(blocks) - 2, -1, -1):
        link, inverse = links[t], inverses[t]
        solved[t][link.here] += link.precision[:, None] * solved[t + 1][link.there]
        solved[t] = inverse @ solved[t]
        carried = inverse[:, link.here] * link.precision
        last = inverse + carried @ last[np.ix_(link.there, link.there)] @ carried.T
        spreads.insert(0, np.diag(last))
    return solved, spreads


def fit(
    choices: Sequence[NDArray[np.int8]],
    times: Sequence[int],
    start: Floats,
    prior: Prior,
    steps: int,
) -> Fit:
    """Positions of all states in all periods.

    Args:
        choices: One array of shape (items, states) per period: 0, 1, 2 or `MISSING`.
        times: When each period is; the variance of the walk grows with the time between two.
        start: Where the search begins, of shape (periods, states); it fixes the sign.
        prior: What is known beforehand.
        steps: How many steps to take.

    Raises:
        ValueError: An item has choices of one category only.
    """
    here = np.stack([(part != MISSING).any(axis=0) for part in choices])
    seated = np.maximum.accumulate(here, axis=0) & np.maximum.accumulate(here[::-1], axis=0)[::-1]
    x = np.where(seated, (start - start[here].mean()) / start[here].std(), 0.0)
    sheets = [_sheet(part, np.flatnonzero(seated[t]), x[t]) for t, part in enumerate(choices)]
    links = _links(sheets, times, prior)
    begins = seated & ~np.vstack([np.zeros_like(seated[:1]), seated[:-1]])
    firm = [begins[t, sheet.seats] / prior.start_sd**2 for t, sheet in enumerate(sheets)]
    counted = [here[t, sheet.seats].astype(np.float64) for t, sheet in enumerate(sheets)]
    moved = np.zeros(steps)
    for step in range(steps):
        moved[step] = _step(sheets, links, firm, counted, _CAUTION * _EASING**step, near=step >= _NEAR)
        for sheet in sheets:
            _settle(sheet)
        _standardise(sheets, counted)
    _step(sheets, links, firm, counted, None, near=True)
    position, sd = np.full((2, *here.shape), np.nan)
    for t, sheet in enumerate(sheets):
        told = here[t, sheet.seats]
        position[t, sheet.seats[told]] = sheet.x[told]
        sd[t, sheet.seats[told]] = np.sqrt(sheet.variance[told])
    return Fit(position, sd, moved, [sheet.slope for sheet in sheets])


def _links(sheets: Sequence[_Sheet], times: Sequence[int], prior: Prior) -> list[_Link]:
    """The random walk between each period and the next."""
    found: list[_Link] = []
    for t, (sheet, after) in enumerate(pairwise(sheets)):
        _, here, there = np.intersect1d(sheet.seats, after.seats, return_indices=True)
        before, now = sheet.chose.sum(axis=0)[here], after.chose.sum(axis=0)[there]
        # Where a state was away there is nothing to weigh.
        weight = np.where((before > 0) & (now > 0), 2 * now / np.maximum(now + before, 1), 1.0)
        variance = prior.walk * (times[t + 1] - times[t]) * weight
        found.append(_Link(here, there, 1 / variance))
    return found


def _step(
    sheets: Sequence[_Sheet],
    links: Sequence[_Link],
    firm: Sequence[Floats],
    counted: Sequence[Floats],
    caution: float | None,
    *,
    near: bool,
) -> float:
    """Move everything once, and learn how well it is known; returns the largest move of a position.

    Args:
        sheets: The periods; changed.
        links: The walk.
        firm: Precision of each position before the first choice.
        counted: Which positions count (0 or 1) for mean and spread.
        caution: Precision with which positions are held where they are; None to learn only.
        near: Whether the mode is near.
    """
    blocks: list[Floats] = []
    rights: list[Floats] = []
    every = [_terms(sheet, near=near) for sheet in sheets]
    pushes = [terms.push - precision * sheet.x for sheet, terms, precision in zip(sheets, every, firm, strict=True)]
    ties = [precision.copy() for precision in firm]
    for t, link in enumerate(links):
        apart = link.precision * (sheets[t + 1].x[link.there] - sheets[t].x[link.here])
        pushes[t][link.here] += apart
        pushes[t + 1][link.there] -= apart
        ties[t][link.here] += link.precision
        ties[t + 1][link.there] += link.precision
    # Mean and spread of all positions are held, the spread by a multiplier that counts as precision.
    held = [np.column_stack([count, count * sheet.x]) for count, sheet in zip(counted, sheets, strict=True)]
    wide = np.concatenate(held)[:, 1]
    hold = max(float(np.concatenate(pushes) @ wide / (wide @ wide)), 0.0)
    for t, terms in enumerate(every):
        cross = terms.cross.reshape(-1, len(terms.push))
        eliminated = (terms.inverse @ terms.cross).reshape(-1, len(terms.push))
        block = -cross.T @ eliminated
        block[np.diag_indices(len(block))] += terms.weight + ties[t] + hold * counted[t] + (caution or 0.0)
        blocks.append(block)
        rights.append(np.column_stack([pushes[t] - eliminated.T @ terms.pull.ravel(), held[t]]))
    solved, spreads = _solve(blocks, links, rights)
    inner = np.linalg.inv(sum(a.T @ b[:, 1:] for a, b in zip(held, solved, strict=True)))
    drift = inner @ sum(a.T @ b[:, 0] for a, b in zip(held, solved, strict=True))
    largest = 0.0
    for t, (sheet, terms) in enumerate(zip(sheets, every, strict=True)):
        move, answer = solved[t][:, 0] - solved[t][:, 1:] @ drift, solved[t][:, 1:]
        sheet.variance = np.maximum(spreads[t] - np.einsum("sj,jk,sk->s", answer, inner, answer), 0.0)
        if caution is None:
            continue
        largest = max(largest, float(np.abs(move * counted[t]).max()))
        move = np.clip(move, -_STRIDE, _STRIDE)
        sheet.shift(np.einsum("vjk,vk->vj", terms.inverse, terms.pull - terms.cross @ move))
        sheet.x = sheet.x + move
    return largest


def _settle(sheet: _Sheet) -> None:
    """Move the items alone to where the new positions want them."""
    terms = _terms(sheet)
    sheet.shift(np.einsum("vjk,vk->vj", terms.inverse, terms.pull))


def _standardise(sheets: Sequence[_Sheet], counted: Sequence[Floats]) -> None:
    """Mean 0 and standard deviation 1 of all positions held by somebody who chose; the items follow."""
    x, count = np.concatenate([sheet.x for sheet in sheets]), np.concatenate(counted)
    centre = float(x @ count / count.sum())
    scale = float(np.sqrt((x - centre) ** 2 @ count / count.sum()))
    for sheet in sheets:
        sheet.x = (sheet.x - centre) / scale
        sheet.cuts -= np.outer(sheet.slope * centre, [1.0, 1.0])
        sheet.cuts[:, 1] *= sheet.ternary
        sheet.slope *= scale
