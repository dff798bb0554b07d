"""Attestations that the provider keeps of a file, by its digest: each a bundle of sigstore, whole or not at all.

A signature holds over exact bytes, so a bundle is not cut down to an allow-list as every other answer is; everything
around it is. It is public by its nature (it says who built what), and nobody reads it before it is verified.
Source: GitHub's REST documentation, "List attestations".
"""

import re

from checker.domain.json_shape import object_of, objects_of
from checker.domain.json_value import Json
from checker.formats.canonical import canonical_bytes

NEEDS = "Attestations: read"
_ASKED = re.compile(r"repos/[^/]+/[^/]+/attestations/sha256:[0-9a-f]{64}(\?.*)?")
_LIST, _BUNDLE = "attestations", "bundle"


def attestations_path(slug: str, *, sha256: str) -> str:
    """Where the attestations of a file are listed."""
    return f"repos/{slug}/attestations/sha256:{sha256}?per_page=100"


def is_attestations(path: str) -> bool:
    """Whether a path is that of a list of attestations."""
    return _ASKED.fullmatch(path) is not None


def only_bundles(body: Json) -> Json:
    """The bundles of an answer, and what an error says."""
    fields = body if isinstance(body, dict) else {}
    message = fields.get("message")
    kept: dict[str, Json] = {"message": message} if isinstance(message, str) else {}
    if isinstance(listed := fields.get(_LIST), list):
        kept[_LIST] = [{_BUNDLE: item.get(_BUNDLE)} if isinstance(item, dict) else None for item in listed]
    return kept


def bundles_of(pages: tuple[Json, ...]) -> tuple[bytes, ...]:
    """The bundles on these pages, each in its canonical bytes, no two the same.

    Raises:
        InputRefusedError: a page is no such list, or an attestation came without its bundle.
    """
    found = [
        canonical_bytes(object_of(item.get(_BUNDLE), "the bundle of an attestation"))
        for page in pages
        for item in objects_of(object_of(page, "the answer").get(_LIST), _LIST)
    ]
    return tuple(dict.fromkeys(found))
