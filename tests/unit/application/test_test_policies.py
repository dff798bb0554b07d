"""Testing policies: rule by rule, with the schema, and nothing tested is not a pass."""

import pytest

from checker.application.run_policy_tests import PolicyTestRun, PolicyTests, run_policy_tests
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, NotFoundError
from checker.ports.policy_tests import CaseOutcome, FileCoverage
from tests.fakes.scripted_tester import ScriptedTester, a_case

SCHEMA = b"{}"
GUARDED, SIGNED, LIBRARY = "rules.branch.guarded", "rules.branch.signed", "lib.refs"


def files(*packages: str) -> list[BundleFile]:
    """The module of each package, in its place; a package that ends in `_test` is the test of the one before."""
    made = []
    for package in packages:
        steps = package.removesuffix("_test").split(".")
        name = f"{steps[-1]}_test" if package.endswith("_test") else steps[-1]
        folder = "/".join(steps) if steps[0] == "rules" else "/".join(steps[:-1])
        made.append(BundleFile(path=f"{folder}/{name}.rego", data=f"package {package}\n".encode()))
    return made


def run_over(given: list[BundleFile], tester: ScriptedTester, *, within: str = "", run: str = "") -> PolicyTests:
    asked = PolicyTestRun(
        files=given, source="policies", builtins=["count"], input_schema=SCHEMA, within=within, run=run
    )
    return run_policy_tests(asked, tester=tester)


def test_tests_are_told_rule_by_rule_under_the_code_of_the_rule() -> None:
    tester = ScriptedTester(
        a_case(f"{SIGNED}_test"), a_case(f"{GUARDED}_test", "test_a"), a_case(f"{GUARDED}_test", "test_b")
    )
    found = run_over(files(GUARDED, f"{GUARDED}_test", SIGNED, f"{SIGNED}_test"), tester)

    assert [(package.name, len(package.cases)) for package in found.packages] == [
        ("branch.guarded", 2),
        ("branch.signed", 1),
    ]
    assert (found.passed, found.has_failed, found.count(CaseOutcome.PASSED)) == (True, False, 3)


@pytest.mark.parametrize("outcome", [CaseOutcome.FAILED, CaseOutcome.ERROR])
def test_a_test_that_failed_or_could_not_be_evaluated_fails(outcome: CaseOutcome) -> None:
    tester = ScriptedTester(a_case(f"{GUARDED}_test"), a_case(f"{GUARDED}_test", "test_b", outcome))
    found = run_over(files(GUARDED, f"{GUARDED}_test"), tester)

    assert (found.passed, found.has_failed) == (False, True)


def test_a_skipped_test_is_neither_a_pass_nor_a_failure() -> None:
    tester = ScriptedTester(a_case(f"{GUARDED}_test", outcome=CaseOutcome.SKIPPED))
    found = run_over(files(GUARDED, f"{GUARDED}_test"), tester)

    assert (found.passed, found.has_failed) == (False, False)


def test_no_test_at_all_is_not_a_pass() -> None:
    found = run_over(files(GUARDED), ScriptedTester())

    assert (found.passed, found.has_failed, found.untested) == (False, False, ("branch.guarded",))


def test_one_rule_without_a_test_among_tested_ones_is_not_a_pass() -> None:
    found = run_over(files(GUARDED, f"{GUARDED}_test", SIGNED), ScriptedTester(a_case(f"{GUARDED}_test")))

    assert (found.passed, found.untested) == (False, ("branch.signed",))


def test_a_library_needs_no_tests_of_its_own() -> None:
    found = run_over(files(LIBRARY, GUARDED, f"{GUARDED}_test"), ScriptedTester(a_case(f"{GUARDED}_test")))

    assert (found.passed, found.untested) == (True, ())


def test_rules_that_were_not_asked_for_are_not_missed() -> None:
    tester = ScriptedTester(a_case(f"{GUARDED}_test", "test_a"), a_case(f"{SIGNED}_test", "test_b"))
    found = run_over(files(GUARDED, f"{GUARDED}_test", SIGNED, f"{SIGNED}_test"), tester, run="test_a")

    assert ([case.name for case in found.cases], found.untested, found.passed) == (["test_a"], (), True)


def test_what_does_not_compile_is_not_a_pass_and_accuses_no_rule_of_having_no_test() -> None:
    broken = BundleFile(path="rules/branch/guarded/guarded.rego", data=b"# a rule\npackage rules.branch.guarded\n")
    found = run_over([broken, *files(f"{GUARDED}_test")], ScriptedTester(a_case(f"{GUARDED}_test")))

    assert [finding.where.source for finding in found.findings] == [broken.path]
    assert (found.passed, found.has_failed, found.untested) == (False, False, ())


def test_only_rules_and_libraries_are_compiled_against_the_input_schema() -> None:
    tester = ScriptedTester(a_case(f"{GUARDED}_test"), a_case("checks.some_test", file="checks/some_test.rego"))
    found = run_over(files(GUARDED, f"{GUARDED}_test", LIBRARY, "checks.some", "checks.some_test"), tester)

    assert [(request.input_schema, sorted(request.modules)) for request in tester.asked] == [
        (SCHEMA, ["lib/refs.rego", "rules/branch/guarded/guarded.rego", "rules/branch/guarded/guarded_test.rego"]),
        (None, ["checks/some.rego", "checks/some_test.rego"]),
    ]
    assert (found.untyped, [package.name for package in found.packages]) == (
        ("checks",),
        ["branch.guarded", "checks.some"],
    )


def test_a_part_is_tested_with_the_library_and_without_other_rules() -> None:
    given = files(GUARDED, f"{GUARDED}_test", SIGNED, f"{SIGNED}_test", LIBRARY, f"{LIBRARY}_test", "checks.some")
    tester = ScriptedTester(
        a_case(f"{GUARDED}_test"), a_case(f"{SIGNED}_test"), a_case(f"{LIBRARY}_test", file="lib/refs_test.rego")
    )
    found = run_over(given, tester, within="rules/branch/guarded/")

    assert [package.name for package in found.packages] == ["branch.guarded"]
    assert [file.file for file in found.coverage] == ["rules/branch/guarded/guarded.rego"]
    assert [sorted(request.modules) for request in tester.asked] == [
        [
            "lib/refs.rego",
            "lib/refs_test.rego",
            "rules/branch/guarded/guarded.rego",
            "rules/branch/guarded/guarded_test.rego",
        ]
    ]
    assert (found.untyped, found.passed) == ((), True)


def test_coverage_speaks_of_policies_and_not_of_their_tests() -> None:
    tester = ScriptedTester(a_case(f"{GUARDED}_test"), not_covered={"rules/branch/guarded/guarded.rego": (4, 7)})
    found = run_over(files(GUARDED, f"{GUARDED}_test"), tester)

    assert [(file.file, file.not_covered) for file in found.coverage] == [("rules/branch/guarded/guarded.rego", (4, 7))]


def test_data_files_are_given_to_the_tests() -> None:
    tester = ScriptedTester(a_case(f"{GUARDED}_test"))
    run_over([*files(GUARDED, f"{GUARDED}_test"), BundleFile(path="lib/data.json", data=b'{"a": 1}')], tester)

    assert tester.asked[0].data == b'{"lib":{"a":1}}'


def test_a_folder_without_policies_is_refused() -> None:
    with pytest.raises(NotFoundError, match="no policies here"):
        run_over([BundleFile(path="README.md", data=b"# x\n")], ScriptedTester())


def test_a_module_without_a_package_is_refused() -> None:
    with pytest.raises(BundleRefusedError, match="package"):
        run_over([BundleFile(path="rules/a/b/b.rego", data=b"x := 1\n")], ScriptedTester())


@pytest.mark.parametrize(
    ("covered", "missed", "share"), [((1, 2), (), 1000), ((1, 2), (3,), 666), ((), (1,), 0), ((), (), 1000)]
)
def test_the_share_of_reached_rows_is_rounded_down(
    covered: tuple[int, ...], missed: tuple[int, ...], share: int
) -> None:
    assert FileCoverage(file="a.rego", covered=covered, not_covered=missed).tenths_of_percent == share
