"""What surrounds a repository's settings: Actions in detail, what its organization lays down."""

from typing import Any

import pytest

from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import BASE, Collecting, observed

ORGANIZATION = "orgs/octo"


def test_a_private_repository_is_asked_about_forks_and_outside_access_and_a_public_one_about_contributors(
    collect: Collecting, github: GitHubSimulator
) -> None:
    def parts() -> dict[str, str]:
        value = collect()["sections"]["ci_access"]["value"]
        return {name: seen["status"] for name, seen in value.items()}

    asked = {"selected_actions": "collected", "fork_approval": "collected"}
    other = {"fork_workflows": "not_requested", "outside_access": "not_requested"}
    assert parts() == {**asked, **other}
    root = github.answers[BASE]
    github.put(BASE, {**root.body, "private": True, "visibility": "private"})
    assert parts() == {
        "selected_actions": "collected",
        "fork_approval": "not_requested",
        "fork_workflows": "collected",
        "outside_access": "collected",
    }


@pytest.mark.parametrize("place", ["actions/permissions", f"//{ORGANIZATION}/actions/permissions"])
def test_where_actions_are_not_chosen_the_choice_does_not_apply(
    collect: Collecting, github: GitHubSimulator, place: str
) -> None:
    is_own = not place.startswith("//")
    path = f"{BASE}/{place}" if is_own else place.removeprefix("//")
    github.put(path, {**github.answers[path].body, "allowed_actions": "all"})
    conflict = Made(status=409, body={"message": "Conflict"})
    github.put(f"{path}/selected-actions", conflict)
    document = collect(expect=0)
    section = "ci_access" if is_own else "organization_settings"
    assert observed(document, f"{section}.selected_actions")["value"]["applies"] is False


def test_a_repository_without_a_security_configuration_says_so(collect: Collecting, github: GitHubSimulator) -> None:
    github.put(f"{BASE}/code-security-configuration", Made(status=204))
    assert collect()["sections"]["code_security"]["value"]["attached"] is False


def test_alerts_that_are_listed_are_on_and_are_asked_for_only_where_the_list_was_not_given(
    collect: Collecting, github: GitHubSimulator
) -> None:
    asked = f"{BASE}/vulnerability-alerts"
    assert observed(collect(), "security_features.vulnerability_alerts")["value"] is True
    assert asked not in [seen.path for seen in github.seen]
    github.put(f"{BASE}/dependabot/alerts", made.DENIED)
    assert observed(collect(), "security_features.vulnerability_alerts")["value"] is True
    assert asked in [seen.path for seen in github.seen]


PARTS: dict[str, tuple[str, str]] = {
    "actions": ("actions/permissions", "Organization administration: read, by an owner"),
    "token": ("actions/permissions/workflow", "Organization administration: read, by an owner"),
    "claim_keys": ("actions/oidc/customization/sub", "Organization administration: read, by an owner"),
    "runner_groups": ("actions/runner-groups", "Organization self-hosted runners: read"),
    "secrets": ("actions/secrets", "Organization secrets: read"),
    "rulesets": ("rulesets", "Organization administration: write"),
    "webhooks": ("hooks", "Organization webhooks: read"),
    "immutable_releases": ("settings/immutable-releases", "Organization administration: read, by an owner"),
}


@pytest.mark.parametrize("part", PARTS)
def test_each_setting_of_the_organization_is_refused_by_itself_and_names_its_permission(
    collect: Collecting, github: GitHubSimulator, part: str
) -> None:
    path, needs = PARTS[part]
    for answer, status in ((made.FORBIDDEN_APP, "denied"), (made.MISSING, "not_found")):
        github.put(f"{ORGANIZATION}/{path}", answer)
        value: dict[str, Any] = collect()["sections"]["organization_settings"]["value"]
        assert (value[part]["status"], value[part]["detail"]["needs"]) == (status, needs)
        assert {seen["status"] for name, seen in value.items() if name != part} == {"collected"}


def test_a_person_has_no_organization_to_ask(collect: Collecting, github: GitHubSimulator) -> None:
    root = github.answers[BASE].body
    github.put(BASE, {**root, "owner": {**root["owner"], "type": "User"}})
    assert "organization_settings" not in collect()["sections"]
    assert [seen for seen in github.seen if seen.path.startswith("orgs/")] == []
