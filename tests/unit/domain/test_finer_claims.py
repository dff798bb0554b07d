"""What sources demand beyond protection itself: who may force a push, queues, deployments; what older audits lack."""

import pytest

from checker.domain.effective_protection import derive_effective_protection
from checker.domain.json_value import Json
from checker.domain.project import ReleaseFacts
from checker.domain.release_refs import derive_release_refs
from tests.settings_builders import (
    Object,
    actor,
    classic,
    classic_review,
    classic_rule,
    commit_pattern,
    definition,
    hidden,
    repository,
    ruleset,
    seen,
    unprotected,
)
from tests.unit.domain.protection_rows import answer, protected_by, row, with_rules

CLASSIC, RULESET = ["classic:refs/heads/main"], ["ruleset:42"]
BOTH = [*CLASSIC, *RULESET]


def classic_alone(**changed: Json) -> Object:
    return row(classic_protection=classic(seen(classic_rule(**changed))), ref_rules=protected_by())


def ruleset_alone(**changed: Json) -> Object:
    return row(classic_protection=unprotected(), ref_rules=protected_by(ruleset("42", **changed)))


def without(fields: Object, *names: str) -> Json:
    return seen({name: value for name, value in fields.items() if name not in names})


def test_a_force_push_binds_nobody_where_it_is_allowed() -> None:
    assert answer(classic_alone()["force_push_binds_everyone"]) == ("collected", False, CLASSIC)


def test_a_blocked_force_push_binds_not_everyone_where_somebody_may_force() -> None:
    somebody = seen([{"kind": "User", "id": "5"}])
    found = classic_alone(force_push_allowed=seen(value=False), force_push_allowances=somebody)
    assert answer(found["force_push_binds_everyone"]) == ("collected", False, CLASSIC)


@pytest.mark.parametrize("unknown", ["force_push_allowed", "force_push_allowances"])
def test_who_may_force_a_push_is_open_where_it_was_not_read(unknown: str) -> None:
    found = classic_alone(**{"force_push_allowed": seen(value=False), unknown: hidden()})
    assert answer(found["force_push_binds_everyone"]) == ("denied", None, CLASSIC)


def test_a_ruleset_that_somebody_bypasses_does_not_bind_everyone() -> None:
    found = ruleset_alone(bypass=seen([actor("Team")]))
    assert answer(found["force_push_binds_everyone"]) == ("collected", False, BOTH)


def test_an_audit_that_leaves_the_newer_fields_out_leaves_their_facts_open() -> None:
    rule = classic_rule(
        locked=seen(value=True), force_push_allowed=seen(value=False), pull_request=classic_review(approvals=1)
    )
    review = {name: value for name, value in classic_review(approvals=1).items() if name != "dismissal_restricted"}
    older = without({**rule, "pull_request": review}, "fork_syncing", "force_push_allowances")
    found = row(classic_protection=classic(older), ref_rules=protected_by())
    for fact in ("fork_syncing_blocked", "force_push_binds_everyone", "dismissal_restricted"):
        assert answer(found[fact]) == ("not_requested", None, CLASSIC)


def test_nobody_is_kept_from_dismissing_reviews_where_none_are_required() -> None:
    assert answer(classic_alone()["dismissal_restricted"]) == ("collected", False, CLASSIC)


def test_forks_are_not_kept_from_syncing_with_a_branch_that_is_not_locked() -> None:
    found = classic_alone(fork_syncing=seen(value=False))
    assert answer(found["fork_syncing_blocked"]) == ("collected", False, CLASSIC)


def test_a_queue_that_builds_groups_does_not_check_each_change() -> None:
    found = ruleset_alone(definition=seen(definition(other_rules=("merge_queue",))))
    assert answer(found["queue_checks_each"]) == ("collected", False, BOTH)


def test_a_queue_of_an_audit_without_details_is_open() -> None:
    found = ruleset_alone(definition=without(definition(other_rules=("merge_queue",)), "details"))
    assert answer(found["queue_checks_each"]) == ("not_requested", None, RULESET)


def test_a_required_workflow_is_a_scan() -> None:
    found = row(classic_protection=unprotected(), ref_rules=with_rules(requires={"workflows": ["verify.yml"]}))
    assert answer(found["scans_required"]) == ("collected", True, RULESET)


def test_a_classic_rule_disproves_neither_a_queue_nor_a_deployment_for_no_answer_shows_them() -> None:
    found = classic_alone()
    assert answer(found["queue_checks_each"]) == ("not_requested", None, CLASSIC)
    assert deployments(classic_protection=classic(seen(classic_rule()))) == [("pypi", "not_requested", None)]


def deployments(*, classic_protection: Json, rules: Json = None) -> list[tuple[Json, Json, Json]]:
    settings = repository()
    found = derive_effective_protection(
        release_refs=derive_release_refs(ReleaseFacts(branches=("main",)), repository=settings),
        repository=settings,
        classic_protection=classic_protection,
        ref_rules=protected_by() if rules is None else rules,
        environments=("pypi", "pypi"),
    ).value
    assert isinstance(found, list)
    (main,) = found
    named = main["named_deployments"]  # type: ignore[index,call-overload]  # rows are objects
    return [
        (one["environment"], one["required"]["status"], one["required"].get("value"))  # type: ignore[index,call-overload,union-attr]
        for one in named  # type: ignore[union-attr]
    ]


def test_a_ruleset_that_names_the_environment_requires_its_deployment() -> None:
    requiring = with_rules(requires={"deployments": ["pypi"]})
    assert deployments(classic_protection=classic(seen(classic_rule())), rules=requiring) == [
        ("pypi", "collected", True)
    ]


def test_no_deployment_is_required_where_every_source_was_read_and_names_none() -> None:
    other = with_rules(requires={"deployments": ["testpypi"]})
    assert deployments(classic_protection=unprotected(), rules=other) == [("pypi", "collected", False)]


def test_deployments_are_open_where_a_source_was_not_read() -> None:
    assert deployments(classic_protection=hidden()) == [("pypi", "denied", None)]
    assert deployments(classic_protection=unprotected(), rules=hidden()) == [("pypi", "denied", None)]


def pattern_facts(*patterns: Object) -> Object:
    whole = definition(other_rules=("commit_message_pattern", "commit_author_email_pattern", "committer_email_pattern"))
    return ruleset_alone(definition=seen({**whole, "patterns": seen([*patterns])}))


@pytest.mark.parametrize(
    ("about", "changed"),
    [
        ("message", {"pattern": ".*"}),
        ("message", {"operator": "contains", "pattern": ""}),
        ("author", {"pattern": "^.+@.+$"}),
        ("committer", {"operator": "contains", "pattern": "@"}),
        ("author", {"negate": True}),
    ],
)
def test_a_pattern_that_keeps_nobody_out_demands_nothing(about: str, changed: Object) -> None:
    found = pattern_facts(commit_pattern(about, **changed))
    assert answer(found[f"{about}_pattern"]) == ("collected", False, BOTH)


def test_a_message_may_be_held_to_what_must_not_be_in_it() -> None:
    found = pattern_facts(commit_pattern("message", negate=True))
    assert answer(found["message_pattern"]) == ("collected", True, RULESET)
    assert answer(found["author_pattern"]) == ("collected", False, BOTH)


def test_a_pattern_of_an_audit_that_does_not_say_it_is_open() -> None:
    whole = definition(other_rules=("commit_message_pattern",))
    found = ruleset_alone(definition=without(whole, "patterns"))
    assert answer(found["message_pattern"]) == ("not_requested", None, RULESET)
    assert answer(found["author_pattern"]) == ("collected", False, BOTH)
