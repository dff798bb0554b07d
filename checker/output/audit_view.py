"""Audits, what differs between them and what drifted, for people at a terminal and for machines."""

from collections.abc import Iterator, Sequence

from checker.application.compare_audits import ComparedAudits, Difference, Unknown
from checker.application.find_drift import Drift
from checker.application.show_audit import ShownSection, show_audit
from checker.domain.audit import Audit
from checker.domain.facts import Gap, plain
from checker.domain.json_value import Json
from checker.formats.canonical import canonical_bytes
from checker.formats.text_safety import escape_for_terminal

VIEW, DIFF, DRIFT = (f"clean-release/{name}/v1" for name in ("audit-view", "audit-diff", "drift"))
UNCHECKED = "no signature was checked"
_LONGEST = 200


def shown_value(value: Json) -> str:
    """A value in one line: yes and no, words as they are, everything else as JSON."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value:
        return escape_for_terminal(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(escape_for_terminal(str(item)) for item in value) or "none"
    return escape_for_terminal(canonical_bytes(value).decode())


def difference_line(one: Difference) -> str:
    """A difference as a sentence."""
    path = escape_for_terminal(one.path)
    if one.before is None:
        return f"{path} is new: {_short(one.after)}"
    if one.after is None:
        return f"{path} is gone, it was: {_short(one.before)}"
    return f"{path}: {_short(one.before)} became {_short(one.after)}"


def unknown_line(one: Unknown) -> str:
    """What is not known, and what would settle it."""
    needs = f" (needs {escape_for_terminal(one.needs)})" if one.needs else ""
    states = f"{one.before} became {one.after}" if one.changed else f"{one.after} in both"
    return f"{escape_for_terminal(one.path)}: {states}{needs}"


def render_audits(audits: Sequence[Audit]) -> str:
    """Audits in text, section by section, unread ones first."""
    return "\n\n".join("\n".join(_lines(audit)) for audit in audits) + "\n"


def audits_document(audits: Sequence[Audit]) -> dict[str, Json]:
    """Audits as one document, section by section, unread ones first."""
    return {"schema": VIEW, "audits": [_audit(audit) for audit in audits]}


def comparison_document(found: ComparedAudits) -> dict[str, Json]:
    """How two audits differ."""
    return {"schema": DIFF, "same": found.are_same, **_compared(found.differences, found.unknown)}


def drift_document(found: Drift) -> dict[str, Json]:
    """How settings differ from a baseline."""
    return {"schema": DRIFT, **_compared(found.differences, found.unknown), "outside": list[Json](found.outside)}


def _lines(audit: Audit) -> Iterator[str]:
    yield f"{audit.kind} audit of {escape_for_terminal(f'{audit.host}/{audit.subject.slug}')}"
    yield f"read {audit.collected_at or 'at no known time'}; {UNCHECKED}"
    yield f"audit {audit.digest}"
    for section in show_audit(audit):
        yield ""
        yield f"{section.status:<13} {section.name}"
        yield from (f"  {gap_line(gap)}" for gap in section.gaps)
        for fact in section.facts:
            yield f"  {escape_for_terminal(fact.path.lstrip('.')) or 'value'}: {shown_value(fact.value)}"


def gap_line(gap: Gap) -> str:
    """What was not read, why, and what would settle it."""
    path = f"{escape_for_terminal(gap.path.lstrip('.'))} " if gap.path else ""
    needs = f"; needs {escape_for_terminal(gap.needs)}" if gap.needs else ""
    return f"{path}{gap.status}: {escape_for_terminal(gap.why) or 'no reason was given'}{needs}"


def _audit(audit: Audit) -> dict[str, Json]:
    return {
        "kind": str(audit.kind),
        "host": audit.host,
        "repository": audit.subject.slug,
        "repository_id": audit.subject.repository_id,
        "collected_at": audit.collected_at,
        "digest": audit.digest,
        "facts_digest": audit.facts_digest,
        "sections": [_section(section) for section in show_audit(audit)],
    }


def _section(section: ShownSection) -> dict[str, Json]:
    return {
        "section": section.name,
        "status": str(section.status),
        "gaps": [
            {"path": gap.path.lstrip("."), "status": str(gap.status), "why": gap.why, "needs": gap.needs}
            for gap in section.gaps
        ],
        "facts": [{"path": fact.path.lstrip("."), "value": fact.value} for fact in section.facts],
    }


def _compared(differences: Sequence[Difference], unknown: Sequence[Unknown]) -> dict[str, Json]:
    return {
        "differences": [
            {"path": one.path, **_side("before", one.before), **_side("after", one.after)} for one in differences
        ],
        "unknown": [
            {"path": one.path, "before": str(one.before), "after": str(one.after), "needs": one.needs}
            for one in unknown
        ],
    }


def _side(name: str, value: Json) -> dict[str, Json]:
    """One side of a difference; one that is not there is left out."""
    return {} if value is None else {name: plain(value)}


def _short(value: Json) -> str:
    text = shown_value(plain(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
