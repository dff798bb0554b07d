"""Rebuild a report: judge again, from what is stored beside it alone, as `check` judged.

Replay and verification compare with what is built here, so both mean the same by "it comes out again".
"""

from dataclasses import dataclass, field, replace
from typing import Protocol

from checker.application.ad_hoc import ad_hoc_project
from checker.application.check import check
from checker.application.check_project import (
    LoadedProject,
    ProjectCheck,
    TrustedAnchor,
    check_request,
    loaded_project,
)
from checker.application.collected_by_run import collected_by_run
from checker.application.open_audit import AuditReader
from checker.application.prepare_snapshot import PolicyServices
from checker.application.read_documents import GivenDocuments, NamedBytes, Readers, read_documents
from checker.domain.audit import Authenticity
from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.project import Project
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor
from checker.errors import NotFoundError
from checker.formats.anchor_v1 import parse_anchor
from checker.formats.json_schema import DocumentSchema
from checker.formats.report_v1 import StoredReport, read_report, report_bytes
from checker.formats.snapshot_v1 import read_snapshot
from checker.formats.strict_json import read_json
from checker.ports.store import Store

OF_NO_VERSION = (
    "namespace",
    "purpose",
    "project",
    "source",
    "manifest",
    "audits",
    "evidence",
    "proofs",
    "waivers",
    "parameters",
    "trust",
    "anchor",
    "flags",
)
"""What a report says of the documents it was made from: under any version the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """The report as it comes out now, and what it was made from."""

    report: StoredReport
    project: Project = field(repr=False)
    snapshot: Snapshot = field(repr=False)
    anchor: Anchor | None = field(repr=False)


def rebuild_report(stored: StoredReport, *, services: PolicyServices) -> Rebuilt:
    """The report again, judged by the engine at hand at the moment the report names.

    Raises:
        NotFoundError: its snapshot or one of its documents is not in the store.
        StoreError: the store does not hold what it recorded.
        CleanReleaseError: what it names does not belong together, or is not what it is said to be.
    """
    store = services.store
    snapshot_record = store.get_snapshot(digest=Digest(stored.view.snapshot))
    snapshot = read_snapshot(data=snapshot_record.data, content=snapshot_record.content)
    schema = store.get_document(digest=snapshot.input_schema).data
    return judge_again(stored, _Stood(snapshot=snapshot, input_schema=schema), services=services)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stood:
    """A snapshot that is there, and the input schema it was compiled against."""

    snapshot: Snapshot
    input_schema: bytes = field(repr=False)

    def of(self, project: Project, anchor: Anchor | None) -> Snapshot:
        """The same for every project."""
        del project, anchor
        return self.snapshot


class Judging(Protocol):
    """What judges a stored report's documents: a snapshot, which may depend on what the project asked for."""

    @property
    def input_schema(self) -> bytes:
        """The schema of the rules' input that the snapshot was compiled against."""

    def of(self, project: Project, anchor: Anchor | None) -> Snapshot:
        """The snapshot for a project under an anchor."""


def judge_again(stored: StoredReport, judging: Judging, *, services: PolicyServices) -> Rebuilt:
    """The report that comes of the stored documents under a snapshot; raises as `rebuild_report`."""
    kept = _Kept(stored, services.store)
    given = kept.given()
    trusted = kept.anchor()
    anchor = trusted.anchor if trusted else None
    asked = ProjectCheck(
        evaluated_at=stored.view.evaluated_at,
        purpose=stored.view.purpose,
        tool=stored.view.tool,
        anchor=trusted,
        given=given,
        flags=stored.view.flags,
        candidate=stored.view.candidate,
    )
    readers = Readers.under(
        anchor,
        namespace=stored.view.namespace,
        at=asked.evaluated_at,
        verifiers=services.statement_verifiers,
    )
    read = read_documents(given, readers=readers)
    loaded = kept.project(given)
    snapshot = judging.of(loaded.project, anchor)
    request = check_request(loaded, asked, read, snapshot=snapshot, input_schema=judging.input_schema)
    result = check(request, engine=services.engine_for(snapshot.bundles), schema=DocumentSchema(judging.input_schema))
    again = read_report(report_bytes(result.report))
    return Rebuilt(report=again, project=loaded.project, snapshot=snapshot, anchor=anchor)


def versions_apart(stored: StoredReport, again: StoredReport, *, tool: str) -> tuple[str, ...]:
    """In words, which versions judged then and which judge now, where they differ."""
    notes = []
    if again.view.engine != stored.view.engine:
        notes.append(f"the engine was {stored.view.engine}, this is {again.view.engine}")
    if stored.view.tool != tool:
        notes.append(f"the report was made by {stored.view.tool}, this is {tool}")
    return tuple(notes)


def _ad_hoc(data: bytes) -> dict[str, Json] | None:
    """The document of a project that was made up, or None for a project file's."""
    document = read_json(data, source="project")
    return document if isinstance(document, dict) and document.get("ad_hoc") is True else None


class _Kept:
    """What the store keeps beside one report."""

    def __init__(self, report: StoredReport, store: Store) -> None:
        self._report = report
        self._store = store

    def digests(self, key: str, *, kind: DocumentKind | None = None) -> list[Digest]:
        """The digests of a list of documents the report names."""
        listed = self._report.document[key]
        items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
        return [Digest(str(item["digest"])) for item in items if not kind or item["kind"] == kind]

    def bytes_of(self, digest: Digest) -> bytes:
        """A stored document."""
        return self._store.get_document(digest=digest).data

    def anchor(self) -> TrustedAnchor | None:
        """The anchor that was in force."""
        digest = self._report.view.anchor
        if not digest:
            return None
        data = self.bytes_of(Digest(digest))
        return TrustedAnchor(anchor=parse_anchor(data, source="anchor.json"), document=data)

    def given(self) -> GivenDocuments:
        """The documents that were judged; a signed audit as the envelope it came in."""
        manifest = self._report.document["manifest"]
        digest = str(manifest["digest"]) if isinstance(manifest, dict) else ""
        artifacts = self.digests("evidence", kind=DocumentKind.ARTIFACTS)
        baselines = self.digests("evidence", kind=DocumentKind.BASELINE)
        envelopes = [
            self._named("signed audit", one) for one in self.digests("evidence", kind=DocumentKind.AUDIT_ENVELOPE)
        ]
        signed = {AuditReader.peek(one.data, source=one.name).digest for one in envelopes}
        collected = self._collected()
        plain = [
            replace(self._named("audit", one), collected_here=one in collected)
            for one in self.digests("audits")
            if one not in signed
        ]
        return GivenDocuments(
            manifest=self._named("manifest", Digest(digest)) if digest else None,
            artifacts=self._named("artifacts", artifacts[0]) if artifacts else None,
            audits=(*plain, *envelopes),
            evidence=tuple(self._named("evidence", one) for one in self.digests("proofs")),
            baseline=self._named("baseline", baselines[0]) if baselines else None,
            waivers=tuple(self._named("waiver", one) for one in self.digests("evidence", kind=DocumentKind.WAIVER)),
        )

    def project(self, given: GivenDocuments) -> LoadedProject:
        """The project file and lock that were in force; an ad hoc project is made up again."""
        data = self._project_bytes()
        ad_hoc = _ad_hoc(data)
        if ad_hoc is not None:
            bundles = ad_hoc["bundles"]
            named = tuple(str(item) for item in bundles) if isinstance(bundles, list) else ()
            return ad_hoc_project(given, bundles=named, namespace=self._report.view.namespace)
        locks = self.digests("evidence", kind=DocumentKind.LOCK)
        return loaded_project(data, self.bytes_of(locks[0]) if locks else None)

    def _project_bytes(self) -> bytes:
        found = self.digests("evidence", kind=DocumentKind.PROJECT)
        if not found:
            raise NotFoundError("the report names no project document", hint="it was not made by this program")
        return self.bytes_of(found[0])

    def _collected(self) -> set[Digest]:
        """The audits that the report says were collected in its run.

        No file can prove that. It is believed of an ad hoc run, which opens no gate, and of a compliance run as far as
        its events say so, which whoever verifies is told.
        """
        if _ad_hoc(self._project_bytes()) is None:
            return set(collected_by_run(self._report.digest, store=self._store))
        audits = self._report.view.audits
        return {one.digest for one in audits if one.authenticity is Authenticity.COLLECTED_HERE}

    def _named(self, name: str, digest: Digest) -> NamedBytes:
        return NamedBytes(name=name, data=self.bytes_of(digest))
