"""Which requests a collection takes: the least that answers what is wanted.

What is wanted is named by the paths that rules read (`repository.environments[].deploy_refs`), so a part that no rule
reads costs no request. Some requests are known at once; others follow from an answer: each ruleset and each
environment has pages of its own, and a branch whose protection is "Not Found" is asked whether it is protected.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from checker.domain.json_value import Json
from checker.domain.ref_pattern import is_pattern
from checker.domain.section import DERIVED_FROM, HISTORY, REPOSITORY
from checker.errors import InputRefusedError, UsageError
from checker.formats.github.answers import Answer, Answers
from checker.formats.github.ci_access import CHOSEN, CONTRIBUTORS, FORKS, OUTSIDE, are_chosen
from checker.formats.github.ci_access import PERMISSIONS as _SWITCH
from checker.formats.github.classic_allowances import ALLOWANCES, lacks_allowances
from checker.formats.github.classic_rules_query import CLASSIC_RULES
from checker.formats.github.query_part import QueryPart
from checker.formats.github.ref_rules import classic_protection_section
from checker.formats.github.releases import ALERTS, FIXES, told_alerts, told_fixes
from checker.formats.github.repository_query import PARTS
from checker.formats.github.reviews_query import SINCE
from checker.formats.github.routes import Route, address_of_request
from checker.formats.github.status import MISSING, is_bare

WORKFLOWS = "workspace.workflows"
"""The one section of a workspace that a provider can tell: its files are those of a commit."""
MOST_FOLLOWED = 300
"""Rulesets, and environments, of which the own pages are asked for; those beyond stay not requested."""

_ALL = "?per_page=100"
_PARTS: dict[str, dict[str, str]] = {
    "branches": {"": "branches" + _ALL},
    "ci_permissions": {"actions": "actions/permissions", "token": "actions/permissions/workflow"},
    "ci_oidc": {"": "actions/oidc/customization/sub"},
    "ci_workflows": {"": "actions/workflows" + _ALL},
    "ci_artifacts": {"": "actions/artifacts" + _ALL},
    "deploy_keys": {"": "keys" + _ALL},
    "webhooks": {"": "hooks" + _ALL},
    "access": {"collaborators": "collaborators" + _ALL, "teams": "teams" + _ALL},
    "releases": {"": "releases" + _ALL},
    "immutable_releases": {"": "immutable-releases"},
    "runners": {"": "actions/runners" + _ALL},
    "alerts": {
        "code_scanning": "code-scanning/alerts?state=open&per_page=100",
        "dependabot": "dependabot/alerts?state=open&per_page=100",
        "secret_scanning": "secret-scanning/alerts?state=open&hide_secret=true&per_page=100",
    },
    "agent_secret_names": {"repository": "agents/secrets" + _ALL, "organization": "agents/organization-secrets" + _ALL},
    "properties": {"": "properties/values"},
    "code_security": {"": "code-security-configuration"},
    "rule_suites": {"": "rulesets/rule-suites?rule_suite_result=bypass&time_period=month&per_page=100"},
    "security_features": {
        "private_reporting": "private-vulnerability-reporting",
        "code_scanning_setup": "code-scanning/default-setup",
    },
}
"""What each section takes, by the part of it that a rule reads; the empty part is the section itself."""
_SCOPES = {
    "secret_names": ("actions/secrets", "actions/organization-secrets", "dependabot/secrets"),
    "variable_names": ("actions/variables", "actions/organization-variables"),
}
"""Sections that are whole only with every one of these."""
_OF_OWNER: dict[str, dict[str, str]] = {
    "organization": {"": ""},
    "members": {"owners": "/members?role=admin&per_page=100", "others": "/members?role=member&per_page=100"},
    "installations": {"": "/installations" + _ALL},
    "organization_settings": {
        "actions": "/actions/permissions",
        "token": "/actions/permissions/workflow",
        "claim_keys": "/actions/oidc/customization/sub",
        "runner_groups": "/actions/runner-groups" + _ALL,
        "secrets": "/actions/secrets" + _ALL,
        "rulesets": "/rulesets" + _ALL,
        "webhooks": "/hooks" + _ALL,
        "immutable_releases": "/settings/immutable-releases",
    },
}
"""What an organization is asked, as `_PARTS` of a repository."""
_ENVIRONMENT_PARTS = {
    "deploy_refs": "deployment-branch-policies" + _ALL,
    "custom_rules": "deployment_protection_rules",
    "secret_names": "secrets" + _ALL,
    "variable_names": "variables" + _ALL,
}
_ACCESS = {
    "selected_actions": CHOSEN,
    "fork_approval": CONTRIBUTORS,
    "fork_workflows": FORKS,
    "outside_access": OUTSIDE,
}
"""Parts of `ci_access`; which of them can say anything follows from other answers."""
BESIDES = frozenset({"ci_artifacts", "code_security", "properties", "rule_suites"})
"""Sections that a whole profile leaves to be named, so that it stays within 44 requests (ADR 21); no shipped rule reads
any of them."""
_DERIVED_FROM_ALLOWANCES = "repository.effective_protection[].reviews_bind_everyone"
_SOME = "some"
_POLICY, _CUSTOM = "deployment_branch_policy", "custom_branch_policies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be read: the paths of observations, and of derived ones what they are derived from.

    `branches` are the release branches, empty for the default branch alone; patterns among them have no page of their
    own. `workflow` is the file of the release workflow, or empty; `base_tag` the tag of the release before, for where
    the provider knows of no release.
    """

    paths: frozenset[str]
    branches: tuple[str, ...] = ()
    workflow: str = ""
    base_tag: str = ""

    def has(self, section: str) -> bool:
        """Whether anything of a section is wanted."""
        return any(_section_of(path) == section for path in self.paths)

    def has_part(self, section: str, part: str) -> bool:
        """Whether one part is wanted; of a section that is wanted without naming any part, all are."""
        below = {path.removeprefix(f"repository.{section}").removeprefix("[]") for path in self._of(section)}
        named = {path.removeprefix(".").split(".")[0].removesuffix("[]") for path in below if path}
        return part in named or (bool(below) and not named)

    def _of(self, section: str) -> set[str]:
        return {path for path in self.paths if _section_of(path) == section}


def wanted_of(paths: Iterable[str], *, branches: tuple[str, ...] = (), workflow: str = "") -> Wanted:
    """What these paths of rules come to; the repository itself is always read, for whom the audit is about."""
    found = {"repository.repository"}
    for path in paths:
        root, _, _ = path.partition(".")
        section = _section_of(path)
        derived = DERIVED_FROM.get(section, ()) if root == "repository" else ()
        found |= {f"repository.{source}" for source in derived} or {path}
        found |= {ALLOWANCES} if path == _DERIVED_FROM_ALLOWANCES else set()
    return Wanted(paths=frozenset(found), branches=branches, workflow=workflow)


def everything(*, branches: tuple[str, ...] = (), workflow: str = "") -> Wanted:
    """All there is to read."""
    paths = {f"repository.{name}" for name in REPOSITORY} | {f"history.{name}" for name in HISTORY}
    paths |= {f"repository.environments[].{part}" for part in _ENVIRONMENT_PARTS}
    return Wanted(paths=frozenset({*paths, ALLOWANCES, WORKFLOWS}), branches=branches, workflow=workflow)


def settings_in_full(*, branches: tuple[str, ...] = (), workflow: str = "") -> Wanted:
    """All there is to read, but for what is left to be named."""
    every = everything(branches=branches, workflow=workflow)
    return replace(every, paths=frozenset(path for path in every.paths if _section_of(path) not in BESIDES))


def with_sections(wanted: Wanted, sections: Collection[str]) -> Wanted:
    """The same, and these sections whole.

    Raises:
        UsageError: a provider tells no such section.
    """
    every = everything().paths
    known = sorted({_section_of(path) for path in every})
    for name in sections:
        if name not in known:
            raise UsageError(f"no provider tells a section {name[:80]!a}", hint=f"one of: {', '.join(known)}")
    named = {path for path in every if _section_of(path) in sections}
    return replace(wanted, paths=wanted.paths | named)


def first_requests(wanted: Wanted, *, default_branch: str) -> tuple[str, ...]:
    """The paths below the repository that are known before anything but the repository itself was read."""
    found = _parts(wanted, _PARTS)
    found += [path + _ALL for section, paths in _SCOPES.items() if wanted.has(section) for path in paths]
    branches = _asked_branches(wanted, default_branch)
    if wanted.has("classic_protection"):
        found += [f"branches/{name}/protection" for name in branches]
    if wanted.has("ref_rules"):
        found.append("rulesets?includes_parents=true&per_page=100")
        found += [f"rules/branches/{name}{_ALL}" for name in branches]
    if wanted.has("environments"):
        found.append("environments" + _ALL)
    found += _of_default_branch(wanted, default_branch)
    if wanted.has("release_runs") and (workflow := _step(wanted.workflow)):
        found.append(f"actions/workflows/{workflow}/runs{_ALL}")
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
    """The paths that follow from the answers to the first requests."""
    return (
        *_rulesets(answers),
        *_environments(wanted, answers),
        *_contradictions(answers),
        *_features(wanted, answers),
        *_access(wanted, answers),
    )


def owner_requests(wanted: Wanted, login: str) -> tuple[str, ...]:
    """The whole paths of what the organization that owns the repository is asked."""
    return tuple(f"orgs/{login}{path}" for path in _parts(wanted, _OF_OWNER))


def owner_following(wanted: Wanted, login: str, answers: Answers) -> tuple[str, ...]:
    """The whole paths that follow from what the organization answered: chosen actions, unless none are chosen."""
    switch = answers.find(f"orgs/{{org}}/{_SWITCH}")
    is_asked = wanted.has_part("organization_settings", "selected_actions")
    can_say = switch is None or are_chosen(switch) is not False
    return (f"orgs/{login}/{CHOSEN}",) if is_asked and can_say else ()


def possible_parts(wanted: Wanted) -> tuple[QueryPart, ...]:
    """The parts of the query that a collection of this may ask."""
    is_wanted = {
        CLASSIC_RULES.name: ALLOWANCES in wanted.paths,
        SINCE.name: bool(wanted.base_tag) and wanted.has(SINCE.section),
    }
    return tuple(part for part in PARTS if is_wanted.get(part.name, wanted.has(part.section)))


def query_parts(wanted: Wanted, answers: Answers) -> tuple[str, ...]:
    """The names of the parts of the query to ask: classic rules only for what was left out of an answer."""
    is_told = not lacks_allowances(classic_protection_section(answers))
    return tuple(part.name for part in possible_parts(wanted) if part is not CLASSIC_RULES or not is_told)


def wants_scan(wanted: Wanted) -> bool:
    """Whether anybody looks at what a scanner finds in the workflow files."""
    paths = [path for path in wanted.paths if _section_of(path) == "workflows"]
    return any(path == WORKFLOWS or ".findings" in path or ".scanner" in path for path in paths)


def routes_of(wanted: Wanted) -> tuple[Route, ...]:
    """Every endpoint that a collection of this may ask, each once."""
    paths = ["", *first_requests(wanted, default_branch=_SOME), *_possible_followers(wanted)]
    addresses = [f"repos/o/r/{path}".rstrip("/") for path in paths] + [*owner_requests(wanted, "o")]
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
        for part, page in _ENVIRONMENT_PARTS.items()
        if f"repository.environments[].{part}" in wanted.paths
    ]
    found += [f"branches/{_SOME}"] if wanted.has("classic_protection") else []
    found += [FIXES] if wanted.has_part("security_features", "automated_fixes") else []
    found += [ALERTS] if wanted.has_part("security_features", "vulnerability_alerts") else []
    return found + [path for part, path in _ACCESS.items() if _wants_access(wanted, part)]


def _asked_branches(wanted: Wanted, default_branch: str) -> tuple[str, ...]:
    names = wanted.branches or (default_branch,)
    return tuple(filter(None, (_step(name) for name in dict.fromkeys(names) if not is_pattern(name))))


def _rulesets(answers: Answers) -> list[str]:
    ids = [item.get("id") for item in _items(answers, "rulesets")]
    whole = [number for number in ids if isinstance(number, int)]
    return [f"rulesets/{number}?includes_parents=true" for number in whole[:MOST_FOLLOWED]]


def _environments(wanted: Wanted, answers: Answers) -> list[str]:
    found = []
    for item in _items(answers, "environments")[:MOST_FOLLOWED]:
        name = _step(item.get("name"))
        parts = [part for part in _ENVIRONMENT_PARTS if f"repository.environments[].{part}" in wanted.paths]
        found += [
            f"environments/{name}/{_ENVIRONMENT_PARTS[part]}"
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
    return [path for part, path in _ACCESS.items() if _wants_access(wanted, part) and can_say[part]]


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


def _section_of(path: str) -> str:
    return path.split(".")[1].removesuffix("[]") if "." in path else path
