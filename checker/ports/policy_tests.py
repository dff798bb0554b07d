"""Policy tests: OPA's own test runner, however it is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from checker.domain.json_value import Json
from checker.errors import Place


class CaseOutcome(StrEnum):
    """What became of one test; `ERROR` is not `FAILED`: nothing is known then."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenValue:
    """A term as its author wrote it and its value in Rego syntax; None if it had none."""

    text: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExpression:
    """The expression at which a test failed, the values it compared, and what its variables were bound to."""

    where: Place
    expression: str
    compared: tuple[SeenValue, ...] = ()
    variables: tuple[SeenValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCase:
    """One test rule: `package` without `data.`, `printed` what it wrote with print, `error` why nothing is known.

    `failed_cases` names the failed cases of a test that is a table.
    """

    package: str
    name: str
    where: Place
    outcome: CaseOutcome
    printed: str = ""
    error: str = ""
    failure: FailedExpression | None = None
    failed_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCoverage:
    """Which rows of a module the tests reached, counted from 1."""

    file: str
    covered: tuple[int, ...]
    not_covered: tuple[int, ...]

    @property
    def tenths_of_percent(self) -> int:
        """The share of reached rows, in tenths of a percent, rounded down; all of it when there is nothing to reach."""
        rows = len(self.covered) + len(self.not_covered)
        return len(self.covered) * 1000 // rows if rows else 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CompilerFinding:
    """One reason why modules do not compile."""

    code: str
    message: str
    where: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltDocument:
    """What a test put in place of the input, and of parts of data by path (`project`); `where` it did so."""

    where: Place
    input: Json
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTestRequest:
    """What to test: modules and their tests by file name, data as JSON, and which tests (a regular expression).

    With `documents`, and then without coverage, the answer holds what the tests build.
    """

    modules: Mapping[str, str]
    builtins: Sequence[str]
    data: bytes = b"{}"
    input_schema: bytes | None = field(default=None, repr=False)
    run: str = ""
    coverage: bool = True
    documents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTestAnswer:
    """What the runner found; with `findings` nothing was run."""

    cases: tuple[PolicyCase, ...] = ()
    coverage: tuple[FileCoverage, ...] = ()
    findings: tuple[CompilerFinding, ...] = ()
    documents: tuple[BuiltDocument, ...] = ()


class PolicyTester(Protocol):
    """Runs tests of policies."""

    def test(self, request: PolicyTestRequest) -> PolicyTestAnswer:
        """Every test rule that was asked for, in the order of file and row.

        Raises:
            UsageError: `run` is no regular expression.
            EngineFailureError: the engine is not usable, or the tests took too long.
        """
