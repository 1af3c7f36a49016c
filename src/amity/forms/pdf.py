"""PDF as pieces: lines joined to paragraphs by where they stand; running heads left out. Scripts in it are not run."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amity.forms import MOST_LETTERS, MOST_PAGES, FormError, Gathering, Parsed, Piece, too_long
from amity.forms.letters import joined, plain, vocabulary
from amity.forms.text import part_of

if TYPE_CHECKING:
    import pypdfium2

#: A page with more lines is a picture drawn in letters.
_MOST_LINES = 2_000
_MOST_ON_PAGE = 200_000
#: Heads and feet stand in this share of a page's height, on at least so many pages.
_MARGIN = 0.1
_RUNNING = 3
_PAGE_NUMBER = re.compile(r"\W*(?:page )?#(?:\s*(?:/|of)\s*#)?\W*")
_BROKEN = re.compile("[\x02\ufffe\u00ad]")
_SIGN = re.compile(r"(?<=[^\W\d_.,])(\d{1,3})(?=[\s.,;:)]|$)|(?<=[.,;:)\]”’\"])(\d{1,3})(?=\s|$)")


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int
    height: float


def parse(data: bytes) -> Parsed:
    """The pieces of a PDF.

    Raises:
        FormError: It is locked, broken, too long, or holds no text but pictures.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise FormError("is a PDF; reading PDF needs `pip install 'amity[documents]'`") from error
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise FormError("is locked with a password; save it without one") from error
        raise FormError("is a broken PDF; open it in a viewer and print it to a new PDF") from error
    pages = len(file)
    if pages > MOST_PAGES:
        raise FormError(f"has {pages:,} pages, more than {MOST_PAGES:,}; cut it into parts and check each")
    lines, unread = _lines(file)
    if not lines:
        raise FormError(f"holds no text on its {pages:,} pages, only pictures; run text recognition (OCR) on it first")
    running = _running(lines, pages)
    notes = [f"{unread:,} of {pages:,} pages could not be read"] if unread else []
    if dropped := sum(_key(line) in running for line in lines):
        notes.append(f"{dropped:,} running heads and page numbers were left out")
    body = [line for line in lines if _key(line) not in running]
    told = file.get_metadata_dict()
    title = told.get("Title", "").strip()
    title = (
        ""
        if re.search(r"\.(?:docx?|indd|pdf|qxd|tex)$|^(?:untitled|microsoft word|\W*anonymous)", title, re.I)
        else title
    )
    return Parsed(_pieces(body), title=title, made=_made(told.get("CreationDate", "")), notes=tuple(notes))


def _made(stamp: str) -> str:
    """The date of a stamp such as D:20210825120000+03'00'."""
    found = re.match(r"D?:?(\d{4})(\d{2})(\d{2})", stamp)
    return "-".join(found.groups()) if found else ""


def _lines(file: pypdfium2.PdfDocument) -> tuple[list[_Line], int]:
    """Every line of every page, and how many pages could not be read."""
    import pypdfium2

    found: list[_Line] = []
    letters = unread = 0
    for number in range(len(file)):
        try:
            page = file[number]
        except pypdfium2.PdfiumError:
            unread += 1
            continue
        text = page.get_textpage()
        found.extend(_on_page(text, number + 1, page.get_height()))
        letters += text.count_chars()
        text.close()
        page.close()
        if letters > MOST_LETTERS:
            raise too_long()
    return found, unread


def _on_page(page: Any, number: int, height: float) -> Iterable[_Line]:
    """Lines of a page with their places; the library ends each with a line feed."""
    import pypdfium2.raw as pdfium

    count = page.count_chars()
    if count <= 0 or count > _MOST_ON_PAGE:
        return
    handle = page.raw
    letters = [pdfium.FPDFText_GetUnicode(handle, i) for i in range(count)]
    starts, start = list[tuple[int, int]](), 0
    for i, letter in enumerate([*letters, 10]):
        if letter in (10, 13):
            if i > start:
                starts.append((start, i))
            start = i + 1
    for first, end in starts[:_MOST_LINES]:
        text = "".join(map(_letter, letters[first:end]))
        solid = [i for i in range(first, end) if letters[i] > 32]
        if not solid or len(text) != end - first:
            continue
        # Loose boxes are those of the font: lines with and without descenders are alike.
        head, tail = page.get_charbox(solid[0], loose=True), page.get_charbox(solid[-1], loose=True)
        size = float(pdfium.FPDFText_GetFontSize(handle, solid[len(solid) // 2]))
        text = _without_signs(text, first, size, handle)
        yield _Line(text, head[0], tail[2], head[1], head[3], size, number, height)


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _without_signs(text: str, first: int, size: float, handle: Any) -> str:
    """The line without the raised numbers of its footnotes, which else would read as figures."""
    import pypdfium2.raw as pdfium

    for sign in reversed(list(_SIGN.finditer(text))):
        start, end = sign.span()
        sizes = [float(pdfium.FPDFText_GetFontSize(handle, first + i)) for i in range(start, end)]
        if max(sizes) <= 0.8 * size:
            text = text[:start] + text[end:]
    return text


def _key(line: _Line) -> str:
    """What running heads share: their words without numbers, at the edge of the page; empty elsewhere."""
    edge = line.height * _MARGIN
    if edge < line.bottom and line.top < line.height - edge:
        return ""
    return re.sub(r"\d+|[ivxlc]+(?=\W|$)", "#", line.text.lower().strip()) or "#"


def _running(lines: Sequence[_Line], pages: int) -> set[str]:
    """Keys of the lines at the edges that come back on page after page, and of page numbers."""
    usual = statistics.median_low([line.size for line in lines])
    on = Counter(key for key, _ in {(_key(line), line.page) for line in lines if line.size <= 1.1 * usual})
    found = {key for key, count in on.items() if count >= _RUNNING or (pages > 1 and _PAGE_NUMBER.fullmatch(key))}
    return found - {""}


def _pieces(lines: Sequence[_Line]) -> tuple[Piece, ...]:
    """Paragraphs of the body, each page's footnotes after what stands on it."""
    if not lines:
        return ()
    size = statistics.median_low([line.size for line in lines for _ in range(1 + len(line.text) // 40)])
    known = vocabulary("\n".join(plain(line.text) for line in lines if not _BROKEN.search(line.text)))
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, size):
            groups[-1].append(line)
        else:
            groups.append([line])
    gathering = Gathering()
    largest = max(line.size for line in lines if line.page == lines[0].page)
    open_body: int | None = None  # place of a paragraph that may go on on the next page
    for group in groups:
        said = _said(group, known)
        part = _part(group, said, size, largest, has_title=any(p.part == "title" for p in gathering.pieces))
        before = gathering.pieces[open_body] if open_body is not None else None
        if before and part == "paragraph" and before.page != group[0].page and _goes_on(before.text, said):
            whole = joined([before.text, said], known)
            gathering.pieces[open_body or 0] = Piece(before.part, whole, before.page)
            continue
        count = len(gathering.pieces)
        gathering.add(part, said, group[0].page)
        if part in ("paragraph", "item") and len(gathering.pieces) > count:
            open_body = count
        elif part != "note":
            open_body = None
    return tuple(gathering.pieces)


def _goes_on(before: str, after: str) -> bool:
    return not before.rstrip("”’\"')]").endswith((".", "!", "?", ":", "…")) and (
        after[:1].islower() or after[:1].isdigit()
    )


def _said(group: Sequence[_Line], known: frozenset[str]) -> str:
    """The lines as one; the library marks hyphens at the ends of lines with a letter of its own."""
    return joined([plain(_BROKEN.sub("-", line.text)) for line in group], known)


def _begins(group: Sequence[_Line], line: _Line, size: float) -> bool:
    """Does a new paragraph begin with this line?"""
    last = group[-1]
    if line.page != last.page or abs(line.size - last.size) > 0.08 * size:
        return not (line.page == last.page and line.top <= last.top + size and _is_beside(last, line))
    if _is_beside(last, line):  # a raised or sunk part of the same line
        return line.left > last.right + 3 * size
    gap, usual = last.bottom - line.top, last.size
    if gap > 0.9 * usual or gap < -2 * usual:
        return True
    left = min(part.left for part in group)
    indented = (
        line.left > left + 0.6 * size and len(group) > 1 and last.text.rstrip().endswith((".", "!", "?", "”", ":"))
    )
    right = max(part.right for part in group)
    ended = last.right < right - 0.2 * (right - left) and last.text.rstrip().endswith((".", "!", "?", "”", ":"))
    spaced = len(group) > 1 and gap > 1.6 * max(group[-2].bottom - last.top, 0.1 * usual) and gap > 0.45 * usual
    return indented or ended or spaced or part_of(line.text) == "item"


def _is_beside(last: _Line, line: _Line) -> bool:
    return min(last.top, line.top) - max(last.bottom, line.bottom) > 0.5 * min(
        last.top - last.bottom, line.top - line.bottom
    )


def _part(group: Sequence[_Line], said: str, size: float, largest: float, *, has_title: bool) -> str:
    line = group[0]
    if line.size >= 1.15 * size and len(said) <= 250:
        return "title" if not has_title and line.size == largest and line.page <= 2 else "heading"
    if line.size <= 0.88 * size and line.top < 0.5 * line.height and re.match(r"\d{1,3}\b|[*†‡]", said):
        return "note"
    if line.size <= 0.88 * size and line.top < 0.3 * line.height:
        return "note"
    part = part_of(said, is_short=len(group) <= 2)
    return "paragraph" if part == "title" else part
