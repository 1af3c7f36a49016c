"""Whether a figure may as well have been read wrongly, though the data agree, or because they do not."""

from __future__ import annotations

import re
from dataclasses import replace

from amity.claims import Evidence, Test
from amity.claims.language import Figure
from amity.reader.cases import Case
from amity.reader.fitting import chance_of
from amity.reader.model import Candidate, Finding, Quantity

#: Of a sentence with more figures or states none is contradicted.
_CROWD = 2
#: How often a right reading of true and false figures agrees to the digit.
AGREES_RIGHTLY = 0.6
#: So likely right a reading must be, after the data agreed, for a verdict.
_LIKELY_RIGHT = 0.85
#: Who says "more than" seldom means half as much again and more: of 105 such figures in print that are true 10 do.
_FAR = 1.6


def may_be_chance(best: Candidate, evidence: Evidence, case: Case, tried: int = 1) -> bool:
    """Whether a figure may as well have been read wrongly though the data agree, as they easily do with few digits.

    Bayes' rule: a reading that agrees is right so much the more likely as a wrong one seldom agrees.
    """
    if is_far(evidence, case):
        return True
    rightly = best.confidence * AGREES_RIGHTLY
    wrongly = (1 - best.confidence) * min(1.0, tried * chance_of(case))
    return rightly / (rightly + wrongly) < _LIKELY_RIGHT


def is_far(evidence: Evidence, case: Case) -> bool:
    """Whether "more than a third" is said of nine tenths: true, but hardly what was meant."""
    if case.quantity.bound not in (">=", "<=") or evidence.value is None or not evidence.claimed:
        return False
    quotient = evidence.value / evidence.claimed
    return not 1 / _FAR < quotient < _FAR


def is_telling(quantity: Quantity) -> bool:
    """Whether a figure has so many digits that the data hardly agree by chance."""
    digits = re.sub(r"\D", "", quantity.printed).lstrip("0")
    return quantity.bound == "=" and quantity.low == quantity.high and len(digits) > 1 and quantity.kind != "rank"


def unbound(finding: Finding) -> Finding:
    """The same with its reading as one of several that could be meant."""
    if finding.bound is None:
        return finding
    return replace(finding, bound=None, evidence=None, candidates=(finding.bound, *finding.candidates))


def is_crowded(case: Case) -> bool:
    """Whether a sentence tells so many figures or names so many states that one is easily taken for another."""
    named = {code for actor in case.actors for code in actor.codes if actor.group is None}
    return len(case.quantities) > _CROWD or len(named) > _CROWD


def is_alike(one: Test, other: Test) -> bool:
    """Whether two tests look up the same figures."""
    same = {one.figure, *one.rivals} & {other.figure, *other.rivals}
    return bool(same) and (one.years, one.change, one.op) == (other.years, other.change, other.op)


def swapped(test: Test) -> Test:
    """The same test with the two states exchanged."""
    return replace(test, figure=_swapped(test.figure), rivals=tuple(_swapped(rival) for rival in test.rivals))


def _swapped(figure: Figure) -> Figure:
    return replace(
        figure,
        of=figure.on,
        on=figure.of,
        plus=tuple(_swapped(other) for other in figure.plus),
        minus=figure.minus and _swapped(figure.minus),
    )
