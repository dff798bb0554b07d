"""What a verdict rests on is read from the documents themselves, and what is not kept is named."""

import json

from checker.application.trace_closure import trace_closure
from checker.domain.closure import Closure
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import StoredReport, read_report, report_bytes
from tests.architecture.source_tree import ROOT
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import a_document, a_report, an_audit

BLOCKED = ROOT / "docs" / "examples" / "blocked"


def example(name: str) -> bytes:
    return canonical_bytes(json.loads((BLOCKED / name).read_text(encoding="utf-8")))


MANIFEST, AUDIT = example("manifest.json"), example("audits/example-org-widget.repository.json")


def reporting(*, manifest: Digest | str, audit: Digest) -> StoredReport:
    report = a_report(manifest_digest=manifest, manifest_version="1", audits=(an_audit(digest=audit),))
    return read_report(report_bytes(report))


def test_files_and_sections_are_those_of_the_kept_documents() -> None:
    store = MemoryStore(clock=FixedClock())
    report = reporting(manifest=digest_of(MANIFEST), audit=digest_of(AUDIT))
    documents = (a_document(MANIFEST, kind=DocumentKind.MANIFEST), a_document(AUDIT, kind=DocumentKind.AUDIT))
    store.put_report(digest=report.digest, data=report.data, inputs=documents)

    found = trace_closure(report, store=store)

    assert [one.name for one in found.artifacts] == [one["name"] for one in json.loads(MANIFEST)["artifacts"]]
    (audit,) = found.audits
    sections = json.loads(AUDIT)["sections"]
    assert audit.audit == digest_of(AUDIT)
    assert [(one.name, one.status) for one in audit.sections] == sorted(
        (name, section["status"]) for name, section in sections.items()
    )
    assert found.missing == ()


def test_what_is_not_kept_is_named() -> None:
    report = reporting(manifest=digest_of(b"manifest"), audit=digest_of(b"audit"))

    assert trace_closure(report, store=MemoryStore(clock=FixedClock())) == Closure(
        missing=(digest_of(b"manifest"), digest_of(b"audit"))
    )


def test_a_report_without_a_manifest_misses_none() -> None:
    report = reporting(manifest="", audit=digest_of(b"audit"))

    assert trace_closure(report, store=MemoryStore(clock=FixedClock())).missing == (digest_of(b"audit"),)
