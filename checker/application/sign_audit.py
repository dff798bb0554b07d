"""Sign an audit: an auditor's signature over the exact canonical bytes of an audit document."""

from checker.application.open_audit import AUDIT_PAYLOAD
from checker.application.sign_envelope import sign_envelope
from checker.domain.audit import AuditKind
from checker.errors import Place, UsageError
from checker.formats.audit_v1 import parse_audit
from checker.formats.canonical import canonical_bytes
from checker.formats.dsse_v1 import SignedBytes
from checker.ports.signer import Signer


def sign_audit(data: bytes, *, source: str, signer: Signer) -> bytes:
    """The envelope of a signed audit. What is not a valid audit, or says nothing of when it was read, is never signed.

    Raises:
        InputRefusedError: not an audit.
        UsageError: the audit carries no time, or, being of a repository, no ids to bind it by.
    """
    where = Place(source=source)
    audit = parse_audit(data, source=source)
    if not audit.collected_at:
        raise UsageError(
            "the audit does not say when it was read, so its signature would vouch for no moment",
            hint="capture again with times (`gh api -i`, or `at` in capture.json)",
            where=where,
        )
    if audit.kind is AuditKind.REPOSITORY and not audit.subject.repository_id:
        raise UsageError(
            "the audit carries no repository id, so its signature could be taken for another repository's",
            hint="capture `gh api repos/OWNER/NAME` as well",
            where=where,
        )
    payload = canonical_bytes(audit.document)
    return sign_envelope(SignedBytes(payload=payload, payload_type=AUDIT_PAYLOAD), signer=signer)
