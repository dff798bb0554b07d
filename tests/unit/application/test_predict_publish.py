"""A publish is predicted check by check: the field, the exact value, the exact fix (tests/data/publisher)."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.predict_publish import predict_publish
from checker.domain.audit import AuditKind, AuditSubject
from checker.domain.publish_prediction import Check, Expected, Prediction, Standing
from checker.errors import InputRefusedError, TrustError
from tests.builders import an_audit
from tests.publish_cases import cases, question_of

CASES = list(cases())
WORST_FIRST = (Expected.REFUSED, Expected.UNKNOWN, Expected.ACCEPTED)


def predict(**case: Any) -> tuple[Prediction, ...]:  # noqa: ANN401 - any part of a case
    return predict_publish(question_of({"name": "a test's own", **case}))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['check']}: {case['name']}" for case in CASES])
def test_the_registry_will_answer(case: dict[str, Any]) -> None:
    found = predict_publish(question_of(case))

    overall = next(one for one in WORST_FIRST if one in {prediction.expected for prediction in found})
    findings = [
        {
            "check": str(item.check),
            "standing": str(item.standing),
            "why": item.why,
            "field": item.field,
            "seen": item.seen,
            "expected": item.expected,
            "fix": item.fix,
            "answer": item.answer,
        }
        for prediction in found
        for item in prediction.findings
    ]
    assert overall == case.get("expected", "refused"), findings
    wanted = {"check": case["check"], "standing": "fails", **case["finding"]}
    same = [item for item in findings if item["check"] == wanted["check"]]
    assert any(all(item[name] == value for name, value in wanted.items()) for item in same), same


@pytest.mark.parametrize("check", list(Check))
def test_every_check_has_cases_that_hold_and_cases_that_do_not(check: Check) -> None:
    standings = {
        item.standing
        for case in CASES
        if case["check"] == check
        for prediction in predict_publish(question_of(case))
        for item in prediction.findings
        if item.check is check
    }
    never_fails = check is Check.RUNNER
    assert Standing.HOLDS in standings or check in {Check.CREDENTIAL, Check.NAMES, Check.OWNERSHIP}
    assert never_fails or Standing.FAILS in standings


def test_what_is_accepted_holds_in_every_check() -> None:
    (found,) = predict()

    assert found.expected is Expected.ACCEPTED
    assert [item.check for item in found.findings] == list(Check)
    assert {item.standing for item in found.findings} == {Standing.HOLDS}


def test_a_failing_check_always_says_what_to_do() -> None:
    for case in CASES:
        for prediction in predict_publish(question_of(case)):
            for item in prediction.findings:
                assert bool(item.fix) is (item.standing is not Standing.HOLDS), item
                assert bool(item.field) is (item.standing is Standing.FAILS), item


def test_nothing_known_is_no_prediction() -> None:
    with pytest.raises(InputRefusedError):
        predict(publisher=None, edit=["uses: pypa/gh-action-pypi-publish@release/v1", "run: make"])


def test_the_audit_of_another_repository_is_refused() -> None:
    with pytest.raises(InputRefusedError):
        predict(repository={"slug": "acme/other", "requested_slug": "acme/other"})
    with pytest.raises(InputRefusedError):
        predict(repository={"host": "git.example.org"})


def test_two_audits_of_one_repository_are_refused() -> None:
    question = question_of({"name": "twice"})

    with pytest.raises(TrustError):
        predict_publish(replace(question, audits=(*question.audits, *question.audits)))


def test_an_audit_of_the_past_says_nothing_about_the_registry() -> None:
    stale = an_audit(AuditKind.REGISTRY, collected_at="", subject=AuditSubject(slug="octo/widget"))
    question = question_of({"name": "pending", "publisher": {"pending": True}})

    (found,) = predict_publish(replace(question, audits=(*question.audits, stale)))

    assert found.expected is Expected.UNKNOWN


def test_two_jobs_that_upload_are_two_predictions() -> None:
    more = "  publish:\n    needs: build\n"
    again = "  again:\n    runs-on: ubuntu-latest\n    steps: [{run: uv publish}]\n"

    first, second = sorted(predict(edit=[more, again + more]), key=lambda one: one.expected)

    assert (first.expected, second.expected) == (Expected.ACCEPTED, Expected.REFUSED)
    assert second.route is not None
    assert second.route.job.id == "again"


@pytest.mark.usefixtures("few_steps")
def test_patterns_that_take_too_long_to_compare_stay_unknown() -> None:
    patterns = [{"kind": "tag", "pattern": f"*{'a*' * 60}{number}"} for number in range(60)]
    policy = {"mode": "custom", "patterns": patterns}

    (found,) = predict(
        repository={"environments": [{"name": "pypi", "deploy_refs": policy}]}, project={"tags": [f"*{'b*' * 60}"]}
    )

    assert [item.standing for item in found.findings if item.check is Check.DEPLOY_REFS] == [Standing.UNKNOWN]
