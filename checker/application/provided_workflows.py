"""Provided workflows: the workflow files of one commit, as a provider holds them, as an audit of a workspace.

It is the section that a checkout fills, made of the same bytes by the same hand; only where they were read differs. The
frame is that of the repository's own audit: the same repository, credential and tool.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.application.collect_workflows import NOT_SCANNED, WorkflowSection, file_evidence, workflow_section
from checker.domain.audit import AuditKind
from checker.domain.json_shape import list_of, object_of, objects_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.formats.audit_document import Evidence
from checker.formats.github.audit_drafts import POST, AnswerReading
from checker.formats.github.query_answer import SHOWN, QueryAnswer
from checker.formats.github.status import OK
from checker.formats.github.workflow_files_query import WORKFLOW_FILES
from checker.formats.github.workflow_folder import FolderFile, WorkflowFolder, workflow_folder
from checker.ports.workflow_scanner import WorkflowScanner
from checker.ports.workspace import WorkflowFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedWorkflows:
    """The document, how the answer was understood, and what went wrong on the way, in words."""

    document: dict[str, Json]
    reading: AnswerReading
    failures: tuple[str, ...]


def provided_workflows(
    frame: dict[str, Json], answer: QueryAnswer, *, ref: str, scanner: WorkflowScanner | None
) -> ProvidedWorkflows:
    """The audit of the workflow files that an answer holds.

    Args:
        frame: the repository's own audit.
        answer: what the query was answered.
        ref: what was asked for, as git takes it; a full name of a commit must be that of the files.
        scanner: the other program, or None where it is not installed or nobody looks at what it finds.
    """
    found = workflow_folder(answer, ref=ref)
    if isinstance(found, WorkflowFolder):
        told = workflow_section([_file(one) for one in found.files], scanner=scanner)
        seen, commit, failures = told.section, found.commit, _failed_files(told)
        files = [file for file in found.files if not file.problem]
    else:
        seen, commit, failures, files = found, "", _failed_answer(found), []
    evidence = [answer.to_evidence(), *(_evidence(file, at=answer.response.at) for file in files)]
    section = replace(seen, evidence=(answer.evidence,))
    document: dict[str, Json] = {
        **{name: value for name, value in frame.items() if name != "collected_at"},
        "kind": str(AuditKind.WORKSPACE),
        "subject": {**object_of(frame["subject"], "subject"), "commit": commit},
        "sections": {"workflows": section.to_json()},
        "evidence": [*_of_frame(frame), *(one.to_json() for one in evidence)],
        **({"collected_at": answer.response.at} if answer.response.at else {}),
    }
    return ProvidedWorkflows(document=document, reading=answer.reading("workflows", seen), failures=failures)


def captured_workflows(
    answers: Sequence[QueryAnswer], documents: Sequence[dict[str, Json]], *, scanner: WorkflowScanner | None
) -> tuple[ProvidedWorkflows, ...]:
    """What captured answers hold of workflow files: the first one, for a repository has one workspace.

    Nothing says which commit was asked for; the answer names the one it is about.
    """
    frames = [one for one in documents if one["kind"] == AuditKind.REPOSITORY]
    telling = [one for one in answers if one.holds(WORKFLOW_FILES.field)]
    return tuple(
        provided_workflows(frame, answer, ref="", scanner=scanner)
        for frame, answer in zip(frames[:1], telling[:1], strict=False)
    )


def _of_frame(frame: dict[str, Json]) -> list[Json]:
    """The evidence that says whom the audit is about: what the provider answered about the repository itself."""
    subject = object_of(frame["subject"], "subject")
    named = list_of(object_of(subject["id"], "id")["evidence"], "evidence")
    return [one for one in objects_of(frame["evidence"], "evidence") if one["id"] in named]


def _file(found: FolderFile) -> WorkflowFile:
    return WorkflowFile(path=found.path, data=found.data, problem=found.problem)


def _evidence(file: FolderFile, *, at: str) -> Evidence:
    digest = hashlib.sha256(file.data).hexdigest()
    return Evidence(id=file_evidence(file.path), method=POST, url=SHOWN, http=OK, at=at, sha256=digest)


def _failed_answer(seen: Observation) -> tuple[str, ...]:
    is_failure = seen.status in (Status.ERROR, Status.INCOMPLETE)
    return (f"the workflow files: {seen.detail.why}",) if is_failure else ()


def _failed_files(found: WorkflowSection) -> tuple[str, ...]:
    """Files that are not known, and a scan that went wrong; a scanner that is not installed is no failure."""
    return (
        *(f"{one.path}: {one.problem}" for one in found.unread),
        *(why for why in found.failures if NOT_SCANNED not in why),
    )
