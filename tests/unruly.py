"""A web server on this machine that misbehaves on demand, and a small source that is fetched from it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from amity.pull import Outcome, pull
from amity.pull.fetch import Patience
from amity.sources import Download, Form, Source, Tables, read_table, require

#: What a path does: called with the request and how often the path was asked for before.
Behaviour = Callable[["Request", int], None]

CSV = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(2000))

#: Tries three times and hardly waits between; a busy machine is no silent server.
QUICK = Patience(
    attempts=3,
    first_wait=0.01,
    longest_wait=0.02,
    jitter=0.0,
    longest_asked=2.0,
    connect=10.0,
    silence=10.0,
    window=1e9,
    slowest=2000.0,
    redirects=3,
)


class Request(BaseHTTPRequestHandler):
    """One request, with shorthands for answers."""

    protocol_version = "HTTP/1.1"
    server: Unruly

    def do_GET(self) -> None:
        path = self.path if self.path.startswith("http") else self.path.partition("?")[0]
        behaviour = self.server.behaviours.get(path)
        with self.server.guard:
            asked = sum(before == path for before, _ in self.server.seen)
            self.server.seen.append((path, dict(self.headers)))
        if behaviour is None:
            self.give(404, b"no")
        else:
            behaviour(self, asked)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    @property
    def offset(self) -> int:
        """Where the asked range begins; 0 without one."""
        text = self.headers.get("Range", "")
        return int(text.removeprefix("bytes=").removesuffix("-")) if text else 0

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Status and headers alone."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def give(self, status: int, body: bytes, **headers: str) -> None:
        """A whole answer with the right length."""
        self.head(status, {"Content-Length": str(len(body)), **{k.replace("_", "-"): v for k, v in headers.items()}})
        self.wfile.write(body)

    def cut(self, status: int, body: bytes, length: int, **headers: str) -> None:
        """Promise `length` bytes, send `body`, hang up."""
        self.head(status, {"Content-Length": str(length), **{k.replace("_", "-"): v for k, v in headers.items()}})
        self.wfile.write(body)
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection at once."""
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def serve(self, body: bytes, etag: str = '"one"', upto: int | None = None, **headers: str) -> None:
        """As a good server does: ranges, conditions; with `upto` it hangs up after so many bytes of the file."""
        said = {"ETag": etag, **headers} if etag else {**headers}
        if etag and self.headers.get("If-None-Match") == etag:
            self.head(304, said)
            return
        offset = self.offset
        if offset and self.headers.get("If-Range") in (etag, headers.get("Last_Modified")):
            if offset >= len(body):
                self.give(416, b"", Content_Range=f"bytes */{len(body)}", **said)
                return
            said["Content_Range"] = f"bytes {offset}-{len(body) - 1}/{len(body)}"
            status = 206
        else:
            status, offset = 200, 0
        rest = body[offset:]
        if upto is not None and upto < len(body):
            self.cut(status, body[offset : max(offset, upto)], len(rest), **said)
        else:
            self.give(status, rest, **said)


class Unruly(ThreadingHTTPServer):
    """The server; `behaviours` by path, `seen` requests in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.behaviours: dict[str, Behaviour] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.guard = threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def root(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def at(self, path: str, behaviour: Behaviour) -> str:
        """Let a path behave so; its address."""
        self.behaviours[path] = behaviour
        return f"{self.root}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no fault here."""

    def stop(self) -> None:
        """End it and its thread."""
        self.shutdown()
        self.thread.join()
        self.server_close()


def read_toy(folder: Path) -> Tables:
    """The toy's reader: columns a and b, at least one row."""
    return {"toy": require(read_table(folder / "toy.csv"), ("a", "b"), folder / "toy.csv")}


def toy(
    *downloads: Download,
    read: Callable[[Path], Tables] = read_toy,
    files: tuple[str, ...] = ("toy.csv",),
    by_hand: str = "",
) -> Source:
    """A source of one small table."""
    return Source(
        id="toy",
        title="Toy",
        version="1.0",
        citation="Toy (2020).",
        licence="Free as air.",
        landing_url="https://example.org/toy",
        download_url="https://example.org/toy.csv",
        grain="a row",
        coverage="none",
        ships="values",
        forms=(Form("official csv", files, read),),
        downloads=downloads,
        by_hand=by_hand,
    )


def csv_at(url: str, most_bytes: int = 1_000_000) -> Source:
    """The toy as one csv file."""
    return toy(Download(url, "toy.csv", most_bytes=most_bytes))


def zip_at(url: str, *members: str, most_bytes: int = 1_000_000) -> Source:
    """The toy as a member of an archive."""
    return toy(Download(url, "toy.zip", members or ("toy.csv",), most_bytes=most_bytes))


def get(source: Source, library: Path, patience: Patience = QUICK, *, force: bool = False) -> Outcome:
    """Fetch one source."""
    [outcome] = pull([source], library, patience=patience, force=force)
    return outcome


def lying(library: Path) -> set[str]:
    """Every file of a library by its path in it, but for `pulled.json`."""
    found = {path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()}
    return found - {"pulled.json"}


PART = {".pull/toy/toy.csv.part", ".pull/toy/toy.csv.part.json"}
