"""Tasks of compliance runs: a run and its task always come to say the same, whoever dies in between."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import pytest

from checker.application.open_lifecycle import add_event
from checker.application.resume_run import NO_TERMINAL_SIGNAL, cancel_run, resume_run
from checker.application.run_compliance import Working
from checker.application.run_stages import StageDone, StageWork
from checker.application.work_tasks import (
    LEASE_SECONDS,
    Desk,
    Waiting,
    enqueue,
    give_up,
    recover_stuck,
    take,
    take_next,
    waiting_at,
    work_task,
)
from checker.domain.run import RunResumed, RunStatus, Stage, StageOutcome
from checker.domain.run_history import Run
from checker.domain.task import Hold, NewTask, Stuck, Task, TaskState
from checker.errors import LeaseLostError, MalformedPayloadError, ProviderError
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_tasks import MemoryTaskQueue
from tests.run_builders import NAME, Provider, quick, requested, working


class KilledError(BaseException):
    """The process is killed here."""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def a_desk(clock: FixedClock, who: Working | None = None) -> Desk:
    return Desk(
        working=who or working(),
        queue=MemoryTaskQueue(clock=clock),
        holder="me",
        alive=lambda _: nullcontext(),
    )


def asked(desk: Desk) -> Run:
    return requested(desk.working).run("run-001")


def done(desk: Desk) -> Run:
    task = take(asked(desk), desk)
    assert task
    return work_task(task, desk)


def task(desk: Desk) -> Task:
    return desk.queue.list_tasks(limit=1)[0]


def killed_in(stage: Stage, desk: Desk) -> None:
    """The worker of a run dies there, and its lease runs out."""

    def do(now: Stage, work: StageWork) -> StageDone:
        if now is stage:
            raise KilledError
        return quick(now, work)

    taken = take(desk.run("run-001"), desk)
    assert taken
    with pytest.raises(KilledError):
        work_task(taken, replace(desk, working=replace(desk.working, do=do)))


def told(desk: Desk) -> list[str]:
    return [type(event.happened).__name__ for event in desk.run("run-001").events]


def test_a_run_and_its_task_end_together(clock: FixedClock) -> None:
    desk = a_desk(clock)

    assert (done(desk).status, task(desk).state) == (RunStatus.PASSED, TaskState.DONE)
    assert take_next(desk) is None


def test_a_run_that_fails_and_is_resumed_has_another_task(clock: FixedClock) -> None:
    provider = Provider(answer=ProviderError("no"))
    desk = a_desk(clock, working(collect=provider))
    failed = done(desk)
    assert (failed.status, task(desk).state, task(desk).reason) == (
        RunStatus.FAILED,
        TaskState.FAILED,
        "provider-unreadable",
    )
    assert enqueue(failed, desk) == task(desk)

    provider.answer = b""
    again = take(resume_run(failed, working=desk.working), desk)
    assert again
    assert (again.number, work_task(again, desk).status, task(desk).state) == (2, RunStatus.PASSED, TaskState.DONE)


def test_asking_twice_queues_once(clock: FixedClock) -> None:
    desk = a_desk(clock)
    run = asked(desk)

    assert enqueue(run, desk) == enqueue(run, desk)
    assert take(run, desk)
    assert take(run, desk) is None


def test_a_worker_finds_what_was_asked_for_and_never_queued(clock: FixedClock) -> None:
    desk = a_desk(clock)
    asked(desk)
    found = take_next(desk)

    assert found
    assert work_task(found, desk).status is RunStatus.PASSED


def test_other_work_is_left_to_others(clock: FixedClock) -> None:
    desk = a_desk(clock)
    desk.queue.enqueue(task=NewTask(kind="other", key="other", reference="it"))

    assert take_next(desk) is None


def test_a_task_of_no_run_fails(clock: FixedClock) -> None:
    desk = a_desk(clock)
    desk.queue.enqueue(task=NewTask(kind="compliance run-009", key="it", reference="nonsense"))
    found = take_next(desk)

    assert found
    with pytest.raises(MalformedPayloadError, match="is of no run"):
        work_task(found, desk)
    assert (task(desk).state, task(desk).reason) == (TaskState.FAILED, "MALFORMED_PAYLOAD")


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.POLICY])
def test_a_run_whose_worker_died_is_gone_on_with_by_the_next(clock: FixedClock, stage: Stage) -> None:
    desk = a_desk(clock)
    asked(desk)
    killed_in(stage, desk)
    assert take_next(desk) is None
    clock.advance(LEASE_SECONDS + 1)
    found = take_next(desk)

    assert found
    run = work_task(found, desk)
    assert (run.status, task(desk).state) == (RunStatus.PASSED, TaskState.DONE)
    assert told(desk) == [
        "RunRequested",
        "RunStarted",
        *["StageEnded"] * list(Stage).index(stage),
        "RunResumed",
        *["StageEnded"] * (6 - list(Stage).index(stage)),
        "RunEnded",
    ]


def test_what_is_stuck_is_found_named_and_mended(clock: FixedClock) -> None:
    desk = a_desk(clock)
    asked(desk)
    killed_in(Stage.AUDIT, desk)
    assert list(recover_stuck(desk)) == []
    clock.advance(LEASE_SECONDS + 1)

    ((run, why),) = recover_stuck(desk)
    assert (run.status, why, task(desk).state) == (RunStatus.RUNNING, Stuck.STALE, TaskState.QUEUED)
    found = take_next(desk)
    assert found
    assert work_task(found, desk).status is RunStatus.PASSED
    assert told(desk).count("RunResumed") == 1


def test_a_worker_that_goes_silent_every_time_leaves_a_run_that_waits(clock: FixedClock) -> None:
    desk = a_desk(clock)
    asked(desk)
    for _ in range(3):
        killed_in(Stage.AUDIT, desk)
        clock.advance(LEASE_SECONDS + 1)

    ((run, why),) = recover_stuck(desk)
    assert (run.status, run.code, task(desk).state) == (RunStatus.WAITING, why, TaskState.WAITING)
    resume_run(run, answer="yes", working=desk.working)
    again = take(desk.run("run-001"), desk)
    assert again
    assert (work_task(again, desk).status, task(desk).state) == (RunStatus.PASSED, TaskState.DONE)


def test_a_run_that_takes_too_long_fails(clock: FixedClock) -> None:
    desk = a_desk(clock)
    run = asked(desk)
    taken = take(run, desk)
    assert taken
    killed = replace(desk, working=replace(desk.working, do=quick))
    with pytest.raises(KilledError):
        work_task(taken, replace(killed, working=replace(killed.working, do=_dying)))
    for _ in range(3700 // (LEASE_SECONDS - 1) + 1):
        clock.advance(LEASE_SECONDS - 1)
        desk.queue.renew(hold=taken.hold)

    ((failed, why),) = recover_stuck(desk)
    assert (failed.status, failed.code, why) == (RunStatus.FAILED, "job_timeout", Stuck.TIMED_OUT)
    assert (task(desk).state, task(desk).reason) == (TaskState.FAILED, "job_timeout")


def _dying(stage: Stage, work: StageWork) -> StageDone:
    del stage, work
    raise KilledError


def test_a_report_without_an_end_waits_and_its_task_with_it(clock: FixedClock) -> None:
    desk = a_desk(clock)
    asked(desk)

    def last() -> str:
        if desk.run("run-001").document_of(Stage.REPORT):
            raise KilledError
        return desk.working.by.at

    taken = take(desk.run("run-001"), desk)
    assert taken
    dying = replace(desk.working, services=replace(desk.working.services, now=last))
    with pytest.raises(KilledError):
        work_task(taken, replace(desk, working=dying))
    clock.advance(LEASE_SECONDS + 1)

    ((run, why),) = recover_stuck(desk)
    assert (run.status, run.code, why) == (RunStatus.WAITING, NO_TERMINAL_SIGNAL, Stuck.STALE)
    assert task(desk).state is TaskState.WAITING
    again = take(resume_run(run, answer="yes", working=desk.working), desk)
    assert again
    ended = work_task(again, desk)
    assert (ended.status, ended.answers(), task(desk).state) == (RunStatus.PASSED, ("yes",), TaskState.DONE)


@pytest.mark.parametrize("attempts", [1, 3])
def test_a_task_that_was_left_behind_its_run_is_brought_forward(clock: FixedClock, attempts: int) -> None:
    desk = a_desk(clock)
    taken = take(asked(desk), desk)
    assert taken

    @contextmanager
    def dies_before_the_task_is_ended(_: Hold) -> Iterator[None]:
        yield
        raise KilledError

    with pytest.raises(KilledError):
        work_task(taken, replace(desk, alive=dies_before_the_task_is_ended))
    for _ in range(attempts - 1):
        clock.advance(LEASE_SECONDS + 1)
        assert desk.queue.claim(holder="it", kinds=[taken.kind], seconds=LEASE_SECONDS)
    assert (desk.run("run-001").status, task(desk).state) == (RunStatus.PASSED, TaskState.LEASED)
    clock.advance(LEASE_SECONDS + 1)

    assert list(recover_stuck(desk)) == []
    assert task(desk).state is TaskState.DONE


def test_a_cancelled_run_s_task_is_cancelled(clock: FixedClock) -> None:
    desk = a_desk(clock)
    run = asked(desk)
    give_up(run, desk)
    enqueue(run, desk)
    cancelled = cancel_run(run, working=desk.working)
    give_up(cancelled, desk)
    give_up(cancelled, desk)

    assert task(desk).state is TaskState.CANCELLED


def test_a_task_whose_run_was_cancelled_is_cancelled_by_whoever_takes_it(clock: FixedClock) -> None:
    desk = a_desk(clock)
    enqueue(asked(desk), desk)
    cancel_run(desk.run("run-001"), working=desk.working)
    found = take_next(desk)

    assert found
    assert (work_task(found, desk).status, task(desk).state) == (RunStatus.CANCELLED, TaskState.CANCELLED)


def test_an_interrupt_lets_go_of_the_task_at_once(clock: FixedClock) -> None:
    desk = a_desk(clock)
    taken = take(asked(desk), desk)
    assert taken

    def interrupted(stage: Stage, work: StageWork) -> StageDone:
        del stage, work
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_task(taken, replace(desk, working=replace(desk.working, do=interrupted)))
    assert (desk.run("run-001").status, task(desk).state) == (RunStatus.RUNNING, TaskState.QUEUED)
    again = take(desk.run("run-001"), desk)
    assert again
    assert work_task(again, desk).status is RunStatus.PASSED


def test_a_run_that_somebody_else_has_by_now_is_left_to_them(clock: FixedClock) -> None:
    desk = a_desk(clock)
    taken = take(asked(desk), desk)
    assert taken
    clock.advance(LEASE_SECONDS + 1)
    other = take(desk.run("run-001"), desk)
    assert other
    with pytest.raises(LeaseLostError):
        work_task(taken, desk)

    assert work_task(other, desk).status is RunStatus.PASSED


def test_what_waits_stays_waiting_for_whoever_takes_its_task(clock: FixedClock) -> None:
    desk = a_desk(clock)
    asked(desk)
    for _ in range(3):
        killed_in(Stage.RULES, desk)
        clock.advance(LEASE_SECONDS + 1)
    assert len(list(recover_stuck(desk))) == 1
    desk.queue.resume(number=1)
    found = take_next(desk)

    assert found
    assert (work_task(found, desk).status, task(desk).state) == (RunStatus.WAITING, TaskState.WAITING)


def test_stuck_work_of_others_and_of_no_run_is_mended_without_a_word(clock: FixedClock) -> None:
    desk = a_desk(clock)
    for kind in ("other", "compliance run-009"):
        desk.queue.enqueue(task=NewTask(kind=kind, key=kind, reference="it"))
        assert desk.queue.claim(holder="me", kinds=[kind], seconds=LEASE_SECONDS)
    clock.advance(LEASE_SECONDS + 1)

    assert list(recover_stuck(desk)) == []
    assert [one.state for one in desk.queue.list_tasks(limit=2)] == [TaskState.QUEUED, TaskState.LEASED]


def test_a_task_behind_its_run_that_somebody_else_takes_is_left_to_them(clock: FixedClock) -> None:
    class ContestedQueue(MemoryTaskQueue):
        def recover(self, *, number: int) -> Task:
            recovered = MemoryTaskQueue.recover(self, number=number)
            assert self.claim(holder="another", kinds=[recovered.kind], seconds=LEASE_SECONDS)
            return recovered

    desk = replace(a_desk(clock), queue=ContestedQueue(clock=clock))
    assert take(asked(desk), desk)
    cancel_run(desk.run("run-001"), working=desk.working)
    clock.advance(LEASE_SECONDS + 1)

    assert list(recover_stuck(desk)) == []
    assert (task(desk).state, task(desk).holder) == (TaskState.LEASED, "another")


def test_a_run_that_somebody_goes_on_with_at_its_very_end_keeps_its_task(clock: FixedClock) -> None:
    desk = a_desk(clock)

    def resumed_meanwhile() -> None:
        run = desk.run("run-001")
        if run.status is RunStatus.RUNNING and run.document_of(Stage.REPORT):
            add_event(desk.working.opened(), RunResumed(run=1), candidate=NAME, by=desk.working.by)

    class WatchedQueue(MemoryTaskQueue):
        def renew(self, *, hold: Hold) -> Task:
            resumed_meanwhile()
            return MemoryTaskQueue.renew(self, hold=hold)

    desk = replace(desk, queue=WatchedQueue(clock=clock))
    assert (done(desk).status, task(desk).state) == (RunStatus.RUNNING, TaskState.LEASED)


def test_a_candidate_s_run_goes_on_beside_another_s(clock: FixedClock) -> None:
    desk = a_desk(clock)
    asked(desk)
    requested(desk.working, "other")
    for _ in range(2):
        found = take_next(desk)
        assert found
        run = work_task(found, desk)
        assert [one.outcome for one in run.stages] == [StageOutcome.DONE] * 6

    assert [run.candidate for run in desk.working.opened().runs()] == [NAME, "other"]
    assert [run.report.name for run in desk.working.opened().runs() if run.report] == ["rpt-001", "rpt-002"]


def test_what_waits_is_what_nobody_works_at(clock: FixedClock) -> None:
    desk = a_desk(clock)
    assert waiting_at(desk.queue) == Waiting()
    run = asked(desk)
    queued = enqueue(run, desk)
    desk.queue.enqueue(task=NewTask(kind="other", key="other", reference="other"))
    assert waiting_at(desk.queue) == Waiting(tasks=1, oldest=queued.number)
    assert take(run, desk)
    assert waiting_at(desk.queue) == Waiting(held=1)
    clock.advance(seconds=LEASE_SECONDS + 1)
    assert waiting_at(desk.queue) == Waiting(tasks=1, oldest=queued.number)
