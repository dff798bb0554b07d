"""What callers did lately, as rows."""

import sqlite3
from datetime import datetime, timedelta

from checker.adapters.server_state.database import ServerDatabase, cell_of, moment_of
from checker.domain.call_limit import CallLimit, Counted

_REMEMBERED = timedelta(hours=24)
"""Longer than any limit looks back."""
_MOST_ROWS = 100_000
"""How many failures are kept: whoever has many addresses fills no disk, and pushes out no run of anybody."""

_OLDEST = (
    "SELECT moment FROM happened WHERE counted = ? AND name = ? AND moment > ? AND moment <= ?"
    " ORDER BY moment DESC LIMIT 1 OFFSET ?"
)
_COUNT = "INSERT INTO happened (counted, name, moment) VALUES (?, ?, ?)"
_FORGET = "DELETE FROM happened WHERE moment < ? OR moment > ?"
_FORGET_OLDEST = "DELETE FROM happened WHERE counted <> ? AND seq <= (SELECT max(seq) FROM happened) - ?"


class SqliteCallTally:
    """The port `CallTally` in the state of a server."""

    def __init__(self, database: ServerDatabase) -> None:
        self._database = database

    def oldest_of_full(self, counted: Counted, name: str, *, limit: CallLimit, now: datetime) -> datetime | None:
        """See `ports.call_tally.CallTally`."""
        with self._database.reading() as connection:
            return _oldest(connection, counted, name, limit=limit, now=now)

    def count(self, counted: Counted, name: str, *, limit: CallLimit, now: datetime) -> datetime | None:
        """See `ports.call_tally.CallTally`."""
        with self._database.changing() as connection:
            connection.execute(_FORGET, (cell_of(now - _REMEMBERED), cell_of(now + _REMEMBERED)))
            connection.execute(_FORGET_OLDEST, (str(Counted.RUN), _MOST_ROWS))
            oldest = _oldest(connection, counted, name, limit=limit, now=now)
            if oldest is None:
                connection.execute(_COUNT, (str(counted), name, cell_of(now)))
            return oldest


def _oldest(
    connection: sqlite3.Connection, counted: Counted, name: str, *, limit: CallLimit, now: datetime
) -> datetime | None:
    asked = (str(counted), name, cell_of(limit.begins(now)), cell_of(now), limit.most - 1)
    found = connection.execute(_OLDEST, asked).fetchone()
    return moment_of(found[0]) if found else None
