"""Digests: the names of bytes.

A digest is written `sha256:<64 lower-case hex>` everywhere a person or a document sees it. It is taken over exact
bytes; for a value, over its RFC 8785 bytes (`formats.canonical`), never over a re-serialised object.
"""

import hashlib
import re
from typing import NewType

Digest = NewType("Digest", str)

_FORM = re.compile(r"\Asha256:[0-9a-f]{64}\Z")


def digest_of(data: bytes) -> Digest:
    """The SHA-256 digest of exactly these bytes."""
    return Digest("sha256:" + hashlib.sha256(data).hexdigest())


def is_digest(text: str) -> bool:
    """Whether the text has the one accepted spelling of a digest."""
    return _FORM.match(text) is not None
