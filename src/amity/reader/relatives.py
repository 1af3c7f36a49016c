"""Whose a thing is by the state before "whose": "Japan, whose exports to China", "Poland and Peru, whose trade"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from amity.reader.model import Actor
from amity.reader.roles import Relation, Role

_WHOSE = re.compile(
    r"(?:\s*\([^()]{1,40}\))?,?\s+(?:(?:and|but)\s+)?whose\s+"
    r"(?:(?!(?:main|biggest|largest|said|says|claims?|thinks?|expects?|that)\b)[a-z-]+\s+){0,3}$"
)
_AND = re.compile(r"\s+and\s+(?:the\s+)?")
#: So far back "whose" may stand.
_FAR = 90


def with_antecedents(text: str, actors: Sequence[Actor], found: Iterable[Relation]) -> Iterator[Relation]:
    """Relations of a sentence, those without an owner that stand behind "whose" with that of the state before it."""
    for relation in found:
        if relation.owner is not None or relation.sense is None or relation.is_verb or "whose" not in text:
            yield relation
            continue
        match = _WHOSE.search(text, max(0, relation.start - _FAR), relation.start)
        whose = _ending_at(actors, match.start()) if match is not None else None
        other = _ending_at(actors, _start_of_and(text, whose)) if whose is not None else None
        if whose is None or (relation.partner is not None and relation.partner.code == whose.codes[0]):
            yield relation
        elif other is None:
            yield replace(relation, owner=Role(whose.codes[0], "genitive", whose))
        elif relation.sense.flow == "with" and relation.partner is None:
            partner = Role(whose.codes[0], "pair", whose)
            yield replace(relation, owner=Role(other.codes[0], "pair", other), partner=partner)
        else:
            yield relation


def _ending_at(actors: Sequence[Actor], end: int) -> Actor | None:
    """The one state whose name ends at a place."""
    return next((a for a in actors if a.span[1] == end and a.group is None and len(a.codes) == 1), None)


def _start_of_and(text: str, actor: Actor) -> int:
    """Where the name ends that "and" joins to this one; -1 where none does."""
    low = max(0, actor.span[0] - 9)
    match = next((m for m in _AND.finditer(text, low, actor.span[0]) if m.end() == actor.span[0]), None)
    return match.start() if match is not None else -1
