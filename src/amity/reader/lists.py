"""Entries of lists of states: "Japan: 11.7 billion dollars (20.7 %)", "suppliers: China ($2.95 billion)".

An entry has no verb: a state, then its figure or two. Which way the goods go, whose list it is and of what year it is
stands once, above the list or where its row begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from amity.reader.model import Actor, Period, Quantity, Sentence, Span
from amity.reader.seldom import seldom

#: Those whom a list may be of, and the flows that it may be of.
_DEALERS = seldom(
    r"\b(?:(?P<partners>partners?\b)|(?P<sellers>suppliers?|sellers?|sources?|exporters?|origins?|import\s+partners?)|"
    r"(?P<buyers>customers?|buyers?|markets?|destinations?|importers?|clients?|recipients?|export\s+partners?)|"
    r"(?P<exports>(?i:exports?|sales|deliveries))|(?P<imports>(?i:imports?|purchases)))\b"
)
#: Whom a list is of where whose flow it is stands above it.
_PARTNERS = {"exports": "buyers", "imports": "sellers"}
#: What says that a list follows.
_FOLLOWS = seldom(
    r"\b(?:[Hh]ere\s+(?:are|is|come)|[Bb]elow|[Ff]ollowing|as\s+follows|[Ee]ach\s+with|in\s+brackets|one\s+by\s+one|"
    r"[Tt]he\s+list|[Tt]op\s+(?:five|ten|fifteen|twenty|\d+)|by\s+country|in\s+parenthes[ie]s)\b"
)
#: A line that begins with a name and a colon, a bracket or a dash is an entry.
_ENTRY = re.compile(
    r"\W{0,4}(?:\d{1,2}[.)]\s*)?[A-Z][\w.’'-]*(?:\s[A-Z&][\w.’'-]*|\s(?:and|of|the)){0,4}\s?(?::|\(|[-–—]\s)"
)
_HEDGE = (
    r"(?:(?:about|some|only|just|nearly|almost|over|around|roughly|a|mere|as\s+much\s+as)\s+){0,2}"
    r"(?:US|USD|EUR)?\s?[$€£]?"
)
#: What stands between a state and its figure.
_OPENS = {
    "colon": re.compile(rf"\s*:\s*{_HEDGE}$"),
    "bracket": re.compile(rf"\s*[(\[]\s*{_HEDGE}$"),
    "dash": re.compile(rf"\s+[-–—]\s*{_HEDGE}$"),
    "for": re.compile(rf"\s+for\s*{_HEDGE}$"),
    "with": re.compile(rf",?\s+(?:with|at|on)\s+{_HEDGE}$"),
}
#: What stands between the first figure of an entry and its second.
_SECOND = re.compile(rf"[^()\[\].:]{{0,24}}[(\[,;]\s*(?:or\s+)?{_HEDGE}$")
#: So few letters may mark an item before it begins.
_MARK = 4
#: So few letters stand between a state and its figure.
_NEAR = 40
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|did|does|will|went|came|took|rose|fell)\b")


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands above a list.

    Attributes:
        kind: Those whom it is of: "partners", "sellers", "buyers", or "exports" or "imports".
        period: Of when it is.
        owner: Whose list it is, where one state alone is named.
        block: Where its paragraph stands.
    """

    kind: str
    block: Span
    period: Period | None = None
    owner: str | None = None


def listed(
    before: Listing | None, sentence: Sentence, actors: Sequence[Actor], periods: Sequence[Period]
) -> Listing | None:
    """The list that a sentence opens, or the one before it that goes on with it.

    Args:
        before: The list that the sentence before it opened or went on with.
        sentence: The sentence.
        actors: The states that it names.
        periods: The periods that it names.
    """
    opened = _opened(sentence, actors, periods)
    if opened is not None or before is None:
        return opened
    is_first = sentence.span[0] - sentence.block.span[0] <= _MARK
    goes_on = sentence.block.span == before.block or not is_first or _ENTRY.match(sentence.text) is not None
    return before if goes_on else None


def _opened(sentence: Sentence, actors: Sequence[Actor], periods: Sequence[Period]) -> Listing | None:
    """What a heading, or a sentence that says that a list follows, tells of the list below it."""
    text = sentence.text
    is_heading = sentence.block.part == "heading"
    if not (is_heading or text.rstrip().endswith(":") or _FOLLOWS.search(text)):
        return None
    found = next(_DEALERS.finditer(text), None)
    if found is None or found.lastgroup is None:
        return None
    codes = {a.codes[0] for a in actors if len(a.codes) == 1 and a.group is None and a.kind != "pronoun"}
    timed = {(p.first, p.last): p for p in periods if p.grain in ("year", "span")}
    period = next(iter(timed.values())) if len(timed) == 1 else None
    owner = next(iter(codes)) if len(codes) == 1 else None
    # "Of all the gas that Russia exports:" opens a list of those who buy it.
    kind = found.lastgroup if owner is None else _PARTNERS.get(found.lastgroup, found.lastgroup)
    return Listing(kind, sentence.block.span, period, owner)


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry in which a figure stands.

    Attributes:
        code: Whose figure it is.
        how: What ties the figure to the state: "colon", "bracket", "dash", "with".
        is_second: Whether another figure of the state stands before it.
        kind: What the list is of, as in `Listing`; empty where that is not said.
        where: Where that is said: "row" or "above".
        listing: What stands above the list.
    """

    code: str
    how: str
    is_second: bool
    kind: str
    where: str
    listing: Listing | None


def entry_of(
    text: str,
    quantity: Quantity,
    figures: Sequence[Quantity],
    actors: Sequence[Actor],
    listing: Listing | None,
) -> Entry | None:
    """The entry in which a figure stands; None where it stands in none."""
    if quantity.kind == "rank" or quantity.by:
        return None
    start = quantity.span[0]
    before = [a for a in actors if len(a.codes) == 1 and a.kind != "pronoun" and a.span[1] <= start]
    state = max(before, key=lambda a: a.span[1], default=None)
    if state is None:
        return None
    first = next((q for q in figures if state.span[1] <= q.span[0] < start), None)
    end = first.span[0] if first is not None else start
    if end - state.span[1] > _NEAR:
        return None
    how = next((name for name, words in _OPENS.items() if words.fullmatch(text, state.span[1], end)), "")
    if not how or (first is not None and _SECOND.fullmatch(text, first.span[1], start) is None):
        return None
    told = list(_DEALERS.finditer(text, 0, state.span[0]))
    if told and _VERB.search(text, told[-1].end(), state.span[0]) is None:
        return Entry(state.codes[0], how, first is not None, told[-1].lastgroup or "", "row", listing)
    kind = listing.kind if listing is not None else ""
    return Entry(state.codes[0], how, first is not None, kind, "above" if kind else "", listing)
