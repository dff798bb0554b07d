"""Open an audit: a plain document anyone could have written, or one that an auditor of the anchor vouches for."""

from dataclasses import dataclass, replace

from checker.application.public_keys_of import needed_keys_of
from checker.domain.audit import Audit, Authenticity
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.limits import SIGNED_DOCUMENT
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole
from checker.formats.audit_v1 import parse_audit
from checker.formats.payload_type import payload_type
from checker.ports.store import Document

AUDIT_PAYLOAD = payload_type("audit")
_ENVELOPE_MARK = b'"payloadType"'


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAudit:
    """An audit with what is known of its author, and the envelope it came in, if any."""

    audit: Audit
    envelope: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReader:
    """Opens audits under one anchor, in one namespace, at one moment (RFC 3339, `Z`)."""

    anchor: Anchor | None
    namespace: Namespace
    at: str

    def open(self, data: bytes, *, source: str) -> OpenedAudit:
        """The audit in these bytes.

        Raises:
            InputRefusedError: malformed or against its schema.
            TrustError: a signed audit that no valid auditor key of the anchor signed.
        """
        if not _is_envelope(data):
            return OpenedAudit(audit=parse_audit(data, source=source))
        return self._open_signed(data, source)

    @staticmethod
    def peek(data: bytes, *, source: str) -> Audit:
        """The audit in these bytes, whoever signed it or nobody: only for finding out what it is about."""
        if not _is_envelope(data):
            return parse_audit(data, source=source)
        from checker.formats.dsse_v1 import parse_envelope  # noqa: PLC0415 - as below

        return parse_audit(parse_envelope(data, source=source, limits=SIGNED_DOCUMENT).payload, source=source)

    def _open_signed(self, data: bytes, source: str) -> OpenedAudit:
        # NOTE: only signed audits pay for loading a cryptography library.
        from checker.formats.dsse_v1 import parse_envelope, render_envelope, verify_envelope  # noqa: PLC0415

        signed = parse_envelope(data, source=source, limits=SIGNED_DOCUMENT)
        auditors = needed_keys_of(
            self.anchor, KeyRole.AUDITOR, namespace=self.namespace, at=self.at, what="audit", source=source
        )
        keys = [one.public for one in auditors.values()]
        signers = verify_envelope(signed, keys=keys, threshold=1, payload_type=AUDIT_PAYLOAD, source=source)
        audit = parse_audit(signed.payload, source=source)
        envelope = render_envelope(signed)
        return OpenedAudit(
            audit=replace(audit, authenticity=Authenticity.SIGNED, signer=signers[0]),
            envelope=Document(kind=DocumentKind.AUDIT_ENVELOPE, digest=digest_of(envelope), data=envelope),
        )


def _is_envelope(data: bytes) -> bool:
    """Whether the bytes look like a DSSE envelope, whose payload is base64; the strict readers decide the rest."""
    return _ENVELOPE_MARK in data and b'"clean-release/audit/v1"' not in data
