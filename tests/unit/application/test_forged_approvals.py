"""Whoever writes to a store can add events; an approval counts for what its signer alone could make of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from checker.application.approvable_report import latest_manifest
from checker.application.open_lifecycle import add_event
from checker.application.sign_statement import sign_statement
from checker.domain.approval import Approved
from checker.domain.candidate import Registered
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.moment import format_moment, parse_moment
from checker.domain.permit import PermitIssued
from checker.domain.trust import ApprovalPolicy
from checker.errors import TrustError
from checker.formats.statement import statement_bytes
from checker.ports.store import Document
from tests.approval_builders import EVERYBODY, Judged, a_judged_candidate
from tests.candidate_builders import NAME
from tests.fakes.memory_keys import MemorySigner
from tests.identity_builders import NUMBERS, key_of
from tests.permit_builders import published
from tests.release_builders import COMMIT, NOW

WEEK = timedelta(hours=168)


def with_approval(one: Judged, actor: str, **changes: Any) -> Judged:  # noqa: ANN401 - any part of it
    """A candidate with an approval that somebody signed and wrote into the store, past the command that refuses it.

    `changes` are of the event, and of the statement where both have the field; `signed` are of the statement alone.
    """
    candidate = one.opened.candidate(NAME)
    run = one.opened.report("rpt-001").report
    assert run is not None
    signed = changes.pop("signed", {})
    approved = Approved(
        report=run.digest,
        manifest=latest_manifest(candidate),
        statement=digest_of(b""),
        subject=str(MemorySigner(actor).identity.fingerprint),
        account=f"github.com/{NUMBERS.get(actor)}",
        channels=(),
        issued=NOW,
        expires=format_moment(parse_moment(NOW) + WEEK),
        complete=True,
        single_person=False,
        excluded=(),
    )
    approved = replace(approved, **changes)
    document: dict[str, Any] = {
        "schema": "clean-release/approval/v1",
        "namespace": "real",
        "project": "widget",
        "repository": "github.com/octo/widget",
        "candidate": NAME,
        "report": approved.report,
        "manifest": approved.manifest,
        "commit": COMMIT,
        "channels": list(approved.channels),
        "approver": {"actor": actor, "key": approved.subject, "account": approved.account},
        "excluded": list(approved.excluded),
        "single_person": approved.single_person,
        "issued": approved.issued,
        "expires": approved.expires,
        **signed,
    }
    data = sign_statement(statement_bytes(document, name="approval"), name="approval", signer=MemorySigner(actor))
    kept = Document(kind=DocumentKind.APPROVAL, digest=digest_of(data), data=data)
    happened = replace(approved, statement=kept.digest)
    return replace(one, opened=add_event(one.opened, happened, candidate=NAME, by=one.by, beside=(kept,)))


def refused(one: Judged, why: str, **how: Any) -> None:  # noqa: ANN401 - how it is published
    with pytest.raises(TrustError, match=why):
        published(one, **how)
    assert not [one for one in one.opened.events if isinstance(one.happened, PermitIssued)]
    assert not one.by.store.list_documents(kind=DocumentKind.PERMIT)


def test_what_is_forged_below_is_otherwise_an_approval() -> None:
    assert published(with_approval(a_judged_candidate(), "release-owner")).permit


@pytest.mark.parametrize("actor", ["ann", "bea", "release-bot"])
def test_who_wrote_pushed_or_imported_it_lets_nothing_go(actor: str) -> None:
    """A19: the author signs an approval and writes it into the store."""
    refused(with_approval(a_judged_candidate(), actor), f"github.com/{NUMBERS[actor]} wrote, pushed or imported it")


def test_an_approval_does_not_hide_that_it_is_of_one_person() -> None:
    anchor = replace(EVERYBODY, approval=ApprovalPolicy(single_person=True))

    refused(with_approval(a_judged_candidate(anchor=anchor), "ann"), "wrote, pushed or imported it")


def test_leave_that_was_taken_back_counts_no_more() -> None:
    refused(with_approval(a_judged_candidate(), "ann", single_person=True), "wrote, pushed or imported it")


def test_one_key_is_one_person_whatever_accounts_it_names() -> None:
    anchor = replace(EVERYBODY, approval=ApprovalPolicy(persons=2))
    one = with_approval(a_judged_candidate(anchor=anchor), "release-owner", complete=False)
    both = with_approval(one, "release-owner", account="github.com/19")

    refused(both, "is not the account of")


def test_one_person_with_two_keys_is_one_person() -> None:
    spare = key_of("eve")
    persons = tuple(
        replace(one, keys=(*one.keys, spare.name)) if one.actor == "release-owner" else one
        for one in EVERYBODY.identities
    )
    anchor = replace(EVERYBODY, approval=ApprovalPolicy(persons=2), keys=(*EVERYBODY.keys, spare), identities=persons)
    one = with_approval(a_judged_candidate(anchor=anchor), "release-owner", complete=False)
    both = with_approval(one, "eve", account="github.com/21")

    refused(both, "1 of 2 approvals")


def test_an_approval_holds_no_longer_than_the_anchor_lets_it() -> None:
    refused(with_approval(a_judged_candidate(), "release-owner", expires="2036-02-26T12:00:00Z"), "holds longer")


def test_an_approval_of_the_future_is_none() -> None:
    late = {"issued": "2036-02-26T12:00:00Z", "expires": "2036-03-04T12:00:00Z"}

    refused(with_approval(a_judged_candidate(), "release-owner", **late), "2036-02-26T12:00:00Z")


def test_an_event_does_not_move_when_it_was_signed() -> None:
    """A key that ended signs today and says in the event that it was then."""
    ended = key_of("release-owner", not_after="2026-02-26T10:00:00Z")
    keys = tuple(ended if key.name == ended.name else key for key in EVERYBODY.keys)
    anchor = replace(EVERYBODY, keys=keys)
    one = a_judged_candidate(anchor=anchor)
    signed = {"issued": NOW}
    moved = with_approval(one, "release-owner", issued="2026-02-26T09:00:00Z", signed=signed)

    refused(moved, "another issued|no key", actor="cid")


def test_a_key_that_ended_dates_nothing_back() -> None:
    ended = key_of("release-owner", not_after="2026-02-26T10:00:00Z")
    keys = tuple(ended if key.name == ended.name else key for key in EVERYBODY.keys)
    one = a_judged_candidate(anchor=replace(EVERYBODY, keys=keys))
    back = {"issued": "2026-02-26T09:00:00Z", "expires": "2026-03-05T09:00:00Z"}

    refused(with_approval(one, "release-owner", **back), "no key", actor="cid")


def test_a_permit_is_for_the_ref_of_the_manifest_that_was_approved() -> None:
    """A registration that was written anew leads the same commit to another branch, and so to another job."""
    one = with_approval(a_judged_candidate(), "release-owner")
    first, *others = one.opened.events
    registered = first.happened
    assert isinstance(registered, Registered)
    moved = replace(first, happened=replace(registered, ref="refs/heads/wild"))

    refused(replace(one, opened=replace(one.opened, events=(moved, *others))), "refs/heads/wild")
