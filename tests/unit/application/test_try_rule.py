"""Trying: what one rule decides, subject by subject, and what the contract has against it."""

import json
from typing import Any

import pytest

from checker.application.check_rules import RuleChecks
from checker.application.list_rules import OpenedBundle
from checker.application.read_bundle import read_bundle
from checker.application.read_documents import NamedBytes
from checker.application.trial_input import TrialInput, TrialSetting, input_of_file
from checker.application.try_rule import RuleTrial, TriedRule, try_rule
from checker.bootstrap.carried import carried_checks
from checker.domain.json_value import Json
from checker.domain.outcome import Decision, Outcome
from checker.domain.rule import Contract
from checker.errors import SelectionError
from checker.formats.published import document_schema, schema_bytes
from tests.architecture.source_tree import ROOT
from tests.policy_builders import BUILTINS, MINIMUM, a_folder, a_policy, a_reader, opened

GOOD = (ROOT / "tests" / "data" / "inputs" / "good.json").read_bytes()


def an_input(change: dict[str, Json] | None = None) -> TrialInput:
    """The good input; `change` gives facts of the first release ref other observations."""
    document: dict[str, Any] = json.loads(GOOD)
    document["repository"]["effective_protection"]["value"][0].update(change or {})
    setting = TrialSetting(project=None, now="", tool="test", schema=document_schema("input_v1"))
    return input_of_file(NamedBytes(name="input.json", data=json.dumps(document).encode()), setting=setting)


def tried(
    bundle: OpenedBundle, given: TrialInput | None = None, *, parameters: dict[str, Json] | None = None
) -> TriedRule:
    trial = RuleTrial(
        opened=bundle,
        rule=bundle.rules[0],
        given=given or an_input(),
        checks=RuleChecks(load=carried_checks, builtins=BUILTINS),
        input_schema=schema_bytes("input_v1"),
        builtins=BUILTINS,
        parameters=parameters or {},
    )
    return try_rule(trial)


OPEN: Json = {"status": "collected", "evidence": [], "because": [], "value": False}


UNREAD: Json = {"status": "denied", "evidence": [], "because": [], "detail": {"why": "forbidden", "needs": "a token"}}


def test_a_rule_that_holds_everywhere_passes() -> None:
    found = tried(opened(a_policy()))

    assert {one.decision for one in found.ruling.subjects} == {Decision.HOLDS}
    assert (found.passed, found.denied, found.unread, found.breaches) == (True, False, (), ())
    assert found.evaluated_at == "2026-02-01T12:00:00Z"


def test_a_denied_subject_comes_with_message_and_fix() -> None:
    found = tried(opened(a_policy()), an_input({"protected": OPEN}))

    assert (found.passed, found.denied) == (False, True)
    violation = found.ruling.violations[0]
    assert violation.message == f"{violation.subject} is not guarded"
    assert violation.fix.click == f"Guard {violation.subject}"


def test_an_unreadable_setting_leaves_its_subject_undecided_and_names_the_permission() -> None:
    found = tried(opened(a_policy()), an_input({"protected": UNREAD}))

    assert (found.passed, found.denied, found.ruling.outcome) == (False, False, Outcome.NOT_EVALUATED)
    assert [(item.observation, item.needs) for item in found.unread] == [
        ("repository.effective_protection[].protected", "a token")
    ]


def test_a_rule_that_breaks_the_contract_is_no_pass_although_everything_holds() -> None:
    found = tried(opened(a_policy(reads="repository.environments")))

    assert found.ruling.outcome is Outcome.PASSED
    assert {breach.code for breach in found.breaches} == {"reads"}
    assert (found.passed, found.denied) == (False, False)


def test_the_breaches_of_other_rules_are_not_held_against_it() -> None:
    other = a_policy("branch.other", reads="repository.environments")
    found = tried(opened(a_policy(), other))

    assert (found.ruling.rule.code, found.breaches) == ("branch.guarded", ())


def test_a_shipped_rule_was_held_to_the_contract_when_it_was_built() -> None:
    folder = a_folder(a_policy(reads="repository.environments"))
    shipped = a_reader(folder, pins={"mine": read_bundle(folder).tree_digest}).open("mine")

    assert tried(shipped).breaches == ()


APPROVALS = """\
import data.parameters.branch.guarded as parameters

subjects contains p.ref if some p in input.repository.effective_protection.value

holds[p.ref] := parameters.minimum >= 2 if {
	some p in input.repository.effective_protection.value
	p.protected.value == true
}
"""


def test_a_parameter_takes_the_place_of_its_default_and_a_weaker_one_is_told() -> None:
    bundle = opened(a_policy(body=APPROVALS, parameters=MINIMUM))
    default, weaker = tried(bundle), tried(bundle, parameters={"minimum": 1})

    assert (default.parameters, default.ruling.outcome, default.weakenings) == ({"minimum": 2}, Outcome.PASSED, ())
    assert (weaker.parameters, weaker.ruling.outcome) == ({"minimum": 1}, Outcome.FAILED)
    assert [item.what for item in weaker.weakenings] == ["parameter minimum is weaker than its default"]


@pytest.mark.parametrize("parameters", [{"minimun": 1}, {"minimum": 0}, {"minimum": "2"}])
def test_an_unknown_or_wrong_parameter_is_refused(parameters: dict[str, Json]) -> None:
    with pytest.raises(SelectionError):
        tried(opened(a_policy(body=APPROVALS, parameters=MINIMUM)), parameters=parameters)


def test_a_foreign_rule_is_tried_under_its_own_contract() -> None:
    foreign = {"main.rego": 'package main\n\ndeny contains "no" if input.context.namespace == "demo"\n'}
    found = tried(a_reader(a_folder(foreign)).open("mine", contract=Contract.CONFTEST))

    assert (found.denied, found.breaches) == (True, ())
