"""Problem documents (RFC 9457): the one place where a refusal becomes a status.

Every answer that is no success is one of these, whoever gives it: a use case, a route, or the framework. None holds a
stack, a statement of the store or a folder of the server.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from checker.bootstrap.serving import ABSENT, ABSENT_HINT
from checker.domain.json_value import Json
from checker.errors import (
    BundleRefusedError,
    CleanReleaseError,
    ConflictError,
    ContextSignatureError,
    EngineFailureError,
    ForbiddenError,
    IdempotencyConflictError,
    InputRefusedError,
    IssuerUnavailableError,
    LeaseLostError,
    MalformedPayloadError,
    NotFoundError,
    OrderError,
    OvertakenError,
    ProviderError,
    SelectionError,
    StoreError,
    TooManyRequestsError,
    TrustError,
    UnauthenticatedError,
    UnderWayError,
    UsageError,
)
from checker.formats.canonical import pretty_bytes
from checker.output.refusal import HINTS

MEDIA_TYPE = "application/problem+json"
PROBLEMS = "/problems/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a code means over HTTP: its status, its title, and what to do where the refusal does not know better.

    Where `hint` is empty, a caller does what somebody at the command line does.
    """

    status: int
    title: str
    hint: str = ""


REFUSALS: Mapping[type[CleanReleaseError], Known] = {
    UnauthenticatedError: Known(status=401, title="Nobody proved who calls"),
    ForbiddenError: Known(status=403, title="Not yours to do"),
    TrustError: Known(status=403, title="Nothing vouches for it"),
    NotFoundError: Known(status=404, title="Not there", hint="check the name and the project"),
    ConflictError: Known(status=409, title="There already", hint="take another name, or read what is there"),
    OrderError: Known(status=409, title="Before its time", hint="read the candidate: `next` names what comes first"),
    OvertakenError: Known(status=409, title="Somebody wrote first", hint="nothing was kept; ask again"),
    LeaseLostError: Known(status=409, title="Somebody else has it", hint="read the run; whoever has it goes on"),
    UnderWayError: Known(status=409, title="Being answered"),
    ContextSignatureError: Known(status=409, title="Not what was recorded"),
    BundleRefusedError: Known(
        status=409, title="The policy is refused", hint="whoever runs the server has to mend the bundle"
    ),
    SelectionError: Known(
        status=409, title="The selection is refused", hint="whoever runs the server has to mend the project file"
    ),
    UsageError: Known(status=422, title="It does not fit together", hint="see the reference of the API"),
    InputRefusedError: Known(status=422, title="A document is refused"),
    MalformedPayloadError: Known(status=422, title="It cannot be read"),
    IdempotencyConflictError: Known(status=409, title="A key that was used"),
    TooManyRequestsError: Known(status=429, title="Too often"),
    ProviderError: Known(
        status=502, title="The provider did not answer", hint="nothing was taken for read that was not; ask again"
    ),
    EngineFailureError: Known(status=503, title="The engine failed", hint="whoever runs the server runs doctor"),
    StoreError: Known(status=503, title="The store is not safe", hint="whoever runs the server runs doctor"),
    IssuerUnavailableError: Known(status=503, title="The issuer did not answer"),
}
"""Every family of refusals; a family without a line has that of the one it belongs to."""

ANSWERS: Mapping[str, Known] = {
    "method-not-allowed": Known(status=405, title="No such method here", hint="`Allow` names those there are"),
    "approval-void": Known(
        status=409, title="The approval is void", hint="judge it and have it approved again; nothing may be published"
    ),
    "gone": Known(status=410, title="Not here any more", hint="see the reference of the API"),
    "precondition-failed": Known(
        status=412, title="It changed since you read it", hint="read it again, and decide anew; nothing was done"
    ),
    "too-large": Known(status=413, title="Too large", hint="send less; nothing of it was used"),
    "unsupported-media-type": Known(
        status=415, title="Not JSON", hint="send `Content-Type: application/json`, not compressed"
    ),
    "invalid-request": Known(status=422, title="The request is refused", hint="see the reference of the API"),
    "failure": Known(
        status=500, title="The server failed", hint="tell whoever runs the server; its log says more than this answer"
    ),
    "busy": Known(status=503, title="Too much at once", hint="wait as long as Retry-After says"),
    "too-slow": Known(
        status=503,
        title="It took too long",
        hint="read what became of it, or send the same request with the same Idempotency-Key",
    ),
    "not-ready": Known(status=503, title="Not ready", hint="run `clean-release lock` in every project folder"),
}
"""What the server itself answers, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem document. `where` names a place in the request, or is empty."""

    code: str
    status: int
    title: str
    detail: str
    hint: str
    where: str = ""

    @property
    def document(self) -> dict[str, Json]:
        """The document."""
        return {
            "type": PROBLEMS + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "hint": self.hint,
            "where": self.where,
        }


class ProblemError(Exception):
    """A request ends with a problem that no use case had with it."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.headers = dict(headers or {})


def server_error(code: str, detail: str, *, where: str = "", headers: Mapping[str, str] | None = None) -> ProblemError:
    """A problem that the server itself has with a request, to be raised."""
    return ProblemError(server_problem(code, detail, where=where), headers)


def absent() -> ProblemError:
    """What is answered to every name that is not there, or not theirs, to be raised; none of it tells which."""
    return ProblemError(refused(NotFoundError(ABSENT, hint=ABSENT_HINT)))


def server_problem(code: str, detail: str, *, where: str = "") -> Problem:
    """A problem that the server itself has with a request."""
    known = ANSWERS[code]
    return Problem(code=code, status=known.status, title=known.title, detail=detail, hint=known.hint, where=where)


def refused(error: CleanReleaseError) -> Problem:
    """A refusal as a problem."""
    known = next(REFUSALS[family] for family in type(error).__mro__ if family in REFUSALS)
    return Problem(
        code=error.code,
        status=known.status,
        title=known.title,
        detail=error.message,
        hint=error.hint or known.hint or HINTS[error.code],
        where=str(error.where or ""),
    )


def headers_of(error: CleanReleaseError) -> dict[str, str]:
    """What a client may act on without reading the document."""
    if isinstance(error, UnauthenticatedError):
        return {"WWW-Authenticate": 'Bearer realm="clean-release"'}
    return {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyRequestsError) else {}


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The response."""
    return Response(
        pretty_bytes(problem.document), status_code=problem.status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )
