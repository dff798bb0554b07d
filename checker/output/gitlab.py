"""The report as GitLab's code quality report: one issue per violation, one per rule that was not evaluated.

GitLab shows an empty list as "no changes to code quality", so whatever does not open its gate has an issue that says
so, first. Two issues of one fingerprint are one to GitLab (docs.gitlab.com, "Code Quality", "Import Code Quality
results"); a fingerprint that comes again is therefore made another one, by its place among its like.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome, Ruling
from checker.domain.rule import Enforcement, Severity
from checker.formats.canonical import canonical_bytes, pretty_bytes
from checker.formats.project_v1 import FILE_NAME
from checker.formats.report_view import ReportView, view_of
from checker.formats.text_safety import escape_for_terminal
from checker.output.report_counts import (
    counted,
    further_reasons,
    gate_of,
    mark_of,
    named,
    opens_its_gate,
    undecided_because,
)
from checker.output.urgency import by_urgency

MOST_ISSUES = 25_000
MOST_BYTES = 8_000_000
LONGEST_DESCRIPTION = 1_000

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}
_ADVICE = {Enforcement.WARN: "minor", Enforcement.INFORM: "info"}
_OWN_CHECK = "clean-release"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issue:
    """An issue before it has a place and a name that no other one has."""

    check: str
    severity: str
    description: str
    fingerprint: str


def render_gitlab(document: Mapping[str, Json], *, digest: str) -> str:
    """The whole JSON array of a valid `report/v1` document; its first issue names the report if the gate stays shut."""
    return pretty_bytes(_within_limits(_issues(view_of(document), digest))).decode()


def _issues(view: ReportView, digest: str) -> Iterator[_Issue]:
    if not opens_its_gate(view):
        yield _verdict(view, digest)
    for ruling in by_urgency(view.rulings):
        yield from _denied(view, ruling)
        if ruling.outcome is Outcome.NOT_EVALUATED:
            yield _Issue(
                check=ruling.rule.code,
                severity=_severity(ruling),
                description=f"{mark_of(view)}not evaluated: {undecided_because(ruling)}",
                fingerprint=_fingerprint(view, ruling.rule.code, "not evaluated"),
            )


def _verdict(view: ReportView, digest: str) -> _Issue:
    reasons = "; ".join([*further_reasons(view), *view.gating.because])
    said = f"{mark_of(view)}{view.verdict}: {counted(view)}; {gate_of(view)}. report {digest}"
    return _Issue(
        check=_OWN_CHECK,
        severity="blocker",
        description=f"{said}. {reasons}" if reasons else said,
        fingerprint=_fingerprint(view, _OWN_CHECK, "verdict"),
    )


def _denied(view: ReportView, ruling: Ruling) -> Iterator[_Issue]:
    for violation in ruling.violations:
        waived = violation.fingerprint in ruling.waived
        fix = violation.fix.click or violation.fix.command
        text = f"{mark_of(view)}{'waived: ' if waived else ''}"
        text += named(subject=violation.subject, message=violation.message)
        yield _Issue(
            check=ruling.rule.code,
            severity="info" if waived else _severity(ruling),
            description=f"{text}. Fix: {fix}" if fix else text,
            fingerprint=violation.fingerprint,
        )


def _severity(ruling: Ruling) -> str:
    """How GitLab ranks it: what blocks by its severity, what only advises never above minor."""
    return _ADVICE.get(ruling.rule.enforcement) or _SEVERITIES[ruling.rule.severity]


def _fingerprint(view: ReportView, *parts: str) -> str:
    """A name of 64 hex digits that wording, place and time do not change."""
    name: list[Json] = [str(view.namespace), view.source.repository_id, view.source.slug, *parts]
    return digest_of(canonical_bytes(name)).removeprefix("sha256:")


def _within_limits(issues: Iterator[_Issue]) -> list[Json]:
    """The first issues that fit, each with a fingerprint of its own, and an issue that counts the rest."""
    kept: list[Json] = []
    seen: dict[str, int] = {}
    room, left_out = MOST_BYTES, 0
    for issue in issues:
        earlier = seen.get(issue.fingerprint, 0)
        seen[issue.fingerprint] = earlier + 1
        document = _document(issue, again=earlier)
        room -= len(canonical_bytes(document))
        if left_out or room < 0 or len(kept) == MOST_ISSUES:
            left_out += 1
        else:
            kept.append(document)
    if left_out:
        rest = f"{left_out} more issues did not fit; the report has all of them"
        name = digest_of(b"clean-release: left out").removeprefix("sha256:")
        kept.append(_document(_Issue(check=_OWN_CHECK, severity="info", description=rest, fingerprint=name), again=0))
    return kept


def _document(issue: _Issue, *, again: int) -> Json:
    shown = escape_for_terminal(issue.description)
    fingerprint = issue.fingerprint
    if again:
        fingerprint = digest_of(canonical_bytes([fingerprint, again])).removeprefix("sha256:")
    return {
        "description": shown if len(shown) <= LONGEST_DESCRIPTION else f"{shown[:LONGEST_DESCRIPTION]}…",
        "check_name": escape_for_terminal(issue.check),
        "fingerprint": fingerprint,
        "severity": issue.severity,
        "location": {"path": FILE_NAME, "lines": {"begin": 1}},
    }
