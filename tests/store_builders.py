"""Stores as files: made, filled, copied, and changed as only their owner can."""

import sqlite3
from pathlib import Path

from checker.adapters.store import SqliteStore, SqliteTaskQueue, store_path
from checker.adapters.store.store_file import SqliteStoreFile
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.task import NewTask
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.report_builders import a_report
from tests.unlocked_store import run_unlocked


def a_filled_file(project: Path) -> SqliteStoreFile:
    """A store with two reports and a task."""
    made = a_file(project)
    put(made, "one", "two")
    with SqliteTaskQueue.open(made.store, namespace=Namespace.REAL, clock=made.clock) as queue:
        queue.enqueue(task=NewTask(kind="run", key="one", reference="run-001"))
    return made


def a_file(project: Path, namespace: Namespace = Namespace.REAL) -> SqliteStoreFile:
    return SqliteStoreFile(store=store_path(project, namespace), namespace=namespace, clock=FixedClock())


def opened(file: SqliteStoreFile) -> SqliteStore:
    return SqliteStore.open(file.store, namespace=file.namespace, clock=file.clock)


def put(file: SqliteStoreFile, *projects: str) -> None:
    with opened(file) as store:
        for project in projects:
            data = report_bytes(a_report(project=project, namespace=file.namespace))
            store.put_report(digest=digest_of(data), data=data)


def reports_in(file: SqliteStoreFile) -> int:
    with opened(file) as store:
        return len(store.list_reports(limit=99))


def copied(file: SqliteStoreFile, name: str = "copy.db") -> str:
    target = str(file.store.parents[1] / name)
    file.copy(target=target)
    return target


def tamper(path: Path, *statements: str) -> None:
    """Do what only the owner of the file can: change rows with the triggers dropped and put back."""
    connection = sqlite3.connect(path, isolation_level=None)
    run_unlocked(connection, statements)
    connection.close()


def add_trigger(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TRIGGER swallow BEFORE INSERT ON reports BEGIN SELECT RAISE(IGNORE); END")
    connection.close()


def planted_trigger(file: SqliteStoreFile) -> None:
    add_trigger(file.store)


def writable_by_others(file: SqliteStoreFile) -> None:
    file.store.chmod(0o622)


def text(file: SqliteStoreFile) -> None:
    file.store.write_text("no database\n" * 500)


def nothing(file: SqliteStoreFile) -> None:
    file.store.write_bytes(b"")
