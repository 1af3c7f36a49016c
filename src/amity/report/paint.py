"""Charts painted by a process of its own, while this one goes on measuring.

The renderer of Vega-Lite holds Python's lock for its whole work, so a thread would only stand in the way; and it is a
whole JavaScript engine, whose rare crash must not take a page with it: what a dead process owed, a new one paints. The
process reads one specification per line and answers with one picture per line, both as JSON; it ends when its input
does.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock, Thread
from typing import Any

from amity.errors import AmityError

#: Edition of Vega-Lite that the specifications are written for, as the renderer spells it.
_VERSION = "6.4"

_COMMAND = [sys.executable, "-m", __name__]

_ENDED = "The process that paints charts has ended."

#: How many processes may die over one picture.
_TRIES = 3


class PaintError(AmityError):
    """A picture that cannot be had."""


class _EndedError(PaintError):
    """The process ended before its answer."""


def svg(spec: Mapping[str, Any]) -> str:
    """One specification as SVG; `PaintError` if the renderer refuses it, or dies over it again and again."""
    for _ in range(_TRIES):
        try:
            return painter().paint(spec).result()
        except _EndedError:
            continue
    raise PaintError(
        f"The renderer of charts (vl-convert) died {_TRIES} times over one picture. The figures are there without it: "
        "ask for them as JSON (--json)."
    )


def png(drawn: str, scale: float) -> bytes:
    """A picture in SVG as PNG, `scale` pixels to one of its units. No JavaScript runs, so this is done here."""
    import vl_convert

    return vl_convert.svg_to_png(drawn, scale=scale)


class Painter:
    """A running process that paints what it is given, in order."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._due: deque[Future[str]] = deque()
        self._lock = Lock()
        self._ended = False
        self._collector = Thread(target=self._collect, daemon=True)
        self._collector.start()
        atexit.register(self.close)

    @property
    def alive(self) -> bool:
        """Whether the process still answers: its output may have ended shortly before it has."""
        return not self._ended and self._process.poll() is None

    def paint(self, spec: Mapping[str, Any]) -> Future[str]:
        """The picture to come; its result raises `PaintError` if the process cannot give it."""
        future: Future[str] = Future()
        with self._lock:
            if self._ended:
                future.set_exception(_EndedError(_ENDED))
                return future
            self._due.append(future)
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(spec) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            # Its output ends as well then, and who collects that gives up what is due.
            self._process.kill()
        return future

    def close(self) -> None:
        """End the process and wait for all of it: a thread still at work when Python ends may crash it."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                self._process.kill()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._collector.join(5)
        atexit.unregister(self.close)

    def _collect(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pictures, suppress(ValueError):
            for line in pictures:
                picture = json.loads(line)  # half a line, if the process died while it wrote
                future = self._due.popleft()
                if picture is None:
                    future.set_exception(
                        PaintError("The renderer of charts (vl-convert) refuses a picture; please report it.")
                    )
                else:
                    future.set_result(picture)
        with self._lock:
            self._ended = True
        for future in self._due:
            future.set_exception(_EndedError(_ENDED))


_painters: list[Painter] = []


def painter() -> Painter:
    """The one painting process, started when first asked for and again when it has died."""
    if _painters and not _painters[0].alive:
        _painters.pop().close()
    if not _painters:
        _painters.append(Painter())
    return _painters[0]


def serve() -> None:
    """Answer every specification on standard input with a picture on standard output."""
    import vl_convert

    for line in sys.stdin:
        try:
            picture = vl_convert.vegalite_to_svg(json.loads(line), vl_version=_VERSION)
        except Exception:  # whatever it is, the other side is told that there is no picture
            picture = None
        sys.stdout.write(json.dumps(picture) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
