"""A permit is issued for what was approved and passes still; anything else voids the approval, or is refused."""

from dataclasses import replace

import pytest

from checker.application.approve_release import approve_release, valid_approvals
from checker.application.open_lifecycle import add_event
from checker.application.publish_release import PublishMeans, prepare_publish, publish_release
from checker.application.release_terms import trail_head
from checker.domain.channel import Channel, target_of
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import ASSERTED
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.domain.permit import ChannelConfirmed, Publication
from checker.domain.permit_terms import PermittedFile
from checker.domain.release import State
from checker.domain.report import Gating, JudgedSource
from checker.domain.run import RunOutcome
from checker.domain.trust import ApprovalPolicy
from checker.errors import ConflictError, OrderError, StoreError, TrustError, UsageError
from checker.formats.permit_v1 import terms_of
from checker.formats.signed_statement import payload_of
from checker.ports.store import Document
from tests.approval_builders import ASKED, EVERYBODY, Judged, a_judged_candidate
from tests.candidate_builders import NAME, acting
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import an_anchor
from tests.permit_builders import EXPECTED, PUBLISH, ToldJudge, published
from tests.release_builders import COMMIT, NOW, OTHER
from tests.report_builders import a_rule, a_snapshot, an_audit, failed, not_evaluated

NEXT_WEEK = "2026-03-05T12:00:00Z"


def with_event(one: Judged, happened: ChannelConfirmed) -> Judged:
    return replace(one, opened=add_event(one.opened, happened, candidate=NAME, by=one.by))


def test_a_permit_holds_everything_that_it_is_for() -> None:
    found = published()
    terms = terms_of(payload_of(found.permit, name="permit", source="it"), source="it")
    (kept,) = [one for one in found.opened.events if one.happened.action == "publish"]
    (approval,) = found.opened.candidate(NAME).events[-2:-1]

    assert terms.binding == EXPECTED
    assert (terms.project, terms.version, terms.candidate) == ("widget", "1.2.0", NAME)
    assert (terms.target.registry, terms.target.project) == ("pypi", "widget")
    assert terms.files == (PermittedFile(name="widget-1.2.0-py3-none-any.whl", sha256="0" * 64, size=2),)
    assert (terms.verdict, terms.single_person, terms.reason) == ("passed", False, "")
    assert (terms.issued, terms.expires) == (NOW, "2026-02-26T13:00:00Z")
    assert terms.approvals == (getattr(approval.happened, "statement"),)  # noqa: B009 - one kind of it has one
    assert terms.trail_seq > 0
    assert kept.happened.permit == digest_of(found.permit)  # type: ignore[union-attr]  # a permit was issued
    assert found.opened.candidate(NAME).state is State.APPROVED
    assert found.changed == ()


def test_a_permit_never_outlasts_an_approval() -> None:
    anchor = replace(EVERYBODY, approval=ApprovalPolicy(valid_hours=1))
    one = a_judged_candidate(anchor=anchor).approved()
    found = published(one, at="2026-02-26T12:30:00Z")

    assert terms_of(payload_of(found.permit, name="permit", source="it"), source="it").expires == "2026-02-26T13:00:00Z"


def test_single_person_goes_with_the_permit() -> None:
    anchor = replace(EVERYBODY, approval=ApprovalPolicy(single_person=True))
    found = published(a_judged_candidate(anchor=anchor).approved("ann"))

    assert payload_of(found.permit, name="permit", source="it")["single_person"] is True


VOID = [
    ({"rulings": (failed(a_rule()),)}, RunOutcome.BLOCKED, State.CHECK_BLOCKED, "the verdict is blocked"),
    ({"rulings": (not_evaluated(a_rule()),)}, RunOutcome.UNDECIDED, State.CHECK_ERROR, "the verdict is undecided"),
    (
        {"source": JudgedSource(host="github.com", slug="octo/widget", commit=OTHER)},
        RunOutcome.UNDECIDED,
        State.CHECK_ERROR,
        f"the commit is {OTHER}, expected {COMMIT}",
    ),
    ({"manifest_digest": digest_of(b"other")}, RunOutcome.UNDECIDED, State.CHECK_ERROR, "the manifest is"),
    (
        {"snapshot": a_snapshot(a_rule(), parameters={})},
        RunOutcome.UNDECIDED,
        State.CHECK_ERROR,
        "the snapshot is",
    ),
]


@pytest.mark.parametrize(("judged", "outcome", "state", "why"), VOID)
def test_what_does_not_pass_any_more_voids_the_approval(
    judged: dict[str, object], outcome: RunOutcome, state: State, why: str
) -> None:
    """T01 another manifest, T02 other settings, T03 another commit, T10 another snapshot."""
    one = a_judged_candidate().approved()
    found = published(one, judged=judged)

    assert (found.permit, found.outcome) == (b"", outcome)
    assert any(reason.startswith(why) for reason in found.void_because), found.void_because
    assert found.opened.candidate(NAME).state is state
    assert not one.by.store.list_documents(kind=DocumentKind.PERMIT)
    with pytest.raises(OrderError):
        published(replace(one, opened=found.opened))


def test_settings_that_changed_are_named_and_judged() -> None:
    other = replace(an_audit(), facts_digest=digest_of(b"other facts"))

    passing = published(judged={"audits": (other,)})
    blocked = published(judged={"audits": (other,), "rulings": (failed(a_rule()),)})

    assert (passing.changed, bool(passing.permit)) == (("repository",), True)
    assert blocked.opened.events[-1].happened.reason.startswith("repository changed since; the verdict is blocked")  # type: ignore[union-attr]  # it is void


def test_an_approval_that_expired_is_none() -> None:
    with pytest.raises(TrustError, match="for pypi are missing or have expired"):
        published(at=NEXT_WEEK)


def test_an_approval_for_another_channel_is_none() -> None:
    """T05: what was approved for one place opens no other."""
    with pytest.raises(TrustError, match="for pypi are missing"):
        published(a_judged_candidate().approved(channels=("prod",)))


def test_a_key_that_was_revoked_approved_nothing() -> None:
    one = a_judged_candidate().approved()
    without = replace(EVERYBODY, keys=tuple(key for key in EVERYBODY.keys if key.name != "release-owner.approver"))
    means = PublishMeans(
        anchor=without, signer=MemorySigner("release-owner"), judge=ToldJudge(one, {}), tool="clean-release"
    )

    with pytest.raises(TrustError, match="names no key"):
        publish_release(one.opened, PUBLISH, means=means, by=one.acting("release-owner"))


def test_an_approval_says_what_was_signed() -> None:
    """An event that claims another approval than its person signed is found."""
    one = a_judged_candidate().approved(channels=("pypi",))
    (approved,) = valid_approvals(one.opened.candidate(NAME), at=NOW)
    wider = replace(approved, channels=())
    forged = replace(one, opened=add_event(one.opened, wider, candidate=NAME, by=one.by))

    with pytest.raises(TrustError, match="was signed for another channels"):
        published(forged)


def test_only_a_key_for_permits_signs_one() -> None:
    one = a_judged_candidate().approved()
    means = PublishMeans(anchor=one.anchor, signer=MemorySigner("eve"), judge=ToldJudge(one, {}), tool="it")

    with pytest.raises(TrustError, match="eve may sign no permit: the anchor has no valid key with the role permit"):
        publish_release(one.opened, PUBLISH, means=means, by=one.acting("release-owner"))
    with pytest.raises(TrustError, match="publishing needs a proven identity"):
        publish_release(one.opened, PUBLISH, means=means, by=replace(one.by, identity=ASSERTED))


def test_a_channel_that_is_done_is_not_published_again() -> None:
    done = ChannelConfirmed(channel="pypi", outcome=Publication.COMPLETE, allowed="", released=False)
    failed_once = replace(done, outcome=Publication.FAILED)
    one = a_judged_candidate().approved()

    assert published(with_event(one, failed_once)).permit, "after a failure it is tried again"
    one = a_judged_candidate().approved()
    finished = with_event(replace(one, opened=published(one).opened), done)
    with pytest.raises(ConflictError, match="pypi shows every file"):
        published(finished)
    with pytest.raises(OrderError):
        published(with_event(finished, replace(done, released=True)))


def test_a_trail_that_does_not_hold_publishes_nothing() -> None:
    store = MemoryStore(clock=FixedClock())
    data = b"{}"
    store.add_document(document=Document(kind=DocumentKind.WAIVER, digest=digest_of(data), data=data), after=0)
    store.trail.pop(0)

    with pytest.raises(StoreError, match="the trail does not hold"):
        trail_head(store)


def test_a_channel_is_a_target_of_the_manifest() -> None:
    from checker.domain.manifest import Target  # noqa: PLC0415 - for this test alone

    pypi, npm = Target(registry="pypi", project="widget"), Target(registry="npm", project="widget")
    assert target_of("npm", (pypi, npm)) == npm
    assert target_of("npm:widget", (pypi, npm)) == npm
    assert target_of("prod", (pypi,)) == pypi
    for channel, targets in (("prod", (pypi, npm)), ("prod", ()), ("npm", (npm, replace(npm, project="gadget")))):
        with pytest.raises(UsageError, match="expected one"):
            target_of(channel, targets)


def test_an_anchor_that_changed_since_asks_for_another_run() -> None:
    one = replace(a_judged_candidate().approved(), anchor=an_anchor("release-owner", "release-bot"))
    found = published(one, judged={"made_under": str(EVERYBODY.digest)})

    assert any("made under anchor" in why for why in found.void_because)


def test_a_demonstration_is_published_on_approvals_that_nobody_signed() -> None:
    store = MemoryStore(clock=FixedClock(), namespace=Namespace.DEMO)
    by = acting(store=store, project=replace(acting().project, namespace=Namespace.DEMO))
    anchor = an_anchor("release-owner", namespace=Namespace.DEMO)
    one = a_judged_candidate(by=by, anchor=anchor, gating=Gating(gating=False, because=("a demo",)))
    one = replace(one, opened=approve_release(one.opened, ASKED, anchor=anchor, signer=None, by=one.by))
    judge = ToldJudge(one, {"gating": Gating(gating=False, because=("a demo",))})
    means = PublishMeans(anchor=anchor, signer=MemorySigner("release-owner"), judge=judge, tool="it")
    found = publish_release(one.opened, PUBLISH, means=means, by=one.by)

    assert payload_of(found.permit, name="permit", source="it")["namespace"] == "demo"


def test_what_a_permit_would_let_out_is_shown_without_issuing_it() -> None:
    one = a_judged_candidate().approved()
    by, before = one.acting("release-owner"), one.by.store.verify_trail().head
    ready = prepare_publish(one.opened, PUBLISH, anchor=one.anchor, signer=MemorySigner("release-owner"), by=by)

    assert [one.name for one in ready.files] == ["widget-1.2.0-py3-none-any.whl"]
    assert (ready.target.registry, len(ready.approvals)) == ("pypi", 1)
    assert one.by.store.verify_trail().head == before


def declaring(*channels: Channel) -> Judged:
    """An approved candidate of a project that declares channels."""
    project = acting().project
    by = acting(project=replace(project, channels=channels))
    return a_judged_candidate(by=by).approved(channels=("prod",))


def test_a_permit_is_for_the_declared_environment_and_for_no_other_channel() -> None:
    prod = Channel(name="prod", target=Target(registry="pypi", project="widget"), environment="release")
    found = published(declaring(prod), channel="prod", environment="")

    said = payload_of(found.permit, name="permit", source="it")
    assert (said["channel"], said["environment"]) == ("prod", "release")
    with pytest.raises(UsageError, match="is published in release"):
        published(declaring(prod), channel="prod", environment="test")
    with pytest.raises(UsageError, match="declares no channel 'prdo'"):
        declaring(prod).approved("cid", channels=("prdo",))


def test_channels_that_lead_elsewhere_since_the_approved_report_publish_nothing() -> None:
    """An approver signs names of channels; who changes the project file must not say where they lead then."""
    prod = Channel(name="prod", target=Target(registry="pypi", project="widget"))
    elsewhere = replace(prod, target=Target(registry="testpypi", project="widget"))

    for before in ((), (elsewhere,), (prod, replace(prod, name="other"))):
        with pytest.raises(TrustError, match="channels of the project file are others than when"):
            published(declaring(prod), channel="prod", approved_for=before)
