"""The file: one connection that the threads of a server share, each of its changes durable before it is believed.

What is read and changed within `changing` nobody else changes meanwhile, in this process or in another one: a token
that the command line revokes counts no more from the next call on. What decides who may call is changed within
`deciding`, and marked beside the file (ADR 59). Each use of the file holds it to that mark, and a file that took the
place of the one that was opened is opened anew, with every check of the beginning.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from checker.adapters.group_commit import GroupCommit
from checker.adapters.server_state.history import begin_to_mark, last_change, refuse_older, sealed
from checker.adapters.server_state.mark import StateMark
from checker.adapters.server_state.place import mark_path, prepare
from checker.adapters.sqlite_file import BUSY_SECONDS, Opening, opening_here, refusing, set_up, transaction
from checker.adapters.sqlite_shape import Shape

SHAPE = Shape(folder=Path(__file__).with_name("migrations"), application_id=0x434C5256)
"""A SQLite file with the state of a server is marked `CLRV`."""

_NO_FILE = (0, 0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class ServerDatabase:
    """The state of a server; build it with `open`, close it when done."""

    def __init__(self, path: Path, *, by: Opening | None, is_held: bool) -> None:
        self.mark = StateMark(path=mark_path(path))
        self._path = path
        self._by = by
        self._is_held = is_held
        self._lock = threading.Lock()
        self._connection, self._file = self._opened()
        self._turns = GroupCommit(self._together, is_whole=self._is_whole)

    @classmethod
    def open(cls, path: Path, *, create: bool = True, by: Opening | None = None, is_held: bool = True) -> Self:
        """Open the file at `path`, and refuse it unless it is safe in every respect.

        Args:
            path: where it lies.
            create: whether it is made where there is none.
            by: how SQLite is reached; as is best here when left out.
            is_held: whether it must be what its mark says; whoever accepts an older one does without.

        Raises:
            StoreError: an unsafe place, a foreign or changed schema, no space, or not what its mark says.
            NotFoundError: there is none, and none is to be made.
        """
        prepare(path, create=create)
        return cls(path, by=by, is_held=is_held)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read one thing with.

        Raises:
            StoreError: the file cannot be read, or is not what its mark says.
        """
        with self._lock, refusing(self._path):
            self._hold()
            yield self._connection

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are made all or not at all, with those of whoever comes at the same time.

        Raises:
            StoreError: they were not made, for one because the file is not what its mark says.
        """
        with self._turns.turn() as connection, self._lock, refusing(self._path), transaction(connection):
            yield connection

    @contextmanager
    def _together(self) -> Iterator[sqlite3.Connection]:
        with refusing(self._path):
            with self._lock:
                self._hold()
                connection = self._connection
            with transaction(connection):
                yield connection

    def _is_whole(self, connection: sqlite3.Connection) -> bool:
        return connection is self._connection and connection.in_transaction

    @contextmanager
    def deciding(self) -> Iterator[sqlite3.Connection]:
        """As `changing`, for what decides who may call: nobody is told of a change before it is marked.

        Raises:
            StoreError: they were not made; or they were, and could not be marked.
        """
        with self._turns.alone(), self._lock, refusing(self._path):
            self._hold()
            with self._marking(after=0) as connection:
                yield connection

    @contextmanager
    def accepting(self, *, expected: int) -> Iterator[sqlite3.Connection]:
        """As `deciding`, for a state that is not what its mark says, and is so from then on.

        The change comes after number `expected`, which the mark names, so that no other state goes on from there.
        """
        with self._turns.alone(), self._lock, refusing(self._path), self._marking(after=expected) as connection:
            yield connection

    @contextmanager
    def _marking(self, *, after: int) -> Iterator[sqlite3.Connection]:
        with transaction(self._connection):
            yield self._connection
            change = sealed(self._connection, after=max(after, last_change(self._connection).number))
        self.mark.move(change)

    def _hold(self) -> None:
        """Make sure that the file is the one at its place, and the newest that there was."""
        if _identity(self._path) != self._file:
            self._connection.close()
            self._file = _NO_FILE
            prepare(self._path, create=False)
            self._connection, self._file = self._opened()
        if self._is_held:
            refuse_older(self._connection, self.mark)

    def _opened(self) -> tuple[sqlite3.Connection, tuple[int, int]]:
        opening, file = self._by or opening_here(self._path), _identity(self._path)
        with refusing(self._path):
            connection = sqlite3.connect(
                self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                set_up(connection, opening.journal)
                with transaction(connection):
                    SHAPE.apply_missing(connection)
                SHAPE.refuse_unless_ours(connection)
                if self._is_held:
                    begin_to_mark(connection, self.mark)
            except BaseException:
                connection.close()
                raise
        return connection, file


def cell_of(moment: datetime) -> int:
    """A moment as the file keeps it."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(cell: int) -> datetime:
    """A moment as the program has it."""
    return _EPOCH + timedelta(microseconds=cell)


def _identity(path: Path) -> tuple[int, int]:
    """Which file lies at a place."""
    try:
        found = os.lstat(path)
    except OSError:
        return _NO_FILE
    return found.st_dev, found.st_ino
