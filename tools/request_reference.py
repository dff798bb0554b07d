"""Writes docs/reference/requests.md: every endpoint that is understood, and which profile asks it; `--check` compares.

Nothing of the table is written by hand: the routes say what is understood, the request plan what is asked. Endpoints
that are left alone on purpose are listed with the reason, and have no route.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from checker.application.audit_repository import readings_of_rules
from checker.bootstrap import CleanRelease
from checker.formats.github.repository_query import PARTS
from checker.formats.github.request_plan import possible_parts, routes_of
from checker.formats.github.routes import ORGANIZATION_ROUTES, ROUTES
from checker.formats.github.wanted import everything, wanted_of
from checker.ports.bundles import SHIPPED
from tools.generated_files import settle
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.formats.github.routes import Route
    from checker.formats.github.wanted import Wanted

PAGE = ROOT / "docs" / "reference" / "requests.md"
WORKFLOW = "release.yml"
HEAD = """# Requests

Every endpoint of GitHub's REST API that is understood, where its facts go, and which profile of `audit github` asks
it: `rules` what the shipped rules read, `full` everything that 44 requests for a repository have room for, `all` what
takes one more each as well. The others are understood in captures that are imported. All are asked with GET, and what
`/graphql` tells with one query that changes nothing: one question for all its parts, and one for each
further page of a part. What the query tells an administrator is asked of REST only where it was not told.
Generated from the code; do not edit.

| Endpoint | Section | Permission | Asked by |
|---|---|---|---|
"""
NOT_ASKED = {
    "actions/policies": "a preview of a newer version of the API; its list lacks the default policy; no rule reads it",
    "agents/variables": "variables of agents are no credential, and whole values stand beside their names",
    "attestations/{digest}": "about files, not settings: `audit attestations` asks it, and verifies each answer",
    "branches/{branch}/protection/restrictions": "the protection of the branch holds every part",
    "commits/{ref}/pulls": "the query tells what brought each commit since the last release, all at once",
    "contents/{path}": "files of `.github/workflows` are told by the query, all at once; no rule reads others",
    "pulls/{number}/reviews": "the query tells the last word of each reviewer together with the commits",
}
"""Endpoints below the repository that nothing asks and nothing understands, and why."""


def rows() -> Iterator[str]:
    """Yield one row for each route: those of repositories, then those of organizations."""
    asked = asked_by()
    for route in (*(route for _, route in ROUTES), *ORGANIZATION_ROUTES.values()):
        shown = "/" + (
            route.name if route in ORGANIZATION_ROUTES.values() else f"repos/{{owner}}/{{repo}}/{route.name}"
        )
        profiles = ", ".join(profile for profile, routes in asked.items() if route in routes)
        yield f"| `{shown.rstrip('/')}` | `{route.section}` | {route.permission} | {profiles or 'captures only'} |"
    for part in PARTS:
        profiles = ", ".join(name for name, wanted in profiles_wanted().items() if part in possible_parts(wanted))
        yield f"| `/graphql`: {part.shown} | `{part.section}` | {part.permission} | {profiles or '`--base-tag`'} |"


def asked_by() -> dict[str, tuple[Route, ...]]:
    """Return the routes that each profile may ask."""
    return {profile: routes_of(one) for profile, one in profiles_wanted().items()}


@cache
def profiles_wanted() -> dict[str, Wanted]:
    """Return what each profile reads."""
    rules = CleanRelease().policies.rules(bundle=SHIPPED)
    return {
        "rules": wanted_of(readings_of_rules(rules), workflow=WORKFLOW),
        "full": everything(workflow=WORKFLOW),
        "all": everything(workflow=WORKFLOW, beside=True),
    }


def page() -> str:
    """Return the text of the page."""
    left = "".join(f"| `/repos/{{owner}}/{{repo}}/{path}` | {why} |\n" for path, why in NOT_ASKED.items())
    return f"{HEAD}{chr(10).join(rows())}\n\n## Left alone\n\n| Endpoint | Why |\n|---|---|\n{left}"


def main() -> int:
    """Write the page; with `--check` say that it differs, and return 1 then."""
    return settle([(PAGE, page().encode())])


if __name__ == "__main__":
    sys.exit(main())
