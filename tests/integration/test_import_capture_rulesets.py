"""Rulesets and environments are joined from lists, single answers and sub-pages; what is missing is a part."""

import pytest

from checker.domain.json_value import Json
from tests.captures import AT, BARE, Capture, at, gate, gates

RULESET: dict[str, Json] = {
    "id": 42,
    "name": "main",
    "target": "branch",
    "source_type": "Repository",
    "enforcement": "active",
    "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
    "rules": [{"type": "deletion"}],
    "bypass_actors": [{"actor_id": None, "actor_type": "OrganizationAdmin", "bypass_mode": "always"}],
}


LISTED = {name: value for name, value in RULESET.items() if name not in ("conditions", "rules", "bypass_actors")}


def status(value: Json) -> Json:
    assert isinstance(value, dict)
    return value["status"]


def test_a_ruleset_is_its_list_entry_joined_with_its_own_answer() -> None:
    capture = (
        Capture().add("rulesets?includes_parents=true&targets=branch,tag,push", [LISTED]).add("rulesets/42", RULESET)
    )
    section = capture.section("ref_rules")
    assert section["status"] == "collected"
    assert at(section, 0, "id") == "42"
    assert at(section, 0, "definition", "forbids") == {
        "force_push": False,
        "deletion": True,
        "creation": False,
        "update": False,
    }
    assert at(section, 0, "bypass", "value") == [{"kind": "OrganizationAdmin", "id": "0", "mode": "always"}]


def test_a_bypass_list_that_is_left_out_is_denied_and_names_who_sees_it() -> None:
    body = {name: value for name, value in RULESET.items() if name != "bypass_actors"}
    bypass = at(Capture().add("rulesets", [LISTED]).add("rulesets/42", body).section("ref_rules"), 0, "bypass")
    assert status(bypass) == "denied"
    assert "write access" in str(at(bypass, "detail", "needs"))


def test_a_list_of_rulesets_alone_leaves_every_definition_open() -> None:
    section = Capture().add("rulesets", [LISTED]).section("ref_rules")
    assert section["status"] == "collected"
    assert status(at(section, 0, "definition")) == status(at(section, 0, "bypass")) == "not_requested"


def test_a_ruleset_that_could_not_be_read_is_in_the_list_with_its_status() -> None:
    section = Capture().add("rulesets", [LISTED]).add("rulesets/42", BARE, status=404).section("ref_rules")
    assert status(at(section, 0, "definition")) == status(at(section, 0, "bypass")) == "not_found"


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", "collected"), ("?targets=branch", "incomplete"), ("?includes_parents=false", "incomplete")],
)
def test_a_list_of_some_rulesets_is_a_part(query: str, expected: str) -> None:
    assert Capture().add(f"rulesets{query}", [LISTED]).section("ref_rules")["status"] == expected


def test_single_rulesets_without_their_list_are_a_part() -> None:
    section = Capture().add("rulesets/42", RULESET).add("rulesets/43", BARE, status=404).section("ref_rules")
    assert section["status"] == "incomplete"
    assert status(at(section["partial"], 0, "definition")) == "collected"
    assert Capture().add("rulesets/43", BARE, status=404).section("ref_rules")["status"] == "not_found"


APPLIED: Json = [{"type": "deletion", "ruleset_source_type": "Organization", "ruleset_id": 42}]


def test_rules_of_a_branch_fill_a_list_entry_in_part() -> None:
    section = Capture().add("rulesets", [LISTED]).add("rules/branches/main", APPLIED).section("ref_rules")
    assert section["status"] == "collected"
    assert (at(section, 0, "name"), status(at(section, 0, "definition"))) == ("main", "incomplete")


def test_a_ruleset_that_applies_but_is_not_listed_makes_the_list_a_part() -> None:
    section = Capture().add("rulesets", []).add("rules/branches/main", APPLIED).section("ref_rules")
    assert section["status"] == "incomplete"
    assert at(section, "detail", "why") == "ruleset 42 applies to a branch, but is not in the list"


@pytest.mark.parametrize("status_code", [200, 403])
def test_a_ruleset_that_was_captured_but_is_not_listed_makes_the_list_a_part(status_code: int) -> None:
    body: Json = RULESET if status_code == 200 else BARE
    section = Capture().add("rulesets", []).add("rulesets/42", body, status=status_code).section("ref_rules")
    assert section["status"] == "incomplete"
    assert at(section, "detail", "why") == "ruleset 42 was captured, but is not in the list"


def test_a_ruleset_that_was_not_found_and_is_not_listed_leaves_the_list_whole() -> None:
    section = Capture().add("rulesets", []).add("rulesets/42", BARE, status=404).section("ref_rules")
    assert section["status"] == "collected"


PUSH: dict[str, Json] = {**RULESET, "id": 77, "target": "push", "rules": [{"type": "file_path_restriction"}]}
PUSH_APPLIED: Json = [{"type": "max_file_size", "ruleset_source_type": "Repository", "ruleset_id": 77}]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?targets=branch,tag", "collected"), ("?targets=branch,tag,push", "incomplete"), ("", "incomplete")],
)
def test_a_ruleset_for_pushes_is_missed_only_in_a_list_that_was_asked_for_it(query: str, expected: str) -> None:
    single = Capture().add(f"rulesets{query}", []).add("rulesets/77", PUSH)
    assert single.section("ref_rules")["status"] == expected
    applied = Capture().add(f"rulesets{query}", []).add("rules/branches/main", PUSH_APPLIED)
    assert applied.section("ref_rules")["status"] == expected


@pytest.mark.parametrize("body", [{**PUSH, "target": "branch"}, {**PUSH, "target": "planet"}, {"id": 77}, [], None])
def test_a_ruleset_not_known_to_be_for_pushes_is_missed_in_a_list_of_the_others(body: Json) -> None:
    capture = Capture().add("rulesets?targets=branch,tag", []).add("rulesets/77", body)
    assert capture.section("ref_rules")["status"] == "incomplete"
    denied = Capture().add("rulesets?targets=branch,tag", []).add("rulesets/77", BARE, status=403)
    assert denied.section("ref_rules")["status"] == "incomplete"


def test_a_ruleset_with_one_rule_for_branches_applies_to_branches() -> None:
    rules = [*PUSH_APPLIED, {"type": "deletion", "ruleset_source_type": "Repository", "ruleset_id": 77}]  # type: ignore[misc]
    both = Capture().add("rules/branches/main", rules).section("ref_rules")
    assert at(both["partial"], 0, "target") == "branch"
    push = Capture().add("rules/branches/main", PUSH_APPLIED).section("ref_rules")
    assert at(push["partial"], 0, "target") == "push"


def test_rules_of_a_branch_that_could_not_be_read_say_so() -> None:
    assert Capture().add("rules/branches/main", BARE, status=404).section("ref_rules")["status"] == "not_found"
    assert Capture().add("rules/branches/main", [{"type": "x"}]).section("ref_rules")["status"] == "error"
    both = Capture().add("rules/branches/main", APPLIED).add("rules/branches/x", BARE, status=404)
    assert both.section("ref_rules")["status"] == "incomplete"


RULES: Json = [
    {"type": "required_deployments", "parameters": {"required_deployment_environments": ["b", "a"]}},
    {"type": "workflows", "parameters": {"workflows": [{"path": ".github/workflows/ci.yml", "ref": "main"}]}},
    {
        "type": "required_status_checks",
        "parameters": {
            "strict_required_status_checks_policy": True,
            "required_status_checks": [{"context": "Test", "integration_id": 7}, {"context": "Lint"}],
        },
    },
    {"type": "commit_message_pattern"},
    {"type": "commit_message_pattern", "parameters": {"pattern": "x"}},
]


def test_what_a_ruleset_requires_is_taken_and_rules_nobody_judges_are_named() -> None:
    found = at(
        Capture().add("rulesets/42", {**RULESET, "rules": RULES}).section("ref_rules"), "partial", 0, "definition"
    )
    assert at(found, "requires", "deployments") == ["a", "b"]
    assert at(found, "requires", "workflows") == [".github/workflows/ci.yml"]
    assert at(found, "requires", "checks") == {
        "required": True,
        "strict": True,
        "list": [
            {"name": "Lint", "app": {"bound": False, "id": 0}},
            {"name": "Test", "app": {"bound": True, "id": 7}},
        ],
    }
    assert at(found, "other_rules") == ["commit_message_pattern"]


def test_a_rule_that_is_there_twice_and_says_two_things_is_an_error() -> None:
    twice: Json = [
        {"type": "workflows", "parameters": {"workflows": []}},
        {"type": "workflows", "parameters": {"workflows": [{"path": "x"}]}},
    ]
    section = Capture().add("rulesets", [LISTED]).add("rulesets/42", {**RULESET, "rules": twice}).section("ref_rules")
    assert status(at(section, 0, "definition")) == "error"


def environment(capture: Capture) -> Json:
    return at(capture.section("environments"), 0)


def test_an_environment_is_its_list_entry_joined_with_its_pages() -> None:
    capture = Capture().add("environments", gates(gate()))
    policies: Json = {"total_count": 2, "branch_policies": [{"name": "v*", "type": "tag"}, {"name": "main"}]}
    rules: Json = {"custom_deployment_protection_rules": [{"enabled": True, "app": {"slug": "gatekeeper"}}]}
    variables: Json = {"total_count": 1, "variables": [{"name": "V", "value": "SECRET-MARKER", "updated_at": AT}]}
    capture.add("environments/pypi/deployment-branch-policies", policies)
    capture.add("environments/pypi/deployment_protection_rules", rules)
    capture.add("environments/pypi/secrets", {"total_count": 1, "secrets": [{"name": "TOKEN", "updated_at": AT}]})
    capture.add("environments/pypi/variables", variables)
    found = environment(capture)
    assert at(found, "deploy_refs", "value") == {
        "mode": "custom",
        "patterns": [{"kind": "tag", "pattern": "v*"}, {"kind": "unknown", "pattern": "main"}],
    }
    assert at(found, "custom_rules", "value") == ["gatekeeper"]
    assert at(found, "secret_names", "value") == [{"name": "TOKEN", "updated_at": AT}]
    assert at(found, "variable_names", "value") == [{"name": "V", "updated_at": AT}]
    assert at(found, "wait_minutes", "value") == 5
    assert at(found, "reviewers", "value") == {
        "principals": [{"kind": "Team", "id": "release"}, {"kind": "User", "id": "9"}],
        "prevent_self_review": True,
    }


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("", gate(name="npm")),
        ("/secrets", {"total_count": 0, "secrets": []}),
        ("/variables", {"total_count": 0, "variables": []}),
        ("/deployment-branch-policies", {"total_count": 0, "branch_policies": []}),
        ("/deployment_protection_rules", {"custom_deployment_protection_rules": []}),
    ],
)
def test_an_environment_that_was_captured_but_is_not_listed_makes_the_list_a_part(page: str, body: Json) -> None:
    section = Capture().add("environments", gates(gate())).add(f"environments/npm{page}", body).section("environments")
    assert section["status"] == "incomplete"
    assert at(section, "detail", "why") == "environment npm was captured, but is not in the list"


def test_an_environment_that_was_not_found_or_is_written_otherwise_leaves_the_list_whole() -> None:
    capture = Capture().add("environments", gates(gate())).add("environments/npm", BARE, status=404)
    assert capture.add("environments/PyPI", gate()).section("environments")["status"] == "collected"


def test_a_listed_environment_of_which_nothing_else_was_read_is_open_in_each_of_its_parts() -> None:
    found = environment(Capture().add("environments", gates(gate())))
    for part in ("custom_rules", "secret_names", "variable_names"):
        assert status(at(found, part)) == "not_requested"
    assert status(at(found, "deploy_refs")) == "incomplete"


BRANCH: dict[str, Json] = {"name": "main", "protected": True}
PROTECTION: Json = {"enforce_admins": {"enabled": True}}


@pytest.mark.parametrize(
    ("path", "body"), [("branches/old", {**BRANCH, "name": "old"}), ("branches/old/protection", PROTECTION)]
)
def test_a_branch_that_was_captured_but_is_not_listed_makes_the_list_a_part(path: str, body: Json) -> None:
    section = Capture().add("branches", [BRANCH]).add(path, body).section("branches")
    assert section["status"] == "incomplete"
    assert at(section, "detail", "why") == "branch old was captured, but is not in the list"
    assert Capture().add("branches", [BRANCH]).add(path, BARE, status=404).section("branches")["status"] == "collected"


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("can_admins_bypass", "admins_bypass"),
        ("protection_rules", "reviewers"),
        ("protection_rules", "wait_minutes"),
        ("deployment_branch_policy", "deploy_refs"),
    ],
)
def test_a_gate_the_answer_leaves_out_is_denied_and_never_open_or_closed(key: str, part: str) -> None:
    body = {name: value for name, value in gate().items() if name != key}
    assert status(at(environment(Capture().add("environments", gates(body))), part)) == "denied"


def test_patterns_that_were_not_asked_for_leave_the_policy_a_part() -> None:
    policy = at(environment(Capture().add("environments", gates(gate()))), "deploy_refs")
    assert status(policy) == "incomplete"
    assert "deployment-branch-policies" in str(at(policy, "detail", "needs"))


def test_protected_branches_are_a_mode_of_their_own() -> None:
    body = gate(deployment_branch_policy={"protected_branches": True, "custom_branch_policies": False})
    policy = at(environment(Capture().add("environments", gates(body))), "deploy_refs", "value")
    assert policy == {"mode": "protected", "patterns": []}


@pytest.mark.parametrize(
    "body",
    [
        gate(deployment_branch_policy={"protected_branches": False, "custom_branch_policies": False}),
        gate(
            protection_rules=[{"type": "required_reviewers", "prevent_self_review": True, "reviewers": [{"type": "X"}]}]
        ),
        gate(
            protection_rules=[
                {
                    "type": "required_reviewers",
                    "prevent_self_review": True,
                    "reviewers": [{"type": "X", "reviewer": {}}],
                }
            ]
        ),
    ],
)
def test_an_environment_of_another_form_is_an_error(body: Json) -> None:
    assert Capture().add("environments", gates(body)).section("environments")["status"] == "error"


def test_reviewers_without_word_on_self_review_are_unread() -> None:
    body = gate(protection_rules=[{"type": "required_reviewers", "reviewers": []}])
    assert status(at(environment(Capture().add("environments", gates(body))), "reviewers")) == "denied"


def test_a_deployment_policy_of_an_unknown_kind_is_an_error_of_the_policy() -> None:
    policies: Json = {"total_count": 1, "branch_policies": [{"name": "x", "type": "planet"}]}
    capture = Capture().add("environments", gates(gate()))
    capture.add("environments/pypi/deployment-branch-policies", policies)
    assert status(at(environment(capture), "deploy_refs")) == "incomplete"


def test_a_custom_rule_without_an_app_is_still_a_rule_and_a_disabled_one_is_none() -> None:
    rules: Json = {"custom_deployment_protection_rules": [{"enabled": True}, {"enabled": False, "app": {"slug": "x"}}]}
    capture = Capture().add("environments", gates(gate())).add("environments/pypi/deployment_protection_rules", rules)
    assert at(environment(capture), "custom_rules", "value") == ["an app without a slug"]
