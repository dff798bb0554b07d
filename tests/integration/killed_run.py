"""`python killed_run.py N before|after WORDS…`: a command that is killed at its N-th event of a lifecycle.

Before: nothing of the event is stored yet. After: it is durable, and nobody was told. Leases are one second long.
"""

import os
import signal
import sys
from typing import Any

from checker.adapters.store.sqlite_store import SqliteStore
from checker.application import work_tasks
from checker.cli.app import run

_ADD = SqliteStore.add_document
_LEFT, _WHEN = [int(sys.argv[1])], sys.argv[2]


def add_document(store: SqliteStore, **given: Any) -> None:  # noqa: ANN401 - as the port
    _LEFT[0] -= 1
    if _LEFT[0] == 0 and _WHEN == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    _ADD(store, **given)
    if _LEFT[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    work_tasks.LEASE_SECONDS = 1
    SqliteStore.add_document = add_document  # type: ignore[method-assign,assignment]
    sys.argv = ["clean-release", *sys.argv[3:]]
    sys.exit(run())
