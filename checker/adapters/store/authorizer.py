"""What a connection may do once the store has its shape: read, append, begin and end transactions, and nothing else.

The triggers stop UPDATE and DELETE; they cannot stop DROP TRIGGER, ALTER, ATTACH or `writable_schema`. This does,
and it is an allow-list: what SQLite adds later is refused until it is named here.
"""

import sqlite3

APPENDED = frozenset({"trail", "origin", "documents", "snapshots", "reports", "revisions"})
TASKS = "tasks"
CHANGED = ("state", "attempt", "attempts_left", "holder", "lease_seconds", "last_signal", "spent", "reason")
"""The only columns that ever change, of the only table whose rows do."""
HARMLESS_FUNCTIONS = frozenset({"coalesce", "count", "group_concat", "max", "min", "sum"})
READ_PRAGMAS = frozenset(
    {"integrity_check", "journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "user_version"}
)
WAITING = "busy_timeout"
"""The one setting that may still be changed: how long to wait for others says nothing about what is kept."""

_ALWAYS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT})


def authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's callback for what is kept for good: allow what an append-only store needs, deny everything else."""
    return _answer(action in _ALWAYS or (action == sqlite3.SQLITE_INSERT and first in APPENDED), action, first, second)


def authorize_queue(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's callback for the queue: tasks may change in what `CHANGED` names; nothing else may be written."""
    is_queue = (action == sqlite3.SQLITE_INSERT and first == TASKS) or (
        action == sqlite3.SQLITE_UPDATE and first == TASKS and second in CHANGED
    )
    return _answer(action in _ALWAYS or is_queue, action, first, second)


def _answer(is_allowed: bool, action: int, first: str | None, second: str | None) -> int:  # noqa: FBT001
    named = {
        sqlite3.SQLITE_FUNCTION: second in HARMLESS_FUNCTIONS,
        sqlite3.SQLITE_PRAGMA: first == WAITING or (first in READ_PRAGMAS and second is None),
    }
    return sqlite3.SQLITE_OK if is_allowed or named.get(action, False) else sqlite3.SQLITE_DENY
