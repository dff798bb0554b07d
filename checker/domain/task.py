"""Tasks: units of work that survive the death of whoever does them.

A worker holds a task on a lease: it signals within so many seconds, or the task is anybody's again. Whoever was too
slow finds its hold lost, because each claim counts up `attempt` and only the holder of the latest one may end the task.
So a task may be begun twice, but it ends once; what it does must be safe to do again.

Clocks jump. A lease is over when its seconds have passed since the last signal, and also when that signal lies further
in the future than they: so whichever way a clock jumps, a task whose worker died is free within two leases. The time a
task has taken is the sum of the steps between signals, none counted as more than one lease, so that a jump alone takes
nobody's work away.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from checker.errors import ConflictError, LeaseLostError, OrderError, UsageError

MOST_CHARACTERS = 1000
"""How long a key, a reference or a reason may be."""
LONGEST_NAME = 200
"""How many characters a kind or the label of a holder may have."""
MOST_SECONDS = 30 * 24 * 3600
"""How long a task or a lease may be meant to take."""
MOST_ATTEMPTS = 1000

_SIGNALS_IN_A_LEASE = 12
_NOTHING = timedelta(0)


class TaskState(StrEnum):
    """Where a task stands."""

    QUEUED = "queued"
    LEASED = "leased"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED})
"""What no task ever leaves."""


class Stuck(StrEnum):
    """Why a task does not move by itself, and what recovering it does.

    `STALE`: its worker stopped signalling; it is queued again. `TIMED_OUT`: it took longer than it may; it fails.
    `NO_SIGNAL`: its worker stopped signalling in every attempt it had; it waits until somebody resumes it.
    """

    STALE = "stale_recovered"
    TIMED_OUT = "job_timeout"
    NO_SIGNAL = "NO_TERMINAL_SIGNAL_ATTEMPTS"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A unit of work to be queued; two with one key are the same.

    Args:
        kind: what kind of work it is; workers ask by kind.
        key: what makes it the same work (namespace, project, candidate, manifest, snapshot, …).
        reference: the digest or id that the work is about; the work itself is never in the queue.
        most_seconds: how long it may take in all.
        most_attempts: how often a worker may stop signalling before somebody has to look.
    """

    kind: str
    key: str
    reference: str
    most_seconds: int = 3600
    most_attempts: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What proves that a worker holds a task: its number, and which attempt this is."""

    number: int
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as it stands; `holder` and `lease_seconds` say who has it, and count only while it is leased.

    `number` counts from 1, `attempt` how often it was claimed. `spent` is the time taken up to `last_signal`.
    """

    number: int
    kind: str
    key: str
    reference: str
    state: TaskState
    attempt: int
    attempts_left: int
    holder: str
    lease_seconds: int
    enqueued: datetime
    last_signal: datetime
    spent: timedelta
    most_seconds: int
    reason: str

    @property
    def hold(self) -> Hold:
        """What its present holder ends it with."""
        return Hold(number=self.number, attempt=self.attempt)

    @property
    def lease(self) -> timedelta:
        """How long a signal counts."""
        return timedelta(seconds=self.lease_seconds)


def queued(asked: NewTask, *, number: int, now: datetime) -> Task:
    """A task that was just queued.

    Raises:
        UsageError: a field is empty or too long, or a limit out of range.
    """
    _refuse_unless_sized("kind", asked.kind, most=LONGEST_NAME)
    _refuse_unless_sized("key", asked.key, most=MOST_CHARACTERS)
    _refuse_unless_sized("reference", asked.reference, most=MOST_CHARACTERS)
    _refuse_unless_within("seconds", asked.most_seconds, most=MOST_SECONDS)
    _refuse_unless_within("attempts", asked.most_attempts, most=MOST_ATTEMPTS)
    return Task(
        number=number,
        kind=asked.kind,
        key=asked.key,
        reference=asked.reference,
        state=TaskState.QUEUED,
        attempt=0,
        attempts_left=asked.most_attempts,
        holder="",
        lease_seconds=0,
        enqueued=now,
        last_signal=now,
        spent=_NOTHING,
        most_seconds=asked.most_seconds,
        reason="",
    )


def refuse_other_work(task: Task, asked: NewTask) -> None:
    """Refuse a key that stands for other work already.

    Raises:
        ConflictError: the task of this key is of another kind, or about something else.
    """
    if (task.kind, task.reference) != (asked.kind, asked.reference):
        raise ConflictError(
            f"the task {asked.key} is {task.kind} about {task.reference}, not {asked.kind} about {asked.reference}",
            hint="queue other work under another key",
        )


def stuck_as(task: Task, *, now: datetime) -> Stuck | None:
    """Why a task does not move by itself; None when it does, waits for a person, or has ended."""
    if task.state is not TaskState.LEASED:
        return None
    if _spent(task, now) > timedelta(seconds=task.most_seconds):
        return Stuck.TIMED_OUT
    if not _is_over(task, now):
        return None
    return Stuck.STALE if task.attempts_left else Stuck.NO_SIGNAL


def may_be_claimed(task: Task, *, now: datetime) -> bool:
    """Whether a worker may take it: nobody has it, or whoever had it stopped signalling."""
    return task.state is TaskState.QUEUED or stuck_as(task, now=now) is Stuck.STALE


def claimed(task: Task, *, holder: str, seconds: int, now: datetime) -> Task:
    """The task in the hands of `holder`, who signals within `seconds`.

    Raises:
        UsageError: a label or a number of seconds that no lease can have.
    """
    _refuse_unless_sized("holder", holder, most=LONGEST_NAME)
    _refuse_unless_within("seconds", seconds, most=MOST_SECONDS)
    was_left = task.state is TaskState.LEASED
    return replace(
        task,
        state=TaskState.LEASED,
        attempt=task.attempt + 1,
        attempts_left=task.attempts_left - 1,
        holder=holder,
        lease_seconds=seconds,
        last_signal=now,
        spent=_spent(task, now),
        reason=Stuck.STALE if was_left else "",
    )


def renewed(task: Task, *, hold: Hold, now: datetime) -> Task:
    """The task, its holder alive; it stays as it is where they signalled a moment ago, a twelfth of the lease.

    Raises:
        LeaseLostError: somebody else has it by now, or it was cancelled or recovered.
    """
    _refuse_unless_held(task, hold)
    if _NOTHING <= now - task.last_signal < task.lease / _SIGNALS_IN_A_LEASE:
        return task
    return replace(task, last_signal=now, spent=_spent(task, now))


def ended(task: Task, *, hold: Hold, state: TaskState, reason: str, now: datetime) -> Task:
    """The task as its holder leaves it: done, failed, or waiting for somebody; raises as `renewed`."""
    _refuse_unless_held(task, hold)
    return _left(task, state=state, reason=reason, now=now)


def cancelled(task: Task, *, reason: str, now: datetime) -> Task:
    """The task given up, whoever has it; one that was cancelled before stays as it is.

    Raises:
        OrderError: it is done or has failed.
    """
    if task.state is TaskState.CANCELLED:
        return task
    _refuse_if_ended(task, "cancelled")
    return _left(task, state=TaskState.CANCELLED, reason=reason, now=now)


def resumed(task: Task, *, now: datetime) -> Task:
    """The task queued again after it waited, with one attempt at least; one that moves already stays as it is.

    Raises:
        OrderError: it has ended.
    """
    _refuse_if_ended(task, "resumed")
    if task.state is not TaskState.WAITING:
        return task
    again = _left(task, state=TaskState.QUEUED, reason="", now=now)
    return replace(again, attempts_left=max(1, task.attempts_left), spent=_NOTHING)


_RECOVERED = {
    Stuck.STALE: TaskState.QUEUED,
    Stuck.TIMED_OUT: TaskState.FAILED,
    Stuck.NO_SIGNAL: TaskState.WAITING,
}


def recovered(task: Task, *, now: datetime) -> Task:
    """The task after what stuck it was named and mended; one that is not stuck stays as it is."""
    why = stuck_as(task, now=now)
    return task if why is None else _left(task, state=_RECOVERED[why], reason=why, now=now)


def _left(task: Task, *, state: TaskState, reason: str, now: datetime) -> Task:
    spent = _spent(task, now)
    kept = reason[:MOST_CHARACTERS]
    return replace(task, state=state, holder="", lease_seconds=0, last_signal=now, spent=spent, reason=kept)


def _is_over(task: Task, now: datetime) -> bool:
    return not -task.lease <= now - task.last_signal < task.lease


def _spent(task: Task, now: datetime) -> timedelta:
    """What the task has taken by now; outside of a lease nothing is added."""
    step = min(now - task.last_signal, task.lease) if task.state is TaskState.LEASED else _NOTHING
    return task.spent + max(_NOTHING, step)


def _refuse_unless_held(task: Task, hold: Hold) -> None:
    if task.state is TaskState.LEASED and task.attempt == hold.attempt:
        return
    raise LeaseLostError(
        f"task {task.number} is {task.state} in attempt {task.attempt}, expected it leased in attempt {hold.attempt}",
        hint="stop this work; whoever has the task now does it",
    )


def _refuse_if_ended(task: Task, what: str) -> None:
    if task.state in ENDED:
        raise OrderError(f"task {task.number} is {task.state} and cannot be {what}", hint="start the work anew")


def _refuse_unless_sized(what: str, text: str, *, most: int) -> None:
    if not 1 <= len(text) <= most:
        raise UsageError(f"the {what} of a task has {len(text)} characters, expected 1 to {most}")


def _refuse_unless_within(what: str, number: int, *, most: int) -> None:
    if not 1 <= number <= most:
        raise UsageError(f"a task was given {number} {what}, expected 1 to {most}")
