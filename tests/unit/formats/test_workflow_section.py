"""The section holds what files say and what leads to each job, and nothing that could be a secret."""

from pathlib import Path
from typing import Any

from checker.domain.publish_route import publish_routes
from checker.domain.workflow import Workflow
from checker.formats.canonical import canonical_bytes
from checker.formats.workflow import read_workflow
from checker.formats.workflow_section import route_facts, workflow_facts

GOOD = Path(__file__).parents[2] / "data" / "workflows" / "good" / "release.yml"
FOLDER = ".github/workflows"


def workflow(name: str, text: str) -> Workflow:
    return read_workflow(text.encode(), path=f"{FOLDER}/{name}.yml")


def routes(*workflows: Workflow) -> dict[str, Any]:
    return {str(route["id"]): route for route in route_facts(publish_routes(workflows)) if isinstance(route, dict)}


def test_a_release_workflow_as_facts() -> None:
    facts: Any = workflow_facts(read_workflow(GOOD.read_bytes(), path=f"{FOLDER}/release.yml"))

    assert facts["triggers"][0] == {"event": "push", "line": 3, "is_call": False, "only_tags": True, "tags": ["v*"]}
    assert facts["triggers"][1]["only_tags"] is False
    assert (facts["has_concurrency"], facts["permissions"]["source"]) == (True, "workflow")
    build, test, publish = facts["jobs"]
    assert build["environment"] == {"kind": "none", "name": "", "line": 0}
    assert test["runner"] == {"kind": "self-hosted", "labels": ["linux", "self-hosted"]}
    assert publish["permissions"]["scopes"] == [{"scope": "id-token", "access": "write"}]
    assert publish["secrets"] == {"names": ["TOP", "X_Y"], "all": True, "inherited": False}
    assert [one["pin"] for one in build["uses"]] == ["commit", "moving"]


def test_a_push_of_branches_beside_tags_is_not_only_tags() -> None:
    for filters in (
        "tags: [v*], branches: [main]",
        "tags: [v*], tags-ignore: [x]",
        "branches-ignore: [x]",
        "paths: [x]",
    ):
        facts: Any = workflow_facts(
            workflow("x", f"on: {{push: {{{filters}}}}}\njobs: {{a: {{runs-on: ubuntu-latest, steps: []}}}}\n")
        )
        assert facts["triggers"][0]["only_tags"] is False


def test_what_commands_and_inputs_hold_stays_out() -> None:
    text = (
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env: {KEY: hunter2}\n"
        "    steps: [{run: curl hunter2, env: {A: hunter2}}, {uses: a/b@v1, with: {c: hunter2}}]\n"
    )
    read = workflow("x", text)

    assert b"hunter2" not in canonical_bytes(workflow_facts(read))
    assert b"hunter2" not in canonical_bytes(route_facts(publish_routes([read])))


def test_a_way_through_a_called_workflow_holds_what_all_jobs_on_it_say() -> None:
    caller = workflow(
        "release",
        "on: {push: {tags: ['v*']}}\npermissions: {id-token: write}\nconcurrency: one\njobs:\n"
        "  test: {runs-on: ubuntu-latest, steps: []}\n"
        "  go:\n    needs: test\n    if: startsWith(github.ref, 'refs/tags/v')\n    uses: ./.github/workflows/up.yml\n",
    )
    called = workflow(
        "up",
        "on: workflow_call\npermissions: {id-token: write, contents: write}\njobs:\n"
        "  build: {runs-on: ubuntu-latest, steps: [{run: make}]}\n"
        "  up: {needs: build, runs-on: ubuntu-latest, environment: pypi, steps: [{run: uv publish},"
        " {run: uv publish}]}\n",
    )

    found = routes(caller, called)

    assert sorted(found) == ["release.yml: go > up.yml: build", "release.yml: go > up.yml: up", "release.yml: test"]
    up = found["release.yml: go > up.yml: up"]
    assert (up["entry"], up["file"], up["job"]) == (f"{FOLDER}/release.yml", f"{FOLDER}/up.yml", "up")
    assert (up["verified_by"], up["ref_prefixes"]) == (["build", "test"], ["refs/tags/v"])
    assert (up["uploads"], up["id_token"], up["has_concurrency"]) == (True, "write", True)
    assert up["environment"]["name"] == "pypi"
    assert {one["scope"]: one["access"] for one in up["permissions"]["scopes"]} == {
        "id-token": "write",
        "contents": "none",
    }
    assert found["release.yml: go > up.yml: build"]["project_code"] == [{"kind": "commands", "line": 4}]


def test_a_call_of_another_repository_is_a_way_that_ends_there() -> None:
    text = "on: push\njobs: {go: {uses: octo/shared/.github/workflows/x.yml@v1, secrets: inherit}}\n"

    (way,) = routes(workflow("x", text)).values()

    assert (way["is_remote"], way["uploads"], way["secrets"]["inherited"]) == (True, False, True)


def test_an_environment_that_an_expression_decides_is_not_named() -> None:
    text = "on: push\njobs: {a: {runs-on: x, environment: '${{ inputs.e }}', steps: []}}\n"

    (way,) = routes(workflow("x", text)).values()

    assert way["environment"] == {"kind": "expression", "name": "${{ inputs.e }}", "line": 2}
