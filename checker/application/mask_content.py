"""Mask content: what people type about a release is kept without what has the form of a secret."""

from dataclasses import replace
from typing import assert_never

from checker.domain.masking import masked, masked_words
from checker.domain.release_record import (
    BlockerClosed,
    BlockerFiled,
    Content,
    DrillStep,
    EvidenceAdded,
    ReleaseRecord,
    Resumed,
    Smoked,
    Started,
    StepEnded,
)
from checker.ports.secret_forms import SecretForms


def mask_content(content: Content, secrets: SecretForms) -> Content:
    """The same, with every known form of a secret in words of people and programs replaced; the rest is names."""
    find = secrets.find
    match content:
        case Started():
            return replace(content, because=masked(content.because, find))
        case StepEnded() | BlockerClosed():
            return replace(content, reason=masked(content.reason, find))
        case BlockerFiled():
            return replace(
                content,
                title=masked(content.title, find),
                summary=masked(content.summary, find),
                check=masked(content.check, find),
                command=masked(content.command, find),
                fixes=tuple(masked(fix, find) for fix in content.fixes),
            )
        case Smoked():
            command = masked_words(content.command, find)
            return replace(content, command=command, failed_at=masked(content.failed_at, find))
        case DrillStep():
            return replace(content, note=masked(content.note, find))
        case Resumed() | EvidenceAdded():
            return content
        case _:
            assert_never(content)


def mask_record(record: ReleaseRecord, secrets: SecretForms) -> ReleaseRecord:
    """The record as it may be shown: what is kept was masked by what was known when it was written."""
    entries, drills = (
        tuple(replace(entry, content=mask_content(entry.content, secrets)) for entry in part)
        for part in (record.entries, record.drills)
    )
    return replace(record, entries=entries, drills=drills)
