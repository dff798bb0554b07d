"""The embedded store: one SQLite file per project and namespace, append-only, every row chained into the trail."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any, Self

from checker.adapters.sqlite_file import OpenedFile, Opening, opening_here, refusing, transaction
from checker.adapters.store import rows
from checker.adapters.store.authorizer import authorize
from checker.adapters.store.connection import open_connection
from checker.adapters.store.place import prepare
from checker.adapters.store.sqlite_tasks import SqliteTaskQueue
from checker.adapters.store.trail_reader import read_finding, read_rows
from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.moment import format_moment
from checker.domain.namespace import Namespace
from checker.domain.trail import TrailRow
from checker.errors import NotFoundError, StoreError
from checker.formats.admission import (
    refuse_foreign_report,
    refuse_unless_counted,
    refuse_unless_named,
    report_prefix,
)
from checker.formats.trail_v1 import BEFORE_THE_FIRST
from checker.ports.clock import Clock
from checker.ports.store import Document, ReportRecord, Seal, SnapshotRecord, TrailFinding, TrailHead

_DOCUMENT = "SELECT type, data FROM documents WHERE digest = ?"
_DOCUMENTS = "SELECT digest, data FROM documents WHERE type = ? ORDER BY seq LIMIT -1 OFFSET ?"
_COUNT = "SELECT count(*) FROM documents WHERE type = ?"
_SNAPSHOT = (
    "SELECT snapshots.data, snapshots.content, trail.row_digest FROM snapshots JOIN trail ON trail.seq = snapshots.seq "
    "WHERE snapshots.digest = ?"
)
_SNAPSHOTS = "SELECT digest FROM snapshots ORDER BY seq DESC LIMIT ?"
_KEPT_DATA = {
    "document": "SELECT data FROM documents WHERE digest = ?",
    "snapshot": "SELECT data FROM snapshots WHERE digest = ?",
    "report": "SELECT data FROM reports WHERE digest = ?",
}
_ORIGIN = "SELECT namespace, run FROM origin WHERE seq = 1"
_HIGHEST = "SELECT coalesce(max(revision), 0) FROM revisions WHERE bundle = ?"
_NAMED_REPORTS = (
    "SELECT reports.seq, trail.at, reports.digest, reports.data FROM reports JOIN trail ON trail.seq = reports.seq "
    "WHERE reports.digest >= ? AND reports.digest <= ? ORDER BY reports.digest LIMIT 2"
)
_REPORTS_BEFORE = (
    "SELECT reports.seq, trail.at, reports.digest, reports.data FROM reports JOIN trail ON trail.seq = reports.seq "
    "WHERE reports.seq < ? ORDER BY reports.seq DESC LIMIT ?"
)
_AFTER_EVERY_HEX = "g"
_BEYOND_EVERY_SEQ = 2**63 - 1
_MADE = "#"
"""Between the run that made a store and what no other store has, so that two of one second are not taken for one."""

_UNIQUE = 8


class SqliteStore(OpenedFile):
    """A store in one SQLite file; build it with `open`, close it when done (or use `with`)."""

    def __init__(self, connection: sqlite3.Connection, *, path: Path, namespace: Namespace, clock: Clock) -> None:
        super().__init__(connection)
        self._path = path
        self._namespace = namespace
        self._clock = clock
        self._is_ephemeral = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        namespace: Namespace,
        clock: Clock,
        run: str = "",
        create: bool = True,
        by: Opening | None = None,
    ) -> Self:
        """Open the store at `path`, made on first use, and refuse it unless it is safe in every respect.

        Args:
            path: see `store_path`.
            namespace: what the store keeps; one that was made for another is refused.
            clock: for the time of each trail entry.
            run: the name of this run (a CI run's id), so that its later processes still count the store as ephemeral.
            create: whether a missing store is made.
            by: how SQLite is reached and which journal it keeps; chosen for this machine when left out.

        Raises:
            StoreError: unsafe place, foreign or changed schema, another namespace, busy, or no space.
            NotFoundError: there is none, and none is to be made.
        """
        prepare(path, create=create)
        with refusing(path):
            connection = open_connection(path, by or opening_here(path), authorize=authorize)
            try:
                store = cls(connection, path=path, namespace=namespace, clock=clock)
                store._begin(run=run)
            except BaseException:
                connection.close()
                raise
        return store

    def _begin(self, *, run: str) -> None:
        origin = self._connection.execute(_ORIGIN).fetchone()
        if origin is None:
            self._is_ephemeral = self._make_origin(run)
            origin = self._connection.execute(_ORIGIN).fetchone()
        namespace, made_by = origin
        if namespace != str(self._namespace):
            raise StoreError(f"the store keeps the namespace {namespace}, expected {self._namespace}")
        self._is_ephemeral = self._is_ephemeral or (run != "" and made_by.partition(_MADE)[0] == run)

    def _make_origin(self, run: str) -> bool:
        """Record who made the store; False when another process was first."""
        with transaction(self._connection):
            if self._connection.execute(_ORIGIN).fetchone() is not None:
                return False
            made_by = f"{run}{_MADE}{token_hex(_UNIQUE)}"
            self._append([rows.origin_row(namespace=self._namespace, run=made_by)])
        return True

    @property
    def namespace(self) -> Namespace:
        """The namespace whose documents this store keeps."""
        return self._namespace

    @property
    def is_ephemeral(self) -> bool:
        """Whether the store was made in this very run."""
        return self._is_ephemeral

    @contextmanager
    def together(self) -> Iterator[None]:
        """Whatever is kept inside is durable when this ends, or nothing of it is; so is what `tasks` changes.

        Raises:
            StoreError: others write for too long, or it could not be made durable.
        """
        with refusing(self._path), transaction(self._connection):
            yield

    @property
    def is_together(self) -> bool:
        """Whether what was kept inside of `together` is still to be made durable."""
        return self._connection.in_transaction

    def tasks(self) -> SqliteTaskQueue:
        """The tasks of this file, changed in one transaction with what is kept inside of `together`."""
        return SqliteTaskQueue(self._connection, path=self._path, clock=self._clock, otherwise=authorize)

    def add_document(
        self, *, document: Document, after: int, beside: Sequence[Document] = (), seal: Seal | None = None
    ) -> None:
        """See `ports.store.Store`."""
        refuse_unless_named(document.data, document.digest, what=document.kind)
        around = self._named(beside)
        with refusing(self._path), transaction(self._connection):
            (known,) = self._connection.execute(_COUNT, (document.kind,)).fetchone()
            refuse_unless_counted(known, after=after, what=document.kind)
            self._append([*(row for row in around if self._is_new(row)), rows.document_row(document)])
            if seal:
                seq, name = self._last_entry()
                checkpoint = seal(TrailHead(seq=seq, hash=name))
                self._append(self._named([checkpoint]))

    def list_documents(self, *, kind: DocumentKind, after: int = 0) -> tuple[Document, ...]:
        """See `ports.store.Store`."""
        with refusing(self._path):
            found = self._connection.execute(_DOCUMENTS, (kind, after)).fetchall()
        for digest, data in found:
            refuse_unless_named(data, digest, what=kind)
        return tuple(Document(kind=kind, digest=Digest(digest), data=data) for digest, data in found)

    def put_snapshot(self, *, snapshot: SnapshotRecord) -> None:
        """See `ports.store.Store`."""
        refuse_unless_named(snapshot.data, snapshot.digest, what="snapshot")
        row = rows.snapshot_row(snapshot)
        with refusing(self._path), transaction(self._connection):
            self._append([row] if self._is_new(row) else [])

    def put_report(self, *, digest: Digest, data: bytes, inputs: Sequence[Document] = ()) -> None:
        """See `ports.store.Store`."""
        refuse_unless_named(data, digest, what="report")
        refuse_foreign_report(data, self._namespace)
        new = [*self._named(inputs), rows.report_row(digest=digest, data=data)]
        with refusing(self._path), transaction(self._connection):
            self._append(row for row in new if self._is_new(row))

    def record_revision(self, *, bundle: str, revision: int) -> None:
        """See `ports.store.Store`."""
        with refusing(self._path), transaction(self._connection):
            if revision > self.highest_revision(bundle=bundle):
                self._append([rows.revision_row(bundle=bundle, revision=revision)])

    def get_document(self, *, digest: Digest) -> Document:
        """See `ports.store.Store`."""
        kind, data = self._one(_DOCUMENT, digest, what="document")
        refuse_unless_named(data, digest, what="document")
        return Document(kind=_known_kind(kind, digest), digest=digest, data=data)

    def get_snapshot(self, *, digest: Digest) -> SnapshotRecord:
        """See `ports.store.Store`."""
        data, content, recorded = self._one(_SNAPSHOT, digest, what="snapshot")
        refuse_unless_named(data, digest, what="snapshot")
        record = SnapshotRecord(digest=digest, data=data, content=content)
        if rows.snapshot_row(record).digest != recorded:
            raise StoreError(f"the content of snapshot {digest} was changed", hint="do not use it; move the store away")
        return record

    def list_snapshots(self, *, limit: int) -> tuple[Digest, ...]:
        """See `ports.store.Store`."""
        with refusing(self._path):
            found = self._connection.execute(_SNAPSHOTS, (limit,)).fetchall()
        return tuple(Digest(digest) for (digest,) in found)

    def get_report(self, *, name: str) -> ReportRecord:
        """See `ports.store.Store`."""
        prefix = report_prefix(name)
        with refusing(self._path):
            found = self._connection.execute(_NAMED_REPORTS, (prefix, prefix + _AFTER_EVERY_HEX)).fetchall()
        if len(found) != 1:
            seen = "more than one report" if found else "no report"
            raise NotFoundError(
                f"{seen} in this store has a digest that begins with {prefix}",
                hint="`clean-release report list` shows the digests",
            )
        return _record(found[0])

    def latest_report(self) -> ReportRecord | None:
        """See `ports.store.Store`."""
        return next(iter(self.list_reports(limit=1)), None)

    def list_reports(self, *, limit: int, before: int = 0) -> tuple[ReportRecord, ...]:
        """See `ports.store.Store`."""
        with refusing(self._path):
            found = self._connection.execute(_REPORTS_BEFORE, (before or _BEYOND_EVERY_SEQ, limit)).fetchall()
        return tuple(_record(row) for row in found)

    def highest_revision(self, *, bundle: str) -> int:
        """See `ports.store.Store`."""
        with refusing(self._path):
            (revision,) = self._connection.execute(_HIGHEST, (bundle,)).fetchone()
        return int(revision)

    def verify_trail(self, *, checkpoint: TrailHead | None = None) -> TrailFinding:
        """See `ports.store.Store`."""
        return read_finding(self._connection, namespace=self._namespace, checkpoint=checkpoint, path=self._path)

    def read_trail(self, *, up_to: int, after: int = 0) -> Iterator[TrailRow]:
        """See `ports.store.Store`."""
        with refusing(self._path):
            yield from read_rows(self._connection, after=after, up_to=up_to)

    def _named(self, documents: Iterable[Document]) -> list[rows.Row]:
        """The rows of these documents, each once."""
        new = {document.digest: rows.document_row(document) for document in documents}
        for document in documents:
            refuse_unless_named(document.data, document.digest, what=document.kind)
        return list(new.values())

    def _is_new(self, row: rows.Row) -> bool:
        """Whether the row is not there yet; what is there under its digest must have the same bytes."""
        found = self._connection.execute(_KEPT_DATA[row.kind], (row.columns[0],)).fetchone()
        if found is not None and found[0] not in row.columns:
            why = f"the {row.kind} {row.columns[0]!s} is stored with other bytes"
            raise StoreError(why, hint="do not use it; move the store away")
        return found is None

    def _append(self, new: Iterable[rows.Row]) -> None:
        """Record rows inside the caller's transaction, each with its trail entry, and read both back."""
        at = format_moment(self._clock.now().replace(microsecond=0))
        for row in new:
            entry = rows.next_entry(row, namespace=self._namespace, at=at, after=self._last_entry())
            kind, seq = rows.ROW_KINDS[row.kind], entry.entry.seq
            self._insert(kind.insert, (seq, *row.columns), read_back=kind.by_seq, expected=row.columns)
            self._insert(rows.INSERT_ENTRY, entry.columns, read_back=rows.ENTRY_BY_SEQ, expected=entry.columns)

    def _last_entry(self) -> tuple[int, Digest]:
        seq, name = self._connection.execute(rows.LAST_ENTRY).fetchone() or (0, BEFORE_THE_FIRST)
        if not (isinstance(seq, int) and isinstance(name, str)):
            raise StoreError("the last entry of the trail is damaged", hint="move the store away and run again")
        return seq, Digest(name)

    def _insert(self, statement: str, cells: rows.Columns, *, read_back: str, expected: rows.Columns) -> None:
        inserted = self._connection.execute(statement, cells).rowcount
        found = self._connection.execute(read_back, (cells[0],)).fetchall()
        if inserted != 1 or [tuple(row) for row in found] != [expected]:
            raise StoreError(
                f"the store did not keep row {cells[0]!s} as given ({inserted} inserted, {len(found)} read back)",
                hint="nothing was recorded; move the store away and run again",
            )

    def _one(self, select: str, digest: Digest, *, what: str) -> tuple[Any, ...]:
        with refusing(self._path):
            found: tuple[Any, ...] | None = self._connection.execute(select, (digest,)).fetchone()
        if found is None:
            raise NotFoundError(f"there is no {what} {digest} in this store")
        return found


def _known_kind(kind: str, digest: Digest) -> DocumentKind:
    try:
        return DocumentKind(kind)
    except ValueError as error:
        raise StoreError(
            f"document {digest} is kept as {ascii(kind)[:80]}, which no document is",
            hint="the row was changed, or a later version of this program wrote it; use that version",
        ) from error


def _record(found: tuple[int, str, str, bytes]) -> ReportRecord:
    seq, at, digest, data = found
    refuse_unless_named(data, Digest(digest), what="report")
    return ReportRecord(seq=seq, recorded_at=at, digest=Digest(digest), data=data)
