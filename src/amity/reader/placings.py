"""Places told in turn: "sales to Peru (+39%) and Chile (+44%) rose: they are its second and third customers"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from amity.reader.cases import Case
from amity.reader.listings import blanked, name_of, row_with
from amity.reader.model import Actor, Quantity
from amity.reader.relations import relations

_ORDINAL = re.compile(r"[\w-]+")
#: Whose partners are ranked, or of whom a thing is said only by the way.
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_NAMELESS = frozenset(("pronoun", "firm", "demonym"))


def in_turn(case: Case) -> Case:
    """The case as if its sentence told this place alone, with the one state of the list that has it.

    What is left out is blanked, so that all places stay; without such lists the case is given back as it is.
    """
    if case.quantity.kind != "rank":
        return case
    like = [quantity for quantity in case.quantities if quantity.kind == "rank"]
    row = row_with(case.text, like, like.index(case.quantity)) if case.quantity in like else ()
    if len(row) < 2 or any(b.low <= a.low for a, b in itertools.pairwise(row)):
        return case
    states = _states(case, row)
    if states is None:
        return case
    at = row.index(case.quantity)
    text = case.text
    for actor in states:
        text = text if actor is states[at] else blanked(text, name_of(case, actor))
    last = _ORDINAL.match(text, row[-1].span[0])
    text = blanked(text, (row[0].span[0], row[at].span[0]))
    if last is not None and at < len(row) - 1:
        text = blanked(text, (row[at].span[1], last.end()))
    near = tuple(a for a in case.actors if a is states[at] or a not in states)
    quantities = tuple(q for q in case.quantities if q is case.quantity or q not in row)
    return replace(case, text=text, actors=near, quantities=quantities, relations=relations(text, near))


def _states(case: Case, row: Sequence[Quantity]) -> tuple[Actor, ...] | None:
    """As many states as there are places: a list of them before or after, else the last ones named before."""
    single = [
        a
        for a in case.actors
        if len(a.codes) == 1 and a.group is None and a.kind not in _NAMELESS and not _owns(case.text, a)
    ]
    lists = dict.fromkeys(row_with(case.text, single, i) for i in range(len(single)))
    fitting = [states for states in lists if len(states) == len(row)]
    before = [states for states in fitting if states[-1].span[1] <= row[0].span[0]]
    after = [states for states in fitting if states[0].span[0] >= row[-1].span[1]]
    loose = tuple(a for a in single if a.span[1] <= row[0].span[0])[-len(row) :]
    found = before[-1] if before else after[0] if after else loose
    return found if len({a.codes for a in found}) == len(row) else None


def _owns(text: str, actor: Actor) -> bool:
    return _POSSESSIVE.match(text, actor.span[1]) is not None
