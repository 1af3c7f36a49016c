"""One tree of errors; each message says what was asked, what was found, and what to do.

The exit codes are those of the command line: 0 fine, 1 negative answer, 2 wrong use, 3 no data.
"""

from __future__ import annotations

from collections.abc import Iterable


class AmityError(Exception):
    """Base of every error a user can meet; its text is the whole message."""

    exit_code = 2


class UsageError(AmityError):
    """The question is malformed: wrong flag value, same state twice, unwritable output folder."""


class UnknownStateError(UsageError):
    """A spelling that resolves to no state; the message names the nearest ones."""


class AmbiguousStateError(UsageError):
    """A spelling that several states share; the message lists them."""


class NoDataError(AmityError):
    """The question is fine but nothing is held that answers it; says what is covered."""

    exit_code = 3


class SourceError(AmityError):
    """A raw file is missing, damaged, or holds a value its reader does not know (row and value named)."""

    exit_code = 3


class DownloadError(AmityError):
    """An official file cannot be fetched, or what came is not what it should be; the copy held stays."""

    exit_code = 3


class AtlasError(AmityError):
    """The atlas is missing, damaged, or made for another version of amity."""

    exit_code = 3


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence with the nearest of the known names, a space before it; empty if none is near."""
    import difflib

    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)
    near += [k for k in names if name and name.lower() in k and k not in near][: 3 - len(near)]
    return f" Did you mean {', '.join(near)}?" if near else ""
