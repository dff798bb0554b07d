"""DSSE envelopes: signatures of k of n keys over exact bytes.

Signed is the pre-authentication encoding of the payload's bytes and type, so the bytes are verified first and those
very bytes are parsed afterwards; nothing is ever re-serialised. Thresholds and encoding are securesystemslib's. A key
is named by its fingerprint. Source: github.com/secure-systems-lab/dsse, protocol.md and envelope.md.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import Key, Signature, SSlibKey  # type: ignore[attr-defined]  # exported without __all__

from checker.domain.digest import Digest, is_digest
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN, DocumentLimits
from checker.errors import InputRefusedError, Place, TrustError
from checker.formats.canonical import canonical_bytes
from checker.formats.in_toto_types import IN_TOTO
from checker.formats.public_keys import PublicKey
from checker.formats.strict_json import read_json

_MOST_SIGNATURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBytes:
    """A payload and what claims to have signed it: signatures by the fingerprint of their key."""

    payload: bytes
    payload_type: str = IN_TOTO
    signatures: Mapping[str, bytes] = field(default_factory=dict)

    def to_sign(self) -> bytes:
        """The bytes a key signs (PAE)."""
        encoding: bytes = Envelope(self.payload, self.payload_type, {}).pae()
        return encoding


def parse_envelope(data: bytes, *, source: str, limits: DocumentLimits = HAND_WRITTEN) -> SignedBytes:
    """An envelope as its JSON holds it; nothing is verified yet.

    `limits` are those of the envelope; what is in it is read under limits of its own.

    Raises:
        InputRefusedError: malformed, with unknown fields, or naming a key twice.
    """
    where = Place(source=source)
    document = read_json(data, source=source, limits=limits)
    if not isinstance(document, dict) or set(document) != {"payload", "payloadType", "signatures"}:
        raise InputRefusedError("the envelope has other fields than payload, payloadType and signatures", where=where)
    payload_type, listed = document["payloadType"], document["signatures"]
    if not isinstance(payload_type, str) or not isinstance(listed, list):
        raise InputRefusedError("the envelope's payloadType is no text, or its signatures are no list", where=where)
    if not 1 <= len(listed) <= _MOST_SIGNATURES:
        raise InputRefusedError(
            f"the envelope has {len(listed)} signatures, expected 1 to {_MOST_SIGNATURES}", where=where
        )
    signatures: dict[str, bytes] = {}
    for item in listed:
        key, signature = _signature(item, where)
        if key in signatures:
            raise InputRefusedError(f"the envelope has two signatures of {key}", where=where)
        signatures[key] = signature
    return SignedBytes(payload=_decoded(document["payload"], where), payload_type=payload_type, signatures=signatures)


def render_envelope(signed: SignedBytes) -> bytes:
    """The canonical JSON of an envelope, signatures sorted by key."""
    return canonical_bytes(
        {
            "payload": base64.b64encode(signed.payload).decode(),
            "payloadType": signed.payload_type,
            "signatures": [
                {"keyid": key, "sig": base64.b64encode(signature).decode()}
                for key, signature in sorted(signed.signatures.items())
            ],
        }
    )


def verify_envelope(
    signed: SignedBytes, *, keys: Sequence[PublicKey], threshold: int, payload_type: str = IN_TOTO, source: str
) -> tuple[Digest, ...]:
    """The fingerprints of all given keys that signed these bytes, sorted: at least `threshold` different ones.

    Raises:
        TrustError: fewer signed, the payload is of another type, or the threshold is none that keys can reach.
    """
    where = Place(source=source)
    if signed.payload_type != payload_type:
        raise TrustError(f"{signed.payload_type!a} is signed, expected {payload_type}", where=where)
    by_fingerprint: dict[Digest, Key] = {
        key.fingerprint: SSlibKey.from_crypto(key.native, keyid=key.fingerprint) for key in keys
    }
    if not 1 <= threshold <= len(by_fingerprint):
        raise TrustError(f"{threshold} signatures are demanded of {len(by_fingerprint)} usable keys", where=where)
    found = tuple(sorted(name for name, key in by_fingerprint.items() if _is_signed_by(signed, [key], 1)))
    if not _is_signed_by(signed, list(by_fingerprint.values()), threshold):
        raise TrustError(
            f"{len(found)} of {len(by_fingerprint)} usable keys signed it, expected at least {threshold}",
            hint="have it signed again; any change after signing voids every signature",
            where=where,
        )
    return found


def _is_signed_by(signed: SignedBytes, keys: list[Key], threshold: int) -> bool:
    signatures = {key: Signature(key, value.hex()) for key, value in signed.signatures.items()}
    try:
        Envelope(signed.payload, signed.payload_type, signatures).verify(keys, threshold)
    except VerificationError:
        return False
    return True


def _signature(item: Json, where: Place) -> tuple[str, bytes]:
    if not isinstance(item, dict) or set(item) != {"keyid", "sig"}:
        raise InputRefusedError("a signature has other fields than keyid and sig", where=where)
    key = item["keyid"]
    if not isinstance(key, str) or not is_digest(key):
        raise InputRefusedError(f"a signature names the key {ascii(key)[:80]}, expected its fingerprint", where=where)
    return key, _decoded(item["sig"], where)


def _decoded(value: Json, where: Place) -> bytes:
    """Base64 in its one spelling (RFC 4648, section 4)."""
    try:
        text = value if isinstance(value, str) else ""
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or base64.b64encode(data).decode() != value:
        raise InputRefusedError("the envelope holds something that is not base64", where=where)
    return data
