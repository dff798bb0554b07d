"""Sign an envelope: one signature more over the exact bytes that are in it, whatever kind of document they are."""

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.ports.signer import Signer

if TYPE_CHECKING:
    from checker.formats.dsse_v1 import SignedBytes


def sign_envelope(unsigned: "SignedBytes", *, signer: Signer) -> bytes:
    """The envelope with this key's signature beside those that are there already."""
    from checker.formats.dsse_v1 import render_envelope  # noqa: PLC0415 - loads a cryptography library

    signatures = {**unsigned.signatures, signer.identity.fingerprint: signer.sign(unsigned.to_sign())}
    return render_envelope(replace(unsigned, signatures=signatures))
