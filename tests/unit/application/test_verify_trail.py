"""What a trail alone cannot show, a checkpoint shows: a tail cut off, another way taken, another trail put in place."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from checker.application.carry_trail import checkpoint_trail
from checker.application.seal_trail import identity_of, open_checkpoint, sealing, sign_checkpoint
from checker.application.verify_trail import Alarm, VerifiedTrail, verify_trail
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.trail import Checkpoint, TrailIdentity
from checker.domain.trust import Anchor, TrustedRepository
from checker.errors import InputRefusedError, StoreError, TrustError
from checker.ports.store import Seal, TrailHead
from tests.candidate_builders import acting
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import LATER, NOON, an_anchor
from tests.trail_builders import ANCHOR, ANN, a_candidate, a_store, carrying, gone_on, sealed

IDS = replace(
    ANCHOR,
    repositories=(TrustedRepository(host="github.com", slug="octo/widget", repository_id=7, owner_id=8),),
)


def verified(store: MemoryStore, envelope: bytes = b"", anchor: Anchor | None = ANCHOR) -> VerifiedTrail:
    trail = identity_of(store, project=acting().project, anchor=anchor)
    return verify_trail(store, trail=trail, anchor=anchor, envelope=envelope, source="head.json", now=LATER)


def a_checkpoint(store: MemoryStore) -> bytes:
    return checkpoint_trail(carrying(store), signer=ANN)[1]


def store_of(by: object) -> MemoryStore:
    store = getattr(by, "store", None)
    assert isinstance(store, MemoryStore)
    return store


def a_copy(store: MemoryStore) -> MemoryStore:
    """The same store, which goes on by itself."""
    copy = MemoryStore(clock=store.clock, made_by=store.made_by)
    copy.trail, copy.kept = list(store.trail), list(store.kept)
    return copy


def test_a_trail_that_holds_is_held_against_a_checkpoint_of_any_time() -> None:
    by = a_candidate()
    early = a_checkpoint(store_of(by))
    gone_on(by)

    found = verified(store_of(by), early)
    assert (found.finding.holds, found.alarm, found.finding.head.seq) == (True, Alarm.NONE, 7)
    assert found.against
    assert (found.against.checkpoint.size, found.against.key) == (6, "ann.approver")
    assert verified(store_of(by)).against is None


def test_a_tail_that_was_cut_off_is_an_alarm() -> None:
    by = a_candidate()
    envelope = a_checkpoint(store_of(by))

    found = verified(cut(store_of(by)), envelope)

    assert (found.alarm, found.finding.first_bad) == (Alarm.CUT, 6)
    assert "the trail ends at 5, the checkpoint is at 6" in found.finding.problem


def cut(store: MemoryStore) -> MemoryStore:
    shorter = a_copy(store)
    del shorter.trail[-1], shorter.kept[-1]
    return shorter


def test_two_heads_of_one_size_are_an_alarm() -> None:
    store = store_of(a_candidate())
    other = a_copy(store)
    gone_on(acting(store=store), "one way")
    gone_on(acting(store=other), "the other way")

    found = verified(other, a_checkpoint(store))

    assert (found.alarm, found.finding.first_bad, found.finding.head.seq) == (Alarm.FORK, 7, 6)
    assert "there are two trails of one origin, a fork" in found.finding.problem
    assert verified(store, a_checkpoint(store)).alarm is Alarm.NONE


def test_a_trail_that_was_begun_again_is_an_alarm() -> None:
    envelope = a_checkpoint(store_of(a_candidate()))

    found = verified(store_of(a_candidate()), envelope)

    assert (found.alarm, found.finding.first_bad) == (Alarm.OTHER, 1)
    assert "another trail was put in its place" in found.finding.problem


def test_what_does_not_hold_in_itself_is_named_first() -> None:
    store = store_of(a_candidate())
    envelope = a_checkpoint(store)
    store.trail[3] = replace(store.trail[3], row_now="")

    found = verified(store, envelope)

    assert (found.alarm, found.finding.first_bad) == (Alarm.NONE, 4)
    with pytest.raises(StoreError, match="does not hold at entry 4"):
        a_checkpoint(store)


def test_each_event_of_a_proven_actor_is_kept_with_a_checkpoint() -> None:
    by = sealed(a_candidate())
    gone_on(by)
    gone_on(by)

    found = verified(store_of(by))

    assert (found.finding.holds, found.finding.head.seq, found.seals, found.unproven) == (True, 10, 2, 0)
    assert verified(store_of(by), anchor=None).unproven == 2
    assert verified(store_of(by), anchor=an_anchor("bea")).unproven == 2


def always(seal: Seal) -> Callable[[Digest], Seal]:
    """The same seal, whatever event it is for."""
    return lambda _event: seal


def test_a_checkpoint_inside_that_is_of_something_else_is_found() -> None:
    by = a_candidate()
    trail = identity_of(by.store, project=by.project, anchor=ANCHOR)
    event = digest_of(b"an event")
    honest = sealing(trail, signer=ANN, at=NOON)(event)

    for lie in (
        lambda head: honest(TrailHead(seq=head.seq, hash=trail.origin)),
        lambda head: honest(TrailHead(seq=head.seq - 1, hash=head.hash)),
        lambda head: honest(TrailHead(seq=head.seq + 9, hash=head.hash)),
        lambda head: sealing(replace(trail, origin=head.hash), signer=ANN, at=NOON)(event)(head),
    ):
        store = a_copy(store_of(by))
        gone_on(replace(by, store=store, seal=always(lie)))
        assert not verified(store).finding.holds
        assert "checkpoint" in verified(store).finding.problem


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"namespace": Namespace.DEMO}, "of the namespace demo, expected real"),
        ({"project": "gadget"}, "of the project gadget, expected widget"),
        ({"repository": "github.com/octo/gadget"}, "of the repository github.com/octo/gadget, expected"),
        ({"repository_id": 9}, "of the repository id 9, expected 7"),
    ],
)
def test_a_checkpoint_of_another_place_is_refused(changes: dict[str, object], said: str) -> None:
    store = store_of(a_candidate())
    trail = identity_of(store, project=acting().project, anchor=IDS)
    assert trail.repository_id == 7
    persons = tuple(replace(one, namespace=Namespace.DEMO) for one in IDS.identities)
    anchor = replace(IDS, identities=(*IDS.identities, *persons))

    other = replace(trail, **changes)  # type: ignore[arg-type]  # any part of it
    envelope = sign_checkpoint(Checkpoint(trail=other, size=1, head=trail.origin, at=NOON), signer=ANN)
    with pytest.raises(TrustError, match=said):
        verified(store, envelope, anchor)


def test_an_id_that_one_of_the_two_does_not_know_is_not_compared() -> None:
    store = store_of(a_candidate())

    assert verified(store, a_checkpoint(store), IDS).finding.holds


@pytest.mark.parametrize(
    "anchor",
    [None, an_anchor("bea"), an_anchor("ann", revoked=True), an_anchor("ann", not_after=NOON)],
)
def test_a_checkpoint_counts_only_by_a_key_that_the_anchor_names(anchor: Anchor | None) -> None:
    store = store_of(a_candidate())

    with pytest.raises(TrustError, match=r"your anchor has no key|usable keys signed it"):
        verified(store, a_checkpoint(store), anchor)


def test_a_key_that_ended_vouches_for_what_was_kept_while_it_was_valid() -> None:
    origin = a_store().kept[0].digest
    trail = TrailIdentity(namespace=Namespace.REAL, project="widget", repository="x", repository_id=0, origin=origin)
    envelope = sign_checkpoint(Checkpoint(trail=trail, size=1, head=trail.origin, at=NOON), signer=ANN)
    ended = an_anchor("ann", not_after=NOON)

    assert open_checkpoint(envelope, anchor=ended, source="it").key == "ann.approver"
    with pytest.raises(TrustError, match="and is now"):
        open_checkpoint(envelope, anchor=ended, source="it", now=LATER)


def test_a_person_of_one_namespace_vouches_for_nothing_in_the_other() -> None:
    demo = an_anchor("ann", namespace=Namespace.DEMO)
    approvers = replace(demo, keys=tuple(key for key in demo.keys if key.role == "approver"))
    store = store_of(a_candidate())

    with pytest.raises(TrustError, match="may vouch for a trail of the namespace real"):
        checkpoint_trail(carrying(store, anchor=approvers), signer=ANN)
    with pytest.raises(TrustError, match="names no valid key"):
        checkpoint_trail(carrying(store), signer=MemorySigner("eve"))


@pytest.mark.parametrize("envelope", [b"{", b"{}", b'{"payload":"e30=","payloadType":"x","signatures":[]}'])
def test_what_is_no_checkpoint_is_refused(envelope: bytes) -> None:
    with pytest.raises(InputRefusedError, match=r"^head\.json"):
        verified(store_of(a_candidate()), envelope)


def test_every_checkpoint_is_a_document_of_the_store() -> None:
    by = sealed(a_candidate())
    gone_on(by)

    assert len(by.store.list_documents(kind=DocumentKind.TRAIL_CHECKPOINT)) == 1
