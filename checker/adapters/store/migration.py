"""Migrations: numbered SQL files with recorded checksums, and the check that a store has their shape.

A store that came from elsewhere may carry triggers that swallow a report or invent one. So its whole schema is
compared, text by text, with what the migrations make in an empty database; nothing is read from it before.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.errors import StoreError

APPLICATION_ID = 0x434C5253
"""Marks a SQLite file as a store of Clean Release (`CLRS`)."""

_FILES = Path(__file__).with_name("migrations")
_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"
_RECORDED = "SELECT number, checksum FROM migrations ORDER BY number"
_RECORD = "INSERT INTO migrations (number, checksum) VALUES (?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step: its number, its statements, and the SHA-256 (hex) of the file."""

    number: int
    statements: tuple[str, ...]
    checksum: str


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps in order, counted from 1 without gaps."""
    files = sorted(_FILES.glob("*.sql"))
    steps = tuple(_read(file) for file in files)
    if not steps or [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise StoreError(
            f"the installation carries migrations {[file.name for file in files]}, expected 0001, 0002, … without gaps",
            hint="install clean-release again",
        )
    return steps


def _read(file: Path) -> Migration:
    data = file.read_bytes()
    return Migration(
        number=int(file.name.partition("_")[0]),
        statements=tuple(_statements(data.decode())),
        checksum=hashlib.sha256(data).hexdigest(),
    )


def _statements(script: str) -> Iterator[str]:
    """The single statements of a script; `executescript` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        if not statement and (line.isspace() or line.startswith("--")):
            continue
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip().removesuffix(";")
            statement = ""


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing was ever made in this database."""
    return _pragma(connection, "application_id") == _pragma(connection, "user_version") == 0 and not _schema(connection)


def apply_missing(connection: sqlite3.Connection) -> bool:
    """Apply the steps a store lacks, inside the caller's transaction; whether there were any.

    Raises:
        StoreError: the store does not have the shape its own steps make.
    """
    done = 0 if is_empty(connection) else refuse_unless_ours(connection)
    for step in migrations()[done:]:
        _apply(connection, step)
        connection.execute(_RECORD, (step.number, step.checksum))
    return done < len(migrations())


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    for statement in step.statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {step.number}")


def refuse_unless_ours(connection: sqlite3.Connection) -> int:
    """The number of the last step of this store, whose schema is exactly what the steps make.

    Raises:
        StoreError: another application's file, a newer version's, a changed schema, or another history of steps.
    """
    application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    if application != APPLICATION_ID:
        raise StoreError(
            f"it is not a store of Clean Release (application id {application}, expected {APPLICATION_ID})"
        )
    if not 1 <= version <= len(migrations()):
        raise StoreError(
            f"the store has version {version}, expected 1 to {len(migrations())}",
            hint="use the version of clean-release that made it, or a newer one",
        )
    expected, found = _expected_schema(version), _schema(connection)
    if found != expected:
        names = sorted({str(item[1]) for item in set(found) ^ set(expected)})
        raise StoreError(f"the schema differs from what the migrations make: {', '.join(names)}")
    recorded = connection.execute(_RECORDED).fetchall()
    if recorded != [(step.number, step.checksum) for step in migrations()[:version]]:
        raise StoreError("the store was made by other migrations than this version carries")
    return version


@cache
def _expected_schema(version: int) -> tuple[tuple[str, ...], ...]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for step in migrations()[:version]:
            _apply(connection, step)
        return _schema(connection)
    finally:
        connection.close()


def _schema(connection: sqlite3.Connection) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in connection.execute(_SCHEMA).fetchall())


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
