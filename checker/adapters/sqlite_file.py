"""A file of SQLite as this program uses one: settings read back, transactions that wait their turn, refusals in words.

What is in the file, and what a connection may do with it, each adapter knows itself.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from checker.adapters.sqlite_journal import Journal, choose_journal, file_system_of
from checker.errors import Place, StoreError

Connect: TypeAlias = Callable[[str], sqlite3.Connection]

BUSY_SECONDS = 60
"""How long a connection waits for others before it gives up; nothing was written then, and it says so."""

_TURN_SECONDS = 0.004
"""How often a waiting writer asks for its turn: often enough to fit between two transactions of another one."""


class OpenedFile:
    """Whatever has a file open and lets go of it with `close`, or at the end of a `with`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Let go of the file; what was acknowledged is durable without this."""
        self._connection.close()

    def __enter__(self) -> Self:
        """It itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()


DAMAGE = (sqlite3.Error, UnicodeError, OverflowError, MemoryError)
"""What Python's module raises over a damaged file: texts that are no text and sizes that cannot be come as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a store reaches SQLite, and the journal it keeps."""

    connect: Connect
    journal: Journal


def opening_here(path: Path) -> Opening:
    """This Python's SQLite, with the journal that is safe for its version and the file system of `path`."""
    journal = choose_journal(version=sqlite3.sqlite_version_info, file_system=file_system_of(path))
    return Opening(connect=connect_sqlite, journal=journal)


def connect_sqlite(path: str) -> sqlite3.Connection:
    """A connection that begins transactions only where it is told to."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def connect_between_threads(path: str) -> sqlite3.Connection:
    """The same for several threads, which see to it themselves that one at a time uses it."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def set_up(connection: sqlite3.Connection, journal: Journal) -> None:
    """Make every setting the store's promises rest on.

    Raises:
        StoreError: SQLite did not accept one; what is not in force must not be believed.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    wanted: dict[str, str | int] = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "journal_mode": journal.mode,
        "synchronous": journal.synchronous,
    }
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != value:
            raise StoreError(f"SQLite runs with {name} = {found}, expected {value}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the write lock is taken at the beginning, so what was read cannot change before the commit.

    Within another one it is a part of that, which is taken back alone, and becomes durable with the whole.
    """
    if connection.in_transaction:
        with _part(connection):
            yield
        return
    has_waited = _take_turn(connection)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(*DAMAGE):  # a failed COMMIT may have rolled back already
            connection.execute("ROLLBACK")
        raise
    if has_waited:  # so others wait as well: let them have their turn before this connection asks again
        time.sleep(_TURN_SECONDS)


@contextmanager
def _part(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("SAVEPOINT part")
    try:
        yield
        connection.execute("RELEASE part")
    except BaseException:
        with suppress(*DAMAGE):  # SQLite may have taken the whole back already
            connection.execute("ROLLBACK TO part")
            connection.execute("RELEASE part")
        raise


def _take_turn(connection: sqlite3.Connection) -> bool:
    """Begin with the write lock in hand, after waiting for it as long as the connection waits for anything.

    SQLite itself would ask ten times a second, so whoever holds the lock takes it again before anybody who waits has
    asked: of many writers, the last one waited until all others had finished, and gave up. Whether there was a wait.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    last = time.monotonic() + patience / 1000
    has_waited = False
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while not _begins(connection, is_last=time.monotonic() >= last):
            has_waited = True
            time.sleep(_TURN_SECONDS)
        return has_waited
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def _begins(connection: sqlite3.Connection, *, is_last: bool) -> bool:
    """Whether the transaction has begun; another writer is an error only for the last attempt."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if is_last or not getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise
        return False
    return True


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into one sentence with the place."""
    try:
        yield
    except DAMAGE as error:
        raise StoreError(
            f"the store failed: {_said(error)}", hint=_hint(error), where=Place(source=str(path))
        ) from error
    except StoreError as error:
        if error.where is None:
            error.where = Place(source=str(path))
        raise


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, sqlite3.Error) else f"the file is damaged ({type(error).__name__})"


def _hint(error: Exception) -> str:
    name = getattr(error, "sqlite_errorname", "")
    hints = {
        "SQLITE_BUSY": "another process is writing; try again",
        "SQLITE_FULL": "the disk is full; free some space and run again, nothing was recorded",
        "SQLITE_READONLY": "the file system is read-only; nothing was recorded",
        "SQLITE_CORRUPT": "the file is damaged; keep it for inspection, move it away and run again",
        "SQLITE_NOTADB": "the file is no database; move it away and run again",
    }
    known = [hint for code, hint in hints.items() if name.startswith(code)]
    return known[0] if known else "nothing was acknowledged; look at the disk, then run again"
