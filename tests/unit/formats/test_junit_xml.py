"""JUnit XML: a test passed when nothing says otherwise, and what is stated and not shown did not pass."""

import pytest

from checker.errors import InputRefusedError
from checker.formats.junit_xml import TestSuite, read_suites
from tests.evidence_builders import JUNIT


def suites(text: str) -> tuple[TestSuite, ...]:
    return read_suites(text.encode(), source="junit.xml")


def counts(text: str) -> list[tuple[int, int, int, int]]:
    found = [suite.counts for suite in suites(text)]
    return [(one["passed"], one["failed"], one["errored"], one["skipped"]) for one in found]


def test_a_suite_is_counted_by_its_cases() -> None:
    [suite] = read_suites(JUNIT, source="junit.xml")
    assert suite.to_json() == {
        "suite": "unit",
        "tests": 3,
        "passed": 2,
        "failed": 0,
        "errored": 0,
        "skipped": 1,
        "milliseconds": 1500,
        "problems": ["skipped: tests.test_b.test_three"],
    }
    assert suite.made_at == "2026-03-02T11:00:00Z"


@pytest.mark.parametrize(
    ("inside", "counted"),
    [
        ("", (1, 0, 0, 0)),
        ("<properties/><system-out/><system-err/>", (1, 0, 0, 0)),
        ("<failure/>", (0, 1, 0, 0)),
        ("<error/>", (0, 0, 1, 0)),
        ("<skipped/>", (0, 0, 0, 1)),
        ("<skipped/><failure/>", (0, 1, 0, 0)),
        ("<failure/><skipped/>", (0, 1, 0, 0)),
        ("<failure/><error/>", (0, 0, 1, 0)),
        ("<flakyFailure/>", (0, 0, 1, 0)),
        ("<rerunFailure/><failure/>", (0, 0, 1, 0)),
    ],
)
def test_a_case_ends_as_the_worst_that_is_in_it(inside: str, counted: tuple[int, int, int, int]) -> None:
    assert counts(f"<testsuite><testcase name='a'>{inside}</testcase></testsuite>") == [counted]


@pytest.mark.parametrize("attribute", ["status='notrun'", "result='suppressed'", "status='Disabled'"])
def test_a_case_that_says_it_did_not_run_was_skipped(attribute: str) -> None:
    assert counts(f"<testsuite><testcase {attribute}/></testsuite>") == [(0, 0, 0, 1)]


@pytest.mark.parametrize("attribute", ["status='failed'", "result='failed'", "status='run' result='aborted'"])
def test_a_word_for_how_a_case_ended_that_is_not_known_is_an_error(attribute: str) -> None:
    assert counts(f"<testsuite><testcase {attribute}/></testsuite>") == [(0, 0, 1, 0)]


@pytest.mark.parametrize("attribute", ["status='run'", "result='completed'", "status='Passed'"])
def test_a_case_that_says_it_ran_passed(attribute: str) -> None:
    assert counts(f"<testsuite><testcase {attribute}/></testsuite>") == [(1, 0, 0, 0)]


def test_what_went_wrong_outside_of_every_case_counts() -> None:
    assert counts("<testsuite><testcase name='a'/><error/></testsuite>") == [(1, 0, 1, 0)]
    assert counts("<testsuite><failure/><testcase name='a'/></testsuite>") == [(1, 1, 0, 0)]


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        ("tests='3'", (1, 0, 2, 0)),
        ("tests='1' failures='1'", (1, 0, 1, 0)),
        ("tests='1' errors='2'", (1, 0, 2, 0)),
        ("tests='99'", (1, 0, 98, 0)),
        ("tests='0'", (1, 0, 0, 0)),
        ("tests='1' skipped='1'", (1, 0, 1, 0)),
        ("tests='4' skipped='3'", (1, 0, 3, 0)),
        ("tests='1' disabled='2'", (1, 0, 2, 0)),
        ("tests='1' skipped='1' disabled='1' failures='1'", (1, 0, 3, 0)),
        ("skips='1'", (1, 0, 1, 0)),
        ("skip='1'", (1, 0, 1, 0)),
        ("ignored='1'", (1, 0, 1, 0)),
    ],
)
def test_what_is_stated_and_not_shown_counts_as_errors(stated: str, counted: tuple[int, int, int, int]) -> None:
    assert counts(f"<testsuite {stated}><testcase/></testsuite>") == [counted]


def test_a_report_whose_outer_element_states_more_than_its_suites_show_has_errors() -> None:
    assert counts("<testsuites tests='5'><testsuite><testcase/></testsuite></testsuites>") == [
        (1, 0, 0, 0),
        (0, 0, 4, 0),
    ]


def test_what_is_said_not_to_have_run_and_is_shown_so_was_skipped() -> None:
    cases = "<testcase/><testcase><skipped/></testcase><testcase status='notrun'/>"
    assert counts(f"<testsuite tests='3' skipped='1' disabled='1'>{cases}</testsuite>") == [(1, 0, 0, 2)]


def test_what_an_inner_suite_says_did_not_run_is_counted_once() -> None:
    inner = "<testsuite tests='2' skipped='1'><testcase/><testcase/></testsuite>"
    assert counts(f"<testsuites tests='2' skipped='1'>{inner}</testsuites>") == [(2, 0, 1, 0)]
    assert counts(f"<testsuites tests='2' skipped='2'>{inner}</testsuites>") == [(2, 0, 1, 0), (0, 0, 1, 0)]


def test_suites_in_suites_are_each_themselves() -> None:
    text = "<testsuite name='a'><testcase/><testsuite name='b'><testcase><failure/></testcase></testsuite></testsuite>"
    assert [(suite.name, suite.counts["failed"]) for suite in suites(text)] == [("b", 1), ("a", 0)]


def test_a_suite_without_cases_is_there_with_none() -> None:
    assert [suite.tests for suite in suites("<testsuites><testsuite name='a'/></testsuites>")] == [0]


def test_a_suite_without_a_time_zone_does_not_say_when_it_ran() -> None:
    text = "<testsuites timestamp='2026-03-02T12:00:00Z'><testsuite timestamp='2026-03-02T12:00:00'/></testsuites>"
    assert [suite.made_at for suite in suites(text)] == ["2026-03-02T12:00:00Z"]
    assert [suite.made_at for suite in suites("<testsuite timestamp='2026-03-02T12:00:00'/>")] == [""]


def test_only_the_first_problems_are_named() -> None:
    cases = "<testcase><failure/></testcase>" * 30
    [suite] = suites(f"<testsuite>{cases}</testsuite>")
    assert (suite.counts["failed"], len(suite.problems)) == (30, 20)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<!DOCTYPE a><testsuite/>", "document type"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><testsuite>&b;</testsuite>", "document type"),
        ("<testsuite>", "no XML"),
        ("<testsuite>&unknown;</testsuite>", "no XML"),
        ("<html/>", "begins with 'html'"),
        ("<testsuites/>", "no test suite"),
        ("<testsuite tests='many'/>", "expected a count"),
        ("<testsuite tests='-1'/>", "expected a count"),
        ("<testsuite disabled='none'/>", "expected a count"),
        ("<testsuite time='NaN'/>", "expected seconds"),
        ("<testsuite><properties><testcase/></properties></testsuite>", "a testcase lies in"),
        ("<testsuite><testcase><testsuite/></testcase></testsuite>", "testsuite lies in"),
        ("<testsuite><testsuites/></testsuite>", "testsuites lies in"),
        ("<testsuite>" * 40 + "</testsuite>" * 40, "too many"),
        ("<testsuites>" + "<testsuite/>" * 2001 + "</testsuites>", "more than 2000"),
    ],
)
def test_what_is_no_report_is_refused_where_it_is_wrong(text: str, says: str) -> None:
    with pytest.raises(InputRefusedError, match=says) as refused:
        suites(text)
    assert refused.value.hint


def test_a_report_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(InputRefusedError, match="expected at most"):
        read_suites(b"<" * (16 * 1024 * 1024 + 1), source="junit.xml")


def test_a_thousand_million_laughs_are_none() -> None:
    bomb = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
    )
    with pytest.raises(InputRefusedError, match="document type"):
        suites(f"{bomb}]><testsuite name='&j;'/>")
