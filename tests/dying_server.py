"""`clean-release serve` that is killed at a place of the first request that changes something.

    python -m tests.dying_server PLACE serve …

It kills itself as the system would (SIGKILL): nothing is cleaned up. `begun` is after the key was kept and before the
act, `acting` within the transaction of the act, `done` after it is durable, `answering` while the answer is kept.
"""

import os
import signal
import sys
from typing import Any

from checker.__main__ import main
from checker.adapters.server_state.sqlite_answers import SqliteAnswers
from checker.adapters.store.sqlite_store import SqliteStore
from checker.bootstrap.candidates import Candidates

PLACES = ("begun", "acting", "done", "answering")


def _killed_before(kind: type, name: str) -> None:
    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(kind, name, die)


def _killed_after(kind: type, name: str) -> None:
    real: Any = getattr(kind, name)

    def die(*given: object, **named: object) -> None:
        real(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(kind, name, die)


def arm(place: str) -> None:
    """Make this process die there."""
    match place:
        case "begun":
            _killed_before(Candidates, "register")
        case "acting":
            _killed_after(SqliteStore, "add_document")
        case "done":
            _killed_before(SqliteAnswers, "answer")
        case "answering":
            _killed_after(SqliteAnswers, "answer")
        case _:
            raise SystemExit(f"{place} is none of {PLACES}")


if __name__ == "__main__":
    arm(sys.argv.pop(1))
    main()
