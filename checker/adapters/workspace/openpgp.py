"""Signatures of OpenPGP, verified by the certificates that an anchor names and by nothing else.

No gpg is started, no keyring of this user is opened and no server of keys is asked: a library is given the bytes. Like
git, a signature does not count whose certificate is revoked or has expired by now, or whose subkey is revoked by now
for whatever reason, though it may have been good when it was made; the anchor takes a renewed certificate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.trust import ReleaseSigner
from checker.formats.openpgp_keys import PREFIX

if TYPE_CHECKING:
    from pysequoia import Cert, Sig

_NEEDS = "nothing: audit workspace with an anchor that names the signer's openpgp_key under release_signers"

_EXTRA = "nothing: pip install 'clean-release[openpgp]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPGPKeys:
    """The signers whose certificates are known, and the moment at which they must be good."""

    signers: Sequence[ReleaseSigner] = ()
    at: datetime


def verify_openpgp(payload: bytes, signature: bytes, *, keys: OpenPGPKeys | None) -> tuple[Observation, str]:
    """Whether a key of one of the signers made it over these bytes, and the certificate's fingerprint."""
    signers = [one for one in keys.signers if one.certificate] if keys else []
    if keys is None or not signers:
        return unread(Status.UNSUPPORTED, why="no anchor names a certificate of OpenPGP", needs=_NEEDS), ""
    try:
        import pysequoia  # noqa: PLC0415 - an extra, for signatures of this form alone
    except ImportError:
        why = "signatures of OpenPGP need an extra that is not installed"
        return unread(Status.UNSUPPORTED, why=why, needs=_EXTRA), ""
    try:
        made = pysequoia.Sig.from_bytes(signature)
    except Exception:  # noqa: BLE001 - the library raises whatever its parser meets; its text carries a backtrace
        return collected(value=False, evidence=("it is no signature of OpenPGP",)), ""
    flaws: list[str] = []
    for signer in signers:
        flaw = _flaw(signer, payload, made, at=keys.at)
        if not flaw:
            return collected(value=True), signer.fingerprint
        flaws.append(f"{signer.name}: {flaw}")
    return collected(value=False, evidence=tuple(dict.fromkeys(flaws))), ""


def _flaw(signer: ReleaseSigner, payload: bytes, made: "Sig", *, at: datetime) -> str:
    """Why this signer did not make it, or not with a certificate that is good; empty if it holds."""
    import pysequoia  # noqa: PLC0415 - as above

    try:
        certificates = pysequoia.Cert.split_bytes(signer.certificate.encode())
    except Exception:  # noqa: BLE001 - as above
        return "the certificate in the anchor cannot be read"
    if [PREFIX + one.fingerprint for one in certificates] != [signer.fingerprint]:
        return "the text in the anchor is not one certificate"
    (certificate,) = certificates
    if certificate.is_revoked:
        return "the certificate is revoked"
    if certificate.expiration and certificate.expiration <= at:
        return f"the certificate expired at {certificate.expiration:%Y-%m-%dT%H:%M:%SZ}"
    return _flaw_of_making(certificate, signer, payload, made)


def _flaw_of_making(certificate: "Cert", signer: ReleaseSigner, payload: bytes, made: "Sig") -> str:
    """Why no key of this certificate made it, or one that does not count by now; empty if it holds."""
    import pysequoia  # noqa: PLC0415 - as above

    try:
        found = pysequoia.verify(bytes=payload, store=lambda _: [certificate], signature=made)
        revoked = _revoked_subkeys(signer.certificate)
    except Exception:  # noqa: BLE001 - as above
        return "no key of this certificate made it over these bytes"
    if {PREFIX + one.certificate for one in found.valid_sigs} != {signer.fingerprint}:
        return "no key of this certificate made it over these bytes"
    return "the key that made it is revoked" if revoked & {one.signing_key for one in found.valid_sigs} else ""


def _revoked_subkeys(certificate: str) -> set[str]:
    """The fingerprints of its subkeys that a revocation follows.

    The library lets what was made before stand if the reason is that a key was retired; whoever holds the key says when
    it was made. Whether a revocation is itself well signed is not asked: the anchor's owner wrote it there.
    """
    from pysequoia.packet import PacketPile, SignatureType  # noqa: PLC0415 - as above

    revoked: set[str] = set()
    last = ""
    for packet in PacketPile.from_bytes(certificate.encode()):
        last = packet.fingerprint or last
        if packet.signature_type == SignatureType.SubkeyRevocation:
            revoked.add(last)
    return revoked
