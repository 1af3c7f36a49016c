"""Whose trade a document tells: the state whose partners, customers, exports and imports its words are about.

A page on the partners of one state names the partners as often as that state, or more often; but it is its exports, its
customers and its foreign trade that the words speak of. Where a sentence names a partner alone ("sales to Japan went up
to 30 billion"), the other side is that state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from amity.reader.model import Actor

_PARTNERS = (
    r"(?:partners?|customers?|suppliers?|buyers?|clients|export\s+(?:markets?|destinations?)|"
    r"(?:foreign|external|overall|total|entire|outside)\s+(?:trade|commerce|exports|imports|sales|purchases)|"
    r"trade\s+(?:ministry|ministers?|office|statistics|figures|data)|customs)"
)
_FLOWS = r"(?:exports?|imports?|trade|foreign|exporters|importers|shipments)"
#: Behind a state that owns them: "Chile's largest trading partner", "Chilean exports".
_OWNED = re.compile(rf"(?:['’]s?)?\s+(?:[\w-]+\s+){{0,3}}?(?:(?P<partners>{_PARTNERS})|(?P<flows>{_FLOWS}))\b")
#: Before a state: "the suppliers of Chile", "partner for the Chileans".
_OF = re.compile(rf"\b(?:(?P<partners>{_PARTNERS})|(?P<flows>{_FLOWS}))\s+(?:of|for)\s+(?:the\s+)?$")
#: How much words about partners count, which only one state can have, against words about goods, which have two sides.
_WEIGHTS = {"partners": 2.0, "flows": 1.0}
#: What "its" owns is told less surely.
_PRONOUN = 0.5
#: So many are told apart.
_MOST = 3


def protagonists(text: str, named: Sequence[Sequence[Actor]]) -> tuple[tuple[str, float], ...]:
    """The states whose trade a document tells, each with its share of all words that tell whose trade it is.

    Args:
        text: The document.
        named: The actors of every sentence, spans counted in the document.
    """
    counts: Counter[str] = Counter()
    for inside in named:
        for actor in inside:
            if len(actor.codes) == 1 and actor.group is None and actor.kind != "firm":
                counts[actor.codes[0]] += _weight(text, actor)
    total = counts.total()
    return tuple((code, count / total) for code, count in counts.most_common(_MOST) if count) if total else ()


def _weight(text: str, actor: Actor) -> float:
    """How much the words beside one place where a state is named speak for its trade being told."""
    match = None
    if actor.genitive or actor.kind == "demonym":
        match = _OWNED.match(text, actor.span[1], actor.span[1] + 80)
    match = match or _OF.search(text, max(0, actor.span[0] - 50), actor.span[0])
    if match is None or match.lastgroup is None:
        return 0.0
    return _WEIGHTS[match.lastgroup] * (_PRONOUN if actor.kind == "pronoun" else 1.0)
