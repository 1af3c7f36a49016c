"""What do the figures around a figure say of its readings, once each of them has been read?

An author stays with a pair, a matter and a year, or goes through them in order; so a reading that nothing around shares
is doubtful, and one that another figure has already, with other digits, is most likely that one's. What is asked of the
figures before alone while a document is read (`paths`) is asked here of those after as well, each by how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amity.reader.fitting import Fitted, Option, fit
from amity.reader.model import Span
from amity.reader.surety import Rows, trees
from amity.reader.weighing import Meant

_Codes = NDArray[np.intp]

#: So many figures to either side are around one, and so many of them close.
_AROUND, _CLOSE = 12, 3
#: Where the figures around are less sure than this in all, they tell nothing.
_LEAST = 0.2
#: Stands where nothing is told.
_UNTOLD = -1.0

_ALIKE = ("pair", "pair this way", "owner", "partner", "sense", "year")
_SIDE = ("pair", "pair this way", "sense", "statistic", "years", "sentence")
#: What is told of a reading, in this order.
OF_OTHERS = (
    *(f"{what} {where}" for where in ("close", "around") for what in ("all", *(f"same {name}" for name in _ALIKE))),
    *(f"{what} {where}" for where in ("before", "after") for what in ("sure", *(f"same {name}" for name in _SIDE))),
    "same reading, other digits",
    "same reading, same digits",
    "figures around",
    "figures so far",
)


@dataclass(frozen=True, slots=True)
class Read:
    """A figure as it was read after those before it.

    Attributes:
        options: Its likeliest readings.
        rows: What is known of each; shape (readings, features).
        sure: The probability of each by that; empty until it was asked.
        meant: All its readings with their probabilities by the words.
        none: The probability by the words that the data do not hold it.
        printed: Its digits.
        sentence: Where its sentence stands in the document.
    """

    options: Sequence[Option]
    rows: Rows
    sure: Sequence[float]
    meant: Sequence[Meant]
    none: float
    printed: str
    sentence: Span


def fitted(read: Sequence[Read]) -> list[Fitted | None]:
    """The reading of every figure of a document; None where it has none.

    Args:
        read: The figures in their order.
    """
    known = [one.rows for one in read if len(one.rows)]
    sure = iter(trees("together").sure(np.column_stack([np.concatenate(known), rows(read)])).tolist() if known else [])
    return [fit(one.options, [next(sure) for _ in one.options], one.meant, one.none) for one in read]


def rows(read: Sequence[Read]) -> Rows:
    """What the figures around say of each reading.

    Args:
        read: The figures of a document in their order.

    Returns:
        A row for each reading of each figure, in their order; shape (readings, len(OF_OTHERS)).
    """
    best = [max(range(len(one.sure)), key=one.sure.__getitem__, default=None) for one in read]
    starts = np.cumsum([0, *(len(one.options) for one in read)])
    codes = _codes(option for one in read for option in one.options)
    chosen = np.array([start + (at or 0) for start, at in zip(starts, best, strict=False)], dtype=np.intp)
    sure = np.array([0.0 if at is None else one.sure[at] for one, at in zip(read, best, strict=True)])
    if not len(codes.pair):
        return np.zeros((0, len(OF_OTHERS)))
    of = np.repeat(np.arange(len(read)), np.diff(starts))
    chosen = np.minimum(chosen, len(codes.pair) - 1)  # a figure without readings counts for nothing
    printed, sentence = _numbered(one.printed for one in read), _numbered(one.sentence for one in read)
    told = np.zeros((len(of), 2, 1 + len(_ALIKE)))
    sides = np.full((len(of), 2, 1 + len(_SIDE)), _UNTOLD)
    repeated, around = np.zeros((len(of), 2)), np.zeros(len(of))
    for step in (step for away in range(1, _AROUND + 1) for step in (-away, away)):
        at = of + step
        is_there = (at >= 0) & (at < len(read))
        at = np.where(is_there, at, 0)
        weight, other = np.where(is_there, sure[at], 0.0), chosen[at]
        alike = codes.alike(other)
        told[:, 1, 0] += weight
        told[:, 1, 1:] += weight[:, None] * alike
        if abs(step) <= _CLOSE:
            told[:, 0, 0] += weight
            told[:, 0, 1:] += weight[:, None] * alike
        if abs(step) == 1:
            side = np.column_stack([sure[at], codes.side(other), sentence[at] == sentence[of]])
            sides[:, int(step > 0)] = np.where((is_there & (weight > 0))[:, None], side, _UNTOLD)
        is_same = codes.reading[other] == codes.reading
        is_repeated = printed[at] == printed[of]
        for place, is_meant in enumerate((is_same & ~is_repeated, is_same & is_repeated)):
            repeated[:, place] = np.maximum(repeated[:, place], np.where(is_meant, weight, 0.0))
        around += is_there
    whole = told[:, :, :1]
    told[:, :, 1:] = np.where(whole > _LEAST, told[:, :, 1:] / np.maximum(whole, _LEAST), _UNTOLD)
    so_far = np.minimum(of, _AROUND)
    return np.column_stack([told.reshape(len(of), -1), sides.reshape(len(of), -1), repeated, around, so_far])


@dataclass(frozen=True, slots=True)
class _Coded:
    """Readings by numbers: what is the same has the same number.

    Attributes:
        pair: The two states.
        way: Owner and partner.
        owner: The owner.
        partner: The partner.
        sense: What is measured.
        statistic: As what.
        year: The last year.
        years: All years.
        reading: All of it.
    """

    pair: _Codes
    way: _Codes
    owner: _Codes
    partner: _Codes
    sense: _Codes
    statistic: _Codes
    year: _Codes
    years: _Codes
    reading: _Codes

    def alike(self, other: _Codes) -> NDArray[np.bool_]:
        """In what of `_ALIKE` each reading is the same as another one; shape (readings, len(_ALIKE))."""
        return np.column_stack(
            [
                self.pair == self.pair[other],
                self.way == self.way[other],
                (self.owner == self.owner[other]) | (self.owner == self.partner[other]),
                (self.partner == self.owner[other]) | (self.partner == self.partner[other]),
                self.sense == self.sense[other],
                self.year == self.year[other],
            ]
        )

    def side(self, other: _Codes) -> NDArray[np.bool_]:
        """In what of `_SIDE` but the last each reading is the same as another one; shape (readings, len(_SIDE) - 1)."""
        of_both = (self.pair, self.way, self.sense, self.statistic, self.years)
        return np.column_stack([code == code[other] for code in of_both])


def _codes(options: Iterable[Option]) -> _Coded:
    meant = [option.meant for option in options]
    ways = [(one.way.owner, (*one.way.partners, "")[0]) for one in meant]
    years = [(one.period.first, one.period.last) for one in meant]
    senses, statistics = [one.way.sense.id for one in meant], [one.way.statistic for one in meant]
    # Owners and partners are compared with each other.
    states = _numbered([*(owner for owner, _ in ways), *(partner for _, partner in ways)])
    return _Coded(
        _numbered(frozenset(way) for way in ways),
        _numbered(ways),
        states[: len(ways)],
        states[len(ways) :],
        _numbered(senses),
        _numbered(statistics),
        _numbered(last for _, last in years),
        _numbered(years),
        _numbered(zip(senses, statistics, ways, years, strict=True)),
    )


def _numbered(things: Iterable[object]) -> _Codes:
    """Each thing by a number, the same for what is the same."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(thing, len(known)) for thing in things], dtype=np.intp)
