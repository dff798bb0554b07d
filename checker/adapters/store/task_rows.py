"""Tasks as rows: the statements over them, and how a row reads; moments and durations are whole microseconds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from checker.domain.task import Task, TaskState

Cells: TypeAlias = tuple[str | int, ...]

COLUMNS = (
    "number, kind, key, reference, enqueued, most_seconds, "
    "state, attempt, attempts_left, holder, lease_seconds, last_signal, spent, reason"
)
INSERT = f"INSERT INTO tasks ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - the columns are ours
CHANGE = (
    "UPDATE tasks SET state = ?, attempt = ?, attempts_left = ?, holder = ?, lease_seconds = ?, last_signal = ?, "
    "spent = ?, reason = ? WHERE number = ? AND attempt = ? AND state = ?"
)
LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM tasks"
BY_NUMBER = f"SELECT {COLUMNS} FROM tasks WHERE number = ?"  # noqa: S608 - as above
BY_KEY = f"SELECT {COLUMNS} FROM tasks WHERE key = ?"  # noqa: S608 - as above
OPEN_AFTER = (
    f"SELECT {COLUMNS} FROM tasks WHERE state IN ('queued', 'leased') "  # noqa: S608 - as above
    "AND number > ? ORDER BY number LIMIT ?"
)
BEFORE = f"SELECT {COLUMNS} FROM tasks WHERE number < ? ORDER BY number DESC LIMIT ?"  # noqa: S608 - as above

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def task_of(row: Sequence[Any]) -> Task:
    """The task that a row says; its types are those of the columns, since the table is strict."""
    number, kind, key, reference, enqueued, most_seconds, state, attempt, left, holder, lease, signal, spent, why = row
    return Task(
        number=number,
        kind=kind,
        key=key,
        reference=reference,
        enqueued=_EPOCH + timedelta(microseconds=enqueued),
        most_seconds=most_seconds,
        state=TaskState(state),
        attempt=attempt,
        attempts_left=left,
        holder=holder,
        lease_seconds=lease,
        last_signal=_EPOCH + timedelta(microseconds=signal),
        spent=timedelta(microseconds=spent),
        reason=why,
    )


def fixed_cells(task: Task) -> Cells:
    """What no change of a task touches."""
    enqueued = (task.enqueued - _EPOCH) // _MICROSECOND
    return (task.number, task.kind, task.key, task.reference, enqueued, task.most_seconds)


def changing_cells(task: Task) -> Cells:
    """What claims, signals and ends change, in the order of `CHANGE`."""
    return (
        str(task.state),
        task.attempt,
        task.attempts_left,
        task.holder,
        task.lease_seconds,
        (task.last_signal - _EPOCH) // _MICROSECOND,
        task.spent // _MICROSECOND,
        str(task.reason),
    )
