"""A report is held to the snapshot it names, and to what its anchor requires."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.recompute_report import Judges
from checker.application.required_rules import Requirements
from checker.application.verify_report import verify_report
from checker.domain.digest import digest_of
from checker.domain.outcome import Decision, Outcome, Ruling, SubjectRuling
from checker.domain.rule import Enforcement, Severity
from checker.domain.snapshot import Snapshot, Weakening
from checker.domain.trust import TrustDecision, TrustMethod
from checker.domain.verdict import Verdict
from checker.formats.report_v1 import report_bytes
from tests.report_builders import (
    a_foreign_rule,
    a_report,
    a_rule,
    a_snapshot,
    a_violation,
    failed,
    passed,
)
from tests.verified_reports import ADVICE, ANCHOR, BUNDLE, GOOD, ONE, POSTPONED, REPORT, REQUIREMENTS, TWO, differences


def other_snapshot(**changes: Any) -> Snapshot:  # noqa: ANN401 - any part of a snapshot
    return a_snapshot(ONE, TWO, **changes)


STRANGERS: dict[str, tuple[Snapshot, str]] = {
    "another snapshot": (other_snapshot(project_facts={}), "the report names snapshot"),
    "a rule more": (a_snapshot(ONE, TWO, ADVICE), "branch.advice is in the snapshot and not reported"),
    "a rule less": (a_snapshot(ONE), "branch.two is not in the snapshot"),
    "another severity": (
        a_snapshot(ONE, replace(TWO, severity=Severity.LOW)),
        "branch.two is reported with another severity or contract than the snapshot gives it",
    ),
    "another enforcement": (
        a_snapshot(ONE, replace(TWO, enforcement=Enforcement.WARN)),
        "branch.two is reported as block, the snapshot says warn",
    ),
    "another identity": (
        a_snapshot(ONE, replace(TWO, identity=("id",))),
        "branch.two is identified by actor, expected id",
    ),
    "other parameters": (other_snapshot(parameters={}), "the parameters are not those of the snapshot"),
    "other builtins": (other_snapshot(builtins=()), "the allowed builtins are not those of the snapshot"),
    "another trust": (
        other_snapshot(bundles=(replace(BUNDLE, trust=TrustDecision(method=TrustMethod.NONE)),)),
        "the bundles and their trust are not those of the snapshot",
    ),
}


@pytest.mark.parametrize("case", sorted(STRANGERS))
def test_a_report_is_compared_with_the_snapshot_it_names(case: str) -> None:
    snapshot, expected = STRANGERS[case]

    found = differences(REPORT, Judges(snapshot=snapshot, requirements=Requirements()))

    assert any(difference.startswith(expected) for difference in found), found


def test_a_rule_not_yet_in_force_may_be_reported_as_a_warning() -> None:
    lowered = replace(POSTPONED, enforcement=Enforcement.WARN)
    report = a_report(passed(ONE), failed(lowered), snapshot=a_snapshot(ONE, POSTPONED))

    assert differences(report, Judges(snapshot=report.snapshot, requirements=Requirements())) == ()


def test_a_rule_in_force_may_not_be_reported_as_a_warning() -> None:
    lowered = replace(POSTPONED, effective_on="2026-01-01T00:00:00Z")
    report = a_report(
        passed(ONE), failed(replace(lowered, enforcement=Enforcement.WARN)), snapshot=a_snapshot(ONE, lowered)
    )

    found = differences(report, Judges(snapshot=report.snapshot, requirements=Requirements()))

    assert found == ("branch.later is reported as warn, the snapshot says block",)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.PASSED, "branch.two is reported as passed without a subject, which the rule does not allow"),
        (Outcome.NOT_APPLICABLE, "branch.two is reported as not_applicable, but the rule always applies"),
    ],
)
def test_a_rule_that_decided_nothing_is_not_reported_as_settled(outcome: Outcome, expected: str) -> None:
    report = a_report(passed(ONE), Ruling(rule=TWO, outcome=outcome))

    found = differences(report, Judges(snapshot=report.snapshot, requirements=Requirements()))

    assert found == (expected,)


def test_a_rule_that_allows_nothing_to_judge_may_pass_without_a_subject() -> None:
    rule = a_rule("branch.two", allow_empty="a project without branches")
    report = a_report(passed(ONE), Ruling(rule=rule, outcome=Outcome.PASSED, reason="a project without branches"))

    assert differences(report, Judges(snapshot=report.snapshot, requirements=Requirements())) == ()


def test_a_report_may_gate_over_a_weakening_that_the_anchor_allows() -> None:
    allowed = Weakening(rule="branch.one", what="excluded", allowed_by="anchor")
    weakened = a_snapshot(ONE, weakenings=(allowed,))
    report = replace(GOOD["a gating report"], snapshot=weakened)

    assert differences(report, Judges(snapshot=weakened, requirements=REQUIREMENTS)) == ()


def test_no_report_gates_over_a_weakening_that_nobody_allowed() -> None:
    weakened = a_snapshot(ONE, weakenings=(Weakening(rule="branch.one", what="excluded"),))
    report = replace(GOOD["a gating report"], snapshot=weakened)

    assert differences(report, Judges(snapshot=weakened, requirements=REQUIREMENTS)) == (
        "the report is gating although branch.one is weakened without leave: excluded",
    )


def test_what_the_anchor_requires_decides_the_verdict() -> None:
    requirements = Requirements(required=("branch.one", "tag.gone"), may_not_apply=())

    found = differences(REPORT, Judges(requirements=requirements))

    assert found == (
        "the verdict is passed, the rules say undecided",
        "the verdict is said to rest on nothing; it rests on required rule tag.gone is not in the snapshot",
    )


def test_without_the_anchor_its_requirements_are_unchecked_and_said_to_be() -> None:
    reason = "required rule tag.gone is not in the snapshot"
    anchor = digest_of(ANCHOR)
    report = a_report(passed(ONE), anchor=anchor, verdict=Verdict.UNDECIDED, verdict_because=(reason,))

    finding = verify_report(report_bytes(report))

    assert finding.differences == ()
    assert finding.unchecked == (
        f"the rules were not compared with snapshot {report.snapshot.digest}, which is not at hand",
        f"what anchor {anchor} requires was not checked, it is not at hand",
    )


def test_without_the_anchor_a_verdict_can_only_be_stricter_than_the_rules() -> None:
    reason = "required rule tag.gone is not in the snapshot"
    looser = a_report(passed(ONE), verdict=Verdict.PASSED, verdict_because=(reason,))

    assert verify_report(report_bytes(looser)).differences == ("the verdict is passed, the rules say undecided",)


def test_the_trust_keys_are_compared_as_a_set() -> None:
    signed = TrustDecision(method=TrustMethod.DSSE, keys=("b", "a"), threshold=2)
    snapshot = a_snapshot(ONE, bundles=(replace(BUNDLE, trust=signed),))
    report = a_report(passed(ONE), snapshot=snapshot)

    assert differences(report, Judges(snapshot=snapshot, requirements=Requirements())) == ()


def test_subjects_of_a_foreign_rule_that_failed_are_its_messages() -> None:
    rule = a_foreign_rule()
    violation = a_violation(rule, "no signature")
    denied = (SubjectRuling(subject="no signature", decision=Decision.DENIED),)
    ruling = Ruling(rule=rule, outcome=Outcome.FAILED, subjects=denied, violations=(violation,))

    assert differences(a_report(passed(ONE), ruling)) == ()
