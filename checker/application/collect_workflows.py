"""Collect workflows: the workflow files of a checkout as an audit, each tied to the commit that is checked out.

A file that does not parse, differs from the commit, or was not scanned is an observation that was not collected; the
others stand beside it. What leads to a job is known only when every file was read.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checker.application.audit_files import AuditFile, audit_files
from checker.application.read_workflows import ReadWorkflow, read_workflows
from checker.domain.audit import AuditKind
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.publish_route import publish_routes
from checker.domain.workflow_scan import DETECTORS, ScanFinding, ScannedFile, WorkflowScan
from checker.errors import InputRefusedError
from checker.formats.audit_document import AuditDraft, Collector, Evidence, SubjectDraft
from checker.formats.workflow_section import route_facts, workflow_facts
from checker.ports.workflow_scanner import WorkflowScanner
from checker.ports.workspace import CommittedFiles, WorkflowFile

MODE, PROFILE = "files", "workflows"
NOT_SCANNED = "there is no zizmor in this installation"
"""What is said where the other program is not there."""
_INSTALL = "nothing: install clean-release[workflows]"
_SHA1_HEX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOut:
    """What is collected: the repository, the files, and what the commit that is checked out holds."""

    host: str
    slug: str
    committed: CommittedFiles
    files: tuple[WorkflowFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowSection:
    """The section, the files that could not be read, and what went wrong while they were scanned, in words."""

    section: Observation
    unread: tuple[ReadWorkflow, ...]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedWorkflows:
    """The audit, the files that could not be read, and what else went wrong on the way, in words."""

    audit: AuditFile
    unread: tuple[ReadWorkflow, ...]
    failures: tuple[str, ...]


def collect_workflows(
    checkout: CheckedOut, *, scanner: WorkflowScanner | None, now: str, version: str
) -> CollectedWorkflows:
    """The audit of these workflow files, as they are now.

    Args:
        checkout: what is collected.
        scanner: the other program, or None where it is not installed.
        now: when the files were read (RFC 3339, `Z`).
        version: the version of this tool, for the record.
    """
    files = tuple(_as_committed(checkout.files, checkout.committed))
    found = workflow_section(files, scanner=scanner)
    draft = AuditDraft(
        kind=AuditKind.WORKSPACE,
        host=checkout.host,
        collected_at=now,
        collector=Collector(version=version, profile=PROFILE, mode=MODE),
        subject=SubjectDraft(slug=checkout.slug, commit=checkout.committed.commit),
        sections={"workflows": found.section.to_json()},
        evidence=[_evidence(file, at=now) for file in files if not file.problem],
    )
    (audit,) = audit_files([draft.to_json()])
    return CollectedWorkflows(audit=audit, unread=found.unread, failures=found.failures)


def workflow_section(files: Sequence[WorkflowFile], *, scanner: WorkflowScanner | None) -> WorkflowSection:
    """The section `workflows` of these files, wherever they were read.

    Each of its files names the evidence `file_evidence`, which whoever made the files gives.
    """
    read = tuple(read_workflows(files))
    scan = scanner.scan([one for one in files if not one.problem]) if scanner else _no_scan()
    by_path = {file.path: file for file in files}
    value: dict[str, Json] = {
        "files": [_file(one, by_path[one.path], scan) for one in read],
        "routes": _routes(read).to_json(),
        "scanner": _scanner(scan).to_json(),
    }
    return WorkflowSection(
        section=collected(value),
        unread=tuple(one for one in read if one.workflow is None),
        failures=tuple(_failures(scan)),
    )


def _as_committed(files: Iterable[WorkflowFile], committed: CommittedFiles) -> Iterator[WorkflowFile]:
    """The files, and those of the commit that are not among them; whatever is not the commit's is a problem."""
    seen = set()
    for file in files:
        seen.add(file.path)
        same = file.problem or not committed.commit or _blob(file.data, committed.blobs.get(file.path, ""))
        yield file if same else replace(file, data=b"", problem=f"the file is not that of commit {committed.commit}")
    for path in sorted(committed.blobs.keys() - seen):
        yield WorkflowFile(path=path, problem=f"the file of commit {committed.commit} is not in the checkout")


def _blob(data: bytes, name: str) -> bool:
    """Whether git names these bytes so."""
    content = b"blob %d\0%s" % (len(data), data)
    found = hashlib.sha1(content, usedforsecurity=False) if len(name) == _SHA1_HEX else hashlib.sha256(content)
    return found.hexdigest() == name


def _no_scan() -> WorkflowScan:
    return WorkflowScan(name="zizmor", problem=NOT_SCANNED)


def _failures(scan: WorkflowScan) -> Iterator[str]:
    if scan.problem:
        yield f"the workflow files were not scanned: {scan.problem}"
    yield from (f"{path} was not scanned: {one.problem}" for path, one in sorted(scan.files.items()) if one.problem)


def _scanner(scan: WorkflowScan) -> Observation:
    if scan.problem:
        return _unscanned(scan)
    return collected({"name": scan.name, "version": scan.version})


def _unscanned(scan: WorkflowScan) -> Observation:
    if scan.problem == NOT_SCANNED:
        return unread(Status.NOT_REQUESTED, why=NOT_SCANNED, needs=_INSTALL)
    return unread(Status.ERROR, why=scan.problem)


def _file(read: ReadWorkflow, file: WorkflowFile, scan: WorkflowScan) -> dict[str, Json]:
    named = () if file.problem else (file_evidence(file.path),)
    return {
        "path": file.path,
        "sha256": "" if file.problem else hashlib.sha256(file.data).hexdigest(),
        "facts": _facts(read, named).to_json(),
        "findings": [{"detector": detector, "found": _found(detector, file, scan).to_json()} for detector in DETECTORS],
    }


def _facts(read: ReadWorkflow, evidence: tuple[str, ...]) -> Observation:
    if read.workflow is None:
        where = f"line {read.line}: " if read.line else ""
        return unread(Status.ERROR, why=f"{where}{read.problem}", evidence=evidence)
    return collected(workflow_facts(read.workflow), evidence=evidence)


def _found(detector: str, file: WorkflowFile, scan: WorkflowScan) -> Observation:
    if file.problem:
        return unread(Status.ERROR, why=file.problem)
    if scan.problem:
        return _unscanned(scan)
    scanned = scan.files.get(file.path, ScannedFile(problem="the file was left out"))
    if scanned.problem:
        return unread(Status.ERROR, why=scanned.problem)
    if detector not in scanned.ran:
        return unread(Status.NOT_REQUESTED, why=f"{scan.name} did not run {detector} without the network")
    found = [_finding(one) for one in scanned.findings if one.detector == detector]
    return collected(list(found), evidence=(file_evidence(file.path),))


def _finding(finding: ScanFinding) -> Json:
    return {
        "line": finding.line,
        "job": finding.job,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "persona": str(finding.persona),
    }


def _routes(read: Iterable[ReadWorkflow]) -> Observation:
    """The ways to every job; incomplete where a file was not read, for it might lead to one."""
    workflows = [one.workflow for one in read if one.workflow]
    try:
        found = route_facts(publish_routes(workflows))
    except InputRefusedError as error:
        return unread(Status.ERROR, why=error.message)
    if lost := [one.path for one in read if one.workflow is None]:
        return incomplete(found, why=f"{', '.join(lost[:3])} could not be read")
    return collected(found)


def _evidence(file: WorkflowFile, *, at: str) -> Evidence:
    digest = hashlib.sha256(file.data).hexdigest()
    return Evidence(id=file_evidence(file.path), method="FILE", url=file.path, http=0, at=at, sha256=digest)


def file_evidence(path: str) -> str:
    """The name of the evidence for a file."""
    return f"file:{path}"
