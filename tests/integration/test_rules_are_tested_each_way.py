"""Every shipped rule is shown to pass, to deny, not to apply, and to open nothing where something is unreadable.

What tests build tells more than what they are called: each document that a rule's own tests put in place of the input
is judged by the rule, and what was never reached is missing from the tests.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.rule import Rule
from tests.integration.test_rules_hold_the_contract import rules
from tests.judged_documents import POLICIES, Judged, judged

pytestmark = pytest.mark.engine

ALL_ALIKE = {
    "manifest.real_candidate": "the namespace is that of the whole candidate",
    "manifest.schedule": "the moment is that of the whole candidate",
    "manifest.source_allowed": "the source is that of the whole manifest",
}
"""Rules with several subjects of which never one alone can be bad, and why."""
ONE_SUBJECT = frozenset(
    {
        "actions.allowed_limited",
        "actions.fork_approval",
        "actions.no_own_runners",
        "actions.oidc_subject",
        "actions.outside_access",
        "actions.pinning_required",
        "actions.repositories_chosen",
        "actions.retention",
        "actions.reviews_by_people",
        "actions.token_read_only",
        "branch.codeowners_sound",
        "branch.default_protected",
        "branch.workflow_pushes_restricted",
        "history.canary_accepted",
        "history.drill_recent",
        "history.publish_success",
        "history.tried_on_test_registry",
        "hygiene.dependency_review",
        "hygiene.dependency_updates",
        "hygiene.private_reporting",
        "hygiene.scanned_commit",
        "hygiene.scanning_configured",
        "hygiene.security_policy",
        "manifest.from_release_ref",
        "manifest.version_of_tag",
        "organization.admin_not_alone",
        "organization.admins_bounded",
        "organization.base_role",
        "organization.owners_bounded",
        "organization.sign_on",
        "organization.two_factor",
        "secret.push_protection",
        "secret.scanning",
        "secret.validity_checks",
        "tag.immutable",
        "workspace.base_tag",
        "workspace.clean",
        "workspace.no_blocker",
        "workspace.pushed",
        "workspace.rehearsed",
        "workspace.signed",
        "workspace.tag_at_head",
    }
)
"""Rules that judge one thing: one setting, one branch, one tag, one commit."""


@cache
def reached() -> Mapping[str, tuple[Judged, ...]]:
    return judged(rules())


def own(rule: Rule) -> list[Judged]:
    """The documents of a rule, each with the parameters that its test gives."""
    return [one for one in reached()[rule.code] if not one.shifted]


def observations(document: Json, path: str) -> list[Json]:
    """What stands at a path such as `repository.ref_rules[].bypass`, everywhere in a document."""
    found = [document]
    for step in path.split("."):
        name = step.removesuffix("[]")
        found = [value[name] for value in map(inside, found) if isinstance(value, dict) and name in value]
        if step.endswith("[]"):
            found = [item for value in map(inside, found) if isinstance(value, list) for item in value]
    return found


def inside(value: Json) -> Json:
    """The value of an observation; anything else is itself."""
    return value.get("value") if isinstance(value, dict) and {"status", "evidence"} <= value.keys() else value


def is_unreadable(observation: Json) -> bool:
    return isinstance(observation, dict) and observation.get("status") not in {None, "collected"}


def without(rule: Rule, paths: tuple[str, ...]) -> Iterator[str]:
    """The paths that are unreadable in no document of the rule."""
    documents = [one.document for one in own(rule)]
    for path in paths:
        if not any(is_unreadable(each) for document in documents for each in observations(document, path)):
            yield path


def lacking(*, applies: bool) -> list[str]:
    """The rules with `applies` for which no document reaches this answer."""
    asked = [rule for rule in rules() if rule.has_applies]
    return [rule.code for rule in asked if not any(one.applies is applies for one in own(rule))]


def test_observations_in_tests_come_from_the_builders() -> None:
    """What a test writes by hand drifts from what the host gives; the builders are held to one shape."""
    tests = sorted((POLICIES / "rules").rglob("*_test.rego"))
    by_hand = re.compile(rf'"status": "({"|".join(Status)})"')
    assert len(tests) >= len(rules())
    assert [path.name for path in tests if "import data.lib.testing\n" not in path.read_text("utf-8")] == []
    assert [path.name for path in tests if by_hand.search(path.read_text("utf-8"))] == []


def test_every_rule_is_seen_to_pass_and_to_deny() -> None:
    passes, denies = [], []
    for rule in rules():
        applied = [one for one in own(rule) if one.applies is not False and one.subjects]
        passes += [] if any(one.holds == dict.fromkeys(one.subjects, True) for one in applied) else [rule.code]
        denies += [] if any(False in one.holds.values() for one in applied) else [rule.code]
    assert (passes, denies) == ([], [])


def test_every_rule_that_may_not_apply_is_seen_to_and_not_to() -> None:
    assert (lacking(applies=True), lacking(applies=False)) == ([], [])


def test_every_observation_a_rule_needs_is_unreadable_in_one_of_its_tests() -> None:
    missing = {rule.code: found for rule in rules() if (found := [*without(rule, rule.reads)])}
    assert missing == {}


def test_every_observation_a_rule_handles_is_unreadable_in_one_of_its_tests() -> None:
    missing = {rule.code: found for rule in rules() if (found := [*without(rule, rule.handles)])}
    assert missing == {}


def test_what_is_handled_leaves_nothing_decided_to_pass_alone() -> None:
    """A document in which everything that is handled is unreadable opens nothing."""
    open_ones = [
        rule.code
        for rule in rules()
        if rule.handles
        for one in own(rule)
        if one.subjects
        and (found := [each for path in rule.handles for each in observations(one.document, path)])
        and all(map(is_unreadable, found))
        and one.applies is not False
        and one.holds == dict.fromkeys(one.subjects, True)
    ]
    assert open_ones == []


def test_every_rule_of_several_subjects_is_seen_to_deny_one_of_them() -> None:
    several = [rule for rule in rules() if any(len(one.subjects) > 1 for one in own(rule))]
    assert {rule.code for rule in rules()} - {rule.code for rule in several} == ONE_SUBJECT
    alike = {rule.code for rule in several if not any({True, False} <= {*one.holds.values()} for one in own(rule))}
    assert alike == ALL_ALIKE.keys()


def test_every_number_a_rule_takes_is_tested_at_its_boundary() -> None:
    """One more or one less must change what some document of the tests is given for an answer."""
    loose = []
    for rule in rules():
        before = [(id(one.document), one.subjects, one.holds) for one in own(rule)]
        for parameter in rule.parameters:
            if parameter.schema.get("type") not in {"integer", "number"}:
                continue
            shifted = [one for one in reached()[rule.code] if one.shifted == parameter.name]
            if not any((id(one.document), one.subjects, one.holds) not in before for one in shifted):
                loose.append(f"{rule.code}: {parameter.name}")
    assert loose == []
