"""Fewer searches for garbage while a document is read: what is made meanwhile is much, small and free of rings."""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager

#: So many new things are made before Python looks among them for rings; by itself it looks after some hundreds.
_MANY = 200_000

_lock = threading.Lock()
#: The usual thresholds, once for each one inside.
_inside: list[tuple[int, int, int]] = []


@contextmanager
def fewer_sweeps() -> Generator[None]:
    """Python looks for rings of garbage more seldom inside; as usual again when the last one inside has left."""
    with _lock:
        usual = _inside[0] if _inside else gc.get_threshold()
        _inside.append(usual)
        # None at all while collection is switched off.
        gc.set_threshold(max(_MANY, usual[0]) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        with _lock:
            usual = _inside.pop()
            if not _inside:
                gc.set_threshold(*usual)
