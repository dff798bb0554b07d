"""What OPA's test runner found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from embedded_opa.results import Failed, Location, failed_from_wire

if TYPE_CHECKING:
    from collections.abc import Mapping


class Outcome(StrEnum):
    """What became of one test rule. `error` is not `failed`: nothing is known then."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A term as its author wrote it and its value in Rego syntax; None if it had none."""

    text: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The expression at which a test failed and the values it saw.

    `operands` are the sides of a comparison (or the arguments of a call), `variables` what was bound.
    """

    location: Location
    expression: str
    operator: str
    operands: tuple[Seen, ...]
    variables: tuple[Seen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubCase:
    """One case of a test that is a table (`test_x[name] if ...`)."""

    name: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """One test rule; `output` is what it printed, `seconds` how long it took."""

    __test__: ClassVar[bool] = False  # pytest would collect it

    package: str
    name: str
    location: Location
    outcome: Outcome
    seconds: float
    output: str
    error: Failed | None
    failure: Failure | None
    cases: tuple[SubCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCoverage:
    """Which rows of a module tests reached; `percent` is OPA's figure."""

    covered: frozenset[int]
    not_covered: frozenset[int]
    percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TestDocument:
    """What an expression of a test puts in place of the input; each different one once.

    `data` is what it puts in place of parts of data, by path (`project`); `file` and `row` are where it stands.
    """

    __test__: ClassVar[bool] = False  # pytest would collect it

    file: str
    row: int
    input: Any
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestReport:
    """Every test rule in the order of file and row, and the coverage by file if it was asked for.

    `documents` are in the order in which the tests built them, if they were asked for.
    """

    __test__: ClassVar[bool] = False  # pytest would collect it

    tests: tuple[TestCase, ...]
    coverage: Mapping[str, FileCoverage]
    documents: tuple[TestDocument, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether there were tests and every one of them passed; a skipped one has not."""
        return bool(self.tests) and all(test.outcome is Outcome.PASSED for test in self.tests)


def report_from_wire(wire: dict[str, Any]) -> TestReport:
    """Read a report as the library writes it."""
    coverage = wire.get("coverage") or {}
    return TestReport(
        tests=tuple(_test(test) for test in wire["tests"]),
        coverage={name: _file(file) for name, file in sorted((coverage.get("files") or {}).items())},
        documents=tuple(TestDocument(**one) for one in wire.get("documents") or ()),
    )


def _test(wire: dict[str, Any]) -> TestCase:
    error, failure = wire.get("error"), wire.get("failure")
    return TestCase(
        package=wire["package"],
        name=wire["name"],
        location=Location(**wire["location"]),
        outcome=Outcome(wire["outcome"]),
        seconds=wire["seconds"],
        output=wire["output"],
        error=failed_from_wire(error) if error else None,
        failure=_failure(failure) if failure else None,
        cases=tuple(SubCase(**case) for case in wire["cases"]),
    )


def _failure(wire: dict[str, Any]) -> Failure:
    return Failure(
        location=Location(**wire["location"]),
        expression=wire["expression"],
        operator=wire["operator"],
        operands=tuple(_seen(seen) for seen in wire["operands"]),
        variables=tuple(_seen(seen) for seen in wire["variables"]),
    )


def _seen(wire: dict[str, Any]) -> Seen:
    return Seen(text=wire["text"], value=None if wire["undefined"] else wire["value"])


def _file(wire: dict[str, Any]) -> FileCoverage:
    return FileCoverage(
        covered=_rows(wire.get("covered", [])),
        not_covered=_rows(wire.get("not_covered", [])),
        percent=float(wire.get("coverage", 0.0)),
    )


def _rows(ranges: list[dict[str, Any]]) -> frozenset[int]:
    return frozenset(row for one in ranges for row in range(one["start"]["row"], one["end"]["row"] + 1))
