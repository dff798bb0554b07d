"""By a clock that stands behind what happened, no act lets anything through; what takes away is done at once."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from checker.application.break_glass import GlassAsked, break_glass
from checker.application.build_manifest import build_manifest
from checker.application.confirm_release import confirm_release
from checker.application.decide_otherwise import reject_release, revise_release
from checker.application.fresh import CLOCK_SKEW_SECONDS
from checker.application.grant_waiver import WaiverAsked, approve_waiver, end_waiver, request_waiver
from checker.application.import_artifacts import import_artifacts
from checker.application.open_lifecycle import OpenedLifecycle, add_event, open_lifecycle
from checker.application.publish_release import PublishMeans, publish_release
from checker.application.resume_run import cancel_run, resume_run
from checker.application.revoke_release import revoke_release
from checker.application.run_compliance import Working, request_run, work_on
from checker.application.run_stages import StageDone, StageWork
from checker.application.work_tasks import LEASE_SECONDS, Desk, recover_stuck, take_next, work_task
from checker.domain.json_value import Json
from checker.domain.moment import format_moment, parse_moment
from checker.domain.run import RunStarted, RunStatus, RunWaiting, Stage
from checker.domain.task import Stuck
from checker.errors import TrustError
from checker.formats.report_v1 import read_report, report_bytes
from tests import run_builders
from tests.approval_builders import Judged, a_judged_candidate
from tests.candidate_builders import NAME, artifacts, registered
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_tasks import MemoryTaskQueue
from tests.identity_builders import an_anchor
from tests.permit_builders import PUBLISH, published
from tests.report_builders import a_report, a_rule, a_violation, failed

_AHEAD = timedelta(minutes=10)
_RULE = a_rule("branch.guarded")
_VIOLATION = a_violation(_RULE, "main")
_REPORT = read_report(report_bytes(a_report(failed(_RULE, _VIOLATION))))
_WAIVER = WaiverAsked(
    fingerprint=_VIOLATION.fingerprint, reason="the runner is new", owner="bea", expires_at="2026-03-26T12:00:00Z"
)
_PERSONS = an_anchor("ann", "bea")

Act = Callable[[Judged, str], object]
"""What somebody does to a candidate at a moment, which is the moment of the event that comes of it."""


def _permitted(one: Judged) -> Judged:
    return replace(one, opened=published(one.approved()).opened)


def _with_waiver(one: Judged) -> Judged:
    by, signer = replace(one.by, actor="ann"), MemorySigner("ann")
    return replace(one, opened=request_waiver(one.opened, _WAIVER, report=_REPORT, signer=signer, by=by))


def _register(one: Judged, at: str) -> object:
    return registered(replace(one.by, at=at), name="third")


def _import(one: Judged, at: str) -> object:
    return import_artifacts(one.opened, "other", artifacts(), source="artifacts.json", by=replace(one.by, at=at))


def _build(one: Judged, at: str) -> object:
    return build_manifest(one.opened, NAME, by=replace(one.by, at=at))


def _request(one: Judged, at: str) -> object:
    return request_run(one.opened, NAME, by=replace(one.by, at=at))


def _approve(one: Judged, at: str) -> object:
    return one.approved(at=at)


def _reject(one: Judged, at: str) -> object:
    return reject_release(one.opened, NAME, reason="it deletes files", by=replace(one.by, at=at))


def _revise(one: Judged, at: str) -> object:
    return revise_release(one.opened, NAME, reason="it deletes files", by=replace(one.by, at=at))


def _publish(one: Judged, at: str) -> object:
    return published(one, at=at)


def _confirm(one: Judged, at: str) -> object:
    def collected(value: Json) -> dict[str, Json]:
        return {"status": "collected", "value": value, "evidence": []}

    place: dict[str, Json] = {"registry": "pypi", "project": "widget", "version": "1.2.0", "address": ""}
    nothing: dict[str, Json] = {"status": "not_requested", "evidence": []}
    sections: dict[str, Json] = dict.fromkeys(("published", "attested_releases", "taps"), nothing)
    sections["publication"] = collected([{**place, "name": collected("owned"), "files": collected([])}])
    by = replace(one.by, at=at)
    return confirm_release(one.opened, NAME, channel="", allowed={}, read=lambda _: sections, by=by)


def _revoke(one: Judged, at: str) -> object:
    by, signer = one.acting("release-owner", at=at), MemorySigner("release-owner")
    return revoke_release(one.opened, NAME, reason="it deletes files", signer=signer, by=by)


def _break_glass(one: Judged, at: str) -> object:
    asked = GlassAsked(candidate=NAME, channel="pypi", reason="the fix of an attack cannot wait for the provider")
    by, signer = one.acting("release-owner", at=at), MemorySigner("release-owner")
    return break_glass(one.opened, asked, anchor=one.anchor, signer=signer, tool="it", by=by)


def _ask_waiver(one: Judged, at: str) -> object:
    by = replace(one.by, actor="ann", at=at)
    return request_waiver(one.opened, _WAIVER, report=_REPORT, signer=MemorySigner("ann"), by=by)


def _approve_waiver(one: Judged, at: str) -> object:
    by = replace(one.by, actor="bea", at=at)
    return approve_waiver(one.opened, "wvr-001", anchor=_PERSONS, signer=MemorySigner("bea"), by=by)


def _end_waiver(one: Judged, at: str) -> object:
    return end_waiver(one.opened, "wvr-001", reason="it is mended", by=replace(one.by, at=at))


def _as_it_is(one: Judged) -> Judged:
    return one


def _approved(one: Judged) -> Judged:
    return one.approved()


LETS_THROUGH = [
    pytest.param(_as_it_is, _register, id="candidate register"),
    pytest.param(_as_it_is, _import, id="candidate import-artifacts"),
    pytest.param(_as_it_is, _build, id="manifest build"),
    pytest.param(_as_it_is, _request, id="compliance run"),
    pytest.param(_as_it_is, _approve, id="release approve"),
    pytest.param(_as_it_is, _revise, id="release revise"),
    pytest.param(_approved, _publish, id="release publish"),
    pytest.param(_permitted, _confirm, id="release confirm"),
    pytest.param(_as_it_is, _break_glass, id="release break-glass"),
    pytest.param(_as_it_is, _ask_waiver, id="waiver request"),
    pytest.param(_with_waiver, _approve_waiver, id="waiver approve"),
]
TAKES_AWAY = [
    pytest.param(_as_it_is, _reject, id="release reject"),
    pytest.param(_permitted, _revoke, id="release revoke"),
    pytest.param(_with_waiver, _end_waiver, id="waiver end"),
]


def _moved(moment: str, by: timedelta) -> str:
    return format_moment(parse_moment(moment) + by)


def _and_later(one: Judged) -> tuple[Judged, str]:
    """The same after somebody registered another candidate ten minutes later, and that moment."""
    later = _moved(one.by.at, _AHEAD)
    registered(replace(one.by, at=later), name="other")
    return replace(one, opened=open_lifecycle(one.by.store, project=one.by.project)), later


@pytest.mark.parametrize(("before", "act"), LETS_THROUGH)
def test_a_clock_behind_the_latest_event_is_refused_and_nothing_is_kept(
    before: Callable[[Judged], Judged], act: Act
) -> None:
    one, later = _and_later(before(a_judged_candidate()))
    now, head = _moved(later, timedelta(seconds=-CLOCK_SKEW_SECONDS - 1)), one.by.store.verify_trail().head

    with pytest.raises(TrustError) as refused:
        act(one, now)

    assert refused.value.message == (
        f"the latest event of the store was at {later}, expected it not after {now}, which it is now"
    )
    assert refused.value.hint.startswith("set the clock right")
    assert one.by.store.verify_trail().head == head


@pytest.mark.parametrize(("before", "act"), TAKES_AWAY)
def test_what_only_takes_away_is_done_by_any_clock(before: Callable[[Judged], Judged], act: Act) -> None:
    one, later = _and_later(before(a_judged_candidate()))

    act(one, _moved(later, timedelta(seconds=-CLOCK_SKEW_SECONDS - 1)))

    opened = open_lifecycle(one.by.store, project=one.by.project)
    assert opened.count > one.opened.count
    assert opened.latest == later


@pytest.mark.parametrize(("before", "act"), LETS_THROUGH)
def test_a_clock_that_is_as_far_behind_as_two_may_differ_is_let_through(
    before: Callable[[Judged], Judged], act: Act
) -> None:
    one, later = _and_later(before(a_judged_candidate()))

    act(one, _moved(later, timedelta(seconds=-CLOCK_SKEW_SECONDS)))

    assert open_lifecycle(one.by.store, project=one.by.project).count > one.opened.count


def test_what_is_published_behind_the_latest_event_is_not_even_judged_again() -> None:
    one, later = _and_later(_approved(a_judged_candidate()))
    by, signer = one.acting("release-owner"), MemorySigner("release-owner")
    means = PublishMeans(anchor=one.anchor, signer=signer, judge=lambda: pytest.fail("it was judged"), tool="it")

    with pytest.raises(TrustError, match=f"the latest event of the store was at {later}"):
        publish_release(one.opened, PUBLISH, means=means, by=by)


def test_small_steps_back_do_not_add_up() -> None:
    one, later = _and_later(a_judged_candidate())
    step = timedelta(seconds=-CLOCK_SKEW_SECONDS)
    opened = revise_release(one.opened, NAME, reason="it deletes files", by=replace(one.by, at=_moved(later, step)))

    with pytest.raises(TrustError, match=f"the latest event of the store was at {later}"):
        build_manifest(opened, NAME, by=replace(one.by, at=_moved(later, 2 * step)))


def test_what_was_read_before_counts_as_well_as_what_was_added_since() -> None:
    one, later = _and_later(a_judged_candidate())
    known = open_lifecycle(one.by.store, project=one.by.project)

    assert (one.opened.latest, known.latest) == (later, later)
    assert open_lifecycle(one.by.store, project=one.by.project, known=known).latest == later
    assert OpenedLifecycle().latest == ""


def _at(who: Working, moment: str) -> Working:
    return replace(who, services=replace(who.services, now=lambda: moment))


def _waiting(who: Working) -> OpenedLifecycle:
    opened = run_builders.requested(who)
    for happened in (RunStarted(run=1), RunWaiting(run=1, code="asked", question="go on?")):
        opened = add_event(opened, happened, candidate=run_builders.NAME, by=who.by)
    return opened


@pytest.mark.parametrize(
    ("before", "act"),
    [
        pytest.param(run_builders.requested, lambda who: work_on("run-001", working=who), id="work"),
        pytest.param(
            _waiting, lambda who: resume_run(who.opened().run("run-001"), answer="yes", working=who), id="resume"
        ),
        pytest.param(_waiting, lambda who: cancel_run(who.opened().run("run-001"), working=who), id="cancel"),
    ],
)
def test_a_run_stands_still_while_the_clock_is_behind_and_goes_on_when_it_is_right(
    before: Callable[[Working], OpenedLifecycle], act: Callable[[Working], object]
) -> None:
    who = run_builders.working()
    events = before(who).count
    behind = _moved(who.by.at, timedelta(seconds=-CLOCK_SKEW_SECONDS - 1))

    with pytest.raises(TrustError, match="the latest event of the store"):
        act(_at(who, behind))
    assert who.opened().count == events

    act(_at(who, _moved(who.by.at, timedelta(seconds=-CLOCK_SKEW_SECONDS))))
    assert who.opened().count > events


def test_a_clock_that_is_set_back_during_a_run_stops_its_worker_and_the_next_one_goes_on() -> None:
    who, moment, leases = run_builders.working(), [""], FixedClock()
    noon, behind = who.by.at, _moved(who.by.at, timedelta(seconds=-CLOCK_SKEW_SECONDS - 1))
    moment[0] = noon

    def do(stage: Stage, work: StageWork) -> StageDone:
        moment[0] = behind if stage is Stage.AUDIT else moment[0]
        return run_builders.quick(stage, work)

    who = replace(who, services=replace(who.services, now=lambda: moment[0]))
    desk = Desk(working=who, queue=MemoryTaskQueue(clock=leases), holder="me", alive=lambda _: nullcontext())
    run_builders.requested(who)
    taken = take_next(desk)
    assert taken
    with pytest.raises(TrustError, match=f"the latest event of the store was at {noon}"):
        work_task(taken, replace(desk, working=replace(who, do=do)))
    stopped = desk.run("run-001")
    assert (stopped.status, stopped.next_stage) == (RunStatus.RUNNING, Stage.AUDIT)

    moment[0] = noon
    leases.advance(LEASE_SECONDS)
    assert [why for _, why in recover_stuck(desk)] == [Stuck.STALE]
    again = take_next(desk)
    assert again
    assert work_task(again, desk).status is RunStatus.PASSED
