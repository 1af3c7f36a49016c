"""What a command gave."""

from __future__ import annotations

from typing import NamedTuple


class Ran(NamedTuple):
    """What one command gave."""

    code: int
    out: str
    err: str
