"""Read documents: the manifest, artifacts and audits a check is about, each with the exact bytes to keep beside the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.bind_documents import Documents
from checker.application.open_audit import AuditReader
from checker.domain.audit import Audit
from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.report import JudgedDocument
from checker.formats.canonical import canonical_bytes
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.ports.project_files import ProjectFiles
from checker.ports.store import Document

MANIFEST, ARTIFACTS, AUDIT, ENVELOPE = "manifest", "artifacts", "audit", "audit-envelope"
MOST_BYTES = MACHINE_WRITTEN.bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDocuments:
    """Where documents are: names relative to the project; empty where there is none."""

    manifest: str = ""
    artifacts: str = ""
    audits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocuments:
    """The documents, what to store of them, and which of these the report must name besides manifest and audits."""

    documents: Documents
    stored: tuple[Document, ...]
    evidence: tuple[JudgedDocument, ...]


def read_documents(named: NamedDocuments, *, files: ProjectFiles, reader: AuditReader) -> ReadDocuments:
    """Every named document, strictly read.

    Raises:
        NotFoundError: a named file is not there.
        InputRefusedError: a file is malformed or against its schema.
        TrustError: a signed audit whose signature does not hold.
    """
    stored: list[Document] = []
    manifest = artifacts = None
    if named.manifest:
        data = files.read(named.manifest, most_bytes=MOST_BYTES)
        manifest, document = parse_manifest(data, source=named.manifest)
        stored.append(_kept(MANIFEST, document, manifest.digest))
    if named.artifacts:
        data = files.read(named.artifacts, most_bytes=MOST_BYTES)
        artifacts, document = parse_artifacts(data, source=named.artifacts)
        stored.append(_kept(ARTIFACTS, document, artifacts.digest))
    audits, kept = _audits(named.audits, files=files, reader=reader)
    stored += kept
    evidence = tuple(
        JudgedDocument(kind=item.kind, digest=item.digest) for item in stored if item.kind in (ARTIFACTS, ENVELOPE)
    )
    documents = Documents(manifest=manifest, artifacts=artifacts, audits=audits)
    return ReadDocuments(documents=documents, stored=tuple(stored), evidence=evidence)


def _audits(
    names: Sequence[str], *, files: ProjectFiles, reader: AuditReader
) -> tuple[tuple[Audit, ...], list[Document]]:
    audits, kept = [], []
    for name in names:
        opened = reader.open(files.read(name, most_bytes=MOST_BYTES), source=name)
        audits.append(opened.audit)
        kept.append(_kept(AUDIT, opened.audit.document, opened.audit.digest))
        if opened.envelope is not None:
            kept.append(opened.envelope)
    return tuple(audits), kept


def _kept(kind: str, document: dict[str, Json], digest: Digest) -> Document:
    return Document(kind=kind, digest=digest, data=canonical_bytes(document))
