"""Comparing a replay: nothing that was reported then and is not now, or the other way round, is passed over."""

from typing import Any

import pytest

from checker.application.replay_report import _compared
from checker.domain.report import Gating, Report
from checker.formats.report_v1 import StoredReport, read_report, report_bytes
from tests.report_builders import a_report, a_rule, failed, passed

TOOL = "clean-release 0.1.0"
ONE, ADVICE = a_rule("branch.one"), a_rule("branch.advice", enforcement="warn")


def stored(report: Report) -> StoredReport:
    return read_report(report_bytes(report))


WHOLE = stored(a_report(passed(ONE), failed(ADVICE)))


def test_the_same_bytes_are_identical() -> None:
    found = _compared(WHOLE, WHOLE, tool=TOOL)
    assert (found.is_identical, found.holds, found.differences) == (True, True, ())


def test_under_the_same_versions_every_field_counts() -> None:
    found = _compared(WHOLE, stored(a_report(passed(ONE), failed(ADVICE), warnings=("now",))), tool=TOOL)
    assert (found.holds, found.differences) == (False, ("warnings differs",))


def test_under_another_version_only_outcomes_count_and_the_version_is_said() -> None:
    again = stored(a_report(passed(ONE), failed(ADVICE), warnings=("now",), engine_version="1.23.0"))
    found = _compared(WHOLE, again, tool="clean-release 0.2.0")
    assert (found.is_identical, found.holds, found.differences) == (False, True, ())
    assert found.notes == (
        "the engine was embedded 1.22.0, this is embedded 1.23.0",
        "the report was made by clean-release 0.1.0, this is clean-release 0.2.0",
    )


def test_a_rule_taken_out_of_a_report_is_missed_under_any_version() -> None:
    without = stored(a_report(passed(ONE)))
    found = _compared(without, WHOLE, tool="clean-release 0.2.0")
    assert (found.holds, found.differences) == (False, ("branch.advice: absent then, failed now",))


def test_a_changed_outcome_and_verdict_are_named() -> None:
    found = _compared(WHOLE, stored(a_report(failed(ONE), failed(ADVICE))), tool="clean-release 0.2.0")
    assert found.differences == (
        "branch.one: passed then, failed now",
        "verdict: passed then, blocked now",
    )


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"gating": Gating(gating=True)}, "gating: True then, False now"),
        ({"project": "another"}, "project differs"),
        ({"anchor": "sha256:" + "a" * 64}, "anchor differs"),
        ({"audits": ()}, "audits differs"),
    ],
)
def test_what_a_report_is_about_must_be_the_same_under_any_version(changed: dict[str, Any], difference: str) -> None:
    found = _compared(stored(a_report(passed(ONE), failed(ADVICE), **changed)), WHOLE, tool="clean-release 0.2.0")
    assert (found.holds, found.differences) == (False, (difference,))


def test_a_report_that_ran_into_a_limit_need_only_agree_in_outcomes() -> None:
    limited = stored(a_report(passed(ONE), failed(ADVICE), replayable=False))
    again = stored(a_report(passed(ONE), failed(ADVICE), replayable=False, warnings=("now",)))
    found = _compared(limited, again, tool=TOOL)
    assert (found.holds, found.notes) == (True, ("a rule ran into a limit then, so equal bytes were never promised",))
