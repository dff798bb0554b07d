"""What the query tells an administrator in place of REST: believed whole or not at all, and read as REST is."""

from typing import Any

import pytest

from checker.domain.response import Response
from checker.formats.github.allow_list import filtered
from checker.formats.github.answers import Answers
from checker.formats.github.query_answer import QueryAnswer
from checker.formats.github.ruleset import bypass_actors, ruleset_definition
from checker.formats.github.told_answers import told_answers
from tests.fakes.scripted_provider import answered
from tests.github_simulator import made
from tests.github_simulator.made_settings import settings_fields
from tests.github_simulator.server import Made

SLUG = "octo/widget"
ALL = {"branches": True, "rulesets": True, "applied": True, "dependencies": True, "endCursor": None}


def rest(**changed: Any) -> dict[str, Made]:  # noqa: ANN401 - JSON
    """The simulator's answers of REST, with some below the repository changed."""
    found = made.repository(SLUG) | {f"repos/{SLUG}/{path}": answer for path, answer in changed.items()}
    return {path: answer if isinstance(answer, Made) else Made(body=answer) for path, answer in found.items()}


def told(*, admin: Any = True, errors: Any = (), changed: Any = None, **fields: Any) -> Answers:  # noqa: ANN401
    made_fields, made_errors = settings_fields(rest(**(changed or {})), f"repos/{SLUG}", ALL)
    body = {"nameWithOwner": SLUG, "viewerCanAdminister": admin, **made_fields, **fields}
    problems = [*made_errors, *errors]
    page = filtered({"data": {"repository": body}, **({"errors": problems} if problems else {})})
    return answers(answered("graphql", page, method="POST"))


def answers(response: Response) -> Answers:
    return Answers([], told=told_answers(QueryAnswer(response=response, evidence="g1", slugs=(SLUG,))))


def names(seen: Answers) -> set[str]:
    return {one.route.name for one in seen.told}


def test_an_administrator_is_told_what_rest_tells() -> None:
    seen = told()
    branches = seen.find("branches")
    assert branches is not None
    assert branches.items == [{"name": "main", "protected": True}, {"name": "topic", "protected": False}]
    applied = seen.find("rules/branches/{branch}", branch="main")
    assert applied is not None
    assert applied.items == [
        {"type": "deletion", "parameters": None, "ruleset_id": 101, "ruleset_source_type": "Repository"}
    ]
    alerts = seen.find("dependabot/alerts")
    assert alerts is not None
    assert alerts.items == [
        {
            "number": 4,
            "state": "open",
            "created_at": "2026-01-01T00:00:00Z",
            "security_advisory": {"ghsa_id": "GHSA-aaaa-bbbb-cccc", "severity": "high"},
        }
    ]
    assert {one.evidence for one in seen.told} == {"g1"}
    assert (seen.every(), seen.proven) == ((), frozenset())


RULES = [
    {"type": "deletion"},
    {"type": "merge_queue", "parameters": {"grouping_strategy": "ALLGREEN"}},
    {"type": "file_path_restriction", "parameters": {"restricted_file_paths": [".github/**"]}},
    {"type": "required_deployments", "parameters": {"required_deployment_environments": ["pypi"]}},
    {"type": "workflows", "parameters": {"workflows": [{"path": ".github/workflows/scan.yml"}]}},
    {
        "type": "pull_request",
        "parameters": {
            "dismiss_stale_reviews_on_push": True,
            "require_code_owner_review": False,
            "require_last_push_approval": True,
            "required_approving_review_count": 2,
            "required_review_thread_resolution": False,
        },
    },
    {
        "type": "required_status_checks",
        "parameters": {
            "do_not_enforce_on_create": True,
            "strict_required_status_checks_policy": True,
            "required_status_checks": [{"context": "a", "integration_id": 5}, {"context": "b", "integration_id": None}],
        },
    },
]
ACTORS = [
    {"actor_type": "Integration", "actor_id": 4, "bypass_mode": "exempt"},
    {"actor_type": "User", "actor_id": 6, "bypass_mode": "pull_request"},
    {"actor_type": "RepositoryRole", "actor_id": 5, "bypass_mode": "always"},
    {"actor_type": "OrganizationAdmin", "actor_id": None, "bypass_mode": "always"},
    {"actor_type": "DeployKey", "actor_id": None, "bypass_mode": "always"},
]


def test_a_ruleset_is_the_one_that_rest_states_rule_by_rule_and_actor_by_actor() -> None:
    stated = {**made.repository(SLUG)[f"repos/{SLUG}/rulesets/101"], "rules": RULES, "bypass_actors": ACTORS}
    answer = told(changed={"rulesets/101": stated}).find("rulesets/{ruleset}", ruleset="101")
    assert answer is not None
    assert ruleset_definition(answer.body) == ruleset_definition(stated)
    assert bypass_actors(answer.body) == bypass_actors(stated)
    assert [answer.body[name] for name in ("id", "name", "target", "enforcement")] == [
        stated[name] for name in ("id", "name", "target", "enforcement")
    ]


def listed(*nodes: Any, total: int = -1, more: bool = False) -> dict[str, Any]:  # noqa: ANN401 - JSON
    page = {"hasNextPage": more, "endCursor": "1"}
    return {"totalCount": len(nodes) if total < 0 else total, "pageInfo": page, "nodes": list(nodes)}


BRANCH = {"name": "x", "classicRule": None, "appliedRules": {"totalCount": 1}}
ALERT = {
    "number": 1,
    "created_at": "2026-01-01T00:00:00Z",
    "security_advisory": {"ghsa_id": "G", "severity": "MODERATE"},
}
NOBODY = {
    "bypass_mode": "ALWAYS",
    "deployKey": False,
    "organizationAdmin": False,
    "repositoryRoleDatabaseId": None,
    "allowedActor": None,
}


def ruleset(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    nothing = {"totalCount": 0, "nodes": []}
    return {
        "id": 9,
        "name": "r",
        "target": "BRANCH",
        "enforcement": "ACTIVE",
        "conditions": None,
        "ruleList": nothing,
        "bypassList": nothing,
        **changed,
    }


def test_a_branch_is_protected_by_a_ruleset_alone_and_severities_have_the_words_of_rest() -> None:
    seen = told(branchRefs=listed(BRANCH), openAlerts=listed(ALERT))
    branches, alerts = seen.find("branches"), seen.find("dependabot/alerts")
    assert branches is not None
    assert branches.items[0]["protected"] is True
    assert alerts is not None
    assert alerts.items[0]["security_advisory"] == {"ghsa_id": "G", "severity": "medium"}


def test_nobody_but_an_administrator_is_believed() -> None:
    assert [names(told(admin=admin)) for admin in (False, None, "true")] == [set(), set(), set()]


EVERY = {"branches", "rulesets/{ruleset}", "rules/branches/{branch}", "dependabot/alerts"}


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"branchRefs": listed(BRANCH, total=2)}, "branches"),
        ({"branchRefs": listed(BRANCH, more=True)}, "branches"),
        ({"branchRefs": listed({**BRANCH, "appliedRules": None})}, "branches"),
        ({"branchRefs": None}, "branches"),
        (
            {"openAlerts": listed({**ALERT, "security_advisory": {"ghsa_id": "G", "severity": "ODD"}})},
            "dependabot/alerts",
        ),
        ({"alertsEnabled": False}, "dependabot/alerts"),
        ({"alertsEnabled": None}, "dependabot/alerts"),
        ({"releasedFrom": None}, "rules/branches/{branch}"),
        ({"releasedFrom": {"name": "main", "ruleList": {"totalCount": 1, "nodes": []}}}, "rules/branches/{branch}"),
        (
            {
                "releasedFrom": {
                    "name": "main",
                    "ruleList": {"totalCount": 1, "nodes": [{"type": "X", "ruleset": None}]},
                }
            },
            "rules/branches/{branch}",
        ),
        ({"ownRulesets": listed(ruleset(bypassList=None))}, "rulesets/{ruleset}"),
        ({"ownRulesets": listed(ruleset(bypassList={"totalCount": 1, "nodes": []}))}, "rulesets/{ruleset}"),
        ({"ownRulesets": listed(ruleset(bypassList={"totalCount": 1, "nodes": [NOBODY]}))}, "rulesets/{ruleset}"),
        (
            {
                "ownRulesets": listed(
                    ruleset(
                        bypassList={
                            "totalCount": 1,
                            "nodes": [{**NOBODY, "deployKey": True, "organizationAdmin": True}],
                        }
                    )
                )
            },
            "rulesets/{ruleset}",
        ),
        (
            {
                "ownRulesets": listed(
                    ruleset(
                        bypassList={
                            "totalCount": 1,
                            "nodes": [{**NOBODY, "allowedActor": {"__typename": "Bot", "databaseId": 1}}],
                        }
                    )
                )
            },
            "rulesets/{ruleset}",
        ),
        (
            {
                "ownRulesets": listed(
                    ruleset(bypassList={"totalCount": 1, "nodes": [{**NOBODY, "allowedActor": {"__typename": "Team"}}]})
                )
            },
            "rulesets/{ruleset}",
        ),
        ({"ownRulesets": listed(ruleset(ruleList={"totalCount": 3, "nodes": []}))}, "rulesets/{ruleset}"),
    ],
)
def test_what_is_not_whole_or_has_no_word_in_rest_is_left_to_rest(fields: dict[str, Any], lost: str) -> None:
    assert names(told(**fields)) == EVERY - {lost}


def test_an_error_costs_the_part_it_names_and_one_that_names_nothing_all() -> None:
    assert names(told(errors=[{"type": "FORBIDDEN", "path": ["repository", "branchRefs"]}])) == EVERY - {"branches"}
    assert names(told(errors=[{"message": "x"}])) == set()


def test_an_answer_about_another_repository_or_without_a_body_tells_nothing() -> None:
    assert names(told(nameWithOwner="o/another")) == set()
    assert answers(answered("graphql", {"message": "Bad credentials"}, status=401, method="POST")).told == ()


def test_what_rest_itself_answered_counts_and_what_the_query_says_beside_it_does_not() -> None:
    said = told(branchRefs=listed(BRANCH)).told
    own = told().find("branches")
    assert own is not None
    both = Answers([own], told=said)
    assert both.all("branches") == (own,)
    assert both.find("branches") is own
