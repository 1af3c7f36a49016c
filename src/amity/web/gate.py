"""Before every request: limits, answers already known, and the headers that each response must carry.

An answer that a view marks as lasting is kept, with its tag and its compressed form, and sent again without asking
anybody: that is what makes fifty readers at once no more work than one.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
import traceback
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from amity.web.answers import Answer, problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Scripts and styles come from here alone; attributes may place a bar, but no style sheet may be written in a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: "
    "blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

SECURITY = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)

#: Set by `app` on answers that may be kept; never sent.
KEEP = "x-amity-keep"

_TEXT = ("text/", "application/json", "application/problem+json", "image/svg+xml", "application/x-bibtex")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request or one client may ask for.

    Attributes:
        url: Bytes of path and query.
        body: Bytes of a request's body.
        seconds: For the body to arrive.
        rate: Answers made anew per second and client; those already known do not count.
        burst: As many at once.
        kept: Bytes of answers kept.
        hosts: Names by which the server may be asked; "*" for any.
    """

    url: int = 4_096
    body: int = 20_000_000
    seconds: float = 30.0
    rate: float = 50.0
    burst: float = 300.0
    kept: int = 192_000_000
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer as it is sent again."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    plain: bytes
    packed: bytes | None
    tag: bytes

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed or b"") + 1_000


class Gate:
    """The outermost layer of the application."""

    def __init__(self, app: App, limits: Limits) -> None:
        self._app, self._limits = app, limits
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self.size = 0
        self._making: dict[bytes, asyncio.Lock] = {}
        self._tokens: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of HTTP; everything else goes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _send(send, _whole(refusal), headers, scope["method"])
            return
        if scope["method"] not in ("GET", "HEAD"):
            await self._make(scope, receive, send, headers)
            return
        key = scope["raw_path"] + b"?" + scope["query_string"]
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            await _send(send, found, headers, scope["method"])
            return
        # Many who ask for the same thing at once wait for one answer.
        lock = self._making.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                found = self._kept.get(key)
                if found is None:
                    await self._make(scope, receive, send, headers, key)
                    return
        finally:
            if not lock.locked():
                self._making.pop(key, None)
        await _send(send, found, headers, scope["method"])

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> Answer | None:
        """Why the request is not even looked at."""
        limits = self._limits
        if len(scope["raw_path"]) + len(scope["query_string"]) > limits.url:
            return problem(414, f"The address is longer than {limits.url:,} bytes. Send long texts as a file.")
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and ":" in host else host
        if "*" not in limits.hosts and name not in limits.hosts:
            return problem(421, "This server does not answer to that host name; `amity serve --name` adds one.")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            return problem(400, "The content length is no number.")
        if int(length) > limits.body:
            return problem(413, f"The body has {int(length):,} bytes; at most {limits.body:,} are taken.")
        if "\0" in unquote(scope["path"]) or b"%00" in scope["query_string"]:
            return problem(400, "The address holds a null character; no name does.")
        return None

    def spend(self, client: str) -> bool:
        """Whether the client may have one more answer made."""
        now = time.monotonic()
        tokens, then = self._tokens.pop(client, (self._limits.burst, now))
        tokens = min(self._limits.burst, tokens + (now - then) * self._limits.rate)
        allowed = tokens >= 1
        self._tokens[client] = (tokens - 1 if allowed else tokens, now)
        while len(self._tokens) > 10_000:
            self._tokens.popitem(last=False)
        return allowed

    async def _make(
        self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes], key: bytes | None = None
    ) -> None:
        """Ask the application; keep its answer if it says so."""
        client = (scope.get("client") or ("",))[0]
        if not self.spend(client):
            refusal = problem(429, "Too many new questions in a short time. Wait a second and ask again.")
            await _send(send, _whole(refusal), headers, scope["method"], (b"retry-after", b"1"))
            return
        start: Message = {}
        parts: list[bytes] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        # Of what is asked for its head alone, the whole is made: it may be kept.
        asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        try:
            await self._app(asked, _Limited(receive, self._limits), hold)
        except _TooMuchError as error:
            await _send(send, _whole(problem(error.status, error.detail)), headers, scope["method"])
            return
        except Exception as error:
            # The application answers a defect and then lets it go on to the log; its answer still has to go out.
            traceback.print_exc()
            if not start:
                detail = f"Unexpected {type(error).__name__}. The log says where; please report it."
                await _send(send, _whole(problem(500, detail)), headers, scope["method"])
                return
        given = [(name.lower(), value) for name, value in start["headers"]]
        if start["status"] == 200 and scope["path"].startswith("/static/"):
            given.append((KEEP.encode(), b"1"))
        keep = (KEEP.encode(), b"1") in given
        found = _made(start["status"], given, b"".join(parts))
        if keep and key is not None and found.size <= self._limits.kept // 8:
            self._kept[key] = found
            self.size += found.size
            while self.size > self._limits.kept:
                self.size -= self._kept.popitem(last=False)[1].size
        await _send(send, found, headers, scope["method"])


class _TooMuchError(Exception):
    """A body that is too long or too slow."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


class _Limited:
    """A body that may only be so long and take so long, whatever its head says."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive, self._limits = receive, limits
        self._got = 0
        self._until = time.monotonic() + limits.seconds
        self._is_whole = False

    async def __call__(self) -> Message:
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._until - time.monotonic()))
        except TimeoutError:
            raise _TooMuchError(408, f"The body did not arrive within {self._limits.seconds:g} seconds.") from None
        self._got += len(message.get("body", b""))
        if self._got > self._limits.body:
            raise _TooMuchError(413, f"The body has more than {self._limits.body:,} bytes.")
        self._is_whole = message["type"] == "http.request" and not message.get("more_body", False)
        return message


def _whole(answer: Answer) -> _Kept:
    return _made(answer.status, [(b"content-type", answer.media.encode())], answer.body)


def _made(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> _Kept:
    """An answer ready to be sent: its tag, its compressed form, the headers all responses carry."""
    media = dict(headers).get(b"content-type", b"").decode("latin-1")
    packed = None
    if len(body) > 1_000 and media.startswith(_TEXT):
        packed = gzip.compress(body, 6, mtime=0)
    keep = (KEEP.encode(), b"1") in headers
    ours = {b"content-length", b"etag", KEEP.encode(), b"cache-control", b"vary"}
    left = tuple(pair for pair in headers if pair[0] not in ours)
    # Whoever keeps it asks whether it is still the same: after a start with a new atlas that shows at once.
    control = (b"cache-control", b"no-cache" if keep else b"no-store")
    tag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"' if status == 200 else b""
    return _Kept(status, (*left, *SECURITY, control, (b"vary", b"accept-encoding")), body, packed, tag)


async def _send(send: Send, found: _Kept, headers: dict[bytes, bytes], method: str, *more: tuple[bytes, bytes]) -> None:
    tag = found.tag
    wants = headers.get(b"accept-encoding", b"")
    packs = found.packed is not None and b"gzip" in wants and b"gzip;q=0" not in wants
    if tag and packs:
        tag = tag[:-1] + b'-gz"'
    given = [*found.headers, *more, *([(b"etag", tag)] if tag else [])]
    asked = headers.get(b"if-none-match", b"")
    if (
        tag
        and method in ("GET", "HEAD")
        and (asked.strip() == b"*" or tag in [t.strip().removeprefix(b"W/") for t in asked.split(b",")])
    ):
        given = [pair for pair in given if pair[0] not in (b"content-type", b"content-disposition")]
        await send({"type": "http.response.start", "status": 304, "headers": given})
        await send({"type": "http.response.body", "body": b""})
        return
    body = found.packed if packs else found.plain
    assert body is not None
    given += [(b"content-encoding", b"gzip")] if packs else []
    given.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": found.status, "headers": given})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
