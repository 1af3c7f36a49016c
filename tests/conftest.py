"""Every test sees the shipped atlas, a plain terminal of fixed width, and nobody's home folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ran import Ran

# A slow machine is no failure.
settings.register_profile("amity", deadline=None)
settings.load_profile("amity")

_PLAIN = {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}


def pytest_configure(config: pytest.Config) -> None:
    for name in ("AMITY_ATLAS", "AMITY_DEBUG", "FORCE_COLOR", "XDG_DATA_HOME"):
        os.environ.pop(name, None)
    os.environ.update(_PLAIN, AMITY_HOME=str(Path(tempfile.gettempdir()) / "amity-tests-have-no-home"))


@pytest.fixture
def amity(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run one command in this process."""

    def run(*argv: str) -> Ran:
        from amity.cli import main

        capsys.readouterr()
        code = main(argv)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parents[1]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a pull may put its files; no proxy of the machine stands before the server."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return tmp_path / "library"


@pytest.fixture
def server(library: Path) -> Iterator[Any]:
    """A web server on this machine that misbehaves on demand."""
    from unruly import Unruly

    unruly = Unruly()
    yield unruly
    unruly.stop()
