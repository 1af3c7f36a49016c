"""Which readings of the figures of a paragraph go together?

A figure is read after those before it: "3.4 per cent, and 5.1 a decade later" leaves whose share of what is meant to
the first. So a figure read wrongly misleads the next ones, and one that the data bear out says how those before it were
meant. The readings of a run of figures are therefore chosen as a path: the likeliest by words and data together, found
by a beam search (Lowerre 1976, "The HARPY speech recognition system"). How sure one reading of it is follows from the
likeliest paths that go another way there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from amity.claims.language import Test
from amity.reader import surety
from amity.reader.binding import Reading
from amity.reader.cases import Case, Way
from amity.reader.concord import Read
from amity.reader.fitting import Option, Weighed, chance_of, options
from amity.reader.model import Period, Span
from amity.reader.scene import Earlier, Scene, with_unit
from amity.reader.surety import Past, trees
from amity.reader.weighing import Meant, grid_of, weighed
from amity.reader.worded import is_worded

#: How many paths are followed at once, how many readings of a figure each may take, and the least likely of those.
_PATHS, _TURNS, _LIGHT = 4, 4, 0.04
#: How many figures before a figure tell paths apart, and how many are remembered: a row may answer to one far before.
_BACK, _REMEMBERED = 3, 8


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the rules leave it.

    Attributes:
        case: The figure with what stands around it.
        rules: What the grammar makes of it, the surest first.
        period: When the grammar has it.
        base: What it is compared with.
        reason: Why the grammar sets it aside, if it does.
        sentence: Where its sentence stands in the document.
        block: Where its paragraph stands.
        is_open: Whether its readings are to be weighed.
    """

    case: Case
    rules: tuple[Reading, ...]
    period: Period | None
    base: Period | None
    reason: str
    sentence: Span
    block: Span
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a figure may mean after certain figures before it."""

    case: Case
    meant: Sequence[Meant] = ()
    options: Sequence[Option] = ()
    none: float = 1.0


@dataclass(frozen=True, slots=True)
class _Path:
    """One way to read the figures so far.

    Attributes:
        score: Logarithm of how likely it is.
        before: How the last figures were read, the last one first.
        held: Whether the data hold the last figures, the last one first.
        choice: What the last figure might mean on this path.
        taken: What it was taken for; None for none of these.
        last: The path up to the figure before.
    """

    score: float
    before: tuple[Earlier, ...]
    held: tuple[bool, ...] = ()
    choice: _Choice | None = None
    taken: Option | None = None
    last: _Path | None = None

    def steps(self) -> list[_Path]:
        """The path figure by figure."""
        found: list[_Path] = []
        at: _Path | None = self
        while at is not None and at.choice is not None:
            found.append(at)
            at = at.last
        return found[::-1]


@dataclass(slots=True)
class Paths:
    """Reads figures in their order.

    Attributes:
        distance: How far what a test claims lies from what the data hold.
        by: What speaks for a reading, and how much; None takes the weights in force.
        before: How the last figures were read, the last one first.
        held: Whether the data hold them, and those of which no reading was taken.
        past: Whether the data hold the figures of the document so far, at first sight.
    """

    distance: Callable[[Test], float | None]
    by: Mapping[str, float] | None = None
    before: tuple[Earlier, ...] = field(default=())
    held: tuple[bool, ...] = field(default=())
    past: Past = field(default=Past())

    def read(self, told: Sequence[Told]) -> list[Read]:
        """Every figure of a run on the likeliest path."""
        found = self.unsure(told)
        known = [one.rows for one in found if len(one.rows)]
        sure = iter(trees("alone").sure(np.concatenate(known)).tolist() if known else [])
        return [replace(one, sure=[next(sure) for _ in one.options]) for one in found]

    def unsure(self, told: Sequence[Told]) -> list[Read]:
        """The same without how sure its readings are."""
        paths = [_Path(0.0, self.before, self.held)]
        for one in told:
            paths = self._onward(paths, one)
        self.before, self.held = paths[0].before, paths[0].held
        runs = [path.steps() for path in paths]
        ahead = [(math.exp(path.score - paths[0].score), run) for path, run in zip(paths, runs, strict=True)]
        run = [_weighed(one, runs[0][at], [(share, run[at]) for share, run in ahead]) for at, one in enumerate(told)]
        found, self.past = surety.rows(run, self.past)
        return [
            Read(kept, rows, (), of.meant, of.none_by_words, of.case.quantity.printed, one.sentence)
            for one, of, (kept, rows) in zip(told, run, found, strict=True)
        ]

    def _onward(self, paths: Sequence[_Path], told: Told) -> list[_Path]:
        """The likeliest paths one figure further; of those that leave the same to the next figures only the best."""
        best: dict[object, _Path] = {}
        for path in paths:
            for step in _turns(path, told, self._choice(told, path.before, path.held)):
                key = _seen(step.before), step.held[:1]
                if key not in best or step.score > best[key].score:
                    best[key] = step
        return sorted(best.values(), key=lambda path: -path.score)[:_PATHS]

    def _choice(self, told: Told, before: tuple[Earlier, ...], held: tuple[bool, ...]) -> _Choice:
        case = told.case if told.rules else with_unit(told.case, before, told.block)
        if not told.is_open:
            return _Choice(case)
        scene = Scene(case, told.rules, told.period, told.reason, before, told.sentence, told.block)
        meant, none = weighed(grid_of(scene, held), self.by)
        return _Choice(case, meant, options(case, meant, told.base, self.distance), none)


def _turns(path: _Path, told: Told, choice: _Choice) -> list[_Path]:
    """A path with each of the likeliest readings of the next figure."""
    whole = choice.none + sum(option.odds for option in choice.options)
    held = path.held if is_worded(told.case.quantity) else _onto(path.held, False)
    made = [_Path(path.score + _log(choice.none), path.before, held, choice, None, path)]
    for option in choice.options[:_TURNS]:
        if option.odds < _LIGHT * whole and option is not choice.options[0]:
            break
        before = _remembered(path.before, told, choice.case, option.meant.way, option.meant.period)
        made.append(_Path(path.score + _log(option.odds), before, _onto(path.held, True), choice, option, path))
    return made


def _onto(held: tuple[bool, ...], is_held: bool) -> tuple[bool, ...]:
    return (is_held, *held[: _REMEMBERED - 1])


def _log(odds: float) -> float:
    return math.log(max(odds, 1e-12))


def _remembered(before: tuple[Earlier, ...], told: Told, case: Case, way: Way, period: Period) -> tuple[Earlier, ...]:
    """The figures before with one more; it takes a partner to be of use to the next ones."""
    if not way.partners:
        return before
    quantity = case.quantity
    last = Earlier(way, period, quantity.unit, quantity.kind, told.sentence, quantity.span, told.block)
    return (last, *before[: _REMEMBERED - 1])


def _seen(before: tuple[Earlier, ...]) -> object:
    """What a later figure sees of those before it."""
    return tuple(
        (
            one.way.sense.id,
            one.way.statistic,
            one.way.owner,
            one.way.partners,
            one.period.first,
            one.period.last,
            one.unit,
            one.kind,
            one.sentence,
            one.span,
        )
        for one in before[:_BACK]
    )


def _weighed(told: Told, best: _Path, others: Sequence[tuple[float, _Path]]) -> Weighed:
    """What a figure may mean on the best path, and how likely the other paths make that.

    Args:
        told: The figure as the rules leave it.
        best: The step of the best path at this figure.
        others: The steps of all paths at it, each with how likely its whole path is beside the best one.
    """
    choice = best.choice or _Choice(told.case)
    through: dict[object, float] = {}
    for share, step in others:
        key = step.taken.key if step.taken is not None else None
        through[key] = max(through.get(key, 0.0), share)
    # A reading that no path kept is as likely beside the one taken as it was at this figure.
    here = best.taken.odds if best.taken is not None else max(choice.none, 1e-12)
    return Weighed(
        choice.case,
        told.rules,
        told.reason,
        told.period is not None,
        choice.meant,
        choice.none,
        choice.options,
        [through.get(option.key, option.odds / here) for option in choice.options],
        through.get(None, choice.none / here),
        chance_of(choice.case) if choice.options else 1.0,
        not is_worded(told.case.quantity),
    )
