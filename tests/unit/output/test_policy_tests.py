"""What tests found, for people and machines: the failed ones with their values, every foreign word escaped."""

from checker.application.run_policy_tests import PackageTests, PolicyTests
from checker.errors import Place
from checker.output.policy_tests import render_tests
from checker.output.policy_tests import tests_document as document_of
from checker.output.terminal import Terminal
from checker.ports.policy_tests import (
    CaseOutcome,
    CompilerFinding,
    FailedExpression,
    FileCoverage,
    PolicyCase,
    SeenValue,
)

PLAIN = Terminal()
HERE = Place(source="rules/a/b/b_test.rego", line=7, column=2)


def a_case(outcome: CaseOutcome = CaseOutcome.PASSED, **parts: object) -> PolicyCase:
    fields: dict[str, object] = {"package": "rules.a.b_test", "name": "test_x", "where": HERE, "outcome": outcome}
    return PolicyCase(**{**fields, **parts})  # type: ignore[arg-type]  # the parts a test names


def found(*cases: PolicyCase, **parts: object) -> PolicyTests:
    packages = (PackageTests(name="a.b", cases=cases),) if cases else ()
    return PolicyTests(packages=packages, **parts)  # type: ignore[arg-type]  # as above


FAILURE = FailedExpression(
    where=HERE,
    expression='names == {"dev"}',
    compared=(SeenValue(text="names", value='{"main"}'), SeenValue(text='{"dev"}', value='{"dev"}')),
    variables=(SeenValue(text="names", value='{"main"}'), SeenValue(text="other", value=None)),
)


def test_passed_tests_take_one_line_per_rule() -> None:
    assert render_tests(found(a_case(), a_case()), shown=PLAIN) == "✓ a.b  2 passed\n\npassed: 2 passed\n"


def test_a_failed_test_shows_its_place_the_expression_and_every_value_once() -> None:
    text = render_tests(found(a_case(CaseOutcome.FAILED, failure=FAILURE, printed="one\ntwo\n")), shown=PLAIN)

    assert text == (
        "✗ a.b  1 failed\n"
        "    failed test_x at rules/a/b/b_test.rego:7:2\n"
        '      at rules/a/b/b_test.rego:7:2: names == {"dev"}\n'
        '        names = {"main"}\n'
        '        {"dev"}\n'
        "        with other is undefined\n"
        "      printed: one\n"
        "      printed: two\n"
        "\n"
        "failed: 1 failed\n"
    )


def test_an_error_and_the_failed_cases_of_a_table_are_told() -> None:
    error = a_case(CaseOutcome.ERROR, error="to_number: invalid syntax at a.rego:1:2")
    table = a_case(CaseOutcome.FAILED, failed_cases=("one", "two"))
    text = render_tests(found(error, table), shown=PLAIN)

    assert "      error: to_number: invalid syntax at a.rego:1:2\n" in text
    assert "      cases: one, two\n" in text
    assert text.endswith("failed: 1 failed, 1 error\n")


def test_a_skipped_test_and_a_rule_without_one_are_not_called_passed() -> None:
    text = render_tests(found(a_case(CaseOutcome.SKIPPED), untested=("a.c",)), shown=PLAIN)

    assert "? a.c  has no test\n" in text
    assert text.endswith("not everything was tested: 1 skipped\n")


def test_nothing_run_is_said() -> None:
    assert render_tests(found(), shown=PLAIN).endswith("not everything was tested: no test was run\n")


def test_every_finding_of_the_compiler_is_shown_whole() -> None:
    finding = CompilerFinding(code="type_error", message="undefined ref\n\thave: x", where=HERE)
    silent = CompilerFinding(code="parse_error", message="", where=HERE)
    text = render_tests(found(findings=(finding, silent)), shown=PLAIN)

    assert text.startswith("? rules/a/b/b_test.rego:7:2: undefined ref (type_error)\n    \\x09have: x\n")
    assert "? rules/a/b/b_test.rego:7:2:  (parse_error)\n" in text


def test_rows_that_no_test_reaches_are_shown_as_ranges_and_whole_files_in_one_line() -> None:
    files = (
        FileCoverage(file="a.rego", covered=(1, 2, 6), not_covered=(3, 4, 5, 9)),
        FileCoverage(file="b.rego", covered=(1,), not_covered=()),
        FileCoverage(file="c.rego", covered=(1,), not_covered=()),
    )
    text = render_tests(found(a_case(), coverage=files), shown=PLAIN)

    assert "Coverage\n  a.rego  42.8 %, not covered: 3-5, 9\n  2 files  100 %\n" in text
    assert "  b.rego  100 %\n" in render_tests(found(a_case(), coverage=files[1:2]), shown=PLAIN)


def test_what_was_compiled_without_the_schema_is_said() -> None:
    assert "compiled without the input schema: checks, main\n" in render_tests(
        found(a_case(), untyped=("checks", "main")), shown=PLAIN
    )


def test_a_long_value_is_cut_and_said_to_be_cut() -> None:
    failure = FailedExpression(where=HERE, expression="x", compared=(SeenValue(text="x", value="y" * 700),))
    text = render_tests(found(a_case(CaseOutcome.FAILED, failure=failure)), shown=PLAIN)

    assert f"x = {'y' * 600}… (700 characters)\n" in text


def test_nothing_a_policy_says_can_move_the_cursor() -> None:
    evil = "\x1b[2K\u202e"
    failure = FailedExpression(where=HERE, expression=evil, compared=(SeenValue(text=evil, value=evil + "x"),))
    case = a_case(CaseOutcome.FAILED, name=evil, printed=evil, error=evil, failed_cases=(evil,), failure=failure)
    finding = CompilerFinding(code=evil, message=evil + "\n" + evil, where=Place(source=evil))
    coverage = (FileCoverage(file=evil, covered=(), not_covered=(1,)),)
    shown = found(case, findings=(finding,), untested=(evil,), untyped=(evil,), coverage=coverage)

    assert "\x1b" not in render_tests(shown, shown=PLAIN)
    assert "\u202e" not in render_tests(shown, shown=PLAIN)
    assert render_tests(shown, shown=Terminal(ascii_only=True)).isascii()


def test_machines_get_everything_as_one_document() -> None:
    coverage = (FileCoverage(file="a.rego", covered=(1,), not_covered=(2,)),)
    finding = CompilerFinding(code="type_error", message="undefined ref", where=HERE)
    document = document_of(
        found(a_case(CaseOutcome.FAILED, failure=FAILURE), coverage=coverage, findings=(finding,), untyped=("checks",))
    )

    assert document["schema"] == "clean-release/policy-tests/v1"
    assert document["passed"] is False
    assert document["coverage"] == [{"file": "a.rego", "tenths_of_percent": 500, "not_covered": [2]}]
    assert document["findings"] == [{"code": "type_error", "message": "undefined ref", "at": str(HERE)}]
    tests = document["tests"]
    assert isinstance(tests, list)
    assert isinstance(tests[0], dict)
    assert tests[0]["failure"] == {
        "at": str(HERE),
        "expression": 'names == {"dev"}',
        "compared": [{"text": "names", "value": '{"main"}'}, {"text": '{"dev"}', "value": '{"dev"}'}],
        "variables": [{"text": "names", "value": '{"main"}'}, {"text": "other"}],
    }


def test_a_passed_test_has_no_failure_in_the_document() -> None:
    tests = document_of(found(a_case()))["tests"]

    assert isinstance(tests, list)
    assert isinstance(tests[0], dict)
    assert "failure" not in tests[0]
