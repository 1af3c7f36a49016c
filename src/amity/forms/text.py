"""Plain text as pieces: parted by empty lines, broken lines joined, headings and lists told by their looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from amity.forms import Gathering, Parsed
from amity.forms.letters import joined, plain, vocabulary

_ITEM = re.compile(r"\s*(?:[-*•·‣◦–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_BULLET = re.compile(r"^\s*[-*•·‣◦–—]\s+")
_NUMBERED_HEAD = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.)\s+[^\W\d_]")
_NOTE = re.compile(r"\[\d{1,3}\]\s|\(\d{1,3}\)\s[A-Z]")
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Chart|Map|Box|Graph|Рис\.|Таблица|图|表)\s?\d{1,3}[.:\s]")
_RULE = re.compile(r"\s*([=\-_*~#])\1{2,}\s*$")
_ENDS = (".", "!", "?", "…", ":", ";", ",", "。", "！", "？", "”", "»")

#: Lines longer than this were not broken by a program that wraps.
_WIDEST = 140
#: Lines at least this share of the widest are full: the paragraph goes on.
_FULL = 0.7


def parse(text: str) -> Parsed:
    """The pieces of a plain text."""
    lines = plain(text).split("\n")
    known = (
        vocabulary("\n".join(lines))
        if any(line.rstrip().endswith(("-", "\u2010")) for line in lines)
        else frozenset[str]()
    )
    width = _width(lines)
    gathering = Gathering()
    for group in _groups(lines):
        for part in _paragraphs(group, width):
            said = joined(part, known)
            gathering.add(
                part_of(said, is_first=not gathering.pieces, is_short=len(part) <= 2), _BULLET.sub("", said, count=1)
            )
    return Parsed(tuple(gathering.pieces))


def part_of(said: str, *, is_first: bool = False, is_short: bool = True) -> str:
    """What a paragraph is by its looks."""
    if is_short and len(said) <= 120 and not said.rstrip().endswith(_ENDS):
        words = said.split()
        if is_first and len(words) >= 2:
            return "title"
        letters = [c for c in said if c.isalpha()]
        is_capital = len(letters) > 3 and all(c.isupper() for c in letters)
        if _CAPTION.match(said):
            return "caption"
        is_plain = said[:1].isupper() and len(words) <= 10 and not _ITEM.match(said)
        if (is_capital or is_plain or _NUMBERED_HEAD.match(said)) and not any(c.isdigit() for c in said[6:]):
            return "heading"
    if _CAPTION.match(said) and len(said) <= 300:
        return "caption"
    if _NOTE.match(said):
        return "note"
    return "item" if _ITEM.match(said) else "paragraph"


def _width(lines: list[str]) -> int | None:
    """The width the text was broken at; None where lines are whole paragraphs."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < 4:
        return None
    # The longest but for a few: tables and addresses stick out.
    width = lengths[int(len(lengths) * 0.95)]
    return width if 30 <= width <= _WIDEST else None


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Lines between empty ones; a line of dashes parts, too."""
    group: list[str] = []
    for line in lines:
        if line.strip() and not _RULE.match(line):
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _paragraphs(group: list[str], width: int | None) -> Iterator[list[str]]:
    """Lines that belong together."""
    if width is None:
        yield from ([line] for line in group)
        return
    part: list[str] = []
    for line in group:
        if part and _begins(part[-1], line, width):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _begins(before: str, line: str, width: int) -> bool:
    """Does a paragraph begin with this line?"""
    if _ITEM.match(line) and not before.rstrip().endswith(("-", ",")):
        return True
    before, indent = before.rstrip(), len(line) - len(line.lstrip())
    if before.endswith(("-", "\u2010")):
        return False
    # The first word of the line would have had room: the line before was ended on purpose.
    had_room = len(before) + 1 + len(line.split(maxsplit=1)[0]) <= width * _FULL
    return (had_room and (before.endswith(_ENDS) or line.lstrip()[:1].isupper())) or (
        2 <= indent <= 8 and before.endswith(_ENDS) and not before.startswith(" " * indent)
    )
