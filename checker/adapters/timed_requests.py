"""Requests that end: one request gets so many seconds, and so many bytes before its answer begins, and no more.

A library's time-outs bound silence. A server that sends a byte of a header now and then, or answers `103` for ever, is
never silent, and the answer itself, whose size is bounded elsewhere, never begins. So whoever asks says `within` how
many seconds, and every read of the network is given no more than what is left of them.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ssl import SSLContext
from typing import Any, cast
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

MOST_HEAD = 262_144
"""Bytes that may come before an answer has begun: its header, and answers of the kind 1xx before it."""
_CONNECTIONS, _KEPT, _KEPT_SECONDS = 100, 20, 5.0
_WORDS: tuple[tuple[type[Exception], type[httpx2.TransportError]], ...] = (
    (httpcore2.TimeoutException, httpx2.ReadTimeout),
    (httpcore2.ConnectError, httpx2.ConnectError),
    (httpcore2.NetworkError, httpx2.ReadError),
    (httpcore2.RemoteProtocolError, httpx2.RemoteProtocolError),
    (httpcore2.LocalProtocolError, httpx2.LocalProtocolError),
    (httpcore2.ProxyError, httpx2.ProxyError),
    (httpcore2.UnsupportedProtocol, httpx2.UnsupportedProtocol),
    (ModuleNotFoundError, httpx2.ProxyError),  # what a SOCKS proxy needs is not installed
)


class OverrunError(Exception):
    """A request took more than it may; the message says what, in words of our own."""


class _Allowance:
    """What is left to one request."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._head: int | None = None

    def seconds(self, silence: float | None = None) -> float:
        """The seconds the next step may take, and no more than `silence`.

        Raises:
            OverrunError: there are none left.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise OverrunError(f"the answer took longer than {self._seconds:g} seconds")
        return left if silence is None else min(silence, left)

    @contextmanager
    def head(self) -> Iterator[None]:
        """While an answer has not begun."""
        self._head = 0
        yield
        self._head = None

    def count(self, size: int) -> None:
        """Note what was read.

        Raises:
            OverrunError: it is too much for the beginning of an answer.
        """
        if self._head is None:
            return
        self._head += size
        if self._head > MOST_HEAD:
            raise OverrunError(f"the answer has not begun after {MOST_HEAD} bytes")


_CURRENT: ContextVar[_Allowance] = ContextVar("allowance")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Everything that is asked in this context takes no longer than so many seconds, all of it together."""
    token = _CURRENT.set(_Allowance(seconds))
    try:
        yield
    finally:
        _CURRENT.reset(token)


@contextmanager
def _step(silence: float | None) -> Iterator[float]:
    """One step of the network and the seconds it may take; a time-out that was the end of all of them says so."""
    allowance = _CURRENT.get()
    try:
        yield allowance.seconds(silence)
    except httpcore2.TimeoutException:
        allowance.seconds()
        raise


class _TimedStream(httpcore2.NetworkStream):
    """A connection of which every step is timed."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came."""
        with _step(timeout) as seconds:
            data = self._stream.read(max_bytes, seconds)
        _CURRENT.get().count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        with _step(timeout) as seconds:
            self._stream.write(buffer, seconds)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted."""
        with _step(timeout) as seconds:
            return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the library's word
        """What the connection is."""
        return self._stream.get_extra_info(info)


class _TimedNetwork(httpcore2.NetworkBackend):
    """Opens connections whose every step is timed."""

    def __init__(self) -> None:
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to a port."""
        failed: Exception = httpcore2.ConnectError("no address")
        for address in _addresses(host, port):
            try:
                with _step(timeout) as seconds:
                    stream = self._network.connect_tcp(address, port, seconds, local_address, socket_options)
                return _TimedStream(stream)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed


def _addresses(host: str, port: int) -> list[str]:
    """Every address of a host: each gets what the one before it left, where the library gives each the whole time."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore2.ConnectError(str(error)) from None
    return [str(place[0]) for *_, place in found]


class TimedTransport(httpx2.BaseTransport):
    """What an `httpx2.Client` sends by, where each request ends; it goes by the proxies of the environment, if wanted.

    NOTE: the library's own transport takes no network of ours, and a client that is given a transport asks the
    environment for no proxy.
    """

    def __init__(self, *, trust_env: bool) -> None:
        self._trust_env = trust_env
        self._pools: dict[tuple[str, str], httpcore2.ConnectionPool] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, of which the header was read.

        Raises:
            httpx2.TransportError: there is none.
            OverrunError: it took more than it may.
        """
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=cast("httpx2.SyncByteStream", request.stream),
            extensions=request.extensions,
        )
        with _in_words_of_httpx(), _CURRENT.get().head():
            answer = self._pool(url).handle_request(asked)
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        """Hang up everywhere."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, url: httpx2.URL) -> httpcore2.ConnectionPool:
        """The connections that a request goes by."""
        key = (url.scheme, proxy := _proxy_of(url) if self._trust_env else "")
        with self._lock:
            if key not in self._pools:
                self._pools[key] = httpcore2.ConnectionPool(
                    # NOTE: loading the trusted certificates costs a quarter of a second, and plain http has none.
                    ssl_context=httpx2.create_ssl_context(trust_env=self._trust_env) if url.scheme == "https" else None,
                    proxy=_proxy(proxy) if proxy else None,
                    max_connections=_CONNECTIONS,
                    max_keepalive_connections=_KEPT,
                    keepalive_expiry=_KEPT_SECONDS,
                    network_backend=_TimedNetwork(),
                )
            return self._pools[key]


class _Body(httpx2.SyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        """Each piece."""
        with _in_words_of_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        """Leave the rest."""
        self._answer.close()


@contextmanager
def _in_words_of_httpx() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        for theirs, ours in _WORDS:
            if isinstance(error, theirs):
                raise ours(str(error)) from None
        raise


def _proxy_of(url: httpx2.URL) -> str:
    """The address of the proxy that the environment names for this address; empty if none."""
    proxies = getproxies()
    named = proxies.get(url.scheme) or proxies.get("all") or ""
    return "" if not named or proxy_bypass(url.host) else named if "://" in named else f"http://{named}"


def _proxy(address: str) -> httpcore2.Proxy:
    try:
        given = httpx2.Proxy(address)
    except ValueError:
        raise httpx2.ProxyError("this kind of proxy is not known") from None
    place = given.url
    where = httpcore2.URL(scheme=place.raw_scheme, host=place.raw_host, port=place.port, target=place.raw_path)
    return httpcore2.Proxy(where, auth=given.raw_auth)


def failure_of(error: Exception) -> str:
    """Why there is no answer, in words of our own: a library's text could quote what was sent."""
    if isinstance(error, OverrunError):
        return str(error)
    if isinstance(error, httpx2.TimeoutException):
        return "there was no answer in time"
    if isinstance(error, httpx2.ConnectError):
        untrusted = "CERTIFICATE" in str(error).upper()
        return "the server's certificate is not trusted" if untrusted else "no connection could be made"
    if isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError):
        return "the answer was cut off"
    if isinstance(error, httpx2.ProxyError):
        return "the proxy let nothing through, or is of a kind that is not known"
    return f"the request failed ({type(error).__name__})"
