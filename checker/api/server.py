"""The running server: one process that listens, answers, and stops within a bound, whatever its clients do.

The first signal to stop closes the door: what is being answered is answered, streams end, workers let go of their runs.
A second one ends everything at once; what was acknowledged is durable, and what was not is found unfinished.
"""

import logging
import os
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread, Timer
from types import FrameType

import uvicorn
from anyio import to_thread
from starlette.types import ASGIApp

from checker.api.connection import IDLE_SECONDS, LARGEST_HEAD, BoundedConnection
from checker.api.request_log import JSONLines, PlainLines, RequestLog

INTERRUPTED = 130
LOOPBACK_PROXIES = ("127.0.0.1", "::1")
"""Whose word counts of where a request came from, where nobody else is named: only that of a proxy on this machine."""
_BACKLOG = 512
_THREADS = 96
"""More than requests that are answered at once: one that waits for its turn keeps no other one waiting."""
_LOGGERS = {"checker": logging.INFO, "uvicorn.error": logging.WARNING}
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class HowToRun:
    """What whoever starts a server chose; `seconds` is within how many it stops, `proxies` are addresses."""

    certificate: str = ""
    key: str = ""
    behind_proxy: bool = False
    proxies: tuple[str, ...] = ()
    as_json: bool = False
    seconds: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What begins when the server listens, and ends with it: `stop` may take the given seconds, `kill` none."""

    begin: Callable[[], None]
    stop: Callable[[float], None]
    kill: Callable[[], None]


def serve(app: ASGIApp, listener: socket.socket, *, how: HowToRun, around: Around, mask: Callable[[str], str]) -> int:
    """Answer on a socket until somebody ends it; returns how: 0 when asked to, 130 when interrupted."""
    _log_to_standard_error(PlainLines() if not how.as_json else JSONLines())
    config = uvicorn.Config(
        RequestLog(app, mask=mask),
        http=BoundedConnection,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        proxy_headers=how.behind_proxy,
        forwarded_allow_ips=list(how.proxies or LOOPBACK_PROXIES),
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=max(1, int(how.seconds / 2)),
        h11_max_incomplete_event_size=LARGEST_HEAD,
        ssl_certfile=how.certificate or None,
        ssl_keyfile=how.key or None,
        ssl_context_factory=_tls_of_today if how.certificate else None,
    )
    server = StoppableServer(config, around=around, seconds=how.seconds)
    server.run(sockets=[listener])
    return server.ended()


class StoppableServer(uvicorn.Server):
    """A server that one signal stops within a bound, and a second one ends at once."""

    def __init__(self, config: uvicorn.Config, *, around: Around, seconds: float) -> None:
        super().__init__(config)
        self._around = around
        self._seconds = seconds
        self._code = 0
        self._stopping: Thread | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and only then say so."""
        await super().startup(sockets)
        to_thread.current_default_thread_limiter().total_tokens = _THREADS  # noqa: V101 - the library reads it
        self._around.begin()

    @contextmanager  # noqa: V105 - the library calls it
    def capture_signals(self) -> Iterator[None]:
        """Take both signals while it serves."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            if self._stopping is None:
                for number, handler in before.items():
                    signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop, or end."""
        del frame
        if self._stopping is not None:
            self._end()
        self._code = INTERRUPTED if sig == signal.SIGINT else 0
        self.should_exit = True  # noqa: V101 - the library reads it
        bound = Timer(self._seconds, self._end)
        bound.daemon = True
        bound.start()
        self._stopping = Thread(target=self._around.stop, args=(self._seconds * 0.8,), daemon=True)
        self._stopping.start()

    def ended(self) -> int:
        """Wait for what began with it, and tell how it ended."""
        if self._stopping is None:
            self._around.stop(self._seconds)
        else:
            self._stopping.join()
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_IGN)  # it is ending; nothing is left to be hurried
        return self._code

    def _end(self) -> None:
        """End now: nothing here is only in memory, and no thread may hold it back."""
        self._around.kill()
        os._exit(self._code)


def _tls_of_today(_config: uvicorn.Config, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """What the certificate is shown by: TLS 1.2 at least, whatever this machine takes for its least."""
    context = usual()
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # noqa: V101 - the library reads it
    return context


def _log_to_standard_error(form: logging.Formatter) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(form)
    for name, level in _LOGGERS.items():
        logger = logging.getLogger(name)
        logger.handlers = [handler]  # noqa: V101 - the library reads it
        logger.propagate = False
        logger.setLevel(level)
