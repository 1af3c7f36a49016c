"""A server as users run it, for the tests of this folder."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest


class Patient(httpx.HTTPTransport):
    """Waits and asks again where the server says that too much was asked at once: all tests are one client to it."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        while (found := super().handle_request(request)).status_code == 429:
            found.close()
            time.sleep(1)
        return found


class Served:
    """A running server.

    Attributes:
        url: Where it is, without a slash at the end.
        process: The process that was started; others belong to it.
    """

    def __init__(self, folder: Path, **how: Any) -> None:
        command = [sys.executable, "-m", "amity", "serve", "--port", "0", "--workers", "1"]
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, **how)
        assert self.process.stdout is not None
        told = self.process.stdout.readline()
        found = re.search(r"http://[\d.]+:\d+", told)
        assert found, f"{told!r} names no address; {self.log.read_text()}"
        self.url = found[0]
        self.client = httpx.Client(base_url=self.url, timeout=90, follow_redirects=False, transport=Patient())
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if self.client.get("/api/v1/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        self.stop()
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests."""
    server = Served(tmp_path_factory.mktemp("served"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def serve() -> type[Served]:
    """To run a server of one's own: in a folder for its log, with what `subprocess.Popen` takes."""
    return Served


@pytest.fixture
def get(served: Served):
    """GET an address of it."""
    return served.client.get
