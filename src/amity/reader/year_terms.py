"""Years told by who was in office: "when Obama left", "under Mr Bush", "fewer than with his predecessor".

When leaders came and went stands in `actors.csv`, each with its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from amity.reader.actors import terms
from amity.reader.model import Actor, Period
from amity.reader.scene import Features, Scene

#: How a term ends, behind the name of who held it, or before it.
_ENDS_AFTER = re.compile(
    r"(?:['’]s?)?\s+(?:(?:had\s+)?(?:left|leaves|stepped|steps|quit|departed|handed|bowed|went|retired|resigned|lost)\b|"
    r"(?:presidency|administration|term|tenure|era|government|years|time)\s+(?:\w+\s+){0,3}?"
    r"(?:ended|ends|end|close|over|expired|finished|out|down)\b|(?:last|final|closing|latter)\s+(?:\w+\s+)?"
    r"(?:days|weeks|months|year|years|term)\b|(?:departure|exit|farewell|resignation)\b)",
    re.IGNORECASE,
)
_ENDS_BEFORE = re.compile(
    r"\b(?:end|close|last\s+(?:days|months|year|years)|final\s+(?:days|months|year|years)|closing\s+\w+)\s+(?:of|under)\s+"
    r"(?:the\s+|president\s+|mr\.?\s+)*$",
    re.IGNORECASE,
)
#: How one begins.
_STARTS_AFTER = re.compile(
    r"(?:['’]s?)?\s+(?:took\s+(?:office|over|power)|came\s+(?:to\s+power|in|into\s+office)|"
    r"(?:was|got)\s+(?:first\s+)?(?:elected|inaugurated|sworn)|entered|arrived|moved\s+in|won\b|"
    r"first\s+(?:days|months|year)\b|(?:election|inauguration|arrival|victory)\b|"
    r"(?:presidency|term)\s+(?:\w+\s+){0,2}?(?:began|started|opened)\b)",
    re.IGNORECASE,
)
#: Whose time it was.
_UNDER = re.compile(
    r"\b(?:under|with|during|in)\s+(?:the\s+)?(?:president\s+|mr\.?\s+|then-president\s+)*$", re.IGNORECASE
)
_TIME_AFTER = re.compile(r"(?:['’]s?)?\s+(?:presidency|administration|years?|era|term|days|time)\b", re.IGNORECASE)
_PREDECESSOR = re.compile(r"\bpredecessor\b", re.IGNORECASE)


def told(scene: Scene) -> Iterator[tuple[Period, str]]:
    """The years that leaders named beside a figure make likely, each with its sign."""
    for actor in scene.case.actors:
        term = _term(scene, actor)
        if term is None:
            continue
        (first, last), near = term, f" {scene.tie(actor.span) or 'far'}"
        for how in _how(scene, actor):
            if how == "ends" and last is not None and last <= scene.case.year + 1:
                # One who leaves in January was last asked about the year before.
                yield _at(last - 1), f"y:term ends, year before{near}"
                yield _at(last), f"y:term ends{near}"
            elif how == "starts":
                yield _at(first - 1), f"y:term begins, year before{near}"
                yield _at(first), f"y:term begins{near}"
            elif how == "under":
                end = scene.case.year if last is None or last > scene.case.year else last - 1
                yield _at(end), f"y:under one{' who is in office' if end == scene.case.year else ''}{near}"


def before_the_term(scene: Scene) -> Iterator[tuple[Period, str]]:
    """The years of a change since the one before was in office: "11 points fewer than with his predecessor"."""
    if not _PREDECESSOR.search(scene.case.text, scene.since):
        return
    for actor in scene.case.actors:
        term = _term(scene, actor)
        if term is not None and term[0] <= scene.case.year:
            year = term[0] - 1
            if scene.case.quantity.by:
                yield Period((0, 0), year, scene.case.year, "span"), "y:since the term before"
            else:
                yield _at(year), "y:the term before"


#: Before a figure of the time before: "from a previous 35 per cent", "the dependence, so far 50 per cent".
_FORMERLY = re.compile(
    r"\b(?:an?\s+(?:previous|former|earlier)|previously|formerly|hitherto|so\s+far|until\s+(?:now|recently|lately)|up\s+to\s+now)\s+"
    r"(?:(?:about|some|around|nearly|almost|roughly|over)\s+)?$",
    re.IGNORECASE,
)
#: "Until sanctions hit in 2018": the year before the event, if no more than its year is told.
_UNTIL_EVENT = re.compile(r"\b(?:until|till|before)\s+(?:[\w’'.-]+\s+){2,7}in\s+$", re.IGNORECASE)


def before_now(scene: Scene) -> Iterator[tuple[Period, str]]:
    """The years of what was so before: before the document, before the figure told last, before an event."""
    number = scene.case.text.find(scene.case.quantity.printed, scene.start, scene.end)
    if _FORMERLY.search(scene.case.text, scene.since, max(number, scene.start)):
        yield _at(scene.case.year - 1), "y:formerly, the year before the document"
        if scene.last is not None:
            yield _at(scene.last.period.last - 1), "y:formerly, the year before the last"
    for period in scene.case.periods:
        is_year = period.grain == "year" and period.first == period.last
        if is_year and _UNTIL_EVENT.search(scene.case.text, 0, period.span[0]):
            yield _at(period.first - 1), f"y:year before the event of a year {scene.tie(period.span) or 'far'}"


def of_terms(scene: Scene, at: Callable[[Period], Features]) -> None:
    """What terms of office, and words for the time before, say of the year of a figure."""
    for period, sign in before_now(scene):
        at(period)[sign] = 1.0
    if not any(actor.kind == "leader" for actor in scene.case.actors):
        return
    for period, sign in (*told(scene), *before_the_term(scene)):
        at(period)[sign] = 1.0


def _term(scene: Scene, actor: Actor) -> tuple[int, int | None] | None:
    """When a leader came into office, and when the next one did."""
    return terms().get(scene.case.text[slice(*actor.span)]) if actor.kind == "leader" else None


def _how(scene: Scene, actor: Actor) -> Iterator[str]:
    """What is told of a leader's term."""
    text, (start, end) = scene.case.text, actor.span
    head = text[max(0, start - 50) : start]
    if _ENDS_AFTER.match(text, end) or _ENDS_BEFORE.search(head):
        yield "ends"
    elif _STARTS_AFTER.match(text, end):
        yield "starts"
    elif _UNDER.search(head) or _TIME_AFTER.match(text, end):
        yield "under"


def _at(year: int) -> Period:
    return Period((0, 0), year, year)
