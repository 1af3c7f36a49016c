"""A sentence with its actors and its clauses: parts that do not share their subject."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from amity.reader.model import Actor, Span

_CLAUSE = re.compile(
    r"[;:—()]|\s[–-]\s|,\s+(?:while|whereas|but|although|though|and|compared|up|down|with\s+\w+\s+\w+ing)\b|"
    r"\s(?:while|whereas|but|although)\b"
)


@lru_cache(maxsize=256)
def clauses(text: str) -> tuple[Span, ...]:
    """The clauses of a sentence, roughly: parts that do not share their subject."""
    ends = [match.start() for match in _CLAUSE.finditer(text)]
    return tuple((a, b) for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if b > a)


def clause_of(spans: Sequence[Span], at: int) -> int:
    """Number of the clause in which an offset lies."""
    return min(bisect_right(spans, at, key=itemgetter(1)), len(spans) - 1)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence, its actors and its clauses."""

    text: str
    actors: tuple[Actor, ...]
    clauses: tuple[Span, ...]

    def clause(self, at: int) -> Span:
        """The clause in which an offset lies."""
        return self.clauses[clause_of(self.clauses, at)]

    def ending_at(self, at: int) -> Actor | None:
        """The actor, perhaps with its possessive, that ends where a word begins."""
        head = self.text[:at].rstrip()
        for end in {len(head), len(head.removesuffix("’s")), len(head.removesuffix("'s")), len(head.rstrip("’'"))}:
            for actor in self.actors:
                if actor.span[1] == end:
                    return actor
        return None

    def beginning_at(self, at: int) -> Actor | None:
        """The actor that begins at an offset, or after "the" and the like."""
        match = re.compile(r"\s*(?:the\s+)?(?:both\s+)?", re.IGNORECASE).match(self.text, at)
        starts = {at, match.end() if match else at}
        # "The" may belong to the actor ("the two countries").
        starts |= {at + len(self.text[at:]) - len(self.text[at:].lstrip())}
        return next((a for a in self.actors if a.span[0] in starts), None)


def is_source(text: str, actor: Actor) -> bool:
    """Whether a state is told as that whose flows are meant: "Peru's imports", "shipments from Peru"."""
    if re.search(
        r"\b(?:[Ss]hipments|[Ee]xports|[Ss]ales|deliveries|goods|imports)\s+(?:from|of)\s+(?:the\s+)?$",
        text[: actor.span[0]],
    ):
        return True
    return (
        actor.kind != "demonym" and re.match(r"['’]s?\s+(?:\w+\s+)?(?:ex|im)ports", text[actor.span[1] :]) is not None
    )
