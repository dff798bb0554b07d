"""A worker of the tests: takes tasks of a store and writes down each that it did, until there are none.

    python task_worker.py PROJECT HOLDER LEASE_SECONDS STANDS_STILL_AT

What it does is a file named after the task, made once: doing it again changes nothing, as every task must be. With as
many tasks claimed (0: never) it stands still and says so in a file, so that it can be killed while it holds one.
"""

import sys
import time
from pathlib import Path

from checker.adapters.clock import SystemClock
from checker.adapters.store import SqliteTaskQueue, store_path
from checker.domain.namespace import Namespace
from checker.domain.task import TaskState
from checker.errors import LeaseLostError


def main() -> None:
    """Work until every task has ended."""
    project, holder, seconds, stands_still_at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    claimed = 0
    path = store_path(project, Namespace.REAL)
    with SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=SystemClock()) as queue:
        while True:
            task = queue.claim(holder=holder, kinds={"test"}, seconds=seconds)
            if task is None:
                if not queue.list_tasks(limit=1, states={TaskState.LEASED}):
                    return
                time.sleep(0.05)
                continue
            claimed += 1
            if claimed == stands_still_at:
                (project / "holding").write_text(task.reference)
                time.sleep(3600)
            (project / "done" / task.reference).touch()
            try:
                queue.finish(hold=task.hold)
            except LeaseLostError:
                continue


if __name__ == "__main__":
    main()
