"""The shape of a database of ours: numbered SQL files with recorded checksums, and the check that a file has it.

A file that came from elsewhere may carry triggers that swallow a row or invent one. So its whole schema is compared,
text by text, with what the steps make in an empty database; nothing is read from it before.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checker.errors import StoreError

RECORDED = "SELECT number, checksum FROM migrations ORDER BY number"
_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"
_RECORD = "INSERT INTO migrations (number, checksum) VALUES (?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step: its number, its statements, and the SHA-256 (hex) of the file."""

    number: int
    statements: tuple[str, ...]
    checksum: str


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What the files of a folder make of an empty database, marked with an application id of its own.

    The first step makes the table `migrations (number, checksum)`.
    """

    folder: Path
    application_id: int

    @cached_property
    def steps(self) -> tuple[Migration, ...]:
        """All steps in order, counted from 1 without gaps.

        Raises:
            StoreError: the installation does not carry them.
        """
        files = sorted(self.folder.glob("*.sql"))
        steps = tuple(_read(file) for file in files)
        if not steps or [step.number for step in steps] != list(range(1, len(steps) + 1)):
            names = [file.name for file in files]
            raise StoreError(
                f"the installation carries migrations {names}, expected 0001, 0002, … without gaps",
                hint="install clean-release again",
            )
        return steps

    def is_empty(self, connection: sqlite3.Connection) -> bool:
        """Whether nothing was ever made in this database."""
        made = _pragma(connection, "application_id") or _pragma(connection, "user_version")
        return not made and not _schema(connection)

    def apply_missing(self, connection: sqlite3.Connection) -> bool:
        """Apply the steps a database lacks, inside the caller's transaction; whether there were any.

        Raises:
            StoreError: it does not have the shape its own steps make.
        """
        done = 0 if self.is_empty(connection) else self.refuse_unless_ours(connection)
        for step in self.steps[done:]:
            self._apply(connection, step)
            connection.execute(_RECORD, (step.number, step.checksum))
        return done < len(self.steps)

    def refuse_unless_ours(self, connection: sqlite3.Connection) -> int:
        """The number of the last step of this database, whose schema is exactly what the steps make.

        Raises:
            StoreError: another application's file, a newer version's, a changed schema, or another history of steps.
        """
        application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
        if application != self.application_id:
            raise StoreError(
                f"it is not a store of Clean Release (application id {application}, expected {self.application_id})"
            )
        if not 1 <= version <= len(self.steps):
            raise StoreError(
                f"the store has version {version}, expected 1 to {len(self.steps)}",
                hint="use the version of clean-release that made it, or a newer one",
            )
        expected, found = self._expected[version], _schema(connection)
        if found != expected:
            names = sorted({str(item[1]) for item in set(found) ^ set(expected)})
            raise StoreError(f"the schema differs from what the migrations make: {', '.join(names)}")
        recorded = connection.execute(RECORDED).fetchall()
        if recorded != [(step.number, step.checksum) for step in self.steps[:version]]:
            raise StoreError("the store was made by other migrations than this version carries")
        return version

    @cached_property
    def _expected(self) -> dict[int, tuple[tuple[str, ...], ...]]:
        """The schema after each step."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            return {step.number: self._after(connection, step) for step in self.steps}
        finally:
            connection.close()

    def _after(self, connection: sqlite3.Connection, step: Migration) -> tuple[tuple[str, ...], ...]:
        self._apply(connection, step)
        return _schema(connection)

    def _apply(self, connection: sqlite3.Connection, step: Migration) -> None:
        for statement in step.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {self.application_id}")
        connection.execute(f"PRAGMA user_version = {step.number}")


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


def _schema(connection: sqlite3.Connection) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in connection.execute(_SCHEMA).fetchall())


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
