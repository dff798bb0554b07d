"""Public keys as the anchor holds them: one PEM block, a kind that is strong enough, a fingerprint.

The algorithm of a signature is decided by the key here, never by what a signature says about itself. The fingerprint
is the digest of the DER SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), so one key has one fingerprint however its PEM is
wrapped.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from checker.domain.digest import Digest, digest_of
from checker.errors import InputRefusedError, Place

PublicKeyType = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_BEGIN = "-----BEGIN PUBLIC KEY-----"
_SMALLEST_RSA = 2048


class KeyKind(StrEnum):
    """What a key is, named by the one JWS algorithm it is used with (RFC 7518, RFC 8037)."""

    ED25519 = "EdDSA"
    P256 = "ES256"
    RSA = "RS256"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A public key that may verify signatures."""

    kind: KeyKind
    fingerprint: Digest
    pem: str
    native: PublicKeyType = field(repr=False)


def read_public_key(pem: str, *, source: str) -> PublicKey:
    """The key in a PEM text: Ed25519, ECDSA on P-256, or RSA of at least 2048 bits.

    Raises:
        InputRefusedError: something else, more than one block, or a key that is too weak.
    """
    where = Place(source=source)
    if pem.count("-----BEGIN") != 1 or not pem.lstrip().startswith(_BEGIN):
        raise InputRefusedError(
            f"the key is not one PEM block that begins with {_BEGIN}",
            hint="no private key or certificate belongs here; `clean-release keys generate` prints the public key",
            where=where,
        )
    try:
        native = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputRefusedError("the key's PEM block cannot be read", where=where) from error
    kind = _kind_of(native)
    if kind is None or not isinstance(native, PublicKeyType):
        raise InputRefusedError(
            "the key is of a kind that is not accepted, expected Ed25519, ECDSA P-256, or RSA of 2048 bits or more",
            hint="`clean-release keys generate` makes an Ed25519 key",
            where=where,
        )
    der = native.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    normal = native.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return PublicKey(kind=kind, fingerprint=digest_of(der), pem=normal, native=native)


def _kind_of(native: object) -> KeyKind | None:
    if isinstance(native, ed25519.Ed25519PublicKey):
        return KeyKind.ED25519
    if isinstance(native, ec.EllipticCurvePublicKey) and isinstance(native.curve, ec.SECP256R1):
        return KeyKind.P256
    if isinstance(native, rsa.RSAPublicKey) and native.key_size >= _SMALLEST_RSA:
        return KeyKind.RSA
    return None
