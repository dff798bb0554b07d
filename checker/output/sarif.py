"""The report as SARIF 2.1.0, for code scanning: one SARIF rule per rule, one result per violation.

Nothing passes by silence: a rule that was not evaluated is a result of kind `open` and a notification of the run, and
the verdict stands in the properties of the run. A rule that passed has no result, because readers that ignore `kind`
would show it as an alert. A setting has no file, so a result points at the project file, and its subject is a logical
location.

Limits are those of GitHub's code scanning (docs.github.com, "SARIF support for code scanning"); what does not fit is
left out from the end, the least urgent first, and a notification counts it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.outcome import Decision, Outcome, Ruling, Violation
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

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RULES = 25_000
MOST_RESULTS = 25_000
MOST_BYTES = 8_000_000
"""Of all results, before compression: GitHub takes 10 MB after it, and the rest of a report is small."""
_LONGEST_NAME = 255
_LONGEST_DESCRIPTION = 1024
_LONGEST_HELP = 4096

_LEVELS = {Enforcement.BLOCK: "error", Enforcement.WARN: "warning", Enforcement.INFORM: "note"}
_SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""In the middle of the bands that GitHub makes of `security-severity`."""

_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def render_sarif(document: Mapping[str, Json], *, digest: str) -> str:
    """The whole SARIF log of a valid `report/v1` document."""
    return pretty_bytes({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(view_of(document), digest)]}).decode()


def _run(view: ReportView, digest: str) -> dict[str, Json]:
    rulings = by_urgency(view.rulings)
    rulings, more = rulings[:MOST_RULES], rulings[MOST_RULES:]
    kept, left_out = _within_limits(_results(view, rulings))
    left_out += len(list(_results(view, more)))
    notifications: list[Json] = [
        *_notifications(view),
        *_left_out(view, "rules", len(more)),
        *_left_out(view, "results", left_out),
    ]
    name, _, version = view.tool.partition(" ")
    return {
        "tool": {
            "driver": {
                "name": _inert(name),
                "semanticVersion": _inert(version),
                "rules": [_rule(ruling) for ruling in rulings],
            }
        },
        "automationDetails": {"id": f"clean-release/{view.namespace}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not view.with_outcome(Outcome.NOT_EVALUATED) and view.replayable,
                "toolExecutionNotifications": notifications,
            }
        ],
        "results": kept,
        "properties": {
            "reportDigest": digest,
            "verdict": str(view.verdict),
            "gating": view.gating.gating,
            "opensGate": opens_its_gate(view),
            "namespace": str(view.namespace),
            "snapshot": view.snapshot,
            "evaluatedAt": view.evaluated_at,
            "counts": counted(view),
            "resultsLeftOut": left_out,
        },
    }


def _rule(ruling: Ruling) -> Json:
    rule = ruling.rule
    described = _cut(_message(rule.title or rule.code), _LONGEST_DESCRIPTION)
    tags = sorted({"security", "release", rule.code.partition(".")[0], _inert(rule.catalogue)} - {""})
    return {
        "id": _inert(rule.code),
        "name": _cut(_inert(rule.code), _LONGEST_NAME),
        "shortDescription": {"text": described},
        "fullDescription": {"text": described},
        "help": {"text": _help(ruling)},
        "defaultConfiguration": {"level": _LEVELS[rule.enforcement]},
        "properties": {
            "tags": list[Json](tags),
            "security-severity": _SCORES[rule.severity],
            "problem.severity": {"note": "recommendation"}.get(_LEVELS[rule.enforcement], _LEVELS[rule.enforcement]),
            "enforcement": str(rule.enforcement),
            "outcome": str(ruling.outcome),
        },
    }


def _help(ruling: Ruling) -> str:
    """What the rule is for, and every different fix its violations name."""
    lines = [f"{ruling.rule.title or ruling.rule.code}.", f"clean-release explain {ruling.rule.code} says more."]
    lines += sorted({line for violation in ruling.violations for line in _fix(violation)})
    return _cut("\n".join(map(_message, lines)), _LONGEST_HELP)


def _fix(violation: Violation) -> list[str]:
    clicks = [f"Fix: {violation.fix.click}"] if violation.fix.click else []
    return clicks + ([f"Run: {violation.fix.command}"] if violation.fix.command else [])


def _results(view: ReportView, rulings: Sequence[Ruling]) -> Iterator[dict[str, Json]]:
    """Everything that is not settled: denied subjects, then what nobody could decide."""
    for index, ruling in enumerate(rulings):
        place: dict[str, Json] = {"ruleId": _inert(ruling.rule.code), "ruleIndex": index}
        for violation in ruling.violations:
            yield place | _denied(view, ruling, violation)
        if ruling.outcome is Outcome.NOT_EVALUATED:
            yield place | _open(view, ruling)


def _denied(view: ReportView, ruling: Ruling, violation: Violation) -> dict[str, Json]:
    said = named(subject=violation.subject, message=violation.message)
    lines = [f"{mark_of(view)}{said}", *_fix(violation)]
    result: dict[str, Json] = {
        "kind": "fail",
        "level": _LEVELS[ruling.rule.enforcement],
        "message": {"text": "\n".join(map(_message, lines))},
        "locations": [_location(violation.subject)],
        "partialFingerprints": _fingerprints(violation.fingerprint),
        "properties": {"fix": {"command": _inert(violation.fix.command), "click": _inert(violation.fix.click)}},
    }
    if violation.fingerprint in ruling.waived:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": "waived; see the report"}]
    return result


def _open(view: ReportView, ruling: Ruling) -> dict[str, Json]:
    """A rule nobody could decide; the standard allows no level but `none` beside `open`."""
    undecided = [one.subject for one in ruling.subjects if one.decision is Decision.UNDECIDED] or [ruling.rule.code]
    name = canonical_bytes([str(view.namespace), view.source.repository_id, view.source.slug, ruling.rule.code])
    return {
        "kind": "open",
        "level": "none",
        "message": {"text": _message(f"{mark_of(view)}Not evaluated: {undecided_because(ruling)}")},
        "locations": [_location(subject) for subject in undecided[:1]],
        "partialFingerprints": _fingerprints(digest_of(name).removeprefix("sha256:")),
    }


def _location(subject: str) -> Json:
    return {
        "physicalLocation": {"artifactLocation": {"uri": FILE_NAME}, "region": {"startLine": 1}},
        "logicalLocations": [{"fullyQualifiedName": _inert(subject), "kind": "resource"}],
    }


def _fingerprints(fingerprint: str) -> Json:
    """Our own name of the finding, twice: GitHub knows only the second key, and would hash the line of the file."""
    return {"cleanRelease/v1": fingerprint, "primaryLocationLineHash": fingerprint}


def _notifications(view: ReportView) -> Iterator[dict[str, Json]]:
    """What keeps the report from being more than it is, in words."""
    for ruling in view.with_outcome(Outcome.NOT_EVALUATED):
        text = f"{ruling.rule.code} was not evaluated: {undecided_because(ruling)}"
        level = "error" if ruling.rule.enforcement is Enforcement.BLOCK else "warning"
        yield _notification(view, text, level) | {"associatedRule": {"id": _inert(ruling.rule.code)}}
    for item in view.unread:
        settled = f"; settled by: {item.needs}" if item.needs else ""
        yield _notification(view, f"could not read {item.observation} ({item.status}): {item.why}{settled}", "warning")
    for reason in further_reasons(view):
        yield _notification(view, f"{view.verdict}: {reason}", "error")
    for reason in () if view.gating.gating else (gate_of(view), *view.gating.because):
        yield _notification(view, reason, "warning")
    for warning in view.warnings:
        yield _notification(view, warning, "warning")


def _notification(view: ReportView, text: str, level: str) -> dict[str, Json]:
    return {"level": level, "message": {"text": _message(f"{mark_of(view)}{text}")}}


def _left_out(view: ReportView, what: str, count: int) -> Iterator[dict[str, Json]]:
    if count:
        yield _notification(view, f"{count} {what} did not fit and are left out; the report has all of them", "error")


def _within_limits(results: Iterator[dict[str, Json]]) -> tuple[list[Json], int]:
    """The most urgent results that fit, and how many do not."""
    kept: list[Json] = []
    room, left_out = MOST_BYTES, 0
    for result in results:
        room -= len(canonical_bytes(result))
        if left_out or room < 0 or len(kept) == MOST_RESULTS:
            left_out += 1
        else:
            kept.append(result)
    return kept, left_out


def _cut(text: str, length: int) -> str:
    """At most so many characters, the last of which is no half of an escape."""
    return text if len(text) <= length else text[:length].rstrip("\\")


def _inert(text: str) -> str:
    """Foreign text that shows as itself."""
    return escape_for_terminal(text)


def _message(text: str) -> str:
    """A SARIF message: brackets would begin a link (section 3.11.6), a number in braces an argument (3.11.5)."""
    shown = _inert(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return _PLACEHOLDER.sub(r"{{\1}}", shown)
