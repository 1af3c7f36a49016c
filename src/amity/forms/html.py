"""HTML as pieces: what a reader of the page takes for its text. Nothing is run, nothing is fetched.

The parser reports tags one by one and builds no tree, so that depth costs nothing.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any, cast

from amity.forms import Gathering, Parsed, Piece

_BLOCKS = {
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "li": "item",
    "dd": "item",
    "dt": "item",
    "td": "cell",
    "th": "cell",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
}
_BREAKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "address", "center", "fieldset", "form", "table", "tbody"}
    | {"thead", "tfoot", "tr", "ul", "ol", "dl", "figure", "hr", "pre", "body", "html", "details", "summary", "legend"}
    | {"option", "picture"}
)
#: Never text of the document.
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "select", "textarea"}
    | {"button", "head", "dialog", "title"}
)
#: What surrounds a text on a page.
_AROUND = frozenset({"nav", "footer", "aside"})
_AROUND_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"})
_TEXT = frozenset({"article", "main"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_NOTE_NAMES = re.compile(r"\b(?:foot|end)notes?\b|^fn[-_:]?\d", re.I)

_PUBLISHED = (
    "article:published_time",
    "citation_publication_date",
    "citation_date",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publication_date",
    "date",
)
_TITLES = ("og:title", "citation_title", "dc.title")

#: The text of an article is taken alone if it holds at least this share of the page.
_MOST = 0.4
#: Stands for a line's end; pages hold none of their own.
_BREAK = "\v"
_TWO_BREAKS = re.compile(r"\v\s*\v")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def parse(text: str) -> Parsed:
    """The pieces of a page, without what surrounds its text."""
    page = _read(text, around=False)
    if not page.gathering.pieces:  # an unclosed menu has swallowed the page
        page = _read(text, around=True)
    pieces = page.gathering.pieces
    inside = [piece for piece, is_text in zip(pieces, page.in_text, strict=True) if is_text]
    if sum(len(p.text) for p in inside) >= _MOST * page.gathering.letters > 0:
        pieces = inside
    pieces = _with_title(pieces)
    title = next((page.meta[name] for name in _TITLES if page.meta.get(name)), "") or page.title
    published = next((page.meta[name] for name in _PUBLISHED if page.meta.get(name)), "") or page.published or page.time
    return Parsed(tuple(pieces), title=" ".join(title.split()), published=published)


def _read(text: str, *, around: bool) -> _Page:
    page = _Page(around=around)
    page.feed(text)
    page.close()
    page.flush()
    return page


def _with_title(pieces: list[Piece]) -> list[Piece]:
    """The first heading is the title unless much text stands before it."""
    for number, piece in enumerate(pieces[:8]):
        if piece.part == "heading":
            return [*pieces[:number], Piece("title", piece.text), *pieces[number + 1 :]]
    return pieces


class _Page(HTMLParser):
    """Gathers pieces while tags pass."""

    def __init__(self, *, around: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.around = around
        self.gathering, self.in_text = Gathering(), list[bool]()
        self.meta: dict[str, str] = {}
        self.title, self.published, self.time = "", "", ""
        self._said: list[str] = []
        self._parts: list[tuple[str, str]] = []  # open tags that say what a paragraph is, with the part
        self._skipped, self._skips = "", 0  # the tag that is being passed over, and how deep in its like
        self._texts = 0
        self._raised: list[str] | None = None
        self._raised_link = False
        self._data: list[str] | None = None  # of a title or of linked data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_title = tag == "title" and not self.title and self._skipped in ("", "head")
        if is_title or (tag == "script" and given.get("type") == "application/ld+json"):
            self._data = []
        elif tag == "meta":
            name = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
            self.meta.setdefault(name, given.get("content", "")[:400])
        if self._skipped:
            self._skips += tag == self._skipped and tag != "p"  # a paragraph holds none
            # Browsers end the head where the body begins, whether or not anybody said so.
            if not (self._skipped == "head" and tag in ("body", "p", "div", "article", "main", "h1")):
                return
            self._skipped = ""
        if self._is_unread(tag, given):
            self.flush()
            self._skipped, self._skips = tag, 1
            return
        self._open(tag, given)

    def _is_unread(self, tag: str, given: dict[str, str]) -> bool:
        if tag in _VOID or tag in ("html", "body"):
            return False
        if tag in _UNSEEN or "hidden" in given or given.get("aria-hidden") == "true":
            return True
        if self.around:
            return False
        return tag in _AROUND or given.get("role", "").lower() in _AROUND_ROLES

    def _open(self, tag: str, given: dict[str, str]) -> None:
        if tag == "time" and not self.time:
            self.time = given.get("datetime", "")[:40]
        elif tag in _TEXT:
            self.flush()
            self._texts += 1
        elif tag == "sup":
            self._raised, self._raised_link = [], False
        elif tag == "a" and self._raised is not None:
            self._raised_link = True
        elif tag == "br":
            self._said.append(_BREAK)
        part = _BLOCKS.get(tag, "")
        if not part and tag not in _BREAKS:
            return
        self.flush()
        name = f"{given.get('class', '')} {given.get('id', '')} {given.get('role', '')}"[:300]
        if _NOTE_NAMES.search(name) or _NOTE_NAMES.search(given.get("id", "")[:60]):
            part = "note"
        if part and tag not in _VOID:
            if tag in ("li", "td", "th", "dd", "dt") and self._parts and self._parts[-1][0] == tag:
                self._parts.pop()  # these need no end tag
            if len(self._parts) < 200:
                self._parts.append((tag, part))

    def handle_endtag(self, tag: str) -> None:
        if self._data is not None and tag in ("title", "script"):
            self._known("".join(self._data), tag)
            self._data = None
        if self._skipped:
            if tag == self._skipped:
                self._skips -= 1
                if not self._skips:
                    self._skipped = ""
            return
        if tag == "sup" and self._raised is not None:
            self._lower()
        if tag in _TEXT:
            self.flush()
            self._texts = max(self._texts - 1, 0)
        elif tag in _BLOCKS or tag in _BREAKS:
            self.flush()
            depth = next((i for i in range(len(self._parts) - 1, -1, -1) if self._parts[i][0] == tag), None)
            if depth is not None:
                del self._parts[depth:]

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)
        if self._skipped:
            return
        (self._said if self._raised is None else self._raised).append(data)

    def _lower(self) -> None:
        """End raised letters: the sign of a footnote is no text, a power stays raised."""
        raised, self._raised = "".join(self._raised or ()).strip(), None
        before = "".join(self._said[-1:])[-3:]
        if not re.fullmatch(r"[\[(]?[\d*†‡a-z,;\s]{1,12}[\])]?", raised):
            self._said.append(raised)
        elif raised in ("2", "3") and re.search(r"(?:^|[\d\s])[kcdm]?m$", before) and not self._raised_link:
            self._said.append(raised.translate(_RAISED))
        elif raised in ("st", "nd", "rd", "th"):
            self._said.append(raised)

    def _known(self, data: str, tag: str) -> None:
        if tag == "title":
            self.title = self.title or " ".join(data.split())[:400]
        elif not self.published:
            self.published = _linked(data)

    def flush(self) -> None:
        """End the paragraph."""
        if self._raised is not None:
            self._lower()
        said, self._said = "".join(self._said), []
        part = next((part for _, part in reversed(self._parts) if part), "paragraph")
        # Two breaks part paragraphs; one is a line's end.
        for text in _TWO_BREAKS.split(said):
            before = len(self.gathering.pieces)
            self.gathering.add(part, text)
            self.in_text.extend([self._texts > 0] * (len(self.gathering.pieces) - before))


def _linked(data: str) -> str:
    """The date of publication in linked data."""
    try:
        root: Any = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    waiting: list[Any] = [root]
    for _ in range(200):
        if not waiting:
            break
        node = waiting.pop(0)
        if isinstance(node, dict):
            found = cast("dict[str, Any]", node)
            if isinstance(found.get("datePublished"), str):
                return str(found["datePublished"])[:40]
            waiting.extend(found.values())
        elif isinstance(node, list):
            waiting.extend(cast("list[Any]", node)[:50])
    return ""
