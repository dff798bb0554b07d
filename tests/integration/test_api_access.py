"""Who may call what: role by role and route by route, and another project's names on every route (A08, A13)."""

from typing import TYPE_CHECKING, Any

import pytest
from fastapi import APIRouter

from checker.api import access
from checker.api.app import bare_app, operations_of
from checker.api.routes import ROUTERS
from checker.domain.principal import Role
from tests.integration.compliance_project import NAME
from tests.integration.served_project import ServedProject

if TYPE_CHECKING:
    from httpx2 import Response

DIGEST = "sha256:" + "0" * 64
NAMES = {
    "candidate_id": NAME,
    "manifest_id": "man-001",
    "run_id": "run-001",
    "report_id": "rpt-001",
    "permit": DIGEST,
    "digest": DIGEST,
    "rest": "old",
    "name": DIGEST,
}
BODIES: dict[str, Any] = {
    "register_candidate": {"candidate_id": NAME, "version": "1.2.0", "source_snapshot": "v1.2.0-rc1"},
    "import_artifacts": {},
    "approve_candidate": {"report_id": "rpt-001"},
    "reject_candidate": {"reason": "it is wrong"},
    "publish_candidate": {"report_id": "rpt-001", "channel": "prod"},
}
ROUTES = [
    (method, route.path_format, str(route.operation_id))
    for route in operations_of(bare_app())
    for method in sorted(route.methods or ())
]
OF_NO_PROJECT = "projects_page"
DOCUMENTED = {str(route.operation_id) for route in operations_of(bare_app()) if route.include_in_schema}
CLOSED = [route for route in ROUTES if access.NEEDED[route[2]] is not None]
OPEN = [route for route in ROUTES if access.NEEDED[route[2]] is None and route[2] in DOCUMENTED]


def asked(served: ServedProject, route: tuple[str, str, str], who: dict[str, str], **query: str) -> "Response":
    method, path, operation = route
    body = BODIES.get(operation)
    return served.client.request(method, path.format(**NAMES), params=query, json=body, headers=who)


def test_every_route_that_is_not_open_is_refused_without_a_token(served: ServedProject) -> None:
    for route in CLOSED:
        answer = asked(served, route, {"Authorization": ""})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), route


@pytest.mark.parametrize("role", Role)
def test_every_role_may_call_exactly_the_routes_that_need_it_and_read(served: ServedProject, role: Role) -> None:
    who = served.callers.knows(f"somebody-{role}", role)

    for route in CLOSED:
        needed = access.NEEDED[route[2]]
        answer = asked(served, route, who)
        is_theirs = needed in {role, Role.READER}
        assert (answer.status_code == 403 and answer.json()["code"] == "forbidden") is not is_theirs, (route, role)
        assert answer.status_code != 401, route


def test_on_every_route_another_project_is_one_that_is_not_there(served: ServedProject) -> None:
    who = served.callers.knows("stranger", *Role, projects=("another",))
    bodies = {
        asked(served, route, headers, project=project).text
        for route in CLOSED
        if route[2] != OF_NO_PROJECT
        for headers, project in ((who, "widget"), (who, "another"), (who, ""), (who, "unknown"))
    }

    (one,) = bodies
    assert '"status": 404' in one


def test_on_every_route_with_a_name_an_unknown_one_is_answered_as_another_projects(served: ServedProject) -> None:
    missing = asked(served, CLOSED[0], served.callers.knows("lost", *Role, projects=("another",))).text
    named = [route for route in CLOSED if "{" in route[1]]

    assert len(named) > 10
    for route in named:
        assert asked(served, route, {}).text == missing, route


def test_what_is_open_names_nothing_of_a_project(served: ServedProject) -> None:
    for route in OPEN:
        answer = asked(served, route, {"Authorization": ""})
        assert answer.status_code in {200, 410}, route
        assert "widget" not in answer.text


def test_a_route_that_the_table_does_not_name_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    stray = APIRouter()
    stray.get("/stray", operation_id="stray")(lambda: None)
    monkeypatch.setattr("checker.api.app.ROUTERS", (*ROUTERS, stray))

    with pytest.raises(RuntimeError, match="differ in: stray"):
        bare_app()


def test_a_route_without_a_name_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    stray = APIRouter()
    stray.get("/stray")(lambda: None)
    monkeypatch.setattr("checker.api.app.ROUTERS", (*ROUTERS, stray))

    with pytest.raises(RuntimeError, match="no named operation"):
        bare_app()


def test_a_line_of_the_table_without_a_route_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.api.app.ROUTERS", ROUTERS[1:])

    with pytest.raises(RuntimeError, match="differ in: live, ready"):
        bare_app()


def test_a_token_that_is_sent_twice_proves_nobody(served: ServedProject) -> None:
    headers = [("Authorization", "Bearer release-bot"), ("Authorization", "Bearer release-bot")]
    client = served.client
    client.headers.pop("Authorization")

    assert client.get("/api/clean-release/candidates", headers=headers).status_code == 401


def test_whoever_has_several_projects_names_one(served: ServedProject) -> None:
    who = served.callers.knows("busy", Role.READER, projects=("another", "widget"))

    assert asked(served, ("GET", "/api/clean-release/candidates", "list_candidates"), who).status_code == 422
    named = asked(served, ("GET", "/api/clean-release/candidates", "list_candidates"), who, project="widget")
    assert named.status_code == 200
