"""`lifecycle-event/v1`: what is written is read back, and nothing else is an event."""

from dataclasses import replace

import pytest

from checker.domain.approval import ApprovalVoided, Approved, Rejected, Revised
from checker.domain.candidate import Happening
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import ASSERTED, Identity, Method
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitIssued, Publication, Revoked
from checker.domain.run import (
    RunCancelled,
    RunEnded,
    RunOutcome,
    RunRequested,
    RunResumed,
    RunStarted,
    RunWaiting,
    Stage,
    StageEnded,
    StageOutcome,
)
from checker.domain.waiver_event import WaiverApproved, WaiverEnded, WaiverRequested
from checker.errors import InputRefusedError
from checker.formats.lifecycle_event_v1 import event_bytes, parse_event
from checker.output.lifecycle_view import told
from tests.candidate_builders import acting, built
from tests.release_builders import NOW

_DIGEST = Digest("sha256:" + "1" * 64)
APPROVED = Approved(
    report=_DIGEST,
    manifest=_DIGEST,
    statement=_DIGEST,
    subject=_DIGEST,
    account="github.com/17",
    channels=("prod",),
    issued=NOW,
    expires=NOW,
    complete=False,
    single_person=True,
    excluded=("github.com/18",),
)
HAPPENED: list[Happening] = [
    RunRequested(run=1, manifest=_DIGEST),
    RunStarted(run=1),
    StageEnded(run=1, stage=Stage.AUDIT, started=NOW, outcome=StageOutcome.FAILED, code="REFUSED", detail="no answer"),
    RunWaiting(run=1, code="NO_TERMINAL_SIGNAL", question="publish again?"),
    RunResumed(run=1, code="stale_recovered", answer="yes"),
    RunCancelled(run=1, reason="typed the wrong id"),
    WaiverRequested(number=1, waiver=_DIGEST, document=_DIGEST),
    WaiverApproved(number=1, document=_DIGEST),
    WaiverEnded(number=1, reason="it is mended"),
    RunEnded(run=1, outcome=RunOutcome.BLOCKED, report=1, document=_DIGEST),
    APPROVED,
    Rejected(reason="not now"),
    Revised(reason="the changelog lacks it"),
    ApprovalVoided(outcome=RunOutcome.UNDECIDED, report=_DIGEST, reason="the verdict is undecided"),
    PermitIssued(permit=_DIGEST, channel="prod", report=_DIGEST, expires=NOW),
    GlassBroken(permit=_DIGEST, channel="prod", reason="the registry loses the files", expires=NOW),
    ChannelConfirmed(channel="prod", outcome=Publication.PARTIAL, allowed="the rest follows", released=True),
    Revoked(statement=_DIGEST, reason="it deletes files"),
]


def events() -> list[bytes]:
    by = acting()
    built(by)
    return [one.data for one in by.store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT)]


def test_every_kind_of_event_comes_back() -> None:
    kinds = [type(parse_event(data, source="it")[0].happened).__name__ for data in events()]

    assert kinds == ["Registered", "ArtifactsImported", "ManifestBuilt"]


@pytest.mark.parametrize("happened", HAPPENED, ids=lambda one: type(one).__name__)
def test_whatever_can_happen_is_read_back_as_it_was_written(happened: Happening) -> None:
    for identity in (ASSERTED, Identity(method=Method.SIGNATURE, issuer="anchor", subject="sha256:0")):
        _, frame = parse_event(events()[0], source="it")
        event, read = parse_event(event_bytes(replace(frame, identity=identity), happened), source="it")

        assert (event.happened, event.identity) == (happened, identity)
        assert read == replace(frame, identity=identity)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kind":"registered"', b'"kind":"manifest"'),
        (b'"kind":"registered"', b'"kind":"approved"'),
        (b'"version":"1.2.0"', b'"version":"1 2"'),
        (b'"at":"2026-02-26', b'"at":"2026-02-30'),
        (b'"actor":"release-bot"', b'"actor":""'),
        (b'"namespace":"real"', b'"namespace":"test"'),
        (b'"number":1', b'"number":0'),
        (b'"ref":"refs/tags/', b'"ref":"tags/'),
        (b'"schema"', b'"more":1,"schema"'),
        (b'"method":"asserted"', b'"method":"signature"'),
        (b'"method":"asserted"', b'"method":"oath"'),
        (b'"issuer":""', b'"issuer":"anchor"'),
        (b'"subject":""', b'"subject":"ada"'),
    ],
)
def test_what_is_no_event_is_refused(old: bytes, new: bytes) -> None:
    first = events()[0]
    assert old in first

    with pytest.raises(InputRefusedError):
        parse_event(first.replace(old, new), source="it")


def test_whatever_can_happen_is_told_in_words() -> None:
    told_of = [told(happened) for happened in HAPPENED]

    assert all(told_of)
    assert len(set(told_of)) == len(HAPPENED)
    approval = "for prod until 2026-02-26T12:00:00Z (single-person); more persons have to"
    assert len([one for one in told_of if one.endswith(approval)]) == 1
    assert len([one for one in told_of if one.startswith("BREAK-GLASS for prod until")]) == 1
    assert "prod is partial, accepted: the rest follows" in told_of


def test_what_was_read_is_told_again_and_other_bytes_are_read_themselves() -> None:
    first, *_ = events()
    edited = first.replace(b'"register', b'"Xegister', 1)
    assert parse_event(first, source="event 1")[0] is parse_event(bytes(bytearray(first)), source="event 1")[0]

    for _ in range(2):
        with pytest.raises(InputRefusedError):
            parse_event(edited, source="event 1")
    assert parse_event(first, source="event 1")[0].digest == digest_of(first)


def test_a_long_event_is_not_remembered() -> None:
    frame = parse_event(events()[0], source="one")[1]
    long = event_bytes(frame, Rejected(reason="\u20ac" * 4000))

    one, other = (parse_event(long, source="event 1")[0] for _ in range(2))
    assert (one == other, one is other) == (True, False)
