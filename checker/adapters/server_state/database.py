"""The file: one connection that the threads of a server share, each of its changes durable before it is believed.

What is read and changed within `changing` nobody else changes meanwhile, in this process or in another one: a token
that the command line revokes counts no more from the next call on.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from checker.adapters.server_state.place import prepare
from checker.adapters.sqlite_file import BUSY_SECONDS, Opening, opening_here, refusing, set_up, transaction
from checker.adapters.sqlite_shape import Shape

SHAPE = Shape(folder=Path(__file__).with_name("migrations"), application_id=0x434C5256)
"""A SQLite file with the state of a server is marked `CLRV`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class ServerDatabase:
    """The state of a server; build it with `open`, close it when done."""

    def __init__(self, connection: sqlite3.Connection, *, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, create: bool = True, by: Opening | None = None) -> Self:
        """Open the file at `path`, and refuse it unless it is safe in every respect.

        Raises:
            StoreError: an unsafe place, a foreign or changed schema, or no space.
            NotFoundError: there is none, and none is to be made.
        """
        prepare(path, create=create)
        opening = by or opening_here(path)
        with refusing(path):
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                set_up(connection, opening.journal)
                with transaction(connection):
                    SHAPE.apply_missing(connection)
                SHAPE.refuse_unless_ours(connection)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path=path)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read one thing with.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._lock, refusing(self._path):
            yield self._connection

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are made all or not at all.

        Raises:
            StoreError: they were not made.
        """
        with self._lock, refusing(self._path), transaction(self._connection):
            yield self._connection


def cell_of(moment: datetime) -> int:
    """A moment as the file keeps it."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(cell: int) -> datetime:
    """A moment as the program has it."""
    return _EPOCH + timedelta(microseconds=cell)
