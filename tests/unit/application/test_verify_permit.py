"""A permit lets exactly the job upload that it was issued for; a break-glass takes two persons, and says what it is."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.break_glass import GlassAsked, break_glass, sign_second
from checker.application.build_manifest import build_manifest
from checker.application.open_lifecycle import add_event
from checker.application.release_terms import signed_permit
from checker.application.verify_permit import VerifiedPermit, verify_permit
from checker.domain.identity import ASSERTED
from checker.domain.namespace import Namespace
from checker.domain.permit import PermitKind
from checker.domain.permit_terms import NO_RUN
from checker.domain.release import State
from checker.domain.run import RunEnded, RunOutcome, RunRequested, RunStarted
from checker.domain.trust import Anchor, TrustedRepository
from checker.errors import CleanReleaseError, InputRefusedError, OrderError, TrustError, UsageError
from checker.formats.permit_v1 import terms_of
from checker.formats.signed_statement import payload_of
from tests.approval_builders import EVERYBODY, Judged, a_judged_candidate, commits, stored_report
from tests.candidate_builders import NAME, judged
from tests.fakes.memory_keys import MemorySigner
from tests.identity_builders import an_anchor
from tests.permit_builders import EXPECTED, RUN, published
from tests.release_builders import NOW, OTHER
from tests.report_builders import a_rule, failed

HALF_PAST = "2026-02-26T12:30:00Z"
REASON = "The registry deletes the old files today, see incident 17."
GLASS = GlassAsked(candidate=NAME, channel="pypi", reason=REASON, workflow=RUN, environment="release")
PLACED = replace(
    EVERYBODY, repositories=(TrustedRepository(host="github.com", slug="octo/widget", repository_id=42, owner_id=7),)
)


@pytest.fixture(scope="module")
def permit() -> bytes:
    return published().permit


def verified(data: bytes, **changes: Any) -> VerifiedPermit:  # noqa: ANN401 - any part of it
    said: dict[str, Any] = {"expected": EXPECTED, "anchor": PLACED, "revoked": {}, "now": HALF_PAST, **changes}
    return verify_permit(data, source="permit.json", **said)


def test_it_lets_the_job_upload_that_it_is_for(permit: bytes) -> None:
    found = verified(permit)

    assert found.terms.binding == EXPECTED
    assert found.signers == (str(MemorySigner("release-owner").identity.fingerprint),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("namespace", Namespace.DEMO),
        ("host", "git.example.org"),
        ("repository_id", 43),
        ("owner_id", 8),
        ("commit", OTHER),
        ("ref", "refs/heads/main"),
        ("workflow", replace(RUN, run_id=8)),
        ("workflow", replace(RUN, run_attempt=2)),
        ("workflow", replace(RUN, sha=OTHER)),
        ("workflow", NO_RUN),
        ("environment", ""),
        ("channel", "testpypi"),
    ],
)
def test_another_job_uploads_nothing(permit: bytes, field: str, value: Any) -> None:  # noqa: ANN401 - any part of it
    """T05: a permit for one place opens no other."""
    with pytest.raises(TrustError, match="it is for the"):
        verified(permit, expected=replace(EXPECTED, **{field: value}))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"now": "2026-02-26T13:00:00Z"}, "it expired at"),
        ({"now": "2026-02-26T11:54:59Z"}, "it holds from"),
        ({"anchor": None}, "there is no anchor here"),
        ({"anchor": an_anchor()}, "no valid key that may sign a permit"),
        ({"anchor": an_anchor("ann")}, "0 of 1 usable keys signed it"),
        ({"anchor": an_anchor("release-owner", revoked=True)}, "no valid key"),
        ({"revoked": {"0" * 64: "it deletes files"}}, "was revoked: it deletes files"),
    ],
)
def test_nothing_is_uploaded_out_of_time_or_trust(permit: bytes, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(TrustError, match=why):
        verified(permit, **changes)


def test_a_permit_that_holds_for_longer_than_an_hour_is_none(permit: bytes) -> None:
    terms = terms_of(payload_of(permit, name="permit", source="it"), source="it")
    long = signed_permit(replace(terms, expires="2026-02-26T13:00:01Z"), signer=MemorySigner("release-owner"))

    with pytest.raises(TrustError, match="it holds longer than a permit may"):
        verified(long)


def test_only_a_permit_is_one() -> None:
    with pytest.raises(InputRefusedError):
        verified(b"{}")


def broken(one: Judged, *, anchor: Anchor = PLACED, actor: str = "ann", **asked: Any) -> tuple[Judged, bytes]:  # noqa: ANN401 - any
    opened, data = break_glass(
        one.opened,
        replace(GLASS, **asked),
        anchor=anchor,
        signer=MemorySigner(actor),
        tool="clean-release 0.1.0",
        by=one.acting(actor),
    )
    return replace(one, opened=opened), data


def second(data: bytes, actor: str, **changes: Any) -> bytes:  # noqa: ANN401 - any part of it
    said: dict[str, Any] = {"anchor": PLACED, "actor": actor, "signer": MemorySigner(actor), "now": NOW, **changes}
    return sign_second(data, source="permit.json", **said)


def a_blocked_candidate() -> Judged:
    one = a_judged_candidate()
    digest = stored_report(one.opened, by=one.by, anchor=one.anchor, reviews=commits(), rulings=(failed(a_rule()),))
    return replace(one, opened=judged(one.by, report=digest, outcome=RunOutcome.BLOCKED, opened=one.opened))


def test_two_persons_break_the_glass_and_the_verdict_stays_what_it_was() -> None:
    """W07."""
    one, data = broken(a_blocked_candidate())
    found = verified(second(data, "bea"))

    assert one.opened.candidate(NAME).state is State.CHECK_BLOCKED, "the verdict stays"
    assert (found.terms.kind, found.terms.verdict, found.terms.reason) == (PermitKind.BREAK_GLASS, "blocked", REASON)
    assert len(found.signers) == 2
    assert found.terms.binding == EXPECTED


def test_it_is_recorded_even_where_the_policy_would_have_let_it_pass() -> None:
    """W07."""
    one, _ = broken(a_judged_candidate().approved())

    assert one.opened.events[-1].happened.action == "break-glass"
    assert one.opened.candidate(NAME).state is State.APPROVED


def test_where_nothing_was_judged_the_permit_says_so() -> None:
    one = a_judged_candidate()
    opened = one.opened
    manifest = opened.manifests[-1][1].document
    ended = RunEnded(run=2, outcome=RunOutcome.FAILED, code="REFUSED")
    for happened in (RunRequested(run=2, manifest=manifest), RunStarted(run=2), ended):
        opened = add_event(opened, happened, candidate=NAME, by=one.by)
    _, data = broken(replace(one, opened=opened))
    terms = terms_of(payload_of(data, name="permit", source="it"), source="it")

    assert (terms.report, terms.verdict, terms.snapshot) == ("", "none", "")


def test_one_person_breaks_nothing() -> None:
    """W07."""
    _, data = broken(a_judged_candidate(), hours=24)

    with pytest.raises(TrustError, match="1 of 5 usable keys signed it, expected at least 2"):
        verified(data)
    with pytest.raises(TrustError, match="ann signed it already"):
        second(data, "ann")
    for changes in ({"anchor": None}, {"anchor": an_anchor("ann")}, {"signer": MemorySigner("eve")}):
        with pytest.raises(TrustError, match="names no valid key"):
            second(data, "bea", **changes)
    with pytest.raises(TrustError, match="it expired at 2026-02-27"):
        second(data, "bea", now="2026-02-27T12:00:00Z")


def test_two_keys_of_one_person_are_one_person() -> None:
    _, data = broken(a_judged_candidate())
    both = second(data, "bea")
    ann = next(one for one in PLACED.identities if one.actor == "ann")
    merged = replace(ann, keys=("ann.approver", "bea.approver"))

    with pytest.raises(TrustError, match="one person signed it with two keys"):
        verified(both, anchor=replace(PLACED, identities=(merged,)))


def test_another_label_in_a_demonstration_makes_nobody_a_second_person() -> None:
    _, data = broken(a_judged_candidate())
    both = second(data, "bea")
    ann = next(one for one in PLACED.identities if one.actor == "ann")
    merged = replace(ann, keys=("ann.approver", "bea.approver"))
    shown = replace(ann, actor="guest", namespace=Namespace.DEMO, keys=("bea.approver",))
    anchor = replace(PLACED, identities=(merged, shown))

    with pytest.raises(TrustError, match="bea signed it already"):
        second(data, "bea", anchor=anchor)
    with pytest.raises(TrustError, match="one person signed it with two keys"):
        verified(both, anchor=anchor)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"verdict": "blocked"}, "the verdict is blocked"),
        ({"verdict": "none"}, "the verdict is none"),
        ({"approvals": ()}, "nobody approved it"),
    ],
)
def test_a_key_for_permits_lets_nothing_go_that_did_not_pass(permit: bytes, changes: dict[str, Any], why: str) -> None:
    """Only two persons break the glass; a permit key alone does not, under whatever name."""
    terms = replace(verified(permit).terms, **changes)

    with pytest.raises(TrustError, match=why):
        verified(signed_permit(terms, signer=MemorySigner("release-owner")))


def test_a_permit_needs_no_second_signature(permit: bytes) -> None:
    with pytest.raises(TrustError, match="expected a break-glass"):
        second(permit, "bea")


@pytest.mark.parametrize(
    "asked", [{"reason": "urgent"}, {"reason": " " * 30}, {"hours": 25}, {"hours": 0}, {"reason": "x" * 19}]
)
def test_a_word_is_no_reason_and_a_day_is_the_longest(asked: dict[str, Any]) -> None:
    """W07."""
    with pytest.raises(UsageError):
        broken(a_judged_candidate(), **asked)


def test_nobody_unknown_breaks_the_glass() -> None:
    one = a_judged_candidate()
    ann = MemorySigner("ann")

    for anchor, by in ((PLACED, replace(one.by, identity=ASSERTED)), (None, one.acting("ann"))):
        with pytest.raises(TrustError, match="broken by two who are known"):
            break_glass(one.opened, GLASS, anchor=anchor, signer=ann, tool="it", by=by)


def test_what_was_not_judged_at_all_is_not_broken_out() -> None:
    one = a_judged_candidate()

    with pytest.raises(OrderError):
        broken(replace(one, opened=build_manifest(one.opened, NAME, by=one.by)))


def test_the_anchor_may_write_the_repository_in_other_letters() -> None:
    (place,) = PLACED.repositories
    anchor = replace(PLACED, repositories=(replace(place, slug="Octo/Widget"),))
    _, data = broken(a_judged_candidate(), anchor=anchor)

    assert terms_of(payload_of(data, name="permit", source="it"), source="it").binding == EXPECTED


def test_a_repository_without_ids_binds_to_none() -> None:
    terms = terms_of(
        payload_of(broken(a_judged_candidate(), anchor=EVERYBODY)[1], name="permit", source="it"), source="it"
    )

    assert (terms.binding.repository_id, terms.binding.owner_id) == (0, 0)


def test_every_refusal_is_one_of_ours(permit: bytes) -> None:
    with pytest.raises(CleanReleaseError):
        verified(permit.replace(b"payload", b"payloaf", 1))
