"""One server per test, and no proxy of the machine in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from unruly import Unruly


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[Unruly]:
    unruly = Unruly()
    yield unruly
    unruly.stop()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"
