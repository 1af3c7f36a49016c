"""Connections that never ask are closed; those that ask are served, however slow what follows."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from amity.web import patience

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"


async def application(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def answers(*lines: list[bytes], pause: float) -> list[bytes]:
    """What is answered on each connection to the pieces sent on it, a pause after each."""

    async def speak(port: int, pieces: list[bytes]) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(pause)
        found = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        return found

    async def run() -> list[bytes]:
        config = Config(application, log_level="critical")
        config.load()
        state, loop = ServerState(), asyncio.get_running_loop()
        server = await loop.create_server(lambda: patience.Connection(config, state, {}), "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await asyncio.gather(*(speak(port, pieces) for pieces in lines))

    return asyncio.run(run())


def test_a_head_that_is_late_closes_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)
    assert answers([], [b"GET / HT"], [HEAD], [HEAD, b"X-Slow: "], pause=0.01) == [b""] * 4


def test_a_body_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)
    (found,) = answers([HEAD + b"\r\n", b"a", b"b"], pause=0.4)
    assert found.startswith(b"HTTP/1.1 200")
    assert found.endswith(b"ok")
