"""Reads that are answered again without being read again: authenticated, bound to a project, and never older than it.

It stands before the routes and below what guards them. Who calls is proven for each request, as everywhere; only then
is looked up what was answered to the very same principal, for the same project and address, at the same version of all
that it was read from. What many ask for at the same time one of them reads, and whoever sees that it will soon be too
old reads it anew while the others are still answered.
"""

import asyncio
import time
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checker.api.answers import names_etag
from checker.api.deps import PROVEN, give_place
from checker.api.routes.addresses import API
from checker.application.cached_reads import CachedReads, ReadLimits, Wanted
from checker.bootstrap.serving import Serving
from checker.domain.namespace import Namespace
from checker.domain.principal import Principal
from checker.errors import CleanReleaseError

_OK = 200
_NOT_MODIFIED = 304
_STREAMS = "/events"
_AUTHORIZATION, _ACCEPT, _IF_NONE_MATCH = b"authorization", b"accept", b"if-none-match"
_LONGEST = 2000
_MOST_WAITS = 2
"""How often one waits for another one's read; then it is somebody's turn to read alone: nobody waits in a row."""
_RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """A whole answer."""

    headers: _RawHeaders
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A read: what is wanted, of which project and namespace, and what its client has already."""

    wanted: Wanted
    project: str
    namespace: Namespace
    known: str


class ReadCache:
    """Answers a read from memory where nothing has changed; everything else is the application's."""

    def __init__(self, app: ASGIApp, *, serving: Serving, limits: ReadLimits | None = None) -> None:
        self._app = app
        self._serving = serving
        self._kept: CachedReads[_Answer] = CachedReads(limits or ReadLimits())
        self._begun: dict[Wanted, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        read = await self._read(scope) if _may_be_kept(scope) else None
        if read is None:
            await self._app(scope, receive, send)
            return
        found = self._find(read)
        for _ in range(_MOST_WAITS):
            if found is not None or read.wanted not in self._begun:
                break
            await self._begun[read.wanted].wait()
            found = self._find(read)
        if found is not None:
            await _answer(found, read.known, send)
            return
        await self._read_anew(read, scope, receive, send)

    def _find(self, read: _Read) -> _Answer | None:
        """What was answered to it, if it still counts; nothing for the one whose turn it is to read it anew."""
        version, now = self._serving.watching.version(read.project, read.namespace), time.monotonic()
        found = self._kept.find(read.wanted, version=version, now=now)
        is_renewed = read.wanted in self._begun or not self._kept.is_fading(read.wanted, now=now)
        return found if is_renewed else None

    async def _read_anew(self, read: _Read, scope: Scope, receive: Receive, send: Send) -> None:
        """Have it answered, and keep the answer; the version is asked for first."""
        version = self._serving.watching.version(read.project, read.namespace)
        ended = self._begun.setdefault(read.wanted, asyncio.Event())
        noted = _Noted(send)
        try:
            await self._app(scope, receive, noted)
            answer = noted.answer()
            if answer is not None:
                size, now = len(answer.body), time.monotonic()
                self._kept.keep(read.wanted, answer, version=version, now=now, size=size)
        finally:
            ended.set()
            self._begun.pop(read.wanted, None)

    async def _read(self, scope: Scope) -> _Read | None:
        """What is read; None where it has to be refused, which the application does, with what is found out here."""
        headers = scope["headers"]
        authorization, known = _only(headers, _AUTHORIZATION), _only(headers, _IF_NONE_MATCH)
        if not authorization or known is None or len(known) > _LONGEST:
            return None
        proven = scope.setdefault("state", {})[PROVEN] = await self._proven(authorization, scope)
        if isinstance(proven, CleanReleaseError):
            return None
        await give_place(scope, proven)
        query: bytes = scope["query_string"]
        asked = parse_qs(query.decode("latin-1"), keep_blank_values=True).get("project", [""])[0]
        try:
            hosted = self._serving.project(proven, asked)
        except CleanReleaseError:
            return None
        scope["state"]["hosted"] = hosted
        wanted = Wanted(scope=(hosted.name, proven), name=(scope["path"], query, _only(headers, _ACCEPT)))
        return _Read(wanted=wanted, project=hosted.name, namespace=hosted.namespace, known=known)

    async def _proven(self, authorization: str, scope: Scope) -> Principal | CleanReleaseError:
        """Who calls, or why that is not known: it is asked once for each request, since a proof may count once."""
        address = str((scope.get("client") or ("",))[0])
        callers = self._serving.callers
        try:
            if again := callers.prove_again(authorization, address=address):
                return again
            return await run_in_threadpool(callers.prove, authorization, address=address)
        except CleanReleaseError as error:
            return error


class _Noted:
    """Sends an answer, and keeps a copy of it if it is one that counts again."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: MutableMapping[str, Any] = {}
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Send it."""
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": list(message["headers"])}
        else:
            self._parts.append(message.get("body", b""))
        await self._send(message)

    def answer(self) -> _Answer | None:
        """The answer, where it was whole, and said what it is."""
        headers: _RawHeaders = self._start.get("headers", [])
        etag = _only(headers, b"etag")
        if self._start.get("status") != _OK or len(self._parts) != 1 or not etag:
            return None
        return _Answer(headers=headers, body=self._parts[0], etag=etag)


def _may_be_kept(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and scope["path"].startswith(f"{API}/")
        and not scope["path"].endswith(_STREAMS)
    )


def _only(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    """The value of a header: empty where it is not there, None where it is there more than once."""
    found = [value for one, value in headers if one == name]
    if len(found) > 1:
        return None
    return found[0].decode("latin-1") if found else ""


async def _answer(found: _Answer, known: str, send: Send) -> None:
    """Send what was answered before; to whom has it already, only that it is still so."""
    is_known = names_etag(known, found.etag)
    kept = [(name, value) for name, value in found.headers if not (is_known and name.startswith(b"content-"))]
    await send({"type": "http.response.start", "status": _NOT_MODIFIED if is_known else _OK, "headers": kept})
    await send({"type": "http.response.body", "body": b"" if is_known else found.body})
