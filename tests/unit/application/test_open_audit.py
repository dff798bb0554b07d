"""Opening audits: a plain one is anybody's, a signed one is an auditor's or is refused."""

import json
from dataclasses import replace

import pytest

from checker.application.open_audit import AUDIT_PAYLOAD, AuditReader
from checker.application.sign_audit import sign_audit
from checker.application.sign_envelope import sign_envelope
from checker.domain.audit import Authenticity
from checker.domain.digest import digest_of
from checker.domain.limits import SIGNED_DOCUMENT
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole, TrustedKey
from checker.errors import InputRefusedError, TrustError
from checker.formats.dsse_v1 import SignedBytes, render_envelope
from tests.fakes.memory_keys import MemorySigner
from tests.project_builders import EVALUATED_AT, audit_bytes, audit_document

AUDITOR = MemorySigner("auditor")
KEY = TrustedKey(name="auditor", role=KeyRole.AUDITOR, public_key=AUDITOR.identity.public_key)


def signed(signer: MemorySigner = AUDITOR) -> bytes:
    return sign_audit(audit_bytes(), source="audit.json", signer=signer)


def reader(*keys: TrustedKey) -> AuditReader:
    return AuditReader(anchor=Anchor(bundles=(), repositories=(), keys=keys), namespace=Namespace.REAL, at=EVALUATED_AT)


def test_a_plain_audit_is_nobodys() -> None:
    opened = reader(KEY).open(audit_bytes(), source="audit.json")

    assert opened.audit.authenticity is Authenticity.UNAUTHENTICATED
    assert (opened.audit.signer, opened.envelope) == ("", None)


def test_a_signed_audit_is_the_auditors_and_keeps_its_envelope() -> None:
    opened = reader(KEY).open(signed(), source="audit.json")

    assert opened.audit.authenticity is Authenticity.SIGNED
    assert opened.audit.signer == AUDITOR.identity.fingerprint
    assert opened.audit.digest == AuditReader.peek(audit_bytes(), source="audit.json").digest
    assert opened.envelope is not None
    assert (opened.envelope.kind, opened.envelope.data) == ("audit-envelope", signed())
    assert opened.envelope.digest == digest_of(signed())


@pytest.mark.parametrize(
    "key",
    [
        replace(KEY, role=KeyRole.POLICY),
        replace(KEY, revoked=True),
        replace(KEY, not_before="2026-03-02T12:00:01Z"),
        replace(KEY, not_after="2026-03-02T11:59:59Z"),
    ],
    ids=["another role", "revoked", "not valid yet", "not valid any more"],
)
def test_a_key_that_is_no_valid_auditors_vouches_for_nothing(key: TrustedKey) -> None:
    with pytest.raises(TrustError, match="names no auditor key that is valid now"):
        reader(key).open(signed(), source="audit.json")


def test_a_key_is_valid_at_both_ends_of_its_time() -> None:
    key = replace(KEY, not_before=EVALUATED_AT, not_after=EVALUATED_AT)
    assert reader(key).open(signed(), source="audit.json").audit.authenticity is Authenticity.SIGNED


def test_without_an_anchor_a_signed_audit_is_refused() -> None:
    with pytest.raises(TrustError, match="names no auditor key"):
        AuditReader(anchor=None, namespace=Namespace.REAL, at=EVALUATED_AT).open(signed(), source="audit.json")


def test_a_signature_of_somebody_else_is_refused() -> None:
    with pytest.raises(TrustError):
        reader(KEY).open(signed(MemorySigner("stranger")), source="audit.json")


def test_an_envelope_of_another_payload_type_is_refused() -> None:
    unsigned = SignedBytes(payload=audit_bytes(), payload_type="text/plain")
    signature = AUDITOR.sign(unsigned.to_sign())
    envelope = render_envelope(replace(unsigned, signatures={AUDITOR.identity.fingerprint: signature}))

    with pytest.raises(TrustError):
        reader(KEY).open(envelope, source="audit.json")


def test_a_signed_document_that_is_no_audit_is_refused() -> None:
    unsigned = SignedBytes(payload=b"{}", payload_type=AUDIT_PAYLOAD)
    signature = AUDITOR.sign(unsigned.to_sign())
    envelope = render_envelope(replace(unsigned, signatures={AUDITOR.identity.fingerprint: signature}))

    with pytest.raises(InputRefusedError):
        reader(KEY).open(envelope, source="audit.json")


def test_looking_at_an_audit_believes_nobody() -> None:
    plain = AuditReader.peek(audit_bytes(), source="audit.json")
    stranger = AuditReader.peek(signed(MemorySigner("stranger")), source="audit.json")

    assert stranger == plain
    assert stranger.authenticity is Authenticity.UNAUTHENTICATED


@pytest.mark.unmeasured
def test_an_audit_of_five_megabytes_may_be_signed() -> None:
    document = audit_document("repository")
    ruleset = document["sections"]["ref_rules"]["value"][0]
    document["sections"]["ref_rules"]["value"] = [{**ruleset, "id": str(number)} for number in range(7_000)]
    envelope = sign_audit(json.dumps(document).encode(), source="audit.json", signer=AUDITOR)

    opened = reader(KEY).open(envelope, source="audit.json")

    assert len(envelope) > 5_000_000
    assert opened.audit.authenticity is Authenticity.SIGNED


def test_an_envelope_one_byte_over_its_limit_is_refused() -> None:
    most = signed() + b" " * (SIGNED_DOCUMENT.bytes - len(signed()))

    assert reader(KEY).open(most, source="audit.json").audit.authenticity is Authenticity.SIGNED
    with pytest.raises(InputRefusedError, match="bytes"):
        reader(KEY).open(most + b" ", source="audit.json")


def test_an_audit_that_was_signed_under_a_type_without_a_version_is_refused() -> None:
    old = SignedBytes(payload=audit_bytes(), payload_type="application/vnd.clean-release.audit+json")

    with pytest.raises(TrustError, match=r"is signed, expected application/vnd\.clean-release\.audit\.v1\+json"):
        reader(KEY).open(sign_envelope(old, signer=AUDITOR), source="audit.json")
