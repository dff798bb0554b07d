"""Certificates of OpenPGP as an anchor writes them, and the fingerprint of the primary key (RFC 9580, section 5.5.4).

Only the first packet is read here, to name the certificate when an anchor is opened; whether the rest of it holds, and
what it made, is for the library of `audit workspace`. So a check needs no such library.
"""

import base64
import binascii
import hashlib
import re

from checker.errors import InputRefusedError, Place

PREFIX = "OPENPGP:"
_ARMOUR = re.compile(
    r"-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[A-Za-z]+: [^\r\n]*\r?\n)*\r?\n"
    r"(?P<data>[A-Za-z0-9+/=\r\n]+?)(?:\r?\n=[A-Za-z0-9+/]{4})?\r?\n-----END PGP PUBLIC KEY BLOCK-----"
)
_PUBLIC_KEY = 6
_NEW_FORM, _TAG_OF_OLD, _LENGTHS_OF_OLD = 0x40, 2, {0: 1, 1: 2, 2: 4}
_ONE_OCTET, _TWO_OCTETS, _FIVE_OCTETS = 192, 224, 255
_MOST_KEY = 65_535


def openpgp_fingerprint(text: str, *, source: str) -> str:
    """The fingerprint of a certificate in its armour: `OPENPGP:` and hex, as programs of OpenPGP print it.

    Raises:
        InputRefusedError: it is none, or of a version that is not known.
    """
    armour = _ARMOUR.fullmatch(text.strip())
    try:
        data = base64.b64decode("".join(armour["data"].split()), validate=True) if armour else b""
        return PREFIX + _fingerprint(_first_packet(data))
    except (binascii.Error, IndexError, ValueError):
        raise InputRefusedError(
            f"this is no certificate of OpenPGP: {text[:40]!a}",
            hint="write what gpg --armor --export --export-options export-minimal prints, as a block of text (|)",
            where=Place(source=source),
        ) from None


def _first_packet(data: bytes) -> bytes:
    """The body of the primary key; a header is of the old form or of the new one (section 4.2)."""
    first = data[0]
    if first & _NEW_FORM:
        tag, (begin, length) = first & 0x3F, _new_length(data)
    else:
        tag, size = (first >> _TAG_OF_OLD) & 0x0F, _LENGTHS_OF_OLD.get(first & 3, 0)
        begin, length = 1 + size, int.from_bytes(data[1 : 1 + size])
    body = data[begin : begin + length]
    if tag != _PUBLIC_KEY or not 0 < length == len(body) <= _MOST_KEY:
        raise ValueError(tag)
    return body


def _new_length(data: bytes) -> tuple[int, int]:
    """Where the body begins, and its length; a partial one, which a key never has, counts as none."""
    octet = data[1]
    if octet < _ONE_OCTET:
        return 2, octet
    if octet < _TWO_OCTETS:
        return 3, ((octet - _ONE_OCTET) << 8) + data[2] + _ONE_OCTET
    return 6, int.from_bytes(data[2:6]) if octet == _FIVE_OCTETS else 0


def _fingerprint(body: bytes) -> str:
    """Version 4 is named by SHA-1, which the standard demands; version 6 by SHA-256."""
    if body[0] == 4:  # noqa: PLR2004 - the version of the packet
        return hashlib.sha1(b"\x99" + len(body).to_bytes(2) + body, usedforsecurity=False).hexdigest()
    if body[0] == 6:  # noqa: PLR2004 - as above
        return hashlib.sha256(b"\x9b" + len(body).to_bytes(4) + body).hexdigest()
    raise ValueError(body[0])
