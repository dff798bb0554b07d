"""Attacks on every operation of a server (A08, A13): whose it is, and which role it takes.

A case asks each of its `operations` (by the id in the OpenAPI, or of a page) once, with `names` in the address and
`bodies` by operation; `{report}` is a report that there is. `roles` are those of whoever asks (`all`: each of them;
left out: there is no token), in `projects` (the one that there is, if nothing is said), with a `query`; `named` stands
for every operation that has a name in its address.
`expect`: status and code of every answer, whether all are the `same`, or which codes are `never` given.

A new operation is in no case of A13, which fails the test until somebody says whose it is.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from checker.api.app import bare_app, operations_of
from checker.domain.principal import Role
from tests.attacks.run_cases import cases_of
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.compliance_project import BY, compliance  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.served_project import ServedProject, served  # noqa: F401 - a fixture

HOW = "every-route"
CASES = cases_of("A", how=HOW)
ROUTES = {str(route.operation_id): (min(route.methods or ()), route.path_format) for route in operations_of(bare_app())}
NAMED = [operation for operation, (_, path) in ROUTES.items() if "{" in path]
OPEN_OR_LISTING = {"page_file", "show_check", "change_check"}


@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}-{name}" for folder, name, _ in CASES])
def test_every_operation_answers_as_the_case_says(
    folder: str,
    name: str,
    fields: Mapping[str, Any],
    served: ServedProject,  # noqa: F811 - pytest passes it
) -> None:
    served.project.to_manifest()
    served.project.json("compliance", "run", *BY)
    report = served.client.get("/api/clean-release/reports").json()["reports"][0]["digest"]
    expect = fields["expect"]
    operations = [one for one in NAMED if one not in OPEN_OR_LISTING] if fields.get("named") else fields["operations"]
    assert operations
    answers = {one: asked(served, one, fields, report=report) for one in operations}

    for operation, (status, code, _) in answers.items():
        assert code not in expect.get("never", ()), (folder, name, operation)
        assert status == expect.get("status", status), (folder, name, operation)
        assert code == expect.get("code", code), (folder, name, operation)
    if expect.get("same"):
        assert len({text for _, _, text in answers.values()}) == 1, name


def asked(served: ServedProject, operation: str, fields: Mapping[str, Any], *, report: str) -> tuple[int, str, str]:  # noqa: F811 - as above
    """Status and code of the answer to one operation, and its text."""
    method, path = ROUTES[operation]
    names = {name: value.replace("{report}", report) for name, value in fields["names"].items()}
    answer = served.client.request(
        method,
        path.format(**names),
        params=fields.get("query", {}),
        json=fields["bodies"].get(operation),
        headers=who(served, fields),
        follow_redirects=False,
    )
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    return answer.status_code, json.loads(answer.text)["code"] if is_problem else "", answer.text


def who(served: ServedProject, fields: Mapping[str, Any]) -> dict[str, str]:  # noqa: F811 - as above
    """The headers of whoever asks."""
    if "roles" not in fields:
        return {"Authorization": ""}
    roles = tuple(Role) if fields["roles"] == ["all"] else tuple(map(Role, fields["roles"]))
    return served.callers.knows("somebody", *roles, projects=tuple(fields.get("projects", ("widget",))))


def test_every_role_and_every_operation_are_in_one_case() -> None:
    """Whoever adds an operation says here what nobody, and each role, gets there."""
    told = Counter(
        (operation, fields["name"])
        for folder, _, fields in CASES
        if folder.startswith("A13")
        for operation in fields["operations"]
    )
    assert told == dict.fromkeys(expected(), 1)


def expected() -> set[tuple[str, str]]:
    """Every operation with nobody; and with every role, unless it is answered to everybody."""
    opened = {
        one
        for folder, _, fields in CASES
        if (folder, fields["name"]) == ("A13__pass", "nobody")
        for one in fields["operations"]
    }
    with_role = {(operation, str(role)) for operation in ROUTES if operation not in opened for role in Role}
    return {(operation, "nobody") for operation in ROUTES} | with_role


def test_another_project_is_asked_for_at_every_operation_that_has_one() -> None:
    of_one = {one for folder, _, fields in CASES if folder == "A13__refuse" for one in fields["operations"]}
    for folder, name, fields in CASES:
        if folder == "A08__refuse" and not fields.get("named"):
            assert {*fields["operations"], "projects_page"} == of_one, name
