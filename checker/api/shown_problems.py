"""Refusals as they are shown: a page to whoever reads pages, and a problem document to everybody else."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from checker.api.problems import Problem, problem_response
from checker.output.html.dashboard import render_problem

SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Authorization, Cookie",
}
"""What a page is sent with beside what every answer has: nothing but this server's own files, and kept by nobody."""
_PROGRAMS = "/api/"
"""Below it nobody reads pages, whatever they accept: some libraries for programs say `text/html` by themselves."""


def page_response(text: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A page."""
    return Response(
        text, status_code=status, media_type="text/html; charset=utf-8", headers={**SECURITY, **(headers or {})}
    )


def reads_pages(scope: Scope) -> bool:
    """Whether it is a browser that asks, for something that may be a page."""
    return "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith(_PROGRAMS)


def shown_problem(scope: Scope, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The refusal of a request."""
    if not reads_pages(scope):
        return problem_response(problem, headers)
    text = render_problem(title=problem.title, code=problem.code, hint=problem.hint)
    return page_response(text, status=problem.status, headers=headers)
