"""Charts painted by a process of its own, while this one goes on measuring.

The renderer of Vega-Lite holds Python's lock for its whole work, so a thread would only stand in the way. The process
reads one specification per line and answers with one picture per line, both as JSON; it ends when its input does.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import Any

#: Edition of Vega-Lite that the specifications are written for, as the renderer spells it.
VERSION = "6.4"


def svg(spec: Mapping[str, Any]) -> str:
    """One specification as SVG, painted here and now."""
    import vl_convert

    return vl_convert.vegalite_to_svg(dict(spec), vl_version=VERSION)


class Painter:
    """A running process that paints what it is given, in order."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._due: deque[Future[str]] = deque()
        Thread(target=self._collect, daemon=True).start()
        atexit.register(self.close)

    def paint(self, spec: Mapping[str, Any]) -> Future[str]:
        """The picture to come; its result raises `RuntimeError` if the process cannot give it."""
        future: Future[str] = Future()
        self._due.append(future)
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(spec) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            self._give_up()
        return future

    def close(self) -> None:
        """End the process."""
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

    def _collect(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pictures:
            for line in pictures:
                picture = json.loads(line)
                future = self._due.popleft()
                if picture is None:
                    future.set_exception(RuntimeError("the chart could not be painted"))
                else:
                    future.set_result(picture)
        self._give_up()

    def _give_up(self) -> None:
        while self._due:
            self._due.popleft().set_exception(RuntimeError("the painting process has ended"))


@cache
def painter() -> Painter:
    """The one painting process, started when first asked for."""
    return Painter()


def serve() -> None:
    """Answer every specification on standard input with a picture on standard output."""
    for line in sys.stdin:
        try:
            picture = svg(json.loads(line))
        except Exception:  # whatever it is, the other side paints this one itself and meets the same error
            picture = None
        sys.stdout.write(json.dumps(picture) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
