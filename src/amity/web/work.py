"""Worker processes that views run in: a slow, greedy or killed one harms no other request.

Each worker takes one question at a time over a pipe of its own. One that takes too long, or dies, is replaced; a
question whose worker died is asked once more, because a view changes nothing.
"""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import queue
import resource
import signal
import sys
import traceback
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from amity.errors import AmityError
from amity.web.answers import Answer, problem, status_of

#: Memory that a worker may fill: a question that wants more fails alone.
_MOST_BYTES = 6 << 30

#: A worker that has grown beyond this is replaced after its answer, so that memory stays flat.
_WORN_BYTES = 2 << 30

#: Questions that may wait for a worker; beyond it the honest answer is that amity is busy.
_MOST_WAITING = 200


def answer(view: str, asked: Mapping[str, Any]) -> Answer:
    """Run a view, given as "module:function"; every error becomes the answer that says so."""
    module, _, name = view.partition(":")
    try:
        return getattr(importlib.import_module(module), name)(**asked)
    except AmityError as error:
        return problem(status_of(error), str(error))
    except MemoryError:
        return problem(413, "This needs more memory than one question may take. Ask for less.")
    except BaseException as error:  # polars reports its own defects as BaseException
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        traceback.print_exc()
        return problem(500, f"Unexpected {type(error).__name__}. The log says where; please report it.")


def _serve(pipe: Connection, warm: str | None) -> None:
    """The life of a worker: it ends when the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, OSError):
        # Not the address space: the painter of charts reserves far more of that than it ever fills.
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    if warm is not None:
        answer(warm, {})
    with suppress(EOFError, OSError):
        while _resident() < _WORN_BYTES:
            view, asked = pipe.recv()
            pipe.send(answer(view, asked))


def _resident() -> int:
    """Bytes of memory that this process fills now; the most it ever filled counts that of the process it came from."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class _Worker:
    """A process and this end of its pipe."""

    def __init__(self, warm: str | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, warm), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, view: str, asked: Mapping[str, Any], seconds: float) -> Answer | None:
        """The answer; None if it took longer.

        Raises:
            EOFError: The worker died.
        """
        try:
            self.pipe.send((view, asked))
            return self.pipe.recv() if self.pipe.poll(seconds) else None
        except OSError as error:
            raise EOFError from error

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


@dataclass(frozen=True, slots=True)
class BusyError(Exception):
    """More questions are waiting than can be answered in time."""

    waiting: int


class Workers:
    """A fixed number of workers, started at once.

    Args:
        size: How many.
        seconds: The longest a question may take.
        warm: A view to run first, so that the first question finds everything loaded.
    """

    def __init__(self, size: int = 2, seconds: float = 60.0, warm: str | None = None) -> None:
        self.seconds = seconds
        self._warm = warm
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._every: set[_Worker] = set()
        self._waiting = 0
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="amity-worker")
        for _ in range(size):
            self._hire()

    async def run(self, view: str, /, seconds: float | None = None, **asked: Any) -> Answer:
        """The answer of a view.

        Raises:
            BusyError: Too many are waiting.
        """
        if self._waiting >= _MOST_WAITING:
            raise BusyError(self._waiting)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._run, view, asked, seconds or self.seconds)
        finally:
            self._waiting -= 1

    @property
    def pids(self) -> list[int]:
        """Ids of the processes."""
        return [worker.pid for worker in self._every if worker.pid is not None]

    def close(self) -> None:
        """Stop them all."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._every):
            worker.stop()
        self._every.clear()

    def _hire(self) -> None:
        worker = _Worker(self._warm)
        self._every.add(worker)
        self._free.put(worker)

    def _run(self, view: str, asked: Mapping[str, Any], seconds: float) -> Answer:
        for _ in range(2):
            worker = self._free.get()
            try:
                found = worker.ask(view, asked, seconds)
            except EOFError:
                self._replace(worker)
                print("amity: a worker died and was replaced", file=sys.stderr)
                continue
            if found is None:
                self._replace(worker)
                return problem(504, f"This took longer than {seconds:g} seconds and was stopped. Ask for less.")
            self._free.put(worker)
            return found
        return problem(500, "Two workers died over this question. The log may say why; please report it.")

    def _replace(self, worker: _Worker) -> None:
        worker.stop()
        self._every.discard(worker)
        self._hire()
