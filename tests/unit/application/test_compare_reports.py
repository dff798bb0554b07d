"""Comparing a report with the one that comes out now: what differs is named, what is undecided is not passed over."""

from typing import Any

import pytest

from checker.application.compare_reports import Comparison, compare_reports
from checker.domain.report import Report
from checker.formats.report_v1 import read_report, report_bytes
from tests.report_builders import a_report, a_rule, a_violation, failed, passed

ONE, TWO = a_rule("branch.one"), a_rule("branch.two")
TOOL = "clean-release 0.1.0"


def compared(stored: Report, again: Report, *, tool: str = TOOL) -> Comparison:
    return compare_reports(read_report(report_bytes(stored)), read_report(report_bytes(again)), tool=tool)


def a_failure(**changes: Any) -> Report:  # noqa: ANN401 - any part of a report
    return a_report(passed(ONE), failed(TWO), **changes)


def test_the_same_report_leaves_nothing_to_say() -> None:
    assert compared(a_failure(), a_failure()) == Comparison(differences=(), undecided=())


def test_a_difference_names_its_place_and_both_values() -> None:
    found = compared(a_failure(project="other"), a_failure())
    assert found == Comparison(differences=('project is "other", derived "hello"',), undecided=())


def test_a_difference_deep_inside_is_named_there() -> None:
    wordy = failed(TWO, a_violation(TWO, "refs/heads/main"), a_violation(TWO, "refs/heads/next"))
    found = compared(a_report(passed(ONE, "a"), failed(TWO)), a_report(passed(ONE, "b"), wordy))
    assert found.differences[0] == 'rules[0].subjects[0].subject is "a", derived "b"'
    assert found.differences[1].startswith("rules[1].subjects is [")
    assert found.differences[1].count("...") == 0


def test_long_values_and_many_places_are_cut() -> None:
    many = [a_rule(f"branch.r{number:03}") for number in range(50)]
    found = compared(a_report(*(passed(rule, "a") for rule in many)), a_report(*(passed(rule, "b") for rule in many)))
    assert len(found.differences) == 20
    assert "..." in compared(a_failure(project="x" * 999), a_failure()).differences[0]


@pytest.mark.parametrize(
    ("changes", "undecided"),
    [
        ({"engine_version": "1.23.0"}, "engine.version"),
        ({"limits": {"seconds": 11}}, "limits.seconds"),
    ],
)
def test_other_machinery_leaves_undecided_what_rests_on_it(changes: dict[str, Any], undecided: str) -> None:
    found = compared(a_failure(**changes, warnings=("then",)), a_failure())
    assert found.differences == ()
    assert [line.partition(" is ")[0] for line in found.undecided] == [undecided, "warnings"]


def test_other_machinery_excuses_nothing_of_the_documents() -> None:
    found = compared(a_failure(project="other", engine_version="1.23.0"), a_failure())
    assert found.differences == ('project is "other", derived "hello"',)


def test_another_tool_leaves_undecided_what_it_composes_otherwise() -> None:
    found = compared(a_failure(candidate="c"), a_failure(), tool="clean-release 9.9.9")
    assert found.differences == ()
    assert found.undecided[0].endswith("the report was made by clean-release 0.1.0, this is clean-release 9.9.9")


def test_a_report_that_ran_into_a_limit_was_never_promised_to_come_out_again() -> None:
    found = compared(a_failure(replayable=False), a_failure())
    assert found.differences == ()
    assert "the same answers were never promised" in found.undecided[0]


def test_machinery_of_the_same_name_with_another_limit_is_undecided_and_says_so() -> None:
    (line,) = compared(a_failure(limits={"seconds": 11}), a_failure()).undecided
    assert line == "limits.seconds is 11, derived 10: what ran then cannot be seen now"
