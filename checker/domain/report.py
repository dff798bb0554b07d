"""Reports: everything that made a verdict, and the verdict. What is named here is inside the report's digest.

Durations, hosts and library hashes stay outside: the same snapshot, input and engine give the same bytes.
"""

from dataclasses import dataclass

from checker.domain.audit import Authenticity
from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace, Purpose
from checker.domain.outcome import Ruling
from checker.domain.snapshot import Snapshot
from checker.domain.verdict import Verdict
from checker.domain.waiver import ConsideredWaiver


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSource:
    """What the verdict is about; ids are 0 and `bound_by` says so where the documents do not carry them."""

    host: str
    slug: str
    repository_id: int = 0
    owner_id: int = 0
    commit: str = ""
    ref: str = ""
    bound_by: str = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAudit:
    """One audit that was judged: its digest, its facts' digest, and who vouches for it."""

    digest: Digest
    facts_digest: Digest
    kind: str
    collected_at: str
    authenticity: Authenticity
    signer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedProof:
    """One document of evidence that was judged: its digest, its facts' digest, and who vouches for it."""

    digest: Digest
    facts_digest: Digest
    kind: str
    authenticity: Authenticity
    signer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDocument:
    """Another document the verdict depends on: project file, lock, artifacts, the envelope of a signed audit."""

    kind: DocumentKind
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something rules needed and could not see, why, and the permission that would settle it."""

    observation: str
    status: str
    why: str
    needs: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gating:
    """Whether this report may open a gate, and every reason why not."""

    gating: bool
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An immutable report; its digest is over its canonical document (`formats.report_v1`)."""

    namespace: Namespace
    purpose: Purpose
    gating: Gating
    candidate: str
    project: str
    source: JudgedSource
    environment: str
    channels: tuple[str, ...]
    manifest_digest: str
    manifest_version: str
    audits: tuple[JudgedAudit, ...]
    evidence: tuple[JudgedDocument, ...]
    proofs: tuple[JudgedProof, ...]
    snapshot: Snapshot
    anchor: str
    evaluated_at: str
    engine_kind: str
    engine_version: str
    tool: str
    limits: dict[str, int]
    flags: tuple[str, ...]
    input_digest: Digest
    rulings: tuple[Ruling, ...]
    unread: tuple[Unread, ...]
    warnings: tuple[str, ...]
    replayable: bool
    verdict: Verdict
    verdict_because: tuple[str, ...]
    waivers: tuple[ConsideredWaiver, ...] = ()
