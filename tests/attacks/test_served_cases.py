"""Attacks on what a server is asked (A01, A02, A11 to A17): each case as data, none of it leaves a trace.

A case has `requests`, each with a `method`, a `path` exactly as it is sent, a `query`, `headers`, and a body: `body` as
JSON, `text` as it is (half a surrogate pair stands for a byte that is no text), or `repeated`, a text so many times.
`as` is who asks: `all` has every role and is meant where nothing is said, `reader` only reads, `nobody` has no token.
`expect`: the status, the code of the problem, and headers (null: it is not there). `before` is asked first, and
`runs_left` is how many runs somebody may still ask for. Of what is bounded in number there are so many already:
`limits` (`at_once`, requests that may be answered), `streams` of whoever asks, `forms`. `broken` is what goes wrong in
the server at every project, `unasked`: the provider is asked nothing.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.api.guards import Limits
from checker.bootstrap.serving import Serving
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from tests.attacks.run_cases import cases_of
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.compliance_project import compliance  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.served_project import BOT, ServedProject, served  # noqa: F401 - a fixture

NAMED = cases_of("A", how="requests")


@pytest.mark.parametrize(("folder", "name", "fields"), NAMED, ids=[f"{folder}-{name}" for folder, name, _ in NAMED])
def test_a_request_is_answered_as_its_case_says(
    folder: str,
    name: str,
    fields: Mapping[str, Any],
    served: ServedProject,  # noqa: F811 - pytest passes it
) -> None:
    for request in fields.get("before", ()):
        ask(served, request)
    served.callers.runs_left = fields.get("runs_left", served.callers.runs_left)
    before = happened(served)
    served.project.github.forget()
    with ExitStack() as stack:
        busy = as_busy_as(fields, served, stack)
        for request in fields["requests"]:
            assert request["expect"]["status"] < 400 or folder.endswith("__refuse")
            ask(busy, request)

    assert happened(served) == before, name
    if fields.get("unasked"):
        assert served.project.github.seen == []


def as_busy_as(fields: Mapping[str, Any], served: ServedProject, stack: ExitStack) -> ServedProject:  # noqa: F811 - as above
    """The server in the state that a case wants, for as long as the stack is open."""
    app = create_app(served.serving, Limits(**fields.get("limits", {})))
    for _ in range(fields.get("streams", 0)):
        stack.enter_context(app.state.streams.hold((Namespace.REAL, "release-bot")))
    app.state.forms.most -= fields.get("forms", 0)
    if "broken" in fields:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(Serving, "project", _fails_with(fields["broken"]))
    return replace(served, client=TestClient(app, raise_server_exceptions=False))


def _fails_with(text: str) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise RuntimeError(text)

    return fail


def ask(served: ServedProject, request: Mapping[str, Any]) -> None:  # noqa: F811 - as above
    """Send a request, and hold its answer to what is expected."""
    expected = request["expect"]
    status, headers, body = served.sent(
        request["path"],
        method=request["method"],
        query=request.get("query", ""),
        headers={**who(served, request), "Content-Type": "application/json", **request.get("headers", {})},
        body=body_of(request),
    )
    assert status == expected["status"], (request, body)
    for name, value in expected.get("headers", {}).items():
        assert headers.get(name) == value, (request, name)
    if "code" in expected:
        problem = json.loads(body)
        assert (problem["code"], problem["status"]) == (expected["code"], status), (request, problem)
        assert headers["content-type"] == "application/problem+json"
        shown = body.decode()
        for private in ("Traceback", ".py", "sqlite", "/srv/secret", "no such table", str(served.project.tree)):
            assert private not in shown, (request, private)


def who(served: ServedProject, request: Mapping[str, Any]) -> dict[str, str]:  # noqa: F811 - as above
    """The headers that say who asks."""
    asked_as = request.get("as", "all")
    if asked_as == "reader":
        return served.callers.knows("reader", Role.READER)
    return {} if asked_as == "nobody" else BOT


def body_of(request: Mapping[str, Any]) -> bytes:
    """The bytes of a body."""
    if "repeated" in request:
        text, times = request["repeated"]
        return str(text).encode() * int(times)
    if "text" in request:
        return str(request["text"]).encode(errors="surrogateescape")
    return json.dumps(request["body"]).encode() if "body" in request else b""


def happened(served: ServedProject) -> bytes:  # noqa: F811 - as above
    """Everything that the trail has."""
    return served.sent("/api/clean-release/trail", query="limit=200")[2]
