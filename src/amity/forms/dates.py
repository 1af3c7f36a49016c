"""The day a document was written: what its form says, else what its head says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from amity.forms import Piece

#: The head of a document: so many parts, so many letters.
_PARTS, _LETTERS = 14, 3_000
#: A line that says when is short, or begins with it.
_SHORT, _EARLY = 160, 48

_NAMES = """
    january|jan|января february|feb|февраля march|mar|марта april|apr|апреля may|мая june|jun|июня july|jul|июля
    august|aug|августа september|sept|sep|сентября october|oct|октября november|nov|ноября december|dec|декабря
"""
_MONTHS = {name: number for number, names in enumerate(_NAMES.split(), 1) for name in names.split("|")}
_MONTH = r"(?P<m>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_YEAR}[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<d>0?[1-9]|[12]\d|3[01])(?!\d)",
        rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b(?P<d>0?[1-9]|[12]\d|3[01])\.(?P<m>0?[1-9]|1[0-2])\.{_YEAR}\b",
        rf"{_YEAR}\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*日",
    )
)
#: Within a head these say that the day is not that of the text.
_OTHER_DAY = re.compile(
    r"\b(?:accessed|retrieved|updated?|signed|since|until|between|as of|copyright|born)\W+(?:\w+\W+){0,2}$", re.I
)


def first_date(text: str) -> dt.date | None:
    """The first whole date in a text, in English, Russian, Chinese or digits."""
    return next((day for _, day in _all_dates(text)), None)


def _all_dates(text: str) -> list[tuple[int, dt.date]]:
    found: list[tuple[int, dt.date]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = match["m"].lower()
            try:
                day = dt.date(int(match["y"]), _MONTHS.get(month) or int(month), int(match["d"]))
            except ValueError:
                continue
            found.append((match.start(), day))
    return sorted(found)


def of_head(pieces: Iterable[Piece]) -> dt.date | None:
    """The date in the head of a document: on a short line of its own, or at the beginning of a paragraph."""
    letters = 0
    for number, piece in enumerate(pieces):
        if number >= _PARTS or letters > _LETTERS:
            return None
        letters += len(piece.text)
        if piece.part not in ("paragraph", "heading", "title", "item", "quote"):
            continue
        for start, day in _all_dates(piece.text[:400]):
            is_told = len(piece.text) <= _SHORT and not piece.text.rstrip().endswith(("?", "!"))
            is_sentence = piece.text.rstrip().endswith(".") and len(piece.text.split()) > 9
            if _OTHER_DAY.search(piece.text[:start]):
                continue
            if (is_told and not is_sentence) or (
                start <= _EARLY and _is_dateline(piece.text[:start], piece.text[start:])
            ):
                return day
    return None


def _is_dateline(before: str, after: str) -> bool:
    """Is this "MOSCOW, 25 August 2021 – ..." or "25 August 2021. ..."?"""
    is_place = before.strip() == "" or bool(re.fullmatch(r"[\W\d]*(?:[A-ZÀ-ÞА-Я][\w.'-]*[\s,/:|(–—-]*){1,4}", before))
    return is_place and bool(
        re.match(r"[^–—:|)]{0,24}\s?(?:[–—:|)]|\(|-\s)", after)
        or (not before.strip() and re.match(r"[^.]{0,20}\.\s", after))
    )
