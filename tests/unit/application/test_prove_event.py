"""Who imported the files is whose key signed that they did; a word in the store is nobody's."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checker.application.excluded_persons import ExcludedPersons, excluded_persons
from checker.application.open_lifecycle import add_event
from checker.application.prove_event import prove_event
from checker.application.seal_trail import identity_of, sign_checkpoint
from checker.domain.candidate import ArtifactsImported, ManifestBuilt
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.trail import Checkpoint
from checker.domain.trust import Anchor, ApprovalPolicy
from checker.errors import TrustError
from checker.formats.canonical import canonical_bytes
from checker.formats.manifest_v1 import manifest_bytes, parse_manifest
from checker.formats.report_v1 import read_report
from checker.ports.store import Document, Seal, Store, TrailHead
from tests.approval_builders import EVERYBODY, Judged, Seals, a_judged_candidate, commits, stored_report
from tests.candidate_builders import NAME, acting, judged
from tests.fakes.memory_keys import MemorySigner
from tests.identity_builders import LATER, NOON, an_anchor, person
from tests.permit_builders import published
from tests.release_builders import NOW, an_empty_store

BOT = MemorySigner("release-bot")
CID = MemorySigner("cid")
NOT_KNOWN = "who imported the files is not known: no key of release-bot signed that they did"


def excluded(one: Judged, *, anchor: Anchor | None = EVERYBODY, now: str = NOW) -> ExcludedPersons:
    report = one.opened.report("rpt-001").report
    assert report is not None
    stored = read_report(one.by.store.get_report(name=report.digest).data, source="it")
    return excluded_persons(one.opened.candidate(NAME), stored, anchor=anchor, by=replace(one.by, at=now))


def importer(one: Judged, *, anchor: Anchor | None = EVERYBODY, now: str = NOW) -> str:
    event, _ = list(one.opened.candidate(NAME).having(ArtifactsImported))[-1]
    found = prove_event(event, anchor=anchor, store=one.by.store, now=now)
    return found.actor if found else ""


def signing(**changes: Any) -> Callable[[Store], Seals]:  # noqa: ANN401 - any part of a checkpoint
    """A seal of a store's events that says something else than it should, or is by somebody else."""
    signer = changes.pop("signer", BOT)
    of_trail = {name: changes.pop(name) for name in ("origin", "namespace") if name in changes}

    def lie(store: Store) -> Seals:
        trail = replace(identity_of(store, project=acting().project, anchor=EVERYBODY), **of_trail)

        def of_event(event: Digest) -> Seal:
            def seal(head: TrailHead) -> Document:
                right = Checkpoint(trail=trail, size=head.seq, head=head.hash, at=NOW, event=event)
                envelope = sign_checkpoint(replace(right, **changes), signer=signer)
                return Document(kind=DocumentKind.TRAIL_CHECKPOINT, digest=digest_of(envelope), data=envelope)

            return seal

        return of_event

    return lie


def forged(lie: Callable[[Store], Seals | None]) -> Judged:
    """A candidate whose files somebody imported under the bot's name and fingerprint."""
    store = an_empty_store()
    return a_judged_candidate(by=acting(store=store), seal=lambda _honest: lie(store))


def test_the_importer_is_whose_key_signed_that_they_imported() -> None:
    one = a_judged_candidate()

    assert importer(one) == "release-bot"
    assert excluded(one) == ExcludedPersons(accounts=("github.com/17", "github.com/18", "github.com/20"))
    assert importer(one, now=LATER) == "release-bot"
    assert importer(forged(signing())) == "release-bot", "as the honest one is made"


@pytest.mark.parametrize(
    "lie",
    [
        lambda _store: None,
        signing(signer=CID),
        signing(event=""),
        signing(event=digest_of(b"another event")),
        signing(at=LATER),
        signing(origin=digest_of(b"another trail")),
        signing(namespace=Namespace.DEMO),
    ],
    ids=["nothing", "another's key", "a mere look", "another event", "another time", "another trail", "a demo"],
)
def test_a_fingerprint_in_the_store_proves_nobody(lie: Callable[[Store], Seals | None]) -> None:
    """Whoever holds the store can write the bot's fingerprint into it, and whatever was signed elsewhere."""
    one = forged(lie)
    event, _ = next(one.opened.candidate(NAME).having(ArtifactsImported))
    assert event.identity.subject == str(BOT.identity.fingerprint)

    assert importer(one) == ""
    assert excluded(one).unknown == (f"{NOT_KNOWN}; {AGAIN}",)
    with pytest.raises(TrustError, match=NOT_KNOWN):
        one.approved("cid")


AGAIN = "somebody whom the anchor names imports them again, with their key here: candidate import-artifacts"


def test_it_is_looked_at_again_when_it_is_published() -> None:
    leave = replace(EVERYBODY, approval=ApprovalPolicy(single_person=True))
    one = forged(lambda _store: None)
    digest = stored_report(one.opened, by=one.by, anchor=leave, reviews=commits())
    one = replace(one, opened=judged(one.by, report=digest, opened=one.opened), anchor=leave)
    approved = one.approved("cid", report="rpt-002")
    assert published(approved, report="rpt-002").permit, "with leave, which the statement says"

    strict = replace(leave, approval=ApprovalPolicy())
    with pytest.raises(TrustError, match=NOT_KNOWN):
        published(replace(approved, anchor=strict), report="rpt-002")


@pytest.mark.parametrize(
    ("anchor", "now"),
    [
        (None, NOW),
        (an_anchor("ann", "bea"), NOW),
        (an_anchor("release-bot", revoked=True), NOW),
        (an_anchor("release-bot", not_after=NOON), LATER),
        (an_anchor("release-bot", not_after="2026-02-26T11:00:00Z"), NOW),
        (replace(EVERYBODY, identities=(person("release-bot", number=20, namespace=Namespace.DEMO),)), NOW),
        (
            replace(an_anchor("cid"), identities=(replace(person("release-bot", number=20), keys=("cid.approver",)),)),
            NOW,
        ),
    ],
    ids=["no anchor", "not known", "revoked", "ended since", "ended before", "of a demo", "another's key"],
)
def test_a_key_counts_that_the_anchor_names_for_the_label_then_and_now(anchor: Anchor | None, now: str) -> None:
    assert importer(a_judged_candidate(), anchor=anchor, now=now) == ""


def test_what_else_is_kept_as_a_checkpoint_is_passed_over() -> None:
    one = a_judged_candidate()
    store = one.by.store
    event, _ = next(one.opened.candidate(NAME).having(ArtifactsImported))
    for data in (b"{}", canonical_bytes({"payload": event.digest}), b"no JSON"):
        kept = Document(kind=DocumentKind.TRAIL_CHECKPOINT, digest=digest_of(data), data=data)
        store.add_document(document=kept, after=len(store.list_documents(kind=DocumentKind.TRAIL_CHECKPOINT)))

    assert importer(one) == "release-bot"


def test_an_importer_without_an_account_at_the_provider_is_not_known() -> None:
    elsewhere = replace(person("release-bot", number=20), accounts=(replace(ACCOUNT, host="git.example.org"),))
    anchor = replace(an_anchor("release-bot"), identities=(elsewhere,))

    assert excluded(a_judged_candidate(), anchor=anchor).unknown == (
        "who imported the files is not known: release-bot has no account at github.com",
    )


ACCOUNT = person("release-bot", number=20).accounts[0]


def test_a_manifest_of_files_that_nobody_imported_is_nobodys() -> None:
    """The importer signed for a list; whoever holds the store builds a manifest of others."""
    one = a_judged_candidate()
    store = one.by.store
    (_, built), *_ = one.opened.candidate(NAME).having(ManifestBuilt)
    manifest, _ = parse_manifest(store.get_document(digest=built.document).data, source="it")
    (wheel,) = manifest.artifacts
    data = manifest_bytes(
        project=manifest.project,
        version=manifest.version,
        source=manifest.source,
        artifacts=(replace(wheel, sha256="9" * 64),),
        targets=manifest.targets,
    )
    planted, document = parse_manifest(data, source="it")
    kept = Document(kind=DocumentKind.MANIFEST, digest=planted.digest, data=canonical_bytes(document))
    opened = add_event(
        one.opened, ManifestBuilt(number=2, document=planted.digest), candidate=NAME, by=one.by, beside=(kept,)
    )
    digest = stored_report(opened, by=one.by, anchor=EVERYBODY, reviews=commits())
    one = replace(one, opened=judged(one.by, report=digest, opened=opened))

    with pytest.raises(TrustError, match=f"the manifest and the files that were imported differ in {wheel.name}"):
        one.approved("release-owner", report="rpt-002")
