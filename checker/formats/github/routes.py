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
        "event",
        "includes_parents",
        "page",
        "per_page",
        "protected",
        "ref",
        "status",
        "targets",
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
    ADMINISTRATION = "Administration: read"
    CONTENTS = "Contents: read"
    DEPENDABOT_SECRETS = "Dependabot secrets: read"
    ENVIRONMENTS = "Environments: read"
    METADATA = "Metadata: read"
    ORGANIZATION_SECRETS = "Organization secrets: read"
    PUSH = "Metadata: read, with push access"
    SECRETS = "Secrets: read"
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


def _routes() -> tuple[tuple[re.Pattern[str], Route], ...]:
    said = Absence.WHEN_SAID_OR_PROVEN
    p = Permission
    table: tuple[tuple[str, str, Permission, str, Absence], ...] = (
        ("", "repository", p.METADATA, "", Absence.NEVER),
        ("branches", "branches", p.CONTENTS, "[]", Absence.NEVER),
        ("branches/{branch}/protection", "classic_protection", p.ADMINISTRATION, "", said),
        ("branches/{branch}", "branches", p.CONTENTS, "", Absence.NEVER),
        ("rules/branches/{branch}", "ref_rules", p.METADATA, "[]", Absence.NEVER),
        ("rulesets", "ref_rules", p.METADATA, "[]", Absence.NEVER),
        ("rulesets/{ruleset}", "ref_rules", p.METADATA, "", Absence.NEVER),
        ("environments", "environments", p.ACTIONS, "environments", Absence.NEVER),
        ("environments/{environment}", "environments", p.ACTIONS, "", Absence.NEVER),
        (
            "environments/{environment}/deployment-branch-policies",
            "environments",
            p.ACTIONS,
            "branch_policies",
            Absence.NEVER,
        ),
        ("environments/{environment}/deployment_protection_rules", "environments", p.ACTIONS, "", Absence.NEVER),
        ("environments/{environment}/secrets", "environments", p.ENVIRONMENTS, "secrets", Absence.NEVER),
        ("environments/{environment}/variables", "environments", p.ENVIRONMENTS, "variables", Absence.NEVER),
        ("actions/permissions", "ci_permissions", p.ADMINISTRATION, "", Absence.NEVER),
        ("actions/permissions/workflow", "ci_permissions", p.ADMINISTRATION, "", Absence.NEVER),
        ("actions/oidc/customization/sub", "ci_oidc", p.ACTIONS, "", Absence.NEVER),
        ("actions/workflows", "ci_workflows", p.ACTIONS, "workflows", Absence.NEVER),
        ("actions/workflows/{workflow}/runs", "release_runs", p.ACTIONS, "workflow_runs", Absence.NEVER),
        ("actions/runs", "release_runs", p.ACTIONS, "workflow_runs", Absence.NEVER),
        ("actions/artifacts", "ci_artifacts", p.ACTIONS, "artifacts", Absence.NEVER),
        ("actions/secrets", "secret_names", p.SECRETS, "secrets", Absence.NEVER),
        ("actions/organization-secrets", "secret_names", p.SECRETS, "secrets", Absence.NEVER),
        ("dependabot/secrets", "secret_names", p.DEPENDABOT_SECRETS, "secrets", Absence.NEVER),
        ("actions/variables", "variable_names", p.VARIABLES, "variables", Absence.NEVER),
        ("actions/variables/{variable}", "variable_names", p.VARIABLES, "", Absence.NEVER),
        ("actions/organization-variables", "variable_names", p.VARIABLES, "variables", Absence.NEVER),
        ("keys", "deploy_keys", p.ADMINISTRATION, "[]", Absence.NEVER),
        ("hooks", "webhooks", p.WEBHOOKS, "[]", Absence.NEVER),
        ("hooks/{hook}", "webhooks", p.WEBHOOKS, "", Absence.NEVER),
        ("collaborators", "access", p.PUSH, "[]", Absence.NEVER),
        ("collaborators/{login}/permission", "access", p.PUSH, "", Absence.NEVER),
        ("teams", "access", p.ADMINISTRATION, "[]", Absence.NEVER),
        ("releases", "releases", p.CONTENTS, "[]", Absence.NEVER),
        ("releases/latest", "releases", p.CONTENTS, "", Absence.NEVER),
        ("releases/tags/{tag}", "releases", p.CONTENTS, "", Absence.NEVER),
        ("immutable-releases", "immutable_releases", p.ADMINISTRATION, "", said),
        ("tags", "tags", p.METADATA, "[]", Absence.NEVER),
        ("codeowners/errors", "codeowners", p.CONTENTS, "", Absence.NEVER),
        ("vulnerability-alerts", "security_features", p.ADMINISTRATION, "", said),
        ("automated-security-fixes", "security_features", p.ADMINISTRATION, "", Absence.NEVER),
        ("private-vulnerability-reporting", "security_features", p.METADATA, "", Absence.NEVER),
        ("code-scanning/default-setup", "security_features", p.ADMINISTRATION, "", Absence.NEVER),
    )
    return tuple(
        (_pattern(name), Route(name=name, section=section, permission=permission, listed=listed, absence=absence))
        for name, section, permission, listed, absence in table
    )


def _pattern(template: str) -> re.Pattern[str]:
    # A branch or tag may hold slashes that nobody encoded; the first template that fits decides.
    wide = re.sub(r"\{(branch|tag)\}", r"(?P<\1>.+)", template)
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", wide))


ROUTES = _routes()
ORGANIZATION_SECRETS = Route(
    name="orgs/{org}/actions/secrets",
    section="secret_names",
    permission=Permission.ORGANIZATION_SECRETS,
    listed="secrets",
)


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
        return (ORGANIZATION_SECRETS if rest == "actions/secrets" else None), ()
    if _PART_OF_PROTECTION.fullmatch(rest):
        return None, ()  # The whole protection object carries every part.
    for pattern, route in ROUTES:
        if match := pattern.fullmatch(rest):
            return route, tuple((name, unquote(value)) for name, value in match.groupdict().items())
    return None, ()
