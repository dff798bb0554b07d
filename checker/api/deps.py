"""What a route is given: who calls, their project, a body that was read strictly, and answers that are given once."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Query, Request
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Scope

from checker.api.access import NEEDED
from checker.api.acts import ACT, Act
from checker.api.places import place_of
from checker.api.problems import ProblemError, absent, server_error
from checker.application.open_lifecycle import OpenedLifecycle
from checker.bootstrap.candidates import everything
from checker.bootstrap.serving import HostedProject, Serving
from checker.domain.asked_once import KeptAnswer
from checker.domain.digest import digest_of
from checker.domain.limits import DocumentLimits
from checker.domain.principal import Principal
from checker.errors import CleanReleaseError, ForbiddenError, NotFoundError, OvertakenError
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json

PROVEN = "proven"
"""Where a layer before the routes leaves who was proven to call, or why nobody was: it is asked once for a request."""

AnyBody = TypeVar("AnyBody", bound=BaseModel)

SMALL = DocumentLimits(bytes=64 * 1024, depth=8, nodes=1_000)
"""What a body holds that is no document of its own."""

_MOST_TRIES = 8
_KEPT = ("content-type", "location", "etag", "link")
_REPLAYED = {"Idempotency-Replayed": "true"}
_REPEATED = "the query names {} more than once"

ProjectName = Annotated[
    str,
    Query(
        alias="project",
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="The project; a principal of one project need not name it.",
    ),
]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        pattern=r"^[!-~]*$",
        description="The same key with the same request gets the same answer, and nothing is done twice.",
    ),
]
IfMatch = Annotated[
    str, Header(alias="If-Match", max_length=200, description="Act only if the candidate is as it was read.")
]
IfNoneMatch = Annotated[
    str, Header(alias="If-None-Match", max_length=2000, description="Answer 304 if it is as it was read.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call: who calls, the project it is for, and the server it came to."""

    principal: Principal
    hosted: HostedProject
    serving: Serving

    @property
    def actor(self) -> str:
        """Who acts, as an event records it."""
        return self.principal.label


def serving_of(request: Request) -> Serving:
    """The server that a request came to."""
    serving: Serving = request.app.state.serving
    return serving


async def proven(request: Request) -> Principal:
    """Who calls, if what they ask for is theirs to ask for; looked at before anything else of the request.

    Raises:
        UnauthenticatedError, TooManyRequestsError, IssuerUnavailableError: they did not prove who they are.
        ForbiddenError: it needs another role.
    """
    kept = request.scope.get("state", {}).get(PROVEN)
    principal = await _proven_now(request) if kept is None else kept
    if isinstance(principal, CleanReleaseError):
        raise principal
    role = NEEDED[request.scope["route"].operation_id]
    if role is None or not principal.may(role):
        raise ForbiddenError(f"{request.scope['route'].operation_id} needs the role {role}")
    return principal


async def _proven_now(request: Request) -> Principal:
    values = request.headers.getlist("authorization")
    authorization = values[0] if len(values) == 1 else ""
    address = request.client.host if request.client else ""
    principal = await run_in_threadpool(serving_of(request).callers.prove, authorization, address=address)
    await give_place(request.scope, principal)
    return principal


async def give_place(scope: Scope, principal: Principal) -> None:
    """Let a request have a place of whoever was proven, not of their address.

    Raises:
        ProblemError: they have as many as there are for them, and there was no other one in time.
    """
    if place := place_of(scope):
        await place.belong_to((principal.namespace, principal.label))


async def called(request: Request, principal: Annotated[Principal, Depends(proven)], project: ProjectName = "") -> Call:
    """The call, bound to its project.

    Raises:
        NotFoundError: there is no such project, or it is not theirs.
        ProblemError: the query says something that this operation does not know, or says it twice.
    """
    refuse_strays(request)
    serving = serving_of(request)
    hosted = serving.project(principal, project)
    request.state.hosted = hosted
    return Call(principal=principal, hosted=hosted, serving=serving)


Called = Annotated[Call, Depends(called)]


def refuse_strays(request: Request) -> None:
    """Make sure that two readers of the query read the same, and that nothing in it is passed over.

    Raises:
        ProblemError: a name is not known, or is there more than once.
    """
    known = request.app.state.queries[request.scope["route"].operation_id]
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in known:
            raise server_error("invalid-request", f"this operation has no parameter {name[:100]!a}", where="query")
        if names.count(name) > 1:
            raise server_error("invalid-request", _REPEATED.format(name), where="query")


@contextmanager
def known_here() -> Iterator[None]:
    """Look something up by a name from the address; what is not there is answered as another project's is.

    Raises:
        NotFoundError: it is not there.
    """
    try:
        yield
    except NotFoundError:
        raise absent() from None


async def body_bytes(request: Request) -> bytes:
    """The bytes of a JSON body.

    Raises:
        ProblemError: it is said to be something else, or is compressed.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" or request.headers.get("content-encoding", "identity") != "identity":
        raise server_error("unsupported-media-type", f"the body is {kind[:100]!a}, expected application/json")
    return await request.body()


def closed_body(model: type[AnyBody]) -> Callable[..., Any]:
    """A dependency that reads a body of exactly these fields, after who calls is known; no body is one without fields.

    Raises:
        InputRefusedError: it is not strict JSON, or too large or deep.
        ProblemError: it has other fields, or values of other types.
    """

    async def read(request: Request, _: Called) -> AnyBody:
        sent = await request.body()
        document = read_json(await body_bytes(request), source="the body", limits=SMALL) if sent else {}
        try:
            return model.model_validate(document, strict=True)
        except ValidationError as error:
            raise server_error("invalid-request", _told(error), where=_place(error)) from None

    return read


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    said = "expected an object" if first["type"] == "model_type" else first["msg"]  # it would name a class of ours
    return f"{'.'.join(map(str, first['loc'])) or 'the body'}: {said}"


def _place(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return "the body at /" + "/".join(map(str, first["loc"]))


def nothing() -> None:
    """Do nothing."""


class DoneBeforeError(Exception):
    """What is asked for was done before; `opened` is how it stood then."""

    def __init__(self, opened: OpenedLifecycle) -> None:
        super().__init__()
        self.opened = opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What goes with an act: `before` is called once, however often it is tried, `after` once it is durable."""

    before: Callable[[], None] = nothing
    after: Callable[[], None] = nothing

    def call(self, act: Callable[[], Response]) -> Response:
        """What the act answers."""
        self.before()
        given = act()
        self.after()
        return given


UNCOUNTED = Around()


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """Gives the answer of a request that changes something, once for each idempotency key."""

    call: Call
    key: str
    digest: str
    act: Act
    expected: str = ""

    def answer(
        self,
        do: Callable[[HostedProject], Response],
        again: Callable[[OpenedLifecycle], Response],
        *,
        admit: Callable[[OpenedLifecycle], None] = everything,
        around: Around = UNCOUNTED,
        takes_long: bool = False,
    ) -> Response:
        """What `do` answers, or what it answered when this request was made with this key before.

        `do` is given the project to act on; `admit` looks at what happened up to then, which the act adds to or
        nobody does. Where it was done and its answer was lost, `again` answers from how it stood when it was done.
        Only what was done is kept; what was refused did nothing, and may be asked for again. What takes no time is done
        one after the other in each project, so that nobody is refused because somebody else came at once, and made
        durable together with what the others did.

        Raises:
            IdempotencyConflictError: the key was used for another request.
            UnderWayError: the first request with it is being answered.
        """
        asked = replace(self.call.hosted, admit=partial(self._admitted, admit), request=self.request)
        act = partial(self._done, partial(do, asked) if takes_long else partial(self._in_turn, do, asked), again)
        if not self.key:
            return around.call(act)
        callers, principal, project = self.call.serving.callers, self.call.principal, self.call.hosted.name
        with callers.recall(principal, project, self.key, self.digest) as recalled:
            if kept := recalled.answer:
                return Response(kept.body, status_code=kept.status, headers={**dict(kept.headers), **_REPLAYED})
            try:
                given = self._left(again) if recalled.is_left else None
                given = given or around.call(act)
            except (CleanReleaseError, ProblemError):
                callers.forget(principal, project, self.key)
                raise
            headers_kept = tuple((name, given.headers[name]) for name in _KEPT if name in given.headers)
            answer = KeptAnswer(status=given.status_code, headers=headers_kept, body=bytes(given.body))
            callers.remember(principal, project, self.key, self.digest, answer)
            return given

    @property
    def request(self) -> str:
        """What an event names this request by, so that it is done once whatever else is forgotten; empty without a key.

        It is whose key it is, and what is asked for with it; a reader of the trail learns neither.
        """
        if not self.key:
            return ""
        principal = self.call.principal
        told = (principal.label, str(principal.namespace), self.call.hosted.name, self.key, self.digest)
        return digest_of(canonical_bytes(list(told)))

    def _admitted(self, admit: Callable[[OpenedLifecycle], None], opened: OpenedLifecycle) -> None:
        """Let it be done if it was not done yet, nobody gave it up, and it is to be.

        Raises:
            DoneBeforeError: it was done.
            ProblemError: it was given up, or must not be done.
        """
        if done := opened.as_done(self.request):
            raise DoneBeforeError(done)
        self.act.begin()
        admit(opened)

    @staticmethod
    def _done(act: Callable[[], Response], again: Callable[[OpenedLifecycle], Response]) -> Response:
        try:
            return act()
        except DoneBeforeError as done:
            return _replayed(again(done.opened))

    def _left(self, again: Callable[[OpenedLifecycle], Response]) -> Response | None:
        """What was done by a server that is gone; None where it was not."""
        with self.call.hosted.candidates.reading() as (opened, _):
            done = opened.as_done(self.request)
        return _replayed(again(done)) if done else None

    def _in_turn(self, do: Callable[[HostedProject], Response], hosted: HostedProject) -> Response:
        """What `do` answers, again where another process, a worker for example, wrote first."""
        for _ in range(_MOST_TRIES):
            with suppress(OvertakenError), self.call.serving.turn(hosted) as shared:
                return do(shared)
        with self.call.serving.turn(hosted) as shared:
            return do(shared)


async def once(request: Request, call: Called, key: IdempotencyKey = "", expected: IfMatch = "") -> Once:
    """For an operation that changes something."""
    told = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    told.update(await request.body())
    act = request.scope.setdefault("state", {})[ACT] = Act()
    return Once(call=call, key=key, digest=f"sha256:{told.hexdigest()}", act=act, expected=expected)


def _replayed(given: Response) -> Response:
    given.headers.update(_REPLAYED)
    return given


GivenOnce = Annotated[Once, Depends(once)]
