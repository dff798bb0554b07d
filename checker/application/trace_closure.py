"""Trace a closure: open the documents a report rests on, as far as they are kept, and say what is in them."""

from checker.domain.closure import AuditedSections, Closure, ReadSection
from checker.domain.digest import Digest
from checker.domain.json_shape import object_of, text_of
from checker.errors import NotFoundError
from checker.formats.audit_v1 import parse_audit
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.report_v1 import StoredReport
from checker.ports.store import Store


def trace_closure(report: StoredReport, *, store: Store) -> Closure:
    """What is inside the documents of a report; a document that is not kept is named as missing.

    Raises:
        StoreError: the store does not hold what it recorded.
        InputRefusedError: a document is not what the report says it is.
    """
    missing: list[str] = []

    def kept(digest: str) -> bytes:
        try:
            return store.get_document(digest=Digest(digest)).data
        except NotFoundError:
            missing.append(digest)
            return b""

    named = text_of(object_of(report.document["manifest"], "manifest")["digest"], "digest")
    manifest = kept(named) if named else b""
    audits = [(audit.digest, kept(audit.digest)) for audit in report.view.audits]
    return Closure(
        artifacts=parse_manifest(manifest, source="the manifest of the report")[0].artifacts if manifest else (),
        audits=tuple(_sections(digest, data) for digest, data in audits if data),
        missing=tuple(missing),
    )


def _sections(digest: str, data: bytes) -> AuditedSections:
    sections = parse_audit(data, source="an audit of the report").sections
    read = (
        ReadSection(name=name, status=text_of(object_of(section, name)["status"], "status"))
        for name, section in sorted(sections.items())
    )
    return AuditedSections(audit=digest, sections=tuple(read))
