"""The task queue: durable work that any worker may take, and that survives whoever took it.

Only the state of the work is here, never its result: results are recorded in the store, under keys that make doing it
twice harmless.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from checker.domain.task import Hold, NewTask, Stuck, Task, TaskState


class TaskQueue(Protocol):
    """Tasks of one namespace on leases.

    Every method is atomic among all workers and durable on return, and raises StoreError where the store is unsafe,
    busy for too long or full. Those that name a task raise NotFoundError where there is none.
    """

    def enqueue(self, *, task: NewTask) -> Task:
        """Queue a task; the one of this key, whatever became of it, where there is one.

        Raises:
            ConflictError: the key stands for other work.
            UsageError: a field is empty or too long, or a limit is not positive.
        """
        ...

    def claim(self, *, holder: str, kinds: Collection[str], seconds: int) -> Task | None:
        """Take the oldest task of these kinds that nobody has, or whose holder stopped signalling; None without one.

        Args:
            holder: a label for whoever takes it, for people to read.
            kinds: what the worker can do.
            seconds: within how many it signals (`renew`); afterwards the task is anybody's.
        """
        ...

    def renew(self, *, hold: Hold) -> Task:
        """Signal that the holder is alive.

        Raises:
            LeaseLostError: somebody else has the task, or it was cancelled or recovered; stop the work.
        """
        ...

    def finish(self, *, hold: Hold) -> Task:
        """End the task as done; raises as `renew`."""
        ...

    def fail(self, *, hold: Hold, reason: str) -> Task:
        """End the task as failed, with a code or sentence that says why; raises as `renew`."""
        ...

    def wait(self, *, hold: Hold, reason: str) -> Task:
        """Let go of the task until somebody resumes it; raises as `renew`."""
        ...

    def cancel(self, *, number: int, reason: str) -> Task:
        """Give the task up, whoever has it; its holder finds its hold lost.

        Raises:
            OrderError: it is done or has failed.
        """
        ...

    def resume(self, *, number: int) -> Task:
        """Queue a task again that waited, with one attempt at least; repeating it changes nothing.

        Raises:
            OrderError: it has ended.
        """
        ...

    def get(self, *, key: str) -> Task:
        """The task of this key."""
        ...

    def list_tasks(
        self, *, limit: int, before: int = 0, states: Collection[TaskState] = tuple(TaskState)
    ) -> tuple[Task, ...]:
        """Tasks in these states, newest first: at most `limit`, only numbers below `before` (0: from the newest)."""
        ...

    def find_stuck(self) -> Sequence[tuple[Task, Stuck]]:
        """Every task that does not move by itself, oldest first, and why."""
        ...

    def recover(self, *, number: int) -> Task:
        """Mend a stuck task as its name says (`domain.task.Stuck`); one that is not stuck by now stays as it is."""
        ...
