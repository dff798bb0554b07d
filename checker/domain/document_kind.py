"""Document kinds: what a stored document is. The words are kept in stores and reports, so none of them ever changes."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is: kept beside a report, or, as entries of a record and events of a candidate, alone."""

    PROJECT = "project"
    LOCK = "lock"
    ANCHOR = "anchor"
    MANIFEST = "manifest"
    ARTIFACTS = "artifacts"
    AUDIT = "audit"
    AUDIT_ENVELOPE = "audit-envelope"
    BASELINE = "baseline"
    EVIDENCE = "evidence"
    WAIVER = "waiver"
    INPUT = "input"
    INPUT_SCHEMA = "input-schema"
    RELEASE_ENTRY = "release-entry"
    LIFECYCLE_EVENT = "lifecycle-event"
    TRAIL_CHECKPOINT = "trail-checkpoint"
    FOREIGN_TRAIL = "foreign-trail"
    APPROVAL = "approval"
    PERMIT = "permit"
    REVOCATION = "revocation"
    RUN_STAGE = "run-stage"
    JUDGEMENT = "judgement"
