"""Words of what is to come that stand in a clause beside the one that tells the figure.

"While farmers want the border shut, Poland sold 13 billion", "Iran, which hopes to sell more, sold 5": what is wished
for there is told of nothing in the main clause, which is in the past.
"""

from __future__ import annotations

import re

from amity.reader.seldom import seldom

#: Opens a clause that another one follows: "While farmers want the border shut, ...".
_OPENS = re.compile(
    r"[\W_]*(?:(?:[Aa]nd|[Bb]ut|[Yy]et)\s+)?(?:[Ww]hile|[Ww]hilst|[Ww]hereas|[Aa]lthough|[Tt]hough|[Ee]ven\s+(?:though|as)|"
    r"[Mm]uch\s+as|[Bb]ecause|[Ss]ince|As|Where|When)\s+(?!(?:for|of|to|in|a\s+result)\b)"
)
#: Opens one that stands within: "Iran, which hopes to sell more, sold 5 billion".
_WITHIN = seldom(r",\s+(?:which|who|whose|where)\s+[^,;:()]{3,120},")
#: What was done: no figure behind it is of a time to come.
_DONE = seldom(
    r"\b(?:was|were|had|rose|fell|grew|sold|bought|took|came|went|stood|made|sent|drew|got|spent|ran|shrank|sank|won|lost|"
    r"became|kept|left|saw|held|[a-z]{2,}ed)\b"
)
#: A clause goes on behind these: "which hopes to, and does, sell".
_JOINS = re.compile(r"\s*(?:and|or|but|nor|to)\b")


def is_beside(before: str, wish: re.Match[str], wishes: re.Pattern[str]) -> bool:
    """Whether words of what is to come stand in a clause beside that of a figure, which tells what was.

    Args:
        before: The words before the figure, from where its sentence or part of it begins.
        wish: The words of what is to come among them.
        wishes: What such words are.
    """
    ends = [m.end() for m in _WITHIN.finditer(before) if m.start() < wish.start() and wish.end() < m.end()]
    if _OPENS.match(before) is not None:
        ends += [comma + 1 for comma in _commas(before, wish.end())]
    return any(
        _DONE.search(before, end) is not None
        and wishes.search(before, end) is None
        and _JOINS.match(before, end) is None
        for end in ends
    )


def _commas(text: str, start: int) -> list[int]:
    """Where the commas stand, the nearest first."""
    return [i for i in range(start, len(text)) if text[i] == ","]
