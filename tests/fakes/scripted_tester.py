"""A test runner of policies that says what a test put into it."""

from dataclasses import replace

from checker.errors import Place, UsageError
from checker.ports.policy_tests import (
    CaseOutcome,
    CompilerFinding,
    FileCoverage,
    PolicyCase,
    PolicyTestAnswer,
    PolicyTestRequest,
)


def a_case(
    package: str, name: str = "test_x", outcome: CaseOutcome = CaseOutcome.PASSED, *, file: str = ""
) -> PolicyCase:
    """One test of a package such as `rules.branch.guarded_test`."""
    place = package.removesuffix("_test").replace(".", "/")
    where = Place(source=file or f"{place}/{place.rpartition('/')[2]}_test.rego", line=3, column=1)
    return PolicyCase(package=package, name=name, where=where, outcome=outcome)


class ScriptedTester:
    """Gives the scripted cases whose package is among the modules, and remembers what it was asked.

    A module that does not begin with `package` does not compile.
    """

    def __init__(self, *cases: PolicyCase, not_covered: dict[str, tuple[int, ...]] | None = None) -> None:
        self.cases = cases
        self.not_covered = not_covered or {}
        self.asked: list[PolicyTestRequest] = []

    def test(self, request: PolicyTestRequest) -> PolicyTestAnswer:
        self.asked.append(request)
        if request.run == "(":
            raise UsageError("run is not a regular expression")
        broken = [name for name, text in request.modules.items() if not text.startswith("package ")]
        if broken:
            finding = CompilerFinding(code="parse_error", message="unexpected", where=Place(source=broken[0], line=1))
            return PolicyTestAnswer(findings=(finding,))
        packages = {text.split()[1] for text in request.modules.values()}
        cases = tuple(case for case in self.cases if case.package in packages and request.run in case.name)
        covered = (1,) if cases else ()
        coverage = [
            replace(
                FileCoverage(file=name, covered=covered, not_covered=()), not_covered=self.not_covered.get(name, ())
            )
            for name in sorted(request.modules)
        ]
        return PolicyTestAnswer(cases=cases, coverage=tuple(coverage) if request.coverage else ())
