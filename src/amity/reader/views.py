"""Whose view of whom a share tells: "29 per cent of Poles saw Russia favourably, and 60 per cent America"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from amity.reader.cases import Case
from amity.reader.model import Actor
from amity.reader.relations import Role

_PEOPLE = (
    r"(?:public|people|populations?|citizens|adults|respondents|voters|residents|inhabitants|men|women|youth|"
    r"society|students|elites?)"
)
_HOLDS_AFTER = re.compile(
    rf"(?:['’]s?)?\s+(?:(?:\w+\s+)?(?:{_PEOPLE}|views?|opinions?|attitudes?)\b|(?:hold|held|had|have|told)\b)",
    re.IGNORECASE,
)
_HOLDS_BEFORE = re.compile(rf"\b(?:in|among(?:st)?|across|within|by|from|{_PEOPLE}\s+of)\s+(?:the\s+)?$", re.IGNORECASE)
_VIEW = r"(?:view|see|regard|rate|perceive|judge|consider|like)(?:s|ed|d|n|ing)?|saw|thought well of|think well of"
_SEEN_BEFORE = re.compile(
    rf"\b(?:of|towards?|on|about|for|{_VIEW}|disposed to(?:wards?)?)\s+(?:(?:both|neighbou?ring)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_SEEN_AFTER = re.compile(
    r"(?:['’]s?)?\s+(?:(?:was|were|is|are|been)\s+(?:(?:\w+ly|well|best|better|more|less|most|least|so)\s+)?"
    r"(?:seen|viewed|regarded|perceived|judged|rated|liked|loved|esteemed|appreciated|thought\s+well\s+of)\b|"
    r"(?:very |somewhat |mostly )?(?:favou?rably|positively|in an?\s+\w+\s+light|image|reputation)\b)",
    re.IGNORECASE,
)


def view_of(case: Case) -> tuple[Role | None, Role | None]:
    """Who holds the view that a figure tells, and of whom, as far as the sentence says."""
    holders, seen = sides(case)
    holder, whom = _nearest(case, holders, first_after=True), _nearest(case, seen, first_after=False)
    if holder is not None and whom is not None and holder.code == whom.code:
        # "Of the Chinese, 51 per cent returned the compliment": of the other one.
        others = {a.codes[0] for a in (*holders, *seen)} - {holder.code}
        whom = Role(others.pop(), "inherited") if len(others) == 1 else None
    return holder, whom


def named_since(case: Case) -> tuple[Role | None, Role | None]:
    """The same, of those named between the figure before and the next one only."""
    since, until = _window(case)
    holders, seen = ([a for a in part if since <= a.span[0] < until] for part in sides(case))
    return _nearest(case, holders, first_after=True), _nearest(case, seen, first_after=False)


def sides(case: Case) -> tuple[list[Actor], list[Actor]]:
    """The states named as holders of a view, and those named as seen."""
    holders: list[Actor] = []
    seen: list[Actor] = []
    for actor in case.actors:
        if len(actor.codes) != 1 or actor.group is not None or actor.kind == "firm":
            continue
        before, after = case.text[max(0, actor.span[0] - 45) : actor.span[0]], case.text[actor.span[1] :][:60]
        holds = _HOLDS_BEFORE.search(before) is not None
        if _SEEN_AFTER.match(after) and not holds:
            seen.append(actor)
        elif holds or actor.kind == "demonym" or _HOLDS_AFTER.match(after):
            holders.append(actor)
        elif _SEEN_BEFORE.search(before):
            seen.append(actor)
    return holders, seen


def _window(case: Case) -> tuple[int, int]:
    """From the end of the like figure before to the beginning of the next one."""
    start, end = case.quantity.span
    like = [q.span for q in case.quantities if q.unit == case.quantity.unit and q.span != case.quantity.span]
    since = max((last for _, last in like if last <= start), default=0)
    until = min((first for first, _ in like if first >= end), default=len(case.text))
    return since, until


def _nearest(case: Case, named: Sequence[Actor], *, first_after: bool) -> Role | None:
    """Which of the states belongs to the figure: beside it, else the last one before, else the first one after."""
    since, until = _window(case)
    start, end = case.quantity.span
    after = [a for a in named if end <= a.span[0] < until]
    before = [a for a in named if since <= a.span[0] and a.span[1] <= start]
    close = [a for a in after if not _apart(case.text[end : a.span[0]])]
    for own in (close if first_after else (), before[-1:] if not close else (), close or after):
        if own:
            return Role(own[0].codes[0], "preposition", own[0])
    rest = [a for a in named if a.span[1] <= since][-1:] or [a for a in named if a.span[0] >= until][:1]
    return Role(rest[0].codes[0], "inherited", rest[0]) if rest else None


def _apart(between: str) -> bool:
    return re.search(r"[,;:()]|\b(?:and|but|while|against|compared)\b", between) is not None
