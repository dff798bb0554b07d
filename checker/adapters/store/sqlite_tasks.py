"""The embedded task queue: rows of the store's own file, changed by claims that nobody else can make at the same time.

Each change happens under the write lock, by the transitions of `domain.task`. Its connection may write nothing but
tasks, and the store's own connection may not write those.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Self

from checker.adapters.sqlite_file import OpenedFile, Opening, opening_here, refusing, transaction
from checker.adapters.store import task_rows as rows
from checker.adapters.store.authorizer import authorize_queue
from checker.adapters.store.connection import Authorize, open_connection
from checker.adapters.store.place import prepare
from checker.domain import task as tasks
from checker.domain.namespace import Namespace
from checker.domain.task import Hold, NewTask, Stuck, Task, TaskState
from checker.errors import NotFoundError, StoreError
from checker.ports.clock import Clock

_NAMESPACE = "SELECT namespace FROM origin WHERE seq = 1"
_BEYOND_EVERY_NUMBER = 2**63 - 1
_PAGE = 100
"""How many rows are read at a time: a cursor that stays open would keep other writers out."""


class SqliteTaskQueue(OpenedFile):
    """The queue in the file of a store that is there; build it with `open`, close it when done (or use `with`)."""

    def __init__(
        self, connection: sqlite3.Connection, *, path: Path, clock: Clock, otherwise: Authorize = authorize_queue
    ) -> None:
        """`otherwise` is what the connection may do while no task is changed: it may be a store's."""
        self._otherwise = otherwise
        super().__init__(connection)
        self._path = path
        self._clock = clock

    @classmethod
    def open(cls, path: Path, *, namespace: Namespace, clock: Clock, by: Opening | None = None) -> Self:
        """Open the queue of the store at `path`, and refuse it unless the store is safe in every respect.

        Raises:
            StoreError: see `SqliteStore.open`.
            NotFoundError: there is no store.
        """
        prepare(path, create=False)
        with refusing(path):
            connection = open_connection(path, by or opening_here(path), authorize=authorize_queue)
            (found,) = connection.execute(_NAMESPACE).fetchone() or ("",)
            if found != str(namespace):
                connection.close()
                raise StoreError(f"the store keeps the namespace {found or 'of nobody yet'}, expected {namespace}")
        return cls(connection, path=path, clock=clock)

    def enqueue(self, *, task: NewTask) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        with self._changing():
            found = self._connection.execute(rows.BY_KEY, (task.key,)).fetchone()
            if found is not None:
                known = rows.task_of(found)
                tasks.refuse_other_work(known, task)
                return known
            (last,) = self._connection.execute(rows.LAST_NUMBER).fetchone()
            new = tasks.queued(task, number=int(last) + 1, now=self._clock.now())
            self._connection.execute(rows.INSERT, (*rows.fixed_cells(new), *rows.changing_cells(new)))
            return self._read_back(new)

    def claim(self, *, holder: str, kinds: Collection[str], seconds: int) -> Task | None:
        """See `ports.task_queue.TaskQueue`."""
        with self._changing():
            now = self._clock.now()
            for task in self._open_tasks():
                if task.kind in kinds and tasks.may_be_claimed(task, now=now):
                    return self._change(task, tasks.claimed(task, holder=holder, seconds=seconds, now=now))
        return None

    def renew(self, *, hold: Hold) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        return self._changed(hold.number, lambda task, now: tasks.renewed(task, hold=hold, now=now))

    def finish(self, *, hold: Hold) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        return self._ended(hold, TaskState.DONE, "")

    def fail(self, *, hold: Hold, reason: str) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        return self._ended(hold, TaskState.FAILED, reason)

    def wait(self, *, hold: Hold, reason: str) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        return self._ended(hold, TaskState.WAITING, reason)

    def cancel(self, *, number: int, reason: str) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        return self._changed(number, lambda task, now: tasks.cancelled(task, reason=reason, now=now))

    def resume(self, *, number: int) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        return self._changed(number, lambda task, now: tasks.resumed(task, now=now))

    def recover(self, *, number: int) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        return self._changed(number, lambda task, now: tasks.recovered(task, now=now))

    def get(self, *, key: str) -> Task:
        """See `ports.task_queue.TaskQueue`."""
        with refusing(self._path):
            return self._one(rows.BY_KEY, key)

    def list_tasks(
        self, *, limit: int, before: int = 0, states: Collection[TaskState] = tuple(TaskState)
    ) -> tuple[Task, ...]:
        """See `ports.task_queue.TaskQueue`."""
        wanted = (task for task in self._newest_first(before) if task.state in states)
        with refusing(self._path):
            return tuple(islice(wanted, limit))

    def find_stuck(self) -> Sequence[tuple[Task, Stuck]]:
        """See `ports.task_queue.TaskQueue`."""
        now = self._clock.now()
        with refusing(self._path):
            return tuple((task, why) for task in self._open_tasks() if (why := tasks.stuck_as(task, now=now)))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        self._connection.set_authorizer(authorize_queue)
        try:
            with refusing(self._path), transaction(self._connection):
                yield
        finally:
            self._connection.set_authorizer(self._otherwise)

    def _changed(self, number: int, step: Callable[[Task, datetime], Task]) -> Task:
        with self._changing():
            task = self._one(rows.BY_NUMBER, number)
            return self._change(task, step(task, self._clock.now()))

    def _ended(self, hold: Hold, state: TaskState, reason: str) -> Task:
        return self._changed(
            hold.number, lambda task, now: tasks.ended(task, hold=hold, state=state, reason=reason, now=now)
        )

    def _change(self, task: Task, changed: Task) -> Task:
        """Write what became of a task, unless that is what it is."""
        if changed == task:
            return task
        self._connection.execute(
            rows.CHANGE, (*rows.changing_cells(changed), task.number, task.attempt, str(task.state))
        )
        return self._read_back(changed)

    def _read_back(self, expected: Task) -> Task:
        if self._one(rows.BY_NUMBER, expected.number) != expected:
            raise StoreError(
                f"the store did not keep task {expected.number} as given",
                hint="nothing was recorded; move the store away and run again",
            )
        return expected

    def _open_tasks(self) -> Iterator[Task]:
        last = 0
        while page := self._connection.execute(rows.OPEN_AFTER, (last, _PAGE)).fetchall():
            yield from map(rows.task_of, page)
            last = page[-1][0]

    def _newest_first(self, before: int) -> Iterator[Task]:
        last = before or _BEYOND_EVERY_NUMBER
        while page := self._connection.execute(rows.BEFORE, (last, _PAGE)).fetchall():
            yield from map(rows.task_of, page)
            last = page[-1][0]

    def _one(self, select: str, name: str | int) -> Task:
        found = self._connection.execute(select, (name,)).fetchone()
        if found is None:
            raise NotFoundError(f"there is no task {name} in this store")
        return rows.task_of(found)
