"""Reads the trail and the rows it commits, entry by entry, so that damage is named by the first entry it touches."""

import sqlite3
from collections.abc import Iterator

from checker.adapters.store import rows
from checker.adapters.store.connection import DAMAGE
from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.domain.trail import TrailRow
from checker.errors import StoreError
from checker.formats.trail_v1 import BEFORE_THE_FIRST, Chain, KeptEntry, TrailEntry, follow
from checker.ports.store import TrailFinding, TrailHead

_INTEGRITY = "PRAGMA integrity_check"
_HIGHEST = "SELECT coalesce(max(seq), 0) FROM trail"


def read_finding(connection: sqlite3.Connection, *, namespace: Namespace, checkpoint: TrailHead | None) -> TrailFinding:
    """Follow the whole trail, look for rows that no entry commits, then for damage around the rows."""
    known = (checkpoint.seq, checkpoint.hash) if checkpoint else (0, BEFORE_THE_FIRST)
    chain = follow(_entries(connection, namespace), checkpoint=known)
    head = TrailHead(seq=chain.seq, hash=chain.hash)
    stray = _first_stray(connection, chain)
    if stray is not None:
        return TrailFinding(head=head, first_bad=stray[0], problem=stray[1])
    if chain.problem:
        return TrailFinding(head=head, first_bad=chain.seq + 1, problem=chain.problem)
    return TrailFinding(head=head, problem=_damage(connection))


def read_rows(connection: sqlite3.Connection, *, after: int, up_to: int) -> Iterator[TrailRow]:
    """The entries behind `after` with their rows as they are now.

    Raises:
        StoreError: one of them is missing or of another kind than any row.
    """
    for seq in range(after + 1, up_to + 1):
        found = connection.execute(rows.ENTRY_BY_SEQ, (seq,)).fetchone()
        known = rows.ROW_KINDS.get(found[2]) if found else None
        columns = connection.execute(known.by_seq, (seq,)).fetchone() if known else None
        if known is None or columns is None:
            raise StoreError(f"entry {seq} of the trail is gone", hint="clean-release trail verify names what is wrong")
        _, at, kind, name, row, prev, kept_hash = found
        parts = known.parts(tuple(columns))
        yield TrailRow(
            seq=seq,
            at=at,
            kind=kind,
            name=name,
            row=Digest(row),
            prev=Digest(prev),
            hash=Digest(kept_hash),
            parts={part: value for part, value in parts.items() if isinstance(value, (str, int))},
            blobs={part: columns[place] for part, place in known.blobs.items()},
        )


def _entries(connection: sqlite3.Connection, namespace: Namespace) -> Iterator[KeptEntry]:
    try:
        (highest,) = connection.execute(_HIGHEST).fetchone()
    except DAMAGE as error:
        yield KeptEntry(entry=None, unreadable=f"the trail cannot be read: {error}")
        return
    for seq in range(1, int(highest) + 1):
        try:
            yield _entry(connection, namespace, seq)
        except DAMAGE as error:
            yield KeptEntry(entry=None, unreadable=f"it cannot be read: {error}")


def _entry(connection: sqlite3.Connection, namespace: Namespace, seq: int) -> KeptEntry:
    found = connection.execute(rows.ENTRY_BY_SEQ, (seq,)).fetchone()
    if found is None:
        return KeptEntry(entry=None, unreadable="it is missing")
    number, *words = found
    if not (isinstance(number, int) and all(isinstance(word, str) for word in words)):
        return KeptEntry(entry=None, unreadable="it holds something else than text where text was written")
    at, kind, name, row, prev, kept_hash = words
    entry = TrailEntry(namespace=namespace, seq=number, at=at, kind=kind, name=name, row=Digest(row), prev=Digest(prev))
    return KeptEntry(entry=entry, hash=kept_hash, row_now=_row_now(connection, kind, seq))


def _row_now(connection: sqlite3.Connection, kind: str, seq: int) -> str:
    """The digest of the row as it is now, or nothing when it is gone."""
    known = rows.ROW_KINDS.get(kind)
    found = connection.execute(known.by_seq, (seq,)).fetchone() if known else None
    return rows.Row(kind=kind, columns=tuple(found)).digest if found else ""


def _damage(connection: sqlite3.Connection) -> str:
    """What is wrong with the file although every row reads well: an index that leads elsewhere hides rows."""
    try:
        found = [row[0] for row in connection.execute(_INTEGRITY).fetchall()]
    except DAMAGE as error:
        return f"the file cannot be checked: {error}"
    return "" if found == ["ok"] else f"the file is damaged: {found[0]}"


def _first_stray(connection: sqlite3.Connection, chain: Chain) -> tuple[int, str] | None:
    """The first row, before the entry where the chain breaks, that no entry of its kind commits."""
    found = []
    for kind, known in rows.ROW_KINDS.items():
        try:
            (seq,) = connection.execute(known.stray).fetchone()
        except DAMAGE as error:
            found.append((chain.seq + 1, f"the {known.table} cannot be read: {error}"))
            continue
        if seq is not None:
            found.append((int(seq), f"a {kind} was slipped in that no entry commits"))
    earlier = [item for item in sorted(found) if not chain.problem or item[0] <= chain.seq]
    return earlier[0] if earlier else None
