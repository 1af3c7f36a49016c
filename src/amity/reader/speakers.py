"""Whose "we" and "our" are in an interview, a speech or a brief: of which state does its author speak as his own?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from amity.reader.model import Actor

#: A state's own trade, arms and votes; "our colleagues" and "we saw" are an author's.
_OWN = re.compile(
    r"\b(?:[Oo]ur\s+(?:[\w-]+\s+){0,3}?(?:exports?|imports?|trade|share|sales|purchases|deliveries|shipments|goods|"
    r"economy|partners?|market|customers?|suppliers?|client|crude|oil|gas|coal|grades|arms|weapons|deficit|surplus|"
    r"total|products|companies|firms|army|government|country|farmers|factories)\b|"
    r"[Ww]e\s+(?:(?:now|still|only|also|already|then|had|have|do|did|in turn|ourselves)\s+)?(?:sell|sold|buy|bought|"
    r"export|exported|import|imported|ship|shipped|supply|supplied|deliver|delivered|purchased?|voted?|sided|ran|"
    r"took|take|sent|send|got|are (?:number|good for))\b)"
)
_QUOTED = re.compile(r'"[^"]{1,600}"|“[^”]{1,600}”|«[^»]{1,600}»')
#: Not whom one is: the other side of a deal, the place one looks at.
_ASIDE = re.compile(
    r"\b(?:with|to|from|in|than|against|like|unlike|behind|beside|besides|between|via|for|on)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
#: Their own trade, or their own people asked.
_WHOSE = re.compile(r"['’]s?\s|\s(?:sells|sold|buys|bought)\b")
_PEOPLE = re.compile(r"\b(?:people|adults|citizens|respondents|shops|factories)\s+in\s+$")
#: Behind a state in a title: who speaks is one of its own, "a former Mongolian trade official", "a Lima exporter".
_SPEAKER = re.compile(
    r"(?:\s+(?:[a-z-]+\s+){0,3}?(?:official|minister|diplomat|ambassador|envoy|negotiator|economist|exporter|importer|trader|"
    r"farmer|blogger|columnist|editor|historian|banker|analyst|professor|scholar|merchant|businessman|businesswoman|refiner|"
    r"general|admiral|voter|student|manufacturer)\b|(?:['’]s?)\s+(?:open\s+)?(?:letter|diary|reply|answer|notes|confession)\b)"
)
#: Before one: "an interview in Tashkent", "a grain exporter in Asunción talks to us", "letter from Lima".
_SPOKEN = re.compile(
    r"\b(?:interview|conversation|exporter|trader|economist|official|diplomat|farmer|letter|notes|view|blogger|columnist|"
    r"merchant|banker|refiner)\s+(?:in|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
#: So far a title reaches.
_TITLE = 160
#: So often an author must speak of a state as his own.
_OFTEN = 2


def speaks(text: str) -> bool:
    """Whether an author may speak of a state as his own."""
    often = len(_OWN.findall(text))
    return often >= _OFTEN or (often > 0 and _WE.search(text, 0, _TITLE) is not None)


def home(parts: Iterable[tuple[str, Sequence[Actor]]]) -> str | None:
    """The state of which the author speaks as his own, if one is plain.

    Whom a sentence on "our exports" names is the other side: what remains is sought among the rest.

    Args:
        parts: Sentences with the actors they name, spans counted in the sentence.
    """
    said, others = 0, set[str]()
    counts: Counter[str] = Counter()
    for place, (text, named) in enumerate(parts):
        speaker = _of_speaker(text, named) if place == 0 else None
        if speaker is not None:
            return speaker
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        own = [m for m in _OWN.finditer(text) if not any(a < m.start() < b for a, b in quoted)]
        said += len(own)
        single = [a for a in named if len(a.codes) == 1 and a.group is None and a.kind not in ("firm", "pronoun")]
        if own:
            others |= {a.codes[0] for a in single}
        else:
            for actor in single:
                head = text[max(0, actor.span[0] - 24) : actor.span[0]]
                if not _ASIDE.search(head) or _PEOPLE.search(head):
                    counts[actor.codes[0]] += 2 if _WHOSE.match(text, actor.span[1]) else 1
    if said < _OFTEN:
        return None
    left = [(code, count) for code, count in counts.most_common() if code not in others]
    return left[0][0] if left and (len(left) == 1 or left[0][1] > left[1][1]) else None


def _of_speaker(title: str, named: Sequence[Actor]) -> str | None:
    """The state of whom a title tells that he speaks or writes."""
    for actor in named:
        if len(actor.codes) == 1 and actor.group is None and actor.kind not in ("firm", "pronoun"):
            head = title[max(0, actor.span[0] - 30) : actor.span[0]]
            if _SPEAKER.match(title, actor.span[1]) or _SPOKEN.search(head):
                return actor.codes[0]
    return None
