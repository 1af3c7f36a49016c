"""Word documents as pieces. The archive is opened within limits, its XML read piece by piece; macros stay shut.

A document type in the XML, with which entities explode or files are pulled in, is refused: Word writes none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from amity.forms import MOST_BYTES, FormError, Gathering, Parsed

#: No more of one part of the archive is unpacked, and no more of it than so many times its packed size.
_MOST_UNPACKED = 4 * MOST_BYTES
_MOST_RATIO = 300
_MOST_PARTS = 10_000
#: Tables in tables in text boxes; nobody goes deeper.
_DEEPEST = 500
_CHUNK = 1 << 20

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MAIN = re.compile(r"wordprocessingml|drawingml/2006/wordprocessing|markup-compatibility")


def parse(data: bytes) -> Parsed:
    """The pieces of a document: its body, then its notes.

    Raises:
        FormError: It is no Word document, is damaged, locked, or larger than it should be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FormError("is a damaged archive and no Word document; open it in Word and save it anew") from error
    with archive:
        names = archive.namelist()
        if len(names) > _MOST_PARTS:
            raise FormError(f"is an archive of {len(names):,} parts; no Word document has so many")
        body = "word/document.xml"
        if body not in names:
            raise FormError(f"is an archive but no Word document{_what_else(names)}. Save it as .docx or PDF")
        gathering = Gathering()
        styles = _Styles()
        if "word/styles.xml" in names:
            styles.feed(_chunks(archive, "word/styles.xml"))
        for name in (body, "word/footnotes.xml", "word/endnotes.xml"):
            if name in names:
                _Words(gathering, styles.parts, "" if name == body else "note").feed(_chunks(archive, name))
        core = _Core()
        if "docProps/core.xml" in names:
            core.feed(_chunks(archive, "docProps/core.xml"))
    return Parsed(
        tuple(gathering.pieces),
        title=core.said.get("title", ""),
        made=core.said.get("created", core.said.get("modified", "")),
    )


def _what_else(names: list[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return " but a workbook"
    if any(name.startswith("ppt/") for name in names):
        return " but slides"
    return " but an OpenDocument file or the like" if "mimetype" in names else ""


def _chunks(archive: zipfile.ZipFile, name: str) -> Callable[[expat.XMLParserType], None]:
    """Feed one part of the archive to a parser, as far as it may be unpacked."""

    def feed(parser: expat.XMLParserType) -> None:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise FormError("is locked with a password; save it without one")
        most = min(_MOST_UNPACKED, max(_MOST_RATIO * info.compress_size, 10 * _CHUNK))
        read = 0
        try:
            with archive.open(info) as part:
                while chunk := part.read(_CHUNK):
                    read += len(chunk)
                    if read > most:
                        raise FormError(f"unpacks to more than {most:,} bytes in {name}; no Word document is packed so")
                    parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, expat.ExpatError) as error:
            if isinstance(error.__cause__ or error, FormError):
                raise
            raise FormError(f"is damaged in {name} ({_short(error)}); open it in Word and save it anew") from error
        except Exception as error:
            # The decompressor has errors of its own, which share no base.
            if isinstance(error, FormError) or type(error).__module__ not in ("zlib", "lzma"):
                raise
            raise FormError(f"is damaged in {name} ({_short(error)}); open it in Word and save it anew") from error

    return feed


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]


class _Reader:
    """An XML reader that knows tags by their last name and refuses document types."""

    def __init__(self) -> None:
        self.depth = 0

    def feed(self, source: Callable[[expat.XMLParserType], None]) -> None:
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refuse
        source(parser)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise FormError(f"nests more than {_DEEPEST} levels deep; no Word document does")
        space, _, tag = name.rpartition("\n")
        self.start(
            tag if self.knows(space) else "", {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        )

    def _end(self, name: str) -> None:
        self.depth -= 1
        space, _, tag = name.rpartition("\n")
        self.end(tag if self.knows(space) else "")

    def knows(self, space: str) -> bool:
        return bool(_MAIN.search(space))

    def start(self, tag: str, given: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


def _refuse(*_: object) -> None:
    raise FormError("holds an XML document type, which no Word document does and which can hide attacks; not read")


class _Core(_Reader):
    """Title and dates."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._open = ""

    def knows(self, space: str) -> bool:
        return "purl.org/dc" in space

    def start(self, tag: str, given: dict[str, str]) -> None:  # noqa: ARG002
        self._open = tag if tag in ("title", "created", "modified") else ""

    def end(self, tag: str) -> None:  # noqa: ARG002
        self._open = ""

    def text(self, data: str) -> None:
        if self._open:
            self.said[self._open] = (self.said.get(self._open, "") + data)[:400]


class _Styles(_Reader):
    """What paragraphs of each style are; ids of styles are translated, their names are not."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, str] = {}
        self._id = ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style":
            self._id = given.get("styleId", "")
        elif tag == "name" and self._id:
            self.parts[self._id] = _part_of_style(given.get("val", ""))


def _part_of_style(name: str) -> str:
    name = name.lower()
    if name == "title":
        return "title"
    for start, part in (
        ("heading", "heading"),
        ("subtitle", "heading"),
        ("caption", "caption"),
        ("list", "item"),
        ("footnote", "note"),
        ("endnote", "note"),
    ):
        if name.startswith(start):
            return part
    return "quote" if "quote" in name else ""


class _Paragraph:
    """A paragraph being read."""

    def __init__(self, part: str) -> None:
        self.part, self.said = part, list[str]()


class _Words(_Reader):
    """Gathers paragraphs. A text box stands inside a paragraph and has paragraphs of its own."""

    def __init__(self, gathering: Gathering, styles: dict[str, str], part: str) -> None:
        super().__init__()
        self._gathering, self._styles, self._part = gathering, styles, part
        self._open: list[_Paragraph] = []
        self._cells = 0
        self._unread = 0  # depth below which nothing is read
        self._is_text = self._is_raised = self._is_hidden = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if self._unread:
            return
        paragraph = self._open[-1] if self._open else None
        # Notes of another type are the lines that part notes from the text.
        is_line = tag in ("footnote", "endnote") and given.get("type", "normal") != "normal"
        if is_line or tag in ("Fallback", "del", "moveFrom", "instrText"):
            self._unread = self.depth
        elif tag == "tc":
            self._cells += 1
        elif tag == "p":
            self._open.append(_Paragraph(self._part or ("cell" if self._cells else "")))
        elif tag == "r":
            self._is_raised = self._is_hidden = False
        elif paragraph is not None:
            self._within(tag, given, paragraph)

    def _within(self, tag: str, given: dict[str, str], paragraph: _Paragraph) -> None:
        if tag == "pStyle":
            paragraph.part = paragraph.part or self._styles.get(given.get("val", ""), "")
        elif tag == "numPr":
            paragraph.part = paragraph.part or "item"
        elif tag == "vertAlign":
            self._is_raised = given.get("val") == "superscript"
        elif tag == "vanish":
            self._is_hidden = given.get("val", "1") not in ("0", "false")
        elif tag == "t":
            self._is_text = True
        elif tag in ("tab", "br", "cr"):
            paragraph.said.append(" ")
        elif tag == "noBreakHyphen":
            paragraph.said.append("-")

    def end(self, tag: str) -> None:
        if self._unread:
            if self.depth < self._unread:
                self._unread = 0
            return
        if tag == "t":
            self._is_text = False
        elif tag == "tc":
            self._cells -= 1
        elif tag == "p" and self._open:
            paragraph = self._open.pop()
            self._gathering.add(paragraph.part or "paragraph", "".join(paragraph.said))

    def text(self, data: str) -> None:
        if not self._is_text or self._unread or self._is_hidden or not self._open:
            return
        said = self._open[-1].said
        if self._is_raised and data.strip().isdigit():
            # The number of a note is no text; a power stays raised.
            if not (data.strip() in ("2", "3") and re.search(r"(?:^|[\d\s])[kcdm]?m$", "".join(said)[-4:])):
                return
            data = data.translate(_RAISED)
        said.append(data)
