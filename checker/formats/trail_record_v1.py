"""`trail-record/v1`: a part of a trail to be taken elsewhere: every entry, every row, and a signed checkpoint.

What is read back was recomputed: each entry follows the one before it, each row has the digest its entry commits, each
of its bytes the digest that the row names, and the last entry is the one of the checkpoint. Whether a key that counts
signed the checkpoint is for the reader's anchor to say. Of a log that the store itself got from elsewhere the bytes are
left out: their digest is there, and whoever wants them asks where they come from.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.limits import DocumentLimits
from checker.domain.moment import parse_moment
from checker.domain.trail import Checkpoint, TrailIdentity, TrailRow
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.dsse_v1 import SignedBytes, parse_envelope
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json
from checker.formats.trail_checkpoint_v1 import parse_checkpoint, trail_identity
from checker.formats.trail_v1 import BEFORE_THE_FIRST, TrailEntry, entry_hash, row_digest

SCHEMA = "clean-release/trail-record/v1"
SCHEMA_NAME = "trail_record_v1"
RECORD = DocumentLimits(bytes=64 * 1024 * 1024, depth=8, nodes=1_000_000)
"""More than ten thousand runs; beyond it a record is taken in parts."""

_NAMED_BY_DATA = {"document", "report", "snapshot"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRecord:
    """A part of a trail, from its first row to the one that the checkpoint names, and the envelope of that."""

    trail: TrailIdentity
    rows: tuple[TrailRow, ...]
    checkpoint: Checkpoint
    signed: SignedBytes = field(repr=False)

    @property
    def first(self) -> int:
        """The number of its first entry."""
        return self.rows[0].seq

    @property
    def last(self) -> int:
        """The number of its last entry."""
        return self.rows[-1].seq


def record_bytes(trail: TrailIdentity, rows: Iterator[TrailRow], *, envelope: bytes) -> bytes:
    """The canonical bytes of a record that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it: it is too large, or not a part of one trail.
    """
    data = canonical_bytes(
        {
            "schema": SCHEMA,
            "namespace": str(trail.namespace),
            "project": trail.project,
            "repository": trail.repository,
            "repository_id": trail.repository_id,
            "origin": trail.origin,
            "rows": [_written(row) for row in rows],
            "checkpoint": read_json(envelope, source="the new checkpoint"),
        }
    )
    parse_record(data, source="the new record")
    return data


def parse_record(data: bytes, *, source: str) -> TrailRecord:
    """The record in these bytes, recomputed.

    Raises:
        InputRefusedError: malformed or too large, or an entry, a row or its bytes are not what the next one says.
    """
    document = cast("dict[str, Any]", read_json(data, source=source, limits=RECORD))
    document_schema(SCHEMA_NAME).refuse_unless_valid(document, source=source, data=data)
    signed = parse_envelope(canonical_bytes(document["checkpoint"]), source=source)
    checkpoint = parse_checkpoint(signed.payload, source=f"the checkpoint of {source}")
    trail = trail_identity(document)
    rows = tuple(_row(one, trail, source) for one in document["rows"])
    if problem := _first_problem(rows, checkpoint, trail):
        raise InputRefusedError(f"the record does not hold: {problem}", where=Place(source=source))
    return TrailRecord(trail=trail, rows=rows, checkpoint=checkpoint, signed=signed)


def _written(row: TrailRow) -> dict[str, Json]:
    carried = {} if row.type == DocumentKind.FOREIGN_TRAIL else row.blobs
    return {
        "seq": row.seq,
        "at": row.at,
        "kind": row.kind,
        "name": row.name,
        "prev": row.prev,
        "parts": [{"part": part, "value": str(value)} for part, value in sorted(row.parts.items())],
        "bytes": [{"part": part, "base64": base64.b64encode(blob).decode()} for part, blob in sorted(carried.items())],
    }


def _row(document: dict[str, Any], trail: TrailIdentity, source: str) -> TrailRow:
    seq, kind, name = document["seq"], document["kind"], document["name"]
    parse_moment(document["at"])
    written: dict[str, str] = {one["part"]: one["value"] for one in document["parts"]}
    parts: Mapping[str, str | int] = {part: _value(part, value, seq, source) for part, value in written.items()}
    digest = row_digest(kind=kind, name=name, parts=parts)
    prev = Digest(document["prev"])
    entry = TrailEntry(
        namespace=trail.namespace, seq=seq, at=document["at"], kind=kind, name=name, row=digest, prev=prev
    )
    return TrailRow(
        seq=seq,
        at=document["at"],
        kind=kind,
        name=name,
        row=digest,
        prev=prev,
        hash=entry_hash(entry),
        parts=parts,
        blobs={one["part"]: _decoded(one["base64"], seq, source) for one in document["bytes"]},
    )


def _value(part: str, value: str, seq: int, source: str) -> str | int:
    """A part as its digest was taken over: a revision is a number, everything else a word."""
    if part != "revision":
        return value
    if not value.isascii() or not value.isdigit() or str(int(value[:16])) != value:
        raise InputRefusedError(
            f"the revision of entry {seq} is {value[:40]!a}, expected a number", where=Place(source=source)
        )
    return int(value)


def _decoded(text: str, seq: int, source: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if base64.b64encode(data).decode() != text:
        raise InputRefusedError(f"bytes of entry {seq} are not base64", where=Place(source=source))
    return data


def _first_problem(rows: tuple[TrailRow, ...], checkpoint: Checkpoint, trail: TrailIdentity) -> str:
    """The first thing that is not as the next one says, or nothing."""
    before: TrailRow | None = None
    for row in rows:
        if problem := _problem_of_place(row, before, trail) or _problem_of_row(row):
            return f"entry {row.seq}: {problem}"
        before = row
    last = rows[-1]
    if checkpoint.trail != trail:
        return "the checkpoint is of another trail"
    if (checkpoint.size, checkpoint.head) != (last.seq, last.hash):
        return (
            f"it ends at entry {last.seq} with the hash {last.hash}, expected the entry {checkpoint.size} with "
            f"{checkpoint.head}, which the checkpoint names"
        )
    return ""


def _problem_of_place(row: TrailRow, before: TrailRow | None, trail: TrailIdentity) -> str:
    """What is wrong with where an entry stands, or nothing."""
    if before:
        fits = (row.seq, row.prev) == (before.seq + 1, before.hash)
        return "" if fits else f"it follows {row.prev}, expected the entry {before.seq} with {before.hash}"
    if (row.seq == 1) != (row.prev == BEFORE_THE_FIRST):
        return f"it follows {row.prev}, which only the first entry of a trail may"
    if row.seq == 1 and (row.hash, row.kind) != (trail.origin, "origin"):
        return f"its hash is {row.hash}, expected the origin {trail.origin}"
    return ""


def _problem_of_row(row: TrailRow) -> str:
    """What is wrong with the bytes of a row, or nothing; all are there but those of a log from elsewhere."""
    wanted = {part for part in ("data", "content") if part in row.parts}
    carried = set() if row.type == DocumentKind.FOREIGN_TRAIL else wanted
    if set(row.blobs) != carried:
        return f"it carries the bytes {sorted(row.blobs)}, expected {sorted(carried)}"
    if row.kind in _NAMED_BY_DATA and row.name != row.parts.get("data"):
        return f"the {row.kind} is named {row.name[:80]!a}, expected the digest of its bytes"
    for part, blob in row.blobs.items():
        if digest_of(blob) != row.parts[part]:
            return f"the {part} of the {row.kind} has the digest {digest_of(blob)}, expected {row.parts[part]}"
    return ""
