"""Carry a trail to another machine: a record of it with a signed checkpoint, and what others brought, kept apart.

What comes from elsewhere never enters one's own trail. It is kept whole, as one document, and is verified again each
time it is read: the entries follow each other and what is known of them already, the last is the one that was signed,
and the key counts by one's own anchor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.seal_trail import identity_of, open_checkpoint, refuse_unless_sealing, sign_checkpoint
from checker.application.verify_trail import refuse_other_trail
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.project import Project
from checker.domain.trail import Checkpoint, TrailIdentity, TrailRow
from checker.domain.trust import Anchor
from checker.errors import ConflictError, ForkError, NotFoundError, Place, StoreError, TrustError, UsageError
from checker.ports.signer import Signer
from checker.ports.store import Document, Store, TrailHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """Between whom: one's own store and project, whose keys count, and the present moment (RFC 3339)."""

    store: Store
    project: Project
    anchor: Anchor | None
    now: str

    @property
    def trail(self) -> TrailIdentity:
        """Whose trail the store keeps."""
        return identity_of(self.store, project=self.project, anchor=self.anchor)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTrail:
    """What is known of a trail of another store: its rows without a gap, and which key vouched for the last, when."""

    trail: TrailIdentity
    rows: tuple[TrailRow, ...]
    key: str
    at: str

    @property
    def head(self) -> TrailHead:
        """Its last known entry."""
        return TrailHead(seq=self.rows[-1].seq, hash=self.rows[-1].hash)

    def document(self, digest: Digest) -> bytes:
        """The bytes of a document, a report or a snapshot that it recorded.

        Raises:
            NotFoundError: it recorded none of this digest.
        """
        for row in self.rows:
            if row.name == digest and "data" in row.blobs:
                return row.blobs["data"]
        raise NotFoundError(f"the trail that was imported holds no document {digest}")


def checkpoint_trail(by: Carrying, *, signer: Signer) -> tuple[Checkpoint, bytes]:
    """A checkpoint of the head, and its envelope.

    Raises:
        StoreError: the trail does not hold, so nobody vouches for it.
        TrustError: the anchor does not let this key vouch for it.
    """
    trail = by.trail
    refuse_unless_sealing(signer, trail=trail, anchor=by.anchor, at=by.now)
    finding = by.store.verify_trail()
    if not finding.holds:
        raise StoreError(
            f"the trail does not hold at entry {finding.first_bad}: {finding.problem}",
            hint="nothing was signed; do not trust this store",
        )
    checkpoint = Checkpoint(trail=trail, size=finding.head.seq, head=finding.head.hash, at=by.now)
    return checkpoint, sign_checkpoint(checkpoint, signer=signer)


def export_trail(by: Carrying, *, signer: Signer, first: int = 1) -> tuple[Checkpoint, bytes]:
    """A record of the trail from entry `first` to its head, and the checkpoint in it.

    Raises:
        StoreError, TrustError: as `checkpoint_trail`.
        UsageError: there is no such entry.
        InputRefusedError: the record would be larger than anybody reads.
    """
    from checker.formats.trail_record_v1 import record_bytes  # noqa: PLC0415 - loads a cryptography library

    checkpoint, envelope = checkpoint_trail(by, signer=signer)
    if not 1 <= first <= checkpoint.size:
        raise UsageError(f"there is no entry {first} in the trail, expected one from 1 to {checkpoint.size}")
    rows = by.store.read_trail(after=first - 1, up_to=checkpoint.size)
    return checkpoint, record_bytes(checkpoint.trail, rows, envelope=envelope)


def import_trail(data: bytes, *, source: str, by: Carrying) -> tuple[ForeignTrail, bool]:
    """What is known of the trail that the record is of, and whether anything of it is new; durable on return.

    Raises:
        InputRefusedError: it is no record, or does not hold.
        TrustError: no key that counts vouches for it, it is of another namespace or repository, or older than what is
            known.
        ForkError: an entry is another than the one that is known.
        ConflictError: it is the trail of this very store.
        StoreError: something else wrote meanwhile; nothing was kept.
    """
    brought = _verified(data, source=source, by=by, now=by.now)
    kept = by.store.list_documents(kind=DocumentKind.FOREIGN_TRAIL)
    known = next((one for one in _joined(kept, by) if one.trail.origin == brought.trail.origin), None)
    if brought.trail.origin == by.trail.origin:
        own = tuple(by.store.read_trail(up_to=by.store.verify_trail().head.seq))
        _refuse_fork(brought.rows, known=own, source=source)
        raise ConflictError(
            "this is a record of the store's own trail, which is here already", where=Place(source=source)
        )
    if digest_of(data) in {one.digest for one in kept} and known:
        return known, False
    if known:
        _refuse_fork(brought.rows, known=known.rows, source=source)
        _refuse_older(brought, known=known, source=source)
    _refuse_gap(brought, last=known.rows[-1] if known else None, source=source)
    document = Document(kind=DocumentKind.FOREIGN_TRAIL, digest=digest_of(data), data=data)
    by.store.add_document(document=document, after=len(kept))
    return _continued(known, brought), True


def foreign_trails(by: Carrying) -> tuple[ForeignTrail, ...]:
    """Every trail that was brought here, verified again, in the order in which they first came.

    Raises:
        InputRefusedError, TrustError: what was kept does not hold any more, or no key that counts vouches for it.
    """
    return _joined(by.store.list_documents(kind=DocumentKind.FOREIGN_TRAIL), by)


def _joined(kept: Sequence[Document], by: Carrying) -> tuple[ForeignTrail, ...]:
    found: dict[Digest, ForeignTrail] = {}
    for document in kept:
        brought = _verified(document.data, source=f"the record {document.digest}", by=by)
        found[brought.trail.origin] = _continued(found.get(brought.trail.origin), brought)
    return tuple(found.values())


def _verified(data: bytes, *, source: str, by: Carrying, now: str = "") -> ForeignTrail:
    """The record in these bytes, of one's own repository, vouched for by a key that counts."""
    from checker.formats.dsse_v1 import render_envelope  # noqa: PLC0415 - loads a cryptography library
    from checker.formats.trail_record_v1 import parse_record  # noqa: PLC0415 - as above

    record = parse_record(data, source=source)
    refuse_other_trail(record.trail, own=by.trail, source=source)
    opened = open_checkpoint(render_envelope(record.signed), anchor=by.anchor, source=source, now=now)
    return ForeignTrail(trail=record.trail, rows=record.rows, key=opened.key, at=record.checkpoint.at)


def _continued(known: ForeignTrail | None, brought: ForeignTrail) -> ForeignTrail:
    """What is known when a record has come that begins not behind what was known."""
    before = [row for row in (known.rows if known else ()) if row.seq < brought.rows[0].seq]
    return ForeignTrail(trail=brought.trail, rows=(*before, *brought.rows), key=brought.key, at=brought.at)


def _refuse_fork(rows: Sequence[TrailRow], *, known: Sequence[TrailRow], source: str) -> None:
    there = {row.seq: row.hash for row in known}
    for row in rows:
        if there.get(row.seq, row.hash) != row.hash:
            raise ForkError(
                f"entry {row.seq} has the hash {row.hash}, and the one that is known {there[row.seq]}: two trails "
                "of one origin went different ways",
                where=Place(source=source),
            )


def _refuse_older(brought: ForeignTrail, *, known: ForeignTrail, source: str) -> None:
    if brought.head.seq < known.head.seq:
        raise TrustError(
            f"the record ends at entry {brought.head.seq}, and entry {known.head.seq} is known: it is older",
            hint="somebody presents what is no longer all; export the trail again",
            where=Place(source=source),
        )


def _refuse_gap(brought: ForeignTrail, *, last: TrailRow | None, source: str) -> None:
    """Make sure that the record begins at the beginning, or goes on from what is known."""
    first, reached = brought.rows[0], last.seq if last else 0
    if first.seq > reached + 1:
        raise TrustError(
            f"the record begins at entry {first.seq}, and entry {reached} is the last that is known",
            hint=f"export it with --first {reached + 1}, or whole",
            where=Place(source=source),
        )
    if last and first.seq == last.seq + 1 and first.prev != last.hash:
        raise ForkError(
            f"entry {first.seq} follows {first.prev}, and the last that is known is {last.hash}: two trails of one "
            "origin went different ways",
            where=Place(source=source),
        )
