"""Documents checked against the data, as people call it: a file, a stream or a text in, verdicts out."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePath
from typing import Any, BinaryIO

import polars as pl

from amity import states as register
from amity.atlas import open_atlas
from amity.errors import UsageError
from amity.reader import documents, marked
from amity.reader.model import Checked, Document

#: A text longer than this is no path.
_LONGEST_PATH = 1_000


@dataclass(frozen=True, repr=False)
class CheckedView(Checked):
    """A checked document, with what people ask of it.

    Example:
        >>> import amity
        >>> found = amity.check("China and Russia are neighbours.")
        >>> found.summary
        'no figure found'
    """

    @property
    def summary(self) -> str:
        """The outcome in one line."""
        return marked.summary(self)

    def frame(self) -> pl.DataFrame:
        """One row per figure: where it stands, the verdict, how it was read, what the data say, the source."""
        schema = dict.fromkeys(marked.COLUMNS, pl.String()) | dict.fromkeys(
            ("number", "start", "end", "page"), pl.Int64()
        )
        return pl.DataFrame(marked.rows(self), schema=schema | {"confidence": pl.Float64()}, strict=False)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, with offsets into the text."""
        return marked.to_dict(self)

    def html(self) -> str:
        """The document's text with marks, as one page."""
        return marked.html(self)

    def __repr__(self) -> str:
        return f"<amity.check {self.document.title or self.document.name!r}: {self.summary}, atlas {self.atlas}>"

    def _repr_html_(self) -> str:
        page = self.html().replace("&", "&amp;").replace('"', "&quot;")
        return f'<iframe srcdoc="{page}" width="100%" height="800"></iframe>'


def check(
    path_or_text: str | os.PathLike[str],
    *,
    states: Sequence[str] | None = None,
    date: dt.date | str | None = None,
    progress: Callable[[float], object] | None = None,
) -> CheckedView:
    """What do the data say on the figures of a document?

    Args:
        path_or_text: A file (text, Markdown, HTML, PDF, DOCX), or the text itself.
        states: The two states it is about, by any spelling; by default those it speaks of.
        date: When it was written, as a date or as in "2021-08-25"; by default what the document says.
        progress: Called now and then with the share that is done, 0 to 1.

    Raises:
        UsageError: The document cannot be read, no state has that name, or the date is none.
    """
    if isinstance(path_or_text, str) and not _is_path(path_or_text):
        return check_document(documents.from_text(path_or_text), states=states, date=date, progress=progress)
    return check_document(Path(path_or_text), states=states, date=date, progress=progress)


def _is_path(text: str) -> bool:
    """A name of a file, or else a text: one line that ends like a file or is one."""
    if "\n" in text or not text.strip() or len(text) > _LONGEST_PATH or "\0" in text:
        return False
    endings = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"}
    try:
        return PurePath(text).suffix.lower() in endings or Path(text).is_file()
    except (OSError, ValueError):
        return False


def check_document(
    given: Path | BinaryIO | Document,
    *,
    states: Sequence[str] | None = None,
    date: dt.date | str | None = None,
    progress: Callable[[float], object] | None = None,
) -> CheckedView:
    """`check` for a file, an open stream, or a document already read.

    Raises:
        UsageError: The document cannot be read, no state has that name, or the date is none.
    """
    if isinstance(date, str):
        try:
            date = dt.date.fromisoformat(date)
        except ValueError:
            raise UsageError(f"{date!r} is no day: write it as 2021-08-25.") from None
    if states is not None and len(states) != 2:
        raise UsageError(f"Two states are needed, {len(states)} given.")
    pair = register.dyad(*states) if states is not None else None
    if isinstance(given, Document):
        document = given
    elif isinstance(given, Path):
        document = documents.load(given)
    else:
        document = documents.from_stream(given)
    # The engine is loaded last: what cannot be read is told at once.
    from amity.reader.check import check as engine

    document = replace(document, date=date) if date is not None else document
    codes = (pair.a.code, pair.b.code) if pair is not None else None
    checked = engine(document, open_atlas(), states=codes, date=date, progress=progress)
    return CheckedView(**{field.name: getattr(checked, field.name) for field in fields(Checked)})
