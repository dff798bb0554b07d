"""The file of a store, and the ways in which it can be damaged around rows that all read well."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.adapters.store import SqliteStore, SqliteTaskQueue, rows, store_path
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.task import NewTask
from checker.ports.store import Document, SnapshotRecord
from tests.fakes.fixed_clock import FixedClock

REPORTS = 25
PAGE = 4096
INDEXED = b"\x81\x1b\x01"
"""How SQLite writes that a text of 71 bytes and a number of one byte follow (its file format, section 2.1)."""

Damage = Callable[[Path], None]


def a_report(number: int) -> bytes:
    return b'{"namespace":"real","number":%d}' % number


@cache
def a_store() -> bytes:
    """The file of a store with rows of every kind, and tasks."""
    with TemporaryDirectory() as folder:
        path = store_path(Path(folder), Namespace.REAL)
        opened = {"namespace": Namespace.REAL, "clock": FixedClock()}
        with SqliteStore.open(path, **opened) as store:  # type: ignore[arg-type]
            for number in range(REPORTS):
                document = Document(kind=DocumentKind.PROJECT, digest=digest_of(b"%d" % number), data=b"%d" % number)
                data = a_report(number)
                store.put_report(digest=digest_of(data), data=data, inputs=[document])
            store.put_snapshot(snapshot=SnapshotRecord(digest=digest_of(b"s"), data=b"s", content=b"content"))
            store.record_revision(bundle="rules", revision=3)
        with SqliteTaskQueue.open(path, **opened) as queue:  # type: ignore[arg-type]
            queue.enqueue(task=NewTask(kind="run", key="one", reference="run-001"))
        return path.read_bytes()


def without(path: Path, *, index: str, then: Callable[[sqlite3.Connection], object]) -> None:
    """Change rows while SQLite knows neither this index of digests nor any trigger."""
    table = index.removeprefix("sqlite_autoindex_").rpartition("_")[0]
    taken = "SELECT * FROM sqlite_master WHERE type = 'trigger' OR name IN (?, ?)"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        kept = connection.execute(taken, (index, table)).fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE type = 'trigger' OR name = ?", (index,))
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'UNIQUE', '') WHERE name = ?", (table,))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        then(connection)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", (table,))
        connection.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", kept)


def append(connection: sqlite3.Connection, data: bytes) -> None:
    row = rows.report_row(digest=digest_of(data), data=data)
    seq, name = connection.execute(rows.LAST_ENTRY).fetchone()
    entry = rows.next_entry(row, namespace=Namespace.REAL, at="2026-01-01T00:00:00Z", after=(seq, Digest(name)))
    connection.execute(rows.ROW_KINDS["report"].insert, (seq + 1, *row.columns))
    connection.execute(rows.INSERT_ENTRY, entry.columns)


def cut(connection: sqlite3.Connection) -> None:
    (seq,) = connection.execute("SELECT max(seq) FROM reports").fetchone()
    connection.execute("DELETE FROM trail WHERE seq >= ?", (seq,))
    for known in rows.ROW_KINDS.values():
        connection.execute(f"DELETE FROM {known.table} WHERE seq >= ?", (seq,))  # noqa: S608 - the names are ours


def index_entry_missing(path: Path) -> None:
    without(path, index="sqlite_autoindex_reports_1", then=lambda connection: append(connection, b"{}"))


def index_entry_extra(path: Path) -> None:
    without(path, index="sqlite_autoindex_reports_1", then=cut)


def key_twice(path: Path) -> None:
    without(path, index="sqlite_autoindex_reports_1", then=lambda connection: append(connection, a_report(3)))


def places_in_index(data: bytes | bytearray) -> list[int]:
    """Where the index of the reports has their digests, in the order of the file."""
    digests = [INDEXED + digest_of(a_report(number)).encode() for number in range(REPORTS)]
    return sorted(place + len(INDEXED) for digest in digests if (place := data.find(digest)) >= 0)


def changed(path: Path, change: Callable[[bytearray], None]) -> None:
    data = bytearray(path.read_bytes())
    change(data)
    assert bytes(data) != path.read_bytes()
    path.write_bytes(data)


def index_entry_of_another_row(path: Path) -> None:
    def change(data: bytearray) -> None:
        data[places_in_index(data)[4] + 71] ^= 1

    changed(path, change)


def index_entry_of_another_key(path: Path) -> None:
    def change(data: bytearray) -> None:
        place = places_in_index(data)[4] + 70
        data[place] = ord("0") if data[place] != ord("0") else ord("1")

    changed(path, change)


def index_out_of_order(path: Path) -> None:
    def change(data: bytearray) -> None:
        """Exchange two of the pointers behind the head of a leaf, which is eight bytes long."""
        page = places_in_index(data)[0] // PAGE * PAGE
        assert data[page] == 0x0A
        data[page + 8 : page + 12] = data[page + 10 : page + 12] + data[page + 8 : page + 10]

    changed(path, change)


def with_rows_changed(*statements: str) -> Damage:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            kept = connection.execute("SELECT * FROM sqlite_master WHERE tbl_name = 'tasks' AND sql <> ''").fetchall()
            connection.execute("DELETE FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'tasks'")
            connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'tasks'")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                connection.execute(statement)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'tasks'", (kept[0][4],))
            triggers = [row for row in kept if row[0] == "trigger"]
            connection.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", triggers)

    return change


def with_number_at(place: int, number: int) -> Damage:
    """A number of four bytes in the head of the file (its format, section 1.3)."""

    def change(path: Path) -> None:
        changed(path, lambda data: data.__setitem__(slice(place, place + 4), number.to_bytes(4, "big")))

    return change


def a_page_of_nobody(path: Path) -> None:
    def change(data: bytearray) -> None:
        pages = len(data) // PAGE + 1
        data.extend(bytes(PAGE))
        data[28:32] = pages.to_bytes(4, "big")

    changed(path, change)


def a_torn_page(path: Path) -> None:
    def change(data: bytearray) -> None:
        page = places_in_index(data)[0] // PAGE * PAGE
        data[page : page + PAGE] = b"\xa5" * PAGE

    changed(path, change)


AROUND: dict[str, tuple[Damage, str]] = {
    "an index entry is missing": (index_entry_missing, "missing from index sqlite_autoindex_reports_1"),
    "an index entry is left over": (index_entry_extra, "wrong # of entries in index sqlite_autoindex_reports_1"),
    "an index entry leads to another row": (index_entry_of_another_row, "missing from index"),
    "an index entry has another key": (index_entry_of_another_key, "missing from index"),
    "an index is out of order": (index_out_of_order, "index sqlite_autoindex_reports_1"),
    "two rows have one name": (key_twice, "missing from index sqlite_autoindex_reports_1"),
    "nothing where something must be": (
        with_rows_changed("UPDATE tasks SET reason = NULL"),
        "NULL value in tasks.reason",
    ),
    "a state that is none": (with_rows_changed("UPDATE tasks SET state = 'odd'"), "CHECK constraint failed in tasks"),
    "a free page that is none": (with_number_at(36, 1), "reelist"),
    "a page that nobody uses": (a_page_of_nobody, "never used"),
    "a torn page of an index": (a_torn_page, "the file "),
}
