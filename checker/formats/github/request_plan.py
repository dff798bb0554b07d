"""Which requests a collection takes: the least that answers what is wanted.

Some requests are known at once; others follow from an answer: each ruleset and each
environment has pages of its own, and a branch whose protection is "Not Found" is asked whether it is protected.
"""

from urllib.parse import quote

from checker.domain.json_value import Json
from checker.domain.ref_pattern import is_pattern
from checker.errors import InputRefusedError
from checker.formats.github.answers import Answer, Answers
from checker.formats.github.ci_access import CHOSEN, are_chosen
from checker.formats.github.ci_access import PERMISSIONS as _SWITCH
from checker.formats.github.classic_allowances import GAPS, lacks_allowances
from checker.formats.github.classic_rules_query import CLASSIC_RULES
from checker.formats.github.governance import PROPERTIES, told_properties
from checker.formats.github.lists_query import RELEASED
from checker.formats.github.query_part import QueryPart
from checker.formats.github.ref_rules import OF_BRANCH, classic_protection_section
from checker.formats.github.release_tags import ReleaseNames
from checker.formats.github.releases import ALERTS, FIXES, told_alerts, told_fixes
from checker.formats.github.repository_query import PARTS
from checker.formats.github.request_paths import (
    ACCESS_PARTS,
    ENVIRONMENT_PARTS,
    OWNER_PARTS_OF,
    PARTS_OF,
    SCOPES_OF,
    WHOLE_LIST,
)
from checker.formats.github.reviewer_accounts import reviewing_teams
from checker.formats.github.reviews_query import SINCE
from checker.formats.github.routes import Route, address_of_request
from checker.formats.github.settings_query import APPLIED, BRANCHES, DEPENDENCIES, RULESETS, SAVING
from checker.formats.github.status import MISSING, is_bare
from checker.formats.github.wanted import WORKFLOWS, Wanted, section_of

MOST_FOLLOWED = 300
"""Rulesets, and environments, of which the own pages are asked for; those beyond stay not requested."""

_BRANCHES = PARTS_OF["branches"][""]
_TOLD_BESIDE = {
    _BRANCHES: (BRANCHES, "branches"),
    PARTS_OF["alerts"]["dependabot"]: (DEPENDENCIES, "dependabot/alerts"),
}
"""First requests that wait for what the query tells an administrator: its part, and the endpoint."""
_SOME = "some"
_POLICY, _CUSTOM = "deployment_branch_policy", "custom_branch_policies"


def first_requests(wanted: Wanted, *, default_branch: str) -> tuple[str, ...]:
    """The paths below the repository that are known before anything but the repository itself was read."""
    waiting = {*_TOLD_BESIDE, _rules_of(default_branch)} if _asks_query(wanted) else set()
    return tuple(path for path in _known_requests(wanted, default_branch) if path not in waiting)


def _known_requests(wanted: Wanted, default_branch: str) -> tuple[str, ...]:
    found = _parts(wanted, PARTS_OF)
    found += [path + WHOLE_LIST for section, paths in SCOPES_OF.items() if wanted.has(section) for path in paths]
    branches = _asked_branches(wanted, default_branch)
    if wanted.has("classic_protection"):
        found += [f"branches/{name}/protection" for name in branches]
    if wanted.has("ref_rules"):
        found.append("rulesets?includes_parents=true&per_page=100")
        found += [f"rules/branches/{name}{WHOLE_LIST}" for name in branches]
    if wanted.has("environments"):
        found.append("environments" + WHOLE_LIST)
    found += _of_default_branch(wanted, default_branch)
    if wanted.has("release_runs") and (workflow := _step(wanted.workflow)):
        found.append(f"actions/workflows/{workflow}/runs{WHOLE_LIST}")
    if _wants_access(wanted, "selected_actions") and _SWITCH not in found:
        found.append(_SWITCH)
    return tuple(found)


def _of_default_branch(wanted: Wanted, default_branch: str) -> list[str]:
    """What is asked about the last commit of the default branch."""
    branch = _step(default_branch)
    paths = {
        "analyses": f"code-scanning/analyses?ref=refs/heads/{branch}&per_page=100",
    }
    return [path for section, path in paths.items() if branch and wanted.has(section)]


def following_requests(wanted: Wanted, answers: Answers) -> tuple[str, ...]:
    """The paths that follow from the answers to the first requests and to the query."""
    untold = _untold(wanted, answers)
    return (
        *untold,
        *_rulesets(answers),
        *_environments(wanted, answers),
        *([] if _BRANCHES in untold else _contradictions(answers)),
        *_features(wanted, answers),
        *_access(wanted, answers),
    )


def tag_names(wanted: Wanted, *, default_branch: str) -> ReleaseNames | None:
    """What releases are cut from, where their tags are wanted."""
    names = ReleaseNames(tags=wanted.release_tags, branches=wanted.branches or (default_branch,))
    return names if wanted.has(RELEASED.section) else None


def owner_requests(wanted: Wanted, login: str) -> tuple[str, ...]:
    """The whole paths of what the organization that owns the repository is asked."""
    return tuple(f"orgs/{login}{path}" for path in _parts(wanted, OWNER_PARTS_OF))


def owner_following(wanted: Wanted, login: str, answers: Answers) -> tuple[str, ...]:
    """The whole paths that follow from other answers: chosen actions, unless none are chosen, and who is in a team."""
    switch = answers.find(f"orgs/{{org}}/{_SWITCH}")
    is_asked = wanted.has_part("organization_settings", "selected_actions")
    can_say = switch is None or are_chosen(switch) is not False
    teams = reviewing_teams(answers).values() if wanted.has("reviewer_accounts") else ()
    return (
        *((f"orgs/{login}/{CHOSEN}",) if is_asked and can_say else ()),
        *(_members_of(login, team) for team in sorted(set(teams)) if _step(team)),
    )


def _members_of(login: str, team: str) -> str:
    return f"orgs/{login}/teams/{_step(team)}/members{WHOLE_LIST}"


def possible_parts(wanted: Wanted) -> tuple[QueryPart, ...]:
    """The parts of the query that a collection of this may ask."""
    is_asked = _asks_query(wanted)
    is_wanted = {
        CLASSIC_RULES: not GAPS.isdisjoint(wanted.paths),
        SINCE: bool(wanted.base_tag) and wanted.has(SINCE.section),
        RULESETS: is_asked and wanted.has(RULESETS.section),
        APPLIED: is_asked and wanted.has(APPLIED.section),
        BRANCHES: is_asked and wanted.has(BRANCHES.section),
        DEPENDENCIES: is_asked and wanted.has_part(DEPENDENCIES.section, "dependabot"),
    }
    return tuple(part for part in PARTS if (is_wanted[part] if part in is_wanted else wanted.has(part.section)))


def query_parts(wanted: Wanted, answers: Answers) -> tuple[str, ...]:
    """The names of the parts of the query to ask.

    Classic rules are asked for only where an answer left something of them out, rulesets only where there are any.
    """
    is_needed = {
        CLASSIC_RULES: lacks_allowances(classic_protection_section(answers), wanted.paths),
        RULESETS: bool(_items(answers, "rulesets")),
    }
    return tuple(part.name for part in possible_parts(wanted) if is_needed.get(part, True))


def _asks_query(wanted: Wanted) -> bool:
    """Whether the query is asked whatever is answered; what only saves requests is asked beside something else."""
    alone = [part for part in PARTS if part is not CLASSIC_RULES and part not in SAVING]
    return any(wanted.has(part.section) for part in alone)


def wants_scan(wanted: Wanted) -> bool:
    """Whether anybody looks at what a scanner finds in the workflow files."""
    paths = [path for path in wanted.paths if section_of(path) == "workflows"]
    return any(path == WORKFLOWS or ".findings" in path or ".scanner" in path for path in paths)


def routes_of(wanted: Wanted) -> tuple[Route, ...]:
    """Every endpoint that a collection of this may ask, each once."""
    paths = ["", *_known_requests(wanted, _SOME), *_possible_followers(wanted)]
    addresses = [f"repos/o/r/{path}".rstrip("/") for path in paths] + [*owner_requests(wanted, "o")]
    addresses += [f"repos/o/r/git/tags/{_SOME}"] if wanted.has(RELEASED.section) else []
    addresses += [_members_of("o", _SOME)] if wanted.has("reviewer_accounts") else []
    addresses += [f"orgs/o/{CHOSEN}"] if wanted.has_part("organization_settings", "selected_actions") else []
    found = [address_of_request(address).route for address in addresses]
    return tuple(dict.fromkeys(route for route in found if route))


def _parts(wanted: Wanted, parts_of: dict[str, dict[str, str]]) -> list[str]:
    return [
        path
        for section, parts in parts_of.items()
        for part, path in parts.items()
        if (wanted.has(section) if part == "" else wanted.has_part(section, part))
    ]


def _possible_followers(wanted: Wanted) -> list[str]:
    found = [f"rulesets/{_SOME}"] if wanted.has("ref_rules") else []
    found += [
        f"environments/{_SOME}/{page}"
        for part, page in ENVIRONMENT_PARTS.items()
        if f"repository.environments[].{part}" in wanted.paths
    ]
    found += [f"branches/{_SOME}"] if wanted.has("classic_protection") else []
    found += [PROPERTIES] if wanted.has("properties") else []
    found += [FIXES] if wanted.has_part("security_features", "automated_fixes") else []
    found += [ALERTS] if wanted.has_part("security_features", "vulnerability_alerts") else []
    return found + [path for part, path in ACCESS_PARTS.items() if _wants_access(wanted, part)]


def _asked_branches(wanted: Wanted, default_branch: str) -> tuple[str, ...]:
    names = wanted.branches or (default_branch,)
    return tuple(filter(None, (_step(name) for name in dict.fromkeys(names) if not is_pattern(name))))


def _untold(wanted: Wanted, answers: Answers) -> list[str]:
    """What waited for the query, or for the repository itself, and was told by neither."""
    parts = possible_parts(wanted)
    found = [path for path, (part, name) in _TOLD_BESIDE.items() if part in parts and answers.find(name) is None]
    branch = _default_branch(answers)
    if APPLIED in parts and answers.find(OF_BRANCH, branch=branch) is None:
        known = _known_requests(wanted, branch)
        found += [path for path in (_rules_of(branch),) if path in known]
    return found + ([PROPERTIES] if wanted.has("properties") and told_properties(answers) is None else [])


def _rules_of(branch: str) -> str:
    return f"rules/branches/{_step(branch)}{WHOLE_LIST}"


def _default_branch(answers: Answers) -> str:
    root = answers.find("")
    page = root.pages[0] if root is not None and root.is_given and root.pages else None
    name = page.get("default_branch") if isinstance(page, dict) else None
    return name if isinstance(name, str) else ""


def _rulesets(answers: Answers) -> list[str]:
    ids = [item.get("id") for item in _items(answers, "rulesets")]
    whole = [
        one for one in ids if isinstance(one, int) and answers.find("rulesets/{ruleset}", ruleset=str(one)) is None
    ]
    return [f"rulesets/{number}?includes_parents=true" for number in whole[:MOST_FOLLOWED]]


def _environments(wanted: Wanted, answers: Answers) -> list[str]:
    found = []
    for item in _items(answers, "environments")[:MOST_FOLLOWED]:
        name = _step(item.get("name"))
        parts = [part for part in ENVIRONMENT_PARTS if f"repository.environments[].{part}" in wanted.paths]
        found += [
            f"environments/{name}/{ENVIRONMENT_PARTS[part]}"
            for part in parts
            if name and (part != "deploy_refs" or _has_own_patterns(item))
        ]
    return found


def _step(name: Json) -> str:
    """A name as one step of a path; nothing for what is no name, or would lead to another place."""
    return quote(name, safe="") if isinstance(name, str) and name.strip(".") else ""


def _has_own_patterns(item: dict[str, Json]) -> bool:
    policy = item.get(_POLICY)
    return isinstance(policy, dict) and policy.get(_CUSTOM) is True


def _contradictions(answers: Answers) -> list[str]:
    """Branches of which only the branch itself can tell whether "Not Found" hides a protection."""
    if answers.find("branches") is not None:
        return []
    hidden = [
        one for one in answers.all("branches/{branch}/protection") if one.http == MISSING and is_bare(one.message)
    ]
    return [f"branches/{_step(one.address.parameter('branch'))}" for one in hidden]


def _features(wanted: Wanted, answers: Answers) -> list[str]:
    """What other answers tell those who may see them: the repository, and a list of alerts that was given."""
    found = []
    if wanted.has_part("security_features", "automated_fixes") and told_fixes(answers) is None:
        found.append(FIXES)
    if wanted.has_part("security_features", "vulnerability_alerts") and told_alerts(answers) is None:
        found.append(ALERTS)
    return found


def _wants_access(wanted: Wanted, part: str) -> bool:
    return wanted.has_part("ci_access", part)


def _access(wanted: Wanted, answers: Answers) -> list[str]:
    switch = answers.find(_SWITCH)
    is_open = _is_public(answers)
    can_say = {
        "selected_actions": switch is None or are_chosen(switch) is not False,
        "fork_approval": is_open is not False,
        "fork_workflows": is_open is not True,
        "outside_access": is_open is not True,
    }
    return [path for part, path in ACCESS_PARTS.items() if _wants_access(wanted, part) and can_say[part]]


def _is_public(answers: Answers) -> bool | None:
    """Whether everybody sees the repository; None where its answer does not say."""
    root = answers.find("")
    page = root.pages[0] if root is not None and root.is_given and root.pages else None
    private = page.get("private") if isinstance(page, dict) else None
    return not private if isinstance(private, bool) else None


def _items(answers: Answers, asked: str | Answer) -> list[dict[str, Json]]:
    """The items of a list that was given; none of one that was not, or that is no list of objects."""
    answer = answers.find(asked) if isinstance(asked, str) else asked
    if answer is None or not answer.is_given:
        return []
    try:
        return answer.items
    except InputRefusedError:
        return []
