"""Positions on one line behind ordered choices, changing over time: a dynamic ordinal probit model.

State i stands at x[i, t] in period t. On item v it takes the lowest category if slope[v] * x + noise lies under the
first cut point, the highest if it lies above the second, and the middle one between; noise is standard normal. Positions
walk at random from period to period, slopes are standard normal beforehand, cut points nearly free. The positions of
all states in all periods have mean 0 and standard deviation 1. An item may be tied to one in the next period whose
parameters it nearly shares.

The estimate is a normal curve over positions and items together. Its centre solves the mean-field equations: positions
feel the items' average pull under what is known of them, and the items that of the positions; at a plain mode each
would be taken as exact, and periods with many items would be stretched. All are moved together by Gauss-Newton
steps. Given the positions, untied items do not touch and are eliminated one by one; what is left ties each state to
all others of its period and to itself in the next, a block tridiagonal matrix that is factored period by period. Its
inverse is the positions' covariance, with the uncertainty of the items and of mean and scale already in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
_STRIDE, _CAUTION, _EASING = 0.5, 100.0, 0.4


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known beforehand.

    Attributes:
        step_sd: Standard deviation of a position's change in one unit of time.
        start_sd: Standard deviation of a state's first position around 0.
        tie_sd: Standard deviation of the difference between a parameter of two tied items.
    """

    step_sd: float
    start_sd: float
    tie_sd: float


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
    tied: Places
    onward: NDArray[np.intp]
    x: Floats
    variance: Floats
    slope: Floats = field(default_factory=lambda: np.zeros(0))
    cuts: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    known: Floats = field(default_factory=lambda: np.zeros((0, 3, 3)))

    @property
    def parameters(self) -> Floats:
        """Slope and cut points, of shape (items, 3)."""
        return np.column_stack([self.slope, self.cuts])

    def shift(self, change: Floats) -> None:
        """Move the items, cut points kept in order."""
        change = np.clip(change, -_STRIDE, _STRIDE)
        gap = self.cuts[:, 1] - self.cuts[:, 0]
        gap = np.maximum(gap + change[:, 2] - change[:, 1], 0.3 * gap)
        self.slope += change[:, 0]
        self.cuts[:, 0] += change[:, 1]
        self.cuts[:, 1] = np.where(self.ternary, self.cuts[:, 0] + gap, 0.0)


def _sheet(choices: NDArray[np.int8], seats: Places, tied: Places, onward: NDArray[np.intp], start: Floats) -> _Sheet:
    """A period with its parameters as the shares of the categories suggest, slopes signed by the start."""
    from scipy.special import ndtri

    choices = choices[:, seats]
    count = np.stack([(choices == k).sum(axis=1) for k in range(3)], axis=1)
    if ((count > 0).sum(axis=1) < 2).any():
        raise ValueError("every item needs choices of two categories")
    ternary = (count > 0).all(axis=1)
    chose = choices != MISSING
    # Of two categories the lower one is low, the other high, whichever they are.
    low = (choices == 0) | ((choices == 1) & (count[:, :1] == 0))
    middle = (choices == 1) & ternary[:, None]
    high = chose & ~low & ~middle
    two = ternary[:, None]
    upper = np.where(low, 1, np.where(middle, 2, 3)).astype(np.int8)
    lower = np.where(middle, 1, np.where(high, np.where(two, 2, 1), 0)).astype(np.int8)
    ends = [(end == k).astype(np.float64) for end in (upper, lower) for k in (1, 2)]
    score = high.astype(np.float64) - low
    score -= score.sum(axis=1, keepdims=True) / chose.sum(axis=1, keepdims=True)
    shares = np.stack([low.sum(axis=1), (low | middle).sum(axis=1)], axis=1) / chose.sum(axis=1, keepdims=True)
    cuts = ndtri(np.clip(shares, 0.01, 0.99)) * np.sqrt(2.0)
    cuts[:, 1] = np.where(ternary, np.maximum(cuts[:, 1], cuts[:, 0] + 0.05), 0.0)
    sheet = _Sheet(seats, chose, upper, lower, *ends, ternary, tied, onward, start[seats], np.zeros(len(seats)))
    sheet.slope = np.sign(np.where(chose, score, 0.0) @ sheet.x)
    sheet.cuts = cuts
    return sheet


@dataclass(slots=True)
class _Terms:
    """First and second derivatives (the latter with minus) of one period's log likelihood, averaged as said above.

    Attributes:
        pull: By the items' parameters, of shape (items, 3).
        own: Twice by them, (items, 3, 3).
        cross: By them and the positions, (items, 3, seats).
        push: By the positions, (seats,).
        weight: Twice by them, (seats,).
    """

    pull: Floats
    own: Floats
    cross: Floats
    push: Floats
    weight: Floats


def _terms(sheet: _Sheet, *, positions: bool) -> _Terms:
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
    if not positions:
        return _Terms(pull, own, own[:, :, :0], x[:0], x[:0])
    cross = np.stack([weight * shift, -by1 * slope, -by2 * slope], axis=1)
    # Before the first step nothing is known of the items but their own curve.
    known = sheet.known if len(sheet.known) else np.linalg.inv(own)
    push = drive.T @ sheet.slope - x * (weight.T @ known[:, 0, 0]) + by1.T @ known[:, 0, 1] + by2.T @ known[:, 0, 2]
    return _Terms(pull, own, cross, push, weight.T @ (sheet.slope**2 + known[:, 0, 0]))


@dataclass(frozen=True, slots=True)
class _Link:
    """Which unknowns of one period are tied to which of the next, and how tightly."""

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
        right: Right-hand sides, (unknowns, columns) for each period.

    Returns:
        The solution, and the diagonal blocks of the inverse.
    """
    inverses: list[Floats] = []
    solved = [part.copy() for part in right]
    for t, block in enumerate(blocks):
        if t:
            link, before = links[t - 1], inverses[-1][:, links[t - 1].here] * links[t - 1].precision
            block = block.copy()
            block[np.ix_(link.there, link.there)] -= link.precision[:, None] * before[link.here]
            solved[t][link.there] += before.T @ solved[t - 1]
        inverses.append(np.linalg.inv(block))
    for t in range(len(blocks) - 1, -1, -1):
        if t == len(blocks) - 1:
            solved[t] = inverses[t] @ solved[t]
            continue
        link, inverse = links[t], inverses[t]
        solved[t][link.here] += link.precision[:, None] * solved[t + 1][link.there]
        solved[t] = inverse @ solved[t]
        carried = inverse[:, link.here] * link.precision
        inverses[t] = inverse + carried @ inverses[t + 1][np.ix_(link.there, link.there)] @ carried.T
    return solved, inverses


def fit(
    choices: Sequence[NDArray[np.int8]],
    times: Sequence[int],
    start: Floats,
    prior: Prior,
    steps: int,
    ties: Sequence[NDArray[np.intp]] = (),
) -> Fit:
    """Positions of all states in all periods.

    Args:
        choices: One array of shape (items, states) per period: 0, 1, 2 or `MISSING`.
        times: When each period is; the variance of the walk grows with the time between two.
        start: Where the search begins, of shape (periods, states); it fixes the sign.
        prior: What is known beforehand.
        steps: How many steps to take.
        ties: For each period but the last, pairs (item, item of the next period) with like parameters; each item at
            most once on either side; both with the same number of categories.

    Raises:
        ValueError: An item has choices of one category only.
    """
    here = np.stack([(part != MISSING).any(axis=0) for part in choices])
    seated = np.maximum.accumulate(here, axis=0) & np.maximum.accumulate(here[::-1], axis=0)[::-1]
    x = np.where(seated, (start - start[here].mean()) / start[here].std(), 0.0)
    pairs = [*ties] or [np.zeros((0, 2), np.intp)] * (len(choices) - 1)
    sheets: list[_Sheet] = []
    for t, part in enumerate(choices):
        onward = pairs[t] if t < len(pairs) else np.zeros((0, 2), np.intp)
        tied = np.union1d(onward[:, 0], pairs[t - 1][:, 1] if t else onward[:0, 0]).astype(np.intp)
        sheets.append(_sheet(part, np.flatnonzero(seated[t]), tied, onward, x[t]))
    links = [
        _link(sheets[t], sheets[t + 1], prior.step_sd**2 * (times[t + 1] - times[t]), prior.tie_sd**2)
        for t in range(len(sheets) - 1)
    ]
    begins = seated & ~np.vstack([np.zeros_like(seated[:1]), seated[:-1]])
    firm = [begins[t, sheet.seats] / prior.start_sd**2 for t, sheet in enumerate(sheets)]
    counted = [here[t, sheet.seats].astype(np.float64) for t, sheet in enumerate(sheets)]
    moved = np.zeros(steps)
    for step in range(steps):
        moved[step] = _step(sheets, links, firm, counted, _CAUTION * _EASING**step)
        _settle(sheets, links)
        _standardise(sheets, counted)
    _step(sheets, links, firm, counted, 0.0)
    position, sd = np.full((2, *here.shape), np.nan)
    for t, sheet in enumerate(sheets):
        told = here[t, sheet.seats]
        position[t, sheet.seats[told]] = sheet.x[told]
        sd[t, sheet.seats[told]] = np.sqrt(sheet.variance[told])
    return Fit(position, sd, moved, [sheet.slope for sheet in sheets])


def _link(sheet: _Sheet, after: _Sheet, walk: float, tie: float) -> _Link:
    _, mine, theirs = np.intersect1d(sheet.seats, after.seats, return_indices=True)
    three = np.arange(3)
    place = len(sheet.seats) + 3 * np.searchsorted(sheet.tied, sheet.onward[:, :1]) + three
    place_after = len(after.seats) + 3 * np.searchsorted(after.tied, sheet.onward[:, 1:]) + three
    return _Link(
        np.concatenate([mine, place.ravel()]).astype(np.intp),
        np.concatenate([theirs, place_after.ravel()]).astype(np.intp),
        np.concatenate([np.full(len(mine), 1 / walk), np.full(place.size, 1 / tie)]),
    )


def _state(sheet: _Sheet) -> Floats:
    """The unknowns of a period that are not eliminated: positions, then the parameters of tied items."""
    return np.concatenate([sheet.x, sheet.parameters[sheet.tied].ravel()])


def _linked(sheets: Sequence[_Sheet], links: Sequence[_Link]) -> tuple[list[Floats], list[Floats]]:
    """The precision that links give each unknown, and their pull on it."""
    states = [_state(sheet) for sheet in sheets]
    firm, pull = [np.zeros_like(state) for state in states], [np.zeros_like(state) for state in states]
    for t, link in enumerate(links):
        apart = link.precision * (states[t + 1][link.there] - states[t][link.here])
        firm[t][link.here] += link.precision
        pull[t][link.here] += apart
        firm[t + 1][link.there] += link.precision
        pull[t + 1][link.there] -= apart
    return firm, pull


def _step(
    sheets: Sequence[_Sheet],
    links: Sequence[_Link],
    firm: Sequence[Floats],
    counted: Sequence[Floats],
    caution: float,
) -> float:
    """Move everything once; returns the largest move of a position."""
    link_firm, link_pull = _linked(sheets, links)
    every = [_terms(sheet, positions=True) for sheet in sheets]
    pushes = [
        terms.push - firm[t] * sheet.x + link_pull[t][: len(sheet.x)]
        for t, (sheet, terms) in enumerate(zip(sheets, every, strict=True))
    ]
    # Mean and spread of all positions are held. What the spread would grow by counts as precision: a Lagrange multiplier.
    held = [np.column_stack([count, count * sheet.x]) for count, sheet in zip(counted, sheets, strict=True)]
    total = np.concatenate(held)
    hold = max(float(np.concatenate(pushes) @ total[:, 1] / (total[:, 1] @ total[:, 1])), 0.0)
    blocks: list[Floats] = []
    rights: list[Floats] = []
    inverses: list[Floats] = []
    for t, (sheet, terms) in enumerate(zip(sheets, every, strict=True)):
        n = len(sheet.x)
        inverse = np.linalg.inv(terms.own)
        free = np.ones(len(sheet.slope), np.bool_)
        free[sheet.tied] = False
        cross = terms.cross[free].reshape(-1, n)
        eliminated = (inverse[free] @ terms.cross[free]).reshape(-1, n)
        block = np.zeros((n + 3 * len(sheet.tied),) * 2)
        block[:n, :n] = -cross.T @ eliminated
        block[n:, :n] = terms.cross[sheet.tied].reshape(-1, n)
        block[:n, n:] = block[n:, :n].T
        for k, own in enumerate(terms.own[sheet.tied]):
            block[n + 3 * k : n + 3 * k + 3, n + 3 * k : n + 3 * k + 3] = own
        diagonal = link_firm[t].copy()
        diagonal[:n] += terms.weight + firm[t] + hold * counted[t] + caution
        block[np.diag_indices(len(block))] += diagonal
        right = np.zeros((len(block), 3))
        right[:n, 0] = pushes[t] - eliminated.T @ terms.pull[free].ravel()
        right[n:, 0] = terms.pull[sheet.tied].ravel() + link_pull[t][n:]
        right[:n, 1:] = held[t]
        blocks.append(block)
        rights.append(right)
        inverses.append(inverse)
    solved, covariance = _solve(blocks, links, rights)
    answer = [part[: len(sheet.x), 1:] for part, sheet in zip(solved, sheets, strict=True)]
    inner = np.linalg.inv(sum(a.T @ b for a, b in zip(held, answer, strict=True)))
    drift = inner @ sum(a.T @ part[: len(a), 0] for a, part in zip(held, solved, strict=True))
    largest = 0.0
    for t, (sheet, terms) in enumerate(zip(sheets, every, strict=True)):
        n = len(sheet.x)
        move = solved[t][:, 0] - solved[t][:, 1:] @ drift
        largest = max(largest, float(np.abs(move[:n] * counted[t]).max()))
        along = np.clip(move[:n], -_STRIDE, _STRIDE)
        change = np.einsum("vjk,vk->vj", inverses[t], terms.pull - terms.cross @ along)
        change[sheet.tied] = move[n:].reshape(-1, 3)
        sheet.known = inverses[t].copy()
        for k, v in enumerate(sheet.tied):
            part = slice(n + 3 * k, n + 3 * k + 3)
            sheet.known[v] = covariance[t][part, part]
        variance = np.diag(covariance[t])[:n] - np.einsum("sj,jk,sk->s", answer[t], inner, answer[t])
        sheet.variance = np.maximum(variance, 0.0)
        if caution:
            sheet.shift(change)
            sheet.x = sheet.x + along
    return largest


def _settle(sheets: Sequence[_Sheet], links: Sequence[_Link]) -> None:
    """Move the items alone to where the new positions want them."""
    firm, pull = _linked(sheets, links)
    for t, sheet in enumerate(sheets):
        terms, n = _terms(sheet, positions=False), len(sheet.x)
        terms.own[sheet.tied[:, None], [0, 1, 2], [0, 1, 2]] += firm[t][n:].reshape(-1, 3)
        terms.pull[sheet.tied] += pull[t][n:].reshape(-1, 3)
        sheet.shift(np.linalg.solve(terms.own, terms.pull[:, :, None])[:, :, 0])


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
