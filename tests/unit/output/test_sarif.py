"""SARIF: valid against the schema of OASIS, one rule per rule, stable names, and nothing undecided is hidden."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.outcome import Decision, Outcome, SubjectRuling
from checker.domain.report import Gating, Report
from checker.formats.report_v1 import report_bytes, report_document
from checker.output import sarif
from tests.output_claims import SARIF, notified, run_of_log
from tests.report_builders import a_report, a_rule, a_violation, an_unread, failed, not_evaluated, passed
from tests.unit.output.hostile import HOSTILE, foreign_text
from tests.unit.output.test_junit import a_report_of_everything

GOLDEN = Path(__file__).parents[2] / "golden" / "report.sarif.json"
ONE, TWO, ADVICE = a_rule("branch.one"), a_rule("branch.two"), a_rule("branch.advice", enforcement="warn")


def run_of(report: Report) -> dict[str, Any]:
    """The one run of what is written."""
    return run_of_log(sarif.render_sarif(report_document(report), digest=digest_of(report_bytes(report))))


def test_the_schema_refuses_what_is_no_sarif() -> None:
    assert not SARIF.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_every_rule_is_a_rule_with_help_the_blocking_ones_first() -> None:
    rules = run_of(a_report(failed(ADVICE), failed(ONE), passed(TWO)))["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["branch.one", "branch.two", "branch.advice"]
    assert rules[0]["help"]["text"].splitlines() == [
        "Title of branch.one.",
        "clean-release explain branch.one says more.",
        "Fix: Remove every bypass actor",
        "Run: gh api -X DELETE repos/octo/hello/rulesets/7",
    ]
    assert rules[0]["properties"]["tags"] == ["BR-19", "branch", "release", "security"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["error", "error", "warning"]


def test_a_denied_subject_is_a_result_that_fails_and_a_pass_is_none() -> None:
    violation = a_violation(ONE)

    (result,) = run_of(a_report(failed(ONE, violation), passed(TWO)))["results"]

    assert (result["ruleId"], result["kind"], result["level"]) == ("branch.one", "fail", "error")
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "refs/heads/main"
    assert result["partialFingerprints"] == {
        "cleanRelease/v1": violation.fingerprint,
        "primaryLocationLineHash": violation.fingerprint,
    }


def test_a_name_stays_the_same_when_message_place_and_time_change() -> None:
    first, *_ = run_of(a_report(not_evaluated(ONE, reason="one")))["results"]
    later = a_report(failed(TWO), not_evaluated(ONE, reason="other"), evaluated_at="2027-01-01T00:00:00Z")
    (second,) = (result for result in run_of(later)["results"] if result["kind"] == "open")

    assert first["partialFingerprints"] == second["partialFingerprints"]


def test_a_rule_that_was_not_evaluated_is_open_and_is_told_of() -> None:
    undecided = SubjectRuling(subject="refs/heads/dev", decision=Decision.UNDECIDED)
    run = run_of(a_report(replace(not_evaluated(ONE), subjects=(undecided,)), unread=(an_unread(),)))

    (result,) = run["results"]
    assert (result["kind"], result["level"]) == ("open", "none")
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "refs/heads/dev"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "branch.one was not evaluated: could not read repository.ref_rules" in notified(run)
    assert any(said.startswith("could not read repository.ref_rules (denied)") for said in notified(run))


def test_the_verdict_and_what_it_opens_stand_in_the_run() -> None:
    properties = run_of(a_report(passed(ONE), gating=Gating(gating=True, because=()), warnings=("w",)))["properties"]

    assert (properties["verdict"], properties["gating"], properties["opensGate"]) == ("passed", True, True)


def test_every_message_of_a_demonstration_is_marked() -> None:
    run = run_of(a_report(failed(ONE), not_evaluated(TWO), namespace=Namespace.DEMO, warnings=("w",)))

    told = [*notified(run), *(result["message"]["text"] for result in run["results"])]
    assert len(told) > 4
    assert [text for text in told if not text.startswith("\\[demo\\] ")] == []


def test_every_way_a_rule_can_end_is_the_file_that_was_checked_by_hand() -> None:
    report = a_report_of_everything()
    report = replace(report, snapshot=replace(report.snapshot, digest=digest_of(b"snapshot")))

    assert sarif.render_sarif(report_document(report), digest=digest_of(b"report")) == GOLDEN.read_text("utf-8")


def test_what_is_waived_is_suppressed() -> None:
    violation = a_violation(ONE)
    ruling = replace(failed(ONE, violation), outcome=Outcome.WAIVED, waived=(violation.fingerprint,))

    (result,) = run_of(a_report(ruling))["results"]

    assert result["suppressions"][0]["status"] == "accepted"


@pytest.mark.parametrize(("limit", "most"), [("MOST_RESULTS", 3), ("MOST_BYTES", 2500)])
def test_what_does_not_fit_is_left_out_from_the_end_and_counted(
    limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, limit, most)
    many = failed(ONE, *(a_violation(ONE, f"refs/heads/b{number}") for number in range(10)))

    run = run_of(a_report(many, failed(ADVICE)))

    left_out = run["properties"]["resultsLeftOut"]
    assert 0 < len(run["results"]) < 11
    assert len(run["results"]) + left_out == 11
    assert {result["ruleId"] for result in run["results"]} == {"branch.one"}
    assert f"{left_out} results did not fit and are left out; the report has all of them" in notified(run)


def test_rules_beyond_the_limit_are_left_out_with_their_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RULES", 2)

    run = run_of(a_report(failed(ONE), failed(TWO), failed(ADVICE), passed(a_rule("branch.more", enforcement="warn"))))

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["branch.one", "branch.two"]
    assert [result["ruleId"] for result in run["results"]] == ["branch.one", "branch.two"]
    assert run["properties"]["resultsLeftOut"] == 1
    assert "2 rules did not fit and are left out; the report has all of them" in notified(run)


@pytest.mark.parametrize("length", range(1016, 1025))
def test_a_description_that_is_cut_ends_in_no_half_an_escape(length: int) -> None:
    rule = replace(a_rule("branch.long"), title="x" * length + "[" * 4)

    (described,) = run_of(a_report(failed(rule)))["tool"]["driver"]["rules"]

    assert len(described["name"]) <= 255
    assert re.search(r"(?<!\\)(\\\\)*\\$", described["fullDescription"]["text"]) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_valid_and_begins_no_link(text: str) -> None:
    _holds_for(text)


@given(text=foreign_text)
def test_no_text_makes_it_invalid_or_begins_a_link(text: str) -> None:
    _holds_for(text)


def _holds_for(text: str) -> None:
    violation = replace(a_violation(ONE), subject=text, message=text)
    report = a_report(failed(ONE, violation), not_evaluated(TWO, reason=text), warnings=(text,))
    run_of(report)
