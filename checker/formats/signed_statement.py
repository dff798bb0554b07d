"""Statements of persons and of permit keys about a candidate: canonical JSON in a DSSE envelope.

The type of what is signed names its schema, so that no signature under one kind of statement can be taken for one under
another.
"""

from collections.abc import Sequence
from typing import Any, cast

from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN, SIGNED_DOCUMENT
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.dsse_v1 import parse_envelope, verify_envelope
from checker.formats.public_keys import PublicKey
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json


def type_of(name: str) -> str:
    """What an envelope says it holds: `permit` gives `application/vnd.clean-release.permit.v1+json`."""
    return f"application/vnd.clean-release.{name}.v1+json"


def statement_bytes(document: dict[str, Json], *, name: str) -> bytes:
    """The canonical bytes of a statement that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it.
    """
    data = canonical_bytes(document)
    read_statement(data, name=name, source=f"the new {name}")
    return data


def read_statement(data: bytes, *, name: str, source: str) -> dict[str, Any]:
    """The document of a statement that was verified, or that nobody has signed yet.

    Raises:
        InputRefusedError: malformed, against its schema, or not canonical.
    """
    document = read_json(data, source=source, limits=MACHINE_WRITTEN)
    document_schema(f"{name}_v1").refuse_unless_valid(document, source=source, data=data)
    if canonical_bytes(document) != data:
        raise InputRefusedError(f"the {name} is not in canonical form", where=Place(source=source))
    return cast("dict[str, Any]", document)


def payload_of(envelope: bytes, *, name: str, source: str) -> dict[str, Any]:
    """What an envelope holds, to be shown: nothing is verified.

    Raises:
        InputRefusedError: it is no envelope of such a statement.
    """
    signed = parse_envelope(envelope, source=source, limits=SIGNED_DOCUMENT)
    if signed.payload_type != type_of(name):
        raise InputRefusedError(
            f"the envelope holds {signed.payload_type!a}, expected {type_of(name)}", where=Place(source=source)
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
    found = verify_envelope(signed, keys=keys, threshold=threshold, payload_type=type_of(name), source=source)
    return read_statement(signed.payload, name=name, source=source), found
