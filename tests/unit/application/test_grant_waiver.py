"""Waivers are asked for by one person and approved by another; what is signed never changes."""

from dataclasses import replace
from typing import Any

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.application.grant_waiver import (
    WaiverAsked,
    approve_waiver,
    approved_file,
    end_waiver,
    envelopes_of,
    request_waiver,
)
from checker.application.offered_waivers import offered_waivers
from checker.application.open_lifecycle import Acting, OpenedLifecycle, open_lifecycle
from checker.application.open_waiver import WaiverReader
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import Identity, Method
from checker.errors import (
    CleanReleaseError,
    ConflictError,
    InputRefusedError,
    NotFoundError,
    OrderError,
    TrustError,
    UsageError,
)
from checker.formats.report_v1 import StoredReport, read_report, report_bytes
from checker.formats.waiver_v1 import waiver_bytes
from checker.ports.store import Document
from tests.candidate_builders import acting, prepared
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import an_anchor
from tests.release_builders import NOW
from tests.report_builders import a_report, a_rule, a_violation, failed
from tests.waiver_builders import a_waiver, signed_by

RULE = a_rule("branch.guarded")
ONE, TWO = a_violation(RULE, "main"), a_violation(RULE, "develop")
REPORT: StoredReport = read_report(report_bytes(a_report(failed(RULE, ONE, TWO))))
ANCHOR = an_anchor("ann", "bea")
ASKED = WaiverAsked(
    fingerprint=ONE.fingerprint, reason="the runner is new", owner="bea", expires_at="2026-03-26T12:00:00Z"
)


def by(actor: str = "ann", **changes: Any) -> Acting:  # noqa: ANN401 - any part of it
    proven = Identity(method=Method.SIGNATURE, issuer=str(ANCHOR.digest), subject=f"key of {actor}")
    return acting(actor=actor, identity=proven, **changes)


def requested(ann: Acting, opened: OpenedLifecycle | None = None, **changes: Any) -> OpenedLifecycle:  # noqa: ANN401
    opened = opened or open_lifecycle(ann.store, project=ann.project)
    return request_waiver(opened, replace(ASKED, **changes), report=REPORT, signer=MemorySigner("ann"), by=ann)


def approved(ann: Acting, opened: OpenedLifecycle, actor: str = "bea", **changes: Any) -> OpenedLifecycle:  # noqa: ANN401
    other = replace(ann, actor=actor, **changes)
    return approve_waiver(opened, "wvr-001", anchor=ANCHOR, signer=MemorySigner(actor), by=other)


def test_a_waiver_is_offered_once_somebody_else_approved_it_and_until_it_is_ended() -> None:
    ann = by()
    opened = requested(ann)
    assert offered_waivers(ann.store, project=ann.project) == ()

    opened = approved(ann, opened)
    (offered,) = offered_waivers(ann.store, project=ann.project)
    seen = WaiverReader(anchor=ANCHOR, at=NOW).open(offered.data, source=offered.name)
    assert (offered.name, seen.honoured, seen.signers) == ("wvr-001", True, ("ann", "bea"))
    assert (seen.waiver.rule, seen.waiver.subject, seen.waiver.fingerprint) == (
        "branch.guarded",
        "main",
        ONE.fingerprint,
    )
    assert (seen.waiver.repository_id, seen.waiver.issued_at) == (REPORT.view.source.repository_id, NOW)

    opened = end_waiver(opened, "wvr-001", reason="it is mended", by=ann)
    assert offered_waivers(ann.store, project=ann.project) == ()
    assert opened.waiver("wvr-001").ended == "it is mended"
    assert [one.happened.action for one in opened.events] == ["request-waiver", "approve-waiver", "expire-waiver"]
    assert open_lifecycle(ann.store, project=ann.project) == opened


class AskedStore(MemoryStore):
    """A store that remembers which documents were asked for."""

    asked: list[DocumentKind]

    def list_documents(self, *, kind: DocumentKind, after: int = 0) -> tuple[Document, ...]:
        self.asked = [*getattr(self, "asked", []), kind]
        return super().list_documents(kind=kind, after=after)


def test_events_are_read_only_where_there_is_a_waiver_and_once() -> None:
    assert offered_waivers(by().store, project=by().project) == ()
    store = AskedStore(clock=FixedClock())
    acting_there = replace(by(), store=store)
    prepared(replace(acting(), store=store))
    store.asked = []
    assert offered_waivers(store, project=acting_there.project) == ()
    assert store.asked == [DocumentKind.WAIVER]

    requested(acting_there)
    store.asked = []
    offered_waivers(store, project=acting_there.project)
    assert store.asked.count(DocumentKind.LIFECYCLE_EVENT) == 1


def test_what_both_sign_is_the_same_and_the_envelope_is_found_by_any_of_its_names() -> None:
    ann = by()
    opened = approved(ann, requested(ann))
    ((known, data),) = envelopes_of(opened, store=ann.store)

    assert opened.waiver(known.waiver) == opened.waiver(known.document) == opened.waiver("wvr-001") == known
    assert (known.requested_by, known.is_approved) == ("ann", True)
    assert WaiverReader(anchor=ANCHOR, at=NOW).open(data, source="it").digest == known.document


def test_a_secret_in_the_reason_is_not_signed_and_not_kept() -> None:
    ann = by(secrets=KnownForms())
    opened = requested(ann, reason="password=abc cookie=sid=123 token=xyz", owner="token=xyz")
    ((_, data),) = envelopes_of(opened, store=ann.store)
    waiver = WaiverReader(anchor=None, at=NOW).open(data, source="it").waiver

    assert "abc" not in waiver.reason + waiver.owner
    assert "xyz" not in waiver.reason + waiver.owner


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"fingerprint": "*"}, UsageError),
        ({"fingerprint": ""}, UsageError),
        ({"fingerprint": ONE.fingerprint[:7]}, UsageError),
        ({"fingerprint": "0" * 64}, NotFoundError),
        ({"reason": "  "}, InputRefusedError),
        ({"reason": ""}, InputRefusedError),
        ({"owner": " "}, InputRefusedError),
        ({"expires_at": "2026-02-30T00:00:00Z"}, InputRefusedError),
        ({"expires_at": "2026-12-01T00:00:00Z"}, InputRefusedError),
        ({"expires_at": NOW}, InputRefusedError),
    ],
)
def test_a_waiver_that_cannot_be_is_not_asked_for(changes: dict[str, str], refusal: type[CleanReleaseError]) -> None:
    ann = by()
    with pytest.raises(refusal):
        requested(ann, None, **changes)

    assert open_lifecycle(ann.store, project=ann.project).waivers() == ()


def test_a_beginning_that_fits_two_violations_is_refused() -> None:
    twins = tuple(replace(ONE, subject=name, fingerprint="a" * 32 + end * 32) for name, end in (("m", "b"), ("n", "c")))
    report = replace(REPORT, view=replace(REPORT.view, rulings=(failed(RULE, *twins),)))
    ann = by()
    with pytest.raises(UsageError, match="fits 2 violations"):
        request_waiver(
            OpenedLifecycle(), replace(ASKED, fingerprint="a" * 32), report=report, signer=MemorySigner("ann"), by=ann
        )


def test_two_waivers_for_different_violations_of_a_rule_stand_side_by_side_and_a_second_for_one_does_not() -> None:
    ann = by()
    opened = requested(ann, requested(ann), fingerprint=TWO.fingerprint)
    assert [one.name for one in opened.waivers()] == ["wvr-001", "wvr-002"]

    with pytest.raises(ConflictError, match="wvr-001 is for this violation already"):
        requested(ann, opened)
    ended = end_waiver(opened, "wvr-001", reason="done", by=ann)
    assert requested(ann, ended).waivers()[-1].name == "wvr-003"


@pytest.mark.parametrize(("actor", "why"), [("ann", "ann alone signed it"), ("cid", "ann alone signed it")])
def test_nobody_approves_their_own_waiver_and_no_stranger_does(actor: str, why: str) -> None:
    ann = by()
    opened = requested(ann)
    with pytest.raises(TrustError, match=why):
        approved(ann, opened, actor)

    assert not open_lifecycle(ann.store, project=ann.project).waiver("wvr-001").is_approved


def test_a_waiver_is_approved_once_before_its_end_and_not_after_it_was_ended() -> None:
    ann = by()
    opened = requested(ann)
    with pytest.raises(TrustError, match="it ended at"):
        approved(ann, opened, at="2026-03-26T12:00:00Z")
    opened = approved(ann, opened)
    with pytest.raises(OrderError, match="wvr-001 cannot be approved: it is approved already"):
        approved(ann, opened)
    opened = end_waiver(opened, "wvr-001", reason="done", by=ann)
    with pytest.raises(OrderError, match="wvr-001 cannot be approved: it was ended"):
        approved(ann, opened)
    with pytest.raises(OrderError, match="wvr-001 was ended already"):
        end_waiver(opened, "wvr-001", reason="done", by=ann)


def test_a_waiver_is_ended_with_a_reason_and_by_its_name() -> None:
    ann = by()
    opened = requested(ann)
    with pytest.raises(UsageError, match="says nothing, expected why"):
        end_waiver(opened, "wvr-001", reason=" ", by=ann)
    with pytest.raises(NotFoundError, match="there is no waiver 'wvr-002'"):
        end_waiver(opened, "wvr-002", reason="done", by=ann)


def test_a_waiver_in_a_file_is_signed_without_a_store_and_only_if_it_then_counts() -> None:
    envelope = approved_file(signed_by("ann"), source="w.json", anchor=ANCHOR, signer=MemorySigner("bea"), at=NOW)
    assert envelope == signed_by("ann", "bea")

    for anchor, actor in ((ANCHOR, "ann"), (ANCHOR, "cid"), (None, "bea")):
        with pytest.raises(TrustError, match="the waiver would not count"):
            approved_file(signed_by("ann"), source="w.json", anchor=anchor, signer=MemorySigner(actor), at=NOW)
    with pytest.raises(InputRefusedError):
        approved_file(waiver_bytes(a_waiver()), source="w.json", anchor=ANCHOR, signer=MemorySigner("bea"), at=NOW)


def test_approvals_of_waivers_nobody_asked_for_are_nothing() -> None:
    ann = by()
    opened = approved(ann, requested(ann))
    orphans = replace(opened, events=opened.events[1:])

    assert orphans.waivers() == ()
