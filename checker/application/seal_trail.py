"""Seal a trail: checkpoints that a key of the anchor signs, and whether one that is presented counts.

A key counts that acts for the gate (`permit`) or that a person acts with (`approver`), each in its own namespace.
"""

from collections.abc import Callable
from dataclasses import dataclass

from checker.application.public_keys_of import CountingKey, public_keys_of
from checker.application.sign_envelope import sign_envelope
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.project import Project
from checker.domain.trail import Checkpoint, TrailIdentity
from checker.domain.trust import Anchor, KeyRole
from checker.errors import Place, TrustError
from checker.formats.trail_checkpoint_v1 import CHECKPOINT_PAYLOAD, checkpoint_bytes, parse_checkpoint
from checker.ports.signer import Signer
from checker.ports.store import Document, Seal, Store, TrailHead

ROLES = (KeyRole.PERMIT, KeyRole.APPROVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCheckpoint:
    """A checkpoint with the name of the key that vouches for it."""

    checkpoint: Checkpoint
    key: str


def identity_of(store: Store, *, project: Project, anchor: Anchor | None) -> TrailIdentity:
    """Whose trail the store keeps; the repository's id is the anchor's word."""
    (first,) = store.read_trail(up_to=1)
    place = anchor.repository_at(host=project.host, slug=project.slug, namespace=store.namespace) if anchor else None
    return TrailIdentity(
        namespace=store.namespace,
        project=project.name,
        repository=project.address,
        repository_id=place.repository_id if place else 0,
        origin=first.hash,
    )


def sealing(trail: TrailIdentity, *, signer: Signer, at: str) -> Callable[[Digest], Seal]:
    """What makes, for an event, a signed checkpoint of the head of this trail behind it, at this moment.

    The event is named in what is signed: who vouches for a trail has not thereby done what it records last.
    """

    def of_event(event: Digest) -> Seal:
        def seal(head: TrailHead) -> Document:
            checkpoint = Checkpoint(trail=trail, size=head.seq, head=head.hash, at=at, event=event)
            envelope = sign_checkpoint(checkpoint, signer=signer)
            return Document(kind=DocumentKind.TRAIL_CHECKPOINT, digest=digest_of(envelope), data=envelope)

        return seal

    return of_event


def sign_checkpoint(checkpoint: Checkpoint, *, signer: Signer) -> bytes:
    """The envelope of a checkpoint."""
    from checker.formats.dsse_v1 import SignedBytes  # noqa: PLC0415 - loads a cryptography library

    unsigned = SignedBytes(payload=checkpoint_bytes(checkpoint), payload_type=CHECKPOINT_PAYLOAD)
    return sign_envelope(unsigned, signer=signer)


def refuse_unless_sealing(signer: Signer, *, trail: TrailIdentity, anchor: Anchor | None, at: str) -> None:
    """Make sure that the anchor lets this key vouch for a trail of this namespace at this moment.

    Raises:
        TrustError: it does not.
    """
    if signer.identity.fingerprint not in _sealing_keys(anchor, trail=trail, at=at):
        raise TrustError(
            f"the anchor names no valid key with the role permit or approver that is {signer.identity.name} and may "
            f"vouch for a trail of the namespace {trail.namespace}",
            hint="make one with `clean-release keys generate --actor NAME`, and put what it prints into the anchor",
        )


def open_checkpoint(envelope: bytes, *, anchor: Anchor | None, source: str, now: str = "") -> OpenedCheckpoint:
    """The checkpoint in an envelope that a key of the anchor signed, which was valid at the checkpoint's moment.

    Args:
        envelope: a DSSE envelope.
        anchor: whose keys count.
        source: what to call it when it is refused.
        now: a moment at which the key must be valid too, for what comes from elsewhere: an old key that got lost would
            otherwise sign what is dated back.

    Raises:
        InputRefusedError: it is no envelope of a checkpoint.
        TrustError: no key that counts signed it.
    """
    from checker.formats.dsse_v1 import parse_envelope, verify_envelope  # noqa: PLC0415 - loads a cryptography library

    signed = parse_envelope(envelope, source=source)
    checkpoint = parse_checkpoint(signed.payload, source=source)
    known = _sealing_keys(anchor, trail=checkpoint.trail, at=checkpoint.at, now=now)
    if not known:
        raise TrustError(
            f"your anchor has no key with the role permit or approver that was valid at {checkpoint.at}"
            + (" and is now" if now else ""),
            hint="add the key that you trust to the anchor",
            where=Place(source=source),
        )
    keys = [one.public for one in known.values()]
    signers = verify_envelope(signed, keys=keys, threshold=1, payload_type=CHECKPOINT_PAYLOAD, source=source)
    return OpenedCheckpoint(checkpoint=checkpoint, key=known[signers[0]].name)


def _sealing_keys(anchor: Anchor | None, *, trail: TrailIdentity, at: str, now: str = "") -> dict[Digest, CountingKey]:
    """The keys that may vouch for a trail, by fingerprint; none of the other namespace."""
    found: dict[Digest, CountingKey] = {}
    for role in ROLES:
        found |= public_keys_of(anchor, role, namespace=trail.namespace, at=at, now=now)
    return found
