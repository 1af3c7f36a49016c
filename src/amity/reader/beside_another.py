"""Whether a sum is set against that of another state, not against its own of another year.

"33 per cent more than those to Germany", "6 per cent smaller than those from the United States", "20 per cent more than
India did".
"""

from __future__ import annotations

import re

from amity.reader.cases import Case

_FLOW = r"(?:exports|imports|sales|purchases|trade|deliveries|shipments|turnover|goods|supplies)"
#: Between a figure and the state that it is set against.
_THAN = re.compile(
    r"\s*(?:than\s+)?(?:"
    rf"(?:those|that|(?:the\s+)?{_FLOW}|the\s+(?:sum|figure|amount|value|volume)|the\s+US\$?\s?[\d.,]+\s*\w*|the\s+\$\s?[\d.,]+\s*\w*)\s+"
    r"(?:(?:that\s+|which\s+)?(?:sold|sent|shipped|exported|bought|imported|went|going|came|coming|done|made)\s+)?"
    r"(?:to|from|with|of|for|by)\s+(?:the\s+)?"
    r"|(?:to|from|with|in)\s+(?:the\s+)?"
    r"|(?:the\s+)?)$"
)
_MORE = re.compile(r"\bthan\b|^\s*(?:that|those|the)\b")
#: What the other is said to do, or what it owns, if it stands there by its name alone.
_DOES = re.compile(
    rf"(?:['’]s?)?(?:\s+(?:did|does|do|bought|buys?|sold|sells?|took|takes?|had|has|supplied|imported|exported|{_FLOW})\b|\s*[,.;)]|\s*$)"
)


#: What leads to a state that needs no verb behind it.
_LED = re.compile(r"\b(?:to|from|with|of|for|by|in)(?:\s+the)?\s*$")


def is_beside_another(case: Case) -> bool:
    """Whether so much more or less is told of one state than of another that is first named behind it."""
    quantity, text = case.quantity, case.text
    if not quantity.by or quantity.unit != "%":
        return False
    begin = quantity.span[1]
    behind = next((a for a in case.actors if a.span[0] >= begin), None)
    if behind is None or behind.kind in ("pronoun", "firm") or behind.group is not None or len(behind.codes) != 1:
        return False
    before = {code for a in case.actors if a.span[1] <= quantity.span[0] for code in a.codes}
    match = _THAN.fullmatch(text, begin, behind.span[0])
    if match is None or behind.codes[0] in before or _MORE.search(text[begin : behind.span[0]]) is None:
        return False
    return _LED.search(match[0]) is not None or _DOES.match(text, behind.span[1]) is not None
