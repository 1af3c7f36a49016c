"""Figures told by a turn of phrase: "a single dispute", "for every dollar that Spain spent, Morocco spent 2"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from amity.reader import quantity_words as words
from amity.reader.model import Actor, Quantity, Span
from amity.reader.seldom import seldom

_COUNTED = (
    r"disputes?|confrontations?|incidents?|encounters?|exercises?|drills?|manoeuvres?|maneuvers?|veto|summits?|"
    r"sanctions?\s+(?:case|regime|programme|program)s?"
)
#: One, said with weight; "not a single one" is none.
_SINGLE = seldom(
    r"(?<!\bnot\s)(?<!\bwithout\s)(?<!\bnor\s)\b(?P<figure>(?:[Aa]|[Jj]ust\s+a|[Oo]nly\s+a)\s+single)\s+"
    rf"(?P<noun>(?:(?:joint|military|militari[sz]ed|naval|interstate|armed)\s+){{0,3}}(?:{_COUNTED}))\b"
)
_MONEY = r"(?:dollars?|euros?|pounds?|yuan|yen|roubles?|rubles?|rupees?|one|\$\s?1(?![\d.,]))"
_NUMBER = r"(?P<number>\d{1,3}(?:\.\d+)?|" + "|".join(name for name, value in words.NUMBERS.items() if value > 1) + ")"
_ABOUT = r"(?:(?:about|some|nearly|almost|roughly|only|just|around|over|more\s+than)\s+)?"
#: What one laid out for each unit of money that the other did.
_FOR_EACH = seldom(
    r"\b[Ff]or\s+(?:every|each)\s+(?:single\s+)?(?:US\s+)?(?:dollar|euro|pound|yuan|rouble|ruble|rupee)\b"
    r"[^.;:]{5,110}?,\s+[^.;:,]{2,40}?\b(?:spent|spends?|spending|sold|sells?|bought|buys?|puts?|invested|invests?|"
    rf"laid\s+out|lays?\s+out|set\s+aside|shipped|earned|earns?)\s+(?P<figure>{_ABOUT}[$€£]?{_NUMBER}(?:\s+dollars)?)"
    r"(?![\w%-]|[.,]\d|\s+(?:per\s?cent|million|billion|cents|m\b|bn\b))"
)
_IN_BUDGET = seldom(
    r"\b[Ff]or\s+(?:every|each)\s+(?:single\s+)?(?:US\s+)?(?:dollar|euro|pound|yuan|rouble|ruble|rupee)\s+(?:in|of)\s+"
    rf"[^.;:,]{{4,70}}?,?\s+there\s+(?:are|is|were|was)\s+(?P<figure>{_ABOUT}[$€£]?{_NUMBER})(?=\s+(?:in|of|for)\s)"
)
_EACH_BEHIND = seldom(
    rf"(?<![\w.,])(?P<figure>{_ABOUT}[$€£]?{_NUMBER}(?:\s+(?:dollars|euros|pounds|yuan|roubles|rubles|rupees))?)"
    rf"\s+(?:for|to|against)\s+(?:every|each)\s+(?:single\s+)?(?:US\s+)?{_MONEY}\s+"
    r"(?=(?:that\s+|which\s+)?(?:of\s+)?(?:[\w'’-]+\s+){0,4}?(?:spen[dt]|spends|laid|lays|outlays?|put|puts|sold|sells|bought|buys)\b)"
)
#: "Place among partners: 2".
_PLACE = seldom(
    r"\b(?:[Pp]lace|[Rr]ank|[Pp]osition)\s+(?:among|amongst)\s+(?:all\s+)?(?:its\s+|the\s+)?(?:trading\s+|trade\s+)?"
    r"(?:partners|suppliers|customers|buyers|markets)\s?[:,]\s*(?:no\.?\s*)?(?P<number>[1-9]\d{0,2})(?![\w.,]?\d|\w)"
)


def spenders(text: str, figure: Span, named: Sequence[Actor]) -> Actor | None:
    """Who laid out so much for each unit of money that the other did; None where it is not told so."""
    for pattern, is_first in ((_FOR_EACH, True), (_IN_BUDGET, True), (_EACH_BEHIND, False)):
        match = next((m for m in pattern.finditer(text) if m.span("figure") == figure), None)
        if match is None:
            continue
        since = text.find(",", match.start(), figure[0]) if is_first else 0
        if pattern is _IN_BUDGET:
            return next((a for a in named if a.span[0] >= figure[1]), None)
        return next((a for a in reversed(named) if since <= a.span[0] < figure[0] and a.kind != "pronoun"), None)
    return None


def with_turns(text: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of a sentence with those told by a turn of phrase, which take the place of others they meet."""
    told = list(_turns(text))
    if not told:
        return tuple(found)
    kept = [q for q in found if not any(q.span[0] < t.span[1] and t.span[0] < q.span[1] for t in told)]
    return tuple(sorted([*kept, *told], key=lambda q: q.span))


def _turns(text: str) -> Iterator[Quantity]:
    for match in _SINGLE.finditer(text):
        noun = match["noun"].split()[-1]
        yield Quantity(match.span("figure"), "count", 1.0, 1.0, "", words.NOUNS.get(noun, noun))
    for match in _PLACE.finditer(text):
        yield Quantity(match.span("number"), "rank", float(match["number"]), float(match["number"]), "", "rank")
    for pattern in (_FOR_EACH, _IN_BUDGET, _EACH_BEHIND):
        for match in pattern.finditer(text):
            said = match["number"]
            value = float(words.NUMBERS.get(said, 0) or said)
            printed = said if said[0].isdecimal() else ""
            yield Quantity(match.span("figure"), "ratio", value, value, printed, "times")
