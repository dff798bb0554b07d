"""Where absence lies, each row of the table once: what the provider answers, and what the document may say."""

from typing import Any

import pytest

from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import BASE, Collecting, observed

PROTECTION, PROTECTED = "branches/main/protection", "classic_protection.0.protection"
KEYS, IMMUTABLE, ALERTS = "keys", "immutable-releases", "vulnerability-alerts"
LISTED = "dependabot/alerts"
NOT_LISTED = Made(status=403, body={"message": "Dependabot alerts are disabled for this repository."})
NO_ALERTS = Made(status=404, body={"message": "Vulnerability alerts are disabled."})
UNPROTECTED = [{"name": "main", "protected": False}]
EVERYTHING_OF_ADMINS = (
    PROTECTION,
    "actions/permissions",
    "actions/permissions/workflow",
    "actions/permissions/selected-actions",
    "actions/permissions/fork-pr-contributor-approval",
    "actions/permissions/fork-pr-workflows-private-repos",
    "actions/permissions/access",
    KEYS,
    "teams",
    "actions/runners",
    IMMUTABLE,
    ALERTS,
    "automated-security-fixes",
    "code-scanning/default-setup",
    "actions/permissions/artifact-and-log-retention",
    "rulesets/rule-suites",
    "code-security-configuration",
)
ROWS: dict[str, tuple[dict[str, Any], str, str, Any]] = {
    # what was seen: (answers below the repository, place, status, value if collected, else what it needs)
    "404 that says not protected": ({PROTECTION: made.NOT_PROTECTED}, PROTECTED, "collected", None),
    "404 that says alerts are off": (
        {ALERTS: NO_ALERTS, LISTED: NOT_LISTED},
        "security_features.vulnerability_alerts",
        "collected",
        False,
    ),
    "404, and the branch says protected": (
        {PROTECTION: made.MISSING},
        PROTECTED,
        "denied",
        "Administration: read",
    ),
    "bare 404, administration proven": (
        {PROTECTION: made.MISSING, "branches": UNPROTECTED},
        PROTECTED,
        "collected",
        None,
    ),
    "bare 404 on immutable releases, proven": ({IMMUTABLE: made.MISSING}, "immutable_releases", "collected", None),
    "bare 404 on alerts, proven": (
        {ALERTS: made.MISSING, LISTED: NOT_LISTED},
        "security_features.vulnerability_alerts",
        "collected",
        False,
    ),
    "bare 404 on keys, proven elsewhere": ({KEYS: made.MISSING}, "deploy_keys", "not_found", "Administration: read"),
    "bare 404 on hooks, administration proven": ({"hooks": made.MISSING}, "webhooks", "not_found", "Webhooks: read"),
    "bare 404, nothing proven": (
        {**dict.fromkeys(EVERYTHING_OF_ADMINS, made.MISSING), "branches": UNPROTECTED},
        PROTECTED,
        "not_found",
        "Administration: read",
    ),
    "403 upgrade": (
        {PROTECTION: made.UPGRADE},
        PROTECTED,
        "unsupported",
        "a plan that has this feature, or a public repository",
    ),
    "403 token": ({KEYS: made.DENIED}, "deploy_keys", "denied", "Administration: read"),
    "403 integration": ({KEYS: made.FORBIDDEN_APP}, "deploy_keys", "denied", "Administration: read"),
    "403 push access": (
        {"collaborators": made.NO_PUSH},
        "access.collaborators",
        "denied",
        "Metadata: read, with push access",
    ),
    "401 of one endpoint": (
        {KEYS: Made(status=401, body={"message": "Requires authentication"})},
        "deploy_keys",
        "denied",
        "Administration: read",
    ),
    "403 naming the permission": (
        {
            KEYS: Made(
                status=403, body={"message": "x"}, headers={"X-Accepted-GitHub-Permissions": "administration=read"}
            )
        },
        "deploy_keys",
        "denied",
        "administration=read",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_absence_is_only_what_the_provider_says_or_a_permission_proves(
    collect: Collecting, github: GitHubSimulator, row: str
) -> None:
    answers, place, status, rest = ROWS[row]
    github.load({f"{BASE}/{path}": answer for path, answer in answers.items()})

    seen = observed(collect(), place)

    assert seen["status"] == status
    if status == "collected":
        assert rest is None or seen["value"] == rest
        if rest is None:
            assert seen["value"]["enabled"] is False
    else:
        assert seen["detail"]["needs"] == rest
        assert "value" not in seen


FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "server error": ({KEYS: made.SERVER_ERROR}, "deploy_keys", "the provider failed"),
    "HTML": ({KEYS: made.HTML}, "deploy_keys", "HTML was answered instead of JSON"),
    "a body that was cut off": ({KEYS: made.CUT}, "deploy_keys", "the answer was cut off"),
    "304 without anything kept": ({KEYS: Made(status=304, raw=b"")}, "deploy_keys", "not modified, but no earlier"),
    "a redirect to elsewhere": (
        {KEYS: Made(status=301, raw=b"", headers={"Location": "https://evil.example/"})},
        "deploy_keys",
        "the redirect was not followed",
    ),
    "rate limit": ({KEYS: made.exhausted(4_000_000_000)}, "deploy_keys", "the rate limit was reached"),
    "an object where a list belongs": ({KEYS: {"message": "?"}}, "deploy_keys", "the answer is an object"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_is_an_error_of_its_section_and_the_rest_is_kept(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr("checker.adapters.clock.time.sleep", lambda _seconds: None)
    answers, place, why = FAULTS[fault]
    github.load({f"{BASE}/{path}": answer for path, answer in answers.items()})

    document = collect("--no-cache", expect=3)

    seen = observed(document, place)
    assert (seen["status"], "value" in seen) == ("error", False)
    assert why in seen["detail"]["why"]
    assert document["sections"]["repository"]["status"] == "collected"


@pytest.mark.parametrize(
    "key",
    [
        "security_and_analysis",
        "bypass_actors",
        "can_admins_bypass",
        "two_factor_requirement_enabled",
        "default_repository_permission",
    ],
)
def test_a_key_that_is_left_out_is_denied_and_no_empty_list(
    collect: Collecting, github: GitHubSimulator, key: str
) -> None:
    for path, answer in github.answers.items():
        if isinstance(answer.body, dict):
            body = {name: value for name, value in answer.body.items() if name != key}
            for item in body.get("environments", []):
                item.pop(key, None)
            github.put(path, body)
    document = collect()
    place = {
        "security_and_analysis": "repository.secret_scanning",
        "bypass_actors": "ref_rules.0.bypass",
        "can_admins_bypass": "environments.0.admins_bypass",
        "two_factor_requirement_enabled": "organization.two_factor_required",
        "default_repository_permission": "organization.default_role",
    }[key]
    assert observed(document, place)["status"] == "denied"


def test_null_is_as_little_told_as_a_missing_key(collect: Collecting, github: GitHubSimulator) -> None:
    github.put("orgs/octo", {**made.organization("octo"), "two_factor_requirement_enabled": None})
    seen = observed(collect(), "organization.two_factor_required")
    assert (seen["status"], seen["detail"]["needs"]) == (
        "denied",
        "Organization administration: read, by an owner",
    )
