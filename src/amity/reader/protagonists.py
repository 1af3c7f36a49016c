"""Whose trade a document tells: the state whose partners, customers, exports and imports its words are about.

A page on the partners of one state names the partners as often as that state, or more often; but it is its exports, its
customers and its foreign trade that the words speak of. Where a sentence names a partner alone ("sales to Japan went up
to 30 billion"), the other side is that state.
"""

from __future__ import annotations

import re
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
#: "Of all that Chile exported", "what Chile buys abroad": the whole of its trade.
_ALL = re.compile(r"\b(?:what|all|everything|that|which)\s+(?:the\s+)?$", re.IGNORECASE)
_TRADES = re.compile(
    r"\s+(?:(?P<partners>trad(?:es|ed)\s+(?:most|with\s+(?:the\s+world|nobody|no)|abroad)|(?:buys?|bought|sells?|sold|trades?)\s+abroad)|"
    r"(?P<flows>export(?:s|ed)|import(?:s|ed)|trad(?:es|ed)|buys?|bought|sells?|sold|earn(?:s|ed)))\b"
)
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
    counts: dict[str, float] = {}
    for inside in named:
        for actor in inside:
            if len(actor.codes) == 1 and actor.group is None and actor.kind != "firm":
                counts[actor.codes[0]] = counts.get(actor.codes[0], 0.0) + _weight(text, actor)
    total = sum(counts.values())
    told = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
    return tuple((code, counts[code] / total) for code in told[:_MOST])


def _weight(text: str, actor: Actor) -> float:
    """How much the words beside one place where a state is named speak for its trade being told."""
    match = None
    if actor.genitive or actor.kind == "demonym":
        match = _OWNED.match(text, actor.span[1], actor.span[1] + 80)
    head = max(0, actor.span[0] - 50), actor.span[0]
    match = match or _OF.search(text, *head)
    if match is None and not actor.genitive and _ALL.search(text, *head):
        match = _TRADES.match(text, actor.span[1], actor.span[1] + 60)
    if match is None or match.lastgroup is None:
        return 0.0
    return _WEIGHTS[match.lastgroup] * (_PRONOUN if actor.kind == "pronoun" else 1.0)
