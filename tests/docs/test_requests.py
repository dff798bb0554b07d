"""The page of requests holds every endpoint with a setting: asked, understood, or left alone for a reason."""

import pytest

from checker.formats.github.repository_query import PARTS
from checker.formats.github.routes import ORGANIZATION_ROUTES, ROUTES, address_of_request
from tools.request_reference import NOT_ASKED, PAGE, asked_by, page

ENDPOINTS = (
    "branches",
    "branches/{branch}/protection",
    "rules/branches/{branch}",
    "rulesets",
    "rulesets/{ruleset}",
    "rulesets/rule-suites",
    "environments",
    "environments/{environment}/deployment-branch-policies",
    "environments/{environment}/deployment_protection_rules",
    "environments/{environment}/secrets",
    "environments/{environment}/variables",
    "actions/permissions",
    "actions/permissions/selected-actions",
    "actions/permissions/workflow",
    "actions/permissions/fork-pr-contributor-approval",
    "actions/permissions/fork-pr-workflows-private-repos",
    "actions/permissions/access",
    "actions/oidc/customization/sub",
    "actions/policies",
    "actions/secrets",
    "actions/organization-secrets",
    "dependabot/secrets",
    "agents/secrets",
    "agents/variables",
    "actions/variables",
    "actions/organization-variables",
    "keys",
    "hooks",
    "collaborators",
    "teams",
    "tags",
    "releases",
    "immutable-releases",
    "attestations/{digest}",
    "vulnerability-alerts",
    "automated-security-fixes",
    "code-scanning/default-setup",
    "code-security-configuration",
    "private-vulnerability-reporting",
    "codeowners/errors",
    "properties/values",
    "contents/{path}",
    "actions/workflows",
    "actions/workflows/{workflow}/runs",
    "actions/artifacts",
    "commits/{ref}/pulls",
    "pulls/{number}/reviews",
    "security-advisories",
)
"""Every endpoint below a repository that has a release setting to tell, by the provider's reference."""


TOLD_BY_THE_QUERY = {"tags", "codeowners/errors"}
"""Endpoints that are understood in captures, and take no request where one question tells them all."""


def test_every_endpoint_with_a_setting_is_asked_told_by_the_query_or_left_alone_for_a_reason() -> None:
    asked = {route.name for route in asked_by()["all"]}
    left = {name for name in ENDPOINTS if name not in asked | TOLD_BY_THE_QUERY}
    assert left == NOT_ASKED.keys() & set(ENDPOINTS)
    assert {route.section for _, route in ROUTES if route.name in TOLD_BY_THE_QUERY} <= {part.section for part in PARTS}


@pytest.mark.parametrize("path", NOT_ASKED)
def test_what_is_left_alone_is_understood_nowhere(path: str) -> None:
    assert address_of_request(f"repos/o/r/{path.replace('{', '').replace('}', '')}").route is None


def test_the_profile_all_asks_more_than_the_others() -> None:
    asked = {profile: set(routes) for profile, routes in asked_by().items()}
    assert asked["rules"] < asked["all"]
    assert asked["full"] < asked["all"]


def test_the_page_has_a_row_for_every_route() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page()
    assert text.count("\n| `/") == len(ROUTES) + len(ORGANIZATION_ROUTES) + len(PARTS) + len(NOT_ASKED)
