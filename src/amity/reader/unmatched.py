"""Places told by whom nobody matches, or beside a name: "nobody buys more from China", "Peru, fourth with 54 Mt"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from amity.reader import quantity_words as words
from amity.reader.model import Quantity
from amity.reader.seldom import Among, seldom

_NOBODY = (
    r"\b[Nn](?:obody|o\s+(?:one|(?:other\s+|single\s+)?"
    r"(?:country|state|nation|economy|partner|market|supplier|buyer|customer)))"
)
_DEALS = (
    r"(?:trad(?:es?|ed)|b(?:uys?|ought)|s(?:ells?|old)|t(?:akes?|ook)|(?:import|export|purchas|suppl|ship|deliver|obtain)\w*|"
    r"gets?|got|sends?|sent|do(?:es)?|did|done)"
)
_A_STATE = r"(?:the\s+)?[A-Z]"
_GOODS = r"(?:goods|products|exports|imports|oil|crude|gas|coal|arms|weapons|weaponry)"
#: The first of all: nobody else deals as much.
_FIRST = (
    # "Nobody buys more from China than America does", "no country did more business with Germany".
    seldom(
        rf"{_NOBODY}\s+(?:in\s+the\s+world\s+|else\s+)?(?:has\s+|had\s+)?(?:\w+ly\s+)?{_DEALS}\s+(?:or\s+[a-z]+\s+)?"
        rf"(?P<figure>more)\s+(?=(?!than\b)(?:[a-z]+\s+){{0,3}}?(?:from|to|with|in|into)\s+{_A_STATE})"
    ),
    # "No market took more American goods than Canada".
    seldom(
        rf"{_NOBODY}\s+(?:has\s+|had\s+)?{_DEALS}\s+(?P<figure>more)\s+(?=[A-Z][a-z]+\s+{_GOODS}\b[^.;]{{0,60}}?\bthan\b)"
    ),
    # "With no other country does it trade more", "with no single state has India done more business".
    seldom(
        r"\b[Ww]ith\s+no\s+(?:other\s+|single\s+|one\s+)?(?:country|state|nation|economy|partner|one)\s+"
        r"(?:do(?:es)?|did|has|have|had)\s+(?:[\w’'-]+\s+){1,4}?(?:trade[sd]?|do|done|dealt)\s+(?P<figure>more)\b(?!\s+than\s+[\d$€£])"
    ),
    # "With nobody does it trade more than with China", "it trades with no country as much as with Russia".
    seldom(
        r"\b[Ww]ith\s+(?:nobody|no\s+one|none)\s+(?:else\s+)?(?:do(?:es)?|did|has|have|had)\s+(?:[\w’'-]+\s+){1,4}?"
        r"(?:trade[sd]?|do|done|dealt|deal)\s+(?P<figure>more|as\s+much)\b(?!\s+than\s+[\d$€£])"
    ),
    seldom(
        r"\b(?:trad(?:es?|ed|ing)|deals?|dealt|do(?:es)?\s+business|did\s+business|done\s+business)\s+with\s+"
        r"(?:nobody|no\s+one|no\s+(?:other\s+|single\s+)?(?:country|state|nation|partner|economy))\s+(?:else\s+)?"
        rf"(?P<figure>(?:as|so)\s+much|more)\s+(?:as|than)\s+with\s+(?={_A_STATE})"
    ),
    # "No country sold China more oil than Russia": more of a ware that the data hold.
    seldom(
        rf"{_NOBODY}\s+(?:has\s+|had\s+)?s(?:ells?|old)\s+{_A_STATE}[\w’'-]*\s+(?P<figure>more)\s+"
        rf"(?=(?:[a-z]+\s+)?{_GOODS}\b[^.;]{{0,40}}?\bthan\s+{_A_STATE})"
    ),
    # "No other supplier delivered as much".
    seldom(
        r"\b[Nn]o\s+other\s+(?:supplier|seller|source|exporter|customer|buyer|client|importer|market|partner)\s+(?:has\s+|had\s+)?"
        rf"{_DEALS}\s+(?P<figure>as\s+much|more)\b(?!\s+than\s+[\d$€£])"
    ),
)
_SOUGHT = Among((pattern, pattern) for pattern in _FIRST)
_ORDINAL = "|".join(sorted((low for low, value in words.ORDINALS.items() if value < 21), key=len, reverse=True))
#: "Ranks no higher than fourth".
_NO_HIGHER = seldom(
    r"\b(?:ranks?|ranked|ranking|comes?|came|stands?|stood|is|was|are|were|placed|rose|rises?)\s+(?:only\s+)?"
    rf"(?:no\s+(?:higher|better|lower)|not\s+(?:higher|better))\s+than\s+(?:the\s+)?(?P<figure>{_ORDINAL})\b(?!\s+(?:of|[a-z]+s)\b)"
)
#: "Which leaves China fourth", "left Japan third among its suppliers".
_LEAVES = seldom(
    r"\b(?:leaves|leaving|left)\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)?\s+(?:only\s+|just\s+|still\s+|a\s+distant\s+)?"
    rf"(?P<figure>(?!first\b)(?:{_ORDINAL}))\b(?=\s*(?:[.,;)]|$)|\s+(?:among|behind|on|with)\b)"
)
#: Beside a name and with its amount: "behind it came Malaysia, fourth with 54.8 million tons".
_BESIDE = seldom(
    rf"(?<=[a-z]),\s+(?P<figure>{_ORDINAL})\s+with\s+"
    r"(?=(?:(?:about|some|only|just|nearly|almost|over|around|a|roughly)\s+){0,2}(?:US)?[$€£]?\d)"
)


def with_unmatched(text: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of a sentence with the places told by whom nobody matches, or beside a name with its amount."""
    told = [
        one for one in _told(text, found) if not any(q.span[0] < one.span[1] and one.span[0] < q.span[1] for q in found)
    ]
    return tuple(sorted([*found, *told], key=lambda q: q.span)) if told else tuple(found)


def _told(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    firsts = [q.span[0] for q in found if q.kind == "rank" and q.low == 1]
    for pattern in _SOUGHT.of(text):
        for match in pattern.finditer(text):
            # "No country bought more from Kenya than Uganda, its biggest market": told there.
            if not any(match.end() <= at for at in firsts):
                yield _place(match.span("figure"), 1)
    is_row = any(q.kind == "rank" for q in found)
    for pattern in (_NO_HIGHER, _LEAVES, *([_BESIDE] if is_row else [])):
        for match in pattern.finditer(text):
            yield _place(match.span("figure"), words.ORDINALS[match["figure"]])


def _place(span: tuple[int, int], value: int) -> Quantity:
    return Quantity(span, "rank", value, value, "", "rank")
