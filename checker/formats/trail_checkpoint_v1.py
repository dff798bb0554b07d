"""`trail-checkpoint/v1`: what a trail was like at a moment, canonical, so that a key can sign it."""

from typing import Any, cast

from checker.domain.digest import Digest
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.trail import Checkpoint, TrailIdentity
from checker.formats.canonical import canonical_bytes
from checker.formats.payload_type import payload_type
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

SCHEMA = "clean-release/trail-checkpoint/v1"
SCHEMA_NAME = "trail_checkpoint_v1"
CHECKPOINT_PAYLOAD = payload_type("trail-checkpoint")


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """The canonical bytes of a checkpoint."""
    trail = checkpoint.trail
    return canonical_bytes(
        {
            "schema": SCHEMA,
            "namespace": str(trail.namespace),
            "project": trail.project,
            "repository": trail.repository,
            "repository_id": trail.repository_id,
            "origin": trail.origin,
            "size": checkpoint.size,
            "head": checkpoint.head,
            "at": checkpoint.at,
            "event": checkpoint.event,
        }
    )


def parse_checkpoint(data: bytes, *, source: str) -> Checkpoint:
    """The checkpoint in these bytes.

    Raises:
        InputRefusedError: malformed, against its schema, or of a time that does not exist.
    """
    document = cast("dict[str, Any]", read_json(data, source=source, limits=HAND_WRITTEN))
    document_schema(SCHEMA_NAME).refuse_unless_valid(document, source=source, data=data)
    parse_moment(document["at"])
    return Checkpoint(
        trail=trail_identity(document),
        size=document["size"],
        head=Digest(document["head"]),
        at=document["at"],
        event=document["event"],
    )


def trail_identity(document: dict[str, Any]) -> TrailIdentity:
    """Whose trail a document is about; its schema was checked."""
    return TrailIdentity(
        namespace=Namespace(document["namespace"]),
        project=document["project"],
        repository=document["repository"],
        repository_id=document["repository_id"],
        origin=Digest(document["origin"]),
    )
