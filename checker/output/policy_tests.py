"""What the tests of policies found: rule by rule, the failed ones with the values that differed, then the coverage."""

from collections.abc import Iterator, Sequence

from checker.application.run_policy_tests import PackageTests, PolicyTests
from checker.domain.json_value import Json
from checker.errors import Place
from checker.output.terminal import FAILED, OPEN, PASSED, Terminal, Tone
from checker.ports.policy_tests import CaseOutcome, FileCoverage, PolicyCase, SeenValue

SCHEMA = "clean-release/policy-tests/v1"
_MOST_SHOWN = 600
_WHOLE = 1000
_COUNTED = (CaseOutcome.PASSED, CaseOutcome.FAILED, CaseOutcome.ERROR, CaseOutcome.SKIPPED)


def render_tests(found: PolicyTests, *, shown: Terminal) -> str:
    """The whole text; its last line says whether everything was tested and passed."""
    page = _Page(found, shown)
    return "\n".join([*page.findings(), *page.packages(), *page.coverage(), *page.foot()]) + "\n"


class _Page:
    """One run on one terminal."""

    def __init__(self, found: PolicyTests, shown: Terminal) -> None:
        self.found = found
        self.shown = shown

    def findings(self) -> Iterator[str]:
        """Everything the compiler has against the modules."""
        for finding in self.found.findings:
            mark = self.shown.toned(self.shown.mark(OPEN), Tone.OPEN)
            first, *rest = finding.message.splitlines() or [""]
            yield f"{mark} {self._place(finding.where)}: {self.shown.safe(first)} ({self.shown.safe(finding.code)})"
            yield from (f"    {self.shown.safe(line)}" for line in rest)

    def packages(self) -> Iterator[str]:
        """One line per rule or library, the tests that did not pass below it."""
        longest = max((len(self.shown.safe(one.name)) for one in self.found.packages), default=0)
        for package in self.found.packages:
            passed = package.count(CaseOutcome.PASSED) == len(package.cases)
            mark = self.shown.toned(self.shown.mark(PASSED if passed else FAILED), Tone.GOOD if passed else Tone.BAD)
            yield f"{mark} {self.shown.safe(package.name):<{longest}}  {_counts(package)}"
            for case in package.cases:
                if case.outcome is not CaseOutcome.PASSED:
                    yield from self._case(case)
        for name in self.found.untested:
            yield f"{self.shown.toned(self.shown.mark(OPEN), Tone.OPEN)} {self.shown.safe(name)}  has no test"

    def coverage(self) -> Iterator[str]:
        """The rows that no test reaches, file by file; files without any in one line."""
        if not self.found.coverage:
            return
        yield ""
        yield self.shown.toned("Coverage", Tone.STRONG)
        whole = [file for file in self.found.coverage if not file.not_covered]
        for file in self.found.coverage:
            if file.not_covered:
                yield f"  {self.shown.safe(file.file)}  {_percent(file)}, not covered: {_rows(file.not_covered)}"
        if whole:
            one = len(whole) == 1
            name = self.shown.safe(whole[0].file) if one else f"{len(whole)} files"
            yield f"  {name}  {_percent(whole[0])}"

    def foot(self) -> Iterator[str]:
        """What was not typed, and one line that sums up."""
        found = self.found
        yield ""
        if found.untyped:
            yield f"compiled without the input schema: {', '.join(map(self.shown.safe, found.untyped))}"
        word, tone = self._verdict()
        said = ", ".join(f"{found.count(outcome)} {outcome}" for outcome in _COUNTED if found.count(outcome))
        yield f"{self.shown.toned(word, tone)}: {said or 'no test was run'}"

    def _verdict(self) -> tuple[str, Tone]:
        if self.found.has_failed:
            return "failed", Tone.BAD
        return ("passed", Tone.GOOD) if self.found.passed else ("not everything was tested", Tone.OPEN)

    def _case(self, case: PolicyCase) -> Iterator[str]:
        outcome = self.shown.toned(str(case.outcome), Tone.BAD)
        yield f"    {outcome} {self.shown.safe(case.name)} at {self._place(case.where)}"
        if case.failed_cases:
            yield f"      cases: {', '.join(map(self.shown.safe, case.failed_cases))}"
        if case.error:
            yield f"      error: {self.shown.safe(case.error)}"
        if case.failure:
            failure = case.failure
            yield f"      at {self._place(failure.where)}: {self.shown.safe(_abridged(failure.expression))}"
            yield from self._values(failure.compared, failure.variables)
        yield from (f"      printed: {self.shown.safe(line)}" for line in case.printed.splitlines())

    def _values(self, compared: Sequence[SeenValue], variables: Sequence[SeenValue]) -> Iterator[str]:
        """What differed, then what was bound to the names in it."""
        for term in compared:
            yield f"        {self._seen(term)}"
        known = {term.text for term in compared}
        for term in variables:
            if term.text not in known:
                yield f"        with {self._seen(term)}"

    def _seen(self, term: SeenValue) -> str:
        value = "is undefined" if term.value is None else f"= {_abridged(term.value)}"
        text = _abridged(term.text)
        return self.shown.safe(text if term.text == term.value else f"{text} {value}")

    def _place(self, place: Place) -> str:
        return self.shown.safe(str(place))


def tests_document(found: PolicyTests) -> dict[str, Json]:
    """The result as one document; shares are tenths of a percent."""
    return {
        "schema": SCHEMA,
        "passed": found.passed,
        "tests": [_case_document(package.name, case) for package in found.packages for case in package.cases],
        "coverage": [
            {
                "file": file.file,
                "tenths_of_percent": file.tenths_of_percent,
                "not_covered": list[Json](file.not_covered),
            }
            for file in found.coverage
        ],
        "findings": [
            {"code": finding.code, "message": finding.message, "at": str(finding.where)} for finding in found.findings
        ],
        "untested": list[Json](found.untested),
        "without_input_schema": list[Json](found.untyped),
    }


def _case_document(subject: str, case: PolicyCase) -> dict[str, Json]:
    document: dict[str, Json] = {
        "of": subject,
        "package": case.package,
        "name": case.name,
        "at": str(case.where),
        "outcome": str(case.outcome),
        "printed": case.printed,
        "error": case.error,
        "failed_cases": list[Json](case.failed_cases),
    }
    if case.failure:
        document["failure"] = {
            "at": str(case.failure.where),
            "expression": case.failure.expression,
            "compared": _seen_document(case.failure.compared),
            "variables": _seen_document(case.failure.variables),
        }
    return document


def _seen_document(terms: Sequence[SeenValue]) -> list[Json]:
    """Values in Rego syntax; a term without `value` had none."""
    return [{"text": term.text} if term.value is None else {"text": term.text, "value": term.value} for term in terms]


def _counts(package: PackageTests) -> str:
    return ", ".join(f"{package.count(outcome)} {outcome}" for outcome in _COUNTED if package.count(outcome))


def _percent(file: FileCoverage) -> str:
    whole, tenths = divmod(file.tenths_of_percent, 10)
    return f"{whole} %" if file.tenths_of_percent == _WHOLE else f"{whole}.{tenths} %"


def _rows(rows: Sequence[int]) -> str:
    """Rows as a person lists them: `3, 7-9`."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _abridged(text: str) -> str:
    """A long value cut where a person stops reading, and said to be cut."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}… ({len(line)} characters)"
