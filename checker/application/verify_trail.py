"""Verify a trail: every row recomputed, every checkpoint in it compared, and held against one that was kept elsewhere.

A tail that was cut off, a store put back from a copy and a trail that went another way are valid trails in themselves.
Only what was signed before shows them.
"""

from dataclasses import dataclass
from enum import StrEnum

from checker.application.seal_trail import OpenedCheckpoint, open_checkpoint
from checker.domain.document_kind import DocumentKind
from checker.domain.trail import Checkpoint, TrailIdentity
from checker.domain.trust import Anchor
from checker.errors import CleanReleaseError, Place, TrustError
from checker.ports.store import Document, Store, TrailFinding, TrailHead


class Alarm(StrEnum):
    """What a checkpoint shows that the rows alone cannot."""

    NONE = ""
    CUT = "cut"
    FORK = "fork"
    OTHER = "other-trail"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedTrail:
    """What was found: `seals` are the checkpoints inside, `unproven` how many of them no key of the anchor vouches for.

    `against` is the checkpoint that was held against it, if any.
    """

    trail: TrailIdentity
    finding: TrailFinding
    alarm: Alarm = Alarm.NONE
    seals: int = 0
    unproven: int = 0
    against: OpenedCheckpoint | None = None


def verify_trail(
    store: Store, *, trail: TrailIdentity, anchor: Anchor | None, envelope: bytes = b"", source: str = "", now: str = ""
) -> VerifiedTrail:
    """Recompute the trail of a store; `envelope` holds a checkpoint that was kept elsewhere, read at the moment `now`.

    Raises:
        InputRefusedError: the envelope holds no checkpoint.
        TrustError: no key that counts signed it, or it is of another namespace, project or repository.
    """
    against = open_checkpoint(envelope, anchor=anchor, source=source, now=now) if envelope else None
    if against:
        refuse_other_trail(against.checkpoint.trail, own=trail, source=source)
    finding = store.verify_trail()
    seals = store.list_documents(kind=DocumentKind.TRAIL_CHECKPOINT) if finding.holds else ()
    alarm = Alarm.NONE
    if against and finding.holds:
        finding, alarm = _held_against(store, against.checkpoint, trail, finding)
    unproven = 0
    for seal in seals:
        opened = _opened(seal, anchor)
        unproven += opened is None
        if finding.holds and opened and (problem := _problem_of_seal(store, seal, opened.checkpoint, trail)):
            finding = TrailFinding(
                head=finding.head, first_bad=min(opened.checkpoint.size, finding.head.seq), problem=problem
            )
    return VerifiedTrail(
        trail=trail, finding=finding, alarm=alarm, seals=len(seals), unproven=unproven, against=against
    )


def refuse_other_trail(found: TrailIdentity, *, own: TrailIdentity, source: str) -> None:
    """Make sure that something is of the namespace, the project and the repository of whoever reads it.

    Raises:
        TrustError: names the first that differs. An id that one of the two does not know is not compared.
    """
    pairs = {
        "namespace": (found.namespace, own.namespace),
        "project": (found.project, own.project),
        "repository": (found.repository, own.repository),
    }
    if found.repository_id and own.repository_id:
        pairs["repository id"] = (str(found.repository_id), str(own.repository_id))
    for what, (seen, expected) in pairs.items():
        if seen != expected:
            raise TrustError(
                f"this is of the {what} {seen}, expected {expected}",
                hint="nothing of one namespace or repository counts in another",
                where=Place(source=source),
            )


def _held_against(
    store: Store, checkpoint: Checkpoint, trail: TrailIdentity, finding: TrailFinding
) -> tuple[TrailFinding, Alarm]:
    """What a checkpoint shows of a trail that holds in itself."""
    head = finding.head
    if checkpoint.trail.origin != trail.origin:
        why = f"it begins with {trail.origin}, expected {checkpoint.trail.origin}: another trail was put in its place"
        return TrailFinding(head=head, first_bad=1, problem=why), Alarm.OTHER
    if head.seq < checkpoint.size:
        why = f"the trail ends at {head.seq}, the checkpoint is at {checkpoint.size}: what was behind it was cut off"
        return TrailFinding(head=head, first_bad=head.seq + 1, problem=why), Alarm.CUT
    (row,) = store.read_trail(after=checkpoint.size - 1, up_to=checkpoint.size)
    if row.hash != checkpoint.head:
        why = f"its hash is {row.hash}, expected {checkpoint.head}: there are two trails of one origin, a fork"
        before = TrailHead(seq=row.seq - 1, hash=row.prev)
        return TrailFinding(head=before, first_bad=row.seq, problem=why), Alarm.FORK
    return finding, Alarm.NONE


def _opened(seal: Document, anchor: Anchor | None) -> OpenedCheckpoint | None:
    """A checkpoint that the trail itself holds, unless nobody vouches for it."""
    try:
        return open_checkpoint(seal.data, anchor=anchor, source="a checkpoint of the trail")
    except CleanReleaseError:
        return None


def _problem_of_seal(store: Store, seal: Document, checkpoint: Checkpoint, trail: TrailIdentity) -> str:
    """Why a checkpoint is not of the head that it stands behind, or nothing."""
    at = checkpoint.size
    row = next(store.read_trail(after=at, up_to=at + 1), None)
    if row is None or row.name != seal.digest:
        return f"the checkpoint {seal.digest} does not stand behind entry {at}, which it is of"
    if (row.prev, trail.origin) != (checkpoint.head, checkpoint.trail.origin):
        return f"its hash is {row.prev}, expected {checkpoint.head}, as the checkpoint behind it was signed"
    return ""
