"""Which two "the former" and "the latter" are: those named side by side, else the last two named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from amity.reader.model import Actor

#: Between two that are named side by side.
_AND = re.compile(r"\s+(?:and|or)\s+(?:the\s+)?")
#: How many letters that takes, where the text is no longer at hand: " and ", " and the ".
_LENGTHS = (5, 9)


def former_and_latter(text: str, known: Sequence[Actor], here: Sequence[Actor]) -> tuple[str, str] | None:
    """The two that "the former" and "the latter" mean; None where fewer are named.

    Args:
        text: The text that the words stand in.
        known: The actors named before that text, the last one last.
        here: Those named in it before the words.
    """
    inside, before = _one_each(here), _one_each(known)
    told = [(a, b) for a, b in pairwise(inside) if _AND.fullmatch(text, a.span[1], b.span[0])]
    if len({a.codes[0] for a in inside}) < 2 and not told:
        # "Spain and France are its main partners. The former took 20 per cent".
        told = [(a, b) for a, b in pairwise(before[-3:]) if b.span[0] - a.span[1] in _LENGTHS]
    if told and told[-1][0].codes != told[-1][1].codes:
        return told[-1][0].codes[0], told[-1][1].codes[0]
    last = list(dict.fromkeys(a.codes[0] for a in reversed([*before, *inside])))[:2]
    return (last[1], last[0]) if len(last) == 2 else None


def _one_each(actors: Sequence[Actor]) -> list[Actor]:
    """The actors that are one state each, named outright."""
    return [a for a in actors if a.kind != "pronoun" and len(a.codes) == 1]
