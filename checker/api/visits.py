"""Visits: a browser that asks for a page, who it is for, and what every page is sent with."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from checker.api.deps import Call, ProjectName, proven, refuse_strays, serving_of
from checker.api.problems import ProblemError, refused, server_error
from checker.api.sessions import Sessions
from checker.api.shown_problems import SECURITY, reads_pages, shown_problem
from checker.bootstrap.surveying import Surveying
from checker.domain.principal import Principal
from checker.errors import CleanReleaseError, UnauthenticatedError

COOKIE = "clean-release-session"
LOGIN = "/login"
SESSION = "session"
"""Where the cookie is left that a request was proven by, for what goes on after it was answered."""


def sessions_of(request: Request) -> Sessions:
    """The sessions of the server that a request came to."""
    sessions: Sessions = request.app.state.sessions
    return sessions


def cookie_name(request: Request) -> str:
    """What the cookie is called: over TLS as one that no other host, and no plain address, can set."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def refuse_other_origin(request: Request) -> None:
    """Make sure that a form of ours was sent, as far as the browser says from where.

    NOTE: where no referrer is sent, `Origin` of our own form is `null`; browsers that do so say `Sec-Fetch-Site`.

    Raises:
        ProblemError: it was another page's.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    is_ours = not origin or origin.partition("://")[2] == request.headers.get("host", "")
    if not (is_ours if site is None else site in {"same-origin", "none"}):
        raise server_error("invalid-request", "the form was not sent from a page of this server", where="Origin")


class PageRoute(APIRoute):
    """A route of pages: what it refuses is a page for a browser, and a problem document for everybody else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with its refusals shown."""
        handler = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return await handler(request)
            except UnauthenticatedError:
                if not reads_pages(request.scope):
                    raise
                return RedirectResponse(LOGIN, status_code=303, headers=SECURITY)
            except CleanReleaseError as error:
                if not reads_pages(request.scope):
                    raise
                return shown_problem(request.scope, refused(error))
            except ProblemError as error:
                if not reads_pages(request.scope):
                    raise
                return shown_problem(request.scope, error.problem)

        return shown


async def visiting(request: Request) -> Principal:
    """Who asks for a page: whoever the header proves, or else the session of the browser.

    Raises:
        UnauthenticatedError: neither does, or the token of the session counts no more.
        ForbiddenError: it needs another role.
    """
    if "authorization" not in request.headers:
        cookie = request.cookies.get(cookie_name(request), "")
        authorization = sessions_of(request).authorization(cookie)
        if not authorization:
            raise UnauthenticatedError("no session proves who asks")
        request.scope.setdefault("state", {})[SESSION] = cookie
        # NOTE: whatever looks at this request later finds the token where every other call has it.
        request.scope["headers"] = [*request.scope["headers"], (b"authorization", authorization.encode())]
        request = Request(request.scope, request.receive)
    return await proven(request)


Visitor = Annotated[Principal, Depends(visiting)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visitor in one of their projects; `request` bears the token, wherever it came from."""

    request: Request
    call: Call
    surveying: Surveying


async def visited(request: Request, principal: Visitor, project: ProjectName = "") -> Visit:
    """The visit, bound to its project; raises as `visiting`, and NotFoundError for a project that is not theirs."""
    refuse_strays(request)
    serving = serving_of(request)
    hosted = await run_in_threadpool(serving.project, principal, project)
    request.state.hosted = hosted
    call = Call(principal=principal, hosted=hosted, serving=serving)
    return Visit(request=Request(request.scope, request.receive), call=call, surveying=Surveying(hosted=hosted))


Visited = Annotated[Visit, Depends(visited)]
