"""Fixes: each different repair once, the urgent first, and nothing for what did not fail."""

from checker.application.list_fixes import NeededFix, list_fixes
from checker.domain.outcome import Ruling, Violation
from checker.domain.rule import Fix
from checker.formats.report_v1 import read_report, report_bytes
from tests.report_builders import a_report, a_rule, a_violation, failed, not_evaluated, passed

PROTECT = Fix(command="gh api protect", click="Protect it")


def fixes_of(*rulings: Ruling) -> tuple[NeededFix, ...]:
    return list_fixes(read_report(report_bytes(a_report(*rulings))).view)


def violation(code: str, subject: str, fix: Fix) -> Violation:
    plain = a_violation(a_rule(code), subject)
    return Violation(rule=plain.rule, subject=subject, message=plain.message, fingerprint=plain.fingerprint, fix=fix)


def test_one_repair_that_mends_many_is_listed_once() -> None:
    rulings = (
        failed(a_rule("branch.one"), violation("branch.one", "main", PROTECT), violation("branch.one", "v1", PROTECT)),
        failed(a_rule("branch.two"), violation("branch.two", "main", PROTECT)),
    )

    assert fixes_of(*rulings) == (
        NeededFix(
            command="gh api protect",
            click="Protect it",
            mends=(("branch.one", "main"), ("branch.one", "v1"), ("branch.two", "main")),
        ),
    )


def test_the_worst_come_first_and_then_those_first_by_code() -> None:
    codes = {"a.low": "low", "b.high": "high", "c.critical": "critical", "d.medium": "medium", "e.high": "high"}
    rulings = [
        failed(a_rule(code, severity=severity), violation(code, "x", Fix(click=code)))
        for code, severity in codes.items()
    ]

    assert [fix.click for fix in fixes_of(*rulings)] == ["c.critical", "b.high", "e.high", "d.medium", "a.low"]


def test_what_did_not_fail_needs_no_fix() -> None:
    assert fixes_of(passed(a_rule("a.one")), not_evaluated(a_rule("a.two"))) == ()
