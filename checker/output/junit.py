"""The report as JUnit XML, for what shows test results: one suite, one case per rule or violation.

The suite is green exactly where the report opens its gate. Its first case is the verdict itself, so that a report
without rules, an undecided one, and a pass that opens no gate are never a suite without failures. What a rule of
lesser weight finds changes no verdict; it is skipped, and says why, because a reader of JUnit knows no warning.

Elements and attributes are those that the schemas of Jenkins (xunit-plugin, `junit-10.xsd`) and of Ant have in common.
XML 1.0 cannot hold every character, not even escaped (section 2.2): foreign text is made visible first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling, Violation
from checker.domain.rule import Enforcement
from checker.domain.verdict import Verdict
from checker.formats.canonical import canonical_bytes
from checker.formats.report_view import ReportView, view_of
from checker.formats.text_safety import escape_for_terminal
from checker.output.report_counts import counted, further_reasons, gate_of, named, opens_its_gate, undecided_because
from checker.output.urgency import by_urgency

MOST_CASES = 25_000
MOST_BYTES = 8_000_000
"""Of all cases: GitLab takes 30 MB of all suites of a job together."""
LONGEST_LINE, LONGEST_TEXT = 1_000, 16_000
"""Characters of an attribute, and of the text of an element."""

FAILURE, ERROR, SKIPPED = "failure", "error", "skipped"
_OWN_CLASS = "clean-release"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A case: it passed where `ended` is empty."""

    classname: str
    name: str
    ended: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""


def render_junit(document: Mapping[str, Json], *, digest: str) -> str:
    """The whole XML document of a valid `report/v1` document."""
    view = view_of(document)
    cases = _within_limits([_verdict(view), *_unread(view), *_rules(view)])
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(case.ended == FAILURE for case in cases)),
        "errors": str(sum(case.ended == ERROR for case in cases)),
    }
    marked = "" if view.namespace is Namespace.REAL else f" [{view.namespace}]"
    root = ET.Element("testsuites", {"name": f"clean-release{marked}", "time": "0", **counts})
    suite = ET.SubElement(
        root,
        "testsuite",
        {
            "name": _line(f"clean-release{marked}: {view.project}"),
            "timestamp": _line(view.evaluated_at.removesuffix("Z")),
            "time": "0",
            **counts,
            "skipped": str(sum(case.ended == SKIPPED for case in cases)),
        },
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(view, digest).items():
        ET.SubElement(properties, "property", {"name": name, "value": _line(value)})
    for case in cases:
        suite.append(_element(case))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_ascii(root)}\n'


def _properties(view: ReportView, digest: str) -> dict[str, str]:
    return {
        "report": digest,
        "verdict": view.verdict,
        "opensGate": "yes" if opens_its_gate(view) else "no",
        "namespace": view.namespace,
        "snapshot": view.snapshot,
        "counts": counted(view),
        "tool": view.tool,
    }


def _verdict(view: ReportView) -> _Case:
    """The case that no list of rules can make green: it passes where the gate opens."""
    ended = FAILURE if view.verdict is Verdict.BLOCKED else "" if opens_its_gate(view) else ERROR
    reasons = [*further_reasons(view), *view.gating.because]
    return _Case(
        classname=_OWN_CLASS,
        name="verdict",
        ended=ended,
        kind=str(view.verdict),
        message=f"{view.verdict}: {counted(view)}; {gate_of(view)}",
        text="\n".join(map(escape_for_terminal, reasons)),
    )


def _unread(view: ReportView) -> Iterator[_Case]:
    """What could not be seen; the rules that need it are cases of their own, and say so."""
    for item in view.unread:
        yield _Case(
            classname=f"{_OWN_CLASS}.could-not-read",
            name=item.observation,
            ended=SKIPPED,
            kind=item.status,
            message=f"could not read it ({item.status}): {item.why}; settled by: {item.needs or 'nothing known'}",
        )


def _rules(view: ReportView) -> Iterator[_Case]:
    for ruling in by_urgency(view.rulings):
        yield from _violations(ruling)
        if not ruling.violations or ruling.outcome is Outcome.NOT_EVALUATED:
            yield _of_rule(ruling)


def _of_rule(ruling: Ruling) -> _Case:
    """A rule that denied nothing, or that nobody could decide."""
    rule, ended, message = ruling.rule, "", ""
    if ruling.outcome in {Outcome.NOT_APPLICABLE, Outcome.WAIVED}:
        ended, message = SKIPPED, f"{str(ruling.outcome).replace('_', ' ')}: {ruling.reason}"
    elif ruling.outcome is not Outcome.PASSED:
        ended = ERROR if rule.enforcement is Enforcement.BLOCK else SKIPPED
        message = f"not evaluated ({rule.enforcement}): {undecided_because(ruling)}"
    return _Case(
        classname=rule.code, name=rule.title or rule.code, ended=ended, kind=str(ruling.outcome), message=message
    )


def _violations(ruling: Ruling) -> Iterator[_Case]:
    for violation in ruling.violations:
        waived = violation.fingerprint in ruling.waived
        blocks = ruling.rule.enforcement is Enforcement.BLOCK
        prefix = "waived: " if waived else "" if blocks else f"{ruling.rule.enforcement}: "
        yield _Case(
            classname=ruling.rule.code,
            name=violation.subject,
            ended=FAILURE if blocks and not waived else SKIPPED,
            kind=f"{ruling.rule.severity}, {ruling.rule.enforcement}",
            message=f"{prefix}{named(subject=violation.subject, message=violation.message)}",
            text="\n".join(_details(ruling, violation)),
        )


def _details(ruling: Ruling, violation: Violation) -> Iterator[str]:
    """What a person who opens the case reads, a line each."""
    yield escape_for_terminal(ruling.rule.title)
    for fact in violation.evidence:
        yield f"evidence: {_cut(escape_for_terminal(canonical_bytes(fact).decode()), LONGEST_LINE)}"
    if violation.fix.click:
        yield f"fix: {escape_for_terminal(violation.fix.click)}"
    if violation.fix.command:
        yield f"run: {escape_for_terminal(violation.fix.command)}"
    yield f"fingerprint: {violation.fingerprint}"


def _element(case: _Case) -> ET.Element:
    element = ET.Element("testcase", {"classname": _line(case.classname), "name": _line(case.name), "time": "0"})
    if case.ended:
        said = ET.SubElement(element, case.ended, {"type": _line(case.kind), "message": _line(case.message)})
        said.text = _cut(case.text, LONGEST_TEXT) or None
    return element


def _within_limits(cases: Iterable[_Case]) -> Sequence[_Case]:
    """The first cases that fit; the verdict is the first of all, and how many do not fit is the last."""
    kept: list[_Case] = []
    room, left_out = MOST_BYTES, 0
    for case in cases:
        room -= len(_ascii(_element(case)))
        if kept and (left_out or room < 0 or len(kept) == MOST_CASES):
            left_out += 1
        else:
            kept.append(case)
    if left_out:
        message = f"{left_out} more cases did not fit; the report has all of them"
        kept.append(_Case(classname=_OWN_CLASS, name="left out", ended=SKIPPED, kind="limit", message=message))
    return kept


def _ascii(element: ET.Element) -> str:
    """XML whose other characters are references, so that it means the same in whatever encoding it is printed."""
    data: bytes = ET.tostring(element, encoding="us-ascii", xml_declaration=False)
    return data.decode("ascii")


def _line(text: str) -> str:
    """Foreign text as one line of visible characters; XML cannot be written with the others."""
    return _cut(escape_for_terminal(text), LONGEST_LINE)


def _cut(text: str, length: int) -> str:
    rest = len(text) - length
    return text if rest <= 0 else f"{text[:length]} ({rest} more characters)"
