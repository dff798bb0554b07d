"""Two workers over one queue, of which one is killed while it holds a task."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.adapters.clock import SystemClock
from checker.adapters.store import SqliteStore, SqliteTaskQueue, store_path
from checker.domain.namespace import Namespace
from checker.domain.task import NewTask, Task

ROOT = Path(__file__).resolve().parents[1]
WORKER = Path(__file__).with_name("system") / "task_worker.py"
SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """How a queue stood at the end: tasks by state, distinct pieces of work done, tasks claimed again."""

    states: dict[str, int]
    distinct: int
    again: list[str]
    held: str


def work_with_one_killed(project: Path, *, tasks: int, lease_seconds: int) -> Worked:
    """Queue tasks, let two workers at them, kill one with its tenth part of them in its hands, and wait for the end."""
    (project / "done").mkdir()
    path = store_path(project, Namespace.REAL)
    SqliteStore.open(path, namespace=Namespace.REAL, clock=SystemClock()).close()
    with SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=SystemClock()) as queue:
        for number in range(tasks):
            queue.enqueue(task=NewTask(kind="test", key=f"key-{number}", reference=f"task-{number}"))
        victim = _worker(project, "victim", lease_seconds, stands_still_at=tasks // 10)
        _wait_for(lambda: any((project / "done").iterdir()), victim)  # or the other could do them all alone
        other = _worker(project, "other", lease_seconds)
        held = _killed_while_it_holds(project / "holding", victim)
        _, said = other.communicate(timeout=SECONDS)
        assert other.returncode == 0, said
        found = list(_all(queue))
    return Worked(
        states=dict(Counter(str(task.state) for task in found)),
        distinct=len(list((project / "done").iterdir())),
        again=[task.reference for task in found if task.attempt > 1],
        held=held,
    )


def _worker(project: Path, name: str, lease_seconds: int, *, stands_still_at: int = 0) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(WORKER), str(project), name, str(lease_seconds), str(stands_still_at)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _killed_while_it_holds(holding: Path, victim: "subprocess.Popen[str]") -> str:
    """Kill it, on purpose without any chance to clean up; the task it held."""
    _wait_for(lambda: holding.exists() and holding.read_text(), victim)
    victim.kill()
    victim.communicate()
    return holding.read_text()


def _wait_for(is_so: Callable[[], object], worker: "subprocess.Popen[str]") -> None:
    last = time.monotonic() + SECONDS
    while not is_so():
        assert worker.poll() is None, worker.communicate()
        assert time.monotonic() < last, "the worker never took its share"
        time.sleep(0.01)


def _all(queue: SqliteTaskQueue) -> Iterator[Task]:
    before = 0
    while page := queue.list_tasks(limit=500, before=before):
        yield from page
        before = page[-1].number
