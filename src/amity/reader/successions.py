"""Who gives a place up and who takes it over: "is no longer the first", "ceded its place to", "took its place"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from amity.reader.scene import Scene
from amity.reader.seldom import seldom

_Add = Callable[[str, float], None]

#: Anything of the kind in a sentence.
_ANY = seldom(
    r"\b(?:no\s+longer|not\s+any\s+longer|any\s?more|ced(?:e|ed|es|ing)|g[ai]v(?:e|es|en|ing)\s+(?:way|up)|"
    r"(?:lost|los(?:e|es|ing)|hand(?:s|ed|ing)?|yield(?:s|ed|ing)?|relinquish\w*|surrender\w*)\s+(?:over\s+)?"
    r"(?:the|its|their|that|this|first|second|top|number|pole)|ma[dk]e\s+way|t(?:ake|akes|ook|aken|aking)\s+"
    r"(?:over|its|their|that|the|[A-Z][\w.]+['’]s)\s+(?:\w+\s+){0,2}?(?:place|position|spot|role|lead|crown|title|mantle)|"
    r"t(?:ook|akes|aken|aking)\s+over|(?:passed|overtaken|displaced|replaced|unseated|ousted|dethroned|supplanted|"
    r"succeeded|surpassed|outdone|beaten|pushed\s+(?:aside|out))\s+by|ceased\s+to\s+be|stopped\s+being|used\s+to\s+be)\b"
)
#: Behind a state: it has a place no more.
_GIVES = re.compile(
    r"(?:,[^,;.]{0,50},)?\s+(?:[a-z]+\s+){0,4}?(?:no\s+longer(?!\s+be\s)|not\s+any\s+longer|ced(?:e|ed|es|ing)\b|"
    r"g[ai]v(?:e|es|en|ing)\s+(?:way|up)|(?:lost|los(?:e|es|ing)|hand(?:s|ed|ing)?|yield(?:s|ed|ing)?|relinquish\w*|"
    r"surrender\w*)\s+(?:over\s+)?(?:the|its|their|that|this|first|second|top|number|pole)\b|ma[dk]e\s+way|"
    r"(?:passed|overtaken|displaced|replaced|unseated|ousted|dethroned|supplanted|succeeded|surpassed|outdone|beaten|"
    r"pushed\s+(?:aside|out))\s+by|ceased\s+to\s+be|stopped\s+being|used\s+to\s+be)\b"
)
#: The same before it: "its main customer is no longer America", "took the first place from Japan".
_GIVES_BEFORE = re.compile(
    r"\b(?:no\s+longer|not\s+any\s+longer)\s+(?:the\s+)?$|\bt(?:ake|akes|ook|aken|aking)\s+(?:over\s+)?(?:[a-z]+\s+){0,4}?"
    r"from\s+(?:the\s+)?$|\bt(?:ake|akes|ook|aken|aking)\s+(?:the\s+)?$"
)
#: Behind a state: it has the place of another.
_TAKES = re.compile(
    r"(?:,[^,;.]{0,50},)?\s+(?:[a-z]+\s+){0,3}?t(?:ake|akes|ook|aken|aking)\s+(?:over\b(?!\s+(?:[$€£]|US|\d|a\s|half))|(?:its|their|that|the|this|"
    r"[A-Z][\w.]+['’]s)\s+(?:\w+\s+){0,2}?(?:place|position|spot|role|lead|crown|title|mantle)\b)"
)
#: Before it: to whom a place was left.
_TAKES_BEFORE = re.compile(
    r"\b(?:ced(?:e|ed|es|ing)|g[ai]v(?:e|es|en|ing)\s+(?:way|up)|lost|los(?:e|es|ing)|hand(?:s|ed|ing)?|yield(?:s|ed|ing)?|"
    r"relinquish\w*|surrender\w*|ma[dk]e\s+way)\b[^.;:]{0,70}?\b(?:to|for)\s+(?:the\s+)?$|"
    r"\bno\s+longer\b[^.;:]{0,40}?\bbut\s+(?:now\s+|rather\s+)?(?:the\s+)?$|"
    r"\b(?:passed|overtaken|displaced|replaced|unseated|ousted|dethroned|supplanted|succeeded|surpassed|outdone|beaten|"
    r"pushed\s+(?:aside|out)|taken\s+(?:over\s+)?)\s*by\s+(?:the\s+)?$"
)
#: At most so many letters before a state tell of it.
_FAR = 110


@lru_cache(maxsize=1)
def successions(scene: Scene) -> Mapping[str, str]:
    """Which states give a place up, and which take it over."""
    text, found = scene.case.text, dict[str, str]()
    if scene.case.quantity.kind != "rank" or not _ANY.may_match(text) or _ANY.search(text) is None:
        return found
    for actor in scene.actors:
        if len(actor.codes) != 1:
            continue
        before, (code,) = text[max(0, actor.span[0] - _FAR) : actor.span[0]], actor.codes
        if _TAKES_BEFORE.search(before) or _TAKES.match(text, actor.span[1]):
            found[code] = "takes it over"
        elif _GIVES_BEFORE.search(before) or _GIVES.match(text, actor.span[1]):
            found.setdefault(code, "gives it up")
    return found


def of_pair(scene: Scene, owner: str, partner: str, add: _Add) -> None:
    """Whether one of a pair gives a place up, or takes it over."""
    for code, how in successions(scene).items():
        if code in (owner, partner):
            add(f"p:{how}, {'partner' if code == partner else 'owner'}", 1.0)
