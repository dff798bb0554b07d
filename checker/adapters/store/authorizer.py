"""What a connection may do once the store has its shape: read, append, begin and end transactions, and nothing else.

The triggers stop UPDATE and DELETE; they cannot stop DROP TRIGGER, ALTER, ATTACH or `writable_schema`. This does,
and it is an allow-list: what SQLite adds later is refused until it is named here.
"""

import sqlite3

APPENDED = frozenset({"trail", "origin", "documents", "snapshots", "reports", "revisions"})
HARMLESS_FUNCTIONS = frozenset({"coalesce", "max", "min"})
READ_PRAGMAS = frozenset({"integrity_check", "journal_mode", "synchronous", "foreign_keys", "recursive_triggers"})
WAITING = "busy_timeout"
"""The one setting that may still be changed: how long to wait for others says nothing about what is kept."""

_ALWAYS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_TRANSACTION})


def authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's callback: allow what an append-only store needs, deny everything else."""
    if action in _ALWAYS:
        return sqlite3.SQLITE_OK
    named = {
        sqlite3.SQLITE_INSERT: first in APPENDED,
        sqlite3.SQLITE_FUNCTION: second in HARMLESS_FUNCTIONS,
        sqlite3.SQLITE_PRAGMA: first == WAITING or (first in READ_PRAGMAS and second is None),
    }
    return sqlite3.SQLITE_OK if named.get(action, False) else sqlite3.SQLITE_DENY
