"""Between whom a figure of a row is: those of the figure it answers to, not those of the figure right before it.

"Half went to Italy and a third to Spain, where in 2015 it had been 16 and 18", "Bolivia sent them 16 and 32 per cent".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from amity.reader import senses
from amity.reader.model import Period
from amity.reader.scene import Earlier, Features, Scene

_Pair = tuple[str, str]
_TWO = 2
#: What parts a row from the figure before it.
_CUTS = re.compile(r"[,;:.]\s|\b(?:and|but|while|whereas|against|where|when|from)\b")
#: So near behind a row a year is one of its own.
_NEAR = 24


@dataclass(frozen=True, slots=True)
class Answered:
    """The row that a row answers to.

    Attributes:
        pairs: Between whom its figures are, in their order.
        periods: When they are.
        place: Which of them answers to the figure.
        lead: The states that open the row that answers.
    """

    pairs: tuple[_Pair, ...]
    periods: tuple[Period, ...]
    place: int
    lead: frozenset[str]


def answered(scene: Scene) -> Answered | None:
    """The row of as many figures before that a row of figures answers to; None where there is none."""
    row = scene.row.quantities
    if len(row) < _TWO:
        return None
    begin, measure = row[0].span[0], senses.measure(scene.case.quantity.unit)
    told = [e for e in scene.known if e.block == scene.block and senses.measure(e.unit) == measure]
    told = [e for e in told if e.sentence != scene.sentence or e.span[0] < begin][: len(row)]
    pairs = tuple(_pair(e) for e in reversed(told))
    if len(pairs) < len(row) or len({e.sentence for e in told}) > 1:
        return None
    low = _opens(scene, begin)
    named = {a.codes[0] for a in scene.actors if len(a.codes) == 1 and low <= a.span[0] < begin}
    return Answered(pairs, tuple(e.period for e in reversed(told)), scene.row.place, frozenset(named))


def _opens(scene: Scene, begin: int) -> int:
    """Where what is said of a row opens: behind what still belongs to the figure before it, "27 per cent to Spain"."""
    ends = [q.span[1] for q in scene.case.quantities if q.span[1] <= begin]
    if not ends:
        return 0
    cut = _CUTS.search(scene.case.text, max(ends), begin)
    return cut.end() if cut is not None else begin


def _pair(earlier: Earlier) -> _Pair:
    return earlier.way.owner, earlier.way.partners[0] if earlier.way.partners else ""


def row_signs(row: Answered, *, is_pair: bool) -> Callable[[str, str, Callable[[str, float], None]], None]:
    """What a row that answers to one before says of a pair: told for the two states of it.

    Args:
        row: The row that it answers to.
        is_pair: Whether the two have no order.
    """
    own, others = row.pairs[row.place], {pair for pair in row.pairs if pair != row.pairs[row.place]}
    tail = f"{'alike' if not others else 'apart'}, {min(len(row.lead), 2)} lead"

    def is_same(one: _Pair, other: _Pair) -> bool:
        return one == other or (is_pair and one == other[::-1])

    def tell(owner: str, partner: str, add: Callable[[str, float], None]) -> None:
        pair = owner, partner
        if is_same(pair, own):
            add(f"p:answers to its own, {tail}", 1.0)
        elif any(is_same(pair, other) for other in others):
            add(f"p:answers to another, {tail}", 1.0)
        if len(row.lead) == _TWO and row.lead == frozenset(pair):
            add("p:of the two that lead a row", 1.0)
        elif len(row.lead) == 1 and own[0] != own[1]:
            (new,) = row.lead
            if new in own:
                return
            if is_same(pair, (new, own[1])):
                add("p:leads a row, with the partner it answers to", 1.0)
            elif is_same(pair, (own[0], new)):
                add("p:leads a row, with the owner it answers to", 1.0)

    return tell


def of_year(scene: Scene, at: Callable[[Period], Features]) -> None:
    """The year of the figure that one in a row answers to, where those of the row before differ."""
    row = answered(scene)
    if row is None or len({(p.first, p.last) for p in row.periods}) < len(row.periods):
        return
    begin, end = scene.row.quantities[0].span[0], scene.row.quantities[-1].span[1]
    is_named = any(_opens(scene, begin) <= p.span[0] <= end + _NEAR for p in scene.case.periods)
    tail = " though years are near" if is_named else ""
    for place, period in enumerate(row.periods):
        at(period)[f"y:answers to {'its own' if place == row.place else 'another'} in years{tail}"] = 1.0
