"""The command `amity`, a thin shell over `amity.api`. Here: streams, errors, exit codes.

Exit codes: 0 fine, 1 negative answer, 2 wrong use, 3 no data, 70 a defect of amity, 130 stopped by Ctrl-C,
141 the reader of the output went away (what a shell reports for any program that a closed pipe ends).
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import cast

from amity.errors import AmityError, UsageError

_DEFECT, _STOPPED, _PIPE_CLOSED = 70, 130, 141

#: Longer arguments than any path or name; refused before anything compares them with names.
_LONGEST = 4096


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; whatever goes wrong is one line on stderr.

    With AMITY_DEBUG=1 a defect also prints its traceback.
    """
    try:
        _prepare_streams()
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except AmityError as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail("stopped; nothing was changed.", _STOPPED)
    except BrokenPipeError:
        _discard_stdout()
        return _PIPE_CLOSED
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # polars reports its own defects as BaseException
        if os.environ.get("AMITY_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        return _fail(
            f"unexpected {type(error).__name__}: {error}. This is a defect of amity: please report it with "
            "the command you gave (AMITY_DEBUG=1 prints the details).",
            _DEFECT,
        )
    return code


def _run(argv: list[str]) -> int:
    for argument in argv:
        if len(argument) > _LONGEST:
            raise UsageError(f"An argument has {len(argument)} characters; no name or path is that long.")
        if "\0" in argument:
            raise UsageError("An argument holds a null character; no name or path does.")
    from cyclopts import CycloptsError

    from amity.cli.commands import app

    try:
        result = app(argv)
    except CycloptsError as error:
        raise UsageError(_explain(error)) from error
    return result if isinstance(result, int) else 0


def _explain(error: Exception) -> str:
    """What cyclopts says about a wrong call, with what to do about it."""
    from cyclopts import UnknownCommandError, UnusedCliTokensError

    text = str(error).rstrip()
    if isinstance(error, UnknownCommandError):
        return f"{text} `amity --help` explains them."
    if isinstance(error, UnusedCliTokensError):
        text += " Put a name of several words in quotes."
    chain = " ".join(getattr(error, "command_chain", None) or ())
    return f"{text} See `amity{' ' if chain else ''}{chain} --help`."


def _prepare_streams() -> None:
    """Never fail on a letter the terminal cannot show, nor on a stream that is closed."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    stdout = cast("io.TextIOBase", sys.stdout)
    if isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(errors="replace")


def _fail(message: str, code: int) -> int:
    """Print one line, whatever the message holds, and return the code."""
    line = " ".join(message.split())
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    if len(line) > 1200:
        line = f"{line[:800]} ... {line[-380:]}"
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    line = line.encode(encoding, "backslashreplace").decode(encoding)
    with contextlib.suppress(OSError):  # where nobody listens the exit code still tells
        print(f"amity: {line}", file=sys.stderr, flush=True)
    return code


def _discard_stdout() -> None:
    """Keep the interpreter from complaining about the closed pipe when it flushes at exit."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
