"""A release is approved on the report that let it go, by persons who did not make it, and by nobody else."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.approve_release import approve_release, prepare_approval, valid_approvals
from checker.application.build_manifest import build_manifest
from checker.application.decide_otherwise import reject_release, revise_release
from checker.domain.approval import ApprovalVoided, approvals_in_force
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import ASSERTED, Person
from checker.domain.namespace import Namespace
from checker.domain.release import State
from checker.domain.report import Gating, JudgedSource
from checker.domain.run import RunOutcome
from checker.domain.trust import ApprovalPolicy
from checker.errors import CleanReleaseError, NotFoundError, OrderError, StoreError, TrustError, UsageError
from checker.formats.public_keys import read_public_key
from checker.formats.signed_statement import open_statement
from tests.approval_builders import ASKED, EVERYBODY, Judged, a_judged_candidate, commits, stored_report
from tests.candidate_builders import NAME, acting, judged
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import an_anchor
from tests.release_builders import COMMIT, NOW, OTHER
from tests.report_builders import a_rule, failed

NEXT_DAY = "2026-02-27T12:00:01Z"
NEXT_WEEK = "2026-03-05T12:00:00Z"


def state(judged_one: Judged) -> State:
    return judged_one.opened.candidate(NAME).state


def refused(judged_one: Judged, actor: str = "release-owner", **asked: Any) -> str:  # noqa: ANN401 - any part
    with pytest.raises(CleanReleaseError) as error:
        judged_one.approved(actor, **asked)
    return f"{error.value}"


def test_somebody_who_did_not_make_it_approves_and_signs_what_they_approved() -> None:
    done = a_judged_candidate().approved(channels=("pypi",))
    (approved,) = approvals_in_force(event.happened for event in done.opened.events)
    (kept,) = done.by.store.list_documents(kind=DocumentKind.APPROVAL)
    key = read_public_key(MemorySigner("release-owner").identity.public_key, source="it")
    signed, _ = open_statement(kept.data, name="approval", keys=(key,), source="it")

    assert state(done) is State.APPROVED
    assert (approved.account, approved.single_person, approved.complete) == ("github.com/21", False, True)
    assert approved.excluded == ("github.com/17", "github.com/18", "github.com/20")
    assert approved.statement == kept.digest
    assert signed["report"] == approved.report
    assert (signed["manifest"], signed["commit"], signed["channels"]) == (approved.manifest, COMMIT, ["pypi"])
    assert (signed["approver"]["account"], signed["excluded"]) == ("github.com/21", list(approved.excluded))
    assert (signed["issued"], signed["expires"]) == (NOW, "2026-03-05T12:00:00Z")


@pytest.mark.parametrize(
    ("actor", "why"),
    [
        ("ann", "github.com/17 wrote, pushed or imported it"),
        ("bea", "github.com/18 wrote, pushed or imported it"),
        ("release-bot", "github.com/20 wrote, pushed or imported it"),
    ],
)
def test_neither_author_nor_last_pusher_nor_importer_approves(actor: str, why: str) -> None:
    assert why in refused(a_judged_candidate(), actor)


UNKNOWN = [
    ({"reviews": "none"}, "no audit of the repository says who wrote"),
    ({"reviews": {"status": "denied", "evidence": []}}, "who wrote the commits was not read"),
    ({"reviews": commits(has_unknown_author=True)}, "the account of an author is not known"),
    ({"reviews": commits(pulls=[])}, "who pushed last is not known"),
    ({"reviews": commits(commit=OTHER)}, "who pushed last is not known"),
    (
        {"reviews": {"status": "collected", "value": {"base": "v1", "commit": COMMIT, "commits": []}, "evidence": []}},
        "lists no commit since",
    ),
    (
        {"reviews": {"status": "collected", "value": {"base": "v1", "commit": OTHER, "commits": []}, "evidence": []}},
        f"expected the candidate's commit {COMMIT}",
    ),
    ({"importer": "eve"}, "who imported the files is not known"),
]


@pytest.mark.parametrize(("changes", "why"), UNKNOWN)
def test_whoever_is_not_known_could_be_the_approver(changes: dict[str, Any], why: str) -> None:
    assert why in refused(a_judged_candidate(**changes))


def test_policy_lets_one_person_do_it_and_says_so() -> None:
    anchor = replace(EVERYBODY, approval=ApprovalPolicy(single_person=True))
    done = a_judged_candidate(anchor=anchor, reviews="none").approved("release-bot")
    (approved,) = valid_approvals(done.opened.candidate(NAME), at=NOW)

    assert (state(done), approved.single_person) == (State.APPROVED, True)


def test_two_persons_are_two() -> None:
    anchor = replace(EVERYBODY, approval=ApprovalPolicy(persons=2))
    first = a_judged_candidate(anchor=anchor).approved("release-owner")

    assert state(first) is State.CHECK_PASSED
    assert "has approved 2026.03.09-rc1 already" in refused(first, "release-owner")
    assert state(first.approved("cid")) is State.APPROVED


BAD_REPORTS = [
    ({"rulings": (failed(a_rule()),)}, "the verdict is blocked, expected passed"),
    ({"project": "gadget"}, "the project is gadget, expected widget"),
    ({"manifest_digest": ""}, "the manifest is not known"),
    ({"gating": Gating(gating=False, because=("no lock names this snapshot",))}, "no lock names this snapshot"),
    ({"made_under": ""}, "made without an anchor"),
    (
        {"source": JudgedSource(host="github.com", slug="octo/other", commit=COMMIT)},
        "the repository is github.com/octo/o",
    ),
    ({"source": JudgedSource(host="github.com", slug="octo/widget", commit=OTHER)}, f"the commit is {OTHER}"),
]


@pytest.mark.parametrize(("changes", "why"), BAD_REPORTS)
def test_a_report_that_does_not_let_it_go_is_not_approved_on(changes: dict[str, Any], why: str) -> None:
    assert why in refused(a_judged_candidate(**changes))


def test_an_anchor_that_changed_since_asks_for_another_run() -> None:
    """T10: what is not trusted any more opens nothing."""
    changed = replace(a_judged_candidate(), anchor=an_anchor("release-owner", "release-bot", "ann"))

    assert "made under anchor" in refused(changed)


def test_a_report_that_is_a_day_old_says_nothing_of_now() -> None:
    assert "at most 24 hours before" in refused(a_judged_candidate(), at=NEXT_DAY)
    assert "at most 24 hours before" in refused(a_judged_candidate(), at="2026-02-26T11:54:59Z")


def test_a_report_from_the_future_asks_for_another_clock_and_an_old_one_for_another_run() -> None:
    with pytest.raises(TrustError, match="and not after it") as ahead:
        a_judged_candidate().approved(at="2026-02-26T11:54:59Z")
    with pytest.raises(TrustError) as old:
        a_judged_candidate().approved(at=NEXT_DAY)

    assert (ahead.value.hint, "compliance run" in old.value.hint) == ("set the clock right", True)


def test_who_approved_already_is_told_what_is_missing() -> None:
    by_one = a_judged_candidate().approved()
    with pytest.raises(TrustError, match="nobody approves twice") as done:
        by_one.approved()
    two = replace(EVERYBODY, approval=ApprovalPolicy(persons=2))
    with pytest.raises(TrustError, match="nobody approves twice") as missing:
        a_judged_candidate(anchor=two).approved().approved()

    assert done.value.hint.startswith("clean-release release publish ")
    assert missing.value.hint == "persons who have to approve besides: 1"


def test_only_the_report_of_the_current_run_is_approved_on() -> None:
    before = a_judged_candidate()
    digest = stored_report(
        before.opened, by=before.by, anchor=before.anchor, reviews=commits(), evaluated_at="2026-02-26T12:00:01Z"
    )
    other = replace(before, opened=judged(before.by, report=digest, opened=before.opened))

    assert "rpt-001 is not the report of the current run" in refused(other)
    with pytest.raises(NotFoundError):
        other.approved(report="rpt-009")
    assert state(other.approved(report=digest)) is State.APPROVED, "a digest names it too"


def test_its_turn_has_to_have_come() -> None:
    one = a_judged_candidate()
    early = replace(one, opened=build_manifest(one.opened, NAME, by=one.by))

    with pytest.raises(OrderError, match="no compliance run judged the manifest"):
        early.approved()


def test_a_channel_leads_somewhere() -> None:
    assert state(a_judged_candidate().approved(channels=("prod",))) is State.APPROVED, "there is one target"


def test_who_merely_says_so_approves_nothing_in_real() -> None:
    one = a_judged_candidate()

    with pytest.raises(TrustError, match="approving needs a proven identity"):
        approve_release(one.opened, ASKED, anchor=one.anchor, signer=None, by=replace(one.by, identity=ASSERTED))


def test_nobody_approves_without_an_anchor_or_an_account_at_the_provider() -> None:
    one = a_judged_candidate()
    by = one.acting("release-owner")
    elsewhere = tuple(
        Person(actor=who.actor, namespace=who.namespace, keys=who.keys, accounts=()) for who in EVERYBODY.identities
    )

    with pytest.raises(TrustError, match="there is no anchor here"):
        approve_release(one.opened, ASKED, anchor=None, signer=MemorySigner("release-owner"), by=by)
    with pytest.raises(TrustError, match="names no account of release-owner"):
        approve_release(
            one.opened,
            ASKED,
            anchor=replace(EVERYBODY, identities=elsewhere),
            signer=MemorySigner("release-owner"),
            by=by,
        )


def test_a_store_of_this_very_run_approves_nothing() -> None:
    one = a_judged_candidate()
    setattr(one.by.store, "is_ephemeral", True)  # noqa: B010 - the port only reads it

    with pytest.raises(StoreError, match="can neither approve nor publish"):
        one.approved()


def test_a_demonstration_is_approved_by_whoever_says_so() -> None:
    store = MemoryStore(clock=FixedClock(), namespace=Namespace.DEMO)
    by = acting(store=store, project=replace(acting().project, namespace=Namespace.DEMO))
    anchor = an_anchor("ann", namespace=Namespace.DEMO)
    one = a_judged_candidate(by=by, anchor=anchor, gating=Gating(gating=False, because=("a demo",)))
    opened = approve_release(one.opened, ASKED, anchor=None, signer=None, by=replace(one.by, at="2027-01-01T00:00:00Z"))
    (approved,) = approvals_in_force(event.happened for event in opened.events)

    assert opened.candidate(NAME).state is State.APPROVED
    assert (approved.account, approved.subject, approved.single_person) == ("release-bot", "", True)


def test_an_approval_lasts_as_long_as_it_says_and_until_something_undoes_it() -> None:
    done = a_judged_candidate().approved()
    candidate = done.opened.candidate(NAME)
    happened = [event.happened for event in candidate.events]

    assert len(valid_approvals(candidate, at="2026-03-05T11:59:59Z")) == 1
    assert valid_approvals(candidate, at=NEXT_WEEK) == ()
    voided = ApprovalVoided(outcome=RunOutcome.BLOCKED, report="", reason="settings changed")
    assert approvals_in_force([*happened, voided]) == ()
    assert approvals_in_force([*happened, happened[2]]) == (), "another manifest"


def test_it_is_rejected_or_sent_back_with_a_reason() -> None:
    done = a_judged_candidate().approved()
    rejected = reject_release(done.opened, NAME, reason="not now", by=done.by)
    revised = revise_release(rejected, NAME, reason="the changelog lacks it", by=done.by)

    assert rejected.candidate(NAME).state is State.REJECTED
    assert revised.candidate(NAME).state is State.PREPARED
    with pytest.raises(UsageError, match="--reason says nothing"):
        reject_release(done.opened, NAME, reason=" ", by=done.by)
    with pytest.raises(OrderError):
        reject_release(revised, NAME, reason="again", by=done.by)


def test_what_would_be_signed_is_shown_without_signing_it() -> None:
    one = a_judged_candidate()
    by = one.acting("release-owner")
    before = one.by.store.verify_trail().head
    prepared = prepare_approval(one.opened, ASKED, anchor=one.anchor, by=by)
    (signed,) = approvals_in_force(event.happened for event in one.approved().opened.events[-1:])

    assert replace(prepared, statement=signed.statement) == signed
    with pytest.raises(TrustError, match="wrote, pushed or imported it"):
        prepare_approval(one.opened, ASKED, anchor=one.anchor, by=one.acting("ann"))
    assert a_judged_candidate().by.store.verify_trail().head == before
