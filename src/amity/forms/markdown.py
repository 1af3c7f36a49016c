"""Markdown as pieces: CommonMark with tables, footnotes and a head of fields; what is HTML in it is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from amity.forms import Gathering, Parsed, html

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*\n", re.S)
_FIELD = re.compile(r"^(title|date|published)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.M | re.I)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[\w-]{1,60}\]:[ \t]*(.*(?:\n(?: {4}|\t)\S.*)*)", re.M)
_REFERENCE = re.compile(r"\[\^[\w-]{1,60}\]")


def parse(text: str) -> Parsed:
    """The pieces of a Markdown text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = {key.lower(): value for key, value in _FIELD.findall(front.group(1))}
        text = text[front.end() :]
    footnotes = [found.group(1) for found in _FOOTNOTE.finditer(text)]
    text = _FOOTNOTE.sub("", text)
    reader = MarkdownIt("commonmark").enable("table")
    gathering = Gathering()
    _gather(reader.parse(text), gathering)
    for note in footnotes:
        gathering.add("note", _inline(reader.parseInline(note)))
    return Parsed(
        tuple(gathering.pieces),
        title=fields.get("title", ""),
        published=fields.get("date", fields.get("published", "")),
    )


def _gather(tokens: Sequence[Token], gathering: Gathering) -> None:
    """Walk the tokens; what a paragraph is depends on what it stands in."""
    within: list[str] = []
    parts = {"list_item_open": "item", "blockquote_open": "quote", "heading_open": "heading"}
    parts |= {"th_open": "cell", "td_open": "cell", "paragraph_open": ""}
    has_title = False
    for token in tokens:
        if token.type in parts:
            part = parts[token.type]
            if part == "heading" and token.tag == "h1" and not has_title:
                part, has_title = "title", True
            within.append(part)
        elif token.type.replace("_close", "_open") in parts and token.nesting == -1:
            within.pop()
        elif token.type == "inline":
            part = next((p for p in reversed(within) if p), "paragraph")
            gathering.add(part, _inline([token]))
        elif token.type == "html_block":
            for piece in html.parse(token.content).pieces:
                gathering.add(piece.part, piece.text)


def _inline(tokens: Sequence[Token]) -> str:
    """The words of a line: of links their text, of pictures nothing."""
    said: list[str] = []
    for token in tokens:
        for child in token.children or ():
            if child.type in ("text", "code_inline"):
                said.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                said.append(" ")
    return _REFERENCE.sub("", "".join(said))
