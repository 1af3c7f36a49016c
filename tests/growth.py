"""How the cost of a piece of work grows with its text, whatever the speed of the machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

#: How many times longer the second text is.
_LONGER = 4
#: Linear work costs as much more as its text is longer, quadratic work the square of that; between the two is the line.
_MOST = 2.5 * _LONGER
#: Cost, in seconds of processor time, that is lost in noise.
_NOISE = 0.05


def is_linear(work: Callable[[str], object], text: str) -> bool:
    """Whether work on a text costs no more than its length: ever again much more on a longer one means it does."""
    short = text[: len(text) // _LONGER]
    work(short)
    return any(_cost(work, text) <= _MOST * _cost(work, short) + _NOISE for _ in range(5))


def _cost(work: Callable[[str], object], text: str) -> float:
    # What else lives in the process would be searched for garbage while it works: more often for a longer text.
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        work(text)
        return time.process_time() - begun
    finally:
        gc.enable()
