"""Signing audits: nobody's signature vouches for what says nothing of when or of what it was read."""

import json
from typing import Any

import pytest

from checker.application.open_audit import AUDIT_PAYLOAD
from checker.application.sign_audit import sign_audit
from checker.errors import InputRefusedError, UsageError
from checker.formats.canonical import canonical_bytes
from checker.formats.dsse_v1 import parse_envelope, verify_envelope
from checker.formats.public_keys import read_public_key
from tests.fakes.memory_keys import MemorySigner
from tests.project_builders import audit_bytes, audit_document

SIGNER = MemorySigner("auditor")


def signed(document: dict[str, Any]) -> bytes:
    return sign_audit(json.dumps(document, indent=2).encode(), source="audit.json", signer=SIGNER)


def test_the_signature_is_over_the_canonical_bytes() -> None:
    envelope = parse_envelope(signed(audit_document()), source="it")
    key = read_public_key(SIGNER.identity.public_key, source="auditor")

    assert envelope.payload == canonical_bytes(audit_document())
    assert verify_envelope(envelope, keys=[key], threshold=1, payload_type=AUDIT_PAYLOAD, source="it") == (
        SIGNER.identity.fingerprint,
    )


def test_an_audit_without_a_time_is_not_signed() -> None:
    document = audit_document()
    del document["collected_at"]

    with pytest.raises(UsageError, match=r"^audit\.json: .*vouch for no moment"):
        signed(document)


def test_an_audit_of_a_repository_without_its_id_is_not_signed() -> None:
    document = audit_document()
    document["subject"]["id"] = {"status": "not_requested", "evidence": []}

    with pytest.raises(UsageError, match="could be taken for another repository's"):
        signed(document)


def test_an_audit_of_the_history_may_do_without_ids() -> None:
    document = audit_document("history")
    document["subject"]["id"] = {"status": "not_requested", "evidence": []}

    assert parse_envelope(signed(document), source="it").payload == canonical_bytes(document)


def test_what_is_no_audit_is_not_signed() -> None:
    with pytest.raises(InputRefusedError):
        sign_audit(audit_bytes()[:-1], source="audit.json", signer=SIGNER)
