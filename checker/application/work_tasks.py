"""Work at the tasks of compliance runs: every run has one task, and both always come to say the same.

The events of a run win over its task, which only says who works at it. What happened is recorded first, the task is
changed afterwards; a crash in between leaves a task behind its run, and whoever looks next brings it forward.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace

from checker.application.resume_run import recover_run
from checker.application.run_compliance import Working, work_on
from checker.domain.namespace import Namespace
from checker.domain.run import RunEnded, RunOutcome, RunResumed, RunStatus
from checker.domain.run_history import Run
from checker.domain.task import ENDED, Hold, NewTask, Stuck, Task, TaskState
from checker.errors import LeaseLostError, MalformedPayloadError, NotFoundError
from checker.ports.task_queue import TaskQueue

LEASE_SECONDS = 60
"""Within how many seconds a worker signals; afterwards its task is anybody's."""
KIND = "compliance "
_MOST_LISTED = 500
_OPEN = (RunStatus.PENDING, RunStatus.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where tasks are worked at; `alive` signals for a hold, again and again, as long as it is entered."""

    working: Working
    queue: TaskQueue
    holder: str
    alive: Callable[[Hold], AbstractContextManager[object]]

    def run(self, name: str) -> Run:
        """A run as it is by now."""
        return self.working.opened().run(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many tasks nobody works at, how many somebody does, and the number of the oldest that waits (0: none)."""

    tasks: int = 0
    held: int = 0
    oldest: int = 0


def waiting_at(queue: TaskQueue) -> Waiting:
    """What a worker would find to do; a task whose worker fell silent counts as waiting."""
    listed = queue.list_tasks(limit=_MOST_LISTED, states=(TaskState.QUEUED, TaskState.LEASED))
    stuck = {task.number for task, _ in queue.find_stuck()}
    own = [task for task in listed if task.kind.startswith(KIND)]
    waiting = [task.number for task in own if task.state is TaskState.QUEUED or task.number in stuck]
    return Waiting(tasks=len(waiting), held=len(own) - len(waiting), oldest=min(waiting, default=0))


def task_of(run: Run, *, namespace: Namespace) -> NewTask:
    """The task of a run, of a kind of its own, so that it can be taken alone; a run that failed has another later."""
    ends = [event.happened for event in run.events if isinstance(event.happened, RunEnded)]
    failures = sum(one.outcome is RunOutcome.FAILED for one in ends)
    is_failed = run.status is RunStatus.FAILED
    key = f"{KIND}{namespace} {run.digest} {failures - is_failed}"
    return NewTask(kind=f"{KIND}{run.name}", key=key, reference=run.digest)


def enqueue(run: Run, desk: Desk) -> Task:
    """The task of a run, queued if it was not; doing it again changes nothing."""
    task = desk.queue.enqueue(task=task_of(run, namespace=desk.working.by.store.namespace))
    if task.state is TaskState.WAITING and run.status in _OPEN:
        return desk.queue.resume(number=task.number)
    return task


def take(run: Run, desk: Desk) -> Task | None:
    """The task of this run in our hands, None where somebody else has it."""
    task = enqueue(run, desk)
    return desk.queue.claim(holder=desk.holder, kinds=[task.kind], seconds=LEASE_SECONDS)


def take_next(desk: Desk) -> Task | None:
    """The oldest task that nobody has, None without one."""
    for run in desk.working.opened().runs():
        if run.status in _OPEN:
            enqueue(run, desk)
    listed = desk.queue.list_tasks(limit=_MOST_LISTED, states=(TaskState.QUEUED, TaskState.LEASED))
    kinds = {task.kind for task in listed if task.kind.startswith(KIND)}
    return desk.queue.claim(holder=desk.holder, kinds=kinds, seconds=LEASE_SECONDS) if kinds else None


def work_task(task: Task, desk: Desk) -> Run:
    """The run after everything that could be done of it, and its task saying the same.

    Raises:
        MalformedPayloadError: the task is of no run; it failed.
        KeyboardInterrupt: somebody wants it to stop; the task is let go, so that it can be taken again at once.
    """
    try:
        run = desk.run(task.reference)
    except NotFoundError as error:
        desk.queue.fail(hold=task.hold, reason=MalformedPayloadError.code)
        raise MalformedPayloadError(f"task {task.number} is of no run: {error.message}") from error
    try:
        with desk.alive(task.hold):
            run = _worked(run, task, desk)
    except KeyboardInterrupt:
        with suppress(LeaseLostError):
            desk.queue.wait(hold=task.hold, reason="interrupted")
            desk.queue.resume(number=task.number)
        raise
    with suppress(LeaseLostError):
        _settle(task, run, desk)
    return run


def recover_stuck(desk: Desk) -> Iterator[tuple[Run, Stuck]]:
    """Every run that got stuck, with why, each mended as that says."""
    for task, why in desk.queue.find_stuck():
        if not task.kind.startswith(KIND):
            continue
        with suppress(NotFoundError):
            run = desk.run(task.reference)
            if run.status in _OPEN:
                run = recover_run(run, why=why, working=desk.working)
                yield run, why
        _bring_forward(desk.queue.recover(number=task.number), desk)


def give_up(run: Run, desk: Desk) -> None:
    """Cancel the task of a run that was cancelled."""
    with suppress(NotFoundError):
        task = desk.queue.get(key=task_of(run, namespace=desk.working.by.store.namespace).key)
        if task.state not in ENDED:
            desk.queue.cancel(number=task.number, reason=run.status)


def _bring_forward(task: Task, desk: Desk) -> None:
    """Let a task say what its run says, where nobody works at either."""
    try:
        run = desk.run(task.reference)
    except NotFoundError:
        return
    if task.state is TaskState.WAITING and run.status is not RunStatus.WAITING:
        task = desk.queue.resume(number=task.number)
    if task.state is TaskState.QUEUED and run.status not in _OPEN:
        mine = desk.queue.claim(holder=desk.holder, kinds=[task.kind], seconds=LEASE_SECONDS)
        if mine:
            _settle(mine, run, desk)


def _worked(run: Run, task: Task, desk: Desk) -> Run:
    working = replace(desk.working, signal=lambda: _signal(task.hold, desk))
    is_left = run.status is RunStatus.RUNNING and not isinstance(run.events[-1].happened, RunResumed)
    if is_left:
        run = recover_run(run, why=Stuck.STALE, working=working)
    return work_on(run.name, working=working) if run.status in _OPEN else run


def _signal(hold: Hold, desk: Desk) -> None:
    desk.queue.renew(hold=hold)


def _settle(task: Task, run: Run, desk: Desk) -> None:
    """Let the task in our hands say what the run says."""
    match run.status:
        case RunStatus.PASSED | RunStatus.BLOCKED | RunStatus.UNDECIDED:
            desk.queue.finish(hold=task.hold)
        case RunStatus.FAILED:
            desk.queue.fail(hold=task.hold, reason=run.code)
        case RunStatus.WAITING:
            desk.queue.wait(hold=task.hold, reason=run.code)
        case RunStatus.CANCELLED:
            desk.queue.cancel(number=task.number, reason=run.status)
        case _:
            pass  # somebody else goes on with it
