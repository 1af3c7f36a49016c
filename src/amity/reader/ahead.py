"""What one step of a long work needs, made in a process of its own while the step before is at it.

The process is a copy of this one (fork): it begins at once, with all that is loaded here. It runs Python alone and
ends without touching files or threads of this one. Where that cannot be had, the same is made here.
"""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn, TypeVar

T = TypeVar("T")


def ahead(make: Callable[[], Iterable[T]]) -> Generator[T]:
    """All that `make` gives, in its order, made on another core where there is one.

    Args:
        make: Gives the same things whenever it is called; they can be pickled.
    """
    started = _started(make) if _may_start() else None
    if started is None:
        yield from make()
        return
    process, pipe = started
    given = 0
    try:
        with pipe:
            while (got := _received(pipe)) is not None:
                if not got:
                    return
                given += 1
                yield got[0]
    finally:
        with suppress(ProcessLookupError, ChildProcessError):  # gone already, where nobody waits for processes
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    # The process is no more, for want of memory perhaps: the rest is made here, or fails here with its message.
    yield from itertools.islice(make(), given, None)


def _may_start() -> bool:
    """Whether there is a second core, and no other thread of Python that may hold a lock while it is copied."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _received(pipe: BinaryIO) -> tuple[Any, ...] | None:
    """The next thing alone in a tuple, an empty one behind the last; None if the pipe ends before that."""
    try:
        return pickle.load(pipe)
    except (EOFError, pickle.UnpicklingError):
        return None


def _started(make: Callable[[], Iterable[object]]) -> tuple[int, BinaryIO] | None:
    """The process and where its things come from; None if no process can be had."""
    here, there = os.pipe()
    try:
        with warnings.catch_warnings():
            # Threads of libraries, which Python 3.12 and later warn of, do nothing that the copy needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
    except OSError:
        os.close(here)
        os.close(there)
        return None
    if process:
        os.close(there)
        return process, os.fdopen(here, "rb")
    os.close(here)
    return _serve(make, there)


def _serve(make: Callable[[], Iterable[object]], there: int) -> NoReturn:
    """The life of the process: it ends here, whatever happens, and leaves to the other what is to be told."""
    ended = 1
    try:
        with os.fdopen(there, "wb") as pipe:
            for one in make():
                pickle.dump((one,), pipe, pickle.HIGHEST_PROTOCOL)
            pickle.dump((), pipe)
        ended = 0
    except BaseException:  # the end that is missing tells of it
        pass
    finally:
        os._exit(ended)
