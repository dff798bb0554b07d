"""Reading documents: each strictly, each kept in the canonical bytes its digest names."""

import pytest

from checker.application.read_documents import GivenDocuments, ReadDocuments, Readers, read_documents
from checker.application.sign_audit import sign_audit
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole, TrustedKey
from checker.errors import InputRefusedError, UsageError
from tests.fakes.memory_keys import MemorySigner
from tests.project_builders import (
    EVALUATED_AT,
    artifacts_bytes,
    audit_bytes,
    given,
    manifest_bytes,
    named,
)

AUDITOR = MemorySigner("auditor")
KEY = TrustedKey(name="auditor", role=KeyRole.AUDITOR, public_key=AUDITOR.identity.public_key)


def read(documents: GivenDocuments) -> ReadDocuments:
    anchor = Anchor(bundles=(), repositories=(), keys=(KEY,))
    return read_documents(documents, readers=Readers.under(anchor, namespace=Namespace.REAL, at=EVALUATED_AT))


def test_every_document_is_read_and_kept_under_its_digest() -> None:
    found = read(given())

    assert found.documents.manifest is not None
    assert found.documents.artifacts is not None
    assert [audit.subject.slug for audit in found.documents.audits] == ["example-org/widget"]
    assert [document.kind for document in found.stored] == ["manifest", "artifacts", "audit"]
    assert all(document.digest == digest_of(document.data) for document in found.stored)


def test_nothing_given_is_nothing_read() -> None:
    found = read(GivenDocuments())
    assert (found.documents.manifest, found.documents.artifacts, found.documents.audits) == (None, None, ())
    assert (found.stored, found.evidence) == ((), ())


def test_the_report_names_artifacts_and_the_envelopes_of_signed_audits_besides() -> None:
    envelope = sign_audit(audit_bytes(), source="it", signer=AUDITOR)

    found = read(given(audits=(named("signed.json", envelope), named("history.json", audit_bytes("history")))))

    assert [item.kind for item in found.stored] == ["manifest", "artifacts", "audit", "audit-envelope", "audit"]
    assert [item.kind for item in found.evidence] == ["artifacts", "audit-envelope"]


def test_a_baseline_is_kept_as_it_was_given_and_named() -> None:
    envelope = sign_audit(audit_bytes(), source="it", signer=AUDITOR)
    for data, authenticity in ((envelope, "signed"), (audit_bytes(), "unauthenticated")):
        found = read(GivenDocuments(baseline=named("baseline.json", data)))
        assert found.documents.baseline is not None
        assert found.documents.baseline.authenticity == authenticity
        assert [(one.kind, one.data) for one in found.stored] == [("baseline", data)]
        assert [(one.kind, one.digest) for one in found.evidence] == [("baseline", digest_of(data))]


def test_what_is_no_baseline_is_refused() -> None:
    with pytest.raises(UsageError, match="the baseline is an audit of kind history"):
        read(GivenDocuments(baseline=named("baseline.json", audit_bytes("history"))))


@pytest.mark.parametrize("kind", ["manifest", "artifacts"])
def test_a_malformed_document_is_refused_by_its_name(kind: str) -> None:
    with pytest.raises(InputRefusedError, match=r"^broken\.json"):
        read(given(**{kind: named("broken.json", b"{}")}))


def test_documents_of_the_command_line_go_before_those_of_the_project() -> None:
    line = GivenDocuments(manifest=named("line", manifest_bytes()))
    project = GivenDocuments(
        manifest=named("project", b""),
        artifacts=named("project", artifacts_bytes()),
        audits=(named("project", audit_bytes()),),
    )

    merged = line.over(project)

    assert (merged.manifest, merged.artifacts, merged.audits) == (line.manifest, project.artifacts, project.audits)
    assert project.over(line) == project
