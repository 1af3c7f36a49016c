"""Whom is a document about: which states it names, how often, and the one it is a profile of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from amity import states
from amity.reader.model import Actor, Sentence

#: A page on one state, by its title.
_PROFILE = re.compile(
    r"\b(?:[Cc]ountry|[Mm]arket|[Tt]rade)\s+(?:note|profile|brief(?:ing)?|report|review|fact\s?sheet|outlook|focus)\b|"
    r"\b(?:[Kk]ey\s+facts|[Ff]act\s?sheet|[Aa]t\s+a\s+glance|[Cc]ountry\s+file)\b"
)


def outright(named: Sequence[Actor]) -> tuple[str, ...]:
    """The states a sentence names outright."""
    return tuple(a.codes[0] for a in named if len(a.codes) == 1 and a.group is None and a.kind != "pronoun")


def most_named(named: Sequence[Sequence[Actor]]) -> str | None:
    """The state that a document names most."""
    return next((code for code, _ in _counts(named).most_common(1)), None)


def profiled(found: Sequence[Sentence], named: Sequence[Sequence[Actor]]) -> str | None:
    """The state of which a document is a profile, by its title; None where it is of none, or names several."""
    if not found or found[0].block.part != "title" or _PROFILE.search(found[0].text) is None:
        return None
    codes = {a.codes for a in named[0] if a.group is None and a.kind in ("state", "demonym")}
    return next(iter(codes))[0] if len(codes) == 1 and len(next(iter(codes))) == 1 else None


def often(named: Sequence[Sequence[Actor]]) -> tuple[tuple[str, float], ...]:
    """The five states a document names most, with their share of all namings."""
    counts = _counts(named)
    return tuple((code, count / counts.total()) for code, count in counts.most_common(5))


def pair_of(
    named: Sequence[Sequence[Actor]], given: Sequence[str] | None, *, most: float = 0.6
) -> tuple[str, str] | None:
    """The two states a document is mostly about: those it names most, if no third is named `most` as often."""
    if given is not None and len(given) == 2:
        return states.find(given[0]).code, states.find(given[1]).code
    top = _counts(named).most_common(3)
    if len(top) < 2 or (len(top) == 3 and (top[2][1] > most * top[1][1] or top[2][1] == top[1][1])):
        return None
    return top[0][0], top[1][0]


def _counts(named: Sequence[Sequence[Actor]]) -> Counter[str]:
    """How often each state is named."""
    return Counter(a.codes[0] for inside in named for a in inside if len(a.codes) == 1 and a.group is None)
