"""Places told by a turn of phrase: "came out on top", "traded most with", "none was larger", "the leader is Mexico"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from amity.reader import quantity_words as words
from amity.reader.model import Quantity
from amity.reader.seldom import Among, seldom

_DEALER = (
    r"(?:(?:trad(?:e|ing)|commercial|export|import)\s+)?(?:partner|supplier|source|customer|buyer|market|seller|client|"
    r"exporter|importer|destination|purchaser|provider|recipient)"
)
_IS = r"(?:is|was|were|are|has\s+been|had\s+been|have\s+been|remains?|remained|became|becomes)"
_BIG = r"(?:largest|biggest|top|main|leading|greatest|chief)"
_NOBODY = r"\b[Nn](?:one|obody|o\s+(?:one|(?:other\s+)?(?:country|state|nation|economy|partner|market|supplier)))"
#: The first of all.
_FIRST = (
    # "It had been China that came out on top".
    seldom(
        r"\b(?:came|come|comes|is|was|were|be|been|stays?|stayed|remain(?:s|ed)?|stands?|stood|finish(?:es|ed))\s+"
        r"(?:out\s+|back\s+|again\s+|still\s+|once\s+(?:more|again)\s+){0,2}on\s+(?P<figure>top)\b"
        r"(?!\s+of\s+(?!(?:the|its|their|that|this)\s+(?:[\w-]+\s+){0,3}(?:list|ranking|table|chart|league)))"
    ),
    # "The Americans had been the top buyers".
    seldom(
        rf"(?<!\band\s)(?<!&\s)\b[A-Z][a-z]+(?:s|ese|ish|ch)\s+(?:{_IS})\s+(?:once\s+|still\s+)?(?:the|its|their)\s+"
        rf"(?P<figure>{_BIG}\s+{_DEALER}s)\b"
    ),
    # "At present the leader is Mexico with 15 per cent".
    seldom(
        rf"\b[Tt]he\s+(?P<figure>leader|front-?runner)\s+{_IS}\s+(?:now\s+|again\s+|still\s+)?(?=[A-Z][^.;]{{0,60}}?\d)"
    ),
    # "The country with which Morocco traded most", "with which Japan did the most trade".
    seldom(
        r"(?<!countries\s)(?<!states\s)(?<!nations\s)(?<!partners\s)\bwith\s+(?:which|whom)\s+[^,;.]{2,40}?\s"
        r"(?:(?:trades?|traded|deals|dealt|does\s+business)\s+(?:the\s+)?|(?:did|does|do)\s+(?:the\s+)?)(?P<figure>most)\b(?!\s+of\b)"
    ),
    # "Trades most with Germany".
    seldom(
        r"(?<!Who\s)\b(?:trades?|traded|trading)\s+(?:the\s+)?(?P<figure>most)\s+"
        r"(?=(?:in\s+\d{4}\s+)?with\s+(?:the\s+)?[A-Z])"
    ),
    # "No country trades more with Australia".
    seldom(
        rf"{_NOBODY}\s+(?:else\s+)?(?:\w+ly\s+|has\s+|had\s+)?(?:trades?|traded)\s+(?P<figure>more)\s+"
        r"(?=with\s+(?:the\s+)?[A-Z])"
    ),
    # "Ranked as the largest in the twelve months to December".
    seldom(
        r"\b(?:ranks?|ranked|emerge[sd]|counts|counted|stands?|stood)\s+as\s+(?:the|its|their)\s+"
        rf"(?P<figure>(?:{_BIG})(?:\s+{_DEALER})?)(?=\s*(?:[,;.]|$)|\s+(?:in|among|for|of)\b)"
    ),
    # "By 2012, when none was larger".
    seldom(
        rf"{_NOBODY}\s+{_IS}\s+(?P<figure>larger|bigger|greater|more\s+important)\b(?=\s*(?:[,;.)]|$)|\s+(?:than\s+[A-Z]|in\b))"
    ),
    # "None is nearly as big a supplier as Russia".
    seldom(
        rf"{_NOBODY}\s+{_IS}\s+(?:nearly\s+|anywhere\s+near\s+|remotely\s+|quite\s+|half\s+)?as\s+"
        rf"(?P<figure>big|large|important|great)\s+an?\s+(?=(?:[a-z]+\s+)?{_DEALER}\b)"
    ),
)
_SOUGHT = Among((pattern, pattern) for pattern in _FIRST)
#: The next one, of which nothing but that is told.
_NEXT = seldom(rf"\b(?P<figure>[Nn]ext[\s-](?:biggest|largest)(?:\s+[a-z]+)?\s+{_DEALER})\b")
#: A numbered place: "number 27 on the list", "number one has been Germany".
_NUMBERED = seldom(
    r"\b(?P<figure>[Nn]umber\s+(?P<number>\d{1,3}|[a-z]+(?:-[a-z]+)?))\s+(?:(?:on|in)\s+(?:the|its|their|that)\s+"
    rf"(?:[\w'’-]+\s+){{0,2}}?(?:list|ranking|table)\b|{_IS}\s+(?:still\s+|now\s+)?(?:the\s+)?(?=[A-Z]))"
)
#: Behind a name, where the sentence tells another place: "number two behind the Emirates, the largest".
_APPOSED = seldom(r"(?<=\w),\s+the\s+(?P<figure>largest|biggest|first)(?=\s*(?:[.;,)]|$))")


def with_summits(text: str, found: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of a sentence with the places told by a turn of phrase, where no other figure stands."""
    told = [
        one for one in _told(text, found) if not any(q.span[0] < one.span[1] and one.span[0] < q.span[1] for q in found)
    ]
    return tuple(sorted([*found, *told], key=lambda q: q.span)) if told else tuple(found)


def _told(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    taken: set[tuple[int, int]] = set()
    for pattern in _SOUGHT.of(text):
        for match in pattern.finditer(text):
            if (span := match.span("figure")) not in taken:
                taken.add(span)
                yield _place(span, 1)
    for match in _NEXT.finditer(text):
        last = [q.low for q in found if q.kind == "rank" and q.span[1] <= match.start()]
        yield _place(match.span("figure"), int(last[-1]) + 1 if last else 2)
    for match in _NUMBERED.finditer(text):
        said = match["number"]
        value = int(said) if said.isdecimal() else int(words.NUMBERS.get(said, 0))
        if 0 < value < 200:
            yield _place(match.span("figure"), value)
    if any(q.kind == "rank" for q in found):
        for match in _APPOSED.finditer(text):
            yield _place(match.span("figure"), 1)


def _place(span: tuple[int, int], value: int) -> Quantity:
    return Quantity(span, "rank", value, value, "", "rank")
