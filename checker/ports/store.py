"""The store: where documents, snapshots and reports are kept for good, and the trail that proves it.

A store inserts and selects. Every row is committed by a trail entry in the same transaction, and the trail is chained,
so a row that is changed, removed or slipped in later is found by `verify_trail` without trusting the database.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.trail import TrailRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Exact bytes with their digest and what they are."""

    kind: DocumentKind
    digest: Digest
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotRecord:
    """A stored snapshot: its document (whose digest names it) and the exact content to evaluate with."""

    digest: Digest
    data: bytes = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """A stored report: its place in the trail, when it was recorded (RFC 3339, `Z`), and its exact bytes."""

    seq: int
    recorded_at: str
    digest: Digest
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailHead:
    """The last entry of a trail: its number (0 when there is none) and its hash (`sha256:…`)."""

    seq: int
    hash: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFinding:
    """What `verify_trail` found: the head it recomputed, or the first entry that does not hold and why.

    `first_bad` is 0 where the problem is no entry's: the file around the rows is damaged.
    """

    head: TrailHead
    first_bad: int = 0
    problem: str = ""

    @property
    def holds(self) -> bool:
        """Whether every row is as it was recorded."""
        return not self.problem


Seal: TypeAlias = Callable[[TrailHead], Document]
"""Makes the signed checkpoint of a head; called inside the transaction that wrote the rows up to it."""


class Store(Protocol):
    """Append-only memory of one namespace.

    Every method raises StoreError when the store is unsafe, busy for too long, full, or did not keep what it was given.
    A method that returns has stored durably.
    """

    @property
    def namespace(self) -> Namespace:
        """The namespace whose documents this store keeps; a report of another is refused."""
        ...

    @property
    def is_ephemeral(self) -> bool:
        """Whether the store was made in this very run; such a store can check, but neither approve nor publish."""
        ...

    def get_document(self, *, digest: Digest) -> Document:
        """The document with this digest, hashed again on reading.

        Raises:
            NotFoundError: it is not here.
            StoreError: what is here does not have this digest any more.
        """
        ...

    def add_document(
        self, *, document: Document, after: int, beside: Sequence[Document] = (), seal: Seal | None = None
    ) -> None:
        """Keep a document as the newest of its kind, and those it speaks of, all or none; durable on return.

        Args:
            document: what is kept.
            after: how many documents of its kind the caller knows, so that nothing is added to what nobody has read.
            beside: documents that are kept before it; one that is there already is left alone.
            seal: makes a checkpoint of the trail up to this document, which is kept behind it in the same transaction.

        Raises:
            StoreError: a digest does not name its bytes, or there are more or fewer documents of its kind.
        """
        ...

    def list_documents(self, *, kind: DocumentKind, after: int = 0) -> tuple[Document, ...]:
        """Every document of this kind behind the first `after`, oldest first, each hashed again on reading.

        Raises:
            StoreError: what is here does not have its digest any more.
        """
        ...

    def put_snapshot(self, *, snapshot: SnapshotRecord) -> None:
        """Keep a snapshot with its content; one that is there already is left alone.

        Raises:
            StoreError: the digest does not name the bytes, or the stored content differs.
        """
        ...

    def get_snapshot(self, *, digest: Digest) -> SnapshotRecord:
        """The snapshot with this digest, document and content hashed again on reading.

        Raises:
            NotFoundError: it is not here.
            StoreError: what is here does not hash to what was recorded.
        """
        ...

    def list_snapshots(self, *, limit: int) -> tuple[Digest, ...]:
        """The digests of the snapshots kept here, newest first, at most `limit`."""
        ...

    def put_report(self, *, digest: Digest, data: bytes, inputs: Sequence[Document] = ()) -> None:
        """Keep a report and the documents it was made from, all or none; durable on return.

        What is there already is left alone.

        Raises:
            StoreError: a digest does not name the bytes it comes with, or the report belongs to another namespace.
        """
        ...

    def get_report(self, *, name: str) -> ReportRecord:
        """The report with this digest, or the only one whose hex digits begin so (8 at least).

        Raises:
            NotFoundError: none, or more than one.
            StoreError: what is here does not have this digest any more.
        """
        ...

    def latest_report(self) -> ReportRecord | None:
        """The report that was recorded last, if there is one."""
        ...

    def list_reports(self, *, limit: int, before: int = 0) -> tuple[ReportRecord, ...]:
        """Reports, newest first: at most `limit`, only those recorded before entry `before` (0: from the newest)."""
        ...

    def highest_revision(self, *, bundle: str) -> int:
        """The highest revision of a bundle that was ever recorded here, 0 when none."""
        ...

    def record_revision(self, *, bundle: str, revision: int) -> None:
        """Record a revision of a bundle; what is not higher than the highest is not recorded again."""
        ...

    def verify_trail(self, *, checkpoint: TrailHead | None = None) -> TrailFinding:
        """Recompute the trail from the rows and name the first entry that does not hold.

        A tail that was cut off leaves a valid, shorter trail: only a checkpoint kept elsewhere shows it.
        """
        ...

    def read_trail(self, *, up_to: int, after: int = 0) -> Iterator[TrailRow]:
        """The entries behind `after` with their rows, as far as entry `up_to`, which `verify_trail` has found good.

        Raises:
            StoreError: an entry or its row is not there, or not of the form it was written in.
        """
        ...
