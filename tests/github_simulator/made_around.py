"""Answers made after GitHub's schemas about what surrounds a repository's settings, with secrets in them."""

from typing import Any

from tests.github_simulator.secret import SECRET


def surroundings(slug: str) -> dict[str, Any]:
    """Actions in detail, agents, properties and configurations, by path below the repository."""
    suite = {
        "id": 21,
        "actor_id": 5,
        "actor_name": f"{SECRET}@example.org",
        "before_sha": "c" * 40,
        "after_sha": "a" * 40,
        "ref": "refs/heads/main",
        "repository_name": slug,
        "pushed_at": "2026-01-01T00:00:00Z",
        "result": "bypass",
    }
    secret = {"name": "AGENT", "value": SECRET, "updated_at": "2026-01-01T00:00:00Z"}
    return {
        "actions/permissions/selected-actions": chosen_actions(),
        "actions/permissions/fork-pr-contributor-approval": {"approval_policy": "all_external_contributors"},
        "actions/permissions/fork-pr-workflows-private-repos": {
            "run_workflows_from_fork_pull_requests": False,
            "send_write_tokens_to_workflows": False,
            "send_secrets_and_variables": False,
            "require_approval_for_fork_pr_workflows": True,
            "note": SECRET,
        },
        "actions/permissions/artifact-and-log-retention": {"days": 90, "maximum_allowed_days": 400, "note": SECRET},
        "codespaces/secrets": {"total_count": 1, "secrets": [{**secret, "name": "MACHINE"}]},
        "actions/permissions/access": {"access_level": "none", "note": SECRET},
        "rulesets/rule-suites": [suite],
        "agents/secrets": {"total_count": 1, "secrets": [secret]},
        "agents/organization-secrets": {"total_count": 0, "secrets": []},
        "properties/values": [{"property_name": "tier", "value": SECRET}],
        "code-security-configuration": {
            "status": "enforced",
            "configuration": {"id": 4, "name": "strict", "enforcement": "enforced", "description": SECRET},
        },
    }


def settings_of_organization(login: str) -> dict[str, Any]:
    """What its owner is told, by path below the organization."""
    hook = {
        "id": 2,
        "active": True,
        "events": ["push"],
        "config": {"url": f"https://user:{SECRET}@h.example/{SECRET}", "insecure_ssl": "0", "secret": SECRET},
    }
    ruleset = {
        "id": 900,
        "name": "all",
        "target": "branch",
        "source_type": "Organization",
        "source": login,
        "enforcement": "active",
        "note": SECRET,
    }
    group = {
        "id": 1,
        "name": "Default",
        "visibility": "all",
        "default": True,
        "allows_public_repositories": False,
        "restricted_to_workflows": False,
        "selected_workflows": [SECRET],
    }
    secret = {"name": "ORG", "visibility": "selected", "value": SECRET, "selected_repositories_url": SECRET}
    return {
        "actions/permissions": {
            "enabled_repositories": "all",
            "allowed_actions": "selected",
            "sha_pinning_required": True,
            "selected_actions_url": f"https://{SECRET}@x.example",
        },
        "actions/permissions/selected-actions": chosen_actions(),
        "actions/permissions/workflow": {
            "default_workflow_permissions": "read",
            "can_approve_pull_request_reviews": False,
        },
        "actions/oidc/customization/sub": {"include_claim_keys": ["repo", "context"]},
        "actions/runner-groups": {"total_count": 1, "runner_groups": [group]},
        "actions/secrets": {"total_count": 1, "secrets": [secret]},
        "rulesets": [ruleset],
        "hooks": [hook],
        "settings/immutable-releases": {"enforced_repositories": "all", "note": SECRET},
    }


def chosen_actions() -> dict[str, Any]:
    """Which actions may run where they are chosen."""
    return {
        "github_owned_allowed": True,
        "verified_allowed": False,
        "patterns_allowed": ["octo/*"],
        "note": SECRET,
    }
