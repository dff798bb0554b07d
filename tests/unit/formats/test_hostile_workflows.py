"""Workflow files that try to look safer than they are: each is refused with its line, or read as the worst it is."""

from pathlib import Path
from typing import Any

import pytest

from checker.domain.publish_route import publish_routes
from checker.errors import InputRefusedError
from checker.formats.workflow import read_workflow
from checker.formats.workflow_section import route_facts, workflow_facts

FOLDER = Path(__file__).parents[2] / "data" / "workflows" / "hostile"
REFUSED = {
    "alias-bomb": "more than 100000 values",
    "duplicate-permissions": "permissions",
    "empty-permissions": "permissions is empty",
    "merge-key": "merge",
    "on-is-true": "the key true is not a string",
    "on-list": "expected a text",
    "on-null": "the field on is missing",
    "tag": "tag",
    "unknown-need": "needs one that is not there",
    "unparsable": "",
}


def read(name: str) -> Any:  # noqa: ANN401 - a document
    """The facts of a file, and the ways to its jobs by the last one's name."""
    workflow = read_workflow((FOLDER / f"{name}.yml").read_bytes(), path=f".github/workflows/{name}.yml")
    routes: Any = route_facts(publish_routes([workflow]))
    return workflow_facts(workflow), {route["job"]: route for route in routes}


def test_every_file_is_tried() -> None:
    tried = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}

    assert {path.stem for path in FOLDER.glob("*.yml")} == REFUSED.keys() | READ
    assert {name.replace("-", "_") for name in READ} <= tried


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_the_provider_would_not_run_is_refused_with_its_line(name: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        read(name)

    assert refusal.value.where
    assert refusal.value.where.line
    assert REFUSED[name] in refusal.value.message


def test_expression_environment() -> None:
    _, routes = read("expression-environment")

    way = routes["publish"]
    assert (way["environment"]["kind"], way["id_token"]) == ("expression", "write")


def test_expression_permissions() -> None:
    facts, routes = read("expression-permissions")

    assert facts["permissions"]["otherwise"] == "unknown"
    assert (routes["publish"]["id_token"], routes["publish"]["uploads"]) == ("unknown", True)
    assert facts["jobs"][0]["runner"]["kind"] == "unknown"
    assert facts["jobs"][0]["uses"][0]["pin"] == "unknown"


def test_expression_scope() -> None:
    _, routes = read("expression-scope")

    assert (routes["publish"]["id_token"], routes["publish"]["permissions"]["source"]) == ("unknown", "job")


def test_always_around_needs() -> None:
    _, routes = read("always-around-needs")

    verified = {name: route["verified_by"] for name, route in routes.items()}
    assert verified["publish"] == ["build"]
    assert verified["forced"] == verified["braced"] == verified["shouted"] == []
    assert verified["quoted"] == ["test"]


def test_may_fail() -> None:
    _, routes = read("may-fail")

    assert routes["publish"]["verified_by"] == []


def test_anchors() -> None:
    facts, routes = read("anchors")

    assert {job["id"]: job["runner"]["kind"] for job in facts["jobs"]} == {
        "build": "hosted",
        "publish": "self-hosted",
        "copy": "hosted",
    }
    assert {(route["id_token"], route["uploads"]) for route in routes.values()} == {("write", True)}
    assert {route["environment"]["name"] for route in routes.values()} == {"pypi"}


def test_on_both() -> None:
    _, routes = read("on-both")

    assert [trigger["only_tags"] for trigger in routes["publish"]["triggers"]] == [False, False, False]
    assert [trigger["is_call"] for trigger in routes["publish"]["triggers"]] == [False, False, True]
    assert routes["publish"]["ref_prefixes"] == []


def test_all_secrets() -> None:
    _, routes = read("all-secrets")

    assert [route["secrets"]["all"] for route in routes.values()] == [True, True]


def test_reusable() -> None:
    _, routes = read("reusable")

    assert routes.keys() == {"publish", "test"}
    way = routes["publish"]
    assert (way["is_remote"], way["secrets"]["inherited"], way["id_token"]) == (True, True, "write")
    assert way["verified_by"] == ["test"]


def test_late_condition() -> None:
    _, routes = read("late-condition")

    assert [route["ref_prefixes"] for route in routes.values()] == [[], []]


READ = {
    "all-secrets",
    "always-around-needs",
    "anchors",
    "expression-environment",
    "expression-permissions",
    "expression-scope",
    "late-condition",
    "may-fail",
    "on-both",
    "reusable",
}
