"""`lock/v1`: the lock file `clean-release.lock`, canonical JSON."""

from typing import Any, cast

from checker.domain.digest import Digest
from checker.domain.limits import HAND_WRITTEN
from checker.domain.lock import Lock, LockedBundle
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

FILE_NAME = "clean-release.lock"
SCHEMA = "clean-release/lock/v1"


def parse_lock(data: bytes, *, source: str) -> Lock:
    """A lock as its file holds it.

    Raises:
        InputRefusedError: malformed, against its schema, or naming a source twice.
    """
    document = cast("dict[str, Any]", read_json(data, source=source, limits=HAND_WRITTEN))
    document_schema("lock_v1").refuse_unless_valid(document, source=source, data=data)
    bundles = tuple(
        LockedBundle(
            source=fields["source"],
            archive_sha256=fields["archive_sha256"],
            tree_digest=Digest(fields["tree_digest"]),
            revision=fields["revision"],
            commit=fields.get("commit", ""),
        )
        for fields in document["bundles"]
    )
    return Lock(
        bundles=bundles, snapshot=Digest(document["snapshot"]), project_digest=Digest(document["project_digest"])
    )


def render_lock(lock: Lock) -> bytes:
    """The canonical bytes of a lock, bundles sorted by source."""
    return canonical_bytes(
        {
            "schema": SCHEMA,
            "bundles": [
                {
                    "source": bundle.source,
                    "archive_sha256": bundle.archive_sha256,
                    "tree_digest": bundle.tree_digest,
                    "revision": bundle.revision,
                    **({"commit": bundle.commit} if bundle.commit else {}),
                }
                for bundle in sorted(lock.bundles, key=lambda bundle: bundle.source)
            ],
            "snapshot": lock.snapshot,
            "project_digest": lock.project_digest,
        }
    )
