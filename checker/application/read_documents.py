"""Read documents: what a check is about, each document with the exact bytes to keep beside the report."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from checker.application.bind_documents import Documents
from checker.application.find_drift import refuse_no_baseline
from checker.application.open_audit import AuditReader
from checker.application.open_evidence import EvidenceReader
from checker.application.open_waiver import WaiverReader
from checker.domain.audit import Audit, Authenticity
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.report import JudgedDocument
from checker.domain.trust import Anchor
from checker.formats.canonical import canonical_bytes
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.ports.statement_verifier import StatementVerifier
from checker.ports.store import Document

_NAMED_BESIDES = (DocumentKind.ARTIFACTS, DocumentKind.AUDIT_ENVELOPE, DocumentKind.BASELINE, DocumentKind.WAIVER)
"""What a report names besides manifest and audits, which have fields of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBytes:
    """Exact bytes and what to call them in a message; `collected_here`: this very run read them from the provider."""

    name: str
    data: bytes = field(repr=False)
    collected_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDocuments:
    """The documents a check is about, not read yet."""

    manifest: NamedBytes | None = None
    artifacts: NamedBytes | None = None
    audits: tuple[NamedBytes, ...] = ()
    evidence: tuple[NamedBytes, ...] = ()
    baseline: NamedBytes | None = None
    waivers: tuple[NamedBytes, ...] = ()

    @property
    def is_collected(self) -> bool:
        """Whether this run collected them; then they are judged by themselves, and no project file applies."""
        return any(one.collected_here for one in self.audits)

    def over(self, others: "GivenDocuments") -> "GivenDocuments":
        """These documents, and of the others those of a kind that is not among these."""
        return GivenDocuments(
            manifest=self.manifest or others.manifest,
            artifacts=self.artifacts or others.artifacts,
            audits=self.audits or others.audits,
            evidence=self.evidence or others.evidence,
            baseline=self.baseline or others.baseline,
            waivers=self.waivers or others.waivers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocuments:
    """The documents, what to store of them, and which of these the report must name besides manifest and audits."""

    documents: Documents
    stored: tuple[Document, ...]
    evidence: tuple[JudgedDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """How audits and evidence are opened: under one anchor, at one moment."""

    audits: AuditReader
    evidence: EvidenceReader
    waivers: WaiverReader

    @classmethod
    def under(
        cls, anchor: Anchor | None, *, namespace: Namespace, at: str, verifiers: Sequence[StatementVerifier] = ()
    ) -> "Readers":
        """The readers under an anchor in a namespace at a moment (RFC 3339, `Z`)."""
        return cls(
            audits=AuditReader(anchor=anchor, namespace=namespace, at=at),
            evidence=EvidenceReader(anchor=anchor, namespace=namespace, at=at, verifiers=verifiers),
            waivers=WaiverReader(anchor=anchor, at=at),
        )


def read_documents(given: GivenDocuments, *, readers: Readers) -> ReadDocuments:
    """Every given document, strictly read.

    Raises:
        InputRefusedError: one is malformed or against its schema.
        TrustError: a signed document whose signature does not hold.
        UsageError: the baseline is none.
    """
    stored: list[Document] = []
    manifest = artifacts = None
    if given.manifest:
        manifest, document = parse_manifest(given.manifest.data, source=given.manifest.name)
        stored.append(_kept(DocumentKind.MANIFEST, document, manifest.digest))
    if given.artifacts:
        artifacts, document = parse_artifacts(given.artifacts.data, source=given.artifacts.name)
        stored.append(_kept(DocumentKind.ARTIFACTS, document, artifacts.digest))
    audits = []
    for one in given.audits:
        opened = readers.audits.open(one.data, source=one.name)
        audit = opened.audit
        audits.append(replace(audit, authenticity=Authenticity.COLLECTED_HERE) if one.collected_here else audit)
        stored.append(_kept(DocumentKind.AUDIT, opened.audit.document, opened.audit.digest))
        if opened.envelope is not None:
            stored.append(opened.envelope)
    baseline = _baseline(given.baseline, readers)
    if given.baseline:  # as it was given: a signature stays on it
        data = given.baseline.data
        stored.append(Document(kind=DocumentKind.BASELINE, digest=digest_of(data), data=data))
    proofs = tuple(readers.evidence.open(one.data, source=one.name) for one in given.evidence)
    stored += [
        Document(kind=DocumentKind.EVIDENCE, digest=proof.digest, data=one.data)
        for proof, one in zip(proofs, given.evidence, strict=True)
    ]
    waivers = {digest_of(one.data): one for one in given.waivers}
    stored += [Document(kind=DocumentKind.WAIVER, digest=name, data=one.data) for name, one in waivers.items()]
    evidence = tuple(
        JudgedDocument(kind=item.kind, digest=item.digest) for item in stored if item.kind in _NAMED_BESIDES
    )
    documents = Documents(
        manifest=manifest,
        artifacts=artifacts,
        audits=tuple(audits),
        evidence=proofs,
        baseline=baseline,
        waivers=tuple(readers.waivers.open(one.data, source=one.name) for one in waivers.values()),
    )
    return ReadDocuments(documents=documents, stored=tuple(stored), evidence=evidence)


def _baseline(given: NamedBytes | None, readers: Readers) -> Audit | None:
    if given is None:
        return None
    audit = readers.audits.open(given.data, source=given.name).audit
    refuse_no_baseline(audit)
    return audit


def _kept(kind: DocumentKind, document: dict[str, Json], digest: Digest) -> Document:
    return Document(kind=kind, digest=digest, data=canonical_bytes(document))
