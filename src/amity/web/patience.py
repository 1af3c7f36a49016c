"""A connection as uvicorn serves it, with an end to its patience: the head of a request has to come within seconds.

By itself uvicorn waits without end for the first byte of a connection and for the rest of a head; a thousand
connections that never speak would then be all that it serves.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: For the head of a request, from the connection or from its first byte on.
HEAD_SECONDS = 10.0


class Connection(HttpToolsProtocol):
    """Closes itself when the head of a request is late; bodies have a limit of their own (`amity.web.gate`)."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A request has begun: wait for the rest of its head."""
        self._wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._stop()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._stop()
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
