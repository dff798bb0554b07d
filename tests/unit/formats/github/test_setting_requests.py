"""The requests that would set settings say exactly what the settings are, or are not made."""

from typing import Any

import pytest

from checker.domain.json_value import Json
from checker.formats.github.classic_rule import classic_rule as read_classic_rule
from checker.formats.github.ruleset import bypass_actors, ruleset_definition
from checker.formats.github.setting_requests import (
    SettingRequest,
    classic_requests,
    environment_requests,
    permission_requests,
    ruleset_requests,
)
from tests.settings_builders import (
    Object,
    actor,
    check,
    classic_review,
    classic_rule,
    definition,
    deploying_from,
    environment,
    hidden,
    review,
    ruleset,
    seen,
)

SWITCHED = (
    "enforce_admins",
    "allow_force_pushes",
    "allow_deletions",
    "block_creations",
    "required_linear_history",
    "required_conversation_resolution",
    "lock_branch",
    "allow_fork_syncing",
)


def entry(rule: Json, ref: str = "refs/heads/main") -> Object:
    return {"ref": ref, "protection": rule}


def as_answered(put: SettingRequest, signatures: SettingRequest) -> Object:
    """What the provider would answer after these requests."""
    body = {**put.body, **{name: {"enabled": put.body[name]} for name in SWITCHED}}
    if isinstance(reviews := put.body["required_pull_request_reviews"], dict):
        body["required_pull_request_reviews"] = {**reviews, "bypass_pull_request_allowances": {}}
    return {**body, "required_signatures": {"enabled": signatures.method == "POST"}}


def strict() -> Object:
    on = seen(value=True)
    return classic_rule(
        pull_request=classic_review(approvals=2, dismiss_stale=on, code_owner=on),
        checks={"required": True, "strict": True, "list": [check("Build"), check("Lint", 7)]},
        admins_included=on,
        force_push_allowed=seen(value=False),
        signatures=on,
    )


def as_told(rule: Object) -> Object:
    """What of a rule an answer of REST tells: silent of those who may force a push, or dismiss a review."""
    read_back = read_classic_rule({"required_pull_request_reviews": {"required_approving_review_count": 0}})
    silent = read_back["pull_request"]["dismissal_restricted"]  # type: ignore[index,call-overload]  # an object
    review: Any = rule["pull_request"]
    told = {**review, "dismissal_restricted": silent} if review["required"] else review
    return {name: value for name, value in rule.items() if name != "force_push_allowances"} | {"pull_request": told}


@pytest.mark.parametrize("rule", [classic_rule(), strict()])
def test_classic_protection_reads_back_as_it_was(rule: Object) -> None:
    put, signatures = classic_requests(entry(seen(rule)))
    assert (put.method, put.path) == ("PUT", "branches/main/protection")
    assert signatures.path == "branches/main/protection/required_signatures"
    assert read_classic_rule(as_answered(put, signatures)) == as_told(rule)


def test_the_name_of_a_branch_stays_one_part_of_the_path() -> None:
    off = entry(seen(classic_rule(enabled=False)), "refs/heads/release/1 0?x")
    assert classic_requests(off) == (SettingRequest(method="DELETE", path="branches/release%2F1%200%3Fx/protection"),)


@pytest.mark.parametrize(
    "rule",
    [
        hidden(),
        seen(classic_rule(push_restricted=True)),
        seen(classic_rule(locked=hidden())),
        seen(classic_rule(admins_included=hidden())),
        seen(classic_rule(pull_request=classic_review(last_push=hidden()))),
        seen(classic_rule(pull_request=classic_review(bypass_allowances=seen([{"kind": "User", "id": "1"}])))),
        seen(classic_rule(pull_request=classic_review(dismissal_restricted=seen(value=True)))),
        seen(classic_rule(force_push_allowances=seen([{"kind": "User", "id": "1"}]))),
    ],
)
def test_classic_protection_that_cannot_be_written_back_whole_is_for_a_person(rule: Json) -> None:
    assert classic_requests(entry(rule)) == ()


def test_who_may_go_round_a_review_need_not_be_known() -> None:
    assert classic_requests(entry(seen(classic_rule(pull_request=classic_review(bypass_allowances=hidden())))))


WHOLE = definition(
    include=("~DEFAULT_BRANCH",),
    exclude=("refs/heads/x",),
    requires={
        "pull_request": review(approvals=1, code_owner=True),
        "checks": {"required": True, "strict": True, "list": [check("Build"), check("Lint", 7)]},
        "signatures": True,
        "linear_history": True,
        "deployments": ["pypi"],
    },
    forbids={"force_push": True, "deletion": True, "creation": True, "update": True},
    details={"checks_on_creation": True},
)
LAX = definition(requires={"checks": {"required": True, "strict": False, "list": [check("Build")]}})


@pytest.mark.parametrize("wanted", [WHOLE, LAX, definition()])
def test_a_ruleset_reads_back_as_it_was(wanted: Object) -> None:
    actors: list[Json] = [actor("OrganizationAdmin", "0"), actor("Team", "3")]
    (request,) = ruleset_requests(ruleset(definition=seen(wanted), bypass=seen(actors)), is_there=True)
    assert (request.method, request.path) == ("PUT", "rulesets/42")
    assert ruleset_definition(request.body) == wanted
    assert bypass_actors(request.body).value == actors


def test_a_ruleset_that_is_gone_is_made_again() -> None:
    (request,) = ruleset_requests(ruleset(), is_there=False)
    assert (request.method, request.path) == ("POST", "rulesets")


@pytest.mark.parametrize(
    "entry",
    [
        ruleset(definition=hidden()),
        ruleset(bypass=hidden()),
        ruleset(level="organization"),
        ruleset(definition=seen(definition(other_rules=("commit_message_pattern",)))),
        ruleset(definition=seen(definition(requires={"workflows": ["ci.yml"]}))),
        ruleset(bypass=seen([actor("Team", "core")])),
    ],
)
def test_a_ruleset_that_cannot_be_written_back_whole_is_for_a_person(entry: Object) -> None:
    assert ruleset_requests(entry, is_there=True) == ()


def an_environment(**changed: Json) -> Object:
    people: Json = {"principals": [{"kind": "Team", "id": "7"}], "prevent_self_review": True}
    whole: Object = {
        **environment("py pi", deploy_refs=deploying_from(("tag", "v*"), ("branch", "main"))),
        "reviewers": seen(people),
        "wait_minutes": seen(5),
        "admins_bypass": seen(value=False),
        "custom_rules": seen([]),
    }
    return {**whole, **changed}


def test_an_environment_is_set_and_its_missing_patterns_added() -> None:
    now = an_environment(deploy_refs=deploying_from(("branch", "main")), wait_minutes=seen(0))
    put, post = environment_requests(an_environment(), now=now)
    assert (put.method, put.path) == ("PUT", "environments/py%20pi")
    assert put.body == {
        "wait_timer": 5,
        "prevent_self_review": True,
        "reviewers": [{"type": "Team", "id": 7}],
        "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True},
    }
    assert post == SettingRequest(
        method="POST", path="environments/py%20pi/deployment-branch-policies", body={"name": "v*", "type": "tag"}
    )


@pytest.mark.parametrize("now", [{}, an_environment(deploy_refs=hidden())])
def test_of_an_environment_whose_patterns_are_not_known_all_are_added(now: Object) -> None:
    assert [request.method for request in environment_requests(an_environment(), now=now)] == ["PUT", "POST", "POST"]


@pytest.mark.parametrize(
    ("mode", "policy"), [("any", None), ("protected", {"protected_branches": True, "custom_branch_policies": False})]
)
def test_an_environment_without_patterns_states_its_policy(mode: str, policy: Json) -> None:
    (put,) = environment_requests(an_environment(deploy_refs=seen({"mode": mode, "patterns": []})), now={})
    assert put.body["deployment_branch_policy"] == policy


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        (an_environment(reviewers=hidden()), {}),
        (an_environment(deploy_refs=hidden()), {}),
        (an_environment(wait_minutes=hidden()), {}),
        (
            an_environment(
                reviewers=seen({"principals": [{"kind": "User", "id": "amy"}], "prevent_self_review": True})
            ),
            {},
        ),
        (an_environment(), an_environment(admins_bypass=seen(value=True))),
        (an_environment(), an_environment(custom_rules=seen(["gate"]))),
    ],
)
def test_an_environment_that_a_request_cannot_settle_is_for_a_person(wanted: Object, now: Object) -> None:
    assert environment_requests(wanted, now=now) == ()


ACTIONS: Object = {"enabled": True, "allowed_actions": "selected", "sha_pinning_required": hidden()}
TOKEN: Object = {"default": "read", "can_approve_reviews": False}
OTHER: Object = {"actions": seen({**ACTIONS, "enabled": False}), "token": seen({**TOKEN, "default": "write"})}


def test_permissions_of_workflows_are_set_part_by_part() -> None:
    actions, token = permission_requests({"actions": seen(ACTIONS), "token": seen(TOKEN)}, now=OTHER)
    assert actions == SettingRequest(
        method="PUT", path="actions/permissions", body={"enabled": True, "allowed_actions": "selected"}
    )
    assert token == SettingRequest(
        method="PUT",
        path="actions/permissions/workflow",
        body={"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False},
    )


@pytest.mark.parametrize(("wanted", "now"), [(OTHER, OTHER), ({"actions": hidden(), "token": hidden()}, OTHER)])
def test_what_is_as_it_should_be_or_was_not_read_is_not_set(wanted: Object, now: Object) -> None:
    assert permission_requests(wanted, now=now) == ()


@pytest.mark.parametrize("name", [".", ".."])
def test_an_environment_whose_name_leads_elsewhere_in_a_path_is_for_a_person(name: str) -> None:
    assert environment_requests({**an_environment(), "name": name}, now={}) == ()


def test_the_id_of_a_ruleset_stays_one_part_of_the_path() -> None:
    (put,) = ruleset_requests({**ruleset(), "id": "../environments/production"}, is_there=True)
    assert put.path == "rulesets/..%2Fenvironments%2Fproduction"
