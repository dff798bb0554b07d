"""What every store promises, held by the one on disk and the fake alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from checker.adapters.store import SqliteStore, store_path
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.errors import InputRefusedError, NotFoundError, StoreError, TrustError
from checker.formats.report_v1 import report_bytes
from checker.formats.trail_v1 import BEFORE_THE_FIRST
from checker.ports.store import Document, SnapshotRecord, Store, TrailHead
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import a_document, a_report

Make: TypeAlias = Callable[[Namespace], Store]


@pytest.fixture(params=["sqlite", "memory"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    opened: list[SqliteStore] = []

    def made(namespace: Namespace) -> Store:
        clock = FixedClock()
        if request.param == "memory":
            return MemoryStore(clock=clock, namespace=namespace)
        store = SqliteStore.open(store_path(tmp_path, namespace), namespace=namespace, clock=clock)
        opened.append(store)
        return store

    yield made
    for store in opened:
        store.close()


@pytest.fixture
def store(make: Make) -> Store:
    return make(Namespace.REAL)


def put_report(store: Store, inputs: Sequence[Document] = (), **changes: object) -> tuple[Digest, bytes]:
    data = report_bytes(a_report(**changes))
    store.put_report(digest=digest_of(data), data=data, inputs=inputs)
    return digest_of(data), data


def put_reports(store: Store, count: int) -> list[Digest]:
    return [put_report(store, project=f"project-{number}")[0] for number in range(count)]


def test_a_new_store_is_ephemeral_and_holds_no_report(store: Store) -> None:
    assert store.is_ephemeral
    assert store.latest_report() is None
    assert store.list_reports(limit=10) == ()
    assert store.verify_trail().holds


def test_documents_of_a_kind_are_listed_in_the_order_they_were_added(store: Store) -> None:
    kind = DocumentKind.RELEASE_ENTRY
    added = [a_document(data, kind=kind) for data in (b"2", b"1", b"3")]
    for number, document in enumerate(added):
        store.add_document(document=document, after=number)

    assert store.list_documents(kind=kind) == tuple(added)
    assert store.list_documents(kind=kind, after=1) == tuple(added)[1:]
    assert store.list_documents(kind=kind, after=len(added)) == ()
    assert store.list_documents(kind=DocumentKind.AUDIT) == ()
    assert store.verify_trail().holds


@pytest.mark.parametrize("known", [0, 2])
def test_nothing_is_added_to_documents_that_its_writer_has_not_read(store: Store, known: int) -> None:
    first, second = (a_document(data, kind=DocumentKind.RELEASE_ENTRY) for data in (b"1", b"2"))
    store.add_document(document=first, after=0)

    with pytest.raises(StoreError, match="there are 1 documents of the kind release-entry"):
        store.add_document(document=second, after=known)
    assert store.list_documents(kind=DocumentKind.RELEASE_ENTRY) == (first,)


def test_a_document_is_added_under_its_own_digest_only(store: Store) -> None:
    document = a_document(b"1", kind=DocumentKind.RELEASE_ENTRY)

    with pytest.raises(StoreError, match="has the digest"):
        store.add_document(document=replace(document, data=b"2"), after=0)
    assert store.list_documents(kind=DocumentKind.RELEASE_ENTRY) == ()


def test_documents_beside_an_added_one_are_kept_with_it_or_not_at_all(store: Store) -> None:
    manifest = a_document(b"{}", kind=DocumentKind.MANIFEST)
    first, second = (a_document(data, kind=DocumentKind.LIFECYCLE_EVENT) for data in (b"1", b"2"))
    with pytest.raises(StoreError):
        store.add_document(document=first, after=1, beside=(manifest,))
    with pytest.raises(StoreError, match="has the digest"):
        store.add_document(document=first, after=0, beside=(replace(manifest, data=b"[]"),))
    assert store.list_documents(kind=DocumentKind.MANIFEST) == ()

    store.add_document(document=first, after=0, beside=(manifest,))
    store.add_document(document=second, after=1, beside=(manifest,))
    assert store.list_documents(kind=DocumentKind.MANIFEST) == (manifest,)
    assert store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT) == (first, second)
    assert store.verify_trail().holds


def test_a_report_comes_back_byte_for_byte_with_the_time_it_was_recorded(store: Store) -> None:
    digest, data = put_report(store)

    found = store.get_report(name=digest)

    assert (found.digest, found.data, found.recorded_at) == (digest, data, "2026-02-26T12:00:00Z")
    assert store.latest_report() == found


def test_a_report_is_stored_with_the_documents_it_was_made_from(store: Store) -> None:
    data, inputs = (
        report_bytes(a_report()),
        [a_document(b"1", kind=DocumentKind.MANIFEST), a_document(b"2", kind=DocumentKind.AUDIT)],
    )

    store.put_report(digest=digest_of(data), data=data, inputs=inputs)

    assert [store.get_document(digest=document.digest) for document in inputs] == inputs


def test_recording_the_same_report_again_changes_nothing(store: Store) -> None:
    digest, data = put_report(store)
    head = store.verify_trail().head

    store.put_report(digest=digest, data=data)

    assert store.verify_trail().head == head
    assert len(store.list_reports(limit=10)) == 1


def test_a_document_given_twice_in_one_call_is_kept_once(store: Store) -> None:
    before = store.verify_trail().head.seq

    put_report(store, [a_document(), a_document()])

    assert store.verify_trail().head.seq == before + len(("the document", "the report"))


def test_the_first_kind_of_a_document_stays(store: Store) -> None:
    put_report(store, [a_document(b"x", kind=DocumentKind.MANIFEST)], project="first")

    put_report(store, [a_document(b"x", kind=DocumentKind.AUDIT)], project="second")

    assert store.get_document(digest=digest_of(b"x")).kind == "manifest"


def test_bytes_under_another_digest_are_refused_and_nothing_of_the_call_is_kept(store: Store) -> None:
    forged = Document(kind=DocumentKind.INPUT, digest=digest_of(b"other"), data=b"bytes")
    data = report_bytes(a_report())

    with pytest.raises(StoreError, match=f"the input {digest_of(b'other')} has the digest {digest_of(b'bytes')}"):
        store.put_report(digest=digest_of(data), data=data, inputs=[a_document(b"good"), forged])
    with pytest.raises(StoreError, match="the report"):
        store.put_report(digest=digest_of(b"other"), data=data)
    with pytest.raises(StoreError, match="the snapshot"):
        store.put_snapshot(snapshot=SnapshotRecord(digest=digest_of(b"other"), data=b"bytes", content=b""))

    assert store.verify_trail().head.seq == 1
    with pytest.raises(NotFoundError):
        store.get_document(digest=digest_of(b"good"))


def test_a_report_of_another_namespace_is_refused(make: Make) -> None:
    data = report_bytes(a_report(namespace=Namespace.REAL))
    demo = make(Namespace.DEMO)
    assert demo.namespace is Namespace.DEMO

    with pytest.raises(StoreError, match="namespace real, expected demo"):
        demo.put_report(digest=digest_of(data), data=data)
    assert demo.list_reports(limit=1) == ()


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"namespace":null}'])
def test_bytes_that_do_not_say_their_namespace_are_no_report(store: Store, data: bytes) -> None:
    with pytest.raises(StoreError, match="namespace"):
        store.put_report(digest=digest_of(data), data=data)


def test_bytes_that_are_no_strict_json_are_no_report(store: Store) -> None:
    data = b'{"namespace":"demo","namespace":"real"}'

    with pytest.raises(InputRefusedError):
        store.put_report(digest=digest_of(data), data=data)


def test_two_namespaces_see_nothing_of_each_other(make: Make) -> None:
    real, demo = make(Namespace.REAL), make(Namespace.DEMO)
    digest, _ = put_report(real)

    assert demo.list_reports(limit=10) == ()
    with pytest.raises(NotFoundError):
        demo.get_report(name=digest)


def test_reports_are_listed_newest_first_page_by_page(store: Store) -> None:
    digests = put_reports(store, 5)

    first = store.list_reports(limit=2)
    second = store.list_reports(limit=2, before=first[-1].seq)
    third = store.list_reports(limit=2, before=second[-1].seq)

    assert [[record.digest for record in page] for page in (first, second, third)] == [
        [digests[4], digests[3]],
        [digests[2], digests[1]],
        [digests[0]],
    ]
    assert store.list_reports(limit=2, before=third[-1].seq) == ()


def test_a_report_is_found_by_the_beginning_of_its_digest(store: Store) -> None:
    digests = put_reports(store, 3)

    for digest in digests:
        for name in (digest, digest[: len("sha256:") + 8], digest.removeprefix("sha256:")[:12]):
            assert store.get_report(name=name).digest == digest


@pytest.mark.parametrize(
    "name", ["", "abc", "sha256:abc1234", "latest", "SHA256:" + "A" * 64, "g" * 64, "a" * 65, "%" * 8]
)
def test_what_cannot_name_a_report_is_not_found(store: Store, name: str) -> None:
    put_report(store)

    with pytest.raises(NotFoundError, match="names no report, expected at least 8 hex characters"):
        store.get_report(name=name)


def test_a_digest_nobody_has_is_not_found(store: Store) -> None:
    put_report(store)

    for name in ("0" * 64, "0" * 8):
        with pytest.raises(NotFoundError):
            store.get_report(name=name)
    with pytest.raises(NotFoundError, match="there is no document sha256:0"):
        store.get_document(digest=Digest("sha256:" + "0" * 64))
    with pytest.raises(NotFoundError, match="there is no snapshot sha256:0"):
        store.get_snapshot(digest=Digest("sha256:" + "0" * 64))


def test_a_snapshot_comes_back_with_its_content(store: Store) -> None:
    snapshot = SnapshotRecord(digest=digest_of(b"document"), data=b"document", content=b"content")

    store.put_snapshot(snapshot=snapshot)
    store.put_snapshot(snapshot=snapshot)

    assert store.get_snapshot(digest=snapshot.digest) == snapshot
    assert store.verify_trail().head.seq == 2


def test_a_snapshot_that_is_there_keeps_its_first_content(store: Store) -> None:
    first = SnapshotRecord(digest=digest_of(b"document"), data=b"document", content=b"resolved here")
    store.put_snapshot(snapshot=first)

    store.put_snapshot(snapshot=SnapshotRecord(digest=first.digest, data=first.data, content=b"resolved there"))

    assert store.get_snapshot(digest=first.digest) == first


def test_the_highest_revision_of_a_bundle_only_rises(store: Store) -> None:
    seen = [store.highest_revision(bundle="release-policy")]
    for revision in (3, 2, 3, 7):
        store.record_revision(bundle="release-policy", revision=revision)
        seen.append(store.highest_revision(bundle="release-policy"))

    assert seen == [0, 3, 3, 3, 7]
    assert store.highest_revision(bundle="other") == 0
    assert store.verify_trail().head.seq == 3


def test_the_trail_grows_by_one_entry_for_each_new_row(store: Store) -> None:
    heads = [store.verify_trail().head]
    for number in range(3):
        put_report(store, project=f"p{number}")
        heads.append(store.verify_trail().head)

    assert [head.seq for head in heads] == [1, 2, 3, 4]
    assert len({head.hash for head in heads}) == 4
    assert store.verify_trail().holds


def test_a_checkpoint_kept_elsewhere_shows_a_cut_or_rewritten_trail(store: Store) -> None:
    put_reports(store, 2)
    head = store.verify_trail().head
    put_report(store)

    assert store.verify_trail(checkpoint=head).holds
    rewritten = store.verify_trail(checkpoint=TrailHead(seq=head.seq, hash=BEFORE_THE_FIRST))
    assert (rewritten.first_bad, rewritten.problem.partition(":")[0]) == (
        3,
        "it is not the entry that the checkpoint names",
    )
    cut = store.verify_trail(checkpoint=TrailHead(seq=9, hash=head.hash))
    assert (cut.first_bad, cut.problem) == (5, "the trail ends at 4, the checkpoint is at 9")


def test_snapshots_are_listed_newest_first_and_once(store: Store) -> None:
    kept = [SnapshotRecord(digest=digest_of(name), data=name, content=b"{}") for name in (b"one", b"two", b"three")]
    for snapshot in (*kept, kept[0]):
        store.put_snapshot(snapshot=snapshot)
    assert store.list_snapshots(limit=2) == (kept[2].digest, kept[1].digest)
    assert store.list_snapshots(limit=9) == tuple(snapshot.digest for snapshot in reversed(kept))


def test_a_trail_is_read_with_the_rows_it_commits(store: Store) -> None:
    document = a_document(b"1", kind=DocumentKind.MANIFEST)
    digest, data = put_report(store, [document])
    store.record_revision(bundle="release-policy", revision=3)
    snapshot = SnapshotRecord(digest=digest_of(b"{}"), data=b"{}", content=b"files")
    store.put_snapshot(snapshot=snapshot)
    head = store.verify_trail().head

    found = list(store.read_trail(up_to=head.seq))

    assert [(row.seq, row.kind, row.name) for row in found] == [
        (1, "origin", "real"),
        (2, "document", document.digest),
        (3, "report", digest),
        (4, "revision", "release-policy"),
        (5, "snapshot", snapshot.digest),
    ]
    assert [dict(row.blobs) for row in found] == [
        {},
        {"data": b"1"},
        {"data": data},
        {},
        {"data": b"{}", "content": b"files"},
    ]
    assert [dict(row.parts) for row in found[1:]] == [
        {"type": "manifest", "data": document.digest},
        {"data": digest},
        {"revision": 3},
        {"data": snapshot.digest, "content": digest_of(b"files")},
    ]
    assert [row.prev for row in found] == [BEFORE_THE_FIRST, *(row.hash for row in found[:-1])]
    assert found[-1].hash == head.hash
    assert [row.seq for row in store.read_trail(after=1, up_to=3)] == [2, 3]


def test_a_seal_is_made_of_the_head_that_it_is_kept_behind(store: Store) -> None:
    seen: list[TrailHead] = []

    def seal(head: TrailHead) -> Document:
        seen.append(head)
        return a_document(head.hash.encode(), kind=DocumentKind.TRAIL_CHECKPOINT)

    manifest = a_document(b"{}", kind=DocumentKind.MANIFEST)
    event = a_document(b"1", kind=DocumentKind.LIFECYCLE_EVENT)
    store.add_document(document=event, after=0, beside=(manifest,), seal=seal)

    *_, sealed, checkpoint = store.read_trail(up_to=store.verify_trail().head.seq)
    assert seen == [TrailHead(seq=sealed.seq, hash=sealed.hash)]
    assert (sealed.name, checkpoint.blobs["data"]) == (event.digest, sealed.hash.encode())
    assert store.verify_trail().holds


def test_nothing_is_kept_when_it_cannot_be_sealed(store: Store) -> None:
    def seal(head: TrailHead) -> Document:
        raise TrustError(f"no key for {head.seq}")

    before = store.verify_trail().head
    with pytest.raises(TrustError, match="no key for 2"):
        store.add_document(document=a_document(b"1", kind=DocumentKind.LIFECYCLE_EVENT), after=0, seal=seal)
    assert store.verify_trail().head == before
    assert store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT) == ()
