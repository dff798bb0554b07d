"""A trail goes to another machine whole and signed, and is kept there apart from one's own."""

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checker.application.carry_trail import ForeignTrail, foreign_trails, import_trail
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.errors import ConflictError, ForkError, InputRefusedError, NotFoundError, TrustError, UsageError
from checker.formats.trail_record_v1 import parse_record
from checker.ports.store import SnapshotRecord, Store
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import an_anchor
from tests.release_builders import a_project
from tests.report_builders import a_document
from tests.trail_builders import ANCHOR, a_candidate, a_store, carrying, exported, gone_on, sealed, spoiled

OTHER = b"""\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/gadget
release: {}
policy: {bundles: ["builtin:release-policy"]}
"""


def brought(data: bytes, to: Store) -> tuple[ForeignTrail, bool]:
    return import_trail(data, source="record.json", by=carrying(to))


def filled() -> MemoryStore:
    """A store with every kind of row, and a log that it got from elsewhere itself."""
    by = sealed(a_candidate())
    gone_on(by)
    by.store.record_revision(bundle="release-policy", revision=3)
    snapshot = SnapshotRecord(digest=digest_of(b"{}"), data=b"{}", content=b"files")
    by.store.put_snapshot(snapshot=snapshot)
    brought(exported(a_candidate().store), by.store)
    assert isinstance(by.store, MemoryStore)
    return by.store


def test_what_was_exported_is_kept_byte_for_byte_and_verified_again_on_reading() -> None:
    source, target = filled(), a_candidate().store
    data = exported(source)
    before = target.verify_trail().head

    trail, is_new = brought(data, target)

    assert is_new
    assert trail.head == source.verify_trail().head
    [kept] = target.list_documents(kind=DocumentKind.FOREIGN_TRAIL)
    assert kept.data == data
    assert foreign_trails(carrying(target)) == (trail,)
    assert target.verify_trail().head.seq == before.seq + 1
    assert [row.kind for row in target.read_trail(up_to=before.seq)] == ["origin", *["document"] * (before.seq - 1)]


def test_documents_of_it_are_read_by_digest() -> None:
    source, target = filled(), a_store()
    trail, _ = brought(exported(source), target)
    manifest = source.list_documents(kind=DocumentKind.MANIFEST)[0]

    assert trail.document(manifest.digest) == manifest.data
    foreign = source.list_documents(kind=DocumentKind.FOREIGN_TRAIL)[0]
    for digest in (Digest("sha256:0"), foreign.digest):
        with pytest.raises(NotFoundError, match="holds no document"):
            trail.document(digest)


def test_the_same_record_twice_is_kept_once_and_a_later_one_goes_on() -> None:
    by, target = a_candidate(), a_store()
    first = exported(by.store)
    assert brought(first, target)[1]
    assert not brought(first, target)[1]
    gone_on(by)
    part = exported(by.store, first=7)
    assert parse_record(part, source="it").first == 7

    trail, is_new = brought(part, target)
    assert (is_new, trail.rows[0].seq, trail.head) == (True, 1, by.store.verify_trail().head)
    gone_on(by)
    assert brought(exported(by.store), target)[0].head == by.store.verify_trail().head
    assert len(target.list_documents(kind=DocumentKind.FOREIGN_TRAIL)) == 3
    assert len(foreign_trails(carrying(target))) == 1


def test_what_is_older_than_known_is_refused() -> None:
    by, target = a_candidate(), a_store()
    old = exported(by.store)
    gone_on(by)
    brought(exported(by.store), target)

    with pytest.raises(TrustError, match="ends at entry 6, and entry 7 is known: it is older"):
        brought(old, target)
    assert len(target.list_documents(kind=DocumentKind.FOREIGN_TRAIL)) == 1


def test_a_record_that_begins_behind_what_is_known_is_refused() -> None:
    by, target = a_candidate(), a_store()
    with pytest.raises(TrustError, match="begins at entry 3, and entry 0 is the last that is known") as refused:
        brought(exported(by.store, first=3), target)
    assert refused.value.hint == "export it with --first 1, or whole"


@pytest.mark.parametrize("first", [1, 7])
def test_another_way_from_a_known_entry_is_an_alarm(first: int) -> None:
    by, target = a_candidate(), a_store()
    store = by.store
    assert isinstance(store, MemoryStore)
    copy = MemoryStore(clock=store.clock, made_by=store.made_by)
    copy.trail, copy.kept = list(store.trail), list(store.kept)
    gone_on(by, "one way")
    gone_on(by)
    gone_on(replace(by, store=copy), "the other way")
    gone_on(replace(by, store=copy))
    brought(exported(store), target)

    with pytest.raises(ForkError, match="entry 7 has the hash"):
        brought(exported(copy, first=first), target)
    with pytest.raises(ForkError, match="entry 7 has the hash"):
        brought(exported(copy), store)
    assert store.list_documents(kind=DocumentKind.FOREIGN_TRAIL) == ()


def test_another_way_right_behind_what_is_known_is_an_alarm() -> None:
    by, target = a_candidate(), a_store()
    store = by.store
    assert isinstance(store, MemoryStore)
    copy = MemoryStore(clock=store.clock, made_by=store.made_by)
    copy.trail, copy.kept = list(store.trail), list(store.kept)
    gone_on(by, "one way")
    gone_on(replace(by, store=copy), "the other way")
    gone_on(replace(by, store=copy))
    brought(exported(store), target)

    with pytest.raises(ForkError, match="entry 8 follows"):
        brought(exported(copy, first=8), target)


def test_ones_own_record_is_not_imported() -> None:
    by = a_candidate()
    data = exported(by.store)
    gone_on(by)

    with pytest.raises(ConflictError, match="the store's own trail"):
        brought(data, by.store)


def test_another_repository_or_namespace_is_refused() -> None:
    by = a_candidate()
    with pytest.raises(TrustError, match=r"of the repository github.com/octo/widget, expected github.com/octo/gadget"):
        import_trail(exported(by.store), source="it", by=carrying(a_store(), project=a_project(OTHER)))

    anchor = replace(
        ANCHOR, identities=(*ANCHOR.identities, *(replace(one, namespace=Namespace.DEMO) for one in ANCHOR.identities))
    )
    demo = exported(a_candidate(a_store(Namespace.DEMO)).store, anchor=anchor)
    with pytest.raises(TrustError, match="of the namespace demo, expected real"):
        import_trail(demo, source="it", by=carrying(a_store(), anchor=anchor))


@pytest.mark.parametrize("anchor", [None, an_anchor("bea"), an_anchor("ann", revoked=True)])
def test_a_record_counts_only_by_a_key_that_the_anchor_names(anchor: object) -> None:
    target = a_store()
    with pytest.raises(TrustError, match=r"your anchor has no key|usable keys signed it"):
        import_trail(exported(a_candidate().store), source="it", by=carrying(target, anchor=anchor))
    assert target.verify_trail().head.seq == 1


@pytest.mark.parametrize("first", [0, 7])
def test_there_is_no_record_from_an_entry_that_is_not_there(first: int) -> None:
    with pytest.raises(UsageError, match=f"there is no entry {first} in the trail, expected one from 1 to 6"):
        exported(a_candidate().store, first=first)


def changed_bytes(document: Any) -> None:  # noqa: ANN401 - JSON
    document["rows"][1]["bytes"][0]["base64"] = base64.b64encode(b"other").decode()


SPOILS: dict[str, tuple[Callable[[Any], object], str]] = {
    "an entry is left out": (lambda one: one["rows"].pop(2), "entry 4: it follows"),
    "two are exchanged": (lambda one: one["rows"].insert(1, one["rows"].pop(2)), "entry 3: it follows"),
    "a time is another": (lambda one: one["rows"][2].update(at="2020-01-01T00:00:00Z"), "entry 4: it follows"),
    "a name is another": (lambda one: one["rows"][1].update(name="x"), "named 'x', expected the digest"),
    "bytes are others": (changed_bytes, "the data of the document has the digest"),
    "bytes are missing": (lambda one: one["rows"][1].update(bytes=[]), "it carries the bytes [], expected ['data']"),
    "bytes are too many": (
        lambda one: one["rows"][0].update(bytes=[{"part": "data", "base64": ""}]),
        "it carries the bytes ['data'], expected []",
    ),
    "bytes are no base64": (
        lambda one: one["rows"][1]["bytes"][0].update(base64="AAA"),
        "bytes of entry 2 are not base64",
    ),
    "bytes end oddly": (
        lambda one: one["rows"][1]["bytes"][0].update(base64="AB=="),
        "bytes of entry 2 are not base64",
    ),
    "the first is none": (lambda one: one["rows"][0].update(seq=2), "which only the first entry of a trail may"),
    "the origin is another": (lambda one: one.update(origin="sha256:" + "1" * 64), "its hash is"),
    "the tail is cut off": (lambda one: one["rows"].pop(), "it ends at entry 5"),
    "the project is another": (lambda one: one.update(project="gadget"), "the checkpoint is of another trail"),
    "the namespace is another": (lambda one: one.update(namespace="demo"), "entry 1: its hash is"),
    "a field is unknown": (lambda one: one.update(more=1), "more"),
    "the revision is a word": (
        lambda one: one["rows"][1].update(parts=[{"part": "revision", "value": "01"}]),
        "the revision of entry 2 is '01', expected a number",
    ),
    "the payload is of another kind": (
        lambda one: one["checkpoint"].update(payload=base64.b64encode(b"{}").decode()),
        "the checkpoint of",
    ),
    "a moment does not exist": (lambda one: one["rows"][1].update(at="2026-02-30T00:00:00Z"), "not a moment"),
}


@pytest.mark.parametrize("name", SPOILS)
def test_a_record_that_was_changed_is_refused(name: str) -> None:
    spoil, said = SPOILS[name]
    target = a_store()

    with pytest.raises(InputRefusedError) as refused:
        brought(spoiled(exported(a_candidate().store), spoil), target)

    assert said in str(refused.value)
    assert target.verify_trail().head.seq == 1


def test_a_signature_over_another_payload_is_refused() -> None:
    signature = base64.b64encode(b"0" * 64).decode()
    data = spoiled(exported(a_candidate().store), lambda one: one["checkpoint"]["signatures"][0].update(sig=signature))
    with pytest.raises(TrustError, match="0 of 1 usable keys signed it"):
        brought(data, a_store())


def test_a_report_is_named_by_its_bytes() -> None:
    store = a_store()
    store.add_document(document=a_document(b"1", kind=DocumentKind.MANIFEST), after=0)

    trail, _ = brought(exported(store), a_store())
    assert trail.document(digest_of(b"1")) == b"1"
