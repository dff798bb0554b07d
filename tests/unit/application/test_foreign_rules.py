"""Foreign rules: what a conftest policy says is a violation, what it leaves unsaid passes, no answer never passes."""

import pytest

from checker.application.foreign_rules import BY_SILENCE, judge_foreign
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome
from checker.domain.rule import Contract
from checker.ports.engine import Defined, EngineAnswer, Failed, Undefined
from tests.builders import SCOPE, a_rule

RULE = a_rule("main.deny", package="main", contract=Contract.CONFTEST)


@pytest.mark.parametrize("answer", [{}, {"deny": []}, {"deny": False}, {"warn": ["other"]}])
def test_a_policy_that_says_nothing_passes_by_silence(answer: Json) -> None:
    ruling = judge_foreign(RULE, Defined(answer), scope=SCOPE)
    assert (ruling.outcome, ruling.reason) == (Outcome.PASSED, BY_SILENCE)


@pytest.mark.parametrize("said", [["wide open"], [{"msg": "wide open", "severity": "high"}]])
def test_every_message_is_a_violation(said: Json) -> None:
    ruling = judge_foreign(RULE, Defined({"deny": said}), scope=SCOPE)
    assert ruling.outcome is Outcome.FAILED
    assert [violation.message for violation in ruling.violations] == ["wide open"]


@pytest.mark.parametrize("said", [None, True, "wide open", {"msg": "wide open"}, [{"text": "x"}], [7], [""], 0])
def test_what_is_no_set_of_messages_is_not_evaluated(said: Json) -> None:
    assert judge_foreign(RULE, Defined({"deny": said}), scope=SCOPE).outcome is Outcome.NOT_EVALUATED


@pytest.mark.parametrize(
    "answer", [Defined([]), Defined(value=True), Defined(None), Undefined(), Failed(code="timeout")]
)
def test_an_engine_that_does_not_answer_with_a_package_passes_nothing(answer: EngineAnswer) -> None:
    assert judge_foreign(RULE, answer, scope=SCOPE).outcome is Outcome.NOT_EVALUATED
