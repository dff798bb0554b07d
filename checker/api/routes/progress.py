"""How a run gets on: each step as the store has it, told to whoever listens (server-sent events)."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from checker.api.deps import Call, Called, known_here
from checker.api.documented import refuses
from checker.api.places import place_of
from checker.api.routes.addresses import RUNS, RunID
from checker.api.sessions import Sessions
from checker.api.streams import Streams
from checker.api.visits import SESSION
from checker.application.follow_run import FollowedRun
from checker.bootstrap.compliance import WhichRun
from checker.domain.identity import Method
from checker.errors import CleanReleaseError
from checker.formats.canonical import canonical_bytes
from checker.output.compliance_view import step_document

SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_BETWEEN_BEATS = 15.0
SECONDS_BETWEEN_PROOFS = 5.0
"""How long a token that counts no more is told anything, however much there is to tell."""
LONGEST_SECONDS = 3600.0
"""How long one stream lasts; whoever listens comes back with the number of the last step, and misses nothing."""
_BEAT = b": still here\n\n"
_MEDIA_TYPE = "text/event-stream"

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Steps of the run, as they happen.", "content": {_MEDIA_TYPE: {"schema": {"type": "string"}}}},
    204: {"description": "The run has ended, and nothing came after that event."},
    **refuses(),
}

LastEventID = Annotated[
    str,
    Header(
        alias="Last-Event-ID",
        pattern=r"^[0-9]{0,15}$",
        description="The id of the last event that arrived; what came after it follows.",
    ),
]

router = APIRouter(tags=["compliance"])


@router.get(
    RUNS + "/{run_id}/events",
    operation_id="follow_run",
    response_class=Response,
    responses=_RESPONSES,
)
async def follow_run(request: Request, call: Called, run_id: RunID, last_event_id: LastEventID = "") -> Response:
    """Every step of a run after the last that is known, then each as it happens, until the run has ended."""
    known = int(last_event_id or 0)
    listener = _Listener(call=call, run=run_id, request=request)
    with known_here():
        first = await listener.look(known)
    if first.has_ended and not first.steps:
        return Response(status_code=204)
    return _Stream(listener, request.app.state.streams, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listener:
    """Who listens to which run."""

    call: Call
    run: str
    request: Request

    async def look(self, after: int) -> FollowedRun:
        """What happened after the event of this number."""
        return await run_in_threadpool(self.call.hosted.compliance.follow, WhichRun(run=self.run), after=after)

    async def may_go_on(self) -> bool:
        """Whether the token that the stream began with counts still; that of a job counts once, until it is over."""
        principal = self.call.principal
        if principal.method is not Method.TOKEN:
            return principal.until is not None and self.call.hosted.facade.clock.now() < principal.until
        authorization = self.request.headers.get("authorization", "")
        address = self.request.client.host if self.request.client else ""
        try:
            now = await run_in_threadpool(self.call.serving.callers.prove, authorization, address=address)
        except CleanReleaseError:
            return False
        return now == principal

    def has_logged_out(self) -> bool:
        """Whether the session of a browser that the stream began with is over."""
        cookie = self.request.scope.get("state", {}).get(SESSION, "")
        sessions: Sessions = self.request.app.state.sessions
        return bool(cookie) and not sessions.authorization(cookie)

    def version(self) -> object:
        """What differs when there may be something new."""
        return self.call.serving.watching.version(self.call.hosted.name, self.call.hosted.namespace)


class _Stream(Response):
    """The answer that goes on; it holds its place among the streams exactly as long as it is being sent."""

    media_type = _MEDIA_TYPE

    def __init__(self, listener: _Listener, streams: Streams, known: int) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._listener = listener
        self._streams = streams
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what happens until it is over or the client is gone."""
        principal = self._listener.call.principal
        with self._streams.hold((principal.namespace, principal.label)), self._streams.nudged() as nudged:
            if place := place_of(scope):
                place.leave()
            gone = asyncio.ensure_future(_gone(receive))
            try:
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                async for part in self._parts(gone, nudged):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                gone.cancel()

    def _is_over(self, begun: float) -> bool:
        """Whether nothing more is told, whatever happens."""
        is_long = time.monotonic() - begun > LONGEST_SECONDS
        return self._streams.is_closing or is_long or self._listener.has_logged_out()

    async def _parts(self, gone: "asyncio.Future[None]", nudged: asyncio.Event) -> AsyncIterator[bytes]:
        known, seen = self._known, None
        begun = beaten = proven = time.monotonic()
        while not (gone.done() or self._is_over(begun)):
            if time.monotonic() - proven > SECONDS_BETWEEN_PROOFS:
                if not await self._listener.may_go_on():
                    return
                proven = time.monotonic()
            version = self._listener.version()
            if version is None or version != seen:
                followed = await self._listener.look(known)
                for step in followed.steps:
                    known, beaten = step.number, time.monotonic()
                    yield _event(known, canonical_bytes(step_document(followed.name, step)))
                if followed.has_ended:
                    return
                seen = version
            if time.monotonic() - beaten > SECONDS_BETWEEN_BEATS:
                beaten = time.monotonic()
                yield _BEAT
            await _until_it_is_worth_looking(gone, nudged)


async def _until_it_is_worth_looking(gone: "asyncio.Future[None]", nudged: asyncio.Event) -> None:
    """Wait until a worker says so, or for a while: somebody else may have written, who says nothing."""
    said: asyncio.Future[object] = asyncio.ensure_future(nudged.wait())
    both: set[asyncio.Future[Any]] = {gone, said}
    try:
        await asyncio.wait(both, timeout=SECONDS_BETWEEN_LOOKS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        said.cancel()
        nudged.clear()


async def _gone(receive: Receive) -> None:
    """Return when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(number: int, data: bytes) -> bytes:
    """One event: the data is one line, since it is canonical."""
    return b"id: %d\nevent: step\ndata: %s\n\n" % (number, data)
