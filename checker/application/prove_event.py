"""Prove an event: whether the person it names signed, with their own key, that they did what it records.

The identity in an event is a word of whoever wrote it, and whoever holds the store can write. What they cannot write is
the checkpoint that the actor's key signs together with the event (`seal_trail`).
"""

from typing import TYPE_CHECKING

from checker.application.prove_identity import person_named
from checker.application.public_keys_of import public_keys_of
from checker.domain.candidate import LifecycleEvent
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import Person
from checker.domain.trust import Anchor, KeyRole
from checker.errors import CleanReleaseError
from checker.formats.trail_checkpoint_v1 import CHECKPOINT_PAYLOAD, parse_checkpoint
from checker.ports.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.formats.public_keys import PublicKey

_SOURCE = "a checkpoint of the trail"


def prove_event(event: LifecycleEvent, *, anchor: Anchor | None, store: Store, now: str) -> Person | None:
    """The person who did what an event of this store records; None where no key of theirs signed exactly that.

    The anchor names the key for the label in the event, at the moment of the event and at the present one (RFC 3339): a
    key that got lost would otherwise date things back.
    """
    person = person_named(event.actor, namespace=store.namespace, anchor=anchor)
    if person is None:
        return None
    known = public_keys_of(anchor, KeyRole.APPROVER, namespace=store.namespace, at=event.at, now=now)
    keys = tuple(one.public for one in known.values() if one.name in person.keys)
    (first,) = store.read_trail(up_to=1)
    wanted = (store.namespace, first.hash, event.digest, event.at)
    kept = store.list_documents(kind=DocumentKind.TRAIL_CHECKPOINT)
    return person if any(_is_signed(one.data, keys=keys, wanted=wanted) for one in reversed(kept)) else None


def _is_signed(envelope: bytes, *, keys: "Sequence[PublicKey]", wanted: tuple[str, str, str, str]) -> bool:
    """Whether one of these keys signed a checkpoint of this namespace, trail, event and moment."""
    from checker.formats.dsse_v1 import parse_envelope, verify_envelope  # noqa: PLC0415 - loads a cryptography library

    try:
        signed = parse_envelope(envelope, source=_SOURCE)
        if wanted[2].encode() not in signed.payload:
            return False
        found = parse_checkpoint(signed.payload, source=_SOURCE)
        verify_envelope(signed, keys=keys, threshold=1, payload_type=CHECKPOINT_PAYLOAD, source=_SOURCE)
    except CleanReleaseError:
        return False
    return (found.trail.namespace, found.trail.origin, found.event, found.at) == wanted
