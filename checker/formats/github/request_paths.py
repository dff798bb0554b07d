"""Which paths each section takes, below the repository and below the organization that owns it."""

from checker.formats.github.ci_access import CHOSEN, CONTRIBUTORS, FORKS, OUTSIDE

WHOLE_LIST = "?per_page=100"
PARTS_OF: dict[str, dict[str, str]] = {
    "branches": {"": "branches" + WHOLE_LIST},
    "ci_permissions": {"actions": "actions/permissions", "token": "actions/permissions/workflow"},
    "ci_retention": {"": "actions/permissions/artifact-and-log-retention"},
    "codespaces_secret_names": {"": "codespaces/secrets" + WHOLE_LIST},
    "ci_oidc": {"": "actions/oidc/customization/sub"},
    "ci_workflows": {"": "actions/workflows" + WHOLE_LIST},
    "ci_artifacts": {"": "actions/artifacts" + WHOLE_LIST},
    "deploy_keys": {"": "keys" + WHOLE_LIST},
    "webhooks": {"": "hooks" + WHOLE_LIST},
    "access": {"collaborators": "collaborators" + WHOLE_LIST, "teams": "teams" + WHOLE_LIST},
    "direct_access": {"": "collaborators?affiliation=direct&per_page=100"},
    "advisories": {"": "security-advisories" + WHOLE_LIST},
    "releases": {"": "releases" + WHOLE_LIST},
    "immutable_releases": {"": "immutable-releases"},
    "runners": {"": "actions/runners" + WHOLE_LIST},
    "alerts": {
        "code_scanning": "code-scanning/alerts?state=open&per_page=100",
        "dependabot": "dependabot/alerts?state=open&per_page=100",
        "secret_scanning": "secret-scanning/alerts?state=open&hide_secret=true&per_page=100",
    },
    "agent_secret_names": {
        "repository": "agents/secrets" + WHOLE_LIST,
        "organization": "agents/organization-secrets" + WHOLE_LIST,
    },
    "code_security": {"": "code-security-configuration"},
    "rule_suites": {"": "rulesets/rule-suites?rule_suite_result=bypass&time_period=month&per_page=100"},
    "security_features": {
        "private_reporting": "private-vulnerability-reporting",
        "code_scanning_setup": "code-scanning/default-setup",
    },
}
"""What each section takes, by the part of it that a rule reads; the empty part is the section itself."""
SCOPES_OF = {
    "secret_names": ("actions/secrets", "actions/organization-secrets", "dependabot/secrets"),
    "variable_names": ("actions/variables", "actions/organization-variables"),
}
"""Sections that are whole only with every one of these."""
OWNER_PARTS_OF: dict[str, dict[str, str]] = {
    "organization": {"": ""},
    "members": {"owners": "/members?role=admin&per_page=100", "others": "/members?role=member&per_page=100"},
    "installations": {"": "/installations" + WHOLE_LIST},
    "organization_settings": {
        "actions": "/actions/permissions",
        "token": "/actions/permissions/workflow",
        "claim_keys": "/actions/oidc/customization/sub",
        "runner_groups": "/actions/runner-groups" + WHOLE_LIST,
        "secrets": "/actions/secrets" + WHOLE_LIST,
        "rulesets": "/rulesets" + WHOLE_LIST,
        "webhooks": "/hooks" + WHOLE_LIST,
        "immutable_releases": "/settings/immutable-releases",
    },
}
"""What an organization is asked, as `PARTS_OF` of a repository."""
ENVIRONMENT_PARTS = {
    "deploy_refs": "deployment-branch-policies" + WHOLE_LIST,
    "custom_rules": "deployment_protection_rules",
    "secret_names": "secrets" + WHOLE_LIST,
    "variable_names": "variables" + WHOLE_LIST,
}
ACCESS_PARTS = {
    "selected_actions": CHOSEN,
    "fork_approval": CONTRIBUTORS,
    "fork_workflows": FORKS,
    "outside_access": OUTSIDE,
}
"""Parts of `ci_access`; which of them can say anything follows from other answers."""
