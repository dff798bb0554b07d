"""The port `StoreWatch` by SQLite's own count of changes, which every connection sees of every other.

NOTE: `PRAGMA data_version` tells apart commits of others only, and this connection never writes
(https://www.sqlite.org/pragma.html#pragma_data_version).
"""

import os
import sqlite3
from collections.abc import Hashable
from pathlib import Path
from threading import Lock

from checker.adapters.sqlite_file import DAMAGE

_ABSENT = "absent"


class SqliteStoreWatch:
    """Watches the file of a store; safe to ask from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, ...] = ()
        self._opened = 0

    def version(self) -> Hashable | None:
        """See `ports.store_watch.StoreWatch`."""
        try:
            found = os.lstat(self._path)
        except OSError:
            return _ABSENT
        file = (found.st_dev, found.st_ino, found.st_mode, found.st_uid)
        with self._lock:
            try:
                count = self._changes(file)
            except DAMAGE:
                self._forget()
                return None
            return (*file, self._opened, count)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._forget()

    def _changes(self, file: tuple[int, ...]) -> int:
        if self._connection is None or file != self._file:
            self._forget()
            self._connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=0, check_same_thread=False
            )
            self._file = file
        (count,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(count)

    def _forget(self) -> None:
        """Count from another beginning: numbers of two connections say nothing of each other."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._opened += 1
