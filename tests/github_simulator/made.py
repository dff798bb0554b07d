"""Answers made after GitHub's schemas (REST, 2022-11-28) for one repository in which everything can be read.

Wherever a response can carry a secret, one is planted: `SECRET-MARKER` must never be seen again.
"""

from typing import Any

from tests.github_simulator.made_around import settings_of_organization, surroundings
from tests.github_simulator.made_settings import classic_rule as classic_rule  # noqa: PLC0414 - tests take it from here
from tests.github_simulator.secret import SECRET
from tests.github_simulator.server import Made

ABSENT = {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}
NOT_PROTECTED = Made(status=404, body={"message": "Branch not protected", "status": "404"})
MISSING = Made(status=404, body=ABSENT)
DENIED = Made(status=403, body={"message": "Resource not accessible by personal access token", "status": "403"})
FORBIDDEN_APP = Made(status=403, body={"message": "Resource not accessible by integration", "status": "403"})
NO_PUSH = Made(status=403, body={"message": "Must have push access to view repository collaborators."})
UPGRADE = Made(
    status=403,
    body={"message": "Upgrade to GitHub Pro or make this repository public to enable this feature.", "status": "403"},
)
SECONDARY = Made(status=403, body={"message": "You have exceeded a secondary rate limit. Please wait a few minutes."})
ABUSE = Made(status=403, body={"message": "You have triggered an abuse detection mechanism."})
TOO_MANY = Made(status=429, body={"message": "Too many requests"}, headers={"Retry-After": "7"})
QUERY_LIMITED = Made(
    body={"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}]},
    headers={"Retry-After": "7"},
)
SERVER_ERROR = Made(status=502, body={"message": "Server Error"})
HTML = Made(raw=b"<!DOCTYPE html><title>Log in</title>", headers={"Content-Type": "text/html"})
CUT = Made(body=[{"id": 1}], cut=True)


def exhausted(reset: int) -> Made:
    """The primary limit is used up until a moment (seconds since the epoch)."""
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    return Made(status=403, body={"message": "API rate limit exceeded for user ID 1."}, headers=headers)


def query_exhausted(reset: int) -> Made:
    """The limit of GraphQL is used up, which it says with status 200."""
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    return Made(body=QUERY_LIMITED.body, headers=headers)


def repository(
    slug: str = "octo/widget", *, rulesets: int = 2, environments: int = 2, workflows: int = 6
) -> dict[str, Any]:
    """The answers by path; every list is whole and every setting strict."""
    base = f"repos/{slug}"
    names = ["pypi", *(f"stage {number}" for number in range(2, environments + 1))][:environments]
    answers: dict[str, Any] = {
        "": _root(slug),
        "branches": [_branch("main", protected=True), _branch("topic", protected=False)],
        "branches/main": _branch("main", protected=True),
        "branches/main/protection": _protection(),
        "rulesets": [_ruleset(100 + number, slug, listed=True) for number in range(1, rulesets + 1)],
        "rules/branches/main": [_rule_of_branch(101, slug)] if rulesets else [],
        "environments": {"total_count": len(names), "environments": [_environment(name) for name in names]},
        **_actions(workflows),
        **_others(),
        **_scanners(),
        **surroundings(slug),
    }
    for number in range(1, rulesets + 1):
        answers[f"rulesets/{100 + number}"] = _ruleset(100 + number, slug, listed=False)
    for name in names:
        answers |= _environment_pages(name.replace(" ", "%20"))
    below = {f"{base}/{path}".rstrip("/"): answer for path, answer in answers.items()}
    return {**below, **_of_organization(slug.partition("/")[0])}


def _of_organization(login: str) -> dict[str, Any]:
    person = {"id": 5, "login": "r", "type": "User", "email": f"{SECRET}@example.org"}
    app = {
        "id": 11,
        "app_id": 12,
        "app_slug": "release-bot",
        "repository_selection": "selected",
        "suspended_at": None,
        "permissions": {"contents": "write", "metadata": "read", "odd": SECRET},
        "access_tokens_url": f"https://{SECRET}@x.example",
    }
    return {
        f"orgs/{login}": organization(login),
        f"orgs/{login}/members": [person],
        f"orgs/{login}/teams/core/members": [person, {**person, "id": 6}],
        f"orgs/{login}/installations": {"total_count": 1, "installations": [app]},
        **{f"orgs/{login}/{path}": answer for path, answer in settings_of_organization(login).items()},
    }


def _scanners() -> dict[str, Any]:
    shown = {"number": 4, "state": "open", "created_at": "2026-01-01T00:00:00Z"}
    advisory = {"ghsa_id": "GHSA-aaaa-bbbb-cccc", "severity": "high", "description": SECRET}
    rule = {"id": "py/sql", "severity": "error", "security_severity_level": "critical", "description": SECRET}
    analysis = {
        "id": 1,
        "ref": "refs/heads/main",
        "commit_sha": "a" * 40,
        "category": ".github/workflows/scan.yml",
        "tool": {"name": "CodeQL", "version": "2", "guid": SECRET},
        "error": "",
        "environment": SECRET,
        "created_at": "2026-01-01T00:00:00Z",
    }
    known = {
        "ghsa_id": "GHSA-dddd-eeee-ffff",
        "severity": None,
        "state": "draft",
        "summary": SECRET,
        "description": SECRET,
    }
    about = {"package": {"name": SECRET}, "vulnerable_version_range": SECRET, "patched_versions": SECRET}
    return {
        "security-advisories": [{**known, "vulnerabilities": [about]}],
        "code-scanning/alerts": [{**shown, "rule": rule, "most_recent_instance": {"message": {"text": SECRET}}}],
        "code-scanning/analyses": [analysis],
        "dependabot/alerts": [{**shown, "security_advisory": advisory}],
        "secret-scanning/alerts": [{**shown, "secret_type": "pypi_api_token", "secret": SECRET}],
    }


def protection_without_allowances() -> dict[str, Any]:
    """The protection of a branch as REST shows it when it leaves out who may merge past the reviews."""
    found = _protection()
    del found["required_pull_request_reviews"]["bypass_pull_request_allowances"]
    return found


def organization(login: str) -> dict[str, Any]:
    """An organization as its owner sees it."""
    return {
        "id": 3,
        "login": login,
        "billing_email": f"{SECRET}@example.org",
        "default_repository_permission": "read",
        "two_factor_requirement_enabled": True,
        "members_can_create_public_repositories": False,
        "members_can_fork_private_repositories": False,
        "web_commit_signoff_required": True,
    }


def _root(slug: str) -> dict[str, Any]:
    return {
        "id": 7,
        "full_name": slug,
        "owner": {"id": 3, "login": slug.partition("/")[0], "type": "Organization", "email": f"{SECRET}@example.org"},
        "default_branch": "main",
        "visibility": "public",
        "private": False,
        "archived": False,
        "permissions": {"admin": True, "push": True, "pull": True},
        "temp_clone_token": SECRET,
        "description": SECRET,
        "custom_properties": {"tier": SECRET, "unset": None},
        "security_and_analysis": {
            "secret_scanning": {"status": "enabled"},
            "secret_scanning_push_protection": {"status": "enabled"},
            "dependabot_security_updates": {"status": "enabled"},
        },
    }


def _branch(name: str, *, protected: bool) -> dict[str, Any]:
    return {"name": name, "protected": protected, "commit": {"sha": "a" * 40, "url": f"https://{SECRET}@x.example"}}


def _protection() -> dict[str, Any]:
    off, on = {"enabled": False}, {"enabled": True}
    return {
        "url": "u",
        "required_status_checks": {
            "strict": True,
            "contexts": ["build"],
            "checks": [{"context": "build", "app_id": 15368}],
        },
        "enforce_admins": on,
        "required_pull_request_reviews": {
            "required_approving_review_count": 2,
            "dismiss_stale_reviews": True,
            "require_code_owner_reviews": True,
            "require_last_push_approval": True,
            "bypass_pull_request_allowances": {"users": [], "teams": [], "apps": []},
        },
        "required_signatures": on,
        "required_linear_history": on,
        "allow_force_pushes": off,
        "allow_deletions": off,
        "block_creations": on,
        "required_conversation_resolution": on,
        "lock_branch": off,
    }


def _ruleset(number: int, slug: str, *, listed: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": number,
        "name": f"release {number}",
        "target": "branch" if number % 2 else "tag",
        "source_type": "Repository",
        "source": slug,
        "enforcement": "active",
    }
    if listed:
        return entry
    includes = ["~DEFAULT_BRANCH"] if number % 2 else ["refs/tags/v*"]
    return {
        **entry,
        "conditions": {"ref_name": {"include": includes, "exclude": []}},
        "rules": [{"type": "deletion"}, {"type": "non_fast_forward"}, {"type": "update"}, {"type": "creation"}],
        "bypass_actors": [],
        "current_user_can_bypass": "never",
    }


def _rule_of_branch(number: int, slug: str) -> dict[str, Any]:
    return {
        "type": "deletion",
        "ruleset_source_type": "Repository",
        "ruleset_source": slug,
        "ruleset_id": number,
    }


def _environment(name: str) -> dict[str, Any]:
    reviewer = {"type": "User", "reviewer": {"id": 5, "login": "r", "email": f"{SECRET}@example.org"}}
    return {
        "id": 1,
        "name": name,
        "can_admins_bypass": False,
        "protection_rules": [
            {"id": 1, "type": "required_reviewers", "prevent_self_review": True, "reviewers": [reviewer]},
            {"id": 2, "type": "branch_policy"},
        ],
        "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True},
    }


def _environment_pages(name: str) -> dict[str, Any]:
    page = f"environments/{name}"
    return {
        f"{page}/deployment-branch-policies": {
            "total_count": 1,
            "branch_policies": [{"id": 1, "name": "v*", "type": "tag"}],
        },
        f"{page}/deployment_protection_rules": {"total_count": 0, "custom_deployment_protection_rules": []},
        f"{page}/secrets": _names("secrets", "PYPI_TOKEN"),
        f"{page}/variables": _names("variables", "REGION"),
    }


def _names(key: str, name: str) -> dict[str, Any]:
    entry = {"name": name, "value": SECRET, "updated_at": "2026-01-01T00:00:00Z"}
    return {"total_count": 1, key: [entry]}


def _actions(workflows: int) -> dict[str, Any]:
    files = [
        {"id": number, "name": f"w{number}", "path": f".github/workflows/w{number}.yml", "state": "active"}
        for number in range(1, workflows + 1)
    ]
    run = {
        "id": 1,
        "name": "release",
        "display_title": f"release <{SECRET}@example.org>",
        "status": "completed",
        "conclusion": "success",
        "head_branch": "v1.0.0",
        "head_sha": "b" * 40,
        "event": "push",
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:10:00Z",
        "actor": {"login": "someone", "email": f"{SECRET}@example.org"},
    }
    return {
        "actions/permissions": {"enabled": True, "allowed_actions": "selected", "sha_pinning_required": True},
        "actions/permissions/workflow": {
            "default_workflow_permissions": "read",
            "can_approve_pull_request_reviews": False,
        },
        "actions/oidc/customization/sub": {"use_default": True},
        "actions/workflows": {"total_count": workflows, "workflows": files},
        "actions/workflows/release.yml/runs": {"total_count": 1, "workflow_runs": [run]},
        "actions/artifacts": {"total_count": 0, "artifacts": []},
        "actions/secrets": _names("secrets", "CODECOV"),
        "actions/organization-secrets": _names("secrets", "ORG"),
        "dependabot/secrets": _names("secrets", "BOT"),
        "actions/variables": _names("variables", "V"),
        "actions/organization-variables": _names("variables", "W"),
    }


def _others() -> dict[str, Any]:
    hook = {
        "id": 1,
        "active": True,
        "events": ["push"],
        "config": {
            "url": f"https://user:{SECRET}@hooks.example.org/{SECRET}?token={SECRET}",
            "content_type": "json",
            "insecure_ssl": "0",
            "secret": SECRET,
            "token": SECRET,
        },
    }
    release = {
        "id": 1,
        "tag_name": "v1.0.0",
        "draft": False,
        "prerelease": False,
        "immutable": True,
        "body": SECRET,
        "assets": [{"name": "w.whl", "size": 5, "digest": f"sha256:{'c' * 64}", "browser_download_url": SECRET}],
    }
    person = {"id": 5, "login": "r", "type": "User", "role_name": "write", "email": f"{SECRET}@example.org"}
    key = {"id": 1, "title": "deploy", "read_only": True, "key": f"ssh-ed25519 {SECRET}", "added_by": SECRET}
    runner = {"id": 1, "name": "metal", "os": "linux", "status": "online", "labels": [{"id": 1, "name": "self-hosted"}]}
    check = {
        "id": 1,
        "name": "build",
        "head_sha": "a" * 40,
        "status": "completed",
        "conclusion": "success",
        "app": {"id": 15368, "slug": "github-actions"},
        "output": {"summary": SECRET},
    }
    return {
        "actions/runners": {"total_count": 1, "runners": [runner]},
        "commits/main/check-runs": {"total_count": 1, "check_runs": [check]},
        "keys": [key],
        "hooks": [hook],
        "collaborators": [person],
        "teams": [{"id": 6, "slug": "core", "permission": "push", "description": SECRET}],
        "releases": [release],
        "immutable-releases": {"enabled": True, "enforced_by_owner": False},
        "tags": [{"name": "v1.0.0", "commit": {"sha": "b" * 40}}],
        "codeowners/errors": {"errors": []},
        "vulnerability-alerts": Made(status=204),
        "automated-security-fixes": {"enabled": True, "paused": False},
        "private-vulnerability-reporting": {"enabled": True},
        "code-scanning/default-setup": {"state": "configured", "languages": ["python"]},
    }
