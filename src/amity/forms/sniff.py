"""Which form a document has: told by its first bytes; its name is only a hint between kinds of plain text."""

from __future__ import annotations

import re
from pathlib import PurePath

from amity.forms import FormError

FORMS = ("text", "markdown", "html", "pdf", "docx")

#: First bytes of files that people give by mistake, and what to do instead.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "is an old or encrypted Word file; save it as .docx without a password"),
    (b"{\\rtf", "is RTF; save it as .docx or as plain text"),
    (b"\x89PNG", "is a picture; run text recognition on it first"),
    (b"\xff\xd8\xff", "is a picture; run text recognition on it first"),
    (b"GIF8", "is a picture; run text recognition on it first"),
    (b"II*\x00", "is a picture; run text recognition on it first"),
    (b"MM\x00*", "is a picture; run text recognition on it first"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"BZh", "is compressed; unpack it first"),
    (b"\xfd7zXZ", "is compressed; unpack it first"),
    (b"7z\xbc\xaf", "is compressed; unpack it first"),
    (b"Rar!", "is compressed; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is compressed; unpack it first"),
    (b"%!PS", "is PostScript; turn it into PDF first"),
    (b"\x7fELF", "is a program"),
    (b"PAR1", "is a table; write it as text first"),
    (b"SQLite format 3", "is a database"),
)
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_MARKDOWN_NAMES = {".md", ".markdown", ".mdown", ".mkd"}
_HTML_NAMES = {".html", ".htm", ".xhtml"}

_HTML_START = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.I | re.S)
_HTML_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|article|main|section|span|table|ul|ol|li|br|a|meta|title)\b[^<>]{0,300}>", re.I
)
_MARKDOWN_SIGN = re.compile(
    r"^#{1,6} \S|\]\((?:https?:|#|/)[^)\s]+\)|^```|^\|? ?:?-{3,}:? ?\||\*\*\S[^*\n]{0,200}\*\*|^\[\^\w+\]:",
    re.M,
)


def form_of_bytes(data: bytes, name: str = "") -> str | None:
    """The form that the first bytes tell: "pdf", "docx", or None for a text of some kind.

    Raises:
        FormError: It is something else that is known by its first bytes.
    """
    if data[:1024].find(b"%PDF-") >= 0:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    for start, what in _OTHERS:
        if data.startswith(start) and not data.startswith(_UNICODE_MARKS):
            raise FormError(f"{what}. Text, Markdown, HTML, PDF and DOCX can be read")
    suffix = PurePath(name).suffix.lower()
    if suffix in (".pdf", ".docx") and data.strip():
        raise FormError(f"is named {suffix} but does not begin like one: damaged, or the answer of a web server")
    return None


def form_of_text(text: str, name: str = "") -> str:
    """Which kind of text it is: "html", "markdown" or "text"."""
    suffix, head = PurePath(name).suffix.lower(), text[:20_000]
    if _HTML_START.match(head[:4000]):
        return "html"
    tags = sum(1 for _ in _HTML_TAG.finditer(head))
    if tags and (suffix in _HTML_NAMES or (head.lstrip().startswith("<") and tags >= 3)):
        return "html"
    if suffix in _MARKDOWN_NAMES:
        return "markdown"
    if suffix in (".txt", ".text"):
        return "text"
    signs = sum(1 for _ in _MARKDOWN_SIGN.finditer(head))
    return "markdown" if signs >= 3 else "text"
