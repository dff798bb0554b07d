"""Which request an address is: path templates of the REST API, the permission each takes, and whose it is.

An address may be written as `gh api` takes it (`repos/o/r/keys`), in full, or below `/api/v3` of a GitHub Enterprise
Server. Queries are kept only where they change what is listed; anything else in them could be a token.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from checker.errors import InputRefusedError
from checker.formats.audit_document import GITHUB
from checker.formats.github.status import Absence

API_HOST = "api.github.com"
_SERVER_PREFIX = "/api/v3/"
KEPT_QUERY = frozenset(
    {
        "affiliation",
        "branch",
        "created",
        "ecosystem",
        "event",
        "filter",
        "hide_secret",
        "includes_parents",
        "manifest",
        "package",
        "page",
        "per_page",
        "protected",
        "ref",
        "resolution",
        "role",
        "rule_suite_result",
        "scope",
        "secret_type",
        "severity",
        "state",
        "status",
        "targets",
        "time_period",
        "tool_guid",
        "tool_name",
        "validity",
    }
)
PAGING = frozenset({"page", "per_page"})
_OWNER = re.compile(
    r"(?:repos/(?P<slug>[^/]+/[^/]+)|repositories/(?P<id>[0-9]+)|orgs/(?P<org>[^/]+))(?:/(?P<rest>.*))?"
)
_PART_OF_PROTECTION = re.compile(r"branches/.+/protection/.+")


class Permission(StrEnum):
    """A permission of an app or fine-grained token; it is proven by the answers it takes."""

    ACTIONS = "Actions: read"
    AGENT_SECRETS = "Agent secrets: read"
    ADMINISTRATION = "Administration: read"
    ADVISORIES = "Repository security advisories: read"
    CHECKS = "Checks: read"
    CODESPACES_SECRETS = "Codespaces secrets: write (the provider demands it to read their names)"
    CODE_SCANNING = "Code scanning alerts: read"
    CONTENTS = "Contents: read"
    DEPENDABOT_ALERTS = "Dependabot alerts: read"
    DEPENDABOT_SECRETS = "Dependabot secrets: read"
    ENVIRONMENTS = "Environments: read"
    MEMBERS = "Organization members: read"
    METADATA = "Metadata: read"
    ORGANIZATION = "Organization administration: read, by an owner"
    ORGANIZATION_HOOKS = "Organization webhooks: read"
    ORGANIZATION_RULES = "Organization administration: write"
    ORGANIZATION_RUNNERS = "Organization self-hosted runners: read"
    ORGANIZATION_SECRETS = "Organization secrets: read"
    PULL_REQUESTS = "Pull requests: read"
    PUSH = "Metadata: read, with push access"
    SECRETS = "Secrets: read"
    LEAKED_SECRETS = "Secret scanning alerts: read"
    VARIABLES = "Variables: read"
    WEBHOOKS = "Webhooks: read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One endpoint.

    `listed` is the field of a page that holds its items, `[]` where the page itself is the list, and empty where the
    answer is one object. `section` is where its facts go.
    """

    name: str
    section: str
    permission: Permission
    listed: str = ""
    absence: Absence = Absence.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose an answer is: a repository by slug or by id, or an organization."""

    host: str
    slug: str = ""
    repository_id: int = 0
    organization: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address taken apart; `route` is None where the endpoint is not known, `shown` is safe to keep."""

    owner: Owner
    route: Route | None
    parameters: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...]
    shown: str

    def parameter(self, name: str) -> str:
        """One part of the path, percent-decoded."""
        return dict(self.parameters)[name]

    def question(self, name: str) -> str:
        """One field of the query; empty when it is not asked."""
        return dict(self.query).get(name, "")


_CAN_BE_ABSENT = frozenset({"branches/{branch}/protection", "immutable-releases", "vulnerability-alerts"})
_TABLE: tuple[tuple[str, str, Permission, str], ...] = (
    ("", "repository", Permission.METADATA, ""),
    ("branches", "branches", Permission.CONTENTS, "[]"),
    ("branches/{branch}/protection", "classic_protection", Permission.ADMINISTRATION, ""),
    ("branches/{branch}", "branches", Permission.CONTENTS, ""),
    ("rules/branches/{branch}", "ref_rules", Permission.METADATA, "[]"),
    ("rulesets", "ref_rules", Permission.METADATA, "[]"),
    ("rulesets/rule-suites", "rule_suites", Permission.ADMINISTRATION, "[]"),
    ("rulesets/{ruleset}", "ref_rules", Permission.METADATA, ""),
    ("environments", "environments", Permission.ACTIONS, "environments"),
    ("environments/{environment}", "environments", Permission.ACTIONS, ""),
    ("environments/{environment}/deployment-branch-policies", "environments", Permission.ACTIONS, "branch_policies"),
    ("environments/{environment}/deployment_protection_rules", "environments", Permission.ACTIONS, ""),
    ("environments/{environment}/secrets", "environments", Permission.ENVIRONMENTS, "secrets"),
    ("environments/{environment}/variables", "environments", Permission.ENVIRONMENTS, "variables"),
    ("actions/permissions", "ci_permissions", Permission.ADMINISTRATION, ""),
    ("actions/permissions/workflow", "ci_permissions", Permission.ADMINISTRATION, ""),
    ("actions/permissions/artifact-and-log-retention", "ci_retention", Permission.ADMINISTRATION, ""),
    ("actions/permissions/selected-actions", "ci_access", Permission.ADMINISTRATION, ""),
    ("actions/permissions/fork-pr-contributor-approval", "ci_access", Permission.ADMINISTRATION, ""),
    ("actions/permissions/fork-pr-workflows-private-repos", "ci_access", Permission.ADMINISTRATION, ""),
    ("actions/permissions/access", "ci_access", Permission.ADMINISTRATION, ""),
    ("actions/oidc/customization/sub", "ci_oidc", Permission.ACTIONS, ""),
    ("actions/workflows", "ci_workflows", Permission.ACTIONS, "workflows"),
    ("actions/workflows/{workflow}/runs", "release_runs", Permission.ACTIONS, "workflow_runs"),
    ("actions/runs", "release_runs", Permission.ACTIONS, "workflow_runs"),
    ("actions/artifacts", "ci_artifacts", Permission.ACTIONS, "artifacts"),
    ("actions/runners", "runners", Permission.ADMINISTRATION, "runners"),
    ("commits/{ref}/check-runs", "check_runs", Permission.CHECKS, "check_runs"),
    ("agents/secrets", "agent_secret_names", Permission.AGENT_SECRETS, "secrets"),
    ("agents/organization-secrets", "agent_secret_names", Permission.AGENT_SECRETS, "secrets"),
    ("properties/values", "properties", Permission.METADATA, "[]"),
    ("code-security-configuration", "code_security", Permission.ADMINISTRATION, ""),
    ("actions/secrets", "secret_names", Permission.SECRETS, "secrets"),
    ("actions/organization-secrets", "secret_names", Permission.SECRETS, "secrets"),
    ("dependabot/secrets", "secret_names", Permission.DEPENDABOT_SECRETS, "secrets"),
    ("codespaces/secrets", "codespaces_secret_names", Permission.CODESPACES_SECRETS, "secrets"),
    ("actions/variables", "variable_names", Permission.VARIABLES, "variables"),
    ("actions/variables/{variable}", "variable_names", Permission.VARIABLES, ""),
    ("actions/organization-variables", "variable_names", Permission.VARIABLES, "variables"),
    ("keys", "deploy_keys", Permission.ADMINISTRATION, "[]"),
    ("hooks", "webhooks", Permission.WEBHOOKS, "[]"),
    ("hooks/{hook}", "webhooks", Permission.WEBHOOKS, ""),
    ("collaborators", "access", Permission.PUSH, "[]"),
    ("collaborators/{login}/permission", "access", Permission.PUSH, ""),
    ("teams", "access", Permission.ADMINISTRATION, "[]"),
    ("releases", "releases", Permission.CONTENTS, "[]"),
    ("releases/latest", "releases", Permission.CONTENTS, ""),
    ("releases/tags/{tag}", "releases", Permission.CONTENTS, ""),
    ("immutable-releases", "immutable_releases", Permission.ADMINISTRATION, ""),
    ("tags", "tags", Permission.METADATA, "[]"),
    ("git/tags/{object}", "release_tags", Permission.CONTENTS, ""),
    ("codeowners/errors", "codeowners", Permission.CONTENTS, ""),
    ("vulnerability-alerts", "security_features", Permission.ADMINISTRATION, ""),
    ("automated-security-fixes", "security_features", Permission.ADMINISTRATION, ""),
    ("private-vulnerability-reporting", "security_features", Permission.METADATA, ""),
    ("code-scanning/default-setup", "security_features", Permission.ADMINISTRATION, ""),
    ("code-scanning/alerts", "alerts", Permission.CODE_SCANNING, "[]"),
    ("code-scanning/analyses", "analyses", Permission.CODE_SCANNING, "[]"),
    ("dependabot/alerts", "alerts", Permission.DEPENDABOT_ALERTS, "[]"),
    ("security-advisories", "advisories", Permission.ADVISORIES, "[]"),
    ("secret-scanning/alerts", "alerts", Permission.LEAKED_SECRETS, "[]"),
)
"""Path below the repository, section, permission, and where the items of a list are; the first that fits decides."""


def _routes() -> tuple[tuple[re.Pattern[str], Route], ...]:
    return tuple(
        (
            _pattern(name),
            Route(
                name=name,
                section=section,
                permission=permission,
                listed=listed,
                absence=Absence.WHEN_SAID_OR_PROVEN if name in _CAN_BE_ABSENT else Absence.NEVER,
            ),
        )
        for name, section, permission, listed in _TABLE
    )


def _pattern(template: str) -> re.Pattern[str]:
    # A branch or tag may hold slashes that nobody encoded; the first template that fits decides.
    wide = re.sub(r"\{(branch|tag)\}", r"(?P<\1>.+)", template)
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", wide))


ROUTES = _routes()
_OF_ORGANIZATION: tuple[tuple[str, str, Permission, str], ...] = (
    ("", "organization", Permission.ORGANIZATION, ""),
    ("members", "members", Permission.MEMBERS, "[]"),
    ("teams/{team}/members", "reviewer_accounts", Permission.MEMBERS, "[]"),
    ("installations", "installations", Permission.ORGANIZATION, "installations"),
    ("actions/secrets", "organization_settings", Permission.ORGANIZATION_SECRETS, "secrets"),
    ("actions/permissions", "organization_settings", Permission.ORGANIZATION, ""),
    ("actions/permissions/workflow", "organization_settings", Permission.ORGANIZATION, ""),
    ("actions/permissions/selected-actions", "organization_settings", Permission.ORGANIZATION, ""),
    ("actions/oidc/customization/sub", "organization_settings", Permission.ORGANIZATION, ""),
    ("actions/runner-groups", "organization_settings", Permission.ORGANIZATION_RUNNERS, "runner_groups"),
    ("rulesets", "organization_settings", Permission.ORGANIZATION_RULES, "[]"),
    ("hooks", "organization_settings", Permission.ORGANIZATION_HOOKS, "[]"),
    ("settings/immutable-releases", "organization_settings", Permission.ORGANIZATION, ""),
)
"""Path below the organization, otherwise as `_TABLE`."""
_ORGANIZATION_PATH = "orgs/{org}"
ORGANIZATION_ROUTES = {
    path: Route(name=f"{_ORGANIZATION_PATH}/{path}".rstrip("/"), section=section, permission=permission, listed=listed)
    for path, section, permission, listed in _OF_ORGANIZATION
}
ORGANIZATION = ORGANIZATION_ROUTES[""]
MEMBERS = ORGANIZATION_ROUTES["members"]
TEAM_MEMBERS = ORGANIZATION_ROUTES["teams/{team}/members"]
_OF_TEAM = _pattern("teams/{team}/members")
INSTALLATIONS = ORGANIZATION_ROUTES["installations"]
ORGANIZATION_SECRETS = ORGANIZATION_ROUTES["actions/secrets"]


def address_of_request(url: str) -> Address:
    """The request an address stands for.

    Raises:
        InputRefusedError: it is not an address of GitHub's REST API at all.
    """
    host, path, query = _parts(url)
    match = _OWNER.fullmatch(path)
    if not match or "{" in path:
        raise InputRefusedError(
            f"{path or url!r} names no repository or organization, expected repos/OWNER/REPO/… with the real names",
            hint="write the address as it was asked, without placeholders",
        )
    route, parameters = _routed(match["rest"] or "", is_organization=match["org"] is not None)
    kept = tuple(sorted((name, value) for name, value in query if name in KEPT_QUERY))
    shown = "&".join(f"{name}={value}" for name, value in kept)
    return Address(
        owner=Owner(
            host=host,
            slug=unquote(match["slug"] or ""),
            repository_id=int(match["id"] or 0),
            organization=unquote(match["org"] or ""),
        ),
        route=route,
        parameters=parameters,
        query=kept,
        shown=f"/{path}?{shown}" if shown else f"/{path}",
    )


def _parts(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    try:
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path
    except ValueError as error:
        raise InputRefusedError(f"{url[:80]!r} is not an address: {error}") from None
    if host and host != API_HOST:
        if not path.startswith(_SERVER_PREFIX):
            raise InputRefusedError(
                f"the host {host!r} is not one of GitHub's REST API, expected {API_HOST} or a server's {_SERVER_PREFIX}"
            )
        path = path.removeprefix(_SERVER_PREFIX)
    return (host if host not in ("", API_HOST) else GITHUB), path.strip("/"), parse_qsl(parts.query)


def _routed(rest: str, *, is_organization: bool) -> tuple[Route | None, tuple[tuple[str, str], ...]]:
    if is_organization:
        team = _OF_TEAM.fullmatch(rest)
        return (TEAM_MEMBERS, (("team", unquote(team["team"])),)) if team else (ORGANIZATION_ROUTES.get(rest), ())
    if _PART_OF_PROTECTION.fullmatch(rest):
        return None, ()  # The whole protection object carries every part.
    for pattern, route in ROUTES:
        if match := pattern.fullmatch(rest):
            return route, tuple((name, unquote(value)) for name, value in match.groupdict().items())
    return None, ()
