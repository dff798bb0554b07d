"""What stands before every route: how much is read, how long it may take, how many at once, and what an address is.

It is plain ASGI: a body is counted as it arrives, before anybody holds it, and an address is looked at as it was sent,
before anybody decodes it.
"""

import asyncio
import logging
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checker.api.acts import too_slow
from checker.api.places import Place, Places, put_place
from checker.api.problems import ProblemError, absent, server_error
from checker.api.shown_problems import shown_problem
from checker.bootstrap.calling import subscriber_of
from checker.domain.limits import MACHINE_WRITTEN

PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._:~-")
"""Every byte that an address has: nothing in it is ever encoded, so nothing can be decoded in two ways."""

_QUERY = re.compile(rb"(?:(?:[^%&]|%[0-9A-Fa-f]{2})+(?:&(?:[^%&]|%[0-9A-Fa-f]{2})+)*)?")

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Vary": "Authorization",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer that does not say otherwise. None is of CORS: no page of another origin may read anything."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a request may cost: bytes of its body, seconds until it was sent and answered, requests at once."""

    body: int = MACHINE_WRITTEN.bytes
    sent_within: float = 30
    answered_within: float = 300
    at_once: int = 64
    unbounded: frozenset[str] = field(default_factory=lambda: frozenset({"/events"}))


class Guard:
    """The outermost layer: nothing below it is reached by what it refuses, and nothing leaves it bare."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._places = Places(most=limits.at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            await self._guarded(scope, receive, answer)
        except ClientDisconnect:
            return  # there is nobody to be answered, and nothing was begun
        except ProblemError as error:
            await answer.instead(scope, receive, error)
        except TimeoutError:
            await answer.instead(scope, receive, too_slow(scope))
        except Exception:  # noqa: BLE001 - whatever it is, no stack leaves the server
            _LOG.exception("a request failed")
            await answer.instead(scope, receive, server_error("failure", "the server failed at this request"))

    async def _guarded(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        refuse_odd_address(scope)
        refuse_odd_query(scope)
        refuse_two_lengths(scope)
        place = Place(self._places)
        put_place(scope, place)
        try:
            await place.belong_to(_nobody_yet(scope))
            counted = _Counted(receive, scope, self._limits)
            async with asyncio.timeout(self._time_for(scope)):
                await self._app(scope, counted, answer)
        finally:
            place.leave()

    def _time_for(self, scope: Scope) -> float | None:
        is_unbounded = any(scope["path"].endswith(one) for one in self._limits.unbounded)
        return None if is_unbounded else self._limits.answered_within


def _nobody_yet(scope: Scope) -> Hashable:
    """Whose place a request has before anybody is proven: whoever has their address, and shows the same kind of proof.

    To prove a job takes a signature, and now and then an answer of its issuer: who waits for that keeps no other one.
    """
    address = str((scope.get("client") or ("",))[0])
    shows_job = any(name == b"authorization" and b"." in value for name, value in scope["headers"])
    return subscriber_of(address), shows_job


def refuse_odd_address(scope: Scope) -> None:
    """Make sure that the address which is matched is the one that was sent.

    Raises:
        ProblemError: it holds an encoded byte, an empty step, or one that leads elsewhere.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    steps = raw[1:].split(b"/")
    if not PLAIN.issuperset(raw) or any(step in {b".", b".."} for step in steps) or b"" in steps[:-1]:
        raise absent()


def refuse_odd_query(scope: Scope) -> None:
    """Make sure that a query is parameters with `&` between them, each with every byte spelled out, in UTF-8.

    Raises:
        ProblemError: one is empty, or holds what a reader would have to guess at.
    """
    raw: bytes = scope.get("query_string", b"")
    try:
        unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raw = b"%"
    if _QUERY.fullmatch(raw) is None:
        raise server_error("invalid-request", "the query is not parameters in UTF-8, joined with &", where="query")


def refuse_two_lengths(scope: Scope) -> None:
    """Make sure that whoever stands in front of this server saw the body end where it ends here (RFC 9112, 6.3).

    Raises:
        ProblemError: the request says its length in two ways; the connection is closed, whatever follows on it.
    """
    names = {name for name, _ in scope["headers"]}
    if names >= {b"content-length", b"transfer-encoding"}:
        why = "the request has Content-Length and Transfer-Encoding, expected one of them"
        raise server_error("invalid-request", why, headers={"Connection": "close"})


class _Counted:
    """Receives a body up to its limit, and only as long as somebody sends it."""

    def __init__(self, receive: Receive, scope: Scope, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._seen = 0
        self._more = True
        self._refuse_announced(dict(scope["headers"]).get(b"content-length", b""))

    async def __call__(self) -> Message:
        if not self._more:
            return await self._receive()
        try:
            async with asyncio.timeout(self._limits.sent_within):
                message = await self._receive()
        except TimeoutError:
            raise server_error("too-slow", "the body was not sent in time") from None
        self._seen += len(message.get("body", b""))
        self._more = bool(message.get("more_body"))
        self._refuse(self._seen)
        return message

    def _refuse_announced(self, length: bytes) -> None:
        if length.isdigit():
            self._refuse(int(length))

    def _refuse(self, size: int) -> None:
        if size > self._limits.body:
            raise server_error("too-large", f"the body is more than {self._limits.body} bytes")


class _Answer:
    """Sends an answer with the headers that every answer has; a problem instead, as long as nothing was sent."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)

    async def instead(self, scope: Scope, receive: Receive, error: ProblemError) -> None:
        """Answer with a problem, or break the connection where an answer was begun."""
        if self._begun:
            raise error
        await shown_problem(scope, error.problem, error.headers)(scope, receive, self)
