"""Reports for the tests of verifying: each follows from its parts, and what is required of it."""

from dataclasses import replace
from typing import Any

from checker.application.recompute_report import Judges
from checker.application.required_rules import Requirements
from checker.application.verify_report import verify_report
from checker.domain.digest import digest_of
from checker.domain.outcome import Outcome, RuleError, Ruling, Violation
from checker.domain.report import Gating, Report
from checker.domain.waiver import ConsideredWaiver
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import report_bytes
from tests.report_builders import (
    a_foreign_rule,
    a_report,
    a_rule,
    a_violation,
    failed,
    not_evaluated,
    passed,
)
from tests.waiver_builders import a_waiver

ONE, TWO = a_rule("branch.one"), a_rule("branch.two", identity=["actor"])
ADVICE = a_rule("branch.advice", enforcement="warn")
POSTPONED = a_rule("branch.later", effective_on="2027-01-01T00:00:00Z")
VIOLATION = a_violation(TWO, evidence=({"actor": 7, "note": "x"}, {"actor": 8}))
OPTIONAL = replace(a_rule("branch.optional"), has_applies=True)
BARE_ANCHOR = canonical_bytes(
    {
        "schema": "clean-release/anchor/v1",
        "bundles": [{"bundle": "release-policy", "method": "pinned"}],
        "repositories": [],
    }
)
ONE_REQUIRED = BARE_ANCHOR[:-1] + b',"required_rules":["branch.one"]}'
ANCHOR = BARE_ANCHOR[:-1] + b',"required_rules":["branch.one","tag.gone"],"may_not_apply":["branch.one"]}'
REQUIREMENTS = Requirements(required=("branch.one",), may_not_apply=("branch.one",))
WRAPPED_EVIDENCE = a_violation(ONE, evidence=({"value": "text"}, {"value": 7}, {"actor": 1}))


def differences(report: Report, judges: Judges | None = None) -> tuple[str, ...]:
    return verify_report(report_bytes(report), judges=judges or Judges(requirements=REQUIREMENTS)).differences


def waived(rule: Any, *violations: Any) -> Ruling:  # noqa: ANN401 - a rule and its violations
    ruling = failed(rule, *violations)
    return replace(ruling, outcome=Outcome.WAIVED, waived=tuple(item.fingerprint for item in ruling.violations))


def a_waiver_of(violation: Violation) -> ConsideredWaiver:
    accepted = a_waiver(rule=violation.rule, subject=violation.subject, fingerprint=violation.fingerprint)
    return ConsideredWaiver(waiver=accepted, digest=digest_of(b"it"), signers=("ann", "bea"), matched=True)


GOOD = {
    "a pass": a_report(passed(ONE), passed(TWO)),
    "a failure": a_report(passed(ONE), failed(TWO, VIOLATION)),
    "evidence that was no object": a_report(failed(ONE, WRAPPED_EVIDENCE)),
    "a waived failure": a_report(passed(ONE), waived(TWO, VIOLATION), waivers=(a_waiver_of(VIOLATION),)),
    "one violation of two waived": a_report(
        replace(failed(ONE, a_violation(ONE, "a"), a_violation(ONE, "b")), waived=(a_violation(ONE, "a").fingerprint,)),
        waivers=(a_waiver_of(a_violation(ONE, "a")),),
    ),
    "an undecided rule": a_report(passed(ONE), not_evaluated(TWO)),
    "an engine error": a_report(replace(not_evaluated(ONE), error=RuleError(code="timeout")), replayable=False),
    "advice that failed": a_report(passed(ONE), failed(ADVICE)),
    "a weakened run": a_report(passed(ONE), flags=("adhoc",)),
    "a foreign rule": a_report(passed(ONE), Ruling(rule=a_foreign_rule(), outcome=Outcome.PASSED, reason="silence")),
    "a rule that does not apply": a_report(passed(ONE), Ruling(rule=OPTIONAL, outcome=Outcome.NOT_APPLICABLE)),
    "a gating report": a_report(passed(ONE), gating=Gating(gating=True), anchor=digest_of(ONE_REQUIRED)),
}


REPORT = GOOD["a pass"]
BUNDLE = REPORT.snapshot.bundles[0]
