"""Of several classic rules one applies to a branch; a release pattern is protected as far as the weakest of them."""

import pytest

from checker.domain.effective_protection import derive_effective_protection
from checker.domain.json_value import Json
from checker.domain.observation import Observation
from checker.domain.project import ReleaseFacts
from checker.domain.release_refs import derive_release_refs
from tests.settings_builders import (
    Object,
    actor,
    check,
    classic_review,
    classic_rule,
    definition,
    hidden,
    repository,
    ruleset,
    seen,
    unprotected,
)
from tests.unit.domain.protection_rows import CLASSIC_FACTS

RELEASES = ReleaseFacts(branches=("release/*",))
OWN = "refs/heads/release/*"
OTHER = "refs/heads/release/1.0"
BOTH = [f"classic:{OWN}", f"classic:{OTHER}"]


def strong(**changed: Json) -> Json:
    on = seen(value=True)
    review = classic_review(approvals=2, dismiss_stale=on, code_owner=on, last_push=on, dismissal_restricted=on)
    rule = classic_rule(
        pull_request=review,
        checks={"required": True, "strict": True, "list": [check("Test")]},
        push_restricted=True,
        admins_included=on,
        force_push_allowed=seen(value=False),
        deletion_allowed=seen(value=False),
        creation_blocked=on,
        signatures=on,
        linear_history=on,
        conversation_resolution=on,
        locked=on,
        fork_syncing=seen(value=False),
    )
    return seen({**rule, **changed})


def entries(rules: dict[str, Json]) -> Json:
    return [{"ref": ref, "protection": rule} for ref, rule in rules.items()]


def derived(classic: Json, *, release: ReleaseFacts = RELEASES, rules: Json = None) -> Observation:
    settings = repository()
    return derive_effective_protection(
        release_refs=derive_release_refs(release, repository=settings),
        repository=settings,
        classic_protection=classic,
        ref_rules=seen([]) if rules is None else rules,
        named_checks=("Test",),
    )


def row(classic: Json, *, release: ReleaseFacts = RELEASES, rules: Json = None) -> Object:
    found = derived(classic, release=release, rules=rules).value
    assert isinstance(found, list)
    assert isinstance(found[0], dict)
    return found[0]


def answer(fact: Json) -> tuple[Json, Json, Json]:
    assert isinstance(fact, dict)
    return fact["status"], fact.get("value"), fact["because"]


@pytest.mark.parametrize("fact", [*CLASSIC_FACTS, "admins_included"])
def test_one_rule_for_the_pattern_proves_each_fact(fact: str) -> None:
    assert answer(row(seen(entries({OWN: strong()})))[fact]) == ("collected", True, [f"classic:{OWN}"])


@pytest.mark.parametrize("fact", CLASSIC_FACTS)
@pytest.mark.parametrize("other", [OTHER, "refs/heads/release/1*", "refs/heads/rel*/?.0", "refs/heads/**/*"])
def test_a_rule_that_may_apply_to_a_part_of_the_pattern_disproves_what_it_does_not_demand(
    fact: str, other: str
) -> None:
    weak = seen(classic_rule(enabled=False))

    found = row(seen(entries({OWN: strong(), other: weak})))
    assert answer(found[fact]) == ("collected", False, [f"classic:{other}"])


@pytest.mark.parametrize("fact", [*CLASSIC_FACTS, "admins_included"])
def test_a_rule_for_a_part_that_demands_as_much_takes_nothing_away(fact: str) -> None:
    assert answer(row(seen(entries({OWN: strong(), OTHER: strong()})))[fact]) == ("collected", True, BOTH)


@pytest.mark.parametrize("fact", [*CLASSIC_FACTS, "admins_included"])
def test_a_rule_for_a_part_that_could_not_be_read_leaves_each_fact_open(fact: str) -> None:
    assert answer(row(seen(entries({OWN: strong(), OTHER: hidden()})))[fact]) == ("denied", None, BOTH[1:])


@pytest.mark.parametrize("fact", CLASSIC_FACTS)
def test_a_rule_that_applies_to_no_branch_of_the_pattern_does_not_matter(fact: str) -> None:
    found = row(seen(entries({OWN: strong(), "refs/heads/main": seen(classic_rule(enabled=False))})))

    assert answer(found[fact]) == ("collected", True, [f"classic:{OWN}"])


@pytest.mark.parametrize("fact", CLASSIC_FACTS)
def test_the_rule_that_names_a_branch_exactly_has_priority(fact: str) -> None:
    exact = ReleaseFacts(branches=("release/1.0",))

    found = row(seen(entries({OTHER: strong(), OWN: seen(classic_rule(enabled=False))})), release=exact)
    assert answer(found[fact]) == ("collected", True, [f"classic:{OTHER}"])


def test_a_list_of_rules_that_was_cut_proves_a_branch_but_no_pattern() -> None:
    cut: Json = {"status": "incomplete", "evidence": [], "partial": entries({OWN: strong(), OTHER: strong()})}

    assert answer(row(cut)["protected"]) == ("incomplete", None, ["classic_protection"])
    assert answer(row(cut, release=ReleaseFacts(branches=("release/1.0",)))["protected"])[:2] == ("collected", True)


def test_administrators_are_not_included_where_one_of_the_rules_leaves_them_out() -> None:
    lenient = strong(admins_included=seen(value=False))

    assert answer(row(seen(entries({OWN: strong(), OTHER: lenient})))["admins_included"])[:2] == ("collected", False)


def test_the_fewest_approvals_count() -> None:
    def counts(other: Json) -> list[Json]:
        found = row(seen(entries({OWN: strong(), OTHER: other})))["approvals_at_least"]
        assert isinstance(found, list)
        return [answer(one["met"])[1] for one in found if isinstance(one, dict)]

    assert counts(strong(pull_request=classic_review(approvals=1))) == [True, False, False, False, False, False]
    assert counts(strong(pull_request=classic_review(required=False))) == [False] * 6
    assert counts(hidden()) == [None, None, False, False, False, False]


def test_no_approval_demanded_by_one_is_no_approval_whatever_cannot_be_read_of_another() -> None:
    none = strong(pull_request=classic_review(required=False))

    found = row(seen(entries({OWN: hidden(), OTHER: none})))["approvals_at_least"]
    assert isinstance(found, list)
    assert [answer(one["met"])[1] for one in found if isinstance(one, dict)] == [False] * 6


def demanding(*checks: Object) -> Json:
    return strong(checks={"required": True, "strict": True, "list": list(checks)})


def test_checks_are_listed_only_where_every_rule_demands_the_same() -> None:
    def required(own: Json, other: Json) -> tuple[Json, Json]:
        return answer(row(seen(entries({OWN: own, OTHER: other})))["required_checks"])[:2]

    test, build, bound = check("Test"), check("Build"), check("Test", app=7)
    assert required(demanding(test, build), demanding(build, test)) == ("collected", [build, test])
    assert required(demanding(test, build), demanding(build)) == ("unsupported", None)
    assert required(demanding(bound), demanding(bound)) == ("collected", [bound])
    assert required(demanding(bound), demanding(test)) == ("unsupported", None)
    assert required(demanding(bound), demanding(check("Test", app=8))) == ("unsupported", None)
    assert required(demanding(bound), hidden()) == ("denied", None)
    ruled = definition(requires={"checks": {"required": True, "strict": False, "list": [bound]}})
    found = row(seen(entries({OWN: demanding(bound), OTHER: strong()})), rules=seen([ruleset(definition=seen(ruled))]))
    assert answer(found["required_checks"])[:2] == ("collected", [bound])


def test_a_named_check_is_required_where_every_rule_requires_it() -> None:
    def named(other: Json) -> tuple[Json, Json]:
        found = row(seen(entries({OWN: demanding(check("Test"), check("Build")), OTHER: other})))["named_checks"]
        assert isinstance(found, list)
        assert isinstance(found[0], dict)
        return answer(found[0]["required"])[:2]

    assert named(demanding(check("Test"))) == ("collected", True)
    assert named(demanding(check("Build"))) == ("collected", False)
    assert named(hidden()) == ("denied", None)


def test_administrators_are_held_on_each_part_by_its_rule_or_without_one_by_rulesets() -> None:
    bound, free, off = strong(), strong(admins_included=seen(value=False)), seen(classic_rule(enabled=False))

    def held(own: Json, *rules: Json) -> tuple[Json, Json]:
        return answer(row(seen(entries({OWN: own, OTHER: off})), rules=seen(list(rules)))["admins_included"])[1:]

    assert held(bound) == (False, [])
    assert held(bound, ruleset()) == (True, [BOTH[0], "ruleset:42"])
    assert held(free, ruleset()) == (False, BOTH[:1])
    assert held(bound, ruleset(bypass=seen([actor("OrganizationAdmin")]))) == (False, ["ruleset:42"])


def test_a_part_that_is_open_refuses_for_a_pattern_nobody_asked_about() -> None:
    assert answer(row(seen(entries({OTHER: seen(classic_rule(enabled=False))})))["protected"])[:2] == (
        "collected",
        False,
    )
    assert answer(row(seen(entries({OTHER: strong()})))["protected"]) == ("not_requested", None, BOTH[:1])


def test_a_ruleset_that_covers_the_pattern_makes_up_for_a_weak_classic_rule() -> None:
    weak = seen(classic_rule(enabled=False))

    found = row(seen(entries({OWN: strong(), OTHER: weak})), rules=seen([ruleset()]))
    assert answer(found["force_push_blocked"]) == ("collected", True, ["ruleset:42"])
    assert answer(found["admins_included"]) == ("collected", True, [BOTH[0], "ruleset:42"])


@pytest.mark.usefixtures("few_steps")
def test_rules_that_take_too_many_steps_to_compare_prove_nothing() -> None:
    many = {f"refs/heads/{'[ab]*' * 60}{number}": strong() for number in range(400)}
    release = ReleaseFacts(branches=("*a" * 200 + "b",))

    found = derived(seen(entries({"refs/heads/" + "*a" * 200 + "b": strong(), **many})), release=release)
    assert str(found.status) == "error"


def test_an_unprotected_pattern_is_not_protected() -> None:
    assert answer(row(unprotected(ref=OWN))["protected"])[:2] == ("collected", False)
