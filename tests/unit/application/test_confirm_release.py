"""What registries show is recorded as it was read; released is what every channel shows whole, and revoked stays so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from checker.application.approve_release import approve_release
from checker.application.build_manifest import build_manifest
from checker.application.confirm_release import confirm_release
from checker.application.known_revocations import revoked_by, revoked_files
from checker.application.open_lifecycle import Acting, add_event
from checker.application.revoke_release import revoke_release
from checker.domain.approval import Rejected, Revised
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import ASSERTED
from checker.domain.json_value import Json
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitIssued, Publication
from checker.domain.release import State
from checker.domain.report import Gating
from checker.domain.run import RunEnded, RunOutcome, RunRequested, RunStarted, Stage, StageEnded, StageOutcome
from checker.errors import OrderError, ProviderError, TrustError, UsageError
from checker.ports.store import Document
from tests.approval_builders import ASKED, EVERYBODY, Judged, a_judged_candidate, commits, stored_report
from tests.candidate_builders import NAME, acting, judged
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import an_anchor
from tests.permit_builders import published
from tests.release_builders import NOW

if TYPE_CHECKING:
    from checker.domain.candidate import Happening

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


BOTH = (Target(registry="pypi", project="widget"), Target(registry="testpypi", project="widget"))


def to_both(**changes: Any) -> Acting:  # noqa: ANN401 - any part of it
    """Somebody in a project with two targets."""
    project = acting().project
    return acting(project=replace(project, release=replace(project.release, targets=BOTH)), **changes)


def in_part(**of_registry: Any) -> Any:  # noqa: ANN401 - what reads registries
    """What reads registries of which the second shows other files than the first does."""
    sections = registries(WHOLE)(None)
    pypi, other = sections["publication"]["value"]
    listed: list[Json] = [
        {"name": one["name"], "sha256": observed(one["sha256"]), "provenance": observed([])} for one in WHOLE
    ]
    whole: list[Json] = [
        *listed,
        {"name": "widget-1.2.0.tar.gz", "sha256": observed("2" * 64), "provenance": observed([])},
    ]
    files: dict[str, Json] = {
        "part": observed(listed),
        "whole": observed(whole),
        "nothing": observed([]),
        "unread": dict(UNREAD),
    }
    items: list[Json] = [
        {**pypi, "files": files[of_registry["pypi"]]},
        {**other, "files": files[of_registry["testpypi"]]},
    ]
    return lambda _manifest: {**sections, "publication": observed(items)}


def to_two_channels() -> Judged:
    """A candidate of two files, approved, with a permit for both channels."""
    one = a_judged_candidate(files=2, by=to_both()).approved()
    return issued(issued(one), channel="testpypi")


def test_a_part_is_accepted_only_with_a_reason_and_beside_a_channel_that_shows_everything() -> None:
    part = confirmed(to_two_channels(), in_part(pypi="whole", testpypi="part"))

    assert (newest(part).outcome, part.opened.candidate(NAME).state) == (Publication.PARTIAL, State.APPROVED)
    for allowed in ({"testpypi": " "}, {"npm": "it is down"}):
        with pytest.raises(UsageError, match="has no reason, or is no channel"):
            confirmed(part, registries(WHOLE), allowed=allowed)
    accepted = confirmed(part, in_part(pypi="whole", testpypi="part"), allowed={"testpypi": "Tomorrow."})
    assert (newest(accepted).is_done, accepted.opened.candidate(NAME).state) == (True, State.PUBLISHED)


def test_of_two_channels_the_one_confirmed_before_is_the_one_that_shows_everything() -> None:
    first = confirmed(to_two_channels(), in_part(pypi="whole", testpypi="part"), channel="pypi")
    done = confirmed(
        first, in_part(pypi="whole", testpypi="part"), channel="testpypi", allowed={"testpypi": "Tomorrow."}
    )

    assert done.opened.candidate(NAME).state is State.PUBLISHED


@pytest.mark.parametrize(
    ("pypi", "testpypi", "allowed"),
    [
        ("part", "part", ("pypi", "testpypi")),
        ("part", "nothing", ("pypi", "testpypi")),
        ("part", "nothing", ("pypi",)),
        ("nothing", "nothing", ("pypi", "testpypi")),
    ],
)
def test_where_no_channel_shows_everything_no_exception_makes_it_a_release(
    pypi: str, testpypi: str, allowed: tuple[str, ...]
) -> None:
    one = to_two_channels()

    with pytest.raises(UsageError, match="would leave no channel that shows every file"):
        confirmed(one, in_part(pypi=pypi, testpypi=testpypi), allowed=dict.fromkeys(allowed, "It is late."))
    assert confirmed(one, in_part(pypi="whole", testpypi="whole")).opened.candidate(NAME).state is State.PUBLISHED


def test_a_single_channel_with_a_part_is_no_release_whatever_the_reason() -> None:
    one = issued(a_judged_candidate(files=2).approved())

    with pytest.raises(UsageError, match="would leave no channel that shows every file"):
        confirmed(one, registries(WHOLE), allowed={"pypi": "The sdist follows tomorrow."})


@pytest.mark.parametrize("testpypi", ["part", "nothing"])
def test_each_channel_that_is_not_whole_is_named_or_it_is_no_release(testpypi: str) -> None:
    waiting = confirmed(to_two_channels(), in_part(pypi="whole", testpypi=testpypi))
    excused = {"testpypi": "Tomorrow."}

    assert waiting.opened.candidate(NAME).state is State.APPROVED
    excusing = confirmed(waiting, in_part(pypi="whole", testpypi=testpypi), allowed=excused)
    assert excusing.opened.candidate(NAME).state is (State.PUBLISHED if testpypi == "part" else State.APPROVED)


def test_two_channels_of_one_target_are_confirmed_at_once() -> None:
    one = issued(issued(), channel="prod")

    assert confirmed(one, registries(WHOLE)).opened.candidate(NAME).state is State.PUBLISHED


def test_what_was_seen_of_an_earlier_manifest_says_nothing_of_the_newest() -> None:
    seen = confirmed(to_two_channels(), in_part(pypi="whole", testpypi="nothing"))
    by = seen.by
    opened = add_event(seen.opened, Revised(reason="a file is missing"), candidate=NAME, by=by)
    opened = build_manifest(opened, NAME, by=by)
    digest = stored_report(opened, by=by, anchor=EVERYBODY, reviews=commits())
    again = replace(seen, opened=judged(by, report=digest, opened=opened)).approved(report="rpt-002")

    with pytest.raises(OrderError, match="no permit of"):
        confirmed(again, in_part(pypi="whole", testpypi="whole"))
    one = confirmed(issued(again, report="rpt-002", channel="testpypi"), in_part(pypi="whole", testpypi="whole"))
    assert one.opened.candidate(NAME).state is State.APPROVED, "nobody looked at pypi for these files"
    assert confirmed(issued(one, report="rpt-002"), in_part(pypi="whole", testpypi="whole")).opened.candidate(
        NAME
    ).state is (State.PUBLISHED)


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
    everywhere = issued(a_judged_candidate(by=to_both()).approved())
    one_place = issued(a_judged_candidate(by=to_both()).approved(channels=("pypi",)))

    assert confirmed(everywhere, registries(WHOLE)).opened.candidate(NAME).state is State.APPROVED
    assert confirmed(one_place, registries(WHOLE), channel="pypi").opened.candidate(NAME).state is State.PUBLISHED


def broken(one: Judged, *, channel: str = "pypi") -> Judged:
    """The same, with the glass broken for a channel; what two persons signed has the form of any permit."""
    permit = published(a_judged_candidate().approved(), channel=channel).permit
    happened = GlassBroken(permit=digest_of(permit), channel=channel, reason="an incident", expires=NOW)
    kept = Document(kind=DocumentKind.PERMIT, digest=digest_of(permit), data=permit)
    return replace(one, opened=add_event(one.opened, happened, candidate=NAME, by=one.by, beside=(kept,)))


def a_blocked_candidate() -> Judged:
    one = a_judged_candidate()
    again = RunRequested(run=one.opened.run_count + 1, manifest=one.opened.manifests[-1][1].document)
    happenings: tuple[Happening, ...] = (
        again,
        RunStarted(run=again.run),
        *(
            StageEnded(run=again.run, stage=stage, started=NOW, outcome=StageOutcome.DONE, document=digest_of(b"it"))
            for stage in Stage
        ),
        RunEnded(run=again.run, outcome=RunOutcome.BLOCKED, report=2, document=digest_of(b"it")),
    )
    for happened in happenings:
        one = replace(one, opened=add_event(one.opened, happened, candidate=NAME, by=one.by))
    return one


@pytest.mark.parametrize(
    ("files", "outcome"), [(WHOLE, Publication.COMPLETE), (OTHERS, Publication.FAILED), ((), Publication.FAILED)]
)
def test_what_a_broken_glass_let_out_is_recorded_and_is_no_release(files: Any, outcome: Publication) -> None:  # noqa: ANN401 - files
    one = broken(a_blocked_candidate())
    seen = confirmed(one, registries(files))

    assert newest(seen) == ChannelConfirmed(channel="pypi", outcome=outcome, allowed="", released=False)
    assert seen.opened.candidate(NAME).state is State.CHECK_BLOCKED, "the verdict says where it stands"
    with pytest.raises(UsageError, match="has no reason, or is no channel"):
        confirmed(seen, registries(WHOLE), allowed={"pypi": "It is late."})
    with pytest.raises(OrderError, match="has to wait: it is CHECK_BLOCKED"):
        confirmed(seen, registries(files), channel="npm")
    assert newest(confirmed(seen, registries(files), channel="pypi")) == newest(seen)


def test_what_a_broken_glass_let_out_is_looked_at_wherever_its_candidate_stands_until_it_is_revoked() -> None:
    one = broken(a_blocked_candidate())
    one = replace(one, opened=add_event(one.opened, Rejected(reason="too late"), candidate=NAME, by=one.by))
    one = confirmed(one, registries(WHOLE))

    assert one.opened.candidate(NAME).state is State.REJECTED
    with pytest.raises(OrderError, match="it is REVOKED"):
        confirmed(revoked(one)[0], registries(WHOLE))


def test_a_candidate_that_is_approved_later_takes_a_permit_to_be_released() -> None:
    one = confirmed(broken(a_judged_candidate().approved()), registries(WHOLE))
    assert one.opened.candidate(NAME).state is State.APPROVED, "the glass was broken for it, and nothing else"

    done = confirmed(issued(one), registries(WHOLE))
    assert done.opened.candidate(NAME).state is State.PUBLISHED


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
