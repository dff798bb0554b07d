"""GitLab's code quality report: nothing is lost because of its name, and an empty list is a pass that gates."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling
from checker.domain.report import Gating, Report
from checker.domain.rule import Fix
from checker.formats.report_v1 import report_bytes, report_document
from checker.output import gitlab
from tests.output_claims import issues_of
from tests.report_builders import a_report, a_rule, a_violation, failed, not_evaluated, passed
from tests.unit.output.hostile import HOSTILE, foreign_text
from tests.unit.output.test_junit import a_report_of_everything

GOLDEN = Path(__file__).parents[2] / "golden" / "report.gitlab.json"
ONE, TWO, ADVICE = a_rule("branch.one"), a_rule("branch.two"), a_rule("branch.advice", enforcement="warn")
OPENS = Gating(gating=True, because=())


def shown(report: Report) -> str:
    return gitlab.render_gitlab(report_document(report), digest=digest_of(report_bytes(report)))


def test_every_way_a_rule_can_end_is_the_file_that_was_checked_by_hand() -> None:
    document = report_document(a_report_of_everything())

    assert gitlab.render_gitlab(document, digest=digest_of(b"report")) == GOLDEN.read_text(encoding="utf-8")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert shown(a_report_of_everything()) == shown(a_report_of_everything())


def test_only_a_pass_that_opens_its_gate_is_an_empty_list() -> None:
    assert issues_of(shown(a_report(passed(ONE), gating=OPENS))) == []

    (issue,) = issues_of(shown(a_report(passed(ONE))))
    assert (issue["check_name"], issue["severity"]) == ("clean-release", "blocker")
    assert issue["description"].endswith("no lock names this snapshot")


def test_a_report_without_a_decided_rule_has_an_issue() -> None:
    nothing = Ruling(rule=ONE, outcome=Outcome.NOT_APPLICABLE, reason="nothing")

    (issue,) = issues_of(shown(a_report(nothing, gating=OPENS)))
    assert issue["description"].startswith("undecided: ")


def test_what_blocks_is_ranked_by_its_severity_and_advice_below_it() -> None:
    critical = a_rule("branch.worst", severity="critical")
    inform = a_rule("branch.told", enforcement="inform")

    _, *issues = issues_of(shown(a_report(*map(failed, (ADVICE, ONE, inform, critical)))))

    assert [(issue["check_name"], issue["severity"]) for issue in issues] == [
        ("branch.worst", "blocker"),
        ("branch.one", "critical"),
        ("branch.advice", "minor"),
        ("branch.told", "info"),
    ]


def test_what_was_not_evaluated_is_an_issue_whose_name_stays() -> None:
    first, later = (
        issues_of(shown(a_report(not_evaluated(ONE, reason=why), evaluated_at=at)))[-1]
        for why, at in (("one", "2026-02-26T17:00:00Z"), ("other", "2027-01-01T00:00:00Z"))
    )

    assert first["description"] == "not evaluated: one"
    assert first["fingerprint"] == later["fingerprint"]


def test_a_violation_keeps_its_fingerprint_and_one_that_comes_again_is_not_lost() -> None:
    violation = a_violation(ONE)

    _, first, again = issues_of(shown(a_report(failed(ONE, violation, replace(violation, message="another one")))))

    assert first["fingerprint"] == violation.fingerprint
    assert again["fingerprint"] != violation.fingerprint
    assert again["description"].startswith("refs/heads/main: another one")


def test_what_is_waived_is_told_and_does_not_press() -> None:
    violation = a_violation(ONE)
    ruling = replace(failed(ONE, violation), outcome=Outcome.WAIVED, waived=(violation.fingerprint,))

    issues = issues_of(shown(a_report(ruling, passed(TWO), gating=OPENS)))

    assert [(issue["severity"], issue["description"][:8]) for issue in issues] == [("info", "waived: ")]


def test_a_demonstration_is_marked() -> None:
    issues = issues_of(shown(a_report(failed(ONE, a_violation(ONE)), namespace=Namespace.DEMO)))

    assert all(issue["description"].startswith("[demo] ") for issue in issues)


@pytest.mark.parametrize(("limit", "most"), [("MOST_ISSUES", 3), ("MOST_BYTES", 1500)])
def test_what_does_not_fit_is_counted(limit: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gitlab, limit, most)
    many = failed(ONE, *(a_violation(ONE, f"refs/heads/b{number}") for number in range(10)))

    verdict, *some, last = issues_of(shown(a_report(many, failed(ADVICE))))

    assert verdict["check_name"] == "clean-release"
    assert {issue["check_name"] for issue in some} == {"branch.one"}
    assert last["description"] == f"{11 - len(some)} more issues did not fit; the report has all of them"


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 10**6], ids=range(len(HOSTILE) + 1))
def test_hostile_text_stays_text(text: str) -> None:
    _holds_for(text)


@given(text=foreign_text)
def test_no_text_hides_an_issue(text: str) -> None:
    _holds_for(text)


def _holds_for(text: str) -> None:
    said, calm = (issues_of(shown(_report_saying(words))) for words in (text, "calm"))

    assert [issue["severity"] for issue in said] == [issue["severity"] for issue in calm]


def _report_saying(text: str) -> Report:
    violation = replace(a_violation(ONE), subject=text, message=text, fix=Fix(command="run", click=text))
    return a_report(failed(ONE, violation), not_evaluated(TWO, reason=text))
