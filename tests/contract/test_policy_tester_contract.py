"""Whoever runs the tests of policies keeps the same promises: OPA's own runner, and the one tests use in its place."""

import pytest

from checker.adapters.engine_embedded.policy_tests import EmbeddedTester
from checker.errors import EngineFailureError, UsageError
from checker.ports.policy_tests import CaseOutcome, PolicyTester, PolicyTestRequest
from embedded_opa import DEFAULT_BUILTINS, Limits
from tests.fakes.scripted_tester import ScriptedTester, a_case

RULE = "package rules.branch.guarded\n\nsubjects contains x if some x in input.names\n"
TESTS = (
    "package rules.branch.guarded_test\n\n"
    "import data.rules.branch.guarded as rule\n\n"
    'test_names if rule.subjects == {"main"} with input as {"names": ["main"]}\n\n'
    "test_nothing if rule.subjects == set() with input as {}\n"
)
FILE, TEST_FILE = "rules/branch/guarded/guarded.rego", "rules/branch/guarded/guarded_test.rego"
NAMES = {"data.rules.branch.guarded_test.test_names", "data.rules.branch.guarded_test.test_nothing"}


def scripted() -> PolicyTester:
    package = "rules.branch.guarded_test"
    return ScriptedTester(a_case(package, "test_names"), a_case(package, "test_nothing"))


@pytest.fixture(params=[EmbeddedTester, scripted], ids=["embedded", "scripted"])
def tester(request: pytest.FixtureRequest) -> PolicyTester:
    made: PolicyTester = request.param()
    return made


def request(run: str = "", *, rule: str = RULE, coverage: bool = True) -> PolicyTestRequest:
    return PolicyTestRequest(
        modules={FILE: rule, TEST_FILE: TESTS}, builtins=sorted(DEFAULT_BUILTINS), run=run, coverage=coverage
    )


def test_every_test_is_named_with_its_package_place_and_outcome(tester: PolicyTester) -> None:
    answer = tester.test(request())

    assert {f"data.{case.package}.{case.name}" for case in answer.cases} == NAMES
    assert {case.where.source for case in answer.cases} == {TEST_FILE}
    assert {case.outcome for case in answer.cases} == {CaseOutcome.PASSED}
    assert answer.findings == ()


def test_only_what_was_asked_for_is_run(tester: PolicyTester) -> None:
    assert [case.name for case in tester.test(request(run="test_nothing")).cases] == ["test_nothing"]


def test_nothing_that_matches_is_no_test(tester: PolicyTester) -> None:
    assert tester.test(request(run="test_of_something_else")).cases == ()


def test_what_is_no_regular_expression_is_refused(tester: PolicyTester) -> None:
    with pytest.raises(UsageError, match="not a regular expression"):
        tester.test(request(run="("))


def test_what_does_not_compile_is_told_with_its_place_and_nothing_is_run(tester: PolicyTester) -> None:
    answer = tester.test(request(rule="pakage rules.branch.guarded\n"))

    assert answer.cases == ()
    assert answer.findings[0].where.source == FILE
    assert answer.findings[0].where.line == 1


def test_coverage_is_counted_by_file_and_only_when_asked_for(tester: PolicyTester) -> None:
    assert FILE in {file.file for file in tester.test(request()).coverage}
    assert tester.test(request(coverage=False)).coverage == ()


# -- what only the real runner can promise ------------------------------------------------------------------------


def embedded(tests: str, *, rule: str = RULE) -> PolicyTestRequest:
    modules = {
        FILE: rule,
        TEST_FILE: "package rules.branch.guarded_test\n\nimport data.rules.branch.guarded as rule\n\n" + tests,
    }
    return PolicyTestRequest(modules=modules, builtins=sorted(DEFAULT_BUILTINS))


def test_a_failed_test_shows_the_expression_and_the_values_that_differed() -> None:
    answer = EmbeddedTester().test(
        embedded(
            "test_names if {\n"
            '\tnames := rule.subjects with input as {"names": ["main"]}\n'
            '\tprint("names are", names)\n'
            '\tnames == {"dev"}\n'
            "}\n"
        )
    )
    case = answer.cases[0]

    assert case.outcome is CaseOutcome.FAILED
    assert case.printed == 'names are {"main"}\n'
    assert case.failure is not None
    assert case.failure.expression == 'names == {"dev"}'
    assert [(term.text, term.value) for term in case.failure.compared] == [
        ("names", '{"main"}'),
        ('{"dev"}', '{"dev"}'),
    ]
    assert (case.failure.where.source, case.failure.where.line) == (TEST_FILE, 8)


def test_an_error_of_a_builtin_is_an_error_of_the_test_with_its_place() -> None:
    answer = EmbeddedTester().test(embedded("test_number if to_number(rule.word) == 1\n", rule=RULE + 'word := "x"\n'))

    assert answer.cases[0].outcome is CaseOutcome.ERROR
    assert "to_number" in answer.cases[0].error
    assert f"{TEST_FILE}:5:16" in answer.cases[0].error


def test_the_failed_cases_of_a_table_are_named() -> None:
    answer = EmbeddedTester().test(
        embedded(
            "test_all[name] if {\n"
            '\tsome name in ["a", "b"]\n'
            '\trule.subjects == {name} with input as {"names": ["a"]}\n'
            "}\n"
        )
    )

    assert answer.cases[0].failed_cases == ("b",)


def test_rows_that_no_test_reaches_are_listed() -> None:
    rule = RULE + 'holds[x] := true if {\n\tsome x in subjects\n\tx == "never"\n}\n'
    answer = EmbeddedTester().test(embedded("test_nothing if rule.subjects == set() with input as {}\n", rule=rule))
    coverage = {file.file: file for file in answer.coverage}[FILE]

    assert 4 in coverage.not_covered
    assert not set(coverage.covered) & set(coverage.not_covered)
    assert 0 < coverage.tenths_of_percent < 1000 or not coverage.covered


def test_tests_that_do_not_end_are_stopped_and_nothing_is_known() -> None:
    endless = "test_endless if count([1 | some _ in numbers.range(1, 10000); some _ in numbers.range(1, 10000)]) == 1\n"

    with pytest.raises(EngineFailureError, match="could not be run"):
        EmbeddedTester(limits=Limits(deadline=0.5)).test(embedded(endless))
