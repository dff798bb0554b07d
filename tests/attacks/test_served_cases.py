"""Attacks on what a server is asked (A01, A02, A11, A12, A14, A16, A17): each case as data, none of it leaves a trace.

A case has `requests`, each with a `method`, a `path` exactly as it is sent, a `query`, `headers`, and a body: `body` as
JSON, `text` as it is (half a surrogate pair stands for a byte that is no text), or `repeated`, a text so many times.
`as` is who asks: `all` has every role and is meant where nothing is said, `reader` only reads, `nobody` has no token.
`expect`: the status, the code of the problem, and headers (null: it is not there). `before` is asked first, and
`runs_left` is how many runs somebody may still ask for.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

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
    assert folder.endswith("__refuse")
    for request in fields.get("before", ()):
        ask(served, request)
    served.callers.runs_left = fields.get("runs_left", served.callers.runs_left)
    before = happened(served)
    for request in fields["requests"]:
        ask(served, request)

    assert happened(served) == before, name


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
        for private in ("Traceback", ".py", "sqlite", str(served.project.tree)):
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
