"""Documents as text with offsets: from a file, from bytes, from words at hand. Nothing is fetched, nothing is run."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

from amity.errors import UsageError
from amity.forms import MOST_BYTES, MOST_LETTERS, FormError, Parsed, dates, letters, sniff, too_long, worker
from amity.forms import text as plain_text
from amity.reader.model import Block, Document, Part

#: The name of a document that came through a pipe.
STDIN = "standard input"


def load(path: Path | str) -> Document:
    """The document in a file: text, Markdown, HTML, PDF or DOCX, told apart by what is in it.

    Raises:
        UsageError: There is no such file, or it cannot be read; says why and what to do.

    Example:
        >>> import pathlib, tempfile
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "note.txt"
        >>> _ = file.write_text("Trade of China and Russia rose to 107 billion dollars in 2018.")
        >>> load(file).form
        'text'
    """
    path = Path(path)
    return from_bytes(_bytes(path), path.name)


def from_stream(stream: BinaryIO, name: str = STDIN, form: str | None = None) -> Document:
    """The document that a stream holds; no more than the limit is read of it."""
    return from_bytes(stream.read(MOST_BYTES + 1), name, form)


def from_bytes(data: bytes, name: str, form: str | None = None) -> Document:
    """The document in some bytes.

    Args:
        data: All of it.
        name: What to call it; its ending is a hint of its form.
        form: Its form, where that is known: "text", "markdown", "html", "pdf" or "docx".

    Raises:
        UsageError: It cannot be read; says why and what to do.
    """
    if form is not None and form not in sniff.FORMS:
        raise UsageError(f"No form of document is called {form!r}; there are {', '.join(sniff.FORMS)}.")
    try:
        return _document(data, name, form)
    except FormError as error:
        raise UsageError(f"{_shown(name)} {error}.") from error


def from_text(text: str, name: str = "text") -> Document:
    """The document that a text at hand is; Markdown and HTML are told by their signs.

    Raises:
        UsageError: It holds nothing to read, or too much.
    """
    return from_bytes(text.encode("utf-8", "replace"), name)


def _shown(name: str) -> str:
    return name if len(name) <= 200 else f"{name[:100]}…{name[-90:]}"


def _bytes(path: Path) -> bytes:
    """What is in a file; never waits for one that is no file."""
    shown = _shown(str(path))
    try:
        # A pipe without a writer would else hold us for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise UsageError(f"There is no file {shown}. Name a document, or give - to read standard input.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{shown} cannot be read ({why}). Name a document that may be read.") from error
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(handle)
        if stat.S_ISDIR(state.st_mode):
            raise UsageError(f"{shown} is a folder. Name a document in it.")
        if not stat.S_ISREG(state.st_mode):
            raise UsageError(f"{shown} is no regular file. Give - and pipe the document in: amity check - < FILE.")
        if state.st_size > MOST_BYTES:
            raise _too_large(shown)
        try:
            return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise UsageError(f"{shown} cannot be read ({error.strerror}). Name a document that may be read.") from error


def _too_large(name: str) -> UsageError:
    return UsageError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB. Cut it into parts and check each.")


def _document(data: bytes, name: str, form: str | None) -> Document:
    if len(data) > MOST_BYTES:
        raise _too_large(_shown(name))
    if not data.strip():
        raise FormError("is empty; there is nothing to check")
    found = form if form in ("pdf", "docx") else sniff.form_of_bytes(data, name) if form is None else None
    if found is not None:
        return _assembled(worker.parse(data, found), name, found)
    text, _, damage = letters.decoded(data)
    if len(text) > 4 * MOST_LETTERS:
        raise too_long()
    found = form or sniff.form_of_text(text, name)
    parsed = plain_text.parse(text) if found == "text" else worker.parse(text.encode("utf-8", "replace"), found)
    return _assembled(parsed, name, found, damage)


def _assembled(parsed: Parsed, name: str, form: str, damage: tuple[str, ...] = ()) -> Document:
    """One text of all pieces, and where each stands in it."""
    texts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in parsed.pieces:
        text = " ".join(letters.plain(piece.text).split())
        if text:
            blocks.append(Block((at, at + len(text)), cast("Part", piece.part), piece.page))
            texts.append(text)
            at += len(text) + 1
    if not any(c.isalnum() for text in texts for c in text):
        raise FormError("holds no words; there is nothing to check")
    title = " ".join(letters.plain(parsed.title).split())[:400]
    heads = [text for text, block in zip(texts, blocks, strict=True) if block.part == "title"]
    date = dates.first_date(parsed.published) or dates.of_head(parsed.pieces) or dates.first_date(parsed.made)
    return Document(
        name=name,
        text="\n".join(texts),
        blocks=tuple(blocks),
        form=form,
        title=title or (heads[0] if heads else ""),
        date=date,
        notes=(*damage, *parsed.notes),
    )
