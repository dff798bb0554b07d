"""The application: every route with its role, one form for every refusal, and nothing that is not documented."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from checker.api.access import refuse_incomplete
from checker.api.cached_reads import ReadCache
from checker.api.documented import openapi_of
from checker.api.forms import Forms
from checker.api.guards import Guard, Limits
from checker.api.problems import (
    Problem,
    ProblemError,
    absent,
    headers_of,
    problem_response,
    refused,
    server_problem,
)
from checker.api.routes import ROUTERS
from checker.api.sessions import Sessions
from checker.api.shown_problems import shown_problem
from checker.api.streams import Streams
from checker.bootstrap.serving import Serving
from checker.errors import CleanReleaseError

VERSION = "1"
"""Of the interface, not of the program: what a client relies on changes with it and with nothing else."""
DESCRIPTION = """\
Register candidates, judge them, approve and publish them, and read what was decided.
Every answer is the document that the command line prints with `--json`.
Every refusal is a problem document (RFC 9457) with a stable code."""


def create_app(serving: Serving, limits: Limits | None = None, *, streams: Streams | None = None) -> FastAPI:
    """The application over these projects.

    Raises:
        RuntimeError: the table of roles and the routes differ.
    """
    app = bare_app()
    app.state.serving = serving
    app.state.streams = streams or Streams()
    app.state.sessions = Sessions()
    app.state.forms = Forms()
    app.add_middleware(ReadCache, serving=serving)
    app.add_middleware(Guard, limits=limits or Limits())
    return app


def bare_app() -> FastAPI:
    """Every route with its role, and no project below it: what the OpenAPI is made from; raises as `create_app`."""
    app = FastAPI(
        title="Clean Release",
        version=VERSION,
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    operations = [(str(route.operation_id), route) for route in operations_of(app)]
    refuse_incomplete(name for name, _ in operations)
    app.state.queries = {name: _query_of(route) for name, route in operations}
    app.openapi = lambda: openapi_of(app)  # type: ignore[method-assign] # FastAPI's own way of saying it
    for family, answer in _HANDLERS.items():
        app.add_exception_handler(family, answer)
    return app


def operations_of(app: FastAPI) -> Iterator[APIRoute]:
    """Every route.

    Raises:
        RuntimeError: one is no operation, or has no name.
    """
    for route in app.router.routes:
        if not isinstance(route, APIRoute) or not route.operation_id:
            raise RuntimeError(f"a route is no named operation: {route!r}")
        yield route


def _query_of(route: APIRoute) -> frozenset[str]:
    return frozenset(one.alias for one in get_flat_params(route.dependant) if isinstance(one.field_info, Query))


async def _refused(request: Request, error: Exception) -> Response:
    """What a use case refused."""
    if not isinstance(error, CleanReleaseError):
        raise error
    return problem_response(_without_folders(refused(error), request), headers_of(error))


def _without_folders(problem: Problem, request: Request) -> Problem:
    """The problem without the name of a folder of the server: where the project lies is nobody's business."""
    hosted = getattr(request.state, "hosted", None)
    folders = (str(hosted.folder), str(Path.home())) if hosted else ()

    def without(text: str) -> str:
        for folder in folders:
            text = text.replace(folder, "(the server)")
        return text

    return replace(problem, detail=without(problem.detail), hint=without(problem.hint), where=without(problem.where))


async def _problem(_request: Request, error: Exception) -> Response:
    """What the server itself has against a request."""
    if not isinstance(error, ProblemError):
        raise error
    return problem_response(error.problem, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that is none; what was sent is not repeated."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    kind, *names = map(str, first["loc"])
    said = first["msg"].removeprefix("Value error, ")  # what the library puts before a sentence of ours
    where = " ".join([kind, *names])
    if kind == "path":
        return shown_problem(request.scope, absent().problem)
    return shown_problem(
        request.scope, server_problem("invalid-request", f"{(names or [kind])[-1]}: {said}", where=where)
    )


async def _of_framework(request: Request, error: Exception) -> Response:
    """What the framework found: no such address, or no such method at it."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code != _NO_METHOD:
        return shown_problem(request.scope, absent().problem)
    allowed = sorted(
        {one for route in operations_of(request.app) if _is_at(route, request) for one in route.methods or ()}
    )
    problem = server_problem("method-not-allowed", f"there is no {request.method[:20]} here")
    return shown_problem(request.scope, problem, {"Allow": ", ".join(allowed)})


_NO_METHOD = 405


def _is_at(route: APIRoute, request: Request) -> bool:
    return route.path_regex.match(request.url.path) is not None


_HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    CleanReleaseError: _refused,
    ProblemError: _problem,
    RequestValidationError: _invalid,
    HTTPException: _of_framework,
}
