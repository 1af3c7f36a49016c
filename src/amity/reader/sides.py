"""On which side of trade a partner has its place: "the largest partner by exports", "in imports China is first"."""

from __future__ import annotations

import re

from amity.reader.seldom import seldom

#: Both sides together are none.
_SIDE = (
    r"(?P<side>export|import)(?:s|\s+side|\s+terms|\s+value)?\b"
    r"(?!\s+(?:and|or|nor)\s+(?:as\s+)?(?:its\s+|their\s+)?(?:im|ex)port)"
)
_ABOUT = (
    r"(?:in\s+terms\s+of|when\s+it\s+comes\s+to|with\s+regard\s+to|as\s+regards|as\s+(?:for|to)|measured\s+by|"
    r"by|for|in|on)"
)
#: Behind the partner, past whose it is and the year.
_BEHIND = re.compile(
    r"s?(?:\s+(?:of|for)\s+(?:the\s+)?[A-Z][\w’']+(?:\s+[A-Z][\w’']+)?)?(?:\s+in\s+(?:19|20)\d\d)?,?\s+"
    rf"{_ABOUT}\s+(?:(?:the|its|their|total|goods|value\s+of)\s+)*{_SIDE}"
)
#: At the head of the clause.
_FRONTED = seldom(
    r"(?:^|[.;:]\s+|,\s+(?:and|but|while|whereas)\s+)\W*"
    rf"{_ABOUT}\s+(?:the\s+|its\s+|total\s+)*{_SIDE},?\s+"
    r"[^.;:]*$",
    re.IGNORECASE,
)


def side_told(text: str, noun: tuple[int, int], start: int) -> str:
    """The flow of goods by which partners are ranked where a side of trade is told, "in" or "out"; "" where none is.

    Args:
        text: The sentence.
        noun: Where the partner stands.
        start: Where its place begins.
    """
    found = _BEHIND.match(text, noun[1]) or next(_FRONTED.finditer(text, 0, min(start, noun[0])), None)
    return "" if found is None else "in" if found["side"].lower() == "import" else "out"
