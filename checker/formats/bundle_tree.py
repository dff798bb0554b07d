"""The tree digest: one name for the content of a bundle, however it travels.

SHA-256 over the RFC 8785 bytes of `[{path, sha256, size}]` sorted by path (code points), `sha256` being 64 hex digits
and `size` bytes. Directory, archive and git give the same digest. Signature files are left out, because they are made
after the digest they vouch for; whoever verifies them reads them by name and nothing else does
(docs/adr/0002-digests.md).
"""

import hashlib
from collections.abc import Iterable

from checker.domain.digest import Digest
from checker.domain.snapshot import BundleFile
from checker.formats.bundle_names import ENVELOPE, OPA_SIGNATURES
from checker.formats.canonical import canonical_digest

SIGNATURE_FILES = frozenset({OPA_SIGNATURES, ENVELOPE})


def tree_digest(files: Iterable[BundleFile]) -> Digest:
    """The digest of these files, in whatever order they come."""
    return canonical_digest(
        [
            {"path": file.path, "sha256": hashlib.sha256(file.data).hexdigest(), "size": len(file.data)}
            for file in sorted(files, key=lambda file: file.path)
            if file.path not in SIGNATURE_FILES
        ]
    )
