"""Pages for browsers, made here and only read: projects, one project, a run as it gets on, a report, what drifted."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from checker.api.deps import refuse_strays, serving_of
from checker.api.forms import Forms
from checker.api.problems import absent
from checker.api.routes.addresses import DigestID, RunID
from checker.api.routes.progress import LastEventID, follow_run
from checker.api.sessions import SECONDS
from checker.api.shown_problems import SECURITY, page_response
from checker.api.visits import (
    LOGIN,
    PageRoute,
    Visited,
    Visitor,
    cookie_name,
    refuse_other_origin,
    sessions_of,
)
from checker.bootstrap.surveying import Surveying
from checker.domain.identity import Method
from checker.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from checker.output.html.dashboard import (
    render_drift,
    render_login,
    render_project,
    render_projects,
    render_run,
    render_stored_report,
)
from checker.output.html.pages import static_file

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

FileName = Annotated[str, Path(pattern=r"^[a-z-]{1,40}\.(css|js|svg)$")]


@router.get("/static/{name}", operation_id="page_file")
def page_file(request: Request, name: FileName) -> Response:
    """The style, the script and the mark of every page; nothing in them is anybody's."""
    refuse_strays(request)
    text = static_file(name)
    if text is None:
        raise absent()
    headers = {"Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding"}
    return Response(text, media_type=_MEDIA_TYPES[name.rpartition(".")[2]], headers=headers)


@router.get(LOGIN, operation_id="login_page")
def login_page(request: Request) -> Response:
    """Where a token is pasted."""
    refuse_strays(request)
    return page_response(render_login(refusal=""))


@router.post(LOGIN, operation_id="login")
async def login(request: Request) -> Response:
    """Begin a session with a token that counts."""
    refuse_strays(request)
    refuse_other_origin(request)
    token = await _token_of(request)
    if not token:  # nothing was tried
        return page_response(render_login(refusal="This token does not count here."), status=401)
    authorization = f"Bearer {token}"
    address = request.client.host if request.client else ""
    try:
        principal = await run_in_threadpool(serving_of(request).callers.prove, authorization, address=address)
    except (UnauthenticatedError, ForbiddenError):
        return page_response(render_login(refusal="This token does not count here."), status=401)
    if principal.method is not Method.TOKEN:
        return page_response(render_login(refusal="The token of a job begins no session."), status=401)
    answer = RedirectResponse("/", status_code=303, headers=SECURITY)
    answer.set_cookie(
        cookie_name(request),
        sessions_of(request).begin(authorization, whose=(principal.namespace, principal.label)),
        max_age=SECONDS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


@router.post("/logout", operation_id="logout")
def logout(request: Request) -> Response:
    """End the session; whoever has none is where they wanted to be."""
    refuse_strays(request)
    refuse_other_origin(request)
    name = cookie_name(request)
    sessions_of(request).end(request.cookies.get(name, ""))
    answer = RedirectResponse(LOGIN, status_code=303, headers=SECURITY)
    is_safe = request.url.scheme == "https"
    answer.delete_cookie(name, path="/", secure=is_safe, httponly=True, samesite="strict")
    return answer


@router.get("/", operation_id="projects_page")
async def projects_page(request: Request, principal: Visitor) -> Response:
    """The projects of whoever asks."""
    refuse_strays(request)
    serving = serving_of(request)
    names = [name for name in principal.projects if name in serving.folders]

    def render() -> str:
        found = [Surveying(hosted=serving.project(principal, name)).overview() for name in names]
        return render_projects(found, principal=principal)

    return page_response(await run_in_threadpool(render))


@router.get("/project", operation_id="project_page")
def project_page(visit: Visited) -> Response:
    """One project: candidates, verdicts, violations, waivers."""
    return page_response(render_project(visit.surveying.survey(), principal=visit.call.principal))


@router.get("/drift", operation_id="drift_page")
def drift_page(visit: Visited) -> Response:
    """What changed in the settings between the last two audits."""
    return page_response(render_drift(visit.surveying.survey(), principal=visit.call.principal))


@router.get("/reports/{digest}", operation_id="report_page")
def report_page(visit: Visited, digest: DigestID) -> Response:
    """One report."""
    try:
        report, closure = visit.surveying.report(digest)
    except NotFoundError:
        raise absent() from None
    shown = render_stored_report(report, closure, project=visit.call.hosted.name, principal=visit.call.principal)
    return page_response(shown)


@router.get("/runs/{run_id}", operation_id="run_page")
def run_page(visit: Visited, run_id: RunID) -> Response:
    """A run as it stands; the page follows it while it goes on."""
    try:
        shown = visit.surveying.run(run_id)
    except NotFoundError:
        raise absent() from None
    return page_response(render_run(shown, project=visit.call.hosted.name, principal=visit.call.principal))


@router.get("/runs/{run_id}/events", operation_id="run_page_events")
async def run_page_events(visit: Visited, run_id: RunID, last_event_id: LastEventID = "") -> Response:
    """The steps of a run, for a browser: the same stream, proven by its session."""
    return await follow_run(visit.request, visit.call, run_id, last_event_id)


async def _token_of(request: Request) -> str:
    """The token in the form.

    Raises:
        ProblemError: it is no such form, or it was not sent as one is.
    """
    forms: Forms = request.app.state.forms
    body = await forms.read(request)
    values = [value for name, value in parse_qsl(body.decode("ascii", "replace")) if name == "token"]
    token = values[0].strip() if len(values) == 1 else ""
    return token if token.isascii() and token.isprintable() and " " not in token else ""
