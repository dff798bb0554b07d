"""Compared bundles: rules that came, went and changed, and texts that decide otherwise."""

import pytest

from checker.application.compare_rules import compare_rules
from checker.domain.rule_change import Direction
from tests.policy_builders import BODY, a_policy, opened

pytestmark = pytest.mark.engine

LIBRARY = "package lib.refs\n\nmain := `refs/heads/main`\n"


def told(before: list[dict[str, str]], after: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    changes = compare_rules(opened(*before), opened(*after))
    return [(str(change.direction), change.code, change.what) for change in changes]


def test_the_same_rules_have_no_difference() -> None:
    assert told([a_policy()], [a_policy()]) == []


def test_what_asks_for_less_comes_first() -> None:
    before = [a_policy("branch.kept"), a_policy("branch.left"), a_policy("branch.zeal", collection="strict")]
    after = [a_policy("branch.kept", catalogue="BR-98"), a_policy("branch.fresh"), a_policy("branch.zeal")]
    assert [(direction, code) for direction, code, _ in told(before, after)] == [
        (Direction.REMOVED, "branch.left"),
        (Direction.WEAKENED, "branch.zeal"),
        (Direction.CHANGED, "branch.kept"),
        (Direction.STRENGTHENED, "branch.zeal"),
        (Direction.ADDED, "branch.fresh"),
    ]


def test_a_rule_that_decides_by_other_words_is_changed() -> None:
    body = BODY.replace("p.protected.value if", "true if")
    assert told([a_policy()], [a_policy(body=body)]) == [
        ("changed", "branch.guarded", "what it decides by changed"),
    ]


def test_shared_modules_and_data_that_came_went_or_changed_are_named() -> None:
    before = {"lib/refs/refs.rego": LIBRARY, "facts/data.json": "{}"}
    after = {"lib/refs/refs.rego": LIBRARY.replace("main", "trunk"), "more/data.json": "{}"}
    assert told([a_policy(), before], [a_policy(), after]) == [
        ("changed", "facts/data.json", "is gone"),
        ("changed", "lib/refs/refs.rego", "changed, and rules may share it"),
        ("changed", "more/data.json", "is new"),
    ]


def test_what_no_gate_reads_is_no_difference() -> None:
    beside = {"README.md": "words", "rules/branch/guarded/guarded_test.rego": "package rules.branch.guarded_test\n"}
    assert told([a_policy()], [a_policy(), beside]) == []
