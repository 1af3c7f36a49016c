"""What speaks for a figure of what one state trades with all: no partner is named beside it, nor a word for one.

"Its exports climbed to $1.97 billion" goes on with two states where two were told last and a word stands for one of
them, "there", "in return", "bilateral"; where none was ever told it is of one state alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amity.reader import senses
from amity.reader.frames import Said
from amity.reader.scene import Scene
from amity.reader.seldom import seldom

_FLOW = seldom(
    r"\b(?:exports?|imports?|exported|imported|sold|bought|sales|purchases|shipments|surplus|deficit|trade|gap|shortfall|"
    r"trading)\b",
    re.IGNORECASE,
)
#: Words that stand for a partner, or for two states together.
_FOR_ONE = re.compile(
    r"\b(?:there|thence|back|return|both|bilateral|two-way|mutual|each\s+other|one\s+another|neighbou?rs?|partners?|"
    r"with\s+(?:it|them|him)|to\s+(?:it|them)|from\s+(?:it|them)|latter|former|other\s+(?:way|direction|side)|between|the\s+two|"
    r"the\s+pair|opposite|turnover|reverse|(?:this|that)\s+country|in\s+turn)\b",
    re.IGNORECASE,
)
#: So many sentences ago is long ago.
_LONG = 3


def unnamed_signs(scene: Scene) -> Iterator[str]:
    """Whether no partner is named in the sentence, by how many states are, and what was told of partners before."""
    kind, text = _kind(scene), scene.case.text
    if not kind or not _FLOW.search(text, *scene.spans[scene.own]):
        return
    named = {code for a in scene.actors if a.kind != "pronoun" for code in a.codes}
    if len(named) > 1:
        return
    word = "but a word for one" if _FOR_ONE.search(text) else "nor a word for one"
    yield f"no partner named {kind}, {len(named)} states, {word}"
    yield f"no partner named, {len(named)} states, {word}, {_told(scene.case.dated.frame.party)}"


def _kind(scene: Scene) -> str:
    """What the figure tells, roughly; "" where that is told of no partner, or of two in other ways."""
    quantity, measure = scene.case.quantity, senses.measure(scene.case.quantity.unit)
    if quantity.kind == "rank":
        return "rank"
    if quantity.kind == "ratio" or measure not in ("USD", "t", "share"):
        return ""
    return "change" if quantity.by else "share" if measure == "share" else "level"


def _told(party: Said) -> str:
    """With whom anything was told last before the sentence."""
    if party.what in ("", "one"):
        return "nobody told"
    if party.what == "two":
        where = " in the paragraph" if party.in_block else ""
        return f"two told {min(party.since, _LONG)} ago{where}"
    return "all told" if party.what.startswith("all") else "a group told"
