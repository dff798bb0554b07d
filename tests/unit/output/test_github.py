"""Annotations: the counts first, ten of a kind, and nothing foreign begins a command."""

from dataclasses import replace

import pytest
from hypothesis import given

from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome
from checker.domain.report import Gating, Report
from checker.formats.report_v1 import report_bytes, report_document
from checker.output.github import render_github
from tests.output_claims import commands_of
from tests.report_builders import a_report, a_rule, a_violation, an_unread, failed, not_evaluated, passed
from tests.unit.output.hostile import HOSTILE, foreign_text

RULE = a_rule("branch.one")
ADVICE = a_rule("branch.advice", enforcement="warn")
GATES = Gating(gating=True, because=())


def shown(report: Report) -> list[str]:
    return render_github(report_document(report), digest=digest_of(report_bytes(report))).splitlines()


def test_the_whole_page() -> None:
    report = a_report(
        failed(RULE),
        not_evaluated(a_rule("branch.two")),
        failed(ADVICE, replace(a_violation(ADVICE), message="allow fewer")),
        unread=(an_unread(),),
        gating=GATES,
        warnings=("the audit is renamed",),
    )

    assert shown(report) == [
        (
            "::error title=clean-release blocked::1 failed, 1 not evaluated, 1 warned, 0 passed of 3 rules; "
            "this report keeps its gate closed"
        ),
        "::error title=branch.one::refs/heads/main lets someone bypass it. Fix: Remove every bypass actor",
        "::error title=branch.two not evaluated::could not read repository.ref_rules",
        "::warning title=branch.advice::refs/heads/main: allow fewer. Fix: Remove every bypass actor",
        (
            "::warning title=could not read::repository.ref_rules (denied): the token may not read it; "
            "settled by: administration: read"
        ),
        "::warning title=clean-release::the audit is renamed",
        f"report {digest_of(report_bytes(report))}",
    ]


def test_a_pass_that_gates_is_a_notice() -> None:
    first, *_ = shown(a_report(passed(RULE), gating=GATES))

    assert first == "::notice title=clean-release passed::0 failed, 1 passed of 1 rules; this report opens its gate"


def test_every_annotation_of_a_demonstration_is_marked() -> None:
    *annotations, _ = shown(a_report(failed(RULE), failed(ADVICE), gating=GATES, namespace=Namespace.DEMO))

    assert [line.partition("::")[2].partition("::")[0].partition("title=")[2] for line in annotations] == [
        "[demo] clean-release blocked",
        "[demo] branch.one",
        "[demo] branch.advice",
    ]


def test_a_pass_that_opens_no_gate_is_an_error() -> None:
    first, second, *_ = shown(a_report(passed(RULE)))

    assert first.startswith("::error title=clean-release passed::")
    assert second == "::error title=clean-release::no lock names this snapshot"


def test_what_is_waived_is_a_notice_that_says_so() -> None:
    violation = a_violation(RULE)
    ruling = replace(failed(RULE, violation), outcome=Outcome.WAIVED, waived=(violation.fingerprint,))

    assert (
        "::notice title=branch.one::refs/heads/main lets someone bypass it (waived). Fix: Remove every bypass actor"
        in shown(a_report(ruling, gating=GATES))
    )


@pytest.mark.parametrize(("violations", "annotations"), [(9, 10), (10, 10), (40, 10)])
def test_there_are_at_most_ten_of_a_kind_and_the_last_counts_the_rest(violations: int, annotations: int) -> None:
    rulings = failed(RULE, *(a_violation(RULE, f"refs/heads/b{number:02}") for number in range(violations)))

    errors = [line for line in shown(a_report(rulings, gating=GATES)) if line.startswith("::error ")]

    assert len(errors) == annotations
    if violations > 9:
        assert errors[-1] == f"::error title=clean-release::{violations - 8} more; the report has all of them"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_begins_no_command(text: str) -> None:
    _holds_for(text)


@given(text=foreign_text)
def test_no_text_begins_a_command_or_leaves_its_own(text: str) -> None:
    _holds_for(text)


def _holds_for(text: str) -> None:
    rulings = (
        failed(RULE, replace(a_violation(RULE), subject=text, message=text)),
        not_evaluated(a_rule("branch.two"), reason=text),
    )
    report = a_report(*rulings, warnings=(text,), unread=(an_unread(why=text, needs=text),))

    commands_of(render_github(report_document(report), digest=digest_of(b"")))
