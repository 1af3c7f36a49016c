"""A process of its own for parsers: what a hostile file does to them, it does here, within limits.

Run as `python -m amity.forms.worker FORM`: the document on stdin, one JSON object on stdout, with what was parsed or
with the message why not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from amity.forms import FormError, Parsed, Piece

#: What one document may take: memory, processor and wall seconds, bytes of answer.
MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 60
MOST_WAIT = 120
_MOST_ANSWER = 100_000_000

_TOO_MUCH = "takes more time or memory than any real document; it is broken, or made to do harm. Not read"


def parse(data: bytes, form: str) -> Parsed:
    """The pieces of a document of this form, read in a process of its own.

    Args:
        data: Its bytes; of Markdown and HTML in UTF-8.
        form: "markdown", "html", "pdf" or "docx".

    Raises:
        FormError: It cannot be read.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        # The parser must find amity where this process found it, but nothing in the folder it is started in.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-P", "-m", "amity.forms.worker", form]
        try:
            done = subprocess.run(
                command,
                stdin=given,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=MOST_WAIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise FormError(_TOO_MUCH) from None
        except OSError as error:
            raise FormError(f"cannot be read: no process could be started for it ({error.strerror})") from error
        answer.seek(0)
        try:
            told: dict[str, Any] = json.load(answer)
        except (ValueError, RecursionError):
            ended = f"its parser ended with code {done.returncode}"
            raise FormError(_TOO_MUCH if done.returncode < 0 else f"cannot be read ({ended})") from None
    if "error" in told:
        raise FormError(str(told["error"]))
    pieces = tuple(Piece(part, text, page) for part, text, page in told["pieces"])
    return Parsed(pieces, told["title"], told["published"], told["made"], tuple(told["notes"]))


def _limit() -> None:
    """Take no more than a document may; where the system knows no limits, the wall clock remains."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, _MOST_ANSWER),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # some systems refuse one of them
            continue


def _parsed(data: bytes, form: str) -> Parsed:
    if form == "pdf":
        from amity.forms import pdf

        return pdf.parse(data)
    if form == "docx":
        from amity.forms import docx

        return docx.parse(data)
    if form == "html":
        from amity.forms import html

        return html.parse(data.decode("utf-8", "replace"))
    from amity.forms import markdown

    return markdown.parse(data.decode("utf-8", "replace"))


def _answer(form: str) -> dict[str, Any]:
    try:
        parsed = _parsed(sys.stdin.buffer.read(), form)
    except FormError as error:
        return {"error": str(error)}
    except (MemoryError, RecursionError):
        return {"error": _TOO_MUCH}
    except Exception as error:  # a parser may fail in any way on what it was not made for
        return {"error": f"cannot be read: its parser failed ({type(error).__name__}: {str(error)[:200]})"}
    return {
        "pieces": [(piece.part, piece.text, piece.page) for piece in parsed.pieces],
        "title": parsed.title,
        "published": parsed.published,
        "made": parsed.made,
        "notes": parsed.notes,
    }


def main() -> int:
    """Read one document from stdin, write the answer."""
    _limit()
    answer = json.dumps(_answer(sys.argv[1]))
    try:
        sys.stdout.write(answer)
        sys.stdout.flush()
    except OSError:  # longer than an answer may be
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
