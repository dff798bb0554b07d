"""A task queue in memory, held to the same contract as the one on disk."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from checker.domain import task as tasks
from checker.domain.task import Hold, NewTask, Stuck, Task, TaskState
from checker.errors import NotFoundError
from checker.ports.clock import Clock


@dataclass(slots=True, kw_only=True)
class MemoryTaskQueue:
    """Every task in a list, changed under one lock."""

    clock: Clock
    tasks: list[Task] = field(default_factory=list)
    lock: RLock = field(default_factory=RLock)

    def enqueue(self, *, task: NewTask) -> Task:
        with self.lock:
            for known in self.tasks:
                if known.key == task.key:
                    tasks.refuse_other_work(known, task)
                    return known
            self.tasks.append(tasks.queued(task, number=len(self.tasks) + 1, now=self.clock.now()))
            return self.tasks[-1]

    def claim(self, *, holder: str, kinds: Collection[str], seconds: int) -> Task | None:
        with self.lock:
            now = self.clock.now()
            for task in self.tasks:
                if task.kind in kinds and tasks.may_be_claimed(task, now=now):
                    return self._keep(tasks.claimed(task, holder=holder, seconds=seconds, now=now))
        return None

    def renew(self, *, hold: Hold) -> Task:
        return self._changed(hold.number, lambda task, now: tasks.renewed(task, hold=hold, now=now))

    def finish(self, *, hold: Hold) -> Task:
        return self._ended(hold, TaskState.DONE, "")

    def fail(self, *, hold: Hold, reason: str) -> Task:
        return self._ended(hold, TaskState.FAILED, reason)

    def wait(self, *, hold: Hold, reason: str) -> Task:
        return self._ended(hold, TaskState.WAITING, reason)

    def cancel(self, *, number: int, reason: str) -> Task:
        return self._changed(number, lambda task, now: tasks.cancelled(task, reason=reason, now=now))

    def resume(self, *, number: int) -> Task:
        return self._changed(number, lambda task, now: tasks.resumed(task, now=now))

    def recover(self, *, number: int) -> Task:
        return self._changed(number, lambda task, now: tasks.recovered(task, now=now))

    def get(self, *, key: str) -> Task:
        return self._one(key, lambda task: task.key == key)

    def list_tasks(
        self, *, limit: int, before: int = 0, states: Collection[TaskState] = tuple(TaskState)
    ) -> tuple[Task, ...]:
        newest = reversed(self.tasks)
        return tuple(task for task in newest if (not before or task.number < before) and task.state in states)[:limit]

    def find_stuck(self) -> Sequence[tuple[Task, Stuck]]:
        now = self.clock.now()
        return tuple((task, why) for task in self.tasks if (why := tasks.stuck_as(task, now=now)))

    def _ended(self, hold: Hold, state: TaskState, reason: str) -> Task:
        return self._changed(
            hold.number, lambda task, now: tasks.ended(task, hold=hold, state=state, reason=reason, now=now)
        )

    def _changed(self, number: int, step: Callable[[Task, datetime], Task]) -> Task:
        with self.lock:
            found = self._one(number, lambda task: task.number == number)
            return self._keep(step(found, self.clock.now()))

    def _keep(self, task: Task) -> Task:
        self.tasks[task.number - 1] = task
        return task

    def _one(self, name: str | int, is_it: Callable[[Task], bool]) -> Task:
        found = [task for task in self.tasks if is_it(task)]
        if not found:
            raise NotFoundError(f"there is no task {name} in this store")
        return found[0]
