"""What every task queue promises, held by the one on disk and the fake alike."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.store import SqliteStore, SqliteTaskQueue, store_path
from checker.domain.namespace import Namespace
from checker.domain.task import Hold, NewTask, Stuck, Task, TaskState
from checker.errors import ConflictError, LeaseLostError, NotFoundError, OrderError, UsageError
from checker.ports.task_queue import TaskQueue
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_tasks import MemoryTaskQueue

KIND = "compliance-run"
SECONDS = 60


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(params=["sqlite", "memory"])
def queue(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[TaskQueue]:
    if request.param == "memory":
        yield MemoryTaskQueue(clock=clock)
        return
    path = store_path(tmp_path, Namespace.REAL)
    SqliteStore.open(path, namespace=Namespace.REAL, clock=clock).close()
    with SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=clock) as opened:
        yield opened


def a_task(name: str = "run-001", **changes: Any) -> NewTask:  # noqa: ANN401 - whatever a task has
    made = NewTask(kind=KIND, key=f"real/widget/{name}", reference=name, most_seconds=600, most_attempts=2)
    return replace(made, **changes)


def claimed(queue: TaskQueue, holder: str = "one") -> Task:
    task = queue.claim(holder=holder, kinds={KIND}, seconds=SECONDS)
    assert task is not None
    return task


def is_free(queue: TaskQueue) -> bool:
    """Whether a worker gets a task; it keeps it then."""
    return queue.claim(holder="asking", kinds={KIND}, seconds=SECONDS) is not None


def left_to_die(queue: TaskQueue, clock: FixedClock, *, times: int) -> Task:
    """Queue a task whose worker dies in each of so many attempts."""
    queue.enqueue(task=a_task())
    for _ in range(times):
        task = claimed(queue)
        clock.advance(SECONDS)
    return task


def test_a_task_is_queued_once_for_its_key(queue: TaskQueue) -> None:
    first, again, other = (queue.enqueue(task=a_task(name)) for name in ("run-001", "run-001", "run-002"))

    assert first == again == queue.get(key="real/widget/run-001")
    assert (first.number, first.state, first.attempt) == (1, TaskState.QUEUED, 0)
    assert queue.list_tasks(limit=9) == (other, first)


def test_a_task_that_has_ended_is_not_queued_again(queue: TaskQueue) -> None:
    queue.enqueue(task=a_task())
    done = queue.finish(hold=claimed(queue).hold)

    assert queue.enqueue(task=a_task()) == done
    assert not is_free(queue)


@pytest.mark.parametrize("changes", [{"kind": "other"}, {"reference": "run-009"}])
def test_a_key_stands_for_one_piece_of_work(queue: TaskQueue, changes: dict[str, Any]) -> None:
    kept = queue.enqueue(task=a_task())

    with pytest.raises(ConflictError, match="the task real/widget/run-001 is compliance-run about run-001"):
        queue.enqueue(task=a_task(**changes))
    assert queue.list_tasks(limit=9) == (kept,)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ""},
        {"kind": "k" * 201},
        {"key": ""},
        {"key": "k" * 1001},
        {"reference": ""},
        {"most_seconds": 0},
        {"most_seconds": 2**40},
        {"most_attempts": 0},
        {"most_attempts": 1001},
    ],
)
def test_a_task_without_sense_is_not_queued(queue: TaskQueue, changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="expected 1 to"):
        queue.enqueue(task=a_task(**changes))
    assert queue.list_tasks(limit=9) == ()


@pytest.mark.parametrize(("holder", "seconds"), [("", 60), ("h" * 201, 60), ("h", 0), ("h", -1), ("h", 2**40)])
def test_a_lease_without_sense_is_not_given(queue: TaskQueue, holder: str, seconds: int) -> None:
    kept = queue.enqueue(task=a_task())

    with pytest.raises(UsageError, match="expected 1 to"):
        queue.claim(holder=holder, kinds={KIND}, seconds=seconds)
    assert queue.get(key=kept.key) == kept


def test_each_task_is_claimed_by_one_worker_oldest_first(queue: TaskQueue) -> None:
    for name in ("run-001", "run-002"):
        queue.enqueue(task=a_task(name))

    first, second = claimed(queue, "one"), claimed(queue, "two")

    assert [(task.number, task.holder, task.attempt) for task in (first, second)] == [(1, "one", 1), (2, "two", 1)]
    assert not is_free(queue)


def test_a_worker_gets_only_what_it_can_do(queue: TaskQueue) -> None:
    queue.enqueue(task=a_task("other", kind="other"))
    mine = queue.enqueue(task=a_task())

    assert claimed(queue).number == mine.number
    assert queue.claim(holder="one", kinds=(), seconds=SECONDS) is None


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.FAILED, TaskState.WAITING])
def test_only_the_holder_ends_a_task_and_once(queue: TaskQueue, state: TaskState) -> None:
    queue.enqueue(task=a_task())
    hold = claimed(queue).hold
    for stranger in (Hold(number=hold.number, attempt=0), Hold(number=hold.number, attempt=2)):
        with pytest.raises(LeaseLostError, match="task 1 is leased in attempt 1"):
            end(queue, stranger, state)

    ended = end(queue, hold, state)

    assert (ended.state, ended.holder, ended.reason) == (state, "", "" if state is TaskState.DONE else "because")
    for again in TaskState.DONE, TaskState.FAILED, TaskState.WAITING:
        with pytest.raises(LeaseLostError, match=f"task 1 is {state}"):
            end(queue, hold, again)
    with pytest.raises(LeaseLostError):
        queue.renew(hold=hold)
    assert queue.get(key=ended.key) == ended
    assert not is_free(queue)


def end(queue: TaskQueue, hold: Hold, state: TaskState) -> Task:
    if state is TaskState.DONE:
        return queue.finish(hold=hold)
    return (queue.fail if state is TaskState.FAILED else queue.wait)(hold=hold, reason="because")


def test_a_task_that_is_not_there_is_not_found(queue: TaskQueue) -> None:
    asked: tuple[Callable[[], Task], ...] = (
        lambda: queue.get(key="nobody"),
        lambda: queue.finish(hold=Hold(number=7, attempt=1)),
        lambda: queue.cancel(number=7, reason="x"),
        lambda: queue.recover(number=7),
    )
    for ask in asked:
        with pytest.raises(NotFoundError, match="there is no task"):
            ask()


def test_a_worker_that_signals_keeps_its_task(queue: TaskQueue, clock: FixedClock) -> None:
    queue.enqueue(task=a_task())
    hold = claimed(queue).hold
    for _ in range(5):
        clock.advance(SECONDS - 1)
        queue.renew(hold=hold)

    assert not is_free(queue)
    assert queue.find_stuck() == ()
    assert queue.finish(hold=hold).spent.total_seconds() == 5 * (SECONDS - 1)


def test_the_task_of_a_dead_worker_is_claimed_again_and_counted(queue: TaskQueue, clock: FixedClock) -> None:
    queue.enqueue(task=a_task())
    dead = claimed(queue, "dead").hold
    clock.advance(SECONDS - 1)
    assert not is_free(queue)
    clock.advance(1)

    task = claimed(queue, "alive")

    assert (task.attempt, task.holder, task.reason) == (2, "alive", "stale_recovered")
    for late in (queue.renew, queue.finish):
        with pytest.raises(LeaseLostError, match="task 1 is leased in attempt 2"):
            late(hold=dead)
    assert queue.finish(hold=task.hold).state is TaskState.DONE


def test_a_slow_worker_whose_task_nobody_took_may_still_end_it(queue: TaskQueue, clock: FixedClock) -> None:
    queue.enqueue(task=a_task())
    hold = claimed(queue).hold
    clock.advance(SECONDS * 3)

    assert queue.finish(hold=hold).state is TaskState.DONE


@pytest.mark.parametrize("jump", [-10 * 365 * 86400, -86400, -SECONDS - 1, SECONDS + 1, 86400, 10 * 365 * 86400])
def test_a_clock_that_jumps_neither_doubles_nor_loses_work(queue: TaskQueue, clock: FixedClock, jump: int) -> None:
    """The first worker lives on, a second comes along after the jump: the task ends once, whoever is faster."""
    queue.enqueue(task=a_task())
    first = claimed(queue, "first").hold
    clock.advance(jump)
    second = claimed(queue, "second").hold

    with pytest.raises(LeaseLostError):
        queue.finish(hold=first)
    assert queue.finish(hold=second).state is TaskState.DONE
    assert queue.get(key=a_task().key).spent.total_seconds() <= 2 * SECONDS


@pytest.mark.parametrize("jump", [-86400, -SECONDS, -SECONDS // 2, -1, 0, 1])
def test_a_dead_workers_task_is_free_within_two_leases_whatever_the_clock_did(
    queue: TaskQueue, clock: FixedClock, jump: int
) -> None:
    queue.enqueue(task=a_task())
    claimed(queue, "dead")
    clock.advance(jump)
    clock.advance(2 * SECONDS)

    assert is_free(queue)


def test_a_jump_of_the_clock_is_no_time_that_was_taken(queue: TaskQueue, clock: FixedClock) -> None:
    queue.enqueue(task=a_task())
    hold = claimed(queue).hold
    clock.advance(86400)

    assert [why for _, why in queue.find_stuck()] == [Stuck.STALE]
    assert queue.renew(hold=hold).spent.total_seconds() == SECONDS
    assert queue.find_stuck() == ()


def test_what_took_too_long_is_named_and_fails(queue: TaskQueue, clock: FixedClock) -> None:
    queue.enqueue(task=a_task(most_seconds=100))
    hold = claimed(queue).hold
    for _ in range(2):
        clock.advance(SECONDS - 9)
        queue.renew(hold=hold)
    (found,) = queue.find_stuck()
    assert found == (queue.get(key=a_task().key), Stuck.TIMED_OUT)
    assert not is_free(queue)

    failed = queue.recover(number=1)

    assert (failed.state, failed.reason) == (TaskState.FAILED, "job_timeout")
    with pytest.raises(LeaseLostError):
        queue.renew(hold=hold)


def test_a_stale_task_is_named_and_queued_again(queue: TaskQueue, clock: FixedClock) -> None:
    left_to_die(queue, clock, times=1)
    assert [(task.number, why) for task, why in queue.find_stuck()] == [(1, Stuck.STALE)]

    recovered = queue.recover(number=1)

    assert (recovered.state, recovered.reason) == (TaskState.QUEUED, "stale_recovered")
    assert queue.find_stuck() == ()
    assert queue.recover(number=1) == recovered
    assert claimed(queue).attempt == 2


def test_a_task_that_kills_its_workers_waits_for_somebody_and_is_continued_once(
    queue: TaskQueue, clock: FixedClock
) -> None:
    left_to_die(queue, clock, times=2)
    assert [why for _, why in queue.find_stuck()] == [Stuck.NO_SIGNAL]
    assert not is_free(queue)

    waiting = queue.recover(number=1)
    assert (waiting.state, waiting.reason) == (TaskState.WAITING, "NO_TERMINAL_SIGNAL_ATTEMPTS")
    assert not is_free(queue)

    assert queue.resume(number=1) == queue.resume(number=1)
    assert claimed(queue).attempt == 3
    assert queue.resume(number=1).state is TaskState.LEASED
    clock.advance(SECONDS)
    assert [why for _, why in queue.find_stuck()] == [Stuck.NO_SIGNAL]


def test_a_task_that_waited_is_continued_with_the_attempts_it_had(queue: TaskQueue, clock: FixedClock) -> None:
    queue.enqueue(task=a_task(most_attempts=3))
    queue.wait(hold=claimed(queue).hold, reason="an answer is missing")
    clock.advance(86400)

    resumed = queue.resume(number=1)

    assert (resumed.state, resumed.attempts_left, resumed.reason) == (TaskState.QUEUED, 2, "")
    assert queue.finish(hold=claimed(queue).hold).spent.total_seconds() == 0


def test_a_cancelled_task_is_taken_from_its_holder(queue: TaskQueue) -> None:
    queue.enqueue(task=a_task())
    hold = claimed(queue).hold

    cancelled = queue.cancel(number=1, reason="no longer wanted")

    assert (cancelled.state, cancelled.reason) == (TaskState.CANCELLED, "no longer wanted")
    assert queue.cancel(number=1, reason="twice") == cancelled
    with pytest.raises(LeaseLostError):
        queue.renew(hold=hold)
    with pytest.raises(OrderError, match="task 1 is cancelled and cannot be resumed"):
        queue.resume(number=1)
    assert not is_free(queue)


def test_what_has_ended_is_not_cancelled(queue: TaskQueue) -> None:
    queue.enqueue(task=a_task())
    queue.finish(hold=claimed(queue).hold)

    with pytest.raises(OrderError, match="task 1 is done and cannot be cancelled"):
        queue.cancel(number=1, reason="too late")


def test_tasks_are_listed_newest_first_page_by_page_and_by_state(queue: TaskQueue) -> None:
    for number in range(150):
        queue.enqueue(task=a_task(f"run-{number}"))
    queue.cancel(number=149, reason="x")

    first = queue.list_tasks(limit=2)
    assert [task.number for task in first] == [150, 149]
    assert [task.number for task in queue.list_tasks(limit=2, before=149)] == [148, 147]
    assert [task.number for task in queue.list_tasks(limit=9, states={TaskState.CANCELLED})] == [149]
    assert len(queue.list_tasks(limit=999)) == 150


def test_a_long_reason_is_kept_as_far_as_it_fits(queue: TaskQueue) -> None:
    queue.enqueue(task=a_task())

    failed = queue.fail(hold=claimed(queue).hold, reason="x" * 5000)

    assert failed.reason == "x" * 1000


def test_sixty_tasks_of_four_threads_are_each_done_once(tmp_path: Path, clock: FixedClock) -> None:
    path = store_path(tmp_path, Namespace.REAL)
    SqliteStore.open(path, namespace=Namespace.REAL, clock=clock).close()

    def opened() -> SqliteTaskQueue:
        return SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=clock)

    def work(worker: int) -> list[int]:
        done = []
        with opened() as queue:
            while (task := queue.claim(holder=str(worker), kinds={KIND}, seconds=SECONDS)) is not None:
                done.append(queue.finish(hold=task.hold).number)
        return done

    with opened() as queue:
        for number in range(60):
            queue.enqueue(task=a_task(f"run-{number}"))
    with ThreadPoolExecutor(max_workers=4) as pool:
        ended = [number for done in pool.map(work, range(4)) for number in done]

    assert sorted(ended) == list(range(1, 61))


def test_a_signal_soon_after_another_one_proves_the_hold_and_changes_nothing(
    queue: TaskQueue, clock: FixedClock
) -> None:
    queue.enqueue(task=a_task())
    taken = claimed(queue)
    clock.advance(SECONDS / 12 - 0.001)
    assert queue.renew(hold=taken.hold) == taken
    clock.advance(0.001)
    assert queue.renew(hold=taken.hold).last_signal > taken.last_signal
    clock.advance(-1)
    assert queue.renew(hold=taken.hold).last_signal < clock.now() + timedelta(seconds=1)
    queue.finish(hold=taken.hold)
    with pytest.raises(LeaseLostError):
        queue.renew(hold=taken.hold)
