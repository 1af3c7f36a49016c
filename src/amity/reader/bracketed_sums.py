"""Sums in brackets behind the states they are of, and sums of both directions that two flows make together.

"Trade with China came to 12 billion, far behind the United States ($18 billion)" tells of the trade with the latter;
"Germany's exports to China and imports from it added up to 253 billion" of all that the two traded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from amity.reader.cases import Case
from amity.reader.model import Actor
from amity.reader.slots import Way, merged

#: Between a state and the sum in brackets that is its own.
_OPENS = re.compile(r"(?:['’]s?)?\s*[(\[]\s*(?:(?:with|at|about|some|around|nearly|almost|over|just|worth)\s+){0,2}")
_CLOSES = re.compile(r"\s*(?:each\s*|(?:in|for|during)\s+(?:19|20)\d\d\s*)?[)\],;]")
#: Both ways taken together.
_SUM = re.compile(
    r"\b(?:(?:taken|added|put|counted|reckoned|lumped) together|[Aa]dd(?:ing)? (?:both|the two|them|up)|"
    r"both (?:ways|directions)(?: together| combined)?|the two (?:flows |sums |figures )?(?:together|combined)|"
    r"[Tt]ogether (?:that|this|it|they|the two|both)(?: \w+)? (?:ma[dk]es?|c[oa]mes?|adds?|added|amount(?:s|ed)?))\b"
)
#: Words between two flows that make one sum, and what they make.
_TO = r"(?:[Ee]xports?|[Ss]ales|[Dd]eliveries|[Ss]hipments)\s+to"
_FROM = r"(?:[Ii]mports?|[Pp]urchases)\s+from"
_MADE = (
    r"(?:(?:together|combined|taken\s+together)\s*)?,?\s*(?:which\s+)?(?:(?:have|has|had)\s+)?(?:together\s+)?(?:add(?:ed|s)?(?:\s+up)?|amount(?:ed|s)?|"
    r"c[ao]mes?|total?led|totals?|reached|stood|made|make|were\s+worth|sum(?:med|s)?)\b[^.;,\d]{0,50}$"
)
_WHOM = r"(?:(?:[A-Z][\w’'.-]*|the|of|both|it|them|there|that|this|country|neighbou?r|kingdom|latter|former)\s*){1,5}"
_BOTH = re.compile(
    rf"\b(?:{_TO}|{_FROM})\s+(?:{_WHOM})?and\s+(?:its\s+|the\s+|their\s+)?(?:{_TO}|{_FROM})\s+{_WHOM}{_MADE}"
)
#: The same sum once more in another currency: "EUR253 billion (USD272 billion)".
_AGAIN = re.compile(r"\s*[(,]\s*(?:or\s+)?(?:about\s+|some\s+|around\s+)?")


def sum_in_brackets(case: Case, ways: Callable[[Case], Iterator[Way]]) -> Way | None:
    """The sum in brackets behind a state, told like the sum before it in the sentence.

    Args:
        case: The figure with what stands around it.
        ways: How the figure before is read.
    """
    start, end = case.quantity.span
    if case.quantity.by or _CLOSES.match(case.text, end) is None:
        return None
    single = [a for a in case.actors if len(a.codes) == 1 and a.group is None and a.kind not in ("firm", "pronoun")]
    held = next((a for a in single if a.span[1] <= start and _OPENS.fullmatch(case.text, a.span[1], start)), None)
    before = [
        q for q in case.quantities if held and q.span[1] <= held.span[0] and q.unit == case.quantity.unit and not q.by
    ]
    if held is None or not before:
        return None
    first = next(iter(ways(replace(case, quantity=before[0]))), None)
    if first is None or len(first.partners) != 1:
        return None
    return _with(case, first, held, before[0].span[0])


def _with(case: Case, first: Way, held: Actor, begin: int) -> Way | None:
    """The way of the figure before, with the state in front of the brackets in place of whom it differs from."""
    pair = first.owner, *first.partners
    if held.codes[0] in pair:
        return None
    # The first of the row stands beside the figure before: "Thailand with $38bn, Indonesia ($32bn)".
    near = (a for a in reversed(case.actors) if a.span[1] <= begin and len(a.codes) == 1 and a.codes[0] in pair)
    mate = next((a.codes[0] for a in near if not a.genitive and a.kind not in ("pronoun", "demonym")), None)
    kept = first.partners[0] if mate == first.owner else first.owner
    in_row = any(a.codes == (kept,) and _OPENS.match(case.text, a.span[1]) for a in case.actors)
    if in_row or (mate is None and first.sense.flow != "with"):
        return None
    features = merged(first.features, {"inherited": 1.0})
    if mate == first.owner:
        return replace(first, owner=held.codes[0], features=features)
    return replace(first, partners=held.codes, features=features)


def is_of_both(case: Case, begin: int) -> bool:
    """Whether a sum is told of exports and imports together: "its exports to Peru and imports from it came to".

    Args:
        case: The figure with what stands around it.
        begin: Where the figure before it ends.
    """
    start = case.quantity.span[0]
    if _SUM.search(case.text, begin, start):
        return True
    again = next(
        (q for q in case.quantities if q.span[1] < start and _AGAIN.fullmatch(case.text, q.span[1], start)), None
    )
    until = again.span[0] if again is not None and again.kind == "level" else start
    since = max((q.span[1] for q in case.quantities if q.span[1] <= until), default=0)
    return _BOTH.search(case.text, since, until) is not None
