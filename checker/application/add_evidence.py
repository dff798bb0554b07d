"""Add evidence to the record of a release: a document about exactly this commit, of which the verdict is kept."""

from typing import Any, cast

from checker.application.open_record import OpenedRecord, Writing, add_entry
from checker.domain.digest import digest_of
from checker.domain.latency import MOST_P95, MOST_P99
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import age_in_seconds
from checker.domain.release_record import EvidenceAdded, EvidenceKind
from checker.errors import InputRefusedError, Place
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

_SCHEMAS = {
    "clean-release/canary/v1": (EvidenceKind.CANARY, "canary_v1"),
    "clean-release/gate-latency/v1": (EvidenceKind.GATE_LATENCY, "gate_latency_v1"),
}
_SKEW_SECONDS = 300


def add_evidence(opened: OpenedRecord, data: bytes, *, source: str, by: Writing) -> OpenedRecord:
    """The record with this evidence.

    Raises:
        InputRefusedError: it is no such document, is about another commit, or ends in the future.
    """
    return add_entry(opened, read_evidence(data, source=source, commit=by.commit, at=by.at), by=by)


def read_evidence(data: bytes, *, source: str, commit: str, at: str) -> EvidenceAdded:
    """What a document proves of a commit.

    Raises:
        InputRefusedError: as `add_evidence`.
    """
    document = read_json(data, source=source, limits=HAND_WRITTEN)
    schema = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(schema, str) or schema not in _SCHEMAS:
        raise InputRefusedError(
            f"this says it is {schema!a}, expected one of {', '.join(_SCHEMAS)}", where=Place(source=source)
        )
    kind, name = _SCHEMAS[schema]
    document_schema(name).refuse_unless_valid(document, source=source, data=data)
    fields = cast("dict[str, Any]", document)
    if fields["commit"] != commit:
        raise InputRefusedError(
            f"the evidence is about commit {fields['commit']}, and {commit} is checked out",
            hint="check out what it is about, or gather it again for this commit",
            where=Place(source=source, pointer="/commit"),
        )
    if age_in_seconds(fields["ended_at"], at=at) < -_SKEW_SECONDS:
        raise InputRefusedError(
            f"it says it ended at {fields['ended_at']}, after now ({at})", where=Place(source=source)
        )
    return EvidenceAdded(
        kind=kind,
        document=digest_of(data),
        accepted=fields["accepted"] if kind is EvidenceKind.CANARY else _is_fast(fields),
        samples=fields["samples"],
        p95=fields.get("p95", 0),
        p99=fields.get("p99", 0),
    )


def _is_fast(fields: dict[str, Any]) -> bool:
    if fields["p99"] < fields["p95"]:
        raise InputRefusedError("p99 is less than p95, which cannot be", hint="measure again")
    return bool(fields["p95"] <= MOST_P95 and fields["p99"] <= MOST_P99)
