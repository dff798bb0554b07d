"""Sign evidence: a builder's signature over the exact bytes of a document of evidence."""

from checker.application.sign_envelope import sign_envelope
from checker.formats.dsse_v1 import SignedBytes
from checker.formats.evidence_content import form_of, read_content
from checker.ports.signer import Signer

_AUDIT_MARK = b'"clean-release/audit/v1"'


def is_audit(data: bytes) -> bool:
    """Whether the bytes look like an audit, which another role signs; the strict readers decide the rest."""
    return _AUDIT_MARK in data


def sign_evidence(data: bytes, *, source: str, signer: Signer) -> bytes:
    """The envelope of signed evidence. What could not be read as evidence is never signed.

    Raises:
        InputRefusedError: it is no evidence, or malformed.
        NotFoundError: it is a bill of materials, and the extra `sbom` is not installed.
    """
    payload_type = form_of(data, source=source)
    read_content(data, payload_type=payload_type, source=source)
    return sign_envelope(SignedBytes(payload=data, payload_type=payload_type), signer=signer)
