"""What several sources of protection come to on one ref: strictest wins, one proves, all are needed to disprove."""

import pytest

from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.protection_sources import FACTS
from tests.settings_builders import (
    Object,
    actor,
    check,
    classic,
    classic_rule,
    cut,
    definition,
    hidden,
    review,
    ruleset,
    seen,
    unprotected,
)
from tests.unit.domain.protection_rows import (
    OF_RULESET,
    TAG,
    answer,
    approvals,
    protected_by,
    reviewed,
    row,
    rows,
    with_rules,
)

OF_CLASSIC: dict[str, Json] = {
    "protected": classic(seen(classic_rule())),
    "force_push_blocked": classic(seen(classic_rule(force_push_allowed=seen(value=False)))),
    "deletion_blocked": classic(seen(classic_rule(deletion_allowed=seen(value=False)))),
    "creation_restricted": classic(seen(classic_rule(push_restricted=True, creation_blocked=seen(value=True)))),
    "update_restricted": classic(seen(classic_rule(locked=seen(value=True)))),
    "pull_request_required": reviewed(),
    "stale_reviews_dismissed": reviewed(dismiss_stale=seen(value=True)),
    "code_owner_review": reviewed(code_owner=seen(value=True)),
    "last_push_approval": reviewed(last_push=seen(value=True)),
    "reviews_bind_everyone": reviewed(),
    "conversation_resolution": classic(seen(classic_rule(conversation_resolution=seen(value=True)))),
    "signatures_required": classic(seen(classic_rule(signatures=seen(value=True)))),
    "linear_history": classic(seen(classic_rule(linear_history=seen(value=True)))),
    "checks_required": classic(seen(classic_rule(checks={"required": True, "strict": False, "list": [check("Test")]}))),
    "checks_strict": classic(seen(classic_rule(checks={"required": True, "strict": True, "list": [check("Test")]}))),
    "dismissal_restricted": reviewed(dismissal_restricted=seen(value=True)),
    "force_push_binds_everyone": classic(seen(classic_rule(force_push_allowed=seen(value=False)))),
    "locked": classic(seen(classic_rule(locked=seen(value=True)))),
    "fork_syncing_blocked": classic(seen(classic_rule(locked=seen(value=True), fork_syncing=seen(value=False)))),
}
"""The facts that a classic rule alone can prove."""


def test_every_fact_can_be_proven() -> None:
    assert {*OF_CLASSIC, *OF_RULESET} == {*FACTS}


@pytest.mark.parametrize("fact", OF_CLASSIC)
def test_a_classic_rule_alone_proves_each_fact_and_is_named(fact: str) -> None:
    found = row(classic_protection=OF_CLASSIC[fact], ref_rules=hidden())
    assert answer(found[fact]) == ("collected", True, ["classic:refs/heads/main"])


@pytest.mark.parametrize("fact", OF_RULESET)
def test_an_active_ruleset_alone_proves_each_fact_and_is_named(fact: str) -> None:
    found = row(classic_protection=hidden(), ref_rules=OF_RULESET[fact])
    assert answer(found[fact]) == ("collected", True, ["ruleset:42"])


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_no_source_demands_is_false_when_every_source_was_read(fact: str) -> None:
    nothing = ruleset(definition=seen(definition()))
    found = row(classic_protection=unprotected(), ref_rules=protected_by(nothing))
    assert answer(found[fact]) == ("collected", False, ["classic:refs/heads/main", "ruleset:42"])


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_no_readable_source_demands_stays_open_while_another_is_unread(fact: str) -> None:
    found = row(classic_protection=hidden(), ref_rules=protected_by())
    assert answer(found[fact]) == ("denied", None, ["classic:refs/heads/main"])
    found = row(classic_protection=unprotected(), ref_rules=hidden(needs="Metadata: read"))
    assert answer(found[fact]) == ("denied", None, ["rulesets"])
    assert found[fact]["detail"]["needs"] == "Metadata: read"  # type: ignore[index,call-overload]


@pytest.mark.parametrize("state", ["evaluate", "disabled"])
def test_a_ruleset_that_is_not_active_never_counts(state: str) -> None:
    found = row(classic_protection=unprotected(), ref_rules=protected_by(ruleset(enforcement=state)))
    assert answer(found["force_push_blocked"]) == ("collected", False, ["classic:refs/heads/main"])


def test_an_unread_definition_of_a_disabled_ruleset_leaves_nothing_open() -> None:
    rules = protected_by(ruleset(enforcement="disabled", definition=hidden()))
    found = row(classic_protection=unprotected(), ref_rules=rules)
    assert answer(found["protected"]) == ("collected", False, ["classic:refs/heads/main"])


def test_an_unread_definition_of_an_active_ruleset_leaves_the_fact_open() -> None:
    rules = protected_by(ruleset(definition=hidden(Status.NOT_REQUESTED, needs="Metadata: read")))
    found = row(classic_protection=unprotected(), ref_rules=rules)
    assert answer(found["protected"]) == ("not_requested", None, ["ruleset:42"])


def test_a_list_of_rulesets_that_was_cut_still_proves_but_never_disproves() -> None:
    found = row(classic_protection=unprotected(), ref_rules=cut([ruleset()]))
    assert answer(found["force_push_blocked"]) == ("collected", True, ["ruleset:42"])
    assert answer(found["deletion_blocked"]) == ("incomplete", None, ["rulesets"])


def test_a_branch_the_classic_section_does_not_list_was_not_asked_about() -> None:
    found = row(classic_protection=unprotected(ref="refs/heads/other"), ref_rules=protected_by())
    status, _, because = answer(found["protected"])
    assert (status, because) == ("not_requested", ["classic:refs/heads/main"])


def test_one_branch_whose_protection_was_refused_is_open_although_the_section_was_read() -> None:
    found = row(classic_protection=classic(hidden(Status.NOT_FOUND)), ref_rules=protected_by())
    assert answer(found["protected"]) == ("not_found", None, ["classic:refs/heads/main"])


def test_a_classic_section_that_was_cut_still_speaks_of_the_branches_it_lists() -> None:
    listed: Json = [{"ref": "refs/heads/main", "protection": seen(classic_rule())}]
    found = row(classic_protection=cut(listed), ref_rules=protected_by())
    assert answer(found["protected"]) == ("collected", True, ["classic:refs/heads/main"])


def test_a_withheld_section_keeps_its_own_permission_or_is_given_the_usual_one() -> None:
    named = row(classic_protection=hidden(needs="a master key"), ref_rules=protected_by())["protected"]
    assert named["detail"]["needs"] == "a master key"  # type: ignore[index,call-overload]
    unnamed = row(classic_protection=hidden(needs=""), ref_rules=protected_by())["protected"]
    assert "Administration: read" in unnamed["detail"]["needs"]  # type: ignore[index,call-overload,operator]


def test_a_setting_an_older_answer_leaves_out_is_open_while_the_rest_is_read() -> None:
    rule = seen(classic_rule(force_push_allowed=hidden(Status.UNSUPPORTED)))
    found = row(classic_protection=classic(rule), ref_rules=protected_by())
    assert answer(found["force_push_blocked"])[0] == "unsupported"
    assert answer(found["deletion_blocked"]) == ("collected", False, ["classic:refs/heads/main"])


def test_blocked_creation_means_nothing_without_a_push_restriction() -> None:
    rule = seen(classic_rule(push_restricted=False, creation_blocked=seen(value=True)))
    found = row(classic_protection=classic(rule), ref_rules=protected_by())
    assert answer(found["creation_restricted"])[1] is False


def test_a_push_restriction_restricts_updates_whatever_is_known_of_the_lock() -> None:
    rule = seen(classic_rule(push_restricted=True, locked=hidden()))
    found = row(classic_protection=classic(rule), ref_rules=protected_by())
    assert answer(found["update_restricted"])[1] is True


def test_required_checks_without_a_check_require_nothing() -> None:
    empty: Json = {"required": True, "strict": True, "list": []}
    found = row(classic_protection=classic(seen(classic_rule(checks=empty))), ref_rules=protected_by())
    assert answer(found["checks_required"])[1] is False
    assert answer(found["checks_strict"])[1] is False
    off: Json = {"required": False, "strict": True, "list": [check("Test")]}
    found = row(classic_protection=classic(seen(classic_rule(checks=off))), ref_rules=protected_by())
    assert answer(found["required_checks"])[1] == []


def test_the_larger_number_of_approvals_counts() -> None:
    both = row(
        classic_protection=reviewed(approvals=1), ref_rules=with_rules(requires={"pull_request": review(approvals=3)})
    )
    assert approvals(both) == [True, True, True, False, False, False]


def test_more_approvals_than_were_read_stay_open() -> None:
    one = row(classic_protection=reviewed(approvals=2), ref_rules=hidden())
    assert approvals(one) == [True, True, None, None, None, None]


def checked(*checks: Object, ruleset_id: str = "42") -> Object:
    parts: Object = {"checks": {"required": True, "strict": False, "list": list(checks)}}
    return ruleset(ruleset_id, definition=seen(definition(requires=parts)))


def test_required_checks_are_those_of_every_source_and_a_bound_one_replaces_an_unbound_one() -> None:
    rules = protected_by(checked(check("Test", 7), check("Lint")), checked(check("Test"), ruleset_id="43"))
    found = row(classic_protection=unprotected(), ref_rules=rules)
    assert answer(found["required_checks"]) == (
        "collected",
        [check("Lint"), check("Test", 7)],
        ["ruleset:42", "ruleset:43"],
    )


def test_required_checks_are_open_while_one_source_is() -> None:
    found = row(classic_protection=hidden(), ref_rules=protected_by(checked(check("Test"))))
    assert answer(found["required_checks"]) == ("denied", None, ["classic:refs/heads/main"])


def test_a_named_check_is_proven_by_one_source_and_disproven_by_all() -> None:
    found = row(classic_protection=hidden(), ref_rules=protected_by(checked(check("Test"))), checks=("Test", "Lint"))
    named = found["named_checks"]
    assert [entry["name"] for entry in named] == ["Test", "Lint"]  # type: ignore[index,call-overload,union-attr]
    test, lint = [entry["required"] for entry in named]  # type: ignore[index,call-overload,union-attr]
    assert answer(test) == ("collected", True, ["ruleset:42"])
    assert answer(lint) == ("denied", None, ["classic:refs/heads/main"])


def test_a_check_named_twice_is_judged_once() -> None:
    found = row(classic_protection=unprotected(), ref_rules=protected_by(), checks=("Test", "Test"))
    assert len(found["named_checks"]) == 1  # type: ignore[arg-type]


def admins(*, classic_protection: Json, ref_rules: Json) -> tuple[str, Json, Json]:
    return answer(row(classic_protection=classic_protection, ref_rules=ref_rules)["admins_included"])


def test_an_enabled_classic_rule_says_itself_whether_it_binds_administrators() -> None:
    for value in (True, False):
        rule = seen(classic_rule(admins_included=seen(value)))
        found = admins(classic_protection=classic(rule), ref_rules=protected_by(ruleset()))
        assert found == ("collected", value, ["classic:refs/heads/main"])


def test_withheld_enforcement_on_administrators_is_open() -> None:
    rule = seen(classic_rule(admins_included=hidden()))
    assert admins(classic_protection=classic(rule), ref_rules=protected_by()) == (
        "denied",
        None,
        ["classic:refs/heads/main"],
    )


def test_rulesets_bind_administrators_when_none_of_them_may_bypass() -> None:
    bystanders = ruleset("43", bypass=seen([actor("Team"), actor("User"), actor("Integration"), actor("DeployKey")]))
    rules = protected_by(ruleset(), bystanders)
    found = admins(classic_protection=unprotected(), ref_rules=rules)
    assert found == ("collected", True, ["ruleset:42", "ruleset:43"])


@pytest.mark.parametrize("kind", ["OrganizationAdmin", "RepositoryRole", "EnterpriseOwner", "SomethingNew"])
def test_one_administrator_who_may_bypass_one_ruleset_decides(kind: str) -> None:
    rules = protected_by(ruleset(), ruleset("43", bypass=seen([actor(kind)])), ruleset("44", bypass=hidden()))
    found = admins(classic_protection=unprotected(), ref_rules=rules)
    assert found == ("collected", False, ["ruleset:43"])


def test_a_withheld_bypass_list_leaves_administrators_open() -> None:
    rules = protected_by(ruleset(), ruleset("43", bypass=hidden()))
    assert admins(classic_protection=unprotected(), ref_rules=rules) == ("denied", None, ["ruleset:43"])


def test_unread_classic_protection_leaves_administrators_open_whatever_rulesets_say() -> None:
    found = admins(classic_protection=hidden(), ref_rules=protected_by(ruleset()))
    assert found == ("denied", None, ["classic:refs/heads/main"])


def test_a_ref_without_protection_includes_no_administrators() -> None:
    empty = ruleset("43", definition=seen(definition()))
    found = admins(classic_protection=unprotected(), ref_rules=protected_by(empty))
    assert found == ("collected", False, [])


def test_branches_look_at_branch_rulesets_and_tags_at_tag_rulesets() -> None:
    rules = protected_by(
        ruleset("1"), ruleset("2", target="tag"), ruleset("3", target="push"), ruleset("4", target="repository")
    )
    branch, tag = rows(classic_protection=unprotected(), ref_rules=rules, release=TAG)
    assert answer(branch["force_push_blocked"])[2] == ["ruleset:1"]
    assert answer(tag["force_push_blocked"])[2] == ["ruleset:2"]
    assert (tag["ref"], tag["kind"], tag["default"]) == ("refs/tags/v1.0", "tag", False)


def test_classic_protection_never_applies_to_a_tag() -> None:
    everything = classic(seen(classic_rule(force_push_allowed=seen(value=False))), ref="refs/tags/v1.0")
    _, tag = rows(classic_protection=everything, ref_rules=protected_by(), release=TAG)
    assert answer(tag["force_push_blocked"]) == ("collected", False, [])
    assert answer(tag["admins_included"]) == ("collected", False, [])
