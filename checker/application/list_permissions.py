"""List permissions: what a token needs so that each rule can be judged.

Nothing of it is written by hand: what rules read decides which requests are made, and the route table says what each
request takes. So the list cannot promise less than a collection asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.audit_repository import readings_of_rules
from checker.domain.rule import Rule
from checker.formats.github.query_part import QueryPart
from checker.formats.github.request_plan import possible_parts, routes_of
from checker.formats.github.routes import Route
from checker.formats.github.ruleset import NEEDS_BYPASS
from checker.formats.github.wanted import WORKFLOWS, wanted_of

BYPASS = "repository.ref_rules[].bypass"
_TOLD_BY_PROVIDERS = ("repository.", "history.", WORKFLOWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededPermissions:
    """What one rule needs: permissions in the provider's words, and the requests they are for.

    A rule about documents that no provider has needs none.
    """

    rule: Rule
    permissions: tuple[str, ...]
    requests: tuple[str, ...]


def list_permissions(rules: Sequence[Rule]) -> tuple[NeededPermissions, ...]:
    """What each of these rules needs, in their order."""
    return tuple(_needed(rule) for rule in rules)


def _needed(rule: Rule) -> NeededPermissions:
    paths = {path for path in readings_of_rules([rule]) if path.startswith(_TOLD_BY_PROVIDERS)}
    if not paths:
        return NeededPermissions(rule=rule, permissions=(), requests=())
    wanted = wanted_of(paths, workflow="workflow")
    routes = routes_of(wanted)
    permissions = {str(route.permission) for route in routes} | ({NEEDS_BYPASS} if BYPASS in paths else set())
    parts = possible_parts(wanted)
    permissions |= {str(part.permission) for part in parts}
    return NeededPermissions(
        rule=rule,
        permissions=tuple(sorted(permissions)),
        requests=tuple(sorted({*map(_shown, routes), *map(query_shown, parts)})),
    )


def query_shown(part: QueryPart) -> str:
    """How a part of the query is listed among requests."""
    return f"/graphql ({part.shown}, with POST)"


def _shown(route: Route) -> str:
    is_organization_s = route.name.startswith("orgs/")
    return f"/{route.name}" if is_organization_s else f"/repos/{{owner}}/{{repo}}/{route.name}".rstrip("/")
