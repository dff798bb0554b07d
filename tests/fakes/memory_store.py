"""A store in memory, held to the same contract as the one on disk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.moment import format_moment
from checker.domain.namespace import Namespace
from checker.domain.trail import TrailRow
from checker.errors import NotFoundError
from checker.formats.admission import (
    refuse_foreign_report,
    refuse_unless_counted,
    refuse_unless_named,
    report_prefix,
)
from checker.formats.trail_v1 import BEFORE_THE_FIRST, KeptEntry, TrailEntry, entry_hash, follow, row_digest
from checker.ports.clock import Clock
from checker.ports.store import Document, ReportRecord, Seal, SnapshotRecord, TrailFinding, TrailHead


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    kind: str
    name: str
    parts: dict[str, str | int]
    value: object

    @property
    def digest(self) -> Digest:
        return row_digest(kind=self.kind, name=self.name, parts=self.parts)


@dataclass(slots=True, kw_only=True)
class MemoryStore:
    """Everything in lists; `is_ephemeral` is whatever the test says."""

    clock: Clock
    namespace: Namespace = Namespace.REAL
    is_ephemeral: bool = True
    made_by: str = ""
    trail: list[KeptEntry] = field(default_factory=list)
    kept: list[_Kept] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin the trail as every store does."""
        self._append(_Kept(kind="origin", name=str(self.namespace), parts={"run": self.made_by}, value=None))

    def get_document(self, *, digest: Digest) -> Document:
        found = self._get("document", digest)
        assert isinstance(found, Document)
        return found

    def add_document(
        self, *, document: Document, after: int, beside: Sequence[Document] = (), seal: Seal | None = None
    ) -> None:
        for one in (document, *beside):
            refuse_unless_named(one.data, one.digest, what=one.kind)
        refuse_unless_counted(len(self.list_documents(kind=document.kind)), after=after, what=document.kind)
        before = len(self.trail)
        for one in beside:
            self._put(_document(one))
        self._append(_document(document))
        if seal:
            try:
                self._append(_document(seal(TrailHead(seq=len(self.trail), hash=Digest(self.trail[-1].hash)))))
            except Exception:
                del self.trail[before:], self.kept[before:]
                raise

    def list_documents(self, *, kind: DocumentKind, after: int = 0) -> tuple[Document, ...]:
        found = [row.value for row in self.kept if isinstance(row.value, Document)]
        return tuple(one for one in found if one.kind is kind)[after:]

    def put_snapshot(self, *, snapshot: SnapshotRecord) -> None:
        refuse_unless_named(snapshot.data, snapshot.digest, what="snapshot")
        parts: dict[str, str | int] = {"data": snapshot.digest, "content": digest_of(snapshot.content)}
        self._put(_Kept(kind="snapshot", name=snapshot.digest, parts=parts, value=snapshot))

    def get_snapshot(self, *, digest: Digest) -> SnapshotRecord:
        found = self._get("snapshot", digest)
        assert isinstance(found, SnapshotRecord)
        return found

    def list_snapshots(self, *, limit: int) -> tuple[Digest, ...]:
        names = [Digest(kept.name) for kept in self.kept if kept.kind == "snapshot"]
        return tuple(reversed(names))[:limit]

    def put_report(self, *, digest: Digest, data: bytes, inputs: Sequence[Document] = ()) -> None:
        refuse_unless_named(data, digest, what="report")
        refuse_foreign_report(data, self.namespace)
        for document in inputs:
            refuse_unless_named(document.data, document.digest, what=document.kind)
        for document in inputs:
            self._put(_document(document))
        self._put(_Kept(kind="report", name=digest, parts={"data": digest}, value=data))

    def get_report(self, *, name: str) -> ReportRecord:
        prefix = report_prefix(name)
        found = [record for record in self._reports() if record.digest.startswith(prefix)]
        if len(found) != 1:
            raise NotFoundError(f"{len(found)} reports begin with {prefix}")
        return found[0]

    def latest_report(self) -> ReportRecord | None:
        return next(iter(self.list_reports(limit=1)), None)

    def list_reports(self, *, limit: int, before: int = 0) -> tuple[ReportRecord, ...]:
        older = [record for record in self._reports() if not before or record.seq < before]
        return tuple(reversed(older))[:limit]

    def highest_revision(self, *, bundle: str) -> int:
        known = [row.parts["revision"] for row in self.kept if row.kind == "revision" and row.name == bundle]
        return max((int(revision) for revision in known), default=0)

    def record_revision(self, *, bundle: str, revision: int) -> None:
        if revision > self.highest_revision(bundle=bundle):
            self._append(_Kept(kind="revision", name=bundle, parts={"revision": revision}, value=None))

    def verify_trail(self, *, checkpoint: TrailHead | None = None) -> TrailFinding:
        known = (checkpoint.seq, checkpoint.hash) if checkpoint else (0, BEFORE_THE_FIRST)
        chain = follow(self.trail, checkpoint=known)
        return TrailFinding(
            head=TrailHead(seq=chain.seq, hash=chain.hash),
            first_bad=chain.seq + 1 if chain.problem else 0,
            problem=chain.problem,
        )

    def read_trail(self, *, up_to: int, after: int = 0) -> Iterator[TrailRow]:
        for row, kept in zip(self.kept[after:up_to], self.trail[after:up_to], strict=True):
            assert kept.entry
            yield TrailRow(
                seq=kept.entry.seq,
                at=kept.entry.at,
                kind=row.kind,
                name=row.name,
                row=row.digest,
                prev=kept.entry.prev,
                hash=Digest(kept.hash),
                parts=row.parts,
                blobs=_blobs(row.value),
            )

    def _put(self, row: _Kept) -> None:
        if not any(kept.kind == row.kind and kept.name == row.name for kept in self.kept):
            self._append(row)

    def _get(self, kind: str, name: str) -> object:
        found = [row.value for row in self.kept if row.kind == kind and row.name == name]
        if not found:
            raise NotFoundError(f"there is no {kind} {name} in this store")
        return found[0]

    def _reports(self) -> list[ReportRecord]:
        out = []
        for row, kept in zip(self.kept, self.trail, strict=True):
            if row.kind == "report" and isinstance(row.value, bytes) and kept.entry:
                record = ReportRecord(
                    seq=kept.entry.seq, recorded_at=kept.entry.at, digest=Digest(row.name), data=row.value
                )
                out.append(record)
        return out

    def _append(self, row: _Kept) -> None:
        prev = Digest(self.trail[-1].hash) if self.trail else BEFORE_THE_FIRST
        entry = TrailEntry(
            namespace=self.namespace,
            seq=len(self.trail) + 1,
            at=format_moment(self.clock.now().replace(microsecond=0)),
            kind=row.kind,
            name=row.name,
            row=row.digest,
            prev=prev,
        )
        self.kept.append(row)
        self.trail.append(KeptEntry(entry=entry, hash=entry_hash(entry), row_now=row.digest))


def _document(document: Document) -> _Kept:
    parts: dict[str, str | int] = {"type": document.kind, "data": document.digest}
    return _Kept(kind="document", name=document.digest, parts=parts, value=document)


def _blobs(value: object) -> Mapping[str, bytes]:
    match value:
        case Document():
            return {"data": value.data}
        case SnapshotRecord():
            return {"data": value.data, "content": value.content}
        case bytes():
            return {"data": value}
        case _:
            return {}
