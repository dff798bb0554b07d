"""A compliance run: stage by stage, each recorded once, resumable where it ended."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from checker.application.open_lifecycle import add_event
from checker.application.resume_run import cancel_run, resume_run
from checker.application.run_compliance import MOST_TRIES, Working, request_run, work_on
from checker.domain.digest import digest_of
from checker.domain.release import State
from checker.domain.run import RunCancelled, RunStarted, RunStatus, Stage, StageEnded, StageOutcome
from checker.domain.run_history import Run
from checker.errors import LeaseLostError, NotFoundError, OrderError, ProviderError, StoreError
from checker.ports.store import ReportRecord
from tests.builders import SOME_DIGEST
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.project_builders import a_store
from tests.run_builders import NAME, REPORT, Provider, built, requested, working


def done(run: Run) -> list[Stage]:
    return [one.stage for one in run.stages if one.outcome is StageOutcome.DONE]


def happened(who: Working) -> list[str]:
    return [type(event.happened).__name__ for event in who.opened().run("run-001").events]


def test_a_run_goes_through_every_stage_and_ends_as_its_report_says() -> None:
    who = working()
    requested(who)
    run = work_on("run-001", working=who)

    assert [(one.stage, one.detail) for one in run.stages] == [(stage, "") for stage in Stage]
    assert (run.status, run.next_stage) == (RunStatus.PASSED, None)
    assert run.report
    assert (run.report.name, run.report.digest) == ("rpt-001", digest_of(REPORT))
    assert who.opened().candidate(NAME).state is State.CHECK_PASSED


def test_a_run_that_is_over_is_left_alone() -> None:
    who = working()
    requested(who)

    assert work_on("run-001", working=who) == work_on("run-001", working=who)


def test_a_run_is_of_the_latest_manifest_alone() -> None:
    who = working()
    opened = built(who)
    older = opened.manifests[-1][1]
    with pytest.raises(NotFoundError, match="no manifest 'man-002'"):
        request_run(opened, NAME, manifest="man-002", by=who.by)
    opened = built(who, "other")

    again = request_run(opened, "other", manifest=opened.manifests[-1][1].document, by=who.by)
    assert again.run("run-001").candidate == "other"
    with pytest.raises(OrderError, match="man-001 is not the latest manifest of other, which is man-002"):
        request_run(opened, "other", manifest=older.name, by=who.by)


def test_a_provider_that_cannot_be_asked_fails_the_run_and_nothing_is_asked_again_that_was_done() -> None:
    provider = Provider(answer=ProviderError("there is no credential"))
    who = working(collect=provider)
    requested(who)
    failed = work_on("run-001", working=who)

    assert (failed.status, failed.code, failed.next_stage) == (RunStatus.FAILED, "provider-unreadable", Stage.AUDIT)
    assert failed.stages[-1].detail == "there is no credential"
    assert who.opened().candidate(NAME).state is State.CHECK_ERROR

    provider.answer = Provider().answer
    kept = failed.document_of(Stage.POLICY)
    resumed = resume_run(failed, working=who)
    run = work_on(resumed.name, working=who)
    assert (run.status, run.document_of(Stage.POLICY)) == (RunStatus.PASSED, kept)
    assert [name for name in happened(who) if name == "StageEnded"] == ["StageEnded"] * 7
    assert provider.asked == 2


class KilledError(BaseException):
    """The process is killed here."""


@dataclass(slots=True, kw_only=True)
class DyingStore(MemoryStore):
    """A store whose process dies before or after its n-th event is durable."""

    deaths: int = 10**6
    after_it: bool = False

    def add_document(self, **given: Any) -> None:  # noqa: ANN401 - as the port
        self.deaths -= 1
        if self.deaths == 0 and not self.after_it:
            raise KilledError
        MemoryStore.add_document(self, **given)
        if self.deaths == 0:
            raise KilledError


@pytest.mark.parametrize("after_it", [False, True])
@pytest.mark.parametrize("event", range(1, 9))
def test_whenever_it_is_killed_it_goes_on_at_the_first_unfinished_stage(event: int, *, after_it: bool) -> None:
    store = DyingStore(clock=FixedClock(), namespace=a_store().namespace, after_it=after_it)
    who = working(store)
    requested(who)
    store.deaths = event
    with pytest.raises(KilledError):
        work_on("run-001", working=who)

    run = work_on("run-001", working=who)
    assert (run.status, done(run)) == (RunStatus.PASSED, list(Stage))
    assert happened(who) == ["RunRequested", "RunStarted", *["StageEnded"] * 6, "RunEnded"]


def test_what_somebody_cancelled_meanwhile_is_left_alone() -> None:
    who = working()
    requested(who)

    def cancelling() -> str:
        run = who.opened().run("run-001")
        if done(run) == [Stage.POLICY] and run.status is RunStatus.RUNNING:
            add_event(who.opened(), RunCancelled(run=1), candidate=NAME, by=who.by)
        return who.by.at

    run = work_on("run-001", working=replace(who, services=replace(who.services, now=cancelling)))
    assert (run.status, done(run)) == (RunStatus.CANCELLED, [Stage.POLICY])


def test_a_failure_after_a_cancellation_changes_nothing() -> None:
    who = working()
    requested(who)

    def cancelled(_: object) -> Any:  # noqa: ANN401 - never returns
        cancel_run(who.opened().run("run-001"), working=who)
        raise ProviderError("no")

    run = work_on("run-001", working=replace(who, services=replace(who.services, collect=cancelled)))
    assert (run.status, happened(who)[-1]) == (RunStatus.CANCELLED, "RunCancelled")


def test_a_failure_is_not_told_twice() -> None:
    who = working(collect=Provider(answer=ProviderError("no")))
    requested(who)

    def at_the_end() -> str:
        run = who.opened().run("run-001")
        if run.stages and run.stages[-1].outcome is StageOutcome.FAILED:
            add_event(who.opened(), RunCancelled(run=1), candidate=NAME, by=who.by)
        return who.by.at

    now = replace(who, services=replace(who.services, now=at_the_end))
    run = work_on("run-001", working=now)
    assert run.status is RunStatus.CANCELLED


def test_events_of_others_in_between_cost_nothing() -> None:
    who = working()
    requested(who)
    waiting = ["one", "two"]

    def registering() -> str:
        if waiting:
            built(replace(who, services=replace(who.services, now=lambda: who.by.at)), waiting.pop())
        return who.by.at

    run = work_on("run-001", working=replace(who, services=replace(who.services, now=registering)))
    assert (run.status, len(who.opened().candidates())) == (RunStatus.PASSED, 3)


@dataclass(slots=True, kw_only=True)
class FullStore(MemoryStore):
    """A store that may be full."""

    is_full: bool = False

    def add_document(self, **given: Any) -> None:  # noqa: ANN401 - as the port
        if self.is_full:
            raise StoreError("the disk is full")
        MemoryStore.add_document(self, **given)

    def put_report(self, **given: Any) -> None:  # noqa: ANN401 - as the port
        if self.is_full:
            raise StoreError("the disk is full")
        MemoryStore.put_report(self, **given)


def test_a_full_disk_is_told_and_the_run_stays_where_it_was() -> None:
    store = FullStore(clock=FixedClock(), namespace=a_store().namespace)
    who = working(store)
    requested(who)
    store.is_full = True
    with pytest.raises(StoreError, match="the disk is full"):
        work_on("run-001", working=who)
    assert who.opened().run("run-001").status is RunStatus.PENDING


def test_a_report_that_cannot_be_kept_is_no_outcome() -> None:
    store = FullStore(clock=FixedClock(), namespace=a_store().namespace)

    def at_last() -> str:
        store.is_full = done(who.opened().run("run-001"))[-1:] == [Stage.RULES]
        return who.by.at

    who = working(store)
    requested(who)
    with pytest.raises(StoreError, match="the disk is full"):
        work_on("run-001", working=replace(who, services=replace(who.services, now=at_last)))
    store.is_full = False
    run = work_on("run-001", working=who)
    assert run.status is RunStatus.PASSED


def test_somebody_who_always_comes_first_is_given_way_in_the_end() -> None:
    who = working()
    requested(who)
    calls: list[str] = []

    def always_somebody() -> str:
        built(who, f"other-{len(calls)}")
        calls.append("")
        return who.by.at

    with pytest.raises(StoreError):
        work_on("run-001", working=replace(who, services=replace(who.services, now=always_somebody)))
    assert len(calls) == MOST_TRIES + 1


def test_a_worker_whose_lease_is_lost_stops_at_once() -> None:
    def lost() -> None:
        raise LeaseLostError("somebody else has it")

    who = working()
    requested(who)
    with pytest.raises(LeaseLostError):
        work_on("run-001", working=replace(who, signal=lost))
    assert happened(who) == ["RunRequested"]


@dataclass(slots=True, kw_only=True)
class LosingStore(MemoryStore):
    """A store that gives no report, or other bytes, once it is told to."""

    lost: Exception | bytes | None = None

    def get_report(self, *, name: str) -> ReportRecord:
        record = MemoryStore.get_report(self, name=name)
        if isinstance(self.lost, Exception):
            raise self.lost
        return record if self.lost is None else replace(record, data=self.lost)


def _all_but_the_end(who: Working) -> None:
    """A run of which every stage is done, and which did not end."""

    def last() -> str:
        if who.opened().run("run-001").document_of(Stage.REPORT):
            raise KilledError
        return who.by.at

    requested(who)
    with pytest.raises(KilledError):
        work_on("run-001", working=replace(who, services=replace(who.services, now=last)))


@pytest.mark.parametrize(
    ("lost", "code"),
    [
        (NotFoundError("it is gone"), "CONTEXT_SIGNATURE_INVALID"),
        (StoreError("it was changed"), "CONTEXT_SIGNATURE_INVALID"),
        (b"{}", "MALFORMED_PAYLOAD"),
    ],
)
def test_a_report_that_is_not_there_any_more_ends_no_run_well(lost: Exception | bytes, code: str) -> None:
    store = LosingStore(clock=FixedClock(), namespace=a_store().namespace)
    who = working(store)
    _all_but_the_end(who)
    store.lost = lost
    run = work_on("run-001", working=who)

    assert (run.status, run.code, run.report) == (RunStatus.FAILED, code, None)


def test_a_stage_that_two_workers_did_is_recorded_once() -> None:
    who = working()
    requested(who)

    def other_first() -> None:
        opened = who.opened()
        if opened.run("run-001").status is RunStatus.PENDING:
            add_event(opened, RunStarted(run=1), candidate=NAME, by=who.by)
        elif not opened.run("run-001").stages:
            other = StageEnded(
                run=1, stage=Stage.POLICY, started=who.by.at, outcome=StageOutcome.DONE, document=SOME_DIGEST
            )
            add_event(opened, other, candidate=NAME, by=who.by)

    run = work_on("run-001", working=replace(who, signal=other_first))
    assert happened(who).count("RunStarted") == 1
    assert (run.status, run.document_of(Stage.POLICY)) == (RunStatus.PASSED, SOME_DIGEST)
    assert happened(who) == ["RunRequested", "RunStarted", *["StageEnded"] * 6, "RunEnded"]
