"""Replay: build a stored report again from stored documents alone, and compare.

With the same engine and tool version the bytes must be equal. With another version the outcomes are compared and the
difference of versions is said; a report whose engine ran out of time or memory is not expected to come out the same.
"""

from dataclasses import dataclass

from checker.application.ad_hoc import ad_hoc_project
from checker.application.check import check
from checker.application.check_project import (
    LoadedProject,
    ProjectCheck,
    TrustedAnchor,
    check_request,
    loaded_project,
)
from checker.application.open_audit import AuditReader
from checker.application.prepare_snapshot import PolicyServices
from checker.application.read_documents import GivenDocuments, NamedBytes, read_documents
from checker.domain.digest import Digest
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
    "parameters",
    "trust",
    "anchor",
    "flags",
)
"""What a report says of the documents it was made from: under any version the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What a replay found.

    `is_identical` says whether the bytes are equal; `differences` and `notes` say in words what differs, and what could
    not be expected to be equal.
    """

    digest: Digest
    is_identical: bool
    differences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the replay confirms the report: equal bytes, or, under other versions, equal outcomes."""
        return self.is_identical or not self.differences


def replay_report(*, name: str, services: PolicyServices, tool: str) -> Replay:
    """The report of this name, built again from what is stored beside it.

    Raises:
        NotFoundError: the report, its snapshot or one of its documents is not in the store.
        StoreError: the store does not hold what it recorded.
    """
    store = services.store
    record = store.get_report(name=name)
    stored = read_report(record.data)
    snapshot_record = store.get_snapshot(digest=Digest(stored.view.snapshot))
    snapshot = read_snapshot(data=snapshot_record.data, content=snapshot_record.content)
    kept = _Kept(stored, store)
    given = kept.given()
    anchor = kept.anchor()
    asked = ProjectCheck(
        evaluated_at=stored.view.evaluated_at,
        purpose=stored.view.purpose,
        tool=stored.view.tool,
        anchor=anchor,
        given=given,
        flags=stored.view.flags,
    )
    reader = AuditReader(anchor=anchor.anchor if anchor else None, at=asked.evaluated_at)
    read = read_documents(given, reader=reader)
    engine = services.engine_for(snapshot.bundles)
    input_schema = kept.bytes_of(snapshot.input_schema)
    request = check_request(kept.project(given), asked, read, snapshot=snapshot, input_schema=input_schema)
    result = check(request, engine=engine, schema=DocumentSchema(input_schema))
    again = read_report(report_bytes(result.report))
    return _compared(stored, again, tool=tool)


class _Kept:
    """What the store keeps beside one report."""

    def __init__(self, report: StoredReport, store: Store) -> None:
        self._report = report
        self._store = store

    def digests(self, key: str, *, kind: str = "") -> list[Digest]:
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
        artifacts = self.digests("evidence", kind="artifacts")
        envelopes = [self._named("signed audit", one) for one in self.digests("evidence", kind="audit-envelope")]
        signed = {AuditReader.peek(one.data, source=one.name).digest for one in envelopes}
        plain = [self._named("audit", one) for one in self.digests("audits") if one not in signed]
        return GivenDocuments(
            manifest=self._named("manifest", Digest(digest)) if digest else None,
            artifacts=self._named("artifacts", artifacts[0]) if artifacts else None,
            audits=(*plain, *envelopes),
        )

    def project(self, given: GivenDocuments) -> LoadedProject:
        """The project file and lock that were in force; an ad hoc project is made up again."""
        found = self.digests("evidence", kind="project")
        if not found:
            raise NotFoundError("the report names no project document", hint="it was not made by this program")
        data = self.bytes_of(found[0])
        document = read_json(data, source="project")
        if isinstance(document, dict) and document.get("ad_hoc") is True:
            bundles = document["bundles"]
            named = tuple(str(item) for item in bundles) if isinstance(bundles, list) else ()
            return ad_hoc_project(given, bundles=named, namespace=self._report.view.namespace)
        locks = self.digests("evidence", kind="lock")
        return loaded_project(data, self.bytes_of(locks[0]) if locks else None)

    def _named(self, name: str, digest: Digest) -> NamedBytes:
        return NamedBytes(name=name, data=self.bytes_of(digest))


def _compared(stored: StoredReport, again: StoredReport, *, tool: str) -> Replay:
    if again.digest == stored.digest:
        return Replay(digest=stored.digest, is_identical=True)
    notes = []
    if again.view.engine != stored.view.engine:
        notes.append(f"the engine was {stored.view.engine}, this is {again.view.engine}")
    if stored.view.tool != tool:
        notes.append(f"the report was made by {stored.view.tool}, this is {tool}")
    if not stored.view.replayable:
        notes.append("a rule ran into a limit then, so equal bytes were never promised")
    return Replay(
        digest=stored.digest, is_identical=False, differences=_differences(stored, again, notes), notes=tuple(notes)
    )


def _differences(stored: StoredReport, again: StoredReport, notes: list[str]) -> tuple[str, ...]:
    """What differs: under other versions only outcomes and verdict, under the same ones every field."""
    then = {ruling.rule.code: ruling.outcome for ruling in stored.view.rulings}
    now = {ruling.rule.code: ruling.outcome for ruling in again.view.rulings}
    found = [
        f"{code}: {then.get(code, 'absent')} then, {now.get(code, 'absent')} now"
        for code in sorted(then.keys() | now.keys())
        if then.get(code) is not now.get(code)
    ]
    if stored.view.verdict is not again.view.verdict:
        found.append(f"verdict: {stored.view.verdict} then, {again.view.verdict} now")
    if stored.view.gating.gating is not again.view.gating.gating:
        found.append(f"gating: {stored.view.gating.gating} then, {again.view.gating.gating} now")
    if notes:
        found += [f"{key} differs" for key in OF_NO_VERSION if stored.document[key] != again.document[key]]
    else:
        found += [f"{key} differs" for key in stored.document if stored.document[key] != again.document[key]]
    return tuple(found)
