"""Two lists that belong together: "sold Italy and Spain goods worth 9.3 and 15.5 billion dollars respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from amity.reader.cases import Case
from amity.reader.model import Actor, Period, Quantity, Span
from amity.reader.relations import relations

_Item = TypeVar("_Item", Quantity, Actor, Period)
_RESPECTIVELY = re.compile(r",?\s*\brespectively\b", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|and|,\s*and|&)\s*(?:the\s+|about\s+|some\s+)?", re.IGNORECASE)


def alone(case: Case) -> Case:
    """The case as if its sentence told this figure alone, with the one state of the list that belongs to it.

    What is left out is blanked, so that all places stay; without such lists the case is given back as it is.
    """
    like = [quantity for quantity in case.quantities if quantity.unit == case.quantity.unit]
    row = row_with(case.text, like, like.index(case.quantity))
    if len(row) > 1 and (years := _years(case, row)):
        return _in_its_year(case, row, years)
    is_told = _RESPECTIVELY.search(case.text) is not None
    if not is_told and (len(row) < 2 or len(case.actors) < 2):
        return case
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.kind != "firm"]
    states = _states(case.text, single, row)
    if is_told and _answers_to_years(case, like, row):
        return case
    if states is not None and _is_parted(states, like, row):
        return case
    if len(row) < 2 or states is None or not (is_told or _WITH.fullmatch(_between(case.text, states, row))):
        return case
    own = states[row.index(case.quantity)]
    text = _RESPECTIVELY.sub(lambda match: " " * len(match[0]), case.text)
    for kept, part in ((case.quantity.span, row), (name_of(case, own), states)):
        text = blanked(text, (part[0].span[0], kept[0]))
        text = blanked(text, (kept[1], max(part[-1].span[1], kept[1])))
    near = tuple(a for a in case.actors if a is own or a not in states)
    quantities = tuple(q for q in case.quantities if q is case.quantity or q not in row)
    return replace(case, text=text, actors=near, quantities=quantities, relations=relations(text, near))


def _is_parted(states: Sequence[Actor], like: Sequence[Quantity], row: Sequence[Quantity]) -> bool:
    """Whether other figures stand between: "Brazil 8 per cent of its own; the figures were 9 and 6, respectively"."""
    return any(states[-1].span[1] <= q.span[0] and q.span[1] <= row[0].span[0] for q in like)


#: Between a figure and its year.
_BEHIND = re.compile(r"[^,;:\d]{0,20}\b(?:in|for|of|by)\s+|\s*\(")


def _answers_to_years(case: Case, like: Sequence[Quantity], row: Sequence[Quantity]) -> bool:
    """Whether as many figures stand before, each with its year: "90 per cent in 2005, France and Spain in 97 and 4"."""
    before = [q for q in like if q.span[1] <= row[0].span[0]]
    if len(before) != len(row) or len(row) < 2:
        return False
    gaps = [(q.span[1], p) for q in before for p in case.periods if p.first == p.last and q.span[1] < p.span[0]]
    years = [p for end, p in gaps if _BEHIND.fullmatch(case.text, end, p.span[0])]
    return len({p.first for p in years}) == len(row) and not any(row[0].span[0] <= p.span[0] for p in case.periods)


def _years(case: Case, row: Sequence[Quantity]) -> tuple[Period, ...]:
    """The list of as many years as there are figures: "In 2000, 2010 and 2018, China took 2, 15 and 27 per cent"."""
    single = [p for p in case.periods if p.first == p.last and p.grain == "year"]
    rows = dict.fromkeys(row_with(case.text, single, i) for i in range(len(single)))
    return next((years for years in rows if len(years) == len(row)), ())


def _in_its_year(case: Case, row: Sequence[Quantity], years: Sequence[Period]) -> Case:
    """The case with one figure of a list and the year that belongs to it; the states it names are left as they are."""
    own = years[row.index(case.quantity)]
    text = _RESPECTIVELY.sub(lambda match: " " * len(match[0]), case.text)
    for kept, part in ((case.quantity.span, row), (own.span, years)):
        text = blanked(text, (part[0].span[0], kept[0]))
        text = blanked(text, (kept[1], max(part[-1].span[1], kept[1])))
    quantities = tuple(q for q in case.quantities if q is case.quantity or q not in row)
    periods = tuple(p for p in case.periods if p is own or p not in years)
    return replace(case, text=text, quantities=quantities, periods=periods, relations=relations(text, case.actors))


#: "Italy and Spain, with 8 and 9 per cent", "Chinese and German yards came next with 14 and 23 per cent".
_WITH = re.compile(r"(?:['’]s?)?,?\s+(?:[a-z]+\s+){0,4}(?:with|at|by)\s+(?:just |only |about |some )?")


def _between(text: str, states: Sequence[Actor], row: Sequence[Quantity]) -> str:
    return text[states[-1].span[1] : row[0].span[0]]


def row_with(text: str, items: Sequence[_Item], at: int) -> tuple[_Item, ...]:
    """The items in a row with one of them, nothing but commas and "and" between."""

    def joined(i: int) -> bool:
        between = text[items[i].span[1] : items[i + 1].span[0]]
        return _JOINT.fullmatch(between) is not None

    first = last = at
    while first > 0 and joined(first - 1):
        first -= 1
    while last + 1 < len(items) and joined(last):
        last += 1
    return tuple(items[first : last + 1])


def _states(text: str, single: Sequence[Actor], row: Sequence[Quantity]) -> tuple[Actor, ...] | None:
    """The list of as many states as there are figures, the one nearest before them, else after them."""
    rows = list(dict.fromkeys(row_with(text, single, i) for i in range(len(single))))
    fitting = [states for states in rows if len(states) == len(row) == len({a.codes for a in states})]
    before = [states for states in fitting if states[-1].span[1] <= row[0].span[0]]
    after = [states for states in fitting if states[0].span[0] >= row[-1].span[1]]
    return before[-1] if before else after[0] if after else None


def name_of(case: Case, actor: Actor) -> Span:
    """A name with its possessive."""
    tail = re.compile(r"['’]s?").match(case.text, actor.span[1])
    return actor.span[0], tail.end() if tail else actor.span[1]


def blanked(text: str, span: Span) -> str:
    """A text without one of its parts, all else in its place."""
    return text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :] if span[1] > span[0] else text
