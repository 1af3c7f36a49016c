"""Forms of documents: the bytes of a file as pieces of text. Hard forms are read in a process of their own.

What comes out is neither normalised nor trusted: `amity.reader.documents` makes a `Document` of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from amity.errors import UsageError

#: No more bytes than this are read of any document.
MOST_BYTES = 50_000_000
#: More letters than a shelf of books.
MOST_LETTERS = 10_000_000
#: More pages than any report has.
MOST_PAGES = 3_000


class FormError(UsageError):
    """A document that cannot be read; says why and what to do, without its name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or the like, on one line.

    Attributes:
        part: One of `amity.reader.model.Part`.
        text: What it says; spaces may be of any kind.
        page: Page it begins on, from 1.
    """

    part: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a form says.

    Attributes:
        pieces: Its parts in reading order.
        title: Its title, if the form names one.
        published: When it came out, as the form writes it (ISO 8601), where that is a statement about the text.
        made: When the file was made, which is no more than a hint.
        notes: What was left out, in words.
    """

    pieces: tuple[Piece, ...]
    title: str = ""
    published: str = ""
    made: str = ""
    notes: tuple[str, ...] = field(default=())


class Gathering:
    """Pieces as they are found, up to `MOST_LETTERS`."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.letters = 0

    def add(self, part: str, text: str, page: int | None = None) -> None:
        """Take one piece unless it is empty.

        Raises:
            FormError: The document is too long.
        """
        text = " ".join(text.split())
        if not text:
            return
        self.letters += len(text)
        if self.letters > MOST_LETTERS:
            raise too_long()
        self.pieces.append(Piece(part, text, page))


def too_long() -> FormError:
    """The message for a document of too many letters."""
    return FormError(f"holds more than {MOST_LETTERS:,} letters; cut it into parts and check each")
