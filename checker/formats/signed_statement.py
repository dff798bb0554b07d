"""Statements of persons and of permit keys about a candidate, in the DSSE envelopes that they are signed in.

The type of what is signed names its schema (`payload_type`), so no signature counts under another kind of statement.
"""

from collections.abc import Sequence
from typing import Any

from checker.domain.digest import Digest
from checker.domain.limits import SIGNED_DOCUMENT
from checker.errors import InputRefusedError, Place
from checker.formats.dsse_v1 import parse_envelope, verify_envelope
from checker.formats.payload_type import payload_type
from checker.formats.public_keys import PublicKey
from checker.formats.statement import read_statement


def payload_of(envelope: bytes, *, name: str, source: str) -> dict[str, Any]:
    """What an envelope holds, to be shown: nothing is verified.

    Raises:
        InputRefusedError: it is no envelope of such a statement.
    """
    signed = parse_envelope(envelope, source=source, limits=SIGNED_DOCUMENT)
    if signed.payload_type != payload_type(name):
        raise InputRefusedError(
            f"the envelope holds {signed.payload_type!a}, expected {payload_type(name)}", where=Place(source=source)
        )
    return read_statement(signed.payload, name=name, source=source)


def open_statement(
    envelope: bytes, *, name: str, keys: Sequence[PublicKey], threshold: int = 1, source: str
) -> tuple[dict[str, Any], tuple[Digest, ...]]:
    """What enough of these keys signed, and the fingerprints of those that did.

    Raises:
        TrustError: fewer signed it, or it is another kind of statement.
        InputRefusedError: it is no envelope, or what it holds is malformed.
    """
    signed = parse_envelope(envelope, source=source, limits=SIGNED_DOCUMENT)
    found = verify_envelope(signed, keys=keys, threshold=threshold, payload_type=payload_type(name), source=source)
    return read_statement(signed.payload, name=name, source=source), found
