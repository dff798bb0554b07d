"""Two workers over one queue, of which one is killed while it holds a task."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.adapters.clock import SystemClock
from checker.adapters.store import SqliteStore, SqliteTaskQueue, store_path
from checker.domain.namespace import Namespace
from checker.domain.task import NewTask, Task, TaskState

ROOT = Path(__file__).resolve().parents[1]
WORKER = Path(__file__).with_name("system") / "task_worker.py"
SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """How a queue stood at the end: tasks by state, distinct pieces of work done, and claims beyond the first."""

    states: dict[str, int]
    distinct: int
    again: int
    killed_at: int


def work_with_one_killed(project: Path, *, tasks: int, lease_seconds: int) -> Worked:
    """Queue tasks, let two workers at them, kill one after a fifth of them while it holds one, and wait for the end."""
    (project / "done").mkdir()
    path = store_path(project, Namespace.REAL)
    SqliteStore.open(path, namespace=Namespace.REAL, clock=SystemClock()).close()
    with SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=SystemClock()) as queue:
        for number in range(tasks):
            queue.enqueue(task=NewTask(kind="test", key=f"key-{number}", reference=f"task-{number}"))
        victim, other = (_worker(project, name, lease_seconds) for name in ("victim", "other"))
        killed_at = _kill_while_it_works(queue, victim, after=tasks // 5)
        _, said = other.communicate(timeout=SECONDS)
        assert other.returncode == 0, said
        found = list(_all(queue))
    return Worked(
        states=dict(Counter(str(task.state) for task in found)),
        distinct=len(list((project / "done").iterdir())),
        again=sum(task.attempt - 1 for task in found),
        killed_at=killed_at,
    )


def _worker(project: Path, name: str, lease_seconds: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(WORKER), str(project), name, str(lease_seconds)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _kill_while_it_works(queue: SqliteTaskQueue, victim: "subprocess.Popen[str]", *, after: int) -> int:
    """Kill it, on purpose without any chance to clean up; the number of tasks done by then."""
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        done = len(queue.list_tasks(limit=after, states={TaskState.DONE}))
        held = queue.list_tasks(limit=9, states={TaskState.LEASED})
        if done >= after and any(task.holder == "victim" for task in held):
            break
    victim.kill()
    victim.communicate()
    return done


def _all(queue: SqliteTaskQueue) -> Iterator[Task]:
    before = 0
    while page := queue.list_tasks(limit=500, before=before):
        yield from page
        before = page[-1].number
