"""What is set within single rules of a ruleset, and within classic protection, as the provider writes it."""

from typing import Any

import pytest

from checker.domain.json_value import Json
from checker.formats.github.allow_list import filtered
from checker.formats.github.classic_rule import classic_rule, no_classic_rule
from checker.formats.github.ruleset import ruleset_definition


def told(name: str, *rules: dict[str, Json]) -> Any:  # noqa: ANN401 - of any type
    """One observation of the definition as it is read after the allow-list."""
    body: Any = filtered({"conditions": None, "rules": [*rules]})
    return ruleset_definition(body)[name]


def details(*rules: dict[str, Json]) -> Any:  # noqa: ANN401 - of any type
    """The details as they are read after the allow-list."""
    body: Any = filtered({"conditions": None, "rules": [*rules]})
    found: Any = ruleset_definition(body)["details"]
    assert found["status"] == "collected"
    return found["value"]


def checks(**changed: Json) -> dict[str, Json]:
    parameters: dict[str, Json] = {"strict_required_status_checks_policy": True, "required_status_checks": []}
    return {"type": "required_status_checks", "parameters": {**parameters, **changed}}


def test_a_ruleset_without_such_rules_sets_none_of_it() -> None:
    assert details({"type": "deletion"}) == {"checks_on_creation": False, "queue_checks_each": False, "paths": []}


@pytest.mark.parametrize(("told", "expected"), [({}, True), ({"do_not_enforce_on_create": False}, True)])
def test_required_checks_hold_on_creation_unless_they_are_left_out(told: dict[str, Json], expected: object) -> None:
    assert details(checks(**told))["checks_on_creation"] is expected
    assert details(checks(do_not_enforce_on_create=True))["checks_on_creation"] is False


@pytest.mark.parametrize(("strategy", "expected"), [("ALLGREEN", True), ("HEADGREEN", False)])
def test_a_queue_checks_each_change_only_where_all_must_be_green(strategy: str, expected: object) -> None:
    queue: dict[str, Json] = {"type": "merge_queue", "parameters": {"grouping_strategy": strategy}}
    assert details(queue)["queue_checks_each"] is expected


def test_the_paths_that_pushes_may_not_touch_are_kept() -> None:
    paths: dict[str, Json] = {"restricted_file_paths": [".github/workflows/*", ".github/workflows/*"]}
    assert details({"type": "file_path_restriction", "parameters": paths})["paths"] == [".github/workflows/*"]


def reviews(**changed: Json) -> Any:  # noqa: ANN401 - of any type
    body: Any = filtered({"required_pull_request_reviews": {"required_approving_review_count": 1, **changed}})
    return classic_rule(body)["pull_request"]


def test_an_answer_that_names_who_may_dismiss_reviews_says_that_not_everyone_may() -> None:
    assert reviews(dismissal_restrictions={"users": []})["dismissal_restricted"]["value"] is True


def test_an_answer_that_names_nobody_says_nothing_of_who_may_dismiss_reviews() -> None:
    assert reviews()["dismissal_restricted"]["status"] == "not_requested"


def test_without_required_reviews_nobody_is_kept_from_dismissing_them() -> None:
    unprotected: Any = no_classic_rule()["pull_request"]
    assert unprotected["dismissal_restricted"]["value"] is False


def test_whether_forks_may_sync_with_a_locked_branch_is_read() -> None:
    body: Any = filtered({"lock_branch": {"enabled": True}, "allow_fork_syncing": {"enabled": False}})
    found: Any = classic_rule(body)
    assert (found["locked"]["value"], found["fork_syncing"]["value"]) == (True, False)


QUEUE: dict[str, Json] = {
    "check_response_timeout_minutes": 60,
    "grouping_strategy": "ALLGREEN",
    "max_entries_to_build": 5,
    "max_entries_to_merge": 4,
    "merge_method": "SQUASH",
    "min_entries_to_merge": 2,
    "min_entries_to_merge_wait_minutes": 6,
}


def test_how_a_merge_queue_works_is_read() -> None:
    found = told("queue", {"type": "merge_queue", "parameters": QUEUE})
    assert found["value"] == {
        "method": "squash",
        "checked_at_once": 5,
        "merged_at_once": 4,
        "waited_for": 2,
        "wait_minutes": 6,
        "check_minutes": 60,
    }
    assert told("queue", {"type": "deletion"})["value"]["method"] == "none"


def test_a_queue_of_which_an_answer_leaves_something_out_is_not_known() -> None:
    less = {name: value for name, value in QUEUE.items() if name != "max_entries_to_merge"}
    found = told("queue", {"type": "merge_queue", "parameters": less})
    assert found["status"] == "unsupported"
    assert "max_entries_to_merge" in found["detail"]["why"]
    new = told("queue", {"type": "merge_queue", "parameters": {**QUEUE, "merge_method": "NEW"}})
    assert new["value"]["method"] == "unknown"


def pattern(kind: str, **changed: Json) -> dict[str, Json]:
    demanded: dict[str, Json] = {"name": "a label", "operator": "regex", "negate": False}
    return {"type": kind, "parameters": {**demanded, "pattern": "^.+@acme\\.example$", **changed}}


def test_the_patterns_of_commits_are_read_with_what_each_is_about() -> None:
    rules = [
        pattern("commit_message_pattern", operator="starts_with", pattern="fix: "),
        pattern("commit_author_email_pattern"),
        pattern("committer_email_pattern", negate=True),
    ]
    assert told("patterns", *rules)["value"] == [
        {"about": "message", "operator": "starts_with", "negate": False, "pattern": "fix: "},
        {"about": "author", "operator": "regex", "negate": False, "pattern": "^.+@acme\\.example$"},
        {"about": "committer", "operator": "regex", "negate": True, "pattern": "^.+@acme\\.example$"},
    ]


def test_a_pattern_that_spells_an_address_out_enters_no_document() -> None:
    for spelt in ("alice@acme.example", "^alice@acme\\.example$", "(bob|alice@acme.example)"):
        (found,) = told("patterns", pattern("commit_author_email_pattern", pattern=spelt))["value"]
        assert found["pattern"] == "[e-mail]"


def test_a_rule_that_does_not_say_its_pattern_leaves_all_of_them_open() -> None:
    found = told("patterns", {"type": "commit_message_pattern"}, pattern("committer_email_pattern"))
    assert (found["status"], "message" in found["detail"]["why"]) == ("unsupported", True)
