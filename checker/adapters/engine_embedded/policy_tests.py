"""The port `PolicyTester` over `embedded_opa`."""

from typing import TYPE_CHECKING

import embedded_opa
from checker.errors import EngineFailureError, Place, UsageError
from checker.ports.policy_tests import (
    BuiltDocument,
    CaseOutcome,
    CompilerFinding,
    FailedExpression,
    FileCoverage,
    PolicyCase,
    PolicyTestAnswer,
    PolicyTestRequest,
    SeenValue,
)
from embedded_opa import CompileError, EngineError, Limits

if TYPE_CHECKING:
    from embedded_opa.reports import Failure, Seen

LONGEST_RUN = 60.0
"""Seconds for all tests of one call; a rule library takes less than one."""
_NOT_AN_EXPRESSION = "invalid_request"


class EmbeddedTester:
    """OPA's test runner in a child process: what is being written is vouched for by nobody, and may not end."""

    def __init__(self, *, limits: Limits | None = None) -> None:
        self._limits = limits or Limits(deadline=LONGEST_RUN)

    def test(self, request: PolicyTestRequest) -> PolicyTestAnswer:
        """Run the tests; what does not compile is told finding by finding."""
        with embedded_opa.IsolatedEngine() as engine:
            try:
                report = engine.test(
                    modules=request.modules,
                    data=request.data,
                    input_schema=request.input_schema,
                    builtins=request.builtins,
                    run=request.run,
                    coverage=request.coverage and not request.documents,
                    documents=request.documents,
                    limits=self._limits,
                )
            except CompileError as error:
                return PolicyTestAnswer(findings=tuple(_finding(found) for found in error.findings))
            except EngineError as error:
                raise _refused(error) from error
        return PolicyTestAnswer(
            cases=tuple(_case(case) for case in report.tests),
            coverage=tuple(_coverage(name, file) for name, file in report.coverage.items()),
            documents=tuple(_document(document) for document in report.documents),
        )


def _refused(error: EngineError) -> UsageError | EngineFailureError:
    if error.code == _NOT_AN_EXPRESSION:
        return UsageError(error.message, hint="--run takes a regular expression in RE2 syntax")
    return EngineFailureError(f"the tests could not be run: {error}", hint="clean-release doctor checks the engine")


def _finding(found: embedded_opa.Finding) -> CompilerFinding:
    place = Place(source=found.file or "policy", line=found.row, column=found.column)
    return CompilerFinding(code=found.code, message=found.message, where=place)


def _case(case: embedded_opa.TestCase) -> PolicyCase:
    error = ""
    if case.error:
        at = f" at {_place(case.error.location)}" if case.error.location else ""
        error = f"{case.error.message or case.error.code}{at}"
    return PolicyCase(
        package=case.package.removeprefix("data."),
        name=case.name,
        where=_place(case.location),
        outcome=CaseOutcome(case.outcome),
        printed=case.output,
        error=error,
        failure=_failure(case.failure) if case.failure else None,
        failed_cases=tuple(one.name for one in case.cases if not one.passed),
    )


def _failure(failure: "Failure") -> FailedExpression:
    return FailedExpression(
        where=_place(failure.location),
        expression=failure.expression,
        compared=tuple(_seen(term) for term in failure.operands),
        variables=tuple(_seen(term) for term in failure.variables),
    )


def _seen(seen: "Seen") -> SeenValue:
    return SeenValue(text=seen.text, value=seen.value)


def _coverage(name: str, file: embedded_opa.FileCoverage) -> FileCoverage:
    # A row can hold two expressions of which tests reach one; such a row still lacks a test.
    covered = file.covered - file.not_covered
    return FileCoverage(file=name, covered=tuple(sorted(covered)), not_covered=tuple(sorted(file.not_covered)))


def _document(document: embedded_opa.TestDocument) -> BuiltDocument:
    where = Place(source=document.file, line=document.row)
    return BuiltDocument(where=where, input=document.input, data=document.data)


def _place(location: embedded_opa.Location) -> Place:
    return Place(source=location.file, line=location.row, column=location.column)
