"""Sections that one answer tells, several together, the query in place of REST, or nobody."""

from typing import Any

import pytest

from checker.domain.json_value import Json
from checker.domain.section import BESIDE, REPOSITORY
from checker.errors import UsageError
from checker.formats.github.wanted import everything, wanted_of, with_sections
from tests.captures import ROOT
from tests.fakes.scripted_provider import ScriptedProvider, answered
from tests.github_simulator.made_lists import checked_commit
from tests.unit.application.auditing import BASE, LISTS, NO_RULE, SLUG, below, collect, provider, section

ON_TWO = {
    **NO_RULE,
    "viewerCanAdminister": True,
    **checked_commit(),
    "branchRefs": {
        "totalCount": 1,
        "pageInfo": {"hasNextPage": False},
        "nodes": [{"name": "main", "classicRule": None, "appliedRules": {"totalCount": 1}}],
    },
}


@pytest.mark.parametrize("is_admin", [True, False])
def test_what_the_query_tells_an_administrator_is_asked_of_rest_only_where_it_was_not_told(*, is_admin: bool) -> None:
    asked = provider({"branches": [{"name": "main", "protected": True}]})
    told: Any = {"data": {"repository": {**ON_TWO, "viewerCanAdminister": is_admin}}}
    asked.answers = {**asked.answers, "graphql": told}
    found = collect(asked, "repository.check_runs", "repository.branches")
    assert below(asked) == [
        f"graphql {SLUG} refs/heads/main branches checks",
        *([] if is_admin else ["branches?per_page=100"]),
    ]
    assert section(found, "branches")["value"] == [{"name": "main", "protected": True}]
    assert section(found, "branches")["evidence"] == (["g1"] if is_admin else ["e2"])
    readings = [(one.url, one.section) for one in found.readings]
    assert (("/graphql", "branches") in readings) is is_admin


def test_a_part_that_only_saves_requests_is_not_asked_alone() -> None:
    asked = provider({**LISTS, "branches": []})
    collect(asked, "repository.branches", "repository.ref_rules", "repository.alerts.dependabot")
    assert not [one for one in asked.asked if one.startswith("graphql")]


def test_rulesets_are_asked_of_the_query_where_there_are_any_and_properties_where_the_repository_tells_none() -> None:
    asked = provider({**LISTS, "rulesets": [{"id": 5}], "properties/values": [{"property_name": "tier"}]})
    asked.answers = {**asked.answers, "graphql": {"data": None}}
    found = collect(asked, "repository.check_runs", "repository.ref_rules", "repository.properties")
    assert f"graphql {SLUG} refs/heads/main applied checks rulesets" in asked.asked
    assert below(asked)[-3:] == [
        "rules/branches/main?per_page=100",
        "properties/values",
        "rulesets/5?includes_parents=true",
    ]
    assert section(found, "properties")["value"] == ["tier"]
    asked = provider(root={**ROOT, "property_names": ["tier"]})
    found = collect(asked, "repository.properties")
    assert (below(asked), section(found, "properties")["value"]) == ([], ["tier"])


@pytest.mark.parametrize(
    ("name", "path", "body", "value", "needs"),
    [
        (
            "ci_retention",
            "actions/permissions/artifact-and-log-retention",
            {"days": 90},
            {"days": 90},
            "Administration: read",
        ),
        (
            "codespaces_secret_names",
            "codespaces/secrets",
            {"total_count": 1, "secrets": [{"name": "MACHINE", "updated_at": "2026-01-01T00:00:00Z"}]},
            [{"name": "MACHINE", "updated_at": "2026-01-01T00:00:00Z"}],
            "Codespaces secrets: write (the provider demands it to read their names)",
        ),
    ],
)
def test_a_setting_of_one_answer_is_read_or_says_what_it_takes(
    name: str, path: str, body: Json, value: Json, needs: str
) -> None:
    seen = section(collect(provider({path: body}), f"repository.{name}"), name)
    assert (seen["status"], seen["value"]) == ("collected", value)
    refused = answered(f"{BASE}/{path}", {"message": "Resource not accessible by integration"}, status=403)
    for given, status in ((refused, "denied"), (None, "not_found")):
        seen = section(collect(provider({path: given} if given else {}), f"repository.{name}"), name)
        assert (seen["status"], seen["detail"]["needs"], "value" in seen) == (status, needs, False)
    odd = section(collect(provider({path: {"days": "many", "total_count": 0}}), f"repository.{name}"), name)
    assert odd["status"] in ("error", "incomplete")


def gated(*reviewers: Any) -> Any:  # noqa: ANN401 - JSON
    rule = {"id": 1, "type": "required_reviewers", "prevent_self_review": True, "reviewers": list(reviewers)}
    entry = {"name": "pypi", "can_admins_bypass": False, "protection_rules": [rule], "deployment_branch_policy": None}
    return {"total_count": 1, "environments": [entry]}


def person(number: int) -> dict[str, Any]:
    return {"type": "User", "reviewer": {"id": number, "login": f"p{number}"}}


CORE = {"type": "Team", "reviewer": {"id": 60, "slug": "core"}}
READER = {"id": 2, "login": "p2", "type": "User", "permissions": {"push": False}}
WRITERS = [
    {"id": 1, "login": "p1", "type": "User", "permissions": {"push": True}},
    READER,
    {"id": 4, "login": "p4", "type": "User", "role_name": "maintain"},
    {"id": 5, "login": "p5", "type": "User", "role_name": "of our own"},
]
TEAM_OF = "orgs/o/teams/core/members"


def accounts(answers: dict[str, Any], **beside: Any) -> tuple[ScriptedProvider, dict[str, Any]]:  # noqa: ANN401
    asked = provider(answers)
    asked.answers = {**asked.answers, **beside}
    return asked, section(collect(asked, "repository.reviewer_accounts"), "reviewer_accounts")


def test_reviewers_are_looked_up_among_those_who_may_write_and_teams_are_counted() -> None:
    listed = {
        "environments": gated(CORE, *(person(number) for number in range(1, 6))),
        "collaborators": WRITERS,
        "teams": [{"id": 60, "slug": "core", "permission": "push"}],
    }
    asked, seen = accounts(listed, **{TEAM_OF: [{"id": 1, "login": "p1"}, {"id": 2, "login": "p2"}]})
    asked_for = ["collaborators?per_page=100", "teams?per_page=100", "environments?per_page=100"]
    assert below(asked) == [*asked_for, f"{TEAM_OF}?per_page=100"]
    shown = {
        one["principal"]: (one["kind"], one["can_write"].get("value"), one["people"].get("value"))
        for one in seen["value"]
    }
    assert shown == {
        "Team 60": ("team", True, 2),
        "User 1": ("person", True, 1),
        "User 2": ("person", False, 1),
        "User 3": ("person", False, 1),
        "User 4": ("person", True, 1),
        "User 5": ("person", None, 1),
    }


@pytest.mark.parametrize(
    ("teams", "expected"),
    [
        ([{"id": 60, "slug": "core", "permission": "triage"}], ("collected", False)),
        ([{"id": 60, "slug": "core", "permission": "odd", "permissions": {"push": True}}], ("collected", True)),
        ([{"id": 61, "slug": "other", "permission": "admin"}], ("not_found", None)),
        (answered(f"{BASE}/teams", {"message": "Must have admin rights"}, status=403), ("denied", None)),
    ],
)
def test_a_team_writes_where_the_list_of_teams_says_so(teams: Any, expected: Any) -> None:  # noqa: ANN401 - JSON
    _, seen = accounts({"environments": gated(CORE), "collaborators": WRITERS, "teams": teams})
    ((entry,)) = seen["value"]
    assert (entry["can_write"]["status"], entry["can_write"].get("value")) == expected
    assert (entry["people"]["status"], entry["people"]["detail"]["needs"]) == (
        "not_found",
        "Organization members: read",
    )


def test_without_whoever_reviews_or_writes_nothing_is_concluded() -> None:
    refused = answered(f"{BASE}/environments", {"message": "Resource not accessible by integration"}, status=403)
    _, seen = accounts({"environments": refused, "collaborators": WRITERS})
    assert (seen["status"], seen["detail"]["needs"]) == ("denied", "Actions: read")
    unknown = gated(person(1))
    del unknown["environments"][0]["protection_rules"][0]["prevent_self_review"]
    _, seen = accounts({"environments": unknown, "collaborators": WRITERS})
    assert seen["status"] == "denied"
    _, seen = accounts({"environments": gated(person(1))})
    ((entry,)) = seen["value"]
    assert (entry["can_write"]["status"], "value" in entry["can_write"]) == ("not_found", False)
    _, seen = accounts({"environments": gated({"type": "App", "reviewer": {"id": 9}}), "collaborators": WRITERS})
    ((entry,)) = seen["value"]
    assert (entry["principal"], entry["kind"], entry["can_write"]["status"]) == ("App 9", "app", "unsupported")


def test_a_team_whose_name_leads_elsewhere_is_asked_about_nowhere() -> None:
    for reviewer in ({"id": 60, "slug": ".."}, {"id": 60}, {"id": "60", "slug": "core"}):
        asked, _ = accounts({"environments": gated({"type": "Team", "reviewer": reviewer}), "collaborators": WRITERS})
        assert not [path for path in asked.asked if path.startswith("orgs/")]


@pytest.mark.parametrize("name", ["member_activity", "organization_sign_on"])
def test_what_no_provider_tells_is_not_said_to_be_read(name: str) -> None:
    assert not everything().has(name)
    with pytest.raises(UsageError, match=f"no provider tells a section '{name}'"):
        with_sections(wanted_of([]), [name])
    assert REPOSITORY[name].startswith("nothing: no interface of GitHub tells")


@pytest.mark.parametrize("name", sorted(BESIDE))
def test_what_takes_a_request_more_is_read_where_it_is_named(name: str) -> None:
    assert not everything().has(name)
    assert everything(beside=True).has(name)
    assert with_sections(wanted_of([]), [name]).has(name)
    assert wanted_of([f"repository.{name}"]).has(name)
