"""Whether a figure may as well have been read wrongly, though the data agree, or because they do not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from amity.claims import NEAR, Evidence, Test
from amity.claims.language import Figure
from amity.reader.binding import Reading, is_soft
from amity.reader.cases import Case
from amity.reader.fitting import Fitted, chance_of
from amity.reader.model import Candidate, Finding, Quantity

#: So likely by the words a reading must be for the data to contradict it.
FIRM = 0.9
#: So likely a reading that the rules did not find must be to be called off, or contradicted.
SURELY = 0.95
#: Of a sentence with more figures or states none is contradicted but where a reading is that likely.
_CROWD = 2
#: How often a right reading of true and false figures agrees to the digit.
AGREES_RIGHTLY = 0.6
#: So likely right a reading must be, after the data agreed, for a verdict.
_LIKELY_RIGHT = 0.85
#: Who says "more than" seldom means half as much again and more: of 105 such figures in print that are true 10 do.
_FAR = 1.6
#: "The share of Russian exports to China rose to 4 per cent": of what?
_OF_UNTOLD = re.compile(r"\bshare of (?:[\w'’-]+ ){1,2}(?:exports|imports) (?:to|from)\b(?! [\w ]*\bin\b)[^,;]*$")


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


def is_surely_meant(
    fitted: Fitted,
    case: Case,
    rules: Sequence[Reading],
    evidence: Callable[[Test], Evidence],
    distance: Callable[[Test], float | None],
) -> bool:
    """Whether a reading that the data miss is so surely the one meant that they contradict it, crowd or not.

    Args:
        fitted: The reading.
        case: The figure.
        rules: What the grammar makes of it: nothing that would be nearly so.
        evidence: What the data say on a test.
        distance: How far what a test claims lies from what the data hold.
    """
    test = fitted.candidate.test
    if fitted.candidate.confidence < SURELY or fitted.prior < FIRM or not fitted.is_told or fitted.rival is not None:
        return False
    is_doubtful = of_meaning(test, case, evidence, distance, is_soft=is_soft(case, fitted.way), has_gaps=True) != ""
    told = [distance(rule.candidate.test) for rule in rules]
    is_near = any(away is not None and away <= math.log1p(NEAR) for away in told)
    return not (is_doubtful or is_near or is_nearer_swapped(test, evidence))


def of_meaning(
    test: Test,
    case: Case,
    evidence: Callable[[Test], Evidence],
    distance: Callable[[Test], float | None],
    *,
    is_soft: bool,
    has_gaps: bool,
) -> str:
    """Why a figure read rightly may still be true though the data seem to contradict it; empty where nothing is.

    Args:
        test: The reading.
        case: The figure.
        evidence: What the data say on a test.
        distance: How far what a test claims lies from what the data hold.
        is_soft: Whether what is called so in print is often something else.
        has_gaps: Whether a zero in the data may be a flow that was not told.
    """
    if is_soft:
        return "what is called so in print is often not quite what the data hold"
    if _is_small(test, evidence):
        return "a balance is the small difference of two flows on which the books of the two states differ"
    if (away := distance(test)) is not None and away <= math.log1p(NEAR):
        return "by the books of another source it is nearly so"
    if _OF_UNTOLD.search(case.text, 0, case.quantity.span[0]):
        return "of what it is a share is not said"
    return "the data show none at all, which may be a gap" if has_gaps and _is_gap(test, evidence) else ""


def is_alike(one: Test, other: Test) -> bool:
    """Whether two tests look up the same figures."""
    same = {one.figure, *one.rivals} & {other.figure, *other.rivals}
    return bool(same) and (one.years, one.change, one.op) == (other.years, other.change, other.op)


def swapped(test: Test) -> Test:
    """The same test with the two states exchanged."""
    return replace(test, figure=_swapped(test.figure), rivals=tuple(_swapped(rival) for rival in test.rivals))


def _is_gap(test: Test, evidence: Callable[[Test], Evidence]) -> bool:
    """Whether the figure held is zero where a flow is claimed."""
    found = evidence(test)
    return found.value == 0 and bool(found.claimed) and test.change is None and test.unit is not None


def is_nearer_swapped(test: Test, evidence: Callable[[Test], Evidence]) -> bool:
    """Whether the figure of the other direction lies far nearer to what is claimed."""
    here, there = evidence(test), evidence(swapped(test))
    if there.outcome == "agrees":
        return True
    if here.value is None or there.value is None or here.claimed is None or there.claimed is None:
        return False
    return abs(there.value - there.claimed) < 0.5 * abs(here.value - here.claimed)


def _is_small(test: Test, evidence: Callable[[Test], Evidence]) -> bool:
    """Whether a balance claimed differs from the one held by less than a tenth of the trade."""
    minus = test.figure.minus
    if minus is None:
        return False
    both = replace(test, figure=replace(test.figure, minus=None, plus=(minus,)), rivals=(), op="=")
    balance, trade = evidence(test), evidence(both)
    if balance.value is None or balance.claimed is None or trade.value is None:
        return True
    return abs(balance.value - balance.claimed) < 0.1 * trade.value


def _swapped(figure: Figure) -> Figure:
    return replace(
        figure,
        of=figure.on,
        on=figure.of,
        plus=tuple(_swapped(other) for other in figure.plus),
        minus=figure.minus and _swapped(figure.minus),
    )
