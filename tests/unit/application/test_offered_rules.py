"""What bundles offer: each rule package is one rule, and says so with one METADATA block."""

from collections.abc import Mapping

import pytest

from checker.application.offered_rules import offered_rules
from checker.domain.json_value import Json
from checker.domain.rule import Rule, Weaker
from checker.errors import BundleRefusedError, InputRefusedError
from checker.formats.published import schema_bytes
from checker.ports.engine import CompileRequest
from tests.policy_builders import BODY, BUILTINS, ENGINE, MINIMUM, a_policy


def inspected(modules: Mapping[str, str]) -> Mapping[str, Json]:
    request = CompileRequest(modules=modules, input_schema=schema_bytes("input_v1"), builtins=BUILTINS, inspect=True)
    return ENGINE.compile(request).inspection


def offered(*policies: Mapping[str, str]) -> tuple[Rule, ...]:
    modules = {path: text for policy in policies for path, text in policy.items()}
    return offered_rules(inspected(modules), origin="mine")


def test_every_rule_package_is_a_rule_sorted_by_code() -> None:
    library = {"lib/x.rego": "package lib.x\n\nanswer := 42\n"}

    rules = offered(a_policy("tag.signed"), a_policy("branch.guarded"), library)

    assert [(rule.code, rule.package, rule.origin) for rule in rules] == [
        ("branch.guarded", "rules.branch.guarded", "mine"),
        ("tag.signed", "rules.tag.signed", "mine"),
    ]


def test_parameters_are_declared() -> None:
    body = BODY.replace("p.protected.value if some", "data.parameters.branch.guarded.minimum > 0 if some")
    host = {"host/parameters.rego": 'package parameters.branch\n\nguarded := {"minimum": 2}\n'}

    (rule,) = offered(a_policy(body=body, parameters=MINIMUM), host)

    assert [(one.name, one.default, one.weaker) for one in rule.parameters] == [("minimum", 2, Weaker.LOWER)]


def test_what_decides_whether_a_rule_applies_is_known_through_helpers() -> None:
    body = f"{BODY}\napplies := wanted\n\nwanted := count(input.repository.branches.value) > 0\n"

    (rule,) = offered(a_policy(body=body, reads="repository.effective_protection, repository.branches"))

    assert rule.has_applies
    assert rule.applies_reads == ("repository.branches",)


def test_a_rule_without_applies_always_applies() -> None:
    (rule,) = offered(a_policy())
    assert (rule.has_applies, rule.applies_reads) == (False, ())


def test_a_rule_without_metadata_is_refused() -> None:
    with pytest.raises(BundleRefusedError, match="has 0 METADATA blocks above its package line, expected one"):
        offered({"rules/a/b/b.rego": 'package rules.a.b\n\nsubjects := {"x"}\n'})


def test_no_package_at_all_offers_nothing() -> None:
    assert offered_rules({"packages": []}, origin="mine") == ()


def test_an_inspection_that_was_not_made_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="packages is missing"):
        offered_rules({}, origin="mine")
