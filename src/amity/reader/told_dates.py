"""Which dates does an account tell, in English, Russian and Chinese: year, month and day as far as each is told?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from amity.reader.model import Quantity, Span

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan января январе", "february feb февраля феврале", "march mar марта марте",
            "april apr апреля апреле", "may мая мае", "june jun июня июне", "july jul июля июле",
            "august aug августа августе", "september sept sep сентября сентябре", "october oct октября октябре",
            "november nov ноября ноябре", "december dec декабря декабре",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_NAMED})\b\.?"
    rf"(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    r"|\b(?P<only>(?:19|20)\d\d)(?:\s+году?)?\b|(?:(?P<zy>(?:19|20)\d\d)年)?(?P<zm>\d{1,2})月(?:(?P<zd>\d{1,2})日)?|(?P<zo>(?:19|20)\d\d)年",
    re.IGNORECASE,
)


#: Every name of a month, in small letters.
MONTHS = frozenset(_MONTHS)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is told: year, month, day; None where not told."""

    span: Span
    year: int | None
    month: int | None = None
    day: int | None = None


def dates(text: str, by: int, figures: Sequence[Quantity]) -> Iterator[Date]:
    """The dates of a text placed `by` further on; what is part of a figure is none."""
    for match in _DATE.finditer(text):
        span = match.start() + by, match.end() + by
        if any(q.span[0] <= span[0] < q.span[1] for q in figures):
            continue
        part: Mapping[str, str | None] = match.groupdict()
        month = _MONTHS.get((part["month"] or "").lower()) or _whole(part["zm"])
        # "may" is a month only beside a day, a year, or after "in".
        is_bare = (part["month"] or "").lower() in ("may", "mar") and not (part["day"] or part["after"] or part["year"])
        if is_bare and not (match[0][0] == "M" and re.search(r"\b(?:in|by|until|since|of)\s$", text[: match.start()])):
            continue
        year = part["year"] or part["only"] or part["zy"] or part["zo"]
        yield Date(span, _whole(year), month, _whole(part["day"] or part["after"] or part["zd"]))


def _whole(text: str | None) -> int | None:
    return int(text) if text else None
