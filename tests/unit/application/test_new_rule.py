"""A new rule keeps the contract from its first moment, and its test fails until a person has written it."""

import pytest

from checker.adapters.engine_embedded.policy_tests import EmbeddedTester
from checker.application.check_rules import RuleChecks
from checker.application.new_rule import new_rule
from checker.bootstrap.carried import carried_checks
from checker.domain.rule import Enforcement
from checker.errors import UsageError
from checker.formats.published import schema_bytes
from checker.ports.policy_tests import CaseOutcome, PolicyTestRequest
from embedded_opa import Engine
from tests.policy_builders import BUILTINS, ENGINE, opened

CODES = ["branch.signed", "b.x", "tag_2.a_very_long_name_of_a_rule"]


def files_of(code: str) -> dict[str, str]:
    return {file.path: file.text for file in new_rule(code).files}


@pytest.mark.parametrize("code", CODES)
def test_a_new_rule_compiles_against_the_schema_and_breaks_no_check(code: str) -> None:
    bundle = opened(files_of(code))

    assert [rule.code for rule in bundle.rules] == [code]
    assert RuleChecks(load=carried_checks, builtins=BUILTINS).breaches(bundle.inspection, engine=ENGINE) == ()


@pytest.mark.parametrize("code", CODES)
def test_its_one_test_fails_shows_the_values_and_says_what_to_do(code: str) -> None:
    answer = EmbeddedTester().test(
        PolicyTestRequest(modules=files_of(code), builtins=BUILTINS, input_schema=schema_bytes("input_v1"))
    )
    case = answer.cases[0]

    assert (len(answer.cases), case.outcome) == (1, CaseOutcome.FAILED)
    assert f"write the document that {code} must deny" in case.printed
    assert case.failure is not None
    assert len(case.failure.compared) == 2


@pytest.mark.parametrize("code", CODES)
def test_both_files_are_laid_out_as_every_policy_is(code: str) -> None:
    assert {path: Engine().format(text) for path, text in files_of(code).items()} == files_of(code)


def test_everything_a_person_must_decide_is_marked_and_blocks_until_then() -> None:
    rule = opened(files_of("branch.signed")).rules[0]

    assert all("TODO" in text for text in (rule.title, rule.description, rule.catalogue, rule.message, rule.fix.click))
    assert rule.enforcement is Enforcement.BLOCK


def test_files_stand_where_the_contract_wants_them() -> None:
    rule = new_rule("branch.signed")

    assert rule.folder == "rules/branch/signed"
    assert [file.path for file in rule.files] == [
        "rules/branch/signed/signed.rego",
        "rules/branch/signed/signed_test.rego",
    ]


@pytest.mark.parametrize(
    "code",
    ["", "branch", "branch.", ".signed", "Branch.signed", "a.b.c", "a.b ", "a.b\n", "../a.b", "2a.b", "br\u0430nch.b"],
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match=r"expected GROUP\.RULE"):
        new_rule(code)


@pytest.mark.parametrize("code", ["import.x", "x.some", "input.x", "x.true"])
def test_words_that_rego_keeps_for_itself_are_refused(code: str) -> None:
    with pytest.raises(UsageError, match="Rego has a meaning for it"):
        new_rule(code)


@pytest.mark.parametrize("code", ["x.some_test", "x_test.some"])
def test_a_name_that_would_make_the_rule_a_test_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match="files that end in _test are tests"):
        new_rule(code)
