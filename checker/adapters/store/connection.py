"""Opens the database of a store: every setting is made and read back, the schema is verified, the rest is forbidden."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from checker.adapters.sqlite_file import Opening, set_up, transaction
from checker.adapters.store.migration import SHAPE

Authorize: TypeAlias = Callable[..., int]


def open_connection(
    path: Path, opening: Opening, *, authorize: Authorize, shape: Callable[[sqlite3.Connection], object] | None = None
) -> sqlite3.Connection:
    """A connection to the store at `path`, of our shape, that can do from now on only what `authorize` allows.

    `shape` gives it that shape or refuses; without it, a new store is made and an older one brought up to date.

    Raises:
        StoreError: a setting that SQLite does not take, or a foreign or changed schema.
    """
    connection = opening.connect(str(path))
    try:
        set_up(connection, opening.journal)
        (shape or make_or_verify)(connection)
        forbid_changes(connection, authorize=authorize)
    except BaseException:
        connection.close()
        raise
    return connection


def make_or_verify(connection: sqlite3.Connection) -> bool:
    """Give a new database its shape, or verify the one that is there; whether it was new."""
    was_empty = SHAPE.is_empty(connection)
    if was_empty or SHAPE.refuse_unless_ours(connection) < len(SHAPE.steps):
        with transaction(connection):
            was_empty = SHAPE.is_empty(connection)  # another process may have been first
            SHAPE.apply_missing(connection)
        SHAPE.refuse_unless_ours(connection)
    return was_empty


def forbid_changes(connection: sqlite3.Connection, *, authorize: Authorize) -> None:
    """From here on, the connection can do only what `authorize` allows."""
    connection.set_authorizer(authorize)
