"""Whom a word cannot mean, as that state is named behind it: "it sells oil to Poland", "the country's sales to Poland".

A pronoun that leads its clause, and a description in it, mean another state than those named later
there (the theory of binding has this as its third principle: Chomsky 1981, "Lectures on government and binding").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from amity.reader.model import Actor, Span

#: What ends the clause of a pronoun.
_ENDS_CLAUSE = re.compile(
    r"[;:—()]|[.!?]['\"”’)\]]*\s|,\s+(?:while|whereas|but|although|though|and|with|yet|as|which|who|when|where)\b|"
    r"\s(?:while|whereas|but|although|because|since|when|where|if|that|than|as)\b"
)
#: What ends that of a description; what is compared with it goes on: "of the country's imports, and China of 44".
_ENDS = re.compile(
    r"[;:—()]|[.!?]['\"”’)\]]*\s|\s(?:while|whereas|but|although|because|since|when|where)\b|"
    r",(?!\s+(?:against|compared\s+with|compared\s+to|versus|(?:[a-z]+\s+)?(?:more|less)\s+than|"
    r"and\s+[A-Z][\w ]{2,20}?\s+(?:of|for|at)\b))"
)
#: Behind "it" as a subject: a verb, or what may stand before one.
_ACTS = re.compile(
    r"\s+(?:(?:also|still|now|then|even|only|already|alone|itself|again|once|ever|thus|in turn)\s+){0,2}"
    r"(?:[a-z]+(?:ed|s)|sent|sold|bought|took|got|had|held|did|fell|rose|drew|met|put|spent|went|won|lost|kept|gave|grew|"
    r"led|sell|buy|send|ship|made|came)\b(?!\s+(?:that|who)\b)"
)
_IS = re.compile(r"\s+(?:is|was|has been|had been)\s")
#: What its owner has of another one's, or goes to another one: "its exports to", "its share of".
_OF_IT = re.compile(
    r"\s+(?:(?!(?:own|(?:and|or|but|as|than|while|when|after|before))\b)[\w-]+\s+){1,4}?(?:to|from|with|in|of|among|towards|"
    r"into|against|on)\s+(?:all\s+)?(?:the\s+)?"
)
#: Between the owner of what goes to another one and that: "Chinese exports to it", "Chile's sales there".
_FLOW = (
    r"(?:exports?|imports?|sales|deliver(?:y|ies)|shipments?|purchases|supplies|investments?|trade|turnover|deficit|surplus|"
    r"shortfall|share|part|portion|weight|stake|transfers|loans|goods|business)"
)
_GOES = re.compile(
    rf"(?:['’]s?)?\s+(?:[a-z-]+\s+){{0,2}}?{_FLOW}\s+(?:of\s+[a-z]+\s+)?(?P<how>(?:to|from|with|in|into)\s+)?"
)
#: So far a word looks ahead.
_FAR = 200


def barred(text: str, span: Span, named: Sequence[Actor]) -> frozenset[str]:
    """The states that a word for one state cannot mean, by what is named behind it.

    Args:
        text: The text.
        span: Where the word stands.
        named: The actors that the text names, in order.
    """
    at = bisect_left(named, span[1], key=lambda a: a.span[0])
    ahead = [a for a in named[at : at + 6] if len(a.codes) == 1 and a.group is None and a.span[0] - span[1] <= _FAR]
    if not ahead:
        return frozenset()
    word = text[slice(*span)].lower()
    if word in ("its", "our", "ours"):
        match = _OF_IT.match(text, span[1])
        return frozenset(a.codes[0] for a in ahead if match is not None and a.span[0] == match.end())
    if word == "it" and (_ACTS.match(text, span[1]) is None or _IS.match(text, span[1]) is not None):
        return frozenset()
    end = _until(text, span[1], word)
    return frozenset(a.codes[0] for a in ahead if a.span[0] < end)


def _until(text: str, at: int, word: str) -> int:
    """Where names no longer tell of a word."""
    ends = (_ENDS_CLAUSE if word in ("it", "there") else _ENDS).search(text, at, at + _FAR)
    return ends.start() if ends is not None else min(len(text), at + _FAR)


def senders(text: str, span: Span, named: Sequence[Actor]) -> frozenset[str]:
    """Whose flow goes to whom a word means, or comes from there: "Chinese exports to it", "Chile's sales there".

    Args:
        text: The text.
        span: Where the word stands.
        named: The actors that the text names, in order.
    """
    word = text[slice(*span)].lower()
    if word in ("its", "our", "ours"):
        return frozenset()
    at = bisect_left(named, span[0], key=lambda a: a.span[0])
    return frozenset(
        a.codes[0] for a in named[max(0, at - 2) : at] if len(a.codes) == 1 and _sends(text, a, span[0], word)
    )


def _sends(text: str, actor: Actor, at: int, word: str) -> bool:
    """Whether a flow of a state ends in a word."""
    if actor.kind == "pronoun" or not (actor.genitive or actor.kind == "demonym"):
        return False
    match = _GOES.fullmatch(text, actor.span[1], at)
    return match is not None and (match["how"] is not None) == (word != "there")
