"""Lists of which every line is a name and a number, under a line that tells their unit: "In billion dollars:"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from amity.reader import senses
from amity.reader.model import Actor, Kind, Quantity, Sentence
from amity.reader.seldom import seldom

#: So long a line may be that tells the unit of those below it, and one of those.
_HEAD_LONG, _LINE_LONG = 160, 70
_UNIT = (
    r"(?P<dollars>(?:U\.?S\.?\s+)?dollars|USD|US\$|\$)|(?P<tonnes>(?:metric\s+)?ton(?:ne)?s)|"
    r"(?P<percent>per\s?cent|percentages?|%)|(?P<units>TIVs?|SIPRI(?:['’]s)?\s+units)"
)
_HEAD = seldom(
    rf"(?:\bin\s+|\()(?:(?P<scale>thousand|million|billion|trillion)s?\s+(?:of\s+)?)?(?:{_UNIT})(?!\w)"
    r"(?:\s*(?P<short>bn|billion|m|mn|million|trillion))?",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"\W*(?:\d{1,2}[.)]\s+)?[^\W\d][^\d:;]{1,45}?\s*[:,–—|\t-]?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,7}(?:\.\d+)?)\s*\W*"
)
_SCALES = {"thousand": "k", "million": "m", "m": "m", "mn": "m", "billion": "bn", "bn": "bn", "trillion": "trn"}


@dataclass(slots=True)
class Lines:
    """The unit of a list that goes on; "" where none does."""

    unit: str = ""

    def figures(self, sentence: Sentence, found: Sequence[Quantity], named: Sequence[Actor]) -> tuple[Quantity, ...]:
        """The figures of a sentence, or that of a line of the list above which its unit is told."""
        text = sentence.text
        is_alone = sentence.block.span[1] - sentence.block.span[0] - len(text) < _SLACK
        if not is_alone or any(figure.unit for figure in found):
            self.unit = ""
            return tuple(found)
        line = _LINE.fullmatch(text) if self.unit and named and len(text) < _LINE_LONG else None
        if line is not None:
            return (_figure(line, self.unit),)
        self.unit = _unit(text) if len(text) < _HEAD_LONG and not text.rstrip().endswith((".", "!", "?")) else ""
        return tuple(found)


#: Blanks and marks that a paragraph may have besides its one sentence.
_SLACK = 4


def _unit(text: str) -> str:
    """The unit that a line tells for those below it."""
    match = _HEAD.search(text)
    if match is None:
        return ""
    scale = _SCALES.get((match["scale"] or match["short"] or "").lower(), "")
    if match["percent"]:
        return "" if scale else "%"
    if match["tonnes"]:
        return {"k": "kt", "m": "Mt", "": "t"}.get(scale, "")
    if scale == "k":
        return ""
    return f"{'USD' if match['dollars'] else 'TIV'} {scale}".strip()


def _figure(line: re.Match[str], unit: str) -> Quantity:
    printed = line["number"]
    value = float(printed.replace(",", ""))
    kind: Kind = "share" if senses.measure(unit) == "share" else "level"
    return Quantity(line.span("number"), kind, value, value, printed, unit)
