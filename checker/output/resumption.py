"""What was found when a release was resumed, for people and for machines."""

from collections.abc import Iterator

from checker.application.resume_release import Resumption
from checker.domain.json_value import Json
from checker.output.terminal import Terminal

SCHEMA = "clean-release/resumption/v1"


def render_resumption(found: Resumption, *, shown: Terminal) -> str:
    """Every fact, then what changed, what contradicts the record, and what comes next."""
    return "".join(f"{shown.safe(line)}\n" for line in _lines(found))


def resumption_document(found: Resumption) -> dict[str, Json]:
    """The same as one document."""
    return {
        "schema": SCHEMA,
        "release": found.opened.record.release,
        "facts": [{"name": one.name, "value": one.value} for one in found.facts],
        "changes": list(found.changes),
        "contradictions": list(found.contradictions),
        "next_step": found.next_step,
    }


def _lines(found: Resumption) -> Iterator[str]:
    yield f"{found.opened.record.release}, looked at again (entry {found.opened.count})"
    yield from (f"  {one.name}: {one.value}" for one in found.facts)
    yield from (f"changed: {change}" for change in found.changes)
    yield from (f"contradicts the record: {one}" for one in found.contradictions)
    yield f"next: {found.next_step}"
