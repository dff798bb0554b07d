"""Judging: no answer but a clear true over things that were read can pass."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.application.guard import ReadGuard
from checker.application.judge import judge_rule
from checker.domain.json_value import Json
from checker.domain.outcome import Decision, Outcome, Ruling
from checker.domain.rule import Rule
from checker.ports.engine import Defined, EngineAnswer, Failed, Undefined
from tests.builders import SCOPE, a_gap, a_rule, an_observation

READABLE: dict[str, Json] = {
    "context": {"candidate": {"present": False}},
    "repository": {"effective_protection": an_observation([])},
}


def judged(
    answer: "EngineAnswer | Json", *, rule: Rule | None = None, document: dict[str, Json] | None = None
) -> Ruling:
    said = answer if isinstance(answer, Defined | Undefined | Failed) else Defined(answer)
    return judge_rule(rule or a_rule(), said, guard=ReadGuard(document or READABLE), scope=SCOPE)


def test_a_rule_whose_every_subject_holds_passes() -> None:
    ruling = judged({"subjects": ["dev", "main"], "holds": {"dev": True, "main": True}})
    assert ruling.outcome is Outcome.PASSED
    assert [(item.subject, item.decision) for item in ruling.subjects] == [
        ("dev", Decision.HOLDS),
        ("main", Decision.HOLDS),
    ]


def test_one_denied_subject_fails_the_rule_whatever_else_is_open() -> None:
    ruling = judged({"subjects": ["a", "b", "c"], "holds": {"a": True, "b": False}})
    assert ruling.outcome is Outcome.FAILED
    assert [violation.subject for violation in ruling.violations] == ["b"]
    assert ruling.subjects[2].decision is Decision.UNDECIDED


def test_an_undecided_subject_leaves_the_rule_not_evaluated_and_is_named() -> None:
    ruling = judged({"subjects": ["a", "b"], "holds": {"a": True}})
    assert (ruling.outcome, ruling.reason) == (Outcome.NOT_EVALUATED, "did not decide b")


def test_no_subject_at_all_is_not_a_pass() -> None:
    ruling = judged({"subjects": [], "holds": {}})
    assert (ruling.outcome, ruling.reason) == (Outcome.NOT_EVALUATED, "there was nothing to judge")


def test_no_subject_passes_where_the_rule_says_why_it_may() -> None:
    ruling = judged({"subjects": [], "holds": {}}, rule=a_rule(allow_empty="another rule demands one"))
    assert (ruling.outcome, ruling.reason) == (Outcome.PASSED, "another rule demands one")


def test_an_undefined_package_is_not_evaluated() -> None:
    ruling = judged(Undefined())
    assert ruling.outcome is Outcome.NOT_EVALUATED
    assert ruling.error is not None
    assert ruling.error.code == "undefined"


@pytest.mark.parametrize("answer", [{}, {"holds": {}}, {"subjects": []}, {"applies": True, "detail": {}}])
def test_half_an_answer_passes_not_even_where_nothing_to_judge_may_pass(answer: Json) -> None:
    ruling = judged(answer, rule=a_rule(allow_empty="another rule demands one"))
    assert ruling.outcome is Outcome.NOT_EVALUATED
    assert ruling.error is not None
    assert ruling.error.code == "half-an-answer"


def test_what_is_no_answer_at_all_is_not_evaluated() -> None:
    no_answer: Any = None
    ruling = judge_rule(a_rule(allow_empty="x"), no_answer, guard=ReadGuard(READABLE), scope=SCOPE)
    assert ruling.outcome is Outcome.NOT_EVALUATED


def test_an_engine_failure_keeps_its_code_and_place_only() -> None:
    ruling = judged(Failed(code="timeout", where="a.rego:1:2"))
    assert ruling.outcome is Outcome.NOT_EVALUATED
    assert ruling.error is not None
    assert (ruling.error.code, ruling.error.where) == ("timeout", "a.rego:1:2")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("text", "not-an-object"),
        (None, "not-an-object"),
        ({"subjects": {"a": 1}, "holds": {}}, "subjects-malformed"),
        ({"subjects": [1], "holds": {}}, "subjects-malformed"),
        ({"subjects": [True], "holds": {}}, "subjects-malformed"),
        ({"subjects": [""], "holds": {}}, "subjects-malformed"),
        ({"subjects": ["a", "a"], "holds": {"a": True}}, "subjects-malformed"),
        ({"subjects": ["a"], "holds": ["a"]}, "holds-malformed"),
        ({"subjects": ["a"], "holds": {"a": 1}}, "holds-malformed"),
        ({"subjects": ["a"], "holds": {"a": "true"}}, "holds-malformed"),
        ({"subjects": ["a"], "holds": {"a": None}}, "holds-malformed"),
        ({"subjects": ["a"], "holds": {"a": True, "b": True}}, "holds-stranger"),
        ({"subjects": ["a"], "holds": {"a": True}, "detail": []}, "detail-malformed"),
        ({"subjects": ["a"], "holds": {"a": True}, "detail": {"b": {}}}, "detail-malformed"),
        ({"subjects": ["a"], "holds": {"a": False}, "detail": {"a": {"evidence": [0.5]}}}, "evidence-malformed"),
        ({"subjects": ["a"], "holds": {"a": False}, "detail": {"a": {"evidence": {"n": 2**53}}}}, "evidence-malformed"),
    ],
)
def test_an_answer_against_the_contract_is_not_evaluated(answer: Json, code: str) -> None:
    ruling = judged(answer)
    assert ruling.outcome is Outcome.NOT_EVALUATED
    assert ruling.error is not None
    assert ruling.error.code == code


def test_what_the_rule_reads_must_have_been_read() -> None:
    document: dict[str, Json] = {"repository": {"effective_protection": a_gap()}}
    ruling = judged({"subjects": ["a"], "holds": {"a": True}}, document=document)
    assert (ruling.outcome, ruling.reason) == (
        Outcome.NOT_EVALUATED,
        "could not read repository.effective_protection",
    )


def test_a_rule_that_says_it_does_not_apply_is_not_applicable() -> None:
    ruling = judged({"applies": False}, rule=a_rule(has_applies=True, reads=("evidence.missing",)))
    assert ruling.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("applies", [None, "false", 0, []])
def test_a_rule_that_does_not_say_whether_it_applies_is_not_evaluated(applies: Json) -> None:
    answer: Json = {"applies": applies, "subjects": ["a"], "holds": {"a": True}}
    ruling = judged(answer, rule=a_rule(has_applies=True))
    assert ruling.error is not None
    assert ruling.error.code == "applies-undecided"


def test_a_rule_that_applies_is_judged_as_usual() -> None:
    answer: Json = {"applies": True, "subjects": ["a"], "holds": {"a": True}}
    assert judged(answer, rule=a_rule(has_applies=True)).outcome is Outcome.PASSED


def test_not_applicable_counts_only_when_what_decided_it_was_read() -> None:
    rule = a_rule(has_applies=True, applies_reads=("repository.publishers",))
    document: dict[str, Json] = {"repository": {"publishers": a_gap()}}
    ruling = judged({"applies": False}, rule=rule, document=document)
    assert ruling.outcome is Outcome.NOT_EVALUATED
    assert "which decides whether the rule applies" in ruling.reason


def test_a_violation_carries_message_evidence_and_fix() -> None:
    answer: Json = {"subjects": ["refs/heads/main"], "holds": {"refs/heads/main": False}}
    violation = judged(answer).violations[0]
    assert violation.message == "refs/heads/main is not guarded"
    assert violation.fix.command == "gh api repos/octo/widget/branches/main"
    assert violation.fix.click == "Guard refs/heads/main"


def test_a_rule_may_word_a_violation_itself() -> None:
    answer: Json = {
        "subjects": ["a"],
        "holds": {"a": False},
        "detail": {"a": {"message": "a is wide open", "evidence": {"setting": "x"}}},
    }
    violation = judged(answer).violations[0]
    assert (violation.message, violation.evidence) == ("a is wide open", ({"setting": "x"},))


def test_evidence_that_is_no_object_is_kept_as_a_value() -> None:
    answer: Json = {"subjects": ["a"], "holds": {"a": False}, "detail": {"a": {"evidence": ["seen", {"k": 1}]}}}
    assert judged(answer).violations[0].evidence == ({"value": "seen"}, {"k": 1})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.property
@given(
    answer=JSON | st.fixed_dictionaries({"subjects": JSON, "holds": JSON}, optional={"detail": JSON, "applies": JSON})
)
def test_only_true_for_every_one_of_at_least_one_subject_passes(answer: Json) -> None:
    ruling = judged(answer)
    if ruling.outcome is Outcome.PASSED:
        assert isinstance(answer, dict)
        subjects, holds = answer["subjects"], answer["holds"]
        assert isinstance(subjects, list)
        assert isinstance(holds, dict)
        assert subjects
        assert set(map(str, subjects)) == set(holds)
        assert all(value is True for value in holds.values())
