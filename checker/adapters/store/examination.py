"""Looks at a whole store without changing it: its shape, every entry of its trail, every digest, every task."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from checker.adapters.sqlite_file import DAMAGE, Opening, refusing
from checker.adapters.store import task_rows
from checker.adapters.store.authorizer import authorize
from checker.adapters.store.connection import open_connection
from checker.adapters.store.migration import SHAPE
from checker.adapters.store.trail_reader import read_finding
from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.errors import CleanReleaseError, StoreError
from checker.formats.admission import refuse_foreign_report, refuse_unless_named
from checker.ports.store import TrailHead
from checker.ports.store_file import StoreState

_NAMESPACE = "SELECT namespace FROM origin WHERE seq = 1"
_NAMED = {
    "document": "SELECT seq, digest, data FROM documents ORDER BY seq",
    "snapshot": "SELECT seq, digest, data FROM snapshots ORDER BY seq",
    "report": "SELECT seq, digest, data FROM reports ORDER BY seq",
}
_KINDS = "SELECT min(seq), type FROM documents GROUP BY type ORDER BY min(seq)"
_TASKS = f"SELECT {task_rows.COLUMNS} FROM tasks ORDER BY number"  # noqa: S608 - the columns are ours
_FIRST_WITH_TASKS = 2


def examine(path: Path, *, namespace: Namespace, opening: Opening) -> StoreState:
    """The store at `path` as it is; a file that is none is a problem like any other."""
    newest = len(SHAPE.steps)
    try:
        with refusing(path):
            connection = open_connection(path, opening, authorize=authorize, shape=SHAPE.refuse_unless_ours)
    except StoreError as error:
        return StoreState(path=str(path), newest=newest, problems=(error.message,))
    with closing(connection):
        return examined(connection, path=path, namespace=namespace)


def examined(
    connection: sqlite3.Connection, *, path: Path, namespace: Namespace, is_locked: bool = False
) -> StoreState:
    """What a connection to a store of our shape finds in it; where it holds the lock, nobody else could look."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    readable = None if is_locked else path
    finding = read_finding(connection, namespace=namespace, checkpoint=None, path=readable)
    problems = list(_problems(connection, namespace=namespace, version=version))
    if not finding.holds:
        place = f"entry {finding.first_bad}: " if finding.first_bad else ""
        problems.insert(0, f"{place}{finding.problem}")
    return StoreState(
        path=str(path), version=version, newest=len(SHAPE.steps), head=finding.head, problems=tuple(problems)
    )


def head_of(connection: sqlite3.Connection, *, namespace: Namespace) -> TrailHead:
    """The head of a trail that was verified."""
    return read_finding(connection, namespace=namespace, checkpoint=None).head


def _problems(connection: sqlite3.Connection, *, namespace: Namespace, version: int) -> Iterator[str]:
    try:
        (found,) = connection.execute(_NAMESPACE).fetchone() or ("",)
        if found != str(namespace):
            yield f"it keeps the namespace {ascii(found)[:40]}, expected {namespace}"
            return
        for what, select in _NAMED.items():
            yield from _misnamed(connection, select, what=what, namespace=namespace)
        yield from _of_no_kind(connection)
        yield from _unreadable_tasks(connection) if version >= _FIRST_WITH_TASKS else ()
    except DAMAGE as error:
        yield f"it cannot be read: {error}"


def _misnamed(connection: sqlite3.Connection, select: str, *, what: str, namespace: Namespace) -> Iterator[str]:
    for seq, digest, data in connection.execute(select):
        try:
            refuse_unless_named(data, Digest(digest), what=what)
            if what == "report":
                refuse_foreign_report(data, namespace)
        except CleanReleaseError as error:
            yield f"entry {seq}: {error.message}"


def _of_no_kind(connection: sqlite3.Connection) -> Iterator[str]:
    for seq, kind in connection.execute(_KINDS):
        if kind not in list(DocumentKind):
            yield f"entry {seq}: a document is kept as {ascii(kind)[:80]}, which no document is"


def _unreadable_tasks(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(_TASKS):
        try:
            task_rows.task_of(row)
        except (ValueError, OverflowError) as error:
            yield f"task {row[0]}: {error}"
