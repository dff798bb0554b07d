"""Connections: how long a client may take to send a request, how large its head may be, how many there may be.

uvicorn bounds the time between two requests alone; whoever begins one and never ends it would keep its connection.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from checker.api.problems import MEDIA_TYPE, server_problem
from checker.api.strict_lines import StrictLines
from checker.formats.canonical import pretty_bytes

LARGEST_HEAD = 16 * 1024
"""Bytes of a request line with all headers, as long as they do not come in one piece."""
HEAD_SECONDS = 10.0
BODY_SECONDS = 60.0
"""From the end of the head, however steadily the body comes in."""
IDLE_SECONDS = 15
"""Between two requests of a connection."""
READ_SECONDS = 60.0
"""How long a client may take nothing of what is being sent to it."""
CLOSED_WITHIN = 5.0
MOST_CONNECTIONS = 1000

_NO_REQUEST = 400
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class BoundedConnection(H11Protocol):
    """A connection that is closed when a request is not there in time, or when there are too many others.

    Where there are too many, the one that has waited longest without a request that is being answered gives way: who
    holds many and asks nothing keeps out nobody who asks.
    """

    seconds: ClassVar[Mapping[Any, float]] = {h11.IDLE: HEAD_SECONDS, h11.SEND_BODY: BODY_SECONDS}
    """How long each part of a request may take."""
    most: ClassVar[int] = MOST_CONNECTIONS
    since = 0.0
    _deadline: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None
    _phase: Any = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request from now on."""
        super().connection_made(transport)
        self.conn._receive_buffer = StrictLines()  # noqa: SLF001,V101 - h11 has no other place to be stricter at
        self.since = self.loop.time()
        if len(self.connections) > self.most:
            self._make_room()
        self._enter(h11.IDLE)

    def data_received(self, data: bytes) -> None:
        """Go on waiting, as long as before, for what is still missing."""
        super().data_received(data)
        self._enter(self.conn.their_state)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait(None)
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: V105 - the library calls it
        """Refuse what is no request of HTTP with the same form of answer as everything else, unless one has begun.

        Where its head was one, somebody is at work at an answer: it goes to nobody any more.
        """
        if self.cycle is not None:
            self.cycle.disconnected = True  # noqa: V101 - the library reads it
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._refuse_form(msg)
        self.transport.close()

    def _refuse_form(self, msg: str) -> None:
        problem = replace(server_problem("invalid-request", msg), status=_NO_REQUEST)
        body = pretty_bytes(problem.document)
        kind, length = (b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(body))
        start = h11.Response(status_code=_NO_REQUEST, headers=[kind, length, (b"connection", b"close")])
        for event in (start, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")

    def pause_writing(self) -> None:
        """Wait for the client to read, not for ever."""
        super().pause_writing()
        self._stuck = self.loop.call_later(READ_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on."""
        if self._stuck is not None:
            self._stuck.cancel()
        super().resume_writing()

    def _make_room(self) -> None:
        """Close the connection that asks nothing for the longest time; this one, where each of them is answered."""
        waiting = [one for one in self.connections if isinstance(one, BoundedConnection) and one.asks_nothing]
        first = min(waiting, key=lambda one: one.since, default=self)
        self.connections.discard(first)
        first.transport.abort()

    @property
    def asks_nothing(self) -> bool:
        """Whether no request on it is being answered."""
        return bool(getattr(self.cycle, "response_complete", True))  # there is no cycle before the first request

    def _enter(self, phase: Any) -> None:  # noqa: ANN401 - h11 has no public type for its states
        if phase is not self._phase:
            self._phase = phase
            self._wait(self.seconds.get(phase))

    def _wait(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._too_slow)

    def _too_slow(self) -> None:
        """Close it; whatever waits for the rest of a body finds that its client is gone."""
        if self.transport.is_closing():
            return
        if not (self._phase is h11.SEND_BODY and self.cycle.response_started):
            self.transport.write(_TOO_SLOW)
        self.transport.close()
        self.loop.call_later(CLOSED_WITHIN, self.transport.abort)
