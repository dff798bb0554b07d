"""The terms of a permit: what exactly may be uploaded where, by which run, and what that rests on."""

from dataclasses import dataclass

from checker.domain.digest import Digest
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.domain.permit import PermitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRun:
    """A run of a workflow as the provider names it; everything is empty or 0 outside of one."""

    ref: str = ""
    sha: str = ""
    run_id: int = 0
    run_attempt: int = 0


NO_RUN = WorkflowRun()
"""Whoever publishes outside of a workflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermittedFile:
    """A file that may be uploaded; `sha256` is 64 hex characters, `size` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitBinding:
    """What a job can be held to: where it runs, of what, and for which channel."""

    namespace: Namespace
    host: str
    repository_id: int
    owner_id: int
    commit: str
    ref: str
    workflow: WorkflowRun
    environment: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitTerms:
    """Everything a permit says. `trail_seq` and `trail_hash` are the head of the trail when it was issued."""

    kind: PermitKind
    project: str
    repository: str
    candidate: str
    version: str
    verifier: str
    binding: PermitBinding
    target: Target
    files: tuple[PermittedFile, ...]
    manifest: Digest
    report: str
    verdict: str
    approvals: tuple[Digest, ...]
    single_person: bool
    snapshot: str
    trail_seq: int
    trail_hash: Digest
    reason: str
    issued: str
    expires: str
