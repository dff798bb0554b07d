"""Open evidence: who said it is proven first, and only then what it says is read.

Another source of verified statements plugs in as a `StatementVerifier` (`ports.statement_verifier`): give it to the
`EvidenceReader` through `PolicyServices.statement_verifiers`, and hand its documents over as any other evidence
(`GivenDocuments.evidence`), so that they are stored, bound and judged again in a replay.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.public_keys_of import needed_keys_of
from checker.domain.digest import digest_of
from checker.domain.evidence import NOBODY, EvidenceDocument, Signer, SignerKind
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole
from checker.errors import Place, TrustError
from checker.formats.evidence_limits import ENVELOPE
from checker.formats.strict_json import read_json
from checker.ports.statement_verifier import StatementVerifier, VerifiedPayload

_ENVELOPE_FIELD = "payloadType"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReader:
    """Opens evidence under one anchor, in one namespace, at one moment (RFC 3339, `Z`)."""

    anchor: Anchor | None
    namespace: Namespace
    at: str
    verifiers: Sequence[StatementVerifier] = ()

    def open(self, data: bytes, *, source: str) -> EvidenceDocument:
        """The evidence in these bytes.

        Raises:
            InputRefusedError: malformed, or no evidence that is read here.
            TrustError: signed, and not by a builder key of the anchor that is valid now, or by nobody it trusts.
        """
        fields = _fields(data, source)
        if _ENVELOPE_FIELD in fields:
            opened = self._by_key(data, source)
        else:
            verifier = next((one for one in self.verifiers if one.recognises(fields)), None)
            opened = verifier.verify(data, source=source) if verifier else _unsigned(data, source)
        return _document(data, opened, source)

    @staticmethod
    def peek(data: bytes, *, source: str) -> EvidenceDocument:
        """The evidence in these bytes as if nobody had signed it: only for trying rules on it."""
        if _ENVELOPE_FIELD not in _fields(data, source):
            return _document(data, _unsigned(data, source), source)
        from checker.formats.dsse_v1 import parse_envelope  # noqa: PLC0415 - only signed evidence pays for cryptography

        signed = parse_envelope(data, source=source, limits=ENVELOPE)
        opened = VerifiedPayload(payload=signed.payload, payload_type=signed.payload_type, signer=NOBODY)
        return _document(data, opened, source)

    def _by_key(self, data: bytes, source: str) -> VerifiedPayload:
        from checker.formats.dsse_v1 import parse_envelope, verify_envelope  # noqa: PLC0415 - as above

        signed = parse_envelope(data, source=source, limits=ENVELOPE)
        trusted = needed_keys_of(
            self.anchor, KeyRole.BUILDER, namespace=self.namespace, at=self.at, what="evidence", source=source
        )
        keys = [one.public for one in trusted.values()]
        signers = verify_envelope(signed, keys=keys, threshold=1, payload_type=signed.payload_type, source=source)
        if odd := sorted(set(signed.signatures) - set(signers)):
            raise TrustError(
                f"the evidence carries a signature of {odd[0]} that no builder key of the anchor made",
                hint="have it signed by builders of the anchor alone",
                where=Place(source=source),
            )
        signer = Signer(kind=SignerKind.KEY, id=signers[0], name=trusted[signers[0]].name)
        return VerifiedPayload(payload=signed.payload, payload_type=signed.payload_type, signer=signer)


def _fields(data: bytes, source: str) -> frozenset[str]:
    """The names at the top of a JSON document; none for XML."""
    if not data.lstrip().startswith(b"{"):
        return frozenset()
    document = read_json(data, source=source, limits=ENVELOPE)
    return frozenset(document) if isinstance(document, dict) else frozenset()


def _unsigned(data: bytes, source: str) -> VerifiedPayload:
    from checker.formats.evidence_content import form_of  # noqa: PLC0415 - only checks with evidence pay for its readers

    return VerifiedPayload(payload=data, payload_type=form_of(data, source=source), signer=NOBODY)


def _document(data: bytes, opened: VerifiedPayload, source: str) -> EvidenceDocument:
    from checker.formats.evidence_content import facts_digest, read_content  # noqa: PLC0415 - as above

    content = read_content(opened.payload, payload_type=opened.payload_type, source=source)
    return EvidenceDocument(
        name=source,
        digest=digest_of(data),
        facts_digest=facts_digest(content),
        content=content,
        signer=opened.signer,
        run=opened.run,
    )
