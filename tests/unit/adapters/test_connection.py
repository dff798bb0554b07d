"""Transactions: a writer waits for its turn, within limits, and what cannot be settled by waiting is said at once."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from checker.adapters import sqlite_file
from checker.adapters.sqlite_file import BUSY_SECONDS, connect_sqlite, transaction
from checker.adapters.store.authorizer import authorize
from checker.adapters.store.connection import forbid_changes


class CrowdedConnection(sqlite3.Connection):
    """A connection to a database that others hold for the first attempts to begin."""

    refusals: list[str]

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 has it
        if sql.startswith("BEGIN") and self.refusals:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorname = self.refusals.pop()
            raise error
        return super().execute(sql, parameters)


def crowded(path: Path, *refusals: str, patience: float = 60) -> CrowdedConnection:
    connection = sqlite3.connect(path / "store.db", timeout=patience, isolation_level=None, factory=CrowdedConnection)
    connection.refusals = []
    connection.execute("CREATE TABLE kept (number INTEGER)")
    connection.refusals = list(refusals)
    return connection


def numbers_in(connection: sqlite3.Connection) -> list[int]:
    return [number for (number,) in connection.execute("SELECT number FROM kept")]


def patience_of(connection: sqlite3.Connection) -> int:
    (milliseconds,) = connection.execute("PRAGMA busy_timeout").fetchone()
    return int(milliseconds)


@pytest.fixture(autouse=True)
def _short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "_TURN_SECONDS", 0)


def test_a_writer_whom_others_hold_up_again_and_again_still_writes(tmp_path: Path) -> None:
    connection = crowded(tmp_path, *["SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_RECOVERY"] * 50)

    with transaction(connection):
        connection.execute("INSERT INTO kept VALUES (1)")

    assert numbers_in(connection) == [1]
    assert connection.refusals == []


def test_waiting_ends_with_the_patience_of_the_connection(tmp_path: Path) -> None:
    connection = crowded(tmp_path, *["SQLITE_BUSY"] * 1_000_000, patience=0.01)

    with pytest.raises(sqlite3.OperationalError, match="database is locked"), transaction(connection):
        connection.execute("INSERT INTO kept VALUES (1)")

    assert numbers_in(connection) == []


def test_what_waiting_does_not_settle_is_not_waited_for(tmp_path: Path) -> None:
    connection = crowded(tmp_path, "SQLITE_BUSY", "SQLITE_IOERR")

    with pytest.raises(sqlite3.OperationalError), transaction(connection):
        connection.execute("INSERT INTO kept VALUES (1)")

    assert connection.refusals == ["SQLITE_BUSY"]


@pytest.mark.parametrize("refusals", [(), ("SQLITE_BUSY",)], ids=["alone", "held up"])
def test_reading_waits_afterwards_as_it_did_before(tmp_path: Path, refusals: tuple[str, ...]) -> None:
    connection = crowded(tmp_path, *refusals, patience=7)

    with transaction(connection):
        connection.execute("INSERT INTO kept VALUES (1)")

    assert patience_of(connection) == 7000


def test_a_connection_that_may_only_append_can_still_wait(tmp_path: Path) -> None:
    connection = connect_sqlite(str(tmp_path / "store.db"))
    forbid_changes(connection, authorize=authorize)

    with transaction(connection):
        pass

    assert patience_of(connection) == BUSY_SECONDS * 1000
