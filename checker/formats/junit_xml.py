"""JUnit XML: how many tests of each suite ran, and how each ended.

There is no standard, only what tools write, so nothing is believed that the test cases do not show: a case passed when
no element in it says otherwise and every element in it is one we know. Where a suite states more tests, failures,
errors, or tests that did not run than its cases show, the rest counts as errors, so that a cut or emptied report passes
nothing.

The parser is expat, streaming. A document type is refused at its first byte, before any entity could be declared, so
nothing expands and nothing is fetched; depth and the number of elements are bounded by us, the length of the document
before it is parsed. Sources: the schemas of Jenkins' xUnit plugin and Surefire, and what pytest, jest, gtest write.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from xml.parsers import expat

from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment
from checker.errors import InputRefusedError, Place
from checker.formats.evidence_limits import EVIDENCE, MOST_ENTRIES, MOST_PROBLEMS

_MOST_ELEMENTS = 500_000
_MOST_DEPTH = 32
_LONGEST_NAME = 500
_SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_COUNT = re.compile(r"[0-9]{1,9}")
_SILENT = frozenset({"system-out", "system-err", "properties"})
_ENDS = {"failure": "failed", "error": "errored", "skipped": "skipped"}
_NOT_RUN = frozenset({"notrun", "disabled", "suppressed", "skipped", "ignored"})
_RUN = frozenset({"", "run", "completed", "finished", "passed", "pass", "success", "successful", "ok"})
_STATED = ("tests", "failures", "errors", "skipped", "skips", "skip", "ignored", "disabled")
_STATED_NOT_RUN = _STATED[3:]
"""What tools call the count of tests that did not run; of one test, a tool counts under one of these words."""

_WORST = ("errored", "failed", "skipped", "passed")


@dataclass(slots=True, kw_only=True)
class TestSuite:
    """One suite that holds test cases of its own; times are milliseconds, `made_at` is empty where it says none."""

    __test__ = False

    name: str
    made_at: str = ""
    milliseconds: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_WORST, 0))
    problems: list[str] = field(default_factory=list)

    def add(self, ended: str, *, case: str) -> None:
        """Count a test case."""
        self.counts[ended] += 1
        if ended != "passed" and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(f"{ended}: {case}"[:_LONGEST_NAME])

    @property
    def tests(self) -> int:
        """How many there were."""
        return sum(self.counts.values())

    def to_json(self) -> dict[str, Json]:
        """The facts of a suite."""
        return {
            "suite": self.name,
            "tests": self.tests,
            **self.counts,
            "milliseconds": self.milliseconds,
            "problems": list(self.problems),
        }


def read_suites(data: bytes, *, source: str) -> tuple[TestSuite, ...]:
    """The suites of a report, in its order; a suite that only holds other suites is not among them.

    Raises:
        InputRefusedError: it is no JUnit XML, declares a document type, is too large, or has no suite.
    """
    where = Place(source=source)
    if len(data) > EVIDENCE.bytes:
        raise InputRefusedError(f"the report has {len(data)} bytes, expected at most {EVIDENCE.bytes}", where=where)
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=None)
    parser.StartDoctypeDeclHandler = _refuse_doctype  # noqa: V101 - expat calls it
    parser.EntityDeclHandler = _refuse_doctype  # noqa: V101 - expat calls it
    parser.StartElementHandler = reading.start  # noqa: V101 - expat calls it
    parser.EndElementHandler = reading.end  # noqa: V101 - expat calls it
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the signature of expat
    except expat.ExpatError as error:
        at = Place(source=source, line=error.lineno, column=error.offset + 1)
        raise InputRefusedError(
            f"this is no XML: {expat.errors.messages[error.code]}", hint="have the tests write it again", where=at
        ) from None
    except InputRefusedError as error:
        at = Place(source=source, line=parser.CurrentLineNumber, column=parser.CurrentColumnNumber + 1)
        raise InputRefusedError(error.message, hint="have the tests write it again", where=at) from None
    if not reading.found:
        raise InputRefusedError("the report holds no test suite", hint="have the tests write it again", where=where)
    return tuple(reading.found)


def _refuse_doctype(*_: object) -> None:
    raise InputRefusedError("the report declares a document type, expected none")


@dataclass(slots=True, kw_only=True)
class _Open:
    """A suite that is being read: what it states, and what was seen in it and below it."""

    suite: TestSuite
    stated: dict[str, int]
    shown: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_WORST, 0))
    holds_suites: bool = False


class _Reading:
    """What expat tells, element by element."""

    def __init__(self) -> None:
        self.found: list[TestSuite] = []
        self._suites: list[_Open] = []
        self._path: list[str] = []
        self._elements = 0
        self._case = ""
        self._ended = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or len(self._path) >= _MOST_DEPTH:
            raise InputRefusedError("the report has too many elements, or too many inside each other")
        above = self._path[-1] if self._path else ""
        self._path.append(name)
        if name in {"testsuites", "testsuite"}:
            self._open(name, above, attributes)
        elif not above:
            raise InputRefusedError(f"the report begins with {name[:80]!a}, expected testsuites or testsuite")
        elif name == "testcase":
            self._begin_case(above, attributes)
        elif above in {"testsuites", "testsuite"} and name in _ENDS:
            self._suites[-1].suite.add(_ENDS[name], case="the suite itself")
        elif above == "testcase" and name not in _SILENT:
            self._ended = _worse(self._ended, _ENDS.get(name, "errored"))

    def end(self, name: str) -> None:
        self._path.pop()
        if name == "testcase":
            open_ = self._suites[-1]
            open_.suite.add(self._ended, case=self._case)
            open_.shown[self._ended] += 1
        elif name in {"testsuites", "testsuite"}:
            self._close(self._suites.pop())

    def _open(self, name: str, above: str, attributes: dict[str, str]) -> None:
        if above not in {"", "testsuites", "testsuite"} or (name == "testsuites" and above):
            raise InputRefusedError(f"{name} lies in {above[:80]!a}, expected it at the top or in a suite")
        if self._suites:
            self._suites[-1].holds_suites = True
        outer = self._suites[-1].suite.made_at if self._suites else ""
        suite = TestSuite(
            name=attributes.get("name", "")[:_LONGEST_NAME],
            made_at=_moment(attributes.get("timestamp", "")) or outer,
            milliseconds=_milliseconds(attributes.get("time", "")),
        )
        stated = {what: _count(attributes.get(what, ""), what) for what in _STATED}
        self._suites.append(_Open(suite=suite, stated=stated, holds_suites=name == "testsuites"))

    def _begin_case(self, above: str, attributes: dict[str, str]) -> None:
        if above not in {"testsuite", "testsuites"}:
            raise InputRefusedError(f"a testcase lies in {above[:80]!a}, expected it in a suite")
        self._case = ".".join(part for part in (attributes.get("classname", ""), attributes.get("name", "")) if part)
        said = {attributes.get(name, "").lower() for name in ("status", "result")}
        self._ended = "skipped" if said & _NOT_RUN else "passed"
        if not said <= _NOT_RUN | _RUN:
            self._ended = "errored"

    def _close(self, open_: _Open) -> None:
        not_run, missing = _missing(open_)
        for _ in range(min(missing, MOST_PROBLEMS)):
            open_.suite.add("errored", case="stated by the suite, and not among its cases")
        open_.suite.counts["errored"] += max(0, missing - MOST_PROBLEMS)
        open_.shown["errored"] += missing - not_run
        open_.shown["skipped"] += not_run
        if self._suites:
            outer = self._suites[-1].shown
            for ended, count in open_.shown.items():
                outer[ended] += count
        if open_.suite.tests or not open_.holds_suites:
            self.found.append(open_.suite)
        if len(self.found) > MOST_ENTRIES:
            raise InputRefusedError(f"the report holds more than {MOST_ENTRIES} suites")


def _missing(open_: _Open) -> tuple[int, int]:
    """How many tests are stated and not shown: those that are said not to have run, and with these all of them.

    A test that is not shown may be one of the failures that are not shown, so of these whichever is more.
    """
    shown, stated = open_.shown, open_.stated
    bad = max(0, stated["failures"] + stated["errors"] - shown["failed"] - shown["errored"])
    not_run = max(0, sum(stated[word] for word in _STATED_NOT_RUN) - shown["skipped"])
    return not_run, max(stated["tests"] - sum(shown.values()), bad + not_run)


def _worse(one: str, other: str) -> str:
    return min(one, other, key=_WORST.index)


def _count(text: str, what: str) -> int:
    if text and not _COUNT.fullmatch(text):
        raise InputRefusedError(f"{what} is {text[:80]!a}, expected a count")
    return int(text or 0)


def _milliseconds(text: str) -> int:
    plain = text.replace(",", "")
    if plain and not _SECONDS.fullmatch(plain):
        raise InputRefusedError(f"time is {text[:80]!a}, expected seconds")
    return int(Decimal(plain or 0) * 1000)


def _moment(text: str) -> str:
    """The moment, or nothing where the report does not say in which time zone it is."""
    try:
        return normalise_moment(text)
    except InputRefusedError:
        return ""
