"""What a conftest bundle offers: every `deny`, `violation` and `warn`, and never nothing."""

import pytest

from checker.application.foreign_rules import foreign_rules
from checker.domain.rule import Contract, Enforcement, Rule
from checker.errors import BundleRefusedError
from checker.ports.engine import CompileRequest
from tests.policy_builders import BUILTINS, ENGINE


def offered(*modules: str) -> tuple[Rule, ...]:
    request = CompileRequest(
        modules={f"{number}.rego": text for number, text in enumerate(modules)}, builtins=BUILTINS, inspect=True
    )
    return foreign_rules(ENGINE.compile(request).inspection, origin="theirs")


def test_each_name_conftest_calls_is_a_rule() -> None:
    rules = offered(
        'package main\n\ndeny contains "a" if input.a\n\nwarn_old contains "b" if input.b\n\nhelper := 1\n',
        'package team.x\n\nviolation_z contains {"msg": "c"} if input.c\n\ndenying := 2\n',
    )

    assert [(rule.code, rule.package, rule.enforcement) for rule in rules] == [
        ("main.deny", "main", Enforcement.BLOCK),
        ("main.warn_old", "main", Enforcement.WARN),
        ("team.x.violation_z", "team.x", Enforcement.BLOCK),
    ]
    assert {rule.contract for rule in rules} == {Contract.CONFTEST}
    assert {rule.origin for rule in rules} == {"theirs"}


def test_a_rule_says_that_it_passes_by_silence() -> None:
    (rule,) = offered('package main\n\ndeny contains "a" if input.a\n')
    assert rule.description == "A foreign policy; it passes by silence."


def test_a_bundle_in_which_every_name_is_misspelt_is_refused() -> None:
    with pytest.raises(BundleRefusedError, match="no rule named deny, violation or warn"):
        offered('package main\n\ndeney contains "a" if input.a\n')
