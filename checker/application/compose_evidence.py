"""Compose evidence: the sections of `input.evidence`, of what was opened and bound.

A section is there as soon as one document of its kind was given. Where the manifest names one that nobody gave, what
was given decides nothing: the section is incomplete.
"""

from collections.abc import Sequence

from checker.application.bind_evidence import BoundEvidence, missing_evidence
from checker.application.fresh import CLOCK_SKEW_SECONDS
from checker.domain.evidence import SECTION_OF, Piece, Section, Subject
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.moment import age_in_seconds
from checker.domain.observation import Status, collected, incomplete, unread


def compose_evidence(
    bound: Sequence[BoundEvidence], *, manifest: Manifest | None, evaluated_at: str
) -> dict[str, Json]:
    """The sections that documents were given for, or that the manifest names documents for."""
    entries: dict[Section, list[Json]] = {}
    documents: dict[Section, list[str]] = {}
    for one in sorted(bound, key=lambda one: one.document.digest):  # a replay gives them in another order
        for number, piece in enumerate(one.document.content.pieces, 1):
            found = [_entry(piece, number, subject, one, evaluated_at) for subject in one.subjects]
            entries.setdefault(piece.section, []).extend(found)
            documents.setdefault(piece.section, []).append(one.document.digest)
    missing = _missing(bound, manifest)
    return {
        str(section): _section(entries.get(section, []), documents.get(section, []), missing.get(section, []))
        for section in Section
        if section in entries or section in missing
    }


def _section(entries: list[Json], documents: list[str], missing: list[str]) -> Json:
    evidence = tuple(dict.fromkeys(documents))
    if not missing:
        return collected(entries, evidence=evidence).to_json()
    why = f"the manifest names {', '.join(missing)}, which was not given"
    needs = "nothing: give every document that the manifest names with --evidence"
    return incomplete(entries, why=why, needs=needs, evidence=evidence).to_json()


def _missing(bound: Sequence[BoundEvidence], manifest: Manifest | None) -> dict[Section, list[str]]:
    missing: dict[Section, list[str]] = {}
    given = [one.document for one in bound]
    for reference in missing_evidence(given, manifest) if manifest else ():
        if section := SECTION_OF.get(reference.kind):
            missing.setdefault(section, []).append(f"{reference.kind} {reference.sha256[:12]}")
    return missing


def _entry(piece: Piece, number: int, subject: Subject, bound: BoundEvidence, evaluated_at: str) -> Json:
    document = bound.document
    return {
        **piece.facts,
        "id": f"{document.sha256} {number} {subject.name}".strip(),
        "document": document.sha256,
        "declared": bound.is_declared,
        "artifact": subject.name,
        "sha256": subject.sha256,
        "verified": document.is_verified,
        "signer": document.signer.to_json(),
        "made_at": _made_at(piece.made_at, evaluated_at=evaluated_at),
    }


def _made_at(moment: str, *, evaluated_at: str) -> Json:
    if not moment:
        return unread(Status.NOT_FOUND, why="the evidence does not say when it was made").to_json()
    if age_in_seconds(moment, at=evaluated_at) < -CLOCK_SKEW_SECONDS:
        why = f"it says it was made at {moment}, after the evaluation at {evaluated_at}"
        return unread(Status.ERROR, why=why).to_json()
    return collected(moment).to_json()
