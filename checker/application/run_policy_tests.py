"""Test policies: every test of a folder of policies, told rule by rule, by OPA's own runner.

Rules and libraries are compiled against the input schema, so that a misspelt path in a rule or in what a test builds is
found here and not in a gate. Nothing tested is not a pass, and neither is a rule without a test.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.domain.snapshot import BundleFile
from checker.errors import NotFoundError, Place
from checker.formats.bundle_packages import bundle_data, package_of
from checker.formats.canonical import canonical_bytes
from checker.ports.policy_tests import (
    CaseOutcome,
    CompilerFinding,
    FileCoverage,
    PolicyCase,
    PolicyTestAnswer,
    PolicyTester,
    PolicyTestRequest,
)

TEST_SUFFIX = "_test"
TEST_FILE = "_test.rego"
TYPED_ROOTS = frozenset({"rules", "lib"})
"""Packages below these read the rules' input, and are compiled against its schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTests:
    """What the tests of one package found; `name` is a rule's code, or the package of what is no rule."""

    name: str
    cases: tuple[PolicyCase, ...]

    def count(self, outcome: CaseOutcome) -> int:
        """How many tests ended so."""
        return sum(1 for case in self.cases if case.outcome is outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTests:
    """Everything one run found. `untyped` are the package roots that were compiled without the input schema."""

    packages: tuple[PackageTests, ...] = ()
    coverage: tuple[FileCoverage, ...] = ()
    findings: tuple[CompilerFinding, ...] = ()
    untested: tuple[str, ...] = ()
    untyped: tuple[str, ...] = ()

    @property
    def cases(self) -> tuple[PolicyCase, ...]:
        """Every test."""
        return tuple(case for package in self.packages for case in package.cases)

    def count(self, outcome: CaseOutcome) -> int:
        """How many tests ended so."""
        return sum(package.count(outcome) for package in self.packages)

    @property
    def has_failed(self) -> bool:
        """Whether a test says that a policy is wrong, or could not be evaluated."""
        return any(case.outcome in (CaseOutcome.FAILED, CaseOutcome.ERROR) for case in self.cases)

    @property
    def passed(self) -> bool:
        """Whether everything compiled, every rule has a test, and every test passed."""
        all_passed = bool(self.cases) and all(case.outcome is CaseOutcome.PASSED for case in self.cases)
        return all_passed and not self.findings and not self.untested


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTestRun:
    """What is asked: `within` is a place such as `rules/branch/`, `run` a regular expression over full test names."""

    files: Sequence[BundleFile]
    source: str
    builtins: Sequence[str] = field(repr=False)
    input_schema: bytes = field(repr=False)
    within: str = ""
    run: str = ""
    coverage: bool = True


def run_policy_tests(asked: PolicyTestRun, *, tester: PolicyTester) -> PolicyTests:
    """What the tests of a folder of policies found.

    Raises:
        NotFoundError: the folder holds no policies.
        BundleRefusedError: a module is not UTF-8 or has no package.
        UsageError, EngineFailureError: see `PolicyTester`.
    """
    modules = {file.path: file for file in asked.files if file.path.endswith(".rego") and _is_needed(file.path, asked)}
    if not modules:
        raise NotFoundError(
            "there are no policies here, expected .rego files",
            hint="name the folder that holds rules/, or write a first rule with clean-release policy new GROUP.RULE",
            where=Place(source=asked.source),
        )
    roots = {path: package_of(file, source=asked.source)[0] for path, file in modules.items()}
    data = canonical_bytes(bundle_data(asked.files, source=asked.source))
    answers = []
    for typed in (True, False):
        unit = {path: file.data.decode() for path, file in modules.items() if (roots[path] in TYPED_ROOTS) is typed}
        if any(path.startswith(asked.within) for path in unit):
            answers.append(tester.test(_request(asked, unit, data, typed=typed)))
    untyped = {root for path, root in roots.items() if path.startswith(asked.within)}
    return _result(asked, modules.values(), answers, untyped=tuple(sorted(untyped - TYPED_ROOTS)))


def _is_needed(path: str, asked: PolicyTestRun) -> bool:
    """Whether a module is asked for, or may be what those that are asked for stand on."""
    return path.startswith(asked.within) or not path.startswith("rules/")


def _request(asked: PolicyTestRun, modules: Mapping[str, str], data: bytes, *, typed: bool) -> PolicyTestRequest:
    return PolicyTestRequest(
        modules=modules,
        builtins=asked.builtins,
        data=data,
        input_schema=asked.input_schema if typed else None,
        run=asked.run,
        coverage=asked.coverage,
    )


def _result(
    asked: PolicyTestRun,
    modules: Iterable[BundleFile],
    answers: Sequence[PolicyTestAnswer],
    *,
    untyped: tuple[str, ...],
) -> PolicyTests:
    wanted = [case for answer in answers for case in answer.cases if case.where.source.startswith(asked.within)]
    by_package: dict[str, list[PolicyCase]] = {}
    for case in wanted:
        by_package.setdefault(_subject_of(case.package), []).append(case)
    coverage = [
        file
        for answer in answers
        for file in answer.coverage
        if not file.file.endswith(TEST_FILE) and file.file.startswith(asked.within)
    ]
    findings = tuple(finding for answer in answers for finding in answer.findings)
    rules = {_subject_of(".".join(package)) for package in _rule_packages(modules, asked)}
    judged_all = not findings and not asked.run
    return PolicyTests(
        packages=tuple(PackageTests(name=name, cases=tuple(by_package[name])) for name in sorted(by_package)),
        coverage=tuple(sorted(coverage, key=lambda file: file.file)),
        findings=findings,
        untested=tuple(sorted(rules - by_package.keys())) if judged_all else (),
        untyped=untyped,
    )


def _rule_packages(modules: Iterable[BundleFile], asked: PolicyTestRun) -> set[tuple[str, ...]]:
    asked_for = [file for file in modules if file.path.startswith(asked.within)]
    packages = {package_of(file, source=asked.source) for file in asked_for if not file.path.endswith(TEST_FILE)}
    return {package for package in packages if package[0] == "rules"}


def _subject_of(package: str) -> str:
    """The rule's code, or the package, that a package of tests is about."""
    return package.removesuffix(TEST_SUFFIX).removeprefix("rules.")
