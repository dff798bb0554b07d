"""The rows a store keeps: how each kind is inserted, read back, and committed by a trail entry.

One SQL text per statement; a row is a tuple of its columns, and its digest is computed from these columns wherever
it is needed (on insert, on reading back, in `verify_trail`), so that there is one truth about what a row says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import JsonLike
from checker.domain.namespace import Namespace
from checker.formats.trail_v1 import BEFORE_THE_FIRST, TrailEntry, entry_hash, row_digest
from checker.ports.store import Document, SnapshotRecord

Cell: TypeAlias = str | int | bytes
Columns: TypeAlias = tuple[Cell, ...]
Parts: TypeAlias = Mapping[str, JsonLike]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKind:
    """One kind of row: its statements, and the parts of it that its digest covers. The first column is its name.

    `between` reads the rows of some numbers, `stray` finds the first of them that no entry of its kind commits; `blobs`
    says which column holds the bytes that a part is the digest of.
    """

    table: str
    insert: str
    by_seq: str
    between: str
    stray: str
    parts: Callable[[Columns], Parts]
    blobs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row to be recorded, without its number."""

    kind: str
    columns: Columns

    @property
    def digest(self) -> Digest:
        """What the trail entry of this row commits to."""
        return row_digest(kind=self.kind, name=str(self.columns[0]), parts=ROW_KINDS[self.kind].parts(self.columns))


ROW_KINDS: dict[str, RowKind] = {
    "origin": RowKind(
        table="origin",
        insert="INSERT INTO origin (seq, namespace, run) VALUES (?, ?, ?)",
        by_seq="SELECT namespace, run FROM origin WHERE seq = ?",
        between="SELECT seq, namespace, run FROM origin WHERE seq BETWEEN ? AND ? ORDER BY seq",
        stray=(
            "SELECT min(seq) FROM origin WHERE seq BETWEEN ? AND ? AND NOT EXISTS "
            "(SELECT 1 FROM trail WHERE trail.seq = origin.seq AND trail.kind = 'origin')"
        ),
        parts=lambda columns: {"run": str(columns[1])},
    ),
    "document": RowKind(
        table="documents",
        insert="INSERT INTO documents (seq, digest, type, data) VALUES (?, ?, ?, ?)",
        by_seq="SELECT digest, type, data FROM documents WHERE seq = ?",
        between="SELECT seq, digest, type, data FROM documents WHERE seq BETWEEN ? AND ? ORDER BY seq",
        stray=(
            "SELECT min(seq) FROM documents WHERE seq BETWEEN ? AND ? AND NOT EXISTS "
            "(SELECT 1 FROM trail WHERE trail.seq = documents.seq AND trail.kind = 'document')"
        ),
        parts=lambda columns: {"type": str(columns[1]), "data": _named(columns[2])},
        blobs={"data": 2},
    ),
    "snapshot": RowKind(
        table="snapshots",
        insert="INSERT INTO snapshots (seq, digest, data, content) VALUES (?, ?, ?, ?)",
        by_seq="SELECT digest, data, content FROM snapshots WHERE seq = ?",
        between="SELECT seq, digest, data, content FROM snapshots WHERE seq BETWEEN ? AND ? ORDER BY seq",
        stray=(
            "SELECT min(seq) FROM snapshots WHERE seq BETWEEN ? AND ? AND NOT EXISTS "
            "(SELECT 1 FROM trail WHERE trail.seq = snapshots.seq AND trail.kind = 'snapshot')"
        ),
        parts=lambda columns: {"data": _named(columns[1]), "content": _named(columns[2])},
        blobs={"data": 1, "content": 2},
    ),
    "report": RowKind(
        table="reports",
        insert="INSERT INTO reports (seq, digest, data) VALUES (?, ?, ?)",
        by_seq="SELECT digest, data FROM reports WHERE seq = ?",
        between="SELECT seq, digest, data FROM reports WHERE seq BETWEEN ? AND ? ORDER BY seq",
        stray=(
            "SELECT min(seq) FROM reports WHERE seq BETWEEN ? AND ? AND NOT EXISTS "
            "(SELECT 1 FROM trail WHERE trail.seq = reports.seq AND trail.kind = 'report')"
        ),
        parts=lambda columns: {"data": _named(columns[1])},
        blobs={"data": 1},
    ),
    "revision": RowKind(
        table="revisions",
        insert="INSERT INTO revisions (seq, bundle, revision) VALUES (?, ?, ?)",
        by_seq="SELECT bundle, revision FROM revisions WHERE seq = ?",
        between="SELECT seq, bundle, revision FROM revisions WHERE seq BETWEEN ? AND ? ORDER BY seq",
        stray=(
            "SELECT min(seq) FROM revisions WHERE seq BETWEEN ? AND ? AND NOT EXISTS "
            "(SELECT 1 FROM trail WHERE trail.seq = revisions.seq AND trail.kind = 'revision')"
        ),
        parts=lambda columns: {"revision": columns[1] if isinstance(columns[1], int) else -1},
    ),
}

INSERT_ENTRY = "INSERT INTO trail (seq, at, kind, name, row_digest, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
ENTRY_BY_SEQ = "SELECT seq, at, kind, name, row_digest, prev, hash FROM trail WHERE seq = ?"
ENTRIES_BETWEEN = "SELECT seq, at, kind, name, row_digest, prev, hash FROM trail WHERE seq BETWEEN ? AND ? ORDER BY seq"
_TEXTS = " AND ".join(f"{cell} >= '' AND {cell} < x''" for cell in ("at", "kind", "name", "row_digest", "prev", "hash"))
CELLS_BETWEEN = (
    f"SELECT sum({_TEXTS}), group_concat(seq), group_concat(at), group_concat(kind), group_concat(name), "  # noqa: S608 - the columns are ours
    "group_concat(row_digest), group_concat(prev), group_concat(hash) FROM trail WHERE seq BETWEEN ? AND ?"
)
"""How many of these entries hold texts where texts were written, and each column in one text, with commas between.

NOTE: numbers are less than every text, and blobs are greater: to ask so takes a third of the time of `typeof`.
"""

LAST_ENTRY = "SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1"


def document_row(document: Document) -> Row:
    """The row of a document."""
    return Row(kind="document", columns=(document.digest, document.kind, document.data))


def snapshot_row(snapshot: SnapshotRecord) -> Row:
    """The row of a snapshot."""
    return Row(kind="snapshot", columns=(snapshot.digest, snapshot.data, snapshot.content))


def report_row(*, digest: Digest, data: bytes) -> Row:
    """The row of a report."""
    return Row(kind="report", columns=(digest, data))


def revision_row(*, bundle: str, revision: int) -> Row:
    """The row of a bundle's revision."""
    return Row(kind="revision", columns=(bundle, revision))


def origin_row(*, namespace: Namespace, run: str) -> Row:
    """The first row of every store: its namespace and the run that made it."""
    return Row(kind="origin", columns=(str(namespace), run))


@dataclass(frozen=True, slots=True, kw_only=True)
class NextEntry:
    """The trail entry that commits a row after the last one."""

    entry: TrailEntry
    hash: Digest

    @property
    def columns(self) -> Columns:
        """The entry as a row of the trail."""
        entry = self.entry
        return (entry.seq, entry.at, entry.kind, entry.name, entry.row, entry.prev, self.hash)


def next_entry(
    row: Row, *, namespace: Namespace, at: str, after: tuple[int, Digest] = (0, BEFORE_THE_FIRST)
) -> NextEntry:
    """The entry for `row`, following entry `after` (number and hash)."""
    seq, prev = after
    entry = TrailEntry(
        namespace=namespace,
        seq=seq + 1,
        at=at,
        kind=row.kind,
        name=str(row.columns[0]),
        row=row.digest,
        prev=prev,
    )
    return NextEntry(entry=entry, hash=entry_hash(entry))


def _named(cell: Cell) -> str:
    return digest_of(cell) if isinstance(cell, bytes) else ""
