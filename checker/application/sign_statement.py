"""Sign a statement about a candidate: the bytes as they are, in an envelope that says what kind they are."""

from checker.application.sign_envelope import sign_envelope
from checker.domain.limits import SIGNED_DOCUMENT
from checker.formats.payload_type import payload_type
from checker.ports.signer import Signer


def sign_statement(data: bytes, *, name: str, signer: Signer) -> bytes:
    """The envelope of a statement with one signature; `name` is that of its schema."""
    from checker.formats.dsse_v1 import SignedBytes  # noqa: PLC0415 - loads a cryptography library

    return sign_envelope(SignedBytes(payload=data, payload_type=payload_type(name)), signer=signer)


def sign_also(envelope: bytes, *, signer: Signer, source: str) -> bytes:
    """The same envelope with one signature more.

    Raises:
        InputRefusedError: it is no envelope.
    """
    from checker.formats.dsse_v1 import parse_envelope  # noqa: PLC0415 - loads a cryptography library

    return sign_envelope(parse_envelope(envelope, source=source, limits=SIGNED_DOCUMENT), signer=signer)
