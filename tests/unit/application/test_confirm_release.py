"""What registries show is recorded as it was read; released is what every channel shows whole, and revoked stays so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from checker.application.approve_release import approve_release
from checker.application.confirm_release import confirm_release
from checker.application.known_revocations import revoked_by, revoked_files
from checker.application.open_lifecycle import add_event
from checker.application.revoke_release import revoke_release
from checker.domain.approval import Rejected
from checker.domain.digest import digest_of
from checker.domain.identity import ASSERTED
from checker.domain.json_value import Json
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.domain.permit import ChannelConfirmed, PermitIssued, Publication
from checker.domain.release import State
from checker.domain.report import Gating
from checker.errors import OrderError, ProviderError, TrustError, UsageError
from tests.approval_builders import ASKED, EVERYBODY, Judged, a_judged_candidate
from tests.candidate_builders import NAME, acting
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import an_anchor
from tests.permit_builders import published
from tests.release_builders import NOW

WHOLE = ({"name": "widget-1.2.0-py3-none-any.whl", "sha256": "0" * 64},)
OTHERS = ({"name": "widget-1.2.0-py3-none-any.whl", "sha256": "1" * 64},)


SECTIONS = ("published", "publication", "attested_releases", "taps")
UNREAD: dict[str, Json] = {"status": "error", "evidence": []}


def observed(value: Json) -> dict[str, Json]:
    return {"status": "collected", "value": value, "evidence": []}


def registries(files: Any, *, project: str = "widget", status: str = "collected") -> Any:  # noqa: ANN401 - of a test
    """What reads registries and finds these files."""
    listed: list[Json] = [
        {"name": one["name"], "sha256": observed(one["sha256"]), "provenance": observed([])} for one in files
    ]
    seen: dict[str, Json] = observed(listed) if status == "collected" else {"status": status, "evidence": []}
    item: dict[str, Json] = {
        "registry": "pypi",
        "project": project,
        "version": "1.2.0",
        "address": "",
        "name": observed("owned"),
        "files": seen,
    }
    nothing: dict[str, Json] = {"status": "not_requested", "evidence": []}
    sections = {
        "published": nothing,
        "publication": observed([item, {**item, "registry": "testpypi", "files": observed([])}]),
        "attested_releases": nothing,
        "taps": nothing,
    }
    return lambda _manifest: sections


def issued(one: Judged | None = None, **asked: Any) -> Judged:  # noqa: ANN401 - any part of it
    one = one or a_judged_candidate().approved()
    return replace(one, opened=published(one, **asked).opened)


def confirmed(one: Judged, read: Any, *, channel: str = "", allowed: Mapping[str, str] | None = None) -> Judged:  # noqa: ANN401
    opened = confirm_release(one.opened, NAME, channel=channel, allowed=allowed or {}, read=read, by=one.by)
    return replace(one, opened=opened)


def newest(one: Judged) -> ChannelConfirmed:
    return list(one.opened.candidate(NAME).having(ChannelConfirmed))[-1][1]


def test_every_file_in_the_registry_is_a_release() -> None:
    done = confirmed(issued(), registries(WHOLE))

    assert newest(done) == ChannelConfirmed(channel="pypi", outcome=Publication.COMPLETE, allowed="", released=True)
    assert done.opened.candidate(NAME).state is State.PUBLISHED
    with pytest.raises(OrderError):
        issued(done)


@pytest.mark.parametrize("files", [(), OTHERS], ids=["nothing", "others"])
def test_nothing_or_other_files_are_no_release_and_it_can_be_tried_again(files: Any) -> None:  # noqa: ANN401 - files
    failed = confirmed(issued(), registries(files))

    assert newest(failed).outcome is Publication.FAILED
    assert failed.opened.candidate(NAME).state is State.APPROVED
    again = confirmed(issued(failed), registries(WHOLE))
    assert again.opened.candidate(NAME).state is State.PUBLISHED, "without another build or approval"


def test_a_part_is_accepted_only_with_a_reason() -> None:
    one = issued(a_judged_candidate(files=2).approved())
    part = confirmed(one, registries(WHOLE))

    assert (newest(part).outcome, part.opened.candidate(NAME).state) == (Publication.PARTIAL, State.APPROVED)
    for allowed in ({"pypi": " "}, {"npm": "it is down"}):
        with pytest.raises(UsageError, match="has no reason, or is no channel"):
            confirmed(part, registries(WHOLE), allowed=allowed)
    accepted = confirmed(part, registries(WHOLE), allowed={"pypi": "The sdist follows tomorrow."})
    assert (newest(accepted).is_done, accepted.opened.candidate(NAME).state) == (True, State.PUBLISHED)


@pytest.mark.parametrize(
    "read",
    [
        registries(WHOLE, status="error"),
        registries(WHOLE, project="gadget"),
        lambda _manifest: {name: dict(UNREAD) for name in SECTIONS},
    ],
    ids=["unread", "another project", "nothing read"],
)
def test_a_registry_that_was_not_read_says_nothing(read: Any) -> None:  # noqa: ANN401 - what reads registries
    with pytest.raises(ProviderError, match="could not be read"):
        confirmed(issued(), read)


def test_only_what_was_permitted_is_confirmed() -> None:
    with pytest.raises(OrderError, match="no permit of"):
        confirmed(a_judged_candidate().approved(), registries(WHOLE))
    with pytest.raises(OrderError, match="was issued for npm"):
        confirmed(issued(), registries(WHOLE), channel="npm")


def test_released_is_what_every_approved_target_shows() -> None:
    both = acting(
        project=replace(
            acting().project,
            release=replace(
                acting().project.release,
                targets=(Target(registry="pypi", project="widget"), Target(registry="testpypi", project="widget")),
            ),
        )
    )
    everywhere = issued(a_judged_candidate(by=both).approved())
    one_place = issued(a_judged_candidate(by=replace(both, store=acting().store)).approved(channels=("pypi",)))

    assert confirmed(everywhere, registries(WHOLE)).opened.candidate(NAME).state is State.APPROVED
    assert confirmed(one_place, registries(WHOLE), channel="pypi").opened.candidate(NAME).state is State.PUBLISHED


def revoked(one: Judged, *, reason: str = "it deletes files", **changes: Any) -> tuple[Judged, bytes]:  # noqa: ANN401 - any
    by = changes.get("by", one.acting("release-owner"))
    opened, data = revoke_release(one.opened, NAME, reason=reason, signer=MemorySigner("release-owner"), by=by)
    return replace(one, opened=opened), data


def let_out(one: Judged) -> Judged:
    """The same, with a permit for one channel."""
    permit = PermitIssued(permit=digest_of(b"it"), channel="pypi", report=digest_of(b"it"), expires=NOW)
    return replace(one, opened=add_event(one.opened, permit, candidate=NAME, by=one.by))


def test_what_a_permit_let_out_can_be_revoked_wherever_its_candidate_stands_by_then() -> None:
    one = issued()
    one = replace(one, opened=add_event(one.opened, Rejected(reason="too late"), candidate=NAME, by=one.by))
    assert one.opened.candidate(NAME).state is State.REJECTED

    assert revoked(one)[0].opened.candidate(NAME).state is State.REVOKED


def test_what_no_permit_let_out_is_rejected_and_not_revoked() -> None:
    with pytest.raises(OrderError, match="no permit was issued for") as refused:
        revoked(a_judged_candidate().approved())

    assert "release reject" in refused.value.hint


def test_a_revocation_is_signed_kept_and_the_end() -> None:
    done, data = revoked(issued())
    said = {"anchor": EVERYBODY, "namespace": Namespace.REAL, "now": NOW, "source": "it"}

    assert done.opened.candidate(NAME).state is State.REVOKED
    assert revoked_files(done.by.store) == {"0" * 64: "it deletes files"}
    assert revoked_by(data, **said) == {"0" * 64: "it deletes files"}  # type: ignore[arg-type]  # as it says
    with pytest.raises(TrustError):
        revoked_by(data, **{**said, "anchor": None})  # type: ignore[arg-type]  # as above
    with pytest.raises(OrderError):
        revoked(done)


def test_a_revocation_has_a_reason_and_somebody_who_says_it() -> None:
    with pytest.raises(UsageError, match="--reason says nothing"):
        revoked(issued(), reason="  ")
    with pytest.raises(TrustError, match="revoking needs a proven identity"):
        revoked(issued(), by=replace(a_judged_candidate().by, identity=ASSERTED))


def test_a_revocation_of_a_demonstration_counts_there_alone() -> None:
    store = MemoryStore(clock=FixedClock(), namespace=Namespace.DEMO)
    project = replace(acting().project, namespace=Namespace.DEMO)
    anchor = replace(
        EVERYBODY, identities=tuple(replace(one, namespace=Namespace.DEMO) for one in EVERYBODY.identities)
    )
    demo = a_judged_candidate(
        by=acting(store=store, project=project), anchor=anchor, gating=Gating(gating=False, because=("a demo",))
    ).approved()
    _, signed = revoked(let_out(demo))
    said = {"anchor": EVERYBODY, "namespace": Namespace.REAL, "now": NOW, "source": "it"}

    assert list(revoked_files(store).values()) == ["it deletes files"]
    with pytest.raises(TrustError, match="the revocation counts in demo, expected real"):
        revoked_by(signed, **said)  # type: ignore[arg-type]  # as it says


def test_a_demonstration_without_a_key_is_revoked_unsigned() -> None:
    store = MemoryStore(clock=FixedClock(), namespace=Namespace.DEMO)
    by = acting(store=store, project=replace(acting().project, namespace=Namespace.DEMO))
    one = a_judged_candidate(by=by, anchor=an_anchor("ann"), gating=Gating(gating=False, because=("a demo",)))
    opened = approve_release(one.opened, ASKED, anchor=None, signer=None, by=one.by)
    opened = let_out(replace(one, opened=opened)).opened
    revoke_release(opened, NAME, reason="it was shown", signer=None, by=one.by)

    assert list(revoked_files(store).values()) == ["it was shown"]
