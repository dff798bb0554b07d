"""Sign a statement about a candidate: the bytes as they are, in an envelope that says what kind they are."""

from typing import TYPE_CHECKING

from checker.domain.limits import SIGNED_DOCUMENT
from checker.ports.signer import Signer

if TYPE_CHECKING:
    from checker.formats.dsse_v1 import SignedBytes


def sign_statement(data: bytes, *, name: str, signer: Signer) -> bytes:
    """The envelope of a statement with one signature; `name` is that of its schema."""
    from checker.formats.dsse_v1 import SignedBytes  # noqa: PLC0415 - loads a cryptography library
    from checker.formats.signed_statement import type_of  # noqa: PLC0415 - as above

    return _signed(SignedBytes(payload=data, payload_type=type_of(name)), signer)


def sign_also(envelope: bytes, *, signer: Signer, source: str) -> bytes:
    """The same envelope with one signature more.

    Raises:
        InputRefusedError: it is no envelope.
    """
    from checker.formats.dsse_v1 import parse_envelope  # noqa: PLC0415 - loads a cryptography library

    return _signed(parse_envelope(envelope, source=source, limits=SIGNED_DOCUMENT), signer)


def _signed(unsigned: "SignedBytes", signer: Signer) -> bytes:
    from checker.formats.dsse_v1 import SignedBytes, render_envelope  # noqa: PLC0415 - loads a cryptography library

    signatures = {**unsigned.signatures, signer.identity.fingerprint: signer.sign(unsigned.to_sign())}
    return render_envelope(
        SignedBytes(payload=unsigned.payload, payload_type=unsigned.payload_type, signatures=signatures)
    )
