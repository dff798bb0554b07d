"""PyPI's answer to a token is predicted in its own words, case by case (tests/data/publisher/exchange.json)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.domain.publisher import ISSUER, Publisher, PublishingRegistry
from checker.domain.token_exchange import RegistryState, exchange, normalised, workflow_file

CASES = json.loads((Path(__file__).parents[2] / "data" / "publisher" / "exchange.json").read_bytes())
PUBLISHER = Publisher(
    registry=PublishingRegistry.PYPI,
    project="widget",
    owner="octo",
    repository="widget",
    workflow="release.yml",
    environment="pypi",
    owner_id=7,
)
CLAIMS = {
    "iss": ISSUER,
    "aud": "pypi",
    "sub": "repo:octo/widget:environment:pypi",
    "repository": "octo/widget",
    "repository_owner": "octo",
    "repository_owner_id": "7",
    "job_workflow_ref": "octo/widget/.github/workflows/release.yml@refs/tags/v1.2.3",
    "jti": "token-1",
    "event_name": "push",
    "ref": "refs/tags/v1.2.3",
    "sha": "a" * 40,
    "environment": "pypi",
}


def test_the_table_is_large_and_says_each_thing_once() -> None:
    assert len(CASES) >= 40
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert {case["code"] for case in CASES} >= {"", "invalid-publisher", "invalid-pending-publisher", "invalid-token"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_registry_answers(case: dict[str, Any]) -> None:
    given = {**CLAIMS, **case.get("claims", {})}
    claims = {name: value for name, value in given.items() if value is not None}
    state = RegistryState(
        registry=PublishingRegistry(case.get("registry", "pypi")),
        publishers=[replace(PUBLISHER, **changes) for changes in case.get("publishers", [{}])],
        existing=case.get("existing", ()),
        used_tokens=case.get("used", ()),
    )

    answer = exchange(claims, state)

    assert (answer.code, answer.description) == (case["code"], case["description"])
    assert answer.is_accepted is (case["code"] == "")
    if "project" in case:
        assert answer.publisher is not None
        assert answer.publisher.project == case["project"]


def test_a_workflow_file_is_the_first_that_an_at_sign_follows() -> None:
    assert workflow_file("o/r/.github/workflows/a@b.yml@refs/heads/x.yml") == "a@b.yml"
    assert workflow_file("o/r/.github/workflows/a.txt@main") == ""


def test_names_are_compared_as_indexes_do() -> None:
    assert normalised("My__Pretty.Package-2") == "my-pretty-package-2"


def test_a_registry_is_written_as_people_do() -> None:
    assert [registry.label for registry in PublishingRegistry] == ["PyPI", "TestPyPI", "npm"]
    assert PUBLISHER.slug == "octo/widget"
